"""依申请公开: what came in, what became of it, on which grounds was it refused, and who was corrected?"""

from typing import Any

import streamlit as st

from dashboard import charts, downloads, every_page, filters, heads, routes, tables, wording
from dashboard.ask import ask, generation

GROUPS = ("granted", "partly_granted", "denied", "unable", "not_processed", "other")
COLOURS = dict(zip(GROUPS, ("#1F5EA8", "#8FB4DC", "#C2570C", "#E3A574", "#8A6D1D", "#8A94A0"), strict=True))

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
grounds = ask("denial_grounds", from_year=choice.since, to_year=choice.year, **given)
disputes = ask("disputes", from_year=choice.since, to_year=choice.year, **given)
received = ask(
    "indicator_by_office_and_year",
    indicator="applications.received",
    breakdown=applicants[applicant] or "total",
    from_year=choice.since,
    to_year=choice.year,
    **given,
)
reports = int((received["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())


def sheet() -> downloads.Sheet:
    """The flow from received to outcome, for download."""
    return downloads.Sheet(
        wording.FLOW_TITLE,
        wording.OUTCOME_SHEET,
        lambda: [
            (
                r.year,
                wording.OUTCOME_GROUPS.get(r.outcome_group, wording.TOTAL),
                r.name_zh,
                r.cases_count,
                r.stated_office_count,
                r.lacking_office_count,
                r.reported_office_count,
            )
            for r in outcomes.itertuples()
        ],
        every_page.notes(choice, f"{wording.FLOW_TITLE}（{applicant}）", "件", reports),
    )


def group_sums(rows: Any) -> dict[str, float]:
    """Cases by outcome group of rows of the flow, told ones only."""
    sums: dict[str, float] = {}
    for row in rows.itertuples():
        cases = wording.figure(row.cases_count)
        if cases is not None:
            sums[row.outcome_group] = sums.get(row.outcome_group, 0.0) + cases
    return sums


def flow() -> tuple[charts.Chart | None, str]:
    """The year's applications from intake to outcome. Where tables are not filled whole, the difference between
    both sides is said and not drawn."""
    sums = group_sums(this_year)
    came = sums.get("received", 0.0) + sums.get("carried_in", 0.0)
    ends = {group: sums.get(group, 0.0) for group in (*GROUPS, "carried_forward")}
    went = sum(ends.values())
    if not came or not went:
        return None, ""
    nodes = [wording.OUTCOME_GROUPS["received"], wording.OUTCOME_GROUPS["carried_in"], wording.HANDLED]
    colours = [charts.ACCENT, "#8FB4DC", "#8A94A0"]
    links = [(0, 2, sums.get("received", 0.0)), (1, 2, sums.get("carried_in", 0.0))]
    for group, cases in ends.items():
        nodes.append(wording.OUTCOME_GROUPS[group])
        colours.append(COLOURS.get(group, "#B9C1CA"))
        links.append((2, len(nodes) - 1, cases))
    lacking = int(this_year.loc[this_year["flow_step"] == "outcome", "lacking_office_count"].max())
    note = wording.lacking_note(lacking, int(this_year["reported_office_count"].max()))
    if came != went:
        note += wording.FLOW_UNBALANCED.format(count=wording.number(abs(came - went)))
    return charts.flow(nodes, links, "件", name=wording.FLOW_TITLE, colours=colours), note


def by_year() -> charts.Chart | None:
    """Outcomes by group and year."""
    yearly = {year: group_sums(outcomes[outcomes["year"] == year]) for year in choice.years}
    if not any(group in sums for sums in yearly.values() for group in GROUPS):
        return None
    return charts.stacked(
        [str(year) for year in choice.years],
        {wording.OUTCOME_GROUPS[group]: [yearly[year].get(group) for year in choice.years] for group in GROUPS},
        "件",
        name=wording.OUTCOMES_BY_YEAR,
        colours={wording.OUTCOME_GROUPS[group]: colour for group, colour in COLOURS.items()},
    )


def refused() -> charts.Chart | None:
    """Grounds of the year with at least one case, the most frequent first."""
    rows = grounds[(grounds["year"] == choice.year) & (grounds["cases_count"] > 0)]
    if rows.empty:
        return None
    sums = (
        rows.groupby(["ground_group", "name_zh"], sort=False)["cases_count"]
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    labels = [name for _, name in sums.index]
    return charts.bars(labels, [float(v) for v in sums], "件", name=wording.GROUNDS, longest=17)


def offices() -> charts.Chart | None:
    """Applications received this year by office."""
    rows = list(received[received["year"] == choice.year].itertuples())
    rows.sort(key=lambda r: (wording.figure(r.value) is None, -(wording.figure(r.value) or 0)))
    rows = rows[:30]
    values = [wording.figure(r.value) for r in rows]
    if not any(v is not None for v in values):
        return None
    return charts.bars(
        [r.office_name for r in rows],
        values,
        "件",
        name=wording.RECEIVED_BY_OFFICE,
        texts=[wording.told(v, "件", r.qualifier, r.status) for r, v in zip(rows, values, strict=True)],
        marked=choice.office_names,
        links=[
            routes.place_link(r.report_id, r.fact_no) if v is not None else ""
            for r, v in zip(rows, values, strict=True)
        ],
    )


def undecided(row: Any) -> str:
    """Why there is no share corrected: no case is decided, or nobody knows since the table is not told."""
    return wording.NOT_DECIDED if wording.figure(row.decided_count) == 0 else wording.STATUSES["missing"]


def dispute_table() -> None:
    """Reviews and suits of the year: offices with cases, and offices whose table lacks the number."""
    charts.heading(wording.DISPUTES_TITLE, note=wording.TABLE_ROWS_NOTE, unit="件")
    cells = ask(
        "rug",
        year=choice.year,
        indicators=[
            f"{dispute}.{part}"
            for dispute in wording.DISPUTES
            for part in ("upheld", "corrected", "other", "pending", "total")
        ],
        **given,
    )
    facts = {(r.office_code, r.indicator): r for r in cells.itertuples()}
    rows = []
    for r in disputes[(disputes["year"] == choice.year) & (disputes["status"] != "no_cases")].itertuples():
        numbers: list[str | tables.Cell] = []
        for part in ("upheld", "corrected", "other", "pending", "total"):
            fact = facts.get((r.office_code, f"{r.dispute}.{part}"))
            if fact is None or wording.figure(fact.value) is None:
                status = fact.status if fact is not None else r.status
                numbers.append(tables.Cell(wording.STATUSES.get(status, ""), css="none"))
            else:
                numbers.append(routes.sentence_link(fact.report_id, fact.fact_no, wording.number(fact.value)))
        share = wording.figure(r.corrected_share_pct)
        rows.append(
            [
                routes.anchor("office", r.office_name, office=r.office_code),
                wording.DISPUTES[r.dispute],
                *numbers,
                wording.number(share, "%") if share is not None else undecided(r),
            ]
        )
    if rows:
        heads = [
            wording.OFFICE,
            wording.DISPUTE,
            wording.UPHELD,
            wording.CORRECTED,
            wording.OTHER_RESULT,
            wording.PENDING,
            wording.TOTAL,
            wording.CORRECTED_SHARE,
        ]
        tables.put(tables.table(heads, rows, caption=wording.DISPUTES_TITLE, numeric=[2, 3, 4, 5, 6, 7]))
    else:
        tables.put(tables.line(wording.NO_DISPUTES, "gk-empty"))
    charts.foot(
        source,
        downloads.Sheet(
            wording.DISPUTES_TITLE,
            wording.DISPUTE_SHEET,
            lambda: [
                (
                    d.office_name,
                    d.kind,
                    d.year,
                    wording.DISPUTES[d.dispute],
                    d.upheld_count,
                    d.corrected_count,
                    d.other_count,
                    d.pending_count,
                    d.total_count,
                    d.corrected_share_pct,
                    wording.STATUSES.get(d.status, d.status),
                )
                for d in disputes.itertuples()
            ],
            every_page.notes(choice, wording.DISPUTES_TITLE, "件", reports),
        ),
        "disputes",
    )


every_page.head(heads.applications(choice))
drawn, flow_note = flow()
left, right = st.columns(2, gap="large")
with left:
    charts.show(
        drawn,
        key="flow",
        title=wording.chart_title(wording.FLOW_TITLE, wording.year(choice.year) + applicant),
        unit="件",
        note=flow_note,
        source=source,
        data=sheet(),
    )
    charts.show(
        refused(),
        key="grounds",
        title=wording.chart_title(wording.GROUNDS, wording.year(choice.year)),
        unit="件",
        source=source,
        data=downloads.Sheet(
            wording.GROUNDS,
            wording.GROUND_SHEET,
            lambda: [
                (g.office_name, g.kind, g.year, g.name_zh, g.cases_count, g.share_of_outcomes_pct)
                for g in grounds.itertuples()
            ],
            every_page.notes(choice, wording.GROUNDS, "件", reports),
        ),
    )
with right:
    charts.show(
        by_year(),
        key="years",
        title=wording.chart_title(wording.OUTCOMES_BY_YEAR, applicant),
        unit="件",
        note=wording.OUTCOME_NOTE,
        source=source,
        data=sheet(),
    )
    charts.show(
        offices(),
        key="offices",
        title=wording.chart_title(wording.RECEIVED_BY_OFFICE, wording.year(choice.year)),
        unit="件",
        source=source,
        data=sheet(),
    )
dispute_table()
every_page.fingerprint("applications", choice, applicant)
