"""Days and years as written in Chinese and in figures."""

from __future__ import annotations

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 2003, 2099
"""Years that can be reported on: the first rules on disclosure are of 2003."""

_CHINESE_DIGITS = str.maketrans("〇○零Oo０一二三四五六七八九", "000000123456789")
YEAR = r"(?:20\d{2}|二[〇○零Oo0][〇○零Oo0一二三四五][〇○零Oo0一二三四五六七八九])"


VERSION = re.compile(
    rf"(?<!\d){YEAR}年?(?:最新|全新|修订|修正|更新|试行|征求意见)?(?:版本|版)(?![面块式权画刊])|\d\.\d版"
)
"""The mark of a version of a document, 指南（2025版）: it tells neither the year reported on nor a count."""


def number(text: str) -> int | None:
    """A year as written, in figures or Chinese; None outside the years that a report may have."""
    year = int(text.translate(_CHINESE_DIGITS))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def day(match: re.Match[str]) -> date | None:
    """The day that a match of year, month and day gives; None when there is no such day."""
    year = number(match[1])
    try:
        return date(year, _small(match[2]), _small(match[3])) if year else None
    except ValueError:
        return None


def _small(text: str) -> int:
    """A number up to 31 in either kind of digits."""
    if text.isdigit():
        return int(text)
    tens, found, units = text.rpartition("十")
    digits = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    return (digits.get(tens, 1) * 10 if found else 0) + digits.get(units, 0)


DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


def up_to_31(text: str) -> int:
    """A day or month written in Chinese, as a number."""
    tens, ten, units = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(units, 0)
