"""Words of 薄弱环节."""

from __future__ import annotations

from dashboard.wording.names import WATCH_OFFICE
from dashboard.wording.numbers import sentence, year

TOPIC = "方面"
EVERY_TOPIC = "全部方面"
SEVERITY = "轻重"
EVERY_SEVERITY = "全部轻重"
RULE = "规则"
EVERY_RULE = "全部规则"
WEAK_SHOWN = "列出"
WEAK_SHOWN_OPTIONS = {"failed": "已查实", "every": "含待核实"}
WEAK_LIST = "薄弱环节清单"
RED_AND_WORSENING = "红且变差"
TO_VERIFY = "待核实"
SEE_REPORT = "看年报"
BY_TOPIC = "按方面"
BY_RULE = "按规则"
WEAK_COUNT = "项数"
SEVERE_COUNT = "其中严重"
OFFICE_COUNT = "涉及单位"
NO_TOPIC = "其他"
RED_TITLE = "红且变差的指标"
RED_NOTE = "处在同类单位末四分之一，又比上年更差的指标；不足4个同类单位有数据的不列。点数字看原句。"
RED_NONE = "所选范围内没有既处在同类末四分之一、又比上年更差的指标。"
LAST_YEAR = "上年"
THIS_YEAR = "本年"
PEER_MEDIAN = "同类中位数"
WORSENING_YEARS = "连续变差"
WEAK_NONE = "没有符合当前筛选的薄弱环节。"
WEAK_NONE_NOTE = "没有查出，不等于没有问题：没有年报和无法核对的情况见“数据质量”。"
WORKLIST = "薄弱环节整改清单"
WORKLIST_COLUMNS = (
    "序号", "单位", "类别", "年度", "方面", "规则", "轻重", "薄弱环节", "持续", "是否变差", "是否自述", "判定依据", "出处原文", "原文链接", "责任人", "整改期限", "完成情况",
)  # fmt: skip
RED_SHEET = ("单位", "类别", "指标", "计量单位", "上年", "本年", "变化", "变化（%）", "同类名次", "同类有数据单位数", "同类中位数", "连续变差年数")  # fmt: skip


def weak_spots_head(
    shown_year: int,
    spots: int,
    offices: int,
    high: int,
    lasting: int,
    longest: int,
    self_told: int,
    top_topic: str | None,
    top_offices: int,
) -> str:
    """The first line of 薄弱环节: how many, how severe, how long, where they gather."""
    if not spots:
        return sentence([f"{year(shown_year)}所选范围内没有查出薄弱环节"])
    parts = [f"{year(shown_year)}在{offices}个单位查出薄弱环节{spots}项" + (f"，其中严重{high}项" if high else "")]
    if lasting:
        parts.append(f"{lasting}项已持续两年以上，最长{longest}年")
    if top_topic and top_offices > 1:
        parts.append(f"“{top_topic}”涉及单位最多（{top_offices}个）")
    if self_told:
        parts.append(f"{self_told}项为单位在年报中自述")
    return sentence(parts)


def look_at(office: str) -> str:
    """The link to an office's page, read out."""
    return f"{WATCH_OFFICE}：{office}"


def list_count(shown: int, total: int) -> str:
    """Behind the heading of a list."""
    return f"{shown}项" if shown == total else f"共{total}项，列出前{shown}项"
