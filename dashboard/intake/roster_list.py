"""The list of 单位名录, and what is changed of the offices chosen in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, routes, tables, wording
from dashboard.ask import ask, generation
from dashboard.filters import region_labels
from dashboard.intake import roster_actions as actions
from dashboard.intake.roster_actions import Office
from dashboard.intake.upload import held, message, sign
from reports import errors

MOST_LISTED = 300


def counts() -> dict[str, Any]:
    """Reports and their years of every office that has some, by code."""
    return {row.office_code: row for row in ask("office_list").itertuples()} if generation() else {}


def show() -> tuple[str, ...]:
    """The list as narrowed, and the changes; what it shows."""
    roster = actions.roster()
    if not roster.offices:
        tables.put(tables.line(wording.ROSTER_EMPTY, "gk-empty"))
    counted = counts()
    found, state = _narrowed(list(roster.offices.values()), counted)
    _list(found, counted)
    if refused := access.refusal("roster"):
        tables.put(tables.line(refused))
        return state
    return *state, *_changes(found)


def _narrowed(offices: list[Office], counted: Mapping[str, Any]) -> tuple[list[Office], tuple[str, ...]]:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input(
            wording.ROSTER_SEARCH, placeholder=wording.ROSTER_SEARCH_HINT, key="roster-words", width=260
        ).strip()
        kind = st.selectbox(
            wording.FILTER_KIND, ["", *actions.KINDS], format_func=wording.kind_label, key="roster-kind", width=126
        )
        state = st.selectbox(
            wording.ROSTER_STATE,
            list(wording.ROSTER_STATES),
            format_func=wording.ROSTER_STATES.__getitem__,
            key="roster-state",
            width=180,
        )
    regions = actions.roster().regions
    is_state = {
        "all": lambda _office: True,
        "new": lambda office: office.is_new,
        "due": lambda office: office.must_report is True,
        "unsaid": lambda office: office.must_report is None,
        "closed": lambda office: office.to_year is not None,
        "silent": lambda office: not _reports(counted.get(office.code)),
    }[state]
    found = [
        office
        for office in offices
        if is_state(office)
        and kind in ("", office.kind)
        and (
            not words
            or any(words in name for _region, name in office.names())
            or words in regions.full_name(office.region_id)
        )
    ]
    return found, (words, kind, state)


def _reports(row: Any) -> int:
    return int(row.report_count) if row is not None else 0


def _list(found: Sequence[Office], counted: Mapping[str, Any]) -> None:
    shown = found[:MOST_LISTED]
    charts.heading(
        wording.ROSTER_LIST, wording.ROSTER_NOTE, wording.listed(len(shown), len(found), wording.OFFICES_UNIT)
    )
    if not found:
        tables.put(tables.line(wording.ROSTER_NONE, "gk-empty"))
        return
    regions, labels = actions.roster().regions, region_labels()
    told = {True: wording.YES, False: wording.NO, None: wording.UNSAID}
    rows: list[list[str]] = []
    for office in shown:
        row = counted.get(office.code)
        # Its region with it: the one chosen last may be another.
        region = labels.get(office.region_id or "")
        name = routes.anchor("office", office.name, office=office.code, region=region) if _reports(row) else office.name
        marks = [tables.badge(wording.NEW_OFFICE)] if office.is_new else []
        marks += [tables.badge(wording.CLOSED_OFFICE)] if office.to_year else []
        marks += [tables.badge(wording.FICTIONAL)] if office.is_fictional else []
        others = dict.fromkeys(name for _region, name in office.names() if name != office.name)
        years = wording.span(row.first_year, row.last_year) if row is not None and _reports(row) else ""
        rows.append(
            [
                Markup(" ").join([name, *marks]),
                office.kind,
                regions.full_name(office.region_id) or regions.name(office.region_id),
                f"{_reports(row)}",
                years,
                told[office.must_report],
                wording.span(office.from_year, office.to_year),
                "、".join(others),
                "；".join(office.events),
            ]
        )
    tables.put(tables.stacking(wording.ROSTER_COLUMNS, rows, caption=wording.ROSTER_LIST))


def _choose_all(codes: list[str]) -> None:
    held["roster-chosen"] = codes


def _changes(found: Sequence[Office]) -> tuple[str, ...]:
    """The offices chosen, what is to be done with them, and the button that does it."""
    charts.heading(wording.ROSTER_CHANGES, wording.ROSTER_CHANGES_NOTE)
    offices = actions.roster().offices
    listed = [office.code for office in found]
    # What was chosen stays chosen while the list is narrowed to other offices.
    options = list(dict.fromkeys([*(code for code in held.get("roster-chosen", ()) if code in offices), *listed]))
    held["roster-chosen"] = [code for code in held.get("roster-chosen", ()) if code in offices]
    chosen: list[str] = st.multiselect(
        wording.ROSTER_PICK, options, format_func=_label, key="roster-chosen", placeholder=wording.PLEASE_CHOOSE,
        select_all=False,
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        st.button(wording.ROSTER_PICK_ALL, key="roster-all", on_click=_choose_all, args=(listed,), disabled=not listed)
        st.button(wording.ROSTER_PICK_NONE, key="roster-none", on_click=_choose_all, args=([],), disabled=not chosen)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        action = st.selectbox(
            wording.ROSTER_DO,
            list(wording.ROSTER_ACTIONS),
            format_func=wording.ROSTER_ACTIONS.__getitem__,
            key="roster-action",
            width=220,
        )
        values, lack = _fields(action, chosen)
        who = sign()
    if lack:
        tables.put(tables.line(lack))
    elif chosen:
        tables.put(tables.line(wording.chosen_offices(len(chosen))))
    if st.button(wording.ROSTER_SAVE, type="primary", disabled=bool(lack), key="roster-save"):
        _do(action, chosen, values, who)
    _add()
    _recent()
    return action, *chosen


def _label(code: str) -> str:
    roster = actions.roster()
    office = roster.offices[code]
    return f"{office.name}（{roster.regions.name(office.region_id)}）"


def _fields(action: str, chosen: Sequence[str]) -> tuple[dict[str, Any], str]:
    """What is asked beside the offices, and what is lacking, in a sentence."""
    this_year = datetime.now(UTC).year
    years = list(range(this_year, 2003, -1))
    if not chosen:
        return {}, wording.PICK_FIRST
    if action in ("rename", "split") and len(chosen) != 1:
        return {}, wording.PICK_ONE
    if action == "merge" and len(chosen) < 2:
        return {}, wording.PICK_TWO
    if action == "kind":
        known = {actions.roster().offices[code].kind for code in chosen}
        kind = st.selectbox(
            wording.KIND,
            actions.KINDS,
            # Of offices of several kinds none is offered before the others.
            index=list(actions.KINDS).index(next(iter(known))) if len(known) == 1 else None,
            key=f"roster-new-kind-{'-'.join(sorted(known))}",
            placeholder=wording.PLEASE_CHOOSE,
            width=126,
        )
        return {"kind": kind}, "" if kind else wording.PICK_KIND
    if action == "region":
        region = st.text_input(wording.NEW_REGION, placeholder=wording.DISTRICT_HINT, key="roster-region", width=260)
        return {"region": region.strip()}, "" if region.strip() else wording.DISTRICT_HINT
    if action == "from_year":
        begun = {actions.roster().offices[code].from_year for code in chosen}
        first = next(iter(begun)) if len(begun) == 1 else None
        since = st.selectbox(
            wording.FIRST_DUE,
            years,
            index=years.index(first) if first in years else None,
            format_func=wording.year,
            key=f"roster-from-{first}",
            placeholder=wording.PLEASE_CHOOSE,
        )
        return {"from_year": since}, "" if since else wording.PICK_YEAR
    if action == "rename":
        name = st.text_input(wording.NEW_NAME, placeholder=wording.ROSTER_NAME_HINT, key="roster-name", width=260)
        year = st.selectbox(
            wording.SINCE_YEAR,
            years,
            index=None,
            format_func=wording.year,
            key="roster-since",
            placeholder=wording.NOBODY,
            width=180,
        )
        return {"name": name.strip(), "year": year}, "" if name.strip() else wording.ROSTER_NAME_HINT
    if action == "merge":
        stays = st.selectbox(wording.STAYS, chosen, format_func=_label, key="roster-stays", width=340)
        if both := actions.years_of_several(chosen):
            tables.put(tables.line(wording.several_on(both)))
        return {"stays": stays, "gone": [code for code in chosen if code != stays]}, ""
    if action == "split":
        reports = actions.reports_of(chosen[0])
        picked = st.multiselect(
            wording.SPLIT_REPORTS,
            list(reports),
            format_func=lambda number: wording.report_of(*reports[number]),
            key="roster-split",
            placeholder=wording.PLEASE_CHOOSE,
            select_all=False,
        )
        name = st.text_input(wording.SPLIT_NAME, placeholder=wording.ROSTER_NAME_HINT, key="roster-part", width=260)
        lack = "" if picked and name.strip() else wording.SPLIT_REPORTS
        return {"report_ids": picked, "name": name.strip()}, lack
    if action == "close":
        others = [code for code in actions.roster().offices if code not in chosen]
        year = st.selectbox(wording.LAST_DUE, years, format_func=wording.year, key="roster-last", width=220)
        into = st.selectbox(
            wording.TAKEN_OVER_BY,
            ["", *others],
            format_func=lambda code: _label(code) if code else wording.NOBODY,
            key="roster-into",
            width=300,
        )
        return {"year": year, "into": into}, ""
    return {}, ""


_SET: dict[str, dict[str, Any]] = {
    "seen": {"is_seen": True},
    "due": {"must_report": True},
    "not_due": {"must_report": False},
    "unsaid": {"must_report": None},
}


def _do(action: str, chosen: Sequence[str], values: dict[str, Any], who: str) -> None:
    """Does what was chosen, and says what became of it on the page as it is then."""
    try:
        if action == "rename":
            count, number = actions.rename(chosen[0], **values, who=who)
        elif action == "split":
            count, number = actions.split(chosen[0], **values, who=who)
        elif action == "merge":
            count, number = actions.merge(**values, who=who)
        elif action == "close":
            count, number = actions.close(chosen, **values, who=who)
        elif action == "reopen":
            count, number = actions.reopen(chosen, who)
        else:
            count, number = actions.amend(chosen, who, **(_SET.get(action) or values))
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))
        return
    done(wording.changed_offices(count, number))


def done(words: str) -> None:
    """Keeps what became of a change for the page as it is drawn next, with nothing chosen, and draws it."""
    held["outcome-roster"] = words
    for key in ("roster-chosen", "roster-name", "roster-part", "roster-split", "roster-region", "roster-added"):
        held.pop(key, None)
    st.rerun()


def _add() -> None:
    with st.expander(wording.ROSTER_ADD), st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            wording.ROSTER_NAME, placeholder=wording.ROSTER_NAME_HINT, key="roster-added", width=300
        ).strip()
        region = st.text_input(
            wording.NEW_REGION,
            value=actions.district(),
            placeholder=wording.DISTRICT_HINT,
            key="roster-added-region",
            width=300,
        ).strip()
        if st.button(wording.ROSTER_ADD, disabled=not name, key="roster-add"):
            try:
                count, number = actions.add(name, "", region, str(held.get("who", "")))
            except errors.ReportError as error:
                st.error(wording.plain(str(error)))
            else:
                done(wording.changed_offices(count, number))


def _recent() -> None:
    """The latest changes, with the way to undo the last publication."""
    told = actions.changes()
    if not told:
        return
    lines = [
        wording.roster_change(
            wording.day_time(change.at),
            access.signer(change.who),
            wording.ROSTER_TOLD[change.what],
            wording.joined(list(change.names), 3),
        )
        for change in told
    ]
    charts.heading(wording.RECENT_CHANGES)
    link = routes.anchor("import", wording.GO_UNDO, task=wording.TASKS["undo"])
    tables.put(
        tables.entries([tables.entry(line, link if number == 0 else Markup("")) for number, line in enumerate(lines)])
    )


def outcome() -> None:
    """What became of the last change."""
    if told := held.pop("outcome-roster", None):
        message(told)
