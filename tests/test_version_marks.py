"""The mark of a version (2025版) behind a title, in a file's name or in prose is neither a year nor a count."""

from __future__ import annotations

import pytest

from reports.reading import read_report

TOLD = "一、总体情况\n全年主动公开信息12条。{}\n"


@pytest.mark.parametrize(
    ("title", "file_name", "year"),
    [
        ("柳坪镇人民政府2023年政府信息公开工作年度报告（2024版）", "年报.txt", 2023),
        ("柳坪镇人民政府2023年政府信息公开工作年度报告", "柳坪镇2023年年报（2025年修订版）.txt", 2023),
        # Nothing else tells the year: a person is asked.
        ("柳坪镇人民政府政府信息公开工作年度报告（2024版）", "年报.txt", None),
        ("柳坪镇人民政府政府信息公开工作年度报告", "年报2024年版.txt", None),
        ("柳坪镇人民政府政府信息公开工作年度报告（2024年）", "年报.txt", 2024),
    ],
)
def test_it_is_no_year(title: str, file_name: str, year: int | None) -> None:
    report = read_report(f"{title}\n{TOLD.format('')}".encode(), file_name).report
    assert (report.year, report.office) == (year, "柳坪镇人民政府")
    assert report.disagreements == ()


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("按照《信息公开指南（2024版）》更新了栏目。", []),
        ("编印办事手册（第3版）和指南2.0版。", []),
        ("对照2024年最新版目录梳理。", []),
        ("编印办事手册（2024版）300册。", [300]),
        ("在报纸2个版面刊发信息。", [2]),
    ],
)
def test_it_is_no_count(sentence: str, values: list[int]) -> None:
    data = f"柳坪镇人民政府2023年政府信息公开工作年度报告\n{TOLD.format(sentence)}".encode()
    facts = [fact for fact in read_report(data, "年报.txt").facts if fact.source == "text"]
    assert [fact.value for fact in facts if fact.indicator != "disclosure.total"] == values
