"""Journeys through the dashboard in a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browsing import ROOT, choose, drawn, fingerprint

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
PATHS = sorted(
    path.stem.replace("_reports", "").replace("_", "-") for path in (ROOT / "dashboard" / "pages").glob("*.py")
)
ENGLISH = re.compile(r"[A-Za-z]{3,}")
NAMES = re.compile(
    r"Excel|CSV|\.(?:html|docx|pdf|txt|xlsx)|QH\d+|https?://\S+|gongkai \w+|www[\w./]+|UTF|Word|PDF|Esc(?=键)"
)
"""Latin words that may stand on a page: names of formats and files, addresses, commands."""
LAST_YEAR_FIRST = {"office": ".gk-history", "quality": ".gk-board"}
"""Pages with a table of years, which a phone shows from its last year on."""
LAST_YEAR = (
    "(name) => { const table = document.querySelector(name), box = (e) => e.getBoundingClientRect();"
    " const years = [...table.querySelectorAll('thead th')].filter((h) => /^\\d{4}年$/.test(h.textContent.trim()));"
    " const [head, frame] = [box(years.at(-1)), box(table.closest('.gk-scroll'))];"
    " return [[head.left, head.right], [frame.left, frame.right]]; }"
)
"""The left and right edges of the last year's heading and of the frame in which its table is scrolled."""


def test_overview_filter_link_and_sentence(page: Page, browser: Browser, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    assert page.locator("h1").inner_text().startswith("2025年")
    choose(page, "年度", "2024年")
    second = drawn(page, "overview", first)
    assert page.locator("h1").inner_text().startswith("2024年")

    page.get_by_role("button", name="复制链接").click()
    page.get_by_role("status").filter(has_text="已复制").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url and "year=" in link
    other = browser.new_context(bypass_csp=True, locale="zh-CN").new_page()
    other.goto(link)
    assert drawn(other, "overview") == second, "the link shows the same to somebody else"
    other.context.close()

    number = page.locator(".gk-rug td a").first
    words = re.split(r"[余约]", number.inner_text().strip())[0].rstrip("%")
    number.click()
    drawn(page, "report", second)
    here = page.locator("[data-here]")
    here.wait_for()
    assert words.replace(",", "") in here.inner_text().replace(",", "") or here.inner_text()
    assert here.evaluate("e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight }")
    assert "year=2024" in page.url.replace("%E5%B9%B4", ""), "filters stay in the address from page to page"

    of_the_report = fingerprint(page)
    page.go_back()
    assert drawn(page, "overview", of_the_report) == second


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_on_a_screen_and_on_a_phone(
    page: Page, subtests: pytest.Subtests, site: str, path: str, width: int, scheme: str
) -> None:
    """One visit, looked at in several ways: drawing a page takes longer than looking at it."""
    outside: list[str] = []
    broken: list[str] = []
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((site, "data:", "blob:", site.replace("http", "ws")))
            else None
        ),
    )
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/{path}")
    drawn(page, path)
    with subtests.test("holds its width"):
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
        slid = "(() => { const all = document.querySelector('[data-testid=stAppViewContainer]'); all.scrollLeft = 400; return all.scrollLeft; })()"
        assert page.evaluate(slid) == 0
        assert page.locator("h1").is_visible()
    with subtests.test("shows no English"):
        assert page.evaluate("document.documentElement.lang") == "zh-CN"
        text = page.evaluate(
            """() => [document.body.innerText, ...[...document.querySelectorAll("[aria-label],[placeholder],[title]")]
                .flatMap(e => ["aria-label", "placeholder", "title"].map(n => e.getAttribute(n) || ""))].join("\\n")"""
        )
        icons = page.evaluate("[...document.querySelectorAll('[data-testid=stIconMaterial]')].map(e => e.textContent)")
        for icon in icons:
            text = text.replace(icon, "")
        assert not ENGLISH.findall(NAMES.sub("", text))
    if width == 390 and path in LAST_YEAR_FIRST:
        with subtests.test("shows the last year of a table first"):
            head, frame = page.evaluate(LAST_YEAR, LAST_YEAR_FIRST[path])
            assert frame[0] <= head[0] < head[1] <= frame[1] + 1
    with subtests.test("nothing serious for accessibility"):
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(page).response["violations"]
        serious = {
            v["id"]: [n["html"][:160] for n in v["nodes"][:3]] for v in found if v["impact"] in {"serious", "critical"}
        }
        assert not serious
    with subtests.test("asks no other server, and nothing fails in it"):
        assert not outside
        assert not broken


def test_every_page_is_reached_by_the_keyboard_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到主要内容"
    reached: set[str] = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
            )
        )
        if page.evaluate("document.activeElement.matches('.gk-card')"):
            break
    assert any("看全局" in name for name in reached)
    assert any("年度" in name for name in reached)
    assert any("复制链接" in name for name in reached)
    page.keyboard.press("Enter")
    drawn(page, "compare", first)


def test_a_point_of_a_chart_leads_to_its_sentence(page: Page, site: str) -> None:
    # Of several lines the last drawn may be a median, which has no sentence.
    page.goto(f"{site}/compare?office=竹荫路街道办事处")
    first = drawn(page, "compare")
    page.wait_for_function(
        "document.querySelector('.st-key-chart-trend .js-plotly-plot')?._ev?.listenerCount('plotly_click') > 0"
    )
    page.locator(".st-key-chart-trend").scroll_into_view_if_needed()
    place = page.evaluate(
        """() => {
            const chart = document.querySelector(".st-key-chart-trend .js-plotly-plot");
            const point = [...chart.querySelectorAll(".scatterlayer .point")].pop().getBoundingClientRect();
            return [point.x + point.width / 2, point.y + point.height / 2];
        }"""
    )
    page.mouse.move(*place)
    page.wait_for_timeout(300)
    page.mouse.click(*place)
    drawn(page, "report", first)
    page.locator("[data-here]").wait_for()
    assert re.search(r"report=\d+&fact=\d+", page.url)


def test_on_paper_charts_and_tables_fill_the_sheet_and_no_more(page: Page, site: str) -> None:
    page.goto(f"{site}/disclosure")
    drawn(page, "disclosure")
    page.wait_for_function(
        "[...document.querySelectorAll('.js-plotly-plot')].filter(c => c.querySelector('.main-svg')).length === 3"
    )
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 688, "height": 980})
    page.emulate_media(media="print")
    widths = page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot .main-svg:first-child')].map(s => s.getBoundingClientRect().width)"
    )
    assert all(500 < width <= 688 for width in widths), widths
    assert page.locator(".gk-printed").is_visible()
    assert not page.locator(".st-key-filters").is_visible()
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('.js-plotly-plot .main-svg[viewBox]').length") == 0
