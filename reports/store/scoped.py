"""A generation as one person may see it: the same questions, asked of views that hold the rows of some offices only.

In come an open generation and a scope; out comes a generation whose tables lack every row of another office. Whoever
asks it cannot name another office's rows, whatever he asks. A table that nobody filed here is empty. All scopes share
one instance with one set of views, which ask the cursor's own variable whose rows they show: without it, nobody's.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from reports import steps
from reports.check.judge import OF_THE_BASE
from reports.database import READ_ONLY, Connection, DatabaseError, connect
from reports.errors import StoreError
from reports.store.generation import SCOPE, Generation
from reports.store.overlay import attach
from reports.store.schema import table_columns

EVERYTHING = "全部"
"""Among the regions of a scope: all of them, and what waits for an office."""

_WHOLE = "whole"
_FEW_THREADS = {"threads": "1", "async_threads": "1"}
"""Whoever asks does so on a thread of his own: sixty at once need no more."""
_BY_NAME = ("duty", "pause")
"""Tables of data/reference that name offices, by code or by name."""
_OF_ALL = ("assessment_sheet", "assessment_clause")
"""Tables that are of no office: what a district judges all by."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are seen: those of the offices of `regions` (region_ids, all below them included; EVERYTHING for all)
    and of `offices` (codes). An empty one sees nobody's."""

    regions: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return EVERYTHING in self.regions


@dataclass(frozen=True, slots=True)
class Reach:
    """What a scope comes to in one generation: the codes of the offices seen, and the regions whose offices are all
    seen."""

    offices: frozenset[str]
    regions: frozenset[str]


class Views:
    """The views of one open generation for all scopes, made when the first is opened."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.lock = threading.Lock()
        self.count = 0
        self._connection: Connection | None = None

    def connection(self) -> Connection:
        """The instance that has the views; to be asked for with the lock held. OSError, DatabaseError, StoreError."""
        if self._connection is None:
            self._connection = _made(self.generation)
        return self._connection


def open_within(views: Views, scope: Scope) -> tuple[Generation, Reach]:
    """The generation within a scope; closing it leaves the others and the whole open. StoreError when its file cannot be
    read any more."""
    generation = views.generation
    try:
        with views.lock:
            cursor = views.connection().cursor()
            views.count += 1
            number = views.count
            _choose(cursor, number, scope)
        reach = Reach(
            _column(cursor, "office_code", "every_visible_office", number),
            _column(cursor, "region_id", "every_whole_region", number),
        )
    except (OSError, DatabaseError) as error:
        raise StoreError(f"数据文件 {generation.path.name} 无法打开，可能已损坏。") from error
    return replace(generation, connection=cursor, scope=number), reach


def _made(generation: Generation) -> Connection:
    late = ("enable_external_access", "lock_configuration")
    early = {name: value for name, value in READ_ONLY.items() if name not in late}
    connection = connect(":memory:", config={**early, **_FEW_THREADS})
    try:
        attach(connection, generation.path, _WHOLE)
        for table, columns in _CHOSEN.items():
            connection.execute(f"create table memory.every_{table} (scope integer, {columns})")
            connection.execute(
                f"create view memory.{table} as select * exclude (scope) from memory.every_{table} "
                f"where scope = getvariable('{SCOPE}')::integer"
            )
        # What asks other views comes last.
        late_ones = ("generation", "task_change")
        for table, names in sorted(table_columns().items(), key=lambda item: item[0] in late_ones):
            connection.execute(f"create view memory.{table} as {_seen(table, names)}")
        steps.make(connection, "memory")
        for name in late:
            connection.execute(f"set {name} = {READ_ONLY[name]}")
    except BaseException:
        connection.close()
        raise
    return connection


_CHOSEN = {
    "visible_office": "office_id integer, office_code varchar, name varchar, region_id varchar",
    "visible_region": "region_id varchar",
    "whole_region": "region_id varchar",
}
"""Tables of what each scope comes to, with a view of the same name for the scope that is asked in: the offices that are
seen, the regions above them, and the regions seen whole."""


def _choose(connection: Connection, number: int, scope: Scope) -> None:
    """Notes what the scope with this number comes to."""
    regions = {"number": number, "regions": list(scope.regions)}
    connection.execute(
        f"""insert into memory.every_visible_office
        select $number, o.office_id, o.office_code, o.name, o.region_id
        from {_WHOLE}.office as o left join {_WHOLE}.region as r using (region_id)
        where list_contains($offices::varchar[], o.office_code)
           or coalesce(list_has_any(r.path, $regions::varchar[]), false)""",
        {**regions, "offices": list(scope.offices)},
    )
    connection.execute(
        f"""insert into memory.every_visible_region
        select distinct $number, unnest(r.path)
        from {_WHOLE}.region as r
        where r.region_id in (select region_id from memory.every_visible_office where scope = $number)""",
        {"number": number},
    )
    connection.execute(
        f"""insert into memory.every_whole_region
        select $number, region_id from {_WHOLE}.region where list_has_any(path, $regions::varchar[])""",
        regions,
    )


def _seen(table: str, columns: tuple[str, ...]) -> str:
    """The SELECT of a table's rows that are seen."""
    rows = f"select * from {_WHOLE}.{table}"
    if table in _BY_NAME:
        return f"{rows} where office in (select unnest([office_code, name]) from memory.visible_office)"
    if table in (*OF_THE_BASE, *_OF_ALL):
        return rows
    if table == "office":
        return f"{rows} where office_id in (select office_id from memory.visible_office)"
    if table == "region":
        return f"{rows} where region_id in (select region_id from memory.visible_region)"
    if table == "region_total":
        return _totals(columns)
    if table == "generation":
        return (
            "select * replace ((select count(*) from memory.report where is_current) as report_count, "
            f"(select count(*) from memory.fact) as fact_count) from {_WHOLE}.generation"
        )
    if table == "task_change":
        return f"{rows} where task_id in (select task_id from memory.task)"
    if "office_code" in columns:
        # What is about every office is about these too.
        about_all = " or office_code = ''" if table == "own_mark" else ""
        return f"{rows} where office_code in (select office_code from memory.visible_office){about_all}"
    if "office_id" in columns:
        return f"{rows} where office_id in (select office_id from memory.visible_office)"
    if "report_id" in columns:
        return (
            f"{rows} where report_id in (select report_id from {_WHOLE}.report "
            "where office_id in (select office_id from memory.visible_office))"
        )
    return f"{rows} where false"


def _totals(columns: tuple[str, ...]) -> str:
    """What is added up for regions: of those seen whole as it is; of others only how many of the offices seen have a
    report, without which a page would not offer the region at all."""
    counted = {
        "region_id": "p.region_id",
        "kind": "coalesce(p.kind, '')",
        "indicator": "''",
        "year": "p.year",
        "place": "p.region_id || '/' || p.year",
        "office_count": "count(distinct p.office_id)",
    }
    told = ", ".join(f"{counted.get(name, 'null')} as {name}" for name in columns)
    return f"""
        select * from {_WHOLE}.region_total where region_id in (select region_id from memory.whole_region)
        union all
        select {told}
        from (
            select o.office_id, o.kind, rp.year, unnest(r.path) as region_id
            from {_WHOLE}.report as rp
            join {_WHOLE}.office as o using (office_id)
            join {_WHOLE}.region as r using (region_id)
            where rp.is_current and o.office_id in (select office_id from memory.visible_office)
        ) as p
        where p.region_id not in (select region_id from memory.whole_region)
        group by grouping sets ((p.region_id, p.kind, p.year), (p.region_id, p.year))
    """


def _column(connection: Connection, column: str, table: str, number: int) -> frozenset[str]:
    rows = connection.execute(f"select {column} from memory.{table} where scope = ?", [number]).fetchall()
    return frozenset(row[0] for row in rows)
