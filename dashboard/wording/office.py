"""Words of 单位画像."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.names import FEW_CASES
from dashboard.wording.numbers import number, ranked, sentence, year, years

PRINT = "打印一页"
PICK_OFFICE = "看哪个单位"
REPORTS_BY_YEAR = "历年年报"
HISTORY = "历年指标"
HISTORY_NOTE = "“未写明”为年报没有写明，不等于0；点数字看原句或原格。名次只在同类单位之间排列。"
COLUMN_GROUP = "栏目（照年报所列）"
CELL_DETAILS = "统计表其他项目"
PROFILE_SHEET = ("分组", "指标", "分项", "年度", "数值", "计量单位", "状态", "比上年增减", "比上年增减（%）")
PROBLEM_MATRIX = "历年自述问题"
PROBLEM_MATRIX_NOTE = "“自述”为第五部分写明的问题；“整改措施”为当年写明的改进办法，与问题逐条并列的按序号对应，其余按文字对应，都对不上的列在“措施未对应”；“已解决”为写明已经解决的问题。"
PROBLEM_MARKS = {"problem": "自述", "plan": "整改措施", "solved": "已解决"}
PROBLEMS_NONE = "这个单位的年报没有写明存在的问题。"
PROBLEMS_EXCERPT = "年报注明节选或另附，已收录的部分没有写明存在的问题，不能判断原件有没有写。"
PROMISES = "整改措施落实情况"
UNPLACED = "unplaced"
"""The topic of a measure that answers no problem of the report (措施未对应): nothing says whether it was kept."""
TOLD_AGAIN = "又列为问题"
NOT_TOLD_AGAIN = "没有再列为问题"
NO_NEXT_REPORT = "还没有次年年报"
CHECKS_OF_OFFICE = "核查不通过"
OFFICE_WEAK = "薄弱环节"
OFFICE_WEAK_NONE = "当年没有查出薄弱环节。"
OFFICE_WEAK_UNKNOWN = "当年年报未收录，无法判断。"
CHECKS_OF_OFFICE_NONE = "历年核查没有发现不通过的项目。"
OFFICE_UNKNOWN = "所选范围内没有这个单位的年报。"
MOST_BEHIND = 3
WITHOUT_PLACE = "不排名"
TOO_FEW_TO_COMPARE = "案件太少不比"
DIRECTIONS = {"up": "上升", "down": "下降", "same": "持平"}
STANDINGS = {"ahead": "居同类前四分之一", "behind": "居同类后四分之一"}
SPINE_POSITION = "在同类单位中的位置"
SPINE_PLACE = "同类名次"
SPINE_LEGEND = (
    ("own ahead", "本单位，居同类前四分之一"),
    ("own behind", "本单位，居同类后四分之一"),
    ("own plain", "本单位，居中或不评好坏"),
    ("own unjudged", "本单位，案件太少不评"),
    ("range", "同类最低至最高"),
    ("box", "居中一半单位（4个以上单位写明才画）"),
    ("median", "中位数"),
)
SPINE_RANKING_NOTE = "收到、结转等工作量指标和复议、诉讼件数不排名；不足10件的办结率不排名，也不计入同类范围。"
SPINE_SHEET = (
    "分组", "指标", "计量单位", "数值", "状态", "上年数", "比上年增减", "比上年增减（%）", "升降",
    "同类最低", "同类下四分位数", "同类中位数", "同类上四分位数", "同类最高", "同类有数据单位数", "名次", "并列单位数", "排名单位数",
)  # fmt: skip
PRINT_HISTORY = "打印时附历年数据"
PICTURE_LEGEND = "图例：蓝圆为本单位、居同类前四分之一，橙方为居同类后四分之一，黑圆为居中或不评好坏；浅条为同类最低至最高，深条为居中一半单位，竖线为中位数。"
FEW_CASES_SHORT = "件数少不判"
DOWNLOAD_PORTRAIT = "下载Word"


def office_head(
    name: str,
    shown_year: int,
    has_report: bool,
    reports: int,
    first: float | None,
    last: float | None,
    ranked_count: int | None,
    behind: Sequence[str],
    matters: int,
    failed: int,
    topics: int,
    repeated: int,
) -> str:
    """The first line of 单位画像: what lies in the worse quarter of the kind, what was found, what the office told. With
    `ranked_count` None nothing is said of its like.

    >>> office_head("甲镇", 2024, True, 3, 2022, 2024, 5, ["热线办结率"], 1, 0, 2, 1)
    '甲镇2024年有名次的5项指标中，热线办结率居同类后四分之一，查出薄弱环节1项，自查存在2类问题，其中1类上年已经写过。'
    >>> office_head("甲镇", 2024, False, 2, 2022, 2023, 0, [], 0, 0, 0, 0)
    '未收录甲镇2024年年报，已收录2022—2023年2份。'
    >>> office_head("甲镇", 2024, True, 3, 2022, 2024, None, [], 0, 1, 0, 0)
    '甲镇2024年没有查出薄弱环节，1项核查不通过。'
    """
    if not reports:
        return sentence([f"未收录{name}的年报"])
    if not has_report:
        span = years(int(first), int(last)) if first is not None and last is not None else ""
        return sentence([f"未收录{name}{year(shown_year)}年报", f"已收录{span}{reports}份"])
    start = f"{name}{year(shown_year)}"
    if ranked_count is None:
        parts = [""]
    elif not ranked_count:
        parts = [f"{start}没有可排名次的指标"]
    elif behind:
        rest = f"等{len(behind)}项" if len(behind) > MOST_BEHIND else ""
        parts = [f"{start}有名次的{ranked_count}项指标中", f"{'、'.join(behind[:MOST_BEHIND])}{rest}居同类后四分之一"]
    else:
        parts = [f"{start}有名次的{ranked_count}项指标都不在同类后四分之一"]
    parts.append(f"查出薄弱环节{matters}项" if matters else "没有查出薄弱环节")
    if not parts[0]:
        parts = [start + parts[1]]
    if failed:
        parts.append(f"{failed}项核查不通过")
    if topics:
        parts.append(f"自查存在{topics}类问题" + (f"，其中{repeated}类上年已经写过" if repeated else ""))
    return sentence(parts)


def failures_counted(of_year: int, count: int, since: int, shown_year: int) -> str:
    """Behind the heading of the checks that did not pass: those of the year, as the first line has them, and those of
    all years that are listed.

    >>> failures_counted(5, 10, 2022, 2025), failures_counted(5, 5, 2025, 2025), failures_counted(0, 0, 2022, 2025)
    ('2025年5项，2022—2025年共10项', '2025年5项', '')
    >>> failures_counted(0, 3, 2022, 2025)
    '2025年没有，2022—2025年共3项'
    """
    if not count:
        return ""
    now = f"{year(shown_year)}{f'{of_year}项' if of_year else '没有'}"
    return now if since == shown_year else f"{now}，{years(since, shown_year)}共{count}项"


def spine_title(shown_year: int, is_alone: bool = False) -> str:
    """The heading of the spine; `is_alone`: without the offices of the like kind."""
    if is_alone:
        return f"{year(shown_year)}主要指标"
    return f"{year(shown_year)}与同类单位比较"


def spine_note(region: str, kind: str, count: int) -> str:
    """Below the heading of the spine: who the peers are.

    >>> spine_note("青禾区", "街道", 6), spine_note("青禾区", "镇", 1)
    ('同类单位为青禾区6个街道。点数字看原句。', '青禾区当年只收录了1个镇的年报，没有同类单位可比。点数字看原句。')
    """
    if count < 2:
        return f"{region}当年只收录了{count}个{kind}的年报，没有同类单位可比。点数字看原句。"
    return f"同类单位为{region}{count}个{kind}。点数字看原句。"


def few_cases(count: object) -> str:
    """Behind a rate that is not judged: the cases it rests on."""
    return f"收到{number(count)}件，不足{FEW_CASES}件不判"


def place_words(
    is_told: bool,
    is_judged: bool,
    polarity: str,
    count: int,
    rank: float | None,
    tied: float | None,
    same: str,
) -> str:
    """The place among `count` offices of the kind in words, or why there is none; `same` is what all of them tell.

    >>> place_words(True, True, "higher_is_better", 6, 6, 1, "")
    '第6名（共6个）'
    >>> place_words(True, True, "higher_is_better", 12, 1, 3, "")
    '并列第1名（3个并列，共12个）'
    >>> place_words(True, True, "higher_is_better", 6, None, None, "100%")
    '6个单位均为100%'
    >>> place_words(True, True, "neutral", 6, None, None, ""), place_words(True, False, "neutral", 6, None, None, "")
    ('不排名', '不排名')
    >>> place_words(True, True, "higher_is_better", 2, None, None, ""), place_words(False, True, "neutral", 6, None, None, "")
    ('仅2个单位写明', '')
    """
    if not is_told:
        return ""
    if not is_judged:
        return WITHOUT_PLACE
    if rank is not None:
        return ranked(rank, count, tied)
    if count == 1:
        return "仅本单位写明"
    if same:
        return f"{count}个单位均为{same}"
    return WITHOUT_PLACE if polarity == "neutral" else f"仅{count}个单位写明"


def spine_words(office: str, name: str, value: str, unit: str, ends: Sequence[str], count: int, standing: str) -> str:
    """A bar of the spine, read out.

    >>> spine_words("甲镇", "网站", "304条", "条", ("150", "250", "350"), 6, "ahead")
    '网站：甲镇304条；写明的6个同类单位最低150条，中位数250条，最高350条；居同类前四分之一'
    >>> spine_words("甲镇", "复议", "未写明", "件", ("0", "0", "0"), 3, "")
    '复议：甲镇未写明；写明的3个同类单位均为0件'
    """
    lowest, median, highest = ends
    peers = ""
    if count > 1:
        peers = f"写明的{count}个同类单位"
        peers += (
            f"均为{lowest}{unit}"
            if lowest == highest
            else f"最低{lowest}{unit}，中位数{median}{unit}，最高{highest}{unit}"
        )
    return f"{name}：{office}{value}" + "".join(f"；{part}" for part in (peers, STANDINGS.get(standing, "")) if part)


def untold_words(names: Sequence[str], is_excerpt: bool) -> str:
    """Below the spine: what the report does not tell; of one that says itself that it is an excerpt, what the part
    that is here does not tell.

    >>> untold_words(["信访收到"], False), untold_words(["信访收到"], True), untold_words([], True)
    ('年报未写明：信访收到。未写明不等于0。', '年报注明节选或另附，已收录的部分中没有：信访收到。原件可能写明。', '')
    """
    if not names:
        return ""
    listed = "、".join(names)
    return (
        f"年报注明节选或另附，已收录的部分中没有：{listed}。原件可能写明。"
        if is_excerpt
        else f"年报未写明：{listed}。未写明不等于0。"
    )


def columns_rest(shown: int, count: int) -> str:
    """Below the columns: how many more the reports list.

    >>> columns_rest(12, 15), columns_rest(12, 9)
    ('年报列出的栏目有15个，这里只列前12个；全部数据请下载。', '')
    """
    return f"年报列出的栏目有{count}个，这里只列前{shown}个；全部数据请下载。" if count > shown else ""


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
    return f"{year(shown_year)}整改措施（{topic}）："


def repeated_mark(count: int) -> str:
    """A problem told, with the years it has lasted."""
    return PROBLEM_MARKS["problem"] + (f"（连续{count}年）" if count > 1 else "")


def spine_sheet(office: str, shown_year: int) -> str:
    """The name of the file with an office's place among its like."""
    return f"{office}{year(shown_year)}与同类单位比较"


def profile_sheet(office: str) -> str:
    """The name of the file with an office's numbers."""
    return f"{office}历年指标"


def printed_rest(total: int, printed: int) -> str:
    """Below a list of which paper holds the first entries only."""
    return f"共{total}项，纸面列出前{printed}项，其余见“单位画像”页。"
