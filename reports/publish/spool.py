"""Between extract and publish: what was read of each original in a long load, kept on the disk until it is published.

In go records as workers finish them; out they come again in the order of the load, a few at a time, so that memory
does not grow with the number of files and a load that was killed goes on where it stopped. What another version of
the program or of the tables of data/reference left is not used. It reads nothing and publishes nothing.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import pickle
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reports import reference
from reports.errors import StoreError
from reports.store import Entry

FOLDER_NAME = "spool"
LOAD_NAME = "load.sqlite"
REBUILD_NAME = "rebuild.sqlite"
_WAIT_SECONDS = 120.0

_TABLES = """
create table if not exists program (fingerprint text not null);
create table if not exists load (number integer primary key autoincrement);
create table if not exists record (
    load integer not null, place integer not null, sha256 text unique, name text not null, line text,
    entry blob, doubts text not null, queued text not null, reason text not null,
    primary key (load, place)
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one file: its name as given; `line`, its line of the journal as JSON, None when there are no
    bytes of it; `entry`, packed, None when it is refused with `reason`; `doubts`, what could not be read; `queued`,
    the office under which it waits."""

    name: str
    sha256: str | None
    line: str | None
    entry: bytes | None
    doubts: str = ""
    queued: str = ""
    reason: str = ""


def pack(entry: Entry) -> bytes:
    """`entry` in few bytes."""
    return zlib.compress(pickle.dumps(entry, protocol=5), 1)


def unpack(data: bytes) -> Entry:
    """The entry that `pack` made `data` of."""
    entry = pickle.loads(zlib.decompress(data))
    assert isinstance(entry, Entry)
    return entry


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
    """The spool of a store, open. Several processes may have it open at once."""

    def __init__(self, store: Path, name: str = LOAD_NAME) -> None:
        """Opens the spool of `store`, or makes one; StoreError when the disk refuses."""
        self._path = store / FOLDER_NAME / name
        with self._told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._path, timeout=_WAIT_SECONDS, isolation_level=None)
            # A power cut may lose the last records, which are then read once more; a kill loses none.
            self._connection.execute("pragma synchronous = normal")
            self._connection.executescript(_TABLES)
            with self._at_once():
                told = self._connection.execute("select fingerprint from program").fetchone()
                if told != (fingerprint(),):
                    self._connection.execute("delete from record")
                    self._connection.execute("delete from program")
                    self._connection.execute("insert into program values (?)", [fingerprint()])

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
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

    def begin(self) -> int:
        """The number of a new load, behind all others."""
        with self._told():
            cursor = self._connection.execute("insert into load default values")
            return int(cursor.lastrowid or 0)

    def put(self, load: int, found: Iterable[tuple[int, Record | str]]) -> list[int]:
        """Keeps records with their places in the load, and moves those there of whose bytes (a sha256) an earlier load
        left a record, so that the order is that of this load; the places where nothing was to be kept or moved, as
        those bytes stand in this load already or in no load."""
        idle = []
        with self._told(), self._at_once():
            for place, record in found:
                row: tuple[Any, ...]
                if isinstance(record, str):
                    query = "update record set load = ?, place = ? where sha256 = ? and load < ?"
                    row = (load, place, record, load)
                else:
                    texts = (record.name, record.line, record.doubts, record.queued, record.reason)
                    # The name of a file may hold bytes that are no text in any encoding.
                    clean = [text and text.encode("utf-8", "replace").decode("utf-8") for text in texts]
                    name, line, doubts, queued, reason = clean
                    query = "insert or ignore into record values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    row = (load, place, record.sha256, name, line, record.entry, doubts, queued, reason)
                if not self._connection.execute(query, row).rowcount:
                    idle.append(place)
        return idle

    def count(self) -> int:
        """How many records wait."""
        with self._told():
            return int(self._connection.execute("select count(*) from record").fetchone()[0])

    def keys(self) -> list[tuple[int, int]]:
        """The keys of all records that are not refused, in order."""
        with self._told():
            return self._connection.execute(
                "select load, place from record where entry is not null order by load, place"
            ).fetchall()

    def entry_at(self, key: tuple[int, int]) -> Entry:
        """The entry of a record that is not refused."""
        with self._told():
            query = "select entry from record where load = ? and place = ?"
            return unpack(self._connection.execute(query, key).fetchone()[0])

    def records(self) -> Iterator[Record]:
        """All records in order, one by one, their entries left packed."""
        with self._told():
            for row in self._connection.execute(
                "select name, sha256, line, entry, doubts, queued, reason from record order by load, place"
            ):
                yield Record(*row)

    def shas(self) -> Iterator[str]:
        """The sha256 of all records, sorted."""
        with self._told():
            for (sha256,) in self._connection.execute("select sha256 from record where sha256 > '' order by sha256"):
                yield sha256

    def first(self, count: int) -> list[tuple[tuple[int, int], Record]]:
        """The first records in the order of the loads, with their keys for `remove`."""
        with self._told():
            rows = self._connection.execute(
                "select load, place, name, sha256, line, entry, doubts, queued, reason from record "
                "order by load, place limit ?",
                [count],
            ).fetchall()
        return [((row[0], row[1]), Record(*row[2:])) for row in rows]

    def remove(self, keys: Iterable[tuple[int, int]]) -> None:
        """Forgets records; the last one gives the disk's room back."""
        with self._told():
            with self._at_once():
                self._connection.executemany("delete from record where load = ? and place = ?", keys)
            if self.count() == 0:
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
