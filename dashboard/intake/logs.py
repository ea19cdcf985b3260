"""网站发布记录: loading a website's publication log, and undoing the last publication."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, tables, wording
from dashboard.intake import actions
from dashboard.intake.upload import clear, held, message, round_of, sign, uploaded
from reports import errors

SAMPLE_ROWS = 10


def log() -> tuple[str, Any]:
    """A website's publication log: how its headings were understood, then into the store."""
    if outcome := held.pop("outcome-log", None):
        message(outcome)
    offices = actions.offices()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        office = st.selectbox(
            wording.LOG_OFFICE,
            ["", *offices],
            format_func=lambda c: offices.get(c, wording.LOG_NO_OFFICE),
            key=f"log-office-{round_of('log')}",
            width=340,
        )
        who = sign()
    files = uploaded("log", wording.UPLOAD_LOG, many=False)
    if not files:
        return wording.TASK_HEADS["log"], 0
    file = files[0]
    try:
        found = actions.preview_log(file.getvalue(), file.name, office or None)
    except errors.ReportError as error:
        message(str(error))
        return wording.TASK_HEADS["log"], file.file_id
    charts.heading(wording.LOG_UNDERSTOOD)
    tables.put(tables.entries(Markup("<li>{}</li>").format(text) for text in found.sentences()))
    charts.heading(wording.LOG_SAMPLE)
    rows = [
        [
            f"{item.line}",
            item.office if item.office_code else f"{item.office}（{wording.NOT_IN_ROSTER}）",
            item.column,
            item.title,
            f"{item.published_on:%Y-%m-%d}",
        ]
        for item in found.items[:SAMPLE_ROWS]
    ]
    tables.put(tables.table(wording.LOG_COLUMNS, rows, caption=wording.LOG_SAMPLE, numeric=[0], css="gk-wrap"))
    usable = len(found.usable)
    if st.button(wording.LOG_LOAD, type="primary", disabled=not usable, key="load-log"):
        try:
            number = actions.load_log(file.getvalue(), file.name, office or None, who)
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            held["outcome-log"] = wording.LOG_SAME if number is None else wording.log_loaded(usable, number)
            clear("log")
            st.rerun()
    return wording.log_head(usable, len(found.offices), len(found.unknown_offices), len(found.refused)), file.file_id


def undo() -> tuple[str, Any]:
    """Goes back one generation, after saying what that undoes."""
    if outcome := held.pop("outcome-undo", None):
        message(outcome)
    try:
        step = actions.last_step()
    except errors.StoreOutdated:
        return wording.UNDO_OUTDATED, 0
    if step is None:
        return wording.UNDO_NONE, 0
    words = wording.undo_words(
        step.generation,
        step.previous,
        wording.day_time(step.at) if step.at else "",
        step.loaded,
        step.logged,
        step.assigned,
        step.corrected,
        step.withdrawn,
        step.edited,
        step.judged,
        step.sheets,
        step.followed,
    )
    tables.put(tables.line(wording.UNDO_KEEPS))
    who = sign()
    sure = st.checkbox(wording.UNDO_SURE, key=f"undo-sure-{step.generation}")
    if st.button(wording.UNDO, type="primary", disabled=not sure, key="undo"):
        try:
            held["outcome-undo"] = wording.undone(*actions.undo(who))
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            st.rerun()
    return words, (step.generation, sure)
