"""Downloads: the data as shown with notes, gaps left empty, and nothing that runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest

from dashboard import wording
from dashboard.downloads import Sheet, as_shown, csv_bytes, notes_of, xlsx_bytes
from reports.text.shown import FORMULA_STARTS, harmless

ROWS = [
    ("文化街街道办事处", 2024, 98.23, "已写明"),
    ('=HYPERLINK("http://x")', 2024, None, "空白"),
    ("+86 @sum(A1)", 2023, float("nan"), "@未写明"),
    ("-负责", 2023, -3.5, "\t制表"),
]
NOTES = (("指标", "热线办结率"), ("筛选", "=全部"))
SHEET = Sheet("办结率", ("单位", "年度", "数值", "状态"), lambda: ROWS, NOTES)


def sheet(columns: Sequence[str], *rows: Sequence[object], unit: str = "") -> Sheet:
    notes = [(wording.NOTE_UNIT, unit), (wording.NOTE_GAPS, wording.NOTE_GAPS_TEXT)]
    return Sheet("表", columns, lambda: rows, notes)


def read_csv(of: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(of).decode("utf-8-sig"))))


def test_csv_opens_in_chinese_and_leaves_gaps_empty() -> None:
    assert csv_bytes(SHEET).startswith(b"\xef\xbb\xbf")
    rows = read_csv(SHEET)
    assert rows[0] == ["单位", "年度", "数值", "状态"]
    assert rows[1] == ["文化街街道办事处", "2024", "98.23", "已写明"]
    assert rows[2][2] == "" and rows[3][2] == ""
    assert rows[4][0] == "'-负责" and rows[4][2] == "-3.5", "a negative number is no text"


@pytest.mark.parametrize("sign", FORMULA_STARTS)
def test_no_text_begins_as_a_formula_does(sign: str) -> None:
    text = f"{sign}1+cmd"
    (head, row) = read_csv(sheet((text, "数值"), (text, -1)))
    assert head[0] == row[0] == f"'{text}"
    assert row[1] == "-1"
    assert harmless(f"社会{sign}") == f"社会{sign}"


def test_a_text_that_looks_like_a_negative_number_is_text_all_the_same() -> None:
    assert read_csv(sheet(("栏目", "条数"), ("-12.5", -12.5)))[1] == ["'-12.5", "-12.5"]


def test_workbook_has_numbers_as_numbers_text_as_text_and_a_sheet_of_notes() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEET)))
    data, notes = book.worksheets
    assert (data.title, notes.title) == ("数据", "说明")
    assert data["C2"].value == 98.23 and data["B2"].value == 2024
    assert data["C3"].value is None and data["C4"].value is None
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    assert data["A3"].value == ROWS[1][0], "a workbook keeps the words as printed: they are text there"
    assert notes["B1"].value == "热线办结率" and notes["B2"].value == "=全部"


def test_workbook_has_a_head_that_stays_and_filters() -> None:
    data = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(SHEET))).worksheets[0]
    assert data.freeze_panes == "A2"
    assert data.auto_filter.ref == "A1:D5", "four columns, a head and four rows"
    assert data["B2"].number_format == "0", "a year has no comma"


@pytest.mark.parametrize(
    ("amount", "decimals", "shown"),
    [
        (-0.1299999999999955, 1, -0.1),
        (97.25, 1, 97.3),
        (-97.25, 1, -97.3),
        (98.65, 1, 98.7),
        (99.95, 1, 100),
        (0.04, 1, 0),
        (1234.0, 2, 1234),
        (12.345, 2, 12.35),
    ],
)
def test_numbers_are_rounded_as_they_are_shown(amount: float, decimals: int, shown: float) -> None:
    assert as_shown(amount, decimals) == shown
    assert isinstance(as_shown(amount, decimals), int) == float(shown).is_integer()


def test_rates_have_one_decimal_wherever_the_sheet_says_that_they_are_rates() -> None:
    assert read_csv(sheet(("比上年（百分点）", "金额"), (0.149, 1.256)))[1] == ["0.1", "1.26"]
    assert read_csv(sheet(("占比（%）",), (33.333333,)))[1] == ["33.3"]
    assert read_csv(sheet(("数值",), (98.6234,), unit="%"))[1] == ["98.6"]
    mixed = sheet(("数值", wording.UNIT), (98.6234, "%"), (12.3456, "万元"))
    assert [row[0] for row in read_csv(mixed)[1:]] == ["98.6", "12.35"]


def test_the_notes_on_gaps_are_true_for_the_sheet() -> None:
    def of_gaps(of: Sheet) -> str:
        return dict(notes_of(of))[wording.NOTE_GAPS]

    with_status = of_gaps(sheet(("条数", "状态"), (None, "空白"), (3, "已写明")))
    assert "“状态”列" in with_status and "不等于0" in with_status
    without = of_gaps(sheet(("件数",), (None,), (3,)))
    assert "状态" not in without and "不等于0" in without
    assert of_gaps(sheet(("件数", "状态"), (3, "已写明"))) == "本表没有缺数。"
    own = Sheet("表", ("等式",), lambda: [(None,)], ((wording.NOTE_GAPS, "另有说明"),))
    assert of_gaps(own) == "另有说明", "a page that says more keeps its words"
