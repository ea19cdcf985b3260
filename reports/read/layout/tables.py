"""Grids become tables, also over two pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise

from reports.model import Block, Cell
from reports.read.layout.grid import components, grid_of, nearest, painted, positions_of
from reports.read.layout.ink import SNAP, Area, Glyph, Page, Rule, Table, bare
from reports.read.layout.lines import NUMBER, cell_text, glue
from reports.text.normalise import UNREADABLE

_ROW_NUMBER = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[.．、])")

_CHINESE = re.compile(r"[⺀-鿿]")


def tables_of(page: Page, rules: list[Rule]) -> tuple[list[Table], list[Glyph]]:
    """The tables of a page and the glyphs outside of them (upright ones; turned ones as one line each)."""
    grids = [grid for component in components(rules) if (grid := grid_of(component)) is not None]
    grids.extend(painted(page, grids))
    # The smaller first: a frame around everything must not swallow the tables in it.
    grids.sort(key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))
    remaining = page.glyphs
    found: list[Table] = []
    for grid in grids:
        if len(grid.regions) < 2:
            continue
        inside: dict[int, list[Glyph]] = defaultdict(list)
        outside: list[Glyph] = []
        for glyph in remaining:
            x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
            if grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]:
                row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
                column = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
                inside[grid.region_at[row, column]].append(glyph)
            else:
                outside.append(glyph)
        _doubt_straddling(inside)
        encloses = any(
            grid.xs[0] - SNAP <= t.left and t.right <= grid.xs[-1] + SNAP
            and grid.ys[0] - SNAP <= t.top and t.bottom <= grid.ys[-1] + SNAP
            for t in found
        )  # fmt: skip
        if not inside or (encloses and len(inside) <= 2):
            continue
        remaining = outside
        areas = []
        for index, (first_row, last_row, first, last) in enumerate(grid.regions):
            left, right = grid.xs[first], grid.xs[last + 1]
            text = cell_text(inside[index], left, right) if index in inside else ""
            columns = set(range(first, last + 1))
            is_open_above = first_row == 0 and columns <= grid.open_above
            is_open_below = last_row == len(grid.ys) - 2 and columns <= grid.open_below
            areas.append(Area(first_row, last_row, left, right, text, page.number, is_open_above, is_open_below))
        areas.sort(key=lambda a: (a.first_row, a.left))
        found.append(
            Table(page.number, grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], grid.xs, len(grid.ys) - 1, areas)
        )
    return found, [g if not g.turn else Glyph(g.text, g.left, g.top, g.right, g.bottom) for g in remaining]


def _doubt_straddling(inside: dict[int, list[Glyph]]) -> None:
    """Figures of one number that runs over a border cannot be given to either cell: they become unreadable."""
    figures = sorted(
        ((g.top, g.left, index, g) for index, glyphs in inside.items() for g in glyphs if g.text[-1:].isdigit()),
        key=lambda item: (round(item[0]), item[1]),
    )
    for (top, _, index, glyph), (next_top, left, next_index, following) in pairwise(figures):
        if index == next_index or glyph.turn or abs(top - next_top) > 1 or left < glyph.left:
            continue
        if left - glyph.right < 0.08 * (glyph.bottom - glyph.top):
            glyph.text = following.text = UNREADABLE


def joins(upper: Table, lower: Table) -> bool:
    """Whether `lower`, first on its page, goes on with `upper`, last on the page before."""
    if abs((upper.right - upper.left) - (lower.right - lower.left)) > 3 * SNAP:
        return False
    shift = upper.left - lower.left
    shared = sum(1 for x in lower.xs if abs(upper.xs[nearest(upper.xs, x + shift)] - x - shift) <= SNAP)
    back = sum(1 for x in upper.xs if abs(lower.xs[nearest(lower.xs, x - shift)] - x + shift) <= SNAP)
    return shared >= 0.75 * len(lower.xs) or back >= 0.75 * len(upper.xs)


def _same_place(a: Area, b: Area) -> bool:
    return abs(a.left - b.left) <= SNAP and abs(a.right - b.right) <= SNAP


def append(upper: Table, lower: Table) -> None:
    """Put the rows of `lower` under those of `upper`: a repeated head is left out, a row or a label that the
    page's edge cut is made whole again."""
    shift = upper.left - lower.left
    for area in lower.areas:
        area.left += shift
        area.right += shift
    repeated = _repeated_head(upper, lower)
    areas = [area for area in lower.areas if area.first_row >= repeated]
    last = upper.row_count - 1
    ending = [area for area in upper.areas if area.last_row == last]
    starting = [area for area in areas if area.first_row == repeated]
    merges = [
        (a, b)
        for b in starting
        if b.is_open_above and not repeated
        for a in ending
        if a.is_open_below and _same_place(a, b)
    ]
    if any(a.text and b.text and NUMBER.fullmatch(bare(b.text)) for a, b in merges):
        merges = []  # a table without outer borders, not a row that goes on
    overlap = 1 if merges and len(merges) == len(starting) else 0
    if not merges and _is_torn(ending, starting):
        merges = [(a, b) for b in starting for a in ending if _same_place(a, b)]
        overlap = 1
    if not merges:
        for index, area in enumerate(starting):
            further = any(_CHINESE.search(other.text) for other in starting[index + 1 :])
            if not area.text and further:
                merges.extend((a, area) for a in ending if _same_place(a, area) and _CHINESE.search(a.text))
    offset = upper.row_count - repeated - overlap
    absorbed = set()
    for a, b in merges:
        a.text += glue(a.text, b.text, True) + b.text
        a.last_row = b.last_row + offset
        a.is_open_below = b.is_open_below
        absorbed.add(id(b))
    for area in areas:
        if id(area) not in absorbed:
            area.first_row += offset
            area.last_row += offset
            upper.areas.append(area)
    upper.row_count = lower.row_count + offset
    upper.xs = sorted({*upper.xs, *(x + shift for x in lower.xs)})
    upper.page = lower.page


def _repeated_head(upper: Table, lower: Table) -> int:
    """How many first rows of `lower` only print the head of `upper` again."""
    rows = 0
    for row in range(min(upper.row_count, lower.row_count, 6)):
        head = [(round(a.left), bare(a.text)) for a in upper.areas if a.first_row == row]
        here = [(round(a.left), bare(a.text)) for a in lower.areas if a.first_row == row]
        same = len(head) == len(here) and all(
            abs(a[0] - b[0]) <= SNAP + 1 and a[1] == b[1] for a, b in zip(head, here, strict=False)
        )
        if not same or not any(_CHINESE.search(text) for _, text in here):
            break
        rows = row + 1
    while rows and any(a.first_row < rows <= a.last_row for a in lower.areas):
        rows -= 1
    return rows


def _is_torn(ending: list[Area], starting: list[Area]) -> bool:
    """Whether the last row of a page and the first of the next are one row: the numbers stand on one side
    only, and what stands on the other is no label of its own."""
    if len(starting) != len(ending) or not all(_same_place(a, b) for a, b in zip(ending, starting, strict=False)):
        return False
    upper_numbers = sum(1 for a in ending if NUMBER.fullmatch(bare(a.text)))
    lower_numbers = sum(1 for b in starting if NUMBER.fullmatch(bare(b.text)))
    if upper_numbers and not lower_numbers:
        texts = [b.text for b in starting if b.text]
        return bool(texts) and not any(_ROW_NUMBER.match(text) for text in texts)
    if lower_numbers and not upper_numbers:
        return all(NUMBER.fullmatch(bare(b.text)) for b in starting if b.text) and any(
            _ROW_NUMBER.match(a.text) for a in ending
        )
    return False


def finished(table: Table) -> Block:
    """The table as a block, its columns numbered by the x positions that all its pages use."""
    xs = positions_of([*(a.left for a in table.areas), *(a.right for a in table.areas)])
    rows = sorted({a.first_row for a in table.areas})
    row_index = {row: index for index, row in enumerate(rows)}
    cells = []
    for area in sorted(table.areas, key=lambda a: (a.first_row, a.left)):
        first, last = nearest(xs, area.left), nearest(xs, area.right)
        row = row_index[area.first_row]
        span = sum(1 for r in rows if area.first_row <= r <= area.last_row)
        cells.append(Cell(row, first, area.text, span, max(last - first, 1), area.page))
    return Block("table", cells=tuple(cells), page=min(a.page for a in table.areas))
