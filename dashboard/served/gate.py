"""The one gate of a server for several people: nothing of it is reached by whoever has not signed in.

In comes every request and every message of a web socket; out goes what DOORS lets the person do, or a sentence. What is
on no list is closed. Whose session it is, the gate tells the pages in a header that it takes away from browsers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileStorageError

from dashboard import held, visitor, wording
from dashboard.served import own_password, provider, sign_in
from dashboard.served.base_path import path_within
from reports import people, store

FAVICON = Path(__file__).parents[1] / "assets" / "favicon.png"
SIGNED_OUT_CODE = 4401
"""The web socket's code by which gongkai.js knows that the page is to be loaded anew, and so signed in to."""

OPEN, PERSON, OWN, CHECK, SIGN, PASSWORD = "open", "person", "own", "check", "sign", "password"
"""What a door asks: nothing; a session; that the thing is this person's; that he may judge drafts; the forms of signing
in and out; or a session and the form of its person's password."""


@dataclass(frozen=True, slots=True)
class Door:
    """Addresses below the base path (a pattern of the whole), by methods, and what they ask."""

    path: str
    methods: tuple[str, ...]
    asks: str


_READ = ("GET", "HEAD")
DOORS = (
    Door(r"/sign-(in|out)", ("GET", "HEAD", "POST"), SIGN),
    Door(own_password.PATH, ("GET", "HEAD", "POST"), PASSWORD),
    Door(r"/auth/login|/oauth2callback", _READ, SIGN),
    Door(r"/health|/_stcore/health|/_stcore/host-config|/gongkai\.css|/favicon\.png", _READ, OPEN),
    Door(r"/|/[a-z-]+|/index\.html", _READ, PERSON),
    Door(r"/gongkai\.js|/plotly\.js", _READ, PERSON),
    Door(r"/static/[\w./-]+|/manifest\.json", _READ, PERSON),
    Door(r"/_stcore/stream", ("WEBSOCKET",), PERSON),
    Door(r"/media/[\w.-]+", _READ, OWN),
    Door(r"/_stcore/upload_file/[^/]+/[^/]+", ("PUT", "DELETE"), CHECK),
)
"""Every door of the server that opens at all."""


def door(path: str | None, method: str) -> Door | None:
    """The door of an address; None for a closed one."""
    found = (each for each in DOORS if path is not None and re.fullmatch(each.path, path))
    return next((each for each in found if method in each.methods), None)


class Gate:
    """Lets nobody through who has not signed in, and whoever has only to what is his."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 303 (to the form), 401, 403 or 404 with a sentence, closes web sockets, or lets through."""
        if not visitor.with_people() or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope = _without_header(scope)
        is_socket = scope["type"] == "websocket"
        path = path_within(scope) or ("/" if scope["path"] == "/" else None)
        found = door(path, "WEBSOCKET" if is_socket else scope["method"])
        name = sign_in.name_in(scope) if found is None or found.asks not in (OPEN, SIGN) else None
        if is_socket:
            await self._socket(scope, receive, send, found, name)
        elif found is not None and found.asks == OPEN:
            await self.app(scope, receive, send)
        elif found is not None and found.asks == SIGN:
            await self._sign(scope, receive, send)
        elif name is None:
            await _unknown(scope)(scope, receive, send)
        elif found is None:
            await PlainTextResponse(wording.DOOR_CLOSED, status_code=404)(scope, receive, send)
        elif sentence := refused(found, path or "", name):
            await PlainTextResponse(sentence, status_code=403)(scope, receive, send)
        elif found.asks == PASSWORD:
            await own_password.answer(scope, receive, send, name)
        else:
            await self.app(_with_header(scope, name), receive, send)

    async def _sign(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = path_within(scope)
        if path in (sign_in.SIGN_IN, sign_in.SIGN_OUT):
            if path == sign_in.SIGN_OUT and sign_in.name_in(scope) is None:
                await sign_in.to_sign_in({**scope, "path": "/", "query_string": b""})(scope, receive, send)
                return
            await sign_in.answer(scope, receive, send)
        elif not provider.is_set_up():
            await PlainTextResponse(wording.DOOR_CLOSED, status_code=404)(scope, receive, send)
        elif path == provider.LOGIN:
            await self.app(scope, receive, send)
        else:
            name, why = await provider.call_back(self.app, scope, receive, send)
            answer = provider.refused(why) if name is None else sign_in.begun(scope, name)
            await provider.cleared(answer, Request(scope))(scope, receive, send)

    async def _socket(self, scope: Scope, receive: Receive, send: Send, found: Door | None, name: str | None) -> None:
        if found is None or name is None:
            await receive()
            # Accepted for the time of one word: a refused handshake would tell the page nothing.
            offered = scope.get("subprotocols") or [None]
            await send({"type": "websocket.accept", "subprotocol": offered[0]})
            await send(_closing())
            return
        is_over = False

        async def receive_signed() -> Message:
            nonlocal is_over
            message = await receive()
            if message["type"] == "websocket.receive" and sign_in.name_in(scope) != name:
                is_over = True
                await send(_closing())
                return {"type": "websocket.disconnect", "code": SIGNED_OUT_CODE}
            return message

        async def send_signed(message: Message) -> None:
            # Nothing follows the closing word.
            if not is_over:
                await send(message)

        await self.app(_with_header(scope, name), receive_signed, send_signed)


def _closing() -> Message:
    return {"type": "websocket.close", "code": SIGNED_OUT_CODE, "reason": wording.SIGNED_OUT}


def _unknown(scope: Scope) -> Response:
    """For whoever has not signed in: the form where a person looks at a page, else a sentence."""
    if scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
        return sign_in.to_sign_in(scope)
    return PlainTextResponse(wording.SIGNED_OUT, status_code=401)


def refused(found: Door, path: str, name: str) -> str:
    """The sentence why a door stays closed to a person who signed in; '' where it opens."""
    if found.asks == OWN:
        return "" if _is_own_file(name, path.rpartition("/")[2]) else wording.NOT_YOUR_DOWNLOAD
    if found.asks == CHECK:
        account = people.account(store.default_store(), name)
        if sentence := people.refused(account.person() if account else None, "check"):
            return sentence
        return "" if _is_own_session(name, path.split("/")[-2]) else wording.NOT_YOUR_SESSION
    return ""


def _is_own_file(name: str, file: str) -> bool:
    """Whether a file of Streamlit's was built for this person, or is the icon that all pages have."""
    try:
        data = runtime.get_instance().media_file_mgr._storage.get_file(file).content  # type: ignore[attr-defined]
    except (AttributeError, MediaFileStorageError, RuntimeError):
        # It is not there, or Streamlit keeps it otherwise now: then it is nobody's.
        return False
    return held.is_held(name, data) or data == FAVICON.read_bytes()


def _is_own_session(name: str, session: str) -> bool:
    """Whether an open tab is this person's."""
    try:
        info = runtime.get_instance()._session_mgr.get_active_session_info(session)
    except (AttributeError, RuntimeError):
        # No server runs, or Streamlit keeps its tabs otherwise now: then it is nobody's.
        return False
    return info is not None and info.session.matches_user_info({visitor.USER_KEY: quote(name)})


def _without_header(scope: Scope) -> Scope:
    """The request without a name that its browser may have brought along."""
    ours = visitor.PERSON_HEADER.encode()
    return {**scope, "headers": [(key, value) for key, value in scope["headers"] if key.lower() != ours]}


def _with_header(scope: Scope, name: str) -> Scope:
    return {**scope, "headers": [*scope["headers"], (visitor.PERSON_HEADER.encode(), quote(name).encode())]}
