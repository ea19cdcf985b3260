"""Step 2, read, for formats that only know where ink is: characters and ruling lines become blocks.

In come pages of characters with their boxes and of straight lines; out go paragraphs, headings and tables in
reading order: characters grouped into lines, wrapped lines joined into paragraphs, page numbers and running
heads dropped, cells cut out by the ruling lines with their spans, a table over several pages joined into one.
Used by the readers of PDF and of pictures. It reads no file and knows no word of a report.

All lengths are points (1/72 inch), y grows downwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from reports.model import Block, Cell

UNREADABLE = "〓"
"""Stands for a figure that could not be read for certain."""
_SNAP = 3.4
"""Lines closer than this are one: double rules, borders of neighbouring cells drawn apart."""
_SHORTEST_RULE = 6.0
_MOST_CROSSINGS = 1_500_000
"""Level times upright lines on one page; more are a drawing, not a table."""
_MOST_CROSSINGS_IN_ALL = 30_000_000
_MOST_CELLS = 8_000
"""Cells of one table on one page, merged ones counted in parts."""
_PADDING = 5.4
"""Distance that word processors keep between a cell's border and its text."""
_MARGIN_SHARE = 0.1
"""Share of the page's height at its head and at its foot where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(r"[-—–―－~·.\s]*(第?\s*\d{1,4}\s*页?|\d{1,4}\s*/\s*\d{1,4}|[ivxIVX]{1,5})[-—–―－~·.\s]*")
_PAGE_OF = re.compile(r"第?\d{1,4}页?[/，,、（(\s]*共?\d{1,4}页?[)）]?")
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}部分")
_ROW_NUMBER = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|\d{1,2}[.．、])")
_CLOSING = "，。、；：？！）)》〉”’】〕%％…,.;:?!"
_CHINESE = re.compile(r"[⺀-鿿]")
_NUMBER = re.compile(r"[-+－]?[\d.,，]+%?")


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
class _Line:
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
class _Area:
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
class _Table:
    page: int
    left: float
    right: float
    top: float
    bottom: float
    xs: list[float]
    row_count: int
    areas: list[_Area]


def blocks(pages: list[Page]) -> list[Block]:
    """The blocks of a document of `pages`, in reading order."""
    items: list[tuple[Page, list[_Line], list[_Table]]] = []
    crossings = 0
    for page in pages:
        rules = _merged(page.rules)
        level = sum(rule.is_horizontal for rule in rules)
        here = level * (len(rules) - level)
        crossings += here
        if here > _MOST_CROSSINGS or crossings > _MOST_CROSSINGS_IN_ALL:
            rules = []
        tables, outside = _tables(page, rules)
        lines = _lines(outside)
        for line in lines:
            line.page = page.number
        items.append((page, lines, tables))
    _drop_running_heads(items)
    return _assemble(items)


# --- lines of text -----------------------------------------------------------------------------------------


def _is_wide(character: str) -> bool:
    return character >= "⺀" or character in "“”‘’…—·"


def _turned(glyph: Glyph) -> Glyph:
    """The glyph as if its text ran from left to right."""
    if glyph.turn == 1:
        return Glyph(glyph.text, glyph.top, -glyph.right, glyph.bottom, -glyph.left)
    if glyph.turn == 3:
        return Glyph(glyph.text, -glyph.bottom, glyph.left, -glyph.top, glyph.right)
    return Glyph(glyph.text, -glyph.right, -glyph.bottom, -glyph.left, -glyph.top)


def _lines(glyphs: list[Glyph]) -> list[_Line]:
    """Upright glyphs as lines from top to bottom; glyphs without ink only serve as spaces."""
    rows: list[tuple[float, float, list[Glyph]]] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        middle, height = (glyph.top + glyph.bottom) / 2, glyph.bottom - glyph.top
        for index in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            row_middle, row_height, members = rows[index]
            if abs(middle - row_middle) < 0.4 * max(min(height, row_height), 0.5 * row_height):
                members.append(glyph)
                if height > row_height:
                    rows[index] = (middle, height, members)
                break
        else:
            rows.append((middle, height, [glyph]))
    found = []
    for _, _, members in rows:
        line = _line(members)
        if line is not None:
            found.append(line)
    return found


def _line(members: list[Glyph]) -> _Line | None:
    members.sort(key=lambda g: g.left)
    kept: list[Glyph] = []
    pieces: list[str] = []
    space_before = False
    for glyph in members:
        if glyph.text.isspace():
            space_before = bool(kept)
            continue
        if kept:
            previous = kept[-1]
            width = previous.right - previous.left
            if glyph.text == previous.text and abs(glyph.left - previous.left) < 0.3 * width:
                continue  # drawn twice to look bold
            gap = glyph.left - previous.right
            height = min(previous.bottom - previous.top, glyph.bottom - glyph.top)
            if space_before or gap > 0.35 * height:
                pieces.append(" ")
        space_before = False
        kept.append(glyph)
        pieces.append(glyph.text)
    if not kept:
        return None
    widths = sorted(g.right - g.left for g in kept if len(g.text) == 1 and _is_wide(g.text))
    heights = sorted(g.bottom - g.top for g in kept)
    em = widths[len(widths) // 2] if widths else heights[len(heights) // 2]
    return _Line(
        kept,
        kept[0].left,
        max(g.right for g in kept),
        min(g.top for g in kept),
        max(g.bottom for g in kept),
        max(em, 1.0),
        "".join(pieces),
    )


def _glue(before: str, after: str, is_full: bool) -> str:
    """What stands between two lines of one paragraph: nothing, unless two words would run together."""
    if not before or not after or _is_wide(before[-1]) or _is_wide(after[0]):
        return ""
    if is_full and before[-1].isdigit() and after[0] in "0123456789.,%":
        return ""
    return " " if before[-1].isalnum() and after[0].isalnum() else ""


def _cell_text(glyphs: list[Glyph], left: float, right: float) -> str:
    """Text of one cell; lines that the cell's width broke are joined, others stand on lines of their own."""
    upright = [g for g in glyphs if not g.turn]
    texts: list[str] = []
    if upright:
        lines = _lines(upright)
        text = ""
        for index, line in enumerate(lines):
            if not index:
                text = line.text
                continue
            previous = lines[index - 1]
            if text[-1].isdigit() and line.text[0].isdigit():
                text += line.text if _is_torn_number(previous, line, right - left) else "\n" + line.text
                continue
            # Twice the distance to the nearer border is padding; what is left must not hold one more character.
            padding = max(0.0, min(previous.left - left, line.left - left))
            is_full = previous.right + _unit_width(line) > right - padding - 0.25 * line.em
            text += _glue(text, line.text, True) + line.text if is_full else "\n" + line.text
        texts.append(text)
    for turn in (1, 3, 2):
        turned = [_turned(g) for g in glyphs if g.turn == turn]
        if turned:
            texts.append("\n".join(line.text for line in _lines(turned)))
    return "\n".join(text for text in texts if text)


def _is_torn_number(previous: _Line, line: _Line, width: float) -> bool:
    """Whether two lines of figures are one number that its cell was too narrow for. Two numbers of rows whose
    dividing line is not drawn look much alike, so only what leaves no doubt counts: at least three figures,
    no room for one more beside the usual padding, lines as close as wrapped ones are."""
    digits = len(_bare(previous.text))
    figure = (previous.right - previous.left) / max(digits, 1)
    is_full = previous.right - previous.left + figure > width - 2 * _PADDING
    is_close = line.middle - previous.middle < 1.6 * previous.em
    return bool(
        is_full and is_close and digits >= 3 and _NUMBER.fullmatch(previous.text) and len(_bare(line.text)) <= digits
    )


def _unit_width(line: _Line) -> float:
    """Width of the first stretch of a line that may not be broken."""
    first = line.glyphs[0]
    end = first.right
    position = 1
    if not _is_wide(first.text[0]) and first.text[0].isalnum():
        while position < len(line.glyphs):
            glyph = line.glyphs[position]
            if _is_wide(glyph.text[0]) or glyph.left - end > 0.3 * line.em:
                break
            end = glyph.right
            position += 1
    while position < len(line.glyphs) and line.glyphs[position].text[0] in _CLOSING:
        end = line.glyphs[position].right
        position += 1
    return min(end - first.left, 12 * line.em)


# --- tables from ruling lines ------------------------------------------------------------------------------


def _merged(rules: list[Rule]) -> list[Rule]:
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
                if current is not None and rule.start <= current.end + _SNAP:
                    current.end = max(current.end, rule.end)
                    continue
                current = Rule(is_horizontal, rule.position, rule.start, rule.end)
                result.append(current)
    return [rule for rule in result if rule.end - rule.start >= _SHORTEST_RULE]


def _components(rules: list[Rule]) -> list[list[Rule]]:
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
        left, right, y = h.start - _SNAP, h.end + _SNAP, h.position
        for j in vertical:
            v = rules[j]
            if left <= v.position <= right and v.start - _SNAP <= y <= v.end + _SNAP:
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
        group.extend(rule for rule in alone if abs(rule.start - top) < 2 * _SNAP and abs(rule.end - bottom) < 2 * _SNAP)
    return groups


def _positions(values: list[float]) -> list[float]:
    """Distinct positions among `values`: those closer than the snapping distance count as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SNAP and value - groups[-1][0] <= 1.6 * _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [(group[0] + group[-1]) / 2 for group in groups]


def _nearest(positions: list[float], value: float) -> int:
    index = bisect_right(positions, value)
    if index == len(positions) or (index and value - positions[index - 1] <= positions[index] - value):
        return index - 1
    return index


def _covered(rules: list[Rule], positions: list[float], across: list[float]) -> dict[tuple[int, int], float]:
    """(index of position, index of stretch between two of `across`) -> length of it that rules cover."""
    length: dict[tuple[int, int], float] = defaultdict(float)
    for rule in rules:
        at = _nearest(positions, rule.position)
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


def _grid(rules: list[Rule]) -> _Grid | None:
    """The cells that a component of rules cuts out; borders that are not drawn at the outside are put where the
    other rules end."""
    horizontal = [rule for rule in rules if rule.is_horizontal]
    vertical = [rule for rule in rules if not rule.is_horizontal]
    if not horizontal or not vertical:
        return None
    xs, ys = _positions([r.position for r in vertical]), _positions([r.position for r in horizontal])
    leftmost, rightmost = min(r.start for r in horizontal), max(r.end for r in horizontal)
    uppermost, lowest = min(r.start for r in vertical), max(r.end for r in vertical)
    xs = [leftmost] * (leftmost < xs[0] - 2 * _SNAP) + xs + [rightmost] * (rightmost > xs[-1] + 2 * _SNAP)
    ys = [uppermost] * (uppermost < ys[0] - 1.5 * _SNAP) + ys + [lowest] * (lowest > ys[-1] + 1.5 * _SNAP)
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


def _painted(page: Page, grids: list[_Grid]) -> list[_Grid]:
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
    for component in _components(_merged(edges)):
        grid = _grid(component)
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


def _tables(page: Page, rules: list[Rule]) -> tuple[list[_Table], list[Glyph]]:
    """The tables of a page and the glyphs outside of them (upright ones; turned ones as one line each)."""
    grids = [grid for component in _components(rules) if (grid := _grid(component)) is not None]
    grids.extend(_painted(page, grids))
    # The smaller first: a frame around everything must not swallow the tables in it.
    grids.sort(key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))
    remaining = page.glyphs
    found: list[_Table] = []
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
            grid.xs[0] - _SNAP <= t.left and t.right <= grid.xs[-1] + _SNAP
            and grid.ys[0] - _SNAP <= t.top and t.bottom <= grid.ys[-1] + _SNAP
            for t in found
        )  # fmt: skip
        if not inside or (encloses and len(inside) <= 2):
            continue
        remaining = outside
        areas = []
        for index, (first_row, last_row, first, last) in enumerate(grid.regions):
            left, right = grid.xs[first], grid.xs[last + 1]
            text = _cell_text(inside[index], left, right) if index in inside else ""
            columns = set(range(first, last + 1))
            is_open_above = first_row == 0 and columns <= grid.open_above
            is_open_below = last_row == len(grid.ys) - 2 and columns <= grid.open_below
            areas.append(_Area(first_row, last_row, left, right, text, page.number, is_open_above, is_open_below))
        areas.sort(key=lambda a: (a.first_row, a.left))
        found.append(
            _Table(page.number, grid.xs[0], grid.xs[-1], grid.ys[0], grid.ys[-1], grid.xs, len(grid.ys) - 1, areas)
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


# --- pages into one document -------------------------------------------------------------------------------


def _masked(text: str) -> str:
    return re.sub(r"[\d\s]+", "#", text)


def _drop_running_heads(items: list[tuple[Page, list[_Line], list[_Table]]]) -> None:
    """Take out page numbers and lines that stand at the same margin place of two pages or more."""
    seen: Counter[tuple[str, bool]] = Counter()
    marginal: list[tuple[list[_Line], _Line, tuple[str, bool]]] = []
    for page, lines, tables in items:
        top = min((t.top for t in tables), default=page.height)
        bottom = max((t.bottom for t in tables), default=0.0)
        for line in lines:
            is_head = line.bottom < _MARGIN_SHARE * page.height and line.bottom < top
            is_foot = line.top > (1 - _MARGIN_SHARE) * page.height and line.top > bottom
            if is_head or is_foot:
                key = (_masked(line.text), is_head)
                marginal.append((lines, line, key))
        for key in {k for owner, _, k in marginal if owner is lines}:
            seen[key] += 1
    for lines, line, key in marginal:
        compact = line.text.replace(" ", "")
        is_number = _PAGE_NUMBER.fullmatch(line.text) or _PAGE_OF.fullmatch(compact)
        if is_number or (seen[key] >= 2 and seen[key] >= 0.4 * len(items) and len(key[0]) > 1):
            lines.remove(line)


@dataclass(slots=True)
class _Measure:
    """The text column of pages of one width."""

    left: float
    right: float
    pitch: float
    em: float


def _measure(lines_by_page: list[list[_Line]]) -> _Measure:
    lines = [line for page in lines_by_page for line in page]
    if not lines:
        return _Measure(0.0, 0.0, 0.0, 10.0)
    ems: Counter[float] = Counter()
    lefts: Counter[int] = Counter()
    for line in lines:
        ems[round(line.em * 2) / 2] += len(line.text)
    em = ems.most_common(1)[0][0]
    body = [line for line in lines if abs(line.em - em) <= 0.2 * em] or lines
    for line in body:
        lefts[round(line.left / 2)] += 1
    # The most common left edge, unless a good number of lines begins further left: those are the wrapped ones.
    most = lefts.most_common(1)[0][1]
    left = min(edge for edge, count in lefts.items() if count >= max(1, 0.25 * most)) * 2.0
    furthest = max(line.right for line in body)
    long_lines = sorted(line.right for line in body if line.right > furthest - 2.5 * em)
    right = long_lines[len(long_lines) // 2]
    pitches = []
    for page in lines_by_page:
        for previous, line in pairwise(page):
            pitch = line.middle - previous.middle
            if previous.right > right - 1.6 * em and 0.8 * em < pitch < 4 * em:
                pitches.append(pitch)
    # Wrapped lines lie closer than paragraphs: the lower quartile is the distance within a paragraph.
    pitch = sorted(pitches)[len(pitches) // 4] if pitches else 2.0 * em
    return _Measure(left, right, pitch, em)


def _continues(previous: _Line, line: _Line, measure: _Measure) -> bool:
    """Whether `line` goes on with the paragraph of `previous`: the break came from the line's width alone."""
    if abs(previous.em - line.em) > 0.2 * max(previous.em, line.em) or _ENUMERATED.match(line.text):
        return False
    if previous.page == line.page and line.middle - previous.middle > 1.28 * measure.pitch + 0.5:
        return False
    if line.left > measure.left + 0.8 * line.em:
        return False
    return previous.right + _unit_width(line) > measure.right - 0.3 * line.em


def _is_centred(line: _Line, page: Page, measure: _Measure) -> bool:
    middle = (measure.left + measure.right) / 2 if measure.right - measure.left > page.width / 3 else page.width / 2
    return abs((line.left + line.right) / 2 - middle) < 1.2 * line.em


def _assemble(items: list[tuple[Page, list[_Line], list[_Table]]]) -> list[Block]:
    measures: dict[int, _Measure] = {}
    for width in {round(page.width) for page, _, _ in items}:
        measures[width] = _measure([lines for page, lines, _ in items if round(page.width) == width])
    result: list[Block | _Table] = []
    paragraph: list[_Line] = []
    is_title = False

    def flush() -> None:
        if not paragraph:
            return
        text = paragraph[0].text
        for line in paragraph[1:]:
            text += "\n" + line.text if is_title else _glue(text, line.text, True) + line.text
        number = paragraph[0].page
        result.append(
            Block("heading", text, level=1, page=number) if is_title else Block("paragraph", text, page=number)
        )
        paragraph.clear()

    for page, lines, tables in items:
        measure = measures[round(page.width)]
        flow: list[_Line | _Table] = [*lines, *tables]
        flow.sort(key=lambda thing: thing.top)
        for position, thing in enumerate(flow):
            if isinstance(thing, _Table):
                flush()
                earlier = result[-1] if result and position == 0 else None
                if isinstance(earlier, _Table) and earlier.page == page.number - 1 and _joins(earlier, thing):
                    _append(earlier, thing)
                else:
                    result.append(thing)
                continue
            looks_title = thing.em > 1.15 * measure.em and _is_centred(thing, page, measure)
            if paragraph:
                previous = paragraph[-1]
                if is_title and looks_title:
                    near = previous.page == thing.page and thing.top - previous.bottom < 1.5 * thing.em
                    goes_on = near and abs(previous.em - thing.em) < 0.1 * thing.em
                else:
                    goes_on = not is_title and not looks_title and _continues(previous, thing, measure)
                if not goes_on:
                    flush()
            if not paragraph:
                is_title = looks_title
            paragraph.append(thing)
    flush()
    return [_finished(thing) if isinstance(thing, _Table) else thing for thing in result]


def _joins(upper: _Table, lower: _Table) -> bool:
    """Whether `lower`, first on its page, goes on with `upper`, last on the page before."""
    if abs((upper.right - upper.left) - (lower.right - lower.left)) > 3 * _SNAP:
        return False
    shift = upper.left - lower.left
    shared = sum(1 for x in lower.xs if abs(upper.xs[_nearest(upper.xs, x + shift)] - x - shift) <= _SNAP)
    back = sum(1 for x in upper.xs if abs(lower.xs[_nearest(lower.xs, x - shift)] - x + shift) <= _SNAP)
    return shared >= 0.75 * len(lower.xs) or back >= 0.75 * len(upper.xs)


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _same_place(a: _Area, b: _Area) -> bool:
    return abs(a.left - b.left) <= _SNAP and abs(a.right - b.right) <= _SNAP


def _append(upper: _Table, lower: _Table) -> None:
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
    if any(a.text and b.text and _NUMBER.fullmatch(_bare(b.text)) for a, b in merges):
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
        a.text += _glue(a.text, b.text, True) + b.text
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


def _repeated_head(upper: _Table, lower: _Table) -> int:
    """How many first rows of `lower` only print the head of `upper` again."""
    rows = 0
    for row in range(min(upper.row_count, lower.row_count, 6)):
        head = [(round(a.left), _bare(a.text)) for a in upper.areas if a.first_row == row]
        here = [(round(a.left), _bare(a.text)) for a in lower.areas if a.first_row == row]
        same = len(head) == len(here) and all(
            abs(a[0] - b[0]) <= _SNAP + 1 and a[1] == b[1] for a, b in zip(head, here, strict=False)
        )
        if not same or not any(_CHINESE.search(text) for _, text in here):
            break
        rows = row + 1
    while rows and any(a.first_row < rows <= a.last_row for a in lower.areas):
        rows -= 1
    return rows


def _is_torn(ending: list[_Area], starting: list[_Area]) -> bool:
    """Whether the last row of a page and the first of the next are one row: the numbers stand on one side
    only, and what stands on the other is no label of its own."""
    if len(starting) != len(ending) or not all(_same_place(a, b) for a, b in zip(ending, starting, strict=False)):
        return False
    upper_numbers = sum(1 for a in ending if _NUMBER.fullmatch(_bare(a.text)))
    lower_numbers = sum(1 for b in starting if _NUMBER.fullmatch(_bare(b.text)))
    if upper_numbers and not lower_numbers:
        texts = [b.text for b in starting if b.text]
        return bool(texts) and not any(_ROW_NUMBER.match(text) for text in texts)
    if lower_numbers and not upper_numbers:
        return all(_NUMBER.fullmatch(_bare(b.text)) for b in starting if b.text) and any(
            _ROW_NUMBER.match(a.text) for a in ending
        )
    return False


def _finished(table: _Table) -> Block:
    """The table as a block, its columns numbered by the x positions that all its pages use."""
    xs = _positions([*(a.left for a in table.areas), *(a.right for a in table.areas)])
    rows = sorted({a.first_row for a in table.areas})
    row_index = {row: index for index, row in enumerate(rows)}
    cells = []
    for area in sorted(table.areas, key=lambda a: (a.first_row, a.left)):
        first, last = _nearest(xs, area.left), _nearest(xs, area.right)
        row = row_index[area.first_row]
        span = sum(1 for r in rows if area.first_row <= r <= area.last_row)
        cells.append(Cell(row, first, area.text, span, max(last - first, 1), area.page))
    return Block("table", cells=tuple(cells), page=min(a.page for a in table.areas))
