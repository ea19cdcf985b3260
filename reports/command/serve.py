"""`gongkai demo` and `gongkai serve`: the example store and the dashboard's server."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from reports.command.root import gongkai, store_option
from reports.command.show import account, say, tell, with_progress


@gongkai.command()
@store_option
def demo(store_folder: Path) -> int:
    """建示例数据：虚构的一个区（标明虚构示例）和一个真实区的几份年报。

    \b
    例：gongkai demo
    """
    return _build_demo(store_folder)


def _build_demo(store_folder: Path) -> int:
    from reports import publish
    from reports.specimen import demo as specimens

    return account(
        with_progress(
            "生成并读取示例",
            lambda progress: publish.load(
                store_folder, specimens.demo_sources(), cause="demo", on_progress=progress, on_wait=say
            ),
        )
    )


def _bring_up_to_date(store_folder: Path) -> None:
    """Rebuilds a store that another version of the program built; what else is wrong with it, the dashboard says."""
    from reports import publish, store
    from reports.errors import StoreError, StoreOutdated

    try:
        store.open_current(store_folder).close()
    except StoreOutdated as error:
        say(f"{error}现在自动重建……")
        account(
            with_progress("重建", lambda progress: publish.rebuild(store_folder, on_progress=progress, on_wait=say))
        )
    except StoreError:
        pass


@gongkai.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, metavar="端口", help="端口（默认 8501）")
@click.option("--demo", "wants_demo", is_flag=True, help="还没有数据时，先建示例数据")
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    metavar="名称",
    help="同事经代理访问时所用的名称，如 gongkai.example.gov.cn；可以写几个",
)
@store_option
def serve(port: int, wants_demo: bool, host_names: tuple[str, ...], store_folder: Path) -> int:
    """打开看板，只在本机可见。

    \b
    例：gongkai serve --port 8501
    """
    import subprocess

    if wants_demo and not (store_folder / "CURRENT.json").exists() and (refused := _build_demo(store_folder)):
        return refused
    _bring_up_to_date(store_folder)

    from reports.reference import ROOT

    if not _is_free(port):
        say(f"端口 {port} 已被占用；看板可能已经打开，或换一个端口再试，例如 gongkai serve --port {port + 1}。")
        return 1
    tell(f"看板地址：http://127.0.0.1:{port}　按 Ctrl+C 结束")
    environment = {**os.environ, "GONGKAI_STORE": str(store_folder.resolve())}
    if host_names:
        environment["GONGKAI_HOSTS"] = ",".join(host_names)
    try:
        return subprocess.run(server_command(port), cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0


def server_command(port: int) -> list[str]:
    """The command that serves the dashboard on 127.0.0.1, to be run in the project's folder: uvicorn with the
    application of dashboard/app.py. Streamlit's settings stand in dashboard/frame/.streamlit."""
    command = [sys.executable, "-m", "uvicorn", "dashboard.app:app", "--host", "127.0.0.1", "--port", str(port)]
    return [*command, "--log-level", "warning", "--no-access-log"]


def _is_free(port: int) -> bool:
    with socket.socket() as place:
        # As the server does: a port that was in use a moment ago is free.
        if os.name == "posix":
            place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
