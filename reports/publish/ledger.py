"""What people do in the ledger (整改台账): open tasks of findings, change them, take changes back; verdicts on findings
and explanations of them; notes and marks.

In go what they decided and which state of it they had seen; out come the records as they are then, after journal and
generation were written. Each function raises StoreError, in a sentence, for what cannot be, and StoreBusy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from reports import ask, store
from reports.database import damage_told
from reports.errors import StoreError
from reports.publish.commit import advance, base_generation
from reports.publish.follow_up import folded_follow_up, task_in, told
from reports.publish.lines import explanation_line, mark_line, note_line, signed, task_line, verdict_line
from reports.store import FollowUp, journal
from reports.store.follow_up_rows import (
    CLOSED,
    DONE,
    FINDING,
    NUMBER,
    REFUTED,
    STATUSES,
    VERDICTS,
    FindingKey,
    Mark,
    Matter,
    Note,
    Task,
)
from reports.store.line_kinds import JournalLine

MOST_CHARACTERS = 2_000
"""Of a text that somebody writes."""
EDITED = ("person", "deadline", "measure", "proof", "status", "reason")
"""The fields of a task that people write."""
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Between these lies every deadline."""
CAUSE = "follow-up"
UNDONE = "撤销上一步"
"""The remark of a change that undoes the one before."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What somebody wants a task to be: `values` by field of EDITED, what was said of it, how often the task had been
    written when he saw it (None: he did not look), and who filled in the table that it is taken from ('' where that does
    not say, None where there is none)."""

    task_id: str
    values: Mapping[str, Any]
    remark: str = ""
    seen: int | None = None
    filled_by: str | None = None


@contextmanager
def _writing(folder: Path) -> Iterator[tuple[store.Generation, FollowUp]]:
    """The generation that is served and follow-up as it is now, under the lock: also what a killed writer journaled."""
    with store.locked(folder):
        base = base_generation(folder)
        if base is None:
            raise StoreError("还没有任何年报，没有可以跟踪的问题；请先导入年报。")
        try:
            with damage_told():
                known = store.stored_follow_up(base.cursor())
            pending = journal.in_force(journal.read(folder, base.journal_bytes))
            yield base, folded_follow_up(known, pending)
        finally:
            base.close()


def _publish(folder: Path, lines: Sequence[JournalLine], who: str) -> int | None:
    return advance(folder, signed(lines, who), {}, CAUSE).generation


def open_tasks(
    folder: Path,
    keys: Sequence[FindingKey],
    values: Mapping[str, Any],
    *,
    is_together: bool = True,
    remark: str = "",
    who: str = "",
) -> tuple[list[str], int | None]:
    """Opens a task for the findings of each office, or one for each finding; their numbers and the generation. A
    finding that an open task has already is refused, and so is one that is not there."""
    with _writing(folder) as (base, known):
        taken = {m.key: t for t in known.tasks.values() if not t.is_removed and t.status not in DONE for m in t.matters}
        for key in keys:
            if key in taken:
                raise StoreError(f"这一问题已在整改事项 {taken[key].task_id} 中，没有重复登记；请在台账中打开该事项。")
        matters = [_matter(base, key) for key in dict.fromkeys(keys)]
        if not matters:
            raise StoreError("请先选定要整改的问题。")
        groups: dict[Any, list[Matter]] = {}
        for matter in matters:
            groups.setdefault(matter.key.office if is_together else matter.key, []).append(matter)
        now = datetime.now(UTC)
        lines: list[JournalLine] = []
        numbers: list[str] = []
        for together in groups.values():
            made = Task(_number(known, len(lines), together[0], now), together[0].key.office, tuple(together))
            opened = _edited(made, values)
            if opened.status == CLOSED:
                _raise_unfounded(base, opened, remark)
            lines.append(task_line(opened, _text(remark, "备注")))
            numbers.append(made.task_id)
        return numbers, _publish(folder, lines, who)


def change_tasks(folder: Path, edits: Sequence[Edit], *, who: str = "") -> tuple[list[str], int | None]:
    """Changes tasks, all in one generation: the numbers of those that this changes, and the generation, None when it
    changes none. One that somebody changed since it was seen is refused, and nothing is changed."""
    with _writing(folder) as (base, known):
        lines = edited_lines(base, known, edits)
        numbers = [line["task"]["task_id"] for line in lines if line["what"] == "task"]
        return numbers, _publish(folder, lines, who) if lines else None


def edited_lines(base: store.Generation, known: FollowUp, edits: Sequence[Edit]) -> list[JournalLine]:
    """The lines of changes that change something. StoreError for one that closes a task without what closing needs."""
    lines: list[JournalLine] = []
    for edit in edits:
        before = _seen(known, edit.task_id, edit.seen)
        after = _edited(before, edit.values)
        remark = _text(edit.remark, "备注")
        if after.status == CLOSED != before.status:
            _raise_unfounded(base, after, edit.remark)
        if remark or any(told(before, field) != told(after, field) for field in (*EDITED, "is_removed")):
            lines.append(task_line(after, remark, edit.filled_by))
    return lines


def _raise_unfounded(base: store.Generation, task: Task, remark: str) -> None:
    """StoreError where a task would be closed that the reports do not show to be mended, without proof or a reason:
    whichever way it is closed."""
    if task.proof or remark.strip():
        return
    found = ask.ask(base.cursor(), "follow_up_list", {"task_id": task.task_id})
    if not any(row.task_state == "mended" for row in found.itertuples()):
        raise StoreError(
            f"{task.task_id} 销号要有依据：系统复查还没有显示已改，请写明佐证材料，或在“本次备注”中写明理由。"
        )


def remove_task(folder: Path, task_id: str, *, seen: int | None = None, remark: str = "", who: str = "") -> int | None:
    """Takes a task out of the ledger; its history stays. The generation."""
    return change_tasks(folder, [Edit(task_id, {"is_removed": True}, remark, seen)], who=who)[1]


def undo_change(folder: Path, task_id: str, *, seen: int | None = None, who: str = "") -> int | None:
    """Makes a task what it was before the last change that was not undone yet, so that going on leads back to its
    opening; one that was only opened leaves the ledger. The generation. StoreError when nothing is left to undo."""
    with _writing(folder) as (_base, known):
        now = _seen(known, task_id, seen)
        steps = _steps(folder, task_id)
        if not steps:
            raise StoreError(f"整改事项 {task_id} 的改动都已撤销，没有上一步可以撤销。")
        # An office that was merged away since keeps what it handed on.
        before = (
            replace(steps[-2], office=now.office, matters=now.matters)
            if len(steps) > 1
            else replace(now, is_removed=True)
        )
        return _publish(folder, [task_line(before, UNDONE)], who)


def _steps(folder: Path, task_id: str) -> list[Task]:
    """What a task was after each change that is not undone, the last one as it is now; none once its opening was
    undone too."""
    steps: list[Task] = []
    for line in journal.lines_in_force(folder):
        if line["what"] == "task" and line["task"]["task_id"] == task_id:
            if line["task"]["remark"] == UNDONE and steps:
                steps.pop()
            else:
                steps.append(task_in(line))
    return steps


def judge_finding(folder: Path, key: FindingKey, verdict: str, reason: str = "", *, who: str = "") -> int | None:
    """Says whether a finding is true; '' takes it back. 误报 needs a reason. The generation."""
    if verdict and verdict not in VERDICTS:
        raise StoreError(f"核实结论应为{'或'.join(VERDICTS)}，不能是“{verdict}”；请改正。")
    if verdict == VERDICTS[1] and not reason.strip():
        raise StoreError("判为误报时请写明理由。")
    with _writing(folder) as (base, known):
        message = _known_message(base, known, key)
        return _publish(folder, [verdict_line(key, message, verdict, _text(reason, "理由"))], who)


def explain_finding(folder: Path, key: FindingKey, text: str, *, who: str = "") -> int | None:
    """Keeps what an office says of a finding; '' takes it back. The generation."""
    with _writing(folder) as (base, known):
        return _publish(folder, [explanation_line(key, _known_message(base, known, key), _text(text, "说明"))], who)


def write_note(
    folder: Path, about: str, office: str, year: int, name: str, subject: str, text: str, *, who: str = ""
) -> tuple[str, int | None]:
    """Writes a note on a finding (`name` is its rule) or a number (`name` is its indicator): its number and the
    generation."""
    if about not in (FINDING, NUMBER):
        raise StoreError("批注只能写在数字或问题上。")
    if not text.strip():
        raise StoreError("请写明批注内容。")
    with _writing(folder) as (base, _known):
        _raise_unknown(base, office)
        now = datetime.now(UTC)
        number = _hash("note", about, office, year, name, subject, text, now)[:10]
        note = Note(number, about, office, year, name, subject, _text(text, "批注"), now, who)
        return number, _publish(folder, [note_line(note)], who)


def remove_note(folder: Path, note_id: str, *, who: str = "") -> int | None:
    """Takes a note back; the journal keeps it. The generation."""
    with _writing(folder) as (_base, known):
        if note_id not in known.notes:
            raise StoreError("这条批注已经删除；请刷新页面。")
        return _publish(folder, [note_line(replace(known.notes[note_id], text=""))], who)


def write_mark(
    folder: Path, year: int, office: str, indicator_group: str, text: str, *, who: str = ""
) -> tuple[str, int | None]:
    """Makes a mark on the time axis, of an office ('' for all) and a group of indicators ('' for all): its number and
    the generation."""
    if not text.strip():
        raise StoreError("请写明这一年起有什么变化。")
    if not 2004 <= year <= 2100:
        raise StoreError(f"年度应在2004至2100之间，不能是{year}；请改正。")
    with _writing(folder) as (base, _known):
        if office:
            _raise_unknown(base, office)
        now = datetime.now(UTC)
        number = _hash("mark", year, office, indicator_group, text, now)[:10]
        mark = Mark(number, year, office, indicator_group, _text(text, "标记"), now, who)
        return number, _publish(folder, [mark_line(mark)], who)


def remove_mark(folder: Path, mark_id: str, *, who: str = "") -> int | None:
    """Takes a mark back. The generation."""
    with _writing(folder) as (_base, known):
        if mark_id not in known.marks:
            raise StoreError("这条标记已经删除；请刷新页面。")
        return _publish(folder, [mark_line(replace(known.marks[mark_id], text=""))], who)


def writing_lines(
    folder: Path, lines_of: Callable[[store.Generation, FollowUp], Sequence[JournalLine]], *, who: str = ""
) -> int | None:
    """Publishes the lines that a function makes of the generation and of follow-up as it is now, in one generation;
    None for none."""
    with _writing(folder) as (base, known):
        lines = lines_of(base, known)
        return _publish(folder, lines, who) if lines else None


def _seen(known: FollowUp, task_id: str, seen: int | None) -> Task:
    task = known.tasks.get(task_id)
    if task is None:
        raise StoreError(f"台账中没有整改事项“{task_id}”；请核对编号。")
    if seen is not None and seen != task.change_count:
        raise StoreError(
            f"整改事项 {task_id} 刚刚被{journal.signer(task.changed_by) or '别人'}改动过，这次的改动没有保存；请核对现在的内容后再保存。"
        )
    return task


def _edited(task: Task, values: Mapping[str, Any]) -> Task:
    given: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    for name, words in (
        ("person", "责任人"),
        ("measure", "整改措施"),
        ("proof", "佐证材料"),
        ("reason", "不成立的理由"),
    ):
        if name in given:
            given[name] = _text(given[name], words)
    after = replace(task, **given)
    if after.status not in STATUSES:
        raise StoreError(f"状态应为{'、'.join(STATUSES)}之一，不能是“{after.status}”；请改正。")
    if after.status == REFUTED and not after.reason:
        raise StoreError(f"状态为{REFUTED}时请写明理由。")
    if after.status != REFUTED:
        after = replace(after, reason="")
    if after.deadline is not None and not FIRST_DAY <= after.deadline <= LAST_DAY:
        raise StoreError(f"整改期限 {after.deadline} 不合常理；请改正。")
    return after


def _text(text: str, words: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise StoreError(f"{words}有{len(text):,}字，最多{MOST_CHARACTERS:,}字；请删减，或作为附件另存。")
    return text.strip()


def _number(known: FollowUp, place: int, matter: Matter, now: datetime) -> str:
    """A number that tells year and order, and whose end no other task has: one that was rolled back is not given to
    another."""
    count = sum(task_id.startswith(f"{now.year}-") for task_id in known.tasks) + place + 1
    return f"{now.year}-{count:03d}-{_hash(*matter.key, now, place)[:4]}"


def _hash(*parts: object) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode("utf-8", "replace")).hexdigest()


def _raise_unknown(base: store.Generation, office: str) -> None:
    query = "select 1 from office where office_code = ?"
    if base.cursor().execute(query, [office]).fetchone() is None:
        raise StoreError(f"名录中没有单位 {office}；请刷新页面。")


def _matter(base: store.Generation, key: FindingKey) -> Matter:
    """A finding of the generation as a task keeps it. StoreError when it is not there."""
    with damage_told():
        row = (
            base.cursor()
            .execute(
                """
                with found as (
                    select f.*
                    from finding as f
                    join office as o using (office_id)
                    where o.office_code = $office and f.year = $year and f.rule = $rule and f.subject = $subject
                      and f.status <> 'not_assessable'
                    order by f.finding_no
                    limit 1
                ),
                resting as (
                    select unnest(evidence) as place, report_id from found
                )
                select
                    f.message,
                    list_sort(list_distinct(coalesce((
                        select list(t.indicator || '/' || t.breakdown)
                        from resting as r
                        join fact as t on t.report_id = r.place.report_id and t.fact_no = r.place.fact_no
                        where r.place.report_id = r.report_id and t.status = 'stated' and t.indicator <> ''
                    ), []))) || coalesce((
                        select list(n.need order by n.need) from recheck_need as n where n.rule = f.rule), []) as needs
                from found as f
                """,
                key._asdict(),
            )
            .fetchone()
        )
    if row is None:
        raise StoreError(f"现有数据中已没有这一问题（{key.year}年，{key.rule}）；请刷新页面。")
    return Matter(key, row[0], tuple(row[1]))


def _known_message(base: store.Generation, known: FollowUp, key: FindingKey) -> str:
    """What a finding says, or said when it was last spoken of: what is gone may still be taken back."""
    for kind in ("verdict", "explanation"):
        if (kind, key) in known.opinions:
            return known.opinions[kind, key].message
    for task in known.tasks.values():
        for matter in task.matters:
            if matter.key == key:
                return matter.message
    return _matter(base, key).message
