"""One build: the connection on which a generation is filled, what is attached to it, and its temporary tables.

In come the file to build and the generation before; out goes the finished file under its own name, or nothing. It
decides nothing about rows: fill, upon_base and regions do, each on the build that they are given.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from reports.database import READ_ONLY, Connection, connect, own_catalog
from reports.errors import StoreError
from reports.store.files import sync_folder
from reports.store.overlay import Base, attach, detach, lay_over
from reports.store.schema import MANY_FACTS, new_database
from reports.store.verify import fingerprint_of

TEMPORARY = {
    # fill.stage
    "old_office": "the offices of the previous generation; none where there is none",
    "old_report": "those of its reports that the new file tells too, with office_code and is_queued of their office",
    # roster_rows.tell_roster
    "told_office": "offices that are new or changed, in their order (place)",
    "merged_office": "offices that are gone, with the code of the one that each became",
    # fill.enter
    "entered": "original, office and year of each entry, in their order (place)",
    # fill.fill
    "base_office": "the offices of the base; none in a whole generation",
    "every_office": "base_office and office together",
    "fresh": "reports whose rows come from entries",
    # fill._place
    "named": "each report of old_report and entered with code and name of its office, and whether it waits",
    "placed": "each report of old_report and entered with its office_id of today",
    # fill._insert_reports, fill._insert_details
    "new_snapshot": "rows of snapshot that come from entries",
    "new_report": "rows of report that come from entries; office_id, version and is_current are not yet known",
    "new_lesson": "rows of lesson that come from entries",
    "new_section": "rows of section that come from entries",
    "new_fact": "rows of fact that come from entries; office_id is 0",
    "new_evidence": "rows of evidence that come from entries",
    "new_problem": "rows of problem that come from entries; office_id is 0",
    "new_disagreement": "rows of disagreement that come from entries",
    "still": "current reports whose rows are copied from the previous generation, with their office_id then and now",
    # former.fill_former
    "replaced_before": "versions that are neither current, withdrawn nor entered, with office and standing of before",
    # upon_base.stage_touched, judge_touched
    "replaced": "reports of the previous generation whose original is entered again",
    "touched_place": "offices and years that entries concern, before or after",
    "touched": "reports of the previous generation that the small file tells anew",
    "touched_office": "offices that had a report of `replaced`",
    "judged_now": "offices whose findings are made anew",
    # regions.total_all, upon_base.stage_touched
    "retelling": "regions and years whose region_total is made; queries/summaries/region_total.sql reads it",
}
"""Every temporary table that outlives the function that makes it, by who makes it, with what it holds."""


class Build:
    """A generation being filled on `connection`: `catalog` has its own tables, <previous>.<table> are those of the
    generation before, where there is one (`has_previous`); `base` is what the file will stand upon (None: it is whole). Only one
    that has a `path` can be finished.

    Used in `with`, it leaves the connection as it found it: nothing attached, no temporary table.
    """

    def __init__(self, connection: Connection, path: Path | None = None) -> None:
        self.connection = connection
        self._path = path
        self.catalog = own_catalog(connection)
        self.base: Base | None = None
        self._attached: list[str] = []
        self._made: dict[str, str] = {}

    def __enter__(self) -> Build:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for name, sort in reversed(self._made.items()):
            self.connection.execute(f"drop {sort} temp.{name}")
        self._made.clear()
        self._let_go()

    def make(self, name: str, query: str, *, sort: str = "table") -> None:
        """Makes the temporary table `name` of the rows that `query` gives or, where `sort` is "view", a view that asks
        it each time. The name is one of TEMPORARY (else KeyError), made once a build (else ValueError): what a name
        holds does not change."""
        if name not in TEMPORARY:
            raise KeyError(name)
        if name in self._made:
            raise ValueError(f"{name} is made already")
        self.connection.execute(f"create temp {sort} {name} as {query}")
        self._made[name] = sort

    @property
    def made(self) -> tuple[str, ...]:
        """The names of the temporary tables that there are, in the order in which they were made."""
        return tuple(self._made)

    @property
    def has_previous(self) -> bool:
        """Whether a generation before is attached."""
        return "previous" in self._attached

    @property
    def has_many_facts(self) -> bool:
        """Whether the generation before has more facts than are sorted at once."""
        if not self.has_previous:
            return False
        counted = self.connection.execute("select fact_count from previous.generation").fetchone()
        return counted is not None and counted[0] > MANY_FACTS

    def attach_previous(self, path: Path) -> None:
        """Attaches the generation file `path` as `previous`. StoreError when the base below it is not what it was."""
        self._attached.append("previous")
        attach(self.connection, path, "previous")

    def attach_next(self, base: Base) -> None:
        """Attaches what readers will see, the own tables laid over those of `base`, as `next`."""
        self._attached.append("next")
        self.connection.execute("attach ':memory:' as next")
        lay_over(self.connection, "next", base.catalog, self.catalog, is_final=False)

    def _let_go(self) -> None:
        for name in reversed(self._attached):
            detach(self.connection, name)
        self._attached.clear()

    def finish(self, finished: Path) -> None:
        """Closes the file, reads it again from the disk and gives it its name, `finished`, in the same folder.
        StoreError when it does not read as it was written, then it has no name yet; OSError when the disk refuses."""
        assert self._path is not None, "in memory"
        expected = fingerprint_of(self.connection)
        self._let_go()
        self.connection.execute("checkpoint")
        self.connection.close()
        with connect(str(self._path), read_only=True, config=dict(READ_ONLY)) as reopened:
            if fingerprint_of(reopened) != expected:
                raise StoreError("新版数据写入后与写入前不一致，未予发布，原数据不受影响；请检查磁盘后再试。")
        with self._path.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(self._path, finished)
        sync_folder(finished.parent)


@contextmanager
def building(path: Path, previous: Path | None) -> Iterator[Build]:
    """A build in the new file `path`, after the generation file `previous` (None: from nothing). What is not finished
    in the end is removed."""
    path.unlink(missing_ok=True)
    try:
        connection = new_database(str(path), path.parent)
        try:
            build = Build(connection, path)
            if previous is not None:
                build.attach_previous(previous)
            yield build
        finally:
            connection.close()
    finally:
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink(missing_ok=True)
