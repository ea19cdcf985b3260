"""总览: how is the whole doing this year, who stands out, what is weak, who has reported?"""

from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import briefing, charts, downloads, every_page, filters, heads, routes, tables, wording
from dashboard.ask import ask, generation

SMALL = Markup("<small>{}</small>")

choice = filters.current()
given = choice.parameters()


def cards() -> None:
    """Five indicators with change and sparkline."""
    items = []
    for row in ask("overview_kpis", year=choice.year, **given).itertuples():
        is_rate = row.unit == "%"
        change = wording.figure(row.change if is_rate else row.change_pct)
        told = dict(zip(row.series_years, row.series_values, strict=True))
        good = None
        if change is not None and wording.has_changed(change) and row.polarity != "neutral":
            good = (change > 0) == (row.polarity == "higher_is_better")
        items.append(
            tables.Card(
                row.name_zh,
                wording.short(row.value, row.unit) or wording.STATUSES["missing"],
                "" if is_rate or wording.figure(row.value) is None else row.unit,
                wording.card_change(
                    change, "pp" if is_rate else "%", int(row.compared_office_count), int(row.stated_office_count)
                ),
                wording.card_note(int(row.stated_office_count), int(row.reported_office_count), is_rate),
                [told.get(year) for year in choice.years],
                good,
                routes.link("compare", indicator=row.name_zh),
            )
        )
    tables.put(tables.cards(items, wording.CARDS_TITLE))


def rug() -> str:
    """Office by indicator, worst first, by level or by change; every number leads to its sentence."""
    frame = ask("rug", year=choice.year, **given)
    with st.container(key="panel-rug"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", key="rug-top"
        ):
            with st.container():
                charts.heading(wording.RUG_TITLE, unit=wording.year(choice.year))
            by = st.segmented_control(
                wording.SORTED_BY,
                [wording.RUG_BY_VALUE, wording.RUG_BY_CHANGE],
                default=wording.RUG_BY_VALUE,
                required=True,
                key="rug",
                bind="query-params",
                label_visibility="collapsed",
                width="content",
            )
        by_change = by == wording.RUG_BY_CHANGE
        told = frame[frame["status"] != "missing"]
        columns = {
            r.indicator: r
            for r in frame.drop_duplicates("indicator").itertuples()
            if (told["indicator"] == r.indicator).any()
        }
        offices: dict[str, list] = {}
        for row in frame.itertuples():
            offices.setdefault(row.office_code, []).append(row)
        order = list(offices)
        order.sort(key=lambda code: changes(offices[code]) if by_change else standing(offices[code]))
        rows = []
        for code in order:
            cells: list[str | tables.Cell] = [routes.anchor("office", offices[code][0].office_name, office=code)]
            by_indicator = {row.indicator: row for row in offices[code]}
            cells += [
                rug_cell(by_indicator.get(indicator), by_change, few_cases(by_indicator, indicator))
                for indicator in columns
            ]
            rows.append(cells)
        if not rows or not columns:
            tables.put(tables.line(wording.NO_DATA, "gk-empty"))
        else:
            heads = [wording.OFFICE] + [wording.rug_column(r.indicator, r.name_zh, r.unit) for r in columns.values()]
            tables.put(
                tables.table(heads, rows, caption=f"{wording.RUG_TITLE}，{wording.year(choice.year)}", css="gk-rug"),
                tables.line(wording.RUG_NOTE_CHANGE if by_change else wording.RUG_NOTE_VALUE),
            )
        charts.foot(
            wording.source_note(len(offices), choice.year, choice.year, generation()),
            downloads.Sheet(
                f"{wording.RUG_TITLE}{choice.year}",
                wording.RUG_SHEET,
                lambda: [
                    (
                        r.office_name,
                        r.kind,
                        r.name_zh,
                        r.unit,
                        r.value,
                        wording.STATUSES.get(r.status, r.status),
                        r.change,
                        r.change_pct,
                        r.rank_of_kind,
                        r.stated_count_of_kind,
                    )
                    for r in frame.itertuples()
                ],
                every_page.notes(choice, wording.RUG_TITLE, wording.UNIT_COLUMN, len(offices)),
            ),
            "rug",
        )
    return str(by)


def few_cases(by_indicator: dict[str, Any], indicator: str) -> float | None:
    """The number of cases behind a close rate when it is too small to judge by; None otherwise."""
    if not indicator.endswith(".close_rate"):
        return None
    received = by_indicator.get(indicator.replace(".close_rate", ".received"))
    cases = wording.figure(received.value) if received is not None else None
    return cases if cases is not None and cases < wording.FEW_CASES else None


def judged(rows: list[Any]) -> list[Any]:
    """The rows of an office without the rates of too few cases, which put nobody first or last."""
    by_indicator = {row.indicator: row for row in rows}
    return [row for row in rows if few_cases(by_indicator, row.indicator) is None]


def standing(rows: list[Any]) -> float:
    """The mean standing of an office among its kind, the worst being 0; offices without any come last."""
    places = [place for row in judged(rows) if (place := wording.figure(row.standing_pct)) is not None]
    return round(sum(places) / len(places), 6) if places else 101.0


def changes(rows: list[Any]) -> list[float]:
    """How an office changed, its worst change first."""
    return sorted(place for row in judged(rows) if (place := place_of_change(row)) is not None) or [1.0]


def place_of_change(row: Any) -> float | None:
    """The colour of a change: 0 much worse, 1 much better; None without a change or a better and worse."""
    change = wording.figure(row.change if row.unit == "%" else row.change_pct)
    if change is None or row.polarity == "neutral":
        return None
    size = min(1.0, abs(change) / (5 if row.unit == "%" else 50)) / 2
    better = (change > 0) == (row.polarity == "higher_is_better")
    return 0.5 + (size if better else -size) * (change != 0)


def rug_cell(row: Any, by_change: bool, few: float | None = None) -> tables.Cell:
    """One number of the rug with its colour, its rank or its change; without colour and rank, but with the
    number of cases, where there are too `few` to judge by."""
    if row is None or wording.figure(row.value) is None:
        status = row.status if row is not None else "missing"
        return tables.Cell(
            wording.STATUSES.get(status, ""), css="none", title=wording.STATUS_EXPLANATIONS.get(status, "")
        )
    text = wording.told(row.value, row.unit, row.qualifier)
    standing = wording.figure(row.standing_pct)
    change = wording.figure(row.change if row.unit == "%" else row.change_pct)
    words = wording.signed(change, "pp" if row.unit == "%" else "%")
    spoken = "，".join(
        part
        for part in (
            f"{row.office_name}{row.name_zh}{text}",
            wording.ranked(row.rank_of_kind, row.ranked_count_of_kind, row.tied_count_of_kind),
            words,
        )
        if part
    )
    if few is not None:
        body = routes.sentence_link(row.report_id, row.fact_no, text, label=spoken)
        body += SMALL.format(wording.cases(few))
        return tables.Cell(body, css="few", title=f"{spoken}，{wording.FEW_CASES_NOTE}")
    if by_change:
        shown = words
        if not shown and wording.figure(row.change) is not None:
            shown = wording.signed(row.change, row.unit, 0)
        place = place_of_change(row)
        body = routes.sentence_link(row.report_id, row.fact_no, shown or wording.NO_CHANGE, label=spoken)
        return tables.Cell(body, place, css="" if shown else "none", title=spoken)
    enough = wording.figure(row.stated_count_of_kind) is not None and int(row.stated_count_of_kind) >= 4
    place = standing / 100 if standing is not None and enough else None
    rank = SMALL.format(f"{int(row.rank_of_kind)}/{int(row.stated_count_of_kind)}") if place is not None else ""
    return tables.Cell(routes.sentence_link(row.report_id, row.fact_no, text, label=spoken) + rank, place, title=spoken)


def weak_spots() -> None:
    """The weak spots of the year, red and worsening first."""
    frame = ask("weak_spots_list", from_year=choice.year, to_year=choice.year, **given)
    found = frame[frame["status"] == "failed"]
    charts.heading(wording.WEAK_TITLE, unit=wording.year(choice.year))
    if found.empty:
        tables.put(tables.line(wording.NO_WEAK_SPOTS, "gk-empty"))
        return
    items = []
    for row in found.head(8).itertuples():
        marks = [tables.badge(wording.SEVERITIES[row.severity], row.severity)]
        if row.is_worsening is True:
            marks.append(tables.badge(wording.WORSENING, "high"))
        if row.years_lasted > 1:
            marks.append(tables.badge(wording.lasted(int(row.years_lasted))))
        if row.self_told:
            marks.append(tables.badge(wording.SELF_TOLD, "accent"))
        evidence = list(row.evidence) if row.evidence is not None else []
        first = evidence[0] if evidence else {"report_id": row.report_id, "fact_no": None}
        to_sentence = (
            routes.sentence_link(
                first["report_id"], first["fact_no"], wording.EVIDENCE, label=f"{wording.EVIDENCE}：{row.message}"
            )
            if wording.figure(first["report_id"]) is not None
            else ""
        )
        items.append(tables.entry(row.message, tables.together([*marks, to_sentence])))
    everything = routes.anchor("weak-spots", wording.see_all(len(found)))
    tables.put(tables.entries(items), tables.line(everything))


def coverage() -> None:
    """How many reported in time, late, incompletely or not at all, by year."""
    frame = ask("coverage", from_year=choice.since, to_year=choice.year, **given)
    charts.heading(wording.COVERAGE_TITLE)
    rows: list[list[str | tables.Cell]] = []
    for year in reversed(choice.years):
        of_year = frame[frame["year"] == year]
        late = int(((of_year["status"] == "reported") & of_year["is_late"].fillna(False).astype(bool)).sum())
        counts = {name: int((of_year["status"] == name).sum()) for name in ("reported", "partial", "missing")}
        counts["reported"] -= late
        parts = [
            (wording.COVERAGE[name], count, name)
            for name, count in (
                ("reported", counts["reported"]),
                ("late", late),
                ("partial", counts["partial"]),
                ("missing", counts["missing"]),
            )
        ]
        total = sum(count for _, count, _ in parts)
        if total:
            rows.append([wording.year(year), tables.Cell(tables.stacked_bar(parts, total))])
    tables.put(
        tables.table([wording.YEAR, wording.COVERAGE_COLUMN], rows, caption=wording.COVERAGE_TITLE, css="gk-coverage")
    )
    tables.put(tables.legend([(name, wording.COVERAGE[name]) for name in ("reported", "late", "partial", "missing")]))


every_page.head(heads.overview(choice))
st.download_button(
    wording.BRIEFING,
    data=partial(briefing.build, choice),
    file_name=f"{wording.briefing_title(choice.region_name, choice.year)}.docx",
    mime="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    key="briefing",
    help=wording.BRIEFING_HELP,
    on_click="ignore",
    icon=":material/description:",
    width="content",
)
cards()
with st.container(key="outlook"):
    left, right = st.columns([7, 4], gap="large")
with left:
    shown_by = rug()
with right:
    weak_spots()
coverage()
every_page.fingerprint("overview", choice, shown_by)
