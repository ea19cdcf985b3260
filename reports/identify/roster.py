"""Step 3, identify: the office of the roster that a name on a report belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reports.identify.names import core
from reports.model import Report
from reports.reference import aliases, table


def match_office(report: Report, roster: Iterable[Mapping[str, str]]) -> str | None:
    """The `office_code` of the one roster row that the report's office is, by name or alias; else None.

    `roster` has the columns of data/reference/offices.csv (`aliases` joined by |). A name that fits several
    rows, or none, or one of another region than the report tells, gives None: an office is never filed under
    another. To match many reports, make one Roster.
    """
    return Roster(roster).match(report)


class Roster:
    """The offices of data/reference/offices.csv, found by their names without a look at each."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        """Indexes `rows`, which have the columns of data/reference/offices.csv."""
        regions = {row["region_id"]: row for row in table("regions")}
        above: dict[str, list[str]] = {}
        self._offices: list[tuple[str, list[str]]] = []
        self._named: dict[str, list[int]] = defaultdict(list)
        self._resembling: dict[str, set[int]] = defaultdict(set)
        for place, row in enumerate(rows):
            region_id = row["region_id"]
            if region_id not in above:
                above[region_id] = _regions_of(region_id, regions)
            names = {row["name"], *aliases(row["aliases"] or "")}
            names |= {region + name for region in above[region_id][:1] for name in names}
            self._offices.append((row["office_code"], above[region_id]))
            for name in names:
                self._named[name].append(place)
                self._resembling[core(name)].add(place)

    def match(self, report: Report) -> str | None:
        """The code of the one office that the report's is; None as `match_office` says."""
        if not report.office:
            return None
        whole = report.region + report.office
        entitled = set(self._named.get(whole, ()))

        def codes(places: Iterable[int]) -> set[str]:
            return {
                self._offices[place][0]
                for place in places
                if place in entitled or _lies_in(report.region, self._offices[place][1])
            }

        exact = codes({*entitled, *self._named.get(report.office, ())})
        found = exact or codes(self._resembling.get(core(report.office), ()))
        return found.pop() if len(found) == 1 else None


def _regions_of(region_id: str, rows: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The names of a region and of those above it, nearest first, without what is added in brackets; `rows` are
    those of data/reference/regions.csv by id."""
    names: list[str] = []
    while region_id in rows and len(names) < len(rows):
        names.append(re.sub(r"（.*?）", "", rows[region_id]["name"]))
        region_id = rows[region_id]["parent_id"]
    return names


def _lies_in(told: str, regions: Sequence[str]) -> bool:
    """Whether a region as told, perhaps with those above it, is one of `regions`; none told fits all."""
    return not told or any(told.endswith(name) for name in regions)
