"""Who reaches the server, and what he may do there: nothing is changed where nobody may, whoever asks for it."""

from __future__ import annotations

import ast
import re
import shutil
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from click.testing import CliRunner

from dashboard import access, ask, wording
from dashboard.intake import actions, roster_actions
from dashboard.served import base_path
from reports import store as reports_store
from reports.command import gongkai
from reports.command.serve import server_settings
from reports.errors import ReportError
from reports.publish.drafts import Decision, Draft
from reports.store import Scope, current_number, journal
from tests.stored import load, source
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
NAME_AS_SENT = "王芳".encode().decode("latin-1")
"""As HTTP hands it on, byte by byte."""
LOG = "单位,栏目,标题,发布日期\n荷墟镇人民政府,社会救助,救助标准,2025-03-01\n".encode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two generations, so that there is something to undo."""
    folder = tmp_path_factory.mktemp("made")
    for year in (2022, 2023):
        load(folder, [source("qinghe-zhuyinlu", year)], cause="load", processes=1)
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of this test's own."""
    shutil.copytree(made, tmp_path / "store")
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture(scope="module")
def draft() -> Draft:
    """A report that is not stored yet."""
    return actions.read(source("qinghe-zhuyinlu", 2024).read(), "2024.html")


def started(monkeypatch: pytest.MonkeyPatch, store: Path, user: Any = None, **settings: Any) -> None:
    """As `gongkai serve` starts the server, and as a visitor whom the proxy names."""
    for name, value in server_settings(store, **settings).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(access.st, "user", {} if user is None else {access.USER_KEY: user})


def changes(draft: Draft) -> list[Callable[[], object]]:
    """Everything by which a page changes the store."""
    return [
        lambda: actions.publish_drafts([(draft, Decision())], "李四", lambda *_: None),
        lambda: actions.decide(1, Decision(year=2021), "李四"),
        lambda: actions.load_log(LOG, "log.csv", None, "李四"),
        lambda: actions.undo("李四"),
        lambda: actions.withdraw(1, "误", "李四"),
    ]


CLOSED = {"host_names": ["gongkai.example.gov.cn"]}
OPEN = {"host_names": ["10.0.0.8"], "allow_changes": True}
SIGNED = {**OPEN, "user_header": "X-User"}


@pytest.mark.parametrize(
    ("settings", "user", "sentence"),
    [
        (CLOSED, None, wording.READ_ONLY),
        ({"host_names": ["127.0.0.1", "10.0.0.8"], "user_header": "X-User"}, "王芳", wording.READ_ONLY),
        (SIGNED, None, wording.NO_VISITOR),
        ({"user_header": "X-User"}, " \t", wording.NO_VISITOR),
        ({}, None, ""),
        ({"host_names": ["localhost"]}, None, ""),
        (OPEN, None, ""),
        (SIGNED, "王芳", ""),
        ({"user_header": "X-User"}, "王芳", ""),
    ],
)
def test_who_may_change_what_is_stored(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: dict[str, Any], user: str | None, sentence: str
) -> None:
    started(monkeypatch, tmp_path, user, **settings)
    assert access.refusal() == sentence


def test_what_may_not_be_changed_is_refused_where_it_would_be_written(
    store: Path, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(monkeypatch, store, **CLOSED)
    before = (store / journal.FILE_NAME).read_bytes(), current_number(store)
    for change in changes(draft):
        with pytest.raises(ReportError, match=re.escape(wording.READ_ONLY)):
            change()
    assert ((store / journal.FILE_NAME).read_bytes(), current_number(store)) == before
    app = run("import_reports", store, monkeypatch)
    for task, words in wording.TASKS.items():
        app.segmented_control(key="task").set_value(words).run()
        if task == "check":
            assert head(app) == wording.TASK_HEADS["check"] and app.get("file_uploader"), (
                "a judged draft changes nothing"
            )
        else:
            assert head(app) == wording.READ_ONLY
            assert not app.button and not app.get("file_uploader") and not app.text_input


def test_the_journal_says_whom_the_proxy_named_whatever_was_typed(
    store: Path, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(monkeypatch, store, NAME_AS_SENT, **SIGNED)
    for change in changes(draft)[:3]:
        change()
        assert list(journal.read(store))[-1]["who"] == "王芳"
    app = run("import_reports", store, monkeypatch)
    app.segmented_control(key="task").set_value(wording.TASKS["log"]).run()
    assert wording.signed_as("王芳") in "".join(markup(app)) and not app.text_input


def test_without_a_proxy_the_name_is_typed(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, store, "王芳", **OPEN)
    assert access.author("李四") == "李四"
    app = run("import_reports", store, monkeypatch)
    app.segmented_control(key="task").set_value(wording.TASKS["log"]).run()
    assert app.text_input(key="who").label == wording.WHO


@pytest.mark.parametrize("module", [actions, roster_actions])
def test_whatever_is_done_in_somebodys_name_asks_whether_it_may_be(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    signed = [
        part for part in tree.body if isinstance(part, ast.FunctionDef) and "who" in {a.arg for a in part.args.args}
    ]
    assert len(signed) >= 3
    for function in signed:
        assert ast.unparse(function.body[1]).startswith("access.demand("), function.name
        assert "access.author(who)" in ast.unparse(function), function.name


def test_a_visitors_name_is_one_plain_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    started(monkeypatch, tmp_path, "张\n\x1b[2J三\u202e" + "长" * 200, user_header="X-User")
    assert access.visitor() == "张 [2J三 " + "长" * 53
    started(monkeypatch, tmp_path, "J. Müller", user_header="X-User")
    assert access.visitor() == "J. Müller"


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--host-name", "https://gongkai.example.gov.cn"),
        ("--host-name", "gongkai.example.gov.cn:8443"),
        ("--host-name", "*"),
        ("--user-header", "X-User: root"),
        ("--base-path", "/../x"),
        ("--base-path", "公开"),
    ],
)
def test_settings_that_cannot_work_are_refused_in_a_sentence(option: str, value: str) -> None:
    told = CliRunner().invoke(gongkai, ["serve", option, value])
    assert told.exit_code == 2 and "例如" in told.output and option in told.output


def test_what_the_command_was_told_is_what_the_server_reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = gongkai.get_command(click.Context(gongkai), "serve")
    assert command is not None
    words = ["--host-name", "10.0.0.8", "--host-name", "*.example.cn", "--user-header", "X-User", "--base-path", "gk"]
    given = command.make_context("serve", words).params
    names = ("host_names", "allow_changes", "user_header", "base_path")
    started(monkeypatch, tmp_path, **{name: given[name] for name in names})
    assert access.other_hosts() == ["10.0.0.8", "*.example.cn"]
    assert access.trusted_headers() == {"X-User": access.USER_KEY}
    assert base_path.base_path() == "/gk"
    assert access.refusal() == wording.READ_ONLY


def test_whoever_opens_one_scope_keeps_nobody_of_another_waiting(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = Scope((), ("qinghe-zhuyinlu",)), Scope((), ("qinghe-hexu",))
    opens, begun, opened = reports_store.open_within, threading.Event(), threading.Event()
    count = []

    def slow(generation: Any, scope: Scope) -> Any:
        count.append(scope)
        if scope == one:
            begun.set()
            assert opened.wait(30)
        return opens(generation, scope)

    monkeypatch.setattr(ask.store, "open_within", slow)
    with ThreadPoolExecutor(2) as crowd:
        waiting = [crowd.submit(ask._opened, store, one) for _ in range(2)]
        assert begun.wait(30)
        assert ask._opened(store, other).scope == other
        opened.set()
        assert len({each.result(30).generation.connection for each in waiting}) == 1
    assert sorted(count, key=str) == sorted([one, other], key=str)
