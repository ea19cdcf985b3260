"""How fast the dashboard is, in a browser: a first visit, a change of a filter, Python a rerun,
20 sessions at once.

The demo district's 单位对比 with its four charts stands beside a plain Streamlit page with four plotly.express
charts of the same numbers, measured in turn in the same run: on a busy machine the ratio says more than the
value. An init script stamps every drawing on a canvas and every change of a chart's SVG; a run ends when the
page's fingerprint is another one and nothing was drawn for 800 ms, which are not counted. Bytes are counted by
a relay between browser and server.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import wording
from reports import publish, store
from reports.ask import ask
from reports.command.serve import server_command
from reports.specimen import demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
INDICATOR = "hotline12345.close_rate"
YEARS = (2025, 2024, 2023, 2022)
QUIET = 800
"""Milliseconds without a drawing after which a chart counts as drawn."""
VISITS = 5
CHANGES = 12
SESSIONS = 20
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]

STAMP = """
(() => {
  window.__drawn = 0; window.__draws = 0; window.__chosen = 0;
  const stamp = () => { window.__drawn = performance.now(); window.__draws += 1; };
  const pen = CanvasRenderingContext2D.prototype;
  for (const name of ["fillRect", "clearRect", "fill", "stroke", "fillText", "drawImage", "putImageData"]) {
    const draw = pen[name];
    pen[name] = function (...given) { stamp(); return draw.apply(this, given); };
  }
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      const element = target.nodeType === 1 ? target : target.parentElement;
      if (element?.closest(".js-plotly-plot")) return stamp();
      for (const node of addedNodes) if (node.nodeType === 1 && node.querySelector(".js-plotly-plot")) return stamp();
    }
  }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[role=option]")) window.__chosen = performance.now();
  }, true);
})();
"""

READY = """([before, charts, quiet]) => {
  const marks = document.querySelectorAll("[data-testid=fp]");
  return marks.length === 1 && marks[0].dataset.fp !== before
    && document.querySelector("[data-test-script-state=notRunning]") !== null
    && document.querySelectorAll(".js-plotly-plot .main-svg").length >= charts
    && performance.now() - window.__drawn > quiet;
}"""

PLAIN = """
import os
import pandas as pd
import plotly.express as px
import streamlit as st

@st.cache_data
def load():
    return pd.read_csv(os.environ["PLAIN_FIGURES"])

st.set_page_config(layout="wide")
frame = load()
year = st.selectbox("Year", sorted(frame["year"].unique(), reverse=True))
now = frame[frame["year"] == year]
both = frame[frame["year"].isin([year, year - 1])]
left, right = st.columns(2)
left.plotly_chart(px.line(frame[frame["year"] <= year], x="year", y="value", color="office_name", title=f"to {year}"))
right.plotly_chart(px.bar(now.sort_values("value"), x="value", y="office_name", title=f"{year}"))
left.plotly_chart(px.line(both, x="year", y="value", color="office_name", title=f"change to {year}"))
right.plotly_chart(px.scatter(now, x="rank_of_kind", y="value", color="office_name", title=f"ranks {year}"))
st.html(f'<span data-testid="fp" data-fp="{year}" hidden></span>')
"""


def find_browser() -> str | None:
    """A Chromium or Chrome on this machine; None without one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


@contextmanager
def served(script: Path | None = None, **environment: str) -> Iterator[int]:
    """The port of a server of the dashboard, or of a plain Streamlit server that runs `script`."""
    port = _free_port()
    command = server_command(port)
    if script is not None:
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
        command += ["--server.address", "127.0.0.1", "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).read()
                break
            except OSError:
                if server.poll() is not None:
                    raise RuntimeError(f"the server on port {port} ended") from None
                time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(30)


class Relay:
    """Stands between browser and server and counts the bytes that the server sends."""

    def __init__(self, to: int) -> None:
        self.to, self.port, self.received = to, _free_port(), 0
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait(10)

    def _run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._handle, "127.0.0.1", self.port))
        ready.set()
        self._loop.run_forever()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, answer = await asyncio.open_connection("127.0.0.1", self.to)
        await asyncio.gather(self._pump(reader, answer, False), self._pump(there, writer, True))

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, count: bool) -> None:
        try:
            while data := await source.read(65536):
                self.received += len(data) if count else 0
                target.write(data)
                await target.drain()
        except OSError:
            # A browser that leaves cuts its connections.
            pass
        finally:
            target.close()

    def close(self) -> None:
        """Ends the relay."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)


def _wait(page: Page, before: str, charts: int) -> None:
    page.wait_for_function(READY, arg=[before, charts, QUIET], timeout=120_000, polling=100)


def _first_visit(browser: Browser, relay: Relay, path: str, charts: int) -> tuple[float, int]:
    """Milliseconds from the start of the navigation to the last drawing, and bytes, of a new visitor."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
    page = context.new_page()
    page.add_init_script(STAMP)
    before = relay.received
    page.goto(f"http://127.0.0.1:{relay.port}/{path}")
    _wait(page, "", charts)
    drawn = float(page.evaluate("window.__drawn"))
    received = relay.received - before
    context.close()
    return drawn, received


def _opened(browser: Browser, relay: Relay, path: str, charts: int) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    page.add_init_script(STAMP)
    page.goto(f"http://127.0.0.1:{relay.port}/{path}")
    _wait(page, "", charts)
    return page


def _change(page: Page, box: str, option: str, charts: int) -> float:
    """Milliseconds from the click on an option to the last drawing."""
    before = page.locator("[data-testid=fp]").get_attribute("data-fp") or ""
    page.bring_to_front()
    page.locator(box).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()
    _wait(page, before, charts)
    return float(page.evaluate("window.__drawn - window.__chosen"))


async def _reruns(port: int, page: str, label: str, options: list[str]) -> tuple[float, float]:
    """Milliseconds from a request to the last message of its run (median), and of the server's processor time that a
    run takes with all that it does beside and after: one session of a server that does nothing else chooses `options`
    of the box `label` in turn."""
    import psutil
    import websockets
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    from streamlit.proto.WidgetStates_pb2 import WidgetState

    process = psutil.Process(server_of(port))
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")], max_size=None
    ) as line:

        async def run(box: str, option: str) -> str:
            """Reruns with `option` chosen in the box of that id; gives the id of the box `label`."""
            asked = BackMsg()
            asked.rerun_script.page_name = page
            if box:
                asked.rerun_script.widget_states.widgets.append(WidgetState(id=box, string_value=option))
            await line.send(asked.SerializeToString())
            while True:
                got = ForwardMsg()
                got.ParseFromString(await line.recv())  # type: ignore[arg-type]
                drawn = got.delta.new_element.selectbox
                if drawn.label == label:
                    box = drawn.id
                if got.WhichOneof("type") == "script_finished":
                    return box

        box = await run("", "")
        for option in options * 2:
            await run(box, option)
        used = sum(process.cpu_times()[:2])
        took = []
        for turn in range(CHANGES):
            started = time.perf_counter()
            await run(box, options[turn % len(options)])
            took.append(1000 * (time.perf_counter() - started))
        return statistics.median(took), 1000 * (sum(process.cpu_times()[:2]) - used) / CHANGES


async def _session(port: int, page: str, start: asyncio.Barrier) -> float:
    """Milliseconds from a session's request of a page to its last element."""
    import websockets
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")], max_size=None
    ) as line:
        await start.wait()
        started = time.perf_counter()
        asked = BackMsg()
        asked.rerun_script.page_name = page
        await line.send(asked.SerializeToString())
        while True:
            got = ForwardMsg()
            got.ParseFromString(await line.recv())  # type: ignore[arg-type]
            if got.WhichOneof("type") == "script_finished":
                return 1000 * (time.perf_counter() - started)


def memory_of_a_server(folder: Path) -> float:
    """Bytes that the dashboard's server holds on the store `folder` after each of its pages was opened twice."""
    import psutil

    with served(GONGKAI_STORE=str(folder)) as port:
        for page in [*wording.PAGES] * 2:
            asyncio.run(_session(port, page, asyncio.Barrier(1)))
        return float(psutil.Process(server_of(port)).memory_info().rss)


def server_of(port: int) -> int:
    """The process that `served` started on the port."""
    import psutil

    for child in psutil.Process().children(recursive=True):
        if any(place.laddr.port == port and place.status == "LISTEN" for place in child.net_connections()):
            return child.pid
    raise RuntimeError(f"nobody listens on port {port}")


async def _at_once(port: int, page: str) -> list[float]:
    start = asyncio.Barrier(SESSIONS)
    return await asyncio.gather(*(_session(port, page, start) for _ in range(SESSIONS)))


def _row(name: str, value: float, unit: str, baseline: float, budget: float | None = None) -> dict[str, Any]:
    return {
        "name": f"dashboard: {name}",
        "value": round(value, 3),
        "unit": unit,
        "baseline": round(baseline, 3),
        "ratio": round(baseline / value, 2) if value else None,
        "budget": budget,
    }


def measure() -> list[dict[str, Any]]:
    """The rows for bench.json; the baseline is the plain page of the same run. Without a browser only what
    needs none."""
    rows: list[dict[str, Any]] = []
    with ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        demo.begin(work / "store")
        publish.load(work / "store", demo.demo_sources(), cause="benchmark")
        figures, plain = work / "figures.csv", work / "plain.py"
        generation = store.open_current(work / "store")
        frame = ask(generation.cursor(), "indicator_by_office_and_year", {"indicator": INDICATOR})
        frame.dropna(subset=["value"]).to_csv(figures, index=False)
        generation.close()
        plain.write_text(PLAIN, "utf-8")
        here = stack.enter_context(served(GONGKAI_STORE=str(work / "store")))
        there = stack.enter_context(served(plain, PLAIN_FIGURES=str(figures)))
        path = find_browser()
        if path is not None:
            rows += _browser_rows(path, here, there)
        mine = asyncio.run(_reruns(here, "compare", wording.FILTER_YEAR, [wording.year(year) for year in YEARS]))
        theirs = asyncio.run(_reruns(there, "", "Year", [str(year) for year in YEARS]))
        rows.append(_row("Python a rerun, four charts, to the last message", mine[0], "ms", theirs[0], 40))
        rows.append(_row("processor time of a rerun, four charts", mine[1], "ms", theirs[1]))
        sessions = asyncio.run(_at_once(here, "compare")), asyncio.run(_at_once(there, ""))
        for name, value in (("median", statistics.median), ("slowest", max)):
            rows.append(
                _row(f"{SESSIONS} sessions at once, page built, {name}", value(sessions[0]), "ms", value(sessions[1]))
            )
    return rows


def _browser_rows(path: str, here: int, there: int) -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    ours, theirs = Relay(here), Relay(there)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        _first_visit(browser, ours, "compare", 4)
        _first_visit(browser, theirs, "", 4)
        visits = [
            (_first_visit(browser, ours, "compare", 4), _first_visit(browser, theirs, "", 4)) for _ in range(VISITS)
        ]
        mine = _opened(browser, ours, "compare", 4)
        plain = _opened(browser, theirs, "", 4)
        boxes = ".st-key-year [role=combobox]", "[data-testid=stSelectbox] [role=combobox]"
        changes = []
        for turn in range(1, len(YEARS) + CHANGES + 1):
            year = YEARS[turn % len(YEARS)]
            changes.append((_change(mine, boxes[0], f"{year}年", 4), _change(plain, boxes[1], str(year), 4)))
        browser.close()
    ours.close()
    theirs.close()
    changes = changes[len(YEARS) :]
    median = statistics.median
    return [
        _row(
            "filter change to the last chart, four charts, median",
            median(own for own, _ in changes),
            "ms",
            median(other for _, other in changes),
            300,
        ),
        _row(
            "first visit to the last chart, median",
            median(own[0] for own, _ in visits) / 1000,
            "s",
            median(other[0] for _, other in visits) / 1000,
            2.3,
        ),
        _row(
            "first visit, over the wire",
            median(own[1] for own, _ in visits) / 1e6,
            "MB",
            median(other[1] for _, other in visits) / 1e6,
            2.5,
        ),
    ]
