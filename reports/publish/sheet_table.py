"""An assessment sheet as a workbook, out and in again.

In go the bytes of a workbook of two sheets, 考评表 (name, place and source) and 扣分情形 (a row a clause); out comes the
sheet, or what has to be put right, a sentence each. The workbook for it is sheet_book's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports import reference
from reports.errors import BadTable
from reports.identify.roster import KINDS
from reports.read.sheets import sheets_in, words_of
from reports.store import Clause, Sheet
from reports.store.assessments import LATE, OVERDUE, RATE, UNITS, shipped_sheets

HEADS = {
    "name": "名称",
    "place": "地区",
    "year": "年度",
    "applies_to": "适用对象",
    "kinds": "单位类别",
    "points": "满分",
    "source": "来源",
    "url": "网址",
    "unseen": "没有见到的内容",
}
"""What the first sheet tells, with its Chinese names."""
COLUMNS = {
    "item": "考评项",
    "item_points": "分值",
    "clause": "扣分情形",
    "deduction": "每次扣分",
    "per": "按什么计",
    "full_at": "满分线",
    "cap": "最多扣",
    "sources": "由什么回答",
    "asks": "由人回答的问题",
}
"""The columns of the second sheet."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a workbook: the sheet, None when something has to be put right, and (place, why) of that;
    `remarks` are (place, what) of what may be meant so."""

    sheet: Sheet | None
    refused: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...] = ()


def source_names() -> dict[str, str]:
    """What may answer a clause, id to its Chinese name, in order."""
    rules = [row for row in reference.table("rules") if row["kind"] != "threshold"]
    indicators = reference.table("indicators")
    return {
        **{f"check:{row['rule']}": f"核查：{row['name_zh']}" for row in rules},
        **{f"hint:{row['rule']}": f"提示：{row['name_zh']}" for row in rules},
        **{
            f"{'rate' if row['unit'] == '%' else 'number'}:{row['indicator']}": f"{'比率' if row['unit'] == '%' else '数字'}：{row['name_zh']}"
            for row in indicators
        },
        OVERDUE: "栏目：超期未更新",
        **{f"{OVERDUE}/{row['column_name']}": f"栏目：{row['column_name']}超期未更新" for row in reference.table("columns")},
        LATE: "发布记录：形成后超过20个工作日公开",
    }  # fmt: skip


def sheet_in(data: bytes, file_name: str) -> Read:
    """The sheet in an uploaded workbook. BadTable when it has no heading of ours; UnreadableFile when it is none."""
    if data[:4] not in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise BadTable(f"{file_name}：不是 Excel 工作簿；请下载模板，填写后再上传。")
    heads: dict[str, str] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    heading: list[str] = []
    for sheet in sheets_in(data, file_name):
        cells = [[words_of(cell).removeprefix("'") for cell in row] for row in sheet]
        start = next((place for place, row in enumerate(cells) if COLUMNS["clause"] in row and "考评项" in row), None)
        if start is not None and not heading:
            heading = cells[start]
            rows = [
                (number, dict(zip(heading, row, strict=False)))
                for number, row in enumerate(cells[start + 1 :], start + 2)
                if any(row)
            ]
        elif start is None and not heads:
            told = {row[0]: row[1] for row in cells if len(row) > 1 and row[0] in HEADS.values()}
            heads = told if HEADS["name"] in told else {}
    if not heading or not heads:
        lacking = (
            "“扣分情形”工作表（表头应有考评项、扣分情形）" if not heading else "“考评表”工作表（第一列应有“名称”）"
        )
        raise BadTable(f"{file_name}：没有{lacking}；请下载模板，填写后再上传。")
    refused: list[tuple[str, str]] = []
    head = {name: heads.get(title, "") for name, title in HEADS.items()}
    values = _head(head, refused)
    clauses = _clauses(rows, refused)
    if not clauses and not refused:
        refused.append(("扣分情形", "没有一条扣分情形；请至少填写一行。"))
    items = {clause.item: clause.item_points for clause in clauses}
    seen = sum(points for points in items.values() if points is not None)
    if values["points"] is not None and seen > values["points"]:
        refused.append(
            (f"考评表“{HEADS['points']}”", f"满分{values['points']:g}分，各项分值合计却有{seen:g}分；请核对。")
        )
    if refused:
        return Read(None, tuple(refused))
    remarks = tuple(
        (COLUMNS["item_points"], f"“{item}”没有填写分值，不计分，也不能评判；知道分值的，补上后重新上传。")
        for item, points in items.items()
        if points is None
    )
    return Read(Sheet(sheet=head["name"], **values, clauses=tuple(clauses), is_own=True), (), remarks)


def _head(head: Mapping[str, str], refused: list[tuple[str, str]]) -> dict[str, Any]:
    def refuse(name: str, why: str) -> None:
        refused.append((f"考评表“{HEADS[name]}”", why))

    if not head["name"]:
        refuse("name", "没有填写名称；请写考评表的全称，例如“某区2026年政务公开考评”。")
    shipped = shipped_sheets()
    if head["name"] in {word for sheet in shipped for word in (sheet.sheet, sheet.name)}:
        refuse("name", f"“{head['name']}”是自带的考评表，不能覆盖；请换一个名称。")
    if len(head["name"]) > 60:
        refuse("name", "名称超过60字；请缩短。")
    kinds = tuple(kind.strip() for kind in head["kinds"].replace("、", "|").split("|") if kind.strip())
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        refuse("kinds", f"“{unknown[0]}”不是单位类别；应为{'、'.join(KINDS)}，用“|”隔开，留空为全部。")
    points, is_number = _number(head["points"])
    if not is_number:
        refuse("points", f"“{head['points']}”不是分数；请写数字，不清楚就留空。")
    year = head["year"].removesuffix("年").removesuffix(".0")
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        refuse("year", f"“{head['year']}”不是年度；请写四位数字，例如 2026。")
        year = ""
    return {
        "name": head["name"],
        "place": head["place"],
        "year": int(year) if year else None,
        "applies_to": head["applies_to"],
        "kinds": kinds or tuple(KINDS),
        "points": points,
        "source": head["source"],
        "url": head["url"],
        "unseen": head["unseen"],
    }


def _number(text: str) -> tuple[float | None, bool]:
    """The number of 0 or more in a cell, and whether it holds one or nothing."""
    bare = text.strip().removesuffix("分").removesuffix("%").replace("−", "-").replace("－", "-")
    if not bare:
        return None, not text.strip()
    try:
        value = float(bare)
    except ValueError:
        return None, False
    return (value, True) if 0 <= value <= 10_000 else (None, False)


def _clauses(rows: Sequence[tuple[int, Mapping[str, str]]], refused: list[tuple[str, str]]) -> list[Clause]:
    ids = {name: source for source, name in source_names().items()}
    found: list[Clause] = []
    for number, row in rows:
        told = {name: row.get(title, "").strip() for name, title in COLUMNS.items()}
        whys = list(_faults(told, ids, found))
        refused += [(f"扣分情形第 {number} 行", why) for why in whys]
        if not whys:
            points, deduction, full_at, cap = (
                _number(told[name])[0] for name in ("item_points", "deduction", "full_at", "cap")
            )
            sources = tuple(ids[name] for name in reference.aliases(told["sources"]))
            asks = told["asks"] or told["clause"]
            found.append(
                Clause(told["item"], points, told["clause"], deduction, told["per"], full_at, cap, sources, asks)
            )
    return found


def _faults(told: Mapping[str, str], ids: Mapping[str, str], before: Sequence[Clause]) -> list[str]:
    """What is wrong with a row, a sentence each."""
    whys = [f"没有填写“{COLUMNS[name]}”；请补上。" for name in ("item", "clause") if not told[name]]
    numbers: dict[str, float | None] = {}
    for name in ("item_points", "deduction", "full_at", "cap"):
        numbers[name], is_number = _number(told[name])
        if not is_number and told[name].lstrip().startswith(("-", "−", "－")):
            whys.append(f"“{COLUMNS[name]}”的“{told[name]}”是负数；扣几分就写几，不写负号。")
        elif not is_number:
            whys.append(f"“{COLUMNS[name]}”的“{told[name]}”不是数字；请写数字，不清楚就留空。")
    if any((each.item, each.clause) == (told["item"], told["clause"]) for each in before):
        whys.append(f"“{told['item']}”中的“{told['clause']}”与上面一行重复；请删去一行。")
    of_item = next((each for each in before if each.item == told["item"]), None)
    if of_item is not None and of_item.item_points != numbers["item_points"]:
        whys.append(f"“{told['item']}”的分值与上面一行不同；同一考评项各行的分值应当相同。")
    if told["per"] and told["per"] not in UNITS:
        whys.append(f"“按什么计”的“{told['per']}”应为{'、'.join(UNITS)}之一；一次性扣分的留空。")
    for name in ("deduction", "cap"):
        number, points = numbers[name], numbers["item_points"]
        if number is not None and points is not None and number > points:
            whys.append(f"“{COLUMNS[name]}”{number:g}分超过了分值{points:g}分；请核对。")
    sources = reference.aliases(told["sources"])
    whys += [
        f"“由什么回答”的“{name}”不在“可选的回答”中；请从中照抄，几个用“|”隔开，由人回答的留空。"
        for name in sources
        if name not in ids
    ]
    is_rate = any(ids.get(name, "").startswith("rate:") for name in sources)
    if is_rate and (numbers["full_at"] is None or told["per"] != RATE or len(sources) > 1):
        whys.append(f"由比率回答的，应填写满分线，“按什么计”写“{RATE}”，并且只写这一个比率。")
    if (numbers["full_at"] is not None or told["per"] == RATE) and sources and not is_rate:
        whys.append(f"满分线和“{RATE}”只用于比率；请改正，或把“由什么回答”留空。")
    return whys
