"""Taking back a report that should not have been published, below the decisions about it."""

from __future__ import annotations

import streamlit as st

from dashboard import tables, wording
from dashboard.intake import actions
from dashboard.intake.upload import clear, held
from reports import errors


def offer(report_id: int, who: str) -> None:
    """Asks for the reason, and takes the report back once that is sure; then the page is drawn anew."""
    with st.expander(wording.WITHDRAW_TITLE):
        tables.put(tables.line(wording.WITHDRAW_NOTE))
        reason = st.text_input(
            wording.WITHDRAW_REASON,
            placeholder=wording.WITHDRAW_REASON_HINT,
            key=f"withdraw-reason-{report_id}",
            width=420,
        ).strip()
        sure = st.checkbox(wording.WITHDRAW_SURE, key=f"withdraw-sure-{report_id}")
        if st.button(wording.WITHDRAW, disabled=not (sure and reason), key="withdraw"):
            try:
                held["outcome-review"] = wording.withdrawn_head(*actions.withdraw(report_id, reason, who))
            except errors.ReportError as error:
                st.error(wording.plain(str(error)))
            else:
                clear("review")
                st.rerun()
