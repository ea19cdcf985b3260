"""`gongkai read` and `gongkai check`: what a file says, and what does not add up in it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reports.command.root import bytes_of, gongkai, own_store_option, store_option
from reports.command.show import (
    FINDING_STATUS,
    console_of,
    json_of,
    plain,
    reason_of,
    say,
    show_check,
    show_reading,
    tell_json,
)
from reports.errors import ReportError
from reports.text.shown import shown_in_line

if TYPE_CHECKING:
    from reports.model import Explanation, Fact, Learnt, Reading
    from reports.store import Entry, Judge


@gongkai.command()
@click.argument("files", nargs=-1, required=True, metavar="文件...")
@click.option("--json", "as_json", is_flag=True, help="每份一行 JSON")
@click.option("--why", is_flag=True, help="正文的每个数字为什么这样读，连同数据仓中对本单位其他年报的确认")
@own_store_option
def read(files: tuple[str, ...], as_json: bool, why: bool, store_folder: Path) -> int:
    """读年报，显示读到的每个数字和出处；不入库。

    \b
    例：gongkai read 年报.pdf
        gongkai read --why 年报.docx
        gongkai read *.docx --json > 结果.jsonl
    """
    failed = False
    for name in files:
        try:
            row = _read_one(name, store_folder if why else None)
        except ReportError as error:
            failed = True
            row = {"file": name, "error": str(error)}
        except Exception as error:
            # A defect of ours in one file: the others are still read, the trace goes to whoever mends it.
            import traceback

            failed = True
            say(traceback.format_exc())
            row = {
                "file": name,
                "error": f"程序内部错误（{type(error).__name__}），未能读取；请将上面的信息告知维护人员。",
            }
        if as_json:
            tell_json(json_of(row))
        elif "error" in row:
            say(f"{shown_in_line(name)}：{reason_of(name, row['error'])}")
        else:
            show_reading(row)
    return int(failed)


def _read_one(name: str, store_folder: Path | None) -> dict[str, Any]:
    """What `gongkai read --json` says of one file; with a store also why each number of the prose is read so, and what
    staff confirmed there of the office's other reports."""
    from reports.apart import read_report
    from reports.capture import capture
    from reports.extract.prose import with_lessons
    from reports.publish import entry_of

    data = bytes_of(name)
    reading = read_report(data, name)
    learnt = _learnt(reading, data, store_folder) if store_folder else {}
    reading = replace(reading, facts=with_lessons(reading.facts, learnt))
    if reading.report.year is None:
        # Without a year there is nothing to judge the numbers by; what identify found stands.
        findings = [_finding_row(f.rule, f.status, f.message, f.facts) for f in reading.report.disagreements]
    else:
        findings = _findings(entry_of(capture(data, name, None), reading, as_printed=True))
    row = _reading_row(name, reading, findings)
    if store_folder is None:
        return row
    first = len(reading.facts) - len(reading.explanations)
    why = [
        _why_row(reading.facts[first + at], each, learnt.get(first + at))
        for at, each in enumerate(reading.explanations)
    ]
    return row | {"why": why}


def _learnt(reading: Reading, data: bytes, store_folder: Path) -> dict[int, Learnt]:
    """What the store's decisions on the office's other reports say of the numbers of a reading."""
    from hashlib import sha256

    from reports.extract.prose import learnt_by
    from reports.publish import known_office, served_lessons

    code = known_office(store_folder, reading.report)
    told = served_lessons(store_folder, [code] if code else ()).get(code or "", ())
    own = sha256(data).hexdigest()
    return learnt_by(reading, [lesson for other, lesson in told if other != own])


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
        "signed_on": report.signed_on.isoformat() if report.signed_on else None,
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


def _why_row(fact: Fact, explanation: Explanation, learnt: Learnt | None) -> dict[str, Any]:
    from reports.publish import learning_told

    return {
        "value": _plain(fact.value),
        "unit": fact.unit,
        "quote": fact.quote,
        "indicator": fact.indicator,
        "breakdown": fact.breakdown,
        "noun": explanation.noun,
        "channel": explanation.channel,
        "evidence": list(explanation.evidence),
        "reason": explanation.reason,
        "learning": learning_told(learnt) if learnt else "",
        "may_be": [list(reading) for reading in explanation.may_be],
    }


def _plain(value: float | None) -> float | int | None:
    """A whole number without its .0."""
    return int(value) if value is not None and value == int(value) else value


def _finding_row(rule: str, status: str, message: str, facts: Sequence[str]) -> dict[str, Any]:
    from reports.reference import words

    advice = words("rules", "rule", "advice").get(rule, "") if status != "not_assessable" else ""
    return {"rule": rule, "status": status, "message": message, "advice": advice, "facts": list(facts)}


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


@gongkai.command()
@click.argument("files", nargs=-1, metavar="[文件...]")
@click.option("--json", "as_json", is_flag=True, help="每份一行 JSON；不给文件时每条一行")
@store_option
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
            tell_json(json_of(row))
        elif "error" in row:
            say(f"{shown_in_line(name)}：{reason_of(name, row['error'])}")
        else:
            show_check(row)
    return int(failed)


def _check_one(name: str, store_folder: Path) -> dict[str, Any]:
    """What `gongkai check FILE --json` says: the findings, and which other years they were judged by."""
    from reports import store
    from reports.apart import read_report
    from reports.ask import years_of
    from reports.capture import capture
    from reports.publish import entry_of, known_office

    data = bytes_of(name)
    reading = read_report(data, name)
    code = known_office(store_folder, reading.report)
    entry = entry_of(capture(data, name, None), reading, office_code=code, as_printed=True)
    years: list[int] = []
    history: Path | None = None
    if code is None and store.kept(store_folder):
        basis = f"数据仓中还没有单位“{entry.stated_office or entry.office_code}”，跨年度规则未用往年数据。"
    elif code is not None:
        generation = store.open_current(store_folder)
        years = years_of(generation.cursor(), entry.office_code, entry.year)
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


def _check_store(store_folder: Path, as_json: bool) -> int:
    from reports import store
    from reports.ask import findings

    rows = store.answered(store_folder, lambda generation: findings(generation.cursor()), say)
    if as_json:
        for row in rows:
            tell_json(json_of(row))
        return 0
    console = console_of()
    for row in rows:
        console.print(
            f"{FINDING_STATUS[row['status']]}　{plain(row['office'])}　{row['year']}年　{plain(row['message'])}"
        )
    console.print(f"共 {len(rows)} 条。")
    return 0
