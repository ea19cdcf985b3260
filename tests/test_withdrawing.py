"""A report that is taken back counts nowhere, by name of who did it, until it is loaded again or that is undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import wording
from reports import publish, store
from reports.command.keep import gongkai
from reports.errors import StoreError
from reports.publish import drafts, load
from reports.store import journal, upon_base
from tests.replacing import replace_everywhere
from tests.stored import CODES, one, rows, source
from tests.test_pages import markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three reports: two versions of one office's year, and another office's."""
    folder = tmp_path_factory.mktemp("made") / "store"
    load(folder, [source(CODES[0], 2022), source(CODES[1], 2022)])
    load(folder, [source(CODES[0], 2022, seed=8)])
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(made, tmp_path / "store"))


def told(folder: Path) -> dict[str, object]:
    """Which report counts, and how many facts each has."""
    return {
        "current": one(folder, "select list(report_id order by report_id) from report where is_current"),
        "withdrawn": one(folder, "select list(report_id order by report_id) from report where is_withdrawn"),
        "facts": one(folder, "select list(distinct report_id order by report_id) from fact"),
        "counted": one(folder, "select report_count from generation"),
    }


@pytest.mark.parametrize("upon", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_withdrawn_report_counts_nowhere_and_the_version_before_does(
    folder: Path, monkeypatch: pytest.MonkeyPatch, upon: bool
) -> None:
    if upon:
        replace_everywhere(monkeypatch, upon_base, "WHOLE_FACTS", 0)
        replace_everywhere(monkeypatch, upon_base, "_CHANGED_SHARE", 9.0)
    before = rows(folder)
    title, number = publish.withdraw(folder, "3", "征求意见稿", who="王芳")
    assert "2022" in title and number == 3
    assert (store.base_of(folder / "g000003.duckdb") is not None) == upon
    assert told(folder) == {"current": [1, 2], "withdrawn": [3], "facts": [1, 2], "counted": 2}
    publish.withdraw(folder, "2", "重复")
    assert told(folder) == {"current": [1], "withdrawn": [2, 3], "facts": [1], "counted": 1}
    assert one(folder, "select count(*) from finding where report_id in (2, 3)") == 0
    withdrawn = rows(folder)
    if not upon:
        publish.rebuild(folder)
        assert rows(folder) == withdrawn
        publish.rollback(folder)
    publish.rollback(folder)
    assert told(folder) == {"current": [1, 2], "withdrawn": [3], "facts": [1, 2], "counted": 2}
    if upon:
        publish.rollback(folder)
        assert rows(folder) == before
    lines = [line for line in journal.read(folder) if line["what"] == "withdrawal"]
    assert (lines[0]["who"], lines[0]["reason"]) == ("王芳", "征求意见稿")


@pytest.mark.slow
def test_loading_the_same_file_brings_a_withdrawn_report_back(folder: Path) -> None:
    before = rows(folder)
    publish.withdraw(folder, "3", "误")
    with pytest.raises(StoreError, match="已经撤回"):
        publish.withdraw(folder, "3", "再")
    outcome = load(folder, [source(CODES[0], 2022, seed=8)])
    assert not outcome.skipped and rows(folder)["report"] == before["report"]
    publish.rebuild(folder)
    assert rows(folder)["report"] == before["report"]
    with pytest.raises(StoreError, match="没有“99”对应的年报"):
        publish.withdraw(folder, "99", "误")


def test_the_command_withdraws_and_undoing_says_what_comes_back(folder: Path) -> None:
    said = CliRunner().invoke(gongkai, ["withdraw", "2", "--reason", "重复", "--store", str(folder)])
    assert said.exit_code == 0 and "已撤回" in said.output and "第 3 版" in said.output
    step = drafts.last_step(folder)
    assert step is not None and step.withdrawn == 1
    words = wording.undo_words(3, 2, "", step.loaded, step.logged, step.assigned, step.corrected, step.withdrawn)
    assert words == "撤销后，第3版数据中撤回的1份年报重新计入，恢复为第2版。"


def test_a_clerk_withdraws_a_report_on_the_page_that_its_link_opens(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("import_reports", folder, monkeypatch, task=wording.TASKS["review"], report="2")
    assert app.button(key="withdraw").disabled
    app.text_input(key="who").set_value("王芳").run()
    app.text_input(key="withdraw-reason-2").set_value("重复报送").run()
    app.checkbox(key="withdraw-sure-2").check().run()
    app.button(key="withdraw").click().run()
    assert not app.exception and "已撤回《" in "".join(markup(app))
    assert told(folder)["withdrawn"] == [2]
    assert journal.read(folder)[-1]["who"] == "王芳"
    shown = run("report", folder, monkeypatch, report="2")
    assert wording.REPORT_WITHDRAWN in "".join(markup(shown))
