"""The lines of the journal, made here and nowhere else; store/line_kinds.py has their keys.

`at` and `who` are added when a line is written (store/journal.py) where it does not bring them along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.correct import Correction
from reports.identify.regions import Region
from reports.identify.roster import Office
from reports.model import Lesson, Snapshot
from reports.store.assessments import Judgement, Sheet
from reports.store.follow_up_rows import FindingKey, Mark, Note, Task
from reports.store.line_kinds import (
    AcceptanceLine,
    AccountLine,
    AccountRow,
    AssignmentLine,
    CaptureLine,
    CorrectedNumber,
    CorrectionLine,
    DistrictLine,
    ExplanationLine,
    JournalLine,
    JudgementLine,
    LogLine,
    MarkLine,
    MergeLine,
    NoteLine,
    OfficeLine,
    OfficeRow,
    RegionLine,
    RollbackLine,
    SheetLine,
    SheetRemovalLine,
    TaskLine,
    VerdictLine,
    WithdrawalLine,
    WithdrawnRow,
    YearLine,
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a report: its office in the roster and its year where they differ from what was
    read (None: as read), and corrections of its numbers. `office_name` is how he writes the office of a draft that the
    roster does not have ('' for none): it is registered, and given a code, when the draft is published."""

    office_code: str | None = None
    year: int | None = None
    corrections: tuple[Correction, ...] = ()
    office_name: str = ""


UNCONFIRMED = "须经确认，没有载入"
"""Stands in the sentence why a file is refused that a person may confirm: until then nothing brings it in, not even a
rebuild."""


def capture_line(snapshot: Snapshot, source_url: str | None, refused: str | None, district: str = "") -> CaptureLine:
    """The line of a file that came in, from the region `district` where somebody named one."""
    return {
        "what": "capture",
        "at": snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": snapshot.sha256,
        "file_name": snapshot.file_name,
        "byte_count": snapshot.byte_count,
        "source_url": source_url,
        "refused": refused,
        "district": district,
    }


def log_line(snapshot: Snapshot, office: str | None, district: str = "") -> LogLine:
    """The line of a publication log that came in."""
    return {
        "what": "log",
        "at": snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": snapshot.sha256,
        "file_name": snapshot.file_name,
        "byte_count": snapshot.byte_count,
        "office": office,
        "district": district,
    }


def rollback_line(left: int, served: int, void_after: int) -> RollbackLine:
    """The line of a return from generation `left` to `served`."""
    return {"what": "rollback", "from": left, "to": served, "void_after": void_after}


def withdrawal_line(reports: Mapping[str, WithdrawnRow], reason: str) -> WithdrawalLine:
    """The line of originals that were taken back, by their sha256."""
    return {"what": "withdrawal", "sha256": list(reports), "reason": reason, "reports": list(reports.values())}


def office_line(office: Office) -> OfficeLine:
    """The line of an office as it is from now on."""
    row: OfficeRow = {
        "code": office.code,
        "name": office.name,
        "kind": office.kind,
        "region_id": office.region_id,
        "aliases": list(office.aliases),
        "filed_as": [list(pair) for pair in office.filed_as],
        "from_year": office.from_year,
        "to_year": office.to_year,
        "must_report": office.must_report,
        "is_fictional": office.is_fictional,
        "is_new": office.is_new,
        "events": list(office.events),
        "distinct_from": list(office.distinct_from),
    }
    return {"what": "office", "office": row}


def office_in(row: OfficeRow) -> Office:
    """The office that such a line tells of."""
    return Office(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        region_id=row["region_id"],
        aliases=tuple(row["aliases"]),
        filed_as=tuple((region_id, name) for region_id, name in row["filed_as"]),
        from_year=row["from_year"],
        to_year=row["to_year"],
        must_report=row["must_report"],
        is_fictional=row["is_fictional"],
        is_new=row["is_new"],
        events=tuple(row.get("events", ())),
        distinct_from=tuple(row.get("distinct_from", ())),
    )


def region_line(region: Region) -> RegionLine:
    """The line of a region of the store's own."""
    return {
        "what": "region",
        "region_id": region.region_id,
        "name": region.name,
        "level": region.level,
        "parent_id": region.parent_id,
    }


def district_line(region_id: str) -> DistrictLine:
    """The line of the district that a store is of from now on."""
    return {"what": "district", "region_id": region_id}


def merge_line(merged: str, into: str) -> MergeLine:
    """The line of an office that is another one."""
    return {"what": "merge", "from": merged, "into": into}


def acceptance_line(reason: str) -> AcceptanceLine:
    """The line of somebody who goes on with a journal that was altered."""
    return {"what": "acceptance", "reason": reason}


def account_line(row: AccountRow, done: Sequence[str]) -> AccountLine:
    """The line of an account as it is from now on, and in words what was done to it."""
    return {"what": "account", "account": row, "done": list(done)}


def decided_lines(
    shas: Sequence[str],
    offices: Sequence[str],
    year: int | None,
    decision: Decision,
    lessons: Iterable[Lesson] = (),
) -> list[AssignmentLine | YearLine | CorrectionLine]:
    """The lines of what was decided about originals that were under `offices` and read as of `year`. Corrections
    are of one original's numbers; their `by` and `on` become those of the line, and those of a sentence that is among
    `lessons` keep its skeleton."""
    skeletons = {lesson.locator: lesson.skeleton for lesson in lessons}
    lines: list[AssignmentLine | YearLine | CorrectionLine] = []
    if decision.office_code is not None:
        before = sorted(set(offices))
        lines.append({"what": "assignment", "sha256": list(shas), "before": before, "after": decision.office_code})
    if decision.year is not None:
        lines.append({"what": "year", "sha256": list(shas), "before": year, "after": decision.year})
    for correction in decision.corrections:
        (sha256,) = shas
        told: CorrectedNumber = {
            "indicator": correction.indicator,
            "breakdown": correction.breakdown,
            "stated_value": correction.stated_value,
            "corrected_value": correction.corrected_value,
            "reason": correction.reason,
            "locator": correction.locator,
            "new_indicator": correction.new_indicator,
            "new_breakdown": correction.new_breakdown,
        }
        if skeleton := correction.skeleton or skeletons.get(correction.locator or ""):
            told["skeleton"] = skeleton
        if correction.name:
            told["name"] = correction.name
        lines.append(
            {
                "what": "correction",
                "who": correction.by,
                "at": correction.on,
                "sha256": sha256,
                "correction": told,
            }
        )
    return lines


def task_line(task: Task, remark: str = "", filled_by: str | None = None) -> TaskLine:
    """The line of a task as it is from now on; `remark` is what is said of this change, `filled_by` who filled in the
    table that it is taken over from."""
    return {
        "what": "task",
        "task": {
            "task_id": task.task_id,
            "office": task.office,
            "matters": [
                {
                    "office": matter.key.office,
                    "year": matter.key.year,
                    "rule": matter.key.rule,
                    "subject": matter.key.subject,
                    "message": matter.message,
                    "needs": list(matter.needs),
                }
                for matter in task.matters
            ],
            "person": task.person,
            "deadline": task.deadline.isoformat() if task.deadline else "",
            "measure": task.measure,
            "proof": task.proof,
            "status": task.status,
            "reason": task.reason,
            "is_removed": task.is_removed,
            "remark": remark,
        },
        "filled_by": filled_by,
    }


def verdict_line(key: FindingKey, message: str, verdict: str, reason: str) -> VerdictLine:
    """The line of what staff said of a finding; '' takes it back."""
    return {
        "what": "verdict",
        "office": key.office,
        "year": key.year,
        "rule": key.rule,
        "subject": key.subject,
        "message": message,
        "verdict": verdict,
        "reason": reason,
    }


def explanation_line(key: FindingKey, message: str, text: str, filled_by: str | None = None) -> ExplanationLine:
    """The line of what an office said of a finding; '' takes it back; `filled_by` as a task's line has it."""
    return {
        "what": "explanation",
        "office": key.office,
        "year": key.year,
        "rule": key.rule,
        "subject": key.subject,
        "message": message,
        "text": text,
        "filled_by": filled_by,
    }


def note_line(note: Note) -> NoteLine:
    """The line of a note; one without text takes the note back."""
    return {
        "what": "note",
        "note_id": note.note_id,
        "about": note.about,
        "office": note.office,
        "year": note.year,
        "name": note.name,
        "subject": note.subject,
        "text": note.text,
    }


def mark_line(mark: Mark) -> MarkLine:
    """The line of a mark on the time axis; one without text takes the mark back."""
    return {
        "what": "mark",
        "mark_id": mark.mark_id,
        "year": mark.year,
        "office": mark.office,
        "indicator_group": mark.indicator_group,
        "text": mark.text,
    }


def sheet_line(sheet: Sheet) -> SheetLine:
    """The line of an assessment sheet of the district's own."""
    return {
        "what": "sheet",
        "sheet": {
            "sheet": sheet.sheet,
            "name": sheet.name,
            "place": sheet.place,
            "year": sheet.year,
            "applies_to": sheet.applies_to,
            "kinds": list(sheet.kinds),
            "points": sheet.points,
            "source": sheet.source,
            "url": sheet.url,
            "unseen": sheet.unseen,
            "clauses": [
                {
                    "item": clause.item,
                    "item_points": clause.item_points,
                    "clause": clause.clause,
                    "deduction": clause.deduction,
                    "per": clause.per,
                    "full_at": clause.full_at,
                    "cap": clause.cap,
                    "sources": list(clause.sources),
                    "asks": clause.asks,
                }
                for clause in sheet.clauses
            ],
        },
    }


def sheet_removal_line(sheet: str) -> SheetRemovalLine:
    """The line of an assessment sheet that is removed."""
    return {"what": "sheet_removal", "sheet": sheet}


def judgement_line(judged: Judgement, before: float | None, points: float | None) -> JudgementLine:
    """The line of a judgement: `points` are those lost from now on, None when it is taken back."""
    return {
        "what": "judgement",
        "sheet": judged.sheet,
        "item": judged.item,
        "clause": judged.clause,
        "office": judged.office_code,
        "year": judged.year,
        "before": before,
        "points": points,
        "note": judged.note,
    }


def signed(lines: Sequence[JournalLine], who: str) -> list[dict[str, Any]]:
    """The lines with `who` decided, where they do not say it themselves; '' leaves it to the journal."""
    return [{"who": who, **line} if who else {**line} for line in lines]
