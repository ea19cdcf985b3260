"""The rows of the downloads of 单位对比: what each chart and table shows, in its order, numbers rounded as shown.

Where a chart lists only the first and the last of many offices, its download holds all of them, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.comparison.offices import Changes, Group, Office

Rows = list[tuple[object, ...]]


def _exact(value: object, qualifier: object, status: str, unit: str) -> object:
    """A number as shown; words where it is not exact or not told."""
    is_exact = wording.figure(value) is not None and qualifier == "="
    return wording.shown(value, unit) if is_exact else wording.told(value, unit, qualifier, status)


def _of(row: Any, unit: str) -> object:
    return "" if row is None else _exact(row.shown_value, row.qualifier, row.status, unit)


def _change_unit(unit: str) -> str:
    return wording.PERCENTAGE_POINTS if unit == "%" else unit


def ranking_rows(groups: Iterable[Group], year: int, unit: str) -> Rows:
    """A year's numbers with their places, as RANKING_SHEET names them."""
    return [
        (
            office.name,
            office.kind,
            _of(row, unit),
            unit,
            wording.STATUSES[row.status],
            row.cases_count,
            row.rank_of_kind,
            row.tied_count_of_kind,
            row.ranked_count_of_kind,
            wording.shown(row.median_of_kind, unit),
            wording.NOT_JUDGED if row.has_few_cases else "",
        )
        for group in groups
        for office in group.offices
        for row in [office.rows[year]]
    ]


def change_rows(by_kind: Iterable[Changes], unit: str) -> Rows:
    """Two years and the change between them, as change_sheet names them."""
    return [
        (
            row.office_name,
            row.kind,
            _exact(row.before_value, row.before_qualifier, row.before_status, unit),
            _exact(row.after_value, row.after_qualifier, row.after_status, unit),
            wording.shown(row.change, unit),
            _change_unit(unit),
            wording.shown(row.change_pct, "%"),
            wording.judged_change(row.judgement, row.direction, row.change),
        )
        for group in by_kind
        for row in (*group.compared, *group.few, *group.lacking)
    ]


def trend_rows(
    offices: Iterable[Office],
    usual: Sequence[tuple[str, Mapping[str, Sequence[float | None]]]],
    years: Sequence[int],
    unit: str,
    is_index: bool,
) -> Rows:
    """A row a point of the lines, then of the medians and quartiles of the kinds, as TREND_SHEET names them."""
    of_offices: Rows = [
        (
            office.name,
            office.kind,
            year,
            wording.shown(row.index_value, "%") if is_index else _of(row, unit),
            wording.INDEX_UNIT if is_index else unit,
            wording.STATUSES[row.status],
            row.cases_count,
            wording.NOT_JUDGED if row.has_few_cases else "",
        )
        for office in offices
        for year in years
        if (row := office.rows.get(year)) is not None
    ]
    of_kinds: Rows = [
        (wording.of_kind(kind, what), kind, year, wording.shown(value, unit), unit, "", None, "")
        for kind, numbers in usual
        for what, values in zip(wording.USUAL, numbers.values(), strict=True)
        for year, value in zip(years, values, strict=True)
        if value is not None
    ]
    return [*of_offices, *of_kinds]


def rank_rows(groups: Iterable[Group], years: Sequence[int]) -> Rows:
    """A row an office, a column a year's place."""
    return [
        (office.name, office.kind, *office.values(years, "rank_of_kind"))
        for group in groups
        for office in group.offices
    ]


def table_rows(groups: Iterable[Group], years: Sequence[int], unit: str, is_ranked: bool) -> Rows:
    """A row an office, a column a year's number, then the change on the year before, as table_sheet names them."""
    return [
        (
            office.name,
            office.kind,
            *(_of(office.rows.get(year), unit) for year in years),
            wording.shown(last.change, unit),
            _change_unit(unit),
            wording.shown(last.change_pct, "%"),
            ""
            if wording.figure(last.value) is None
            else wording.change_on_year(last.change, last.change_pct, last.direction, last.has_few_cases, unit),
            *((last.rank_of_kind, last.ranked_count_of_kind) if is_ranked else ()),
        )
        for group in groups
        for office in group.offices
        for last in [office.rows[years[-1]]]
    ]
