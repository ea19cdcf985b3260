"""主动公开: how much goes out by which channel, and which columns of the website have gone stale?"""

import streamlit as st

from dashboard import charts, downloads, every_page, filters, heads, routes, tables, wording
from dashboard.ask import ask, generation

MOST_BARS = 30
MOST_MAP_ROWS = 40

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
any_frame = overall["disclosure.website"]
reports = int((any_frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())

with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    names = {wording.CHANNELS[indicator]: indicator for indicator in told}
    filters.known(wording.CHANNEL, "channel", names)
    filters.known(wording.COLUMN_VIEW, "view", [wording.COLUMN_BY_OFFICE, wording.COLUMN_BY_YEAR])
    channel = (
        st.selectbox(wording.CHANNEL, list(names), key="channel", bind="query-params", width=180) if names else None
    )
    view = st.segmented_control(
        wording.COLUMN_VIEW,
        [wording.COLUMN_BY_OFFICE, wording.COLUMN_BY_YEAR],
        default=wording.COLUMN_BY_OFFICE,
        required=True,
        key="view",
        bind="query-params",
    )
    by_column = view == wording.COLUMN_BY_OFFICE
    if by_column:
        found_only = columns["is_stale"].fillna(False).astype(bool) & ~columns["is_self_told"].fillna(False).astype(
            bool
        )
        stale_first = found_only.groupby(columns["column_name"]).sum().sort_values(ascending=False, kind="stable")
        subjects = {name: name for name in stale_first.index}
    else:
        subjects = {row.office_name: row.office_code for row in columns.drop_duplicates("office_code").itertuples()}
    filters.known(wording.COLUMN if by_column else wording.OFFICE, "column" if by_column else "of", subjects)
    subject = (
        st.selectbox(
            wording.COLUMN if by_column else wording.OFFICE,
            list(subjects),
            key="column" if by_column else "of",
            bind="query-params",
            width=240,
        )
        if subjects
        else None
    )


def channel_sheet() -> downloads.Sheet:
    """All channels of the offices chosen, for download."""
    return downloads.Sheet(
        wording.CHANNEL_TREND,
        wording.CHANNEL_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                wording.CHANNELS[indicator],
                r.year,
                r.value,
                wording.STATUSES.get(r.status, r.status),
            )
            for indicator, frame in told.items()
            for r in frame.itertuples()
        ],
        every_page.notes(choice, wording.CHANNEL_TREND, "条", reports),
    )


def column_sheet() -> downloads.Sheet:
    """All columns of the offices chosen, for download."""
    return downloads.Sheet(
        wording.COLUMN_MAP,
        wording.COLUMN_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.column_name,
                r.year,
                r.items_count,
                wording.STATUSES.get(r.status, r.status),
                wording.STALE if r.is_stale else "",
                r.message,
            )
            for r in columns.itertuples()
        ],
        every_page.notes(choice, wording.COLUMN_MAP, "条", reports),
    )


def channels() -> tuple[charts.Chart | None, str]:
    """The sum of each channel by year over the offices that state it, and how many do."""
    series: dict[str, list[float | None]] = {}
    counts = []
    for indicator, frame in told.items():
        sums: list[float | None] = []
        for year in choice.years:
            values = frame.loc[frame["year"] == year, "value"].dropna()
            sums.append(float(values.sum()) if len(values) else None)
        series[wording.CHANNELS[indicator]] = sums
        counts.append(
            (wording.CHANNELS[indicator], int(frame.loc[frame["year"] == choice.year, "value"].notna().sum()))
        )
    expected = int((any_frame.loc[any_frame["year"] == choice.year, "status"] != "no_report").sum())
    note = wording.covered_note(counts, expected)
    if not series:
        return None, note
    return charts.lines(series, choice.years, "条", name=wording.CHANNEL_TREND, shown=list(series)), note


def offices() -> charts.Chart | None:
    """One channel by office in the year looked at, within kinds."""
    if channel is None:
        return None
    frame = told[names[channel]]
    rows = list(frame[frame["year"] == choice.year].itertuples())
    rows.sort(key=lambda r: (wording.figure(r.value) is None, -(wording.figure(r.value) or 0)))
    rows = rows[:MOST_BARS]
    values = [wording.figure(r.value) for r in rows]
    if not any(v is not None for v in values):
        return None
    return charts.bars(
        [r.office_name for r in rows],
        values,
        "条",
        name=channel,
        texts=[wording.told(v, "条", r.qualifier, r.status) for r, v in zip(rows, values, strict=True)],
        marked=choice.office_names,
        links=[
            routes.place_link(r.report_id, r.fact_no) if v is not None else ""
            for r, v in zip(rows, values, strict=True)
        ],
    )


def column_map() -> charts.Chart | None:
    """One column over offices and years, or one office over columns and years; stale cells framed."""
    if subject is None:
        return None
    if by_column:
        part, name_of = columns[columns["column_name"] == subject], "office_name"
    else:
        part, name_of = columns[columns["office_code"] == subjects[subject]], "column_name"
    stale = part.groupby(name_of)["is_stale"].sum().sort_values(ascending=False, kind="stable")
    rows = list(stale.index)[:MOST_MAP_ROWS]
    cells = {(getattr(r, name_of), r.year): r for r in part.itertuples()}
    most = max((wording.figure(r.items_count) or 0 for r in cells.values()), default=0) or 1
    places: list[list[float | None]] = []
    texts: list[list[str]] = []
    links: list[list[str]] = []
    marked = []
    for place, name in enumerate(rows):
        found = [cells.get((name, year)) for year in choice.years]
        amounts = [wording.figure(r.items_count) if r is not None else None for r in found]
        places.append([None if v is None else (v / most) ** 0.5 for v in amounts])
        texts.append(
            [
                wording.told(v, "条", status=r.status if r is not None else "no_report")
                if v is not None or r is None or r.status != "not_told"
                else ""
                for r, v in zip(found, amounts, strict=True)
            ]
        )
        links.append(
            [
                routes.place_link(r.report_id, r.fact_no) if r is not None and v is not None else ""
                for r, v in zip(found, amounts, strict=True)
            ]
        )
        marked += [(place, c) for c, r in enumerate(found) if r is not None and r.is_stale is True]
    hovers = [[wording.column_words(name, year, cells.get((name, year))) for year in choice.years] for name in rows]
    return charts.heat_map(
        rows,
        [str(year) for year in choice.years],
        places,
        texts,
        name=wording.column_map_title(subject, by_column),
        hovers=hovers,
        marked=marked,
        links=links,
        sequential=True,
    )


def stale_list() -> None:
    """The stale columns of the year, each with its sentence and the way to its number."""
    found = columns[(columns["year"] == choice.year) & columns["is_stale"].fillna(False).astype(bool)]
    charts.heading(wording.STALE_TITLE, unit=wording.year(choice.year))
    if found.empty:
        tables.put(tables.line(wording.NO_STALE, "gk-empty"))
        return
    rows = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            r.column_name,
            routes.sentence_link(r.report_id, r.fact_no, wording.told(r.items_count, "条", status=r.status)),
            r.message if isinstance(r.message, str) else "",
            tables.badge(wording.YES, "accent") if r.is_self_told is True else wording.NO,
        ]
        for r in found.itertuples()
    ]
    tables.put(
        tables.table(
            [wording.OFFICE, wording.COLUMN, f"{wording.VALUE}（条）", wording.REASON, wording.SELF_TOLD],
            rows,
            caption=wording.STALE_TITLE,
            numeric=[2],
            css="gk-wrap gk-reasons",
        )
    )
    charts.foot(source, column_sheet(), "stale")


every_page.head(heads.disclosure(choice))
drawn, coverage_note = channels()
left, right = st.columns(2, gap="large")
with left:
    charts.show(
        drawn,
        key="channels",
        title=wording.CHANNEL_TREND,
        unit="条",
        note=coverage_note,
        source=source,
        data=channel_sheet(),
    )
with right:
    charts.show(
        offices(),
        key="offices",
        title=wording.channels_title(choice.year, channel or ""),
        unit="条",
        source=source,
        data=channel_sheet(),
    )
charts.show(
    column_map(),
    key="columns",
    title=wording.column_map_title(subject or "", by_column),
    unit="条",
    note=wording.COLUMN_MAP_NOTE,
    source=source,
    data=column_sheet(),
)
stale_list()
every_page.fingerprint("disclosure", choice, channel, view, subject)
