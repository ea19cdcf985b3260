"""Words of 全文检索."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.numbers import year, years

SEARCH = "检索词"
SEARCH_HINT = "如：社会救助 更新不及时"
SEARCH_YEARS = "年度范围"
SEARCH_EVERY_YEAR, SEARCH_ONE_YEAR = "历年", "仅所选年度"
SEARCH_LIST = "检索结果"
SEARCH_NOTE = "查年报正文，不查统计表；几个词用空格隔开，同一句里都写到才算；引号里的按原样查。没有引号而又没有一字不差的，再把检索词拆开查。"
SEARCH_WITHIN = "只查您账户范围内的单位。"
SEARCH_ASK = "输入词句，在年报正文中检索"
SEARCH_SHEET = ("单位", "类别", "年度", "所在部分", "原句", "命中词数")
_MOST_WORDS = 60
"""Characters of what was typed that the first line says again."""


def search_begin(shown: str) -> str:
    """The first line before anything was typed.

    >>> search_begin("2018—2025年")
    '输入词句，在年报正文中检索（2018—2025年）。'
    """
    return f"{SEARCH_ASK}（{shown}）。"


def search_years(first: int, last: int) -> str:
    """The years that are looked in."""
    return year(last) if first == last else years(first, last)


def search_head(
    typed: str, words: Sequence[str], way: str, at_least: int, sentences: int, reports: int, offices: int
) -> str:
    """The first line: what was found of what was typed, and how it was looked for.

    >>> search_head("社会救助", ["社会救助"], "printed", 1, 93, 91, 15)
    '写到“社会救助”的共93句，见于15个单位的91份年报。'
    >>> search_head("社会救助 更新", ["社会救助", "更新"], "printed", 2, 3, 3, 2)
    '同时写到“社会救助”“更新”的共3句，见于2个单位的3份年报。'
    >>> search_head("解读形式单一", ["解读", "形式", "单一"], "cut", 3, 7, 7, 1)
    '没有一字不差的句子；同时写到“解读”“形式”“单一”的共7句，见于1个单位的7份年报。'
    >>> search_head("解读单一图解", ["解读", "单一", "图解"], "most", 2, 7, 7, 1)
    '没有全部写到的句子；“解读”“单一”“图解”中写到2个以上的共7句，见于1个单位的7份年报。'
    >>> search_head("没有的词", ["没有的词"], "printed", 1, 0, 0, 0)
    '所选范围的年报正文没有写到“没有的词”。'
    """
    quoted = "".join(f"“{word}”" for word in words)
    if not sentences:
        shown = " ".join(typed.split())
        return f"所选范围的年报正文没有写到“{shown[:_MOST_WORDS]}{'…' if len(shown) > _MOST_WORDS else ''}”。"
    found = f"共{sentences:,}句，见于{offices:,}个单位的{reports:,}份年报。"
    if way == "most":
        return f"没有全部写到的句子；{quoted}中写到{at_least}个以上的{found}"
    together = f"同时写到{quoted}的" if len(words) > 1 else f"写到{quoted}的"
    return f"没有一字不差的句子；{together}{found}" if way == "cut" else f"{together}{found}"


def search_shown(shown: int, found: int) -> str:
    """How many of the sentences are listed.

    >>> search_shown(200, 1969), search_shown(3, 3)
    ('列出前200句，共1,969句', '3句')
    """
    return f"列出前{shown:,}句，共{found:,}句" if shown < found else f"{found:,}句"


def search_place(office: str, report_year: int, section: str) -> str:
    """Where a sentence stands.

    >>> search_place("甲局", 2025, "一、总体情况")
    '甲局2025年年报 · 一、总体情况'
    """
    return f"{office}{year(report_year)}年报 · {section}"
