"""The tables of section 二: documents, licences, penalties, fees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reports.extract.cells.forms import Row, column_label, kinds_of, rows_of
from reports.extract.cells.lines import Slot, amount, at, is_clear, is_empty, is_even, is_text, numbers_of
from reports.extract.cells.places import Full, Reading, Readings, by_columns, cut_glued, full_of, read_slot, steps_of
from reports.extract.cells.rows import Candidate, Placed
from reports.text.normalise import normalise


def _disclosure_slots(
    candidate: Candidate, count: int, full: Sequence[Full], alike: Sequence[Candidate] = ()
) -> Sequence[Slot | None] | None:
    """The slots of a row of section 二 in the order of its columns; None where they cannot be told apart. `alike` are
    the other rows with as many columns."""
    values = cut_glued(candidate, count)
    if values is None:
        return None
    numbers = numbers_of(values)
    if len(values) == count and candidate.shape == "grid":
        return values
    if len(numbers) == count and is_clear(values):
        chosen = [values[i] for i in numbers]
        # Numbers unevenly apart say that a cell was lost or doubled; no sum tells which.
        return chosen if is_even(numbers) or len({amount(slot) for slot in chosen}) == 1 else None
    filled = [i for i, slot in enumerate(values) if not is_empty(slot)]
    if not filled:
        return at(values, range(count)) if values else None
    if len(filled) > count:
        return None
    if len(filled) == 1 and is_text(values[filled[0]]):
        # 本单位未制作规章, in one cell for all columns: what stands there is no number.
        return [values[filled[0]]] * count
    if candidate.shape == "grid":
        header = [slot for _, slot in candidate.header]
        return by_columns(values, header) if len(header) == count else None
    if count == 1 and len(filled) == 1:
        return [values[filled[0]]]
    if candidate.shape == "spaced":
        return values if len(values) == count else None
    steps = steps_of(full, candidate.shape)
    if len(values) == count and steps <= {(0, 1)} and (steps or candidate.shape == "ragged"):
        return values
    if len(steps) != 1:
        return None
    offset, step = steps.pop()
    places = [offset + step * n for n in range(count)]
    # Where places were lost in print, the row is too short to say which cell is empty.
    if not set(filled) <= set(places) or len(values) <= places[-1]:
        return None
    lengths = Counter(len(c.values) for c in alike if c.shape == candidate.shape)
    if len(values) > places[-1] + 1 and lengths and lengths[len(values)] * 2 <= sum(lengths.values()):
        # A row longer than those like it has an empty cell more, and nothing says which.
        return None
    return at(values, places)


def read_disclosure(found: Placed, form: str, full: Sequence[Full]) -> Readings:
    """The readings of section 二, by row and column; doubtful rows are unreadable."""
    rows = rows_of("disclosure")
    kept, doubtful = found
    readings: Readings = {}
    printed_form = _printed_form(kept, form)
    for place in doubtful:
        columns = rows[place].columns.get(form, ())
        readings |= {(rows[place].key, column): Reading("unreadable") for column in columns}
    for candidate, index in kept:
        row = rows[index]
        columns = _columns_of(row, candidate, printed_form)
        alike = [
            c for c, i in kept if len(_columns_of(rows[i], c, printed_form)) == len(columns) and c is not candidate
        ]
        slots = _disclosure_slots(candidate, len(columns), full, alike)
        heads = {key: slot.text for key, slot in candidate.header}
        unit = _unit_of(candidate.header)
        for number_, column in enumerate(columns):
            readings[row.key, column] = read_slot(
                slots[number_] if slots else None,
                candidate.label,
                heads.get(column, column_label(row.key, column)),
                is_change=column == "items_change",
                unit=unit if column == "amount" else "",
            )
    return readings


def _printed_form(kept: list[tuple[Candidate, int]], form: str) -> str:
    """The form whose columns section 二 prints: by its column labels, else the report's own."""
    counts: Counter[str] = Counter()
    for candidate, index in kept:
        keys = {key for key, _ in candidate.header}
        for name, columns in rows_of("disclosure")[index].columns.items():
            counts[name] += len(keys & set(columns)) - len(keys - set(columns))
    other = max(counts, key=lambda name: (counts[name], name == form), default=form)
    return other if counts[other] > counts[form] else form


def _columns_of(row: Row, candidate: Candidate, form: str) -> tuple[str, ...]:
    """The columns of a row in the order of print: the header's where it names them all, else the form's."""
    keys = tuple(key for key, _ in candidate.header)
    known = row.columns.get(form) or next(iter(row.columns.values()))
    for columns in (known, *row.columns.values()):
        if len(set(keys)) == len(keys) and set(keys) == set(columns):
            return keys
    return known


def _unit_of(header: list[tuple[str, Slot]]) -> str:
    text = "".join(normalise(slot.text).text for key, slot in header if key == "amount")
    found = re.search(r"万元|亿元|元", text)
    return found[0] if found else ""


def full_rows(disclosure: Placed, applications: Placed, form: str) -> list[Full]:
    """The rows of both tables in which every cell holds a number: a report keeps to one layout."""
    printed_form = _printed_form(disclosure[0], form)
    rows = rows_of("disclosure")
    counts = [(c, len(_columns_of(rows[i], c, printed_form))) for c, i in disclosure[0]]
    counts += [(candidate, len(kinds_of())) for candidate, _ in applications[0]]
    return [found for candidate, count in counts if (found := full_of(candidate, count))]
