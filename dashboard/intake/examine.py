"""年报体检: a draft judged by the rules without being stored, and given back with what was found."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboard import charts, downloads, tables, wording
from dashboard.intake import actions, marked
from dashboard.intake.upload import message, read_all, uploaded
from reports import errors
from reports.publish.drafts import Examination
from reports.publish.verdict import WEIGHTS, Point, is_publishable, unread


def check() -> tuple[str, Any]:
    """Judges drafts and says of each whether it can be published; stores nothing."""
    files = uploaded("check", wording.UPLOAD_DRAFTS)
    if not files:
        tables.put(tables.line(wording.CHECK_PRINT_NOTE))
        return wording.TASK_HEADS["check"], 0
    judged = read_all("check", files, actions.examine)
    good = refused = 0
    rows: list[tuple[object, ...]] = []
    tables.put(tables.print_button(wording.PRINT))
    for file, result in judged:
        if isinstance(result, errors.ReportError):
            refused += 1
            charts.heading(file.name)
            message(str(result).removeprefix(f"{file.name}："))
            continue
        found = actions.points(result)
        good += is_publishable(found)
        rows += _one(file, result, found)
    sheet = downloads.Sheet(
        wording.CHECK_LIST,
        wording.CHECK_FILE_SHEET,
        lambda: rows,
        [(wording.NOTE_INDICATOR, wording.CHECK_LIST), (wording.NOTE_GAPS, wording.CHECKS_NOTE)],
    )
    charts.foot(wording.CHECK_PRINT_NOTE, sheet, "check")
    head = wording.check_head(len(files), good, len(files) - good - refused, refused)
    return head, [file.file_id for file in files]


def _one(file: Any, result: Examination, found: tuple[Point, ...]) -> list[tuple[object, ...]]:
    """The verdict on one draft, its points and its copy; the rows of the list for all."""
    draft = result.draft
    charts.heading(
        wording.draft_title(draft.office, draft.year, file.name),
        wording.check_basis(result.is_known, draft.office, result.compared_years),
    )
    counts: dict[str, int] = {weight: sum(point.weight == weight for point in found) for weight in WEIGHTS}
    verdict = wording.verdict(is_publishable(found), counts, unread(draft))
    message(verdict)
    for weight in WEIGHTS:
        own = [point for point in found if point.weight == weight]
        if own:
            tables.put(tables.line(wording.point_count(len(own), wording.POINT_HEADINGS[weight]), "gk-subtitle"))
            tables.put(tables.entries(_entry(point) for point in own))
    if found:
        _copy(file, result, found, verdict)
    short = wording.PUBLISH_AS_IS if is_publishable(found) else wording.MEND_FIRST
    return [
        (
            file.name,
            draft.office,
            draft.year,
            short,
            wording.POINT_WEIGHTS[point.weight],
            point.rule_name,
            marked.place_of(point),
            point.words,
            point.message,
            point.advice,
        )
        for point in found
    ]


def _entry(point: Point) -> Markup:
    css = point.severity if point.weight == "must" else ""
    labels = tables.badge(marked.place_of(point), css) + tables.badge(point.rule_name)
    if point.words:
        labels += Markup('<span class="quote">{}</span>').format(point.words)
    if point.advice:
        labels += Markup('<span class="gk-advice"><b>{}：</b>{}</span>').format(wording.ADVICE, point.advice)
    return tables.entry(point.message, labels)


def _copy(file: Any, result: Examination, found: tuple[Point, ...], verdict: str) -> None:
    """The draft once more with its points: Word with comments, all else as a page. It is built on the click."""
    draft = result.draft
    assert draft.reading is not None
    stem = file.name.rsplit(".", 1)[0]
    is_word = draft.reading.document.format == "docx"
    key = f"marked-{file.file_id}"
    if is_word:
        name = f"{stem}{wording.COMMENTED_NAME}.docx"
        downloads.button(wording.COMMENTED_WORD, name, actions.commented, result, found, key=key)
    else:
        name = f"{stem}{wording.MARKED_NAME}.html"
        downloads.button(wording.MARKED_COPY, name, marked.html, draft, found, verdict, key=key)
