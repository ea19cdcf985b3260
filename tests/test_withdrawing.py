"""A report that is taken back counts nowhere, by name of who did it, until it is loaded again or that is undone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import wording
from reports import publish, store
from reports.capture import ORIGINALS_NAME, original_path
from reports.command.keep import gongkai
from reports.errors import StoreError
from reports.publish import drafts, load
from reports.store import journal, upon_base
from reports.upkeep.backup import backup, restore
from reports.upkeep.doctor import examine
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


def spoil(folder: Path, report_id: int, how: str) -> str:
    """Takes a report's original away, or changes a byte of it; its sha256."""
    sha256 = str(one(folder, f"select sha256 from report where report_id = {report_id}"))
    path = original_path(folder / ORIGINALS_NAME, sha256)
    path.chmod(0o600)
    path.unlink() if how == "lost" else path.write_bytes(path.read_bytes()[:-1] + b"!")
    return sha256


@pytest.mark.parametrize("how", ["lost", "altered"])
def test_a_report_whose_original_cannot_be_read_is_withdrawn_and_the_store_goes_on(
    folder: Path, tmp_path: Path, how: str
) -> None:
    """Until it is withdrawn, rebuild and backup refuse: its numbers would go without anybody's word."""
    before = rows(folder)
    sha256 = spoil(folder, 2, how)
    told = "无法读取" if how == "lost" else "已被改动"
    with pytest.raises(StoreError, match=rf"{told}；请从备份恢复.*gongkai withdraw {sha256[:12]} "):
        publish.rebuild(folder)
    with pytest.raises(StoreError):
        backup(folder, tmp_path / "none.tar")
    assert any(each.status == "wrong" and "gongkai withdraw" in each.sentence for each in examine(folder))
    said = CliRunner().invoke(
        gongkai, ["withdraw", sha256[:12], "--reason", "原件损坏", "--who", "王芳", "--store", str(folder)]
    )
    assert said.exit_code == 0 and "已撤回" in said.output
    line = journal.read(folder)[-1]
    assert (line["what"], line["who"], line["reason"], line["sha256"]) == ("withdrawal", "王芳", "原件损坏", [sha256])
    withdrawn = rows(folder)
    assert one(folder, "select list(report_id) from report where is_withdrawn") == [2]
    rebuilt = CliRunner().invoke(gongkai, ["rebuild", "--store", str(folder)])
    assert rebuilt.exit_code == 0 and f"{told}；这份年报已撤回" in rebuilt.output and "已撤回的 1 份" in rebuilt.output
    assert rows(folder) == withdrawn
    assert not [each.sentence for each in examine(folder, deep=True) if each.status == "wrong"]
    assert backup(folder, tmp_path / "b.tar") == 2
    restore(tmp_path / "b.tar", tmp_path / "restored")
    assert rows(tmp_path / "restored") == withdrawn
    publish.rollback(folder)
    publish.rollback(folder)
    assert rows(folder) == before, "undone, it counts again"


@pytest.mark.parametrize("how", ["lost", "altered"])
def test_loading_the_file_again_brings_back_a_withdrawn_report_and_its_original(folder: Path, how: str) -> None:
    before = rows(folder)["report"]
    sha256 = spoil(folder, 2, how)
    publish.withdraw(folder, "2", "原件丢失")
    load(folder, [source(CODES[1], 2022)])
    assert rows(folder)["report"] == before
    assert original_path(folder / ORIGINALS_NAME, sha256).exists()
    publish.rebuild(folder)
    assert rows(folder)["report"] == before


@pytest.mark.parametrize("how", ["lost", "altered"])
def test_loading_the_file_again_mends_a_lost_original(folder: Path, how: str) -> None:
    sha256 = spoil(folder, 2, how)
    assert load(folder, [source(CODES[1], 2022)]).skipped
    assert original_path(folder / ORIGINALS_NAME, sha256).exists()
    publish.rebuild(folder)


def test_a_killed_withdrawal_of_a_lost_original_is_caught_up_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(folder, 2, "lost")
    with monkeypatch.context() as killed:
        # A kill leaves the line: nobody takes it back.
        killed.setattr("reports.publish.commit.take_back", lambda *_: None)
        killed.setattr("reports.publish.commit.publish", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish.withdraw(folder, "2", "原件丢失")
    load(folder, [source(CODES[1], 2023)])
    assert one(folder, "select list(report_id) from report where is_withdrawn") == [2]


def test_a_withdrawn_report_is_not_corrected(folder: Path) -> None:
    publish.withdraw(folder, "2", "重复")
    with pytest.raises(StoreError, match="已经撤回"):
        publish.decide(folder, "2", drafts.Decision(year=2021))


@pytest.mark.parametrize("how", ["lost", "altered"])
def test_a_clerk_withdraws_on_the_page_what_cannot_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    spoil(folder, 2, how)
    shown = run("report", folder, monkeypatch, report="2")
    assert not shown.exception and wording.REPORT_NO_ORIGINAL in "".join(markup(shown))
    app = run("import_reports", folder, monkeypatch, task=wording.TASKS["review"], report="2")
    app.text_input(key="who").set_value("王芳").run()
    app.text_input(key="withdraw-reason-2").set_value("原件损坏").run()
    app.checkbox(key="withdraw-sure-2").check().run()
    app.button(key="withdraw").click().run()
    assert not app.exception and "已撤回《" in "".join(markup(app))
    assert one(folder, "select list(report_id) from report where is_withdrawn") == [2]
