"""The weak spots as a worklist to hand out: what is weak, what it rests on, empty columns for who mends it by when.

In come the groups that 薄弱环节 lists, in their order; out comes the sheet to download.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard import downloads, every_page, evidence, followed, wording
from dashboard.ask import ask
from dashboard.filters import Choice


def address() -> str:
    """The address that the reader's browser has for this site, without the page; '' where it is not known."""
    return (st.context.url or "").split("?")[0].split("#")[0].rsplit("/", 1)[0]


def sheet(
    choice: Choice, groups: Sequence[tuple[Any, Sequence[Any]]], reports: int, filters: Sequence[str]
) -> downloads.Sheet:
    """One line a finding, in the order of the page; `groups` are (card or None, its findings)."""
    site = address()

    def lines() -> list[tuple[object, ...]]:
        rows = [(card, row) for card, its_rows in groups for row in its_rows]
        asked = {report for _, row in rows for report, fact_no in evidence.places(row)[:3] if fact_no is not None}
        quotes: dict[tuple[int, int | None], str] = {
            (report, int(fact.fact_no)): fact.quote
            for report in asked
            for fact in ask("report_facts", report_id=report).itertuples()
        }
        return [_line(number, card, row, quotes, site) for number, (card, row) in enumerate(rows, 1)]

    return downloads.Sheet(
        f"{wording.WORKLIST}{choice.year}",
        wording.WORKLIST_COLUMNS,
        lines,
        [
            *every_page.notes(choice, wording.WEAK_LIST, "", reports),
            (wording.WEAK_SHOWN, "；".join(filter(None, filters))),
        ],
    )


def _line(number: int, card: Any, row: Any, quotes: dict[tuple[int, int | None], str], site: str) -> tuple[object, ...]:
    at = evidence.places(row)
    told = evidence.problem_told(row)
    first = at[0] if at else (None, None)
    words = [quote for place in at[:3] if (quote := quotes.get(place, ""))]
    link = f"report?report={first[0]}" + (f"&fact={first[1]}" if first[1] is not None else "")
    if told is not None and not words:
        words, link = [told.quote], f"report?report={told.report_id}&problem={told.problem_no}"
    return (
        number,
        row.office_name,
        row.kind,
        row.year,
        card.matter_name if card is not None else "",
        row.topic_name if isinstance(row.topic_name, str) else "",
        row.rule_name,
        wording.SEVERITIES[row.severity],
        row.message,
        wording.lasted(int(row.years_lasted)),
        wording.YES if row.is_worsening else wording.NO,
        wording.YES if row.self_told else wording.NO,
        row.legal_basis or wording.OWN_RULE,
        wording.strung(dict.fromkeys(words)),
        f"{site}/{link}" if site and first[0] is not None else "",
        wording.asked(card.question) if card is not None else "",
        *followed.columns(row),
        "",
        "",
        "",
    )
