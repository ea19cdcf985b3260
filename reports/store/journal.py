"""The journal of a store: one line for every capture, correction, assignment, review, log and rollback.

In go dictionaries, out come the same dictionaries with their number, time and author, in order of writing.
With the originals it is what is precious: the generations are built from these two. It only ever grows; it
knows nothing of reports or of the database. Only the holder of the store's lock may append.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports.errors import StoreError

FILE_NAME = "journal.jsonl"
TORN_NAME = "journal.torn.txt"

Line = dict[str, Any]


def author() -> str:
    """Who is writing: the user's login name, '未知' where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "未知"


def read(store: Path, start: int = 0) -> list[Line]:
    """The lines of the journal of `store` from byte `start` on, oldest first, each with `end`: the byte at which
    it ends; [] when there is none.

    A last line that was torn by a crash is left out: what it was to tell was never published. StoreError for
    a damaged line before the last, with its place.
    """
    return list(lines(store, start))


def lines(store: Path, start: int = 0) -> Iterator[Line]:
    """The same one by one: a journal of millions of lines is never held whole."""
    for raw, end in _raw_lines(store / FILE_NAME, start):
        yield _parsed(store / FILE_NAME, raw, end)


def _raw_lines(path: Path, start: int) -> Iterator[tuple[bytes, int]]:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return
    with file:
        file.seek(start)
        end = start
        for raw in file:
            if not raw.endswith(b"\n"):
                return
            end += len(raw)
            yield raw, end


def _parsed(path: Path, raw: bytes, end: int) -> Line:
    try:
        line = json.loads(raw)
        return {**line, "what": line["what"], "end": end}
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"日志 {path} 第 {end - len(raw)} 字节起的一行已损坏，应为一行完整的 JSON；请从备份恢复该文件后再试。"
        ) from error


def lines_in_force(store: Path) -> Iterator[Line]:
    """The lines of the whole journal that still count, as `in_force` has them, one by one."""
    path = store / FILE_NAME
    undone: list[tuple[int, int]] = []
    for raw, end in _raw_lines(path, 0):
        if b'"rollback"' in raw:
            line = _parsed(path, raw, end)
            if line["what"] == "rollback":
                undone.append((line["void_after"], end))
    for line in lines(store):
        if line["what"] != "rollback" and not any(start < line["end"] <= end for start, end in undone):
            yield line


def append(store: Path, entries: Iterable[Mapping[str, Any]]) -> int:
    """Writes `entries` behind the last line, each with `at` (UTC, unless given) and `who` (unless given);
    returns the length of the journal in bytes once they are safely on the disk.

    What a crash left of a torn line is first moved to journal.torn.txt. OSError when the disk refuses; then
    the journal is as it was before, but for a torn last line at most.
    """
    path = store / FILE_NAME
    set_torn_line_aside(store)
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    written = [{"at": now, "who": author(), **entry} for entry in entries]
    text = "".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n" for entry in written)
    # A file's name may hold bytes that are no text; they must not keep the line from being written.
    _write(path, text.encode("utf-8", "replace"))
    return path.stat().st_size


def set_torn_line_aside(store: Path) -> bool:
    """Moves what a crash left of a torn last line to journal.torn.txt, so that nothing is written behind it;
    True if there was one."""
    path = store / FILE_NAME
    if not path.exists():
        return False
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        whole, tail = size, b""
        while whole and not tail.startswith(b"\n"):
            step = min(whole, 65536)
            file.seek(whole - step)
            piece = file.read(step)
            newline = piece.rfind(b"\n")
            tail = (piece if newline < 0 else piece[newline:]) + tail
            whole -= step if newline < 0 else step - newline
        torn = tail.removeprefix(b"\n")
        if not torn:
            return False
        _write(store / TORN_NAME, torn + b"\n")
        file.truncate(size - len(torn))
        os.fsync(file.fileno())
    return True


def _write(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def in_force(lines: Iterable[Line]) -> list[Line]:
    """The lines that still count: a rollback voids those after the byte that it goes back to.

    >>> in_force([{"end": 10, "what": "capture"}, {"end": 20, "what": "capture"},
    ...           {"end": 30, "what": "rollback", "void_after": 10}, {"end": 40, "what": "capture"}])
    [{'end': 10, 'what': 'capture'}, {'end': 40, 'what': 'capture'}]
    """
    kept: list[Line] = []
    for line in lines:
        if line["what"] == "rollback":
            kept = [earlier for earlier in kept if earlier["end"] <= line["void_after"]]
        else:
            kept.append(line)
    return kept
