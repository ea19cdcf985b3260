"""What the journal tells: originals, corrections and assignments in force."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports.apart import read_report
from reports.capture import ORIGINALS_NAME, original_path
from reports.correct import Correction
from reports.errors import OriginalLost, StoreError
from reports.model import Lesson, Snapshot
from reports.publish.entry import entry_of, withdrawn_entry
from reports.store import Entry, journal
from reports.store.line_kinds import WithdrawnRow


def snapshot_of(line: journal.Line) -> Snapshot:
    """The original that a line of the journal tells of."""
    at = datetime.fromisoformat(line["at"]).astimezone(UTC)
    return Snapshot(line["sha256"], line["file_name"], line["byte_count"], at)


def append(folder: Path, lines: Sequence[Mapping[str, Any]]) -> int:
    """Appends lines to the journal; gives its length in bytes. StoreError when the disk refuses."""
    with _journal_told(folder):
        return journal.append(folder, lines)


def set_torn_line_aside(folder: Path) -> None:
    """Sets a half-written last line of the journal aside. StoreError when the disk refuses."""
    with _journal_told(folder):
        journal.set_torn_line_aside(folder)


def journal_length(folder: Path) -> int:
    """The length of the journal in bytes, without a half-written last line, which is set aside. StoreError when the
    disk refuses."""
    set_torn_line_aside(folder)
    path = folder / journal.FILE_NAME
    return path.stat().st_size if path.exists() else 0


def take_back(folder: Path, length: int) -> None:
    """Removes the lines behind byte `length`, if there are any: their change was refused. StoreError when the disk
    refuses this too; then they count at the next publish."""
    if journal_length(folder) <= length:
        return
    try:
        journal.take_back(folder, length)
    except OSError as error:
        raise StoreError(
            f"写入失败，这次改动也未能从日志 {folder / journal.FILE_NAME} 中撤回（{error.strerror}），下次发布时会生效；"
            "请检查磁盘后再运行 gongkai rollback。"
        ) from error


@contextmanager
def _journal_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"日志无法写入 {folder}（{error.strerror}），原数据不受影响；请检查磁盘空间和权限后再试。"
        ) from error


class History:
    """What the journal tells of each original: how it was captured, to which office it was assigned, what was
    corrected."""

    def __init__(self, folder: Path, until: int | None = None) -> None:
        """Of the journal of `folder`, or of its first `until` bytes."""
        self._folder = folder
        self.captures: dict[str, journal.Line] = {}
        self._assigned: dict[str, str] = {}
        self._merged: dict[str, str] = {}
        self._years: dict[str, int] = {}
        self._corrections: dict[str, list[Correction]] = defaultdict(list)
        self._withdrawn: dict[str, WithdrawnRow | None] = {}
        for line in journal.lines_in_force(folder, until):
            if line["what"] == "capture":
                # Whoever loads again what was withdrawn wants it back.
                self._withdrawn.pop(line["sha256"], None)
                # An original that was refused once and read later counts from then on.
                if line["sha256"] not in self.captures or self.captures[line["sha256"]]["refused"]:
                    self.captures.pop(line["sha256"], None)
                    self.captures[line["sha256"]] = line
            elif line["what"] == "assignment":
                self._assigned |= dict.fromkeys(line["sha256"], line["after"])
            elif line["what"] == "merge":
                self._merged[line["from"]] = line["into"]
            elif line["what"] == "year":
                self._years |= dict.fromkeys(line["sha256"], line["after"])
            elif line["what"] == "withdrawal":
                rows = line.get("reports") or [None] * len(line["sha256"])
                self._withdrawn |= dict(zip(line["sha256"], rows, strict=True))
            elif line["what"] == "correction":
                self._corrections[line["sha256"]].append(
                    Correction(by=line["who"], on=line["at"], **line["correction"])
                )

    def assigned(self) -> list[str]:
        """The codes of the offices that people filed originals under, each once."""
        return list(dict.fromkeys(self._assigned.values()))

    def withdrawn_and_lost(self) -> dict[str, str]:
        """Names of the originals that are missing or altered, of reports that were taken back, by sha256: nothing is
        read from them any more."""
        found = {}
        for sha256, row in self._withdrawn.items():
            if row is not None and (original := self.original(sha256)).lost():
                found[sha256] = original.line["file_name"]
        return found

    def original(self, sha256: str) -> Original:
        """What is needed to read an original again. StoreError when the journal does not tell of it."""
        line = self.captures.get(sha256)
        if line is None:
            raise StoreError(f"日志中没有原件 {sha256[:12]} 的记录；请从备份恢复日志。")
        row = self._withdrawn.get(sha256)
        code = self._assigned.get(sha256)
        if row is not None and not row["is_queued"]:
            code = code or row["office"]
        while code in self._merged:
            code = self._merged[code]
        return Original(
            self._folder,
            line,
            code,
            tuple(self._corrections.get(sha256, ())),
            self._years.get(sha256),
            sha256 in self._withdrawn,
            row,
        )

    def entry(
        self,
        sha256: str,
        office_code: str | None = None,
        corrections: Sequence[Correction] = (),
        year: int | None = None,
        lessons: Iterable[Lesson] = (),
    ) -> Entry:
        """The entry of an original, read again; `office_code`, `corrections` and `year` as if they stood in the
        journal, `lessons` those of its office's other reports.
        Raises StoreError when it is missing or not what it was, and what reading and correcting raise."""
        told = self.original(sha256)
        return replace(
            told,
            office_code=office_code or told.office_code,
            corrections=(*told.corrections, *corrections),
            year=year or told.year,
        ).entry(lessons)


@dataclass(frozen=True, slots=True)
class Original:
    """One original of a store as the journal tells of it: its line; the office, the corrections and the year given
    to it, and whether it was taken back; then also what was kept of it, None where an earlier version kept nothing."""

    folder: Path
    line: journal.Line
    office_code: str | None
    corrections: tuple[Correction, ...]
    year: int | None = None
    is_withdrawn: bool = False
    kept: WithdrawnRow | None = None

    def data(self) -> bytes:
        """Its bytes. StoreError when they are missing or not what they were."""
        name, sha256 = self.line["file_name"], self.line["sha256"]
        path = original_path(self.folder / ORIGINALS_NAME, sha256)
        advice = (
            f"请从备份恢复 originals 文件夹；没有备份时，可用 gongkai withdraw {sha256[:12]} 写明理由撤回这份年报。"
        )
        try:
            data = path.read_bytes()
        except OSError as error:
            raise OriginalLost(f"原件 {name}（{sha256[:12]}）无法读取；{advice}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise OriginalLost(f"原件 {name}（{sha256[:12]}）已被改动；{advice}")
        return data

    def lost(self) -> str:
        """That it is missing or altered, as a sentence without its end; '' where it is what it was."""
        try:
            self.data()
        except OriginalLost as error:
            return str(error).partition("；")[0]
        return ""

    def entry(self, lessons: Iterable[Lesson] = ()) -> Entry:
        """What it says, read again, with `lessons` of its office's other reports; of one that was taken back what was
        kept of it. Raises as History.entry does."""
        if self.kept is not None:
            return self._kept_entry(self.kept)
        name, data = self.line["file_name"], self.data()
        entry = entry_of(
            snapshot_of(self.line),
            read_report(data, name),
            office_code=self.office_code,
            corrections=self.corrections,
            source_url=self.line["source_url"],
            year=self.year,
            district=self.line.get("district", ""),
            lessons=lessons,
        )
        return replace(entry, is_withdrawn=self.is_withdrawn)

    def _kept_entry(self, row: WithdrawnRow) -> Entry:
        entry = withdrawn_entry(
            snapshot_of(self.line), row, source_url=self.line["source_url"], district=self.line.get("district", "")
        )
        return replace(
            entry,
            office_code=self.office_code or entry.office_code,
            is_queued=entry.is_queued and self.office_code is None,
            year=self.year or entry.year,
        )
