"""Step 3, identify: the title line, its office and its year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reports.identify.names import kind_of, titles_of
from reports.model import Document
from reports.text.dates import VERSION, YEAR, number
from reports.text.normalise import normalise

_YEAR_IN_TITLE = re.compile(rf"(?:在)?(?<!\d)({YEAR})(?!\d)(?:年度?|度)?")

_SENTENCE = re.compile(r"[。；！？]")
_NAME = re.compile(r"[㐀-鿿·0-9A-Za-z（）、]{2,40}")
_FIGURES = re.compile(r"[\d年月日（）、·]+")
_CHROME = re.compile(r"\s*(?:[|_>»›]|--+|——|(?<=\s)[-–—](?=\s)|\s-|-\s)\s*")
DOMAIN = re.compile(
    r"(?:https?：?:?/*)?(?<![A-Za-z0-9.-])(?:[A-Za-z0-9-]+\.)+(?:com|cn|net|org|cc|vip|top|xyz)(?![A-Za-z])"
)
"""An address that someone put into the text: 现公布example.com柳溪镇2022年…"""
CITED = re.compile(r"《[^》]*》")

_BROKEN_YEAR = re.compile(r"(?<!\d)(2)\s+(0\d{2})(?=\s*年)")
_DATE_BEFORE = re.compile(r"^\s*20\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?\s*(?=\S)")
"""The day of publication in the line above the title, which names another year."""
_SHORT_YEAR = re.compile(r"(?<![\d年])([12]\d)(?=年度?(?:政府信息|政务公开|信息公开))")
_ISSUED = re.compile(r"《([^》]{6,60}报告?)》的?(?:通知|函|公示|公告)?$")
_LABEL_BEFORE = re.compile(r"^【([^】]*)】")
_LONGEST_ADDRESSEE = 30
_LONGEST_TITLE = 75
_MOST_CELLS = 40


@dataclass(frozen=True, slots=True)
class Title:
    """A line that may be the report's title: as printed, its office, its year, and how like a title it is."""

    printed: str
    name: str
    year: int | None
    score: int


@cache
def _title_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    topics = "|".join(map(re.escape, titles_of("topic")))
    closings = "|".join(map(re.escape, titles_of("closing")))
    topical = re.compile(rf"(?P<before>.*?)(?P<topic>{topics})(?P<middle>.{{0,16}}?)(?:{closings})(?P<after>.{{0,30}})")
    spoiled = re.compile(
        rf"(?P<before>.{{2,40}}?)(?P<year>{YEAR})年度?(?P<middle>.{{0,16}}?)(?:年度报告|年度工作报告|年报)(?P<after>)"
    )
    return topical, spoiled


def find_titles(document: Document, texts: list[str], front: int, file_name: str) -> list[Title]:
    """What reads like the report's title, best first."""
    found: list[Title] = []
    printed = [block.text.strip() for block in document.blocks]
    for index in range(front):
        for count in (1, 2, 3, 4):
            pieces = [i for i in range(index, min(index + count + 2, front)) if texts[i]][:count]
            if len(pieces) < count or pieces[0] != index or any(len(texts[i]) > _LONGEST_TITLE for i in pieces):
                break
            joined = "".join(texts[i] for i in pieces)
            bonus = 8 - 3 * count + (2 if document.blocks[index].kind == "heading" else 0)
            # Menus list the reports of other years; the report's own title stands close above its text.
            bonus -= min((front - index) // 12, 3)
            found.extend(_parse_title(joined, "".join(printed[i] for i in pieces), bonus))
        for cell in document.blocks[index].cells[:_MOST_CELLS]:
            # The head of a page may be laid out as a table.
            found.extend(_parse_title(normalise(cell.text).text, cell.text.strip(), 3))
    if document.title:
        found.extend(_parse_title(normalise(document.title).text, document.title.strip(), 2))
    stem = re.sub(r"\.\w{1,6}$", "", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    found.extend(_parse_title(normalise(stem).text, stem, -4))
    return sorted(found, key=lambda title: -title.score)


def is_addressee(text: str) -> bool:
    """Whether a line only names whom a report is sent to: 宁川市人民政府："""
    return text.endswith("：") and len(text) <= _LONGEST_ADDRESSEE and kind_of(text.rstrip("：")) is not None


def _parse_title(text: str, printed: str, bonus: int) -> list[Title]:
    best: list[Title] = []
    text, printed = _DATE_BEFORE.sub("", text), _DATE_BEFORE.sub("", printed)
    text = _SHORT_YEAR.sub(r"20\1", _BROKEN_YEAR.sub(r"\1\2", text))
    if len(text) > _LONGEST_TITLE + 40 or not ("公开" in text or "报" in text) or _SENTENCE.search(text.rstrip("。；")):
        return best
    pieces = [piece for piece in _CHROME.split(text) if piece.strip()]
    prints = [piece for piece in _CHROME.split(printed) if piece.strip()]
    if len(pieces) != len(prints):
        prints = [printed] * len(pieces)
    for piece, shown in zip(pieces, prints, strict=True):
        topical, spoiled = _title_patterns()
        if issued := _ISSUED.search(piece):
            piece = issued[1]
        label = _LABEL_BEFORE.match(piece)
        named = name_of(label[1]) if label else ""
        bare = _LABEL_BEFORE.sub("", piece.strip("《》“”\"' 。"))
        match, spoilt = topical.fullmatch(bare), False
        if not match:
            match, spoilt = spoiled.fullmatch(bare), True
        if not match or any(word in piece for word in titles_of("other_document")):
            continue
        around = (match["before"], match["middle"], match["after"])
        year = next((y for y in map(_year_of, (match.groupdict().get("year") or "", *around)) if y), None)
        name = next((n for n in map(name_of, around) if n and kind_of(n)), "") or named
        if not kind_of(name):
            # 2022年政府信息公开工作年度报告——柳溪镇人民政府
            others = [o for o in map(name_of, pieces) if kind_of(o) not in (None, "政府")]
            name = next(iter(others), "") or name or name_of(match["before"])
        score = bonus + (10 if name and kind_of(name) else 2 if name else 0) + (6 if year else 0) - (6 if spoilt else 0)
        best.append(Title(shown.strip(), name, year, score))
    return best


def _year_of(text: str) -> int | None:
    found = _YEAR_IN_TITLE.search(VERSION.sub("", text))
    return number(found[1]) if found else None


def name_of(text: str) -> str:
    """The office's name in the part of a title beside its topic; '' if there is none."""
    text = _YEAR_IN_TITLE.sub("", CITED.sub("", DOMAIN.sub("", text)))
    text = re.sub(
        r"^(?:标题：?|名称：?|附件\d*[：、.]?|现将|转发|关于印发|关于|[\d.、]+)",
        "",
        text.strip("《》“”（）【】[]：·—-_ ,，、"),
    )
    text = re.sub(
        r"(?:关于|年度|的|开展|发布|公布|报送|上报|呈报|本级|（本级）|(?<!^)(?:本|行政)?机关|工作)+$", "", text
    )
    # 市直部门青禾市水务局: the shelf of a web page on which the report stands.
    shelf = next((word for word in titles_of("shelf") if text.startswith(word)), "")
    text = text.removeprefix(shelf) if kind_of(text.removeprefix(shelf)) else text
    bracketed = re.match(r"([^（]+)（[^）]*）?$", text)
    if bracketed and kind_of(bracketed[1]):
        text = bracketed[1]
    text = _of_joint_offices(text.strip("《》“”（）【】[]：·—-_ ,，、的度年"))
    # 根据条例规定，现将本镇2021年度…: the last piece of a sentence is no name.
    text = re.sub(r"^(?:现特?|特)(?:[将就把]|(?:向社会)?(?:公布|发布|公开|编制))", "", text)
    if text.endswith("人民"):
        # The topic took a word of the name: 柳溪镇人民政府信息公开工作年度报告.
        text += "政府"
    if any(word in text for word in (*titles_of("topic"), "年报", "报告")):
        return ""
    return text if _NAME.fullmatch(text) and not _FIGURES.fullmatch(text) else ""


def _of_joint_offices(name: str) -> str:
    """The government's part of a name that it shares with the party's: 柳溪街道党工委、办事处 is 柳溪街道办事处."""
    pieces = re.split(r"[、，]|(?<=委)和|(?<=委员会)和", name)
    if len(pieces) < 2 or not all(pieces):
        return name
    if kind_of(pieces[0]) in ("街道", "镇", "乡"):
        # 城南办事处、城南园区: one office under two names.
        return pieces[0]
    place = re.match(r"(.+?(?:街道|镇|乡|区|县|市))(?:党工委|工委|党委|委员会|委)", pieces[0].removeprefix("中共"))
    last = next((piece for piece in reversed(pieces) if kind_of(piece) or piece in ("办事处", "人民政府")), "")
    if last in ("办事处", "人民政府"):
        return place[1] + last if place else name
    return last or name
