"""The build of a generation: its temporary tables are named in one place, and it leaves nothing behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.database import connect
from reports.store import Build, current_number, upon_base
from reports.store.build import TEMPORARY, building
from tests.replacing import replace_everywhere
from tests.stored import CODES, load, source

ROOT = Path(__file__).resolve().parents[1]


def test_a_temporary_table_is_named_and_made_once_and_does_not_outlive_the_build() -> None:
    with connect(":memory:") as connection:
        with Build(connection) as build:
            with pytest.raises(KeyError):
                build.make("scribble", "select 1 as a")
            build.make("fresh", "select 1 as report_id")
            build.make("still", "from fresh", sort="view")
            with pytest.raises(ValueError, match="made already"):
                build.make("fresh", "select 2 as report_id")
            assert connection.execute("from still").fetchall() == [(1,)]
            assert build.made == ("fresh", "still")
        assert connection.execute("show all tables").fetchall() == []
        with Build(connection) as build:
            build.make("fresh", "select 2 as report_id")
            assert connection.execute("from fresh").fetchall() == [(2,)]


def test_a_file_that_is_not_finished_is_removed(tmp_path: Path) -> None:
    path = tmp_path / ".build-000001.duckdb"
    with pytest.raises(RuntimeError), building(path, None) as build:
        assert path.exists()
        build.connection.execute("insert into region select 'R', 'R', 'country', null, ['R']")
        raise RuntimeError
    with building(path, None) as build:
        build.finish(tmp_path / "g000001.duckdb")
    assert [left.name for left in tmp_path.iterdir()] == ["g000001.duckdb"]


def test_every_named_table_is_made_by_some_publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[set[str]] = []
    real = Build.finish

    def finish(build: Build, finished: Path) -> None:
        made.append(set(build.made))
        real(build, finished)

    monkeypatch.setattr(Build, "finish", finish)
    load(tmp_path, [source(CODES[0], 2022), source(CODES[1], 2022)])
    replace_everywhere(monkeypatch, upon_base, "WHOLE_FACTS", 0)
    replace_everywhere(monkeypatch, upon_base, "_CHANGED_SHARE", 100.0)
    load(tmp_path, [source(CODES[0], 2023)])
    assert current_number(tmp_path) == 2
    whole, small = made
    assert whole | small == set(TEMPORARY)
    assert small - whole == {"replaced", "touched_place", "touched", "touched_office", "judged_now", "replaced_before"}


def test_a_function_that_makes_a_temporary_table_of_its_own_drops_it() -> None:
    kept: list[str] = []
    for path in sorted((ROOT / "reports").rglob("*.py")):
        text = path.read_text("utf-8")
        dropped = set(re.findall(r'drop table temp\.(\w+)|^    for table in \(("[^)]+")\):', text, re.MULTILINE))
        words = " ".join(" ".join(pair) for pair in dropped)
        kept += [
            f"{path.name}: {name}"
            for name in re.findall(r"create (?:or replace )?temp (?:table|view) (\w+)", text)
            if not re.search(rf"\b{name}\b", words)
        ]
    assert not kept
