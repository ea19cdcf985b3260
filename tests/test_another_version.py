"""A store that another version of the program built: it is never asked with questions for other tables, and a rebuild
makes it anew from what is precious."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from reports import store
from reports.command import serve
from reports.errors import StoreOutdated
from reports.upkeep.doctor import examine
from tests.stored import CODES, load, rows, source


@pytest.fixture
def folder(copy_of_two: Path) -> Path:
    """A store of two generations, to be changed."""
    return copy_of_two


def alter(folder: Path, number: int, statement: str) -> None:
    """Changes the file of a generation as an earlier version of the program would have written it."""
    path = folder / f"g{number:06d}.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)
    current = json.loads((folder / store.CURRENT_NAME).read_text("utf-8"))
    if current["generation"] == number:
        current["bytes"] = path.stat().st_size
        (folder / store.CURRENT_NAME).write_text(json.dumps(current), "utf-8")


@pytest.mark.parametrize(
    "statement", ["alter table generation drop column layout", "update generation set layout = 'another'"]
)
@pytest.mark.slow
def test_it_is_told_and_rebuilt(folder: Path, statement: str) -> None:
    expected = {table: found for table, found in rows(folder).items() if table != "generation"}
    alter(folder, 2, statement)
    with pytest.raises(StoreOutdated, match="gongkai rebuild"):
        store.open_current(folder)
    with pytest.raises(StoreOutdated, match="另一版本的程序"):
        load(folder, [source(CODES[0], 2024)])
    serve._bring_up_to_date(folder)
    assert {table: found for table, found in rows(folder).items() if table != "generation"} == expected


def test_what_is_served_by_this_version_is_left_alone(folder: Path) -> None:
    alter(folder, 1, "update generation set layout = 'another'")
    serve._bring_up_to_date(folder)
    assert store.current_number(folder) == 2
    told = {observation.sentence: observation.status for observation in examine(folder)}
    (about,) = [sentence for sentence in told if "另一版本的程序" in sentence]
    assert told[about] == "note"
    assert "rebuild" not in about
