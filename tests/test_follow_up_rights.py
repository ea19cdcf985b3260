"""Who follows up decides of tasks; an office only answers for its own: held where it is written, not where it is drawn."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard import access, followed, wording
from dashboard.ask import current
from dashboard.followup import actions
from reports import reference
from reports.errors import ReportError
from reports.publish import ledger
from reports.store import journal
from tests.stored import CODES, load, source
from tests.test_follow_up import asked, findings
from tests.test_pages import markup, run

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with a task of each of two offices, looked at by the first."""
    folder = tmp_path / "store"
    load(folder, [source(code, year) for code in CODES[:2] for year in (2022, 2023)])
    for code in CODES[:2]:
        ledger.open_tasks(folder, findings(folder, code)[-1:], {"deadline": date(2099, 3, 5)}, who="李明")
    monkeypatch.setenv("GONGKAI_STORE", str(folder))

    def refusal(action: str = "publish", *offices: str) -> str:
        return "" if action == "answer" and offices == (CODES[0],) else "不能这样做。"

    monkeypatch.setattr(access, "refusal", refusal)
    current()
    return folder


def test_an_office_answers_its_own_tasks_and_does_no_more(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = ({row["office_code"]: row["task_id"] for row in asked(office, "follow_up_list")}[c] for c in CODES[:2])
    assert actions.change([actions.Edit(own, {"status": "已完成", "measure": "已更正"})], "王芳")[0] == [own]
    before = (office / journal.FILE_NAME).read_bytes()
    key = findings(office)[-1]
    refused: list[Any] = [
        lambda: actions.change([actions.Edit(other, {"measure": "甲"})], "王芳"),
        lambda: actions.change([actions.Edit(own, {"status": "销号"})], "王芳"),
        lambda: actions.change([actions.Edit(own, {"status": "不成立", "reason": "甲"})], "王芳"),
        lambda: actions.change([actions.Edit(own, {"deadline": date(2100, 1, 1)})], "王芳"),
        lambda: actions.change([actions.Edit(own, {"is_removed": True})], "王芳"),
        lambda: actions.change([actions.Edit("2026-999-ffff", {"measure": "甲"})], "王芳"),
        lambda: actions.undo(own, 2, "王芳"),
        lambda: actions.remove(own, 2, "", "王芳"),
        lambda: actions.open_tasks([tuple(key)], {}, True, "", "王芳"),
        lambda: actions.judge(tuple(key), "误报", "甲", "王芳"),
        lambda: actions.explain(tuple(findings(office, CODES[1])[-1]), "甲", "王芳"),
        lambda: actions.write_note("finding", tuple(key), "甲", "王芳"),
        lambda: actions.write_mark(2022, "", "", "甲", "王芳"),
    ]
    for attempt in refused:
        with pytest.raises(ReportError):
            attempt()
    assert (office / journal.FILE_NAME).read_bytes() == before
    actions.explain(tuple(key), "正在核对", "王芳")
    assert [row["explanation"] for row in asked(office, "finding_opinions") if row["explanation"]] == ["正在核对"]
    # It is not shown what it may not do.
    app = run("follow_up", office, monkeypatch, ledger=wording.LEDGER_VIEWS["paper"])
    text = "".join(markup(app))
    assert wording.FEEDBACK_OUT in text and wording.FEEDBACK_BACK not in text and "不能这样做" not in text


def test_whatever_is_written_in_somebodys_name_asks_whether_it_may_be() -> None:
    tree = ast.parse(Path(str(actions.__file__)).read_text("utf-8"))
    signed = [
        part for part in tree.body if isinstance(part, ast.FunctionDef) and "who" in {a.arg for a in part.args.args}
    ]
    assert len(signed) >= 10
    for function in signed:
        text = ast.unparse(function)
        assert "access.demand(" in text and "access.author(who)" in text, function.name


def test_what_was_said_of_another_finding_of_a_card_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "store"
    load(folder, [source(CODES[0], year) for year in (2022, 2023)])
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    first, second = findings(folder)[-2:]
    ledger.judge_finding(folder, second, "误报", "口径不同", who="李明")
    current()
    keys = [{"rule_id": key.rule, "subject": key.subject} for key in (first, second)]
    card = SimpleNamespace(office_code=CODES[0], finding_keys=keys)
    assert first.year == second.year
    name = next(row["name_zh"] for row in reference.table("rules") if row["rule"] == second.rule)
    assert f"“{name}”一条：核实为误报：口径不同" in followed.beside_card(card, second.year)
    card.finding_keys = keys[::-1]
    assert "一条：" not in followed.beside_card(card, second.year)
