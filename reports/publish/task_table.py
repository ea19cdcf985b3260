"""整改反馈表 that came back: what it changes, what contradicts, who filled it in; and taken over, once somebody chose.

In go the bytes of a table that somebody edited by hand: rows moved, columns added, cells merged, days as words. Out
comes a Plan, which changes nothing, and from it the lines of the journal. An empty cell never takes anything away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reports import ask, store
from reports.errors import BadTable
from reports.publish.ledger import Edit, edited_lines, writing_lines
from reports.publish.lines import explanation_line
from reports.publish.task_book import ANSWERED, COLUMNS, FILLED_IN, FILLED_ON, FILLER, OFFICE
from reports.read.sheets import sheets_in, words_of
from reports.store import FollowUp, journal
from reports.store.follow_up_rows import DONE, REFUTED, Task
from reports.store.line_kinds import JournalLine
from reports.text.deadlines import deadline_in

_FIELDS = {
    "状态": "status", "责任人": "person", "整改期限": "deadline", "整改措施": "measure", "佐证材料": "proof",
    "不成立的理由": "reason",
}  # fmt: skip
UNPROVEN = f"状态写“{ANSWERED[-1]}”，没有填写整改佐证。"
"""The remark on a row that tells a task to be done without anything that shows it."""
_EXPLANATION, _REMARK, _SEEN = "单位说明", "本次备注", "发出时版次"


@dataclass(frozen=True, slots=True)
class Filled:
    """One row as it came back: its number in the sheet, the task, the office, (column, before, after) of what it would
    change, what contradicts, what else is to be known, whether it cannot be taken over at all, and how often the task
    had been written."""

    number: int
    task_id: str
    office: str
    changes: tuple[tuple[str, str, str], ...] = ()
    contradictions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_refused: bool = False
    values: Mapping[str, Any] | None = None
    explanation: str = ""
    remark: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table would do: the office it says it is of, who filled it in and when ('' where it does not say), its
    rows, how many of them change nothing, columns that are none of ours, and tasks of the office that it lacks."""

    office: str
    filler: str
    filled_on: str
    rows: tuple[Filled, ...]
    unchanged: int
    other_columns: tuple[str, ...]
    lacking: tuple[str, ...]


def planned(folder: Path, data: bytes, file_name: str, today: date) -> Plan:
    """What an uploaded table would change in the ledger, and what contradicts; nothing is changed. BadTable where there
    is no heading of ours; UnreadableFile."""
    generation = store.open_current(folder)
    try:
        known = store.stored_follow_up(generation.cursor())
        states = ask.ask(generation.cursor(), "follow_up_list", {}).to_dict("records")
    finally:
        generation.close()
    names = {row["office_code"]: row["office_name"] for row in states}
    mended = {row["task_id"] for row in states if row["task_state"] == "mended"}
    above, heading, cells = _table(data, file_name)
    office = _beside(above, OFFICE)
    columns = [name for name in heading if name in COLUMNS]
    if doubled := sorted({name for name in columns if columns.count(name) > 1}):
        raise BadTable(f"{file_name}：有两列都叫“{doubled[0]}”；请删去多余的一列后再上传。")
    rows: list[Filled] = []
    unchanged = 0
    for number, row in cells:
        told = {name: row[place] for place, name in enumerate(heading) if name in COLUMNS and place < len(row)}
        filled = _filled(number, told, known, names, mended, office, today)
        if filled.changes or filled.contradictions or filled.remark or filled.explanation:
            rows.append(filled)
        else:
            unchanged += 1
    others = tuple(name for name in heading if name and name not in COLUMNS)
    seen = {words_of(row[heading.index(COLUMNS[0])]) for _number, row in cells if len(row) > heading.index(COLUMNS[0])}
    expected = [
        t
        for t in known.tasks.values()
        if not t.is_removed and t.status not in DONE and office and names.get(t.office) == office
    ]
    lacking = tuple(t.task_id for t in expected if t.task_id not in seen)
    return Plan(office, _beside(above, FILLER), _beside(above, FILLED_ON), _together(rows), unchanged, others, lacking)


def take_over(folder: Path, plan: Plan, numbers: Collection[int], *, who: str = "") -> tuple[int, int, int | None]:
    """Takes the rows of these numbers over, in one generation: how many tasks and changes that are, and the generation. StoreError
    when a task was changed since the plan was made, or a row cannot be taken."""
    chosen = [row for row in plan.rows if row.number in numbers and not row.is_refused]

    def lines_of(base: store.Generation, known: FollowUp) -> list[JournalLine]:
        edits = []
        lines: list[JournalLine] = []
        for row in chosen:
            if row.values or row.remark:
                edits.append(Edit(row.task_id, row.values or {}, row.remark, row.seen, plan.filler))
            if row.explanation and row.task_id in known.tasks:
                matters = known.tasks[row.task_id].matters
                lines += [explanation_line(m.key, m.message, row.explanation, plan.filler) for m in matters]
        return [*edited_lines(base, known, edits), *lines]

    number = writing_lines(folder, lines_of, who=who)
    return len({row.task_id for row in chosen}), sum(len(row.changes) for row in chosen), number


def _table(data: bytes, file_name: str) -> tuple[list[list[Any]], list[str], list[tuple[int, list[Any]]]]:
    """What stands above the table, its heading, and its numbered rows."""
    for sheet in sheets_in(data, file_name):
        for place, row in enumerate(sheet):
            heading = [words_of(cell) for cell in row]
            if COLUMNS[0] in heading and set(heading) & set(FILLED_IN):
                key = heading.index(COLUMNS[0])
                rows = [
                    (place + below + 2, list(each))
                    for below, each in enumerate(sheet[place + 1 :])
                    if any(words_of(cell) for cell in each) and [words_of(c) for c in each] != heading
                ]
                # What stands below the table without a number, such as a signature, is none of its rows.
                return sheet[:place], heading, [each for each in rows if _has_content(each[1], heading, key)]
    raise BadTable(f"{file_name}：找不到表头，应有“编号”和“状态”等列；请用系统发出的整改反馈表填写后上传。")


def _has_content(row: list[Any], heading: list[str], key: int) -> bool:
    if key < len(row) and words_of(row[key]):
        return True
    ours = [row[place] for place, name in enumerate(heading) if name in FILLED_IN and place < len(row)]
    return sum(bool(words_of(cell)) for cell in ours) > 1


def _beside(above: Iterable[list[Any]], label: str) -> str:
    """What stands behind a label above the table, in its cell or in the next one that is filled."""
    bare = label.rstrip("：")
    for row in above:
        cells = [words_of(cell).replace(":", "：") for cell in row]
        for place, cell in enumerate(cells):
            if cell.rstrip("：") == bare:
                following = next((each for each in cells[place + 1 :] if each and each != cell), "")
                return "" if following.endswith("：") or "：" in following else following
            if cell.startswith(label):
                return cell.removeprefix(label).strip()
    return ""


def _filled(
    number: int,
    told: Mapping[str, Any],
    known: FollowUp,
    names: Mapping[str, str],
    mended: Collection[str],
    office: str,
    today: date,
) -> Filled:
    text = {name: words_of(cell).removeprefix("'") for name, cell in told.items()}
    task_id = text.get(COLUMNS[0], "")
    task = known.tasks.get(task_id)
    if task is None or task.is_removed:
        why = "这一事项已移出台账" if task else f"台账中没有编号“{task_id}”" if task_id else "这一行没有编号"
        return Filled(number, task_id, "", contradictions=(f"{why}，无法采用。",), is_refused=True)
    owner = names.get(task.office, task.office)
    refused, doubts = [], []
    if office and office != owner:
        refused.append(f"这是{owner}的事项，不是{office}的。")
    values, faults = _values(told, text, task, today)
    refused += faults
    status, deadline = values.get("status", task.status), values.get("deadline")
    if status == REFUTED and not values.get("reason", task.reason):
        refused.append(f"状态写“{REFUTED}”，没有写明理由。")
    elif values.get("status") == REFUTED:
        doubts.append(f"单位提出问题不成立，理由：{values.get('reason', task.reason)}。请核实后决定是否采用。")
    if status != REFUTED and values.get("reason"):
        doubts.append(f"写了不成立的理由，状态却是“{status}”，理由不采用。")
        del values["reason"]
    if deadline is not None and deadline < today and status not in (ANSWERED[-1], *DONE):
        doubts.append(f"期限{deadline}早于今天。")
    if values and task_id in mended and status not in (ANSWERED[-1], *DONE):
        doubts.append("系统复查已不再出现这一问题，状态却还没有办结。")
    is_unproven = values.get("status") == ANSWERED[-1] and not values.get("proof", task.proof)
    seen = text.get(_SEEN, "")
    if seen.isdigit() and int(seen) != task.change_count and values:
        doubts.append(f"发出以后，{journal.signer(task.changed_by) or '别人'}在系统里改过这一事项。")
    explanation = text.get(_EXPLANATION, "")
    said = {known.opinions[k].text for k in (("explanation", m.key) for m in task.matters) if k in known.opinions}
    changes = [
        (name, _shown(getattr(task, field)), _shown(values[field]))
        for name, field in _FIELDS.items()
        if field in values
    ]
    if explanation and said != {explanation}:
        changes.append((_EXPLANATION, "；".join(sorted(said)), explanation))
    else:
        explanation = ""
    remark = text.get(_REMARK, "")
    if remark:
        changes.append((_REMARK, "", remark))
    doubted = (*refused, *doubts)
    return Filled(
        number,
        task_id,
        owner,
        tuple(changes),
        doubted,
        (UNPROVEN,) if is_unproven else (),
        bool(refused),
        values,
        explanation,
        remark,
        task.change_count,
    )


def _values(
    told: Mapping[str, Any], text: Mapping[str, str], task: Task, today: date
) -> tuple[dict[str, Any], list[str]]:
    """The fields that a row would change, and what of it cannot be understood."""
    values: dict[str, Any] = {}
    faults = []
    for name, field in _FIELDS.items():
        cell = text.get(name, "")
        if not cell:
            continue
        value: Any = cell
        if field == "status" and cell not in (task.status, *ANSWERED, REFUTED):
            faults.append(f"状态“{cell}”不由单位填写，单位只能填{'、'.join(ANSWERED)}，或写“{REFUTED}”并写明理由。")
            continue
        if field == "deadline":
            value = deadline_in(told[name] if not isinstance(told[name], str) else cell, today)
            if value is None:
                faults.append(f"整改期限“{cell}”看不出是哪一天；请写成2027-03-05这样。")
                continue
        if value != getattr(task, field):
            values[field] = value
    return values, faults


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def _together(rows: list[Filled]) -> tuple[Filled, ...]:
    """The rows, those of one task that say different things refused; said twice the same, it counts once."""
    found: list[Filled] = []
    for row in rows:
        others = [each for each in rows if each.task_id == row.task_id and each.task_id]
        if any(each.changes != row.changes for each in others) and not row.is_refused:
            told = "、".join(str(each.number) for each in others if each.number != row.number)
            sentence = f"第{told}行也是这一事项，内容不同，请合并成一行。"
            row = Filled(
                row.number, row.task_id, row.office, row.changes, (*row.contradictions, sentence), is_refused=True
            )
        elif any(each.task_id == row.task_id and each.changes == row.changes for each in found if row.task_id):
            continue
        found.append(row)
    return tuple(found)


def is_sure(row: Filled) -> bool:
    """Whether a row changes something and nothing contradicts."""
    return bool(row.changes) and not row.contradictions
