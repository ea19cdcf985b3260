"""Steps 1 to 7 for files that a person looks at first: read, confirm or correct, publish; judge a draft; undo.

In go bytes with their names and what a person decided about each (office, year, corrections); out come drafts to
look at, one generation for all that was confirmed, and a sentence's worth of what the last publication did. It
draws nothing; publish.py builds generations, the store's rules judge.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reports import ask, store
from reports.apart import read_report
from reports.capture import ORIGINALS_NAME, capture
from reports.correct import is_meant, matches
from reports.errors import ReportError, StoreError, UnreadableFile
from reports.extract.prose import learnt_by, with_lessons
from reports.identify.names import split_region
from reports.model import SECTION_KEYS, Explanation, Fact, Learnt, Lesson, Reading
from reports.publish import commit, loading
from reports.publish import entry as entries
from reports.publish.commit import registering
from reports.publish.district import district_of, name_district, served_roster
from reports.publish.entry import entry_of
from reports.publish.follow_up import FOLLOW_UP_LINES
from reports.publish.learning import served_lessons
from reports.publish.lines import Decision, JournalLine, capture_line, decided_lines, signed
from reports.publish.naming import checked_name, known_office, served_names
from reports.publish.roster import Registrar, codes_told
from reports.reference import table
from reports.store import EntryFact, journal


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as it was read: its bytes, and the reading or the sentence why there is none. `office_code` is the
    code of its office in the store, None when the store does not know it; `roles` are those of the facts (schema.sql) as
    they are read by `lessons`, what staff decided of the office's other reports, and `learnt` what these say of the
    facts, by their places."""

    name: str
    data: bytes
    sha256: str
    reading: Reading | None
    reason: str = ""
    office_code: str | None = None
    office: str = ""
    roles: tuple[str, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    learnt: Mapping[int, Learnt] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year reported on as read; None when none was found."""
        return self.reading.report.year if self.reading else None

    def learnt_numbers(self) -> tuple[tuple[int, str, Fact], ...]:
        """The same of each number that is read by what staff decided of another report of the office."""
        facts = self.reading.facts if self.reading else ()
        return tuple((place, "learnt", facts[place]) for place, learnt in self.learnt.items() if not learnt.reason)

    def numbers_read(self) -> tuple[tuple[int, str, Fact], ...]:
        """The same of each number of the prose that is read and that nothing speaks against."""
        doubted = {place for place, _kind, _fact in self.doubts()} | self.learnt.keys()
        facts = self.reading.facts if self.reading else ()
        return tuple(
            (place, "read", fact)
            for place, fact in enumerate(facts)
            if fact.source == "text" and fact.status == "stated" and fact.value is not None and place not in doubted
        )

    def explanation(self, place: int) -> Explanation | None:
        """Why the number at a place is read as it is; None for a cell."""
        if self.reading is None:
            return None
        own = place - len(self.reading.facts) + len(self.reading.explanations)
        return self.reading.explanations[own] if own >= 0 else None

    def missing_sections(self) -> tuple[str, ...]:
        """Which of the six statutory sections were not found."""
        if self.reading is None:
            return ()
        found = {section.key for section in self.reading.report.sections}
        return tuple(key for key in SECTION_KEYS if key not in found)

    def sentence_with(self, fact: Fact) -> tuple[str, int, int]:
        """The sentence of the prose that a number stands in, and from where to where in it (end exclusive); for a
        cell its words, and no place (0, 0)."""
        if self.reading is None or fact.locator is None:
            return fact.quote, 0, 0
        return self.reading.document.sentence_at(fact.locator) or (fact.quote, 0, 0)

    def fitting(self, decision: Decision) -> Decision:
        """A decision without the corrections of numbers that are no longer read: another version of the program may
        read otherwise than the one with which it was decided."""
        if self.reading is None:
            return decision
        return replace(decision, corrections=tuple(c for c in decision.corrections if is_meant(self.reading, c)))

    def doubts(self) -> tuple[tuple[int, str, Fact], ...]:
        """Place, kind (unassigned, conflict or unreadable) and fact, as it is read without other reports, of each number
        that a person should look at."""
        if self.reading is None:
            return ()
        return tuple(
            (place, "unreadable" if fact.status == "unreadable" else role, fact)
            for place, (fact, role) in enumerate(zip(self.reading.facts, self.roles, strict=True))
            if fact.status == "unreadable" or role in ("unassigned", "conflict")
            if place not in self.learnt or self.learnt[place].reason
        )


@dataclass(slots=True)
class Published:
    """What became of confirmed files: names of the `loaded`, of the `skipped` that are stored already, (name, why)
    of the `refused`, (name, office) of the `queued`, (name, region) of offices `registered`; the generation that serves them, None when nothing changed."""

    loaded: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    queued: list[tuple[str, str]] = field(default_factory=list)
    registered: list[tuple[str, str]] = field(default_factory=list)
    generation: int | None = None


def read_draft(data: bytes, file_name: str, folder: Path) -> Draft:
    """The draft in `data`, its office as the store `folder` knows it; a file that cannot be used gives a draft with the sentence why. Nothing is stored."""
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith(b"PK") and file_name.lower().endswith(".zip"):
        return Draft(
            file_name, data, sha256, None, f"{file_name}：这是压缩包；请先解压，再选择其中的年报文件一起上传。"
        )
    try:
        reading = read_report(data, file_name)
    except ReportError as error:
        return Draft(file_name, data, sha256, None, str(error))
    return Draft(
        file_name,
        data,
        sha256,
        reading,
        office_code=known_office(folder, reading.report),
        office=entries.stated_office(reading.report),
        roles=tuple(entries.roles_of(reading.facts)),
    )


def placed(draft: Draft, folder: Path) -> Draft:
    """A draft with its office as the store `folder` knows it now."""
    if draft.reading is None:
        return draft
    return replace(draft, office_code=known_office(folder, draft.reading.report))


def office_of(draft: Draft, decision: Decision) -> str:
    """The code of the office that a draft is published under, or its name where it would be registered; '' for none."""
    return decision.office_code or decision.office_name or draft.office_code or draft.office


def stated_by(folder: Path, draft: Draft, decision: Decision) -> str:
    """The office of a draft that is not assigned to one, with its region before it, as it would be registered."""
    if not decision.office_name or draft.reading is None:
        return draft.office
    return entries.stated_as(draft.reading.report, decision.office_name, served_roster(folder).regions)


def settled(folder: Path, draft: Draft, decision: Decision) -> Decision:
    """What was decided of a draft, an office that somebody named being the one that answers to the name where the store
    `folder` has it."""
    if not decision.office_name or draft.reading is None:
        return decision
    with served_names(folder) as code_of:
        code = code_of(stated_by(folder, draft, decision), "")
    return replace(decision, office_code=code, office_name="") if code else decision


def taught_by(draft: Draft, decision: Decision) -> tuple[Lesson, ...]:
    """What was decided of a draft's numbers, for the other reports of its office; nothing where no year is known."""
    year = decision.year or draft.year
    if draft.reading is None or year is None:
        return ()
    report = replace(draft.reading.report, year=year)
    return entries.taught_by(replace(draft.reading, report=report), draft.fitting(decision).corrections)


def lessons_by_office(
    folder: Path, drafts: Iterable[tuple[Draft, Decision, str]]
) -> dict[str, list[tuple[str, Lesson]]]:
    """What was decided of drafts and of stored reports, by the office (code, or name where the store does not know it)
    that each draft comes with: (sha256 of the report, lesson)."""
    drafts = list(drafts)
    stored = served_lessons(folder, {office for _draft, _decision, office in drafts if office})
    found = {office: list(lessons) for office, lessons in stored.items()}
    for draft, decision, office in drafts:
        if office and decision.corrections:
            found.setdefault(office, []).extend((draft.sha256, lesson) for lesson in taught_by(draft, decision))
    return found


def learning_from(draft: Draft, decision: Decision, lessons: Iterable[Lesson]) -> Draft:
    """A draft as it is read by `lessons` of its office's other reports; what was decided of its own numbers stays."""
    if draft.reading is None:
        return draft
    decided = matches(draft.reading, draft.fitting(decision).corrections)
    lessons = tuple(lessons)
    learnt = learnt_by(draft.reading, lessons, decided)
    roles = tuple(entries.roles_of(with_lessons(draft.reading.facts, learnt)))
    return replace(draft, lessons=lessons, learnt=learnt, roles=roles) if learnt or draft.learnt else draft


def told_by(draft: Draft, decision: Decision) -> tuple[EntryFact, ...]:
    """The facts of a draft as they would enter the store; none where no year is known. Raises ReportError."""
    year = decision.year or draft.year
    if draft.reading is None or year is None:
        return ()
    snapshot = capture(draft.data, draft.name, None)
    return entry_of(snapshot, draft.reading, corrections=decision.corrections, year=year, lessons=draft.lessons).facts


def stored_among(folder: Path, shas: Sequence[str]) -> set[str]:
    """Which of these originals the generation served has already."""
    return loading.stored_among(folder, shas)


def publish_drafts(
    folder: Path,
    confirmed: Sequence[tuple[Draft, Decision]],
    *,
    who: str = "",
    district: str = "",
    on_progress: Callable[[int, int, str], object] | None = None,
) -> Published:
    """Captures, journals and publishes drafts with what was decided about them, all in one generation. `who` signs
    the journal; `district` names the region of offices whose reports do not tell it, as loading.load has it. A draft that cannot be read is kept and counted as refused. Raises StoreError, StoreBusy."""
    outcome = Published()
    folder.mkdir(parents=True, exist_ok=True)
    if district:
        name_district(folder, district, who=who)
    lines: list[JournalLine] = []
    entries: dict[str, store.Entry] = {}
    with store.locked(folder), registering(folder) as registrar:
        named = district_of(folder)
        stored = stored_among(folder, [draft.sha256 for draft, _decision in confirmed])
        for done, (draft, decision) in enumerate(confirmed, 1):
            try:
                snapshot = capture(draft.data, draft.name, folder / ORIGINALS_NAME)
            except OSError as error:
                raise StoreError(f"原件无法写入（{error.strerror}）；请检查磁盘空间和权限后再试。") from error
            if draft.sha256 in stored:
                outcome.skipped.append(draft.name)
                continue
            stored.add(draft.sha256)
            reason = draft.reason
            if draft.reading is not None:
                try:
                    entry = entry_of(
                        snapshot,
                        draft.reading,
                        office_code=decision.office_code,
                        corrections=decision.corrections,
                        year=decision.year,
                        district=named,
                    )
                    if decision.office_name:
                        entry = _named(registrar, draft.reading, entry, decision.office_name)
                        decision = replace(decision, office_code=entry.office_code)
                except ReportError as error:
                    reason = str(error)
                else:
                    entries[draft.sha256] = entry
                    outcome.loaded.append(draft.name)
                    if entry.is_queued:
                        outcome.queued.append((draft.name, entry.office_code))
            if reason:
                outcome.refused.append((draft.name, reason))
            lines.append(capture_line(snapshot, None, reason or None, named))
            if not reason:
                taught = entries[draft.sha256].lessons
                lines += decided_lines([draft.sha256], [draft.office], draft.year, decision, taught)
            if on_progress:
                on_progress(done, len(confirmed), draft.name)
        advanced = commit.advance(folder, signed([*registrar.lines, *lines], who), entries, "load")
        outcome.generation = advanced.generation
        outcome.refused += advanced.failed
        outcome.registered = [
            (row.name, advanced.regions.full_name(row.region_id))
            for row in (*registrar.registered, *advanced.registered)
        ]
    return outcome


def _named(registrar: Registrar, reading: Reading, entry: store.Entry, typed: str) -> store.Entry:
    """The entry under the office that somebody named; ReportError when it is no name of an office."""
    name = checked_name(typed)
    stated = entries.stated_as(reading.report, name, registrar.roster.regions)
    [placed] = registrar.place([replace(entry, office_code="", office=split_region(name)[1], stated_office=stated)])
    return replace(entry, office_code=placed.office_code, is_queued=False)


@dataclass(frozen=True, slots=True)
class Step:
    """What led from generation `previous` to `generation`, which is served: the names of files `loaded` and logs
    `logged`, how many reports were `assigned` (offices and years) and `withdrawn`, numbers `corrected`, offices of the roster
    `edited` by somebody, points of assessments `judged`, assessment `sheets` changed, and entries of follow-up written
    (`followed`); `at` is in UTC."""

    generation: int
    previous: int
    at: datetime | None
    loaded: tuple[str, ...]
    logged: tuple[str, ...]
    assigned: int
    corrected: int
    withdrawn: int = 0
    edited: int = 0
    judged: int = 0
    sheets: int = 0
    followed: int = 0


def last_step(folder: Path) -> Step | None:
    """What a rollback would undo; None when there is no earlier generation to go back to. Before the first publication
    there is the empty store, number 0."""
    current = store.current_number(folder)
    earlier = [number for number, _path in store.kept(folder) if current is not None and number < current]
    if not current:
        return None
    generation = store.open_generation(folder, current)
    end, is_first = generation.journal_bytes, commit.is_first(generation)
    generation.close()
    if not earlier and not is_first:
        return None
    start = 0
    if earlier:
        generation = store.open_generation(folder, earlier[0])
        start = generation.journal_bytes
        generation.close()
    lines = journal.in_force(line for line in journal.read(folder, start) if line["end"] <= end)
    whats = [line["what"] for line in lines]
    # Corrections bear the day only.
    at = next((line["at"] for line in reversed(lines) if "T" in line["at"]), None)
    return Step(
        current,
        earlier[0] if earlier else commit.NOTHING,
        datetime.fromisoformat(at).astimezone(UTC) if at else None,
        tuple(line["file_name"] for line in lines if line["what"] == "capture" and not line["refused"]),
        tuple(line["file_name"] for line in lines if line["what"] == "log"),
        whats.count("assignment") + whats.count("year"),
        whats.count("correction"),
        whats.count("withdrawal"),
        # What was registered goes with its report, and is told with it.
        len(codes_told(line for line in lines if line["what"] != "office" or not line["office"]["is_new"])),
        whats.count("judgement"),
        whats.count("sheet") + whats.count("sheet_removal"),
        sum(line["what"] in FOLLOW_UP_LINES for line in journal.in_force(lines)),
    )


@dataclass(frozen=True, slots=True)
class Examination:
    """What the rules say of a draft: `findings` as rows of the finding table with `rule_name` and `facts` (the
    draft's own facts concerned, by place); `compared_years` are the office's other years that stood beside it."""

    draft: Draft
    compared_years: tuple[int, ...]
    is_known: bool
    findings: tuple[Mapping[str, Any], ...]


_judge: store.Judge | None = None
_judging = threading.Lock()


def examine(
    data: bytes,
    file_name: str,
    folder: Path,
    allow: Callable[[str], object] = lambda _code: None,
    with_neighbours: bool = True,
) -> Examination:
    """The findings on a draft, storing nothing; with a store, its office's other years stand beside it, once
    `allow` was asked with the office's code, which raises where they may not, and, `with_neighbours`, what the other
    offices of its region report. Raises ReportError when it cannot be
    read or no year was found."""
    global _judge
    draft = read_draft(data, file_name, folder)
    if draft.reading is None:
        raise UnreadableFile(draft.reason)
    entry = entries.entry_of(
        capture(data, file_name, None), draft.reading, office_code=draft.office_code, as_printed=True
    )
    years: list[int] = []
    history: Path | None = None
    if draft.office_code is not None:
        allow(draft.office_code)
    names = {row["rule"]: row["name_zh"] for row in table("rules")}
    faults = {row["rule"]: row["fault_zh"] for row in table("rules")}
    # One judge serves all sessions: it is a database in memory.
    with _judging:
        if _judge is None:
            _judge = store.Judge()
        if draft.office_code is not None:
            # Not before it is this draft's turn: what was served when it came may be gone by then.
            generation = store.open_current(folder)
            years = ask.years_of(generation.cursor(), entry.office_code, entry.year)
            history = generation.path  # It knows the office, also where no other year stands beside.
            generation.close()
        found = _judge.findings(entry, history, with_neighbours)
    rows = []
    for row in found:
        own = [place["fact_no"] for place in row["evidence"] if place["report_id"] == row.get("report_id")]
        rows.append(
            {
                **row,
                "rule_name": (row["status"] != "not_assessable" and faults.get(row["rule"]))
                or names.get(row["rule"], row["rule"]),
                "facts": tuple(number for number in own if number < len(entry.facts)),
            }
        )
    return Examination(draft, tuple(years), draft.office_code is not None, tuple(rows))
