"""What the command prints: for people as lines and tables, for programs as JSON or CSV."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reports.text.shown import harmless, shown, shown_in_line

if TYPE_CHECKING:
    from rich.table import Table

    from reports.publication_log import Preview
    from reports.publish import Outcome, Progress


T = TypeVar("T")


def say(text: str) -> None:
    """Prints a line for people, on standard error."""
    click.echo(shown(text), err=True)


def tell(text: str) -> None:
    """Prints a line of the result, on standard output."""
    click.echo(shown(text))


def json_of(row: Any) -> str:
    """A line of JSON as programs take it."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False)


def tell_json(text: str) -> None:
    """Prints JSON; no control character stands in it as it is."""
    click.echo(_LEFT_BY_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


_LEFT_BY_JSON = re.compile("[\x7f-\x9f\ud800-\udfff]")
"""Control characters, and bytes that are no text, which JSON would leave as they are."""


def plain(text: str) -> str:
    """Text of a file for a console: neither markup nor anything that a terminal obeys."""
    from rich.markup import escape

    return escape(shown(text))


def reason_of(name: str, sentence: str) -> str:
    """The sentence without the file's name, with or without its folder, before it."""
    return sentence.removeprefix(f"{name}：").removeprefix(f"{Path(name).name}：")


def console_of() -> Any:
    """A console for tables, as wide as the screen or, into a pipe, 240 characters."""
    from rich.console import Console

    # Into a pipe or a file, tables are as wide as they need, and a sentence is one line, for grep.
    is_screen = sys.stdout.isatty()
    return Console(highlight=False, width=None if is_screen else 240, soft_wrap=not is_screen)


_STATUS = {"stated": "", "blank": "空白", "missing": "未印出", "unreadable": "无法辨认"}
FINDING_STATUS = {"failed": "不符", "not_assessable": "无法判定", "notice": "提示", "refuted": "核实为误报"}
_FORM = {"2019": "2019年格式", "2021": "2021年格式", "none": "非统一格式"}


def show_reading(row: dict[str, Any]) -> None:
    """Prints one reading for people: who, the numbers of the prose with their words, the tables, what is wrong."""
    from rich.table import Table

    from reports.reference import words

    names = words("indicators", "indicator", "name_zh")
    topics = words("topics", "topic", "name_zh")
    applicants = words("forms/2021", "breakdown", "column_label")
    console = console_of()
    console.rule(plain(shown_in_line(row["file"])))
    year = f"{row['year']}年" if row["year"] else "年度未读出"
    console.print(f"[bold]{plain(row['region'] + row['office'] or '单位未读出')}[/]　{year}　{_FORM[row['form']]}")
    console.print(plain(row["title"]))
    for mark in row["marks"]:
        console.print(f"[yellow]注意：{plain(mark)}[/]")
    told = Table("指标", "数值", "原文", title="正文数字", title_justify="left", show_lines=False)
    for fact in row["facts"]:
        if fact["source"] == "text":
            name = names.get(fact["indicator"] or "", fact["indicator"] or "（未归类）")
            name += f"·{fact['breakdown']}" if fact["breakdown"] else ""
            told.add_row(plain(name), plain(_shown(fact)), plain(fact["quote"]))
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
                name += f"·{applicants.get(fact['breakdown'], fact['breakdown'])}" if fact["breakdown"] else ""
                filled.add_row(plain(name), plain(_shown(fact)))
        if filled.row_count:
            console.print(filled)
    if "why" in row:
        console.print(_reasons(row["why"], names))
    for problem in row["problems"]:
        console.print(f"问题（{plain(topics.get(problem['topic'], problem['topic']))}）：{plain(problem['quote'])}")
    for finding in row["findings"]:
        console.print(f"{FINDING_STATUS[finding['status']]}：{plain(finding['message'])}")
        if finding["advice"]:
            console.print(f"    建议：{plain(finding['advice'])}")


def _reasons(rows: list[dict[str, Any]], names: dict[str, str]) -> Table:
    """Why each number of the prose is read as it is, a line a number."""
    from rich.table import Table

    from reports import reference

    applicants = reference.words("forms/2021", "breakdown", "column_label")

    def named(indicator: str | None, breakdown: str) -> str:
        name = names.get(indicator or "", indicator or "不归入指标")
        return f"{name}·{applicants.get(breakdown, breakdown)}" if breakdown else name

    reasons = Table("原文", "读作", "依据", "可能是", title="为什么这样读", title_justify="left")
    for row in rows:
        words = [f"所数：{row['noun']}"] if row["noun"] else []
        words += [f"渠道：{row['channel']}"] if row["channel"] else []
        words += row["evidence"]
        words += [f"通读全文：{row['reason']}"] if row["reason"] else []
        words += [row["learning"]] if row["learning"] else []
        others = "；".join(named(indicator, breakdown) for indicator, breakdown in row["may_be"])
        read_as = named(row["indicator"], row["breakdown"])
        reasons.add_row(*(plain(text) for text in (row["quote"], read_as, "；".join(words), others)))
    return reasons


def _shown(fact: dict[str, Any]) -> str:
    if fact["status"] != "stated":
        return _STATUS[fact["status"]]
    before = {"~": "约", "=": "", ">=": "≥"}[fact["qualifier"]]
    return (
        f"{before}{fact['value']:,}{fact['unit']}"
        if isinstance(fact["value"], int)
        else f"{before}{fact['value']:,g}{fact['unit']}"
    )


def with_progress(task: str, work: Callable[[Progress], T]) -> T:
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


def account(outcome: Outcome) -> int:
    """Prints what became of each file that was not simply loaded, and the counts; 1 if any was refused."""
    from reports.identify.regions import NOWHERE

    counts = outcome.counts
    for name, doubts in outcome.partial[:_MOST_LINES]:
        tell(f"部分读出　{shown_in_line(name)}：{doubts}")
    for name, _office in outcome.queued[:_MOST_LINES]:
        tell(f"待归属　　{shown_in_line(name)}：没有读出单位，请用 gongkai assign 归属")
    for name, reason in outcome.refused[:_MOST_LINES]:
        say(f"未载入　　{shown_in_line(name)}：{reason_of(name, reason)}")
    for name, why in outcome.withdrawn[:_MOST_LINES]:
        if why:
            say(f"已撤回　　{shown_in_line(name)}：{why}")
    for name, year in outcome.unfinished[:_MOST_LINES]:
        tell(
            f"请核对　　{shown_in_line(name)}：报告年度是{year}，今年尚未结束；写错的请在看板“导入”页的“归属与核对”里改正"
        )
    for name, doubt in outcome.misplaced[:_MOST_LINES]:
        tell(f"请核对　　{shown_in_line(name)}：{doubt}")
    for name, region in outcome.registered[:_MOST_LINES]:
        tell(f"新单位　　{name}（{region}）")
    for kind, told in (
        ("registered", "新单位"),
        ("partial", "部分读出"),
        ("queued", "待归属"),
        ("refused", "未载入"),
        ("unfinished", "今年尚未结束"),
        ("misplaced", "地区请核对"),
    ):
        if counts[kind] > _MOST_LINES:
            unit = "个" if kind == "registered" else "份"
            tell(f"{told}的共 {counts[kind]} {unit}，以上只列出前 {_MOST_LINES} {unit}。")
    tell(
        f"载入 {counts['loaded']} 份，部分读出 {counts['partial']} 份，未载入 {counts['refused']} 份，"
        f"已有而跳过 {counts['skipped']} 份。"
    )
    if counts["withdrawn"]:
        tell(f"另有已撤回的 {counts['withdrawn']} 份，不计入任何数字。")
    if lost := sum(region == NOWHERE.name for _name, region in outcome.registered):
        tell(f"有 {lost} 个单位的年报没有写明地区，暂列“{NOWHERE.name}”；下次载入时请用 --region 写明地区。")
    if outcome.refusals is not None:
        tell(f"未载入的文件和原因见 {outcome.refusals}")
    if outcome.generation is not None:
        tell(f"现为第 {outcome.generation} 版数据。")
    return int(bool(counts["refused"]))


def show_log(found: Preview) -> None:
    """Prints what was understood of a publication log, with its first items."""
    from rich.table import Table

    from reports.publication_log import FIELDS

    console = console_of()
    for sentence in found.sentences():
        console.print(plain(sentence))
    first = Table("行", *FIELDS.values(), title="前几条", title_justify="left")
    for item in found.items[:8]:
        office = item.office if item.office_code else f"{item.office}（不在名录中）"
        cells = (str(item.line), office, item.column, item.title, item.published_on.isoformat(), item.url or "")
        first.add_row(*map(plain, cells))
    if first.row_count:
        console.print(first)


def show_check(row: dict[str, Any]) -> None:
    """Prints a draft's office, year, basis of judgement and findings, in the order of the rules."""
    console = console_of()
    console.rule(plain(shown_in_line(row["file"])))
    console.print(f"[bold]{plain(row['office'])}[/]　{row['year']}年　{plain(row['basis'])}")
    if not row["findings"]:
        console.print("各项规则均未发现问题。")
    for finding in row["findings"]:
        console.print(f"{FINDING_STATUS[finding['status']]}：{plain(finding['message'])}")
        if finding["advice"]:
            console.print(f"    建议：{plain(finding['advice'])}")


def show_answer(answer: Any, output: str) -> None:
    """Prints an answer as "table", "csv" or "json"."""
    if output != "json":
        answer = answer.map(_joined)
    if output == "csv":
        click.echo(answer.map(_in_csv).rename(columns=_in_csv).to_csv(index=False, lineterminator="\n"), nl=False)
        return
    if output == "json":
        tell_json(answer.to_json(orient="records", force_ascii=False, date_format="iso", indent=None))
        return
    from rich.table import Table

    table = Table()
    for name in answer.columns:
        table.add_column(plain(str(name)), overflow="fold")
    for row in answer.itertuples(index=False):
        table.add_row(*[plain(_cell(value)) for value in row])
    console = console_of()
    console.print(table)
    console.print(f"共 {len(answer)} 行。")


def _in_csv(value: Any) -> Any:
    """Text so that neither a spreadsheet program nor a terminal runs it; anything else as it is."""
    return harmless(shown(value)) if isinstance(value, str) else value


def _joined(value: Any) -> Any:
    """The items of a list in one cell, not the way a library prints them; anything else as it is."""
    return "、".join(map(str, value)) if hasattr(value, "__len__") and not isinstance(value, str | dict) else value


def _cell(value: Any) -> str:
    import pandas

    if pandas.api.types.is_scalar(value) and pandas.isna(value):
        return "未写明"
    if pandas.api.types.is_bool(value):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)
