"""What a link to a report says beside its number: the office and year, which stay what they are.

Numbers of reports are given anew when a report is withdrawn; a link kept elsewhere would then show somebody else's.
In come a number or a name; out come a name and what it says. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from dashboard.ask import ask, generation, place
from dashboard.filters.choice import current as looked_at

PARAMETER = "of"
"""The parameter of an address that holds the name."""


def name(office_code: str, year: int) -> str:
    """The name of an office's report on a year.

    >>> name("qinghe-hexu", 2025), said_by("qinghe-hexu.2025"), said_by("x"), said_by("a.20255")
    ('qinghe-hexu.2025', ('qinghe-hexu', 2025), None, None)
    """
    return f"{office_code}.{year}"


def said_by(text: str) -> tuple[str, int] | None:
    """Office and year that a name says; None when it is none."""
    office, dot, year = text.rpartition(".")
    if not (office and dot and len(year) == 4 and year.isascii() and year.isdigit()):
        return None
    return office, int(year)


def of(report_id: int) -> str:
    """The name of a report of the region looked at; '' for others: the page of the report then tells it."""
    choice = looked_at()
    if choice.is_wide or not choice.year:
        return ""
    return _names(place(), generation(), choice.region_id).get(report_id, "")


@lru_cache(maxsize=8)
def _names(_path: str, _generation: int, region_id: str | None) -> Mapping[int, str]:
    frame = ask("report_list", region_id=region_id)
    return {row.report_id: name(row.office_code, row.year) for row in frame.itertuples()}
