"""Step 6, publish, and the way to it: originals are captured, read, matched, corrected and handed to the store.

In go files, or what a person decides about a report that is stored (its office, a correction, going back one
generation); out comes the next generation and an account of what happened to each file. Originals and journal
are written before the generation that they lead to, so a writer that was killed is caught up with by the next.
It does not build tables (store.py) and prints nothing (cli.py).
"""

from __future__ import annotations

import hashlib
import os
import re
import traceback
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports import journal, store
from reports.capture import capture, original_path
from reports.correct import Correction, correct, declared, matches
from reports.errors import ReportError, StoreError, UnreadableFile
from reports.identify import match_office
from reports.model import Fact, Reading, Report, Snapshot
from reports.reading import read_report
from reports.reference import SAMPLE, table
from reports.store import Entry, EntryFact, LogItem

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the last one's name."""

YEARS = (2004, 2100)
"""The years that a report can be on, as schema.sql has it."""
_MOST_FACTS = 32_000
_FEW = 12
"""So many files are read faster in this process than other processes start."""


# ------------------------------------------------------------------------------------- one report, ready to store


def office_of(report: Report) -> tuple[str, bool]:
    """The code of the office in the roster and False, or the name under which it waits and True."""
    code = match_office(report, table("offices"))
    if code is not None:
        return code, False
    return stated_office(report), True


def stated_office(report: Report) -> str:
    """The office as the report names it, with its region before it unless the name begins with that."""
    return report.office if report.office.startswith(report.region) else report.region + report.office


def entry_of(
    snapshot: Snapshot,
    reading: Reading,
    *,
    office_code: str | None = None,
    corrections: Sequence[Correction] = (),
    source_url: str | None = None,
    as_printed: bool = False,
) -> Entry:
    """What `reading` says, corrected and ready for the tables. `office_code` is the roster's code when a person
    assigned it; `corrections` come after those of data/reference/corrections.csv, none is made when `as_printed`.

    Raises UnreadableFile when no year was found, CorrectionMismatch when a correction does not fit.
    """
    report = reading.report
    if report.year is None or not YEARS[0] <= report.year <= YEARS[1]:
        found = "没有读出报告年度" if report.year is None else f"读出的报告年度是{report.year}年，不可信"
        raise UnreadableFile(f"{snapshot.file_name}：{found}，无法归档；请在文件名中写明年度（如“2024年”）后再载入。")
    if len(reading.facts) > _MOST_FACTS:
        raise UnreadableFile(
            f"{snapshot.file_name}：读出{len(reading.facts)}个数字，不像一份年报；请检查是否把多份文件合在了一起。"
        )
    code, is_queued = (office_code, False) if office_code is not None else office_of(report)
    # Reports without a name must not become versions of one another.
    code = code or f"未写明单位 {snapshot.sha256[:8]}"
    every = () if as_printed else (*declared(None if is_queued else code, report.year), *corrections)
    meant = matches(reading, every)
    corrected = correct(reading, every)
    for fact in corrected.facts:
        if (fact.status == "stated") != (fact.value is not None) or not isfinite(fact.value or 0):
            # A defect in an extractor stops this report here, not the whole batch at the database.
            raise ValueError(f"{fact.status} with value {fact.value}: {fact.indicator} {fact.locator}")
    roles = roles_of(corrected.facts)
    facts = tuple(
        EntryFact(
            fact.indicator or "",
            fact.breakdown,
            fact.value,
            fact.unit,
            fact.qualifier,
            fact.status,
            fact.source,
            roles[place],
            fact.section,
            fact.quote,
            str(fact.locator) if fact.locator else "",
            fact.stated_value,
            meant[place].sentence() if place in meant else None,
        )
        for place, fact in enumerate(corrected.facts)
    )
    return Entry(
        snapshot=snapshot,
        source_url=source_url,
        office_code=code,
        is_queued=is_queued,
        year=report.year,
        form=report.form,
        title=report.title,
        stated_office=stated_office(report),
        published_on=report.published_on,
        format=reading.document.format,
        marks=reading.marks,
        sections=_sections(reading),
        facts=facts,
        problems=tuple((p.topic, p.kind, p.quote, str(p.locator) if p.locator else "") for p in reading.problems),
        disagreements=tuple((f.rule, f.status, f.message) for f in report.disagreements),
    )


def _sections(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    blocks = reading.document.blocks
    return tuple(
        (
            section.key,
            section.heading,
            "\n".join(
                blocks[part.block].text[part.start : part.end]
                for part in section.parts
                if blocks[part.block].kind != "table"
            ),
        )
        for section in reading.report.sections
    )


def roles_of(facts: Sequence[Fact]) -> list[str]:
    """The role of each fact among the facts of its report: leading, repeat, conflict or unassigned (schema.sql).

    A cell leads over the prose. Among the rest a number leads when all others agree with it: 1043 leads over
    千余; two different exact numbers are in conflict, and none leads.
    """
    roles = ["unassigned"] * len(facts)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        if fact.indicator:
            groups[fact.indicator, fact.breakdown].append(place)
    for places in groups.values():
        stated = [place for place in places if facts[place].status == "stated"]
        for place in places:
            roles[place] = "repeat"
        if not stated:
            roles[places[0]] = "leading"
            continue
        cells = [place for place in stated if facts[place].source == "table"]
        judged = cells or stated
        exact = [place for place in judged if facts[place].qualifier == "="] or judged
        leader = facts[exact[0]]
        agree = all(_agree(leader, facts[place]) for place in judged)
        for place in stated:
            if place not in judged:
                roles[place] = "repeat" if agree and _agree(leader, facts[place]) else "conflict"
            else:
                roles[place] = "repeat" if agree else "conflict"
        if agree:
            roles[exact[0]] = "leading"
    return roles


def _agree(exact: Fact, other: Fact) -> bool:
    """Whether two stated numbers can both be true; an approximation reaches up to one unit of its last digit."""
    a, b = exact.value, other.value
    if a is None or b is None:
        return False
    if a == b:
        return True
    if exact.qualifier != "=" or other.qualifier == "=" or b != int(b) or b == 0:
        return False
    unit = 1
    while b % (unit * 10) == 0:
        unit *= 10
    return b < a < b + unit if other.qualifier == ">=" else abs(a - b) < unit


# ---------------------------------------------------------------------------------------------- many originals


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


@dataclass(slots=True)
class Outcome:
    """What became of the files: `loaded` whole, `partial` with (name, what could not be read), `refused` with
    (name, why), `skipped` because they are stored already; of the loaded and partial ones, `queued` are (name,
    office) whose office waits for a person; `generation` that serves them now, None when nothing changed."""

    loaded: list[str] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    queued: list[tuple[str, str]] = field(default_factory=list)
    generation: int | None = None

    def add(self, name: str, entry: Entry) -> None:
        """Counts a file that was read."""
        if doubts := _doubts(entry):
            self.partial.append((name, doubts))
        else:
            self.loaded.append(name)
        if entry.is_queued:
            self.queued.append((name, entry.office_code))


@dataclass(frozen=True, slots=True)
class _Extracted:
    """One original read in a worker: its snapshot, and the entry or the sentence why there is none."""

    name: str
    snapshot: Snapshot | None
    source_url: str | None
    entry: Entry | None
    reason: str = ""


def sources_in(paths: Iterable[Path]) -> list[Source]:
    """The files named, and all files in the folders named, sorted; hidden files in folders are left out.
    Names are paths as given."""
    found: list[Source] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            found += [Source(str(p), p) for p in inside]
        else:
            found.append(Source(str(path), path))
    return found


def _extract(source: Source, originals: Path, known: frozenset[str]) -> _Extracted | str:
    """Captures and reads one original; its sha256 alone when it is among the `known` ones."""
    snapshot: Snapshot | None = None
    try:
        data = source.read()
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in known:
            return sha256
        snapshot = capture(data, source.name, originals)
        entry = entry_of(snapshot, read_report(data, source.name), source_url=source.source_url)
    except ReportError as error:
        return _Extracted(source.name, snapshot, source.source_url, None, str(error))
    except OSError as error:
        raise _cannot_keep(originals.parent, error) from error
    except Exception:
        # A defect of ours: the batch goes on, the trace goes into the account for whoever mends it.
        return _Extracted(source.name, snapshot, source.source_url, None, _defect(source.name))
    return _Extracted(source.name, snapshot, source.source_url, entry)


def _defect(name: str) -> str:
    """The sentence for the exception that is being handled, with its trace."""
    return f"{name}：程序内部错误，未能读取；请将此信息告知维护人员。\n{traceback.format_exc()}"


def _extract_all(
    sources: Sequence[Source], originals: Path, known: frozenset[str], processes: int
) -> Iterator[tuple[int, _Extracted | str]]:
    """Place and result of each source, as they are done. At most a few wait at a time, so memory stays flat."""
    waiting = deque(enumerate(sources))
    if processes <= 1 or len(sources) <= _FEW:
        for place, source in waiting:
            yield place, _extract(source, originals, known)
        return
    from concurrent.futures import FIRST_COMPLETED, Future, wait
    from concurrent.futures.process import BrokenProcessPool

    while waiting:
        running: dict[Future[_Extracted | str], tuple[int, Source]] = {}
        lost: list[tuple[int, Source]] = []
        with _workers(processes) as pool:
            while running or (waiting and not lost):
                while waiting and not lost and len(running) < processes * 4:
                    item = waiting.popleft()
                    try:
                        running[pool.submit(_extract, item[1], originals, known)] = item
                    except BrokenProcessPool:
                        lost.append(item)
                done, _still = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    item = running.pop(future)
                    try:
                        yield item[0], future.result()
                    except BrokenProcessPool:
                        lost.append(item)
        # One of these ended its worker (memory, a fault in a library): alone, it ends no other's reading.
        for place, source in lost:
            with _workers(1) as pool:
                try:
                    yield place, pool.submit(_extract, source, originals, known).result()
                except BrokenProcessPool:
                    yield place, _ended(source, originals)


def _workers(processes: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))


def _ended(source: Source, originals: Path) -> _Extracted:
    reason = f"{source.name}：读取时程序异常终止，可能是文件过大或已损坏；请另存为其他格式后再试。"
    return _Extracted(source.name, capture(source.read(), source.name, originals), source.source_url, None, reason)


def load(
    folder: Path,
    sources: Sequence[Source],
    *,
    cause: str = "load",
    processes: int | None = None,
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Loads `sources` into the store `folder` and serves the next generation. Raises StoreError, StoreBusy.

    What is stored already (same bytes) is skipped. A file that cannot be read is refused and its bytes are kept;
    the others are loaded. The order of `sources` is the order of capture.
    """
    outcome = Outcome()
    number = store.current_number(folder)
    known = _stored(folder)
    results: dict[int, _Extracted] = {}
    seen: set[str] = set()
    count = processes if processes is not None else os.cpu_count() or 1
    for done, (place, result) in enumerate(_extract_all(sources, folder / store.ORIGINALS_NAME, known, count), 1):
        if isinstance(result, str):
            outcome.skipped.append(sources[place].name)
        else:
            results[place] = result
        if on_progress:
            on_progress(done, len(sources), sources[place].name)
    lines: list[dict[str, Any]] = []
    entries: dict[str, Entry] = {}
    with store.locked(folder, on_wait):
        if store.current_number(folder) != number:
            known = _stored(folder)
        for place in sorted(results):
            result = results[place]
            if result.snapshot is not None and (result.snapshot.sha256 in known or result.snapshot.sha256 in seen):
                outcome.skipped.append(result.name)
                continue
            if result.entry is None:
                outcome.refused.append((result.name, result.reason))
            else:
                outcome.add(result.name, result.entry)
            if result.snapshot is not None:
                seen.add(result.snapshot.sha256)
                lines.append(_capture_line(result))
                if result.entry is not None:
                    entries[result.snapshot.sha256] = result.entry
        outcome.generation, failed = _advance(folder, lines, entries, cause)
        outcome.refused += failed
    return outcome


def _doubts(entry: Entry) -> str:
    """What of a report could not be read, in one sentence; '' when all was."""
    doubts = list(entry.marks)
    unreadable = sum(fact.status == "unreadable" for fact in entry.facts)
    if unreadable:
        doubts.append(f"{unreadable}个单元格无法辨认")
    return "；".join(doubt.rstrip("。；") for doubt in doubts)


def _capture_line(result: _Extracted) -> dict[str, Any]:
    assert result.snapshot is not None
    return {
        "what": "capture",
        "at": result.snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": result.snapshot.sha256,
        "file_name": result.snapshot.file_name,
        "byte_count": result.snapshot.byte_count,
        "source_url": result.source_url,
        "refused": result.reason.splitlines()[0] if result.entry is None else None,
    }


def _stored(folder: Path) -> frozenset[str]:
    """The sha256 of all reports of the generation that is served."""
    if not store.kept(folder):
        return frozenset()
    generation = store.open_current(folder)
    try:
        return frozenset(row[0] for row in generation.cursor().execute("select sha256 from report").fetchall())
    finally:
        generation.close()


def demo_sources() -> list[Source]:
    """The reports of the example store: the fictional district, then the real district's few (data/sample)."""
    from reports.specimen import demo_files

    sources = [Source(name, data=data) for name, data in demo_files()]
    for path in sorted(SAMPLE.glob("*.txt")):
        data = path.read_bytes()
        # Each names the page that its figures come from.
        address = re.search(r"https?://[^）\s]+", data.decode("utf-8"))
        sources.append(Source(path.name, data=data, source_url=address[0] if address else None))
    return sources


# ------------------------------------------------------------------------------------- journal and generations


def _advance(
    folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str
) -> tuple[int | None, list[tuple[str, str]]]:
    """Journals `lines`, then builds and serves the next generation from the one served, `entries`, and what
    killed writers journaled before. Returns its number (None when there is nothing to publish) and, of what was
    caught up with, (name, why) of what cannot be read or corrected any more. The caller holds the lock."""
    base = _base(folder)
    start = base.journal_bytes if base else 0
    if base:
        base.close()
    if lines:
        _append(folder, lines)
    else:
        journal.set_torn_line_aside(folder)
    pending = journal.read(folder, start)
    in_force = journal.in_force(pending)
    touched = _touched(in_force, entries)
    has_new_log = any(line["what"] == "log" for line in in_force)
    every = dict(entries)
    failed: list[tuple[str, str]] = []
    if any(sha256 not in every for sha256 in touched):
        history = _History(folder)
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
    logs = _logged_items(folder, journal.in_force(journal.read(folder))) if has_new_log else None
    return _publish(folder, ordered, cause, base.path if base else None, end, logs), failed


def _append(folder: Path, lines: Sequence[Mapping[str, Any]]) -> int:
    try:
        return journal.append(folder, lines)
    except OSError as error:
        raise StoreError(
            f"日志无法写入 {folder}（{error.strerror}），原数据不受影响；请检查磁盘空间和权限后再试。"
        ) from error


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


def _publish(
    folder: Path,
    entries: Sequence[Entry],
    cause: str,
    base: Path | None,
    journal_bytes: int,
    logs: Sequence[LogItem] | None = None,
) -> int:
    return store.publish(
        folder,
        entries,
        cause=cause,
        base=base,
        journal_bytes=journal_bytes,
        reread=lambda sha256: _History(folder).entry(sha256),
        rematch=lambda office, year: match_office(Report(office, "", year, "", "none", ()), table("offices")),
        logs=logs,
    )


def _logged_items(folder: Path, lines: Iterable[journal.Line]) -> list[LogItem]:
    """The items of all publication logs that `lines` tell of, read again from their originals, each once."""
    logs = {line["sha256"]: line for line in lines if line["what"] == "log"}
    if not logs:
        return []
    from reports.publication_log import preview, without_repeats

    shas = list(logs)
    read = [preview(store.original(folder, sha), logs[sha]["file_name"], logs[sha]["office"]).items for sha in shas]
    return [
        LogItem(item.office_code or "", item.column, item.title, item.published_on, item.url, shas[place])
        for place, item in without_repeats(read)
    ]


def publish_log(
    folder: Path, data: bytes, file_name: str, office: str | None, *, on_wait: Callable[[str], None] | None = None
) -> int | None:
    """Keeps a publication log, journals it and serves its items in the next generation, whose number is returned;
    None when the same log stands there already. `office` is the office of all its rows, if it has no column for it.
    Raises StoreError, StoreBusy."""
    with store.locked(folder, on_wait):
        try:
            snapshot = capture(data, file_name, folder / store.ORIGINALS_NAME)
        except OSError as error:
            raise _cannot_keep(folder, error) from error
        line = {
            "what": "log",
            "at": snapshot.captured_at.isoformat(timespec="microseconds"),
            "sha256": snapshot.sha256,
            "file_name": snapshot.file_name,
            "byte_count": snapshot.byte_count,
            "office": office,
        }
        known = journal.in_force(journal.read(folder))
        logs = [earlier for earlier in known if earlier["what"] == "log"]
        lines = [] if any(_same_log(earlier, line) for earlier in logs) else [line]
        return _advance(folder, lines, {}, "log")[0]


def _same_log(earlier: journal.Line, line: Mapping[str, Any]) -> bool:
    return (earlier["sha256"], earlier["office"]) == (line["sha256"], line["office"])


def _cannot_keep(folder: Path, error: OSError) -> StoreError:
    return StoreError(f"原件无法写入 {folder / store.ORIGINALS_NAME}（{error.strerror}）；请检查磁盘空间和权限后再试。")


def _base(folder: Path) -> store.Generation | None:
    """The generation to build upon; a rollback that was killed between journal and CURRENT.json is finished first.
    None when there is none. A damaged one is not built upon: the last good one is, and the journal tells the rest."""
    if not store.kept(folder):
        return None
    generation = store.open_current(folder)
    for line in reversed(journal.read(folder, generation.journal_bytes)):
        if line["what"] == "rollback" and line["from"] == generation.number:
            generation.close()
            store.roll_back(folder, line["to"])
            return store.open_current(folder)
    return generation


class _History:
    """What the journal tells of each original: how it was captured, to which office it was assigned, what was
    corrected."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.captures: dict[str, journal.Line] = {}
        self._assigned: dict[str, str] = {}
        self._corrections: dict[str, list[Correction]] = defaultdict(list)
        for line in journal.in_force(journal.read(folder)):
            if line["what"] == "capture":
                # An original that was refused once and read later counts from then on.
                if line["sha256"] not in self.captures or self.captures[line["sha256"]]["refused"]:
                    self.captures.pop(line["sha256"], None)
                    self.captures[line["sha256"]] = line
            elif line["what"] == "assignment":
                self._assigned |= dict.fromkeys(line["sha256"], line["after"])
            elif line["what"] == "correction":
                self._corrections[line["sha256"]].append(
                    Correction(by=line["who"], on=line["at"], **line["correction"])
                )

    def entry(self, sha256: str, office_code: str | None = None, corrections: Sequence[Correction] = ()) -> Entry:
        """The entry of an original, read again; `office_code` and `corrections` as if they stood in the journal.
        Raises StoreError when it is missing or not what it was, and what reading and correcting raise."""
        line = self.captures.get(sha256)
        if line is None:
            raise StoreError(f"日志中没有原件 {sha256[:12]} 的记录；请从备份恢复日志。")
        path = original_path(self._folder / store.ORIGINALS_NAME, sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(
                f"原件 {line['file_name']}（{sha256[:12]}）无法读取；请从备份恢复 originals 文件夹。"
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"原件 {line['file_name']}（{sha256[:12]}）已被改动；请从备份恢复 originals 文件夹。")
        snapshot = Snapshot(
            sha256, line["file_name"], line["byte_count"], datetime.fromisoformat(line["at"]).astimezone(UTC)
        )
        return entry_of(
            snapshot,
            read_report(data, line["file_name"]),
            office_code=office_code or self._assigned.get(sha256),
            corrections=(*self._corrections.get(sha256, ()), *corrections),
            source_url=line["source_url"],
        )


def rebuild(
    folder: Path, *, on_progress: Progress | None = None, on_wait: Callable[[str], None] | None = None
) -> Outcome:
    """Makes the store anew from originals and journal alone, under the tables and readers of today, and serves it
    as the next generation. Raises StoreError when the journal or an original is missing or damaged."""
    outcome = Outcome()
    with store.locked(folder, on_wait):
        journal.set_torn_line_aside(folder)
        lines = journal.read(folder)
        if not lines:
            raise StoreError(f"数据仓 {folder} 中没有日志，无从重建；请先运行 gongkai load 或 gongkai demo。")
        history = _History(folder)
        entries: list[Entry] = []
        for done, (sha256, line) in enumerate(history.captures.items(), 1):
            try:
                entry = history.entry(sha256)
                entries.append(entry)
                outcome.add(line["file_name"], entry)
            except StoreError:
                raise
            except ReportError as error:
                outcome.refused.append((line["file_name"], str(error)))
            except Exception:
                # A defect of ours must not make a stored report vanish; one that was refused is refused again.
                if not line["refused"]:
                    raise
                outcome.refused.append((line["file_name"], _defect(line["file_name"])))
            if on_progress:
                on_progress(done, len(history.captures), line["file_name"])
        outcome.generation = _publish(
            folder, entries, "rebuild", None, lines[-1]["end"], _logged_items(folder, journal.in_force(lines))
        )
    return outcome


def rollback(folder: Path, *, on_wait: Callable[[str], None] | None = None) -> tuple[int, int]:
    """Serves the generation before the current one again; returns the numbers (left, served now). What was
    loaded, assigned and corrected in between no longer counts, also after a rebuild; the originals stay.
    Raises StoreError when no earlier generation is kept."""
    with store.locked(folder, on_wait):
        base = _base(folder)
        files = store.kept(folder)
        earlier = [number for number, _path in files if base is not None and number < base.number]
        if base is None or not earlier:
            raise StoreError("没有更早的数据版本可退回；只保留最近三版。")
        base.close()
        target = store.open_generation(folder, earlier[0])
        void_after = target.journal_bytes
        target.close()
        _append(folder, [{"what": "rollback", "from": base.number, "to": earlier[0], "void_after": void_after}])
        store.roll_back(folder, earlier[0])
        return base.number, earlier[0]


def assign(
    folder: Path, report: str, office_code: str, *, on_wait: Callable[[str], None] | None = None
) -> tuple[list[str], int | None]:
    """Files reports under the roster's office `office_code`. `report` is the number of a report, the beginning
    of its original's sha256, or the name under which an office waits (then all its reports). Returns the titles
    of the reports and the new generation. Raises StoreError when either is unknown."""
    with store.locked(folder, on_wait):
        found = _find(folder, report, "is_queued and o.office_code = $text")
        if all(row["office_code"] != office_code for row in table("offices")):
            raise StoreError(f"名录中没有单位 {office_code}；请先在 data/reference/offices.csv 中添加，或检查代码。")
        history = _History(folder)
        # Read before the journal is written: a correction declared for that office may not fit.
        entries = {sha256: history.entry(sha256, office_code) for sha256, _title, _office in found}
        line = {
            "what": "assignment",
            "sha256": list(entries),
            "before": sorted({office for _sha256, _title, office in found}),
            "after": office_code,
        }
        return [title for _sha256, title, _office in found], _advance(folder, [line], entries, "assign")[0]


def correct_report(
    folder: Path, report: str, correction: Correction, *, on_wait: Callable[[str], None] | None = None
) -> tuple[str, int | None]:
    """Journals `correction` of one stored report (its number, or the beginning of its sha256) and publishes it;
    returns the report's title and the new generation. Its `by` and `on` become those of the journal line. Raises
    CorrectionMismatch, before anything is written, when its stated value is not what is read; StoreError when
    there is no such report."""
    with store.locked(folder, on_wait):
        found = _find(folder, report, "false")
        if len(found) > 1:
            raise StoreError(f"“{report}”对应 {len(found)} 份年报，请给出更长的编号。")
        sha256, title, _office = found[0]
        entry = _History(folder).entry(sha256, corrections=[correction])
        line = {
            "what": "correction",
            "who": correction.by,
            "at": correction.on,
            "sha256": sha256,
            "correction": {
                name: getattr(correction, name) for name in Correction.__dataclass_fields__ if name not in ("by", "on")
            },
        }
        return title, _advance(folder, [line], {sha256: entry}, "correct")[0]


def _find(folder: Path, text: str, otherwise: str) -> list[tuple[str, str, str]]:
    """sha256, title and office code of the reports that `text` names, StoreError when there is none."""
    generation = store.open_current(folder)
    try:
        found = (
            generation.cursor()
            .execute(
                "select r.sha256, r.title, o.office_code from report r join office o using (office_id) where "
                f"r.report_id::varchar = $text or (length($text) >= 8 and starts_with(r.sha256, $text)) or ({otherwise}) "
                "order by r.report_id",
                {"text": text},
            )
            .fetchall()
        )
    finally:
        generation.close()
    if not found:
        raise StoreError(f"数据仓中没有“{text}”对应的年报；可用 gongkai ask 查看编号和待归属单位。")
    return found
