"""The next generation is built: from the last one plus the change, verified, then served.

In come entries of reports, lines of publication logs and the generation before; out goes a new immutable file. It
reads no document and decides nothing about a number.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from reports.check.judge import judge_all
from reports.database import READ_ONLY, REFUSED_BY_THE_DISK, Connection, connect
from reports.errors import StoreError
from reports.store.files import highest, prune, serve, sync_folder
from reports.store.fill import Rematch, Reread, fill, fill_column_log, stage
from reports.store.overlay import Base, attach, detach
from reports.store.reference_rows import insert_reference, reference_fingerprint
from reports.store.regions import total_all, total_touched
from reports.store.rows import Entry, LogItem
from reports.store.schema import MANY_FACTS, layout, new_database
from reports.store.upon_base import chosen_base, counts, judge_touched, raise_faults_upon, stage_touched, withdraw
from reports.store.verify import fingerprint_of, raise_faults


def publish(
    store: Path,
    entries: Sequence[Entry],
    *,
    cause: str,
    previous: Path | None,
    journal_bytes: int,
    reread: Reread,
    rematch: Rematch,
    logs: Sequence[LogItem] | None = None,
) -> int:
    """Builds, verifies and serves the next generation: the generation file `previous` (None: from nothing) plus
    `entries`, where an entry whose original is known already replaces what was read of it before. Returns the
    generation's number. The caller holds the lock.

    `reread(sha256)` gives the entry of an earlier version that becomes current again; `rematch(stated office,
    year)` the roster's code for an office that waits in the queue, or None. `logs` replaces all items of
    publication logs; None keeps them. Raises StoreError when the new
    generation does not hold what it should, or cannot be written; then the old one is still served.
    """
    number = highest(store) + 1
    building = store / f".build-{number:06d}.duckdb"
    try:
        building.unlink(missing_ok=True)
        connection = new_database(str(building))
        try:
            if previous is not None:
                attach(connection, previous, "previous")
            base = chosen_base(connection, entries) if previous is not None else None
            _build(connection, entries, previous is not None, base, reread, rematch, logs)
            size = (store / f"g{base.number:06d}.duckdb").stat().st_size if base else None
            connection.execute(
                "insert into generation by name select ? as generation, ? as built_at, ? as cause, ? as report_count, "
                "? as fact_count, ? as journal_bytes, ? as base, ? as base_bytes, ? as reference, ? as layout",
                [
                    number,
                    datetime.now(UTC).replace(tzinfo=None),
                    cause,
                    *counts(connection, base),
                    journal_bytes,
                    base.number if base else None,
                    size,
                    reference_fingerprint(),
                    layout(),
                ],
            )
            raise_faults(connection, "next.office" if base else "office")
            if base:
                raise_faults_upon(connection, base)
            expected = fingerprint_of(connection)
            for name in ("next", "previous"):
                detach(connection, name)
            connection.execute("checkpoint")
        finally:
            connection.close()
        reopened = connect(str(building), read_only=True, config=dict(READ_ONLY))
        try:
            if fingerprint_of(reopened) != expected:
                raise StoreError("新版数据写入后与写入前不一致，未予发布，原数据不受影响；请检查磁盘后再试。")
        finally:
            reopened.close()
        with building.open("rb+") as file:
            os.fsync(file.fileno())
        finished = store / f"g{number:06d}.duckdb"
        os.replace(building, finished)
        sync_folder(store)
        serve(store, number, finished, base.number if base else None)
    except (OSError, *REFUSED_BY_THE_DISK) as error:
        for left in store.glob(f"{building.name}*"):
            left.unlink(missing_ok=True)
        reason = str(error).splitlines()[0]
        raise StoreError(
            f"数据仓 {store} 写入失败，原数据不受影响（{reason}）；请检查磁盘空间和权限后再试。"
        ) from error
    prune(store)
    return number


def _build(
    connection: Connection,
    entries: Sequence[Entry],
    has_previous: bool,
    base: Base | None,
    reread: Reread,
    rematch: Rematch,
    logs: Sequence[LogItem] | None,
) -> None:
    """Fills every table but generation."""
    many = False
    if base is None:
        insert_reference(connection)
        stage(connection, has_previous)
        counted = connection.execute("select fact_count from previous.generation").fetchone() if has_previous else None
        many = counted is not None and counted[0] > MANY_FACTS
    else:
        stage_touched(connection, entries, base)
    # Nobody sees the file before it is renamed: transactions here are for speed, not for safety.
    if not many:
        connection.execute("begin")
    fill(connection, entries, has_previous, reread, rematch, base)
    fill_column_log(connection, has_previous, logs)
    if not many:
        connection.execute("commit")
    if base is None:
        total_all(connection)
        judge_all(connection)
    else:
        withdraw(connection, base)
        total_touched(connection, base)
        judge_touched(connection, base)
    connection.execute("detach database if exists scratch")
