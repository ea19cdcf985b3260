"""单位画像 as a Word document of one sheet: the office among its like, what is weak and what to ask it.

In come an office's rows and cards; out come the bytes of a .docx. What finds no room on the sheet is left out, and
said to be left out: lines are counted beforehand, for nobody can measure a Word document without Word.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from dashboard import wording
from dashboard.briefing import layout, pictures
from dashboard.briefing.matters import matter_words

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

    from dashboard.portrait import Row

MARGINS = (22.0, 20.0, 20.0, 20.0)
WIDTH = 210 - MARGINS[1] - MARGINS[3]
HEIGHT = (297 - MARGINS[0] - MARGINS[2]) / 25.4 * 72
"""Points of a sheet between its margins."""
COLUMNS = (40.0, 19.0, 26.0, 42.0, 16.0, 27.0)
"""Millimetres of the table's columns."""
COLUMNS_ALONE = (80.0, 40.0, 50.0)
"""The same without the columns of its like."""
BAR = (34.0, 3.6)
SIZE, SPACING = 10.5, 17.0
ROW = 15.5
NARROW = 0.55
"""Width of a letter or figure, in Chinese characters."""


def lines(text: str, indent: int = 0) -> int:
    """The lines that a paragraph takes on the sheet, rather one more than too few.

    >>> lines("字" * 44), lines("字" * 45), lines("12345" * 8)
    (1, 2, 1)
    """
    per_line = math.floor(WIDTH / 25.4 * 72 / SIZE)
    width = indent + sum(1.0 if sign > "\u2e7f" else NARROW for sign in text)
    return max(1, math.ceil(width / (per_line - 1)))


def office_sheet(
    name: str,
    year: int,
    head: str,
    notes: Sequence[str],
    rows: Sequence[Row],
    weak: Sequence[Any],
    below: Sequence[str],
    made_on: date,
    alone: bool = False,
) -> bytes:
    """The document: `head` is the page's first line, `notes` stand below the title, `below` under the table; `weak`
    are rows of weak_spot_cards. `alone`: for whoever is told nothing of its like."""
    title = wording.portrait_title(name, year)
    document = layout.begun(title, MARGINS)
    heading = layout.add_paragraph(document, title, layout.TITLE, 18, indent=0, spacing=28)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    used = 28.0
    for note in notes:
        used += _line(document, note, "楷体_GB2312", indent=0, size=9.5, centred=True)
    used += _line(document, head)
    _table(document, rows, year, alone)
    used += ROW * (len(rows) + 1) + 4
    for note in below:
        used += _line(document, note, indent=0, size=9)
    used += _heading(document, wording.OFFICE_WEAK)
    reserve = 3 * SPACING
    """Room for the line on what is left out, and for who hands the sheet in and when."""
    shown = 0
    for number, card in enumerate(weak, 1):
        texts = matter_words(number, card)
        needed = sum(lines(text, 2) for text in texts) * SPACING
        if used + needed + reserve > HEIGHT:
            break
        used += sum(_line(document, text) for text in texts)
        shown += 1
    if not weak:
        _line(document, wording.OFFICE_WEAK_NONE)
    elif shown < len(weak):
        _line(document, wording.portrait_rest(len(weak), shown))
    for text in (wording.BRIEFING_SIGNED, wording.day(made_on)):
        signed = layout.add_paragraph(document, text, layout.BODY, SIZE, indent=0, spacing=SPACING)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(
    document: DocumentType,
    text: str,
    font: str = layout.BODY,
    *,
    indent: int = 2,
    size: float = SIZE,
    centred: bool = False,
) -> float:
    """Writes a paragraph; gives its height in points."""
    written = layout.add_paragraph(document, text, font, size, indent=indent, spacing=SPACING)
    if centred:
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return lines(text, indent) * SPACING


def _heading(document: DocumentType, text: str) -> float:
    written = layout.add_paragraph(document, text, layout.HEADING, 12, indent=0, spacing=22)
    written.paragraph_format.keep_with_next = True
    return 22.0


def _table(document: DocumentType, rows: Sequence[Row], year: int, alone: bool) -> None:
    widths = COLUMNS_ALONE if alone else COLUMNS
    table = document.add_table(len(rows) + 1, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    layout.narrow_margins(table)
    heads = (
        wording.INDICATOR,
        wording.year(year),
        wording.CHANGE_ON_YEAR,
        wording.SPINE_POSITION,
        wording.MEDIAN,
        wording.SPINE_PLACE,
    )
    for place, words in enumerate(heads[: len(widths)]):
        layout.fill_cell(table.cell(0, place), words, bold=True, left=place == 0)
    for number, row in enumerate(rows, 1):
        cells = table.rows[number].cells
        value = f"{row.value}（{wording.FEW_CASES_SHORT}）" if row.few else row.value
        told = ((0, row.name), (1, value), (2, row.change), (4, row.median), (5, row.place))
        for place, words in told[:3] if alone else told:
            layout.fill_cell(cells[place], words, left=place == 0)
        if alone:
            continue
        paragraph = cells[3].paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        held = paragraph.add_run().add_picture(io.BytesIO(pictures.spine(row.bar)), width=Mm(BAR[0]), height=Mm(BAR[1]))
        held._inline.docPr.set("descr", row.words)
    layout.set_widths(table, widths)
    for line in table.rows:
        line.height_rule, line.height = WD_ROW_HEIGHT_RULE.EXACTLY, Pt(ROW)
        for cell in line.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(0)
