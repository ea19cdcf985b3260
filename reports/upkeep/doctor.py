"""Looks after a store: is everything there that was captured, whole and readable, and what to do where it is not.

In goes the folder of a store; out come observations, one sentence each. It changes nothing and may run while the
store is served and written to.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reports import capture, database, store
from reports.capture import original_path
from reports.errors import ReportError, StoreError, StoreOutdated
from reports.publish import Progress, spool
from reports.reference.check import check_reference
from reports.store import journal

LEAST_FREE_BYTES = 200_000_000
"""Free disk beneath which the next publish may not fit, beside twice the size of the generation served."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Observation:
    """What was found of one thing: "good", "note" (nothing to do, or at leisure) or "wrong" (do what it says)."""

    status: Literal["good", "note", "wrong"]
    sentence: str


def examine(folder: Path, on_progress: Progress | None = None) -> Iterator[Observation]:
    """What there is to say of the store `folder`, as it is found out. StoreError when there is no such folder."""
    if not folder.is_dir():
        raise StoreError(f"数据仓 {folder} 不存在；请先运行 gongkai demo 或 gongkai load。")
    for look in (_reference, _disk, _lock, _current, _generations):
        yield from look(folder)
    lines: list[tuple[str, int, str]] = []
    yield from _journal(folder, lines)
    yield from _originals(folder, lines, on_progress)
    yield from _spool(folder)


def _good(sentence: str) -> Observation:
    return Observation("good", sentence)


def _note(sentence: str) -> Observation:
    return Observation("note", sentence)


def _wrong(sentence: str) -> Observation:
    return Observation("wrong", sentence)


def _reference(_folder: Path) -> Iterator[Observation]:
    try:
        check_reference()
        yield _good("对照表（data/reference）可用。")
    except ReportError as error:
        yield _wrong(str(error))


def _disk(folder: Path) -> Iterator[Observation]:
    free = shutil.disk_usage(folder).free
    largest = max((path.stat().st_size for _number, path in store.kept(folder)), default=0)
    needed = LEAST_FREE_BYTES + 2 * largest
    told = f"磁盘剩余 {free / 1e9:.1f} GB"
    if free < needed:
        yield _wrong(f"{told}，下一次发布约需 {needed / 1e9:.1f} GB；请清理磁盘或换到更大的磁盘。")
    else:
        yield _good(f"{told}。")
    if not os.access(folder, os.W_OK):
        yield _wrong(f"数据仓 {folder} 不可写，只能查看；需要载入时请检查文件夹权限。")


def _lock(folder: Path) -> Iterator[Observation]:
    if store.is_locked(folder):
        yield _note("另一个程序正在写入数据仓。")
        return
    if left := sorted(path.name for pattern in (".build-*", ".restore-*") for path in folder.glob(pattern)):
        yield _note(f"有中断的写入留下的文件：{'、'.join(left)}；.build- 开头的下次写入时自动清除，其余可以删除。")


def _current(folder: Path) -> Iterator[Observation]:
    try:
        generation = store.open_current(folder)
    except StoreError as error:
        yield _wrong(str(error))
        return
    try:
        if generation.notice:
            yield _wrong(generation.notice)
        else:
            yield _good(f"{store.CURRENT_NAME} 完好，正在提供第 {generation.number} 版数据。")
        waiting = len(journal.in_force(journal.read(folder, generation.journal_bytes)))
        if waiting:
            yield _note(f"日志中有 {waiting} 条尚未发布；下次写入时补上，也可以现在运行 gongkai rebuild。")
    except ReportError:
        # What is wrong with the journal is told where the journal is looked at.
        return
    finally:
        generation.close()


def _generations(folder: Path) -> Iterator[Observation]:
    kept = store.kept(folder)
    # Where CURRENT.json names none, the newest is the one that should be served.
    served = store.current_number(folder) or max((number for number, _ in kept), default=None)
    for number, path in kept:
        # One that is not served is lacking only where somebody goes back to it.
        told = _wrong if number == served else _note
        advice = (
            "请运行 gongkai rebuild 重建。"
            if number == served
            else "它不是现在提供的一版，不影响使用，只是不能退回到它。"
        )
        try:
            generation = store.open_generation(folder, number)
        except StoreOutdated as error:
            yield told(str(error) if number == served else f"第 {number} 版数据由另一版本的程序建立；{advice}")
            continue
        except StoreError as error:
            yield told(f"{error}{advice}")
            continue
        try:
            store.verify(generation.cursor())
            yield _good(f"第 {number} 版数据（{path.name}，{path.stat().st_size / 1e6:.1f} MB）校验通过。")
        except (StoreError, database.DatabaseError) as error:
            yield told(f"第 {number} 版数据 {path.name} 校验未通过（{str(error).splitlines()[0]}）；{advice}")
        finally:
            generation.close()


def _journal(folder: Path, found: list[tuple[str, int, str]]) -> Iterator[Observation]:
    """Also fills `found` with sha256, size and name of every original that the journal tells of."""
    path = folder / journal.FILE_NAME
    if not path.exists():
        if store.kept(folder):
            yield _wrong(f"日志 {path} 不见了，数据仓无法重建；请用 gongkai restore 从备份恢复。")
        else:
            yield _note("还没有日志，尚未载入任何年报。")
        return
    count = end = 0
    told: dict[str, tuple[int, str]] = {}
    try:
        for line in journal.lines(folder):
            count, end = count + 1, line["end"]
            if line["what"] in ("capture", "log"):
                told[line["sha256"]] = (line["byte_count"], line["file_name"])
    except (StoreError, KeyError) as error:
        yield _wrong(str(error) if isinstance(error, StoreError) else f"日志 {path} 第 {count} 行缺少 {error}。")
    else:
        yield _good(f"日志完好，共 {count} 条。")
        if path.stat().st_size > end and not store.is_locked(folder):
            yield _note("日志最后一行没有写完（写入时中断）；下次写入时自动移到 journal.torn.txt，它所说的没有发布过。")
    found += [(sha256, size, name) for sha256, (size, name) in told.items()]


def _originals(folder: Path, told: list[tuple[str, int, str]], on_progress: Progress | None) -> Iterator[Observation]:
    lost: list[str] = []
    altered: list[str] = []
    for done, (sha256, size, name) in enumerate(told, 1):
        path = original_path(folder / capture.ORIGINALS_NAME, sha256)
        if not path.exists():
            lost.append(f"{name}（{sha256[:12]}）")
        elif path.stat().st_size != size or _sha256(path) != sha256:
            altered.append(f"{name}（{sha256[:12]}）")
        if on_progress:
            on_progress(done, len(told), name)
    for names, what in ((lost, "不见了"), (altered, "已被改动")):
        if names:
            more = f"等 {len(names)} 份" if len(names) > 5 else ""
            yield _wrong(
                f"原件{what}：{'、'.join(names[:5])}{more}；请用 gongkai restore 从备份恢复，或重新载入同样的文件。"
            )
    if not lost and not altered:
        yield _good(f"原件齐全，共 {len(told)} 份，校验码都相符。")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _spool(folder: Path) -> Iterator[Observation]:
    try:
        waiting = spool.waiting(folder)
    except StoreError as error:
        yield _wrong(str(error))
        return
    if waiting:
        yield _note(f"有 {waiting} 份年报已读出、尚未发布（载入时中断）；再运行一次同样的 gongkai load 即可接着完成。")
    else:
        yield _good("没有中断的载入。")
