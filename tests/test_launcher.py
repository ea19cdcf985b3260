"""The launcher: its connections send at once what they have, and a first visitor waits for nothing that could be ready."""

from __future__ import annotations

import asyncio
import gc
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from click.testing import CliRunner
from starlette.responses import PlainTextResponse
from streamlit import config
from uvicorn.protocols.http.h11_impl import H11Protocol

from dashboard import app
from reports.command import gongkai
from reports.reference import ROOT


def test_connections_of_a_plain_uvicorn_send_at_once() -> None:
    """Streamlit's own start binds a socket that leaves Nagle's algorithm on: 40 ms for each small file."""
    at_once: list[bool] = []

    class Watched(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            connection = transport.get_extra_info("socket")
            at_once.append(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            super().connection_made(transport)

    async def served_once() -> int:
        settings = uvicorn.Config(
            PlainTextResponse("here"), host="127.0.0.1", port=0, http=Watched, lifespan="off", log_level="critical"
        )
        server = uvicorn.Server(settings)
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        status = int((await reader.readline()).split()[1])
        writer.close()
        server.should_exit = True
        await running
        return status

    # In a thread: where the browser tests ran before, this one has a running loop.
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, served_once()).result() == 200
    assert at_once == [True]


def test_what_was_warmed_up_is_set_aside_from_collecting_garbage() -> None:
    gc.unfreeze()
    app._warm_up()
    assert gc.get_freeze_count() > 100_000
    assert not config.get_option("runner.postScriptGC")
    gc.unfreeze()


def test_a_port_in_use_is_told_with_the_way_out(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = CliRunner().invoke(
            gongkai,
            ["serve", "--port", str(port), "--store", str(tmp_path_factory.mktemp("none"))],
            standalone_mode=False,
        )
    assert told.return_value == 1
    assert f"端口 {port} 已被占用" in told.output


def test_the_server_ends_with_its_command_and_does_not_tell_every_request(tmp_path: Path) -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    command = [sys.executable, "-m", "reports", "serve", "--port", str(port), "--store", str(tmp_path)]
    with (tmp_path / "console.txt").open("w+") as console:
        server = subprocess.Popen(command, cwd=ROOT, stdout=console, stderr=console)
        try:
            answered = 0
            for _ in range(240):
                try:
                    answered = urllib.request.urlopen(f"http://127.0.0.1:{port}/overview", timeout=5).status
                    break
                except OSError:
                    time.sleep(0.25)
        finally:
            # Killed, it can pass nothing on: the server itself must notice.
            server.kill()
            server.wait(30)
        for _ in range(80):
            with socket.socket() as place:
                if place.connect_ex(("127.0.0.1", port)):
                    break
            time.sleep(0.25)
        else:
            pytest.fail("the server outlives the command that started it")
        console.seek(0)
        assert answered == 200
        assert "GET" not in console.read()
