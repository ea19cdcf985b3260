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


def test_a_web_address_glued_to_the_name_is_no_part_of_it() -> None:
    title = "www.example.gov.cn柳坪镇2022年政府信息公开工作年度报告"
    assert identified(title, BODY).office == "柳坪镇人民政府"
    assert name_of("example.com/xxgk/柳坪镇") == "柳坪镇"
