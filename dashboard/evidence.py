"""The ways from a finding to what it rests on: its sentence or cell, the problem told, or the report.

In come rows of weak_spots_list or findings_list; out come links and places. It judges nothing.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboard import routes, wording
from dashboard.ask import ask


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


def links(row: Any, most: int = 5) -> Markup:
    """The links to what a finding rests on, at most `most`, the first one in words; none where there is nothing. What
    it quotes comes first, then its numbers; the report alone only where there is neither."""
    told = sentences(row)
    numbered = [(report_id, fact_no) for report_id, fact_no in places(row) if fact_no is not None]
    targets = [{"report": int(p.report_id), "problem": int(p.problem_no)} for p in told]
    facts = [{"report": report_id, "fact": fact_no} for report_id, fact_no in numbered]
    ordered = [*targets, *facts] if is_quoted(row, told) else [*facts, *targets]
    words = wording.EVIDENCE
    if not ordered:
        ordered = [{"report": report_id} for report_id, _ in places(row)]
        words = wording.SEE_REPORT
    pieces = []
    for number, target in enumerate(ordered[:most], 1):
        text = words if number == 1 else wording.place(number)
        pieces.append(routes.anchor("report", text, "gk-place", f"{text}：{row.message}", **target))
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
