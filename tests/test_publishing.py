"""Loading, rebuilding, rolling back, assigning, correcting: what the store holds afterwards, and what stays."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reports import capture, correct, database, publish, store
from reports.capture import original_path
from reports.correct import Correction
from reports.errors import CorrectionMismatch, StoreBusy, StoreError, UnreadableFile
from reports.model import Fact, Locator, Snapshot
from reports.publish import Source
from reports.reading import read_report
from reports.specimen import demo
from reports.store import files, journal
from tests.replacing import replace_everywhere
from tests.stored import CODES, load, one, report_bytes, rows, source


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three generations: one report, two more, a second version of the first."""
    folder = tmp_path_factory.mktemp("three")
    load(folder, [source(CODES[0], 2022)])
    load(folder, [source(CODES[0], 2023), source(CODES[1], 2022)])
    load(folder, [source(CODES[0], 2022, seed=8)])
    return folder


@pytest.fixture
def folder(three: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(three, tmp_path / "store"))


def test_a_loaded_report_is_there_with_all_its_cells_and_evidence(folder: Path) -> None:
    assert one(folder, "select count(*) from report where is_current") == 3
    assert (
        one(
            folder,
            "select count(*) from fact where source = 'table' and year = 2022 and office_id = "
            "(select office_id from office where office_code = 'qinghe-hexu')",
        )
        == 200
    )
    assert one(folder, "select count(*) from fact") == one(folder, "select count(*) from evidence")
    assert one(folder, "select count(*) from evidence where quote = '' and locator <> ''") == 0
    assert one(folder, "select bool_and(body <> '') from section where section = 'problems'")


def test_facts_stand_sorted_for_the_two_ways_of_asking(folder: Path) -> None:
    generation = store.open_current(folder)
    by_indicator = generation.cursor().execute("select indicator, breakdown, year, office_id from fact").fetchall()
    by_office = (
        generation.cursor().execute("select office_id, year, indicator, breakdown from fact_by_office").fetchall()
    )
    assert by_indicator == sorted(by_indicator)
    assert by_office == sorted(by_office)


def test_the_latest_captured_version_is_current(folder: Path) -> None:
    assert one(
        folder,
        "select list(is_current order by version) from report where year = 2022 and office_id = "
        "(select office_id from office where office_code = 'qinghe-zhuyinlu')",
    ) == [False, True]
    assert one(folder, "select count(distinct report_id) from fact") == 3


def test_a_rebuild_from_originals_and_journal_gives_the_same_rows(folder: Path) -> None:
    before = rows(folder)
    for path in [folder / store.CURRENT_NAME, *folder.glob("g*.duckdb")]:
        path.unlink()
    outcome = publish.rebuild(folder)
    assert len(outcome.loaded) + len(outcome.partial) == 4
    assert rows(folder) == before


def test_the_same_bytes_are_skipped(folder: Path) -> None:
    outcome = load(folder, [source(CODES[0], 2023)])
    assert (len(outcome.skipped), outcome.generation) == (1, None)
    twice = load(folder, [source(CODES[2], 2023), replace(source(CODES[2], 2023), name="again.txt")])
    assert (len(twice.loaded) + len(twice.partial), twice.skipped) == (1, ["again.txt"])


def test_rollback_serves_what_was_before_and_a_rebuild_agrees(folder: Path) -> None:
    third = rows(folder)
    assert publish.rollback(folder) == (3, 2)
    second = rows(folder)
    assert len(third["report"]) == 4 and len(second["report"]) == 3
    publish.rebuild(folder)
    assert rows(folder) == second
    # What was undone may be loaded again; the generation's number is never used twice.
    outcome = load(folder, [source(CODES[0], 2022, seed=8)])
    assert outcome.generation == 5
    assert {row[10] for row in rows(folder)["report"]} == {row[10] for row in third["report"]}


def test_a_rollback_that_was_killed_before_the_switch_is_finished_by_the_next_writer(folder: Path) -> None:
    target = store.open_generation(folder, 2)
    journal.append(folder, [{"what": "rollback", "from": 3, "to": 2, "void_after": target.journal_bytes}])
    target.close()
    load(folder, [source(CODES[2], 2022)])
    assert one(folder, "select count(*) from report") == 4
    assert one(folder, "select count(*) from report where version = 2") == 0
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


@pytest.mark.slow
def test_what_an_unfinished_rollback_undid_is_not_taken_for_stored(folder: Path) -> None:
    target = store.open_generation(folder, 1)
    journal.append(folder, [{"what": "rollback", "from": 3, "to": 1, "void_after": target.journal_bytes}])
    target.close()
    outcome = load(folder, [source(CODES[0], 2023), source(CODES[1], 2022)])
    assert not outcome.skipped and one(folder, "select count(*) from report") == 3
    later = [source(CODES[0], 2023), *(source(CODES[2], year) for year in range(2017, 2022))]
    number = store.current_number(folder)
    target = store.open_generation(folder, 1)
    journal.append(folder, [{"what": "rollback", "from": number, "to": 1, "void_after": target.journal_bytes}])
    target.close()
    assert not load(folder, later, processes=2).skipped and one(folder, "select count(*) from report") == 7


def test_what_a_killed_writer_journaled_is_caught_up_with(folder: Path) -> None:
    data = report_bytes(CODES[2], 2021)
    snapshot = capture.capture(data, "late.txt", folder / capture.ORIGINALS_NAME)
    line = {"what": "capture", "sha256": snapshot.sha256, "file_name": "late.txt", "byte_count": len(data)}
    journal.append(folder, [{**line, "source_url": None, "refused": None}])
    outcome = load(folder, [source(CODES[2], 2022)])
    assert len(outcome.loaded) + len(outcome.partial) == 1
    assert one(folder, "select count(*) from report where year = 2021") == 1
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


def test_only_the_last_three_generations_stay(folder: Path) -> None:
    load(folder, [source(CODES[2], 2022)])
    assert [number for number, _path in store.kept(folder)] == [4, 3, 2]


def test_a_reader_keeps_its_generation_while_others_are_published(folder: Path) -> None:
    reader = store.open_current(folder)
    for year in range(2021, 2025):
        load(folder, [source(CODES[2], year)])
    assert reader.cursor().execute("select count(*) from report").fetchone() == (4,)
    assert len(reader.cursor().execute("select * from fact_by_office").fetchall()) > 600
    assert store.open_current(folder).cursor().execute("select count(*) from report").fetchone() == (8,)


def test_readers_are_locked_down(folder: Path) -> None:
    cursor = store.open_current(folder).cursor()
    for attempt in (
        "create table x (y int)",
        "copy office to 'x.csv'",
        "select * from read_text('/etc/hostname')",
        "attach 'other.duckdb'",
        "set threads = 1",
    ):
        with pytest.raises(database.DatabaseError):
            cursor.execute(attempt)


def test_a_bad_file_never_stops_the_batch(folder: Path) -> None:
    outcome = load(
        folder,
        [
            Source("empty.txt", data=b""),
            Source("absent.txt", Path("absent.txt")),
            Source("letter.txt", data="各位同事：明天下午开会，请准时参加。".encode()),
            Source("binary.txt", data=bytes(range(256)) * 40),
            source(CODES[2], 2024),
        ],
    )
    assert len(outcome.loaded) + len(outcome.partial) == 1
    assert {name for name, _why in outcome.refused} == {"empty.txt", "absent.txt", "letter.txt", "binary.txt"}
    for name, why in outcome.refused:
        assert "内部错误" not in why and len(why) > 10, name
    letter = hashlib.sha256("各位同事：明天下午开会，请准时参加。".encode()).hexdigest()
    assert original_path(folder / capture.ORIGINALS_NAME, letter).exists()
    before = rows(folder)
    again = publish.rebuild(folder)
    assert len(again.refused) == 3
    assert rows(folder) == before


def test_gbk_and_utf_16_are_simply_read(tmp_path: Path) -> None:
    text = report_bytes(CODES[0], 2022).decode("utf-8")
    outcome = load(
        tmp_path,
        [
            Source("gbk.txt", data=text.replace("2022", "2021").encode("gb18030")),
            Source("utf16.txt", data=text.encode("utf-16")),
        ],
    )
    assert not outcome.refused
    assert one(tmp_path, "select count(*) from fact where status = 'stated' and source = 'table'") > 300


def test_a_text_of_50_megabytes_is_refused_with_a_sentence(tmp_path: Path) -> None:
    text = report_bytes(CODES[0], 2022) + "补充说明。".encode() * 3_500_000
    outcome = load(tmp_path, [Source("long.txt", data=text), source(CODES[0], 2022)])
    assert len(outcome.loaded) + len(outcome.partial) == 1
    assert [name for name, _why in outcome.refused] == ["long.txt"]


@pytest.mark.slow
def test_workers_in_other_processes_give_the_same_rows(tmp_path: Path) -> None:
    sources = [source(code, year) for code in CODES for year in range(2019, 2025)]
    load(tmp_path / "one", sources, processes=1)
    load(tmp_path / "two", sources, processes=2)
    first, second = rows(tmp_path / "one"), rows(tmp_path / "two")
    for table in ("fact", "evidence", "problem", "section"):
        assert first[table] == second[table]


def test_a_file_that_ends_its_worker_is_refused_and_the_others_are_loaded(tmp_path: Path) -> None:
    sources = [source(code, year) for code in CODES for year in range(2019, 2024)]
    sources.insert(4, DeadlySource("deadly.txt", data=b"x"))
    outcome = load(tmp_path, sources, processes=2)
    assert len(outcome.loaded) + len(outcome.partial) == 15
    [(name, why)] = outcome.refused
    assert name == "deadly.txt" and "异常终止" in why
    assert one(tmp_path, "select list(sha256 order by report_id) from report") == [
        hashlib.sha256(report_bytes(code, year)).hexdigest() for code in CODES for year in range(2019, 2024)
    ]


class DeadlySource(Source):
    """A source that ends the process that it is sent to."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (1,)


def test_a_name_that_is_no_text_and_facts_that_cannot_be(tmp_path: Path) -> None:
    outcome = load(tmp_path, [replace(source(CODES[0], 2022), name="a\udce9\x00.txt")])
    assert not outcome.refused
    assert publish.rebuild(tmp_path).generation == 2
    reading = read_report(report_bytes(CODES[0], 2022), "a.txt")
    snapshot = Snapshot("0" * 64, "a.txt", 1, datetime.now(UTC))
    for value in (float("nan"), float("inf"), None):
        broken = replace(reading, facts=(replace(reading.facts[0], value=value, status="stated"),))
        with pytest.raises(UnreadableFile, match="不是有限的数"):
            publish.entry_of(snapshot, broken)
    with pytest.raises(UnreadableFile, match="不可信"):
        publish.entry_of(snapshot, replace(reading, report=replace(reading.report, year=1890)))
    with pytest.raises(UnreadableFile, match="不像一份年报"):
        publish.entry_of(snapshot, replace(reading, facts=reading.facts * 200))


def test_the_example_store_names_the_pages_that_its_real_figures_come_from() -> None:
    sources = demo.demo_sources()
    real = [item for item in sources if item.source_url]
    assert len(real) == 5 and len(sources) > 120
    assert all("xqq.gov.cn" in (item.source_url or "") for item in real)
    assert len({item.name for item in sources}) == len(sources)


def test_an_unknown_office_is_registered_and_its_reports_can_be_assigned_to_another(folder: Path) -> None:
    text = report_bytes(CODES[2], 2020).decode("utf-8").replace("综合行政执法局", "石桥管理处")
    outcome = load(folder, [Source("unknown.txt", data=text.encode())])
    assert not outcome.queued and outcome.registered == [("青禾区石桥管理处", "禾原省云澄市青禾区")]
    new = "青禾区石桥管理处"
    assert one(folder, f"select [kind, region_id] from office where name = '{new}' and is_new") == [
        "部门",
        "demo-000101",
    ]
    with pytest.raises(StoreError, match="名录中没有单位"):
        publish.assign(folder, new, "nowhere")
    with pytest.raises(StoreError, match="没有“某单位”对应的年报"):
        publish.assign(folder, "某单位", CODES[2])
    titles, number = publish.assign(folder, new, CODES[2])
    assert len(titles) == 1 and number is not None
    assert (
        one(folder, "select o.office_code from report r join office o using (office_id) where year = 2020") == CODES[2]
    )
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


@pytest.mark.slow
def test_a_report_that_names_no_office_waits_until_it_is_assigned(folder: Path) -> None:
    nameless = "2020年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息12条。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
    [(_file, waiting)] = load(folder, [Source("unknown.txt", data=nameless.encode())]).queued
    assert one(folder, f"select is_queued and region_id is null from office where office_code = '{waiting}'")
    publish.assign(folder, waiting, CODES[2])
    assert one(folder, "select count(*) from office where is_queued") == 0
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


def test_assigning_the_current_version_away_brings_the_earlier_one_back(folder: Path) -> None:
    latest = one(folder, "select max(report_id) from report")
    publish.assign(folder, str(latest), CODES[2])
    assert one(folder, "select count(distinct report_id) from fact") == 4
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before


def correction(**changes: object) -> Correction:
    fields: dict[str, object] = {
        "indicator": "applications.received", "breakdown": "total", "corrected_value": 77.0, "reason": "原表多印一位",
        "by": "李明", "on": "2026-01-05",
    }  # fmt: skip
    return Correction(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_correction_keeps_the_printed_value_beside_and_survives_a_rebuild(folder: Path) -> None:
    stated = one(
        folder,
        "select value from fact where report_id = 2 and indicator = 'applications.received' and breakdown = 'total' and source = 'table'",
    )
    title, _number = publish.correct_report(folder, "2", correction(stated_value=stated))
    assert "2023" in title
    told = (
        "select [f.value::varchar, e.stated_value::varchar, e.correction] from fact f join evidence e using (report_id, fact_no) "
        "where report_id = 2 and indicator = 'applications.received' and breakdown = 'total' and source = 'table'"
    )
    assert one(folder, told) == ["77.0", str(stated), "原表多印一位（李明，2026-01-05）"]
    before = rows(folder)
    publish.rebuild(folder)
    assert rows(folder) == before
    # The next one goes by the printed value too, and replaces the first.
    publish.correct_report(folder, "2", correction(stated_value=stated, corrected_value=78.0))
    assert one(folder, told)[0] == "78.0"


def test_a_correction_of_another_value_is_refused_before_anything_is_written(folder: Path) -> None:
    size = (folder / journal.FILE_NAME).stat().st_size
    with pytest.raises(CorrectionMismatch, match="针对原值 123456"):
        publish.correct_report(folder, "2", correction(stated_value=123456.0))
    assert (folder / journal.FILE_NAME).stat().st_size == size
    assert store.current_number(folder) == 3


def test_a_declared_correction_that_no_longer_fits_refuses_its_report_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = correction(stated_value=123456.0)
    doubtful = hashlib.sha256(report_bytes(CODES[2], 2024)).hexdigest()
    replace_everywhere(monkeypatch, correct, "declared", lambda sha256: (wrong,) if sha256 == doubtful else ())
    outcome = load(folder, [source(CODES[2], 2024), source(CODES[2], 2023)])
    assert len(outcome.loaded) + len(outcome.partial) == 1
    assert "123456" in outcome.refused[0][1] and "请核对原文" in outcome.refused[0][1]


def test_a_report_without_a_year_is_refused(three: Path) -> None:
    reading = read_report(report_bytes(CODES[0], 2022), "a.txt")
    snapshot = Snapshot("0" * 64, "a.txt", 1, datetime.now(UTC))
    undated = replace(reading, report=replace(reading.report, year=None))
    with pytest.raises(UnreadableFile, match="没有读出报告年度"):
        publish.entry_of(snapshot, undated)
    nameless = replace(reading, report=replace(reading.report, office="", region=""))
    entry = publish.entry_of(snapshot, nameless)
    assert entry.is_queued and entry.office_code == "未写明单位 00000000"


def fact(
    value: float | None, qualifier: str = "=", source: str = "text", indicator: str | None = "disclosure.weibo"
) -> Fact:
    status = "stated" if value is not None else "blank"
    return Fact(indicator, "", value, "条", qualifier, status, source, "overview", "", Locator(0))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "roles"),
    [
        ([fact(5)], ["leading"]),
        ([fact(5), fact(5)], ["leading", "repeat"]),
        ([fact(5), fact(6)], ["conflict", "conflict"]),
        ([fact(5), fact(5), fact(6)], ["conflict", "conflict", "conflict"]),
        ([fact(5), fact(6, source="table")], ["conflict", "leading"]),
        ([fact(6), fact(6, source="table")], ["repeat", "leading"]),
        ([fact(None, source="table"), fact(4)], ["repeat", "leading"]),
        ([fact(None, source="table"), fact(None, source="table")], ["leading", "repeat"]),
        ([fact(1000, ">="), fact(1043)], ["repeat", "leading"]),
        ([fact(1000, ">="), fact(2043)], ["conflict", "conflict"]),
        ([fact(36000, ">="), fact(36512)], ["repeat", "leading"]),
        ([fact(36000, ">="), fact(37512)], ["conflict", "conflict"]),
        ([fact(2000, "~"), fact(1917)], ["repeat", "leading"]),
        ([fact(1917, "~"), fact(1900)], ["conflict", "conflict"]),
        ([fact(1000, ">="), fact(1043), fact(1050)], ["conflict", "conflict", "conflict"]),
        ([fact(20, ">="), fact(20, ">=")], ["leading", "repeat"]),
        ([fact(3, indicator=None), fact(3, indicator=None)], ["unassigned", "unassigned"]),
    ],
)  # fmt: skip
def test_the_role_of_a_number_told_several_times(facts: list[Fact], roles: list[str]) -> None:
    assert publish.roles_of(facts) == roles


def test_a_damaged_current_file_serves_the_newest_good_generation_and_says_so(folder: Path) -> None:
    (folder / store.CURRENT_NAME).write_text("{half", "utf-8")
    generation = store.open_current(folder)
    assert generation.number == 3 and "已损坏" in generation.notice
    (folder / store.CURRENT_NAME).unlink()
    assert store.open_current(folder).number == 3
    load(folder, [source(CODES[2], 2022)])
    assert store.open_current(folder).notice == ""


def test_a_damaged_generation_serves_the_one_before_and_says_so(folder: Path) -> None:
    whole = rows(folder)
    path = folder / "g000003.duckdb"
    path.write_bytes(path.read_bytes()[:20_000])
    generation = store.open_current(folder)
    assert generation.number == 2 and "g000003.duckdb" in generation.notice
    generation.close()
    # The journal tells what the damaged one held: the next writer brings it back.
    load(folder, [source(CODES[2], 2022)])
    assert [row for row in rows(folder)["report"] if row[0] <= 4] == whole["report"]
    assert store.open_current(folder).notice == ""


def test_nothing_good_left_is_an_error_with_the_next_step(folder: Path, tmp_path: Path) -> None:
    for path in folder.glob("g*.duckdb"):
        path.write_bytes(b"not a database")
    with pytest.raises(StoreError, match=r"可能已损坏|大小应为"):
        store.open_current(folder)
    with pytest.raises(StoreError, match="gongkai demo"):
        store.open_current(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="没有日志"):
        publish.rebuild(tmp_path / "nowhere")
    publish.rebuild(folder)
    assert one(folder, "select count(*) from report") == 4


def test_an_original_that_was_altered_or_lost_is_told_by_rebuild(folder: Path) -> None:
    sha256 = one(folder, "select sha256 from report where report_id = 1")
    path = original_path(folder / capture.ORIGINALS_NAME, sha256)
    path.write_bytes(b"altered")
    with pytest.raises(StoreError, match="已被改动"):
        publish.rebuild(folder)
    path.unlink()
    with pytest.raises(StoreError, match="从备份恢复"):
        publish.rebuild(folder)
    assert store.current_number(folder) == 3


def test_a_second_writer_waits_says_so_and_gives_up_in_the_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, files, "LOCK_SECONDS", 0.2)
    said: list[str] = []
    with store.locked(folder), pytest.raises(StoreBusy, match="被另一个程序占用"):
        load(folder, [source(CODES[2], 2022)], on_wait=said.append)
    assert len(said) == 1 and "等待" in said[0]


def test_a_generation_that_is_not_sound_is_never_served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store.fill

    def doubled(build: store.Build, *arguments: object) -> None:
        real(build, *arguments)  # type: ignore[arg-type]
        build.connection.execute("insert into fact select * from fact limit 1")

    replace_everywhere(monkeypatch, store, "fill", doubled)
    with pytest.raises(StoreError, match="校验未通过"):
        load(folder, [source(CODES[2], 2022)])
    assert store.current_number(folder) == 3
    assert not list(folder.glob("g000004*"))


def test_current_names_the_served_file(folder: Path) -> None:
    current = json.loads((folder / store.CURRENT_NAME).read_text("utf-8"))
    assert current["file"] == "g000003.duckdb"
    assert current["bytes"] == (folder / current["file"]).stat().st_size
    assert not list(folder.glob(".build-*"))
