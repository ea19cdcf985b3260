"""Words of 简报."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date

from dashboard.wording.numbers import year

BRIEFING = "下载简报"
BRIEFING_HELP = "Word 文档：各项情况、指标表、图和薄弱环节"
BRIEFING_PARTS = ("一、总体情况", "二、各单位指标", "三、主要指标图", "四、需要关注的薄弱环节")
BRIEFING_RUG_NOTE = "底色表示在同类单位中的位置：橙色靠后，蓝色靠前；不足4个同类单位有数据的、案件太少的不着色。"
BRIEFING_CHANNELS = "各渠道历年公开信息（条，写明的单位合计）"
BRIEFING_APPLICATIONS = "历年新收政府信息公开申请（件，写明的单位合计）"
BRIEFING_SIGNED = "报送单位：＿＿＿＿＿＿＿＿＿＿"
BRIEFING_NO_PICTURE = "部分图没有可画的数据，或者生成简报的电脑没有安装中文字体，请在网页上查看。"


def briefing_title(region: str, shown_year: int) -> str:
    """The title of a 简报."""
    return f"{region}{year(shown_year)}政府信息公开年报情况简报"


def day(date: Date) -> str:
    """A date as documents have it.

    >>> day(Date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{date.year}年{date.month}月{date.day}日"


def portrait_title(office: str, shown_year: int) -> str:
    """The title of an office's sheet."""
    return f"{office}{year(shown_year)}政府信息公开画像"


def portrait_matter(number: int, message: str, labels: Sequence[str], question: str, plan: str) -> list[str]:
    """One matter of an office's sheet: what is found, what was promised, what the office is asked.

    >>> portrait_matter(1, "甲镇栏目全年未更新。", ["严重"], "未更新的原因", "清单管理")
    ['1．甲镇栏目全年未更新（严重）。', '上年整改承诺：“清单管理”。', '请该单位说明：未更新的原因。']
    """
    return [
        briefing_weak_spot(number, message, labels),
        *([promised_before(plan)] if plan else []),
        *([asked_to_explain(question)] if question else []),
    ]


def promised_before(plan: str) -> str:
    """What the report of the year before promised."""
    return f"上年整改承诺：“{plan.rstrip('。；，')}”。"


def asked_to_explain(question: str) -> str:
    """What the office is asked."""
    return f"请该单位说明：{question.rstrip('。')}。"


def portrait_rest(found: int, shown: int) -> str:
    """How many matters an office's sheet leaves out."""
    return f"共{found}项，此处列出前{shown}项，其余见“单位画像”页。"


def briefing_source(filters: str, generation: int) -> str:
    """What a 简报 covers and which data it was made from."""
    return f"（{filters}；数据第{generation}版）"


def briefing_rates(shown_year: int) -> str:
    """The title of the picture of close rates."""
    return f"{year(shown_year)}12345热线办结率（橙色为明显低于同类单位）"


def briefing_figure(number: int, title: str) -> str:
    """The caption of a picture."""
    return f"图{number}  {title}"


def briefing_weak_spot(number: int, message: str, marks: Sequence[str]) -> str:
    """One weak spot, numbered, with its severity and how long it has lasted."""
    return f"{number}．{message.rstrip('。')}（{'，'.join(marks)}）。"


def report_title(office: str, report_year: int) -> str:
    """How a report is cited."""
    return f"《{office}{year(report_year)}政府信息公开工作年度报告》"


def briefing_evidence(report: str, section: str, quotes: Sequence[str]) -> str:
    """Where a weak spot is written: report, section, words as printed.

    >>> briefing_evidence("《甲局2024年政府信息公开工作年度报告》", "一、总体情况", ["收到9件，", "办结8件。"])
    '依据：《甲局2024年政府信息公开工作年度报告》“一、总体情况”：“收到9件”“办结8件”。'
    """
    place = f"“{section}”" if section else ""
    words = "".join(f"“{quote.rstrip('。；，')}”" for quote in quotes)
    return f"依据：{report}{place}{'：' if words else ''}{words}。"


def briefing_rest(found: int, shown: int) -> str:
    """How many weak spots a 简报 leaves out."""
    return f"共查出{found}项，此处列出前{shown}项，其余见“薄弱环节”页。"
