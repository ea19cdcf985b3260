"""The command line's own words in Chinese: usage, help and what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import click


def similar(word: str, known: Sequence[str]) -> str:
    """' 您是不是想用：…？', or '' when nothing known resembles `word`."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return f"您是不是想用：{'、'.join(near)}？" if near else ""


def _write_list(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    formatter.write(f"\n{heading}：\n")
    with formatter.indentation():
        formatter.write_dl(rows)


class Command(click.Command):
    """A command whose own words are Chinese."""

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the usage line."""
        pieces = ["[选项]", *self.collect_usage_pieces(context)[1:]]
        formatter.write_usage(context.command_path, " ".join(pieces), prefix="用法：")

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options."""
        options = [parameter for parameter in self.get_params(context) if isinstance(parameter, click.Option)]
        records = [record for option in options if (record := option.get_help_record(context))]
        _write_list(formatter, "选项", [(name, text.replace("[required]", "[必填]")) for name, text in records])

    def get_help_option(self, context: click.Context) -> click.Option | None:
        """The option --help, explained in Chinese."""
        option = super().get_help_option(context)
        if option is not None:
            option.help = "显示本说明"
        return option


class Group(Command, click.Group):
    """The command itself: lists its subcommands, and says which one a mistyped one resembles."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options and the subcommands."""
        Command.format_options(self, context, formatter)
        first_lines = {name: (command.help or "").partition("\n")[0] for name, command in self.commands.items()}
        _write_list(formatter, "命令", list(first_lines.items()))

    def list_commands(self, context: click.Context) -> list[str]:
        """The subcommands in the order of a report's way."""
        return list(self.commands)

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand that `arguments` name; a usage error in Chinese when there is none."""
        name = arguments[0] if arguments else ""
        if name and not name.startswith("-") and self.get_command(context, name) is None:
            context.fail(f"没有命令“{name}”。{similar(name, list(self.commands))}")
        return super().resolve_command(context, arguments)


def usage_sentence(error: click.UsageError) -> str:
    """What was wrong with the words of a command, in Chinese, with what may have been meant."""
    command = error.ctx.command_path if error.ctx else "gongkai"
    if isinstance(error, click.NoSuchOption):
        known = [option for parameter in error.ctx.command.params for option in parameter.opts] if error.ctx else []
        sentence = f"没有选项 {error.option_name}。{similar(error.option_name, known)}"
    elif isinstance(error, click.MissingParameter):
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param and error.param.metavar
        sentence = f"缺少参数 {name}。"
    elif isinstance(error, click.BadParameter) and error.param is not None:
        sentence = f"参数 {error.param.opts[0]} 的值应为 {_expected(error.param.type)}。"
    else:
        sentence = error.message
    return f"{sentence}\n用 {command} --help 查看用法。"


def _expected(kind: click.ParamType) -> str:
    if isinstance(kind, click.Choice):
        return "、".join(kind.choices) + " 之一"
    if isinstance(kind, click.IntRange):
        return f"{kind.min} 至 {kind.max} 的整数" if kind.max is not None else f"不小于 {kind.min} 的整数"
    return "数字" if kind is click.FLOAT else "文字"
