"""Part of step 4, extract: the running prose of a section.

In go a Document and a Section; out come the section's normalised text, its paragraphs parted by line feeds, and the
pieces that lead each character back to its block. Tables and the cells of tables told as lines are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reports.extract.prose.lexicon import lexicon
from reports.model import Document, Section
from reports.text.normalise import Normalised, normalise

_NO_DISPUTES = re.compile(r"复议[^\d，。\s]{0,4}(?:0|零|无|没有)[^\d]{0,3}诉讼[^\d]{0,4}(?:0|零|无|没有)")
NOTHING = ("无", "没有", "未发生", "均无", "暂无", "本年度无", "全年无", "无此类情况", "无此情况", "无此类情形")
_SUBJECT = "政府信息公开"
_SPAMMED = re.compile(r"(?:收到和处理|收到及处理|受理)(?P<word>[^，。]{2,10}?)申请")
_PARTED_DIGITS = re.compile(
    r"(?<!\d)[12](?: ?\d){3}(?= ?年)|(?<![\d.])\d{1,3}(?: [\d.,]{1,4}){1,8} ?(?=[条件篇次期起宗份则封场%余])"
)
_WIDE_THOUSANDS = re.compile(r"(?<![\d，,.])\d{1,3}(?:，\d{3})+(?=[余多]?万?[条件篇次期起宗份个户人])")
_BRACKETED = re.compile(
    r"(?<=[\u4e00-\u9fff])[（【〔](\d[\d,.]*)[）】〕](?=[余多]?万?(?:人次|条次|件次|[条件篇次期起宗份则])(?![例款目]))"
)
"""政务信息（386）条: a form that was filled in; an enumerator, （1）条例, stands after no character."""
_LOST = re.compile(r"？\d[\d.,]*[余多]?[条件篇份个次期]？")
"""A count whose neighbours were lost characters: 共？1340条？"""
_PARAGRAPH_END = "。！？；：”"
_LONGEST_TAIL = 8
_LABEL_START = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of printed text in a section's stream: where it begins there, and its way back."""

    start: int
    block: int
    offset: int
    page: int | None
    normalised: Normalised


def spam_word(sections: Iterable[Section]) -> str:
    """The words that stand for 政府信息公开 in the heading of section 三, "" where the heading is whole.

    >>> spam_word([Section("applications", "三、收到和处理幸运大厅申请情况", ())])
    '幸运大厅'
    """
    for section in sections:
        match = _SPAMMED.search(normalise(section.heading).text) if section.key == "applications" else None
        if match and not any(word in match["word"] for word in ("公开", "信息", "依")):
            return match["word"]
    return ""


def _restored(normalised: Normalised, spam: str) -> Normalised:
    """The text with 政府信息公开 where `spam` was put in its place."""
    text, offsets, start = "", [], 0
    while (at := normalised.text.find(spam, start)) >= 0:
        place = normalised.offsets[at : at + len(spam)]
        text += normalised.text[start:at] + _SUBJECT
        offsets += [*normalised.offsets[start:at], *(place[min(i, len(place) - 1)] for i in range(len(_SUBJECT)))]
        start = at + len(spam)
    return Normalised(text + normalised.text[start:], (*offsets, *normalised.offsets[start:]), normalised.printed)


def stream(document: Document, section: Section, spam: str = "") -> tuple[str, list[Piece]]:
    """The normalised text of a section with its way back; paragraphs parted by line feeds, wrapped lines joined."""
    found: list[tuple[int, int, int | None, Normalised]] = []
    cut: set[int] = set()
    tabular = section.key in ("disclosure", "applications", "disputes")
    for part in section.parts:
        block = document.blocks[part.block]
        if block.kind == "table" or part.end <= part.start:
            continue
        normalised = _closed_up(document.uniform(part))
        if spam:
            normalised = _restored(normalised, spam)
        if normalised.text and not (tabular and not _is_prose(normalised.text, section.key)):
            found.append((part.block, part.start, block.page, normalised))
        elif normalised.text:
            # What is left out stood between two lines, which are not one.
            cut.add(len(found))
    widest = max((len(item[3].text) for item in found), default=0)
    pieces: list[Piece] = []
    text = ""
    before = 0
    for index, (block_index, offset, page, normalised) in enumerate(found):
        if text:
            # A line as wide as the widest, without a full stop, was wrapped; a short one is a paragraph.
            wrapped = before >= 0.85 * widest and 20 <= widest <= 90 and index not in cut
            wrapped = wrapped and text[-1] not in _PARAGRAPH_END and not _LABEL_START.match(normalised.text)
            wrapped = wrapped or _within_word(text, normalised.text)
            text += "" if wrapped else "\n"
        pieces.append(Piece(len(text), block_index, offset, page, normalised))
        text += normalised.text.replace("\n", " ")
        before = len(normalised.text)
    return text, pieces


def _within_word(text: str, line: str) -> bool:
    """Whether the end of `text` and the beginning of `line` are one name of a channel: 微信公众 and 号."""
    last = text[text.rfind("\n") + 1 :]
    if _LABEL_START.match(last) or _LABEL_START.match(line):
        return False
    words = lexicon()
    for size in range(1, min(len(last), _LONGEST_TAIL) + 1):
        tail = last[-size:]
        group = words.words.get(tail[0], {})
        for length in words.lengths.get(tail[0], ()):
            whole = tail + line[: length - size]
            if length > size and len(whole) == length > 3 and group.get(whole, ("", ""))[0] == "channel":
                # 微博 and 微信 are two lines of a list although 微博微信 is a name too.
                return length - size == 1 or tail not in group
    return False


def nothing_told(document: Document, section: Section) -> tuple[str, list[Piece]]:
    """A section on disputes that holds no table and one word for none: its heading is the subject."""
    parts = [part for part in section.parts if part.end > part.start]
    # Below a table the word is a remark on it.
    if section.key != "disputes" or len(parts) != 1 or parts != list(section.parts[:1]):
        return "", []
    part, line = parts[0], document.uniform(parts[0])
    if line.text.strip("。 ") not in NOTHING:
        return "", []
    heading = "行政复议、行政诉讼"
    piece = Piece(len(heading), part.block, part.start, document.blocks[part.block].page, line)
    return heading + line.text, [piece]


def _closed_up(normalised: Normalised) -> Normalised:
    """The text without what damage put into it: spaces between the digits of one number (发布信息 8 7 条), wide
    commas between its thousands (12，345条), and the brackets of a form around it (（386）条)."""
    gaps: set[int] = set()
    for match in _PARTED_DIGITS.finditer(normalised.text):
        gaps.update(i for i in range(match.start(), match.end()) if normalised.text[i] == " ")
    for match in _WIDE_THOUSANDS.finditer(normalised.text):
        gaps.update(i for i in range(match.start(), match.end()) if normalised.text[i] == "，")
    for match in _BRACKETED.finditer(normalised.text):
        gaps.update((match.start(), match.end() - 1))
    for match in _LOST.finditer(normalised.text):
        gaps.update((match.start(), match.end() - 1))
    if not gaps:
        return normalised
    kept = [i for i in range(len(normalised.text)) if i not in gaps]
    return Normalised(
        "".join(normalised.text[i] for i in kept), tuple(normalised.offsets[i] for i in kept), normalised.printed
    )


def _is_prose(text: str, section: str) -> bool:
    """Whether a paragraph of a section of tables is a sentence, not the label or value of a cell."""
    if section == "disputes" and _NO_DISPUTES.search(text):
        return True
    return len(text) >= 10 and (
        "。" in text or bool(re.search(r"(?:收到|受理|接到|发生|公开|答复|办理).*\d+[余多]?[件条起]", text))
    )
