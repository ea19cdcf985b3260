"""Step 2, read: a PDF becomes a Document.

In come the bytes; out go paragraphs and tables, put together by reports/read/layout/ from two things alone: the
characters with their boxes and the ruling lines that are drawn (strokes, outlines of rectangles, thin filled
rectangles, by whatever program). A page that only shows a picture goes to reports/read/recognise.py. It does not
read the bookmarks, the form fields or the title among the file's properties, which office programs carry over
from older documents.
"""

from __future__ import annotations

import ctypes
import math
import threading
import unicodedata
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium

from reports.errors import MissingReader, UnreadableFile
from reports.model import Document
from reports.read import recognise
from reports.read.layout import blocks
from reports.read.layout.ink import Glyph, Page, Rule

_MOST_PAGES = 300
_MOST_CHARACTERS = 400_000
_MOST_OBJECTS = 60_000
"""Drawn objects on one page; beyond this the page is a drawing and its lines are not looked at."""
_MOST_OBJECTS_IN_ALL = 1_000_000
_MOST_SCANNED_PAGES = 30
_THIN = 3.2
"""Filled shapes up to this thickness (points) are lines."""
_FAINTEST = 248
"""Lines whose darkest colour channel is at least this are white, and invisible on paper."""

_pdfium = threading.Lock()
"""pdfium keeps its state for the whole process and is not made for threads: two that read at the same time end the
process, or get each other's characters. Everything that touches pdfium happens under this lock."""

_INVISIBLE = {0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF}

_RADICALS = str.maketrans(
    "⺁⺇⺎⺓⺛⺝⺟⺠⺧⺩⺪⺫⺬⺮⺯⺳⺶⺷⺼⺽⻁⻃⻄⻅⻆⻉⻊⻋⻐⻑⻓⻔⻕⻗⻘⻙⻚⻛⻜⻝⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂几兀幺无月母民牛王疋目示竹糸网羊羊月臼虎西西见角贝足车金長长门阜雨青韦页风飞食首马骨鬼鱼鸟卤麦黄黾齐齐齿齿竜龙亀龟龟",
)  # fmt: skip
"""Some programs map glyphs to radicals that look the same as the printed character."""


def read(data: bytes, file_name: str) -> Document:
    """The document in `data`; UnreadableFile when it is damaged, encrypted, too long or empty, MissingReader
    when it only holds pictures and the extra for recognising text is not installed. One document is read at a time
    in a process; a second reading waits."""
    with _pdfium:
        return _opened(data, file_name)


def _opened(data: bytes, file_name: str) -> Document:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableFile(f"{file_name}：PDF已加密，需要密码才能打开；请取消密码后再试。") from error
        raise UnreadableFile(f"{file_name}：PDF已损坏或不完整，无法打开；请重新下载后再试。") from error
    try:
        if len(pdf) > _MOST_PAGES:
            raise UnreadableFile(f"{file_name}：PDF有{len(pdf)}页，超过{_MOST_PAGES}页，不像一份年度报告；请核对文件。")
        return _read(pdf, file_name)
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{file_name}：PDF已损坏或不完整，无法读取；请重新下载后再试。") from error
    finally:
        pdf.close()


def _read(pdf: pypdfium2.PdfDocument, file_name: str) -> Document:
    pages: list[Page] = []
    marks: list[str] = []
    scanned: list[int] = []
    characters = objects = 0
    for index in range(len(pdf)):
        source = pdf[index]
        page, is_picture = _page(source, index + 1)
        characters += len(page.glyphs)
        objects += pdfium.FPDFPage_CountObjects(source.raw)
        if characters > _MOST_CHARACTERS or objects > _MOST_OBJECTS_IN_ALL:
            raise UnreadableFile(f"{file_name}：PDF的内容过多，不像一份年度报告，已拒绝读取；请核对文件。")
        if is_picture:
            scanned.append(index)
        pages.append(page)
        source.close()
    if len(scanned) > _MOST_SCANNED_PAGES:
        raise UnreadableFile(f"{file_name}：PDF中有{len(scanned)}页是图片，超过{_MOST_SCANNED_PAGES}页；请拆分后再试。")
    if scanned:
        try:
            for index in scanned:
                pages[index] = _recognised(pdf, index, pages[index])
            marks.append(_told(scanned, "是图片，文字由识别得出，看不清的数字记作“〓”"))
        except MissingReader:
            if not characters:
                raise MissingReader(recognise.missing_sentence(file_name)) from None
            marks.append(_told(scanned, "是图片，没有安装文字识别，图片里的文字没有读取或只用了自带的文字层"))
    found = blocks(pages)
    if not found:
        raise UnreadableFile(f"{file_name}：PDF里没有读到文字；请核对是否为年度报告的正文。")
    return Document("pdf", tuple(found), marks=tuple(marks))


def _told(scanned: list[int], what: str) -> str:
    return f"第{'、'.join(str(index + 1) for index in scanned)}页{what}。"


def _recognised(pdf: pypdfium2.PdfDocument, index: int, page: Page) -> Page:
    """The page as seen: drawn at a size at which small print is legible, then recognised."""
    source = pdf[index]
    scale = min(200 / 72, 3000 / max(page.width, page.height, 1.0))
    bitmap = source.render(scale=scale, grayscale=False, rev_byteorder=False)
    try:
        return recognise.page(bitmap.to_numpy(), page.number, 1 / scale)
    finally:
        bitmap.close()
        source.close()


class _View:
    """From the page's own coordinates to those of the eye: origin at the top left, as rotated for display."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self.left, self.bottom, self.right, self.top = page.get_bbox()
        self.quarter = page.get_rotation() // 90 % 4
        self.width, self.height = page.get_size()

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom), y downwards."""
        if self.quarter == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.quarter == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.quarter == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left


def _page(source: pypdfium2.PdfPage, number: int) -> tuple[Page, bool]:
    """Characters and rules of one page, and whether the page is in truth a picture."""
    view = _View(source)
    page = Page(number, view.width, view.height)
    page.glyphs, unknown = _glyphs(source, view)
    drawing = _drawn(source, view)
    page.rules, page.fills = drawing.rules, drawing.fills
    printed = sum(1 for glyph in page.glyphs if not glyph.text.isspace())
    is_picture = drawing.picture_share() > 0.5 and (printed < 10 or drawing.hidden_text > drawing.visible_text)
    is_garbled = unknown > 20 and unknown > 0.3 * printed
    return page, is_picture or is_garbled


def _glyphs(source: pypdfium2.PdfPage, view: _View) -> tuple[list[Glyph], int]:
    text_page = source.get_textpage()
    raw = text_page.raw
    count = pdfium.FPDFText_CountChars(raw)
    if count > _MOST_CHARACTERS:
        count = _MOST_CHARACTERS + 1
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    box_reference, matrix_reference = ctypes.byref(box), ctypes.byref(matrix)
    x_reference, y_reference = ctypes.byref(x), ctypes.byref(y)
    unicode_of, box_of, angle_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
    )
    size_of, matrix_of, origin_of = (
        pdfium.FPDFText_GetFontSize,
        pdfium.FPDFText_GetMatrix,
        pdfium.FPDFText_GetCharOrigin,
    )
    is_generated = pdfium.FPDFText_IsGenerated
    found: list[Glyph] = []
    unknown = 0
    high = 0
    for index in range(count):
        code = unicode_of(raw, index)
        if code < 33 and (code != 32 or is_generated(raw, index) == 1):
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        if code in _INVISIBLE or not box_of(raw, index, box_reference):
            continue
        em = size_of(raw, index)
        if matrix_of(raw, index, matrix_reference):
            em *= math.hypot(matrix.c, matrix.d)
        if em < 1.0:
            continue
        angle = angle_of(raw, index)
        quarters = round(angle / (math.pi / 2)) % 4 if angle > 0 else 0
        is_odd = box.right - box.left > 1.8 * em or not origin_of(raw, index, x_reference, y_reference)
        if quarters or is_odd:
            # Turned text, or a font for upright columns: pdfium's box is of no use, the ink's middle is.
            tight = _ink(raw, index)
            middle_x, middle_y = (tight[0] + tight[1]) / 2, (tight[2] + tight[3]) / 2
            sides = (middle_x - em / 2, middle_y - em / 2, middle_x + em / 2, middle_y + em / 2)
        else:
            # From the baseline, not from the font's own box, which differs from font to font in one line.
            left = min(x.value, box.left)
            sides = (left, y.value - 0.14 * em, max(box.right, left + 0.05 * em), y.value + 0.86 * em)
        left, top, right, bottom = view.box(*sides)
        # Written so that what is no number fails too.
        if not (
            0 <= right < left + 20_000 and 0 <= bottom < top + 20_000 and left <= view.width and top <= view.height
        ):
            continue
        text = chr(code)
        if code >= 0x2E80:
            if code < 0x2FE0:
                text = unicodedata.normalize("NFKC", text).translate(_RADICALS)
            elif 0xE000 <= code < 0xF900 or code == 0xFFFD or code > 0x10FFFD:
                unknown += 1
        found.append(Glyph(text, left, top, right, bottom, (view.quarter + quarters) % 4))
    text_page.close()
    return found, unknown


def _ink(raw: object, index: int) -> tuple[float, float, float, float]:
    """(left, right, bottom, top) of what one character paints, in the page's own coordinates."""
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(raw, index, *(ctypes.byref(side) for side in sides))
    left, right, bottom, top = (side.value for side in sides)
    return left, right, bottom, top


_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(inner: _Matrix, outer: _Matrix) -> _Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _matrix(raw: object) -> _Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(raw, ctypes.byref(matrix)):
        return _IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _mapped(matrix: _Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The upright box around `box` (left, bottom, right, top) after `matrix`."""
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


class _Drawing:
    """Collects what is drawn on one page, forms within forms included."""

    def __init__(self, view: _View) -> None:
        self.view = view
        self.rules: list[Rule] = []
        self.fills: list[tuple[float, float, float, float]] = []
        self.pictures: list[tuple[float, float, float, float]] = []
        self.visible_text = 0
        self.hidden_text = 0
        self.left_to_look_at = _MOST_OBJECTS
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._bound_references = [ctypes.byref(value) for value in self._bounds]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._colour_references = [ctypes.byref(value) for value in self._colour]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()

    def picture_share(self) -> float:
        """Share of the page that pictures cover (more than 1 when they lie on each other)."""
        area = self.view.width * self.view.height
        covered = sum(
            max(0.0, min(right, self.view.width) - max(left, 0.0))
            * max(0.0, min(bottom, self.view.height) - max(top, 0.0))
            for left, top, right, bottom in self.pictures
        )
        return covered / area if area else 0.0

    def look(self, raw: object, outer: _Matrix, depth: int) -> None:
        """Take one page object into account; `outer` leads from its coordinates to the page's."""
        self.left_to_look_at -= 1
        if self.left_to_look_at < 0:
            return
        kind = pdfium.FPDFPageObj_GetType(raw)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self._path(raw, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFTextObj_GetTextRenderMode(raw) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
                self.hidden_text += 1
            else:
                self.visible_text += 1
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = self._box(raw, outer)
            if box is not None:
                self.pictures.append(box)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
            inner = _times(_matrix(raw), outer)
            for index in range(pdfium.FPDFFormObj_CountObjects(raw)):
                self.look(pdfium.FPDFFormObj_GetObject(raw, index), inner, depth + 1)

    def _box(self, raw: object, outer: _Matrix) -> tuple[float, float, float, float] | None:
        """(left, top, right, bottom) of an object as seen."""
        if not pdfium.FPDFPageObj_GetBounds(raw, *self._bound_references):
            return None
        left, bottom, right, top = (value.value for value in self._bounds)
        if outer is not _IDENTITY:
            left, bottom, right, top = _mapped(outer, (left, bottom, right, top))
        return self.view.box(left, bottom, right, top)

    def _is_seen(self, raw: object, of: object) -> bool:
        if not of(raw, *self._colour_references):  # type: ignore[operator]
            return True
        red, green, blue, alpha = (value.value for value in self._colour)
        return alpha > 12 and min(red, green, blue) < _FAINTEST

    def _path(self, raw: object, outer: _Matrix) -> None:
        pdfium.FPDFPath_GetDrawMode(raw, ctypes.byref(self._fill), ctypes.byref(self._stroke))
        is_painted = self._fill.value != pdfium.FPDF_FILLMODE_NONE
        is_filled = is_painted and self._is_seen(raw, pdfium.FPDFPageObj_GetFillColor)
        is_stroked = bool(self._stroke.value) and self._is_seen(raw, pdfium.FPDFPageObj_GetStrokeColor)
        segments = pdfium.FPDFPath_CountSegments(raw)
        if is_painted and not is_stroked and 4 <= segments <= 5:
            area = self._box(raw, outer)
            if area is not None and area[2] - area[0] > 2 * _THIN and area[3] - area[1] > 2 * _THIN:
                # White too: cells painted white on a grey ground are divided by what shows between them.
                if max(map(abs, area)) < 20_000:
                    self.fills.append(area)
                return
        if not is_filled and not is_stroked:
            return
        if segments <= 2 or (segments <= 5 and not is_stroked):
            box = self._box(raw, outer)
            if box is not None:
                self._thin(*box)
            return
        if segments > 20_000:
            return
        for points, is_closed in _subpaths(raw, segments, _times(_matrix(raw), outer)):
            seen = [self.view.box(x, y, x, y)[:2] for x, y in points]
            if is_stroked:
                ends = [*seen, seen[0]] if is_closed or is_filled else seen
                for (x0, y0), (x1, y1) in pairwise(ends):
                    self._thin(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
            else:
                xs, ys = [x for x, _ in seen], [y for _, y in seen]
                self._thin(min(xs), min(ys), max(xs), max(ys))

    def _thin(self, left: float, top: float, right: float, bottom: float) -> None:
        """Keep a box that is as thin as a line; a dot may belong to a dotted line of either direction."""
        width, height = right - left, bottom - top
        if not (abs(left) < 20_000 and abs(top) < 20_000 and width < 20_000 and height < 20_000):
            return
        is_dot = width <= _THIN and height <= _THIN and width < 2 * height and height < 2 * width
        if is_dot or (height <= _THIN and width > height):
            self.rules.append(Rule(True, (top + bottom) / 2, left, right))
        if is_dot or (width <= _THIN and height > width):
            self.rules.append(Rule(False, (left + right) / 2, top, bottom))


def _subpaths(raw: object, segments: int, matrix: _Matrix) -> list[tuple[list[tuple[float, float]], bool]]:
    """The straight stretches of a path as lists of points on the page, and whether each is closed."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    x_reference, y_reference = ctypes.byref(x), ctypes.byref(y)
    found: list[tuple[list[tuple[float, float]], bool]] = []
    points: list[tuple[float, float]] = []
    is_closed = False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(raw, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x_reference, y_reference)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                found.append((points, is_closed))
            points, is_closed = [point], False
        else:
            points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            is_closed = True
    if len(points) > 1:
        found.append((points, is_closed))
    return found


def _drawn(source: pypdfium2.PdfPage, view: _View) -> _Drawing:
    drawing = _Drawing(view)
    raw = source.raw
    for index in range(pdfium.FPDFPage_CountObjects(raw)):
        drawing.look(pdfium.FPDFPage_GetObject(raw, index), _IDENTITY, 0)
    return drawing
