"""A copy of the example store whose fictional district has many more offices: pages are tried with 86 as well."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

LONGEST_NAME = "青禾区城乡居民最低生活保障与社会救助事务综合服务指导中心管理委员会"
"""A name of 33 characters."""


def widen(store: Path, folder: Path, offices: int = 86) -> None:
    """Fills `folder` with the store's current generation, where the fictional district has `offices` offices: the
    further ones are copies of the others under other names, with other numbers."""
    shutil.copytree(store, folder, dirs_exist_ok=True)
    current = json.loads((folder / "CURRENT.json").read_text("utf-8"))
    path = folder / current["file"]
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            create temp table copied as
            with old as (
                select office_id, row_number() over (order by office_id) as place, count(*) over () as many
                from office where is_fictional and region_id is not null
            ), biggest as (select max(office_id) as office_id from office)
            select o.office_id as old_id, b.office_id + n.n as new_id, n.n
            from range(1, ? + 1) as n(n) cross join biggest as b
            join old as o on o.place = 1 + n.n % o.many
            """,
            [offices - _count(connection)],
        )
        connection.execute(
            """
            insert into office by name
            select o.* replace (
                c.new_id as office_id, o.office_code || '-' || c.n as office_code, []::varchar[] as aliases,
                case when c.n = 1 then ? else o.name || '（' || c.n || '）' end as name)
            from office as o join copied as c on c.old_id = o.office_id
            """,
            [LONGEST_NAME],
        )
        connection.execute(
            """
            create temp table copied_report as
            select r.report_id as old_report, c.new_id, c.n,
                (select max(report_id) from report) + row_number() over (order by c.n, r.report_id) as new_report
            from report as r join copied as c on c.old_id = r.office_id
            where r.is_current and (c.n % 9 <> 0 or r.year <> 2023)
            """
        )
        connection.execute(
            "insert into report by name select r.* replace (c.new_report as report_id, c.new_id as office_id)"
            " from report as r join copied_report as c on c.old_report = r.report_id"
        )
        for table in ("fact", "fact_by_office"):
            connection.execute(
                f"""
                insert into {table} by name
                select f.* replace (c.new_report as report_id, c.new_id as office_id,
                    case when f.unit = '%' then round(f.value - (c.n * 37 % 29) * f.year % 7 / 10, 2)
                        else round(f.value * (1 + c.n % 13 / 10)) end as value)
                from {table} as f join copied_report as c on c.old_report = f.report_id
                """
            )
        connection.execute("checkpoint")
    current["bytes"] = path.stat().st_size
    (folder / "CURRENT.json").write_text(json.dumps(current), "utf-8")


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("select count(*) from office where is_fictional and region_id is not null").fetchone()
    assert row
    return int(row[0])
