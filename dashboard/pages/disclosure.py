"""主动公开: how much goes out by which channel, and which columns of the website have gone stale?"""

from typing import Any

import streamlit as st

from dashboard import (
    charts,
    coverage,
    downloads,
    every_page,
    filters,
    freshness,
    heads,
    rest,
    routes,
    tables,
    timeline,
    wording,
)
from dashboard.ask import ask, generation

choice = filters.current()
given = choice.parameters()

overall = {
    indicator: ask(
        "indicator_by_office_and_year",
        indicator=indicator,
        from_year=choice.since,
        to_year=choice.year,
        **given,
    )
    for indicator in wording.CHANNELS
}
told = {indicator: frame for indicator, frame in overall.items() if frame["value"].notna().any()}
columns = ask("column_heat_map", from_year=choice.since, to_year=choice.year, **given)
absent = coverage.absences(choice)
any_frame = overall["disclosure.website"]
reports = int((any_frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())


def listed_columns() -> dict[str, str]:
    """Columns to choose from, label to name: those found weak by a rule first, then the watch list, then the others,
    those that most offices list first."""
    stale = columns["is_stale"].fillna(False).astype(bool) & ~columns["is_self_told"].fillna(False).astype(bool)
    watched = columns[columns["is_watched"]]
    first = (
        stale[columns["is_watched"]].groupby(watched["column_name"]).sum().sort_values(ascending=False, kind="stable")
    )
    others = columns[~columns["is_watched"]].groupby("column_name")["office_code"].nunique()
    others = others.sort_values(ascending=False, kind="stable")
    return {name: name for name in first.index} | {wording.column_label(name, False): name for name in others.index}


with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    names = {wording.CHANNELS[indicator]: indicator for indicator in told}
    filters.known(wording.CHANNEL, "channel", names)
    filters.known(wording.COLUMN_VIEW, "view", [wording.COLUMN_BY_OFFICE, wording.COLUMN_BY_YEAR])
    channel = (
        st.selectbox(wording.CHANNEL, list(names), key="channel", bind="query-params", width=180) if names else None
    )
    view = filters.one_of(
        wording.COLUMN_VIEW,
        [wording.COLUMN_BY_OFFICE, wording.COLUMN_BY_YEAR],
        key="view",
        default=wording.COLUMN_BY_OFFICE,
    )
    by_column = view == wording.COLUMN_BY_OFFICE
    subjects = (
        listed_columns()
        if by_column
        else {row.office_name: row.office_code for row in columns.drop_duplicates("office_code").itertuples()}
    )
    filters.known(wording.COLUMN if by_column else wording.OFFICE, "column" if by_column else "of", subjects)
    subject = (
        st.selectbox(
            wording.COLUMN if by_column else wording.OFFICE,
            list(subjects),
            key="column" if by_column else "of",
            bind="query-params",
            width=280,
        )
        if subjects
        else None
    )


def channels() -> None:
    """The sum of each channel by year over the offices that tell it every year."""
    frame = ask("sums_by_year", indicators=list(told), from_year=choice.since, to_year=choice.year, **given)
    years = {
        indicator: {
            int(r.year): wording.SumOfYear(
                int(r.year),
                wording.figure(r.told_sum),
                str(r.told_qualifier),
                int(r.told_office_count),
                int(r.fewer_office_count),
                wording.figure(r.constant_sum),
                str(r.constant_qualifier),
                int(r.constant_office_count),
            )
            for r in frame[frame["indicator"] == indicator].itertuples()
        }
        for indicator in told
    }
    lasts = [
        (wording.CHANNELS[indicator], [sums for sums in of_years.values() if sums.told_offices][-1])
        for indicator, of_years in years.items()
    ]
    told_years = [
        (name, last, sum(bool(sums.told_offices) for sums in of_years.values()))
        for (name, last), of_years in zip(lasts, years.values(), strict=True)
    ]
    lines = [
        charts.Sums(
            name,
            [of_years[y].drawn if y in of_years else None for y in choice.years],
            [wording.sum_words(name, "条", of_years[y]) if y in of_years else "" for y in choice.years],
            [wording.fewer_mark(of_years[y]) if y in of_years else "" for y in choice.years],
            last.is_trend,
        )
        for (name, last), of_years in zip(lasts, years.values(), strict=True)
    ]
    sheet = downloads.Sheet(
        wording.CHANNEL_TREND,
        wording.CHANNEL_SHEET,
        lambda: [
            (
                wording.CHANNELS[r.indicator],
                r.year,
                r.constant_sum,
                r.constant_office_count,
                r.told_sum,
                r.told_office_count,
                r.reported_office_count - r.told_office_count,
            )
            for r in frame.set_index("indicator").loc[list(told)].reset_index().itertuples()
        ],
        every_page.notes(choice, wording.CHANNEL_TREND, "条", reports),
    )
    charts.show(
        timeline.drawn(
            charts.sums(lines, choice.years, "条", name=wording.CHANNEL_TREND) if lines else None,
            choice,
            wording.DISCLOSURE_GROUP,
        ),
        below=timeline.below(choice, wording.DISCLOSURE_GROUP),
        key="channels",
        title=wording.CHANNEL_TREND,
        unit="条",
        note=wording.sums_note(told_years),
        source=source,
        data=sheet,
    )


def offices() -> tuple[str, bool]:
    """One channel by office in the year looked at, the most first; what changes the page."""
    title = wording.channels_title(choice.year, channel or "")
    if channel is None:
        charts.show(None, key="offices", title=title, unit="条")
        return "", False
    frame = told[names[channel]]
    of_year = frame[(frame["year"] == choice.year) & frame["office_code"].isin(coverage.concerned(choice))]
    every = list(of_year.itertuples())
    rows = [r for r in every if wording.figure(r.value) is not None]
    rows.sort(key=lambda r: -float(r.value))
    lacking = [(r.office_name, why_none(r)) for r in every if wording.figure(r.value) is None]
    place = st.container()
    wants_all = rest.is_all_wanted("alloffices", len(rows))
    shown = rows if wants_all else rows[: rest.MOST_AT_FIRST]
    bars = charts.bars(
        [r.office_name for r in shown],
        [float(r.value) for r in shown],
        "条",
        name=channel,
        texts=[wording.told(r.value, "条", r.qualifier, r.status) for r in shown],
        marked=choice.office_names,
        links=[routes.place_link(r.report_id, r.fact_no) for r in shown],
    )
    with place:
        charts.show(
            bars if shown else None,
            key="offices",
            title=title,
            unit="条",
            note=wording.untold_note(lacking, len(every)) if shown else "",
            source=source,
            data=downloads.Sheet(
                title,
                wording.OFFICE_SHEET,
                lambda: [
                    (r.office_name, r.kind, channel, r.year, r.value, wording.status_words(why_none(r), r.qualifier))
                    for r in [*rows, *(r for r in every if wording.figure(r.value) is None)]
                ],
                every_page.notes(choice, title, "条", sum(r.status != "no_report" for r in every)),
            ),
        )
    return channel, wants_all


def part_of(shown_subject: str) -> tuple[Any, str]:
    """The rows of the column map, and which of their names stand at its left."""
    if by_column:
        return columns[columns["column_name"] == subjects[shown_subject]], "office_name"
    return columns[columns["office_code"] == subjects[shown_subject]], "column_name"


def column_map() -> bool:
    """One column over offices and years, or one office over columns and years; stale cells framed."""
    title = wording.column_map_title(subject or "", by_column)
    if subject is None:
        charts.show(None, key="columns", title=title, unit="条")
        return False
    part, name_of = part_of(subject)
    stale = part.groupby(name_of, sort=False)["is_stale"].sum()
    if by_column:
        stale = stale.sort_values(ascending=False, kind="stable")
    names_of_rows = list(stale.index)
    place = st.container()
    wants_all = rest.is_all_wanted("allrows", len(names_of_rows))
    cells = {(getattr(r, name_of), r.year): r for r in part.itertuples()}
    shown = names_of_rows if wants_all else names_of_rows[: rest.MOST_AT_FIRST]
    drawn = [[cells.get((name, year)) for year in choice.years] for name in shown]
    chart = charts.heat_map(
        shown,
        [str(year) for year in choice.years],
        [[depth(r) for r in row] for row in drawn],
        [[cell_words(r) for r in row] for row in drawn],
        name=title,
        hovers=[
            [wording.column_words(name, year, r, why_none(r)) for year, r in zip(choice.years, row, strict=True)]
            for name, row in zip(shown, drawn, strict=True)
        ],
        marked=[
            (i, j)
            for i, row in enumerate(drawn)
            for j, r in enumerate(row)
            if r is not None and wording.truth(r.is_stale)
        ],
        links=[
            [routes.place_link(r.report_id, r.fact_no) if r is not None and is_told(r) else "" for r in row]
            for row in drawn
        ],
        is_amount=True,
    )
    unwatched = list(dict.fromkeys((columns if by_column else part).loc[lambda f: ~f["is_watched"], "column_name"]))
    with place:
        charts.show(
            chart,
            key="columns",
            title=title,
            unit="条",
            note=wording.COLUMN_MAP_NOTE + wording.unwatched_note(unwatched, by_column),
            source=source,
            data=downloads.Sheet(
                title,
                wording.COLUMN_SHEET,
                lambda: [column_row(r) for name in names_of_rows for r in part[part[name_of] == name].itertuples()],
                every_page.notes(choice, title, "条", reports),
            ),
        )
    return wants_all


def is_told(row: Any) -> bool:
    """Whether the cell has a number."""
    return wording.figure(row.items_count) is not None


def depth(row: Any) -> float | None:
    """How dark a cell is, 0 to 1: its number beside twice the median of its column, so that no single office sets the
    scale; None without a number."""
    if row is None or not is_told(row):
        return None
    typical = wording.figure(row.typical_count)
    return min(1.0, float(row.items_count) / (2 * typical)) if typical else 0.0


def why_none(row: Any) -> str:
    """The status of a number; where there is no report, which absence it is: 缺报, 未收录 or 未列入, as 数据质量 counts
    them."""
    if row is None:
        return "no_report"
    return absent.get((row.office_code, int(row.year)), row.status) if row.status == "no_report" else row.status


def cell_words(row: Any) -> str:
    """What stands in a cell: the number, or why there is none; nothing where the report does not list the column."""
    status = why_none(row)
    return (
        ""
        if status == "not_told"
        else wording.told(getattr(row, "items_count", None), "条", getattr(row, "qualifier", "="), status)
    )


def column_row(r: Any) -> tuple[object, ...]:
    """A cell of the column map as a row of its download."""
    return (
        r.office_name,
        r.kind,
        r.column_name,
        r.printed_names if isinstance(r.printed_names, str) else "",
        r.year,
        r.items_count,
        wording.status_words(why_none(r), r.qualifier),
        wording.STALE if wording.truth(r.is_stale) else "",
        r.message if isinstance(r.message, str) else "",
    )


def stale_list() -> None:
    """The stale columns of the year, each with its sentence and the way to its number."""
    found = list(
        columns[(columns["year"] == choice.year) & columns["is_stale"].fillna(False).astype(bool)].itertuples()
    )
    charts.heading(wording.STALE_TITLE, unit=wording.year(choice.year))
    if not found:
        tables.put(tables.line(wording.NO_STALE, "gk-empty"))
        return
    rows = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            r.column_name,
            routes.sentence_link(
                r.report_id,
                r.fact_no,
                wording.column_count(wording.figure(r.fact_no) is not None, r.items_count, r.qualifier, r.status),
            ),
            r.message if isinstance(r.message, str) else "",
            tables.badge(wording.YES, "accent") if wording.truth(r.is_self_told) else wording.NO,
        ]
        for r in found
    ]
    place = st.container()
    wants_all = rest.is_all_wanted("allstale", len(rows))
    with place:
        tables.put(
            tables.table(
                [wording.OFFICE, wording.COLUMN, f"{wording.VALUE}（条）", wording.REASON, wording.SELF_TOLD],
                rows if wants_all else rows[: rest.MOST_AT_FIRST],
                caption=wording.STALE_TITLE,
                numeric=[2],
                css="gk-wrap gk-reasons",
            )
        )
    sheet = downloads.Sheet(
        wording.STALE_TITLE,
        wording.STALE_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.column_name,
                r.year,
                r.items_count,
                wording.NOT_LISTED
                if wording.figure(r.fact_no) is None
                else wording.status_words(r.status, r.qualifier),
                r.message if isinstance(r.message, str) else "",
                wording.YES if wording.truth(r.is_self_told) else wording.NO,
            )
            for r in found
        ],
        every_page.notes(choice, wording.STALE_TITLE, "条", reports),
    )
    charts.foot(source, sheet, "stale")


every_page.head(heads.disclosure(choice))
left, right = st.columns(2, gap="large")
with left:
    channels()
with right:
    bars_shown = offices()
all_shown = column_map()
stale_list()
judged_on = freshness.due(choice)
every_page.fingerprint("disclosure", choice, view, subject, bars_shown, all_shown, str(judged_on))
