"""Assessment sheets of the district's own and judgements: what the lines of the journal make of them.

In go lines in force; out comes what a generation holds of them. It reads no file and writes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from reports import store
from reports.store import Assessed, Clause, Judgement, Sheet
from reports.store.assessments import stored_assessed

ASSESSMENT_LINES = ("sheet", "sheet_removal", "judgement")
"""The kinds of lines that tell of assessments."""


def assessments_of(base: store.Generation | None) -> Assessed:
    """What the generation `base` has of them."""
    return stored_assessed(base.cursor()) if base else Assessed()


def assessments_folded(known: Assessed, lines: Iterable[Mapping[str, Any]]) -> Assessed:
    """What `lines` in force make of `known`: the last line on a sheet or a judgement counts. Judgements of an office
    that is merged into another are those of the other, where that has none of its own."""
    sheets, judgements = dict(known.sheets), dict(known.judgements)
    for line in lines:
        if line["what"] == "sheet":
            row = line["sheet"]
            clauses = tuple(Clause(**{**clause, "sources": tuple(clause["sources"])}) for clause in row["clauses"])
            told = {**row, "kinds": tuple(row["kinds"]), "clauses": clauses}
            sheets[row["sheet"]] = Sheet(**told, is_own=True)
        elif line["what"] == "sheet_removal":
            sheets.pop(line["sheet"], None)
        elif line["what"] == "judgement":
            judged = Judgement(
                line["sheet"],
                line["item"],
                line["clause"],
                line["office"],
                line["year"],
                line["points"] or 0.0,
                line["note"],
                line["who"],
                datetime.fromisoformat(line["at"]).astimezone(UTC),
            )
            judgements.pop(judged.key, None)
            if line["points"] is not None:
                judgements[judged.key] = judged
        elif line["what"] == "merge":
            for judged in [each for each in judgements.values() if each.office_code == line["from"]]:
                del judgements[judged.key]
                moved = replace(judged, office_code=line["into"])
                judgements.setdefault(moved.key, moved)
    return Assessed(sheets, judgements)
