"""The next generation is built: from the last one plus the change, verified, then served.

In come entries of reports, lines of publication logs and the generation before; out goes a new immutable file. It
reads no document and decides nothing about a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reports.check.judge import judge_all
from reports.database import REFUSED_BY_THE_DISK, DatabaseError, is_damage
from reports.errors import StoreDamaged, StoreError
from reports.store import journal
from reports.store.assessments import Assessed, copy_assessed, fill_assessed, fill_sheets
from reports.store.build import Build, building
from reports.store.files import highest, prune, serve
from reports.store.fill import Reread, enter, fill, fill_column_log, stage
from reports.store.follow_up_rows import FollowUp, copy_follow_up, fill_follow_up
from reports.store.reference_rows import insert_reference, reference_fingerprint
from reports.store.regions import total_all, total_touched
from reports.store.roster_rows import Roster
from reports.store.rows import Entry, LogItem
from reports.store.schema import layout
from reports.store.upon_base import chosen_base, counts, judge_touched, raise_faults_upon, stage_touched, withdraw
from reports.store.verify import raise_faults


def publish(
    store: Path,
    entries: Sequence[Entry],
    *,
    cause: str,
    previous: Path | None,
    journal_bytes: int,
    reread: Reread,
    roster: Roster,
    logs: Sequence[LogItem] | None = None,
    follow_up: FollowUp | None = None,
    assessed: Assessed | None = None,
    number: int | None = None,
) -> int:
    """Builds, verifies and serves the next generation: the generation file `previous` (None: from nothing) plus
    `entries`, where an entry whose original is known already replaces what was read of it before. Returns the
    generation's number. The caller holds the lock.

    `reread(sha256)` gives the entry of an earlier version that becomes current again; `roster` tells the
    offices that are new, changed or merged since `previous`, all regions and the district. `logs` replaces all items
    of publication logs, `follow_up` all of follow-up, `assessed` what staff uploaded of assessment
    sheets and judged by them; None keeps them. With a `number` the generation gets that one, and is kept without being
    served. Raises StoreError when the new generation does not hold what it should, or
    cannot be written; then the old one is still served.
    """
    entries = list({entry.snapshot.sha256: entry for entry in entries}.values())
    is_served = number is None
    number = highest(store) + 1 if number is None else number
    finished = store / f"g{number:06d}.duckdb"
    try:
        with building(store / f".build-{number:06d}.duckdb", previous) as build:
            base = build.base = chosen_base(build, entries, roster) if previous is not None else None
            _fill(build, entries, reread, roster, logs)
            if follow_up is not None:
                fill_follow_up(build.connection, follow_up)
            elif build.has_previous:
                copy_follow_up(build.connection)
            fill_sheets(build.connection)
            if assessed is not None:
                fill_assessed(build.connection, assessed)
            elif build.has_previous:
                copy_assessed(build.connection)
            size = (store / f"g{base.number:06d}.duckdb").stat().st_size if base else None
            build.connection.execute(
                "insert into generation by name select ? as generation, ? as built_at, ? as cause, ? as report_count, "
                "? as fact_count, ? as journal_bytes, ? as journal_head, ? as base, ? as base_bytes, ? as reference, ? as layout, ? as district",
                [
                    number,
                    datetime.now(UTC).replace(tzinfo=None),
                    cause,
                    *counts(build),
                    journal_bytes,
                    journal.head(store, journal_bytes),
                    base.number if base else None,
                    size,
                    reference_fingerprint(),
                    layout(),
                    roster.district,
                ],
            )
            raise_faults(build.connection, *(("next.office", "next.region") if base else ("office", "region")))
            if base:
                raise_faults_upon(build, base)
            build.finish(finished)
        if is_served:
            serve(store, number, finished, base.number if base else None)
    except (OSError, *REFUSED_BY_THE_DISK) as error:
        reason = str(error).splitlines()[0]
        raise StoreError(
            f"数据仓 {store} 写入失败，原数据不受影响（{reason}）；请检查磁盘空间和权限后再试。"
        ) from error
    except DatabaseError as error:
        if not is_damage(error):
            raise
        raise StoreDamaged(
            f"正在提供的数据文件有一处损坏，无法在其上发布，数据没有改动（{str(error).splitlines()[0]}）；"
            "请运行 gongkai rebuild 由原件和日志重建，再载入一次。"
        ) from error
    if is_served:
        prune(store)
    return number


def _fill(
    build: Build, entries: Sequence[Entry], reread: Reread, roster: Roster, logs: Sequence[LogItem] | None
) -> None:
    """Fills every table but generation."""
    enter(build, entries)
    if build.base is None:
        insert_reference(build.connection)
        stage(build)
    else:
        stage_touched(build, build.base, roster)
    # Nobody sees the file before it is renamed: transactions here are for speed, not for safety.
    at_once = build.base is not None or not build.has_many_facts
    if at_once:
        build.connection.execute("begin")
    fill(build, entries, reread, roster)
    fill_column_log(build, logs)
    if at_once:
        build.connection.execute("commit")
    if build.base is None:
        total_all(build)
        judge_all(build.connection)
    else:
        withdraw(build, build.base)
        total_touched(build, build.base)
        judge_touched(build, build.base)
    build.connection.execute("detach database if exists scratch")
