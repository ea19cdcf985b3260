"""Tables of data/reference as staff may leave them: each mistake is one sentence with file and line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports import reference
from reports.errors import BadTable
from reports.reference import tables as reference_tables
from reports.reference.check import check_reference
from tests.replacing import replace_everywhere

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of data/reference to be edited."""
    folder = Path(shutil.copytree(ROOT / "data" / "reference", tmp_path / "reference"))
    replace_everywhere(monkeypatch, reference_tables, "REFERENCE", folder)
    reference.clear_cache()
    yield folder
    reference.clear_cache()


def test_the_tables_as_they_are_can_be_used(tables: Path) -> None:
    before = {path: path.read_bytes() for path in tables.rglob("*.csv")}
    check_reference()
    assert {path: path.read_bytes() for path in tables.rglob("*.csv")} == before


MISTAKES = [
    ("offices.csv", lambda t: t + "x-1,某街道,街道\n", "有 3 列，表头有 8 列"),
    ("offices.csv", lambda t: t + 'x-1,"某街道,街道,640104,,,,false\n', "双引号不成对"),
    ("offices.csv", lambda t: t + "x-1,某街道,街镇,640104,,,,false\n", "列“kind”应为街道"),
    ("offices.csv", lambda t: t + "x-1,某街道,街道,999999,,,,false\n", "“999999”不在 data/reference/regions.csv"),
    ("offices.csv", lambda t: t + "x-1,某街道,街道,640104,,二〇一九,,false\n", "应为年份或空白"),
    ("offices.csv", lambda t: t + "qinghe-hexu,又一个,街道,640104,,,,false\n", "重复"),
    ("offices.csv", lambda t: t + ",无编号,街道,640104,,,,false\n", "是空白"),
    ("offices.csv", lambda t: t.replace("region_id", "区划", 1), "缺少列“region_id”"),
    ("offices.csv", lambda t: t.replace("region_id", "name", 1), "有两列同名"),
    ("rules.csv", lambda t: t.replace(",true,", ",是,", 1), "应为true 或 false"),
    ("corrections.csv", lambda t: t + f"{'0' * 64},x,,七,8,理由,甲,2026-01-01\n", "应为数字或空白"),
    ("deadlines.csv", lambda t: t + "街道,2022,2030,1,31,,,本区\n", "“街道”的年份与另一行重叠"),
    ("deadlines.csv", lambda t: t.replace(",1,31,,,", ",2,30,,,", 1), "不是一个日期"),
    ("columns.csv", lambda t: t.replace(",6 months,", ",半年,", 1), "应为如 2 weeks、6 months"),
    ("duties.csv", lambda t: t + "某街道,社会救助,是\n", "应为true 或 false"),
    ("duties.csv", lambda t: t + "某街道,没有的栏目,true\n", "“没有的栏目”不在 data/reference/columns.csv"),
    ("pauses.csv", lambda t: t + "某街道,社会救助,2024-02-30,2024-03-01,机构改革\n", "应为日期"),
    ("regions.csv", lambda t: t.replace(",province,", ",province,demo-0001"), "绕回了自己"),
]


@pytest.mark.parametrize(("name", "edit", "said"), MISTAKES, ids=[said for _name, _edit, said in MISTAKES])
def test_a_mistake_is_told_with_file_and_line(tables: Path, name: str, edit, said: str) -> None:  # type: ignore[no-untyped-def]
    path = tables / name
    path.write_text(edit(path.read_text("utf-8")), "utf-8")
    reference.clear_cache()
    with pytest.raises(BadTable, match=rf"{name}.* 第 \d+ 行") as told:
        check_reference()
    assert said in str(told.value)


def test_a_table_saved_by_excel_in_another_charset_is_told(tables: Path) -> None:
    path = tables / "offices.csv"
    path.write_bytes(path.read_text("utf-8").encode("gbk"))
    reference.clear_cache()
    with pytest.raises(BadTable, match="CSV UTF-8"):
        check_reference()


def test_a_lost_table_is_told(tables: Path) -> None:
    (tables / "offices.csv").unlink()
    reference.clear_cache()
    with pytest.raises(BadTable, match="不存在"):
        check_reference()


def test_lines_of_nothing_but_commas_are_left_out(tables: Path) -> None:
    count = len(reference.table("offices"))
    with (tables / "offices.csv").open("a", encoding="utf-8") as file:
        file.write(",,,,,,,\n\n")
    reference.clear_cache()
    check_reference()
    assert len(reference.table("offices")) == count


def test_the_command_tells_it_without_a_traceback(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "reports", copy / "reports", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "reference", copy / "data" / "reference")
    shutil.copytree(ROOT / "queries", copy / "queries")
    with (copy / "data" / "reference" / "offices.csv").open("a", encoding="utf-8") as file:
        file.write("x-1,某街道\n")
    (tmp_path / "a.txt").write_text("某", "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONUTF8": "1", "GONGKAI_STORE": str(tmp_path / "store")}
    command = [sys.executable, "-c", "from reports.command import main; main()", "load", str(tmp_path / "a.txt")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=copy, env=environment, check=False)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "data/reference/offices.csv 第" in done.stderr and "有 2 列" in done.stderr


def test_a_districts_own_rows_are_laid_over_ours_and_ours_stay(tables: Path) -> None:
    before = {row["column_name"]: row for row in reference.table("columns")}
    (tables / "local").mkdir()
    own = tables / "local" / "columns.csv"
    own.write_text(
        "column_name,cycle,cycle_level,cycle_basis\n社会救助,1 month,地方,本区考核办法\n社区事务公开,3 months,地方,本区考核办法\n",
        "utf-8",
    )
    reference.clear_cache()
    after = {row["column_name"]: row for row in reference.table("columns")}
    assert after["社会救助"] == before["社会救助"] | {
        "cycle": "1 month",
        "cycle_level": "地方",
        "cycle_basis": "本区考核办法",
    }
    assert list(after) == [*before, "社区事务公开"] and after["社区事务公开"]["aliases"] == ""
    assert {name: row for name, row in after.items() if name in before and name != "社会救助"} == {
        name: row for name, row in before.items() if name != "社会救助"
    }
    check_reference()
    own.write_text("column_name,周期\n社会救助,1 month\n", "utf-8")
    reference.clear_cache()
    with pytest.raises(BadTable, match=r"local/columns.csv.*没有“周期”这一列"):
        reference.table("columns")


def test_a_table_that_we_ship_empty_takes_rows_of_the_district(tables: Path) -> None:
    assert reference.table("duties") == []
    (tables / "local").mkdir()
    (tables / "local" / "duties.csv").write_text("office,column_name,is_owed\n甲局,社会救助,false\n", "utf-8")
    reference.clear_cache()
    assert reference.table("duties") == [{"office": "甲局", "column_name": "社会救助", "is_owed": "false"}]
    check_reference()
