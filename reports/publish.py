"""Step 6, publish, and the way to it: originals are captured, read, matched, corrected and handed to the store.

In go files, or what a person decides about a report that is stored (its office, a correction, going back one
generation); out comes the next generation and an account of what happened to each file. Originals and journal
are written before the generation that they lead to, so a writer that was killed is caught up with by the next.
It does not build tables (store.py) and prints nothing (cli.py).
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import time
import traceback
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from heapq import merge
from math import isfinite
from pathlib import Path
from typing import IO, Any, overload

from reports import journal, pool, spool, store
from reports.capture import capture, original_path
from reports.correct import Correction, correct, declared, matches
from reports.errors import ReportError, StoreError, UnreadableFile
from reports.identify import Roster
from reports.model import Fact, Reading, Report, Snapshot
from reports.pool import LIMIT_SECONDS, Lost
from reports.reading import read_report
from reports.reference import SAMPLE, built, table
from reports.reference_check import check_reference
from reports.spool import Known, Record, Spool, known_file, pack, unpack
from reports.store import Entry, EntryFact, LogItem

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the last one's name."""

YEARS = (2004, 2100)
"""The years that a report can be on, as schema.sql has it."""
_MOST_FACTS = 32_000
_FEW = 4
"""So many files are read faster in this process than other processes start."""
_FEW_AGAIN = 40
"""So many are read again sooner in this process: each was read before and ends none."""
_MANY = 500
"""So many are held in memory where one process was asked for."""
MOST_TOLD = 1_000
"""So many files of each kind an Outcome names."""
PUBLISHED_AT_ONCE = 4_000
"""Reports that are brought into one generation: some 100 KB of memory each."""
REFUSALS_NAME = "refusals.csv"
_KEPT_AT_ONCE = 64
_KEPT_AFTER_SECONDS = 0.5


# ------------------------------------------------------------------------------------- one report, ready to store


def office_of(report: Report) -> tuple[str, bool]:
    """The code of the office in the roster and False, or the name under which it waits and True."""
    code = built("offices", Roster).match(report)
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
    year: int | None = None,
) -> Entry:
    """What `reading` says, corrected and ready for the tables. `office_code` is the roster's code and `year` the
    year reported on when a person assigned them; `corrections` come after those of data/reference/corrections.csv, none is made when `as_printed`.

    Raises UnreadableFile when no year was found, CorrectionMismatch when a correction does not fit.
    """
    report = reading.report if year is None else replace(reading.report, year=year)
    if report.year is None or not YEARS[0] <= report.year <= YEARS[1]:
        found = "没有读出报告年度" if report.year is None else f"读出的报告年度是{report.year}年，不可信"
        raise UnreadableFile(f"{snapshot.file_name}：{found}，无法归档；请在文件名中写明年度（如“2024年”）后再试。")
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
    office) whose office waits for a person. Each list holds the first MOST_TOLD, `counts` how many there are.
    `generation` serves them now, None when nothing changed; `refusals` is the csv of all refused files, if any."""

    loaded: list[str] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    queued: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    generation: int | None = None
    refusals: Path | None = None

    def note(self, kind: str, item: str | tuple[str, str]) -> None:
        """Counts a file as `kind`, one of the lists."""
        self.counts[kind] += 1
        told: list[Any] = getattr(self, kind)
        if len(told) < MOST_TOLD:
            told.append(item)

    def add(self, record: Record) -> None:
        """Counts a file that was read."""
        if record.doubts:
            self.note("partial", (record.name, record.doubts))
        else:
            self.note("loaded", record.name)
        if record.queued:
            self.note("queued", (record.name, record.queued))


class _Refusals:
    """The csv of the files that a load refused; it appears once the load has ended."""

    def __init__(self, folder: Path, outcome: Outcome) -> None:
        self._path = folder / REFUSALS_NAME
        self._outcome = outcome
        self._file: IO[str] | None = None

    def add(self, name: str, reason: str) -> None:
        """Counts and writes one."""
        self._outcome.note("refused", (name, reason))
        if self._file is None:
            # With its mark of order, Excel takes it for the UTF-8 that it is.
            self._file = self._part().open("w", encoding="utf-8-sig", errors="replace", newline="")
            csv.writer(self._file).writerow(("文件", "原因"))
        csv.writer(self._file).writerow((name, reason.removeprefix(name + "：")))

    def _part(self) -> Path:
        return self._path.with_name(f".{REFUSALS_NAME}.{os.getpid()}")

    def __enter__(self) -> _Refusals:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()
            os.replace(self._part(), self._path)
            self._outcome.refusals = self._path


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


_Task = tuple[int, Source]


def _extract(task: _Task, originals: Path, known: Path | frozenset[str]) -> Record | str:
    """Captures and reads one original; its sha256 alone when it is among the `known` ones."""
    source = task[1]
    try:
        data = source.read()
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 in (known if isinstance(known, frozenset) else _known(known)):
            return sha256
        snapshot = capture(data, source.name, originals)
    except UnreadableFile as error:
        return Record(source.name, None, None, None, reason=str(error))
    except OSError as error:
        raise _cannot_keep(originals.parent, error) from error
    return _read(snapshot, data, source)


@lru_cache(maxsize=1)
def _known(path: Path) -> Known:
    return Known(path)


def _read(snapshot: Snapshot, data: bytes, source: Source) -> Record:
    """Reads one original that is captured."""
    try:
        entry = entry_of(snapshot, read_report(data, source.name), source_url=source.source_url)
    except StoreError:
        raise
    except ReportError as error:
        return _refused(snapshot, source, str(error))
    except Exception:
        # A defect of ours: the batch goes on, the trace goes into the account for whoever mends it.
        return _refused(snapshot, source, _defect(source.name))
    return _record(source.name, entry, _capture_line(snapshot, source, None))


def _record(name: str, entry: Entry, line: Mapping[str, Any] | None) -> Record:
    queued = entry.office_code if entry.is_queued else ""
    told = None if line is None else json.dumps(line)
    return Record(name, entry.snapshot.sha256, told, pack(entry), _doubts(entry), queued)


def _refused(snapshot: Snapshot, source: Source, reason: str) -> Record:
    line = _capture_line(snapshot, source, reason.splitlines()[0])
    return Record(source.name, snapshot.sha256, json.dumps(line), None, reason=reason)


def _defect(name: str) -> str:
    """The sentence for the exception that is being handled, with its trace."""
    return f"{name}：程序内部错误，未能读取；请将此信息告知维护人员。\n{traceback.format_exc()}"


def _doubts(entry: Entry) -> str:
    """What of a report could not be read, in one sentence; '' when all was."""
    doubts = list(entry.marks)
    unreadable = sum(fact.status == "unreadable" for fact in entry.facts)
    if unreadable:
        doubts.append(f"{unreadable}个单元格无法辨认")
    return "；".join(doubt.rstrip("。；") for doubt in doubts)


def _capture_line(snapshot: Snapshot, source: Source, refused: str | None) -> dict[str, Any]:
    return {
        "what": "capture",
        "at": snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": snapshot.sha256,
        "file_name": snapshot.file_name,
        "byte_count": snapshot.byte_count,
        "source_url": source.source_url,
        "refused": refused,
    }


def _lost(name: str, why: str, limit_seconds: float) -> str:
    """The sentence for an original that ended its reader or took too long."""
    if why == "late":
        return f"{name}：读了超过 {limit_seconds:g} 秒仍未读完，已放弃；请另存为其他格式后再试，或用 --limit 放宽时限。"
    return f"{name}：读取时程序异常终止，可能是文件过大或已损坏；请另存为其他格式后再试。"


def _recorded(task: _Task, result: Record | str | Lost, originals: Path, limit_seconds: float) -> Record | str:
    """The record of a task, also of one that was lost."""
    if not isinstance(result, Lost):
        return result
    source = task[1]
    try:
        snapshot = capture(source.read(), source.name, originals)
    except UnreadableFile as error:
        return Record(source.name, None, None, None, reason=str(error))
    except OSError as error:
        raise _cannot_keep(originals.parent, error) from error
    return _refused(snapshot, source, _lost(source.name, result.why, limit_seconds))


def load(
    folder: Path,
    sources: Iterable[Source],
    *,
    cause: str = "load",
    processes: int | None = None,
    cluster: str | None = None,
    limit_seconds: float = LIMIT_SECONDS,
    total: int | None = None,
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Loads `sources` into the store `folder` and serves the next generation. Raises StoreError, StoreBusy.

    What is stored already (same bytes) is skipped. A file that cannot be read, ends its reader or takes longer than
    `limit_seconds` is refused and its bytes are kept; the others are loaded. The order of `sources` is the order of
    capture. `sources` may be an iterator, then `total` tells how many there are; of many, none is held in memory, and
    a load that was killed goes on where it stopped. `cluster` is the address of a scheduler that reads instead of
    this machine.
    """
    check_reference()
    if isinstance(sources, Sequence):
        total = len(sources)
    outcome = Outcome()
    few = total is not None and total <= _FEW and cluster is None
    with _Refusals(folder, outcome) as refusals:
        if few or (processes == 1 and isinstance(sources, Sequence) and len(sources) <= _MANY):
            _load_few(folder, sources, outcome, refusals, cause, total or 0, on_progress, on_wait)
        else:
            count = processes if processes is not None else os.cpu_count() or 1
            run = _Run(folder, outcome, refusals, total or 0, limit_seconds, on_progress)
            run.read(sources, count, cluster)
            with store.locked(folder, on_wait):
                run.publish(cause)
    return outcome


def _load_few(
    folder: Path,
    sources: Iterable[Source],
    outcome: Outcome,
    refusals: _Refusals,
    cause: str,
    total: int,
    on_progress: Progress | None,
    on_wait: Callable[[str], None] | None,
) -> None:
    """Reads in this process, which is there already, and publishes at once."""
    sources = list(sources)
    number = store.current_number(folder)
    known = _stored(folder, sources)
    records: list[Record] = []
    for place, source in enumerate(sources):
        result = _extract((place, source), folder / store.ORIGINALS_NAME, known)
        if isinstance(result, str):
            outcome.note("skipped", source.name)
        else:
            records.append(result)
        if on_progress:
            on_progress(place + 1, total, source.name)
    with store.locked(folder, on_wait):
        if store.current_number(folder) != number:
            known = _stored(folder, sources)
        outcome.generation = _publish_records(folder, records, set(known), outcome, refusals, cause)


class _Run:
    """One load of many files, by way of the spool."""

    def __init__(
        self,
        folder: Path,
        outcome: Outcome,
        refusals: _Refusals,
        total: int,
        limit_seconds: float,
        on_progress: Progress | None,
    ) -> None:
        self._folder = folder
        self._originals = folder / store.ORIGINALS_NAME
        self._outcome = outcome
        self._refusals = refusals
        self._total = total
        self._limit_seconds = limit_seconds
        self._on_progress = on_progress
        self._done = 0
        self._buffer: list[tuple[int, Record | str]] = []
        self._names: dict[int, str] = {}
        self._kept_at = time.monotonic()

    def read(self, sources: Iterable[Source], processes: int, cluster: str | None) -> None:
        """Reads what is neither stored nor in the spool into the spool."""
        try:
            with Spool(self._folder) as spool:
                number = spool.begin()
                shas = merge(_stored_shas(self._folder), spool.shas())
                with known_file(self._folder, shas) as known:
                    tasks = enumerate(sources)
                    results = (
                        self._read_here(tasks, known, processes)
                        if cluster is None
                        else self._read_there(tasks, known, cluster, spool)
                    )
                    try:
                        for task, result in results:
                            self._take(spool, number, task, result)
                    finally:
                        # Whatever ended this, what was read is read.
                        self._keep(spool, number)
        finally:
            _known.cache_clear()

    def _read_here(
        self, tasks: Iterable[_Task], known: Path, processes: int
    ) -> Iterator[tuple[_Task, Record | str | Lost]]:
        work = partial(_extract, originals=self._originals, known=known)
        return pool.run(work, tasks, processes, self._limit_seconds)

    def _read_there(
        self, tasks: Iterable[_Task], known: Path, cluster: str, spool: Spool
    ) -> Iterator[tuple[_Task, Record | str | Lost]]:
        """The cluster has no folder in common with us: bytes go there, entries come back."""
        from reports import cluster as other

        stored = Known(known)
        # What is not sent there at all waits here to be counted.
        aside: deque[tuple[_Task, Record | str]] = deque()

        def sent() -> Iterator[tuple[Snapshot, bytes, _Task]]:
            for task in tasks:
                source = task[1]
                try:
                    data = source.read()
                    sha256 = hashlib.sha256(data).hexdigest()
                    if sha256 in stored:
                        aside.append((task, sha256))
                        continue
                    snapshot = capture(data, source.name, self._originals)
                except UnreadableFile as error:
                    aside.append((task, Record(source.name, None, None, None, reason=str(error))))
                    continue
                except OSError as error:
                    raise _cannot_keep(self._folder, error) from error
                # The bytes go once.
                yield snapshot, data, (task[0], replace(source, path=None, data=None))

        for (_snapshot, _data, task), result in other.run(_read_sent, sent(), cluster, self._limit_seconds):
            while aside:
                yield aside.popleft()
            if isinstance(result, Lost):
                # The bytes are captured: only the sentence is lacking.
                yield task, _refused(_snapshot, task[1], _lost(task[1].name, result.why, self._limit_seconds))
            else:
                yield task, result
        while aside:
            yield aside.popleft()

    def _take(self, spool: Spool, number: int, task: _Task, result: Record | str | Lost) -> None:
        self._done += 1
        place, source = task
        record = _recorded(task, result, self._originals, self._limit_seconds)
        self._buffer.append((place, record))
        self._names[place] = source.name
        if len(self._buffer) >= _KEPT_AT_ONCE or time.monotonic() - self._kept_at > _KEPT_AFTER_SECONDS:
            self._keep(spool, number)
        if self._on_progress:
            self._on_progress(self._done, max(self._total, self._done), source.name)

    def _keep(self, spool: Spool, number: int) -> None:
        for place in spool.put(number, self._buffer):
            self._outcome.note("skipped", self._names[place])
        self._buffer.clear()
        self._names.clear()
        self._kept_at = time.monotonic()

    def publish(self, cause: str) -> None:
        """Publishes all that is in the spool, a bounded number at a time. The caller holds the lock."""
        with Spool(self._folder) as spool:
            is_first = True
            while is_first or spool.count():
                found = spool.first(PUBLISHED_AT_ONCE)
                records = [record for _key, record in found]
                stored = stored_among(self._folder, [record.sha256 for record in records if record.sha256])
                number = _publish_records(self._folder, records, stored, self._outcome, self._refusals, cause)
                self._outcome.generation = number or self._outcome.generation
                spool.remove(key for key, _record in found)
                is_first = False


def _read_sent(sent: tuple[Snapshot, bytes, _Task]) -> Record:
    """Reads, on a machine of a cluster, the bytes that were sent there."""
    snapshot, data, (_place, source) = sent
    return _read(snapshot, data, source)


def _publish_records(
    folder: Path, records: Iterable[Record], stored: set[str], outcome: Outcome, refusals: _Refusals, cause: str
) -> int | None:
    """Journals and publishes `records` but for those of bytes that are `stored`; the new generation's number or
    None. The caller holds the lock."""
    lines: list[dict[str, Any]] = []
    entries: dict[str, Entry] = {}
    for record in records:
        if record.sha256 in stored:
            outcome.note("skipped", record.name)
            continue
        if record.entry is None:
            refusals.add(record.name, record.reason)
        else:
            outcome.add(record)
        if record.sha256 is not None:
            stored.add(record.sha256)
            lines.append(json.loads(record.line or ""))
            if record.entry is not None:
                entries[record.sha256] = unpack(record.entry)
    number, failed = advance(folder, lines, entries, cause)
    for name, reason in failed:
        refusals.add(name, reason)
    return number


def _stored(folder: Path, sources: Iterable[Source]) -> frozenset[str]:
    """The sha256 of those of `sources` that are reports of the generation that is served: few are looked up among
    millions in less time than all of them take to read."""
    shas = []
    for source in sources:
        # What cannot be read is refused when its turn comes.
        with suppress(ReportError):
            shas.append(hashlib.sha256(source.read()).hexdigest())
    return frozenset(stored_among(folder, shas))


def _stored_shas(folder: Path) -> Iterator[str]:
    """The sha256 of all reports of the generation that is served, sorted."""
    if not store.kept(folder):
        return
    generation = store.open_current(folder)
    try:
        answer = generation.cursor().execute("select sha256 from report order by sha256")
        while rows := answer.fetchmany(10_000):
            for (sha256,) in rows:
                yield sha256
    finally:
        generation.close()


def stored_among(folder: Path, shas: Sequence[str]) -> set[str]:
    """Which of `shas` are those of reports of the generation that is served."""
    if not shas or not store.kept(folder):
        return set()
    generation = store.open_current(folder)
    try:
        query = "select sha256 from report where sha256 in (select unnest(?::varchar[]))"
        return {row[0] for row in generation.cursor().execute(query, [list(shas)]).fetchall()}
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


def advance(
    folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str
) -> tuple[int | None, list[tuple[str, str]]]:
    """Journals `lines`, then builds and serves the next generation from the one served, `entries`, and what
    killed writers journaled before. Returns its number (None when there is nothing to publish) and, of what was
    caught up with, (name, why) of what cannot be read or corrected any more. The caller holds the lock."""
    check_reference()
    base = _base(folder)
    start = base.journal_bytes if base else 0
    if base:
        base.close()
    entries, fresh = _as_journaled(journal.in_force(journal.read(folder, start)), lines, entries)
    if fresh:
        _append(folder, fresh)
    else:
        _set_torn_line_aside(folder)
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
    logs = _logged_items(folder, journal.lines_in_force(folder)) if has_new_log else None
    return _publish(folder, ordered, cause, base.path if base else None, end, logs), failed


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
            snapshot = _snapshot_of(earlier)
            every[snapshot.sha256] = replace(
                every[snapshot.sha256], snapshot=snapshot, source_url=earlier["source_url"]
            )
    return every, fresh


def _snapshot_of(line: journal.Line) -> Snapshot:
    at = datetime.fromisoformat(line["at"]).astimezone(UTC)
    return Snapshot(line["sha256"], line["file_name"], line["byte_count"], at)


def _append(folder: Path, lines: Sequence[Mapping[str, Any]]) -> int:
    with _journal_told(folder):
        return journal.append(folder, lines)


def _set_torn_line_aside(folder: Path) -> None:
    with _journal_told(folder):
        journal.set_torn_line_aside(folder)


@contextmanager
def _journal_told(folder: Path) -> Iterator[None]:
    try:
        yield
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
    history = cache(lambda: History(folder))
    return store.publish(
        folder,
        entries,
        cause=cause,
        base=base,
        journal_bytes=journal_bytes,
        reread=lambda sha256: history().entry(sha256),
        rematch=lambda office, year: built("offices", Roster).match(Report(office, "", year, "", "none", ())),
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
        logs = [earlier for earlier in journal.lines_in_force(folder) if earlier["what"] == "log"]
        lines = [] if any(_same_log(earlier, line) for earlier in logs) else [line]
        return advance(folder, lines, {}, "log")[0]


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


class History:
    """What the journal tells of each original: how it was captured, to which office it was assigned, what was
    corrected."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.captures: dict[str, journal.Line] = {}
        self._assigned: dict[str, str] = {}
        self._years: dict[str, int] = {}
        self._corrections: dict[str, list[Correction]] = defaultdict(list)
        for line in journal.lines_in_force(folder):
            if line["what"] == "capture":
                # An original that was refused once and read later counts from then on.
                if line["sha256"] not in self.captures or self.captures[line["sha256"]]["refused"]:
                    self.captures.pop(line["sha256"], None)
                    self.captures[line["sha256"]] = line
            elif line["what"] == "assignment":
                self._assigned |= dict.fromkeys(line["sha256"], line["after"])
            elif line["what"] == "year":
                self._years |= dict.fromkeys(line["sha256"], line["after"])
            elif line["what"] == "correction":
                self._corrections[line["sha256"]].append(
                    Correction(by=line["who"], on=line["at"], **line["correction"])
                )

    def original(self, sha256: str) -> _Original:
        """What is needed to read an original again. StoreError when the journal does not tell of it."""
        line = self.captures.get(sha256)
        if line is None:
            raise StoreError(f"日志中没有原件 {sha256[:12]} 的记录；请从备份恢复日志。")
        return _Original(
            self._folder,
            line,
            self._assigned.get(sha256),
            tuple(self._corrections.get(sha256, ())),
            self._years.get(sha256),
        )

    def entry(
        self,
        sha256: str,
        office_code: str | None = None,
        corrections: Sequence[Correction] = (),
        year: int | None = None,
    ) -> Entry:
        """The entry of an original, read again; `office_code`, `corrections` and `year` as if they stood in the
        journal.
        Raises StoreError when it is missing or not what it was, and what reading and correcting raise."""
        told = self.original(sha256)
        return replace(
            told,
            office_code=office_code or told.office_code,
            corrections=(*told.corrections, *corrections),
            year=year or told.year,
        ).entry()


@dataclass(frozen=True, slots=True)
class _Original:
    """One original of a store as the journal tells of it: its line; the office, the corrections and the year given
    to it."""

    folder: Path
    line: journal.Line
    office_code: str | None
    corrections: tuple[Correction, ...]
    year: int | None = None

    def entry(self) -> Entry:
        """What it says, read again. Raises as History.entry does."""
        name, sha256 = self.line["file_name"], self.line["sha256"]
        path = original_path(self.folder / store.ORIGINALS_NAME, sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(f"原件 {name}（{sha256[:12]}）无法读取；请从备份恢复 originals 文件夹。") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreError(f"原件 {name}（{sha256[:12]}）已被改动；请从备份恢复 originals 文件夹。")
        return entry_of(
            _snapshot_of(self.line),
            read_report(data, name),
            office_code=self.office_code,
            corrections=self.corrections,
            source_url=self.line["source_url"],
            year=self.year,
        )


def _reread(task: tuple[int, _Original]) -> Record:
    """Reads an original again. StoreError when it is lost or altered."""
    original = task[1]
    name, sha256 = original.line["file_name"], original.line["sha256"]
    try:
        return _record(name, original.entry(), None)
    except StoreError:
        raise
    except ReportError as error:
        return Record(name, sha256, None, None, reason=str(error))
    except Exception:
        # A defect of ours must not make a stored report vanish; one that was refused is refused again.
        if not original.line["refused"]:
            raise
        return Record(name, sha256, None, None, reason=_defect(name))


class _Spooled(Sequence[Entry]):
    """The entries of a spool in order, each unpacked when it is asked for."""

    def __init__(self, spooled: Spool) -> None:
        self._spool = spooled
        self._keys = spooled.keys()

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self._spool.entry_at(key) for key in self._keys[place]]
        return self._spool.entry_at(self._keys[place])


def rebuild(
    folder: Path,
    *,
    processes: int | None = None,
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Makes the store anew from originals and journal alone, under the tables and readers of today, and serves it
    as the next generation. Raises StoreError when the journal or an original is missing or damaged."""
    check_reference()
    outcome = Outcome()
    with store.locked(folder, on_wait), _Refusals(folder, outcome) as refusals:
        _set_torn_line_aside(folder)
        end = max((line["end"] for line in journal.lines(folder)), default=0)
        if not end:
            raise StoreError(f"数据仓 {folder} 中没有日志，无从重建；请先运行 gongkai load 或 gongkai demo。")
        history = History(folder)
        tasks = enumerate(history.original(sha256) for sha256 in history.captures)
        total = len(history.captures)
        count = processes if processes is not None else os.cpu_count() or 1
        results: Iterator[tuple[tuple[int, _Original], Record | Lost]]
        if total <= _FEW_AGAIN or count == 1:
            results = ((task, _reread(task)) for task in tasks)
        else:
            results = pool.run(_reread, tasks, count)
        spool.clear(folder, spool.REBUILD_NAME)
        with Spool(folder, spool.REBUILD_NAME) as spooled:
            number = spooled.begin()
            for done, ((place, original), result) in enumerate(results, 1):
                name = original.line["file_name"]
                if isinstance(result, Lost):
                    reason = _lost(name, result.why, LIMIT_SECONDS)
                    if not original.line["refused"]:
                        raise StoreError(f"{reason}重建没有完成，原数据不受影响。")
                    result = Record(name, original.line["sha256"], None, None, reason=reason)
                spooled.put(number, [(place, result)])
                if on_progress:
                    on_progress(done, total, name)
            for record in spooled.records():
                if record.entry is None:
                    refusals.add(record.name, record.reason)
                else:
                    outcome.add(record)
            logs = _logged_items(folder, journal.lines_in_force(folder))
            outcome.generation = _publish(folder, _Spooled(spooled), "rebuild", None, end, logs)
        spool.clear(folder, spool.REBUILD_NAME)
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
        # What a killed load left would bring back what is being undone.
        spool.clear(folder)
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
        found = find_reports(folder, report, "is_queued and o.office_code = $text")
        if all(row["office_code"] != office_code for row in table("offices")):
            raise StoreError(f"名录中没有单位 {office_code}；请先在 data/reference/offices.csv 中添加，或检查代码。")
        history = History(folder)
        # Read before the journal is written: a correction declared for that office may not fit.
        entries = {sha256: history.entry(sha256, office_code) for sha256, _title, _office in found}
        line = {
            "what": "assignment",
            "sha256": list(entries),
            "before": sorted({office for _sha256, _title, office in found}),
            "after": office_code,
        }
        return [title for _sha256, title, _office in found], advance(folder, [line], entries, "assign")[0]


def correct_report(
    folder: Path, report: str, correction: Correction, *, on_wait: Callable[[str], None] | None = None
) -> tuple[str, int | None]:
    """Journals `correction` of one stored report (its number, or the beginning of its sha256) and publishes it;
    returns the report's title and the new generation. Its `by` and `on` become those of the journal line. Raises
    CorrectionMismatch, before anything is written, when its stated value is not what is read; StoreError when
    there is no such report."""
    with store.locked(folder, on_wait):
        found = find_reports(folder, report, "false")
        if len(found) > 1:
            raise StoreError(f"“{report}”对应 {len(found)} 份年报，请给出更长的编号。")
        sha256, title, _office = found[0]
        entry = History(folder).entry(sha256, corrections=[correction])
        line = {
            "what": "correction",
            "who": correction.by,
            "at": correction.on,
            "sha256": sha256,
            "correction": {
                name: getattr(correction, name) for name in Correction.__dataclass_fields__ if name not in ("by", "on")
            },
        }
        return title, advance(folder, [line], {sha256: entry}, "correct")[0]


def find_reports(folder: Path, text: str, otherwise: str = "false") -> list[tuple[str, str, str]]:
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
        raise StoreError(f"数据仓中没有“{text}”对应的年报；可用 gongkai ask report_list 查看编号和待归属单位。")
    return found
