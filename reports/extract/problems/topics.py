"""The topics of a clause by the cues of data/reference/topics.csv."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from reports.extract.problems.units import Clause, pattern_of
from reports.model import ProblemKind
from reports.reference import table

_LONGEST_CLAUSE = 200

_CLOSE = 0
_COMMON = {"timeliness", "completeness"}
_MOST_GENERAL = 2
_ELLIPTIC = ("形式", "方式", "手段", "管理", "深度", "广度")


@dataclass(frozen=True, slots=True)
class _Cue:
    topic: str
    pattern: re.Pattern[str]
    needs_negative: bool
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None


@lru_cache(maxsize=1)
def _cues() -> tuple[_Cue, ...]:
    return tuple(
        _Cue(
            row["topic"],
            re.compile(row["cue"]),
            row["needs_negative"] == "yes",
            re.compile(row["unless"]) if row["unless"] else None,
            re.compile(row["unless_before"]) if row["unless_before"] else None,
        )
        for row in table("lexicon/topic_cues")
    )


def topics_of(clauses: list[Clause], kind: ProblemKind) -> list[str]:
    """The topics of a run of clauses, in the order of their first words.

    Where no cue fits the words of a problem, what is found fault with and the fault name its topic together.
    """
    found: dict[str, int] = {}
    clauses = [replace(clause, text=_without_unrelated(clause.text)) for clause in clauses]
    for position, clause in enumerate(clauses):
        following = clauses[position + 1].text if position + 1 < len(clauses) else ""
        before = clauses[position - 1].text if position else ""
        is_told = _is_told(clause.text, following) if kind == "problem" else True
        earlier = set(found)
        own: dict[str, int] = {}
        for cue in _cues():
            if _fits(cue, clause.text, before, following, kind, is_told):
                match = cue.pattern.search(clause.text)
                own.setdefault(cue.topic, match.start() if match else 0)
                found.setdefault(cue.topic, clause.start + own[cue.topic])
        is_read = kind == "problem" and len(clause.text) <= _LONGEST_CLAUSE
        if not is_read or pattern_of("generic").search(clause.text):
            continue
        for topic in _by_pairs(clause.text, before, own, earlier):
            found.setdefault(topic, clause.start)
    return sorted(found, key=lambda topic: found[topic])


def _without_unrelated(text: str) -> str:
    """The words without those that sound like a topic and are none: praise of model workers is no 宣传 of openness,
    年报编制 no 编制 of staff. Blanks stand in their places.

    >>> _without_unrelated("先进典型宣传不够")
    '　　　　　　不够'
    """
    return pattern_of("unrelated").sub(lambda match: "　" * len(match[0]), text)


@dataclass(frozen=True, slots=True)
class _Words:
    """The classes of each word, and a pattern that finds the words, the longest first."""

    classes: dict[str, tuple[str, ...]]
    pattern: re.Pattern[str]


@lru_cache(maxsize=2)
def _words(name: str, column: str) -> _Words:
    classes: dict[str, tuple[str, ...]] = {}
    for row in table(f"lexicon/{name}"):
        for word in row["words"].split("|"):
            classes[word] = (*classes.get(word, ()), row[column])
    longest_first = sorted(classes, key=len, reverse=True)
    return _Words(classes, re.compile("|".join(re.escape(word) for word in longest_first)))


@dataclass(frozen=True, slots=True)
class _Pairing:
    topics: tuple[str, ...]
    beside: frozenset[str]
    not_after: frozenset[str]


@lru_cache(maxsize=1)
def _pairings() -> dict[tuple[str, str], _Pairing]:
    """Of each class of nouns with each class of faults the topics, beside which they may stand, which they explain."""
    return {
        (row["noun"], defect): _Pairing(
            tuple(row["topics"].split("|")),
            frozenset(row["beside"].split("|")),
            frozenset(row["not_after"].split("|")),
        )
        for row in table("lexicon/problem_pairs")
        for defect in row["defects"].split("|")
    }


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    """How general each class of nouns is: 0 special, 1 what special words qualify (解读形式), 2 anything disclosed."""
    return {row["noun"]: int(row["rank"]) for row in table("lexicon/problem_nouns")}


def _by_pairs(clause: str, before: str, own: dict[str, int], earlier: set[str]) -> list[str]:
    """The topics that nouns and faults of a clause name together.

    `own` are the topics that cues found in the clause and where, `earlier` those of the clauses before it: a clause that
    comes after a problem explains it, unless noun and fault stand close together.
    """
    topics: list[str] = []
    start = 0
    for piece in clause.split("、"):
        end = start + len(piece)
        is_new = not any(start <= position < end for position in own.values())
        beside = set(own) - (_COMMON if is_new else set())
        found = _pair(clause, start, end, beside, bool(earlier) and not own)
        start = end + 1
        if found and not found.not_after & earlier:
            topics += found.topics
    if not topics and not own and not earlier and before:
        joined = before + "，" + clause
        start = len(before) + 1 if pattern_of("generic").search(before) else 0
        if found := _pair(joined, start, len(joined), set(), False):
            topics += found.topics
    return topics


def _faults(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The faults in text[start:end], also behind words of degree (不够完善, 较为单一): start, end, word."""
    pattern = _words("problem_defects", "defect").pattern
    spared = [match.span() for match in pattern_of("no_fault").finditer(text)]
    plain = [(match.start(), match.end(), match[0]) for match in pattern.finditer(text, start, end)]
    hidden = {
        position for match in pattern_of("degree").finditer(text, start, end) for position in range(*match.span())
    }
    kept = [position for position in range(start, end) if position not in hidden]
    bare = "".join(text[position] for position in kept)
    behind = [(kept[m.start()], kept[m.end() - 1] + 1, m[0]) for m in pattern.finditer(bare)]
    begun = {fault[0] for fault in behind}
    longer = [fault for fault in plain if fault[0] not in begun]
    return sorted(
        fault
        for fault in (*behind, *longer)
        if not any(first <= fault[0] and fault[1] <= last for first, last in spared)
    )


def _pair(text: str, start: int, end: int, own: set[str], is_close: bool) -> _Pairing | None:
    """What the first fault of text[start:end] that fits some noun means with the noun that fits it best.

    A fault without a noun means what the pairs without a noun say.
    """
    nouns, faults = _words("problem_nouns", "noun"), _words("problem_defects", "defect")
    marks = [
        (noun, match.start(), match.end()) for match in nouns.pattern.finditer(text) for noun in nouns.classes[match[0]]
    ]
    general: _Pairing | None = None
    alone: _Pairing | None = None
    for fault_start, _, word in _faults(text, start, end):
        nearest = sorted(
            marks,
            key=lambda mark: (
                not start <= mark[1] < end,
                _ranks()[mark[0]],
                mark[1] >= fault_start,
                abs(fault_start - mark[1]),
            ),
        )
        if is_close:
            nearest = [
                mark
                for mark in nearest[:1]
                if _ranks()[mark[0]] < _MOST_GENERAL and 0 <= fault_start - mark[2] <= _CLOSE
            ]
        for noun, _, noun_end in nearest:
            for fault in faults.classes[word]:
                pairing = _pairings().get((noun, fault))
                if pairing and (noun, fault) == _ANY and _is_of_else(text[noun_end:fault_start]):
                    # 政务公开基础支撑需强化: the fault is found with another thing.
                    continue
                if pairing and own and not own <= pairing.beside:
                    continue
                if pairing and _ranks()[noun] < _MOST_GENERAL:
                    return pairing
                general = general or pairing
        if not own and not is_close:
            for fault in faults.classes[word]:
                alone = alone or _pairings().get(("", fault))
    return general or alone


_ANY = ("information", "weak")
_GENERAL = re.compile(
    "的|了|在|还|仍|尚|也|都|有|存在|较|比较|相对|略|显|得|不够|不|进一步|继续|持续|有待|亟待|需要?|应|要|和|及|与|工作|方面|情况|内容|信息|公开|发布"
    "|质量|水平|程度|力度|深度|广度|数量|总体|整体|政府|政务|主动|一定|部分|个别|少数|实效|实效性|针对性|全面性|完整性|准确性|标准|程序|时限|，"
)


def _is_of_else(between: str) -> bool:
    """Whether a noun of its own stands between information in general and the fault: 政务公开基础支撑需强化."""
    return len(re.findall("[㐀-鿿]", _GENERAL.sub("", between))) > _SHORT


_SHORT = 2


def _fits(cue: _Cue, clause: str, before: str, following: str, kind: ProblemKind, is_told: bool) -> bool:
    if cue.needs_negative and not is_told:
        return False
    if kind == "plan" and not cue.needs_negative:
        return False
    match = cue.pattern.search(clause)
    if not match or (cue.unless_before and cue.unless_before.search(before)):
        return False
    piece = _piece(clause, match.start(), match.end())
    # 社保政策专业性强，解读不够: what the next clause finds fault with is its own subject.
    if cue.needs_negative and following and not _finds_fault(clause):
        piece += "，" + following
    return not (cue.unless and cue.unless.search(piece))


def _is_told(clause: str, following: str) -> bool:
    """Whether a clause that names a subject, or the clause after it, finds fault."""
    negative = pattern_of("negative")
    if pattern_of("positive").search(clause) and not pattern_of("turn").search(clause):
        return bool(pattern_of("turn").match(following) and negative.search(following))
    return _finds_fault(clause) or bool(negative.search(following))


def _finds_fault(clause: str) -> bool:
    return bool(pattern_of("negative").search(clause) or _words("problem_defects", "defect").pattern.search(clause))


def _piece(clause: str, start: int, end: int) -> str:
    """The item of a list joined by 、 in which characters start..end stand."""
    first = clause.rfind("、", 0, start) + 1
    if clause.startswith(_ELLIPTIC, first) and first:
        # 解读质量不高、形式单一; 公开平台的建设、管理: form and upkeep are those of the item before.
        first = clause.rfind("、", 0, first - 1) + 1
    last = clause.find("、", end)
    return clause[first : last if last >= 0 else len(clause)]
