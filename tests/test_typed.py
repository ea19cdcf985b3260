"""Two people at one form: who saves second is told what the first one changed, and loses nothing that he typed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import followed, wording
from reports.publish import ledger
from reports.publish.ledger import Edit
from tests.stored import CODES, load, source
from tests.test_follow_up import asked, findings
from tests.test_pages import markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with findings, the first of which is in the ledger."""
    folder = tmp_path_factory.mktemp("typed") / "store"
    load(folder, [source(CODES[0], year) for year in range(2020, 2024)])
    ledger.open_tasks(folder, findings(folder)[:1], {"person": "王芳"}, who="李明")
    return folder


def field(app: AppTest, label: str) -> Any:
    """The one field of this label."""
    (found,) = [
        each
        for kind in (app.text_input, app.text_area, app.selectbox, app.number_input)
        for each in kind
        if each.label.endswith(label)
    ]
    return found


def button(app: AppTest, label: str) -> Any:
    (found,) = [each for each in app.button if each.label == label]
    return found


def task(folder: Path) -> dict[str, Any]:
    return asked(folder, "follow_up_list")[0]


def test_who_saves_second_is_told_what_changed_and_keeps_what_he_typed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = task(folder)["task_id"]
    app = run("follow_up", folder, monkeypatch, item=number)
    field(app, wording.MEASURE).input("逐件核对工单")
    ledger.change_tasks(
        folder, [Edit(number, {"status": "已通知", "measure": "补发", "deadline": date(2099, 3, 5)})], who="赵强"
    )
    button(app, wording.SAVE_TASK).click().run()
    assert task(folder)["measure"] == "补发", "nothing is saved unasked over what another one wrote"
    (told,) = [each.value.replace("\\", "") for each in app.warning]
    assert "赵强，" in told and "状态由“待通知”改为“已通知”" in told and "整改措施改为“补发”" in told
    assert field(app, wording.MEASURE).value == "逐件核对工单"
    assert field(app, wording.TASK_STATUS).value == "已通知", "what he did not touch follows"
    button(app, wording.SAVE_OVER).click().run()
    now = task(folder)
    assert (now["measure"], now["status"], str(now["deadline"])[:10]) == ("逐件核对工单", "已通知", "2099-03-05")
    assert not app.warning and field(app, wording.MEASURE).value == "逐件核对工单"
    # Whoever typed nothing is asked nothing; who discards sees what is there.
    field(app, wording.PROOF).input("截图")
    ledger.change_tasks(folder, [Edit(number, {"proof": "链接"})], who="赵强")
    app.run()
    button(app, wording.DISCARD_TYPED).click().run()
    assert not app.warning and field(app, wording.PROOF).value == task(folder)["proof"] == "链接"
    ledger.change_tasks(folder, [Edit(number, {"proof": "新链接"})], who="赵强")
    app.run()
    assert not app.warning and field(app, wording.PROOF).value == "新链接"


def test_a_verdict_an_explanation_and_a_note_are_lost_to_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = findings(folder)[1]
    app = run("follow_up", folder, monkeypatch, finding=followed.written(tuple(key)))
    field(app, wording.EXPLANATION_OF_OFFICE).input("正在补发")
    field(app, wording.VERDICT).select("属实")
    field(app, wording.NOTE_TEXT).input("已电话核实").run()
    ledger.explain_finding(folder, key, "当年没有该项职责", who="王芳")
    ledger.judge_finding(folder, key, "误报", "口径不同", who="赵强")
    ledger.write_note(folder, "finding", *key, "另一条", who="赵强")
    button(app, wording.SAVE_EXPLANATION).click().run()
    told = [each.value.replace("\\", "") for each in app.warning]
    assert ["王芳，" in told[1], "赵强，" in told[0]] == [True, True]
    assert "改为“当年没有该项职责”" in told[1] and "改为“误报”" in told[0]
    said = asked(folder, "finding_opinions")[-1]
    assert (said["verdict"], said["explanation"]) == ("误报", "当年没有该项职责")
    assert field(app, wording.EXPLANATION_OF_OFFICE).value == "正在补发"
    assert (field(app, wording.VERDICT).value, field(app, wording.NOTE_TEXT).value) == ("属实", "已电话核实")
    ledger.explain_finding(folder, key, "", who="王芳")
    app.run()
    assert len(app.warning) == 2, "what was taken back is told too"
    button(app, wording.SAVE_NOTE).click().run()
    assert {row["text"] for row in asked(folder, "note_list")} == {"已电话核实", "另一条"}


def test_a_deadline_that_has_passed_is_told_and_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number = task(folder)["task_id"]
    app = run("follow_up", folder, monkeypatch, item=number)
    (day,) = app.date_input
    day.set_value(date(2020, 3, 5))
    button(app, wording.SAVE_TASK).click().run()
    assert str(task(folder)["deadline"])[:10] == "2020-03-05"
    assert wording.DEADLINE_PASSED in "".join(markup(app))
