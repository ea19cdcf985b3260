"""What the sentences of a paper rest on, in words and with the way to it; and what people said of the findings.

In come rows of findings_list, weak_spots_list and weak_spot_cards; out come Sources. A finding that the staff held to be
false is in no paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import access, evidence, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.papers.paper import Source

COUNTS_CHECKS = "failed_checks"
"""The weak spot that consists of other findings: what is said of these is said of it."""
Key = tuple[str, str, str]
"""Office code, rule and subject of a finding."""


def of_page(page: str, words: str) -> Source:
    """A page of the dashboard as what a count rests on."""
    return Source(wording.paper_page_source(words, generation()), page=page)


def of_report(name: str, year: int, report_id: object, what: str) -> Source:
    """A report as a whole."""
    report = wording.figure(report_id)
    words = f"{wording.report_title(name, year)}{what}"
    return Source(words, int(report) if report is not None else None)


def titles(region_id: str | None, codes: Sequence[str] | None = None) -> dict[int, str]:
    """The reports' titles by number."""
    listed = ask("report_list", region_id=region_id, office_codes=list(codes) if codes else None)
    return {int(r.report_id): wording.report_title(r.office_name, int(r.year)) for r in listed.itertuples()}


def of_finding(row: Any, reports: dict[int, str], most: int = evidence.MOST) -> tuple[Source, ...]:
    """The first sentences and cells that a finding rests on, at most `most`, each wording once; the last one says how
    many there are where it is more. The report alone where the finding names none."""
    found = evidence.rests_on(row)
    distinct: dict[str, Source] = {}
    for place in found[:most]:
        words = wording.paper_source(reports.get(place.report_id, ""), *evidence.printed(place, row.office_code))
        if words:
            distinct.setdefault(words, Source(words, *place))
    return cut(list(distinct.values()), len(found), most)


def cut(found: Sequence[Source], total: int, most: int) -> tuple[Source, ...]:
    """The first sources of `total`, the last of them with how many there are where it is more than `most`."""
    shown = list(found[:most])
    if shown and total > most:
        shown[-1] = replace(shown[-1], in_all=total)
    return tuple(shown)


def opinions(choice: Choice) -> dict[Key, Any]:
    """What people said of the year's findings."""
    frame = ask("finding_opinions", from_year=choice.year, to_year=choice.year, **choice.parameters())
    return {(row.office_code, row.rule, row.subject): row for row in frame.itertuples()}


def explained(row: Any, said: dict[Key, Any]) -> str:
    """What the office says of a finding, in brackets; '' where it says nothing."""
    opinion = said.get((row.office_code, row.rule, row.subject))
    return wording.paper_explained(opinion.explanation) if opinion is not None and opinion.explanation else ""


def explained_checks(row: Any, failed: Sequence[Any], said: dict[Key, Any]) -> str:
    """What the office says of the checks that a finding counts (failed_checks names them), each with its name."""
    told = [
        wording.paper_explained(said[key].explanation, check.rule_name)
        for check in failed
        if check.office_code == row.office_code and check.rule_name in row.message
        if (key := (check.office_code, check.rule, check.subject)) in said and said[key].explanation
    ]
    return "".join(dict.fromkeys(told)) if row.rule == COUNTS_CHECKS else ""


def findings(question: str, choice: Choice) -> list[Any]:
    """The year's failed findings of findings_list or weak_spots_list; those held to be false are none."""
    frame = ask(question, from_year=choice.year, to_year=choice.year, status="failed", **choice.parameters())
    return list(frame.itertuples())


@dataclass(frozen=True, slots=True)
class Matter:
    """A weak spot of an office: the row that gives it its words, its name, what the office is asked ('' where the
    leading finding is false), which other rules found it, what the office says of it, and the staff's notes on it."""

    row: Any
    name: str
    question: str
    others: str
    explained: str
    notes: tuple[str, ...]


def matters(choice: Choice, said: dict[Key, Any], but: Sequence[str] = ()) -> list[Matter]:
    """The weak spots by office and matter, gravest first, without those of the rules `but`. What the staff held to be
    false is in no matter."""
    kept = {row.finding_no: row for row in findings("weak_spots_list", choice) if row.rule not in but}
    noted = _notes(choice)
    failed = findings("findings_list", choice) if any(row.rule == COUNTS_CHECKS for row in kept.values()) else []
    found = []
    for card in ask("weak_spot_cards", year=choice.year, **choice.parameters()).itertuples():
        rows = [kept[number] for number in card.finding_nos if number in kept]
        if not rows:
            continue
        leads = rows[0].finding_no == card.finding_nos[0]
        others = dict.fromkeys(row.rule_name for row in rows[1:])
        found.append(
            Matter(
                card if leads else rows[0],
                card.matter_name,
                card.question if leads else "",
                wording.also_found(list(others)),
                "".join(dict.fromkeys(explained(row, said) + explained_checks(row, failed, said) for row in rows)),
                tuple(note for row in rows for note in noted.get((row.office_code, row.rule, row.subject), ())),
            )
        )
    return found


def _notes(choice: Choice) -> dict[Key, list[str]]:
    """The staff's notes on the year's findings, who wrote them and when."""
    found: dict[Key, list[str]] = {}
    frame = ask("note_list", about="finding", from_year=choice.year, to_year=choice.year, **choice.parameters())
    for row in frame.itertuples():
        words = wording.paper_note(row.text, access.signer(row.written_by), row.written_at)
        found.setdefault((row.office_code, row.name, row.subject), []).append(words)
    return found
