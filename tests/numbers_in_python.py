"""What the steps of queries/steps that compare numbers and rates should answer, in plain Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from statistics import median, quantiles
from typing import Any

from tests.rates_in_python import EVERYWHERE, RATES, SUBJECTS, doubts, leading, one_decimal, told_numbers
from tests.steps_in_python import Row, Tables, current_reports, grouped, picked


def threshold(t: Tables, rule: str) -> float:
    """What a rule asks for; 0 where it is switched off or there is no such rule."""
    return next((float(row["threshold"]) for row in t.rule if row["rule"] == rule and row["is_enabled"]), 0.0)


def material_changes(t: Tables) -> list[Row]:
    """达到5条（件）的 is part of the definition of material_change."""
    rates = threshold(t, "material_change_rate")
    return [{"count_threshold": threshold(t, "material_change"), "least_count": 5, "rate_threshold": rates}]


def cases_of_offices(t: Tables, subject: str, year: int, **choice: Any) -> list[Row]:
    told = leading(t, [f"{subject}.received", f"{subject}.closed"], choice, year, year)
    rows = []
    for (office,), facts in grouped(told, "office_id").items():
        number = {fact["indicator"].removeprefix(f"{subject}."): fact for fact in facts}
        received, closed = (number.get(name, {}).get("value") for name in ("received", "closed"))
        is_exact = len(number) == 2 and {fact["qualifier"] for fact in facts} == {"="} and closed <= received
        rows.append(
            {"office_id": office, "report_id": facts[0]["report_id"], "is_exact": is_exact}
            | {"received_count": received, "closed_count": closed}
        )
    return rows


def numbers_compared(
    t: Tables, source: str, indicators: list[str], from_year: int | None, to_year: int | None, **asked: Any
) -> list[Row]:
    units = {row["indicator"]: row["unit"] for row in t.indicator}
    few = threshold(t, "few_cases")
    told = told_numbers(t, source, indicators, from_year=None, to_year=None, **asked)
    found: dict[tuple[str, int, int], Row] = {}
    for row in told:
        subject, _, name = row["indicator"].partition(".")
        is_rate = units.get(row["indicator"]) == "%"
        cases = None
        if name == "close_rate":
            received = leading(t, [f"{subject}.received"], EVERYWHERE, row["year"], row["year"])
            cases = next((fact["value"] for fact in received if fact["office_id"] == row["office_id"]), None)
        is_few = cases is not None and cases < few
        shown = row["value"] if row["value"] is None or not is_rate else one_decimal(row["value"])
        found[row["indicator"], row["office_id"], row["year"]] = row | {
            "cases_count": cases,
            "has_few_cases": is_few,
            "shown_value": shown,
            "judged_value": None if is_few else row["value"],
        }
    rows = []
    for (indicator, office, year), row in found.items():
        last = found.get((indicator, office, year - 1), {"value": None, "shown_value": None, "has_few_cases": False})
        is_rate = units.get(indicator) == "%"
        change = percent = direction = None
        if row["shown_value"] is not None and last["shown_value"] is not None:
            change = row["shown_value"] - last["shown_value"]
            if is_rate:
                change = one_decimal(change)
            elif last["shown_value"]:
                percent = change / last["shown_value"] * 100
            if not row["has_few_cases"] and not last["has_few_cases"]:
                direction = "up" if change > 0 else "down" if change < 0 else "same"
        told_before = {"previous_value": last["value"], "change": change}
        rows.append(row | told_before | {"change_pct": percent, "direction": direction})
    return [
        row
        for row in rows
        if (from_year is None or row["year"] >= from_year) and (to_year is None or row["year"] <= to_year)
    ]


def numbers_ranked(t: Tables, source: str, indicators: list[str], **asked: Any) -> list[Row]:
    polarities = {row["indicator"]: row["polarity"] for row in t.indicator}
    kinds = {row["office_id"]: row["kind"] for row in t.office}
    told = numbers_compared(t, source, indicators, office_codes=None, **asked)
    told = [row | {"office_kind": kinds[row["office_id"]]} for row in told]
    rows = []
    for (indicator, _kind, _year), peers in grouped(told, "indicator", "office_kind", "year").items():
        judged = [row for row in peers if row["judged_value"] is not None]
        sign = {"higher_is_better": -1, "lower_is_better": 1}.get(polarities.get(indicator, "neutral"), 0)
        scores = [sign * row["shown_value"] for row in judged]
        is_ranked = len(scores) >= 3 and len(set(scores)) > 1
        values = [row["judged_value"] for row in judged]
        low, middle, high = quantiles(values, n=4, method="inclusive") if len(values) > 1 else (values or [None]) * 3
        for row in peers:
            score = sign * row["shown_value"] if is_ranked and row in judged else None
            rows.append(
                {name: row[name] for name in row if name != "judged_value"}
                | {
                    "rank_of_kind": None if score is None else 1 + sum(other < score for other in scores),
                    "tied_count_of_kind": None if score is None else scores.count(score),
                    "ranked_count_of_kind": len(scores) if is_ranked else 0,
                    "stated_count_of_kind": sum(other["value"] is not None for other in peers),
                    "median_of_kind": middle,
                    "q1_of_kind": low,
                    "q3_of_kind": high,
                }
            )
    return rows


def close_rates_of_year(t: Tables, subject: str, year: int, **choice: Any) -> list[Row]:
    compared = numbers_compared(
        t, "fact", [f"{subject}.close_rate"], breakdown=None, from_year=None, to_year=None, **choice
    )
    rates = [row for row in compared if row["year"] == year and row["value"] is not None]
    judged = [row for row in rates if row["judged_value"] is not None]
    moved = [row for row in rates if row["direction"] is not None]
    cases = cases_of_offices(t, subject, year, **choice)
    received = [row["received_count"] for row in cases if row["received_count"] is not None]
    exact = [row for row in cases if row["is_exact"]]
    exactly = sum(row["received_count"] for row in exact)
    fallen = min(moved, key=lambda row: (row["change"], row["office_id"]), default={"office_id": None, "change": None})

    def of(function: Callable[[Iterable[float]], float], values: list[float]) -> float | None:
        return function(values) if values else None

    return [
        {
            "rated_office_count": len(rates),
            "few_cases_office_count": sum(row["has_few_cases"] for row in rates),
            "median_rate_pct": of(median, [row["value"] for row in judged]),
            "lowest_rate_pct": of(min, [row["shown_value"] for row in judged]),
            "highest_rate_pct": of(max, [row["shown_value"] for row in judged]),
            "received_count": of(sum, received),
            "received_office_count": len(received),
            "pooled_rate_pct": sum(row["closed_count"] for row in exact) / exactly * 100 if exactly else None,
            "compared_office_count": len(moved),
            **{
                f"{name}_office_count": sum(row["direction"] == way for row in moved)
                for name, way in (("rising", "up"), ("falling", "down"), ("level", "same"))
            },
            "most_fallen_office_id": fallen["office_id"],
            "largest_fall_pp": fallen["change"],
        }
    ]


def constant_offices(t: Tables, source: str, indicators: list[str], as_one: bool | None, **asked: Any) -> list[Row]:
    told = [row for row in told_numbers(t, source, indicators, **asked) if row["value"] is not None]
    years = {indicator: {row["year"] for row in told if row["indicator"] == indicator} for indicator in indicators}
    steady = [
        {"indicator": indicator, "office_id": office}
        for (indicator, office), rows in grouped(told, "indicator", "office_id").items()
        if {row["year"] for row in rows} == years[indicator]
    ]
    if not as_one:
        return steady
    wanted = {indicator for indicator in indicators if years[indicator]}
    return [
        row
        for row in steady
        if {other["indicator"] for other in steady if other["office_id"] == row["office_id"]} == wanted
    ]


def judged_rates(t: Tables) -> list[Row]:
    """Rules judge what reports tell: a finding that staff hold to be 误报 counts as any other."""
    few = threshold(t, "few_cases")
    doubted = doubts(t, t.finding)
    rows = []
    for report in current_reports(t):
        for subject, name in SUBJECTS.items():
            told = leading(t, [f"{subject}.{each}" for each in RATES], EVERYWHERE, report["year"], report["year"])
            number = {
                f["indicator"].removeprefix(f"{subject}."): f for f in told if f["report_id"] == report["report_id"]
            }
            if not number:
                continue
            exact = {each: fact["value"] for each, fact in number.items() if fact["qualifier"] == "="}
            received, closed, rate = (exact.get(each) for each in RATES)
            if None not in (received, closed) and closed <= received:
                computed = closed / received * 100 if received else None
            else:
                computed = closed = None
            if None not in (received, rate) and closed is None and rate <= 100:
                closed = received * rate / 100
            shown = number.get("close_rate", {"value": computed})["value"]
            if (report["report_id"], subject) in doubted:
                shown = None
            is_rough = "close_rate" in number and rate is None
            rows.append(
                picked(report, "report_id", "office_id", "year", "office_name", "office_kind", "region_id")
                | {"subject": subject, "subject_name": name, "received": received, "closed": closed, "rate_pct": shown}
                | {"is_rough": is_rough}
                | {"has_few_cases": number.get("received", {"value": few})["value"] < few}
                | {
                    "evidence": [
                        picked(number[each], "report_id", "fact_no")
                        for each in ("close_rate", "closed", "received")
                        if each in number
                    ]
                }
            )
    return rows
