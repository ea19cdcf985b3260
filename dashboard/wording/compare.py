"""Words of 单位对比."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.wording.names import FEW_CASES, NO_CHANGE, STATUSES
from dashboard.wording.numbers import change_words, directions, figure, number, ranked, sentence, told, year

COMPARE_ABSOLUTE = "数值"
COMPARE_INDEX = "指数"
COMPARE_SCALE = "走势图"
COMPARE_TREND = "历年走势"
COMPARE_TABLE = "历年数据"
COMPARE_RANKS = "历年名次"
TREND_SHEET = (
    "单位", "类别", "年度", "数值", "计量单位", "状态", "收到件数", "说明",
)  # fmt: skip
RANKING_SHEET = (
    "单位", "类别", "数值", "计量单位", "状态", "收到件数", "同类名次", "并列单位数", "参加排名单位数", "同类中位数", "说明",
)  # fmt: skip
INDEX_UNIT = "首年=100"
BASE_YEAR = "对比年度"
USUAL = ("中位数", "下四分位数", "上四分位数")
PERCENTAGE_POINTS = "百分点"
RANK = "同类名次"
RANK_NOTE = "名次只在同类单位之间排列，数值相同的名次并列。"
RANKS_NOTE = "数字为当年在同类单位中的名次，由蓝到橙为由前到后；“并”为名次并列，“—”为不排名次。"
TREND = "走势"
PEERS_MEDIAN = "同类中位数"
CHANGED = "增减"
JUDGEMENT = "变化情况"
JUDGEMENTS = {"better": "明显变好", "worse": "明显变差", "same": "持平", "up": "上升", "down": "下降"}
NOT_JUDGED = f"不足{FEW_CASES}件不判"
EMPTY_RANK = "—"
NOT_RANKED = "可比的同类单位不足3个，或数值都相同，不排名次"
NOT_RANKED_AT_ALL = "没有可排名次的年度：同类单位不足3个、数值都相同，或案件不足10件。"
NOT_LISTED = "未列出"
ONLY_ORDERED = "该指标反映工作量，只按数值排列，不评名次。"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the first line of 单位对比 is composed of: the indicator, how many offices reported, state it, may be judged, the
    median and the two ends (number and who has it), how many rose, fell, stayed, rest on too few cases, lack last
    year's number, have no rate because no case came in (`without_cases`). `only` is the one office looked at: its number in words and its change in words."""

    name: str
    unit: str
    year: int
    reported: int
    stated: int
    judged: int
    median: float | None
    highest: float | None
    highest_names: Sequence[str]
    lowest: float | None
    lowest_names: Sequence[str]
    rising: int = 0
    falling: int = 0
    level: int = 0
    few: int = 0
    uncompared: int = 0
    only: tuple[str, str, str] | None = None
    without_cases: int = 0

    @classmethod
    def of(cls, row: Any, name: str, unit: str, shown_year: int, only: tuple[str, str, str] | None) -> Comparison:
        """From the row of page_head_compare."""
        return cls(
            name,
            unit,
            shown_year,
            int(row.reported_office_count),
            int(row.stated_office_count),
            int(row.judged_office_count),
            figure(row.median_value),
            figure(row.highest_value),
            list(row.highest_office_names),
            figure(row.lowest_value),
            list(row.lowest_office_names),
            int(row.rising_office_count),
            int(row.falling_office_count),
            int(row.level_office_count),
            int(row.few_office_count),
            int(row.uncompared_office_count),
            only,
            int(row.no_cases_office_count),
        )


def compare_head(facts: Comparison) -> str:
    """The first line of 单位对比."""
    if facts.only:
        return _one_office(facts, *facts.only)
    plain = "" if facts.unit == "%" else facts.unit
    when = year(facts.year)
    if not facts.reported:
        return sentence([f"未收录所选单位的{when}年报"])
    if not facts.stated and facts.without_cases:
        untold = facts.reported - facts.without_cases
        none = f"{when}{facts.without_cases}个单位没有收到案件，不计算{facts.name}"
        return sentence([none, f"{untold}个未写明" if untold else ""])
    if not facts.stated:
        who = f"{facts.reported}个单位的年报均" if facts.reported > 1 else "已收录的1份年报"
        return sentence([f"{when}{who}未写明{facts.name}"])
    parts = [
        f"{when}已收录的1份年报写明{facts.name}"
        if facts.reported == 1
        else f"{when}已收录年报的{facts.reported}个单位均写明{facts.name}"
        if facts.stated == facts.reported
        else f"{when}已收录年报的{facts.reported}个单位中{facts.stated}个写明{facts.name}",
        f"{facts.without_cases}个没有收到案件" if facts.without_cases else "",
    ]
    if facts.stated == facts.judged == 1:
        parts.append(f"为{number(facts.highest, facts.unit)}{plain}")
    if facts.judged > 1:
        if facts.highest == facts.lowest:
            who = "" if facts.judged == facts.stated else f"其中{facts.judged}个"
            parts.append(f"{who}均为{number(facts.highest, facts.unit)}{plain}")
        else:
            parts.append(f"中位数{number(facts.median, facts.unit)}{plain}")
            most, least = ("最高", "最低") if facts.unit == "%" else ("最多", "最少")
            ends = ((facts.highest, facts.highest_names, most), (facts.lowest, facts.lowest_names, least))
            for value, names, word in ends:
                parts.append(f"{_together(names, word)}（{number(value, facts.unit)}{plain}）")
    changes = directions(facts.rising, facts.falling, facts.level, facts.few)
    if changes:
        parts.append(changes + (f"，{facts.uncompared}个{NO_CHANGE}" if facts.uncompared else ""))
    elif facts.few:
        parts.append(f"{facts.few}个单位案件不足{FEW_CASES}件，不作判断")
    return sentence(parts)


def _together(names: Sequence[str], word: str) -> str:
    """Who is at one end: nobody alone where several are.

    >>> _together(["甲镇"], "最高"), _together(["甲镇", "乙镇"], "最高"), _together(["甲", "乙", "丙"], "最低")
    ('甲镇最高', '甲镇、乙镇并列最高', '3个单位并列最低')
    """
    if len(names) == 1:
        return f"{names[0]}{word}"
    return f"{'、'.join(names)}并列{word}" if len(names) == 2 else f"{len(names)}个单位并列{word}"


def _one_office(facts: Comparison, office: str, value: str, change: str) -> str:
    """The first line where one office is looked at."""
    when = year(facts.year)
    if not facts.reported:
        return sentence([f"未收录{office}{when}年报"])
    if not facts.stated and facts.without_cases:
        return sentence([f"{office}{when}没有收到案件，不计算{facts.name}"])
    if not facts.stated:
        return sentence([f"{office}{when}年报未写明{facts.name}"])
    return sentence([f"{office}{when}{facts.name}{value}", change])


def change_in_sentence(change: str) -> str:
    """A change as it stands in a sentence: `与上年持平`, `比上年上升0.5个百分点`.

    >>> change_in_sentence("持平"), change_in_sentence("-0.5个百分点"), change_in_sentence("+3件")
    ('与上年持平', '比上年下降0.5个百分点', '比上年增加3件')
    """
    if change[:1] not in ("+", "-"):
        return {"持平": "与上年持平", NO_CHANGE: "无上年数可比", NOT_JUDGED: f"上年案件不足{FEW_CASES}件，不作比较"}[
            change
        ]
    ups = ("上升", "下降") if change.endswith("个百分点") else ("增加", "减少")
    return f"比上年{ups[change[0] == '-']}{change[1:]}"


def change_on_year(change: object, change_pct: object, direction: object, has_few_cases: object, unit: str) -> str:
    """The change on the year before as the table says it; it is what the first line counts.

    >>> change_on_year(0.2, None, "up", False, "%"), change_on_year(None, None, None, False, "%")
    ('+0.2个百分点', '无上年数')
    >>> change_on_year(-33.3, None, None, True, "%")
    '不足10件不判'
    """
    if isinstance(direction, str):
        return change_words(change, change_pct, unit)
    return NOT_JUDGED if has_few_cases or figure(change) is not None else NO_CHANGE


def change_between(change: object, unit: str) -> str:
    """The change between two years beside its dots: in points for a rate, in the unit for a count.

    >>> change_between(-4.2, "%"), change_between(12.0, "条"), change_between(0.0, "%")
    ('-4.2个百分点', '+12条', '持平')
    """
    return change_words(change, None, unit)


def judged_change(judgement: object, direction: object, change: object) -> str:
    """What is said of a change in the download."""
    if isinstance(judgement, str):
        return JUDGEMENTS[judgement]
    if isinstance(direction, str):
        return JUDGEMENTS[direction]
    return NOT_JUDGED if figure(change) is not None else ""


def chart_title(indicator: str, what: str) -> str:
    """A chart's title: the indicator, then what is drawn of it."""
    return f"{indicator}：{what}"


def ranking_title(shown_year: int, is_ranked: bool) -> str:
    """`2024年各单位名次`; without places `2024年各单位数值`."""
    return f"{year(shown_year)}各单位{'名次' if is_ranked else '数值'}"


def change_title(before: int, after: int) -> str:
    """`2023年到2024年的变化`."""
    return f"{year(before)}到{year(after)}的变化"


def change_sheet(before: int, after: int) -> Sequence[str]:
    """The columns of the download of what changed between two years."""
    return ("单位", "类别", year(before), year(after), CHANGED, "增减单位", "增减（%）", JUDGEMENT)


def table_sheet(years: Sequence[str], is_ranked: bool) -> Sequence[str]:
    """The columns of the download of the table."""
    ranks = ("同类名次", "参加排名单位数") if is_ranked else ()
    return ("单位", "类别", *years, "比上年增减", "增减单位", "比上年增减（%）", "比上年", *ranks)


def change_note(
    before: int, after: int, unit: str, least: float | None, least_pct: float | None, is_neutral: bool
) -> str:
    """What dots and colours of the chart of changes mean."""
    dots = f"空心点为{year(before)}，实心点为{year(after)}。"
    if is_neutral or least is None:
        return f"{dots}该指标反映工作量，增减不评好坏。" if is_neutral else dots
    enough = f"{least:g}个百分点" if least_pct is None else f"{least_pct:g}%且不少于{least:g}{unit}"
    return f"{dots}增减达到{enough}的标颜色：蓝色为变好，橙色为变差。"


def trend_note(is_hollow: bool, has_band: bool, has_all: bool) -> str:
    """What lines, band and points of the trend mean."""
    parts = []
    if has_all:
        parts.append("灰线为各单位")
    if has_band:
        parts.append("灰色带为同类单位中间一半的范围")
    if is_hollow:
        parts.append(f"空心点案件不足{FEW_CASES}件，不判高低、不连线")
    parts.append("断开处年报未写明或未收录")
    return "；".join(parts) + "。"


def median_of(kind: str, is_only_kind: bool) -> str:
    """What the line of a kind's median is called."""
    return PEERS_MEDIAN if is_only_kind else f"{kind}中位数"


def target_words(threshold: float, basis: str) -> str:
    """A line to be reached, and whose it is.

    >>> target_words(95.0, "")
    '95%提示线（本系统设定）'
    """
    return f"{threshold:g}%提示线（{basis or '本系统设定'}）"


def place_beside(place: object, tied: object) -> str:
    """A place beside its number.

    >>> place_beside(3, 1), place_beside(1, 3), place_beside(None, None)
    ('第3名', '并列第1名', '')
    """
    if figure(place) is None:
        return ""
    return f"{'并列' if (figure(tied) or 1) > 1 else ''}第{number(place)}名"


def short_place(place: object, tied: object) -> str:
    """The same in a narrow cell: `3`, `并1`."""
    return place_beside(place, tied).removesuffix("名").replace("第", "").replace("并列", "并")


def with_place(value: str, place: object, tied: object) -> str:
    """A number with its place beside it.

    >>> with_place("99.5%", 1, 2), with_place("12条", None, None)
    ('99.5%  并列第1名', '12条')
    """
    return f"{value}  {words}" if (words := place_beside(place, tied)) else value


def of_few_cases(value: str, cases: object) -> str:
    """A rate of few cases, which is shown and not judged.

    >>> of_few_cases("66.7%", 3.0), of_few_cases("66.7%", None)
    ('66.7%（3件，不足10件不判）', '66.7%（不足10件不判）')
    """
    count = f"{number(cases)}件，" if figure(cases) is not None else ""
    return f"{value}（{count}{NOT_JUDGED}）"


def with_cases(value: str, cases: object) -> str:
    """The same where all that are listed are so.

    >>> with_cases("66.7%", 3.0)
    '66.7%，3件'
    """
    return f"{value}，{number(cases)}件"


def moved_of_few_cases(before: str, after: str) -> str:
    """The same of two years."""
    return f"{before}→{after}，{NOT_JUDGED}"


def ranked_offices(count: object) -> str:
    """Beside the name of a kind: how many of it have a place."""
    return f"{number(count)}个参加排名" if figure(count) else "不排名次"


def counted_directions(rising: int, falling: int, level: int) -> str:
    """Beside the name of a kind: how many rose, fell and stayed.

    >>> counted_directions(3, 0, 2), counted_directions(0, 0, 0)
    ('上升3、持平2', '')
    """
    counts = [(rising, "上升"), (falling, "下降"), (level, "持平")]
    return "、".join(f"{word}{count}" for count, word in counts if count)


def middle_words(median: str, hidden: int) -> str:
    """The row of the median, with how many offices around it are not listed."""
    return f"{median}（其余{hidden}个单位在此前后）" if hidden else median


def left_out(hidden: int) -> str:
    """The row for those that are not listed."""
    return f"其余{hidden}个单位"


def show_all(count: int) -> str:
    """The switch that lists everybody."""
    return f"列出全部{count}个单位"


def listed_only(shown: int, total: int) -> str:
    """Below a table that does not list everybody."""
    return (
        f"列出{shown}个单位，其余{total - shown}个未列出；在上方打开“{show_all(total)}”可看全部，下载文件含全部单位。"
    )


def without_number(statuses: Sequence[str], shown_year: int) -> str:
    """How many offices have no number in a year, by why; their names are folded below.

    >>> without_number(["missing", "missing", "no_report"], 2025)
    '另有3个单位没有2025年可用数字（未写明2个、未收录1个）'
    """
    counted = Counter(STATUSES.get(status, status) for status in statuses)
    why = "、".join(f"{word}{count}个" for word, count in counted.items())
    return f"另有{len(statuses)}个单位没有{year(shown_year)}可用数字（{why}）"


def without_judgement(count: int) -> str:
    """How many offices of few cases a chart of many does not list."""
    return f"另有{count}个单位案件不足{FEW_CASES}件，不判高低"


def without_a_year(count: int, before: int, after: int) -> str:
    """How many offices lack one of the two years."""
    return f"另有{count}个单位缺{year(before)}或{year(after)}数字，无法对比"


def named(name: str, words: str) -> str:
    """An office with why it is not listed."""
    return f"{name}（{words}）"


def trend_words(all_years: Sequence[int], values: Sequence[float | None], unit: str) -> str:
    """A sparkline in words: its first and last told number."""
    told_values = [(y, v) for y, v in zip(all_years, values, strict=True) if v is not None]
    if not told_values:
        return ""
    (first, start), (last, end) = told_values[0], told_values[-1]
    return f"{year(first)}{number(start, unit)}，{year(last)}{number(end, unit)}"


def with_unit(value: object, unit: str, qualifier: object = "=", status: object = "stated") -> str:
    """A number with its unit, or the word for its absence."""
    text = told(value, unit, qualifier, status)
    return text if figure(value) is None or unit == "%" else f"{text}{unit}"


def place_in_table(place: object, count: object, tied: object, few: bool) -> str:
    """The last column of the table."""
    return NOT_JUDGED if few else ranked(place, count, tied) or EMPTY_RANK


def base_year(chosen: int | str, shown_year: int) -> str:
    """What the list of years to compare with shows; '' is last year, whichever is looked at."""
    return year(chosen) if chosen else f"上年（{year(shown_year - 1)}）"


def of_kind(kind: str, what: str) -> str:
    """A row of a download that stands for a kind: `街道中位数`."""
    return f"{kind}{what}"


def lacking(row: Any, before: int, after: int) -> str:
    """Which of two years an office lacks, and why."""
    sides = ((before, row.before_value, row.before_status), (after, row.after_value, row.after_status))
    return "、".join(f"{year(y)}{STATUSES[status]}" for y, value, status in sides if figure(value) is None)


def listing(names: Sequence[str]) -> str:
    """All names of a list that is folded."""
    return "、".join(names)


def only_first(shown_count: int, total: int) -> str:
    """Below a table that is cut."""
    return f"共{total}个单位，这里列出前{shown_count}个；全部数据请下载。"
