"""The ways from a finding to what it rests on: its sentence or cell, the problem told, or the report.

In come rows of weak_spots_list or findings_list; out come links and places. It judges nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from markupsafe import Markup

from dashboard import routes, wording
from dashboard.ask import ask

MOST = 5
"""Sentences and cells that a finding is shown to rest on, on pages and in papers; of more it is said how many."""


class Place(NamedTuple):
    """What a finding rests on: a number or a sentence of section 五 of a report, or the report alone."""

    report_id: int
    fact_no: int | None = None
    problem_no: int | None = None


def places(row: Any) -> list[tuple[int, int | None]]:
    """The places (report_id, fact_no) that a finding rests on; the report alone where it names no number; []
    where there is no report."""
    found: list[tuple[int, int | None]] = [
        (int(e["report_id"]), int(e["fact_no"])) for e in (row.evidence if row.evidence is not None else [])
    ]
    report = wording.figure(row.report_id)
    if not found and report is not None:
        found.append((int(report), None))
    return found


QUOTED = 60
"""Characters of a sentence that the message of a finding quotes (queries/weak_spots)."""


def sentences(row: Any) -> list[Any]:
    """The sentences of section 五 that a finding rests on, as rows of office_problems: first what the report tells of
    its topic, then what else its message quotes, such as last year's plan."""
    if not row.self_told or wording.figure(row.report_id) is None:
        return []
    told = list(ask("office_problems", office_code=row.office_code).itertuples())
    quoted = [problem for problem in told if problem.quote.strip()[:QUOTED] in row.message]
    own = [problem for problem in quoted if problem.report_id == row.report_id and problem.kind == "problem"]
    if not own:
        of_topic = [
            problem
            for problem in told
            if problem.report_id == row.report_id and problem.topic == row.topic and problem.kind == "problem"
        ]
        own = of_topic[:1]
    found = {(problem.report_id, problem.problem_no): problem for problem in [*own[:1], *quoted]}
    return list(found.values())


def is_quoted(row: Any, told: list[Any]) -> bool:
    """Whether a finding rests on what the office wrote more than on its numbers."""
    numbered = any(fact_no is not None for _, fact_no in places(row))
    return bool(told) and (not numbered or told[0].quote.strip()[:QUOTED] in row.message)


def problem_told(row: Any) -> Any:
    """The sentence of section 五 that a finding rests on, as a row of office_problems; None where it is its numbers."""
    told = sentences(row)
    return told[0] if is_quoted(row, told) else None


def rests_on(row: Any) -> list[Place]:
    """All that a finding rests on, each once and the weightiest first: what it quotes before its numbers, or after
    them where it rests on these; the report alone only where there is neither. Pages and papers show the first ones."""
    told = sentences(row)
    problems = [Place(int(p.report_id), problem_no=int(p.problem_no)) for p in told]
    found = [Place(report_id, fact_no) for report_id, fact_no in places(row)]
    facts = [place for place in found if place.fact_no is not None]
    ordered = [*problems, *facts] if is_quoted(row, told) else [*facts, *problems]
    return list(dict.fromkeys(ordered or found))


def printed(place: Place, office_code: str) -> tuple[str, str]:
    """The section of a place and what is printed there; ('', '') for a report alone."""
    if place.problem_no is not None:
        told = ask("office_problems", office_code=office_code)
        quotes = told.loc[(told["report_id"] == place.report_id) & (told["problem_no"] == place.problem_no), "quote"]
        return wording.DOCUMENT_SECTIONS["problems"], next(iter(quotes), "")
    if place.fact_no is None:
        return "", ""
    facts = ask("report_facts", report_id=place.report_id)
    fact = next(facts[facts["fact_no"] == place.fact_no].itertuples(), None)
    return (wording.DOCUMENT_SECTIONS.get(fact.section, ""), fact.quote) if fact is not None else ("", "")


def links(row: Any, most: int = MOST) -> Markup:
    """The links to what a finding rests on, at most `most` and then how many there are, the first one in words; none
    where there is nothing."""
    found = rests_on(row)
    pieces = []
    for number, place in enumerate(found[:most], 1):
        target = {"report": place.report_id, "fact": place.fact_no, "problem": place.problem_no}
        first = wording.EVIDENCE if any(number is not None for number in place[1:]) else wording.SEE_REPORT
        text = first if number == 1 else wording.place(number)
        given = {key: value for key, value in target.items() if value is not None}
        pieces.append(routes.anchor("report", text, "gk-place", f"{text}：{row.message}", **given))
    if len(found) > most:
        pieces.append(Markup('<span class="gk-place">{}</span>').format(wording.places_in_all(len(found))))
    return Markup("").join(pieces)


def checked(results: Any) -> str:
    """How a report came through its checks, by its rows of report_checks."""
    passed, failed, lacking, refuted = (
        int((results["status"] == status).sum()) for status in ("passed", "failed", "not_assessable", "refuted")
    )
    places = int(results.loc[results["status"] == "failed", "finding_count"].sum())
    return wording.checks_counted(
        passed, failed, lacking, len(results) - passed - failed - lacking - refuted, places, refuted
    )
