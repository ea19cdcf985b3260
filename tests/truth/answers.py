"""Answers of questions beside the second computation: what differs, row by row and column by column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy
import pandas

from tests.truth.figures import DICTIONARY, Stated, half_up, is_rate, threshold
from tests.truth.funnel import funnel
from tests.truth.scopes import Scope

FIGURES = {
    "value": "value",
    "qualifier": "qualifier",
    "status": "status",
    "shown_value": "shown",
    "change": "change",
    "change_pct": "change_pct",
    "direction": "direction",
    "rank_of_kind": "rank",
    "tied_count_of_kind": "tied",
}
BESIDE = {"previous_value": "value_before", "cases_count": "cases"}
"""What stands beside a number that is told."""
PEERS = {
    "stated_count_of_kind": "stated",
    "ranked_count_of_kind": "ranked",
    "median_of_kind": "median",
    "q1_of_kind": "q1",
    "q3_of_kind": "q3",
}
LEAST = 5
"""The smallest change of a count that is called better or worse, whatever share it is (rule material_change)."""


def differences(answer: pandas.DataFrame, must: pandas.DataFrame, columns: Mapping[str, str]) -> list[str]:
    """What of an answer is not as it must be; both have the same index of one row each. `columns` maps those of the
    answer to those it must equal: numbers to a billionth, null only where null."""
    found = [f"no row for {key}" for key in must.index.difference(answer.index)]
    found += [f"a row too many for {key}" for key in answer.index.difference(must.index)]
    both = must.index.intersection(answer.index)
    said_rows, must_rows = answer.loc[both], must.loc[both]
    for said_name, must_name in columns.items():
        said, true = said_rows[said_name], must_rows[must_name]
        if pandas.api.types.is_numeric_dtype(true) and not pandas.api.types.is_bool_dtype(true):
            said, true = said.astype(float), true.astype(float)
            same = numpy.isclose(said, true, rtol=1e-9, atol=1e-9, equal_nan=True)
        else:
            said, true = said.astype(object), true.astype(object)
            same = (said == true) | (said.isna() & true.isna())
        for key, one, other, is_same in zip(both, said, true, same, strict=True):
            if not is_same:
                found.append(f"{key} {said_name}: says {one}, is {other}")
    return found


@cache
def figures_of(stated: Stated, indicator: str) -> pandas.DataFrame:
    """The figures that the questions on an indicator have to give, by office and year."""
    out = stated.figures(indicator).copy()
    peers = ["district", "kind", "year"]
    flat = out.reset_index()
    out["ranked"] = flat.groupby(peers)["rank"].transform("count").to_numpy()
    of_peers = out["ranked"].where(out["stated"].notna())
    out["ranked"] = of_peers
    middle = out["rank"] + (out["tied"] - 1) / 2
    out["standing"] = 100 * (out["ranked"] - middle) / (out["ranked"] - 1)
    out["worse"] = worse(out, indicator)
    return out


def worse(rows: pandas.DataFrame, indicator: str) -> pandas.Series:
    """Whether a change goes against the polarity by what the rules call material; null without a direction."""
    polarity = DICTIONARY[indicator]["polarity"]
    against = rows.direction == ("down" if polarity == "higher_is_better" else "up")
    if is_rate(indicator):
        enough = rows.change.abs() >= threshold("material_change_rate") - 1e-9
    else:
        share = 100 * rows.change.abs() / rows.value_before.abs().replace(0, numpy.nan)
        enough = (rows.change.abs() >= LEAST) & (share.isna() | (share >= threshold("material_change")))
    judged = rows.direction.notna() & (polarity != "neutral")
    return (against & enough).astype(object).where(judged, None)


def by_office(answer: pandas.DataFrame) -> pandas.DataFrame:
    """An answer by office and year, or by office alone where it is of one year."""
    keys = ["office_name", "year"] if "year" in answer else ["office_name"]
    return answer.set_index(keys).rename_axis([k.removesuffix("_name") for k in keys])


def told_rows(said: pandas.DataFrame, must: pandas.DataFrame) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Both for the rows that have a value."""
    told = must[must.value.notna()].index
    return said.loc[said.index.isin(told)], must.loc[told]


def of_one_indicator(answer: pandas.DataFrame, stated: Stated, indicator: str) -> list[str]:
    """What of indicator_by_office_and_year differs. Rows without a report are told by their status only."""
    said = by_office(answer)
    absent = said[said.status == "no_report"]
    found = [f"{key}: a report is there" for key in absent.index.intersection(stated.keys)]
    found += [f"{key}: a value without a report" for key in absent[absent.value.notna()].index]
    must = figures_of(stated, indicator)
    said = said[said.status != "no_report"]
    found += differences(said, must, FIGURES)
    found += differences(*told_rows(said, must), BESIDE)
    told = must[must.stated.notna()].index
    found += differences(said.loc[said.index.isin(told)], must.loc[told], PEERS)
    return found


def of_rug(answer: pandas.DataFrame, stated: Stated, year: int) -> list[str]:
    """What of the rug of a year differs."""
    found = []
    columns = {k: v for k, v in FIGURES.items() if k in answer} | {
        "standing_pct": "standing", "is_worse": "worse", "ranked_count_of_kind": "ranked",
    }  # fmt: skip
    for indicator, rows in answer.groupby("indicator"):
        must = figures_of(stated, str(indicator)).xs(year, level="year").copy()
        must["ranked"] = must["ranked"].fillna(0)
        said = by_office(rows.drop(columns="year", errors="ignore"))
        lines = differences(said, must, columns) + differences(*told_rows(said, must), BESIDE)
        found += [f"{indicator} {line}" for line in lines]
    return found


def of_funnel(answer: pandas.DataFrame, stated: Stated, subject: str, year: int) -> list[str]:
    """What of the funnel differs: rates, centre, scatter and verdict."""
    must = funnel(stated, subject, year)
    must["rate"], must["centre"] = 100 * must.rate.astype(float), 100 * must.centre.astype(float)
    said = answer.set_index("office_name")
    found = differences(said, must, {"received_count": "received", "rate_pct": "rate", "verdict": "verdict"})
    judged = must[must.verdict.ne("no_cases") & must.centre.notna()].index
    found += differences(said.loc[said.index.isin(judged)], must.loc[judged], {"centre_rate_pct": "centre"})
    scatter = (said.dispersion / must.dispersion).loc[judged]
    return found + [
        f"{office} dispersion: {factor} times what it is"
        for office, factor in scatter.items()
        if abs(factor - 1) > 1e-4
    ]


def of_close_rate_change(answer: pandas.DataFrame, stated: Stated, subject: str) -> list[str]:
    """What of the changes of the close rate differs."""
    indicator = f"{subject}.close_rate"
    must = stated.figures(indicator)
    must = must[must.change.notna()].copy()
    runs = stated.falling_years(indicator)
    shown = stated.figures(indicator).shown
    value = stated.figures(indicator).value
    must["falling"] = runs.loc[must.index]
    must["first"] = [value[office, year - run] if run else numpy.nan for (office, year), run in must.falling.items()]
    assert shown.notna().any()
    columns = {
        "previous_rate_pct": "value_before", "rate_pct": "value", "change_pp": "change", "direction": "direction",
        "falling_years": "falling", "first_rate_pct": "first",
    }  # fmt: skip
    return differences(by_office(answer), must, columns)


def kpi(scope: Scope, indicator: str) -> dict[str, float]:
    """What the overview's card of an indicator has to say: counts are summed, of rates the judged ones have a median;
    the change is that of the offices that can be compared, between the numbers as shown."""
    rows = scope.rows(indicator)
    rows = rows[rows.value.notna() & ~rows.few]
    both = rows[rows.direction.notna()]
    if is_rate(indicator):
        now, before = half_up(both.value.median()), half_up(both.value_before.median())
        value, change, share = rows.value.median(), round(now - before, 1), float("nan")
    else:
        now, before = both.value.sum(min_count=1), both.value_before.sum(min_count=1)
        value, change = rows.value.sum(min_count=1), now - before
        share = 100 * change / abs(before) if before else float("nan")
    return {
        "value": value, "stated": len(rows), "reported": len(scope.reported), "change": change, "change_pct": share,
        "compared": len(both),
    }  # fmt: skip


def of_kpis(answer: pandas.DataFrame, scope: Scope) -> list[str]:
    """What of the cards differs. The sparkline goes over the offices that tell every one of its years, the change over
    those that tell this year and last."""
    said = answer.set_index("indicator")
    rows = {}
    for name, row in said.iterrows():
        indicator = str(name)
        years = [int(year) for year in row.series_years]
        kept = [judged_values(scope, indicator, year) for year in years]
        same = set.intersection(*(set(values.index) for values in kept)) if kept else set()
        series = [aggregate(values[values.index.isin(same)], indicator) for values in kept]
        now, last = (judged_values(scope, indicator, year) for year in (scope.year, scope.year - 1))
        both = now.index.intersection(last.index)
        before = aggregate(last[both], indicator) if len(both) else float("nan")
        change = shown_change(aggregate(now[both], indicator), before, indicator) if len(both) else float("nan")
        whole = kpi(scope, indicator)
        told = scope.told(indicator)
        if len(told) == 1:
            # A single office's number is shown, judged or not.
            whole["value"] = scope.rows(indicator).value.sum(min_count=1)
        rows[indicator] = {
            "value": whole["value"], "judged": whole["stated"], "stated": len(scope.told(indicator)),
            "reported": whole["reported"], "compared": len(both), "in_series": len(same), "change": change, "before": before,
            "change_pct": float("nan") if is_rate(indicator) or not before else 100 * change / abs(before),
            "is_same": numpy.allclose(list(row.series_values), series),
            "has_change": bool(pandas.notna(row.change)) or not whole["compared"],
        }  # fmt: skip
    must = pandas.DataFrame(rows).T.rename_axis("indicator").infer_objects()
    columns = {
        "value": "value", "stated_office_count": "stated", "judged_office_count": "judged", "previous_value": "before",
        "reported_office_count": "reported", "change": "change", "change_pct": "change_pct", "compared_office_count": "compared", "series_office_count": "in_series",
    }  # fmt: skip
    found = differences(said, must, columns)
    found += [f"{name} series_values" for name in must.index if not must.is_same[name]]
    return found + [
        f"{name}: no change, though some offices tell both years" for name in must.index if not must.has_change[name]
    ]


def judged_values(scope: Scope, indicator: str, year: int) -> pandas.Series:
    """The judged values of a year by office."""
    rows = scope.rows(indicator, year)
    return rows[rows.value.notna() & ~rows.few].value


def aggregate(values: pandas.Series, indicator: str) -> float:
    """The median of rates, the sum of counts."""
    return values.median() if is_rate(indicator) else values.sum(min_count=1)


def shown_change(now: float, before: float, indicator: str) -> float:
    """The change as shown: of rates in points between the rounded numbers."""
    return round(half_up(now) - half_up(before), 1) if is_rate(indicator) else now - before
