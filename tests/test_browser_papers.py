"""In a real browser: searching to the sentence, a paper to its Word document, a meeting by the arrow keys, and the one
file opened without a server."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from dashboard import wording
from tests.browsing import drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def test_a_search_leads_to_the_sentence_set_off_in_its_report(page: Page, site: str) -> None:
    page.goto(f"{site}/search")
    before = drawn(page, "search")
    box = page.get_by_role("searchbox", name=wording.SEARCH)
    box.fill("社会救助 更新")
    box.press("Enter")
    drawn(page, "search", before)
    assert "words=" in page.url
    hits = page.locator(".gk-hits li")
    assert hits.count() == 2 and hits.first.locator("mark").all_inner_texts() == ["社会救助", "更新"]
    words = hits.first.locator(".why").inner_text()
    hits.first.locator("a").click()
    drawn(page, "report")
    mark = page.locator("mark.searched")
    mark.first.wait_for()
    assert "".join(mark.all_inner_texts()) == words
    box = page.locator("[data-here]").bounding_box()
    assert box and 0 <= box["y"] <= 900


def test_a_paper_is_seen_downloaded_and_leads_to_its_sentence(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/papers?paper=体检反馈函")
    drawn(page, "papers")
    paper = page.locator(".gk-paper")
    title = paper.locator("h2").inner_text()
    with page.expect_download() as one:
        page.get_by_role("button", name=wording.PAPER_DOWNLOAD, exact=True).click()
    one.value.save_as(tmp_path / "letter.docx")
    assert one.value.suggested_filename == f"{title}.docx"
    assert title in [line.text for line in docx.Document(str(tmp_path / "letter.docx")).paragraphs]
    with page.expect_download() as many:
        page.get_by_role("button", name=wording.PAPER_DOWNLOAD_ALL).click()
    many.value.save_as(tmp_path / "letters.zip")
    with zipfile.ZipFile(tmp_path / "letters.zip") as package:
        assert len(package.namelist()) == 15
        assert docx.Document(io.BytesIO(package.read(package.namelist()[-1]))).paragraphs
    paper.locator("p.basis a").nth(1).click()
    drawn(page, "report")
    page.locator("[data-here]").wait_for()


def test_a_meeting_goes_by_the_arrow_keys_and_escape_leaves(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    drawn(page, "overview")
    page.get_by_role("link", name=wording.MEETING).click()
    drawn(page, "meeting")
    shown = page.locator("[data-screen]:visible")
    where = page.locator(".gk-meeting .where")
    total = page.locator("[data-screen]").count()
    assert total == 4 and shown.count() == 1 and where.inner_text() == f"1 / {total}"
    covers = page.locator(".gk-meeting").evaluate(
        "e => { const b = document.elementFromPoint(innerWidth / 2, 10); return e.contains(b) }"
    )
    assert covers, "nothing of the page shows beside it"
    seen = []
    for place in range(2, total + 1):
        page.keyboard.press("ArrowRight")
        assert where.inner_text() == f"{place} / {total}" and shown.count() == 1
        assert shown.locator(".ask").inner_text().startswith("请该单位说明：")
        assert shown.locator(".figure b").inner_text() and shown.locator(".course li").count() > 1
        assert shown.locator(".quote a").count() == 1
        size = shown.locator(".say").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 28, "to be read from the end of a table"
        box = shown.bounding_box()
        assert box and box["height"] < 900
        seen.append(shown.locator("h2").inner_text())
    assert len(set(seen)) == total - 1
    page.keyboard.press("ArrowRight")
    assert where.inner_text() == f"{total} / {total}"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    assert where.inner_text() == f"1 / {total}"
    page.keyboard.press("Escape")
    drawn(page, "overview")
    assert page.locator(".gk-meeting").count() == 0


def test_the_one_file_opens_without_a_server_filters_and_shows_its_sources(
    page: Page, site: str, tmp_path: Path, browser: Browser
) -> None:
    page.goto(f"{site}/papers?paper=单文件报告")
    drawn(page, "papers")
    with page.expect_download() as download:
        page.get_by_role("button", name=wording.FILE_DOWNLOAD).click()
    path = tmp_path / "report.html"
    download.value.save_as(path)
    # Its own content security policy holds here, and there is no network.
    alone = browser.new_context(offline=True, locale="zh-CN")
    opened = alone.new_page()
    asked, told = [], []
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: told.append(message.text))
    opened.on("pageerror", lambda error: told.append(str(error)))
    opened.goto(path.as_uri())
    opened.locator("#indicator").select_option(label="热线办结率")
    assert opened.locator("#bar-chart rect").count() == 15 and opened.locator(".fictional b").inner_text() == "虚构示例"
    opened.locator("#kind").select_option("街道")
    assert opened.locator("#numbers tbody tr:visible").count() == 6 == opened.locator("#bar-chart rect").count()
    opened.locator("#office").select_option(label="竹荫路街道办事处")
    assert opened.locator("#line-chart circle").count() == 8
    assert opened.locator(".matters li:visible").count() == 1
    opened.locator("#numbers tbody button:visible", has_text="87.0%").click()
    assert "《竹荫路街道办事处2025年政府信息公开工作年度报告》" in opened.locator("#source p").inner_text()
    assert "办结率87.02%" in opened.locator("#source p").inner_text()
    opened.keyboard.press("Escape")
    assert opened.locator("#source:visible").count() == 0
    opened.locator("#words").fill("没有这样的文字")
    assert opened.locator(".nothing:visible").count() == 1
    assert asked == [path.as_uri()] and not told
    alone.close()
