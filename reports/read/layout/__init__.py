"""Step 2, read, for formats that only know where ink is: characters and ruling lines become blocks.

In come pages of characters with their boxes and of straight lines; out go paragraphs, headings and tables in
reading order: characters grouped into lines, wrapped lines joined into paragraphs, page numbers and running
heads dropped, cells cut out by the ruling lines with their spans, a table over several pages joined into one.
Used by the readers of PDF and of pictures. It reads no file and knows no word of a report.

All lengths are points (1/72 inch), y grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from reports.model import Block
from reports.read.layout.grid import merged
from reports.read.layout.ink import Line, Page, Table
from reports.read.layout.lines import glue, lines_of, unit_width
from reports.read.layout.tables import append, finished, joins, tables_of

_MOST_CROSSINGS = 1_500_000
"""Level times upright lines on one page; more are a drawing, not a table."""
_MOST_CROSSINGS_IN_ALL = 30_000_000

_MARGIN_SHARE = 0.1
"""Share of the page's height at its head and at its foot where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(r"[-—–―－~·.\s]*(第?\s*\d{1,4}\s*页?|\d{1,4}\s*/\s*\d{1,4}|[ivxIVX]{1,5})[-—–―－~·.\s]*")
_PAGE_OF = re.compile(r"第?\d{1,4}页?[/，,、（(\s]*共?\d{1,4}页?[)）]?")
_ENUMERATED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3}部分")


def blocks(pages: list[Page]) -> list[Block]:
    """The blocks of a document of `pages`, in reading order."""
    items: list[tuple[Page, list[Line], list[Table]]] = []
    crossings = 0
    for page in pages:
        rules = merged(page.rules)
        level = sum(rule.is_horizontal for rule in rules)
        here = level * (len(rules) - level)
        crossings += here
        if here > _MOST_CROSSINGS or crossings > _MOST_CROSSINGS_IN_ALL:
            rules = []
        tables, outside = tables_of(page, rules)
        lines = lines_of(outside)
        for line in lines:
            line.page = page.number
        items.append((page, lines, tables))
    _drop_running_heads(items)
    return _assemble(items)


def _masked(text: str) -> str:
    return re.sub(r"[\d\s]+", "#", text)


def _drop_running_heads(items: list[tuple[Page, list[Line], list[Table]]]) -> None:
    """Take out page numbers and lines that stand at the same margin place of two pages or more."""
    seen: Counter[tuple[str, bool]] = Counter()
    marginal: list[tuple[list[Line], Line, tuple[str, bool]]] = []
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


def _measure(lines_by_page: list[list[Line]]) -> _Measure:
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


def _continues(previous: Line, line: Line, measure: _Measure) -> bool:
    """Whether `line` goes on with the paragraph of `previous`: the break came from the line's width alone."""
    if abs(previous.em - line.em) > 0.2 * max(previous.em, line.em) or _ENUMERATED.match(line.text):
        return False
    if previous.page == line.page and line.middle - previous.middle > 1.28 * measure.pitch + 0.5:
        return False
    if line.left > measure.left + 0.8 * line.em:
        return False
    return previous.right + unit_width(line) > measure.right - 0.3 * line.em


def _is_centred(line: Line, page: Page, measure: _Measure) -> bool:
    middle = (measure.left + measure.right) / 2 if measure.right - measure.left > page.width / 3 else page.width / 2
    return abs((line.left + line.right) / 2 - middle) < 1.2 * line.em


def _assemble(items: list[tuple[Page, list[Line], list[Table]]]) -> list[Block]:
    measures: dict[int, _Measure] = {}
    for width in {round(page.width) for page, _, _ in items}:
        measures[width] = _measure([lines for page, lines, _ in items if round(page.width) == width])
    result: list[Block | Table] = []
    paragraph: list[Line] = []
    is_title = False

    def flush() -> None:
        if not paragraph:
            return
        text = paragraph[0].text
        for line in paragraph[1:]:
            text += "\n" + line.text if is_title else glue(text, line.text, True) + line.text
        number = paragraph[0].page
        result.append(
            Block("heading", text, level=1, page=number) if is_title else Block("paragraph", text, page=number)
        )
        paragraph.clear()

    for page, lines, tables in items:
        measure = measures[round(page.width)]
        flow: list[Line | Table] = [*lines, *tables]
        flow.sort(key=lambda thing: thing.top)
        for position, thing in enumerate(flow):
            if isinstance(thing, Table):
                flush()
                earlier = result[-1] if result and position == 0 else None
                if isinstance(earlier, Table) and earlier.page == page.number - 1 and joins(earlier, thing):
                    append(earlier, thing)
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
    return [finished(thing) if isinstance(thing, Table) else thing for thing in result]
