"""Words of 单位画像."""

from __future__ import annotations

from dashboard.wording.numbers import sentence, year, years

PRINT = "打印本页"
PICK_OFFICE = "看哪个单位"
REPORTS_BY_YEAR = "历年年报"
HISTORY = "历年指标"
HISTORY_NOTE = "“未写明”为年报没有写明，不等于0；点数字看原句或原格。名次只在同类单位之间排列。"
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
