"""Scores the reading of prose against labelled reports: `python -m benchmarks.score_prose FOLDER [--show] [--locked]`.

FOLDER holds labels.jsonl (tests/golden/README.md says its keys) and the files that it names. Reports whose label says
`locked` are left out, or are all that is scored with --locked. A number on a quote that the label calls other.* counts
neither for nor against, nor does a column that it calls optional. Printed for each group of indicators, for the
columns and for the topics of section five: right, wrong, unread, precision and recall; `leading` are the numbers that
a page would show; then the office and the milliseconds a report.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reports.errors import ReportError
from reports.model import Fact, Reading
from reports.publish.entry import roles_of
from reports.reading import read_report
from reports.text.normalise import normalise

Key = tuple[str, float | None]


@dataclass
class Score:
    """Counts of one group; `shown` are the right ones that lead, `misleading` the wrong ones that lead."""

    right: int = 0
    wrong: int = 0
    unread: int = 0
    shown: int = 0
    misleading: int = 0

    def line(self) -> str:
        """The counts with precision and recall of all and of what leads."""

        def share(part: int, whole: int) -> str:
            return f"{part / whole:.3f}" if whole else "    -"

        told, expected = self.right + self.wrong, self.right + self.unread
        return (
            f"right {self.right:4} wrong {self.wrong:3} unread {self.unread:3}  precision {share(self.right, told)}"
            f" recall {share(self.right, expected)}  leading: precision {share(self.shown, self.shown + self.misleading)}"
            f" right and shown {share(self.shown, expected)}"
        )


@dataclass
class Scores:
    """The scores of a folder by group, and its differences as lines for people."""

    groups: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    differences: list[str] = field(default_factory=list)
    offices: Counter[bool] = field(default_factory=Counter)
    reports: int = 0
    seconds: float = 0.0


def score(folder: Path, locked: bool) -> Scores:
    """The scores of the labelled reports of a folder."""
    found = Scores()
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if bool(label.get("locked")) == locked:
            _score_report(found, folder, label)
    return found


def _score_report(found: Scores, folder: Path, label: dict[str, Any]) -> None:
    data = (folder / label["file"]).read_bytes()
    start = time.perf_counter()
    try:
        reading = read_report(data, label["file"])
    except ReportError as error:
        found.differences.append(f"{label['file']} refused: {error}")
        reading = None
    found.seconds += time.perf_counter() - start
    found.reports += 1
    if label["office"]:
        said = reading.report.office if reading else ""
        same = _same_office(said, label["office"], reading.report.region if reading else "")
        found.offices[same] += 1
        if not same:
            found.differences.append(f"{label['file']} office: {said!r} is {label['office']!r}")
    compare(found, label, told_facts(reading) if reading else [])
    topics = Counter(problem["topic"] for problem in label["problems"])
    have = Counter(p.topic for p in reading.problems if p.kind == "problem") if reading else Counter()
    _count(found.groups["topics"], topics, have, have)
    quotes = {p.topic: p.quote for p in reading.problems} if reading else {}
    found.differences += [f"{label['file']} WRONG topic {topic} | {quotes[topic]}" for topic in have - topics]
    told = {problem["topic"]: problem.get("quote", "") for problem in label["problems"]}
    found.differences += [f"{label['file']} unread topic {topic} | {told[topic]}" for topic in topics - have]


def told_facts(reading: Reading) -> list[tuple[Fact, bool]]:
    """The numbers of the prose with an indicator, each with whether it would be shown."""
    return [
        (fact, role in ("leading", "repeat"))
        for fact, role in zip(reading.facts, roles_of(reading.facts), strict=True)
        if fact.source == "text" and fact.indicator and fact.status == "stated"
    ]


def compare(found: Scores, label: dict[str, Any], facts: list[tuple[Fact, bool]]) -> None:
    """Adds to the scores what a label says of the numbers that were read."""
    open_quotes = [f["quote"] for f in label["facts"] if f["indicator"].startswith("other.")]
    optional = label.get("optional_columns", []) + label.get("columns_optional", [])
    want: Counter[Key] = Counter(
        (f["indicator"], _number(f["value"])) for f in label["facts"] if not f["indicator"].startswith("other.")
    )
    columns: Counter[Key] = Counter((_column(c["column"]), _number(c["value"])) for c in label["columns"])
    allowed = {(_column(c["column"]), _number(c["value"])) for c in optional}
    have: Counter[Key] = Counter()
    leading: Counter[Key] = Counter()
    have_columns: Counter[Key] = Counter()
    leading_columns: Counter[Key] = Counter()
    quotes: dict[Key, str] = {}
    for fact, leads in facts:
        is_open = any(quote and (quote in fact.quote or fact.quote in quote) for quote in open_quotes)
        if fact.indicator == "disclosure.column":
            key: Key = (_column(fact.breakdown), _number(fact.value))
            if key in columns or not (is_open or key in allowed or (key[1] in {v for _, v in allowed})):
                have_columns[key] += 1
                leading_columns[key] += leads
        else:
            key = (str(fact.indicator), _number(fact.value))
            if key in want or not (is_open or _number(fact.value) in {v for _, v in allowed}):
                have[key] += 1
                leading[key] += leads
        quotes[key] = fact.quote
    for group in {name.partition(".")[0] for name, _ in (*want, *have)}:
        _count(found.groups[group], _of(want, group), _of(have, group), _of(leading, group))
    _count(found.groups["columns"], columns, have_columns, leading_columns)
    for wanted, told in ((want, have), (columns, have_columns)):
        for key in told - wanted:
            found.differences.append(f"{label['file']} WRONG {key[0]} {key[1]:g} | {quotes[key]}")
        for key in wanted - told:
            said = [f["quote"] for f in (*label["facts"], *label["columns"]) if _number(f["value"]) == key[1]]
            found.differences.append(f"{label['file']} unread {key[0]} {key[1]:g} | {said}")


def _of(counts: Counter[Key], group: str) -> Counter[Key]:
    return Counter({key: n for key, n in counts.items() if key[0].partition(".")[0] == group})


def _count(group: Score, want: Counter[Any], have: Counter[Any], leading: Counter[Any]) -> None:
    right = want & have
    group.right += right.total()
    group.wrong += (have - want).total()
    group.unread += (want - have).total()
    shown = (right & leading).total()
    group.shown += shown
    group.misleading += leading.total() - shown


def _number(value: float | None) -> float | None:
    return None if value is None else round(float(value), 4)


def _column(name: str) -> str:
    name = normalise(name).text
    name = re.sub(r"[“”\"'‘’《》（）()\s,，]", "", name)
    name = re.sub(r"^(其中|包括|公开|发布|更新)", "", name)
    return re.sub(r"(等|类|相关|方面|领域|栏目|专栏|信息|公开|情况|内容|的)+$", "", name)


def _same_office(said: str, label: str, region: str) -> bool:
    """Whether two names are one office; either may name its region first."""

    def plain(name: str) -> str:
        return re.sub(r"(办事处|政府)$", "", re.sub(r"\s|人民(?=政府)", "", name))

    one, other = plain(said), plain(label)
    return len(one) > 1 and (one.endswith(other) or other.endswith(one) or plain(region + said) == other)


def together(found: Scores) -> Score:
    """The counts of all indicators, columns and topics left out."""
    prose = Score()
    for name, group in found.groups.items():
        if name not in ("columns", "topics"):
            for part in ("right", "wrong", "unread", "shown", "misleading"):
                setattr(prose, part, getattr(prose, part) + getattr(group, part))
    return prose


def main() -> None:
    """Prints the scores of a folder."""
    parser = argparse.ArgumentParser(description="Score the reading of prose against labelled reports.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="every difference")
    parser.add_argument("--locked", action="store_true", help="the locked reports only")
    chosen = parser.parse_args()
    found = score(chosen.folder, chosen.locked)
    if chosen.show:
        print("\n".join(found.differences))
    for name, group in sorted(found.groups.items()):
        print(f"{name:14} {group.line()}")
    print(f"{'prose facts':14} {together(found).line()}")
    print(f"office {found.offices[True]} of {found.offices.total()}")
    print(f"{found.reports} reports, {1000 * found.seconds / max(found.reports, 1):.0f} ms each")


if __name__ == "__main__":
    main()
