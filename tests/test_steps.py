"""Each step of queries/steps answers as plain Python does over the same few rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from reports import reference, steps
from reports.ask import catalogue
from tests.small_store import SmallStore
from tests.steps_by_name import EXPECTED
from tests.steps_in_python import Tables
from tests.steps_store import filled

OFFICES: list[dict[str, Any]] = [
    {},
    {"region_id": "d1"},
    {"region_id": "p", "kind": "街道"},
    {"office_codes": ["甲街道", "丁局"]},
    {"region_id": "d2", "kind": "镇"},
]
YEARS: list[dict[str, Any]] = [{}, {"from_year": 2022}, {"to_year": 2021}, {"from_year": 2022, "to_year": 2022}]
SOME_YEARS = [YEARS[0], YEARS[3]]
ONE_YEAR: list[dict[str, Any]] = [{"year": 2018}, {"year": 2021}, {"year": 2022}, {"year": 2023}]
SUBJECTS: list[dict[str, Any]] = [{"subject": "hotline12345"}, {"subject": "petition"}]
SOURCES: list[dict[str, Any]] = [{"source": "fact"}, {"source": "fact_by_office"}]
NUMBERS: list[dict[str, Any]] = [
    {"indicators": ["hotline12345.close_rate", "petition.close_rate", "disclosure.weibo", "litigation.corrected"]},
    {"indicators": ["disclosure.column"], "breakdown": "社会救助"},
    {"indicators": ["applications.received", "hotline12345.received"]},
]
DAYS: list[dict[str, Any]] = [
    {},
    {"as_of": date(2024, 7, 15)},
    {"as_of": date(2024, 6, 30)},
    {"as_of": date(2023, 12, 31)},
    {"as_of": date(2019, 1, 1)},
]
CHOICES: dict[str, list[list[dict[str, Any]]]] = {
    "chosen": [OFFICES],
    "chosen_reports": [OFFICES, YEARS],
    "office_years": [OFFICES, YEARS],
    "due_offices": [ONE_YEAR, OFFICES],
    "reported_offices": [ONE_YEAR, OFFICES],
    "rule_row": [[{"rule": "few_cases"}, {"rule": "stated_rate"}, {"rule": "no_such_rule"}]],
    "wanted_indicators": [
        [{"indicators": ["disclosure.weibo", "hotline12345.received", "no.such"]}, {"indicators": []}]
    ],
    "cases_told": [SOURCES, OFFICES, YEARS],
    "close_rates_of_year": [SUBJECTS, ONE_YEAR, OFFICES],
    "cases_by_year": [SUBJECTS, OFFICES, YEARS],
    "items_by_year": [[{"indicator": "disclosure.weibo"}, {"indicator": "disclosure.website"}], OFFICES, YEARS],
    "cases_of_offices": [SUBJECTS, ONE_YEAR, OFFICES],
    "constant_offices": [
        SOURCES,
        [{"as_one": None}, {"as_one": True}, {"as_one": False}],
        [
            {"indicators": ["hotline12345.close_rate", "hotline12345.received"]},
            {"indicators": ["disclosure.weibo", "no.such"]},
            {"indicators": ["disclosure.column"], "breakdown": "社会救助"},
        ],
        OFFICES,
        [*YEARS, {"from_year": 2021, "to_year": 2022}, {"from_year": 2030}],
    ],
    "column_clocks": [DAYS, OFFICES, [{"column_name": "社会救助"}, {}]],
    "due_columns": [DAYS, OFFICES, [{"within_days": 0}, {"within_days": 200}]],
    "parts_told": [
        [{"rule": "five_parts_told"}, {"rule": "fee_told"}, {"rule": "no_such_rule"}],
        [{"since": 2000}, {"since": 2022}],
    ],
    "weak_matters": [ONE_YEAR, OFFICES],
    "assessed_cases": [
        [{"sheet": "丙表", "year": 2022}, {"sheet": "丙表", "year": 2023}, {"sheet": "yuhuan-2018", "year": 2022}],
        [{}, {"as_of": date(2024, 7, 15)}],
        [OFFICES[0], OFFICES[2], OFFICES[3]],
    ],
    "numbers_compared": [SOURCES, NUMBERS, OFFICES, YEARS],
    "numbers_ranked": [
        SOURCES,
        NUMBERS,
        [{}, {"region_id": "d1"}, {"kind": "街道"}, {"region_id": "d2", "kind": "街道"}],
        YEARS,
    ],
    "told_numbers": [
        SOURCES,
        [
            {
                "indicators": [
                    "hotline12345.received",
                    "hotline12345.close_rate",
                    "petition.close_rate",
                    "disclosure.website",
                ]
            },
            {"indicators": ["disclosure.column"], "breakdown": "社会救助"},
            {"indicators": ["applications.received", "disclosure.weibo"]},
        ],
        OFFICES,
        SOME_YEARS,
    ],
    "named_findings": [
        [{"finding_kind": "check"}, {"finding_kind": "weak_spot"}],
        [{}, {"topic": "timeliness"}, {"severity": "high"}, {"status": "failed"}, {"rule": "stated_rate"}],
        OFFICES,
        SOME_YEARS,
    ],
}
"""For each step that takes parameters the values that are tried, each of a list with each of the next."""


@pytest.fixture(scope="module")
def small() -> SmallStore:
    return filled()


def literal(value: Any, kind: str) -> str:
    """A parameter as SQL; the name of a table as query_table takes it."""
    if kind == "table":
        return f"'{value}'"
    if isinstance(value, list):
        return "[" + ", ".join(f"'{one}'" for one in value) + f"]::{kind}"
    return f"null::{kind}" if value is None else f"'{value}'::{kind}"


def answered(store: SmallStore, step: steps.Step, given: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a step, called as questions do."""
    assert set(given) <= {name for name, _kind in step.parameters}
    call = ", ".join(literal(given.get(name), kind) for name, kind in step.parameters)
    cursor = store.connection.execute(f"select * from {step.name}({call})")
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that can be compared: in an order of their own, numbers to nine places, lists in the order that they have."""

    def rounded(value: Any) -> Any:
        return round(float(value), 9) if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    return sorted(({name: rounded(value) for name, value in row.items()} for row in rows), key=repr)


def choices(name: str) -> Iterator[dict[str, Any]]:
    for parts in itertools.product(*CHOICES.get(name, [])):
        yield {name: value for part in parts for name, value in part.items()}


@pytest.mark.parametrize("step", steps.steps(), ids=lambda step: step.name)
def test_a_step_answers_as_python_does(small: SmallStore, step: steps.Step) -> None:
    tables = Tables(small.connection)
    expected: Callable[..., list[dict[str, Any]]] = EXPECTED[step.name]
    columns = [column.name for column in catalogue.question_in(steps.FOLDER / f"{step.name}.sql").columns]
    most = 0
    for given in choices(step.name):
        rows = answered(small, step, given)
        assert all(list(row) == columns for row in rows)
        worked_out = in_order(expected(tables, **{name: given.get(name) for name, _kind in step.parameters}))
        assert in_order([dict(sorted(row.items())) for row in rows]) == in_order(
            [dict(sorted(row.items())) for row in worked_out]
        ), given
        most = max(most, len(rows))
    assert most, "no choice of parameters gives a row"


def test_every_step_is_worked_out_and_every_parameter_is_tried() -> None:
    files = {path.stem for path in steps.FOLDER.glob("*.sql")}
    assert set(EXPECTED) == files == {step.name for step in steps.steps()}
    for step in steps.steps():
        tried = {name for part in CHOICES.get(step.name, []) for one in part for name in one}
        assert tried == {name for name, _kind in step.parameters}, step.name


def test_few_cases_switched_off_is_zero_and_so_is_no_rule() -> None:
    store = SmallStore(watch_list=False)
    assert store.rows("from few_cases()") == [(10.0,)]
    store.connection.execute("update rule set is_enabled = false where rule = 'few_cases'")
    assert store.rows("from few_cases()") == [(0.0,)]
    store.connection.execute("delete from rule")
    assert store.rows("from few_cases()") == [(0.0,)]


def test_a_change_asks_for_nothing_where_its_rule_is_switched_off_or_is_none() -> None:
    store = SmallStore(watch_list=False)
    assert store.rows("from material_changes()") == [(10.0, 5, 1.0)]
    store.connection.execute("update rule set is_enabled = false where rule like 'material_change%'")
    assert store.rows("from material_changes()") == [(0.0, 5, 0.0)]
    store.connection.execute("delete from rule")
    assert store.rows("from material_changes()") == [(0.0, 5, 0.0)]


def test_the_rows_and_columns_of_section_three_are_those_of_the_forms() -> None:
    cells = [
        row for form in ("2019", "2021") for row in reference.table(f"forms/{form}") if row["table"] == "applications"
    ]
    store = SmallStore(watch_list=False)
    assert {row[0] for row in store.rows("select indicator from application_rows()")} == {c["indicator"] for c in cells}
    named = {(c["breakdown"], c["column_label"], int(c["column"]) + 1) for c in cells}
    assert {row for row in store.rows("from applicants()") if row[0] != "total"} == {
        n for n in named if n[0] != "total"
    }
    forms: dict[str, set[str]] = {}
    for form in ("2019", "2021"):
        for cell in reference.table(f"forms/{form}"):
            if cell["table"] == "applications":
                forms.setdefault(cell["indicator"], set()).add(form)
    marked = {"one": {"2019"}, "three": {"2021"}, None: {"2019", "2021"}}
    for indicator, printed_as in store.rows("select indicator, printed_as from application_rows()"):
        assert forms[indicator] == marked[printed_as], indicator
