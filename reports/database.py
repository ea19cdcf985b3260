"""The one way to DuckDB: connections' settings, rows put into tables, types of its columns.

Nothing else of the project imports duckdb. It knows no table and no report.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from reports.errors import StoreDamaged

if TYPE_CHECKING:
    import pandas

_ROWS_AT_ONCE = 20_000

REFUSED_BY_THE_DISK = (
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
    duckdb.FatalException,
)
"""What a commit or a checkpoint raises that finds no room."""

Connection = duckdb.DuckDBPyConnection
"""A connection, or a cursor of one: for one caller at a time."""

connect = duckdb.connect
"""Opens a database file, or one in memory (":memory:"), with a configuration such as READ_ONLY or BUILDING."""

DatabaseError = duckdb.Error
"""What a damaged file raises where it is read."""

DiskError = duckdb.IOException
"""What a file raises that cannot be read or written."""

TypedValue = duckdb.Value
"""A parameter with its type."""

OutOfMemoryError = duckdb.OutOfMemoryException
"""What a statement raises that takes more memory than it may."""

UnknownNameError = duckdb.BinderException
"""What a statement raises that names a column which is not there."""

DAMAGED = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.ConnectionException)
"""What a question raises in a damaged file; a connection that met damage is closed to everybody."""

READ_ONLY = {
    "enable_external_access": "false",
    "lock_configuration": "true",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": "2GB",
    "threads": "2",
    "temp_directory": "",
}
BUILDING = {
    "threads": "2",
    "memory_limit": "50%",
    "preserve_insertion_order": "true",
    "python_enable_replacements": "false",
}


def building(path: str, *folders: Path) -> Connection:
    """A connection to build upon, to the file `path` or in memory (":memory:"). Where folders are given, no statement
    on it reads or writes a file elsewhere, whatever an attached file holds."""
    connection = connect(path, config=dict(BUILDING))
    if folders:
        allowed = ", ".join(literal(folder.absolute()) for folder in folders)
        connection.execute(f"set allowed_directories = [{allowed}]")
        connection.execute("set enable_external_access = false")
    return connection


def is_damage(error: DatabaseError) -> bool:
    """Whether an error says that a database file is damaged: for blocks whose checksum is wrong DuckDB has no class
    of its own."""
    return isinstance(error, DAMAGED) or type(error) is DatabaseError


@contextmanager
def damage_told() -> Iterator[None]:
    """Within it, what a damaged file raises where it is read becomes a StoreDamaged."""
    try:
        yield
    except DatabaseError as error:
        if not is_damage(error):
            raise
        raise StoreDamaged(
            "数据文件有一处损坏，读不出来；请运行 gongkai rebuild 由原件和日志重建，什么都不会丢失。"
        ) from error


def literal(path: Path) -> str:
    """A path as an SQL string."""
    return "'" + str(path).replace("'", "''") + "'"


def insert(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """Appends rows, given as columns, to `table`.

    They travel as JSON in one parameter: a little slower than Arrow for millions of rows, which take far longer
    to read, and half a second faster for one report, as neither pyarrow nor pandas is imported.
    """
    types = {row[0]: row[1] for row in connection.execute(f"describe {table}").fetchall()}
    form = json.dumps([{name: types[name] for name in columns}])
    rows = list(zip(*columns.values(), strict=True))
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        piece = [dict(zip(columns, row, strict=True)) for row in rows[start : start + _ROWS_AT_ONCE]]
        text = json.dumps(piece, ensure_ascii=False, default=str)
        # Half a surrogate pair, as a damaged original may hold, is no text that a database takes.
        text = text.encode("utf-8", "replace").decode("utf-8").replace("\\u0000", "")
        connection.execute(
            f"insert into {table} by name select row.* from (select unnest(from_json(?::json, ?)) as row)", [text, form]
        )


def or_none(text: str) -> Any:
    """The text, or None for an empty one."""
    return text or None


def own_catalog(connection: Connection) -> str:
    """The catalog of the file that is being built, as SQL names it."""
    row = connection.execute("select current_database()").fetchone()
    assert row is not None
    return f'"{row[0]}".main'


def columns_of(rows: Sequence[Sequence[Any]], *names: str) -> dict[str, list[Any]]:
    """Rows turned into columns of these names."""
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def duckdb_type(kind: str) -> Any:
    """DuckDB's type of this name, e.g. "smallint[]"."""
    import duckdb.sqltypes

    return duckdb.sqltypes.DuckDBPyType(kind)


_FLAT = {"varchar", "smallint", "integer", "bigint", "double", "boolean", "date"}
"""Types of columns that travel by Arrow; any other's table travels as DuckDB makes it."""


def frame(cursor: Connection, sql: str, values: Mapping[str, Any], types: Mapping[str, str]) -> pandas.DataFrame:
    """The answer of a SELECT whose columns are of these types, with dtypes as DuckDB's own `df()` gives them. Text comes
    by Arrow, which does not make a Python string of each cell: a quarter of the time for 120,000 rows."""
    if not set(types.values()) <= _FLAT:
        return cursor.execute(sql, values).df()
    import pandas
    import pyarrow

    table = cursor.sql(sql, params=dict(values)).to_arrow_table()
    nullable = {"smallint": "Int16", "integer": "Int32", "bigint": "Int64", "boolean": "boolean"}
    apart: dict[str, pandas.Series] = {}
    for place, (name, kind) in enumerate(types.items()):
        column = table.column(place)
        if kind == "date":
            table = table.set_column(place, name, column.cast(pyarrow.timestamp("us")))
        elif kind == "varchar" and column.null_count == len(column):
            apart[name] = pandas.Series([None] * len(column), dtype=object)
        elif column.null_count and kind in nullable:
            dtype = pandas.api.types.pandas_dtype(nullable[kind])
            apart[name] = column.to_pandas(types_mapper={column.type: dtype}.get)
    found: pandas.DataFrame = table.to_pandas()
    for name, values_told in apart.items():
        found[name] = values_told
    return found
