"""单位对比: how do offices compare on one indicator, over the years, in one year, and between two years?"""

from typing import Any

import streamlit as st

from dashboard import charts, downloads, every_page, filters, routes, tables, wording
from dashboard.ask import ask, generation

MOST_PALE_LINES = 40
MOST_BARS = 30
MOST_ROWS = 200

choice = filters.current()

dictionary = {
    row.name_zh: row
    for row in ask("indicator_dictionary", region_id=choice.region_id).itertuples()
    if row.stated_report_count and row.indicator != "disclosure.column"
}
if not dictionary:
    every_page.head(wording.NO_DATA)
    every_page.fingerprint("compare", choice, "nothing")
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    names = list(dictionary)
    filters.known(wording.INDICATOR, "indicator", names)
    filters.known(wording.COMPARE_SCALE, "scale", [wording.COMPARE_ABSOLUTE, wording.COMPARE_INDEX])
    preferred = next((name for name, row in dictionary.items() if row.indicator == "hotline12345.close_rate"), names[0])
    name = st.selectbox(
        wording.INDICATOR, names, index=names.index(preferred), key="indicator", bind="query-params", width=260
    )
    scale = st.segmented_control(
        wording.COMPARE_SCALE,
        [wording.COMPARE_ABSOLUTE, wording.COMPARE_INDEX],
        default=wording.COMPARE_ABSOLUTE,
        required=True,
        key="scale",
        bind="query-params",
    )
    earlier = [year for year in choice.years if year < choice.year][::-1]
    filters.known(wording.BASE_YEAR, "base", earlier, wording.year)
    base = (
        st.selectbox(wording.BASE_YEAR, earlier, format_func=wording.year, key="base", bind="query-params", width=112)
        if earlier
        else None
    )
indicator = dictionary[name]
is_index = scale == wording.COMPARE_INDEX
unit = indicator.unit
is_neutral = indicator.polarity == "neutral"
better_up = None if is_neutral else indicator.polarity == "higher_is_better"
frame = ask(
    "indicator_by_office_and_year",
    indicator=indicator.indicator,
    region_id=choice.region_id,
    kind=choice.kind,
    from_year=choice.since,
    to_year=choice.year,
)


class Office:
    """One office: its name, kind, and its row of each year."""

    def __init__(self, code: str, name: str, kind: str) -> None:
        self.code, self.name, self.kind = code, name, kind
        self.rows: dict[int, Any] = {}

    def values(self, column: str = "value") -> list[float | None]:
        """One number a year, None where there is none."""
        return [wording.figure(getattr(self.rows[y], column)) if y in self.rows else None for y in choice.years]

    def links(self) -> list[str]:
        """The address of each year's sentence."""
        found = []
        for year in choice.years:
            row = self.rows.get(year)
            told = row is not None and wording.figure(row.value) is not None
            found.append(
                routes.link("report", report=int(row.report_id), fact=int(row.fact_no))
                if told and row is not None
                else ""
            )
        return found


def few_cases() -> dict[str, float]:
    """Offices whose rate of the year rests on too few cases to judge by, with their number of cases."""
    if not indicator.indicator.endswith(".close_rate"):
        return {}
    received = ask(
        "rug",
        year=choice.year,
        indicators=[indicator.indicator.replace(".close_rate", ".received")],
        region_id=choice.region_id,
        kind=choice.kind,
    )
    counts = {r.office_code: wording.figure(r.value) for r in received.itertuples()}
    return {code: n for code, n in counts.items() if n is not None and n < wording.FEW_CASES}


offices: dict[str, Office] = {}
for row in frame.itertuples():
    office = offices.setdefault(row.office_code, Office(row.office_code, row.office_name, row.kind))
    office.rows[row.year] = row
chosen = [offices[code] for code in choice.office_codes if code in offices]


def order(office: Office) -> tuple[str, float]:
    """By kind, then by the year's place; offices without one last."""
    row = office.rows.get(choice.year)
    place = wording.figure(row.rank_of_kind) if row is not None else None
    return office.kind, float("inf") if place is None else place


listed = chosen or sorted(offices.values(), key=order)
this_year = [office.rows[choice.year] for office in listed if choice.year in office.rows]
few = few_cases()
reports = int((frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())


def first_line() -> None:
    """The sentence above everything else."""
    row = next(
        ask("page_head_compare", indicator=indicator.indicator, year=choice.year, **choice.parameters()).itertuples()
    )
    ends = sorted(
        (value, r.office_name)
        for r in this_year
        if (value := wording.figure(r.value)) is not None and r.office_code not in few
    )
    every_page.head(
        wording.compare_head(
            name,
            unit,
            choice.year,
            int(row.stated_office_count),
            int(row.reported_office_count),
            wording.figure(row.median_value),
            (ends[-1][1], ends[-1][0]) if ends else None,
            (ends[0][1], ends[0][0]) if ends else None,
            int(row.rising_office_count),
            int(row.falling_office_count),
            is_neutral,
            sum(office.code in few for office in listed),
        )
    )


def sheet(title: str) -> downloads.Sheet:
    """All that the page shows, for download."""
    codes = {office.code for office in listed}
    return downloads.Sheet(
        f"{name}{title}",
        wording.COMPARE_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.year,
                r.value,
                r.unit,
                wording.STATUSES.get(r.status, r.status),
                r.change,
                r.change_pct,
                r.index_value,
                r.rank_of_kind,
                r.stated_count_of_kind,
                r.median_of_kind,
            )
            for r in frame.itertuples()
            if r.office_code in codes
        ],
        every_page.notes(choice, name, unit, reports),
    )


def trend() -> charts.Chart | None:
    """Lines over the years; the peers' quartiles where one kind of office is looked at."""
    column = "index_value" if is_index else "value"
    shown = chosen
    if not shown:
        ranked = sorted(
            (
                o
                for o in listed
                if o.code not in few and choice.year in o.rows and wording.figure(o.rows[choice.year].value) is not None
            ),
            key=lambda o: o.rows[choice.year].value,
        )
        shown = [ranked[-1], ranked[0]] if len(ranked) > 2 else ranked
    pale = [o for o in offices.values() if o not in shown] if len(offices) <= MOST_PALE_LINES else []
    series = {office.name: office.values(column) for office in [*pale, *shown]}
    if not any(value is not None for values in series.values() for value in values):
        return None
    kinds = {office.kind for office in shown}
    median: list[float | None] = []
    band = None
    if len(kinds) == 1 and not is_index:
        kind = next(iter(kinds))
        peers = {row.year: row for office in offices.values() if office.kind == kind for row in office.rows.values()}
        enough = {y: row for y, row in peers.items() if row.stated_count_of_kind >= 4}
        median = [wording.figure(enough[y].median_of_kind) if y in enough else None for y in choice.years]
        band = tuple(
            [wording.figure(getattr(enough[y], quartile)) if y in enough else None for y in choice.years]
            for quartile in ("q1_of_kind", "q3_of_kind")
        )
    return charts.lines(
        series,
        choice.years,
        "" if is_index else unit,
        name=name,
        shown=[office.name for office in shown],
        median=median,
        band=band,  # type: ignore[arg-type]
        links={office.name: office.links() for office in [*pale, *shown]},
    )


def ranking() -> charts.Chart | None:
    """The year's numbers, best first within each kind of office."""
    labels: list[str] = []
    values: list[float | None] = []
    texts: list[str] = []
    places: list[float | None] = []
    links: list[str] = []
    heads: list[str] = []
    by_kind: dict[str, list[Any]] = {}
    for row in this_year:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, rows in by_kind.items():
        rows.sort(key=lambda r: (wording.figure(r.rank_of_kind) is None, wording.figure(r.rank_of_kind) or 0))
        if len(rows) > MOST_BARS:
            told = [r for r in rows if wording.figure(r.rank_of_kind) is not None]
            rows = [*told[: MOST_BARS // 2], *told[-MOST_BARS // 2 :]] if len(told) > MOST_BARS else told
        head = wording.kind_head(kind, rows[0].stated_count_of_kind)
        heads.append(head)
        labels.append(head)
        values.append(None)
        texts.append("")
        places.append(None)
        links.append("")
        for row in rows:
            value = wording.figure(row.value)
            count = int(row.stated_count_of_kind)
            labels.append(row.office_name)
            values.append(value)
            is_small = row.office_code in few
            text = wording.told(value, unit, row.qualifier, row.status)
            texts.append(f"{text}（{wording.cases(few[row.office_code])}）" if is_small else text)
            rank = wording.figure(row.rank_of_kind)
            judged = rank is not None and count >= 4 and not is_neutral and not is_small
            places.append(1 - (rank - 1) / (count - 1) if judged and rank is not None else (0.5 if is_small else None))
            links.append(
                routes.link("report", report=int(row.report_id), fact=int(row.fact_no)) if value is not None else ""
            )
    if not any(value is not None for value in values):
        return None
    return charts.bars(labels, values, unit, name=name, texts=texts, places=places, links=links, heads=heads)


def change() -> charts.Chart | None:
    """Two years side by side."""
    if base is None:
        return None
    pairs = [(o.name, o.rows.get(base), o.rows.get(choice.year)) for o in listed]
    before = [wording.figure(first.value) if first is not None else None for _, first, _ in pairs]
    after = [wording.figure(last.value) if last is not None else None for _, _, last in pairs]
    if not any(a is not None and b is not None for a, b in zip(before, after, strict=True)):
        return None
    at = [choice.years.index(base), len(choice.years) - 1]
    links = [(office.links()[at[0]], office.links()[at[1]]) for office in listed]
    return charts.slope(
        [pair[0] for pair in pairs],
        before,
        after,
        (base, choice.year),
        unit,
        name=name,
        better_up=better_up,
        unjudged=[office.name for office in listed if office.code in few],
        links=links,
    )


def ranks() -> tuple[charts.Chart | None, str]:
    """Places over the years within one kind: that of the first chosen office, else the largest."""
    kinds = [office.kind for office in listed]
    if not kinds:
        return None, ""
    kind = chosen[0].kind if chosen else max(dict.fromkeys(kinds), key=kinds.count)
    peers = [office for office in offices.values() if office.kind == kind and office.code not in few]
    series = {o.name: o.values("rank_of_kind") for o in peers if any(v is not None for v in o.values("rank_of_kind"))}
    if not series or len(peers) > MOST_PALE_LINES:
        return None, kind
    drawn = charts.bump(
        series,
        choice.years,
        name=name,
        marked=[office.name for office in chosen],
        links={office.name: office.links() for office in peers},
    )
    return drawn, kind


def table() -> None:
    """Every office with its numbers, places, changes and a sparkline; each number leads to its sentence."""
    charts.heading(wording.COMPARE_TABLE, note=wording.RANK_NOTE, unit=unit)
    columns = [
        wording.OFFICE,
        wording.KIND,
        wording.TREND,
        *(wording.year(y) for y in choice.years),
        wording.CHANGE_ON_YEAR,
        wording.RANK,
    ]
    rows = []
    for office in listed[:MOST_ROWS]:
        last = office.rows.get(choice.year)
        cells: list[str | tables.Cell] = [
            routes.anchor("office", office.name, office=office.code),
            office.kind,
        ]
        values = office.values()
        cells.append(tables.Cell(charts.sparkline(values, wording.trend_words(choice.years, values, unit))))
        for year in choice.years:
            row = office.rows.get(year)
            if row is None:
                cells.append(tables.Cell(wording.COVERAGE["not_expected"], css="none"))
                continue
            text = wording.told(row.value, unit, row.qualifier, row.status)
            if wording.figure(row.value) is None:
                cells.append(tables.Cell(text, css="none", title=wording.STATUS_EXPLANATIONS.get(row.status, "")))
            else:
                cells.append(routes.sentence_link(row.report_id, row.fact_no, text))
        changed = wording.figure(last.change if unit == "%" else last.change_pct) if last is not None else None
        cells.append(wording.signed(changed, "pp" if unit == "%" else "%"))
        if last is None:
            cells.append("")
        elif office.code in few:
            cells.append(wording.FEW_CASES_NOTE)
        else:
            cells.append(wording.ranked(last.rank_of_kind, last.ranked_count_of_kind, last.tied_count_of_kind))
        rows.append(cells)
    numeric = [*range(3, len(columns) - 1)]
    tables.put(tables.table(columns, rows, caption=f"{name}，{wording.COMPARE_TABLE}", numeric=numeric))
    if len(listed) > MOST_ROWS:
        tables.put(tables.line(wording.only_first(MOST_ROWS, len(listed))))
    charts.foot(source, sheet(wording.COMPARE_TABLE), "table")


first_line()
left, right = st.columns(2, gap="large")
with left:
    charts.show(
        trend(),
        key="trend",
        title=wording.chart_title(name, wording.COMPARE_TREND),
        unit=wording.INDEX_UNIT if is_index else unit,
        note=wording.TREND_NOTE,
        source=source,
        data=sheet(wording.COMPARE_TREND),
    )
    charts.show(
        change(),
        key="change",
        title=wording.chart_title(name, wording.change_title(base, choice.year)),
        unit=unit,
        note="" if is_neutral else wording.CHANGE_NOTE,
        source=source,
        data=sheet(wording.COMPARE_CHANGE),
    )
with right:
    charts.show(
        ranking(),
        key="ranking",
        title=wording.chart_title(name, wording.ranking_title(choice.year)),
        unit=unit,
        source=source,
        data=sheet(wording.COMPARE_RANKING),
    )
    drawn, kind = ranks()
    charts.show(
        drawn,
        key="ranks",
        title=wording.chart_title(name, wording.ranks_title(kind)),
        source=source,
        data=sheet(wording.COMPARE_RANKS),
    )
table()
every_page.fingerprint("compare", choice, name, scale, base)
