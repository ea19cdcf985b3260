"""Words of notes and of marks on the time axis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashboard.wording.follow_up import said_by
from dashboard.wording.names import APPLICANTS
from dashboard.wording.numbers import year

DISCLOSURE_GROUP = "主动公开"
CASE_GROUPS = ("12345热线", "信访")
"""Groups of indicators as data/reference/indicators.csv calls them."""
NOTE_WRITE = "给正文或统计表里的数字写批注"
NOTE_PLACE = "数字在哪里"
NOTE_PLACES = {"text": "正文", "table": "统计表"}
NOTE_ON = "批注写在哪个数字上"

NOTE_COLUMNS = ("年度", "数字或问题", "批注", "谁、何时")

MARKS_TITLE = "时间轴标记"

MARKS_NOTE = (
    "趋势图在这些年度画竖线，提醒跨过它比较时口径可能不同。国家改版的标记系统自带，单位更名、合并、撤销取自单位名录。"
)

MARKS_COLUMNS = ("年度", "变化", "适用范围", "比较时注意", "来源")

MARK_YEAR = "从哪一年起"

MARK_GROUP = "适用的指标"

MARK_EVERY = "全部指标"

MARK_OFFICE = "适用的单位"

MARK_TEXT = "有什么变化"

MARK_HINT = "例如：热线改按诉求件计数"

SAVE_MARK = "添加标记"

REMOVE_MARK = "删除标记"

MARK_PICK = "要删除的标记"

MARK_ADDED = "标记已添加，趋势图随即画出。"

MARK_REMOVED = "标记已删除。"


def note_line_words(office: str, shown_year: int, name: str, text: str, who: str, at: datetime) -> str:
    """A note in the notes of a download."""
    return f"{office}{year(shown_year)}{name}：{text.rstrip('。')}（{said_by(who, at)}）"


def mark_scope(group: str, office: str) -> str:
    """What a mark is about.

    >>> mark_scope("", ""), mark_scope("信访", "甲街道")
    ('全部单位、全部指标', '甲街道、信访')
    """
    return f"{office or '全部单位'}、{group or MARK_EVERY}"


def note_words(text: str, who: str, at: datetime) -> str:
    """A note beside its number."""
    return f"批注：{text.rstrip('。')}（{said_by(who, at)}）。"


def mark_words(shown_year: int, words: Sequence[str]) -> str:
    """A mark read out.

    >>> mark_words(2021, ["统计表改版", "两科室合并"])
    '2021年起：统计表改版；两科室合并。'
    """
    return f"{year(shown_year)}起：{'；'.join(words)}。"


def mark_line_words(shown_year: int, name: str, note: str, office: str) -> str:
    """A mark below its chart.

    >>> mark_line_words(2021, "统计表改版", "不能直接相比。", ""), mark_line_words(2022, "2022年由柳溪乡更名", "", "柳溪镇")
    ('2021年起：统计表改版。不能直接相比。', '2022年起：柳溪镇2022年由柳溪乡更名。')
    """
    return f"{year(shown_year)}起：{office}{name}。{note}"


def number_name(name: str, breakdown: str) -> str:
    """What a number is called, with what it is broken down by.

    >>> number_name("收到申请", "natural_person"), number_name("栏目更新", "财政预决算"), number_name("收到申请", "")
    ('收到申请（自然人）', '栏目更新：财政预决算', '收到申请')
    """
    if breakdown in APPLICANTS:
        return f"{name}（{APPLICANTS[breakdown]}）"
    return f"{name}：{breakdown}" if breakdown else name


def noted_name(note: Any) -> str:
    """What a row of note_list is about: the number with its breakdown, or the rule."""
    return number_name(note.name_zh, note.subject) if note.about == "number" else str(note.name_zh)
