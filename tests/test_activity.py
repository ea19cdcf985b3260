"""操作记录: every line of the journal as a record, what was undone marked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from dashboard import followed, wording
from dashboard.ask import current
from dashboard.followup import activity as page
from reports import publish
from reports.command import root
from reports.correct import Correction
from reports.publish import activity, ledger, office_table, offices
from reports.publish.ledger import Edit
from reports.store import journal
from tests.stored import CODES, load, one, source
from tests.test_follow_up import findings
from tests.test_pages import markup, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    load(folder, [*(source(CODES[0], year) for year in range(2020, 2024))])
    (number,), _generation = ledger.open_tasks(folder, findings(folder)[:1], {"person": "王芳"}, who="李明")
    ledger.change_tasks(folder, [Edit(number, {"status": "已通知"}, "电话")], who="赵强")
    value = one(
        folder, "select value from fact where indicator = 'disclosure.weibo' and role = 'leading' and year = 2023"
    )
    report = one(folder, "select report_id from report where year = 2023")
    fix = Correction("disclosure.weibo", "", value, 7.0, "笔误", "孙丽", "2026-01-05")
    publish.correct_report(folder, str(report), fix)
    publish.withdraw(folder, str(one(folder, "select min(report_id) from report")), "征求意见稿", who="李明")
    publish.rollback(folder, who="赵强")
    return folder


def test_each_line_is_a_record_the_newest_first(folder: Path) -> None:
    told = activity.records(folder)
    assert [(each.kind, each.who, each.is_undone) for each in told[:5]] == [
        ("rollback", "赵强", False),
        ("withdrawal", "李明", True),
        ("correction", "孙丽", False),
        ("task", "赵强", False),
        ("task", "李明", False),
    ]
    back, withdrawal, correction, changed, opened = told[:5]
    assert int(back.before) == int(back.after) + 1
    assert (withdrawal.reason, withdrawal.offices) == ("征求意见稿", (CODES[0],))
    assert correction.after == "7" and correction.number == ("disclosure.weibo", "")
    assert changed.fields == (("status", "待通知", "已通知"), ("remark", "", "电话"))
    assert changed.about == opened.about and ("person", "", "王芳") in opened.fields
    captures = [each for each in told if each.kind == "capture"]
    assert len(captures) == 4 and {each.offices for each in captures} == {(CODES[0],)}
    assert all(first.at >= second.at for first, second in itertools.pairwise(told[3:]))


def test_the_page_shows_what_was_written_since(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    before = page.every()
    ledger.judge_finding(folder, findings(folder)[0], "误报", "口径不同")
    current()
    after = page.every()
    assert [each.kind for each in after[: len(after) - len(before)]] == ["verdict"]
    assert after[0].is_unsigned and not before[0].is_unsigned
    publish.rollback(folder, who="赵强")
    current()
    now = page.every()
    assert now[0].kind == "rollback" and now[1].is_undone and not after[0].is_undone
    unsigned = sum(each.is_unsigned for each in now)
    people = len({each.who for each in now if not each.is_unsigned})
    expected = f"共{len(now)}笔操作记录：{people}人署名{len(now) - unsigned}笔，未署名{unsigned}笔；"
    assert page.head(now, len(now)).startswith(expected)
    assert page.head(now[:1], len(now)).startswith(f"所选范围内有1笔操作记录（日志共{len(now)}笔）")


def test_a_finding_judged_and_judged_no_more_tells_both(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    key = findings(folder)[0]
    ledger.judge_finding(folder, key, "误报", "口径不同", who="李明")
    ledger.judge_finding(folder, key, "", "口径不同", who="赵强")
    current()
    taken_back, judged = page.every()[:2]
    assert (judged.before, judged.after) == ("", "误报：口径不同")
    assert (taken_back.before, taken_back.after) == ("误报：口径不同", "")
    shown = page._row(taken_back, {})
    assert shown[5:7] == ["误报：口径不同", "未核实"]
    assert shown[3] and not shown[3].startswith("qinghe-"), "an office that is not listed is called as the journal does"


def test_a_correction_has_a_day_and_no_hour(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    (correction,) = [each for each in activity.records(folder) if each.kind == "correction"]
    assert page._row(correction, {})[0] == "2026-01-05"
    told = page._row(correction, {})[-1]
    assert correction.reason and told.split("；") == [correction.reason, *(["已撤销"] if correction.is_undone else [])]


def test_a_merge_names_both_offices_though_one_is_in_no_list_any_more() -> None:
    at = datetime(2026, 1, 5, tzinfo=UTC)
    merged = activity.Record(
        at, "赵强", "merge", ("old", "new"), "", "old", "new", called=("青禾区旧局", "青禾区新局"), is_undone=True
    )
    assert page._row(merged, {"new": "青禾区新局"})[3:] == [
        "青禾区旧局、青禾区新局",
        "",
        "青禾区旧局",
        "青禾区新局",
        "已撤销",
    ]


def test_a_store_without_a_journal_has_none(tmp_path: Path) -> None:
    assert activity.records(tmp_path) == []


def test_where_nobody_signed_no_page_names_the_account_of_the_machine(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "author", lambda: "zhanghao")
    key = findings(folder)[-1]
    ledger.judge_finding(folder, key, "属实")
    ledger.explain_finding(folder, key, "正在核对")
    (number,), _generation = ledger.open_tasks(folder, [key], {})
    ledger.write_note(folder, "finding", *key, "再看一次")
    assert {line.get("login") for line in list(journal.lines(folder))[-4:]} == {"zhanghao"}
    # Whoever serves need not be whoever wrote.
    monkeypatch.undo()
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    shown = {
        name: "".join(markup(run(name, folder, monkeypatch, **address)))
        for name, address in {
            "weak_spots": {"year": str(key.year)},
            "activity": {},
            "follow_up": {"item": number},
            "quality": {"year": str(key.year)},
        }.items()
    }
    assert all("zhanghao" not in text for text in shown.values())
    for name in ("activity", "follow_up"):
        assert "未署名" in shown[name], name
    current()
    assert "（未署名，" in "".join(followed.sentences(followed.opinions()[key]))


def test_every_command_says_how_records_call_whoever_does_not_sign() -> None:
    def options(command: click.Command) -> Iterator[click.Option]:
        for each in command.params:
            if isinstance(each, click.Option) and each.name == "who":
                yield each
        for under in command.commands.values() if isinstance(command, click.Group) else ():
            yield from options(under)

    told = [option.help or "" for option in options(root.gongkai)]
    assert told and all(f"“{wording.UNSIGNED}”" in each for each in told)


def test_a_change_of_the_roster_tells_what_was_and_what_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    roster = offices.served_offices(folder)
    name, first = roster.offices[CODES[0]].name, roster.regions.full_name(roster.offices[CODES[0]].region_id)
    offices.amend(folder, [CODES[0]], kind="部门", region="银川市兴庆区", must_report=False, who="李明")
    offices.rename(folder, CODES[0], "竹音路办", who="李明")
    renamed, amended = activity.records(folder)[:2]
    assert renamed.fields == (("名称", name, "竹音路办"),)
    assert {each[0]: each[1:] for each in amended.fields} == {
        "类别": ("街道", "部门"), "地区": (first, "宁夏回族自治区银川市兴庆区"), "应当公布年报": ("", "否"),
    }  # fmt: skip
    assert page._row(amended, {})[5:7] == [
        f"类别：街道；地区：{first}", "类别：部门；地区：宁夏回族自治区银川市兴庆区；应当公布年报：否",
    ]  # fmt: skip
    publish.rollback(folder)
    publish.rollback(folder)
    offices.amend(folder, [CODES[0]], kind="其他", who="李明")
    (again,) = [each for each in activity.records(folder)[0].fields if each[0] == "类别"]
    assert again == ("类别", "街道", "其他"), "what was undone is no before"


def test_a_note_and_a_correction_name_their_number_whole(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    ledger.write_note(folder, "number", CODES[0], 2022, "disclosure.column", "社会救助", "含转发", who="李明")
    current()
    noted = page.every()[0]
    assert page._row(noted, {})[4] == "2022年栏目公开信息：社会救助"
    (correction,) = [each for each in activity.records(folder) if each.kind == "correction"]
    assert page._row(correction, {})[4].endswith("》政务微博发布")


def test_the_kind_offered_first_is_the_one_that_the_office_has(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = {"名称": "青禾区审计局", "地区": "云澄市青禾区"}
    office_table.fill_in(folder, [(1, row)])
    offices.amend(folder, [CODES[0]], kind="街道")
    app = run("roster", folder, monkeypatch)
    known = offices.served_offices(folder).offices
    town = next(code for code, office in known.items() if office.kind == "部门" and code != CODES[0])
    app.selectbox(key="roster-action").select("kind")
    app.multiselect(key="roster-chosen").set_value([town]).run()
    (kind,) = [box for box in app.selectbox if box.label == wording.KIND]
    assert kind.value == "部门"
    app.multiselect(key="roster-chosen").set_value([town, CODES[0]]).run()
    (kind,) = [box for box in app.selectbox if box.label == wording.KIND]
    assert kind.value is None and wording.PICK_KIND in "".join(markup(app)), "offices of two kinds"
