"""What a long chart, table or list holds back until somebody asks for it.

In comes how much there is and how much is shown at first; out comes whether all of it is wanted, or Markup that opens.
"""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from dashboard import wording

MOST_AT_FIRST = 20
"""Rows of a chart or table that are shown before somebody asks for the rest."""

_FOLDED = Markup('<details class="gk gk-rest"><summary>{}</summary>{}</details>')


def is_all_wanted(key: str, total: int, most: int = MOST_AT_FIRST) -> bool:
    """Draws a switch where there are more than `most`; whether all `total` are to be shown. Nothing is drawn, and all
    are shown, where there are no more."""
    if total <= most:
        return True
    return st.toggle(wording.all_rows(total), key=key, bind="query-params")


def folded(summary: str, body: Markup) -> Markup:
    """A part that opens on a click or by the keyboard."""
    return _FOLDED.format(summary, body)
