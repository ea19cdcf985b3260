"""What a page shows: glyphs, rules, and the areas and tables found among them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SNAP = 3.4
"""Lines closer than this are one: double rules, borders of neighbouring cells drawn apart."""


@dataclass(slots=True)
class Glyph:
    """A character (or a recognised word) and its box; `turn` counts quarter turns clockwise."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0


@dataclass(slots=True)
class Rule:
    """A straight line: at `position` (y of a horizontal, x of a vertical one) from `start` to `end`."""

    is_horizontal: bool
    position: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """One page as ink; `number` is 1-based; `fills` are painted areas (left, top, right, bottom)."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """Glyphs on one line, their box in points, and the text that they give."""

    glyphs: list[Glyph]
    left: float
    right: float
    top: float
    bottom: float
    em: float
    text: str
    page: int = 0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Area:
    """A cell while it is being put together: rows and x positions, not yet columns."""

    first_row: int
    last_row: int
    left: float
    right: float
    text: str
    page: int
    is_open_above: bool = False
    is_open_below: bool = False


@dataclass(slots=True)
class Table:
    """A table of a page: its box in points, the positions of its columns, its cells."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    xs: list[float]
    row_count: int
    areas: list[Area]


def is_wide(character: str) -> bool:
    """Whether a character takes a full square of print."""
    return character >= "⺀" or character in "“”‘’…—·"


def bare(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)
