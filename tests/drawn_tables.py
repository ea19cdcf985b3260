"""Statutory tables drawn in many layouts from known cells, for the tests of reports/extract/cells/.

Not a test itself. A drawn report is a list of rows of printed cells per table; the layouts join them as text
or as a Document's grid. `expected` maps (indicator, breakdown) to the number, or None for an empty cell.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

from reports.model import Block, Cell, Document, Report
from reports.reference import table

HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}
NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
KINDS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")

Expected = dict[tuple[str, str], float | None]


@dataclass
class Drawn:
    """A table: head rows, then (labels, number of cells the label takes, printed values)."""

    name: str
    head: list[list[str]] = field(default_factory=list)
    rows: list[tuple[list[str], list[str]]] = field(default_factory=list)


def report_of(form: str) -> Report:
    return Report("青崖镇人民政府", "", 2022 if form == "2021" else 2020, "", form, ())  # type: ignore[arg-type]


def numbers(form: str, seed: int, fill: str) -> Expected:
    """Cells that add up. `fill`: full, zero, blank (zeros empty, save totals), holes (any empty), empty."""
    rng = random.Random(seed)
    found: Expected = {}
    rows: dict[str, list[str]] = {}
    for cell in table(f"forms/{form}"):
        key = (cell["indicator"], cell["breakdown"])
        rows.setdefault(cell["indicator"], []).append(cell["breakdown"])
        found[key] = 0.0 if fill == "zero" else float(rng.choice([0, 0, 0, 1, 2, 7, 13, 254, 1820]))
        if cell["indicator"].endswith("amount") and fill != "zero":
            found[key] = rng.choice([0.0, 12.5, 318.07])
    for indicator, breakdowns in rows.items():
        if breakdowns != [""]:
            others = [b for b in breakdowns if b != "total"]
            for breakdown in others:
                if fill != "zero":
                    found[indicator, breakdown] = float(rng.choice([0, 0, 0, 0, 1, 2, 11]))
            found[indicator, "total"] = sum(found[indicator, b] or 0 for b in others)
            for breakdown in breakdowns:
                value = found[indicator, breakdown]
                if fill == "blank" and breakdown != "total" and value == 0:
                    found[indicator, breakdown] = None
        if fill == "empty":
            found.update(dict.fromkeys(((indicator, b) for b in breakdowns), None))
        if fill == "holes":
            for breakdown in breakdowns:
                if rng.random() < 0.3:
                    found[indicator, breakdown] = None
    return found


def printed(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def draw(form: str, cells: Expected) -> list[Drawn]:
    """The three tables as printed, without any damage."""
    by_table: dict[str, Drawn] = {name: Drawn(name) for name in HEADINGS}
    items: dict[str, list[dict[str, str]]] = {}
    for cell in table(f"forms/{form}"):
        if cell["table"] == "disclosure":
            items.setdefault(cell["item"], []).append(cell)
    for item, of_item in items.items():
        columns = list(dict.fromkeys(c["column_label"] for c in of_item))
        by_table["disclosure"].rows.append(([item], []))
        by_table["disclosure"].rows.append((["信息内容", *columns], []))
        for label in dict.fromkeys(c["row_label"] for c in of_item):
            values = [printed(cells[c["indicator"], c["breakdown"]]) for c in of_item if c["row_label"] == label]
            by_table["disclosure"].rows.append(([label], values))
    applications = by_table["applications"]
    applications.head = [[NOTE, "申请人情况"], ["自然人", "法人或其他组织", "总计"], list(KINDS[1:6])]
    group, in_result = "", False
    seen: dict[str, list[str]] = {}
    meta: dict[str, tuple[str, str]] = {}
    for cell in table(f"forms/{form}"):
        if cell["table"] == "applications":
            seen.setdefault(cell["indicator"], []).append(printed(cells[cell["indicator"], cell["breakdown"]]))
            meta[cell["indicator"]] = (cell["item"], cell["row_label"])
    for indicator, values in seen.items():
        item, label = meta[indicator]
        labels = [label]
        if item and item != group:
            labels = [item, label]
        group = item
        if label.startswith("（一）") and not in_result:
            labels, in_result = ["三、本年度办理结果", label], True
        applications.rows.append((labels, values))
    disputes = by_table["disputes"]
    disputes.head = [
        ["行政复议", "行政诉讼"],
        [*RESULTS, "未经复议直接起诉", "复议后起诉"],
        [*RESULTS, *RESULTS],
    ]
    values = [printed(cells[c["indicator"], ""]) for c in table(f"forms/{form}") if c["table"] == "disputes"]
    disputes.rows.append(([], values))
    return list(by_table.values())


def _lines(drawn: Drawn) -> list[list[str]]:
    return [*drawn.head, *([*labels, *values] for labels, values in drawn.rows)]


def as_text(tables: list[Drawn], layout: str) -> str:
    """The text of a report whose tables are printed in `layout`."""
    parts = ["青崖镇人民政府2022年政府信息公开工作年度报告", "一、总体情况", "全镇围绕群众关切做好公开。"]
    for drawn in tables:
        parts.append(HEADINGS[drawn.name])
        if layout == "single":
            parts.append(" ".join(cell for line in _lines(drawn) for cell in line if cell))
        for line in _lines(drawn):
            if layout == "tabs":
                parts.append("\t".join(line) + "\t")
            elif layout == "tabs_bare":
                parts.append("\t".join(line))
            elif layout == "pipes":
                parts.append("| " + " | ".join(line) + " |")
            elif layout == "pipes_uneven":
                parts.append(" | ".join(line) + (" ||" if len(line) % 2 else " |"))
            elif layout == "one":
                parts.extend(line)
            elif layout == "one_blank":
                parts.append("\n\n".join(line) + "\n")
            elif layout == "tail":
                parts.extend([f"{cell} |" for cell in line])
                parts.append("|")
            elif layout in ("tail_ends", "tail_wide"):
                # a page's cells, the places that wide cells take up closed at the end of the row
                wide = max(len(other) for other in _lines(drawn)) - len(line)
                parts += ["|"] * (layout == "tail_ends") + [f"{cell} |" if cell else "|" for cell in line]
                parts += ["|" * wide] if wide > 1 else []
            elif layout == "spaces":
                parts.append("  ".join(line))
            elif layout == "glued":
                parts.append("".join(line) if len(line) > 1 and line[-1].isdigit() else "\n".join(line))
    parts += ["五、存在的主要问题及改进情况", "公开的深度还不够。", "六、其他需要报告的事项", "无。"]
    return "\n".join(parts) + "\n"


def as_grid(tables: list[Drawn], *, page_rows: int = 0, format_: str = "docx") -> Document:
    """The tables as true grids with merged cells; cut in pieces of `page_rows` rows when that is not 0."""
    blocks = [Block("heading", "一、总体情况"), Block("paragraph", "全镇围绕群众关切做好公开。")]
    for drawn in tables:
        blocks.append(Block("heading", HEADINGS[drawn.name]))
        cells: list[Cell] = []
        row = 0
        if drawn.name == "applications":
            cells += [Cell(0, 0, NOTE, 3, 3), Cell(0, 3, "申请人情况", 1, 7), Cell(1, 3, "自然人", 2, 1)]
            cells += [Cell(1, 4, "法人或其他组织", 1, 5), Cell(1, 9, "总计", 2, 1)]
            cells += [Cell(2, 4 + i, kind) for i, kind in enumerate(KINDS[1:6])]
            row = 3
        if drawn.name == "disputes":
            cells += [Cell(0, 0, "行政复议", 1, 5), Cell(0, 5, "行政诉讼", 1, 10)]
            cells += [Cell(1, i, r, 2, 1) for i, r in enumerate(RESULTS)]
            cells += [Cell(1, 5, "未经复议直接起诉", 1, 5), Cell(1, 10, "复议后起诉", 1, 5)]
            cells += [Cell(2, 5 + i, r) for i, r in enumerate((*RESULTS, *RESULTS))]
            row = 3
        width = {"disclosure": 4, "applications": 10, "disputes": 15}[drawn.name]
        for labels, values in drawn.rows:
            texts = [*labels, *values] if drawn.name == "disclosure" else values
            if drawn.name == "applications":
                texts = [labels[-1], *values]
                label_span = 3 if not in_group(labels[-1]) else 2
                if label_span == 2:
                    cells.append(Cell(row, 0, labels[0] if len(labels) > 1 else ""))
                cells.append(Cell(row, 3 - label_span, labels[-1], 1, label_span))
                cells += [Cell(row, 3 + i, v) for i, v in enumerate(values)]
            else:
                last = len(texts) - 1
                for i, text in enumerate(texts):
                    cells.append(Cell(row, i, text, 1, width - last if i == last else 1))
            row += 1
        if page_rows:
            for first in range(0, row, page_rows):
                piece = [
                    Cell(c.row - first, c.column, c.text, c.row_span, c.column_span)
                    for c in cells
                    if first <= c.row < first + page_rows
                ]
                blocks += [Block("table", cells=tuple(piece)), Block("paragraph", f"- {first} -")]
        else:
            blocks.append(Block("table", cells=tuple(cells)))
    blocks += [Block("heading", "五、存在的主要问题及改进情况"), Block("paragraph", "公开的深度还不够。")]
    return Document(format_, tuple(blocks))


def in_group(label: str) -> bool:
    return not label.startswith(("一、", "二、", "四、"))


def lose_groups(tables: list[Drawn]) -> None:
    """Only the row's own label is printed."""
    for drawn in tables:
        drawn.rows = [
            (labels[-1:] if drawn.name == "applications" else labels, values) for labels, values in drawn.rows
        ]


def lose_numbering(tables: list[Drawn]) -> None:
    for drawn in tables:
        for labels, values in drawn.rows:
            if values and labels:
                labels[-1] = re.sub(r"^(（[一-龥]+）|\d\.|[一-龥]、)", "", labels[-1])


def merge_groups(tables: list[Drawn]) -> None:
    """Group and row in one cell."""
    for drawn in tables:
        if drawn.name == "applications":
            drawn.rows = [(["".join(labels)], values) for labels, values in drawn.rows]


def misprint(tables: list[Drawn], seed: int) -> None:
    """One letter of a few long labels dropped or changed."""
    rng = random.Random(seed)
    for drawn in tables:
        for labels, values in drawn.rows:
            if values and labels and len(labels[-1]) > 8 and rng.random() < 0.4:
                place = rng.randrange(3, len(labels[-1]) - 1)
                labels[-1] = labels[-1][:place] + rng.choice(["", "的", "其"]) + labels[-1][place + 1 :]


def drop_rows(tables: list[Drawn], seed: int) -> set[str]:
    """Some rows are not printed; returns their labels."""
    rng = random.Random(seed)
    dropped: set[str] = set()
    for drawn in tables:
        kept = []
        for labels, values in drawn.rows:
            if values and labels and rng.random() < 0.25:
                dropped.add(labels[-1])
            else:
                kept.append((labels, values))
        drawn.rows = kept
    return dropped


def add_rows(tables: list[Drawn]) -> None:
    """Rows the form does not know."""
    tables[0].rows.insert(4, (["其他主动公开文件"], ["3", "4", "5"]))
    tables[1].rows.insert(6, (["附：当场答复"], ["6"] * 7))


def swap_rows(tables: list[Drawn], seed: int) -> None:
    """Two neighbours of section 三 change places."""
    rows = tables[1].rows
    place = seed % (len(rows) - 1)
    rows[place], rows[place + 1] = rows[place + 1], rows[place]


def shift_values(tables: list[Drawn], seed: int) -> None:
    """In one row of section 三 a cell is lost or doubled."""
    rows = tables[1].rows
    values = rows[seed % len(rows)][1]
    if seed % 2:
        values.pop(0)
    else:
        values.insert(0, values[0])


def scramble_labels(tables: list[Drawn], seed: int) -> None:
    """A label becomes words that mean nothing, another is printed twice."""
    rows = tables[1].rows
    rows[seed % 5][0][-1] = "澄湖渔歌唱晚"
    rows[6 + seed % 5][0][-1] = rows[5 + seed % 5][0][-1]


def dress_numbers(tables: list[Drawn], seed: int) -> None:
    """Full-width digits, separators, units in cells."""
    rng = random.Random(seed)
    for drawn in tables:
        for _, values in drawn.rows:
            for i, value in enumerate(values):
                dress = rng.randrange(4)
                if value.isdigit() and dress == 0:
                    values[i] = value.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
                elif value.isdigit() and dress == 1:
                    values[i] = f"{int(value):,}"
                elif value.isdigit() and dress == 2:
                    values[i] = value + "件"


def cut_heads(tables: list[Drawn]) -> None:
    """Header cells cut in two lines."""
    for drawn in tables:
        drawn.head = [[piece for cell in row for piece in (cell[:2], cell[2:])] for row in drawn.head]
        drawn.rows = [
            ([p for label in labels for p in (label[:3], label[3:])], values)
            if labels[:1] == ["信息内容"]
            else (labels, values)
            for labels, values in drawn.rows
        ]


def explain(tables: list[Drawn]) -> None:
    """Long instructions inside the label."""
    for drawn in tables:
        for labels, values in drawn.rows:
            if values and labels:
                labels[-1] += "（指本机关在报告年度内依法办理完毕、以办结时间为准的数量，不含撤回的）"


def lose_heads(tables: list[Drawn]) -> None:
    for drawn in tables:
        if drawn.name != "disputes":
            drawn.head = []
            drawn.rows = [(labels, values) for labels, values in drawn.rows if values]
