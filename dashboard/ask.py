"""Step 8, ask: the dashboard's only way to the store. One question, one answer, remembered a generation.

In comes the name of a question in queries/ and its parameters; out comes its answer as a DataFrame, which
belongs to all sessions that see the same: never change one in place. Who signed in asks within his scope, here and
nowhere else: of another office's rows he gets none, whatever he asks, and no original. A publish is noticed at the next run of a page, which then
reads the new generation; pages that are being drawn keep the old one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import example, visitor
from dashboard.held import hold
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
    "is_whole",
    "later",
    "original",
    "place",
    "reach",
    "searched",
    "sentence_of",
    "served_now",
    "stretches",
]

MOST_SCOPES = 80
"""So many people's scopes stay open at once; who comes back after others waits a moment."""


@dataclass(frozen=True, slots=True)
class _Served:
    """A generation within a scope: what is asked, and what the scope comes to (None: all of it)."""

    generation: store.Generation
    scope: store.Scope
    reach: store.Reach | None = None

    @property
    def place(self) -> str:
        """What tells answers of it from all others."""
        return f"{self.generation.path}|{self.scope}"


_EVERYTHING = store.Scope((store.EVERYTHING,))
_open: dict[Path, tuple[int | None, store.Generation, store.Views]] = {}
"""The generation that is open for each folder, with the number that was to be served when it was opened, and its views
for scopes."""
_within: dict[tuple[Path, store.Scope], _Served] = {}
"""The same within scopes, those used last at the end."""
_opening: dict[tuple[Path, store.Scope], threading.Lock] = {}
"""Held by whoever opens a generation within a scope: that takes a while, and only those of the same scope wait for it."""
_damaged: set[Path] = set()
"""Files of generations that turned out to be damaged."""
_lock = threading.Lock()
_of_this_run: ContextVar[_Served | None] = ContextVar("generation", default=None)


def folder() -> Path:
    """The folder of the store that this visitor looks at: the district's own, or the example's."""
    return example.folder() if example.is_shown() else store.default_store()


def current() -> store.Generation:
    """The generation that is served now, open, and from here on the one that this run of a page asks, within the scope
    of who signed in. StoreError when there is none, SignedOut."""
    _of_this_run.set(None)
    served = _found()
    _of_this_run.set(served)
    return served.generation


def _found() -> _Served:
    told = visitor.account()
    return _opened(folder(), _EVERYTHING if told is None or told.scope.is_everything else told.scope)


def _opened(here: Path, scope: store.Scope) -> _Served:
    with _lock:
        number = store.current_number(here)
        told, held, views = _open.get(here, (None, None, None))
        if held is None or views is None or number != told or held.path in _damaged:
            # The old one stays open for the runs that still read it; it closes with its last reference. Nobody else
            # asks for its answers again.
            held = store.open_current(here, _damaged)
            views = store.Views(held)
            _open[here] = number, held, views
            for key in [key for key in _within if key[0] == here]:
                del _within[key]
            for key in [key for key in _opening if key[0] == here]:
                del _opening[key]
            _answer.clear()
        if scope.is_everything:
            return _Served(held, scope)
        opening = _opening.setdefault((here, scope), threading.Lock())
    with opening:
        with _lock:
            served = _within.pop((here, scope), None)
            if served is not None and served.generation.path == held.path:
                _within[here, scope] = served
                return served
        generation, reach = store.open_within(views, scope)
        served = _Served(generation, scope, reach)
        with _lock:
            # What was published meanwhile is for the next run.
            if _open[here][1] is held:
                _within[here, scope] = served
            if len(_within) > MOST_SCOPES:
                del _within[next(iter(_within))]
        return served


def served_now() -> store.Generation:
    """The generation that is served now, whole, for whoever watches over the server and not for a page. StoreError when
    there is none."""
    return _opened(folder(), _EVERYTHING).generation


def is_published() -> bool:
    """Whether anything was ever published, be it readable or not."""
    return store.current_number(folder()) is not None


def forget() -> None:
    """Lets go of the generation of an earlier run: there is none now."""
    _of_this_run.set(None)


def _served() -> _Served:
    served = _of_this_run.get()
    if served is None:
        served = _found()
        if get_script_run_ctx(suppress_warning=True) is not None:
            _of_this_run.set(served)
    return served


def reach() -> store.Reach | None:
    """The offices and whole regions that this run sees; None where it sees all. Nobody's where there is no store."""
    if not visitor.with_people():
        return None
    try:
        return _served().reach
    except StoreError:
        return store.Reach(frozenset(), frozenset())


def is_whole(region_id: str | None) -> bool:
    """Whether all offices of a region (None: of all regions) are seen, so that it can be spoken of."""
    seen = reach()
    return seen is None or (region_id is not None and region_id in seen.regions)


def generation() -> int:
    """The number of the generation that this run asks, 0 when there is none yet."""
    try:
        return _served().generation.number
    except StoreError:
        return 0


def place() -> str:
    """What names the generation that this run asks and the scope in which it does: what is true of these alone can be
    remembered under this name."""
    return _served().place


def ask(question: str, **parameters: Any) -> pandas.DataFrame:
    """The answer to queries/<question>.sql; parameters that are not given are null. Shared: copy it before a
    change. Raises StoreError when there is no store, for an unknown question and for wrong parameters."""
    served = _served()
    frozen = tuple(sorted((name, tuple(v) if isinstance(v, list) else v) for name, v in parameters.items()))
    try:
        return _answer(served.place, served.generation.number, question, frozen)
    except StoreDamaged:
        # Half of a page must not be of another generation than the other half: it is drawn once more from the last
        # good one, with a sentence that says so.
        _damaged.add(served.generation.path)
        current()
        st.rerun()


@st.cache_resource(max_entries=1500, show_spinner=False)
def _answer(place: str, number: int, question: str, parameters: tuple[tuple[str, Hashable], ...]) -> pandas.DataFrame:
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    return questions.ask(_served().generation.cursor(), question, given)


def ask_anyway(question: str, **parameters: Any) -> pandas.DataFrame:
    """The answer to a question that needs no report; where there is no store that can be read, of data/reference
    alone."""
    try:
        _served()
    except StoreError:
        return questions.ask(store.bare().cursor(), question, parameters)
    return ask(question, **parameters)


def _raise_unseen(sha256: str) -> None:
    """StoreError where the report that an original belongs to is not seen by who asks."""
    served = _served()
    if served.reach is None:
        return
    row = served.generation.cursor().execute("select 1 from snapshot where sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise StoreError("这份原件不在您账户的范围内；需要调整范围时请与管理员联系。")


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
    """The bytes of an original; StoreError when the store has lost it, or who asks does not see its report."""
    _raise_unseen(sha256)
    return capture.original(folder(), sha256)


def document(sha256: str, file_name: str) -> Document:
    """An original as its reader reads it; ReportError when it is lost or cannot be read any more, or who asks does not
    see its report."""
    _raise_unseen(sha256)
    return apart.document(folder(), sha256, file_name)


def later(work: Callable[..., bytes], *given: Any) -> Callable[[], bytes]:
    """What a download button builds on its click, after the run that drew it: as in that run, from the same generation
    within the same scope, and for the same person, to whom alone the server then hands the bytes."""
    as_now = copy_context()
    as_now.run(_hold_generation)
    name = visitor.visitor() or ""

    def built() -> bytes:
        data = as_now.copy().run(work, *given)
        hold(name, data)
        return data

    return built


def _hold_generation() -> None:
    if _of_this_run.get() is None and is_published():
        current()
