"""/health: whether the server can show what is in the store, for whoever watches over it.

Streamlit's own /_stcore/health says only that the process answers.
"""

from __future__ import annotations

from anyio import to_thread
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import ask
from dashboard.served.base_path import path_within
from reports.errors import ReportError


def state() -> tuple[int, dict[str, str | int | None]]:
    """The status and what is told: 200 with the generation served (None before the first), or 503 with the sentence
    why the store cannot be shown. `notice` says that an older generation stands in for a damaged one."""
    if not ask.is_published():
        return 200, {"status": "ok", "generation": None, "notice": ""}
    try:
        served = ask.served_now()
    except ReportError as error:
        return 503, {"status": "error", "generation": None, "notice": str(error)}
    return 200, {"status": "ok", "generation": served.number, "notice": served.notice}


class Health:
    """Answers /health; all else goes on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """JSON with status, generation and notice; see `state`."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or path_within(scope) != "/health":
            await self.app(scope, receive, send)
            return
        status, told = await to_thread.run_sync(state)
        await JSONResponse(told, status_code=status)(scope, receive, send)
