"""Words of 简报."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date as Date

from dashboard.wording.numbers import places_in_all, year
from dashboard.wording.overview import LAST_YEAR_PLAN, plan_quoted

BRIEFING = "下载简报"
BRIEFING_HELP = "Word 文档：各项情况、指标表、图和薄弱环节"
BRIEFING_PARTS = ("一、总体情况", "二、各单位指标", "三、主要指标图", "四、需要关注的薄弱环节")
BRIEFING_RUG_NOTE = "底色表示在同类单位中的位置：橙色靠后，蓝色靠前；不足4个同类单位有数据的、案件太少的不着色。"
BRIEFING_COMPARED = ("指标", "本年", "比上年", "统计范围")
BRIEFING_SIGNED = "报送单位：＿＿＿＿＿＿＿＿＿＿"
BRIEFING_NO_PICTURE = "部分图没有可画的数据，或者生成简报的电脑没有安装中文字体，请在网页上查看。"


def briefing_title(region: str, shown_year: int) -> str:
    """The title of a 简报."""
    return f"{region}{year(shown_year)}政府信息公开年报情况简报"


def whom(region: str, kind: str | None, offices: Sequence[str]) -> str:
    """Whom a 简报 is about.

    >>> whom("青禾区", None, []), whom("青禾区", "街道", []), whom("青禾区", None, ["甲镇"]), whom("青禾区", None, ["甲", "乙"])
    ('青禾区', '青禾区街道', '甲镇', '青禾区2个单位')
    """
    if len(offices) == 1:
        return offices[0]
    return f"{region}{len(offices)}个单位" if offices else f"{region}{kind or ''}"


def below_each_other(first: str, second: str) -> str:
    """Two short texts of a narrow cell on lines of their own."""
    return f"{first}\n{second}"


def of_the_whole(name: str, is_median: bool) -> str:
    """An indicator of all offices."""
    return f"{name}（中位数）" if is_median else name


def compared_of(stated: int, compared: int, few: int = 0) -> str:
    """The offices that a number and its change cover; `few` more tell it of too few cases to count.

    >>> compared_of(15, 14), compared_of(15, 15), compared_of(3, 0), compared_of(1, 1)
    ('15个单位写明，其中14个可与上年比', '15个单位写明', '3个单位写明，均无可比的上年数', '本年、上年均写明')
    >>> compared_of(14, 14, 1)
    '14个单位写明（另1个案件太少不计）'
    """
    without = f"（另{few}个案件太少不计）" if few else ""
    if stated == 1:
        return "本年、上年均写明" if compared else "无上年数"
    if not compared:
        return f"{stated}个单位写明{without}，均无可比的上年数"
    return f"{stated}个单位写明{without}" + (f"，其中{compared}个可与上年比" if compared < stated else "")


def briefing_channels(counts: Sequence[tuple[str, int]]) -> str:
    """The title of the picture of channels: the sums go over the offices that tell each year.

    >>> briefing_channels([("政府网站", 14), ("政务微博", 9)])
    '各渠道历年公开信息（条；历年都写明的单位合计：政府网站14个、政务微博9个）'
    """
    offices = "、".join(f"{name}{count}个" for name, count in counts if count)
    return f"各渠道历年公开信息（条；历年都写明的单位合计：{offices}）"


def briefing_applications(count: int) -> str:
    """The title of the picture of applications."""
    return f"历年新收政府信息公开申请（件；历年都写明的{count}个单位合计）"


def day(date: Date) -> str:
    """A date as documents have it.

    >>> day(Date(2026, 1, 5))
    '2026年1月5日'
    """
    return f"{date.year}年{date.month}月{date.day}日"


def portrait_title(office: str, shown_year: int) -> str:
    """The title of an office's sheet."""
    return f"{office}{year(shown_year)}政府信息公开画像"


def promised_before(plan: str) -> str:
    """What the report of the year before promised.

    >>> promised_before("按月核对。")
    '上年整改措施：“按月核对”。'
    """
    return f"{LAST_YEAR_PLAN}：{plan_quoted(plan)}。"


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


def briefing_evidence(report: str, section: str, quotes: Sequence[str], in_all: int = 0) -> str:
    """Where a weak spot is written: report, section, words as printed; `in_all`: how many places there are where not
    all are shown.

    >>> briefing_evidence("《甲局2024年政府信息公开工作年度报告》", "一、总体情况", ["收到9件，", "办结8件。"])
    '依据：《甲局2024年政府信息公开工作年度报告》“一、总体情况”：“收到9件”“办结8件”。'
    """
    place = f"“{section}”" if section else ""
    words = "".join(f"“{quote.rstrip('。；，')}”" for quote in quotes)
    more = places_in_all(in_all) if in_all else ""
    return f"依据：{report}{place}{'：' if words else ''}{words}{more}。"


def briefing_rest(found: int, shown: int) -> str:
    """How many weak spots a 简报 leaves out."""
    return f"共查出{found}项，此处列出前{shown}项，其余见“薄弱环节”页。"
