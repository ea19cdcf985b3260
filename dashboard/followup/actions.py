"""What the page 整改台账 may do to the store. Each function passes on to reports/ with the folder that is looked at;
what writes raises ReportError where this visitor may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard import access
from dashboard.ask import folder
from reports.publish import ledger, task_book, task_table
from reports.publish.ledger import Edit
from reports.publish.task_table import Filled, Plan
from reports.store.follow_up_rows import DONE, REFUTED, STATUSES, VERDICTS, FindingKey

__all__ = ["DONE", "REFUTED", "STATUSES", "VERDICTS", "Edit", "Filled", "Plan"]

Key = tuple[str, int, str, str]


def open_tasks(keys: Sequence[Key], values: Mapping[str, Any], is_together: bool, remark: str, who: str) -> list[str]:
    """Opens tasks of findings: their numbers."""
    access.demand()
    named = [FindingKey(*key) for key in keys]
    return ledger.open_tasks(folder(), named, values, is_together=is_together, remark=remark, who=access.author(who))[0]


def change(edits: Sequence[Edit], who: str) -> tuple[list[str], int | None]:
    """Changes tasks: the numbers of those changed, and the generation."""
    access.demand()
    return ledger.change_tasks(folder(), edits, who=access.author(who))


def undo(task_id: str, seen: int, who: str) -> None:
    """Makes a task what it was before."""
    access.demand()
    ledger.undo_change(folder(), task_id, seen=seen, who=access.author(who))


def remove(task_id: str, seen: int, remark: str, who: str) -> None:
    """Takes a task out of the ledger."""
    access.demand()
    ledger.remove_task(folder(), task_id, seen=seen, remark=remark, who=access.author(who))


def judge(key: Key, verdict: str, reason: str, who: str) -> None:
    """Keeps a verdict on a finding."""
    access.demand()
    ledger.judge_finding(folder(), FindingKey(*key), verdict, reason, who=access.author(who))


def explain(key: Key, text: str, who: str) -> None:
    """Keeps what an office says of a finding."""
    access.demand()
    ledger.explain_finding(folder(), FindingKey(*key), text, who=access.author(who))


def write_note(about: str, key: Key, text: str, who: str) -> None:
    """Writes a note on a finding or a number: office, year, rule or indicator, subject or breakdown."""
    access.demand()
    ledger.write_note(folder(), about, *key, text, who=access.author(who))


def remove_note(note_id: str, who: str) -> None:
    """Takes a note back."""
    access.demand()
    ledger.remove_note(folder(), note_id, who=access.author(who))


def write_mark(year: int, office: str, indicator_group: str, text: str, who: str) -> None:
    """Makes a mark on the time axis."""
    access.demand()
    ledger.write_mark(folder(), year, office, indicator_group, text, who=access.author(who))


def remove_mark(mark_id: str, who: str) -> None:
    """Takes a mark back."""
    access.demand()
    ledger.remove_mark(folder(), mark_id, who=access.author(who))


def workbook(office: str, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The workbook of an office's tasks, as it goes out today."""
    return task_book.book(office, rows, date.today().isoformat())


def planned(data: bytes, file_name: str) -> Plan:
    """What a table that came back would change, and what contradicts. Raises ReportError when it is none of ours."""
    return task_table.planned(folder(), data, file_name, date.today())


def is_sure(row: Filled) -> bool:
    """Whether a row changes something and nothing contradicts."""
    return task_table.is_sure(row)


def take_over(plan: Plan, numbers: Sequence[int], who: str) -> tuple[int, int | None]:
    """Takes rows of a table over: how many entries that writes, and the generation."""
    access.demand()
    return task_table.take_over(folder(), plan, numbers, who=access.author(who))
