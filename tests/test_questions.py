"""Every question of queries/: its header is true, and given rows give the expected rows on a real DuckDB."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from small_store import SmallStore, row_of

from reports import ask, database, reference
from reports.ask import catalogue

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
RECEIVED_5 = {
    **row_of("applications.received", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.granted", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.total", 3, 2, 0, 0, 0, 0, 5),
}


@pytest.fixture(scope="module")
def empty() -> SmallStore:
    small = SmallStore()
    small.total()
    return small


def parsed(connection: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """What DuckDB's own parser makes of one statement."""
    (text,) = connection.execute("select json_serialize_sql(?::varchar)", [sql]).fetchone() or ("",)
    return json.loads(text)


@pytest.mark.parametrize("path", [*QUESTIONS, *SUMMARIES, *RULES], ids=lambda path: path.stem)
def test_the_header_says_what_the_select_is(path: Path, empty: SmallStore) -> None:
    text = path.read_text("utf-8")
    question = catalogue._parse_question(path)
    assert re.search(r"[\u4e00-\u9fff].*？ \(.+\)$|^.*第一句话", question.question), (
        "line one: Chinese, English in brackets"
    )
    assert question.grain and question.missing and question.columns
    tree = parsed(empty.connection, text)
    assert tree["error"] is False and len(tree["statements"]) == 1
    (statement,) = empty.connection.extract_statements(text)
    assert statement.type == duckdb.StatementType.SELECT
    assert statement.named_parameters == {parameter.name for parameter in question.parameters}
    for parameter in question.parameters:
        assert parameter.is_optional == (f"${parameter.name} is null" in text or f"coalesce(${parameter.name}" in text)
    for values in ({}, {p.name: EXAMPLES[p.type] for p in question.parameters}):
        given = {p.name: duckdb.Value(values.get(p.name), database.duckdb_type(p.type)) for p in question.parameters}
        answer = empty.connection.execute(text, given)
        real = [(column[0], str(column[1]).lower()) for column in answer.description or ()]
        assert real == [(column.name, column.type) for column in question.columns]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_has_no_parameters_and_gives_findings(path: Path) -> None:
    rule = catalogue._parse_question(path)
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
        question = catalogue._parse_question(path)
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
    for row in reference.table("columns"):
        assert row["topic"] in topics | {""}
        assert bool(row["cycle_days"] or row["yearly_minimum"]) <= bool(row["basis"]), "a rule names its source"
        for name in (row["column_name"], *reference.aliases(row["aliases"])):
            assert seen.setdefault(name, row["column_name"]) == row["column_name"], f"{name} means two columns"
            small = SmallStore()
            small.report("甲街道", 2023, columns={name: 3})
            assert [found["column_name"] for found in small.ask("column_counts")] == [row["column_name"]]


def district() -> SmallStore:
    """Three subdistricts and a township of 东区, a department of 西区, with gaps of every kind."""
    store = SmallStore()
    store.office("甲街道", "街道", "d1", from_year=2021)
    store.office("乙街道", "街道", "d1", from_year=2021)
    store.office("丙街道", "街道", "d1")
    store.office("丁镇", "镇", "d1", from_year=2022)
    store.office("戊局", "部门", "d2")
    store.report(
        "甲街道",
        2021,
        text={
            "disclosure.weibo": 100,
            "disclosure.wechat": 50,
            "disclosure.website": 60,
            "hotline12345.received": 400,
            "hotline12345.closed": 396,
            "hotline12345.close_rate": 99,
            "petition.received": 10,
            "petition.closed": 10,
            "petition.close_rate": 100,
        },
        columns={"社会救助": 12, "机构职能": 48},
        table=RECEIVED_5,
        problems=[("timeliness", "problem", "信息更新不及时"), ("format", "plan", "统一格式")],
        published_on=date(2022, 1, 20),
    )
    store.report(
        "甲街道",
        2022,
        text={
            "disclosure.weibo": 80,
            "disclosure.wechat": ("~", 60),
            "disclosure.website": 42,
            "hotline12345.received": 400,
            "hotline12345.closed": 388,
        },
        columns={"社会救助类": 4, "机构职能": 38},
        table={},
        problems=[
            ("timeliness", "problem", "更新仍不及时"),
            ("format", "problem", "格式不统一"),
            ("social_assistance", "problem", "社会救助栏目更新慢"),
        ],
    )
    store.report(
        "甲街道",
        2023,
        text={"disclosure.weibo": [70, 75], "hotline12345.received": 0, "applications.received": 2},
        table={"applications.received/total": "blank", "review.total": "blank"},
        problems=[("timeliness", "solved", "更新不及时已改进")],
    )
    store.report(
        "乙街道",
        2021,
        text={
            "disclosure.weibo": 40,
            "hotline12345.received": 200,
            "hotline12345.closed": 190,
            "hotline12345.close_rate": 95,
        },
        table={},
    )
    store.report(
        "乙街道",
        2023,
        text={
            "disclosure.weibo": 20,
            "disclosure.website": 30,
            "hotline12345.received": 300,
            "hotline12345.closed": 297,
        },
        table={
            **row_of("applications.received", 8, 2, 0, 0, 0, 0, 10),
            **row_of("applications.granted", 5, 1, 0, 0, 0, 0, 6),
            **row_of("applications.denied.process_information", 2, 1, 0, 0, 0, 0, 3),
            **row_of("applications.total", 7, 2, 0, 0, 0, 0, 9),
            **row_of("applications.carried_forward", 1, 0, 0, 0, 0, 0, 1),
            "review.upheld": 1,
            "review.corrected": 1,
            "review.pending": 2,
            "review.total": 4,
        },
        problems=[("timeliness", "problem", "信息更新不及时")],
        published_on=date(2024, 2, 10),
    )
    store.report("丙街道", 2023, version=1, is_current=False)
    store.report(
        "丙街道",
        2023,
        version=2,
        text={"disclosure.weibo": 5, "hotline12345.received": 3, "hotline12345.closed": 2},
        table={},
        published_on=date(2024, 1, 5),
    )
    store.report("丁镇", 2023, form="none", text={"disclosure.wechat": 10}, sections=("overview", "problems"))
    store.report("戊局", 2023, text={"disclosure.website": 5, "hotline12345.close_rate": 97}, table={})
    store.judge()
    return store


@pytest.fixture(scope="module")
def answers() -> SmallStore:
    return district()


A1, A2, A3 = ("甲街道", 2021), ("甲街道", 2022), ("甲街道", 2023)
B1, B2, B3 = ("乙街道", 2021), ("乙街道", 2022), ("乙街道", 2023)
C1, C2, C3 = ("丙街道", 2021), ("丙街道", 2022), ("丙街道", 2023)
D2, D3 = ("丁镇", 2022), ("丁镇", 2023)
E1, E2, E3 = ("戊局", 2021), ("戊局", 2022), ("戊局", 2023)
DISTRICT = {"region_id": "d1"}

# question, parameters, columns looked at, expected rows in order
EXPECTED: list[tuple[str, dict[str, Any], str, list[tuple[Any, ...]]]] = [
    (
        "indicator_by_office_and_year",
        {"indicator": "disclosure.weibo", "office_codes": ["甲街道", "乙街道"], **DISTRICT},
        "office_code year value status change change_pct index_value rank_of_kind median_of_kind stated_count_of_kind",
        [
            (*B1, 40, "stated", None, None, 100, 2, 70, 2),
            (*B2, None, "no_report", None, None, None, None, 80, 1),
            (*B3, 20, "stated", None, None, 50, 1, 12.5, 2),
            (*A1, 100, "stated", None, None, 100, 1, 70, 2),
            (*A2, 80, "stated", -20, -20, 80, 1, 80, 1),
            (*A3, None, "conflict", None, None, None, None, 12.5, 2),
        ],
    ),
    (
        "indicator_by_office_and_year",
        {"indicator": "applications.received", "from_year": 2023, "kind": "街道"},
        "office_code year value status change unit rank_of_kind",
        [(*C3, 0, "stated", None, "件", 3), (*B3, 10, "stated", None, "件", 1), (*A3, 2, "stated", 2, "件", 2)],
    ),
    (
        "weibo_posts",
        {"kind": "街道", "from_year": 2022},
        "office_code year items_count status change_count change_pct",
        [
            (*C2, None, "no_report", None, None),
            (*C3, 5, "stated", None, None),
            (*B2, None, "no_report", None, None),
            (*B3, 20, "stated", None, None),
            (*A2, 80, "stated", -20, -20),
            (*A3, None, "conflict", None, None),
        ],
    ),
    (
        "wechat_posts",
        {"office_codes": ["甲街道", "丁镇"]},
        "office_code year items_count qualifier status change_count",
        [
            (*D2, None, None, "no_report", None),
            (*D3, 10, "=", "stated", None),
            (*A1, 50, "=", "stated", None),
            (*A2, 60, "~", "stated", 10),
            (*A3, None, None, "missing", None),
        ],
    ),
    (
        "website_items",
        {"office_codes": ["甲街道"]},
        "office_code year items_count status change_pct",
        [(*A1, 60, "stated", None), (*A2, 42, "stated", -30), (*A3, None, "missing", None)],
    ),
    (
        "hotline",
        {"office_codes": ["甲街道", "乙街道", "戊局"], "from_year": 2022},
        "office_code year received_count closed_count stated_rate_pct computed_rate_pct rate_pct change_pp status",
        [
            (*B2, None, None, None, None, None, None, "no_report"),
            (*B3, 300, 297, None, 99, 99, None, "stated"),
            (*E2, None, None, None, None, None, None, "no_report"),
            (*E3, None, None, 97, None, 97, None, "stated"),
            (*A2, 400, 388, None, 97, 97, -2, "stated"),
            (*A3, 0, None, None, None, None, None, "no_cases"),
        ],
    ),
    (
        "petitions",
        {"office_codes": ["甲街道"]},
        "office_code year received_count closed_count rate_pct status",
        [(*A1, 10, 10, 100, "stated"), (*A2, None, None, None, "missing"), (*A3, None, None, None, "missing")],
    ),
    (
        "close_rate_change",
        {},
        "office_code year previous_rate_pct rate_pct change_pp falling_years",
        [(*A2, 99, 97, -2, 1)],
    ),
    (
        "column_counts",
        {"column_name": "社会救助"},
        "office_code year column_name printed_name items_count",
        [(*A1, "社会救助", "社会救助", 12), (*A2, "社会救助", "社会救助类", 4)],
    ),
    (
        "column_heat_map",
        {"office_codes": ["甲街道"]},
        "column_name year items_count status is_stale is_self_told",
        [
            ("社会救助", 2021, 12, "stated", False, False),
            ("社会救助", 2022, 4, "stated", True, True),
            ("社会救助", 2023, None, "not_told", False, False),
            ("机构职能", 2021, 48, "stated", False, False),
            ("机构职能", 2022, 38, "stated", False, False),
            ("机构职能", 2023, None, "not_told", False, False),
        ],
    ),
    (
        "disputes",
        {"office_codes": ["甲街道", "乙街道"], "from_year": 2023},
        "office_code dispute total_count decided_count corrected_count corrected_share_pct status",
        [
            ("乙街道", "review", 4, 2, 1, 50, "stated"),
            ("乙街道", "litigation_direct", 0, 0, 0, None, "no_cases"),
            ("乙街道", "litigation_after_review", 0, 0, 0, None, "no_cases"),
            ("甲街道", "review", None, None, 0, None, "blank"),
            ("甲街道", "litigation_direct", 0, 0, 0, None, "no_cases"),
            ("甲街道", "litigation_after_review", 0, 0, 0, None, "no_cases"),
        ],
    ),
    (
        "coverage",
        DISTRICT,
        "office_code year status is_late days_late section_count blank_count version_count",
        [
            (*D2, "missing", None, None, None, None, 0),
            (*D3, "partial", None, None, 2, 0, 1),
            (*C1, "not_expected", None, None, None, None, 0),
            (*C2, "not_expected", None, None, None, None, 0),
            (*C3, "reported", False, -26, 6, 0, 2),
            (*B1, "reported", None, None, 6, 0, 1),
            (*B2, "missing", None, None, None, None, 0),
            (*B3, "reported", True, 10, 6, 0, 1),
            (*A1, "reported", False, -11, 6, 0, 1),
            (*A2, "reported", None, None, 6, 0, 1),
            (*A3, "reported", None, None, 6, 2, 1),
        ],
    ),
    (
        "problems_by_topic",
        {},
        "year topic_name office_count repeat_office_count solved_office_count reported_office_count share_pct office_names",
        [
            (2021, "更新不及时", 1, 0, 0, 2, 50, ["甲街道"]),
            (2022, "更新不及时", 1, 1, 0, 1, 100, ["甲街道"]),
            (2022, "格式不规范", 1, 0, 0, 1, 100, ["甲街道"]),
            (2022, "社会救助", 1, 0, 0, 1, 100, ["甲街道"]),
            (2023, "更新不及时", 1, 0, 1, 5, 20, ["乙街道"]),
        ],
    ),
    (
        "findings_list",
        {"office_codes": ["乙街道"], "from_year": 2023, "status": "failed"},
        "rule severity office_code year left_value",
        [("published_late", "medium", *B3, 10)],
    ),
    (
        "weak_spots_list",
        {"topic": "social_assistance"},
        "rule severity office_code year subject self_told is_worsening",
        [
            ("column_self_told", "medium", *A2, "社会救助", True, False),
            ("column_halved", "medium", *A2, "社会救助", True, False),
        ],
    ),
    (
        "rate_funnel",
        {"year": 2023},
        "office_code received_count closed_count verdict peer_count",
        [("丙街道", 3, 2, "within", 2), ("乙街道", 300, 297, "within", 2)],
    ),
    (
        "office_problems",
        {"office_code": "甲街道"},
        "year kind topic told_before told_again promised_before years_lasted",
        [
            (2021, "problem", "timeliness", False, True, False, 1),
            (2021, "plan", "format", False, True, False, None),
            (2022, "problem", "timeliness", True, False, False, 2),
            (2022, "problem", "format", False, False, True, 1),
            (2022, "problem", "social_assistance", False, False, False, 1),
            (2023, "solved", "timeliness", True, None, False, None),
        ],
    ),
    (
        "report_sections",
        {"report_id": 8},
        "ordinal section",
        [(0, "overview"), (1, "problems")],
    ),
    (
        "report_facts",
        {"report_id": 8},
        "fact_no indicator name_zh value status source role",
        [(0, "disclosure.wechat", "微信公众号发布", 10, "stated", "text", "leading")],
    ),
    (
        "report_list",
        {"office_codes": ["甲街道", "丙街道"], "from_year": 2022},
        "report_id office_code year version is_current previous_report_id next_report_id",
        [
            (6, *C3, 1, False, None, None),
            (7, *C3, 2, True, None, None),
            (2, *A2, 1, True, 1, 3),
            (3, *A3, 1, True, 2, None),
        ],
    ),
    (
        "overview_kpis",
        {"year": 2022, "indicators": ["disclosure.weibo", "disclosure.wechat"]},
        "indicator aggregate value stated_office_count reported_office_count change change_pct compared_office_count series_years series_values",
        [
            ("disclosure.weibo", "sum", 80, 1, 1, -20, -20, 1, [2021, 2022], [140, 80]),
            ("disclosure.wechat", "sum", 60, 1, 1, 10, 20, 1, [2021, 2022], [50, 60]),
        ],
    ),
    (
        "rug",
        {"year": 2022, "indicators": ["disclosure.weibo", "review.total", "hotline12345.received"]},
        "office_code indicator value status change is_worse rank_of_kind standing_pct",
        [
            ("甲街道", "disclosure.weibo", 80, "stated", -20, True, 1, None),
            ("甲街道", "hotline12345.received", 400, "stated", 0, None, None, None),
            ("甲街道", "review.total", 0, "stated", 0, False, 1, None),
        ],
    ),
    (
        "region_roll_up",
        {"indicator": "disclosure.weibo", "level": "district", "from_year": 2023},
        "region_id year sum_value median_value stated_office_count reported_office_count office_count",
        [("d1", 2023, 25, 12.5, 2, 4, 4), ("d2", 2023, None, None, 0, 1, 1)],
    ),
    (
        "years_available",
        {},
        "year reported_office_count office_count is_default",
        [(2021, 2, 2, False), (2022, 1, 3, False), (2023, 5, 5, True)],
    ),
    (
        "office_list",
        {"region_id": "p", "kind": "街道"},
        "office_code region_name report_count first_year last_year",
        [("丙街道", "东区", 1, 2023, 2023), ("乙街道", "东区", 2, 2021, 2023), ("甲街道", "东区", 3, 2021, 2023)],
    ),
    (
        "region_board",
        {"region_id": "p", "year": 2023, "indicators": ["disclosure.weibo"]},
        "region_id is_below median_value previous_median_value change sum_value stated_office_count reported_office_count office_count",
        [
            ("p", False, 12.5, 80, -67.5, 25, 2, 5, 5),
            ("d1", True, 12.5, 80, -67.5, 25, 2, 4, 4),
            ("d2", True, None, None, None, None, 0, 1, 1),
        ],
    ),
    (
        "region_years",
        {"region_id": "d1"},
        "year kind reported_office_count is_default",
        [
            (2021, "", 2, False),
            (2021, "街道", 2, False),
            (2022, "", 1, False),
            (2022, "街道", 1, False),
            (2023, "", 4, True),
            (2023, "街道", 3, True),
            (2023, "镇", 1, True),
        ],
    ),
    (
        "region_list",
        {},
        "region_id level office_count reported_office_count",
        [("p", "province", 5, 5), ("d1", "district", 4, 4), ("d2", "district", 1, 1)],
    ),
    (
        "page_head_overview",
        {"year": 2022, **DISTRICT},
        "office_count reported_office_count missing_office_count median_rate_pct rated_office_count falling_two_years_office_count failed_check_count",
        [(3, 1, 2, 97, 1, 0, 0)],
    ),
    (
        "page_head_hotline",
        {"year": 2022},
        "received_count received_office_count median_rate_pct compared_office_count falling_office_count largest_fall_pp most_fallen_office_name",
        [(400, 1, 97, 1, 1, -2, "甲街道")],
    ),
    (
        "page_head_compare",
        {"year": 2023, "indicator": "disclosure.weibo"},
        "stated_office_count reported_office_count median_value highest_office_name lowest_office_name compared_office_count",
        [(2, 5, 12.5, "乙街道", "丙街道", 0)],
    ),
    (
        "page_head_disclosure",
        {"year": 2022},
        "website_count website_office_count weibo_count wechat_count silent_channel_office_count stale_column_count stale_office_count",
        [(42, 1, 80, 60, 0, 1, 1)],
    ),
    (
        "page_head_applications",
        {"year": 2023},
        "received_count received_office_count outcomes_count granted_count carried_forward_count review_count corrected_count corrected_share_pct",
        [(12, 4, 9, 6, 1, 4, 1, 50)],
    ),
    (
        "page_head_weak_spots",
        {"year": 2022, "office_codes": ["甲街道"]},
        "weak_spot_count office_count high_count lasting_count self_told_count top_topic_name longest_years",
        [(4, 1, 0, 1, 4, "更新不及时", 2)],
    ),
    (
        "page_head_quality",
        {"year": 2023, "kind": "街道"},
        "office_count reported_office_count late_office_count failed_count failed_office_count",
        [(3, 3, 1, 1, 1)],
    ),
    (
        "page_head_office",
        {"office_code": "乙街道"},
        "report_count first_year last_year gap_count year has_report problem_topic_count repeated_topic_count",
        [(2, 2021, 2023, 1, 2023, True, 1, 0)],
    ),
    (
        "page_head_report",
        {"report_id": 3},
        "office_code year text_stated_count table_stated_count blank_count missing_count is_current",
        [("甲街道", 2023, 4, 198, 2, 0, True)],
    ),
    ("page_head_indicators", {}, "report_count", [(8,)]),
]


@pytest.mark.parametrize(("name", "given", "columns", "expected"), EXPECTED, ids=[case[0] for case in EXPECTED])
def test_given_rows_give_the_expected_rows(
    name: str, given: dict[str, Any], columns: str, expected: list[tuple[Any, ...]], answers: SmallStore
) -> None:
    rows = answers.ask(name, **given)
    assert [tuple(row[column] for column in columns.split()) for row in rows] == expected


def test_every_question_has_given_and_expected_rows() -> None:
    own = {
        "applications_outcomes",
        "denial_grounds",
        "doubtful_numbers",
        "freshness",
        "indicator_dictionary",
        "office_profile",
        "recent_generation",
        "red_and_worsening",
        "rule_list",
        "topic_list",
        "watched_columns",
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
    assert status("甲街道", "社会救助", date(2024, 6, 30)) == ("no_cycle", 181, 1)
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
    assert (row["rank_of_kind"], row["stated_count_of_kind"], row["worsening_years"]) == (4, 4, 2)
    for table in ("fact", "fact_by_office"):
        small.connection.execute(f"delete from {table} where office_id = 4")
    assert small.ask("red_and_worsening", year=2023) == []


def test_rates_are_compared_in_points_and_low_ranks_go_to_bad_numbers() -> None:
    small = SmallStore()
    for name, rate, reviews in (("甲街道", 99, 0), ("乙街道", 90, 2), ("丙街道", 95, 1)):
        small.report(name, 2022, text={"hotline12345.close_rate": 95})
        small.report(name, 2023, text={"hotline12345.close_rate": rate}, table={"review.total": reviews})
    rows = small.ask("rug", year=2023, indicators=["hotline12345.close_rate", "review.total"])
    assert [
        (r["office_code"], r["indicator"], r["rank_of_kind"], r["standing_pct"], r["change"], r["change_pct"])
        for r in rows
    ] == [
        ("乙街道", "hotline12345.close_rate", 3, 0, -5, None),
        ("乙街道", "review.total", 3, 0, None, None),
        ("丙街道", "hotline12345.close_rate", 2, 50, 0, None),
        ("丙街道", "review.total", 2, 50, None, None),
        ("甲街道", "hotline12345.close_rate", 1, 100, 4, None),
        ("甲街道", "review.total", 1, 100, None, None),
    ]


def test_a_close_rate_that_is_not_told_is_computed_from_exact_cases_and_says_so(answers: SmallStore) -> None:
    rows = answers.ask("indicator_by_office_and_year", indicator="hotline12345.close_rate", from_year=2022)
    found = {(r["office_code"], r["year"]): (r["value"], r["status"], r["change"]) for r in rows}
    assert found["甲街道", 2022] == (97, "computed", -2)
    assert found["甲街道", 2023] == (None, "missing", None), "0 received: no rate"
    assert found["乙街道", 2023] == (99, "computed", None)
    assert found["戊局", 2023] == (97, "stated", None)
    closed = {r["office_code"]: r["fact_no"] for r in rows if r["status"] == "computed" and r["year"] == 2023}
    evidence = {r["fact_no"]: r["indicator"] for r in answers.ask("report_facts", report_id=5)}
    assert evidence[closed["乙街道"]] == "hotline12345.closed"
    (rate,) = answers.ask("overview_kpis", year=2023, indicators=["hotline12345.close_rate"])
    (head,) = answers.ask("page_head_overview", year=2023)
    assert (
        (rate["value"], rate["stated_office_count"]) == (head["median_rate_pct"], head["rated_office_count"]) == (97, 3)
    )
    board = answers.ask("region_board", region_id="p", year=2023, indicators=["hotline12345.close_rate"])
    assert (board[0]["median_value"], board[0]["stated_office_count"]) == (97, 3), (
        "the region says what its offices say"
    )
    roll_up = answers.ask("region_roll_up", indicator="hotline12345.close_rate", level="province", from_year=2023)
    assert [(row["median_value"], row["stated_office_count"], row["sum_value"]) for row in roll_up] == [(97, 3, None)]
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
        "甲街道": "within", "乙街道": "within", "丙街道": "below_998", "丁街道": "no_cases", "戊街道": "within",
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


def test_recent_generation_says_what_is_served() -> None:
    small = SmallStore()
    small.office("甲镇政府办", is_queued=True, region=None)
    small.report("甲街道", 2021)
    small.report("甲街道", 2023)
    small.insert("generation", generation=7, built_at=datetime(2024, 3, 1), cause="load", report_count=2, fact_count=0)
    (row,) = small.ask("recent_generation")
    assert (row["generation"], row["report_count"], row["office_count"], row["queued_office_count"]) == (7, 2, 1, 1)
    assert (row["first_year"], row["last_year"]) == (2021, 2023)
