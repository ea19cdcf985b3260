"""Step 4, extract: what section 五 tells of problems, of plans, and of problems told as solved.

In go a Document and its Report; out come Problems in the order of print, one for each topic of each stretch of
words between two stops. What an office will do is a plan, what it has put right is solved; neither counts as a
problem. Which topics a plan answers, measures.py finds. Where section 五 is lost, words under a heading such as
存在问题 elsewhere are read. The words that mark all this stand in data/reference/lexicon/topic_cues.csv,
measure_cues.csv and problem_*.csv; where there is no such heading either, what follows a turn in running text
(但仍存在一些差距). It does not judge whether a problem is grave, and reads no numbers.
"""

from __future__ import annotations

import itertools
import re

from reports.extract.problems.kinds import kinds
from reports.extract.problems.measures import Stretch, measures_placed
from reports.extract.problems.topics import topics_of
from reports.extract.problems.units import LONGEST_HEADING, Unit, pattern_of, without_number
from reports.model import Document, Locator, Part, Problem, ProblemKind, Report

SECTION = "problems"

_LONGEST_SECTION = 40_000


def extract_problems(document: Document, report: Report) -> tuple[Problem, ...]:
    """The Problems, plans and solved problems that the report tells, in the order of print.

    Topics are those of data/reference/topics.csv; "none" stands alone, where the report says that it has no
    problem and names none, and "unplaced" is that of a plan that answers no topic by its number or words. Quotes are as printed.
    """
    parts = _parts(document, report)
    lengths = itertools.accumulate(part.end - part.start for part in parts)
    parts = [part for part, length in zip(parts, lengths, strict=True) if length <= _LONGEST_SECTION]
    texts = [document.uniform(part) for part in parts]
    found: list[tuple[int, int, Problem]] = []
    denials: list[tuple[int, int, Problem]] = []

    def problem(unit: Unit, start: int, end: int, topic: str, kind: ProblemKind) -> tuple[int, int, Problem]:
        part, text = parts[unit.part], texts[unit.part]
        first, last = text.printed_span(start, end)
        block = document.blocks[part.block]
        locator = Locator(part.block, page=block.page, start=part.start + first, end=part.start + last)
        return unit.part, start, Problem(topic, text.printed[first:last], kind, SECTION, locator)

    stretches: list[Stretch] = []
    for unit, runs in kinds(texts, report.year):
        for kind, clauses in runs:
            if kind == "problem" and any(pattern_of("none").search(c.text) for c in clauses):
                denials.append(problem(unit, clauses[0].start, clauses[-1].end, "none", "problem"))
                continue
            told = () if kind == "plan" else tuple(topics_of(clauses, kind))
            stretches.append(Stretch(unit, kind, tuple(clauses), told))
    placed = measures_placed(stretches)
    for index, stretch in enumerate(stretches):
        for topic in placed.get(index, stretch.topics):
            start, end = stretch.clauses[0].start, stretch.clauses[-1].end
            found.append(problem(stretch.unit, start, end, topic, stretch.kind))
    if denials and not any(p.kind == "problem" for _, _, p in found):
        found.append(denials[0])
    return tuple(p for _, _, p in sorted(found, key=lambda entry: entry[:2]))


def _printed(document: Document, part: Part) -> str:
    return document.blocks[part.block].text[part.start : part.end]


def _parts(document: Document, report: Report) -> list[Part]:
    """The prose of section 五, or, where there is none, what stands below words such as 存在问题, or else what follows
    a turn such as 但仍存在一些差距."""
    own = [part for section in report.sections if section.key == SECTION for part in section.parts]
    own = [part for part in own if _printed(document, part).strip()]
    if own:
        return own
    for section in report.sections:
        for position, part in enumerate(section.parts):
            text = document.uniform(part).text
            first = re.split("[。：；]", without_number(text))[0]
            if len(first) <= LONGEST_HEADING and pattern_of("problem_heading").search(first):
                return [p for p in section.parts[position:] if _printed(document, p).strip()]
    for section in report.sections:
        for position, part in enumerate(section.parts):
            uniform = document.uniform(part)
            if turn := pattern_of("told_in_passing").search(uniform.text):
                start, end = uniform.printed_span(turn.start(), len(uniform.text))
                return [Part(part.block, part.start + start, part.start + end), *section.parts[position + 1 :]]
    return []
