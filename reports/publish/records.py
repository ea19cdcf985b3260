"""What came of one file: read, refused or lost, with the journal's line for it."""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from reports.apart import lost, read_report
from reports.capture import ORIGINALS_NAME, capture
from reports.errors import ReportError, StoreError, UnreadableFile
from reports.identify.year import outlook
from reports.model import Snapshot
from reports.processes import LIMIT_SECONDS, Lost
from reports.publish.entry import entry_of
from reports.publish.lines import UNCONFIRMED, capture_line
from reports.publish.sources import Source
from reports.publish.spool import Known, Record, pack
from reports.store import Entry
from reports.text.sentences import strung

Task = tuple[int, Source]


def extract(
    task: Task, originals: Path, known: Path | frozenset[str], limit_seconds: float = LIMIT_SECONDS
) -> Record | str:
    """Captures and reads one original; its sha256 alone when it is among the `known` ones."""
    source = task[1]
    try:
        data = source.read()
        # One that is known is kept again where the store has lost it.
        snapshot = capture(data, source.name, originals)
        if snapshot.sha256 in (known if isinstance(known, frozenset) else known_of(known)):
            return snapshot.sha256
    except UnreadableFile as error:
        return Record(source.name, None, None, None, reason=str(error))
    except OSError as error:
        raise cannot_keep(originals.parent, error) from error
    return read_original(snapshot, data, source, limit_seconds)


@lru_cache(maxsize=1)
def known_of(path: Path) -> Known:
    """What the store knows already, from the file that a load wrote for its workers; opened once a process."""
    return Known(path)


def read_original(snapshot: Snapshot, data: bytes, source: Source, limit_seconds: float = LIMIT_SECONDS) -> Record:
    """Reads one original that is captured."""
    try:
        reading = read_report(data, source.name, limit_seconds)
        entry = entry_of(snapshot, reading, source_url=source.source_url, district=source.district)
        raise_to_come(source.name, entry.year)
    except StoreError:
        raise
    except ReportError as error:
        return refused_record(snapshot, source, str(error))
    except Exception:
        # A defect of ours: the batch goes on, the trace goes into the account for whoever mends it.
        return refused_record(snapshot, source, defect(source.name))
    return record_of(source.name, entry, capture_line(snapshot, source.source_url, None, source.district))


def raise_to_come(name: str, year: int) -> None:
    """UnreadableFile for a report of a year yet to come, which is likely a slip: somebody has to say that it is none."""
    if outlook(year, date.today()) == "to_come":
        raise UnreadableFile(
            f"{name}：报告年度是{year}年，晚于今年，{UNCONFIRMED}；写错了请改正后再试，"
            "确实无误请在看板的“导入”页选择这份文件，确认年度后发布。"
        )


def record_of(name: str, entry: Entry, line: Mapping[str, Any] | None) -> Record:
    """What came of a file that could be read."""
    queued = entry.office_code if entry.is_queued else ""
    told = None if line is None else json.dumps(line)
    return Record(name, entry.snapshot.sha256, told, pack(entry), _doubts(entry), queued)


def refused_record(snapshot: Snapshot, source: Source, reason: str) -> Record:
    """What came of a file that was refused, and why."""
    line = capture_line(snapshot, source.source_url, reason.splitlines()[0], source.district)
    return Record(source.name, snapshot.sha256, json.dumps(line), None, reason=reason)


def defect(name: str) -> str:
    """The sentence for the exception that is being handled, with its trace."""
    return f"{name}：程序内部错误，未能读取；请将此信息告知维护人员。\n{traceback.format_exc()}"


def _doubts(entry: Entry) -> str:
    """What of a report could not be read, in one sentence; '' when all was."""
    doubts = list(entry.marks)
    unreadable = sum(fact.status == "unreadable" for fact in entry.facts)
    if unreadable:
        doubts.append(f"{unreadable}个单元格无法辨认")
    return strung(doubts).rstrip("。；")


def recorded(task: Task, result: Record | str | Lost, originals: Path, limit_seconds: float) -> Record | str:
    """The record of a task, also of one that was lost."""
    if not isinstance(result, Lost):
        return result
    source = task[1]
    try:
        snapshot = capture(source.read(), source.name, originals)
    except UnreadableFile as error:
        return Record(source.name, None, None, None, reason=str(error))
    except OSError as error:
        raise cannot_keep(originals.parent, error) from error
    return refused_record(snapshot, source, lost(source.name, result.why, limit_seconds))


def cannot_keep(folder: Path, error: OSError) -> StoreError:
    """The error of an original that the disk does not take."""
    return StoreError(f"原件无法写入 {folder / ORIGINALS_NAME}（{error.strerror}）；请检查磁盘空间和权限后再试。")
