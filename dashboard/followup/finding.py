"""One finding: what it says and rests on, the verdict on it, the office's explanation, notes, and its way into the
ledger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, every_page, evidence, followed, routes, tables, wording
from dashboard.ask import ask, reach
from dashboard.followed import Key
from dashboard.followup import actions
from dashboard.followup.item import back
from dashboard.followup.ledger import deadline_field, remarks, warn
from dashboard.followup.taking_back import picked_to_take_back
from dashboard.intake import typed
from dashboard.intake.typed import Form
from dashboard.intake.upload import held, message, sign
from reports import errors

_NO_VERDICT = {"verdict": "", "reason": ""}


def show(key: Key) -> tuple[str, ...]:
    """The finding, or a sentence where it is gone; what it shows."""
    office, year, _rule, _subject = key
    found = _of_office(office, year)
    row, said = found.get(key), followed.opinions().get(key)
    if told := held.pop("outcome-finding", None):
        message(told)
    if row is None and said is None:
        every_page.head(wording.FINDING_GONE if reach() is None else wording.NOT_HERE)
        back()
        return (followed.written(key), "gone")
    if row is not None:
        every_page.head(wording.finding_head(row.office_name, year, row.rule_name))
    else:
        every_page.head(wording.FINDING_GONE)
    back()
    charts.heading(wording.FINDING_TITLE)
    if row is None:
        tables.put(tables.line(said.message if said is not None else ""))
    else:
        labels = tables.badge(wording.SEVERITIES[row.severity], row.severity) + evidence.links(row)
        tables.put(tables.entries([tables.entry(row.message, labels)]))
    if said is not None:
        told = [tables.entry(each, Markup("")) for each in followed.sentences(said)]
        if isinstance(said.task_id, str):
            link = routes.anchor(
                "follow-up", wording.task_link(said.status, said.task_id), "gk-place", item=said.task_id
            )
            told.append(Markup("<li>{}</li>").format(link))
        tables.put(tables.entries(told))
    may_not_follow, may_not_answer = actions.may_follow(office), actions.may_answer(office)
    if may_not_follow and may_not_answer:
        tables.put(tables.line(may_not_follow))
        return (followed.written(key), "read")
    who = sign()
    try:
        if row is not None and not may_not_follow:
            _open(key, said, found, who)
        if not may_not_follow:
            _judge(key, said, who)
        if not may_not_answer:
            _explain(key, said, who)
        if not may_not_follow:
            _notes(key, who)
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))
    return (followed.written(key), str(said))


def _of_office(office: str, year: int) -> dict[Key, Any]:
    """All findings of an office and year, checks and weak spots."""
    given = {"office_codes": [office], "from_year": year, "to_year": year}
    rows = [*ask("weak_spots_list", **given).itertuples(), *ask("findings_list", **given).itertuples()]
    return {followed.key_of(row): row for row in rows if row.status != "not_assessable"}


def _again(outcome: str, form: Form | None = None) -> None:
    if form is not None:
        typed.begin_anew(form)
    held["outcome-finding"] = outcome
    st.rerun()


def _open(key: Key, said: Any, found: dict[Key, Any], who: str) -> None:
    """The finding, with others of the same office, becomes a task."""
    name = f"open-{followed.written(key)}"
    known = followed.opinions()
    if said is not None and isinstance(said.task_id, str) and said.status not in actions.DONE:
        return
    charts.heading(wording.OPEN_TITLE, wording.OPEN_NOTE)
    free = {
        each: row
        for each, row in found.items()
        if each != key and not (each in known and isinstance(known[each].task_id, str))
    }
    others = st.multiselect(
        wording.OPEN_WITH,
        list(free),
        format_func=lambda each: free[each].message.removeprefix(free[each].office_name),
        key=f"{name}-others",
        placeholder=wording.PLEASE_CHOOSE,
        select_all=False,
    )
    keys = [key, *others]
    together = st.checkbox(wording.OPEN_TOGETHER, value=True, key=f"{name}-together") if others else True
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        status = st.selectbox(
            wording.OPEN_STATUS,
            [each for each in actions.STATUSES if each not in actions.DONE],
            key=f"{name}-status",
            width=150,
        )
        person = st.text_input(wording.PERSON, key=f"{name}-person", width=180)
        day = deadline_field(f"{name}-day")
    measure = st.text_input(wording.MEASURE, placeholder=wording.MEASURE_HINT, key=f"{name}-measure", width=620)
    tables.put(tables.line(wording.open_count(len(keys), together)))
    values = {"status": status, "person": person or "", "deadline": day, "measure": measure or ""}
    told = remarks(values)
    warn(told)
    if st.button(wording.OPEN_SAVE, type="primary", key=f"{name}-save"):
        with st.spinner(wording.SAVING):
            numbers = actions.open_tasks(keys, values, together, "", who)
        _again("".join([wording.opened_tasks(numbers), *told, wording.UNDO_HINT]))


def _judge(key: Key, said: Any, who: str) -> None:
    now = {"verdict": said.verdict, "reason": said.verdict_reason} if said is not None else _NO_VERDICT
    form = typed.form(f"judge-{followed.written(key)}", said.verdict_at if said is not None else None, now)
    charts.heading(wording.VERDICT_TITLE, wording.VERDICT_NOTE)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        verdict = st.selectbox(
            wording.VERDICT,
            ["", *actions.VERDICTS],
            format_func=lambda each: each or wording.NO_VERDICT,
            key=form.key("verdict"),
            width=140,
        )
        reason = st.text_input(
            wording.VERDICT_REASON, placeholder=wording.VERDICT_REASON_HINT, key=form.key("reason"), width=460
        )
    if verdict == actions.VERDICTS[0] and said is not None and said.status == actions.REFUTED:
        st.warning(wording.BOTH_HELD)
    is_same = {"verdict": verdict, "reason": reason or ""} == now
    names = {"verdict": wording.VERDICT, "reason": wording.VERDICT_REASON}
    told = _overtaken(form, names, said and said.verdict_by, said and said.verdict_at)
    if typed.is_saved(form, wording.SAVE_VERDICT, told, disabled=is_same):
        with st.spinner(wording.SAVING):
            actions.judge(key, verdict, reason or "", who)
        _again(wording.SAVED_OPINION, form)


def _explain(key: Key, said: Any, who: str) -> None:
    now = {"text": said.explanation if said is not None else ""}
    form = typed.form(f"explain-{followed.written(key)}", said.explained_at if said is not None else None, now)
    charts.heading(wording.EXPLANATION_TITLE)
    text = st.text_area(
        wording.EXPLANATION_OF_OFFICE,
        placeholder=wording.EXPLANATION_HINT,
        key=form.key("text"),
        height=80,
        width=620,
    )
    names = {"text": wording.EXPLANATION_TITLE}
    told = _overtaken(form, names, said and said.explained_by, said and said.explained_at)
    if typed.is_saved(form, wording.SAVE_EXPLANATION, told, disabled=(text or "") == now["text"]):
        with st.spinner(wording.SAVING):
            actions.explain(key, text or "", who)
        _again(wording.SAVED_OPINION, form)


def _overtaken(form: Form, names: Mapping[str, str], who: str | None, at: Any) -> str:
    """What others said of the finding since the form was begun; nobody is named where it was taken back."""
    if not form.is_overtaken:
        return ""
    changes = [(names[field], before or "", after or "") for field, before, after in form.changes()]
    return wording.overtaken(
        [wording.changed_here(access.signer(who), at, changes) if who else wording.changed_here("", None, changes)]
    )


def _notes(key: Key, who: str) -> None:
    office, year, rule, subject = key
    charts.heading(wording.NOTES_TITLE)
    every = ask("note_list", office_codes=[office], from_year=year, to_year=year, about="finding")
    notes = every[(every["name"] == rule) & (every["subject"] == subject)]
    tables.put(
        tables.entries(
            tables.entry(
                note.text, Markup("{}").format(wording.said_by(access.signer(note.written_by), note.written_at))
            )
            for note in notes.itertuples()
        )
        if len(notes)
        else tables.line(wording.NOTES_NONE)
    )
    name = f"note-{followed.written(key)}-{len(notes)}"
    form = typed.form(f"note-{followed.written(key)}", 0, {"text": ""})
    text = st.text_input(wording.NOTE_TEXT, placeholder=wording.NOTE_HINT, key=form.key("text"), width=620)
    if typed.is_saved(form, wording.SAVE_NOTE, disabled=not (text or "").strip()):
        with st.spinner(wording.SAVING):
            actions.write_note("finding", key, text or "", who)
        _again(wording.NOTE_ADDED, form)
    if len(notes):
        labels = dict(zip(notes["note_id"], notes["text"], strict=True))
        if picked := picked_to_take_back(labels, wording.NOTE_PICK, wording.REMOVE_NOTE, name):
            with st.spinner(wording.SAVING):
                actions.remove_note(picked, who)
            _again(wording.NOTE_REMOVED)
