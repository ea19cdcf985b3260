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


def problem_told(row: Any) -> Any:
    """The sentence of section 五 that a finding on a topic rests on, as a row of office_problems; None where the
    finding names numbers or no topic."""
    is_numbered = any(fact_no is not None for _, fact_no in places(row))
    if is_numbered or not isinstance(row.topic, str) or wording.figure(row.report_id) is None:
        return None
    told = ask("office_problems", office_code=row.office_code)
    found = told[(told["report_id"] == row.report_id) & (told["topic"] == row.topic) & (told["kind"] == "problem")]
    quoted = [problem for problem in found.itertuples() if problem.quote in row.message]
    return next(iter([*quoted, *found.itertuples()]), None)


def links(row: Any, most: int = 5) -> Markup:
    """The links to what a finding rests on, at most `most`, the first one in words; none where there is nothing."""
    told = problem_told(row)
    if told is not None:
        return routes.problem_link(
            told.report_id, told.problem_no, wording.EVIDENCE, "gk-place", f"{wording.EVIDENCE}：{row.message}"
        )
    pieces = []
    for number, (report_id, fact_no) in enumerate(places(row)[:most], 1):
        words = wording.EVIDENCE if fact_no is not None else wording.SEE_REPORT
        text = words if number == 1 else wording.place(number)
        pieces.append(routes.sentence_link(report_id, fact_no, text, "gk-place", f"{text}：{row.message}"))
    return Markup("").join(pieces)
