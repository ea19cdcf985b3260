"""Journal first, then the next generation: how every change comes into force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from reports import store
from reports.capture import original
from reports.errors import ReportError, StoreError
from reports.identify.roster import Roster
from reports.model import Report
from reports.publish.history import History, append, journal_length, set_torn_line_aside, snapshot_of, take_back
from reports.reference import built
from reports.reference.check import check_reference
from reports.store import Entry, LogItem, journal


def advance(
    folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str
) -> tuple[int | None, list[tuple[str, str]]]:
    """Journals `lines`, then builds and serves the next generation from the one served, `entries`, and what
    killed writers journaled before. Returns its number (None when there is nothing to publish) and, of what was
    caught up with, (name, why) of what cannot be read or corrected any more. What is refused here does not come into
    force later: its lines are taken out of the journal again. The caller holds the lock."""
    check_reference()
    length = journal_length(folder)
    served = store.current_number(folder)
    try:
        return _advance(folder, lines, entries, cause)
    except BaseException:
        # A kill, which nobody was told of, leaves the lines: the next writer catches up with them.
        if store.current_number(folder) == served:
            take_back(folder, length)
        raise


def _advance(
    folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str
) -> tuple[int | None, list[tuple[str, str]]]:
    base = base_generation(folder)
    start = base.journal_bytes if base else 0
    if base:
        base.close()
    entries, fresh = _as_journaled(journal.in_force(journal.read(folder, start)), lines, entries)
    if fresh:
        append(folder, fresh)
    else:
        set_torn_line_aside(folder)
    pending = journal.read(folder, start)
    in_force = journal.in_force(pending)
    touched = _touched(in_force, entries)
    has_new_log = any(line["what"] == "log" for line in in_force)
    every = dict(entries)
    failed: list[tuple[str, str]] = []
    if any(sha256 not in every for sha256 in touched):
        history = History(folder)
        for sha256 in touched:
            if sha256 not in every:
                try:
                    every[sha256] = history.entry(sha256)
                except StoreError:
                    raise
                except ReportError as error:
                    failed.append((history.captures[sha256]["file_name"], str(error)))
    ordered = [every[sha256] for sha256 in touched if sha256 in every]
    if not ordered and not has_new_log and base is not None:
        return None, failed
    end = pending[-1]["end"] if pending else start
    logs = logged_items(folder, journal.lines_in_force(folder)) if has_new_log else None
    return publish(folder, ordered, cause, base.path if base else None, end, logs), failed


def _as_journaled(
    pending: Iterable[journal.Line], lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry]
) -> tuple[dict[str, Entry], list[Mapping[str, Any]]]:
    """`entries`, and those of `lines` that are not journaled yet: what a killed writer journaled and did not publish
    is not journaled twice, and was captured when the journal says."""
    told = {line["sha256"]: line for line in pending if line["what"] == "capture"}
    every = dict(entries)
    fresh: list[Mapping[str, Any]] = []
    for line in lines:
        earlier = told.get(line["sha256"]) if line["what"] == "capture" else None
        if earlier is None or (earlier["refused"] and not line["refused"]):
            fresh.append(line)
        elif line["sha256"] in every:
            snapshot = snapshot_of(earlier)
            every[snapshot.sha256] = replace(
                every[snapshot.sha256], snapshot=snapshot, source_url=earlier["source_url"]
            )
    return every, fresh


def _touched(lines: Iterable[journal.Line], entries: Mapping[str, Entry]) -> list[str]:
    """The sha256 of the originals that journal lines concern, in order, each once; a refused capture only
    where `entries` has it after all."""
    found: dict[str, None] = {}
    for line in lines:
        if line["what"] == "log":
            continue
        shas = line.get("sha256", [])
        for sha256 in [shas] if isinstance(shas, str) else shas:
            if not line.get("refused") or sha256 in entries:
                found[sha256] = None
    return list(found)


def publish(
    folder: Path,
    entries: Sequence[Entry],
    cause: str,
    base: Path | None,
    journal_bytes: int,
    logs: Sequence[LogItem] | None = None,
    into: Path | None = None,
) -> int:
    """Builds and serves the next generation, with corrections and assignments in force; gives its number. With
    `into`, another folder, it is built and served there, and nothing changes in `folder`."""
    history = cache(lambda: History(folder, None if into is None else journal_bytes))
    return store.publish(
        into or folder,
        entries,
        cause=cause,
        previous=base,
        journal_bytes=journal_bytes,
        reread=lambda sha256: history().entry(sha256),
        rematch=lambda office, year: built("offices", Roster).match(Report(office, "", year, "", "none", ())),
        logs=logs,
    )


def logged_items(folder: Path, lines: Iterable[journal.Line]) -> list[LogItem]:
    """The items of all publication logs that `lines` tell of, read again from their originals, each once."""
    logs = {line["sha256"]: line for line in lines if line["what"] == "log"}
    if not logs:
        return []
    from reports.publication_log import preview, without_repeats

    shas = list(logs)
    read = [preview(original(folder, sha), logs[sha]["file_name"], logs[sha]["office"]).items for sha in shas]
    return [
        LogItem(item.office_code or "", item.column, item.title, item.published_on, item.url, shas[place])
        for place, item in without_repeats(read)
    ]


def base_generation(folder: Path) -> store.Generation | None:
    """The generation to build upon; a rollback that was killed between journal and CURRENT.json is finished first.
    None when there is none. A damaged one is not built upon: the last good one is, and the journal tells the rest."""
    if not store.kept(folder):
        return None
    generation = store.open_current(folder)
    pending = journal.read(folder, generation.journal_bytes)
    # Few lines ever wait, those of killed writers: only then is the whole chain looked through.
    is_altered = bool(pending) and any(not each.accepted_by for each in journal.breaks(folder))
    if is_altered or journal.head(folder, generation.journal_bytes) != generation.journal_head:
        generation.close()
        raise StoreError(
            f"日志 {folder / journal.FILE_NAME} 与正在提供的第 {generation.number} 版数据对不上，发布之后被改动、删减或添加；"
            "没有写入任何内容，请运行 gongkai doctor 查看，并用 gongkai restore 从备份恢复。"
        )
    for line in reversed(pending):
        if line["what"] == "rollback" and line["from"] == generation.number:
            generation.close()
            store.roll_back(folder, line["to"])
            return store.open_current(folder)
    return generation
