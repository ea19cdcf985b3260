"""Step 2, read: an Excel workbook (.xlsx) becomes a Document.

In come the bytes; out go, sheet after sheet, the rows that hold one text as paragraphs and the rows between
them as tables, cells merged as printed. A number is written as its cell's format prints it (a share of 0.982
formatted as percent is 98.2%). Hidden sheets, rows and columns are left out; a formula without a stored result
and an error value are written so that no number can be read from them. It evaluates nothing.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from lxml import etree

from reports.errors import UnreadableFile
from reports.model import Block, Cell, Document
from reports.read.containers import Container

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_MOST_CELLS = 50_000
_MOST_ROWS, _MOST_COLUMNS = 20_000, 400
_MOST_SHEETS = 60
_LONG = 60
"""A text of more characters than this is prose even where it has a border."""
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,2}[、.．]|第[一二三四五六七八九十]部分)")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "yyyy-m-d",
    16: "m月d日", 17: "yyyy年m月", 22: "yyyy-m-d", 31: "yyyy年m月d日", 37: "#,##0", 38: "#,##0", 39: "#,##0.00",
    40: "#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_UNKNOWN = "#未算出"
"""Stands for the result of a formula that the file does not hold."""


def read(data: bytes, file_name: str) -> Document:
    """The document in `data`; UnreadableFile when it is damaged, encrypted, too large or has no text."""
    container = Container(data, file_name)
    book = _Book(container, file_name)
    found: list[Block] = []
    marks: list[str] = []
    for name, part in book.sheets():
        sheet = book.sheet(part)
        found.extend(_blocks(sheet))
        if sheet.is_cut:
            marks.append(f"工作表“{name}”过大，只读取了前{_MOST_ROWS}行、{_MOST_COLUMNS}列。")
        if sheet.has_unknown:
            marks.append(f"工作表“{name}”中有公式没有保存计算结果，相应数字没有读取；请用Excel或WPS打开后保存一次。")
    if not found:
        raise UnreadableFile(f"{file_name}：工作簿里没有文字，读不到内容；请核对是否为年度报告。")
    return Document("xlsx", tuple(found), marks=tuple(marks))


@dataclass(slots=True)
class _Sheet:
    """Visible cells of one sheet by (row, column), 0-based as in the file."""

    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    bordered: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    has_unknown: bool = False
    is_cut: bool = False


class _Book:
    """The parts of one workbook that its sheets share."""

    def __init__(self, container: Container, file_name: str) -> None:
        self._container = container
        self._count = 0
        self._main = "xl/workbook.xml"
        for kind, target, _ in self._related(""):
            if kind == "officeDocument" and target in container:
                self._main = target
        self._root = self._container.parse(self._main, _STRICT)
        self._parts = {identifier: target for _, target, identifier in self._related(self._main)}
        kinds = {kind: target for kind, target, _ in self._related(self._main)}
        properties = self._root.find(_S + "workbookPr")
        is_old_mac = properties is not None and properties.get("date1904") in ("1", "true")
        self._day_zero = datetime(1904, 1, 1) if is_old_mac else datetime(1899, 12, 30)
        strings = kinds.get("sharedStrings", "")
        self._strings = self._shared(strings) if strings in container else []
        styles = kinds.get("styles", "")
        self._formats: list[str] = []
        self._has_border: list[bool] = []
        if styles in container:
            self._read_styles(self._container.parse(styles, _STRICT))

    def _related(self, part: str) -> list[tuple[str, str, str]]:
        """(kind, part, id) of the relationships of a part."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", base + ".rels")
        if name not in self._container:
            return []
        return [
            (
                relation.get("Type", "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/"),
                relation.get("Id", ""),
            )
            for relation in self._container.parse(name, _STRICT)
            if isinstance(relation.tag, str) and relation.get("TargetMode") != "External"
        ]

    def _shared(self, name: str) -> list[str]:
        return [_rich(item) for item in self._container.parse(name, _STRICT).iterfind(_S + "si")]

    def _read_styles(self, root: etree._Element) -> None:
        own = {
            item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iterfind(f"{_S}numFmts/{_S}numFmt")
        }
        borders = [
            any(side.get("style", "none") != "none" for side in border if isinstance(side.tag, str))
            for border in root.iterfind(f"{_S}borders/{_S}border")
        ]
        for style in root.iterfind(f"{_S}cellXfs/{_S}xf"):
            number = style.get("numFmtId", "0")
            built_in = _BUILT_IN.get(int(number), "") if number.isdigit() else ""
            self._formats.append(own.get(number, built_in))
            border = style.get("borderId", "0")
            index = int(border) if border.isdigit() else 0
            self._has_border.append(index < len(borders) and borders[index])

    def sheets(self) -> list[tuple[str, str]]:
        """(name, part) of the visible sheets, in order."""
        found = []
        for sheet in self._root.iterfind(f"{_S}sheets/{_S}sheet"):
            part = self._parts.get(sheet.get(_R + "id", ""), "")
            if sheet.get("state", "visible") == "visible" and "worksheets" in part and part in self._container:
                found.append((sheet.get("name", ""), part))
        return found[:_MOST_SHEETS]

    def sheet(self, part: str) -> _Sheet:
        """The cells of one sheet."""
        root = self._container.parse(part, _STRICT)
        sheet = _Sheet()
        for column in root.iterfind(f"{_S}cols/{_S}col"):
            if column.get("hidden") in ("1", "true"):
                first, last = _whole(column.get("min")), _whole(column.get("max"))
                sheet.hidden_columns.update(range(max(first, 1) - 1, min(last, _MOST_COLUMNS)))
        next_row = 0
        for row in root.iterfind(f"{_S}sheetData/{_S}row"):
            index = _whole(row.get("r")) - 1 if row.get("r") else next_row
            next_row = index + 1
            if index >= _MOST_ROWS or self._count > _MOST_CELLS:
                sheet.is_cut = True
                break
            if row.get("hidden") in ("1", "true"):
                sheet.hidden_rows.add(index)
                continue
            next_column = 0
            tell_places = any(cell.get("r") for cell in row.iterfind(_S + "c"))
            for cell in row.iterfind(_S + "c"):
                place = _REFERENCE.fullmatch(cell.get("r", ""))
                column_index = _column(place[1]) if place else next_column
                next_column = column_index + 1
                self._count += 1
                if column_index >= _MOST_COLUMNS:
                    sheet.is_cut = True
                    break
                if column_index in sheet.hidden_columns:
                    continue
                style = _whole(cell.get("s"))
                if style < len(self._has_border) and self._has_border[style]:
                    sheet.bordered.add(index)
                text = self._text(cell, self._formats[style] if style < len(self._formats) else "")
                if text and ((place is None and tell_places) or (cell.text or "").strip()):
                    # The others say where they stand; where this one stood, or of which two it was made, is not known.
                    text = _UNKNOWN
                if text == _UNKNOWN:
                    sheet.has_unknown = True
                if text.strip():
                    sheet.texts[index, column_index] = text
        for merge in root.iterfind(f"{_S}mergeCells/{_S}mergeCell"):
            corners = _REFERENCE.findall(merge.get("ref", ""))
            if len(corners) == 2 and len(sheet.merges) < _MOST_CELLS:
                (left, top), (right, bottom) = corners
                region = (int(top) - 1, int(bottom) - 1, _column(left), _column(right))
                if region[0] <= region[1] < _MOST_ROWS and region[2] <= region[3]:
                    sheet.merges.append((*region[:3], min(region[3], _MOST_COLUMNS)))
        return sheet

    def _text(self, cell: etree._Element, number_format: str) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_S + "is")
            return _rich(inline) if inline is not None else ""
        value = cell.findtext(_S + "v")
        if value is None or value == "":
            has_formula = cell.find(_S + "f") is not None
            return _UNKNOWN if has_formula and (value is None or kind == "n") else ""
        if kind == "s":
            index = _whole(value)
            return self._strings[index] if value.strip().isdigit() and index < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "n":
            return _printed(value, number_format, self._day_zero)
        return value


def _whole(text: str | None) -> int:
    return int(text) if text is not None and text.strip().isdigit() and len(text) < 10 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _rich(item: etree._Element) -> str:
    """Text of a string with runs, without its phonetic guide."""
    pieces = []
    for child in item:
        if child.tag == _S + "t":
            pieces.append(child.text or "")
        elif child.tag == _S + "r":
            pieces.extend(piece.text or "" for piece in child.iterfind(_S + "t"))
    return "".join(pieces).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")


def _printed(value: str, number_format: str, day_zero: datetime) -> str:
    """A stored number as its format prints it; thousands separators are left out.

    >>> _printed("0.982", "0.0%", datetime(1899, 12, 30)), _printed("12", "General", datetime(1899, 12, 30))
    ('98.2%', '12')
    """
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return value
    sections = number_format.split(";")
    section = sections[0]
    is_negative = number < 0
    if number == 0 and len(sections) > 2:
        section = sections[2]
        if not section.strip():
            return ""
        if not re.search(r"[0#?]", section):
            return "0"
    elif is_negative and len(sections) > 1:
        section = sections[1]
    bare = re.sub(r"\[[^\]]*\]|_.|\*.", "", section)
    before, after = _literals(bare)
    code = re.sub(r'"[^"]*"|\\.', "", bare)
    if re.search(r"[ymdhs]", code, re.I) and "e+" not in code.lower() and code.strip().lower() != "general":
        return _date(number, code, day_zero)
    figures = re.search(r"[0#?][0#?,]*(?:\.([0#?]*))?", code)
    if not figures:
        return before + _plain(number) + after if code.strip().lower() in ("", "general", "@") else _plain(number)
    if "e+" in code.lower() or "/" in code:
        return _plain(number)
    percent = "%" in code
    decimals = figures[1] or ""
    shown = abs(number) * (100 if percent else 1)
    shown = shown.quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    text = f"{shown:f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    sign = "-" if is_negative and Decimal(text.rstrip(".")) != 0 else ""
    return before + sign + text.rstrip(".") + ("%" if percent else "") + after


def _literals(section: str) -> tuple[str, str]:
    """The words that a format prints before and after the number."""
    first = re.search(r"[0#?]", re.sub(r'"[^"]*"', lambda m: " " * len(m[0]), section))
    position = first.start() if first else len(section)
    words = [(m.start(), m[1] if m[1] is not None else m[2]) for m in re.finditer(r'"([^"]*)"|\\(.)', section)]
    before = "".join(word for start, word in words if start < position)
    return before, "".join(word for start, word in words if start > position)


def _plain(number: Decimal) -> str:
    rounded = f"{Decimal(f'{float(number):.12g}'):f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def _date(number: Decimal, code: str, day_zero: datetime) -> str:
    try:
        moment = day_zero + timedelta(days=float(number))
    except OverflowError:
        return _plain(number)
    lowered = code.lower()
    if "y" not in lowered and "d" not in lowered:
        return f"{moment.hour}:{moment.minute:02d}"
    return f"{moment.year}年{moment.month}月{moment.day}日" if "d" in lowered else f"{moment.year}年{moment.month}月"


def _blocks(sheet: _Sheet) -> list[Block]:
    """Runs of table rows as tables, other rows as paragraphs."""
    if not sheet.texts:
        return []
    region_of: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    for region in sheet.merges:
        if (region[0], region[2]) in sheet.texts or region[1] > region[0]:
            last_row = max(row for row, _ in sheet.texts)
            region_of[region[0], region[2]] = (region[0], min(region[1], last_row), region[2], region[3])
    by_row: dict[int, list[int]] = {}
    for row, column in sheet.texts:
        by_row.setdefault(row, []).append(column)
    first_column = min(column for _, column in sheet.texts)
    last_column = max(
        max(region_of[place][3] if place in region_of else place[1] for place in sheet.texts),
        max(column for _, column in sheet.texts),
    )
    reaching = {
        row
        for top, bottom, _, _ in region_of.values()
        if bottom > top and bottom - top < 200
        for row in range(top, bottom + 1)
    }
    rows = sorted({*by_row, *(row for row in sheet.bordered if row <= max(by_row)), *(reaching)} - sheet.hidden_rows)
    has_borders = len(sheet.bordered) >= 3
    kinds: dict[int, str] = {}
    for row in rows:
        columns = by_row.get(row, [])
        if len(columns) != 1:
            in_table = len(columns) > 1 or row in reaching or row in sheet.bordered
            kinds[row] = "table" if in_table else "gap"
            continue
        text = sheet.texts[row, columns[0]]
        top, bottom, left, right = region_of.get((row, columns[0]), (row, row, columns[0], columns[0]))
        is_whole_width = left == first_column and right >= last_column and right > left
        is_framed = has_borders and row in sheet.bordered
        if len(text) > _LONG or (is_whole_width and (not is_framed or _HEADING.match(text))):
            kinds[row] = "prose"
        elif row in reaching and bottom == top:
            kinds[row] = "table"
        elif has_borders:
            kinds[row] = "table" if row in sheet.bordered else "prose"
        elif _HEADING.match(text) and right == left:
            kinds[row] = "prose"
        else:
            kinds[row] = "perhaps"

    def reach(row: int) -> tuple[int, int]:
        """First and last column that the texts of a row take up."""
        regions = [region_of.get((row, column), (row, row, column, column)) for column in by_row.get(row, [])]
        return min((r[2] for r in regions), default=0), max((r[3] for r in regions), default=0)

    for index, row in enumerate(rows):
        if kinds[row] != "perhaps":
            continue
        # A single short text without a border: in a table only when rows of a table stand right around it.
        following = next((r for r in rows[index + 1 :] if kinds[r] != "perhaps"), None)
        after = "" if following is None else kinds[following]
        before = kinds[rows[index - 1]] if index and rows[index - 1] == row - 1 else ""
        left, right = reach(row)
        width = reach(following)[1] if following is not None and after == "table" else last_column
        if right > left and (right > width or (2 * right > width and _HEADING.match(sheet.texts[row, by_row[row][0]]))):
            kinds[row] = "prose"
        else:
            is_title = right > left and after == "table"
            kinds[row] = "table" if is_title or (before == "table" and after == "table") else "prose"
    found: list[Block] = []
    run: list[int] = []

    def flush() -> None:
        if run:
            table = _table(sheet, run, by_row, region_of)
            if table is not None:
                found.append(table)
            run.clear()

    for row in rows:
        if kinds[row] == "table" and (
            not run or row - run[-1] == 1 or not set(range(run[-1] + 1, row)) - sheet.hidden_rows
        ):
            run.append(row)
            continue
        flush()
        if kinds[row] == "table":
            run.append(row)
        elif kinds[row] == "prose":
            for line in sheet.texts[row, by_row[row][0]].split("\n"):
                if line.strip():
                    found.append(Block("paragraph", line))
    flush()
    return found


def _table(
    sheet: _Sheet,
    run: list[int],
    by_row: dict[int, list[int]],
    region_of: dict[tuple[int, int], tuple[int, int, int, int]],
) -> Block | None:
    """The rows of `run` as one table; every place between its outermost columns is a cell, if an empty one."""
    rows = {row: index for index, row in enumerate(run)}
    regions = [
        region
        for region in region_of.values()
        if region[0] in rows and (region[3] > region[2] or region[1] > region[0])
    ]
    used = [column for row in run for column in by_row.get(row, [])]
    used += [region[2] for region in regions] + [region[3] for region in regions]
    if not used:
        return None
    columns = [column for column in range(min(used), max(used) + 1) if column not in sheet.hidden_columns]
    index_of = {column: index for index, column in enumerate(columns)}
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    spans = {(region[0], region[2]): region for region in regions}
    for row in run:
        for column in columns:
            if (row, column) in taken:
                continue
            top, bottom, left, right = spans.get((row, column), (row, row, column, column))
            covered = [
                (r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if r in rows and c in index_of
            ]
            taken.update(covered)
            height, width = len({r for r, _ in covered}), len({c for _, c in covered})
            text = sheet.texts.get((row, column), "")
            cells.append(Cell(rows[row], index_of[column], text, max(height, 1), max(width, 1)))
    if not any(cell.text for cell in cells):
        return None
    return Block("table", cells=tuple(cells))
