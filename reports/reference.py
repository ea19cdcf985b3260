"""The tables of data/reference: words, labels, topics, thresholds, the roster. Used by every step.

In goes a table's name, e.g. "indicators" or "forms/2019" or "lexicon/channels"; out come its rows as they
stand in the CSV file, all values text. It gives no meaning to any row: that is the business of the steps.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[1]
"""The project's folder."""
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
SAMPLE = DATA / "sample"
QUERIES = ROOT / "queries"


@cache
def _rows(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows: list[dict[str, str]] = []
        reader = csv.DictReader(file)
        for row in reader:
            if None in row or None in row.values():
                raise ValueError(
                    f"{path.name}, line {reader.line_num}: {len(reader.fieldnames or ())} columns expected"
                )
            rows.append({name: value.strip() for name, value in row.items()})
        return tuple(rows)


def table(name: str) -> list[dict[str, str]]:
    """The rows of data/reference/<name>.csv, in order, as new dictionaries of column name to stripped text.

    FileNotFoundError if there is no such table; ValueError if a line has too many or too few columns.

    >>> table("topics")[0]["topic"]
    'timeliness'
    """
    return [dict(row) for row in _rows(REFERENCE / f"{name}.csv")]


def words(name: str, key: str, value: str) -> dict[str, str]:
    """Column `key` of a table mapped to its column `value`; the first row of a key counts.

    >>> words("topics", "topic", "name_zh")["timeliness"]
    '更新不及时'
    """
    mapping: dict[str, str] = {}
    for row in _rows(REFERENCE / f"{name}.csv"):
        mapping.setdefault(row[key], row[value])
    return mapping


def aliases(text: str) -> tuple[str, ...]:
    """The names in a cell that holds several, joined by |.

    >>> aliases("文化街|文化街办事处")
    ('文化街', '文化街办事处')
    """
    return tuple(name.strip() for name in text.split("|") if name.strip())


@cache
def _built(path: Path, build: Callable[[Iterable[Mapping[str, str]]], T]) -> T:
    return build(_rows(path))


def built(name: str, build: Callable[[Iterable[Mapping[str, str]]], T]) -> T:
    """What `build` makes of the rows of data/reference/<name>.csv, made once."""
    return _built(REFERENCE / f"{name}.csv", build)


def clear_cache() -> None:
    """Forget what was read, so that edited tables are read anew."""
    _rows.cache_clear()
    _built.cache_clear()
