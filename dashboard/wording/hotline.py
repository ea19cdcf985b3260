"""Words of 热线与信访."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.wording.numbers import (
    directions,
    falling_words,
    joined,
    moved,
    number,
    sentence,
    told,
    year,
)

SUBJECT = "事项"
SUBJECTS = {"hotline12345": "12345热线", "petition": "信访"}
CASES = {"12345热线": "12345热线工单", "信访": "信访事项"}
PEER_KIND = "同类比较"
CENTRE_RATE = "同类中等水平"
LIMITS_95 = "正常波动范围"
LIMITS_998 = "明显异常界限"
CASES_AXIS = "收到件数（件）"
VERDICTS = {
    "below_998": "低于明显异常界限，明显偏低",
    "below_95": "低于正常波动范围，偏低",
    "within": "在正常波动范围之内",
    "above_95": "高于正常波动范围，偏高",
    "above_998": "高于明显异常界限，明显偏高",
    "few_cases": "案件太少，不判断",
    "few_peers": "同类单位不足3个，不判断",
    "no_cases": "收到0件，不计算比率",
}
VERDICT_LABELS = {
    "below_998": "明显偏低",
    "below_95": "偏低",
    "within": "正常波动",
    "above_95": "偏高",
    "above_998": "明显偏高",
    "few_cases": "案件太少，不判断",
    "few_peers": "同类不足3个，不判断",
    "no_cases": "无案件",
}
FUNNEL_NOTE = (
    "收到的案件越少，办结率越容易上下波动，正常波动范围也就越宽；落在范围之内的，高低不说明问题。"
    "同类单位有五个以上时，范围还按它们之间实际的差异放宽。案件不足10件的（空心点）不判断。点数据点看原句。"
)
RATE_TREND = "各单位办结率"
CLOSED = "办结"
NOT_CLOSED = "未办结"
RECEIVED = "收到"
RATE = "办结率"
JUDGED = "判断"
ALL_FEW_CASES = "所选范围内写明的办结率，案件都不足10件，不画走势；办结率见下表。"
RATE_TREND_NOTE = (
    "年报只写按时（按期、及时）办结率的，按办结率列出。断开处为年报没有写明或案件不足10件的年度；点数据点看原句。"
)
RATE_TABLE = "各单位收办情况"
RATE_STATED, RATE_COMPUTED = "年报写明", "按件数计算"
VOLUME = "历年收到与办结"
RATE_SHEET = (
    "单位", "类别", "年度", "收到（件）", "办结（件）", "办结率（%）", "办结率来源", "比上年（百分点）", "判断", "状态",
)  # fmt: skip
FUNNEL_SHEET = (
    "单位", "类别", "收到（件）", "办结（件）", "办结率（%）", "同类中等水平（%）", "正常波动范围下限（%）",
    "正常波动范围上限（%）", "明显异常下限（%）", "明显异常上限（%）", "判断",
)  # fmt: skip
RATE_TREND_SHEET = ("单位", "类别", "年度", "办结率（%）", "状态", "收到（件）", "说明")
VOLUME_SHEET = ("年度", "收到（件）", "办结（件）", "未办结（件）", "单位数")
RECEIVED_SHEET = ("单位", "类别", "年度", "收到（件）", "状态")


def counted_constant(count: int, years_told: int) -> str:
    """Below sums over the years: over which offices they go, of how many years.

    >>> counted_constant(12, 8)
    '只计历年都写明收到数和办结数的12个单位，因此各年可比'
    >>> counted_constant(1, 1), counted_constant(0, 0)
    ('只有1年写明收到数和办结数（1个单位），没有可比的年度', '没有单位历年都写明收到数和办结数')
    """
    if not count or not years_told:
        return "没有单位历年都写明收到数和办结数"
    if years_told < 2:
        return f"只有1年写明收到数和办结数（{count}个单位），没有可比的年度"
    return f"只计历年都写明收到数和办结数的{count}个单位，因此各年可比"


@dataclass(frozen=True, slots=True)
class Rates:
    """The close rates of a year in numbers: offices with one (`rated`, `few` of them of too few cases), the median,
    the two ends (percent, those of few cases left out), how many rose, fell and stayed, and who has been falling for
    two years or more: name, years, the rate before the first fall, the last rate. Of a single office also its change
    (percentage points), how many years it has fallen and from which rate."""

    rated: int
    few: int
    median: float | None
    lowest: float | None
    highest: float | None
    rising: int = 0
    falling: int = 0
    level: int = 0
    lasting: Sequence[tuple[str, int, float, float]] = ()
    change: float | None = None
    falling_years: int = 0
    first: float | None = None


def funnel_words(label: str, cases: object, rate: object, verdict: str) -> str:
    """What rests under the pointer on a point of the funnel."""
    return f"{label}\n收到{number(cases)}件，办结率{told(rate, '%', status='no_cases')}\n{VERDICTS.get(verdict, '')}"


def funnel_title(subject: str, shown_year: int, kind: str) -> str:
    """The funnel's title."""
    return f"{subject}：{year(shown_year)}办结率与案件量" + (f"（{kind}）" if kind else "")


def received_title(subject: str, shown_year: int) -> str:
    """The title of the bars of cases received by office."""
    return f"{subject}：{year(shown_year)}各单位收到件数"


def volume_title(subject: str) -> str:
    """The title of the bars of cases."""
    return f"{subject}：{VOLUME}"


def hotline_head(
    subject: str,
    shown_year: int,
    received: float | None,
    received_offices: int,
    pooled: float | None,
    rates: Rates,
    low: Sequence[str],
    slightly_low: Sequence[str],
    high: Sequence[str],
    is_judged: bool,
    only: str = "",
    qualifier: object = "=",
) -> str:
    """The first line of 热线与信访. Offices are called low only when the funnel says so (`low`, `slightly_low`),
    and one looked at alone high (`high`); `is_judged`: it judged any of them. `only` is the one office looked at."""
    if received is None and not rates.rated:
        who = only or "所选单位"
        return sentence([f"{who}{year(shown_year)}年报没有写明{subject}收办数量"])
    if only:
        parts = [
            f"{only}{year(shown_year)}收到{CASES[subject]}{told(received, qualifier=qualifier)}件"
            if received is not None
            else f"{only}{year(shown_year)}{subject}"
        ]
        if rates.median is not None:
            parts.append(f"办结率{number(rates.median, '%')}")
            if rates.falling_years > 1:
                parts.append(
                    f"连续{rates.falling_years}年下降（{number(rates.first, '%')}→{number(rates.median, '%')}）"
                )
            else:
                parts.append(moved(rates.change))
        elif rates.few:
            parts.append("案件太少，办结率不作判断")
    else:
        parts = [
            f"{year(shown_year)}{received_offices}个单位共收到{CASES[subject]}{told(received, qualifier=qualifier)}件"
            if received is not None
            else f"{year(shown_year)}{subject}"
        ]
        if pooled is not None:
            parts.append(f"总体办结率{number(pooled, '%')}")
        judged = rates.rated - rates.few
        if judged > 1 and rates.lowest == rates.highest:
            parts.append(f"{judged}个单位均为{number(rates.highest, '%')}")
        elif judged > 1:
            parts.append(f"{judged}个单位办结率的中位数{number(rates.median, '%')}")
        parts.append(directions(rates.rising, rates.falling, rates.level, rates.few))
        if len(rates.lasting) == 1:
            parts.append(falling_words(rates.lasting[0][0], "办结率", *rates.lasting[0][1:]))
        elif rates.lasting:
            longest = max(rates.lasting, key=lambda fall: fall[1])
            parts.append(
                f"{len(rates.lasting)}个单位连续2年以上下降，最久的是{falling_words(longest[0], '', *longest[1:])}"
            )
    if low:
        parts.append("排除案件数量影响后，" + ("明显偏低" if only else f"明显偏低的是{joined(low)}"))
    elif slightly_low:
        parts.append("排除案件数量影响后，" + ("偏低" if only else f"偏低的是{joined(slightly_low)}"))
    elif only and high:
        parts.append("排除案件数量影响后，高于同类")
    elif is_judged:
        parts.append("与同类单位相比属正常波动" if only else "没有单位明显低于同类")
    return sentence(parts)
