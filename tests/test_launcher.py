"""The launcher: its connections send at once what they have, and a first visitor waits for nothing that could be ready."""

from __future__ import annotations

import asyncio
import gc
import socket
from concurrent.futures import ThreadPoolExecutor

from streamlit import config
from streamlit.web.server.starlette.starlette_server import _bind_socket

from dashboard import app


def test_connections_of_a_socket_that_names_no_protocol_send_at_once() -> None:
    async def is_at_once(listening: socket.socket) -> bool:
        told: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            told.set_result(bool(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)))
            writer.close()

        server = await asyncio.start_server(accept, sock=listening)
        _reader, writer = await asyncio.open_connection(*listening.getsockname())
        found = await told
        writer.close()
        server.close()
        return found

    # In a thread: where the browser tests ran before, this one has a running loop.
    with ThreadPoolExecutor(1) as aside:
        assert aside.submit(asyncio.run, is_at_once(_bind_socket("127.0.0.1", 0, 5))).result()


def test_streamlit_still_names_no_protocol() -> None:
    """When this fails, Streamlit names it: app._send_at_once is no longer needed and is to be removed."""
    with _bind_socket("127.0.0.1", 0, 5) as listening:
        assert listening.proto == 0


def test_what_was_warmed_up_is_set_aside_from_collecting_garbage() -> None:
    gc.unfreeze()
    app._warm_up()
    assert gc.get_freeze_count() > 100_000
    assert not config.get_option("runner.postScriptGC")
    gc.unfreeze()
