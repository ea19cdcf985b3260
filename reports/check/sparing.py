"""Step 7, check: a rule that takes more memory than it may is run without the longest reports, which it then says it
cannot assess.

In come the tables of a catalog; out goes a catalog of views in which some reports are not there. It runs no rule.
"""

from __future__ import annotations

from reports import steps
from reports.database import Connection

BASE_BYTES = 1_000_000_000
BYTES_A_REPORT = 400_000
"""How much memory rules may take, and how much more for each report that they judge at once: an ordinary one takes a
tenth of it."""

SPARING = "sparing"
"""The catalog of views."""


def limit(connection: Connection, reports: int, at_most: str) -> None:
    """Holds what follows on `connection` to the memory for so many reports, and to `at_most` in any case."""
    connection.execute(f"set memory_limit = '{at_most}'")
    row = connection.execute("select parse_formatted_bytes(current_setting('memory_limit'))").fetchone()
    assert row is not None
    connection.execute(f"set memory_limit = '{min(row[0], BASE_BYTES + BYTES_A_REPORT * reports) // 1000}KB'")


def longest(connection: Connection, catalog: str) -> list[int]:
    """The reports that are judged, by number, longest first: by the characters of their sections and by their
    numbers."""
    rows = connection.execute(f"""
        select r.report_id
        from {catalog}.report r
        left join (
            select report_id, sum(strlen(body)) as byte_count from {catalog}.section group by report_id
        ) s using (report_id)
        left join (select report_id, count(*) as fact_count from {catalog}.fact group by report_id) f using (report_id)
        where r.is_current
        order by coalesce(byte_count, 0) + 100 * coalesce(fact_count, 0) desc, r.report_id
    """).fetchall()
    return [row[0] for row in rows]


def spare(connection: Connection, catalog: str, spared: list[int]) -> None:
    """Makes the catalog SPARING: the tables of `catalog` without the rows of the reports `spared`. `forget` ends it."""
    connection.execute(f"attach ':memory:' as {SPARING}")
    connection.execute(f"create table {SPARING}.spared as select unnest(?::integer[]) as report_id", [spared])
    name = catalog.removesuffix(".main").strip('"')
    tables = connection.execute(
        "select table_name, bool_or(column_name = 'report_id') from information_schema.columns "
        "where table_catalog = ? group by table_name order by table_name",
        [name],
    ).fetchall()
    for table, is_by_report in tables:
        gone = f"where not exists (select 1 from {SPARING}.spared gone where gone.report_id = every.report_id)"
        condition = gone if is_by_report else ""
        connection.execute(f"create view {SPARING}.{table} as select * from {catalog}.{table} as every {condition}")
    steps.make(connection, SPARING)


def forget(connection: Connection) -> None:
    """Lets go of what `spare` made."""
    connection.execute(f"detach database if exists {SPARING}")


def not_assessable(catalog: str, into: str, rule: str, kind: str, rule_no: int) -> str:
    """The statement that appends to the table `into` what a rule says of the reports that it was spared."""
    return f"""
        insert into {into} by name
        select 0 as finding_no, {rule_no} as rule_no, '{rule}' as rule, '{kind}' as kind, 'not_assessable' as status,
            rule.severity, r.office_id, r.year, r.report_id, '' as subject,
            o.name || r.year || '年年报篇幅过长，规则“' || rule.name_zh || '”超出内存上限，没有判定。' as message,
            1::smallint as years_lasted, false as self_told,
            []::struct(report_id integer, fact_no smallint)[] as evidence
        from {SPARING}.spared
        join {catalog}.report r using (report_id)
        join {catalog}.office o using (office_id)
        join {catalog}.rule rule on rule.rule = '{rule}'
    """
