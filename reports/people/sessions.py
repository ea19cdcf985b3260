"""Who is signed in: sessions, each known by a signed value that its browser holds.

A session ends twelve hours after it began, two hours after it was last used, when its person signs out, and when the
account is shut or gets another password. All of it stands in a database of the store that only the server's user
reads, so that a restart neither ends nor revives one; the values themselves stand nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reports.errors import StoreError
from reports.people import files

FILE_NAME = "sessions.sqlite"
LONGEST_SECONDS = 12 * 3600
IDLE_SECONDS = 2 * 3600
_NOTED_SECONDS = 60
"""How exactly it is kept when a session was last used."""
_VALUE = re.compile(r"([A-Za-z0-9_-]{43})\.([0-9a-f]{64})")
_TABLES = """
create table if not exists session (
    id text primary key, name text not null, began real not null, seen real not null
) without rowid;
create table if not exists failure (name text not null, address text not null, at real not null);
create index if not exists failure_at on failure (at);
create index if not exists failure_of on failure (name, address);
"""

now: Callable[[], float] = time.time


@contextmanager
def opened(store: Path) -> Iterator[sqlite3.Connection]:
    """The database of sessions and wrong passwords, made where there is none. StoreError."""
    path = files.folder_of(store) / FILE_NAME
    try:
        if not path.exists():
            # With these rights before SQLite writes to it.
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        files.raise_open(path)
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        try:
            if not path.stat().st_size:
                # All at once: whoever comes meanwhile waits, and finds them all.
                connection.executescript(f"begin immediate;{_TABLES}commit;")
            yield connection
        finally:
            connection.close()
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreError(
            f"登录记录 {path} 无法使用（{reason}）；请检查磁盘和权限，仍不行时删除它，各人重新登录。"
        ) from error


def _signature(store: Path, value: str) -> str:
    return hmac.new(files.secret(store), f"session\0{value}".encode(), hashlib.sha256).hexdigest()


def _id(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _parsed(store: Path, told: str) -> str | None:
    """What a browser holds without its signature; None when it is not ours."""
    found = _VALUE.fullmatch(told)
    if found is None or not hmac.compare_digest(found[2], _signature(store, found[1])):
        return None
    return found[1]


def begin(store: Path, name: str) -> str:
    """A new session of an account: the value for its browser. StoreError."""
    value = secrets.token_urlsafe(32)
    with opened(store) as connection:
        at = now()
        connection.execute("delete from session where began < ? or seen < ?", (at - LONGEST_SECONDS, at - IDLE_SECONDS))
        connection.execute("insert into session values (?, ?, ?, ?)", (_id(value), name, at, at))
    return f"{value}.{_signature(store, value)}"


def name_of(store: Path, told: str) -> str | None:
    """Whose session a browser's value is, which counts as using it; None for a forged, unknown or ended one.
    StoreError."""
    value = _parsed(store, told)
    if value is None:
        return None
    at = now()
    with opened(store) as connection:
        row = connection.execute("select name, began, seen from session where id = ?", (_id(value),)).fetchone()
        if row is None or not at - LONGEST_SECONDS < row[1] <= at + 60 or row[2] <= at - IDLE_SECONDS:
            return None
        if row[2] < at - _NOTED_SECONDS:
            connection.execute("update session set seen = ? where id = ?", (at, _id(value)))
    return str(row[0])


def end(store: Path, told: str) -> None:
    """Ends the session of a browser's value, for good."""
    value = _parsed(store, told)
    if value is not None:
        with opened(store) as connection:
            connection.execute("delete from session where id = ?", (_id(value),))


def end_all(store: Path, name: str) -> None:
    """Ends all sessions of an account."""
    with opened(store) as connection:
        connection.execute("delete from session where name = ?", (name,))


def form_token(store: Path, browser: str) -> str:
    """What a form must bring back, for a browser that holds `browser`: another site can neither read nor make it."""
    return hmac.new(files.secret(store), f"form\0{browser}".encode(), hashlib.sha256).hexdigest()
