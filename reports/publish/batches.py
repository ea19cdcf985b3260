"""Drafts that wait for a person: the files that somebody brought and what was decided about each, kept in the store
until they are published or discarded.

In go bytes and decisions; out come the batches. Each person's batch is a folder of `drafts/` of the store: one file
that tells what was decided, written whole or not at all, and the originals beside it. It reads no report and
publishes nothing; nothing here goes away by itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import filelock

from reports.capture import ORIGINALS_NAME, capture, original_path
from reports.correct import Correction
from reports.errors import StoreError
from reports.publish.lines import Decision

FOLDER_NAME = "drafts"
_BATCH_NAME = "batch.json"
_KEY = re.compile(r"[0-9a-f]{64}")
_WAIT_SECONDS = 60.0

NOTHING = Decision()
"""As read."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One file of a batch and what was decided about it: `replaces` says whether it takes the place of the report
    that stands for its office and year (None: not decided), `confirmed_office` the code of an office that it was put
    to on purpose though it names another one, `confirmed_year` a year yet to come that was confirmed. `at` is when it
    came, in UTC. `confirmed_region` is the name of a region that the report tells and that was confirmed, though
    another one was named for all files."""

    sha256: str
    name: str
    byte_count: int
    at: datetime
    decision: Decision = NOTHING
    replaces: bool | None = None
    confirmed_office: str = ""
    confirmed_year: int | None = None
    confirmed_region: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person has brought: `who` the proxy names ('' where there is none), the `district` written for it, its
    files in the order in which they came, the names of those that were the same as another one, and the pairs of codes
    of offices that are `joined` once they are published."""

    who: str = ""
    district: str = ""
    files: tuple[Waiting, ...] = ()
    repeated: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()

    @property
    def byte_count(self) -> int:
        """Bytes of all its files."""
        return sum(file.byte_count for file in self.files)


def key_of(kind: str, secret: str) -> str:
    """The name of a person's batch: nobody finds it by looking at the folder, nor what it was made of."""
    return hashlib.sha256(f"{kind}\0{secret}".encode()).hexdigest()


def read(store: Path, key: str) -> Batch:
    """The batch of a person; an empty one where there is none. StoreError when it is damaged."""
    path = _folder(store, key) / _BATCH_NAME
    try:
        told = json.loads(path.read_text("utf-8"))
        return Batch(
            str(told["who"]),
            str(told["district"]),
            tuple(_file(row) for row in told["files"]),
            tuple(str(name) for name in told["repeated"]),
            tuple((str(gone), str(stays)) for gone, stays in told.get("joined", ())),
        )
    except FileNotFoundError:
        return Batch()
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(
            f"草稿记录 {path} 已损坏；文件本身仍在同一文件夹的 {ORIGINALS_NAME} 中。请把这个文件夹移到别处，再重新选择年报文件。"
        ) from error


def batches(store: Path) -> Iterator[tuple[str, Batch]]:
    """Every batch of a store with its key; one that is damaged raises StoreError."""
    for path in sorted((store / FOLDER_NAME).glob("*")):
        if _KEY.fullmatch(path.name):
            yield path.name, read(store, path.name)


def add(store: Path, key: str, data: bytes, name: str) -> Batch:
    """The batch with a file more; of bytes that stand in it already, the name is noted."""
    folder = _folder(store, key)
    with _told(folder):
        snapshot = capture(data, name, folder / ORIGINALS_NAME)

    def with_it(batch: Batch) -> Batch:
        if any(file.sha256 == snapshot.sha256 for file in batch.files):
            return replace(batch, repeated=(*batch.repeated, snapshot.file_name))
        file = Waiting(snapshot.sha256, snapshot.file_name, snapshot.byte_count, snapshot.captured_at)
        return replace(batch, files=(*batch.files, file))

    return change(store, key, with_it)


def change(store: Path, key: str, update: Callable[[Batch], Batch]) -> Batch:
    """The batch as `update` makes it of what stands there now, whoever else changes it at the same time; its files'
    bytes are not touched. StoreError when the disk refuses, and then nothing has changed."""
    folder = _folder(store, key)
    with _told(folder), _locked(folder):
        before = read(store, key)
        after = update(before)
        if after != before:
            _write(folder / _BATCH_NAME, after)
    return after


def decide(store: Path, key: str, decided: Waiting) -> Batch:
    """The batch with what was decided about one of its files; one that is no longer in it stays away."""
    return change(
        store,
        key,
        lambda batch: replace(
            batch, files=tuple(decided if file.sha256 == decided.sha256 else file for file in batch.files)
        ),
    )


def remove(store: Path, key: str, shas: set[str]) -> Batch:
    """The batch without some of its files, their bytes gone too; when none is left, nothing stays of it."""
    folder = _folder(store, key)
    with _told(folder), _locked(folder):
        batch = read(store, key)
        after = replace(batch, files=tuple(file for file in batch.files if file.sha256 not in shas))
        if not after.files:
            after = Batch()
        # First the list: a file that it names is there.
        if after.files:
            _write(folder / _BATCH_NAME, after)
        else:
            (folder / _BATCH_NAME).unlink(missing_ok=True)
            shutil.rmtree(folder / ORIGINALS_NAME, ignore_errors=True)
        for sha256 in shas:
            original_path(folder / ORIGINALS_NAME, sha256).unlink(missing_ok=True)
    if not after.files:
        shutil.rmtree(folder, ignore_errors=True)
    return after


def data(store: Path, key: str, sha256: str) -> bytes:
    """The bytes of a file of a batch. StoreError when they are gone or were altered."""
    path = original_path(_folder(store, key) / ORIGINALS_NAME, sha256)
    try:
        found = path.read_bytes()
    except OSError as error:
        raise StoreError("草稿的文件已不在数据仓中；请移除这份，再重新选择文件。") from error
    if hashlib.sha256(found).hexdigest() != sha256:
        raise StoreError("草稿的文件已被改动；请移除这份，再重新选择文件。")
    return found


def _folder(store: Path, key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise ValueError(f"no key of a batch: {key!r}")
    return store / FOLDER_NAME / key


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    # Beside the folder, which may go.
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder.parent / f".{folder.name}.lock", timeout=_WAIT_SECONDS):
            yield
    except filelock.Timeout as error:
        raise StoreError("这批草稿正被另一个页面写入；请稍后再试。") from error


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"草稿无法写入 {folder.parent}（{error.strerror}），原数据不受影响；请检查磁盘空间和权限后再试。"
        ) from error


def _write(path: Path, batch: Batch) -> None:
    told = {
        "who": batch.who,
        "district": batch.district,
        "files": [{**asdict(file), "at": file.at.isoformat()} for file in batch.files],
        "repeated": list(batch.repeated),
        "joined": list(batch.joined),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            # The name of a file may hold bytes that are no text in any encoding: written as \udc80, read as the same.
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _file(row: dict[str, Any]) -> Waiting:
    decision = row["decision"]
    made = tuple(Correction(**correction) for correction in decision["corrections"])
    return Waiting(
        **{
            **row,
            "at": datetime.fromisoformat(row["at"]).astimezone(UTC),
            "decision": Decision(decision["office_code"], decision["year"], made, str(decision.get("office_name", ""))),
        }
    )
