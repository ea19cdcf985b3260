"""The workbook of an office's tasks: out, filled in by hand in every way that people do, and back."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dashboard import wording
from reports import publish
from reports.errors import BadTable, StoreError
from reports.publish import ledger, task_table
from reports.publish.ledger import Edit
from reports.publish.task_book import COLUMNS, book
from reports.store.follow_up_rows import STATUSES, FindingKey
from tests.stored import CODES, load, rows, source
from tests.test_follow_up import asked, findings
from tests.test_pages import markup, run

TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices, the first with three tasks, the second with one."""
    folder = tmp_path_factory.mktemp("made") / "store"
    load(
        folder,
        [*(source(CODES[0], year) for year in range(2019, 2024)), source(CODES[1], 2022), source(CODES[1], 2023)],
    )
    # Of the latest year, so that no later report shows them mended; and one that a later report does.
    keys: list[FindingKey] = [*findings(folder)[:-4:-1], *findings(folder, CODES[1])[-1:]]
    assert len(keys) == 4
    ledger.open_tasks(folder, keys, {"person": "王芳"}, is_together=False, who="李明")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


def told(folder: Path) -> dict[str, dict[str, Any]]:
    return {row["task_id"]: row for row in asked(folder, "follow_up_list")}


def sent(folder: Path) -> tuple[str, list[str], openpyxl.Workbook]:
    """The workbook of the first office: its name, the numbers of its tasks, the workbook as Excel opens it."""
    mine = [row for row in told(folder).values() if row["office_code"] == CODES[0]]
    lines = [
        {"编号": row["task_id"], "状态": row["status"], "责任人": row["person"], "发出时版次": str(row["change_count"])}
        for row in mine
    ]
    name = mine[0]["office_name"]
    return name, [row["task_id"] for row in mine], openpyxl.load_workbook(io.BytesIO(book(name, lines, "2026-11-30")))


def back(folder: Path, workbook: openpyxl.Workbook) -> task_table.Plan:
    out = io.BytesIO()
    workbook.save(out)
    return task_table.planned(folder, out.getvalue(), "反馈.xlsx", TODAY)


def put(sheet: Any, row: int, **cells: Any) -> None:
    for name, value in cells.items():
        sheet.cell(row, COLUMNS.index(name) + 1, value)


def test_what_goes_out_and_comes_back_untouched_changes_nothing(folder: Path) -> None:
    name, _numbers, workbook = sent(folder)
    plan = back(folder, workbook)
    assert (plan.office, plan.filler, plan.rows, plan.unchanged, plan.lacking) == (name, "", (), 3, ())


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2027年3月5日", date(2027, 3, 5)),
        ("3.5", date(2027, 3, 5)),
        (3.5, date(2027, 3, 5)),
        (datetime(2027, 3, 5), date(2027, 3, 5)),
        ("12月1日前", date(2026, 12, 1)),
        ("二〇二七年三月五日", date(2027, 3, 5)),
        ("2027/3/5", date(2027, 3, 5)),
    ],
)
def test_days_as_people_write_them(made: Path, cell: Any, day: date) -> None:
    _name, numbers, workbook = sent(made)
    put(workbook.worksheets[0], 5, 整改期限=cell)
    (row,) = back(made, workbook).rows
    assert (row.task_id, row.changes, row.contradictions) == (numbers[0], (("整改期限", "", str(day)),), ())


def moved(sheet: Any) -> None:
    """Rows the other way round."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=7)]
    for place, line in enumerate(reversed(lines)):
        for column, value in enumerate(line):
            sheet.cell(5 + place, column + 1, value)


def merged(sheet: Any) -> None:
    """One responsible person and one status for all rows, in merged cells."""
    for name in ("责任人", "状态"):
        column = COLUMNS.index(name) + 1
        sheet.merge_cells(start_row=5, end_row=7, start_column=column, end_column=column)


def blank_rows(sheet: Any) -> None:
    sheet.insert_rows(6, 2)
    sheet.insert_rows(1)


def extra_columns(sheet: Any) -> None:
    sheet.insert_cols(3)
    sheet.cell(4, 3, "分管领导")
    sheet.cell(5, 3, "张局长")


def signed(sheet: Any) -> None:
    sheet.cell(9, 2, "填表单位（盖章）")
    sheet.cell(10, 2, "以上情况属实")


@pytest.mark.parametrize("edit", [moved, merged, blank_rows, extra_columns, signed])
def test_a_table_is_read_however_it_was_moved_about(folder: Path, edit: Callable[[Any], None]) -> None:
    _name, numbers, workbook = sent(folder)
    sheet = workbook.worksheets[0]
    for row in (5, 6, 7):
        put(sheet, row, 状态="整改中", 责任人="赵强", 整改措施=f"措施{numbers[row - 5]}")
    sheet.cell(2, 6, "填报人：孙丽")
    edit(sheet)
    plan = back(folder, workbook)
    assert {row.task_id for row in plan.rows} == set(numbers) and all(map(task_table.is_sure, plan.rows))
    assert plan.other_columns == (("分管领导",) if edit is extra_columns else ())
    before = rows(folder)
    assert task_table.take_over(folder, plan, [row.number for row in plan.rows], who="李明")[0] == 3
    after = told(folder)
    for number in numbers:
        row = after[number]
        assert (row["status"], row["person"], row["measure"]) == ("整改中", "赵强", f"措施{number}")
    taken = {row["changed_by"] for row in asked(folder, "follow_up_history") if row["field"] == "measure"}
    assert taken == {"填报人孙丽，由李明采纳"}
    publish.rollback(folder)
    assert rows(folder) == before


@pytest.mark.parametrize(
    ("cells", "sentence", "is_refused"),
    [
        ({"整改期限": "2026年3月5日"}, "期限2026-03-05早于今天", False),
        ({"整改期限": 3.1}, "整改期限“3.1”看不出是哪一天", True),
        ({"整改期限": "尽快"}, "看不出是哪一天", True),
        ({"状态": "办结了"}, "状态“办结了”不由单位填写", True),
        ({"状态": "销号"}, "状态“销号”不由单位填写", True),
        ({"状态": "不成立", "不成立的理由": "口径不同"}, "单位提出问题不成立，理由：口径不同", False),
        ({"状态": "不成立"}, "没有写明理由", True),
        ({"不成立的理由": "口径不同"}, "状态却是“待通知”", False),
        ({"编号": "2026-009-ffff"}, "台账中没有编号", True),
        ({"编号": " ", "责任人": "赵强", "整改措施": "补发"}, "这一行没有编号", True),
    ],
)
def test_what_contradicts_is_told_and_not_taken_by_itself(
    made: Path, cells: dict[str, Any], sentence: str, is_refused: bool
) -> None:
    _name, _numbers, workbook = sent(made)
    put(workbook.worksheets[0], 5, **cells)
    (row,) = back(made, workbook).rows
    assert sentence in "".join(row.contradictions) and row.is_refused == is_refused
    assert not task_table.is_sure(row)


def test_a_row_of_another_office_two_rows_of_one_task_and_a_task_changed_since(folder: Path) -> None:
    _name, numbers, workbook = sent(folder)
    other = next(row for row in told(folder).values() if row["office_code"] == CODES[1])
    sheet = workbook.worksheets[0]
    put(sheet, 8, 编号=other["task_id"], 状态="已完成")
    put(sheet, 9, 编号=numbers[0], 状态="已完成")
    put(sheet, 5, 状态="整改中")
    put(sheet, 6, 责任人="赵强")
    ledger.change_tasks(folder, [Edit(numbers[1], {"measure": "补发"})], who="李明")
    found = {row.number: row for row in back(folder, workbook).rows}
    assert found[8].is_refused and f"这是{other['office_name']}的事项" in found[8].contradictions[0]
    assert found[5].is_refused and found[9].is_refused and "第9行也是这一事项" in found[5].contradictions[0]
    assert not found[6].is_refused and "发出以后，李明在系统里改过" in found[6].contradictions[0]
    assert task_table.take_over(folder, back(folder, workbook), [5, 8, 9]) == (0, 0, None), (
        "nobody takes what is refused"
    )


def test_an_explanation_is_kept_with_the_finding(folder: Path) -> None:
    _name, numbers, workbook = sent(folder)
    put(workbook.worksheets[0], 5, 单位说明="机构改革，当年没有该项职责")
    plan = back(folder, workbook)
    assert [row.changes for row in plan.rows] == [(("单位说明", "", "机构改革，当年没有该项职责"),)]
    task_table.take_over(folder, plan, [row.number for row in plan.rows], who="李明")
    (said,) = [row for row in asked(folder, "finding_opinions") if row["explanation"]]
    assert (said["explained_by"], said["task_id"]) == ("单位反馈表，由李明采纳", numbers[0])
    assert back(folder, workbook).rows == (), "what was taken over changes nothing more"


def test_the_history_tells_each_change_that_was_taken_over_who_filled_it_in_and_who_took_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _name, numbers, workbook = sent(folder)
    sheet = workbook.worksheets[0]
    sheet.cell(2, 7, "王芳")
    put(sheet, 5, 状态="整改中", 责任人="赵强", 整改措施="补发", 单位说明="机构改革", 本次备注="请查收")
    put(sheet, 6, 状态="已完成")
    plan = back(folder, workbook)
    assert [row.remarks for row in plan.rows] == [(), (task_table.UNPROVEN,)] and all(
        map(task_table.is_sure, plan.rows)
    )
    tasks, changes, _generation = task_table.take_over(folder, plan, [5, 6], who="李明")
    told = [row for number in numbers for row in asked(folder, "follow_up_history", task_id=number)]
    taken = [row for row in told if row["changed_by"] == "填报人王芳，由李明采纳"]
    assert (tasks, changes) == (2, len(taken)) and len(taken) == 6
    assert {row["field"] for row in taken} == {"status", "person", "measure", "explanation", "remark"}
    publish.rebuild(folder)
    assert [row for number in numbers for row in asked(folder, "follow_up_history", task_id=number)] == told
    listed = "".join(markup(run("activity", folder, monkeypatch)))
    assert listed.count("填报人王芳，由李明采纳") == 3, "two tasks and an explanation"
    (said,) = [row for row in asked(folder, "finding_opinions") if row["explanation"]]
    assert said["explained_by"] == "填报人王芳，由李明采纳"
    # The ledger lists what is told to be done and not shown.
    page = "".join(markup(run("follow_up", folder, monkeypatch)))
    assert page.count(f">{wording.NO_PROOF}<") == 1 and f"（1项{wording.NO_PROOF}）" in page
    app = run("follow_up", folder, monkeypatch, item=numbers[1])
    assert [each.value for each in app.warning] == [wording.FINISHED_UNPROVEN]


def test_a_finding_that_is_gone_is_told(folder: Path) -> None:
    (old,), _generation = ledger.open_tasks(folder, findings(folder)[:1], {}, who="李明")
    assert told(folder)[old]["recheck"] == "gone_later"
    _name, _numbers, workbook = sent(folder)
    place = next(row[0].row for row in workbook.worksheets[0].iter_rows(min_row=5) if row[0].value == old)
    put(workbook.worksheets[0], place, 状态="整改中")
    (row,) = back(folder, workbook).rows
    assert row.contradictions == ("系统复查已不再出现这一问题，状态却还没有办结。",) and not row.is_refused
    put(workbook.worksheets[0], place, 状态="已完成")
    assert [task_table.is_sure(row) for row in back(folder, workbook).rows] == [True]


def test_a_table_that_is_none_of_ours_is_told(made: Path) -> None:
    with pytest.raises(BadTable, match="找不到表头"):
        task_table.planned(made, "名称,代码\n甲,1\n".encode(), "名录.csv", TODAY)
    head = ",".join([*COLUMNS, "状态"])
    with pytest.raises(BadTable, match="有两列都叫“状态”"):
        task_table.planned(made, f"{head}\n1\n".encode(), "反馈.csv", TODAY)


def test_a_task_is_closed_by_what_the_reports_show_a_proof_or_a_reason_whichever_way(folder: Path) -> None:
    states = {row["task_id"]: row["task_state"] for row in told(folder).values()}
    open_one = next(task for task, state in states.items() if state != "mended")
    closing = {"status": "销号"}
    row = task_table.Filled(1, open_one, "", (("状态", "", "销号"),), values=closing)
    of_paper = task_table.Plan("", "王芳", "", (row,), 0, (), ())
    for close in (
        lambda: ledger.change_tasks(folder, [Edit(open_one, closing)]),
        # That it came on paper is no reason.
        lambda: task_table.take_over(folder, of_paper, [1]),
        lambda: ledger.open_tasks(folder, findings(folder)[:1], closing),
    ):
        with pytest.raises(StoreError, match="销号要有依据"):
            close()
    assert told(folder)[open_one]["status"] != "销号"
    reasoned = replace(of_paper, rows=(replace(row, remark="已到现场看过"),))
    assert task_table.take_over(folder, reasoned, [1])[0] == 1
    history = asked(folder, "follow_up_history", task_id=open_one)
    assert {(row["changed_by"], row["after"]) for row in history} >= {
        ("填报人王芳，由未署名的人采纳", "已到现场看过"),
        ("填报人王芳，由未署名的人采纳", "销号"),
    }
    for task, state in states.items():
        proof = {} if state == "mended" else {"proof": "更正链接"}
        ledger.change_tasks(folder, [Edit(task, closing | proof)])
    assert {row["status"] for row in told(folder).values()} == {"销号"}


@pytest.mark.parametrize("status", STATUSES)
def test_a_task_is_called_by_the_word_of_its_status_wherever_it_is_told(status: str) -> None:
    assert wording.task_link(status, "2026-001-ab12") == f"{status}（2026-001-ab12）"
