"""Follow-up as the journal tells it: what its lines make of the ledger, of opinions, notes and marks.

In go lines in force; out come frozen records. It reads no file and writes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from reports.store import FollowUp, journal
from reports.store.follow_up_rows import Change, FindingKey, Mark, Matter, Note, Opinion, Task
from reports.text.sentences import strung

FOLLOW_UP_LINES = ("task", "verdict", "explanation", "note", "mark")
"""The kinds of lines that make follow-up."""
_FIELDS = ("office", "matters", "person", "deadline", "measure", "proof", "status", "reason", "is_removed")
_MOST_MATTERS = 200
"""So many of the latest changes are looked at for the same explanation of another finding."""
_NOTE = ("note_id", "about", "office", "year", "name", "subject", "text")
_MARK = ("mark_id", "year", "office", "indicator_group", "text")


def folded_follow_up(known: FollowUp, lines: Iterable[Mapping[str, Any]]) -> FollowUp:
    """What `lines` in force make of follow-up. An office that was merged into another hands everything on to it."""
    tasks, notes, marks, opinions = dict(known.tasks), dict(known.notes), dict(known.marks), dict(known.opinions)
    changes = list(known.changes)
    for line in lines:
        kind = line["what"]
        if kind == "task":
            task = task_in(line, tasks.get(line["task"]["task_id"]))
            changes += _changes(tasks.get(task.task_id), task, line["task"]["remark"], said_by(line))
            tasks[task.task_id] = task
        elif kind in ("verdict", "explanation"):
            key = FindingKey(line["office"], line["year"], line["rule"], line["subject"])
            if kind == "explanation":
                before = opinions[kind, key].text if (kind, key) in opinions else ""
                changes += _explained(tasks.values(), key, before, line, changes)
            verdict = line["verdict"] if kind == "verdict" else ""
            text = line["reason"] if kind == "verdict" else line["text"]
            if verdict or (kind == "explanation" and text):
                opinions[kind, key] = Opinion(key, line["message"], verdict, text, _at(line), said_by(line))
            else:
                opinions.pop((kind, key), None)
        elif kind == "note":
            notes[line["note_id"]] = Note(
                **{name: line[name] for name in _NOTE}, written_at=_at(line), written_by=line["who"]
            )
            if not line["text"]:
                del notes[line["note_id"]]
        elif kind == "mark":
            marks[line["mark_id"]] = Mark(
                **{name: line[name] for name in _MARK}, written_at=_at(line), written_by=line["who"]
            )
            if not line["text"]:
                del marks[line["mark_id"]]
        elif kind == "merge":
            gone, stays = line["from"], line["into"]
            tasks = {name: _handed_on(task, gone, stays) for name, task in tasks.items()}
            notes = {n: replace(x, office=stays) if x.office == gone else x for n, x in notes.items()}
            marks = {n: replace(x, office=stays) if x.office == gone else x for n, x in marks.items()}
            moved = {(sort, key): each for (sort, key), each in opinions.items() if key.office == gone}
            for (sort, key), each in moved.items():
                del opinions[sort, key]
                new = key._replace(office=stays)
                opinions.setdefault((sort, new), replace(each, key=new))
    return FollowUp(tasks, changes, opinions, notes, marks)


def task_in(line: Mapping[str, Any], before: Task | None = None) -> Task:
    """The task that a line tells of, which was `before`."""
    row, at, who = line["task"], _at(line), line["who"]
    return Task(
        row["task_id"],
        row["office"],
        tuple(
            Matter(FindingKey(m["office"], m["year"], m["rule"], m["subject"]), m["message"], tuple(m["needs"]))
            for m in row["matters"]
        ),
        row["person"],
        date.fromisoformat(row["deadline"]) if row["deadline"] else None,
        row["measure"],
        row["proof"],
        row["status"],
        row["reason"],
        row["is_removed"],
        before.opened_at if before else at,
        before.opened_by if before else who,
        at,
        who,
        before.change_count + 1 if before else 1,
    )


def told(task: Task, field: str) -> str:
    """A field of a task as text, as the history has it."""
    if field == "matters":
        return strung(matter.message for matter in task.matters).rstrip("。")
    if field == "is_removed":
        return "true" if task.is_removed else ""
    return str(getattr(task, field) or "")


def said_by(line: Mapping[str, Any]) -> str:
    """Who said what a line tells: where it came in a table, who filled that in and who took it over."""
    filler, who = line.get("filled_by"), str(line["who"])
    if filler is None:
        return who
    return f"{f'填报人{filler}' if filler else '单位反馈表'}，由{journal.signer(who) or '未署名的人'}采纳"


def _explained(
    tasks: Iterable[Task], key: FindingKey, before: str, line: Mapping[str, Any], told: Sequence[Change]
) -> list[Change]:
    """An explanation in the history of the tasks that are about its finding, beside their latest change; said of several
    findings of a task at once, it is one."""
    if before == line["text"]:
        return []
    found = [
        Change(each.task_id, each.change_count, _at(line), said_by(line), "explanation", before, line["text"])
        for each in tasks
        if not each.is_removed and any(matter.key == key for matter in each.matters)
    ]
    latest = {
        (each.task_id, each.changed_at, each.after) for each in told[-_MOST_MATTERS:] if each.field == "explanation"
    }
    return [each for each in found if (each.task_id, each.changed_at, each.after) not in latest]


def _changes(before: Task | None, after: Task, remark: str, who: str) -> list[Change]:
    assert after.changed_at is not None
    start = (after.task_id, after.change_count, after.changed_at, who)
    found = [Change(*start, "opened", "", told(after, "matters"))] if before is None else []
    found += [
        Change(*start, field, told(before, field) if before else "", told(after, field))
        for field in _FIELDS
        if told(after, field) != (told(before, field) if before else "") and not (before is None and field == "matters")
    ]
    return [*found, Change(*start, "remark", "", remark)] if remark else found


def _handed_on(task: Task, gone: str, stays: str) -> Task:
    matters = tuple(
        replace(matter, key=matter.key._replace(office=stays)) if matter.key.office == gone else matter
        for matter in task.matters
    )
    return replace(task, office=stays if task.office == gone else task.office, matters=matters)


def _at(line: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(line["at"]).astimezone(UTC)
