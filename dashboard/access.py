"""What whoever visits the dashboard may do: every page and every function that writes asks here.

A server that others reach by a name of its own (`gongkai serve --host-name`) is looked at only, unless it was started
with --allow-changes. With --people, role and scope of the account decide (reports/people/rights.csv). Pages ask
`refusal` to say so, and what writes asks `demand`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.ask import reach
from dashboard.visitor import (
    CHANGES_VARIABLE,
    COOKIE,
    HEADER_VARIABLE,
    HOSTS_VARIABLE,
    OWN_HOSTS,
    USER_KEY,
    SignedOut,
    account,
    is_key,
    is_own_line,
    new_key,
    other_hosts,
    person,
    st,
    trusted_headers,
    visitor,
    with_people,
)
from reports import people
from reports.errors import ReportError
from reports.store import journal

__all__ = [
    "COOKIE",
    "HEADER_VARIABLE",
    "HOSTS_VARIABLE",
    "OWN_HOSTS",
    "USER_KEY",
    "author",
    "demand",
    "demand_lines",
    "is_key",
    "new_key",
    "other_hosts",
    "person",
    "refusal",
    "signed_in",
    "st",
    "trusted_headers",
    "visitor",
    "with_people",
]


def signed_in() -> people.Person | None:
    """The person whose account it is, with what his scope comes to in the generation that he looks at; None on a server
    that has no accounts. SignedOut."""
    told = account()
    return None if told is None else told.person(reach())


def refusal(action: str = "publish", *offices: str) -> str:
    """The sentence why this visitor may not do `action` (reports/people/rights.csv) to these offices (codes); "" when
    he may."""
    if with_people():
        try:
            return people.refused(signed_in(), action, *offices)
        except SignedOut as error:
            return str(error)
    if action in ("look", "check", "log"):
        return ""
    if other_hosts() and os.environ.get(CHANGES_VARIABLE) != "1":
        return wording.READ_ONLY
    return wording.NO_VISITOR if visitor() == "" else ""


def demand(action: str = "publish", *offices: str) -> None:
    """Raises ReportError with the sentence of `refusal`: to be called where anything is about to be written."""
    if sentence := refusal(action, *offices):
        raise ReportError(sentence)


def demand_lines(lines: Sequence[Mapping[str, Any]]) -> None:
    """Raises ReportError where whoever signed in may not have lines of these kinds written: what a server for several
    people asks at the journal itself, whichever page writes."""
    if lines and all(map(is_own_line, lines)):
        return
    person = signed_in()
    for line in lines:
        if sentence := people.refused_line(person, str(line.get("what"))):
            raise ReportError(sentence)


def signer(who: str) -> str:
    """Who signed a change, in words: the machine's account is nobody's name."""
    return journal.signer(who) or wording.UNSIGNED


def author(typed: str) -> str:
    """Who signs a change: the visitor whom the gate or the proxy names, else the name that was typed."""
    return visitor() or typed
