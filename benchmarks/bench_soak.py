"""Fifty sessions at once on the demo store while others publish: `python -m benchmarks soak 300` for five minutes.

Sessions are threads that ask as pages do, by dashboard.ask, without a browser: what a page draws is measured
elsewhere. In goes the number of seconds; out come rows of errors, wrong answers (two sessions that were told
different things of one generation, or a last answer that a fresh reader does not confirm), speed and growth of memory.
"""

from __future__ import annotations

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

from dashboard import ask
from reports import publish, store
from reports.reference import ROOT

SESSIONS = 50
THINK_SECONDS = 1.0
"""A person looks at a page for at least so long before the next question."""

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


def _questions() -> list[tuple[str, dict[str, Any]]]:
    """Every question that needs no parameter, plain and for one year."""
    asked: list[tuple[str, dict[str, Any]]] = []
    for item in store.questions():
        if all(parameter.is_optional for parameter in item.parameters):
            asked.append((item.name, {}))
            names = {parameter.name for parameter in item.parameters}
            if "year" in names:
                asked.append((item.name, {"year": 2023}))
            elif {"from_year", "to_year"} <= names:
                asked.append((item.name, {"from_year": 2021, "to_year": 2024}))
    return asked


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
            digest = answer.to_json(date_format="iso")
            with self._lock:
                self.milliseconds.append(took)
            if ask.generation() == before:
                with self._lock:
                    self.generations.add(before)
                    if self.told.setdefault((before, place), digest) != digest:
                        self.wrong.append(f"generation {before}: {name}")
            time.sleep(THINK_SECONDS * chance.uniform(0.5, 1.5))

    def confirm(self, folder: Path) -> None:
        """Asks a fresh reader what the sessions were told of the last generation."""
        generation = store.open_current(folder)
        for (number, place), digest in self.told.items():
            if number == generation.number:
                name, parameters = self.questions[place]
                if store.ask(generation.cursor(), name, parameters).to_json(date_format="iso") != digest:
                    self.wrong.append(f"last generation: {name}")
        generation.close()


def measure(sizes: Sequence[str] = ("20",)) -> list[dict[str, Any]]:
    """Rows on errors, wrong answers, answer times and memory; `sizes` is the number of seconds, e.g. ["300"]."""
    seconds = float(sizes[0])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        publish.load(folder, publish.demo_sources(), cause="demo", processes=1)
        os.environ["GONGKAI_STORE"] = str(folder)
        with subprocess.Popen([sys.executable, "-c", _PUBLISHER, str(folder)], cwd=ROOT) as publisher:
            soak = _Soak(seconds)
            threads = [threading.Thread(target=soak.session, args=(number,)) for number in range(SESSIONS)]
            for thread in threads:
                thread.start()
            held: list[int] = []
            while any(thread.is_alive() for thread in threads):
                held.append(psutil.Process().memory_info().rss)
                time.sleep(1)
            publisher.terminate()
        # What a writer that was ended journaled is no part of what the sessions saw.
        soak.confirm(folder)
    for text in (soak.errors + soak.wrong)[:10]:
        print(text)
    third = max(1, len(held) // 3)
    early, late = statistics.median(held[third : 2 * third] or held), statistics.median(held[-third:])
    times = sorted(soak.milliseconds) or [0.0]
    rows: list[tuple[str, float, str, float | None]] = [
        ("errors", len(soak.errors), "count", 0),
        ("wrong answers", len(soak.wrong), "count", 0),
        ("answers", len(soak.milliseconds), "count", None),
        ("generations seen", len(soak.generations), "count", None),
        ("p95 of an answer", times[int(len(times) * 0.95)], "ms", None),
        ("memory at the end", late / 1e6, "MB", None),
        ("growth of memory from the middle third to the last", (late - early) / 1e6, "MB", 60),
    ]
    return [
        {
            "name": f"{SESSIONS} sessions, {seconds:g} s: {n}",
            "value": v,
            "unit": u,
            "baseline": None,
            "ratio": None,
            "budget": b,
        }
        for n, v, u, b in rows
    ]
