"""Words of 总览."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.names import CHANGE_ON_YEAR
from dashboard.wording.numbers import covered, falling_words, number, sentence, signed, year

RUG_SHORT_NAMES = {
    "disclosure.website": "网站公开",
    "disclosure.weibo": "微博",
    "disclosure.wechat": "微信",
    "disclosure.policy_interpretation": "政策解读",
    "weibo.resolved": "微博答复",
    "hotline12345.close_rate": "热线办结率",
    "hotline12345.satisfaction_rate": "热线满意率",
    "hotline12345.received": "热线收到",
    "petition.received": "信访收到",
    "petition.close_rate": "信访办结率",
    "review.total": "行政复议",
    "review.corrected": "复议被纠正",
    "litigation_direct.corrected": "诉讼被纠正",
}
RUG_SHEET = (
    "单位",
    "类别",
    "指标",
    "计量单位",
    "数值",
    "状态",
    "比上年增减",
    "比上年增减（%）",
    "同类名次",
    "同类有数据单位数",
)

COVERAGE_COLUMN = "报送情况"
RUG_TITLE = "各单位各项指标"
RUG_BY_VALUE = "按水平"
RUG_BY_CHANGE = "按变化"
RUG_NOTE_VALUE = (
    "靠后的单位排在前面。小字为同类名次/有数据的同类单位数；橙色靠后，蓝色靠前，"
    "不足4个同类单位有数据的不着色。点数字看原句。"
)
RUG_NOTE_CHANGE = "变差最多的单位排在前面。颜色表示比上年的变化：橙色变差，蓝色变好，颜色越深变化越大。点数字看原句。"

WEAK_TITLE = "最需要关注的薄弱环节"
COVERAGE_TITLE = "年报报送情况（份）"
CARDS_TITLE = "五项主要指标"
NO_WEAK_SPOTS = "所选范围内没有查出薄弱环节。"


def overview_head(
    shown_year: int,
    reported: int,
    expected: int,
    rate_median: float | None,
    rate_stated: int,
    falling: Sequence[tuple[str, int, float, float]],
    severe: int,
    late: int,
) -> str:
    """The first line of 总览: reports in, the median close rate, who falls two years running, severe weak spots."""
    if expected > reported:
        parts = [f"{year(shown_year)}{expected}个单位中{reported}个有年报"]
    else:
        parts = [f"{year(shown_year)}{reported}个单位全部报送了年报"]
    if late:
        parts[0] += f"（{late}个迟报）"
    if rate_median is not None and rate_stated:
        parts.append(f"12345热线办结率中位数{number(rate_median, '%')}（{rate_stated}个单位有数据）")
        if len(falling) == 1:
            parts.append(falling_words(falling[0][0], "办结率", *falling[0][1:]))
        elif falling:
            parts.append(f"{len(falling)}个单位的办结率连续2年以上下降")
    elif reported:
        parts.append("年报都没有写明12345热线办结率" if reported > 1 else "年报没有写明12345热线办结率")
    if severe:
        parts.append(f"查出严重薄弱环节{severe}项")
    return sentence(parts)


def rug_column(indicator: str, name: str, unit: str) -> str:
    """The head of a column of the rug: a short name with its unit."""
    return f"{RUG_SHORT_NAMES.get(indicator, name)}（{unit}）" if unit != "%" else RUG_SHORT_NAMES.get(indicator, name)


def see_all(count: int) -> str:
    """The link below a shortened list."""
    return f"查看全部{count}项"


def card_note(stated: int, expected: int, is_rate: bool) -> str:
    """Below a card's number: which offices it covers."""
    if not stated:
        return f"{expected}个单位都没有写明" if expected > 1 else "年报没有写明"
    return f"{stated}个单位的中位数" if is_rate else covered(stated, expected)


def card_change(change: float | None, unit: str, comparable: int, stated: int) -> str:
    """Below a card: the change on last year among offices that state both years, and how many these are where
    fewer than state this year's number.

    >>> card_change(1.7, "%", 15, 15), card_change(-3.0, "%", 12, 15), card_change(None, "%", 0, 2)
    ('比上年+1.7%', '比上年-3.0%（12个可比）', '没有可比的上年数')
    """
    if change is None or not comparable:
        return "没有可比的上年数"
    return f"{CHANGE_ON_YEAR}{signed(change, unit)}" + (f"（{comparable}个可比）" if comparable != stated else "")
