"""人工评判: the clauses of a sheet that a person judges for one office, a form for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import access, charts, tables, wording
from dashboard.intake import assess_actions as actions
from dashboard.intake import typed
from dashboard.intake.typed import Form
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
    now: dict[str, Any] = {}
    for row in open_rows:
        now[f"points-{row.item}-{row.clause}"] = wording.figure(row.judged_points)
        now[f"note-{row.item}-{row.clause}"] = row.judged_note if isinstance(row.judged_note, str) else ""
    # A field that was made with a number falls back to it when it is emptied: it is made empty, then filled.
    form = typed.form(f"judge-{own}", max(f"{row.judged_at}" for row in open_rows), now)
    with st.form(f"judge-{own}", border=False):
        for row in open_rows:
            rule = wording.clause_deduction(row.deduction, row.per, row.most)
            left, right = st.columns([3, 2], vertical_alignment="bottom")
            value = left.number_input(
                wording.plain(wording.judge_label(row.item, row.clause, rule, row.asks)),
                value=None,
                step=float(row.deduction) if wording.figure(row.deduction) and row.per != actions.RATE else 0.5,
                format="%g",
                placeholder=wording.CLAUSE_STANDINGS[row.standing if row.standing != "judged" else "open"],
                key=form.key(f"points-{row.item}-{row.clause}"),
            )
            note = right.text_input(wording.JUDGE_REASON, key=form.key(f"note-{row.item}-{row.clause}"), max_chars=200)
            said.append(actions.Points(row.item, row.clause, value, note or ""))
        told = _overtaken(form, open_rows) if form.is_overtaken else ""
        is_sent = typed.is_saved(form, wording.JUDGE_SAVE, told, st.form_submit_button, type="primary")
    if is_sent:
        try:
            count, number = actions.judge(sheet, office, year, said, who)
        except errors.ReportError as error:
            st.error(wording.plain(str(error)))
        else:
            typed.begin_anew(form)
            held["outcome-judge"] = wording.judged_saved(count, number)
            st.rerun()


def _overtaken(form: Form, rows: Sequence[Any]) -> str:
    """Who judged which clauses since the form was begun."""
    changed = {field.split("-", 1)[1] for field, _before, _after in form.changes()}
    told = []
    for row in rows:
        if (place := f"{row.item}-{row.clause}") in changed:
            before, after = (
                wording.points_lost(values.get(f"points-{place}"), values.get(f"note-{place}") or "")
                for values in (form.begun, form.now)
            )
            who = access.signer(row.judged_by) if isinstance(row.judged_by, str) else ""
            told.append(wording.changed_here(who, row.judged_at if who else None, [(row.clause, before, after)]))
    return wording.overtaken(told)
