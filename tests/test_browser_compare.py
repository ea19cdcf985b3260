"""单位对比 as people use it: choosing and taking back, on a desk and on a phone, with 15 offices and with 86."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browsing import choose, drawn, serve, tab
from tests.wide_store import LONGEST_NAME, widen

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BOXES = """(selector) => [...document.querySelectorAll(selector)].filter((e) => e.textContent.trim()).map((e) => {
    const box = e.getBoundingClientRect();
    return [e.textContent.trim(), box.left, box.top, box.right, box.bottom];
})"""
TALLEST = 2680
"""Pixels of the page with 86 offices before anybody asks for all of them."""


@pytest.fixture(scope="module")
def wide_site(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on a district of 86 offices."""
    folder = tmp_path_factory.mktemp("wide") / "store"
    widen(store, folder)
    yield from serve(folder)


@pytest.fixture(params=[1440, 390])
def page(visits: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab on a desk or a phone."""
    yield from tab(visits, request.param)


def open_page(page: Page, site: str, query: str = "") -> str:
    """Opens the page and waits for its three charts."""
    page.goto(f"{site}/compare{query}")
    mark = drawn(page, "compare")
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].filter((c) => c.layout && c.calcdata).length === 3"
    )
    return mark


def overlapping(boxes: list[list[object]]) -> list[tuple[object, object]]:
    """The pairs of words that cover one another; a line of Chinese has three pixels of air above and below its ink."""
    found = []
    for i, (first, left, top, right, bottom) in enumerate(boxes):
        for second, other_left, other_top, other_right, other_bottom in boxes[i + 1 :]:
            apart = right <= other_left or other_right <= left or bottom - 3 <= other_top or other_bottom - 3 <= top  # type: ignore[operator]
            if not apart:
                found.append((first, second))
    return found


def height(page: Page) -> int:
    return int(page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight"))


def test_the_year_compared_with_is_chosen_and_put_back(page: Page, site: str) -> None:
    first = open_page(page, site)
    choose(page, "对比年度", "2021年")
    second = drawn(page, "compare", first)
    title = page.locator(".st-key-panel-change h2")
    assert "2021年到2025年的变化" in title.inner_text()
    assert parse_qs(urlsplit(page.url).query)["base"] == ["2021年"]
    page.get_by_role("link", name="清除筛选").first.click()
    drawn(page, "compare", second)
    assert "2024年到2025年的变化" in title.inner_text()
    assert "base" not in parse_qs(urlsplit(page.url).query)
    page.reload()
    drawn(page, "compare")
    assert "2024年到2025年的变化" in title.inner_text()


def test_no_words_of_the_charts_cover_one_another(page: Page, site: str) -> None:
    offices = "&".join(f"office={quote(name)}" for name in ("荷墟镇人民政府", "麦湾镇人民政府", "芦苇荡街道办事处"))
    open_page(page, site, f"?{offices}")
    lines = page.evaluate(BOXES, ".st-key-chart-trend .annotation-text")
    assert not overlapping(lines)
    for chart in ("ranking", "change"):
        words = page.evaluate(BOXES, f".st-key-chart-{chart} .textpoint, .st-key-chart-{chart} .ytick")
        assert len(words) >= 6
        assert not overlapping(words)


def test_86_offices_show_the_ends_and_all_on_demand(page: Page, wide_site: str) -> None:
    first = open_page(page, wide_site)
    given = page.viewport_size
    assert given
    if given["width"] == 1440:
        assert height(page) <= TALLEST
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= given["width"]
    assert page.locator(".gk-compared tbody td.spark").count() == 18
    bands = page.evaluate(
        "document.querySelector('.st-key-chart-trend .js-plotly-plot').data.filter(t => t.fill === 'toself').length"
    )
    assert bands >= 3, "the middle half of each kind is drawn, however many offices there are"
    few = page.locator(".st-key-panel-ranking .gk-folded")
    assert few.locator("p").is_hidden()
    few.locator("summary").click()
    assert few.locator("p").is_visible()
    page.get_by_text("列出全部86个单位", exact=True).click()
    second = drawn(page, "compare", first)
    assert page.locator(".gk-compared tbody td.spark").count() == 86
    cut = "names => names.filter(n => n.scrollWidth > n.clientWidth + 1).map(n => n.textContent)"
    for table in (".gk-compared", ".gk-ranks"):
        names = page.locator(f"{table} tbody th")
        assert names.evaluate_all(cut) == [], "the end of a name tells it from the others"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 900})
    narrow = "names => Math.min(...names.map(n => n.getBoundingClientRect().width))"
    assert page.locator(".gk-compared tbody th").evaluate_all(narrow) > 90, (
        "on paper a name is no column of single signs"
    )
    page.emulate_media(media="screen")
    page.set_viewport_size(given)
    name = page.locator(".gk-compared tbody th", has_text=LONGEST_NAME)
    assert name.get_attribute("title") == LONGEST_NAME
    assert name.bounding_box()["width"] <= 240  # type: ignore[index]
    page.get_by_role("link", name="清除筛选").first.click()
    drawn(page, "compare", second)
    assert page.locator(".gk-compared tbody td.spark").count() == 18


def test_a_phone_names_lines_in_the_legend_and_shows_the_last_years(page: Page, site: str) -> None:
    open_page(page, site)
    legend = page.locator(".st-key-chart-trend .legendtext").count()
    ends = page.locator(".st-key-chart-trend .annotation-text", has_text="中位数").count()
    assert page.viewport_size
    if page.viewport_size["width"] == 390:
        assert (legend, ends) == (3, 0)
        ticks = page.locator(".st-key-chart-trend .xtick text")
        assert [tick for tick in ticks.all_text_contents() if tick] == ["2019", "2021", "2023", "2025"]
        assert not ticks.evaluate_all("es => es.filter(e => /rotate\\((?!0)/.test(e.getAttribute('transform') || ''))")
    else:
        assert (legend, ends) == (0, 3)
    for table in (".gk-ranks", ".gk-compared"):
        last = page.locator(f"{table} thead th", has_text="2025年")
        frame = page.locator(f".gk-scroll:has({table})")
        last_box, frame_box = last.bounding_box(), frame.bounding_box()
        assert last_box and frame_box
        assert last_box["x"] + last_box["width"] <= frame_box["x"] + frame_box["width"] + 1
