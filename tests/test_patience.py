"""Requests that come slowly or never end: others are served, and the server ends them."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from dashboard import wording
from dashboard.served.patience import Patience
from tests.browsing import free_port, serve
from tests.dashboard_stores import fill_gaps

UPLOAD = "/_stcore/upload_file/s/1"


async def keeper(scope: Any, receive: Any, send: Any) -> None:
    """Answers with how much came."""
    body = await Request(scope, receive).body()
    await PlainTextResponse(f"{len(body)}")(scope, receive, send)


async def stubborn(scope: Any, receive: Any, send: Any) -> None:
    """Answers in its own way when the browser has gone."""
    try:
        await keeper(scope, receive, send)
    except ClientDisconnect:
        await Response(status_code=500)(scope, receive, send)


def asked(app: Any, pieces: list[tuple[float, bytes]], path: str = UPLOAD, slowest: int = 10_000) -> tuple[int, str]:
    """Status and words of the answer to a body that comes in `pieces`, each after a pause; after the last one that is
    empty nothing comes any more."""
    sent: list[dict[str, Any]] = []
    coming = iter(pieces)

    async def receive() -> dict[str, Any]:
        pause, body = next(coming, (3600.0, b""))
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": body, "more_body": not body.endswith(b".")}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": "PUT", "path": path, "headers": []}
    # In a thread of its own: where a browser was driven in this one, its loop is still there.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(Patience(app, pause=0.3, slowest=slowest)(scope, receive, send))).result()
    assert sum(message["type"] == "http.response.start" for message in sent) == 1
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("app", [keeper, stubborn])
def test_a_body_that_stops_coming_is_ended_with_a_sentence(app: Any) -> None:
    assert asked(app, [(0.0, b"begun")]) == (408, wording.UPLOAD_REFUSALS[408])
    assert asked(app, [(0.0, b"begun")], "/sign-in") == (408, wording.REQUEST_TOO_SLOW)


def test_a_body_that_drips_is_ended_and_one_that_pauses_is_not() -> None:
    drip = [(0.1, b"x")] * 30 + [(0.0, b".")]
    assert asked(keeper, drip)[0] == 408, "a byte now and then does not keep a place for ever"
    assert asked(keeper, drip, slowest=1) == (200, "31"), "on a slow line it comes in its own time"
    assert asked(keeper, [(0.0, b"x" * 5000), (0.2, b"x" * 5000), (0.2, b".")]) == (200, "10001")


def test_an_answer_that_takes_long_is_no_matter_of_the_body() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()
        await asyncio.sleep(0.6)
        await PlainTextResponse("done")(scope, receive, send)

    assert asked(slow, [(0.0, b".")]) == (200, "done")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    fill_gaps(tmp_path / "store")
    yield from serve(tmp_path / "store")


def test_others_are_served_while_somebody_holds_uploads_open(site: str) -> None:
    place = urlsplit(site)
    assert place.hostname and place.port
    held = []
    for number in range(40):
        line = socket.create_connection((place.hostname, place.port), timeout=30)
        head = (
            f"PUT /_stcore/upload_file/s/{number} HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: multipart/form-data;"
            " boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\n"
        )
        line.sendall(head.encode())
        held.append(line)
    try:
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _n: requests.get(f"{site}/overview", timeout=60).status_code, range(16)))
        assert answers == [200] * 16
    finally:
        for line in held:
            line.close()


def test_a_server_answers_an_upload_that_stops_and_closes_the_connection() -> None:
    server = uvicorn.Server(uvicorn.Config(Patience(keeper, pause=0.5), port=free_port(), log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        with socket.create_connection(("127.0.0.1", server.config.port), timeout=60) as line:
            line.sendall(f"PUT {UPLOAD} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nbegun".encode())
            said = b""
            while piece := line.recv(65536):
                said += piece
        assert said.startswith(b"HTTP/1.1 408 ") and said.decode().endswith(wording.UPLOAD_REFUSALS[408])
    finally:
        server.should_exit = True
        thread.join(30)
