"""`gongkai offices`: the roster of a store, as a list and as a table, and what people change of it."""

from __future__ import annotations

from pathlib import Path

import click

from reports.command.chinese import Group
from reports.command.root import bytes_of, gongkai, own_store_option, who_option
from reports.command.show import console_of, tell

_office = click.argument("office", metavar="单位")
_several = click.argument("names", nargs=-1, required=True, metavar="单位...")


@gongkai.group(cls=Group, subcommand_metavar="命令 [参数]...")
def offices() -> None:
    """单位名录：查看、导出、导入、改名、合并、拆分、撤销和恢复。

    \b
    例：gongkai offices list
        gongkai offices rename 640104-1a2b3c4d 掌政镇人民政府
    """


@offices.command("list")
@click.option("--new", "only_new", is_flag=True, help="只列新登记、还没有人看过的")
@own_store_option
def list_(only_new: bool, store_folder: Path) -> int:
    """列出全部单位：代码、名称、类别、地区。

    \b
    例：gongkai offices list --new
    """
    from rich.markup import escape
    from rich.table import Table

    from reports.publish import office_table
    from reports.publish.offices import served_offices

    rows = office_table.rows_of(served_offices(store_folder))
    new = office_table.COLUMNS.index("新登记")
    shown = [row for row in rows if row[new] == office_table.YES or not only_new]
    table = Table(*office_table.COLUMNS)
    for row in shown:
        table.add_row(*map(escape, row))
    console_of().print(table)
    tell(f"共 {len(shown)} 个单位。")
    return 0


@offices.command("export")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--template", is_flag=True, help="只要表头和填写说明，不要单位")
@own_store_option
def export_(file: Path, template: bool, store_folder: Path) -> int:
    """把名录存成 Excel 表格（文件名以 .csv 结尾时存成文本表格），改好后用 import 导回。

    \b
    例：gongkai offices export 名录.xlsx
        gongkai offices export 空表.xlsx --template
    """
    import csv

    from reports.publish import office_table
    from reports.publish.office_book import book
    from reports.publish.offices import served_offices
    from reports.store import Roster

    roster = Roster() if template else served_offices(store_folder)
    if file.suffix.lower() == ".csv":
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows([office_table.COLUMNS, *office_table.rows_of(roster)])
    else:
        file.write_bytes(book(roster))
    tell(f"已写出 {len(roster.offices)} 个单位到 {file}。")
    return 0


@offices.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--preview", "only_preview", is_flag=True, help="只显示会改动什么，不改动")
@who_option
@own_store_option
def import_(file: Path, only_preview: bool, who: str, store_folder: Path) -> int:
    """按 Excel 或 csv 表格添加和修改单位；代码留空的是新单位，有一行不能用就全不改动。

    \b
    例：gongkai offices import 名录.xlsx --preview
        gongkai offices import 名录.xlsx --who 王芳
    """
    from reports.publish import office_table

    rows = office_table.rows_in(bytes_of(str(file)), file.name)
    if only_preview:
        plan = office_table.planned(store_folder, rows)
        for name, column, before, after in plan.differences():
            tell(f"{name}　{column}：{before or '（空）'} → {after or '（空）'}")
        for number, why in plan.refused:
            tell(f"第 {number} 行：{why}")
        tell(
            f"将添加 {len(plan.added)} 个单位，修改 {len(plan.edited)} 个，{len(plan.refused)} 行不能用；没有改动名录。"
        )
        return int(bool(plan.refused))
    done, generation = office_table.fill_in(store_folder, rows, who=who)
    tell(f"添加 {len(done.added)} 个单位，修改 {len(done.edited)} 个。" if generation else "名录与表格一致，没有改动。")
    return _served(generation)


@offices.command("set")
@_several
@click.option("--kind", metavar="类别", help="街道、镇、乡、部门、政府、其他之一")
@click.option("--region", metavar="地区", help="所属地区，如 银川市兴庆区")
@click.option("--from-year", type=click.IntRange(1949, 2100), metavar="年度", help="最早应当报送哪一年的年报")
@click.option("--must-report/--need-not-report", default=None, help="每年应当/不单独公布年报")
@click.option("--seen", is_flag=True, help="已经看过，不再标“新登记”")
@who_option
@own_store_option
def set_(
    names: tuple[str, ...],
    kind: str | None,
    region: str | None,
    from_year: int | None,
    must_report: bool | None,
    seen: bool,
    who: str,
    store_folder: Path,
) -> int:
    """给一个或几个单位改类别、地区、起始年度、是否应当公布年报。单位可写代码或名称。

    \b
    例：gongkai offices set 柳溪街道办事处 石桥镇人民政府 --must-report
    """
    from reports.publish import offices as editing

    edited, generation = editing.amend(
        store_folder,
        names,
        kind=kind,
        region=region,
        must_report="" if must_report is None else must_report,
        from_year=from_year,
        is_seen=seen,
        who=who,
    )
    tell(f"已修改 {len(edited)} 个单位。" if edited else "没有改动。")
    return _served(generation)


@offices.command()
@_office
@click.argument("name", metavar="新名称")
@click.option("--year", type=click.IntRange(1949, 2100), metavar="年度", help="哪一年更名，记入沿革")
@who_option
@own_store_option
def rename(office: str, name: str, year: int | None, who: str, store_folder: Path) -> int:
    """改单位的名称；写原名称的年报仍归它。单位可写代码或名称。

    \b
    例：gongkai offices rename 柳溪乡人民政府 柳溪镇人民政府 --year 2021
    """
    from reports.publish import offices as editing

    after, generation = editing.rename(store_folder, office, name, year=year, who=who)
    tell(f"已改名　{after.name}（{after.code}）")
    return _served(generation)


@offices.command()
@click.argument("gone", nargs=-1, required=True, metavar="并入的单位...")
@click.argument("stays", metavar="保留的单位")
@who_option
@own_store_option
def merge(gone: tuple[str, ...], stays: str, who: str, store_folder: Path) -> int:
    """把单位并入另一个：年报和名称都归后者。单位可写代码或名称。

    \b
    例：gongkai offices merge 柳溪街道办 柳溪街道办事处
    """
    from reports.publish import offices as editing

    others, one, years, generation = editing.merge(store_folder, gone, stays, who=who)
    for other in others:
        tell(f"已合并　{other.name}（{other.code}）→ {one.name}（{one.code}）")
    if years:
        tell(
            f"其中{'、'.join(f'{year}年' for year in years)}不止一份年报，现以后载入的一份为准，其余作为较早的版本保留。"
        )
    return _served(generation)


@offices.command()
@_office
@click.argument("name", metavar="分出的单位")
@click.option("--year", "years", type=int, multiple=True, metavar="年度", help="哪一年的年报归分出的单位；可以写几个")
@click.option("--report", "numbers", type=int, multiple=True, metavar="编号", help="哪份年报归分出的单位；可以写几个")
@who_option
@own_store_option
def split(
    office: str, name: str, years: tuple[int, ...], numbers: tuple[int, ...], who: str, store_folder: Path
) -> int:
    """把一个单位拆成两个：选定的年报归分出的单位，只有它们用的名称也归它。

    \b
    例：gongkai offices split 柳溪街道办事处 柳西街道办事处 --year 2023
    """
    from reports.publish import offices as editing

    roster = editing.served_offices(store_folder)
    reports = editing.reports_of(store_folder, editing.office_meant(roster, office).code)
    wanted = [row[0] for row in reports if row[0] in numbers or row[1] in years]
    stays, made, count, generation = editing.split(store_folder, office, wanted, name, who=who)
    tell(f"已拆分　{stays.name}（{stays.code}）的 {count} 份年报归 {made.name}（{made.code}）")
    return _served(generation)


@offices.command()
@_several
@click.option("--year", required=True, type=click.IntRange(1949, 2100), metavar="年度", help="最后报送哪一年的年报")
@click.option("--into", default="", metavar="单位", help="由哪个单位承接，记入沿革")
@who_option
@own_store_option
def close(names: tuple[str, ...], year: int, into: str, who: str, store_folder: Path) -> int:
    """撤销单位：以后各年不再等它的年报，已有的年报都保留。

    \b
    例：gongkai offices close 柳溪街道办事处 --year 2022 --into 石桥街道办事处
    """
    from reports.publish import offices as editing

    closed, generation = editing.close(store_folder, names, year, into=into, who=who)
    tell(f"已撤销　{'、'.join(office.name for office in closed)}（最后报送{year}年）")
    return _served(generation)


@offices.command()
@_several
@who_option
@own_store_option
def reopen(names: tuple[str, ...], who: str, store_folder: Path) -> int:
    """恢复误撤销的单位。

    \b
    例：gongkai offices reopen 柳溪街道办事处
    """
    from reports.publish import offices as editing

    opened, generation = editing.reopen(store_folder, names, who=who)
    tell(f"已恢复　{'、'.join(office.name for office in opened)}")
    return _served(generation)


@offices.command()
@click.option("--accept", is_flag=True, help="全部照办：把可能是同一个的单位合并")
@who_option
@own_store_option
def suggest(accept: bool, who: str, store_folder: Path) -> int:
    """列出可能是同一个单位的名称和依据；加 --accept 时合并。

    \b
    例：gongkai offices suggest
    """
    from reports.identify.alike import SORTS
    from reports.publish import proposals

    found = proposals.proposed(store_folder)
    for each in found:
        tell(
            f"{SORTS[each.sort]}　{each.gone.name}（{each.gone.code}）→ {each.stays.name}（{each.stays.code}）：{each.why}"
        )
    tell(f"共 {len(found)} 条建议。" if found else "没有需要确认的合并建议。")
    if not (accept and found):
        return 0
    count, left_out, generation = proposals.accept(store_folder, [each.pair for each in found], who=who)
    tell(f"已合并 {count} 个单位。" + (f"{left_out} 条与其他条相矛盾，没有合并；请再看。" if left_out else ""))
    return _served(generation)


def _served(generation: int | None) -> int:
    if generation is not None:
        tell(f"现为第 {generation} 版数据；不对时用 gongkai rollback 退回。")
    return 0
