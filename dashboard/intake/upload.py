"""Uploaded files: held for their session, read with progress, and each refusal in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import access, tables, wording
from reports import errors

held = st.session_state


def message(text: str, following: str = "") -> None:
    """A sentence with its next step."""
    below = Markup("<p>{}</p>").format(following) if following else ""
    tables.put(Markup('<div class="gk gk-message" role="status"><p><b>{}</b></p>{}</div>').format(text, below))


def round_of(task: str) -> int:
    """How often the files of a task were cleared: each time its uploader is a new one."""
    return int(held.get(f"round-{task}", 0))


def clear(task: str) -> None:
    """Forgets the files of a task and what was decided about them."""
    held[f"round-{task}"] = round_of(task) + 1
    forget_decisions("drafts-", "decide-")


def forget_decisions(*beginnings: str) -> None:
    """Lets widgets whose keys begin so begin anew, with what is kept."""
    for key in [key for key in held if str(key).startswith(beginnings)]:
        del held[key]


def uploaded(task: str, label: str, many: bool = True) -> list[Any]:
    """The files chosen. What was chosen before and no longer is, here or for another task, is let go of: Streamlit
    keeps it until the session ends."""
    files = st.file_uploader(label, accept_multiple_files=many, key=f"files-{task}-{round_of(task)}")
    chosen = (files if isinstance(files, list) else [files]) if files else []
    names = {file.file_id for file in chosen}
    run = get_script_run_ctx()
    for gone in set(held.get("uploaded-files", ())) - names:
        if run is not None:
            run.uploaded_file_mgr.remove_file(run.session_id, gone)  # type: ignore[attr-defined]
        for kept in (held.get(f"drafts-{name}", {}) for name in wording.TASKS):
            kept.pop(gone, None)
    held["uploaded-files"] = names
    return chosen


def read_all(task: str, files: list[Any], read: Callable[[bytes, str], Any]) -> list[Any]:
    """What was read of each file; each is read once, with progress."""
    kept: dict[str, Any] = held.setdefault(f"drafts-{task}", {})
    fresh = [file for file in files if file.file_id not in kept]
    if fresh:
        bar = st.progress(0.0)
        for number, file in enumerate(fresh, 1):
            bar.progress(number / len(fresh), wording.reading_progress(number, len(fresh), file.name))
            try:
                kept[file.file_id] = read(file.getvalue(), file.name)
            except errors.ReportError as error:
                kept[file.file_id] = error
        bar.empty()
    return [(file, kept[file.file_id]) for file in files]


def sign() -> str:
    """Who decides, for the journal: the visitor whom the proxy names, else who writes himself there."""
    if name := access.visitor():
        tables.put(tables.line(wording.signed_as(name)))
        return name
    return st.text_input(wording.WHO, key="who", placeholder=wording.WHO_HINT, width=220).strip()
