"""Cycles as the tables write them (2 weeks, 6 months, 1 year), and the calendar of working days.

In goes a cell of data/reference/columns.csv; out come months or days: months are months, never 30 days. The calendar
is that of the library chinesecalendar, which knows the State Council's holidays and moved working days of each year.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import chinese_calendar

_CYCLE = re.compile(r"(\d{1,3}) (day|week|month|year)s?")
FIRST_DAY = date(2019, 1, 1)
"""The calendar begins before decree 711 took force (15 May 2019)."""


def is_cycle(text: str) -> bool:
    """Whether `text` is a cycle, none, or empty.

    >>> is_cycle("6 months"), is_cycle("none"), is_cycle("半年")
    (True, True, False)
    """
    return text in ("", "none") or _CYCLE.fullmatch(text) is not None


def months_and_days(text: str) -> tuple[int | None, int | None]:
    """A cycle as months or as days; both None for none and for an empty text. ValueError for anything else.

    >>> months_and_days("1 year"), months_and_days("2 weeks"), months_and_days("none")
    ((12, None), (None, 14), (None, None))
    """
    if text in ("", "none"):
        return None, None
    found = _CYCLE.fullmatch(text)
    if found is None:
        raise ValueError(f"not a cycle: {text!r}")
    count, unit = int(found[1]), found[2]
    if unit in ("month", "year"):
        return count * (12 if unit == "year" else 1), None
    return None, count * (7 if unit == "week" else 1)


@cache
def working_days() -> tuple[tuple[date, int], ...]:
    """Every day from FIRST_DAY on that the calendar knows, with the working days up to it, itself included."""
    found: list[tuple[date, int]] = []
    day, count = FIRST_DAY, 0
    while True:
        try:
            count += chinese_calendar.is_workday(day)
        except NotImplementedError:
            # So the library says that the State Council has not told the days of that year yet.
            return tuple(found)
        found.append((day, count))
        day += timedelta(days=1)
