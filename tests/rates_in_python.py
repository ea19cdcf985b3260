"""What the steps of queries/steps on cases, rates and items should answer, in plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.steps_in_python import (
    Row,
    Tables,
    few_cases,
    grouped,
    judged_findings,
    office_years,
    offices,
    picked,
    rule_row,
    within,
)

EVERYWHERE: Row = {"region_id": None, "kind": None, "office_codes": None}
RATES = ("received", "closed", "close_rate")
SUBJECTS = {"hotline12345": "12345热线", "petition": "信访"}


def one_decimal(value: float) -> float:
    return float(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP))


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


def doubts(t: Tables, findings: list[Row]) -> set[tuple[int, str]]:
    """Reports and subjects whose rate these findings contradict, or is above 100."""
    material = rule_row(t, "material_change_rate")[0]["threshold"]
    found = {
        (row["report_id"], row["subject"])
        for row in findings
        if (row["rule"], row["status"]) == ("stated_rate", "failed")
        and abs(row["left_value"] - row["right_value"]) >= material - 1e-9
    }
    for subject in SUBJECTS:
        stated = leading(t, [f"{subject}.close_rate"], EVERYWHERE, None, None)
        found |= {(fact["report_id"], subject) for fact in stated if fact["value"] > 100}
    return found


def rates_in_doubt(t: Tables) -> list[Row]:
    return [{"report_id": report, "subject": subject} for report, subject in doubts(t, judged_findings(t))]


def cases_by_year(t: Tables, subject: str, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    before_first = None if from_year is None else from_year - 1
    found: dict[tuple[int, int], Row] = {}
    doubted = {(row["report_id"], row["subject"]) for row in rates_in_doubt(t)}
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
        shown = computed if values[2] is None else values[2]
        if (office["report_id"], subject) in doubted or (shown or 0) > 100:
            shown = None
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
            "rate_pct": shown,
            "status": status,
        }
    for (office_id, year), row in found.items():
        last = found.get((office_id, year - 1), {}).get("rate_pct")
        row["change_pp"] = (
            None
            if last is None or row["rate_pct"] is None
            else one_decimal(one_decimal(row["rate_pct"]) - one_decimal(last))
        )
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
        parts = [
            fact
            for fact in t.fact
            if (fact["report_id"], fact["indicator"]) == (office["report_id"], indicator) and is_of_a_platform(fact)
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
        elif parts:
            status = "pending"
        else:
            status = "unreadable" if any(fact["status"] == "unreadable" for fact in facts) else "missing"
        found[office["office_id"], office["year"]] = picked(
            office, "office_code", "office_name", "kind", "region_name", "year", "report_id"
        ) | {
            "items_count": number and number["value"],
            "qualifier": number and number["qualifier"],
            "status": status,
            "fact_no": ranked[0]["fact_no"] if ranked else min((fact["fact_no"] for fact in parts), default=None),
        }
    for (office_id, year), row in found.items():
        last = found.get((office_id, year - 1), {}).get("items_count")
        change = None if last is None or row["items_count"] is None else row["items_count"] - last
        row |= {"change_count": change, "change_pct": None if change is None or not last else change / last * 100}
    return [row for row in found.values() if from_year is None or row["year"] >= from_year]


def is_of_a_platform(fact: Row) -> bool:
    """Whether the prose tells it of one platform (政府网站, 门户网站), which stands for no whole."""
    is_part = fact["breakdown"] not in ("", "total") and fact["indicator"] != "disclosure.column"
    return is_part and (fact["source"], fact["status"]) == ("text", "stated")


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
        if fact["indicator"] in indicators and fact["office_id"] in of
        if fact["breakdown"] in places or (breakdown is None and is_of_a_platform(fact))
        if within(fact["year"], from_year, to_year) and fact["role"] != "unassigned"
        if (fact["role"], fact["status"]) != ("repeat", "stated")
    ]
    if breakdown is None:
        told = [fact | {"role": "pending"} if is_of_a_platform(fact) else fact for fact in told]
    for subject in SUBJECTS:
        cases = leading(t, [f"{subject}.received", f"{subject}.closed"], choice, from_year, to_year)
        cases = [fact for fact in cases if fact["qualifier"] == "=" and f"{subject}.close_rate" in indicators]
        for facts in grouped(cases, "report_id").values():
            number = {fact["indicator"].removeprefix(f"{subject}."): fact for fact in facts}
            if "received" in number and not number["received"]["value"]:
                none = {"indicator": f"{subject}.close_rate", "value": None, "unit": "%"}
                fact = number.get("closed", number["received"])
                told.append(fact | none | {"role": "no_cases", "status": "no_cases"})
            elif len(number) == 2:
                rate = number["closed"]["value"] / number["received"]["value"] * 100
                computed = {"indicator": f"{subject}.close_rate", "value": rate, "unit": "%"}
                role = "conflict" if rate > 100 else "computed"
                told.append(number["closed"] | computed | {"role": role, "status": "computed"})
    doubted = {(row["report_id"], f"{row['subject']}.close_rate") for row in rates_in_doubt(t)}
    told = [
        fact | {"role": "conflict"}
        if fact["role"] == "leading" and (fact["report_id"], fact["indicator"]) in doubted
        else fact
        for fact in told
    ]

    def rank(fact: Row) -> tuple[int, int]:
        if (fact["role"], fact["status"]) == ("leading", "stated"):
            return (0 if fact["breakdown"] == "total" else 1), fact["fact_no"]
        order = ("conflict", "computed", "pending", "unreadable", "blank")
        if fact["role"] == "no_cases":
            return 2 + order.index("computed"), fact["fact_no"]
        kinds = [kind for kind in (fact["role"], fact["status"]) if kind in order]
        return 2 + min((order.index(kind) for kind in kinds), default=5), fact["fact_no"]

    rows = []
    for facts in grouped(told, "indicator", "office_id", "year").values():
        best = min(facts, key=rank)
        is_led = best["role"] in ("leading", "computed")
        status = best["role"] if best["role"] in ("conflict", "pending") else best["status"]
        kept = picked(best, "indicator", "office_id", "year", "qualifier", "unit", "report_id", "fact_no")
        rows.append(kept | {"value": best["value"] if is_led else None, "status": status})
    return rows
