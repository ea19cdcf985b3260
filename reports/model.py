"""The types that pass between the steps; all frozen, none knows a file format or a database.

Snapshot (capture) -> Document (read) -> Report (identify) -> Fact, Problem (extract) -> Finding (check).
A missing number is never zero: `Fact.value` is None unless `status` is "stated".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from reports.text.normalise import Normalised, normalise

Form = Literal["2019", "2021", "none"]
Status = Literal["stated", "blank", "missing", "unreadable"]
Source = Literal["table", "text"]
Qualifier = Literal["=", ">=", "~"]
FindingStatus = Literal["failed", "not_assessable", "notice"]
BlockKind = Literal["heading", "paragraph", "table"]
ProblemKind = Literal["problem", "plan", "solved"]

SECTION_KEYS = ("overview", "disclosure", "applications", "disputes", "problems", "other")
"""The six statutory sections 一 to 六, in order; "preamble" is what stands before the first."""

MOST_CELLS = 60_000
"""Cells of a Document; an annual report has some four hundred, with every annex a few thousand."""
MOST_CHARACTERS = 200_000
"""Characters of a Document; the longest report known has a third of it."""

_LOCATOR = re.compile(r"(?:page(\d+)/)?b(\d+)(?::r(\d+)c(\d+))?(?::(\d+)-(\d+))?")


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a Document: block (0-based), then a cell (0-based row and column) or characters
    start..end (0-based, end exclusive) of the block's printed text or, with a cell, of the cell's.

    >>> str(Locator(12, start=45, end=63))
    'b12:45-63'
    >>> Locator.parse("page2/b14:r3c5") == Locator(14, page=2, row=3, column=5)
    True
    """

    block: int
    page: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        page = f"page{self.page}/" if self.page is not None else ""
        cell = f":r{self.row}c{self.column}" if self.row is not None else ""
        span = f":{self.start}-{self.end}" if self.start is not None else ""
        return f"{page}b{self.block}{cell}{span}"

    @classmethod
    def parse(cls, text: str) -> Locator:
        """The Locator that `str` wrote as `text`; ValueError for anything else."""
        found = _LOCATOR.fullmatch(text)
        if not found:
            raise ValueError(f"not a locator: {text!r}")
        page, block, row, column, start, end = (None if g is None else int(g) for g in found.groups())
        return cls(block or 0, page, row, column, start, end)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of one original, kept once under their sha256 (64 hex digits)."""

    sha256: str
    file_name: str
    byte_count: int
    captured_at: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell of a table: its top left place (0-based), how far it spans, its text as printed."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a table, in reading order. `text` is as printed (a table's is empty);
    `level` is 1 to 6 for headings that the format marks as such; `page` is 1-based where there are pages."""

    kind: BlockKind
    text: str = ""
    cells: tuple[Cell, ...] = ()
    level: int | None = None
    page: int | None = None

    @cached_property
    def uniform(self) -> Normalised:
        """The text as all steps from identify on match it, made once, with the way back to the printed characters."""
        return normalise(self.text)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a block that belongs to a section: characters start..end of a text block's printed
    text (end exclusive), or a whole table (start 0, end 0)."""

    block: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader found, whatever the format. `marks` are sentences (in Chinese) on what could not be
    read well; `title` is the format's own title field, if any; `metadata` are names and values that the
    format keeps beside the text."""

    format: str
    blocks: tuple[Block, ...]
    title: str = ""
    marks: tuple[str, ...] = ()
    metadata: tuple[tuple[str, str], ...] = ()

    def uniform(self, part: Part) -> Normalised:
        """The uniform text of a part, with the way back to the characters that are printed in it."""
        block = self.blocks[part.block]
        if (part.start, part.end) == (0, len(block.text)):
            return block.uniform
        return normalise(block.text[part.start : part.end])

    def sentence_at(self, place: Locator) -> tuple[str, int, int] | None:
        """The sentence of the prose that `place` lies in, and from where to where in it (end exclusive); None for a
        cell."""
        if place.start is None or place.row is not None:
            return None
        text = self.blocks[place.block].text
        last = place.end or place.start
        begin = max(text.rfind(stop, 0, place.start) for stop in "。；\n") + 1
        end = min((found for stop in "。；\n" if (found := text.find(stop, last)) >= 0), default=len(text)) + 1
        begin += len(text[begin:end]) - len(text[begin:end].lstrip())
        return text[begin:end].strip(), place.start - begin, last - begin


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections or the preamble: `key` of SECTION_KEYS or "preamble"; heading as printed;
    the parts of the document below the heading, in order. Several Sections may share a key when a report
    prints a number twice."""

    key: str
    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a report: failed, not_assessable (a number is lacking) or a notice; one
    sentence in Chinese with the numbers in it; `facts` are the locators or indicator names concerned."""

    rule: str
    status: FindingStatus
    message: str
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Who reports on which year, in which statutory form, and where its sections stand.

    `office` is as a reader would write it ('' if none was found); `region` what stands before it in the
    title (''), e.g. '宁川市'; `year` is the year reported on or None; `disagreements` are identity findings."""

    office: str
    region: str
    year: int | None
    title: str
    form: Form
    sections: tuple[Section, ...]
    published_on: date | None = None
    disagreements: tuple[Finding, ...] = ()
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One number of a report, or the absence of one.

    `indicator` is None for a number of the prose that no indicator could be given with confidence.
    `value` is None unless status is "stated". Rates are in percent, `unit` is as printed ("条", "件",
    "%", "万元", ""). `stated_value` is the printed value where a correction replaced it."""

    indicator: str | None
    breakdown: str
    value: float | None
    unit: str
    qualifier: Qualifier
    status: Status
    source: Source
    section: str
    quote: str
    locator: Locator | None
    stated_value: float | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence of section 五 with its topic (data/reference/topics.csv): a problem, a plan, or a
    problem told as solved. Only kind "problem" counts as a problem."""

    topic: str
    quote: str
    kind: ProblemKind
    section: str
    locator: Locator | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a number of the prose is read as it is: what is counted and through which channel, as printed ("" where its
    words name neither), the evidence in Chinese, and why the report as a whole reads it so ("" where the clause alone
    does). `may_be` are readings, (indicator, column or platform), that are left to it, the likeliest first."""

    fact: Fact
    noun: str = ""
    channel: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""
    may_be: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """What staff decided of one number of the prose, for the other reports of the same office; `year` is that of the
    report. `skeleton` is the number's sentence with @ in its place and without other numbers, years and own names,
    `clause` the same of its clause with what the reading made of it; each "" where the report has several alike.
    `indicator` "" means that it is no number of an indicator, `locator` is where it stands in its own report, `name` a
    quoted name of its sentence that was said to be the channel of that indicator ("" for none)."""

    year: int
    skeleton: str
    clause: str
    indicator: str
    breakdown: str
    locator: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What lessons say of one number: the reading as confirmed for `year`, or with a `reason` why it stays as it was
    read all the same."""

    year: int
    indicator: str
    breakdown: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one original says: what steps 2 to 5 found. `explanations` are those of its numbers of the prose."""

    document: Document
    report: Report
    facts: tuple[Fact, ...]
    problems: tuple[Problem, ...]
    marks: tuple[str, ...] = field(default=())
    explanations: tuple[Explanation, ...] = field(default=())
