"""Names that several pages share: statuses, severities, applicants, sections, columns of tables."""

from __future__ import annotations

import re

PRODUCT = "公开"

SECTIONS = {"look": "看全局", "weak": "查薄弱", "manage": "管数据"}
PAGES = {
    "overview": "总览",
    "compare": "单位对比",
    "hotline": "热线与信访",
    "disclosure": "主动公开",
    "applications": "依申请公开",
    "papers": "文稿",
    "meeting": "会议",
    "weak-spots": "薄弱环节",
    "quality": "数据质量",
    "office": "单位画像",
    "follow-up": "整改台账",
    "assessment": "考评自评",
    "report": "年报原文",
    "search": "全文检索",
    "import": "导入",
    "roster": "单位名录",
    "indicators": "指标口径",
    "activity": "操作记录",
}

NOT_NAMED = re.compile(r"未写明单位 [0-9a-f]{8}")
"""What an office is called in the store whose report does not name it."""


def named_or_not(office: str) -> str:
    """An office before the year of its report; of one that no report names no mark of ours is shown.

    >>> named_or_not("甲局"), named_or_not("未写明单位 d1d48a47")
    ('甲局', '未写明单位的')
    """
    return "未写明单位的" if NOT_NAMED.fullmatch(office) else office


STATUSES = {
    "missing": "未写明",
    "no_report": "未收录",
    "unfiled": "缺报",
    "not_expected": "未列入",
    "not_told": "未写明",
    "blank": "空白",
    "unreadable": "无法辨认",
    "conflict": "前后不一",
    "pending": "待核对",
    "no_cases": "无案件",
    "stated": "已写明",
    "computed": "按件数计算",
}
STATUS_EXPLANATIONS = {
    "missing": "年报没有写这个数字",
    "no_report": "本系统没有收录这一年的年报",
    "unfiled": "名录写明应当公布，公布期限已过，本系统没有这一年的年报",
    "not_expected": "该年度无须报送，或者不知道是否需要报送",
    "not_told": "年报没有写这个数字",
    "blank": "表格印了这一格，但没有填",
    "unreadable": "印了内容，但无法辨认为数字",
    "conflict": "年报前后写了不同的数字",
    "pending": "年报分几处写了数字，都不能代表总数，等待核对确定",
    "no_cases": "收到0件，不计算比率",
    "computed": "年报没有写办结率，按写明的收到、办结件数计算",
}
SEVERITIES = {"high": "严重", "medium": "中等", "low": "轻微"}
UNSIGNED = "未署名"
"""In the place of a name, where nobody signed."""
FINDING_STATUSES = {"failed": "不通过", "not_assessable": "无法核对", "notice": "提示", "refuted": "核实为误报"}
COVERAGE = {
    "reported": "按时",
    "late": "逾期",
    "undated": "未注明公布日期",
    "partial": "不完整",
    "excerpt": "节选",
    "unfiled": "缺报",
    "missing": "未收录",
    "not_expected": "未列入",
}
"""States of a report: whole ones by the day of publication, then those that lack parts, and those not here."""
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


UNIT_COLUMN = "见“计量单位”列"
UNIT_IN_HEAD = "见各列表头"
NO_CHANGE = "无上年数"

RECEIVED_OF = {f"{subject}.close_rate": f"{subject}.received" for subject in ("hotline12345", "petition")}
"""The number of cases received that a close rate rests on."""
FEW_CASES = 10
"""Below this number of cases a rate is shown, but neither coloured nor ranked."""
FEW_CASES_NOTE = "案件太少，不判断"

WORSENING = "比上年加重"
SELF_TOLD = "单位自查"
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


def held(years: int, is_worse: bool) -> list[str]:
    """What marks a matter that was found the year before too: how many years it has been found, and that its own
    number is worse now. That it has lasted a year longer is not called worse.

    >>> held(3, False), held(3, True), held(1, False)
    (['问题连续3年'], ['问题连续3年', '比上年加重'], [])
    """
    return [*([f"问题连续{years}年"] if years > 1 else []), *([WORSENING] if is_worse else [])]


INDICATOR = "指标"

CHANGE_ON_YEAR = "比上年"

VALUE = "数值"

YES, NO = "是", "否"

DOUBTS = {
    "unassigned": "未归入指标",
    "conflict": "前后不一致",
    "unreadable": "无法辨认",
    "learnt": "依其他年度的确认",
    "read": "已读出",
}


def plain(text: str) -> str:
    r"""`text`, from a file or its name, for a label or message that Streamlit takes for Markdown: it shows as it is.

    >>> print(plain("![](http)2024_b.txt"))
    \!\[\]\(http\)2024\_b\.txt
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
