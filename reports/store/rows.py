"""The rows that enter a store: a report with its facts, and the lines of a publication log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.model import Lesson, Snapshot


@dataclass(frozen=True, slots=True)
class EntryFact:
    """One row of fact with its evidence; `role`, `learnt_from` and `learning` as schema.sql says."""

    indicator: str
    breakdown: str
    value: float | None
    unit: str
    qualifier: str
    status: str
    source: str
    role: str
    section: str
    quote: str
    locator: str
    stated_value: float | None
    correction: str | None
    learnt_from: int | None = None
    learning: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One report ready for the tables. `office_code` is one of the roster, '' until it is placed there by `office`,
    `stated_office` and `district` (office and region as the report names them, the region named when it came in) or,
    when `is_queued`, the name under which it waits; sections are (key, heading, body), problems (topic, kind, quote,
    locator), disagreements (rule, status, message); lessons are what staff decided of it, for its office's other reports.
    One that `is_withdrawn` is kept by number and counts nowhere."""

    snapshot: Snapshot
    source_url: str | None
    office_code: str
    is_queued: bool
    year: int
    form: str
    title: str
    office: str
    stated_office: str
    district: str
    published_on: date | None
    format: str
    marks: tuple[str, ...]
    sections: tuple[tuple[str, str, str], ...]
    facts: tuple[EntryFact, ...]
    problems: tuple[tuple[str, str, str, str], ...]
    disagreements: tuple[tuple[str, str, str], ...]
    is_withdrawn: bool = False
    signed_on: date | None = None
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class LogItem:
    """One row of column_log: an item that an office of the roster published in a column of its website."""

    office_code: str
    column_name: str
    title: str
    published_on: date
    url: str | None
    log_sha256: str
    loaded_on: date | None = None
    formed_on: date | None = None
    log_name: str | None = None
    line: int | None = None
