"""The command `gongkai` itself and the options that its subcommands share."""

from __future__ import annotations

import functools
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from reports.command.chinese import Group
from reports.command.show import say, tell
from reports.errors import ReportError

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, context_settings=_CONTEXT, subcommand_metavar="命令 [参数]...", invoke_without_command=True)
@click.version_option(package_name="gongkai")
@click.pass_context
def gongkai(context: click.Context) -> None:
    """公开：读政府信息公开工作年度报告，比较各单位，找出薄弱环节。

    \b
    先看一份年报：  gongkai read 年报.docx
    建示例数据：    gongkai demo
    打开看板：      gongkai serve --demo
    """
    if context.invoked_subcommand is None:
        tell(context.get_help())


def main() -> None:
    """Runs the command and exits as the module's docstring says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A Windows console or a pipe may be set to a code page that lacks Chinese characters.
            reconfigure(encoding="utf-8", errors="replace")
    try:
        result = gongkai.main(prog_name="gongkai", standalone_mode=False)
    except click.UsageError as error:
        # By way of say: what was typed may be the name of a file, through a shell's *.
        words = io.StringIO()
        error.show(words)
        say(words.getvalue().rstrip("\n"))
        sys.exit(error.exit_code)
    except click.Abort:
        say("已中断；已发布的数据不受影响。")
        sys.exit(130)
    except click.ClickException as error:
        say(error.format_message())
        sys.exit(error.exit_code)
    except ReportError as error:
        say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output left (| head): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


who_option = click.option("--who", default="", metavar="姓名", help="经办人，记入日志（不写的，操作记录里是“未署名”）")
"""Who signs what a command writes; where nobody does, the journal keeps the login name, which no page tells."""


def own_store_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --store and gives the function the folder as `store_folder`: the store that is named, whatever it holds."""

    def named() -> Path:
        from reports.store import default_store

        return default_store()

    return _store_option(function, named)


def store_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same for what needs data: where none is named and the district has none yet, the example beside it is
    taken, and said to be so."""

    def with_data() -> Path:
        from reports.store import current_number, default_store, example_folder

        own = default_store()
        example = example_folder(own)
        if current_number(own) is not None or current_number(example) is None:
            return own
        say(f"本区还没有数据，以下是示例（虚构）：{example}")
        return example

    return _store_option(function, with_data)


def _store_option(function: Callable[..., Any], unnamed: Callable[[], Path]) -> Callable[..., Any]:
    @click.option(
        "--store",
        "store_folder",
        type=click.Path(path_type=Path),
        metavar="文件夹",
        help="数据仓（默认 data/store，或环境变量 GONGKAI_STORE）",
    )
    @functools.wraps(function)
    def with_store(*arguments: Any, store_folder: Path | None, **options: Any) -> Any:
        return function(*arguments, store_folder=store_folder or unnamed(), **options)

    return with_store


def bytes_of(name: str) -> bytes:
    """The bytes of the file called `name`; UnreadableFile when it cannot be read."""
    from reports.publish import Source

    return Source(name, Path(name)).read()
