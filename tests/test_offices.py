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
from reports.publish import Source, drafts, office_table, offices
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


@pytest.mark.slow
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
    table.append(dict.fromkeys(office_table.COLUMNS, "") | {"名称": "兴庆区民政局", "应当公布年报": "是"})
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, office_table.COLUMNS)
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
            office_table.fill_in(folder, [(2, row)])
        assert office_table.planned(folder, [(2, row)]).refused[0][0] == 2
    else:
        assert office_table.fill_in(folder, [(2, row)])[1] is None
    assert store.current_number(folder) == number


def ids(folder: Path, name: str, year: int) -> list[int]:
    """The numbers of an office's reports on a year."""
    query = f"select list(report_id) from report join office using (office_id) where name = '{name}' and year = {year}"
    return list(one(folder, query))


@pytest.mark.slow
def test_what_was_merged_wrongly_is_split_again_with_its_name_and_reports(folder: Path) -> None:
    facts = one(folder, "select count(*) from fact")
    offices.merge(folder, "柳西街道办事处", "柳溪街道办事处")
    stays, made, count, _generation = offices.split(
        folder, "柳溪街道办事处", ids(folder, "柳溪街道办事处", 2023), "柳西街道办事处", who="王芳"
    )
    assert (count, stays.aliases, made.kind) == (1, (), "街道")
    assert names(folder) == ["柳溪街道办事处", "石桥乡人民政府", "柳西街道办事处"]
    assert one(folder, "select count(*) from fact") == facts
    # Its next report is its own, also written in short; the code is no office's that was merged away.
    publish.load(folder, [report("柳西街道", 2024), report("柳溪街道", 2024)])
    years = "select list(year order by year) from report join office using (office_id) where name = '{}'"
    assert one(folder, years.format("柳西街道办事处")) == [2023, 2024]
    assert one(folder, years.format("柳溪街道办事处")) == [2022, 2024]
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before
    # It may be merged once more, and is not taken apart by what was decided before.
    offices.merge(folder, "柳西街道办事处", "柳溪街道办事处")
    assert one(folder, years.format("柳溪街道办事处")) == [2022, 2023, 2024, 2024]
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


@pytest.mark.slow
def test_a_split_by_year_keeps_the_shared_name_where_it_was(folder: Path) -> None:
    publish.load(folder, [report("柳溪街道办事处", year) for year in (2020, 2021)])
    offices.split(folder, "柳溪街道办事处", ids(folder, "柳溪街道办事处", 2020), "柳林街道办事处")
    publish.load(folder, [report("柳溪街道办事处", 2024), report("柳林街道办事处", 2024)])
    years = "select list(year order by year) from report join office using (office_id) where name = '{}'"
    assert one(folder, years.format("柳溪街道办事处")) == [2021, 2022, 2024]
    assert one(folder, years.format("柳林街道办事处")) == [2020, 2024]
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before
    publish.rollback(folder)
    with pytest.raises(StoreError, match="就不是拆分，而是更名"):
        offices.split(folder, "石桥乡人民政府", ids(folder, "石桥乡人民政府", 2023), "石桥镇人民政府")
    with pytest.raises(StoreError, match="已有单位“石桥乡人民政府”"):
        offices.split(folder, "柳溪街道办事处", ids(folder, "柳溪街道办事处", 2021), "石桥乡人民政府")


@pytest.mark.slow
def test_offices_are_closed_reopened_and_set_together(folder: Path) -> None:
    before = rows(folder)
    two = ["柳溪街道办事处", "柳西街道办事处"]
    offices.close(folder, two, 2023, into="石桥乡人民政府", who="王芳")
    told = "select list([to_year::varchar, events[1]] order by office_id) from office"
    assert one(folder, told) == [["2023", "2023年后撤销，职责并入石桥乡人民政府"]] * 2 + [[None, None]]
    offices.close(folder, two[:1], 2022)
    offices.reopen(folder, two[1:])
    assert one(folder, told) == [["2022", "2022年后撤销"], [None, None], [None, None]]
    with pytest.raises(StoreError, match="没有撤销"):
        offices.reopen(folder, two[1:])
    with pytest.raises(StoreError, match="不能并入自己"):
        offices.close(folder, two[:1], 2022, into=two[0])
    edited, _generation = offices.amend(folder, [*two, "石桥乡人民政府"], must_report=True, kind="镇")
    assert len(edited) == 3
    assert (
        one(folder, "select list([kind, must_report::varchar, is_new::varchar]) from office")
        == [["镇", "true", "false"]] * 3
    )
    assert offices.amend(folder, two, kind="镇") == ([], None)
    offices.amend(folder, two, must_report=None)
    assert one(folder, "select count(*) from office where must_report") == 1
    changed = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == changed
    for name in ("fact", "report", "evidence"):
        assert len(changed[name]) == len(before[name])


def test_offices_of_two_districts_are_not_merged_and_no_two_bear_one_name(folder: Path) -> None:
    publish.load(folder, [report("银川市金凤区柳溪街道办事处", 2024)])
    code = one(folder, "select office_code from office where region_id = '640106'")
    with pytest.raises(StoreError, match="不是同一个地区的单位，不能合并"):
        offices.merge(folder, code, "石桥乡人民政府")
    with pytest.raises(StoreError, match=r"兴庆区已有单位“柳溪街道办事处”；是同一个单位就合并"):
        offices.amend(folder, [code], region="兴庆区")
    with pytest.raises(StoreError, match="已有单位“柳西街道办”"):
        offices.rename(folder, "石桥乡人民政府", "柳西街道办")
    [(_number, why)] = office_table.planned(folder, [(2, {"代码": code, "地区": "兴庆区"})]).refused
    assert "已有单位" in why


def test_a_workbook_says_what_it_would_change_before_it_does(folder: Path, tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "名录.xlsx"

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(gongkai, ["offices", *arguments, "--store", str(folder)], standalone_mode=False)
        assert done.exception is None and done.return_value == code, done.exception
        return done.output

    run("export", str(tmp_path / "空表.xlsx"), "--template")
    assert office_table.rows_in((tmp_path / "空表.xlsx").read_bytes(), "空表.xlsx") == []
    run("export", str(file))
    book = openpyxl.load_workbook(file)
    sheet = book["单位名录"]
    assert [cell.value for cell in sheet[1]] == list(office_table.COLUMNS)
    assert {name.value for name in book["填写说明"]["A"]} == set(office_table.COLUMNS)
    place = {name: number for number, name in enumerate(office_table.COLUMNS, 1)}
    sheet.cell(2, place["名称"]).value = "柳溪街办事处"
    sheet.cell(3, place["起始年度"]).value = 2019
    sheet.cell(6, place["名称"]).value = "兴庆区民政局"
    sheet.cell(7, place["名称"]).value = "兴庆区审计局"
    sheet.cell(7, place["终止年度"]).value = "去年"
    book.save(file)
    number = store.current_number(folder)
    told = run("import", str(file), "--preview", code=1)
    assert "柳溪街道办事处　名称：柳溪街道办事处 → 柳溪街办事处" in told
    assert "柳西街道办事处　起始年度：（空） → 2019" in told
    assert "第 7 行：年度“去年”不是年份" in told and "将添加 1 个单位，修改 2 个，1 行不能用" in told
    assert store.current_number(folder) == number
    sheet.cell(7, place["终止年度"]).value = None
    book.save(file)
    assert "添加 2 个单位，修改 2 个" in run("import", str(file), "--who", "王芳")
    assert "没有改动" in run("import", str(file)), "a name that was not there is found by its region"
    assert one(folder, "select from_year from office where name = '柳西街道办事处'") == 2019


@pytest.mark.slow
def test_the_commands_say_what_they_did(folder: Path) -> None:
    def run(*arguments: str) -> str:
        done = CliRunner().invoke(gongkai, ["offices", *arguments, "--store", str(folder)], standalone_mode=False)
        assert done.exception is None, done.exception
        return done.output

    assert "已修改 2 个单位" in run("set", "柳溪街道办事处", "柳西街道办事处", "--must-report", "--seen")
    assert "没有改动" in run("set", "柳溪街道办事处", "--must-report")
    assert "已改名" in run("rename", "石桥乡人民政府", "石桥镇人民政府", "--year", "2024")
    assert one(folder, "select events from office where name = '石桥镇人民政府'") == ["2024年由石桥乡人民政府更名"]
    assert "已合并" in run("merge", "柳西街道办事处", "柳溪街道办事处")
    assert "1 份年报归 柳西街道办事处" in run("split", "柳溪街道办事处", "柳西街道办事处", "--year", "2023")
    assert "已撤销" in run("close", "柳西街道办事处", "--year", "2023", "--into", "柳溪街道办事处")
    assert "已恢复" in run("reopen", "柳西街道办事处")


def test_undoing_says_how_many_offices_it_concerns(folder: Path) -> None:
    offices.amend(folder, ["柳溪街道办事处", "石桥乡人民政府"], must_report=True)
    step = drafts.last_step(folder)
    assert step is not None and (step.edited, step.loaded, step.assigned) == (2, (), 0)
    publish.load(folder, [report("大新镇人民政府", 2024)])
    step = drafts.last_step(folder)
    assert step is not None and (step.edited, len(step.loaded)) == (0, 1)
