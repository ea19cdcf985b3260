"""The table of section 三: applicants by outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from reports.extract.cells.forms import column_label, kinds_of, label_depths, rows_of
from reports.extract.cells.lines import Slot, amount, at, is_clear, is_empty, is_even, is_run_together, numbers_of
from reports.extract.cells.places import Full, Reading, Readings, by_columns, cut_glued, read_slot, steps_of
from reports.extract.cells.rows import Candidate, Placed


def _schemes(rows: Sequence[Sequence[Slot]], count: int) -> set[tuple[int, int]]:
    """(offset, step) at which every row keeps its numbers and has its last number in the last cell."""
    fitting = set()
    for offset in range(4):
        for step in (1, 2):
            places = [offset + step * n for n in range(count)]
            numbers = [found for row in rows if (found := numbers_of(row))]
            if all(set(found) <= set(places) and found[-1] == places[-1] for found in numbers):
                fitting.add((offset, step))
    return fitting


def _applicant_slots(
    candidate: Candidate,
    peers: list[Candidate],
    alike: list[Candidate],
    header: list[tuple[str, Slot]],
    full: Sequence[Full],
) -> dict[str, Slot | None] | None:
    """The slots of a row of section 三 by applicant; a kind of applicant that is lacking is not printed. `alike` are
    the other rows whose labels take as many columns."""
    kinds = kinds_of()
    values = cut_glued(candidate, len(kinds))
    if values is None:
        return None
    numbers = numbers_of(values)
    if len(values) == len(kinds) and candidate.shape == "grid":
        return _in_order(values, _orders(kinds, header, peers))
    if candidate.shape == "grid" and 1 < len(header) == len(values) and is_clear(values):
        return {key: slot for (key, _), slot in zip(header, values, strict=True)}
    orders = _orders(kinds, header, peers)
    if len(numbers) == len(kinds) and is_clear(values) and (is_even(numbers) or _adds_up(values)):
        return _in_order([values[i] for i in numbers], orders)
    if candidate.shape == "grid" and len(header) == len(kinds):
        chosen = by_columns(values, [slot for _, slot in header])
        under = {key: slot for (key, _), slot in zip(header, chosen or (), strict=False)}
        amounts = [amount(slot) for slot in under.values() if slot]
        # A row with more or fewer cells than columns may be shifted: its sum has to speak for it.
        if chosen is not None and amount(under["total"] or values[0]) * 2 == sum(amounts):
            return under
    filled = [i for i, slot in enumerate(values) if not is_empty(slot)]
    if not filled:
        return dict.fromkeys(kinds, values[0]) if values else None
    if len(numbers) > len(kinds) or not numbers or orders != [kinds]:
        return None
    found: dict[str, Slot | None] | None
    is_whole = _has_all_places(values, len(kinds)) and not any(map(is_run_together, values))
    if candidate.shape != "grid" and _prints_zeros(peers, candidate.shape) and not is_whole:
        # Where zeros are printed, a cell is lacking that somebody printed, and nothing says which.
        return None
    if candidate.shape == "ragged" and _prints_zeros(peers, "ragged") and len(numbers) < len(kinds):
        if any(one.locator == two.locator for one, two in pairwise(values)):
            # One that stands for the end of a line is no cell: the row was cut, or broken in two.
            return None
        # Its empty cell is in its place; that zeros add up says nothing of where the others are.
        return dict(zip(kinds, values[filled[0] :], strict=True))
    is_bare = any(f.shape == "ragged" and f.places[0] == 0 and len(f.places) == len(kinds) for f in full)
    if candidate.shape == "ragged" and is_bare and len(values) == len(kinds):
        found = dict(zip(kinds, values, strict=True))
    elif candidate.shape == "ragged":
        found = _ragged_applicants(values, filled, kinds, peers)
    else:
        found = _stream_applicants(values, filled, kinds, peers, steps_of(full, candidate.shape))
    if found is None or None in found.values() or _is_as_long_as(candidate, alike):
        return found
    # A row longer or shorter than the others may be shifted; a number alone is its total where each row has only that.
    return found if all(len(numbers_of(c.values)) < 2 for c in peers) else None


def _is_as_long_as(candidate: Candidate, alike: list[Candidate]) -> bool:
    """Whether the row has as many places as most of those like it; alone, whether it has one for each applicant from
    its first or from its first filled one: the labels of deeper rows may leave it empty columns."""
    of_shape = [c for c in alike if c.shape == candidate.shape]
    lengths = Counter(len(c.values) for c in of_shape if numbers_of(c.values)) or Counter(
        len(c.values) for c in of_shape if c.values
    )
    if not lengths:
        return len(candidate.values) == len(kinds_of()) or _has_all_places(candidate.values, len(kinds_of()))
    return lengths[len(candidate.values)] * 2 > sum(lengths.values())


def _prints_zeros(peers: list[Candidate], shape: str) -> bool:
    """Whether at least half of the rows of this shape that hold numbers hold all of them: no cell is left empty then."""
    counts = [len(numbers_of(c.values)) for c in peers if c.shape == shape and numbers_of(c.values)]
    return bool(counts) and sum(count == len(kinds_of()) for count in counts) * 2 >= len(counts)


def _has_all_places(values: Sequence[Slot], count: int) -> bool:
    """Whether the row goes over `count` places from its first filled one: an empty cell among them is in its place."""
    filled = [i for i, slot in enumerate(values) if not is_empty(slot)]
    return len(values) - filled[0] == count


def _adds_up(values: Sequence[Slot]) -> bool:
    amounts = [amount(values[i]) for i in numbers_of(values)]
    return amounts[-1] * 2 == sum(amounts)


def _orders(kinds: list[str], header: list[tuple[str, Slot]], peers: list[Candidate]) -> list[list[str]]:
    """The orders in which the seven columns may stand: the form's, the header's, or both where sums do not tell.

    A header printed as running text names 总计 before the kinds of organisation that stand below their common
    head; only the sums tell whether the numbers do so too.
    """
    printed = [key for key, _ in header]
    rows = [[amount(c.values[i]) for i in numbers_of(c.values)] for c in peers if not c.glued]
    rows = [row for row in rows if len(row) > 1 and any(row)]
    ends_in_total = sum(row[-1] == sum(row[:-1]) for row in rows)
    begins_with_total = sum(row[0] == sum(row[1:]) for row in rows)
    for values in (c.values for c in peers if len(numbers_of(c.values)) == 1):
        # A row that holds one number alone holds its total.
        place = numbers_of(values)[0]
        ends_in_total += place >= len(kinds) - 1
        begins_with_total += place == 0 and len(values) >= len(kinds)
    six = [key for key in printed if key != "total"]
    if sorted(printed) != sorted(kinds) or (six == kinds[:-1] and printed[0] != "total"):
        # Numbers that add up only the other way round stand in an order that nothing printed names.
        is_shifted = begins_with_total > max(1, 3 * ends_in_total)
        return [kinds, ["total", *kinds[:-1]]] if is_shifted else [kinds]
    orders = [kinds, printed]
    if (moved := [*six, "total"]) not in orders:
        orders.append(moved)
    if begins_with_total > 2 * ends_in_total:
        orders = [order for order in orders if order[0] == "total"] or orders
    elif ends_in_total > 2 * begins_with_total:
        orders = [order for order in orders if order[-1] == "total"]
    return orders


def _in_order(values: Sequence[Slot], orders: list[list[str]]) -> dict[str, Slot | None]:
    """The slots by applicant; None where two orders that are both possible say different things."""
    chosen: dict[str, Slot | None] = {}
    for kind in orders[0]:
        slots = [values[order.index(kind)] for order in orders]
        chosen[kind] = slots[0] if len({slot.text.strip() for slot in slots}) == 1 else None
    return chosen


def _stream_applicants(
    values: list[Slot],
    filled: list[int],
    kinds: list[str],
    peers: list[Candidate],
    steps: set[tuple[int, int]],
) -> dict[str, Slot | None] | None:
    rows = [c.values for c in peers if not c.glued]
    numbers = numbers_of(values)
    choices = set()
    for offset, step in steps or _schemes(rows, len(kinds)):
        places = [offset + step * n for n in range(len(kinds))]
        if set(filled) <= set(places) and len(values) > places[-1]:
            choices.add(tuple(places))
    if len(choices) == 1:
        return dict(zip(kinds, at(values, choices.pop()), strict=True))
    is_lost = len(numbers) == len(values) and all(_ends_in_total(row) for row in rows)
    if choices or not is_lost or not (len(numbers) == 1 or _adds_up(values)):
        return None
    # The empty places were lost: the last number is the total, and which applicants the others are is open.
    found: dict[str, Slot | None] = dict.fromkeys(kinds)
    found["total"] = values[filled[-1]]
    if len(filled) == 1:
        empty = Slot("", values[filled[-1]].locator)
        found |= {kind: empty for kind in kinds if kind != "total"}
    return found


def _ends_in_total(values: Sequence[Slot]) -> bool:
    """Whether the last number of a row is what the others add up to, or stands alone."""
    amounts = [amount(values[i]) for i in numbers_of(values)]
    return len(amounts) < 2 or amounts[-1] == sum(amounts[:-1])


def _ragged_applicants(
    values: list[Slot], filled: list[int], kinds: list[str], peers: list[Candidate]
) -> dict[str, Slot | None] | None:
    last = filled[-1]
    first = last - len(kinds) + 1
    trailing = len(values) - 1 - last
    if first < 0 or any(i < first for i in filled):
        return None
    usual = Counter(
        len(c.values) - 1 - numbers_of(c.values)[-1]
        for c in peers
        if numbers_of(c.values) and (len(numbers_of(c.values)) == len(kinds) or _ends_in_total(c.values))
    )
    most = max(usual, key=lambda t: usual[t], default=-1)
    # One place more at the end is none of the row's own, unless the row is as long as the others without it.
    others = [c.values for c in peers if c.shape == "ragged" and c.values is not values]
    lengths = {len(other) for other in others if numbers_of(other)}
    is_longer = trailing <= most + 1 and _ends_in_total(values) and len(values) not in lengths
    if not usual or not (trailing == most or (trailing < most and _ends_in_total(values)) or is_longer):
        return None
    return dict(zip(kinds, values[first : last + 1], strict=True))


def read_applications(found: Placed, form: str, full: Sequence[Full]) -> Readings:
    """The readings of section 三, by row and applicant; doubtful rows are unreadable."""
    rows = rows_of("applications")
    kept, doubtful = found
    kinds = kinds_of()
    of_form = [rows[row].key for row in doubtful if form in rows[row].columns]
    readings: Readings = {(key, kind): Reading("unreadable") for key in of_form for kind in kinds}
    peers = [candidate for candidate, _ in kept]
    depths = label_depths()
    header: list[tuple[str, Slot]] = []
    for candidate, index in kept:
        header = _applicant_header(candidate) or header
        alike = [c for c, i in kept if depths[rows[i].key] == depths[rows[index].key] and c is not candidate]
        slots = _applicant_slots(candidate, peers, alike, header, full)
        for kind in kinds:
            if slots is not None and kind not in slots:
                continue
            readings[rows[index].key, kind] = read_slot(
                slots[kind] if slots else None, candidate.label, column_label(rows[index].key, kind), is_change=False
            )
    return readings


def _applicant_header(candidate: Candidate) -> list[tuple[str, Slot]]:
    """The applicants that the header names, from left to right; [] if it names one twice."""
    header = candidate.header
    keys = [key for key, _ in header]
    if candidate.shape != "grid":
        return header if len(set(keys)) == len(keys) == len(kinds_of()) else []
    header = sorted(header, key=lambda item: item[1].column)
    keys = [key for key, _ in header]
    blocks = {slot.locator.block for _, slot in header}
    return header if len(set(keys)) == len(keys) and len(blocks) == 1 and "total" in keys else []
