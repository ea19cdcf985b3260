"""Whose report on a year is here, when it was published, in time or late: for pages, papers and the one file alike.

In comes a Choice or rows of the question coverage; out come records of plain values and what is counted of them. What is
late is decided by the step current_reports alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import wording
from dashboard.ask import ask
from dashboard.filters import Choice


@dataclass(frozen=True, slots=True)
class Covered:
    """An office and year: its report's state (a status of coverage), days, lateness (None: it cannot be told), parts
    and failed checks; the report's own are None without a report."""

    office_code: str
    office_name: str
    kind: str
    year: int
    status: str
    report_id: int | None
    published_on: date | None
    signed_on: date | None
    is_late: bool | None
    days_late: int | None
    section_count: int | None
    failed_check_count: int | None

    @property
    def state(self) -> str:
        """Its state and lateness in one word: a key of wording.COVERAGE."""
        return wording.board_state(self.status, self.is_late)

    @property
    def words(self) -> str:
        """State and lateness as boards and annexes say them."""
        return wording.board_cell(self.status, self.is_late, self.days_late)

    @property
    def day(self) -> str:
        """The day in annexes; '' without a report."""
        return "" if self.report_id is None else wording.day_of_report(self.published_on, self.signed_on)

    @property
    def days(self) -> str:
        """The day of publication, else of signing, in words; '' where neither is printed."""
        return wording.day_printed(wording.paper_day(self.published_on), wording.paper_day(self.signed_on))


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the offices that a year concerns: all, those whose report is here, and these in time, late and neither."""

    expected: int
    here: int
    in_time: int
    late: int
    undated: int


def covered(row: Any) -> Covered:
    """A row of the question coverage."""

    def whole(value: object) -> int | None:
        amount = wording.figure(value)
        return None if amount is None else int(amount)

    return Covered(
        row.office_code,
        row.office_name,
        row.kind,
        int(row.year),
        row.status,
        whole(row.report_id),
        wording.date_told(row.published_on),
        wording.date_told(row.signed_on),
        wording.truth(row.is_late),
        whole(row.days_late),
        whole(row.section_count),
        whole(row.failed_check_count),
    )


def of_year(choice: Choice) -> list[Covered]:
    """The offices that the year concerns, by office code."""
    frame = ask("coverage", from_year=choice.year, to_year=choice.year, **choice.parameters())
    return [covered(row) for row in frame.itertuples() if row.status != "not_expected"]


def concerned(choice: Choice) -> frozenset[str]:
    """The codes of the offices that the year concerns: those that a count of offices without a number is out of."""
    return frozenset(row.office_code for row in of_year(choice))


def absences(choice: Choice) -> dict[tuple[str, int], str]:
    """Why each office and year without a report has none, by office code and year: "unfiled", "not_expected", or
    "no_report" for the others (wording.STATUSES). What pages say and count of absent reports is this."""
    frame = ask("coverage", from_year=choice.since, to_year=choice.year, **choice.parameters())
    return {
        (row.office_code, int(row.year)): "no_report" if row.status == "missing" else row.status
        for row in frame.itertuples()
        if wording.figure(row.report_id) is None
    }


def counts(rows: Sequence[Covered]) -> Counts:
    """How many of them are here, in time, late and neither."""
    here = [row for row in rows if row.report_id is not None]
    late = [row.is_late for row in here]
    return Counts(len(rows), len(here), late.count(False), late.count(True), late.count(None))
