"""Sixty sessions at once on the demo store while others publish: `python -m benchmarks soak 300` for five minutes.

Twice: first threads that ask as pages do, by dashboard.ask, then sessions of a real server that open page after page
as browsers do, by its web socket (visits.py): every page, 年报原文 mostly on PDFs and a scan, and 年报体检 with a PDF
uploaded. In goes the number of seconds for both together, of which the threads get a fifth; making the store comes
before, half a minute. With the size `people` each session signs in to an account of its own, as with
`gongkai serve --people`. Out come rows of errors, wrong answers (two sessions that were told or shown different things
of one generation, or a last answer that a fresh reader does not confirm), speed and growth of memory; each minute a
line of what is known so far, so that a run that is cut has said something.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from benchmarks.bench_dashboard import served, server_of
from benchmarks.visits import LONGEST_SECONDS, Person, Visits, anybody, with_accounts
from dashboard import ask
from reports import ask as asking
from reports import publish, store
from reports.reference import ROOT
from reports.specimen import demo, demo_offices, draw, write

SESSIONS = 60
THINK_SECONDS = 1.0
"""A thread waits so long before the next question."""
_ASKING = 0.2
"""The share of the time in which threads ask."""

_PUBLISHER = """
import sys, time
from pathlib import Path
from reports import publish
from reports.publish import Source
from reports.specimen import demo_offices, draw, write
office = next(iter(demo_offices().values()))
seed = 1000
while True:
    publish.load(Path(sys.argv[1]), [Source(f"{seed}.html", data=write(draw(office, 2019 + seed % 6, seed), "html"))])
    seed += 1
    time.sleep(3)
"""


def _scan() -> publish.Source:
    """A report as a scanner gives it, of a year that the demo leaves out."""
    office = demo_offices()["qinghe-wangyuntai"]
    return publish.Source("scan2021.pdf", data=write(draw(office, 2021, 7), "pdf_scan"))


def _questions() -> list[tuple[str, dict[str, Any]]]:
    """Every question that needs no parameter, plain and for one year."""
    asked: list[tuple[str, dict[str, Any]]] = []
    for item in asking.questions():
        if all(parameter.is_optional for parameter in item.parameters):
            asked.append((item.name, {}))
            names = {parameter.name for parameter in item.parameters}
            if "year" in names:
                asked.append((item.name, {"year": 2023}))
            elif {"from_year", "to_year"} <= names:
                asked.append((item.name, {"from_year": 2021, "to_year": 2024}))
    return asked


def _digest(answer: Any) -> str:
    # Kept for each generation and question: the answers themselves would be what grows.
    return hashlib.sha256(answer.to_json(date_format="iso").encode()).hexdigest()


class _Soak:
    """What the sessions share."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.questions = _questions()
        self.told: dict[tuple[int, int], str] = {}
        self.errors: list[str] = []
        self.wrong: list[str] = []
        self.milliseconds: list[float] = []
        self.generations: set[int] = set()
        self._lock = threading.Lock()

    def session(self, number: int) -> None:
        """One person: asks, looks, asks again."""
        chance = random.Random(number)
        while time.monotonic() < self.until:
            place = chance.randrange(len(self.questions))
            name, parameters = self.questions[place]
            # As a run of a page begins: it notices what was published since the last one.
            before = ask.current().number
            start = time.perf_counter()
            try:
                answer = ask.ask(name, **parameters)
            except Exception as error:  # whatever it is, a person would have seen it
                with self._lock:
                    self.errors.append(f"{name}: {error!r}")
                continue
            took = (time.perf_counter() - start) * 1000
            digest = _digest(answer)
            with self._lock:
                self.milliseconds.append(took)
            if ask.generation() == before:
                with self._lock:
                    self.generations.add(before)
                    if self.told.setdefault((before, place), digest) != digest:
                        self.wrong.append(f"generation {before}: {name}")
            time.sleep(THINK_SECONDS * chance.uniform(0.5, 1.5))

    def together(self) -> list[int]:
        """All sessions to their end; this process's memory in bytes, a sample a second. A session whose answer does not
        come is left alone and counts as an error."""
        threads = [threading.Thread(target=self.session, args=(number,), daemon=True) for number in range(SESSIONS)]
        for thread in threads:
            thread.start()
        held: list[int] = []
        while any(thread.is_alive() for thread in threads) and time.monotonic() < self.until + LONGEST_SECONDS:
            held.append(psutil.Process().memory_info().rss)
            time.sleep(1)
        for thread in threads:
            if thread.is_alive():
                self.errors.append(f"no answer within {LONGEST_SECONDS:g} s")
        return held

    def confirm(self, folder: Path) -> None:
        """Asks a fresh reader what the sessions were told of the last generation."""
        generation = store.open_current(folder)
        for (number, place), digest in self.told.items():
            if number == generation.number:
                name, parameters = self.questions[place]
                if _digest(asking.ask(generation.cursor(), name, parameters)) != digest:
                    self.wrong.append(f"last generation: {name}")
        generation.close()


def _growth(held: list[int]) -> tuple[float, float]:
    """Bytes in the last third, and how many more than in the middle one."""
    third = max(1, len(held) // 3)
    early, late = statistics.median(held[third : 2 * third] or held), statistics.median(held[-third:])
    return late, late - early


def _p95(milliseconds: list[float]) -> float:
    times = sorted(milliseconds) or [0.0]
    return times[int(len(times) * 0.95)]


def _visited(folder: Path, seconds: float, visitors: Sequence[Person], with_people: bool) -> Visits:
    """What came of sessions of a server on `folder` for so many seconds."""
    with served(GONGKAI_STORE=str(folder), GONGKAI_PEOPLE="1" if with_people else "") as port:
        visits = Visits(port, seconds)
        asyncio.run(visits.visit(visitors, server_of(port)))
    return visits


def _asking_rows(soak: _Soak, held: list[int], seconds: float) -> list[dict[str, Any]]:
    late, grown = _growth(held)
    asking = f"{SESSIONS} threads asking, {seconds:.0f} s"
    return _rows(
        (f"{asking}: errors", len(soak.errors), "count", 0),
        (f"{asking}: wrong answers", len(soak.wrong), "count", 0),
        (f"{asking}: answers", len(soak.milliseconds), "count", None),
        (f"{asking}: generations seen", len(soak.generations), "count", None),
        (f"{asking}: p95 of an answer", _p95(soak.milliseconds), "ms", None),
        (f"{asking}: memory at the end", late / 1e6, "MB", None),
        (f"{asking}: growth of memory from the middle third to the last", grown / 1e6, "MB", 60),
    )


def _visiting_rows(visits: Visits, published: int, with_people: bool) -> list[dict[str, Any]]:
    late, grown = _growth(visits.held)
    whose = "signed-in sessions" if with_people else "sessions"
    visiting = f"{SESSIONS} {whose} of a server, {visits.seconds:.0f} s"
    signing: list[tuple[str, float, str, float | None]] = []
    if with_people:
        signing = [
            (f"{visiting}: signed in", len(visits.sign_ins), "count", None),
            (f"{visiting}: p95 of signing in, all at once", _p95(visits.sign_ins), "ms", None),
        ]
    return _rows(
        *signing,
        (f"{visiting}: errors", len(visits.errors), "count", 0),
        (f"{visiting}: sessions given up at the end", visits.given_up, "count", 0),
        (f"{visiting}: pages of one state shown differently", len(visits.different), "count", 0),
        (f"{visiting}: pages opened", len(visits.milliseconds), "count", None),
        (f"{visiting}: drafts uploaded and judged", visits.judged, "count", None),
        (f"{visiting}: generations published meanwhile", published, "count", None),
        (f"{visiting}: median of a page", statistics.median(visits.milliseconds or [0.0]), "ms", None),
        (f"{visiting}: p95 of a page", _p95(visits.milliseconds), "ms", None),
        (f"{visiting}: memory of the server at the end", late / 1e6, "MB", None),
        (f"{visiting}: growth of its memory from the middle third to the last", grown / 1e6, "MB", 60),
    )


def _rows(*told: tuple[str, float, str, float | None]) -> list[dict[str, Any]]:
    return [{"name": n, "value": v, "unit": u, "baseline": None, "ratio": None, "budget": b} for n, v, u, b in told]


def measure(sizes: Sequence[str] = ("25",)) -> list[dict[str, Any]]:
    """Rows on errors, wrong answers, answer times and memory; `sizes` are the number of seconds, and `people` where all
    sign in, e.g. ["people", "300"]."""
    with_people = "people" in sizes
    seconds = next((float(size) for size in sizes if size != "people"), 25.0)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        demo.begin(folder)
        publish.load(folder, [*demo.demo_sources(), _scan()], cause="demo", processes=1)
        visitors = with_accounts(folder, SESSIONS) if with_people else [anybody(folder)] * SESSIONS
        os.environ["GONGKAI_STORE"] = str(folder)
        print(f"the store took {time.monotonic() - began:.0f} s", flush=True)
        with subprocess.Popen([sys.executable, "-c", _PUBLISHER, str(folder)], cwd=ROOT) as publisher:
            try:
                soak = _Soak(seconds * _ASKING)
                held = soak.together()
                asked = f"{len(soak.milliseconds)} answers, {len(soak.errors)} errors, {len(soak.wrong)} wrong"
                print(f"asked: {asked}", flush=True)
                first = store.current_number(folder) or 0
                visits = _visited(folder, seconds * (1 - _ASKING), visitors, with_people)
                last = store.current_number(folder) or 0
            finally:
                publisher.terminate()
        # What a writer that was ended journaled is no part of what the sessions saw.
        soak.confirm(folder)
    for text in (soak.wrong + visits.different + soak.errors + visits.errors)[:20]:
        print(text)
    return _asking_rows(soak, held, seconds * _ASKING) + _visiting_rows(visits, last - first, with_people)
