"""The filter bar: region, year, first year, office kind, offices; the same on every page and in the address.

In comes what the address and the controls say; out comes a Choice. The bar is drawn by frame/shell.py before the
page runs, so its parameters outlive a change of page. A parameter that stands at its default leaves the
address. It asks the store only for the lists it offers.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from dashboard import wording
from dashboard.ask import ask, generation

MOST_OFFICES = 800
"""More offices than this are not offered in one list: the browser would have to hold them all."""
KEYS = ("region", "year", "since", "kind", "office")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at. `region_id` None is every region; `kind` None every kind; `office_codes` empty every
    office; `year` the year looked at and `since` the first year of trends; both 0 in an empty store. `is_wide`: the
    region has more offices than can be listed."""

    region_id: str | None
    region_name: str
    year: int
    since: int
    kind: str | None
    office_codes: tuple[str, ...]
    office_names: tuple[str, ...]
    is_fictional: bool
    is_wide: bool = False

    def parameters(self, *, offices: bool = True) -> dict[str, Any]:
        """region_id, kind and office_codes as the questions take them."""
        given: dict[str, Any] = {"region_id": self.region_id, "kind": self.kind}
        if offices:
            given["office_codes"] = list(self.office_codes) or None
        return given

    @property
    def years(self) -> list[int]:
        """The years of trends, first to last."""
        return list(range(self.since, self.year + 1))

    def words(self) -> str:
        """The filters in words, for notes and downloads."""
        parts = [self.region_name, wording.kind_label(self.kind or "")]
        parts.append("、".join(self.office_names) if self.office_names else wording.ALL_OFFICES)
        parts.append(wording.years(self.since, self.year))
        return "；".join(parts)


NOTHING = Choice(None, "", 0, 0, None, (), (), False)
"""The choice where there is no report, or the page has no filters."""


def keep(choice: Choice) -> None:
    """Hands the choice, and the filters as they stand in the address, to the page that runs next."""
    st.session_state["_choice"] = choice
    _address.set({key: _written(key, st.query_params.get_all(key)) for key in KEYS if key in st.query_params})


def _written(name: str, values: list[str]) -> str:
    """A parameter as an address has it."""
    return urlencode([(name, value) for value in values])


_address: ContextVar[Mapping[str, str]] = ContextVar("address", default=MappingProxyType({}))
"""The filters of the address as it has them, written once a run: a page has a thousand links."""
_labels: ContextVar[Mapping[str, str]] = ContextVar("labels", default=MappingProxyType({}))
"""What the filter bar shows for the code of an office, once a run."""


def current() -> Choice:
    """What the page that runs now looks at."""
    choice: Choice = st.session_state.get("_choice", NOTHING)
    return choice


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
        _labels.set({})
        if offices is not None:
            names = _office_names(offices[offices["kind"] == kind] if kind else offices)
            _labels.set(_office_names(offices))
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
            f'<div class="gk gk-copy"><button type="button" data-copy-link>{wording.COPY_LINK}</button></div>',
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
    """Puts each filter back to what an address without filters shows. The controls are bound to the address, which
    follows them: Streamlit lets nobody else write those parameters."""
    options = _options()
    region = options.default_region
    years, year, _kinds = _years_and_kinds(region, region in options.wide)
    for key, value in zip(KEYS, (region, year, years[-1], "", []), strict=True):
        st.session_state[key] = value


# --- what pages say and link to ---------------------------------------------------------------------------


def link(page: str, **parameters: Any) -> str:
    """The address of a page with the filters that stand in the address now and `parameters` over them; a
    parameter None leaves it; `office` is an office's code. It works as a plain link, and in our pages without a
    reload (data-go)."""
    parts = [written for name, written in _address.get().items() if name not in parameters]
    for name, value in parameters.items():
        if isinstance(value, int):
            parts.append(f"{name}={value}")
        elif value is not None:
            values = [str(v) for v in value] if isinstance(value, (list, tuple)) else [str(value)]
            # The filter bar reads an office by what it shows, not by its code.
            labels = _labels.get()
            parts.append(_written(name, [labels.get(v, v) for v in values] if name == "office" else values))
    query = "&".join(part for part in parts if part)
    return f"./{page}" + (f"?{query}" if query else "")


def anchor(page: str, text: str, css: str = "", label: str = "", **parameters: Any) -> str:
    """A link to a page of ours as HTML; `label` is read out in place of the text."""
    spoken = f' aria-label="{escape(label)}"' if label else ""
    return f'<a data-go class="{css}" href="{escape(link(page, **parameters))}"{spoken}>{escape(text)}</a>'


def sentence_link(report_id: object, fact_no: object, text: str, css: str = "gk-number", label: str = "") -> str:
    """A number as a link to its sentence or cell in the original; the plain text when there is none."""
    report, fact = wording.figure(report_id), wording.figure(fact_no)
    if report is None:
        return f'<span class="{css}">{escape(text)}</span>'
    parameters = {"report": int(report), **({"fact": int(fact)} if fact is not None else {})}
    return anchor("report", text, css, label, **parameters)


def problem_link(report_id: object, problem_no: object, text: str, css: str = "", label: str = "") -> str:
    """A link to a problem told in section 五 of a report, which opens there."""
    report, problem = wording.figure(report_id), wording.figure(problem_no)
    if report is None or problem is None:
        return sentence_link(report_id, None, text, css, label)
    return anchor("report", text, css, label, report=int(report), problem=int(problem))


def place_link(report_id: object, fact_no: object) -> str:
    """The address of a number's sentence or cell, for points of charts; '' when there is none."""
    report, fact = wording.figure(report_id), wording.figure(fact_no)
    if report is None:
        return ""
    return link("report", report=int(report), **({"fact": int(fact)} if fact is not None else {}))


def head(text: str, note: str = "") -> None:
    """The page's first line: the sentence that the data say. It stands above the filter bar."""
    below = f'<p class="gk-note">{escape(note)}</p>' if note else ""
    if (looked_at := current()).year:
        below += f'<p class="gk-note gk-printed">{wording.NOTE_FILTERS}：{escape(looked_at.words())}</p>'
    place = st.session_state.get("_head_place")
    target = place if place is not None else st
    target.html(f'<div class="gk gk-head"><h1>{escape(text)}</h1>{below}</div>')


def fingerprint(page: str, *state: Any) -> None:
    """The page's last line: a hidden mark that changes with what the page shows, for tests."""
    words = "|".join([page, str(generation()), *(str(part) for part in state)])
    mark = hashlib.sha256(words.encode()).hexdigest()[:16]
    st.html(f'<span data-testid="fp" data-fp="{mark}" data-page="{page}" hidden></span>')


def notes(choice: Choice, indicator: str, unit: str, reports: int) -> Sequence[tuple[str, str]]:
    """The notes sheet of a download."""
    return [
        (wording.NOTE_INDICATOR, indicator),
        (wording.NOTE_UNIT, unit),
        (wording.NOTE_FILTERS, choice.words()),
        (wording.NOTE_REPORTS, f"{reports}"),
        (wording.NOTE_GENERATION, f"{generation()}"),
        (wording.NOTE_GAPS, wording.NOTE_GAPS_TEXT),
    ]
