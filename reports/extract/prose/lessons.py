"""Part of step 4, extract: what staff decided of a number is learnt for the other reports of the same office.

In go Readings and decisions; out come Lessons, and what lessons make of the numbers of another Reading. A lesson holds
where the sentence repeats, or where the clause repeats and was read alike; it never holds against what the report as a
whole contradicts. It knows neither offices nor journals: who asks gives the lessons of one office only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from reports.extract.prose.alone import read_alone
from reports.extract.prose.decision import contradiction
from reports.extract.prose.lexicon import unit_of
from reports.model import Explanation, Fact, Learnt, Lesson, Reading, Report
from reports.reference import table
from reports.text.normalise import normalise
from reports.text.numerals import NUMBER, read_match

NUMBER_HERE, NUMBER_ELSEWHERE, YEAR, OWN_NAME = "@", "#", "△", "◇"

_YEAR = re.compile(r"[12]\d{3}年度?")
_ENUMERATOR = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[一二三四五六七八九十]是)")
_ABOUT = re.compile(r"(?:大约|超过|约|近|超|逾)(?=[@#])|(?<=[@#])[余多]")
_QUOTED = re.compile("“([^“”]{2,12})”")
_BETWEEN = "，、；：。！？\n"
_LEAST_WORDS = 3
"""A clause of fewer characters beside its number says too little: the one before it belongs to it."""


def lesson_of(
    reading: Reading, place: int, indicator: str, breakdown: str, skeleton: str = "", name: str = ""
) -> Lesson | None:
    """What the decision that the fact at `place` is `indicator` (`breakdown`) teaches; None where it stands in no
    sentence, or the reading has no year. `skeleton` is the sentence's, where it was kept with the decision; `name` is
    said to be the indicator's channel."""
    told = skeleton_at(reading, place)
    if not told or reading.report.year is None:
        return None
    skeletons, clauses = _words(reading)
    clause = clauses[place] if Counter(clauses.values())[clauses[place]] == 1 else ""
    # 收到2件，均已答复: one numeral tells two numbers, which their sentence does not part.
    sentence = (skeleton or told) if Counter(skeletons.values())[told] == 1 else ""
    if not sentence and not clause and not name:
        return None
    return Lesson(reading.report.year, sentence, clause, indicator, breakdown, str(reading.facts[place].locator), name)


def learnt_by(reading: Reading, lessons: Iterable[Lesson], decided: Collection[int] = ()) -> dict[int, Learnt]:
    """What `lessons` of the same office say of the numbers of `reading`, by their places; nothing of those at
    `decided` places, nor where they say what is read already."""
    lessons = tuple(lessons)
    named = [lesson for lesson in lessons if lesson.name]
    by_sentence: dict[str, list[Lesson]] = {}
    by_clause: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_sentence.setdefault(lesson.skeleton, []).append(lesson)
        by_clause.setdefault(lesson.clause, []).append(lesson)
    if not by_sentence:
        return {}
    skeletons, clauses = _words(reading)
    alike, same = Counter(clauses.values()), Counter(skeletons.values())
    found: dict[int, Learnt] = {}
    for place, told in skeletons.items():
        if not told or place in decided:
            continue
        meant = by_sentence.get(told, []) if same[told] == 1 else []
        meant = meant or (by_clause.get(clauses[place], []) if alike[clauses[place]] == 1 else [])
        meant = meant or _named(reading, place, named)
        if meant and (learnt := _agreed(meant, reading.facts[place])) is not None:
            found[place] = learnt
    return _uncontradicted(reading.facts, found)


def with_lessons(facts: Sequence[Fact], learnt: dict[int, Learnt]) -> tuple[Fact, ...]:
    """The facts as they are read by what was learnt; a number that is none of an indicator's keeps its value."""
    return tuple(
        _read_by(fact, learnt[place]) if place in learnt and not learnt[place].reason else fact
        for place, fact in enumerate(facts)
    )


def skeleton_at(reading: Reading, place: int) -> str:
    """The skeleton of the sentence that the fact at `place` stands in; "" for a cell, or for what is told without a
    numeral."""
    fact = reading.facts[place]
    if fact.source != "text" or fact.locator is None or fact.status != "stated":
        return ""
    sentence = reading.document.sentence_at(fact.locator)
    return "" if sentence is None else skeleton(*sentence, fact.value, own_names(reading.report))


def own_names(report: Report) -> tuple[str, ...]:
    """The names of a report's office and region, the longest first."""
    names = {report.region + report.office, report.office, report.region} - {""}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def skeleton(sentence: str, start: int, end: int, value: float | None, names: Sequence[str]) -> str:
    """`sentence` without its numbers, years and own names; the last numeral of `value` within start..end is @. "" when
    there is none.

    >>> skeleton("2024年，青禾镇通过网站公开信息1,208条，同比多30条。", 6, 23, 1208.0, ["青禾镇"])
    '△，◇通过网站公开信息@条，同比多#条。'
    """
    uniform = normalise(sentence)
    text, inside = uniform.text, [start <= offset < end for offset in uniform.offsets]
    pieces: list[str] = []
    here = -1
    position = 0
    while position < len(text):
        year = _YEAR.match(text, position)
        if year:
            pieces.append(YEAR)
            position = year.end()
            continue
        match = NUMBER.match(text, position)
        numeral = read_match(match) if match else None
        if numeral is None or (numeral.in_characters and not numeral.percent and not unit_of(text, numeral.end)[0]):
            pieces.append(text[position])
            position += 1
            continue
        if inside[position] and numeral.value == value:
            here = len(pieces)
        pieces.append(NUMBER_ELSEWHERE)
        position = numeral.end
    if here < 0:
        return ""
    pieces[here] = NUMBER_HERE
    told = "".join(pieces)
    for name in names:
        told = told.replace(name, OWN_NAME)
    return _ABOUT.sub("", _ENUMERATOR.sub("", told))


def clause_of(skeleton: str) -> str:
    """The clause of a skeleton that its number stands in, with the one before it where that says too little.

    >>> clause_of("△，通过网站公开信息#条，其中公告@条，通知#条。")
    '其中公告@条'
    """
    at = skeleton.index(NUMBER_HERE)
    begin = max(skeleton.rfind(mark, 0, at) for mark in _BETWEEN) + 1
    end = min((found for mark in _BETWEEN if (found := skeleton.find(mark, at)) >= 0), default=len(skeleton))
    if begin and len(re.findall(r"[\u4e00-\u9fff]", skeleton[begin:at])) < _LEAST_WORDS:
        begin = max(skeleton.rfind(mark, 0, begin - 1) for mark in _BETWEEN) + 1
    return skeleton[begin:end]


def name_at(reading: Reading, place: int) -> str:
    """The quoted name that the sentence of the fact at `place` gives before it, where it gives one alone; else ""."""
    fact = reading.facts[place]
    sentence = reading.document.sentence_at(fact.locator) if fact.source == "text" and fact.locator else None
    return name_before(sentence[0], sentence[2]) if sentence else ""


def name_before(sentence: str, end: int) -> str:
    """The quoted name of the last clause that ends at `end` in a sentence, or with which the clause before it ends; ""
    where there is none, or more than one.

    >>> name_before("“青禾之声”推送稿件30条，村务墙20条。", 12), name_before("“青禾之声”推送稿件30条，村务墙20条。", 19)
    ('青禾之声', '')
    >>> name_before("开通“青禾之声”，推送稿件30条。", 16)
    '青禾之声'
    """
    told = sentence[:end]
    begin = max(told.rfind(mark) for mark in _BETWEEN)
    if begin > 0 and told[begin - 1] == "”":
        begin = max(told.rfind(mark, 0, begin) for mark in _BETWEEN)
    names = set(_QUOTED.findall(told[begin + 1 :]))
    return names.pop() if len(names) == 1 else ""


def channel_word(indicator: str) -> str:
    """A word of the lexicon for the channel that an indicator counts; "" for one that counts no channel."""
    channel = indicator.removeprefix("disclosure.")
    words = (row["word"] for row in table("lexicon/channels") if row["channel"] == channel and not row["platform"])
    return next(words, "") if channel != indicator else ""


def _named(reading: Reading, place: int, named: Sequence[Lesson]) -> list[Lesson]:
    """The lessons whose name stands in the sentence of a number that is open, where that reads as theirs once the name
    is said to be their channel."""
    fact = reading.facts[place]
    sentence = reading.document.sentence_at(fact.locator) if named and fact.locator else None
    found: list[Lesson] = []
    for lesson in named if sentence else ():
        assert sentence is not None
        quoted = f"“{lesson.name}”"
        # A column of the account's name is one that nobody knew to be an account.
        is_open = not fact.indicator or (fact.indicator == "disclosure.column" and lesson.name in fact.breakdown)
        if not is_open or quoted not in sentence[0][: sentence[2]]:
            continue
        told = read_alone(sentence[0].replace(quoted, channel_word(lesson.indicator) + quoted, 1), reading.report)
        if [each.indicator for each in told if each.value == fact.value] == [lesson.indicator]:
            found.append(lesson)
    return found


def _words(reading: Reading) -> tuple[dict[int, str], dict[int, str]]:
    """The skeleton and the clause of each number of the prose, by its place."""
    skeletons = {place: skeleton_at(reading, place) for place in _prose(reading)}
    return skeletons, {place: _clause_at(reading, place, told) for place, told in skeletons.items()}


def _clause_at(reading: Reading, place: int, told: str) -> str:
    """The clause of a skeleton with what the reading made of its number: both say together what is counted."""
    explanation = _explanation(reading, place)
    if not told or explanation is None:
        return ""
    fact = reading.facts[place]
    signs = (fact.indicator or "", fact.breakdown, explanation.noun, explanation.channel)
    return "|".join((clause_of(told), *signs, *explanation.evidence))


def _prose(reading: Reading) -> range:
    return range(len(reading.facts) - len(reading.explanations), len(reading.facts))


def _explanation(reading: Reading, place: int) -> Explanation | None:
    own = place - _prose(reading).start
    return reading.explanations[own] if own >= 0 else None


def _agreed(meant: Sequence[Lesson], fact: Fact) -> Learnt | None:
    """What lessons say of a fact; None where it is read so already."""
    year = max(lesson.year for lesson in meant)
    if len({(lesson.indicator, lesson.breakdown) for lesson in meant}) > 1:
        return Learnt(year, fact.indicator or "", fact.breakdown, "往年对同样的一句确认得不一致")
    lesson = meant[0]
    if (lesson.indicator, lesson.breakdown) == (fact.indicator or "", fact.breakdown) and fact.indicator:
        return None
    return Learnt(year, lesson.indicator, lesson.breakdown)


def _uncontradicted(facts: Sequence[Fact], found: dict[int, Learnt]) -> dict[int, Learnt]:
    read = with_lessons(facts, found)
    return {
        place: replace(learnt, reason=learnt.reason or (contradiction(read, place) if learnt.indicator else ""))
        for place, learnt in found.items()
    }


def _read_by(fact: Fact, learnt: Learnt) -> Fact:
    return replace(fact, indicator=learnt.indicator or None, breakdown=learnt.breakdown)
