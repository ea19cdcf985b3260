"""Step 4, extract, the prose: its numbers become facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reports.extract.prose.candidates import Candidate, Words, explained
from reports.extract.prose.decision import decide
from reports.extract.prose.lessons import channel_word, learnt_by, lesson_of, name_at, name_before, with_lessons
from reports.extract.prose.reader import Reader
from reports.extract.prose.scope import field_of, is_below_a_district
from reports.extract.prose.stream import nothing_told, spam_word, stream
from reports.model import Document, Explanation, Fact, Report, Section

__all__ = [
    "channel_word",
    "explain_prose",
    "extract_narrative",
    "learnt_by",
    "lesson_of",
    "name_at",
    "name_before",
    "read_prose",
    "with_lessons",
]

_PROSE_SECTIONS = ("overview", "disclosure", "applications", "disputes", "other")


def extract_narrative(document: Document, report: Report, cells: Iterable[Fact] = ()) -> tuple[Fact, ...]:
    """The Facts of the prose of `report`, in reading order; units as printed, rates in percent.

    `cells` are the facts of its statutory tables. A number that no indicator can be given has indicator None. A fact
    told twice is given once.
    """
    return tuple(candidate.fact for candidate in read_prose(document, report, cells))


def explain_prose(document: Document, report: Report, cells: Iterable[Fact] = ()) -> tuple[Explanation, ...]:
    """The numbers of the prose, each with why it is read as it is; their facts are those of extract_narrative."""
    return tuple(explained(candidate) for candidate in read_prose(document, report, cells))


def read_prose(document: Document, report: Report, cells: Iterable[Fact] = ()) -> list[Candidate]:
    """The numbers of the prose as the whole report decides them, each with its evidence and the reason."""
    told: list[Candidate] = []
    implied: list[Fact] = []
    spam = spam_word(report.sections)
    for section in _told_in(document, report):
        text, pieces = stream(document, section, spam)
        if not text:
            text, pieces = nothing_told(document, section)
        if not text:
            continue
        reader = Reader(section, text, pieces, report.year, is_below_a_district(report.office), field_of(report.office))
        told += reader.read()
        implied += reader.implied
    if implied and not any(candidate.fact.indicator == "open_day.events" for candidate in told):
        told.append(Candidate(implied[0], Words()))
    return _once(decide(told, cells))


def _told_in(document: Document, report: Report) -> list[Section]:
    """The sections whose prose is read; sentences before the first one are the overview of a report that prints none."""
    sections = [section for section in report.sections if section.key in _PROSE_SECTIONS]
    if any(section.key == "overview" for section in sections):
        return sections
    before = [section for section in report.sections if section.key == "preamble" and section is report.sections[0]]
    for section in before if sections else ():
        parts = tuple(part for part in section.parts if "。" in document.uniform(part).text)
        sections.insert(0, replace(section, key="overview", parts=parts))
    return sections


def _is_next_of_kind(kept: list[Candidate], fact: Fact) -> bool:
    """Whether `fact` is another kind of what stands just before it: 文字解读2篇、图文解读2篇."""
    last = kept[-1].fact if kept else None
    before = last.locator if last else None
    if last is None or before is None or fact.locator is None or before.end is None or fact.locator.start is None:
        return False
    beside = before.block == fact.locator.block and fact.locator.start - before.end == 1
    alike = last.indicator == fact.indicator == "disclosure.policy_interpretation"
    return alike and beside and last.quote != fact.quote


def _once(told: list[Candidate]) -> list[Candidate]:
    seen: set[tuple[str | None, str, float | None]] = set()
    positive = {candidate.fact.indicator for candidate in told if candidate.fact.indicator and candidate.fact.value}
    kept: list[Candidate] = []
    for candidate in told:
        fact = candidate.fact
        key = (fact.indicator, fact.breakdown, fact.value)
        untold_zero = fact.value == 0 and fact.unit == "" and fact.indicator in positive
        if fact.indicator and ((key in seen and not _is_next_of_kind(kept, fact)) or untold_zero):
            continue
        seen.add(key)
        kept.append(candidate)
    return kept
