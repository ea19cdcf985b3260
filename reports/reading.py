"""Steps 2 to 4 in a row: the bytes of one original in, everything that it says out, as a Reading.

It keeps nothing, corrects nothing and judges nothing: capture, correct, publish and check come before and after.
"""

from __future__ import annotations

from reports.extract.cells import extract_cells
from reports.extract.problems import extract_problems
from reports.extract.prose import explain_prose
from reports.identify import identify
from reports.identify.outline import outline
from reports.model import Reading
from reports.read import read_document


def read_report(data: bytes, file_name: str) -> Reading:
    """What the original `data` says; `file_name` (with or without folders) helps to identify it.

    The facts stand in this order: the cells of the statutory tables, then the numbers of the prose. Raises
    UnreadableFile, MissingReader or NotAReport.
    """
    # A name on disk may hold bytes that are no text in any encoding; no step could match them.
    file_name = file_name.encode("utf-8", "replace").decode("utf-8")
    document = read_document(data, file_name)
    report = identify(document, outline(document), file_name)
    cells = extract_cells(document, report)
    told = explain_prose(document, report, cells)
    facts = cells + tuple(explanation.fact for explanation in told)
    return Reading(document, report, facts, extract_problems(document, report), document.marks, told)
