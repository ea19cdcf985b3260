"""A large store's generation stands upon a whole one and holds only what changed: it must answer, judge, roll back
and survive as if it were whole. The limit from which stores count as large is lowered to that end."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from reports import correct, database, publish, reference, store
from reports.check import judge
from reports.errors import StoreError
from reports.publish import Source
from reports.store import reference_rows, schema, upon_base
from tests.replacing import replace_everywhere
from tests.stored import CODES, load, one, rows, source


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, upon_base, "WHOLE_FACTS", 0)
    replace_everywhere(monkeypatch, upon_base, "_CHANGED_SHARE", 100.0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one whole generation: two offices, two years."""
    folder = tmp_path_factory.mktemp("whole")
    load(folder, [source(code, year) for code in CODES[:2] for year in (2022, 2023)])
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(whole, tmp_path / "store"))


WAITING = Source(
    "waiting.txt", data="某某单位2023年政府信息公开工作年度报告\n一、总体情况\n主动公开信息12条。".encode()
)
LATER = Source("later.txt", data="某某单位2024年政府信息公开工作年度报告\n一、总体情况\n主动公开信息15条。".encode())


def content(folder: Path) -> dict[str, list[Any]]:
    """The rows of a store, whatever files they are in: finding numbers and the bookkeeping of files are left out, and
    offices go by their codes."""
    found = rows(folder)
    codes = {row[0]: row[1] for row in found["office"]}
    for table in ("generation", "replaced_report", "judged_office", "withdrawn_office", "retold_place"):
        found.pop(table, None)
    generation = store.open_current(folder)
    try:
        for table in list(found):
            names = [column[0] for column in generation.cursor().execute(f"select * from {table} limit 0").description]
            listed = [dict(zip(names, row, strict=True)) for row in found[table]]
            for row in listed:
                row.pop("finding_no", None)
                if "office_id" in row:
                    row["office_id"] = codes[row["office_id"]]
            found[table] = sorted((list(row.values()) for row in listed), key=repr)
    finally:
        generation.close()
    return found


def agree_with_a_rebuild(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands upon a base says what a whole generation made from originals and journal says."""
    before = content(folder)
    assert any(before["finding"])
    store.verify(store.open_current(folder).cursor())
    publish.rebuild(folder)
    after = content(folder)
    for table, expected in after.items():
        assert before[table] == expected, table


def base(folder: Path) -> int | None:
    return store.base_of(store.open_current(folder).path)


def test_a_new_report_stands_in_a_small_file_upon_the_base(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, [source(CODES[2], 2023)])
    assert base(folder) == 1
    assert one(folder, "select count(*) from report where is_current") == 5
    assert one(folder, "select report_count from generation") == 5
    assert one(folder, "select fact_count from generation") == one(folder, "select count(*) from fact")
    load(folder, [source(CODES[2], 2022)])
    assert base(folder) == 1
    assert one(folder, "select count(*) from report where is_current") == 6
    agree_with_a_rebuild(folder, monkeypatch)


def test_a_second_version_hides_the_first_of_the_base(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, [source(CODES[0], 2022, seed=8)])
    assert base(folder) == 1
    assert one(folder, "select list(is_current order by version) from report where version > 1 or report_id = 1") == [
        False,
        True,
    ]
    assert one(folder, "select count(*) from fact where report_id = 1") == 0
    assert one(folder, "select fact_count from generation") == one(folder, "select count(*) from fact")
    agree_with_a_rebuild(folder, monkeypatch)


@pytest.mark.slow
def test_offices_are_registered_and_their_reports_assigned(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, [WAITING])
    assert base(folder) == 1
    assert one(folder, "select count(*) from office where is_new") == 1
    load(folder, [LATER])
    assert one(folder, "select count(*) from office where is_new") == 1
    titles, _generation = publish.assign(folder, "某某单位", CODES[2])
    assert len(titles) == 2 and base(folder) == 1
    assert one(folder, "select count(*) from report join office using (office_id) where is_new") == 0
    agree_with_a_rebuild(folder, monkeypatch)


@pytest.mark.slow
def test_a_report_of_the_base_can_move_to_another_office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, [WAITING])
    publish.rebuild(folder)
    assert base(folder) is None
    # It becomes the second version of a report of the base, then goes on to an office that has none.
    publish.assign(folder, "某某单位", CODES[0])
    assert base(folder) == 3
    assert one(folder, "select count(*) from report where not is_current") == 1
    number = one(folder, "select report_id from report where version = 2")
    publish.assign(folder, str(number), CODES[2])
    assert one(folder, "select count(*) from report where not is_current") == 0
    assert base(folder) == 3
    agree_with_a_rebuild(folder, monkeypatch)


@pytest.mark.slow
def test_a_correction_changes_one_number(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    query = "select value from fact where report_id = 1 and role = 'leading' and indicator = 'disclosure.website' and breakdown = ''"
    value = one(folder, query)
    correction = correct.Correction(
        "disclosure.website", "", value, value + 1, reason="原件笔误", by="甲", on="2026-01-01"
    )
    publish.correct_report(folder, "1", correction)
    assert base(folder) == 1
    assert one(folder, query) == value + 1
    agree_with_a_rebuild(folder, monkeypatch)


def test_findings_that_look_at_neighbours_are_judged_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The same words as another office of the region: a finding on each of the two, one of them in the base.
    text = source(CODES[0], 2023).data
    assert text is not None
    name = {row["office_code"]: row["name"] for row in reference.table("offices")}
    copied = text.decode("utf-8").replace(name[CODES[0]], name[CODES[2]])
    load(folder, [Source("copied.txt", data=copied.encode())])
    assert base(folder) == 1
    assert (
        one(
            folder,
            "select count(distinct office_id) from finding where rule = 'recycled_text' and subject like '%other'",
        )
        == 2
    )
    agree_with_a_rebuild(folder, monkeypatch)


@pytest.mark.slow
def test_after_much_change_or_another_roster_it_is_whole_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(folder, [source(CODES[2], 2022)])
    assert base(folder) == 1
    with monkeypatch.context() as patch:
        replace_everywhere(patch, upon_base, "CHANGED_FACTS", 300)
        patch.setattr(upon_base, "sqrt", lambda _product: 0.0)
        load(folder, [source(CODES[2], 2023)])
    assert base(folder) is None
    load(folder, [source(CODES[2], 2024)])
    assert base(folder) == 3
    replace_everywhere(monkeypatch, reference_rows, "reference_fingerprint", lambda: "another")
    load(folder, [source(CODES[2], 2021)])
    assert base(folder) is None


@pytest.mark.slow
def test_the_base_stays_as_long_as_it_is_needed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for year in range(2019, 2025):
        load(folder, [source(CODES[2], year)])
    assert [number for number, _path in store.kept(folder)] == [7, 6, 5, 1]
    assert publish.rollback(folder) == (7, 6)
    assert one(folder, "select count(*) from report") == 9
    agree_with_a_rebuild(folder, monkeypatch)
    for year in range(2019, 2022):
        load(folder, [source(CODES[1], year)])
    # 8 is the rebuilt one, whole; nothing stands upon 1 any more.
    assert [number for number, _path in store.kept(folder)] == [11, 10, 9, 8]


@pytest.mark.slow
def test_a_damaged_base_is_a_sentence_and_the_last_whole_one_serves(folder: Path) -> None:
    load(folder, [source(CODES[2], 2022)])
    publish.rebuild(folder)
    load(folder, [source(CODES[2], 2023)])
    with (folder / "g000003.duckdb").open("ab") as file:
        file.write(b"torn")
    generation = store.open_current(folder)
    assert generation.number != 4 and "g000003.duckdb" in generation.notice
    (folder / "g000003.duckdb").unlink()
    assert store.open_current(folder).number == 2
    (folder / "g000001.duckdb").unlink()
    with pytest.raises(StoreError, match=r"g000003\.duckdb"):
        store.open_current(folder)


def test_readers_upon_a_base_reach_no_file(folder: Path) -> None:
    load(folder, [source(CODES[2], 2022)])
    cursor = store.open_current(folder).cursor()
    for attempt in (
        "copy office to 'x.csv'",
        "select * from read_text('/etc/hostname')",
        "attach 'other.duckdb'",
        "set threads = 1",
        "set enable_external_access = true",
        "delete from generation_file_base.report",
        "delete from generation_file_change.report",
    ):
        with pytest.raises(database.DatabaseError):
            cursor.execute(attempt)


@pytest.mark.slow
def test_two_generations_upon_one_base_are_read_side_by_side(folder: Path) -> None:
    load(folder, [source(CODES[2], 2022)])
    first = store.open_current(folder)
    load(folder, [source(CODES[2], 2023)])
    second = store.open_current(folder)
    assert first.cursor().execute("select count(*) from report").fetchone() == (5,)
    assert second.cursor().execute("select count(*) from report").fetchone() == (6,)


@pytest.mark.slow
def test_the_regions_of_a_large_store_are_judged_one_after_the_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = content(folder)["finding"]
    replace_everywhere(monkeypatch, judge, "REPORTS_JUDGED_AT_ONCE", 1)
    replace_everywhere(monkeypatch, schema, "MANY_FACTS", 10)
    load(folder, [WAITING])
    replace_everywhere(monkeypatch, reference_rows, "reference_fingerprint", lambda: "another")
    load(folder, [source(CODES[2], 2022)])
    assert base(folder) is None
    numbers = one(folder, "select list(finding_no order by finding_no) from finding")
    assert numbers == list(range(1, len(numbers) + 1))
    by_indicator = store.open_current(folder).cursor().execute("select indicator, breakdown, year, office_id from fact")
    assert (listed := by_indicator.fetchall()) == sorted(listed)
    assert all(row in content(folder)["finding"] for row in expected if "2022" not in repr(row))
    agree_with_a_rebuild(folder, monkeypatch)
