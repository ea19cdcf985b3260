"""Step 2, read: a picture of a report (.png, .jpg, .tif, .bmp, .webp) becomes a Document.

In come the bytes of a scan or a photograph of a screen; out go paragraphs and tables, as recognised offline by
reports/read/recognise.py: the extra `[ocr]` has to be installed. A figure that was not seen clearly is written 〓,
so a cell or a number with 〓 in it is unreadable. A picture of several pages below each other is cut between
lines. It corrects nothing that it reads.
"""

from __future__ import annotations

import io
import warnings

import numpy
from PIL import Image, UnidentifiedImageError

from reports.errors import MissingReader, UnreadableFile
from reports.model import Document
from reports.read import recognise
from reports.read.layout import blocks
from reports.read.layout.ink import Page

_MOST_PIXELS = 120_000_000
_MOST_PIXELS_OF_A_PAGE = 40_000_000
"""A4 with 600 dots per inch has 35 million."""
_MOST_FRAMES = 30
_MOST_PAGES = 60
"""Pages that tall pictures may be cut into: text recognition takes seconds for each."""
_PAGE_POINTS = 595.0
"""Width taken for a page whose resolution is not known: A4, in points."""
_TALLEST = 1.6
"""Height over width beyond which a picture holds more than one page."""


def read(data: bytes, file_name: str) -> Document:
    """The document in `data`; UnreadableFile when it is damaged, too large or shows no text, MissingReader
    when text recognition is not installed."""
    try:
        with _opened(data) as picture:
            frames = getattr(picture, "n_frames", 1)
            page_count = _pages(picture.width, picture.height)
            if (
                picture.width * picture.height > min(_MOST_PIXELS, page_count * _MOST_PIXELS_OF_A_PAGE)
                or frames > _MOST_FRAMES
            ):
                raise UnreadableFile(f"{file_name}：图片过大，不像一份年度报告的扫描件；请缩小或拆分后再试。")
            bitmaps: list[numpy.ndarray] = []
            for frame in range(frames):
                picture.seek(frame)
                if _pages(picture.width, picture.height) + len(bitmaps) > _MOST_PAGES:
                    raise UnreadableFile(f"{file_name}：图片过长，不像一份年度报告的扫描件；请拆分后再试。")
                bitmaps.extend(_pieces(_bitmap(picture)))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadableFile(f"{file_name}：图片已损坏或不完整，无法打开；请重新扫描或下载后再试。") from error
    pages: list[Page] = []
    for number, bitmap in enumerate(bitmaps, 1):
        try:
            pages.append(recognise.page(bitmap, number, _PAGE_POINTS / bitmap.shape[1]))
        except MissingReader as error:
            raise MissingReader(recognise.missing_sentence(file_name)) from error
    found = blocks(pages)
    if not found:
        raise UnreadableFile(f"{file_name}：图片里没有认出文字；请核对图片，或换用更清晰的扫描件。")
    return Document("image", tuple(found), marks=("文字由图片识别得出，看不清的数字记作“〓”。",))


def _opened(data: bytes) -> Image.Image:
    """The picture, of which nothing but its size is read yet."""
    with warnings.catch_warnings():
        # We have limits of our own.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data))


def _bitmap(picture: Image.Image) -> numpy.ndarray:
    """The picture on white ground, height x width x 3 (blue, green, red)."""
    image = picture.convert("RGBA")
    ground = Image.new("RGBA", image.size, (255, 255, 255, 255))
    ground.alpha_composite(image)
    return numpy.asarray(ground.convert("RGB"))[:, :, ::-1].copy()


def _pages(width: int, height: int) -> int:
    """Into how many pages a picture is cut at least."""
    return 1 if height <= _TALLEST * width else int(height / (_TALLEST * width)) + 1


def _pieces(bitmap: numpy.ndarray) -> list[numpy.ndarray]:
    """A tall picture cut into pages where a band of paper without ink lies nearest to a page's end."""
    height, width = bitmap.shape[:2]
    if height <= _TALLEST * width:
        return [bitmap]
    is_blank = bitmap.min(axis=(1, 2)) > 160
    found = []
    top = 0
    while height - top > _TALLEST * width:
        aim = top + int(1.414 * width)
        low, high = top + int(1.0 * width), min(top + int(_TALLEST * width), height)
        blank = [y for y in range(low, high) if is_blank[y]]
        cut = min(blank, key=lambda y: abs(y - aim)) if blank else aim
        found.append(bitmap[top:cut])
        top = cut
    found.append(bitmap[top:])
    return found
