"""Words of 数据质量."""

from __future__ import annotations

from dashboard.wording.names import COVERAGE, DOCUMENT_SECTIONS, STATUS_EXPLANATIONS
from dashboard.wording.numbers import number, sentence, year, years

BOARD = "年报收录和公布情况"
BOARD_NOTE = (
    "点格看年报。“不完整”指缺少法定部分、统计表不全或没有按统一格式填报；年报自己注明节选、另附的为“节选”，不判断；"
    "未注明公布日期的为“已收录”，只有落款日期的不判断是否按时，落款日期已超过期限的算逾期；“未收录”指本系统没有这份年报，不等于没有公布。"
)
UNFILED_NOTE = "“缺报”指单位名录写明应当公布、公布期限已过，而本系统没有这一年的年报。"
UNDATED = "已收录"
CHECKS = "核查结果"
CHECK_STATUS = "结果"
EVERY_STATUS = "全部结果"
LEFT_SIDE = "填报数"
RIGHT_SIDE = "核对数"
DIFFERENCE = "相差"
CHECKS_NOTE = "缺少任一数字的规则列为“无法核对”，既不算通过，也不算不通过；内容相同的并为一行。"
CHECKS_NONE = "没有符合当前筛选的核查结果。"
CHECKS_CLEAN = "当年的核查没有发现问题，也没有无法核对的项目。"
CHECK_SHEET = ("单位", "年度", "规则", "结果", "严重程度", "说明", "填报数", "核对数", "相差", "规则依据", "建议")
EXPLANATION = "说明"
PLACE = "出处"

DOUBTS_TITLE = "待人工核对的数字"
DOUBTS_NOTE = "这些数字不参与任何比较和合计，核对后才计入。"


def cells_unread(count: int, section: str) -> str:
    """One notice for the cells of a table that cannot be read.

    >>> cells_unread(18, "applications")
    '“三、收到和处理政府信息公开申请情况”统计表18格'
    """
    return f"“{DOCUMENT_SECTIONS[section]}”统计表{count}格"


def unread_as(cells: str) -> str:
    """The heading of the cells of a table that cannot be read, where they are decided one by one."""
    return f"{cells}无法辨认，对照原件逐格核对"


DOUBTS_NONE = "没有待核对的数字。"
DOUBT = "情况"
PRINTED_WORDS = "原文"
HANDLE = "核对"
DOUBT_SHEET = ("单位", "年度", "情况", "指标", "分项", "数值", "计量单位", "所在部分", "原文")
QUEUE_TITLE = "待归属的年报"
QUEUE_NOTE = "名录中没有这些单位，或名称对应不止一个单位，归属前不参与比较。"
STATED_NAME = "年报所写单位"
FILE = "文件"


def board_state(status: str, is_late: float | None) -> str:
    """The state of a report: a whole one by the day of publication (`is_late` None: not printed), else what it lacks.

    >>> board_state("reported", 0), board_state("reported", None), board_state("reported", 1), board_state("partial", 1)
    ('reported', 'undated', 'late', 'partial')
    """
    if status != "reported":
        return status
    return "undated" if is_late is None else "late" if is_late else "reported"


def board_cell(status: str, is_late: float | None, days: float | None) -> str:
    """A cell of the coverage board in words; only a printed day makes a report in time or late.

    >>> board_cell("reported", 0, -3.0), board_cell("partial", 1, 51.0), board_cell("missing", None, None)
    ('按时', '不完整，逾期51天', '未收录')
    >>> board_cell("reported", None, None), board_cell("reported", 1, 5.0), board_cell("excerpt", None, None)
    ('已收录', '逾期5天', '节选')
    """
    late = f"逾期{number(days)}天" if is_late and days is not None else ""
    if status == "reported":
        return late or (COVERAGE["reported"] if is_late is not None else UNDATED)
    return "，".join(part for part in (COVERAGE[status], late) if part)


_WITHOUT_REPORT = {
    "unfiled": STATUS_EXPLANATIONS["unfiled"],
    "missing": STATUS_EXPLANATIONS["no_report"],
    "not_expected": STATUS_EXPLANATIONS["not_expected"],
}


def day_printed(published: str, signed: str) -> str:
    """The day that a report prints.

    >>> day_printed("2025-01-20", "2025-01-15"), day_printed("", "2025-01-15"), day_printed("", "")
    ('2025-01-20公布', '落款日期2025-01-15，没有写明公布日期', '')
    """
    if published:
        return f"{published}公布"
    return f"落款日期{signed}，没有写明公布日期" if signed else ""


def board_title(status: str, published: str, sections: float | None) -> str:
    """What rests under the pointer on a cell of the coverage board."""
    if status in _WITHOUT_REPORT:
        return _WITHOUT_REPORT[status]
    parts = [published or "年报未注明公布日期，不判断是否逾期"]
    if status == "excerpt":
        parts.append("年报注明节选或统计表另附，不判断是否完整")
    elif sections is not None and sections < 6:
        parts.append(f"六个法定部分中有{number(sections)}个")
    return "，".join(parts)


def board_words(office: str, shown_year: int, text: str) -> str:
    """A cell of the coverage board read out."""
    return f"{office}{year(shown_year)}年报：{text}"


def publication_words(reported: int, in_time: int, late: int, undated: int) -> str:
    """How many were published in time, of those whose day is printed.

    >>> publication_words(15, 15, 0, 0), publication_words(1, 0, 0, 1)
    ('均按时公布', '1份未注明公布日期')
    >>> publication_words(15, 12, 1, 2)
    '12份按时公布、1份逾期公布、2份未注明公布日期'
    """
    if reported and in_time == reported:
        return "均按时公布" if reported > 1 else "按时公布"
    counts = ((in_time, "份按时公布"), (late, "份逾期公布"), (undated, "份未注明公布日期"))
    return "、".join(f"{count}{words}" for count, words in counts if count)


def quality_head(
    shown_year: int,
    offices: int,
    reported: int,
    in_time: int,
    late: int,
    undated: int,
    failed: int,
    failed_offices: int,
    lacking: int,
    doubts: int,
    only: str = "",
    unfiled: int = 0,
) -> str:
    """The first line of 数据质量; `only` is the one office looked at, `unfiled` how many had to report and did not.

    >>> quality_head(2025, 15, 15, 15, 0, 0, 0, 0, 0, 0)
    '2025年已收录年报15/15份，均按时公布，核查没有发现不通过的项目。'
    >>> quality_head(2019, 4, 1, 0, 0, 1, 2, 1, 7, 0)
    '2019年已收录年报1/4份，1份未注明公布日期，1个单位核查不通过2处，7处无法核对。'
    >>> quality_head(2019, 1, 1, 0, 0, 1, 0, 0, 0, 0, "甲局"), quality_head(2021, 1, 0, 0, 0, 0, 0, 0, 0, 0, "甲局")
    ('甲局2019年年报已收录，未注明公布日期，核查没有发现不通过的项目。', '未收录甲局2021年年报。')
    >>> quality_head(2025, 3, 2, 2, 0, 0, 0, 0, 0, 0, unfiled=1)
    '2025年已收录年报2/3份，缺报1份，均按时公布，核查没有发现不通过的项目。'
    """
    if only:
        if not reported:
            return f"{'缺报' if unfiled else '未收录'}{only}{year(shown_year)}年报。"
        parts = [f"{only}{year(shown_year)}年报已收录"]
        parts.append("按时公布" if in_time else "逾期公布" if late else "未注明公布日期")
        parts.append(f"核查不通过{failed}处" if failed else "核查没有发现不通过的项目")
    else:
        parts = [
            f"{year(shown_year)}已收录年报{reported:,}/{offices:,}份",
            f"缺报{unfiled:,}份" if unfiled else "",
            publication_words(reported, in_time, late, undated),
        ]
        if reported:
            failed_words = f"{failed_offices}个单位核查不通过{failed}处"
            parts.append(failed_words if failed else "核查没有发现不通过的项目")
    if lacking:
        parts.append(f"{lacking}处无法核对")
    if doubts:
        parts.append(f"{doubts}个数字待人工核对")
    return sentence(parts)


def doubts_count(count: int, first: int, last: int, rows: int, most: int) -> str:
    """Behind the heading of the numbers that wait, of all years that are listed; a row may be several of them.

    >>> doubts_count(9, 2022, 2025, 4, 60), doubts_count(90, 2025, 2025, 70, 60)
    ('2022—2025年共9个', '2025年共90个，列出前60行')
    """
    return f"{years(first, last)}共{count}个" + (f"，列出前{most}行" if rows > most else "")


def checked_words(
    rules: int,
    reports: int,
    pairs: int,
    clean: int,
    failed: int,
    notice: int,
    lacking: int,
    lacking_items: int,
    failed_items: int,
) -> str:
    """How much was checked, a rule and a report at a time, and how much of it passed; of one rule and report there may
    be several places that fail (`failed_items`) or lack a number (`lacking_items`).

    >>> checked_words(20, 15, 300, 284, 1, 5, 10, 12, 5)
    '20条规则核对15份年报，共300项次：未发现问题或不适用284，不通过1（共5处），提示5，无法核对10（共12处）。'
    >>> checked_words(20, 0, 0, 0, 0, 0, 0, 0, 0)
    ''
    """
    if not pairs:
        return ""
    counts = (
        (clean, "未发现问题或不适用", clean),
        (failed, "不通过", failed_items),
        (notice, "提示", notice),
        (lacking, "无法核对", lacking_items),
    )
    told_counts = "，".join(
        f"{words}{count:,}{f'（共{items:,}处）' if items != count else ''}" for count, words, items in counts if count
    )
    return f"{rules}条规则核对{reports}份年报，共{pairs:,}项次：{told_counts}。"


def advice(words: str, status: str) -> str:
    """What the office should do about a finding; what lacks a number asks for nothing.

    >>> advice("重算总计。", "failed"), advice("重算总计。", "not_assessable"), advice("", "notice")
    ('建议：重算总计。', '', '')
    """
    return f"建议：{words}" if words and status != "not_assessable" else ""


def and_more(names: int, most: int) -> str:
    """Behind the first names of a long list.

    >>> and_more(26, 20), and_more(3, 20)
    ('等26个单位', '')
    """
    return f"等{names}个单位" if names > most else ""
