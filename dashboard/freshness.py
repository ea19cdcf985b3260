"""How long the watched columns have not been updated, by the publication log, on 薄弱环节.

In come the filters; the answer of freshness is drawn as a sentence, a table and a download of that table.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, routes, tables, wording
from dashboard.ask import ask
from dashboard.filters import Choice

MOST_ROWS = 150


def show(choice: Choice) -> str:
    """Draws it; the day judged."""
    charts.heading(wording.FRESHNESS, wording.FRESHNESS_NOTE)
    day = st.date_input(wording.AS_OF, key="as_of", format="YYYY-MM-DD", width=180)
    # One day a cache entry: without it the answer of yesterday would be given today.
    frame = ask("freshness", as_of=day, **choice.parameters())
    logged = frame[frame["last_published_on"].notna()]
    if logged.empty:
        link = routes.anchor("import", wording.GO_IMPORT_LOG, task=wording.TASKS["log"])
        tables.put(tables.line(Markup("{} {}").format(wording.FRESHNESS_NONE, link), "gk-empty"))
        return str(day)
    order = list(wording.FRESHNESS_STATES)
    rows = sorted(logged.itertuples(), key=lambda r: (order.index(r.status), -int(r.days_since)))
    of_state = {state: [r for r in rows if r.status == state] for state in order}
    unjudged = of_state["no_cycle"]
    cells = [
        [
            r.office_name,
            r.column_name,
            wording.days_since(r.days_since),
            wording.cycle_words(r.cycle_days),
            wording.FRESHNESS_STATES[r.status],
            f"{r.last_published_on:%Y-%m-%d}",
            wording.number(r.items_last_year_count),
            r.basis,
        ]
        for r in rows[:MOST_ROWS]
    ]
    drawn: list[list[str | tables.Cell]] = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            *line[1:4],
            tables.badge(line[4], "high" if r.status == "stale" else ""),
            *line[5:],
        ]
        for r, line in zip(rows, cells, strict=False)
    ]
    tables.put(
        tables.line(
            wording.freshness_title(
                len(of_state["stale"]),
                len({r.office_code for r in of_state["stale"]}),
                len(of_state["fresh"]),
                len(unjudged),
                int(unjudged[0].days_since) if unjudged else 0,
                wording.column_of(unjudged[0].office_name, unjudged[0].column_name) if unjudged else "",
            )
        ),
        tables.table(wording.FRESHNESS_COLUMNS, drawn, caption=wording.FRESHNESS, numeric=[2, 3, 6], css="gk-wrap"),
    )
    sheet = downloads.Sheet(
        wording.FRESHNESS,
        wording.FRESHNESS_COLUMNS,
        lambda: cells,
        [*every_page.notes(choice, wording.FRESHNESS, wording.DAYS, 0), (wording.AS_OF, f"{day:%Y-%m-%d}")],
    )
    charts.foot("", sheet, "freshness")
    return str(day)
