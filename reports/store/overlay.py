"""A generation upon its base read as one: views join what changed to what stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reports import steps
from reports.check.judge import OF_THE_BASE
from reports.database import Connection, literal
from reports.errors import StoreError
from reports.store.schema import BY_REPORT, OF_THE_FILE, raise_views


def attach(connection: Connection, path: Path, name: str, views: str | None = None) -> None:
    """Attaches the generation file `path` so that <name>.<table> are all its tables; where it stands upon a base, they
    are views (in the catalog `views`, else in one called `name`) over <name>_base and <name>_change. StoreError when
    the base is not what it was."""
    connection.execute(f"attach {literal(path)} as {name} (read_only)")
    raise_views(connection, path, name)
    row = connection.execute(f"select base, base_bytes from {name}.generation").fetchone()
    if row is None or row[0] is None:
        return
    base = path.with_name(f"g{row[0]:06d}.duckdb")
    found = base.stat().st_size
    if found != row[1]:
        raise StoreError(f"数据文件 {base.name} 大小应为 {row[1]} 字节，实为 {found} 字节，已损坏。")
    connection.execute(f"detach {name}")
    connection.execute(f"attach {literal(base)} as {name}_base (read_only)")
    raise_views(connection, base, f"{name}_base")
    connection.execute(f"attach {literal(path)} as {name}_change (read_only)")
    if views is None:
        connection.execute(f"attach ':memory:' as {name}")
    lay_over(connection, views or name, f"{name}_base", f"{name}_change")


def lay_over(connection: Connection, views: str, base: str, change: str, *, is_final: bool = True) -> None:
    """Makes the views of all tables in the catalog `views`: the rows of `base` as `change` has altered them. What is
    not final may still alter more."""

    def hiding(mark: str, column: str, row: str) -> str:
        # Without a filter the plans are simpler; most generations of a large store only add reports.
        if is_final and not connection.execute(f"select 1 from {change}.{mark} limit 1").fetchone():
            return ""
        return f"where not exists (select 1 from {change}.{mark} as gone where gone.{column} = {row}.{column})"

    def view(table: str, query: str) -> None:
        connection.execute(f"create view {views}.{table} as {query}")

    def both(table: str, hidden: str) -> None:
        view(table, f"select * from {base}.{table} as kept {hidden} union all select * from {change}.{table}")

    for table in OF_THE_BASE:
        view(table, f"select * from {base}.{table}")
    for table in OF_THE_FILE:
        view(table, f"select * from {change}.{table}")
    replaced = hiding("replaced_report", "report_id", "kept")
    for table in BY_REPORT:
        both(table, replaced)
    both("finding", hiding("judged_office", "office_id", "kept"))
    both("office", hiding("withdrawn_office", "office_id", "kept"))
    both("region", "")
    both("region_total", hiding("retold_place", "place", "kept"))
    steps.make(connection, views)


def detach(connection: Connection, name: str) -> None:
    """Lets go of an attached generation and of the base below it."""
    attached = {row[0] for row in connection.execute("select database_name from duckdb_databases()").fetchall()}
    for catalog in (name, f"{name}_change", f"{name}_base"):
        if catalog in attached:
            connection.execute(f"detach {catalog}")


@dataclass(frozen=True, slots=True)
class Base:
    """The whole generation that the one being built stands upon: its number, the catalog it is attached as, and the
    catalog of what the previous generation holds beside it (None when the previous one is whole itself)."""

    number: int
    catalog: str
    change: str | None
