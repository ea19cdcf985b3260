"""Drawn districts as a store: the rows that a publish would write, in one generation file that pages can open."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas

from reports import store
from reports.check.judge import judge_all
from reports.store.files import serve
from reports.store.reference_rows import insert_reference
from reports.store.schema import layout, new_database
from tests.small_store import SECTIONS
from tests.truth.plans import District


@cache
def _begun() -> Path:
    """A file with all tables, steps and reference rows, of which every store here is a copy."""
    folder = TemporaryDirectory(prefix="gongkai-truth-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "begun.duckdb"
    with new_database(str(path)) as connection:
        insert_reference(connection)
        connection.execute("delete from region")
        connection.execute(
            "insert into region values ('p', '示例省', 'province', null, ['p']), "
            "('c', '示例市', 'city', 'p', ['p', 'c'])"
        )
    return path


def _insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pandas.DataFrame) -> None:
    if len(frame):
        connection.register("drawn", frame)
        connection.execute(f"insert into {table} by name select * from drawn")
        connection.unregister("drawn")


def fill(folder: Path, districts: Sequence[District]) -> Path:
    """The folder of a store that holds these districts, all of one city, published as generation 1."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "g000001.duckdb"
    shutil.copy(_begun(), path)
    connection = duckdb.connect(str(path), config={"threads": "2"})
    try:
        connection.execute("begin")
        _fill(connection, districts)
        connection.execute("commit")
        with store.Build(connection) as build:
            store.total_all(build)
        judge_all(connection)
        connection.execute("checkpoint")
    finally:
        connection.close()
    serve(folder, 1, path, None)
    return folder


def _fill(connection: duckdb.DuckDBPyConnection, districts: Sequence[District]) -> None:
    regions = [(d.region, d.name, "district", "c", ["p", "c", d.region]) for d in districts]
    connection.executemany("insert into region values (?, ?, ?, ?, ?)", regions)
    offices = pandas.DataFrame(
        [(o.name, o.name, o.kind, d.region, o.from_year, o.to_year) for d in districts for o in d.offices],
        columns=["office_code", "name", "kind", "region_id", "from_year", "to_year"],
    )
    offices["office_id"] = range(1, len(offices) + 1)
    assert offices.name.is_unique, "offices of two districts have one name"
    connection.register("drawn", offices)
    connection.execute(
        "insert into office by name select * replace (from_year::smallint as from_year, to_year::smallint as to_year), "
        "[]::varchar[] as aliases, true as is_fictional, false as is_queued from drawn"
    )
    connection.unregister("drawn")
    # Kinds of their own are due as subdistricts are.
    connection.execute(
        "insert into deadline select k.kind, d.* exclude (kind) from deadline d, (select distinct kind from office "
        "where kind not in (select kind from deadline)) k where d.kind = '街道'"
    )
    ids = dict(zip(offices.name, offices.office_id, strict=True))
    reports = pandas.DataFrame([report for d in districts for report in d.reports])
    reports["report_id"] = range(1, len(reports) + 1)
    reports["office_id"] = reports.office.map(ids)
    connection.register("drawn", reports.assign(published_on=reports.published_on.astype("string")))
    connection.execute("""
        insert into report by name
        select report_id, office_id, year, form, office || year || '年政府信息公开工作年度报告' as title,
            office as stated_office, published_on::date as published_on, 1 as version, true as is_current,
            lpad(report_id::varchar, 64, '0') as sha256, 'text' as format, []::varchar[] as marks
        from drawn
    """)
    connection.execute("""
        insert into snapshot by name
        select report_id, lpad(report_id::varchar, 64, '0') as sha256, office || year || '.txt' as file_name,
            1000 as byte_count, timestamp '2026-01-01' as captured_at from drawn
    """)
    connection.unregister("drawn")
    connection.execute(
        "insert into section by name select report_id, ordinal - 1 as ordinal, section, section as heading, '写了几句。' as body "
        "from report, (select unnest(?) as section, generate_subscripts(?, 1) as ordinal) s",
        [list(SECTIONS), list(SECTIONS)],
    )
    of = {(r.office, r.year): r.report_id for r in reports.itertuples()}
    facts = pandas.concat([d.frame() for d in districts], ignore_index=True)
    facts["report_id"] = [of[key] for key in zip(facts.office, facts.year, strict=True)]
    facts["office_id"] = facts.office.map(ids)
    facts["fact_no"] = facts.groupby("report_id").cumcount()
    facts["unit"] = ""
    facts = facts.drop(columns="office").sort_values(["indicator", "breakdown", "year", "office_id"])
    _insert(connection, "fact", facts)
    _insert(connection, "fact_by_office", facts.sort_values(["office_id", "year", "indicator", "breakdown"]))
    connection.execute(
        "insert into evidence by name select report_id, fact_no, 'overview' as section, '' as quote, 'b1' as locator "
        "from fact where source = 'text'"
    )
    told = [row for d in districts for row in d.problems]
    problems = pandas.DataFrame(told, columns=["office", "year", "topic", "kind", "quote"])
    problems["report_id"] = [of[key] for key in zip(problems.office, problems.year, strict=True)]
    problems["office_id"] = problems.office.map(ids)
    problems["problem_no"] = problems.groupby("report_id").cumcount()
    problems["locator"] = "b9"
    _insert(connection, "problem", problems.drop(columns="office"))
    connection.execute(
        "insert into generation by name select 1 as generation, ? as built_at, 'demo' as cause, ? as report_count, "
        "? as fact_count, ? as layout",
        [datetime(2026, 1, 1), len(reports), len(facts), layout()],
    )


def findings(generation: store.Generation) -> pandas.DataFrame:
    """Every finding of a store, as it stands, with the name of its office."""
    cursor = generation.cursor()
    return cursor.execute("select f.*, o.name as office from finding f join office o using (office_id)").df()
