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
LIMITS_95 = "同类差异范围"
LIMITS_998 = "明显异常界限"
CASES_AXIS = "收到件数（件）"
VERDICTS = {
    "below_998": "低于明显异常界限，明显偏低",
    "below_95": "低于同类差异范围，偏低",
    "within": "在同类差异范围之内",
    "above_95": "高于同类差异范围，偏高",
    "above_998": "高于明显异常界限，明显偏高",
    "few_cases": "案件太少，不判断",
    "few_peers": "同类单位不足3个，不判断",
    "no_cases": "收到0件，不计算比率",
}
VERDICT_LABELS = {
    "below_998": "明显偏低",
    "below_95": "偏低",
    "within": "同类差异范围内",
    "above_95": "偏高",
    "above_998": "明显偏高",
    "few_cases": "案件太少，不判断",
    "few_peers": "同类不足3个，不判断",
    "no_cases": "无案件",
}
FUNNEL_NOTE = (
    "收到的案件越少，办结率越容易上下波动，同类单位之间差别越大，同类差异范围也就越宽；落在范围之内的，不能说明与同类不同。办结率比同类中位数低得较多、不是几件之差的，另列在“薄弱环节”。"
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
    "单位", "类别", "收到（件）", "办结（件）", "办结率（%）", "同类中等水平（%）", "同类差异范围下限（%）",
    "同类差异范围上限（%）", "明显异常下限（%）", "明显异常上限（%）", "判断",
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
    (percentage points), how many years it has fallen and from which rate. `without_cases`: offices that tell
    that no case came in, and so have no rate."""

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
    without_cases: int = 0


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


FEW_NAMES = 2
"""Offices that a first line names where several are equal or left out; more are counted."""


def lasting_words(lasting: Sequence[tuple[str, int, float, float]]) -> str:
    """Whose close rate has been falling for two years or more, with the rates; the longest where there are many. Of
    several that are equal none is picked: they are named where they are few, else counted.

    >>> lasting_words([("甲局", 4, 98.1, 87.0)])
    '甲局办结率连续4年下降（98.1%→87.0%）'
    >>> lasting_words([("甲局", 2, 98.1, 97.0), ("乙局", 2, 99.0, 98.0)])
    '2个单位办结率连续2年下降（甲局、乙局）'
    >>> lasting_words([("甲局", 4, 98.1, 87.0), ("乙局", 2, 99.0, 98.0)])
    '2个单位办结率连续2年以上下降，最久的是甲局（连续4年，98.1%→87.0%）'
    >>> lasting_words([("甲局", 4, 98.1, 87.0), ("乙局", 4, 99.0, 98.0), ("丙局", 2, 99.0, 98.0)])
    '3个单位办结率连续2年以上下降，其中2个连续4年（甲局、乙局）'
    >>> lasting_words([("甲局", 3, 98.1, 87.0)] * 12 + [("丙局", 2, 99.0, 98.0)])
    '13个单位办结率连续2年以上下降，其中12个连续3年'
    """
    if not lasting:
        return ""
    if len(lasting) == 1:
        return falling_words(lasting[0][0], "办结率", *lasting[0][1:])
    longest = max(count for _name, count, _first, _last in lasting)
    those = [fall for fall in lasting if fall[1] == longest]
    named = f"（{'、'.join(fall[0] for fall in those)}）" if len(those) <= FEW_NAMES else ""
    if len(those) == len(lasting):
        return f"{len(lasting)}个单位办结率连续{longest}年下降{named}"
    if len(those) > 1:
        return f"{len(lasting)}个单位办结率连续2年以上下降，其中{len(those)}个连续{longest}年{named}"
    name, count, first, last = those[0]
    course = f"{number(first, '%')}→{number(last, '%')}"
    return f"{len(lasting)}个单位办结率连续2年以上下降，最久的是{name}（连续{count}年，{course}）"


UNPOOLED = {"closed_untold": "没有可用的办结数", "closed_over": "办结数多于收到数", "about": "件数不是确数"}
"""Why an office that tells cases received is left out of the rate of all together."""


def pooled_words(rate: float | None, offices: int, unpooled: Sequence[tuple[str, str]]) -> str:
    """The close rate of all offices together; where it leaves out some that tell cases received, of how many it is,
    and who is left out and why. `unpooled` are names with a reason of UNPOOLED.

    >>> pooled_words(98.24, 15, []), pooled_words(None, 0, [("甲局", "about")])
    ('总体办结率98.2%', '')
    >>> pooled_words(98.24, 14, [("甲局", "closed_untold")])
    '总体办结率98.2%（14个单位合计；甲局没有可用的办结数，未计入）'
    >>> pooled_words(98.24, 13, [("甲局", "closed_untold"), ("乙局", "about")])
    '总体办结率98.2%（13个单位合计；甲局没有可用的办结数，乙局件数不是确数，未计入）'
    >>> pooled_words(98.24, 12, [("甲局", "about")] * 3)
    '总体办结率98.2%（12个单位合计；另3个单位件数不是确数，未计入）'
    >>> pooled_words(98.24, 1, [("甲局", "about")] * 2 + [("乙局", "closed_over")])
    '总体办结率98.2%（只有1个单位写明确数；另3个单位件数不全或不是确数，未计入）'
    """
    if rate is None:
        return ""
    said = f"总体办结率{number(rate, '%')}"
    if not unpooled:
        return said
    of = f"{offices}个单位合计" if offices > 1 else "只有1个单位写明确数"
    if len(unpooled) <= FEW_NAMES:
        without = "，".join(f"{name}{UNPOOLED[reason]}" for name, reason in unpooled)
    else:
        reasons = {reason for _name, reason in unpooled}
        why = UNPOOLED[reasons.pop()] if len(reasons) == 1 else "件数不全或不是确数"
        without = f"另{len(unpooled)}个单位{why}"
    return f"{said}（{of}；{without}，未计入）"


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
    pooled_offices: int = 0,
    unpooled: Sequence[tuple[str, str]] = (),
) -> str:
    """The first line of 热线与信访. Offices are called low only when the funnel says so (`low`, `slightly_low`),
    and one looked at alone high (`high`); `is_judged`: it judged any of them. `only` is the one office looked at. `pooled` is the rate of
    `pooled_offices` together, without those `unpooled` (name, reason of UNPOOLED)."""
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
        parts.append(pooled_words(pooled, pooled_offices, unpooled))
        judged = rates.rated - rates.few
        if judged > 1 and rates.lowest == rates.highest:
            parts.append(f"{judged}个单位均为{number(rates.highest, '%')}")
        elif judged > 1:
            parts.append(f"{judged}个单位办结率的中位数{number(rates.median, '%')}")
        parts.append(directions(rates.rising, rates.falling, rates.level, rates.few))
        parts.append(lasting_words(rates.lasting))
    if low:
        parts.append("排除案件数量影响后，" + ("明显偏低" if only else f"明显偏低的是{joined(low)}"))
    elif slightly_low:
        parts.append("排除案件数量影响后，" + ("偏低" if only else f"偏低的是{joined(slightly_low)}"))
    elif only and high:
        parts.append("排除案件数量影响后，高于同类")
    elif is_judged:
        parts.append("在同类单位的差异范围之内" if only else "没有单位低于同类的差异范围")
    return sentence(parts)
