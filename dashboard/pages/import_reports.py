"""导入: what is in these files, is it right, and what happens when it is published or undone? Drafts are judged too."""

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from dashboard import charts, downloads, filters, intake, tables, wording
from dashboard.ask import StoreError, ask, generation

MOST_FACTS = 30
SAMPLE_ROWS = 10
LARGEST_MEGABYTES = 60
held = st.session_state


def message(text: str, following: str = "") -> None:
    """A sentence with its next step."""
    below = f"<p>{escape(following)}</p>" if following else ""
    tables.put(f'<div class="gk gk-message" role="status"><p><b>{escape(text)}</b></p>{below}</div>')


def round_of(task: str) -> int:
    """How often the files of a task were cleared: each time its uploader is a new one."""
    return int(held.get(f"round-{task}", 0))


def clear(task: str) -> None:
    """Forgets the files of a task and what was decided about them."""
    held[f"round-{task}"] = round_of(task) + 1
    for key in [key for key in held if str(key).startswith(("drafts-", "decide-"))]:
        del held[key]


def uploaded(task: str, label: str, many: bool = True) -> list[Any]:
    """The files chosen."""
    files = st.file_uploader(
        label, accept_multiple_files=many, key=f"files-{task}-{round_of(task)}", max_upload_size=LARGEST_MEGABYTES
    )
    return (files if isinstance(files, list) else [files]) if files else []


def read_all(task: str, files: list[Any], read: Callable[[bytes, str], Any]) -> list[Any]:
    """What was read of each file; each is read once, with progress."""
    kept: dict[str, Any] = held.setdefault(f"drafts-{task}", {})
    fresh = [file for file in files if file.file_id not in kept]
    if fresh:
        bar = st.progress(0.0)
        for number, file in enumerate(fresh, 1):
            bar.progress(number / len(fresh), wording.reading_progress(number, len(fresh), file.name))
            try:
                kept[file.file_id] = read(file.getvalue(), file.name)
            except intake.ReportError as error:
                kept[file.file_id] = error
        bar.empty()
    return [(file, kept[file.file_id]) for file in files]


# --- decisions ------------------------------------------------------------------------------------------------


def sign() -> str:
    """Who decides, for the journal."""
    return st.text_input(wording.WHO, key="who", placeholder=wording.WHO_HINT, width=220).strip()


def office_and_year(name: str, code: str | None, year: int | None) -> tuple[str | None, int | None]:
    """The office and the year as confirmed."""
    offices = intake.offices()
    years = list(range(datetime.now(UTC).year, 2007, -1))
    if year is not None and year not in years:
        years.append(year)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            wording.CONFIRM_OFFICE,
            ["", *offices],
            index=list(offices).index(code) + 1 if code in offices else 0,
            format_func=lambda c: offices.get(c, wording.QUEUED_OPTION),
            key=f"decide-office-{name}",
            width=340,
        )
        shown = st.selectbox(
            wording.CONFIRM_YEAR,
            years,
            index=years.index(year) if year is not None else None,
            format_func=wording.year,
            placeholder=wording.NO_YEAR,
            key=f"decide-year-{name}",
            width=160,
        )
    return chosen or None, shown


def correction_of(name: str, number: int, doubt: dict[str, Any], who: str) -> intake.Correction | str | None:
    """What is to be done with one doubtful number: a correction, None for nothing yet, or the sentence why the
    entry cannot be used."""
    indicators = intake.indicators()
    kind = doubt["doubt"]
    options = ["", "not_a_number", *(["confirm"] if kind != "unassigned" else list(indicators))]
    labels = {
        "": wording.KEEP_AS_READ,
        "not_a_number": wording.NOT_A_NUMBER,
        "confirm": wording.CONFIRM_VALUE,
    }
    words = wording.doubt_line(kind, doubt["name_zh"], doubt["value"], doubt["unit"])
    tables.put(f'<p class="gk gk-doubt"><b>{escape(words)}</b><br>{escape(doubt["quote"])}</p>')
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        action = st.selectbox(
            wording.FACT_ACTION,
            options,
            format_func=lambda o: labels.get(o) or indicators.get(o, o),
            key=f"decide-action-{name}-{number}",
            width=320,
        )
        typed = st.text_input(
            wording.CORRECT_VALUE,
            key=f"decide-value-{name}-{number}",
            placeholder=wording.CORRECT_HINT,
            disabled=action in {"", "not_a_number"},
            width=240,
        ).strip()
    if not action:
        return None
    value = wording.figure(typed.replace(",", "").replace("，", "")) if typed else doubt["value"]
    if typed and value is None:
        return wording.BAD_NUMBER
    if action == "confirm" and value is None:
        return wording.BAD_NUMBER
    return intake.Correction(
        doubt["indicator"],
        doubt["breakdown"],
        doubt["value"],
        None if action == "not_a_number" else value,
        wording.CORRECTION_REASON,
        who or intake.author(),
        datetime.now(UTC).date().isoformat(),
        doubt["locator"] or None,
        action if action in indicators else None,
        "" if action in indicators else None,
    )


def corrections(name: str, doubts: list[dict[str, Any]], who: str) -> tuple[list[intake.Correction], list[str]]:
    """The corrections made to the doubtful numbers, and sentences on what cannot be used."""
    charts.heading(wording.DOUBTS_TITLE, unit=wording.list_count(min(len(doubts), MOST_FACTS), len(doubts)))
    if not doubts:
        tables.put(f'<p class="gk gk-note">{wording.NO_DOUBTS}</p>')
    found: list[intake.Correction] = []
    bad: list[str] = []
    for number, doubt in enumerate(doubts[:MOST_FACTS]):
        made = correction_of(name, number, doubt, who)
        if isinstance(made, str):
            bad.append(made)
            st.error(made)
        elif made is not None:
            found.append(made)
    if len(doubts) > MOST_FACTS:
        tables.put(f'<p class="gk gk-note">{wording.MORE_DOUBTS}</p>')
    return found, bad


# --- 导入年报 ---------------------------------------------------------------------------------------------------


def doubts_of(draft: intake.Draft) -> list[dict[str, Any]]:
    """The doubtful numbers of a draft."""
    names = intake.indicators()
    return [
        {
            "doubt": kind,
            "indicator": fact.indicator or "",
            "name_zh": names.get(fact.indicator or "", ""),
            "breakdown": fact.breakdown,
            "value": fact.value,
            "unit": fact.unit,
            "quote": draft.words_around(fact),
            "locator": str(fact.locator) if fact.locator else "",
        }
        for _place, kind, fact in draft.doubts()
    ]


def states(draft: intake.Draft, stored: set[str], decision: intake.Decision | None) -> list[str]:
    """What a file is: not readable, stored already, waiting for office, year or a look, or read whole."""
    if draft.reading is None:
        return ["refused"]
    if draft.sha256 in stored:
        return ["stored"]
    office = decision.office_code if decision else None
    year = decision.year if decision else None
    found = []
    if draft.office_code is None and office is None:
        found.append("queued")
    if draft.year is None and year is None:
        found.append("year")
    if len(draft.doubts()) > len(decision.corrections if decision else ()) or draft.reading.marks:
        found.append("doubts")
    return found or ["whole"]


def read_table(drafts: list[intake.Draft], stored: set[str], decided: dict[str, intake.Decision]) -> None:
    """What was read of each file and what was not."""
    charts.heading(wording.READ_TABLE, wording.READ_NOTE)
    offices = intake.offices()
    rows: list[list[str | tables.Cell]] = []
    for draft in drafts:
        decision = decided.get(draft.sha256)
        found = states(draft, stored, decision)
        css = "high" if found[0] in {"refused", "year"} else "medium" if found[0] in {"queued", "doubts"} else ""
        badge = tables.badge(wording.file_state(found), css)
        if draft.reading is None:
            reason = draft.reason.removeprefix(f"{draft.name}：")
            rows.append([draft.name, "", "", tables.Html(f"{badge} {escape(reason)}"), *([""] * 6)])
            continue
        facts = draft.reading.facts
        cells = [fact.status for fact in facts if fact.source == "table"]
        code = (decision.office_code if decision else None) or draft.office_code
        year = (decision.year if decision else None) or draft.year
        rows.append(
            [
                draft.name,
                offices.get(code or "", draft.office),
                wording.year(year) if year else "",
                tables.Html(badge + (escape("；".join(draft.reading.marks)) if draft.reading.marks else "")),
                f"{sum(f.source == 'text' and f.status == 'stated' for f in facts)}",
                *(f"{cells.count(status)}" if cells else "" for status in ("stated", "blank", "missing")),
                "、".join(wording.DOCUMENT_SECTIONS[key].partition("、")[0] for key in draft.missing_sections()),
                f"{len(draft.doubts())}",
            ]
        )
    tables.put(
        tables.table(wording.READ_COLUMNS, rows, caption=wording.READ_TABLE, numeric=[4, 5, 6, 7, 9], css="gk-wrap")
    )


def decide_on(draft: intake.Draft, who: str) -> tuple[intake.Decision, list[str]]:
    """The panel of one file: office, year, doubtful numbers."""
    code, year = office_and_year(draft.sha256, draft.office_code, draft.year)
    made, bad = corrections(draft.sha256, doubts_of(draft), who)
    decision = intake.Decision(
        code if code != draft.office_code else None, year if year != draft.year else None, tuple(made)
    )
    return decision, bad


def load() -> tuple[str, Any]:
    """Upload, look, confirm, publish."""
    files = uploaded("load", wording.UPLOAD_REPORTS)
    outcome = held.get("outcome-load")
    if not files:
        if outcome:
            message(*outcome)
        if generation():
            served = next(ask("recent_generation").itertuples())
            tables.put(
                f'<p class="gk gk-note">{wording.served(served.generation, served.built_at, served.report_count, served.office_count, served.queued_office_count)}</p>'
            )
        return wording.TASK_HEADS["load"], outcome
    held.pop("outcome-load", None)
    drafts: list[intake.Draft] = list(
        {draft.sha256: draft for _file, draft in read_all("load", files, intake.read)}.values()
    )
    stored = intake.stored(drafts)
    decided: dict[str, intake.Decision] = held.setdefault("drafts-decided", {})
    usable = [draft for draft in drafts if draft.reading is not None and draft.sha256 not in stored]
    usable.sort(key=lambda draft: (states(draft, stored, None) == ["whole"], draft.name))
    place = st.container()
    bad: list[str] = []
    if usable:
        names = {draft.sha256: draft.name for draft in usable}
        with st.container(border=True, key="panel-decide"):
            with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
                picked = st.selectbox(
                    wording.PICK_FILE, list(names), format_func=names.__getitem__, key="drafts-pick", width=420
                )
                who = sign()
            draft = next(draft for draft in usable if draft.sha256 == picked)
            decided[draft.sha256], bad = decide_on(draft, who)
    else:
        who = ""
    with place:
        read_table(drafts, stored, decided)
    ready = [
        (draft, decided.get(draft.sha256, intake.Decision()))
        for draft in usable
        if (decided.get(draft.sha256, intake.Decision()).year or draft.year) is not None
    ]
    with st.container(horizontal=True, gap="small"):
        go = st.button(
            wording.publish_button(len(ready)), type="primary", disabled=not ready or bool(bad), key="publish-drafts"
        )
        st.button(wording.DISCARD, on_click=clear, args=("load",), key="discard")
    if not ready:
        tables.put(f'<p class="gk gk-note">{wording.NOTHING_TO_PUBLISH}</p>')
    if go:
        publish(ready, who)
    waiting = sum(states(draft, stored, decided.get(draft.sha256)) != ["whole"] for draft in usable)
    refused = sum(draft.reading is None for draft in drafts)
    return wording.read_head(len(drafts), len(ready), waiting, refused), [d.sha256 for d in drafts] + [repr(decided)]


def publish(ready: list[tuple[intake.Draft, intake.Decision]], who: str) -> None:
    """Publishes what is confirmed and says what became of it."""
    bar = st.progress(0.0, wording.PUBLISHING)
    try:
        done = intake.publish_drafts(
            ready, who, lambda n, total, name: bar.progress(n / total, wording.publishing_progress(n, total, name))
        )
    except intake.ReportError as error:
        bar.empty()
        st.error(str(error))
        return
    head = wording.published_head(
        len(done.loaded), len(done.skipped), len(done.refused), len(done.queued), done.generation
    )
    held["outcome-load"] = (head, " ".join(reason for _name, reason in done.refused))
    clear("load")
    st.rerun()


# --- 归属与核对 -------------------------------------------------------------------------------------------------


def review() -> tuple[str, Any]:
    """Reports in the store that wait for an office, or hold doubtful numbers."""
    if outcome := held.pop("outcome-review", None):
        message(outcome)
    doubted = ask("doubtful_numbers")
    waiting = ask("report_list", is_queued=True, only_current=True)
    counts = doubted.groupby("report_id").size().to_dict()
    labels: dict[int, str] = {}
    for row in waiting.itertuples():
        name = row.stated_office or row.office_name
        labels[int(row.report_id)] = wording.waiting_label(name, row.year, counts.get(row.report_id, 0), True)
    for row in doubted.drop_duplicates("report_id").itertuples():
        label = wording.waiting_label(row.office_name, row.year, counts[row.report_id], False)
        labels.setdefault(int(row.report_id), label)
    asked = st.query_params.get("report", "")
    if asked.isascii() and asked.isdigit() and int(asked) < 2**31 and int(asked) not in labels:
        for row in ask("report_list", report_ids=[int(asked)], only_current=True).itertuples():
            labels[int(asked)] = wording.waiting_label(row.office_name, row.year, 0, False)
    head = wording.review_head(len(waiting), len(counts), len(doubted))
    if not labels:
        return head, 0
    ids = list(labels)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        report_id = st.selectbox(
            wording.REVIEW_PICK,
            ids,
            index=ids.index(int(asked)) if asked.isascii() and asked.isdigit() and int(asked) in labels else 0,
            format_func=labels.__getitem__,
            key=f"review-pick-{asked}",
            width=420,
        )
        who = sign()
    report = next(ask("report_list", report_ids=[int(report_id)], only_current=True).itertuples())
    name = f"stored-{report_id}-{generation()}"
    tables.put(
        f'<p class="gk gk-steps"><span>{escape(report.file_name)}</span>{filters.sentence_link(report_id, None, wording.SEE_REPORT, "")}</p>'
    )
    code = None if report_id in set(waiting["report_id"]) else report.office_code
    office, year = office_and_year(name, code, int(report.year))
    made, bad = corrections(name, doubtful(doubted, int(report_id)), who)
    decision = intake.Decision(
        office if office != code else None, year if year != int(report.year) else None, tuple(made)
    )
    if st.button(wording.SAVE, type="primary", disabled=bool(bad), key="save-review"):
        if decision == intake.Decision():
            message(wording.NOTHING_TO_SAVE)
        else:
            try:
                held["outcome-review"] = wording.saved_head(*intake.decide(int(report_id), decision, who))
            except intake.ReportError as error:
                st.error(str(error))
            else:
                clear("review")
                st.rerun()
    return head, (report_id, repr(decision))


def doubtful(frame: Any, report_id: int) -> list[dict[str, Any]]:
    """The doubtful numbers of a stored report."""
    return [
        {
            "doubt": row.doubt,
            "indicator": row.indicator,
            "name_zh": row.name_zh,
            "breakdown": row.breakdown,
            "value": wording.figure(row.value),
            "unit": row.unit,
            "quote": row.quote,
            "locator": row.locator,
        }
        for row in frame[frame["report_id"] == report_id].itertuples()
    ]


# --- 年报体检 ---------------------------------------------------------------------------------------------------


def check() -> tuple[str, Any]:
    """Judges drafts and lists what was found; stores nothing."""
    files = uploaded("check", wording.UPLOAD_DRAFTS)
    if not files:
        tables.put(f'<p class="gk gk-note">{wording.CHECK_PRINT_NOTE}</p>')
        return wording.TASK_HEADS["check"], 0
    judged = read_all("check", files, intake.examine)
    counts = dict.fromkeys(wording.FINDING_STATUSES, 0)
    refused = 0
    rows: list[tuple[object, ...]] = []
    tables.put(
        f'<div class="gk gk-copy"><button type="button" data-print>{wording.PRINT}</button></div>',
    )
    for file, result in judged:
        if isinstance(result, intake.ReportError):
            refused += 1
            charts.heading(file.name)
            message(str(result).removeprefix(f"{file.name}："))
            continue
        draft = result.draft
        charts.heading(
            wording.draft_title(draft.office, draft.year, file.name),
            wording.check_basis(result.is_known, draft.office, result.compared_years),
        )
        items = []
        for finding in sorted(result.findings, key=lambda f: list(wording.FINDING_STATUSES).index(f["status"])):
            counts[finding["status"]] += 1
            css = finding.get("severity", "") if finding["status"] == "failed" else ""
            labels: str = tables.badge(wording.FINDING_STATUSES[finding["status"]], css)
            labels += tables.badge(finding["rule_name"])
            quotes = [quote for quote in finding["quotes"] if quote][:3]
            cited = f'<span class="quote">{escape("；".join(quotes))}</span>' if quotes else ""
            items.append(
                f'<li><span class="why">{escape(finding["message"])}</span><span class="more">{labels}{cited}</span></li>'
            )
            rows.append(
                (
                    file.name,
                    draft.office,
                    draft.year,
                    finding["rule_name"],
                    wording.FINDING_STATUSES[finding["status"]],
                    finding["message"],
                    "；".join(quotes),
                )
            )
        if items:
            tables.put(f'<ul class="gk gk-list">{"".join(items)}</ul>')
        else:
            tables.put(f'<p class="gk gk-empty">{wording.CHECK_NONE}</p>')
    sheet = downloads.Sheet(
        wording.CHECK_LIST,
        wording.CHECK_FILE_SHEET,
        lambda: rows,
        [(wording.NOTE_INDICATOR, wording.CHECK_LIST), (wording.NOTE_GAPS, wording.CHECKS_NOTE)],
    )
    charts.foot(wording.CHECK_PRINT_NOTE, sheet, "check")
    head = wording.check_head(len(files), counts["failed"], counts["not_assessable"], counts["notice"], refused)
    return head, [file.file_id for file in files]


# --- 更新日志 ---------------------------------------------------------------------------------------------------


def log() -> tuple[str, Any]:
    """A website's publication log: how its headings were understood, then into the store."""
    if outcome := held.pop("outcome-log", None):
        message(outcome)
    offices = intake.offices()
    office = st.selectbox(
        wording.LOG_OFFICE,
        ["", *offices],
        format_func=lambda c: offices.get(c, wording.LOG_NO_OFFICE),
        key=f"log-office-{round_of('log')}",
        width=340,
    )
    files = uploaded("log", wording.UPLOAD_LOG, many=False)
    if not files:
        return wording.TASK_HEADS["log"], 0
    file = files[0]
    try:
        found = intake.preview_log(file.getvalue(), file.name, office or None)
    except intake.ReportError as error:
        message(str(error))
        return wording.TASK_HEADS["log"], file.file_id
    charts.heading(wording.LOG_UNDERSTOOD)
    tables.put('<ul class="gk gk-list">', *(f"<li>{escape(text)}</li>" for text in found.sentences()), "</ul>")
    charts.heading(wording.LOG_SAMPLE)
    rows = [
        [
            f"{item.line}",
            item.office if item.office_code else f"{item.office}（{wording.NOT_IN_ROSTER}）",
            item.column,
            item.title,
            f"{item.published_on:%Y-%m-%d}",
        ]
        for item in found.items[:SAMPLE_ROWS]
    ]
    tables.put(tables.table(wording.LOG_COLUMNS, rows, caption=wording.LOG_SAMPLE, numeric=[0], css="gk-wrap"))
    usable = len(found.usable)
    if st.button(wording.LOG_LOAD, type="primary", disabled=not usable, key="load-log"):
        try:
            number = intake.load_log(file.getvalue(), file.name, office or None)
        except intake.ReportError as error:
            st.error(str(error))
        else:
            held["outcome-log"] = wording.LOG_SAME if number is None else wording.log_loaded(usable, number)
            clear("log")
            st.rerun()
    return wording.log_head(usable, len(found.offices), len(found.unknown_offices), len(found.refused)), file.file_id


# --- 撤销发布 ---------------------------------------------------------------------------------------------------


def undo() -> tuple[str, Any]:
    """Goes back one generation, after saying what that undoes."""
    if outcome := held.pop("outcome-undo", None):
        message(outcome)
    step = intake.last_step()
    if step is None:
        return wording.UNDO_NONE, 0
    words = wording.undo_words(
        step.generation,
        step.previous,
        wording.day_time(step.at) if step.at else "",
        step.loaded,
        step.logged,
        step.assigned,
        step.corrected,
    )
    tables.put(f'<p class="gk gk-note">{wording.UNDO_KEEPS}</p>')
    sure = st.checkbox(wording.UNDO_SURE, key=f"undo-sure-{step.generation}")
    if st.button(wording.UNDO, type="primary", disabled=not sure, key="undo"):
        try:
            held["outcome-undo"] = wording.undone(*intake.undo())
        except intake.ReportError as error:
            st.error(str(error))
        else:
            st.rerun()
    return words, (step.generation, sure)


task_name = st.segmented_control(
    wording.TASK,
    list(wording.TASKS.values()),
    default=wording.TASKS["load"],
    required=True,
    key="task",
    bind="query-params",
)
task = next(key for key, words in wording.TASKS.items() if words == task_name)
try:
    head, state = {"load": load, "check": check, "review": review, "log": log, "undo": undo}[task]()
except StoreError as error:
    if generation():
        raise
    # Before the first publication there is nothing to review or undo.
    head, state = wording.NO_STORE, str(error)
    message(wording.NO_STORE, wording.NO_STORE_NEXT)
filters.head(head)
filters.fingerprint("import", task, state, *(held.get(f"outcome-{name}") for name in wording.TASKS))
