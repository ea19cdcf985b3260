"""Who may ask, and what a browser may do with the answers: names of this server, and headers on every answer.

A page of another site can make a browser ask 127.0.0.1 under that site's name (DNS rebinding) and would then be taken
for us. So requests under a name that is not ours are refused, and Streamlit is told the same for its web sockets
(server.allowedHosts). A page of another site, also of another program on this machine, can moreover open a web socket
to us or send us a form, with our cookies: what a browser sends in the name of another origin than the one it asks is
refused where it could change something.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
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
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
FOREIGN = "这次操作来自另一个网站（{}）的页面，未予执行。请在本服务自己的页面上操作。"
REFUSED = "本服务不接受以“{}”为名的访问。请用本机地址 http://127.0.0.1 打开；如需以其他名称访问，请由管理员以 gongkai serve --host-name 登记。"


def allowed_hosts() -> list[str]:
    """The names that this server answers to, without ports."""
    return [*access.OWN_HOSTS, *access.other_hosts()]


def _is_own_page(origin: str | None, host: str | None) -> bool:
    """Whether a page of `origin` is one of the server that is asked under the name `host`.

    The origin's name and port are those of the host (a proxy may leave out the port), or its name is a registered one:
    a proxy may ask us by another. Who names no origin is no page of another site: browsers always do.
    """
    if origin is None:
        return True
    try:
        page, asked = urlsplit(origin), urlsplit(f"//{host or ''}")
        if page.hostname is None:
            return False
        if page.hostname.rstrip(".") in access.other_hosts():
            return True
        port = page.port or {"http": 80, "https": 443}.get(page.scheme)
        return page.hostname == asked.hostname and asked.port in (None, port)
    except ValueError:
        return False


class Guard:
    """Refuses requests under other names and changes in the name of other sites, and puts the security headers on
    every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        # Streamlit checks its web sockets by the same list.
        config.set_option("server.allowedHosts", allowed_hosts())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 400 with a sentence to a request under another name, 403 to a change or a web socket in the name of
        another site; all others go on."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host"), headers.get("origin")
        if scope["type"] == "websocket":
            # Closed before it is accepted: the server answers 403.
            await (self.app if _is_own_page(origin, host) else WebSocketClose(code=1008))(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=_raw_headers(message))
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                # What is not known to be the same for everybody, downloads and drafts above all, stays nowhere.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if not is_host_allowed(host):
            answer: ASGIApp = PlainTextResponse(REFUSED.format(_shown(host)), status_code=400)
        elif scope["method"] not in _SAFE_METHODS and not _may_change(headers):
            answer = PlainTextResponse(FOREIGN.format(_shown(origin)), status_code=403)
        else:
            answer = self.app
        await answer(scope, receive, send_guarded)


def _may_change(headers: Headers) -> bool:
    """Whether a request that may change something comes from a page of this server, as its browser says."""
    # Our pages say nothing of themselves (Referrer-Policy): browsers send "null" as the origin of their forms.
    origin = headers.get("origin")
    if origin != "null" and not _is_own_page(origin, headers.get("host")):
        return False
    # Another port of the same machine is the same site to a browser, yet not ours.
    return headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _shown(name: str | None) -> str:
    """A name out of a request as it may stand in a sentence."""
    return "".join(sign for sign in (name or "")[:80] if sign.isprintable())


def _raw_headers(message: MutableMapping[str, Any]) -> list[tuple[bytes, bytes]]:
    """The headers of an answer as a list that can be changed in place."""
    message["headers"] = list(message.get("headers", []))
    raw: list[tuple[bytes, bytes]] = message["headers"]
    return raw
