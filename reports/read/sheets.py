"""Step 2, read: a table that staff made, as rows of cells: for lists of ours (publication logs, the roster), no reports.

In goes a .csv in any charset or an .xlsx; out come the sheets, each a list of rows with the cells as they stand.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from typing import Any

from reports.errors import UnreadableFile
from reports.text.charset import decode

MOST_ROWS = 500_000
_MOST_SHEET_BYTES = 200_000_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def sheets_in(data: bytes, file_name: str) -> list[list[list[Any]]]:
    """The rows of each visible sheet; a .csv is one sheet. UnreadableFile when it is no table, or too long."""
    return _workbook(data, file_name) if data[:4] == b"PK\x03\x04" else [_text(data, file_name)]


def _text(data: bytes, file_name: str) -> list[list[Any]]:
    if data[:4] == _OLD_EXCEL:
        raise UnreadableFile(f"{file_name}：是旧版 Excel 文件（.xls）；请另存为 .xlsx 或 .csv 后再载入。")
    text, damage = decode(data)
    if damage > 0.02 or not text.strip():
        raise UnreadableFile(f"{file_name}：不是文字表格（.csv 或 .xlsx），或已损坏；请重新导出后再载入。")
    start = text.lstrip("\ufeff\r\n")[:5000]
    delimiter = max(",\t;，", key=start.count)
    try:
        # A cell that begins with a quotation mark of Chinese prose is no quoted cell; csv knows only the ASCII one.
        reader = csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\0", ""), newline=""), delimiter=delimiter)
        rows: list[list[Any]] = []
        for row in reader:
            # Line numbers are those of the file also where blank lines or line breaks within cells stand before.
            rows += [[] for _skipped in range(reader.line_num - len(rows) - 1)]
            rows.append(list(row))
            if len(rows) > MOST_ROWS:
                raise _too_long(file_name)
    except csv.Error as error:
        raise UnreadableFile(
            f"{file_name}：第 {reader.line_num} 行无法拆成列（{error}）；请重新导出后再载入。"
        ) from error
    return rows


def _too_long(file_name: str) -> UnreadableFile:
    return UnreadableFile(f"{file_name}：超过 {MOST_ROWS} 行；请按年度拆成几个文件再载入。")


def _workbook(data: bytes, file_name: str) -> list[list[list[Any]]]:
    """The rows of the visible sheets; a cell within a merged range has the range's value."""
    import warnings

    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(entry.file_size for entry in parts.infolist())
        if size > _MOST_SHEET_BYTES:
            raise _too_long(file_name)
        with warnings.catch_warnings():
            # It warns of styles and extensions that it does not keep; none of them is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged workbook fails in openpyxl in any way
        raise UnreadableFile(
            f"{file_name}：工作簿已损坏或已加密，无法打开；请另存为 .xlsx 或 .csv 后再载入。"
        ) from error
    sheets = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row > MOST_ROWS:
            raise _too_long(file_name)
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        for merged in sheet.merged_cells.ranges:
            first = rows[merged.min_row - 1][merged.min_col - 1]
            for row in range(merged.min_row, min(merged.max_row, len(rows)) + 1):
                rows[row - 1][merged.min_col - 1] = first
        sheets.append(rows)
    return sheets


def words_of(cell: Any) -> str:
    """The text of a cell in one line."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return re.sub(r"\s+", " ", str(cell)).strip()
