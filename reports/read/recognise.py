"""Step 2, read, for pages that are only pictures: a bitmap becomes characters and ruling lines.

In comes one page as a bitmap; out goes a `Page` for reports/read/layout/. Works offline with the extra `[ocr]`,
whose models come with its package. A figure that was not seen clearly is written 〓 (unreadable), in cells and
in prose alike, so that it can never become a wrong number: figures recognised with little confidence, figures
whose count differs from the shapes on the paper, and shapes that were not recognised at all.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from reports.errors import MissingReader
from reports.read.layout.ink import Glyph, Page, Rule
from reports.text.normalise import UNREADABLE

if TYPE_CHECKING:
    import numpy


_SURE = 0.93
"""Confidence from which a figure counts as seen; letters and Chinese characters need less."""
_DIGITS = set("0123456789０１２３４５６７８９OoQlI|")
_MOST_ASKEW = 6.0
"""Degrees by which a page may lie askew."""
_SHORTEST_LINE = 22.0
"""Points that a dark run must have to be a ruling line; no stroke of a character is as long."""

_one_at_a_time = threading.Lock()
"""The engine keeps what a call asked for in itself: a second thread would get the answer in the first one's form."""


def missing_sentence(file_name: str) -> str:
    """What to say when a picture cannot be read for lack of the extra."""
    # Not "pip install gongkai[ocr]": the project stands on no package index, another one may have the name.
    return (
        f"{file_name}：文件是图片或扫描件，需要文字识别组件才能读取；"
        "请按 README.zh-CN.md 的“扫描件”一段安装后再试，或用 Word、WPS 录入后导入。"
    )


@lru_cache(maxsize=1)
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise MissingReader(missing_sentence("该文件")) from error
    return RapidOCR(params={"Global.log_level": "critical"})


def page(bitmap: numpy.ndarray, number: int, scale: float) -> Page:
    """Characters and rules of page `number`; `bitmap` is height x width x 3 (blue, green, red) or grey,
    `scale` the points of one pixel. One page is looked at at a time in a process. MissingReader without the extra."""
    with _one_at_a_time:
        return _seen(_engine(), bitmap, number, scale)


def _seen(engine: Any, bitmap: numpy.ndarray, number: int, scale: float) -> Page:
    import cv2

    if bitmap.ndim == 2:
        bitmap = cv2.cvtColor(bitmap, cv2.COLOR_GRAY2BGR)
    elif bitmap.shape[2] == 4:
        bitmap = cv2.cvtColor(bitmap, cv2.COLOR_BGRA2BGR)
    bitmap, ink = _straightened(bitmap, scale)
    height, width = ink.shape
    rules, rule_mask = _rules(ink, scale)
    result = Page(number, width * scale, height * scale, rules=rules)
    ink = cv2.subtract(ink, cv2.dilate(rule_mask, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))))
    seen = engine(bitmap, use_det=True, use_cls=False, use_rec=True, return_word_box=True, return_single_char_box=True)
    covered = cv2.cvtColor(bitmap, cv2.COLOR_BGR2GRAY) * 0
    if seen.txts is not None and seen.boxes is not None:
        for box, text, score, words in zip(seen.boxes, seen.txts, seen.scores, seen.word_results, strict=False):
            left, top = (max(0, int(box[:, axis].min())) for axis in (0, 1))
            right, bottom = (int(box[:, axis].max()) + 1 for axis in (0, 1))
            covered[top:bottom, left:right] = 255
            result.glyphs.extend(_glyphs((left, top, right, bottom), text, float(score), words, ink, scale))
    result.glyphs.extend(_overlooked(engine, bitmap, ink, covered, scale))
    return result


def _straightened(bitmap: numpy.ndarray, scale: float) -> tuple[numpy.ndarray, numpy.ndarray]:
    """The bitmap turned so that its long lines are level, and its ink (255 where dark)."""
    import cv2
    import numpy

    def ink_of(image: numpy.ndarray) -> numpy.ndarray:
        grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
        block = max(15, int(12 / scale)) | 1
        return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 12)

    ink = ink_of(bitmap)
    # Only runs longer than a stroke of a character vote on how the page lies; a smaller picture is enough.
    shrink = min(1.0, 1200 / ink.shape[1])
    small = cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    runs = cv2.morphologyEx(
        (small > 60).astype("uint8") * 255, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (13, 1))
    )
    level, most = numpy.pi / 2, numpy.radians(_MOST_ASKEW)
    lines = cv2.HoughLines(
        runs, 1, numpy.pi / 3600, small.shape[1] // 4, min_theta=level - most, max_theta=level + most
    )
    angles = [] if lines is None else [float(line[1] - level) for line in lines.reshape(-1, lines.shape[-1])[:30]]
    angle = float(numpy.degrees(numpy.median(angles))) if len(angles) >= 3 else 0.0
    if abs(angle) < 0.06:
        return bitmap, ink
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    bitmap = cv2.warpAffine(bitmap, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    return bitmap, ink_of(bitmap)


def _rules(ink: numpy.ndarray, scale: float) -> tuple[list[Rule], numpy.ndarray]:
    """Long level and upright runs of ink, and where they stand."""
    import cv2

    length = max(12, int(_SHORTEST_LINE / scale))
    found: list[Rule] = []
    mask = ink * 0
    for is_horizontal in (True, False):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if is_horizontal else (1, length))
        bridge = cv2.getStructuringElement(cv2.MORPH_RECT, (5, 3) if is_horizontal else (3, 5))
        runs = cv2.morphologyEx(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bridge), cv2.MORPH_OPEN, kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(runs)
        for x, y, wide, high, _ in stats[1 : min(count, 5000)].tolist():
            thickness = high if is_horizontal else wide
            if thickness * scale > 5:
                continue
            mask[y : y + high, x : x + wide] |= runs[y : y + high, x : x + wide]
            if is_horizontal:
                found.append(Rule(True, (y + high / 2) * scale, x * scale, (x + wide) * scale))
            else:
                found.append(Rule(False, (x + wide / 2) * scale, y * scale, (y + high) * scale))
    return found, mask


def _shapes(ink: numpy.ndarray) -> int:
    """How many separate shapes at least half as high as the highest stand in this piece of ink."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    heights = [int(row[cv2.CC_STAT_HEIGHT]) for row in stats[1:count] if row[cv2.CC_STAT_AREA] >= 6]
    return sum(1 for height in heights if height >= 0.5 * max(heights)) if heights else 0


def _glyphs(
    box: tuple[int, int, int, int], text: str, score: float, words: Any, ink: numpy.ndarray, scale: float
) -> list[Glyph]:
    """One recognised line as glyphs: figures next to each other as one glyph, other characters singly."""
    left, top, right, bottom = box
    compact = text.replace(" ", "")
    is_number = bool(compact) and all(c in _DIGITS or c in ".,-+%－" for c in compact)
    if is_number:
        digits = sum(1 for c in compact if c not in ".,-+%－")
        is_sure = score >= _SURE and all(c.isdigit() or c in ".,-+%－" for c in compact)
        is_sure = is_sure and all(float(word[1]) >= _SURE for word in words)
        if "%" not in compact and _shapes(ink[top:bottom, left:right]) != digits:
            is_sure = False
        shown = text.strip() if is_sure else UNREADABLE
        return [Glyph(shown, left * scale, top * scale, right * scale, bottom * scale)]
    if bottom - top > 1.5 * (right - left) and len(compact) > 1:
        return [Glyph(text, left * scale, top * scale, right * scale, bottom * scale)]
    found: list[Glyph] = []
    previous = ""
    for character, confidence, corners in words:
        xs = [point[0] * scale for point in corners]
        shown = UNREADABLE if character.isdigit() and float(confidence) < _SURE else character
        joins = bool(found) and character.isdigit() and bool(previous) and previous.isdigit()
        if joins:
            last = found[-1]
            # One doubtful figure makes the whole number unreadable.
            last.text = UNREADABLE if UNREADABLE in (shown, last.text) else last.text + shown
            last.right = max(last.right, max(xs))
        else:
            found.append(Glyph(shown, min(xs), top * scale, max(xs), bottom * scale))
        previous = character
    if found:
        # The recogniser's boxes for single characters are narrower than print; the line's own box is not.
        found[0].left, found[-1].right = left * scale, right * scale
        for glyph, following in pairwise(found):
            glyph.right = max(glyph.right, min(following.left, glyph.left + (bottom - top) * scale))
    return found


def _overlooked(
    engine: Any, bitmap: numpy.ndarray, ink: numpy.ndarray, covered: numpy.ndarray, scale: float
) -> list[Glyph]:
    """Shapes of the size of a figure that no recognised line covers, each looked at once more by itself."""
    import cv2

    rest = cv2.bitwise_and(ink, cv2.bitwise_not(covered))
    near = cv2.dilate(rest, cv2.getStructuringElement(cv2.MORPH_RECT, (max(3, int(1.5 / scale)), 3)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(near)
    found: list[Glyph] = []
    for x, y, wide, high, area in stats[1 : min(count, 3000)].tolist():
        if not (5 <= high * scale <= 24 and 1.5 <= wide * scale <= 60) or area < 12:
            continue
        if int((rest[y : y + high, x : x + wide] > 0).sum()) < 10 or len(found) >= 400:
            continue
        pad = max(4, int(3 / scale))
        crop = bitmap[max(0, y - pad) : y + high + pad, max(0, x - pad) : x + wide + pad]
        again = engine(crop, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
        text = (again.txts[0] if again.txts else "").strip()
        is_sure = (
            bool(text) and float(again.scores[0]) >= _SURE and len(text) == _shapes(rest[y : y + high, x : x + wide])
        )
        shown = text if is_sure and (text.isdigit() or len(text) == 1) else UNREADABLE
        found.append(Glyph(shown, x * scale, y * scale, (x + wide) * scale, (y + high) * scale))
    return found
