"""Words of 依申请公开."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.wording.names import APPLICANTS
from dashboard.wording.numbers import figure, joined, number, sentence, told, year

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
OUTCOMES_BY_YEAR = "历年办理结果"
GROUNDS = "不予公开、无法提供、不予处理的理由"
GROUND = "理由"
GROUND_OFFICES = "涉及单位"
GROUNDS_NOTE = "件数取自各单位第三部分统计表“总计”列。点数字看统计表中的这一格。"
NO_GROUNDS = "统计表写明办理结果的单位{year}没有不予公开、无法提供、不予处理的申请。"
NO_TABLE = "{year}没有单位的第三部分统计表写明办理结果。"
TEXT_ONLY = "年报正文写明的收到件数见“各单位新收申请”。"
DISPUTES_TITLE = "行政复议、行政诉讼"
DISPUTES = {"review": "行政复议", "litigation_direct": "未经复议直接起诉", "litigation_after_review": "复议后起诉"}
DISPUTE = "类型"
UPHELD, CORRECTED, OTHER_RESULT, PENDING, TOTAL = "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"
CORRECTED_SHARE = "被纠正比例（纠正/审结）"
RECEIVED_BY_OFFICE = "各单位新收申请"
FROM_TABLE, FROM_TEXT = "统计表", "年报正文"
CASES_COLUMN = "件数"
FLOW_SHEET = ("年度", "环节", "件数", "写明的单位数", "未写明的单位数")
OUTCOME_SHEET = ("年度", "办理结果", "件数", "写明的单位数", "未写明的单位数", "比最多的一年少几个单位")
APPLICATIONS_SHEET = ("单位", "类别", "年度", "件数", "来源", "状态")
GROUND_SHEET = ("理由", "单位", "类别", "年度", "件数", "占该单位办理结果（%）")
DISPUTE_SHEET = ("单位", "类别", "年度", "类型", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计", "被纠正比例（%）", "状态")  # fmt: skip
HANDLED = "全年应办"
NOT_DECIDED = "无审结案件"
OUTCOME_NOTE = "只合计已填的数；空白和未列示的格不作0计。"
TABLE_ROWS_NOTE = "只列有案件或数字不全的单位；总计为0的不列。"


def lacking_note(lacking: int, reported: int) -> str:
    """Below sums of cells: how many offices lack some.

    >>> lacking_note(2, 15)
    '已收录年报的15个单位中，2个单位的统计表有空白或未列示的格，不计入合计。'
    """
    if lacking:
        return f"已收录年报的{reported}个单位中，{lacking}个单位的统计表有空白或未列示的格，不计入合计。"
    return f"已收录年报的{reported}个单位都填写了图中各项。" if reported > 1 else ""


def flow_note(lacking: int, reported: int, came: float, went: float) -> str:
    """Below the flow: how many offices lack cells, and by how much both of its sides differ, with the reason.

    >>> flow_note(0, 84, 647, 650)
    '已收录年报的84个单位都填写了图中各项。办理结果与结转下年合计比收到的多3件：有单位的统计表自身收支不平衡，见“数据质量”的核查结果。'
    >>> flow_note(2, 84, 647, 640)[-60:]
    '入合计。办理结果与结转下年合计比收到的少7件：有的单位统计表没有填全，或自身收支不平衡，见“数据质量”的核查结果。'
    """
    note = lacking_note(lacking, reported)
    if came == went:
        return note
    reason = "有的单位统计表没有填全，或自身收支不平衡" if lacking else "有单位的统计表自身收支不平衡"
    more = "多" if went > came else "少"
    return f"{note}办理结果与结转下年合计比收到的{more}{number(abs(went - came))}件：{reason}，见“数据质量”的核查结果。"


def bar_mark(total: float, fewer: int) -> str:
    """The mark above the bar of a year: that fewer offices fill in their table than in another year, and a 0, which
    has no bar.

    >>> bar_mark(46.0, 1), bar_mark(0.0, 0), bar_mark(46.0, 0)
    ('少1个单位', '0件', '')
    """
    return "，".join(words for words in ("" if total else "0件", f"少{fewer}个单位" if fewer else "") if words)


def of_applicant(applicant: str) -> str:
    """Added to a title where the numbers are those of one kind of applicants."""
    return "" if applicant == APPLICANTS["total"] else f"（{applicant}）"


def outcome_note(fewer: Sequence[tuple[int, int]]) -> str:
    """Below the outcomes by year: which years, as (year, offices fewer), are not to be compared with the others.

    >>> outcome_note([(2021, 1)])
    '只合计已填的数；空白和未列示的格不作0计。2021年少1个单位，不宜直接与其他年度比较。'
    """
    years = "、".join(f"{year(of)}少{count}个单位" for of, count in fewer if count)
    return OUTCOME_NOTE + (f"{years}，不宜直接与其他年度比较。" if years else "")


def told_by(stated: int) -> str:
    """Added to the hover of a year: over how many offices its numbers are."""
    return f"\n{stated}个单位写明"


def no_table(shown_year: int, has_text: bool) -> str:
    """In place of a chart of the table's numbers where no table tells them."""
    return NO_TABLE.format(year=year(shown_year)) + (TEXT_ONLY if has_text else "")


def no_applications(shown_year: int) -> str:
    """In place of the flow where the tables tell that nothing came in.

    >>> no_applications(2025)
    '2025年没有收到或结转的申请。'
    """
    return f"{year(shown_year)}没有收到或结转的申请。"


def no_grounds(shown_year: int) -> str:
    """In place of the grounds where nothing was refused."""
    return NO_GROUNDS.format(year=year(shown_year))


def from_text(text: str) -> str:
    """A number that the text alone tells.

    >>> from_text("1")
    '1（正文）'
    """
    return f"{text}（正文）"


def more_offices(count: int) -> str:
    """What opens on the rest of a list of offices."""
    return f"其余{count}个单位"


def untold_disputes(names: Sequence[str], shown_year: int) -> str:
    """Which offices' reports tell nothing of reviews and suits in their table.

    >>> untold_disputes(["甲局", "乙局"], 2023)
    '甲局、乙局2023年年报第四部分统计表没有写明。'
    """
    return f"{joined(names, 5)}{year(shown_year)}年报第四部分统计表没有写明。" if names else ""


def no_disputes(told_offices: int, shown_year: int) -> str:
    """In place of the table where those that tell it had no case.

    >>> no_disputes(15, 2025)
    '统计表写明的15个单位2025年没有行政复议和行政诉讼案件。'
    """
    return f"统计表写明的{told_offices}个单位{year(shown_year)}没有行政复议和行政诉讼案件。"


def corrected_words(share: object, corrected: object, decided: object) -> str:
    """The share corrected with what it is of.

    >>> corrected_words(50.0, 1, 2)
    '50.0%（1/2）'
    """
    if figure(share) is None:
        return ""
    return f"{number(share, '%')}（{number(corrected)}/{number(decided)}）"


def applications_head(
    shown_year: int,
    reported: int,
    received: float | None,
    qualifier: str,
    offices: int,
    from_text_count: float | None,
    from_text_offices: int,
    outcomes: float | None,
    granted: float | None,
    carried_forward: float | None,
    reviews: float | None,
    suits: float | None,
    corrected_count: float | None,
    only_office: str = "",
) -> str:
    """The first line of 依申请公开: how many applications and by what source, how many of the outcomes were granted,
    what was carried forward, reviews and suits. `only_office` names the office when it is the only one."""
    who = f"{only_office}{year(shown_year)}"
    if received is None:
        whose = "年报" if only_office else f"{reported}个单位的年报"
        return sentence([f"{who}{whose}没有写明申请数量"])
    count = f"{told(received, '件', qualifier)}件"
    text_alone = from_text_offices == offices
    if only_office:
        opening = f"{who}收到{APPLICATIONS}{count}"
    elif offices == reported:
        opening = f"{who}{offices}个单位共收到{APPLICATIONS}{count}"
    else:
        opening = f"{who}已收录年报的{reported}个单位中{offices}个写明申请数量，共收到{APPLICATIONS}{count}"
    parts = [opening]
    if text_alone:
        parts.append("为年报正文所写，统计表没有写明")
    elif from_text_offices:
        parts.append(f"其中{from_text_offices}个单位的{number(from_text_count)}件为年报正文所写")
    if granted is not None and outcomes:
        parts.append(
            f"办理结果{number(outcomes)}件中予以公开和部分公开{number(granted)}件"
            f"（占{number(100 * granted / outcomes, '%')}）"
        )
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
