"""单位画像: where does one office stand among its like, what is weak in it, what did it promise, what did it tell over the years?"""

from datetime import date
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import (
    briefing,
    charts,
    downloads,
    every_page,
    evidence,
    filters,
    followed,
    portrait,
    routes,
    spots,
    tables,
    wording,
)
from dashboard.ask import ask, generation, is_whole
from dashboard.followup import notes

MAIN_CELLS = {
    "applications.received",
    "applications.granted",
    "applications.total",
    "applications.carried_forward",
    "review.total",
    "litigation_direct.total",
    "litigation_after_review.total",
    "normative_documents.in_force",
    "licences.decisions",
    "penalties.decisions",
    "fees.amount",
}
"""Cells of the statutory tables that stand among the main numbers; the others open on a click."""
MOST_COLUMNS = 12
RULES_OF_PEERS = ("close_rate_below_peers",)
"""Rules that hold an office against its like."""
MOST_ITEMS = 8
MOST_PRINTED = 4
"""Entries of a list that the one printed sheet has room for; of the minor lists one fewer."""

choice = filters.current()


def pick() -> str:
    """The code of the office that the address names, else of the first that has a report."""
    names, code = filters.office_names(), filters.page_office()
    if not code:
        return ""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        st.session_state["pick-office"] = code
        st.selectbox(
            wording.PICK_OFFICE,
            list(names),
            format_func=names.__getitem__,
            key="pick-office",
            on_change=filters.show_office,
            args=("pick-office", names),
            width=280,
        )
        reports = ask("coverage", office_codes=[code], to_year=choice.year, from_year=choice.since)
        steps = [
            routes.sentence_link(r.report_id, None, wording.year(r.year), "gk-step")
            for r in reports.itertuples()
            if wording.figure(r.report_id) is not None
        ]
        tables.put(
            tables.line(Markup("{}：{}").format(wording.REPORTS_BY_YEAR, tables.together(steps)), "gk-steps gk-years")
        )
        tables.put(tables.print_button(wording.PRINT))
        st.toggle(wording.PRINT_HISTORY, key="print-history", width="content")
    if st.session_state.get("print-history"):
        st.html(Markup('<span class="gk-print-all" hidden></span>'))
    return code


def document() -> bytes:
    """The office's sheet as a Word document."""
    notes = [wording.briefing_source(choice.region_name, generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    below = [
        wording.OWN_ONLY if alone else note,
        *([] if alone else [wording.PICTURE_LEGEND]),
        ("" if alone else wording.SPINE_RANKING_NOTE) + wording.untold_words(untold, choice.year in excerpts),
    ]
    return briefing.office_sheet(
        office, choice.year, head, notes, rows, list(weak.itertuples()), below, date.today(), alone
    )


def spine(rows: list[portrait.Row], untold: list[str], note: str) -> None:
    """A row an indicator: the office's number, its change, its course, and its place among its like, where that is
    known."""
    charts.heading(wording.spine_title(choice.year, alone), note)
    if alone:
        spine_alone(rows, untold)
        return
    tables.put(
        tables.legend([(f"gk-mark {css}", words) for css, words in wording.SPINE_LEGEND]),
        charts.spine_table(
            [
                charts.SpineRow(
                    row.group,
                    row.name,
                    routes.sentence_link(row.told.report_id, row.told.fact_no, row.value) if row.is_told else row.value,
                    row.few,
                    row.change,
                    charts.sparkline(row.series, wording.trend_words(choice.years, row.series, row.told.unit), 72, 20),
                    row.lowest,
                    charts.spine_bar(row.bar, row.words),
                    row.highest,
                    row.median,
                    row.place,
                    row.standing,
                )
                for row in rows
            ],
            (
                wording.INDICATOR,
                wording.year(choice.year),
                wording.CHANGE_ON_YEAR,
                wording.TREND,
                wording.SPINE_POSITION,
                wording.MEDIAN,
                wording.SPINE_PLACE,
            ),
            wording.spine_title(choice.year, alone),
        ),
        tables.line(wording.SPINE_RANKING_NOTE + wording.untold_words(untold, choice.year in excerpts)),
    )


def spine_alone(rows: list[portrait.Row], untold: list[str]) -> None:
    """The same without the places."""
    lines = [
        [
            row.name,
            routes.sentence_link(row.told.report_id, row.told.fact_no, row.value) if row.is_told else row.value,
            row.change,
            charts.sparkline(row.series, wording.trend_words(choice.years, row.series, row.told.unit), 72, 20),
        ]
        for row in rows
    ]
    heads = (wording.INDICATOR, wording.year(choice.year), wording.CHANGE_ON_YEAR, wording.TREND)
    tables.put(
        tables.table(heads, lines, caption=wording.spine_title(choice.year, alone), numeric=[1]),
        tables.line(wording.untold_words(untold, choice.year in excerpts)),
    )


def spine_sheet(rows: list[portrait.Row], name: str) -> downloads.Sheet:
    """The spine's rows for download, with what the bars show as numbers."""
    return downloads.Sheet(
        wording.spine_sheet(name, choice.year),
        wording.SPINE_SHEET,
        lambda: [portrait.sheet_row(row) for row in rows],
        every_page.notes(choice, wording.spine_title(choice.year, alone), wording.UNIT_COLUMN, peers),
    )


def lacking(year: int, indicator: str, reported: set[int], without: set[tuple[str, int]]) -> str:
    """What stands where a report has no number: a close rate of a year in which no case came in is not lacking.
    `without`: the numbers of cases received that are told as 0, with their years."""
    if (wording.RECEIVED_OF.get(indicator), year) in without:
        return wording.STATUSES["no_cases"]
    return wording.STATUSES["missing" if year in reported else "no_report"]


def history(profile: Any, reported: set[int]) -> None:
    """Every indicator over the years, by group; statutory rows that never held a case are only counted."""
    shown = profile[profile["breakdown"].isin(["", "total"]) | (profile["indicator"] == "disclosure.column")]
    # Where prose and table tell the same indicator the cell goes first.
    shown = shown.assign(
        row=shown["breakdown"].where(shown["indicator"] == "disclosure.column", ""), is_told=shown["value"].notna()
    )
    main: list[list[str | tables.Cell]] = []
    details: list[list[str | tables.Cell]] = []
    zeros = untold = columns = 0
    groups = {id(main): "", id(details): ""}
    none_came = profile[profile["indicator"].isin(wording.RECEIVED_OF.values()) & (profile["value"] == 0)]
    without = set(zip(none_came["indicator"], none_came["year"], strict=True))
    for (indicator, breakdown), part in shown.groupby(["indicator", "row"], sort=False):
        by_year = {
            int(r.year): r for r in part.sort_values(["is_told", "source"], ascending=[True, False]).itertuples()
        }
        values = [wording.figure(by_year[y].value) if y in by_year else None for y in choice.years]
        first = next(part.itertuples())
        is_column = indicator == "disclosure.column"
        if (part["source"] == "table").any() and not any(values):
            zeros, untold = (zeros + 1, untold) if any(v is not None for v in values) else (zeros, untold + 1)
            continue
        if not any(y in by_year for y in choice.years):
            continue
        columns += is_column
        if is_column and columns > MOST_COLUMNS:
            continue
        rows = details if (part["source"] == "table").all() and indicator not in MAIN_CELLS else main
        group = wording.COLUMN_GROUP if is_column else first.indicator_group
        if group != groups[id(rows)]:
            groups[id(rows)] = group
            rows.append([tables.Cell(group, css="group"), *([tables.Cell("", css="group")] * (len(choice.years) + 1))])
        cells: list[str | tables.Cell] = []
        for year in choice.years:
            fact = by_year.get(year)
            if fact is None:
                cells.append(tables.Cell(lacking(year, indicator, reported, without), css="none"))
                continue
            text = wording.told(fact.value, fact.unit, fact.qualifier, fact.status)
            link = routes.sentence_link(fact.report_id, fact.fact_no, text)
            cells.append(tables.Cell(link, css="" if wording.figure(fact.value) is not None else "none"))
        name = wording.row_name(str(breakdown) if is_column else first.name_zh, first.unit if first.unit != "%" else "")
        spark = charts.sparkline(values, wording.trend_words(choice.years, values, first.unit), 72, 20)
        rows.append([name, *cells, spark])
    charts.heading(wording.HISTORY, wording.HISTORY_NOTE)
    heads = [wording.INDICATOR, *(wording.year(year) for year in choice.years), wording.TREND]
    numeric = list(range(1, len(choice.years) + 1))
    tables.put(tables.table(heads, main, caption=wording.HISTORY, numeric=numeric, css="gk-history"))
    if details:
        with st.expander(wording.CELL_DETAILS):
            tables.put(tables.table(heads, details, caption=wording.CELL_DETAILS, numeric=numeric, css="gk-history"))
    for note in (wording.columns_rest(MOST_COLUMNS, columns), wording.zero_rows(zeros, untold)):
        if note:
            tables.put(tables.line(note))


def sheet(profile: Any, name: str, reports: int) -> downloads.Sheet:
    """Every number of the office, for download."""
    return downloads.Sheet(
        wording.profile_sheet(name),
        wording.PROFILE_SHEET,
        lambda: [
            (
                r.indicator_group,
                r.name_zh,
                wording.APPLICANTS.get(r.breakdown, r.breakdown),
                r.year,
                r.value,
                r.unit,
                wording.STATUSES.get(r.status, r.status),
                r.change,
                r.change_pct,
            )
            for r in profile.itertuples()
        ],
        every_page.notes(choice, wording.HISTORY, wording.UNIT_COLUMN, reports),
    )


def weak_spots(found: Any, has_report: bool, refuted: Any) -> None:
    """What is weak, one card a matter; without a report of the year nothing is known."""
    charts.heading(wording.OFFICE_WEAK)
    if found.empty:
        none = wording.OFFICE_WEAK_NONE if has_report else wording.OFFICE_WEAK_UNKNOWN
        tables.put(tables.line(none, "gk-empty"), followed.apart(refuted.itertuples()))
        return
    cards = spots.cards(found.itertuples(), choice.years, wording.OFFICE_WEAK, of_one=True)
    tables.put(cards, followed.apart(refuted.itertuples()))
    if len(found) > MOST_PRINTED:
        tables.put(tables.line(wording.printed_rest(len(found), MOST_PRINTED), "gk-note gk-printed"))


def put_list(items: list[Markup], printed: int) -> None:
    """A list of which paper holds the first ones only, and says so: the office is to fit on one sheet."""
    tables.put(tables.entries(items, f"gk-first-{printed}"))
    if len(items) > printed:
        tables.put(tables.line(wording.printed_rest(len(items), printed), "gk-note gk-printed"))


def failures(found: Any) -> None:
    """The checks of the years looked at that did not pass; the first line counts those of the year."""
    charts.heading(
        wording.CHECKS_OF_OFFICE,
        unit=wording.failures_counted(int((found["year"] == choice.year).sum()), len(found), choice.since, choice.year),
    )
    if found.empty:
        tables.put(tables.line(wording.CHECKS_OF_OFFICE_NONE, "gk-empty"))
        return
    items = [
        tables.entry(
            row.message,
            tables.badge(wording.SEVERITIES[row.severity], row.severity)
            + tables.badge(row.rule_name)
            + evidence.links(row, 2)
            + followed.beside(row),
        )
        for row in found.head(MOST_ITEMS).itertuples()
    ]
    put_list(items, MOST_PRINTED - 1)
    if len(found) > MOST_ITEMS:
        tables.put(tables.line(wording.list_count(MOST_ITEMS, len(found))))


def problems(told: Any) -> None:
    """Topics by years: what was told, planned, solved; a problem told again says for how long."""
    charts.heading(wording.PROBLEM_MATRIX, wording.PROBLEM_MATRIX_NOTE)
    told = told[told["year"].between(choice.since, choice.year)]
    problems_only = told[told["topic"] != "none"]
    if problems_only.empty:
        tables.put(tables.line(wording.PROBLEMS_EXCERPT if excerpts else wording.PROBLEMS_NONE, "gk-empty"))
        return
    rows: list[list[str | tables.Cell]] = []
    counted = problems_only[problems_only["kind"] == "problem"].groupby("topic")["year"].nunique()
    names = dict(zip(problems_only["topic"], problems_only["topic_name"], strict=True))
    for topic in sorted(names, key=lambda t: -int(counted.get(t, 0))):
        part = problems_only[problems_only["topic"] == topic]
        cells: list[str | tables.Cell] = []
        for year in choice.years:
            of_year = part[part["year"] == year]
            words, links, repeated = [], Markup(""), False
            for kind in wording.PROBLEM_MARKS:
                rows_of_kind = of_year[of_year["kind"] == kind]
                if rows_of_kind.empty:
                    continue
                first = next(rows_of_kind.itertuples())
                lasted = int(wording.figure(first.years_lasted) or 1) if kind == "problem" else 1
                repeated |= lasted > 1
                text = wording.repeated_mark(lasted) if kind == "problem" else wording.PROBLEM_MARKS[kind]
                words.append(wording.strung(rows_of_kind["quote"]))
                links += routes.problem_link(first.report_id, first.problem_no, text, "gk-place")
            cells.append(tables.Cell(links, css="again" if repeated else "", title="\n".join(words)))
        rows.append([names[topic], *cells])
    heads = [wording.TOPIC, *(wording.year(year) for year in choice.years)]
    tables.put(tables.table(heads, rows, caption=wording.PROBLEM_MATRIX, css="gk-matrix"))


def promises(told: Any) -> None:
    """What was planned in one year beside what the next report says of it."""
    plans = told[(told["kind"] == "plan") & told["year"].between(choice.since - 1, choice.year)]
    if plans.empty:
        return
    charts.heading(wording.PROMISES)
    items = []
    for plan in plans.sort_values("year", ascending=False, kind="stable").head(MOST_ITEMS).itertuples():
        again = told[(told["kind"] == "problem") & (told["topic"] == plan.topic) & (told["year"] == plan.year + 1)]
        link = routes.problem_link(plan.report_id, plan.problem_no, plan.quote)
        if plan.topic == wording.UNPLACED:
            outcome = Markup("")
        elif len(again):
            hit = next(again.itertuples())
            badge = tables.badge(wording.TOLD_AGAIN, "high")
            outcome = badge + routes.problem_link(hit.report_id, hit.problem_no, hit.quote)
        else:
            is_known = wording.figure(plan.told_again) is not None
            outcome = tables.badge(wording.NOT_TOLD_AGAIN if is_known else wording.NO_NEXT_REPORT)
        label = wording.promised(int(plan.year), plan.topic_name)
        items.append(tables.entry(Markup("{}{}").format(label, link), outcome))
    put_list(items, MOST_PRINTED - 1)


code = pick()
summary = next(ask("page_head_office", office_code=code, year=choice.year).itertuples(), None) if code else None
if summary is None:
    every_page.head(wording.OFFICE_UNKNOWN)
    tables.put(tables.line(wording.NO_DATA_NEXT, "gk-empty"))
    every_page.fingerprint("office", choice, "nothing")
    st.stop()
profile = ask("office_profile", office_code=code, from_year=choice.since, to_year=choice.year)
told = ask("office_problems", office_code=code)
covered = ask("coverage", office_codes=[code], from_year=choice.since, to_year=choice.year)
reported = {int(r.year) for r in covered.itertuples() if wording.figure(r.report_id) is not None}
excerpts = {int(r.year) for r in covered.itertuples() if r.status == "excerpt"}
# Whoever sees this office alone is told nothing of its like.
alone = not is_whole(choice.region_id)
answer = portrait.asked(choice, code, choice.region_id)
peers = int(answer["reported_count_of_kind"].max())
rows = portrait.rows(answer, summary.office_name, choice.years)
weak = ask("weak_spot_cards", year=choice.year, office_codes=[code])
if alone:
    names = dict(ask("rule_list")[["rule", "name_zh"]].itertuples(index=False))
    of_peers = {names[rule] for rule in RULES_OF_PEERS}
    weak = weak.assign(
        rule_names=[[name for name in told_by if name not in of_peers] for told_by in weak["rule_names"]]
    )
office = summary.office_name
untold = portrait.untold(answer)
note = wording.SPINE_OWN_ONLY if alone else wording.spine_note(choice.region_name, summary.kind, peers)
# What the first line counts and what the list shows is one answer: 误报 stands in neither.
checks = ask("findings_list", office_codes=[code], from_year=choice.since, to_year=choice.year)
failed = checks[checks["status"] == "failed"]
head = wording.office_head(
    summary.office_name,
    choice.year,
    bool(summary.has_report),
    int(summary.report_count),
    wording.figure(summary.first_year),
    wording.figure(summary.last_year),
    None if alone else sum(wording.figure(row.told.rank_of_kind) is not None for row in rows),
    [row.told.name_zh for row in rows if row.standing == "behind"],
    len(weak),
    int((failed["year"] == choice.year).sum()),
    int(summary.problem_topic_count),
    int(summary.repeated_topic_count),
)
every_page.head(head)
if summary.has_report:
    spine(rows, untold, note)
    downloads.button(
        wording.DOWNLOAD_PORTRAIT,
        f"{wording.portrait_title(summary.office_name, choice.year)}.docx",
        document,
        key="portrait",
    )
    charts.foot(
        wording.source_note(peers, choice.year, choice.year, generation()),
        spine_sheet(rows, summary.office_name),
        "spine",
    )
with st.container(key="profile"):
    refuted = ask("weak_spots_list", office_codes=[code], from_year=choice.year, to_year=choice.year, status="refuted")
    weak_spots(weak, bool(summary.has_report), refuted)
    left, right = st.columns(2, gap="large")
with left:
    promises(told)
with right:
    failures(failed)
    tables.put(followed.apart(checks.itertuples()))
with st.container(key="details"):
    history(profile, reported)
    charts.foot(
        wording.source_note(len(reported), choice.since, choice.year, generation()),
        sheet(profile, summary.office_name, len(reported)),
        "profile",
    )
    problems(told)
    notes.of_office(code, choice.since, choice.year)
every_page.fingerprint("office", choice, code)
