"""A change of a filter draws the next figure into the chart that is there, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browsing import SLOW, choose, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
CHARTS = "[...document.querySelectorAll('.js-plotly-plot')]"


def test_charts_stay_and_draw_the_year_that_was_chosen(page: Page, site: str) -> None:
    page.goto(f"{site}/compare")
    first = drawn(page, "compare")
    page.wait_for_function(f"{CHARTS}.filter(c => c.layout && c.calcdata).length === 3", timeout=SLOW)
    page.evaluate(
        f"{CHARTS}.forEach(c => {{ c.dataset.stayed = ''; c.before = c.layout.datarevision; c.count = 0;"
        " c.on('plotly_beforeplot', () => { c.count += 1; }); })"
    )
    choose(page, "年度", "2023年")
    drawn(page, "compare", first)
    page.wait_for_function(f"{CHARTS}.every(c => c.before && c.layout.datarevision !== c.before)", timeout=SLOW)
    page.wait_for_timeout(500)
    assert page.evaluate(f"{CHARTS}.map(c => 'stayed' in c.dataset)") == [True] * 3
    assert page.evaluate(f"{CHARTS}.map(c => c.count)") == [1] * 3
    ticks = page.evaluate("document.querySelector('.st-key-chart-trend .xaxislayer-above').textContent")
    assert ticks.endswith("2023")


def test_pages_keep_to_their_content_security_policy(browser: Browser, site: str) -> None:
    """The other tests' contexts pass it over, as playwright's own waiting runs text as code."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(f"{site}/hotline")
    page.locator(".js-plotly-plot").first.wait_for(timeout=60_000)
    assert answer is not None and "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert not [text for text in said if "Content Security Policy" in text]
    page.context.close()


def test_a_point_is_reached_and_followed_by_keys(page: Page, site: str) -> None:
    page.goto(f"{site}/compare?office=竹荫路街道办事处")
    first = drawn(page, "compare")
    chart = page.locator(".st-key-chart-trend .gk-chart[tabindex='0']")
    chart.focus()
    page.keyboard.press("ArrowRight")
    told = "document.querySelector('.st-key-chart-trend .gk-told').textContent"
    page.wait_for_function(f"{told}.includes('2018年')")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{told}.includes('2019年')")
    assert page.locator(".st-key-chart-trend .hoverlayer text").count()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    assert "/compare" in page.url, "what was let go is not followed"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    drawn(page, "report", first)
    assert re.search(r"report=\d+&fact=\d+", page.url)
