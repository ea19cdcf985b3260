"""What the tests of the store share: small fictional reports as sources, and all rows of a store to compare."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reports import publish, store
from reports.publish import Outcome, Source
from reports.specimen import demo, demo_offices, draw, write

CODES = ("qinghe-zhuyinlu", "qinghe-hexu", "qinghe-chengguan")


def load(folder: Path, sources: Iterable[Source], **how: Any) -> Outcome:
    """Loads into a store that knows the offices of data/reference, as the example store does."""
    demo.begin(folder)
    return publish.load(folder, sources, **how)


@cache
def report_bytes(code: str, year: int, seed: int = 7) -> bytes:
    """A fictional report of one of the demo district's offices, as text with tabs."""
    return write(draw(demo_offices()[code], year, seed), "txt")


def source(code: str, year: int, seed: int = 7) -> Source:
    """The same as a source, named by office and year."""
    return Source(f"{code}-{year}-{seed}.txt", data=report_bytes(code, year, seed))


@pytest.fixture(scope="session")
def two_generations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two generations, each of one load. Not to be changed: `copy_of_two` is a copy."""
    folder = tmp_path_factory.mktemp("two") / "store"
    load(folder, [source(CODES[0], 2022)])
    load(folder, [source(CODES[0], 2023)])
    return folder


@pytest.fixture
def copy_of_two(two_generations: Path, tmp_path: Path) -> Path:
    """A copy of the store of two generations, to be changed."""
    return Path(shutil.copytree(two_generations, tmp_path / "store"))


def rows(folder: Path) -> dict[str, list[Any]]:
    """Every row of the generation served, by table, but for when and why it was built."""
    generation = store.open_current(folder)
    try:
        cursor = generation.cursor()
        names = store.table_names()
        return {
            name: sorted(cursor.execute(f"select * from {name}").fetchall(), key=repr)
            for name in names
            if name != "generation"
        }
    finally:
        generation.close()


def one(folder: Path, query: str) -> Any:
    """The first value that `query` gives on the generation served."""
    generation = store.open_current(folder)
    try:
        row = generation.cursor().execute(query).fetchone()
        return None if row is None else row[0]
    finally:
        generation.close()
