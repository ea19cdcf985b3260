"""The table of what was read, and the publication of what is ready."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard import charts, tables, wording
from dashboard.ask import ask, generation
from dashboard.intake import actions
from dashboard.intake.decisions import decide_on
from dashboard.intake.upload import clear, held, message, read_all, sign, uploaded
from reports import errors
from reports.publish import drafts
from reports.publish.drafts import Decision, Draft


def states(draft: drafts.Draft, stored: set[str], decision: drafts.Decision | None) -> list[str]:
    """What a file is: not readable, stored already, waiting for office, year or a look, or read whole."""
    if draft.reading is None:
        return ["refused"]
    if draft.sha256 in stored:
        return ["stored"]
    office = decision.office_code if decision else None
    year = decision.year if decision else None
    found = []
    if draft.office_code is None and office is None:
        found.append("new" if draft.office else "queued")
    if draft.year is None and year is None:
        found.append("year")
    if len(draft.doubts()) > len(decision.corrections if decision else ()) or draft.reading.marks:
        found.append("doubts")
    return found or ["whole"]


def is_usable(draft: drafts.Draft, stored: set[str]) -> bool:
    """Whether a file could be read and is not in the store already."""
    return draft.reading is not None and draft.sha256 not in stored


def _waits(found: list[str]) -> bool:
    """Whether a person should look at a file before it is published."""
    return not {*found} <= {"whole", "new"}


def read_table(drafts: list[drafts.Draft], stored: set[str], decided: dict[str, drafts.Decision]) -> None:
    """What was read of each file and what was not."""
    charts.heading(wording.READ_TABLE, wording.READ_NOTE if any(is_usable(draft, stored) for draft in drafts) else "")
    offices = actions.offices()
    rows: list[list[str | tables.Cell]] = []
    for draft in drafts:
        decision = decided.get(draft.sha256)
        found = states(draft, stored, decision)
        css = "high" if found[0] in {"refused", "year"} else "medium" if found[0] in {"queued", "doubts"} else ""
        badge = tables.badge(wording.file_state(found), css)
        if draft.reading is None:
            reason = draft.reason.removeprefix(f"{draft.name}：")
            rows.append([draft.name, "", "", badge + " " + reason, *([""] * 6)])
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
                badge + "；".join(draft.reading.marks),
                f"{sum(f.source == 'text' and f.status == 'stated' for f in facts)}",
                *(f"{cells.count(status)}" if cells else "" for status in ("stated", "blank", "missing")),
                "、".join(wording.DOCUMENT_SECTIONS[key].partition("、")[0] for key in draft.missing_sections()),
                f"{len(draft.doubts())}",
            ]
        )
    tables.put(
        tables.table(wording.READ_COLUMNS, rows, caption=wording.READ_TABLE, numeric=[4, 5, 6, 7, 9], css="gk-wrap")
    )


def load() -> tuple[str, Any]:
    """Upload, look, confirm, publish."""
    district = st.text_input(
        wording.DISTRICT,
        value=actions.district(),
        placeholder=wording.DISTRICT_HINT,
        help=wording.DISTRICT_HELP,
        key="district",
        width=420,
    ).strip()
    files = uploaded("load", wording.UPLOAD_REPORTS)
    outcome = held.get("outcome-load")
    if not files:
        if outcome:
            message(*outcome)
        if generation():
            served = next(ask("recent_generation").itertuples())
            tables.put(
                tables.line(
                    wording.served(
                        served.generation,
                        served.built_at,
                        served.report_count,
                        served.office_count,
                        served.queued_office_count,
                    )
                )
            )
        return wording.TASK_HEADS["load"], outcome
    held.pop("outcome-load", None)
    first_named: dict[str, Draft] = {}
    for _file, draft in read_all("load", files, actions.read):
        first_named.setdefault(draft.sha256, draft)
    drafts = list(first_named.values())
    stored = actions.stored(drafts)
    decided: dict[str, Decision] = held.setdefault("drafts-decided", {})
    usable = [draft for draft in drafts if is_usable(draft, stored)]
    usable.sort(key=lambda draft: (not _waits(states(draft, stored, None)), draft.name))
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
        (draft, decided.get(draft.sha256, Decision()))
        for draft in usable
        if (decided.get(draft.sha256, Decision()).year or draft.year) is not None
    ]
    with st.container(horizontal=True, gap="small"):
        go = st.button(
            wording.publish_button(len(ready)), type="primary", disabled=not ready or bool(bad), key="publish-drafts"
        )
        st.button(wording.DISCARD, on_click=clear, args=("load",), key="discard")
    if not ready:
        tables.put(tables.line(wording.NOTHING_TO_PUBLISH))
    if go:
        publish(ready, who, district)
    waiting = sum(_waits(states(draft, stored, decided.get(draft.sha256))) for draft in usable)
    refused = sum(draft.reading is None for draft in drafts)
    known = sum(draft.sha256 in stored for draft in drafts)
    head = wording.read_head(len(files), len(ready), waiting, refused, known, len(files) - len(drafts))
    return head, [d.sha256 for d in drafts] + [repr(decided)]


def publish(ready: list[tuple[drafts.Draft, drafts.Decision]], who: str, district: str) -> None:
    """Publishes what is confirmed and says what became of it."""
    bar = st.progress(0.0, wording.PUBLISHING)
    try:
        done = actions.publish_drafts(
            ready,
            who,
            lambda n, total, name: bar.progress(n / total, wording.publishing_progress(n, total, name)),
            district,
        )
    except errors.ReportError as error:
        bar.empty()
        st.error(wording.plain(str(error)))
        return
    head = wording.published_head(
        len(done.loaded),
        len(done.skipped),
        len(done.refused),
        len(done.queued),
        len(done.registered),
        done.generation,
    )
    held["outcome-load"] = (head, " ".join(reason for _name, reason in done.refused))
    clear("load")
    st.rerun()
