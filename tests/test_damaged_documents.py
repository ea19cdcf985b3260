"""Damaged documents state no number that they do not print: signs that turn the writing, cells lost and doubled, and
drawn damage of every kind. Ten minutes of the latter: `python -m benchmarks fuzz 600`."""

from __future__ import annotations

from itertools import islice

import pytest

from benchmarks.bench_fuzz import drawn, kept
from benchmarks.damage import damaged, examine
from benchmarks.printed import FORMATS, base, bases, visible
from reports.model import Fact
from reports.reading import read_report
from reports.text.normalise import normalise

HEAD = "青禾区柳塘镇2022年政府信息公开工作年度报告\n一、总体情况\n"
TAIL = "\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。"


def told(sentence: str) -> tuple[dict[str | None, float | None], tuple[str, ...]]:
    """The numbers that a report with this sentence tells, and its marks."""
    reading = read_report((HEAD + sentence + TAIL).encode(), "年报.txt")
    return {fact.indicator: fact.value for fact in reading.facts if fact.source == "text"}, reading.marks


@pytest.mark.parametrize("sign", ["\u202e", "\u202b", "\u2067", "\u200f", "\u202d", "\u061c"])
def test_a_number_whose_writing_is_turned_is_told_and_not_stated(sign: str) -> None:
    facts, marks = told(f"通过政府网站公开信息12{sign}34条。\n政务微博发布信息87条。")
    assert facts == {"disclosure.weibo": 87.0}
    assert len(marks) == 1 and "1处" in marks[0] and "控制符" in marks[0]
    assert told("通过政府网站公开信息1234条。政务微博发布信息87条。") == (
        {"disclosure.website": 1234.0, "disclosure.weibo": 87.0},
        (),
    )


def test_a_number_of_which_a_figure_was_not_seen_is_no_number_of_the_prose() -> None:
    facts, _ = told("通过政府网站公开信息1〓2条。政务微博发布信息87条。")
    assert facts == {"disclosure.weibo": 87.0}


def test_only_figures_in_turned_writing_become_unseen() -> None:
    assert normalise("共\u202e12件\u202c，34条").text == "共〓〓〓件〓，34条"
    assert normalise("①更新慢；12①").text == "1更新慢；12①"


def cells(row: str) -> list[Fact]:
    heads = "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
    table = (
        f"{heads}\n一、本年新收政府信息公开申请数量\t5\t0\t0\t0\t0\t0\t5\n{row}\n（一）予以公开\t5\t0\t0\t0\t0\t0\t5"
    )
    reading = read_report((HEAD + "三、收到和处理政府信息公开申请情况\n" + table + TAIL).encode(), "年报.txt")
    return [fact for fact in reading.facts if fact.indicator == "applications.carried_in"]


def test_a_share_in_a_column_of_counts_is_unreadable_and_quoted() -> None:
    facts = {fact.breakdown: fact for fact in cells("二、上年结转政府信息公开申请数量\t12%\t0\t0\t0\t0\t0\t0")}
    assert (facts["natural_person"].status, facts["natural_person"].value) == ("unreadable", None)
    assert facts["natural_person"].quote.endswith("12%")
    assert facts["business"].value == 0.0


ZEROS = "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0"


def table(*rows: str) -> dict[tuple[str, str], Fact]:
    """The cells of section 三 of a text report with these rows, parted by tabs."""
    heads = "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
    text = "\n".join((HEAD, "三、收到和处理政府信息公开申请情况", heads, *rows))
    facts = read_report((text + TAIL).encode(), "年报.txt").facts
    return {(fact.indicator or "", fact.breakdown): fact for fact in facts if fact.section == "applications"}


@pytest.mark.parametrize(
    "row", ["\t0\t0\t0\t0\t0\t0", "0\t0\t0\t0\t0\t0", "0\t\t0\t0\t0\t0\t0\t0\t0", "1\t0\t0\t0\t0\t1"]
)
def test_a_row_with_a_cell_too_few_or_too_many_is_unreadable_where_zeros_are_printed(row: str) -> None:
    found = table(
        "一、本年新收政府信息公开申请数量\t1\t0\t0\t1\t0\t0\t2",
        ZEROS,
        f"（一）予以公开\t{row}",
        f"（二）部分公开\t{row}",
    )
    assert {fact.status for (name, _), fact in found.items() if name == "applications.granted"} == {"unreadable"}
    assert found["applications.received", "total"].value == 2.0


def test_a_row_that_lost_an_empty_cell_is_unreadable_though_its_sum_is_right() -> None:
    full = ["一、本年新收政府信息公开申请数量\t4\t\t\t1\t\t\t5", "二、上年结转政府信息公开申请数量\t\t\t\t\t\t\t0"]
    found = table(
        *full, "（一）予以公开\t4\t\t\t1\t\t\t5", "（二）部分公开\t\t\t\t\t\t\t0", "（七）总计\t\t4\t\t1\t\t\t5"
    )
    assert found["applications.granted", "public_interest"].value == 1.0
    found = table(
        *full, "（一）予以公开\t4\t\t1\t\t\t5", "（二）部分公开\t\t\t\t\t\t\t0", "（七）总计\t4\t\t\t1\t\t\t5"
    )
    assert {fact.status for (name, _), fact in found.items() if name == "applications.granted"} == {"unreadable"}


def test_the_last_row_of_a_table_that_was_cut_has_no_total() -> None:
    row = "一、本年新收政府信息公开申请数量\t\t\t9\t0\t0\t1\t2\t0\t12"
    cut = "二、上年结转政府信息公开申请数量\t\t\t4\t0\t0\t0\t0\t0"
    found = table(row, cut)
    assert found["applications.carried_in", "total"].value is None
    assert found["applications.received", "total"].value == 12.0


def test_a_label_made_of_two_is_neither_of_them() -> None:
    found = table(
        "（四）无法提供\t1.本机关不掌握相关政府信息\t0\t0\t0\t0\t0\t0\t0",
        "2.没有现成信息需要另行3.补正后申请内容仍不明确\t1\t1\t0\t0\t0\t0\t2",
        "（五）不予处理\t1.信访举报投诉类申请\t0\t0\t0\t0\t0\t0\t0",
        "2.重复申请\t1\t0\t0\t0\t0\t0\t1",
    )
    assert found["applications.not_processed.repeated", "total"].value == 1.0
    for name in ("needs_creation", "unclear"):
        assert found[f"applications.unable.{name}", "total"].value is None


def test_a_row_in_which_two_numbers_ran_together_is_unreadable() -> None:
    found = table(
        "一、本年新收政府信息公开申请数量\t1\t0\t0\t1\t0\t0\t2", ZEROS, "（一）予以公开\t0\t0\t0\t0\t00\t0\t0"
    )
    assert {fact.status for (name, _), fact in found.items() if name == "applications.granted"} == {"unreadable"}
    assert found["applications.carried_in", "total"].value == 0.0


def test_numbers_below_a_whole_row_are_another_row_that_lost_its_label() -> None:
    heads = "信息内容\t上一年项目数量\t本年增/减\t处理决定数量"
    text = f"{HEAD}二、主动公开政府信息情况\n{heads}\n行政许可\t\t\t721\n43\t\t287\n第二十条第（六）项\n{heads}\n行政处罚\t9\t\t33"
    reading = read_report((text.replace("2022", "2020") + TAIL).encode(), "年报.txt")
    found = {fact.indicator: (fact.status, fact.value) for fact in reading.facts if fact.section == "disclosure"}
    assert found["licences.decisions"] == ("stated", 721.0)
    assert found["licences.items_last_year"][0] == found["licences.items_change"][0] == "blank"


def test_what_is_kept_is_read_rightly_now() -> None:
    outcomes = {(name, words): examine(name, words) for name, words in kept()}
    assert not {case: outcome for case, outcome in outcomes.items() if outcome.faults or outcome.error}


@pytest.mark.parametrize("format", FORMATS)
def test_drawn_damage_makes_no_number_that_is_not_printed(format: str) -> None:
    """A dozen documents of each format; `python -m benchmarks fuzz` goes on for minutes."""
    wrong = {}
    stated = 0
    for name, words in islice(drawn(11, [format]), 4 if format == "pdf" else 14):
        outcome = examine(name, words)
        stated += outcome.stated
        if outcome.faults or outcome.error:
            wrong[name, words] = outcome
    assert not wrong
    assert stated > 50, "most of a damaged report is still read"


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_printed_is_found_without_the_readers(format: str) -> None:
    """The means of judging is judged: in a sound document each cell prints its number, in a damaged one it is told."""
    name = bases([format])[1]
    part, _, cells = base(name)
    assert part is not None
    assert {key: visible(texts[0]) for key, texts in part.printed().items()} == cells
    _, _, printed = damaged(name, "odd:7 drop_cell:3")
    assert printed != part.printed()


@pytest.mark.parametrize("control", ["\x0f", "\x08", "\x1d"])
def test_a_number_with_a_control_character_is_told_and_not_stated(control: str) -> None:
    facts, marks = told(f"通过政府网站公开信息12{control}34条。\n政务微博发布信息87条。")
    assert facts == {"disclosure.weibo": 87.0}
    assert "1处" in marks[-1] and "控制字符" in marks[-1]


def test_where_zeros_are_printed_an_empty_last_cell_is_no_zero() -> None:
    full = "一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0"
    found = table(full, "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t", "（一）予以公开\t0\t0\t0\t0\t0\t0\t0")
    assert found["applications.carried_in", "total"].status != "stated"
    assert found["applications.carried_in", "other"].status != "blank"
