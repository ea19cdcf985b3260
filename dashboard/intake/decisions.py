"""What a person decides on a draft: its office and year, and each doubtful number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, tables, wording
from dashboard.intake import actions
from reports import correct
from reports.publish import drafts
from reports.store import journal

MOST_FACTS = 30


def office_and_year(
    name: str, code: str | None, year: int | None, otherwise: str = wording.QUEUED_OPTION
) -> tuple[str | None, int | None]:
    """The office and the year as confirmed; `otherwise` is what no office means."""
    offices = actions.offices()
    years = list(range(datetime.now(UTC).year, 2007, -1))
    if year is not None and year not in years:
        years.append(year)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            wording.CONFIRM_OFFICE,
            ["", *offices],
            index=list(offices).index(code) + 1 if code in offices else 0,
            format_func=lambda c: offices.get(c, otherwise),
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


def correction_of(name: str, number: int, doubt: dict[str, Any], who: str) -> correct.Correction | str | None:
    """What is to be done with one doubtful number: a correction, None for nothing yet, or the sentence why the
    entry cannot be used."""
    indicators = actions.indicators()
    kind = doubt["doubt"]
    options = ["", "not_a_number", *(["confirm"] if kind != "unassigned" else list(indicators))]
    labels = {
        "": wording.KEEP_AS_READ,
        "not_a_number": wording.NOT_A_NUMBER,
        "confirm": wording.CONFIRM_VALUE,
    }
    words = wording.doubt_line(kind, doubt["name_zh"], doubt["value"], doubt["unit"])
    tables.put(tables.line(Markup("<b>{}</b><br>{}").format(words, doubt["quote"]), "gk-doubt"))
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
    return correct.Correction(
        doubt["indicator"],
        doubt["breakdown"],
        doubt["value"],
        None if action == "not_a_number" else value,
        wording.CORRECTION_REASON,
        who or journal.author(),
        datetime.now(UTC).date().isoformat(),
        doubt["locator"] or None,
        action if action in indicators else None,
        "" if action in indicators else None,
    )


def corrections(name: str, doubts: list[dict[str, Any]], who: str) -> tuple[list[correct.Correction], list[str]]:
    """The corrections made to the doubtful numbers, and sentences on what cannot be used."""
    charts.heading(wording.DOUBTS_TITLE, unit=wording.list_count(min(len(doubts), MOST_FACTS), len(doubts)))
    if not doubts:
        tables.put(tables.line(wording.NO_DOUBTS))
    found: list[correct.Correction] = []
    bad: list[str] = []
    for number, doubt in enumerate(doubts[:MOST_FACTS]):
        made = correction_of(name, number, doubt, who)
        if isinstance(made, str):
            bad.append(made)
            st.error(wording.plain(made))
        elif made is not None:
            found.append(made)
    if len(doubts) > MOST_FACTS:
        tables.put(tables.line(wording.MORE_DOUBTS))
    return found, bad


def doubts_of(draft: drafts.Draft) -> list[dict[str, Any]]:
    """The doubtful numbers of a draft."""
    names = actions.indicators()
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


def decide_on(draft: drafts.Draft, who: str) -> tuple[drafts.Decision, list[str]]:
    """The panel of one file: office, year, doubtful numbers."""
    otherwise = wording.NEW_OPTION if draft.office else wording.QUEUED_OPTION
    code, year = office_and_year(draft.sha256, draft.office_code, draft.year, otherwise)
    made, bad = corrections(draft.sha256, doubts_of(draft), who)
    decision = drafts.Decision(
        code if code != draft.office_code else None, year if year != draft.year else None, tuple(made)
    )
    return decision, bad
