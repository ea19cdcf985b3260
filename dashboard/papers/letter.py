"""体检反馈函: to one office what the checks and weak-spot rules say of its report, each with its sentence and what to do.

In comes a Choice, an office and the day; out comes a Paper. An office of which nothing is found gets a letter that says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import coverage, evidence, wording
from dashboard.ask import ask, generation
from dashboard.coverage import Covered
from dashboard.filters import Choice
from dashboard.papers import sources
from dashboard.papers.paper import Heading, Paper, Part, Source, Table, Text

ONLY_COUNTS = ("failed_checks",)
"""Rules that count the checks which the letter lists one by one."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the letters of a year rest on, asked once for all offices: by office code what coverage says of those that the year concerns, the checks
    that did not pass and the weak spots; what people said of findings; the reports' titles."""

    covered: dict[str, Covered]
    failed: dict[str, list[Any]]
    weak: dict[str, list[sources.Matter]]
    said: dict[sources.Key, Any]
    reports: dict[int, str]

    def offices(self) -> dict[str, str]:
        """The offices that a letter can go to, code to name."""
        return {code: row.office_name for code, row in self.covered.items()}


def gathered(choice: Choice) -> Gathered:
    """What the letters of the year rest on."""
    said = sources.opinions(choice)
    failed: dict[str, list[Any]] = {}
    for row in sources.findings("findings_list", choice):
        failed.setdefault(row.office_code, []).append(row)
    weak: dict[str, list[sources.Matter]] = {}
    for matter in sources.matters(choice, said, but=ONLY_COUNTS):
        weak.setdefault(matter.row.office_code, []).append(matter)
    of_year = {row.office_code: row for row in coverage.of_year(choice)}
    order = ask("office_list", region_id=choice.region_id)["office_code"]
    rows = {code: of_year[code] for code in order if code in of_year}
    return Gathered(rows, failed, weak, said, sources.titles(choice.region_id))


def compose(choice: Choice, code: str, made_on: date, known: Gathered) -> Paper:
    """The letter to one of the offices that `known` has."""
    row = known.covered[code]
    name = row.office_name
    if row.report_id is None:
        parts: tuple[Part, ...] = (
            Text(wording.letter_missing(choice.year), (sources.of_page("quality", wording.NOTICE_FROM_COVERAGE),)),
            Text(wording.LETTER_SEND_REPORT),
        )
    else:
        parts = _parts(choice, row.report_id, row, known)
    notes = [wording.briefing_source(f"{choice.region_name}；{wording.year(choice.year)}", generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    title = wording.letter_title(name, choice.year)
    signed = (wording.PAPER_SIGNED, wording.day(made_on))
    return Paper(title, title, tuple(notes), f"{name}：", parts, signed, is_numbered=True)


def _parts(choice: Choice, report: int, row: Covered, known: Gathered) -> tuple[Part, ...]:
    name, reports, said = row.office_name, known.reports, known.said
    results = ask("report_checks", report_id=report)
    checked = evidence.checked(results)
    failed, weak = known.failed.get(row.office_code, []), known.weak.get(row.office_code, [])
    whole = Source(reports.get(report, ""), report)
    parts: list[Part] = [
        Text(wording.letter_opening(choice.year)),
        Heading(wording.LETTER_PARTS[0]),
        Text(wording.letter_result(row.published_on, row.signed_on, row.is_late, row.days_late, checked), (whole,)),
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
            (12, 62, 20, 34, 28),
            (0,),
            tuple(next(iter(sources.of_finding(f, reports)), whole) for f in listed),
            (whole,),
        ),
    ]
    return tuple(parts)
