"""A weak spot in a Word document: what is found, what was promised, what the office is asked, what it rests on.

In comes a row of weak_spot_cards; out come paragraphs of plain text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import evidence, wording


def matter_words(number: int, card: Any) -> list[str]:
    """The paragraphs of one matter, numbered."""
    labels = [wording.SEVERITIES[card.severity], *wording.held(int(card.years_lasted), bool(card.is_worsening))]
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
    found = evidence.rests_on(card)
    quotes: dict[tuple[int, str], list[str]] = {}
    for place in found[: evidence.MOST]:
        section, words = evidence.printed(place, card.office_code)
        quotes.setdefault((place.report_id, section), []).extend([words] if words else [])
    told = [
        (reports.get(report_id, ""), section, list(dict.fromkeys(words)))
        for (report_id, section), words in quotes.items()
    ]
    rest = [0] * (len(told) - 1) + [len(found) if len(found) > evidence.MOST else 0]
    return [wording.briefing_evidence(*one, in_all) for one, in_all in zip(told, rest, strict=False)]
