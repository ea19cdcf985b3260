"""Damaged documents state no number that they do not print: signs that turn the writing, and drawn damage of every kind."""

from __future__ import annotations

import pytest

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
