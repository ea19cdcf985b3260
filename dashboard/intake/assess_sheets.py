"""考评表管理: the sheets that there are, the template, an upload with what has to be put right, and taking one away."""

from __future__ import annotations

import streamlit as st

from dashboard import access, charts, downloads, tables, wording
from dashboard.intake import assess_actions as actions
from dashboard.intake.upload import clear, held, message, sign, uploaded
from reports import errors

MOST_LISTED = 300


def show(chosen: str) -> tuple[str, ...]:
    """The list, the downloads of the sheet chosen and of the template, the upload; what it shows."""
    sheets = actions.sheets()
    if outcome := held.pop("outcome-sheet", None):
        message(outcome)
    charts.heading(wording.SHEETS_LIST, wording.SHEETS_NOTE)
    rows = [
        [
            sheet.name,
            f"{sheet.place}（{wording.OWN_SHEET if sheet.is_own else wording.SHIPPED_SHEET}）",
            str(sheet.year or ""),
            sheet.applies_to,
            wording.points(sheet.points),
            sheet.source,
            sheet.unseen,
        ]
        for sheet in sheets
    ]
    tables.put(tables.stacking(wording.SHEETS_COLUMNS, rows, caption=wording.SHEETS_LIST))
    names = {sheet.sheet: sheet.name for sheet in sheets}
    with st.container(horizontal=True, gap="small"):
        for key, label, sheet_id, name in (
            ("sheet-down", wording.SHEET_DOWN, chosen, names[chosen]),
            ("sheet-template", wording.SHEET_TEMPLATE, "", f"{wording.SHEET}模板"),
        ):
            downloads.button(label, f"{name}.xlsx", actions.workbook, sheet_id, key=key)
    if refused := access.refusal("assess", actions.ANY_OFFICE):
        tables.put(tables.line(refused))
        return ()
    state = _upload()
    if any(sheet.sheet == chosen and sheet.is_own for sheet in sheets):
        _remove(chosen)
    return state


def _upload() -> tuple[str, ...]:
    files = uploaded("sheet", wording.SHEET_UP, many=False)
    if not files:
        return ()
    file = files[0]
    try:
        found = actions.read(file.getvalue(), file.name)
    except errors.ReportError as error:
        message(str(error))
        return (file.file_id,)
    if found.sheet is None:
        charts.heading(wording.SHEET_REFUSED, wording.SHEET_REFUSED_NOTE)
        rows = [list(each) for each in found.refused[:MOST_LISTED]]
        tables.put(tables.stacking(wording.SHEET_REFUSED_COLUMNS, rows, caption=wording.SHEET_REFUSED))
        return (file.file_id,)
    sheet = found.sheet
    items = {clause.item: clause.item_points for clause in sheet.clauses}
    full = sum(points for points in items.values() if points is not None) or None
    message(wording.sheet_read(sheet.name, len(items), len(sheet.clauses), full))
    names = actions.source_names()
    rows = [
        [
            f"{clause.item}（{wording.points(clause.item_points) or wording.CLAUSE_STANDINGS['unseen']}）",
            clause.clause,
            wording.clause_deduction(clause.deduction, clause.per, clause.most),
            "、".join(names[source] for source in clause.sources) or wording.BY_PERSON,
        ]
        for clause in sheet.clauses[:MOST_LISTED]
    ]
    tables.put(tables.stacking(wording.SHEET_COLUMNS, rows, caption=wording.SHEET_READ))
    for _place, remark in found.remarks[:MOST_LISTED]:
        tables.put(tables.line(remark, "gk-doubt"))
    who = sign()
    if st.button(wording.SHEET_SAVE, type="primary", key="sheet-save"):
        try:
            number = actions.keep(sheet, who)
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            clear("sheet")
            held["outcome-sheet"] = wording.sheet_saved(sheet.name, number)
            st.rerun()
    return (file.file_id,)


def _remove(chosen: str) -> None:
    sure = st.checkbox(wording.SHEET_REMOVE_SURE, key=f"sheet-sure-{chosen}")
    if st.button(wording.SHEET_REMOVE, disabled=not sure, key="sheet-remove"):
        try:
            number = actions.remove(chosen, "")
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            held["outcome-sheet"] = wording.sheet_removed(chosen, number)
            del st.query_params["sheet"]
            st.rerun()
