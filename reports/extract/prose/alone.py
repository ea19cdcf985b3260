"""Part of step 4, extract: one sentence read as if a report said nothing else.

In go a sentence and the report's identity; out come its numbers.
"""

from __future__ import annotations

from reports.extract.prose.decision import decide
from reports.extract.prose.reader import Reader
from reports.extract.prose.scope import field_of, is_below_a_district
from reports.extract.prose.stream import stream
from reports.model import Block, Document, Fact, Part, Report, Section


def read_alone(sentence: str, report: Report) -> tuple[Fact, ...]:
    """The numbers of a sentence, in reading order."""
    document = Document("text", (Block("paragraph", sentence),))
    section = Section("overview", "", (Part(0, 0, len(sentence)),))
    text, pieces = stream(document, section)
    reader = Reader(section, text, pieces, report.year, is_below_a_district(report.office), field_of(report.office))
    return tuple(candidate.fact for candidate in decide(reader.read(), ()))
