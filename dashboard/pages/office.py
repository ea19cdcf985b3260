"""单位画像: one office on one page: its numbers over the years, checks, problems told and repeated, promises kept?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, evidence, filters, routes, tables, wording
from dashboard.ask import ask, generation

CARDS = (
    "disclosure.website",
    "disclosure.weibo",
    "hotline12345.close_rate",
    "petition.close_rate",
    "applications.received",
)
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
MOST_ITEMS = 8

choice = filters.current()


def pick() -> str:
    """The code of the office looked at: the first one of the filter bar, else the first that has a report."""
    offices = ask("office_list", region_id=choice.region_id, kind=choice.kind)
    offices = offices[offices["report_count"] > 0]
    names = {r.office_code: r.office_name for r in offices.itertuples()}
    if not names:
        return ""
    code = choice.office_codes[0] if choice.office_codes and choice.office_codes[0] in names else next(iter(names))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        st.session_state["pick-office"] = code
        st.selectbox(
            wording.PICK_OFFICE,
            list(names),
            format_func=names.__getitem__,
            key="pick-office",
            on_change=look,
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
    return code


def look() -> None:
    """Takes the office picked into the filter bar, and so into the address."""
    st.session_state["office"] = [st.session_state["pick-office"]]


def cards(profile: Any, ranks: dict[str, Any]) -> None:
    """Five main numbers with change, rank within the kind, and sparkline; one that no report tells keeps its card."""
    dictionary = {r.indicator: r for r in ask("indicator_dictionary", office_codes=[code]).itertuples()}
    items = []
    for indicator in CARDS:
        part = profile[(profile["indicator"] == indicator) & profile["breakdown"].isin(["", "total"])]
        part = part.sort_values("value", na_position="first").drop_duplicates("year", keep="last")
        values = {int(r.year): r for r in part.itertuples()}
        now, rank = values.get(choice.year), ranks.get(indicator)
        value = wording.figure(now.value) if now is not None else None
        unit = (now.unit if now is not None else "") or dictionary[indicator].unit
        change = wording.figure(now.change if unit == "%" else now.change_pct) if now is not None else None
        polarity = now.polarity if now is not None else "neutral"
        is_good = None
        if change is not None and wording.has_changed(change) and polarity != "neutral":
            is_good = (change > 0) == (polarity == "higher_is_better")
        changed = wording.signed(change, "pp" if unit == "%" else "%")
        if now is not None and not changed:
            # From 0 no percentage leads on, but there is a number of last year: the change is told in its unit.
            changed = wording.signed(now.change, unit, 0)
        place = (
            wording.ranked(rank.rank_of_kind, rank.ranked_count_of_kind, rank.tied_count_of_kind)
            if rank is not None
            else ""
        )
        items.append(
            tables.Card(
                dictionary[indicator].name_zh,
                wording.told(
                    value, unit, now.qualifier if now is not None else "=", now.status if now is not None else "missing"
                ),
                unit if unit != "%" and value is not None else "",
                wording.changed_on_year(changed),
                place or wording.NO_RANK,
                [wording.figure(values[y].value) if y in values else None for y in choice.years],
                is_good,
                routes.place_link(now.report_id, now.fact_no) if now is not None else routes.link("office"),
            )
        )
    tables.put(tables.cards(items, wording.HISTORY))


def history(profile: Any, ranks: dict[str, Any], reported: set[int]) -> None:
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
            rows.append([tables.Cell(group, css="group"), *([tables.Cell("", css="group")] * (len(choice.years) + 2))])
        cells: list[str | tables.Cell] = []
        for year in choice.years:
            fact = by_year.get(year)
            if fact is None:
                cells.append(tables.Cell(wording.STATUSES["missing" if year in reported else "no_report"], css="none"))
                continue
            text = wording.told(fact.value, fact.unit, fact.qualifier, fact.status)
            link = routes.sentence_link(fact.report_id, fact.fact_no, text)
            cells.append(tables.Cell(link, css="" if wording.figure(fact.value) is not None else "none"))
        rank = ranks.get(str(indicator)) if not is_column else None
        place = f"{int(rank.rank_of_kind)}/{int(rank.stated_count_of_kind)}" if rank is not None else ""
        name = wording.row_name(str(breakdown) if is_column else first.name_zh, first.unit if first.unit != "%" else "")
        spark = charts.sparkline(values, wording.trend_words(choice.years, values, first.unit), 72, 20)
        rows.append([name, *cells, spark, place])
    charts.heading(wording.HISTORY, wording.HISTORY_NOTE)
    heads = [wording.INDICATOR, *(wording.year(year) for year in choice.years), wording.TREND, wording.RANK]
    numeric = [*range(1, len(choice.years) + 1), len(choice.years) + 2]
    tables.put(tables.table(heads, main, caption=wording.HISTORY, numeric=numeric, css="gk-history"))
    if details:
        with st.expander(wording.CELL_DETAILS):
            tables.put(tables.table(heads, details, caption=wording.CELL_DETAILS, numeric=numeric, css="gk-history"))
    if note := wording.zero_rows(zeros, untold):
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


def findings(title: str, rows: list[Any], none: str) -> None:
    """A list of weak spots or failed checks, each with its sentence."""
    charts.heading(title)
    if not rows:
        tables.put(tables.line(none, "gk-empty"))
        return
    items = []
    for row in rows[:MOST_ITEMS]:
        labels = tables.badge(wording.SEVERITIES[row.severity], row.severity)
        if row.years_lasted > 1:
            labels += tables.badge(wording.lasted(int(row.years_lasted)))
        if row.self_told:
            labels += tables.badge(wording.SELF_TOLD, "accent")
        labels += evidence.links(row, 1)
        items.append(tables.entry(row.message, labels))
    tables.put(tables.entries(items))
    if len(rows) > MOST_ITEMS:
        tables.put(tables.line(wording.list_count(MOST_ITEMS, len(rows))))


def problems(told: Any) -> None:
    """Topics by years: what was told, planned, solved; a problem told again says for how long."""
    charts.heading(wording.PROBLEM_MATRIX, wording.PROBLEM_MATRIX_NOTE)
    told = told[told["year"].between(choice.since, choice.year)]
    problems_only = told[told["topic"] != "none"]
    if problems_only.empty:
        tables.put(tables.line(wording.PROBLEMS_NONE, "gk-empty"))
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
                words.append("；".join(rows_of_kind["quote"]))
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
        if len(again):
            hit = next(again.itertuples())
            badge = tables.badge(wording.TOLD_AGAIN, "high")
            outcome = badge + routes.problem_link(hit.report_id, hit.problem_no, hit.quote)
        else:
            is_known = wording.figure(plan.told_again) is not None
            outcome = tables.badge(wording.NOT_TOLD_AGAIN if is_known else wording.NO_NEXT_REPORT)
        label = wording.promised(int(plan.year), plan.topic_name)
        items.append(tables.entry(Markup("{}{}").format(label, link), outcome))
    tables.put(tables.entries(items))


code = pick()
summary = next(ask("page_head_office", office_code=code, year=choice.year).itertuples(), None) if code else None
if summary is None:
    every_page.head(wording.OFFICE_UNKNOWN)
    tables.put(tables.line(wording.NO_DATA_NEXT, "gk-empty"))
    every_page.fingerprint("office", choice, "nothing")
    st.stop()
every_page.head(
    wording.office_head(
        summary.office_name,
        summary.kind,
        choice.year,
        bool(summary.has_report),
        int(summary.report_count),
        wording.figure(summary.first_year),
        wording.figure(summary.last_year),
        int(wording.figure(summary.gap_count) or 0),
        int(summary.weak_spot_count),
        int(summary.high_count),
        int(summary.failed_check_count),
        int(summary.problem_topic_count),
        int(summary.repeated_topic_count),
    )
)
profile = ask("office_profile", office_code=code, from_year=choice.since, to_year=choice.year)
told = ask("office_problems", office_code=code)
covered = ask("coverage", office_codes=[code], from_year=choice.since, to_year=choice.year)
reported = {int(r.year) for r in covered.itertuples() if wording.figure(r.report_id) is not None}
told_now = list(dict.fromkeys(profile.loc[profile["indicator"] != "disclosure.column", "indicator"]))
peers = ask(
    "rug",
    year=choice.year,
    indicators=list(dict.fromkeys([*told_now, *CARDS, "hotline12345.received", "petition.received"])),
    region_id=choice.region_id,
    office_codes=[code],
)
stated = {r.indicator: wording.figure(r.value) for r in peers.itertuples()}


def is_judged(indicator: str) -> bool:
    """Whether a number may have a rank: a rate of few cases ranks nobody."""
    cases = stated.get(indicator.replace(".close_rate", ".received")) if indicator.endswith(".close_rate") else None
    return cases is None or cases >= wording.FEW_CASES


ranks = {
    r.indicator: r
    for r in peers.itertuples()
    if is_judged(r.indicator)
    and wording.figure(r.rank_of_kind) is not None
    and (wording.figure(r.stated_count_of_kind) or 0) >= 3
}
cards(profile, ranks)
with st.container(key="profile"):
    left, right = st.columns([11, 4], gap="large")
with left:
    history(profile, ranks, reported)
    charts.foot(
        wording.source_note(len(reported), choice.since, choice.year, generation()),
        sheet(profile, summary.office_name, len(reported)),
        "profile",
    )
with right:
    weak = ask("weak_spots_list", office_codes=[code], from_year=choice.year, to_year=choice.year)
    findings(wording.OFFICE_WEAK, list(weak[weak["status"] == "failed"].itertuples()), wording.OFFICE_WEAK_NONE)
    checks = ask("findings_list", office_codes=[code], from_year=choice.since, to_year=choice.year)
    findings(
        wording.CHECKS_OF_OFFICE, list(checks[checks["status"] == "failed"].itertuples()), wording.CHECKS_OF_OFFICE_NONE
    )
    promises(told)
problems(told)
every_page.fingerprint("office", choice, code)
