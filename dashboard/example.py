"""The example beside the district's own store: where it lies, whether this visitor looks at it, and making it.

`gongkai serve` says by variables where the example lies and whether it is shown first. A visitor who chose keeps his
choice for his session, and the address says it where it is not what the server shows by itself. Pages never hold
reports of both.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from reports import publish, store

FOLDER_VARIABLE = "GONGKAI_DEMO"
"""The folder of the example, there or not."""
FIRST_VARIABLE = "GONGKAI_DEMO_FIRST"
""""1" where the example is shown until the district has data of its own."""
PARAMETER = "data"
OWN, EXAMPLE = "本区", "示例"
"""What the address says of the store that is looked at."""
_CHOICE = "_data"


def folder() -> Path:
    """Where the example lies, or would."""
    return Path(os.environ.get(FOLDER_VARIABLE) or store.example_folder(store.default_store()))


def is_there() -> bool:
    """Whether there is an example to look at."""
    return store.current_number(folder()) is not None


def has_own() -> bool:
    """Whether the district has data of its own."""
    return store.current_number(store.default_store()) is not None


def _by_itself() -> str:
    """What the server shows to somebody who has not chosen."""
    is_first = os.environ.get(FIRST_VARIABLE) == "1" and not has_own()
    return EXAMPLE if is_first and is_there() else OWN


def is_shown() -> bool:
    """Whether this visitor looks at the example."""
    chosen = st.session_state.get(_CHOICE) if get_script_run_ctx(suppress_warning=True) else None
    return (chosen or _by_itself()) == EXAMPLE and is_there()


def choose() -> None:
    """Takes over what the address says, and lets the address say it as long as it is not what is shown by itself."""
    told = st.query_params.get(PARAMETER)
    if told in (OWN, EXAMPLE):
        st.session_state[_CHOICE] = told
    chosen = st.session_state.get(_CHOICE, "")
    if chosen and chosen != _by_itself():
        if told != chosen:
            st.query_params[PARAMETER] = chosen
    elif told is not None:
        del st.query_params[PARAMETER]


def make(on_progress: Callable[[int, int, str], None]) -> None:
    """Makes the example where there is none, and shows it to this visitor. ReportError."""
    if not is_there():
        # They bring what writes Word files and workbooks, which no page needs.
        from reports.specimen import demo
        from reports.specimen.demo_log import begin_with_log

        begin_with_log(folder(), date.today())
        publish.load(folder(), demo.demo_sources(), cause="demo", on_progress=on_progress)
    st.session_state[_CHOICE] = EXAMPLE
