"""What every page says beside its own: its first line, the notes of its downloads, the mark that tests wait for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from dashboard import wording
from dashboard.ask import generation
from dashboard.filters.choice import Choice, current


def head(text: str, note: str = "") -> None:
    """The page's first line: the sentence that the data say. It stands above the filter bar."""
    below = f'<p class="gk-note">{escape(note)}</p>' if note else ""
    if (looked_at := current()).year:
        below += f'<p class="gk-note gk-printed">{wording.NOTE_FILTERS}：{escape(looked_at.words())}</p>'
    place = st.session_state.get("_head_place")
    target = place if place is not None else st
    target.html(f'<div class="gk gk-head"><h1>{escape(text)}</h1>{below}</div>')


def fingerprint(page: str, *state: Any) -> None:
    """The page's last line: a hidden mark that changes with what the page shows, for tests."""
    words = "|".join([page, str(generation()), *(str(part) for part in state)])
    mark = hashlib.sha256(words.encode()).hexdigest()[:16]
    st.html(f'<span data-testid="fp" data-fp="{mark}" data-page="{page}" hidden></span>')


def notes(choice: Choice, indicator: str, unit: str, reports: int) -> Sequence[tuple[str, str]]:
    """The notes sheet of a download."""
    return [
        (wording.NOTE_INDICATOR, indicator),
        (wording.NOTE_UNIT, unit),
        (wording.NOTE_FILTERS, choice.words()),
        (wording.NOTE_REPORTS, f"{reports}"),
        (wording.NOTE_GENERATION, f"{generation()}"),
        (wording.NOTE_GAPS, wording.NOTE_GAPS_TEXT),
    ]
