"""Words of 数据质量."""

from __future__ import annotations

from dashboard.wording.names import COVERAGE, STATUS_EXPLANATIONS
from dashboard.wording.numbers import number, sentence, year

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
    ('按时', '不完整，迟51天', '未收录')
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
    gaps = [f"{missing}个未收录" if missing else "", f"{late}个迟报" if late else ""]
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
