"""考评自评: by an assessment sheet, which points has each office surely lost, which may a person still take off?"""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboard import assessment, charts, every_page, filters, tables, wording
from dashboard.ask import ask
from dashboard.intake import assess_actions, assess_judging, assess_sheets

choice = filters.current()
listed = {row.sheet: row for row in ask("assessment_sheets").drop_duplicates("sheet").itertuples()}
names = {sheet: row.sheet_name for sheet, row in listed.items()}
filters.known(wording.SHEET, "sheet", names, names.__getitem__)
view_name = filters.one_of(
    wording.ASSESS_VIEW, list(wording.ASSESS_VIEWS.values()), key="assess", default=wording.ASSESS_VIEWS["offices"]
)
view = next(key for key, words in wording.ASSESS_VIEWS.items() if words == view_name)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
    chosen = st.selectbox(
        wording.SHEET, list(names), format_func=names.__getitem__, key="sheet", bind="query-params", width=420
    )
    # One day a cache entry: without it the answer of yesterday would be given today.
    day: date = st.date_input(wording.AS_OF, key="as_of", format="YYYY-MM-DD", width=180)
sheet = listed[chosen]
frame = ask("assessment", sheet=chosen, year=choice.year, as_of=day, **choice.parameters())
offices = assessment.of_offices(frame)
state: tuple[object, ...] = (chosen, view, day)
if view == "sheets":
    state += assess_sheets.show(chosen)
    own = sum(bool(row.is_own) for row in listed.values())
    every_page.head(wording.sheets_head(own, len(listed) - own))
elif not offices:
    tables.put(tables.line(wording.ASSESS_NO_OFFICE, "gk-empty"))
    every_page.head(wording.ASSESS_NO_OFFICE)
elif view == "offices":
    assessment.show_offices(choice, sheet.sheet_name, offices, day)
    assessment.show_veto(choice, day)
    every_page.head(
        wording.assess_head(
            sheet.sheet_name,
            choice.year,
            len(offices),
            sum(rows[0].office_lost > 0 for rows in offices),
            sum(row.standing == "open" for rows in offices for row in rows),
            offices[0][0].office_points,
        )
    )
else:
    by_name = {rows[0].office_name: rows for rows in offices}
    filters.known(wording.ASSESSED_OFFICE, "assessed", by_name)
    office = st.selectbox(wording.ASSESSED_OFFICE, list(by_name), key="assessed", bind="query-params", width=340)
    rows = by_name[office]
    first = rows[0]
    told = assess_actions.source_names()
    clauses = ask("assessment_sheets", sheet=chosen).itertuples()
    checked = {(row.item, row.clause): [told[source] for source in row.sources if source in told] for row in clauses}
    assessment.show_office(choice, sheet, rows, day, checked)
    assess_judging.show(chosen, first.office_code, choice.year, rows)
    every_page.head(
        wording.assess_office_head(
            office, sheet.sheet_name, choice.year, first.office_points, first.office_lost, first.office_open
        )
    )
    state += (office,)
if view != "sheets":
    about = wording.sheet_about(
        sheet.place, sheet.year, sheet.applies_to, sheet.points, sheet.source, sheet.url, sheet.unseen
    )
    charts.heading(wording.SHEET_ABOUT)
    tables.put(tables.line("".join(about)))
every_page.fingerprint("assessment", choice, *state)
