"""A SIGKILL at any moment of load, rebuild or rollback leaves the last generation served and loses nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reports import capture, errors, publish, store
from reports.capture import original_path
from reports.store import journal
from tests.stored import CODES, load, report_bytes, rows

_WRITER = """
import sys
from pathlib import Path
from reports import publish
from reports.publish import Source
import reports.reading
folder, inbox, action = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
print("ready", flush=True)
if action == "load":
    for path in sorted(inbox.iterdir()):
        publish.load(folder, [Source(path.name, path)])
elif action == "rebuild":
    while True:
        publish.rebuild(folder)
else:
    while True:
        publish.rollback(folder)
        publish.load(folder, [Source(path.name, path) for path in sorted(inbox.iterdir())], processes=1)
"""


def killed(folder: Path, inbox: Path, action: str, after_seconds: float) -> None:
    """Runs a writer and kills it so long after it is ready to work."""
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(folder), str(inbox), action], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(after_seconds)
        writer.send_signal(signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.slow
@pytest.mark.parametrize("action", ["load", "rebuild", "rollback"])
def test_a_kill_at_any_moment_leaves_a_whole_generation_and_loses_nothing(tmp_path: Path, action: str) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for year in range(2016, 2026):
        (inbox / f"{year}.txt").write_bytes(report_bytes(CODES[0], year))
    folder = tmp_path / "store"
    load(folder, publish.sources_in([inbox])[:3])
    load(folder, publish.sources_in([inbox])[3:5])
    chance = random.Random(action)
    for _trial in range(6):
        before = store.current_number(folder)
        captured = {line["sha256"] for line in journal.read(folder) if line["what"] == "capture"}
        reader = store.open_current(folder)
        facts = reader.cursor().execute("select count(*) from fact").fetchone()
        killed(folder, inbox, action, chance.uniform(0.0, 0.5))
        # Whoever was reading goes on; whoever comes now finds a whole generation, not an older one.
        assert reader.cursor().execute("select count(*) from fact").fetchone() == facts
        reader.close()
        generation = store.open_current(folder)
        assert generation.notice == ""
        assert before is not None
        assert generation.number >= before or action == "rollback"
        store.verify(generation.cursor())
        generation.close()
        after = {line["sha256"] for line in journal.read(folder) if line["what"] == "capture"}
        assert captured <= after
        assert all(original_path(folder / capture.ORIGINALS_NAME, sha256).exists() for sha256 in after)
    load(folder, publish.sources_in([inbox]))
    everything = rows(folder)
    assert len(everything["report"]) == 10
    publish.rebuild(folder)
    assert rows(folder) == everything
    assert not list(folder.glob(".build-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="starts a second process by the same words")
@pytest.mark.slow
def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    writers = []
    for name, code in (("a", CODES[0]), ("b", CODES[1])):
        inbox = tmp_path / name
        inbox.mkdir()
        for year in (2021, 2022, 2023):
            (inbox / f"{year}.txt").write_bytes(report_bytes(code, year))
        writers.append(
            subprocess.Popen([sys.executable, "-c", _WRITER, str(folder), str(inbox), "load"], stdout=subprocess.PIPE)
        )
    for writer in writers:
        with writer:
            assert writer.wait(300) == 0
    assert len(rows(folder)["report"]) == 6
    assert store.current_number(folder) == 6


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full")
def test_a_full_disk_is_a_sentence_and_leaves_the_last_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "store"
    load(folder, [publish.Source("a.txt", data=report_bytes(CODES[0], 2022))])
    before = rows(folder)

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(errors.StoreError, match="请检查磁盘空间"):
            load(folder, [publish.Source("b.txt", data=report_bytes(CODES[0], 2023))])
    assert rows(folder) == before
    load(folder, [publish.Source("b.txt", data=report_bytes(CODES[0], 2023))])
    assert len(rows(folder)["report"]) == 2
