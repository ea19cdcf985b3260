"""Steps 6 to 8, publish, check and ask: the store of generations, immutable DuckDB files.

In go entries (what one original says, ready for the tables) and questions; out come generations that readers
open read-only, the findings of the rules in queries/, the answers as tables, and originals as they were read. The
only module that imports duckdb. It extracts nothing and reads no journal: publish.py brings what they say.

A small store's generation is whole: one file holds all rows. A large one's stands upon an earlier whole one, its
base, and holds only what changed since, until that is so much that the next one is whole again.

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
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from itertools import count
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import filelock

from reports import reference
from reports.capture import original_path
from reports.errors import StoreBusy, StoreError, StoreOutdated
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

_REFUSED_BY_THE_DISK = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
"""What a commit or a checkpoint raises that finds no room."""

DatabaseError = duckdb.Error
"""What a damaged file raises where it is read."""

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
_BUILDING = {
    "threads": "2",
    "memory_limit": "50%",
    "preserve_insertion_order": "true",
    "python_enable_replacements": "false",
}
WHOLE_FACTS = 300_000
"""A store of fewer facts is always built whole: that takes under a second, and its files need no other."""
CHANGED_FACTS = 2_000_000
"""A generation that would hold more changed facts is built whole, unless many are loaded at once: every publish
writes them anew, a second a million."""
_CHANGED_SHARE = 0.25
_MANY_FACTS = 20_000_000
"""More are sorted piece by piece, so that memory stays bounded."""
_REPORTS_JUDGED_AT_ONCE = 20_000

_BY_REPORT = ("snapshot", "report", "section", "fact", "fact_by_office", "evidence", "problem", "disagreement")
_OF_THE_BASE = ("region", "indicator", "topic", "rule", "watched_column")
_FILE_KEEPING = ("replaced_report", "judged_office", "withdrawn_office", "retold_place")
_OF_THE_FILE = ("generation", "column_log", *_FILE_KEEPING)


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
        _raise_outdated(connection, path)
        row = connection.execute("select generation, built_at, cause, journal_bytes, base from generation").fetchone()
        if row is not None and row[4] is not None:
            connection.close()
            connection = _open_upon_base(path)
    except FileNotFoundError as error:
        raise StoreError(f"数据文件 {error.filename or path.name} 不存在。") from error
    except (OSError, duckdb.Error) as error:
        raise StoreError(f"数据文件 {path.name} 无法打开，可能已损坏。") from error
    if row is None or row[0] != number:
        raise StoreError(f"数据文件 {path.name} 中的版本号与文件名不符。")
    return Generation(number, path, row[1], row[2], row[3], notice, connection)


def _raise_outdated(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raises StoreOutdated when the open generation file `path` has not the tables of this program."""
    try:
        row = connection.execute("select layout from generation").fetchone()
    except duckdb.BinderException:
        row = None
    if row is None or row[0] != _layout():
        connection.close()
        raise StoreOutdated(
            f"数据文件 {path.name} 由另一版本的程序建立；请运行 gongkai rebuild，按本版程序由原件和日志重建，什么都不会丢失。"
        )


def _open_upon_base(path: Path) -> duckdb.DuckDBPyConnection:
    """A generation that stands upon a base, in an instance of its own that has views of the tables' names."""
    # Outside access is shut behind the two files: until then no question was asked.
    late = ("enable_external_access", "lock_configuration")
    connection = duckdb.connect(
        ":memory:", config={name: value for name, value in _READ_ONLY.items() if name not in late}
    )
    _attach(connection, path, "generation_file", views="memory")
    for name in late:
        connection.execute(f"set {name} = {_READ_ONLY[name]}")
    return connection


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, views: str | None = None) -> None:
    """Attaches the generation file `path` so that <name>.<table> are all its tables; where it stands upon a base, they
    are views (in the catalog `views`, else in one called `name`) over <name>_base and <name>_change. StoreError when
    the base is not what it was."""
    connection.execute(f"attach {_literal(path)} as {name} (read_only)")
    row = connection.execute(f"select base, base_bytes from {name}.generation").fetchone()
    if row is None or row[0] is None:
        return
    base = path.with_name(f"g{row[0]:06d}.duckdb")
    found = base.stat().st_size
    if found != row[1]:
        raise StoreError(f"数据文件 {base.name} 大小应为 {row[1]} 字节，实为 {found} 字节，已损坏。")
    connection.execute(f"detach {name}")
    connection.execute(f"attach {_literal(base)} as {name}_base (read_only)")
    connection.execute(f"attach {_literal(path)} as {name}_change (read_only)")
    if views is None:
        connection.execute(f"attach ':memory:' as {name}")
    _lay_over(connection, views or name, f"{name}_base", f"{name}_change")


def table_names() -> tuple[str, ...]:
    """The names of all tables of a generation."""
    return (*_OF_THE_BASE, *_OF_THE_FILE, *_BY_REPORT, "finding", "office", "region_total")


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _lay_over(
    connection: duckdb.DuckDBPyConnection, views: str, base: str, change: str, *, is_final: bool = True
) -> None:
    """Makes the views of all tables in the catalog `views`: the rows of `base` as `change` has altered them. What is
    not final may still alter more."""

    def hiding(mark: str, column: str, row: str) -> str:
        # Without a filter the plans are simpler; most generations of a large store only add reports.
        if is_final and not connection.execute(f"select 1 from {change}.{mark} limit 1").fetchone():
            return ""
        return f"where not exists (select 1 from {change}.{mark} as gone where gone.{column} = {row}.{column})"

    def view(table: str, query: str) -> None:
        connection.execute(f"create view {views}.{table} as {query}")

    def both(table: str, hidden: str) -> None:
        view(table, f"select * from {base}.{table} as kept {hidden} union all select * from {change}.{table}")

    for table in _OF_THE_BASE:
        view(table, f"select * from {base}.{table}")
    for table in _OF_THE_FILE:
        view(table, f"select * from {change}.{table}")
    replaced = hiding("replaced_report", "report_id", "kept")
    for table in _BY_REPORT:
        both(table, replaced)
    both("finding", hiding("judged_office", "office_id", "kept"))
    both("office", hiding("withdrawn_office", "office_id", "kept"))
    both("region_total", hiding("retold_place", "place", "kept"))


def _detach(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    attached = {row[0] for row in connection.execute("select database_name from duckdb_databases()").fetchall()}
    for catalog in (name, f"{name}_change", f"{name}_base"):
        if catalog in attached:
            connection.execute(f"detach {catalog}")


def open_current(store: Path) -> Generation:
    """The generation that CURRENT.json names, open read-only and locked down.

    When CURRENT.json or that file is damaged, the newest good generation, with a `notice` that says so.
    StoreOutdated when another version of the program built it, StoreError when there is none.
    """
    problem: StoreError | None = None
    sizes: dict[Path, int] = {}
    # A writer may remove the file between our reading CURRENT.json and opening it: then CURRENT.json is newer.
    for _attempt in range(3):
        try:
            number, path, size = _read_current(store)
            sizes[path] = size
            return _open(path, number, size)
        except StoreOutdated:
            raise
        except StoreError as error:
            problem = error
    for number, path in _generation_files(store):
        try:
            # One that was cut short may still open: it is no good.
            return _open(
                path,
                number,
                sizes.get(path),
                f"{problem}现提供此前完好的第 {number} 版数据；请运行 gongkai rebuild 重建。",
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


def is_locked(store: Path) -> bool:
    """Whether another program is writing to the store."""
    try:
        with filelock.FileLock(store / ".lock", timeout=0):
            return False
    except filelock.Timeout:
        return True
    except (OSError, NotImplementedError):
        # In a folder that nobody can write to, nobody does.
        return False


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


def _bases(store: Path) -> dict[int, int | None]:
    """The bases of kept generations as CURRENT.json tells them, which spares opening their files."""
    try:
        told = json.loads((store / CURRENT_NAME).read_text("utf-8"))["bases"]
        return {int(number): None if base is None else int(base) for number, base in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _serve(store: Path, number: int, path: Path, base: int | None) -> None:
    """Makes the finished file `path`, which stands upon the generation `base`, the one that CURRENT.json names,
    atomically."""
    files = dict(_generation_files(store))
    content = {
        "bases": {str(other): upon for other, upon in {**_bases(store), number: base}.items() if other in files},
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
    _serve(store, number, files[number], base_of(files[number]))
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
            "is_rolled_up": [row["is_rolled_up"] == "true" for row in indicators],
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
    connection.execute("commit")
    return connection


@lru_cache
def _layout() -> str:
    """Fingerprint of the tables and columns of schema.sql; its comments do not count."""
    lines = [line for line in SCHEMA.read_text("utf-8").splitlines() if not line.startswith(("--", "comment on"))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _reference_fingerprint() -> str:
    """Of all that decides ids and findings beside the reports: a generation stands upon a base only of the same."""
    digest = hashlib.sha256()
    tables = [
        reference.REFERENCE / f"{name}.csv"
        for name in ("regions", "offices", "indicators", "topics", "rules", "columns")
    ]
    for path in (SCHEMA, *(path for path in tables if path.exists())):
        digest.update(path.read_bytes())
    for rule, (_kind, query) in _rule_files().items():
        digest.update(f"{rule}\n{query}\n".encode())
    return digest.hexdigest()


def _stage(connection: duckdb.DuckDBPyConnection, has_previous: bool, where: str = "true") -> None:
    """Makes the temporary view old_office and the temporary table old_report of the previous generation: its reports
    (those for which `where` holds) with the code and queue mark of their office. Both empty when there is none."""
    office = "previous.office" if has_previous else "office limit 0"
    connection.execute(f"create or replace temp view old_office as select * from {office}")
    if not has_previous:
        connection.execute(
            "create or replace temp table old_report as select *, '' as office_code, false as is_queued from report limit 0"
        )
        return
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
            if base is not None:
                _attach(connection, base, "previous")
            ground = _ground(connection, entries) if base is not None else None
            _build(connection, entries, base is not None, ground, reread, rematch, logs)
            size = (store / f"g{ground.number:06d}.duckdb").stat().st_size if ground else None
            connection.execute(
                "insert into generation by name select ? as generation, ? as built_at, ? as cause, ? as report_count, "
                "? as fact_count, ? as journal_bytes, ? as base, ? as base_bytes, ? as reference, ? as layout",
                [
                    number,
                    datetime.now(UTC).replace(tzinfo=None),
                    cause,
                    *_counts(connection, ground),
                    journal_bytes,
                    ground.number if ground else None,
                    size,
                    _reference_fingerprint(),
                    _layout(),
                ],
            )
            _raise_faults(connection, "next.office" if ground else "office")
            if ground:
                _raise_faults_upon(connection, ground)
            expected = _fingerprint(connection)
            for name in ("next", "previous"):
                _detach(connection, name)
            connection.execute("checkpoint")
        finally:
            connection.close()
        reopened = duckdb.connect(str(building), read_only=True, config=dict(_READ_ONLY))
        try:
            if _fingerprint(reopened) != expected:
                raise StoreError("新版数据写入后与写入前不一致，未予发布，原数据不受影响；请检查磁盘后再试。")
        finally:
            reopened.close()
        with building.open("rb+") as file:
            os.fsync(file.fileno())
        finished = store / f"g{number:06d}.duckdb"
        os.replace(building, finished)
        _sync_folder(store)
        _serve(store, number, finished, ground.number if ground else None)
    except (OSError, *_REFUSED_BY_THE_DISK) as error:
        for left in store.glob(f"{building.name}*"):
            left.unlink(missing_ok=True)
        reason = str(error).splitlines()[0]
        raise StoreError(
            f"数据仓 {store} 写入失败，原数据不受影响（{reason}）；请检查磁盘空间和权限后再试。"
        ) from error
    _prune(store)
    return number


@dataclass(frozen=True, slots=True)
class _Ground:
    """The whole generation that the one being built stands upon: its number, the catalog it is attached as, and the
    catalog of what the previous generation holds beside it (None when the previous one is whole itself)."""

    number: int
    catalog: str
    change: str | None


def _ground(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> _Ground | None:
    """What the next generation stands upon, or None when it has to be whole: the store is small, the roster or the
    rules are others, or too much has changed."""
    row = connection.execute("select generation, base, reference from previous.generation").fetchone()
    assert row is not None
    number, base, fingerprint = row
    ground = _Ground(number, "previous", None) if base is None else _Ground(base, "previous_base", "previous_change")
    facts = connection.execute(f"select fact_count from {ground.catalog}.generation").fetchone()
    assert facts is not None
    entered = changed = sum(len(entry.facts) for entry in entries)
    if ground.change:
        counted = connection.execute(f"select count(*) from {ground.change}.fact").fetchone()
        changed += counted[0] if counted else 0
    # With d changed facts at most, n in the base and e in each of many loads, a fact is written d / 2e times in small
    # files and n / d times in whole ones: the least for d = sqrt(2en).
    limit = max(CHANGED_FACTS, sqrt(2 * entered * facts[0]))
    if facts[0] < WHOLE_FACTS or changed > min(limit, _CHANGED_SHARE * facts[0]):
        return None
    return ground if fingerprint == _reference_fingerprint() else None


def _build(
    connection: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    has_previous: bool,
    ground: _Ground | None,
    reread: Reread,
    rematch: Rematch,
    logs: Sequence[LogItem] | None,
) -> None:
    """Fills every table but generation."""
    many = False
    if ground is None:
        _insert_reference(connection)
        _stage(connection, has_previous)
        counted = connection.execute("select fact_count from previous.generation").fetchone() if has_previous else None
        many = counted is not None and counted[0] > _MANY_FACTS
    else:
        _stage_touched(connection, entries, ground)
    # Nobody sees the file before it is renamed: transactions here are for speed, not for safety.
    if not many:
        connection.execute("begin")
    _fill(connection, entries, has_previous, reread, rematch, ground)
    _fill_column_log(connection, has_previous, logs)
    if not many:
        connection.execute("commit")
    if ground is None:
        total_all(connection)
        judge_all(connection)
    else:
        _withdraw(connection, ground)
        _total_touched(connection, ground)
        _judge_touched(connection, ground)
    connection.execute("detach database if exists scratch")


def _stage_touched(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry], ground: _Ground) -> None:
    """As _stage, with the reports that the next file holds: those of the previous one's own file, those that the
    entries replace, and all that are versions of one of these, before or after."""
    _enter(connection, entries)
    own = f"union select report_id from {ground.change}.report" if ground.change else ""
    connection.execute("""
        create or replace temp table replaced as
        select report_id, office_id, year from previous.report where sha256 in (select sha256 from entered)
    """)
    connection.execute("""
        create or replace temp table touched_place as
        select office_id, year from replaced
        union
        select o.office_id, e.year from entered e join previous.office o on o.office_code = e.code
    """)
    connection.execute(f"""
        create or replace temp table touched as
        select report_id from replaced
        union
        select r.report_id from previous.report r join touched_place using (office_id, year)
        {own}
    """)
    connection.execute("""
        create or replace temp table retelling as
        select distinct unnest(r.path) as region_id, p.year
        from touched_place p join previous.office o using (office_id) join previous.region r using (region_id)
    """)
    _stage(connection, True, "report_id in (select report_id from touched)")
    connection.execute("create or replace temp table touched_office as select office_id from replaced")


def _counts(connection: duckdb.DuckDBPyConnection, ground: _Ground | None) -> tuple[int, int]:
    """Current reports and facts of the generation being built."""
    if ground is None:
        counted = connection.execute(
            "select (select count(*) from report where is_current), (select count(*) from fact)"
        ).fetchone()
    else:
        # The base's facts are not counted again, only those that no longer count.
        counted = connection.execute(f"""
            select
                (select count(*) from next.report where is_current),
                (select fact_count from {ground.catalog}.generation) + (select count(*) from fact) - (
                    select count(*) from {ground.catalog}.fact_by_office
                    where report_id in (select report_id from replaced_report) and office_id in (
                        select office_id from {ground.catalog}.report
                        where report_id in (select report_id from replaced_report)))
        """).fetchone()
    assert counted is not None
    return counted[0], counted[1]


def _prune(store: Path) -> None:
    """Removes all but the last generations and what they stand upon; a file that another program still holds open
    stays until the next time."""
    files = kept(store)
    needed = {number for number, _path in files[:KEPT_GENERATIONS]}
    told = _bases(store)
    for number, path in files[:KEPT_GENERATIONS]:
        # A damaged one can no longer be served: nothing has to be kept for it.
        with suppress(StoreError):
            needed.add((told[number] if number in told else base_of(path)) or 0)
    for number, path in files:
        if number not in needed:
            try:
                path.unlink()
            except PermissionError:
                continue


def base_of(path: Path) -> int | None:
    """The number of the generation that the generation file `path` stands upon; None when it is whole. StoreError
    when it cannot be read."""
    try:
        with duckdb.connect(str(path), read_only=True, config=dict(_READ_ONLY)) as connection:
            row = connection.execute("select base from generation").fetchone()
    except duckdb.Error as error:
        raise StoreError(f"数据文件 {path.name} 无法打开，可能已损坏。") from error
    return None if row is None else row[0]


def _enter(connection: duckdb.DuckDBPyConnection, entries: Sequence[Entry]) -> None:
    """Makes the temporary table entered: original, office and year of each entry."""
    connection.execute(
        "create or replace temp table entered (place integer, sha256 varchar, code varchar, is_queued boolean, year smallint)"
    )
    _insert(
        connection,
        "entered",
        {
            "place": list(range(len(entries))),
            "sha256": [entry.snapshot.sha256 for entry in entries],
            "code": [entry.office_code for entry in entries],
            "is_queued": [entry.is_queued for entry in entries],
            "year": [entry.year for entry in entries],
        },
    )


def _fill(
    connection: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    has_previous: bool,
    reread: Reread,
    rematch: Rematch,
    ground: _Ground | None = None,
) -> None:
    """Fills every table but generation, finding and column_log."""
    replaced = list({entry.snapshot.sha256: entry for entry in entries}.values())
    _enter(connection, replaced)
    if ground is None:
        _insert(connection, "office", _roster_columns())
        connection.execute("create or replace temp view base_office as select * from office limit 0")
    else:
        connection.execute(f"create or replace temp view base_office as select * from {ground.catalog}.office")
        if ground.change:
            connection.execute(f"insert into office select * from {ground.change}.office")
    _place(connection, has_previous, None if ground else rematch)
    report_ids = dict(
        connection.execute("select sha256, report_id from placed semi join entered using (sha256)").fetchall()
    )

    _insert_reports(connection, replaced, report_ids, has_previous)
    if ground:
        connection.execute(
            f"insert into replaced_report select report_id from report semi join {ground.catalog}.report using (report_id)"
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
    details = [entry for entry in replaced if entry.snapshot.sha256 in current] + details
    connection.execute("create or replace temp table fresh (report_id integer)")
    connection.execute(
        "insert into fresh select unnest(?::integer[])", [[report_ids[entry.snapshot.sha256] for entry in details]]
    )
    _insert_details(connection, details, report_ids, has_previous, is_part=ground is not None)


def _withdraw(connection: duckdb.DuckDBPyConnection, ground: _Ground) -> None:
    """Attaches the generation being built, upon its base, as the catalog `next`, and takes out of it the offices that
    waited and have no report any more."""
    connection.execute("attach ':memory:' as next")
    _lay_over(connection, "next", ground.catalog, _own(connection), is_final=False)
    connection.execute(f"""
        insert into withdrawn_office
        select o.office_id from {ground.catalog}.office o
        where o.is_queued
          and o.office_id in (
            select office_id from {ground.catalog}.report where report_id in (select report_id from replaced_report)
          )
          and not exists (select 1 from next.report r where r.office_id = o.office_id)
    """)
    connection.execute(
        "delete from office where not exists (select 1 from next.report r where r.office_id = office.office_id)"
    )


def _own(connection: duckdb.DuckDBPyConnection) -> str:
    """The catalog of the file that is being built, as SQL names it."""
    row = connection.execute("select current_database()").fetchone()
    assert row is not None
    return f'"{row[0]}".main'


def _place(connection: duckdb.DuckDBPyConnection, has_previous: bool, rematch: Rematch | None) -> None:
    """Makes the temporary table placed, the office of each report of old_report and entered, and appends to office
    those under whose names reports wait."""
    matched: list[tuple[str, int, str]] = []
    if rematch is not None:
        for stated_office, year in connection.execute(
            "select distinct stated_office, year from old_report anti join entered using (sha256) where is_queued"
        ).fetchall():
            if (code := rematch(stated_office, year)) is not None:
                matched.append((stated_office, year, code))
    connection.execute(
        "create or replace temp table matched (stated_office varchar, year smallint, office_code varchar)"
    )
    _insert(connection, "matched", _columns(matched, "stated_office", "year", "office_code"))
    last = "(select coalesce(max(report_id), 0) from previous.report)" if has_previous else "0"
    # A row that left the roster: its reports wait under the name that they had.
    connection.execute(f"""
        create or replace temp table named as
        with known as (
            select
                o.report_id, o.sha256,
                coalesce(e.code, m.office_code, o.office_code) as code,
                case when e.sha256 is not null then e.is_queued else o.is_queued and m.office_code is null end as waits
            from old_report o
            left join entered e on e.sha256 = o.sha256
            left join matched m on e.sha256 is null and o.is_queued and m.stated_office = o.stated_office and m.year = o.year
            union all
            select ({last} + row_number() over (order by e.place))::integer, e.sha256, e.code, e.is_queued
            from entered e anti join old_report o on o.sha256 = e.sha256
        )
        select k.report_id, k.sha256, k.code, coalesce(p.name, k.code) as name,
            k.waits or k.code not in (
                select office_code from base_office where not is_queued
                union all select office_code from office where not is_queued
            ) as waits
        from known k left join old_office p on p.office_code = k.code
    """)
    connection.execute("""
        insert into office by name
        select
            ((select max(office_id) from (from base_office union all from office)) + row_number() over (order by min(report_id)))::integer
                as office_id,
            code as office_code, arg_min(name, report_id) as name, '其他' as kind, [] as aliases,
            false as is_fictional, true as is_queued
        from named
        where waits and code not in (select office_code from base_office union all select office_code from office)
        group by code
    """)
    connection.execute("""
        create or replace temp table placed as
        select n.report_id, n.sha256, o.office_id
        from named n join (from base_office union all from office) o on o.office_code = n.code
    """)


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
            "report_id": [report_ids[sha256] for sha256 in shas],
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
        "select * from previous.snapshot where report_id in (select report_id from old_report) "
        "and report_id not in (select report_id from new_snapshot) union all by name"
    )
    connection.execute(
        f"insert into snapshot by name {old_snapshots if has_previous else ''} select * from new_snapshot order by report_id"
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
    connection: duckdb.DuckDBPyConnection,
    entries: Sequence[Entry],
    report_ids: Mapping[str, int],
    has_previous: bool,
    is_part: bool,
) -> None:
    """Fills section, fact, fact_by_office, evidence, problem and disagreement for current reports: those of `entries`
    anew, the rest from the previous generation under today's office ids. `is_part`: these are few of very many."""
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
    connection.execute("""
        create or replace temp table still as
        select r.report_id, o.office_id as old_office_id, r.office_id
        from report r join old_report o using (report_id)
        where r.is_current and r.report_id not in (select report_id from fresh)
    """)

    def together(table: str, source: str, where: str = "true") -> str:
        old = (
            f"select * from previous.{source} where report_id in (select report_id from still) and {where} union all by name "
            if has_previous
            else ""
        )
        return f"({old}select * from new_{table} where {where})"

    # The office ids of today come by the report, so that an edited roster moves every row.
    for table, source, order in (
        ("fact", "fact_by_office" if is_part else "fact", "indicator, breakdown, year, office_id, report_id, fact_no"),
        ("fact_by_office", "fact_by_office", "office_id, year, indicator, breakdown, report_id, fact_no"),
    ):
        for where in _pieces(connection, table, has_previous, is_part):
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
        if has_previous:
            connection.execute(
                f"insert into {table} by name "
                f"select * from previous.{table} where report_id in (select report_id from still)"
            )
        connection.execute(f"insert into {table} by name select * from new_{table} order by {order}")


def _pieces(connection: duckdb.DuckDBPyConnection, table: str, has_previous: bool, is_part: bool) -> Iterator[str]:
    """Conditions that part the rows of `table` in the order that it is sorted in; one that is always true where they
    are few."""
    if is_part:
        yield "office_id in (select old_office_id from still union all select 0)"
        return
    counted = connection.execute("select fact_count from previous.generation").fetchone() if has_previous else None
    if counted is None or counted[0] <= _MANY_FACTS:
        yield "true"
    elif table == "fact":
        for (indicator,) in connection.execute(
            "select indicator from previous.fact group by all union select indicator from new_fact order by all"
        ).fetchall():
            yield f"indicator = '{indicator}'"
    else:
        for low, high in connection.execute(f"""
            select min(office_id), max(office_id) from (
                select office_id, sum(count(*)) over (order by office_id) // {_REPORTS_JUDGED_AT_ONCE} as piece
                from report where is_current group by office_id)
            group by piece order by piece
        """).fetchall():
            yield (
                f"report_id in (select report_id from report where office_id between {low} and {high}) and office_id in "
                f"(select old_office_id from still where office_id between {low} and {high} union all select 0)"
            )


def _fill_column_log(connection: duckdb.DuckDBPyConnection, has_previous: bool, logs: Sequence[LogItem] | None) -> None:
    """Fills column_log with `logs`, or with what the previous generation has when they are None, under today's
    office ids."""
    if logs is None and has_previous:
        connection.execute(
            "insert into column_log by name select c.* replace (o.office_id as office_id) from previous.column_log c "
            "join old_office p on p.office_id = c.office_id "
            "join (from base_office union all from office) o on o.office_code = p.office_code "
            "order by o.office_id, column_name, published_on"
        )
    elif logs:
        ids = dict(
            connection.execute(
                "select office_code, office_id from (from base_office union all from office) where not is_queued"
            ).fetchall()
        )
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
    """A fingerprint of every row of an open generation. Raises StoreError when rows are doubled, orphaned or do not
    agree."""
    _raise_faults(connection, "office")
    return _fingerprint(connection)


_FAULTY = "新版数据校验未通过（{}），未予发布，原数据不受影响；请运行 gongkai rebuild，并把此信息告知维护人员。"


def _raise_faults(connection: duckdb.DuckDBPyConnection, office: str) -> None:
    """Raises StoreError when rows of the tables are doubled, orphaned or do not agree; `office` names the table that
    has every office.

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
    many = connection.execute(f"select sum(rows_counted) > {_MANY_FACTS} from fact_tally").fetchone()
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
        "单位的区划不存在": "select 1 from office o anti join region r on r.region_id = o.region_id where o.region_id is not null",
        "同一单位同一年度有两份现行报告": "select 1 from report where is_current group by office_id, year having count(*) > 1",
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
            raise StoreError(_FAULTY.format(fault))
    for table in ("numbering", "fact_tally", "evidence_tally"):
        connection.execute(f"drop table temp.{table}")
    same = "select count(*), bit_xor(hash(f)) from {} f"
    facts, copy = (connection.execute(same.format(name)).fetchone() for name in ("fact", "fact_by_office"))
    if facts != copy:
        raise StoreError(_FAULTY.format("两份事实表不一致"))


def _raise_faults_upon(connection: duckdb.DuckDBPyConnection, ground: _Ground) -> None:
    """Raises StoreError when what the new file holds and what still counts of its base do not fit together. Both were
    verified by themselves."""
    faults = {
        "同一报告在两个文件中": f"select 1 from report semi join {ground.catalog}.report using (report_id) "
        "anti join replaced_report using (report_id)",
        "被替换的报告不存在": f"select 1 from replaced_report anti join {ground.catalog}.report using (report_id)",
        "被替换的报告没有新内容": "select 1 from replaced_report anti join report using (report_id)",
        "同一原件有两份报告": f"select 1 from report join {ground.catalog}.report other using (sha256) "
        "where other.report_id <> report.report_id",
        "同一单位同一年度有两份现行报告": "select 1 from next.report r semi join report own using (office_id, year) "
        "where r.is_current group by office_id, year having count(*) > 1",
        "撤销的单位仍有报告": "select 1 from next.report semi join withdrawn_office using (office_id)",
        "单位代码重复": "select 1 from next.office group by office_code having count(*) > 1",
    }
    if ground.change:
        faults["报告少于上一版"] = f"select 1 from {ground.change}.report anti join report using (report_id)"
    for fault, query in faults.items():
        if connection.execute(f"select 1 from ({query}) limit 1").fetchone():
            raise StoreError(_FAULTY.format(fault))


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> tuple[Any, ...]:
    """Count and fingerprint of the rows of every table, to be compared after the file was opened again."""
    return tuple(
        connection.execute(f"select count(*), bit_xor(hash(t)) from {table} t").fetchone() for table in table_names()
    )


# ------------------------------------------------------------------------------------- totals of the regions

REGION_TOTAL = reference.QUERIES / "summaries" / "region_total.sql"


def total_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills region_total of a whole generation that is open for writing."""
    connection.execute("""
        create or replace temp table retelling as
        select region_id, year from region cross join (select distinct year from report where is_current)
    """)
    counted = connection.execute("select count(*) from fact").fetchone()
    if counted is None or counted[0] <= _MANY_FACTS:
        _total(connection, _own(connection))
        return
    # Quartiles hold the values of what they are of: one indicator at a time, so that memory stays bounded.
    rolled_up = connection.execute("select indicator from indicator where is_rolled_up order by ordinal").fetchall()
    connection.execute("create or replace temp table told_total as select * from region_total limit 0")
    for indicator in ("", *(row[0] for row in rolled_up)):
        _total(connection, _own(connection), [indicator], "temp.told_total")
    connection.execute(
        "insert into region_total by name from temp.told_total order by indicator, kind, year, region_id"
    )
    connection.execute("drop table temp.told_total")


def _total_touched(connection: duckdb.DuckDBPyConnection, ground: _Ground) -> None:
    """Fills region_total and retold_place of a generation that stands upon a base: the regions and years of what
    was entered are told anew, the rest of what the previous file held is kept."""
    if ground.change:
        connection.execute(f"""
            insert into region_total by name
            select t.* from {ground.change}.region_total t anti join retelling using (region_id, year)
        """)
        connection.execute(f"insert into retold_place select place from {ground.change}.retold_place")
    connection.execute("""
        insert into retold_place
        select place from (select region_id || '/' || year as place from retelling) anti join retold_place using (place)
    """)
    _total(connection, "next")


def _total(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    indicators: list[str] | None = None,
    into: str = "",
) -> None:
    """Appends to region_total, or to the table `into`, what the tables in `catalog` tell of the regions and years of
    the temporary table retelling."""
    own = _own(connection)
    # Not with a cursor: it would not see the temporary table.
    connection.execute(f"use {catalog}")
    try:
        connection.execute(
            f"insert into {into or f'{own}.region_total'} by name {REGION_TOTAL.read_text('utf-8')}",
            {"indicators": indicators},
        )
    finally:
        connection.execute(f"use {own}")


# ------------------------------------------------------------------------------------------------ checking


def _rule_files() -> dict[str, tuple[str, str]]:
    """Rule id to (kind, its SELECT), checks before weak spots."""
    folders = (("check", reference.QUERIES / "checks"), ("weak_spot", reference.QUERIES / "weak_spots"))
    return {
        path.stem: (kind, path.read_text("utf-8").strip().rstrip(";"))
        for kind, folder in folders
        for path in sorted(folder.glob("*.sql"))
    }


def judge_all(connection: duckdb.DuckDBPyConnection) -> None:
    """Fills finding of a whole generation that is open for writing."""
    counted = connection.execute("select count(*) from report where is_current").fetchone()
    if counted is not None and counted[0] <= _REPORTS_JUDGED_AT_ONCE:
        _judge(connection, _own(connection))
    else:
        _judge_offices(connection, _own(connection), "select office_id from office")


def _judge_touched(connection: duckdb.DuckDBPyConnection, ground: _Ground) -> None:
    """Fills finding and judged_office of a generation that stands upon a base: the offices that changed and all of
    their regions are judged anew, the findings on others stay. As a rule looks at one office and at others of its
    region only, these are the findings that a whole generation would have."""
    connection.execute("""
        create or replace temp table judged_now as
        with changed as (
            select office_id from touched_office
            union
            select office_id from report semi join entered using (sha256)
        )
        select office_id from changed
        union
        select o.office_id from next.office o
        where o.region_id in (select c.region_id from next.office c semi join changed using (office_id))
    """)
    if ground.change:
        connection.execute(
            f"insert into finding select f.* from {ground.change}.finding f anti join judged_now using (office_id)"
        )
        connection.execute(f"insert into judged_office select office_id from {ground.change}.judged_office")
    connection.execute(
        "insert into judged_office select office_id from judged_now anti join judged_office using (office_id)"
    )
    _judge_offices(connection, "next", "select office_id from judged_now", "previous")


def _judge_offices(
    connection: duckdb.DuckDBPyConnection, source: str, offices: str, numbered: str | None = None
) -> None:
    """Appends to finding what the rules say of `offices` (a query), whose rows they find in the catalog `source`:
    regions are judged whole, a few at a time, each time in tables in memory that hold nothing else. The findings are
    numbered after those of the catalog `numbered` too."""
    connection.execute(f"""
        create or replace temp table sitting as
        with circle as (
            select
                o.office_id, coalesce(o.region_id, 'office ' || o.office_id) as circle,
                min(o.office_id) over (partition by coalesce(o.region_id, 'office ' || o.office_id)) as first_office,
                coalesce(r.report_count, 0) as report_count
            from {source}.office o
            left join (select office_id, count(*) as report_count from {source}.report group by office_id) r using (office_id)
            where o.office_id in ({offices})
        )
        select office_id, (sum(report_count) over (order by first_office) // {_REPORTS_JUDGED_AT_ONCE})::integer as sitting
        from circle
    """)
    connection.execute(f"""
        create or replace temp table numbered as
        select greatest(
            (select coalesce(max(finding_no), 0) from finding),
            {f"(select coalesce(max(finding_no), 0) from {numbered}.finding)" if numbered else "0"}
        ) as last
    """)
    sittings = connection.execute("select distinct sitting from sitting order by all").fetchall()
    for (sitting,) in sittings:
        connection.execute("attach ':memory:' as court")
        connection.execute(
            f"create table court.office as select * from {source}.office "
            f"where office_id in (select office_id from sitting where sitting = {sitting})"
        )
        of_these = "office_id in (select office_id from court.office)"
        for table, condition in (
            ("report", of_these),
            ("fact", of_these),
            ("problem", of_these),
            ("section", "report_id in (select report_id from court.report where is_current)"),
            ("disagreement", "report_id in (select report_id from court.report where is_current)"),
            ("finding", "false"),
            *((table, "true") for table in _OF_THE_BASE),
        ):
            whence = "fact_by_office" if table == "fact" else table
            connection.execute(f"create table court.{table} as select * from {source}.{whence} where {condition}")
        # Few rules read quotes, and few of them: these are found faster than all are copied.
        connection.execute(f"create view court.evidence as select * from {source}.evidence")
        _judge(connection, "court")
        connection.execute(
            "insert into finding select * replace ((finding_no + (select last from numbered))::integer as finding_no) "
            "from court.finding order by finding_no"
        )
        connection.execute("update numbered set last = last + (select count(*) from court.finding)")
        connection.execute("detach court")


def _judge(
    connection: duckdb.DuckDBPyConnection,
    catalog: str,
    kinds: Sequence[str] = ("check", "weak_spot"),
    on_failure: Callable[[str, str], None] | None = None,
) -> None:
    """Fills finding of the tables in `catalog`: what identify found to disagree, then every rule of these kinds that
    is switched on, checks before weak spots, in the order of the rule table. A weak spot may read the findings of the
    checks.

    A rule that cannot run raises StoreError or, where `on_failure` is given, is told to it with the sentence.
    """
    files = _rule_files()
    connection.execute("attach if not exists ':memory:' as scratch")
    with connection.cursor() as court:
        court.execute(f"use {catalog}")
        court.execute("""
            insert into finding by name
            select row_number() over (order by d.report_id, d.disagreement_no)::integer as finding_no, d.rule, 'check' as kind,
                d.status, coalesce(rule.severity, 'medium') as severity, r.office_id, r.year, d.report_id,
                d.disagreement_no::varchar as subject, d.message, 1 as years_lasted, false as self_told, [] as evidence
            from disagreement d join report r using (report_id) left join rule using (rule)
            where coalesce(rule.is_enabled, true)
        """)
        enabled = court.execute("select rule from rule where is_enabled order by ordinal").fetchall()
        for kind in kinds:
            queries = [(rule, files[rule][1]) for (rule,) in enabled if rule in files and files[rule][0] == kind]
            court.execute(
                "create or replace table scratch.found as select *, 0::integer as rule_no from finding limit 0"
            )
            # On a small store a rule costs little but its planning, which one thread does: so two at a time.
            with ThreadPoolExecutor(2) as pool:
                failures = list(pool.map(partial(_find, connection, catalog, kind), count(), queries))
            for rule, error in filter(None, failures):
                sentence = (
                    f"规则 {rule} 无法运行（{str(error).splitlines()[0]}）；"
                    f"请检查 queries 中的 {rule}.sql，或在 data/reference/rules.csv 中停用它。"
                )
                if on_failure is None:
                    raise StoreError(sentence) from error
                on_failure(rule, sentence)
            court.execute(
                "insert into finding by name select * exclude (rule_no) replace ((select count(*) from finding) + row_number() "
                "over (order by rule_no, office_id, year, report_id, subject, message) as finding_no) from scratch.found "
                "order by finding_no"
            )


def _find(
    connection: duckdb.DuckDBPyConnection, catalog: str, kind: str, rule_no: int, named: tuple[str, str]
) -> tuple[str, duckdb.Error] | None:
    """Runs one rule on the tables in `catalog` into scratch.found; its name and the error when it cannot."""
    rule, query = named
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"use {catalog}")
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
        _insert_reference(self._connection)
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
        if history is not None:
            _attach(connection, history, "previous")
        try:
            _stage(connection, history is not None, f"is_current and office_code = '{code}' and year <> {entry.year}")
            _fill(connection, [entry], history is not None, _never, lambda _office, _year: None)
            _fill_column_log(connection, history is not None, None)
            failed: list[tuple[str, str]] = []
            _judge(connection, _own(connection), ("check",), lambda rule, sentence: failed.append((rule, sentence)))
        finally:
            _detach(connection, "previous")
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


_INTEGERS = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def _typed(name: str, text: str, kind: str) -> Any:
    if kind.endswith("[]"):
        return [_typed(name, part.strip(), kind[:-2]) for part in text.replace("，", ",").split(",") if part.strip()]
    try:
        if kind in _INTEGERS:
            number = int(text)
            if not -_INTEGERS[kind] <= number < _INTEGERS[kind]:
                raise ValueError
            return number
        if kind == "double":
            return float(text)
        if kind == "boolean":
            return _TRUE[text.lower()]
        if kind == "date":
            return date.fromisoformat(text)
    except (ValueError, KeyError):
        form = {"date": "形如 2024-12-31 的日期", "boolean": "true 或 false", "double": "数字"}.get(kind, "整数")
        if form == "整数" and text.strip().lstrip("+-").isdigit():
            raise ValueError(f"参数 {name} 的值 {text} 太大。") from None
        raise ValueError(f"参数 {name} 应为{form}，不能是“{text}”。") from None
    return text


def checked(asked: Question, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every parameter of `asked`, None for those left out. Raises StoreError for an unknown parameter and
    for a missing one."""
    known = [parameter.name for parameter in asked.parameters]
    for given in parameters:
        if given not in known:
            raise StoreError(f"问题 {asked.name} 没有参数“{given}”；可用的参数：{'、'.join(known) or '无'}。")
    lacking = [p.name for p in asked.parameters if not p.is_optional and parameters.get(p.name) is None]
    if lacking:
        raise StoreError(f"问题 {asked.name} 缺少参数：{'、'.join(lacking)}。")
    return {name: parameters.get(name) for name in known}


def ask(cursor: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, Any]) -> pandas.DataFrame:
    """The answer to the question `name` as a table with the columns of its header, in order.

    Optional parameters may be left out. Raises StoreError for an unknown question or parameter, for a missing
    one, and when the generation cannot be read.
    """
    asked = question(name)
    kinds = {p.name: p.type for p in asked.parameters}
    values = {p: duckdb.Value(value, _duckdb_type(kinds[p])) for p, value in checked(asked, parameters).items()}
    try:
        return cursor.execute(asked.sql, values).df()
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException) as error:
        raise StoreError(
            "数据文件读取失败，可能已损坏；请运行 gongkai rebuild 重建，或 gongkai rollback 退回上一版。"
        ) from error


def _duckdb_type(kind: str) -> Any:
    import duckdb.sqltypes

    return duckdb.sqltypes.DuckDBPyType(kind)


# ----------------------------------------------------------------------------------------------- exporting


@lru_cache(maxsize=1)
def table_columns() -> dict[str, tuple[str, ...]]:
    """The columns, in order, of every table that questions may ask."""
    with _new_database(":memory:") as connection:
        return {
            table: tuple(row[0] for row in connection.execute(f"describe {table}").fetchall())
            for table in table_names()
            if table not in _FILE_KEEPING
        }


def export_parquet(generation: Generation, folder: Path) -> dict[str, int]:
    """Writes every table of `generation` as Parquet into the new folder `folder`, those that have years parted by
    year, and returns their row counts. StoreError when the folder has something in it or cannot be written; then it
    is as it was."""
    if folder.exists() and any(folder.iterdir()):
        raise StoreError(f"文件夹 {folder} 不是空的；请换一个文件夹，或清空后再导出。")
    building = folder.with_name(f".build-{folder.name}")
    written: dict[str, int] = {}
    try:
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        with duckdb.connect(":memory:", config=dict(_BUILDING)) as connection:
            _attach(connection, generation.path, "generation_file")
            for table, columns in table_columns().items():
                form = "format parquet, compression zstd"
                if "year" in columns:
                    form += ", partition_by (year)"
                    target = building / table
                else:
                    (building / table).mkdir()
                    target = building / table / "part.parquet"
                counted = connection.execute(
                    f"copy (select * from generation_file.{table}) to {_literal(target)} ({form})"
                ).fetchone()
                written[table] = counted[0] if counted else 0
                if not written[table] and "year" in columns:
                    # No year, no folder: a table without rows is still a table.
                    target.mkdir(exist_ok=True)
                    connection.execute(
                        f"copy (select * from generation_file.{table}) to {_literal(target / 'part.parquet')} (format parquet)"
                    )
        if folder.exists():
            folder.rmdir()
        os.replace(building, folder)
    except (OSError, duckdb.IOException) as error:
        shutil.rmtree(building, ignore_errors=True)
        raise StoreError(f"无法导出到 {folder}（{error}）；请检查磁盘空间和权限后再试。") from error
    return written


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
