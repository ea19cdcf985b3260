"""A paper before it is written down: title, whom it goes to, paragraphs with what they rest on, tables, who signs.

Plain frozen records, which a composer fills from answers and which become a Word document (word.py) or a preview on
the page (screen.py) without anything being said twice. Text is text: whoever writes it down escapes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """What a sentence rests on: in words, and where it is seen: a report's number, cell (`fact_no`) or sentence of
    section 五 (`problem_no`), or a page of the dashboard. `in_all` on the last one shown: how many there are where it is
    more than are shown, else 0."""

    words: str
    report_id: int | None = None
    fact_no: int | None = None
    problem_no: int | None = None
    page: str = ""
    in_all: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph and what it rests on; what asks, greets or announces rests on nothing."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; `widths` in millimetres, `numeric` the columns whose words stand to the right.
    `sources` are those of its rows, one a row or none at all; `basis` is what the whole of it rests on."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: tuple[int, ...] = ()
    sources: tuple[Source | None, ...] = ()
    basis: tuple[Source, ...] = ()


Part = Heading | Text | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: `name` is its file's without ending, `notes` stand below the title (what it covers, data version,
    虚构示例), `addressed` is whom it goes to, `signed` the lines at its end; `is_numbered` leaves room for the number
    that the office gives it."""

    name: str
    title: str
    notes: tuple[str, ...]
    addressed: str
    parts: tuple[Part, ...]
    signed: tuple[str, ...]
    is_numbered: bool = False
    is_one_sheet: bool = False


def unsupported(paper: Paper, asking: Sequence[str]) -> list[str]:
    """The paragraphs and tables that tell something and rest on nothing; `asking` are beginnings of those that only
    announce or ask."""
    bare = []
    for part in paper.parts:
        if isinstance(part, Text) and not part.sources and not part.text.startswith(tuple(asking)):
            bare.append(part.text)
        if isinstance(part, Table) and not part.basis and not any(part.sources):
            bare.append(part.caption)
    return bare
