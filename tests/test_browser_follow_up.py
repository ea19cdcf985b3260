"""A journey in a real browser: a weak spot becomes a task, is judged, changed, undone, goes out as a workbook and comes
back, and the records tell who did it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dashboard import wording
from reports.publish import ledger
from reports.publish.task_book import COLUMNS
from tests.browsing import drawn, fingerprint, serve, tab
from tests.stored import CODES, load, source
from tests.test_follow_up import asked, findings

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with one weak office, that the journey may change."""
    folder = tmp_path_factory.mktemp("own") / "store"
    load(folder, [source(CODES[0], year) for year in range(2020, 2026)], processes=1)
    return folder


@pytest.fixture(scope="module")
def own_site(own_store: Path) -> Iterator[str]:
    """The address of a dashboard on it."""
    yield from serve(own_store)


def press(page: Page, name: str) -> None:
    """Presses a button, and waits for the page that comes of it."""
    before = fingerprint(page)
    page.get_by_role("button", name=name, exact=True).click()
    drawn(page, "follow-up", before)


def test_a_weak_spot_becomes_a_task_goes_out_and_comes_back(
    page: Page, own_site: str, own_store: Path, tmp_path: Path
) -> None:
    page.goto(f"{own_site}/weak-spots")
    before = drawn(page, "weak-spots")
    page.get_by_role("link", name=wording.GO_FINDING).first.click()
    drawn(page, "follow-up", before)
    page.get_by_label(wording.WHO).fill("李明")
    page.get_by_label(wording.PERSON).fill("王芳")
    press(page, wording.OPEN_SAVE)
    (number,) = {row["task_id"] for row in asked(own_store, "follow_up_list")}
    assert page.get_by_text(wording.opened_tasks([number])).count()
    page.get_by_label(wording.EXPLANATION_OF_OFFICE).fill("正在核对工单")
    page.keyboard.press("Control+Enter")
    press(page, wording.SAVE_EXPLANATION)
    assert page.get_by_text("单位说明：正在核对工单（李明").count()
    # Beside the finding, wherever it is.
    page.goto(f"{own_site}/weak-spots")
    before = drawn(page, "weak-spots")
    assert page.get_by_text("单位说明：正在核对工单（李明").count()
    page.get_by_role("link", name=wording.task_link("待通知", number)).first.click()
    before = drawn(page, "follow-up", before)
    page.get_by_label(wording.MEASURE).fill("逐件核对未办结工单")
    page.keyboard.press("Control+Enter")
    press(page, wording.SAVE_TASK)
    assert asked(own_store, "follow_up_list")[0]["measure"] == "逐件核对未办结工单"
    press(page, wording.UNDO_TASK)
    assert page.get_by_text(wording.UNDONE_TASK).count()
    assert asked(own_store, "follow_up_list")[0]["measure"] == ""
    # Out and back.
    page.goto(f"{own_site}/follow-up?ledger={wording.LEDGER_VIEWS['paper']}")
    drawn(page, "follow-up")
    with page.expect_download() as download:
        page.get_by_role("button", name=wording.FEEDBACK_ONE).click()
    workbook = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = workbook.worksheets[0]
    assert sheet.cell(5, 1).value == number
    sheet.cell(5, COLUMNS.index("状态") + 1, "整改中")
    sheet.cell(5, COLUMNS.index("整改期限") + 1, "2099年3月5日")
    workbook.save(tmp_path / "反馈.xlsx")
    before = fingerprint(page)
    page.locator('input[type="file"]').set_input_files(tmp_path / "反馈.xlsx")
    drawn(page, "follow-up", before)
    assert page.get_by_text("2099-03-05").count(), "what it would change, before it does"
    assert asked(own_store, "follow_up_list")[0]["status"] == "待通知"
    press(page, wording.FEEDBACK_TAKE)
    task = asked(own_store, "follow_up_list")[0]
    assert (task["status"], str(task["deadline"])[:10]) == ("整改中", "2099-03-05")
    page.goto(f"{own_site}/activity")
    drawn(page, "activity")
    told = page.locator("main, [data-testid=stMain]").first.inner_text()
    assert "李明" in told and re.search(
        r"状态：整改中；.*整改期限：2099-03-05|整改期限：2099-03-05；.*状态：整改中", told
    )


def test_two_people_on_one_task_and_the_second_loses_nothing(
    visits: BrowserContext, own_site: str, own_store: Path
) -> None:
    (number,), _generation = ledger.open_tasks(own_store, findings(own_store)[-1:], {}, who="李明")

    def measure() -> str:
        return str(next(row["measure"] for row in asked(own_store, "follow_up_list") if row["task_id"] == number))

    first, second = tab(visits), tab(visits)
    one, other = next(first), next(second)
    for each in (one, other):
        each.goto(f"{own_site}/follow-up?item={number}")
        drawn(each, "follow-up")
    other.get_by_label(wording.MEASURE).fill("逐件核对未办结工单")
    one.get_by_label(wording.WHO).fill("赵强")
    one.get_by_label(wording.MEASURE).fill("补发")
    one.keyboard.press("Control+Enter")
    press(one, wording.SAVE_TASK)
    # As a person does it: one press, which leaves the field and is meant for what stood there before.
    press(other, wording.SAVE_TASK)
    other.get_by_role("button", name=wording.SAVE_OVER).wait_for()
    assert measure() == "补发"
    told = other.locator("[data-testid=stAlert]").inner_text()
    assert "赵强，" in told and "整改措施改为“补发”" in told
    assert other.get_by_label(wording.MEASURE).input_value() == "逐件核对未办结工单"
    press(other, wording.SAVE_OVER)
    assert measure() == "逐件核对未办结工单"
    for each in (first, second):
        each.close()


def test_a_number_of_the_statutory_table_is_noted(page: Page, own_site: str, own_store: Path) -> None:
    page.goto(f"{own_site}/report")
    drawn(page, "report")
    page.get_by_text(wording.NOTE_WRITE).click()
    page.get_by_role("radiogroup", name=wording.NOTE_PLACE).get_by_text(wording.NOTE_PLACES["table"]).click()
    # The list of the table's cells comes after the click, in the place of that of the prose.
    on = page.locator("[class*=st-key-note][class*=-on-table]").get_by_role("combobox")
    on.click()
    on.fill("商业企业")
    page.get_by_role("option", name="（商业企业）").first.click()
    page.get_by_label(wording.NOTE_TEXT).fill("与台账不符")
    page.keyboard.press("Enter")
    page.get_by_role("button", name=wording.SAVE_NOTE, exact=True).click()
    page.get_by_text(wording.NOTE_ADDED).wait_for()
    (note,) = asked(own_store, "note_list", about="number")
    assert (note["subject"], note["text"]) == ("business", "与台账不符")
    page.get_by_text("批注：与台账不符").first.wait_for()
