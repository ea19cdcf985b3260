"""Backup and restore: a store in one file, taken while it is served and written to, and a store made of it again.

In go a store and the name of a file, or the reverse. The file is a tar of originals, journal, the tables of
data/reference and the generation that is served, with a manifest of their sha256. It reads no report; into a store
that has a history of its own, a backup is brought by a rebuild from originals and journal.
"""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from reports import capture, reference, store
from reports.capture import original_path
from reports.errors import StoreError, UnreadableFile
from reports.publish import Progress, rebuild
from reports.publish.history import History
from reports.store import journal

FORMAT = "gongkai-backup-1"
MANIFEST_NAME = "manifest.jsonl"
_FORMAT_NAME = "format.txt"
_REFERENCE = "reference/"
RESTORED_REFERENCE = "restored-reference"
_ALLOWED = re.compile(
    r"format\.txt|manifest\.jsonl|CURRENT\.json|journal\.jsonl|g\d{6,}\.duckdb|originals/[0-9a-f]{2}/[0-9a-f]{64}"
    r"|reference/(?:[\w-]+/)*[\w-]+\.csv"
)
_PIECE = 1 << 20
_ONLY_READ = (errno.EACCES, errno.EPERM, errno.EROFS)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: how many originals the backup has, the generation that serves them, where other tables than
    those of data/reference were put (None when they are the same), and what the backup's own generation said
    otherwise than they do (None where the two cannot be compared, as another version of the program built it, or the
    store had a history of its own)."""

    originals: int
    generation: int | None
    reference: Path | None
    differences: store.Differences | None


class _Writer:
    """A tar that is written with the manifest of what goes into it."""

    def __init__(self, tar: tarfile.TarFile, manifest: IO[bytes]) -> None:
        self._tar = tar
        self._manifest = manifest

    def add(self, name: str, file: IO[bytes], size: int) -> str:
        """Adds the next `size` bytes of `file`; their sha256."""
        told = tarfile.TarInfo(name)
        told.size = size
        told.mtime = int(datetime.now(UTC).timestamp())
        hashed = _Hashed(file, size)
        self._tar.addfile(told, hashed)  # type: ignore[arg-type]
        line = {"name": name, "bytes": size, "sha256": hashed.sha256()}
        self._manifest.write(json.dumps(line).encode() + b"\n")
        return hashed.sha256()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Adds `data`."""
        self.add(name, io.BytesIO(data), len(data))


class _Hashed:
    """A file that hashes what is read of it, and ends after `size` bytes."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file = file
        self._left = size
        self._digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        self._digest.update(data)
        return data

    def sha256(self) -> str:
        """Of what was read so far."""
        return self._digest.hexdigest()


def backup(
    folder: Path,
    target: Path,
    *,
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> int:
    """Writes a backup of the store `folder` to `target`; how many originals it holds. Readers and writers go on
    meanwhile: it tells the moment at which it began. StoreError when an original is lost or altered, unless its report
    was withdrawn (then it is left out), or the disk refuses; then there is no `target`."""
    part = target.with_name(f".{target.name}.part")
    with _told(f"备份无法写入 {target}"):
        try:
            count = _write(folder, part, on_progress, on_wait)
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
    return count


@contextmanager
def _told(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"{what}（{error.strerror or error}）；请检查磁盘空间和权限后再试。") from error


def _write(folder: Path, part: Path, on_progress: Progress | None, on_wait: Callable[[str], None] | None) -> int:
    files: list[tuple[str, IO[bytes]]] = []
    try:
        # Only for this moment no writer may come between the generation and the journal that it tells.
        with _still(folder, on_wait):
            generation = store.open_current(folder)
            generation.close()
            paths = [generation.path]
            if (base := store.base_of(generation.path)) is not None:
                paths.append(generation.path.with_name(f"g{base:06d}.duckdb"))
            # Open files stay whole though a later publish removes their names.
            files += [(path.name, path.open("rb")) for path in paths]
            length = max((line["end"] for line in journal.lines(folder)), default=0)
        with part.open("wb") as file, tempfile.TemporaryFile() as manifest:
            with tarfile.open(fileobj=file, mode="w|", format=tarfile.PAX_FORMAT) as tar:
                writer = _Writer(tar, manifest)
                writer.add_bytes(_FORMAT_NAME, FORMAT.encode())
                for name, data in files:
                    writer.add(name, data, os.fstat(data.fileno()).st_size)
                current = {"generation": generation.number, "file": generation.path.name}
                size = os.fstat(files[0][1].fileno()).st_size
                told = json.dumps({**current, "bytes": size, "highest": generation.number})
                writer.add_bytes(store.CURRENT_NAME, told.encode())
                with (folder / journal.FILE_NAME).open("rb") as lines:
                    writer.add(journal.FILE_NAME, lines, length)
                for path in sorted(reference.REFERENCE.rglob("*.csv")):
                    name = _REFERENCE + path.relative_to(reference.REFERENCE).as_posix()
                    writer.add_bytes(name, path.read_bytes())
                count = _add_originals(writer, folder, length, on_progress)
                size = manifest.tell()
                manifest.seek(0)
                told_last = tarfile.TarInfo(MANIFEST_NAME)
                told_last.size = size
                tar.addfile(told_last, manifest)
            file.flush()
            os.fsync(file.fileno())
        return count
    finally:
        for _name, data in files:
            data.close()


@contextmanager
def _still(folder: Path, on_wait: Callable[[str], None] | None) -> Iterator[None]:
    """No writer comes meanwhile. In a folder that we may only read there is no lock to be had: then what was read has
    to be the same before and after. StoreError when it changed."""
    with ExitStack() as held:
        is_locked = True
        try:
            held.enter_context(store.locked(folder, on_wait))
        except StoreError as error:
            cause = error.__cause__
            if not (isinstance(cause, OSError) and cause.errno in _ONLY_READ and folder.is_dir()):
                raise
            is_locked = False
        before = store.current_number(folder), _size(folder)
        yield
        if not is_locked and (store.current_number(folder), _size(folder)) != before:
            raise StoreError(f"数据仓 {folder} 在备份时有人写入，备份没有完成；请稍后再试。")


def _size(folder: Path) -> int:
    """Bytes of the journal."""
    path = folder / journal.FILE_NAME
    return path.stat().st_size if path.exists() else 0


def _add_originals(writer: _Writer, folder: Path, length: int, on_progress: Progress | None) -> int:
    shas = dict.fromkeys(
        line["sha256"] for line in journal.lines(folder) if line["end"] <= length and line["what"] in ("capture", "log")
    )
    for sha256 in History(folder, length).withdrawn_and_lost():
        del shas[sha256]
    for done, sha256 in enumerate(shas, 1):
        path = original_path(folder / capture.ORIGINALS_NAME, sha256)
        try:
            with path.open("rb") as file:
                found = writer.add(f"originals/{sha256[:2]}/{sha256}", file, os.fstat(file.fileno()).st_size)
        except FileNotFoundError as error:
            raise StoreError(f"原件 {sha256[:12]} 不在数据仓中，备份没有完成；请运行 gongkai doctor 查看。") from error
        if found != sha256:
            raise StoreError(f"原件 {sha256[:12]} 已被改动，备份没有完成；请运行 gongkai doctor 查看。")
        if on_progress:
            on_progress(done, len(shas), sha256)
    return len(shas)


def restore(
    source: Path,
    folder: Path,
    *,
    replace: bool = False,
    accepting: str = "",
    who: str = "",
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Restored:
    """Brings originals and journal of the backup `source` into the store `folder`, and rebuilds it from them: the
    backup's own generation is only compared, as nothing else vouches for it. A store whose journal the backup continues is brought forward; one that is ahead of the backup gets the
    originals that it lost. One with another history is left as it is, unless `replace`: then its journal is set aside.
    UnreadableFile when `source` is no whole backup; StoreError when it does not fit, when its journal was altered
    since it was written (unless `accepting` gives the reason why `who` goes on with it), or the disk refuses. Then
    nothing is changed."""
    with _told(f"备份无法恢复到 {folder}"):
        folder.mkdir(parents=True, exist_ok=True)
        with store.work_folder(folder) as unpacked:
            count = _unpack(source, unpacked, on_progress)
            _raise_altered(source, unpacked, accepting)
            with store.locked(folder, on_wait):
                is_empty = not (folder / journal.FILE_NAME).exists() and not store.kept(folder)
                is_ahead = not is_empty and _fits(source, folder, unpacked, replace)
                _bring_originals(unpacked, folder)
                if not is_ahead:
                    _bring_journal(unpacked, folder, replace)
            aside = _bring_reference(unpacked, folder)
            number = rebuild(folder, accepting=accepting, who=who, on_progress=on_progress, on_wait=on_wait).generation
            found = _compared(unpacked, folder) if is_empty else None
    return Restored(count, number, aside, found)


def _raise_altered(source: Path, unpacked: Path, accepting: str) -> None:
    """StoreError when the journal of a backup is not what was written, and nobody goes on with it."""
    if not accepting and (told := [each for each in journal.breaks(unpacked) if not each.accepted_by]):
        raise StoreError(
            f"{source}：备份中的日志被改动过（{told[0].sentence.rstrip('。')}），没有恢复，数据仓没有改动；请换一份备份。"
            "没有别的备份、并已逐行核对过时，可加 --accept-journal 写明理由。"
        )


def _compared(unpacked: Path, folder: Path) -> store.Differences | None:
    """What the generation of a backup says otherwise than the one rebuilt from its originals and journal; None when
    it cannot be read here, as another version of the program built it."""
    paths: list[Path] = []
    try:
        for place in (unpacked, folder):
            generation = store.open_current(place)
            generation.close()
            paths.append(generation.path)
        return store.differences(paths[0], paths[1])
    except StoreError:
        return None


def _unpack(source: Path, folder: Path, on_progress: Progress | None) -> int:
    """Unpacks into `folder` and proves that all is whole; how many originals there are."""
    damaged = UnreadableFile(f"{source}：不是完整的备份文件，或已损坏；数据仓没有改动，请换一份备份再试。")
    total = source.stat().st_size
    found: dict[str, tuple[int, str]] = {}
    try:
        with source.open("rb") as file, tarfile.open(fileobj=file, mode="r|") as tar:
            for member in tar:
                data = tar.extractfile(member)
                # Nothing is written but under names that a backup has.
                if data is None or not member.isreg() or not _ALLOWED.fullmatch(member.name):
                    raise damaged
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                hashed = _Hashed(data, member.size)
                with path.open("wb") as target:
                    while piece := hashed.read(_PIECE):
                        target.write(piece)
                    target.flush()
                    os.fsync(target.fileno())
                found[member.name] = (member.size, hashed.sha256())
                if on_progress:
                    on_progress(file.tell(), total, member.name)
        del found[MANIFEST_NAME]
        with (folder / MANIFEST_NAME).open(encoding="utf-8") as manifest:
            told = {row["name"]: (row["bytes"], row["sha256"]) for row in map(json.loads, manifest)}
        is_known = (folder / _FORMAT_NAME).read_bytes() == FORMAT.encode()
    except (tarfile.TarError, EOFError, KeyError, ValueError, TypeError, FileNotFoundError) as error:
        raise damaged from error
    originals = [name for name in found if name.startswith("originals/")]
    is_named = all(found[name][1] == name.rsplit("/", 1)[1] for name in originals)
    if told != found or not is_known or not is_named or not {store.CURRENT_NAME, journal.FILE_NAME} <= found.keys():
        raise damaged
    return len(originals)


def _fits(source: Path, folder: Path, unpacked: Path, replace: bool) -> bool:
    """Whether the store is ahead of the backup; StoreError when neither continues the other."""
    theirs, ours = unpacked / journal.FILE_NAME, folder / journal.FILE_NAME
    if not ours.exists() or _begins(theirs, ours):
        return False
    if _begins(ours, theirs):
        return True
    if not replace:
        raise StoreError(
            f"{source}：备份与数据仓 {folder} 的日志不是同一来历，数据仓没有改动；请恢复到空文件夹（--store），"
            "或加 --replace 用备份替换（现有日志改名留存）。"
        )
    return False


def _begins(longer: Path, shorter: Path) -> bool:
    """Whether the file `longer` begins with all bytes of `shorter`."""
    with longer.open("rb") as one, shorter.open("rb") as other:
        while piece := other.read(_PIECE):
            if one.read(len(piece)) != piece:
                return False
    return True


def _bring_originals(unpacked: Path, folder: Path) -> None:
    for path in sorted((unpacked / "originals").glob("*/*")):
        target = original_path(folder / capture.ORIGINALS_NAME, path.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        # The backup's bytes are proven; those of the store may be what is to be mended.
        os.replace(path, target)


def _bring_journal(unpacked: Path, folder: Path, replace: bool) -> None:
    ours = folder / journal.FILE_NAME
    if replace and ours.exists():
        shutil.copyfile(ours, folder / f"journal.replaced-{datetime.now(UTC):%Y%m%d-%H%M%S}.jsonl")
    os.replace(unpacked / journal.FILE_NAME, ours)


def _bring_reference(unpacked: Path, folder: Path) -> Path | None:
    """Puts the backup's tables beside the store when they are not those of data/reference: which of them count is
    for people to say."""
    theirs = {path.relative_to(unpacked / "reference"): path for path in (unpacked / "reference").rglob("*.csv")}
    ours = {path.relative_to(reference.REFERENCE): path for path in reference.REFERENCE.rglob("*.csv")}
    other = {name for name in theirs if name not in ours or theirs[name].read_bytes() != ours[name].read_bytes()}
    if not other:
        return None
    target = folder / RESTORED_REFERENCE
    shutil.rmtree(target, ignore_errors=True)
    for name in sorted(other):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        os.replace(theirs[name], target / name)
    return target
