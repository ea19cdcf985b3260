"""Files are captured, read by several processes and published in pieces."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from heapq import merge
from pathlib import Path
from typing import Any

from reports import processes as workers
from reports import store
from reports.apart import prepare
from reports.capture import ORIGINALS_NAME, capture, original
from reports.database import damage_told
from reports.errors import ReportError, UnreadableFile
from reports.model import Snapshot
from reports.processes import LIMIT_SECONDS, Lost
from reports.publish.commit import advance, finish_rollback
from reports.publish.district import Home, name_district, served_roster
from reports.publish.outcome import Outcome, Progress, Refusals
from reports.publish.records import (
    Task,
    cannot_keep,
    extract,
    known_of,
    lost,
    read_original,
    recorded,
    refused_record,
)
from reports.publish.sources import Source
from reports.publish.spool import Known, Record, Spool, known_file, unpack
from reports.reference.check import check_reference
from reports.store import Entry

_FEW = 4
"""So many files are read faster in this process than other processes start."""

_MANY = 500
"""So many are held in memory where one process was asked for."""

PUBLISHED_AT_ONCE = 4_000
"""Reports that are brought into one generation: some 100 KB of memory each."""

_KEPT_AT_ONCE = 64
_KEPT_AFTER_SECONDS = 0.5


def load(
    folder: Path,
    sources: Iterable[Source],
    *,
    cause: str = "load",
    processes: int | None = None,
    cluster: str | None = None,
    limit_seconds: float = LIMIT_SECONDS,
    total: int | None = None,
    district: str = "",
    who: str = "",
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Loads `sources` into the store `folder` and serves the next generation. Raises StoreError, StoreBusy.

    `district` names the region that the offices lie in whose reports and folders do not tell it: UnknownRegion when it
    means none or several. It is kept for later loads, in the name of `who`.

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
    if district:
        name_district(folder, district, who=who, on_wait=on_wait)
    here = Home(served_roster(folder), is_told=bool(district))
    few = total is not None and total <= _FEW and cluster is None
    with Refusals(folder, outcome) as refusals:
        if few or (processes == 1 and isinstance(sources, Sequence) and len(sources) <= _MANY):
            _load_few(folder, sources, outcome, refusals, cause, here, total or 0, limit_seconds, on_progress, on_wait)
        else:
            count = processes if processes is not None else os.cpu_count() or 1
            with _Run(folder, outcome, refusals, here, total or 0, limit_seconds, on_progress) as run:
                run.read(sources, count, cluster)
                with store.locked(folder, on_wait):
                    run.publish(cause)
    return outcome


def _load_few(
    folder: Path,
    sources: Iterable[Source],
    outcome: Outcome,
    refusals: Refusals,
    cause: str,
    here: Home,
    total: int,
    limit_seconds: float,
    on_progress: Progress | None,
    on_wait: Callable[[str], None] | None,
) -> None:
    """Reads in this process, which is there already, and publishes at once."""
    sources = list(sources)
    number = store.current_number(folder)
    known = _stored(folder, sources)
    results: list[Record | str] = []
    for place, source in enumerate(sources):
        results.append(extract((place, source), folder / ORIGINALS_NAME, known, limit_seconds))
        if on_progress:
            on_progress(place + 1, total, source.name)
    with store.locked(folder, on_wait):
        finish_rollback(folder)
        if store.current_number(folder) != number:
            known = _stored(folder, sources)
            # What was stored when it was looked at may have been undone since.
            results = [
                extract((place, source), folder / ORIGINALS_NAME, known, limit_seconds)
                if isinstance(result, str)
                else result
                for place, (source, result) in enumerate(zip(sources, results, strict=True))
            ]
        for source, result in zip(sources, results, strict=True):
            if isinstance(result, str):
                outcome.note("skipped", source.name)
        records = [result for result in results if isinstance(result, Record)]
        outcome.generation = _publish_records(folder, records, set(known), outcome, refusals, cause, here)


class _Run:
    """One load of many files, by way of the spool; what it leaves there when it ends early, the next load of the same
    files takes."""

    def __init__(
        self,
        folder: Path,
        outcome: Outcome,
        refusals: Refusals,
        here: Home,
        total: int,
        limit_seconds: float,
        on_progress: Progress | None,
    ) -> None:
        self._folder = folder
        self._originals = folder / ORIGINALS_NAME
        self._outcome = outcome
        self._refusals = refusals
        self._here = here
        self._total = total
        self._limit_seconds = limit_seconds
        self._on_progress = on_progress
        self._done = 0
        self._buffer: list[tuple[int, Record]] = []
        self._kept_at = time.monotonic()
        self._spool = Spool(folder)
        self._number = self._spool.begin()

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *error: object) -> None:
        self._spool.__exit__(*error)

    def read(self, sources: Iterable[Source], processes: int, cluster: str | None) -> None:
        """Reads what is neither stored nor in the spool into the spool."""
        try:
            shas = merge(_stored_shas(self._folder), self._spool.shas())
            with known_file(self._folder, shas) as known:
                tasks = enumerate(sources)
                results = (
                    self._read_here(tasks, known, processes)
                    if cluster is None
                    else self._read_there(tasks, known, cluster)
                )
                try:
                    for task, result in results:
                        self._take(task, result)
                finally:
                    # Whatever ended this, what was read is read.
                    self._keep()
        finally:
            known_of.cache_clear()

    def _read_here(
        self, tasks: Iterable[Task], known: Path, processes: int
    ) -> Iterator[tuple[Task, Record | str | Lost]]:
        work = partial(extract, originals=self._originals, known=known)
        return workers.run(work, tasks, processes, self._limit_seconds, prepare)

    def _read_there(
        self, tasks: Iterable[Task], known: Path, cluster: str
    ) -> Iterator[tuple[Task, Record | str | Lost]]:
        """The cluster has no folder in common with us: bytes go there, entries come back."""
        from reports.publish import cluster as other

        stored = Known(known)
        # What is not sent there at all waits here to be counted.
        aside: deque[tuple[Task, Record | str]] = deque()

        def sent() -> Iterator[tuple[Snapshot, bytes, Task]]:
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
                    raise cannot_keep(self._folder, error) from error
                # The bytes go once.
                yield snapshot, data, (task[0], replace(source, path=None, data=None))

        for (_snapshot, _data, task), result in other.run(_read_sent, sent(), cluster, self._limit_seconds):
            while aside:
                yield aside.popleft()
            if isinstance(result, Lost):
                # The bytes are captured: only the sentence is lacking.
                yield task, refused_record(_snapshot, task[1], lost(task[1].name, result.why, self._limit_seconds))
            else:
                yield task, result
        while aside:
            yield aside.popleft()

    def _take(self, task: Task, result: Record | str | Lost) -> None:
        self._done += 1
        place, source = task
        record = recorded(task, result, self._originals, self._limit_seconds)
        self._buffer.append((place, record if isinstance(record, Record) else Record(source.name, record, None, None)))
        if len(self._buffer) >= _KEPT_AT_ONCE or time.monotonic() - self._kept_at > _KEPT_AFTER_SECONDS:
            self._keep()
        if self._on_progress:
            self._on_progress(self._done, max(self._total, self._done), source.name)

    def _keep(self) -> None:
        names = {place: record.name for place, record in self._buffer}
        for place in self._spool.put(self._number, self._buffer):
            self._outcome.note("skipped", names[place])
        self._buffer.clear()
        self._kept_at = time.monotonic()

    def publish(self, cause: str) -> None:
        """Publishes what this load has in the spool, a bounded number at a time. The caller holds the lock."""
        spool = self._spool
        finish_rollback(self._folder)
        while found := spool.first(self._number, PUBLISHED_AT_ONCE, only_known=True):
            stored = self._stored(found)
            for key, record in found:
                if record.sha256 not in stored:
                    # It was stored when it was looked at, and was undone since.
                    spool.replace(key, self._read_again(record))
                else:
                    self._outcome.note("skipped", record.name)
            spool.remove(key for key, record in found if record.sha256 in stored)
        is_first = True
        while (found := spool.first(self._number, PUBLISHED_AT_ONCE)) or is_first:
            records = [record for _key, record in found]
            stored = self._stored(found)
            number = _publish_records(self._folder, records, stored, self._outcome, self._refusals, cause, self._here)
            self._outcome.generation = number or self._outcome.generation
            spool.remove(key for key, _record in found)
            is_first = False

    def _stored(self, found: Iterable[tuple[int, Record]]) -> set[str]:
        return stored_among(self._folder, [record.sha256 for _key, record in found if record.sha256])

    def _read_again(self, known: Record) -> Record:
        assert known.sha256 is not None
        data = original(self._folder, known.sha256)
        source = Source(known.name, data=data)
        return read_original(capture(data, known.name, self._originals), data, source)


def _read_sent(sent: tuple[Snapshot, bytes, Task]) -> Record:
    """Reads, on a machine of a cluster, the bytes that were sent there."""
    snapshot, data, (_place, source) = sent
    return read_original(snapshot, data, source)


def _publish_records(
    folder: Path,
    records: Iterable[Record],
    stored: set[str],
    outcome: Outcome,
    refusals: Refusals,
    cause: str,
    here: Home,
) -> int | None:
    """Journals and publishes `records` but for those of bytes that are `stored`; the new generation's number or
    None. Those whose source did not say where they are from are of the region that their folder names or of the
    district of `here`; those that tell another one than was named for this load are refused, for nobody can be asked.
    The caller holds the lock."""
    lines: list[dict[str, Any]] = []
    entries: dict[str, Entry] = {}
    for record in records:
        if record.sha256 in stored:
            outcome.note("skipped", record.name)
            continue
        line = json.loads(record.line or "{}")
        entry = unpack(record.entry) if record.entry is not None else None
        if entry is None:
            refusals.add(record.name, record.reason)
        else:
            outcome.add(record)
            outcome.note_year(record.name, entry.year)
            if not line["district"] and (doubt := here.doubt(record.name, entry.stated_office, entry.sections)):
                outcome.note("misplaced", (record.name, doubt))
        if record.sha256 is not None:
            stored.add(record.sha256)
            line["district"] = line["district"] or here.region_of(record.name)
            lines.append(line)
            if entry is not None:
                entries[record.sha256] = replace(entry, district=line["district"])
    done = advance(folder, lines, entries, cause)
    for name, reason in done.failed:
        refusals.add(name, reason)
    outcome.note_registered(done.registered, done.regions)
    return done.generation


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
        with damage_told():
            answer = generation.cursor().execute("select sha256 from report where not is_withdrawn order by sha256")
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
        query = "select sha256 from report where not is_withdrawn and sha256 in (select unnest(?::varchar[]))"
        with damage_told():
            return {row[0] for row in generation.cursor().execute(query, [list(shas)]).fetchall()}
    finally:
        generation.close()
