"""Where originals come from: files, folders, bytes."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.errors import UnreadableFile
from reports.read import LARGEST, too_large


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load: its name as given and where its bytes are: a path, or the bytes themselves; where it was
    published and the code of the region that somebody said it is of, '' where nobody did."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    source_url: str | None = None
    district: str = ""

    def read(self) -> bytes:
        """The bytes; UnreadableFile when the file cannot be read."""
        if self.data is not None:
            return self.data
        assert self.path is not None
        try:
            # Looked at before it is opened: a fifo would wait for ever, and of 8 GB nothing should be read.
            found = self.path.stat()
            if stat.S_ISDIR(found.st_mode):
                raise IsADirectoryError if os.access(self.path, os.R_OK) else PermissionError
            if not stat.S_ISREG(found.st_mode):
                raise UnreadableFile(f"{self.name}：不是普通文件，没有读取；请指定年报文件。")
            if found.st_size > LARGEST:
                raise too_large(self.name, found.st_size)
            return self.path.read_bytes()
        except OSError as error:
            reasons = {
                FileNotFoundError: "文件不存在",
                IsADirectoryError: "这是文件夹",
                PermissionError: "没有读取权限",
            }
            reason = reasons.get(type(error), error.strerror)
            raise UnreadableFile(f"{self.name}：无法打开（{reason}）；请检查后再试。") from error


def files_in(paths: Iterable[Path]) -> Iterator[Source]:
    """The files named, and all files in the folders named, in order of their names, one by one; hidden files and
    links within folders are left out. A folder that cannot be read is told as a file that cannot. Names are paths as
    given."""
    waiting = [iter(paths)]
    while waiting:
        path = next(waiting[-1], None)
        depth = len(waiting)
        if path is None:
            waiting.pop()
        elif depth > 1 and path.is_symlink():
            # What somebody else's folder points at is not his to hand in.
            continue
        elif path.is_dir():
            try:
                with os.scandir(path) as inside:
                    # Names only: a folder may hold millions.
                    names = sorted(entry.name for entry in inside if not entry.name.startswith("."))
            except OSError:
                yield Source(str(path), path)
                continue
            waiting.append(map(path.joinpath, names))
        elif depth == 1 or path.is_file():
            yield Source(str(path), path)


def sources_in(paths: Iterable[Path]) -> list[Source]:
    """The same as a list."""
    return list(files_in(paths))
