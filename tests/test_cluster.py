"""Reading on a cluster: a real scheduler and two workers on this machine, one killed in the middle; and what is said
when there is none."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reports import publish, store
from reports.errors import StoreError
from reports.processes import Lost
from reports.publish import Source
from reports.publish.cluster import run
from tests.stored import CODES, load, rows, source

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def cluster(
    workers: int, folder: Path, *options: str, root: Path = ROOT
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler with so many workers of one thread each, which run the program in `root`: its address and the
    workers' processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    processes = [subprocess.Popen([*dask, "--no-dashboard", "--no-show"], cwd=ROOT, **quiet)]  # type: ignore[call-overload]
    for _attempt in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    for number in range(workers):
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
        where = ["--local-directory", str(folder / f"worker{number}"), "--name", f"w{number}"]
        processes.append(subprocess.Popen([*worker, *where, *options], cwd=root, **quiet))  # type: ignore[call-overload]
    try:
        yield address, processes[1:]
    finally:
        for process in processes[1:] + processes[:1]:
            process.terminate()
        for process in processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def alike(first: Path, second: Path) -> None:
    one, two = rows(first), rows(second)
    for name in ("fact", "evidence", "problem", "section", "finding", "office"):
        assert one[name] == two[name], name


SOURCES = [source(code, year, seed) for seed in (7, 8, 9) for code in CODES for year in range(2018, 2024)]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_loses_a_worker_gives_the_same_facts(tmp_path: Path) -> None:
    letter = Source("letter.txt", data="各位同事：明天下午开会。".encode())
    sources: list[Source] = [*SOURCES[:5], letter, *SOURCES[5:], Source("none.txt", tmp_path / "none.txt")]
    load(tmp_path / "here", sources, processes=2)
    with cluster(2, tmp_path, "--no-nanny") as (address, workers):
        killed = []

        def told(done: int, _total: int, _name: str) -> None:
            if done == 12:
                workers[0].kill()
                killed.append(done)

        outcome = load(tmp_path / "there", sources, cluster=address, on_progress=told)
        assert killed == [12]
        assert workers[1].poll() is None
        # What is stored is not sent again.
        again = load(tmp_path / "there", SOURCES, cluster=address)
    assert {name for name, _why in outcome.refused} == {"letter.txt", "none.txt"}
    assert (again.generation, again.counts["skipped"]) == (None, len(SOURCES))
    alike(tmp_path / "here", tmp_path / "there")
    whole = rows(tmp_path / "there")
    publish.rebuild(tmp_path / "there")
    assert rows(tmp_path / "there") == whole


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_an_input_that_hangs_or_kills_workers_is_given_up_alone(tmp_path: Path) -> None:
    with cluster(1, tmp_path) as (address, _workers):
        seconds = [0.01, 600.0, 0.02, 0.03, 0.04]
        found = dict(run(time.sleep, iter(seconds), address, limit_seconds=3.0))
        assert found == {0.01: None, 600.0: Lost("late"), 0.02: None, 0.03: None, 0.04: None}
        assert dict(run(os._exit, iter([1]), address)) == {1: Lost("died")}


@pytest.mark.filterwarnings("ignore")
def test_workers_of_another_version_are_told(tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "reports", other / "reports", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data" / "reference", other / "data" / "reference")
    with (other / "data" / "reference" / "topics.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with (
        cluster(1, tmp_path, "--no-nanny", root=other) as (address, _workers),
        pytest.raises(StoreError, match="与本机不同"),
    ):
        load(tmp_path / "store", SOURCES[:2], cluster=address)


@pytest.mark.filterwarnings("ignore")
def test_nobody_at_the_address_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.publish.cluster._CONNECT_SECONDS", 1)
    start = time.monotonic()
    for address in ("tcp://127.0.0.1:9", "no address"):
        with pytest.raises(StoreError, match="连不上集群"):
            load(tmp_path, SOURCES[:2], cluster=address)
    assert time.monotonic() - start < 60
    assert store.current_number(tmp_path) is None


def test_without_the_extra_the_way_to_get_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StoreError, match=r"gongkai\[cluster\]"):
        load(tmp_path, SOURCES[:2], cluster="tcp://127.0.0.1:8786")
