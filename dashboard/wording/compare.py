"""Words of 单位对比."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.names import FEW_CASES
from dashboard.wording.numbers import number, sentence, year

COMPARE_ABSOLUTE = "数值"
COMPARE_INDEX = "指数"
COMPARE_SCALE = "显示方式"
COMPARE_TREND = "历年走势"
COMPARE_RANKING = "当年排名"
COMPARE_CHANGE = "两年变化"
COMPARE_TABLE = "历年数据"
COMPARE_RANKS = "历年名次"
COMPARE_SHEET = (
    "单位", "类别", "年度", "数值", "计量单位", "状态", "比上年增减", "比上年增减（%）", "指数（首年=100）", "同类名次", "同类有数据单位数", "同类中位数",
)  # fmt: skip
TREND_NOTE = "断开处为年报没有写明的年度；点数据点看原句。"
CHANGE_NOTE = "蓝色为变好，橙色为变差；缺一年数字的单位不画。"
INDEX_UNIT = "首年=100"
BASE_YEAR = "对比年度"
RANK = "同类名次"

TREND = "走势"

RANK_NOTE = "名次只在同类单位之间排列；括号内为有数据的同类单位数。"


def chart_title(indicator: str, what: str) -> str:
    """A chart's title: the indicator, then what is drawn of it."""
    return f"{indicator}：{what}"


def ranking_title(shown_year: int) -> str:
    """`2024年各单位排序`."""
    return f"{year(shown_year)}各单位排序"


def ranks_title(kind: str) -> str:
    """`历年名次（街道）`."""
    return f"{COMPARE_RANKS}（{kind}）" if kind else COMPARE_RANKS


def change_title(before: int | None, after: int) -> str:
    """`2023年到2024年的变化`."""
    return f"{year(before)}到{year(after)}的变化" if before is not None else COMPARE_CHANGE


def kind_head(kind: str, stated: object) -> str:
    """The name of a group of bars."""
    return f"{kind}（{number(stated)}个单位有数据）"


def trend_words(all_years: Sequence[int], values: Sequence[float | None], unit: str) -> str:
    """A sparkline in words: its first and last told number."""
    told_values = [(y, v) for y, v in zip(all_years, values, strict=True) if v is not None]
    if not told_values:
        return ""
    (first, start), (last, end) = told_values[0], told_values[-1]
    return f"{year(first)}{number(start, unit)}，{year(last)}{number(end, unit)}"


def only_first(shown: int, total: int) -> str:
    """Below a table that is cut."""
    return f"共{total}个单位，这里列出前{shown}个；全部数据请下载。"


def compare_head(
    name: str,
    unit: str,
    shown_year: int,
    stated: int,
    expected: int,
    median: float | None,
    best: tuple[str, float] | None,
    last: tuple[str, float] | None,
    rising: int,
    falling: int,
    is_neutral: bool,
    few: int = 0,
) -> str:
    """The first line of 单位对比: who states the indicator, the median, the two ends, how many rose and fell."""
    if not stated:
        return sentence([f"{year(shown_year)}所选{expected}个单位的年报都没有写明{name}"])
    plain = "" if unit == "%" else unit
    if stated == expected:
        parts = [f"{year(shown_year)}{expected}个单位都写明了{name}"]
    else:
        parts = [f"{year(shown_year)}{expected}个单位中{stated}个写明了{name}"]
    if median is not None and stated > 1:
        parts.append(f"中位数{number(median, unit)}{plain}")
    if best and last and best[0] != last[0]:
        high, low = ("最多", "最少") if is_neutral or unit != "%" else ("最高", "最低")
        ends = sorted([best, last], key=lambda end: -end[1])
        parts.append(f"{ends[0][0]}{high}（{number(ends[0][1], unit)}{plain}）")
        parts.append(f"{ends[1][0]}{low}（{number(ends[1][1], unit)}{plain}）")
        if few:
            parts.append(f"{few}个单位案件不足{FEW_CASES}件、不评高低")
    if rising or falling:
        parts.append(f"比上年{rising}个上升、{falling}个下降")
    return sentence(parts)
