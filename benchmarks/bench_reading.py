"""How long one report takes to read in each format, on one core, and how many are loaded a second on 1 and 2.

The files are fictional reports of both forms, drawn for the purpose; PDF stands beside pdfplumber's
extract_tables and extract_text on the same files. Times of single reports are
processor time: medians of the files, the best of three each.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reports import publish, store
from reports.publish import Source
from reports.reading import read_report
from reports.specimen import demo, demo_offices, draw, extension, write

BUDGETS_MS = {"txt": 25.0, "txt_pipes": 25.0, "html": 25.0, "html_word": 25.0, "docx": 60.0, "pdf": 120.0}
FORMATS = (*BUDGETS_MS, "mhtml", "xlsx")
YEARS = (2019, 2020, 2022, 2024)


def _files(format: str) -> list[tuple[str, bytes]]:
    office = next(iter(demo_offices().values()))
    return [(f"{year}{extension(format)}", write(draw(office, year, seed), format)) for seed, year in enumerate(YEARS)]


def _milliseconds(work: Callable[[], object]) -> float:
    """Of one core: what other programs do meanwhile is no part of it."""
    best = float("inf")
    for _round in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1000


def _median(work: Callable[[str, bytes], object], files: Sequence[tuple[str, bytes]]) -> float:
    # The first call also loads tables and libraries, which is no part of a report.
    work(*files[0])
    return statistics.median(_milliseconds(lambda name=name, data=data: work(name, data)) for name, data in files)  # type: ignore[misc]


def _pdfplumber(_name: str, data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables()
            page.extract_text()


def _row(
    name: str, value: float, unit: str, baseline: float | None = None, budget: float | None = None
) -> dict[str, Any]:
    ratio = None if baseline is None else baseline / value
    return {"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio, "budget": budget}


def _seconds_to_load(sources: list[Source], processes: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        publish.load(Path(folder), sources, processes=processes)
        return time.perf_counter() - start


def measure() -> list[dict[str, Any]]:
    """Milliseconds a report by format, reports a second on one and two cores, milliseconds to publish one."""
    rows = []
    for format in FORMATS:
        files = _files(format)
        value = _median(lambda name, data: read_report(data, name), files)
        baseline = _median(_pdfplumber, files) if format == "pdf" else None
        rows.append(_row(f"read one report, {format}", value, "ms", baseline, BUDGETS_MS.get(format)))
    office = next(iter(demo_offices().values()))
    sources = [Source(f"{seed}.html", data=write(draw(office, 2021 + seed % 4, seed), "html")) for seed in range(120)]
    one, two = (_seconds_to_load(sources, processes) for processes in (1, 2))
    rows.append(_row("load 120 reports (html), one process, a report", one / len(sources) * 1000, "ms"))
    rows.append(
        _row(
            "load 120 reports (html), two processes, a report",
            two / len(sources) * 1000,
            "ms",
            one / len(sources) * 1000,
        )
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        demo.begin(folder)
        publish.load(folder, demo.demo_sources(), cause="demo")
        extra = Source("extra.html", data=write(draw(office, 2024, 999), "html"))
        start = time.perf_counter()
        publish.load(folder, [extra])
        store.open_current(folder).close()
        rows.append(
            _row(
                "load one report into the demo store until it is visible",
                (time.perf_counter() - start) * 1000,
                "ms",
                budget=1000.0,
            )
        )
    return rows
