"""Step 4, extract: the cells of the statutory tables.

In go a Document and its Report; out comes one Fact for each cell of the report's form (198 of form 2019, 200
of form 2021), source "table", whatever the state of the table: stated, blank, missing or unreadable. Rows that
a report prints from the other form are told besides. The tables are looked for in the whole document by what
they say, since headings may be lost or misplaced. A row is known by the meaning of its label and by its place
in the fixed order together; where they disagree its cells are unreadable. It adds nothing up into a value and
reads no prose; sums only decide between two ways of reading the same row.
"""

from __future__ import annotations

from dataclasses import replace

from reports.extract.cells.applications import read_applications
from reports.extract.cells.disclosure import full_rows, read_disclosure
from reports.extract.cells.disputes import read_disputes
from reports.extract.cells.forms import FORMS, forms, key_of
from reports.extract.cells.lines import lines_of
from reports.extract.cells.places import Reading, Readings
from reports.extract.cells.rows import placed_of
from reports.model import Document, Fact, Report

_PARTS_OF_OTHER = ("applications.other.no_correction", "applications.other.unpaid_fee")


def extract_cells(document: Document, report: Report) -> tuple[Fact, ...]:
    """One Fact for each cell of the report's form, in the form's order, then rows printed from the other form.

    Values as printed, unit as printed in the cell or its column label; `value` None unless stated. Form
    "none" has no cells: ().
    """
    if report.form == "none":
        return ()
    lines = lines_of(document)
    disclosure, applications = (placed_of(lines, name, report.year) for name in ("disclosure", "applications"))
    full = full_rows(disclosure, applications, report.form)
    readings = {
        "disclosure": read_disclosure(disclosure, report.form, full),
        "applications": read_applications(applications, report.form, full),
        "disputes": read_disputes(lines),
    }
    facts = [_fact(cell, readings) for cell in forms()[report.form]]
    known = {(fact.indicator, fact.breakdown) for fact in facts}
    for form in FORMS:
        for cell in forms()[form]:
            if (cell["indicator"], cell["breakdown"]) in known:
                continue
            fact = _fact(cell, readings)
            if fact.status != "missing":
                known.add((cell["indicator"], cell["breakdown"]))
                facts.append(fact)
    if any(fact.indicator in _PARTS_OF_OTHER and fact.status != "missing" for fact in facts):
        # Beside two of its parts a row （六）其他处理 is not their sum but the third, whose label is lost.
        facts = [
            replace(fact, status="unreadable", value=None)
            if fact.indicator == "applications.other" and fact.status == "stated"
            else fact
            for fact in facts
        ]
    return tuple(facts)


def _fact(cell: dict[str, str], readings: dict[str, Readings]) -> Fact:
    key = tuple(cell["indicator"].split(".", 1)) if cell["table"] == "disputes" else key_of(cell)
    reading = readings[cell["table"]].get((key[0], key[1]), Reading("missing"))
    return Fact(
        indicator=cell["indicator"],
        breakdown=cell["breakdown"],
        value=reading.value,
        unit=reading.unit,
        qualifier="=",
        status=reading.status,
        source="table",
        section=cell["table"],
        quote=reading.quote,
        locator=reading.locator,
    )
