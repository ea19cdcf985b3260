"""薄弱环节: which office is weak where, since when, does it say so itself, and where is that written?"""

from typing import Any

import streamlit as st
from markupsafe import Markup, escape

from dashboard import (
    charts,
    downloads,
    every_page,
    evidence,
    filters,
    followed,
    freshness,
    heads,
    routes,
    spots,
    tables,
    wording,
)
from dashboard import worklist as work
from dashboard.ask import ask, generation

MOST_ITEMS = 150
SEVERITY_ORDER = {"high": 0, "medium": 1, "low": 2}

choice = filters.current()
given = choice.parameters()
every = ask("weak_spots_list", from_year=choice.year, to_year=choice.year, **given)
judged_reports = int(ask("coverage", from_year=choice.year, to_year=choice.year, **given)["report_id"].notna().sum())
"""The year's reports that the rules went over: most of them are in no list, since nothing was found."""
red_told = ask("red_and_worsening", year=choice.year, **given)
red_rows = red_told[~red_told["is_refuted"].astype(bool)]
"""Without those of which the staff held what was found to be false: they are named below the table."""


def selected() -> tuple[Any, tuple[str, ...]]:
    """The weak spots that the page's own filters leave, and what the filters say."""
    topics = [name for name in dict.fromkeys(ask("topic_list")["name_zh"]) if name in set(every["topic_name"].dropna())]
    rules = list(dict.fromkeys(every["rule_name"]))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        topic = filters.one_or_every(wording.TOPIC, topics, "topic", wording.EVERY_TOPIC, 190)
        severity = filters.one_or_every(
            wording.SEVERITY, list(wording.SEVERITIES.values()), "severity", wording.EVERY_SEVERITY, 140
        )
        rule = filters.one_or_every(wording.RULE, rules, "rule", wording.EVERY_RULE, 200)
        shown = filters.one_of(
            wording.WEAK_SHOWN,
            list(wording.WEAK_SHOWN_OPTIONS.values()),
            key="shown",
            default=wording.WEAK_SHOWN_OPTIONS["failed"],
        )
    kept = every[every["status"] != "refuted"]
    if shown == wording.WEAK_SHOWN_OPTIONS["failed"]:
        kept = kept[kept["status"] == "failed"]
    if topic:
        kept = kept[kept["topic_name"] == topic]
    if severity:
        kept = kept[kept["severity"] == next(k for k, words in wording.SEVERITIES.items() if words == severity)]
    if rule:
        kept = kept[kept["rule_name"] == rule]
    return kept, (topic, severity, rule, str(shown))


def grouped(frame: Any) -> list[tuple[Any, list[Any]]]:
    """The findings put together by office and matter, gravest first: (its card, its findings). What lacks evidence
    comes after them, each by itself, without a card."""
    rows = {int(row.finding_no): row for row in frame.itertuples()}
    groups: list[tuple[Any, list[Any]]] = []
    for card in ask("weak_spot_cards", year=choice.year, **given).itertuples():
        if its_rows := [rows.pop(int(number)) for number in card.finding_nos if int(number) in rows]:
            groups.append((card, its_rows))
    return [*groups, *((None, [row]) for row in rows.values())]


def group_marks(card: Any, rows: list[Any]) -> Markup:
    """The labels of an office's matter, by what is listed of it."""
    gravest = min((row.severity for row in rows), key=SEVERITY_ORDER.__getitem__)
    labels = [tables.badge(wording.SEVERITIES[gravest], gravest)]
    labels += spots.held(int(card.years_lasted), any(row.is_worsening for row in rows))
    if any(row.self_told for row in rows):
        labels.append(tables.badge(wording.SELF_TOLD, "accent"))
    return tables.together(labels)


def finding(row: Any, is_grouped: bool) -> Markup:
    """One finding: its sentence, its rule and topic, the way to its place."""
    labels = [tables.badge(row.rule_name)]
    if row.status != "failed":
        labels.insert(0, tables.badge(wording.TO_VERIFY))
    if isinstance(row.topic_name, str):
        labels.append(tables.badge(row.topic_name))
    words = row.message.removeprefix(row.office_name) if is_grouped else row.message
    return Markup('<span class="why">{}</span><span class="more">{}{}</span>').format(
        words, tables.together(labels), evidence.links(row) + followed.beside(row)
    )


def entry(card: Any, rows: list[Any]) -> Markup:
    """An office's matter with all its findings; a finding without a card by itself."""
    if card is None:
        return Markup("<li>{}</li>").format(tables.together(finding(row, False) for row in rows))
    office = routes.anchor("office", card.office_name, office=card.office_code)
    return Markup('<li class="gk-group"><p class="who">{} <span class="matter">{}</span> {}</p>{}</li>').format(
        office, card.matter_name, group_marks(card, rows), tables.together(finding(row, True) for row in rows)
    )


def list_of_spots(groups: list[tuple[Any, list[Any]]]) -> None:
    """The list."""
    count = wording.spots_count(
        sum(card is not None for card, _rows in groups), sum(len(rows) for card, rows in groups if card is not None)
    )
    charts.heading(wording.WEAK_LIST, unit=f"{wording.year(choice.year)}，{count}" if groups else "")
    wants_every = state[3] == wording.WEAK_SHOWN_OPTIONS["every"]
    if wants_every and every["status"].isin(["failed", "refuted"]).all() and len(every):
        tables.put(tables.line(wording.NOTHING_TO_VERIFY))
    if not groups:
        tables.put(tables.line(wording.WEAK_NONE, "gk-empty"), tables.line(wording.WEAK_NONE_NOTE))
        return
    tables.put(tables.entries(entry(card, rows) for card, rows in groups[:MOST_ITEMS]))


def counts(title: str, what: str, names: list[tuple[str, Markup, Any]]) -> None:
    """How many findings, severe ones and offices a group has: (name, link, its rows) each."""
    rows = [
        [
            link,
            f"{len(part)}",
            f"{int((part['severity'] == 'high').sum())}",
            f"{part['office_code'].nunique()}",
        ]
        for name, link, part in names
        if len(part)
    ]
    if not rows:
        return
    charts.heading(title)
    columns = [what, wording.WEAK_COUNT, wording.SEVERE_COUNT, wording.OFFICE_COUNT]
    tables.put(tables.table(columns, rows, caption=title, numeric=[1, 2, 3]))


def matter_names() -> dict[int, str]:
    """The matter of each finding in the words of its card."""
    cards = ask("weak_spot_cards", year=choice.year, **given)
    return {int(number): card.matter_name for card in cards.itertuples() for number in card.finding_nos}


def by_topic_and_rule() -> None:
    """The year's findings by topic, those that have none by the matter that their card names, and by rule; a click
    filters the list."""
    told = every[every["status"] != "refuted"]
    if state[3] == wording.WEAK_SHOWN_OPTIONS["failed"]:
        told = told[told["status"] == "failed"]
    named = told["topic_name"].dropna().unique()
    kinds = told["topic_name"].where(told["topic_name"].notna(), told["finding_no"].map(matter_names()))
    topics = []
    for words, part in told.groupby(kinds.fillna(wording.NO_TOPIC)):
        link = routes.anchor("weak-spots", words, topic=words) if words in named else escape(words)
        topics.append((words, link, part))
    topics.sort(key=lambda item: (item[0] == wording.NO_TOPIC, -len(item[2])))
    counts(wording.BY_TOPIC, wording.TOPIC, topics)
    rules = [(name, routes.anchor("weak-spots", name, rule=name), part) for name, part in told.groupby("rule_name")]
    counts(wording.BY_RULE, wording.RULE, sorted(rules, key=lambda item: -len(item[2])))


def red() -> None:
    """Indicators in the worst quarter of their kind that got materially worse."""
    charts.heading(wording.RED_TITLE, wording.RED_NOTE, wording.year(choice.year))
    refuted = red_told[red_told["is_refuted"].astype(bool)]
    apart = wording.red_refuted(list(refuted[["office_name", "name_zh"]].itertuples(index=False, name=None)))
    without = tables.line(apart) if apart else Markup("")
    if red_rows.empty:
        tables.put(tables.line(wording.RED_NONE, "gk-empty"), without)
        return
    listed = list(red_rows.head(MOST_ITEMS).itertuples())
    cells = [
        [
            r.office_name,
            wording.row_name(r.name_zh, r.unit if r.unit != "%" else ""),
            wording.number(r.previous_value, r.unit),
            wording.number(r.value, r.unit),
            wording.change_words(r.change, r.change_pct, r.unit),
            wording.ranked(r.rank_of_kind, r.ranked_count_of_kind, r.tied_count_of_kind),
            wording.number(r.median_of_kind, r.unit),
            wording.lasted(int(r.worsening_years)),
        ]
        for r in listed
    ]
    rows: list[list[str | tables.Cell]] = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            *line[1:3],
            routes.sentence_link(r.report_id, r.fact_no, line[3]),
            *line[4:],
        ]
        for r, line in zip(listed, cells, strict=True)
    ]
    columns = [
        wording.OFFICE,
        wording.INDICATOR,
        wording.LAST_YEAR,
        wording.THIS_YEAR,
        wording.CHANGE_ON_YEAR,
        wording.RANK,
        wording.PEER_MEDIAN,
        wording.WORSENING_YEARS,
    ]
    tables.put(tables.table(columns, rows, caption=wording.RED_TITLE, numeric=[2, 3, 4, 5, 6, 7]), without)
    charts.foot(
        wording.source_note(judged_reports, choice.year, choice.year, generation()),
        downloads.Sheet(
            f"{wording.RED_TITLE}{choice.year}",
            wording.RED_SHEET,
            lambda: cells,
            every_page.notes(choice, wording.RED_TITLE, wording.UNIT_IN_HEAD, judged_reports),
        ),
        "red",
    )


def head() -> str:
    """The first line, of what the page's own filters leave."""
    topic, severity, rule, _shown = state
    named = dict(zip(every["topic_name"], every["topic"], strict=True))
    rules = dict(zip(every["rule_name"], every["rule"], strict=True))
    summary = next(
        ask(
            "page_head_weak_spots",
            year=choice.year,
            topic=named.get(topic),
            severity=next((key for key, words in wording.SEVERITIES.items() if words == severity), None),
            rule=rules.get(rule),
            **given,
        ).itertuples()
    )
    return wording.weak_spots_head(
        choice.year,
        int(summary.matter_count),
        int(summary.weak_spot_count),
        int(summary.office_count),
        int(summary.high_count),
        int(summary.lasting_count),
        int(wording.figure(summary.longest_years) or 0),
        int(summary.self_told_count),
        summary.top_topic_name if isinstance(summary.top_topic_name, str) and not topic else None,
        int(wording.figure(summary.top_topic_office_count) or 0),
        list(red_rows["office_name"]),
        [words for words in (topic, severity, rule) if words],
        heads.only(choice),
    )


frame, state = selected()
every_page.head(head())
listed = grouped(frame)
left, right = st.columns([7, 4], gap="large")
with left:
    list_of_spots(listed)
    tables.put(followed.apart(every.itertuples()))
    charts.foot(
        wording.source_note(judged_reports, choice.year, choice.year, generation()),
        work.sheet(choice, listed, judged_reports, state),
        "worklist",
    )
with right:
    by_topic_and_rule()
red()
judged_on = freshness.due(choice)
freshness.show(choice, judged_on)
every_page.fingerprint("weak-spots", choice, *state, str(judged_on))
