"""What a page takes from its address by itself, beside the filter bar; what is on no list ends it with a sentence.

A page raises NotListed, or has one of these functions raise it, before it draws anything: the frame then says what
the address asks for and that there is none, and offers the address without it. Nobody else is shown in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard import wording
from dashboard.filters.address import PROFILE
from dashboard.filters.bar import remembered_offices
from dashboard.filters.choice import office_labels

_VALID = "_valid"
"""Where a session keeps the values that were on their list: a list may change under one by a change of the filters,
and the control then goes back to its default by itself, without a word that nobody would understand."""

_MOST_DIGITS = 10


class NotListed(Exception):
    """What the address asks for is not there: the word for what it is, and the value as the address has it; or, with
    `sentence`, what is to be said of it."""

    def __init__(self, label: str, value: str, sentence: str = "") -> None:
        super().__init__(label, value)
        self.sentence = sentence or wording.not_listed(label, value)


def known(label: str, key: str, options: Iterable[Any], words: Callable[[Any], str] = str) -> None:
    """Raises NotListed when the address has a value for a control of the page that is none of its options; `words`
    is the control's format_func. To be called before the control is drawn."""
    told = [value for value in st.query_params.get_all(key) if value]
    if not told:
        return
    offered = {words(option) for option in options}
    valid = st.session_state.setdefault(_VALID, set())
    for value in told:
        if value in offered:
            valid.add((key, value))
        elif (key, value) not in valid:
            raise NotListed(label, value)


def one_of(label: str, options: Sequence[str], key: str, default: str, **drawn: Any) -> str:
    """Draws a control that has one of the options chosen, as the address says; an address that names none, even with
    an empty value, gets the default. NotListed for another."""
    known(label, key, options)
    chosen = st.segmented_control(label, options, default=default, required=True, key=key, bind="query-params", **drawn)
    return chosen or default


def one_or_every(label: str, options: Sequence[str], key: str, every: str, width: int) -> str:
    """Draws a list of which one option is chosen, as the address says, or none, told as `every`; the option, '' for
    none. `width` in pixels. NotListed for another in the address."""
    known(label, key, options)
    return st.selectbox(
        label, ["", *options], format_func=lambda name: name or every, key=key, bind="query-params", width=width
    )


def whole_number(name: str) -> int | None:
    """The parameter `name` of the address as a number that one of ours may have; None where it is none. Python itself
    raises over 4,300 digits."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def office_names() -> dict[str, str]:
    """The offices that 单位画像 offers, code to name, in the order of the roster."""
    return dict(office_labels.get())


def page_office() -> str:
    """The code of the office that the address names for 单位画像; without one the first that the filter bar narrows
    to, else the first of all, which the address then names; '' where there is no office. NotListed for another."""
    labels = office_labels.get()
    told = st.query_params.get(PROFILE, "")
    if told:
        code = told if told in labels else next((code for code, label in labels.items() if label == told), None)
        if code is None:
            raise NotListed(wording.FILTER_OFFICES, told)
        return code
    if not labels:
        return ""
    narrowed = [code for code, label in labels.items() if label in remembered_offices()]
    code = next(iter(narrowed or labels))
    st.query_params[PROFILE] = labels[code]
    return code


def show_office(key: str, names: Mapping[str, str]) -> None:
    """Puts the office that the control `key` of 单位画像 shows into the address; `names` as office_names gave them."""
    st.query_params[PROFILE] = names[st.session_state[key]]
