"""A generation is verified before it is served: keys, orphans, counts."""

from __future__ import annotations

from typing import Any

from reports.database import Connection
from reports.errors import StoreError
from reports.store.schema import MANY_FACTS, table_names


def verify(connection: Connection) -> tuple[Any, ...]:
    """A fingerprint of every row of an open generation. Raises StoreError when rows are doubled, orphaned or do not
    agree."""
    raise_faults(connection, "office", "region")
    return fingerprint_of(connection)


FAULTY = "新版数据校验未通过（{}），未予发布，原数据不受影响；请运行 gongkai rebuild，并把此信息告知维护人员。"


def raise_faults(connection: Connection, office: str, region: str) -> None:
    """Raises StoreError when rows of the tables are doubled, orphaned or do not agree; `office` and `region` name the
    tables that have every one.

    Facts are counted by report: their numbers must be 0, 1, 2, ... each once, which the sum of their hashes tells
    without a table of all pairs.
    """
    connection.execute("""
        create or replace temp table numbering as
        select (n + 1)::bigint as rows_counted, sum(hash(n::smallint)) over (order by n) as hashed from range(32768) t(n)
    """)
    tally = "select report_id, count(*) as rows_counted, sum(hash(fact_no)) as hashed{} from {} group by report_id"
    connection.execute(
        "create or replace temp table fact_tally as "
        + tally.format(
            ", min(office_id) as office_id, max(office_id) as other_office_id, min(year) as year, max(year) as other_year",
            "fact",
        )
    )
    connection.execute("create or replace temp table evidence_tally as " + tally.format("", "evidence"))
    many = connection.execute(f"select sum(rows_counted) > {MANY_FACTS} from fact_tally").fetchone()
    pieces = ["true"]
    if many is not None and many[0]:
        found = connection.execute("select indicator from fact group by all order by all").fetchall()
        pieces = [f"indicator = '{row[0]}'" for row in found]
    faults = {
        "同一报告的事实编号重复": "select 1 from fact_tally anti join numbering using (rows_counted, hashed)",
        "同一报告的出处编号重复": "select 1 from evidence_tally anti join numbering using (rows_counted, hashed)",
        "事实没有出处": "select 1 from fact_tally anti join evidence_tally using (report_id, rows_counted)",
        "出处没有事实": "select 1 from evidence_tally anti join fact_tally using (report_id, rows_counted)",
        "事实不属于现行报告": "select 1 from fact_tally t anti join report r on r.report_id = t.report_id "
        "and r.office_id = t.office_id and r.office_id = t.other_office_id and r.year = t.year and r.year = t.other_year "
        "and r.is_current",
        "报告没有单位": f"select 1 from report r anti join {office} o on o.office_id = r.office_id",
        "报告没有原件记录": "select 1 from report r anti join snapshot s on s.report_id = r.report_id and s.sha256 = r.sha256",
        "同一原件有两份报告": "select 1 from snapshot group by sha256 having count(*) > 1",
        "单位的区划不存在": f"select 1 from office o anti join {region} r on r.region_id = o.region_id where o.region_id is not null",
        "同一单位同一年度有两份现行报告": "select 1 from report where is_current group by office_id, year having count(*) > 1",
        "旧版内容属于现行或已撤回的报告": "select 1 from (select distinct report_id from former_fact union "
        "select distinct report_id from former_section) f anti join report r "
        "on r.report_id = f.report_id and not r.is_current and not r.is_withdrawn",
        "问题不属于现行报告": "select 1 from problem p anti join report r "
        "on r.report_id = p.report_id and r.office_id = p.office_id and r.is_current",
    }
    for piece in pieces:
        faults["同一指标有两个主值" + piece.removeprefix("true")] = (
            f"select 1 from fact where role = 'leading' and {piece} "
            "group by indicator, breakdown, year, office_id having count(*) > 1"
        )
    for fault, query in faults.items():
        if connection.execute(f"select 1 from ({query}) limit 1").fetchone():
            raise StoreError(FAULTY.format(fault))
    for table in ("numbering", "fact_tally", "evidence_tally"):
        connection.execute(f"drop table temp.{table}")
    same = "select count(*), bit_xor(hash(f)) from {} f"
    facts, copy = (connection.execute(same.format(name)).fetchone() for name in ("fact", "fact_by_office"))
    if facts != copy:
        raise StoreError(FAULTY.format("两份事实表不一致"))


def fingerprint_of(connection: Connection) -> tuple[Any, ...]:
    """Count and fingerprint of the rows of every table, to be compared after the file was opened again."""
    return tuple(
        connection.execute(f"select count(*), bit_xor(hash(t)) from {table} t").fetchone() for table in table_names()
    )
