"""Loading many files: resumed after a kill, flat in memory, no file ends the batch, and the account that it ends with."""

from __future__ import annotations

import csv
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import processes, publish, store
from reports.errors import ReportError, StoreError
from reports.model import Snapshot
from reports.publish import Source, files_in, loading, spool
from reports.publish.outcome import Refusals
from reports.publish.spool import Known, Record, Spool
from reports.reading import read_report
from reports.store import journal
from tests.hanging import DeadlySource, HangingSource
from tests.replacing import replace_everywhere
from tests.stored import CODES, load, one, report_bytes, rows, source

ROOT = Path(__file__).resolve().parents[1]


def inbox(folder: Path, count: int) -> Path:
    """A folder with so many different reports."""
    folder.mkdir()
    for number in range(count):
        code, year = CODES[number % 3], 2016 + number // 3 % 8
        (folder / f"{number:04d}.txt").write_bytes(report_bytes(code, year, number // 24))
    return folder


def test_files_are_listed_one_by_one_in_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", ".hidden/x.txt", "b/.y", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    names = [Path(item.name).relative_to(tmp_path).as_posix() for item in files_in([tmp_path])]
    assert names == ["a.txt", "b/1.txt", "b/2.txt", "c/d/e.txt"]
    assert [item.name for item in files_in([tmp_path / "a.txt", tmp_path / "none.txt"])] == [
        str(tmp_path / "a.txt"),
        str(tmp_path / "none.txt"),
    ]


@settings(deadline=None, max_examples=40)
@given(
    shas=st.sets(st.binary(min_size=32, max_size=32), max_size=200), others=st.sets(st.binary(min_size=32, max_size=32))
)
def test_what_is_known_is_found_in_the_file_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, shas: set[bytes], others: set[bytes]
) -> None:
    path = tmp_path_factory.mktemp("known") / "known"
    Known.write(path, sorted(sha.hex() for sha in shas))
    known = Known(path)
    assert all(sha.hex() in known for sha in shas)
    assert not any(sha.hex() in known for sha in others - shas)


def test_a_load_that_was_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    files = inbox(tmp_path / "inbox", 60)
    folder = tmp_path / "store"
    code = (
        "import sys; from pathlib import Path; from reports import publish\nfrom reports.publish import loading, spool\n"
        "publish.load(Path(sys.argv[1]), publish.files_in([Path(sys.argv[2])]), processes=2)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(folder), str(files)], cwd=ROOT) as writer:
        deadline = time.monotonic() + 60
        while writer.poll() is None and time.monotonic() < deadline:
            if (folder / spool.FOLDER_NAME / spool.LOAD_NAME).exists() and spool.waiting(folder):
                break
            time.sleep(0.01)
        writer.send_signal(signal.SIGKILL)
    kept = spool.waiting(folder)
    assert kept > 0
    assert store.current_number(folder) is None
    reread = []
    outcome = load(folder, list(files_in([files])), processes=2, on_progress=lambda *_told: reread.append(1))
    assert outcome.counts["loaded"] + outcome.counts["partial"] == 60 and not outcome.counts["skipped"]
    assert spool.waiting(folder) == 0
    assert one(folder, "select count(*) from report") == 60
    assert [line["file_name"] for line in journal.read(folder) if line["what"] == "capture"] == sorted(
        path.name for path in files.iterdir()
    )
    whole = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == whole
    # Nothing is left of the workers' list of what is stored.
    assert not list((folder / spool.FOLDER_NAME).glob("known-*"))


def test_what_is_in_the_spool_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = inbox(tmp_path / "inbox", 8)
    folder = tmp_path / "store"
    folder.mkdir()
    with loading._Run(folder, publish.Outcome(), None, store.Roster(), 8, 60.0, None) as run:  # type: ignore[arg-type]
        run.read(files_in([files]), 1, None)
    assert spool.waiting(folder) == 8
    with Spool(folder) as waiting:
        # Its doubts tell that this record, not a new reading, is published.
        waiting._connection.execute("update record set doubts = 'from the spool'")
    outcome = load(folder, list(files_in([files])))
    assert outcome.partial == [(str(path), "from the spool") for path in sorted(files.iterdir())]


def test_a_spool_of_another_version_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = Record("a.txt", "ab" * 32, "{}", None, reason="a.txt：坏")
    with Spool(tmp_path) as first:
        first.put(first.begin(), [(0, record)])
    assert spool.waiting(tmp_path) == 1
    replace_everywhere(monkeypatch, spool, "fingerprint", lambda: "another")
    assert spool.waiting(tmp_path) == 0


def test_a_damaged_spool_is_a_sentence_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / spool.FOLDER_NAME).mkdir()
    (tmp_path / spool.FOLDER_NAME / spool.LOAD_NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="删除 spool 文件夹"):
        load(tmp_path, [source(code, year) for code in CODES for year in (2020, 2021)])


def a_load(folder: Path, sources: list[Source]) -> tuple[loading._Run, publish.Outcome]:
    """A load of `sources` that has read and not yet published, with its account."""
    outcome = publish.Outcome()
    run = loading._Run(folder, outcome, Refusals(folder, outcome), store.Roster(), len(sources), 60.0, None)
    run.read(sources, 1, None)
    return run, outcome


@pytest.mark.slow
def test_what_a_killed_load_left_comes_back_by_the_same_files_only(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2020)])
    load(tmp_path, [source(CODES[0], 2021)])
    run, _outcome = a_load(tmp_path, [source(CODES[0], 2022)])
    run.__exit__()
    publish.rollback(tmp_path)
    load(tmp_path, [source(code, 2023) for code in CODES] * 2)
    assert one(tmp_path, "select count(*) from report where year = 2022") == 0
    assert spool.waiting(tmp_path) == 1
    load(tmp_path, [source(CODES[0], 2022), *(source(code, 2023) for code in CODES)] * 2)
    assert one(tmp_path, "select count(*) from report where year = 2022") == 1
    assert spool.waiting(tmp_path) == 0


@pytest.mark.slow
def test_a_rollback_while_files_are_read_loses_none_of_them(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2020)])
    load(tmp_path, [source(CODES[0], 2021)])
    given = [source(CODES[0], year) for year in range(2020, 2024)]
    with (made := a_load(tmp_path, given))[0] as run:
        publish.rollback(tmp_path)
        assert spool.waiting(tmp_path) == 2
        with store.locked(tmp_path):
            run.publish("load")
    outcome = made[1]
    # 2021 was stored when it was looked at, and undone before the others were published.
    assert outcome.skipped == [given[0].name] and outcome.counts["loaded"] + outcome.counts["partial"] == 3
    assert one(tmp_path, "select list(year order by year) from report") == [2020, 2021, 2022, 2023]
    before = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == before


@pytest.mark.slow
def test_a_rollback_while_a_few_files_are_read_loses_none_of_them(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2020)])
    load(tmp_path, [source(CODES[0], 2021)])

    def undo(done: int, _total: int, _name: str) -> None:
        if done == 2:
            publish.rollback(tmp_path)

    outcome = load(tmp_path, [source(CODES[0], 2021), source(CODES[0], 2022)], on_progress=undo)
    assert not outcome.skipped
    assert one(tmp_path, "select list(year order by year) from report") == [2020, 2021, 2022]


@pytest.mark.slow
def test_two_loads_at_once_have_accounts_of_their_own(tmp_path: Path) -> None:
    letters = [Source(f"{name}.txt", data=f"各位同事：{name}。".encode()) for name in "甲乙"]
    both = source(CODES[2], 2022)
    first, told_first = a_load(tmp_path, [source(CODES[0], 2020), both, letters[0]])
    second, told_second = a_load(tmp_path, [source(CODES[1], 2020), replace(both, name="again.txt"), letters[1]])
    with second, second._refusals, store.locked(tmp_path):
        second.publish("load")
    assert journal.read(tmp_path)[0]["file_name"] == source(CODES[1], 2020).name
    with first, first._refusals, store.locked(tmp_path):
        first.publish("load")
    read = [[*told.loaded, *(name for name, _why in told.partial)] for told in (told_first, told_second)]
    assert sorted(read[0]) == [source(CODES[0], 2020).name]
    assert sorted(read[1]) == ["again.txt", source(CODES[1], 2020).name]
    assert told_first.skipped == [both.name] and not told_second.skipped
    for told, letter in ((told_first, letters[0]), (told_second, letters[1])):
        assert [name for name, _why in told.refused] == [letter.name]
        assert told.refusals is not None and letter.name in told.refusals.read_text("utf-8-sig")
    assert one(tmp_path, "select count(*) from report") == 3 and spool.waiting(tmp_path) == 0
    assert not list((tmp_path / spool.FOLDER_NAME).glob("*.lock"))


def test_a_packed_entry_comes_back_and_nothing_else_does() -> None:
    reading = read_report(report_bytes(CODES[0], 2022), "a.txt")
    snapshot = Snapshot("0" * 64, "\udce9.txt", 1, datetime.now(UTC))
    entry = publish.entry_of(snapshot, replace(reading, marks=("\ud800",)))
    assert spool.unpack(spool.pack(entry)) == entry
    for bad in (b"", pickle.dumps(entry), zlib.compress(pickle.dumps(entry)), zlib.compress(b"{}")):
        with pytest.raises(ValueError, match="no packed entry"):
            spool.unpack(bad)


@pytest.mark.skipif(sys.platform == "win32", reason="ends processes the way of other systems")
def test_a_file_that_hangs_or_ends_its_reader_is_refused_and_the_batch_goes_on(tmp_path: Path) -> None:
    sources: list[Source] = [source(code, year) for code in CODES for year in (2020, 2021)]
    sources.insert(1, HangingSource("hangs.pdf", data=b"x"))
    sources.insert(3, DeadlySource("kills.pdf", data=b"y"))
    outcome = load(tmp_path, sources, processes=2, limit_seconds=6.0)
    assert outcome.counts["loaded"] + outcome.counts["partial"] == 6
    why = dict(outcome.refused)
    assert why.keys() == {"hangs.pdf", "kills.pdf"}
    assert "6 秒" in why["hangs.pdf"] and "--limit" in why["hangs.pdf"] and "异常终止" in why["kills.pdf"]
    assert outcome.refusals is not None
    with outcome.refusals.open(encoding="utf-8-sig", newline="") as file:
        table_of_refusals = list(csv.reader(file))
    assert table_of_refusals[0] == ["文件", "原因"] and len(table_of_refusals) == 3
    assert not multiprocessing.active_children()


def _double(number: int) -> int:
    if number == 13:
        raise ReportError("十三")
    return number * 2


def test_the_pool_gives_each_result_once_and_raises_what_the_work_raises() -> None:
    assert sorted(processes.run(_double, iter(range(12)), 2)) == [(n, 2 * n) for n in range(12)]
    assert list(processes.run(_double, iter(()), 2)) == []
    with pytest.raises(ReportError, match="十三"):
        list(processes.run(_double, iter(range(12, 20)), 2))
    assert not multiprocessing.active_children()


def test_the_pool_takes_no_more_inputs_than_it_works_on() -> None:
    taken = 0

    def tasks():  # type: ignore[no-untyped-def]
        nonlocal taken
        for number in range(100):
            taken += 1
            yield number

    results = processes.run(_double, tasks(), 2)
    next(results)
    assert taken <= 4
    results.close()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_many_slices_are_published_like_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [source(code, year) for code in CODES for year in range(2018, 2023)]
    sources.insert(5, Source("letter.txt", data="各位同事：明天下午开会。".encode()))
    sources.insert(9, replace(sources[0], name="again.txt"))
    load(tmp_path / "one", sources, processes=2)
    replace_everywhere(monkeypatch, loading, "PUBLISHED_AT_ONCE", 4)
    outcome = load(tmp_path / "slices", iter(sources), processes=2)
    assert outcome.skipped == ["again.txt"] and [name for name, _why in outcome.refused] == ["letter.txt"]
    first, second = rows(tmp_path / "one"), rows(tmp_path / "slices")
    for name in ("fact", "evidence", "problem", "section", "finding", "office"):
        assert first[name] == second[name], name


def test_an_outcome_names_some_and_counts_all() -> None:
    outcome = publish.Outcome()
    for number in range(publish.MOST_TOLD + 5):
        outcome.note("loaded", str(number))
    assert len(outcome.loaded) == publish.MOST_TOLD and outcome.counts["loaded"] == publish.MOST_TOLD + 5


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_files(tmp_path: Path) -> None:
    """The process that loads holds as much after 600 files as after 200, but for a few megabytes."""
    files = inbox(tmp_path / "inbox", 40)
    code = (
        "import itertools, sys, psutil; from pathlib import Path; from reports import publish, store\nfrom reports.publish import loading, spool\n"
        "from reports.publish import Source\n"
        "loading.PUBLISHED_AT_ONCE = 10**9\n"
        "data = [path.read_bytes() for path in sorted(Path(sys.argv[2]).iterdir())]\n"
        "sources = (Source(f'{n}.txt', data=data[n % 40].replace('。'.encode(), f'。{n}。'.encode(), 1)) for n in range(600))\n"
        "held = {}\n"
        "def told(done, total, name):\n"
        "    if done in (200, 600): held[done] = psutil.Process().memory_info().rss\n"
        "with loading._Run(Path(sys.argv[1]), publish.Outcome(), None, store.Roster(), 600, 60.0, told) as run:\n"
        "    run.read(sources, 2, None)\n"
        "print(held[200], held[600], spool.waiting(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "store"), str(files)]
    (tmp_path / "store").mkdir()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env={**os.environ})
    early, late, waiting = map(int, done.stdout.split())
    assert late - early < 6_000_000
    assert waiting == 600
