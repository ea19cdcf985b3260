"""What a load did: counts, and each refusal with its reason."""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from reports.identify.regions import Regions
from reports.identify.roster import Office
from reports.identify.year import outlook
from reports.publish.spool import Record
from reports.text.shown import harmless, shown, shown_in_line

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the last one's name."""

MOST_TOLD = 1_000
"""So many files of each kind an Outcome names."""

REFUSALS = "refusals-*.csv"
_KEPT_REFUSALS = 20
"""Lists of refused files of so many loads stay in a store."""


@dataclass(slots=True)
class Outcome:
    """What became of the files: `loaded` whole, `partial` with (name, what could not be read), `refused` with
    (name, why), `skipped` because they are stored already; of the loaded and partial ones, `queued` are (name,
    office) whose office waits for a person; `registered` are (name, region) of the offices that the store did not know
    before; `unfinished` are (name, year) of reports on a year that has not ended; `misplaced` are (name, what speaks against the region that was named); `withdrawn`, in a rebuild, are (name, that its original is lost, or ''). Each list holds the first MOST_TOLD, `counts` how many there are.
    `generation` serves them now, None when nothing changed; `refusals` is the csv of all refused files, if any."""

    loaded: list[str] = field(default_factory=list)
    partial: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    withdrawn: list[tuple[str, str]] = field(default_factory=list)
    queued: list[tuple[str, str]] = field(default_factory=list)
    registered: list[tuple[str, str]] = field(default_factory=list)
    unfinished: list[tuple[str, str]] = field(default_factory=list)
    misplaced: list[tuple[str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    generation: int | None = None
    refusals: Path | None = None

    def note(self, kind: str, item: str | tuple[str, str]) -> None:
        """Counts a file as `kind`, one of the lists."""
        self.counts[kind] += 1
        told: list[Any] = getattr(self, kind)
        if len(told) < MOST_TOLD:
            told.append(item)

    def note_registered(self, offices: Iterable[Office], regions: Regions) -> None:
        """Counts offices that the store did not know before."""
        for office in offices:
            self.note("registered", (office.name, regions.full_name(office.region_id)))

    def note_year(self, name: str, year: int) -> None:
        """Counts a report on the present year, which somebody should look at."""
        if outlook(year, date.today()) == "unfinished":
            self.note("unfinished", (name, f"{year}年"))

    def add(self, record: Record) -> None:
        """Counts a file that was read."""
        if record.doubts:
            self.note("partial", (record.name, record.doubts))
        else:
            self.note("loaded", record.name)
        if record.queued:
            self.note("queued", (record.name, record.queued))


class Refusals:
    """The csv of the files that a load refused, of this load alone; it appears once the load has ended."""

    def __init__(self, folder: Path, outcome: Outcome) -> None:
        self._path = folder / REFUSALS.replace("*", f"{datetime.now():%Y%m%d-%H%M%S-%f}-{os.getpid()}")
        self._outcome = outcome
        self._file: IO[str] | None = None

    def add(self, name: str, reason: str) -> None:
        """Counts and writes one."""
        self._outcome.note("refused", (name, reason))
        if self._file is None:
            # With its mark of order, Excel takes it for the UTF-8 that it is.
            self._file = self._part().open("w", encoding="utf-8-sig", errors="replace", newline="")
            csv.writer(self._file).writerow(("文件", "原因"))
        told = (shown_in_line(name), shown(reason.removeprefix(name + "：")))
        csv.writer(self._file).writerow(map(harmless, told))

    def _part(self) -> Path:
        return self._path.with_name(f".{self._path.name}")

    def __enter__(self) -> Refusals:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._file is not None:
            self._file.close()
            os.replace(self._part(), self._path)
            for old in sorted(self._path.parent.glob(REFUSALS))[:-_KEPT_REFUSALS]:
                with suppress(PermissionError):
                    old.unlink(missing_ok=True)
            self._outcome.refusals = self._path
