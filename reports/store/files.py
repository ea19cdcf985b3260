"""The files of a store: which generation is served, who may write, which ones stay."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import filelock

from reports import reference
from reports.capture import ORIGINALS_NAME, clear_partial
from reports.database import READ_ONLY, DatabaseError, connect
from reports.errors import StoreBusy, StoreError

CURRENT_NAME = "CURRENT.json"

KEPT_GENERATIONS = 3

MOST_GENERATIONS = 2_000_000_000
"""No store has so many; a higher number in CURRENT.json is damage."""

LOCK_SECONDS = 600.0
"""How long a second writer waits for the first."""

_WORK = ".restore-"

_GENERATION_NAME = re.compile(r"g(\d{6,})\.duckdb")


def default_store() -> Path:
    """The folder of the store: GONGKAI_STORE, else data/store of the project."""
    return Path(os.environ.get("GONGKAI_STORE") or reference.DATA / "store")


def example_folder(own: Path) -> Path:
    """Where the example of a store lies: beside it, so that fictional and real reports never stand in one."""
    return own.with_name(f"{own.name}-demo")


def generation_files(store: Path) -> list[tuple[int, Path]]:
    """Numbers and files of the finished generations in `store`, newest first."""
    if not store.is_dir():
        return []
    found = [(int(m[1]), path) for path in store.iterdir() if (m := _GENERATION_NAME.fullmatch(path.name))]
    return sorted(found, reverse=True)


def _told(store: Path) -> dict[str, Any]:
    """What CURRENT.json says, `generation` and `bytes` as numbers; StoreError when it is missing or damaged."""
    path = store / CURRENT_NAME
    try:
        told: dict[str, Any] = json.loads(path.read_text("utf-8"))
        numbers = {name: _number(told[name]) for name in ("generation", "bytes")}
        found = _GENERATION_NAME.fullmatch(told["file"])
        if found is None or int(found[1]) != numbers["generation"]:
            raise ValueError(told["file"])
        return {**told, **numbers}
    except FileNotFoundError as error:
        raise StoreError(
            f"数据仓 {store} 中没有 {CURRENT_NAME}，尚未发布任何数据；请先用 gongkai load 载入年报，或用 gongkai demo 建示例。"
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StoreError(f"{path} 已损坏，应写明当前数据版本；请运行 gongkai rebuild 重建。") from error


def _number(told: object) -> int:
    """A number of a generation or of bytes as CURRENT.json has it; ValueError for anything else."""
    if not isinstance(told, int) or isinstance(told, bool) or not 0 <= told < 2**62:
        raise ValueError(told)
    return told


def read_current(store: Path) -> tuple[int, Path, int]:
    """Number, file and size in bytes that CURRENT.json names; StoreError when it is missing or damaged."""
    told = _told(store)
    return told["generation"], store / told["file"], told["bytes"]


def current_number(store: Path) -> int | None:
    """The number of the generation that CURRENT.json names; None when it names none. Cheap: for noticing a new one."""
    try:
        return read_current(store)[0]
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
        clear_work(store)
        clear_partial(store / ORIGINALS_NAME)
        yield
    finally:
        lock.release()


@contextmanager
def work_folder(store: Path) -> Iterator[Path]:
    """A folder within `store` for the time of the with; one that a killed program left is removed by the next
    writer."""
    path = Path(tempfile.mkdtemp(dir=store, prefix=_WORK))
    try:
        with filelock.FileLock(path / ".lock", timeout=0):
            yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def clear_work(store: Path) -> None:
    """Removes the folders of `work_folder` that nobody works in any more."""
    for path in store.glob(f"{_WORK}*"):
        with suppress(filelock.Timeout, OSError):
            with filelock.FileLock(path / ".lock", timeout=0):
                pass
            shutil.rmtree(path, ignore_errors=True)


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


def sync_folder(folder: Path) -> None:
    """Makes a folder's entries last through a loss of power, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def highest(store: Path, number: int = 0) -> int:
    """The highest number ever given to a generation, which is no less than `number`. None is given twice, also
    after a rollback: a reader may still hold the file that had it."""
    try:
        told = _number(_told(store).get("highest"))
    except (StoreError, ValueError):
        told = 0
    found = [number, *(known for known, _path in generation_files(store)), 0]
    return max(told if told < MOST_GENERATIONS else 0, *found)


def _bases(store: Path) -> dict[int, int | None]:
    """The bases of kept generations as CURRENT.json tells them, which spares opening their files."""
    try:
        told = _told(store)["bases"]
        return {int(number): None if base is None else int(base) for number, base in told.items()}
    except (StoreError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return {}


def _ways_back(store: Path) -> list[int]:
    """The generations before the last loads, as CURRENT.json tells them, oldest first: a day's notes must not take
    away the way back from the load before them."""
    try:
        return [_number(number) for number in _told(store)["ways_back"]]
    except (StoreError, ValueError, KeyError, TypeError):
        return []


def serve(store: Path, number: int, path: Path, base: int | None, *, is_retold: bool = False) -> None:
    """Makes the finished file `path`, which stands upon the generation `base`, the one that CURRENT.json names,
    atomically; one that `is_retold` differs from the one before in follow-up alone."""
    files = dict(generation_files(store))
    ways_back = [other for other in _ways_back(store) if other in files and other < number]
    served = current_number(store)
    if not is_retold and served is not None and served < number:
        ways_back.append(served)
    content = {
        "ways_back": ways_back[1 - KEPT_GENERATIONS :],
        "bases": {str(other): upon for other, upon in {**_bases(store), number: base}.items() if other in files},
        "generation": number,
        "file": path.name,
        "bytes": path.stat().st_size,
        "highest": highest(store, number),
    }
    _write_current(store, content)


def _write_current(store: Path, content: Mapping[str, Any]) -> None:
    building = store / f".build-{CURRENT_NAME}"
    with building.open("w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(building, store / CURRENT_NAME)
    sync_folder(store)


def kept(store: Path) -> list[tuple[int, Path]]:
    """Numbers and files of the generations that can be served, newest first, the one in CURRENT.json first.
    Newer files are left of a build that was killed between its rename and CURRENT.json; they are left out."""
    current = current_number(store)
    return [(number, path) for number, path in generation_files(store) if current is None or number <= current]


def prune(store: Path) -> None:
    """Removes all but the last generations and what they stand upon; a file that another program still holds open
    stays until the next time."""
    if (number := current_number(store)) is not None:
        prune_undone(store, number)
    files = kept(store)
    ways_back = _ways_back(store)
    last = [each for place, each in enumerate(files) if place < KEPT_GENERATIONS or each[0] in ways_back]
    needed = {number for number, _path in last}
    told = _bases(store)
    for number, path in last:
        # A damaged one can no longer be served: nothing has to be kept for it.
        with suppress(StoreError):
            needed.add((told[number] if number in told else base_of(path)) or 0)
    for number, path in files:
        if number not in needed:
            try:
                path.unlink()
            except PermissionError:
                continue


def prune_undone(store: Path, number: int) -> None:
    """Removes the files of generations newer than `number`, the one served: they were undone. One that another
    program still holds open stays until the next time."""
    for newer, path in generation_files(store):
        if newer > number:
            with suppress(PermissionError):
                path.unlink()


def base_of(path: Path) -> int | None:
    """The number of the generation that the generation file `path` stands upon; None when it is whole. StoreError
    when it cannot be read."""
    try:
        with connect(str(path), read_only=True, config=dict(READ_ONLY)) as connection:
            row = connection.execute("select base from generation").fetchone()
    except DatabaseError as error:
        raise StoreError(f"数据文件 {path.name} 无法打开，可能已损坏。") from error
    return None if row is None else row[0]
