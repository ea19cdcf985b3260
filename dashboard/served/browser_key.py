"""A browser is given a cookie at its first page, by which its drafts are found again when the tab or the server was
closed meanwhile. Scripts cannot read it, other sites cannot send it along with what they ask for; it is no sign-in.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import access
from dashboard.served.base_path import base_path

_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie at most; renewed at each page."""


def _told(scope: Scope) -> str:
    try:
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    except CookieError:
        return ""
    return cookies[access.COOKIE].value if access.COOKIE in cookies else ""


class BrowserKey:
    """Puts the cookie on every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on; answers that are pages bear the cookie."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = _told(scope)
        key = told if access.is_key(told) else access.new_key()

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html") and message["status"] == 200:
                    # Lax: whoever follows a link from another site is known as well.
                    cookie = (
                        f"{access.COOKIE}={key}; Path={base_path() or '/'}; Max-Age={_SECONDS}; HttpOnly; SameSite=Lax"
                    )
                    headers.append("set-cookie", cookie + ("; Secure" if scope.get("scheme") == "https" else ""))
            await send(message)

        await self.app(scope, receive, send_marked)
