"""Writes a Specimen as a file: text in three layouts, HTML in two, MHTML, Word, PDF, Excel, or scanned pages.

In comes a Specimen, out come the bytes of one file. The page around the report (navigation, metadata table,
footer) is part of what is written for the web formats. It draws nothing and reads nothing. reportlab is
needed for the printed pages (pdf, pdf_scan, png) only, and is a package of the development extra.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from html import escape

import docx
import openpyxl
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from reports.model import Block, Cell
from reports.specimen.blocks import grid_of
from reports.specimen.figures import Specimen
from reports.specimen.pdf import pdf, pdf_scan, png


def write(specimen: Specimen, format: str) -> bytes:
    """The bytes of `specimen` as a file of the format, one of FORMATS; ValueError for another."""
    if format not in FORMATS:
        raise ValueError(f"no such format: {format}; known: {', '.join(FORMATS)}")
    return FORMATS[format](specimen)


def extension(format: str) -> str:
    """The ending that files of the format bear, with its dot.

    >>> extension("html_word"), extension("txt_pipes")
    ('.html', '.txt')
    """
    return "." + format.split("_")[0]


def _text(specimen: Specimen, table: Callable[[Block], list[str]]) -> bytes:
    lines: list[str] = []
    for block in specimen.blocks:
        lines.extend(table(block) if block.kind == "table" else [block.text])
    return ("\n".join(lines) + "\n").encode()


def _tabs(block: Block) -> list[str]:
    return ["\t".join(cell.text if cell else "" for cell in row) for row in grid_of(block)]


def _pipes(block: Block) -> list[str]:
    return ["| " + " | ".join(cell.text for cell in row if cell) + " |" for row in grid_of(block)]


def _lines(block: Block) -> list[str]:
    return [cell.text for row in grid_of(block) for cell in row if cell]


def _spans(cell: Cell) -> str:
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    columns = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    return rows + columns


def _clean_cell(cell: Cell) -> str:
    return f"<td{_spans(cell)}>{escape(cell.text)}</td>"


def _word_text(text: str) -> str:
    """Text as pasted from a word processor: every digit in a span of its own, nothing is a blank of no width."""
    if not text:
        return '<span style="font-family:宋体">&nbsp;</span>'
    pieces = []
    for character in text:
        if character.isdigit():
            pieces.append(f'<span lang="EN-US" style="font-family:仿宋;font-size:12pt">{character}</span>')
        else:
            pieces.append(escape(character))
    return "".join(pieces)


def _word_cell(cell: Cell) -> str:
    inside = f'<p style="text-align:center;line-height:18pt">{_word_text(cell.text)}</p>'
    return f'<td{_spans(cell)} style="border:solid windowtext 1.0pt;padding:0 5.4pt">{inside}</td>'


def _html_blocks(specimen: Specimen, *, word: bool) -> str:
    parts: list[str] = []
    cell_text = _word_cell if word else _clean_cell
    for block in specimen.blocks[1:]:
        if block.kind == "table":
            rows = "\n".join(
                "<tr>" + "".join(cell_text(cell) for cell in row if cell) + "</tr>" for row in grid_of(block)
            )
            style = ' style="border-collapse:collapse" border="0"' if word else ' border="1"'
            parts.append(f'<table{style} cellspacing="0"><tbody>\n{rows}\n</tbody></table>')
        elif word:
            parts.append(f'<p style="text-indent:32pt;line-height:28pt">{_word_text(block.text)}</p>')
        elif block.kind == "heading":
            parts.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
        else:
            parts.append(f"<p>{escape(block.text)}</p>")
    return "\n".join(parts)


def _page(specimen: Specimen, *, word: bool) -> str:
    office, site = specimen.office, f"{specimen.office.district}人民政府"
    day = specimen.published_on.isoformat()
    metadata = (
        ("索引号", f"QH{specimen.year}-{len(specimen.truth):04d}", "信息分类", "政府信息公开年报"),
        ("发布机构", office.name, "发文日期", day),
        ("文　　号", "", "信息有效性", "有效"),
    )
    rows = "\n".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in metadata)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{escape(specimen.title)}_{site}</title>
<meta name="PubDate" content="{day}">
<style>body{{font-family:serif}} .nav li{{display:inline}}</style>
<script>var siteName = "{site}";</script>
</head>
<body>
<div class="header"><a href="/">{office.city}{site}门户网站</a>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw/">政务公开</a></li><li><a href="/fw/">办事服务</a></li>
<li><a href="/hd/">互动交流</a></li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; <a href="/zw/">政务公开</a> &gt; 政府信息公开年报</div>
<table class="metadata"><tbody>
{rows}
</tbody></table>
<div class="article">
<h1>{escape(specimen.title)}</h1>
{_html_blocks(specimen, word=word)}
</div>
<div class="share">分享到：微信 微博　【打印】【关闭】</div>
<div class="footer">主办：{office.city}{site}办公室　网站地图　联系我们</div>
</body>
</html>
"""


def _mhtml(specimen: Specimen) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = specimen.title
    message["Snapshot-Content-Location"] = "http://qinghe.example/zw/nb.html"
    message.set_content(_page(specimen, word=False), subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related(boundary="----=_qinghe")
    return message.as_bytes()


def _timeless(data: bytes) -> bytes:
    """The zip archive without the time at which it was written, so that a specimen is always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", content)
            new.writestr(zipfile.ZipInfo(entry.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _docx(specimen: Specimen) -> bytes:
    document = docx.Document()
    document.core_properties.title = specimen.title
    document.styles["Normal"].font.size = Pt(12)
    for block in specimen.blocks:
        if block.kind != "table":
            paragraph = document.add_paragraph(style=f"Heading {block.level}" if block.level else None)
            paragraph.add_run(block.text)
            if block.level == 1:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            continue
        grid = grid_of(block)
        table = document.add_table(rows=len(grid), cols=len(grid[0]), style="Table Grid")
        # python-docx finds a cell by walking all of them; the row's own cells are fetched once.
        places = [row.cells for row in table.rows]
        for cell in block.cells:
            first = places[cell.row][cell.column]
            if cell.row_span > 1 or cell.column_span > 1:
                last = places[cell.row + cell.row_span - 1][cell.column + cell.column_span - 1]
                first = first.merge(last)
            first.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return _timeless(out.getvalue())


def _xlsx(specimen: Specimen) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "年度报告"
    row = 1
    for block in specimen.blocks:
        if block.kind != "table":
            sheet.cell(row, 1, block.text)
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=10)
            row += 1
            continue
        grid = grid_of(block)
        for cell in block.cells:
            top, left = row + cell.row, cell.column + 1
            number = cell.text.replace(".", "", 1).isdigit()
            sheet.cell(top, left, (float(cell.text) if "." in cell.text else int(cell.text)) if number else cell.text)
            if cell.row_span > 1 or cell.column_span > 1:
                bottom, right = top + cell.row_span - 1, left + cell.column_span - 1
                sheet.merge_cells(start_row=top, end_row=bottom, start_column=left, end_column=right)
        row += len(grid)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


FORMATS: dict[str, Callable[[Specimen], bytes]] = {
    "txt": lambda specimen: _text(specimen, _tabs),
    "txt_pipes": lambda specimen: _text(specimen, _pipes),
    "txt_cells": lambda specimen: _text(specimen, _lines),
    "html": lambda specimen: _page(specimen, word=False).encode(),
    "html_word": lambda specimen: _page(specimen, word=True).encode(),
    "mhtml": _mhtml,
    "docx": _docx,
    "pdf": pdf,
    "pdf_scan": pdf_scan,
    "xlsx": _xlsx,
    "png": png,
}
"""The formats by name, each with its writer."""
