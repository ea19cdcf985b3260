"""What every page says beside its own: its first line, the notes of its downloads, the mark that tests wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import wording
from dashboard.ask import generation
from dashboard.filters.choice import Choice, current


def head(text: str, note: str = "") -> None:
    """The page's first line: the sentence that the data say. It stands above the filter bar."""
    below = Markup('<p class="gk-note">{}</p>').format(note) if note else Markup("")
    if (looked_at := current()).year:
        filters = f"{wording.NOTE_FILTERS}：{looked_at.words()}"
        below += Markup('<p class="gk-note gk-printed">{}</p>').format(filters)
    place = st.session_state.get("_head_place")
    target = place if place is not None else st
    target.html(Markup('<div class="gk gk-head"><h1>{}</h1>{}</div>').format(text, below))


def fingerprint(page: str, *state: Any) -> None:
    """The page's last line: a hidden mark that changes with what the page shows, for tests."""
    words = "|".join([page, str(generation()), *(str(part) for part in state)])
    mark = hashlib.sha256(words.encode()).hexdigest()[:16]
    st.html(Markup('<span data-testid="fp" data-fp="{}" data-page="{}" hidden></span>').format(mark, page))


def notes(choice: Choice, indicator: str, unit: str, reports: int) -> Sequence[tuple[str, str]]:
    """The notes sheet of a download; what there is nothing to say of is left out."""
    return [
        (wording.NOTE_INDICATOR, indicator),
        *([(wording.NOTE_UNIT, unit)] if unit else []),
        *([(wording.NOTE_FILTERS, choice.words())] if choice.year else []),
        *([(wording.NOTE_REPORTS, wording.reports_counted(reports))] if reports else []),
        *([(wording.NOTE_GENERATION, wording.version(generation()))] if generation() else []),
        (wording.NOTE_GAPS, wording.NOTE_GAPS_TEXT),
    ]
