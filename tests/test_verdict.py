"""A draft is judged: what must be mended, where it stands and what to write there; and given back with comments."""

from __future__ import annotations

import io
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word

from dashboard import wording
from dashboard.intake import marked
from reports import apart, publish
from reports.check.rules import rule_files
from reports.commented import Remark
from reports.errors import ReportError
from reports.model import Locator
from reports.publish import drafts, verdict
from reports.publish.verdict import is_publishable, points, remarks
from reports.read import read_document
from reports.reference import table
from reports.specimen import demo_offices, draw, write
from tests.stored import load, source

WRONG = """青禾区荷墟镇人民政府2023年政府信息公开工作年度报告

一、总体情况
全年收到12345热线工单200件，办结190件，办结率99.8%。

五、存在的主要问题及改进情况
信息更新不够及时。
"""


def word(year: int = 2023) -> bytes:
    """A whole report as a Word file."""
    return write(draw(demo_offices()["qinghe-hexu"], year, 3), "docx")


def damaged(data: bytes) -> tuple[bytes, str]:
    """The same with another number in the first cell of a row of the third table, and that number."""
    document = docx.Document(io.BytesIO(data))
    table = max(document.tables, key=lambda table: len(table.rows))
    row = next(row for row in table.rows if "本年新收" in row.cells[0].text)
    cell = row.cells[-1]
    run = next(run for paragraph in cell.paragraphs for run in paragraph.runs)
    run.text = "987"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), "987"


def printed(document: Word) -> list[object]:
    """All text of a Word file in order: paragraphs, and tables cell by cell."""
    return [
        *[paragraph.text for paragraph in document.paragraphs],
        *[[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables],
    ]


def test_every_deciding_rule_is_a_check_with_advice() -> None:
    advice = {row["rule"]: row["advice"] for row in table("rules")}
    deciding = [row["rule"] for row in table("deciding_rules")]
    assert all(rule_files()[rule][0] == "check" and advice[rule].endswith("。") for rule in deciding)


def test_a_sound_report_may_be_published(tmp_path: Path) -> None:
    found = points(drafts.examine(word(), "年报.docx", tmp_path))
    assert is_publishable(found) and not [point for point in found if point.weight == "must"]


def test_a_wrong_rate_must_be_mended_and_has_its_place(tmp_path: Path) -> None:
    examination = drafts.examine(WRONG.encode(), "草稿.txt", tmp_path)
    found = points(examination)
    assert not is_publishable(found)
    rate = next(point for point in found if point.rule == "stated_rate")
    assert (rate.weight, rate.section) == ("must", "overview") and rate.advice and "办结率" in rate.words
    text = examination.draft.reading.document  # type: ignore[union-attr]
    block = text.blocks[Locator.parse(rate.locators[0]).block]
    assert "99.8%" in block.text
    order = [verdict.WEIGHTS.index(point.weight) for point in found]
    assert order == sorted(order), "the weightiest come first"
    assert all(not point.advice for point in found if point.weight == "unjudged")


def test_what_could_not_be_judged_or_rests_on_other_years_decides_nothing(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    cut = source("qinghe-hexu", 2023).read().decode()
    found = points(drafts.examine(cut.encode(), "草稿.txt", tmp_path))
    assert {point.weight for point in found if point.rule in ("carry_over", "jump")} <= {"look", "unjudged"}
    assert is_publishable(tuple(point for point in found if point.weight != "must"))


@pytest.mark.parametrize("of", ["qinghe-hexu", "qinghe-zhuyinlu"])
def test_a_report_copied_from_last_year_or_from_a_neighbour_has_to_be_mended_first(tmp_path: Path, of: str) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022), source("qinghe-zhuyinlu", 2022)], processes=1)
    copied = source(of, 2022).read().decode()
    for before, after in (("2023", "甲"), ("2022", "2023"), ("甲", "2024")):
        copied = copied.replace(before, after)
    if of != "qinghe-hexu":
        copied = copied.replace("竹荫路街道办事处", "荷墟镇人民政府").replace("竹荫路街道", "荷墟镇")
    found = points(drafts.examine(copied.encode(), "草稿.txt", tmp_path))
    copies = {point.section: point for point in found if point.rule == "recycled_text"}
    assert copies and all(point.weight == "must" and "2022年年报雷同" in point.message for point in copies.values())
    assert not is_publishable(found)


def test_a_word_draft_comes_back_with_comments_and_nothing_else_changed(tmp_path: Path) -> None:
    data, number = damaged(word())
    examination = drafts.examine(data, "年报.docx", tmp_path)
    found = points(examination)
    assert not is_publishable(found)
    said = remarks(found, wording.POINT_WEIGHTS)
    commented = apart.commented(data, "年报.docx", said)
    before, after = docx.Document(io.BytesIO(data)), docx.Document(io.BytesIO(commented))
    assert printed(after) == printed(before)
    assert read_document(commented, "a.docx").blocks == read_document(data, "a.docx").blocks
    comments = list(after.comments)
    assert [comment.text for comment in comments] == [remark.text for remark in said]
    assert {comment.author for comment in comments} == {"年报体检"}
    wrong = next(point for point in found if point.rule.startswith("applications") and point.weight == "must")
    assert any(":r" in locator for locator in wrong.locators)
    held = texts_of_comments(commented)
    assert (
        held[found.index(wrong)] == wrong.words.strip()
        or number in held[found.index(wrong)]
        or held[found.index(wrong)]
    )
    if office := shutil.which("soffice"):
        (tmp_path / "a.docx").write_bytes(commented)
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "txt:Text",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "a.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        assert number in (tmp_path / "a.txt").read_text("utf-8-sig")


def texts_of_comments(data: bytes) -> list[str]:
    """What stands between the beginning and the end of each comment."""
    body = docx.Document(io.BytesIO(data)).element.body
    found: dict[str, str] = {}
    open_now: set[str] = set()
    for element in body.iter():
        tag = str(element.tag).rpartition("}")[2]
        identifier = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        if tag == "commentRangeStart":
            open_now.add(identifier)
            found[identifier] = ""
        elif tag == "commentRangeEnd":
            open_now.discard(identifier)
        elif tag == "t":
            for place in open_now:
                found[place] += element.text or ""
    return [found[place] for place in sorted(found, key=int)]


def test_a_comment_stands_at_its_words_its_cell_or_the_first_line() -> None:
    document = docx.Document()
    document.add_paragraph("某某镇人民政府2023年政府信息公开工作年度报告")
    paragraph = document.add_paragraph("全年")
    paragraph.add_run("公开信息12条，")
    paragraph.add_run("收到申请3件。")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "项目", "5"
    document.add_paragraph("")
    out = io.BytesIO()
    document.save(out)
    said = [
        Remark("句", "b1:13-20", "收到申请3件"),
        Remark("格", "b2:r1c1", "5"),
        Remark("空格", "b2:r0c1"),
        Remark("全文"),
        Remark("没有的", "b9:1-2"),
    ]
    commented = apart.commented(out.getvalue(), "a.docx", said)
    title = "某某镇人民政府2023年政府信息公开工作年度报告"
    assert texts_of_comments(commented) == ["收到申请3件。", "5", "", title, title]
    assert printed(docx.Document(io.BytesIO(commented))) == printed(document)
    with pytest.raises(ReportError):
        apart.commented(b"PK no", "a.docx", said)


def test_another_draft_comes_back_as_a_page_with_its_places_marked(tmp_path: Path) -> None:
    text = WRONG.replace("信息更新", "<script>alert(1)</script>更新")
    examination = drafts.examine(text.encode(), "草稿.txt", tmp_path)
    found = points(examination)
    page = marked.html(examination.draft, found, "先改再公布").decode()
    assert "<script>" not in page and "&lt;script&gt;" in page
    place = next(number for number, point in enumerate(found, 1) if point.rule == "stated_rate")
    assert f'id="p{place}-0" class="must"' in page and found[place - 1].advice in page


def test_the_only_report_of_an_office_can_be_judged_again(tmp_path: Path) -> None:
    stored = source("qinghe-hexu", 2023)
    publish.load(tmp_path, [stored], processes=1, district="云澄市青禾区")
    for draft in (stored.read(), source("qinghe-hexu", 2023, 9).read()):
        told = drafts.examine(draft, "草稿.txt", tmp_path)
        assert told.is_known and told.compared_years == ()


def test_a_draft_that_waits_its_turn_is_held_against_what_is_served_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While others' drafts were judged, what was served when it came was replaced and removed."""
    load(tmp_path, [source("qinghe-hexu", 2021)], processes=1)
    began = threading.Event()
    reads = drafts.read_draft

    def read(*told: Any) -> drafts.Draft:
        draft = reads(*told)
        began.set()
        return draft

    monkeypatch.setattr(drafts, "read_draft", read)
    with ThreadPoolExecutor(1) as other:
        with drafts._judging:
            waiting = other.submit(drafts.examine, word(), "2023.docx", tmp_path)
            assert began.wait(60)
            for year in (2017, 2018, 2019, 2020):
                load(tmp_path, [source("qinghe-zhuyinlu", year)], processes=1)
            assert not (tmp_path / "g000001.duckdb").exists()
        assert waiting.result(60).compared_years == (2021,)
