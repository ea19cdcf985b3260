"""What the steps of queries/steps on cases, rates and items should answer, in plain Python; and all steps by name."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from typing import Any

from tests.steps_in_python import (
    Row,
    Tables,
    applicants,
    application_cells,
    application_rows,
    chosen,
    chosen_reports,
    column_names,
    columns_self_told,
    columns_told,
    current_reports,
    due_offices,
    few_cases,
    grouped,
    named_findings,
    office_years,
    offices,
    picked,
    reported_offices,
    reports_with_tables,
    rule_row,
    table_cells,
    wanted_indicators,
    within,
)

RATES = ("received", "closed", "close_rate")
SUBJECTS = {"hotline12345": "12345热线", "petition": "信访"}


def leading(t: Tables, indicators: Iterable[str], choice: Row, first: int | None, last: int | None) -> list[Row]:
    """The facts that lead, stated outside tables' columns, of the offices and years chosen."""
    wanted, of = set(indicators), offices(t, **choice)
    return [
        fact
        for fact in t.fact
        if fact["indicator"] in wanted
        and fact["breakdown"] == ""
        and (fact["role"], fact["status"]) == ("leading", "stated")
        and fact["office_id"] in of
        and within(fact["year"], first, last)
    ]


def cases_told(t: Tables, source: str, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    least = few_cases(t)[0]["threshold"]
    return [
        picked(fact, "office_id", "year")
        | {
            "subject": fact["indicator"].removesuffix(".received"),
            "cases_count": fact["value"],
            "has_few_cases": fact["value"] < least,
        }
        for fact in leading(t, [f"{subject}.received" for subject in SUBJECTS], choice, from_year, to_year)
    ]


def close_rates(t: Tables, subject: str, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    rows = []
    told = leading(t, [f"{subject}.{name}" for name in RATES], choice, from_year, to_year)
    for (office, year), facts in grouped(told, "office_id", "year").items():
        received, closed, rate = (
            next((fact["value"] for fact in facts if fact["indicator"] == f"{subject}.{name}"), None) for name in RATES
        )
        if rate is None and received and closed is not None and all(fact["qualifier"] == "=" for fact in facts):
            rate = closed / received * 100
        rows.append(
            {
                "office_id": office,
                "year": year,
                "report_id": facts[0]["report_id"],
                "received_count": received,
                "closed_count": closed,
                "rate_pct": rate,
            }
        )
    return rows


def close_rates_of_year(t: Tables, subject: str, year: int, **choice: Any) -> list[Row]:
    told = {(r["office_id"], r["year"]): r for r in close_rates(t, subject, None, None, **choice)}
    now = {office: row for (office, of), row in told.items() if of == year}
    rates = {office: row["rate_pct"] for office, row in now.items() if row["rate_pct"] is not None}

    def rate(office: int, of: int) -> float | None:
        return told.get((office, of), {}).get("rate_pct")

    changes = {o: rates[o] - before for o in rates if (before := rate(o, year - 1)) is not None}
    falling = {office for office, change in changes.items() if change < 0}
    again = [
        o for o in falling if (e := rate(o, year - 2)) is not None and (b := rate(o, year - 1)) is not None and b < e
    ]
    received = [row["received_count"] for row in now.values() if row["received_count"] is not None]
    both = [row for row in now.values() if row["received_count"] is not None and row["closed_count"] is not None]
    cases = sum(row["received_count"] for row in both)
    worst = min(changes, key=lambda office: changes[office], default=None)
    return [
        {
            "rated_office_count": len(rates),
            "median_rate_pct": statistics.median(rates.values()) if rates else None,
            "received_count": sum(received) if received else None,
            "received_office_count": len(received),
            "pooled_rate_pct": 100 * sum(row["closed_count"] for row in both) / cases if cases else None,
            "falling_office_count": len(falling),
            "falling_two_years_office_count": len(again),
            "compared_office_count": len(changes),
            "most_fallen_office_id": worst,
            "largest_fall_pp": changes.get(worst) if worst is not None else None,
        }
    ]


def judged_rates(t: Tables) -> list[Row]:
    reports = {row["report_id"]: row for row in current_reports(t)}
    rows = []
    for subject, name in SUBJECTS.items():
        told = leading(
            t,
            [f"{subject}.{number}" for number in RATES],
            dict.fromkeys(("region_id", "kind", "office_codes")),
            None,
            None,
        )
        for (report_id,), facts in grouped(told, "report_id").items():
            exact = {fact["indicator"]: fact["value"] for fact in facts if fact["qualifier"] == "="}
            received, closed, rate = (exact.get(f"{subject}.{number}") for number in RATES)
            if received is not None and closed is not None and closed <= received:
                rate = closed / received * 100 if received else rate
            else:
                closed = None if rate is None or received is None else rate / 100 * received
            rows.append(
                picked(reports[report_id], "report_id", "office_id", "year", "office_name", "office_kind", "region_id")
                | {"subject": subject, "subject_name": name, "received": received, "closed": closed, "rate_pct": rate}
                | {
                    "evidence": [
                        picked(f, "report_id", "fact_no") for f in sorted(facts, key=lambda f: int(f["fact_no"]))
                    ]
                }
            )
    return rows


def cases_by_year(t: Tables, subject: str, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    before_first = None if from_year is None else from_year - 1
    found: dict[tuple[int, int], Row] = {}
    for office in office_years(t, before_first, to_year, **choice):
        facts = [
            fact
            for fact in t.fact
            if (fact["report_id"], fact["breakdown"]) == (office["report_id"], "")
            and fact["indicator"] in {f"{subject}.{name}" for name in RATES}
        ]
        first = {fact["indicator"]: fact for fact in facts if fact["role"] == "leading"}
        received, closed, rate = (first.get(f"{subject}.{name}", {"value": None, "qualifier": None}) for name in RATES)
        is_exact = received["qualifier"] == closed["qualifier"] == "="
        computed = 100 * closed["value"] / received["value"] if is_exact and received["value"] else None
        values = [number["value"] for number in (received, closed, rate)]
        if office["report_id"] is None:
            status = "no_report"
        elif values[0] == 0:
            status = "no_cases"
        elif values != [None, None, None]:
            status = "stated"
        else:
            status = "conflict" if any(fact["role"] == "conflict" for fact in facts) else "missing"
        found[office["office_id"], office["year"]] = picked(
            office, "office_code", "office_name", "kind", "region_name", "year", "report_id"
        ) | {
            "received_count": values[0],
            "closed_count": values[1],
            "stated_rate_pct": values[2],
            "computed_rate_pct": computed,
            "rate_pct": computed if values[2] is None else values[2],
            "status": status,
        }
    for (office_id, year), row in found.items():
        last = found.get((office_id, year - 1), {}).get("rate_pct")
        row["change_pp"] = None if last is None or row["rate_pct"] is None else row["rate_pct"] - last
    return [row for row in found.values() if from_year is None or row["year"] >= from_year]


def items_by_year(t: Tables, indicator: str, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    before_first = None if from_year is None else from_year - 1
    found: dict[tuple[int, int], Row] = {}
    for office in office_years(t, before_first, to_year, **choice):
        facts = [
            fact
            for fact in t.fact
            if (fact["report_id"], fact["indicator"], fact["breakdown"]) == (office["report_id"], indicator, "")
        ]
        ranked = sorted(
            facts,
            key=lambda fact: (
                ("leading", "conflict").index(fact["role"]) if fact["role"] in ("leading", "conflict") else 2
            ),
        )
        number = next((fact for fact in facts if fact["role"] == "leading" and fact["status"] == "stated"), None)
        if office["report_id"] is None:
            status = "no_report"
        elif number:
            status = "stated"
        elif any(fact["role"] == "conflict" for fact in facts):
            status = "conflict"
        else:
            status = "unreadable" if any(fact["status"] == "unreadable" for fact in facts) else "missing"
        found[office["office_id"], office["year"]] = picked(
            office, "office_code", "office_name", "kind", "region_name", "year", "report_id"
        ) | {
            "items_count": number and number["value"],
            "qualifier": number and number["qualifier"],
            "status": status,
            "fact_no": ranked[0]["fact_no"] if ranked else None,
        }
    for (office_id, year), row in found.items():
        last = found.get((office_id, year - 1), {}).get("items_count")
        change = None if last is None or row["items_count"] is None else row["items_count"] - last
        row |= {"change_count": change, "change_pct": None if change is None or not last else change / last * 100}
    return [row for row in found.values() if from_year is None or row["year"] >= from_year]


def told_numbers(
    t: Tables,
    source: str,
    indicators: list[str],
    breakdown: str | None,
    from_year: int | None,
    to_year: int | None,
    **choice: Any,
) -> list[Row]:
    places = ("", "total") if breakdown is None else (breakdown,)
    of = offices(t, **choice)
    told = [
        fact
        for fact in t.fact
        if fact["indicator"] in indicators and fact["breakdown"] in places and fact["office_id"] in of
        if within(fact["year"], from_year, to_year) and fact["role"] != "unassigned"
        if (fact["role"], fact["status"]) != ("repeat", "stated")
    ]
    for subject in SUBJECTS:
        cases = leading(t, [f"{subject}.received", f"{subject}.closed"], choice, from_year, to_year)
        cases = [fact for fact in cases if fact["qualifier"] == "=" and f"{subject}.close_rate" in indicators]
        for facts in grouped(cases, "report_id").values():
            number = {fact["indicator"].removeprefix(f"{subject}."): fact for fact in facts}
            if len(number) == 2 and number["received"]["value"]:
                rate = number["closed"]["value"] / number["received"]["value"] * 100
                computed = {"indicator": f"{subject}.close_rate", "value": rate, "unit": "%"}
                told.append(number["closed"] | computed | {"role": "computed", "status": "computed"})

    def rank(fact: Row) -> tuple[int, int]:
        if (fact["role"], fact["status"]) == ("leading", "stated"):
            return (0 if fact["breakdown"] == "total" else 1), fact["fact_no"]
        order = ("conflict", "computed", "unreadable", "blank")
        kinds = [kind for kind in (fact["role"], fact["status"]) if kind in order]
        return 2 + min((order.index(kind) for kind in kinds), default=4), fact["fact_no"]

    rows = []
    for facts in grouped(told, "indicator", "office_id", "year").values():
        best = min(facts, key=rank)
        is_led = best["role"] in ("leading", "computed")
        status = "conflict" if best["role"] == "conflict" else best["status"]
        kept = picked(best, "indicator", "office_id", "year", "qualifier", "unit", "report_id", "fact_no")
        rows.append(kept | {"value": best["value"] if is_led else None, "status": status})
    return rows


WORKED_OUT: tuple[Callable[..., list[Row]], ...] = (
    *(applicants, application_cells, application_rows, cases_by_year, cases_told, chosen, chosen_reports, close_rates),
    *(close_rates_of_year, column_names, columns_self_told, columns_told, current_reports, due_offices, few_cases),
    *(items_by_year, judged_rates, named_findings, office_years, reported_offices, reports_with_tables, rule_row),
    *(table_cells, told_numbers, wanted_indicators),
)
EXPECTED = {function.__name__: function for function in WORKED_OUT}
"""For each step, by its name, the function that works it out: parameters by the names of the step's header."""
