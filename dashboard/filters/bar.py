"""The filter bar as drawn: its controls show what the address says, and a change of one is written there.

The address is the only place that holds the filters. The controls are not bound to it by Streamlit, which leaves
defaults out, takes what is on no list for the default without a word and drops what a page does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import wording
from dashboard.filters.address import (
    KEYS,
    OWN_SUBJECT,
    PROFILE,
    Unknown,
    Wanted,
    fitted,
    newest,
    query,
    read,
    written,
    year_of,
)
from dashboard.filters.choice import NOTHING, Choice, office_labels
from dashboard.filters.lists import Regions, Scope, home, regions, scope

DRAWN = {
    "office": ("region", "year", "since"),
    "assessment": ("region", "year", "kind", "office"),
    "report": ("region",),
    "indicators": (),
    "import": (),
    "roster": (),
    "meeting": (),
    "follow-up": ("region", "kind", "office"),
    "activity": ("region", "kind", "office"),
}
"""The controls of the bar on pages that have no use for all of them: what such a page picks itself, and what
narrows nothing on it, is not offered twice."""
READ = DRAWN | {"meeting": KEYS, "indicators": ("region", "year")}
"""The filters that such a page looks at; the others rest in the address for the pages after it."""
MOST_CHIPS = 8
"""More offices than this are taken away together; the bar takes them away one by one."""
_MEMORY = "_filters"
"""Where a session keeps the parameters of its last choice: Streamlit's menu leads to addresses without any."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the bar gives a page: the choice, the parameters that tell it, and what of the address is on no list;
    with something `missing` there is nothing to show a page on, with something `ignored` there is a page."""

    choice: Choice = NOTHING
    told: dict[str, list[str]] = field(default_factory=dict)
    missing: list[Unknown] = field(default_factory=list)
    ignored: list[Unknown] = field(default_factory=list)
    region_name: str = ""

    def sentence(self) -> str:
        """What of the address is missing, in words; of a year that there might be, that it is not here yet."""
        item = self.missing[0]
        year = year_of(item.value) if item.key == "year" else None
        if year is not None:
            return wording.year_not_collected(self.region_name, year)
        return wording.not_listed(wording.FILTER_LABELS[item.key], item.value)


def draw(path: str) -> Drawn:
    """Draws the bar of a page; in an empty store nothing is drawn and the years are 0."""
    offered = regions()
    office_labels.set({})
    if not offered.labels or path in ("import", "roster"):
        return Drawn()
    scope_of = cache(lambda region: scope(region, region in offered.wide))
    wanted, unknown = read(_given(path), offered, scope_of, home)
    here = scope_of(wanted.region or offered.default)
    office_labels.set(here.labels())
    used = READ.get(path, KEYS)
    unknown = [item for item in unknown if item.key in used]
    missing = [item for item in unknown if item.key in {"region", "year", "kind"} or _is_nobody(item, wanted)]
    told: dict[str, list[str]] = {}
    if not missing:
        wanted = fitted(wanted, here)
        told = written(wanted, offered, here)
        st.session_state[_MEMORY] = told
        _complete(told, path)
    name = offered.labels.get(wanted.region or "", "")
    if path in DRAWN and not DRAWN[path]:
        return Drawn(_choice(wanted, offered, here, used), told, missing, region_name=name)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        _controls(path, wanted, offered, here)
        st.html(_buttons(path, wanted, offered, scope_of), width="content")
    with st.container(key="narrowed"):
        if chips := _chips(path, wanted, here, told, used):
            st.html(chips)
    ignored = [item for item in unknown if item not in missing]
    return Drawn(_choice(wanted, offered, here, used), told, missing, ignored, name)


def _is_nobody(item: Unknown, wanted: Wanted) -> bool:
    """Whether no office at all is left of those that the address names."""
    return item.key == "office" and not wanted.offices


def _given(path: str) -> dict[str, list[str]]:
    """The filters of the address, or those of the choice before where it has none. The first address of a visit to
    单位画像 may still name its office as a filter."""
    given = {key: values for key in KEYS if any(values := st.query_params.get_all(key))}
    remembered = st.session_state.get(_MEMORY)
    if path == "office":
        if remembered is None and PROFILE not in st.query_params and "office" in given:
            st.query_params[PROFILE] = given["office"][0]
            del st.query_params["office"]
            given.pop("office")
        given[PROFILE] = st.query_params.get_all(PROFILE)
    return {**remembered, **given} if remembered and not {"region", "year"} & given.keys() else given


def _complete(told: dict[str, list[str]], path: str) -> None:
    """Writes region and year into an address that lacks one, and what else was remembered: the link of the page then
    says the same after the next import."""
    lacking = {key: values for key, values in told.items() if not any(st.query_params.get_all(key))}
    if {"region", "year"} & lacking.keys():
        st.query_params.update(lacking)


def _choice(wanted: Wanted, offered: Regions, here: Scope, used: Sequence[str]) -> Choice:
    """The choice as a page has it; what the page has no use for narrows nothing."""
    if wanted.region is None or wanted.year is None:
        return NOTHING
    offices = wanted.offices if "office" in used else ()
    labels = here.labels()
    return Choice(
        wanted.region,
        offered.labels[wanted.region],
        wanted.year,
        wanted.since or min(here.years),
        (wanted.kind or None) if "kind" in used else None,
        offices,
        tuple(labels[code] for code in offices),
        here.is_fictional,
        here.is_wide,
    )


def _controls(path: str, wanted: Wanted, offered: Regions, here: Scope) -> None:
    """The controls that a page has use for."""
    drawn = DRAWN.get(path, KEYS)
    earlier = [year for year in here.years[::-1] if wanted.year is None or year <= wanted.year]
    labels = here.labels(wanted.kind)
    choices: dict[str, tuple[str, Sequence[Any], Callable[[Any], str], Any, int]] = {
        "region": (wording.FILTER_REGION, list(offered.labels), offered.labels.__getitem__, wanted.region, 210),
        "year": (wording.FILTER_YEAR, here.years, wording.year, wanted.year, 112),
        "since": (wording.FILTER_SINCE, earlier, wording.year, wanted.since or min(here.years), 126),
        "kind": (wording.FILTER_KIND, ["", *here.kinds], wording.kind_label, wanted.kind, 126),
    }
    for key, (label, options, words, value, width) in choices.items():
        if key in drawn:
            _show(key, value)
            st.selectbox(
                label,
                options,
                format_func=words,
                key=key,
                on_change=_moved,
                args=(path,),
                placeholder=wording.PLEASE_CHOOSE,
                width=width,
            )
    if "office" in drawn:
        _show("office", list(wanted.offices))
        st.multiselect(
            wording.FILTER_OFFICES,
            list(labels),
            format_func=labels.__getitem__,
            key="office",
            on_change=_moved,
            args=(path,),
            placeholder=wording.TOO_MANY_OFFICES if here.is_wide else wording.ALL_OFFICES,
            disabled=here.is_wide,
            select_all=False,
        )


def _show(key: str, value: Any) -> None:
    """Lets a control show a value."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def _moved(path: str) -> None:
    """Writes into the address what the controls show after a change; of a new region's page only what there is."""
    offered = regions()
    before, _unknown = read(_given(path), offered, lambda region: scope(region, region in offered.wide), home)
    shown = {key: st.session_state[key] for key in DRAWN.get(path, KEYS) if st.session_state.get(key) is not None} | {
        "region": st.session_state.get("region") or before.region or offered.default
    }
    here = scope(shown["region"], shown["region"] in offered.wide)
    wanted = Wanted(
        shown["region"],
        shown.get("year", before.year),
        shown.get("since", before.since),
        shown.get("kind", before.kind),
        tuple(shown.get("office", before.offices)),
    )
    told = written(fitted(wanted, here), offered, here)
    gone = [key for key in KEYS if key not in told]
    if wanted.region != before.region:
        gone += OWN_SUBJECT
    st.query_params.update(told)
    for key in gone:
        if key in st.query_params:
            del st.query_params[key]


_UNFOLD = Markup(
    '<button type="button" data-more aria-expanded="false">'
    '<span class="more">{}</span><span class="less">{}</span></button>'
)


def _buttons(path: str, wanted: Wanted, offered: Regions, scope_of: Callable[[str], Scope]) -> Markup:
    """What takes the filters away, copies the address and, on a phone, unfolds the bar."""
    kept = {} if wanted.region != offered.default and path == "office" else _subject()
    return Markup(
        '<div class="gk gk-buttons">{}'
        '<a data-go class="gk-reset" href="./{}{}">{}</a>'
        '<button type="button" data-copy-link>{}</button></div>'
    ).format(
        _UNFOLD.format(wording.MORE_FILTERS, wording.LESS_FILTERS) if "kind" in DRAWN.get(path, KEYS) else "",
        path,
        query(opened(offered, scope_of(offered.default)) | kept),
        wording.RESET,
        wording.COPY_LINK,
    )


def opened(offered: Regions, its_scope: Scope) -> dict[str, list[str]]:
    """The parameters of an address without filters: the region and the year that a page opens with."""
    return written(Wanted(offered.default, newest(its_scope)), offered, its_scope)


def without_filters(path: str) -> str:
    """The address of a page without any filter."""
    offered = regions()
    if not offered.labels:
        return f"./{path}"
    return f"./{path}{query(opened(offered, scope(offered.default, offered.default in offered.wide)))}"


def _subject() -> dict[str, list[str]]:
    """What the address says that the page is about."""
    return {key: st.query_params.get_all(key) for key in OWN_SUBJECT if key in st.query_params}


def _chips(path: str, wanted: Wanted, here: Scope, told: dict[str, list[str]], used: Sequence[str]) -> Markup:
    """What narrows the page, each as a link to the same page without it."""
    labels = here.labels()
    narrowing: list[tuple[str, str, list[str]]] = []
    if wanted.since:
        narrowing.append((wording.since_only(wanted.since), "since", []))
    if wanted.kind:
        narrowing.append((wording.only(wanted.kind), "kind", []))
    if len(wanted.offices) > MOST_CHIPS:
        narrowing.append((wording.only_some(len(wanted.offices)), "office", []))
    for code in wanted.offices if len(wanted.offices) <= MOST_CHIPS else ():
        others = [labels[other] for other in wanted.offices if other != code]
        narrowing.append((wording.only(labels[code]), "office", others))
    every = {key: st.query_params.get_all(key) for key in st.query_params} | told
    pieces = [
        Markup(
            '<a data-go class="gk-chip" href="./{}{}" aria-label="{}">{}<span aria-hidden="true">×</span></a>'
        ).format(path, query(every | {key: rest}), wording.take_away(words), words)
        for words, key, rest in narrowing
        if key in used
    ]
    if not pieces or not told:
        return Markup("")
    return Markup('<div class="gk gk-chips">{}</div>').format(Markup("").join(pieces))


def remembered_offices() -> list[str]:
    """What the filter bar shows for the offices that pages are narrowed to, also while it does not show them."""
    told: dict[str, list[str]] = st.session_state.get(_MEMORY, {})
    return told.get("office", [])
