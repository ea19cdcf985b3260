"""Step 4, extract, the prose: its numbers become facts."""

from __future__ import annotations

from dataclasses import replace

from reports.extract.prose.reader import Reader
from reports.extract.prose.scope import is_below_a_district
from reports.extract.prose.stream import nothing_told, spam_word, stream
from reports.model import Document, Fact, Report

_PROSE_SECTIONS = ("overview", "disclosure", "applications", "disputes", "other")


def extract_narrative(document: Document, report: Report) -> tuple[Fact, ...]:
    """The Facts of the prose of `report`, in reading order; units as printed, rates in percent.

    A number that no indicator can be given has indicator None. A fact told twice is given once.
    """
    facts: list[Fact] = []
    implied: list[Fact] = []
    spam = spam_word(report.sections)
    for section in report.sections:
        if section.key not in _PROSE_SECTIONS:
            continue
        text, pieces = stream(document, section, spam)
        if not text:
            text, pieces = nothing_told(document, section)
        if not text:
            continue
        reader = Reader(section, text, pieces, report.year, is_below_a_district(report.office))
        found = reader.read()
        facts += _one_total(found, reader.strength, reader.running)
        implied += reader.implied
    if implied and not any(fact.indicator == "open_day.events" for fact in facts):
        facts.append(implied[0])
    return tuple(_once(facts))


def _one_total(facts: list[Fact], strength: dict[int, int], running: set[int]) -> list[Fact]:
    """Keep the surest total; a second general count of another value is no indicator.

    累计公开12986条。本年度公开460条: the `running` count before a smaller one is the cumulative one.
    """
    totals = [i for i, fact in enumerate(facts) if fact.indicator == "disclosure.total"]
    if len(totals) < 2:
        return facts
    first, second = totals[:2]
    larger = (facts[first].value or 0) > (facts[second].value or 0)
    if larger and first in running and second not in running and strength.get(second, 0) >= 3:
        facts[first] = replace(facts[first], indicator="disclosure.cumulative")
        totals = totals[1:]
    best = max(totals, key=lambda i: (strength.get(i, 0), -i))
    return [
        replace(fact, indicator=None) if i in totals and i != best and fact.value != facts[best].value else fact
        for i, fact in enumerate(facts)
    ]


def _is_next_of_kind(kept: list[Fact], fact: Fact) -> bool:
    """Whether `fact` is another kind of what stands just before it: 文字解读2篇、图文解读2篇."""
    before = kept[-1].locator if kept else None
    if before is None or fact.locator is None or before.end is None or fact.locator.start is None:
        return False
    beside = before.block == fact.locator.block and fact.locator.start - before.end == 1
    alike = kept[-1].indicator == fact.indicator == "disclosure.policy_interpretation"
    return alike and beside and kept[-1].quote != fact.quote


def _once(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[str | None, str, float | None]] = set()
    positive = {fact.indicator for fact in facts if fact.indicator and fact.value}
    kept: list[Fact] = []
    for fact in facts:
        key = (fact.indicator, fact.breakdown, fact.value)
        untold_zero = fact.value == 0 and fact.unit == "" and fact.indicator in positive
        if fact.indicator and ((key in seen and not _is_next_of_kind(kept, fact)) or untold_zero):
            continue
        seen.add(key)
        kept.append(fact)
    return kept
