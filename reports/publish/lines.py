"""The lines of the journal: each kind with its keys, made here and nowhere else.

`at` and `who` are added when a line is written (store/journal.py) where it does not bring them along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

from reports.correct import Correction
from reports.model import Snapshot


class CaptureLine(TypedDict):
    """A file came in; `refused` is the sentence why it could not be used, None when it could."""

    what: Literal["capture"]
    at: str
    sha256: str
    file_name: str
    byte_count: int
    source_url: str | None
    refused: str | None


class LogLine(TypedDict):
    """A website's publication log came in; `office` is the office of all its rows, if it has no column for it."""

    what: Literal["log"]
    at: str
    sha256: str
    file_name: str
    byte_count: int
    office: str | None


class AssignmentLine(TypedDict):
    """Originals were filed under the roster's office `after`; `before` names the offices they were under."""

    what: Literal["assignment"]
    sha256: list[str]
    before: list[str]
    after: str


class YearLine(TypedDict):
    """Originals were said to report on the year `after`; `before` is the year as read, None when none was."""

    what: Literal["year"]
    sha256: list[str]
    before: int | None
    after: int


class CorrectionLine(TypedDict):
    """A number of one original was corrected."""

    what: Literal["correction"]
    who: str
    at: str
    sha256: str
    correction: dict[str, Any]


RollbackLine = TypedDict("RollbackLine", {"what": Literal["rollback"], "from": int, "to": int, "void_after": int})
"""A return from generation `from` to `to`; lines after byte `void_after` no longer count."""


JournalLine = CaptureLine | LogLine | AssignmentLine | YearLine | CorrectionLine | RollbackLine


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a report: its office in the roster and its year where they differ from what was
    read (None: as read), and corrections of its numbers."""

    office_code: str | None = None
    year: int | None = None
    corrections: tuple[Correction, ...] = ()


def capture_line(snapshot: Snapshot, source_url: str | None, refused: str | None) -> CaptureLine:
    """The line of a file that came in."""
    return {
        "what": "capture",
        "at": snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": snapshot.sha256,
        "file_name": snapshot.file_name,
        "byte_count": snapshot.byte_count,
        "source_url": source_url,
        "refused": refused,
    }


def log_line(snapshot: Snapshot, office: str | None) -> LogLine:
    """The line of a publication log that came in."""
    return {
        "what": "log",
        "at": snapshot.captured_at.isoformat(timespec="microseconds"),
        "sha256": snapshot.sha256,
        "file_name": snapshot.file_name,
        "byte_count": snapshot.byte_count,
        "office": office,
    }


def rollback_line(left: int, served: int, void_after: int) -> RollbackLine:
    """The line of a return from generation `left` to `served`."""
    return {"what": "rollback", "from": left, "to": served, "void_after": void_after}


def decided_lines(
    shas: Sequence[str], offices: Sequence[str], year: int | None, decision: Decision
) -> list[AssignmentLine | YearLine | CorrectionLine]:
    """The lines of what was decided about originals that were under `offices` and read as of `year`. Corrections
    are of one original's numbers; their `by` and `on` become those of the line."""
    lines: list[AssignmentLine | YearLine | CorrectionLine] = []
    if decision.office_code is not None:
        before = sorted(set(offices))
        lines.append({"what": "assignment", "sha256": list(shas), "before": before, "after": decision.office_code})
    if decision.year is not None:
        lines.append({"what": "year", "sha256": list(shas), "before": year, "after": decision.year})
    for correction in decision.corrections:
        (sha256,) = shas
        told = {name: getattr(correction, name) for name in Correction.__dataclass_fields__ if name not in ("by", "on")}
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


def signed(lines: Sequence[JournalLine], who: str) -> list[dict[str, Any]]:
    """The lines with `who` decided, where they do not say it themselves; '' leaves it to the journal."""
    return [{"who": who, **line} if who else {**line} for line in lines]
