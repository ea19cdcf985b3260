"""数据质量: who reported in time and completely, which checks failed or lack a number, what waits for a person?"""

from typing import Any

import streamlit as st

from dashboard import charts, downloads, every_page, filters, routes, tables, wording
from dashboard.ask import ask, generation

MOST_ROWS = 200
MOST_DOUBTS = 60

choice = filters.current()
given = choice.parameters()
filters.known(wording.CHECK_STATUS, "status", [*wording.FINDING_STATUSES.values(), wording.EVERY_STATUS])
filters.known(
    wording.RULE,
    "check",
    ask("findings_list", from_year=choice.year, to_year=choice.year, **given)["rule_name"],
)
coverage = ask("coverage", from_year=choice.since, to_year=choice.year, **given)
reports = int(coverage["report_id"].nunique())
source = wording.source_note(reports, choice.since, choice.year, generation())


def board_cell(row: Any) -> tables.Cell:
    """Office and year: in time, late, incomplete or missing, with the way to the report."""
    if row is None:
        return tables.Cell("", css="not_expected")
    late = wording.figure(row.is_late) == 1
    text = wording.board_cell(row.status, late, wording.figure(row.days_late))
    published = row.published_on
    day = f"{published:%Y-%m-%d}" if wording.figure(row.days_late) is not None else ""
    css = "late" if late and row.status == "reported" else row.status
    title = wording.board_title(row.status, late, day, wording.figure(row.section_count))
    if wording.figure(row.report_id) is None:
        return tables.Cell(text, css=css, title=title)
    spoken = wording.board_words(row.office_name, int(row.year), text)
    return tables.Cell(routes.sentence_link(row.report_id, None, text, "", spoken), css=css, title=title)


def board() -> None:
    """Offices by years."""
    charts.heading(wording.BOARD, wording.BOARD_NOTE)
    years = [year for year in choice.years if (coverage["year"] == year).any()]
    rows: list[list[str | tables.Cell]] = []
    for (code, name), part in coverage.groupby(["office_code", "office_name"], sort=False):
        if (part["status"] == "not_expected").all():
            continue
        by_year = {int(r.year): r for r in part.itertuples()}
        rows.append(
            [
                routes.anchor("office", name, office=code),
                *(board_cell(by_year.get(year)) for year in years),
            ]
        )
    tables.put(
        tables.table(
            [wording.OFFICE, *(wording.year(year) for year in years)],
            rows[:MOST_ROWS],
            caption=wording.BOARD,
            css="gk-board",
        ),
        tables.legend([(f"board-{name}", words) for name, words in wording.COVERAGE.items()]),
    )
    sheet = downloads.Sheet(
        wording.BOARD,
        wording.BOARD_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.year,
                wording.board_cell(r.status, wording.figure(r.is_late) == 1, wording.figure(r.days_late)),
                f"{r.published_on:%Y-%m-%d}" if wording.figure(r.days_late) is not None else "",
                r.days_late if wording.figure(r.is_late) == 1 else None,
                wording.FORMS.get(r.form, "") if isinstance(r.form, str) else "",
                r.section_count,
                r.stated_count,
                r.blank_count,
                r.missing_count,
                r.unreadable_count,
                r.failed_check_count,
                r.not_assessable_count,
            )
            for r in coverage.itertuples()
        ],
        every_page.notes(choice, wording.BOARD, "", reports),
    )
    charts.foot(source, sheet, "board")


def checks() -> tuple[str, str]:
    """The findings of the year with both sides of each equation; what the filters say."""
    found = ask("findings_list", from_year=choice.year, to_year=choice.year, **given)
    charts.heading(wording.CHECKS, wording.CHECKS_NOTE, wording.year(choice.year))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        status = st.segmented_control(
            wording.CHECK_STATUS,
            [*wording.FINDING_STATUSES.values(), wording.EVERY_STATUS],
            default=wording.EVERY_STATUS,
            required=True,
            key="status",
            bind="query-params",
        )
        rule = st.selectbox(
            wording.RULE,
            ["", *dict.fromkeys(found["rule_name"])],
            format_func=lambda name: name or wording.EVERY_RULE,
            key="check",
            bind="query-params",
            width=220,
        )
    kept = found
    if status != wording.EVERY_STATUS:
        kept = kept[kept["status"] == next(k for k, words in wording.FINDING_STATUSES.items() if words == status)]
    if rule:
        kept = kept[kept["rule_name"] == rule]
    if kept.empty:
        tables.put(tables.line(wording.CHECKS_NONE, "gk-empty"))
    else:
        rows = []
        for r in kept.head(MOST_ROWS).itertuples():
            evidence = list(r.evidence) if r.evidence is not None else []
            links = [
                routes.sentence_link(e["report_id"], e["fact_no"], wording.place(i), "gk-place")
                for i, e in enumerate(evidence[:4], 1)
            ] or [routes.sentence_link(r.report_id, None, wording.SEE_REPORT, "gk-place")]
            left, right = wording.figure(r.left_value), wording.figure(r.right_value)
            css = r.severity if r.status == "failed" else ""
            rows.append(
                [
                    routes.anchor("office", r.office_name, office=r.office_code),
                    r.rule_name,
                    tables.badge(wording.FINDING_STATUSES[r.status], css),
                    r.message,
                    wording.told(left),
                    wording.told(right),
                    wording.number(abs(left - right)) if left is not None and right is not None else "",
                    tables.together(links),
                ]
            )
        columns = [
            wording.OFFICE,
            wording.RULE,
            wording.CHECK_STATUS,
            wording.EXPLANATION,
            wording.LEFT_SIDE,
            wording.RIGHT_SIDE,
            wording.DIFFERENCE,
            wording.PLACE,
        ]
        tables.put(tables.table(columns, rows, caption=wording.CHECKS, numeric=[4, 5, 6], css="gk-wrap gk-findings"))
    sheet = downloads.Sheet(
        f"{wording.CHECKS}{choice.year}",
        wording.CHECK_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.year,
                r.rule_name,
                wording.FINDING_STATUSES[r.status],
                wording.SEVERITIES[r.severity],
                r.message,
                r.left_value,
                r.right_value,
                abs(r.left_value - r.right_value),
                r.legal_basis or wording.OWN_RULE,
            )
            for r in kept.itertuples()
        ],
        every_page.notes(choice, wording.CHECKS, "", reports),
    )
    charts.foot(source, sheet, "checks")
    return str(status), str(rule)


def doubts(frame: Any) -> None:
    """Numbers that no indicator was given, that contradict each other or cannot be read."""
    charts.heading(
        wording.DOUBTS_TITLE, wording.DOUBTS_NOTE, wording.list_count(min(len(frame), MOST_DOUBTS), len(frame))
    )
    if frame.empty:
        tables.put(tables.line(wording.DOUBTS_NONE, "gk-empty"))
        return
    rows = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            wording.year(r.year),
            wording.DOUBTS[r.doubt],
            r.name_zh + (f"：{wording.APPLICANTS.get(r.breakdown, r.breakdown)}" if r.breakdown else ""),
            routes.sentence_link(
                r.report_id,
                r.fact_no,
                wording.told(r.value, r.unit, r.qualifier, "unreadable") + (r.unit if r.unit != "%" else ""),
            ),
            r.quote,
            routes.anchor("import", wording.HANDLE, task=wording.TASKS["review"], report=int(r.report_id)),
        ]
        for r in frame.head(MOST_DOUBTS).itertuples()
    ]
    columns = [
        wording.OFFICE,
        wording.YEAR,
        wording.DOUBT,
        wording.INDICATOR,
        wording.VALUE,
        wording.PRINTED_WORDS,
        "",
    ]
    tables.put(tables.table(columns, rows, caption=wording.DOUBTS_TITLE, numeric=[4], css="gk-wrap"))
    sheet = downloads.Sheet(
        wording.DOUBTS_TITLE,
        wording.DOUBT_SHEET,
        lambda: [
            (
                r.office_name,
                r.year,
                wording.DOUBTS[r.doubt],
                r.name_zh,
                wording.APPLICANTS.get(r.breakdown, r.breakdown),
                r.value,
                r.unit,
                wording.DOCUMENT_SECTIONS.get(r.section, r.section),
                r.quote,
            )
            for r in frame.itertuples()
        ],
        every_page.notes(choice, wording.DOUBTS_TITLE, wording.UNIT_COLUMN, reports),
    )
    charts.foot(source, sheet, "doubts")


def queue() -> int:
    """Reports whose office is not in the roster; gives how many."""
    listed = ask("report_list", is_queued=True)
    if not len(listed):
        return 0
    charts.heading(
        wording.QUEUE_TITLE, wording.QUEUE_NOTE, wording.list_count(min(len(listed), MOST_ROWS), len(listed))
    )
    rows = [
        [
            routes.sentence_link(r.report_id, None, r.stated_office or r.office_name, ""),
            wording.year(r.year),
            r.file_name,
            routes.anchor("import", wording.HANDLE, task=wording.TASKS["review"], report=int(r.report_id)),
        ]
        for r in listed.head(MOST_ROWS).itertuples()
    ]
    tables.put(tables.table([wording.STATED_NAME, wording.YEAR, wording.FILE, ""], rows, caption=wording.QUEUE_TITLE))
    return len(listed)


doubted = ask("doubtful_numbers", from_year=choice.since, to_year=choice.year, **given)
summary = next(ask("page_head_quality", year=choice.year, **given).itertuples())
every_page.head(
    wording.quality_head(
        choice.year,
        int(summary.office_count),
        int(summary.missing_office_count),
        int(summary.late_office_count),
        int(summary.failed_count),
        int(summary.failed_office_count),
        int(summary.not_assessable_count),
        int((doubted["year"] == choice.year).sum()),
    )
)
board()
state = checks()
queued = queue()
doubts(doubted)
every_page.fingerprint("quality", choice, *state, queued)
