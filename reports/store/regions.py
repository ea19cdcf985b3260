"""What is added up for regions at publish."""

from __future__ import annotations

from reports import reference
from reports.store.build import Build
from reports.store.overlay import Base
from reports.store.schema import MANY_FACTS

REGION_TOTAL = reference.QUERIES / "summaries" / "region_total.sql"


def total_all(build: Build) -> None:
    """Fills region_total of a whole generation."""
    connection = build.connection
    build.make(
        "retelling",
        "select region_id, year from region cross join (select distinct year from report where is_current)",
    )
    counted = connection.execute("select count(*) from fact").fetchone()
    if counted is None or counted[0] <= MANY_FACTS:
        _total(build, build.catalog)
        return
    # Quartiles hold the values of what they are of: one indicator at a time, so that memory stays bounded.
    rolled_up = connection.execute("select indicator from indicator where is_rolled_up order by ordinal").fetchall()
    connection.execute("create temp table told_total as select * from region_total limit 0")
    for indicator in ("", *(row[0] for row in rolled_up)):
        _total(build, build.catalog, [indicator], "temp.told_total")
    connection.execute(
        "insert into region_total by name from temp.told_total order by indicator, kind, year, region_id"
    )
    connection.execute("drop table temp.told_total")


def total_touched(build: Build, base: Base) -> None:
    """Fills region_total and retold_place of a generation that stands upon a base: the regions and years of what
    was entered are told anew, the rest of what the previous file held is kept."""
    connection = build.connection
    if base.change:
        connection.execute(f"""
            insert into region_total by name
            select t.* from {base.change}.region_total t anti join retelling using (region_id, year)
        """)
        connection.execute(f"insert into retold_place select place from {base.change}.retold_place")
    connection.execute("""
        insert into retold_place
        select place from (select region_id || '/' || year as place from retelling) anti join retold_place using (place)
    """)
    _total(build, "next")


def _total(
    build: Build,
    catalog: str,
    indicators: list[str] | None = None,
    into: str = "",
) -> None:
    """Appends to region_total, or to the table `into`, what the tables in `catalog` tell of the regions and years of
    retelling."""
    connection, own = build.connection, build.catalog
    # Not with a cursor: it would not see the temporary table.
    connection.execute(f"use {catalog}")
    try:
        connection.execute(
            f"insert into {into or f'{own}.region_total'} by name {REGION_TOTAL.read_text('utf-8')}",
            {"indicators": indicators},
        )
    finally:
        connection.execute(f"use {own}")
