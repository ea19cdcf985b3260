"""考评自评表 of one office as a Word document: its range, what is lost and why, what a person has to judge, what falls
due.

In come a sheet and rows of the question assessment; out come the bytes of a .docx.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH

from dashboard import wording
from dashboard.ask import ask, generation
from dashboard.briefing import layout

SIZE, SPACING = 14, 24.0


def assessment_sheet(sheet: Any, rows: Sequence[Any], year: int, day: date, is_fictional: bool = False) -> bytes:
    """The document; `sheet` is a row of assessment_sheets, `rows` are those of one office, `day` the one that columns
    are judged on."""
    first = rows[0]
    title = wording.assess_title(first.office_name, year)
    document = layout.begun(title)
    heading = layout.add_paragraph(document, title, layout.TITLE, 22, indent=0, spacing=34)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    basis = f"{wording.assess_basis(year, f'{day:%Y-%m-%d}')}{wording.data_version(generation())}"
    for note in (basis, *([wording.FICTIONAL_NOTE] if is_fictional else [])):
        below = layout.add_paragraph(document, note, "楷体_GB2312", SIZE, indent=0, spacing=SPACING)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.add_heading(document, wording.ASSESS_PARTS[0])
    layout.add_paragraph(
        document,
        wording.assess_office_head(
            first.office_name, sheet.sheet_name, year, first.office_points, first.office_lost, first.office_open
        ),
    )
    about = wording.sheet_about(
        sheet.place, sheet.year, sheet.applies_to, sheet.points, sheet.source, sheet.url, sheet.unseen
    )
    layout.add_paragraph(document, "".join(about), "楷体_GB2312", SIZE, spacing=SPACING)
    told = {
        wording.ASSESS_PARTS[1]: ([_lost(row) for row in rows if row.lost > 0 and row.standing != "unseen"], wording.ASSESS_NOTHING_LOST),
        wording.ASSESS_PARTS[2]: ([_open(row) for row in rows if row.standing == "open"], wording.ASSESS_NOTHING_OPEN),
        wording.ASSESS_PARTS[3]: ([_due(row) for row in rows if row.risk_count], _nothing_due(sheet.sheet, first.office_code, day)),
    }  # fmt: skip
    for part, (found, nothing) in told.items():
        layout.add_heading(document, part)
        for number, (row, words) in enumerate(found, 1):
            layout.add_paragraph(
                document, wording.assess_line(number, row.item, row.clause, words), size=SIZE, spacing=SPACING
            )
        if not found:
            layout.add_paragraph(document, nothing)
    for text in ("", wording.BRIEFING_SIGNED, wording.day(date.today())):
        signed = layout.add_paragraph(document, text, indent=0)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _nothing_due(sheet: str, office_code: str, day: date) -> str:
    """What is said where no column that the sheet counts falls due: that it counts none, or that nobody can tell."""
    clauses = ask("assessment_sheets", sheet=sheet)
    if not any(source.startswith("columns:") for sources in clauses["sources"] for source in sources):
        return wording.ASSESS_NO_COLUMNS
    logged = ask("freshness", as_of=day, office_codes=[office_code])["log_loaded_on"].notna().any()
    return wording.ASSESS_NOTHING_DUE if logged else wording.ASSESS_NO_LOG


def _messages(row: Any, *standings: str) -> list[str]:
    return [case["message"] for case in (row.cases if row.cases is not None else []) if case["standing"] in standings]


def _lost(row: Any) -> tuple[Any, list[str]]:
    if row.standing == "judged":
        words = wording.judged_words(row.judged_points, row.judged_by or "", "", row.judged_note or "", row.sure_lost)
        return row, [words, *_messages(row, "sure")]
    return row, [f"{wording.LOST_POINTS}{wording.points(row.lost)}", *_messages(row, "sure")]


def _open(row: Any) -> tuple[Any, list[str]]:
    rule = wording.clause_deduction(row.deduction, row.per, row.most)
    return row, [rule, row.asks, *_messages(row, "hint", "sure")]


def _due(row: Any) -> tuple[Any, list[str]]:
    return row, [wording.risk_words(int(row.risk_count), row.risk_most), *_messages(row, "risk")]
