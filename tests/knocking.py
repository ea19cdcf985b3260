"""Whoever tries the doors of a server for several people without a browser: by HTTP, and by a web socket of his own
making, with the messages that Streamlit's script would send."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from dashboard.served import sign_in

PASSWORD = "qinghe-2026-Ab"
_FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')


def anybody() -> requests.Session:
    """A browser of its own, with its cookies; it keeps no connection, which the server may be about to close."""
    visit = requests.Session()
    visit.headers["Connection"] = "close"
    return visit


def form_of(page: str) -> str:
    """What a form of the server brings back."""
    found = _FORM.search(page)
    return found[1] if found else ""


def enter(visit: requests.Session, site: str, name: str, password: str = PASSWORD) -> requests.Response:
    """Signs in as the form does; the answer, not followed."""
    form = form_of(visit.get(f"{site}/sign-in", timeout=60).text)
    told = {"name": name, "password": password, "form": form, "to": ""}
    return visit.post(f"{site}/sign-in", data=told, allow_redirects=False, timeout=60)


def signed_in(site: str, name: str) -> requests.Session:
    """Somebody who signed in."""
    visit = anybody()
    assert enter(visit, site, name).status_code == 303
    return visit


def cookies_of(visit: requests.Session) -> str:
    """What a browser would send."""
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in visit.cookies)


@dataclass
class Heard:
    """What a run of a page said: all text of its messages, the ids of its widgets by the key in them, the ids of its
    downloads, and the session's own id."""

    text: str = ""
    session: str = ""
    widgets: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)

    def widget(self, key: str) -> str:
        """The id of the widget that a page calls `key`."""
        return next(each for each in self.widgets if each.endswith(f"-{key}"))


class Line:
    """A web socket to a dashboard."""

    def __init__(self, site: str, cookies: str, *, headers: dict[str, str] | None = None, session: str = "") -> None:
        """Opened with the cookies of a visit; `session` is another one's to take up."""
        address = f"ws://{urlsplit(site).netloc}{urlsplit(site).path}/_stcore/stream"
        given = [Subprotocol("streamlit"), *([Subprotocol("x"), Subprotocol(session)] if session else [])]
        self._line: ClientConnection = connect(
            address,
            additional_headers={"Cookie": cookies, **(headers or {})},
            subprotocols=given,
            max_size=None,
            open_timeout=60,
            compression=None,
        )

    def say(self, message: BackMsg) -> None:
        """Sends a message."""
        self._line.send(message.SerializeToString())

    def hear(self) -> Heard:
        """What is said until a run has ended. ConnectionClosed when the server hangs up."""
        heard = Heard()
        while True:
            raw = self._line.recv(timeout=60)
            assert isinstance(raw, bytes)
            message = ForwardMsg.FromString(raw)
            # Strings stand in a message as they are, in UTF-8.
            heard.text += raw.decode("utf-8", "replace")
            kind = message.WhichOneof("type")
            if kind == "new_session":
                heard.session = message.new_session.initialize.session_id
            if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                part = getattr(element, element.WhichOneof("type"))
                if getattr(part, "id", ""):
                    heard.widgets.append(part.id)
                if getattr(part, "deferred_file_id", ""):
                    heard.downloads.append(part.deferred_file_id)
            if kind == "script_finished":
                return heard

    def run(self, page: str, query: str = "", widgets: dict[str, Any] | None = None) -> Heard:
        """Runs a page with an address and values of widgets (text), as a browser asks for it."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_name = page
        for key, value in (widgets or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = key, value
        self.say(message)
        return self.hear()

    def download(self, session: str, file: str) -> str:
        """Asks in a session of one's own for a download to be built; its address below the site, '' when the server
        does not build it."""
        message = BackMsg()
        message.backend_operation_request.request_id = "1"
        message.backend_operation_request.session_id = session
        message.backend_operation_request.deferred_file.file_id = file
        self.say(message)
        while True:
            raw = self._line.recv(timeout=60)
            assert isinstance(raw, bytes)
            answer = ForwardMsg.FromString(raw)
            if answer.WhichOneof("type") == "backend_operation_response":
                return str(answer.backend_operation_response.deferred_file.url)

    def hung_up(self) -> tuple[int, str]:
        """Waits until the server hangs up: its code and its word."""
        try:
            while True:
                self._line.recv(timeout=60)
        except ConnectionClosed as error:
            return (error.rcvd.code, error.rcvd.reason) if error.rcvd else (0, "")

    def close(self) -> None:
        """Hangs up."""
        self._line.close()


def address(**parameters: str) -> str:
    """Parameters as an address has them."""
    return "&".join(f"{name}={quote(value)}" for name, value in parameters.items())


SESSION = sign_in.COOKIE
