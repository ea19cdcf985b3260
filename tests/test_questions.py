"""Every question of queries/: its header is true, and given rows give the expected rows on a real DuckDB."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest

from reports import ask, database, reference
from reports.ask import answer, catalogue, spark
from reports.database import TypedValue, duckdb_type
from tests.question_cases import EXPECTED
from tests.question_store import district
from tests.small_store import SmallStore, Told

QUESTIONS = sorted(reference.QUERIES.glob("*.sql"))
SUMMARIES = sorted((reference.QUERIES / "summaries").glob("*.sql"))
RULES = sorted((*(reference.QUERIES / "checks").glob("*.sql"), *(reference.QUERIES / "weak_spots").glob("*.sql")))
FINDING = ["status", "severity", "office_id", "year", "report_id", "subject", "message", "left_value", "right_value", "years_lasted", "self_told", "topic", "evidence"]  # fmt: skip
EXAMPLES = {
    "varchar": "x",
    "smallint": 2023,
    "integer": 1,
    "varchar[]": ["x"],
    "integer[]": [1],
    "date": date(2024, 1, 1),
    "boolean": True,
}


@pytest.fixture(scope="module")
def empty() -> SmallStore:
    small = SmallStore()
    small.total()
    # The summary of regions reads what a build has made for it.
    small.connection.execute("create temp table retelling (region_id varchar, year smallint)")
    return small


def parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """What DuckDB's own parser makes of one statement."""
    (text,) = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchone() or ("",)
    return json.loads(text)


@pytest.mark.parametrize("path", [*QUESTIONS, *SUMMARIES, *RULES], ids=lambda path: path.stem)
def test_the_header_says_what_the_select_is(path: Path, empty: SmallStore) -> None:
    text = path.read_text("utf-8")
    question = catalogue.question_in(path)
    assert re.search(r"[\u4e00-\u9fff].*？ \(.+\)$|^.*第一句话", question.question), (
        "line one: Chinese, English in brackets"
    )
    assert question.grain and question.missing and question.columns
    tree = parsed(empty.connection, text)
    assert tree["error"] is False and len(tree["statements"]) == 1
    (statement,) = empty.connection.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {parameter.name for parameter in question.parameters}
    # What has to be given may be handed to a step that would do without: of such a one the question's own text decides.
    whole = text + spark.whole(text).replace(" IS NULL", " is null")
    for parameter in question.parameters:
        told = whole if parameter.is_optional else text
        may_be_null = f"${parameter.name} is null" in told or f"coalesce(${parameter.name}" in told
        assert parameter.is_optional == may_be_null
    for values in ({}, {p.name: EXAMPLES[p.type] for p in question.parameters}):
        given = {p.name: duckdb.Value(values.get(p.name), database.duckdb_type(p.type)) for p in question.parameters}
        answer = empty.connection.execute(text, given)
        real = [(column[0], str(column[1]).lower()) for column in answer.description or ()]
        assert real == [(column.name, column.type) for column in question.columns]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_has_no_parameters_and_gives_findings(path: Path) -> None:
    rule = catalogue.question_in(path)
    assert not rule.parameters
    assert [column.name for column in rule.columns] == FINDING


@pytest.mark.parametrize("path", [*QUESTIONS, *SUMMARIES, *RULES], ids=lambda path: path.stem)
def test_the_select_keeps_the_habits(path: Path) -> None:
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.lstrip().startswith("--")]
    code = re.sub(r"'[^']*'", "''", "\n".join(lines))
    assert re.search(r"\norder by[^\n]+(\n    [^\n]+)*$|\norder by(\n    [^\n]+)+$", code.rstrip()), (
        "explicit order at the end"
    )
    assert code == code.lower()
    for place in re.finditer(r"/\s*(?!nullif|nullif)(\S+)", code):
        divisor = place.group(1)
        safe = re.match(
            r"\(?(\d|1\b|count|greatest|sqrt|\(1 \+|r\.threshold|u\.threshold|p\.threshold|t\.threshold|z\.character)",
            divisor,
        )
        assert safe or "nullif" in divisor, f"division by {divisor} without nullif"


def test_an_empty_store_answers_every_question(empty: SmallStore) -> None:
    for path in QUESTIONS:
        question = catalogue.question_in(path)
        given = {p.name: EXAMPLES[p.type] for p in question.parameters if not p.is_optional}
        answer = ask.ask(empty.connection.cursor(), question.name, given)
        assert list(answer.columns) == [column.name for column in question.columns]


def test_the_readme_is_what_the_headers_say() -> None:
    path = reference.QUERIES / "build_readme.py"
    spec = importlib.util.spec_from_file_location("build_readme", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.README.read_text("utf-8") == module.readme(), "stale: run python queries/build_readme.py"


def test_every_watched_column_can_be_found_by_each_of_its_names() -> None:
    seen: dict[str, str] = {}
    topics = {row["topic"] for row in reference.table("topics")}
    small = SmallStore()
    for row in reference.table("columns"):
        assert row["topic"] in topics | {""}
        assert bool(row["yearly_minimum"]) <= bool(row["basis"]), "a rule names its source"
        for clock in ("limit_days", "cycle", "custom"):
            told = row[clock] not in ("", "none")
            assert told <= bool(row[f"{clock.removesuffix('_days')}_basis"]), "a rule names its source"
        for name in (row["column_name"], *reference.aliases(row["aliases"])):
            assert seen.setdefault(name, row["column_name"]) == row["column_name"], f"{name} means two columns"
            small.connection.execute("begin")
            small.report("甲街道", 2023, columns={name: 3})
            assert [found["column_name"] for found in small.ask("column_counts")] == [row["column_name"]]
            small.connection.execute("rollback")
            small._offices.clear()


@pytest.fixture(scope="module")
def answers() -> SmallStore:
    return district()


@pytest.mark.parametrize(("name", "given", "columns", "expected"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_given_rows_give_the_expected_rows(
    name: str, given: dict[str, Any], columns: str, expected: list[tuple[Any, ...]], answers: SmallStore
) -> None:
    rows = answers.ask(name, **given)
    assert [tuple(row[column] for column in columns.split()) for row in rows] == expected


@pytest.mark.parametrize(("name", "given"), [case[:2] for case in EXPECTED], ids=[case[0] for case in EXPECTED])
def test_an_answer_has_the_cells_and_the_dtypes_that_duckdb_itself_makes(
    name: str, given: dict[str, Any], answers: SmallStore
) -> None:
    asked = catalogue.question(name)
    kinds = {parameter.name: parameter.type for parameter in asked.parameters}
    values = {p: TypedValue(value, duckdb_type(kinds[p])) for p, value in answer.checked(asked, given).items()}
    expected = answers.connection.cursor().execute(asked.sql, values).df()
    found = ask.ask(answers.connection.cursor(), name, given)
    assert list(found.columns) == list(expected.columns)
    pandas.testing.assert_frame_equal(found, expected)


def test_every_question_has_given_and_expected_rows() -> None:
    own = {
        "applications_outcomes",
        "assessment",
        "assessment_sheets",
        "denial_grounds",
        "doubtful_numbers",
        "due_list",
        "duty_matrix",
        "finding_opinions",
        "follow_up_history",
        "follow_up_list",
        "freshness",
        "indicator_dictionary",
        "items_by_month",
        "late_items",
        "learnt_cycles",
        "note_list",
        "office_profile",
        "recent_generation",
        "ratio_list",
        "red_and_worsening",
        "report_checks",
        "rule_list",
        "time_marks",
        "topic_list",
        "veto_counts",
        "watched_columns",
        "weak_spot_cards",
        "went_well",
    }
    assert {case[0] for case in EXPECTED} | own == {path.stem for path in QUESTIONS}


def test_applications_outcomes_add_up_what_is_stated_and_count_what_is_lacking(answers: SmallStore) -> None:
    rows = {row["indicator"]: row for row in answers.ask("applications_outcomes", from_year=2023)}
    received = rows["applications.received"]
    assert (received["cases_count"], received["stated_office_count"]) == (10, 3)
    assert (received["lacking_office_count"], received["reported_office_count"]) == (2, 5)
    assert received["flow_step"] == "intake"
    assert rows["applications.denied.process_information"]["cases_count"] == 3
    assert "applications.other" not in rows, "form 2021 prints three rows instead"
    by_applicant = {
        row["indicator"]: row for row in answers.ask("applications_outcomes", from_year=2023, applicant="business")
    }
    assert by_applicant["applications.received"]["cases_count"] == 2


def test_sums_over_a_changing_set_of_offices_are_told_apart_from_the_trend_of_the_same_offices() -> None:
    small = SmallStore()
    told: dict[str, dict[int, Told]] = {
        "甲街道": {2021: 100, 2022: 110, 2023: ("~", 120)},
        "乙街道": {2021: 50, 2023: 70},
        "丙街道": {2021: 10, 2022: 20, 2023: 30},
    }
    for name, years in told.items():
        for year, items in years.items():
            small.report(name, year, text={"disclosure.weibo": items, "disclosure.website": 1})
    small.report("乙街道", 2022, text={"disclosure.website": 1})
    small.report("丙街道", 2024, text={"disclosure.website": 1})

    def amount(name: str, year: int) -> float:
        items = told[name].get(year, 0)
        return float(items[1] if isinstance(items, tuple) else items)  # type: ignore[arg-type]

    rows = {r["year"]: r for r in small.ask("sums_by_year", indicators=["disclosure.weibo"], from_year=2021)}
    for year in (2021, 2022, 2023):
        assert rows[year]["told_sum"] == sum(amount(name, year) for name in told)
        assert rows[year]["constant_sum"] == amount("甲街道", year) + amount("丙街道", year)
    assert [rows[y]["told_office_count"] for y in rows] == [3, 2, 3, 0]
    assert [rows[y]["fewer_office_count"] for y in rows] == [0, 1, 0, 3]
    assert {rows[y]["constant_office_count"] for y in rows} == {2}
    assert [rows[y]["constant_qualifier"] for y in rows] == ["=", "=", "~", None], "nobody tells 2024: a gap"
    # From the year on which 乙街道 tells again, its items belong to the trend.
    late = small.ask("sums_by_year", indicators=["disclosure.weibo"], from_year=2023)
    assert [(r["constant_office_count"], r["constant_sum"]) for r in late] == [(3, 220), (3, None)]
    both = ["disclosure.weibo", "disclosure.website"]
    counts = {
        r["indicator"]: r["constant_office_count"] for r in small.ask("sums_by_year", indicators=both, to_year=2023)
    }
    assert counts == {"disclosure.weibo": 2, "disclosure.website": 3}
    joint = small.ask("sums_by_year", indicators=both, to_year=2023, as_one=True)
    assert {(r["indicator"], r["constant_office_count"]) for r in joint} == {(name, 2) for name in both}


def test_no_column_is_left_out_of_the_map_and_none_sets_the_scale_of_another() -> None:
    small = SmallStore()
    small.report("甲街道", 2022, columns={"社会救助": 10, "双随机抽查": 4, "重点工作": 1, "政务公开工作要点": 2})
    small.report("甲街道", 2023, columns={"社会救助": ("~", 12), "双随机抽查": 0})
    small.report("乙局", 2023, columns={"社会救助": 500})
    rows = {(r["office_code"], r["column_name"], r["year"]): r for r in small.ask("column_heat_map")}
    other = rows["甲街道", "双随机抽查", 2022]
    assert (other["is_watched"], other["topic"], other["items_count"]) == (False, None, 4)
    assert rows["甲街道", "双随机抽查", 2023]["typical_count"] == 4, "a 0 does not lower what is usual"
    assert ("乙局", "双随机抽查", 2023) not in rows
    assert {r["typical_count"] for key, r in rows.items() if key[1] == "社会救助"} == {12}, "the median of 10, 12, 500"
    assert rows["甲街道", "社会救助", 2023]["qualifier"] == "~"
    both = rows["甲街道", "重点工作", 2022]
    assert (both["items_count"], both["printed_names"]) == (3, "政务公开工作要点、重点工作")
    assert rows["乙局", "社会救助", 2022]["status"] == "no_report"


def test_denial_grounds_are_shares_of_the_outcomes(answers: SmallStore) -> None:
    rows = answers.ask("denial_grounds", from_year=2023, office_codes=["乙街道"])
    found = {row["indicator"]: (row["cases_count"], row["share_of_outcomes_pct"]) for row in rows}
    assert found["applications.denied.process_information"] == (3, pytest.approx(100 / 3))
    assert found["applications.unable.not_held"] == (0, 0)
    assert len(found) == 16
    nothing_done = answers.ask("denial_grounds", from_year=2022, to_year=2022)
    assert {row["share_of_outcomes_pct"] for row in nothing_done} == {None}


def test_freshness_knows_neither_fresh_nor_stale_without_a_log() -> None:
    small = SmallStore()
    office = small.office("甲街道")
    small.report("乙街道", 2023, columns={"社会救助": 3})
    for day in (date(2024, 5, 1), date(2024, 6, 20), date(2024, 7, 30)):
        small.insert(
            "column_log",
            office_id=office,
            column_name="政务动态",
            title="一则",
            published_on=day,
            url=None,
            log_sha256="a",
        )
    small.insert(
        "column_log",
        office_id=office,
        column_name="公告公示",
        title="一则",
        published_on=date(2023, 1, 1),
        url=None,
        log_sha256="a",
    )
    small.insert(
        "column_log",
        office_id=office,
        column_name="低保救助",
        title="一则",
        published_on=date(2024, 1, 1),
        url=None,
        log_sha256="a",
    )

    def status(office_code: str, column: str, as_of: date) -> tuple[Any, ...]:
        (row,) = small.ask("freshness", as_of=as_of, office_codes=[office_code], column_name=column)
        return row["status"], row["days_since"], row["items_last_year_count"]

    assert status("甲街道", "工作动态", date(2024, 6, 30)) == ("fresh", 10, 2)
    assert status("甲街道", "工作动态", date(2024, 7, 29)) == ("stale", 39, 2)
    assert status("甲街道", "通知公告", date(2024, 6, 30)) == ("stale", 546, 0)
    assert status("甲街道", "社会救助", date(2024, 6, 30)) == ("beyond_custom", 181, 1)
    assert status("甲街道", "人事信息", date(2024, 6, 30)) == ("unknown", None, None)
    assert status("乙街道", "社会救助", date(2024, 6, 30)) == ("told_only", None, None)


def test_office_profile_shows_every_printed_number_and_blank(answers: SmallStore) -> None:
    rows = answers.ask("office_profile", office_code="甲街道")
    found = {(row["indicator"], row["breakdown"], row["year"]): row for row in rows}
    weibo = found["disclosure.weibo", "", 2022]
    assert (weibo["value"], weibo["change"], weibo["change_pct"]) == (80, -20, -20)
    assert found["disclosure.weibo", "", 2023]["status"] == "conflict"
    assert found["disclosure.weibo", "", 2023]["value"] is None
    assert found["applications.received", "total", 2023]["status"] == "blank"
    assert ("disclosure.wechat", "", 2023) not in found


def test_indicator_dictionary_counts_who_states_what(answers: SmallStore) -> None:
    rows = {row["indicator"]: row for row in answers.ask("indicator_dictionary")}
    assert len(rows) == len(reference.table("indicators"))
    assert (rows["disclosure.wechat"]["stated_office_count"], rows["disclosure.wechat"]["last_year"]) == (2, 2023)
    assert rows["disclosure.press"]["stated_report_count"] == 0


def test_doubtful_numbers_are_those_that_wait_for_a_person() -> None:
    small = SmallStore()
    small.report("甲街道", 2022, text={"disclosure.weibo": [8, 9], "disclosure.wechat": 3})
    small.report(
        "甲街道", 2023, text={"": 12}, table={"licences.decisions": "unreadable", "penalties.decisions": "blank"}
    )
    rows = small.ask("doubtful_numbers")
    assert [(row["year"], row["doubt"], row["indicator"], row["value"]) for row in rows] == [
        (2023, "unassigned", "", 12),
        (2023, "unreadable", "licences.decisions", None),
        (2022, "conflict", "disclosure.weibo", 8),
        (2022, "conflict", "disclosure.weibo", 9),
    ]
    assert not small.ask("doubtful_numbers", to_year=2021)


def test_red_and_worsening_needs_four_peers_and_a_change_for_the_worse() -> None:
    small = SmallStore()
    for name, before, now in (("甲街道", 100, 20), ("乙街道", 90, 95), ("丙街道", 80, 85), ("丁街道", 70, 75)):
        small.report(name, 2021, text={"disclosure.weibo": before + 10})
        small.report(name, 2022, text={"disclosure.weibo": before})
        small.report(name, 2023, text={"disclosure.weibo": now})
    (row,) = small.ask("red_and_worsening", year=2023)
    assert (row["office_code"], row["value"], row["change"], row["change_pct"]) == ("甲街道", 20, -80, -80)
    assert (row["rank_of_kind"], row["ranked_count_of_kind"], row["worsening_years"]) == (4, 4, 2)
    assert not row["is_refuted"]
    for table in ("fact", "fact_by_office"):
        small.connection.execute(f"delete from {table} where office_id = 4")
    assert small.ask("red_and_worsening", year=2023) == []


def test_rates_are_compared_in_points_and_low_ranks_go_to_bad_numbers() -> None:
    small = SmallStore()
    for name, rate, corrected in (("甲街道", 99, 0), ("乙街道", 90, 2), ("丙街道", 95, 1)):
        small.report(name, 2022, text={"hotline12345.close_rate": 95})
        small.report(name, 2023, text={"hotline12345.close_rate": rate}, table={"review.corrected": corrected})
    rows = small.ask("rug", year=2023, indicators=["hotline12345.close_rate", "review.corrected"])
    assert [
        (r["office_code"], r["indicator"], r["rank_of_kind"], r["standing_pct"], r["change"], r["change_pct"])
        for r in rows
    ] == [
        ("乙街道", "hotline12345.close_rate", 3, 0, -5, None),
        ("乙街道", "review.corrected", 3, 0, None, None),
        ("丙街道", "hotline12345.close_rate", 2, 50, 0, None),
        ("丙街道", "review.corrected", 2, 50, None, None),
        ("甲街道", "hotline12345.close_rate", 1, 100, 4, None),
        ("甲街道", "review.corrected", 1, 100, None, None),
    ]


def test_a_close_rate_that_is_not_told_is_computed_from_exact_cases_and_says_so(answers: SmallStore) -> None:
    rows = answers.ask("indicator_by_office_and_year", indicator="hotline12345.close_rate", from_year=2022)
    found = {(r["office_code"], r["year"]): (r["value"], r["status"], r["change"]) for r in rows}
    assert found["甲街道", 2022] == (97, "computed", -2)
    assert found["甲街道", 2023] == (None, "no_cases", None), "0 received: no rate, and none is lacking"
    assert found["乙街道", 2023] == (99, "computed", None)
    assert found["戊局", 2023] == (97, "stated", None)
    closed = {r["office_code"]: r["fact_no"] for r in rows if r["status"] == "computed" and r["year"] == 2023}
    evidence = {r["fact_no"]: r["indicator"] for r in answers.ask("report_facts", report_id=5)}
    assert evidence[closed["乙街道"]] == "hotline12345.closed"
    (rate,) = answers.ask("overview_kpis", year=2023, indicators=["hotline12345.close_rate"])
    (head,) = answers.ask("page_head_overview", year=2023)
    assert (
        (rate["value"], rate["stated_office_count"]) == (head["median_rate_pct"], head["rated_office_count"]) == (98, 3)
    ), "the median of 97 and 99: 丙街道 has 3 cases"
    board = answers.ask("region_board", region_id="p", year=2023, indicators=["hotline12345.close_rate"])
    assert (board[0]["median_value"], board[0]["stated_office_count"]) == (98, 3), (
        "the region says what its offices say"
    )
    roll_up = answers.ask("region_roll_up", indicator="hotline12345.close_rate", level="province", from_year=2023)
    assert [(row["median_value"], row["stated_office_count"], row["sum_value"]) for row in roll_up] == [(98, 3, None)]
    in_rug = answers.ask("rug", year=2023, indicators=["hotline12345.close_rate"], office_codes=["丙街道"])
    assert [row["status"] for row in in_rug] == ["computed"]


def test_a_region_adds_up_indicators_that_no_summary_holds(answers: SmallStore) -> None:
    rows = answers.ask("region_roll_up", indicator="applications.denied.process_information", level="district")
    assert [(row["region_id"], row["year"], row["sum_value"], row["stated_office_count"]) for row in rows] == [
        ("d1", 2021, 0, 2),
        ("d1", 2022, 0, 1),
        ("d1", 2023, 3, 3),
        ("d2", 2023, 0, 1),
    ]
    told = answers.ask("region_roll_up", indicator="applications.received", level="district", to_year=2021)
    assert [(row["sum_value"], row["stated_office_count"]) for row in told] == [(5, 2)]


def test_funnel_limits_narrow_with_the_number_of_cases() -> None:
    small = SmallStore()
    told = (("甲街道", 3, 2), ("乙街道", 1000, 990), ("丙街道", 1000, 930), ("丁街道", 0, 0), ("戊街道", 1000, 985))
    for name, received, closed in told:
        small.report(name, 2023, text={"hotline12345.received": received, "hotline12345.closed": closed})
    rows = {row["office_code"]: row for row in small.ask("rate_funnel", year=2023)}
    assert {name: row["verdict"] for name, row in rows.items()} == {
        "甲街道": "few_cases", "乙街道": "within", "丙街道": "below_998", "丁街道": "no_cases", "戊街道": "within",
    }  # fmt: skip
    assert rows["甲街道"]["lower_95_pct"] < rows["乙街道"]["lower_95_pct"] < rows["乙街道"]["centre_rate_pct"]
    assert rows["乙街道"]["lower_998_pct"] < rows["乙街道"]["lower_95_pct"]
    assert rows["丁街道"]["rate_pct"] is None
    assert {row["centre_rate_pct"] for row in rows.values()} == {98.5}
    assert {row["dispersion"] for row in rows.values()} == {1}, "too few offices to tell scatter from chance"


def test_one_outlier_does_not_make_its_peers_look_good() -> None:
    small = SmallStore()
    for name, received, rate in (
        ("甲街道", 4000, 80.0), ("乙街道", 1000, 97.0), ("丙街道", 1000, 97.5),
        ("丁街道", 1000, 98.0), ("戊街道", 1000, 98.5), ("己街道", 1000, 99.0),
    ):  # fmt: skip
        closed = round(received * rate / 100)
        small.report(name, 2023, text={"hotline12345.received": received, "hotline12345.closed": closed})
    rows = {row["office_code"]: row for row in small.ask("rate_funnel", year=2023)}
    assert {name for name, row in rows.items() if row["verdict"] != "within"} == {"甲街道"}
    assert rows["甲街道"]["verdict"] == "below_998"
    # The distances from 97 % in standard deviations: 0, .93, 1.85, 2.78, 3.71 and 63; their median, scaled, squared.
    assert rows["乙街道"]["centre_rate_pct"] == 97
    assert rows["乙街道"]["dispersion"] == pytest.approx(11.8, abs=0.1)


def test_reference_lists_are_given_as_they_stand(answers: SmallStore) -> None:
    assert [row["topic"] for row in answers.ask("topic_list")] == [row["topic"] for row in reference.table("topics")]
    assert len(answers.ask("watched_columns")) == len(reference.table("columns"))
    rules = {row["rule"]: row for row in answers.ask("rule_list")}
    assert rules["published_late"]["failed_count"] == 1
    assert rules["published_late"]["not_assessable_count"] == 5
    assert list(rules) == [row["rule"] for row in reference.table("rules")]
    assert (rules["few_cases"]["kind_of_rule"], rules["few_cases"]["failed_count"]) == ("threshold", 0)


def test_recent_generation_says_what_is_served() -> None:
    small = SmallStore()
    small.office("甲镇政府办", is_queued=True, region=None)
    small.report("甲街道", 2021)
    small.report("甲街道", 2023)
    small.insert("generation", generation=7, built_at=datetime(2024, 3, 1), cause="load", report_count=2, fact_count=0)
    (row,) = small.ask("recent_generation")
    assert (row["generation"], row["report_count"], row["office_count"], row["queued_office_count"]) == (7, 2, 1, 1)
    assert (row["first_year"], row["last_year"]) == (2021, 2023)
