"""总览, 薄弱环节 and 数据质量 in a real browser, on 86 offices that no other test knows, at the width of a desk and a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.browsing import drawn, serve
from tests.served_small import write
from tests.small_store import SmallStore

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LONG = "东区经济技术开发区高新技术产业园区综合管理服务中心筹备领导小组办公"
"""A name of 33 characters."""
OFFICES = [LONG, *(f"第{number}街道办事处" for number in range(2, 87))]
WITHOUT = OFFICES[60:]
"""26 of the 86 have no report on the last year. The years before 2019 ask for no statutory tables."""


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on 86 offices over three years."""
    assert len(LONG) == 33
    store = SmallStore()
    for place, name in enumerate(OFFICES):
        store.office(name, from_year=2016)
        for year in (2016, 2017, 2018):
            if year == 2018 and name in WITHOUT:
                continue
            # Nine hotlines fall by 2 points a year, one has few cases, all others stay.
            closed = 980 - 20 * (year - 2016) if place < 9 else 980
            few = place == 9
            text: dict[str, object] = {
                "disclosure.website": 100 + place,
                "hotline12345.received": 5 if few else 1000,
                "hotline12345.closed": 1 if few else closed,
                "petition.received": 20,
                "petition.closed": 20,
            }
            plans = [("mechanism", "plan", f"{year + 1}年对热线工单挂牌督办")] if place == 0 else []
            published = None if place == 30 else date(year + 1, 3, 20)
            store.report(name, year, text=text, problems=plans, published_on=published)  # type: ignore[arg-type]
    store.judge()
    folder: Path = tmp_path_factory.mktemp("many") / "store"
    write(store, folder)
    yield from serve(folder)


@pytest.mark.parametrize("width", [1440, 390])
def test_the_overview_of_86_offices_is_read_in_a_minute(page: Page, many: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{many}/overview")
    drawn(page, "overview")
    assert page.locator("h1").inner_text() == (
        "2018年已收录年报60/86份，12345热线办结率中位数98.0%（59个单位，另1个案件太少不计），"
        "9个单位办结率连续2年下降，薄弱环节9个，没有严重的。"
    )
    assert page.locator(".gk-coverage td").evaluate_all("cells => cells.every(c => c.scrollWidth <= c.clientWidth)")
    cards = page.locator(".gk-spot")
    assert cards.count() == 6, "one card an office, at most six"
    first = cards.first.inner_text()
    assert "12345热线" in first and "94%" in first.replace("94.0%", "94%") and "请该单位说明：" in first
    assert "连续2年" in first
    promised = page.locator(".gk-spot", has_text=LONG).inner_text()
    assert "上年整改措施：“2018年对热线工单挂牌督办”" in promised
    assert page.get_by_text("查看全部9个薄弱环节").count() == 1
    missing = page.get_by_text("未收录2018年年报：").inner_text()
    assert (
        missing.startswith(f"未收录2018年年报：{'、'.join(sorted(WITHOUT)[:8])}等26个单位。")
        or "等26个单位。" in missing
    )
    tops = page.evaluate(
        "[...document.querySelectorAll('.gk-spots, .gk-cards, .gk-rug')].map(e => e.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops) and len(tops) == 3, "what needs attention comes before the numbers of all"
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    # The long name leaves room for numbers, and stands there whole.
    row = page.locator(".gk-rug tbody tr", has_text=LONG)
    assert row.locator("th").inner_text().strip() == LONG
    box = row.locator("th").bounding_box()
    frame = page.locator(".gk-rug").locator("xpath=..").bounding_box()
    assert box and frame and box["width"] <= 0.45 * frame["width"], "at most half the table is a name"
    assert row.locator("td").first.is_visible()
    few = page.locator(".gk-rug tbody tr", has_text=re.compile("^第10街道")).inner_text()
    assert "5件" in few
    ties = page.locator(".gk-rug tbody tr", has_text=re.compile("^第11街道")).inner_text()
    assert "并1/59" in ties.replace("\u2009", ""), "fifty share the first place"


def test_one_office_is_named_and_the_worklist_leads_back_to_the_name_in_the_address(page: Page, many: str) -> None:
    other = many.replace("127.0.0.1", "localhost")
    page.goto(f"{other}/weak-spots")
    first = drawn(page, "weak-spots")
    assert page.locator("h1").inner_text() == "2018年9个单位有薄弱环节9个（判定18条），均已持续两年以上、最长2年。"
    with page.expect_download() as download:
        page.locator(".st-key-downloads-worklist button").first.click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    head, *rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    links = [row[head.index("原文链接")] for row in rows]
    assert len(links) == 18 and all(str(link).startswith(f"{other}/report?report=") for link in links)
    names = [row[head.index("单位")] for row in rows]
    shown = page.locator(".gk-group .who > a").all_inner_texts()
    assert list(dict.fromkeys(names)) == shown, "in the order of the page"
    # A list that opens while the page still scrolls to it closes again.
    page.locator("h1").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    page.get_by_role("combobox", name=re.compile("规则$")).first.click()
    page.get_by_role("option").first.wait_for()
    rules = page.get_by_role("option").all_inner_texts()[1:]
    assert rules == ["办结率连年下降", "办结率低于同类", "未收录年报"], "18 findings, two of each office, and notices"
    page.get_by_role("option", name=rules[0], exact=True).click()
    drawn(page, "weak-spots", first)
    assert f"按所选条件（{rules[0]}），9个单位有薄弱环节9个（判定9条）" in page.locator("h1").inner_text()


@pytest.mark.parametrize("width", [1440, 390])
def test_only_a_printed_day_is_in_time(page: Page, many: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{many}/quality")
    drawn(page, "quality")
    assert (
        page.locator("h1")
        .inner_text()
        .startswith("2018年已收录年报60/86份，59份按时公布、1份未注明公布日期，核查没有发现不通过的项目")
    )
    board = page.locator(".gk-board tbody tr", has_text=re.compile("^第31街道"))
    assert board.locator("td").all_inner_texts() == ["已收录"] * 3
    assert "未收录" in page.locator(".gk-board tbody tr", has_text=re.compile("^第86街道")).inner_text()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
