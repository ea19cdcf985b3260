"""How fast many reports are read: reports a second of one core for each format, one worker and two, here and on a
cluster of this machine, and what the loading process holds.

In go fictional reports drawn for the purpose; out come rows. A value in reports a second is better when it is larger,
so its budget, where there is one, is told as seconds a report.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from reports import publish
from reports.publish import Source
from reports.reading import read_report
from reports.reference import ROOT
from reports.specimen import demo_offices, draw, extension, write

BUDGETS_MS = {"txt": 25.0, "html": 25.0, "docx": 60.0, "pdf": 120.0}
FORMATS = (*BUDGETS_MS, "xlsx")
_EACH = 8
_MANY = 160


def _files(format: str, count: int) -> list[Source]:
    offices = list(demo_offices().values())
    return [
        Source(f"{n}{extension(format)}", data=write(draw(offices[n % 3], 2019 + n % 6, n), format))
        for n in range(count)
    ]


def _row(
    name: str, value: float, unit: str, baseline: float | None = None, budget: float | None = None
) -> dict[str, Any]:
    ratio = None if baseline is None else baseline / value
    return {"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio, "budget": budget}


def _seconds(load: Callable[..., Any], sources: list[Source]) -> float:
    """From the first report that is read to the last: starting workers takes a second, whatever there is to read."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        load(Path(folder), sources, on_progress=lambda *_told: times.append(time.perf_counter()))
    return (times[-1] - times[3]) / (len(times) - 4)


@contextmanager
def cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers of one thread."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    start = partial(subprocess.Popen, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    module = [sys.executable, "-m"]
    scheduler = [
        *module,
        "distributed.cli.dask_scheduler",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-dashboard",
    ]
    worker = [*module, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes = [start(scheduler), *(start(worker) for _number in range(workers))]
    try:
        for _attempt in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def measure() -> list[dict[str, Any]]:
    """Rows on formats, scaling from one worker to two, the cluster, and memory."""
    rows = []
    for format in FORMATS:
        sources = _files(format, _EACH)
        read_report(sources[0].read(), sources[0].name)
        start = time.process_time()
        for source in sources:
            read_report(source.read(), source.name)
        each = (time.process_time() - start) / len(sources)
        rows.append(_row(f"bulk: {format}, reports a second of one core", 1 / each, "1/s"))
        rows.append(_row(f"bulk: {format}, one report", each * 1000, "ms", budget=BUDGETS_MS.get(format)))
    sources = _files("html", _MANY)
    # As an iterator they go by way of the spool, however many processes there are.
    here = {
        n: _seconds(lambda folder, s, n=n, **told: publish.load(folder, iter(s), processes=n, total=len(s), **told), sources)
        for n in (1, 2)
    }  # fmt: skip
    rows.append(_row("bulk: html by way of the spool, one worker, a report", here[1] * 1000, "ms"))
    rows.append(_row("bulk: html by way of the spool, two workers, a report", here[2] * 1000, "ms", here[1] * 1000))
    rows.append(_row("bulk: memory of the process that loads", psutil.Process().memory_info().rss / 1e6, "MB"))
    for workers in (1, 2):
        with cluster(workers) as address:
            each = _seconds(partial(publish.load, cluster=address), sources)
        name = f"bulk: html on a cluster, {workers} worker{'s' if workers > 1 else ''}, a report"
        rows.append(_row(name, each * 1000, "ms", here[workers] * 1000))
    return rows
