"""Scans are read offline; what was not seen clearly is never a number; without the extra a sentence says so."""

from __future__ import annotations

import importlib.util
import io
import sys
from collections.abc import Callable
from typing import Any

import numpy
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reports.errors import MissingReader, UnreadableFile
from reports.read import image, pdf, recognise
from tests.test_reader_pdf import LEFT, drawn, grid, ruled

installed = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra [ocr] is not installed")

ROWS = [["事项", "本年制发", "现行有效"], ["规章", "0", "12"], ["规范性文件", "318", "7"]]


def page(canvas: Canvas) -> None:
    canvas.drawString(LEFT, 780, "一、总体情况")
    canvas.drawString(LEFT + 24, 750, "全年通过网站公开信息71条。")
    ruled(canvas, ROWS, 700)


def scanned(paint: Callable[[Canvas], None] = page, *, dots: int = 150, turn: float = 0.0) -> Image.Image:
    """The drawn page as a scanner with so many dots per inch gives it, laid on askew by `turn` degrees."""
    with pypdfium2.PdfDocument(drawn(paint)) as document:
        picture = document[0].render(scale=dots / 72).to_pil().convert("L")
    return picture.rotate(turn, fillcolor=255, resample=Image.Resampling.BICUBIC) if turn else picture


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def as_pdf(picture: Image.Image, layer: str = "") -> bytes:
    """The scan as a PDF page, with an invisible layer of text if wanted."""

    def paint(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        if layer:
            text = canvas.beginText(LEFT, 700)
            text.setTextRenderMode(3)
            text.textLine(layer)
            canvas.drawText(text)

    return drawn(paint)


@installed
@pytest.mark.slow
@pytest.mark.parametrize("turn", [0.0, 1.2])
def test_a_scan_gives_its_text_and_its_cells(turn: float) -> None:
    document = image.read(png(scanned(turn=turn)), "扫描.png")
    texts = ["".join(block.text.split()) for block in document.blocks if block.kind != "table"]
    (table,) = [block for block in document.blocks if block.kind == "table"]
    assert texts[0].endswith("总体情况") and texts[1:] == ["全年通过网站公开信息71条。"]
    assert {place: "".join(text.split()) for place, text in grid(table).items()} == {
        (r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row)
    }
    assert any("〓" in mark for mark in document.marks)


@installed
@pytest.mark.slow
def test_a_scanned_page_of_a_pdf_is_recognised_whatever_its_text_layer_says() -> None:
    document = pdf.read(as_pdf(scanned(), layer="公开99条"), "扫描.pdf")
    text = "".join(block.text for block in document.blocks)
    assert "71条" in text.replace(" ", "") and "99" not in text
    assert any(block.kind == "table" for block in document.blocks)
    assert any("图片" in mark for mark in document.marks)


@installed
@pytest.mark.slow
def test_smudged_figures_are_marked_and_never_numbers() -> None:
    def smudge(canvas: Canvas) -> None:
        page(canvas)
        canvas.setFillGray(0.1)
        canvas.circle(262, 656, 6, stroke=0, fill=1)
        canvas.rect(322, 630, 14, 12, stroke=0, fill=1)

    (table,) = [b for b in image.read(png(scanned(smudge)), "扫描.png").blocks if b.kind == "table"]
    cells = grid(table)
    for place in ((1, 1), (2, 2)):
        assert not "".join(cells[place].split()).isdigit(), cells[place]
    assert cells[1, 2] == "12"


class _Said:
    """What an engine says of one line."""

    def __init__(self, text: str, scores: list[float]) -> None:
        self.boxes = [numpy.array([[10, 10], [70, 10], [70, 30], [10, 30]], dtype=float)]
        self.txts, self.scores = (text,), (min(scores),)
        wide = 60 / len(text)
        self.word_results = (
            tuple(
                (c, s, [[10 + i * wide, 10], [10 + (i + 1) * wide, 10], [10 + (i + 1) * wide, 30], [10 + i * wide, 30]])
                for i, (c, s) in enumerate(zip(text, scores, strict=True))
            ),
        )


@installed
@pytest.mark.parametrize(
    ("text", "scores", "wanted"),
    [
        ("公开12条", [0.99] * 5, "公开12条"),
        ("公开12条", [0.99, 0.99, 0.99, 0.6, 0.99], "公开〓条"),
        ("公升12条", [0.99, 0.4, 0.99, 0.99, 0.99], "公升12条"),
        ("12", [0.99, 0.7], "〓"),
        ("12", [0.99, 0.99], "〓"),  # two figures said, no shape on the paper
    ],
)
def test_doubtful_figures_become_the_mark(
    monkeypatch: pytest.MonkeyPatch, text: str, scores: list[float], wanted: str
) -> None:
    def engine(*_: Any, **__: Any) -> _Said:
        return _Said(text, scores)

    monkeypatch.setattr(recognise, "_engine", lambda: engine)
    seen = recognise.page(numpy.full((80, 120, 3), 255, dtype=numpy.uint8), 1, 0.5)
    assert "".join(glyph.text for glyph in seen.glyphs) == wanted


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    recognise._engine.cache_clear()
    try:
        for read, data in ((image.read, png(scanned(dots=40))), (pdf.read, as_pdf(scanned(dots=40)))):
            with pytest.raises(MissingReader, match=r"扫描：.*README.zh-CN.md 的“扫描件”一段.*。$"):
                read(data, "扫描")
    finally:
        recognise._engine.cache_clear()


def test_damaged_and_oversized_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = png(scanned(dots=40))
    for content in (data[:300], b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"\xff\xd8\xff\xe0" + b"x" * 50):
        with pytest.raises(UnreadableFile, match="损坏"):
            image.read(content, "坏.png")
    monkeypatch.setattr(image, "_MOST_PIXELS", 1000)
    with pytest.raises(UnreadableFile, match="过大"):
        image.read(data, "大.png")
