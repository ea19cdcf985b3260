"""Step 6, publish: files, decisions and logs become the next generation of the store."""

from reports.processes import LIMIT_SECONDS
from reports.publish.decide import assign, correct_report, decide, rollback, withdraw
from reports.publish.entry import entry_of, learning_told, roles_of
from reports.publish.learning import served_lessons
from reports.publish.loading import load
from reports.publish.naming import known_office
from reports.publish.outcome import MOST_TOLD, Outcome, Progress
from reports.publish.rebuild import rebuild, rebuilt_apart
from reports.publish.sources import Source, files_in, sources_in
from reports.publish.spool import waiting

__all__ = [
    "LIMIT_SECONDS",
    "MOST_TOLD",
    "Outcome",
    "Progress",
    "Source",
    "assign",
    "correct_report",
    "decide",
    "entry_of",
    "files_in",
    "known_office",
    "learning_told",
    "load",
    "rebuild",
    "rebuilt_apart",
    "roles_of",
    "rollback",
    "served_lessons",
    "sources_in",
    "waiting",
    "withdraw",
]
