"""The command `gongkai`: what people type, what they see, and how it ends.

Exit 0 when all went well, 1 when a file was refused or something could not be done (the sentence says what to
do next), 2 when the command itself was wrong. The only module that prints or exits. It imports what a
subcommand needs when that runs, so that `gongkai --help` is quick.
"""

from __future__ import annotations

import difflib
import functools
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reports.errors import ReportError

if TYPE_CHECKING:
    from reports.model import Reading
    from reports.publication_log import Preview
    from reports.publish import Outcome, Progress
    from reports.store import Entry, Judge

T = TypeVar("T")

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


def _similar(word: str, known: Sequence[str]) -> str:
    """' 您是不是想用：…？', or '' when nothing known resembles `word`."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return f"您是不是想用：{'、'.join(near)}？" if near else ""


def _write_list(formatter: click.HelpFormatter, heading: str, rows: list[tuple[str, str]]) -> None:
    formatter.write(f"\n{heading}：\n")
    with formatter.indentation():
        formatter.write_dl(rows)


class _Command(click.Command):
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


class _Group(_Command, click.Group):
    """The command itself: lists its subcommands, and says which one a mistyped one resembles."""

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options and the subcommands."""
        _Command.format_options(self, context, formatter)
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
            context.fail(f"没有命令“{name}”。{_similar(name, list(self.commands))}")
        return super().resolve_command(context, arguments)


@click.group(cls=_Group, context_settings=_CONTEXT, subcommand_metavar="命令 [参数]...", invoke_without_command=True)
@click.version_option(package_name="gongkai", message="%(prog)s %(version)s", help="显示版本")
@click.pass_context
def gongkai(context: click.Context) -> None:
    """公开：读政府信息公开工作年度报告，比较各单位，找出薄弱环节。

    \b
    先看一份年报：  gongkai read 年报.docx
    建示例数据：    gongkai demo
    打开看板：      gongkai serve
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


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
        _say(_usage_sentence(error))
        sys.exit(2)
    except click.Abort:
        _say("已中断；已发布的数据不受影响。")
        sys.exit(130)
    except click.ClickException as error:
        _say(error.format_message())
        sys.exit(error.exit_code)
    except ReportError as error:
        _say(str(error))
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output left (| head): nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    sys.exit(result if isinstance(result, int) else 0)


def _usage_sentence(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "gongkai"
    if isinstance(error, click.NoSuchOption):
        known = [option for parameter in error.ctx.command.params for option in parameter.opts] if error.ctx else []
        sentence = f"没有选项 {error.option_name}。{_similar(error.option_name, known)}"
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


def _say(text: str) -> None:
    click.echo(text, err=True)


def _store_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Adds --store and gives the function the folder as `store_folder`."""

    @click.option(
        "--store",
        "store_folder",
        type=click.Path(path_type=Path),
        metavar="文件夹",
        help="数据仓（默认 data/store，或环境变量 GONGKAI_STORE）",
    )
    @functools.wraps(function)
    def with_store(*arguments: Any, store_folder: Path | None, **options: Any) -> Any:
        from reports.store import default_store

        return function(*arguments, store_folder=store_folder or default_store(), **options)

    return with_store


# ---------------------------------------------------------------------------------------------------- read


@gongkai.command(cls=_Command)
@click.argument("files", nargs=-1, required=True, metavar="文件...")
@click.option("--json", "as_json", is_flag=True, help="每份一行 JSON")
def read(files: tuple[str, ...], as_json: bool) -> int:
    """读年报，显示读到的每个数字和出处；不入库。

    \b
    例：gongkai read 年报.pdf
        gongkai read *.docx --json > 结果.jsonl
    """
    failed = False
    for name in files:
        try:
            row = _read_one(name)
        except ReportError as error:
            failed = True
            row = {"file": name, "error": str(error)}
        except Exception as error:
            # A defect of ours in one file: the others are still read, the trace goes to whoever mends it.
            import traceback

            failed = True
            traceback.print_exc()
            row = {
                "file": name,
                "error": f"程序内部错误（{type(error).__name__}），未能读取；请将上面的信息告知维护人员。",
            }
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, allow_nan=False))
        elif "error" in row:
            _say(f"{name}：{_reason(name, row['error'])}")
        else:
            _show_reading(row)
    return int(failed)


def _bytes_of(name: str) -> bytes:
    from reports.publish import Source

    return Source(name, Path(name)).read()


def _read_one(name: str) -> dict[str, Any]:
    """What `gongkai read --json` says of one file."""
    from reports.capture import capture
    from reports.publish import entry_of
    from reports.reading import read_report

    data = _bytes_of(name)
    reading = read_report(data, name)
    if reading.report.year is None:
        # Without a year there is nothing to judge the numbers by; what identify found stands.
        findings = [_finding_row(f.rule, f.status, f.message, f.facts) for f in reading.report.disagreements]
    else:
        findings = _findings(entry_of(capture(data, name, None), reading, as_printed=True))
    return _reading_row(name, reading, findings)


def _reading_row(name: str, reading: Reading, findings: list[dict[str, Any]]) -> dict[str, Any]:
    report = reading.report
    return {
        "file": name,
        "office": report.office,
        "region": report.region,
        "year": report.year,
        "title": report.title,
        "form": report.form,
        "published_on": report.published_on.isoformat() if report.published_on else None,
        "format": reading.document.format,
        "marks": list(reading.marks),
        "facts": [
            {
                "indicator": fact.indicator,
                "breakdown": fact.breakdown,
                "value": _plain(fact.value),
                "unit": fact.unit,
                "qualifier": fact.qualifier,
                "status": fact.status,
                "source": fact.source,
                "section": fact.section,
                "quote": fact.quote,
                "locator": str(fact.locator) if fact.locator else None,
            }
            for fact in reading.facts
        ],
        "problems": [
            {"topic": problem.topic, "quote": problem.quote}
            for problem in reading.problems
            if problem.kind == "problem"
        ],
        "findings": findings,
    }


def _plain(value: float | None) -> float | int | None:
    """A whole number without its .0."""
    return int(value) if value is not None and value == int(value) else value


def _finding_row(rule: str, status: str, message: str, facts: Sequence[str]) -> dict[str, Any]:
    return {"rule": rule, "status": status, "message": message, "facts": list(facts)}


@functools.cache
def _judge() -> Judge:
    from reports.store import Judge

    return Judge()


def _findings(entry: Entry, history: Path | None = None) -> list[dict[str, Any]]:
    """The findings on one report; `facts` name indicator and breakdown of the facts concerned."""
    rows = []
    for found in _judge().findings(entry, history):
        own = [
            entry.facts[place["fact_no"]] for place in found["evidence"] if place["report_id"] == found.get("report_id")
        ]
        names = ["/".join(part for part in (fact.indicator, fact.breakdown) if part) for fact in own]
        rows.append(_finding_row(found["rule"], found["status"], found["message"], list(dict.fromkeys(names))))
    return rows


def _reason(name: str, sentence: str) -> str:
    """The sentence without the file's name, with or without its folder, before it."""
    return sentence.removeprefix(f"{name}：").removeprefix(f"{Path(name).name}：")


def _console() -> Any:
    from rich.console import Console

    # Into a pipe or a file, tables are as wide as they need, and a sentence is one line, for grep.
    is_screen = sys.stdout.isatty()
    return Console(highlight=False, width=None if is_screen else 240, soft_wrap=not is_screen)


_STATUS = {"stated": "", "blank": "空白", "missing": "未印出", "unreadable": "无法辨认"}
_FINDING_STATUS = {"failed": "不符", "not_assessable": "无法判定", "notice": "提示"}
_FORM = {"2019": "2019年格式", "2021": "2021年格式", "none": "非统一格式"}


def _show_reading(row: dict[str, Any]) -> None:
    """Prints one reading for people: who, the numbers of the prose with their words, the tables, what is wrong."""
    from rich.markup import escape
    from rich.table import Table

    from reports.reference import words

    names = words("indicators", "indicator", "name_zh")
    topics = words("topics", "topic", "name_zh")
    console = _console()
    console.rule(escape(row["file"]))
    year = f"{row['year']}年" if row["year"] else "年度未读出"
    console.print(f"[bold]{escape(row['region'] + row['office'] or '单位未读出')}[/]　{year}　{_FORM[row['form']]}")
    console.print(escape(row["title"]))
    for mark in row["marks"]:
        console.print(f"[yellow]注意：{escape(mark)}[/]")
    told = Table("指标", "数值", "原文", title="正文数字", title_justify="left", show_lines=False)
    for fact in row["facts"]:
        if fact["source"] == "text":
            name = names.get(fact["indicator"] or "", fact["indicator"] or "（未归类）")
            name += f"·{fact['breakdown']}" if fact["breakdown"] else ""
            told.add_row(escape(name), escape(_shown(fact)), escape(fact["quote"]))
    if told.row_count:
        console.print(told)
    cells = [fact for fact in row["facts"] if fact["source"] == "table"]
    if cells:
        counts = {status: sum(fact["status"] == status for fact in cells) for status in _STATUS}
        console.print(
            f"统计表{len(cells)}格：有数字{counts['stated']}，空白{counts['blank']}，"
            f"未印出{counts['missing']}，无法辨认{counts['unreadable']}"
        )
        filled = Table("表中指标", "数值", title="统计表中不为零的数字", title_justify="left")
        for fact in cells:
            if fact["value"]:
                name = names.get(fact["indicator"], fact["indicator"])
                name += f"·{names.get(fact['breakdown'], fact['breakdown'])}" if fact["breakdown"] else ""
                filled.add_row(escape(name), escape(_shown(fact)))
        if filled.row_count:
            console.print(filled)
    for problem in row["problems"]:
        console.print(f"问题（{escape(topics.get(problem['topic'], problem['topic']))}）：{escape(problem['quote'])}")
    for finding in row["findings"]:
        console.print(f"{_FINDING_STATUS[finding['status']]}：{escape(finding['message'])}")


def _shown(fact: dict[str, Any]) -> str:
    if fact["status"] != "stated":
        return _STATUS[fact["status"]]
    before = {"~": "约", "=": "", ">=": "≥"}[fact["qualifier"]]
    return (
        f"{before}{fact['value']:,}{fact['unit']}"
        if isinstance(fact["value"], int)
        else f"{before}{fact['value']:,g}{fact['unit']}"
    )


# ---------------------------------------------------------------------------------------------------- load


def _with_progress(task: str, work: Callable[[Progress], T]) -> T:
    """Runs `work` under a bar with counts, rate and time left on the error stream."""
    if not sys.stderr.isatty():
        return work(lambda _done, _total, _name: None)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("剩余"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        place = bar.add_task(task, total=None, rate="")

        def show(done: int, total: int, _name: str) -> None:
            speed = bar.tasks[place].finished_speed or bar.tasks[place].speed
            bar.update(place, completed=done, total=total, rate=f"{speed:.1f} 份/秒" if speed else "")

        return work(show)


_MOST_LINES = 20
"""So many files of each kind are told by name; the rest stand in the csv."""


def _account(outcome: Outcome) -> int:
    """Prints what became of each file that was not simply loaded, and the counts; 1 if any was refused."""
    counts = outcome.counts
    for name, doubts in outcome.partial[:_MOST_LINES]:
        click.echo(f"部分读出　{name}：{doubts}")
    for name, office in outcome.queued[:_MOST_LINES]:
        click.echo(f"待归属　　{name}：单位“{office}”不在名录中，请用 gongkai assign 归属")
    for name, reason in outcome.refused[:_MOST_LINES]:
        _say(f"未载入　　{name}：{_reason(name, reason)}")
    for kind, told in (("partial", "部分读出"), ("queued", "待归属"), ("refused", "未载入")):
        if counts[kind] > _MOST_LINES:
            click.echo(f"{told}的共 {counts[kind]} 份，以上只列出前 {_MOST_LINES} 份。")
    click.echo(
        f"载入 {counts['loaded']} 份，部分读出 {counts['partial']} 份，未载入 {counts['refused']} 份，"
        f"已有而跳过 {counts['skipped']} 份。"
    )
    if outcome.refusals is not None:
        click.echo(f"未载入的文件和原因见 {outcome.refusals}")
    if outcome.generation is not None:
        click.echo(f"现为第 {outcome.generation} 版数据。")
    return int(bool(counts["refused"]))


@gongkai.command(cls=_Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹...")
@click.option("--processes", type=click.IntRange(1), metavar="个数", help="同时读取的进程数（默认为处理器核数）")
@click.option("--cluster", metavar="地址", help="交给这个地址的集群读取，形如 tcp://主机:8786")
@click.option("--limit", type=click.IntRange(1), metavar="秒", help="一份文件最多读这么久（默认 300 秒）")
@_store_option
def load(
    paths: tuple[Path, ...], processes: int | None, cluster: str | None, limit: int | None, store_folder: Path
) -> int:
    """把年报读入数据仓；原件留存，坏文件不影响其余。中断后再运行一次，从中断处接着读。

    \b
    例：gongkai load 2024年/
        gongkai load 年报一.docx 年报二.pdf
    """
    from reports import publish

    if cluster and processes:
        raise click.UsageError("--cluster 和 --processes 只能用一个。")
    # Counted first and listed again while reading: a list of millions of files would not be small.
    total = sum(1 for _source in publish.files_in(paths))
    return _account(
        _with_progress(
            "读取年报",
            lambda progress: publish.load(
                store_folder,
                publish.files_in(paths),
                processes=processes,
                cluster=cluster,
                limit_seconds=limit or publish.LIMIT_SECONDS,
                total=total,
                on_progress=progress,
                on_wait=_say,
            ),
        )
    )


@gongkai.command("load-log", cls=_Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--office", metavar="单位", help="全部条目的单位（表中没有单位列时用）")
@click.option("--preview", "only_preview", is_flag=True, help="只显示读懂了什么，不载入")
@_store_option
def load_log(file: Path, office: str | None, only_preview: bool, store_folder: Path) -> int:
    """载入网站发布日志（表格，每行一条信息），用来看各栏目多久没有更新。

    \b
    例：gongkai load-log 发布记录.xlsx --preview
        gongkai load-log 发布记录.csv
    """
    from reports import publication_log

    data = _bytes_of(str(file))
    if only_preview:
        found = publication_log.preview(data, file.name, office)
        _show_log(found)
        return int(not found.usable)
    found, generation = publication_log.load(store_folder, data, file.name, office=office, on_wait=_say)
    for sentence in found.sentences():
        click.echo(sentence)
    click.echo("此前已载入同一文件，数据不变。" if generation is None else f"现为第 {generation} 版数据。")
    return int(bool(found.refused or found.unknown_offices))


def _show_log(found: Preview) -> None:
    from rich.markup import escape
    from rich.table import Table

    from reports.publication_log import FIELDS

    console = _console()
    for sentence in found.sentences():
        console.print(escape(sentence))
    first = Table("行", *FIELDS.values(), title="前几条", title_justify="left")
    for item in found.items[:8]:
        office = item.office if item.office_code else f"{item.office}（不在名录中）"
        cells = (str(item.line), office, item.column, item.title, item.published_on.isoformat(), item.url or "")
        first.add_row(*map(escape, cells))
    if first.row_count:
        console.print(first)


# --------------------------------------------------------------------------------------------------- check


@gongkai.command(cls=_Command)
@click.argument("files", nargs=-1, metavar="[文件...]")
@click.option("--json", "as_json", is_flag=True, help="每份一行 JSON；不给文件时每条一行")
@_store_option
def check(files: tuple[str, ...], as_json: bool, store_folder: Path) -> int:
    """体检年报草稿，不入库；不给文件时列出数据仓中的全部发现。

    \b
    例：gongkai check 草稿.docx
        gongkai check --json
    """
    if not files:
        return _check_store(store_folder, as_json)
    failed = False
    for name in files:
        try:
            row = _check_one(name, store_folder)
        except ReportError as error:
            failed = True
            row = {"file": name, "error": str(error)}
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False, allow_nan=False))
        elif "error" in row:
            _say(f"{name}：{_reason(name, row['error'])}")
        else:
            _show_check(row)
    return int(failed)


def _check_one(name: str, store_folder: Path) -> dict[str, Any]:
    """What `gongkai check FILE --json` says: the findings, and which other years they were judged by."""
    from reports import store
    from reports.capture import capture
    from reports.publish import entry_of
    from reports.reading import read_report

    data = _bytes_of(name)
    reading = read_report(data, name)
    entry = entry_of(capture(data, name, None), reading, as_printed=True)
    years: list[int] = []
    history: Path | None = None
    if entry.is_queued:
        basis = f"单位“{entry.office_code}”不在名录中，跨年度规则未用往年数据。"
    elif store.kept(store_folder):
        generation = store.open_current(store_folder)
        years = store.years_of(generation.cursor(), entry.office_code, entry.year)
        history = generation.path if years else None
        generation.close()
        told = "、".join(str(year) for year in years)
        basis = (
            f"已对照数据仓中该单位{told}年年报。" if years else "数据仓中没有该单位其他年度的年报，跨年度规则未执行。"
        )
    else:
        basis = "尚无数据仓，跨年度规则未执行。"
    return {
        "file": name,
        "office": reading.report.office,
        "year": entry.year,
        "title": entry.title,
        "form": entry.form,
        "compared_years": years,
        "basis": basis,
        "findings": _findings(entry, history),
    }


def _show_check(row: dict[str, Any]) -> None:
    from rich.markup import escape

    console = _console()
    console.rule(escape(row["file"]))
    console.print(f"[bold]{escape(row['office'])}[/]　{row['year']}年　{escape(row['basis'])}")
    if not row["findings"]:
        console.print("各项规则均未发现问题。")
    for finding in row["findings"]:
        console.print(f"{_FINDING_STATUS[finding['status']]}：{escape(finding['message'])}")


def _check_store(store_folder: Path, as_json: bool) -> int:
    from reports import store

    generation = store.open_current(store_folder)
    rows = store.findings(generation.cursor())
    if generation.notice:
        _say(generation.notice)
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False, allow_nan=False))
        return 0
    from rich.markup import escape

    console = _console()
    for row in rows:
        console.print(
            f"{_FINDING_STATUS[row['status']]}　{escape(row['office'])}　{row['year']}年　{escape(row['message'])}"
        )
    console.print(f"共 {len(rows)} 条。")
    return 0


# ----------------------------------------------------------------------------------------------------- ask


@gongkai.command(cls=_Command)
@click.argument("question", required=False, metavar="[问题]")
@click.option(
    "--param", "-p", "parameters", multiple=True, metavar="名称=值", help="问题的参数，可重复；列表用逗号分开"
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    metavar="table|csv|json",
    help="输出形式（默认 table）",
)
@_store_option
def ask(question: str | None, parameters: tuple[str, ...], output: str, store_folder: Path) -> int:
    """向数据仓提问；不给问题时列出全部问题。

    \b
    例：gongkai ask
        gongkai ask weibo_posts --param from_year=2024 --format csv
    """
    from reports import store

    known = {item.name: item for item in store.questions()}
    if question is None:
        width = max((len(name) for name in known), default=0)
        for name, item in known.items():
            # The header also names the question in English, in brackets at its end.
            click.echo(f"{name:<{width}}  {item.question.partition(' (')[0]}")
        return 0
    if question not in known:
        raise click.UsageError(
            f"没有问题“{question}”。{_similar(question, list(known))}不带参数运行 gongkai ask 可列出全部问题。"
        )
    given: dict[str, str] = {}
    for text in parameters:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"参数“{text}”应写成 名称=值。")
        allowed = [parameter.name for parameter in known[question].parameters]
        if name not in allowed:
            near = _similar(name, allowed) or (f"可用的参数：{'、'.join(allowed)}。" if allowed else "它不带参数。")
            raise click.UsageError(f"问题 {question} 没有参数“{name}”。{near}")
        given[name] = value
    lacking = [item.name for item in known[question].parameters if not item.is_optional and item.name not in given]
    if lacking:
        raise click.UsageError(f"问题 {question} 缺少参数：{'、'.join(lacking)}；请用 --param {lacking[0]}=值 给出。")
    try:
        values = store.typed(known[question], given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    generation = store.open_current(store_folder)
    if generation.notice:
        _say(generation.notice)
    cursor = generation.cursor()
    for name, value in values.items():
        _demand_known(cursor, name, value if isinstance(value, list) else [value])
    answer = store.ask(cursor, question, values)
    _show_answer(answer, output)
    return 0


def _demand_known(cursor: Any, name: str, values: Sequence[Any]) -> None:
    """UsageError when a parameter names an office, a region or an indicator that does not exist: the answer to a
    mistyped name would be empty, or would lack an office, and look like one that reports nothing."""
    from reports import store
    from reports.reference import words

    what, names = "", {}
    if name in ("office_code", "office_codes"):
        what, offices = "单位代码", store.ask(cursor, "office_list", {})
        names = dict(zip(offices["office_code"], offices["office_name"], strict=True))
    elif name in ("region_id", "parent_id"):
        what, regions = "地区代码", store.ask(cursor, "region_list", {})
        names = dict(zip(regions["region_id"], regions["name"], strict=True))
    elif name in ("indicator", "indicators"):
        what, names = "指标", words("indicators", "indicator", "name_zh")
    for value in values:
        if what and value not in names:
            named = [code for code, called in names.items() if value and value in called]
            near = f"您是不是想用：{'、'.join(named[:3])}？" if named else _similar(value, list(names))
            raise click.UsageError(f"没有{what}“{value}”。{near}")


def _show_answer(answer: Any, output: str) -> None:
    if output != "json":
        answer = answer.map(_joined)
    if output == "csv":
        click.echo(answer.to_csv(index=False, lineterminator="\n"), nl=False)
        return
    if output == "json":
        click.echo(answer.to_json(orient="records", force_ascii=False, date_format="iso", indent=None))
        return
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for name in answer.columns:
        table.add_column(escape(str(name)), overflow="fold")
    for row in answer.itertuples(index=False):
        table.add_row(*[escape(_cell(value)) for value in row])
    console = _console()
    console.print(table)
    console.print(f"共 {len(answer)} 行。")


def _joined(value: Any) -> Any:
    """The items of a list in one cell, not the way a library prints them; anything else as it is."""
    return "、".join(map(str, value)) if hasattr(value, "__len__") and not isinstance(value, str | dict) else value


def _cell(value: Any) -> str:
    import pandas

    if pandas.api.types.is_scalar(value) and pandas.isna(value):
        return "未报告"
    if pandas.api.types.is_bool(value):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)


# ------------------------------------------------------------------------------- rebuild, rollback, correct


@gongkai.command(cls=_Command)
@click.option(
    "--parquet",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="写入哪个文件夹（新建，或已有的空文件夹）",
)
@_store_option
def export(folder: Path, store_folder: Path) -> int:
    """把当前一版数据导出为 Parquet 文件，按年度分开，供其他工具和集群使用。

    \b
    例：gongkai export --parquet 导出
    """
    from reports import store

    generation = store.open_current(store_folder)
    try:
        written = store.export_parquet(generation, folder)
    finally:
        generation.close()
    click.echo(
        f"已导出第 {generation.number} 版数据到 {folder}：年报 {written['report']} 份，数据 {written['fact']} 条，共 {len(written)} 张表。"
    )
    return 0


@gongkai.command(cls=_Command)
@_store_option
def rebuild(store_folder: Path) -> int:
    """只凭原件和日志重建数据仓（改动名录、词表、更正表之后也用它）。

    \b
    例：gongkai rebuild
    """
    from reports import publish

    return _account(
        _with_progress("重建", lambda progress: publish.rebuild(store_folder, on_progress=progress, on_wait=_say))
    )


@gongkai.command(cls=_Command)
@_store_option
def rollback(store_folder: Path) -> int:
    """退回上一版数据；其后的载入、归属和更正一并撤销，原件仍在。

    \b
    例：gongkai rollback
    """
    from reports import publish

    left, served = publish.rollback(store_folder, on_wait=_say)
    click.echo(f"已从第 {left} 版退回第 {served} 版。")
    return 0


@gongkai.command(cls=_Command)
@click.argument("report", metavar="年报")
@click.argument("office", metavar="单位代码")
@_store_option
def assign(report: str, office: str, store_folder: Path) -> int:
    """把待归属的年报归到名录中的单位；年报可写编号、原件校验码开头或待归属的单位名。

    \b
    例：gongkai assign 城关镇人民政府 demo-chengguanzhen
    """
    from reports import publish

    titles, generation = publish.assign(store_folder, report, office, on_wait=_say)
    for title in titles:
        click.echo(f"已归属　{title}")
    click.echo(f"现为第 {generation} 版数据。")
    return 0


@gongkai.command(cls=_Command)
@click.argument("report", metavar="年报")
@click.option("--indicator", required=True, metavar="指标", help="要更正的指标；未归类的数字写空串")
@click.option("--breakdown", default="", metavar="细分", help="申请人类别或栏目名")
@click.option("--stated", type=float, metavar="原值", help="现读到的值；没有读到数字时不写")
@click.option("--corrected", type=float, metavar="更正值", help="更正后的值；不写表示原数不可用")
@click.option("--locator", metavar="位置", help="同一指标有几处时，只更正此处")
@click.option("--to-indicator", metavar="指标", help="改归到此指标")
@click.option("--to-breakdown", metavar="细分", help="改归到此细分")
@click.option("--reason", required=True, metavar="理由", help="为什么更正")
@_store_option
def correct(
    report: str,
    indicator: str,
    breakdown: str,
    stated: float | None,
    corrected: float | None,
    locator: str | None,
    to_indicator: str | None,
    to_breakdown: str | None,
    reason: str,
    store_folder: Path,
) -> int:
    """更正一份年报中读错或印错的数字，记入日志；原值一并保留。

    \b
    例：gongkai correct 12 --indicator disclosure.weibo --stated 870 --corrected 87 --reason 原文多印一位
    """
    from datetime import date

    from reports import journal, publish
    from reports.correct import Correction
    from reports.reference import words

    known = list(words("indicators", "indicator", "name_zh"))
    for name in (indicator, to_indicator):
        if name and name not in known:
            raise click.UsageError(f"没有指标“{name}”。{_similar(name, known)}")
    correction = Correction(
        indicator=indicator,
        breakdown=breakdown,
        stated_value=stated,
        corrected_value=corrected,
        reason=reason,
        by=journal.author(),
        on=date.today().isoformat(),
        locator=locator,
        new_indicator=to_indicator,
        new_breakdown=to_breakdown,
    )
    title, generation = publish.correct_report(store_folder, report, correction, on_wait=_say)
    click.echo(f"已更正　{title}\n现为第 {generation} 版数据。")
    return 0


# ------------------------------------------------------------------------------ doctor, backup, restore


@gongkai.command(cls=_Command)
@_store_option
def doctor(store_folder: Path) -> int:
    """检查数据仓：原件、日志、各版数据、磁盘，并说明该怎么办。

    \b
    例：gongkai doctor
    """
    from reports.doctor import Observation, examine

    marks = {"good": "正常　", "note": "注意　", "wrong": "有误　"}
    found: list[Observation] = _with_progress(
        "核对原件", lambda progress: list(examine(store_folder, on_progress=progress))
    )
    for observation in found:
        click.echo(marks[observation.status] + observation.sentence)
    wrong = sum(observation.status == "wrong" for observation in found)
    click.echo(f"发现 {wrong} 处问题。" if wrong else "数据仓完好。")
    return int(bool(wrong))


@gongkai.command(cls=_Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@_store_option
def backup(file: Path, store_folder: Path) -> int:
    """把数据仓（原件、日志、对照表、当前数据）备份成一个文件；看板和载入照常进行。

    \b
    例：gongkai backup 公开备份.tar
    """
    from reports.backup import backup as write

    count = _with_progress("备份原件", lambda progress: write(store_folder, file, on_progress=progress, on_wait=_say))
    click.echo(f"已备份 {count} 份原件到 {file}（{file.stat().st_size / 1e6:.1f} MB）。")
    return 0


@gongkai.command(cls=_Command)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--replace", is_flag=True, help="数据仓另有来历时，仍用备份替换；现有日志改名留存")
@_store_option
def restore(file: Path, replace: bool, store_folder: Path) -> int:
    """从备份恢复数据仓；先核对备份是否完整，不完整则什么也不改。

    \b
    例：gongkai restore 公开备份.tar --store 新文件夹
    """
    from reports.backup import restore as bring

    done = _with_progress(
        "恢复", lambda progress: bring(file, store_folder, replace=replace, on_progress=progress, on_wait=_say)
    )
    click.echo(f"已恢复 {done.originals} 份原件，现为第 {done.generation} 版数据。")
    if done.reference is not None:
        click.echo(
            f"备份中的对照表与现在的不同，已放在 {done.reference}；"
            "要用它们时，复制到 data/reference 再运行 gongkai rebuild。"
        )
    return 0


# -------------------------------------------------------------------------------------------- demo, serve


@gongkai.command(cls=_Command)
@_store_option
def demo(store_folder: Path) -> int:
    """建示例数据：虚构的一个区（标明虚构示例）和一个真实区的几份年报。

    \b
    例：gongkai demo
    """
    return _build_demo(store_folder)


def _build_demo(store_folder: Path) -> int:
    from reports import publish

    return _account(
        _with_progress(
            "生成并读取示例",
            lambda progress: publish.load(
                store_folder, publish.demo_sources(), cause="demo", on_progress=progress, on_wait=_say
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
        click.echo(f"{error}现在自动重建……", err=True)
        _account(
            _with_progress("重建", lambda progress: publish.rebuild(store_folder, on_progress=progress, on_wait=_say))
        )
    except StoreError:
        pass


@gongkai.command(cls=_Command)
@click.option("--port", type=click.IntRange(1, 65535), default=8501, metavar="端口", help="端口（默认 8501）")
@click.option("--demo", "wants_demo", is_flag=True, help="还没有数据时，先建示例数据")
@_store_option
def serve(port: int, wants_demo: bool, store_folder: Path) -> int:
    """打开看板，只在本机可见。

    \b
    例：gongkai serve --port 8501
    """
    import subprocess

    if wants_demo and not (store_folder / "CURRENT.json").exists() and (refused := _build_demo(store_folder)):
        return refused
    _bring_up_to_date(store_folder)

    from reports.reference import ROOT

    click.echo(f"看板地址：http://127.0.0.1:{port}　按 Ctrl+C 结束")
    settings = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.toolbarMode": "minimal",
        "client.showErrorDetails": "none",
    }
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    command += [f"--{name}={value}" for name, value in settings.items()]
    environment = {**os.environ, "GONGKAI_STORE": str(store_folder.resolve())}
    try:
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
