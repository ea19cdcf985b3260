"""How often a password was wrong, and how long its next try has to wait.

Tries are counted by account and place together: the place is the address that they come from, or the browser by which
this account signed in before. The first wrong ones are free; then each wrong one doubles the wait, from half a minute
to an hour (NIST SP 800-63B, 5.2.2: "30 seconds up to an hour"; OWASP Authentication Cheat Sheet, exponential lockout
in place of a fixed one). So a stranger waits, and the owner at his own place does not. Who guesses from many addresses
is stopped at a hundred wrong tries of an account in a day (the same NIST limit), but a browser that the account knows
still comes in (OWASP, Slow Down Online Guessing Attacks with Device Cookies).
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from pathlib import Path

from reports.errors import ReportError
from reports.people import files, sessions

FREE_TRIES = 5
SHORTEST_WAIT = 30
LONGEST_WAIT = 3600
KEPT_SECONDS = 24 * 3600
"""So long a wrong password counts."""
MOST_OF_A_NAME = 100
"""Wrong passwords of an account in a day, from whatever place; then only browsers that it knows come in."""
MOST_OF_AN_ADDRESS = 40
"""Wrong passwords of all accounts from one address within ADDRESS_SECONDS."""
ADDRESS_SECONDS = 15 * 60
_KNOWN = "browser:"
_VALUE = re.compile(r"([A-Za-z0-9_-]{43})\.([0-9a-f]{64})")


class TooMany(ReportError):
    """Too many wrong passwords of late."""


def wait_after(wrong: int) -> int:
    """Seconds from the last of `wrong` wrong passwords to the next try.

    >>> [wait_after(wrong) for wrong in (0, 4, 5, 6, 11, 12, 500)]
    [0, 0, 30, 60, 1920, 3600, 3600]
    """
    if wrong < FREE_TRIES:
        return 0
    return min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** min(wrong - FREE_TRIES, 20))


def _signature(store: Path, name: str, value: str) -> str:
    return hmac.new(files.secret(store), f"known\0{name}\0{value}".encode(), hashlib.sha256).hexdigest()


def known_browser(store: Path, name: str) -> str:
    """A value for the browser by which an account just signed in: its wrong passwords count apart from then on; it
    signs nobody in."""
    value = secrets.token_urlsafe(32)
    return f"{value}.{_signature(store, name, value)}"


def place_of(store: Path, name: str, address: str, browser: str) -> str:
    """Where a try comes from: the browser, where its value was made for this account, else the network address (of an
    IPv6 address the first 64 bits: whoever has one has all below)."""
    found = _VALUE.fullmatch(browser)
    if found is not None and hmac.compare_digest(found[2], _signature(store, name, found[1])):
        return _KNOWN + hashlib.sha256(found[1].encode()).hexdigest()
    try:
        told = ipaddress.ip_address(address)
    except ValueError:
        return address[:80]
    if told.version == 6:
        return str(ipaddress.ip_network(f"{told}/64", strict=False)) if not told.ipv4_mapped else str(told.ipv4_mapped)
    return str(told)


def note_try(store: Path, name: str, place: str) -> None:
    """Notes a try before its password is looked at, so that many at once are no more than one by one; `forget` takes a
    right one back. TooMany where it has to wait, StoreError."""
    name, at = name[:80], sessions.now()
    with sessions.opened(store) as connection:
        connection.execute("begin immediate")
        try:
            connection.execute("delete from failure where at <= ?", (at - KEPT_SECONDS,))
            here, last, of_name, of_address = connection.execute(
                """select
                    count(*) filter (where name = :name and address = :place),
                    max(at) filter (where name = :name and address = :place),
                    count(*) filter (where name = :name and address not like :known),
                    count(*) filter (where address = :place and at > :since)
                from failure""",
                {"name": name, "place": place, "known": f"{_KNOWN}%", "since": at - ADDRESS_SECONDS},
            ).fetchone()
            wait = (last or 0.0) + wait_after(here) - at
            if not place.startswith(_KNOWN):
                if of_address >= MOST_OF_AN_ADDRESS:
                    wait = max(wait, ADDRESS_SECONDS)
                if of_name >= MOST_OF_A_NAME:
                    wait = max(wait, LONGEST_WAIT)
            if wait > 0:
                raise TooMany(_sentence(wait))
            connection.execute("insert into failure values (?, ?, ?)", (name, place, at))
        finally:
            connection.execute("commit")


def _sentence(wait: float) -> str:
    words = f"{int(wait) + 1} 秒" if wait < 60 else f"{-int(-wait // 60)} 分钟"
    return f"密码连续输错，请过 {words}再试；忘记密码请与管理员联系。"


def forget(store: Path, name: str, place: str | None = None) -> None:
    """Forgets the wrong passwords of an account: the right one came from this place, or (None) it got another."""
    with sessions.opened(store) as connection:
        connection.execute(
            "delete from failure where name = :name and (:place is null or address = :place)",
            {"name": name[:80], "place": place},
        )
