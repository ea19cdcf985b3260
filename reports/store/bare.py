"""A store without reports: what data/reference tells, for questions that need no report."""

from __future__ import annotations

from functools import lru_cache

from reports.database import Connection
from reports.store.reference_rows import insert_reference
from reports.store.schema import new_database


@lru_cache(maxsize=1)
def bare() -> Connection:
    """A database in memory with the tables and steps of a generation, of which only those of data/reference are filled.
    Shared: ask through a cursor of it."""
    connection = new_database(":memory:")
    insert_reference(connection)
    return connection
