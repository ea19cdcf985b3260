"""单位对比: how do offices compare on one indicator, in one year, between two years, and over the years?"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, comparison, coverage, downloads, every_page, filters, routes, tables, timeline, wording
from dashboard.ask import ask, generation

MOST_PALE_LINES = 40
PALER = 0.6
LEAST_HEIGHT, MOST_HEIGHT = 280, 540
ALONE_HEIGHT = 340
"""Pixels of the chart of the years, beside the places and without them."""

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

controls = st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls")
with controls:
    names = list(dictionary)
    filters.known(wording.INDICATOR, "indicator", names)
    filters.known(wording.COMPARE_SCALE, "scale", [wording.COMPARE_ABSOLUTE, wording.COMPARE_INDEX])
    preferred = next((name for name, row in dictionary.items() if row.indicator == "hotline12345.close_rate"), names[0])
    name = st.selectbox(
        wording.INDICATOR, names, index=names.index(preferred), key="indicator", bind="query-params", width=260
    )
    bases = ["", *range(choice.year - 2, choice.since - 1, -1)]
    filters.known(wording.BASE_YEAR, "base", bases, lambda chosen: wording.base_year(chosen, choice.year))
    base_choice = st.selectbox(
        wording.BASE_YEAR,
        bases,
        format_func=lambda chosen: wording.base_year(chosen, choice.year),
        key="base",
        bind="query-params",
        width=160,
    )
    scale = filters.one_of(
        wording.COMPARE_SCALE,
        [wording.COMPARE_ABSOLUTE, wording.COMPARE_INDEX],
        key="scale",
        default=wording.COMPARE_ABSOLUTE,
    )
base = int(base_choice or choice.year - 1)
indicator = dictionary[name]
is_index = scale == wording.COMPARE_INDEX
unit = indicator.unit
is_neutral = indicator.polarity == "neutral"
is_low_good = indicator.polarity == "lower_is_better"
asked = {"indicator": indicator.indicator, "region_id": choice.region_id, "kind": choice.kind}
frame = ask("indicator_by_office_and_year", **asked, from_year=choice.since, to_year=choice.year)
reports = int((frame["status"] != "no_report").sum())
source = wording.source_note(reports, choice.since, choice.year, generation())
offices = comparison.offices_of(frame.itertuples())
listed = [offices[code] for code in choice.office_codes if code in offices] or list(offices.values())
groups = comparison.groups(listed, choice.year, is_low_good)
total = sum(len(group.offices) for group in groups)
shows_all = total <= comparison.MOST_OFFICES
if not shows_all:
    with controls:
        shows_all = st.toggle(wording.show_all(total), key="all", bind="query-params")


def ends_of(count: int) -> tuple[int, int]:
    """How many of a kind's offices are listed from the front and from the back."""
    return (count, 0) if shows_all else comparison.ends_of(count, len(groups), total)


def target() -> charts.Target | None:
    """The line that close rates are looked at with, where the rules set one."""
    if not indicator.indicator.endswith(".close_rate"):
        return None
    rule = next((r for r in ask("rule_list").itertuples() if r.rule == "close_rate_low" and r.is_enabled), None)
    if rule is None or wording.figure(rule.threshold) is None:
        return None
    return charts.Target(rule.threshold, wording.target_words(rule.threshold, rule.legal_basis))


line_to_reach = target()


def words(row: Any, with_unit: bool = False) -> str:
    """A year's number of an office as it is shown, with what it rests on where that is too little to judge it by."""
    told = wording.with_unit if with_unit else wording.told
    text = told(row.value, unit, row.qualifier, row.status)
    return wording.of_few_cases(text, row.cases_count) if row.has_few_cases else text


def of_cases(row: Any) -> str:
    """A rate of few cases with the number of cases: `66.7%，3件`."""
    return wording.with_cases(wording.told(row.value, unit, row.qualifier, row.status), row.cases_count)


def change_words(row: Any) -> str:
    """The change on the year before."""
    return wording.change_on_year(row.change, row.change_pct, row.direction, row.has_few_cases, unit)


def link(row: Any) -> str:
    """The address of a number's sentence; '' without a number."""
    return "" if wording.figure(row.value) is None else routes.place_link(row.report_id, row.fact_no)


def sheet(title: str, columns: Sequence[str], rows: Callable[[], list[tuple[object, ...]]]) -> downloads.Sheet:
    """What one chart or table shows, for download."""
    return downloads.Sheet(f"{name}{title}", columns, rows, every_page.notes(choice, name, unit, reports))


def first_line() -> None:
    """The sentence above everything else; it counts what the table shows."""
    head = next(
        ask("page_head_compare", indicator=indicator.indicator, year=choice.year, **choice.parameters()).itertuples()
    )
    only = None
    if len(listed) == 1:
        row = listed[0].rows.get(choice.year)
        is_judged = row is not None and wording.figure(row.value) is not None and not row.has_few_cases
        only = (
            listed[0].name,
            words(row, with_unit=True) if row is not None else "",
            wording.change_in_sentence(change_words(row)) if is_judged else "",
        )
    every_page.head(wording.compare_head(wording.Comparison.of(head, name, unit, choice.year, only)))


def folded(sentence: str, names_of: Sequence[str]) -> Markup:
    """How many are not drawn, and on demand who; nothing where everybody is."""
    return tables.folded(sentence, wording.listing(names_of)) if names_of else Markup("")


def few_cases(offices_named: Sequence[tuple[str, str]]) -> Markup:
    """Who has too few cases to be judged, where charts do not list everybody."""
    if shows_all:
        return Markup("")
    return folded(wording.without_judgement(len(offices_named)), [wording.named(*office) for office in offices_named])


def without_number() -> Markup:
    """Who has no number in the year looked at."""
    concerned = coverage.concerned(choice)
    untold = [
        (office, office.rows[choice.year].status)
        for group in groups
        for office in group.untold
        if office.code in concerned
    ]
    sentence = wording.without_number([status for _, status in untold], choice.year)
    return folded(sentence, [wording.named(office.name, wording.STATUSES[status]) for office, status in untold])


def ranking_rows(group: comparison.Group) -> list[charts.Row]:
    """A kind's rows of the ranking: its head, its offices in order with the median among them, those of few cases."""
    first, last = ends_of(len(group.judged))
    rows = [office.rows[choice.year] for office in group.judged]
    marks = [
        charts.Row(
            office.name,
            wording.figure(row.shown_value),
            wording.with_place(words(row), row.rank_of_kind, row.tied_count_of_kind),
            comparison.place_of(row),
            link=link(row),
        )
        for office, row in zip(group.judged, rows, strict=True)
    ]
    hidden = len(marks) - first - last
    median = comparison.median(offices.values(), group.kind, choice.year)
    if median is not None:
        text = wording.middle_words(wording.number(median, unit), hidden)
        middle = [charts.Row(wording.PEERS_MEDIAN, median, text, is_middle=True)]
    else:
        middle = [charts.Row(wording.left_out(hidden), text=wording.NOT_LISTED)] if hidden else []
    sign = 1 if is_low_good else -1
    before = first if hidden else sum(sign * (m.value or 0) < sign * (median or 0) for m in marks)
    few = [charts.Row(office.name, text=words(office.rows[choice.year])) for office in group.few if shows_all]
    anyone = (*group.judged, *group.few)[0].rows[choice.year]
    head = charts.Row(
        group.kind, text="" if is_neutral else wording.ranked_offices(anyone.ranked_count_of_kind), is_head=True
    )
    return [head, *marks[:before], *middle, *marks[before if not hidden else len(marks) - last :], *few]


def ranking() -> None:
    """The year's numbers, best or most first within each kind of office."""
    told = [group for group in groups if group.judged or group.few]
    rows = [row for group in told for row in ranking_rows(group)]
    title = wording.ranking_title(choice.year, not is_neutral)

    charts.show(
        charts.ordered(rows, unit, name=name, target=line_to_reach) if rows else None,
        key="ranking",
        title=wording.chart_title(name, title),
        unit=unit,
        note=wording.ONLY_ORDERED if is_neutral else wording.RANK_NOTE,
        source=source,
        data=sheet(title, wording.RANKING_SHEET, partial(comparison.ranking_rows, groups, choice.year, unit)),
        below=few_cases([(o.name, of_cases(o.rows[choice.year])) for group in told for o in group.few])
        + without_number(),
    )


def pair(row: Any) -> charts.Pair:
    """An office's row in the chart of two years."""
    texts = (
        wording.told(row.before_value, unit, row.before_qualifier),
        wording.told(row.after_value, unit, row.after_qualifier),
    )
    if not isinstance(row.direction, str):
        return charts.Pair(row.office_name, note=wording.moved_of_few_cases(*texts))
    return charts.Pair(
        row.office_name,
        row.before_value,
        row.after_value,
        texts,
        wording.change_between(row.change, unit),
        row.judgement if isinstance(row.judgement, str) else "",
        links=(
            routes.place_link(row.before_report_id, row.before_fact_no),
            routes.place_link(row.after_report_id, row.after_fact_no),
        ),
    )


def change() -> None:
    """Two years side by side, from the largest rise to the largest fall within each kind."""
    rows = ask("change_between_years", **asked, base_year=base, year=choice.year)
    by_kind = comparison.changes(rows.itertuples(), [office.code for office in listed], is_low_good)
    pairs: list[charts.Pair] = []
    for group in by_kind:
        if not group.compared and not group.few:
            continue
        counted = wording.counted_directions(*(group.counted(way) for way in ("up", "down", "same")))
        pairs.append(charts.Pair(group.kind, note=counted, is_head=True))
        first, last = ends_of(len(group.compared))
        hidden = len(group.compared) - first - last
        pairs += map(pair, group.compared[:first])
        if hidden:
            pairs.append(charts.Pair(wording.left_out(hidden), note=wording.NOT_LISTED))
        pairs += map(pair, (*group.compared[first + hidden :], *(group.few if shows_all else ())))
    concerned = coverage.concerned(choice)
    lacking = [row for group in by_kind for row in group.lacking if row.office_code in concerned]
    title = wording.change_title(base, choice.year)

    least = next(rows.itertuples(), None)
    charts.show(
        charts.dumbbell(pairs, (base, choice.year), unit, name=name, target=line_to_reach) if pairs else None,
        key="change",
        title=wording.chart_title(name, title),
        unit=unit,
        note=wording.change_note(
            base,
            choice.year,
            unit,
            least and least.least_change,
            least and wording.figure(least.least_change_pct),
            is_neutral,
        ),
        source=source,
        data=sheet(title, wording.change_sheet(base, choice.year), partial(comparison.change_rows, by_kind, unit)),
        below=few_cases([(row.office_name, pair(row).note) for group in by_kind for row in group.few])
        + folded(
            wording.without_a_year(len(lacking), base, choice.year),
            [wording.named(row.office_name, wording.lacking(row, base, choice.year)) for row in lacking],
        ),
    )


def trend(height: int) -> None:
    """Lines over the years: the offices chosen, or those alone at the ends, with what is usual among their kind."""
    chosen = [office for office in listed if office.code in choice.office_codes]
    ends = [] if chosen else comparison.alone_at_the_ends(listed, choice.year)
    kinds = comparison.order_of_kinds(office.kind for office in listed)
    others = [office for office in offices.values() if office not in chosen]
    if len(others) > MOST_PALE_LINES:
        others = ends
    column = "index_value" if is_index else "shown_value"
    drawn = [*chosen, *others]
    usual = [] if is_index else [(kind, comparison.peers(offices.values(), kind, choice.years)) for kind in kinds]
    series = {office.name: office.values(choice.years, column) for office in drawn}
    hollow = {office.name: [office.is_few(year) for year in choice.years] for office in drawn}
    has_numbers = any(v is not None for values in series.values() for v in values)

    charts.show(
        timeline.drawn(
            charts.lines(
                series,
                choice.years,
                "" if is_index else unit,
                name=name,
                shown=[office.name for office in chosen],
                named=[office.name for office in ends],
                peers=[charts.Peers(wording.median_of(kind, len(kinds) == 1), **numbers) for kind, numbers in usual],
                hollow=hollow,
                target=None if is_index else line_to_reach,
                links={o.name: [link(o.rows[y]) if y in o.rows else "" for y in choice.years] for o in drawn},
                words={}
                if is_index
                else {
                    o.name: [words(o.rows[y], with_unit=True) if y in o.rows else "" for y in choice.years]
                    for o in drawn
                },
                height=height,
            ),
            choice,
            indicator.indicator_group,
        )
        if has_numbers
        else None,
        below=timeline.below(choice, indicator.indicator_group),
        key="trend",
        title=wording.chart_title(name, wording.COMPARE_TREND),
        unit=wording.INDEX_UNIT if is_index else unit,
        note=wording.trend_note(
            any(flag for flags in hollow.values() for flag in flags),
            any(v is not None for _, numbers in usual for v in numbers["lower"]),
            len(others) > len(ends),
        ),
        source=source,
        data=sheet(
            wording.COMPARE_TREND,
            wording.TREND_SHEET,
            partial(comparison.trend_rows, drawn, usual, choice.years, unit, is_index),
        ),
    )


def selected(group: comparison.Group) -> list[comparison.Office]:
    """The offices of a kind that tables list: all, or of many the first and the last."""
    first, last = ends_of(len(group.judged))
    if first + last >= len(group.judged):
        return list(group.offices)
    return [*group.judged[:first], *group.judged[len(group.judged) - last :]]


def place_cell(office: comparison.Office, year: int) -> str | tables.Cell:
    """A year's place of an office, coloured from last to first; it leads to the sentence."""
    row = office.rows.get(year)
    if row is None or wording.figure(row.value) is None:
        return tables.Cell("" if row is None else wording.STATUSES[row.status], css="none")
    place = comparison.place_of(row)
    if place is None:
        few = wording.NOT_JUDGED if row.has_few_cases else wording.NOT_RANKED
        return tables.Cell(wording.EMPTY_RANK, css="none", title=few)
    text = wording.short_place(row.rank_of_kind, row.tied_count_of_kind)
    return tables.Cell(
        routes.sentence_link(row.report_id, row.fact_no, text),
        # A place is a small difference as often as a large one: its colours are paler than those of a judgement.
        place=0.5 + (place - 0.5) * PALER,
        title=wording.ranked(row.rank_of_kind, row.ranked_count_of_kind, row.tied_count_of_kind),
    )


def name_cell(office: comparison.Office) -> tables.Cell:
    """An office's name, which leads to its page; whole under the pointer where it finds no room."""
    return tables.Cell(routes.anchor("office", office.name, office=office.code), title=office.name)


def head_row(kind: str, columns: int) -> list[str | tables.Cell]:
    """The row above a kind's offices."""
    return [tables.Cell(kind, css="group"), *([tables.Cell("", css="group")] * (columns - 1))]


def ranks() -> None:
    """Places over the years, a row an office, a colour a place."""
    columns = [wording.OFFICE, *(wording.year(year) for year in choice.years)]
    rows: list[list[str | tables.Cell]] = []
    for group in groups:
        ranked = [o for o in selected(group) if any(v is not None for v in o.values(choice.years, "rank_of_kind"))]
        if ranked:
            rows.append(head_row(group.kind, len(columns)))
        rows += [[name_cell(office), *(place_cell(office, y) for y in choice.years)] for office in ranked]

    title = wording.chart_title(name, wording.COMPARE_RANKS)
    with st.container(key="panel-ranks"):
        charts.heading(title, wording.RANKS_NOTE)
        if not rows:
            tables.put(tables.line(wording.NOT_RANKED_AT_ALL, "gk-empty"))
            return
        tables.put(tables.table(columns, rows, caption=title, css="gk-history gk-ranks"))
        charts.foot(
            source,
            sheet(
                wording.COMPARE_RANKS,
                [wording.OFFICE, wording.KIND, *columns[1:]],
                partial(comparison.rank_rows, groups, choice.years),
            ),
            "ranks",
        )


def table_row(office: comparison.Office) -> list[str | tables.Cell]:
    """An office's row of the table; each number leads to its sentence."""
    values = office.values(choice.years)
    cells: list[str | tables.Cell] = [
        name_cell(office),
        tables.Cell(charts.sparkline(values, wording.trend_words(choice.years, values, unit)), css="spark"),
    ]
    for year in choice.years:
        row = office.rows.get(year)
        if row is None:
            cells.append(tables.Cell(wording.COVERAGE["missing"], css="none"))
        elif wording.figure(row.value) is None:
            text = wording.STATUSES[row.status]
            cells.append(tables.Cell(text, css="none", title=wording.STATUS_EXPLANATIONS.get(row.status, "")))
        else:
            text = wording.told(row.value, unit, row.qualifier)
            cells.append(routes.sentence_link(row.report_id, row.fact_no, text))
    last = office.rows.get(choice.year)
    told = last is not None and wording.figure(last.value) is not None
    cells.append(change_words(last) if told else "")
    if not is_neutral:
        cells.append(
            wording.place_in_table(
                last.rank_of_kind, last.ranked_count_of_kind, last.tied_count_of_kind, last.has_few_cases
            )
            if last is not None and told
            else ""
        )
    return cells


def table() -> None:
    """Every office with its numbers, the change on the year before, its place and a sparkline."""
    ranked = [] if is_neutral else [wording.RANK]
    years = [wording.year(year) for year in choice.years]
    columns = [wording.OFFICE, wording.TREND, *years, wording.CHANGE_ON_YEAR, *ranked]
    rows: list[list[str | tables.Cell]] = []
    shown = 0
    for group in groups:
        if chosen := selected(group):
            rows += [head_row(group.kind, len(columns)), *map(table_row, chosen)]
            shown += len(chosen)
    charts.heading(wording.COMPARE_TABLE, note="" if is_neutral else wording.RANK_NOTE, unit=unit)
    tables.put(
        tables.table(
            columns,
            rows,
            caption=f"{name}，{wording.COMPARE_TABLE}",
            numeric=[*range(2, len(years) + 3)],
            css="gk-history gk-compared",
        )
    )
    if shown < total:
        tables.put(tables.line(wording.listed_only(shown, total)))
    rows_of = partial(comparison.table_rows, groups, choice.years, unit, not is_neutral)
    charts.foot(source, sheet(wording.COMPARE_TABLE, wording.table_sheet(years, not is_neutral), rows_of), "table")


first_line()
left, right = st.columns(2, gap="large")
with left:
    ranking()
with right:
    change()
if is_neutral:
    trend(ALONE_HEIGHT)
else:
    left, right = st.columns(2, gap="large")
    with left:
        # As high as the places beside it.
        trend(min(max(LEAST_HEIGHT, 25 * (sum(map(len, map(selected, groups))) + 2 * len(groups))), MOST_HEIGHT))
    with right:
        ranks()
table()
every_page.fingerprint("compare", choice, name, scale, base, shows_all)
