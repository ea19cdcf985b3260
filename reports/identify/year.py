"""Step 3, identify: the year, the form that is printed, and the day of publication."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from reports.identify.names import titles_of
from reports.identify.title import CITED, Title
from reports.model import Document, Finding, Form
from reports.reference import table
from reports.text.dates import VERSION, YEAR, day, number
from reports.text.normalise import normalise

_PERIOD = re.compile(rf"({YEAR})年?度?1月1日?(?:起|开始)?.{{0,4}}?(?:至|到|—|-|~|－|–|，)[^。；]{{0,8}}?12月31?日?")
_YEAR_IN_TEXT = re.compile(rf"(?<![\d-])({YEAR})年(?!第?\d{{1,2}}号)")
DATE = re.compile(
    rf"({YEAR})[年\-/.](\d{{1,2}}|[一二三四五六七八九十]{{1,2}})[月\-/.](\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日?"
)
_FROM = re.compile(r"[自从至到截][于止至]?(?:20\d{0,3})?\s*$|[至到—～~-]\s*$")
_TO = re.compile(r"\s*(?:起|止|至|到|期间|—|～|~|-\s*\d)")

_LABEL = r"(?:[发公更成生来责字浏阅点作分打]\S{1,3}|字体大小|索引号|文号)："


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


def outlook(year: int, today: date) -> str:
    """What speaks against a report on `year` on the day `today`, however it is printed: "to_come" for a year that has
    not begun, "unfinished" for the present one, of which a year's report is not written yet; '' for a past one.

    >>> outlook(2025, date(2026, 1, 20)), outlook(2026, date(2026, 11, 30)), outlook(2027, date(2026, 11, 30))
    ('', 'unfinished', 'to_come')
    """
    return "to_come" if year > today.year else "unfinished" if year == today.year else ""


def find_year(
    titles: list[Title],
    texts: list[str],
    front: int,
    published_on: date | None,
    signed_on: date | None,
    file_name: str,
) -> tuple[int | None, tuple[Finding, ...]]:
    """The year that title, period, file name, prose and day of publication (else of signing) tell, by their weights,
    and findings where they differ; None without any."""
    said: dict[str, int] = {}
    entitled: Counter[int] = Counter()
    for title in titles:
        if title.year and title.score > 0:
            entitled[title.year] += title.score
    if entitled:
        said["标题"] = entitled.most_common(1)[0][0]
    period = next((y for text in texts for m in _PERIOD.finditer(text) if (y := number(m[1]))), None)
    if period:
        said["统计期限"] = period
    named = [
        y
        for m in re.finditer(
            r"(?<!\d)(20\d{2})(?!\d)", VERSION.sub("", file_name.replace("\\", "/").rsplit("/", 1)[-1])
        )
        if (y := number(m[1]))
    ]
    if named:
        said["文件名"] = named[0]
    prose = [
        VERSION.sub("", CITED.sub("", text)) for text in texts[: front + 40] if len(text) > 20 or not DATE.search(text)
    ]
    told = Counter(y for text in prose for m in _YEAR_IN_TEXT.finditer(text) if (y := number(m[1])))
    if told:
        said["正文"] = max(told, key=lambda year: (told[year], year))
    if published_on:
        said["发布日期"] = published_on.year - 1
    elif signed_on:
        said["落款日期"] = signed_on.year - 1
    weights = {"标题": 6, "统计期限": 4, "文件名": 2, "正文": 2, "发布日期": 1, "落款日期": 1}
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


_ENDS_SENTENCE = ("。", "；", "！")


def count_labels(texts: list[str], cells: list[list[str]]) -> Counter[str]:
    """How often labels of only one form are printed, by form; a word of a sentence (规范性文件) is no label."""
    counted: Counter[str] = Counter()
    short = "\n".join(_bare(text) for text in texts if 4 < len(text) < 60 and not text.endswith(_ENDS_SENTENCE))
    printed = short + "\n" + "\n".join(_bare(cell) for row in cells for cell in row)
    for form, labels in _form_labels().items():
        for label in labels:
            counted[form] += label in printed
    return counted


def form_of(counted: Counter[str], year: int | None) -> Form:
    """The form whose own labels are printed; where no table is printed, the form that the year demands."""
    if counted["2019"] != counted["2021"]:
        return "2019" if counted["2019"] > counted["2021"] else "2021"
    if year is None or year < 2019:
        return "none"
    return "2019" if year < 2021 else "2021"


def metadata_of(document: Document, texts: list[str], front: int) -> dict[str, list[str]]:
    """What labels such as 发布机构 and 发布日期 in front of the report say, by kind, best label first."""
    said: dict[str, list[tuple[int, str]]] = {"date": [], "made_date": [], "publisher": []}
    for index in range(front):
        block = document.blocks[index]
        values = [normalise(cell.text).text for cell in block.cells]
        # A label and its value stand in neighbouring cells, or in one text.
        pairs = [(a.rstrip("："), b) for a, b in itertools.pairwise(values)]
        for kind in said:
            for rank, label in enumerate(titles_of(kind)):
                said[kind] += [(rank, value) for name, value in pairs if name == label and value]
                source = texts[index] if block.kind != "table" else ""
                for text in (source, *values):
                    # 日期 alone is no end of 成文日期.
                    alone = r"(?<![\u4e00-\u9fff])" if len(label) == 2 else ""
                    match = re.search(rf"{alone}{label}：([^：|]{{2,40}}?)(?=[|；，]|{_LABEL}|:|$)", text)
                    if match:
                        said[kind].append((rank, match[1]))
    for name, value in document.metadata:
        for kind in said:
            if name.casefold() in {word.casefold() for word in titles_of(f"page_{kind}")}:
                said[kind].append((len(titles_of(kind)) - 1, normalise(value).text))
    order = {kind: [row["words"] for row in table("lexicon/report_titles") if row["kind"] == kind] for kind in said}
    ranked = {kind: sorted(rows, key=lambda r: order[kind].index(titles_of(kind)[r[0]])) for kind, rows in said.items()}
    return {kind: [value for _, value in rows] for kind, rows in ranked.items()}


def day_published(metadata: Mapping[str, list[str]], texts: list[str], front: int, is_page: bool) -> date | None:
    """The printed day of publication: one that a label tells or, on a web page, one that stands in front of the report.
    The day under the signature is none (see day_signed), nor is one that a label tells to be of the making of the text
    (成文日期) or of the page (生成日期)."""
    told = _front_matter(texts, front) if is_page else ()
    return _first_day((*metadata["date"], *_without_days(told, "made_date", "generated_date")))


def day_signed(metadata: Mapping[str, list[str]], texts: list[str], front: int) -> date | None:
    """The day on which the report was made: under the signature, below the title, or by a label such as 成文日期.
    The day on which a page was made (生成日期) is nobody's signature."""
    signature = [text for text in texts[-12:] if len(text) <= 40]
    told = (*reversed(signature), *metadata["made_date"], *_front_matter(texts, front))
    return _first_day(_without_days(told, "generated_date"))


def _front_matter(texts: list[str], front: int) -> list[str]:
    return [text for text in texts[: front - 1] if len(text) < 60 and not _PERIOD.search(text)]


def _without_days(texts: Iterable[str], *kinds: str) -> Iterator[str]:
    """The texts without the days that a label of these kinds stands before."""
    labels = "|".join(label for kind in kinds for label in titles_of(kind))
    return (re.sub(rf"(?:{labels})[：:\s]*{DATE.pattern}", "", text) for text in texts)


def _first_day(texts: Iterable[str]) -> date | None:
    for text in texts:
        for match in DATE.finditer(text):
            is_period = _FROM.search(text[: match.start()]) or _TO.match(text[match.end() :])
            found = None if is_period else day(match)
            if found:
                return found
    return None
