"""One task: its findings as the reports of today say, how far it is, what is changed of it, and its history."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, every_page, followed, routes, tables, wording
from dashboard.ask import ask, reach
from dashboard.followup import actions
from dashboard.followup.ledger import deadline_field, recheck, remarks, warn
from dashboard.intake import typed
from dashboard.intake.typed import Form
from dashboard.intake.upload import held, message, sign
from reports import errors


def back() -> None:
    """The way back to the list."""
    tables.put(tables.line(routes.anchor("follow-up", wording.BACK_TO_LEDGER, "gk-step"), "gk-steps"))


def show(task_id: str) -> tuple[str, ...]:
    """The task, or a sentence where there is none; what it shows."""
    rows = list(ask("follow_up_list", task_id=task_id).itertuples())
    if told := held.pop("outcome-item", None):
        message(told)
    if not rows:
        every_page.head(wording.TASK_GONE if reach() is None else wording.NOT_HERE)
        back()
        _history(task_id)
        return (task_id, "gone")
    task = rows[0]
    every_page.head(wording.task_head(task_id, task.office_name, task.status, len(rows)))
    back()
    charts.heading(wording.TASK_MATTERS)
    tables.put(tables.entries(_matter(row) for row in rows))
    known = followed.opinions()
    verdicts = [known[key].verdict for key in map(followed.key_of, rows) if key in known]
    if task.status == actions.REFUTED and actions.VERDICTS[0] in verdicts:
        st.warning(wording.BOTH_HELD)
    charts.heading(wording.TASK_EDIT)
    if refused := actions.may_answer(task.office_code) and actions.may_follow(task.office_code):
        tables.put(tables.line(refused))
    else:
        _edit(task)
    _history(task_id)
    return task_id, str(task.change_count)


def _matter(row: Any) -> Markup:
    css = "high" if row.recheck == "still" else "accent" if row.recheck in ("mended", "gone_later") else ""
    labels = tables.badge(row.rule_name) + tables.badge(recheck(row), css)
    links = (
        tables.together(
            routes.sentence_link(place["report_id"], place["fact_no"], wording.place(number), "gk-place")
            for number, place in enumerate(list(row.evidence)[:4], 1)
        )
        if len(row.evidence)
        else Markup("")
    )
    if not links and wording.figure(row.report_id) is not None:
        links = routes.sentence_link(row.report_id, None, wording.SEE_REPORT, "gk-place")
    key = followed.key_of(row)
    said = followed.opinions().get(key)
    told = (
        tables.together(Markup('<span class="gk-said">{}</span>').format(each) for each in followed.sentences(said))
        if said
        else ""
    )
    way = routes.anchor("follow-up", wording.VERDICT_TITLE, "gk-place", finding=followed.written(key))
    return tables.entry(row.message, labels + links + way + told)


def _edit(task: Any) -> None:
    """The fields of the task; what is saved is told, and can be undone. Whoever answers for the office alone neither
    sets deadlines nor closes it."""
    may_follow = not actions.may_follow(task.office_code)
    statuses = actions.STATUSES if may_follow else tuple(dict.fromkeys((task.status, *actions.ANSWERED)))
    seen = int(task.change_count)
    now = {
        "status": task.status,
        "person": task.person,
        "deadline": wording.date_told(task.deadline),
        "reason": task.reason,
        "measure": task.measure,
        "proof": task.proof,
        "remark": "",
    }
    form = typed.form(f"item-{task.task_id}", seen, now)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        status = st.selectbox(wording.TASK_STATUS, statuses, key=form.key("status"), width=140)
        person = st.text_input(wording.PERSON, key=form.key("person"), width=180)
        day = deadline_field(form.key("deadline"), is_fixed=not may_follow)
    reason = task.reason
    if status == actions.REFUTED:
        reason = st.text_input(wording.REFUTED_REASON, key=form.key("reason"), width=620)
    measure = st.text_area(
        wording.MEASURE, placeholder=wording.MEASURE_HINT, key=form.key("measure"), height=80, width=620
    )
    proof = st.text_area(wording.PROOF, placeholder=wording.PROOF_HINT, key=form.key("proof"), height=80, width=620)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        remark = st.text_input(wording.REMARK, placeholder=wording.REMARK_HINT, key=form.key("remark"), width=300)
        who = sign()
    values = {
        "status": status,
        "person": person or "",
        "deadline": day,
        "reason": reason or "",
        "measure": measure or "",
        "proof": proof or "",
    }
    said = remarks(values, now["deadline"])
    warn(said)
    name = f"item-{task.task_id}-{seen}"
    told = _overtaken(task.task_id, int(form.since)) if form.is_overtaken else ""
    try:
        with st.container(horizontal=not form.is_overtaken, gap="small"):
            saved = typed.is_saved(form, wording.SAVE_TASK, told, type="primary")
            undone = may_follow and st.button(wording.UNDO_TASK, key=f"{name}-undo", help=wording.UNDO_TASK_NOTE)
        if saved:
            with st.spinner(wording.SAVING):
                outcome = wording.saved_tasks(*actions.change([actions.Edit(task.task_id, values, remark, seen)], who))
            _again(form, "".join([outcome, *said, wording.UNDO_HINT]))
        if undone:
            with st.spinner(wording.SAVING):
                actions.undo(task.task_id, seen, who)
            _again(form, wording.UNDONE_TASK)
        if not may_follow:
            return
        with st.expander(wording.REMOVE_TASK):
            tables.put(tables.line(wording.REMOVE_TASK_NOTE))
            sure = st.checkbox(wording.REMOVE_TASK_SURE, key=f"{name}-sure")
            if st.button(wording.REMOVE_TASK, disabled=not sure, key=f"{name}-remove"):
                with st.spinner(wording.SAVING):
                    actions.remove(task.task_id, seen, remark, who)
                _again(form, wording.REMOVED_TASK)
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))


def _again(form: Form, outcome: str) -> None:
    typed.begin_anew(form)
    held["outcome-item"] = outcome
    st.rerun()


def _overtaken(task_id: str, since: int) -> str:
    """Who changed what of the task after it had been written `since` times, the first one first."""
    by_change: dict[int, list[Any]] = {}
    for row in ask("follow_up_history", task_id=task_id).itertuples():
        if row.change_no > since:
            by_change.setdefault(int(row.change_no), []).append(row)
    return wording.overtaken(
        [
            wording.changed_here(
                access.signer(rows[0].changed_by), rows[0].changed_at, [_words_of(row) for row in rows]
            )
            for _number, rows in sorted(by_change.items())
        ]
    )


def _words_of(row: Any) -> tuple[str, str, str]:
    """A change of one field in words: the field, before and after."""
    before, after = row.before, row.after
    if row.field == "office":
        names = {each.office_code: each.office_name for each in ask("office_list").itertuples()}
        before, after = (names.get(code, code) for code in (before, after))
    if row.field == "is_removed":
        before, after = (wording.YES if each else "" for each in (before, after))
    return wording.HISTORY_FIELDS[row.field], before, after


def _history(task_id: str) -> None:
    """Every change of the task, the newest first."""
    rows = [
        [wording.changed_by(access.signer(row.changed_by), row.changed_at), *_words_of(row)]
        for row in ask("follow_up_history", task_id=task_id).itertuples()
    ]
    if rows:
        charts.heading(wording.TASK_HISTORY)
        tables.put(tables.stacking(wording.HISTORY_COLUMNS, rows, caption=wording.TASK_HISTORY))
