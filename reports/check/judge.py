"""Step 7, check: every rule is run on the offices that changed, and its findings are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count

from reports import steps
from reports.check import sparing
from reports.check.rules import rule_files
from reports.database import BUILDING, Connection, DatabaseError, OutOfMemoryError, own_catalog
from reports.errors import StoreError

REPORTS_JUDGED_AT_ONCE = 20_000

OF_THE_BASE = (
    "indicator",
    "topic",
    "rule",
    "deadline",
    "told_word",
    "watched_column",
    "ratio",
    "duty",
    "pause",
    "working_day",
    "matter",
    "rule_matter",
    "excerpt_word",
    "time_mark",
    "recheck_need",
)


def judge_all(connection: Connection) -> None:
    """Fills finding of a whole generation that is open for writing."""
    counted = connection.execute("select count(*) from report where is_current").fetchone()
    if counted is not None and counted[0] <= REPORTS_JUDGED_AT_ONCE:
        judge(connection, own_catalog(connection))
    else:
        judge_offices(connection, own_catalog(connection), "select office_id from office")


def judge_offices(connection: Connection, source: str, offices: str, numbered: str | None = None) -> None:
    """Appends to finding what the rules say of `offices` (a query), whose rows they find in the catalog `source`:
    regions are judged whole, a few at a time, each time in tables in memory that hold nothing else. The findings are
    numbered after those of the catalog `numbered` too."""
    connection.execute(f"""
        create temp table batch_of_office as
        with judged_together as (
            select
                o.office_id, coalesce(o.region_id, 'office ' || o.office_id) as judged_together,
                min(o.office_id) over (partition by coalesce(o.region_id, 'office ' || o.office_id)) as first_office,
                coalesce(r.report_count, 0) as report_count
            from {source}.office o
            left join (select office_id, count(*) as report_count from {source}.report group by office_id) r using (office_id)
            where o.office_id in ({offices})
        )
        select office_id, (sum(report_count) over (order by first_office) // {REPORTS_JUDGED_AT_ONCE})::integer as batch
        from judged_together
    """)
    connection.execute(f"""
        create temp table numbered as
        select greatest(
            (select coalesce(max(finding_no), 0) from finding),
            {f"(select coalesce(max(finding_no), 0) from {numbered}.finding)" if numbered else "0"}
        ) as last
    """)
    batches = connection.execute("select distinct batch from batch_of_office order by all").fetchall()
    for (batch,) in batches:
        connection.execute("attach ':memory:' as batch")
        connection.execute(
            f"create table batch.office as select * from {source}.office "
            f"where office_id in (select office_id from batch_of_office where batch = {batch})"
        )
        of_these = "office_id in (select office_id from batch.office)"
        for table, condition in (
            ("report", of_these),
            ("fact", of_these),
            ("problem", of_these),
            ("section", "report_id in (select report_id from batch.report where is_current)"),
            ("disagreement", "report_id in (select report_id from batch.report where is_current)"),
            ("former_fact", "report_id in (select report_id from batch.report where not is_current)"),
            ("former_section", "report_id in (select report_id from batch.report where not is_current)"),
            ("finding", "false"),
            ("region", "true"),
            *((table, "true") for table in OF_THE_BASE),
        ):
            whence = "fact_by_office" if table == "fact" else table
            connection.execute(f"create table batch.{table} as select * from {source}.{whence} where {condition}")
        # Few rules read quotes, and few of them: these are found faster than all are copied.
        connection.execute(f"create view batch.evidence as select * from {source}.evidence")
        steps.make(connection, "batch")
        judge(connection, "batch")
        connection.execute(
            "insert into finding select * replace ((finding_no + (select last from numbered))::integer as finding_no) "
            "from batch.finding order by finding_no"
        )
        connection.execute("update numbered set last = last + (select count(*) from batch.finding)")
        connection.execute("detach batch")
    for table in ("batch_of_office", "numbered"):
        connection.execute(f"drop table temp.{table}")


def judge(
    connection: Connection,
    catalog: str,
    kinds: Sequence[str] = ("check", "weak_spot"),
    on_failure: Callable[[str, str], None] | None = None,
) -> None:
    """Fills finding of the tables in `catalog`: what identify found to disagree, then every rule of these kinds that
    is switched on, checks before weak spots, in the order of the rule table. A weak spot may read the findings of the
    checks.

    A rule that cannot run raises StoreError or, where `on_failure` is given, is told to it with the sentence.
    """
    files = rule_files()
    connection.execute("attach if not exists ':memory:' as scratch")
    with connection.cursor() as cursor:
        cursor.execute(f"use {catalog}")
        cursor.execute("""
            insert into finding by name
            select row_number() over (order by d.report_id, d.disagreement_no)::integer as finding_no, d.rule, 'check' as kind,
                d.status, coalesce(rule.severity, 'medium') as severity, r.office_id, r.year, d.report_id,
                d.disagreement_no::varchar as subject, d.message, 1 as years_lasted, false as self_told, [] as evidence
            from disagreement d join report r using (report_id) left join rule using (rule)
            where coalesce(rule.is_enabled, true)
        """)
        enabled = cursor.execute("select rule from rule where is_enabled order by ordinal").fetchall()
        for kind in kinds:
            queries = [(rule, files[rule][1]) for (rule,) in enabled if rule in files and files[rule][0] == kind]
            cursor.execute(
                "create or replace table scratch.found as select *, 0::integer as rule_no from finding limit 0"
            )
            counted = cursor.execute("select count(*) from report where is_current").fetchone()
            sparing.limit(connection, counted[0] if counted else 0, BUILDING["memory_limit"])
            # On a small store a rule costs little but its planning, which one thread does: so two at a time.
            with ThreadPoolExecutor(2) as pool:
                tried = list(pool.map(partial(_find, connection, catalog, kind), count(), queries))
            failures = [
                _find_sparing(connection, catalog, kind, rule_no, queries[rule_no], error)
                if isinstance(error, OutOfMemoryError)
                else error
                for rule_no, error in enumerate(tried)
            ]
            connection.execute(f"set memory_limit = '{BUILDING['memory_limit']}'")
            for (rule, _query), error in zip(queries, failures, strict=True):
                if error is None:
                    continue
                sentence = (
                    f"规则 {rule} 无法运行（{str(error).splitlines()[0]}）；"
                    f"请检查 queries 中的 {rule}.sql，或在 data/reference/rules.csv 中停用它。"
                )
                if on_failure is None:
                    raise StoreError(sentence) from error
                on_failure(rule, sentence)
            cursor.execute(
                "insert into finding by name select * exclude (rule_no) replace ((select count(*) from finding) + row_number() "
                "over (order by rule_no, office_id, year, report_id, subject, message) as finding_no) from scratch.found "
                "order by finding_no"
            )


def _find(
    connection: Connection, catalog: str, kind: str, rule_no: int, named: tuple[str, str]
) -> DatabaseError | None:
    """Runs one rule on the tables in `catalog` into scratch.found; the error when it cannot."""
    rule, query = named
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"use {catalog}")
            cursor.execute(
                f"insert into scratch.found by name select 0 as finding_no, {rule_no} as rule_no, '{rule}' as rule, "
                f"'{kind}' as kind, columns(*) from (\n{query}\n) found"
            )
    except DatabaseError as error:
        return error
    return None


def _find_sparing(
    connection: Connection, catalog: str, kind: str, rule_no: int, named: tuple[str, str], error: DatabaseError
) -> DatabaseError | None:
    """Runs a rule that took too much memory by itself, then without the longest report, the two longest, four and so
    on, until it can, and notes that it cannot assess those; the error when that does not help either."""
    longest = sparing.longest(connection, catalog)
    found: DatabaseError | None = error
    spared = 0
    while isinstance(found, OutOfMemoryError) and spared // 2 < len(longest):
        try:
            sparing.spare(connection, catalog, longest[:spared])
            found = _find(connection, sparing.SPARING, kind, rule_no, named)
            if found is None:
                connection.execute(sparing.not_assessable(catalog, "scratch.found", named[0], kind, rule_no))
        finally:
            sparing.forget(connection)
        spared = spared * 2 or 1
    return found
