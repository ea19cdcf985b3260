"""The tables of data/reference: what a domain expert changes."""

from reports.reference.tables import DATA, QUERIES, REFERENCE, ROOT, SAMPLE, aliases, built, clear_cache, table, words

__all__ = [
    "DATA",
    "QUERIES",
    "REFERENCE",
    "ROOT",
    "SAMPLE",
    "aliases",
    "built",
    "clear_cache",
    "table",
    "words",
]
