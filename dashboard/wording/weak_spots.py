"""Words of 薄弱环节."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.numbers import joined, sentence, year

TOPIC = "问题类别"
EVERY_TOPIC = "全部类别"
SEVERITY = "严重程度"
EVERY_SEVERITY = "全部程度"
RULE = "规则"
EVERY_RULE = "全部规则"
WEAK_SHOWN = "显示范围"
WEAK_SHOWN_OPTIONS = {"failed": "有据可查", "every": "含证据不足"}
WEAK_LIST = "薄弱环节清单"
TO_VERIFY = "证据不足，待核实"
NOTHING_TO_VERIFY = "没有证据不足的判定，与“有据可查”相同。"
SEE_REPORT = "看年报"
BY_TOPIC = "按问题类别"
BY_RULE = "按规则"
WEAK_COUNT = "判定条数"
SEVERE_COUNT = "其中严重"
OFFICE_COUNT = "涉及单位"
NO_TOPIC = "其他"
RED_TITLE = "靠后且下滑的指标"
RED_NOTE = (
    "处在同类单位后四分之一，又比上年明显变差的指标（条数、件数变化达到10%且5条（件）以上，比率达到1个百分点）；"
    "不足4个同类单位可比的不列，案件不足10件的不判。点数字看原句。"
)
RED_NONE = "所选范围内没有既处在同类后四分之一、又比上年明显变差的指标。"
LAST_YEAR = "上年"
THIS_YEAR = "本年"
PEER_MEDIAN = "同类中位数（含本单位）"
WORSENING_YEARS = "连续变差"
WEAK_NONE = "没有符合当前筛选的薄弱环节。"
WEAK_NONE_NOTE = "没有查出，不等于没有问题：未收录的年报和无法核对的情况见“数据质量”。"
WORKLIST = "薄弱环节整改清单"
WORKLIST_COLUMNS = (
    "序号", "单位", "类别", "年度", "事项", "问题类别", "规则", "严重程度", "薄弱环节", "持续", "是否比上年加重", "是否单位自查", "判定依据", "出处原文", "原文链接", "请单位说明", "核实结论", "单位说明", "整改事项", "责任人", "整改期限", "完成情况",
)  # fmt: skip
RED_SHEET = ("单位", "指标（单位）", "上年", "本年", "比上年", "同类名次", "同类中位数（含本单位）", "连续变差")


def filtered(shown_year: int, filters: Sequence[str], only: str) -> str:
    """Before the counts: the year, the one office and what the page's own filters ask for.

    >>> filtered(2025, ["社会救助", "严重"], ""), filtered(2025, [], "甲局")
    ('2025年按所选条件（社会救助、严重），', '甲局2025年')
    """
    told_filters = f"按所选条件（{'、'.join(filters)}），" if filters else ""
    return f"{only}{year(shown_year)}{told_filters}"


def weak_spots_head(
    shown_year: int,
    matters: int,
    findings: int,
    offices: int,
    high: int,
    lasting: int,
    longest: int,
    self_told: int,
    top_topic: str | None,
    top_offices: int,
    red: Sequence[str] = (),
    filters: Sequence[str] = (),
    only: str = "",
) -> str:
    """The first line of 薄弱环节: how many, how severe, how long, where they gather, of what the page's own filters
    leave. `red` are the offices, one an indicator, that are behind their kind and got materially worse.

    >>> weak_spots_head(2025, 3, 9, 3, 3, 3, 4, 1, None, 0)
    '2025年3个单位有薄弱环节3个（判定9条），均为严重，均已持续两年以上、最长4年，1个为单位自查提出。'
    >>> weak_spots_head(2025, 0, 0, 0, 0, 0, 0, 0, None, 0, ["甲局", "甲局"])
    '2025年没有判定为薄弱环节的，但有2项指标靠后且下滑（甲局）。'
    """
    start = filtered(shown_year, filters, only)
    if not matters:
        if filters:
            return sentence([f"{start}没有薄弱环节"])
        if red:
            names = joined(list(dict.fromkeys(red)), 2)
            return sentence([f"{start}没有判定为薄弱环节的，但有{len(red)}项指标靠后且下滑（{names}）"])
        return sentence([f"{start}{'' if only else '所选范围内'}没有查出薄弱环节"])
    who = "" if only else f"{offices}个单位"
    parts = [f"{start}{who}有薄弱环节{matters}个（判定{findings}条）"]
    if high:
        parts.append(
            "均为严重" if high == matters and matters > 1 else f"其中严重{high}个" if matters > 1 else "属严重"
        )
    if lasting:
        how_many = "均" if lasting == matters and matters > 1 else f"{lasting}个" if matters > 1 else ""
        parts.append(f"{how_many}已持续两年以上、最长{longest}年" if matters > 1 else f"已持续{longest}年")
    if top_topic and top_offices > 1:
        parts.append(f"“{top_topic}”涉及单位最多（{top_offices}个）")
    if self_told:
        parts.append(f"{self_told}个为单位自查提出" if matters > 1 else "单位自查时也已提出")
    return sentence(parts)


def red_refuted(apart: Sequence[tuple[str, str]]) -> str:
    """Below 靠后且下滑的指标: the offices and indicators left out because the staff held what was found in them to be
    false; '' where there are none.

    >>> red_refuted([("甲局", "信访办结率"), ("乙局", "微博条数")])
    '另有2项的判定经核实为误报，没有列入：甲局信访办结率、乙局微博条数。'
    >>> red_refuted([])
    ''
    """
    if not apart:
        return ""
    return sentence([f"另有{len(apart)}项的判定经核实为误报，没有列入：{joined([o + n for o, n in apart], 5)}"])


def list_count(shown: int, total: int) -> str:
    """Behind the heading of a list."""
    return f"{shown}项" if shown == total else f"共{total}项，列出前{shown}项"


def spots_count(matters: int, findings: int) -> str:
    """Behind the heading of the list of weak spots.

    >>> spots_count(3, 9)
    '3个，判定9条'
    """
    return f"{matters}个，判定{findings}条"
