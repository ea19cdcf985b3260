"""Words of 依申请公开."""

from __future__ import annotations

from dashboard.wording.numbers import number, sentence, year

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
