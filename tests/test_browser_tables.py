"""Tables that are sorted and searched in a real browser, by the mouse and by the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.browsing import choose, drawn

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def column(page: Page, table: str, at: int) -> list[str]:
    """What stands in a column, without the small print of a cell."""
    return page.locator(f"{table} tbody tr").evaluate_all(
        "(rows, at) => rows.filter(r => r.offsetHeight).map(r => { const c = r.cells[at].cloneNode(true);"
        " c.querySelectorAll('small').forEach(s => s.remove()); return c.textContent.trim() })",
        at,
    )


def numbers(values: list[str]) -> list[float]:
    """Those of the values that are numbers."""
    return [float(v.replace(",", "").rstrip("%")) for v in values if v[:1].isdigit()]


def test_a_click_sorts_a_third_gives_the_order_back_and_a_rerun_keeps_it(page: Page, site: str) -> None:
    page.goto(f"{site}/overview")
    first = drawn(page, "overview")
    heads = page.locator(".gk-rug thead th")
    at = next(n for n, text in enumerate(heads.all_inner_texts()) if text.startswith("微博（"))
    as_sent = column(page, ".gk-rug", at)
    missing = [value for value in as_sent if not value[:1].isdigit()]
    assert missing and "0" in as_sent
    button = heads.nth(at).get_by_role("button")
    button.click()
    assert heads.nth(at).get_attribute("aria-sort") == "descending"
    largest_first = column(page, ".gk-rug", at)
    assert numbers(largest_first) == sorted(numbers(as_sent), reverse=True)
    assert largest_first[-len(missing) :] == missing, "what is not told comes last and stays in its order"
    button.focus()
    page.keyboard.press("Enter")
    assert heads.nth(at).get_attribute("aria-sort") == "ascending"
    smallest_first = column(page, ".gk-rug", at)
    assert numbers(smallest_first) == sorted(numbers(as_sent))
    assert smallest_first[-len(missing) :] == missing
    choose(page, "年度", "2023年")
    second = drawn(page, "overview", first)
    page.wait_for_function("document.querySelector('.gk-rug [aria-sort]')")
    of_2023 = column(page, ".gk-rug", at)
    assert of_2023 != smallest_first and numbers(of_2023) == sorted(numbers(of_2023))
    choose(page, "年度", "2025年")
    assert drawn(page, "overview", second) == first
    page.wait_for_function("document.querySelector('.gk-rug [aria-sort]')")
    button.press("Space")
    assert heads.nth(at).get_attribute("aria-sort") is None
    assert column(page, ".gk-rug", at) == as_sent, "the third click gives back the order of the page"
    names = heads.nth(0).get_by_role("button")
    names.click()
    assert heads.nth(0).get_attribute("aria-sort") == "ascending"
    offices = column(page, ".gk-rug", 0)
    assert offices[:3] == ["荷墟镇人民政府", "岚溪街道办事处", "芦苇荡街道办事处"], "by pinyin: he, lan, lu"
    page.emulate_media(media="print")
    assert heads.nth(0).locator("button").evaluate("e => getComputedStyle(e, '::after').content") == "none"


def test_a_long_table_is_searched_and_groups_keep_their_order(page: Page, site: str) -> None:
    page.goto(f"{site}/report")
    drawn(page, "report")
    search = page.get_by_role("searchbox", name="在表中查找").first
    search.wait_for()
    table = page.locator(".gk-search + .gk-scroll table").first
    rows = table.locator("tbody tr")
    every = rows.count()
    assert every > 25
    wanted = sum("公开" in text for text in rows.all_text_contents())
    search.fill("公开")
    assert table.locator("tbody tr:visible").count() == wanted < every
    assert page.locator(".gk-search output").first.inner_text() == f"{wanted}/{every}行"
    page.emulate_media(media="print")
    assert table.locator("tbody tr:visible").count() == every, "on paper the table is whole"
    page.emulate_media(media="screen")
    search.fill("")
    assert table.locator("tbody tr:visible").count() == every
    page.goto(f"{site}/office")
    drawn(page, "office")
    assert page.locator(".gk-history .group").count() and not page.locator(".gk-history .gk-sort").count()


def test_each_printed_sheet_of_a_long_table_says_what_its_columns_are(page: Page, site: str) -> None:
    page.goto(f"{site}/activity")
    drawn(page, "activity")
    page.wait_for_selector(".gk-sort")
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    # Without white space: pdfium takes letters that stand a hair apart for lines of their own.
    words = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in sheets]
    assert len(words) > 3 and all("经办人" in text and "改为" in text for text in words if len(text) > 20)


def test_on_paper_a_long_name_leaves_the_other_columns_their_room(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 688, "height": 900})
    page.emulate_media(media="print")
    page.goto(f"{site}/roster")
    drawn(page, "roster")
    name = page.locator(".gk-table.gk-wrap tbody th").first
    name.evaluate("n => { n.textContent = '长'.repeat(33) }")
    box = name.bounding_box()
    assert box and box["width"] < 300


@pytest.mark.parametrize("name", ["overview", "office", "compare", "roster", "assessment", "weak-spots", "report"])
def test_nothing_to_press_or_fill_in_is_printed(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/{name}")
    drawn(page, name)
    main = page.get_by_test_id("stMain")
    main.locator("input:visible, textarea:visible, [data-testid=stButton] button:visible").first.wait_for()
    page.emulate_media(media="print")
    shown = main.locator(
        "input:visible, textarea:visible, select:visible, [data-testid^=st] button:visible:not(th button)"
    )
    assert not shown.count(), [shown.nth(i).evaluate("e => e.outerHTML.slice(0, 200)") for i in range(shown.count())]


def test_on_a_phone_a_table_of_many_columns_stands_as_blocks_and_nothing_slides(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for name, caption in (("assessment", "各单位得分区间"), ("quality", "核查结果")):
        page.goto(f"{site}/{name}")
        drawn(page, name)
        table = page.locator(f'[aria-label="{caption}"]')
        heads = table.locator("thead th").all_text_contents()
        room, needed = table.evaluate("t => [t.clientWidth, t.scrollWidth]")
        assert needed <= room, caption
        first = table.locator("tbody tr").first.locator("td")
        said = first.evaluate_all("cells => cells.map(cell => getComputedStyle(cell, '::before').content)")
        assert [words.strip('"').split('"')[0].rstrip("：") for words in said] == heads[1:], caption


def test_a_number_on_the_line_to_be_reached_has_a_rim_of_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/compare")
    drawn(page, "compare")
    words = page.locator(".scatterlayer .textpoint text").first
    words.wait_for()
    rim = words.evaluate("t => [getComputedStyle(t).paintOrder, getComputedStyle(t).strokeWidth]")
    assert rim == ["stroke", "4px"]
