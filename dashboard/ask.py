"""Step 8, ask: the dashboard's only way to the store. One question, one answer, remembered a generation.

In comes the name of a question in queries/ and its parameters; out comes its answer as a DataFrame, which
belongs to all sessions: never change one in place. A publish is noticed at the next run of a page, which then
reads the new generation; pages that are being drawn keep the old one.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import example
from reports import apart, capture, store
from reports import ask as questions
from reports.ask import Attempt, stretches
from reports.errors import ReportError, StoreDamaged, StoreError

if TYPE_CHECKING:
    import pandas

    from reports.model import Document

__all__ = [
    "Attempt",
    "ReportError",
    "StoreError",
    "ask",
    "ask_anyway",
    "current",
    "document",
    "folder",
    "forget",
    "generation",
    "is_published",
    "original",
    "place",
    "searched",
    "sentence_of",
    "stretches",
]

_open: dict[Path, tuple[int | None, store.Generation]] = {}
"""The generation that is open for each folder, with the number that was to be served when it was opened."""
_damaged: set[Path] = set()
"""Files of generations that turned out to be damaged."""
_lock = threading.Lock()
_of_this_run: ContextVar[store.Generation | None] = ContextVar("generation", default=None)


def folder() -> Path:
    """The folder of the store that this visitor looks at: the district's own, or the example's."""
    return example.folder() if example.is_shown() else store.default_store()


def current() -> store.Generation:
    """The generation that is served now, open, and from here on the one that this run of a page asks. StoreError
    when there is none."""
    here = folder()
    with _lock:
        number = store.current_number(here)
        told, held = _open.get(here, (None, None))
        if held is None or number != told or held.path in _damaged:
            # The old one stays open for the runs that still read it; it closes with its last reference. Nobody else
            # asks for its answers again.
            held = store.open_current(here, _damaged)
            _open[here] = number, held
            _answer.clear()
    _of_this_run.set(held)
    return held


def is_published() -> bool:
    """Whether anything was ever published, be it readable or not."""
    return store.current_number(folder()) is not None


def forget() -> None:
    """Lets go of the generation of an earlier run: there is none now."""
    _of_this_run.set(None)


def _served() -> store.Generation:
    return _of_this_run.get() or current()


def generation() -> int:
    """The number of the generation that this run asks, 0 when there is none yet."""
    try:
        return _served().number
    except StoreError:
        return 0


def place() -> str:
    """The file of the generation that this run asks: what is true of it alone can be remembered under this name."""
    return str(_served().path)


def ask(question: str, **parameters: Any) -> pandas.DataFrame:
    """The answer to queries/<question>.sql; parameters that are not given are null. Shared: copy it before a
    change. Raises StoreError when there is no store, for an unknown question and for wrong parameters."""
    served = _served()
    frozen = tuple(sorted((name, tuple(v) if isinstance(v, list) else v) for name, v in parameters.items()))
    try:
        return _answer(str(served.path), served.number, question, frozen)
    except StoreDamaged:
        # Half of a page must not be of another generation than the other half: it is drawn once more from the last
        # good one, with a sentence that says so.
        _damaged.add(served.path)
        current()
        st.rerun()


@st.cache_resource(max_entries=600, show_spinner=False)
def _answer(path: str, number: int, question: str, parameters: tuple[tuple[str, Hashable], ...]) -> pandas.DataFrame:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return questions.ask(_served().cursor(), question, given)


def ask_anyway(question: str, **parameters: Any) -> pandas.DataFrame:
    """The answer to a question that needs no report; where there is no store that can be read, of data/reference
    alone."""
    try:
        _served()
    except StoreError:
        return questions.ask(store.bare().cursor(), question, parameters)
    return ask(question, **parameters)


def searched(typed: str, **parameters: Any) -> tuple[Attempt | None, pandas.DataFrame | None]:
    """The sentences that hold what somebody typed, and what was looked for in the end (reports.ask.searched)."""
    return questions.searched(ask, typed, **parameters)


def sentence_of(report_id: int, sentence_id: str) -> str:
    """The sentence of a report that sentence_search calls so; '' where there is none."""
    for section in ask("report_sections", report_id=report_id).itertuples():
        for sentence in questions.sentences(section.body):
            if questions.sentence_id(sentence) == sentence_id:
                return sentence
    return ""


def original(sha256: str) -> bytes:
    """The bytes of an original; StoreError when the store has lost it."""
    return capture.original(folder(), sha256)


def document(sha256: str, file_name: str) -> Document:
    """An original as its reader reads it; ReportError when it is lost or cannot be read any more."""
    return apart.document(folder(), sha256, file_name)
