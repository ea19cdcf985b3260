"""表格上传: the roster as a workbook, and what an uploaded one would change, before it does."""

from __future__ import annotations

import streamlit as st

from dashboard import access, charts, downloads, tables, wording
from dashboard.intake import roster_actions as actions
from dashboard.intake.roster_list import done
from dashboard.intake.upload import clear, message, sign, uploaded
from reports import errors

MOST_LISTED = 300


def show() -> tuple[str, ...]:
    """The downloads, the upload and its account; what it shows."""
    tables.put(tables.line(wording.TABLE_NOTE))
    with st.container(horizontal=True, gap="small"):
        for is_empty, label, key in (
            (False, wording.TABLE_DOWN, "roster-down"),
            (True, wording.TABLE_TEMPLATE, "roster-template"),
        ):
            downloads.button(label, f"{wording.ROSTER_LIST}.xlsx", actions.workbook, is_empty, key=key)
    if refused := access.refusal("roster"):
        tables.put(tables.line(refused))
        return ()
    files = uploaded("roster", wording.TABLE_UP, many=False)
    if not files:
        return ()
    file = files[0]
    try:
        plan = actions.planned(file.getvalue(), file.name)
    except errors.ReportError as error:
        message(str(error))
        return (file.file_id,)
    message(wording.plan_words(len(plan.added), len(plan.edited), plan.unchanged, len(plan.refused)))
    told = plan.differences()
    if told:
        shown = told[:MOST_LISTED]
        charts.heading(wording.TABLE_CHANGES, unit=wording.listed(len(shown), len(told), wording.PLACES_UNIT))
        rows = [[name, column, old or wording.BLANK, new or wording.BLANK] for name, column, old, new in shown]
        tables.put(tables.table(wording.TABLE_COLUMNS, rows, caption=wording.TABLE_CHANGES, css="gk-wrap"))
    elif not plan.refused:
        tables.put(tables.line(wording.TABLE_SAME, "gk-empty"))
    if plan.refused:
        charts.heading(wording.TABLE_REFUSED, wording.TABLE_FIX)
        refusals = [[f"{number}", why] for number, why in plan.refused[:MOST_LISTED]]
        tables.put(tables.table(wording.TABLE_REFUSED_COLUMNS, refusals, caption=wording.TABLE_REFUSED, css="gk-wrap"))
    who = sign()
    if st.button(wording.TABLE_SAVE, type="primary", disabled=bool(plan.refused) or not told, key="roster-fill"):
        try:
            count, number = actions.fill_in(file.getvalue(), file.name, who)
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            clear("roster")
            done(wording.changed_offices(count, number))
    return file.file_id, str(len(told))
