"""The table of section 四: reviews and lawsuits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.extract.cells.forms import column_label_of, dispute_order, named_in
from reports.extract.cells.lines import Line, Slot, amount, at, is_clear, is_empty, is_number, is_text, numbers_of
from reports.extract.cells.places import Readings, by_columns, read_slot
from reports.extract.cells.rows import LONGEST_HEADER, NEAR, label_place


def read_disputes(lines: list[Line]) -> Readings:
    """The readings of section 四, by kind of dispute and result."""
    order = dispute_order()
    readings: Readings = {}
    header: list[tuple[str, Slot]] = []
    heads: list[tuple[str, Slot]] = []
    group: str | None = None
    since = NEAR + 1
    lines = [piece for line in lines for piece in _apart(line)]
    for index, line in enumerate(lines):
        texts = [slot for slot in line.slots if is_text(slot)]
        results = [(key, slot) for slot in texts if (key := named_in("result", slot.text, 0.75))]
        named = [(key, slot) for slot in texts if (key := named_in("dispute", slot.text))]
        groups = [key for key, _ in named]
        is_header = {"upheld", "corrected"} <= {key for key, _ in header}
        values = [slot for slot in line.slots if not is_text(slot)]
        if is_header and since <= 4 and any(map(is_number, values)) and not results:
            place = label_place(line)
            if groups and sum(key == "upheld" for key, _ in header) == 1:
                readings |= _dispute_group(line, groups[0], header)
                since = 0
                continue
            values = list(line.slots[place + 1 :]) if place is not None else list(line.slots)
            if place is None and line.shape != "grid" and len(numbers_of(values)) < len(order):
                values = _stream_before(lines, index) + values + _stream_after(lines, index)
            readings |= _dispute_row(values, line.shape, header, _printed_groups(heads, line.shape))
            header, since = [], NEAR + 1
        elif is_header and not texts and len(line.slots) == len(order) and since <= 4:
            readings |= _dispute_row(list(line.slots), "grid", header, _printed_groups(heads, line.shape))
            header, since = [], NEAR + 1
        elif len(results) == 1 and len(numbers_of(line.slots)) == 1 and (groups or group):
            group = groups[0] if groups else group
            slot = line.slots[numbers_of(line.slots)[0]]
            reading = read_slot(slot, results[0][1].text, "", is_change=False)
            readings.setdefault((group or "", results[0][0]), reading)
        elif texts:
            group = groups[-1] if groups else group if results else None
            if since > 4:
                heads = []
            of_line = [(key, s) for s in texts if (key := named_in("dispute", s.text) or named_in("head", s.text))]
            heads = heads + [(key, slot) for key, slot in of_line if key == "disputes" or (key, slot) in named]
            heads = heads[-LONGEST_HEADER:]
            since = 0 if results or groups or any(key == "disputes" for key, _ in of_line) else since + 1
            header = (header + results if since <= 4 else results)[-LONGEST_HEADER:]
    return {key: reading for key, reading in readings.items() if key in order}


def _apart(line: Line) -> list[Line]:
    """The labels and the one row of numbers of a copy that lost the end of the header's row."""
    words = [place for place, slot in enumerate(line.slots) if is_text(slot)]
    order = dispute_order()
    values = line.slots[words[-1] + 1 :] if words else ()
    if len(values) != len(order) or not all(map(is_number, values)):
        return [line]
    if sum(named_in("result", line.slots[place].text, 0.75) is not None for place in words) < len(order) // 3:
        return [line]
    return [replace(line, slots=line.slots[: words[-1] + 1]), replace(line, slots=values)]


def _stream_before(lines: list[Line], index: int) -> list[Slot]:
    """The empty slots between the header and the first number, in a table printed one cell a line."""
    before: list[Slot] = []
    for line in reversed(lines[:index]):
        if line.shape == "grid" or any(not is_empty(slot) for slot in line.slots):
            break
        before = [*line.slots, *before]
    return before


def _stream_after(lines: list[Line], index: int) -> list[Slot]:
    after: list[Slot] = []
    for line in lines[index + 1 :]:
        if line.shape == "grid" or any(map(is_text, line.slots)):
            break
        after.extend(line.slots)
    return after


def _dispute_group(line: Line, group: str, header: list[tuple[str, Slot]]) -> Readings:
    """A table of one row a kind of case: the five results of `group`."""
    results = [result for kind, result in dispute_order() if kind == group]
    place = label_place(line)
    values = list(line.slots[(place or 0) + 1 :])
    label = line.slots[place or 0].text
    numbers = numbers_of(values)
    slots: Sequence[Slot | None] = [None] * len(results)
    # The last row of section 三 is a 总计 too.
    if [key for key, _ in header][-len(results) :] == results:
        if len(values) == len(results) and line.shape == "grid":
            slots = values
        elif len(numbers) == len(results) and is_clear(values):
            slots = [values[i] for i in numbers]
    return {
        (group, result): read_slot(slot, label, column_label_of(group, result), is_change=False)
        for result, slot in zip(results, slots, strict=True)
    }


def _printed_groups(heads: list[tuple[str, Slot]], shape: str) -> list[str]:
    """The three kinds of case in the order of print; 行政诉讼 (key "disputes") stands before both of its own."""
    groups = list(dict.fromkeys(group for group, _ in dispute_order()))
    if shape == "grid":
        heads = sorted(heads, key=lambda head: head[1].column)
    keys = list(dict.fromkeys(key for key, _ in heads))
    named = [key for key in keys if key in groups]
    if sorted(named) != sorted(groups):
        return groups
    if shape != "grid" and "disputes" in keys and keys.index("disputes") < keys.index(groups[0]):
        return [*(key for key in named if key != groups[0]), groups[0]]
    return named


def _dispute_row(values: list[Slot], shape: str, header: list[tuple[str, Slot]], groups: list[str]) -> Readings:
    """The one row of fifteen, its three groups in the order `groups`."""
    order = dispute_order()
    slots = _dispute_slots(values, shape, header) or [None] * len(order)
    results = [result for _, result in order]
    printed = [result for result, _ in header][-len(order) :]
    places = list(range(len(order)))
    if printed != results and [sorted(printed[i : i + 5]) for i in (0, 5, 10)] == [sorted(results[:5])] * 3:
        places = [i - i % 5 + printed[i - i % 5 : i - i % 5 + 5].index(results[i]) for i in places]
        amounts = [0.0 if slot is None else amount(slot) for slot in slots]
        as_form, as_printed = (
            all(amounts[p[i + 4]] == sum(amounts[p[i + n]] for n in range(4)) for i in (0, 5, 10))
            for p in (list(range(len(order))), places)
        )
        if as_form == as_printed:
            # Nothing tells which of the two orders the numbers keep.
            slots = [slot if slots[place] == slot else None for slot, place in zip(slots, places, strict=True)]
        if as_form or not as_printed:
            places = list(range(len(order)))
    begins = {group: 5 * number_ for number_, group in enumerate(groups)}
    places = [places[begins[group] + i % 5] for i, (group, _) in enumerate(order)]
    return {
        (group, result): read_slot(slots[place], "", column_label_of(group, result), is_change=False)
        for (group, result), place in zip(order, places, strict=True)
    }


def _dispute_slots(values: list[Slot], shape: str, header: list[tuple[str, Slot]]) -> Sequence[Slot | None] | None:
    order = dispute_order()
    numbers = numbers_of(values)
    if shape == "grid" and len(values) == len(order):
        return values
    if len(numbers) == len(order) and is_clear(values):
        return [values[i] for i in numbers]
    if shape == "grid":
        heads = sorted((slot for _, slot in header[-len(order) :]), key=lambda slot: slot.column)
        return by_columns(values, heads) if len(heads) == len(order) else None
    if len(numbers) > len(order) or not is_clear(values):
        return None
    choices = {
        tuple(places)
        for offset in range(2)
        for step in (1, 2)
        if set(numbers) <= set(places := [offset + step * n for n in range(len(order))])
        and 0 < len(values) - places[-1] <= 2 + (step - 1)
        and (shape == "stream" or offset + step == 1)
    }
    return at(values, choices.pop()) if len(choices) == 1 else None
