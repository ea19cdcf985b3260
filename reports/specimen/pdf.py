"""A fictional report as PDF, and as a scan of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pypdfium2
from PIL import Image

from reports.model import Block, Cell
from reports.specimen.blocks import grid_of
from reports.specimen.figures import Specimen

_FONT = "STSong-Light"
_PIECES = re.compile(r"\d[\d.%]*|.")
_PAGE_WIDTH, _PAGE_HEIGHT, _MARGIN = 595.0, 842.0, 56.0


class _Printer:
    """Lays blocks out on A4 pages: wrapped lines, and tables with ruling lines that break over pages."""

    def __init__(self, title: str) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
        self.measure: Callable[[str, str, float], float] = pdfmetrics.stringWidth
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=(_PAGE_WIDTH, _PAGE_HEIGHT), invariant=True)
        self.canvas.setTitle(title)
        self.y = _PAGE_HEIGHT - _MARGIN

    def turn(self) -> None:
        self.canvas.showPage()
        self.y = _PAGE_HEIGHT - _MARGIN

    def wrap(self, text: str, width: float, size: float) -> list[str]:
        lines, line, used = [], "", 0.0
        for piece in _PIECES.findall(text):
            wide = self.measure(piece, _FONT, size)
            if line and used + wide > width and piece not in "，。；：、）”":
                lines.append(line)
                line, used = "", 0.0
            line += piece
            used += wide
        return [*lines, line]

    def paragraph(self, block: Block) -> None:
        size = 18.0 if block.level == 1 else 12.0
        indent = "" if block.level == 1 else "　　"
        for line in self.wrap(indent + block.text, _PAGE_WIDTH - 2 * _MARGIN, size):
            if self.y < _MARGIN + size:
                self.turn()
            self.canvas.setFont(_FONT, size)
            if block.level == 1:
                self.canvas.drawCentredString(_PAGE_WIDTH / 2, self.y, line)
            else:
                self.canvas.drawString(_MARGIN, self.y, line)
            self.y -= size * 1.6

    def table(self, block: Block) -> None:
        size = 9.0
        grid = grid_of(block)
        columns = len(grid[0])
        whole = _PAGE_WIDTH - 2 * _MARGIN
        shares = [1.0] * columns if columns != 10 else [0.8, 1.0, 2.6] + [0.8] * 7
        widths = [whole * share / sum(shares) for share in shares]
        edges = [_MARGIN + sum(widths[:i]) for i in range(columns + 1)]

        def lines_of(cell: Cell) -> list[str]:
            return self.wrap(cell.text, edges[cell.column + cell.column_span] - edges[cell.column] - 6, size)

        heights = [size * 1.8] * len(grid)
        for cell in sorted(block.cells, key=lambda cell: cell.row_span):
            rows = slice(cell.row, cell.row + cell.row_span)
            lacking = len(lines_of(cell)) * size * 1.3 + 6 - sum(heights[rows])
            if lacking > 0:
                heights[rows] = [height + lacking / cell.row_span for height in heights[rows]]
        self.y -= 4
        start = 0
        while start < len(grid):
            end, bottom = start, self.y
            while end < len(grid) and bottom - heights[end] > _MARGIN:
                bottom -= heights[end]
                end += 1
            if end == start:
                self.turn()
                continue
            for cell in block.cells:
                first, last = max(cell.row, start), min(cell.row + cell.row_span, end)
                if first >= last:
                    continue
                top = self.y - sum(heights[start:first])
                tall = sum(heights[first:last])
                left, right = edges[cell.column], edges[cell.column + cell.column_span]
                self.canvas.rect(left, top - tall, right - left, tall)
                if cell.row >= start:
                    self.cell(lines_of(cell), (left + right) / 2, top - tall / 2, size)
            self.y = bottom
            start = end
            if start < len(grid):
                self.turn()
        self.y -= 20

    def cell(self, lines: list[str], centre: float, middle: float, size: float) -> None:
        self.canvas.setFont(_FONT, size)
        y = middle + (len(lines) - 1) * size * 0.65 - size * 0.35
        for line in lines:
            self.canvas.drawCentredString(centre, y, line)
            y -= size * 1.3


def pdf(specimen: Specimen) -> bytes:
    """A specimen as PDF."""
    printer = _Printer(specimen.title)
    for block in specimen.blocks:
        if block.kind == "table":
            printer.table(block)
        else:
            printer.paragraph(block)
    printer.canvas.save()
    return printer.out.getvalue()


def _scanned_pages(specimen: Specimen) -> list[Image.Image]:
    """The pages of the PDF in shades of grey, as a scanner with 160 dots per inch would give them."""
    with pypdfium2.PdfDocument(pdf(specimen)) as document:
        return [page.render(scale=160 / 72).to_pil().convert("L") for page in document]


def pdf_scan(specimen: Specimen) -> bytes:
    """A specimen as PDF of pictures, as a scanner makes it."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(_PAGE_WIDTH, _PAGE_HEIGHT), invariant=True)
    for page in _scanned_pages(specimen):
        canvas.drawImage(ImageReader(page), 0, 0, _PAGE_WIDTH, _PAGE_HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def png(specimen: Specimen) -> bytes:
    """All pages, one below the other, as one long picture."""
    pages = _scanned_pages(specimen)
    whole = Image.new("L", (pages[0].width, sum(page.height for page in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()
