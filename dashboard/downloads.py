"""Downloads: the data behind a chart or table as an Excel workbook with notes, or as CSV.

In comes a Sheet (columns, rows, notes); out come bytes, built only when somebody clicks: the rows in the order in which
they are shown, numbers as numbers and rounded as shown, text as text, so that what looks like a formula never runs as one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import streamlit as st

from dashboard import wording
from dashboard.ask import later
from reports.text.shown import harmless

KINDS = {
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""What a browser is told of a file, by the ending of its name; of all others that they are bytes."""
_ICONS = {"docx": ":material/description:", "zip": ":material/folder_zip:"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to download: file name without ending, column names, rows (text, numbers, None) in the order shown, and
    notes as (name, value) for the second sheet: indicator, unit, filters, reports covered, generation."""

    name: str
    columns: Sequence[str]
    rows: Callable[[], Sequence[Sequence[object]]]
    notes: Sequence[tuple[str, str]]


def as_shown(amount: float, decimals: int) -> float | int:
    """`amount` rounded as it is shown; a whole number without decimals.

    >>> as_shown(97.25, 1), as_shown(-0.1299999999999955, 1), as_shown(99.96, 1)
    (97.3, -0.1, 100)
    """
    shown = wording.rounded(amount, decimals)
    return int(shown) if shown.is_integer() else shown


def cells(sheet: Sheet) -> list[list[str | float | int | None]]:
    """The rows of the sheet as they are written: numbers rounded as shown, untold None."""
    unit_place = sheet.columns.index(wording.UNIT) if wording.UNIT in sheet.columns else None
    is_rate = dict(sheet.notes).get(wording.NOTE_UNIT) == "%"
    shares = [is_rate or "%" in column or wording.POINTS in column for column in sheet.columns]
    written = []
    for row in sheet.rows():
        is_share_row = unit_place is not None and row[unit_place] == "%"
        written.append(
            [_plain(value, 1 if is_share_row or share else 2) for value, share in zip(row, shares, strict=True)]
        )
    return written


def _plain(value: object, decimals: int) -> str | float | int | None:
    if isinstance(value, str):
        return value
    amount = wording.figure(value) if not isinstance(value, bool) else None
    return None if amount is None else as_shown(amount, decimals)


def notes_of(sheet: Sheet) -> list[tuple[str, str]]:
    """The notes, what they say of gaps made true for this sheet."""
    gaps = any(cell is None for row in cells(sheet) for cell in row)
    words = wording.gap_words(gaps, wording.STATUS in sheet.columns)
    return [(name, words if value == wording.NOTE_GAPS_TEXT else value) for name, value in sheet.notes]


def csv_bytes(sheet: Sheet) -> bytes:
    """The sheet as CSV in UTF-8 with a byte order mark, which Excel needs to show Chinese; untold is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([harmless(column) for column in sheet.columns])
    for row in cells(sheet):
        writer.writerow(["" if c is None else harmless(c) if isinstance(c, str) else c for c in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet: Sheet) -> bytes:
    """The sheet as an Excel workbook: the data under a head that stays and filters, and a second sheet with the notes."""

    from reports.text.book import book_of

    return book_of(partial(_fill, sheet))


def _fill(sheet: Sheet, book: Any) -> None:
    from reports.text.book import add_notes, head_format

    head = head_format(book)
    whole, broken, plain = (book.add_format({"num_format": form}) for form in ("#,##0", "#,##0.0#", "0"))
    data = book.add_worksheet(wording.SHEET_DATA)
    # The arrow of the filter takes the place of a character.
    widths = [_width(column) + 3 for column in sheet.columns]
    for place, column in enumerate(sheet.columns):
        data.write_string(0, place, column, head)
    rows = cells(sheet)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                data.write_string(line, place, cell)
                widths[place] = max(widths[place], min(60, _width(cell) + 2))
            elif cell is not None:
                is_year = wording.YEAR in sheet.columns[place]
                data.write_number(line, place, cell, plain if is_year else whole if isinstance(cell, int) else broken)
    for place, width in enumerate(widths):
        data.set_column(place, place, width)
    data.freeze_panes(1, 0)
    data.autofilter(0, 0, len(rows), len(sheet.columns) - 1)
    add_notes(book, wording.SHEET_NOTES, notes_of(sheet))


def _width(text: str) -> int:
    return sum(2 if sign > "\u2e80" else 1 for sign in text)


def button(label: str, name: str, build: Callable[..., bytes], *given: Any, key: str, **drawn: Any) -> None:
    """One button for the file `name`, which is `build(*given)`, made on the click as `later` says. `drawn` goes to
    Streamlit's button."""
    ending = name.rpartition(".")[2].lower()
    st.download_button(
        label,
        data=later(build, *given),
        file_name=name,
        mime=KINDS.get(ending, "application/octet-stream"),
        key=key,
        on_click="ignore",
        icon=_ICONS.get(ending, ":material/download:"),
        width="content",
        **drawn,
    )


def buttons(sheet: Sheet, key: str) -> None:
    """Two small buttons: Excel and CSV."""
    with st.container(horizontal=True, gap="small", width="content", key=f"downloads-{key}"):
        for ending, label, build in (
            ("xlsx", wording.DOWNLOAD_XLSX, xlsx_bytes),
            ("csv", wording.DOWNLOAD_CSV, csv_bytes),
        ):
            button(label, f"{sheet.name}.{ending}", build, sheet, key=f"{key}-{ending}", type="tertiary")
