"""What every page says beside its own: its first line, the notes of its downloads, the mark that tests wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, wording
from dashboard.ask import ask, generation
from dashboard.filters.choice import Choice, current


def head(text: str, note: str = "") -> None:
    """The page's first line: the sentence that the data say, below the name of the page. It stands above the filter
    bar; what it rests on, how many have reported on the year, stands below it."""
    section, name = st.session_state.get("_page", ("", ""))
    above = _PLACE.format(section, name, section, name) if name else Markup("")
    below = Markup('<p class="gk-note">{}</p>').format(note) if note else Markup("")
    if (looked_at := current()).year:
        if covered := _covered(looked_at, name):
            below += Markup('<p class="gk-note gk-covered">{}</p>').format(covered)
        filters = f"{wording.NOTE_FILTERS}：{looked_at.words()}"
        below += Markup('<p class="gk-note gk-printed">{}</p>').format(filters)
    place = st.session_state.get("_head_place")
    target = place if place is not None else st
    target.html(Markup('<div class="gk gk-head">{}<h1>{}</h1>{}</div>').format(above, text, below))


_PLACE = Markup('<p class="gk-place-name" data-section="{}" data-page-name="{}">{} · <b>{}</b></p>')
"""Where in the site the reader is; the script marks the entry of the navigation by it."""


def _covered(choice: Choice, page: str) -> str:
    """How many of the offices looked at have a report on the year; '' where the page looks at something else, at one
    office alone or at more than can be listed, whose first line says it."""
    if choice.is_wide or page in wording.PAGES_OF_ONE:
        return ""
    years = ask("years_available", **choice.parameters())
    row = next((r for r in years.itertuples() if r.year == choice.year), None)
    if row is None or row.office_count < 2:
        return ""
    return wording.covered_of(int(row.reported_office_count), int(row.office_count), choice.year)


def fingerprint(page: str, *state: Any) -> None:
    """The page's last line: a hidden mark that changes with what the page shows, for tests."""
    words = "|".join([page, str(generation()), *(str(part) for part in state)])
    mark = hashlib.sha256(words.encode()).hexdigest()[:16]
    st.html(Markup('<span data-testid="fp" data-fp="{}" data-page="{}" hidden></span>').format(mark, page))


def failed() -> None:
    """Says that the page cannot be shown, and what to do."""
    told = Markup('<div class="gk gk-message" role="alert"><p><b>{}</b></p><p>{}</p></div>')
    st.html(told.format(wording.PAGE_ERROR, wording.PAGE_ERROR_NEXT))


def notes(choice: Choice, indicator: str, unit: str, reports: int) -> Sequence[tuple[str, str]]:
    """The notes sheet of a download; what there is nothing to say of is left out."""
    return [
        (wording.NOTE_INDICATOR, indicator),
        *([(wording.NOTE_UNIT, unit)] if unit else []),
        *([(wording.NOTE_FILTERS, choice.words())] if choice.year else []),
        *([(wording.NOTE_REPORTS, wording.reports_counted(reports))] if reports else []),
        *_noted(choice),
        *([(wording.NOTE_GENERATION, wording.version(generation()))] if generation() else []),
        (wording.NOTE_GAPS, wording.NOTE_GAPS_TEXT),
    ]


MOST_NOTES = 40
"""Of what people noted on the offices and years of a download."""


def _noted(choice: Choice) -> list[tuple[str, str]]:
    """What people noted on numbers and findings of the offices and years looked at, a line a note."""
    if not choice.year or not generation():
        return []
    notes = ask("note_list", from_year=choice.since, to_year=choice.year, **choice.parameters())
    return [
        (
            wording.NOTES_TITLE,
            wording.note_line_words(
                n.office_name, int(n.year), wording.noted_name(n), n.text, access.signer(n.written_by), n.written_at
            ),
        )
        for n in notes.head(MOST_NOTES).itertuples()
    ]
