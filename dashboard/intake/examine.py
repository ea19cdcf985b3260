"""年报体检: a draft judged by the rules without being stored."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dashboard import charts, downloads, tables, wording
from dashboard.intake import actions
from dashboard.intake.upload import message, read_all, uploaded
from reports import errors


def check() -> tuple[str, Any]:
    """Judges drafts and lists what was found; stores nothing."""
    files = uploaded("check", wording.UPLOAD_DRAFTS)
    if not files:
        tables.put(tables.line(wording.CHECK_PRINT_NOTE))
        return wording.TASK_HEADS["check"], 0
    judged = read_all("check", files, actions.examine)
    counts = dict.fromkeys(wording.FINDING_STATUSES, 0)
    refused = 0
    rows: list[tuple[object, ...]] = []
    tables.put(tables.print_button(wording.PRINT))
    for file, result in judged:
        if isinstance(result, errors.ReportError):
            refused += 1
            charts.heading(file.name)
            message(str(result).removeprefix(f"{file.name}："))
            continue
        draft = result.draft
        charts.heading(
            wording.draft_title(draft.office, draft.year, file.name),
            wording.check_basis(result.is_known, draft.office, result.compared_years),
        )
        items = []
        for finding in sorted(result.findings, key=lambda f: list(wording.FINDING_STATUSES).index(f["status"])):
            counts[finding["status"]] += 1
            css = finding.get("severity", "") if finding["status"] == "failed" else ""
            labels = tables.badge(wording.FINDING_STATUSES[finding["status"]], css)
            labels += tables.badge(finding["rule_name"])
            quotes = [quote for quote in finding["quotes"] if quote][:3]
            if quotes:
                labels += Markup('<span class="quote">{}</span>').format("；".join(quotes))
            items.append(tables.entry(finding["message"], labels))
            rows.append(
                (
                    file.name,
                    draft.office,
                    draft.year,
                    finding["rule_name"],
                    wording.FINDING_STATUSES[finding["status"]],
                    finding["message"],
                    "；".join(quotes),
                )
            )
        if items:
            tables.put(tables.entries(items))
        else:
            tables.put(tables.line(wording.CHECK_NONE, "gk-empty"))
    sheet = downloads.Sheet(
        wording.CHECK_LIST,
        wording.CHECK_FILE_SHEET,
        lambda: rows,
        [(wording.NOTE_INDICATOR, wording.CHECK_LIST), (wording.NOTE_GAPS, wording.CHECKS_NOTE)],
    )
    charts.foot(wording.CHECK_PRINT_NOTE, sheet, "check")
    head = wording.check_head(len(files), counts["failed"], counts["not_assessable"], counts["notice"], refused)
    return head, [file.file_id for file in files]
