"""What people do with the filter bar and with links to a sentence, in a real browser: AppTest binds no address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browsing import SLOW, choose, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WITH_FILTERS = ("overview", "compare", "hotline", "disclosure", "applications", "weak-spots", "quality", "office")
FILTERS = {"region", "year", "since", "kind", "office"}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a new visitor."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    opened.set_default_timeout(SLOW)
    yield opened
    context.close()


def filters_of(page: Page) -> set[str]:
    return FILTERS & set(parse_qs(urlsplit(page.url).query))


def bar(page: Page) -> list[str]:
    """What the controls of the filter bar show, in their order, once all are there."""
    page.wait_for_function("document.querySelectorAll('.st-key-filters input').length === 5")
    return (
        page.locator(".st-key-filters input").evaluate_all("es => es.map(e => e.value)")
        + page.locator(".st-key-filters [data-baseweb=tag]").all_inner_texts()
    )


@pytest.mark.parametrize("path", WITH_FILTERS)
def test_reset_brings_back_what_the_page_opened_with(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}/{path}")
    first = drawn(page, path)
    shown = bar(page)
    choose(page, "年度", "2021年")
    second = drawn(page, path, first)
    choose(page, "类别", "镇")
    third = drawn(page, path, second)
    assert filters_of(page) == {"year", "kind"}
    page.get_by_role("button", name="重置").click()
    drawn(page, path, third)
    assert bar(page) == shown
    assert not filters_of(page)
    assert not page.get_by_test_id("stException").count()
    page.reload()
    drawn(page, path)
    assert bar(page) == shown, "a reload does not bring the filters back"


def test_reset_after_an_address_with_every_filter(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    region, office = quote("兴庆区"), quote("文化街街道办事处")
    page.goto(f"{site}/overview?region={region}&year={quote('2019年')}&since={quote('2019年')}&office={office}")
    second = drawn(page, "overview")
    assert second != first
    page.get_by_role("button", name="重置").click()
    assert drawn(page, "overview", second) == first
    assert not filters_of(page)


@pytest.mark.parametrize("office", ["青禾区教育局", "文化街街道办事处", "前进街街道办事处"])
def test_the_first_page_of_an_office_that_never_tells_an_indicator(page: Page, site: str, office: str) -> None:
    region = "" if office.startswith("青禾") else f"region={quote('兴庆区')}&"
    page.goto(f"{site}/overview?{region}office={quote(office)}")
    drawn(page, "overview")
    assert page.locator(".gk-card").count() == 5
    assert page.locator(".gk-message").count() == 0
    assert page.locator(".gk-card", has_text="未写明").count() >= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sentence_that_a_number_leads_to_is_set_off_also_after_a_click(page: Page, site: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    page.locator(".gk-rug td a").first.click()
    drawn(page, "report", first)
    look = "e => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.backgroundColor] }"
    here = page.locator("[data-here]")
    here.wait_for()
    page.wait_for_function("document.activeElement?.hasAttribute('data-here')")
    marked = here.evaluate(look)
    assert marked[:2] == ["solid", "3px"]
    others = page.locator(".gk-report mark.stated:not([data-here])").evaluate_all(f"es => es.map({look})")
    assert others and all(other[0] == "none" and other[2] != marked[2] for other in others)
    page.locator("h1").click()
    assert here.evaluate(look) == marked, "it stays set off when something else is clicked"
    page.locator(".gk-report").focus()
    here.evaluate("e => e.focus()")
    page.keyboard.press("Shift")
    assert here.evaluate(look) == marked, "and by the keyboard"
    assert page.locator("tr:has(.looked-at)").count() == 1
