"""A report judged as if it were stored, without storing it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from reports.check.judge import OF_THE_BASE, judge
from reports.store.build import Build
from reports.store.fill import enter, fill, fill_column_log, stage
from reports.store.reference_rows import insert_reference
from reports.store.roster_rows import Roster, stored_regions
from reports.store.rows import Entry
from reports.store.schema import new_database

MOST_NEIGHBOURS = 200
"""Offices of a region whose reports stand beside a draft; of more only the office's own do."""


class Judge:
    """Judges one report at a time by queries/checks, in memory: nothing is stored. Make one and use it often."""

    def __init__(self) -> None:
        self._connection = new_database(":memory:")
        insert_reference(self._connection)
        self._tables = [
            row[0]
            for row in self._connection.execute(
                "select table_name from duckdb_tables() where database_name = current_database() and not temporary"
            ).fetchall()
            if row[0] not in OF_THE_BASE
        ]

    def findings(self, entry: Entry, history: Path | None = None, with_neighbours: bool = True) -> list[dict[str, Any]]:
        """The findings on `entry`, whose office may be unknown, as rows of the finding table, in order; with `history`, the file of a
        generation, its office's other years and, `with_neighbours`, the reports of its neighbours stand beside it. A rule that cannot run is not assessable."""
        connection = self._connection
        if not entry.office_code:
            entry = replace(entry, office_code=entry.stated_office, is_queued=True)
        for table in self._tables:
            connection.execute(f"delete from {table}")
        code = entry.office_code.replace("'", "''")
        with Build(connection) as build:
            if history is not None:
                build.attach_previous(history)
            roster = Roster(regions=stored_regions(connection, "previous")) if build.has_previous else Roster()
            own = f"office_code = '{code}'"
            stage(build, *_beside(build, own, entry.year, with_neighbours))
            enter(build, [entry])
            fill(build, [entry], _never, roster)
            fill_column_log(build, None)
            failed: list[tuple[str, str]] = []
            judge(connection, build.catalog, ("check",), lambda rule, sentence: failed.append((rule, sentence)))
        answer = connection.execute(
            "select f.* from finding f join report r using (report_id) where r.sha256 = ? order by finding_no",
            [entry.snapshot.sha256],
        )
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        for rule, sentence in failed:
            rows.append({"rule": rule, "status": "not_assessable", "message": sentence, "evidence": []})
        return rows


def _beside(build: Build, own: str, year: int, with_neighbours: bool) -> tuple[str, str]:
    """Which reports and offices of the history stand beside the draft: the office's own other years and, where its
    region has few offices, what these report on the same year and the one before, as it may be copied from them."""
    reports = f"is_current and {own} and year <> {year}"
    if not build.has_previous or not with_neighbours:
        return reports, own
    of_region = f"region_id = (select region_id from previous.office where {own}) and not is_queued"
    row = build.connection.execute(f"select count(*) from previous.office where {of_region}").fetchone()
    if row is None or not 1 < row[0] <= MOST_NEIGHBOURS:
        return reports, own
    near = f"office_id in (select office_id from previous.office where {of_region} and not {own})"
    return f"({reports}) or (is_current and {near} and year between {year - 1} and {year})", f"{own} or ({of_region})"


def _never(sha256: str) -> Entry:
    raise AssertionError(f"no version of {sha256} can become current in memory")
