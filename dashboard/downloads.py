"""Downloads: the data behind a chart or table as an Excel workbook with notes, or as CSV.

In comes a Sheet (columns, rows, notes); out come bytes, built only when somebody clicks. Text is always
written as text: what looks like a formula never runs as one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboard import wording

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to download: file name without ending, column names, rows (text, numbers, None), and notes as
    (name, value) for the second sheet: indicator, unit, filters, reports covered, generation."""

    name: str
    columns: Sequence[str]
    rows: Callable[[], Sequence[Sequence[object]]]
    notes: Sequence[tuple[str, str]]


def harmless(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula: an apostrophe before a leading sign.
    Plain negative numbers stay as they are.

    >>> harmless("=1+1"), harmless("-3.5"), harmless("-cmd"), harmless("社会救助")
    ("'=1+1", '-3.5', "'-cmd", '社会救助')
    """
    if not text.startswith(FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _plain(value: object) -> str | float | None:
    amount = wording.figure(value) if not isinstance(value, (str, bool)) else None
    if amount is not None:
        return int(amount) if amount.is_integer() else amount
    return value if isinstance(value, str) else None


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as CSV in UTF-8 with a byte order mark, which Excel needs to show Chinese; untold is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(column) for column in sheet.columns])
    for row in sheet.rows():
        cells = (_plain(value) for value in row)
        writer.writerow(["" if c is None else harmless(c) if isinstance(c, str) else c for c in cells])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The sheet as an Excel workbook: the data, and a second sheet with the notes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    data = book.add_worksheet(wording.SHEET_DATA)
    widths = [len(column) * 2 + 2 for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        data.write_string(0, place, column, bold)
    for line, row in enumerate(sheet.rows(), 1):
        for place, value in enumerate(row):
            cell = _plain(value)
            if isinstance(cell, str):
                data.write_string(line, place, cell)
                widths[place] = max(widths[place], min(60, sum(2 if c > "\u2e80" else 1 for c in cell) + 2))
            elif cell is not None:
                data.write_number(line, place, cell)
    for place, width in enumerate(widths):
        data.set_column(place, place, width)
    data.freeze_panes(1, 0)
    notes = book.add_worksheet(wording.SHEET_NOTES)
    notes.set_column(0, 0, 18)
    notes.set_column(1, 1, 90)
    for line, (name, value) in enumerate(sheet.notes):
        notes.write_string(line, 0, name, bold)
        notes.write_string(line, 1, value, wrapped)
    book.close()
    return out.getvalue()


def buttons(sheet: Sheet, key: str) -> None:
    """Two small buttons: Excel and CSV. The file is built on the click."""
    with st.container(horizontal=True, gap="small", width="content", key=f"downloads-{key}"):
        for ending, label, build, kind in (
            (
                "xlsx",
                wording.DOWNLOAD_XLSX,
                xlsx_bytes,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            ("csv", wording.DOWNLOAD_CSV, csv_bytes, "text/csv"),
        ):
            st.download_button(
                label,
                data=partial(build, sheet),
                file_name=f"{sheet.name}.{ending}",
                mime=kind,
                key=f"{key}-{ending}",
                on_click="ignore",
                type="tertiary",
                icon=":material/download:",
                width="content",
            )
