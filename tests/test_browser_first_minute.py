"""The first minute in a real browser: an empty store, the district named once, 39 reports of 39 offices dropped, all pages
full; then what a clerk does in 单位名录. The example stands apart and is reached from the empty store."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from tests.browsing import drawn, serve, tab
from tests.dashboard_stores import fill_full
from tests.stored import one
from tests.test_roster import KINDS, PLACES, office_sources

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WIDE, NARROW = 1440, 390
SHOWN = {
    WIDE: [page for page in wording.PAGES if page not in ("import", "roster")],
    NARROW: ["overview", "quality", "report"],
}


def _dropped() -> list[dict[str, object]]:
    """The 39 as files of one folder, each of which tells in its title where its office is."""
    found: list[dict[str, object]] = []
    for number, each in enumerate(office_sources()):
        place, name = each.name.removesuffix("2023.txt").split("/")
        district = next(district for district, _city in PLACES if place.endswith(district))
        text = each.read().decode()
        head, title, rest = text.partition(name)
        head = head.removesuffix(district).removesuffix(place.removesuffix(district))
        data = f"{head}{place}{title.removeprefix(district)}{rest}".encode()
        found.append({"name": f"{number}.txt", "mimeType": "text/plain", "buffer": data})
    return found


@pytest.fixture(params=[WIDE, pytest.param(NARROW, marks=pytest.mark.slow)])
def width(request: pytest.FixtureRequest) -> int:
    """A desk and a phone."""
    return int(request.param)


@pytest.fixture
def page(visits: BrowserContext, width: int) -> Iterator[Page]:
    """A tab of that width."""
    yield from tab(visits, width, 900)


def test_from_an_empty_store_to_full_pages(page: Page, width: int, tmp_path: Path) -> None:
    own = tmp_path / "store"
    own.mkdir()
    for site in serve(own):
        page.goto(f"{site}/overview")
        before = drawn(page, "overview")
        assert page.locator("h1").inner_text() == wording.NO_STORE
        assert "gongkai" not in page.locator("[data-testid=stMain]").inner_text(), "no command line on screen"
        assert page.get_by_role("button", name=wording.SEE_EXAMPLE).is_visible()
        page.get_by_role("link", name=wording.GO_IMPORT).click()
        before = drawn(page, "import", before)
        district = page.get_by_role("textbox", name=re.compile(wording.DISTRICT))
        district.fill("石鼓区")
        district.press("Enter")
        started = time.monotonic()
        page.locator("input[type=file]").set_input_files(_dropped())
        page.get_by_role("button", name="发布39份").click()
        page.get_by_text("已发布39份年报").first.wait_for()
        print(f"{width}: 39 files from the drop to the end of their publication in {time.monotonic() - started:.1f} s")
        assert one(own, "select count(*) from office where not is_queued and is_new") == len(PLACES) * len(KINDS)
        assert one(own, "select count(*) from office where is_queued") == 0
        kinds = one(own, "select list(distinct kind || '/' || region_id) from office")
        assert len(kinds) == 39, "each of three kinds in each of 13 districts"
        for name in SHOWN[width]:
            page.goto(f"{site}/{name}")
            drawn(page, name)
            words = page.locator("[data-testid=stMain]").inner_text()
            assert wording.NO_STORE not in words and wording.PAGE_ERROR not in words, name
        page.goto(f"{site}/roster")
        before = drawn(page, "roster")
        assert page.locator("h1").inner_text().startswith("名录中有39个单位，39个新登记、还没有人看过")
        rows = page.locator(".gk-table tbody tr")
        assert rows.count() == 39
        for district_name, city in PLACES:
            of_district = rows.filter(has_text=f"{city}{district_name}")
            assert of_district.count() == 3, district_name
            assert sorted(of_district.locator("td:nth-child(2)").all_inner_texts()) == sorted(
                kind for _name, kind in KINDS
            )
        # All at once: looked at, and who must report.
        page.get_by_role("button", name=wording.ROSTER_PICK_ALL).click()
        before = drawn(page, "roster", before)
        page.get_by_role("combobox", name=re.compile(rf"{wording.ROSTER_DO}$")).click()
        page.get_by_role("option", name=wording.ROSTER_ACTIONS["due"], exact=True).click()
        before = drawn(page, "roster", before)
        page.get_by_role("button", name=wording.ROSTER_SAVE).click()
        page.get_by_text("已改动39个单位").wait_for()
        assert one(own, "select count(*) from office where must_report and not is_new") == 39
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing sticks out"


@pytest.mark.slow
def test_the_example_stands_apart_and_leads_to_ones_own(visits: BrowserContext, tmp_path: Path) -> None:
    own = tmp_path / "store"
    own.mkdir()
    fill_full(tmp_path / "store-demo")
    for page in tab(visits):
        for site in serve(own, demo_first=True):
            page.goto(f"{site}/overview")
            before = drawn(page, "overview")
            assert wording.EXAMPLE_NOTE in page.locator(".gk-fictional").first.inner_text()
            page.get_by_role("link", name=wording.START_OWN).click()
            # The address changes after the page does.
            page.locator("input[type=file]").wait_for(state="attached")
            assert page.locator("h1").inner_text() != wording.NOT_INTO_EXAMPLE
            assert "data=" in page.url
            page.goto(f"{site}/import?data=示例")
            drawn(page, "import")
            assert page.locator("h1").inner_text() == wording.NOT_INTO_EXAMPLE
            assert page.locator("input[type=file]").count() == 0
            page.goto(f"{site}/overview?data=本区")
            before = drawn(page, "overview")
            assert page.locator("h1").inner_text() == wording.NO_STORE
            page.get_by_role("link", name=wording.SEE_EXAMPLE).click()
            drawn(page, "overview", before)
            assert (
                "青禾区" in page.locator("[data-testid=stMain]").inner_text() and wording.NO_STORE not in page.content()
            )
            assert not (own / "CURRENT.json").exists(), "nothing was written into the district's own"
