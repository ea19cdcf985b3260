"""Words of 整改台账: tasks, what the reports of today say of them, verdicts and explanations, notes and marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from dashboard.wording.numbers import joined, sentence, year

LEDGER_VIEW = "要看的"
LEDGER_VIEWS = {"list": "台账", "paper": "往来表格"}
LEDGER_LIST = "整改事项"
LEDGER_NOTE = (
    "在薄弱环节、数据质量、单位画像、年报原文里点问题旁的“核实与整改”，可以把问题列入台账。点编号看详情、改进度。"
)
LEDGER_NONE = "没有符合条件的整改事项。"
LEDGER_EMPTY = "台账里还没有整改事项；到“薄弱环节”里点问题旁的“核实与整改”，就可以列入。"
LEDGER_EMPTY_OWN = "台账里还没有整改事项；政务公开主管部门列入后，在这里答复。"
LEDGER_COLUMNS = ("编号", "单位", "问题", "状态", "整改期限", "责任人", "系统复查")
LEDGER_SHEET = (
    "编号", "单位", "年度", "规则", "问题", "状态", "责任人", "整改期限", "整改措施", "佐证材料", "不成立的理由", "系统复查",
    "核实结论", "单位说明", "登记人", "登记时间", "提示",
)  # fmt: skip
TASK_STATUS = "状态"
EVERY_TASK_STATUS = "全部状态"
RECHECK = "系统复查"
EVERY_RECHECK = "全部复查结果"
RECHECKS = {"still": "仍存在", "mended": "已改，建议销号", "waiting": "待复查", "unknown": "无法复查"}
LEDGER_SEARCH = "查找"
LEDGER_SEARCH_HINT = "编号、单位、责任人或问题中的字"
BACK_TO_LEDGER = "返回台账"
PERSON = "责任人"
DEADLINE = "整改期限"
MEASURE = "整改措施"
PROOF = "佐证材料"
REFUTED_REASON = "不成立的理由"
REMARK = "本次备注（选填）"
REMARK_HINT = "例如：已电话通知"
MEASURE_HINT = "准备怎样改"
PROOF_HINT = "例如：更正后的年报链接、栏目截图存放位置"
SAVE_TASK = "保存"
SAVING = "正在保存……"
SAVE_OVER = "已核对，按我填写的保存"
DISCARD_TYPED = "放弃填写的内容"
UNDO_TASK = "撤销上一步"
UNDO_TASK_NOTE = "撤销的是这一事项最近一次改动；原来的记录仍留在下面的历史里。"
REMOVE_TASK = "移出台账"
REMOVE_TASK_NOTE = "登记有误时移出；历史仍保留，问题可以重新列入。"
REMOVE_TASK_SURE = "确认移出台账"
TASK_MATTERS = "问题与系统复查"
TASK_EDIT = "办理情况"
TASK_HISTORY = "历史"
TASK_GONE = "台账中没有这一事项，可能已经移出或撤销。"
EXPLANATION_TITLE = "单位说明"
HISTORY_COLUMNS = ("谁、何时", "项目", "原来", "改为")
HISTORY_FIELDS = {
    "opened": "列入台账", "office": "单位", "matters": "问题", "person": PERSON, "deadline": DEADLINE, "measure": MEASURE,
    "proof": PROOF, "status": TASK_STATUS, "reason": REFUTED_REASON, "is_removed": "移出台账", "explanation": EXPLANATION_TITLE,
    "remark": "备注",
}  # fmt: skip
BATCH = "一次改多项"
BATCH_NOTE = "选定若干事项，一次改状态、责任人或期限；空着的项目不改。"
BATCH_PICK = "选择事项"
BATCH_ALL = "选中列出的全部"
BATCH_NOTHING = "先选定事项，再写明要改成什么。"
BATCH_KEEP = "不改"
BATCH_SAVE = "保存改动"
GO_FINDING = "核实与整改"
FINDING_GONE = "现有数据中已没有这一问题：可能已经改正，或年报已撤回、更换。"
FINDING_TITLE = "问题"
VERDICT_TITLE = "核实"
VERDICT_NOTE = "公开办看过原文后的结论；重建数据、重新导入后仍在，显示在出现这一问题的各处。"
VERDICT = "核实结论"
NO_VERDICT = "未核实"
VERDICT_REASON = "理由"
VERDICT_REASON_HINT = "误报必须写明理由"
SAVE_VERDICT = "保存结论"
EXPLANATION_OF_OFFICE = "单位对这一问题的说明"
EXPLANATION_HINT = "例如：机构改革，当年没有该项职责"
SAVE_EXPLANATION = "保存说明"
NOTES_TITLE = "批注"
NOTE_TEXT = "批注内容"
NOTE_HINT = "写给后来看的人"
SAVE_NOTE = "添加批注"
REMOVE_NOTE = "删除批注"
NOTES_NONE = "还没有批注。"
NOTE_PICK = "要删除的批注"
OPEN_TITLE = "列入台账"
OPEN_NOTE = "同一单位的几个问题可以并成一项；不并的各立一项。"
OPEN_WITH = "一并列入的问题（同一单位）"
OPEN_TOGETHER = "并成一项"
OPEN_SAVE = "列入台账"
OPEN_STATUS = "列入时的状态"
NO_DATE = "未定"
NOTE_ADDED = "批注已添加。"
NOTE_REMOVED = "批注已删除；操作记录里仍可查到。"


def said_by(who: str, at: datetime) -> str:
    """Who said something, and the day, in the time of this machine.

    >>> said_by("李明", datetime(2026, 3, 5, 12, tzinfo=UTC))[:6], said_by("", datetime(2026, 3, 5, 12, tzinfo=UTC))[:4]
    ('李明，202', '2026')
    """
    moment = _local(at)
    day = f"{moment:%Y-%m-%d}"
    return f"{who}，{day}" if who else day


def _local(at: datetime) -> datetime:
    """A moment of an answer, UTC, in the time of this machine; pandas' own kind knows no such time."""
    plain: datetime = at.to_pydatetime() if hasattr(at, "to_pydatetime") else at
    return (plain.replace(tzinfo=UTC) if plain.tzinfo is None else plain).astimezone()


def changed_by(who: str, at: datetime) -> str:
    """Who changed something, to the minute."""
    return "，".join(part for part in (who, f"{_local(at):%Y-%m-%d %H:%M}") if part)


def changed_here(who: str, at: datetime | None, changes: Sequence[tuple[str, str, str]]) -> str:
    """What somebody changed: fields with what stood there and what stands there now.

    >>> changed_here("李明", datetime(2026, 3, 5, 12, tzinfo=UTC), [("状态", "待通知", "已通知"), ("备注", "", "电话")])[19:]
    '把状态由“待通知”改为“已通知”，备注改为“电话”'
    """
    told = [
        f"{field}{f'由“{one_line(before)}”' if before else ''}改为{f'“{one_line(after)}”' if after else '空'}"
        for field, before, after in changes
    ]
    return f"{changed_by(who, at) if at is not None else who or '有人'}把{'，'.join(told)}"


def overtaken(changes: Sequence[str]) -> str:
    """Above what somebody typed while others saved something else.

    >>> overtaken(["李明，2026-03-05 12:00把状态改为“已通知”"])
    '填写期间，这里被改动过：李明，2026-03-05 12:00把状态改为“已通知”。刚填写的内容没有保存，仍在上面；没有填写的项目已换成现在的内容，请核对后再选。'
    """
    return (
        f"填写期间，这里被改动过：{'；'.join(changes)}。"
        "刚填写的内容没有保存，仍在上面；没有填写的项目已换成现在的内容，请核对后再选。"
    )


def verdict_words(verdict: str, reason: str, who: str, at: datetime) -> str:
    """What staff found of a finding.

    >>> verdict_words("误报", "口径不同", "李明", datetime(2026, 3, 5, 12, tzinfo=UTC))[:11]
    '核实为误报：口径不同（'
    """
    told = f"：{reason.rstrip('。；')}" if reason else ""
    return f"核实为{verdict}{told}（{said_by(who, at)}）。"


def one_line(text: str) -> str:
    """What somebody wrote in several lines, as one.

    >>> one_line("含结转工单，\\n未办结。\\n\\n已说明"), one_line("一\\n二。")
    ('含结转工单，未办结。已说明', '一；二')
    """
    told = ""
    for line in filter(None, (part.strip() for part in text.splitlines())):
        told += ("；" if told and told[-1] not in "，。；：、！？" else "") + line
    return told.rstrip("。；，")


def explanation_words(text: str, who: str, at: datetime) -> str:
    """What an office says of a finding."""
    return f"单位说明：{one_line(text)}（{said_by(who, at)}）。"


def said_of(rule: str, words: str) -> str:
    """What was said of a finding that stands beside another one.

    >>> said_of("自查栏目有问题", "核实为误报：口径不同（李明，2026-03-05）。")
    '“自查栏目有问题”一条：核实为误报：口径不同（李明，2026-03-05）。'
    """
    return f"“{rule}”一条：{words}"


def go_finding(office: str) -> str:
    """The way to one office's finding among those of several."""
    return f"{GO_FINDING}：{office}"


def refuted_counted(count: int) -> str:
    """Above the findings that the staff held to be false.

    >>> refuted_counted(2)
    '另有2条经核实为误报，不计入上述个数，也不要求单位说明：'
    """
    return f"另有{count}条经核实为误报，不计入上述个数，也不要求单位说明："


def notes_counted(count: int) -> str:
    """How many notes a finding has."""
    return f"批注{count}条"


def task_link(status: str, task_id: str) -> str:
    """The way to a task: its status in the word that ledger, workbook and history use.

    >>> task_link("不成立", "2026-001-ab12"), task_link("已完成", "2026-001-ab12")
    ('不成立（2026-001-ab12）', '已完成（2026-001-ab12）')
    """
    return f"{status}（{task_id}）"


def ledger_head(
    tasks: int, open_tasks: int, overdue: int, still: int, mended: int, finished: int = 0, unproven: int = 0
) -> str:
    """The first line of 整改台账; `finished` are told to be done (已完成) and wait to be closed, `unproven` of them
    without any proof, `open_tasks` are neither done nor closed.

    >>> ledger_head(0, 0, 0, 0, 0)
    '台账里还没有整改事项。'
    >>> ledger_head(8, 6, 1, 2, 3)
    '台账有整改事项8项，其中未办结6项：1项已过期限，2项复查仍存在，3项已改、建议销号。'
    >>> ledger_head(2, 0, 0, 0, 0), ledger_head(4, 1, 0, 0, 0, 2)
    ('台账有整改事项2项，均已办结。', '台账有整改事项4项，已完成、尚未销号2项，未办结1项。')
    >>> ledger_head(4, 1, 0, 0, 0, 2, 1), ledger_head(2, 0, 0, 0, 0, 2, 2)[10:]
    ('台账有整改事项4项，已完成、尚未销号2项（1项没有填写整改佐证），未办结1项。', '均已完成、尚未销号（2项没有填写整改佐证）。')
    """
    if not tasks:
        return LEDGER_EMPTY[: LEDGER_EMPTY.index("；")] + "。"
    if not open_tasks and not finished:
        return f"台账有整改事项{tasks}项，均已办结。"
    parts = [f"{overdue}项已过期限" if overdue else "", f"{still}项复查仍存在" if still else ""]
    parts.append(f"{mended}项已改、建议销号" if mended else "")
    told = "，".join(part for part in parts if part)
    lacking = f"（{unproven}项{NO_PROOF}）" if unproven else ""
    start = f"已完成、尚未销号{finished}项{lacking}，" if finished else "" if open_tasks == tasks else "其中"
    start += "均未办结" if open_tasks == tasks else f"未办结{open_tasks}项" if open_tasks else "其余已办结"
    if finished == tasks:
        start = f"均已完成、尚未销号{lacking}"
    return f"台账有整改事项{tasks}项，{start}{f'：{told}' if told else ''}。"


def task_head(task_id: str, office: str, status: str, count: int) -> str:
    """The first line of one task."""
    return sentence([f"{office}整改事项 {task_id}，{count}个问题，{status}"])


def finding_head(office: str, shown_year: int, rule: str) -> str:
    """The first line of one finding."""
    return sentence([f"{office}{year(shown_year)}：{rule}"])


def recheck_words(recheck: str, judged: int | None, times: int, own: int) -> str:
    """What the reports of today say of a finding in the ledger.

    >>> recheck_words("still", 2024, 3, 2022), recheck_words("mended", 2022, 0, 2022)
    ('仍存在，第3次（2024年）', '已改：2022年年报已不再出现，建议核实后销号')
    >>> recheck_words("gone_later", 2024, 2, 2022)
    '已改：2024年年报未再出现，建议核实后销号'
    >>> recheck_words("unknown", 2023, 1, 2022), recheck_words("waiting", 2022, 1, 2022)
    ('无法复查：2023年年报没有写明有关内容', '待复查：还没有更新的年报')
    >>> recheck_words("withdrawn", None, 0, 2022), recheck_words("rule_off", 2022, 0, 2022)
    ('无法复查：没有收录2022年及以后的年报', '无法复查：这条规则已停用')
    """
    if recheck == "still":
        return f"仍存在，第{times}次（{year(judged)}）"
    if recheck == "mended":
        return f"已改：{year(judged)}年报已不再出现，建议核实后销号"
    if recheck == "gone_later":
        return f"已改：{year(judged)}年报未再出现，建议核实后销号"
    if recheck == "unknown":
        return f"无法复查：{year(judged)}年报没有写明有关内容"
    if recheck == "withdrawn":
        return f"无法复查：没有收录{year(own)}及以后的年报"
    return "无法复查：这条规则已停用" if recheck == "rule_off" else "待复查：还没有更新的年报"


def task_state_words(state: str, times: int) -> str:
    """What they say of a task as a whole.

    >>> task_state_words("still", 3), task_state_words("mended", 1)
    ('仍存在，第3次', '已改，建议销号')
    """
    return f"{RECHECKS['still']}，第{times}次" if state == "still" else RECHECKS[state]


def deadline_words(deadline: date | None, days_left: int | None, is_closed: bool) -> str:
    """A deadline and how far it is.

    >>> deadline_words(date(2026, 3, 5), -2, False), deadline_words(date(2026, 3, 5), 0, False)
    ('2026-03-05（已过2天）', '2026-03-05（今天到期）')
    >>> deadline_words(date(2026, 3, 5), 4, False), deadline_words(date(2026, 3, 5), -2, True)
    ('2026-03-05（还有4天）', '2026-03-05')
    >>> deadline_words(None, None, False)
    '未定'
    """
    if deadline is None:
        return NO_DATE
    if is_closed or days_left is None:
        return f"{deadline}"
    left = f"已过{-days_left}天" if days_left < 0 else f"还有{days_left}天" if days_left else "今天到期"
    return f"{deadline}（{left}）"


FEEDBACK_OUT = "发出去"
FEEDBACK_OUT_NOTE = "一个单位一份工作簿，列出它还没有销号的事项；单位填好灰色以外的各列后发回。"
FEEDBACK_OFFICE = "发给哪个单位"
FEEDBACK_ONE = "下载这个单位的反馈表"
FEEDBACK_ALL = "下载全部单位（压缩包）"
FEEDBACK_NONE = "事项均已办结，不用发反馈表。"
FEEDBACK_BACK = "收回来"
FEEDBACK_BACK_NOTE = "上传单位填好的反馈表：先列出改了什么、哪里矛盾，选定后才采用。空着的格不改。"
FEEDBACK_UP = "选择填好的反馈表（.xlsx 或 .csv）"
FEEDBACK_CHANGES = "表中的改动"
FEEDBACK_COLUMNS = ("行", "编号", "单位", "项目", "现在", "改为")
FEEDBACK_DOUBTS = "矛盾和疑点"
FEEDBACK_DOUBTS_COLUMNS = ("行", "编号", "情况", "处理")
FEEDBACK_REFUSED, FEEDBACK_DOUBTED = "不能采用，请改正后再传", "默认不采用，核对后可选上"
FEEDBACK_REMARKED = "提示，不影响采用"
FEEDBACK_ROWS = "采用哪些行"
FEEDBACK_TAKE = "采用选定的行"
FEEDBACK_SAME = "表中没有改动。"


def feedback_name(office: str) -> str:
    """The name of a workbook that goes out."""
    return f"整改反馈表_{office}"


def feedback_head(office: str, filler: str, filled_on: str, changed: int, refused: int, unchanged: int) -> str:
    """What came back.

    >>> feedback_head("甲街道", "王芳", "2027年3月1日", 2, 1, 4)
    '甲街道的反馈表，填报人王芳，填报日期2027年3月1日：2行有改动，1行不能采用，4行没有改动。'
    >>> feedback_head("", "", "", 0, 0, 3)
    '反馈表（没有写明单位），没有写明填报人：3行没有改动。'
    """
    start = f"{office}的反馈表" if office else "反馈表（没有写明单位）"
    start += f"，填报人{filler}" if filler else "，没有写明填报人"
    start += f"，填报日期{filled_on}" if filled_on else ""
    parts = [f"{changed}行有改动" if changed else "", f"{refused}行不能采用" if refused else ""]
    parts.append(f"{unchanged}行没有改动" if unchanged else "")
    return f"{start}：{'，'.join(part for part in parts if part) or '没有事项'}。"


def feedback_other_columns(names: Sequence[str]) -> str:
    """Columns that somebody added."""
    return f"表中另有{joined(list(names), 4)}列，系统没有这些项目，不采用。"


def feedback_lacking(numbers: Sequence[str]) -> str:
    """Tasks of the office that the table does not have."""
    return f"该单位另有{len(numbers)}项不在表中（{joined(list(numbers), 3)}），保持不变。"


def feedback_row(number: int, task_id: str) -> str:
    """A row as an option."""
    return f"第{number}行 {task_id}"


def taken_over(tasks: int, changes: int, generation: int | None) -> str:
    """What became of a table that came back.

    >>> taken_over(3, 10, 7), taken_over(0, 0, None)
    ('已采用3项，10处改动，现为第7版数据。', '没有要写入的。')
    """
    told = [f"已采用{tasks}项", f"{changes}处改动"] if generation else ["没有要写入的"]
    return sentence([*told, f"现为第{generation}版数据" if generation else ""])


def saved_tasks(numbers: Sequence[str], generation: int | None) -> str:
    """What became of saving.

    >>> saved_tasks(["2026-001-ab12"], 7), saved_tasks([], None)
    ('已保存整改事项2026-001-ab12，现为第7版数据。', '没有要保存的改动。')
    """
    if not numbers:
        return "没有要保存的改动。"
    return sentence([f"已保存整改事项{joined(list(numbers), 3)}", f"现为第{generation}版数据" if generation else ""])


def opened_tasks(numbers: Sequence[str]) -> str:
    """What became of opening tasks."""
    return sentence([f"已列入台账{len(numbers)}项（{joined(list(numbers), 3)}）"])


def only_answers(statuses: Sequence[str]) -> str:
    """What an office may not do to its own task.

    >>> only_answers(["整改中", "已完成"])
    '单位可以填写措施、材料、责任人和说明，状态只能改为整改中、已完成；改期限、销号请公开办办理。'
    """
    return f"单位可以填写措施、材料、责任人和说明，状态只能改为{'、'.join(statuses)}；改期限、销号请公开办办理。"


BOTH_HELD = "这一问题核实为属实，整改事项的状态却是“不成立”，两者矛盾，请核对后改正其中一处。"
DEADLINE_PASSED = "整改期限早于今天，请核对；确实如此的可以照样保存。"
NO_PROOF = "没有填写整改佐证"
FINISHED_UNPROVEN = f"状态是“已完成”，{NO_PROOF}；可以先保存，销号时须补上佐证或写明理由。"
NO_SUCH_FINDING = "没有这一问题：地址不完整或已失效，请从“数据质量”或“薄弱环节”页重新点开。"
SAVED_OPINION = "已保存，显示在出现这一问题的各处。"
UNDONE_TASK = "已撤销上一步。"
REMOVED_TASK = "已移出台账。"
UNDO_HINT = "改错了可以在事项里点“撤销上一步”。"


def batch_words(count: int, changes: Sequence[str]) -> str:
    """What a change of several tasks will do.

    >>> batch_words(3, ["状态改为已通知", "责任人改为王芳"])
    '保存后，所选3项的状态改为已通知，责任人改为王芳。'
    """
    return f"保存后，所选{count}项的{'，'.join(changes)}。"


def changed_to(field: str, value: str) -> str:
    """A part of it."""
    return f"{field}改为{value}"


def open_count(count: int, together: bool) -> str:
    """What opening will do.

    >>> open_count(3, True), open_count(3, False), open_count(1, False)
    ('3个问题并成1项列入台账。', '3个问题各立1项，共3项列入台账。', '1个问题列入台账。')
    """
    if count == 1:
        return "1个问题列入台账。"
    return f"{count}个问题并成1项列入台账。" if together else f"{count}个问题各立1项，共{count}项列入台账。"
