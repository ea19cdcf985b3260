"""Labels beside marks: moved apart so that none covers another, as little as can be."""

from __future__ import annotations

from collections.abc import Sequence


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places (pixels, say), in the order given, moved by as little as keeps any two `gap` apart and all between
    `low` and `high`; closer together than `gap` only where there is no room for all.

    >>> apart([10.0, 12.0, 50.0], 14, 0, 100)
    [4.0, 18.0, 50.0]
    >>> apart([98.0, 99.0], 14.0, 0.0, 100.0)
    [86.0, 100.0]
    """
    if not places:
        return []
    gap = min(gap, (high - low) / max(len(places) - 1, 1))
    order = sorted(range(len(places)), key=places.__getitem__)
    # Without the gaps that come before each, the labels only have to keep their order: neighbours that do not are
    # joined, and each group stands at the mean of what its members want.
    groups: list[tuple[float, int]] = []
    for number, place in enumerate(order):
        wanted, count = places[place] - number * gap, 1
        while groups and groups[-1][0] >= wanted:
            earlier, earlier_count = groups.pop()
            wanted = (earlier * earlier_count + wanted * count) / (earlier_count + count)
            count += earlier_count
        groups.append((wanted, count))
    most = high - (len(places) - 1) * gap
    free = [min(max(wanted, low), most) for wanted, count in groups for _ in range(count)]
    moved = [0.0] * len(places)
    for number, place in enumerate(order):
        moved[place] = free[number] + number * gap
    return moved
