"""A store of an earlier version, whose offices stood in data/reference: its roster moves into its journal.

In go its entries, read again, and what people assigned; out come the lines of those offices of data/reference that
they name, so that each keeps its code, its address and its reports. Offices that it did not know are registered
afterwards like those of any report.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reports.identify.names import core, split_region
from reports.identify.regions import NOWHERE, Region, Regions, region_of
from reports.identify.roster import Office, key_of
from reports.publish.lines import district_line, office_line, region_line
from reports.publish.naming import logged_items
from reports.reference import aliases, table
from reports.store import Entry, Roster, journal
from reports.store.line_kinds import DistrictLine, OfficeLine, RegionLine


def reference_roster() -> Roster:
    """The offices and regions of data/reference."""
    regions = [Region(row["region_id"], row["name"], row["level"], row["parent_id"]) for row in table("regions")]
    china = Regions()
    offices = [
        Office(
            code=row["office_code"],
            name=row["name"],
            kind=row["kind"],
            region_id=row["region_id"],
            aliases=aliases(row["aliases"]),
            from_year=int(row["from_year"]) if row["from_year"] else None,
            to_year=int(row["to_year"]) if row["to_year"] else None,
            is_fictional=row["is_fictional"] == "true",
        )
        for row in table("offices")
    ]
    return Roster(
        {office.code: office for office in offices},
        {},
        Regions({region.region_id: region for region in regions if region.region_id not in china}),
    )


def roster_lines(roster: Roster) -> list[RegionLine | OfficeLine]:
    """The lines that make a roster, but for its district."""
    return [*map(region_line, roster.regions.own.values()), *map(office_line, roster.offices.values())]


def taken_over(
    entries: Iterable[Entry], assigned: Sequence[str], folder: Path, roster: Roster
) -> list[RegionLine | OfficeLine | DistrictLine]:
    """The lines of those offices of data/reference that entries, logs and people name. `roster` is what the journal
    tells already."""
    reference = reference_roster()
    named = _by_name(reference)
    found: dict[str, Office] = {}
    made: dict[str, Region] = {}
    for code in assigned:
        # A code that is no longer in data/reference was the office's only name.
        found[code] = reference.offices.get(code) or Office(code, code, "其他", NOWHERE.region_id, is_new=True)
    for entry in entries:
        office = None if entry.office_code else _office_of(entry.stated_office, reference, named)
        if office is not None:
            office = found.get(office.code, office)
            # Found again by what it says from now on too, wherever that is.
            region_id, new = region_of(entry.stated_office, entry.district, roster.regions)
            made |= {region.region_id: region for region in new}
            known = Regions({**reference.regions.own, **made})
            if key_of(region_id, entry.office, known) not in office.keys(known):
                office = replace(office, filed_as=(*office.filed_as, (region_id, entry.office)))
            found[office.code] = office

    def code_of(name: str, district: str) -> str | None:
        office = reference.offices.get(name) or _office_of(name, reference, named)
        return office.code if office else None

    for item in logged_items(folder, journal.lines_in_force(folder), code_of):
        found.setdefault(item.office_code, reference.offices[item.office_code])
    used = {code for office in found.values() for code in reference.regions.path(office.region_id)}
    own = {code: region for code, region in reference.regions.own.items() if code in used} | made
    in_order = sorted(found, key=[*reference.offices, *assigned].index)
    lines: list[RegionLine | OfficeLine] = roster_lines(
        Roster({code: found[code] for code in in_order}, {}, Regions(own))
    )
    regions = Counter(office.region_id for office in found.values() if office.region_id in reference.regions)
    # Reports that do not tell their region were filed under offices of the roster all the same.
    return [*lines, *(district_line(region_id) for region_id, _count in regions.most_common(1))]


def _by_name(reference: Roster) -> dict[str, list[Office]]:
    """The offices by what is common to the ways to write a name of theirs, with their region before it or without."""
    found: dict[str, list[Office]] = defaultdict(list)
    for office in reference.offices.values():
        region = reference.regions.name(office.region_id)
        names = {core(each) for _region_id, name in office.names() for each in (name, region + name)}
        for name in names:
            found[name].append(office)
    return found


def _office_of(name: str, reference: Roster, named: Mapping[str, Sequence[Office]]) -> Office | None:
    """The one office that earlier versions filed a name under: of the region that it tells, or of any."""
    told, _own = split_region(name)
    regions = reference.regions
    found = [
        office
        for office in named.get(core(name), ())
        if not told or any(told.endswith(regions.name(code)) for code in regions.path(office.region_id))
    ]
    return found[0] if len(found) == 1 else None
