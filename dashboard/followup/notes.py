"""批注 on numbers: beside each number of a report, on the page of an office, and the way to write one."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import access, charts, routes, tables, wording
from dashboard.ask import ask
from dashboard.followup import actions
from dashboard.followup.taking_back import picked_to_take_back
from dashboard.intake import typed
from dashboard.intake.upload import held, message, sign
from reports import errors

Number = tuple[str, str]
"""Indicator and breakdown."""


def of_numbers(office: str, year: int) -> dict[Number, list[Any]]:
    """The notes on the numbers of an office and year."""
    found: dict[Number, list[Any]] = {}
    for row in ask("note_list", office_codes=[office], from_year=year, to_year=year, about="number").itertuples():
        found.setdefault((row.name, row.subject), []).append(row)
    return found


def beside(notes: list[Any]) -> Markup:
    """The notes on one number."""
    return tables.together(Markup('<span class="gk-said">{}</span>').format(words(note)) for note in notes)


def words(note: Any) -> str:
    """A note with who wrote it and when."""
    return wording.note_words(note.text, access.signer(note.written_by), note.written_at)


def _numbers(facts: Any) -> list[Number]:
    return list(facts[["indicator", "breakdown"]].itertuples(index=False, name=None))


def of_cells(office: str, year: int, facts: Any, report_id: int) -> Markup:
    """The cells of the statutory tables that have notes, each with its number and a link to it; nothing without any."""
    noted = of_numbers(office, year)
    in_prose = set(_numbers(facts[facts["source"] == "text"]))
    items = []
    for fact in facts[facts["source"] == "table"].drop_duplicates(["indicator", "breakdown"]).itertuples():
        number = (fact.indicator, fact.breakdown)
        if number in noted and number not in in_prose:
            value = wording.told(fact.value, fact.unit, fact.qualifier, fact.status)
            link = routes.sentence_link(report_id, fact.fact_no, value) if fact.locator else Markup("{}").format(value)
            items.append(tables.entry(wording.number_name(fact.name_zh, fact.breakdown), link + beside(noted[number])))
    return tables.entries(items) if items else Markup("")


def write(office: str, year: int, facts: Any, here: int | None = None) -> None:
    """Writes a note on one of a report's numbers, of its prose or its tables, or takes one back; `here` is the number
    that is looked at."""
    if told := held.pop("outcome-note", None):
        message(told)
    if actions.may_follow(office):
        return
    named = facts[facts["indicator"] != ""]
    labels: dict[str, dict[Number, str]] = {}
    for fact in named.itertuples():
        words = wording.number_name(fact.name_zh, fact.breakdown)
        labels.setdefault(fact.source, {}).setdefault((fact.indicator, fact.breakdown), words)
    places = [place for place in wording.NOTE_PLACES if place in labels]
    at = named[named["fact_no"] == here]
    looked_at = next(iter(_numbers(at)), None)
    notes = [note for rows in of_numbers(office, year).values() for note in rows]
    if not labels and not notes:
        return
    name = f"note-{office}-{year}-{len(notes)}"
    try:
        with st.expander(wording.NOTE_WRITE):
            place = st.radio(
                wording.NOTE_PLACE,
                places,
                index=places.index(at["source"].iloc[0]) if len(at) else 0,
                format_func=wording.NOTE_PLACES.__getitem__,
                horizontal=True,
                key=f"{name}-{here}-place",
            )
            options = list(labels.get(place or "", ()))
            number = st.selectbox(
                wording.NOTE_ON,
                options,
                index=options.index(looked_at) if looked_at in options else 0,
                format_func=lambda each: labels[place or ""][each],
                key=f"{name}-{here}-on-{place}",
            )
            form = typed.form(f"note-{office}-{year}", 0, {"text": ""})
            text = st.text_input(wording.NOTE_TEXT, placeholder=wording.NOTE_HINT, key=form.key("text"))
            who = sign()
            can_save = number is not None and bool((text or "").strip())
            if typed.is_saved(form, wording.SAVE_NOTE, disabled=not can_save) and number:
                with st.spinner(wording.SAVING):
                    actions.write_note("number", (office, year, *number), text or "", who)
                typed.begin_anew(form)
                _again(wording.NOTE_ADDED)
            if notes:
                told = {note.note_id: f"{wording.noted_name(note)}：{note.text}" for note in notes}
                if picked := picked_to_take_back(told, wording.NOTE_PICK, wording.REMOVE_NOTE, name):
                    with st.spinner(wording.SAVING):
                        actions.remove_note(picked, who)
                    _again(wording.NOTE_REMOVED)
    except errors.ReportError as error:
        st.error(wording.plain(str(error)))


def _again(outcome: str) -> None:
    held["outcome-note"] = outcome
    st.rerun()


def of_office(office: str, since: int, year: int) -> None:
    """All notes on an office in the years looked at; nothing where there are none."""
    notes = ask("note_list", office_codes=[office], from_year=since, to_year=year)
    if notes.empty:
        return
    charts.heading(wording.NOTES_TITLE)
    rows = [
        [
            wording.year(int(n.year)),
            wording.noted_name(n),
            n.text,
            wording.said_by(access.signer(n.written_by), n.written_at),
        ]
        for n in notes.itertuples()
    ]
    tables.put(tables.stacking(wording.NOTE_COLUMNS, rows, caption=wording.NOTES_TITLE))
