"""Whether a draft can be published as it is: what has to be mended first, what to look at, what could not be judged.

In comes an Examination (drafts.py); out come its points, each with its place in the document and what to write there
(data/reference/rules.csv). Only the rules of deciding_rules.csv decide: what could not be assessed, and what rests on
more than the draft itself, does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from reports.commented import Remark
from reports.model import SECTION_KEYS, Locator
from reports.publish.drafts import Draft, Examination
from reports.reference import built

Weight = Literal["must", "look", "unjudged"]
WEIGHTS: tuple[Weight, ...] = ("must", "look", "unjudged")
_SEVERITIES = ("high", "medium", "low")
_OF_PARTS = ("section_missing", "section_order", "form_of_the_year")
"""What may only seem to be lacking where part of the file could not be read."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to say of a draft: `section` (key of SECTION_KEYS or "preamble", '' for the whole) is its place for
    people, `quotes` the words there and `locators` their places in the document as read, of the same order."""

    weight: Weight
    rule: str
    rule_name: str
    severity: str
    message: str
    advice: str
    section: str
    quotes: tuple[str, ...]
    locators: tuple[str, ...]

    @property
    def words(self) -> str:
        """The words concerned, a few of them."""
        return "；".join(quote for quote in dict.fromkeys(self.quotes[:3]) if quote)


def points(examination: Examination) -> tuple[Point, ...]:
    """What there is to say, the weightiest first and within a weight in the order of the document."""
    found = [_point(examination.draft, finding) for finding in examination.findings]
    return tuple(sorted(found, key=lambda point: (*_weight(point), _first(point))))


def is_publishable(found: tuple[Point, ...]) -> bool:
    """Whether nothing has to be mended first."""
    return all(point.weight != "must" for point in found)


def remarks(found: tuple[Point, ...], names: Mapping[str, str]) -> list[Remark]:
    """The points as remarks for a copy of the draft, one at each first place; `names` says what a weight is called."""
    return [
        Remark(
            f"【{names[point.weight]}】{point.message}" + (f"\n建议：{point.advice}" if point.advice else ""),
            point.locators[0] if point.locators else "",
            point.quotes[0] if point.quotes else "",
        )
        for point in found
    ]


def unread(draft: Draft) -> int:
    """How many numbers or cells of a draft were not understood, and so judged by no rule."""
    return sum(kind == "unreadable" for _place, kind, _fact in draft.doubts())


def _point(draft: Draft, finding: Mapping[str, Any]) -> Point:
    advice = built("rules", _advice).get(finding["rule"], "")
    decides = finding["rule"] in built("deciding_rules", _deciding)
    reading = draft.reading
    assert reading is not None
    facts = [reading.facts[number] for number in finding.get("facts", ())]
    # A place that is printed comes before a cell that is not.
    facts.sort(key=lambda fact: fact.locator is None)
    weight: Weight = "look"
    if finding["status"] == "not_assessable" or (reading.marks and finding["rule"] in _OF_PARTS):
        weight = "unjudged"
    elif finding["status"] == "failed" and decides and finding.get("severity") != "low":
        weight = "must"
    return Point(
        weight,
        finding["rule"],
        finding.get("rule_name") or finding["rule"],
        finding.get("severity") or "low",
        finding["message"],
        "" if weight == "unjudged" else advice,
        facts[0].section if facts else _section_of(finding),
        tuple(fact.quote for fact in facts),
        tuple(dict.fromkeys(str(fact.locator) for fact in facts if fact.locator)),
    )


def _section_of(finding: Mapping[str, Any]) -> str:
    """The section that a finding without numbers speaks of; '' where it is the whole report."""
    part = str(finding.get("subject") or "").partition("/")[0]
    return part if finding["rule"] == "recycled_text" and part in SECTION_KEYS else ""


def _advice(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {row["rule"]: row["advice"] for row in rows}


def _deciding(rows: Iterable[Mapping[str, str]]) -> frozenset[str]:
    return frozenset(row["rule"] for row in rows)


def _weight(point: Point) -> tuple[int, int]:
    return WEIGHTS.index(point.weight), _SEVERITIES.index(point.severity)


def _first(point: Point) -> tuple[int, int]:
    if not point.locators:
        return (-1, 0)
    place = Locator.parse(point.locators[0])
    return place.block, (place.row or 0) if place.start is None else place.start
