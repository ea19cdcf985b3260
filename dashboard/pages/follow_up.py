"""整改台账: who has to mend what by when, how far it is, and do the reports of today show that it was mended?"""

import streamlit as st

from dashboard import every_page, filters, followed, wording
from dashboard.followup import finding, item, ledger, paper

choice = filters.current()
asked_item, asked_finding = st.query_params.get("item", ""), followed.read(st.query_params.get("finding", ""))
if asked_item:
    state = item.show(asked_item)
elif asked_finding is not None:
    state = finding.show(asked_finding)
elif st.query_params.get("finding"):
    every_page.head(wording.NO_SUCH_FINDING)
    item.back()
    state = ("no finding",)
else:
    view = filters.one_of(
        wording.LEDGER_VIEW, list(wording.LEDGER_VIEWS.values()), key="ledger", default=wording.LEDGER_VIEWS["list"]
    )
    tasks = ledger.tasks_of(choice)
    every_page.head(ledger.head(tasks))
    state = ledger.show(choice, tasks) if view == wording.LEDGER_VIEWS["list"] else paper.show(tasks)
    state = (view, *state)
every_page.fingerprint("follow-up", choice, *state)
