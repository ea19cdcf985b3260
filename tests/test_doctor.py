"""What the doctor says of a sound store, and of each thing that can be wrong with one; it changes nothing."""

from __future__ import annotations

import json
from collections import namedtuple
from pathlib import Path

import pytest

from reports import capture, database, publish, store
from reports.capture import original_path
from reports.errors import StoreError
from reports.publish import loading, spool
from reports.store import journal
from reports.upkeep import doctor
from reports.upkeep.doctor import examine
from tests.stored import CODES, load, rows, source


@pytest.fixture
def folder(copy_of_two: Path) -> Path:
    """A store of two generations, to be changed."""
    return copy_of_two


def said(folder: Path, status: str) -> list[str]:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}
    found = [seen.sentence for seen in examine(folder) if seen.status == status]
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}
    assert {p: d for p, d in after.items() if spool.FOLDER_NAME not in p.parts} == {
        p: d for p, d in before.items() if spool.FOLDER_NAME not in p.parts
    }
    return found


def test_a_sound_store_is_called_so(folder: Path) -> None:
    assert said(folder, "wrong") == [] and said(folder, "note") == []
    assert any("校验码都相符" in sentence for sentence in said(folder, "good"))


def test_lost_and_altered_originals(folder: Path) -> None:
    first, second = (line["sha256"] for line in journal.read(folder) if line["what"] == "capture")
    original_path(folder / capture.ORIGINALS_NAME, first).unlink()
    path = original_path(folder / capture.ORIGINALS_NAME, second)
    path.write_bytes(path.read_bytes()[:-1] + b"#")
    lost, altered = said(folder, "wrong")
    assert "不见了" in lost and first[:12] in lost and "gongkai restore" in lost
    assert "已被改动" in altered and second[:12] in altered


def test_a_damaged_current_file_and_generation(folder: Path) -> None:
    (folder / store.CURRENT_NAME).write_text("{", "utf-8")
    [wrong] = said(folder, "wrong")
    assert store.CURRENT_NAME in wrong and "gongkai rebuild" in wrong
    path = folder / "g000002.duckdb"
    path.write_bytes(path.read_bytes()[:9000])
    assert any("g000002.duckdb" in sentence and "rebuild" in sentence for sentence in said(folder, "wrong"))
    publish.rebuild(folder)
    assert said(folder, "wrong") == []


def test_a_damaged_journal_a_lost_one_and_a_torn_line(folder: Path) -> None:
    path = folder / journal.FILE_NAME
    data = path.read_bytes()
    path.write_bytes(data + b'{"what":"cap')
    assert said(folder, "wrong") == []
    assert any("没有写完" in sentence for sentence in said(folder, "note"))
    path.write_bytes(b"{x" + data[2:])
    assert any("第 1 行已损坏" in sentence and "备份" in sentence for sentence in said(folder, "wrong"))
    path.unlink()
    assert any("不见了" in sentence and "gongkai restore" in sentence for sentence in said(folder, "wrong"))


def altered(line: bytes, kind: str) -> bytes:
    told = json.loads(line)
    if kind == "who":
        told["who"] = "别人"
    elif kind == "lacking":
        del told["at"]
    elif kind == "forged":
        told = {"what": "rollback", "from": 2, "to": 1, "void_after": 0, "at": told["at"], "who": "别人"}
        return line + json.dumps(told).encode() + b"\n"
    return b"" if kind == "removed" else json.dumps(told).encode() + b"\n"


@pytest.mark.parametrize("kind", ["who", "lacking", "forged", "removed"])
@pytest.mark.parametrize("place", [0, 1])
def test_a_line_that_was_altered_is_told_and_nothing_is_made_of_it(folder: Path, kind: str, place: int) -> None:
    before = rows(folder)
    path = folder / journal.FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    [*_, place] = [number for number, line in enumerate(lines) if b'"capture"' in line][: place + 1]
    lines[place] = altered(lines[place], kind)
    path.write_bytes(b"".join(lines))
    assert any("gongkai restore" in sentence for sentence in said(folder, "wrong"))
    if kind == "removed":
        assert any("1 份原件日志中没有记录" in sentence for sentence in said(folder, "note"))
    with pytest.raises(StoreError):
        load(folder, [source(CODES[2], 2022)])
        publish.rebuild(folder)
    assert rows(folder)["report"][:2] == before["report"]


@pytest.mark.slow
def test_who_has_checked_an_altered_journal_may_go_on_with_it(folder: Path) -> None:
    path = folder / journal.FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(altered(lines[0], "who") + b"".join(lines[1:]))
    with pytest.raises(StoreError, match="--accept-journal"):
        publish.rebuild(folder)
    publish.rebuild(folder, accepting="逐行核对过", who="王芳")
    assert said(folder, "wrong") == []
    [note] = said(folder, "note")
    assert "王芳" in note and "逐行核对过" in note
    load(folder, [source(CODES[2], 2022)])
    publish.rebuild(folder)
    assert len(rows(folder)["report"]) == 3


def test_what_waits_to_be_published(folder: Path) -> None:
    with loading._Run(folder, publish.Outcome(), None, store.Roster(), 1, 60.0, None) as run:  # type: ignore[arg-type]
        run.read([source(CODES[2], 2022)], 1, None)
    line = next(line for line in journal.read(folder) if line["what"] == "capture")
    journal.append(folder, [{name: value for name, value in line.items() if name != "end"}])
    (folder / ".build-000009.duckdb").write_bytes(b"half")
    notes = "".join(said(folder, "note"))
    assert "1 份年报已读出" in notes and "1 条尚未发布" in notes and ".build-000009.duckdb" in notes
    with store.locked(folder):
        assert any("正在写入" in sentence for sentence in said(folder, "note"))


def test_a_damaged_spool(folder: Path) -> None:
    (folder / spool.FOLDER_NAME).mkdir(exist_ok=True)
    (folder / spool.FOLDER_NAME / spool.LOAD_NAME).write_bytes(b"no database" * 200)
    assert any("删除 spool 文件夹" in sentence for sentence in said(folder, "wrong"))


def test_a_disk_that_is_nearly_full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _path: usage(10**9, 10**9 - 10**6, 10**6))
    assert any("请清理磁盘" in sentence for sentence in said(folder, "wrong"))


def test_no_store_is_a_sentence_and_an_empty_one_is_not_wrong(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="gongkai demo"):
        list(examine(tmp_path / "none"))
    assert any("尚未发布" in seen.sentence for seen in examine(tmp_path) if seen.status == "wrong")


def test_the_store_serves_on_while_it_is_examined(folder: Path) -> None:
    before = rows(folder)
    list(examine(folder))
    assert rows(folder) == before


@pytest.mark.slow
def test_a_generation_that_is_not_what_the_originals_say_is_told_by_reading_them_again(folder: Path) -> None:
    publish.withdraw(folder, "1", "误")
    load(folder, [source(CODES[0], 2023), source(CODES[2], 2022)])
    whole = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}
    deep = list(examine(folder, deep=True))
    assert [seen.sentence for seen in deep if seen.status != "good"] == []
    assert "完全相符" in deep[-1].sentence
    assert {path: path.read_bytes() for path in whole} == whole
    with database.connect(str(folder / "g000004.duckdb")) as connection:
        for table in ("fact", "fact_by_office"):
            connection.execute(f"update {table} set value = value + 1000 where report_id = 3 and fact_no = 0")
        connection.execute("checkpoint")
    path = folder / store.CURRENT_NAME
    size = (folder / "g000004.duckdb").stat().st_size
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "bytes": size}), "utf-8")
    assert said(folder, "wrong") == []
    [wrong] = [seen.sentence for seen in examine(folder, deep=True) if seen.status == "wrong"]
    assert "fact 2 行" in wrong and "2023年" in wrong and "gongkai rebuild" in wrong
    publish.rebuild(folder)
    assert [seen for seen in examine(folder, deep=True) if seen.status == "wrong"] == []
