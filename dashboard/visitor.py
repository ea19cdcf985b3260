"""Who visits the dashboard, as far as the server can tell.

Three ways: a server of one person knows nobody; behind a proxy that signs people in, a declared header names them
(--user-header); with --people the server's own gate (served/gate.py) names them, after it saw their session, in a
header that it takes away from whatever a browser sent. What a visitor may do is decided in access.py.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from reports import people, store
from reports.errors import ReportError

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
HOSTS_VARIABLE = "GONGKAI_HOSTS"
"""More names that the server is reached by, with commas: `gongkai serve --host-name` sets it."""
CHANGES_VARIABLE = "GONGKAI_ALLOW_CHANGES"
""""1" where those who reach the server by these names may change what is stored: --allow-changes."""
HEADER_VARIABLE = "GONGKAI_USER_HEADER"
"""The header in which the proxy tells who visits: --user-header."""
PEOPLE_VARIABLE = "GONGKAI_PEOPLE"
""""1" where everybody has to sign in to an account of the store: --people."""
PERSON_HEADER = "x-gongkai-person"
"""In which the gate tells whose session it saw; percent-encoded."""
USER_KEY = "name"
"""What either header is called in st.user."""
COOKIE = "gongkai-browser"
"""Where nobody tells who visits: what a browser shows to be known by again. The server makes it up at the first visit
(served/browser_key.py); it opens nothing but this browser's own drafts."""
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
MOST_CHARACTERS = 60
"""Of a visitor's name, as it goes into the journal."""


class SignedOut(ReportError):
    """Whoever asks is not signed in any more."""


def other_hosts() -> list[str]:
    """The names, without ports, that others reach this server by."""
    told = [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",")]
    return [name for name in told if name and name not in OWN_HOSTS]


def with_people() -> bool:
    """Whether everybody has to sign in."""
    return os.environ.get(PEOPLE_VARIABLE) == "1"


def trusted_headers() -> dict[str, str]:
    """Streamlit's server.trustedUserHeaders: the header that tells who visits and what it is called in st.user."""
    header = PERSON_HEADER if with_people() else os.environ.get(HEADER_VARIABLE, "")
    return {header: USER_KEY} if header else {}


def visitor() -> str | None:
    """The visitor's name as the gate or the proxy tells it, "" where none is told; None where nobody was declared to
    tell."""
    if not trusted_headers():
        return None
    told = str(st.user.get(USER_KEY) or "")
    if with_people():
        return unquote(told)
    # HTTP hands headers on byte by byte; proxies write names in UTF-8.
    with contextlib.suppress(UnicodeError):
        told = told.encode("latin-1").decode("utf-8")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())[:MOST_CHARACTERS]


_acting: ContextVar[str] = ContextVar("acting", default="")


@contextlib.contextmanager
def acting(name: str) -> Iterator[None]:
    """Within it, outside of any page, `name` acts, whose session the gate saw: what writes then is asked for him."""
    token = _acting.set(name)
    try:
        yield
    finally:
        _acting.reset(token)


def account() -> people.Account | None:
    """The account of whoever visits; None on a server that has no accounts. SignedOut where it was shut meanwhile, or
    where nobody is known to visit, StoreError."""
    if not with_people():
        return None
    name = visitor() if get_script_run_ctx(suppress_warning=True) is not None else _acting.get()
    found = people.account(store.default_store(), name) if name else None
    if found is None:
        raise SignedOut("您没有登录，或账户已经停用；请刷新页面重新登录。")
    return found


def is_own_line(line: Mapping[str, Any]) -> bool:
    """Whether a line of the journal says only that whoever visits gave himself another password: that he may, whatever
    his range. SignedOut, StoreError."""
    told = account()
    return told is not None and people.is_own_line(store.default_store(), told.name, line)


def new_key() -> str:
    """A value for the cookie, of 256 random bits."""
    return secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether a cookie can have come from us."""
    return _KEY.fullmatch(text) is not None


def person() -> tuple[str, str, bool]:
    """Whose drafts are shown: kind and secret of who visits, and whether he is known by it again. The name that is told
    comes before the browser's cookie; a browser that keeps none is known as long as its tab is open."""
    if name := visitor():
        return "name", name, True
    told = str(st.context.cookies.get(COOKIE, ""))
    if is_key(told):
        return "browser", told, True
    return "tab", str(st.session_state.setdefault("_tab_key", new_key())), False
