"""What a page shows for a region of more offices than can be listed: the regions below it, side by side.

In comes a Choice that is wide; out come a sentence, a table of medians by region with the offices covered, and links
that keep the page and narrow the region. It lists no office: for that a smaller region has to be chosen.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from dashboard import charts, downloads, every_page, filters, routes, tables, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice

BY_OFFICE = {
    "overview",
    "compare",
    "hotline",
    "disclosure",
    "applications",
    "papers",
    "weak-spots",
    "quality",
    "office",
}
"""Pages that list offices."""
_RATE = "hotline12345.close_rate"


def show(path: str, choice: Choice) -> None:
    """Draws the board in the place of the page `path`."""
    frame = ask("region_board", region_id=choice.region_id, year=choice.year, kind=choice.kind)
    boards = [list(rows) for _region, rows in groupby(frame.itertuples(), key=lambda row: row.region_id)]
    whole, below = boards[0], boards[1:]
    rate = next((row for row in whole if row.indicator == _RATE), whole[0])
    every_page.head(
        wording.region_board_head(
            choice.region_name,
            choice.year,
            int(whole[0].reported_office_count),
            int(whole[0].office_count),
            wording.figure(rate.median_value) if rate.indicator == _RATE else None,
            int(rate.stated_office_count),
        )
    )
    names = filters.region_labels()
    columns = [wording.FILTER_REGION, wording.REGION_REPORTED]
    columns += [wording.rug_column(row.indicator, row.name_zh, row.unit) for row in whole]
    rows = [[_name(path, board[0], names), _covered(board[0]), *map(_cell, board)] for board in [*below, whole]]
    charts.heading(wording.REGION_BOARD_TITLE, wording.REGION_BOARD_NOTE, wording.year(choice.year))
    tables.put(tables.table(columns, rows, caption=wording.REGION_BOARD_TITLE, css="gk-rug"))
    reports = int(whole[0].reported_office_count)
    charts.foot(
        wording.source_note(reports, choice.year, choice.year, generation()),
        downloads.Sheet(
            f"{wording.REGION_BOARD_TITLE}{choice.year}",
            wording.REGION_BOARD_SHEET,
            lambda: [
                (
                    row.region_name,
                    row.name_zh,
                    row.unit,
                    row.median_value,
                    row.q1_value,
                    row.q3_value,
                    row.previous_median_value,
                    row.sum_value,
                    row.stated_office_count,
                    row.reported_office_count,
                    row.office_count,
                )
                for row in frame.itertuples()
            ],
            every_page.notes(choice, wording.REGION_BOARD_TITLE, wording.UNIT_COLUMN, reports),
        ),
        "regions",
    )
    every_page.fingerprint(path, choice, "regions")


def _name(path: str, row: Any, names: dict[str, str]) -> str | tables.Cell:
    """The region, as a link to the same page on it; plain words for the whole and where there is nothing to see."""
    if not row.is_below:
        return wording.REGION_WHOLE
    label = names.get(row.region_id)
    if label is None:
        return row.region_name
    link = routes.anchor(path, row.region_name, region=label, office=None, kind=None)
    return tables.Cell(link)


def _covered(row: Any) -> str:
    return wording.reported_of(int(row.reported_office_count), int(row.office_count))


def _cell(row: Any) -> tables.Cell:
    """A median with its change; how many offices it covers stands in its title."""
    value = wording.figure(row.median_value)
    if value is None:
        return tables.Cell(wording.STATUSES["missing"], css="none")
    moved = wording.signed(row.change, "pp") if row.unit == "%" else wording.signed(row.change_pct)
    body = escape(wording.told(value, row.unit)) + (Markup("<small>{}</small>").format(moved) if moved else "")
    return tables.Cell(body, title=wording.covered(int(row.stated_office_count), int(row.reported_office_count)))
