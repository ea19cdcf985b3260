"""The soak ends when it should and tells what it knows, whatever the server does."""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import websockets

from benchmarks import visits


async def _visited(seconds: float, longest: float) -> visits.Visits:
    """Three sessions of a server that takes what is said and never answers."""

    async def mute(line: Any) -> None:
        await line.wait_closed()

    async with websockets.serve(mute, "127.0.0.1", 0, subprotocols=[websockets.Subprotocol("streamlit")]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        soak = visits.Visits(port, seconds, longest)
        await soak.visit([visits.Person(("overview",), (), ())] * 3, os.getpid())
        return soak


def test_a_server_that_never_answers_ends_the_soak_in_time_and_is_told() -> None:
    start = time.monotonic()
    # In a thread of its own: a browser test before may have left a loop to this one.
    with ThreadPoolExecutor(1) as aside:
        soak = aside.submit(lambda: asyncio.run(_visited(2.0, 1.0))).result()
    assert time.monotonic() - start < 15
    assert len(soak.errors) >= 3 and not soak.milliseconds
    assert "0 pages" in soak.told()
