"""What somebody types into a form while others change what it is about: it stays, and is never saved unasked over
theirs.

A form is begun over values as they are stored then. When the stored ones change meanwhile, a field that nobody touched
follows them; what was typed stays, and the page says who changed what before it can be saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from dashboard import wording
from dashboard.intake.upload import held


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its name: how often it was begun anew, the values and the version of them over which it was begun, the
    values and the version that are stored now, and whether others changed something that differs from what was typed."""

    name: str
    turn: int
    begun: Mapping[str, Any]
    since: Any
    now: Mapping[str, Any]
    version: Any
    is_overtaken: bool = False

    def key(self, field: str) -> str:
        """The key of a field's widget."""
        return f"typed-{self.name}-{self.turn}-{field}"

    def changes(self) -> list[tuple[str, Any, Any]]:
        """What others changed since it was begun: field, before, after."""
        pairs = ((field, self.begun.get(field), value) for field, value in self.now.items())
        return [(field, before, after) for field, before, after in pairs if before != after]


def form(name: str, version: Any, now: Mapping[str, Any]) -> Form:
    """The form of this name, over the values that are stored `now`, its fields filled in: each is a widget of
    `Form.key`, made without a value of its own."""
    kept: Form = held.setdefault(f"form-{name}", Form(name, 0, now, version, now, version))
    typed = {
        field
        for field, value in kept.now.items()
        if field in now and held.get(kept.key(field), value) not in (value, now[field])
    }
    if not typed and (kept.now != now or kept.is_overtaken):
        kept = Form(name, kept.turn + 1, now, version, now, version)
    elif kept.now != now:
        for field in now.keys() - typed:
            held[kept.key(field)] = now[field]
        kept = replace(kept, now=now, version=version, is_overtaken=True)
    held[f"form-{name}"] = kept
    for field, value in now.items():
        held.setdefault(kept.key(field), value)
    return kept


def begin_anew(of: Form) -> None:
    """Lets go of what was typed: the form is filled in again with what is stored."""
    held[f"form-{of.name}"] = replace(of, turn=of.turn + 1, now={}, is_overtaken=False)


def is_saved(of: Form, words: str, told: str = "", button: Callable[..., bool] = st.button, **options: Any) -> bool:
    """The button that saves, and whether it was pressed. Where others changed something meanwhile, it is another one
    below what is `told` of that, so that a press meant for the first one does nothing; beside it one that discards."""
    if not of.is_overtaken:
        return button(words, key=of.key("save"), **options)
    st.warning(wording.plain(told))
    with st.container(horizontal=True, gap="small"):
        is_over = button(wording.SAVE_OVER, type="primary", key=of.key(f"over-{of.version}"))
        if button(wording.DISCARD_TYPED, key=of.key(f"discard-{of.version}")):
            begin_anew(of)
            st.rerun()
    return is_over
