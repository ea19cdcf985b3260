"""`gongkai demo` and `gongkai serve`: the example store and the dashboard's server."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from reports.command.root import gongkai, own_store_option
from reports.command.show import account, say, tell, with_progress


@gongkai.command()
@own_store_option
def demo(store_folder: Path) -> int:
    """建示例数据：虚构的一个区（标明虚构示例）和一个真实区的几份年报。

    \b
    例：gongkai demo
    """
    from reports.store import default_store, example_folder

    # Where nobody says which, the place of the district's own store is left free.
    is_named = store_folder != default_store() or "GONGKAI_STORE" in os.environ
    folder = store_folder if is_named else example_folder(store_folder)
    code = _build_demo(folder)
    tell(f"示例数据在 {folder}，不与本区数据混放；看板用 gongkai serve --demo 打开。")
    return code


def _build_demo(store_folder: Path) -> int:
    from datetime import date

    from reports import publish
    from reports.specimen import demo as specimens
    from reports.specimen.demo_log import begin_with_log

    specimens.refuse_mixing(store_folder)
    begin_with_log(store_folder, date.today())
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


_HOST_NAME = r"(\*\.)?[A-Za-z0-9.-]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:]+"
_HEADER_NAME = r"[A-Za-z0-9-]+"
_BASE_PATH = r"/?[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*/?"


def _plain(pattern: str, sentence: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """A check of an option: each value is of the pattern, or the sentence says how it is written."""

    def check(_context: click.Context, _parameter: click.Parameter, value: Any) -> Any:
        for text in value if isinstance(value, tuple) else (value,) if value is not None else ():
            if not re.fullmatch(pattern, text):
                raise click.BadParameter(f"{text!r}。{sentence}。")
        return value

    return check


@gongkai.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, metavar="端口", help="端口（默认 8501）")
@click.option("--demo", "wants_demo", is_flag=True, help="还没有本区数据时，展示示例（没有就先建）")
@click.option(
    "--host-name",
    "host_names",
    multiple=True,
    callback=_plain(_HOST_NAME, "名称只写主机名或地址，不带 https:// 和端口，例如 gongkai.example.gov.cn"),
    metavar="名称",
    help="同事经代理访问时所用的名称，如 gongkai.example.gov.cn；可以写几个。写了以后只供查看",
)
@click.option("--allow-changes", is_flag=True, help="经上述名称访问的人也可以导入、核对、撤销")
@click.option(
    "--user-header",
    callback=_plain(_HEADER_NAME, "请求头只写名称，例如 X-Forwarded-User"),
    metavar="请求头",
    help="代理用来说明访问者姓名的请求头，如 X-Forwarded-User；写进操作日志。代理必须覆盖浏览器自带的同名请求头",
)
@click.option(
    "--base-path",
    callback=_plain(_BASE_PATH, "路径只用字母、数字、短横和斜杠，例如 /gongkai"),
    metavar="路径",
    help="看板在网站下的路径，如 /gongkai（默认在根路径）",
)
@click.option(
    "--people",
    "with_people",
    is_flag=True,
    help="每个人用自己的账户登录（先用 gongkai people add 开户）；能看什么、能改什么由角色和范围决定",
)
@own_store_option
def serve(
    port: int,
    wants_demo: bool,
    host_names: tuple[str, ...],
    allow_changes: bool,
    user_header: str | None,
    base_path: str | None,
    with_people: bool,
    store_folder: Path,
) -> int:
    """打开看板，只在本机可见；供同事使用时放在代理后面（做法见随附的说明）。

    \b
    例：gongkai serve --port 8501
        gongkai serve --host-name gongkai.example.gov.cn --base-path /gongkai
        gongkai serve --people --host-name gongkai.example.gov.cn
    """
    if with_people:
        _raise_no_accounts(store_folder, wants_demo or allow_changes or bool(user_header))
    import subprocess

    from reports.specimen import demo as specimens
    from reports.store import example_folder

    example = specimens.set_apart(store_folder) if wants_demo else example_folder(store_folder)
    is_lacking = not any((folder / "CURRENT.json").exists() for folder in (store_folder, example))
    if wants_demo and is_lacking and (refused := _build_demo(example)):
        return refused
    for folder in (store_folder, example):
        _bring_up_to_date(folder)

    from reports.reference import ROOT

    if not _is_free(port):
        say(f"端口 {port} 已被占用；看板可能已经打开，或换一个端口再试，例如 gongkai serve --port {port + 1}。")
        return 1
    base = (base_path or "").strip("/")
    tell(f"看板地址：http://127.0.0.1:{port}{f'/{base}' if base else ''}　按 Ctrl+C 结束")
    settings = server_settings(
        store_folder, host_names, allow_changes, user_header or "", base, wants_demo, with_people
    )
    # The pipe ends with us, however we end: the server reads it and follows (served/parent.py).
    environment = {**os.environ, **settings, "GONGKAI_HAS_PARENT": "1"}
    with subprocess.Popen(server_command(port, host_names), cwd=ROOT, env=environment, stdin=subprocess.PIPE) as server:
        signal.signal(signal.SIGTERM, lambda *_told: server.terminate())
        try:
            return server.wait()
        except KeyboardInterrupt:
            # Ctrl+C has reached the server too.
            server.wait()
            return 0


def _raise_no_accounts(store_folder: Path, is_otherwise: bool) -> None:
    """Refuses what does not go together, and a server that nobody could sign in to."""
    from reports import people
    from reports.people import files

    if is_otherwise:
        raise click.UsageError(
            "--people 由账户决定谁能看、谁能改，不能与 --demo、--allow-changes、--user-header 同用。"
        )
    if all(each.is_closed for each in people.accounts(store_folder).values()):
        raise people.AccountError(
            "还没有可登录的账户；请先开户，例如：gongkai people add 王芳 --role 公开办 --region 全部"
        )
    files.secret(store_folder)


def server_settings(
    store_folder: Path,
    host_names: Sequence[str] = (),
    allow_changes: bool = False,
    user_header: str = "",
    base_path: str = "",
    demo_first: bool = False,
    with_people: bool = False,
) -> dict[str, str]:
    """The variables that tell the server what `gongkai serve` was told. What was not told is what the environment
    says already."""
    from reports.store import example_folder

    told = {
        "GONGKAI_STORE": str(store_folder.resolve()),
        "GONGKAI_DEMO": str(example_folder(store_folder.resolve())),
        "GONGKAI_DEMO_FIRST": "1" if demo_first else "",
        "GONGKAI_HOSTS": ",".join(host_names),
        "GONGKAI_ALLOW_CHANGES": "1" if allow_changes else "",
        "GONGKAI_USER_HEADER": user_header,
        "GONGKAI_BASE_PATH": base_path,
        "GONGKAI_PEOPLE": "1" if with_people else "",
    }
    return {name: value for name, value in told.items() if value}


def server_command(port: int, host_names: Sequence[str] = ()) -> list[str]:
    """The command that serves the dashboard on 127.0.0.1, to be run in the project's folder: uvicorn with the
    application of dashboard/app.py. Streamlit's settings stand in dashboard/frame/.streamlit. What a proxy on this
    machine says of an address (X-Forwarded-For) is believed only where a name of its own tells that there is one."""
    proxy = ["--proxy-headers", "--forwarded-allow-ips", "127.0.0.1"] if host_names else ["--no-proxy-headers"]
    command = [sys.executable, "-m", "uvicorn", "dashboard.app:app", "--host", "127.0.0.1", "--port", str(port)]
    return [*command, *proxy, "--log-level", "warning", "--no-access-log"]


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
