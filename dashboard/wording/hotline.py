"""Words of 热线与信访."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.numbers import joined, number, sentence, told, year

SUBJECT = "事项"
SUBJECTS = {"hotline12345": "12345热线", "petition": "信访"}
CASES = {"12345热线": "12345热线工单", "信访": "信访事项"}
PEER_KIND = "同类比较"
CENTRE_RATE = "同类居中办结率（按件数加权的中位数）"
LIMITS_95 = "95%控制限"
LIMITS_998 = "99.8%控制限"
CASES_AXIS = "收到件数（件）"
VERDICTS = {
    "below_998": "低于99.8%控制限，确实偏低",
    "below_95": "低于95%控制限，偏低",
    "within": "在控制限之内，属正常波动",
    "above_95": "高于95%控制限，偏高",
    "above_998": "高于99.8%控制限，确实偏高",
    "no_cases": "收到0件，不计算比率",
}
VERDICT_LABELS = {
    "below_998": "明显偏低",
    "below_95": "偏低",
    "within": "正常波动",
    "above_95": "偏高",
    "above_998": "明显偏高",
    "no_cases": "无案件",
}
FUNNEL_NOTE = (
    "落在两条控制限之间的，高低属正常波动；案件少的单位控制限宽，不因几件未办结就算落后。"
    "同类单位有五个以上时，控制限按它们之间实际的离散程度放宽。"
)
RATE_TREND = "各单位办结率"
CLOSED = "办结"
NOT_CLOSED = "未办结"
RECEIVED = "收到"
RATE = "办结率"
JUDGED = "判断"
COUNTED_BOTH = "只计同时写明收到数和办结数的单位"
RATE_TABLE = "各单位收办情况"
RATE_SHEET = (
    "单位",
    "类别",
    "年度",
    "收到（件）",
    "办结（件）",
    "写明的办结率（%）",
    "计算的办结率（%）",
    "比上年（百分点）",
    "状态",
)


def funnel_words(label: str, cases: object, rate: object, verdict: str) -> str:
    """What rests under the pointer on a point of the funnel."""
    return (
        f"{label}<br>收到{number(cases)}件，办结率{told(rate, '%', status='no_cases')}<br>{VERDICTS.get(verdict, '')}"
    )


def funnel_title(subject: str, shown_year: int, kind: str) -> str:
    """The funnel's title."""
    return f"{subject}：{year(shown_year)}办结率与案件量" + (f"（{kind}）" if kind else "")


def received_title(subject: str, shown_year: int) -> str:
    """The title of the bars of cases received by office."""
    return f"{subject}：{year(shown_year)}各单位收到件数"


def volume_title(subject: str) -> str:
    """The title of the bars of cases."""
    return f"{subject}：历年收到与办结"


def hotline_head(
    subject: str,
    shown_year: int,
    received: float | None,
    received_offices: int,
    median: float | None,
    pooled: float | None,
    falling: int,
    falling_two_years: int,
    low: Sequence[str],
) -> str:
    """The first line of 热线与信访; offices are called low only when the funnel says so."""
    if received is None and median is None:
        return sentence([f"{year(shown_year)}所选单位的年报没有写明{subject}收办数量"])
    parts = []
    if received is not None:
        parts.append(f"{year(shown_year)}{received_offices}个单位共收到{CASES[subject]}{number(received)}件")
    else:
        parts.append(f"{year(shown_year)}{subject}")
    if pooled is not None:
        parts.append(f"总体办结率{number(pooled, '%')}")
    if median is not None:
        parts.append(f"各单位中位数{number(median, '%')}")
    if falling:
        tail = f"，其中{falling_two_years}个连续两年下降" if falling_two_years else ""
        parts.append(f"{falling}个单位的办结率比上年下降{tail}")
    if low:
        parts.append(f"扣除偶然波动后确实偏低的有{joined(low)}")
    elif median is not None:
        parts.append("没有单位低于控制限")
    return sentence(parts)
