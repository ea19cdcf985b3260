"""The 简报: a Word document in official layout with sentences, table, pictures and evidence."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from PIL import Image

from dashboard import briefing, filters, wording
from dashboard.ask import ask
from dashboard.briefing import pictures
from tests.dashboard_stores import fill_full

pytestmark = [pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def choice(tmp_path_factory: pytest.TempPathFactory) -> filters.Choice:
    folder: Path = tmp_path_factory.mktemp("briefing") / "store"
    fill_full(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GONGKAI_STORE", str(folder))
        regions = [row for row in ask("region_list").itertuples() if row.level == "district"]
        most = max(regions, key=lambda row: row.reported_office_count)
        yield filters.Choice(most.region_id, most.name, 2025, 2018, None, (), (), True)


def test_the_document_holds_sentences_table_pictures_and_evidence(choice: filters.Choice) -> None:
    body = briefing.build(choice)
    document = docx.Document(io.BytesIO(body))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == wording.briefing_title(choice.region_name, 2025)
    assert [text for text in words if text in wording.BRIEFING_PARTS] == list(wording.BRIEFING_PARTS)
    assert any(text.startswith("2025年") and "中位数" in text for text in words)
    numbered = [text for text in words if text[:1].isdigit() and "．" in text[:3]]
    cards = ask("weak_spot_cards", year=2025, **choice.parameters())
    assert len(numbered) == min(len(cards), briefing.MOST_WEAK_SPOTS) == 3, "one a matter, however many rules found it"
    for text, card in zip(numbered, cards.itertuples(), strict=True):
        following = words[words.index(text) + 1 :][:4]
        assert f"请该单位说明：{card.question}。" in following
        assert any(line.startswith("依据：《") and "年度报告》" in line for line in following)
    rate = next(card for card in cards.itertuples() if card.matter == "hotline")
    evidence = " ".join(words[words.index(numbered[list(cards["matter"]).index("hotline")]) :][:5])
    assert "办结率87.02%" in evidence and "2021年" in evidence and "98.11%" in evidence, rate.message
    compared, table = document.tables
    offices = ask("rug", year=2025, **choice.parameters())["office_name"].nunique()
    assert len(table.rows) == offices + 1
    cells = [cell.text for part in (compared, table) for row in part.rows for cell in row.cells]
    assert all(cells) and not any("nan" in cell or "None" in cell for cell in cells)
    assert len(document.inline_shapes) == (3 if pictures._font(15) else 0)


def test_the_layout_is_that_of_official_documents(choice: filters.Choice) -> None:
    body = briefing.build(choice)
    document = docx.Document(io.BytesIO(body))
    section = document.sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(size / 36000) for size in sizes] == [210, 297, 37, 28]
    faces = {
        run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.text
    }
    assert {briefing.TITLE, briefing.BODY, briefing.HEADING} <= faces
    assert "PAGE" in section.footer._element.xml
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        fonts = package.read("word/fontTable.xml").decode()
    for name, other in briefing.SUBSTITUTES.items():
        assert f'w:name="{name}"' in fonts and f'<w:altName w:val="{other}"/>' in fonts


def test_pictures_leave_gaps_and_need_a_number() -> None:
    assert pictures.lines({"网站": [None, None]}, [2024, 2025], "条") is None
    assert pictures.columns(["2025"], [None], "件") is None
    assert pictures.bars([], [], [], "%", []) is None
    if pictures._font(15):
        for drawn in (
            pictures.lines({"网站": [1.0, None, 3.0]}, [2023, 2024, 2025], "条"),
            pictures.columns(["2024", "2025"], [None, 5.0], "件"),
            pictures.bars(["甲街道办事处", "乙局"], [98.1, None], ["98.1%", "未写明"], "%", ["甲街道办事处"]),
        ):
            assert drawn is not None
            assert Image.open(io.BytesIO(drawn)).width == pictures.WIDTH * pictures.SCALE


def test_a_machine_without_a_chinese_font_gets_the_document_without_pictures(
    choice: filters.Choice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "_font", lambda size: None)
    document = docx.Document(io.BytesIO(briefing.build(choice)))
    assert not document.inline_shapes
    assert wording.BRIEFING_NO_PICTURE in [paragraph.text for paragraph in document.paragraphs]


def test_the_title_names_whom_it_is_about_and_the_end_who_hands_it_in_and_when(choice: filters.Choice) -> None:
    (office,) = ask("office_list", region_id=choice.region_id).query("office_code == 'qinghe-hexu'").itertuples()
    one = dataclasses.replace(choice, office_codes=(office.office_code,), office_names=(office.office_name,))
    words = [p.text for p in docx.Document(io.BytesIO(briefing.build(one, date(2026, 2, 3)))).paragraphs]
    assert words[0] == f"{office.office_name}2025年政府信息公开年报情况简报" == briefing.title(one)
    assert words[-2:] == [wording.BRIEFING_SIGNED, "2026年2月3日"]
    towns = dataclasses.replace(choice, kind="镇")
    assert briefing.title(towns) == f"{choice.region_name}镇2025年政府信息公开年报情况简报"


def test_numbers_stand_beside_last_year_and_keep_to_one_line(choice: filters.Choice) -> None:
    document = docx.Document(io.BytesIO(briefing.build(choice)))
    compared, table = document.tables
    assert not [cell.text for cell in table.rows[0].cells if "（）" in cell.text], "a unit or none"
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in compared.rows[1:]}
    frame = ask("indicator_by_office_and_year", indicator="disclosure.wechat", region_id=choice.region_id)
    by_office = {
        code: {int(r.year): r.value for r in own.itertuples() if wording.figure(r.value) is not None}
        for code, own in frame.groupby("office_code")
    }
    both = [told for told in by_office.values() if {2024, 2025} <= told.keys()]
    before, now = (sum(told[year] for told in both) for year in (2024, 2025))
    whole = sum(told.get(2025, 0) for told in by_office.values())
    assert len(both) == len(by_office) == 15
    assert rows["微信公众号发布"] == [
        f"{whole:,.0f}条",
        f"{100 * (now - before) / before:+.1f}%",
        "15个单位写明",
    ]
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    assert margins is not None
    # Eight points high, a percentage is no wider than its column between the narrow margins.
    width = table.rows[1].cells[1].width.pt - 3
    widest = max(len(cell.text.split("\n")[0]) for row in table.rows[1:] for cell in row.cells[1:] if "%" in cell.text)
    assert widest * 8 * 0.6 < width
