"""年报发布情况通报: who published in time, who late, whose report is not here, and who has which kind of problem.

In comes a Choice and the day; out comes a Paper. Everything is counted from the answers of coverage, findings_list and
weak_spots_list.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import coverage, wording
from dashboard.ask import ask, generation
from dashboard.coverage import Covered
from dashboard.filters import Choice
from dashboard.papers import sources
from dashboard.papers.paper import Heading, Paper, Part, Table, Text

TOLD_ELSEWHERE = ("report_missing", "report_late", "report_incomplete", "failed_checks")
"""Rules of weak spots whose findings the first part tells, or which only count checks. Every failed check is listed:
those of the second annex are as many as the first one counts."""
MOST_SOURCES = 3


def compose(choice: Choice, made_on: date) -> Paper:
    """The notice on the year's reports."""
    rows = coverage.of_year(choice)
    said = sources.opinions(choice)
    found = [row for name in ("findings_list", "weak_spots_list") for row in sources.findings(name, choice)]
    problems = [row for row in found if row.rule not in TOLD_ELSEWHERE]
    order = {code: place for place, code in enumerate(ask("office_list", region_id=choice.region_id)["office_code"])}
    rows.sort(key=lambda row: order.get(row.office_code, 0))
    parts: list[Part] = [
        Text(wording.notice_opening(choice.year)),
        Heading(wording.NOTICE_PARTS[0]),
        *_publication(rows, choice, made_on),
        Heading(wording.NOTICE_PARTS[1]),
        *_kinds(problems, choice, bool(found)),
        Heading(wording.NOTICE_PARTS[2]),
        *(
            Text(text)
            for text in wording.notice_asks(bool(problems), any(r.status in ("missing", "unfiled") for r in rows))
        ),
        _board(rows, choice),
    ]
    if problems:
        parts.append(_list_of(problems, choice, said))
    notes = [wording.briefing_source(choice.words(), generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    whom = wording.whom(choice.region_name, choice.kind, choice.office_names)
    title = wording.notice_title(whom, choice.year)
    return Paper(
        title,
        title,
        tuple(notes),
        wording.PAPER_TO_ALL,
        tuple(parts),
        (wording.PAPER_SIGNED, wording.day(made_on)),
        is_numbered=True,
    )


def _publication(rows: list[Covered], choice: Choice, made_on: date) -> list[Part]:
    count = coverage.counts(rows)
    late = sorted((row for row in rows if row.is_late), key=lambda row: -(row.days_late or 0))
    named = [
        (row.office_name, wording.published_late(row.published_on, row.signed_on, row.days_late or 0)) for row in late
    ]
    page = sources.of_page("quality", wording.NOTICE_FROM_COVERAGE)
    parts: list[Part] = [
        Text(
            wording.notice_published(
                made_on,
                choice.region_name,
                choice.year,
                count.expected,
                count.here,
                count.in_time,
                count.late,
                count.undated,
            ),
            (page,),
        )
    ]
    if late:
        own = tuple(sources.of_report(row.office_name, choice.year, row.report_id, wording.NOTICE_DATE) for row in late)
        parts.append(Text(wording.notice_late(named), sources.cut(own, len(own), MOST_SOURCES)))
    for status, words in (
        ("partial", wording.notice_partial),
        ("excerpt", wording.notice_excerpt),
        ("unfiled", wording.notice_unfiled),
        ("missing", wording.notice_missing),
    ):
        names = [row.office_name for row in rows if row.status == status]
        if names:
            parts.append(Text(words(choice.year, names), (page,)))
    return parts


def _kinds(problems: list[Any], choice: Choice, has_others: bool) -> list[Part]:
    if not problems:
        words = wording.NOTICE_NO_OTHERS if has_others else wording.NOTICE_NO_PROBLEMS
        return [Text(words, (sources.of_page("weak-spots", wording.PAGES["weak-spots"]),))]
    reports = sources.titles(choice.region_id)
    by_rule: dict[str, list[Any]] = {}
    for row in problems:
        by_rule.setdefault(row.rule_name, []).append(row)
    parts: list[Part] = []
    ranked = sorted(by_rule.items(), key=lambda item: -len({row.office_code for row in item[1]}))
    for number, (name, rows) in enumerate(ranked, 1):
        offices = list(dict.fromkeys(row.office_name for row in rows))
        found = list({source.words: source for row in rows for source in sources.of_finding(row, reports)[:1]}.values())
        parts.append(
            Text(wording.notice_kind(number, name, offices, len(rows)), sources.cut(found, len(found), MOST_SOURCES))
        )
    return parts


def _board(rows: list[Covered], choice: Choice) -> Table:
    cells = []
    own = []
    for number, row in enumerate(rows, 1):
        is_here = row.report_id is not None
        cells.append(
            (
                str(number),
                row.office_name,
                row.kind,
                row.day,
                row.words,
                wording.number(row.failed_check_count) if is_here else "",
            )
        )
        own.append(sources.of_report(row.office_name, choice.year, row.report_id, "") if is_here else None)
    page = sources.of_page("quality", wording.NOTICE_FROM_COVERAGE)
    return Table(
        wording.notice_board(choice.year),
        wording.NOTICE_BOARD,
        tuple(cells),
        (12, 54, 16, 28, 26, 20),
        (0, 5),
        tuple(own),
        (page,),
    )


def _list_of(problems: list[Any], choice: Choice, said: dict[sources.Key, Any]) -> Table:
    reports = sources.titles(choice.region_id)
    cells = tuple(
        (str(number), row.office_name, row.rule_name, f"{row.message}{sources.explained(row, said)}")
        for number, row in enumerate(problems, 1)
    )
    own = tuple(next(iter(sources.of_finding(row, reports)), None) for row in problems)
    basis = (sources.of_page("weak-spots", wording.PAGES["weak-spots"]),)
    return Table(wording.NOTICE_LIST_TITLE, wording.NOTICE_LIST, cells, (12, 40, 26, 78), (0,), own, basis)
