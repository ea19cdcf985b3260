"""Faults of the world around the store: kills, full disks, folders that cannot be written, damaged files, two writers,
a clock set back. Each is one Chinese sentence, and the last good state stays served.

The same kills by the hundred are a benchmark: `python -m benchmarks faults 200`.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import bench_faults
from dashboard import wording
from reports import ask, capture, publish, store
from reports.command.ask import gongkai
from reports.errors import StoreDamaged, StoreError
from reports.store import journal, next_generation
from tests.stored import CODES, load, report_bytes, rows, source
from tests.test_pages import markup, run

ROOT = Path(__file__).resolve().parents[1]
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits, users and forks of POSIX")


@pytest.fixture
def folder(copy_of_two: Path) -> Path:
    """A store of two generations, to be changed."""
    return copy_of_two


@POSIX
@pytest.mark.slow
def test_kills_at_random_moments_lose_and_tear_nothing(tmp_path: Path) -> None:
    """In a process of its own, which forks before anything is open."""
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from benchmarks.bench_faults import trials
        killed, wrong = trials(Path(sys.argv[1]), 8, seed=11)
        print(killed.total(), "".join(wrong))
    """)
    command = [sys.executable, "-c", code, str(tmp_path / "store")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "8", done.stdout + done.stderr


@POSIX
def test_the_kills_would_notice_what_is_wrong(folder: Path) -> None:
    """A journal that was altered, an original that is gone, a generation that is damaged."""
    data = (folder / journal.FILE_NAME).read_bytes()
    digest = bench_faults.hashlib.sha256(data).hexdigest()
    bench_faults._look(folder, len(data), digest)
    with pytest.raises(AssertionError, match="journal"):
        bench_faults._look(folder, len(data) - 1, digest)
    path = folder / "g000002.duckdb"
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(AssertionError, match="generation"):
        bench_faults._look(folder, len(data), digest)
    sha256 = next(line["sha256"] for line in journal.read(folder) if line["what"] == "capture")
    capture.original_path(folder / capture.ORIGINALS_NAME, sha256).write_bytes(b"altered")
    with pytest.raises(AssertionError, match="original"):
        bench_faults._look(folder, len(data), digest)


def command(folder: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """`gongkai` in a process that first does `before`."""
    code = f"import os, resource, signal, sys\n{before}\nfrom reports.command import main\nmain()"
    environment = {**os.environ, "GONGKAI_STORE": str(folder), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


FULL = "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"


@POSIX
@pytest.mark.parametrize("size", [1_000, 100_000, 1_500_000])
@pytest.mark.slow
def test_a_disk_that_is_full_after_so_many_bytes_of_a_file(folder: Path, tmp_path: Path, size: int) -> None:
    """The journal, the spool, an original or the generation is the first that no longer fits."""
    before = rows(folder)
    file = tmp_path / "2023.txt"
    file.write_bytes(report_bytes(CODES[0], 2023) + b"\n" * 1_100)
    done = command(folder, "load", str(file), before=FULL.format(size=size))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "请检查磁盘空间" in done.stderr and "Traceback" not in done.stderr
    assert rows(folder) == before
    assert store.open_current(folder).notice == ""
    assert command(folder, "load", str(file)).returncode == 0
    after = rows(folder)
    assert len(after["report"]) == 3
    publish.rebuild(folder)
    assert rows(folder) == after


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="mounts a small disk, which root may")
@pytest.mark.slow
def test_a_small_disk_that_is_really_full(folder: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        small = Path(shutil.copytree(folder, disk / "store"))
        (disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(disk).free - 9_000_000))
        file = tmp_path / "2023.txt"
        refused = 0
        for number in range(8):
            before = rows(small)
            file.write_bytes(report_bytes(CODES[0], 2016 + number))
            done = command(small, "load", str(file))
            assert "Traceback" not in done.stderr
            assert store.open_current(small).notice == ""
            if done.returncode:
                refused += 1
                assert "请检查磁盘空间" in done.stderr
                assert rows(small) == before
        assert refused
        (disk / "ballast").unlink()
        load(small, [source(CODES[2], 2022)])
        whole = rows(small)
        publish.rebuild(small)
        assert rows(small) == whole
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = command(small, "load", str(file))
        assert done.returncode == 1 and "无法写入" in done.stderr and "Traceback" not in done.stderr
        assert rows(small) == whole
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="becomes another user, which root may")
@pytest.mark.parametrize("arguments", [["load", "{file}"], ["rebuild"], ["rollback"], ["load-log", "{file}"]])
def test_a_folder_that_may_not_be_written_is_a_sentence_and_is_served(
    arguments: list[str], two_generations: Path
) -> None:
    # Under a folder that everyone may enter: pytest's own is closed to others.
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        folder = Path(shutil.copytree(two_generations, Path(name) / "store"))
        file = Path(name) / "a.txt"
        file.write_bytes(report_bytes(CODES[0], 2023))
        if arguments[0] == "load-log":
            file.write_bytes("单位,栏目,标题,日期\n竹荫路街道,政务动态,简报,2024-01-05\n".encode())
        before = rows(folder)
        nobody = "os.setgid(65534); os.setuid(65534)"
        # The project's own folder may be closed to others too: what is imported is imported before.
        code = (
            "import encodings.utf_8_sig, encodings.gb18030, encodings.idna, reports.publish, reports.command\n"
            "import reports.publication_log, reports.reference.check, reports.read.text, reports.reading\n"
            f"reports.reference.check.check_reference(); {nobody}"
        )
        done = command(folder, *(part.format(file=file) for part in arguments), before=code)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "无法写入" in done.stderr and "权限" in done.stderr and "Traceback" not in done.stderr
        assert rows(folder) == before


@pytest.mark.parametrize(
    "damage", ["cut", "emptied", "removed", "text", "infinite", "deep", "outside", "huge", "highest"]
)
def test_a_damaged_current_file_is_told_and_the_last_good_state_served(folder: Path, damage: str) -> None:
    before = rows(folder)
    path = folder / store.CURRENT_NAME
    if damage == "removed":
        path.unlink()
    else:
        told = json.loads(path.read_bytes())
        data = {
            "cut": path.read_bytes()[:9],
            "emptied": b"",
            "text": b"[1]",
            "infinite": b'{"generation": 1e400, "file": "g000002.duckdb", "bytes": 1e400, "highest": 1e400}',
            "deep": b"[" * 100_000 + b"]" * 100_000,
            "outside": json.dumps({**told, "file": "../g000002.duckdb"}).encode(),
            "huge": json.dumps({**told, "generation": 10**30}).encode(),
            "highest": json.dumps({**told, "highest": 10**15, "bases": {"x": "y"}}).encode(),
        }
        path.write_bytes(data[damage])
    generation = store.open_current(folder)
    assert generation.number == 2 and (damage == "highest" or "gongkai" in generation.notice)
    generation.close()
    assert rows(folder) == before
    load(folder, [source(CODES[2], 2022)])
    assert store.open_current(folder).notice == "" and len(rows(folder)["report"]) == 3


@pytest.mark.parametrize("damage", ["cut", "zeroed", "removed", "flipped"])
def test_a_damaged_generation_gives_way_to_the_one_before(folder: Path, damage: str) -> None:
    before = rows(folder)
    path = folder / "g000002.duckdb"
    data = bytearray(path.read_bytes())
    if damage == "removed":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "zeroed":
        path.write_bytes(bytes(len(data)))
    else:
        data[4096:12288] = bytes(reversed(data[4096:12288]))
        path.write_bytes(data)
    generation = store.open_current(folder)
    assert generation.number == 1 and "g000002.duckdb" in generation.notice and "gongkai rebuild" in generation.notice
    generation.close()
    publish.rebuild(folder)
    assert rows(folder) == before


@POSIX
def test_two_writers_take_turns_and_the_second_says_that_it_waits(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(report_bytes(CODES[2], 2023))
    code = "from reports.command import main; main()"
    environment = {**os.environ, "GONGKAI_STORE": str(folder), "PYTHONUTF8": "1"}
    with store.locked(folder):
        waiting = subprocess.Popen(
            [sys.executable, "-c", code, "load", str(file)], cwd=ROOT, env=environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert waiting.stderr is not None
        assert any("等待其完成" in line for line in waiting.stderr)
        store.current_number(folder)
    assert waiting.wait(60) == 0
    waiting.communicate()
    assert len(rows(folder)["report"]) == 3


def test_a_clock_set_back_changes_no_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Earlier(datetime):
        """A clock that stands at the year 2001."""

        @classmethod
        def now(cls, tz=None):  # type: ignore[no-untyped-def,override]
            return datetime(2001, 1, 1, tzinfo=tz or UTC)

    for module in (capture, journal, next_generation):
        monkeypatch.setattr(module, "datetime", Earlier)
    load(folder, [source(CODES[0], 2022, seed=8)])
    told = {row[0]: row for row in rows(folder)["report"]}
    # The version captured last is the current one, whatever the clock said.
    generation = store.open_current(folder)
    current = (
        generation.cursor().execute("select report_id, version from report where is_current order by 1").fetchall()
    )
    generation.close()
    assert current == [(2, 1), (3, 2)] and len(told) == 3
    assert store.current_number(folder) == 3
    whole = rows(folder)
    monkeypatch.undo()
    publish.rebuild(folder)
    assert rows(folder) == whole
    assert publish.rollback(folder) == (4, 3)


def test_a_writer_that_the_disk_refuses_leaves_no_half_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(capture.os, "replace", full)
    with pytest.raises(StoreError, match="原件无法写入"):
        load(tmp_path, [source(CODES[0], 2022)])
    assert not [path for path in (tmp_path / capture.ORIGINALS_NAME).rglob("*") if path.is_file()]


def with_a_damaged_block(folder: Path) -> Path:
    """Damages the block of the generation served that tells what a report says: what is read when it is opened is whole; its file."""
    path = folder / "g000002.duckdb"
    whole = path.read_bytes()
    for start in range(12_288, len(whole), 262_144):
        data = bytearray(whole)
        data[start + 7_000] ^= 255
        path.write_bytes(data)
        generation = store.open_current(folder)
        try:
            ask.ask(generation.cursor(), "report_facts", {"report_id": 1})
        except StoreDamaged:
            if not generation.notice:
                return path
        finally:
            generation.close()
    raise AssertionError("no block holds what a report tells")


def test_a_damaged_block_gives_way_to_the_generation_before_where_it_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(folder)
    path = with_a_damaged_block(folder)
    asked = CliRunner().invoke(gongkai, ["ask", "report_facts", "--param", "report_id=1", "--store", str(folder)])
    assert asked.exit_code == 0, asked.output + repr(asked.exception)
    assert path.name in asked.output and "第 1 版" in asked.output and "gongkai rebuild" in asked.output
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    with pytest.raises(StoreError, match="gongkai rebuild"):
        load(folder, [source(CODES[2], 2022)])
    publish.rebuild(folder)
    assert rows(folder) == before


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_page_that_meets_a_damaged_block_is_drawn_from_the_generation_before(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_a_damaged_block(folder)
    app = run("report", folder, monkeypatch, report="1")
    shown = "".join(markup(app))
    assert not app.exception
    assert wording.DAMAGED in shown and "第 1 版" in shown and wording.PAGE_ERROR not in shown
    assert "gk-report" in shown
