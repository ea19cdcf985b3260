"""The journal of a store: one line for every capture, correction, assignment, withdrawal, log and rollback.

In go dictionaries, out come the same dictionaries with their number, time and author, in order of writing.
With the originals it is what is precious: the generations are built from these two. It only ever grows; it
knows nothing of reports or of the database. Only the holder of the store's lock may append.

Each line carries, as `chain`, the hash of all bytes from the line before that carries one (else from the beginning)
up to itself: that is the line before, or all of a journal that was begun without a chain. Who changes, removes or adds
a line has to write every line behind it anew, and is told by whoever kept the head: the generation that is served,
each backup, and people.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from reports.errors import StoreError
from reports.store.line_kinds import fault_of

FILE_NAME = "journal.jsonl"
TORN_NAME = "journal.torn.txt"

Line = dict[str, Any]
_PIECE = 65536


def author() -> str:
    """On whose account is written: the user's login name, _NOBODY where the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return _NOBODY


_NOBODY = "未知"


def signer(who: str) -> str:
    """Whom a line's `who` names; '' where nobody signed: earlier versions wrote the login name there."""
    return "" if who in (author(), _NOBODY) else who


def read(store: Path, start: int = 0) -> list[Line]:
    """The lines of the journal of `store` from byte `start` on, oldest first, each with `end`: the byte at which
    it ends; [] when there is none.

    A last line that was torn by a crash is left out: what it was to tell was never published. StoreError for
    a damaged line before the last, or one that lacks what its kind has, with its place.
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


def _loaded(raw: bytes) -> Line | None:
    """What a line says; None when it is no JSON object."""
    try:
        line = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None


def _parsed(path: Path, raw: bytes, end: int) -> Line:
    line = _loaded(raw)
    wrong = _wrong(line)
    if line is None or wrong:
        raise StoreError(f"日志 {path} 第 {end - len(raw)} 字节起的一行{wrong}；请从备份恢复该文件后再试。")
    return {**line, "end": end}


def looked_through(store: Path) -> Iterator[tuple[Line, str, int]]:
    """Every line with what is wrong with it, as the rest of a sentence ('' for nothing), and the byte at which it
    ends; a line that is no JSON is an empty one."""
    for raw, end in _raw_lines(store / FILE_NAME, 0):
        line = _loaded(raw)
        yield line or {}, _wrong(line), end


def _wrong(line: Line | None) -> str:
    return "已损坏，应为一行完整的 JSON" if line is None else fault_of(line)


def lines_in_force(store: Path, until: int | None = None) -> Iterator[Line]:
    """The lines of the whole journal, or of its first `until` bytes, that still count, as `in_force` has them, one by
    one."""
    path = store / FILE_NAME
    undone: list[tuple[int, int]] = []
    for raw, end in _raw_lines(path, 0):
        if until is not None and end > until:
            break
        if b'"rollback"' in raw:
            line = _parsed(path, raw, end)
            if line["what"] == "rollback":
                undone.append((line["void_after"], end))
    for line in lines(store):
        if until is not None and line["end"] > until:
            return
        if line["what"] != "rollback" and not any(start < line["end"] <= end for start, end in undone):
            yield line


_guards: list[Callable[[Sequence[Mapping[str, Any]]], object]] = []


def guarded_by(guard: Callable[[Sequence[Mapping[str, Any]]], object]) -> None:
    """From now on this process asks `guard` before it writes anything, with the lines as they are about to be written:
    what it raises keeps them from being written. A server for several people does so."""
    _guards.append(guard)


def append(store: Path, entries: Iterable[Mapping[str, Any]]) -> int:
    """Writes `entries` behind the last line, each with `at` (UTC, unless given), `who`, `chain` and, where
    nobody signed and `who` is empty, the login name as `login`; returns the length of the journal in bytes once they are safely on the disk.

    What a crash left of a torn line is first moved to journal.torn.txt. OSError when the disk refuses, or what
    a guard raises; then the journal is as it was before.
    """
    entries = list(entries)
    for guard in _guards:
        guard(entries)
    path = store / FILE_NAME
    set_torn_line_aside(store)
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    before = path.stat().st_size if path.exists() else 0
    chain = head(store, before)
    written = []
    for entry in entries:
        line = {"at": now, **entry, "chain": chain}
        if not line.get("who"):
            line |= {"who": "", "login": author()}
        text = json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"
        # A file's name may hold bytes that are no text; they must not keep the line from being written.
        written.append(text.encode("utf-8", "replace"))
        chain = hashlib.sha256(written[-1]).hexdigest()
    try:
        _write(path, b"".join(written))
    except OSError:
        # Of many lines some may stand there whole: they were refused with the others.
        with suppress(OSError):
            take_back(store, before)
        raise
    return path.stat().st_size


def take_back(store: Path, length: int) -> None:
    """Removes the lines behind byte `length`, whose change was refused before anybody saw it: it must not come into
    force later. Needs no room on the disk; OSError when it refuses all the same."""
    with (store / FILE_NAME).open("r+b") as file:
        file.truncate(length)
        os.fsync(file.fileno())


def set_torn_line_aside(store: Path) -> bool:
    """Moves what a crash left of a torn last line to journal.torn.txt, so that nothing is written behind it;
    True if there was one."""
    path = store / FILE_NAME
    if not path.exists():
        return False
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        start = _line_start(file, size)
        file.seek(start)
        torn = file.read()
        if not torn or torn.endswith(b"\n"):
            return False
        _write(store / TORN_NAME, torn + b"\n")
        file.truncate(start)
        os.fsync(file.fileno())
    return True


def _line_start(file: IO[bytes], end: int) -> int:
    """Where the line begins whose last byte stands before byte `end`."""
    at = max(0, end - 1)
    while at:
        step = min(at, _PIECE)
        file.seek(at - step)
        newline = file.read(step).rfind(b"\n")
        if newline >= 0:
            return at - step + newline + 1
        at -= step
    return 0


def _write(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def head(store: Path, end: int) -> str:
    """The `chain` of a line that would stand at byte `end`, sha256 as 64 hex digits; '' when no line ends there."""
    path = store / FILE_NAME
    if not end:
        return hashlib.sha256().hexdigest()
    try:
        with path.open("rb") as file:
            start = _line_start(file, end)
            file.seek(start)
            raw = file.read(end - start)
    except FileNotFoundError:
        return ""
    if len(raw) < end - start or not raw.endswith(b"\n"):
        return ""
    if "chain" in (_loaded(raw) or {}):
        return hashlib.sha256(raw).hexdigest()
    # The tail of a journal that was begun without a chain.
    return next((found for last, found in _heads(path) if last == end), "")


def _heads(path: Path) -> Iterator[tuple[int, str]]:
    since = hashlib.sha256()
    for raw, end in _raw_lines(path, 0):
        if "chain" in (_loaded(raw) or {}):
            since = hashlib.sha256()
        since.update(raw)
        yield end, since.hexdigest()


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the journal is not what was written: the number of the line that tells it (from 1), a sentence,
    and who accepted it since ('' when nobody did)."""

    line: int
    sentence: str
    accepted_by: str = ""


def breaks(store: Path) -> list[Break]:
    """Where lines were changed, removed or added after they were written, in order; [] when all are as written."""
    found: list[Break] = []
    since = hashlib.sha256()
    first, is_chained = 1, False
    for number, (raw, _end) in enumerate(_raw_lines(store / FILE_NAME, 0), 1):
        line = _loaded(raw) or {}
        told = line.get("chain")
        if told is None:
            if is_chained:
                found.append(Break(number, f"日志第 {number} 行没有校验链，不是本程序写入的。"))
        else:
            if told != since.hexdigest():
                before = f"第 {number - 1} 行" if first >= number - 1 else f"第 {first} 至 {number - 1} 行"
                place = f"第 {number} 行之前（{before}）" if number > 1 else "第 1 行之前"
                found.append(Break(number, f"日志{place}与写入时不同：有内容被改动、删去或插入。"))
            since = hashlib.sha256()
            first, is_chained = number, True
        since.update(raw)
        if line.get("what") == "acceptance":
            by = f"{line.get('who')}于 {str(line.get('at'))[:10]} 认可（{line.get('reason')}）"
            found = [Break(each.line, each.sentence, each.accepted_by or by) for each in found]
    return found


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
