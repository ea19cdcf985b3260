"""Ratios beside their base numbers, on 依申请公开 and 热线信访: a table of offices for one year.

In come the filters and which ratios; out goes the table with its download. A ratio without a base number is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import charts, downloads, every_page, rest, routes, tables, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice


def show(choice: Choice, ratios: Sequence[str], key: str) -> bool:
    """Draws the ratios of the year looked at, an office a row; whether all rows are shown. Nothing is drawn where no
    report tells one of them."""
    frame = ask("ratios", from_year=choice.year, to_year=choice.year, **choice.parameters())
    kept = frame[frame["ratio"].isin(ratios)]
    cells: dict[str, dict[str, Any]] = {}
    for row in kept.itertuples():
        cells.setdefault(row.office_code, {})[row.ratio] = row
    told = {code: by for code, by in cells.items() if any(row.status != "no_cases" for row in by.values())}
    if not told:
        return False
    names = {row.ratio: row.name_zh for row in ask("ratio_list").itertuples() if row.ratio in set(kept["ratio"])}
    title = wording.ratios_title(choice.year)
    charts.heading(title, wording.RATIOS_NOTE)
    wants_all = rest.is_all_wanted(key, len(told))
    shown = list(told.values()) if wants_all else list(told.values())[: rest.MOST_AT_FIRST]
    rows: list[list[str | tables.Cell]] = [[office_of(by), *(cell(by.get(ratio)) for ratio in names)] for by in shown]
    tables.put(tables.table([wording.OFFICE, *names.values()], rows, caption=title, css="gk-wrap"))
    sheet = downloads.Sheet(
        title,
        wording.RATIO_SHEET,
        lambda: [
            (
                row.office_name,
                row.kind,
                row.year,
                row.name_zh,
                row.value_pct,
                row.numerator_count,
                row.denominator_count,
                wording.RATIO_STATUSES[row.status],
            )
            for row in kept.itertuples()
        ],
        every_page.notes(choice, title, "", len(cells)),
    )
    charts.foot(wording.source_note(len(cells), choice.year, choice.year, generation()), sheet, key)
    return wants_all


def office_of(by_ratio: dict[str, Any]) -> Any:
    """The office of a row, with the way to its page."""
    row = next(iter(by_ratio.values()))
    return routes.anchor("office", row.office_name, office=row.office_code)


def cell(row: Any) -> str | tables.Cell:
    """A ratio with its base number, leading to its place; nothing where it is not told."""
    if row is None:
        return ""
    words = wording.ratio_words(row.value_pct, row.numerator_count, row.denominator_count, row.status)
    return routes.sentence_link(row.report_id, row.fact_no, words)
