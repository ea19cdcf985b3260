"""往来表格: the tasks of an office as a workbook that goes out, and what is in it when it comes back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import streamlit as st

from dashboard import access, charts, downloads, tables, wording
from dashboard.followup import actions
from dashboard.followup.ledger import recheck
from dashboard.intake.upload import clear, held, message, sign, uploaded
from reports import errors


def show(tasks: dict[str, list[Any]]) -> tuple[str, ...]:
    """What goes out, and what came back; what it shows."""
    if told := held.pop("outcome-paper", None):
        message(told, wording.UNDO_HINT)
    _out(tasks)
    if access.refusal("follow"):
        # What comes back is the staff's to take: whoever may not is shown no way in.
        return ("out",)
    charts.heading(wording.FEEDBACK_BACK, wording.FEEDBACK_BACK_NOTE)
    return _back()


def _out(tasks: dict[str, list[Any]]) -> None:
    charts.heading(wording.FEEDBACK_OUT, wording.FEEDBACK_OUT_NOTE)
    by_office: dict[str, list[list[Any]]] = {}
    for rows in tasks.values():
        if not rows[0].is_closed:
            by_office.setdefault(rows[0].office_name, []).append(rows)
    if not by_office:
        tables.put(tables.line(wording.FEEDBACK_NONE, "gk-empty"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        office = st.selectbox(wording.FEEDBACK_OFFICE, list(by_office), key="paper-office", width=300)
        downloads.button(
            wording.FEEDBACK_ONE,
            f"{wording.feedback_name(office)}.xlsx",
            _book,
            office,
            by_office[office],
            key="paper-one",
        )
        downloads.button(
            wording.FEEDBACK_ALL,
            f"{wording.feedback_name(wording.EVERY_OFFICE)}.zip",
            _every,
            by_office,
            key="paper-all",
        )


def _book(office: str, tasks: list[list[Any]]) -> bytes:
    return actions.workbook(office, [_row(rows) for rows in tasks])


def _every(by_office: dict[str, list[list[Any]]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for office, tasks in by_office.items():
            packed.writestr(f"{wording.feedback_name(office.replace('/', '_'))}.xlsx", _book(office, tasks))
    return out.getvalue()


def _row(rows: list[Any]) -> dict[str, str]:
    """A task as a row of the workbook."""
    task = rows[0]
    years = sorted({int(row.year) for row in rows})
    day = wording.date_told(task.deadline)
    return {
        "编号": task.task_id,
        "年度": "、".join(map(str, years)),
        "问题": wording.strung(row.message for row in rows),
        "系统复查": wording.strung(dict.fromkeys(recheck(row) for row in rows)),
        "状态": task.status,
        "责任人": task.person,
        "整改期限": f"{day}" if day else "",
        "整改措施": task.measure,
        "佐证材料": task.proof,
        "不成立的理由": task.reason,
        "发出时版次": str(int(task.change_count)),
    }


def _back() -> tuple[str, ...]:
    files = uploaded("paper", wording.FEEDBACK_UP, many=False)
    if not files:
        return ("out",)
    file = files[0]
    try:
        plan = actions.planned(file.getvalue(), file.name)
    except errors.ReportError as error:
        message(str(error))
        return (file.file_id,)
    refused = [row for row in plan.rows if row.is_refused]
    changed = [row for row in plan.rows if row.changes and not row.is_refused]
    message(
        wording.feedback_head(plan.office, plan.filler, plan.filled_on, len(changed), len(refused), plan.unchanged),
        " ".join(
            [
                *([wording.feedback_other_columns(plan.other_columns)] if plan.other_columns else []),
                *([wording.feedback_lacking(plan.lacking)] if plan.lacking else []),
            ]
        ),
    )
    if changed:
        charts.heading(wording.FEEDBACK_CHANGES)
        lines = [
            [f"{row.number}", row.task_id, row.office, name, before or wording.BLANK, after]
            for row in changed
            for name, before, after in row.changes
        ]
        tables.put(tables.stacking(wording.FEEDBACK_COLUMNS, lines, caption=wording.FEEDBACK_CHANGES))
    elif not refused:
        tables.put(tables.line(wording.FEEDBACK_SAME, "gk-empty"))
    doubts = [
        [f"{row.number}", row.task_id, each, wording.FEEDBACK_REFUSED if row.is_refused else wording.FEEDBACK_DOUBTED]
        for row in plan.rows
        for each in row.contradictions
    ]
    doubts += [
        [f"{row.number}", row.task_id, each, wording.FEEDBACK_REMARKED] for row in plan.rows for each in row.remarks
    ]
    if doubts:
        charts.heading(wording.FEEDBACK_DOUBTS)
        tables.put(tables.stacking(wording.FEEDBACK_DOUBTS_COLUMNS, doubts, caption=wording.FEEDBACK_DOUBTS))
    if not changed:
        return (file.file_id,)
    labels = {row.number: wording.feedback_row(row.number, row.task_id) for row in changed}
    chosen = st.multiselect(
        wording.FEEDBACK_ROWS,
        list(labels),
        default=[row.number for row in changed if actions.is_sure(row)],
        format_func=labels.__getitem__,
        key=f"paper-rows-{file.file_id}",
        placeholder=wording.PLEASE_CHOOSE,
        select_all=False,
    )
    who = sign()
    if st.button(wording.FEEDBACK_TAKE, type="primary", disabled=not chosen, key="paper-take"):
        try:
            with st.spinner(wording.SAVING):
                outcome = wording.taken_over(*actions.take_over(plan, chosen, who))
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            clear("paper")
            held["outcome-paper"] = outcome
            st.rerun()
    return (file.file_id, *map(str, chosen))
