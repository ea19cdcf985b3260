"""The words of data/reference/lexicon, ready to be looked for in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from reports.reference import built, table

_LEXICON = (
    ("channels", "channel"),
    ("objects", "object"),
    ("actions", "action"),
    ("modifiers", "modifier"),
    ("negations", "negation"),
    ("rates", "rate"),
    ("distractors", "kind"),
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by their first character, units, marks of approximation and service names, ready to be looked up."""

    words: dict[str, dict[str, tuple[str, str]]]
    lengths: dict[str, tuple[int, ...]]
    units: dict[str, str]
    unit_lengths: tuple[int, ...]
    approximations: dict[str, str] = field(default_factory=dict)
    names: tuple[tuple[re.Pattern[str], str], ...] = ()


@cache
def lexicon() -> Lexicon:
    """The words of data/reference/lexicon, by first character."""
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for name, column in _LEXICON:
        for row in table(f"lexicon/{name}"):
            word, value = row["word"], row[column]
            kind = value if name == "distractors" else column
            words.setdefault(word[0], {}).setdefault(word, (kind, value))
    lengths = {c: tuple(sorted({len(w) for w in group}, reverse=True)) for c, group in words.items()}
    units = {row["word"]: row["unit"] for row in table("lexicon/units")}
    return Lexicon(
        words,
        lengths,
        units,
        tuple(sorted({len(u) for u in units}, reverse=True)),
        {row["word"]: row["qualifier"] for row in table("lexicon/approximations")},
        tuple((re.compile(row["pattern"]), row["object"]) for row in table("lexicon/service_names")),
    )


def platform_of(channel: str) -> str:
    """The platform that a channel's word names (抖音号: 抖音), "" for channels that are no platform's.

    >>> platform_of("抖音号"), platform_of("政务新媒体")
    ('抖音', '')
    """
    return built("lexicon/channels", _platforms).get(channel, "")


def _platforms(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {row["word"]: row["platform"] for row in rows}


def service_name(text: str, position: int, end: int) -> tuple[str, tuple[str, str]] | None:
    """The longest name of a service (市长公开电话, 12389举报电话) that begins at `position`."""
    longest: tuple[str, tuple[str, str]] | None = None
    for pattern, value in lexicon().names:
        match = pattern.match(text, position, end)
        if match and (longest is None or len(match[0]) > len(longest[0])):
            longest = match[0], ("object", value)
    return longest


def approximation_before(text: str, position: int) -> tuple[str, int]:
    """The qualifier that stands before a number (近, 约), and where it begins; '' without one."""
    for length in (3, 2, 1):
        word = text[max(0, position - length) : position]
        found = lexicon().approximations.get(word, "") if len(word) == length else ""
        if found.startswith("before"):
            return found.removeprefix("before"), position - length
    return "", position


def approximation_after(text: str, position: int) -> tuple[str, int]:
    """The qualifier that stands after a number (余, 多), and where it ends; '' without one."""
    for length in (2, 1):
        found = lexicon().approximations.get(text[position : position + length], "")
        if found.startswith("after"):
            return found.removeprefix("after"), position + length
    return "", position


def unit_of(text: str, position: int) -> tuple[str, str]:
    """The unit that begins here and its kind; two empty texts without one."""
    words = lexicon()
    for length in words.unit_lengths:
        kind = words.units.get(text[position : position + length])
        if kind and len(text) - position >= length:
            return text[position : position + length], kind
    return "", ""
