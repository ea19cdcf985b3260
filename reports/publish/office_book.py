"""The roster as an Excel workbook to fill in: lists to choose from, and a sheet that says what goes where."""

from __future__ import annotations

from functools import partial

from xlsxwriter.workbook import Workbook

from reports.identify.roster import KINDS
from reports.publish.office_table import COLUMNS, NO, YES, rows_of
from reports.store import Roster
from reports.text.book import add_notes, book_of, head_format
from reports.text.shown import harmless

_WIDTHS = (20, 30, 9, 34, 34, 34, 10, 10, 14, 9, 44)
_ROWS_TO_FILL = 2000
"""So many rows offer their lists: those that are there and room for new ones."""
_HOW = {
    "代码": "名录中已有的单位照抄，系统凭它认出单位；新单位留空。",
    "名称": "单位全称，例如 柳溪街道办事处、兴庆区审计局。改了名称的，写原名称的年报仍归它。",
    "类别": f"{'、'.join(KINDS)}之一；留空时按名称判断。",
    "地区": "例如 银川市兴庆区；留空时为本数据所属的地区。",
    "别名": "年报上可能出现的其他写法，用“|”或“、”隔开。",
    "曾用名": "更名、并入时由系统记下，年报写这些名称的仍归本单位；在表中改动不起作用。",
    "起始年度": "最早应当报送哪一年的年报，四位数字；不清楚就留空。",
    "终止年度": "已撤销的单位最后报送哪一年的年报；仍在的留空。",
    "应当公布年报": "是：每年都应公布，缺了算缺报；否：不单独公布；留空：没有规定，缺了只算未收录。",
    "新登记": "按年报自动登记、还没有人看过的为“是”；看过以后改成“否”。",
    "沿革": "更名、合并、撤销等情况，一句一条，用“|”隔开。",
}
"""What goes into each column, for whoever fills it in."""


def book(roster: Roster) -> bytes:
    """The workbook of a roster; of an empty one it is the template."""
    return book_of(partial(_fill, roster))


def _fill(roster: Roster, made: Workbook) -> None:
    head = head_format(made)
    text = made.add_format({"num_format": "@"})
    sheet = made.add_worksheet("单位名录")
    for place, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(place, place, width, text)
        sheet.write_string(0, place, name, head)
    rows = rows_of(roster)
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(line, place, harmless(cell), text)
    last = len(rows) + _ROWS_TO_FILL
    for name, offered in (("类别", KINDS), ("应当公布年报", (YES, NO)), ("新登记", (YES, NO))):
        place = COLUMNS.index(name)
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(offered)})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    add_notes(made, "填写说明", ((name, _HOW[name]) for name in COLUMNS))
