"""The tables of a generation, from schema.sql."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from reports import steps
from reports.check.judge import OF_THE_BASE
from reports.database import BUILDING, Connection, connect

SCHEMA = Path(__file__).with_name("schema.sql")

MANY_FACTS = 20_000_000
"""More are sorted piece by piece, so that memory stays bounded."""

BY_REPORT = ("snapshot", "report", "section", "fact", "fact_by_office", "evidence", "problem", "disagreement")

_FILE_KEEPING = ("replaced_report", "judged_office", "withdrawn_office", "retold_place")
OF_THE_FILE = ("generation", "column_log", *_FILE_KEEPING)


def table_names() -> tuple[str, ...]:
    """The names of all tables of a generation."""
    return (*OF_THE_BASE, *OF_THE_FILE, *BY_REPORT, "finding", "office", "region_total")


def new_database(path: str) -> Connection:
    """A new database file, or ":memory:", with the tables of schema.sql and the macros of queries/steps."""
    connection = connect(path, config=dict(BUILDING))
    connection.execute("begin")
    connection.execute(SCHEMA.read_text("utf-8"))
    steps.make(connection)
    connection.execute("commit")
    return connection


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
