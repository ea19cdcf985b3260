"""数据质量: who reported in time and completely, which checks failed or lack a number, what waits for a person?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, filters, followed, heads, routes, tables, unread, wording
from dashboard import coverage as report_coverage
from dashboard.ask import ask, generation

MOST_ROWS = 200
MOST_NAMES = 20
"""Offices that a row of the checks names."""
MOST_DOUBTS = 60

choice = filters.current()
given = choice.parameters()
filters.known(wording.CHECK_STATUS, "status", [*wording.FINDING_STATUSES.values(), wording.EVERY_STATUS])
rule_names = dict(ask("rule_list")[["rule", "name_zh"]].itertuples(index=False))
every_finding = ask("findings_list", from_year=choice.year, to_year=choice.year, **given)
filters.known(wording.RULE, "check", every_finding["rule"].map(rule_names))
coverage = ask("coverage", from_year=choice.since, to_year=choice.year, **given)
reports = int(coverage["report_id"].nunique())
source = wording.source_note(reports, choice.since, choice.year, generation())
doubted = ask("doubtful_numbers", from_year=choice.since, to_year=choice.year, **given)
summary = next(ask("page_head_quality", year=choice.year, **given).itertuples())
source_of_the_year = wording.source_note(int(summary.reported_office_count), choice.year, choice.year, generation())


def board_cell(row: report_coverage.Covered | None) -> tables.Cell:
    """Office and year: in time, late, undated, incomplete, an excerpt or not here, with the way to the report."""
    if row is None:
        return tables.Cell("", css="not_expected")
    title = wording.board_title(row.status, row.days, row.section_count)
    if row.report_id is None:
        return tables.Cell(row.words, css=row.state, title=title)
    spoken = wording.board_words(row.office_name, row.year, row.words)
    return tables.Cell(routes.sentence_link(row.report_id, None, row.words, "", spoken), css=row.state, title=title)


def board() -> None:
    """Offices by years."""
    is_known = bool((coverage["status"] == "unfiled").any())
    charts.heading(wording.BOARD, (wording.UNFILED_NOTE if is_known else "") + wording.BOARD_NOTE)
    years = [year for year in choice.years if (coverage["year"] == year).any()]
    offices: list[tuple[str, str, dict[int, report_coverage.Covered]]] = [
        (code, name, {int(r.year): report_coverage.covered(r) for r in part.itertuples()})
        for (code, name), part in coverage.groupby(["office_code", "office_name"], sort=False)
        if not (part["status"] == "not_expected").all()
    ]
    rows: list[list[str | tables.Cell]] = [
        [
            tables.Cell(routes.anchor("office", name, office=code), title=name),
            *(board_cell(by_year.get(year)) for year in years),
        ]
        for code, name, by_year in offices[:MOST_ROWS]
    ]
    columns = [wording.OFFICE, *(wording.year(year) for year in years)]
    tables.put(
        tables.table(columns, rows, caption=wording.BOARD, css="gk-board"),
        tables.legend(
            [(f"board-{name}", words) for name, words in wording.COVERAGE.items() if is_known or name != "unfiled"]
        ),
    )
    sheet = downloads.Sheet(
        wording.BOARD,
        columns,
        lambda: [
            [name, *(by_year[year].words if year in by_year else "" for year in years)]
            for _code, name, by_year in offices[:MOST_ROWS]
        ],
        every_page.notes(choice, wording.BOARD, "", reports),
    )
    charts.foot(source, sheet, "board")


def alike(frame: Any) -> list[list[Any]]:
    """The findings with those that differ in the office alone put together, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Any]] = {}
    for row in frame.itertuples():
        words = row.message.removeprefix(row.office_name)
        # An equation has sides of its own; what merely names the office twice is told apart by its words.
        side = wording.figure(row.left_value) if row.is_equation else None
        groups.setdefault((row.rule, row.status, words, side), []).append(row)
    return list(groups.values())


def of_the_group(rows: list[Any]) -> list[Any]:
    """One finding an office, in their order."""
    return list({row.office_code: row for row in reversed(rows)}.values())[::-1]


def offices_of(rows: list[Any]) -> Markup:
    """The offices of findings that are alike, each with the way to its page."""
    links = [routes.anchor("office", row.office_name, office=row.office_code) for row in rows[:MOST_NAMES]]
    return Markup("、").join(links) + wording.and_more(len(rows), MOST_NAMES)


def places_of(rows: list[Any]) -> Markup:
    """The places that a finding rests on: those that are printed. Of findings that are alike, each office's own page
    leads on."""
    if len(rows) > 1:
        ways = [followed.beside(row, row.office_name) for row in rows[:MOST_NAMES] if row.status != "not_assessable"]
        return tables.together(ways)
    (row,) = rows
    links = [
        routes.sentence_link(place["report_id"], place["fact_no"], wording.place(number), "gk-place")
        for number, place in enumerate(list(row.printed)[:4], 1)
    ]
    places = tables.together(links or [routes.sentence_link(row.report_id, None, wording.SEE_REPORT, "gk-place")])
    return places if row.status == "not_assessable" else places + followed.beside(row)


def sides(row: Any) -> tuple[float | None, float | None, float | None]:
    """What is told, what it should be and how far they are apart, where both are numbers of an equation."""
    left, right = wording.figure(row.left_value), wording.figure(row.right_value)
    if not row.is_equation or left is None or right is None:
        return None, None, None
    return wording.rounded(left, 2), wording.rounded(right, 2), wording.rounded(abs(left - right), 2)


def explanation(rows: list[Any]) -> str:
    """The sentence of findings that are alike, without the name where it stands beside it."""
    return str(rows[0].message.removeprefix(rows[0].office_name))


def checks() -> tuple[str, str]:
    """The findings of the year with both sides of each equation; what the filters say."""
    found = ask("findings_list", from_year=choice.year, to_year=choice.year, **given)
    charts.heading(wording.CHECKS, wording.CHECKS_NOTE, wording.year(choice.year))
    tables.put(
        tables.line(
            wording.checked_words(
                int(summary.rule_count),
                int(summary.reported_office_count),
                int(summary.pair_count),
                int(summary.clean_pair_count),
                int(summary.failed_pair_count),
                int(summary.notice_pair_count),
                int(summary.lacking_pair_count),
                int(summary.not_assessable_count),
                int(summary.failed_count),
            )
        )
    )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        status = filters.one_of(
            wording.CHECK_STATUS,
            [*wording.FINDING_STATUSES.values(), wording.EVERY_STATUS],
            key="status",
            default=wording.EVERY_STATUS,
        )
        rule = filters.one_or_every(
            wording.RULE, list(dict.fromkeys(found["rule"].map(rule_names))), "check", wording.EVERY_RULE, 220
        )
    kept = found
    if status != wording.EVERY_STATUS:
        kept = kept[kept["status"] == next(k for k, words in wording.FINDING_STATUSES.items() if words == status)]
    if rule:
        kept = kept[kept["rule"].map(rule_names) == rule]
    groups = [of_the_group(rows) for rows in alike(kept)]
    if not groups:
        tables.put(
            tables.line(wording.CHECKS_CLEAN if summary.pair_count and found.empty else wording.CHECKS_NONE, "gk-empty")
        )
    else:
        rows = [
            [
                offices_of(group),
                group[0].rule_name,
                tables.badge(
                    wording.FINDING_STATUSES[group[0].status], group[0].severity if group[0].status == "failed" else ""
                ),
                Markup('{} <span class="gk-note">{}</span>').format(
                    explanation(group), wording.advice(group[0].advice, group[0].status)
                ),
                *(wording.number(side) for side in sides(group[0])),
                places_of(group),
            ]
            for group in groups[:MOST_ROWS]
        ]
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
        tables.put(tables.stacking(columns, rows, caption=wording.CHECKS, numeric=[4, 5, 6], css="gk-findings"))
    sheet = downloads.Sheet(
        f"{wording.CHECKS}{choice.year}",
        wording.CHECK_SHEET,
        lambda: [
            (
                "、".join(r.office_name for r in group),
                choice.year,
                group[0].rule_name,
                wording.FINDING_STATUSES[group[0].status],
                wording.SEVERITIES[group[0].severity],
                explanation(group),
                *sides(group[0]),
                group[0].legal_basis or wording.OWN_RULE,
                wording.advice(group[0].advice, group[0].status),
            )
            for group in groups
        ],
        every_page.notes(choice, wording.CHECKS, "", reports),
    )
    charts.foot(source_of_the_year, sheet, "checks")
    return str(status), str(rule)


def doubted_name(group: list[Any]) -> str:
    """What a doubtful number is of; of several unreadable cells the table and how many they are."""
    first = group[0]
    if len(group) > 1:
        return wording.cells_unread(len(group), unread.table_of(first.indicator))
    applicant = wording.APPLICANTS.get(first.breakdown, first.breakdown)
    return str(first.name_zh) + (f"：{applicant}" if applicant else "")


def doubts(frame: Any) -> None:
    """Numbers that no indicator was given, that contradict each other or cannot be read."""
    groups = unread.together(frame.itertuples(), lambda r: (r.report_id, r.doubt, r.indicator))
    charts.heading(
        wording.DOUBTS_TITLE,
        wording.DOUBTS_NOTE,
        wording.doubts_count(len(frame), choice.since, choice.year, len(groups), MOST_DOUBTS),
    )
    if frame.empty:
        tables.put(tables.line(wording.DOUBTS_NONE, "gk-empty"))
        return
    rows = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            wording.year(r.year),
            wording.DOUBTS[r.doubt],
            doubted_name(group),
            routes.sentence_link(
                r.report_id,
                r.fact_no,
                wording.told(r.value, r.unit, r.qualifier, "unreadable") + (r.unit if r.unit != "%" else ""),
            ),
            r.quote,
            routes.anchor("import", wording.HANDLE, task=wording.TASKS["review"], report=int(r.report_id)),
        ]
        for r, group in ((group[0], group) for group in groups[:MOST_DOUBTS])
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


every_page.head(
    wording.quality_head(
        choice.year,
        int(summary.office_count),
        int(summary.reported_office_count),
        int(summary.in_time_office_count),
        int(summary.late_office_count),
        int(summary.undated_office_count),
        int(summary.failed_count),
        int(summary.failed_office_count),
        int(summary.not_assessable_count),
        int((doubted["year"] == choice.year).sum()),
        heads.only(choice),
        len(heads.missing(choice, "unfiled")),
    )
)
board()
state = checks()
queued = queue()
doubts(doubted)
every_page.fingerprint("quality", choice, *state, queued)
