"""An assessment sheet as an Excel workbook to fill in: lists to choose from, and a sheet that says what goes where."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from xlsxwriter.workbook import Workbook

from reports.identify.roster import KINDS
from reports.publish.sheet_table import COLUMNS, HEADS, source_names
from reports.store import Clause, Sheet
from reports.store.assessments import UNITS
from reports.text.book import add_notes, book_of, head_format
from reports.text.shown import harmless

_WIDTHS = (24, 8, 36, 10, 10, 8, 8, 40, 40)
_ROWS_TO_FILL = 200
_HOW = {
    "name": "考评表的全称，例如“某区2026年政务公开考评”；再次上传同名的表，就替换原来的。",
    "place": "哪个地区的考评，可不填。",
    "year": "哪一年的考评，四位数字，可不填。",
    "applies_to": "考评哪些单位，照原文写，可不填。",
    "kinds": f"考评哪几类单位：{'、'.join(KINDS)}，用“|”隔开；留空为全部。",
    "points": "整张表的满分；不清楚就留空。",
    "source": "依据的文件名和文号。",
    "url": "文件的网址，可不填。",
    "unseen": "没有见到、没有录入的内容；看板会照样写出。",
    "item": "考评项的名称；一项有几种扣分情形的，每种一行，考评项和分值各行相同。",
    "item_points": "这个考评项的分值，也是它最多扣的分。",
    "clause": "什么情况扣分，例如“年度报告未及时公开”。",
    "deduction": "每次（每件、每条、每低1个百分点）扣几分；不清楚就留空，由人评判。",
    "per": f"{'、'.join(UNITS)}；不论几次只扣一次的留空。",
    "full_at": "由比率回答时，达到多少（%）不扣分；其他情形留空。",
    "cap": "这种情形最多扣几分；不填时以分值为限。",
    "sources": "从“可选的回答”中照抄，几个用“|”隔开；只能由人回答的留空。“核查”查出就扣分，“提示”只列出情况、由人评判。",
    "asks": "由人评判时要回答的问题；不填时就是扣分情形。",
}
"""What goes where, for whoever fills it in."""


def book(sheet: Sheet | None = None) -> bytes:
    """The workbook of a sheet; without one it is the template."""
    return book_of(partial(_fill, sheet))


def _fill(sheet: Sheet | None, made: Workbook) -> None:
    bold = head_format(made)
    text = made.add_format({"num_format": "@"})
    wrapped = made.add_format({"text_wrap": True, "valign": "top"})
    front = made.add_worksheet("考评表")
    front.set_column(0, 0, 18)
    front.set_column(1, 1, 60, text)
    front.set_column(2, 2, 70)
    for line, (name, value) in enumerate(zip(HEADS, _head(sheet), strict=True)):
        front.write_string(line, 0, HEADS[name], bold)
        front.write_string(line, 1, harmless(value), text)
        front.write_string(line, 2, _HOW[name], wrapped)
    rows = made.add_worksheet("扣分情形")
    for place, (name, width) in enumerate(zip(COLUMNS.values(), _WIDTHS, strict=True)):
        rows.set_column(place, place, width, text)
        rows.write_string(0, place, name, bold)
    clauses = sheet.clauses if sheet else ()
    names = source_names()
    for line, clause in enumerate(clauses, 1):
        for place, cell in enumerate(_row(clause, names)):
            rows.write_string(line, place, harmless(cell), text)
    last = len(clauses) + _ROWS_TO_FILL
    answers = made.add_worksheet("可选的回答")
    answers.set_column(0, 0, 60)
    for line, name in enumerate(names.values()):
        answers.write_string(line, 0, name)
    columns = list(COLUMNS)
    rows.data_validation(
        1, columns.index("per"), last, columns.index("per"), {"validate": "list", "source": list(UNITS)}
    )
    rows.data_validation(
        1, columns.index("sources"), last, columns.index("sources"),
        # Several may stand in a cell: the list only offers.
        {"validate": "list", "source": f"=可选的回答!$A$1:$A${len(names)}", "show_error": False},
    )  # fmt: skip
    rows.freeze_panes(1, 1)
    add_notes(made, "填写说明", ((title, _HOW[name]) for name, title in COLUMNS.items()))


def _head(sheet: Sheet | None) -> Sequence[str]:
    if sheet is None:
        return [""] * len(HEADS)
    return [
        f"{sheet.name}（本区）" if not sheet.is_own else sheet.name,
        sheet.place,
        str(sheet.year or ""),
        sheet.applies_to,
        "|".join(sheet.kinds),
        _shown(sheet.points),
        sheet.source,
        sheet.url,
        sheet.unseen,
    ]


def _row(clause: Clause, names: dict[str, str]) -> Sequence[str]:
    return (
        clause.item,
        _shown(clause.item_points),
        clause.clause,
        _shown(clause.deduction),
        clause.per,
        _shown(clause.full_at),
        _shown(clause.cap),
        "|".join(names.get(source, source) for source in clause.sources),
        clause.asks,
    )


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
