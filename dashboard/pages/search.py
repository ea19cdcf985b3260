"""全文检索: which sentences of the reports say so, and where do they stand?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, filters, original, routes, tables, wording
from dashboard.ask import Attempt, generation, reach, searched, stretches

choice = filters.current()


def asked() -> tuple[str, int]:
    """What is looked for, and the first year that is looked in."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        scope = filters.one_of(
            wording.SEARCH_YEARS,
            [wording.SEARCH_EVERY_YEAR, wording.SEARCH_ONE_YEAR],
            key="within",
            default=wording.SEARCH_EVERY_YEAR,
        )
        typed = st.text_input(
            wording.SEARCH, key="words", bind="query-params", placeholder=wording.SEARCH_HINT, type="search", width=420
        )
    printable = "".join(sign if sign.isprintable() else " " for sign in typed or "")
    return printable.strip(), choice.since if scope == wording.SEARCH_EVERY_YEAR else choice.year


def hit(row: Any, attempt: Attempt) -> Markup:
    """A sentence with the words set off, and the way to it."""
    section = wording.DOCUMENT_SECTIONS.get(row.section, row.section)
    words = wording.search_place(row.office_name, int(row.year), section)
    link = routes.anchor("report", words, "gk-place", report=int(row.report_id), sentence=row.sentence_id)
    return tables.entry(original.set_off(row.sentence, stretches(row.sentence, attempt.words)), link)


def listed(frame: Any, attempt: Attempt) -> None:
    """The sentences, and all that are listed to download."""
    total = int(frame["sentence_count"].iloc[0])
    charts.heading(wording.SEARCH_LIST, unit=wording.search_shown(len(frame), total))
    tables.put(tables.entries((hit(row, attempt) for row in frame.itertuples()), "gk-hits"))
    sheet = downloads.Sheet(
        wording.SEARCH_LIST,
        wording.SEARCH_SHEET,
        lambda: [
            (
                row.office_name,
                row.kind,
                int(row.year),
                wording.DOCUMENT_SECTIONS.get(row.section, row.section),
                row.sentence,
                int(row.held_count),
            )
            for row in frame.itertuples()
        ],
        every_page.notes(choice, " ".join(attempt.words), "", int(frame["report_count"].iloc[0])),
    )
    source = wording.source_note(int(frame["report_count"].iloc[0]), first, choice.year, generation())
    charts.foot(source, sheet, "search")


typed, first = asked()
note = wording.SEARCH_NOTE + (wording.SEARCH_WITHIN if reach() is not None else "")
attempt, frame = searched(typed, from_year=first, to_year=choice.year, **choice.parameters())
if attempt is None or frame is None:
    every_page.head(wording.search_begin(wording.search_years(first, choice.year)), note)
else:
    counts = [
        int(frame[name].iloc[0]) if len(frame) else 0 for name in ("sentence_count", "report_count", "office_count")
    ]
    every_page.head(wording.search_head(typed, attempt.words, attempt.way, attempt.at_least, *counts), note)
    if len(frame):
        listed(frame, attempt)
every_page.fingerprint("search", choice, typed, first)
