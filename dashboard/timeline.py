"""Marks on the time axis: what trend charts of a group of indicators draw, and what stands below them.

In come the choice and the group; out come years with words, and Markup. A mark of one office is drawn where that office
is looked at.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboard import charts, tables, wording
from dashboard.ask import ask
from dashboard.filters import Choice


def found(choice: Choice, *groups: str) -> list[Any]:
    """The marks between the years of the trend, of these groups of indicators."""
    rows: dict[tuple[object, ...], Any] = {}
    for group in groups:
        given = {"from_year": choice.since, "to_year": choice.year, "indicator_group": group}
        for row in ask("time_marks", **given, **choice.parameters()).itertuples():
            if choice.office_codes or not isinstance(row.office_code, str):
                rows[row.year, row.name_zh, row.office_code] = row
    return sorted(rows.values(), key=lambda row: int(row.year))


def drawn(chart: charts.Chart | None, choice: Choice, *groups: str) -> charts.Chart | None:
    """The chart with its marks."""
    marks: dict[int, list[str]] = {}
    for row in found(choice, *groups):
        marks.setdefault(int(row.year), []).append(row.name_zh)
    return None if chart is None else charts.marked(chart, choice.years, marks)


def below(choice: Choice, *groups: str) -> Markup:
    """What each mark means, a line each; nothing where there are none."""
    lines = [
        wording.mark_line_words(
            int(row.year), row.name_zh, row.note, row.office_name if isinstance(row.office_name, str) else ""
        )
        for row in found(choice, *groups)
        if row.year > choice.since
    ]
    return tables.together(tables.line(line) for line in lines)
