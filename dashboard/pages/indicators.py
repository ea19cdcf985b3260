"""指标口径: what does each indicator, rule, topic and watched column mean, and who tells it?"""

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, downloads, every_page, filters, routes, tables, wording
from dashboard.ask import StoreError, ask, generation

choice = filters.current()
filters.known(wording.DICTIONARY_VIEW, "view", wording.DICTIONARY_VIEWS.values())


def has(row: Any, words: str) -> bool:
    """Whether any text of the row holds the words looked for."""
    return not words or any(words in value for value in row if isinstance(value, str))


def note() -> None:
    """Where the tables stand."""
    tables.put(tables.line(wording.DICTIONARY_NOTE))


def indicators(words: str) -> None:
    """The dictionary, group by group."""
    frame = ask(
        "indicator_dictionary", from_year=choice.year or None, to_year=choice.year or None, **choice.parameters()
    )
    listed = ask(
        "report_list",
        from_year=choice.year or None,
        to_year=choice.year or None,
        only_current=True,
        **choice.parameters(),
    )
    total = int(listed["office_code"].nunique())
    found = [r for r in frame.itertuples() if has(r, words)]
    if not found:
        tables.put(tables.line(wording.NOTHING_FOUND, "gk-empty"))
    columns = [
        wording.INDICATOR,
        wording.DEFINITION,
        wording.UNIT,
        wording.POLARITY,
        wording.SOURCE,
        wording.CAVEAT,
        wording.stated_in(choice.year),
    ]
    for group in dict.fromkeys(r.indicator_group for r in found):
        rows = [
            [
                routes.anchor("compare", r.name_zh, indicator=r.name_zh),
                wording.defined(r.definition, r.formula),
                r.unit,
                wording.POLARITIES[r.polarity],
                r.source,
                r.caveat,
                wording.out_of(r.stated_office_count, total),
            ]
            for r in found
            if r.indicator_group == group
        ]
        charts.heading(group, unit=wording.list_count(len(rows), len(rows)))
        tables.put(tables.table(columns, rows, caption=group, numeric=[6], css="gk-wrap gk-dictionary"))
    sheet = downloads.Sheet(
        wording.PAGES["indicators"],
        wording.DICTIONARY_SHEET,
        lambda: [
            (
                r.indicator_group,
                r.name_zh,
                r.definition,
                r.formula or wording.AS_PRINTED,
                r.unit,
                wording.POLARITIES[r.polarity],
                r.source,
                r.caveat,
                r.stated_office_count,
                r.first_year,
                r.last_year,
            )
            for r in frame.itertuples()
        ],
        every_page.notes(choice, wording.PAGES["indicators"], "", total),
    )
    charts.foot(wording.source_of(total, choice.year, generation()), sheet, "dictionary")


def rules(words: str) -> None:
    """Rules with thresholds, switches and legal basis."""
    frame = ask("rule_list", from_year=choice.year or None, to_year=choice.year or None, **choice.parameters())
    columns = [
        wording.RULE,
        wording.DEFINITION,
        wording.THRESHOLD,
        wording.SEVERITY,
        wording.LEGAL_BASIS,
        wording.FOUND,
    ]
    for kind, title in wording.RULE_KINDS.items():
        rows = []
        for r in frame[frame["kind_of_rule"] == kind].itertuples():
            if not has(r, words):
                continue
            page = {"weak_spot": ("weak-spots", {"rule": r.name_zh}), "check": ("quality", {"check": r.name_zh})}[kind]
            off = "" if r.is_enabled else tables.badge(wording.SWITCHED_OFF)
            rows.append(
                [
                    routes.anchor(page[0], r.name_zh, **page[1]) + off,
                    r.definition,
                    wording.threshold_words(r.threshold, r.threshold_unit),
                    wording.SEVERITIES[r.severity],
                    r.legal_basis or wording.OWN_RULE,
                    wording.found_words(r.failed_count, r.not_assessable_count, r.notice_count),
                ]
            )
        if rows:
            charts.heading(title, unit=wording.list_count(len(rows), len(rows)))
            tables.put(tables.table(columns, rows, caption=title, css="gk-wrap"))
    sheet = downloads.Sheet(
        wording.DICTIONARY_VIEWS["rules"],
        wording.RULE_SHEET,
        lambda: [
            (
                wording.RULE_KINDS[r.kind_of_rule],
                r.name_zh,
                r.definition,
                r.threshold,
                r.threshold_unit,
                wording.SEVERITIES[r.severity],
                wording.YES if r.is_enabled else wording.NO,
                r.legal_basis or wording.OWN_RULE,
                r.failed_count,
                r.not_assessable_count,
                r.notice_count,
            )
            for r in frame.itertuples()
        ],
        every_page.notes(choice, wording.DICTIONARY_VIEWS["rules"], "", 0),
    )
    charts.foot("", sheet, "rules")


def topics(words: str) -> None:
    """Problem topics."""
    frame = ask("topic_list")
    title = wording.DICTIONARY_VIEWS["topics"]
    rows = [
        [routes.anchor("weak-spots", r.name_zh, topic=r.name_zh), r.definition]
        for r in frame.itertuples()
        if has(r, words)
    ]
    charts.heading(title, unit=wording.list_count(len(rows), len(frame)))
    tables.put(tables.table([wording.TOPIC, wording.TOPIC_HOLDS], rows, caption=title, css="gk-wrap"))
    sheet = downloads.Sheet(
        title,
        wording.TOPIC_SHEET,
        lambda: [(r.name_zh, r.definition) for r in frame.itertuples()],
        every_page.notes(choice, title, "", 0),
    )
    charts.foot("", sheet, "topics")


def columns(words: str) -> None:
    """Columns on the watch list, with their cycles."""
    frame = ask("watched_columns")
    title = wording.DICTIONARY_VIEWS["columns"]
    rows = [
        [
            r.column_name,
            "、".join(r.aliases),
            r.topic_name if isinstance(r.topic_name, str) else "",
            wording.cycle_words(r.cycle_days),
            wording.minimum_words(r.yearly_minimum_count),
            r.basis,
        ]
        for r in frame.itertuples()
        if has((r.column_name, r.basis, r.topic_name, *r.aliases), words)
    ]
    charts.heading(title, unit=wording.list_count(len(rows), len(frame)))
    heads = [
        wording.COLUMN,
        wording.ALIASES,
        wording.TOPIC,
        wording.CYCLE,
        wording.YEARLY_MINIMUM,
        wording.LEGAL_BASIS,
    ]
    tables.put(tables.table(heads, rows, caption=title, numeric=[3, 4], css="gk-wrap"))
    sheet = downloads.Sheet(
        title,
        wording.WATCHED_SHEET,
        lambda: [
            (
                r.column_name,
                "、".join(r.aliases),
                r.topic_name if isinstance(r.topic_name, str) else "",
                r.cycle_days,
                r.yearly_minimum_count,
                r.basis,
            )
            for r in frame.itertuples()
        ],
        every_page.notes(choice, title, "", 0),
    )
    charts.foot("", sheet, "columns")


try:
    summary = next(ask("page_head_indicators", **choice.parameters()).itertuples())
except StoreError:
    every_page.head(wording.NO_STORE)
    tables.put(Markup('<div class="gk gk-message"><p>{}</p></div>').format(wording.NO_STORE_NEXT))
    every_page.fingerprint("indicators", "no store")
    st.stop()
every_page.head(
    wording.indicators_head(
        int(summary.indicator_count),
        int(summary.group_count),
        int(summary.stated_indicator_count),
        int(summary.report_count),
    )
)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    view = st.segmented_control(
        wording.DICTIONARY_VIEW,
        list(wording.DICTIONARY_VIEWS.values()),
        default=wording.DICTIONARY_VIEWS["indicators"],
        required=True,
        key="view",
        bind="query-params",
    )
    words = st.text_input(
        wording.FIND, key="find", bind="query-params", placeholder=wording.FIND_HINT, width=280
    ).strip()
shown = next(name for name, label in wording.DICTIONARY_VIEWS.items() if label == view)
{"indicators": indicators, "rules": rules, "topics": topics, "columns": columns}[shown](words)
note()
every_page.fingerprint("indicators", choice, shown, words)
