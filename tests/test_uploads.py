"""What may be uploaded: so much a session, so much in all, and room again for whatever was let go of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard import wording
from dashboard.served import frame
from dashboard.served.uploads import UploadQuota


class Behind:
    """Streamlit's end: keeps what comes with its own keeper, and may be told to wait while it comes."""

    def __init__(self) -> None:
        self.keeper = MemoryUploadedFileManager("/_stcore/upload_file")
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        *_, session, file = scope["path"].split("/")
        if self.meanwhile is not None:
            later, self.meanwhile = self.meanwhile, None
            await later()
        self.keeper.add_file(session, UploadedFileRec(file, "a.txt", "", (await receive())["body"]))
        await PlainTextResponse("kept", status_code=204)(scope, receive, send)


async def put(quota: UploadQuota, path: str, size: int, length: str | None = None) -> tuple[int, str]:
    """Status and body of the answer to an upload of `size` bytes."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x" * size}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    told = str(size) if length is None else length
    headers = [(b"content-length", told.encode())] if told else []
    await quota({"type": "http", "method": "PUT", "path": path, "headers": headers}, receive, send)
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Behind:
    """A server of 30 bytes a session and 50 in all."""
    monkeypatch.setattr(wording, "SESSION_MEGABYTES", 30 / 1_000_000)
    monkeypatch.setattr(wording, "SERVER_MEGABYTES", 50 / 1_000_000)
    return Behind()


def played(steps: Callable[[], Awaitable[None]]) -> None:
    """Runs the steps of a test in a thread: where browser tests ran before, this one has a running loop."""
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, steps()).result()  # type: ignore[arg-type]


def test_a_session_has_so_much_and_room_again_for_what_it_let_go_of(behind: Behind) -> None:
    async def steps() -> None:
        quota = UploadQuota(behind, behind.keeper)
        assert (await put(quota, "/_stcore/upload_file/s/1", 20))[0] == 204
        assert await put(quota, "/_stcore/upload_file/s/2", 11) == (413, wording.UPLOAD_REFUSALS[413])
        assert (await put(quota, "/_stcore/upload_file/s/2", 10))[0] == 204
        behind.keeper.remove_file("s", "1")
        assert (await put(quota, "/_stcore/upload_file/s/3", 20))[0] == 204, "the file was removed"
        assert (await put(quota, "/_stcore/upload_file/other/1", 21)) == (507, wording.UPLOAD_REFUSALS[507])
        behind.keeper.remove_session_files("s")
        assert (await put(quota, "/_stcore/upload_file/other/1", 30))[0] == 204, "the session ended"

    played(steps)


def test_what_is_on_its_way_counts(behind: Behind) -> None:
    async def steps() -> None:
        quota = UploadQuota(behind, behind.keeper)

        async def second() -> None:
            assert (await put(quota, "/_stcore/upload_file/s/1", 11))[0] == 413

        behind.meanwhile = second
        assert (await put(quota, "/_stcore/upload_file/s/1", 20))[0] == 204

    played(steps)


@pytest.mark.parametrize("length", ["", "-1", "1e3", "9" * 5000, "٣"])
def test_an_upload_that_does_not_say_how_long_it_is_does_not_come_in(behind: Behind, length: str) -> None:
    async def steps() -> None:
        quota = UploadQuota(behind, behind.keeper)
        assert await put(quota, "/_stcore/upload_file/s/1", 5, length) == (411, wording.UPLOAD_REFUSALS[411])
        assert not behind.keeper.get_files("s", ["1"])

    played(steps)


def test_the_browser_knows_a_sentence_for_each_refusal() -> None:
    script = frame.own_assets()["/gongkai.js"][0].decode()
    for status, sentence in wording.UPLOAD_REFUSALS.items():
        assert f'"AxiosError: Request failed with status code {status}": "{sentence}"' in script
