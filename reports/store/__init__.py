"""The store: immutable generations in DuckDB files, the journal and the originals beside them."""

from reports.store.assessments import Assessed, Clause, Judgement, Sheet
from reports.store.bare import bare
from reports.store.build import Build
from reports.store.compare import Differences, differences
from reports.store.export import export_parquet
from reports.store.files import (
    CURRENT_NAME,
    base_of,
    current_number,
    default_store,
    example_folder,
    is_locked,
    kept,
    locked,
    work_folder,
)
from reports.store.fill import fill
from reports.store.follow_up_rows import FollowUp, stored_follow_up
from reports.store.generation import Generation, answered, open_current, open_generation, roll_back
from reports.store.next_generation import publish
from reports.store.regions import total_all
from reports.store.retelling import can_retell, retell
from reports.store.roster_rows import Roster, stored_regions, stored_roster
from reports.store.rows import Entry, EntryFact, LogItem
from reports.store.schema import table_columns, table_names
from reports.store.scoped import EVERYTHING, Reach, Scope, Views, open_within
from reports.store.trial import Judge
from reports.store.verify import verify

__all__ = [
    "CURRENT_NAME",
    "EVERYTHING",
    "Assessed",
    "Build",
    "Clause",
    "Differences",
    "Entry",
    "EntryFact",
    "FollowUp",
    "Generation",
    "Judge",
    "Judgement",
    "LogItem",
    "Reach",
    "Roster",
    "Scope",
    "Sheet",
    "Views",
    "answered",
    "bare",
    "base_of",
    "can_retell",
    "current_number",
    "default_store",
    "differences",
    "example_folder",
    "export_parquet",
    "fill",
    "is_locked",
    "kept",
    "locked",
    "open_current",
    "open_generation",
    "open_within",
    "publish",
    "retell",
    "roll_back",
    "stored_follow_up",
    "stored_regions",
    "stored_roster",
    "table_columns",
    "table_names",
    "total_all",
    "verify",
    "work_folder",
]
