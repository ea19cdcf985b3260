"""Glyphs become lines of text, turned ones too."""

from __future__ import annotations

import re

from reports.read.layout.ink import Glyph, Line, bare, is_wide

_PADDING = 5.4
"""Distance that word processors keep between a cell's border and its text."""

_CLOSING = "，。、；：？！）)》〉”’】〕%％…,.;:?!"

NUMBER = re.compile(r"[-+－]?[\d.,，]+%?")


def _turned(glyph: Glyph) -> Glyph:
    """The glyph as if its text ran from left to right."""
    if glyph.turn == 1:
        return Glyph(glyph.text, glyph.top, -glyph.right, glyph.bottom, -glyph.left)
    if glyph.turn == 3:
        return Glyph(glyph.text, -glyph.bottom, glyph.left, -glyph.top, glyph.right)
    return Glyph(glyph.text, -glyph.right, -glyph.bottom, -glyph.left, -glyph.top)


def lines_of(glyphs: list[Glyph]) -> list[Line]:
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


def _line(members: list[Glyph]) -> Line | None:
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
    widths = sorted(g.right - g.left for g in kept if len(g.text) == 1 and is_wide(g.text))
    heights = sorted(g.bottom - g.top for g in kept)
    em = widths[len(widths) // 2] if widths else heights[len(heights) // 2]
    return Line(
        kept,
        kept[0].left,
        max(g.right for g in kept),
        min(g.top for g in kept),
        max(g.bottom for g in kept),
        max(em, 1.0),
        "".join(pieces),
    )


def glue(before: str, after: str, is_full: bool) -> str:
    """What stands between two lines of one paragraph: nothing, unless two words would run together."""
    if not before or not after or is_wide(before[-1]) or is_wide(after[0]):
        return ""
    if is_full and before[-1].isdigit() and after[0] in "0123456789.,%":
        return ""
    return " " if before[-1].isalnum() and after[0].isalnum() else ""


def cell_text(glyphs: list[Glyph], left: float, right: float) -> str:
    """Text of one cell; lines that the cell's width broke are joined, others stand on lines of their own."""
    upright = [g for g in glyphs if not g.turn]
    texts: list[str] = []
    if upright:
        lines = lines_of(upright)
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
            is_full = previous.right + unit_width(line) > right - padding - 0.25 * line.em
            text += glue(text, line.text, True) + line.text if is_full else "\n" + line.text
        texts.append(text)
    for turn in (1, 3, 2):
        turned = [_turned(g) for g in glyphs if g.turn == turn]
        if turned:
            texts.append("\n".join(line.text for line in lines_of(turned)))
    return "\n".join(text for text in texts if text)


def _is_torn_number(previous: Line, line: Line, width: float) -> bool:
    """Whether two lines of figures are one number that its cell was too narrow for. Two numbers of rows whose
    dividing line is not drawn look much alike, so only what leaves no doubt counts: at least three figures,
    no room for one more beside the usual padding, lines as close as wrapped ones are."""
    digits = len(bare(previous.text))
    figure = (previous.right - previous.left) / max(digits, 1)
    is_full = previous.right - previous.left + figure > width - 2 * _PADDING
    is_close = line.middle - previous.middle < 1.6 * previous.em
    return bool(
        is_full and is_close and digits >= 3 and NUMBER.fullmatch(previous.text) and len(bare(line.text)) <= digits
    )


def unit_width(line: Line) -> float:
    """Width of the first stretch of a line that may not be broken."""
    first = line.glyphs[0]
    end = first.right
    position = 1
    if not is_wide(first.text[0]) and first.text[0].isalnum():
        while position < len(line.glyphs):
            glyph = line.glyphs[position]
            if is_wide(glyph.text[0]) or glyph.left - end > 0.3 * line.em:
                break
            end = glyph.right
            position += 1
    while position < len(line.glyphs) and line.glyphs[position].text[0] in _CLOSING:
        end = line.glyphs[position].right
        position += 1
    return min(end - first.left, 12 * line.em)
