"""`gongkai offices`: the roster of a store, as a list and as a table, and what people change of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from reports.command.chinese import Group
from reports.command.root import bytes_of, gongkai, store_option
from reports.command.show import console_of, tell

_who = click.option("--who", default="", metavar="姓名", help="经办人，记入日志（默认为登录名）")


@gongkai.group(cls=Group, subcommand_metavar="命令 [参数]...")
def offices() -> None:
    """单位名录：查看、导出、导入、改名、合并。

    \b
    例：gongkai offices list
        gongkai offices rename 640104-1a2b3c4d 掌政镇人民政府
    """


@offices.command("list")
@click.option("--new", "only_new", is_flag=True, help="只列新登记、还没有人看过的")
@store_option
def list_(only_new: bool, store_folder: Path) -> int:
    """列出全部单位：代码、名称、类别、地区。

    \b
    例：gongkai offices list --new
    """
    from rich.markup import escape
    from rich.table import Table

    from reports.publish import offices as editing

    roster = editing.served_offices(store_folder)
    shown = [row for row in editing.rows_of(roster) if row[8] == "是" or not only_new]
    table = Table(*editing.COLUMNS)
    for row in shown:
        table.add_row(*map(escape, row))
    console_of().print(table)
    tell(f"共 {len(shown)} 个单位。")
    return 0


@offices.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@store_option
def export_(file: Path, store_folder: Path) -> int:
    """把名录存成 csv 表格（Excel 可以直接打开），改好后用 import 导回。

    \b
    例：gongkai offices export 名录.csv
    """
    from reports.publish import offices as editing

    rows = editing.rows_of(editing.served_offices(store_folder))
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([editing.COLUMNS, *rows])
    tell(f"已写出 {len(rows)} 个单位到 {file}。")
    return 0


@offices.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@_who
@store_option
def import_(file: Path, who: str, store_folder: Path) -> int:
    """按 csv 表格添加和修改单位；代码留空的是新单位，有一行不能用就全不改动。

    \b
    例：gongkai offices import 名录.csv --who 王芳
    """
    from reports.errors import BadTable
    from reports.publish import offices as editing
    from reports.text.charset import decode

    text, _damage = decode(bytes_of(str(file)))
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    if rows and "名称" not in rows[0] and "代码" not in rows[0]:
        raise BadTable(f"{file}：表头中没有“代码”或“名称”；表头应为：{'、'.join(editing.COLUMNS)}。")
    added, changed, generation = editing.fill_in(store_folder, rows, who=who)
    tell(f"添加 {len(added)} 个单位，修改 {len(changed)} 个。" if generation else "名录与表格一致，没有改动。")
    if generation:
        tell(f"现为第 {generation} 版数据。")
    return 0


@offices.command()
@click.argument("office", metavar="单位")
@click.argument("name", metavar="新名称")
@_who
@store_option
def rename(office: str, name: str, who: str, store_folder: Path) -> int:
    """改单位的名称；写原名称的年报仍归它。单位可写代码或名称。

    \b
    例：gongkai offices rename 柳溪乡人民政府 柳溪镇人民政府
    """
    from reports.publish import offices as editing

    after, generation = editing.rename(store_folder, office, name, who=who)
    tell(f"已改名　{after.name}（{after.code}）")
    tell(f"现为第 {generation} 版数据。")
    return 0


@offices.command()
@click.argument("gone", metavar="并入的单位")
@click.argument("stays", metavar="保留的单位")
@_who
@store_option
def merge(gone: str, stays: str, who: str, store_folder: Path) -> int:
    """把一个单位并入另一个：年报和名称都归后者。单位可写代码或名称。

    \b
    例：gongkai offices merge 柳溪街道办 柳溪街道办事处
    """
    from reports.publish import offices as editing

    one, other, years, generation = editing.merge(store_folder, gone, stays, who=who)
    tell(f"已合并　{one.name}（{one.code}）→ {other.name}（{other.code}）")
    if years:
        tell(
            f"两个单位都有{'、'.join(f'{year}年' for year in years)}的年报，现以后载入的一份为准，另一份作为较早的版本保留。"
        )
    tell(f"现为第 {generation} 版数据；不对时用 gongkai rollback 退回。")
    return 0
