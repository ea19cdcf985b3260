"""The ledger: what people decide of findings outlives rebuilds and reloads, is undone by rollback, and is checked again
on the reports of today."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from reports import ask, publish, reference, store
from reports.errors import StoreError
from reports.publish import ledger, offices
from reports.publish.ledger import Edit
from reports.store import journal
from reports.store.follow_up_rows import FindingKey
from tests.small_store import SmallStore
from tests.stored import CODES, load, rows, source


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two offices, of which the first has findings."""
    folder = tmp_path_factory.mktemp("made") / "store"
    load(folder, [*(source(CODES[0], year) for year in range(2019, 2024)), source(CODES[1], 2022)])
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


def asked(folder: Path, question: str, **given: Any) -> list[dict[str, Any]]:
    generation = store.open_current(folder)
    try:
        return ask.ask(generation.cursor(), question, given).to_dict("records")
    finally:
        generation.close()


def findings(folder: Path, code: str = CODES[0]) -> list[FindingKey]:
    generation = store.open_current(folder)
    try:
        query = (
            "select office_code, year, rule, subject from finding join office using (office_id) "
            "where office_code = ? and status <> 'not_assessable' order by year, rule, subject"
        )
        return [FindingKey(*row) for row in generation.cursor().execute(query, [code]).fetchall()]
    finally:
        generation.close()


def everything(folder: Path) -> None:
    """A day's work: a task of two findings and one of one, changed, an opinion of each kind, a note and a mark."""
    one, two, three = findings(folder)[:3]
    ledger.open_tasks(folder, [one, two], {"person": "王芳", "deadline": date(2027, 3, 5)}, who="李明")
    (number,), _generation = ledger.open_tasks(folder, [three], {}, is_together=False, who="李明")
    ledger.change_tasks(folder, [Edit(number, {"status": "整改中", "measure": "补发三条"}, "电话催办")], who="赵强")
    ledger.judge_finding(folder, one, "误报", "机构改革，当年没有该项职责", who="李明")
    ledger.explain_finding(folder, two, "人事未变动，无可发布", who="王芳")
    ledger.write_note(folder, "number", CODES[0], 2022, "disclosure.weibo", "", "含转发", who="李明")
    ledger.write_mark(folder, 2022, "", "12345热线", "改按诉求件计数", who="李明")


def test_what_people_decide_outlives_rebuild_reload_and_merger(folder: Path) -> None:
    everything(folder)
    before = rows(folder)
    tables = ("task", "task_matter", "task_change", "finding_opinion", "note", "own_mark")
    assert [len(before[name]) for name in tables] == [2, 3, 12, 2, 1, 1]
    publish.rebuild(folder)
    assert rows(folder) == before
    load(folder, [source(CODES[1], 2021)])
    assert {name: rows(folder)[name] for name in tables} == {name: before[name] for name in tables}
    # What one office left, the other has.
    offices.merge(folder, CODES[0], CODES[1], who="李明")
    merged = rows(folder)
    assert {row[1] for row in merged["task"]} == {row[0] for row in merged["finding_opinion"]} == {CODES[1]}
    publish.rebuild(folder)
    assert rows(folder) == merged


def test_each_step_is_undone_and_a_rollback_gives_back_what_was(folder: Path) -> None:
    start = rows(folder)
    (number,), _generation = ledger.open_tasks(folder, findings(folder)[:1], {"person": "王芳"}, who="李明")
    opened = rows(folder)
    ledger.change_tasks(folder, [Edit(number, {"status": "已通知"}, seen=1)], who="李明")
    ledger.undo_change(folder, number, seen=2, who="赵强")
    (task,) = asked(folder, "follow_up_list")
    assert (task["status"], task["person"], task["change_count"]) == ("待通知", "王芳", 3)
    told = asked(folder, "follow_up_history", task_id=number)
    assert [
        (row["change_no"], row["changed_by"], row["field"], row["after"]) for row in told if row["change_no"] > 1
    ] == [
        (3, "赵强", "remark", "撤销上一步"),
        (3, "赵强", "status", "待通知"),
        (2, "李明", "status", "已通知"),
    ]
    publish.rollback(folder)
    publish.rollback(folder)
    assert rows(folder) == opened
    ledger.undo_change(folder, number, who="李明")
    assert asked(folder, "follow_up_list") == []
    publish.rollback(folder)
    publish.rebuild(folder)
    assert rows(folder) == opened
    assert start["finding"] == opened["finding"]


def test_undoing_goes_on_back_to_the_opening_and_never_forth_again(folder: Path) -> None:
    (number,), _generation = ledger.open_tasks(folder, findings(folder)[:1], {"person": "王芳"}, who="李明")
    for status in ("已通知", "整改中"):
        ledger.change_tasks(folder, [Edit(number, {"status": status})], who="李明")
    seen = []
    for _press in range(2):
        ledger.undo_change(folder, number, who="李明")
        seen.append(asked(folder, "follow_up_list")[0]["status"])
    assert seen == ["已通知", "待通知"]
    ledger.undo_change(folder, number, who="李明")
    assert asked(folder, "follow_up_list") == []
    with pytest.raises(StoreError, match="没有上一步"):
        ledger.undo_change(folder, number, who="李明")


@pytest.mark.slow
def test_a_days_notes_do_not_take_away_the_way_back_from_the_load(folder: Path) -> None:
    before = rows(folder)
    load(folder, [source(CODES[1], 2021)])
    for number in range(4):
        ledger.write_note(folder, "number", CODES[0], 2022, "disclosure.weibo", "", f"第{number}条")
    for _step in range(3):
        publish.rollback(folder)
    assert rows(folder) == before
    publish.rebuild(folder)
    assert rows(folder) == before


def test_two_people_on_one_task_and_one_finding_in_two_tasks(folder: Path) -> None:
    one, two = findings(folder)[:2]
    (number,), _generation = ledger.open_tasks(folder, [one], {}, who="李明")
    with pytest.raises(StoreError, match=f"已在整改事项 {number} 中"):
        ledger.open_tasks(folder, [two, one], {})
    ledger.change_tasks(folder, [Edit(number, {"person": "王芳"}, seen=1)], who="李明")
    with pytest.raises(StoreError, match="刚刚被李明改动过，这次的改动没有保存"):
        ledger.change_tasks(folder, [Edit(number, {"person": "赵强"}, seen=1)], who="赵强")
    assert ledger.change_tasks(folder, [Edit(number, {"person": " 王芳 "}, seen=2)]) == ([], None), "nothing to write"
    ledger.change_tasks(folder, [Edit(number, {"status": "不成立", "reason": "统计口径不同"})])
    assert ledger.open_tasks(folder, [one], {})[1], "what was refuted may be taken up again"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"status": "办结"}, "状态应为待通知、已通知"),
        ({"status": "不成立"}, "请写明理由"),
        ({"measure": "长" * 2001}, "整改措施有2,001字"),
        ({"deadline": date(1926, 3, 5)}, "整改期限 1926-03-05 不合常理"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(folder: Path, values: dict[str, Any], why: str) -> None:
    (number,), _generation = ledger.open_tasks(folder, findings(folder)[:1], {})
    told = (folder / journal.FILE_NAME).read_bytes()
    with pytest.raises(StoreError, match=why):
        ledger.change_tasks(folder, [Edit(number, values)])
    assert (folder / journal.FILE_NAME).read_bytes() == told


def test_what_is_not_there_is_refused(folder: Path) -> None:
    gone = FindingKey(CODES[0], 2022, "channel_silent", "no.such")
    for refused in (
        lambda: ledger.open_tasks(folder, [gone], {}),
        lambda: ledger.open_tasks(folder, [], {}),
        lambda: ledger.judge_finding(folder, gone, "属实"),
        lambda: ledger.judge_finding(folder, findings(folder)[0], "误报"),
        lambda: ledger.change_tasks(folder, [Edit("2026-001-aaaa", {})]),
        lambda: ledger.write_note(folder, "number", "nobody", 2022, "disclosure.weibo", "", "甲"),
        lambda: ledger.write_note(folder, "number", CODES[0], 2022, "disclosure.weibo", "", "  "),
        lambda: ledger.write_mark(folder, 22, "", "", "甲"),
        lambda: ledger.remove_note(folder, "x"),
        lambda: ledger.remove_mark(folder, "x"),
    ):
        with pytest.raises(StoreError, match=r"。$"):
            refused()
    with pytest.raises(StoreError, match="还没有任何年报"):
        ledger.open_tasks(folder.parent / "empty", [gone], {})


def test_opinions_notes_and_marks_are_taken_back(folder: Path) -> None:
    one = findings(folder)[0]
    before = rows(folder)
    ledger.judge_finding(folder, one, "属实", who="李明")
    ledger.explain_finding(folder, one, "正在补发", who="王芳")
    note, _generation = ledger.write_note(folder, "finding", one.office, one.year, one.rule, one.subject, "已电话核实")
    mark, _generation = ledger.write_mark(folder, 2022, CODES[0], "", "两科室合并")
    (said,) = asked(folder, "finding_opinions")
    assert (said["verdict"], said["verdict_by"], said["explanation"], said["note_count"]) == (
        "属实",
        "李明",
        "正在补发",
        1,
    )
    assert [row["text"] for row in asked(folder, "note_list", about="finding")] == ["已电话核实"]
    assert [row["office_code"] for row in asked(folder, "time_marks") if row["mark_id"] == mark] == [CODES[0]]
    ledger.judge_finding(folder, one, "")
    ledger.explain_finding(folder, one, "")
    ledger.remove_note(folder, note)
    ledger.remove_mark(folder, mark)
    assert rows(folder) == before


@pytest.mark.skipif(os.name != "posix", reason="forks of POSIX")
@pytest.mark.slow
def test_kills_while_people_write_lose_and_tear_nothing(tmp_path: Path) -> None:
    """In a process of its own, which forks before anything is open; by the hundred: `python -m benchmarks faults 200`."""
    code = textwrap.dedent("""
        import sys
        from pathlib import Path
        from benchmarks.bench_faults import trials
        killed, wrong = trials(Path(sys.argv[1]), 5, seed=3, actions=["follow"])
        print(killed["follow"], "".join(wrong))
    """)
    command = [sys.executable, "-c", code, str(tmp_path / "store")]
    done = subprocess.run(command, cwd=reference.ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "5", done.stdout + done.stderr


def test_what_was_journaled_and_not_published_is_caught_up_with(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that dies between journal and generation: the next one publishes what was told, and tells no task twice."""
    one = findings(folder)[0]

    def dies(*_arguments: Any, **_named: Any) -> int:
        os._exit(0)

    child = os.fork()
    if child == 0:
        monkeypatch.setattr(store, "retell", dies)
        ledger.open_tasks(folder, [one], {}, who="李明")
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    assert asked(folder, "follow_up_list") == []
    with pytest.raises(StoreError, match="已在整改事项"):
        ledger.open_tasks(folder, [one], {}, who="赵强")
    ledger.write_mark(folder, 2022, "", "", "两科室合并")
    (task,) = asked(folder, "follow_up_list")
    assert (task["opened_by"], task["rule"]) == ("李明", one.rule)
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


# The check of today's reports, on a store written by hand.

RATE = {"hotline12345.received": 1000, "hotline12345.closed": 800, "hotline12345.close_rate": 80}
GOOD = {"hotline12345.received": 1000, "hotline12345.closed": 1000, "hotline12345.close_rate": 100}
NEEDS = ["hotline12345.close_rate/", "hotline12345.closed/", "hotline12345.received/"]


LOW = (2022, "close_rate_low", "hotline12345", NEEDS)
PETITION = (2022, "close_rate_low", "petition", ["petition.close_rate/"])
COLUMN = (2022, "column_zero", "社会救助", ["disclosure.column/社会救助类"])
REPEATED = (2022, "problem_repeated", "timeliness", ["section problems"])
GONE = (2022, "no_such_rule", "", [])
WEIBO = {"disclosure.weibo": 3}
CHECKED: dict[str, tuple[dict[int, dict[str, Any]], list[tuple[Any, ...]], list[tuple[Any, ...]]]] = {
    "nothing new": ({2022: {"text": RATE}}, [LOW], [("waiting", 2022, 1, "waiting")]),
    "three years": ({y: {"text": RATE} for y in (2022, 2023, 2024)}, [LOW], [("still", 2024, 3, "still")]),
    "mended later": (
        {2022: {"text": RATE}, 2023: {"text": RATE}, 2024: {"text": GOOD}}, [LOW], [("gone_later", 2024, 2, "mended")],
    ),
    "mended itself": ({2022: {"text": GOOD}}, [LOW], [("mended", 2022, 0, "mended")]),
    "not told later": ({2022: {"text": RATE}, 2023: {"text": WEIBO}}, [LOW], [("unknown", 2023, 1, "unknown")]),
    "not told now": ({2022: {"text": WEIBO}}, [LOW], [("unknown", 2022, 0, "unknown")]),
    "withdrawn": ({2021: {"text": RATE}}, [LOW], [("withdrawn", None, 0, "unknown")]),
    "two matters": (
        {2022: {"text": RATE}},
        [LOW, PETITION],
        [("waiting", 2022, 1, "unknown"), ("unknown", 2022, 0, "unknown")],
    ),
    "one of two is still there": (
        {2022: {"text": RATE}, 2023: {"text": RATE}},
        [LOW, PETITION],
        [("still", 2023, 2, "still"), ("unknown", 2023, 0, "still")],
    ),
    "no such rule": ({2022: {"text": RATE}}, [GONE], [("rule_off", 2022, 0, "unknown")]),
    "column by another name": ({2022: {"columns": {"社会救助": 4}}}, [COLUMN], [("mended", 2022, 0, "mended")]),
    "another column": ({2022: {"columns": {"机构职能": 4}}}, [COLUMN], [("unknown", 2022, 0, "unknown")]),
    "section there": ({2022: {}}, [REPEATED], [("mended", 2022, 0, "mended")]),
    "section lacking": ({2022: {"sections": ("overview",)}}, [REPEATED], [("unknown", 2022, 0, "unknown")]),
}  # fmt: skip


def test_a_finding_is_called_mended_only_where_the_report_tells_it() -> None:
    small = SmallStore()
    now = datetime(2026, 1, 1)
    for place, (name, (years, matters, _expected)) in enumerate(CHECKED.items()):
        # In regions of their own, so that nobody is another's peer.
        small.insert(
            "region", region_id=f"r{place}", name=name, level="district", parent_id="p", path=["p", f"r{place}"]
        )
        small.office(name, region=f"r{place}")
        for year, report in years.items():
            small.report(name, year, published_on=date(year + 1, 1, 20), **report)
        small.insert(
            "task", task_id=name, office_code=name, person="", deadline=date(2026, 3, 1), measure="", proof="",
            status="已通知", reason="", is_removed=False, opened_at=now, opened_by="", changed_at=now, changed_by="",
            change_count=1,
        )  # fmt: skip
        for ordinal, (year, rule, subject, needs) in enumerate(matters):
            small.insert(
                "task_matter", task_id=name, ordinal=ordinal, office_code=name, year=year, rule=rule, subject=subject,
                message="当时的话。", needs=needs,
            )  # fmt: skip
    small.judge()
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in small.ask("follow_up_list", as_of=date(2026, 3, 3)):
        assert row["days_left"] == -2
        told = (row["recheck"], row["judged_year"], row["times"], row["task_state"])
        found.setdefault(row["task_id"], []).append(told)
    assert found == {name: expected for name, (_years, _matters, expected) in CHECKED.items()}


def test_what_has_to_be_told_is_of_rules_that_there_are() -> None:
    names = {row["rule"] for row in reference.table("rules")}
    needed = reference.table("recheck_needs")
    assert {row["rule"] for row in needed} <= names
    groups = {row["group"] for row in reference.table("indicators")}
    assert {row["indicator_group"] for row in reference.table("time_marks")} <= groups | {""}


def test_what_happened_to_an_office_is_a_mark_of_its_year() -> None:
    small = SmallStore()
    small.office("甲街道")
    small.connection.execute("update office set events = ['2021年由柳溪乡更名', '2023年后撤销', '早年合并']")
    told = [(row["year"], row["name_zh"]) for row in small.ask("time_marks") if row["origin"] == "roster"]
    assert told == [(2021, "2021年由柳溪乡更名"), (2024, "2023年后撤销")]
    first = small.ask("time_marks", indicator_group="依申请公开", from_year=2020)[0]
    assert (first["year"], first["origin"]) == (2021, "reference")
