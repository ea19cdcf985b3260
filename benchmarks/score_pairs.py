"""Scores what a confirmed year is worth to the next: `python -m benchmarks.score_pairs FOLDER [--show]`.

FOLDER holds labels.jsonl (tests/golden/pairs/README.md says its keys) and two reports of each office, of which the
earlier one is decided as its label says, as staff would: nothing of it, what 导入 asks about, or every number that is
read otherwise. Printed for the later reports: right, wrong, unread, precision and recall of the numbers of the prose and
of the columns, how many numbers were read by a decision or kept from it by a contradiction, and how many are left for
staff to look at.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from benchmarks.score_prose import Scores, compare, together, told_facts
from reports.extract.prose import channel_word, learnt_by, lesson_of, name_at, with_lessons
from reports.model import Fact, Lesson, Reading
from reports.publish.entry import roles_of
from reports.reading import read_report


@dataclass
class Worth:
    """The later year of each office as it is read by what was decided of the earlier one: its scores, the numbers
    `decided` in the earlier years, `followed` and `kept_away` by a contradiction in the later ones, and the `doubts`
    that are left to look at."""

    scores: Scores = field(default_factory=Scores)
    decided: int = 0
    followed: int = 0
    kept_away: int = 0
    doubts: int = 0


WAYS = ("nothing", "asked", "every")
"""What staff decide of the earlier year: nothing, what 导入 asks about, or every number that is read otherwise."""


def worth(folder: Path) -> dict[str, Worth]:
    """What deciding on the earlier report of each pair is worth to the later one, by the WAYS to decide."""
    pairs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        pairs[label["pair"]].append(label)
    found = {way: Worth() for way in WAYS}
    for labels in pairs.values():
        earlier, later = sorted(labels, key=lambda label: int(label["year"]))
        first, plain = _reading(folder, earlier), _reading(folder, later)
        asked = _doubts(first.facts)
        told = {at for at, fact in enumerate(first.facts) if fact.source == "text" and fact.status == "stated"}
        for way, places in zip(WAYS, (set(), asked, told), strict=True):
            _add(found[way], plain, later, _lessons(first, earlier, places))
    return found


def _add(found: Worth, plain: Reading, label: dict[str, Any], lessons: list[Lesson]) -> None:
    learnt = learnt_by(plain, lessons)
    taught = replace(plain, facts=with_lessons(plain.facts, learnt))
    followed = {at for at, what in learnt.items() if not what.reason}
    compare(found.scores, label, told_facts(taught))
    found.doubts += len(_doubts(taught.facts) - followed)
    found.decided += len(lessons)
    found.followed += len(followed)
    found.kept_away += len(learnt) - len(followed)


def _reading(folder: Path, label: dict[str, Any]) -> Reading:
    return read_report((folder / label["file"]).read_bytes(), label["file"])


def _doubts(facts: Sequence[Fact]) -> set[int]:
    """The places of the numbers of the prose that 导入 asks about."""
    return {
        at
        for at, (fact, role) in enumerate(zip(facts, roles_of(facts), strict=True))
        if fact.source == "text" and fact.status == "stated" and role in ("unassigned", "conflict")
    }


def _lessons(reading: Reading, label: dict[str, Any], places: set[int]) -> list[Lesson]:
    """What the decisions teach that a label would have staff make of the numbers at `places`."""
    found = []
    for place in sorted(places):
        fact = reading.facts[place]
        decided = _decided(fact, label)
        if decided is None or (fact.indicator and decided[0] == fact.indicator and not decided[1]):
            continue
        name = name_at(reading, place) if channel_word(decided[0]) else ""
        indicator, breakdown = decided
        breakdown = name if indicator == "disclosure.other_channels" else breakdown
        lesson = lesson_of(reading, place, indicator, breakdown, name=name)
        found += [lesson] if lesson else []
    return found


def _decided(fact: Fact, label: dict[str, Any]) -> tuple[str, str] | None:
    """The indicator and column that a label gives to a number, ("", "") for a trap; None where it leaves it open."""

    def meant(row: dict[str, Any]) -> bool:
        return bool(
            row["value"] == fact.value
            and (row["quote"] in fact.quote or fact.quote in row["quote"] or _ends(row, fact))
        )

    if any(meant(row) and row["indicator"] == fact.indicator for row in label["facts"]):
        return fact.indicator or "", ""
    for row in label["facts"]:
        if meant(row):
            return None if row["indicator"].startswith("other.") else (row["indicator"], "")
    for row in label["columns"]:
        if meant(row):
            return "disclosure.column", row["column"]
    return ("", "") if any(meant(row) for row in label["traps"]) else None


def _ends(row: dict[str, Any], fact: Fact) -> bool:
    """Whether a label's words, which end with the number, and those of a fact are of one place."""
    return bool(row["quote"]) and row["quote"][-6:] in fact.quote


def main() -> None:
    """Prints the worth of a folder's earlier years."""
    parser = argparse.ArgumentParser(description="Score what a confirmed year is worth to the next.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="every difference")
    chosen = parser.parse_args()
    for way, found in worth(chosen.folder).items():
        print(f"decided of the earlier year: {way} ({found.decided} numbers)")
        if chosen.show:
            print("\n".join(f"  {line}" for line in found.scores.differences))
        print(f"  prose   {together(found.scores).line()}")
        print(f"  columns {found.scores.groups['columns'].line()}")
        print(
            f"  read by a decision {found.followed}, kept away by a contradiction {found.kept_away}, "
            f"left to look at {found.doubts}"
        )


if __name__ == "__main__":
    main()
