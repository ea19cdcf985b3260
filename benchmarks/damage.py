"""Damages documents by recipe and says which numbers a reading states that the damaged document does not print there.

In goes the name of a sound document (printed.py) and a recipe, words of an operation and a number that chooses the
place; out comes what is wrong with the reading: cells stated with another number than the one printed for them in the
damaged bytes. A number is no fault where a mark says that the document could not be read whole. Rows are damaged once:
a cell lost and another one doubled in the same row leave no trace that anybody could see.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.printed import Key, Part, base, visible
from reports.errors import ReportError
from reports.reading import read_report

ODD = (
    *"%％+-−—/·.,，、:;!?*#()（）〇零一oOlI|\t \u3000\xa0\n〓□",
    "\u200b", "\u200f", "\u202a", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u061c", "\ufeff", "\u00ad", "\u0301",
    "¹", "²", "①", "⑵", "½", "１", "٣", "९", "𝟙", "亿", "万", "百", "千", "人", "件", "元", "例", "约", "余", "%以上", "\ufffd", "&", "<", ">",
)  # fmt: skip
"""What strays into cells, or is put there."""

Operation = Callable[[Part, int], None]


def _splice(part: Part, start: int, end: int, data: bytes, prints: Sequence[int] | int = -1) -> None:
    """Puts `data` in the place of bytes start..end; `prints` are its owners, or one for all of it."""
    part.data[start:end] = data
    part.prints[start:end] = [prints] * len(data) if isinstance(prints, int) else prints


def _region(part: Part) -> tuple[int, int]:
    """Where the tables stand: from a little before the first known cell to a little behind the last."""
    known = [i for i, number in enumerate(part.prints) if number >= 0]
    if not known:
        return 0, len(part.data)
    return max(0, known[0] - 300), min(len(part.data), known[-1] + 300)


def _row_names(part: Part, start: int, end: int) -> set[str]:
    names = (part.owners[n][0] for n in set(part.prints[start:end]) if n >= 0)
    return {name if name.startswith("applications") else name.partition(".")[0] for name in names}


def _take(part: Part, start: int, end: int) -> bool:
    """Whether nothing in the rows of these bytes was damaged before; they are from now on."""
    names = _row_names(part, start, end)
    if names & part.touched:
        return False
    part.touched |= names
    return True


def _found(part: Part, pattern: re.Pattern[bytes], number: int) -> tuple[int, int] | None:
    """The cell or row number `number` (modulo) of the region."""
    first, last = _region(part)
    spans = [match.span() for match in pattern.finditer(part.data, first, last)]
    return spans[number % len(spans)] if spans else None


def _row_around(part: Part, start: int, end: int) -> tuple[int, int]:
    """The row in which a cell stands."""
    for match in part.syntax.row.finditer(part.data):
        if match.start() <= start and end <= match.end():
            return match.span()
    return start, end


def _cell(part: Part, number: int) -> tuple[int, int] | None:
    """A cell whose row nothing damaged before."""
    found = _found(part, part.syntax.cell, number)
    if found is None or not _take(part, *_row_around(part, *found)):
        return None
    return found


def _copies(part: Part, start: int, end: int) -> list[int]:
    """The owners of bytes as of a second print of them."""
    renamed: dict[int, int] = {-1: -1}
    for number in part.prints[start:end]:
        if number not in renamed:
            renamed[number] = len(part.owners)
            part.owners.append(part.owners[number])
    return [renamed[number] for number in part.prints[start:end]]


def _cut(part: Part, number: int) -> None:
    first, last = _region(part)
    at = first + number % max(1, last - first)
    _splice(part, at, len(part.data), b"")


def _lose_bytes(part: Part, number: int) -> None:
    first, last = _region(part)
    at = first + number % max(1, last - first)
    end = at + 1 + number // 7 % 40
    # Of several losses that leave the same bytes, the last: of two equal cells the first one stays what it was.
    while end < len(part.data) and part.data[at] == part.data[end]:
        at, end = at + 1, end + 1
    _splice(part, at, end, b"")


def _flip(part: Part, number: int) -> None:
    first, last = _region(part)
    at = first + number % max(1, last - first)
    owner = part.prints[at] if at < len(part.prints) else -1
    _splice(part, at, at + 1, bytes([number // 11 % 256]), owner)


def _drop_cell(part: Part, number: int) -> None:
    if found := _cell(part, number):
        _splice(part, *found, b"")


def _double_cell(part: Part, number: int) -> None:
    if found := _cell(part, number):
        copies = _copies(part, *found)
        _splice(part, found[1], found[1], bytes(part.data[slice(*found)]), copies)


def _emptied(part: Part, start: int, end: int) -> bytes:
    """A cell's bytes without what it shows."""
    cell = bytes(part.data[start:end])
    if part.kind == "pdf":
        return b""
    if not part.syntax.is_marked_up:
        return cell[-1:]
    return re.sub(rb">[^<>]+<", b"><", cell)


def _add_empty_cell(part: Part, number: int) -> None:
    if found := _cell(part, number):
        at = found[number // 3 % 2]
        _splice(part, at, at, _emptied(part, *found))


def _empty_cell(part: Part, number: int) -> None:
    if found := _cell(part, number):
        _splice(part, *found, _emptied(part, *found))


def _known(part: Part, number: int) -> tuple[int, int, int] | None:
    """A known cell: its print, and where its bytes begin and end."""
    there = sorted({n for n in part.prints if n >= 0})
    if not there:
        return None
    chosen = there[number % len(there)]
    places = [i for i, n in enumerate(part.prints) if n == chosen]
    start, end = places[0], places[-1] + 1
    return (chosen, start, end) if _take(part, *_row_around(part, start, end)) else None


def _swap_cells(part: Part, number: int) -> None:
    """Two numbers of one row or of neighbouring rows change places: each is then what is printed there."""
    there = sorted({n for n in part.prints if n >= 0})
    if len(there) < 2:
        return
    place = number % (len(there) - 1)
    other = min(len(there) - 1, place + 1 + number // 5 % 7)
    places = [[i for i, n in enumerate(part.prints) if n == there[p]] for p in (place, other)]
    if any(found != list(range(found[0], found[-1] + 1)) for found in places) or not places[0] < places[1]:
        return
    if any(_row_names(part, found[0], found[-1] + 1) & part.touched for found in places):
        return
    (a, b), (c, d) = ((found[0], found[-1] + 1) for found in places)
    part.touched |= _row_names(part, a, b) | _row_names(part, c, d)
    first, second = bytes(part.data[a:b]), bytes(part.data[c:d])
    _splice(part, c, d, first, there[other])
    _splice(part, a, b, second, there[place])


def _drop_row(part: Part, number: int) -> None:
    found = _found(part, part.syntax.row, number)
    if found and _take(part, *found):
        _splice(part, *found, b"")


def _double_row(part: Part, number: int) -> None:
    found = _found(part, part.syntax.row, number)
    if found and _take(part, *found):
        _splice(part, found[1], found[1], bytes(part.data[slice(*found)]), _copies(part, *found))


def _swap_rows(part: Part, number: int) -> None:
    """A row with numbers and the next one; both have labels, which say whose the numbers are."""
    first, last = _region(part)
    rows = [
        m.span()
        for m in part.syntax.row.finditer(part.data, first, last)
        if _row_names(part, *m.span()) and (part.kind != "text" or re.search(rb"[\xe4-\xe9]", m[0]))
    ]
    pairs = [(a, b) for a, b in itertools.pairwise(rows) if a[1] <= b[0]]
    if not pairs or part.syntax.cell is part.syntax.row or part.kind == "pdf":
        return
    (a, b), (c, d) = pairs[number % len(pairs)]
    if not _take(part, a, d):
        return
    upper, between, lower = ((bytes(part.data[s:e]), part.prints[s:e]) for s, e in ((a, b), (b, c), (c, d)))
    _splice(part, a, d, lower[0] + between[0] + upper[0], [*lower[1], *between[1], *upper[1]])


def _lose_break(part: Part, number: int) -> None:
    """A tab, pipe or end of line is lost; in markup, a tag."""
    found = _found(part, re.compile(rb"</?[^<>]+>") if part.syntax.is_marked_up else re.compile(rb"[\t|\n]"), number)
    if found and _take(part, *_row_around(part, *found)):
        _splice(part, *found, b"")


def _more_break(part: Part, number: int) -> None:
    found = _found(part, re.compile(rb"</?[^<>]+>") if part.syntax.is_marked_up else re.compile(rb"[\t|\n]"), number)
    if found and _take(part, *_row_around(part, *found)):
        _splice(part, found[1], found[1], bytes(part.data[slice(*found)]))


def _odd(part: Part, number: int) -> None:
    """An odd character comes into a number, or takes the place of one of its figures."""
    known = _known(part, number)
    if known is None:
        return
    owner, start, end = known
    character = ODD[number // 13 % len(ODD)]
    if part.kind == "pdf":
        character = character if character.isprintable() and len(character) == 1 and ord(character) < 0xFFFF else "%"
        raw = b"".join(b"\\%03o" % byte for byte in character.encode("utf-16-be"))
        _splice(part, *((start, start) if number // 3 % 2 else (end, end)), raw, owner)
        return
    places = [i for i in range(start, end) if part.prints[i] == owner]
    at = places[number // 17 % len(places)]
    raw = character.encode()
    if part.syntax.is_marked_up:
        raw = raw.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    # Tags and breaks are another operation's business.
    if not part.syntax.is_marked_up and any(byte in part.syntax.between for byte in raw):
        return
    span = ((at, at), (at, at + 1), (at + 1, at + 1))[number // 3 % 3]
    if part.data[at] > 127 or part.data[at : at + 1] in b"&;":
        span = (start, start)
    _splice(part, *span, raw, owner)


def _span(part: Part, number: int) -> None:
    """A cell spans other columns or rows than it did; a known cell's own span says itself where it stands."""
    found = _found(part, part.syntax.cell, number)
    if found is None or part.kind not in ("html", "docx") or any(n >= 0 for n in part.prints[slice(*found)]):
        return
    if not _take(part, *_row_around(part, *found)):
        return
    count = b"%d" % (number // 7 % 5)
    cell = bytes(part.data[slice(*found)])
    if part.kind == "html":
        name = (b"colspan", b"rowspan")[number // 3 % 2]
        new = re.sub(rb"\s(?:col|row)span=\"?\d+\"?", b"", cell, count=number // 2 % 2)
        new = re.sub(rb"^<(t[dh])", rb"<\1 " + name + b'="' + count + b'"', new, count=1)
    else:
        new = re.sub(rb"<w:gridSpan[^>]*>", b"", cell)
        new = re.sub(rb"^<w:tc><w:tcPr>", b'<w:tc><w:tcPr><w:gridSpan w:val="' + count + b'"/>', new, count=1)
    _splice(part, *found, new)


OPERATIONS: dict[str, Operation] = {
    "cut": _cut,
    "lose_bytes": _lose_bytes,
    "flip": _flip,
    "drop_cell": _drop_cell,
    "double_cell": _double_cell,
    "add_empty_cell": _add_empty_cell,
    "empty_cell": _empty_cell,
    "swap_cells": _swap_cells,
    "drop_row": _drop_row,
    "double_row": _double_row,
    "swap_rows": _swap_rows,
    "lose_break": _lose_break,
    "more_break": _more_break,
    "odd": _odd,
    "span": _span,
}
"""The ways of damage by name; the number chooses place and kind."""

_TURNED = "书写方向"
"""In the mark of numbers that were left out; it says nothing of the others."""

WHOLE_FILE = ("file_cut", "file_flip")
"""Damage anywhere in the file; where it is a packed one, to its packed bytes."""


def recipe(rng: random.Random) -> str:
    """A recipe: one to three operations with their numbers.

    >>> recipe(random.Random(5))
    'lose_break:796242'
    """
    names = [*OPERATIONS, *WHOLE_FILE]
    weights = [3 if name in ("cut", "drop_cell", "add_empty_cell", "double_cell", "odd") else 2 for name in names]
    count = rng.choice((1, 1, 1, 2, 3))
    return " ".join(f"{name}:{rng.randrange(1_000_000)}" for name in rng.choices(names, weights, k=count))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a reading of a damaged document came to: refused with a sentence, ended in an error, or so many stated cells,
    and the faults: cell, number stated, what is printed for it."""

    refused: str
    stated: int
    faults: tuple[tuple[Key, float, tuple[str, ...]], ...]
    error: str = ""


def damaged(name: str, words: str) -> tuple[bytes, str, dict[Key, list[str]]]:
    """The damaged file, its name, and what it prints for each cell."""
    sound, file_name, _ = base(name)
    if sound is None:
        raise ValueError(f"the cells of {name} cannot be found")
    part = sound.copy()
    steps = [(word.partition(":")[0], int(word.partition(":")[2])) for word in words.split()]
    is_packed = part.kind in ("docx", "xlsx")
    for operation, number in steps:
        if operation in OPERATIONS:
            OPERATIONS[operation](part, number)
        elif not is_packed:
            _damage_file(part, operation, number)
    data = Part(part.kind, bytearray(part.whole(bytes(part.data))), [], [])
    data.prints = [-1] * len(data.data)
    for operation, number in steps:
        if is_packed and operation in WHOLE_FILE:
            _damage_file(data, operation, number)
    return bytes(data.data), file_name, part.printed()


def _damage_file(part: Part, operation: str, number: int) -> None:
    """Damage anywhere in the file, not only where its tables stand."""
    at = number % max(1, len(part.data))
    if operation == "file_cut":
        _splice(part, at, len(part.data), b"")
    else:
        owner = part.prints[at] if at < len(part.prints) else -1
        _splice(part, at, at + 1, bytes([number // 11 % 256]), owner)


def examine(name: str, words: str) -> Outcome:
    """Reads the document `name` damaged by the recipe `words` and holds it against what is printed."""
    data, file_name, printed = damaged(name, words)
    try:
        reading = read_report(data, file_name)
    except ReportError as error:
        return Outcome(str(error), 0, ())
    except Exception as error:
        return Outcome("", 0, (), repr(error))
    stated = [fact for fact in reading.facts if fact.source == "table" and fact.value is not None]
    if any(_TURNED not in mark for mark in reading.marks):
        return Outcome("", len(stated), ())
    faults = []
    for fact in stated:
        key = (fact.indicator or "", fact.breakdown)
        told = printed.get(key, [])
        values = {visible(text) for text in told}
        if fact.value not in values:
            faults.append((key, fact.value, tuple(told)))
    return Outcome("", len(stated), tuple(faults))
