"""`gongkai load` and `gongkai load-log`: files into the store."""

from __future__ import annotations

from pathlib import Path

import click

from reports.command.root import bytes_of, gongkai, own_store_option
from reports.command.show import account, say, show_log, tell, with_progress


@gongkai.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹...")
@click.option(
    "--region", default="", metavar="地区", help="年报里没写地区的单位都属于这个地区，如 银川市兴庆区；写过一次就记住"
)
@click.option("--processes", type=click.IntRange(1), metavar="个数", help="同时读取的进程数（默认为处理器核数）")
@click.option("--cluster", metavar="地址", help="交给这个地址的集群读取，形如 tcp://主机:8786")
@click.option("--limit", type=click.IntRange(1), metavar="秒", help="一份文件最多读这么久（默认 300 秒）")
@own_store_option
def load(
    paths: tuple[Path, ...],
    region: str,
    processes: int | None,
    cluster: str | None,
    limit: int | None,
    store_folder: Path,
) -> int:
    """把年报读入数据仓；原件留存，坏文件不影响其余。中断后再运行一次，从中断处接着读。

    \b
    例：gongkai load 2024年/ --region 银川市兴庆区
        gongkai load 年报一.docx 年报二.pdf
    """
    from reports import publish
    from reports.publish.district import of_the_example

    if not region and (example := of_the_example(store_folder)):
        say(
            f"这个数据仓是示例，属于虚构的{example}：年报里没有写地区的单位不归入虚构的地区，暂不属于任何地区；"
            "请加 --region 写明地区（如 银川市兴庆区），或用 --store 另指定一个数据仓。"
        )
    if cluster and processes:
        raise click.UsageError("--cluster 和 --processes 只能用一个。")
    # Counted first and listed again while reading: a list of millions of files would not be small.
    total = sum(1 for _source in publish.files_in(paths))
    return account(
        with_progress(
            "读取年报",
            lambda progress: publish.load(
                store_folder,
                publish.files_in(paths),
                processes=processes,
                cluster=cluster,
                limit_seconds=limit or publish.LIMIT_SECONDS,
                total=total,
                district=region,
                on_progress=progress,
                on_wait=say,
            ),
        )
    )


@gongkai.command("load-log")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--office", metavar="单位", help="全部条目的单位（表中没有单位列、或载入列表页时用）")
@click.option("--preview", "only_preview", is_flag=True, help="只显示读懂了什么，不载入")
@own_store_option
def load_log(file: Path, office: str | None, only_preview: bool, store_folder: Path) -> int:
    """载入网站发布日志（表格，每行一条信息），用来看各栏目多久没有更新。

    \b
    例：gongkai load-log 发布记录.xlsx --preview
        gongkai load-log 发布记录.csv
    """
    from reports.publish import log

    data = bytes_of(str(file))
    if only_preview:
        found = log.preview_log(store_folder, data, file.name, office)
        show_log(found)
        return int(not found.usable)
    found, generation = log.load(store_folder, data, file.name, office=office, on_wait=say)
    for sentence in found.sentences():
        tell(sentence)
    tell("此前已载入同一文件，数据不变。" if generation is None else f"现为第 {generation} 版数据。")
    return int(bool(found.refused or found.unknown_offices))
