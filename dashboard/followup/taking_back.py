"""The way to take back one of several things that somebody wrote: notes, marks."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard import wording


def picked_to_take_back(said: Mapping[str, str], pick: str, remove: str, name: str) -> str | None:
    """The id of the thing that is to be taken back, once the button is pressed; `said` gives what each id is called,
    `pick` and `remove` the words of the list and of the button, `name` begins the keys of both."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        picked = st.selectbox(
            pick, list(said), index=None, format_func=said.__getitem__, key=f"{name}-pick",
            placeholder=wording.PLEASE_CHOOSE, width=400,
        )  # fmt: skip
        if st.button(remove, disabled=picked is None, key=f"{name}-remove"):
            return picked
    return None
