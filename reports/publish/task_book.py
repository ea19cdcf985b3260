"""整改反馈表: the tasks of one office as an Excel workbook that goes out, is filled in by hand and comes back.

In go rows of COLUMNS, all text; out come the bytes. What comes back is task_table's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from xlsxwriter.workbook import Workbook

from reports.store.follow_up_rows import REFUTED
from reports.text.book import add_notes, book_of
from reports.text.shown import harmless

TITLE = "政府信息公开整改反馈表"
COLUMNS = (
    "编号", "年度", "问题", "系统复查", "状态", "责任人", "整改期限", "整改措施", "佐证材料", "不成立的理由", "单位说明", "本次备注",
    "发出时版次",
)  # fmt: skip
FILLED_IN = COLUMNS[4:12]
"""The columns that the office fills in."""
OFFICE, FILLER, FILLED_ON = "单位：", "填报人：", "填报日期："
"""What begins the cells above the table."""
SHEET = "整改反馈表"
ANSWERED = ("整改中", "已完成")
"""What an office may say of its task; 不成立 is its plea, on which the staff decides."""
_WIDTHS = (17, 7, 52, 26, 10, 11, 14, 30, 30, 22, 30, 22, 11)
_HOW = {
    "编号": "系统凭它认出事项，请勿改动；行可以移动、排序，列可以增加。",
    "状态": f"{'、'.join(ANSWERED)}之一；认为问题不成立的写“{REFUTED}”并写明理由，由公开办核实后决定。销号由公开办办理。",
    "责任人": "负责整改的人。",
    "整改期限": "例如 2027年3月5日、2027-3-5、3月5日；只写月日的，按发出之后最近的那一天理解。",
    "整改措施": "准备怎样改。",
    "佐证材料": f"改正后的链接、截图或文件名；状态写“{ANSWERED[-1]}”的请一并填写。",
    "不成立的理由": "状态写“不成立”的必须写明理由。",
    "单位说明": "对问题的说明，显示在系统中出现这一问题的各处。",
    "本次备注": "写给公开办的话，记入这一事项的历史。",
    "发出时版次": "请勿改动：系统凭它看出发出以后有没有别人改过。",
}
"""What goes into each column, for whoever fills it in."""


def book(office: str, rows: Sequence[Mapping[str, str]], sent_on: str) -> bytes:
    """The workbook of an office's tasks; `sent_on` is the day on which it goes out."""
    return book_of(partial(_fill, office, rows, sent_on))


def _fill(office: str, rows: Sequence[Mapping[str, str]], sent_on: str, made: Workbook) -> None:
    title = made.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    head = made.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    fixed = made.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": "#F2F2F2", "num_format": "@"})
    free = made.add_format({"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"})
    sheet = made.add_worksheet(SHEET)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, TITLE, title)
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, f"{OFFICE}{harmless(office)}")
    sheet.write_string(1, 3, f"发出日期：{sent_on}")
    sheet.write_string(1, 5, FILLER)
    sheet.write_string(1, 8, FILLED_ON)
    sheet.write_string(2, 0, "灰色各列请勿改动；白色各列由单位填写，空着的表示不改。")
    for place, name in enumerate(COLUMNS):
        sheet.write_string(3, place, name, head)
    for line, row in enumerate(rows, 4):
        for place, name in enumerate(COLUMNS):
            sheet.write_string(line, place, harmless(row.get(name, "")), free if name in FILLED_IN else fixed)
    place = COLUMNS.index("状态")
    sheet.data_validation(4, place, 3 + max(len(rows), 1), place, {"validate": "list", "source": [*ANSWERED, REFUTED]})
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    add_notes(made, "填写说明", _HOW.items())
