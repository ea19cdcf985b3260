"""时间轴标记: what changed in which year, and how to say so of one's own district."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import access, charts, tables, wording
from dashboard.ask import ask, ask_anyway, generation
from dashboard.filters import Choice
from dashboard.followup import actions
from dashboard.followup.taking_back import picked_to_take_back
from dashboard.intake import typed
from dashboard.intake.upload import held, message, sign
from reports import errors


def show(choice: Choice, words: str) -> str:
    """The marks, and the way to make and remove one; what it shows."""
    if told := held.pop("outcome-mark", None):
        message(told)
    every = ask_anyway("time_marks", **choice.parameters())
    rows = [row for row in every.itertuples() if not words or words in row.name_zh or words in row.note]
    charts.heading(wording.MARKS_TITLE, wording.MARKS_NOTE)
    cells = [
        [
            wording.year(int(row.year)),
            row.name_zh,
            wording.mark_scope(row.indicator_group, row.office_name if isinstance(row.office_name, str) else ""),
            row.note,
            wording.said_by(access.signer(row.written_by), row.written_at) if row.origin == "own" else row.written_by,
        ]
        for row in rows
    ]
    tables.put(tables.stacking(wording.MARKS_COLUMNS, cells, caption=wording.MARKS_TITLE))
    if generation():
        if refused := access.refusal("follow"):
            tables.put(tables.line(refused))
        else:
            _change({row.mark_id: f"{int(row.year)} {row.name_zh}" for row in rows if row.origin == "own"})
    return str(len(rows))


def _change(own: dict[str, str]) -> None:
    groups = list(dict.fromkeys(ask("indicator_dictionary")["indicator_group"]))
    offices = {row.office_code: row.office_name for row in ask("office_list").itertuples() if not row.is_queued}
    form = typed.form("mark", 0, {"text": "", "group": "", "office": ""})
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        years = list(range(date.today().year, 2003, -1))
        year = st.selectbox(wording.MARK_YEAR, years, format_func=wording.year, key=form.key("year"), width=130)
        group = st.selectbox(
            wording.MARK_GROUP,
            ["", *groups],
            format_func=lambda each: each or wording.MARK_EVERY,
            key=form.key("group"),
            width=160,
        )
        office = st.selectbox(
            wording.MARK_OFFICE,
            ["", *offices],
            format_func=lambda each: offices.get(each, wording.EVERY_OFFICE),
            key=form.key("office"),
            width=240,
        )
        text = st.text_input(wording.MARK_TEXT, placeholder=wording.MARK_HINT, key=form.key("text"), width=320)
        who = sign()
    try:
        if typed.is_saved(form, wording.SAVE_MARK, disabled=not (text or "").strip(), type="primary"):
            with st.spinner(wording.SAVING):
                actions.write_mark(year, office, group, text or "", who)
            typed.begin_anew(form)
            _again(wording.MARK_ADDED)
        name = f"mark-{len(own)}"
        if own and (picked := picked_to_take_back(own, wording.MARK_PICK, wording.REMOVE_MARK, name)):
            with st.spinner(wording.SAVING):
                actions.remove_mark(picked, who)
            _again(wording.MARK_REMOVED)
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))


def _again(outcome: str) -> None:
    held["outcome-mark"] = outcome
    st.rerun()
