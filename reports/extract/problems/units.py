"""Section 五 as units: numbered points, headings and the clauses below them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports.reference import table

_ENUMERATOR = re.compile(
    r"(?P<bracket>（[一二三四五六七八九十]{1,2}）|（\d{1,2}）|[①-⑳])"
    r"|(?P<major>[一二三四五六七八九十]{1,2}[、.．])"
    r"|(?P<arabic>\d{1,2}[.．、](?!\d))"
    r"|(?P<inline>第?[一二三四五六七八九十][是，、:：](?!一种)|其[一二三四五六][是，、]?)"
    r"|(?P<word>首先[是，]?|其次[是，]?|再次[是，]?|最后[是，]?)"
)
YEAR_ALONE = re.compile(r"(20\d\d)年度?$")
_UNIT_END = "。！？；\n"
_CLAUSE_END = "，：,:"
_BEFORE_ENUMERATOR = "。！？；：，\n"
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", 1)}
LONGEST_HEADING = 32

TRIMMED = " 　，。；：、！？\n?*·"


@dataclass(frozen=True, slots=True)
class Unit:
    """Words between two stops or item numbers: characters start..end of a part's uniform text."""

    part: int
    start: int
    end: int
    style: str
    number: int
    ends_sentence: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a unit between two marks, by its place in the text."""

    start: int
    end: int
    text: str
    opens_list: bool = False


@lru_cache(maxsize=16)
def pattern_of(kind: str) -> re.Pattern[str]:
    """All patterns of one kind of data/reference/lexicon/problem_words.csv in one."""
    rows = table("lexicon/problem_words")
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind))


def without_number(text: str) -> str:
    """The text without the number that a point of a list begins with."""
    match = _ENUMERATOR.match(text.lstrip(TRIMMED))
    return text.lstrip(TRIMMED)[match.end() :] if match else text.lstrip(TRIMMED)


def units(index: int, text: str) -> Iterator[Unit]:
    """The stretches of one part, in order, without their item numbers."""
    cuts = [0]
    for position, character in enumerate(text):
        if character in _UNIT_END or (character == "：" and _is_heading(text[cuts[-1] : position])):
            cuts.append(position + 1)
        elif (position == 0 or text[position - 1] in _BEFORE_ENUMERATOR) and position > cuts[-1]:
            match = _ENUMERATOR.match(text, position)
            # （2021年）, 一、二、三产业: no item numbers.
            if (
                match
                and match.end() < len(text)
                and not re.match(r"[一二三四五六七八九十\d][、.]", text[match.end() :])
            ):
                cuts.append(position)
    cuts.append(len(text))
    for start, end in itertools.pairwise(cuts):
        stretch = text[start:end]
        begin = start + len(stretch) - len(stretch.lstrip(TRIMMED))
        match = _ENUMERATOR.match(text, begin, end)
        style, number = "", 0
        if match:
            style, number = match.lastgroup or "", _value(match[0])
            begin = match.end()
        while begin < end and text[begin] in TRIMMED:
            begin += 1
        if begin < end:
            ends_sentence = end == len(text) or stretch[-1:] in "。！？\n"
            yield Unit(index, begin, end, style, number, ends_sentence)


def _value(enumerator: str) -> int:
    digits = re.search(r"\d+", enumerator)
    if digits:
        return int(digits[0])
    if enumerator[0] in "①②③④⑤⑥⑦⑧⑨⑩":
        return "①②③④⑤⑥⑦⑧⑨⑩".index(enumerator[0]) + 1
    words = {"首先": 1, "其次": 2, "再次": 3, "最后": 9}
    if enumerator[:2] in words:
        return words[enumerator[:2]]
    characters = [c for c in enumerator if c in _DIGITS]
    return sum(_DIGITS[c] for c in characters)


def _is_heading(text: str) -> bool:
    bare = without_number(text).strip(TRIMMED)
    return len(bare) <= LONGEST_HEADING and bool(
        YEAR_ALONE.match(bare) or pattern_of("problem_heading").search(bare) or pattern_of("plan_heading").search(bare)
    )


def clauses_of(text: str, unit: Unit) -> list[Clause]:
    """The clauses of a unit, in order."""
    clauses: list[Clause] = []
    start = unit.start
    for position in range(unit.start, unit.end + 1):
        if position == unit.end or text[position] in _CLAUSE_END:
            stretch = text[start:position]
            words = stretch.strip(TRIMMED)
            if words:
                begin = start + len(stretch) - len(stretch.lstrip(TRIMMED))
                opens = text[position : position + 1] in ("：", ":") and bool(pattern_of("opening").search(words))
                clauses.append(Clause(begin, begin + len(words), words, opens))
            start = position + 1
    return clauses
