"""A table or running text as lines of slots, and the number that stands in a slot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from reports.extract.cells.forms import LONGEST_LABEL
from reports.model import Block, Document, Locator
from reports.text.normalise import UNREADABLE, is_small_figure, normalise

_NUMBER = re.compile(r"([+\-−])?(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?(万元|亿元|元|件|条|项|个|份|次|宗)?")
_NO_NUMBER = re.compile(rf"[\d.,+\-/ %{UNREADABLE}]+")
_CHANGE = re.compile(r"(增加|增|减少|减|↑|↓)(\d+)(?:项|个|件)?")
_CELL = r"[+\-]?\d[\d.,，]*[^\d\s]{0,2}"
_SPACED = re.compile(rf"\s*(?:(\S.*?[^\d\s.．,，])\s+(?=\S)|(?=\S+\s+\S))((?:{_CELL}\s+)*{_CELL})\s*", re.DOTALL)
_PAGE = re.compile(r"\s*(?:[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页[，,/\s]*(?:共\s*\d{1,4}\s*页)?)\s*")
_NIL = {"零": 0.0, "〇": 0.0}
_SERIAL = ("序号", "编号")
_MARKS = frozenset("-—–―－─/\\／*·.。、无○×")

_LONGEST_HEAD = 12
_LEAST_PIECES = 12
_MOST_OF_A_LABEL = 7

_MOST_LINES = 20_000
_MOST_DIGITS = 15
"""More are not kept exactly; no office counts so far, but numbers of many cells run into one another."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell, or one line of running text."""

    text: str
    locator: Locator
    column: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """The slots of one printed row; `shape` grid (columns can be trusted), ragged (cut by tabs or pipes), spaced
    (cut by blanks: empty cells leave no trace), or stream (one slot)."""

    slots: tuple[Slot, ...]
    shape: str


def lines_of(document: Document) -> list[Line]:
    """The rows of tables and the lines of running text but page numbers, as slots, 20,000 at most;
    without the running numbers that some offices print before the labels."""
    lines: list[Line] = []
    for index, block in enumerate(document.blocks):
        if len(lines) > _MOST_LINES:
            break
        if block.kind == "table":
            lines.extend(_table_lines(index, block, has_columns=document.format != "text"))
        else:
            lines.extend(line for line in _text_lines(index, block) if not _is_page_number(line))
    lines = lines[:_MOST_LINES]
    if any(_is_serial_head(slot) for line in lines for slot in line.slots[:1]):
        lines = [_without_serial(line) for line in lines]
    return lines


def _is_serial_head(slot: Slot) -> bool:
    return one_line(slot.text) in _SERIAL


def _without_serial(line: Line) -> Line:
    """A row without the running number that some offices print before its label."""
    if len(line.slots) < 2 or line.shape == "stream":
        return line
    first, second = line.slots[:2]
    is_serial = re.fullmatch(r"\d{1,3}", normalise(first.text).text.strip()) and is_text(second)
    return Line(line.slots[1:], line.shape) if is_serial or _is_serial_head(first) else line


def _is_page_number(line: Line) -> bool:
    """Whether a line is the foot of a page (- 7 -, 第7页 共12页), which may stand within a row."""
    return bool(_PAGE.fullmatch("".join(slot.text for slot in line.slots)))


def _table_lines(index: int, block: Block, *, has_columns: bool) -> Iterator[Line]:
    rows: dict[int, list[Slot]] = {}
    covered: dict[int, set[int]] = {}
    for cell in block.cells:
        page = cell.page if cell.page is not None else block.page
        locator = Locator(index, page=page, row=cell.row, column=cell.column)
        rows.setdefault(cell.row, []).append(Slot(cell.text, locator, cell.column, cell.column_span))
        for row in range(cell.row, cell.row + cell.row_span):
            covered.setdefault(row, set()).update(range(cell.column, cell.column + cell.column_span))
    width = max((max(columns) + 1 for columns in covered.values()), default=0)
    is_grid = has_columns and width > 1 and all(len(covered[row]) == width for row in rows)
    for row in sorted(rows):
        slots = sorted(rows[row], key=lambda slot: slot.column)
        if not is_grid:
            slots = _filled(slots, covered[row], index, row)
        shape = "stream" if width <= 1 else "grid" if is_grid else "ragged"
        yield Line(tuple(slots), shape)


def _filled(slots: list[Slot], covered: set[int], block: int, row: int) -> list[Slot]:
    """The slots of a ragged row with empty ones where the reader left a place out."""
    end = max(covered) + 1
    gaps = [Slot("", Locator(block, row=row, column=c), c) for c in range(end) if c not in covered]
    return sorted([*slots, *gaps], key=lambda slot: slot.column)


def _text_lines(index: int, block: Block) -> Iterator[Line]:
    start = 0
    for text in block.text.split("\n"):
        pieces: list[Slot] = []
        closed = text.rstrip()
        cut = "\t" if "\t" in closed.strip("\t ") else "|" if "|" in closed else None
        inner, offset = text, start
        if cut == "|":
            offset += len(text) - len(text.lstrip())
            inner = text.strip()
            if inner.startswith("|"):
                inner, offset = inner[1:], offset + 1
            inner = inner.removesuffix("|")
        for piece in inner.split(cut) if cut else [inner]:
            pieces.append(
                Slot(piece, Locator(index, page=block.page, start=offset, end=offset + len(piece)), len(pieces))
            )
            offset += len(piece) + 1
        shape = "stream" if len(pieces) == 1 else "ragged"
        if shape == "stream" and (rows := _rows_in_one_line(pieces[0])):
            yield from rows
            start += len(text) + 1
            continue
        if shape == "stream" and (cut_up := _cut_by_blanks(pieces[0])):
            pieces, shape = cut_up, "spaced"
        yield Line(tuple(pieces), shape)
        start += len(text) + 1


def _rows_in_one_line(slot: Slot) -> list[Line]:
    """The rows of a whole table that a copy put on one line, cut by blanks: each ends before the next label; else []."""
    if len(slot.text) <= LONGEST_LABEL or "。" in slot.text:
        return []
    words = list(re.finditer(r"\S+", slot.text))
    is_value = [re.fullmatch(_CELL, word[0]) is not None for word in words]
    if len(words) < _LEAST_PIECES or 3 * sum(is_value) < len(words):
        return []
    place, begin = slot.locator, slot.locator.start or 0
    slots = [
        Slot(word[0], Locator(place.block, page=place.page, start=begin + word.start(), end=begin + word.end()))
        for word in words
    ]
    rows: list[list[Slot]] = [[]]
    for number, one in enumerate(slots):
        starts = not is_value[number] and number + 1 < len(slots) and is_value[number + 1]
        if rows[-1] and (starts or (number and is_value[number - 1] and not is_value[number])):
            rows.append([])
        rows[-1].append(one)
    lines: list[list[Slot]] = []
    for row in rows:
        # No row has more numbers than a label can name but that of section four, which has none of its own.
        lines += [row[:1], row[1:]] if len(row) > _MOST_OF_A_LABEL + 1 and not is_number(row[0]) else [row]
    return [
        Line(tuple(Slot(s.text, s.locator, column) for column, s in enumerate(row)), "spaced" if row[1:] else "stream")
        for row in lines
    ]


def _cut_by_blanks(slot: Slot) -> list[Slot]:
    """The cells of a line that is cut by blanks: a label and numbers, numbers, or words of a header; else []."""
    match = _SPACED.fullmatch(slot.text) if len(slot.text) <= LONGEST_LABEL else None
    if match:
        pieces = [(match.start(1), match.end(1))] if match[1] else []
        pieces += [(m.start() + match.start(2), m.end() + match.start(2)) for m in re.finditer(r"\S+", match[2])]
    else:
        pieces = [(m.start(), m.end()) for m in re.finditer(r"\S+", slot.text)]
        if len(pieces) < 3 or any(b - a > _LONGEST_HEAD for a, b in pieces):
            return []
    place, begin = slot.locator, slot.locator.start or 0
    return [
        Slot(slot.text[a:b], Locator(place.block, page=place.page, start=begin + a, end=begin + b), number)
        for number, (a, b) in enumerate(pieces)
    ]


@lru_cache(maxsize=8192)
def number(text: str, *, is_change: bool = False) -> tuple[float, str] | None:
    """The number in a cell and its unit as printed; None when the cell holds no single number.

    `is_change` allows a sign and 增 or 减 before it.

    >>> number("１，０53"), number("152790元"), number("—"), number("减少3", is_change=True)
    ((1053.0, ''), (152790.0, '元'), None, (-3.0, ''))
    """
    uniform = normalise(text).text.strip()
    if any(map(is_small_figure, text)):
        # The number of a note, not of the cell.
        return None
    if uniform in _NIL:
        return _NIL[uniform], ""
    change = _CHANGE.fullmatch(uniform)
    if change and is_change:
        return float(change[2]) * (-1 if change[1][0] in "减↓" else 1), ""
    match = _NUMBER.fullmatch(uniform)
    if not match or (match[1] and not is_change):
        return None
    digits = re.sub("[,，]", "", match[2])
    if (len(digits) > 1 and digits[0] == "0") or len(digits + (match[3] or "")) > _MOST_DIGITS:
        return None
    value = float(digits + (match[3] or ""))
    return (-value if match[1] and match[1] != "+" else value) + 0.0, match[4] or ""


@lru_cache(maxsize=8192)
def _make(text: str) -> str:
    """What a slot holds: nothing ("empty"), a "number", "words", or a "mark" that stands in a number's place."""
    uniform = normalise(text).text.strip()
    if not uniform:
        return "empty"
    if number(text, is_change=True) is not None:
        return "number"
    return "mark" if set(uniform) <= _MARKS or _NO_NUMBER.fullmatch(uniform) else "words"


def is_empty(slot: Slot) -> bool:
    """Whether nothing is printed in the slot; a mark in a number's place (/, —, 无) is something."""
    return _make(slot.text) == "empty"


def is_number(slot: Slot) -> bool:
    """Whether a number is printed in the slot."""
    return _make(slot.text) == "number"


def is_text(slot: Slot) -> bool:
    """Whether words are printed in the slot."""
    return _make(slot.text) == "words"


def numbers_of(values: Sequence[Slot]) -> list[int]:
    """The places of the slots that hold numbers."""
    return [i for i, slot in enumerate(values) if is_number(slot)]


def amount(slot: Slot) -> float:
    """The number in a slot, 0 without one: for trying sums only, never for a fact."""
    found = number(slot.text, is_change=True)
    return found[0] if found else 0.0


def is_clear(values: Sequence[Slot]) -> bool:
    """Nothing but numbers and empty places."""
    return all(is_number(slot) or is_empty(slot) for slot in values)


def is_run_together(slot: Slot) -> bool:
    """Whether the slot holds the numbers of two cells (00): none begins with a zero."""
    return bool(re.fullmatch(r"0\d+", normalise(slot.text).text.strip()))


def is_even(places: Sequence[int]) -> bool:
    """Whether places follow one another at one distance: none between them was lost or doubled.

    >>> is_even([1, 2, 3]), is_even([0, 2, 4]), is_even([0, 1, 3])
    (True, True, False)
    """
    return len({b - a for a, b in pairwise(places)}) < 2


def at(values: Sequence[Slot], places: Sequence[int]) -> list[Slot | None]:
    """The slots at these places; an empty one where the row is too short, None in a row without slots."""
    empty = Slot("", values[0].locator) if values else None
    return [values[p] if p < len(values) else empty for p in places]


def one_line(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s+", "", text)
