"""Sources that misbehave where they are read: one hangs, one ends its process. Importable by worker processes."""

from __future__ import annotations

import os
import time
from typing import Any

from reports.publish import Source


def _hang(seconds: float) -> Source:
    time.sleep(seconds)
    return Source("late.txt", data=b"x")


class HangingSource(Source):
    """A source at which the process that receives it sleeps for ten minutes."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _hang, (600.0,)


class DeadlySource(Source):
    """A source that ends the process that receives it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (1,)


prepared_by = 0
"""The process that `prepare` was called in."""


def prepare() -> None:
    """Notes where it was called."""
    global prepared_by
    prepared_by = os.getpid()


def who_prepared(task: str) -> tuple[int, int]:
    """The process that prepared and the one that works; "die" ends it."""
    if task == "die":
        os._exit(9)
    return prepared_by, os.getpid()


def echo(task: str) -> str:
    """Answers with the task and the process that did it, or does as the task says: die, wait, fill or fail."""
    if task == "die":
        os._exit(9)
    if task == "wait":
        time.sleep(60)
    if task == "fill":
        return str(len(bytearray(3_000_000_000)))
    if task == "fail":
        raise ValueError(task)
    return f"{task} {os.getpid()}"
