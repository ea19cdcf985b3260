"""Who may ask, and what a browser may do with the answers: names of this server, and headers on every answer.

A page of another site can make a browser ask 127.0.0.1 under that site's name (DNS rebinding) and would then be taken
for us. So requests under a name that is not ours are refused, and Streamlit is told the same for its web sockets
(server.allowedHosts).
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard import access

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Streamlit makes modules of components' scripts as blobs; index.html has one script of its own in the page.
        "script-src 'self' 'unsafe-inline' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
    )
)
"""Nothing is fetched from elsewhere, and no other site shows us in a frame, where it could guide people's clicks."""

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
REFUSED = "本服务不接受以“{}”为名的访问。请用本机地址 http://127.0.0.1 打开；如需以其他名称访问，请由管理员以 gongkai serve --host-name 登记。"


def allowed_hosts() -> list[str]:
    """The names that this server answers to, without ports."""
    return [*access.OWN_HOSTS, *access.other_hosts()]


class Guard:
    """Refuses requests under other names, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # Streamlit checks its web sockets by the same list.
        config.set_option("server.allowedHosts", allowed_hosts())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 400 with a sentence to a request under another name; all others go on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=_raw_headers(message))
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                # What is not known to be the same for everybody, downloads and drafts above all, stays nowhere.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        host = Headers(scope=scope).get("host")
        if is_host_allowed(host):
            await self.app(scope, receive, send_guarded)
            return
        shown = "".join(sign for sign in (host or "")[:80] if sign.isprintable())
        await PlainTextResponse(REFUSED.format(shown), status_code=400)(scope, receive, send_guarded)


def _raw_headers(message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer as a list that can be changed in place."""
    message["headers"] = list(message.get("headers", []))
    raw: list[tuple[bytes, bytes]] = message["headers"]
    return raw
