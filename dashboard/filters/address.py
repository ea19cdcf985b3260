"""The filters as an address tells them: read against what there is, and written so that a link says the same later.

In come the parameters of an address; out come what they choose and what in them is on no list. Pure functions: they
ask nothing and draw nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from dashboard.filters.lists import Regions, Scope

KEYS = ("region", "year", "since", "kind", "office")
"""The parameters of the filter bar, in the order of its controls."""
PROFILE = "profile"
"""The parameter of the office that 单位画像 shows: the page's own, no filter."""
OWN_SUBJECT = (PROFILE, "report", "of", "fact", "problem", "sentence", "item", "finding")
"""Parameters that say what a page is about: another region has others."""

Given = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is chosen. None: nothing that there is was chosen; `since` None is the first year, `kind` '' every kind,
    `offices` codes, none for every office."""

    region: str | None
    year: int | None
    since: int | None = None
    kind: str | None = ""
    offices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value of the address that is on no list: of which parameter, and as the address has it."""

    key: str
    value: str


def read(
    given: Given, regions: Regions, scope_of: Callable[[str], Scope], home: Callable[[str], str | None]
) -> tuple[Wanted, list[Unknown]]:
    """What an address chooses, and what of it is on no list. What it leaves out is the default; of a parameter that it
    repeats the last counts, but of offices all. An office without a region brings its own region along."""
    unknown: list[Unknown] = []
    named = _last(given, "region")
    offices = list(dict.fromkeys(value for value in given.get("office", []) if value))
    region: str | None = regions.spelled.get(named) if named else regions.default
    if named and region is None:
        unknown.append(Unknown("region", named))
    elif not named and (about := offices or given.get(PROFILE)) and not _has(scope_of(regions.default), about[0]):
        its_own = home(about[0])
        region = regions.spelled.get(its_own, regions.default) if its_own else regions.default
    if region is None:
        return Wanted(None, None), unknown
    scope = scope_of(region)
    year: int | None = newest(scope)
    if told := _last(given, "year"):
        year = year_of(told)
        if year not in scope.years:
            unknown.append(Unknown("year", told))
            year = None
    since = None
    if told := _last(given, "since"):
        since = year_of(told)
        if since not in scope.years:
            unknown.append(Unknown("since", told))
            since = None
    kind: str | None = _last(given, "kind")
    if kind and kind not in scope.kinds:
        unknown.append(Unknown("kind", kind))
        kind = None
    codes = _office_codes(scope, kind)
    for office in offices:
        if office not in codes:
            unknown.append(Unknown("office", office))
    chosen = tuple(dict.fromkeys(codes[office] for office in offices if office in codes))
    return settled(Wanted(region, year, since, kind, chosen), scope), unknown


def newest(scope: Scope) -> int:
    """The year that a page opens with: the newest with reports that is not yet to come, where there is such a one."""
    return next((year for year in scope.years if year <= date.today().year), scope.years[-1])


def settled(wanted: Wanted, scope: Scope) -> Wanted:
    """The same without a first year that says nothing, being the first of all or none that comes before the year."""
    years = [year for year in scope.years if wanted.year is None or year <= wanted.year]
    is_narrow = wanted.since in years and wanted.since != scope.years[-1]
    return wanted if is_narrow else replace(wanted, since=None)


def fitted(wanted: Wanted, scope: Scope) -> Wanted:
    """What of a choice made by hand there is in the region chosen last: the rest becomes the default."""
    year = wanted.year if wanted.year in scope.years else newest(scope)
    kind = wanted.kind if wanted.kind in scope.kinds else ""
    codes = scope.labels(kind)
    offices = tuple(code for code in wanted.offices if code in codes)
    return settled(Wanted(wanted.region, year, wanted.since, kind, offices), scope)


def written(wanted: Wanted, regions: Regions, scope: Scope) -> dict[str, list[str]]:
    """The parameters that tell a choice: region and year always, what narrows where it does."""
    labels = scope.labels()
    values = {
        "region": [regions.labels[wanted.region]] if wanted.region else [],
        "year": [f"{wanted.year}"] if wanted.year else [],
        "since": [f"{wanted.since}"] if wanted.since else [],
        "kind": [wanted.kind] if wanted.kind else [],
        "office": [labels[code] for code in wanted.offices],
    }
    return {key: value for key, value in values.items() if value}


def query(parameters: Given) -> str:
    """Parameters as an address has them, with the mark before them; '' for none."""
    text = "&".join(written_parameter(name, values) for name, values in parameters.items() if values)
    return f"?{text}" if text else ""


def written_parameter(name: str, values: list[str]) -> str:
    """A parameter as an address has it."""
    return urlencode([(name, value) for value in values])


def year_of(text: str) -> int | None:
    """The year that a text names.

    >>> year_of("2024"), year_of("2024年"), year_of("二〇二四"), year_of("20240")
    (2024, 2024, None, None)
    """
    found = re.fullmatch(r"([0-9]{4})年?", text.strip())
    return int(found[1]) if found else None


def _last(given: Given, key: str) -> str:
    return next((value for value in reversed(given.get(key, [])) if value), "")


def _has(scope: Scope, office: str) -> bool:
    return office in _office_codes(scope)


def _office_codes(scope: Scope, kind: str | None = None) -> dict[str, str]:
    """What an address may call the offices by, their labels and their codes, to their codes."""
    labels = scope.labels(kind)
    return {code: code for code in labels} | {label: code for code, label in labels.items()}
