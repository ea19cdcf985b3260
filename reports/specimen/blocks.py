"""The statutory tables of a fictional report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from reports.model import Block, Cell, Fact, Form
from reports.reference import table
from reports.specimen.words import text_of

_HINT = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


def disclosure_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None], rng: Random) -> list[Block]:
    """Section 二: one table, or a table for each item of article 20."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "disclosure"]
    wide = max(int(row["column"]) for row in rows) + 2
    parts: list[list[list[tuple[str, int]]]] = []
    for item in dict.fromkeys(row["item"] for row in rows):
        inside = [row for row in rows if row["item"] == item]
        labels = [
            row["column_label"] + (f"（单位：{row['unit']}）" if row["unit"] else "")
            for row in inside
            if row["row"] == inside[0]["row"]
        ]
        lines: list[list[tuple[str, int]]] = [[(item, wide)], _spread(["信息内容", *labels], wide)]
        for number in dict.fromkeys(row["row"] for row in inside):
            line = [row for row in inside if row["row"] == number]
            printed_cells = [text_of(cells[row["indicator"], row["breakdown"]]) for row in line]
            lines.append(_spread([line[0]["row_label"], *printed_cells], wide))
        parts.append(lines)
    tables = parts if rng.random() < 0.3 else [[line for part in parts for line in part]]
    blocks = []
    for printed_lines in tables:
        found: list[Cell] = []
        for at, cells_of_line in enumerate(printed_lines):
            column = 0
            for text, span in cells_of_line:
                found.append(Cell(at, column, text, 1, span))
                column += span
        blocks.append(Block("table", cells=tuple(found)))
    return blocks


def _spread(texts: Sequence[str], wide: int) -> list[tuple[str, int]]:
    """A row whose last cell takes the columns that are left."""
    return [(text, 1) for text in texts[:-1]] + [(texts[-1], wide - len(texts) + 1)]


def application_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None]) -> list[Block]:
    """Section 三: three header rows, three label columns, seven columns of numbers."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "applications"]
    found = [
        Cell(0, 0, _HINT, 3, 3),
        Cell(0, 3, "申请人情况", 1, 7),
        Cell(1, 3, "自然人", 2, 1),
        Cell(1, 4, "法人或其他组织", 1, 5),
        Cell(1, 9, "总计", 2, 1),
    ]
    kinds = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
    found += [Cell(2, 4 + i, label) for i, label in enumerate(kinds)]
    by_row: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        by_row.setdefault(int(row["row"]), []).append(row)
    groups = {number: line[0]["item"] for number, line in by_row.items()}
    results = [number for number, line in by_row.items() if line[0]["item"] or line[0]["row_label"].startswith("（")]
    for number, line in by_row.items():
        at = number + 3
        if number not in results:
            found.append(Cell(at, 0, line[0]["row_label"], 1, 3))
        else:
            if number == results[0]:
                found.append(Cell(at, 0, "三、本年度办理结果", len(results), 1))
            if not groups[number]:
                found.append(Cell(at, 1, line[0]["row_label"], 1, 2))
            else:
                if groups.get(number - 1) != groups[number]:
                    size = sum(1 for item in groups.values() if item == groups[number])
                    found.append(Cell(at, 1, groups[number], size, 1))
                found.append(Cell(at, 2, line[0]["row_label"]))
        for row in line:
            text = text_of(cells[row["indicator"], row["breakdown"]])
            found.append(Cell(at, 3 + int(row["column"]), text))
    return [Block("table", cells=tuple(found))]


def dispute_blocks(form: Form, cells: Mapping[tuple[str, str], float | str | None]) -> list[Block]:
    """Section 四: fifteen numbers under three header rows."""
    if form == "none":
        return []
    rows = [row for row in table(f"forms/{form}") if row["table"] == "disputes"]
    found = [Cell(0, 0, "行政复议", 1, 5), Cell(0, 5, "行政诉讼", 1, 10)]
    found += [Cell(1, i, row["column_label"], 2, 1) for i, row in enumerate(rows[:5])]
    found += [Cell(1, 5, "未经复议直接起诉", 1, 5), Cell(1, 10, "复议后起诉", 1, 5)]
    found += [Cell(2, 5 + i, row["column_label"]) for i, row in enumerate(rows[5:])]
    found += [Cell(3, i, text_of(cells[row["indicator"], ""])) for i, row in enumerate(rows)]
    return [Block("table", cells=tuple(found))]


def without_zeros(block: Block) -> Block:
    """The table with its zeros left empty, as some offices print it."""
    if block.kind != "table":
        return block
    cells = (
        Cell(cell.row, cell.column, "" if cell.text == "0" else cell.text, cell.row_span, cell.column_span)
        for cell in block.cells
    )
    return Block("table", cells=tuple(cells))


def cell_facts(form: Form, cells: Mapping[tuple[str, str], float | str | None], blank_zeros: bool) -> list[Fact]:
    """One fact for every cell of the form."""
    facts: list[Fact] = []
    if form == "none":
        return facts
    for row in table(f"forms/{form}"):
        value = cells[row["indicator"], row["breakdown"]]
        if value == "missing":
            fact = Fact(row["indicator"], row["breakdown"], None, "", "=", "missing", "table", row["table"], "", None)
        elif blank_zeros and value == 0:
            fact = Fact(row["indicator"], row["breakdown"], None, "", "=", "blank", "table", row["table"], "", None)
        else:
            number = float(value) if isinstance(value, (int, float)) else None
            fact = Fact(
                row["indicator"], row["breakdown"], number, row["unit"], "=", "stated", "table", row["table"], "", None
            )
        facts.append(fact)
    return facts


def grid_of(block: Block) -> list[list[Cell | None]]:
    """The table's rows, each with the cells that begin in it at their columns; None where a cell reaches."""
    height = max(cell.row + cell.row_span for cell in block.cells)
    width = max(cell.column + cell.column_span for cell in block.cells)
    grid: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in block.cells:
        grid[cell.row][cell.column] = cell
    return grid
