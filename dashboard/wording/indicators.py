"""Words of 指标口径."""

from __future__ import annotations

from dashboard.wording.names import FINDING_STATUSES
from dashboard.wording.numbers import figure, number, sentence, source_note, year

DICTIONARY_VIEW = "查看"
DICTIONARY_VIEWS = {
    "indicators": "指标",
    "terms": "计算与用语",
    "rules": "规则与阈值",
    "topics": "问题分类",
    "columns": "监测栏目",
    "marks": "时间轴标记",
}
GROUP = "分组"
EVERY_GROUP = "全部"
FIND = "查找"
FIND_HINT = "在全部分组中查找名称或口径"
DEFINITION = "定义"
DEFINITION_AND_FORMULA = "定义和计算方法"
FORMULA = "计算方法"
AS_PRINTED = "照年报原数"
UNIT = "计量单位"
POLARITY = "高低评价"
SOURCE = "来源"
CAVEAT = "使用注意"
STATED_BY = "写明的单位"
DICTIONARY_SHEET = ("分组", "指标", "定义", "计算方法", "计量单位", "高低评价", "来源", "使用注意", "写明的单位数", "首次写明年度", "最近写明年度")  # fmt: skip
RULE_SHEET = ("类别", "规则", "内容", "阈值", "阈值单位", "严重程度", "是否启用", "依据", "不通过", "无法核对", "提示")
RULE_KINDS = {"check": "核查规则", "weak_spot": "薄弱环节规则", "threshold": "各页共用的阈值"}
RULE_PAGES = {"check": ("quality", "check"), "weak_spot": ("weak-spots", "rule")}
"""The page that shows what a rule found, and the name of the parameter that picks the rule there."""
THRESHOLD = "阈值"
NO_THRESHOLD = "无"
LEGAL_BASIS = "依据"
OWN_RULE = "本系统设定"
SWITCHED_OFF = "已停用"
FOUND = "当年查出"
TERM_SHEET = ("用语", "含义和计算方法", "分母或范围")
TOPIC_SHEET = ("分类", "包含内容")
TOPIC_HOLDS = "包含内容"
WATCHED_SHEET = (
    "栏目",
    "同义名称",
    "所属方面",
    "公开时限",
    "时限依据",
    "更新周期",
    "周期级别",
    "周期依据",
    "本地惯例",
    "惯例出处",
    "每年至少（条）",
    "依据",
)
ALIASES = "同义名称"
CYCLE = "更新周期"
LIMIT = "公开时限"
CUSTOM = "本地惯例"
YEARLY_MINIMUM = "每年至少"
NO_CYCLE = "未定"
DICTIONARY_NOTE = "口径和阈值存放在数据表中，可由业务人员修改，下次发布数据时生效。"
NOTHING_FOUND = "没有找到，请换一个词。"


def terms(few_cases: str, material_change: str, material_change_rate: str) -> list[tuple[str, str, str]]:
    """How numbers are computed and what words mean on all pages: (word, meaning, denominator or scope); the
    thresholds in words."""
    return [
        (
            "办结率",
            "年报写明的照录；没有写明而收到、办结两数都写明的，按办结件数÷收到件数×100%计算，标“按件数计算”。",
            "分母：当年收到件数。收到0件的写“无案件”，不计算",
        ),
        (
            "案件太少",
            f"收到不足{few_cases}的办结率照常显示，但不排名次，不计入中位数和升降个数，不判断高低。",
            "按当年收到件数",
        ),
        (
            "比上年",
            "条数、件数按百分比，比率按百分点；都用页面显示的数（比率保留一位小数）相减，所以与表中两年的数一致。",
            "分母：上年数。上年为0的只说增减多少，不算百分比",
        ),
        ("持平", "按页面显示的数，与上年相等。", "两年都写明的单位"),
        ("连续N年下降", "截至当年逐年下降的年数；遇到未写明、未收录或案件太少的年度即中断。", "同一单位"),
        (
            "变好、变差",
            f"比上年变化达到{material_change}（条数、件数，并且达到5条、件）或{material_change_rate}（比率）才评价；"
            "不到的只列增减。",
            "只用于“高低评价”不是“不评高低”的指标",
        ),
        (
            "同类名次",
            "按页面显示的数从好到差排列，数相同的并列（并列第1名之后是第3名）。",
            "同地区、同类别、同年写明的单位；不足3个或各单位都相同的不排",
        ),
        ("中位数", "从小到大排在正中间的数，个别单位特别高或特别低不影响它。", "写明且案件不太少的单位"),
        ("四分位区间", "居中一半单位所在的范围。", "写明且案件不太少的单位，不足4个的不列"),
        (
            "同类差异范围",
            "案件越少，比率偶然高低的余地越大。落在95%范围内的不判断高低；超出95%范围的为偏高、偏低，超出99.8%范围的为明显偏高、明显偏低。",
            "同类别单位，以同类中等水平为中心",
        ),
        (
            "历年合计",
            "只合计历年都写明该数的单位，单位不变，各年才可比；没有这样的单位时，各年分别合计、不连线，并注明少几个单位。",
            "所选单位；每个合计注明由几个单位写明",
        ),
        (
            "予以公开和部分公开占比",
            "（予以公开＋部分公开）÷办理结果总计×100%。",
            "分母：三个数都写明的单位的办理结果总计",
        ),
        ("被纠正比例", "结果纠正÷（总计－尚未审结）×100%。", "分母：已审结件数；没有已审结的写“无审结案件”"),
        (
            "栏目颜色",
            "条数÷该栏目中位数：0条最浅，达到两倍最深，个别单位特别多不影响其他单位的颜色。",
            "所选单位、所选年度中该栏目大于0的条数",
        ),
        ("未收录", "本系统没有这个单位这一年的年报，不等于没有编制或没有公布。", ""),
        ("未写明", "收录的年报没有写这个数，不等于0。", ""),
        ("空白", "统计表有这一格，但没有填，不等于0。", ""),
        ("无案件", "收到0件，没有比率。", ""),
        ("前后不一", "同一份年报两处写的数不同，不采用其中任何一个。", ""),
        (
            "待核对",
            "年报只按几个平台分别写了数（如政府网站、门户网站各一个），没有一个能代表总数，等待工作人员核对确定；不是未写明，也不等于0。",
            "",
        ),
        ("无法辨认", "写了内容，但不能确认是哪个数。", ""),
        ("余、约", "年报写“300余”“约300”的，照写；计算和合计时按300，并在合计前后标明。", ""),
    ]


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


def group_label(group: str, count: int) -> str:
    """A group in the index of the dictionary, with how many indicators it has."""
    return f"{group} {count}"


def threshold_text(threshold: object, unit: str) -> str:
    """A threshold within a sentence.

    >>> threshold_text(10.0, "件"), threshold_text(1.0, "百分点")
    ('10件', '1个百分点')
    """
    return number(threshold) + (f"个{unit}" if unit == "百分点" else unit)


def stated_in(shown_year: int) -> str:
    """The head of the column that counts offices."""
    return f"{year(shown_year)}{STATED_BY}" if shown_year else STATED_BY


def source_of(reports: int, shown_year: int, generation: int) -> str:
    """The line below the dictionary."""
    return source_note(reports, shown_year, shown_year, generation) if reports else ""
