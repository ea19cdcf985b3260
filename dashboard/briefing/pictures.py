"""Charts as pictures for the Word document: bars, columns and lines, drawn by Pillow without a browser.

In come names, years and numbers (None where nothing is told); out come PNG bytes, or None on a machine without
a Chinese font. They are plainer than the charts of the pages, which only a browser can draw.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from dashboard import wording
from dashboard.charts import ACCENT, CATEGORIES, GREY, WORSE, Numbers, Spine, value_axis

FONTS = (
    "msyh.ttc",
    "simhei.ttf",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
)
"""Fonts of Windows, macOS and Linux that hold Chinese; Pillow looks for them where each system keeps its fonts."""
SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2}
"""Which face of a collection is the simplified Chinese one, where it is not the first."""
WIDTH, SCALE = 900, 2
INK, SOFT, LINE = "#1B2430", "#55606D", "#DDE2E8"
Font = ImageFont.FreeTypeFont


@lru_cache(maxsize=4)
def _font(size: int) -> Font | None:
    for name in FONTS:
        try:
            return ImageFont.truetype(name, size * SCALE, index=SIMPLIFIED.get(name, 0))
        except OSError:
            continue
    return None


class _Sheet:
    """A white sheet with places in points; text by its anchor as Pillow names it (la left top, mm middle)."""

    def __init__(self, height: int, font: Font) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), "white")
        self.pen = ImageDraw.Draw(self.image)
        self.font = font

    def text(self, x: float, y: float, words: str, anchor: str, colour: str = INK) -> None:
        self.pen.text((x * SCALE, y * SCALE), words, colour, self.font, anchor)

    def width(self, words: str) -> float:
        return self.font.getlength(words) / SCALE

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float = 1) -> None:
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], colour, round(width * SCALE), "curve")

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.pen.rectangle([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        self.pen.ellipse([(v) * SCALE for v in (x - radius, y - radius, x + radius, y + radius)], colour)

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.image.quantize(64).save(out, "PNG", optimize=True)
        return out.getvalue()


def bars(labels: Sequence[str], values: Numbers, texts: Sequence[str], unit: str, low: Sequence[str]) -> bytes | None:
    """Horizontal bars (points for rates, which need not start at 0) with their texts; `low` ones in orange."""
    font = _font(15)
    if font is None or not labels:
        return None
    step = 27
    sheet = _Sheet(step * len(labels) + 34, font)
    left = max(sheet.width(label) for label in labels) + 14
    right = WIDTH - max(sheet.width(text) for text in texts) - 24
    axis = value_axis(values, unit)
    start, end = axis["range"]
    for tick, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
        x = left + (right - left) * (tick - start) / (end - start)
        sheet.line([(x, 4), (x, step * len(labels) + 4)], LINE)
        sheet.text(x, step * len(labels) + 8, words, "ma", SOFT)
    for place, (label, value, text) in enumerate(zip(labels, values, texts, strict=True)):
        y = step * place + step / 2 + 4
        colour = WORSE if label in low else ACCENT
        sheet.text(left - 8, y, label, "rm")
        if value is None:
            sheet.text(left + 6, y, text, "lm", SOFT)
            continue
        x = left + (right - left) * (value - start) / (end - start)
        if unit == "%":
            sheet.line([(left, y), (x, y)], LINE, 3)
            sheet.dot(x, y, 6, colour)
        else:
            sheet.box(left, y - 8, x, y + 8, colour)
        sheet.text(x + 10, y, text, "lm")
    return sheet.bytes()


def lines(series: Mapping[str, Numbers], years: Sequence[int], unit: str) -> bytes | None:
    """Lines over years with gaps where nothing is told, the last number at the end, names below."""
    font = _font(15)
    told = [v for values in series.values() for v in values if v is not None]
    if font is None or not told:
        return None
    height, top, bottom = 340, 12, 280
    sheet = _Sheet(height, font)
    axis = value_axis(told, unit)
    start, end = axis["range"]
    left, right = 76.0, WIDTH - 90.0

    def at(place: int, value: float) -> tuple[float, float]:
        x = left + 20 + (right - left - 40) * place / max(len(years) - 1, 1)
        return x, bottom - (bottom - top) * (value - start) / (end - start)

    for tick, words in zip(axis["tickvals"], axis["ticktext"], strict=True):
        y = at(0, tick)[1]
        sheet.line([(left, y), (right, y)], LINE)
        sheet.text(left - 8, y, words, "rm", SOFT)
    for place, year in enumerate(years):
        sheet.text(at(place, start)[0], bottom + 8, str(year), "ma", SOFT)
    x = left
    for order, (name, values) in enumerate(series.items()):
        colour = CATEGORIES[order % len(CATEGORIES)]
        run: list[tuple[float, float]] = []
        for place, value in enumerate([*values, None]):
            if value is not None:
                run.append(at(place, value))
                sheet.dot(*run[-1], 4, colour)
            elif run:
                if len(run) > 1:
                    sheet.line(run, colour, 2.2)
                run = []
        if values and values[-1] is not None:
            end_x, end_y = at(len(values) - 1, values[-1])
            sheet.text(end_x + 10, end_y, wording.number(values[-1], unit), "lm")
        sheet.line([(x, height - 22), (x + 22, height - 22)], colour, 3)
        sheet.text(x + 28, height - 22, name, "lm")
        x += sheet.width(name) + 58
    return sheet.bytes()


def spine(row: Spine) -> bytes:
    """The bar of one row of 单位画像: range, middle half, median and the office's own place. It has no words, and
    needs no font."""
    wide, high = 680, 72
    # Without a ground: one would cover the rules of the table.
    image = Image.new("RGBA", (wide, high), (255, 255, 255, 0))
    pen = ImageDraw.Draw(image)
    middle = high // 2

    def at(place: float) -> int:
        return round(34 + (wide - 68) * place)

    if row.lowest is not None and row.highest is not None:
        pen.rectangle([at(row.lowest) - 2, middle - 6, at(row.highest) + 2, middle + 6], "#DDE2E8")
    if row.q1 is not None and row.q3 is not None:
        pen.rectangle([at(row.q1) - 2, middle - 15, at(row.q3) + 2, middle + 15], "#B9C1CA")
    if row.median is not None:
        pen.rectangle([at(row.median) - 2, middle - 25, at(row.median) + 2, middle + 25], SOFT)
    if row.own is not None:
        x, radius = at(row.own), 17
        if row.tone == "behind":
            pen.polygon([(x, middle - 22), (x + 22, middle), (x, middle + 22), (x - 22, middle)], WORSE, "white")
        elif row.tone == "unjudged":
            pen.ellipse([x - radius, middle - radius, x + radius, middle + radius], "white", INK, 5)
        else:
            fill = ACCENT if row.tone == "ahead" else INK
            pen.ellipse([x - radius, middle - radius, x + radius, middle + radius], fill, "white", 3)
    out = io.BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def columns(labels: Sequence[str], values: Numbers, unit: str) -> bytes | None:
    """Upright bars, their numbers on top; a label without a number says so."""
    font = _font(15)
    told = [v for v in values if v is not None]
    if font is None or not told:
        return None
    top, bottom, left, right = 26, 250, 20.0, WIDTH - 20.0
    sheet = _Sheet(290, font)
    most = max([*told, 1.0])
    step = (right - left) / len(labels)
    sheet.line([(left, bottom), (right, bottom)], GREY)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        x = left + step * (place + 0.5)
        sheet.text(x, bottom + 10, label, "ma", SOFT)
        y = bottom if value is None else bottom - (bottom - top) * value / most
        if value is not None:
            sheet.box(x - step * 0.28, y, x + step * 0.28, bottom, ACCENT)
        sheet.text(x, y - 6, wording.told(value, unit), "md", INK if value is not None else SOFT)
    return sheet.bytes()
