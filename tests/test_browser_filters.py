"""What people do with the filter bar and with links to a sentence, in a real browser: AppTest binds no address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from dashboard import wording
from tests.browsing import choose, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WITH_FILTERS = ("overview", "compare", "hotline", "disclosure", "applications", "weak-spots", "quality", "office")


def address(page: Page) -> dict[str, list[str]]:
    """The parameters of the address."""
    return parse_qs(urlsplit(page.url).query)


def bar(page: Page) -> list[str]:
    """What the controls of the filter bar show, in their order, once all are there."""
    page.wait_for_function("!document.querySelector('.st-key-filters [data-testid=stSkeleton]')")
    return (
        page.locator(".st-key-filters input").evaluate_all("es => es.map(e => e.value)")
        + page.locator(".st-key-filters [data-tag]").all_inner_texts()
    )


def clear(page: Page) -> None:
    page.locator(".gk-reset").click()


@pytest.mark.parametrize("path", WITH_FILTERS)
def test_clearing_brings_back_what_the_page_opened_with(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}/{path}")
    first = drawn(page, path)
    shown, opened = bar(page), address(page)
    assert opened["region"] == ["青禾区（虚构示例）"] and opened["year"] == ["2025"], "defaults are named too"
    choose(page, "年度", "2021年")
    second = drawn(page, path, first)
    if path == "office":
        assert page.locator(".st-key-filters input").count() == 3, "the page has a picker of its own for offices"
        choose(page, "趋势起始年度", "2020年")
    else:
        choose(page, "类别", "镇")
    third = drawn(page, path, second)
    assert address(page)["year"] == ["2021"]
    assert (
        page.locator(".gk-chip").all_inner_texts()[0].startswith("趋势从2020年起" if path == "office" else "只看：镇")
    )
    clear(page)
    drawn(page, path, third)
    assert bar(page) == shown
    assert address(page) == opened
    assert not page.locator(".gk-chip").count()
    assert not page.get_by_test_id("stException").count()
    page.reload()
    drawn(page, path)
    assert bar(page) == shown, "a reload does not bring the filters back"


def test_clearing_an_address_with_every_filter_and_the_controls_of_a_page(page: Page, site: str) -> None:
    page.goto(f"{site}/compare")
    first = drawn(page, "compare")
    region, office = quote("兴庆区"), quote("文化街街道办事处")
    page.goto(f"{site}/compare?region={region}&year={quote('2022年')}&since={quote('2022年')}&office={office}")
    second = drawn(page, "compare")
    assert second != first
    clear(page)
    assert drawn(page, "compare", second) == first
    choose(page, "对比年度", "2021年")
    second = drawn(page, "compare", first)
    choose(page, "指标", "政府网站公开信息")
    third = drawn(page, "compare", second)
    assert {"base", "indicator"} <= address(page).keys()
    clear(page)
    assert drawn(page, "compare", third) == first
    assert page.locator(".st-key-base input").input_value() == "上年（2024年）"
    assert address(page).keys() == {"region", "year"}


def test_back_undoes_each_choice_and_does_not_leave_before(page: Page, site: str) -> None:
    page.goto(f"{site}/favicon.png")
    page.goto(f"{site}/compare")
    steps = [drawn(page, "compare")]
    length = page.evaluate("history.length")
    for label, option in (("年度", "2023年"), ("类别", "街道"), ("指标", "政府网站公开信息")):
        choose(page, label, option)
        steps.append(drawn(page, "compare", steps[-1]))
    assert page.evaluate("history.length") == length + 3, "one step a choice, none for what is written into the address"
    for now, before in zip(steps[::-1], steps[-2::-1], strict=False):
        page.go_back()
        assert drawn(page, "compare", now) == before
    assert bar(page)[1] == "2025年" and address(page).keys() == {"region", "year"}
    page.go_forward()
    assert drawn(page, "compare", steps[0]) == steps[1]
    page.go_back()
    drawn(page, "compare", steps[1])
    page.go_back()
    page.wait_for_url("**/favicon.png")


def test_a_link_to_an_office_opens_it_and_leaves_the_filters_alone(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    name = page.locator(".gk-rug tbody th a").nth(3).inner_text()
    page.locator(".gk-rug tbody th a").nth(3).click()
    second = drawn(page, "office", first)
    assert page.locator("h1").inner_text().startswith(name)
    assert address(page)["profile"] == [name] and "office" not in address(page)
    assert page.locator(".st-key-controls [role=combobox]").first.input_value() == name
    page.locator(".st-key-controls [role=combobox]").first.click()
    page.get_by_role("option", name="青禾区教育局", exact=True).click()
    third = drawn(page, "office", second)
    assert address(page)["profile"] == ["青禾区教育局"]
    page.get_by_role("button", name="看全局").click()
    page.get_by_role("menuitem", name="总览").click()
    assert drawn(page, "overview", third) == first, "the whole district, as before"
    assert address(page).keys() == {"region", "year"}
    for path, before, wanted in (("office", first, third), ("office", third, second), ("overview", second, first)):
        page.go_back()
        assert drawn(page, path, before) == wanted, "three pages, three steps"


def test_filters_go_along_by_the_menu_and_a_chip_takes_one_away(page: Page, site: str) -> None:
    page.goto(f"{site}/overview?kind={quote('镇')}&office={quote('荷墟镇人民政府')}&office={quote('麦湾镇人民政府')}")
    first = drawn(page, "overview")
    assert page.locator(".gk-covered").inner_text() == "2025年应报送年报2个单位，已收录2个"
    assert page.title() == "总览 · 公开"
    page.get_by_role("button", name="看全局").click()
    page.get_by_role("menuitem", name="热线与信访").click()
    second = drawn(page, "hotline", first)
    assert page.title() == "热线与信访 · 公开"
    assert page.locator(".gk-place-name").inner_text() == "看全局 · 热线与信访"
    assert page.locator("[data-testid=stTopNavSection][aria-current=true]").inner_text().startswith("看全局")
    chips = ["只看：镇", "只看：荷墟镇人民政府", "只看：麦湾镇人民政府"]
    assert [text.split("\n")[0].rstrip("×") for text in page.locator(".gk-chip").all_inner_texts()] == chips
    page.get_by_role("link", name="取消“只看：荷墟镇人民政府”").click()
    third = drawn(page, "hotline", second)
    assert address(page)["office"] == ["麦湾镇人民政府"] and address(page)["kind"] == ["镇"]
    page.get_by_role("link", name="取消“只看：镇”").press("Enter")
    fourth = drawn(page, "hotline", third)
    page.get_by_role("button", name="管数据").click()
    page.get_by_role("menuitem", name="指标口径").click()
    fifth = drawn(page, "indicators", fourth)
    assert not page.locator(".st-key-filters").count() and not page.locator(".gk-chip").count()
    assert page.locator("[data-testid=stTopNavSection][aria-current=true]").inner_text().startswith("管数据")
    page.get_by_role("button", name="查薄弱").click()
    page.get_by_role("menuitem", name="数据质量").click()
    drawn(page, "quality", fifth)
    assert page.locator(".gk-chip").count() == 1, "what a page does not use waits for the next one"
    choose(page, "地区", "兴庆区")
    page.wait_for_function("!document.querySelector('.gk-chip')")
    assert address(page).keys() == {"region", "year"}


def test_what_an_address_asks_for_in_vain_is_said_and_cleared(page: Page, site: str) -> None:
    script = quote("<img src=x onerror=document.title=1>")
    page.goto(f"{site}/disclosure?office={script}")
    first = drawn(page, "disclosure")
    assert "“<img src=x onerror=document.title=1>”不在名单中" in page.locator("h1").inner_text()
    assert not page.locator(".gk-table, .js-plotly-plot").count()
    page.locator(".gk-message a").click()
    second = drawn(page, "disclosure", first)
    assert page.locator("h1").inner_text().startswith("2025年") and address(page).keys() == {"region", "year"}
    page.goto(f"{site}/report?report=99999")
    third = drawn(page, "report")
    assert page.locator("h1").inner_text() == "未收录编号为“99999”的年报。"
    assert not page.locator(".gk-report").count()
    page.locator(".gk-message a").click()
    drawn(page, "report", third)
    assert page.locator(".gk-report").count() == 1 and second


def test_the_way_back_from_a_sentence_leads_to_the_number(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    number = page.locator(".gk-rug td a").last
    number.scroll_into_view_if_needed()
    place = "Math.round(document.querySelector('[data-testid=stMain]').scrollTop)"
    page.wait_for_function(f"{place} > 100")
    page.wait_for_timeout(100)
    before = page.evaluate(place)
    number.click()
    second = drawn(page, "report", first)
    page.locator("[data-here]").wait_for()
    page.go_back()
    drawn(page, "overview", second)
    page.wait_for_function(f"Math.abs({place} - {before}) < 3")
    assert abs(page.evaluate(place) - before) < 3


def test_a_phone_folds_the_filters_and_closes_the_menu(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    main = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert page.evaluate(main) <= 390
    assert page.locator(".st-key-year").is_visible() and not page.locator(".st-key-office").is_visible()
    page.get_by_role("button", name="更多筛选").click()
    page.locator(".st-key-office").wait_for()
    assert page.get_by_role("button", name="收起筛选").get_attribute("aria-expanded") == "true"
    boxes = page.locator(".st-key-filters > *").evaluate_all(
        "es => es.map(e => { const r = e.getBoundingClientRect(); return [r.left, r.top, r.right, r.bottom] })"
    )
    assert len(boxes) == 6 and all(0 <= left < right <= 390 for left, _top, right, _bottom in boxes)
    for at, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top, "none over another"
    side = page.get_by_test_id("stSidebar")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_function("document.querySelector('[data-testid=stSidebar]')?.dataset.collapsed !== 'true'")
    page.get_by_test_id("stSidebarNavLink").filter(has_text="单位对比").click()
    drawn(page, "compare", first)
    page.wait_for_function("document.querySelector('[data-testid=stSidebar]')?.dataset.collapsed === 'true'")
    page.reload()
    drawn(page, "compare")
    assert side.get_attribute("data-collapsed") == "true"


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


@pytest.mark.parametrize("address", ["nosuch", "NoSuch", "a/b"])
def test_an_address_of_no_page_is_said_to_be_none_and_leads_to_the_overview(
    page: Page, site: str, address: str
) -> None:
    page.goto(f"{site}/{address}")
    before = drawn(page, "no-such-page")
    assert page.locator("h1").inner_text() == wording.no_such_page(address)
    assert not page.locator(".gk-spots, .gk-cards, [role=dialog]").count(), "nothing of another page is shown"
    page.locator(".gk-message").get_by_role("link", name=wording.PAGES["overview"]).click()
    drawn(page, "overview", before)
    assert "/overview" in page.url and "年已收录年报" in page.locator("h1").inner_text()
    page.go_back()
    drawn(page, "no-such-page")
