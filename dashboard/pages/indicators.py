"""指标口径: what does each indicator, word, rule, topic and watched column mean, and who tells it?"""

from typing import Any

import streamlit as st

from dashboard import charts, downloads, every_page, filters, routes, tables, wording
from dashboard.ask import ask, ask_anyway, generation
from dashboard.followup import marks

choice = filters.current()
filters.known(wording.DICTIONARY_VIEW, "view", wording.DICTIONARY_VIEWS.values())
given = choice.parameters()
of_year = {"from_year": choice.year or None, "to_year": choice.year or None, **given}


def has(row: Any, words: str) -> bool:
    """Whether any text of the row holds the words looked for."""
    return not words or any(words in value for value in row if isinstance(value, str))


def sheet(title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]], count: int = 0) -> downloads.Sheet:
    """A list as shown, for download."""
    return downloads.Sheet(title, columns, lambda: rows, every_page.notes(choice, title, "", count))


def said(value: object) -> str:
    """A text, '' for none."""
    return value if isinstance(value, str) else ""


def indicators(words: str) -> str:
    """The dictionary, group by group; which group is looked at. Words are looked for in all groups."""
    frame = ask_anyway("indicator_dictionary", **of_year)
    total = 0
    if generation():
        total = int(ask("report_list", only_current=True, **of_year)["office_code"].nunique())
    counts = dict(frame.groupby("indicator_group", sort=False).size())
    chosen = ""
    if not words:
        labels = {wording.group_label(wording.EVERY_GROUP, len(frame)): ""} | {
            wording.group_label(group, int(count)): group for group, count in counts.items()
        }
        label = st.pills(
            wording.GROUP, list(labels), default=list(labels)[1], required=True, key="group", bind="query-params"
        )
        chosen = labels.get(label, "")
    found = [r for r in frame.itertuples() if has(r, words) and chosen in ("", r.indicator_group)]
    if not found:
        tables.put(tables.line(wording.NOTHING_FOUND, "gk-empty"))
    stated = [wording.stated_in(choice.year)] if total else []
    columns = [
        wording.INDICATOR,
        wording.DEFINITION_AND_FORMULA,
        wording.UNIT,
        wording.POLARITY,
        wording.SOURCE,
        wording.CAVEAT,
        *stated,
    ]
    for group in dict.fromkeys(r.indicator_group for r in found):
        rows = [
            [
                routes.anchor("compare", r.name_zh, indicator=r.name_zh) if generation() else r.name_zh,
                wording.defined(r.definition, r.formula),
                r.unit,
                wording.POLARITIES[r.polarity],
                r.source,
                r.caveat,
                *([wording.out_of(r.stated_office_count, total)] if total else []),
            ]
            for r in found
            if r.indicator_group == group
        ]
        charts.heading(group, unit=wording.list_count(len(rows), len(rows)))
        tables.put(tables.stacking(columns, rows, caption=group, css="gk-dictionary"))
    charts.foot(
        wording.source_of(total, choice.year, generation()),
        sheet(
            wording.PAGES["indicators"],
            wording.DICTIONARY_SHEET,
            [
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
                for r in found
            ],
            total,
        ),
        "dictionary",
    )
    return chosen


def terms(words: str) -> str:
    """How numbers are computed and what words mean."""
    limits = {
        r.rule: wording.threshold_text(r.threshold, r.threshold_unit)
        for r in ask_anyway("rule_list").itertuples()
        if r.kind_of_rule == "threshold"
    }
    title = wording.DICTIONARY_VIEWS["terms"]
    every = wording.terms(limits["few_cases"], limits["material_change"], limits["material_change_rate"])
    every += [
        (r.name_zh, f"{r.definition}{r.caveat}", wording.OF_RATIOS) for r in ask_anyway("ratio_list").itertuples()
    ]
    rows = [row for row in every if has(row, words)]
    charts.heading(title, unit=wording.list_count(len(rows), len(every)))
    if not rows:
        tables.put(tables.line(wording.NOTHING_FOUND, "gk-empty"))
    else:
        tables.put(tables.stacking(wording.TERM_SHEET, rows, caption=title, css="gk-terms"))
    charts.foot("", sheet(title, wording.TERM_SHEET, list(rows)), "terms")
    return ""


def rules(words: str) -> str:
    """Rules with thresholds, switches and legal basis, and the thresholds that pages share."""
    found = [r for r in ask_anyway("rule_list", **of_year).itertuples() if has(r, words)]
    if not found:
        tables.put(tables.line(wording.NOTHING_FOUND, "gk-empty"))
    columns = [
        wording.RULE,
        wording.DEFINITION,
        wording.THRESHOLD,
        wording.SEVERITY,
        wording.LEGAL_BASIS,
        *([wording.FOUND] if generation() else []),
    ]
    for kind, title in wording.RULE_KINDS.items():
        rows = [rule_row(r) for r in found if r.kind_of_rule == kind]
        if rows:
            charts.heading(title, unit=wording.list_count(len(rows), len(rows)))
            tables.put(tables.stacking(columns, rows, caption=title, css="gk-rules"))
    title = wording.DICTIONARY_VIEWS["rules"]
    charts.foot(
        "",
        sheet(
            title,
            wording.RULE_SHEET,
            [
                (
                    wording.RULE_KINDS[r.kind_of_rule],
                    r.name_zh,
                    r.definition,
                    r.threshold,
                    r.threshold_unit,
                    wording.SEVERITIES[r.severity] if r.kind_of_rule != "threshold" else "",
                    wording.YES if r.is_enabled else wording.NO,
                    r.legal_basis or wording.OWN_RULE,
                    *((r.failed_count, r.not_assessable_count, r.notice_count) if generation() else (None,) * 3),
                )
                for kind in wording.RULE_KINDS
                for r in found
                if r.kind_of_rule == kind
            ],
        ),
        "rules",
    )
    return ""


def rule_row(r: Any) -> list[str]:
    """A rule with the way to what it found."""
    page = wording.RULE_PAGES.get(r.kind_of_rule)
    name: str = r.name_zh
    if page is not None and generation():
        name = routes.anchor(page[0], r.name_zh, **{page[1]: r.name_zh})
    is_shared = r.kind_of_rule == "threshold"
    return [
        name if r.is_enabled else tables.together([name, tables.badge(wording.SWITCHED_OFF)]),
        r.definition,
        wording.threshold_words(r.threshold, r.threshold_unit),
        "" if is_shared else wording.SEVERITIES[r.severity],
        r.legal_basis or wording.OWN_RULE,
        *(
            ["" if is_shared else wording.found_words(r.failed_count, r.not_assessable_count, r.notice_count)]
            if generation()
            else []
        ),
    ]


def topics(words: str) -> str:
    """Problem topics."""
    frame = ask_anyway("topic_list")
    title = wording.DICTIONARY_VIEWS["topics"]
    found = [r for r in frame.itertuples() if has(r, words)]
    charts.heading(title, unit=wording.list_count(len(found), len(frame)))
    rows = [
        [routes.anchor("weak-spots", r.name_zh, topic=r.name_zh) if generation() else r.name_zh, r.definition]
        for r in found
    ]
    tables.put(tables.stacking([wording.TOPIC, wording.TOPIC_HOLDS], rows, caption=title))
    charts.foot("", sheet(title, wording.TOPIC_SHEET, [(r.name_zh, r.definition) for r in found]), "topics")
    return ""


def columns(words: str) -> str:
    """Columns on the watch list, with their cycles."""
    frame = ask_anyway("watched_columns")
    title = wording.DICTIONARY_VIEWS["columns"]
    found = [
        r for r in frame.itertuples() if has((r.column_name, r.basis, r.cycle_basis, r.topic_name, *r.aliases), words)
    ]
    charts.heading(title, unit=wording.list_count(len(found), len(frame)))
    heads = [
        wording.COLUMN,
        wording.ALIASES,
        wording.TOPIC,
        wording.LIMIT,
        wording.CYCLE,
        wording.CUSTOM,
        wording.YEARLY_MINIMUM,
        wording.LEGAL_BASIS,
    ]
    rows = [
        [
            r.column_name,
            "、".join(r.aliases),
            said(r.topic_name),
            wording.limit_words(r.limit_days, r.limit_unit),
            wording.cycle_words(r.cycle) + (f"（{r.cycle_level}）" if r.cycle_level else ""),
            wording.cycle_words(r.custom),
            wording.minimum_words(r.yearly_minimum_count),
            "；".join(
                dict.fromkeys(words for words in (r.limit_basis, r.cycle_basis, r.custom_basis, r.basis) if words)
            ),
        ]
        for r in found
    ]
    tables.put(tables.stacking(heads, rows, caption=title))
    charts.foot(
        "",
        sheet(
            title,
            wording.WATCHED_SHEET,
            [
                (
                    r.column_name,
                    "、".join(r.aliases),
                    said(r.topic_name),
                    wording.limit_words(r.limit_days, r.limit_unit),
                    r.limit_basis,
                    wording.cycle_words(r.cycle),
                    r.cycle_level,
                    r.cycle_basis,
                    wording.cycle_words(r.custom),
                    r.custom_basis,
                    r.yearly_minimum_count,
                    r.basis,
                )
                for r in found
            ],
        ),
        "columns",
    )
    return ""


summary = next(ask_anyway("page_head_indicators", **given).itertuples())
every_page.head(
    wording.indicators_head(
        int(summary.indicator_count),
        int(summary.group_count),
        int(summary.stated_indicator_count),
        int(summary.report_count),
    )
)
with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
    view = filters.one_of(
        wording.DICTIONARY_VIEW,
        list(wording.DICTIONARY_VIEWS.values()),
        key="view",
        default=wording.DICTIONARY_VIEWS["indicators"],
    )
    words = st.text_input(
        wording.FIND, key="find", bind="query-params", placeholder=wording.FIND_HINT, width=280
    ).strip()
shown = next(name for name, label in wording.DICTIONARY_VIEWS.items() if label == view)
lists = {
    "indicators": indicators,
    "terms": terms,
    "rules": rules,
    "topics": topics,
    "columns": columns,
    "marks": lambda words: marks.show(choice, words),
}
group = lists[shown](words)
tables.put(tables.line(wording.DICTIONARY_NOTE))
every_page.fingerprint("indicators", choice, shown, words, group)
