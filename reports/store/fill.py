"""Reports become rows of the next generation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import UTC

from reports.check.judge import REPORTS_JUDGED_AT_ONCE
from reports.database import Connection, columns_of, insert
from reports.store.build import Build
from reports.store.former import fill_former
from reports.store.roster_rows import Roster, fill_offices, tell_roster
from reports.store.rows import Entry, LogItem

Reread = Callable[[str], Entry]


def stage(build: Build, where: str = "true", offices: str = "true") -> None:
    """Makes old_office and old_report of the previous generation, the reports for which `where` holds, the offices for
    which `offices` does."""
    if not build.has_previous:
        build.make("old_office", "select * from office limit 0", sort="view")
        build.make("old_report", "select *, '' as office_code, false as is_queued from report limit 0")
        return
    build.make("old_office", f"select * from previous.office where {offices}", sort="view")
    build.make(
        "old_report",
        "select r.*, o.office_code, o.is_queued "
        f"from previous.report r join previous.office o using (office_id) where {where}",
    )


def enter(build: Build, entries: Sequence[Entry]) -> None:
    """Makes entered of the entries, whose originals are different ones."""
    build.make(
        "entered",
        "select 0 as place, '' as sha256, '' as code, false as is_queued, 0::smallint as year limit 0",
    )
    insert(
        build.connection,
        "entered",
        {
            "place": list(range(len(entries))),
            "sha256": [entry.snapshot.sha256 for entry in entries],
            "code": [entry.office_code for entry in entries],
            "is_queued": [entry.is_queued for entry in entries],
            "year": [entry.year for entry in entries],
        },
    )


def fill(build: Build, entries: Sequence[Entry], reread: Reread, roster: Roster) -> None:
    """Fills every table but generation, finding and column_log with what is staged and entered; `roster` tells which
    offices are new, changed or merged since the previous generation."""
    connection, base = build.connection, build.base
    tell_roster(build, roster)
    offices = f"select * from {base.catalog}.office" if base else "select * from office limit 0"
    build.make("base_office", offices, sort="view")
    build.make("every_office", "from base_office union all from office", sort="view")
    fill_offices(build, roster)
    _place(build)
    report_ids = dict(
        connection.execute("select sha256, report_id from placed semi join entered using (sha256)").fetchall()
    )

    _insert_reports(build, entries, report_ids)
    if base:
        connection.execute(
            f"insert into replaced_report select report_id from report semi join {base.catalog}.report using (report_id)"
        )

    # What was not current before has no rows to copy: it is read again from its original.
    again = connection.execute(
        "select r.report_id, r.sha256 from report r join old_report o using (report_id) where r.is_current and not o.is_current"
    ).fetchall()
    told = set(report_ids)
    details = [reread(sha256) for _report_id, sha256 in again if sha256 not in told]
    report_ids |= {sha256: report_id for report_id, sha256 in again}
    current = {
        row[0]
        for row in connection.execute(
            "select sha256 from report semi join entered using (sha256) where is_current"
        ).fetchall()
    }
    details = [entry for entry in entries if entry.snapshot.sha256 in current] + details
    build.make("fresh", "select report_id from report limit 0")
    connection.execute(
        "insert into fresh select unnest(?::integer[])", [[report_ids[entry.snapshot.sha256] for entry in details]]
    )
    _insert_details(build, details, report_ids)
    fill_former(build, entries, report_ids)


def _place(build: Build) -> None:
    """Makes placed, and appends to office those under whose names reports wait."""
    connection = build.connection
    last = "(select coalesce(max(report_id), 0) from previous.report)" if build.has_previous else "0"
    build.make(
        "named",
        f"""
        with known as (
            select
                o.report_id, o.sha256,
                coalesce(e.code, m.into_code, o.office_code) as code, coalesce(e.is_queued, o.is_queued) as waits
            from old_report o
            left join entered e on e.sha256 = o.sha256
            left join merged_office m on m.office_code = o.office_code
            union all
            select ({last} + row_number() over (order by e.place))::integer, e.sha256, e.code, e.is_queued
            from entered e anti join old_report o on o.sha256 = e.sha256
        )
        select k.report_id, k.sha256, k.code, coalesce(p.name, k.code) as name, k.waits
        from known k left join old_office p on p.office_code = k.code
        """,
    )
    connection.execute("""
        insert into office by name
        select
            ((select coalesce(max(office_id), 0) from every_office) + row_number() over (order by min(report_id)))::integer
                as office_id,
            code as office_code, arg_min(name, report_id) as name, '其他' as kind, [] as aliases,
            false as is_fictional, true as is_queued
        from named
        where waits and code not in (select office_code from every_office)
        group by code
    """)
    build.make(
        "placed",
        "select n.report_id, n.sha256, o.office_id from named n join every_office o on o.office_code = n.code",
    )


def _insert_reports(build: Build, entries: Sequence[Entry], report_ids: Mapping[str, int]) -> None:
    """Fills snapshot, lesson and report; versions are counted anew by office and year."""
    connection = build.connection
    shas = [entry.snapshot.sha256 for entry in entries]
    build.make("new_report", "select * from report limit 0")
    build.make("new_snapshot", "select * from snapshot limit 0")
    insert(
        connection,
        "new_snapshot",
        {
            "report_id": [report_ids[sha256] for sha256 in shas],
            "sha256": shas,
            "file_name": [entry.snapshot.file_name for entry in entries],
            "byte_count": [entry.snapshot.byte_count for entry in entries],
            "captured_at": [entry.snapshot.captured_at.astimezone(UTC).replace(tzinfo=None) for entry in entries],
            "source_url": [entry.source_url for entry in entries],
        },
    )
    insert(
        connection,
        "new_report",
        {
            "report_id": [report_ids[sha256] for sha256 in shas],
            "office_id": [0] * len(entries),
            "year": [entry.year for entry in entries],
            "form": [entry.form for entry in entries],
            "title": [entry.title for entry in entries],
            "stated_office": [entry.stated_office for entry in entries],
            "published_on": [entry.published_on for entry in entries],
            "signed_on": [entry.signed_on for entry in entries],
            "version": [0] * len(entries),
            "is_current": [False] * len(entries),
            "is_withdrawn": [entry.is_withdrawn for entry in entries],
            "sha256": shas,
            "format": [entry.format for entry in entries],
            "marks": [list(entry.marks) for entry in entries],
        },
    )
    old_snapshots = (
        "select * from previous.snapshot where report_id in (select report_id from old_report) "
        "and report_id not in (select report_id from new_snapshot) union all by name"
    )
    connection.execute(
        f"insert into snapshot by name {old_snapshots if build.has_previous else ''} select * from new_snapshot order by report_id"
    )
    # What was decided of a version teaches also when a later one counts.
    build.make("new_lesson", "select * from lesson limit 0")
    lessons = [
        (report_ids[entry.snapshot.sha256], no, *astuple(lesson))
        for entry in entries
        for no, lesson in enumerate(entry.lessons)
    ]
    insert(
        connection,
        "new_lesson",
        columns_of(
            lessons, "report_id", "lesson_no", "year", "skeleton", "clause", "indicator", "breakdown", "locator", "name"
        ),
    )
    old_lessons = old_snapshots.replace("previous.snapshot", "previous.lesson")
    connection.execute(
        f"insert into lesson by name {old_lessons if build.has_previous else ''} "
        "select * from new_lesson order by report_id, lesson_no"
    )
    connection.execute("""
        insert into report by name
        with every as (
            select * exclude (office_code, is_queued) from old_report where sha256 not in (select sha256 from new_report)
            union all by name
            select * from new_report
        )
        select every.* replace (
            placed.office_id as office_id,
            row_number() over (partition by placed.office_id, year order by report_id) as version,
            not is_withdrawn
                and row_number() over (partition by placed.office_id, year, is_withdrawn order by report_id desc) = 1
                as is_current
        )
        from every join placed using (report_id)
        order by report_id
    """)


def _insert_details(build: Build, entries: Sequence[Entry], report_ids: Mapping[str, int]) -> None:
    """Fills section, fact, fact_by_office, evidence, problem and disagreement for current reports: those of `entries`
    anew, the rest from the previous generation under today's office ids."""
    connection = build.connection
    numbered = [(report_ids[entry.snapshot.sha256], entry) for entry in entries]
    facts = [(report_id, entry, no, fact) for report_id, entry in numbered for no, fact in enumerate(entry.facts)]
    for table in ("section", "fact", "evidence", "problem", "disagreement"):
        build.make(f"new_{table}", f"select * from {table} limit 0")
    insert(
        connection,
        "new_fact",
        {
            "report_id": [report_id for report_id, _entry, _no, _fact in facts],
            "fact_no": [no for _report_id, _entry, no, _fact in facts],
            "year": [entry.year for _report_id, entry, _no, _fact in facts],
            "office_id": [0] * len(facts),
            **{
                name: [getattr(fact, name) for _report_id, _entry, _no, fact in facts]
                for name in ("indicator", "breakdown", "value", "unit", "qualifier", "status", "source", "role")
            },
        },
    )
    insert(
        connection,
        "new_evidence",
        {
            "report_id": [report_id for report_id, _entry, _no, _fact in facts],
            "fact_no": [no for _report_id, _entry, no, _fact in facts],
            **{
                name: [getattr(fact, name) for _report_id, _entry, _no, fact in facts]
                for name in ("section", "quote", "locator", "stated_value", "correction", "learnt_from", "learning")
            },
        },
    )
    sections = [(report_id, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.sections)]
    insert(connection, "new_section", columns_of(sections, "report_id", "ordinal", "section", "heading", "body"))
    problems = [
        (report_id, 0, entry.year, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.problems)
    ]
    insert(
        connection,
        "new_problem",
        columns_of(problems, "report_id", "office_id", "year", "problem_no", "topic", "kind", "quote", "locator"),
    )
    disagreements = [
        (report_id, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.disagreements)
    ]
    insert(
        connection,
        "new_disagreement",
        columns_of(disagreements, "report_id", "disagreement_no", "rule", "status", "message"),
    )
    build.make(
        "still",
        "select r.report_id, o.office_id as old_office_id, r.office_id from report r join old_report o using (report_id) "
        "where r.is_current and r.report_id not in (select report_id from fresh)",
    )

    def together(table: str, source: str, where: str = "true") -> str:
        old = (
            f"select * from previous.{source} where report_id in (select report_id from still) and {where} union all by name "
            if build.has_previous
            else ""
        )
        return f"({old}select * from new_{table} where {where})"

    # The office ids of today come by the report, so that an edited roster moves every row.
    for table, source, order in (
        (
            "fact",
            "fact_by_office" if build.base else "fact",
            "indicator, breakdown, year, office_id, report_id, fact_no",
        ),
        ("fact_by_office", "fact_by_office", "office_id, year, indicator, breakdown, report_id, fact_no"),
    ):
        for where in _pieces(build, table):
            connection.execute(
                f"insert into {table} by name select every.* replace (report.office_id as office_id) "
                f"from {together('fact', source, where)} every join report using (report_id) order by {order}"
            )
    connection.execute(
        "insert into problem by name select every.* replace (report.office_id as office_id) "
        f"from {together('problem', 'problem')} every join report using (report_id) order by office_id, year, problem_no"
    )
    for table, order in (
        ("evidence", "report_id, fact_no"),
        ("section", "report_id, ordinal"),
        ("disagreement", "report_id, disagreement_no"),
    ):
        # The old rows stand in that order already, and new reports have higher numbers: nothing is sorted but these.
        if build.has_previous:
            connection.execute(
                f"insert into {table} by name "
                f"select * from previous.{table} where report_id in (select report_id from still)"
            )
        connection.execute(f"insert into {table} by name select * from new_{table} order by {order}")


def _pieces(build: Build, table: str) -> Iterator[str]:
    """Conditions that part the rows of `table` in the order that it is sorted in; one that is always true where they
    are few."""
    connection = build.connection
    if build.base:
        yield "office_id in (select old_office_id from still union all select 0)"
        return
    if not build.has_many_facts:
        yield "true"
    elif table == "fact":
        for (indicator,) in connection.execute(
            "select indicator from previous.fact group by all union select indicator from new_fact order by all"
        ).fetchall():
            yield f"indicator = '{indicator}'"
    else:
        for low, high in connection.execute(f"""
            select min(office_id), max(office_id) from (
                select office_id, sum(count(*)) over (order by office_id) // {REPORTS_JUDGED_AT_ONCE} as piece
                from report where is_current group by office_id)
            group by piece order by piece
        """).fetchall():
            yield (
                f"report_id in (select report_id from report where office_id between {low} and {high}) and office_id in "
                f"(select old_office_id from still where office_id between {low} and {high} union all select 0)"
            )


def fill_column_log(build: Build, logs: Sequence[LogItem] | None) -> None:
    """Fills column_log with `logs`, or with what the previous generation has when they are None, under today's
    office ids."""
    if logs is None and build.has_previous:
        build.connection.execute(
            "insert into column_log by name select c.* replace (o.office_id as office_id) from previous.column_log c "
            "join old_office p on p.office_id = c.office_id "
            "left join merged_office m on m.office_code = p.office_code "
            "join every_office o on o.office_code = coalesce(m.into_code, p.office_code) "
            "order by o.office_id, column_name, published_on"
        )
    elif logs:
        ids = dict(
            build.connection.execute("select office_code, office_id from every_office where not is_queued").fetchall()
        )
        known = sorted(
            (item for item in logs if item.office_code in ids),
            key=lambda item: (
                ids[item.office_code],
                item.column_name,
                item.published_on,
                item.title,
                item.url or "",
                item.log_sha256,
                item.formed_on or item.published_on,
                item.line or 0,
            ),
        )
        rows = [
            (
                ids[item.office_code],
                item.column_name,
                item.published_on,
                item.title,
                item.url,
                item.log_sha256,
                item.loaded_on,
                item.formed_on,
                item.log_name,
                item.line,
            )
            for item in known
        ]
        insert(
            build.connection,
            "column_log",
            columns_of(
                rows,
                *("office_id", "column_name", "published_on", "title", "url", "log_sha256", "loaded_on", "formed_on"),
                *("log_name", "line"),
            ),
        )
    summarise_log(build.connection)


def summarise_log(connection: Connection) -> None:
    """Fills column_day and logged_office anew from column_log, the watched columns and their names."""
    connection.execute("delete from column_day")
    connection.execute("delete from logged_office")
    connection.execute("""
        insert into column_day by name
        with days as (
            select l.office_id, w.ordinal as column_no, l.published_on, count(*) as item_count
            from column_log as l
            join column_names() as a on a.printed_name = l.column_name
            join watched_column as w on w.column_name = a.column_name
            group by all
        )
        select
            office_id, column_no, published_on,
            coalesce(lead(published_on) over story, date '9999-12-31') as next_on,
            (sum(item_count) over story)::integer as item_count
        from days
        window story as (partition by office_id, column_no order by published_on)
        order by office_id, column_no, published_on
    """)
    connection.execute(
        "insert into logged_office select office_id, min(published_on), max(loaded_on) from column_log "
        "group by office_id order by office_id"
    )
