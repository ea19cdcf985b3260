"""What the filter bar offers: the regions with reports and, in one of them, its years, kinds and offices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.ask import ask

MOST_OFFICES = 800
"""More offices than this are not offered in one list: the browser would have to hold them all."""


@dataclass(frozen=True, slots=True)
class Regions:
    """The regions offered: `labels` by region_id as shown, `spelled` what an address may call them by, `default` what
    a page opens with, `wide` those of more offices than can be listed."""

    labels: Mapping[str, str]
    spelled: Mapping[str, str]
    default: str
    wide: frozenset[str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What one region offers: years with reports, newest first; kinds; offices as (code, label, kind) in their order,
    none where the region is wide; and whether any of them is fictional."""

    years: tuple[int, ...]
    kinds: tuple[str, ...]
    offices: tuple[tuple[str, str, str], ...] = ()
    is_wide: bool = False
    is_fictional: bool = False

    def labels(self, kind: str | None = None) -> dict[str, str]:
        """Code to label of the offices, of one kind where it is given."""
        return {code: label for code, label, its_kind in self.offices if kind in (None, "", its_kind)}


def regions() -> Regions:
    """Regions that have reports; the one that the store was said to be of is the default, else the lowest with most
    reporting offices. A name that several regions have gets the name of the region above before it."""
    frame = ask("region_list")
    rows = [row for row in frame.itertuples() if row.reported_office_count]
    names = {row.region_id: row.name for row in frame.itertuples()}
    counted = Counter(row.name for row in rows)
    # A level that holds one region with reports says no more than that region.
    children = Counter(row.parent_id for row in rows)
    labels = {
        row.region_id: row.name if counted[row.name] == 1 else f"{names.get(row.parent_id, '')}{row.name}"
        for row in rows
        if row.level == "district" or children[row.region_id] != 1
    }
    lowest = [row for row in rows if row.region_id in labels and row.level == "district"] or rows
    default = max(lowest, key=lambda row: row.reported_office_count).region_id if lowest else ""
    default = next((row.region_id for row in rows if row.is_own and row.region_id in labels), default)
    wide = frozenset(row.region_id for row in rows if row.reported_office_count > MOST_OFFICES)
    return Regions(labels, _spelled(frame, labels), default, wide)


def _spelled(frame: Any, labels: Mapping[str, str]) -> dict[str, str]:
    """Every word that means one region alone: its label, its code, its own name; of a region that is not offered the
    same for the single one below it."""
    stands_for = {region_id: region_id for region_id in labels}
    for row in frame.itertuples():
        if row.region_id in labels:
            for above in row.path:
                stands_for.setdefault(above, row.region_id)
    known = [row for row in frame.itertuples() if row.region_id in stands_for]
    counted = Counter(row.name for row in known)
    spelled = {row.name: stands_for[row.region_id] for row in known if counted[row.name] == 1}
    return spelled | stands_for | {label: region_id for region_id, label in labels.items()}


def region_labels() -> dict[str, str]:
    """What the filter bar shows for each region with reports, by region_id; for one that it does not offer, as it
    says no more than the single region below it, what it shows for that."""
    offered = regions()
    frame = ask("region_list")
    return {
        row.region_id: offered.labels[offered.spelled[row.region_id]]
        for row in frame.itertuples()
        if row.region_id in offered.spelled
    }


def scope(region: str, is_wide: bool) -> Scope:
    """What a region offers."""
    if is_wide:
        frame = ask("region_years", region_id=region)
        years = frame.loc[frame["kind"] == "", "year"]
        listed_regions = ask("region_list")
        holds = bool(listed_regions.loc[listed_regions["region_id"] == region, "holds_fictional"].any())
        kinds = tuple(sorted(set(frame["kind"]) - {""}))
        return Scope(_newest_first(years), kinds, is_wide=True, is_fictional=holds)
    years = ask("years_available", region_id=region)["year"]
    offices = ask("office_list", region_id=region)
    offices = offices[offices["report_count"] > 0]
    labels = _office_labels(offices)
    listed = tuple((row.office_code, labels[row.office_code], row.kind) for row in offices.itertuples())
    return Scope(
        _newest_first(years),
        tuple(dict.fromkeys(offices["kind"])),
        listed,
        is_fictional=bool(offices["is_fictional"].any()),
    )


def home(label: str) -> str | None:
    """The region of the one office with reports that is called so, wherever it is; None for no or several ones."""
    offices = ask("office_list")
    found = offices[(offices["office_name"] == label) & (offices["report_count"] > 0) & ~offices["is_queued"]]
    return str(found["region_id"].iloc[0]) if len(found) == 1 else None


def _newest_first(years: Any) -> tuple[int, ...]:
    return tuple(int(year) for year in years)[::-1]


def _office_labels(offices: Any) -> dict[str, str]:
    """Code to name, with the region before a name that several of them have."""
    rows = list(zip(offices["office_code"], offices["office_name"], offices["region_name"], strict=True))
    counted = Counter(name for _code, name, _region in rows)
    return {code: name if counted[name] == 1 else f"{region}{name}" for code, name, region in rows}
