"""Every word that our pages show, the forms of numbers, and the sentences composed from answers.

In come numbers, statuses and small summaries; out comes Chinese text. It draws nothing and asks nothing.
Names of indicators, topics and rules stand in data/reference and come with the answers. The rule for numbers:
what is not told is written as such, never as 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import UTC

PRODUCT = "公开"

SECTIONS = {"look": "看全局", "weak": "查薄弱", "manage": "管数据"}
PAGES = {
    "overview": "总览",
    "compare": "单位对比",
    "hotline": "热线与信访",
    "disclosure": "主动公开",
    "applications": "依申请公开",
    "weak-spots": "薄弱环节",
    "quality": "数据质量",
    "office": "单位画像",
    "report": "年报原文",
    "import": "导入",
    "indicators": "指标口径",
}

STATUSES = {
    "missing": "未报告",
    "no_report": "无年报",
    "not_told": "未报告",
    "blank": "空白",
    "unreadable": "无法辨认",
    "conflict": "不一致",
    "no_cases": "无案件",
    "stated": "已写明",
    "computed": "按件数计算",
}
STATUS_EXPLANATIONS = {
    "missing": "年报没有写这个数字",
    "no_report": "没有收到这一年的年报",
    "not_told": "年报没有写这个数字",
    "blank": "表格印了这一格，但没有填",
    "unreadable": "印了内容，但无法辨认为数字",
    "conflict": "年报前后写了不同的数字",
    "no_cases": "收到0件，不计算比率",
    "computed": "年报没有写办结率，按写明的收到、办结件数计算",
}
SEVERITIES = {"high": "严重", "medium": "中等", "low": "轻微"}
FINDING_STATUSES = {"failed": "不通过", "not_assessable": "无法核对", "notice": "提示"}
COVERAGE = {"reported": "按时", "late": "迟报", "partial": "不完整", "missing": "无年报", "not_expected": "不在统计内"}
POLARITIES = {"higher_is_better": "越高越好", "lower_is_better": "越低越好", "neutral": "不评高低"}
DOCUMENT_SECTIONS = {
    "preamble": "题首",
    "overview": "一、总体情况",
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}
APPLICANTS = {
    "natural_person": "自然人",
    "business": "商业企业",
    "research": "科研机构",
    "public_interest": "社会公益组织",
    "legal_service": "法律服务机构",
    "other": "其他",
    "total": "总计",
}
FORMS = {"2019": "2019年格式", "2021": "2021年格式", "none": "无统一格式"}

# --- numbers ----------------------------------------------------------------------------------------------


def figure(value: object) -> float | None:
    """`value` as a number, None for whatever is not told: None, NaN, a missing value of pandas.

    >>> figure(3), figure(float("nan")), figure(None)
    (3.0, None, None)
    """
    try:
        told_number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if math.isnan(told_number) else told_number


def number(value: object, unit: str = "") -> str:
    """`value` with full digits; percent with one decimal (but 0% and 100%); '' for
    what is not told.

    >>> number(61238.0), number(97.14, "%"), number(12.5, "万元"), number(None)
    ('61,238', '97.1%', '12.5', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    if unit == "%":
        return f"{amount:.0f}%" if amount in (0, 100) else f"{amount:.1f}%"
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def told(value: object, unit: str = "", qualifier: object = "=", status: object = "stated") -> str:
    """A number as a reader should see it, with 余 or 约, or the word for its absence.

    >>> told(300.0, "条", ">="), told(98.2, "%"), told(None, status="blank"), told(None, status="missing")
    ('300余', '98.2%', '空白', '未报告')
    """
    text = number(value, unit)
    if not text:
        return STATUSES["missing"] if status == "stated" else STATUSES.get(str(status), STATUSES["missing"])
    if qualifier == ">=":
        return f"{text}余"
    return f"约{text}" if qualifier == "~" else text


def short(value: object, unit: str = "") -> str:
    """`value` for axes and cards: 万 from 10,000 on.

    >>> short(9999), short(36200), short(1234567), short(98.23, "%")
    ('9,999', '3.6万', '123万', '98.2%')
    """
    amount = figure(value)
    if amount is None or unit == "%" or abs(amount) < 10_000:
        return number(value, unit)
    ten_thousands = amount / 10_000
    return (f"{ten_thousands:.0f}" if abs(ten_thousands) >= 100 else f"{ten_thousands:.1f}".removesuffix(".0")) + "万"


def signed(value: object, unit: str = "%", digits: int = 1) -> str:
    """A change with its sign: percent for counts, 个百分点 for rates; '' when there is none to tell.

    >>> signed(3.24), signed(-0.5, "pp"), signed(0.0), signed(None)
    ('+3.2%', '-0.5个百分点', '持平', '')
    """
    amount = figure(value)
    if amount is None:
        return ""
    rounded = round(amount, digits)
    if rounded == 0:
        return "持平"
    return f"{rounded:+,.{digits}f}" + ("个百分点" if unit == "pp" else unit)


def has_changed(change: object) -> bool:
    """Whether a change is one that a reader sees: what rounds to 持平 is neither better nor worse.

    >>> has_changed(-0.04), has_changed(0.1), has_changed(None)
    (False, True, False)
    """
    return round(figure(change) or 0.0, 1) != 0


def year(value: object) -> str:
    """`2024年`."""
    return f"{int(value)}年"  # type: ignore[call-overload]


def years(first: int, last: int) -> str:
    """`2019—2024年`, or one year.

    >>> years(2019, 2024), years(2024, 2024)
    ('2019—2024年', '2024年')
    """
    return year(last) if first == last else f"{first}—{last}年"


def joined(names: Sequence[str], most: int = 3) -> str:
    """Names with 、, and how many there are when they are too many to list.

    >>> joined(["甲", "乙"]), joined(["甲", "乙", "丙", "丁"])
    ('甲、乙', '甲、乙、丙等4个单位')
    """
    if len(names) <= most:
        return "、".join(names)
    return "、".join(names[:most]) + f"等{len(names)}个单位"


def sentence(parts: Iterable[str]) -> str:
    """The parts that have something to say, as one sentence.

    >>> sentence(["2024年12个单位", "", "3个下降"])
    '2024年12个单位，3个下降。'
    """
    text = "，".join(part.strip("，。") for part in parts if part)
    return f"{text}。" if text else ""


def source_note(reports: int, first: int, last: int, generation: int) -> str:
    """The line below a chart: what it rests on."""
    return f"来源：{years(first, last)}共{reports}份年报；数据第{generation}版"


def covered(stated: int, expected: int) -> str:
    """How many offices a sum covers.

    >>> covered(12, 15), covered(15, 15)
    ('15个单位中12个写明', '15个单位都写明')
    """
    if stated == expected:
        return f"{expected}个单位都写明" if expected > 1 else "1个单位写明"
    return f"{expected}个单位中{stated}个写明"


# --- filters ----------------------------------------------------------------------------------------------

FILTER_REGION = "地区"
FILTER_YEAR = "年度"
FILTER_SINCE = "趋势起始年度"
FILTER_KIND = "单位类别"
FILTER_OFFICES = "单位"
ALL_KINDS = "全部类别"
ALL_OFFICES = "全部单位"
TOO_MANY_OFFICES = "单位较多，请先选定地区"
RESET = "重置"
COPY_LINK = "复制链接"
FICTIONAL = "虚构示例"
FICTIONAL_NOTE = "当前地区为虚构示例，单位、数字均为演示而编造。"


def kind_label(kind: str) -> str:
    """An office kind as an option."""
    return kind or ALL_KINDS


# --- shell ------------------------------------------------------------------------------------------------

UNREADABLE_STORE = "数据文件无法打开。"
NO_STORE = "还没有任何年报。"
NO_STORE_NEXT = "请在“导入”页上传年报，或在命令行运行 gongkai load 加载年报文件；想先看示例，可运行 gongkai demo。"
EMPTY_STORE = "数据仓里还没有年报。"
DAMAGED = "当前数据文件有损坏，正在展示此前完好的一版。"
NO_DATA = "所选范围内没有年报写明这项数据。"
NO_DATA_NEXT = "可换一个年度或地区，或点“重置”。"
PAGE_ERROR = "本页暂时无法显示。"
PAGE_ERROR_NEXT = "请点“重置”后再试；若仍不行，请把页面地址发给维护人员。"
DOWNLOAD_XLSX = "Excel"
DOWNLOAD_CSV = "CSV"
SHEET_DATA = "数据"
SHEET_NOTES = "说明"
NOTE_INDICATOR = "指标"
NOTE_UNIT = "单位"
NOTE_FILTERS = "筛选"
NOTE_REPORTS = "涉及年报"
NOTE_GENERATION = "数据版本"
NOTE_GAPS = "缺数说明"
NOTE_GAPS_TEXT = "空格表示年报没有写明、留空或无法辨认，不等于0；具体原因见“状态”列。"
MEDIAN = "中位数"
QUARTILES = "四分位区间"
EVERY_OFFICE = "全部单位"
WATCH_OFFICE = "单位画像"
SORTED_BY = "排序"


def page_title(page: str) -> str:
    """The title of the browser's tab."""
    return f"{PAGES[page]} · {PRODUCT}"


# --- 总览 --------------------------------------------------------------------------------------------------

RUG_SHORT_NAMES = {
    "disclosure.website": "网站公开",
    "disclosure.weibo": "微博",
    "disclosure.wechat": "微信",
    "disclosure.policy_interpretation": "政策解读",
    "weibo.resolved": "微博答复",
    "hotline12345.close_rate": "热线办结率",
    "hotline12345.satisfaction_rate": "热线满意率",
    "hotline12345.received": "热线收到",
    "petition.received": "信访收到",
    "petition.close_rate": "信访办结率",
    "review.total": "行政复议",
    "review.corrected": "复议被纠正",
    "litigation_direct.corrected": "诉讼被纠正",
}
RUG_SHEET = (
    "单位",
    "类别",
    "指标",
    "计量单位",
    "数值",
    "状态",
    "比上年增减",
    "比上年增减（%）",
    "同类名次",
    "同类有数据单位数",
)
UNIT_COLUMN = "见“计量单位”列"
NO_CHANGE = "无上年数"
COVERAGE_COLUMN = "报送情况"
RUG_TITLE = "各单位各项指标"
RUG_BY_VALUE = "按水平"
RUG_BY_CHANGE = "按变化"
RUG_NOTE_VALUE = (
    "靠后的单位排在前面。小字为同类名次/有数据的同类单位数；橙色靠后，蓝色靠前，"
    "不足4个同类单位有数据的不着色。点数字看原句。"
)
RUG_NOTE_CHANGE = "变差最多的单位排在前面。颜色表示比上年的变化：橙色变差，蓝色变好，颜色越深变化越大。点数字看原句。"
FEW_CASES = 10
"""Below this number of cases a rate is shown, but neither coloured nor ranked."""
FEW_CASES_NOTE = "案件太少，不评高低"
WEAK_TITLE = "最需要关注的薄弱环节"
COVERAGE_TITLE = "年报报送情况（份）"
CARDS_TITLE = "五项主要指标"
NO_WEAK_SPOTS = "所选范围内没有查出薄弱环节。"
WORSENING = "变差"
SELF_TOLD = "本单位自述"
EVIDENCE = "看原句"
OFFICE = "单位"
KIND = "类别"
YEAR = "年度"


def lasted(count: int) -> str:
    """How long a weak spot has lasted.

    >>> lasted(3), lasted(1)
    ('连续3年', '当年')
    """
    return f"连续{count}年" if count > 1 else "当年"


def overview_head(
    shown_year: int,
    reported: int,
    expected: int,
    rate_median: float | None,
    rate_stated: int,
    falling: Sequence[str],
    severe: int,
    late: int,
) -> str:
    """The first line of 总览: reports in, the median close rate, who falls two years running, severe weak spots."""
    if expected > reported:
        parts = [f"{year(shown_year)}{expected}个单位中{reported}个有年报"]
    else:
        parts = [f"{year(shown_year)}{reported}个单位全部报送了年报"]
    if late:
        parts[0] += f"（{late}个迟报）"
    if rate_median is not None and rate_stated:
        parts.append(f"12345热线办结率中位数{number(rate_median, '%')}（{rate_stated}个单位有数据）")
        if falling:
            who = joined(falling, 2) if len(falling) < 3 else f"{len(falling)}个单位"
            parts.append(f"{who}的办结率连续两年下降")
    elif reported:
        parts.append("年报都没有写明12345热线办结率" if reported > 1 else "年报没有写明12345热线办结率")
    if severe:
        parts.append(f"查出严重薄弱环节{severe}项")
    return sentence(parts)


def rug_column(indicator: str, name: str, unit: str) -> str:
    """The head of a column of the rug: a short name with its unit."""
    return f"{RUG_SHORT_NAMES.get(indicator, name)}（{unit}）" if unit != "%" else RUG_SHORT_NAMES.get(indicator, name)


def cases(count: float) -> str:
    """The number of cases behind a rate."""
    return f"{number(count)}件"


def see_all(count: int) -> str:
    """The link below a shortened list."""
    return f"查看全部{count}项"


def card_note(stated: int, expected: int, is_rate: bool) -> str:
    """Below a card's number: which offices it covers."""
    if not stated:
        return f"{expected}个单位都没有写明" if expected > 1 else "年报没有写明"
    return f"{stated}个单位的中位数" if is_rate else covered(stated, expected)


def card_change(change: float | None, unit: str, comparable: int, stated: int) -> str:
    """Below a card: the change on last year among offices that state both years, and how many these are where
    fewer than state this year's number.

    >>> card_change(1.7, "%", 15, 15), card_change(-3.0, "%", 12, 15), card_change(None, "%", 0, 2)
    ('比上年+1.7%', '比上年-3.0%（12个可比）', '没有可比的上年数')
    """
    if change is None or not comparable:
        return "没有可比的上年数"
    return f"{CHANGE_ON_YEAR}{signed(change, unit)}" + (f"（{comparable}个可比）" if comparable != stated else "")


# --- a region of more offices than can be listed ------------------------------------------------------------

REGION_BOARD_TITLE = "下级各地区主要指标中位数"
REGION_BOARD_NOTE = "每格是该地区写明这项数据的单位的中位数，小字是中位数比上年的变化；点地区名看该地区各单位。"
REGION_REPORTED = "有年报的单位"
REGION_WHOLE = "整体"
REGION_BOARD_SHEET = (
    "地区",
    "指标",
    "计量单位",
    "中位数",
    "下四分位",
    "上四分位",
    "上年中位数",
    "合计",
    "写明的单位数",
    "有年报的单位数",
    "单位总数",
)


def reported_of(reported: int, offices: int) -> str:
    """How many of a region's offices have a report.

    >>> reported_of(12, 15), reported_of(12000, 15000)
    ('12/15', '12,000/15,000')
    """
    return f"{reported:,}/{offices:,}"


def region_board_head(
    region: str, shown_year: int, reported: int, offices: int, rate_median: float | None, rate_stated: int
) -> str:
    """The first line of a page for a region whose offices are too many to list.

    >>> region_board_head("甲省", 2024, 29000, 30000, 97.14, 21000)
    '甲省2024年30,000个单位中29,000个有年报，21,000个单位写明或可算出12345热线办结率，中位数97.1%；单位较多，请选下级地区查看。'
    """
    parts = [f"{region}{year(shown_year)}{offices:,}个单位中{reported:,}个有年报"]
    if rate_median is not None and rate_stated:
        parts.append(f"{rate_stated:,}个单位写明或可算出12345热线办结率，中位数{number(rate_median, '%')}")
    return "，".join(parts) + "；单位较多，请选下级地区查看。"


# --- 单位对比 ----------------------------------------------------------------------------------------------

INDICATOR = "指标"
COMPARE_ABSOLUTE = "数值"
COMPARE_INDEX = "指数"
COMPARE_SCALE = "显示方式"
COMPARE_TREND = "历年走势"
COMPARE_RANKING = "当年排名"
COMPARE_CHANGE = "两年变化"
COMPARE_TABLE = "历年数据"
COMPARE_RANKS = "历年名次"
COMPARE_SHEET = (
    "单位", "类别", "年度", "数值", "计量单位", "状态", "比上年增减", "比上年增减（%）", "指数（首年=100）", "同类名次", "同类有数据单位数", "同类中位数",
)  # fmt: skip
TREND_NOTE = "断开处为年报没有写明的年度；点数据点看原句。"
CHANGE_NOTE = "蓝色为变好，橙色为变差；缺一年数字的单位不画。"
INDEX_UNIT = "首年=100"
BASE_YEAR = "对比年度"
RANK = "同类名次"
CHANGE_ON_YEAR = "比上年"
TREND = "走势"
VALUE = "数值"
RANK_NOTE = "名次只在同类单位之间排列；括号内为有数据的同类单位数。"


def ranked(place: object, count: object) -> str:
    """`第3名（共12个）`; '' without a rank."""
    if not number(place):
        return ""
    return f"第{int(place)}名（{int(count)}个）"  # type: ignore[call-overload]


def chart_title(indicator: str, what: str) -> str:
    """A chart's title: the indicator, then what is drawn of it."""
    return f"{indicator}：{what}"


def ranking_title(shown_year: int) -> str:
    """`2024年各单位排序`."""
    return f"{year(shown_year)}各单位排序"


def ranks_title(kind: str) -> str:
    """`历年名次（街道）`."""
    return f"{COMPARE_RANKS}（{kind}）" if kind else COMPARE_RANKS


def change_title(before: int | None, after: int) -> str:
    """`2023年到2024年的变化`."""
    return f"{year(before)}到{year(after)}的变化" if before is not None else COMPARE_CHANGE


def kind_head(kind: str, stated: object) -> str:
    """The name of a group of bars."""
    return f"{kind}（{number(stated)}个单位有数据）"


def trend_words(all_years: Sequence[int], values: Sequence[float | None], unit: str) -> str:
    """A sparkline in words: its first and last told number."""
    told_values = [(y, v) for y, v in zip(all_years, values, strict=True) if v is not None]
    if not told_values:
        return ""
    (first, start), (last, end) = told_values[0], told_values[-1]
    return f"{year(first)}{number(start, unit)}，{year(last)}{number(end, unit)}"


def only_first(shown: int, total: int) -> str:
    """Below a table that is cut."""
    return f"共{total}个单位，这里列出前{shown}个；全部数据请下载。"


def compare_head(
    name: str,
    unit: str,
    shown_year: int,
    stated: int,
    expected: int,
    median: float | None,
    best: tuple[str, float] | None,
    last: tuple[str, float] | None,
    rising: int,
    falling: int,
    is_neutral: bool,
    few: int = 0,
) -> str:
    """The first line of 单位对比: who states the indicator, the median, the two ends, how many rose and fell."""
    if not stated:
        return sentence([f"{year(shown_year)}所选{expected}个单位的年报都没有写明{name}"])
    plain = "" if unit == "%" else unit
    if stated == expected:
        parts = [f"{year(shown_year)}{expected}个单位都写明了{name}"]
    else:
        parts = [f"{year(shown_year)}{expected}个单位中{stated}个写明了{name}"]
    if median is not None and stated > 1:
        parts.append(f"中位数{number(median, unit)}{plain}")
    if best and last and best[0] != last[0]:
        high, low = ("最多", "最少") if is_neutral or unit != "%" else ("最高", "最低")
        ends = sorted([best, last], key=lambda end: -end[1])
        parts.append(f"{ends[0][0]}{high}（{number(ends[0][1], unit)}{plain}）")
        parts.append(f"{ends[1][0]}{low}（{number(ends[1][1], unit)}{plain}）")
        if few:
            parts.append(f"{few}个单位案件不足{FEW_CASES}件、不评高低")
    if rising or falling:
        parts.append(f"比上年{rising}个上升、{falling}个下降")
    return sentence(parts)


# --- 年报原文 ----------------------------------------------------------------------------------------------

REPORT_NONE = "请选择一份年报。"
REPORT_PREVIOUS = "上一年"
REPORT_NEXT = "下一年"
REPORT_ORIGINAL = "下载原件"
REPORT_TEXT = "原文"
REPORT_FACTS = "读出的数字"
REPORT_FINDINGS = "核查结果"
REPORT_PROBLEMS = "自述问题"
REPORT_NO_FACTS = "这份年报没有读出数字。"
REPORT_NO_FINDINGS = "没有查出问题。"
REPORT_UNASSIGNED = "未归入指标"
REPORT_CORRECTED = "已更正"
REPORT_NOT_CURRENT = "这是较早的版本，数据以最新版本为准。"
REPORT_NO_ORIGINAL = "原件已不在数据仓中，下面只显示各部分文字。"
REPORT_MARKS = "读取说明"


REPORT_SHEET = ("指标", "分项", "数值", "计量单位", "状态", "所在部分", "原文")
CELL_STATUSES = {"stated": "填数", "blank": "空白", "missing": "没有印出", "unreadable": "无法辨认"}
PROBLEM_KINDS = {"problem": "问题", "plan": "打算", "solved": "已解决"}
MARK_LEGEND = (
    ("stated", "读出的数字"),
    ("blank", "空白格"),
    ("conflict", "前后不一致"),
    ("unassigned", "未归入指标"),
    ("unreadable", "无法辨认"),
    ("problem", "自述问题"),
)


def table_name(number_in_text: int) -> str:
    """A table of an original, read out: the paragraph or table of the text that it is."""
    return f"原文第{number_in_text}段（表格）"


def of_the_prose(count: int) -> str:
    """Behind the heading of the numbers read."""
    return f"正文{count}个"


def cells_counted(counts: Sequence[tuple[str, int]]) -> str:
    """The cells of the statutory tables by status, in words."""
    return "统计表：" + "，".join(f"{name}{count}格" for name, count in counts) + "。"


def not_assessable(count: int) -> str:
    """How many checks lack a number."""
    return f"另有{count}项因缺少数字无法核对，既不算通过，也不算不通过。"


def place(number_in_list: int) -> str:
    """A link to one of several places."""
    return f"出处{number_in_list}"


def corrected(stated: object, reason: str) -> str:
    """What a correction replaced and why."""
    return f"；{REPORT_CORRECTED}，原印{number(stated)}（{reason}）"


def file_words(file_name: str, form: str) -> str:
    """The file and the form it prints."""
    return f"{file_name}，{FORMS.get(form, form)}"


def report_source(url: object, generation: int) -> str:
    """Where the report was published, when known."""
    published = f"来源：{url}；" if isinstance(url, str) and url else ""
    return f"{published}数据第{generation}版"


def report_sheet(office: str, shown_year: int) -> str:
    """The name of the file with a report's facts."""
    return f"{office}{shown_year}年报读出的数字"


def report_head(
    office: str, shown_year: int, text_count: int, cell_count: int, blank: int, missing: int, failed: int
) -> str:
    """The first line of 年报原文: what was read of the report."""
    parts = [f"{office}{year(shown_year)}年报"]
    told_parts = []
    if text_count:
        told_parts.append(f"正文读出{text_count}个数字")
    if cell_count or blank or missing:
        told_parts.append(f"统计表填了{cell_count}格")
    if not told_parts:
        told_parts.append("没有读出数字")
    if blank:
        told_parts.append(f"{blank}格空白")
    if missing:
        told_parts.append(f"{missing}格没有印出")
    parts.append("、".join(told_parts))
    parts.append(f"{failed}项核查不通过" if failed else "核查没有发现不通过的项目")
    return sentence(parts)


# --- 热线与信访 ---------------------------------------------------------------------------------------------

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


# --- 主动公开 ----------------------------------------------------------------------------------------------

CHANNELS = {
    "disclosure.website": "政府网站",
    "disclosure.weibo": "政务微博",
    "disclosure.wechat": "微信公众号",
    "disclosure.noticeboard": "公开栏",
    "disclosure.new_media": "新媒体合计",
    "disclosure.mini_program": "小程序",
    "disclosure.press": "报刊电视",
    "disclosure.other_channels": "其他渠道",
}
CHANNEL = "渠道"
CHANNEL_TREND = "各渠道公开信息"
COLUMN = "栏目"
COLUMN_MAP = "栏目更新"
COLUMN_MAP_NOTE = (
    "数字为年报写明的条数，越深越多；空格为年报没有列出该栏目；橙框为断更、明显偏少或本单位自述有问题。点格看原句。"
)
COLUMN_BY_OFFICE = "看一个栏目"
COLUMN_BY_YEAR = "看一个单位"
COLUMN_VIEW = "查看方式"
STALE = "有问题"
STALE_TITLE = "查出问题的栏目"
NO_STALE = "所选范围内没有查出断更、明显偏少或自述有问题的栏目。"
COLUMN_SHEET = ("单位", "类别", "栏目", "年度", "条数", "状态", "是否查出问题", "说明")
CHANNEL_SHEET = ("单位", "类别", "渠道", "年度", "条数", "状态")


REASON = "理由"


def column_words(name: str, shown_year: int, row: object) -> str:
    """What rests under the pointer on a cell of the column map."""
    words = f"{name}，{year(shown_year)}："
    if row is None:
        return words + STATUSES["no_report"]
    count = figure(getattr(row, "items_count", None))
    words += f"{number(count)}条" if count is not None else STATUSES.get(str(getattr(row, "status", "")), "")
    message = getattr(row, "message", None)
    return f"{words}<br>{message}" if isinstance(message, str) and message else words


def column_map_title(subject: str, by_office: bool) -> str:
    """The heat map's title."""
    if not subject:
        return COLUMN_MAP
    return f"{COLUMN_MAP}：{subject}" + ("（各单位各年）" if by_office else "（各栏目各年）")


def channels_title(shown_year: int, channel: str) -> str:
    """The title of one channel's bars."""
    return f"{channel}公开信息：{year(shown_year)}各单位"


def covered_note(counts: Sequence[tuple[str, int]], expected: int) -> str:
    """Below the channels: how many offices each sum of the last year covers."""
    words = "、".join(f"{name}{count}个" for name, count in counts if count)
    return f"合计只含写明的单位：当年{expected}个单位中，{words}。" if words else ""


def disclosure_head(
    shown_year: int,
    reported: int,
    channels: Sequence[tuple[str, float | None, int]],
    silent: int,
    stale_columns: int,
    stale_offices: int,
) -> str:
    """The first line of 主动公开: what each channel carried and from how many offices, what fell silent."""
    told_channels = [(name, total, count) for name, total, count in channels if total is not None]
    if not told_channels:
        return sentence([f"{year(shown_year)}{reported}个单位的年报没有写明各渠道公开数量"])
    listed = "、".join(f"{name}{number(total)}条（{count}个单位）" for name, total, count in told_channels)
    parts = [f"{year(shown_year)}年报写明的公开信息：{listed}"]
    if silent:
        parts.append(f"{silent}个单位有渠道停止发布")
    if stale_columns:
        parts.append(f"{stale_offices}个单位的{stale_columns}个栏目断更、明显偏少或自述有问题")
    else:
        parts.append("没有查出有问题的栏目")
    return sentence(parts)


# --- 依申请公开 --------------------------------------------------------------------------------------------

APPLICANT = "申请人"
OUTCOME_GROUPS = {
    "received": "本年新收",
    "carried_in": "上年结转",
    "granted": "予以公开",
    "partly_granted": "部分公开",
    "denied": "不予公开",
    "unable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
    "carried_forward": "结转下年",
}
APPLICATIONS = "政府信息公开申请"
FLOW_TITLE = "申请办理流向"
FLOW_UNBALANCED = "收到与办结相差{count}件：有的单位表格未填全，差额没有画出。"
OUTCOMES_BY_YEAR = "历年办理结果"
GROUNDS = "不公开、不提供、不处理的理由"
DISPUTES_TITLE = "行政复议、行政诉讼"
DISPUTES = {"review": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}
DISPUTE = "类型"
UPHELD, CORRECTED, OTHER_RESULT, PENDING, TOTAL = "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"
CORRECTED_SHARE = "被纠正比例"
RECEIVED_BY_OFFICE = "各单位新收申请"
OUTCOME_SHEET = ("年度", "环节", "指标", "件数", "写明的单位数", "未写明的单位数", "有年报的单位数")
GROUND_SHEET = ("单位", "类别", "年度", "理由", "件数", "占办理结果（%）")
DISPUTE_SHEET = (
    "单位",
    "类别",
    "年度",
    "类型",
    "结果维持",
    "结果纠正",
    "其他结果",
    "尚未审结",
    "总计",
    "被纠正比例（%）",
    "状态",
)
HANDLED = "全年应办"
NOT_DECIDED = "无审结案件"
NO_DISPUTES = "所选单位没有行政复议和行政诉讼案件。"
OUTCOME_NOTE = "只合计填了的格；空白和没有印出的格不当作0。"
TABLE_ROWS_NOTE = "只列有案件或有缺数的单位；总计为0的不列。"


def lacking_note(lacking: int, reported: int) -> str:
    """Below sums of cells: how many offices lack some."""
    return (
        f"{reported}个有年报的单位中，{lacking}个有空白或没有印出的格，这些格不计入合计。"
        if lacking
        else f"{reported}个有年报的单位都填写完整。"
    )


def applications_head(
    shown_year: int,
    received: float | None,
    offices: int,
    reported: int,
    granted_share: float | None,
    carried_forward: float | None,
    reviews: float | None,
    suits: float | None,
    corrected_count: float | None,
) -> str:
    """The first line of 依申请公开."""
    if received is None:
        return sentence([f"{year(shown_year)}{reported}个单位的年报没有写明申请数量"])
    whose = f"{offices}个单位" if offices == reported else f"{reported}个单位中{offices}个写明，"
    parts = [f"{year(shown_year)}{whose}共收到{APPLICATIONS}{number(received)}件"]
    if granted_share is not None:
        parts.append(f"办理结果中予以公开和部分公开占{number(granted_share, '%')}")
    if carried_forward:
        parts.append(f"结转下年{number(carried_forward)}件")
    disputes = [
        f"行政复议{number(reviews)}件" if reviews is not None else "",
        f"行政诉讼{number(suits)}件" if suits is not None else "",
    ]
    if any(disputes):
        if not (reviews or 0) and not (suits or 0) and all(disputes):
            parts.append("没有行政复议和行政诉讼")
        else:
            text = "、".join(part for part in disputes if part)
            parts.append(text + (f"，被纠正{number(corrected_count)}件" if corrected_count else ""))
    return sentence(parts)


# --- 薄弱环节 ------------------------------------------------------------------------------------------------

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
MORE_EVIDENCE = "其余依据"
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
YES, NO = "是", "否"


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


# --- 数据质量 ------------------------------------------------------------------------------------------------

BOARD = "年报报送情况"
BOARD_NOTE = "点格看年报。“不完整”指缺少法定部分、统计表不全或没有按统一格式填报；没有印公布日期的，不判断是否迟报。"
DAYS_LATE = "迟报"
BOARD_SHEET = (
    "单位", "类别", "年度", "报送情况", "公布日期", "迟报天数", "格式", "法定部分数", "写明的数", "空白格", "未印的格", "无法辨认的格", "不通过核查", "无法核对",
)  # fmt: skip
CHECKS = "核查结果"
CHECK_STATUS = "结果"
EVERY_STATUS = "全部结果"
LEFT_SIDE = "等式左边（实际值）"
RIGHT_SIDE = "等式右边（应为值）"
DIFFERENCE = "相差"
CHECKS_NOTE = "缺少任一数字的规则列为“无法核对”，既不算通过，也不算不通过。"
CHECKS_NONE = "没有符合当前筛选的核查结果。"
CHECK_SHEET = ("单位", "类别", "年度", "规则", "结果", "轻重", "说明", "等式左边", "等式右边", "相差", "规则依据")
EXPLANATION = "说明"
PLACE = "出处"
DOUBTS = {"unassigned": "未归入指标", "conflict": "前后不一致", "unreadable": "无法辨认"}
DOUBTS_TITLE = "待人工核对的数字"
DOUBTS_NOTE = "这些数字不参与任何比较和合计，核对后才计入。"
DOUBTS_NONE = "没有待核对的数字。"
DOUBT = "情况"
PRINTED_WORDS = "原文"
HANDLE = "去处理"
DOUBT_SHEET = ("单位", "年度", "情况", "指标", "分项", "数值", "计量单位", "所在部分", "原文")
QUEUE_TITLE = "待归属的年报"
QUEUE_NOTE = "名录中没有这些单位，或名称对应不止一个单位，归属前不参与比较。"
STATED_NAME = "年报所写单位"
FILE = "文件"


def board_cell(status: str, is_late: bool, days: float | None) -> str:
    """A cell of the coverage board in words.

    >>> board_cell("reported", False, -3.0), board_cell("partial", True, 51.0), board_cell("missing", False, None)
    ('按时', '不完整，迟51天', '无年报')
    """
    late = f"迟{number(days)}天" if is_late and days is not None else ""
    if status == "reported":
        return late or COVERAGE["reported"]
    return "，".join(part for part in (COVERAGE[status], late) if part)


def board_title(status: str, is_late: bool | None, published: str, sections: float | None) -> str:
    """What rests under the pointer on a cell of the coverage board."""
    if status in {"missing", "not_expected"}:
        return STATUS_EXPLANATIONS["no_report"] if status == "missing" else "该年度无须报送，或者不知道是否需要报送"
    parts = [f"{published}公布" if published else "年报没有印公布日期"]
    if sections is not None and sections < 6:
        parts.append(f"六个法定部分中有{number(sections)}个")
    return "，".join(parts)


def board_words(office: str, shown_year: int, text: str) -> str:
    """A cell of the coverage board read out."""
    return f"{office}{year(shown_year)}年报：{text}"


def quality_head(
    shown_year: int,
    offices: int,
    missing: int,
    late: int,
    failed: int,
    failed_offices: int,
    lacking: int,
    doubts: int,
) -> str:
    """The first line of 数据质量."""
    gaps = [f"{missing}个无年报" if missing else "", f"{late}个迟报" if late else ""]
    told_gaps = "、".join(gap for gap in gaps if gap)
    parts = [f"{year(shown_year)}{offices}个单位" + (f"中{told_gaps}" if told_gaps else "全部按时报送")]
    parts.append(
        f"{failed_offices}个单位的{failed}项核查不通过"
        if failed
        else ("核查没有发现不通过的项目" if offices > missing else "")
    )
    if lacking:
        parts.append(f"{lacking}项因缺数无法核对")
    if doubts:
        parts.append(f"{doubts}个数字待人工核对")
    return sentence(parts)


# --- 单位画像 ------------------------------------------------------------------------------------------------

PRINT = "打印本页"
PICK_OFFICE = "看哪个单位"
REPORTS_BY_YEAR = "历年年报"
HISTORY = "历年指标"
HISTORY_NOTE = "“未报告”为年报没有写明，不等于0；点数字看原句或原格。名次只在同类单位之间排列。"
COLUMN_GROUP = "网站栏目"
CELL_DETAILS = "统计表其他项目"
PROFILE_SHEET = ("分组", "指标", "分项", "年度", "数值", "计量单位", "状态", "比上年增减", "比上年增减（%）")
PROBLEM_MATRIX = "历年自述问题"
PROBLEM_MATRIX_NOTE = "“自述”为第五部分写明的问题；“打算”为当年写明的改进打算；“已解决”为写明已经解决的问题。"
PROBLEM_MARKS = {"problem": "自述", "plan": "打算", "solved": "已解决"}
PROBLEMS_NONE = "这个单位的年报没有写明存在的问题。"
PROMISES = "上年的打算与次年的年报"
TOLD_AGAIN = "又列为问题"
NOT_TOLD_AGAIN = "没有再列为问题"
NO_NEXT_REPORT = "还没有次年年报"
CHECKS_OF_OFFICE = "核查不通过"
OFFICE_WEAK = "薄弱环节"
OFFICE_WEAK_NONE = "当年没有查出薄弱环节。"
CHECKS_OF_OFFICE_NONE = "历年核查没有发现不通过的项目。"
OFFICE_UNKNOWN = "所选范围内没有这个单位的年报。"
NO_RANK = "不评名次"


def office_head(
    name: str,
    kind: str,
    shown_year: int,
    has_report: bool,
    reports: int,
    first: float | None,
    last: float | None,
    gaps: int,
    spots: int,
    high: int,
    failed: int,
    topics: int,
    repeated: int,
) -> str:
    """The first line of 单位画像."""
    if not reports:
        return sentence([f"{name}（{kind}）还没有收录年报"])
    span = years(int(first), int(last)) if first is not None and last is not None else ""
    parts = [f"{name}（{kind}）{span}有{reports}份年报" + (f"，缺{gaps}年" if gaps else "")]
    if not has_report:
        parts.append(f"{year(shown_year)}没有年报")
        return sentence(parts)
    parts.append(
        f"{year(shown_year)}查出薄弱环节{spots}项" + (f"（严重{high}项）" if high else "")
        if spots
        else f"{year(shown_year)}没有查出薄弱环节"
    )
    if failed:
        parts.append(f"{failed}项核查不通过")
    if topics:
        parts.append(f"自述{topics}方面问题" + (f"，其中{repeated}方面上年已经写过" if repeated else ""))
    return sentence(parts)


def zero_rows(zeros: int, untold: int) -> str:
    """Below the history: what was left out of it."""
    parts = [
        f"{zeros}项统计表指标历年填写的都是0" if zeros else "",
        f"{untold}项历年都没有填写" if untold else "",
    ]
    told_parts = [part for part in parts if part]
    return f"另有{'，'.join(told_parts)}，没有列出；全部数据请下载。" if told_parts else ""


def row_name(name: str, unit: str) -> str:
    """An indicator's name with its unit."""
    return f"{name}（{unit}）" if unit else name


def promised(shown_year: int, topic: str) -> str:
    """Before a plan of an office."""
    return f"{year(shown_year)}打算（{topic}）："


def repeated_mark(count: int) -> str:
    """A problem told, with the years it has lasted."""
    return PROBLEM_MARKS["problem"] + (f"（连续{count}年）" if count > 1 else "")


def profile_sheet(office: str) -> str:
    """The name of the file with an office's numbers."""
    return f"{office}历年指标"


# --- 指标口径 ------------------------------------------------------------------------------------------------

DICTIONARY_VIEW = "查看"
DICTIONARY_VIEWS = {"indicators": "指标", "rules": "规则与阈值", "topics": "问题分类", "columns": "监测栏目"}
GROUP = "分组"
EVERY_GROUP = "全部分组"
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
ENABLED = "启用"
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


# --- 导入 ---------------------------------------------------------------------------------------------------

TASK = "要做的事"
TASKS = {"load": "导入年报", "check": "年报体检", "review": "归属与核对", "log": "更新日志", "undo": "撤销发布"}
TASK_HEADS = {
    "load": "选择年报文件，核对读出的单位、年度和存疑数字，确认后发布。",
    "check": "年报草稿在公布前先体检，只核对，不入库。",
    "review": "给待归属的年报指定单位，核对存疑的数字。",
    "log": "导入网站发布记录，按更新周期查看栏目是否断更。",
    "undo": "撤销最近一次发布。",
}
UPLOAD_REPORTS = "选择年报文件（可多选：Word、PDF、网页、文本、Excel、图片）"
UPLOAD_DRAFTS = "选择年报草稿（可多选）"
UPLOAD_LOG = "选择网站发布记录（.csv 或 .xlsx）"
READ_TABLE = "读取结果"
READ_NOTE = "还没有入库。核对无误后点“发布”。"
READ_STATES = {
    "whole": "读全",
    "doubts": "有存疑",
    "refused": "不能读",
    "stored": "已入库",
    "queued": "待归属",
    "year": "缺年度",
}
READ_COLUMNS = (
    "文件",
    "单位",
    "年度",
    "情况",
    "正文数字",
    "统计表填数",
    "空白格",
    "未印的格",
    "缺少的部分",
    "存疑数字",
)
PICK_FILE = "逐份核对"
CONFIRM_OFFICE = "归属单位"
QUEUED_OPTION = "暂不归属，等待核对"
CONFIRM_YEAR = "报告年度"
NO_YEAR = "请选择年度"
WHO = "经办人"
WHO_HINT = "选填，写入操作日志"
CORRECTION_REASON = "人工核对"
FACT_ACTION = "处理"
KEEP_AS_READ = "先不处理"
NOT_A_NUMBER = "不是指标数字"
CONFIRM_VALUE = "数字确认为"
CORRECT_VALUE = "更正为"
CORRECT_HINT = "如与原文不符，填写正确数字"
BAD_NUMBER = "“更正为”只能填写数字。"
NO_DOUBTS = "没有存疑的数字。"
MORE_DOUBTS = "存疑数字较多，这里先列出一部分；发布后可在“归属与核对”中继续处理。"
PUBLISH = "发布"
SAVE = "保存并发布"
DISCARD = "清空，重新选择"
NOTHING_TO_SAVE = "没有改动，无须保存。"
NOTHING_TO_PUBLISH = "没有可以发布的年报。"
PUBLISHING = "正在发布"
SEE_QUALITY = "看数据质量"
REVIEW_PICK = "待处理的年报"
REVIEW_NONE = "没有待归属的年报，也没有存疑的数字。"
REVIEW_SAVED = "已保存"
CHECK_NONE = "各项规则均未发现问题。"
CHECK_LIST = "体检结果"
CHECK_PRINT_NOTE = "体检只核对本次选择的文件，不保存、不发布。"
CHECK_FILE_SHEET = ("文件", "单位", "年度", "规则", "结果", "说明", "涉及原文")
LOG_OFFICE = "没有“单位”列时，全部记录属于"
LOG_NO_OFFICE = "按表中的单位"
LOG_UNDERSTOOD = "表头和内容的理解"
LOG_SAMPLE = "前几条记录"
LOG_COLUMNS = ("行", "单位", "栏目", "标题", "发布日期")
LOG_LOAD = "导入发布记录"
LOG_SAME = "这份发布记录已经导入过，数据没有变化。"
NOT_IN_ROSTER = "不在名录中"
UNDO = "撤销"
UNDO_SURE = "我已了解，确认撤销"
UNDO_NONE = "没有可以撤销的发布：没有更早的数据版本。"
UNDO_KEEPS = "原件仍然保留，可以重新导入。"
AS_OF = "截至"
DAYS = "天"
FRESHNESS = "栏目更新情况"
FRESHNESS_NOTE = "按网站发布记录计算；只有年报、没有发布记录的，不判断是否断更。"
FRESHNESS_NONE = "还没有导入网站发布记录，无法判断栏目距上次更新多少天。"
FRESHNESS_STATES = {
    "stale": "超期未更新",
    "fresh": "在周期内",
    "no_cycle": "未定周期",
    "told_only": "仅有年报数",
    "unknown": "未报告",
}
FRESHNESS_COLUMNS = ("单位", "栏目", "距上次更新", "更新周期", "情况", "上次更新", "近一年条数", "依据")
FRESHNESS_SHEET = (
    "单位",
    "类别",
    "栏目",
    "上次更新",
    "距今天数",
    "更新周期（天）",
    "情况",
    "近一年条数",
    "年报最近年度",
    "年报条数",
    "依据",
)
GO_IMPORT_LOG = "去导入发布记录"


def served(generation: object, built_at: object, reports: object, offices: object, queued: object) -> str:
    """What the store holds now."""
    moment = day_time(built_at.to_pydatetime().replace(tzinfo=UTC))  # type: ignore[attr-defined]
    parts = [f"现为第{number(generation)}版数据（{moment}生成），{number(offices)}个单位{number(reports)}份年报"]
    if figure(queued):
        parts.append(f"{number(queued)}个单位待归属")
    return sentence(parts)


def reading_progress(done: int, total: int, name: str) -> str:
    """While files are read."""
    return f"正在读取第{done}/{total}份：{name}"


def publishing_progress(done: int, total: int, name: str) -> str:
    """While files are published."""
    return f"{PUBLISHING}第{done}/{total}份：{name}"


def read_head(files: int, readable: int, waiting: int, refused: int) -> str:
    """The first line of 导入 once files are chosen."""
    parts = [f"已读取{files}份文件，{readable}份可以发布"]
    if waiting:
        parts.append(f"{waiting}份须先确认单位、年度或存疑数字")
    if refused:
        parts.append(f"{refused}份不能用")
    return sentence(parts)


def file_state(states: Sequence[str]) -> str:
    """What became of a file that was read."""
    return "、".join(READ_STATES[state] for state in states)


def publish_button(count: int) -> str:
    """The button that publishes."""
    return f"{PUBLISH}{count}份"


def published_head(loaded: int, skipped: int, refused: int, queued: int, generation: int | None) -> str:
    """What became of a publication."""
    parts = [f"已发布{loaded}份年报" if loaded else "没有发布新的年报"]
    if skipped:
        parts.append(f"{skipped}份原来已有，跳过")
    if refused:
        parts.append(f"{refused}份没有载入")
    if queued:
        parts.append(f"{queued}份待归属")
    if generation is not None:
        parts.append(f"现为第{generation}版数据")
    return sentence(parts)


def saved_head(title: str, generation: int | None) -> str:
    """What became of decisions about a stored report."""
    return sentence([f"《{title}》的改动已保存", f"现为第{generation}版数据" if generation is not None else ""])


def waiting_label(office: str, shown_year: object, doubts: int, is_queued: bool) -> str:
    """A stored report that waits for a person, as an option."""
    reasons = [READ_STATES["queued"] if is_queued else "", f"{doubts}个存疑数字" if doubts else ""]
    told_reasons = "、".join(reason for reason in reasons if reason)
    return f"{office}{year(shown_year)}" + (f"（{told_reasons}）" if told_reasons else "")


def review_head(queued: int, reports: int, doubts: int) -> str:
    """The first line of 归属与核对."""
    if not queued and not doubts:
        return REVIEW_NONE
    parts = [f"{queued}份年报待归属" if queued else "", f"{reports}份年报有{doubts}个存疑数字待核对" if doubts else ""]
    return sentence(parts)


def doubt_line(kind: str, name: str, value: object, unit: str) -> str:
    """What is doubtful of a number."""
    text = told(value, unit, status="unreadable") + (unit if unit != "%" and number(value) else "")
    return f"{DOUBTS[kind]}：{name + '，' if name else ''}{text}"


def check_head(files: int, failed: int, lacking: int, notices: int, refused: int) -> str:
    """The first line of 年报体检."""
    parts = [f"体检{files}份草稿"]
    if refused:
        parts.append(f"{refused}份不能读取")
    parts.append(f"{failed}项不通过" if failed else "没有不通过的项目")
    if notices:
        parts.append(f"{notices}项提示")
    if lacking:
        parts.append(f"{lacking}项缺数无法核对")
    return sentence(parts)


def check_basis(is_known: bool, office: str, compared: Sequence[int]) -> str:
    """Which other years a draft was judged by."""
    if not is_known:
        return f"单位“{office or '未写明'}”不在名录中，没有与往年比较。"
    if not compared:
        return "数据中没有该单位其他年度的年报，没有与往年比较。"
    return f"已与该单位{'、'.join(str(y) for y in compared)}年年报对照。"


def draft_title(office: str, shown_year: object, file_name: str) -> str:
    """The heading of a draft's findings."""
    return f"{office}{year(shown_year)}（{file_name}）" if number(shown_year) else file_name


def log_head(usable: int, offices: int, unknown: int, refused: int) -> str:
    """The first line of 更新日志 once a file is chosen."""
    parts = [f"读懂{usable}条发布记录，涉及{offices}个单位"]
    if unknown:
        parts.append(f"{unknown}个单位不在名录中")
    if refused:
        parts.append(f"{refused}行无法使用")
    return sentence(parts)


def log_loaded(usable: int, generation: int) -> str:
    """What became of a log."""
    return sentence([f"已导入{usable}条发布记录", f"现为第{generation}版数据"])


def undo_words(
    generation: int,
    previous: int,
    at: str,
    loaded: Sequence[str],
    logged: Sequence[str],
    assigned: int,
    corrected: int,
) -> str:
    """The sentence that says what undoing will undo."""
    whats = []
    if loaded:
        listed = "、".join(loaded[:3]) + ("等" if len(loaded) > 3 else "")
        whats.append(f"导入的{len(loaded)}份年报（{listed}）")
    if logged:
        whats.append(f"导入的发布记录（{'、'.join(logged[:3])}）")
    if assigned:
        whats.append(f"{assigned}处单位或年度的确认")
    if corrected:
        whats.append(f"{corrected}个数字的更正")
    what = "、".join(whats) or "按最新规则重建的数据"
    return f"撤销后，{at + '发布的' if at else ''}第{generation}版数据中{what}不再计入，恢复为第{previous}版。"


def undone(left: int, served: int) -> str:
    """What became of undoing."""
    return f"已撤销第{left}版，现为第{served}版数据。"


def day_time(at: object) -> str:
    """`11月23日 10:20`, in the time of this machine."""
    moment = at.astimezone()  # type: ignore[attr-defined]
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


def freshness_title(stale: int, offices: int) -> str:
    """Behind the heading of the freshness table."""
    return f"{offices}个单位的{stale}个栏目超期" if stale else "没有超期的栏目"


def days_since(days: object) -> str:
    """Days since the last update."""
    return f"{number(days)}天" if figure(days) is not None else ""


# --- 简报 -------------------------------------------------------------------------------------------------

BRIEFING = "下载简报"
BRIEFING_HELP = "Word 文档：各项情况、指标表、图和薄弱环节"
BRIEFING_PARTS = ("一、总体情况", "二、各单位指标", "三、主要指标图", "四、需要关注的薄弱环节")
BRIEFING_RUG_NOTE = "底色表示在同类单位中的位置：橙色靠后，蓝色靠前；不足4个同类单位有数据的、案件太少的不着色。"
BRIEFING_CHANNELS = "各渠道历年公开信息（条，写明的单位合计）"
BRIEFING_APPLICATIONS = "历年新收政府信息公开申请（件，写明的单位合计）"
BRIEFING_NO_PICTURE = "部分图没有可画的数据，或者生成简报的电脑没有安装中文字体，请在网页上查看。"


def briefing_title(region: str, shown_year: int) -> str:
    """The title of a 简报."""
    return f"{region}{year(shown_year)}政府信息公开年报情况简报"


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
