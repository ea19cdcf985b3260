"""The hand-made table tests/golden/awkward_cases.csv: what a careful clerk would say, and what the store says.

How a case is written: reports parted by " | ", each "office year: number number ..."; a number is indicator=value,
t:cell=value in a statutory table (the other cells are 0), c:column=value, p:topic=sentence of section 五; a value is
a number, ~n, >=n, [n n] told twice, or blank, missing, unreadable. "@office ..." is a line of the roster. Expected rows
are parted by " | "; an empty value is no value; "none" is no row.
"""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.small_store import SmallStore, Told

TABLE = Path(__file__).parent / "golden" / "awkward_cases.csv"
CASES = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))


def told(text: str) -> Told:
    if text.startswith("["):
        return [float(number) for number in text.strip("[]").split()]
    for qualifier in ("~", ">="):
        if text.startswith(qualifier):
            return qualifier, float(text.removeprefix(qualifier))
    return text if text in ("blank", "missing", "unreadable") else float(text)


def add(store: SmallStore, text: str) -> None:
    if text.startswith("@"):
        name, *options = text[1:].split()
        given = dict(option.split("=") for option in options)
        store.office(
            name,
            from_year=int(given["from"]) if "from" in given else None,
            to_year=int(given["to"]) if "to" in given else None,
            aliases=[given["alias"]] if "alias" in given else [],
        )
        return
    head, _, rest = text.partition(":")
    office, year = head.split()
    report: dict[str, Any] = {"text": {}, "columns": {}, "problems": []}
    for item in re.findall(r"(\S+=\[.*?\]|\S+)", rest):
        name, _, value = item.partition("=")
        if name.startswith("t:"):
            report.setdefault("table", {})[name[2:]] = told(value)
        elif name.startswith("c:"):
            report["columns"][name[2:]] = told(value)
        elif name.startswith("p:"):
            report["problems"].append((name[2:], "problem", value))
        elif name in ("form", "title"):
            report[name] = value
        elif name == "sha":
            report["sha256"] = value
        elif name == "version":
            report["version"] = int(value)
        elif name == "old":
            report["is_current"] = False
        elif name == "on":
            report["published_on"] = date.fromisoformat(value)
        else:
            report["text"][name] = told(value)
    store.report(office, int(year), **report)


def answer(store: SmallStore, asked: str) -> list[dict[str, Any]]:
    name, *options = asked.split()
    if name == "rule":
        rule, *conditions = options
        store.run_rule(rule)
        where = " and ".join([f"rule = '{rule}'", *conditions])
        cursor = store.connection.execute(f"select * from finding where {where} order by status, finding_no")
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    store.total()
    given: dict[str, Any] = dict(option.split("=") for option in options)
    if "office_codes" in given:
        given["office_codes"] = given["office_codes"].split(",")
    return store.ask(name, **given)


def shown(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['case']} {case['situation']}" for case in CASES])
def test_the_store_says_what_a_careful_clerk_would(case: dict[str, str]) -> None:
    store = SmallStore()
    for text in case["reports"].split(" | "):
        add(store, text)
    rows = answer(store, case["asked"])
    expected = [] if case["expected"] == "none" else case["expected"].split(" | ")
    wanted = [dict(item.partition("=")[::2] for item in row.split()) for row in expected]
    found = [{name: shown(row[name]) for name in one} for row, one in zip(rows, wanted, strict=False)]
    assert len(rows) == len(wanted), rows
    assert found == wanted


def test_there_are_at_least_25_cases_each_told_once() -> None:
    assert len({case["situation"] for case in CASES}) == len(CASES) >= 25
