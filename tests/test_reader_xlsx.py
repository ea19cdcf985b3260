"""The Excel reader tells prose rows from table rows and writes numbers as their formats print them."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from reports.errors import UnreadableFile
from reports.model import Block
from reports.read.xlsx import read
from tests.test_reader_docx import replaced

THIN = Border(*(Side(style="thin") for _ in range(4)))


def book() -> tuple[openpyxl.Workbook, Worksheet]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    return workbook, sheet


def saved(workbook: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def blocks(workbook: openpyxl.Workbook) -> tuple[Block, ...]:
    return read(saved(workbook), "样本.xlsx").blocks


def printed(value: object, number_format: str = "General") -> str:
    workbook, sheet = book()
    sheet["A1"], sheet["B1"] = "数", value
    sheet["B1"].number_format = number_format
    (table,) = blocks(workbook)
    return next((cell.text for cell in table.cells if cell.column == 1), "")


@pytest.mark.parametrize(
    ("value", "number_format", "wanted"),
    [
        (12, "General", "12"), (0, "General", "0"), (7730.28, "General", "7730.28"), (0.1 + 0.2, "General", "0.3"),
        (0.982, "0.0%", "98.2%"), (0.98229, "0.00%", "98.23%"), (1, "0%", "100%"), (98.234, "0.00", "98.23"),
        (12345, "#,##0", "12345"), (-3, "0", "-3"), (71, '0"条"', "71条"), (0, "0;-0;;@", ""), (5, "0;-0;;@", "5"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "0"), (1.5, "0.##", "1.5"), (2, "0.##", "2"),
        (date(2024, 1, 18), "yyyy-mm-dd", "2024年1月18日"), ("12条", "General", "12条"), (True, "General", "TRUE"),
        (" ０3 ", "General", " ０3 "), (1e15, "General", "1000000000000000"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_printed(value: object, number_format: str, wanted: str) -> None:
    assert printed(value, number_format) == wanted


def test_a_formula_without_a_stored_result_is_neither_a_number_nor_blank() -> None:
    workbook, sheet = book()
    sheet["A1"], sheet["B1"], sheet["B2"], sheet["A2"] = "合计", "=1+2", "#DIV/0!", "率"
    document = read(saved(workbook), "样本.xlsx")
    texts = [cell.text for cell in document.blocks[0].cells if cell.column == 1]
    assert all(text and not any(character.isdigit() and character != "0" for character in text) for text in texts)
    assert any("公式" in mark for mark in document.marks)


@pytest.mark.parametrize("bordered", [True, False])
def test_a_report_pasted_into_cells(bordered: bool) -> None:
    workbook, sheet = book()
    long = "全年通过区政府网站公开信息71条，" * 6
    for row, text in enumerate(("某街道办事处2023年报告", "一、总体情况", long, "二、主动公开情况"), 1):
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=6)
    table = [["事项", "", "甲", "乙"], ["组", "子一", 1, None], [None, "子二", 2, 3], ["总计", None, 3, 3]]
    for r, row in enumerate(table, 5):
        for c, text in enumerate(row, 1):
            if text is not None and text != "":
                sheet.cell(r, c, text)
            if bordered:
                sheet.cell(r, c).border = THIN
    sheet.merge_cells("A5:B5")
    sheet.merge_cells("A6:A7")
    sheet.merge_cells("A8:B8")
    sheet.cell(9, 1, "三、其他事项")
    found = blocks(workbook)
    assert [b.text for b in found if b.kind != "table"] == [
        "某街道办事处2023年报告",
        "一、总体情况",
        long,
        "二、主动公开情况",
        "三、其他事项",
    ]
    (grid,) = [b for b in found if b.kind == "table"]
    placed = {(c.row, c.column): (c.text, c.row_span, c.column_span) for c in grid.cells}
    assert placed[0, 0] == ("事项", 1, 2) and placed[1, 0] == ("组", 2, 1) and placed[3, 0] == ("总计", 1, 2)
    assert placed[1, 2] == ("1", 1, 1) and placed[1, 3] == ("", 1, 1) and placed[2, 3] == ("3", 1, 1)


def test_what_is_hidden_is_not_printed_and_sheets_follow_each_other() -> None:
    workbook, sheet = book()
    for row, text in enumerate(("甲", "藏", "乙"), 1):
        sheet.cell(row, 1, text)
        sheet.cell(row, 2, row)
        sheet.cell(row, 3, "藏")
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True
    second = workbook.create_sheet("第二")
    second["A1"], second["B1"] = "丙", 9
    workbook.create_sheet("藏")["A1"] = "藏"
    workbook["藏"].sheet_state = "hidden"
    first, last = blocks(workbook)
    assert [(c.row, c.column, c.text) for c in first.cells] == [(0, 0, "甲"), (0, 1, "1"), (1, 0, "乙"), (1, 1, "3")]
    assert [c.text for c in last.cells] == ["丙", "9"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"xl/worksheets/sheet1.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><worksheet/>'}, "实体"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}, "损坏"),
        ({"xl/worksheets/sheet1.xml": b" " * 30_000_000}, "过大"),
        ({"xl/workbook.xml": None}, "缺少"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet/>"}, "没有文字"),
    ],
)
def test_unusable_parts_are_refused_with_a_sentence(parts: dict[str, bytes | None], said: str) -> None:
    workbook, sheet = book()
    sheet["A1"] = "正文"
    with pytest.raises(UnreadableFile, match=said) as caught:
        read(replaced(saved(workbook), parts), "坏.xlsx")
    assert str(caught.value).startswith("坏.xlsx：") and str(caught.value).endswith("。")


def test_references_far_out_of_any_sheet_cost_nothing() -> None:
    workbook, sheet = book()
    sheet["A1"] = "正文"
    sheet.cell(1_000_000, 16_000, "远")
    document = read(saved(workbook), "样本.xlsx")
    assert [b.text for b in document.blocks] == ["正文"]
    assert any("过大" in mark for mark in document.marks)
