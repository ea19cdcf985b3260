"""The hand-made table tests/golden/clock_cases.csv: deadlines, cycles, habits, limits in working days, duties and
pauses, and what a careful clerk would say of each. Expected values are worked out by hand with the calendars of the
years concerned.

How a case is written: parts of the store parted by " | ". "@name kind" is an office; "name year on=day c:column=n" a
report (n|m: told in two ways); "log name column day day<made" logged items, with the day on which it was made where
the log tells it; "duty name column yes", "pause name column from to" (- for every column), "loaded name day" and
"inner month day" are what they say. Asked are "late name" (the rule published_late), "clock name column day", "due name day [within]" and "over
name" (late_items). Expected rows are as in tests/golden/awkward_cases.csv.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reports import reference
from tests.small_store import SmallStore, Told

TABLE = Path(__file__).parent / "golden" / "clock_cases.csv"
CASES = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def add(store: SmallStore, text: str) -> None:
    what, *words = text.split()
    if what.startswith("@"):
        store.office(what[1:], words[0])
    elif what == "inner":
        store.connection.execute(
            "update deadline set inner_month = ?, inner_day = ? where last_year = 2099", [int(word) for word in words]
        )
    elif what == "log":
        for days in words[2:]:
            day, _, made = days.partition("<")
            store.insert(
                "column_log",
                office_id=store.office(words[0]),
                column_name=words[1],
                title="一则",
                published_on=date.fromisoformat(day),
                formed_on=date.fromisoformat(made) if made else None,
                url=None,
                log_sha256="a",
            )
    elif what == "loaded":
        store.connection.execute(
            "update column_log set loaded_on = ? where office_id = ?", [words[1], store.office(words[0])]
        )
    elif what == "duty":
        store.insert("duty", office=words[0], column_name=words[1], is_owed=words[2] == "yes")
    elif what == "pause":
        column = "" if words[1] == "-" else words[1]
        store.insert("pause", office=words[0], column_name=column, from_day=words[2], to_day=words[3], reason="说明")
    else:
        given = dict(word.split("=") for word in words[1:])
        columns: dict[str, Told] = {
            name[2:]: [float(one) for one in value.split("|")] for name, value in given.items() if name.startswith("c:")
        }
        day = date.fromisoformat(given["on"]) if "on" in given else None
        store.report(what, int(words[0]), published_on=day, columns=columns)


def answer(store: SmallStore, asked: str) -> list[dict[str, Any]]:
    what, office, *words = asked.split()
    if what == "late":
        store.run_rule("published_late")
        cursor = store.connection.execute("select * from finding")
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    if what == "clock":
        return store.ask("freshness", office_codes=[office], column_name=words[0], as_of=words[1])
    if what == "due":
        within = int(words[1]) if len(words) > 1 else None
        return store.ask("due_list", office_codes=[office], as_of=words[0], within_days=within)
    return store.ask("late_items", office_codes=[office])


def shown(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['case']} {case['situation']}" for case in CASES])
def test_the_clocks_say_what_a_careful_clerk_would(case: dict[str, str]) -> None:
    store = SmallStore()
    for text in case["store"].split(" | "):
        add(store, text)
    rows = answer(store, case["asked"])
    expected = [] if case["expected"] == "none" else case["expected"].split(" | ")
    wanted = [dict(item.partition("=")[::2] for item in row.split()) for row in expected]
    assert len(rows) == len(wanted), rows
    assert [{name: shown(row[name]) for name in one} for row, one in zip(rows, wanted, strict=True)] == wanted


def test_there_are_at_least_60_cases_each_told_once() -> None:
    assert len({case["situation"] for case in CASES}) == len(CASES) >= 60


def test_every_column_has_a_clock_or_says_that_it_has_none() -> None:
    for row in reference.table("columns"):
        for clock in ("limit", "cycle"):
            told = row["limit_days"] if clock == "limit" else row["cycle"].replace("none", "")
            assert bool(told) == bool(row[f"{clock}_level"]) == bool(row[f"{clock}_basis"]), row["column_name"]
            assert row[f"{clock}_level"] in ("", "国家", "地方", "惯例")


def test_the_calendar_knows_moved_holidays() -> None:
    counted = dict(reference.working_days())
    # The State Council's notice for 2024: 10 to 17 February off, 4 and 18 February (Sundays) worked.
    assert counted[date(2024, 2, 17)] == counted[date(2024, 2, 9)]
    assert counted[date(2024, 2, 18)] == counted[date(2024, 2, 17)] + 1
    assert counted[date(2024, 2, 4)] == counted[date(2024, 2, 3)] + 1


def monthly(store: SmallStore, office: str, column: str, months: int) -> None:
    """An item on the fifth of so many months of 2024."""
    for month in range(1, months + 1):
        add(store, f"log {office} {column} 2024-{month:02d}-05")


def test_items_are_counted_by_month_and_quarter() -> None:
    store = SmallStore()
    add(store, "log 甲街道 低保救助 2024-01-05 2024-01-30 2024-05-02")
    add(store, "log 甲街道 社区事务公开 2023-12-31")
    rows = store.ask("items_by_month")
    assert [
        (r["column_name"], r["is_watched"], r["year"], r["quarter"], r["month"], r["items_count"]) for r in rows
    ] == [
        ("社会救助", True, 2024, 1, 1, 2),
        ("社会救助", True, 2024, 2, 5, 1),
        ("社区事务公开", False, 2023, 4, 12, 1),
    ]
    assert [r["month"] for r in store.ask("items_by_month", to_year=2023)] == [12]


def test_the_habit_of_a_district_is_learnt_from_its_logs() -> None:
    store = SmallStore()
    monthly(store, "甲街道", "养老服务", 6)
    monthly(store, "乙街道", "养老服务", 4)
    monthly(store, "丙街道", "养老服务", 2)
    monthly(store, "甲街道", "救灾", 4)
    (row,) = store.ask("learnt_cycles", as_of="2024-07-01")
    # Five and three gaps of the two offices with three days or more: 29 to 31 days each.
    assert (row["column_name"], row["office_count"], row["day_count"]) == ("养老服务", 2, 10)
    assert (row["median_gap_days"], row["learnt_cycle"], row["custom"]) == (31, "1 month", "")
    assert store.ask("learnt_cycles", as_of="2024-02-01") == []


def test_a_duty_is_told_by_the_table_or_proposed_by_what_was_published_and_else_unknown() -> None:
    store = SmallStore()
    add(store, "@执法局 部门")
    add(store, "duty 执法局 社会救助 no")
    add(store, "log 执法局 双公示 2024-05-06")
    add(store, "执法局 2023 c:机构职能=3")
    found = {r["column_name"]: (r["is_owed"], r["known_by"]) for r in store.ask("duty_matrix", as_of="2024-06-01")}
    assert {column: known for column, known in found.items() if known[1] != "unknown"} == {
        "社会救助": (False, "told"),
        "行政许可和行政处罚": (True, "seen"),
        "机构职能": (True, "seen"),
    }
    assert found["保障性住房"] == (None, "unknown") and len(found) == len(reference.table("columns"))
