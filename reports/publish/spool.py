"""Between extract and publish: what was read of each original in a long load, kept on the disk until it is published.

In go records as workers finish them; out they come again in the order of the load, a few at a time, so that memory
does not grow with the number of files and a load that was killed goes on where it stopped. What another version of
the program or of the tables of data/reference left is not used. It reads nothing and publishes nothing.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from pathlib import Path

import filelock

from reports import reference
from reports.errors import StoreError
from reports.model import Lesson, Snapshot
from reports.store import Entry, EntryFact

FOLDER_NAME = "spool"
LOAD_NAME = "load.sqlite"
REBUILD_NAME = "rebuild.sqlite"
_WAIT_SECONDS = 120.0

_LEFT = 0
"""The number under which records stand that a load left which has ended: whoever loads the same bytes takes them."""

_TABLES = """
create table if not exists program (fingerprint text not null);
create table if not exists load (number integer primary key autoincrement);
create table if not exists record (
    id integer primary key autoincrement, load integer not null, place integer not null, sha256 text,
    name text not null, line text, entry blob, doubts text not null, queued text not null, reason text not null,
    unique (load, place)
);
create index if not exists record_of_bytes on record (sha256, load);
"""
_COLUMNS = "name, sha256, line, entry, doubts, queued, reason"


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one file: its name as given; `line`, its line of the journal as JSON, None when there are no
    bytes of it; `entry`, packed, None when it is refused with `reason`; `doubts`, what could not be read; `queued`,
    the office under which it waits. One with bytes but neither line nor reason was stored when it was looked at."""

    name: str
    sha256: str | None
    line: str | None
    entry: bytes | None
    doubts: str = ""
    queued: str = ""
    reason: str = ""


def pack(entry: Entry) -> bytes:
    """`entry` in few bytes, as JSON: what a file of the spool holds is text and never runs."""
    told = {name: getattr(entry, name) for name in _ENTRY}
    told["snapshot"] = [getattr(entry.snapshot, name) for name in _SNAPSHOT]
    told["lessons"] = [[getattr(lesson, name) for name in _LESSON] for lesson in entry.lessons]
    told["facts"] = [[getattr(fact, name) for name in _FACT] for fact in entry.facts]
    return zlib.compress(json.dumps(told, separators=(",", ":"), default=_dated).encode(), 1)


def unpack(data: bytes) -> Entry:
    """The entry that `pack` made `data` of; ValueError for anything else."""
    try:
        told = json.loads(zlib.decompress(data))
        sha256, name, size, at = told["snapshot"]
        return Entry(
            **{
                **told,
                "snapshot": Snapshot(sha256, name, size, datetime.fromisoformat(at)),
                **{name: told[name] and date.fromisoformat(told[name]) for name in ("published_on", "signed_on")},
                "marks": tuple(told["marks"]),
                "facts": tuple(EntryFact(*fact) for fact in told["facts"]),
                "lessons": tuple(Lesson(*lesson) for lesson in told["lessons"]),
                **{name: tuple(map(tuple, told[name])) for name in ("sections", "problems", "disagreements")},
            }
        )
    except (zlib.error, KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError("no packed entry") from error


_ENTRY, _SNAPSHOT, _FACT, _LESSON = (
    [field.name for field in fields(kind)] for kind in (Entry, Snapshot, EntryFact, Lesson)
)


def _dated(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(value)


@cache
def fingerprint() -> str:
    """Names this version of the program and of the tables of data/reference: under another one, the same bytes may
    be read otherwise."""
    digest = hashlib.sha256()
    for folder, pattern in ((reference.ROOT / "reports", "*.py"), (reference.REFERENCE, "*.csv")):
        for path in sorted(folder.rglob(pattern)):
            digest.update(f"{path.relative_to(folder)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


class Spool:
    """The spool of a store, open. Several processes may have it open at once; each load has its own records in it,
    which no other one publishes."""

    def __init__(self, store: Path, name: str = LOAD_NAME) -> None:
        """Opens the spool of `store`, or makes one; StoreError when the disk refuses."""
        self._path = store / FOLDER_NAME / name
        self._lock: filelock.FileLock | None = None
        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
            # A power cut may lose the last records, which are then read once more; a kill loses none.
            self._connection.execute("pragma synchronous = normal")
            with self._at_once():
                self._begin_anew()

    def _begin_anew(self) -> None:
        """Makes the tables; what another version of the program left is forgotten."""
        is_known = self._connection.execute("select 1 from sqlite_master where name = 'record_of_bytes'").fetchone()
        if is_known and self._connection.execute("select fingerprint from program").fetchone() == (fingerprint(),):
            return
        for table in ("record", "program"):
            self._connection.execute(f"drop table if exists {table}")
        for statement in _TABLES.split(";"):
            self._connection.execute(statement)
        self._connection.execute("insert into program values (?)", [fingerprint()])

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
        if self._lock is not None:
            self._lock.release()
            Path(self._lock.lock_file).unlink(missing_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise StoreError(
                f"读取结果无法暂存到 {self._path.parent}（{reason}），原数据不受影响；请检查磁盘空间和权限，"
                f"仍不行时删除 {FOLDER_NAME} 文件夹后再试。"
            ) from error

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def _lock_of(self, load: int) -> filelock.FileLock:
        return filelock.FileLock(self._path.with_name(f"{self._path.name}-{load}.lock"))

    def _has_ended(self, load: int) -> bool:
        """Whether nobody works on a load any more: its lock is held as long as its spool is open."""
        lock = self._lock_of(load)
        try:
            with lock.acquire(timeout=0):
                pass
        except filelock.Timeout:
            return False
        Path(lock.lock_file).unlink(missing_ok=True)
        return True

    def begin(self) -> int:
        """The number of a new load, behind all others; what loads left that have ended is there for it to take. Once
        an open spool."""
        with self._told(), self._at_once():
            for (load,) in self._connection.execute("select distinct load from record where load > 0").fetchall():
                if self._has_ended(load):
                    self._connection.execute("update record set load = ?, place = id where load = ?", [_LEFT, load])
            number = int(self._connection.execute("insert into load default values").lastrowid or 0)
            self._lock = self._lock_of(number)
            self._lock.acquire(timeout=0)
        return number

    def put(self, load: int, found: Iterable[tuple[int, Record]]) -> list[int]:
        """Keeps records with their places in the load; the places of those whose bytes stand in this load already.
        For a record that says only that its bytes are known, the reading is taken that an ended load left, or a copy
        of another load's."""
        idle = []
        with self._told(), self._at_once():
            for place, record in found:
                if record.sha256 is not None and self._value(
                    "select 1 from record where sha256 = ? and load = ?", record.sha256, load
                ):
                    idle.append(place)
                elif record.sha256 is None or record.line is not None or not self._take(load, place, record):
                    texts = (record.name, record.line, record.doubts, record.queued, record.reason)
                    # The name of a file may hold bytes that are no text in any encoding.
                    clean = [text and text.encode("utf-8", "replace").decode("utf-8") for text in texts]
                    name, line, doubts, queued, reason = clean
                    self._connection.execute(
                        f"insert into record (load, place, {_COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        (load, place, name, record.sha256, line, record.entry, doubts, queued, reason),
                    )
        return idle

    def _take(self, load: int, place: int, known: Record) -> bool:
        """Whether a reading of these bytes was there to be taken."""
        name = known.name.encode("utf-8", "replace").decode("utf-8")
        query = "select id from record where sha256 = ? and load {} ? and line is not null limit 1"
        if (left := self._value(query.format("="), known.sha256, _LEFT)) is not None:
            self._connection.execute(
                "update record set load = ?, place = ?, name = ? where id = ?", (load, place, name, left)
            )
            return True
        if (other := self._value(query.format("<>"), known.sha256, _LEFT)) is not None:
            columns = _COLUMNS.removeprefix("name, ")
            self._connection.execute(
                f"insert into record (load, place, name, {columns}) select ?, ?, ?, {columns} from record where id = ?",
                (load, place, name, other),
            )
        return other is not None

    def _value(self, query: str, *parameters: object) -> object:
        row = self._connection.execute(query, parameters).fetchone()
        return None if row is None else row[0]

    def count(self, load: int | None = None) -> int:
        """How many records wait to be published, of one load or of all."""
        with self._told():
            condition = "line is not null" if load is None else "load = ?"
            query = f"select count(*) from record where {condition}"
            return int(self._connection.execute(query, [] if load is None else [load]).fetchone()[0])

    def keys(self, load: int) -> list[int]:
        """The keys of all records of a load that are not refused, in order."""
        with self._told():
            query = "select id from record where load = ? and entry is not null order by place"
            return [row[0] for row in self._connection.execute(query, [load])]

    def entry_at(self, key: int) -> Entry:
        """The entry of a record that is not refused."""
        with self._told():
            return unpack(self._connection.execute("select entry from record where id = ?", [key]).fetchone()[0])

    def records(self, load: int) -> Iterator[Record]:
        """All records of a load in order, one by one, their entries left packed."""
        with self._told():
            for row in self._connection.execute(f"select {_COLUMNS} from record where load = ? order by place", [load]):
                yield Record(*row)

    def shas(self) -> Iterator[str]:
        """The sha256 of all that was read, sorted."""
        with self._told():
            for (sha256,) in self._connection.execute(
                "select distinct sha256 from record where line is not null order by sha256"
            ):
                yield sha256

    def first(self, load: int, count: int, *, only_known: bool = False) -> list[tuple[int, Record]]:
        """The first records of a load, with their keys for `remove`; where it is said so, of those that were stored
        when they were looked at."""
        condition = "line is null and sha256 is not null" if only_known else "true"
        with self._told():
            rows = self._connection.execute(
                f"select id, {_COLUMNS} from record where load = ? and {condition} order by place limit ?",
                [load, count],
            ).fetchall()
        return [(row[0], Record(*row[1:])) for row in rows]

    def replace(self, key: int, record: Record) -> None:
        """Puts another record of the same bytes in the place of one."""
        with self._told():
            values = (record.line, record.entry, record.doubts, record.queued, record.reason, key)
            self._connection.execute(
                "update record set line = ?, entry = ?, doubts = ?, queued = ?, reason = ? where id = ?", values
            )

    def remove(self, keys: Iterable[int]) -> None:
        """Forgets records, and what ended loads left of the same bytes; the last one gives the disk's room back."""
        with self._told():
            with self._at_once():
                for key in keys:
                    self._connection.execute(
                        "delete from record where load = ? and sha256 = (select sha256 from record where id = ?)",
                        (_LEFT, key),
                    )
                    self._connection.execute("delete from record where id = ?", (key,))
            if not self._value("select count(*) from record"):
                self._connection.execute("vacuum")

    def clear(self) -> None:
        """Forgets all records."""
        with self._told():
            self._connection.execute("delete from record")
            self._connection.execute("vacuum")


def clear(store: Path, name: str = LOAD_NAME) -> None:
    """Forgets all records of `store`, if there is a spool."""
    path = store / FOLDER_NAME / name
    if path.exists():
        with Spool(store, name) as spool:
            spool.clear()


def waiting(store: Path) -> int:
    """How many records of `store` wait to be published; StoreError when the spool is damaged."""
    if not (store / FOLDER_NAME / LOAD_NAME).exists():
        return 0
    with Spool(store) as spool:
        return spool.count()


def shas(store: Path) -> set[str]:
    """The sha256 of all originals that wait to be published; none where the spool is damaged."""
    if not (store / FOLDER_NAME / LOAD_NAME).exists():
        return set()
    try:
        with Spool(store) as spool:
            return set(spool.shas())
    except StoreError:
        return set()


class Known:
    """Sorted sha256s in a file, which any number of processes search without loading it."""

    def __init__(self, path: Path) -> None:
        """Opens what `write` wrote to `path`."""
        self._count = path.stat().st_size // 32
        with path.open("rb") as file:
            # An empty file cannot be mapped.
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if self._count else b""

    def __contains__(self, sha256: str) -> bool:
        wanted = bytes.fromhex(sha256)
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._map[middle * 32 : middle * 32 + 32]
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return False

    @staticmethod
    def write(path: Path, shas: Iterable[str]) -> None:
        """Writes sorted sha256s (64 hex digits) to `path`."""
        with path.open("wb") as file:
            for sha256 in shas:
                file.write(bytes.fromhex(sha256))


@contextmanager
def known_file(store: Path, shas: Iterable[str]) -> Iterator[Path]:
    """A file of sorted sha256s for `Known`, gone afterwards; what killed loads left of theirs goes too."""
    folder = store / FOLDER_NAME
    for left in folder.glob("known-*"):
        if not _is_running(int(left.name.removeprefix("known-"))):
            left.unlink(missing_ok=True)
    path = folder / f"known-{os.getpid()}"
    try:
        Known.write(path, shas)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise StoreError(f"无法写入 {folder}（{error.strerror}）；请检查磁盘空间和权限后再试。") from error
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    if os.name != "posix" or process == os.getpid():
        # Elsewhere there is no way to ask that does not also end it.
        return process != os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
