"""The columns of a row: where each slot's number belongs when cells are lost, glued or shifted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.extract.cells.lines import Slot, is_clear, is_empty, number, numbers_of, one_line
from reports.extract.cells.rows import Candidate
from reports.model import Locator, Status


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one cell."""

    status: Status
    value: float | None = None
    unit: str = ""
    quote: str = ""
    locator: Locator | None = None


def cut_glued(candidate: Candidate, count: int) -> list[Slot] | None:
    """The slots of a row; digits printed without a gap (规章000) are cut only where one cut is possible."""
    if not candidate.glued or count == 1:
        return candidate.values
    digits = candidate.values[0].text.strip()
    # A digit before a zero may belong to one number with it (50), and a number may take two digits (12) where
    # a cell is empty; only zeros before the last digit leave one way.
    if len(candidate.values) > 1 or len(digits) != count or set(digits[:-1]) != {"0"} or not digits.isdigit():
        return None
    return [Slot(d, candidate.values[0].locator, n) for n, d in enumerate(digits)]


@dataclass(frozen=True, slots=True)
class Full:
    """A row of the report in which every cell holds a number: it shows where this layout puts its cells."""

    shape: str
    places: tuple[int, ...]


def full_of(candidate: Candidate, count: int) -> Full | None:
    """The row as one with a number in each of `count` columns; None when it is not."""
    numbers = numbers_of(candidate.values)
    if len(numbers) != count or count < 2 or candidate.glued or not is_clear(candidate.values):
        return None
    return Full(candidate.shape, tuple(numbers))


def steps_of(full: Sequence[Full], shape: str) -> set[tuple[int, int]]:
    """(offset, step) of the cells behind a label, as the full rows of this shape have them."""
    return {(f.places[0], f.places[1] - f.places[0]) for f in full if f.shape == shape}


def by_columns(values: Sequence[Slot], header: Sequence[Slot]) -> list[Slot | None] | None:
    """The slots that stand under the header's slots; None if some number stands under none or two."""
    chosen: list[Slot | None] = []
    for head in header:
        under = [s for s in values if s.column < head.column + head.span and head.column < s.column + s.span]
        filled = [s for s in under if not is_empty(s)]
        if not under or len(filled) > 1:
            return None
        chosen.append(filled[0] if filled else under[0])
    used = [s for s in chosen if s and not is_empty(s)]
    if len(used) != len(set(used)) or len(used) != sum(not is_empty(s) for s in values):
        return None
    return chosen


def read_slot(slot: Slot | None, label: str, column: str, *, is_change: bool, unit: str = "") -> Reading:
    """What a slot says: a number, blank, or unreadable; None is a cell that could not be placed."""
    heading = " ".join(x for x in (one_line(label), one_line(column)) if x)
    if slot is None:
        return Reading("unreadable", quote=heading)
    quote = f"{heading} {one_line(slot.text)}".strip()
    if is_empty(slot):
        return Reading("blank", quote=quote, locator=slot.locator)
    found = number(slot.text, is_change=is_change)
    if found is None:
        return Reading("unreadable", quote=quote, locator=slot.locator)
    return Reading("stated", found[0], found[1] or unit, quote, slot.locator)


Readings = dict[tuple[str, str], Reading]
"""(row key, column key) to what was found."""
