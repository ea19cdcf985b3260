"""Step 1, capture: the bytes of an original, kept once under their sha256 and named by it.

In go bytes and the name they came with; out comes a Snapshot. It does not look into the bytes.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from reports.errors import StoreError
from reports.model import Snapshot


def original_path(originals: Path, sha256: str) -> Path:
    """Where the original with this sha256 (64 hex digits) is kept under `originals`."""
    return originals / sha256[:2] / sha256


def capture(data: bytes, file_name: str, originals: Path | None) -> Snapshot:
    """The Snapshot of `data`; with `originals` given, the bytes are also written there unless they are kept already.

    `file_name` loses its folders. OSError when the bytes cannot be written; then nothing is left behind.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    name = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    if originals is not None:
        _keep(data, original_path(originals, sha256))
    return Snapshot(sha256, name, len(data), datetime.now(UTC))


def _keep(data: bytes, path: Path) -> None:
    # What was damaged since it was kept is put right by whoever brings the same file again.
    if path.exists() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # All in one folder, so that what a kill leaves is found without a look at every original.
    unfinished = path.parents[1] / _PARTIAL_NAME
    unfinished.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=unfinished)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


ORIGINALS_NAME = "originals"
_PARTIAL_NAME = ".partial"
_PARTIAL_SECONDS = 3_600.0
"""Nobody writes one original for so long."""


def clear_partial(originals: Path) -> None:
    """Removes what killed programs left of originals that they were writing."""
    oldest = time.time() - _PARTIAL_SECONDS
    for path in (originals / _PARTIAL_NAME).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()


def original(store: Path, sha256: str) -> bytes:
    """The bytes of an original that the store keeps. StoreError when it is gone or was altered."""
    path = original_path(store / ORIGINALS_NAME, sha256)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"原件 {sha256[:12]} 已不在数据仓中；请从备份恢复 originals 文件夹。") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"原件 {sha256[:12]} 已被改动；请从备份恢复 originals 文件夹。")
    return data
