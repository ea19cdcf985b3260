"""Part of step 6, publish: what staff decided of one report is learnt for the others of its office.

In go entries that are placed and the generation before; out come the entries as they are read by what was decided of
their office's other reports, and those stored reports that have to be read again. What teaches follows from the
journal's lines in force alone, so that a rebuild, in whatever order, comes to the same. It decides nothing about a
number: extract does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from reports import store
from reports.database import damage_told
from reports.errors import ReportError
from reports.model import Lesson
from reports.publish.history import History
from reports.store import Entry
from reports.text.normalise import normalise

_WORDS = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(slots=True)
class OfficeLessons:
    """The reports of some offices: the office of each by its sha256, and what each teaches."""

    offices: dict[str, str] = field(default_factory=dict)
    taught: dict[str, tuple[Lesson, ...]] = field(default_factory=dict)

    def of(self, sha256: str) -> tuple[Lesson, ...]:
        """What the other reports of a report's office teach, in one order whatever came first."""
        code = self.offices.get(sha256)
        if code is None:
            return ()
        others = (other for other in self.taught if other != sha256 and self.offices.get(other) == code)
        return tuple(sorted({lesson for other in others for lesson in self.taught[other]}, key=_key))

    def put(self, entry: Entry) -> None:
        """Takes a report in as it is now; one that is withdrawn teaches nothing."""
        self.offices[entry.snapshot.sha256] = entry.office_code
        self.taught.pop(entry.snapshot.sha256, None)
        if entry.lessons and not entry.is_withdrawn:
            self.taught[entry.snapshot.sha256] = entry.lessons


def _key(lesson: Lesson) -> tuple[object, ...]:
    return astuple(lesson)


def may_hold(lessons: Iterable[Lesson], told: Entry | str) -> bool:
    """Whether one of `lessons` may be of a sentence of an entry, or of its prose: all words of its clause stand there."""
    text = told if isinstance(told, str) else "\n".join(body for _key, _heading, body in told.sections)
    uniform = normalise(text).text
    return any(
        (lesson.name and f"“{lesson.name}”" in uniform)
        or all(words in uniform for words in _WORDS.findall(lesson.clause.partition("|")[0] or lesson.skeleton))
        for lesson in lessons
    )


def learnt(
    base: store.Generation | None,
    entries: Sequence[Entry],
    merged: Mapping[str, str],
    history: Callable[[], History],
    touched: Collection[str] = (),
) -> tuple[list[Entry], OfficeLessons]:
    """The entries as their offices' other reports teach to read them, and behind them the stored reports that are
    taught otherwise now; and what is taught. `merged` gives the office that became of one, `touched` are codes of
    further offices that changed. What cannot be read any more stays as it is stored."""
    before, after = _stored(base, entries, merged, touched)
    for entry in entries:
        after.put(entry)
    if not before.taught and not after.taught:
        return list(entries), after
    found: list[Entry] = []
    for entry in entries:
        lessons = after.of(entry.snapshot.sha256)
        if lessons and may_hold(lessons, entry):
            again = history().entry(entry.snapshot.sha256, lessons=lessons)
            entry = replace(again, office_code=entry.office_code, is_queued=entry.is_queued)
        found.append(entry)
    own = {entry.snapshot.sha256 for entry in entries}
    changed = [sha for sha in after.offices if sha not in own and before.of(sha) != after.of(sha)]
    for sha256, text, is_taught in _standing(base, changed):
        lessons = after.of(sha256)
        if is_taught or may_hold(lessons, text):
            try:
                again = history().entry(sha256, lessons=lessons)
            except ReportError:
                continue
            found.append(replace(again, office_code=after.offices[sha256], is_queued=False))
    return found, after


def _stored(
    base: store.Generation | None, entries: Sequence[Entry], merged: Mapping[str, str], touched: Collection[str]
) -> tuple[OfficeLessons, OfficeLessons]:
    """The reports that the generation has of the offices concerned, under their offices of then and of now."""
    before, after = OfficeLessons(), OfficeLessons()
    if base is None:
        return before, after
    shas = [entry.snapshot.sha256 for entry in entries]
    codes = {entry.office_code for entry in entries} | set(touched)
    offices = (
        "select office_id from office where office_code in (select unnest($codes::varchar[])) union "
        "select office_id from report where sha256 in (select unnest($shas::varchar[]))"
    )
    cursor = base.cursor()
    if not any(entry.lessons for entry in entries) and not cursor.execute("select 1 from lesson limit 1").fetchone():
        return before, after
    told = cursor.execute(
        "select r.sha256, l.year, l.skeleton, l.clause, l.indicator, l.breakdown, l.locator, l.name "
        f"from lesson l join report r using (report_id) where not r.is_withdrawn and r.office_id in ({offices}) "
        "order by l.report_id, l.lesson_no",
        {"codes": sorted(codes), "shas": shas},
    ).fetchall()
    if not told and not any(entry.lessons for entry in entries):
        return before, after
    taught: dict[str, list[Lesson]] = defaultdict(list)
    for sha256, *lesson in told:
        taught[sha256].append(Lesson(*lesson))
    before.taught = {sha256: tuple(lessons) for sha256, lessons in taught.items()}
    after.taught = dict(before.taught)
    before.offices = dict(
        cursor.execute(
            f"select r.sha256, o.office_code from report r join office o using (office_id) where office_id in ({offices})",
            {"codes": sorted(codes), "shas": shas},
        ).fetchall()
    )
    for sha256, code in before.offices.items():
        while code in merged:
            code = merged[code]
        after.offices[sha256] = code
    return before, after


def _standing(base: store.Generation | None, shas: Sequence[str]) -> list[tuple[str, str, bool]]:
    """Of the reports among `shas` that are not withdrawn, replaced ones too: sha256, prose, and whether a number is read
    by a lesson or was kept from it."""
    if base is None or not shas:
        return []
    return (
        base.cursor()
        .execute(
            "with chosen as (select * from report where not is_withdrawn and sha256 in (select unnest($shas::varchar[]))), "
            "prose as (select * from section where report_id in (select report_id from chosen) union all "
            "select * from former_section where report_id in (select report_id from chosen)) "
            "select r.sha256, coalesce((select string_agg(s.body, chr(10) order by s.ordinal) from prose s "
            "where s.report_id = r.report_id), ''), "
            "exists (select 1 from evidence e where e.report_id = r.report_id and e.learning is not null) "
            "or exists (select 1 from former_fact f where f.report_id = r.report_id and f.learning is not null) "
            "from chosen r order by r.report_id",
            {"shas": list(shas)},
        )
        .fetchall()
    )


def served_lessons(folder: Path, codes: Collection[str]) -> dict[str, tuple[tuple[str, Lesson], ...]]:
    """What the generation that is served teaches of each office: (sha256 of the report, lesson)."""
    if not codes or not store.kept(folder):
        return {}
    generation = store.open_current(folder)
    try:
        with damage_told():
            told = (
                generation.cursor()
                .execute(
                    "select o.office_code, r.sha256, l.year, l.skeleton, l.clause, l.indicator, l.breakdown, l.locator, l.name "
                    "from lesson l join report r using (report_id) join office o using (office_id) where not r.is_withdrawn "
                    "and o.office_code in (select unnest($codes::varchar[])) order by l.report_id, l.lesson_no",
                    {"codes": sorted(codes)},
                )
                .fetchall()
            )
    finally:
        generation.close()
    found: dict[str, list[tuple[str, Lesson]]] = defaultdict(list)
    for code, sha256, *lesson in told:
        found[code].append((sha256, Lesson(*lesson)))
    return {code: tuple(lessons) for code, lessons in found.items()}
