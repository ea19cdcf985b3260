"""What versions that another has replaced told: kept beside the current reports, so that both can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple

from reports.database import columns_of, insert
from reports.store.build import Build
from reports.store.rows import Entry

_FACT = (
    "indicator",
    "breakdown",
    "value",
    "unit",
    "qualifier",
    "status",
    "source",
    "role",
    "section",
    "quote",
    "locator",
    "stated_value",
    "correction",
    "learnt_from",
    "learning",
)
"""The columns of former_fact behind its number, which are those of EntryFact in order."""


def fill_former(build: Build, entries: Sequence[Entry], report_ids: Mapping[str, int]) -> None:
    """Fills former_fact and former_section with the versions of report that are neither current nor withdrawn: of
    `entries` what was read now; of others what the previous generation tells, where they may still have been
    current."""
    connection = build.connection
    replaced = "select report_id, sha256 from report where not is_current and not is_withdrawn"
    former = dict(
        connection.execute(f"select sha256, report_id from ({replaced}) semi join entered using (sha256)").fetchall()
    )
    numbered = [(report_ids[e.snapshot.sha256], e) for e in entries if e.snapshot.sha256 in former] if former else []
    facts = [(number, no, *astuple(fact)) for number, entry in numbered for no, fact in enumerate(entry.facts)]
    sections = [(number, no, *row) for number, entry in numbered for no, row in enumerate(entry.sections)]
    insert(connection, "former_fact", columns_of(facts, "report_id", "fact_no", *_FACT))
    insert(connection, "former_section", columns_of(sections, "report_id", "ordinal", "section", "heading", "body"))
    if not build.has_previous:
        return
    build.make(
        "replaced_before",
        f"select r.report_id, o.office_id as old_office_id, o.year, o.is_current as was_current from ({replaced}) r "
        "join old_report o using (report_id) anti join entered e on e.sha256 = r.sha256",
    )
    connection.execute(f"""
        insert into former_fact by name
        select * from previous.former_fact where report_id in (select report_id from replaced_before)
        union all by name
        select f.report_id, f.fact_no, {", ".join(_FACT)}
        from previous.fact_by_office f join previous.evidence e using (report_id, fact_no)
        where f.office_id in (select old_office_id from replaced_before where was_current)
          and f.year in (select year from replaced_before where was_current)
          and f.report_id in (select report_id from replaced_before where was_current)
        order by report_id, fact_no
    """)
    connection.execute("""
        insert into former_section by name
        select * from previous.former_section where report_id in (select report_id from replaced_before)
        union all by name
        select * from previous.section where report_id in (select report_id from replaced_before where was_current)
        order by report_id, ordinal
    """)
