"""`gongkai ask` and `gongkai export`: answers and tables out of the store."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from reports.command.chinese import similar
from reports.command.root import gongkai, store_option
from reports.command.show import say, show_answer, tell

_format_option = click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    metavar="table|csv|json",
    help="输出形式（默认 table）",
)


@gongkai.command()
@click.argument("question", required=False, metavar="[问题]")
@click.option(
    "--param", "-p", "parameters", multiple=True, metavar="名称=值", help="问题的参数，可重复；列表用逗号分开"
)
@_format_option
@store_option
def ask(question: str | None, parameters: tuple[str, ...], output: str, store_folder: Path) -> int:
    """向数据仓提问；不给问题时列出全部问题。

    \b
    例：gongkai ask
        gongkai ask weibo_posts --param from_year=2024 --format csv
    """
    from reports import ask as asking
    from reports import store

    known = {item.name: item for item in asking.questions()}
    if question is None:
        width = max((len(name) for name in known), default=0)
        for name, item in known.items():
            # The header also names the question in English, in brackets at its end.
            tell(f"{name:<{width}}  {item.question.partition(' (')[0]}")
        return 0
    if question not in known:
        raise click.UsageError(
            f"没有问题“{question}”。{similar(question, list(known))}不带参数运行 gongkai ask 可列出全部问题。"
        )
    given: dict[str, str] = {}
    for text in parameters:
        name, sign, value = text.partition("=")
        if not sign:
            raise click.UsageError(f"参数“{text}”应写成 名称=值。")
        allowed = [parameter.name for parameter in known[question].parameters]
        if name not in allowed:
            near = similar(name, allowed) or (f"可用的参数：{'、'.join(allowed)}。" if allowed else "它不带参数。")
            raise click.UsageError(f"问题 {question} 没有参数“{name}”。{near}")
        given[name] = value
    lacking = [item.name for item in known[question].parameters if not item.is_optional and item.name not in given]
    if lacking:
        raise click.UsageError(f"问题 {question} 缺少参数：{'、'.join(lacking)}；请用 --param {lacking[0]}=值 给出。")
    try:
        values = asking.typed(known[question], given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error

    def answer(generation: store.Generation) -> Any:
        cursor = generation.cursor()
        for name, value in values.items():
            _demand_known(cursor, name, value if isinstance(value, list) else [value])
        return asking.ask(cursor, question, values)

    show_answer(store.answered(store_folder, answer, say), output)
    return 0


@gongkai.command()
@click.argument("text", nargs=-1, required=True, metavar="词句...")
@click.option("--region", metavar="地区代码", help="只查这个地区")
@click.option("--office", "offices", multiple=True, metavar="单位代码", help="只查这个单位，可重复")
@click.option("--year", type=click.IntRange(2004, 2100), metavar="年度", help="只查这一年的年报")
@_format_option
@store_option
def search(
    text: tuple[str, ...],
    region: str | None,
    offices: tuple[str, ...],
    year: int | None,
    output: str,
    store_folder: Path,
) -> int:
    """在全部年报正文中查词句，列出写到的原句。

    \b
    例：gongkai search 社会救助 更新
        gongkai search 政策解读形式单一 --year 2025
    """
    from reports import ask as asking
    from reports import store

    def answer(generation: store.Generation) -> Any:
        cursor = generation.cursor()
        _demand_known(cursor, "region_id", [region] if region else [])
        _demand_known(cursor, "office_codes", offices)
        return asking.searched(
            lambda question, **given: asking.ask(cursor, question, given),
            " ".join(text),
            region_id=region,
            office_codes=list(offices) or None,
            from_year=year,
            to_year=year,
        )

    attempt, found = store.answered(store_folder, answer, say)
    if attempt is None or found is None:
        raise click.UsageError("请写出要查的词句。")
    if len(found):
        counted = found.iloc[0]
        say(
            f"查“{'”“'.join(attempt.words)}”：共 {counted.sentence_count} 句，见于 {counted.office_count} 个单位的"
            f" {counted.report_count} 份年报。"
        )
    show_answer(found, output)
    return 0


def _demand_known(cursor: Any, name: str, values: Sequence[Any]) -> None:
    """UsageError when a parameter names an office, a region or an indicator that does not exist: the answer to a
    mistyped name would be empty, or would lack an office, and look like one that reports nothing."""
    from reports import ask as asking
    from reports.reference import words

    what, names = "", {}
    if name in ("office_code", "office_codes"):
        what, offices = "单位代码", asking.ask(cursor, "office_list", {})
        names = dict(zip(offices["office_code"], offices["office_name"], strict=True))
    elif name in ("region_id", "parent_id"):
        what, regions = "地区代码", asking.ask(cursor, "region_list", {})
        names = dict(zip(regions["region_id"], regions["name"], strict=True))
    elif name in ("indicator", "indicators"):
        what, names = "指标", words("indicators", "indicator", "name_zh")
    for value in values:
        if what and value not in names:
            named = [code for code, called in names.items() if value and value in called]
            near = f"您是不是想用：{'、'.join(named[:3])}？" if named else similar(value, list(names))
            raise click.UsageError(f"没有{what}“{value}”。{near}")


@gongkai.command()
@click.option(
    "--parquet",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="文件夹",
    help="写入哪个文件夹（新建，或已有的空文件夹）",
)
@store_option
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
    tell(
        f"已导出第 {generation.number} 版数据到 {folder}：年报 {written['report']} 份，数据 {written['fact']} 条，共 {len(written)} 张表。"
    )
    return 0
