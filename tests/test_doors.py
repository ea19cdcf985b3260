"""Every door of a server for several people, in tables: each address, each function by which a page writes or reads past
the questions, each download. A door that is added later and stands in no table fails here; those that do are tried by
people who have no right to go through.
"""

from __future__ import annotations

import ast
import asyncio
import importlib
import inspect
import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route, WebSocketRoute
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from dashboard import access, ask, visitor, wording
from dashboard.served import frame, provider, sign_in
from dashboard.served.gate import Gate
from reports import people, publish
from reports.errors import ReportError
from reports.people import sessions
from reports.publish.batches import Waiting
from reports.publish.drafts import Decision
from reports.store import Sheet, current_number, journal
from tests.stored import load, report_bytes, source

DASHBOARD = Path(visitor.__file__).parent
OWN, OTHER = "qinghe-hexu", "qinghe-zhuyinlu"
LEADER, STAFF, OFFICE, BYSTANDER = "张区长", "王芳", "荷墟", "外区"
"""领导 and 公开办 of everything, an office, and a 公开办 of an office that is none of the store's writers' concern."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with accounts."""
    folder = tmp_path_factory.mktemp("doors") / "store"
    load(folder, [source(OTHER, 2022), source("qinghe-chengguan", 2022)], processes=1)
    load(folder, [source(OWN, 2022)], processes=1)
    people.add(folder, STAFF, "公开办", regions=["全部"], subject="a")
    people.add(folder, LEADER, "领导", regions=["全部"], subject="b")
    people.add(folder, OFFICE, "单位", offices=[OWN], subject="c")
    people.add(folder, BYSTANDER, "公开办", offices=["qinghe-chengguan"], subject="d")
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The store of a server that was started with --people."""
    shutil.copytree(made, tmp_path / "store")
    for name, value in (("GONGKAI_STORE", str(tmp_path / "store")), ("GONGKAI_PEOPLE", "1")):
        monkeypatch.setenv(name, value)
    provider.settings.cache_clear()
    yield tmp_path / "store"
    provider.settings.cache_clear()
    ask.forget()


ADDRESSES = {
    "/_stcore/health": "open",
    "/_stcore/host-config": "open",
    "/_stcore/metrics": "closed",
    "/media/{file_id:path}": "own",
    "/_stcore/upload_file/{session_id}/{file_id}": "upload",
    "/component/{path:path}": "closed",
    "/_stcore/bidi-components/{path:path}": "closed",
    "/_stcore/stream": "person",
    "/auth/login": "provider",
    "/auth/logout": "closed",
    "/oauth2callback": "provider",
    "/_stcore/agent/interact": "closed",
    "/_stcore/agent/openapi.json": "closed",
    "/_stcore/agent/mcp": "closed",
    "/static/js/index.js": "person",
    "/gongkai.css": "open",
    "/favicon.png": "open",
    "/gongkai.js": "person",
    "/plotly.js": "person",
    "/health": "open",
    "/password": "password",
    "/": "person",
    "/index.html": "person",
    "/overview": "person",
    "/no/such/address": "closed",
    "/app/static/x": "closed",
    "/_stcore/script-health-check": "closed",
}
"""Every address of Streamlit's, of ours, and some of neither: what it asks of whoever comes."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
USUAL = {"upload": ("PUT", "DELETE"), "closed": (), "password": ("GET", "HEAD", "POST")}
"""The methods by which a door opens at all, where they are not GET and HEAD."""


def addresses_of_the_server() -> set[str]:
    """What Streamlit's routes and our own middleware answer."""
    found: set[str] = set()
    for route in create_streamlit_routes(MagicMock()):
        assert isinstance(route, (Route, WebSocketRoute, Mount)), "a kind of route that nobody looked at"
        found.add("/static/js/index.js" if isinstance(route, Mount) else route.path)
    return found | set(frame.own_assets()) | {"/health", "/", "/index.html", "/overview"}


def knock(path: str, method: str, cookie: str = "") -> tuple[int, str, str]:
    """Status, words and address led to, as the gate answers; 200 "inside" where it lets through."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    headers = [(b"cookie", f"{sign_in.COOKIE}={cookie}".encode())] if cookie else []
    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers}
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, Gate(PlainTextResponse("inside"))(scope, receive, send)).result()
    body = b"".join(part.get("body", b"") for part in sent[1:]).decode()
    led = dict(sent[0]["headers"]).get(b"location", b"").decode()
    return sent[0]["status"], body, led


def test_no_address_of_the_server_is_missing_in_the_table() -> None:
    assert addresses_of_the_server() <= ADDRESSES.keys(), "say in ADDRESSES, and in served/gate.py, what it asks"


def test_each_address_opens_to_whom_it_should_and_to_nobody_else(store: Path) -> None:
    held = {name: sessions.begin(store, name) for name in (LEADER, OFFICE)}
    for template, asks in ADDRESSES.items():
        if template == "/_stcore/stream":
            continue  # A web socket: tests/test_browser_people.py.
        path = re.sub(r"\{\w+(:path)?\}", "x", template)
        for method in METHODS:
            opens = method in USUAL.get(asks, ("GET", "HEAD"))
            status, words, led = knock(path, method)
            if asks == "open" and opens:
                assert (status, words) == (200, "inside"), (path, method)
                continue
            assert words != "inside", (path, method)
            if asks == "provider" and opens:
                # Without a provider there is nothing behind it.
                assert (status, words) == (404, wording.DOOR_CLOSED), (path, method)
                continue
            assert (status, words) == (401, wording.SIGNED_OUT), (path, method)
            for name in (LEADER, OFFICE):
                status, words, led = knock(path, method, held[name])
                if asks == "password" and opens:
                    # A form of his own account; what is sent without having been shown is refused.
                    assert status == (403 if method == "POST" else 200) and words != "inside" and not led
                    assert wording.PASSWORD_ELSEWHERE in words
                    continue
                if not opens:
                    expected = (404, wording.DOOR_CLOSED)
                elif asks == "own":
                    expected = (403, wording.NOT_YOUR_DOWNLOAD)
                elif asks == "upload":
                    said = people.refused(people.account(store, name).person(), "check")  # type: ignore[union-attr]
                    assert bool(said) == (name == LEADER)
                    expected = (403, said or wording.NOT_YOUR_SESSION)
                else:
                    expected = (200, "inside")
                assert (status, words) == expected and not led, (path, method, name)


def test_a_page_leads_whoever_is_not_signed_in_to_the_form_and_nowhere_else(store: Path) -> None:
    for query, led in (
        (b"", "/sign-in?to=%2Foverview"),
        (b"year=2023", "/sign-in?to=%2Foverview%3Fyear%3D2023"),
        (b"x=\\evil", "/sign-in"),
    ):
        scope: Any = {"type": "http", "path": "/overview", "query_string": query, "headers": []}
        assert sign_in.to_sign_in(scope).headers["location"] == led


MODULES = sorted(
    ".".join(path.relative_to(DASHBOARD.parent).with_suffix("").parts) for path in DASHBOARD.rglob("*actions.py")
)
"""Where the dashboard writes, and reads past the questions."""
HARMLESS = {
    "dashboard.intake.actions": {
        "batch": "the drafts of the key that the visitor's own name makes",
        "read_waiting": "a file of the same",
        "told_by": "works on a draft that was read",
        "learning": "words of a number that was read",
        "account": "works on a sentence",
        "points": "works on an examination",
        "commented": "works on an examination",
        "homes": "names the region of offices that drafts name, in words of the roster of regions",
        "elsewhere": "the same of drafts whose region is not the one that was typed",
        "alike": "nothing for whoever sees a part of the offices",
        "offices": "asks a question",
        "office_names": "asks a question",
        "district": "the name of the district",
        "indicators": "the dictionary",
    },
    "dashboard.intake.roster_actions": {
        "roster": "leaves out what is beyond the scope (tried below)",
        "alike": "leaves out what is beyond the scope (tried below)",
        "changes": "nothing for whoever sees a part (tried below)",
        "district": "the name of the district",
        "workbook": "the roster as it is seen",
    },
    "dashboard.intake.assess_actions": {
        "sheets": "what all are judged by",
        "workbook": "what all are judged by",
        "read": "works on uploaded bytes",
    },
    "dashboard.followup.actions": {
        "may_follow": "asks whether",
        "may_answer": "asks whether",
        "workbook": "works on rows of an answer",
        "planned": "leaves out tasks beyond the scope",
        "is_sure": "works on a row",
    },
}
"""Functions that write nothing and tell nothing of what is beyond a person's scope, with why."""


def functions(module: ModuleType) -> dict[str, Callable[..., object]]:
    """The public functions that a module defines."""
    return {
        name: part
        for name, part in vars(module).items()
        if inspect.isfunction(part) and part.__module__ == module.__name__ and not name.startswith("_")
    }


def arguments(function: Callable[..., object]) -> dict[str, Any]:
    """What a function is called with, by the names of its parameters: things of another office throughout."""
    draft = access_draft()
    key = (OTHER, 2022, "report_late", "")
    told: dict[str, Any] = {
        "data": report_bytes(OTHER, 2022), "file_name": "a.txt", "files": [("a.txt", b"x")], "most_bytes": 10,
        "update": lambda batch: batch, "decided": Waiting("0" * 64, "a.txt", 1, at=None),  # type: ignore[arg-type]
        "shas": {"0" * 64}, "drafts": [draft], "confirmed": [(draft, Decision())], "on_progress": print,
        "report_id": 1, "decision": Decision(year=2021), "reason": "误", "office": OTHER, "code": OTHER,
        "codes": [OTHER], "name": "新名", "kind": "镇", "region": "青禾区", "year": 2022, "gone": [OTHER],
        "stays": OWN, "report_ids": [1], "into": "", "pairs": [(OTHER, OWN)], "who": "冒名", "sheet": "x",
        "points": [], "keys": [key], "key": key, "values": {}, "is_together": False, "remark": "", "edits": [edit()],
        "task_id": "2022-1-abcd", "seen": 1, "verdict": "误报", "text": "说明", "about": "finding",
        "note_id": "x", "mark_id": "x", "indicator_group": "", "plan": plan(), "numbers": [1], "draft": draft,
        "typed": "新局",
    }  # fmt: skip
    parameters = inspect.signature(function).parameters
    if function.__name__ == "keep":
        told["sheet"] = Sheet
    if function.__module__.endswith("roster_actions"):
        told["data"], told["file_name"] = f"代码,名称\n{OTHER},新名镇\n".encode(), "名录.csv"
    if function.__module__.endswith("intake.actions"):
        told["key"] = "0" * 64
    if "decided" in parameters and function.__name__ == "with_learning":
        told["decided"] = {draft.sha256: told["decided"]}
    lacking = [
        name
        for name, each in parameters.items()
        if name not in told and each.default is inspect.Parameter.empty and each.kind is not each.VAR_KEYWORD
    ]
    assert not lacking, f"{function.__name__}: say in this test what {lacking} is"
    return {name: told[name] for name in parameters if name in told}


def access_draft() -> Any:
    """A draft of another office."""
    from reports.publish.drafts import Draft

    return Draft("a.txt", b"", "1" * 64, None, "", office_code=OTHER)


def edit() -> Any:
    """A change of a task that is not this person's."""
    from dashboard.followup.actions import Edit

    return Edit("2022-1-abcd", {"status": "销号"}, "", 1)


def plan() -> Any:
    """A workbook that came back with a row of another's task."""
    return MagicMock(rows=[MagicMock(number=1, task_id="2022-1-abcd")])


def as_visitor(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """From here on this test is a run of a page of somebody's."""
    monkeypatch.setattr(access.st, "user", {visitor.USER_KEY: name} if name else {})
    monkeypatch.setattr(visitor, "get_script_run_ctx", lambda **_: object())


REFUSED = re.compile("您的角色是.*不能|不在您账户的?范围内|您范围以外的单位|没有登录")
"""How a person is refused; any other error would mean that the function had begun its work."""


def test_every_module_that_writes_is_known_and_every_function_of_it_sorted() -> None:
    assert set(MODULES) == HARMLESS.keys()
    for name in MODULES:
        known = functions(importlib.import_module(name))
        assert HARMLESS[name].keys() <= known.keys(), "a function that is gone"


@pytest.mark.parametrize("visitor_name", ["", "没有的人", LEADER, OFFICE, BYSTANDER])
def test_no_function_that_writes_does_so_for_whoever_may_not(
    store: Path, monkeypatch: pytest.MonkeyPatch, visitor_name: str
) -> None:
    as_visitor(monkeypatch, visitor_name)
    before = (store / journal.FILE_NAME).read_bytes(), current_number(store), sorted(store.rglob("*"))
    tried = 0
    for name in MODULES:
        for called, function in functions(importlib.import_module(name)).items():
            if called in HARMLESS[name]:
                continue
            own = {
                "take",
                "change_batch",
                "decide_draft",
                "remove",
                "read",
                "stored",
                "with_learning",
                "named",
                "settled",
            }
            if (
                visitor_name == BYSTANDER
                and called in own
                and name.startswith("dashboard.intake.")
                and "assess" not in name
            ):
                continue  # His own drafts; what comes of them is asked when they are published.
            with pytest.raises(ReportError) as refusal:
                function(**arguments(function))
            said = str(refusal.value)
            assert REFUSED.search(said) or said in (wording.TASK_GONE, wording.NOT_HERE), f"{called}: {said}"
            tried += 1
    assert tried >= 30
    assert ((store / journal.FILE_NAME).read_bytes(), current_number(store)) == before[:2]
    new = {path.name for path in set(store.rglob("*")) - set(before[2])}
    assert new <= {"drafts", ".lock"}, "nothing was kept either"


def test_what_reads_past_the_questions_leaves_out_what_is_beyond(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashboard.followup import activity
    from dashboard.intake import actions, roster_actions

    as_visitor(monkeypatch, OFFICE)
    assert list(roster_actions.roster().offices) == [OWN] and list(actions.offices()) == [OWN]
    assert roster_actions.alike() == [] and roster_actions.changes() == []
    with pytest.raises(ReportError, match="不能查看操作记录"):
        activity.every()
    ask.forget()
    as_visitor(monkeypatch, BYSTANDER)
    assert {code for record in activity.every() for code in record.offices} == {"qinghe-chengguan"}
    ask.forget()
    as_visitor(monkeypatch, STAFF)
    assert any(record.kind == "account" for record in activity.every())
    assert len(roster_actions.roster().offices) > 3
    sha256 = str(ask.ask("report_list", office_codes=[OTHER])["sha256"].iloc[0])
    assert ask.original(sha256) == source(OTHER, 2022).read()
    ask.forget()
    as_visitor(monkeypatch, OFFICE)
    for read in (lambda: ask.original(sha256), lambda: ask.document(sha256, "a.txt")):
        with pytest.raises(ReportError, match="这份原件不在您账户的范围内"):
            read()


def test_outside_of_a_run_nobody_is_anybody(store: Path) -> None:
    with pytest.raises(visitor.SignedOut):
        ask.ask("office_list")
    assert access.refusal("look") and access.refusal("publish")


def test_the_journal_itself_asks_whichever_way_a_line_comes(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_guards", [access.demand_lines])
    before = (store / journal.FILE_NAME).read_bytes(), current_number(store)
    for name in ("", LEADER, OFFICE):
        as_visitor(monkeypatch, name)
        for write in (
            lambda: publish.rollback(store),
            lambda: publish.withdraw(store, "1", "误"),
            lambda: publish.decide(store, "1", Decision(year=2021)),
            lambda: people.add(store, "新人", "公开办", regions=["全部"], subject="x"),
        ):
            with pytest.raises(ReportError, match=r"。$"):
                write()
    as_visitor(monkeypatch, STAFF)
    with pytest.raises(ReportError, match="account"):
        people.close(store, OFFICE)
    with pytest.raises(ReportError, match="account"):
        people.add(store, "新人", "公开办", regions=["全部"], subject="x")
    assert ((store / journal.FILE_NAME).read_bytes(), current_number(store)) == before
    publish.withdraw(store, "1", "误", who=STAFF)
    assert journal.read(store)[-1]["what"] == "withdrawal"


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the dashboard."""
    for path in sorted(DASHBOARD.rglob("*.py")):
        yield path.relative_to(DASHBOARD).as_posix(), ast.parse(path.read_text("utf-8"))


def test_every_download_is_built_for_the_person_who_asked() -> None:
    found = 0
    for name, tree in trees():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("download_button"):
                (data,) = [part.value for part in call.keywords if part.arg == "data"]
                built = [data.body, data.orelse] if isinstance(data, ast.IfExp) else [data]
                found += 1
                for each in built:
                    assert isinstance(each, ast.Call) and ast.unparse(each.func) == "later", f"{name}: use ask.later"
    # One button for all files, and one for originals.
    assert found == 2


FOLDERS = {"ask.py", "example.py", "visitor.py", "served/sign_in.py", "served/provider.py", "served/gate.py"} | {
    "followup/activity.py"
}
"""Modules that may know where the store lies, beside those that write."""
OF_NO_HARM = {
    "ANY_OFFICE",
    "Elsewhere", "Record", "activity", "Batch", "Decision", "Difference", "Draft", "Examination", "NOTHING", "Point", "Published", "Told",
    "WEIGHTS", "Waiting", "differences", "drafts", "is_publishable", "key_of", "office_of", "unread",
}  # fmt: skip
"""What other modules may take of reports.publish: frozen records, and functions of these."""


def test_nothing_else_of_the_dashboard_knows_the_store_or_writes() -> None:
    for name, tree in trees():
        if name.endswith("actions.py"):
            continue
        for part in ast.walk(tree):
            if isinstance(part, ast.Call) and name not in FOLDERS:
                called = ast.unparse(part.func)
                assert called not in ("folder", "ask.folder", "store.default_store", "default_store"), name
            if isinstance(part, ast.ImportFrom) and (part.module or "").startswith("reports.publish"):
                assert {each.name for each in part.names} <= OF_NO_HARM, f"{name}: write in an actions.py"
            if isinstance(part, ast.ImportFrom) and part.module == "dashboard.ask" and name not in FOLDERS:
                assert "folder" not in {each.name for each in part.names}, name
            if isinstance(part, ast.ImportFrom) and part.module == "reports":
                assert "publish" not in {each.name for each in part.names} or name == "example.py", name
