"""热线与信访: how many cases came in, how many were closed, and which differences are more than chance?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, filters, heads, routes, tables, wording
from dashboard.ask import ask, generation

MOST_ROWS = 200

choice = filters.current()
given = choice.parameters()

with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    subject_name = st.segmented_control(
        wording.SUBJECT,
        list(wording.SUBJECTS.values()),
        default=wording.SUBJECTS["hotline12345"],
        required=True,
        key="subject",
        bind="query-params",
    )
    subject = next(key for key, words in wording.SUBJECTS.items() if words == subject_name)
    funnel_all = ask("rate_funnel", year=choice.year, subject=subject, region_id=choice.region_id, kind=choice.kind)
    kinds = list(dict.fromkeys(funnel_all["kind"]))
    largest = max(kinds, key=list(funnel_all["kind"]).count) if kinds else ""
    kind = (
        st.segmented_control(wording.PEER_KIND, kinds, default=largest, required=True, key="peer", bind="query-params")
        if len(kinds) > 1
        else largest
    )

frame = ask(
    "hotline" if subject == "hotline12345" else "petitions", from_year=choice.since, to_year=choice.year, **given
)
judged = funnel_all[funnel_all["kind"] == kind]
verdicts = dict(zip(funnel_all["office_code"], funnel_all["verdict"], strict=True))
reports = int((frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())


def sheet(title: str) -> downloads.Sheet:
    """All numbers of the page, for download."""
    return downloads.Sheet(
        f"{subject_name}{title}",
        wording.RATE_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.year,
                r.received_count,
                r.closed_count,
                r.stated_rate_pct,
                r.computed_rate_pct,
                r.change_pp,
                wording.STATUSES.get(r.status, r.status),
            )
            for r in frame.itertuples()
        ],
        every_page.notes(choice, subject_name, "件、%", reports),
    )


def funnel() -> charts.Chart | None:
    """The year's rates against cases within one kind of office."""
    told = [r for r in judged.itertuples() if wording.figure(r.rate_pct) is not None]
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
        links=[routes.place_link(r.report_id, None) for r in told],
    )


def trend() -> charts.Chart | None:
    """Close rates over the years: offices below the limits or chosen stand out, the rest stay pale."""
    series: dict[str, list[float | None]] = {}
    links: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for row in frame.itertuples():
        values = series.setdefault(row.office_name, [None] * len(choice.years))
        places = links.setdefault(row.office_name, [""] * len(choice.years))
        values[row.year - choice.since] = wording.figure(row.rate_pct)
        places[row.year - choice.since] = routes.place_link(row.report_id, None)
        names[row.office_code] = row.office_name
    if not any(v is not None for values in series.values() for v in values):
        return None
    shown = (
        list(choice.office_names) or [names[c] for c, v in verdicts.items() if v.startswith("below") and c in names][:4]
    )
    yearly = [frame.loc[frame["year"] == year, "rate_pct"].dropna() for year in choice.years]
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


def volume() -> charts.Chart | None:
    """Cases closed and not closed by year, over offices that tell both numbers."""
    both = frame[frame["received_count"].notna() & frame["closed_count"].notna()]
    if both.empty:
        return None
    closed: list[float | None] = []
    open_cases: list[float | None] = []
    notes: dict[str, str] = {}
    for year in choice.years:
        rows = both[both["year"] == year]
        closed.append(float(rows["closed_count"].sum()) if len(rows) else None)
        open_cases.append(
            float((rows["received_count"] - rows["closed_count"]).clip(lower=0).sum()) if len(rows) else None
        )
        notes[str(year)] = f"<br>{wording.covered(len(rows), int((frame['year'] == year).sum()))}"
    return charts.stacked(
        [str(year) for year in choice.years],
        {wording.CLOSED: closed, wording.NOT_CLOSED: open_cases},
        "件",
        name=wording.volume_title(subject_name),
        colours={wording.CLOSED: charts.ACCENT, wording.NOT_CLOSED: charts.WORSE},
        notes=notes,
    )


def received() -> charts.Chart | None:
    """Cases received this year by office, within kinds."""
    rows = list(frame[frame["year"] == choice.year].itertuples())
    rows.sort(key=lambda r: (wording.figure(r.received_count) is None, -(wording.figure(r.received_count) or 0)))
    rows = rows[:30]
    values = [wording.figure(r.received_count) for r in rows]
    if not any(v is not None for v in values):
        return None
    return charts.bars(
        [r.office_name for r in rows],
        values,
        "件",
        name=wording.RECEIVED,
        texts=[
            wording.told(v, status="missing" if r.status == "stated" else r.status)
            for r, v in zip(rows, values, strict=True)
        ],
        marked=choice.office_names,
        links=[routes.place_link(r.report_id, None) for r in rows],
    )


def table() -> None:
    """Each office this year, with the funnel's judgement."""
    charts.heading(wording.RATE_TABLE, unit=wording.year(choice.year))
    parts = ("received", "closed", "close_rate")
    cells = ask("rug", year=choice.year, indicators=[f"{subject}.{part}" for part in parts], **given)
    facts = {(r.office_code, r.indicator): r for r in cells.itertuples()}

    def number(office_code: str, part: str, value: object, unit: str, status: str) -> Markup:
        """A number of the table as a link to its sentence; a computed rate leads to the report."""
        fact = facts.get((office_code, f"{subject}.{part}"))
        qualifier = fact.qualifier if fact is not None else "="
        text = wording.told(value, unit, qualifier, status)
        if wording.figure(value) is None or fact is None:
            return Markup('<span class="gk-none">{}</span>').format(text)
        return routes.sentence_link(fact.report_id, fact.fact_no, text)

    order = list(wording.VERDICTS)

    def place(r: Any) -> tuple[int, str, float]:
        """Who is low beyond chance first, then by kind and rate; who has no rate last."""
        verdict, rate = verdicts.get(r.office_code, ""), wording.figure(r.rate_pct)
        low = order.index(verdict) if verdict.startswith("below") else len(order) - (rate is not None)
        return low, r.kind, -1.0 if rate is None else rate

    rows = []
    for r in sorted(frame[frame["year"] == choice.year].itertuples(), key=place)[:MOST_ROWS]:
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
                number(r.office_code, "close_rate", r.rate_pct, "%", status),
                wording.signed(r.change_pp, "pp"),
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
    charts.foot(source, sheet(wording.RATE_TABLE), "table")


every_page.head(heads.hotline(choice, subject))
left, right = st.columns(2, gap="large")
with left:
    charts.show(
        funnel(),
        key="funnel",
        title=wording.funnel_title(subject_name, choice.year, kind),
        unit="%",
        note=wording.FUNNEL_NOTE,
        source=source,
        data=sheet(wording.RATE_TABLE),
    )
    charts.show(
        volume(),
        key="volume",
        title=wording.volume_title(subject_name),
        unit="件",
        note=wording.COUNTED_BOTH,
        source=source,
        data=sheet(wording.RATE_TABLE),
    )
with right:
    charts.show(
        trend(),
        key="trend",
        title=wording.chart_title(subject_name, wording.RATE_TREND),
        unit="%",
        note=wording.TREND_NOTE,
        source=source,
        data=sheet(wording.RATE_TREND),
    )
    charts.show(
        received(),
        key="received",
        title=wording.received_title(subject_name, choice.year),
        unit="件",
        source=source,
        data=sheet(wording.RECEIVED),
    )
table()
every_page.fingerprint("hotline", choice, subject, kind)
