"""A generation whose reports are those of the one before, and whose follow-up is another: its file is copied.

In go the file of the generation before and the follow-up; out goes the next generation, verified and served as any
other, in a tenth of the time that building it would take.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from reports.database import REFUSED_BY_THE_DISK, Connection, building
from reports.errors import StoreError
from reports.store import journal
from reports.store.assessments import Assessed, fill_assessed, fill_sheets
from reports.store.build import Build
from reports.store.files import highest, prune, serve
from reports.store.follow_up_rows import FollowUp, fill_follow_up
from reports.store.generation import Generation
from reports.store.reference_rows import reference_fingerprint
from reports.store.upon_base import WHOLE_FACTS


def can_retell(generation: Generation) -> bool:
    """Whether the next generation may be a copy of this one: its file is small, and it was judged by today's rules."""
    row = generation.cursor().execute("select base, fact_count, reference from generation").fetchone()
    assert row is not None
    return (row[0] is not None or row[1] < WHOLE_FACTS) and row[2] == reference_fingerprint()


def retell(
    store: Path, previous: Path, *, cause: str, journal_bytes: int, follow_up: FollowUp, assessed: Assessed
) -> int:
    """Copies, fills, verifies and serves the next generation; its number. The caller holds the lock. Raises StoreError
    when the disk refuses; then the old one is still served."""
    number = highest(store) + 1
    finished, path = store / f"g{number:06d}.duckdb", store / f".build-{number:06d}.duckdb"
    try:
        try:
            shutil.copyfile(previous, path)
            with building(str(path), path.parent) as connection:
                connection.execute("begin")
                base = _renumber(connection, store, number, cause, journal_bytes)
                fill_follow_up(connection, follow_up)
                fill_sheets(connection)
                fill_assessed(connection, assessed)
                connection.execute("commit")
                Build(connection, path).finish(finished)
        finally:
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink(missing_ok=True)
        serve(store, number, finished, base, is_retold=True)
    except (OSError, *REFUSED_BY_THE_DISK) as error:
        reason = str(error).splitlines()[0]
        raise StoreError(
            f"数据仓 {store} 写入失败，原数据不受影响（{reason}）；请检查磁盘空间和权限后再试。"
        ) from error
    prune(store)
    return number


def _renumber(connection: Connection, store: Path, number: int, cause: str, journal_bytes: int) -> int | None:
    """Makes the copied row of generation its own; the generation that it stands upon."""
    row = connection.execute("select base from generation").fetchone()
    assert row is not None
    connection.execute("create temp table told as select * from generation")
    connection.execute("delete from generation")
    connection.execute(
        "insert into generation by name select told.* replace (? as generation, ? as built_at, ? as cause, "
        "? as journal_bytes, ? as journal_head) from told",
        [
            number,
            datetime.now(UTC).replace(tzinfo=None),
            cause,
            journal_bytes,
            journal.head(store, journal_bytes),
        ],
    )
    connection.execute("drop table temp.told")
    base: int | None = row[0]
    return base
