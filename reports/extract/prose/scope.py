"""Part of step 4, extract: whether a number is told of this office and this year at all.

In go the text before a number, the year reported on and whether the office stands below a district; out comes the kind
of scope that takes the number away from them: a part of the year (上半年), another year or several (2022年, 近三年),
another's count (全区). It gives no number a meaning; words are those of data/reference/lexicon/scopes.csv.
"""

from __future__ import annotations

import re
from functools import cache

from reports.reference import table

_YEAR = re.compile(r"(?<![\d〔])((?:19|20)\d{2})年(?:度|全年)?")
_CARRIED = re.compile(r"结转|转结")
_OF_A_YEAR = re.compile(r"决算|预算|年报|年度报告|工作报告|要点|计划|规划|总结|方案|目录")
_CLAUSE = "，。；：！？、（）\n"
_ROSE = re.compile(
    r"[，的起]{0,2}(?:大幅|稳步|进一步|逐步|逐年|明显|又|已)?"
    r"(?:(?:提升|提高|上升|增长|增加|下降|减少|降低|回落|攀升|跃升|扩大|升高|升|增|降|减)(?:至|到|为|成)|变为|变成)"
)
_FROM = re.compile(r"[由从](?!业|事|而|于|此)[^，。；：]{0,30}$")
_DEPARTMENT = re.compile("(?:^|[省市县区旗州盟])([^省市县区旗州盟]{2,8})(?:局|厅|委员会)$")
_BELOW_A_DISTRICT = re.compile(r"(?:街道办事处|街道办|街道|镇人民政府|乡人民政府|民族乡|镇政府|乡政府|镇|乡|办事处)$")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["kind"], re.compile(row["pattern"])) for row in table("lexicon/scopes"))


def is_below_a_district(office: str) -> bool:
    """Whether an office is a subdistrict, town or township, for which 全区 and 全市 are others.

    >>> is_below_a_district("文化街街道办事处"), is_below_a_district("掌政镇人民政府"), is_below_a_district("某区教育局")
    (True, True, False)
    """
    return bool(_BELOW_A_DISTRICT.search(office))


def field_of(office: str) -> str:
    """The field that a department is named after, "" for other offices.

    >>> field_of("青禾市司法局"), field_of("柳溪镇人民政府")
    ('司法', '')
    """
    named = _DEPARTMENT.search(office)
    return named[1] if named else ""


def is_base(text: str, start: int, number_start: int, number_end: int) -> bool:
    """Whether the number at number_start..number_end is what another rose or fell from: 由95.1%提升至97.6%.

    >>> is_base("办结率由95.1%提升至97.6%", 0, 4, 9), is_base("办结率提升至97.6%", 0, 6, 11)
    (True, False)
    """
    return rise(text, start, number_start, number_end) is not None


def rise(text: str, start: int, number_start: int, number_end: int) -> tuple[int, int] | None:
    """Where the words stand that tell from what and how another number rose, None where is_base is false.

    >>> rise("发布量由87条增加到99条", 0, 4, 7)
    (3, 10)
    """
    rose, since = _ROSE.match(text, number_end), _FROM.search(text, start, number_start)
    return (since.start(), rose.end()) if rose and since else None


def scope(text: str, sentence_start: int, number_start: int, year: int | None, is_below: bool) -> str:
    """What the number at `number_start` is told of when it is not the whole year `year` or not this office: "part",
    "years" or "others"; "" when nothing says so. The last word before the number decides, in its own clause or
    in one before it that says nothing else.

    >>> text = "上半年公开信息60条，2022年，网站公开50条，全区收到210件，我街道收到2件，全年87条"
    >>> [scope(text, 0, text.index(n), 2023, True) for n in ("60", "50", "210", "2件", "87")]
    ['part', 'years', 'others', '', '']
    """
    start = _governing(text, sentence_start, number_start)
    time: tuple[int, str] = (-1, "")
    spans: list[tuple[int, int]] = []
    whose: tuple[int, str] = (-1, "")
    for kind, pattern in _patterns():
        for match in pattern.finditer(text, start, number_start):
            if kind in ("others", "own"):
                if match.start() - start <= 3:
                    whose = max(whose, (match.start(), kind))
            else:
                time = max(time, (match.start(), kind))
                spans.append(match.span())
    for match in _YEAR.finditer(text, start, number_start):
        # 公布2022年度决算1条: a year within is the name's; one that opens the clause is the number's.
        opens = not text[start : match.start()].strip("在于其中，我街道镇乡本单位办")
        within = any(first < match.end() and match.start() < last for first, last in spans)
        if within or text.startswith(("以来", "起", "至今", "上半", "下半"), match.end()):
            continue
        if year is not None and int(match[1]) == year:
            time = max(time, (match.start(), "year"))
        elif year is not None and opens and not _OF_A_YEAR.search(text, match.end(), number_start):
            time = max(time, (match.start(), "years"))
    if time[1] in ("part", "years") and not _CARRIED.search(text, start, number_start):
        return time[1]
    if whose[1] == "others" and is_below:
        return "others"
    return ""


def _governing(text: str, sentence_start: int, number_start: int) -> int:
    """Where the clause of the number begins; one clause earlier where that says nothing but a time: 上半年，…"""
    start = _clause_start(text, sentence_start, number_start)
    before = _clause_start(text, sentence_start, start - 1) if start > sentence_start else start
    stretch = text[before : max(before, start - 1)]
    alone = _YEAR.sub("", stretch)
    for kind, pattern in _patterns():
        if kind in ("year", "part", "years"):
            alone = pattern.sub("", alone)
    return before if stretch and not alone.strip("在于，、 ") else start


def _clause_start(text: str, sentence_start: int, end: int) -> int:
    return max(sentence_start, max(text.rfind(mark, sentence_start, max(sentence_start, end)) for mark in _CLAUSE) + 1)
