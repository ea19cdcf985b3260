"""A weak spot in a Word document: what is found, what was promised, what the office is asked, what it rests on.

In comes a row of weak_spot_cards; out come paragraphs of plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import evidence, wording
from dashboard.ask import ask

MOST_PLACES = 6


def matter_words(number: int, card: Any) -> list[str]:
    """The paragraphs of one matter, numbered."""
    labels = [wording.SEVERITIES[card.severity]]
    if card.is_worsening:
        labels.append(wording.WORSENING)
    if card.years_lasted > 1:
        labels.append(wording.matter_lasted(int(card.years_lasted)))
    if card.self_told:
        labels.append(wording.SELF_TOLD)
    plan = card.plan_quote if isinstance(card.plan_quote, str) else ""
    return [
        wording.briefing_weak_spot(number, card.message, labels),
        *([wording.promised_before(plan)] if plan else []),
        *([wording.asked(card.question)] if card.question else []),
    ]


def evidence_words(card: Any, reports: Mapping[int, str]) -> list[str]:
    """What a matter rests on: the report, its section, the words as printed. `reports` are their titles by number."""
    quotes: dict[tuple[int, str], list[str]] = {}
    told = evidence.sentences(card)
    if evidence.is_quoted(card, told):
        for problem in told:
            quotes.setdefault((int(problem.report_id), wording.DOCUMENT_SECTIONS["problems"]), []).append(problem.quote)
    else:
        for report_id, fact_no in evidence.places(card)[:MOST_PLACES]:
            if fact_no is None:
                quotes[report_id, ""] = []
                continue
            facts = ask("report_facts", report_id=report_id)
            fact = next(facts[facts["fact_no"] == fact_no].itertuples(), None)
            if fact is not None:
                section = wording.DOCUMENT_SECTIONS.get(fact.section, "")
                quotes.setdefault((report_id, section), []).append(fact.quote)
    return [
        wording.briefing_evidence(reports.get(report_id, ""), section, list(dict.fromkeys(words)))
        for (report_id, section), words in quotes.items()
    ]
