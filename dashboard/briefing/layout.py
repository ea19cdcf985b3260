"""The layout of our Word documents: fonts, paragraphs, cells and the sheet, as official documents (GB/T 9704) have them.

In come words; out come parts of a python-docx document. It asks nothing and knows no indicator.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

TITLE, BODY, HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"
SUBSTITUTES = {TITLE: "宋体", BODY: "仿宋", HEADING: "SimHei"}
"""What Word and WPS take on a machine that lacks the prescribed font."""
LATIN = "Times New Roman"


def begun(title: str, margins: tuple[float, float, float, float] = (37, 26, 35, 28)) -> DocumentType:
    """An empty document on A4 of this title; margins in millimetres: top, right, bottom, left."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = LATIN
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    # By the rules of Chinese LibreOffice would break a number or 12345 between two of its figures.
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "zh-CN"
    _page(document, margins)
    _substitutes(document)
    return document


def face(run: Run, font: str, size: float, colour: str = "") -> Run:
    """A run in a font and size (points)."""
    run.font.name = LATIN
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def add_paragraph(
    document: DocumentType, text: str, font: str = BODY, size: float = 16, *, indent: int = 2, spacing: float = 28
) -> Paragraph:
    """A paragraph of one font and size (points), its first line indented by `indent` characters."""
    paragraph = document.add_paragraph()
    face(paragraph.add_run(text), font, size)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    form.first_line_indent = Pt(size * indent)
    return paragraph


def add_heading(document: DocumentType, text: str) -> None:
    """A heading of the first level."""
    paragraph = add_paragraph(document, text, HEADING)
    paragraph.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().append(level)


def _substitutes(document: DocumentType) -> None:
    """Tells Word and WPS, in the table of fonts, what stands in for a font that is not installed."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _page(document: DocumentType, margins: tuple[float, float, float, float]) -> None:
    """A4, and page numbers between dashes below."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.footer_distance = Mm(margins[2] - 7)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(footer.add_run("— "), "宋体", 14)
    number = face(footer.add_run(), "宋体", 14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        number._element.append(element)
    face(footer.add_run(" —"), "宋体", 14)


def shade_cell(cell: Any, colour: str) -> None:
    """Gives a cell a ground."""
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._element.get_or_add_tcPr().append(shade)


def fill_cell(
    cell: Any, text: str, *, colour: str = "", bold: bool = False, left: bool = False, size: float = 8
) -> None:
    """Writes into an empty cell, small."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    run = face(paragraph.add_run(text), HEADING if bold else "宋体", size, colour.lstrip("#"))
    run.font.bold = False


def set_widths(table: Any, widths: Sequence[float]) -> None:
    """Gives the columns of a table their widths in millimetres: in its grid, by which LibreOffice and WPS go, and in
    each cell, by which Word goes."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def hold_rows(table: Any, *, together: bool = False) -> None:
    """Keeps each row of a table on one page and its head above each part of it; a short one as a whole, as far as a
    page has room."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    # python-docx looks for a cell by going through all before it: a row's cells are asked for once.
    rows = list(table.rows)
    for row in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for row in rows[:-1] if together else ():
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def narrow_margins(table: Any) -> None:
    """Takes most of the room that Word leaves beside the words of cells: a number then keeps to one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "30")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
