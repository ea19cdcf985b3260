"""What the steps of queries/steps on watched columns and their clocks should answer, in plain Python."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.steps_in_python import Row, Tables, column_names, columns_told, current_reports, grouped, offices, picked


def later(day: date, months: int | None, days: int | None) -> date | None:
    """A cycle after a day: the same day of the month, or its last one; None without a cycle."""
    if months is not None:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return None if days is None else day + timedelta(days)


@cache
def columns_of(t: Tables) -> dict[tuple[Any, ...], list[Row]]:
    return grouped(columns_told(t), "office_id", "column_name")


@cache
def logs_of(t: Tables) -> dict[tuple[Any, ...], list[Row]]:
    """The items of each log, by office and watched column."""
    named = {row["printed_name"]: row["column_name"] for row in column_names(t)}
    known = [row | {"column_name": named[row["column_name"]]} for row in t.column_log if row["column_name"] in named]
    return grouped(known, "office_id", "column_name")


def items_of(t: Tables, office_id: int, column_name: str, today: date) -> list[Row]:
    """What the log of an office has of a column up to a day, by whichever of its names."""
    return [row for row in logs_of(t).get((office_id, column_name), []) if row["published_on"] <= today]


def clock(t: Tables, office: Row, column: Row, today: date) -> Row:
    """One row of column_clocks."""
    called = {office["office_code"], office["office_name"]}
    name = column["column_name"]
    owed = [row["is_owed"] for row in t.duty if row["office"] in called and row["column_name"] == name]
    is_owed = owed[0] if owed else None
    log = [row for row in t.column_log if row["office_id"] == office["office_id"]]
    loaded_on = max((row["loaded_on"] for row in log if row["loaded_on"]), default=None)
    items = items_of(t, office["office_id"], name, today)
    days = [row["published_on"] for row in items]
    paused = [
        row["to_day"]
        for row in t.pause
        if row["office"] in called and row["column_name"] in ("", name) and row["from_day"] <= today
    ]
    paused_until = max(paused, default=None)
    told = columns_of(t).get((office["office_id"], name), [])
    told = sorted((row for row in told if row["year"] <= today.year), key=lambda row: int(row["year"]))
    begun = max(days, default=None)
    first_logged = min((row["published_on"] for row in log), default=None)
    if begun is None and is_owed and first_logged and first_logged <= today:
        begun = first_logged
    if begun and paused_until and paused_until > begun:
        begun = paused_until
    due_on = begun and later(begun, column["cycle_months"], column["cycle_days"])
    custom_due_on = begun and later(begun, column["custom_months"], column["custom_days"])

    def is_past(day: date | None) -> bool:
        return day is not None and day < today

    def is_known(day: date) -> bool:
        return loaded_on is None or day < loaded_on

    if is_owed is False:
        status = "not_owed"
    elif paused_until and paused_until >= today:
        status = "paused"
    elif begun is None:
        status = "told_only" if told else "unknown"
    elif due_on is not None and is_past(due_on):
        status = "stale" if is_known(due_on) else "log_old"
    elif custom_due_on is not None and is_past(custom_due_on):
        status = "beyond_custom" if is_known(custom_due_on) else "log_old"
    else:
        status = "no_cycle" if due_on is None else "fresh"
    return (
        picked(office, "office_id", "office_code", "office_name", "kind", "region_name")
        | picked(column, "column_name", "ordinal", "topic", "cycle", "cycle_level", "custom", "custom_basis")
        | picked(column, "limit_days", "limit_unit", "limit_basis", basis=column["cycle_basis"])
        | {
            "is_owed": is_owed,
            "last_published_on": max(days, default=None),
            "days_since": (today - max(days)).days if days else None,
            "items_last_year_count": sum(day > today - timedelta(365) for day in days) if days else None,
            "last_told_year": told[-1]["year"] if told else None,
            "last_told_count": told[-1]["items"] if told else None,
            "due_on": due_on,
            "days_left": due_on and (due_on - today).days,
            "custom_due_on": custom_due_on,
            "paused_until": paused_until,
            "log_loaded_on": loaded_on,
            "status": status,
        }
    )


def column_clocks(t: Tables, as_of: date | None, column_name: str | None, **choice: Any) -> list[Row]:
    known = {row["office_id"] for row in t.column_log} | {row["office_id"] for row in current_reports(t)}
    return [
        clock(t, office, column, as_of or date.today())
        for number, office in offices(t, **choice).items()
        for column in t.watched_column
        if number in known and column_name in (None, column["column_name"])
    ]


def due_columns(t: Tables, as_of: date | None, within_days: int, **choice: Any) -> list[Row]:
    today = as_of or date.today()
    rows = []
    for row in column_clocks(t, as_of, None, **choice):
        if row["status"] in ("not_owed", "paused", "unknown", "told_only"):
            continue
        last_day = [
            item
            for item in items_of(t, row["office_id"], row["column_name"], today)
            if item["published_on"] == row["last_published_on"]
        ]
        last = min(
            last_day, key=lambda item: item["url"] is None, default=dict.fromkeys(("title", "url", "log_name", "line"))
        )
        shown = picked(row, "office_id", "office_code", "office_name", "kind", "region_name", "column_name", "ordinal")
        shown |= picked(row, "last_published_on")
        shown |= {
            "last_title": last["title"],
            "last_url": last["url"],
            "last_log": last["log_name"],
            "last_line": last["line"],
        }
        clocks = []
        if row["due_on"] is not None:
            urgency = "overdue" if row["status"] == "stale" else "due_soon"
            clocks.append((row["due_on"], urgency, False, row["cycle"], row["cycle_level"], row["basis"]))
        custom = row["custom_due_on"]
        if custom is not None and row["status"] != "stale" and (row["due_on"] is None or custom < row["due_on"]):
            urgency = "beyond_custom" if row["status"] == "beyond_custom" else "due_soon"
            clocks.append((custom, urgency, True, row["custom"], "惯例", row["custom_basis"]))
        for due_on, urgency, by_custom, cycle, level, basis in clocks:
            days_left = (due_on - today).days
            if urgency == "due_soon" and not 0 <= days_left <= within_days:
                continue
            told = {"due_on": due_on, "urgency": urgency, "by_custom": by_custom, "cycle": cycle, "level": level}
            rows.append(shown | told | {"basis": basis, "days_left": days_left})
    return rows


def problems_of_columns(t: Tables) -> list[Row]:
    """What the office tells as a problem, not what it plans or has solved."""
    first: dict[str, Row] = {}
    for column in sorted(t.watched_column, key=lambda row: int(row["ordinal"])):
        first.setdefault(column["topic"], column)
    rows = []
    for problem in t.problem:
        own = (
            first.get(problem["topic"])
            if problem["topic"] in ("social_assistance", "affordable_housing", "budget")
            else None
        )
        for column in t.watched_column if problem["kind"] == "problem" else ():
            is_named = problem["topic"] == "timeliness" and column["column_name"] in problem["quote"]
            if is_named or column is own:
                told = picked(
                    problem, "office_id", "year", "report_id", "problem_no", "quote", told_topic=problem["topic"]
                )
                rows.append(told | picked(column, "column_name", "ordinal", "topic"))
    return rows
