"""依申请公开: what came in, what became of it, on which grounds was it refused, and who was corrected?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, coverage, downloads, every_page, filters, heads, ratios, rest, routes, tables, wording
from dashboard.ask import ask, generation

GROUPS = ("granted", "partly_granted", "denied", "unable", "not_processed", "other")
COLOURS = dict(
    zip(
        GROUPS,
        (
            charts.PARTS[0],
            charts.PALE_PARTS[0],
            charts.PARTS[1],
            charts.PALE_PARTS[1],
            charts.PARTS[2],
            charts.PARTS[7],
        ),
        strict=True,
    )
)
MOST_OFFICES_OF_A_GROUND = 5
RATIOS = (
    "applications.disclosed_share",
    "applications.carried_share",
    "applications.unable_share",
    "review.corrected_share",
    "litigation.corrected_share",
    "applications.on_time",
)
PARTS_OF_DISPUTES = ("upheld", "corrected", "other", "pending", "total")

choice = filters.current()
given = choice.parameters()
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    applicants = {wording.APPLICANTS["total"]: None} | {
        words: key for key, words in wording.APPLICANTS.items() if key != "total"
    }
    filters.known(wording.APPLICANT, "applicant", applicants)
    applicant = st.selectbox(wording.APPLICANT, list(applicants), key="applicant", bind="query-params", width=180)
outcomes = ask(
    "applications_outcomes",
    from_year=choice.since,
    to_year=choice.year,
    applicant=applicants[applicant],
    **given,
)
this_year = outcomes[outcomes["year"] == choice.year]


def received_numbers(breakdown: str | None) -> Any:
    """Applications received by office and year, of one applicant kind or in total; None: the text's number too."""
    return ask(
        "indicator_by_office_and_year",
        indicator="applications.received",
        breakdown=breakdown,
        from_year=choice.since,
        to_year=choice.year,
        **given,
    )


of_tables = received_numbers(applicants[applicant] or "total")
received = of_tables if applicants[applicant] else received_numbers(None)
of_applicant = wording.of_applicant(applicant)
reports = int((received["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())
reported_offices = int((received.loc[received["year"] == choice.year, "status"] != "no_report").sum())
source_of_year = wording.source_note(reported_offices, choice.year, choice.year, generation())


def sheet(
    title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], unit: str, count: int
) -> downloads.Sheet:
    """What one chart or table shows, in its order, for download."""
    return downloads.Sheet(title, columns, lambda: rows, every_page.notes(choice, title, unit, count))


def group_sums(rows: Any) -> dict[str, float]:
    """Cases by outcome group of rows of the flow, told ones only."""
    sums: dict[str, float] = {}
    for row in rows.itertuples():
        cases = wording.figure(row.cases_count)
        if cases is not None:
            sums[row.outcome_group] = sums.get(row.outcome_group, 0.0) + cases
    return sums


def offices_of(rows: Any) -> dict[str, tuple[int, int]]:
    """How many offices state every row of a group, and how many lack one of its cells, by outcome group."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows.itertuples():
        stated, lacking = int(row.stated_office_count), int(row.lacking_office_count)
        before = found.get(row.outcome_group, (stated, lacking))
        found[row.outcome_group] = min(before[0], stated), max(before[1], lacking)
    return found


def flow() -> None:
    """The year's applications from intake to outcome. Where tables are not filled whole, the difference between
    both sides is said and not drawn."""
    title = wording.chart_title(wording.FLOW_TITLE, wording.year(choice.year) + of_applicant)
    sums, counted = group_sums(this_year), offices_of(this_year)
    came = sums.get("received", 0.0) + sums.get("carried_in", 0.0)
    ends = {group: sums.get(group, 0.0) for group in (*GROUPS, "carried_forward")}
    went = sum(ends.values())
    chart, note = None, ""
    if came and went:
        nodes = [wording.OUTCOME_GROUPS["received"], wording.OUTCOME_GROUPS["carried_in"], wording.HANDLED]
        colours = [charts.PARTS[4], charts.PALE_PARTS[4], charts.GREY]
        links = [(0, 2, sums.get("received", 0.0)), (1, 2, sums.get("carried_in", 0.0))]
        for group, cases in ends.items():
            nodes.append(wording.OUTCOME_GROUPS[group])
            colours.append(COLOURS.get(group, charts.PALE_PARTS[4]))
            links.append((2, len(nodes) - 1, cases))
        lacking = int(this_year.loc[this_year["flow_step"] == "outcome", "lacking_office_count"].max())
        note = wording.flow_note(lacking, int(this_year["reported_office_count"].max()), came, went)
        chart = charts.flow(nodes, links, "件", name=wording.FLOW_TITLE, colours=colours)
    shown = ("received", "carried_in", *GROUPS, "carried_forward")
    charts.show(
        chart,
        key="flow",
        title=title,
        unit="件",
        note=note,
        source=source_of_year,
        data=sheet(
            title,
            wording.FLOW_SHEET,
            [
                (choice.year, wording.OUTCOME_GROUPS[group], sums.get(group), *counted[group])
                for group in shown
                if group in counted
            ],
            "件",
            reported_offices,
        ),
        nothing=wording.no_applications(choice.year)
        if "received" in sums and not came and not went
        else wording.no_table(choice.year, bool(told_by_text())),
    )


def by_year() -> None:
    """Outcomes by group and year, with a mark where fewer offices fill in their table than in another year."""
    yearly = {year: group_sums(outcomes[outcomes["year"] == year]) for year in choice.years}
    totals = outcomes[outcomes["outcome_group"] == "total"]
    stated = {int(r.year): int(r.stated_office_count) for r in totals.itertuples() if r.stated_office_count}
    fewer = {year: max(stated.values()) - count for year, count in stated.items()}
    reported_years = set(received.loc[received["status"] != "no_report", "year"])
    chart = None
    if any(group in sums for sums in yearly.values() for group in GROUPS):
        chart = charts.stacked(
            [str(year) for year in choice.years],
            {wording.OUTCOME_GROUPS[group]: [yearly[year].get(group) for year in choice.years] for group in GROUPS},
            "件",
            name=wording.OUTCOMES_BY_YEAR,
            colours={wording.OUTCOME_GROUPS[group]: colour for group, colour in COLOURS.items()},
            notes={str(year): wording.told_by(count) for year, count in stated.items()},
            marks={
                str(year): wording.bar_mark(sum(yearly[year].get(group, 0.0) for group in GROUPS), count)
                for year, count in fewer.items()
            },
            absent={str(year): wording.STATUSES["no_report"] for year in choice.years if year not in reported_years},
        )
    title = wording.OUTCOMES_BY_YEAR + of_applicant
    counted = {year: offices_of(outcomes[outcomes["year"] == year]) for year in choice.years}
    charts.show(
        chart,
        key="years",
        title=title,
        unit="件",
        note=wording.outcome_note(sorted(fewer.items())),
        source=source,
        data=sheet(
            title,
            wording.OUTCOME_SHEET,
            [
                (year, wording.OUTCOME_GROUPS[group], yearly[year].get(group), *counted[year][group], fewer.get(year))
                for year in choice.years
                for group in GROUPS
                if group in counted[year]
            ],
            "件",
            reports,
        ),
        nothing=wording.no_table(choice.year, bool(told_by_text())),
    )


def refused() -> None:
    """Grounds of the year with at least one case, the most frequent first, each with the offices that gave it."""
    title = wording.chart_title(wording.GROUNDS, wording.year(choice.year))
    frame = ask("denial_grounds", from_year=choice.year, to_year=choice.year, **given)
    by_ground: dict[str, list[Any]] = {}
    for r in frame[frame["cases_count"] > 0].itertuples():
        by_ground.setdefault(r.name_zh, []).append(r)
    for rows in by_ground.values():
        rows.sort(key=lambda r: -r.cases_count)
    grounds = sorted(by_ground.items(), key=lambda item: -sum(r.cases_count for r in item[1]))
    with st.container(key="panel-grounds"):
        if not grounds:
            is_told = bool((this_year["outcome_group"] == "total").any())
            charts.heading(title, unit="件")
            nothing = (
                wording.no_grounds(choice.year) if is_told else wording.no_table(choice.year, bool(told_by_text()))
            )
            tables.put(tables.line(nothing, "gk-empty"))
            return
        charts.heading(title, note=wording.GROUNDS_NOTE, unit="件")
        tables.put(
            tables.table(
                [wording.GROUND, wording.CASES_COLUMN, wording.GROUND_OFFICES],
                [[name, wording.number(sum(r.cases_count for r in rows)), gave(rows)] for name, rows in grounds],
                caption=title,
                numeric=[1],
                css="gk-wrap gk-grounds",
            )
        )
        charts.foot(
            source_of_year,
            sheet(
                title,
                wording.GROUND_SHEET,
                [
                    (name, g.office_name, g.kind, g.year, g.cases_count, g.share_of_outcomes_pct)
                    for name, rows in grounds
                    for g in rows
                ],
                "件",
                reported_offices,
            ),
            "grounds",
        )


def gave(rows: list[Any]) -> Markup:
    """The offices that gave a ground, each with its number as a link to the cell; many open on a click."""
    pieces = [
        Markup('<span class="gk-gave">{} {}</span>').format(
            routes.anchor("office", r.office_name, office=r.office_code),
            routes.sentence_link(r.report_id, r.fact_no, wording.number(r.cases_count)),
        )
        for r in rows
    ]
    first, more = pieces[:MOST_OFFICES_OF_A_GROUND], pieces[MOST_OFFICES_OF_A_GROUND:]
    return tables.together(first) + (
        rest.folded(wording.more_offices(len(more)), tables.together(more)) if more else Markup("")
    )


def told_by_text() -> set[str]:
    """Offices whose number of the year the text alone tells, by code."""
    both = received[received["year"] == choice.year].merge(
        of_tables.loc[of_tables["year"] == choice.year, ["office_code", "value"]],
        on="office_code",
        suffixes=("", "_of_table"),
    )
    return set(both.loc[both["value"].notna() & both["value_of_table"].isna(), "office_code"])


def offices() -> bool:
    """Applications received this year by office, the most first; whether all are shown."""
    title = wording.chart_title(wording.RECEIVED_BY_OFFICE, wording.year(choice.year) + of_applicant)
    by_text = told_by_text()
    of_year = received[(received["year"] == choice.year) & received["office_code"].isin(coverage.concerned(choice))]
    every = list(of_year.itertuples())
    rows = [r for r in every if wording.figure(r.value) is not None]
    rows.sort(key=lambda r: -float(r.value))
    untold = [r for r in every if wording.figure(r.value) is None]

    def text(r: Any) -> str:
        words = wording.told(r.value, "件", r.qualifier, r.status)
        return wording.from_text(words) if r.office_code in by_text else words

    place = st.container()
    wants_all = rest.is_all_wanted("alloffices", len(rows))
    shown = rows if wants_all else rows[: rest.MOST_AT_FIRST]
    chart = None
    if shown:
        chart = charts.bars(
            [r.office_name for r in shown],
            [float(r.value) for r in shown],
            "件",
            name=wording.RECEIVED_BY_OFFICE,
            texts=[text(r) for r in shown],
            marked=choice.office_names,
            links=[routes.place_link(r.report_id, r.fact_no) for r in shown],
        )
    with place:
        charts.show(
            chart,
            key="offices",
            title=title,
            unit="件",
            note=wording.untold_note([(r.office_name, r.status) for r in untold], len(every)) if shown else "",
            source=source_of_year,
            data=sheet(
                title,
                wording.APPLICATIONS_SHEET,
                [
                    (
                        r.office_name,
                        r.kind,
                        r.year,
                        r.value,
                        ""
                        if wording.figure(r.value) is None
                        else wording.FROM_TEXT
                        if r.office_code in by_text
                        else wording.FROM_TABLE,
                        wording.status_words(r.status, r.qualifier),
                    )
                    for r in [*rows, *untold]
                ],
                "件",
                reported_offices,
            ),
        )
    return wants_all


def undecided(row: Any) -> str:
    """Why there is no share corrected: no case is decided, or nobody knows since the table is not told."""
    return wording.NOT_DECIDED if wording.figure(row.decided_count) == 0 else wording.STATUSES["missing"]


def dispute_table() -> bool:
    """Reviews and suits of the year: offices with cases, the most first, those whose numbers are not whole, and in a
    line those whose report tells none of it; whether all rows are shown."""
    frame = ask("disputes", from_year=choice.year, to_year=choice.year, **given)
    numbers = [f"{part}_count" for part in PARTS_OF_DISPUTES]
    told = set(frame.loc[frame[numbers].notna().any(axis=1), "office_code"])
    reporting = received[(received["year"] == choice.year) & (received["status"] != "no_report")]
    silent = reporting.loc[~reporting["office_code"].isin(told), "office_name"]
    untold = wording.untold_disputes(list(silent), choice.year)
    charts.heading(wording.DISPUTES_TITLE, note=wording.TABLE_ROWS_NOTE + untold, unit="件")
    found = list(frame[frame["office_code"].isin(told) & (frame["status"] != "no_cases")].itertuples())
    found.sort(key=lambda r: -(wording.figure(r.total_count) or -1.0))
    title = wording.chart_title(wording.DISPUTES_TITLE, wording.year(choice.year))
    if not found:
        if told:
            tables.put(tables.line(wording.no_disputes(len(told), choice.year), "gk-empty"))
        return True
    cells = ask(
        "rug",
        year=choice.year,
        indicators=[f"{dispute}.{part}" for dispute in wording.DISPUTES for part in PARTS_OF_DISPUTES],
        **given,
    )
    facts = {(r.office_code, r.indicator): r for r in cells.itertuples()}
    place = st.container()
    wants_all = rest.is_all_wanted("alldisputes", len(found))
    shown = found if wants_all else found[: rest.MOST_AT_FIRST]
    heads_of_table = [
        wording.OFFICE,
        wording.DISPUTE,
        wording.UPHELD,
        wording.CORRECTED,
        wording.OTHER_RESULT,
        wording.PENDING,
        wording.TOTAL,
        wording.CORRECTED_SHARE,
    ]
    with place:
        tables.put(
            tables.table(
                heads_of_table,
                [dispute_row(r, facts) for r in shown],
                caption=wording.DISPUTES_TITLE,
                numeric=[2, 3, 4, 5, 6, 7],
            )
        )
    rows: list[tuple[object, ...]] = [
        (
            d.office_name,
            d.kind,
            d.year,
            wording.DISPUTES[d.dispute],
            *(getattr(d, name) for name in numbers),
            d.corrected_share_pct,
            wording.STATUSES.get(d.status, d.status),
        )
        for d in found
    ]
    charts.foot(source_of_year, sheet(title, wording.DISPUTE_SHEET, rows, "件", reported_offices), "disputes")
    return wants_all


def dispute_row(r: Any, facts: dict[tuple[str, str], Any]) -> list[str | tables.Cell]:
    """A row of the table of reviews and suits; each number leads to its cell."""
    numbers: list[str | tables.Cell] = []
    for part in PARTS_OF_DISPUTES:
        fact = facts.get((r.office_code, f"{r.dispute}.{part}"))
        if fact is None or wording.figure(fact.value) is None:
            status = fact.status if fact is not None else r.status
            numbers.append(tables.Cell(wording.STATUSES.get(status, ""), css="none"))
        else:
            numbers.append(routes.sentence_link(fact.report_id, fact.fact_no, wording.number(fact.value)))
    return [
        routes.anchor("office", r.office_name, office=r.office_code),
        wording.DISPUTES[r.dispute],
        *numbers,
        wording.corrected_words(r.corrected_share_pct, r.corrected_count, r.decided_count) or undecided(r),
    ]


every_page.head(heads.applications(choice))
left, right = st.columns(2, gap="large")
with left:
    flow()
    refused()
with right:
    by_year()
    all_offices = offices()
all_disputes = dispute_table()
all_ratios = ratios.show(choice, RATIOS, "allratios")
every_page.fingerprint("applications", choice, applicant, all_offices, all_disputes, all_ratios)
