"""The filter bar as drawn: its controls, bound to the address, and the lists that they offer."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import wording
from dashboard.ask import ask
from dashboard.filters.choice import KEYS, NOTHING, Choice, office_labels

MOST_OFFICES = 800
"""More offices than this are not offered in one list: the browser would have to hold them all."""


@dataclass(frozen=True, slots=True)
class _Options:
    regions: dict[str, str]
    default_region: str
    wide: frozenset[str]


def _options() -> _Options:
    """Regions that have reports, the lowest with most reporting offices as the default. A name that several
    regions have gets the name of the region above before it."""
    frame = ask("region_list")
    rows = [row for row in frame.itertuples() if row.reported_office_count]
    names = {row.region_id: row.name for row in frame.itertuples()}
    counted = Counter(row.name for row in rows)
    # A level that holds one region with reports says no more than that region.
    children = Counter(row.parent_id for row in rows)
    regions = {
        row.region_id: row.name if counted[row.name] == 1 else f"{names.get(row.parent_id, '')}{row.name}"
        for row in rows
        if row.level == "district" or children[row.region_id] != 1
    }
    lowest = [row for row in rows if row.region_id in regions and row.level == "district"] or rows
    default = max(lowest, key=lambda row: row.reported_office_count).region_id if lowest else ""
    wide = frozenset(row.region_id for row in rows if row.reported_office_count > MOST_OFFICES)
    return _Options(regions, default, wide)


def region_labels() -> dict[str, str]:
    """What the filter bar shows for each region with reports, by region_id; for one that it does not offer, as it
    says no more than the single region below it, what it shows for that."""
    labels = dict(_options().regions)
    for row in ask("region_list").itertuples():
        if row.region_id in labels:
            for above in row.path:
                labels.setdefault(above, labels[row.region_id])
    return labels


def _years_and_kinds(region: str, is_wide: bool) -> tuple[list[int], int, list[str]]:
    """The years with reports, newest first, the one that a page opens with, and the office kinds of a region."""
    if is_wide:
        frame = ask("region_years", region_id=region)
        kinds = sorted(set(frame["kind"]) - {""})
        frame = frame[frame["kind"] == ""]
    else:
        frame, kinds = ask("years_available", region_id=region), []
    years = [int(y) for y in frame["year"]][::-1]
    return years, next((int(r.year) for r in frame.itertuples() if r.is_default), years[0]), kinds


def draw() -> Choice:
    """Draws the bar and gives what is chosen; in an empty store nothing is drawn and the years are 0."""
    options = _options()
    if not options.regions:
        return NOTHING
    ids = list(options.regions)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="filters"):
        region = st.selectbox(
            wording.FILTER_REGION,
            ids,
            index=ids.index(options.default_region),
            format_func=options.regions.__getitem__,
            key="region",
            bind="query-params",
            width=210,
        )
        is_wide = region in options.wide
        years, default_year, kinds = _years_and_kinds(region, is_wide)
        year = st.selectbox(
            wording.FILTER_YEAR,
            years,
            index=years.index(default_year),
            format_func=wording.year,
            key="year",
            bind="query-params",
            width=112,
        )
        earlier = [y for y in years[::-1] if y <= year]
        since = st.selectbox(
            wording.FILTER_SINCE,
            earlier,
            index=0,
            format_func=wording.year,
            key="since",
            bind="query-params",
            width=126,
        )
        offices = None
        if not is_wide:
            offices = ask("office_list", region_id=region)
            offices = offices[offices["report_count"] > 0]
            kinds = list(dict.fromkeys(offices["kind"]))
        kind = st.selectbox(
            wording.FILTER_KIND,
            ["", *kinds],
            index=0,
            format_func=wording.kind_label,
            key="kind",
            bind="query-params",
            width=126,
        )
        names: dict[str, str] = {}
        office_labels.set({})
        if offices is not None:
            names = _office_names(offices[offices["kind"] == kind] if kind else offices)
            office_labels.set(_office_names(offices))
        chosen = st.multiselect(
            wording.FILTER_OFFICES,
            list(names),
            format_func=names.__getitem__,
            key="office",
            bind="query-params",
            placeholder=wording.TOO_MANY_OFFICES if is_wide else wording.ALL_OFFICES,
            disabled=is_wide,
            select_all=False,
        )
        st.button(wording.RESET, on_click=_reset, icon=":material/restart_alt:", key="reset", width="content")
        st.html(
            Markup('<div class="gk gk-copy"><button type="button" data-copy-link>{}</button></div>').format(
                wording.COPY_LINK
            ),
            width="content",
        )
    return Choice(
        region,
        options.regions[region],
        year,
        since,
        kind or None,
        tuple(chosen),
        tuple(names[code] for code in chosen),
        bool(offices["is_fictional"].all()) if offices is not None and len(offices) else False,
        is_wide,
    )


def _office_names(offices: Any) -> dict[str, str]:
    """Code to name, with the region before a name that several of them have."""
    rows = list(zip(offices["office_code"], offices["office_name"], offices["region_name"], strict=True))
    counted = Counter(name for _code, name, _region in rows)
    return {code: name if counted[name] == 1 else f"{region}{name}" for code, name, region in rows}


def _reset() -> None:
    """Puts each filter back to what an address without filters shows, and the page's own controls that asked for it.
    They are bound to the address, which follows them: Streamlit lets nobody else write those parameters."""
    options = _options()
    region = options.default_region
    years, year, _kinds = _years_and_kinds(region, region in options.wide)
    for key, value in zip(KEYS, (region, year, years[-1], "", []), strict=True):
        st.session_state[key] = value
    for key, value in st.session_state.get("_put_back", {}).items():
        st.session_state[key] = value
