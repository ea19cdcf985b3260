"""Statutory cells: known numbers drawn in many layouts come back right or not at all, never wrong."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.extract.cells import extract_cells
from reports.extract.cells.forms import named_in, row_scores, rows_of
from reports.extract.cells.lines import number
from reports.identify import identify
from reports.identify.outline import outline
from reports.model import Block, Cell, Document, Fact, Report
from reports.read import read_document
from reports.reading import read_report
from reports.reference import table
from tests.drawn_tables import (
    Drawn,
    Expected,
    add_rows,
    as_grid,
    as_text,
    cut_heads,
    draw,
    dress_numbers,
    drop_rows,
    explain,
    lose_groups,
    lose_heads,
    lose_numbering,
    merge_groups,
    misprint,
    numbers,
    report_of,
    scramble_labels,
    shift_values,
    swap_rows,
)

LAYOUTS = (
    "tabs",
    "tabs_bare",
    "pipes",
    "pipes_uneven",
    "one",
    "one_blank",
    "tail",
    "tail_ends",
    "spaces",
    "grid",
    "grid_cut",
)
FILLS = ("full", "zero", "blank", "holes", "empty")
HARMLESS: dict[str, Callable[[list[Drawn], int], object]] = {
    "groups lost": lambda tables, _: lose_groups(tables),
    "groups merged": lambda tables, _: merge_groups(tables),
    "numbering lost": lambda tables, _: lose_numbering(tables),
    "misprints": misprint,
    "extra rows": lambda tables, _: add_rows(tables),
    "dressed numbers": dress_numbers,
    "cut heads": lambda tables, _: cut_heads(tables),
    "lost heads": lambda tables, _: lose_heads(tables),
    "instructions": lambda tables, _: explain(tables),
}
HARMFUL: dict[str, Callable[[list[Drawn], int], object]] = {
    "rows missing": drop_rows,
    "rows swapped": swap_rows,
    "cells shifted": shift_values,
    "labels scrambled": scramble_labels,
}


def document_of(tables: list[Drawn], layout: str) -> Document:
    if layout.startswith("grid"):
        return as_grid(tables, page_rows=7 if layout == "grid_cut" else 0)
    return read_document(as_text(tables, layout).encode(), "drawn.txt")


def judged(document: Document, form: str, cells: Expected) -> Counter[str]:
    """right, wrong, or the status of what was not told; extra are stated cells that the form does not have."""
    counts: Counter[str] = Counter()
    for fact in extract_cells(document, report_of(form)):
        key = (fact.indicator or "", fact.breakdown)
        if key not in cells:
            counts["extra"] += fact.status == "stated"
        elif fact.status in ("stated", "blank"):
            counts["right" if cells[key] == fact.value else "wrong"] += 1
        else:
            counts[fact.status] += 1
    return counts


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_every_cell(layout: str, form: str) -> None:
    for fill in ("full", "zero", "blank"):
        cells = numbers(form, 5, fill)
        counts = judged(document_of(draw(form, cells), layout), form, cells)
        assert not counts["wrong"] and not counts["extra"]
        if not (layout == "spaces" and fill == "blank"):
            assert counts == {"right": len(cells), "extra": 0} or counts == {"right": len(cells)}


@pytest.mark.parametrize("damage", HARMLESS)
@pytest.mark.parametrize("layout", ["tabs", "pipes", "one", "one_blank", "tail", "grid"])
def test_damage_that_leaves_the_meaning_costs_nothing(layout: str, damage: str) -> None:
    for form, fill in (("2019", "full"), ("2021", "blank")):
        cells = numbers(form, 3, fill)
        tables = draw(form, cells)
        HARMLESS[damage](tables, 3)
        counts = judged(document_of(tables, layout), form, cells)
        assert (counts["right"], counts["wrong"]) == (len(cells), 0)


@settings(max_examples=60, deadline=None)
@example("2019", "glued", "full", ["cells shifted", "rows missing"], 5)
@example("2019", "tail_wide", "holes", ["dressed numbers"], 0)
@given(
    st.sampled_from(("2019", "2021")),
    st.sampled_from((*LAYOUTS, "tail_wide", "single", "glued")),
    st.sampled_from(FILLS),
    st.lists(st.sampled_from(sorted(HARMLESS | HARMFUL)), max_size=3, unique=True),
    st.integers(0, 10_000),
)
def test_no_damage_makes_a_cell_wrong(form: str, layout: str, fill: str, damages: list[str], seed: int) -> None:
    cells = numbers(form, seed, fill)
    tables = draw(form, cells)
    for damage in damages:
        (HARMLESS | HARMFUL)[damage](tables, seed)
    if {"cells shifted", "extra rows", "labels scrambled"} & set(damages) and fill in ("blank", "holes", "empty"):
        return  # An empty cell lost or doubled among empty cells leaves no trace in print.
    if {"labels scrambled", "rows missing"} <= set(damages):
        return  # Where the row whose label another one bears is not printed, the other is that row, to all who read it.
    if layout == "glued" and "dressed numbers" in damages:
        return  # Digits, signs and units run into one another have several readings that all look like numbers.
    counts = judged(document_of(tables, layout), form, cells)
    assert counts["wrong"] == 0
    assert counts["extra"] == 0


def test_a_row_whose_label_and_place_disagree_is_unreadable() -> None:
    cells = numbers("2021", 1, "full")
    tables = draw("2021", cells)
    rows = tables[1].rows
    rows[7], rows[8] = rows[8], rows[7]
    facts = extract_cells(as_grid(tables), report_of("2021"))
    states = Counter(
        f.status
        for f in facts
        if f.indicator and f.indicator.endswith(("third_party", "public_safety", "internal_affairs"))
    )
    assert states["unreadable"] == 7


def test_no_table_leaves_every_cell_missing_and_form_none_has_no_cells() -> None:
    document = Document("text", (Block("paragraph", "全年办理行政许可12件，行政处罚3件。"),))
    facts = extract_cells(document, report_of("2019"))
    assert len(facts) == 198
    assert {(f.status, f.value, f.locator) for f in facts} == {("missing", None, None)}
    assert extract_cells(document, Report("", "", 2015, "", "none", ())) == ()


def grid(rows: list[list[str]]) -> Block:
    return Block("table", cells=tuple(Cell(r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)))


def stated(document: Document, form: str) -> dict[tuple[str, str], float | None]:
    return {
        (f.indicator or "", f.breakdown): f.value
        for f in extract_cells(document, report_of(form))
        if f.status == "stated"
    }


def test_other_tables_are_no_statutory_cells() -> None:
    columns = grid(
        [["栏目", "条数"], ["行政许可", "31"], ["行政处罚", "9"], ["财政预决算", "4"], ["其他", "2"], ["总计", "46"]]
    )
    metadata = grid([["索引号", "640100/2022-0001", "发布日期", "2022-01-20"], ["名称", "年度报告", "总计", "1"]])
    assert stated(Document("docx", (columns, metadata)), "2021") == {}
    cells = numbers("2021", 2, "full")
    real = as_grid(draw("2021", cells))
    with_others = Document("docx", (metadata, columns, *real.blocks, columns))
    assert stated(with_others, "2021") == cells


def test_the_one_row_of_other_handling_is_told_beside_the_three_missing() -> None:
    cells = numbers("2019", 4, "full")
    tables = draw("2019", cells)
    facts = {(f.indicator, f.breakdown): f for f in extract_cells(as_grid(tables[1:]), report_of("2021"))}
    assert facts["applications.other", "total"].value == cells["applications.other", "total"]
    assert facts["applications.other.unpaid_fee", "total"].status == "missing"


def test_a_word_of_the_prose_tells_no_form() -> None:
    words = (
        "石桥镇人民政府2024年政府信息公开工作年度报告\n一、总体情况\n（一）主动公开情况\n规范性文件和解读信息0条。\n"
        "2024年，石桥镇通过政务公开平台公开政府信息120条，其中工作动态80条、通知公告40条。\n"
    )
    assert "规范性文件" in words and "行政规范性文件" not in words
    assert read_report(words.encode(), "a.txt").report.form == "2021"
    assert read_report(words.replace("2024", "2020").encode(), "a.txt").report.form == "2019"


def test_the_columns_printed_decide_the_form_of_section_two() -> None:
    cells = numbers("2019", 6, "full")
    tables = draw("2019", cells)
    found = stated(as_grid(tables[:1]), "2021")
    assert found["licences.items_change", ""] == cells["licences.items_change", ""]
    assert ("rules.in_force", "") not in found


def test_a_header_in_another_order_moves_the_cells() -> None:
    block = grid(
        [
            ["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"],
            ["规章", "1", "2", "3"],
            ["行政规范性文件", "4", "5", "6"],
        ]
    )
    found = stated(Document("docx", (block,)), "2021")
    assert found["rules.in_force", ""] == 1
    assert found["normative_documents.repealed", ""] == 6


def test_applicants_in_another_order_are_told_by_their_sums() -> None:
    header = ["项目", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows = [
        ["一、本年新收政府信息公开申请数量", "5", "3", "2", "0", "0", "0", "0"],
        ["二、上年结转政府信息公开申请数量", "1", "1", "0", "0", "0", "0", "0"],
        ["（一）予以公开", "6", "4", "2", "0", "0", "0", "0"],
    ]
    found = stated(Document("docx", (grid([header, *rows]),)), "2021")
    assert found["applications.received", "total"] == 5
    assert found["applications.received", "natural_person"] == 3
    undecided = stated(
        Document("docx", (grid([header, ["（一）予以公开", "9", "4", "2", "0", "0", "0", "1"]]),)), "2021"
    )
    assert ("applications.granted", "total") not in undecided


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
CASES = ["行政复议", "未经复议直接起诉", "复议后起诉"]


def test_disputes_in_rows_or_lists_are_read() -> None:
    rows = grid([["类别", *RESULTS], *([case, "1", "2", "0", "4", "7"] for case in CASES)])
    found = stated(Document("docx", (rows,)), "2021")
    assert len(found) == 15 and found["litigation_after_review.total", ""] == 7
    pairs = grid([[case, result, str(n)] for case in CASES for n, result in enumerate(RESULTS)])
    found = stated(Document("docx", (pairs,)), "2021")
    assert len(found) == 15 and found["litigation_direct.pending", ""] == 3


def test_dispute_columns_in_another_order_are_told_by_their_sums() -> None:
    head = ["总计", *RESULTS[:4]]
    top = ["行政复议", *[""] * 4, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4]
    block = grid([top, head * 3, ["10", "1", "2", "3", "4", *["0"] * 5, "5", "5", "0", "0", "0"]])
    found = stated(Document("docx", (block,)), "2021")
    assert (found["review.total", ""], found["review.upheld", ""], found["litigation_after_review.upheld", ""]) == (
        10,
        1,
        5,
    )
    block = grid([top, head * 3, ["9", "1", "2", "3", "4", *["0"] * 10]])
    assert ("review.total", "") not in stated(Document("docx", (block,)), "2021")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", (0.0, "")),
        ("１，０５３", (1053.0, "")),
        ("7730.28", (7730.28, "")),
        ("152790元", (152790.0, "元")),
        (" 12 件", (12.0, "件")),
        ("0.00", (0.0, "")),
        ("零", (0.0, "")),
        ("—", None),
        ("/", None),
        ("无", None),
        ("-3", None),
        ("1 053", None),
        ("3、5", None),
        ("约5", None),
        ("012", None),
        ("2021年", None),
        ("12%", None),
        ("12\u202e34", None),  # printed 1243
        ("\u202d12", None),
        ("12\u2066", None),
        ("5\u200f6", None),  # printed 65
        ("1²", None),  # the number of a note, not twelve
        ("①0", None),
        ("1〓", None),
        ("1234567890123456", None),  # the numbers of many cells, run into one another
        ("5\u200b6", (56.0, "")),
    ],
)
def test_what_a_cell_says(text: str, expected: tuple[float, str] | None) -> None:
    assert number(text) == expected


@pytest.mark.parametrize(("text", "value"), [("-3", -3.0), ("+5", 5.0), ("减少3", -3.0), ("增2", 2.0), ("0", 0.0)])
def test_changes_have_signs(text: str, value: float) -> None:
    found = number(text, is_change=True)
    assert found is not None and found[0] == value


def test_the_foot_of_a_page_within_a_row_is_no_number() -> None:
    for foot in ("- 7 -", "— 12 —", "第3页 共9页"):
        labels = ["一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
        lines = ["自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"]
        lines += [f"{labels[0]}|5|0|0|0|0|0|5", f"{labels[1]}|0|0|1|0|0", foot, "0|1"]
        lines += ["（一）予以公开|4|0|0|0|0|0|4"]
        document = Document("text", tuple(Block("paragraph", line) for line in lines))
        read = [f for f in extract_cells(document, report_of("2021")) if f.status == "stated"]
        assert {f.value for f in read} <= {5.0, 0.0, 1.0, 4.0}


def test_a_word_row_above_an_unknown_row_does_not_lend_its_label() -> None:
    text = "信息内容  本年制发件数  本年废止件数  现行有效件数\n规章  1  0  1\n行政规范性文件\n其他公开文件  3  4  5\n"
    document = Document("text", (Block("paragraph", text),))
    cells = {f.indicator: f.value for f in extract_cells(document, report_of("2021")) if f.status == "stated"}
    assert not any(indicator.startswith("normative_documents") for indicator in cells)


def test_a_longer_row_whose_sum_is_not_told_is_unreadable() -> None:
    rows = {indicator: values.split("|") for indicator, values in LONGER_ROW.items()}
    lines = ["\t".join(["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"])]
    lines += ["\t".join([label, *values]) for label, values in rows.items()]
    document = Document("text", tuple(Block("paragraph", line) for line in lines))
    facts = [f for f in extract_cells(document, report_of("2021")) if f.indicator == "applications.granted"]
    assert {f.status for f in facts} == {"unreadable"}


LONGER_ROW = {
    "一、本年新收政府信息公开申请数量": "5|1|0|0|0|0|6",
    "二、上年结转政府信息公开申请数量": "0|0|1|0|0|0|1",
    "（一）予以公开": "||4|0||0|0|",
    "（二）部分公开": "1|1|0|0|0|0|2",
    "4.保护第三方合法权益": "1|1|0|0|0|0|2",
}


def test_marks_in_a_cell_are_unreadable_and_quoted() -> None:
    block = grid([["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "—", "", "不适用"]])
    facts = {f.indicator: f for f in extract_cells(Document("docx", (block,)), report_of("2021"))}
    assert [facts[f"rules.{c}"].status for c in ("issued", "repealed", "in_force")] == [
        "unreadable",
        "blank",
        "unreadable",
    ]
    assert facts["rules.in_force"].quote == "规章 现行有效件数 不适用"
    assert str(facts["rules.in_force"].locator) == "b0:r1c3"


def test_glued_digits_are_cut_only_where_one_cut_is_possible() -> None:
    lines = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "规章000", "行政规范性文件012", "信息内容"]
    lines += ["本年处理决定数量", "行政许可4119"]
    document = Document("text", tuple(Block("paragraph", line) for line in lines))
    facts = {f.indicator: f for f in extract_cells(document, report_of("2021"))}
    assert [facts[f"rules.{c}"].value for c in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert facts["normative_documents.issued"].status == "unreadable"
    assert facts["licences.decisions"].value == 4119


def test_every_label_of_the_reference_table_is_recognised() -> None:
    keys = {row.key for name in ("disclosure", "applications") for row in rows_of(name)}
    for row in table("forms/labels"):
        if row["kind"] == "row":
            assert row["key"] in keys
            name = "applications" if row["key"].startswith("applications.") else "disclosure"
            assert row["key"] in {
                rows_of(name)[i].key for i, score in row_scores(name, row["label"]).items() if score == 1
            }
        elif row["kind"] != "group":
            assert named_in(row["kind"], row["label"]) == row["key"]


def test_labelled_reports_have_no_wrong_cell(shared: object) -> None:
    folder = shared / "corpus/dev"  # type: ignore[operator]
    counts: Counter[str] = Counter()
    for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        document = read_document((folder / label["file"]).read_bytes(), label["file"])
        report = identify(document, outline(document), label["file"])
        facts: dict[tuple[str | None, str], Fact] = {
            (f.indicator, f.breakdown): f for f in extract_cells(document, report)
        }
        for cell in label["cells"]:
            fact = facts[cell["indicator"], cell["breakdown"]]
            is_right = (fact.status, fact.value) == (cell["status"], cell["value"])
            counts["right" if is_right else "wrong" if fact.status == "stated" else "open"] += 1
    assert counts["wrong"] == 0
    assert counts["right"] >= 0.995 * sum(counts.values())


def test_the_seed_and_the_real_report(shared: object) -> None:
    seed = next((shared / "seed").glob("*.txt"))  # type: ignore[operator]
    facts = extract_cells(read_document(seed.read_bytes(), seed.name), report_of("2019"))
    assert Counter((f.section, f.status) for f in facts) == {
        ("disclosure", "stated"): 22,
        ("applications", "stated"): 8,
        ("applications", "blank"): 48,
        ("applications", "missing"): 105,
        ("disputes", "missing"): 15,
    }
    assert {(f.breakdown, f.value) for f in facts if f.section == "applications" and f.status == "stated"} == {
        ("total", 0)
    }
    real = shared / "real/hongze-2023.pdf"  # type: ignore[operator]
    facts = extract_cells(read_document(real.read_bytes(), real.name), report_of("2021"))
    assert Counter(f.status for f in facts) == {"stated": 186, "missing": 21}


def test_cells_told_in_words_are_printed_and_no_missing_table() -> None:
    """本单位未制发规章 in the place of three numbers, in one cell or in each."""
    head = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
    for words in (["本局未制发规章"], ["本局未制发规章"] * 3):
        told = Document("html", (grid([head, ["规章", *words], ["行政规范性文件", "本局没有制发文件", "", "3"]]),))
        facts = {fact.indicator: fact for fact in extract_cells(told, report_of("2021"))}
        assert {facts[f"rules.{column}"].status for column in ("issued", "repealed", "in_force")} == {"unreadable"}
        assert facts["rules.in_force"].quote == "规章 现行有效件数 本局未制发规章"
        assert [facts[f"normative_documents.{column}"].status for column in ("issued", "repealed", "in_force")] == [
            "unreadable",
            "blank",
            "stated",
        ]
