"""Sessions of a real server that open page after page as browsers do, by its web socket, and upload drafts to 年报体检.

In goes the port of a server and how long to go on; out come counts of errors, of pages shown differently to two who
should see the same, and times. A session whose page does not come is given up and counted, so that the whole ends when
it should. With accounts, each session signs in by the form first and opens what its role opens.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psutil
import requests
from websockets.exceptions import WebSocketException

from dashboard import wording
from dashboard.served import sign_in
from reports import ask as asking
from reports import people, store
from reports.specimen import demo

LOOK_SECONDS = 20.0
"""A person looks at a page for so long before the next."""
LONGEST_SECONDS = 120.0
"""A page or an upload that takes longer is an error, and its session is given up."""
PAGES = tuple(wording.PAGES)
PAGES_OF_AN_OFFICE = ("office", "follow-up", "report", "import")
"""What the role 单位 opens."""
_PASSWORD = "qinghe-2026-Ab"
_FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')


@dataclass
class Run:
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


async def whole_run(line: Any) -> Run:
    """One run of a page to its end."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    run = Run()
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


def upload(port: int, address: str, name: str, data: bytes, cookies: str = "") -> int:
    """Sends a file as a browser does, with its cookies; the status of the answer."""
    site = f"http://127.0.0.1:{port}"
    with requests.Session() as visit:
        visit.headers.update({"Connection": "close"} | ({"Cookie": cookies} if cookies else {}))
        given = visit.get(f"{site}/_stcore/health", timeout=LONGEST_SECONDS).cookies["_streamlit_xsrf"]
        # A header of one's own keeps the visit's cookies from being sent.
        both = "; ".join(part for part in (cookies, f"_streamlit_xsrf={given}") if part)
        headers = {"Cookie": both, "X-Xsrftoken": given.strip('"')}
        files = {"file": (name, data)}
        return visit.put(f"{site}{address}", headers=headers, files=files, timeout=LONGEST_SECONDS).status_code


@dataclass(frozen=True)
class Person:
    """Whoever has a session: what he opens, which reports, and who sees the same as he (`sees`); of an account its name
    and, once signed in, its cookies."""

    pages: tuple[str, ...]
    reports: tuple[int, ...]
    printed: tuple[int, ...]
    sees: str = ""
    account: str = ""


def anybody(folder: Path) -> Person:
    """A visitor of a server without accounts."""
    return Person(PAGES, *_reports(folder))


def with_accounts(folder: Path, count: int) -> list[Person]:
    """So many people with accounts made for them: a third leaders, a third staff, a third of one office each."""
    found: list[Person] = []
    every = _reports(folder)
    offices = sorted(_offices(folder))
    for number in range(count):
        role = ("领导", "公开办", "单位")[number % 3]
        name = f"{role}{number}"
        if role == "单位":
            office = offices[number // 3 % len(offices)]
            people.add(folder, name, role, offices=[office], password=_PASSWORD)
            found.append(Person(PAGES_OF_AN_OFFICE, *_reports(folder, office), office, name))
        else:
            people.add(folder, name, role, regions=["全部"], password=_PASSWORD)
            pages = tuple(page for page in PAGES if page != "import") if role == "领导" else PAGES
            found.append(Person(pages, *every, role, name))
    return found


def _rows(folder: Path) -> Any:
    generation = store.open_current(folder)
    try:
        return asking.ask(generation.cursor(), "report_list", {"only_current": True})
    finally:
        generation.close()


def _offices(folder: Path) -> set[str]:
    return set(_rows(folder)["office_code"])


def _reports(folder: Path, office: str | None = None) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of all reports, or of an office's, and of those that are PDFs or pictures."""
    rows = _rows(folder)
    if office is not None:
        rows = rows[rows["office_code"] == office]
    printed = rows[rows["file_name"].str.endswith((".pdf", ".png"))]
    return tuple(rows["report_id"].astype(int)), tuple(printed["report_id"].astype(int))


def signed_in(port: int, name: str) -> str:
    """The cookies of somebody who signed in by the form. RuntimeError when the server refuses."""
    site = f"http://127.0.0.1:{port}"
    with requests.Session() as visit:
        visit.headers["Connection"] = "close"
        form = _FORM.search(visit.get(f"{site}{sign_in.SIGN_IN}", timeout=LONGEST_SECONDS).text)
        told = {"name": name, "password": _PASSWORD, "form": form[1] if form else "", "to": ""}
        answer = visit.post(f"{site}{sign_in.SIGN_IN}", data=told, allow_redirects=False, timeout=LONGEST_SECONDS)
        if answer.status_code != 303:
            raise RuntimeError(f"{name} could not sign in ({answer.status_code})")
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in visit.cookies)


class Visits:
    """What the sessions of the server share; `seconds` is how long they go on."""

    def __init__(self, port: int, seconds: float, longest: float = LONGEST_SECONDS) -> None:
        self.port, self.seconds, self.longest = port, seconds, longest
        self.drafts = [
            (f"draft{number}.pdf", path.read_bytes()) for number, path in enumerate(sorted(demo.PRINTED.iterdir()))
        ]
        self.judged = 0
        self.began = time.monotonic()
        self.until = self.began + seconds
        self.shown: dict[tuple[str, str], str] = {}
        self.errors: list[str] = []
        self.different: list[str] = []
        self.given_up = 0
        self.milliseconds: list[float] = []
        self.sign_ins: list[float] = []
        self.held: list[int] = []
        """The server's memory in bytes, a sample a second."""

    async def visit(self, visitors: Sequence[Person], pid: int) -> None:
        """All sessions to their end, which is `seconds` from now and at most `longest` more."""
        server = psutil.Process(pid)
        self.began = time.monotonic()
        self.until = self.began + self.seconds
        cookies = await asyncio.gather(*(self.sign_in(who.account) for who in visitors))
        persons = zip(range(len(visitors)), visitors, cookies, strict=True)
        together = [asyncio.ensure_future(self.person(*each)) for each in persons]
        minute = 1
        while not all(task.done() for task in together):
            self.held.append(server.memory_info().rss)
            await asyncio.sleep(1)
            past = time.monotonic() - self.began
            if past > 60 * minute:
                minute += 1
                print(f"so far, {past:.0f} of {self.seconds:.0f} s: {self.told()}", flush=True)
            if past > self.seconds + self.longest:
                break
        for task in together:
            if not task.done():
                self.given_up += 1
                task.cancel()
        for error in await asyncio.gather(*together, return_exceptions=True):
            if isinstance(error, Exception):
                self.errors.append(f"a session ended: {error!r}")

    def told(self) -> str:
        """The counts so far in one line."""
        return (
            f"{len(self.milliseconds)} pages, {len(self.errors)} errors, {len(self.different)} shown differently, "
            f"{self.judged} drafts judged, {(self.held or [0])[-1] / 1e6:.0f} MB"
        )

    async def sign_in(self, account: str) -> str:
        """The cookies of somebody who signed in, '' where he has no account or is refused."""
        if not account:
            return ""
        start = time.perf_counter()
        try:
            cookies = await asyncio.to_thread(signed_in, self.port, account)
        except (RuntimeError, requests.RequestException) as error:
            self.errors.append(repr(error))
            return ""
        self.sign_ins.append((time.perf_counter() - start) * 1000)
        return cookies

    async def person(self, number: int, who: Person, cookies: str) -> None:
        """One person: opens a page, looks, opens another."""
        if who.account and not cookies:
            return
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, min(LOOK_SECONDS, self.seconds / 2)))
        while time.monotonic() < self.until:
            try:
                await self._opens(who, cookies, chance)
            except (TimeoutError, OSError, requests.RequestException, WebSocketException) as error:
                # He opens the site anew, as a person would.
                self.errors.append(f"no answer: {error!r}")
                await asyncio.sleep(5)

    async def _opens(self, who: Person, cookies: str, chance: random.Random) -> None:
        """Page after page in one window. TimeoutError when one does not come."""
        import websockets

        address = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        protocols = [websockets.Subprotocol("streamlit")]
        headers = {"Cookie": cookies} if cookies else None
        async with websockets.connect(
            address, subprotocols=protocols, additional_headers=headers, max_size=None, open_timeout=self.longest
        ) as line:
            while time.monotonic() < self.until:
                start = time.perf_counter()
                async with asyncio.timeout(self.longest):
                    await self._open(line, who, cookies, chance)
                self.milliseconds.append((time.perf_counter() - start) * 1000)
                left = self.until - time.monotonic()
                await asyncio.sleep(max(0.0, min(LOOK_SECONDS * chance.uniform(0.5, 1.5), left)))

    async def _open(self, line: Any, who: Person, cookies: str, chance: random.Random) -> None:
        """One page, and on 年报体检 one draft."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        page = chance.choice(who.pages)
        asked = BackMsg()
        asked.rerun_script.page_name = page
        if page == "report" and who.reports:
            chosen = who.printed if who.printed and chance.random() < 0.7 else who.reports
            asked.rerun_script.query_string = f"report={chance.choice(chosen)}"
        elif page == "import":
            asked.rerun_script.query_string = urlencode({"task": wording.TASKS["check"]})
        await line.send(asked.SerializeToString())
        run = await whole_run(line)
        self.note(page, run.bodies, who)
        if page == "import":
            await self.judge(line, run, chance.randrange(len(self.drafts)), cookies)

    async def judge(self, line: Any, run: Run, number: int, cookies: str = "") -> None:
        """Uploads a draft to 年报体检, which has just been opened; what is said of it belongs to this draft."""
        from streamlit.proto.BackMsg_pb2 import BackMsg

        name, data = self.drafts[number]
        asked = BackMsg()
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.session_id = run.session_id
        asked.file_urls_request.file_names.append(name)
        await line.send(asked.SerializeToString())
        (place,) = (await answer_of(line, "file_urls_response")).file_urls_response.file_urls
        status = await asyncio.to_thread(upload, self.port, place.upload_url, name, data, cookies)
        asked = BackMsg()
        asked.rerun_script.page_script_hash = run.page_script_hash
        state = asked.rerun_script.widget_states.widgets.add(id=run.uploader_id)
        file = state.file_uploader_state_value.uploaded_file_info.add(name=name, size=len(data), file_id=place.file_id)
        file.file_urls.CopyFrom(place)
        await line.send(asked.SerializeToString())
        said = "".join((await whole_run(line)).bodies)
        self.judged += 1
        if status != 204 or name not in said or "体检1份草稿" not in said or wording.PAGE_ERROR in said:
            self.errors.append(f"judged {name} ({status}): {said[-300:]}")

    def note(self, page: str, bodies: list[str], who: Person) -> None:
        """Counts a run as an error when it shows one or has no fingerprint, and as different when another run of the
        same page, generation and choice showed something else to somebody who sees the same."""
        text = "".join(bodies)
        mark = re.search(r'data-fp="(\w+)" data-page="([\w-]+)"', text)
        if wording.PAGE_ERROR in text or mark is None or mark[2] != page:
            self.errors.append(f"{who.sees} {page}: {text[:200]}")
            return
        # The links carry along what each session has chosen; a page may say who is signed in.
        same = re.sub(r'href="[^"]*"', "", text)
        if who.account:
            same = re.sub(rf"{who.account}(?![0-9])", "", same)
        digest = hashlib.sha256(same.encode()).hexdigest()
        if self.shown.setdefault((who.sees, mark[1]), digest) != digest:
            self.different.append(f"{who.sees} {page}: {mark[1]}")
