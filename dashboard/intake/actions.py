"""What the page 导入 may do to the store: read drafts, publish, correct, undo, judge a draft, load a log.

In come uploaded bytes and what a person decided; out come drafts, outcomes and options for the page. Each function
passes on to reports/ with the folder of the store. It draws nothing, and nothing else of the dashboard writes; what
writes, or tells what only a writer needs, raises ReportError where this visitor may not, or not for these offices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from dashboard import access, wording
from dashboard.ask import ask, generation
from dashboard.ask import folder as shown_folder
from reports import apart, errors, publish, store
from reports.extract.prose import channel_word, name_before
from reports.identify.alike import Proposal
from reports.identify.names import split_region
from reports.model import Learnt
from reports.people import ANY_OFFICE
from reports.publication_log import Preview
from reports.publish import batches, log, proposals, verdict
from reports.publish import drafts as confirming
from reports.publish.batches import Batch, Waiting
from reports.publish.district import Elsewhere, home_regions, regions_elsewhere, served_roster, text_of
from reports.publish.drafts import Decision, Draft, Examination, Published, Step
from reports.publish.entry import sections_of
from reports.publish.proposals import ToCome
from reports.publish.verdict import Point
from reports.reference import table


def _office_of(draft: Draft, decision: Decision) -> str:
    """The code of the office that a draft is published under; ANY_OFFICE for one that would be registered."""
    return decision.office_code or (not decision.office_name and draft.office_code) or ANY_OFFICE


def _office_of_report(report_id: int) -> str:
    """The code of a stored report's office; ANY_OFFICE where this visitor sees none."""
    rows = ask("report_list", report_ids=[report_id])
    return str(rows["office_code"].iloc[0]) if len(rows) else ANY_OFFICE


def read(data: bytes, file_name: str) -> Draft:
    """The draft in an uploaded file; one that cannot be used carries the sentence why."""
    access.demand()
    return confirming.read_draft(data, file_name, store.default_store())


def batch(key: str) -> Batch:
    """The files that a person has brought and not published yet."""
    return batches.read(store.default_store(), key)


def take(key: str, files: Sequence[tuple[str, bytes]], most_bytes: int) -> tuple[Batch, bool]:
    """The batch with files more, and whether they all fit into `most_bytes`; those that do not stay out."""
    access.demand()
    folder = store.default_store()
    held = batches.read(folder, key)
    for name, data in files:
        if held.byte_count + len(data) > most_bytes:
            return held, False
        held = batches.add(folder, key, data, name)
    return held, True


def change_batch(key: str, update: Callable[[Batch], Batch]) -> Batch:
    """The batch with what was decided."""
    access.demand()
    return batches.change(store.default_store(), key, update)


def decide_draft(key: str, decided: Waiting) -> Batch:
    """The batch with what was decided about one file."""
    access.demand()
    return batches.decide(store.default_store(), key, decided)


def remove(key: str, shas: set[str]) -> Batch:
    """The batch without some files."""
    access.demand()
    return batches.remove(store.default_store(), key, shas)


def read_waiting(key: str, file: Waiting, number: int) -> Draft:
    """The draft in a file of a batch, read once while the server runs; its office as generation `number` knows it."""
    return _placed(store.default_store(), key, file.sha256, file.name, number)


@lru_cache(maxsize=400)
def _placed(folder: Path, key: str, sha256: str, name: str, number: int) -> Draft:
    draft = _read_waiting(folder, key, sha256, name)
    return confirming.placed(draft, folder) if number else draft


@lru_cache(maxsize=400)
def _read_waiting(folder: Path, key: str, sha256: str, name: str) -> Draft:
    try:
        data = batches.data(folder, key, sha256)
    except errors.StoreError as error:
        return Draft(name, b"", sha256, None, str(error))
    return confirming.read_draft(data, name, folder)


def told_by(draft: Draft, decided: Waiting) -> tuple[store.EntryFact, ...]:
    """The facts of a draft as they would be published."""
    return confirming.told_by(draft, decided.decision)


def learning(learnt: Learnt) -> str:
    """What was made of another year's confirmation, in words."""
    return publish.learning_told(learnt)


def account(indicator: str, sentence: str, end: int) -> str:
    """The quoted name before a number that may be the channel which an indicator counts; "" where there is none."""
    return name_before(sentence, end) if channel_word(indicator) else ""


def with_learning(drafts: Sequence[Draft], decided: Mapping[str, Waiting]) -> list[Draft]:
    """The drafts as they are read by what was decided of other reports of their offices, in the store and in the
    batch."""
    access.demand()
    places = {draft.sha256: confirming.office_of(draft, decided[draft.sha256].decision) for draft in drafts}
    taught = confirming.lessons_by_office(
        store.default_store(), [(draft, decided[draft.sha256].decision, places[draft.sha256]) for draft in drafts]
    )
    return [
        confirming.learning_from(
            draft,
            decided[draft.sha256].decision,
            [lesson for sha256, lesson in taught.get(places[draft.sha256], ()) if sha256 != draft.sha256],
        )
        for draft in drafts
    ]


def stored(drafts: Sequence[Draft]) -> set[str]:
    """The sha256 of those drafts whose bytes are stored already."""
    access.demand()
    return confirming.stored_among(store.default_store(), [draft.sha256 for draft in drafts])


def publish_drafts(
    confirmed: Sequence[tuple[Draft, Decision]],
    who: str,
    on_progress: Callable[[int, int, str], object],
    district: str = "",
) -> Published:
    """Publishes drafts with what was decided about each, in one generation; `district` names the region of offices
    whose reports do not tell it."""
    access.demand("publish", *(_office_of(draft, decision) for draft, decision in confirmed))
    return confirming.publish_drafts(
        store.default_store(), confirmed, who=access.author(who), district=district, on_progress=on_progress
    )


def decide(report_id: int, decision: Decision, who: str) -> tuple[str, int | None]:
    """Publishes what was decided about a stored report: its title and the new generation."""
    access.demand("publish", _office_of_report(report_id), *([decision.office_code] if decision.office_code else []))
    titles, generation = publish.decide(store.default_store(), str(report_id), decision, who=access.author(who))
    return titles[0], generation


def withdraw(report_id: int, reason: str, who: str) -> tuple[str, int | None]:
    """Takes a stored report back, for a reason: its title and the new generation."""
    access.demand("publish", _office_of_report(report_id))
    return publish.withdraw(store.default_store(), str(report_id), reason, who=access.author(who))


def last_step() -> Step | None:
    """What undoing would undo; None when there is nothing to go back to."""
    access.demand("undo")
    return confirming.last_step(store.default_store())


def undo(who: str) -> tuple[int, int, int]:
    """Goes back one generation, in the name of `who`: (left, served now, reports that are read and not published)."""
    access.demand("undo")
    folder = store.default_store()
    return *publish.rollback(folder, who=access.author(who)), publish.waiting(folder)


def examine(data: bytes, file_name: str) -> Examination:
    """What the rules say of a draft; nothing is stored. Raises ReportError, also for a draft of an office that this
    visitor does not see: its other years stand beside it."""
    access.demand("check")
    # The example is looked at too: a draft is held against what is shown.
    person = access.signed_in()
    sees_all = person is None or person.scope.is_everything
    return confirming.examine(
        data, file_name, shown_folder(), lambda code: access.demand("check", code), with_neighbours=sees_all
    )


def points(examination: Examination) -> tuple[Point, ...]:
    """What there is to say of a draft, the weightiest first."""
    return verdict.points(examination)


def commented(examination: Examination, found: tuple[Point, ...]) -> bytes:
    """The Word draft with what there is to say as comments. Raises ReportError."""
    draft = examination.draft
    return apart.commented(draft.data, draft.name, verdict.remarks(found, wording.POINT_WEIGHTS))


def preview_log(data: bytes, file_name: str, office: str | None) -> Preview:
    """What was understood of a publication log. Raises ReportError."""
    access.demand("publish", office or ANY_OFFICE)
    return log.preview_log(store.default_store(), data, file_name, office)


def load_log(data: bytes, file_name: str, office: str | None, who: str) -> int | None:
    """Publishes a publication log; None when it stands there already. Raises ReportError."""
    access.demand("publish", office or ANY_OFFICE)
    return log.load(store.default_store(), data, file_name, office=office, who=access.author(who))[1]


def offices() -> dict[str, str]:
    """The roster: name with region by code."""
    if not generation():
        return {}
    listed = ask("office_list")
    rows = listed[~listed["is_queued"]].itertuples()
    return {row.office_code: f"{row.office_name}（{row.region_name}）" for row in rows}


def office_names() -> dict[str, str]:
    """The roster: name by code."""
    if not generation():
        return {}
    listed = ask("office_list")
    return {row.office_code: row.office_name for row in listed[~listed["is_queued"]].itertuples()}


def named(draft: Draft, typed: str) -> Decision:
    """That a draft is of the office that somebody names: of the roster's, or of one to register. Raises ReportError."""
    access.demand()
    return _taken_for(draft, Decision(office_name=confirming.checked_name(typed)))


def settled(draft: Draft, decided: Waiting) -> Waiting:
    """What was decided about a file, an office that somebody named being the one of the roster that answers to it."""
    access.demand()
    return replace(decided, decision=_taken_for(draft, decided.decision))


def _taken_for(draft: Draft, decision: Decision) -> Decision:
    """The same, of what was decided: an office beyond what this visitor sees is not told, and is none of his to file
    under when it comes to publishing."""
    found = confirming.settled(store.default_store(), draft, decision)
    return found if found == decision or found.office_code in offices() else decision


def homes(drafts: Iterable[Draft], decided: Mapping[str, Decision], words: str) -> dict[str, str]:
    """The full name of the region that the office of each draft lies in or will be registered in, by sha256. `decided`
    is what somebody decided of each, `words` are those by which he names the district; '' where nobody told it."""
    folder = store.default_store()
    told = {
        draft.sha256: confirming.stated_by(folder, draft, decided[draft.sha256])
        for draft in drafts
        if draft.reading is not None
    }
    home = home_regions(folder, told.values(), words)
    found = {sha: home[office] for sha, office in told.items()}
    chosen = {sha: decision.office_code for sha, decision in decided.items() if decision.office_code}
    if chosen:
        region_of_office = dict(ask("office_list")[["office_code", "region_id"]].itertuples(index=False))
        regions = served_roster(folder).regions
        for sha, code in chosen.items():
            if isinstance(region_id := region_of_office.get(code), str):
                found[sha] = regions.full_name(region_id)
    return found


def elsewhere(drafts: Iterable[Draft], decided: Mapping[str, Decision], words: str) -> dict[str, Elsewhere]:
    """Which other region a draft's report tells, by sha256, than that which somebody names by `words` for all files;
    of an office that the store knows there, nothing is to be asked."""
    folder = store.default_store()
    new = [
        (draft.sha256, confirming.stated_by(folder, draft, decided[draft.sha256]), text_of(sections_of(draft.reading)))
        for draft in drafts
        if draft.reading is not None and _office_of(draft, decided[draft.sha256]) == ANY_OFFICE
    ]
    found = regions_elsewhere(folder, [(office, text) for _sha, office, text in new], words)
    return {sha: other for (sha, _office, _text), other in zip(new, found, strict=True) if other is not None}


def alike(coming: Sequence[tuple[Draft, Decision]], words: str) -> list[Proposal]:
    """What may be one office of those that drafts would register and those of the roster; only whoever sees every
    office is told."""
    access.demand()
    person = access.signed_in()
    if person is not None and not person.scope.is_everything:
        return []
    folder = store.default_store()
    told = [
        ToCome(
            split_region(decision.office_name)[1] if decision.office_name else draft.reading.report.office,
            confirming.stated_by(folder, draft, decision),
            decision.year or draft.year,
        )
        for draft, decision in coming
        if draft.reading is not None and _office_of(draft, decision) == ANY_OFFICE
    ]
    return _alike(folder, generation() or 0, tuple(each for each in told if each.office), words)


@lru_cache(maxsize=8)
def _alike(folder: Path, _number: int, coming: tuple[ToCome, ...], words: str) -> list[Proposal]:
    return proposals.proposed_with(folder, coming, words)


def join(pairs: Sequence[tuple[str, str]], who: str) -> tuple[int, int, int | None]:
    """Merges the offices of proposals that were accepted before they were published, as far as both are there now: how
    many, how many are left out, and the generation, None for none. Raises ReportError."""
    access.demand("roster", *(code for pair in pairs for code in pair))
    folder = store.default_store()
    standing = {each.pair for each in proposals.proposed(folder)}
    there = [pair for pair in pairs if pair in standing]
    return proposals.accept(folder, there, who=access.author(who)) if there else (0, 0, None)


def district() -> str:
    """The full name of the region that the store is of; '' when nobody said."""
    if not generation():
        return ""
    roster = served_roster(store.default_store())
    return roster.regions.full_name(roster.district)


def indicators() -> dict[str, str]:
    """The dictionary: name by indicator id."""
    return {row["indicator"]: row["name_zh"] for row in table("indicators")}
