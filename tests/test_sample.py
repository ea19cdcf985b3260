"""The real district's five reports in data/sample: the figures of their sources, nothing added, gaps left as gaps."""

from __future__ import annotations

from collections import Counter

import pytest

from reports.model import Reading
from reports.reading import read_report
from reports.reference import SAMPLE

ZEROS = {"applications.received": 0, "review.cases": 0, "litigation.cases": 0}
FIGURES: dict[tuple[str, int], tuple[dict[str, float], dict[str, float]]] = {
    ("前进街街道办事处", 2024): (
        {
            "disclosure.website": 71,
            "disclosure.weibo": 120,
            "disclosure.weibo_original": 11,
            "disclosure.weibo_repost": 109,
            "weibo.received": 12,
            "weibo.resolved": 12,
            **ZEROS,
        },
        {
            "政府信息公开年报": 1,
            "概况信息": 2,
            "社会救助": 12,
            "预决算公开": 2,
            "重点工作": 3,
            "部门文件": 3,
            "保障性住房": 11,
            "政府开放日": 37,
        },
    ),
    ("富宁街街道办事处", 2023): (
        {"disclosure.website": 74, "disclosure.weibo": 141, "weibo.resolved": 16, "disclosure.wechat": 86},
        {
            "政务公开工作要点": 1,
            "信息公开指南": 1,
            "机构职能": 1,
            "领导信息": 1,
            "社会救助": 13,
            "部门预算": 1,
            "部门决算": 1,
            "人事信息": 1,
            "督查检查": 1,
            "规划计划": 2,
            "重点工作": 1,
            "部门文件": 3,
            "保障性住房": 5,
            "政务公开基本目录": 1,
            "政府开放日": 41,
        },
    ),
    ("玉皇阁北街街道办事处", 2022): (
        {"disclosure.website": 43, "disclosure.noticeboard": 51, **ZEROS},
        {
            "信息公开指南": 1,
            "信息公开年报": 1,
            "领导分工": 2,
            "机构职能": 3,
            "社会救助": 20,
            "预决算公开": 1,
            "人事信息": 1,
            "重点工作计划": 1,
            "专项经费": 1,
            "部门文件": 3,
            "保障性住房": 9,
        },
    ),
    ("掌政镇人民政府", 2023): (
        {
            "disclosure.website": 117,
            "disclosure.weibo": 67,
            "disclosure.wechat": 358,
            "disclosure.mini_program": 394,
            "weibo.received": 24,
            "weibo.resolved": 24,
            "applications.received": 1,
            "applications.answered": 1,
            "applications.carried_forward": 0,
            "review.cases": 0,
            "litigation.cases": 0,
        },
        {},
    ),
    ("文化街街道办事处", 2019): (
        {
            "disclosure.website": 60,
            "disclosure.weibo": 87,
            "weibo.resolved": 58,
            "open_day.events": 1,
            "petition.received": 11,
            "petition.closed": 11,
            "petition.close_rate": 100,
            "hotline12345.received": 677,
            "hotline12345.closed": 665,
            "hotline12345.close_rate": 98.23,
            **ZEROS,
        },
        {},
    ),
}


@pytest.fixture(scope="module", params=FIGURES, ids=[f"{office}{year}" for office, year in FIGURES])
def case(request: pytest.FixtureRequest) -> tuple[str, int, Reading]:
    """Office, year, and what the pipeline reads in the sample."""
    office, year = request.param
    name = f"{office}{year}年政府信息公开工作年度报告.txt"
    return office, year, read_report((SAMPLE / name).read_bytes(), name)


def test_the_five_reports_are_all_there_is() -> None:
    assert {path.name for path in SAMPLE.glob("*.txt")} == {
        f"{office}{year}年政府信息公开工作年度报告.txt" for office, year in FIGURES
    }


def test_prose_gives_the_figures_of_the_source_and_no_others(case: tuple[str, int, Reading]) -> None:
    office, year, reading = case
    figures, columns = FIGURES[office, year]
    assert (reading.report.office, reading.report.year) == (office, year)
    read = Counter((f.indicator, f.breakdown, f.value) for f in reading.facts if f.source == "text" and f.indicator)
    told = Counter((name, "", value) for name, value in figures.items())
    told += Counter(("disclosure.column", name, value) for name, value in columns.items())
    assert read == told


def test_tables_that_were_not_copied_are_missing_and_not_zero(case: tuple[str, int, Reading]) -> None:
    office, _, reading = case
    statuses = Counter(f.status for f in reading.facts if f.source == "table")
    if office == "文化街街道办事处":
        assert statuses == {"stated": 30, "blank": 48, "missing": 120}
    else:
        assert statuses == {"missing": 200}


def test_each_names_its_source_and_says_that_the_wording_is_ours(case: tuple[str, int, Reading]) -> None:
    office, year, _ = case
    text = (SAMPLE / f"{office}{year}年政府信息公开工作年度报告.txt").read_text(encoding="utf-8")
    assert "改写，数字据原件" in text
    assert "xqq.gov.cn/" in text


def test_no_problem_is_told_where_the_text_was_not_copied(case: tuple[str, int, Reading]) -> None:
    office, _, reading = case
    topics = {p.topic for p in reading.problems if p.kind == "problem"}
    if office == "文化街街道办事处":
        assert topics == {"timeliness", "social_assistance", "affordable_housing", "format", "channels", "convenience"}
    else:
        assert topics == set()
