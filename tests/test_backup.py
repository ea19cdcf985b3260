"""Backup and restore: a restored store answers the same, also when the backup was taken while others wrote."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
import shutil
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from reports import capture, database, publish, reference, store
from reports.capture import original_path
from reports.correct import Correction
from reports.errors import ReportError, StoreError, UnreadableFile
from reports.publish import log as publishing_log
from reports.store import journal
from reports.upkeep.backup import backup, restore
from reports.upkeep.doctor import examine
from tests.replacing import replace_everywhere
from tests.stored import CODES, load, rows, source


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two loads, a correction and a log."""
    folder = tmp_path_factory.mktemp("made") / "store"
    load(folder, [source(CODES[0], 2022), source(CODES[1], 2022)])
    load(folder, [source(CODES[0], 2023)])
    correction = Correction("applications.received", "total", None, 77.0, "原表多印一位", "李明", "2026-01-05")
    generation = store.open_current(folder)
    stated = generation.cursor().execute(
        "select value from fact where report_id = 3 and indicator = 'applications.received' "
        "and breakdown = 'total' and role = 'leading'"
    ).fetchone()  # fmt: skip
    generation.close()
    assert stated is not None
    fixed = Correction(correction.indicator, "total", stated[0], 77.0, correction.reason, "李明", "2026-01-05")
    publish.correct_report(folder, "3", fixed)
    log = "单位,栏目,标题,日期\n竹荫路街道,政务动态,简报,2024-01-05\n"
    publishing_log.load(folder, log.encode(), "记录.csv")
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


def test_a_restored_store_answers_the_same_and_can_be_rebuilt(folder: Path, tmp_path: Path) -> None:
    assert backup(folder, tmp_path / "b.tar") == 4
    done = restore(tmp_path / "b.tar", tmp_path / "new")
    assert (done.originals, done.generation, done.reference) == (4, 1, None)
    assert done.differences is not None and not done.differences
    assert rows(tmp_path / "new") == rows(folder)
    assert [seen.sentence for seen in examine(tmp_path / "new") if seen.status != "good"] == []
    publish.rebuild(tmp_path / "new")
    assert rows(tmp_path / "new") == rows(folder)
    load(tmp_path / "new", [source(CODES[2], 2022)])
    assert not list(tmp_path.glob(".*"))


@pytest.mark.slow
def test_a_backup_taken_while_others_write_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        year = 2016
        while not stop.is_set() and year < 2026:
            load(folder, [source(CODES[2], year)])
            year += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            backup(folder, tmp_path / f"{number}.tar")
    finally:
        stop.set()
        writer.join()
    for number in range(4):
        new = tmp_path / f"new{number}"
        # What was served at that moment is what originals and journal of that moment say.
        done = restore(tmp_path / f"{number}.tar", new)
        assert done.differences is not None and not done.differences
        assert [seen.sentence for seen in examine(new) if seen.status != "good"] == []


def test_a_store_that_fell_behind_is_brought_forward(folder: Path, tmp_path: Path) -> None:
    earlier = Path(shutil.copytree(folder, tmp_path / "earlier"))
    load(folder, [source(CODES[2], 2022)])
    backup(folder, tmp_path / "b.tar")
    restore(tmp_path / "b.tar", earlier)
    assert rows(earlier) == rows(folder)


def test_a_store_that_is_ahead_gets_only_the_originals_that_it_lost(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.tar")
    load(folder, [source(CODES[2], 2022)])
    whole = rows(folder)
    shas = [line["sha256"] for line in journal.read(folder) if line["what"] == "capture"]
    original_path(folder / capture.ORIGINALS_NAME, shas[0]).unlink()
    original_path(folder / capture.ORIGINALS_NAME, shas[1]).write_bytes(b"altered")
    assert sum(seen.status == "wrong" for seen in examine(folder)) == 2
    restore(tmp_path / "b.tar", folder)
    assert rows(folder) == whole
    assert not any(seen.status == "wrong" for seen in examine(folder))


def test_a_store_with_another_history_is_left_alone_unless_it_is_to_be_replaced(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.tar")
    other = tmp_path / "other"
    load(other, [source(CODES[2], 2024)])
    before = rows(other)
    with pytest.raises(StoreError, match="不是同一来历"):
        restore(tmp_path / "b.tar", other)
    assert rows(other) == before
    done = restore(tmp_path / "b.tar", other, replace=True)
    assert rows(other) == rows(folder)
    assert done.generation == 2 and len(list(other.glob("journal.replaced-*.jsonl"))) == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "added", "escaping", "text", "lacking"])
def test_a_damaged_backup_changes_nothing(folder: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "b.tar"
    backup(folder, path)
    data = bytearray(path.read_bytes())
    if damage == "cut":
        data = data[: len(data) // 2]
    elif damage == "flipped":
        data[data.index(b"originals/") + 600] ^= 1
    elif damage == "text":
        data = bytearray("不是备份".encode() * 500)
    path.write_bytes(data)
    if damage in ("added", "escaping"):
        with tarfile.open(path, "a") as tar:
            told = tarfile.TarInfo("g000099.duckdb" if damage == "added" else "../outside.txt")
            told.size = 3
            tar.addfile(told, io.BytesIO(b"abc"))
    elif damage == "lacking":
        with tarfile.open(path) as tar, tarfile.open(tmp_path / "less.tar", "w") as less:
            for member in tar:
                if not member.name.startswith("originals/"):
                    less.addfile(member, tar.extractfile(member))
        path = tmp_path / "less.tar"
    with pytest.raises(UnreadableFile, match="不是完整的备份文件"):
        restore(path, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    assert not (tmp_path / "outside.txt").exists()


def test_a_lost_original_stops_a_backup_and_leaves_no_half_file(folder: Path, tmp_path: Path) -> None:
    sha256 = next(line["sha256"] for line in journal.read(folder) if line["what"] == "capture")
    path = original_path(folder / capture.ORIGINALS_NAME, sha256)
    path.write_bytes(b"altered")
    with pytest.raises(StoreError, match="已被改动"):
        backup(folder, tmp_path / "b.tar")
    path.unlink()
    with pytest.raises(StoreError, match="不在数据仓中"):
        backup(folder, tmp_path / "b.tar")
    assert not list(tmp_path.glob("*.tar*")) and not list(tmp_path.glob(".b*"))


def test_other_tables_are_put_beside_and_not_over_those_in_use(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup(folder, tmp_path / "b.tar")
    edited = tmp_path / "reference"
    shutil.copytree(reference.REFERENCE, edited)
    with (edited / "topics.csv").open("a", encoding="utf-8") as file:
        file.write("extra,新主题,测试\n")
    replace_everywhere(monkeypatch, reference, "REFERENCE", edited)
    done = restore(tmp_path / "b.tar", tmp_path / "new")
    assert done.reference is not None and [path.name for path in done.reference.rglob("*.csv")] == ["topics.csv"]
    assert "新主题" in (edited / "topics.csv").read_text("utf-8")


def test_nothing_to_back_up_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="gongkai demo"):
        backup(tmp_path / "none", tmp_path / "b.tar")
    with pytest.raises(ReportError, match="请检查"):
        restore(tmp_path / "none.tar", tmp_path / "new")


def forged(path: Path, target: Path, change: Callable[[Path], None]) -> Path:
    """A backup whose files `change` altered, with a manifest that fits them."""
    folder = target.with_suffix(".unpacked")
    with tarfile.open(path) as tar:
        names = [member.name for member in tar]
        tar.extractall(folder, filter="data")
    change(folder)
    with tarfile.open(target, "w") as tar:
        lines = []
        for name in names:
            data = (folder / name).read_bytes()
            if name == "manifest.jsonl":
                data = b"".join(lines)
            line = {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            lines.append(json.dumps(line).encode() + b"\n")
            told = tarfile.TarInfo(name)
            told.size = len(data)
            tar.addfile(told, io.BytesIO(data))
    return target


def test_a_generation_that_was_altered_in_the_backup_is_told_and_not_served(folder: Path, tmp_path: Path) -> None:
    backup(folder, tmp_path / "b.tar")

    def add_a_thousand(unpacked: Path) -> None:
        path = unpacked / "g000004.duckdb"
        with database.connect(str(path)) as connection:
            for table in ("fact", "fact_by_office"):
                connection.execute(f"update {table} set value = value + 1000 where indicator = 'disclosure.weibo'")
            connection.execute("checkpoint")
        told = json.loads((unpacked / store.CURRENT_NAME).read_bytes())
        (unpacked / store.CURRENT_NAME).write_text(json.dumps({**told, "bytes": path.stat().st_size}), "utf-8")

    done = restore(forged(tmp_path / "b.tar", tmp_path / "f.tar", add_a_thousand), tmp_path / "new")
    assert done.differences and set(done.differences.rows) >= {"fact", "fact_by_office"}
    assert rows(tmp_path / "new") == rows(folder)


def test_a_journal_that_was_altered_in_the_backup_is_refused_unless_somebody_answers_for_it(
    folder: Path, tmp_path: Path
) -> None:
    backup(folder, tmp_path / "b.tar")

    def rename(unpacked: Path) -> None:
        path = unpacked / journal.FILE_NAME
        path.write_bytes(path.read_bytes().replace("李明".encode(), "别人".encode()))

    source_of = forged(tmp_path / "b.tar", tmp_path / "f.tar", rename)
    with pytest.raises(StoreError, match="备份中的日志被改动过"):
        restore(source_of, tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []
    restore(source_of, tmp_path / "new", accepting="核对过", who="王芳")
    assert journal.read(tmp_path / "new")[-1]["who"] == "王芳"


def test_what_killed_programs_left_is_cleared_by_the_next_writer(folder: Path) -> None:
    left = folder / ".restore-killed" / "originals"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    old, fresh = (folder / capture.ORIGINALS_NAME / ".partial" / name for name in ("old", "fresh"))
    old.parent.mkdir(exist_ok=True)
    for path in (old, fresh):
        path.write_bytes(b"x")
    os.utime(old, (1.0, 1.0))
    with store.work_folder(folder) as at_work:
        publish.load(folder, [source(CODES[2], 2022)])
        assert at_work.is_dir() and not left.parent.exists()
    assert not at_work.exists() and not old.exists() and fresh.exists()


@pytest.mark.parametrize("reason", [errno.EACCES, errno.EROFS])
def test_a_store_that_may_only_be_read_is_backed_up(
    reason: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_more: object) -> None:
        raise OSError(reason, os.strerror(reason))

    before = sorted((path, path.stat().st_mtime_ns) for path in folder.rglob("*"))
    (folder / ".lock").unlink(missing_ok=True)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with monkeypatch.context() as only_read:
        # Who runs this as root may write everywhere.
        only_read.setattr("filelock.FileLock.acquire", refused)
        assert backup(folder, tmp_path / "b.tar") == 4
        # Into the store itself nothing can be written: one sentence, and nothing is left.
        only_read.setattr("reports.upkeep.backup._write", refused)
        with pytest.raises(StoreError, match=r"^备份无法写入 .*请检查磁盘空间和权限后再试。$"):
            backup(folder, folder / "b.tar")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert {path for path, _at in before} - {folder / ".lock"} == set(folder.rglob("*"))
    restore(tmp_path / "b.tar", tmp_path / "new")
    assert rows(tmp_path / "new") == rows(folder)


def test_a_store_that_is_written_while_it_may_only_be_read_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_more: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("filelock.FileLock.acquire", refused)
    numbers = iter((3, 4))
    monkeypatch.setattr("reports.upkeep.backup.store.current_number", lambda _folder: next(numbers))
    with pytest.raises(StoreError, match="在备份时有人写入"):
        backup(folder, tmp_path / "b.tar")
    assert not (tmp_path / "b.tar").exists()
