"""The store made anew from its originals and journal."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import overload

from reports import processes as workers
from reports import store
from reports.apart import lost, prepare
from reports.errors import ReportError, StoreError
from reports.processes import LIMIT_SECONDS, Lost
from reports.publish import spool
from reports.publish.assessed import assessments_folded
from reports.publish.commit import publish
from reports.publish.follow_up import folded_follow_up
from reports.publish.history import History, Original, append, set_torn_line_aside
from reports.publish.learning import OfficeLessons, may_hold
from reports.publish.lines import UNCONFIRMED, acceptance_line, signed
from reports.publish.naming import logged_items, naming
from reports.publish.outcome import Outcome, Progress, Refusals
from reports.publish.records import defect, record_of
from reports.publish.roster import ROSTER_LINES, Registrar, folded
from reports.publish.spool import Record, Spool
from reports.publish.takeover import taken_over
from reports.reference.check import check_reference
from reports.store import Entry, Roster, journal
from reports.store.line_kinds import DistrictLine, OfficeLine, RegionLine

_PLACED_AT_ONCE = 4_000
_FEW_AGAIN = 40
"""So many are read again sooner in this process: each was read before and ends none."""


def _reread(task: tuple[int, Original]) -> Record:
    """Reads an original again. StoreError when it is lost or altered."""
    original = task[1]
    name, sha256, refused = (original.line[key] for key in ("file_name", "sha256", "refused"))
    if refused and UNCONFIRMED in refused:
        return Record(name, sha256, None, None, reason=refused)
    try:
        record = record_of(name, original.entry(), None)
        if not original.is_withdrawn:
            return record
        lost = original.lost()
        return replace(record, doubts=f"{lost}；这份年报已撤回，不计入任何数字。" if lost else "")
    except StoreError:
        raise
    except ReportError as error:
        return Record(name, sha256, None, None, reason=str(error))
    except Exception:
        # A defect of ours must not make a stored report vanish; one that was refused is refused again.
        if not refused:
            raise
        return Record(name, sha256, None, None, reason=defect(name))


class _Spooled(Sequence[Entry]):
    """The entries of a spool in order, each unpacked when it is asked for."""

    def __init__(self, spooled: Spool, load: int) -> None:
        self._spool = spooled
        self._keys = spooled.keys(load)
        self._codes: dict[int, str] = {}
        self.classes = OfficeLessons()

    def place(self, registrar: Registrar) -> None:
        """Files each entry under its office."""
        for start in range(0, len(self), _PLACED_AT_ONCE):
            keys = self._keys[start : start + _PLACED_AT_ONCE]
            placed = registrar.place([self._spool.entry_at(key) for key in keys])
            self._codes |= {key: entry.office_code for key, entry in zip(keys, placed, strict=True)}
            for entry in placed:
                self.classes.put(entry)

    def learn(self, history: History) -> None:
        """Reads again what its office's other reports teach to read otherwise."""
        taught = {self.classes.offices[sha256] for sha256 in self.classes.taught}
        for key in self._keys if taught else ():
            if self._codes[key] not in taught:
                continue
            entry = self._spool.entry_at(key)
            lessons = self.classes.of(entry.snapshot.sha256)
            if lessons and may_hold(lessons, entry):
                again = history.entry(entry.snapshot.sha256, lessons=lessons)
                self._spool.replace(key, record_of(entry.snapshot.file_name, again, None))

    def _entry(self, key: int) -> Entry:
        entry = self._spool.entry_at(key)
        return replace(entry, office_code=self._codes.get(key, entry.office_code))

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> list[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | list[Entry]:
        if isinstance(place, slice):
            return [self._entry(key) for key in self._keys[place]]
        return self._entry(self._keys[place])


def _raise_altered(folder: Path, accepting: str, who: str) -> None:
    """Raises StoreError when the journal is not what was written and nobody has accepted that; with a reason,
    accepts it in the name of `who`."""
    told = [each.sentence for each in journal.breaks(folder) if not each.accepted_by]
    if told and not accepting:
        more = f"（共 {len(told)} 处）" if len(told) > 1 else ""
        raise StoreError(
            f"{told[0].rstrip('。')}{more}，重建会得出不同的数据，没有进行；请用 gongkai restore 从备份恢复日志。"
            "没有备份、并已逐行核对过时，可加 --accept-journal 写明理由后重建。"
        )
    if told:
        append(folder, signed([acceptance_line(accepting)], who))


def rebuild(
    folder: Path,
    *,
    processes: int | None = None,
    accepting: str = "",
    who: str = "",
    on_progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
) -> Outcome:
    """Makes the store anew from originals and journal alone, under the tables and readers of today, and serves it
    as the next generation. Raises StoreError when the journal or an original is missing or damaged, and when the
    journal was altered since it was written, unless `accepting` gives the reason why `who` goes on with it as it
    is."""
    check_reference()
    outcome = Outcome()
    with store.locked(folder, on_wait), Refusals(folder, outcome) as refusals:
        set_torn_line_aside(folder)
        _raise_altered(folder, accepting, who)
        end = max((line["end"] for line in journal.lines(folder)), default=0)
        if not end:
            raise StoreError(
                f"数据仓 {folder} 中没有日志，无从重建；请先用 gongkai load 载入年报，或用 gongkai demo 建示例。"
            )
        outcome.generation = _build_anew(folder, folder, end, outcome, refusals, processes, on_progress, who)
    return outcome


def rebuilt_apart(
    folder: Path,
    into: Path,
    until: int,
    *,
    processes: int | None = None,
    on_progress: Progress | None = None,
) -> Path:
    """The file of a generation in the empty folder `into`, made anew from the originals of `folder` and the first
    `until` bytes of its journal; nothing changes in `folder`. Raises StoreError as `rebuild` does."""
    check_reference()
    outcome = Outcome()
    with store.locked(into), Refusals(into, outcome) as refusals:
        number = _build_anew(folder, into, until, outcome, refusals, processes, on_progress)
    return dict(store.kept(into))[number]


def _build_anew(
    folder: Path,
    into: Path,
    until: int,
    outcome: Outcome,
    refusals: Refusals,
    processes: int | None,
    on_progress: Progress | None,
    who: str = "",
) -> int:
    """Reads all originals of `folder` again and publishes them in `into`; the generation's number. Offices that are
    registered now are journaled in the name of `who`, unless `into` is another folder."""
    history = History(folder, until)
    tasks = enumerate(history.original(sha256) for sha256 in history.captures)
    total = len(history.captures)
    count = processes if processes is not None else os.cpu_count() or 1
    results: Iterator[tuple[tuple[int, Original], Record | Lost]]
    if total <= _FEW_AGAIN or count == 1:
        results = ((task, _reread(task)) for task in tasks)
    else:
        results = workers.run(_reread, tasks, count, prepare=prepare)
    spool.clear(into, spool.REBUILD_NAME)
    with Spool(into, spool.REBUILD_NAME) as spooled:
        number = spooled.begin()
        for done, ((place, original), result) in enumerate(results, 1):
            name = original.line["file_name"]
            if isinstance(result, Lost):
                reason = lost(name, result.why, LIMIT_SECONDS)
                if not original.line["refused"]:
                    raise StoreError(f"{reason}重建没有完成，原数据不受影响。")
                result = Record(name, original.line["sha256"], None, None, reason=reason)
            spooled.put(number, [(place, result)])
            if on_progress:
                on_progress(done, total, name)
        for record in spooled.records(number):
            if record.entry is None:
                refusals.add(record.name, record.reason)
            elif record.sha256 and history.original(record.sha256).is_withdrawn:
                outcome.note("withdrawn", (record.name, record.doubts))
            else:
                outcome.add(record)
        every = _Spooled(spooled, number)
        in_force = (line for line in journal.lines_in_force(folder, until) if line["what"] in ROSTER_LINES)
        roster = folded(Roster(), in_force)
        lines: list[DistrictLine | OfficeLine | RegionLine] = []
        if not roster.offices:
            lines += taken_over(every, history.assigned(), folder, roster)
            roster = folded(roster, signed(lines, who))
        registrar = Registrar(roster)
        every.place(registrar)
        every.learn(history)
        lines += registrar.lines
        roster = registrar.roster
        outcome.note_registered(registrar.registered, roster.regions)
        elsewhere = None if into == folder else into
        if lines and elsewhere is None:
            until = append(folder, signed(lines, who))
        logs = logged_items(folder, journal.lines_in_force(folder, until), naming(None, roster), roster.district)
        follow_up = folded_follow_up(store.FollowUp(), journal.lines_in_force(folder, until))
        assessed = assessments_folded(store.Assessed(), journal.lines_in_force(folder, until))
        generation = publish(
            folder, every, "rebuild", None, until, roster, follow_up, logs, elsewhere, every.classes.of, assessed
        )
    spool.clear(into, spool.REBUILD_NAME)
    return generation
