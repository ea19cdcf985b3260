"""Step 3, identify: who reports on which year, under which title, in which statutory form.

In go a Document, its Sections and the file's name; out comes a Report. Title, page title, metadata, preamble,
text, signature and file name are heard together; where they disagree about the year, that becomes a Finding.
It does not read any figure of the report. Matching an office to the roster is `match_office`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from reports.errors import NotAReport
from reports.model import Document, Finding, Form, Report, Section
from reports.normalise import normalise
from reports.reference import aliases, table

FIRST_YEAR, LAST_YEAR = 2003, 2099
"""Years that can be reported on: the first rules on disclosure are of 2003."""

_CHINESE_DIGITS = str.maketrans("〇○零Oo０一二三四五六七八九", "000000123456789")
_YEAR = r"(?:20\d{2}|二[〇○零Oo0][〇○零Oo0一二三四五][〇○零Oo0一二三四五六七八九])"
_YEAR_IN_TITLE = re.compile(rf"(?:在)?(?<!\d)({_YEAR})(?!\d)(?:年度?|度)?")
_PERIOD = re.compile(rf"({_YEAR})年?度?1月1日?(?:起|开始)?.{{0,4}}?(?:至|到|—|-|~|－|–|，)[^。；]{{0,8}}?12月31?日?")
_YEAR_IN_TEXT = re.compile(rf"(?<![\d-])({_YEAR})年(?!第?\d{{1,2}}号)")
_DATE = re.compile(
    rf"({_YEAR})[年\-/.](\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[月\-/.](\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日?"
)
_FROM = re.compile(r"[自从至到截][于止至]?(?:20\d{0,3})?\s*$|[至到—～~-]\s*$")
_TO = re.compile(r"\s*(?:起|止|至|到|期间|—|～|~|-\s*\d)")
_SENTENCE = re.compile(r"[。；！？]")
_NAME = re.compile(r"[㐀-鿿·0-9A-Za-z（）、]{2,40}")
_CHROME = re.compile(r"\s*(?:[|_>»›]|--+|——|(?<=\s)[-–—](?=\s)|\s-|-\s)\s*")
_CITED = re.compile(r"《[^》]*》")
_UNIT = re.compile(
    r"[㐀-鿿]{1,10}?(?:自治区|自治州|自治县|自治旗|地区|省|市|县|区|旗)"
    r"(?![区县州旗镇乡街路口桥门湖]|场监|政公|政管|容|民政局)(?=.{3})"
)
_NO_UNIT = re.compile(r"(?:城市|社区|园区|景区|小区|片区|库区|校区|都市|超市|辖区|灌区|菜市|花市|夜市|牧区|林区|城区)$")
_NATIONAL = ("国家", "中国", "中华", "最高")
_LABEL = r"(?:[发公更成生来责字浏阅点作分打]\S{1,3}|字体大小|索引号|文号)："
_BROKEN_YEAR = re.compile(r"(?<!\d)(2)\s+(0\d{2})(?=\s*年)")
_SHORT_YEAR = re.compile(r"(?<![\d年])([12]\d)(?=年度?(?:政府信息|政务公开|信息公开))")
_ISSUED = re.compile(r"《([^》]{6,60}报告?)》的?(?:通知|函|公示|公告)?$")
_LABEL_BEFORE = re.compile(r"^【([^】]*)】")
_LONGEST_ADDRESSEE = 30
_LONGEST_TITLE = 75
_LONGEST_FRONT = 400
_LEAST_PROSE = 200


@dataclass(frozen=True, slots=True)
class _Title:
    printed: str
    name: str
    year: int | None
    score: int


@cache
def _titles(kind: str) -> tuple[str, ...]:
    words = [row["words"] for row in table("lexicon/report_titles") if row["kind"] == kind]
    return tuple(sorted(words, key=lambda word: -len(word)))


@cache
def _title_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    topics = "|".join(map(re.escape, _titles("topic")))
    closings = "|".join(map(re.escape, _titles("closing")))
    topical = re.compile(rf"(?P<before>.*?)(?P<topic>{topics})(?P<middle>.{{0,16}}?)(?:{closings})(?P<after>.{{0,30}})")
    spoiled = re.compile(
        rf"(?P<before>.{{2,40}}?)(?P<year>{_YEAR})年度?(?P<middle>.{{0,16}}?)(?:年度报告|年度工作报告|年报)(?P<after>)"
    )
    return topical, spoiled


@cache
def _suffixes() -> tuple[tuple[str, str, str], ...]:
    rows = [(row["suffix"], row["kind"], row["added"]) for row in table("lexicon/office_kinds")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _form_labels() -> Mapping[str, tuple[str, ...]]:
    """The labels that only one of the two forms prints, without punctuation."""
    labels = {
        form: {_bare(row[name]) for row in table(f"forms/{form}") for name in ("row_label", "column_label")}
        for form in ("2019", "2021")
    }
    return {
        "2019": tuple(sorted(label for label in labels["2019"] - labels["2021"] if len(label) > 4)),
        "2021": tuple(sorted(label for label in labels["2021"] - labels["2019"] if len(label) > 4)),
    }


def _bare(text: str) -> str:
    return re.sub(r"[^㐀-鿿]", "", text)


def identify(document: Document, sections: Sequence[Section], file_name: str) -> Report:
    """The Report that the document is. NotAReport when nothing marks it as an annual report on disclosure."""
    texts = [normalise(block.text).text if block.kind != "table" else "" for block in document.blocks]
    texts = ["" if _is_addressee(text) else text for text in texts]
    front = _front(document, sections)
    titles = _find_titles(document, texts, front, file_name)
    cells = [[normalise(c.text).text for c in block.cells] for block in document.blocks if block.kind == "table"]
    counted = _count_labels(texts, cells)
    _refuse_other_documents(titles, sections, counted, texts, file_name)
    metadata = _metadata(document, texts, front)
    office, region = _find_office(titles, document, texts, front, metadata, file_name)
    published_on = _published_on(metadata, texts, front)
    year, disagreements = _find_year(titles, texts, front, published_on, file_name)
    shown = [title for title in titles if title.score > 0]
    printed = next((t.printed for t in shown if t.year == year), "") or next((t.printed for t in shown), "")
    return Report(office, region, year, printed, _form(counted, year), tuple(sections), published_on, disagreements)


def _front(document: Document, sections: Sequence[Section]) -> int:
    """How many blocks stand before the first section: some dozens of menu entries on a whole web page."""
    starts = [part.block for section in sections if section.key != "preamble" for part in section.parts[:1]]
    return min(min(starts, default=len(document.blocks)) + 1, _LONGEST_FRONT, len(document.blocks))


# --- title ---------------------------------------------------------------------------------------------------


def _find_titles(document: Document, texts: list[str], front: int, file_name: str) -> list[_Title]:
    """What reads like the report's title, best first."""
    found: list[_Title] = []
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
    if document.title:
        found.extend(_parse_title(normalise(document.title).text, document.title.strip(), 2))
    stem = re.sub(r"\.\w{1,6}$", "", file_name.replace("\\", "/").rsplit("/", 1)[-1])
    found.extend(_parse_title(normalise(stem).text, stem, -4))
    return sorted(found, key=lambda title: -title.score)


def _is_addressee(text: str) -> bool:
    """Whether a line only names whom a report is sent to: 宁川市人民政府："""
    return text.endswith("：") and len(text) <= _LONGEST_ADDRESSEE and _kind(text.rstrip("：")) is not None


def _parse_title(text: str, printed: str, bonus: int) -> list[_Title]:
    best: list[_Title] = []
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
        named = _name_of(label[1]) if label else ""
        bare = _LABEL_BEFORE.sub("", piece.strip("《》“”\"' 。"))
        match, spoilt = topical.fullmatch(bare), False
        if not match:
            match, spoilt = spoiled.fullmatch(bare), True
        if not match or any(word in piece for word in _titles("other_document")):
            continue
        around = (match["before"], match["middle"], match["after"])
        year = next((y for y in map(_year_of, (match.groupdict().get("year") or "", *around)) if y), None)
        name = next((n for n in map(_name_of, around) if n and _kind(n)), "") or named
        if not _kind(name):
            # 2022年政府信息公开工作年度报告——柳溪镇人民政府
            others = [o for o in map(_name_of, pieces) if _kind(o) not in (None, "政府")]
            name = next(iter(others), "") or name or _name_of(match["before"])
        score = bonus + (10 if name and _kind(name) else 2 if name else 0) + (6 if year else 0) - (6 if spoilt else 0)
        best.append(_Title(shown.strip(), name, year, score))
    return best


def _year_of(text: str) -> int | None:
    found = _YEAR_IN_TITLE.search(text)
    return _number(found[1]) if found else None


def _number(text: str) -> int | None:
    year = int(text.translate(_CHINESE_DIGITS))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _name_of(text: str) -> str:
    """The office's name in the part of a title beside its topic; '' if there is none."""
    text = _YEAR_IN_TITLE.sub("", _CITED.sub("", text))
    text = re.sub(
        r"^(?:附件\d*[：、.]?|现将|转发|关于印发|关于|[\d.、]+)",
        "",
        text.strip("《》“”（）【】[]：·—-_ ,，、"),
    )
    text = re.sub(
        r"(?:关于|年度|的|开展|发布|公布|报送|上报|呈报|本级|（本级）|(?<!^)(?:本|行政)?机关|工作)+$", "", text
    )
    bracketed = re.match(r"([^（]+)（[^）]*）?$", text)
    if bracketed and _kind(bracketed[1]):
        text = bracketed[1]
    text = _of_joint_offices(text.strip("《》“”（）【】[]：·—-_ ,，、的度年"))
    # 根据条例规定，现将本镇2021年度…: the last piece of a sentence is no name.
    text = re.sub(r"^现[将就把]", "", text)
    if text.endswith("人民"):
        # The topic took a word of the name: 柳溪镇人民政府信息公开工作年度报告.
        text += "政府"
    if any(word in text for word in (*_titles("topic"), "年报", "报告")):
        return ""
    return text if _NAME.fullmatch(text) else ""


def _of_joint_offices(name: str) -> str:
    """The government's part of a name that it shares with the party's: 柳溪街道党工委、办事处 is 柳溪街道办事处."""
    pieces = re.split(r"[、，]|(?<=委)和|(?<=委员会)和", name)
    if len(pieces) < 2 or not all(pieces):
        return name
    place = re.match(r"(.+?(?:街道|镇|乡|区|县|市))(?:党工委|工委|党委|委员会|委)", pieces[0].removeprefix("中共"))
    last = next((piece for piece in reversed(pieces) if _kind(piece) or piece in ("办事处", "人民政府")), "")
    if last in ("办事处", "人民政府"):
        return place[1] + last if place else name
    return last or name


# --- office --------------------------------------------------------------------------------------------------


def _kind(name: str) -> str | None:
    return next((kind for suffix, kind, _ in _suffixes() if name.endswith(suffix) and len(name) > len(suffix)), None)


def _units(name: str) -> list[str]:
    """The regions at the beginning of a name: 北阙市西苑区金汇街道 has two."""
    units: list[str] = []
    if name.startswith(_NATIONAL):
        return units
    rest = name
    while True:
        match = _UNIT.match(rest)
        while match and _NO_UNIT.search(match[0]):
            longer = re.compile(re.escape(match[0]) + _UNIT.pattern).match(rest)
            match = longer
        if not match:
            return units
        units.append(match[0])
        rest = rest[match.end() :]


def split_region(name: str) -> tuple[str, str]:
    """The region that stands before an office's own name, and that name.

    A bureau or a government keeps its nearest region, without which its name would say nothing.

    >>> split_region("宁川市滨湖区柳溪街道办事处")
    ('宁川市滨湖区', '柳溪街道办事处')
    >>> split_region("宁川市滨湖区城市管理局")
    ('宁川市', '滨湖区城市管理局')
    """
    units = _units(name)
    rest = name[sum(map(len, units)) :]
    if _kind(name) in ("街道", "镇", "乡"):
        rest = re.sub(r"^(?:人民政府|政府)(?=.{3})", "", rest)
    elif units:
        rest = units.pop() + rest
    return "".join(units), rest


def full_name(name: str, texts: Iterable[str] = ()) -> str:
    """The office's name as a reader would write it: 柳溪镇 is 柳溪镇人民政府, 柳溪街道 is 柳溪街道办事处.

    `texts` are sentences of the report, in which a street office (街) is looked up.

    >>> full_name("柳溪街", ["柳溪街街道办事处负责编制"])
    '柳溪街街道办事处'
    """
    suffix, kind, added = next((row for row in _suffixes() if name.endswith(row[0])), ("", "", ""))
    if suffix.endswith("政府") and kind in ("镇", "乡") and not suffix.endswith("人民政府"):
        return name.removesuffix("政府") + "人民政府"
    if suffix == "政府" and not name.endswith("人民政府") and name[-3:-2] in "区县市旗州":
        return name.removesuffix("政府") + "人民政府"
    if suffix == "街办":
        return name.removesuffix("办") + "道办事处"
    if suffix == "街":
        said = "\n".join(texts)
        if f"{name}街道" in said:
            return f"{name}街道办事处"
        return f"{name}道办事处" if "街道" in said else name
    if suffix == "办事处" and f"{name.removesuffix('办事处')}街道" in "\n".join(texts):
        return name.removesuffix("办事处") + "街道办事处"
    return name + added


def _find_office(
    titles: list[_Title],
    document: Document,
    texts: list[str],
    front: int,
    metadata: Mapping[str, list[str]],
    file_name: str,
) -> tuple[str, str]:
    votes: Counter[str] = Counter()
    shown: dict[str, tuple[int, str, str]] = {}

    def vote(name: str, weight: int) -> None:
        name = re.sub(r"^本", "", name)
        suffix = next((suffix for suffix, _, _ in _suffixes() if name.endswith(suffix)), "")
        if not suffix or not re.search(r"[^乡镇街道区县市省办各年本级直属]", name.removesuffix(suffix)):
            return
        region, own = split_region(name)
        own = full_name(own, texts)
        key = _core(own)
        votes[key] += weight
        old_weight, old_region, old_own = shown.get(key, (0, "", ""))
        # The region as the best source tells it; the name in its fullest form.
        region = region if region and (weight > old_weight or not old_region) else old_region
        shown[key] = (max(weight, old_weight), region, max(own, old_own, key=len))

    for title in titles:
        vote(title.name, max(title.score, 1))
    for name in metadata["publisher"]:
        vote(_name_of(name), 8)
    for index, text in enumerate(texts):
        if index >= len(texts) - 8 and len(text) <= 40:
            vote(_name_of(_DATE.sub("", text)), 8)
        for name in _names_in(text) if index < front + 30 else ():
            vote(name, 3 if index < front else 1)
    for text in texts[:front]:
        if ">" in text or "»" in text:
            for piece in re.split(r"[>»›]", text):
                vote(_name_of(piece), 2)
    if not votes:
        named = next((title.name for title in titles if title.name and title.score >= 8), "")
        return (split_region(named)[1], split_region(named)[0]) if named else ("", "")
    best = max(votes, key=lambda key: votes[key])
    _, region, office = shown[best]
    return office, region


@cache
def _actor() -> re.Pattern[str]:
    """A name between the words that may stand before and after an office that acts."""
    before, after = ("|".join(map(re.escape, _titles(kind))) for kind in ("before_actor", "after_actor"))
    return re.compile(rf"(?:{before}|，|^)([㐀-鿿]{{2,24}}?)(?=(?:{after}|[（(]|{_YEAR}年|2))")


@cache
def _any_office() -> re.Pattern[str]:
    """Words that make a name one of any office, not of this one."""
    words = "|".join(map(re.escape, _titles("any_office")))
    return re.compile(rf"{words}|全[区县市镇乡]|[^㐀-鿿]|^[区县市镇乡街]")


def _names_in(text: str) -> list[str]:
    """Names of offices that act or are asked in a text of prose."""
    names = []
    for match in _actor().finditer(_CITED.sub("", text)):
        name = match[1]
        while lead := next((word for word in _titles("before_actor") if name.startswith(word)), ""):
            name = name.removeprefix(lead)
        if _kind(name) in ("街道", "镇", "乡", "部门", "政府") and not _any_office().search(name):
            names.append(name)
    return names


def _core(name: str) -> str:
    """What two ways to write an office's name have in common: 柳溪镇政府 and 宁川市柳溪镇人民政府 are one."""
    name = split_region(name)[1]
    return re.sub(r"(?:街道办事处|街道办|街道|办事处)$", "街", re.sub(r"(?:人民政府|政府)$", "", name))


# --- year, form, dates ---------------------------------------------------------------------------------------


def _find_year(
    titles: list[_Title], texts: list[str], front: int, published_on: date | None, file_name: str
) -> tuple[int | None, tuple[Finding, ...]]:
    said: dict[str, int] = {}
    entitled: Counter[int] = Counter()
    for title in titles:
        if title.year and title.score > 0:
            entitled[title.year] += title.score
    if entitled:
        said["标题"] = entitled.most_common(1)[0][0]
    period = next((y for text in texts for m in _PERIOD.finditer(text) if (y := _number(m[1]))), None)
    if period:
        said["统计期限"] = period
    named = [
        y
        for m in re.finditer(r"(?<!\d)(20\d{2})(?!\d)", file_name.replace("\\", "/").rsplit("/", 1)[-1])
        if (y := _number(m[1]))
    ]
    if named:
        said["文件名"] = named[0]
    prose = [_CITED.sub("", text) for text in texts[: front + 40] if len(text) > 20 or not _DATE.search(text)]
    told = Counter(y for text in prose for m in _YEAR_IN_TEXT.finditer(text) if (y := _number(m[1])))
    if told:
        said["正文"] = max(told, key=lambda year: (told[year], year))
    if published_on:
        said["发布日期"] = published_on.year - 1
    weights = {"标题": 6, "统计期限": 4, "文件名": 2, "正文": 2, "发布日期": 1}
    votes: Counter[int] = Counter()
    for source, year in said.items():
        votes[year] += weights[source]
    if not votes:
        return None, ()
    best = max(votes, key=lambda year: (votes[year], year == said.get("标题")))
    return best, _year_findings(best, said)


def _year_findings(year: int, said: Mapping[str, int]) -> tuple[Finding, ...]:
    firm = {source: other for source, other in said.items() if source in ("标题", "统计期限") and other != year}
    weak = {source: other for source, other in said.items() if source == "文件名" and other not in (year, year + 1)}
    findings = []
    for status, group in (("failed", firm), ("notice", weak)):
        for source, other in group.items():
            agreed = "、".join(s for s, y in said.items() if y == year)
            findings.append(
                Finding("year_disagrees", status, f"{source}写的是{other}年，{agreed}说的是{year}年，请核对报告年度。")  # type: ignore[arg-type]
            )
    return tuple(findings)


def _count_labels(texts: list[str], cells: list[list[str]]) -> Counter[str]:
    """How often labels of only one form are printed, by form."""
    counted: Counter[str] = Counter()
    short = "\n".join(_bare(text) for text in texts if 4 < len(text) < 60)
    printed = short + "\n" + "\n".join(_bare(cell) for row in cells for cell in row)
    for form, labels in _form_labels().items():
        for label in labels:
            counted[form] += label in printed
    return counted


def _form(counted: Counter[str], year: int | None) -> Form:
    """The form whose own labels are printed; where no table is printed, the form that the year demands."""
    if counted["2019"] != counted["2021"]:
        return "2019" if counted["2019"] > counted["2021"] else "2021"
    if year is None or year < 2019:
        return "none"
    return "2019" if year < 2021 else "2021"


def _metadata(document: Document, texts: list[str], front: int) -> dict[str, list[str]]:
    """What labels such as 发布机构 and 发布日期 in front of the report say, by kind, best label first."""
    said: dict[str, list[tuple[int, str]]] = {"date": [], "publisher": []}
    for index in range(front):
        block = document.blocks[index]
        values = [normalise(cell.text).text for cell in block.cells]
        # A label and its value stand in neighbouring cells, or in one text.
        pairs = [(a.rstrip("："), b) for a, b in itertools.pairwise(values)]
        for kind in said:
            for rank, label in enumerate(_titles(kind)):
                said[kind] += [(rank, value) for name, value in pairs if name == label and value]
                source = texts[index] if block.kind != "table" else ""
                for text in (source, *values):
                    match = re.search(rf"{label}：([^：|]{{2,40}}?)(?=[|；，]|{_LABEL}|:|$)", text)
                    if match:
                        said[kind].append((rank, match[1]))
    for name, value in document.metadata:
        for kind in said:
            if name.casefold() in {word.casefold() for word in _titles(f"page_{kind}")}:
                said[kind].append((len(_titles(kind)) - 1, normalise(value).text))
    order = {kind: [row["words"] for row in table("lexicon/report_titles") if row["kind"] == kind] for kind in said}
    ranked = {kind: sorted(rows, key=lambda r: order[kind].index(_titles(kind)[r[0]])) for kind, rows in said.items()}
    return {kind: [value for _, value in rows] for kind, rows in ranked.items()}


def _published_on(metadata: Mapping[str, list[str]], texts: list[str], front: int) -> date | None:
    """The printed day of publication, else the day under the signature."""
    front_matter = [text for text in texts[: front - 1] if len(text) < 60 and not _PERIOD.search(text)]
    signature = [text for text in texts[-12:] if len(text) <= 40]
    for text in (*metadata["date"], *front_matter, *reversed(signature)):
        for match in _DATE.finditer(text):
            is_period = _FROM.search(text[: match.start()]) or _TO.match(text[match.end() :])
            found = None if is_period else _day(match)
            if found:
                return found
    return None


def _day(match: re.Match[str]) -> date | None:
    year = _number(match[1])
    try:
        return date(year, _small(match[2]), _small(match[3])) if year else None
    except ValueError:
        return None


def _small(text: str) -> int:
    """A number up to 31 in either kind of digits."""
    if text.isdigit():
        return int(text)
    tens, found, units = text.rpartition("十")
    digits = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    return (digits.get(tens, 1) * 10 if found else 0) + digits.get(units, 0)


def _refuse_other_documents(
    titles: list[_Title], sections: Sequence[Section], counted: Counter[str], texts: list[str], file_name: str
) -> None:
    keys = {section.key for section in sections if section.heading}
    named = any(title.score > 0 for title in titles)
    prose = sum(len(text) for text in texts if "。" in text and "公开" in text)
    other = any(text.endswith(_titles("other_document")) and "公开" in text for text in texts[:12] if len(text) < 60)
    if sum(counted.values()) >= 2 or (named and (keys or prose >= _LEAST_PROSE)) or (len(keys) >= 3 and not other):
        return
    start = next((text for text in texts if text), "")[:30]
    raise NotAReport(
        f"{file_name}：这不是政府信息公开工作年度报告（开头是“{start}”，没有年报标题，也没有年报的章节和统计表）；"
        "请确认文件，导入各单位公布的年度报告。"
    )


def match_office(report: Report, roster: Iterable[Mapping[str, str]]) -> str | None:
    """The `office_code` of the one roster row that the report's office is, by name or alias; else None.

    `roster` has the columns of data/reference/offices.csv (`aliases` joined by |). A name that fits several
    rows, or none, or one of another region than the report tells, gives None: an office is never filed under
    another. To match many reports, make one Roster.
    """
    return Roster(roster).match(report)


class Roster:
    """The offices of data/reference/offices.csv, found by their names without a look at each."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Indexes `rows`, which have the columns of data/reference/offices.csv."""
        regions = {row["region_id"]: row for row in table("regions")}
        above: dict[str, list[str]] = {}
        self._offices: list[tuple[str, list[str]]] = []
        self._named: dict[str, list[int]] = defaultdict(list)
        self._resembling: dict[str, set[int]] = defaultdict(set)
        for place, row in enumerate(rows):
            region_id = row["region_id"]
            if region_id not in above:
                above[region_id] = _regions_of(region_id, regions)
            names = {row["name"], *aliases(row["aliases"] or "")}
            names |= {region + name for region in above[region_id][:1] for name in names}
            self._offices.append((row["office_code"], above[region_id]))
            for name in names:
                self._named[name].append(place)
                self._resembling[_core(name)].add(place)

    def match(self, report: Report) -> str | None:
        """The code of the one office that the report's is; None as `match_office` says."""
        if not report.office:
            return None
        whole = report.region + report.office
        entitled = set(self._named.get(whole, ()))

        def codes(places: Iterable[int]) -> set[str]:
            return {
                self._offices[place][0]
                for place in places
                if place in entitled or _lies_in(report.region, self._offices[place][1])
            }

        exact = codes({*entitled, *self._named.get(report.office, ())})
        found = exact or codes(self._resembling.get(_core(report.office), ()))
        return found.pop() if len(found) == 1 else None


def _regions_of(region_id: str, rows: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The names of a region and of those above it, nearest first, without what is added in brackets; `rows` are
    those of data/reference/regions.csv by id."""
    names: list[str] = []
    while region_id in rows and len(names) < len(rows):
        names.append(re.sub(r"（.*?）", "", rows[region_id]["name"]))
        region_id = rows[region_id]["parent_id"]
    return names


def _lies_in(told: str, regions: Sequence[str]) -> bool:
    """Whether a region as told, perhaps with those above it, is one of `regions`; none told fits all."""
    return not told or any(told.endswith(name) for name in regions)
