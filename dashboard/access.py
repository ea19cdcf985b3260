"""Who visits the dashboard, and whether he may change what is stored.

A server that others reach by a name of its own (`gongkai serve --host-name`) is looked at only, unless it was started
with --allow-changes. Who somebody is, a proxy may tell in a header that was declared (--user-header); without that
anybody may write any name. Pages ask `refusal` to say so, and what writes asks `demand`.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets

import streamlit as st

from dashboard import wording
from reports.errors import ReportError

OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
HOSTS_VARIABLE = "GONGKAI_HOSTS"
"""More names that the server is reached by, with commas: `gongkai serve --host-name` sets it."""
CHANGES_VARIABLE = "GONGKAI_ALLOW_CHANGES"
""""1" where those who reach the server by these names may change what is stored: --allow-changes."""
HEADER_VARIABLE = "GONGKAI_USER_HEADER"
"""The header in which the proxy tells who visits: --user-header."""
USER_KEY = "name"
"""What that header is called in st.user."""
COOKIE = "gongkai-browser"
"""Where nobody tells who visits: what a browser shows to be known by again. The server makes it up at the first visit
(served/browser_key.py); it opens nothing but this browser's own drafts."""
_KEY = re.compile(r"[A-Za-z0-9_-]{43}")
MOST_CHARACTERS = 60
"""Of a visitor's name, as it goes into the journal."""


def other_hosts() -> list[str]:
    """The names, without ports, that others reach this server by."""
    told = [name.strip() for name in os.environ.get(HOSTS_VARIABLE, "").split(",")]
    return [name for name in told if name and name not in OWN_HOSTS]


def trusted_headers() -> dict[str, str]:
    """Streamlit's server.trustedUserHeaders: the declared header and what it is called in st.user."""
    header = os.environ.get(HEADER_VARIABLE, "")
    return {header: USER_KEY} if header else {}


def visitor() -> str | None:
    """The visitor's name as the proxy tells it, "" where it tells none; None where no proxy was declared to tell."""
    if not trusted_headers():
        return None
    told = str(st.user.get(USER_KEY) or "")
    # HTTP hands headers on byte by byte; proxies write names in UTF-8.
    with contextlib.suppress(UnicodeError):
        told = told.encode("latin-1").decode("utf-8")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())[:MOST_CHARACTERS]


def new_key() -> str:
    """A value for the cookie, of 256 random bits."""
    return secrets.token_urlsafe(32)


def is_key(text: str) -> bool:
    """Whether a cookie can have come from us."""
    return _KEY.fullmatch(text) is not None


def person() -> tuple[str, str, bool]:
    """Whose drafts are shown: kind and secret of who visits, and whether he is known by it again. The proxy's name
    comes before the browser's cookie; a browser that keeps none is known as long as its tab is open."""
    if name := visitor():
        return "name", name, True
    told = str(st.context.cookies.get(COOKIE, ""))
    if is_key(told):
        return "browser", told, True
    return "tab", str(st.session_state.setdefault("_tab_key", new_key())), False


def refusal() -> str:
    """The sentence why this visitor may change nothing here; "" when he may."""
    if other_hosts() and os.environ.get(CHANGES_VARIABLE) != "1":
        return wording.READ_ONLY
    return wording.NO_VISITOR if visitor() == "" else ""


def demand() -> None:
    """Raises ReportError with the sentence of `refusal`: to be called where anything is about to be written."""
    if sentence := refusal():
        raise ReportError(sentence)


def author(typed: str) -> str:
    """Who signs a change: the visitor whom the proxy names, else the name that was typed."""
    return visitor() or typed
