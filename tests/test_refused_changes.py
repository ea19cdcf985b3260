"""What was refused does not come into force later, what the journal does not bear out is not built upon, and who undoes
something is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import database, publish, store
from reports.command.keep import gongkai
from reports.correct import Correction
from reports.errors import StoreError
from reports.publish import loading
from reports.publish.outcome import Refusals
from reports.store import files, journal
from reports.store.build import building
from tests.stored import CODES, load, one, rows, source


@pytest.fixture
def folder(copy_of_two: Path) -> Path:
    """A store of two generations, to be changed."""
    return copy_of_two


def full(*_arguments: object) -> None:
    """A disk that takes no more."""
    raise OSError(28, "No space left on device")


def test_a_rollback_is_signed(folder: Path) -> None:
    publish.rollback(folder, who="王芳")
    assert [line["who"] for line in journal.read(folder) if line["what"] == "rollback"] == ["王芳"]


@pytest.mark.slow
def test_a_change_that_was_refused_does_not_come_into_force_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, told = rows(folder), (folder / journal.FILE_NAME).read_bytes()
    indicator = "applications.received"
    query = f"select value from fact where report_id = 2 and indicator = '{indicator}' and breakdown = 'total'"
    stated = one(folder, query + " and source = 'table'")
    told_wrong = Correction(indicator, "total", stated, 77.0, "原表多印一位", "李明", "2026-01-05")

    with monkeypatch.context() as patch:
        patch.setattr(store.Build, "finish", full)
        for refused in (
            lambda: publish.correct_report(folder, "2", told_wrong),
            lambda: load(folder, [source(CODES[2], 2020)]),
            lambda: load(folder, [source(CODES[2], year) for year in range(2017, 2023)], processes=2),
        ):
            with pytest.raises(StoreError, match="原数据不受影响"):
                refused()
            assert (folder / journal.FILE_NAME).read_bytes() == told
    assert load(folder, []).generation is None
    load(folder, [source(CODES[2], 2023)])
    after = rows(folder)
    assert len(after["report"]) == len(before["report"]) + 1
    assert [row for row in after["fact"] if row in before["fact"]] == before["fact"]


def test_a_rollback_that_the_disk_refuses_is_a_sentence_and_does_not_come_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(folder)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_write_current", full)
        with pytest.raises(StoreError, match="数据没有改动"):
            publish.rollback(folder)
    load(folder, [])
    assert rows(folder) == before


def test_a_journal_that_is_shorter_than_what_is_served_is_told_by_the_next_writer(folder: Path) -> None:
    path = folder / journal.FILE_NAME
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    with pytest.raises(StoreError, match="对不上"):
        load(folder, [source(CODES[2], 2023)])
    assert path.read_bytes() == b"".join(lines[:-1]) and store.current_number(folder) == 2


def test_undoing_says_what_is_still_being_loaded(folder: Path) -> None:
    outcome = publish.Outcome()
    with loading._Run(folder, outcome, Refusals(folder, outcome), store.Roster(), 2, 60.0, None) as run:
        run.read([source(CODES[1], 2022), source(CODES[1], 2023)], 1, None)
        told = CliRunner().invoke(gongkai, ["rollback", "--who", "王芳", "--store", str(folder)])
    assert told.exit_code == 0 and "另有 2 份年报" in told.output


def test_a_view_in_the_place_of_a_table_is_refused_and_reads_nothing(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("不该读到的内容", "utf-8")
    path = folder / "g000002.duckdb"
    with database.connect(str(path)) as connection:
        connection.execute("alter table section rename to section_of_old")
        connection.execute(
            "create view section as select 1 as report_id, 0 as ordinal, 'other' as section, '' as heading, content "
            f"as body from read_text({database.literal(secret)})"
        )
    (folder / store.CURRENT_NAME).unlink()
    assert one(folder, "select generation from generation") == 1
    with pytest.raises(StoreError, match="视图"):
        store.open_generation(folder, 2)
    with pytest.raises(StoreError, match="视图"), building(folder / ".build-9.duckdb", path):
        pass
    with building(folder / ".build-9.duckdb", None) as build, pytest.raises(database.DatabaseError):
        build.connection.execute(f"select content from read_text({database.literal(secret)})").fetchone()
