"""年报原文: what does one report say, word for word, and what was read of it?"""

from functools import partial
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import (
    access,
    charts,
    downloads,
    every_page,
    evidence,
    filters,
    followed,
    original,
    report_names,
    routes,
    tables,
    versions,
    wording,
)
from dashboard.ask import ReportError, ask, document, generation, later, sentence_of
from dashboard.ask import original as original_bytes
from dashboard.followup import notes

SEARCHED = "s"
"""The name of the mark of a sentence that was searched for."""
ARTICLE = Markup('<article class="gk gk-report">{}</article>')

choice = filters.current()


def addressed() -> Any:
    """The report that the address asks for by its number and by office and year; None where it asks for none. A
    number that has become another report's leads to the report of that office and year, or to nobody's."""
    told, said = st.query_params.get("report", ""), report_names.said_by(st.query_params.get("of", ""))
    wanted = filters.whole_number("report")
    row = None
    if wanted is not None and wanted < 2**31:
        row = next(ask("report_list", report_ids=[wanted]).itertuples(), None)
    if said is None:
        if told and row is None:
            raise filters.NotListed(wording.PAGES["report"], told, wording.report_unknown(told))
        return row
    office, year = said
    if row is not None and (row.office_code, int(row.year)) == said:
        return row
    own = ask("report_list", office_codes=[office], only_current=True)
    row = next(own[own["year"] == year].itertuples(), None)
    if row is None:
        offices = ask("office_list")
        known = offices.loc[offices["office_code"] == office, "office_name"]
        if known.empty:
            raise filters.NotListed(wording.PAGES["report"], told, wording.report_unknown(told or office))
        name = known.iloc[0]
        raise filters.NotListed(wording.PAGES["report"], told, wording.report_not_collected(name, year))
    st.session_state["_moved"] = int(row.report_id)
    show_report(int(row.report_id))
    return row


def pick() -> Any:
    """The report looked at: that of the address, else the first office's of the year; None without any."""
    row = addressed()
    # Of a region with more offices than can be listed, the report's own office alone is offered.
    own = row.office_code if row is not None else ""
    region = ask(
        "report_list",
        region_id=choice.region_id,
        kind=choice.kind,
        office_codes=[own] if choice.is_wide else list(choice.office_codes) or None,
        only_current=True,
    )
    if row is None:
        of_year = region[region["year"] == choice.year]
        row = next((of_year if len(of_year) else region).itertuples(), None)
    if row is None:
        return None
    # The link of the page then shows this report or none, whatever becomes of its number.
    named = {"report": f"{int(row.report_id)}", "of": report_names.name(row.office_code, int(row.year))}
    if any(st.query_params.get(name) != value for name, value in named.items()):
        st.query_params.update(named)
    same = ask("report_list", office_codes=[row.office_code], only_current=True)
    offices = {r.office_code: r.office_name for r in region.itertuples()} | {row.office_code: row.office_name}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        st.session_state["pick-office"] = row.office_code
        st.selectbox(
            wording.OFFICE,
            list(offices),
            format_func=offices.__getitem__,
            key="pick-office",
            on_change=partial(to_office, int(row.year)),
            width=260,
        )
        years = {int(r.year): int(r.report_id) for r in same.itertuples()}
        years.setdefault(int(row.year), int(row.report_id))
        st.session_state["pick-year"] = int(row.year)
        st.selectbox(
            wording.YEAR,
            sorted(years, reverse=True),
            format_func=wording.year,
            key="pick-year",
            on_change=partial(to_year, years),
            width=112,
        )
        steps = []
        for label, report_id in (
            (wording.REPORT_PREVIOUS, row.previous_report_id),
            (wording.REPORT_NEXT, row.next_report_id),
        ):
            if wording.figure(report_id) is not None:
                steps.append(routes.anchor("report", label, "gk-step", report=int(report_id)))
        if steps:
            tables.put(tables.line(tables.together(steps), "gk-steps"))
        st.download_button(
            wording.REPORT_ORIGINAL,
            data=later(original_bytes, row.sha256),
            file_name=row.file_name,
            mime="application/octet-stream",
            on_click="ignore",
            icon=":material/download:",
            key="original",
        )
    return row


def to_office(year: int) -> None:
    """Goes to the chosen office's report on the same year, else its latest."""
    rows = ask("report_list", office_codes=[st.session_state["pick-office"]], only_current=True)
    of_year = rows[rows["year"] == year]
    found = of_year if len(of_year) else rows
    show_report(int(found["report_id"].iloc[-1]))


def to_year(years: dict[int, int]) -> None:
    """Goes to the chosen year's report of the same office."""
    show_report(years[st.session_state["pick-year"]])


def show_report(report_id: int) -> None:
    """Puts the report into the address."""
    for name in ("of", "fact", "problem", "sentence"):
        st.query_params.pop(name, None)
    st.query_params["report"] = str(report_id)


def unassigned(fact: Any) -> str:
    """What a number without an indicator is called: one that staff confirmed to be none, here or in another year, waits
    for nobody."""
    is_decided = wording.figure(fact.learnt_from) is not None or isinstance(fact.correction, str)
    return wording.NOT_A_NUMBER if is_decided else wording.REPORT_UNASSIGNED


def fact_words(fact: Any) -> str:
    """A fact in words: indicator, number, status."""
    name = wording.named_in_print(fact.name_zh or unassigned(fact), fact.quote)
    breakdown = wording.APPLICANTS.get(fact.breakdown, fact.breakdown)
    text = wording.told(fact.value, fact.unit, fact.qualifier, fact.status)
    unit = fact.unit if wording.figure(fact.value) is not None and fact.unit != "%" else ""
    words = f"{name}{f'（{breakdown}）' if breakdown else ''}：{text}{unit}"
    if fact.role == "conflict":
        words += f"；{wording.STATUSES['conflict']}"
    if isinstance(fact.correction, str) and fact.correction:
        words += wording.corrected(fact.stated_value, fact.correction)
    if isinstance(fact.learning, str) and fact.learning:
        words += f"；{fact.learning}"
    return words


def marks(facts: Any, problems: Any) -> list[original.Mark]:
    """What is marked in the text: each fact, and the problems told."""
    found = []
    for fact in facts.itertuples():
        css = fact.role if fact.role in {"conflict", "unassigned"} else fact.status
        found.append(original.Mark(f"f{fact.fact_no}", fact.locator, css, fact_words(fact)))
    for problem in problems.itertuples():
        words = f"{wording.PROBLEM_KINDS[problem.kind]}：{problem.topic_name}"
        found.append(original.Mark(f"p{problem.problem_no}", problem.locator, "problem", words))
    return found


def fact_list(facts: Any, report_id: int, here: str) -> None:
    """The numbers of the prose, each with a link to its place, the row of the one looked at set off; cells are
    counted, they stand in the text."""
    told = facts[facts["source"] == "text"]
    noted = notes.of_numbers(row.office_code, int(row.year))
    charts.heading(
        wording.REPORT_FACTS,
        unit=wording.of_the_prose(
            len(told),
            sum(
                fact.role == "unassigned" and unassigned(fact) == wording.REPORT_UNASSIGNED
                for fact in told.itertuples()
            ),
        ),
    )
    if told.empty:
        tables.put(tables.line(wording.REPORT_NO_FACTS, "gk-empty"))
    else:
        rows: list[list[str | tables.Cell]] = []
        for fact in told.itertuples():
            name = wording.named_in_print(fact.name_zh or unassigned(fact), fact.quote)
            name += f"：{fact.breakdown}" if fact.breakdown else ""
            text = wording.told(fact.value, fact.unit, fact.qualifier, fact.status)
            unit = fact.unit if fact.unit != "%" and wording.figure(fact.value) is not None else ""
            extra = tables.badge(wording.STATUSES["conflict"], "high") if fact.role == "conflict" else ""
            corrected = (
                tables.badge(wording.REPORT_CORRECTED, "accent")
                if isinstance(fact.correction, str) and fact.correction
                else ""
            )
            learnt = wording.figure(fact.learnt_from)
            followed = tables.badge(wording.learnt_from(int(learnt)), "accent") if learnt is not None else ""
            number = routes.sentence_link(report_id, fact.fact_no, f"{text}{unit}") + extra + corrected + followed
            number += notes.beside(noted.get((fact.indicator, fact.breakdown), []))
            rows.append([name, tables.Cell(number, css="looked-at" if here == f"f{fact.fact_no}" else "")])
        tables.put(tables.table([wording.INDICATOR, wording.VALUE], rows, caption=wording.REPORT_FACTS, numeric=[1]))
    cells = facts[facts["source"] == "table"]
    if len(cells):
        counts = [
            (wording.CELL_STATUSES[status], int((cells["status"] == status).sum()), status)
            for status in wording.CELL_STATUSES
        ]
        tables.put(
            tables.line(wording.cells_counted([(name, count) for name, count, _ in counts if count])),
            notes.of_cells(row.office_code, int(row.year), facts, report_id),
        )


def checks(row: Any) -> None:
    """The checks of this report that did not pass, each with its sentence, and those that lack a number by name."""
    charts.heading(wording.REPORT_FINDINGS, checked)
    if results.empty:
        tables.put(tables.line(wording.REPORT_NO_CHECKS, "gk-empty"))
        return
    found = ask("findings_list", office_codes=[row.office_code], from_year=int(row.year), to_year=int(row.year))
    failed = found[(found["status"] == "failed") & (found["report_id"] == row.report_id)]
    lacking = results.loc[results["status"] == "not_assessable", "rule_name"]
    tables.put(
        findings(failed, wording.REPORT_NO_FAILURES),
        followed.apart(found[found["report_id"] == row.report_id].itertuples()),
        tables.line(wording.lacking_checks(list(lacking))) if len(lacking) else Markup(""),
    )


def weak_spots(row: Any) -> None:
    """What is weak in this office and year: no matter of its checks."""
    found = ask("weak_spots_list", office_codes=[row.office_code], from_year=int(row.year), to_year=int(row.year))
    charts.heading(wording.REPORT_WEAK)
    tables.put(findings(found[found["status"] == "failed"], wording.REPORT_NO_WEAK), followed.apart(found.itertuples()))


def findings(found: Any, none: str) -> Markup:
    """A list of findings, each with the way to what it rests on."""
    if found.empty:
        return tables.line(none, "gk-empty")
    return tables.entries(
        tables.entry(
            finding.message,
            tables.badge(wording.SEVERITIES[finding.severity], finding.severity)
            + tables.badge(finding.rule_name)
            + evidence.links(finding)
            + followed.beside(finding),
        )
        for finding in found.itertuples()
    )


def problems_told(row: Any, problems: Any) -> None:
    """What section 五 tells, with its topic."""
    if problems.empty:
        return
    charts.heading(wording.REPORT_PROBLEMS)
    items = []
    for problem in problems.itertuples():
        labels = tables.badge(problem.topic_name) + tables.badge(wording.PROBLEM_KINDS[problem.kind])
        items.append(tables.entry(routes.problem_link(problem.report_id, problem.problem_no, problem.quote), labels))
    tables.put(tables.entries(items))


def text(row: Any, facts: Any, problems: Any, here: str) -> None:
    """The original with its marks; the prose of the sections when the original is lost."""
    charts.heading(wording.REPORT_TEXT, unit=wording.file_words(row.file_name, row.form))
    tables.put(tables.legend([(css, words) for css, words in wording.MARK_LEGEND]))
    if len(row.marks):
        tables.put(tables.line(f"{wording.REPORT_MARKS}：{'；'.join(row.marks)}"))
    try:
        read = document(row.sha256, row.file_name)
        found = marks(facts, problems)
        if here == SEARCHED:
            found.append(original.Mark(SEARCHED, original.place_of(read, sentence), "searched", wording.SEARCHED_MARK))
        tables.put(ARTICLE.format(original.drawn(read, found, here)))
    except ReportError as error:
        pieces = [
            Markup("<h3>{}</h3>").format(s.heading)
            + tables.together(Markup("<p>{}</p>").format(part) for part in s.body.split("\n"))
            for s in ask("report_sections", report_id=int(row.report_id)).itertuples()
        ]
        tables.put(tables.line(f"{error} {wording.REPORT_NO_ORIGINAL}"), ARTICLE.format(tables.together(pieces)))


row = pick()
if row is None:
    every_page.head(wording.REPORT_NONE)
    every_page.fingerprint("report", choice, "nothing")
    st.stop()
report_id = int(row.report_id)
fact_no, problem_no = filters.whole_number("fact"), filters.whole_number("problem")
here = f"f{fact_no}" if fact_no is not None else f"p{problem_no}" if problem_no is not None else ""
wanted = "" if here else st.query_params.get("sentence", "")
sentence = sentence_of(report_id, wanted) if wanted else ""
if wanted:
    here = SEARCHED
facts = ask("report_facts", report_id=report_id)
told = ask("office_problems", office_code=row.office_code)
problems = told[told["report_id"] == report_id]
results = ask("report_checks", report_id=report_id)
checked = evidence.checked(results)
summary = next(ask("page_head_report", report_id=report_id).itertuples())
every_page.head(
    wording.report_head(
        row.office_name,
        int(row.year),
        int(summary.text_stated_count),
        int(summary.table_stated_count),
        int(summary.blank_count),
        int(summary.missing_count),
        checked,
    )
    if row.is_current
    else (wording.REPORT_WITHDRAWN if summary.is_withdrawn else wording.REPORT_NOT_CURRENT)
)
places = {f"f{fact_no}" for fact_no in facts["fact_no"]} | {f"p{problem_no}" for problem_no in problems["problem_no"]}
if sentence:
    places.add(SEARCHED)
if st.session_state.pop("_moved", None) == report_id:
    tables.put(tables.line(wording.REPORT_MOVED))
elif here not in places:
    # Also what is no number at all: the address asked for something, and the page says that it is not here.
    asked = next(((name, told) for name in ("fact", "problem") if (told := st.query_params.get(name, ""))), None)
    if asked:
        tables.put(tables.line(wording.no_such_place(*asked)))
    elif here:
        tables.put(tables.line(wording.REPORT_NO_SUCH_PLACE))
versions.show(row, facts)
left, right = st.columns([7, 4], gap="large")
with left:
    text(row, facts, problems, here)
with right:
    fact_list(facts, report_id, here)
    if row.is_current:
        notes.write(row.office_code, int(row.year), facts, fact_no)
    checks(row)
    weak_spots(row)
    problems_told(row, problems)
    if row.is_current and not access.refusal("publish", row.office_code):
        link = routes.anchor("import", wording.REPORT_REVIEW, task=wording.TASKS["review"], report=report_id)
        tables.put(tables.line(link))
    source = wording.report_source(row.source_url, generation())
    charts.foot(
        source,
        downloads.Sheet(
            wording.report_sheet(row.office_name, int(row.year)),
            wording.REPORT_SHEET,
            lambda: [
                (
                    f.name_zh,
                    wording.APPLICANTS.get(f.breakdown, f.breakdown),
                    f.value,
                    f.unit,
                    wording.STATUSES.get(f.status, f.status),
                    wording.DOCUMENT_SECTIONS.get(f.section, f.section),
                    f.quote,
                )
                for f in facts.itertuples()
            ],
            every_page.notes(choice, wording.REPORT_FACTS, wording.UNIT_COLUMN, 1),
        ),
        "report",
    )
every_page.fingerprint("report", report_id, here, wanted)
