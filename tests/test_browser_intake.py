"""A first hour in a real browser, in an empty store: names of files are text, what disagrees is asked back, and what may
be one office is joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from tests.browsing import drawn, serve, tab
from tests.stored import load, one, source
from tests.test_offices import report

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
IMAGE, BOLD = "<img src=x onerror=document.title=1>.txt", "**粗体**[链接](http:evil) `码` $x$.pdf"


@pytest.fixture
def opened(visits: BrowserContext, tmp_path: Path) -> Iterator[tuple[Page, str]]:
    """A tab on a dashboard of an empty store."""
    server = serve(tmp_path / "store")
    tabs = tab(visits)
    yield next(tabs), next(server)
    tabs.close()  # type: ignore[attr-defined]
    server.close()  # type: ignore[attr-defined]


def file(name: str, data: bytes) -> dict[str, object]:
    """An upload."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def is_text(page: Page) -> None:
    """Both names stand on the page as they are, and made nothing of themselves."""
    shown = page.locator("body").inner_text()
    assert IMAGE in shown and BOLD in shown
    assert page.locator("img[src='x'], strong:has-text('粗体'), a[href*='evil'], .katex").count() == 0
    assert page.title() != "1"


@pytest.mark.parametrize("task", ["load", "check"])
def test_the_name_of_a_file_is_text(task: str, opened: tuple[Page, str]) -> None:
    page, site = opened
    page.goto(f"{site}/import?task={wording.TASKS[task]}")
    before = drawn(page, "import")
    good = report("乙水区金山镇人民政府", 2024).read()
    page.locator("input[type=file]").set_input_files([file(IMAGE, good), file(BOLD, b"%PDF-1.4 broken")])
    drawn(page, "import", before)
    is_text(page)


def test_the_name_of_a_roster_that_is_uploaded_is_text(visits: BrowserContext, tmp_path: Path) -> None:
    load(tmp_path / "store", [source("qinghe-hexu", 2022)], processes=1)
    server = serve(tmp_path / "store")
    page = next(tab(visits))
    page.goto(f"{next(server)}/roster?roster={wording.ROSTER_VIEWS['table']}")
    before = drawn(page, "roster")
    page.locator("input[type=file]").set_input_files([file(IMAGE.replace(".txt", ".csv"), b"\x00\xff broken")])
    drawn(page, "roster", before)
    assert "<img src=x onerror=document.title=1>.csv" in page.locator("body").inner_text()
    assert page.locator("img[src='x']").count() == 0 and page.title() != "1"
    sly = "代码,名称,地区\n,<b>金山</b>镇人民政府,乙水区\n".encode("utf-8-sig")
    page.locator("input[type=file]").set_input_files([file("**名录**.csv", sly)])
    page.wait_for_function("document.body.innerText.includes('**名录**.csv')")
    assert page.locator("b:has-text('金山'), strong:has-text('名录')").count() == 0
    page.close()
    server.close()  # type: ignore[attr-defined]


def test_a_first_batch_is_asked_about_and_joined(opened: tuple[Page, str], tmp_path: Path) -> None:
    page, site = opened
    page.goto(f"{site}/import")
    before = drawn(page, "import")
    field = page.get_by_role("textbox", name=wording.DISTRICT, exact=True)
    field.fill("乙水区")
    field.press("Enter")
    given = [
        ("柳溪街道办事处", 2023),
        ("柳西街道办事处", 2024),
        ("甲山区石桥乡人民政府", 2024),
    ]
    page.locator("input[type=file]").set_input_files([file(f"{n}.txt", report(n, y).read()) for n, y in given])
    before = drawn(page, "import", before)
    assert page.locator("h1").inner_text() == "选了3份文件：3份可以发布。"
    table = page.locator(".gk-table").first.inner_text()
    assert wording.READ_STATES["astray"] in table and table.count("乙水区") == 2
    assert "年报写的地区是“甲山区”，与所选地区“乙水区”不一致" in page.locator("body").inner_text()
    page.get_by_role("combobox", name=re.compile(wording.JOIN_PICK)).click()
    page.get_by_role("option", name=re.compile("并入")).click()
    page.keyboard.press("Escape")
    before = drawn(page, "import", before)
    assert page.locator("h1").inner_text() == "选了3份文件：3份可以发布。"
    page.get_by_role("button", name="发布3份").click()
    page.wait_for_function("document.body.innerText.includes('已把1个单位并入保留的单位')")
    assert one(tmp_path / "store", "select count(*) from office") == 2
    assert one(tmp_path / "store", "select count(distinct region_id) from office") == 2
    assert one(tmp_path / "store", "select count(*) from report") == 3
