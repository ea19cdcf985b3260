"""总览: what needs attention first and whom to ask, what went well, the main numbers, who stands where, who reported."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import briefing, charts, downloads, every_page, filters, heads, routes, spots, tables, wording
from dashboard import coverage as report_coverage
from dashboard.ask import ask, generation

SMALL = Markup("<small>{}</small>")
MOST_RISING = 4
MOST_BETTER = 3

choice = filters.current()
given = choice.parameters()
filters.known(wording.SORTED_BY, "rug", [wording.RUG_BY_VALUE, wording.RUG_BY_CHANGE])


def attention() -> None:
    """The gravest weak spots, one card an office and matter, and in one line who is not here."""
    frame = ask("weak_spot_cards", year=choice.year, **given)
    shown = frame.head(wording.MOST_CARDS)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom", key="attention"):
        with st.container():
            charts.heading(
                wording.WEAK_TITLE,
                unit=f"{wording.year(choice.year)}，{wording.weak_count(len(frame), len(shown))}" if len(frame) else "",
            )
        meeting = routes.anchor("meeting", wording.MEETING, "gk-to-meeting")
        st.html(Markup('<div class="gk gk-buttons">{}</div>').format(meeting), width="content")
        downloads.button(
            wording.BRIEFING,
            f"{briefing.title(choice)}.docx",
            briefing.build,
            choice,
            key="briefing",
            help=wording.BRIEFING_HELP,
        )
    pieces = []
    if frame.empty:
        pieces.append(tables.line(f"{wording.NO_WEAK_SPOTS}{wording.NO_WEAK_SPOTS_NOTE}", "gk-empty"))
    else:
        pieces.append(spots.cards(shown.itertuples(), choice.years, wording.WEAK_TITLE))
        pieces.append(tables.line(routes.anchor("weak-spots", wording.see_all(len(frame), len(shown)))))
    missing, unfiled = heads.missing(choice), heads.missing(choice, "unfiled")
    if missing or unfiled:
        words = wording.missing_line(choice.year, missing, unfiled)
        pieces.append(tables.line(Markup("{} {}").format(words, routes.anchor("quality", wording.PAGES["quality"]))))
    tables.put(*pieces)


def cards() -> None:
    """Five indicators with change and sparkline."""
    items = []
    for row in ask("overview_kpis", year=choice.year, from_year=choice.since, **given).itertuples():
        is_rate = row.unit == "%"
        told = dict(zip(row.series_years, row.series_values, strict=True))
        change = wording.figure(row.change)
        good = None
        if change and wording.truth(row.is_material) and row.polarity != "neutral":
            good = (change > 0) == (row.polarity == "higher_is_better")
        stated, judged = int(row.stated_office_count), int(row.judged_office_count)
        items.append(
            tables.Card(
                row.name_zh,
                wording.short(row.value, row.unit, row.qualifier) or wording.card_untold(stated),
                "" if is_rate or wording.figure(row.value) is None else row.unit,
                wording.card_change(change, row.change_pct, row.unit, int(row.compared_office_count), judged),
                wording.card_note(
                    stated, judged, int(row.reported_office_count), is_rate, len(choice.office_names) == 1
                ),
                [told.get(year) for year in choice.years] if len(told) > 1 else [],
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
            by = filters.one_of(
                wording.SORTED_BY,
                [wording.RUG_BY_VALUE, wording.RUG_BY_CHANGE],
                key="rug",
                default=wording.RUG_BY_VALUE,
                label_visibility="collapsed",
                width="content",
            )
        by_change = by == wording.RUG_BY_CHANGE
        told = set(frame.loc[frame["status"] != "missing", "indicator"])
        columns = [r for r in frame.drop_duplicates("indicator").itertuples() if r.indicator in told]
        offices: dict[str, dict[str, Any]] = {}
        for row in frame.itertuples():
            offices.setdefault(row.office_code, {})[row.indicator] = row
        # The answer has the worst standing first.
        order = (
            sorted(offices.values(), key=lambda rows: changes(list(rows.values())))
            if by_change
            else [*offices.values()]
        )
        rows: list[list[str | tables.Cell]] = []
        for of_office in order:
            first = next(iter(of_office.values()))
            name = routes.anchor("office", first.office_name, office=first.office_code)
            cells = [rug_cell(of_office.get(column.indicator), by_change) for column in columns]
            rows.append([tables.Cell(name, title=first.office_name), *cells])
        if not rows or not columns:
            tables.put(tables.line(wording.NO_DATA, "gk-empty"))
        else:
            names = [wording.OFFICE] + [wording.rug_column(r.indicator, r.name_zh, r.unit) for r in columns]
            tables.put(
                tables.table(names, rows, caption=f"{wording.RUG_TITLE}，{wording.year(choice.year)}", css="gk-rug"),
                tables.line(wording.RUG_NOTE_CHANGE if by_change else wording.RUG_NOTE_VALUE),
            )
        charts.foot(
            wording.source_note(len(offices), choice.year, choice.year, generation()),
            rug_sheet(order, columns, by_change),
            "rug",
        )
    return str(by)


def rug_sheet(order: list[dict[str, Any]], columns: list[Any], by_change: bool) -> downloads.Sheet:
    """The rug as it is shown: its offices in their order, numbers as shown beside their rank or change."""
    second = wording.RUG_SHEET_CHANGE if by_change else wording.RUG_SHEET_RANK
    names = [wording.OFFICE, wording.KIND]
    for column in columns:
        names += [wording.row_name(column.name_zh, column.unit), second.format(column.name_zh)]

    def line(of_office: dict[str, Any]) -> list[object]:
        first = next(iter(of_office.values()))
        cells: list[object] = [first.office_name, first.kind]
        for column in columns:
            row = of_office[column.indicator]
            exact = row.qualifier == "=" and wording.figure(row.shown_value) is not None
            cells.append(row.shown_value if exact else wording.told(row.value, row.unit, row.qualifier, row.status))
            if row.has_few_cases:
                cells.append(wording.FEW_CASES_NOTE)
            elif by_change:
                cells.append(wording.change_words(row.change, row.change_pct, row.unit))
            else:
                cells.append(wording.rug_rank(row.rank_of_kind, row.ranked_count_of_kind, row.tied_count_of_kind))
        return cells

    return downloads.Sheet(
        f"{wording.RUG_TITLE}{choice.year}",
        names,
        lambda: [line(of_office) for of_office in order],
        every_page.notes(choice, wording.RUG_TITLE, wording.UNIT_IN_HEAD, len(order)),
    )


def changes(rows: list[Any]) -> list[float]:
    """How an office changed, its worst change first; offices without any come last."""
    return sorted(place for row in rows if (place := place_of_change(row)) is not None) or [1.0]


def place_of_change(row: Any) -> float | None:
    """The colour of a change: 0 much worse, 1 much better; None where it is neither materially."""
    if not wording.truth(row.is_worse) and not wording.truth(row.is_better):
        return None
    change = wording.figure(row.change if row.unit == "%" or wording.figure(row.change_pct) is None else row.change_pct)
    size = min(1.0, abs(change or 0.0) / (5 if row.unit == "%" else 50)) / 2
    return 0.5 + (size if wording.truth(row.is_better) else -size)


def rug_cell(row: Any, by_change: bool) -> tables.Cell:
    """One number of the rug with its colour, its rank or its change; without colour and rank, but with the number of
    cases, where there are too few to judge by."""
    if row is None or wording.figure(row.value) is None:
        status = row.status if row is not None else "missing"
        return tables.Cell(
            wording.STATUSES.get(status, ""), css="none", title=wording.STATUS_EXPLANATIONS.get(status, "")
        )
    text = wording.told(row.value, row.unit, row.qualifier)
    change = wording.change_words(row.change, row.change_pct, row.unit)
    rank = wording.ranked(row.rank_of_kind, row.ranked_count_of_kind, row.tied_count_of_kind)
    told = f"{row.office_name}{row.name_zh}{text}"
    spoken = "，".join(part for part in (told, rank, change and f"{wording.CHANGE_ON_YEAR}{change}") if part)
    if row.has_few_cases:
        body = routes.sentence_link(row.report_id, row.fact_no, text, label=told)
        body += SMALL.format(wording.cases(row.cases_count))
        return tables.Cell(body, css="few", title=f"{told}，{wording.FEW_CASES_NOTE}")
    if by_change:
        body = routes.sentence_link(row.report_id, row.fact_no, change or wording.NO_CHANGE, label=spoken)
        return tables.Cell(body, place_of_change(row), css="" if change else "none", title=spoken)
    standing = wording.figure(row.standing_pct)
    place = standing / 100 if standing is not None and int(row.ranked_count_of_kind) >= 4 else None
    small = wording.rug_rank(row.rank_of_kind, row.ranked_count_of_kind, row.tied_count_of_kind)
    body = routes.sentence_link(row.report_id, row.fact_no, text, label=spoken)
    return tables.Cell(body + (SMALL.format(small) if small else ""), place, title=spoken)


def went_well() -> None:
    """Who holds 100 %, who has been rising for years, who is materially better."""
    charts.heading(wording.WELL_TITLE, unit=wording.year(choice.year))
    rows = list(ask("went_well", year=choice.year, **given).itertuples())
    held: dict[str, list[tuple[str, int]]] = {}
    rising: dict[str, list[Any]] = {}
    for row in rows:
        if row.way == "held":
            held.setdefault(row.name_zh, []).append((row.office_name, int(row.years_lasted)))
        elif row.way == "rising":
            rising.setdefault(row.office_name, []).append(row)
    lines = [(wording.well_held(name, offices), Markup("")) for name, offices in held.items()]
    longest = sorted(rising.items(), key=lambda item: (-max(r.years_lasted for r in item[1]), -len(item[1])))
    for office, its_rows in longest[:MOST_RISING]:
        numbers = [
            (r.name_zh, r.value > r.first_value, int(r.years_lasted), r.first_value, r.value, r.unit) for r in its_rows
        ]
        lines.append((wording.well_rising(office, numbers), places(its_rows)))
    better = [row for row in rows if row.way == "better"]
    for row in better[:MOST_BETTER]:
        change = wording.change_words(row.change, row.change_pct, row.unit)
        words = wording.well_better(row.office_name, row.name_zh, row.previous_value, row.value, change, row.unit)
        lines.append((words, places([row])))
    if not lines:
        tables.put(tables.line(wording.WELL_NONE, "gk-empty"))
        return
    more = sum(len(its_rows) for _office, its_rows in longest[MOST_RISING:]) + len(better[MOST_BETTER:])
    tables.put(tables.entries(tables.entry(line, more_links) for line, more_links in lines))
    if more:
        tables.put(tables.line(wording.well_more(more)))


def places(rows: list[Any]) -> Markup:
    """The ways to this year's sentences of an office's numbers."""
    return tables.together(
        routes.sentence_link(
            row.report_id,
            row.fact_no,
            wording.EVIDENCE if number == 1 else wording.place(number),
            "gk-place",
            f"{wording.EVIDENCE}：{row.office_name}{row.name_zh}",
        )
        for number, row in enumerate(rows, 1)
    )


def coverage() -> None:
    """How many reports are here, published in time, late, on a day not printed, incomplete or in part, by year."""
    frame = ask("coverage", from_year=choice.since, to_year=choice.year, **given)
    charts.heading(wording.COVERAGE_TITLE)
    # Without a word on who must report nobody is said to have failed to.
    hidden = {"not_expected"} if (frame["status"] == "unfiled").any() else {"not_expected", "unfiled"}
    rows: list[list[str | tables.Cell]] = []
    for year in reversed(choice.years):
        of_year = [report_coverage.covered(r).state for r in frame[frame["year"] == year].itertuples()]
        parts = [
            (words, of_year.count(name), name) for name, words in wording.COVERAGE.items() if name != "not_expected"
        ]
        total = sum(count for _, count, _ in parts)
        if total:
            rows.append([wording.year(year), tables.Cell(tables.stacked_bar(parts, total))])
    tables.put(
        tables.table([wording.YEAR, wording.COVERAGE_COLUMN], rows, caption=wording.COVERAGE_TITLE, css="gk-coverage"),
        tables.legend([(name, words) for name, words in wording.COVERAGE.items() if name not in hidden]),
    )


every_page.head(heads.overview(choice))
attention()
cards()
with st.container(key="outlook"):
    left, right = st.columns([7, 4], gap="large")
with left:
    shown_by = rug()
with right:
    went_well()
    coverage()
every_page.fingerprint("overview", choice, shown_by)
