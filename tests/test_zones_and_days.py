"""Zones and parks as kinds of office; days that a label at the head of a page says to be of something else."""

from __future__ import annotations

from datetime import date

import pytest

from reports.identify import identify
from reports.identify.names import filed_kind_of
from reports.identify.outline import outline
from reports.model import Block, Document

BODY = "一、总体情况\n2022年，全年主动公开信息12条。\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。"


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("生成日期：2023-03-05", None),
        ("索引号：1234 生成日期：2023年3月5日", None),
        ("成文日期：2023-01-03", date(2023, 1, 3)),
        ("生成日期：2023-03-05 成文日期：2023-01-03", date(2023, 1, 3)),
    ],
)
def test_the_day_on_which_a_page_was_made_is_neither_a_signature_nor_publication(
    line: str, signed: date | None
) -> None:
    blocks = [Block("paragraph", text) for text in (line, "柳坪镇2022年政府信息公开工作年度报告", *BODY.split("\n"))]
    document = Document("html", tuple(blocks))
    report = identify(document, outline(document), "x.html")
    assert (report.published_on, report.signed_on) == (None, signed)


def test_a_zone_files_as_another_kind_of_office_and_a_district_of_such_a_name_as_a_government() -> None:
    zones = [
        "管理委员会",
        "管委会",
        "开发区",
        "高新区",
        "经开区",
        "园区",
        "产业园",
        "工业园",
        "科技园",
        "度假区",
        "示范区",
        "试验区",
        "保税区",
        "新区",
    ]
    assert {filed_kind_of(f"云岭{zone}") for zone in zones} == {"其他"}
    governments = ("浦东新区", "浦东新区人民政府", "云岭区人民政府", "云岭县", "云岭高新区人民政府")
    assert {filed_kind_of(name) for name in governments} == {"政府"}
    assert [filed_kind_of(name) for name in ("云岭市城市管理委员会", "云岭开发区税务局", "云岭")] == [
        "部门",
        "部门",
        "其他",
    ]
