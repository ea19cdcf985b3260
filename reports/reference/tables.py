"""The tables of data/reference: words, labels, topics, thresholds, the roster. Used by every step.

In goes a table's name, e.g. "indicators" or "forms/2019" or "lexicon/channels"; out come its rows as they
stand in the CSV file, all values text. It gives no meaning to any row: that is the business of the steps.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from reports.errors import BadTable

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
"""The project's folder."""
DATA = ROOT / "data"
REFERENCE = DATA / "reference"
SAMPLE = DATA / "sample"
QUERIES = ROOT / "queries"


KEYS = {
    "columns": ("column_name",),
    "deadlines": ("kind", "first_year"),
    "duties": ("office", "column_name"),
    "pauses": ("office", "column_name", "from_day"),
}
"""The tables that a district may lay its own rows over, with the columns that name a row. They stand in the folder
local beside ours, which an upgrade of the program leaves alone."""


class Row(dict[str, str]):
    """One row of a table, column name to text, with the place it stands in for people: file and line (1-based)."""

    __slots__ = ("place",)

    def __init__(self, values: Mapping[str, str], place: str) -> None:
        """The row of `values` that stands in `place`."""
        super().__init__(values)
        self.place = place

    def __missing__(self, column: str) -> str:
        raise BadTable(f"{self.place}：缺少列“{column}”；请恢复表头后再试。")


def _columns(path: Path) -> list[str]:
    """The heading of a table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [column.strip() for column in next(csv.reader(file), [])]


@cache
def _rows(path: Path) -> tuple[Row, ...]:
    name = f"data/reference/{path.relative_to(REFERENCE).as_posix()}"
    rows: list[Row] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            heading = [column.strip() for column in next(reader, [])]
            if len(set(heading)) != len(heading):
                raise BadTable(f"{name} 第 1 行：有两列同名或表头有空白；每列应有自己的名称。")
            for cells in reader:
                # Excel leaves lines of nothing but commas behind.
                if not any(cell.strip() for cell in cells):
                    continue
                place = f"{name} 第 {reader.line_num} 行"
                if len(cells) != len(heading):
                    raise BadTable(
                        f"{place}：有 {len(cells)} 列，表头有 {len(heading)} 列；请补齐或删去多余的逗号，"
                        "文字中有逗号时用英文双引号括起来。"
                    )
                rows.append(Row(dict(zip(heading, (cell.strip() for cell in cells), strict=True)), place))
        except UnicodeDecodeError as error:
            raise BadTable(f"{name}：不是 UTF-8 编码；请在 Excel 中另存为“CSV UTF-8（逗号分隔）”。") from error
        except csv.Error as error:
            raise BadTable(f"{name} 第 {reader.line_num} 行：双引号不成对或位置不对；请检查这一行。") from error
    return tuple(rows)


def table(name: str) -> list[dict[str, str]]:
    """The rows of data/reference/<name>.csv, in order, as new dictionaries of column name to stripped text; where the
    district has rows of its own (own_path), they are laid over.

    FileNotFoundError if there is no such table; BadTable, with the line, if it has too many or too few columns, is no
    UTF-8, or when a row is asked for a column that the table does not have.

    >>> table("topics")[0]["topic"]
    'timeliness'
    """
    rows = [Row(row, row.place) for row in _rows(REFERENCE / f"{name}.csv")]
    return _with_own(name, rows) if name in KEYS and own_path(name).exists() else [*rows]


def own_path(name: str) -> Path:
    """Where the district's own rows of a table stand; the file need not be there."""
    return REFERENCE / "local" / f"{name}.csv"


def _with_own(name: str, rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with the district's own laid over: a cell that it fills replaces ours, a row that we do not have is
    added behind. BadTable for a column that we do not have."""
    columns = _columns(REFERENCE / f"{name}.csv")
    found: dict[tuple[str, ...], dict[str, str]] = {tuple(row[key] for key in KEYS[name]): row for row in rows}
    for own in _rows(own_path(name)):
        if unknown := [column for column in own if column not in columns]:
            raise BadTable(f"{own.place}：没有“{unknown[0]}”这一列；列名应与 data/reference/{name}.csv 相同。")
        key = tuple(own[column] for column in KEYS[name])
        ours = found.get(key, dict.fromkeys(columns, ""))
        found[key] = Row({column: own.get(column) or value for column, value in ours.items()}, own.place)
    return list(found.values())


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
