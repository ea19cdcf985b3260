"""Passwords of accounts that the store keeps: argon2id hashes in a file that only the server's user reads.

There is no default password, and no hash ever enters the journal or a backup.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import filelock
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from reports.errors import ReportError, StoreError
from reports.people import files

FILE_NAME = "passwords.json"
LEAST_CHARACTERS = 10
MOST_CHARACTERS = 200

_HASHER = PasswordHasher()
"""The library's own costs: RFC 9106 with 64 MB."""


class BadPassword(ReportError):
    """A password that will not do."""


def raise_bad(password: str, name: str) -> None:
    """BadPassword for one that is too short, too long, of few different characters, or holds the account's name."""
    if not LEAST_CHARACTERS <= len(password) <= MOST_CHARACTERS:
        raise BadPassword(f"密码应有 {LEAST_CHARACTERS} 至 {MOST_CHARACTERS} 个字符。")
    if len(set(password)) < 5 or name.lower() in password.lower():
        raise BadPassword("密码太容易猜到：不要用姓名，也不要只用几个重复的字符。")
    if any(not sign.isprintable() for sign in password):
        raise BadPassword("密码中有无法输入的字符，请只用键盘上能打出的字符。")


def _all(store: Path) -> dict[str, str]:
    path = files.folder_of(store) / FILE_NAME
    told = files.read(path)
    if told is None:
        return {}
    try:
        found = json.loads(told)
        return {str(name): str(value) for name, value in found.items()}
    except (ValueError, AttributeError) as error:
        raise StoreError(f"{path} 已损坏；请移走它，再用 gongkai people password 逐个重设密码。") from error


def set_password(store: Path, name: str, password: str | None) -> None:
    """Keeps an account's password as a hash; None takes it away. BadPassword, StoreError."""
    if password is not None:
        raise_bad(password, name)
    folder = files.folder_of(store)
    with filelock.FileLock(folder / ".passwords.lock", timeout=30):
        told = _all(store)
        told.pop(name, None)
        if password is not None:
            told[name] = _HASHER.hash(password)
        files.write(folder / FILE_NAME, json.dumps(told, ensure_ascii=False, indent=1).encode())


def named(store: Path) -> set[str]:
    """The accounts that have a password."""
    return set(_all(store))


@cache
def _nobodys() -> str:
    return _HASHER.hash("没有这个账户")


def is_right(store: Path, name: str, password: str) -> bool:
    """Whether this is the account's password. It takes as long for an account that is not there."""
    told = _all(store).get(name)
    try:
        _HASHER.verify(told or _nobodys(), password[: MOST_CHARACTERS + 1])
    except (VerificationError, InvalidHashError):
        return False
    return told is not None
