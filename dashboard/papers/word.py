"""A paper as a Word document in the layout of official papers (briefing/layout.py).

In comes a Paper; out come the bytes of a .docx. Several papers become one zip.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

from dashboard import wording
from dashboard.briefing import layout
from dashboard.papers.paper import Heading, Paper, Source, Table, Text

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
QUOTED = "楷体_GB2312"
ONE_SHEET = (22.0, 20.0, 20.0, 20.0)
"""Margins of a paper that keeps to one sheet, in millimetres."""


SHORT = 8
"""Rows of a table that is kept on one page."""


def written(paper: Paper) -> bytes:
    """The paper as a Word document."""
    small = paper.is_one_sheet
    document = layout.begun(paper.title, ONE_SHEET) if small else layout.begun(paper.title)
    if paper.is_numbered:
        _centred(document, wording.PAPER_NUMBER, layout.BODY, 16, 28)
    _centred(document, paper.title, layout.TITLE, 18 if small else 22, 28 if small else 34)
    for note in paper.notes:
        _centred(document, note, QUOTED, 9.5 if small else 14, 17 if small else 28)
    if paper.addressed:
        layout.add_paragraph(document, paper.addressed, indent=0)
    for part in paper.parts:
        if isinstance(part, Heading):
            _heading(document, part.text, small)
        elif isinstance(part, Text):
            _text(document, part, small)
        else:
            _table(document, part, small)
    for text in paper.signed if small else ("", *paper.signed):
        signed = layout.add_paragraph(document, text, size=10.5 if small else 16, indent=0, spacing=17 if small else 28)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(papers: Iterable[Paper]) -> bytes:
    """Several papers, each as a Word document of its own, numbered in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for number, paper in enumerate(papers, 1):
            package.writestr(f"{number:03d}_{file_name(paper.name)}.docx", written(paper))
    return out.getvalue()


def file_name(text: str) -> str:
    """A name that every system takes for a file's.

    >>> file_name('关于../甲:局\\\\的"函"'), file_name("长" * 200) == "长" * 80, file_name("..")
    ('关于..甲局的函', True, '文稿')
    """
    kept = re.sub(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]', "", text).strip(" .")[:80]
    return kept or wording.PAPER_UNNAMED


def _centred(document: DocumentType, text: str, font: str, size: float, spacing: float) -> None:
    paragraph = layout.add_paragraph(document, text, font, size, indent=0, spacing=spacing)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _heading(document: DocumentType, text: str, small: bool) -> None:
    if small:
        paragraph = layout.add_paragraph(document, text, layout.HEADING, 12, indent=0, spacing=22)
        paragraph.paragraph_format.keep_with_next = True
    else:
        layout.add_heading(document, text)


def _text(document: DocumentType, part: Text, small: bool) -> None:
    size, spacing = (10.5, 17.0) if small else (16.0, 28.0)
    told = layout.add_paragraph(document, part.text, size=size, spacing=spacing)
    if part.sources:
        told.paragraph_format.keep_with_next = True
        basis = _basis(part.sources)
        layout.add_paragraph(document, basis, QUOTED, 9.5 if small else 14, spacing=17 if small else 24)


def _basis(sources: Sequence[Source]) -> str:
    return wording.paper_basis([source.words for source in sources], sources[-1].in_all)


def _table(document: DocumentType, part: Table, small: bool) -> None:
    size = 9.0 if small else 10.5
    caption = layout.add_paragraph(document, part.caption, layout.HEADING, 12, indent=0, spacing=20 if small else 28)
    caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    table = document.add_table(len(part.rows) + 1, len(part.columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    layout.narrow_margins(table)
    # python-docx looks for a cell by going through all before it: a row's cells are asked for once.
    for line, whole in enumerate(table.rows):
        words = part.columns if line == 0 else part.rows[line - 1]
        for place, cell in enumerate(whole.cells):
            left = line > 0 and place not in part.numeric
            layout.fill_cell(cell, words[place], bold=line == 0, left=left, size=size)
    layout.set_widths(table, part.widths)
    layout.hold_rows(table, together=len(part.rows) <= SHORT)
    if part.basis:
        basis = _basis(part.basis)
        layout.add_paragraph(document, basis, QUOTED, 9.5 if small else 12, indent=0, spacing=17 if small else 22)
