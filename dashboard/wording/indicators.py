"""Words of 指标口径."""

from __future__ import annotations

from dashboard.wording.names import CHANGE_ON_YEAR, FINDING_STATUSES, NO_CHANGE
from dashboard.wording.numbers import figure, number, sentence, source_note, year

DICTIONARY_VIEW = "查看"
DICTIONARY_VIEWS = {"indicators": "指标", "rules": "规则与阈值", "topics": "问题分类", "columns": "监测栏目"}
FIND = "查找"
FIND_HINT = "输入名称或口径中的字"
DEFINITION = "定义"
FORMULA = "计算方法"
AS_PRINTED = "照年报原数"
UNIT = "计量单位"
POLARITY = "高低评价"
SOURCE = "来源"
CAVEAT = "使用注意"
STATED_BY = "写明的单位"
DICTIONARY_SHEET = ("分组", "指标", "定义", "计算方法", "计量单位", "高低评价", "来源", "使用注意", "写明的单位数", "首次写明年度", "最近写明年度")  # fmt: skip
RULE_SHEET = ("类别", "规则", "内容", "阈值", "阈值单位", "轻重", "是否启用", "依据", "不通过", "无法核对", "提示")
RULE_KINDS = {"check": "核查规则", "weak_spot": "薄弱环节规则"}
THRESHOLD = "阈值"
NO_THRESHOLD = "无"
LEGAL_BASIS = "依据"
OWN_RULE = "本系统设定"
SWITCHED_OFF = "已停用"
FOUND = "当年查出"
TOPIC_SHEET = ("分类", "包含内容")
TOPIC_HOLDS = "包含内容"
WATCHED_SHEET = ("栏目", "同义名称", "所属方面", "更新周期（天）", "每年至少（条）", "依据")
ALIASES = "同义名称"
CYCLE = "更新周期"
YEARLY_MINIMUM = "每年至少"
NO_CYCLE = "未定"
DICTIONARY_NOTE = "口径和阈值存放在数据表中，可由业务人员修改，下次发布数据时生效。"
NOTHING_FOUND = "没有找到，请换一个词。"


def indicators_head(count: int, groups: int, stated: int, reports: int) -> str:
    """The first line of 指标口径."""
    parts = [f"口径表共{groups}组{count}项指标"]
    if reports:
        parts.append(f"所选单位的{reports}份年报写明过其中{stated}项")
    return sentence(parts)


def out_of(count: object, total: int) -> str:
    """How many offices state an indicator, of those with a report.

    >>> out_of(12, 15), out_of(0, 15)
    ('12/15', '无')
    """
    told_count = figure(count)
    return f"{int(told_count)}/{total}" if told_count else "无"


def defined(definition: str, formula: str) -> str:
    """An indicator's definition with its formula, where it has one.

    >>> defined("写明的办结率。", "办结÷收到")
    '写明的办结率。计算方法：办结÷收到。'
    """
    return f"{definition}{FORMULA}：{formula}。" if formula else definition


def threshold_words(threshold: object, unit: str) -> str:
    """A rule's threshold with its unit."""
    return f"{number(threshold)}{unit}" if figure(threshold) is not None else NO_THRESHOLD


def cycle_words(days: object) -> str:
    """A column's cycle."""
    return f"{number(days)}天" if figure(days) is not None else NO_CYCLE


def minimum_words(count: object) -> str:
    """The items a year that a column needs."""
    return f"{number(count)}条" if figure(count) is not None else NO_CYCLE


def found_words(failed: object, lacking: object, notices: object) -> str:
    """How often a rule was found."""
    parts = [
        f"{FINDING_STATUSES[name]}{number(count)}"
        for name, count in (("failed", failed), ("not_assessable", lacking), ("notice", notices))
        if figure(count)
    ]
    return "，".join(parts) or "无"


def stated_in(shown_year: int) -> str:
    """The head of the column that counts offices."""
    return f"{year(shown_year)}{STATED_BY}" if shown_year else STATED_BY


def source_of(reports: int, shown_year: int, generation: int) -> str:
    """The line below the dictionary."""
    return source_note(reports, shown_year, shown_year, generation) if reports else ""


def changed_on_year(change: str) -> str:
    """A change on last year, or that there is none to tell."""
    return f"{CHANGE_ON_YEAR}{change}" if change else NO_CHANGE
