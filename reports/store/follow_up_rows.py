"""Follow-up as rows of a generation: the ledger with its history, opinions on findings, notes, marks.

In go what the journal makes of its lines; out come the rows, and the same again from an open generation. It reads no
journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from reports.database import Connection, columns_of, insert
from reports.store.schema import FOLLOW_UP

STATUSES = ("待通知", "已通知", "整改中", "已完成", "不成立", "销号")
"""What a task may be, in the order in which it goes."""
REFUTED = "不成立"
"""The status that needs a reason."""
CLOSED = STATUSES[-1]
"""Closed by the staff, once it is shown to be mended, proven or explained."""
DONE = ("不成立", "销号")
"""Nothing more is to be done for a task of these."""
VERDICTS = ("属实", "误报")
"""What staff may say of a finding."""
FINDING, NUMBER = "finding", "number"
"""What a note may be about."""


class FindingKey(NamedTuple):
    """What names a finding in every generation: code of its office, year, rule id, subject within the rule."""

    office: str
    year: int
    rule: str
    subject: str


@dataclass(frozen=True, slots=True)
class Matter:
    """A finding that a task is about, what it said when the task was opened, and what a report has to tell before it
    can be called mended."""

    key: FindingKey
    message: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the ledger, as table task has it."""

    task_id: str
    office: str
    matters: tuple[Matter, ...]
    person: str = ""
    deadline: date | None = None
    measure: str = ""
    proof: str = ""
    status: str = STATUSES[0]
    reason: str = ""
    is_removed: bool = False
    opened_at: datetime | None = None
    opened_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    change_count: int = 0


class Change(NamedTuple):
    """A row of task_change."""

    task_id: str
    change_no: int
    changed_at: datetime
    changed_by: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """A verdict on a finding or an explanation of it, as table finding_opinion has it; `verdict` is '' in an
    explanation."""

    key: FindingKey
    message: str
    verdict: str
    text: str
    said_at: datetime
    said_by: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a finding or a number, as table note has it."""

    note_id: str
    about: str
    office: str
    year: int
    name: str
    subject: str
    text: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the time axis that somebody made, as table own_mark has it."""

    mark_id: str
    year: int
    office: str
    indicator_group: str
    text: str
    written_at: datetime
    written_by: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """All of it: tasks, notes and marks by their number, opinions by kind and finding, the history in order."""

    tasks: Mapping[str, Task] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    opinions: Mapping[tuple[str, FindingKey], Opinion] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)


_COLUMNS = {
    "task": "task_id office_code person deadline measure proof status reason is_removed opened_at opened_by changed_at "
    "changed_by change_count",
    "task_matter": "task_id ordinal office_code year rule subject message needs",
    "task_change": "task_id change_no changed_at changed_by field before after",
    "finding_opinion": "office_code year rule subject kind message verdict text said_at said_by",
    "note": "note_id about office_code year name subject text written_at written_by",
    "own_mark": "mark_id year office_code indicator_group text written_at written_by",
}


def _rows(follow_up: FollowUp) -> dict[str, list[tuple[Any, ...]]]:
    return {
        "task": [
            (
                t.task_id,
                t.office,
                t.person,
                t.deadline,
                t.measure,
                t.proof,
                t.status,
                t.reason,
                t.is_removed,
                _naive(t.opened_at),
                t.opened_by,
                _naive(t.changed_at),
                t.changed_by,
                t.change_count,
            )
            for t in follow_up.tasks.values()
        ],
        "task_matter": [
            (t.task_id, place, *matter.key, matter.message, list(matter.needs))
            for t in follow_up.tasks.values()
            for place, matter in enumerate(t.matters)
        ],
        "task_change": [(*c[:2], _naive(c.changed_at), *c[3:]) for c in follow_up.changes],
        "finding_opinion": [
            (*o.key, kind, o.message, o.verdict, o.text, _naive(o.said_at), o.said_by)
            for (kind, _key), o in follow_up.opinions.items()
        ],
        "note": [
            (n.note_id, n.about, n.office, n.year, n.name, n.subject, n.text, _naive(n.written_at), n.written_by)
            for n in follow_up.notes.values()
        ],
        "own_mark": [
            (m.mark_id, m.year, m.office, m.indicator_group, m.text, _naive(m.written_at), m.written_by)
            for m in follow_up.marks.values()
        ],
    }


def fill_follow_up(connection: Connection, follow_up: FollowUp) -> None:
    """Puts all of it into the tables of the file that is being built, in the place of what stands there."""
    for table, rows in _rows(follow_up).items():
        connection.execute(f"delete from {table}")
        insert(connection, table, columns_of(rows, *_COLUMNS[table].split()))


def copy_follow_up(connection: Connection) -> None:
    """Takes all of it over from the previous generation."""
    for table in FOLLOW_UP:
        connection.execute(f"insert into {table} select * from previous.{table}")


def stored_follow_up(connection: Connection) -> FollowUp:
    """What an open generation has of it."""

    def rows(table: str, order: str) -> list[tuple[Any, ...]]:
        names = ", ".join(_COLUMNS[table].split())
        return connection.execute(f"select {names} from {table} order by {order}").fetchall()

    matters: dict[str, list[Matter]] = {}
    for task_id, _place, office, year, rule, subject, message, needs in rows("task_matter", "task_id, ordinal"):
        matters.setdefault(task_id, []).append(Matter(FindingKey(office, year, rule, subject), message, tuple(needs)))
    dated = ("opened_at", "changed_at", "written_at", "said_at")

    def told(table: str, order: str) -> list[dict[str, Any]]:
        names = [name.replace("office_code", "office") for name in _COLUMNS[table].split()]
        made = [dict(zip(names, row, strict=True)) for row in rows(table, order)]
        return [{k: _aware(v) if k in dated else v for k, v in row.items()} for row in made]

    tasks = {
        row["task_id"]: Task(matters=tuple(matters.get(row["task_id"], ())), **row)
        for row in told("task", "opened_at, task_id")
    }
    opinions = {}
    for row in told("finding_opinion", "all"):
        key = FindingKey(*(row.pop(name) for name in FindingKey._fields))
        kind = row.pop("kind")
        opinions[kind, key] = Opinion(key, **row)
    return FollowUp(
        tasks,
        [Change(**row) for row in told("task_change", "task_id, change_no, field")],
        opinions,
        {row["note_id"]: Note(**row) for row in told("note", "written_at, note_id")},
        {row["mark_id"]: Mark(**row) for row in told("own_mark", "written_at, mark_id")},
    )


def _naive(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(UTC).replace(tzinfo=None)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
