"""What the steps of queries/steps on offices, reports, tables, columns and findings should answer, in plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb

from reports import reference

Row = dict[str, Any]


class Tables:
    """The rows of a store's tables, as dictionaries, read once."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._read: dict[str, list[Row]] = {}

    def __getattr__(self, table: str) -> list[Row]:
        if table not in self._read:
            cursor = self._connection.execute(f"select * from {table}")
            names = [column[0] for column in cursor.description or ()]
            self._read[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return self._read[table]


def picked(row: Row, *names: str, **others: Any) -> Row:
    return {name: row[name] for name in names} | others


def within(year: int, first: int | None, last: int | None) -> bool:
    return (first is None or year >= first) and (last is None or year <= last)


def grouped(rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in names)].append(row)
    return found


def offices(t: Tables, region_id: str | None, kind: str | None, office_codes: list[str] | None) -> dict[int, Row]:
    """The offices chosen, by number."""
    regions = {row["region_id"]: row for row in t.region}
    found = {}
    for office in t.office:
        region = regions.get(office["region_id"])
        if region_id is not None and (region is None or region_id not in region["path"]):
            continue
        if kind in (None, office["kind"]) and (office_codes is None or office["office_code"] in office_codes):
            found[office["office_id"]] = office | {
                "office_name": office["name"],
                "region_name": region and region["name"],
            }
    return found


def chosen(t: Tables, **choice: Any) -> list[Row]:
    names = ("office_id", "office_code", "office_name", "kind", "region_name", "region_id", "from_year", "to_year")
    return [
        picked(row, *names, "aliases", "is_fictional", "is_queued", "must_report")
        for row in offices(t, **choice).values()
    ]


def current_reports(t: Tables) -> list[Row]:
    named = {row["office_id"]: row for row in t.office}

    def due_on(row: Row) -> date:
        # Article 49 of decree 711: governments of counties and above have until 31 March, as all had before 2019.
        is_long = row["year"] < 2019 or named[row["office_id"]]["kind"] in ("政府", "其他")
        return date(row["year"] + 1, 3, 31) if is_long else date(row["year"] + 1, 1, 31)

    def days_late(row: Row) -> int | None:
        if row["published_on"]:
            return int((row["published_on"] - due_on(row)).days)
        return (row["signed_on"] - due_on(row)).days if row["signed_on"] and row["signed_on"] > due_on(row) else None

    return [
        picked(
            row,
            *("report_id", "office_id", "year", "form", "published_on", "signed_on", "version", "sha256"),
            due_on=due_on(row),
            is_late=None if days_late(row) is None else (days_late(row) or 0) > 0,
            days_late=days_late(row),
            office_name=named[row["office_id"]]["name"],
            office_kind=named[row["office_id"]]["kind"],
            region_id=named[row["office_id"]]["region_id"],
        )
        for row in t.report
        if row["is_current"]
    ]


def chosen_reports(t: Tables, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    of = offices(t, **choice)
    return [
        picked(row, "office_id", "year", "report_id", "published_on")
        for row in current_reports(t)
        if row["office_id"] in of and within(row["year"], from_year, to_year)
    ]


def office_years(t: Tables, from_year: int | None, to_year: int | None, **choice: Any) -> list[Row]:
    reported = {(r["office_id"], r["year"]): r["report_id"] for r in chosen_reports(t, from_year, to_year, **choice)}
    years = [year for _office, year in reported]
    return [
        picked(office, "office_id", "office_code", "office_name", "kind", "region_name")
        | {"year": year, "report_id": reported.get((number, year))}
        for number, office in offices(t, **choice).items()
        for year in (range(min(years), max(years) + 1) if years else ())
        if within(year, office["from_year"], office["to_year"])
    ]


def due_offices(t: Tables, year: int, **choice: Any) -> list[Row]:
    count = 0
    for number, office in offices(t, **choice).items():
        reported = {row["year"] for row in current_reports(t) if row["office_id"] == number}
        newest = max((row["year"] for row in current_reports(t)), default=None)
        withdrawn = {row["year"] for row in t.report if row["office_id"] == number and row["is_withdrawn"]}
        known = reported | withdrawn if office["must_report"] else reported
        first = office["from_year"] or min(known, default=newest if office["must_report"] else None)
        on_duty = (
            first is not None and first <= year <= (office["to_year"] or 9999) and office["must_report"] is not False
        )
        count += year in reported or on_duty
    return [{"office_count": count}]


def reported_offices(t: Tables, year: int, **choice: Any) -> list[Row]:
    rows = [row for row in current_reports(t) if row["year"] == year and row["office_id"] in offices(t, **choice)]
    late = [row for row in rows if row["is_late"]]
    return [{"reported_office_count": len(rows), "late_office_count": len(late)}]


def rule_row(t: Tables, rule: str) -> list[Row]:
    return [picked(row, "severity", "threshold") for row in t.rule if row["rule"] == rule]


def few_cases(t: Tables) -> list[Row]:
    return [{"threshold": next(row["threshold"] for row in t.rule if row["rule"] == "few_cases")}]


def wanted_indicators(t: Tables, indicators: list[str]) -> list[Row]:
    by_id = {row["indicator"]: row for row in t.indicator}
    names = ("indicator", "ordinal", "name_zh", "unit", "polarity")
    return [picked(by_id[one], *names) for one in indicators if one in by_id]


def applicants(t: Tables) -> list[Row]:
    printed = {
        (row["breakdown"], row["column_label"], int(row["column"]) + 1)
        for row in reference.table("forms/2021")
        if row["table"] == "applications"
    }
    return [{"breakdown": key, "applicant_name": name, "applicant_no": place} for key, name, place in printed]


def application_rows(t: Tables) -> list[Row]:
    """From the two forms: （六）其他处理 alone differs, one row in 2019 and three in 2021."""
    forms = {
        form: {row["indicator"] for row in reference.table(f"forms/{form}") if row["table"] == "applications"}
        for form in ("2019", "2021")
    }
    rows = []
    for indicator in forms["2019"] | forms["2021"]:
        group = indicator.split(".")[1]
        step = {"received": "intake", "carried_in": "intake", "total": "end", "carried_forward": "end"}
        printed = "one" if indicator not in forms["2021"] else "three" if indicator not in forms["2019"] else None
        rows.append(
            {"indicator": indicator, "flow_step": step.get(group, "outcome"), "row_group": group, "printed_as": printed}
        )
    return rows


def reports_with_tables(t: Tables) -> list[Row]:
    names = ("report_id", "office_id", "year", "form", "office_name")
    return [picked(row, *names) for row in current_reports(t) if row["form"] != "none" or row["year"] >= 2019]


def table_cells(t: Tables) -> list[Row]:
    lacks = {"missing": "未列示", "blank": "空白", "unreadable": "无法辨认", "stated": None}
    return [
        picked(row, "report_id", "indicator", "breakdown", "fact_no")
        | (
            {"value": None, "lack": "前后不一"}
            if row["role"] == "conflict" and row["status"] != "missing"
            else {"value": row["value"], "lack": lacks[row["status"]]}
        )
        for row in t.fact
        if row["source"] == "table"
    ]


def application_cells(t: Tables) -> list[Row]:
    cells = {(row["report_id"], row["indicator"], row["breakdown"]): row for row in table_cells(t)}
    rows = []
    for report in reports_with_tables(t):
        others = [row for row in t.fact if row["report_id"] == report["report_id"] and row["source"] == "table"]
        others = [row for row in others if row["indicator"].startswith("applications.other")]
        one = {row["status"] for row in others if row["indicator"] == "applications.other"}
        three = {row["status"] for row in others if row["indicator"] != "applications.other"}
        if "stated" in three:
            printed = "three"
        elif one - {"missing"}:
            printed = "one"
        elif three - {"missing"} or report["form"] == "2021":
            printed = "three"
        else:
            printed = "one"
        for row in application_rows(t):
            for applicant in applicants(t) if row["printed_as"] in (None, printed) else ():
                cell = cells.get((report["report_id"], row["indicator"], applicant["breakdown"]))
                rows.append(
                    picked(report, "report_id", "office_id", "year", "office_name")
                    | applicant
                    | {
                        "indicator": row["indicator"],
                        "value": cell and cell["value"],
                        "fact_no": cell and cell["fact_no"],
                        "lack": cell["lack"] if cell else "未列示",
                    }
                )
    return rows


def column_names(t: Tables) -> list[Row]:
    return [
        picked(row, "column_name", "topic", "yearly_minimum", "basis") | {"printed_name": name}
        for row in t.watched_column
        for name in {row["column_name"], *row["aliases"]}
    ]


def columns_told(t: Tables) -> list[Row]:
    told = [
        fact | name
        for fact in t.fact
        for name in column_names(t)
        if (fact["indicator"], fact["breakdown"]) == ("disclosure.column", name["printed_name"])
        and fact["status"] == "stated"
        and fact["role"] in ("leading", "conflict")
    ]
    return [
        picked(facts[0], *("report_id", "office_id", "year", "column_name", "topic", "yearly_minimum", "basis"))
        | {
            "items": sum(fact["value"] for fact in facts),
            "is_exact": {fact["qualifier"] for fact in facts} == {"="},
            "evidence": [picked(f, "report_id", "fact_no") for f in sorted(facts, key=lambda f: int(f["fact_no"]))],
        }
        for facts in grouped(told, "report_id", "column_name").values()
        if not any(fact["role"] == "conflict" for fact in facts)
    ]


def columns_self_told(t: Tables) -> list[Row]:
    first = {}
    for column in sorted(t.watched_column, key=lambda row: -int(row["ordinal"])):
        first[column["topic"]] = column
    rows: dict[tuple[int, str], Row] = {}
    for problem in sorted(t.problem, key=lambda row: int(row["problem_no"])):
        named = [
            c for c in t.watched_column if problem["topic"] == "timeliness" and c["column_name"] in problem["quote"]
        ]
        if problem["topic"] in ("social_assistance", "affordable_housing", "budget") and problem["topic"] in first:
            named = [first[problem["topic"]]]
        for column in named if problem["kind"] == "problem" else ():
            told = picked(problem, "office_id", "year", "report_id", "quote") | picked(column, "column_name", "topic")
            rows.setdefault((problem["report_id"], column["column_name"]), told)
    return list(rows.values())


def measures_told(t: Tables) -> list[Row]:
    rows = []
    for plan in t.problem:
        concerned = [("topic", plan["topic"])]
        for matter in t.matter:
            if any(word in plan["quote"] for word in matter["plan_words"]):
                concerned.append(("matter", matter["matter"]))
        for column in t.watched_column:
            of_topic = column["topic"] in ("social_assistance", "affordable_housing", "budget")
            if column["column_name"] in plan["quote"] or (of_topic and column["topic"] == plan["topic"]):
                concerned.append(("column", column["column_name"]))
        for about, subject in concerned if plan["kind"] == "plan" else ():
            row = picked(plan, "office_id", "year", "report_id", "problem_no", "quote")
            rows.append(row | {"about": about, "subject": subject})
    return rows


def judged_findings(t: Tables) -> list[Row]:
    codes = {row["office_id"]: row["office_code"] for row in t.office}
    false = {
        (row["office_code"], row["year"], row["rule"], row["subject"])
        for row in t.finding_opinion
        if row["verdict"] == "误报"
    }
    names = (
        *("finding_no", "rule", "kind", "severity", "office_id", "year", "report_id", "subject", "message"),
        *("left_value", "right_value", "years_lasted", "self_told", "topic", "evidence"),
    )
    rows = []
    for row in t.finding:
        key = (codes[row["office_id"]], row["year"])
        its_checks = [f for f in t.finding if (f["office_id"], f["year"]) == (row["office_id"], row["year"])]
        is_false = (*key, row["rule"], row["subject"]) in false
        for weak_spot, check in (("report_incomplete", "section_missing"), ("report_late", "published_late")):
            if row["rule"] == check and row["status"] == "failed":
                is_false |= (*key, weak_spot, "") in false
            if row["rule"] == weak_spot:
                told = [
                    (*key, f["rule"], f["subject"])
                    for f in its_checks
                    if f["rule"] == check and f["status"] == "failed"
                ]
                is_false |= bool(told) and all(each in false for each in told)
        is_told = row["status"] != "not_assessable"
        rows.append(picked(row, *names, status="refuted" if is_false and is_told else row["status"]))
    return rows


def named_findings(t: Tables, finding_kind: str, from_year: int | None, to_year: int | None, **asked: Any) -> list[Row]:
    filters = {name: asked.pop(name) for name in ("topic", "severity", "status", "rule")}
    of = offices(t, **asked)
    rules = {row["rule"]: row for row in t.rule}
    topics = {row["topic"]: row["name_zh"] for row in t.topic}
    kept = [
        row
        for row in judged_findings(t)
        if row["kind"] == finding_kind and row["office_id"] in of
        if all(value in (None, row[name]) for name, value in filters.items())
        if within(row["year"], from_year and from_year - 1, to_year)
    ]
    rows = []
    for row in kept:
        same = [o for o in kept if all(o[n] == row[n] for n in ("office_id", "rule", "subject")) and o is not row]
        last = next((other for other in same if other["year"] == row["year"] - 1), None)
        is_worse = False
        sides = [one[side] for one in (row, last or row) for side in ("left_value", "right_value")]
        if last and row["years_lasted"] > 1 and None not in sides:
            (value, limit), (value_before, limit_before) = ((o["left_value"], o["right_value"]) for o in (row, last))
            is_farther = abs(value - limit) - abs(value_before - limit_before) >= 1
            is_worse = is_farther and (value < value_before if value < limit else value > value_before)
        rule = rules.get(
            row["rule"], {"name_zh": row["rule"], "fault_zh": "", "legal_basis": "", "advice": "", "ordinal": 32767}
        )
        names = ("finding_no", "rule", "status", "severity", "year", "report_id", "subject", "message", "left_value")
        rows.append(
            picked(row, *names, "right_value", "years_lasted", "self_told", "topic", "evidence")
            | picked(of[row["office_id"]], "office_code", "office_name", "kind", "region_name")
            | {
                "rule_name": (row["status"] != "not_assessable" and rule["fault_zh"]) or rule["name_zh"],
                "legal_basis": rule["legal_basis"],
                "advice": rule["advice"],
            }
            | {"rule_ordinal": rule["ordinal"]}
            | {"topic_name": topics.get(row["topic"])}
            | {"is_worsening": is_worse}
        )
    return [row for row in rows if from_year is None or row["year"] >= from_year]
