"""A generation opened for reading."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from reports.database import READ_ONLY, Connection, DatabaseError, UnknownNameError, connect
from reports.errors import StoreDamaged, StoreError, StoreOutdated
from reports.store.files import base_of, generation_files, prune_undone, read_current, serve
from reports.store.overlay import attach
from reports.store.schema import layout, raise_views

T = TypeVar("T")

SCOPE = "scope"
"""The variable of a cursor by which views for several people tell whose rows it sees (scoped.py)."""


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation: its number, its file, how far into the journal it tells (bytes) and what the journal was up to
    there (its head), and `notice`, a sentence for people when it is served in the place of a damaged one ('' otherwise).
    `scope`: the number of the scope within which it is asked, None for all of it."""

    number: int
    path: Path
    built_at: datetime
    cause: str
    journal_bytes: int
    journal_head: str
    notice: str
    connection: Connection = field(repr=False)
    scope: int | None = None

    def cursor(self) -> Connection:
        """A new cursor, for one caller: two threads must not use one at once."""
        cursor = self.connection.cursor()
        if self.scope is not None:
            cursor.execute(f"set variable {SCOPE} = {self.scope}")
        return cursor

    def close(self) -> None:
        """Closes the file; cursors of it stop working."""
        self.connection.close()


def _open(path: Path, number: int, size: int | None, notice: str = "") -> Generation:
    try:
        if size is not None and path.stat().st_size != size:
            raise StoreError(f"数据文件 {path.name} 大小应为 {size} 字节，实为 {path.stat().st_size} 字节，已损坏。")
        connection = connect(str(path), read_only=True, config=dict(READ_ONLY))
        _raise_outdated(connection, path)
        raise_views(connection, path)
        row = connection.execute(
            "select generation, built_at, cause, journal_bytes, journal_head, base from generation"
        ).fetchone()
        if row is not None and row[5] is not None:
            connection.close()
            connection = _open_upon_base(path)
    except FileNotFoundError as error:
        raise StoreError(f"数据文件 {error.filename or path.name} 不存在。") from error
    except (OSError, DatabaseError) as error:
        raise StoreError(f"数据文件 {path.name} 无法打开，可能已损坏。") from error
    if row is None or row[0] != number:
        raise StoreError(f"数据文件 {path.name} 中的版本号与文件名不符。")
    return Generation(number, path, row[1], row[2], row[3], row[4], notice, connection)


def _raise_outdated(connection: Connection, path: Path) -> None:
    """Raises StoreOutdated when the open generation file `path` has not the tables of this program."""
    try:
        row = connection.execute("select layout from generation").fetchone()
    except UnknownNameError:
        row = None
    if row is None or row[0] != layout():
        connection.close()
        raise StoreOutdated(
            f"数据文件 {path.name} 由另一版本的程序建立；请运行 gongkai rebuild，按本版程序由原件和日志重建，什么都不会丢失。"
        )


def _open_upon_base(path: Path) -> Connection:
    """A generation that stands upon a base, in an instance of its own that has views of the tables' names."""
    # Outside access is shut behind the two files: until then no question was asked.
    late = ("enable_external_access", "lock_configuration")
    connection = connect(":memory:", config={name: value for name, value in READ_ONLY.items() if name not in late})
    attach(connection, path, "generation_file", views="memory")
    for name in late:
        connection.execute(f"set {name} = {READ_ONLY[name]}")
    return connection


def open_current(store: Path, without: Collection[Path] = ()) -> Generation:
    """The generation that CURRENT.json names, open read-only and locked down.

    When CURRENT.json or that file is damaged, the newest good generation, with a `notice` that says so; the files
    `without` turned out to be damaged. StoreOutdated when another version of the program built it, StoreError when there is none.
    """
    problem: StoreError | None = None
    sizes: dict[Path, int] = {}
    # A writer may remove the file between our reading CURRENT.json and opening it: then CURRENT.json is newer.
    for _attempt in range(3):
        try:
            number, path, size = read_current(store)
            sizes[path] = size
            if path in without:
                raise StoreDamaged(f"数据文件 {path.name} 有一处损坏，读不出来。")
            return _open(path, number, size)
        except StoreOutdated:
            raise
        except StoreError as error:
            problem = error
    for number, path in generation_files(store):
        if path in without:
            continue
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


def answered(store: Path, work: Callable[[Generation], T], on_notice: Callable[[str], object]) -> T:
    """What `work` makes of the generation that is served, or of the newest good one where that one turns out to be
    damaged; `on_notice` gets the sentence that says so. Raises what open_current and `work` raise."""
    damaged: set[Path] = set()
    while True:
        generation = open_current(store, damaged)
        try:
            if generation.notice:
                on_notice(generation.notice)
            return work(generation)
        except StoreDamaged:
            damaged.add(generation.path)
        finally:
            generation.close()


def open_generation(store: Path, number: int) -> Generation:
    """The kept generation `number`, open read-only; StoreError when it is not kept or damaged."""
    return _open(store / f"g{number:06d}.duckdb", number, None)


def roll_back(store: Path, number: int) -> None:
    """Serves the kept generation `number` again and removes the newer files. The caller holds the lock and has
    journaled it."""
    files = dict(generation_files(store))
    _open(files[number], number, None).close()
    serve(store, number, files[number], base_of(files[number]))
    prune_undone(store, number)
