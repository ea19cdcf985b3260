"""Journal first, then the next generation: how every change comes into force."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from reports import store
from reports.errors import ReportError, StoreError
from reports.identify.regions import Regions
from reports.identify.roster import Office
from reports.model import Lesson
from reports.publish import learning
from reports.publish.assessed import ASSESSMENT_LINES, assessments_folded, assessments_of
from reports.publish.follow_up import FOLLOW_UP_LINES, folded_follow_up
from reports.publish.history import History, append, journal_length, set_torn_line_aside, snapshot_of, take_back
from reports.publish.naming import logged_items, naming
from reports.publish.roster import ROSTER_LINES, Registrar, codes_told, folded
from reports.reference.check import check_reference
from reports.store import Entry, LogItem, Roster, journal

WRITTEN_LINES = (*FOLLOW_UP_LINES, *ASSESSMENT_LINES)
"""The kinds of lines that leave every report as it is."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """What a publish did: the generation that serves it, None when there was nothing to publish; (name, why) of what
    was caught up with and cannot be read or corrected any more; the offices registered; code of each entry's office by
    its sha256; the regions known."""

    generation: int | None
    failed: list[tuple[str, str]]
    registered: tuple[Office, ...] = ()
    offices: Mapping[str, str] = field(default_factory=dict)
    regions: Regions = field(default_factory=Regions)


def advance(folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str) -> Advanced:
    """Journals `lines`, then builds and serves the next generation from the one served, `entries`, and what
    killed writers journaled before. Entries without an office are filed under the one that they name, which is
    registered where the store does not have it. What is refused here does not come into force later: its lines are
    taken out of the journal again. The caller holds the lock."""
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


def _advance(folder: Path, lines: Sequence[Mapping[str, Any]], entries: Mapping[str, Entry], cause: str) -> Advanced:
    base = base_generation(folder)
    try:
        start = base.journal_bytes if base else 0
        entries, fresh = _as_journaled(journal.in_force(journal.read(folder, start)), lines, entries)
        if fresh:
            append(folder, fresh)
        else:
            set_torn_line_aside(folder)
        in_force = journal.in_force(journal.read(folder, start))
        touched = _touched(in_force, entries)
        # What people decided of a report before it was taken back counts again when it comes back.
        back = _withdrawn(base)
        fresh_ones = {sha: entry for sha, entry in entries.items() if entry.is_withdrawn or sha not in back}
        every, failed = _entries(folder, touched, fresh_ones)
        ordered = [every[sha256] for sha256 in touched if sha256 in every]
        has_new_log = any(line["what"] == "log" for line in in_force)
        told = [line for line in in_force if line["what"] in ROSTER_LINES]
        is_as_before = not ordered and not has_new_log and not told
        if is_as_before and base is not None and not any(line["what"] in WRITTEN_LINES for line in in_force):
            return Advanced(None, failed)
        known = store.stored_follow_up(base.cursor()) if base else store.FollowUp()
        follow_up = folded_follow_up(known, in_force)
        assessed = assessments_folded(assessments_of(base), in_force)
        can_retell = is_as_before and base is not None and store.can_retell(base)
        before = roster_before(base, told)
        roster = folded(before, told)
        registrar = Registrar(roster, lambda keys: _stored(base, keys))
        ordered = registrar.place(ordered)
        placed = registrar.roster
        history = cache(lambda: History(folder))
        merged = [code for line in told if line["what"] == "merge" for code in (line["from"], line["into"])]
        ordered, classes = learning.learnt(base, ordered, placed.merged, history, merged)
        if registrar.lines:
            append(folder, registrar.lines)
        logs = None
        # Offices that logs name may be known by now, or be others.
        if has_new_log or (base and (told or registrar.lines) and _has_logs(base)):
            logs = logged_items(folder, journal.lines_in_force(folder), naming(base, placed), placed.district)
    finally:
        if base:
            base.close()
    end = max((line["end"] for line in journal.read(folder, start)), default=start)
    # What is as it was before needs no telling.
    changed = {code: row for code, row in placed.offices.items() if before.offices.get(code) != row}
    path = base.path if base else None
    if can_retell and not ordered and path is not None:
        number = store.retell(folder, path, cause=cause, journal_bytes=end, follow_up=follow_up, assessed=assessed)
    else:
        roster = replace(placed, offices=changed)
        number = publish(
            folder, ordered, cause, path, end, roster, follow_up, logs, lessons=classes.of, assessed=assessed
        )
    offices = {entry.snapshot.sha256: entry.office_code for entry in ordered}
    return Advanced(number, failed, tuple(registrar.registered), offices, placed.regions)


def _entries(
    folder: Path, touched: Sequence[str], entries: Mapping[str, Entry]
) -> tuple[dict[str, Entry], list[tuple[str, str]]]:
    """`entries` and those of the other originals in `touched`, read again; (name, why) of what cannot be."""
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
    return every, failed


@contextmanager
def registering(folder: Path) -> Iterator[Registrar]:
    """Files entries under the offices of the generation to build upon and of what was journaled since; nothing is
    written. The caller holds the lock."""
    base = base_generation(folder)
    try:
        waiting = journal.in_force(journal.read(folder, base.journal_bytes if base else 0))
        told = [line for line in waiting if line["what"] in ROSTER_LINES]
        yield Registrar(folded(roster_before(base, told), told), lambda keys: _stored(base, keys))
    finally:
        if base:
            base.close()


def roster_before(base: store.Generation | None, lines: Iterable[journal.Line]) -> Roster:
    """What the generation `base` knows of the offices that lines of the journal tell of, and of regions."""
    return store.stored_roster(base.cursor(), codes=codes_told(lines)) if base else Roster()


def _withdrawn(base: store.Generation | None) -> set[str]:
    """The sha256 of the reports that the generation `base` has as taken back."""
    if base is None:
        return set()
    return {sha256 for (sha256,) in base.cursor().execute("select sha256 from report where is_withdrawn").fetchall()}


def _has_logs(base: store.Generation) -> bool:
    return base.cursor().execute("select 1 from column_log limit 1").fetchone() is not None


def _stored(base: store.Generation | None, keys: Collection[str]) -> Iterable[Office]:
    return store.stored_roster(base.cursor(), keys=keys).offices.values() if base else ()


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
    roster: Roster,
    follow_up: store.FollowUp,
    logs: Sequence[LogItem] | None = None,
    into: Path | None = None,
    lessons: Callable[[str], Iterable[Lesson]] = lambda _sha256: (),
    assessed: store.Assessed | None = None,
) -> int:
    """Builds and serves the next generation, with corrections and assignments in force; gives its number. With
    `into`, another folder, it is built and served there, and nothing changes in `folder`. `lessons` are those for a
    report that has to be read again."""
    history = cache(lambda: History(folder, None if into is None else journal_bytes))
    return store.publish(
        into or folder,
        entries,
        cause=cause,
        previous=base,
        journal_bytes=journal_bytes,
        reread=lambda sha256: history().entry(sha256, lessons=lessons(sha256)),
        roster=roster,
        logs=logs,
        follow_up=follow_up,
        assessed=assessed,
    )


NOTHING = 0
"""The number of the generation of an empty store, made when the first publication is undone."""
_NO_PUBLICATIONS = ("rebuild", "demo")
"""What makes a first generation that is no first publication: what was published before a rebuild is not told apart."""


def is_first(served: store.Generation) -> bool:
    """Whether a generation is the first publication of its store: before it there was nothing."""
    return served.number == 1 and served.cause not in _NO_PUBLICATIONS


def publish_nothing(folder: Path) -> int:
    """Builds the generation of the empty store, in which nothing of the journal counts, without serving it; gives its
    number. The caller holds the lock."""
    return store.publish(
        folder,
        (),
        cause="rollback",
        previous=None,
        journal_bytes=0,
        reread=History(folder, 0).entry,
        roster=Roster(),
        number=NOTHING,
    )


def finish_rollback(folder: Path) -> None:
    """Finishes a rollback that was killed between journal and CURRENT.json, so that what it undid is not taken for
    stored. The caller holds the lock."""
    if base := base_generation(folder):
        base.close()


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
