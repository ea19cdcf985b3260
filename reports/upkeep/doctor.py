"""Looks after a store: is everything there that was captured, whole and readable, and what to do where it is not.

In goes the folder of a store; out come observations, one sentence each. It changes nothing and may run while the
store is served and written to.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reports import capture, database, store
from reports.capture import original_path
from reports.errors import ReportError, StoreError, StoreOutdated
from reports.publish import Progress, batches, rebuilt_apart, spool
from reports.publish.history import History
from reports.reference.check import check_reference
from reports.store import journal

LEAST_FREE_BYTES = 200_000_000
"""Free disk beneath which the next publish may not fit, beside twice the size of the generation served."""
_PIECE = 1 << 20
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Observation:
    """What was found of one thing: "good", "note" (nothing to do, or at leisure) or "wrong" (do what it says)."""

    status: Literal["good", "note", "wrong"]
    sentence: str


def examine(folder: Path, on_progress: Progress | None = None, *, deep: bool = False) -> Iterator[Observation]:
    """What there is to say of the store `folder`, as it is found out; `deep` reads all originals again and compares
    what they say with what is served. StoreError when there is no such folder."""
    if not folder.is_dir():
        raise StoreError(f"数据仓 {folder} 不存在；请先用 gongkai load 载入年报，或用 gongkai demo 建示例。")
    for look in (_reference, _disk, _lock, _current, _generations):
        yield from look(folder)
    told: dict[str, tuple[int, str]] = {}
    yield from _journal(folder, told)
    yield from _originals(folder, told, on_progress)
    yield from _unknown(folder, told)
    yield from _spool(folder)
    yield from _drafts(folder)
    if deep:
        yield from _read_again(folder, on_progress)


def _read_again(folder: Path, on_progress: Progress | None) -> Iterator[Observation]:
    try:
        served = store.open_current(folder)
        served.close()
        with tempfile.TemporaryDirectory(prefix="gongkai-doctor-") as name:
            made = rebuilt_apart(folder, Path(name), served.journal_bytes, on_progress=on_progress)
            found = store.differences(served.path, made)
    except (ReportError, OSError) as error:
        yield _wrong(f"原件没有能全部重读核对：{error}")
        return
    if found:
        yield _wrong(
            f"第 {served.number} 版数据与按原件和日志重读的结果不同（{found.words()}）。发布之后改过对照表或升级过程序时会这样；"
            "否则数据文件被改动过。请运行 gongkai rebuild 按原件重建。"
        )
    else:
        yield _good(f"已重读全部原件，第 {served.number} 版数据与原件和日志所说的完全相符。")


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
        yield _note(f"有中断的写入留下的文件：{'、'.join(left)}；下次写入时自动清除。")


def _current(folder: Path) -> Iterator[Observation]:
    try:
        generation = store.open_current(folder)
    except StoreError as error:
        yield _wrong(str(error))
        return
    try:
        if generation.notice:
            yield _wrong(generation.notice)
        elif journal.head(folder, generation.journal_bytes) != generation.journal_head:
            yield _wrong(
                f"日志与正在提供的第 {generation.number} 版数据对不上：发布之后日志被改动或删减；"
                "请用 gongkai restore 从备份恢复。没有备份、并已逐行核对过时，可用 gongkai rebuild --accept-journal 写明理由后重建。"
            )
        else:
            yield _good(f"{store.CURRENT_NAME} 完好，正在提供第 {generation.number} 版数据。")
        told = journal.in_force(journal.read(folder, generation.journal_bytes))
        # Accounts count at once: no generation holds them.
        waiting = sum(line["what"] != "account" for line in told)
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


def _journal(folder: Path, found: dict[str, tuple[int, str]]) -> Iterator[Observation]:
    """Also fills `found` with size and name of every original that the journal tells of, by its sha256."""
    path = folder / journal.FILE_NAME
    if not path.exists():
        if store.kept(folder):
            yield _wrong(f"日志 {path} 不见了，数据仓无法重建；请用 gongkai restore 从备份恢复。")
        else:
            yield _note("还没有日志，尚未载入任何年报。")
        return
    count = end = 0
    faults: list[str] = []
    for count, (line, fault, last) in enumerate(journal.looked_through(folder), 1):
        end = last
        if fault:
            faults.append(f"日志第 {count} 行{fault}；请用 gongkai restore 从备份恢复。")
        elif line["what"] in ("capture", "log"):
            found[line["sha256"]] = (line["byte_count"], line["file_name"])
    breaks = journal.breaks(folder)
    advice = "请用 gongkai restore 从备份恢复，并查明是谁改的。"
    told = [*faults, *(each.sentence + advice for each in breaks if not each.accepted_by)]
    for sentence in told[:_MOST_TOLD]:
        yield _wrong(sentence)
    if len(told) > _MOST_TOLD:
        yield _wrong(f"日志中这样的地方共 {len(told)} 处，以上只列出前 {_MOST_TOLD} 处。")
    for each in breaks:
        if each.accepted_by:
            yield _note(f"{each.sentence.rstrip('。')}；已由{each.accepted_by}。")
    if not told:
        head = journal.head(folder, end)
        yield _good(f"日志完好，共 {count} 条，链尾 {head[:16]}（抄录在别处，日后可据此核对日志没有被重写）。")
    if path.stat().st_size > end and not store.is_locked(folder):
        yield _note("日志最后一行没有写完（写入时中断）；下次写入时自动移到 journal.torn.txt，它所说的没有发布过。")


def _originals(
    folder: Path, told: Mapping[str, tuple[int, str]], on_progress: Progress | None
) -> Iterator[Observation]:
    lost: list[str] = []
    altered: list[str] = []
    try:
        unneeded = History(folder).withdrawn_and_lost()
    except (ReportError, KeyError):
        unneeded = {}  # What is wrong with the journal is told where the journal is looked at.
    for done, (sha256, (size, name)) in enumerate(told.items(), 1):
        path = original_path(folder / capture.ORIGINALS_NAME, sha256)
        if sha256 in unneeded:
            continue
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
                f"原件{what}：{'、'.join(names[:5])}{more}；请用 gongkai restore 从备份恢复，或重新载入同样的文件；"
                "都没有时，用 gongkai withdraw 写明理由撤回这份年报。"
            )
    if unneeded:
        told_of = "、".join(f"{name}（{sha256[:12]}）" for sha256, name in list(unneeded.items())[:5])
        yield _note(f"已撤回的年报有 {len(unneeded)} 份原件不见了或已被改动（{told_of}），不影响任何数字。")
    if not lost and not altered:
        rest = "其余" if unneeded else ""
        yield _good(f"{rest}原件齐全，共 {len(told) - len(unneeded)} 份，校验码都相符。")


def _unknown(folder: Path, told: Mapping[str, tuple[int, str]]) -> Iterator[Observation]:
    """Originals that no line tells of and no load has in hand."""
    waiting = spool.shas(folder)
    unknown = [
        path.name
        for path in sorted((folder / capture.ORIGINALS_NAME).glob("??/*"))
        if path.name not in told and path.name not in waiting and not path.name.startswith(".")
    ]
    if unknown and not store.is_locked(folder):
        listed = "、".join(f"originals/{name[:2]}/{name[:12]}…" for name in unknown[:3])
        yield _note(
            f"有 {len(unknown)} 份原件日志中没有记录（{listed}）：载入中断时会留下，日志被删去行时也会；"
            "需要时用 gongkai load 重新载入这些文件。"
        )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _drafts(folder: Path) -> Iterator[Observation]:
    """Files that people chose on 导入 and neither published nor removed: they stay until somebody does."""
    try:
        held = list(batches.batches(folder))
    except StoreError as error:
        yield _wrong(str(error))
        return
    for key, batch in held:
        if batch.files:
            whose = f"{batch.who}的" if batch.who else ""
            oldest = min(file.at for file in batch.files).astimezone()
            yield _note(
                f"“导入”页有{whose}{len(batch.files)} 份文件没有发布，最早的是 {oldest:%Y-%m-%d} 选的；"
                f"不再需要时，删除文件夹 {batches.FOLDER_NAME}/{key[:12]}…。"
            )


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
