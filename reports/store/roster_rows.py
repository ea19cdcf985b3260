"""The roster as rows of a generation: what changed since the one before is laid over its offices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reports.database import Connection, columns_of, insert, or_none
from reports.identify.regions import Region, Regions, closed
from reports.identify.roster import Office
from reports.store.build import Build

_ROW = (
    "office_code",
    "name",
    "kind",
    "region_id",
    "aliases",
    "filed_as",
    "found_by",
    "from_year",
    "to_year",
    "must_report",
    "is_fictional",
    "is_new",
    "events",
    "distinct_from",
)


@dataclass(frozen=True, slots=True)
class Roster:
    """The offices of a store by code, in the order in which they came, or those of them that something is about to
    change; `merged` has the code that each merged one became; `regions` are all that there are, `district` the one that
    the store was said to be of ('' for none)."""

    offices: Mapping[str, Office] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    regions: Regions = field(default_factory=Regions)
    district: str = ""

    def office(self, code: str) -> Office | None:
        """The office of a code, or the one that it was merged into; None when there is none."""
        while code in self.merged:
            code = self.merged[code]
        return self.offices.get(code)


def insert_offices(connection: Connection, table: str, offices: Sequence[Office], regions: Regions) -> None:
    """Appends offices to a table of the columns of _ROW and their `place` in order."""
    rows = [
        (
            office.code,
            office.name,
            office.kind,
            office.region_id,
            list(office.aliases),
            [f"{region_id} {name}" for region_id, name in office.filed_as],
            list(office.keys(regions)),
            office.from_year,
            office.to_year,
            office.must_report,
            office.is_fictional,
            office.is_new,
            list(office.events),
            list(office.distinct_from),
            place,
        )
        for place, office in enumerate(offices)
    ]
    insert(connection, table, columns_of(rows, *_ROW, "place"))


def insert_regions(connection: Connection, regions: Iterable[Region], known: Regions) -> None:
    """Appends regions to the table region."""
    rows = [
        (region.region_id, region.name, region.level, or_none(region.parent_id), list(known.path(region.region_id)))
        for region in regions
    ]
    insert(connection, "region", columns_of(rows, "region_id", "name", "level", "parent_id", "path"))


def tell_roster(build: Build, roster: Roster) -> None:
    """Makes told_office of the offices that are new or changed, merged_office of those that are gone."""
    columns = ", ".join(_ROW)
    build.make("told_office", f"select {columns}, 0 as place from office limit 0")
    insert_offices(build.connection, "told_office", list(roster.offices.values()), roster.regions)
    build.make("merged_office", "select '' as office_code, '' as into_code limit 0")
    pairs = []
    for code in roster.merged:
        into = roster.office(code)
        assert into is not None, code
        pairs.append((code, into.code))
    insert(build.connection, "merged_office", columns_of(pairs, "office_code", "into_code"))


def fill_offices(build: Build, roster: Roster) -> None:
    """Fills office and region of the generation being built, but for what waits; asks old_office, told_office and
    merged_office. Upon a base only what the base does not have is written."""
    connection = build.connection
    columns = ", ".join(_ROW)
    last = "0"
    if build.base is not None:
        if build.base.change:
            connection.execute(f"insert into office select * from {build.base.change}.office")
        last = "(select max(office_id) from every_office)"
    old = (
        ""
        if build.base is not None
        else (
            f"select {columns}, office_id as place, 0 as part from old_office where not is_queued "
            "and office_code not in (select office_code from told_office) "
            "and office_code not in (select office_code from merged_office) "
            f"union all by name select {', '.join('t.' + name for name in _ROW)}, p.office_id as place, 0 as part "
            "from told_office t join old_office p on p.office_code = t.office_code and not p.is_queued union all by name "
        )
    )
    connection.execute(f"""
        insert into office by name
        select ({last} + row_number() over (order by part, place))::integer as office_id, {columns}, false as is_queued
        from ({old}
            select {columns}, place, 1 as part from told_office
            where office_code not in (select office_code from old_office where not is_queued))
    """)
    used = connection.execute("select distinct region_id from office where region_id is not null").fetchall()
    known: Collection[str] = ()
    if build.base is not None:
        if build.base.change:
            connection.execute(f"insert into region select * from {build.base.change}.region")
        query = f"select region_id from {build.base.catalog}.region union all select region_id from region"
        known = {row[0] for row in connection.execute(query).fetchall()}
    wanted = closed([row[0] for row in used] + [roster.district] * bool(roster.district), roster.regions)
    insert_regions(connection, [region for region in wanted if region.region_id not in known], roster.regions)


def stored_roster(connection: Connection, codes: Collection[str] | None = (), keys: Collection[str] = ()) -> Roster:
    """What an open generation knows: the offices of these codes (None: of all) or found by these keys, its own regions,
    its district."""
    rows = connection.execute(
        f"select {', '.join(_ROW)} from office where not is_queued "
        "and ($codes is null or office_code in (select unnest($codes::varchar[])) or list_has_any(found_by, $keys::varchar[])) "
        "order by office_id",
        {"codes": None if codes is None else list(codes), "keys": list(keys)},
    ).fetchall()
    offices = [_office(dict(zip(_ROW, row, strict=True))) for row in rows]
    district = connection.execute("select district from generation").fetchone()
    return Roster(
        {office.code: office for office in offices},
        {},
        stored_regions(connection),
        district[0] if district else "",
    )


def stored_regions(connection: Connection, catalog: str = "") -> Regions:
    """The regions of China and those that an open generation, attached as `catalog`, has beside them."""
    china = Regions()
    table = f"{catalog}.region" if catalog else "region"
    found = connection.execute(f"select region_id, name, level, coalesce(parent_id, '') from {table}").fetchall()
    return Regions({row[0]: Region(*row) for row in found if row[0] not in china})


def _office(row: Mapping[str, Any]) -> Office:
    filed_as = tuple(tuple(pair.split(" ", 1)) for pair in row["filed_as"])
    kept = {name: value for name, value in row.items() if name not in ("office_code", "found_by")}
    lists = {name: tuple(row[name]) for name in ("aliases", "events", "distinct_from")}
    return Office(code=row["office_code"], **{**kept, **lists, "filed_as": filed_as})
