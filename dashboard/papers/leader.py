"""领导参阅: one sheet of A4 of a year: the verdict, six ratios, three matters with their history and what to ask.

In comes a Choice and the day; out comes a Paper that keeps to one sheet: its lines are counted beforehand, as those of
单位画像 are, and a matter that finds no room is left to the page, which is said.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard import briefing, heads, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.papers import sources
from dashboard.papers.paper import Heading, Paper, Part, Table, Text

RATIOS = (
    "applications.disclosed_share",
    "applications.carried_share",
    "applications.unable_share",
    "review.corrected_share",
    "litigation.corrected_share",
    "hotline12345.on_time",
)
MATTERS = 3
MOST_SOURCES = 2
MOST_REMARK = 120
"""Characters of what an office or the staff says of a matter: a long word must not push the matter off the sheet."""
HEIGHT = briefing.SHEET_HEIGHT - 190.0
"""Points of the sheet left to the matters' text, after title, notes, verdict's heading, table and signature."""


def compose(choice: Choice, made_on: date) -> Paper:
    """The sheet."""
    said = sources.opinions(choice)
    found = sources.matters(choice, said)
    verdict = heads.overview(choice)
    used = briefing.lines(verdict, 2) * briefing.SHEET_SPACING
    parts: list[Part] = [
        Text(verdict, (sources.of_page("overview", wording.PAGES["overview"]),)),
        _ratios(choice),
        Heading(wording.LEADER_MATTERS),
    ]
    reports = sources.titles(choice.region_id)
    shown = 0
    for number, matter in enumerate(found[:MATTERS], 1):
        card = matter.row
        own = sources.of_finding(card, reports, MOST_SOURCES)
        text = wording.leader_matter(
            number,
            card.message,
            _course(card, choice),
            plan if isinstance(plan := getattr(card, "plan_quote", ""), str) else "",
            matter.question,
            [wording.on_one_sheet(words, MOST_REMARK) for words in (matter.explained, *matter.notes) if words],
        )
        basis = wording.paper_basis([source.words for source in own], own[-1].in_all if own else 0)
        needed = (briefing.lines(text, 2) + briefing.lines(basis, 2)) * briefing.SHEET_SPACING
        if used + needed > HEIGHT:
            break
        used += needed
        parts.append(Text(text, own))
        shown += 1
    if not found:
        parts.append(Text(wording.NO_WEAK_SPOTS, (sources.of_page("weak-spots", wording.PAGES["weak-spots"]),)))
    elif shown < len(found):
        more = sources.of_page("weak-spots", wording.PAGES["weak-spots"])
        parts.append(Text(wording.briefing_rest(len(found), shown), (more,)))
    notes = [wording.briefing_source(choice.words(), generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    title = wording.leader_title(wording.whom(choice.region_name, choice.kind, choice.office_names), choice.year)
    signed = (wording.PAPER_SIGNED, wording.day(made_on))
    return Paper(title, title, tuple(notes), "", tuple(parts), signed, is_one_sheet=True)


def _course(card: Any, choice: Choice) -> str:
    """The matter's number over the last years; '' where it has none."""
    if not hasattr(card, "series_years"):
        return ""
    told = {int(y): float(v) for y, v in zip(card.series_years, card.series_values, strict=True)}
    years = [year for year in choice.years if year in told][-5:]
    if wording.figure(card.value) is None or len(years) < 2:
        return ""
    name = card.indicator_name if not card.matter_subject else wording.ALL_YEAR_ITEMS
    return wording.course_words(name, [(year, told[year]) for year in years], card.unit)


def pooled(rows: list[Any]) -> tuple[float, float] | None:
    """Numbers above and below the line of all offices together; None where none of them has a case."""
    kept = [row for row in rows if wording.figure(row.numerator_count) is not None and row.status != "stated"]
    above, below = sum(row.numerator_count for row in kept), sum(row.denominator_count for row in kept)
    return (above, below) if below > 0 else None


def _ratios(choice: Choice) -> Table:
    frame = ask("ratios", from_year=choice.year - 1, to_year=choice.year, **choice.parameters())
    names = {row.ratio: row.name_zh for row in ask("ratio_list").itertuples()}
    rules = ask("rule_list").itertuples()
    few = next((float(row.threshold) for row in rules if row.rule == "few_cases" and row.is_enabled), 0.0)
    cells = []
    for ratio in RATIOS:
        of_ratio = [row for row in frame.itertuples() if row.ratio == ratio and row.status != "stated"]
        now, before = ([row for row in of_ratio if row.year == year] for year in (choice.year, choice.year - 1))
        both = {row.office_code for row in now} & {row.office_code for row in before}
        whole = pooled(now)
        then = pooled([row for row in before if row.office_code in both])
        of_both = pooled([row for row in now if row.office_code in both])
        # A change of few cases is chance.
        is_told = of_both is not None and then is not None and min(of_both[1], then[1]) >= few
        change = 100 * (of_both[0] / of_both[1] - then[0] / then[1]) if of_both and then and is_told else None
        cells.append(wording.leader_ratio(names[ratio], whole, len(now), change, len(both)))
    page = sources.of_page("applications", wording.LEADER_FROM_TABLES)
    return Table(
        wording.LEADER_RATIOS, wording.LEADER_COLUMNS, tuple(cells), (38, 26, 34, 26, 46), (1, 2, 3), (), (page,)
    )
