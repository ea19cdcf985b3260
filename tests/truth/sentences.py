"""First lines taken apart into claims, each held against the second computation.

A claim is a pattern with named groups and a function that says what these must be in a scope. A part of a sentence that no
claim of its page knows is a fault: whoever writes a new sentence adds one line to the table of `claims`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

NUMBER = r"[+-]?[\d,]+(?:\.\d+)?"
PLACES = {
    "#": rf"(?P<%s>{NUMBER})",
    "%": rf"(?P<%s>{NUMBER})%%",
    "@": r"(?P<%s>[^，。；：“”0-9][^，。；：“”]*?)",
}
"""How a blank of a pattern is written: {n#} a number, {rate%} a percentage, {names@} one name or several."""


@dataclass(frozen=True)
class Claim:
    """A part of a sentence, and what it must say in a scope: a value a group, or whether it may be said at all."""

    pattern: re.Pattern[str]
    expected: Callable[[Any], Mapping[str, Any] | bool]
    is_whole: bool


def claim(
    text: str, expected: Callable[[Any], Mapping[str, Any] | bool], *, is_whole: bool = False, ends: str = "，；。"
) -> Claim:
    """A claim, its pattern written with blanks as in PLACES. `is_whole`: a blank that is left out says 0. `ends`: what
    may stand behind it, if not the end of the sentence."""
    pattern = re.sub(r"\{(\w+)([#%@])\}", lambda blank: PLACES[blank[2]] % blank[1], text)
    return Claim(re.compile(rf"(?:{pattern})(?=[{ends}]|$)"), expected, is_whole)


def names_in(text: str) -> tuple[set[str], int]:
    """The names of a list, and of how many it is.

    >>> names_in("甲局、乙局等5个单位") == ({"甲局", "乙局"}, 5)
    True
    """
    more = re.fullmatch(r"(.*?)等([\d,]+)(?:个单位|项)", text)
    names = set((more[1] if more else text).split("、"))
    return names, int(more[2]) if more else len(names)


def agrees(said: str, must: Any) -> bool:
    """Whether the words of a blank say what they must: a set of names, a number as shown, or a text; of a list any."""
    if isinstance(must, list):
        return any(agrees(said, one) for one in must)
    if isinstance(must, (set, frozenset)):
        names, count = names_in(said)
        return names <= must and count == len(must)
    if isinstance(must, str):
        return said == must
    number = float(said.replace(",", ""))
    return not math.isnan(must) and math.isclose(number, must, rel_tol=0, abs_tol=5e-9)


def faults(sentence: str, claims: list[Claim], scope: Any) -> list[str]:
    """What of a sentence is not so, or is not known; empty when all of it is true."""
    found: list[str] = []
    rest = sentence.rstrip("。？")
    while rest:
        matches = [(one, match) for one in claims if (match := one.pattern.match(rest))]
        if not matches:
            found.append(f"unknown claim: {rest}")
            break
        one, match = max(matches, key=lambda pair: pair[1].end())
        found += _held(one, match, scope)
        rest = rest[match.end() :].lstrip("，；。、")
    return found


def _held(one: Claim, match: re.Match[str], scope: Any) -> list[str]:
    absent = "0" if one.is_whole else None
    said = {name: text or absent for name, text in match.groupdict().items() if text or absent}
    must = one.expected(scope)
    if isinstance(must, bool):
        return [] if must else [f"not so: {match[0]}"]
    unknown = set(said) - set(must)
    assert not unknown, f"the claim {one.pattern.pattern} says nothing of {unknown}"
    return [
        f"{match[0]}: {name} is said to be {said[name]}, is {must[name]}"
        for name in said
        if not agrees(said[name], must[name])
    ]
