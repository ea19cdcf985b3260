"""Runs one function over many inputs on a cluster that is there already: a dask.distributed scheduler's address.

In go inputs, one after the other as they are needed; out come their results as they are done, like processes.run. The
workers need this program installed in the same version, and no folder in common. A worker that ends is replaced by
the others; an input that ends every worker it comes to, or takes too long, is given up alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from reports.errors import StoreError
from reports.processes import LIMIT_SECONDS, Lost
from reports.publish.spool import fingerprint

T = TypeVar("T")
R = TypeVar("R")

_CONNECT_SECONDS = 30
_WAITING_A_THREAD = 2
"""So many inputs are on their way for each thread of the cluster: enough that none waits for the next."""
_LOOK_SECONDS = 1.0


def run(
    work: Callable[[T], R], tasks: Iterable[T], address: str, limit_seconds: float = LIMIT_SECONDS
) -> Iterator[tuple[T, R | Lost]]:
    """Each of `tasks` with its result, as they are done, in no order. Raises StoreError when distributed is not
    installed, nothing answers at `address`, or its workers do not have this version of the program."""
    try:
        from distributed import Client
    except ImportError as error:
        raise StoreError(
            "没有安装集群所需的组件；请运行 pip install 'gongkai[cluster]' 后再试，或去掉 --cluster 在本机读取。"
        ) from error
    try:
        client = Client(address, timeout=_CONNECT_SECONDS)
    except (OSError, TimeoutError, ValueError) as error:
        raise StoreError(
            f"连不上集群 {address}；请确认调度器已启动、地址形如 tcp://主机:8786，或去掉 --cluster 在本机读取。"
        ) from error
    try:
        yield from _run(client, work, tasks, address, limit_seconds)
    finally:
        client.close()


def _run(
    client: Any, work: Callable[[T], R], tasks: Iterable[T], address: str, limit_seconds: float
) -> Iterator[tuple[T, R | Lost]]:
    from distributed import CancelledError, KilledWorker, wait

    _prove_same_version(client, address)
    waiting = iter(tasks)
    running: dict[Any, tuple[T, float]] = {}
    more = True
    while True:
        threads = sum(client.nthreads().values())
        while more and len(running) < max(1, threads) * _WAITING_A_THREAD:
            task = next(waiting, None)
            if task is None:
                more = False
                break
            running[client.submit(work, task, pure=False)] = (task, time.monotonic())
        if not running:
            return
        try:
            done = wait(list(running), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        for future in done:
            task, _since = running.pop(future)
            if future.status == "lost" or future.status == "cancelled":
                # The scheduler itself was started anew: it knows nothing of this input any more.
                running[client.submit(work, task, pure=False)] = (task, time.monotonic())
                continue
            try:
                yield task, future.result()
            except KilledWorker:
                yield task, Lost("died")
            except CancelledError as error:
                raise StoreError(f"集群 {address} 中断了读取；再运行一次同样的命令即可接着读。") from error
        for future in _late(client, running, limit_seconds):
            task, _since = running.pop(future)
            _give_up(client, future)
            yield task, Lost("late")
        if client.status != "running":
            raise StoreError(f"与集群 {address} 的连接断开；再运行一次同样的命令即可接着读。")


def _prove_same_version(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        found = client.run(fingerprint)
    except TimeoutError as error:
        raise StoreError(f"集群 {address} 中没有工作进程；请先启动 dask worker。") from error
    except (ImportError, AttributeError) as error:
        raise StoreError(f"集群 {address} 的工作进程没有安装本程序；请在每台机器上安装同一版本。") from error
    if other := sorted(worker for worker, version in found.items() if version != fingerprint()):
        raise StoreError(
            f"集群 {address} 的工作进程 {'、'.join(other)} 装的程序或 data/reference 与本机不同，读出的数字可能不同；"
            "请在每台机器上安装同一版本。"
        )


def _late(client: Any, running: dict[Any, tuple[Any, float]], limit_seconds: float) -> list[Any]:
    """The inputs that a worker has worked on for too long. What still waits in a worker's queue is not late."""
    old = [future for future, (_task, since) in running.items() if time.monotonic() - since > limit_seconds]
    if not old:
        return []
    at_work = {key for calls in client.call_stack(old).values() for key in calls}
    return [future for future in old if future.key in at_work]


def _give_up(client: Any, future: Any) -> None:
    """Takes an input back and starts the worker anew that hangs on it: a thread cannot be ended by itself."""
    workers = [name for names in client.who_has([future]).values() for name in names]
    busy = [worker for worker, keys in client.processing().items() if future.key in keys]
    future.cancel(force=True)
    for worker in {*workers, *busy}:
        try:
            client.restart_workers([worker], timeout=_CONNECT_SECONDS)
        except (TimeoutError, ValueError, RuntimeError):
            # A worker without a nanny cannot be started anew; the others go on without it.
            client.retire_workers([worker], close_workers=True)
