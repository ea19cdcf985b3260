"""The tables of data/reference: what a domain expert changes."""

from reports.reference.cycles import is_cycle, months_and_days, working_days
from reports.reference.tables import (
    DATA,
    KEYS,
    QUERIES,
    REFERENCE,
    ROOT,
    SAMPLE,
    aliases,
    built,
    clear_cache,
    own_path,
    table,
    words,
)

__all__ = [
    "DATA",
    "KEYS",
    "QUERIES",
    "REFERENCE",
    "ROOT",
    "SAMPLE",
    "aliases",
    "built",
    "clear_cache",
    "is_cycle",
    "months_and_days",
    "own_path",
    "table",
    "words",
    "working_days",
]
