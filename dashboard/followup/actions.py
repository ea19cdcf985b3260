"""What the page 整改台账 may do to the store. Each function passes on to reports/ with the folder that is looked at;
what writes raises ReportError where this visitor may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dashboard import access, wording
from dashboard.ask import ask, folder, reach
from reports.errors import ReportError
from reports.people import ANY_OFFICE
from reports.publish import ledger, task_book, task_table
from reports.publish.ledger import FIRST_DAY, LAST_DAY, Edit
from reports.publish.task_table import Filled, Plan
from reports.store.follow_up_rows import DONE, REFUTED, STATUSES, VERDICTS, FindingKey

__all__ = ["DONE", "FIRST_DAY", "LAST_DAY", "REFUTED", "STATUSES", "VERDICTS", "Edit", "Filled", "Plan"]

Key = tuple[str, int, str, str]
ANSWERED = task_book.ANSWERED
"""What an office that answers for itself may say of a task."""
FINISHED = ANSWERED[-1]
"""Told to be done, and not yet closed."""


def may_follow(*offices: str) -> str:
    """The sentence why this visitor may not decide of tasks and findings of these offices; '' when he may."""
    return access.refusal("follow", *offices)


def may_answer(*offices: str) -> str:
    """The sentence why this visitor may not answer for these offices; '' when he may."""
    return access.refusal("answer", *offices)


def open_tasks(keys: Sequence[Key], values: Mapping[str, Any], is_together: bool, remark: str, who: str) -> list[str]:
    """Opens tasks of findings: their numbers."""
    access.demand("follow", *(key[0] for key in keys))
    named = [FindingKey(*key) for key in keys]
    return ledger.open_tasks(folder(), named, values, is_together=is_together, remark=remark, who=access.author(who))[0]


def _task(task_id: str) -> Any:
    """The task as this visitor sees it. ReportError for one that he does not see."""
    found = list(ask("follow_up_list", task_id=task_id).itertuples())
    if not found:
        raise ReportError(wording.TASK_GONE if reach() is None else wording.NOT_HERE)
    return found[0]


def change(edits: Sequence[Edit], who: str) -> tuple[list[str], int | None]:
    """Changes tasks: the numbers of those changed, and the generation. An office that answers for itself writes what
    it does, and neither sets deadlines nor closes a task."""
    for edit in edits:
        task = _task(edit.task_id)
        if access.refusal("follow", task.office_code):
            access.demand("answer", task.office_code)
            if edit.values.get("status", task.status) not in (task.status, *ANSWERED):
                raise ReportError(wording.only_answers(ANSWERED))
            deadline = wording.date_told(task.deadline)
            if "is_removed" in edit.values or edit.values.get("deadline", deadline) != deadline:
                raise ReportError(wording.only_answers(ANSWERED))
    return ledger.change_tasks(folder(), edits, who=access.author(who))


def undo(task_id: str, seen: int, who: str) -> None:
    """Makes a task what it was before."""
    access.demand("follow", _task(task_id).office_code)
    ledger.undo_change(folder(), task_id, seen=seen, who=access.author(who))


def remove(task_id: str, seen: int, remark: str, who: str) -> None:
    """Takes a task out of the ledger."""
    access.demand("follow", _task(task_id).office_code)
    ledger.remove_task(folder(), task_id, seen=seen, remark=remark, who=access.author(who))


def judge(key: Key, verdict: str, reason: str, who: str) -> None:
    """Keeps a verdict on a finding."""
    access.demand("follow", key[0])
    ledger.judge_finding(folder(), FindingKey(*key), verdict, reason, who=access.author(who))


def explain(key: Key, text: str, who: str) -> None:
    """Keeps what an office says of a finding."""
    access.demand("answer", key[0])
    ledger.explain_finding(folder(), FindingKey(*key), text, who=access.author(who))


def write_note(about: str, key: Key, text: str, who: str) -> None:
    """Writes a note on a finding or a number: office, year, rule or indicator, subject or breakdown."""
    access.demand("follow", key[0])
    ledger.write_note(folder(), about, *key, text, who=access.author(who))


def remove_note(note_id: str, who: str) -> None:
    """Takes a note back."""
    notes = ask("note_list")
    offices = notes.loc[notes["note_id"] == note_id, "office_code"]
    access.demand("follow", *(offices if len(offices) else [ANY_OFFICE]))
    ledger.remove_note(folder(), note_id, who=access.author(who))


def write_mark(year: int, office: str, indicator_group: str, text: str, who: str) -> None:
    """Makes a mark on the time axis; one for all offices is made by whoever has them all."""
    access.demand("follow", office)
    ledger.write_mark(folder(), year, office, indicator_group, text, who=access.author(who))


def remove_mark(mark_id: str, who: str) -> None:
    """Takes a mark back."""
    marks = ask("time_marks")
    offices = marks.loc[marks["mark_id"] == mark_id, "office_code"].fillna("")
    access.demand("follow", *(offices if len(offices) else [ANY_OFFICE]))
    ledger.remove_mark(folder(), mark_id, who=access.author(who))


def workbook(office: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The workbook of an office's tasks, as it goes out today."""
    return task_book.book(office, rows, date.today().isoformat())


def planned(data: bytes, file_name: str) -> Plan:
    """What a table that came back would change, and what contradicts. Raises ReportError when it is none of ours."""
    plan = task_table.planned(folder(), data, file_name, date.today())
    seen = set(ask("follow_up_list")["task_id"])
    # Of tasks that this visitor does not see nothing is told.
    rows = tuple(row for row in plan.rows if row.task_id in seen or not row.office)
    return replace(plan, rows=rows, lacking=tuple(number for number in plan.lacking if number in seen))


def is_sure(row: Filled) -> bool:
    """Whether a row changes something and nothing contradicts."""
    return task_table.is_sure(row)


def take_over(plan: Plan, numbers: Sequence[int], who: str) -> tuple[int, int, int | None]:
    """Takes rows of a table over: how many tasks and changes that are, and the generation."""
    offices = [_task(row.task_id).office_code for row in plan.rows if row.number in numbers]
    access.demand("follow", *offices)
    return task_table.take_over(folder(), plan, numbers, who=access.author(who))
