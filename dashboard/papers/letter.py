"""体检反馈函: to one office what the checks and weak-spot rules say of its report, each with its sentence and what to do.

In comes a Choice, an office and the day; out comes a Paper. An office of which nothing is found gets a letter that says so.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.papers import sources
from dashboard.papers.paper import Heading, Paper, Part, Source, Table, Text


def compose(choice: Choice, code: str, name: str, made_on: date) -> Paper:
    """The letter to an office."""
    # Asked of all at once: the letters to all offices rest on the same answers.
    said = sources.opinions(choice)
    covered = ask("coverage", from_year=choice.year, to_year=choice.year, **choice.parameters())
    row = next(covered[covered["office_code"] == code].itertuples(), None)
    report = wording.figure(row.report_id) if row is not None else None
    if report is None:
        parts: tuple[Part, ...] = (
            Text(wording.letter_missing(choice.year), (sources.of_page("quality", wording.NOTICE_FROM_COVERAGE),)),
            Text(wording.LETTER_SEND_REPORT),
        )
    else:
        parts = _parts(choice, code, name, int(report), row, said)
    notes = [wording.briefing_source(f"{choice.region_name}；{wording.year(choice.year)}", generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    title = wording.letter_title(name, choice.year)
    signed = (wording.PAPER_SIGNED, wording.day(made_on))
    return Paper(title, title, tuple(notes), f"{name}：", parts, signed, is_numbered=True)


def _parts(
    choice: Choice, code: str, name: str, report: int, row: Any, said: dict[sources.Key, Any]
) -> tuple[Part, ...]:
    reports = sources.titles(choice.region_id)
    results = ask("report_checks", report_id=report)
    counts = [int((results["status"] == status).sum()) for status in ("passed", "failed", "not_assessable")]
    counts.append(len(results) - sum(counts))
    checked = wording.checks_counted(*counts)
    failed = [row for row in sources.findings("findings_list", choice, said) if row.office_code == code]
    weak = [matter for matter in sources.matters(choice, said) if matter.row.office_code == code]
    whole = Source(reports.get(report, ""), report)
    parts: list[Part] = [
        Text(wording.letter_opening(choice.year)),
        Heading(wording.LETTER_PARTS[0]),
        Text(wording.letter_result(row.published_on, row.is_late, row.days_late, checked), (whole,)),
    ]
    if failed:
        parts.append(Heading(wording.LETTER_PARTS[1]))
        for number, finding in enumerate(failed, 1):
            message = wording.to_office(finding.message, name)
            words = wording.letter_point(number, message, finding.advice) + sources.explained(finding, said)
            parts.append(Text(words, sources.of_finding(finding, reports) or (whole,)))
    if weak:
        parts.append(Heading(wording.letter_heading(wording.LETTER_WEAK, 2 + bool(failed))))
        for number, matter in enumerate(weak, 1):
            message = wording.to_office(matter.row.message, name)
            words = wording.letter_matter(number, message, matter.others, matter.question) + matter.explained
            parts.append(Text(words, sources.of_finding(matter.row, reports) or (whole,)))
    if not failed and not weak:
        parts.append(Text(wording.LETTER_NOTHING, (whole,)))
        return tuple(parts)
    listed = [*failed, *(matter.row for matter in weak)]
    parts += [
        Heading(wording.letter_heading(wording.LETTER_REPLY, 2 + bool(failed) + bool(weak))),
        Text(wording.LETTER_REPLY_WORDS),
        Table(
            wording.LETTER_SHEET_TITLE,
            wording.LETTER_SHEET,
            tuple((str(n), wording.to_office(f.message, name), "", "", "") for n, f in enumerate(listed, 1)),
            (12, 66, 22, 32, 24),
            (0,),
            tuple(next(iter(sources.of_finding(f, reports)), whole) for f in listed),
            (whole,),
        ),
    ]
    return tuple(parts)
