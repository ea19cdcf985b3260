"""Step 2, read: plain text and Markdown files.

In go bytes in any charset; out comes a Document: one paragraph a line, tables where lines are cut by tabs or
pipes. Cells stay where they are printed, rows may be ragged. Tables printed one cell a line stay paragraphs;
blank lines between short lines are kept there as empty paragraphs, since they may be empty cells.
"""

from __future__ import annotations

import re
import unicodedata

from reports.errors import UnreadableFile, too_much
from reports.model import MOST_CELLS, Block, Cell, Document
from reports.text.charset import decode
from reports.text.normalise import is_broken

LARGEST = 4_000_000
"""Bytes; the longest report known has a twentieth of it."""

_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*")
_RULE = re.compile(r"[\s|:+=-]*-{2,}[\s|:+=-]*")
_SENTENCE_LENGTH = 40
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}[）)、.．]")
_DOUBLE_CLOSING = re.compile(r"[\s|]*\|\|$")
_UNIT = "(?:件|条|项|次|个|份|宗|起|元|万元)?"
"""Some write the unit into the cell: 11件 is no label that begins a row."""
_NUMBER = re.compile(rf"[-\d.,%]+{_UNIT}")
_VALUE = re.compile(rf"[-—/\\\d.,%]+{_UNIT}")
_LEFT_OVER = re.compile(r"\s*\|{2,}")
"""The places of a row that a wide cell takes up, closed at its end."""
_ENDS = "。！？；：!?;:…"
_SHORT = 80
_STARTS = re.compile(
    r"\s|[|｜#]|$|[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}[、.．](?!\d)"
)
_WIDE_CELL = 120
_RAGGED = 8
_LONGEST_GAP = 200


def read(data: bytes, file_name: str) -> Document:
    """The Document of a text file. UnreadableFile when it is empty, too large, or no text at all."""
    if len(data) > LARGEST:
        raise UnreadableFile(
            f"{file_name}：文本有 {len(data) / 1e6:.0f} MB，超过单份年报 {LARGEST / 1e6:.0f} MB 的上限；"
            "请确认文件内容，只保留年报正文后重新导入。"
        )
    text, damage = decode(data)
    if not text.strip("\ufeff \t\r\n\0"):
        raise UnreadableFile(f"{file_name}：文件是空的，没有任何文字；请重新下载或导出年报后再导入。")
    if damage > 0.1:
        raise UnreadableFile(
            f"{file_name}：内容不是文字（{damage:.0%} 的字符无法识别），可能是改了扩展名的其他文件；"
            "请提供文本、网页、Word、PDF 或 Excel 格式的年报。"
        )
    cut = text.count("\t") + text.count("|") + text.count("｜")
    if cut > 4 * MOST_CELLS:
        # No row of a report has so many empty places.
        raise too_much(file_name, cut, "个单元格", MOST_CELLS)
    marks = (f"约有 {damage:.1%} 的字符无法识别。",) if damage > 0.0005 else ()
    lines = [_clean(line) for line in _BREAK.split(text)]
    return Document("text", tuple(_blocks(_without_long_gaps(lines))), marks=marks)


def _without_long_gaps(lines: list[str]) -> list[str]:
    """The lines without empty ones behind many: no table has so many empty cells in a row."""
    kept: list[str] = []
    empty = 0
    for line in lines:
        empty = 0 if line.strip() else empty + 1
        if empty <= _LONGEST_GAP:
            kept.append(line)
    return kept


def _clean(line: str) -> str:
    if is_broken(line):
        # What stands in a number stays, so that the number is not taken for another one.
        return line.rstrip(" \u3000\xa0")
    return (
        "".join(c for c in line if c == "\t" or c >= " ")
        .replace("\ufeff", "")
        .replace("\x7f", "")
        .rstrip(" \u3000\xa0")
    )


def _blocks(lines: list[str]) -> list[Block]:
    width = _wrap_width(lines)
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        for find in (_tab_run, _pipe_run):
            end = find(lines, position)
            if end > position:
                run = lines[position:end]
                blocks.extend(_tab_table(run) if find is _tab_run else _pipe_table(run))
                position = end
                break
        else:
            position = _paragraph(lines, position, width, blocks)
    while blocks and blocks[-1].kind == "paragraph" and not blocks[-1].text:
        blocks.pop()
    return blocks


def _paragraph(lines: list[str], position: int, width: int | None, blocks: list[Block]) -> int:
    line = lines[position]
    if not line.strip():
        if _between_short_lines(lines, position):
            blocks.append(Block("paragraph", ""))
        return position + 1
    heading = _HEADING.fullmatch(line)
    if heading:
        blocks.append(Block("heading", heading[2].strip(), level=len(heading[1])))
        return position + 1
    # A number or a word cut by the edge of the page goes on without a blank.
    pieces = [line.strip()]
    position += 1
    while width and position < len(lines) and width - _RAGGED <= _display_width(lines[position - 1]) <= width:
        following = lines[position]
        if _STARTS.match(following) or lines[position - 1][-1] in _ENDS or "\t" in following:
            break
        pieces.append(following.strip())
        position += 1
    blocks.append(Block("paragraph", "".join(pieces)))
    return position


def _between_short_lines(lines: list[str], position: int) -> bool:
    before = next((line for line in reversed(lines[max(0, position - 40) : position]) if line.strip()), "")
    after = next((line for line in lines[position + 1 : position + 41] if line.strip()), "")
    return bool(before and after) and all(len(x) <= _SHORT and not x.rstrip().endswith("。") for x in (before, after))


def _display_width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)


def _wrap_width(lines: list[str]) -> int | None:
    """The width at which the file breaks its lines, in columns; None when every line is a paragraph."""
    long = [w for line in lines if "\t" not in line and "|" not in line and (w := _display_width(line)) >= 44]
    if len(long) < 5:
        return None
    widest = max(long)
    full = sum(w >= widest - _RAGGED for w in long)
    return widest if full * 2 > len(long) and widest <= 160 else None


def _tab_run(lines: list[str], start: int) -> int:
    """Where the table cut by tabs that begins at line `start` ends; `start` if none begins."""
    end = start
    while end < len(lines) and "\t" in lines[end]:
        end += 1
    rows = [lines[i].split("\t") for i in range(start, end)]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    while filled and filled[-1] < 2 and _is_prose(rows[len(filled) - 1]):
        filled.pop()
    if not filled or max(filled) < 2 or _is_prose(rows[0]):
        return start
    return start + len(filled) if len(filled) > 1 or filled[0] > 2 else start


def _is_prose(row: list[str]) -> bool:
    texts = [cell.strip() for cell in row if cell.strip()]
    return len(texts) < 2 and (not row[0].strip() or any(len(t) > _WIDE_CELL or t.endswith("。") for t in texts))


def _tab_table(run: list[str]) -> list[Block]:
    rows = [line.split("\t") for line in run]
    if all(row[-1].strip() == "" for row in rows):
        rows = [row[:-1] for row in rows]
    return [_table(rows)]


def _pipe_run(lines: list[str], start: int) -> int:
    """Where the table cut by pipes that begins at line `start` ends; `start` if none begins."""
    end = start
    while end < len(lines) and _is_pipe_line(lines[end]):
        end += 1
    run = [line.strip().replace("｜", "|") for line in lines[start:end]]
    closed = sum(line.startswith("|") or line.endswith("|") for line in run)
    # A pipe alone on a line closes the cell on the line above.
    return end if closed and (len(run) > 1 or run[0].count("|") > 2 or run[0] == "|") else start


def _is_pipe_line(line: str) -> bool:
    return "|" in line or "｜" in line


def _pipe_table(run: list[str]) -> list[Block]:
    """The blocks of lines with pipes: tables, and the sentences that a page laid out as a table of one cell a line."""
    if not any(_is_sentence(line) for line in run):
        return _cells_of_pipes(run)
    blocks: list[Block] = []
    cells: list[str] = []
    for line in [*run, ""]:
        alone = _alone(line)
        if line and not (_is_sentence(line) or _NUMBERED.match(alone)):
            cells.append(line)
            continue
        blocks += _cells_of_pipes(cells) if cells else []
        blocks += [Block("paragraph", alone)] if alone else []
        cells = []
    return blocks


def _alone(line: str) -> str:
    """The one text of a line of cells; "" where there are several or none."""
    filled = [cell.strip() for cell in line.replace("｜", "|").split("|") if cell.strip()]
    return filled[0] if len(filled) == 1 else ""


def _is_sentence(line: str) -> bool:
    text = _alone(line)
    return len(text) >= _SENTENCE_LENGTH and "。" in text


def _cells_of_pipes(run: list[str]) -> list[Block]:
    lines = [line.rstrip().replace("｜", "|") for line in run]
    if not any(line.strip("| ") for line in lines):
        return [Block("paragraph", "")] * (len(lines) - 1)
    single = [line for line in lines if not _LEFT_OVER.fullmatch(line)]
    if sum(line.count("|") == 1 and line.endswith("|") for line in single) * 5 >= len(single) * 4:
        return _tail_table(lines)
    lines = [line.strip() for line in lines if line.strip() != "|" and not _RULE.fullmatch(line)]
    if len({line.endswith("||") for line in lines}) > 1:
        # Where only some rows are closed twice, the second pipe closes no cell.
        lines = [_DOUBLE_CLOSING.sub("|", line) for line in lines]
    rows = [[cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")] for line in lines]
    return [_table(rows)] if rows else []


def _tail_table(lines: list[str]) -> list[Block]:
    """One cell a line, each closed by a pipe; a line that holds only a pipe ends the row or is an empty cell, one that
    holds several ends the row."""
    ends = {position for position, line in enumerate(lines) if _LEFT_OVER.fullmatch(line)}
    cells = ["" if position in ends else line.removesuffix("|") for position, line in enumerate(lines)]
    told_apart = any(cell and not cell.strip() for cell in cells)
    rows: list[list[str]] = [[]]
    following = [""] * len(cells)
    for position in range(len(cells) - 2, -1, -1):
        following[position] = cells[position + 1].strip() or following[position + 1]
    for position, cell in enumerate(cells):
        text = cell.strip()
        # Where only rows with wide cells are closed, a label behind a number begins the next row.
        begins = ends and rows[-1] and _VALUE.fullmatch(rows[-1][-1]) and text and not _VALUE.fullmatch(text)
        if position in ends or begins:
            rows.append([text] if begins else [])
        elif text or cell or (not told_apart and _is_empty_cell(cells, position, rows[-1], following[position])):
            rows[-1].append(text)
        elif rows[-1]:
            rows.append([])
    rows = [row for row in rows if row]
    if sum(len([text for text in row if text]) > 1 for row in rows) * 4 < len(rows):
        return [Block("paragraph", text) for row in rows for text in row]
    return [_table(rows)]


def _is_empty_cell(cells: list[str], position: int, row: list[str], following: str) -> bool:
    """Whether a lone pipe stands for an empty cell: more pipes follow, or a number that goes on with the row.

    `following` are the words of the next cell that holds any."""
    if not row or position + 1 == len(cells):
        return False
    if not _NUMBER.fullmatch(following):
        return not cells[position + 1].strip()
    # Only the last table has a row of numbers alone, under a row of many labels.
    return sum(not _NUMBER.fullmatch(text) for text in row if text) < 3


def _table(rows: list[list[str]]) -> Block:
    cells = (Cell(r, c, text.strip()) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Block("table", cells=tuple(cells))
