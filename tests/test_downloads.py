"""Downloads: the data as shown with notes, gaps left empty, and nothing that runs as a formula."""

from __future__ import annotations

import csv
import io

import openpyxl

from dashboard.downloads import Sheet, csv_bytes, harmless, xlsx_bytes

ROWS = [
    ("文化街街道办事处", 2024, 98.23, "已写明"),
    ('=HYPERLINK("http://x")', 2024, None, "空白"),
    ("+86 @sum(A1)", 2023, float("nan"), "@未报告"),
    ("-负责", 2023, -3.5, "\t制表"),
]
SHEET = Sheet("办结率", ("单位", "年度", "数值", "状态"), lambda: ROWS, (("指标", "热线办结率"), ("筛选", "=全部")))


def test_csv_opens_in_chinese_and_leaves_gaps_empty() -> None:
    body = csv_bytes(SHEET)
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[0] == ["单位", "年度", "数值", "状态"]
    assert rows[1] == ["文化街街道办事处", "2024", "98.23", "已写明"]
    assert rows[2][2] == "" and rows[3][2] == ""
    for row in rows[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t")), cell
    assert rows[4][0] == "'-负责" and rows[4][2] == "-3.5"


def test_workbook_has_numbers_as_numbers_text_as_text_and_a_sheet_of_notes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEET)))
    data, notes = book.worksheets
    assert (data.title, notes.title) == ("数据", "说明")
    assert data["C2"].value == 98.23 and data["B2"].value == 2024
    assert data["C3"].value is None and data["C4"].value is None
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert data["A3"].value == ROWS[1][0], "a workbook keeps the words as printed: they are text there"
    assert notes["B1"].value == "热线办结率" and notes["B2"].value == "=全部"


def test_plain_negative_numbers_stay_numbers() -> None:
    assert harmless("-12.5") == "-12.5"
    assert harmless("-12.5+1") == "'-12.5+1"
