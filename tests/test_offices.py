"""What people do to the roster: renaming, moving, merging and filling in lose no report and are undone like a publish."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import publish, store
from reports.command import gongkai
from reports.errors import BadTable, StoreError
from reports.publish import Source, offices
from tests.stored import one, rows


def report(office: str, year: int, items: int = 12) -> Source:
    """A report in few words."""
    text = f"{office}{year}年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息{items}条。"
    return Source(f"{office}{year}.txt", data=text.encode())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which one street stands under two names."""
    folder = tmp_path_factory.mktemp("made")
    named = [report("柳溪街道办事处", 2022), report("柳西街道办事处", 2023), report("石桥乡人民政府", 2023)]
    publish.load(folder, named, district="兴庆区")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "store"))


def names(folder: Path) -> list[str]:
    return one(folder, "select list(name order by office_id) from office")


def test_merged_offices_keep_their_reports_and_names_and_come_back_by_undo(folder: Path) -> None:
    before = rows(folder)
    offices.merge(folder, "柳西街道办事处", "柳溪街道办事处", who="王芳")
    publish.rollback(folder)
    assert rows(folder) == before
    offices.merge(folder, "柳西街道办事处", "柳溪街道办事处", who="王芳")
    assert names(folder) == ["柳溪街道办事处", "石桥乡人民政府"]
    years = "select list(year order by year) from report join office using (office_id) where name = '柳溪街道办事处'"
    assert one(folder, years) == [2022, 2023]
    assert len(rows(folder)["fact"]) == len(before["fact"])
    # Its next report finds it under either name, and a rebuild says the same.
    outcome = publish.load(folder, [report("柳西街道办事处", 2024)])
    assert not outcome.registered and one(folder, years) == [2022, 2023, 2024]
    merged = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == merged


def test_a_renamed_office_is_found_by_both_names(folder: Path) -> None:
    code = one(folder, "select office_code from office where name = '石桥乡人民政府'")
    offices.rename(folder, "石桥乡人民政府", "石桥镇人民政府")
    outcome = publish.load(folder, [report("石桥乡人民政府", 2022), report("石桥镇人民政府", 2024)])
    assert not outcome.registered
    assert one(folder, f"select count(*) from report join office using (office_id) where office_code = '{code}'") == 3
    with pytest.raises(StoreError, match="名录中没有单位“石桥乡人民政府”"):
        offices.rename(folder, "石桥乡人民政府", "某镇人民政府")


def test_the_table_goes_out_is_changed_and_comes_back(folder: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(gongkai, ["offices", *arguments, "--store", str(folder)], standalone_mode=False)
        assert done.exception is None, done.exception
        return done.output

    file = tmp_path / "名录.csv"
    assert "已写出 3 个单位" in run("export", str(file))
    assert "没有改动" in run("import", str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    assert [row["地区"] for row in table] == ["宁夏回族自治区银川市兴庆区"] * 3
    table[1] |= {"地区": "银川市金凤区", "起始年度": "2019", "新登记": "否"}
    table.append(dict.fromkeys(offices.COLUMNS, "") | {"名称": "兴庆区民政局", "应当公布年报": "是"})
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, offices.COLUMNS)
        writer.writeheader()
        writer.writerows(table)
    assert "添加 1 个单位，修改 1 个" in run("import", str(file), "--who", "王芳")
    told = "select [region_id, from_year::varchar, is_new::varchar] from office where name = '柳西街道办事处'"
    assert one(folder, told) == ["640106", "2019", "false"]
    assert one(folder, "select [kind, region_id, must_report::varchar] from office where name = '兴庆区民政局'") == [
        "部门", "640104", "true",
    ]  # fmt: skip
    # A report that was read as of the district before still is the moved office's.
    assert not publish.load(folder, [report("柳西街道办事处", 2022)]).registered
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before
    assert "共 2 个单位" in run("list", "--new")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"名称": ""}, ""),
        ({"名称": "某局", "类别": "局"}, "第 2 行：类别应为"),
        ({"名称": "某局", "起始年度": "二〇一九"}, "第 2 行：年度“二〇一九”不是年份"),
        ({"名称": "某局", "地区": "鼓楼区"}, "第 2 行：叫“鼓楼区”的地区不止一个"),
        ({"代码": "x", "名称": "某局"}, "第 2 行：名录中没有代码“x”"),
        ({"名称": "某局", "应当公布年报": "也许"}, "第 2 行：“也许”应为"),
    ],
)
def test_a_row_that_cannot_be_used_changes_nothing(folder: Path, row: dict[str, str], said: str) -> None:
    number = store.current_number(folder)
    if said:
        with pytest.raises(BadTable, match=said):
            offices.fill_in(folder, [row])
    else:
        assert offices.fill_in(folder, [row]) == ([], [], None)
    assert store.current_number(folder) == number
