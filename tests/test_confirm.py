"""What a person confirms before publishing: office, year and numbers go out in one generation, and come back by undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.intake.drafts import Row
from reports import ask, publish, store
from reports.correct import Correction
from reports.errors import CorrectionMismatch, ReportError, UnreadableFile
from reports.identify.regions import Regions
from reports.publish import drafts
from reports.publish.batches import Waiting
from reports.publish.drafts import Decision
from reports.publish.entry import stated_as
from reports.publish.naming import checked_name
from reports.specimen import demo
from reports.store import journal
from tests.stored import load, one, rows, source

UNKNOWN = """云澄市青竹镇人民政府政府信息公开工作年度报告

一、总体情况
全年通过政府网站公开信息120条，政务微博发布35条。另有17件。

五、存在的主要问题及改进情况
信息更新不够及时。
"""


def unassigned(draft: drafts.Draft) -> Correction:
    """The first unassigned number of a draft, given to an indicator."""
    _place, _kind, fact = next(item for item in draft.doubts() if item[1] == "unassigned")
    return Correction(
        "",
        fact.breakdown,
        fact.value,
        18.0,
        "人工核对",
        "李某",
        "2026-03-01",
        str(fact.locator),
        "messages.received",
        "",
    )


def test_a_draft_says_what_was_read_and_what_waits(tmp_path: Path) -> None:
    draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
    assert draft.reading is not None and draft.office_code is None and draft.year is None
    assert draft.missing_sections() == ("disclosure", "applications", "disputes", "other")
    (_place, kind, fact) = next(item for item in draft.doubts() if item[2].value == 17)
    assert kind == "unassigned" and draft.sentence_with(fact)[0] == "另有17件。"


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"PK\x03\x04" + bytes(60), "年报.zip", "请先解压"),
        (b"%PDF-1.4 broken", "年报.pdf", "PDF"),
        (b"", "空.txt", "空"),
        ("今天天气很好，适合出门散步。".encode(), "随笔.txt", "随笔.txt"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(
    data: bytes, name: str, words: str, tmp_path: Path
) -> None:
    draft = drafts.read_draft(data, name, tmp_path)
    assert draft.reading is None
    assert words in draft.reason and "Traceback" not in draft.reason and draft.reason.endswith("。")


def test_what_is_confirmed_goes_out_in_one_generation_and_survives_a_rebuild(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2023)], processes=1)
    draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
    other = source("qinghe-zhuyinlu", 2023)
    whole = drafts.read_draft(other.read(), other.name, tmp_path)
    decision = Decision("qinghe-hexu", 2024, (unassigned(draft),))
    bad = drafts.read_draft(b"%PDF-1.4 broken", "坏.pdf", tmp_path)
    seen: list[int] = []
    done = drafts.publish_drafts(
        tmp_path,
        [(draft, decision), (whole, Decision()), (bad, Decision())],
        who="张某",
        on_progress=lambda n, _total, _name: seen.append(n),
    )
    assert (done.loaded, done.generation, seen) == (["年报.txt", other.name], 2, [1, 2, 3])
    assert done.refused == [("坏.pdf", bad.reason)]
    number = "select value from fact join report using (report_id) where report.year = 2024 and indicator = 'messages.received'"
    assert one(tmp_path, number) == 18
    assert (
        one(tmp_path, "select office_code from report join office using (office_id) where year = 2024") == "qinghe-hexu"
    )
    lines = journal.read(tmp_path)
    assert {
        line["who"]
        for line in lines
        if line.get("sha256")
        and line["file_name" if "file_name" in line else "what"] != source("qinghe-hexu", 2023).name
    } == {"张某", "李某"}
    before = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == before


def offices(folder: Path) -> list[tuple[str, str, int]]:
    """Name and kind of every office with reports, and how many."""
    generation = store.open_current(folder)
    query = "select name, kind, count(*) from report join office using (office_id) group by all order by all"
    found = generation.cursor().execute(query).fetchall()
    generation.close()
    return [tuple(row) for row in found]


def test_an_office_read_wrongly_is_registered_under_the_name_that_somebody_writes(tmp_path: Path) -> None:
    demo.begin(tmp_path)
    load(tmp_path, [source("qinghe-hexu", 2023)], processes=1)
    before = rows(tmp_path)
    draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
    other = drafts.read_draft((UNKNOWN + "补充一行。").encode(), "另一份.txt", tmp_path)
    named = Decision(year=2024, office_name="云澄市松风街道办事处")
    assert drafts.settled(tmp_path, draft, named) == named, "the store does not know it"
    done = drafts.publish_drafts(
        tmp_path, [(draft, named), (other, Decision(year=2023, office_name="松风街道"))], who="张某"
    )
    assert done.registered == [("松风街道办事处", "云澄市")] and not done.queued, "one office, however it is written"
    found = offices(tmp_path)
    assert ("松风街道办事处", "街道", 2) in found and "青竹镇人民政府" not in {name for name, _kind, _count in found}
    told = [line["what"] for line in journal.read(tmp_path) if line["who"] == "张某"]
    assert sorted(told) == ["assignment", "assignment", "capture", "capture", "office", "region", "year", "year"]
    after = rows(tmp_path)
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == after
    publish.rollback(tmp_path)
    publish.rollback(tmp_path)
    assert rows(tmp_path) == before


def test_a_name_of_an_office_of_the_roster_is_taken_for_that_office(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2023)], processes=1)
    name = one(tmp_path, "select name from office where office_code = 'qinghe-hexu'")
    draft = drafts.read_draft(UNKNOWN.replace("云澄市青竹镇", "云澄市青禾区苇渡镇").encode(), "年报.txt", tmp_path)
    decision = Decision(year=2024, office_name=name)
    assert drafts.settled(tmp_path, draft, decision) == Decision("qinghe-hexu", 2024)
    # Registered by somebody else since the page was drawn.
    done = drafts.publish_drafts(tmp_path, [(draft, decision)])
    assert done.loaded == ["年报.txt"] and not done.registered
    assert offices(tmp_path) == [(name, "镇", 2)]


@pytest.mark.parametrize(
    ("typed", "why"), [(" ", "请写明"), ("局" * 61, "61个字，最多60个字"), ("松风\u202e街道", "控制字符")]
)
def test_what_is_no_name_of_an_office_is_refused_and_registers_nothing(tmp_path: Path, typed: str, why: str) -> None:
    with pytest.raises(ReportError, match=why):
        checked_name(typed)
    if typed.strip():
        draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
        done = drafts.publish_drafts(tmp_path, [(draft, Decision(year=2024, office_name=typed))])
        assert why in done.refused[0][1] and not done.registered
        assert "office" not in {line["what"] for line in journal.read(tmp_path)}


@pytest.mark.parametrize(
    ("region", "office", "typed", "stated"),
    [
        ("宁阳市滨湖区", "所有公开信息由局", "滨湖区教育局", "宁阳市滨湖区教育局"),
        ("宁阳市", "滨湖区所有公开信息由局", "教育局", "宁阳市滨湖区教育局"),
        ("兰州市", "所有公开信息由局", "城关区教育局", "兰州市城关区教育局"),
        ("西固区", "所有公开信息由局", "兰州市城关区教育局", "兰州市城关区教育局"),
        ("", "所有公开信息由局", "教育局", "教育局"),
    ],
)
def test_the_region_of_an_office_that_is_named_is_that_of_the_report_unless_the_name_tells_it(
    region: str, office: str, typed: str, stated: str
) -> None:
    reading = drafts.read_draft(UNKNOWN.encode(), "年报.txt", Path("none")).reading
    assert reading is not None
    report = replace(reading.report, region=region, office=office)
    assert stated_as(report, typed, Regions()) == stated


def test_a_report_without_a_year_is_refused_until_somebody_gives_it_one(tmp_path: Path) -> None:
    draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
    first = drafts.publish_drafts(tmp_path, [(draft, Decision())])
    assert "年度" in first.refused[0][1] and not first.loaded
    again = drafts.publish_drafts(tmp_path, [(draft, Decision(year=2024))])
    assert again.loaded == ["年报.txt"] and again.registered == [("青竹镇人民政府", "云澄市")]
    assert drafts.stored_among(tmp_path, [draft.sha256]) == {draft.sha256}
    assert drafts.publish_drafts(tmp_path, [(draft, Decision(year=2024))]).skipped == ["年报.txt"]


def test_deciding_about_a_stored_report_and_undoing_it(tmp_path: Path) -> None:
    draft = drafts.read_draft(UNKNOWN.encode(), "年报.txt", tmp_path)
    demo.begin(tmp_path)
    drafts.publish_drafts(tmp_path, [(draft, Decision(year=2024))])
    step = drafts.last_step(tmp_path)
    assert step and (step.previous, step.loaded) == (0, ("年报.txt",)), "the first publication can be undone too"
    before_it = one(tmp_path, "select name from office where is_new")
    assert before_it == "青竹镇人民政府"
    report_id = one(tmp_path, "select report_id from report")
    before = rows(tmp_path)
    titles, generation = publish.decide(
        tmp_path, str(report_id), Decision("qinghe-hexu", 2023, (unassigned(draft),)), who="张某"
    )
    assert len(titles) == 1 and titles[0] and generation == 2
    assert one(tmp_path, "select year from report") == 2023
    assert one(tmp_path, "select o.office_code from report join office o using (office_id)") == "qinghe-hexu"
    step = drafts.last_step(tmp_path)
    assert step is not None
    assert (step.generation, step.previous, step.assigned, step.corrected, step.loaded) == (2, 1, 2, 1, ())
    publish.rollback(tmp_path)
    assert rows(tmp_path) == before
    wrong = Correction("", "", 999.0, 1.0, "人工核对", "李某", "2026-03-01")
    with pytest.raises(CorrectionMismatch):
        publish.decide(tmp_path, str(report_id), Decision(corrections=(wrong,)))
    assert rows(tmp_path) == before


def test_examining_a_draft_stores_nothing(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    given = source("qinghe-hexu", 2023)
    found = drafts.examine(given.read(), given.name, tmp_path)
    assert found.is_known and found.compared_years == (2022,)
    cut = given.read().decode().partition("\n六、")[0]
    lacking = drafts.examine(cut.encode(), given.name, tmp_path).findings
    assert "section_missing" in {row["rule"] for row in lacking} - {row["rule"] for row in found.findings}
    assert all(row["rule_name"] and row["message"] for row in lacking)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"} == {
        path: at for path, at in files.items() if path.name != ".lock"
    }
    with pytest.raises(UnreadableFile):
        drafts.examine(b"", "空.txt", tmp_path)
    assert store.current_number(tmp_path) == 1


def test_a_year_yet_to_come_is_asked_back_and_does_not_become_the_year_that_pages_open_on(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    data = source("qinghe-hexu", 2031).read()
    draft = drafts.read_draft(data, "2031.txt", tmp_path)
    waiting = Waiting(draft.sha256, "2031.txt", len(data), at=None)  # type: ignore[arg-type]
    asked_back = Row(waiting, draft, False, None)
    assert "to_come" in asked_back.waits_for(), "it is not published until somebody says so"
    assert "to_come" not in Row(replace(waiting, confirmed_year=2031), draft, False, None).waits_for()
    put_right = replace(waiting, decision=Decision(year=2023))
    assert "to_come" not in Row(put_right, draft, False, None).waits_for()
    outcome = load(tmp_path, [source("qinghe-hexu", 2031)], processes=1)
    ((_name, why),) = outcome.refused
    assert "报告年度是2031年，晚于今年，须经确认，没有载入" in why and "“导入”页" in why, (
        "the command has nobody to ask"
    )
    assert one(tmp_path, "select max(year) from report") == 2022
    publish.rebuild(tmp_path)
    assert one(tmp_path, "select max(year) from report") == 2022, "nor does a rebuild bring it in unasked"
    # Who confirmed it publishes it, and a rebuild asks nobody again.
    drafts.publish_drafts(tmp_path, [(draft, Decision())], who="李明")
    publish.rebuild(tmp_path)
    assert one(tmp_path, "select max(year) from report") == 2031
    generation = store.open_current(tmp_path)
    years = ask.ask(generation.cursor(), "years_available", {}).to_dict("records")
    generation.close()
    assert {row["year"]: row["is_default"] for row in years} == {2022: True, 2031: False}
