"""热线与信访: how many cases came in, how many were closed, and which differences are more than chance?"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, filters, heads, ratios, routes, tables, timeline, wording
from dashboard.ask import ask, generation

MOST_ROWS = 200

choice = filters.current()
given = choice.parameters()

with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    subject_name = filters.one_of(
        wording.SUBJECT, list(wording.SUBJECTS.values()), key="subject", default=wording.SUBJECTS["hotline12345"]
    )
    subject = next(key for key, words in wording.SUBJECTS.items() if words == subject_name)
    funnel_all = ask("rate_funnel", year=choice.year, subject=subject, region_id=choice.region_id, kind=choice.kind)
    kinds = list(dict.fromkeys(funnel_all["kind"]))
    filters.known(wording.PEER_KIND, "peer", kinds)
    largest = max(kinds, key=list(funnel_all["kind"]).count) if kinds else ""
    kind = filters.one_of(wording.PEER_KIND, kinds, key="peer", default=largest) if len(kinds) > 1 else largest

frame = ask(
    "hotline" if subject == "hotline12345" else "petitions", from_year=choice.since, to_year=choice.year, **given
)
rates = ask(
    "indicator_by_office_and_year",
    indicator=f"{subject}.close_rate",
    from_year=choice.since,
    to_year=choice.year,
    **given,
)
of_year = frame[frame["year"] == choice.year]
numbers = {
    (r.office_code, r.indicator.removeprefix(f"{subject}.")): r
    for r in ask(
        "rug",
        year=choice.year,
        indicators=[f"{subject}.{part}" for part in ("received", "closed", "close_rate")],
        **choice.parameters(offices=False),
    ).itertuples()
}
both_numbers = ask(
    "sums_by_year",
    indicators=[f"{subject}.received", f"{subject}.closed"],
    from_year=choice.since,
    to_year=choice.year,
    as_one=True,
    **given,
)
constant_office_count = int(both_numbers["constant_office_count"].max()) if len(both_numbers) else 0
judged = funnel_all[funnel_all["kind"] == kind]
verdicts = dict(zip(funnel_all["office_code"], funnel_all["verdict"], strict=True))
rate_of = {r.office_code: r for r in rates[rates["year"] == choice.year].itertuples()}
reports = int((frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())


def sheet(
    title: str, columns: Sequence[str], rows: Callable[[], list[tuple[object, ...]]], unit: str
) -> downloads.Sheet:
    """What one chart or table shows, in its order, for download."""
    return downloads.Sheet(
        f"{subject_name}{title}", columns, rows, every_page.notes(choice, f"{subject_name}{title}", unit, reports)
    )


def rate_link(office_code: str, report_id: object) -> str:
    """Where a rate of the year stands: its sentence, else its report."""
    fact = numbers.get((office_code, "close_rate"))
    return routes.place_link(report_id, fact.fact_no if fact is not None else None)


def in_funnel() -> list[Any]:
    """The offices of the funnel's kind that have a rate of the year."""
    return [r for r in judged.itertuples() if wording.figure(r.rate_pct) is not None]


def funnel() -> charts.Chart | None:
    """The year's rates against cases within one kind of office."""
    told = in_funnel()
    if not told:
        return None
    return charts.funnel(
        [r.office_name for r in told],
        [wording.figure(r.received_count) for r in told],
        [wording.figure(r.rate_pct) for r in told],
        wording.figure(told[0].centre_rate_pct),
        dispersion=float(told[0].dispersion),
        name=subject_name,
        verdicts=[r.verdict for r in told],
        marked=choice.office_names,
        links=[rate_link(r.office_code, r.report_id) for r in told],
    )


def funnel_rows() -> list[tuple[object, ...]]:
    """The funnel as rows, with its ranges and verdicts."""
    return [
        (
            r.office_name,
            r.kind,
            r.received_count,
            r.closed_count,
            wording.shown(r.rate_pct),
            wording.shown(r.centre_rate_pct),
            *(wording.shown(limit) for limit in (r.lower_95_pct, r.upper_95_pct, r.lower_998_pct, r.upper_998_pct)),
            wording.VERDICT_LABELS[r.verdict],
        )
        for r in in_funnel()
    ]


def trend() -> charts.Chart | None:
    """Close rates over the years: offices below the ranges or chosen stand out, the rest stay pale."""
    series: dict[str, list[float | None]] = {}
    links: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for row in rates.itertuples():
        values = series.setdefault(row.office_name, [None] * len(choice.years))
        places = links.setdefault(row.office_name, [""] * len(choice.years))
        values[row.year - choice.since] = None if row.has_few_cases else wording.figure(row.value)
        places[row.year - choice.since] = routes.place_link(row.report_id, wording.figure(row.fact_no))
        names[row.office_code] = row.office_name
    if not any(v is not None for values in series.values() for v in values):
        return None
    shown = (
        list(choice.office_names) or [names[c] for c, v in verdicts.items() if v.startswith("below") and c in names][:4]
    )
    yearly = [rates.loc[(rates["year"] == year) & ~rates["has_few_cases"], "value"].dropna() for year in choice.years]
    median = [float(values.median()) if len(values) >= 4 else None for values in yearly]
    return charts.lines(
        series,
        choice.years,
        "%",
        name=wording.RATE_TREND,
        shown=shown,
        peers=[charts.Peers(wording.MEDIAN, median)],
        links=links,
    )


def trend_rows() -> list[tuple[object, ...]]:
    """The close rates of all years as rows."""
    return [
        (
            r.office_name,
            r.kind,
            r.year,
            wording.shown(r.value),
            wording.STATUSES.get(r.status, r.status),
            r.cases_count,
            wording.FEW_CASES_NOTE if r.has_few_cases else "",
        )
        for r in rates.itertuples()
    ]


def sums() -> dict[int, tuple[float, float]]:
    """Cases received and closed by year, over the offices that tell both in every year."""
    by_year: dict[int, dict[str, float]] = {}
    for row in both_numbers[both_numbers["constant_sum"].notna()].itertuples():
        by_year.setdefault(int(row.year), {})[row.indicator.rsplit(".", 1)[-1]] = float(row.constant_sum)
    return {year: (both["received"], both["closed"]) for year, both in by_year.items() if len(both) == 2}


def volume() -> charts.Chart | None:
    """Cases closed and not closed by year, over the same offices in every year."""
    by_year = sums()
    if not by_year:
        return None
    return charts.stacked(
        [str(year) for year in choice.years],
        {
            wording.CLOSED: [by_year[year][1] if year in by_year else None for year in choice.years],
            wording.NOT_CLOSED: [
                max(0.0, by_year[year][0] - by_year[year][1]) if year in by_year else None for year in choice.years
            ],
        },
        "件",
        name=wording.volume_title(subject_name),
        colours={wording.CLOSED: charts.ACCENT, wording.NOT_CLOSED: charts.GREY},
    )


def most_received() -> list[Any]:
    """The offices of the year, most cases first, those that do not tell last."""
    rows = list(of_year.itertuples())
    rows.sort(key=lambda r: (wording.figure(r.received_count) is None, -(wording.figure(r.received_count) or 0)))
    return rows[:30]


def received() -> charts.Chart | None:
    """Cases received this year by office."""
    rows = most_received()
    values = [wording.figure(r.received_count) for r in rows]
    if not any(v is not None for v in values):
        return None
    facts = [numbers.get((r.office_code, "received")) for r in rows]
    return charts.bars(
        [r.office_name for r in rows],
        values,
        "件",
        name=wording.RECEIVED,
        texts=[
            wording.told(
                v,
                qualifier=fact.qualifier if fact is not None else "=",
                status="missing" if r.status == "stated" else r.status,
            )
            for r, v, fact in zip(rows, values, facts, strict=True)
        ],
        marked=choice.office_names,
        links=[
            routes.place_link(r.report_id, fact.fact_no if fact is not None else None)
            for r, fact in zip(rows, facts, strict=True)
        ],
    )


def in_table() -> list[Any]:
    """Who is low beyond chance first, then by kind and rate; who has no rate last."""
    order = list(wording.VERDICTS)

    def place(r: Any) -> tuple[int, str, float]:
        verdict, rate = verdicts.get(r.office_code, ""), wording.figure(r.rate_pct)
        low = order.index(verdict) if verdict.startswith("below") else len(order) - (rate is not None)
        return low, r.kind, -1.0 if rate is None else rate

    return sorted(of_year.itertuples(), key=place)[:MOST_ROWS]


def moved_by(office_code: str) -> float | None:
    """The change of an office's rate on the year before in percentage points; None where none is told or judged."""
    rate = rate_of.get(office_code)
    return wording.figure(rate.change) if rate is not None and isinstance(rate.direction, str) else None


def status_of_rate(office_code: str, status: str) -> str:
    """`status`, or that the office's rate and its own cases contradict each other."""
    rate = rate_of.get(office_code)
    return "conflict" if rate is not None and rate.status == "conflict" else status


def moved(office_code: str) -> str:
    """The change of an office's rate on the year before as 单位对比 says it; '' where it has no rate."""
    rate = rate_of.get(office_code)
    if rate is None or wording.figure(rate.value) is None:
        return ""
    return wording.change_on_year(rate.change, rate.change_pct, rate.direction, rate.has_few_cases, "%")


def table() -> None:
    """Each office this year, with the funnel's judgement."""
    charts.heading(wording.RATE_TABLE, unit=wording.year(choice.year))

    def number(office_code: str, part: str, value: object, unit: str, status: str) -> Markup:
        """A number of the table as a link to its sentence; a computed rate leads to the number closed."""
        fact = numbers.get((office_code, part))
        qualifier = fact.qualifier if fact is not None else "="
        text = wording.told(value, unit, qualifier, status)
        if wording.figure(value) is None or fact is None:
            return Markup('<span class="gk-none">{}</span>').format(text)
        return routes.sentence_link(fact.report_id, fact.fact_no, text)

    rows = []
    for r in in_table():
        status = "missing" if r.status == "stated" else r.status
        verdict = verdicts.get(r.office_code, "")
        badge = (
            tables.badge(wording.VERDICT_LABELS[verdict], "high" if verdict.startswith("below") else "")
            if verdict
            else ""
        )
        rows.append(
            [
                routes.anchor("office", r.office_name, office=r.office_code),
                r.kind,
                number(r.office_code, "received", r.received_count, "件", status),
                number(r.office_code, "closed", r.closed_count, "件", status),
                number(r.office_code, "close_rate", r.rate_pct, "%", status_of_rate(r.office_code, status)),
                moved(r.office_code),
                badge,
            ]
        )
    columns = [
        wording.OFFICE,
        wording.KIND,
        f"{wording.RECEIVED}（件）",
        f"{wording.CLOSED}（件）",
        wording.RATE,
        wording.CHANGE_ON_YEAR,
        wording.JUDGED,
    ]
    tables.put(tables.table(columns, rows, caption=wording.RATE_TABLE, numeric=[2, 3, 4, 5]))
    charts.foot(source, sheet(wording.RATE_TABLE, wording.RATE_SHEET, table_rows, "件、%"), "table")


def table_rows() -> list[tuple[object, ...]]:
    """The table as rows."""
    return [
        (
            r.office_name,
            r.kind,
            r.year,
            r.received_count,
            r.closed_count,
            wording.shown(r.rate_pct),
            wording.RATE_COMPUTED if wording.figure(r.stated_rate_pct) is None else wording.RATE_STATED,
            moved_by(r.office_code),
            wording.VERDICT_LABELS.get(verdicts.get(r.office_code, ""), ""),
            wording.STATUSES.get(r.status, r.status),
        )
        for r in in_table()
    ]


every_page.head(heads.hotline(choice, subject))
left, right = st.columns(2, gap="large")
with left:
    charts.show(
        funnel(),
        key="funnel",
        title=wording.funnel_title(subject_name, choice.year, kind),
        unit="%",
        note=wording.FUNNEL_NOTE,
        source=wording.source_note(
            int((of_year["status"] != "no_report").sum()), choice.year, choice.year, generation()
        ),
        data=sheet(wording.PEER_KIND, wording.FUNNEL_SHEET, funnel_rows, "件、%"),
    )
    charts.show(
        volume(),
        key="volume",
        title=wording.volume_title(subject_name),
        unit="件",
        note=wording.counted_constant(constant_office_count, len(sums())),
        source=source,
        data=sheet(
            wording.VOLUME,
            wording.VOLUME_SHEET,
            lambda: [
                (year, received, closed, max(0.0, received - closed), constant_office_count)
                for year, (received, closed) in sorted(sums().items())
            ],
            "件",
        ),
    )
with right:
    charts.show(
        timeline.drawn(trend(), choice, *wording.CASE_GROUPS),
        below=timeline.below(choice, *wording.CASE_GROUPS),
        key="trend",
        title=wording.chart_title(subject_name, wording.RATE_TREND),
        unit="%",
        note=wording.RATE_TREND_NOTE,
        nothing=wording.ALL_FEW_CASES if bool(rates["has_few_cases"].any()) else "",
        source=source,
        data=sheet(wording.RATE_TREND, wording.RATE_TREND_SHEET, trend_rows, "%"),
    )
    charts.show(
        received(),
        key="received",
        title=wording.received_title(subject_name, choice.year),
        unit="件",
        source=wording.source_note(
            int((of_year["status"] != "no_report").sum()), choice.year, choice.year, generation()
        ),
        data=sheet(
            wording.RECEIVED,
            wording.RECEIVED_SHEET,
            lambda: [
                (r.office_name, r.kind, r.year, r.received_count, wording.STATUSES.get(r.status, r.status))
                for r in most_received()
            ],
            "件",
        ),
    )
table()
all_ratios = ratios.show(choice, ("hotline12345.on_time",), "allratios")
every_page.fingerprint("hotline", choice, subject, kind, all_ratios)
