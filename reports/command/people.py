"""`gongkai people`: the accounts of those who sign in to a dashboard that is served with --people."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reports.command.chinese import Group
from reports.command.root import gongkai, own_store_option, who_option
from reports.command.show import console_of, tell

_name = click.argument("name", metavar="姓名")
_role = "角色：领导（查看）、公开办（全部）、单位（看本单位、体检草稿、答复整改）"
_regions = click.option(
    "--region", "regions", multiple=True, metavar="地区", help="范围：地区名称或代码，含下级；可写几个，全部地区写 全部"
)
_offices = click.option("--office", "offices", multiple=True, metavar="单位", help="范围：单位名称或代码；可写几个")
_subject = click.option(
    "--sign-in-as",
    "subject",
    default=None,
    metavar="标识",
    help="在统一认证（OpenID Connect）中的标识；写了就可以不设密码",
)
_stdin = click.option("--password-stdin", is_flag=True, help="从标准输入读密码的第一行（否则在屏幕上输入，不显示）")


def _password(is_piped: bool) -> str:
    """A password from standard input or typed twice: never an argument, which others on the machine would see."""
    if is_piped:
        return sys.stdin.readline().rstrip("\r\n")
    told: str = click.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True)
    return told


@gongkai.group(cls=Group, subcommand_metavar="命令 [参数]...")
def people() -> None:
    """登录账户：开户、改角色和范围、重设密码、停用和恢复（看板要求登录时用）。

    \b
    例：gongkai people add 王芳 --role 公开办 --region 全部
        gongkai people add 荷墟镇 --role 单位 --office 荷墟镇人民政府
    """


@people.command("add")
@_name
@click.option("--role", required=True, metavar="角色", help=_role)
@_regions
@_offices
@_subject
@_stdin
@who_option
@own_store_option
def add_(
    name: str,
    role: str,
    regions: tuple[str, ...],
    offices: tuple[str, ...],
    subject: str | None,
    password_stdin: bool,
    who: str,
    store_folder: Path,
) -> int:
    """开户。没有默认密码：不用统一认证的账户，开户时输入密码。

    \b
    例：gongkai people add 王芳 --role 公开办 --region 全部
        gongkai people add 张区长 --role 领导 --region 青禾区 --sign-in-as zhangqz
    """
    from reports import people as accounts

    password = None if subject and not password_stdin else _password(password_stdin)
    made = accounts.add(
        store_folder,
        name,
        role,
        regions=regions,
        offices=offices,
        subject=subject or "",
        password=password,
        who=who,
    )
    tell(f"已开户　{made.name}（{made.role}，{_scope_words(store_folder, made)}）。")
    return 0


@people.command("list")
@own_store_option
def list_(store_folder: Path) -> int:
    """列出全部账户：角色、范围、登录方式、是否停用。

    \b
    例：gongkai people list
    """
    from rich.markup import escape
    from rich.table import Table

    from reports import people as accounts
    from reports.people import passwords

    table = Table("姓名", "角色", "范围", "登录方式", "状态")
    with_password = passwords.named(store_folder)
    listed = accounts.accounts(store_folder)
    for each in listed.values():
        ways = ["密码"] if each.name in with_password else []
        ways += [f"统一认证（{each.subject}）"] if each.subject else []
        state = "停用" if each.is_closed else "可登录" if ways else "没有密码"
        row = (each.name, each.role, _scope_words(store_folder, each), "、".join(ways), state)
        table.add_row(*map(escape, row))
    console_of().print(table)
    tell(f"共 {len(listed)} 个账户。")
    return 0


@people.command("set")
@_name
@click.option("--role", default=None, metavar="角色", help=_role)
@_regions
@_offices
@_subject
@who_option
@own_store_option
def set_(
    name: str,
    role: str | None,
    regions: tuple[str, ...],
    offices: tuple[str, ...],
    subject: str | None,
    who: str,
    store_folder: Path,
) -> int:
    """改一个账户的角色、范围或统一认证标识；范围写了就整个换掉。已登录的人下一次点击起照新的办。

    \b
    例：gongkai people set 张区长 --region 青禾区 --region 沙陵县
    """
    from reports import people as accounts

    is_scope = bool(regions or offices)
    after = accounts.change(
        store_folder,
        name,
        role=role,
        regions=regions if is_scope else None,
        offices=offices if is_scope else None,
        subject=subject,
        who=who,
    )
    tell(f"已修改　{after.name}（{after.role}，{_scope_words(store_folder, after)}）。")
    return 0


@people.command("password")
@_name
@_stdin
@who_option
@own_store_option
def password_(name: str, password_stdin: bool, who: str, store_folder: Path) -> int:
    """重设一个账户的密码；它已登录的地方全部退出。

    \b
    例：gongkai people password 王芳
    """
    from reports import people as accounts

    accounts.set_password(store_folder, name, _password(password_stdin), who=who)
    tell(f"已重设密码　{name}。")
    return 0


@people.command("close")
@_name
@who_option
@own_store_option
def close_(name: str, who: str, store_folder: Path) -> int:
    """停用一个账户：立即退出，不能再登录；它办过的事仍记在日志里。

    \b
    例：gongkai people close 李四
    """
    from reports import people as accounts

    accounts.close(store_folder, name, who=who)
    tell(f"已停用　{name}。")
    return 0


@people.command("reopen")
@_name
@_stdin
@click.option("--no-password", is_flag=True, help="只用统一认证登录，不设密码")
@who_option
@own_store_option
def reopen_(name: str, password_stdin: bool, no_password: bool, who: str, store_folder: Path) -> int:
    """恢复一个停用的账户，设新密码。

    \b
    例：gongkai people reopen 李四
    """
    from reports import people as accounts

    accounts.reopen(store_folder, name, password=None if no_password else _password(password_stdin), who=who)
    tell(f"已恢复　{name}。")
    return 0


def _scope_words(folder: Path, told: object) -> str:
    """An account's scope in words; codes that the roster does not have are shown as they are."""
    from reports.people import Account
    from reports.publish.district import served_roster
    from reports.publish.offices import served_offices
    from reports.store import current_number

    assert isinstance(told, Account)
    if told.scope.is_everything:
        return "全部"
    regions = served_roster(folder).regions
    known = served_offices(folder).offices if told.scope.offices and current_number(folder) is not None else {}
    names = [regions.full_name(code) or code for code in told.scope.regions]
    names += [known[code].name if code in known else f"{code}（名录中没有）" for code in told.scope.offices]
    return "、".join(names)
