"""A day by which something is due, as people write it into a cell."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime

from reports.text.dates import DIGITS, up_to_31

_FULL = re.compile(r"(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:\s+0{1,2}:00(?::00)?)?")
_CLOSE = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?")
_MONTH_END = re.compile(r"(?:(20\d{2})\s*[-/.年]\s*)?(\d{1,2})\s*月?\s*[底末]")
_YEAR_END = re.compile(r"(?:(20\d{2})|今|本)?年[底末]")
_CHINESE = re.compile(
    rf"(?:([{''.join(DIGITS)}]{{4}})年)?([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十]{{1,3}})[日号]"
)


def deadline_in(cell: object, since: date) -> date | None:
    """The day that a cell tells; one without a year is the next such day from `since` on. None when it tells no day, or
    may tell two: the number 3.1 is the first of March or, had Excel not taken it for a number, the tenth.

    >>> s = date(2026, 11, 30)
    >>> [str(deadline_in(t, s)) for t in ("2026年3月5日", "3.5", 3.5, "12/31", "2027-3-5", "20270305", "3月底", "年底")]
    ['2026-03-05', '2027-03-05', '2027-03-05', '2026-12-31', '2027-03-05', '2027-03-05', '2027-03-31', '2026-12-31']
    >>> deadline_in("三月五日", s), deadline_in("尽快", s), deadline_in(3.1, s), deadline_in("2月30日", s)
    (datetime.date(2027, 3, 5), None, None, None)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        digits = f"{cell:g}".partition(".")[2]
        # 3.1, 3.2 and 3.3 may have been 3.10, 3.20 and 3.30.
        if digits in ("1", "2", "3"):
            return None
        cell = f"{cell:g}"
    text = str(cell).strip().strip("。.；;前").removesuffix("之").removesuffix("以")
    if found := _FULL.fullmatch(text) or _CLOSE.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SHORT.fullmatch(text):
        return _next(int(found[1]), int(found[2]), since)
    if found := _MONTH_END.fullmatch(text):
        month = int(found[2])
        if not 1 <= month <= 12:
            return None
        year = int(found[1]) if found[1] else since.year + (month < since.month)
        return date(year, month, calendar.monthrange(year, month)[1])
    if found := _YEAR_END.fullmatch(text):
        return date(int(found[1]) if found[1] else since.year, 12, 31)
    if found := _CHINESE.fullmatch(text):
        month, day = up_to_31(found[2]), up_to_31(found[3])
        if found[1]:
            return _day(int("".join(str(DIGITS[sign]) for sign in found[1])), month, day)
        return _next(month, day, since)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next(month: int, day: int, since: date) -> date | None:
    this_year = _day(since.year, month, day)
    if this_year is not None and this_year >= since:
        return this_year
    return _day(since.year + 1, month, day)
