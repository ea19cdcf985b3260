"""How long the server waits for a request that comes slowly or never ends: an upload held open, a form half sent.

Others are served meanwhile, as each request waits for itself; but what is held open keeps its place among the uploads
(uploads.py) and its connection for ever. So the body of a request may pause for a while only, and has to come at no
less than the slowest line's rate. What is sent to the browser, however long, is no matter of this.
"""

from __future__ import annotations

import asyncio
import time

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import wording

PAUSE_SECONDS = 60.0
"""Nothing of a body may come for so long."""
SLOWEST_BYTES = 8_000
"""So many bytes a second come over the slowest line that is waited for: 60 MB in two hours."""


class Patience:
    """Ends a request whose body stops coming, or comes too slowly to be meant, with 408 and a sentence."""

    def __init__(self, app: ASGIApp, pause: float = PAUSE_SECONDS, slowest: int = SLOWEST_BYTES) -> None:
        self.app = app
        self._pause = pause
        self._slowest = slowest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets every request go on, and ends it when its body does not come in time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, received = time.monotonic(), 0
        is_whole = is_ended = has_answer = False

        async def in_time() -> Message:
            nonlocal received, is_whole, is_ended
            if is_whole:
                # Only whether the browser is still there is asked from now on.
                return await receive()
            left = began + self._pause + received / self._slowest - time.monotonic()
            try:
                message = await asyncio.wait_for(receive(), max(0.0, min(left, self._pause)))
            except TimeoutError:
                is_ended = True
                return {"type": "http.disconnect"}
            received += len(message.get("body", b""))
            is_whole = message["type"] != "http.request" or not message.get("more_body", False)
            return message

        async def answered(message: Message) -> None:
            nonlocal has_answer
            if is_ended and not has_answer:
                # What is said of a browser that has gone is not for this one, which is still there.
                return
            has_answer = True
            await send(message)

        try:
            await self.app(scope, in_time, answered)
        except Exception:
            # What it raises over a browser that it was told has gone is no fault of its own.
            if not is_ended:
                raise
        if is_ended and not has_answer:
            # The connection ends with the answer: what is still to come of the body is not waited for.
            words = wording.UPLOAD_REFUSALS[408] if "/upload_file/" in scope["path"] else wording.REQUEST_TOO_SLOW
            answer = PlainTextResponse(words, status_code=408, headers={"Connection": "close"})
            await answer(scope, receive, send)
