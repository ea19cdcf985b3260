"""薄弱环节: which office is weak where, since when, does it say so itself, and where is that written?"""

from typing import Any

import streamlit as st
from markupsafe import Markup, escape

from dashboard import charts, downloads, every_page, evidence, filters, routes, tables, wording
from dashboard.ask import ask, generation

MOST_ITEMS = 150
SEVERITY_ORDER = {"high": 0, "medium": 1, "low": 2}

choice = filters.current()
given = choice.parameters()
every = ask("weak_spots_list", from_year=choice.year, to_year=choice.year, **given)
judged_reports = int(ask("coverage", from_year=choice.year, to_year=choice.year, **given)["report_id"].notna().sum())
"""The year's reports that the rules went over: most of them are in no list, since nothing was found."""


def selected() -> tuple[Any, tuple[str, ...]]:
    """The weak spots that the page's own filters leave, and what the filters say."""
    topics = [name for name in dict.fromkeys(ask("topic_list")["name_zh"]) if name in set(every["topic_name"].dropna())]
    rules = list(dict.fromkeys(every["rule_name"]))
    filters.known(wording.TOPIC, "topic", topics)
    filters.known(wording.SEVERITY, "severity", wording.SEVERITIES.values())
    filters.known(wording.RULE, "rule", rules)
    filters.known(wording.WEAK_SHOWN, "shown", wording.WEAK_SHOWN_OPTIONS.values())
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        topic = st.selectbox(
            wording.TOPIC,
            ["", *topics],
            format_func=lambda name: name or wording.EVERY_TOPIC,
            key="topic",
            bind="query-params",
            width=190,
        )
        severity = st.selectbox(
            wording.SEVERITY,
            ["", *wording.SEVERITIES.values()],
            format_func=lambda name: name or wording.EVERY_SEVERITY,
            key="severity",
            bind="query-params",
            width=140,
        )
        rule = st.selectbox(
            wording.RULE,
            ["", *rules],
            format_func=lambda name: name or wording.EVERY_RULE,
            key="rule",
            bind="query-params",
            width=200,
        )
        shown = st.segmented_control(
            wording.WEAK_SHOWN,
            list(wording.WEAK_SHOWN_OPTIONS.values()),
            default=wording.WEAK_SHOWN_OPTIONS["failed"],
            required=True,
            key="shown",
            bind="query-params",
        )
    kept = every
    if shown == wording.WEAK_SHOWN_OPTIONS["failed"]:
        kept = kept[kept["status"] == "failed"]
    if topic:
        kept = kept[kept["topic_name"] == topic]
    if severity:
        kept = kept[kept["severity"] == next(k for k, words in wording.SEVERITIES.items() if words == severity)]
    if rule:
        kept = kept[kept["rule_name"] == rule]
    return kept, (topic, severity, rule, str(shown))


def ordered(frame: Any) -> list[Any]:
    """Red and worsening first, then by severity and how long they last; what is still to verify last."""
    return sorted(
        frame.itertuples(),
        key=lambda r: (
            r.status != "failed",
            not (bool(r.is_worsening) and r.severity != "low"),
            SEVERITY_ORDER[r.severity],
            -int(r.years_lasted),
        ),
    )


def marks(row: Any) -> Markup:
    """The labels of a weak spot."""
    labels = [tables.badge(wording.SEVERITIES[row.severity], row.severity)]
    if row.is_worsening and row.severity != "low":
        labels.append(tables.badge(wording.RED_AND_WORSENING, "high"))
    if row.status != "failed":
        labels.append(tables.badge(wording.TO_VERIFY))
    labels.append(tables.badge(row.rule_name))
    if isinstance(row.topic_name, str):
        labels.append(tables.badge(row.topic_name))
    if row.years_lasted > 1:
        labels.append(tables.badge(wording.lasted(int(row.years_lasted))))
    if row.self_told:
        labels.append(tables.badge(wording.SELF_TOLD, "accent"))
    return tables.together(labels)


def places(row: Any) -> Markup:
    """The links to the sentences, and to the office."""
    spoken = wording.look_at(row.office_name)
    return evidence.links(row) + routes.anchor(
        "office", wording.WATCH_OFFICE, "gk-place", spoken, office=row.office_code
    )


def spots(rows: list[Any]) -> None:
    """The list."""
    charts.heading(
        wording.WEAK_LIST,
        unit=f"{wording.year(choice.year)}，{wording.list_count(min(len(rows), MOST_ITEMS), len(rows))}",
    )
    if not rows:
        tables.put(tables.line(wording.WEAK_NONE, "gk-empty"), tables.line(wording.WEAK_NONE_NOTE))
        return
    tables.put(tables.entries(tables.entry(row.message, marks(row) + places(row)) for row in rows[:MOST_ITEMS]))


def counts(title: str, what: str, names: list[tuple[str, Markup, Any]]) -> None:
    """How many weak spots, severe ones and offices a group has: (name, link, its rows) each."""
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


def groups() -> None:
    """The year's weak spots by topic and by rule; a click filters the list."""
    told = every if state[3] != wording.WEAK_SHOWN_OPTIONS["failed"] else every[every["status"] == "failed"]
    topics = []
    for name, part in told.groupby("topic_name", dropna=False):
        is_named = isinstance(name, str)
        words = name if is_named else wording.NO_TOPIC
        link = routes.anchor("weak-spots", words, topic=name) if is_named else escape(words)
        topics.append((words, link, part))
    topics.sort(key=lambda item: (item[0] == wording.NO_TOPIC, -len(item[2])))
    counts(wording.BY_TOPIC, wording.TOPIC, topics)
    rules = [(name, routes.anchor("weak-spots", name, rule=name), part) for name, part in told.groupby("rule_name")]
    counts(wording.BY_RULE, wording.RULE, sorted(rules, key=lambda item: -len(item[2])))


def worklist(rows: list[Any]) -> downloads.Sheet:
    """The list as a worklist, with empty columns for who mends it, until when and how far."""
    address = (st.context.url or "").split("?")[0].rsplit("/", 1)[0]

    def lines() -> list[tuple[object, ...]]:
        """One line a weak spot, with the words it rests on."""
        reports = {report for row in rows for report, fact_no in evidence.places(row)[:3] if fact_no is not None}
        quotes: dict[tuple[int, int | None], str] = {
            (report, int(fact.fact_no)): fact.quote
            for report in reports
            for fact in ask("report_facts", report_id=report).itertuples()
        }
        found: list[tuple[object, ...]] = []
        for number, row in enumerate(rows, 1):
            at = evidence.places(row)
            told = evidence.problem_told(row)
            first = at[0] if at else (None, None)
            words = [q for place in at[:3] if (q := quotes.get(place, ""))]
            link = f"report?report={first[0]}" + (f"&fact={first[1]}" if first[1] is not None else "")
            if told is not None and not words:
                words, link = [told.quote], f"report?report={told.report_id}&problem={told.problem_no}"
            found.append(
                (
                    number,
                    row.office_name,
                    row.kind,
                    row.year,
                    row.topic_name if isinstance(row.topic_name, str) else "",
                    row.rule_name,
                    wording.SEVERITIES[row.severity],
                    row.message,
                    wording.lasted(int(row.years_lasted)),
                    wording.YES if row.is_worsening else wording.NO,
                    wording.YES if row.self_told else wording.NO,
                    row.legal_basis or wording.OWN_RULE,
                    "；".join(dict.fromkeys(words)),
                    f"{address}/{link}" if address and first[0] is not None else "",
                    "",
                    "",
                    "",
                )
            )
        return found

    return downloads.Sheet(
        f"{wording.WORKLIST}{choice.year}",
        wording.WORKLIST_COLUMNS,
        lines,
        [
            *every_page.notes(choice, wording.WEAK_LIST, "", judged_reports),
            (wording.WEAK_SHOWN, "；".join(filter(None, state))),
        ],
    )


def red() -> None:
    """Indicators in the worst quarter of their kind that got worse."""
    frame = ask("red_and_worsening", year=choice.year, **given)
    charts.heading(wording.RED_TITLE, wording.RED_NOTE, wording.year(choice.year))
    if frame.empty:
        tables.put(tables.line(wording.RED_NONE, "gk-empty"))
        return
    rows = [
        [
            routes.anchor("office", r.office_name, office=r.office_code),
            wording.row_name(r.name_zh, r.unit if r.unit != "%" else ""),
            wording.number(r.previous_value, r.unit),
            routes.sentence_link(r.report_id, r.fact_no, wording.number(r.value, r.unit)),
            wording.signed(r.change, "pp") if r.unit == "%" else wording.signed(r.change_pct),
            wording.ranked(r.rank_of_kind, r.stated_count_of_kind),
            wording.number(r.median_of_kind, r.unit),
            wording.lasted(int(r.worsening_years)),
        ]
        for r in frame.head(MOST_ITEMS).itertuples()
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
    tables.put(tables.table(columns, rows, caption=wording.RED_TITLE, numeric=[2, 3, 4, 5, 6, 7]))
    charts.foot(
        wording.source_note(judged_reports, choice.year, choice.year, generation()),
        downloads.Sheet(
            f"{wording.RED_TITLE}{choice.year}",
            wording.RED_SHEET,
            lambda: [
                (
                    r.office_name, r.kind, r.name_zh, r.unit, r.previous_value, r.value, r.change, r.change_pct,
                    r.rank_of_kind, r.stated_count_of_kind, r.median_of_kind, r.worsening_years,
                )
                for r in frame.itertuples()
            ],
            every_page.notes(choice, wording.RED_TITLE, wording.UNIT_COLUMN, judged_reports),
        ),
        "red",
    )  # fmt: skip


def freshness() -> str:
    """Days since each watched column was updated, by the publication log, against its cycle; the day judged."""
    charts.heading(wording.FRESHNESS, wording.FRESHNESS_NOTE)
    day = st.date_input(wording.AS_OF, key="as_of", format="YYYY-MM-DD", width=180)
    # One day a cache entry: without it the answer of yesterday would be given today.
    frame = ask("freshness", as_of=day, **given)
    logged = frame[frame["last_published_on"].notna()]
    if logged.empty:
        link = routes.anchor("import", wording.GO_IMPORT_LOG, task=wording.TASKS["log"])
        tables.put(tables.line(Markup("{} {}").format(wording.FRESHNESS_NONE, link), "gk-empty"))
        return str(day)
    order = list(wording.FRESHNESS_STATES)
    rows = sorted(logged.itertuples(), key=lambda r: (order.index(r.status), -int(r.days_since)))
    stale = logged[logged["status"] == "stale"]
    tables.put(
        tables.line(wording.freshness_title(len(stale), int(stale["office_code"].nunique()))),
        tables.table(
            wording.FRESHNESS_COLUMNS,
            [
                [
                    routes.anchor("office", r.office_name, office=r.office_code),
                    r.column_name,
                    wording.days_since(r.days_since),
                    wording.cycle_words(r.cycle_days),
                    tables.badge(wording.FRESHNESS_STATES[r.status], "high" if r.status == "stale" else ""),
                    f"{r.last_published_on:%Y-%m-%d}",
                    wording.number(r.items_last_year_count),
                    r.basis,
                ]
                for r in rows[:MOST_ITEMS]
            ],
            caption=wording.FRESHNESS,
            numeric=[2, 3, 6],
            css="gk-wrap",
        ),
    )
    sheet = downloads.Sheet(
        wording.FRESHNESS,
        wording.FRESHNESS_SHEET,
        lambda: [
            (
                r.office_name,
                r.kind,
                r.column_name,
                f"{r.last_published_on:%Y-%m-%d}" if wording.figure(r.days_since) is not None else "",
                r.days_since,
                r.cycle_days,
                wording.FRESHNESS_STATES[r.status],
                r.items_last_year_count,
                r.last_told_year,
                r.last_told_count,
                r.basis,
            )
            for r in frame.itertuples()
        ],
        [*every_page.notes(choice, wording.FRESHNESS, wording.DAYS, 0), (wording.AS_OF, f"{day:%Y-%m-%d}")],
    )
    charts.foot("", sheet, "freshness")
    return str(day)


summary = next(ask("page_head_weak_spots", year=choice.year, **given).itertuples())
every_page.head(
    wording.weak_spots_head(
        choice.year,
        int(summary.weak_spot_count),
        int(summary.office_count),
        int(summary.high_count),
        int(summary.lasting_count),
        int(wording.figure(summary.longest_years) or 0),
        int(summary.self_told_count),
        summary.top_topic_name if isinstance(summary.top_topic_name, str) else None,
        int(wording.figure(summary.top_topic_office_count) or 0),
    )
)
frame, state = selected()
listed = ordered(frame)
left, right = st.columns([7, 4], gap="large")
with left:
    spots(listed)
    charts.foot(
        wording.source_note(judged_reports, choice.year, choice.year, generation()),
        worklist(listed),
        "worklist",
    )
with right:
    groups()
red()
judged_on = freshness()
every_page.fingerprint("weak-spots", choice, *state, judged_on)
