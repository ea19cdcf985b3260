"""人工评判: the clauses of a sheet that a person judges for one office, a form for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import access, charts, tables, wording
from dashboard.intake import assess_actions as actions
from dashboard.intake.upload import held, message, sign
from reports import errors


def show(sheet: str, office: str, year: int, rows: Sequence[Any]) -> None:
    """The form; `rows` are those of the question assessment for the office."""
    if outcome := held.pop("outcome-judge", None):
        message(outcome)
    charts.heading(wording.JUDGING, wording.JUDGING_NOTE)
    if refused := access.refusal("assess", office):
        tables.put(tables.line(refused))
        return
    open_rows = [row for row in rows if row.standing in ("open", "judged", "lost")]
    if not open_rows:
        tables.put(tables.line(wording.JUDGE_NONE, "gk-empty"))
        return
    said: list[actions.Points] = []
    own = f"{sheet}-{office}-{year}"
    who = sign()
    with st.form(f"judge-{own}", border=False):
        for place, row in enumerate(open_rows):
            rule = wording.clause_deduction(row.deduction, row.per, row.most)
            left, right = st.columns([3, 2], vertical_alignment="bottom")
            # A field that was made with a number falls back to it when it is emptied: it is made empty, then filled.
            key = f"points-{own}-{place}-{row.judged_at}"
            st.session_state.setdefault(key, wording.figure(row.judged_points))
            value = left.number_input(
                wording.plain(wording.judge_label(row.item, row.clause, rule, row.asks)),
                value=None,
                step=float(row.deduction) if wording.figure(row.deduction) and row.per != actions.RATE else 0.5,
                format="%g",
                placeholder=wording.CLAUSE_STANDINGS[row.standing if row.standing != "judged" else "open"],
                key=key,
            )
            note = right.text_input(
                wording.JUDGE_REASON,
                value=row.judged_note if isinstance(row.judged_note, str) else "",
                key=f"note-{own}-{place}-{row.judged_at}",
                max_chars=200,
            )
            said.append(actions.Points(row.item, row.clause, value, note or ""))
        is_sent = st.form_submit_button(wording.JUDGE_SAVE, type="primary")
    if is_sent:
        try:
            count, number = actions.judge(sheet, office, year, said, who)
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            held["outcome-judge"] = wording.judged_saved(count, number)
            st.rerun()
