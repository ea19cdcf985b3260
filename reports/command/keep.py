"""`gongkai rebuild`, `rollback`, `assign`, `correct`, `withdraw`, `doctor`, `backup`, `restore`: keeping a store."""

from __future__ import annotations

from pathlib import Path

import click

from reports.command.chinese import similar
from reports.command.root import gongkai, own_store_option, store_option, who_option
from reports.command.show import account, say, tell, with_progress


@gongkai.command()
@click.option("--accept-journal", "reason", default="", metavar="理由", help="日志被改动过、已核对无误时，仍照它重建")
@who_option
@store_option
def rebuild(reason: str, who: str, store_folder: Path) -> int:
    """只凭原件和日志重建数据仓（改动名录、词表、更正表之后也用它）。

    \b
    例：gongkai rebuild
    """
    from reports import publish

    return account(
        with_progress(
            "重建",
            lambda progress: publish.rebuild(
                store_folder, accepting=reason, who=who, on_progress=progress, on_wait=say
            ),
        )
    )


@gongkai.command()
@click.argument("report", metavar="年报")
@click.option("--reason", required=True, metavar="理由", help="为什么撤回")
@who_option
@store_option
def withdraw(report: str, reason: str, who: str, store_folder: Path) -> int:
    """撤回一份年报，不再计入任何数字；原件仍在，重新载入同一文件即可恢复。

    \b
    例：gongkai withdraw 12 --reason 收到的是征求意见稿
    """
    from reports import publish

    title, generation = publish.withdraw(store_folder, report, reason, who=who, on_wait=say)
    tell(f"已撤回　{title}")
    tell(f"现为第 {generation} 版数据。")
    return 0


@gongkai.command()
@who_option
@store_option
def rollback(who: str, store_folder: Path) -> int:
    """退回上一版数据；其后的载入、归属、更正和整改记录一并撤销，原件仍在。

    \b
    例：gongkai rollback --who 王芳
    """
    from reports import publish

    left, served = publish.rollback(store_folder, who=who, on_wait=say)
    tell(
        f"已从第 {left} 版退回第 {served} 版。"
        if served
        else f"已撤销第 {left} 版；现在没有任何年报，原件仍在，可以重新载入。"
    )
    if waiting := publish.waiting(store_folder):
        tell(f"另有 {waiting} 份年报已读出、尚未发布，没有丢失：正在载入的读完后照常发布，中断了的再载入一次即可。")
    return 0


@gongkai.command()
@click.argument("report", metavar="年报")
@click.argument("office", metavar="单位代码")
@who_option
@store_option
def assign(report: str, office: str, who: str, store_folder: Path) -> int:
    """把待归属的年报归到名录中的单位；年报可写编号、原件校验码开头或待归属的单位名。

    \b
    例：gongkai assign 城关镇人民政府 demo-chengguanzhen
    """
    from reports import publish

    titles, generation = publish.assign(store_folder, report, office, who=who, on_wait=say)
    for title in titles:
        tell(f"已归属　{title}")
    tell(f"现为第 {generation} 版数据。")
    return 0


@gongkai.command()
@click.argument("report", metavar="年报")
@click.option("--indicator", required=True, metavar="指标", help="要更正的指标；未归类的数字写空串")
@click.option("--breakdown", default="", metavar="细分", help="申请人类别或栏目名")
@click.option("--stated", type=float, metavar="原值", help="现读到的值；没有读到数字时不写")
@click.option("--corrected", type=float, metavar="更正值", help="更正后的值；不写表示原数不可用")
@click.option("--locator", metavar="位置", help="同一指标有几处时，只更正此处")
@click.option("--to-indicator", metavar="指标", help="改归到此指标")
@click.option("--to-breakdown", metavar="细分", help="改归到此细分")
@click.option("--reason", required=True, metavar="理由", help="为什么更正")
@who_option
@store_option
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
    who: str,
    store_folder: Path,
) -> int:
    """更正一份年报中读错或印错的数字，记入日志；原值一并保留。

    \b
    例：gongkai correct 12 --indicator disclosure.weibo --stated 870 --corrected 87 --reason 原文多印一位
    """
    from datetime import date

    from reports import publish
    from reports.correct import Correction
    from reports.reference import words

    known = list(words("indicators", "indicator", "name_zh"))
    for name in (indicator, to_indicator):
        if name and name not in known:
            raise click.UsageError(f"没有指标“{name}”。{similar(name, known)}")
    correction = Correction(
        indicator=indicator,
        breakdown=breakdown,
        stated_value=stated,
        corrected_value=corrected,
        reason=reason,
        by=who,
        on=date.today().isoformat(),
        locator=locator,
        new_indicator=to_indicator,
        new_breakdown=to_breakdown,
    )
    title, generation = publish.correct_report(store_folder, report, correction, on_wait=say)
    tell(f"已更正　{title}\n现为第 {generation} 版数据。")
    return 0


@gongkai.command()
@click.option("--deep", is_flag=True, help="把全部原件重读一遍，与正在提供的数据逐行比较（与重建一样久）")
@store_option
def doctor(deep: bool, store_folder: Path) -> int:
    """检查数据仓：原件、日志、各版数据、磁盘，并说明该怎么办。

    \b
    例：gongkai doctor
        gongkai doctor --deep
    """
    from reports.upkeep.doctor import Observation, examine

    marks = {"good": "正常　", "note": "注意　", "wrong": "有误　"}
    found: list[Observation] = with_progress(
        "核对原件", lambda progress: list(examine(store_folder, on_progress=progress, deep=deep))
    )
    for observation in found:
        tell(marks[observation.status] + observation.sentence)
    wrong = sum(observation.status == "wrong" for observation in found)
    tell(f"发现 {wrong} 处问题。" if wrong else "数据仓完好。")
    return int(bool(wrong))


@gongkai.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@store_option
def backup(file: Path, store_folder: Path) -> int:
    """把数据仓（原件、日志、对照表、当前数据）备份成一个文件；看板和载入照常进行。

    \b
    例：gongkai backup 公开备份.tar
    """
    from reports.upkeep.backup import backup as write

    count = with_progress("备份原件", lambda progress: write(store_folder, file, on_progress=progress, on_wait=say))
    tell(f"已备份 {count} 份原件到 {file}（{file.stat().st_size / 1e6:.1f} MB）。")
    return 0


@gongkai.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--replace", is_flag=True, help="数据仓另有来历时，仍用备份替换；现有日志改名留存")
@click.option(
    "--accept-journal", "reason", default="", metavar="理由", help="备份中的日志被改动过、已核对无误时，仍然恢复"
)
@who_option
@own_store_option
def restore(file: Path, replace: bool, reason: str, who: str, store_folder: Path) -> int:
    """从备份恢复数据仓，按其中的原件和日志重建；先核对备份是否完整，不完整则什么也不改。

    \b
    例：gongkai restore 公开备份.tar --store 新文件夹
    """
    from reports.upkeep.backup import restore as bring

    done = with_progress(
        "恢复",
        lambda progress: bring(
            file, store_folder, replace=replace, accepting=reason, who=who, on_progress=progress, on_wait=say
        ),
    )
    tell(f"已恢复 {done.originals} 份原件，现为第 {done.generation} 版数据。")
    if done.differences:
        say(
            f"备份里的数据与其中原件和日志所说的不同（{done.differences.words()}），可能被改动过；现提供的是按原件重建的数据。"
        )
    if done.reference is not None:
        tell(
            f"备份中的对照表与现在的不同，已放在 {done.reference}；"
            "要用它们时，复制到 data/reference 再运行 gongkai rebuild。"
        )
    return 0
