"""Ruling lines become a grid of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass

from reports.read.layout.ink import SNAP, Page, Rule

_SHORTEST_RULE = 6.0

_MOST_CELLS = 8_000
"""Cells of one table on one page, merged ones counted in parts."""


def merged(rules: list[Rule]) -> list[Rule]:
    """Rules on one line and touching each other as one rule; what is too short for a cell is dropped."""
    result: list[Rule] = []
    for is_horizontal in (True, False):
        chosen = sorted((r for r in rules if r.is_horizontal == is_horizontal), key=lambda r: (r.position, r.start))
        groups: list[list[Rule]] = []
        for rule in chosen:
            if groups and rule.position - groups[-1][0].position <= 0.6:
                groups[-1].append(rule)
            else:
                groups.append([rule])
        for group in groups:
            group.sort(key=lambda r: r.start)
            current: Rule | None = None
            for rule in group:
                if current is not None and rule.start <= current.end + SNAP:
                    current.end = max(current.end, rule.end)
                    continue
                current = Rule(is_horizontal, rule.position, rule.start, rule.end)
                result.append(current)
    return [rule for rule in result if rule.end - rule.start >= _SHORTEST_RULE]


def components(rules: list[Rule]) -> list[list[Rule]]:
    """Rules that touch each other, directly or over others."""
    parent = list(range(len(rules)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    horizontal = [i for i, rule in enumerate(rules) if rule.is_horizontal]
    vertical = [i for i, rule in enumerate(rules) if not rule.is_horizontal]
    for i in horizontal:
        h = rules[i]
        left, right, y = h.start - SNAP, h.end + SNAP, h.position
        for j in vertical:
            v = rules[j]
            if left <= v.position <= right and v.start - SNAP <= y <= v.end + SNAP:
                a, b = root(i), root(j)
                if a != b:
                    parent[a] = b
    found: dict[int, list[Rule]] = defaultdict(list)
    for index, rule in enumerate(rules):
        found[root(index)].append(rule)
    groups = [group for group in found.values() if len(group) > 1]
    alone = [group[0] for group in found.values() if len(group) == 1 and not group[0].is_horizontal]
    for group in groups:
        # Borders of a merged cell that fills a page from top to bottom touch no level rule there.
        top = min(rule.start if not rule.is_horizontal else rule.position for rule in group)
        bottom = max(rule.end if not rule.is_horizontal else rule.position for rule in group)
        group.extend(rule for rule in alone if abs(rule.start - top) < 2 * SNAP and abs(rule.end - bottom) < 2 * SNAP)
    return groups


def positions_of(values: list[float]) -> list[float]:
    """Distinct positions among `values`: those closer than the snapping distance count as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= SNAP and value - groups[-1][0] <= 1.6 * SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def nearest(positions: list[float], value: float) -> int:
    """The place of the position nearest to a value, in an ascending list."""
    index = bisect_right(positions, value)
    if index == len(positions) or (index and value - positions[index - 1] <= positions[index] - value):
        return index - 1
    return index


def _covered(rules: list[Rule], positions: list[float], across: list[float]) -> dict[tuple[int, int], float]:
    """(index of position, index of stretch between two of `across`) -> length of it that rules cover."""
    length: dict[tuple[int, int], float] = defaultdict(float)
    for rule in rules:
        at = nearest(positions, rule.position)
        for stretch in range(len(across) - 1):
            overlap = min(rule.end, across[stretch + 1]) - max(rule.start, across[stretch])
            if overlap > 0:
                length[at, stretch] += overlap
    return length


@dataclass(slots=True)
class _Grid:
    """Positions of the lines, the cells between them as (first row, last row, first column, last column), and
    the columns that have no line at the very top or bottom: cells there go on from or to another page."""

    xs: list[float]
    ys: list[float]
    regions: list[tuple[int, int, int, int]]
    region_at: dict[tuple[int, int], int]
    open_above: set[int]
    open_below: set[int]


def grid_of(rules: list[Rule]) -> _Grid | None:
    """The cells that a component of rules cuts out; borders that are not drawn at the outside are put where the
    other rules end."""
    horizontal = [rule for rule in rules if rule.is_horizontal]
    vertical = [rule for rule in rules if not rule.is_horizontal]
    if not horizontal or not vertical:
        return None
    xs, ys = positions_of([r.position for r in vertical]), positions_of([r.position for r in horizontal])
    leftmost, rightmost = min(r.start for r in horizontal), max(r.end for r in horizontal)
    uppermost, lowest = min(r.start for r in vertical), max(r.end for r in vertical)
    xs = [leftmost] * (leftmost < xs[0] - 2 * SNAP) + xs + [rightmost] * (rightmost > xs[-1] + 2 * SNAP)
    ys = [uppermost] * (uppermost < ys[0] - 1.5 * SNAP) + ys + [lowest] * (lowest > ys[-1] + 1.5 * SNAP)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST_CELLS:
        return None
    across = _covered(horizontal, ys, xs)
    down = _covered(vertical, xs, ys)
    parent = list(range(rows * columns))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(rows):
        height = ys[row + 1] - ys[row]
        for column in range(columns):
            width = xs[column + 1] - xs[column]
            here = row * columns + column
            if column + 1 < columns and down[column + 1, row] < 0.55 * height:
                parent[root(here)] = root(here + 1)
            if row + 1 < rows and across[row + 1, column] < 0.55 * width:
                parent[root(here)] = root(here + columns)
    members: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for index in range(rows * columns):
        members[root(index)].append(divmod(index, columns))
    regions: list[tuple[int, int, int, int]] = []
    region_at: dict[tuple[int, int], int] = {}
    for places in members.values():
        for part in _rectangles(places):
            for row in range(part[0], part[1] + 1):
                for column in range(part[2], part[3] + 1):
                    region_at[row, column] = len(regions)
            regions.append(part)
    widths = [xs[column + 1] - xs[column] for column in range(columns)]
    open_above = {column for column in range(columns) if across[0, column] < 0.5 * widths[column]}
    open_below = {column for column in range(columns) if across[rows, column] < 0.5 * widths[column]}
    return _Grid(xs, ys, regions, region_at, open_above, open_below)


def painted(page: Page, grids: list[_Grid]) -> list[_Grid]:
    """Tables whose cells are painted on a ground that shows between them, with no line drawn: areas outside of
    the ruled tables, at least two beside each other in at least two rows."""
    areas = [
        (left, top, right, bottom)
        for left, top, right, bottom in page.fills
        if right - left < 0.97 * page.width
        and not any(
            left < g.xs[-1] and right > g.xs[0] and top < g.ys[-1] and bottom > g.ys[0]
            for g in grids
            if len(g.regions) > 1
        )
    ]
    if not 4 <= len(areas) <= 4_000:
        return []
    edges = [Rule(True, y, left, right) for left, top, right, bottom in areas for y in (top, bottom)]
    edges += [Rule(False, x, top, bottom) for left, top, right, bottom in areas for x in (left, right)]
    found = []
    for component in components(merged(edges)):
        grid = grid_of(component)
        if grid is None:
            continue
        beside = Counter(first_row for first_row, _, _, _ in grid.regions)
        if len(grid.xs) > 2 and sum(1 for count in beside.values() if count > 1) > 1:
            found.append(grid)
    return found


def _rectangles(places: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """One rectangle when the places fill one; otherwise (a rule is broken) a strip for each row, strips of
    the same columns below each other joined."""
    first_row, last_row = min(r for r, _ in places), max(r for r, _ in places)
    first, last = min(c for _, c in places), max(c for _, c in places)
    if (last_row - first_row + 1) * (last - first + 1) == len(places):
        return [(first_row, last_row, first, last)]
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in sorted(places):
        by_row[row].append(column)
    strips: list[tuple[int, int, int, int]] = []
    for row in sorted(by_row):
        start = previous = by_row[row][0]
        runs: list[tuple[int, int]] = []
        for column in by_row[row][1:]:
            if column != previous + 1:
                runs.append((start, previous))
                start = column
            previous = column
        runs.append((start, previous))
        for run in runs:
            above = next((i for i, s in enumerate(strips) if s[1] == row - 1 and s[2:] == run), None)
            if above is None:
                strips.append((row, row, *run))
            else:
                strips[above] = (strips[above][0], row, *run)
    return strips
