"""The publication log of the demo: every row of its table is in it, and what it tells of a column is shown as it is."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path

from reports import ask, publish, store
from reports.reference import SAMPLE, table
from reports.specimen.demo import demo_offices
from reports.specimen.demo_log import DAYS, begin_with_log, demo_log
from tests.stored import source

UNTIL = date(2026, 3, 2)


def told_rows() -> list[dict[str, str]]:
    with (SAMPLE / "demo_log.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_of_the_table_is_in_the_log_and_ends_on_its_day() -> None:
    items = list(csv.DictReader(io.StringIO(demo_log(UNTIL).decode())))
    counts = Counter((item["单位"], item["栏目"]) for item in items)
    newest = {(item["单位"], item["栏目"]): date.fromisoformat(item["发布日期"]) for item in items}
    expected = {}
    for row in told_rows():
        key = demo_offices()[row["office_code"]].name, row["column_name"]
        newest_age, every = int(row["newest_days_ago"]), int(row["every_days"])
        expected[key] = (DAYS - newest_age - 1) // every + 1
        assert (UNTIL - newest[key]).days == newest_age
    assert dict(counts) == expected
    assert all("（虚构示例）" in item["标题"] for item in items)


def test_its_columns_are_watched_ones() -> None:
    assert {row["column_name"] for row in told_rows()} <= {row["column_name"] for row in table("columns")}


def test_the_first_publication_brings_it_into_force_and_says_what_is_overdue(tmp_path: Path) -> None:
    begin_with_log(tmp_path, UNTIL)
    begin_with_log(tmp_path, date(2026, 4, 1))
    assert publish.load(tmp_path, [source("qinghe-lanxi", 2023)], cause="demo", processes=1).generation == 1
    generation = store.open_current(tmp_path)
    try:
        due = ask.ask(generation.cursor(), "due_list", {"as_of": UNTIL, "within_days": 0})
    finally:
        generation.close()
    overdue = {(row.office_name, row.column_name) for row in due.itertuples() if row.urgency == "overdue"}
    # 社会救助 and 保障性住房 have half a year, 工作动态 two weeks.
    assert overdue == {
        ("岚溪街道办事处", "社会救助"),
        ("青禾区住房和城乡建设局", "保障性住房"),
        ("溪鼓桥街道办事处", "工作动态"),
    }
