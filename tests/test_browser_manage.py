"""Journeys of the staff in a real browser: a weak spot to its sentence, importing with a correction and undoing it,
judging a draft, printing one office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from dashboard import wording
from reports.specimen import demo_offices, draw, write
from reports.store import current_number
from tests.browsing import drawn, fingerprint, serve, tab
from tests.stored import load, one, source

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

UNKNOWN = """云澄市青竹镇人民政府政府信息公开工作年度报告

一、总体情况
全年通过政府网站公开信息120条，政务微博发布35条。另有17件。

五、存在的主要问题及改进情况
信息更新不够及时。
"""


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store that a journey may change."""
    folder = tmp_path_factory.mktemp("own") / "store"
    load(folder, [source("qinghe-hexu", 2022), source("qinghe-zhuyinlu", 2022)], processes=1)
    return folder


@pytest.fixture(scope="module")
def own_site(own_store: Path) -> Iterator[str]:
    """The address of a dashboard on it."""
    yield from serve(own_store)


def seen(page: Page) -> bool:
    """Whether the place pointed to is within the window."""
    here = page.locator("[data-here]")
    here.wait_for()
    return bool(
        here.evaluate("e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }")
    )


def test_a_weak_spot_leads_to_its_sentence_in_one_click(page: Page, site: str) -> None:
    page.goto(f"{site}/weak-spots")
    before = drawn(page, "weak-spots")
    spots = page.locator(".gk-list li")
    assert "竹荫路街道办事处" in spots.first.inner_text() and "连续4年" in spots.first.inner_text()
    spots.filter(has_text="社会救助").first.get_by_role("link", name="看原句").first.click()
    drawn(page, "report", before)
    assert seen(page)
    assert "社会救助" in page.locator("[data-here]").inner_text() or page.locator("[data-here]").inner_text()


def test_topic_counts_filter_the_list_and_stay_in_the_address(page: Page, site: str) -> None:
    page.goto(f"{site}/weak-spots")
    before = drawn(page, "weak-spots")
    row = page.locator(".gk-table tbody tr").filter(has_text="社会救助").first
    count = int(row.locator("td").first.inner_text())
    row.get_by_role("link").click()
    drawn(page, "weak-spots", before)
    assert page.locator(".gk-list .why").count() == count
    address = page.url
    page.goto(address)
    drawn(page, "weak-spots")
    assert page.locator(".gk-list .why").count() == count


def test_an_office_is_picked_kept_in_the_address_and_fits_a_sheet_of_paper(page: Page, site: str) -> None:
    page.goto(f"{site}/weak-spots")
    before = drawn(page, "weak-spots")
    page.locator(".who a", has_text="岚溪").first.click()
    drawn(page, "office", before)
    assert page.locator("h1").inner_text().startswith("岚溪街道办事处2025年")
    page.reload()
    drawn(page, "office")
    assert page.locator("h1").inner_text().startswith("岚溪街道办事处2025年")
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1


def test_import_leave_come_back_decide_publish_look_and_undo(visits: BrowserContext, tmp_path: Path) -> None:
    store = tmp_path / "store"
    load(store, [source("qinghe-hexu", 2022), source("qinghe-zhuyinlu", 2022)], processes=1)
    first = serve(store)
    page = next(tab(visits))
    page.goto(f"{next(first)}/import")
    before = drawn(page, "import")
    newer = source("qinghe-zhuyinlu", 2022, 8).read()
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "年报.txt", "mimeType": "text/plain", "buffer": UNKNOWN.encode()},
            {"name": "同一份.txt", "mimeType": "text/plain", "buffer": UNKNOWN.encode()},
            {"name": "竹荫路新版.txt", "mimeType": "text/plain", "buffer": newer},
            {"name": "坏.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 broken"},
            {"name": "年报.zip", "mimeType": "application/zip", "buffer": b"PK\x03\x04" + bytes(60)},
        ]
    )
    before = drawn(page, "import", before)
    table = page.locator(".gk-table").first
    assert "请先解压" in table.inner_text() and "PDF" in table.inner_text()
    assert page.locator("h1").inner_text() == wording.batch_head(5, 0, 0, 2, 0, 2, 0, 1)
    assert page.get_by_role("button", name=re.compile("^发布")).is_disabled(), "no year, no publication"
    page.get_by_role("combobox", name=re.compile("归属单位$")).click()
    page.get_by_role("option", name=re.compile("^荷墟镇人民政府")).click()
    before = drawn(page, "import", before)
    page.get_by_text(wording.OTHER_OFFICE_SURE).click()
    before = drawn(page, "import", before)
    page.get_by_role("combobox", name=re.compile("报告年度$")).click()
    page.get_by_role("option", name="2024年", exact=True).click()
    before = drawn(page, "import", before)
    page.get_by_role("combobox", name=re.compile("处理$")).first.click()
    page.get_by_role("combobox", name=re.compile("处理$")).first.fill("留言、信箱与其他热线收到")
    page.get_by_role("option", name="留言、信箱与其他热线收到", exact=True).click()
    before = drawn(page, "import", before)
    field = page.get_by_role("textbox", name="更正为").first
    field.fill("18")
    field.press("Enter")
    drawn(page, "import", before)
    page.close()
    first.close()  # type: ignore[attr-defined]

    again = serve(store)
    page = next(tab(visits))
    site = next(again)
    page.goto(f"{site}/import")
    drawn(page, "import")
    assert page.get_by_text("上次留下4份文件没有发布").count() == 1
    assert page.get_by_text(re.compile("荷墟镇人民政府")).first.is_visible()
    assert page.locator("mark.unassigned").inner_text() == "另有17件"
    assert page.get_by_text(re.compile("将替换2022年旧版，[0-9]+处不同")).count()
    page.get_by_role("button", name="发布1份").click()
    page.get_by_text("已发布1份年报").wait_for()
    assert page.get_by_text("还有3份没有发布：1份须先确认，2份不能用。").count()
    assert current_number(store) == 2
    assert one(store, "select value from fact where year = 2024 and indicator = 'messages.received'") == 18
    page.get_by_role("link", name=wording.SEE_QUALITY).wait_for()

    page.goto(f"{site}/import?task={wording.TASKS['undo']}")
    before = drawn(page, "import")
    said = page.locator("h1").inner_text()
    assert "年报.txt" in said and "第2版" in said and "恢复为第1版" in said
    page.get_by_text(wording.UNDO_SURE).click()
    drawn(page, "import", before)
    page.get_by_role("button", name=wording.UNDO, exact=True).click()
    page.get_by_text("已撤销第2版").wait_for()
    assert current_number(store) == 1
    page.close()
    again.close()  # type: ignore[attr-defined]


def test_a_draft_is_judged_and_not_stored(page: Page, own_site: str, own_store: Path) -> None:
    number, originals = current_number(own_store), sorted((own_store / "originals").rglob("*"))
    page.goto(f"{own_site}/import?task={wording.TASKS['check']}")
    before = drawn(page, "import")
    cut = source("qinghe-hexu", 2023).read().decode().partition("\n六、")[0]
    page.locator("input[type=file]").set_input_files(
        [{"name": "草稿.txt", "mimeType": "text/plain", "buffer": cut.encode()}]
    )
    drawn(page, "import", before)
    assert "体检1份草稿：1份先改再公布" in page.locator("h1").inner_text()
    assert "已与该单位2022年年报对照" in page.locator(".gk-heading").last.inner_text()
    assert page.locator(".gk-list li").filter(has_text="部分和统计表缺失").count()
    assert page.get_by_text(re.compile("^先改再公布：")).count() and page.get_by_text("补齐缺少的部分或统计表").count()
    assert page.get_by_role("button", name=wording.PRINT).is_visible()
    assert current_number(own_store) == number
    assert sorted((own_store / "originals").rglob("*")) == originals
    before = fingerprint(page)
    page.locator("input[type=file]").set_input_files(
        [{"name": "草稿.docx", "mimeType": "application/octet-stream", "buffer": word_draft()}]
    )
    drawn(page, "import", before)
    with page.expect_download() as told:
        page.get_by_role("button", name=wording.COMMENTED_WORD).click()
    commented = docx.Document(told.value.path())
    assert told.value.suggested_filename == "草稿（带批注）.docx"
    assert any("建议：" in comment.text for comment in commented.comments)


def word_draft() -> bytes:
    """A Word file whose title and period are of different years."""
    return write(draw(demo_offices()["qinghe-hexu"], 2023, 3, faults=["year_in_title"]), "docx")
