"""Each step of queries/steps answers as plain Python does over the same few rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from reports import reference, steps
from reports.ask import catalogue
from tests.rates_in_python import EXPECTED
from tests.small_store import SmallStore, row_of
from tests.steps_in_python import Tables

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
    """Offices with and without years of duty, one that waits; years left out; numbers told once, twice, roughly, not at
    all and against each other; tables with every lack; findings that grow, shrink and skip a year."""
    store = SmallStore()
    store.office("甲街道", "街道", "d1", from_year=2021)
    store.office("乙街道", "街道", "d1")
    store.office("丙镇", "镇", "d1", from_year=2018, to_year=2022)
    store.office("丁局", "部门", "d2")
    store.office("戊", "其他", None, is_queued=True)
    store.office("己所", "其他", "d2")
    store.office("庚镇", "镇", "d1", from_year=2021, to_year=2022)
    calls = {"hotline12345.received": 400.0, "hotline12345.closed": 396.0, "hotline12345.close_rate": 99.0}
    store.report(
        "甲街道",
        2021,
        text={
            **calls,
            "disclosure.weibo": 100,
            "disclosure.website": 60,
            "applications.received": 6,
            "petition.received": 10,
            "petition.closed": 12,
        },
        columns={"社会救助": 12, "低保救助": 3, "机构职能": 48, "没有这一栏": 1},
        table=row_of("applications.received", 1, 2, 0, 0, 0, 2, 5),
        problems=[("timeliness", "problem", "机构职能栏目更新不及时"), ("budget", "problem", "预算公开不细")],
        published_on=date(2022, 1, 31),
    )
    store.report("甲街道", 2022, text={"disclosure.weibo": 999}, version=1, is_current=False)
    store.report(
        "甲街道",
        2022,
        text={
            "hotline12345.received": 400,
            "hotline12345.closed": 380,
            "disclosure.weibo": 80,
            "disclosure.website": [10, 12],
            "applications.received": "unreadable",
            "petition.received": 20,
            "petition.closed": ("~", 19),
            "petition.close_rate": 96,
        },
        columns={"社会救助": [4, 5], "低保救助": 2, "机构职能": ("~", 38), "机构设置": 8, "义务教育": "blank"},
        table={
            **row_of("applications.received", 1, "blank", "missing", "unreadable", 0, 0, "blank"),
            "applications.other/*": 0,
        },
        problems=[("timeliness", "plan", "社会救助栏目"), ("social_assistance", "problem", "救助信息少")],
        published_on=date(2023, 2, 1),
        version=2,
    )
    store.report(
        "甲街道", 2023, text={"hotline12345.received": 0, "hotline12345.closed": 0, "disclosure.weibo": "unreadable"}
    )
    store.report(
        "乙街道", 2021, text={"hotline12345.received": [5, 6], "petition.close_rate": 98.0, "disclosure.weibo": 0}
    )
    store.report(
        "乙街道",
        2023,
        text={
            "hotline12345.received": ("~", 3000),
            "hotline12345.closed": 2990,
            "petition.received": 9,
            "petition.closed": 9,
            "disclosure.weibo": ("~", 40),
        },
        table={"*": "missing"},
        published_on=date(2024, 1, 10),
    )
    store.report(
        "丙镇", 2018, text={"hotline12345.received": 50, "hotline12345.closed": 40}, published_on=date(2019, 4, 1)
    )
    store.report("丙镇", 2020, text={"hotline12345.received": 60, "hotline12345.closed": 45}, table={})
    store.report("丙镇", 2021, text={"hotline12345.received": 70, "hotline12345.closed": 49, "disclosure.website": 7})
    store.report(
        "丙镇", 2022, text={"hotline12345.received": 80, "hotline12345.closed": 48, "disclosure.website": "blank"}
    )
    store.report(
        "丁局",
        2022,
        text={
            "hotline12345.closed": 7,
            "petition.received": 8,
            "disclosure.website/政府网站": 754,
            "disclosure.website/门户网站": 1014,
        },
        columns={"低保救助": 2},
        table={},
    )
    store.report("戊", 2022, text={"disclosure.weibo": 3, "hotline12345.close_rate": 100.0})
    others = ("no_correction", "unpaid_fee", "other")
    store.report(
        "丁局",
        2023,
        text={"petition.close_rate": 97, "applications.received": "blank"},
        table={
            **{f"applications.other.{row}/*": "missing" for row in others},
            "applications.other/total": 4,
            "applications.received/total": "unreadable",
        },
    )
    store.report("丙镇", 2019, form="none", text={"hotline12345.received": 9, "hotline12345.closed": 9})
    for year, rate in ((2020, 100), (2021, 100), (2023, 99)):
        store.report("戊", year, text={"hotline12345.close_rate": rate}, form="none" if year == 2020 else None)
    number = itertools.count(1)
    for office, year, rule, left, right, lasted, severity, status, topic in (
        ("甲街道", 2021, "close_rate_below_peers", 90, 99, 1, "high", "failed", None),
        ("甲街道", 2022, "close_rate_below_peers", 85, 99, 2, "high", "failed", None),
        ("甲街道", 2023, "close_rate_below_peers", 96, 99, 3, "high", "failed", "timeliness"),
        ("丙镇", 2020, "close_rate_below_peers", 75, 99, 1, "medium", "failed", "timeliness"),
        ("丙镇", 2022, "close_rate_below_peers", 60, 99, 2, "medium", "notice", "timeliness"),
        ("戊", 2022, "of_yesterday", None, None, 1, "low", "not_assessable", None),
    ):
        store.insert(
            "finding",
            finding_no=next(number),
            rule=rule,
            kind="weak_spot",
            status=status,
            severity=severity,
            office_id=store.office(office),
            year=year,
            subject="hotline12345",
            message=f"{office}{year}",
            left_value=left,
            right_value=right,
            years_lasted=lasted,
            self_told=False,
            topic=topic,
            evidence=[],
        )
    (rated,) = store.rows(
        "select report_id from fact where indicator = 'hotline12345.close_rate' and role = 'leading' limit 1"
    )[0]
    for office, year, subject in (("甲街道", 2021, ""), ("甲街道", 2022, "hotline12345"), ("丁局", 2022, "")):
        store.insert(
            "finding",
            finding_no=next(number),
            rule="stated_rate",
            kind="check",
            status="failed",
            severity="high",
            office_id=store.office(office),
            year=year,
            report_id=rated if subject else 1,
            subject=subject,
            message=f"{office}{year}",
            left_value=90,
            right_value=99,
            years_lasted=1,
            self_told=year == 2022,
            evidence=[{"report_id": 1, "fact_no": 0}],
        )
    for (code,) in store.rows("select office_code from office where name = '丁局'"):
        store.insert(
            "finding_opinion",
            office_code=code,
            year=2022,
            rule="stated_rate",
            subject="",
            kind="verdict",
            message="",
            verdict="误报",
            text="口径不同",
            said_at=datetime(2026, 1, 1),
            said_by="",
        )
    return store


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


UNTRIED = {
    "assessed_cases", "cases_of_offices", "close_rates_of_year", "column_clocks", "constant_offices", "due_columns", "excerpts", "judged_rates", "material_changes",
    "numbers_compared", "numbers_ranked", "parts_told", "problems_of_columns", "weak_matters",
}  # fmt: skip
"""Steps that are not worked out in Python here yet; tests/truth computes what most of them say again by pandas, and
tests/rule_cases_told.py says by hand what parts_told does, tests/golden/clock_cases.csv what column_clocks and
due_columns do, tests/test_assessment.py what assessed_cases does."""


@pytest.mark.parametrize(
    "step", [step for step in steps.steps() if step.name not in UNTRIED], ids=lambda step: step.name
)
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
    assert set(EXPECTED) | UNTRIED == files == {step.name for step in steps.steps()}
    assert not set(EXPECTED) & UNTRIED
    for step in steps.steps():
        if step.name in UNTRIED:
            continue
        tried = {name for part in CHOICES.get(step.name, []) for one in part for name in one}
        assert tried == {name for name, _kind in step.parameters}, step.name


def test_few_cases_switched_off_is_zero_and_so_is_no_rule() -> None:
    store = SmallStore(watch_list=False)
    assert store.rows("from few_cases()") == [(10.0,)]
    store.connection.execute("update rule set is_enabled = false where rule = 'few_cases'")
    assert store.rows("from few_cases()") == [(0.0,)]
    store.connection.execute("delete from rule")
    assert store.rows("from few_cases()") == [(0.0,)]


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
