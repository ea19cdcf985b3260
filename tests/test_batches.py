"""Drafts that wait for a person: nothing of them is lost, and two people's never mix."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access, wording
from dashboard.intake import actions
from dashboard.intake.decisions import NAMED
from dashboard.served.browser_key import BrowserKey
from reports.correct import Correction
from reports.errors import StoreError
from reports.publish import batches
from reports.publish.batches import Batch, Decision, Waiting, key_of
from reports.publish.differences import differences
from reports.store import EntryFact, current_number
from tests.stored import load, one, source
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
KEY, OTHER = key_of("name", "王芳"), key_of("name", "李明")
DRAFT = """云澄市青竹镇人民政府政府信息公开工作年度报告

一、总体情况
全年通过政府网站公开信息120条，政务微博发布35条。另有17件，再有19件。

五、存在的主要问题及改进情况
信息更新不够及时。
"""


def test_files_and_decisions_come_back_as_they_were_left(tmp_path: Path) -> None:
    batches.add(tmp_path, KEY, b"one", "2024/年报.txt")
    batch = batches.add(tmp_path, KEY, b"two", "\udcff.txt")
    first, second = batch.files
    assert (first.name, first.byte_count, first.decision) == ("年报.txt", 3, Decision())
    correction = Correction("", "", 17.0, 18.5, "人工核对", "王芳", "2026-03-01", "b3:1-2", "messages.received", "")
    decision = Decision("qinghe-hexu", 2024, (correction,), "松风街道办事处")
    decided = replace(first, decision=decision, replaces=False, confirmed_office="x")
    batches.decide(tmp_path, KEY, decided)
    found = batches.read(tmp_path, KEY)
    assert found.files == (decided, second)
    path = tmp_path / "drafts" / KEY / "batch.json"
    now = path.read_text("utf-8")
    path.write_text(now.replace(', "office_name": ""', ""), "utf-8")
    assert batches.read(tmp_path, KEY).files == (decided, second), "a draft of an earlier version has no such name"
    path.write_text(now, "utf-8")
    assert batches.data(tmp_path, KEY, first.sha256) == b"one"
    assert batches.add(tmp_path, KEY, b"one", "同一份.txt") == replace(found, repeated=("同一份.txt",))
    assert batches.read(tmp_path, OTHER) == Batch(), "another person's is another one"
    assert list(batches.batches(tmp_path)) == [(KEY, batches.read(tmp_path, KEY))]
    left = batches.remove(tmp_path, KEY, {first.sha256})
    assert left.files == (second,)
    with pytest.raises(StoreError, match="移除这份"):
        batches.data(tmp_path, KEY, first.sha256)
    assert batches.decide(tmp_path, KEY, first) == left, "what was removed does not come back"
    assert batches.remove(tmp_path, KEY, {second.sha256}) == Batch()
    assert not [path for path in (tmp_path / "drafts").rglob("*") if not path.name.endswith(".lock")]


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda n: batches.add(tmp_path, KEY, b"%d" % n, f"{n}.txt"), range(24)))
    assert {file.name for file in batches.read(tmp_path, KEY).files} == {f"{n}.txt" for n in range(24)}


def test_what_is_damaged_is_told_and_kept(tmp_path: Path) -> None:
    batch = batches.add(tmp_path, KEY, b"one", "a.txt")
    path = tmp_path / "drafts" / KEY / "batch.json"
    for text in ("", "[]", "{", json.dumps({"who": "", "district": "", "files": [{}], "repeated": []})):
        path.write_text(text, "utf-8")
        with pytest.raises(StoreError, match="已损坏"):
            batches.add(tmp_path, KEY, b"two", "b.txt")
        assert path.read_text("utf-8") == text
    original = next((tmp_path / "drafts" / KEY / "originals").rglob(batch.files[0].sha256))
    assert original.read_bytes() == b"one"
    original.write_bytes(b"other")
    with pytest.raises(StoreError, match="已被改动"):
        batches.data(tmp_path, KEY, batch.files[0].sha256)
    with pytest.raises(ValueError, match="no key"):
        batches.read(tmp_path, "../originals")


def fact(indicator: str, value: float | None, status: str = "stated", role: str = "leading") -> EntryFact:
    """A fact of a report."""
    return EntryFact(
        indicator, "", value, "条", "=", status, "text", role, "overview", f"{indicator}{value}", "", None, None
    )


def test_what_differs_between_two_versions() -> None:
    old = [
        fact("a", 1),
        fact("b", 2),
        fact("c", None, "blank"),
        fact("d", None, "missing"),
        fact("e", 5, role="repeat"),
    ]
    new = [fact("b", 3), fact("a", 1), fact("c", 0), fact("f", None, "missing"), fact("", 9, role="unassigned")]
    found = differences(old, new)
    assert [(item.indicator, item.before and item.before.value, item.after and item.after.value) for item in found] == [
        ("b", 2, 3),
        ("c", None, 0),
    ], "blank is not zero; a cell that is not printed is as good as none; repeats and numbers without name do not count"
    assert [item.indicator for item in differences(old, [])] == ["a", "b", "c"]
    assert [item.indicator for item in differences([fact("a", 1)], [fact("a", 1, role="conflict")])] == ["a"]
    assert differences(new, new) == []


def visit(who: str, store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as a visitor sees it who just came."""
    monkeypatch.setattr(access, "person", lambda: ("name", who, True))
    actions._read_waiting.cache_clear()
    actions._placed.cache_clear()
    return run("import_reports", store, monkeypatch)


def picked(app: AppTest, label: str) -> list[Any]:
    """The boxes of this label."""
    return [box for box in app.selectbox if box.label == label]


def test_two_people_leave_come_back_decide_and_publish_each_his_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, [source("qinghe-hexu", 2023), source("qinghe-zhuyinlu", 2023)], processes=1)
    changed = source("qinghe-hexu", 2023).read().decode().replace("全年", "2023年全年", 1) + "\n补充一行。\n"
    app = visit("王芳", tmp_path, monkeypatch)
    files = [("年报.txt", DRAFT.encode()), ("新版.txt", changed.encode()), ("坏.pdf", b"%PDF-1.4 broken")]
    app.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files]).run()
    assert not app.exception
    assert head(app) == "选了3份文件：0份可以发布，2份须先确认，1份不能用。"
    other = visit("李明", tmp_path, monkeypatch)
    assert head(other) == wording.TASK_HEADS["load"]
    other.file_uploader[0].set_value([("qinghe-hexu2024.txt", source("qinghe-hexu", 2024).read(), "text/plain")]).run()
    assert head(other).startswith("选了1份文件：1份可以发布")

    app = visit("王芳", tmp_path, monkeypatch)
    assert "上次留下3份文件没有发布" in "".join(markup(app)) and head(app).startswith("选了3份文件")
    app.selectbox(key="drafts-pick").set_value(key_of_name(tmp_path, "年报.txt")).run()
    picked(app, wording.CONFIRM_YEAR)[0].set_value(2024).run()
    picked(app, wording.CONFIRM_OFFICE)[0].set_value("qinghe-hexu").run()
    assert "年报写的单位是“云澄市青竹镇人民政府”" in "".join(markup(app))
    assert ">另有17件</mark>" in "".join(markup(app)), "the number is marked within its sentence"
    assert wording.doubts_left(2, 0, 30) in "".join(markup(app))
    next(button for button in app.button if wording.ALL_DISMISSED in button.label).click().run()
    assert "2个，都已处理" in "".join(markup(app))
    assert not app.exception
    assert all(box.value == "not_a_number" for box in picked(app, wording.FACT_ACTION))

    app = visit("王芳", tmp_path, monkeypatch)
    assert head(app) == "选了3份文件：0份可以发布，2份须先确认，1份不能用。"
    app.selectbox(key="drafts-pick").set_value(key_of_name(tmp_path, "年报.txt")).run()
    assert picked(app, wording.CONFIRM_OFFICE)[0].value == "qinghe-hexu"
    assert all(box.value == "not_a_number" for box in picked(app, wording.FACT_ACTION))
    next(box for box in app.checkbox if box.label == wording.OTHER_OFFICE_SURE).check().run()
    assert head(app) == "选了3份文件：1份可以发布，1份须先确认，1份不能用。"
    app.selectbox(key="drafts-pick").set_value(key_of_name(tmp_path, "新版.txt")).run()
    assert "将替换2023年旧版" in "".join(markup(app))
    picked(app, wording.REPLACE_LABEL)[0].set_value(False).run()
    assert head(app) == "选了3份文件：1份可以发布，1份保留旧版不发布，1份不能用。"
    app.button(key="publish-drafts").click().run()
    assert not app.exception
    text = "".join(markup(app))
    assert "已发布1份年报" in text and "还有2份没有发布：1份保留旧版不发布，1份不能用。" in text
    assert wording.SEE_QUALITY in text
    report_id = one(tmp_path, "select report_id from report where year = 2024")
    told = "".join(markup(run("report", tmp_path, monkeypatch, report=str(report_id))))
    assert f"个{wording.REPORT_UNASSIGNED}" not in told and wording.NOT_A_NUMBER in told
    assert (
        one(
            tmp_path,
            "select count(*) from fact join report using (report_id) where report.year = 2024 and role = 'unassigned' and status = 'stated'",
        )
        == 0
    )
    app.checkbox(key="drafts-sure").check().run()
    app.button(key="discard").click().run()
    assert head(app) == wording.TASK_HEADS["load"]
    assert current_number(tmp_path) == 2
    assert [batch.files[0].name for _key, batch in batches.batches(tmp_path)] == ["qinghe-hexu2024.txt"]


def test_a_name_written_for_a_new_office_is_kept_checked_and_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(tmp_path, [source("qinghe-hexu", 2023)], processes=1)
    app = visit("王芳", tmp_path, monkeypatch)
    app.file_uploader[0].set_value([("2024年年报.txt", DRAFT.encode(), "text/plain")]).run()
    picked(app, wording.CONFIRM_YEAR)[0].set_value(2024).run()
    picked(app, wording.CONFIRM_OFFICE)[0].set_value(NAMED).run()
    assert [error.value for error in app.error] == ["请写明新单位的名称。"]
    assert app.button(key="publish-drafts").disabled
    app.text_input(key=field(tmp_path)).set_value("松风街道办事处").run()
    assert not app.exception and not app.error
    assert "松风街道办事处" in "".join(markup(app)) and head(app).startswith("选了1份文件：1份可以发布")

    app = visit("王芳", tmp_path, monkeypatch)
    assert picked(app, wording.CONFIRM_OFFICE)[0].value == NAMED, "it is kept with the draft"
    assert app.text_input(key=field(tmp_path)).value == "松风街道办事处"
    # The name of an office that there is, is that office: it is asked back, as if it had been chosen.
    app.text_input(key=field(tmp_path)).set_value("云澄市青禾区荷墟镇").run()
    assert "年报写的单位是“云澄市青竹镇人民政府”，与所选的“荷墟镇人民政府" in "".join(markup(app))
    assert head(app) == "选了1份文件：0份可以发布，1份须先确认。"
    app.text_input(key=field(tmp_path)).set_value("松风街道办事处").run()
    app.button(key="publish-drafts").click().run()
    assert not app.exception
    assert "新登记1个单位，都在云澄市" in "".join(markup(app))
    assert one(tmp_path, "select name from office where is_new") == "松风街道办事处"


def field(store: Path) -> str:
    """The key of the field in which the office of the only file that waits is named."""
    [(_key, batch)] = batches.batches(store)
    return f"decide-named-{batch.files[0].sha256}"


def key_of_name(store: Path, name: str) -> str:
    """The sha256 of a file that waits."""
    return next(file.sha256 for _key, batch in batches.batches(store) for file in batch.files if file.name == name)


def test_all_reports_that_stand_are_replaced_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = ("qinghe-hexu", "qinghe-zhuyinlu")
    load(tmp_path, [source(code, 2023) for code in codes], processes=1)
    app = visit("王芳", tmp_path, monkeypatch)
    again = [(f"{code}2023.txt", source(code, 2023, 8).read(), "text/plain") for code in codes]
    app.file_uploader[0].set_value(again).run()
    assert head(app) == "选了2份文件：0份可以发布，2份须先确认。"
    app.button(key="replace-all").click().run()
    assert head(app).startswith("选了2份文件：2份可以发布")
    assert all(file.replaces for _key, batch in batches.batches(tmp_path) for file in batch.files)
    app.button(key="publish-drafts").click().run()
    assert "已发布2份年报" in "".join(markup(app))
    assert one(tmp_path, "select count(*) from report where is_current") == 2


def test_a_browser_gets_a_key_once_and_keeps_it() -> None:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/html")]})

    def cookie(sent: bytes, scheme: str = "http") -> str:
        found: list[str] = []

        async def send(message: Any) -> None:
            found.extend(value.decode() for name, value in message["headers"] if name == b"set-cookie")

        scope = {"type": "http", "scheme": scheme, "headers": [(b"cookie", sent)] if sent else []}
        # In a thread of its own: where tests with a browser ran before, this one has a loop already.
        with ThreadPoolExecutor(1) as aside:
            aside.submit(asyncio.run, BrowserKey(app)(scope, None, send)).result()  # type: ignore[arg-type]
        return found[0]

    first = cookie(b"")
    name, _, rest = first.partition("=")
    key = rest.partition(";")[0]
    assert name == access.COOKIE and access.is_key(key) and "HttpOnly" in first and "SameSite=Lax" in first
    assert cookie(f"{access.COOKIE}={key}".encode(), "https") == first + "; Secure"
    assert f"={key};" not in cookie(b"") and "=short;" not in cookie(f"{access.COOKIE}=short".encode())


def test_a_batch_takes_so_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path))
    held, fits = actions.take(KEY, [("a.txt", b"aaa"), ("b.txt", b"bbb"), ("c.txt", b"c")], 6)
    assert not fits and [file.name for file in held.files] == ["a.txt", "b.txt"]
    assert isinstance(held.files[0], Waiting)
