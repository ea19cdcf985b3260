"""Workbooks for Excel on their way out: text stays text, and a sheet says what is in them.

Imports nothing of ours; it knows neither a table nor a page.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

_NOTE_WIDTHS = (18, 90)


def book_of(fill: Callable[[Workbook], object]) -> bytes:
    """The bytes of a workbook that `fill` puts sheets into. No cell is taken for a formula, a link or a number: a cell
    is what it was written as."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        fill(book)
    return out.getvalue()


def head_format(book: Workbook) -> Format:
    """How the head of a plain table is set."""
    return book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})


def add_notes(book: Workbook, name: str, lines: Iterable[tuple[str, str]]) -> None:
    """A sheet of two columns: what is meant, and the sentence about it."""
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    for place, width in enumerate(_NOTE_WIDTHS):
        sheet.set_column(place, place, width)
    for line, (about, said) in enumerate(lines):
        sheet.write_string(line, 0, about, bold)
        sheet.write_string(line, 1, said, wrapped)
