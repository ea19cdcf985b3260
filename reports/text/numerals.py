"""Part of step 4, extract: the numbers of Chinese prose, written in digits or in characters.

In goes normalised text (half-width digits, simplified characters); out come numbers with their place, value and
the approximation that is written inside the numeral itself (20余万, 千余). It does not know units, years, dates or
what is counted: a caller decides which numbers are counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}


_DIGITS |= {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}


def written_out(number: int) -> str:
    """A whole number from 1 to 9999 as a heading or a list counts with it. ValueError beyond.

    >>> [written_out(n) for n in (1, 10, 12, 20, 35, 100, 101, 110, 1010)]
    ['一', '十', '十二', '二十', '三十五', '一百', '一百零一', '一百一十', '一千零一十']
    """
    if not 0 < number < 10_000:
        raise ValueError(f"{number} is no place in a list")
    told = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            told += "零一二三四五六七八九"[digit] + name
        elif told and number and not told.endswith("零"):
            told += "零"
    return told.removeprefix("一") if told.startswith("一十") else told


_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

_LONGEST = 24
_CHARACTERS = "零〇一二两俩三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBER = re.compile(
    r"(?P<percent>百分之)?"
    r"(?:(?P<arabic>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:(?P<inner>[余多来])?(?P<scale>[百千]?[万亿]|[百千]))?"
    rf"|(?P<chinese>[{_CHARACTERS}]{{1,{_LONGEST}}}(?:点[零〇一二三四五六七八九]+)?(?:(?:余|多)[万亿])?))"
    r"(?P<after>[余多来](?![于])(?=\D|$))?"
)
"""One numeral; `find_numbers` reads it."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in text: characters start..end, its value (百分之九十八 is 98, with `percent`), the qualifier
    that the numeral itself carries ("=" or ">="), and whether it is written in characters."""

    start: int
    end: int
    value: float
    qualifier: str
    percent: bool
    in_characters: bool


def _integer(text: str) -> int | None:
    """The value of Chinese characters for a whole number, None when they form none.

    >>> _integer("一千二百零三"), _integer("二〇二一"), _integer("十"), _integer("三万六"), _integer("百")
    (1203, 2021, 10, 36000, 100)
    """
    if not text:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    unit = 1
    fresh = False
    for character in text:
        if character in _DIGITS:
            if fresh and digit:
                return None
            digit, fresh = _DIGITS[character], True
            if character in "零〇":
                unit, fresh = 1, False
        elif character in _SMALL:
            unit = _SMALL[character]
            section += (digit if fresh and digit else 1) * unit
            digit, fresh = 0, False
        else:
            large = _LARGE[character]
            unit = large
            amount = section + digit
            if not amount and not total:
                amount = 1
            if large == 10**8:
                total = (total + amount) * large
            else:
                total += amount * large
            section, digit, fresh = 0, 0, False
    if fresh and digit:
        # 三万六 and 一千二 leave out the last unit; after 零 or a ten the digit is a plain one.
        section += digit * (unit // 10 if unit >= 100 else 1)
    return total + section


def _chinese(text: str) -> float | None:
    whole, _, decimals = text.partition("点")
    value = _integer(whole)
    if value is None:
        return None
    if not decimals:
        return float(value)
    digits = decimals.rstrip("万亿")
    return _scaled(f"{value}.{''.join(str(_DIGITS[c]) for c in digits)}", decimals[len(digits) :])


def _scaled(digits: str, scale: str) -> float:
    value = Decimal(digits.replace(",", ""))
    for character in scale:
        value *= {"百": 100, "千": 1000}.get(character) or _LARGE[character]
    return float(value)


def find_numbers(text: str) -> list[Numeral]:
    """All numerals of `text`, left to right.

    >>> [(n.value, n.qualifier) for n in find_numbers("3.6万余条，20余万次，千余次，61,238件，两次，百分之百")]
    [(36000.0, '>='), (200000.0, '>='), (1000.0, '>='), (61238.0, '='), (2.0, '='), (100.0, '=')]
    """
    return [numeral for numeral in map(read_match, NUMBER.finditer(text)) if numeral is not None]


def read_match(match: re.Match[str]) -> Numeral | None:
    """The Numeral of a match of NUMBER, None when its characters form no number."""
    inner = match["inner"]
    if len(match[0]) > _LONGEST:
        return None
    if match["arabic"] is not None:
        value: float | None = _scaled(match["arabic"], match["scale"] or "")
        in_characters = False
    else:
        written = match["chinese"]
        inner = next((c for c in "余多" if c in written), None)
        value = _chinese(written.replace("余", "").replace("多", ""))
        in_characters = True
    if value is None:
        return None
    qualifier = ">=" if inner or match["after"] else "="
    return Numeral(match.start(), match.end(), value, qualifier, match["percent"] is not None, in_characters)


def parse_number(text: str) -> float | None:
    """The value of `text` when it is one numeral and nothing else, else None.

    >>> parse_number("一万二千"), parse_number("3.6万"), parse_number("百分之九十九点五"), parse_number("很多")
    (12000.0, 36000.0, 99.5, None)
    >>> parse_number("一点三余万"), parse_number("一点二五")
    (13000.0, 1.25)
    >>> parse_number("半"), parse_number("1 2")
    (0.5, None)
    """
    if text == "半":
        return 0.5
    match = NUMBER.fullmatch(text)
    numeral = read_match(match) if match else None
    return None if numeral is None else numeral.value
