"""Steps 6 to 8, publish, check and ask: the store of generations, one immutable DuckDB file each.

In go entries (what one original says, ready for the tables) and questions; out come generations that readers
open read-only, the findings of the rules in queries/, the answers as tables, and originals as they were read. The
only module that imports duckdb. It extracts nothing and reads no journal: publish.py brings what they say.

A generation is built under a temporary name, verified, flushed to the disk and renamed;
then CURRENT.json, which names the generation that is served, is replaced. A kill at any moment therefore
leaves the last generation served.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import filelock

from reports import reference
from reports.capture import original_path
from reports.errors import StoreBusy, StoreError
from reports.model import Document, Snapshot

if TYPE_CHECKING:
    import pandas

SCHEMA = Path(__file__).with_name("schema.sql")
CURRENT_NAME = "CURRENT.json"
ORIGINALS_NAME = "originals"
KEPT_GENERATIONS = 3
_ROWS_AT_ONCE = 20_000
LOCK_SECONDS = 600.0
"""How long a second writer waits for the first."""

_GENERATION_NAME = re.compile(r"g(\d{6,})\.duckdb")
_READ_ONLY = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "2GB",
    "threads": "2",
    "temp_directory": "",
}
_BUILDING = {"threads": "2", "preserve_insertion_order": "true", "python_enable_replacements": "false"}


def default_store() -> Path:
    """The folder of the store: GONGKAI_STORE, else data/store of the project."""
    return Path(os.environ.get("GONGKAI_STORE") or reference.DATA / "store")


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One row of fact with its evidence; `role` as schema.sql says."""

    indicator: str
    breakdown: str
    value: float | None
    unit: str
    qualifier: str
    status: str
    source: str
    role: str
    section: str
    quote: str
    locator: str
    stated_value: float | None
    correction: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One report ready for the tables. `office_code` is one of the roster or, when `is_queued`, the name under
    which the office waits; sections are (key, heading, body), problems (topic, kind, quote, locator),
    disagreements (rule, status, message)."""

    snapshot: Snapshot
    source_url: str | None
    office_code: str
    is_queued: bool
    year: int
    form: str
    title: str
    stated_office: str
    published_on: date | None
    format: str
    marks: tuple[str, ...]
    sections: tuple[tuple[str, str, str], ...]
    facts: tuple[EntryFact, ...]
    problems: tuple[tuple[str, str, str, str], ...]
    disagreements: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LogItem:
    """One row of column_log: an item that an office of the roster published in a column of its website."""

    office_code: str
    column_name: str
    title: str
    published_on: date
    url: str | None
    log_sha256: str


# --------------------------------------------------------------------------------------------- generations


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation: its number, its file, how far into the journal it tells (bytes), and `notice`, a
    sentence for people when it is served in the place of a damaged one ('' otherwise)."""

    number: int
    path: Path
    built_at: datetime
    cause: str
    journal_bytes: int
    notice: str
    connection: duckdb.DuckDBPyConnection = field(repr=False)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new cursor, for one caller: two threads must not use one at once."""
        return self.connection.cursor()

    def close(self) -> None:
        """Closes the file; cursors of it stop working."""
        self.connection.close()


def _generation_files(store: Path) -> list[tuple[int, Path]]:
    """Numbers and files of the finished generations in `store`, newest first."""
    if not store.is_dir():
        return []
    found = [(int(m[1]), path) for path in store.iterdir() if (m := _GENERATION_NAME.fullmatch(path.name))]
    return sorted(found, reverse=True)


def _read_current(store: Path) -> tuple[int, Path, int]:
    """Number, file and size in bytes that CURRENT.json names; StoreError when it is missing or damaged."""
    path = store / CURRENT_NAME
    try:
        current = json.loads(path.read_text("utf-8"))
        return int(current["generation"]), store / str(current["file"]), int(current["bytes"])
    except FileNotFoundError as error:
        raise StoreError(
            f"数据仓 {store} 中没有 {CURRENT_NAME}，尚未发布任何数据；请先运行 gongkai demo 或 gongkai load。"
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} 已损坏，应写明当前数据版本；请运行 gongkai rebuild 重建。") from error


def _open(path: Path, number: int, size: int | None, notice: str = "") -> Generation:
    try:
        if size is not None and path.stat().st_size != size:
            raise StoreError(f"数据文件 {path.name} 大小应为 {size} 字节，实为 {path.stat().st_size} 字节，已损坏。")
        connection = duckdb.connect(str(path), read_only=True, config=dict(_READ_ONLY))
        row = connection.execute("select generation, built_at, cause, journal_bytes from generation").fetchone()
    except FileNotFoundError as error:
        raise StoreError(f"数据文件 {path.name} 不存在。") from error
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"数据文件 {path.name} 无法打开，可能已损坏。") from error
    if row is None or row[0] != number:
        raise StoreError(f"数据文件 {path.name} 中的版本号与文件名不符。")
    return Generation(number, path, row[1], row[2], row[3], notice, connection)


def open_current(store: Path) -> Generation:
    """The generation that CURRENT.json names, open read-only and locked down.

    When CURRENT.json or that file is damaged, the newest good generation, with a `notice` that says so.
    StoreError when there is none.
    """
    problem: StoreError | None = None
    # A writer may remove the file between our reading CURRENT.json and opening it: then CURRENT.json is newer.
    for _attempt in range(3):
        try:
            number, path, size = _read_current(store)
            return _open(path, number, size)
        except StoreError as error:
            problem = error
    for number, path in _generation_files(store):
        try:
            return _open(
                path, number, None, f"{problem}现提供此前完好的第 {number} 版数据；请运行 gongkai rebuild 重建。"
            )
        except StoreError:
            continue
    assert problem is not None
    raise problem


def open_generation(store: Path, number: int) -> Generation:
    """The kept generation `number`, open read-only; StoreError when it is not kept or damaged."""
    return _open(store / f"g{number:06d}.duckdb", number, None)


def current_number(store: Path) -> int | None:
    """The number of the generation that CURRENT.json names; None when it names none. Cheap: for noticing a new one."""
    try:
        return _read_current(store)[0]
    except StoreError:
        return None


@contextmanager
def locked(store: Path, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Holds the store's lock, for one writer at a time, and clears what killed writers left half built.

    When another writer holds it, `on_wait` gets a sentence, and we wait. Raises StoreBusy after LOCK_SECONDS,
    StoreError when the folder cannot be written.
    """
    try:
        store.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(store / ".lock")
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            if on_wait:
                on_wait(f"另一个程序正在写入数据仓 {store}，等待其完成……")
            lock.acquire(timeout=LOCK_SECONDS)
    except filelock.Timeout as error:
        raise StoreBusy(f"数据仓 {store} 一直被另一个程序占用；请等它结束后再试。") from error
    except (OSError, NotImplementedError) as error:
        raise StoreError(
            f"数据仓 {store} 无法写入（{error.strerror if isinstance(error, OSError) else error}）；请检查文件夹权限和磁盘空间。"
        ) from error
    try:
        for leftover in store.glob(".build-*"):
            leftover.unlink(missing_ok=True)
        yield
    finally:
        lock.release()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _highest(store: Path, number: int = 0) -> int:
    """The highest number ever given to a generation, which is no less than `number`. None is given twice, also
    after a rollback: a reader may still hold the file that had it."""
    try:
        told = int(json.loads((store / CURRENT_NAME).read_text("utf-8"))["highest"])
    except (OSError, ValueError, KeyError, TypeError):
        told = 0
    return max(told, number, *(found for found, _path in _generation_files(store)), 0)


def _serve(store: Path, number: int, path: Path) -> None:
    """Makes the finished file `path` the generation that CURRENT.json names, atomically."""
    content = {
        "generation": number,
        "file": path.name,
        "bytes": path.stat().st_size,
        "highest": _highest(store, number),
    }
    building = store / f".build-{CURRENT_NAME}"
    with building.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(building, store / CURRENT_NAME)
    _sync_folder(store)


def kept(store: Path) -> list[tuple[int, Path]]:
    """Numbers and files of the generations that can be served, newest first, the one in CURRENT.json first.
    Newer files are left of a build that was killed between its rename and CURRENT.json; they are left out."""
    current = current_number(store)
    return [(number, path) for number, path in _generation_files(store) if current is None or number <= current]


def roll_back(store: Path, number: int) -> None:
    """Serves the kept generation `number` again and removes the newer files. The caller holds the lock and has
    journaled it."""
    files = dict(_generation_files(store))
    _open(files[number], number, None).close()
    _serve(store, number, files[number])
    for newer, path in files.items():
        if newer > number:
            path.unlink()


# ---------------------------------------------------------------------------------------------- publishing


def _insert(connection: duckdb.DuckDBPyConnection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Appends rows, given as columns, to `table`.

    They travel as JSON in one parameter: a little slower than Arrow for millions of rows, which take far longer
    to read, and half a second faster for one report, as neither pyarrow nor pandas is imported.
    """
    types = {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}
    form = json.dumps([{name: types[name] for name in columns}])
    rows = list(zip(*columns.values(), strict=True))
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        piece = [dict(zip(columns, row, strict=True)) for row in rows[start : start + _ROWS_AT_ONCE]]
        text = json.dumps(piece, ensure_ascii=False, default=str)
        # Half a surrogate pair, as a damaged original may hold, is no text that a database takes.
        text = text.encode("utf-8", "replace").decode("utf-8").replace("\\u0000", "")
        connection.execute(
            f"insert into {table} by name select row.* from (select unnest(from_json(?::json, ?)) as row)", [text, form]
        )


def _or_none(text: str) -> Any:
    return text or None


def _insert_reference(connection: duckdb.DuckDBPyConnection) -> None:
    regions = reference.table("regions")
    above = {row["region_id"]: row["parent_id"] for row in regions}

    def path(region: str) -> list[str]:
        return [*path(above[region]), region] if region else []

    _insert(
        connection,
        "region",
        {
            "region_id": [row["region_id"] for row in regions],
            "name": [row["name"] for row in regions],
            "level": [row["level"] for row in regions],
            "parent_id": [_or_none(row["parent_id"]) for row in regions],
            "path": [path(row["region_id"]) for row in regions],
        },
    )
    indicators = reference.table("indicators")
    _insert(
        connection,
        "indicator",
        {
            "ordinal": list(range(len(indicators))),
            "indicator_group": [row["group"] for row in indicators],
            **{
                name: [row[name] for row in indicators]
                for name in (
                    "indicator",
                    "name_zh",
                    "name_en",
                    "unit",
                    "polarity",
                    "definition",
                    "formula",
                    "source",
                    "caveat",
                )
            },
        },
    )
    topics = reference.table("topics")
    _insert(
        connection,
        "topic",
        {
            "ordinal": list(range(len(topics))),
            **{name: [row[name] for row in topics] for name in ("topic", "name_zh", "definition")},
        },
    )
    if (reference.REFERENCE / "rules.csv").exists():
        rules = reference.table("rules")
        _insert(
            connection,
            "rule",
            {
                "ordinal": list(range(len(rules))),
                "threshold": [float(row["threshold"]) if row["threshold"] else None for row in rules],
                "is_enabled": [row["is_enabled"] == "true" for row in rules],
                **{
                    name: [row[name] for row in rules]
                    for name in ("rule", "kind", "name_zh", "definition", "severity", "threshold_unit", "legal_basis")
                },
            },
        )
    if (reference.REFERENCE / "columns.csv").exists():
        columns = reference.table("columns")
        _insert(
            connection,
            "watched_column",
            {
                "ordinal": list(range(len(columns))),
                "column_name": [row["column_name"] for row in columns],
                "aliases": [list(reference.aliases(row["aliases"])) for row in columns],
                "topic": [_or_none(row["topic"]) for row in columns],
                "cycle_days": [int(row["cycle_days"]) if row["cycle_days"] else None for row in columns],
                "yearly_minimum": [int(row["yearly_minimum"]) if row["yearly_minimum"] else None for row in columns],
                "basis": [row["basis"] for row in columns],
            },
        )


def _roster_columns() -> dict[str, list[Any]]:
    offices = reference.table("offices")
    return {
        "office_id": list(range(1, len(offices) + 1)),
        "office_code": [row["office_code"] for row in offices],
        "name": [row["name"] for row in offices],
        "kind": [row["kind"] for row in offices],
        "region_id": [_or_none(row["region_id"]) for row in offices],
        "aliases": [list(reference.aliases(row["aliases"])) for row in offices],
        "from_year": [int(row["from_year"]) if row["from_year"] else None for row in offices],
        "to_year": [int(row["to_year"]) if row["to_year"] else None for row in offices],
        "is_fictional": [row["is_fictional"] == "true" for row in offices],
        "is_queued": [False] * len(offices),
    }


def _new_database(path: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(path, config=dict(_BUILDING))
    connection.execute("begin")
    connection.execute(SCHEMA.read_text("utf-8"))
    _insert_reference(connection)
    return connection


def _stage(connection: duckdb.DuckDBPyConnection, previous: Path | None, where: str = "true") -> None:
    """Attaches the previous generation and makes the temporary tables old_office and old_report: its reports
    (those for which `where` holds) with the code and queue mark of their office. Both empty when there is none."""
    if previous is None:
        connection.execute("create or replace temp table old_office as select * from office limit 0")
        connection.execute(
            "create or replace temp table old_report as select *, '' as office_code, false as is_queued from report limit 0"
        )
        return
    location = str(previous).replace("'", "''")
    connection.execute(f"attach '{location}' as previous (read_only)")
    connection.execute("create or replace temp table old_office as select * from previous.office")
    connection.execute(
        "create or replace temp table old_report as select r.*, o.office_code, o.is_queued "
        f"from previous.report r join previous.office o using (office_id) where {where}"
    )


Reread = Callable[[str], Entry]
Rematch = Callable[[str, int], "str | None"]


def publish(
    store: Path,
    entries: Sequence[Entry],
    *,
    cause: str,
    base: Path | None,
    journal_bytes: int,
    reread: Reread,
    rematch: Rematch,
    logs: Sequence[LogItem] | None = None,
) -> int:
    """Builds, verifies and serves the next generation: the generation file `base` (None: from nothing) plus
    `entries`, where an entry whose original is known already replaces what was read of it before. Returns the
    generation's number. The caller holds the lock.

    `reread(sha256)` gives the entry of an earlier version that becomes current again; `rematch(stated office,
    year)` the roster's code for an office that waits in the queue, or None. `logs` replaces all items of
    publication logs; None keeps them. Raises StoreError when the new
    generation does not hold what it should, or cannot be written; then the old one is still served.
    """
    number = _highest(store) + 1
    building = store / f".build-{number:06d}.duckdb"
    try:
        building.unlink(missing_ok=True)
        connection = _new_database(str(building))
        try:
            # Nobody sees the file before it is renamed: transactions here are for speed, not for safety.
            connection.execute("commit")
            _stage(connection, base)
            connection.execute("begin")
            _fill(connection, entries, base is not None, reread, rematch)
            _fill_column_log(connection, base is not None, logs)
            connection.execute("commit")
            _judge(connection)
            connection.execute("detach scratch")
            connection.execute(
                "insert into generation by name select ? as generation, ? as built_at, ? as cause, "
                "(select count(*) from report where is_current) as report_count, (select count(*) from fact) as fact_count, "
                "? as journal_bytes",
                [number, datetime.now(UTC).replace(tzinfo=None), cause, journal_bytes],
            )
            expected = verify(connection)
            if base is not None:
                connection.execute("detach previous")
            connection.execute("checkpoint")
        finally:
            connection.close()
        reopened = duckdb.connect(str(building), read_only=True, config=dict(_READ_ONLY))
        try:
            if verify(reopened) != expected:
                raise StoreError("新版数据写入后与写入前不一致，未予发布，原数据不受影响；请检查磁盘后再试。")
        finally:
            reopened.close()
        with building.open("rb+") as file:
            os.fsync(file.fileno())
        finished = store / f"g{number:06d}.duckdb"
        os.replace(building, finished)
        _sync_folder(store)
        _serve(store, number, finished)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        building.unlink(missing_ok=True)
        raise StoreError(f"数据仓 {store} 写入失败，原数据不受影响（{error}）；请检查磁盘空间和权限后再试。") from error
    _prune(store)
    return number


def _prune(store: Path) -> None:
    """Removes all but the last generations; a file that another program still holds open stays until the next time."""
    for _number, path in kept(store)[KEPT_GENERATIONS:]:
        try:
            path.unlink()
        except PermissionError:
            continue


def _fill(
    connection: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    has_previous: bool,
    reread: Reread,
    rematch: Rematch,
) -> None:
    """Fills every table but generation and finding."""
    roster = _roster_columns()
    _insert(connection, "office", roster)
    ids = dict(zip(roster["office_code"], roster["office_id"], strict=True))

    old = connection.execute(
        "select report_id, sha256, office_code, is_queued, stated_office, year from old_report order by report_id"
    ).fetchall()
    names = dict(connection.execute("select office_code, name from old_office").fetchall())
    replaced = {entry.snapshot.sha256: entry for entry in entries}
    report_ids: dict[str, int] = {}
    places: list[tuple[int, str, bool, str]] = []  # report_id, office code, queued, name
    for report_id, sha256, code, is_queued, stated_office, year in old:
        report_ids[sha256] = report_id
        entry = replaced.get(sha256)
        if entry is not None:
            code, is_queued = entry.office_code, entry.is_queued
        elif is_queued:
            matched = rematch(stated_office, year)
            code, is_queued = (matched, False) if matched is not None else (code, True)
        # A row that left the roster: its reports wait under the name that they had.
        places.append((report_id, code, is_queued or code not in ids, names.get(code, code)))
    following = max(report_ids.values(), default=0)
    for entry in replaced.values():
        if entry.snapshot.sha256 not in report_ids:
            following += 1
            report_ids[entry.snapshot.sha256] = following
            places.append((following, entry.office_code, entry.is_queued, entry.office_code))
    queued: dict[str, str] = {}
    for _report_id, code, is_queued, name in places:
        if is_queued:
            queued.setdefault(code, name)
    for code in queued:
        ids[code] = len(ids) + 1
    _insert(
        connection,
        "office",
        {
            "office_id": [ids[code] for code in queued],
            "office_code": list(queued),
            "name": list(queued.values()),
            "kind": ["其他"] * len(queued),
            "aliases": [[] for _code in queued],
            "is_fictional": [False] * len(queued),
            "is_queued": [True] * len(queued),
        },
    )
    connection.execute("create or replace temp table placed (report_id integer, office_id integer)")
    _insert(
        connection,
        "placed",
        {"report_id": [place[0] for place in places], "office_id": [ids[place[1]] for place in places]},
    )

    _insert_reports(connection, list(replaced.values()), report_ids, has_previous)

    # What was not current before has no rows to copy: it is read again from its original.
    again = connection.execute(
        "select r.report_id, r.sha256 from report r join old_report o using (report_id) where r.is_current and not o.is_current"
    ).fetchall()
    current = {row[0] for row in connection.execute("select report_id from report where is_current").fetchall()}
    details = [entry for entry in replaced.values() if report_ids[entry.snapshot.sha256] in current]
    details += [reread(sha256) for _report_id, sha256 in again if sha256 not in replaced]
    connection.execute("create or replace temp table fresh (report_id integer)")
    connection.execute(
        "insert into fresh select unnest(?::integer[])", [[report_ids[entry.snapshot.sha256] for entry in details]]
    )
    _insert_details(connection, details, report_ids, has_previous)


def _insert_reports(
    connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], report_ids: Mapping[str, int], has_previous: bool
) -> None:
    """Fills snapshot and report; versions are counted anew by office and year."""
    shas = [entry.snapshot.sha256 for entry in entries]
    connection.execute("create or replace temp table new_report as select * from report limit 0")
    connection.execute("create or replace temp table new_snapshot as select * from snapshot limit 0")
    _insert(
        connection,
        "new_snapshot",
        {
            "sha256": shas,
            "file_name": [entry.snapshot.file_name for entry in entries],
            "byte_count": [entry.snapshot.byte_count for entry in entries],
            "captured_at": [entry.snapshot.captured_at.astimezone(UTC).replace(tzinfo=None) for entry in entries],
            "source_url": [entry.source_url for entry in entries],
        },
    )
    _insert(
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
            "version": [0] * len(entries),
            "is_current": [False] * len(entries),
            "sha256": shas,
            "format": [entry.format for entry in entries],
            "marks": [list(entry.marks) for entry in entries],
        },
    )
    old_snapshots = (
        "select * from previous.snapshot where sha256 in (select sha256 from old_report) "
        "and sha256 not in (select sha256 from new_snapshot) union all by name"
    )
    connection.execute(
        f"insert into snapshot by name {old_snapshots if has_previous else ''} select * from new_snapshot"
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
            row_number() over (partition by placed.office_id, year order by report_id desc) = 1 as is_current
        )
        from every join placed using (report_id)
        order by report_id
    """)


def _insert_details(
    connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], report_ids: Mapping[str, int], has_previous: bool
) -> None:
    """Fills section, fact, fact_by_office, evidence, problem, disagreement and column_log for current reports:
    those of `entries` anew, the rest from the previous generation under today's office ids."""
    numbered = [(report_ids[entry.snapshot.sha256], entry) for entry in entries]
    facts = [(report_id, entry, no, fact) for report_id, entry in numbered for no, fact in enumerate(entry.facts)]
    for table in ("section", "fact", "evidence", "problem", "disagreement"):
        connection.execute(f"create or replace temp table new_{table} as select * from {table} limit 0")
    _insert(
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
    _insert(
        connection,
        "new_evidence",
        {
            "report_id": [report_id for report_id, _entry, _no, _fact in facts],
            "fact_no": [no for _report_id, _entry, no, _fact in facts],
            **{
                name: [getattr(fact, name) for _report_id, _entry, _no, fact in facts]
                for name in ("section", "quote", "locator", "stated_value", "correction")
            },
        },
    )
    sections = [(report_id, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.sections)]
    _insert(connection, "new_section", _columns(sections, "report_id", "ordinal", "section", "heading", "body"))
    problems = [
        (report_id, 0, entry.year, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.problems)
    ]
    _insert(
        connection,
        "new_problem",
        _columns(problems, "report_id", "office_id", "year", "problem_no", "topic", "kind", "quote", "locator"),
    )
    disagreements = [
        (report_id, no, *row) for report_id, entry in numbered for no, row in enumerate(entry.disagreements)
    ]
    _insert(
        connection,
        "new_disagreement",
        _columns(disagreements, "report_id", "disagreement_no", "rule", "status", "message"),
    )
    still = (
        "select report_id from report where is_current and report_id not in (select report_id from fresh)"
        if has_previous
        else ""
    )

    def together(table: str) -> str:
        old = f"select * from previous.{table} where report_id in ({still}) union all by name " if has_previous else ""
        return f"({old}select * from new_{table})"

    # The office ids of today come by the report, so that an edited roster moves every row.
    for table, source, order in (
        ("fact", "fact", "indicator, breakdown, year, office_id, report_id, fact_no"),
        ("fact_by_office", "fact", "office_id, year, indicator, breakdown, report_id, fact_no"),
        ("problem", "problem", "report_id, problem_no"),
    ):
        connection.execute(
            f"insert into {table} by name select every.* replace (report.office_id as office_id) "
            f"from {together(source)} every join report using (report_id) order by {order}"
        )
    for table, order in (
        ("evidence", "report_id, fact_no"),
        ("section", "report_id, ordinal"),
        ("disagreement", "report_id, disagreement_no"),
    ):
        connection.execute(f"insert into {table} by name select * from {together(table)} order by {order}")


def _fill_column_log(connection: duckdb.DuckDBPyConnection, has_previous: bool, logs: Sequence[LogItem] | None) -> None:
    """Fills column_log with `logs`, or with what the previous generation has when they are None, under today's
    office ids."""
    if logs is None and has_previous:
        connection.execute(
            "insert into column_log by name select c.* replace (o.office_id as office_id) from previous.column_log c "
            "join old_office p on p.office_id = c.office_id join office o on o.office_code = p.office_code "
            "order by o.office_id, column_name, published_on"
        )
    elif logs:
        ids = dict(connection.execute("select office_code, office_id from office where not is_queued").fetchall())
        known = sorted(
            (ids[item.office_code], item.column_name, item.published_on, item.title, item.url or "", item.log_sha256)
            for item in logs
            if item.office_code in ids
        )
        rows = [(office, column, day, title, url or None, log) for office, column, day, title, url, log in known]
        _insert(
            connection,
            "column_log",
            _columns(rows, "office_id", "column_name", "published_on", "title", "url", "log_sha256"),
        )


def _columns(rows: Sequence[Sequence[Any]], *names: str) -> dict[str, list[Any]]:
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def verify(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """Row counts and a fingerprint of the facts of an open generation, to be compared after reopening it.
    Raises StoreError when rows are doubled, orphaned or do not agree."""
    faults = {
        "同一报告的事实编号重复": "select report_id, fact_no from fact group by all having count(*) > 1",
        "同一报告的出处编号重复": "select report_id, fact_no from evidence group by all having count(*) > 1",
        "事实没有出处": "select 1 from fact f anti join evidence e on f.report_id = e.report_id and f.fact_no = e.fact_no",
        "出处没有事实": "select 1 from evidence e anti join fact f on f.report_id = e.report_id and f.fact_no = e.fact_no",
        "事实不属于现行报告": "select 1 from fact f anti join report r "
        "on r.report_id = f.report_id and r.office_id = f.office_id and r.year = f.year and r.is_current",
        "报告没有单位": "select 1 from report r anti join office o on o.office_id = r.office_id",
        "报告没有原件记录": "select 1 from report r anti join snapshot s on s.sha256 = r.sha256",
        "单位的区划不存在": "select 1 from office o anti join region r on r.region_id = o.region_id where o.region_id is not null",
        "同一单位同一年度有两份现行报告": "select 1 from report where is_current group by office_id, year having count(*) > 1",
        "同一指标有两个主值": "select 1 from fact where role = 'leading' "
        "group by indicator, breakdown, year, office_id having count(*) > 1",
        "问题不属于现行报告": "select 1 from problem p anti join report r "
        "on r.report_id = p.report_id and r.office_id = p.office_id and r.is_current",
    }
    for fault, query in faults.items():
        if connection.execute(f"select 1 from ({query}) limit 1").fetchone():
            raise StoreError(
                f"新版数据校验未通过（{fault}），未予发布，原数据不受影响；请运行 gongkai rebuild，并把此信息告知维护人员。"
            )
    fingerprint = "select count(*), coalesce(bit_xor(hash(indicator, breakdown, year, office_id, report_id, fact_no, value, role)), 0) from"
    facts, copy = (connection.execute(f"{fingerprint} {name}").fetchone() for name in ("fact", "fact_by_office"))
    if facts != copy:
        raise StoreError("新版数据校验未通过（两份事实表不一致），未予发布，原数据不受影响；请运行 gongkai rebuild。")
    counts = [
        connection.execute(f"select count(*) from {name}").fetchone()
        for name in (
            "region",
            "office",
            "snapshot",
            "report",
            "section",
            "evidence",
            "problem",
            "finding",
            "column_log",
        )
    ]
    return (facts, *counts)


# ------------------------------------------------------------------------------------------------ checking


def _rule_files() -> dict[str, tuple[str, str]]:
    """Rule id to (kind, its SELECT), checks before weak spots."""
    folders = (("check", reference.QUERIES / "checks"), ("weak_spot", reference.QUERIES / "weak_spots"))
    return {
        path.stem: (kind, path.read_text("utf-8").strip().rstrip(";"))
        for kind, folder in folders
        for path in sorted(folder.glob("*.sql"))
    }


def _judge(
    connection: duckdb.DuckDBPyConnection,
    kinds: Sequence[str] = ("check", "weak_spot"),
    on_failure: Callable[[str, str], None] | None = None,
) -> None:
    """Fills finding: what identify found to disagree, then every rule of these kinds that is switched on, checks
    before weak spots, in the order of the rule table. A weak spot may read the findings of the checks.

    A rule that cannot run raises StoreError or, where `on_failure` is given, is told to it with the sentence.
    """
    connection.execute("""
        insert into finding by name
        select row_number() over (order by d.report_id, d.disagreement_no)::integer as finding_no, d.rule, 'check' as kind,
            d.status, coalesce(rule.severity, 'medium') as severity, r.office_id, r.year, d.report_id,
            d.disagreement_no::varchar as subject, d.message, 1 as years_lasted, false as self_told, [] as evidence
        from disagreement d join report r using (report_id) left join rule using (rule)
        where coalesce(rule.is_enabled, true)
    """)
    files = _rule_files()
    enabled = connection.execute("select rule from rule where is_enabled order by ordinal").fetchall()
    connection.execute("attach if not exists ':memory:' as scratch")
    for kind in kinds:
        queries = [(rule, files[rule][1]) for (rule,) in enabled if rule in files and files[rule][0] == kind]
        connection.execute(
            "create or replace table scratch.found as select *, 0::integer as rule_no from finding limit 0"
        )
        # On a small store a rule costs little but its planning, which one thread does: so two at a time.
        with ThreadPoolExecutor(2) as pool:
            failures = list(pool.map(partial(_find, connection, kind), count(), queries))
        for rule, error in filter(None, failures):
            sentence = (
                f"规则 {rule} 无法运行（{str(error).splitlines()[0]}）；"
                f"请检查 queries 中的 {rule}.sql，或在 data/reference/rules.csv 中停用它。"
            )
            if on_failure is None:
                raise StoreError(sentence) from error
            on_failure(rule, sentence)
        connection.execute(
            "insert into finding by name select * exclude (rule_no) replace ((select count(*) from finding) + row_number() "
            "over (order by rule_no, office_id, year, report_id, subject, message) as finding_no) from scratch.found "
            "order by finding_no"
        )


def _find(
    connection: duckdb.DuckDBPyConnection, kind: str, rule_no: int, named: tuple[str, str]
) -> tuple[str, duckdb.Error] | None:
    """Runs one rule into scratch.found; its name and the error when it cannot."""
    rule, query = named
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"insert into scratch.found by name select 0 as finding_no, {rule_no} as rule_no, '{rule}' as rule, "
                f"'{kind}' as kind, columns(*) from (\n{query}\n) found"
            )
    except duckdb.Error as error:
        return rule, error
    return None


class Judge:
    """Judges one report at a time by queries/checks, in memory: nothing is stored. Make one and use it often."""

    def __init__(self) -> None:
        self._connection = _new_database(":memory:")
        self._connection.execute("commit")
        self._tables = [
            row[0]
            for row in self._connection.execute(
                "select table_name from duckdb_tables() where database_name = current_database() and table_name not in "
                "('region', 'indicator', 'topic', 'rule', 'watched_column') and not temporary"
            ).fetchall()
        ]

    def findings(self, entry: Entry, history: Path | None = None) -> list[dict[str, Any]]:
        """The findings on `entry`, as rows of the finding table, in order; with `history`, the file of a
        generation, its office's other years stand beside it. A rule that cannot run is not assessable."""
        connection = self._connection
        for table in self._tables:
            connection.execute(f"delete from {table}")
        code = entry.office_code.replace("'", "''")
        _stage(connection, history, f"is_current and office_code = '{code}' and year <> {entry.year}")
        try:
            _fill(connection, [entry], history is not None, _never, lambda _office, _year: None)
            _fill_column_log(connection, history is not None, None)
            failed: list[tuple[str, str]] = []
            _judge(connection, ("check",), lambda rule, sentence: failed.append((rule, sentence)))
        finally:
            if history is not None:
                connection.execute("detach previous")
        answer = connection.execute(
            "select f.* from finding f join report r using (report_id) where r.sha256 = ? order by finding_no",
            [entry.snapshot.sha256],
        )
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        for rule, sentence in failed:
            rows.append({"rule": rule, "status": "not_assessable", "message": sentence, "evidence": []})
        return rows


def _never(sha256: str) -> Entry:
    raise AssertionError(f"no version of {sha256} can become current in memory")


def findings(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """All findings of a generation with office and rule names, most severe first."""
    answer = cursor.execute("""
        select f.rule, coalesce(rule.name_zh, f.rule) as rule_name, f.kind, f.status, f.severity, o.office_code,
            o.name as office, f.year, f.subject, f.message, f.left_value, f.right_value, f.years_lasted, f.self_told,
            f.topic
        from finding f join office o using (office_id) left join rule on rule.rule = f.rule
        order by case f.severity when 'high' then 0 when 'medium' then 1 else 2 end, f.finding_no
    """)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def years_of(cursor: duckdb.DuckDBPyConnection, office_code: str, but: int) -> list[int]:
    """The years, ascending, that a generation holds a report of this office for, `but` one."""
    rows = cursor.execute(
        "select r.year from report r join office o using (office_id) "
        "where r.is_current and o.office_code = ? and r.year <> ? order by r.year",
        [office_code, but],
    ).fetchall()
    return [row[0] for row in rows]


# -------------------------------------------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its name, its DuckDB type, whether it may be left out, what it means."""

    name: str
    type: str
    is_optional: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: its name, DuckDB type, unit ('' for none) and meaning."""

    name: str
    type: str
    unit: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """One file of queries/: its name, the question in plain words, what one row is, parameters, columns in
    order, what absent facts do to the answer, and the SELECT."""

    name: str
    question: str
    grain: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    missing: str
    sql: str


_HEADER_ITEM = re.compile(r"(\w+) \((.+?)\): (.+)")


def _type_and_unit(text: str) -> tuple[str, str]:
    """What stands in the brackets of a header item: the type, and behind the first comma outside its own brackets
    the unit or 'optional'."""
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            return text[:place], text[place + 1 :].strip()
    return text, ""


def _parse_question(path: Path) -> Question:
    text = path.read_text("utf-8")
    header: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").removeprefix(" "))
    if not header:
        raise StoreError(f"查询文件 {path.name} 缺少说明；第一行应以 -- 写明问题。")
    told: dict[str, list[str]] = {}
    key = ""
    for line in header[1:]:
        heading, colon, rest = line.partition(":")
        if colon and heading in ("grain", "parameters", "columns", "missing"):
            key = heading
            told[key] = [rest.strip()] if rest.strip() else []
        elif key:
            told[key].append(line.strip())

    def items(key: str) -> list[tuple[str, str, str, str]]:
        found = []
        for line in told.get(key, []):
            match = _HEADER_ITEM.fullmatch(line)
            if match:
                found.append((match[1], *_type_and_unit(match[2]), match[3]))
            elif line != "none":
                raise StoreError(f"查询文件 {path.name} 的说明有误：“{line}”应写成 名称 (类型, 单位): 含义。")
        return found

    return Question(
        name=path.stem,
        question=header[0],
        grain=" ".join(told.get("grain", [])),
        parameters=tuple(
            Parameter(n, kind, unit == "optional", meaning) for n, kind, unit, meaning in items("parameters")
        ),
        columns=tuple(Column(*item) for item in items("columns")),
        missing=" ".join(told.get("missing", [])),
        sql=text.strip().rstrip(";"),
    )


@lru_cache(maxsize=1)
def questions() -> tuple[Question, ...]:
    """The questions in queries/, by name. Raises StoreError for a file whose header cannot be read."""
    return tuple(_parse_question(path) for path in sorted(reference.QUERIES.glob("*.sql")))


def question(name: str) -> Question:
    """The question of this name; StoreError, with the names that resemble it, when there is none."""
    for item in questions():
        if item.name == name:
            return item
    near = difflib.get_close_matches(name, [item.name for item in questions()], n=3)
    hint = f"您是不是想用：{'、'.join(near)}？" if near else ""
    raise StoreError(f"没有问题“{name}”。{hint}")


_TRUE = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def typed(asked: Question, given: Mapping[str, str]) -> dict[str, Any]:
    """Parameters typed as text, as the values that `ask` takes; lists are parted by commas. ValueError, with a
    sentence, for text that is no such value."""
    kinds = {parameter.name: parameter.type for parameter in asked.parameters}
    return {name: _typed(name, text, kinds[name]) for name, text in given.items()}


def _typed(name: str, text: str, kind: str) -> Any:
    if kind.endswith("[]"):
        return [_typed(name, part.strip(), kind[:-2]) for part in text.replace("，", ",").split(",") if part.strip()]
    try:
        if kind in ("smallint", "integer", "bigint"):
            return int(text)
        if kind == "double":
            return float(text)
        if kind == "boolean":
            return _TRUE[text.lower()]
        if kind == "date":
            return date.fromisoformat(text)
    except (ValueError, KeyError):
        form = {"date": "形如 2024-12-31 的日期", "boolean": "true 或 false", "double": "数字"}.get(kind, "整数")
        raise ValueError(f"参数 {name} 应为{form}，不能是“{text}”。") from None
    return text


def ask(cursor: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> pandas.DataFrame:
    """The answer to the question `name` as a table with the columns of its header, in order.

    Optional parameters may be left out. Raises StoreError for an unknown question or parameter, for a missing
    one, and when the generation cannot be read.
    """
    asked = question(name)
    known = [parameter.name for parameter in asked.parameters]
    for given in parameters:
        if given not in known:
            raise StoreError(f"问题 {name} 没有参数“{given}”；可用的参数：{'、'.join(known) or '无'}。")
    lacking = [p.name for p in asked.parameters if not p.is_optional and parameters.get(p.name) is None]
    if lacking:
        raise StoreError(f"问题 {name} 缺少参数：{'、'.join(lacking)}。")
    kinds = {p.name: p.type for p in asked.parameters}
    values = {p: duckdb.Value(parameters.get(p), _duckdb_type(kinds[p])) for p in known}
    try:
        return cursor.execute(asked.sql, values).df()
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise StoreError(
            "数据文件读取失败，可能已损坏；请运行 gongkai rebuild 重建，或 gongkai rollback 退回上一版。"
        ) from error


def _duckdb_type(kind: str) -> Any:
    import duckdb.sqltypes

    return duckdb.sqltypes.DuckDBPyType(kind)


# ----------------------------------------------------------------------------------------------- originals


def original(store: Path, sha256: str) -> bytes:
    """The bytes of an original that the store keeps. StoreError when it is gone or was altered."""
    path = original_path(store / ORIGINALS_NAME, sha256)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"原件 {sha256[:12]} 已不在数据仓中；请从备份恢复 originals 文件夹。") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"原件 {sha256[:12]} 已被改动；请从备份恢复 originals 文件夹。")
    return data


@lru_cache(maxsize=64)
def document(store: Path, sha256: str, file_name: str) -> Document:
    """An original as its reader reads it, for showing facts in their places. StoreError as `original` says;
    the reader's ReportError when it cannot be read any more."""
    from reports.readers import read_document

    return read_document(original(store, sha256), file_name)
