"""The words of data/reference/lexicon/report_titles.csv: each one is heard."""

from __future__ import annotations

from datetime import date

import pytest

from reports.errors import NotAReport
from reports.identify.title import name_of
from reports.reference import table
from tests.test_identify import BODY, identified


def test_each_word_of_titles_is_used() -> None:
    for row in table("lexicon/report_titles"):
        if row["kind"] == "topic":
            title, day = f"柳坪镇2022年{row['words']}年度报告", ""
        elif row["kind"] == "closing":
            title, day = f"柳坪镇2022年政府信息公开{row['words']}", ""
        elif row["kind"] == "date":
            title, day = "柳坪镇2022年政府信息公开年报", f"{row['words']}：2023-01-17"
        elif row["kind"] == "shelf":
            title, day = "柳坪镇2022年政府信息公开年报", ""
            assert name_of(f"{row['words']}柳坪镇") == "柳坪镇", row
        elif row["kind"] == "mention":
            asked = f"{row['words']}滨江县政府办公室关于公开工作的要求，我局开展了工作。"
            assert identified("政府信息公开年度报告", asked, BODY).office == "", row
            continue
        elif row["kind"] == "publisher":
            assert identified(f"{row['words']}：柳坪镇", "2022年政府信息公开年报", BODY).office == "柳坪镇人民政府", row
            continue
        else:
            with pytest.raises(NotAReport):
                identified(f"柳坪镇2022年政府信息公开年报{row['words']}", "见附件。")
            continue
        report = identified(title, day, BODY)
        assert (report.office, report.year, report.title) == ("柳坪镇人民政府", 2022, title), row
        assert report.published_on == (date(2023, 1, 17) if day else None), row


@pytest.mark.parametrize(
    "written_by",
    ["凡上网稿件由县局办公室负责编写。", "各类稿件由局党政办公室按照程序发布。", "公开内容均由委办公室负责编写。"],
)
def test_who_writes_by_its_kind_alone_is_no_office(written_by: str) -> None:
    assert identified("2022年公开12条。", written_by, BODY).office == ""


@pytest.mark.parametrize("menu", ["政府信息公开指南", "政府信息公开目录", "依申请公开申请表"])
def test_a_copy_that_lost_its_first_sections_is_read_below_the_menu_of_its_page(menu: str) -> None:
    lost = BODY[BODY.index("三、") :]
    assert [section.key for section in identified(f"首页\n{menu}", lost).sections if section.heading] == [
        "applications",
        "disputes",
        "problems",
        "other",
    ]
