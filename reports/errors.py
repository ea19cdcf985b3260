"""Errors that a person can act on.

    ReportError               one original or one request cannot be used; the batch goes on
    ├── UnreadableFile        the bytes are no document that a reader knows, are damaged, or are too large
    ├── NotAReport            a document, but no annual report on information disclosure
    ├── MissingReader         the format needs a program or an extra that is not installed
    ├── BadTable              a table of data/reference was edited so that it cannot be used
    ├── UnknownRegion         the words name no region, or several
    ├── CorrectionMismatch    a declared correction's stated value is not what was read
    └── StoreError            the store cannot be read or written
        ├── StoreBusy         another writer holds the lock
        ├── StoreOutdated     the generation was built by another version of the program: it is to be rebuilt
        └── StoreDamaged      a generation turned out to be damaged where it was read

Each message is one Chinese sentence: which file and place, what was found, what was expected, what to do
next. Doubtful data is never an error: it becomes a Finding.
"""

from __future__ import annotations


class ReportError(Exception):
    """Base of all errors of bad input; `str(error)` is the sentence to show."""


class UnreadableFile(ReportError):
    """The bytes cannot be read as a document."""


def too_much(file_name: str, found: int, unit: str, limit: int) -> UnreadableFile:
    """The refusal of a document that holds far more than an annual report: `found` of `unit` where `limit` may be."""
    return UnreadableFile(
        f"{file_name}：内容有 {found} {unit}，远多于一份年报（上限 {limit} {unit}）；请确认文件，只保留年报正文后重新导入。"
    )


class NotAReport(ReportError):
    """The document is no annual report on government information disclosure."""


class MissingReader(ReportError):
    """A program or optional extra that the format needs is not installed."""


class BadTable(ReportError, ValueError):
    """A table of data/reference is ragged, lacks a column or holds what its column cannot."""


class UnknownRegion(ReportError):
    """The words by which a person names a region mean none, or several."""


class CorrectionMismatch(ReportError):
    """A correction names a stated value that the report does not have (any more)."""


class StoreError(ReportError):
    """The store is damaged, incomplete or cannot be written."""


class OriginalLost(StoreError):
    """The original of a stored report is missing, or not what it was."""


class StoreBusy(StoreError):
    """Another process is writing to the store."""


class StoreOutdated(StoreError):
    """A generation has not the tables of this version of the program."""


class StoreDamaged(StoreError):
    """The file of a generation is damaged in a place that was read."""
