"""Step 4, extract: what section 五 tells of problems, of plans, and of problems told as solved.

In go a Document and its Report; out come Problems in the order of print, one for each topic of each stretch of
words between two stops. What an office will do is a plan, what it has put right is solved; neither counts as a
problem. Where section 五 is lost, words under a heading such as 存在问题 elsewhere are read. The words that mark
all this stand in data/reference/lexicon/topic_cues.csv and problem_*.csv. It does not judge whether a
problem is grave, and reads no numbers.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reports.model import Document, Locator, Part, Problem, ProblemKind, Report
from reports.normalise import Normalised, normalise
from reports.reference import table

SECTION = "problems"

_ENUMERATOR = re.compile(
    r"(?P<bracket>（[一二三四五六七八九十]{1,2}）|（\d{1,2}）|[①-⑳])"
    r"|(?P<major>[一二三四五六七八九十]{1,2}[、.．])"
    r"|(?P<arabic>\d{1,2}[.．、](?!\d))"
    r"|(?P<inline>第?[一二三四五六七八九十][是，、:：](?!一种)|其[一二三四五六][是，、]?)"
    r"|(?P<word>首先[是，]?|其次[是，]?|再次[是，]?|最后[是，]?)"
)
_YEAR_ALONE = re.compile(r"(20\d\d)年度?$")
_UNIT_END = "。！？；\n"
_CLAUSE_END = "，：,:"
_BEFORE_ENUMERATOR = "。！？；：，\n"
_DIGITS = {character: value for value, character in enumerate("一二三四五六七八九十", 1)}
_LONGEST_HEADING = 32
_LONGEST_SUBJECT = 14
_LONGEST_CLAUSE = 200
_LONGEST_SECTION = 40_000
_CLOSE = 0
_COMMON = {"timeliness", "completeness"}
_MOST_GENERAL = 2
_ELLIPTIC = ("形式", "方式", "手段")
_TRIMMED = " 　，。；：、！？\n?*·"


@dataclass(frozen=True, slots=True)
class _Cue:
    topic: str
    pattern: re.Pattern[str]
    needs_negative: bool
    unless: re.Pattern[str] | None
    unless_before: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Unit:
    """Words between two stops or item numbers: characters start..end of a part's uniform text."""

    part: int
    start: int
    end: int
    style: str
    number: int
    ends_sentence: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    text: str
    opens_list: bool = False


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


@lru_cache(maxsize=16)
def _pattern(kind: str) -> re.Pattern[str]:
    """All patterns of one kind of data/reference/lexicon/problem_words.csv in one."""
    rows = table("lexicon/problem_words")
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows if row["kind"] == kind))


def extract_problems(document: Document, report: Report) -> tuple[Problem, ...]:
    """The Problems, plans and solved problems that the report tells, in the order of print.

    Topics are those of data/reference/topics.csv; "none" stands alone, where the report says that it has no
    problem and names none. Quotes are as printed.
    """
    parts = _parts(document, report)
    lengths = itertools.accumulate(part.end - part.start for part in parts)
    parts = [part for part, length in zip(parts, lengths, strict=True) if length <= _LONGEST_SECTION]
    texts = [normalise(_printed(document, part)) for part in parts]
    found: list[tuple[int, int, Problem]] = []
    denials: list[tuple[int, int, Problem]] = []

    def problem(unit: _Unit, start: int, end: int, topic: str, kind: ProblemKind) -> tuple[int, int, Problem]:
        part, text = parts[unit.part], texts[unit.part]
        first, last = text.printed_span(start, end)
        block = document.blocks[part.block]
        locator = Locator(part.block, page=block.page, start=part.start + first, end=part.start + last)
        return unit.part, start, Problem(topic, text.printed[first:last], kind, SECTION, locator)

    for unit, runs in _kinds(texts, report.year):
        for kind, clauses in runs:
            start, end = clauses[0].start, clauses[-1].end
            if kind == "problem" and any(_pattern("none").search(c.text) for c in clauses):
                denials.append(problem(unit, start, end, "none", "problem"))
                continue
            for topic in _topics(clauses, kind):
                found.append(problem(unit, start, end, topic, kind))
    if denials and not any(p.kind == "problem" for _, _, p in found):
        found.append(denials[0])
    return tuple(p for _, _, p in sorted(found, key=lambda entry: entry[:2]))


def _printed(document: Document, part: Part) -> str:
    return document.blocks[part.block].text[part.start : part.end]


def _parts(document: Document, report: Report) -> list[Part]:
    """The prose of section 五, or, where there is none, what stands below words such as 存在问题."""
    own = [part for section in report.sections if section.key == SECTION for part in section.parts]
    own = [part for part in own if _printed(document, part).strip()]
    if own:
        return own
    for section in report.sections:
        for position, part in enumerate(section.parts):
            text = normalise(_printed(document, part)).text
            first = re.split("[。：；]", _without_number(text))[0]
            if len(first) <= _LONGEST_HEADING and _pattern("problem_heading").search(first):
                return [p for p in section.parts[position:] if _printed(document, p).strip()]
    return []


def _without_number(text: str) -> str:
    match = _ENUMERATOR.match(text.lstrip(_TRIMMED))
    return text.lstrip(_TRIMMED)[match.end() :] if match else text.lstrip(_TRIMMED)


# --- words between two stops ---------------------------------------------------------------------------------


def _units(index: int, text: str) -> Iterator[_Unit]:
    """The stretches of one part, in order, without their item numbers."""
    cuts = [0]
    for position, character in enumerate(text):
        if character in _UNIT_END or (character == "：" and _is_heading(text[cuts[-1] : position])):
            cuts.append(position + 1)
        elif (position == 0 or text[position - 1] in _BEFORE_ENUMERATOR) and position > cuts[-1]:
            match = _ENUMERATOR.match(text, position)
            # （2021年）, 一、二、三产业: no item numbers.
            if (
                match
                and match.end() < len(text)
                and not re.match(r"[一二三四五六七八九十\d][、.]", text[match.end() :])
            ):
                cuts.append(position)
    cuts.append(len(text))
    for start, end in itertools.pairwise(cuts):
        stretch = text[start:end]
        begin = start + len(stretch) - len(stretch.lstrip(_TRIMMED))
        match = _ENUMERATOR.match(text, begin, end)
        style, number = "", 0
        if match:
            style, number = match.lastgroup or "", _value(match[0])
            begin = match.end()
        while begin < end and text[begin] in _TRIMMED:
            begin += 1
        if begin < end:
            ends_sentence = end == len(text) or stretch[-1:] in "。！？\n"
            yield _Unit(index, begin, end, style, number, ends_sentence)


def _value(enumerator: str) -> int:
    digits = re.search(r"\d+", enumerator)
    if digits:
        return int(digits[0])
    if enumerator[0] in "①②③④⑤⑥⑦⑧⑨⑩":
        return "①②③④⑤⑥⑦⑧⑨⑩".index(enumerator[0]) + 1
    words = {"首先": 1, "其次": 2, "再次": 3, "最后": 9}
    if enumerator[:2] in words:
        return words[enumerator[:2]]
    characters = [c for c in enumerator if c in _DIGITS]
    return sum(_DIGITS[c] for c in characters)


def _is_heading(text: str) -> bool:
    bare = _without_number(text).strip(_TRIMMED)
    return len(bare) <= _LONGEST_HEADING and bool(
        _YEAR_ALONE.match(bare) or _pattern("problem_heading").search(bare) or _pattern("plan_heading").search(bare)
    )


def _clauses(text: str, unit: _Unit) -> list[_Clause]:
    clauses: list[_Clause] = []
    start = unit.start
    for position in range(unit.start, unit.end + 1):
        if position == unit.end or text[position] in _CLAUSE_END:
            stretch = text[start:position]
            words = stretch.strip(_TRIMMED)
            if words:
                begin = start + len(stretch) - len(stretch.lstrip(_TRIMMED))
                opens = text[position : position + 1] in ("：", ":") and bool(_pattern("opening").search(words))
                clauses.append(_Clause(begin, begin + len(words), words, opens))
            start = position + 1
    return clauses


# --- problem, plan or solved -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Flow:
    """What the words so far make of those that follow."""

    kind: ProblemKind = "problem"
    by_heading: bool = False
    style: str = ""
    number: int = 0


def _kinds(
    texts: list[Normalised], year: int | None
) -> Iterator[tuple[_Unit, list[tuple[ProblemKind, list[_Clause]]]]]:
    """Each stretch cut into runs of clauses of one kind."""
    flow = _Flow()
    subject: list[_Clause] = []
    subject_unit: _Unit | None = None
    is_soft = False
    last: dict[str, int] = {}
    for index, text in enumerate(texts):
        for unit in _units(index, text.text):
            clauses = _clauses(text.text, unit)
            words = text.text[unit.start : unit.end].strip(_TRIMMED)
            if unit.style:
                goes_on = unit.style == flow.style and unit.number == flow.number + 1
                if flow.kind != "problem" and not flow.by_heading and goes_on:
                    flow = _Flow()
                last[unit.style] = unit.number
                is_soft = False
                subject, subject_unit = [], None
            if heading := _heading_kind(words, year):
                flow = _Flow(heading, by_heading=True)
                is_soft = False
                continue
            if not clauses:
                continue
            if flow.kind != "problem" and _pattern("reopened").search(words):
                flow = _Flow()
                is_soft = False
            is_past = _is_past(words, year)
            is_review = is_past and bool(_pattern("solved").search(words))
            runs: list[tuple[ProblemKind, list[_Clause]]] = []
            for clause in clauses:
                kind: ProblemKind = flow.kind
                if kind == "problem":
                    mark = "" if is_review else _plan_mark(clause.text, words, year)
                    if mark == "hard":
                        style = unit.style or ""
                        open_style = style or next(iter(reversed(last)), "")
                        flow = _Flow("plan", False, open_style, last.get(open_style, 0))
                        kind = "plan"
                    elif mark == "soft":
                        is_soft = True
                if kind == "problem" and is_soft:
                    kind = "plan"
                if runs and runs[-1][0] == kind:
                    runs[-1][1].append(clause)
                else:
                    runs.append((kind, [clause]))
            if unit.ends_sentence:
                is_soft = False
            runs = [_solved(kind, run, is_past) for kind, run in runs]
            runs = [(kind, run) for kind, run in ((kind, _without_opening(run)) for kind, run in runs) if run]
            if subject_unit is not None and subject_unit.part == unit.part and runs and runs[0][0] == "problem":
                runs[0] = ("problem", [*subject, *runs[0][1]])
            is_subject = len(words) <= _LONGEST_SUBJECT and not _pattern("negative").search(words)
            subject, subject_unit = (clauses, unit) if is_subject and flow.kind == "problem" else ([], None)
            yield unit, runs


def _heading_kind(words: str, year: int | None) -> ProblemKind | None:
    bare = _without_number(words)
    if dated := _YEAR_ALONE.match(bare):
        return "plan" if year and int(dated[1]) > year else None
    if len(words) > _LONGEST_HEADING or "，" in words or _pattern("none").search(bare):
        return None
    if _pattern("last_year").search(bare) and _pattern("plan_heading").search(bare):
        return "solved"
    if _pattern("plan_heading").search(bare):
        return "plan"
    return "problem" if _pattern("problem_heading").search(bare) else None


def _plan_mark(clause: str, words: str, year: int | None) -> str:
    """ "hard" where a clause turns to what will be done, "soft" where it only urges something, else ""."""
    match = _pattern("plan").search(clause)
    following = re.search(r"20(\d\d)年", clause)
    if following and year and 2000 + int(following[1]) == year + 1 and not _pattern("negative").search(words):
        return "hard"
    if not match:
        return ""
    before = clause[: match.start()]
    if match[0][0] == "将" and re.search(r"[不未没]|没有|尚未|容易|单纯|简单|片面|仅仅|只|习惯", before[-4:]):
        return ""
    if match.start() == 0 and not re.match(
        r"下|今后|明年|来年|接|往|未来|后续|为此|对此|针对|改进|整改|将|要|拟|我|本|全", match[0]
    ):
        return "" if _pattern("negative").search(clause) and not re.search(r"问题|不足|短板", clause) else "soft"
    return "hard"


def _is_past(words: str, year: int | None) -> bool:
    if _pattern("last_year").search(words):
        return True
    return bool(year and re.search(rf"{year - 1}年", words))


def _without_opening(clauses: list[_Clause]) -> list[_Clause]:
    """A run without the words that only announce problems (仍存在一些不足，主要是：)."""
    position = 0
    for index, clause in enumerate(clauses):
        if clause.opens_list:
            position = index + 1
            while position > 1 and _pattern("generic").search(clauses[position - 2].text):
                position -= 1
            return [*clauses[: position - 1], *clauses[index + 1 :]]
    return clauses


def _solved(kind: ProblemKind, clauses: list[_Clause], is_past: bool) -> tuple[ProblemKind, list[_Clause]]:
    """A run told as put right; what follows a turn (但, 仍) is a problem again."""
    if kind != "problem":
        return kind, clauses
    for position, clause in enumerate(clauses):
        match = _pattern("solved").search(clause.text)
        if not match or (
            not is_past and not re.search("问题|不足|短板|整改", "".join(c.text for c in clauses[: position + 1]))
        ):
            continue
        if _pattern("turn").search(clause.text[match.end() :]):
            continue
        rest = clauses[position + 1 :]
        if rest and _pattern("turn").search("".join(c.text for c in rest)):
            return "problem", rest
        return "solved", clauses
    return kind, clauses


# --- topics ----------------------------------------------------------------------------------------------------


def _topics(clauses: list[_Clause], kind: ProblemKind) -> list[str]:
    """The topics of a run of clauses, in the order of their first words.

    Where no cue fits the words of a problem, what is found fault with and the fault name its topic together.
    """
    found: dict[str, int] = {}
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
        if not is_read or _pattern("generic").search(clause.text):
            continue
        for topic in _by_pairs(clause.text, before, own, earlier):
            found.setdefault(topic, clause.start)
    return sorted(found, key=lambda topic: found[topic])


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
        start = len(before) + 1 if _pattern("generic").search(before) else 0
        if found := _pair(joined, start, len(joined), set(), False):
            topics += found.topics
    return topics


def _faults(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The faults in text[start:end], also behind words of degree (不够完善, 较为单一): start, end, word."""
    pattern = _words("problem_defects", "defect").pattern
    plain = [(match.start(), match.end(), match[0]) for match in pattern.finditer(text, start, end)]
    hidden = {position for match in _pattern("degree").finditer(text, start, end) for position in range(*match.span())}
    kept = [position for position in range(start, end) if position not in hidden]
    bare = "".join(text[position] for position in kept)
    behind = [(kept[m.start()], kept[m.end() - 1] + 1, m[0]) for m in pattern.finditer(bare)]
    begun = {fault[0] for fault in behind}
    longer = [fault for fault in plain if fault[0] not in begun]
    return sorted([*behind, *longer])


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
        for noun, _, _ in nearest:
            for fault in faults.classes[word]:
                pairing = _pairings().get((noun, fault))
                if pairing and own and not own <= pairing.beside:
                    continue
                if pairing and _ranks()[noun] < _MOST_GENERAL:
                    return pairing
                general = general or pairing
        if not own and not is_close:
            for fault in faults.classes[word]:
                alone = alone or _pairings().get(("", fault))
    return general or alone


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
    negative = _pattern("negative")
    if _pattern("positive").search(clause) and not _pattern("turn").search(clause):
        return bool(_pattern("turn").match(following) and negative.search(following))
    return _finds_fault(clause) or bool(negative.search(following))


def _finds_fault(clause: str) -> bool:
    return bool(_pattern("negative").search(clause) or _words("problem_defects", "defect").pattern.search(clause))


def _piece(clause: str, start: int, end: int) -> str:
    """The item of a list joined by 、 in which characters start..end stand."""
    first = clause.rfind("、", 0, start) + 1
    if clause.startswith(_ELLIPTIC, first) and first:
        # 解读质量不高、形式单一: the form is that of the item before.
        first = clause.rfind("、", 0, first - 1) + 1
    last = clause.find("、", end)
    return clause[first : last if last >= 0 else len(clause)]
