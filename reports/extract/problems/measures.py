"""Which problem a measure (整改措施, 下一步) of section 五 answers: by its number, else by its words.

In come the stretches of section 五 in order, each a problem with its topics or a measure; out come the topics of each
measure. Where problems and measures are told one by one (一是…一是…, or each measure within its problem), a measure has
the topics of its number's problem and no other; elsewhere those that its words name by
data/reference/lexicon/measure_cues.csv and the subjects of topic_cues.csv. A measure that neither places is UNPLACED: it
stands beside no topic, rather than beside another one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from reports.extract.problems.topics import topics_of
from reports.extract.problems.units import Clause, Unit, pattern_of
from reports.model import ProblemKind
from reports.reference import table

UNPLACED = "unplaced"
"""The topic of a measure that answers no problem by its number nor by its words (措施未对应)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Clauses of one kind within a unit of section 五; the topics of a problem, () for a measure."""

    unit: Unit
    kind: ProblemKind
    clauses: tuple[Clause, ...]
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureCue:
    """Words by which a measure concerns topics, unless the same clause holds others."""

    topics: tuple[str, ...]
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@lru_cache(maxsize=1)
def measure_cues() -> tuple[MeasureCue, ...]:
    """The rows of lexicon/measure_cues.csv, in order."""
    return tuple(
        MeasureCue(
            tuple(row["topics"].split("|")),
            re.compile(row["cue"]),
            re.compile(row["unless"]) if row["unless"] else None,
        )
        for row in table("lexicon/measure_cues")
    )


def measures_placed(stretches: Sequence[Stretch]) -> dict[int, tuple[str, ...]]:
    """The topics of each measure of the stretches, by its position in them; (UNPLACED,) where it answers none, and no
    entry for words that only announce measures (主要采取以下措施) or promise no more than to go on."""
    words = {index: by_words(stretch.clauses) for index, stretch in enumerate(stretches) if _tells_a_measure(stretch)}
    numbered = _by_number(stretches, words)
    return {index: numbered.get(index) or told or (UNPLACED,) for index, told in words.items()}


def by_words(clauses: Sequence[Clause]) -> tuple[str, ...]:
    """The topics that the words of a measure name, in the order of their first words."""
    found: dict[str, int] = {}
    for topic in topics_of(list(clauses), "plan"):
        found.setdefault(topic, clauses[0].start)
    for clause in clauses:
        for cue in measure_cues():
            if fits(cue, clause.text):
                for topic in cue.topics:
                    found.setdefault(topic, clause.start)
    return tuple(sorted(found, key=lambda topic: found[topic]))


def fits(cue: MeasureCue, clause: str) -> bool:
    """Whether the words of a clause are those of the cue."""
    return bool(cue.pattern.search(clause)) and not (cue.unless and cue.unless.search(clause))


def _tells_a_measure(stretch: Stretch) -> bool:
    clauses = [clause for clause in stretch.clauses if not clause.opens_list]
    return stretch.kind == "plan" and any(not pattern_of("no_measure").search(clause.text) for clause in clauses)


def _by_number(stretches: Sequence[Stretch], words: dict[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """The topics of the measures that stand in an item of the same number as a problem.

    Only where both count one by one from 1 to the same number, and not where the words of measures lead to the problems
    of each other's numbers: then more must name their own, and those that do not are not placed by number.
    """
    style = next((stretch.unit.style for stretch in stretches if stretch.kind == "problem" and stretch.unit.style), "")
    told = [i for i, stretch in enumerate(stretches) if stretch.kind == "problem" and (style or stretch.topics)]
    problems = _numbered(stretches, told, style)
    own_style = next((stretches[i].unit.style for i in words if stretches[i].unit.style), style)
    measures = _numbered(stretches, list(words), own_style)
    if not problems or set(problems) != set(measures):
        return {}
    own = {
        number: tuple(dict.fromkeys(topic for i in places for topic in stretches[i].topics))
        for number, places in problems.items()
    }
    said = {number: {topic for i in places for topic in words[i]} for number, places in measures.items()}
    agreed = {number for number in said if said[number] & set(own[number])}
    # 一是更新慢；二是人手少。一是配齐人手；二是及时更新: words that name a problem which its own number leaves open.
    moved = {
        number
        for number in set(said) - agreed
        if any(said[number] & set(own[other]) for other in set(own) - agreed - {number})
    }
    if moved and len(moved) >= len(agreed):
        return {}
    return {i: own[number] for number, places in measures.items() if number not in moved for i in places}


def _numbered(stretches: Sequence[Stretch], chosen: Sequence[int], style: str) -> dict[int, list[int]]:
    """The chosen stretches by the number of the item of this style in which each stands; {} where the items are not
    one list counted from 1. Without a style a stretch that stands alone is the first."""
    if not style:
        return {1: list(chosen)} if len(chosen) == 1 else {}
    items: dict[int, list[int]] = {}
    number, unit, is_begun = 0, None, False
    for index, stretch in enumerate(stretches):
        if stretch.unit.style == style and stretch.unit is not unit:
            number, unit = stretch.unit.number, stretch.unit
            if number == 1 and index in chosen:
                if is_begun:
                    return {}
                # 下一步，我局要认真整改。一是…: what stands before the list.
                items.clear()
        if index in chosen and number:
            items.setdefault(number, []).append(index)
            is_begun |= stretch.unit is unit
    return items if list(items) == list(range(1, len(items) + 1)) else {}
