"""Words of 年报原文."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dashboard.wording.names import DOCUMENT_SECTIONS, FORMS, named_or_not
from dashboard.wording.numbers import number, sentence, year

REPORT_NONE = "请选择一份年报。"
REPORT_MOVED = "链接中的年报编号已变更，下面按单位和年度显示这份年报，没有定位到原句。"
_PLACES = {"fact": "数字", "problem": "问题"}
_MOST_ASKED = 12
REPORT_NO_SUCH_PLACE = "链接所指的句子不在这份年报中。"
MOST_OF_AN_ADDRESS = 40
"""Characters of an address's value that a sentence shows."""
REPORT_PREVIOUS = "上一年"
REPORT_NEXT = "下一年"
REPORT_ORIGINAL = "下载原件"
REPORT_TEXT = "原文"
REPORT_FACTS = "读出的数字"
REPORT_FINDINGS = "核查结果"
REPORT_PROBLEMS = "自查问题与整改措施"
REPORT_NO_FACTS = "这份年报没有读出数字。"
REPORT_WEAK = "薄弱环节"
REPORT_REVIEW = "更正数字、改归属或撤回这份年报"
REPORT_NO_FAILURES = "没有不通过的核查项。"
REPORT_NO_WEAK = "没有查出薄弱环节。"
REPORT_NO_CHECKS = "这是较早的版本，没有核查。"
REPORT_UNASSIGNED = "未归入指标"
REPORT_CORRECTED = "已更正"
REPORT_NOT_CURRENT = "这是较早的版本，数据以最新版本为准。"
REPORT_WITHDRAWN = "这份年报已撤回，不计入任何数字；要恢复时重新导入同一文件即可。"
REPORT_NO_ORIGINAL = "原件已不在数据仓中，或已被改动；下面只显示各部分文字。"
REPORT_MARKS = "读取说明"
SEARCHED_MARK = "检索到的句子"

REPORT_SHEET = ("指标", "分项", "数值", "计量单位", "状态", "所在部分", "原文")
CELL_STATUSES = {"stated": "已填", "blank": "空白", "missing": "未列示", "unreadable": "无法辨认"}
PROBLEM_KINDS = {"problem": "自查问题", "plan": "整改措施", "solved": "已解决"}
MARK_LEGEND = (
    ("stated", "读出的数字"),
    ("blank", "空白格"),
    ("conflict", "前后不一致"),
    ("unassigned", "未归入指标"),
    ("unreadable", "无法辨认"),
    ("problem", "自查问题、整改措施"),
)


def no_such_place(kind: str, asked: str) -> str:
    """What an address asks for by a number that the report does not have; the report is shown all the same.

    >>> no_such_place("fact", "99999")
    '链接所指的数字（编号99999）不在这份年报中，下面是整份年报。'
    """
    number_asked = asked[:_MOST_ASKED] + ("…" if len(asked) > _MOST_ASKED else "")
    return f"链接所指的{_PLACES[kind]}（编号{number_asked}）不在这份年报中，下面是整份年报。"


def report_unknown(told: str) -> str:
    """What the address asks for and nobody has.

    >>> report_unknown("99999")
    '未收录编号为“99999”的年报。'
    """
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in told).split())
    cut = shown if len(shown) <= MOST_OF_AN_ADDRESS else f"{shown[:MOST_OF_AN_ADDRESS]}…"
    return f"未收录编号为“{cut}”的年报。"


def report_not_collected(office: str, shown_year: int) -> str:
    """The report that the address asks for by office and year is not there."""
    return f"未收录{office}{year(shown_year)}年报。"


def table_name(number_in_text: int) -> str:
    """A table of an original, read out: the paragraph or table of the text that it is."""
    return f"原文第{number_in_text}段（表格）"


def of_the_prose(count: int, unassigned: int) -> str:
    """Behind the heading of the numbers read, of which so many are no indicator's.

    >>> of_the_prose(14, 2), of_the_prose(9, 0)
    ('正文14个，其中2个未归入指标', '正文9个')
    """
    return f"正文{count}个" + (f"，其中{unassigned}个{REPORT_UNASSIGNED}" if unassigned else "")


def cells_counted(counts: Sequence[tuple[str, int]]) -> str:
    """The cells of the statutory tables by status, in words."""
    return "统计表：" + "，".join(f"{name}{count}项" for name, count in counts) + "。"


def checks_counted(passed: int, failed: int, lacking: int, others: int = 0, places: int = 0, refuted: int = 0) -> str:
    """How a report came through its checks, `others` those that do not apply or only point at something, `places` where
    those that failed did so, `refuted` those of which all was held to be false; '' where none could be made.

    >>> checks_counted(14, 1, 2), checks_counted(3, 0, 0, 5)
    ('核查项通过14项、不通过1项、无法核对2项', '核查项通过3项、不通过0项、无法核对0项，共8项核查（其余不适用或仅提示）')
    >>> checks_counted(14, 1, 2, places=5, refuted=1)
    '核查项通过14项、不通过1项（共5处）、无法核对2项、核实为误报1项'
    """
    if not passed + failed + lacking + refuted:
        return ""
    where = f"（共{places}处）" if failed and places > failed else ""
    told = f"核查项通过{passed}项、不通过{failed}项{where}、无法核对{lacking}项"
    told += f"、核实为误报{refuted}项" if refuted else ""
    every = passed + failed + lacking + refuted + others
    return f"{told}，共{every}项核查（其余不适用或仅提示）" if others else told


def lacking_checks(names: Sequence[str]) -> str:
    """Below the checks: those that lack a number."""
    return f"无法核对：{'、'.join(names)}。缺少数字，既不算通过，也不算不通过。" if names else ""


def place(number_in_list: int) -> str:
    """A link to one of several places."""
    return f"出处{number_in_list}"


def learnt_from(shown_year: int) -> str:
    """That a number is read by what staff confirmed of another year.

    >>> learnt_from(2024)
    '依2024年的确认'
    """
    return f"依{shown_year}年的确认"


def corrected(stated: object, reason: str) -> str:
    """What a correction replaced and why."""
    return f"；{REPORT_CORRECTED}，原印{number(stated)}（{reason}）"


def file_words(file_name: str, form: str) -> str:
    """The file and the form it prints."""
    return f"{file_name}，{FORMS.get(form, form)}"


def report_source(url: object, generation: int) -> str:
    """Where the report was published, when known."""
    published = f"来源：{url}；" if isinstance(url, str) and url else ""
    return f"{published}数据第{generation}版"


def report_sheet(office: str, shown_year: int) -> str:
    """The name of the file with a report's facts."""
    return f"{office}{shown_year}年报读出的数字"


def report_head(
    office: str, shown_year: int, text_count: int, cell_count: int, blank: int, missing: int, checks: str
) -> str:
    """The first line of 年报原文: what was read of the report, and how it came through its checks."""
    parts = [f"{named_or_not(office)}{year(shown_year)}年报"]
    told_parts = []
    if text_count:
        told_parts.append(f"正文读出{text_count}个数字")
    if cell_count or blank or missing:
        told_parts.append(f"统计表已填{cell_count}项")
    if not told_parts:
        told_parts.append("没有读出数字")
    if blank:
        told_parts.append(f"{blank}项空白")
    if missing:
        told_parts.append(f"{missing}项未列示")
    parts.append("、".join(told_parts))
    parts.append(checks)
    return sentence(parts)


VERSIONS_TABLE = "逐项对照两份的数字和原句"


def versions_heading(former: int) -> str:
    """The heading over a replaced version beside the current one."""
    return f"与先收录的第{former}份对照"


def version_columns(former: int, current: int) -> tuple[str, str, str, str, str]:
    """The head of that table."""
    return "指标", f"第{former}份", f"第{current}份（现行）", f"第{former}份原文", f"第{current}份原文"


def see_version(version: int) -> str:
    """A link to one version."""
    return f"查看第{version}份原文"


def versions_sentence(
    former: int, current: int, former_at: datetime, current_at: datetime, count: int, reworded: Sequence[str]
) -> str:
    """What a replaced version and the current one tell otherwise, and what to do; `reworded` are keys of sections.

    >>> at = datetime(2025, 1, 20), datetime(2025, 2, 3)
    >>> versions_sentence(1, 2, *at, 3, ["disclosure"]).partition("相比，")[2]
    '3处数字不同，“二、主动公开政府信息情况”部分的文字有改动。改动可能是依规更正，请核对是否按规定说明；第1份不是正式公布的年报的，可以撤回。'
    >>> versions_sentence(1, 2, *at, 0, [])
    '第1份（2025-01-20收录）与现行的第2份（2025-02-03收录）相比，数字和文字都没有不同（标点、空格不计）。'
    """
    told = f"第{former}份（{former_at:%Y-%m-%d}收录）与现行的第{current}份（{current_at:%Y-%m-%d}收录）相比，"
    if not count and not reworded:
        return f"{told}数字和文字都没有不同（标点、空格不计）。"
    parts = "、".join(f"“{DOCUMENT_SECTIONS.get(key, key)}”" for key in reworded)
    said = [f"{count}处数字不同" if count else "归入指标的数字没有不同"]
    if parts:
        said.append(f"{parts}部分的文字有改动")
    return f"{told}{'，'.join(said)}。改动可能是依规更正，请核对是否按规定说明；第{former}份不是正式公布的年报的，可以撤回。"
