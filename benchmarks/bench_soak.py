"""Sixty sessions at once on the demo store while others publish: `python -m benchmarks soak 300` for five minutes.

Twice: first threads that ask as pages do, by dashboard.ask, then sessions of a real server that open page after page
as browsers do, by its websocket: every page, 年报原文 mostly on PDFs and a scan, and 年报体检 with a PDF uploaded. In goes the number of seconds of each; out come rows of errors, wrong answers (two
sessions that were told or shown different things of one generation, or a last answer that a fresh reader does not
confirm), speed and growth of memory.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil

from benchmarks.bench_dashboard import served, server_of
from dashboard import ask, wording
from reports import ask as asking
from reports import publish, store
from reports.reference import ROOT
from reports.specimen import demo, demo_offices, draw, write

SESSIONS = 60
THINK_SECONDS = 1.0
"""A thread waits so long before the next question."""
LOOK_SECONDS = 20.0
"""A person looks at a page for so long before the next."""
PAGES = list(wording.PAGES)

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

    def confirm(self, folder: Path) -> None:
        """Asks a fresh reader what the sessions were told of the last generation."""
        generation = store.open_current(folder)
        for (number, place), digest in self.told.items():
            if number == generation.number:
                name, parameters = self.questions[place]
                if _digest(asking.ask(generation.cursor(), name, parameters)) != digest:
                    self.wrong.append(f"last generation: {name}")
        generation.close()


@dataclass
class _Run:
    """What one run of a page sent: its markup, exceptions among it, and what an upload has to name."""

    places: dict[tuple[int, ...], str] = field(default_factory=dict)
    """The markup by its place on the page: it comes in this order or another, as the server finds time to send it."""
    session_id: str = ""
    page_script_hash: str = ""
    uploader_id: str = ""

    @property
    def bodies(self) -> list[str]:
        """The markup from the top of the page to its end."""
        return [self.places[place] for place in sorted(self.places)]


async def answer_of(line: Any, kind: str) -> Any:
    """The next message of that kind."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    while True:
        got = ForwardMsg()
        got.ParseFromString(await line.recv())
        if got.WhichOneof("type") == kind:
            return got


async def whole_run(line: Any) -> _Run:
    """One run of a page to its end."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    run = _Run()
    while True:
        got = ForwardMsg()
        got.ParseFromString(await line.recv())
        kind = got.WhichOneof("type")
        if kind == "new_session":
            run.session_id = got.new_session.initialize.session_id
        elif kind == "navigation":
            run.page_script_hash = got.navigation.page_script_hash
        elif kind == "delta":
            element, place = got.delta.new_element, tuple(got.metadata.delta_path)
            if element.WhichOneof("type") == "html":
                run.places[place] = element.html.body
            elif element.WhichOneof("type") == "exception":
                run.places[place] = wording.PAGE_ERROR + element.exception.message
            elif element.WhichOneof("type") == "file_uploader":
                run.uploader_id = element.file_uploader.id
        elif kind == "script_finished":
            return run


def upload(port: int, address: str, name: str, data: bytes) -> int:
    """Sends a file as a browser does; the status of the answer."""
    site = f"http://127.0.0.1:{port}"
    cookies = urllib.request.urlopen(f"{site}/_stcore/health", timeout=60).headers.get_all("Set-Cookie") or []
    cookie = next(text.split(";")[0] for text in cookies if text.startswith("_streamlit_xsrf="))
    mark = "soak"
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    headers = {
        "Cookie": cookie,
        "X-Xsrftoken": cookie.partition("=")[2].strip('"'),
        "Content-Type": f"multipart/form-data; boundary={mark}",
    }
    body = head + data + f"\r\n--{mark}--\r\n".encode()
    request = urllib.request.Request(f"{site}{address}", data=body, headers=headers, method="PUT")
    try:
        return int(urllib.request.urlopen(request, timeout=60).status)
    except urllib.error.HTTPError as error:
        return error.code


def _printed_reports(folder: Path) -> tuple[list[int], list[int]]:
    """The numbers of all reports, and of those that are PDFs or pictures."""
    generation = store.open_current(folder)
    rows = asking.ask(generation.cursor(), "report_list", {"only_current": True})
    generation.close()
    printed = rows[rows["file_name"].str.endswith((".pdf", ".png"))]
    return rows["report_id"].astype(int).tolist(), printed["report_id"].astype(int).tolist()


class _Visits:
    """What the sessions of the real server share."""

    def __init__(self, port: int, seconds: float, folder: Path) -> None:
        self.port = port
        self.reports, self.printed = _printed_reports(folder)
        self.drafts = [
            (f"draft{number}.pdf", path.read_bytes()) for number, path in enumerate(sorted(demo.PRINTED.iterdir()))
        ]
        self.judged = 0
        self.until = time.monotonic() + seconds
        self.shown: dict[str, str] = {}
        self.errors: list[str] = []
        self.different: list[str] = []
        self.milliseconds: list[float] = []

    async def person(self, number: int) -> None:
        """One person: opens a page, looks, opens another."""
        import websockets
        from streamlit.proto.BackMsg_pb2 import BackMsg

        chance = random.Random(number)
        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        protocols = [websockets.Subprotocol("streamlit")]
        async with websockets.connect(address, subprotocols=protocols, max_size=None) as line:
            await asyncio.sleep(chance.uniform(0, LOOK_SECONDS))
            while time.monotonic() < self.until:
                page = chance.choice(PAGES)
                asked = BackMsg()
                asked.rerun_script.page_name = page
                if page == "report":
                    chosen = self.printed if chance.random() < 0.7 else self.reports
                    asked.rerun_script.query_string = f"report={chance.choice(chosen)}"
                elif page == "import":
                    asked.rerun_script.query_string = urlencode({"task": wording.TASKS["check"]})
                start = time.perf_counter()
                await line.send(asked.SerializeToString())
                run = await whole_run(line)
                self.note(page, run.bodies)
                if page == "import":
                    await self.judge(line, run, chance.randrange(len(self.drafts)))
                self.milliseconds.append((time.perf_counter() - start) * 1000)
                await asyncio.sleep(LOOK_SECONDS * chance.uniform(0.5, 1.5))

    async def judge(self, line: Any, run: _Run, number: int) -> None:
        """Uploads a draft to 年报体检, which has just been opened; what is said of it belongs to this draft."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        name, data = self.drafts[number]
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.session_id = run.session_id
        asked.file_urls_request.file_names.append(name)
        await line.send(asked.SerializeToString())
        (place,) = (await answer_of(line, "file_urls_response")).file_urls_response.file_urls
        status = await asyncio.to_thread(upload, self.port, place.upload_url, name, data)
        asked = BackMsg()
        asked.rerun_script.page_script_hash = run.page_script_hash
        state = asked.rerun_script.widget_states.widgets.add(id=run.uploader_id)
        file = state.file_uploader_state_value.uploaded_file_info.add(name=name, size=len(data), file_id=place.file_id)
        file.file_urls.CopyFrom(place)
        await line.send(asked.SerializeToString())
        said = "".join((await whole_run(line)).bodies)
        self.judged += 1
        if status != 204 or name not in said or "体检1份草稿" not in said or wording.PAGE_ERROR in said:
            self.errors.append(f"judged {name} ({status}): {said[:200]}")

    def note(self, page: str, bodies: list[str]) -> None:
        """Counts a run as an error when it shows one or has no fingerprint, and as different when another run of the
        same page, generation and choice showed something else."""
        text = "".join(bodies)
        mark = re.search(r'data-fp="(\w+)" data-page="([\w-]+)"', text)
        if wording.PAGE_ERROR in text or mark is None or mark[2] != page:
            self.errors.append(f"{page}: {text[:200]}")
            return
        # The links carry along what each session has chosen.
        digest = hashlib.sha256(re.sub(r'href="[^"]*"', "", text).encode()).hexdigest()
        if self.shown.setdefault(mark[1], digest) != digest:
            self.different.append(f"{page}: {mark[1]}")


async def _visit(visits: _Visits, pid: int) -> list[int]:
    """Runs all sessions; gives the server's memory, a sample a second."""
    held: list[int] = []
    server = psutil.Process(pid)
    together = asyncio.gather(*(visits.person(number) for number in range(SESSIONS)))
    while not together.done():
        held.append(server.memory_info().rss)
        await asyncio.sleep(1)
    await together
    return held


def _growth(held: list[int]) -> tuple[float, float]:
    """Bytes in the last third, and how many more than in the middle one."""
    third = max(1, len(held) // 3)
    early, late = statistics.median(held[third : 2 * third] or held), statistics.median(held[-third:])
    return late, late - early


def _p95(milliseconds: list[float]) -> float:
    times = sorted(milliseconds) or [0.0]
    return times[int(len(times) * 0.95)]


def measure(sizes: Sequence[str] = ("20",)) -> list[dict[str, Any]]:
    """Rows on errors, wrong answers, answer times and memory; `sizes` is the number of seconds, e.g. ["300"]."""
    seconds = float(sizes[0])
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        demo.begin(folder)
        publish.load(folder, [*demo.demo_sources(), _scan()], cause="demo", processes=1)
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
            first = store.current_number(folder) or 0
            with served(GONGKAI_STORE=str(folder)) as port:
                visits = _Visits(port, seconds, folder)
                served_memory = asyncio.run(_visit(visits, server_of(port)))
            last = store.current_number(folder) or 0
            publisher.terminate()
        # What a writer that was ended journaled is no part of what the sessions saw.
        soak.confirm(folder)
    for text in (soak.errors + soak.wrong + visits.errors + visits.different)[:10]:
        print(text)
    late, grown = _growth(held)
    server_late, server_grown = _growth(served_memory)
    asking, visiting = f"{SESSIONS} threads asking, {seconds:g} s", f"{SESSIONS} sessions of a server, {seconds:g} s"
    rows: list[tuple[str, float, str, float | None]] = [
        (f"{asking}: errors", len(soak.errors), "count", 0),
        (f"{asking}: wrong answers", len(soak.wrong), "count", 0),
        (f"{asking}: answers", len(soak.milliseconds), "count", None),
        (f"{asking}: generations seen", len(soak.generations), "count", None),
        (f"{asking}: p95 of an answer", _p95(soak.milliseconds), "ms", None),
        (f"{asking}: memory at the end", late / 1e6, "MB", None),
        (f"{asking}: growth of memory from the middle third to the last", grown / 1e6, "MB", 60),
        (f"{visiting}: errors", len(visits.errors), "count", 0),
        (f"{visiting}: pages of one state shown differently", len(visits.different), "count", 0),
        (f"{visiting}: pages opened", len(visits.milliseconds), "count", None),
        (f"{visiting}: drafts uploaded and judged", visits.judged, "count", None),
        (f"{visiting}: generations published meanwhile", last - first, "count", None),
        (f"{visiting}: p95 of a page", _p95(visits.milliseconds), "ms", None),
        (f"{visiting}: memory of the server at the end", server_late / 1e6, "MB", None),
        (f"{visiting}: growth of its memory from the middle third to the last", server_grown / 1e6, "MB", 60),
    ]
    return [{"name": n, "value": v, "unit": u, "baseline": None, "ratio": None, "budget": b} for n, v, u, b in rows]
