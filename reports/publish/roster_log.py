"""What people changed of the roster lately, for people: who, when, which offices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from reports import store
from reports.publish.offices import served_offices
from reports.store import journal

_KINDS = ("office", "merge")


@dataclass(frozen=True, slots=True)
class Change:
    """Lines of one kind that were written together: when (UTC), who, the kind of line and the offices by name; of a
    merger the one that went and the one that stays."""

    at: datetime
    who: str
    what: str
    names: tuple[str, ...]


def recent(folder: Path, most: int = 10) -> list[Change]:
    """The latest changes that people made since the oldest generation kept, the newest first: those that can still be
    undone."""
    files = store.kept(folder)
    if not files:
        return []
    oldest = store.open_generation(folder, min(number for number, _path in files))
    try:
        start = oldest.journal_bytes
        before = store.stored_roster(oldest.cursor(), None)
    finally:
        oldest.close()
    names = {code: office.name for known in (before, served_offices(folder)) for code, office in known.offices.items()}
    lines = [
        line
        for line in journal.in_force(journal.read(folder, start))
        if line["what"] in _KINDS and not (line["what"] == "office" and line["office"]["is_new"])
    ]
    found = []
    for (at, who, what), together in groupby(lines, lambda line: (line["at"], line["who"], line["what"])):
        told: list[str] = []
        for line in together:
            if what == "merge":
                told.append(f"{names.get(line['from'], line['from'])} → {names.get(line['into'], line['into'])}")
            else:
                told.append(line["office"]["name"])
        found.append(Change(datetime.fromisoformat(at).astimezone(UTC), who, what, tuple(told)))
    return found[: -most - 1 : -1]
