"""Whether a unit of section 五 tells a problem, a plan, or a problem of last year solved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reports.extract.problems.units import (
    LONGEST_HEADING,
    TRIMMED,
    YEAR_ALONE,
    Clause,
    Unit,
    clauses_of,
    pattern_of,
    units,
    without_number,
)
from reports.model import ProblemKind
from reports.text.normalise import Normalised

_LONGEST_SUBJECT = 14


@dataclass(slots=True)
class _Flow:
    """What the words so far make of those that follow."""

    kind: ProblemKind = "problem"
    by_heading: bool = False
    style: str = ""
    number: int = 0


def kinds(texts: list[Normalised], year: int | None) -> Iterator[tuple[Unit, list[tuple[ProblemKind, list[Clause]]]]]:
    """Each stretch cut into runs of clauses of one kind."""
    flow = _Flow()
    subject: list[Clause] = []
    subject_unit: Unit | None = None
    is_soft = False
    last: dict[str, int] = {}
    for index, text in enumerate(texts):
        for unit in units(index, text.text):
            clauses = clauses_of(text.text, unit)
            words = text.text[unit.start : unit.end].strip(TRIMMED)
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
            if flow.kind != "problem" and pattern_of("reopened").search(words):
                flow = _Flow()
                is_soft = False
            is_past = _is_past(words, year)
            is_review = is_past and bool(pattern_of("solved").search(words))
            runs: list[tuple[ProblemKind, list[Clause]]] = []
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
            is_subject = len(words) <= _LONGEST_SUBJECT and not pattern_of("negative").search(words)
            subject, subject_unit = (clauses, unit) if is_subject and flow.kind == "problem" else ([], None)
            yield unit, runs


_LACKS = re.compile(
    r"(?:(?:有待|[仍还尚亟](?:需要?|待))(?:进一步|持续|不断)?(?:加强|强化|提高|提升|改进|完善)|不[够足强高])[。；]?$"
)


def _heading_kind(words: str, year: int | None) -> ProblemKind | None:
    bare = without_number(words)
    if dated := YEAR_ALONE.match(bare):
        return "plan" if year and int(dated[1]) > year else None
    if len(words) > LONGEST_HEADING or "，" in words or pattern_of("none").search(bare):
        return None
    if pattern_of("last_year").search(bare) and pattern_of("plan_heading").search(bare):
        return "solved"
    if pattern_of("plan_heading").search(bare):
        return "plan"
    return "problem" if pattern_of("problem_heading").search(bare) else None


def _plan_mark(clause: str, words: str, year: int | None) -> str:
    """ "hard" where a clause turns to what will be done, "soft" where it only urges something, else ""."""
    match = pattern_of("plan").search(clause)
    following = re.search(r"20(\d\d)年", clause)
    if following and year and 2000 + int(following[1]) == year + 1 and not pattern_of("negative").search(words):
        return "hard"
    if not match:
        return ""
    if match[0] == "针对" and _LACKS.search(words):
        # 针对群众关心的热点，回应的主动性有待加强
        return ""
    before = clause[: match.start()]
    if match[0][0] == "将" and re.search(r"[不未没]|没有|尚未|容易|单纯|简单|片面|仅仅|只|习惯", before[-4:]):
        return ""
    if match.start() == 0 and not re.match(
        r"下|今后|明年|来年|接|往|未来|后续|为此|对此|针对|改进|整改|将|要|拟|我|本|全", match[0]
    ):
        return "" if pattern_of("negative").search(clause) and not re.search(r"问题|不足|短板", clause) else "soft"
    return "hard"


def _is_past(words: str, year: int | None) -> bool:
    if pattern_of("last_year").search(words):
        return True
    return bool(year and re.search(rf"{year - 1}年", words))


def _without_opening(clauses: list[Clause]) -> list[Clause]:
    """A run without the words that only announce problems (仍存在一些不足，主要是：)."""
    position = 0
    for index, clause in enumerate(clauses):
        if clause.opens_list:
            position = index + 1
            while position > 1 and pattern_of("generic").search(clauses[position - 2].text):
                position -= 1
            return [*clauses[: position - 1], *clauses[index + 1 :]]
    return clauses


def _solved(kind: ProblemKind, clauses: list[Clause], is_past: bool) -> tuple[ProblemKind, list[Clause]]:
    """A run told as put right; what follows a turn (但, 仍) is a problem again."""
    if kind != "problem":
        return kind, clauses
    for position, clause in enumerate(clauses):
        match = pattern_of("solved").search(clause.text)
        if not match or (
            not is_past and not re.search("问题|不足|短板|整改", "".join(c.text for c in clauses[: position + 1]))
        ):
            continue
        if pattern_of("turn").search(clause.text[match.end() :]):
            continue
        rest = clauses[position + 1 :]
        if rest and pattern_of("turn").search("".join(c.text for c in rest)):
            return "problem", rest
        return "solved", clauses
    return kind, clauses
