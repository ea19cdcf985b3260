"""Where originals come from: files, folders, bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load: its name as given and where its bytes are: a path, or the bytes themselves."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    source_url: str | None = None

    def read(self) -> bytes:
        """The bytes; UnreadableFile when the file cannot be read."""
        if self.data is not None:
            return self.data
        assert self.path is not None
        try:
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
    folders within folders are left out. Names are paths as given."""
    for path in paths:
        if path.is_dir():
            with os.scandir(path) as inside:
                # Names only: a folder may hold millions.
                names = sorted(entry.name for entry in inside if not entry.name.startswith("."))
            for name in names:
                below = path / name
                if below.is_dir():
                    if not below.is_symlink():
                        yield from files_in([below])
                elif below.is_file():
                    yield Source(str(below), below)
        else:
            yield Source(str(path), path)


def sources_in(paths: Iterable[Path]) -> list[Source]:
    """The same as a list."""
    return list(files_in(paths))
