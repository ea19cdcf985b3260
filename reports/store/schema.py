"""The tables of a generation, from schema.sql."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from reports import steps
from reports.check.judge import OF_THE_BASE
from reports.database import Connection, building
from reports.errors import StoreError

SCHEMA = Path(__file__).with_name("schema.sql")

MANY_FACTS = 20_000_000
"""More are sorted piece by piece, so that memory stays bounded."""

FORMER = ("former_fact", "former_section")
BY_REPORT = (
    "snapshot", "report", "section", "fact", "fact_by_office", "evidence", "problem", "disagreement", "lesson", *FORMER
)  # fmt: skip

_FILE_KEEPING = ("replaced_report", "judged_office", "withdrawn_office", "retold_place")
FOLLOW_UP = ("task", "task_matter", "task_change", "finding_opinion", "note", "own_mark")
ASSESSMENTS = ("assessment_sheet", "assessment_clause", "assessment_judgement")
OF_THE_FILE = ("generation", "column_log", "column_day", "logged_office", *FOLLOW_UP, *ASSESSMENTS, *_FILE_KEEPING)


def table_names() -> tuple[str, ...]:
    """The names of all tables of a generation."""
    return (*OF_THE_BASE, *OF_THE_FILE, *BY_REPORT, "finding", "office", "region", "region_total")


def new_database(path: str, *folders: Path) -> Connection:
    """A new database file, or ":memory:", with the tables of schema.sql and the macros of queries/steps; `folders` are
    those that statements on it may touch (none given: any)."""
    connection = building(path, *folders)
    connection.execute("begin")
    connection.execute(SCHEMA.read_text("utf-8"))
    steps.make(connection)
    connection.execute("commit")
    return connection


def raise_views(connection: Connection, path: Path, catalog: str = "") -> None:
    """Raises StoreError when the generation file `path`, open as `catalog` (else as the connection's own), has a view:
    no generation is written with one, and whoever asks it would run what it says."""
    row = connection.execute(
        "select view_name from duckdb_views() where not internal and database_name = coalesce(nullif(?, ''), "
        "current_database()) limit 1",
        [catalog],
    ).fetchone()
    if row is not None:
        raise StoreError(f"数据文件 {path.name} 中的 {row[0]} 不是表而是视图，不是本程序写成的。")


@lru_cache
def layout() -> str:
    """Fingerprint of the tables and columns of schema.sql and of the steps, which a generation holds as macros;
    comments do not count."""
    lines = [line for line in SCHEMA.read_text("utf-8").splitlines() if not line.startswith(("--", "comment on"))]
    lines += steps.statements()
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def table_columns() -> dict[str, tuple[str, ...]]:
    """The columns, in order, of every table that questions may ask."""
    with new_database(":memory:") as connection:
        return {
            table: tuple(row[0] for row in connection.execute(f"describe {table}").fetchall())
            for table in table_names()
            if table not in _FILE_KEEPING
        }
