"""Statutory tables whose columns, groups and rows stand in another order than the form's."""

from __future__ import annotations

import pytest

from reports.extract.cells import extract_cells
from tests.drawn_tables import (
    Drawn,
    draw,
    lose_heads,
    numbers,
    report_of,
)
from tests.test_tables import document_of, judged


def reordered(tables: list[Drawn], order: list[str]) -> list[Drawn]:
    """Section 三 with its seven columns in another order, header and numbers alike."""
    kinds = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    applications = tables[1]
    applications.rows = [
        (labels, [values[kinds.index(kind)] for kind in order] if values else values)
        for labels, values in applications.rows
    ]
    applications.head = (
        [applications.head[0], ["总计", "自然人", "法人或其他组织"]]
        if order[0] == "总计"
        else [
            applications.head[0],
            ["自然人", "法人或其他组织", "总计"],
        ]
    )
    applications.head.append([kind for kind in order if kind not in ("自然人", "总计")])
    return tables


@pytest.mark.parametrize("layout", ["tabs", "pipes", "one"])
def test_text_keeps_to_the_columns_its_header_names(layout: str) -> None:
    cells = numbers("2021", 5, "full")
    total_first = ["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    counts = judged(document_of(reordered(draw("2021", cells), total_first), layout), "2021", cells)
    assert (counts["right"], counts["wrong"]) == (len(cells), 0)
    exchanged = ["自然人", "法律服务机构", "科研机构", "社会公益组织", "商业企业", "其他", "总计"]
    counts = judged(document_of(reordered(draw("2021", cells), exchanged), layout), "2021", cells)
    assert counts["wrong"] == 0
    assert counts["unreadable"] > 0


@pytest.mark.parametrize("layout", ["tabs", "one"])
def test_numbers_that_add_up_only_the_other_way_round_are_unreadable_without_a_header(layout: str) -> None:
    cells = numbers("2021", 5, "full")
    tables = reordered(
        draw("2021", cells), ["总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    )
    lose_heads(tables)
    assert judged(document_of(tables, layout), "2021", cells)["wrong"] == 0


@pytest.mark.parametrize("layout", ["tabs", "pipes", "one"])
def test_the_groups_of_the_dispute_table_stand_where_its_header_puts_them(layout: str) -> None:
    cells = numbers("2021", 8, "full")
    tables = draw("2021", cells)
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    tables[2].head = [["行政诉讼", "行政复议"], ["未经复议直接起诉", "复议后起诉", *results], [*results, *results]]
    values = tables[2].rows[0][1]
    tables[2].rows = [([], [*values[5:], *values[:5]])]
    counts = judged(document_of(tables, layout), "2021", cells)
    assert (counts["right"], counts["wrong"]) == (len(cells), 0)


def test_a_dispute_table_of_three_rows_is_read() -> None:
    cells = numbers("2021", 8, "full")
    tables = draw("2021", cells)
    values = tables[2].rows[0][1]
    tables[2].head = [["类别", "", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]]
    tables[2].rows = [
        (["行政复议", ""], values[:5]),
        (["行政诉讼", "未经复议直接起诉"], values[5:10]),
        (["", "复议后起诉"], values[10:]),
    ]
    counts = judged(document_of(tables, "tabs"), "2021", cells)
    assert (counts["right"], counts["wrong"]) == (len(cells), 0)


@pytest.mark.parametrize("layout", ["tabs", "one"])
@pytest.mark.parametrize(
    ("captions", "is_read"),
    [
        (("2021年度对照数", "2022年度数据"), True),
        (("2022年度数据", "附表：上年度对照"), True),
        (("表甲", "表乙"), False),
    ],
)
def test_two_years_of_applications_are_never_mixed(layout: str, captions: tuple[str, str], is_read: bool) -> None:
    own, other = numbers("2021", 5, "full"), numbers("2021", 6, "full")
    is_own_first = captions[0].startswith("2022")
    tables = draw("2021", own)
    pair = [draw("2021", cells)[1] for cells in ((own, other) if is_own_first else (other, own))]
    for drawn, caption in zip(pair, captions, strict=True):
        drawn.head.insert(0, [caption])
    both = Drawn("applications")
    for drawn in pair:
        both.rows += [(line, []) for line in drawn.head] + drawn.rows
    counts = judged(document_of([tables[0], both, tables[2]], layout), "2021", own)
    assert counts["wrong"] == 0
    assert (counts["right"] == len(own)) is is_read


@pytest.mark.parametrize("layout", ["tabs", "pipes"])
def test_a_running_number_before_the_labels_is_no_cell(layout: str) -> None:
    cells = numbers("2021", 5, "full")
    tables = draw("2021", cells)
    for drawn in tables[:2]:
        drawn.head = [["序号", *drawn.head[0]], *drawn.head[1:]] if drawn.head else []
        drawn.rows = [
            ([str(place), *labels] if values else ["序号", *labels] if labels[0] == "信息内容" else labels, values)
            for place, (labels, values) in enumerate(drawn.rows, 1)
        ]
    counts = judged(document_of(tables, layout), "2021", cells)
    assert (counts["right"], counts["wrong"]) == (len(cells), 0)


@pytest.mark.parametrize("layout", ["tabs", "pipes", "grid"])
def test_the_third_row_of_the_last_group_without_its_label_is_no_single_row(layout: str) -> None:
    """（六）其他处理 without 3.其他, beside rows 1. and 2., is not what form 2019 calls by that name."""
    cells = numbers("2021", 5, "full")
    tables = draw("2021", cells)
    applications = next(drawn for drawn in tables if drawn.name == "applications")
    for place, (labels, values) in enumerate(applications.rows):
        if labels == ["3.其他"]:
            applications.rows[place] = (["（六）其他处理"], values)
    facts = extract_cells(document_of(tables, layout), report_of("2021"))
    assert not [f for f in facts if f.indicator == "applications.other" and f.status == "stated"]
    third = {f.breakdown: f.value for f in facts if f.indicator == "applications.other.other" and f.status == "stated"}
    assert all(value == cells["applications.other.other", kind] for kind, value in third.items())
