"""A small generation that stands upon a large one: only what changed is written."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from reports.check.judge import judge_offices
from reports.errors import StoreError
from reports.store.build import Build
from reports.store.fill import stage
from reports.store.overlay import Base
from reports.store.reference_rows import reference_fingerprint
from reports.store.roster_rows import Roster
from reports.store.rows import Entry
from reports.store.verify import FAULTY

WHOLE_FACTS = 300_000
"""A store of fewer facts is always built whole: that takes under a second, and its files need no other."""
CHANGED_FACTS = 2_000_000
"""A generation that would hold more changed facts is built whole, unless many are loaded at once: every publish
writes them anew, a second a million."""
_CHANGED_SHARE = 0.25


def chosen_base(build: Build, entries: Sequence[Entry], roster: Roster) -> Base | None:
    """What the next generation stands upon, or None when it has to be whole: the store is small, offices that it
    has are others now, the rules are, or too much has changed."""
    connection = build.connection
    row = connection.execute("select generation, base, reference from previous.generation").fetchone()
    assert row is not None
    number, base_number, fingerprint = row
    base = (
        Base(number, "previous", None) if base_number is None else Base(base_number, "previous_base", "previous_change")
    )
    facts = connection.execute(f"select fact_count from {base.catalog}.generation").fetchone()
    assert facts is not None
    entered = changed = sum(len(entry.facts) for entry in entries)
    if base.change:
        counted = connection.execute(f"select count(*) from {base.change}.fact").fetchone()
        changed += counted[0] if counted else 0
    # With d changed facts at most, n in the base and e in each of many loads, a fact is written d / 2e times in small
    # files and n / d times in whole ones: the least for d = sqrt(2en).
    limit = max(CHANGED_FACTS, sqrt(2 * entered * facts[0]))
    if facts[0] < WHOLE_FACTS or changed > min(limit, _CHANGED_SHARE * facts[0]):
        return None
    return base if fingerprint == reference_fingerprint() and not _is_changed(build, roster) else None


def _is_changed(build: Build, roster: Roster) -> bool:
    """Whether an office of the generation before is another one now: the files do not tell an office twice."""
    known = "select 1 from previous.office where office_code in (select unnest(?::varchar[])) limit 1"
    return bool(roster.merged) or build.connection.execute(known, [list(roster.offices)]).fetchone() is not None


def stage_touched(build: Build, base: Base, roster: Roster) -> None:
    """As `stage`, with the reports that the next file holds: those of the previous one's own file, those that the
    entries replace, and all that are versions of one of these, before or after. Makes retelling too."""
    build.make(
        "replaced",
        "select report_id, office_id, year from previous.report where sha256 in (select sha256 from entered)",
    )
    build.make(
        "touched_place",
        "select office_id, year from replaced union "
        "select o.office_id, e.year from entered e join previous.office o on o.office_code = e.code",
    )
    build.make(
        "touched",
        "select report_id from replaced union "
        "select r.report_id from previous.report r join touched_place using (office_id, year)"
        + (f" union select report_id from {base.change}.report" if base.change else ""),
    )
    build.make(
        "retelling",
        "select distinct unnest(r.path) as region_id, p.year "
        "from touched_place p join previous.office o using (office_id) join previous.region r using (region_id)",
    )
    # Of offices that are new the previous generation does not know where they are.
    paths = [(code, list(roster.regions.path(office.region_id))) for code, office in roster.offices.items()]
    build.connection.execute(
        "insert into retelling select distinct unnest(p.path), e.year "
        "from (select unnest(?::varchar[]) as code, unnest(?::varchar[][]) as path) p join entered e using (code) "
        "except select region_id, year from retelling",
        [[code for code, _path in paths], [path for _code, path in paths]],
    )
    stage(build, "report_id in (select report_id from touched)")
    build.make("touched_office", "select office_id from replaced")


def counts(build: Build) -> tuple[int, int]:
    """Current reports and facts of the generation being built."""
    connection, base = build.connection, build.base
    if base is None:
        counted = connection.execute(
            "select (select count(*) from report where is_current), (select count(*) from fact)"
        ).fetchone()
    else:
        # The base's facts are not counted again, only those that no longer count.
        counted = connection.execute(f"""
            select
                (select count(*) from next.report where is_current),
                (select fact_count from {base.catalog}.generation) + (select count(*) from fact) - (
                    select count(*) from {base.catalog}.fact_by_office
                    where report_id in (select report_id from replaced_report) and office_id in (
                        select office_id from {base.catalog}.report
                        where report_id in (select report_id from replaced_report)))
        """).fetchone()
    assert counted is not None
    return counted[0], counted[1]


def withdraw(build: Build, base: Base) -> None:
    """Attaches the generation being built, upon its base, as the catalog `next`, and takes out of it the offices that
    waited and have no report any more."""
    build.attach_next(base)
    connection = build.connection
    connection.execute(f"""
        insert into withdrawn_office
        select o.office_id from {base.catalog}.office o
        where o.is_queued
          and o.office_id in (
            select office_id from {base.catalog}.report where report_id in (select report_id from replaced_report)
          )
          and not exists (select 1 from next.report r where r.office_id = o.office_id)
    """)
    connection.execute(
        "delete from office where is_queued "
        "and not exists (select 1 from next.report r where r.office_id = office.office_id)"
    )


def raise_faults_upon(build: Build, base: Base) -> None:
    """Raises StoreError when what the new file holds and what still counts of its base do not fit together. Both were
    verified by themselves."""
    faults = {
        "同一报告在两个文件中": f"select 1 from report semi join {base.catalog}.report using (report_id) "
        "anti join replaced_report using (report_id)",
        "被替换的报告不存在": f"select 1 from replaced_report anti join {base.catalog}.report using (report_id)",
        "被替换的报告没有新内容": "select 1 from replaced_report anti join report using (report_id)",
        "同一原件有两份报告": f"select 1 from report join {base.catalog}.report other using (sha256) "
        "where other.report_id <> report.report_id",
        "同一单位同一年度有两份现行报告": "select 1 from next.report r semi join report own using (office_id, year) "
        "where r.is_current group by office_id, year having count(*) > 1",
        "撤销的单位仍有报告": "select 1 from next.report semi join withdrawn_office using (office_id)",
        "单位代码重复": "select 1 from next.office group by office_code having count(*) > 1",
    }
    if base.change:
        faults["报告少于上一版"] = f"select 1 from {base.change}.report anti join report using (report_id)"
    for fault, query in faults.items():
        if build.connection.execute(f"select 1 from ({query}) limit 1").fetchone():
            raise StoreError(FAULTY.format(fault))


def judge_touched(build: Build, base: Base) -> None:
    """Fills finding and judged_office of a generation that stands upon a base: the offices that changed and all of
    their regions are judged anew, the findings on others stay. As a rule looks at one office and at others of its
    region only, these are the findings that a whole generation would have."""
    connection = build.connection
    build.make(
        "judged_now",
        """
        with changed as (
            select office_id from touched_office
            union
            select office_id from report semi join entered using (sha256)
        )
        select office_id from changed
        union
        select o.office_id from next.office o
        where o.region_id in (select c.region_id from next.office c semi join changed using (office_id))
        """,
    )
    if base.change:
        connection.execute(
            f"insert into finding select f.* from {base.change}.finding f anti join judged_now using (office_id)"
        )
        connection.execute(f"insert into judged_office select office_id from {base.change}.judged_office")
    connection.execute(
        "insert into judged_office select office_id from judged_now anti join judged_office using (office_id)"
    )
    judge_offices(connection, "next", "select office_id from judged_now", "previous")
