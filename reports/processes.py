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
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import reduction
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


def _started(function: str) -> tuple[subprocess.Popen[bytes], Connection]:
    """A process that runs `function` of this module on its end of a connection, and our end. It is started as a
    command of its own: multiprocessing would run the main module again in it, and that is a page of the dashboard
    while one is being drawn."""
    ours, its = socket.socketpair()
    command = [sys.executable, "-c", _COMMAND, json.dumps([str(Path(__file__).parents[1]), *sys.path]), function]
    if os.name == "nt":
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin is not None
        with process.stdin as place:
            place.write(its.share(process.pid))  # type: ignore[attr-defined,unused-ignore]
    else:
        number = its.fileno()
        process = subprocess.Popen(
            [*command, str(number)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[number]
        )
    its.close()
    return process, Connection(ours.detach())


class _ForkServer(Generic[T, R]):
    """A process that has imported and prepared what the work needs and is then copied for each worker: the second
    one costs milliseconds where it took a second of processor. It works on no input itself, so that nothing that an
    input leaves behind is handed on. On Linux only; elsewhere each worker is a command."""

    def __init__(self, work: Callable[[T], R], prepare: Callable[[], object] | None, limits: tuple[float, int]) -> None:
        self._begin = (work, prepare, *limits)
        self._limits = limits
        self._work = work
        self._busy = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def worker(self) -> _Worker[T, R]:
        """A new worker."""
        if sys.platform == "linux":
            try:
                return _Worker(*self._fork())
            except (EOFError, OSError):
                # It ended: without it, the worker finds out why.
                self.close()
        process, connection = _started("serve")
        with suppress(OSError):
            connection.send((self._work, *self._limits))

        def end() -> None:
            process.kill()
            process.wait()

        return _Worker(connection, end)

    def _fork(self) -> tuple[Connection, Callable[[], None]]:
        with self._busy:
            if self._connection is None:
                self._process, self._connection = _started("serve_forks")
                self._connection.send(self._begin)
            ours, its = socket.socketpair()
            with its:
                self._connection.send(None)
                reduction.send_handle(self._connection, its.fileno(), None)  # type: ignore[arg-type,unused-ignore]
                child = self._connection.recv()
        return Connection(ours.detach()), partial(self._end, self._connection, child)

    def _end(self, connection: Connection, child: int) -> None:
        """Ends a child by way of its parent, to whom alone the number of an ended process still means it."""
        with self._busy, suppress(EOFError, OSError):
            connection.send(child)
            connection.recv()

    def close(self) -> None:
        """Ends it; its workers end when their connections do."""
        with self._busy:
            if self._process is not None and self._connection is not None:
                self._connection.close()
                self._process.kill()
                self._process.wait()
            self._process = self._connection = None


class _Worker(Generic[T, R]):
    """One process that works on one input at a time."""

    def __init__(self, connection: Connection, end: Callable[[], None]) -> None:
        self.connection = connection
        self._end = end
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
        self._end()


_apart = False

_COMMAND = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from reports import processes; processes.begin(*sys.argv[2:])"


def is_apart() -> bool:
    """Whether this process is itself one that works for another: what it does ends nobody else."""
    return _apart


def begin(function: str, place: str = "") -> None:
    """What a process that `_started` started does. `place` is the number of its socket; without it (Windows) the
    socket comes by the standard input."""
    global _apart
    _apart = True
    # Ctrl+C goes to all processes of a terminal; the one that people started tells the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if place:
        connection = Connection(int(place))
    else:
        shared = socket.fromshare(sys.stdin.buffer.read())  # type: ignore[attr-defined,unused-ignore]
        connection = Connection(shared.detach())
    {"serve": serve, "serve_forks": serve_forks}[function](connection)


def serve(connection: Connection) -> None:
    """Takes inputs until nobody sends any; what to do with them, and the limits, come first."""
    work, limit_seconds, limit_bytes = connection.recv()
    _serve(connection, work, limit_seconds, limit_bytes)


def serve_forks(connection: Connection) -> None:
    """Prepares, then makes a copy of itself for each socket that is sent and ends those whose number is; until nobody
    sends anything."""
    work, prepare, limit_seconds, limit_bytes = connection.recv()
    if prepare is not None:
        prepare()
    while True:
        try:
            ended = connection.recv()
            if ended is not None:
                os.kill(ended, signal.SIGKILL)
                os.waitpid(ended, 0)
                connection.send(None)
                continue
            number = reduction.recv_handle(connection)
        except (EOFError, OSError):
            return
        child = os.fork()
        if child == 0:
            try:
                connection.close()
                _serve(Connection(number), work, limit_seconds, limit_bytes)
            finally:
                os._exit(0)
        os.close(number)
        connection.send(child)


def _serve(connection: Connection, work: Callable[[Any], Any], limit_seconds: float, limit_bytes: int) -> None:
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, limit_bytes))
        # A process that dies of an input leaves no picture of its memory on the disk.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
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
    work: Callable[[T], R],
    tasks: Iterable[T],
    processes: int,
    limit_seconds: float = LIMIT_SECONDS,
    prepare: Callable[[], object] | None = None,
) -> Iterator[tuple[T, R | Lost]]:
    """Each of `tasks` with its result, as they are done, in no order. `work` is a function of a module; what it
    raises is raised here. No more tasks are taken than there are processes. `prepare` is a function of a module that
    is called once before all work: what it loads, the processes have in common."""
    waiting = iter(tasks)
    source: _ForkServer[T, R] = _ForkServer(work, prepare, (limit_seconds, LIMIT_BYTES))
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
                workers.append(source.worker())
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
                        workers.append(source.worker())
                        workers[-1].give(following)
                assert done is not None
                yield done, result
    finally:
        for worker in workers:
            worker.end()
        source.close()


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
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._source: _ForkServer[T, R] = _ForkServer(work, prepare, (limit_seconds, limit_bytes))
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
                worker = self._source.worker()
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
        self._source.close()
