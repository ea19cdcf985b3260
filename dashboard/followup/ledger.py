"""台账: every task of the offices looked at, with what the reports of today say of it, and changes of several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, downloads, every_page, filters, followed, routes, tables, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.followup import actions
from dashboard.intake.upload import held, message, sign
from reports import errors

MOST_LISTED = 300
_STATE_CSS = {"still": "high", "mended": "accent"}


def tasks_of(choice: Choice) -> dict[str, list[Any]]:
    """The tasks of the offices looked at, each with a row a finding, in the order of the ledger."""
    found: dict[str, list[Any]] = {}
    for row in ask("follow_up_list", **choice.parameters()).itertuples():
        found.setdefault(row.task_id, []).append(row)
    return found


def head(tasks: dict[str, list[Any]]) -> str:
    """The first line."""
    first = [rows[0] for rows in tasks.values()]
    finished = sum(row.status == actions.FINISHED for row in first)
    still_open = [row for row in first if not row.is_closed and row.status != actions.FINISHED]
    return wording.ledger_head(
        len(first),
        len(still_open),
        sum((wording.figure(row.days_left) or 0) < 0 for row in still_open),
        sum(row.task_state == "still" for row in still_open),
        sum(row.task_state == "mended" for row in still_open),
        finished,
        sum(is_unproven(row.status, row.proof) for row in first),
    )


def is_unproven(status: str, proof: str) -> bool:
    """Whether a task is told to be done without anything that shows it."""
    return status == actions.FINISHED and not proof.strip()


def remarks(values: Mapping[str, Any], before: date | None = None) -> list[str]:
    """What somebody is told who sets a task to these values, and may set it all the same; `before` was its deadline."""
    day = values.get("deadline")
    told = [wording.DEADLINE_PASSED] if day is not None and day != before and day < date.today() else []
    if "status" in values and is_unproven(values["status"], values.get("proof", "")):
        told.append(wording.FINISHED_UNPROVEN)
    return told


def show(choice: Choice, tasks: dict[str, list[Any]]) -> tuple[str, ...]:
    """The list as narrowed, and the changes; what it shows."""
    if told := held.pop("outcome-ledger", None):
        message(told, wording.UNDO_HINT)
    kept, state = _narrowed(tasks)
    _list(kept, tasks)
    charts.foot(wording.data_version(generation()), sheet(choice, kept), "ledger")
    if kept:
        if refused := access.refusal("follow"):
            tables.put(tables.line(refused))
        else:
            return *state, *_batch(kept)
    return state


def _narrowed(tasks: dict[str, list[Any]]) -> tuple[dict[str, list[Any]], tuple[str, ...]]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        status = filters.one_or_every(
            wording.TASK_STATUS, list(actions.STATUSES), "state", wording.EVERY_TASK_STATUS, 140
        )
        recheck = filters.one_or_every(
            wording.RECHECK, list(wording.RECHECKS.values()), "recheck", wording.EVERY_RECHECK, 180
        )
        words = st.text_input(
            wording.LEDGER_SEARCH, placeholder=wording.LEDGER_SEARCH_HINT, key="ledger-words", width=260
        ).strip()
    kept = {
        task_id: rows
        for task_id, rows in tasks.items()
        if status in ("", rows[0].status)
        and recheck in ("", wording.RECHECKS[rows[0].task_state])
        and (
            not words
            or any(words in text for row in rows for text in (task_id, row.office_name, row.person, row.message))
        )
    }
    return kept, (status, recheck, words)


def _list(kept: dict[str, list[Any]], tasks: dict[str, list[Any]]) -> None:
    shown = list(kept.items())[:MOST_LISTED]
    charts.heading(wording.LEDGER_LIST, wording.LEDGER_NOTE, wording.list_count(len(shown), len(kept)) if kept else "")
    if not kept:
        tables.put(
            tables.line(
                wording.LEDGER_NONE
                if tasks
                else wording.LEDGER_EMPTY_OWN
                if access.refusal("follow")
                else wording.LEDGER_EMPTY,
                "gk-empty",
            )
        )
        return
    rows = [
        [
            routes.anchor("follow-up", task_id, "gk-place", item=task_id),
            routes.anchor("office", task.office_name, office=task.office_code),
            matters(rows),
            tables.badge(task.status, "" if task.is_closed else "accent")
            + (tables.badge(wording.NO_PROOF, "medium") if is_unproven(task.status, task.proof) else ""),
            deadline(task),
            task.person or "",
            tables.badge(
                wording.task_state_words(task.task_state, int(task.task_times)), _STATE_CSS.get(task.task_state, "")
            ),
        ]
        for task_id, rows in shown
        for task in rows[:1]
    ]
    tables.put(tables.stacking(wording.LEDGER_COLUMNS, rows, caption=wording.LEDGER_LIST))


def matters(rows: Sequence[Any]) -> Markup:
    """The findings of a task, without the office's name, which stands beside them."""
    return Markup("<br>").join(row.message.removeprefix(row.office_name) for row in rows)


def deadline(task: Any) -> str:
    """The deadline of a task, and how far it is."""
    days = wording.figure(task.days_left)
    return wording.deadline_words(
        wording.date_told(task.deadline),
        None if days is None else int(days),
        bool(task.is_closed) or task.status == actions.FINISHED,
    )


def sheet(choice: Choice, kept: dict[str, list[Any]]) -> downloads.Sheet:
    """The list to download, a line a finding."""
    return downloads.Sheet(
        wording.PAGES["follow-up"],
        wording.LEDGER_SHEET,
        lambda: [
            (
                row.task_id,
                row.office_name,
                int(row.year),
                row.rule_name,
                row.message,
                row.status,
                row.person,
                f"{wording.date_told(row.deadline) or ''}",
                row.measure,
                row.proof,
                row.reason,
                recheck(row),
                *followed.columns(row)[:2],
                access.signer(row.opened_by),
                f"{row.opened_at:%Y-%m-%d %H:%M}",
                wording.NO_PROOF if is_unproven(row.status, row.proof) else "",
            )
            for rows in kept.values()
            for row in rows
        ],
        every_page.notes(choice, wording.LEDGER_LIST, "", 0),
    )


def recheck(row: Any) -> str:
    """What the reports of today say of a finding."""
    judged = wording.figure(row.judged_year)
    return wording.recheck_words(row.recheck, None if judged is None else int(judged), int(row.times), int(row.year))


def deadline_field(key: str, is_fixed: bool = False) -> date | None:
    """The field of a deadline: every day that the ledger takes. One outside its bounds would be emptied unasked."""
    day = st.date_input(
        wording.DEADLINE,
        value=None,
        min_value=actions.FIRST_DAY,
        max_value=actions.LAST_DAY,
        key=key,
        format="YYYY-MM-DD",
        width=170,
        disabled=is_fixed,
    )
    return day if isinstance(day, date) else None


def warn(told: Sequence[str]) -> None:
    """Says what somebody may do all the same."""
    for each in told:
        st.warning(each)


def _choose(numbers: list[str]) -> None:
    held["ledger-chosen"] = numbers


def _batch(kept: dict[str, list[Any]]) -> tuple[str, ...]:
    """Several tasks changed at once, once it is told what this will do."""
    charts.heading(wording.BATCH, wording.BATCH_NOTE)
    labels = {task_id: f"{task_id} {rows[0].office_name}" for task_id, rows in kept.items()}
    held["ledger-chosen"] = [each for each in held.get("ledger-chosen", ()) if each in labels]
    chosen = st.multiselect(
        wording.BATCH_PICK, list(labels), format_func=labels.__getitem__, key="ledger-chosen",
        placeholder=wording.PLEASE_CHOOSE, select_all=False,
    )  # fmt: skip
    st.button(wording.BATCH_ALL, key="ledger-all", on_click=_choose, args=(list(labels),))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        status = st.selectbox(
            wording.TASK_STATUS,
            ["", *(each for each in actions.STATUSES if each != actions.REFUTED)],
            format_func=lambda name: name or wording.BATCH_KEEP,
            key="ledger-status",
            width=140,
        )
        person = st.text_input(wording.PERSON, key="ledger-person", width=160).strip()
        day = deadline_field("ledger-deadline")
        remark = st.text_input(wording.REMARK, placeholder=wording.REMARK_HINT, key="ledger-remark", width=220).strip()
        who = sign()
    values: dict[str, Any] = {}
    if status:
        values["status"] = status
    if person:
        values["person"] = person
    if day is not None:
        values["deadline"] = day
    names = {"status": wording.TASK_STATUS, "person": wording.PERSON, "deadline": wording.DEADLINE}
    is_ready = bool(chosen and (values or remark))
    told: list[str] = []
    if is_ready:
        parts = [wording.changed_to(names[field], str(value)) for field, value in values.items()]
        parts += [wording.changed_to(wording.HISTORY_FIELDS["remark"], remark)] if remark else []
        tables.put(tables.line(wording.batch_words(len(chosen), parts)))
        # A proof that one of them lacks is told of all.
        proofs = [kept[task_id][0].proof for task_id in chosen]
        told = remarks({**values, "proof": min(proofs, key=len)})
        warn(told)
    else:
        tables.put(tables.line(wording.BATCH_NOTHING))
    if st.button(wording.BATCH_SAVE, type="primary", disabled=not is_ready, key="ledger-save"):
        edits = [actions.Edit(task_id, values, remark, int(kept[task_id][0].change_count)) for task_id in chosen]
        try:
            with st.spinner(wording.SAVING):
                outcome = wording.saved_tasks(*actions.change(edits, who))
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            held["outcome-ledger"] = "".join([outcome, *told])
            for key in ("ledger-chosen", "ledger-status", "ledger-person", "ledger-deadline", "ledger-remark"):
                held.pop(key, None)
            st.rerun()
    return (status, person, str(day), remark, *chosen)
