"""The clocks of the watched columns, by the publication log: 到期提醒 on 主动公开 and 薄弱环节, 栏目更新情况 on 薄弱环节.

In come the filters; the answers of due_list and freshness are drawn as a sentence, a table and a download of that
table each.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, routes, tables, wording
from dashboard.ask import ask
from dashboard.filters import Choice

MOST_ROWS = 150
UNJUDGED = ("no_cycle", "log_old")


def due(choice: Choice) -> date:
    """Draws what is overdue and what falls due within 30 days of a day that the reader chooses; that day."""
    charts.heading(wording.DUE, wording.DUE_NOTE)
    # One day a cache entry: without it the answer of yesterday would be given today.
    day: date = st.date_input(wording.AS_OF, key="as_of", format="YYYY-MM-DD", width=180)
    frame = ask("due_list", as_of=day, **choice.parameters())
    if frame.empty:
        nothing = wording.DUE_NONE if has_log(choice, day) else no_log()
        tables.put(tables.line(nothing, "gk-empty"))
        return day
    rows = ranked(frame)
    cells = [
        [
            r.office_name,
            r.column_name,
            wording.URGENCIES[wording.due_state(r.urgency, by_custom=bool(r.by_custom))],
            f"{r.due_on:%Y-%m-%d}",
            wording.left_words(int(r.days_left)),
            shown_day(r.last_published_on),
            wording.cycle_words(r.cycle),
            r.level,
            r.basis,
        ]
        for r in rows
    ]
    drawn: list[list[str]] = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            line[1],
            tables.badge(line[2], "high" if r.urgency == "overdue" else ""),
            *line[3:5],
            last_item(r, line[5]),
            *line[6:],
        ]
        for r, line in zip(rows[:MOST_ROWS], cells, strict=False)
    ]
    tables.put(
        tables.line(
            wording.due_title(
                Counter(wording.due_state(r.urgency, by_custom=bool(r.by_custom)) for r in rows),
                len({r.office_code for r in rows}),
            ),
        ),
        tables.stacking(wording.DUE_COLUMNS, drawn, caption=wording.DUE, numeric=[3, 4, 5]),
    )
    charts.foot("", sheet(choice, wording.DUE, wording.DUE_COLUMNS, cells, day), "due")
    return day


def ranked(frame: Any) -> list[Any]:
    """The rows of due_list: what a rule asks for before what is only the habit, the most urgent first."""
    order = list(wording.URGENCIES)
    return sorted(
        frame.itertuples(),
        key=lambda r: (order.index(wording.due_state(r.urgency, by_custom=bool(r.by_custom))), int(r.days_left)),
    )


def last_item(row: Any, words: str) -> str:
    """The latest item's day: a link to it, else with the line of the log that it was read from."""
    url, log = (value if isinstance(value, str) else "" for value in (row.last_url, row.last_log))
    if url or not log:
        return routes.outside(row.last_url, words)
    place = wording.log_place(log, int(row.last_line))
    return Markup('{}<span class="gk-said">{}</span>').format(words, place)


def show(choice: Choice, day: date) -> None:
    """Draws where every column with a log stands on a day."""
    charts.heading(wording.FRESHNESS, wording.FRESHNESS_NOTE)
    frame = ask("freshness", as_of=day, **choice.parameters())
    order = list(wording.FRESHNESS_STATES)
    kept = [
        r
        for r in frame.itertuples()
        if not missing(r.last_published_on) or r.status in ("stale", "beyond_custom", "log_old", "paused")
    ]
    if not kept:
        tables.put(tables.line(no_log(), "gk-empty"))
        return
    rows = sorted(kept, key=lambda r: (order.index(r.status), -(wording.figure(r.days_since) or 0)))
    of_state = {state: [r for r in rows if r.status == state] for state in order}
    cells = [
        [
            r.office_name,
            r.column_name,
            wording.days_since(r.days_since),
            wording.cycle_words(r.cycle),
            wording.FRESHNESS_STATES[r.status],
            shown_day(r.due_on),
            shown_day(r.last_published_on),
            wording.number(r.items_last_year_count) if wording.figure(r.items_last_year_count) is not None else "",
            wording.cycle_words(r.custom),
            wording.limit_words(r.limit_days, r.limit_unit),
            r.basis,
        ]
        for r in rows
    ]
    drawn: list[list[str]] = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            *line[1:4],
            tables.badge(line[4], "high" if r.status == "stale" else ""),
            *line[5:],
        ]
        for r, line in zip(rows[:MOST_ROWS], cells, strict=False)
    ]
    tables.put(
        tables.line(
            wording.freshness_title(
                len(of_state["stale"]),
                len({r.office_code for r in of_state["stale"]}),
                len(of_state["beyond_custom"]),
                len(of_state["fresh"]),
                sum(len(of_state[state]) for state in UNJUDGED),
            )
        ),
        tables.stacking(wording.FRESHNESS_COLUMNS, drawn, caption=wording.FRESHNESS, numeric=[2, 3, 5, 6, 7]),
    )
    charts.foot("", sheet(choice, wording.FRESHNESS, wording.FRESHNESS_COLUMNS, cells, day), "freshness")


def has_log(choice: Choice, day: date) -> bool:
    """Whether any of the offices chosen has a publication log."""
    return bool(ask("freshness", as_of=day, **choice.parameters())["last_published_on"].notna().any())


def no_log() -> Markup:
    """What to do where nobody loaded a log."""
    link = routes.anchor("import", wording.GO_IMPORT_LOG, task=wording.TASKS["log"])
    return Markup("{} {}").format(wording.FRESHNESS_NONE, link)


def missing(day: Any) -> bool:
    """Whether a day of an answer is none."""
    return day is None or day != day


def shown_day(day: Any) -> str:
    """A day, or nothing."""
    return "" if missing(day) else f"{day:%Y-%m-%d}"


def sheet(choice: Choice, name: str, columns: tuple[str, ...], cells: list[list[str]], day: date) -> downloads.Sheet:
    """A table as its download, with the day that it was judged on."""
    notes = [*every_page.notes(choice, name, wording.DAYS, 0), (wording.AS_OF, f"{day:%Y-%m-%d}")]
    return downloads.Sheet(name, columns, lambda: cells, notes)
