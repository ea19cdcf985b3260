"""What the page 考评自评 may do to the store: judge, take a sheet in, take one away.

As actions.py of the reports: each function passes on to reports/ with the folder of the store, and what writes raises
ReportError where this visitor may not.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import access
from dashboard.ask import folder
from reports.people import ANY_OFFICE
from reports.publish import assess
from reports.publish.assess import Points
from reports.publish.sheet_book import book
from reports.publish.sheet_table import RATE, Read, sheet_in, source_names
from reports.store import Sheet

__all__ = ["ANY_OFFICE", "RATE", "Points", "Read", "Sheet", "source_names"]


def sheets() -> list[Sheet]:
    """All sheets, those of the program first."""
    return assess.served_sheets(folder())


def workbook(sheet: str = "") -> bytes:
    """A sheet as a workbook, or the template."""
    return book(next((each for each in sheets() if each.sheet == sheet), None))


def read(data: bytes, file_name: str) -> Read:
    """What an uploaded workbook says. Raises ReportError when it is none of ours."""
    return sheet_in(data, file_name)


def judge(sheet: str, office: str, year: int, points: Sequence[Points], who: str) -> tuple[int, int | None]:
    """Keeps judgements: how many changed, and the generation."""
    access.demand("assess", office)
    return assess.judge(folder(), sheet, office, year, points, who=access.author(who))


def keep(sheet: Sheet, who: str) -> int | None:
    """Keeps a sheet; the generation."""
    access.demand("assess", ANY_OFFICE)
    return assess.keep_sheet(folder(), sheet, who=access.author(who))


def remove(sheet: str, who: str) -> int | None:
    """Takes a sheet away; the generation."""
    access.demand("assess", ANY_OFFICE)
    return assess.remove_sheet(folder(), sheet, who=access.author(who))
