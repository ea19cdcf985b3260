"""Runs one function over many inputs in other processes of this machine; any step may use it.

In go inputs, one after the other as they are needed; out come their results as they are done. An input that ends
its process, takes too long or more memory than it may is given up alone, its process is replaced and the others go on.
It knows nothing of reports, and of the inputs it holds no more than one a process.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")
R = TypeVar("R")

LIMIT_SECONDS = 300.0
"""How long one input may take: a scanned report of many pages needs a minute or two."""

LIMIT_BYTES = 4_000_000_000
"""How much memory (address space) one process may take; text recognition takes about two thirds of it. Only Linux
holds a process to it."""

_RENEWED_AFTER = 2_000
"""A process is replaced after so many inputs: what libraries do not give back is given back then."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a result: the input ended its process ("died") or took longer than it may ("late")."""

    why: Literal["died", "late"]


class _Worker(Generic[T, R]):
    """One process that works on one input at a time. It is started as a command of its own: multiprocessing would run
    the main module again in it, and that is a page of the dashboard while one is being drawn."""

    def __init__(
        self, work: Callable[[T], R], limit_seconds: float = LIMIT_SECONDS, limit_bytes: int = LIMIT_BYTES
    ) -> None:
        ours, its = socket.socketpair()
        command = [sys.executable, "-c", _COMMAND, json.dumps([str(Path(__file__).parents[1]), *sys.path])]
        if os.name == "nt":
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
            assert self._process.stdin is not None
            with self._process.stdin as place:
                place.write(its.share(self._process.pid))  # type: ignore[attr-defined,unused-ignore]
        else:
            number = its.fileno()
            self._process = subprocess.Popen(
                [*command, str(number)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[number]
            )
        its.close()
        self.connection = Connection(ours.detach())
        self._send((work, limit_seconds, limit_bytes))
        self.task: T | None = None
        self.since = 0.0
        self.count = 0

    def _send(self, message: object) -> None:
        try:
            self.connection.send(message)
        except OSError:
            # It is gone already; whoever waits for its answer finds that out.
            return

    def give(self, task: T) -> None:
        """Starts on `task`."""
        self.task, self.since = task, time.monotonic()
        self.count += 1
        self._send(task)

    def answer(self) -> R | Lost | BaseException:
        """What a process that is ready or gone has to say: a result, or what its work raised."""
        try:
            answer: R | BaseException = self.connection.recv()
        except (EOFError, OSError):
            return Lost("died")
        return answer

    def take(self) -> R | Lost:
        """The result of a process that is ready or gone; raises what its work raised."""
        answer = self.answer()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.wait()


_apart = False

_COMMAND = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reports.processes import serve; serve(*sys.argv[2:])"
)


def is_apart() -> bool:
    """Whether this process is itself one that works for another: what it does ends nobody else."""
    return _apart


def serve(place: str = "") -> None:
    """What a process of a worker does: takes inputs until nobody sends any. `place` is the number of its socket;
    without it (Windows) the socket comes by the standard input."""
    global _apart
    _apart = True
    # Ctrl+C goes to all processes of a terminal; the one that people started tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if place:
        connection = Connection(int(place))
    else:
        shared = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined,unused-ignore]
        connection = Connection(shared.detach())
    work, limit_seconds, limit_bytes = connection.recv()
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
        # A process that dies of an input leaves no picture of its memory on the disk.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _serve(connection, work, limit_seconds)


def _serve(connection: Connection, work: Callable[[Any], Any], limit_seconds: float) -> None:
    has_alarm = hasattr(signal, "setitimer")
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        if has_alarm:
            # Should the caller be gone, nobody else ends a work that never does.
            signal.setitimer(signal.ITIMER_REAL, limit_seconds + 10)
        try:
            result = work(task)
        except Exception as error:  # the caller's, who gets it as if it had called `work` itself
            result = error
        if has_alarm:
            signal.setitimer(signal.ITIMER_REAL, 0)
        try:
            connection.send(result)
        except OSError:
            return


def run(
    work: Callable[[T], R], tasks: Iterable[T], processes: int, limit_seconds: float = LIMIT_SECONDS
) -> Iterator[tuple[T, R | Lost]]:
    """Each of `tasks` with its result, as they are done, in no order. `work` is a function of a module; what it
    raises is raised here. No more tasks are taken than there are processes."""
    waiting = iter(tasks)
    workers: list[_Worker[T, R]] = []
    try:
        more = True
        while True:
            while more and len(workers) < processes:
                try:
                    task = next(waiting)
                except StopIteration:
                    more = False
                    break
                workers.append(_Worker(work, limit_seconds))
                workers[-1].give(task)
            if not workers:
                return
            left = min(worker.since for worker in workers) + limit_seconds - time.monotonic()
            ready = wait([worker.connection for worker in workers], timeout=max(0.0, left))
            for worker in list(workers):
                is_late = time.monotonic() - worker.since > limit_seconds
                if worker.connection not in ready and not is_late:
                    continue
                done = worker.task
                result = worker.take() if worker.connection in ready else Lost("late")
                following = next(waiting, None) if more and not isinstance(result, Lost) else None
                if following is not None and worker.count < _RENEWED_AFTER:
                    worker.give(following)
                else:
                    worker.end()
                    workers.remove(worker)
                    if following is not None:
                        workers.append(_Worker(work, limit_seconds))
                        workers[-1].give(following)
                assert done is not None
                yield done, result
    finally:
        for worker in workers:
            worker.end()


class Crew(Generic[T, R]):
    """Processes that stay, for inputs that come one at a time and from several threads at once: at most `count` of
    them work, started when they are first needed; whoever comes then waits.

    `work` is a function of a module. Called with an input, gives its result, Lost when it ended its process or took
    longer than `limit_seconds` or more memory than `limit_bytes`, or raises what `work` raised.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        count: int,
        limit_seconds: float = LIMIT_SECONDS,
        limit_bytes: int = LIMIT_BYTES,
    ) -> None:
        self._work = work
        self._limit_bytes = limit_bytes
        self._limit_seconds = limit_seconds
        # The one used last is used next: most of the time one is enough.
        self._idle: queue.LifoQueue[_Worker[T, R] | None] = queue.LifoQueue()
        for _ in range(count):
            self._idle.put(None)
        atexit.register(self.close)

    def __call__(self, task: T) -> R | Lost:
        """The result for `task`."""
        worker = self._idle.get()
        is_whole = False
        try:
            if worker is None or worker.count >= _RENEWED_AFTER:
                if worker is not None:
                    worker.end()
                worker = _Worker(self._work, self._limit_seconds, self._limit_bytes)
            worker.give(task)
            if not worker.connection.poll(self._limit_seconds):
                return Lost("late")
            result: R | Lost | BaseException = worker.answer()
            is_whole = not isinstance(result, Lost)
        finally:
            if worker is not None and not is_whole:
                worker.end()
                worker = None
            self._idle.put(worker)
        if isinstance(result, BaseException):
            raise result
        return result

    def close(self) -> None:
        """Ends the processes that wait for work; the next input starts one anew."""
        atexit.unregister(self.close)
        places = [self._idle.get() for _ in range(self._idle.qsize())]
        for worker in places:
            if worker is not None:
                worker.end()
            self._idle.put(None)
