"""What a person decides on a draft: its office and year, and each doubtful number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import charts, original, tables, unread, wording
from dashboard.intake import actions
from reports import correct
from reports.errors import ReportError
from reports.identify.year import outlook
from reports.publish import drafts
from reports.publish.batches import NOTHING, Waiting
from reports.publish.district import Elsewhere
from reports.publish.drafts import Decision

held = st.session_state

MOST_FACTS = 30
_COLUMN, _OTHER_CHANNELS = "disclosure.column", "disclosure.other_channels"
"""A column has a name, and so has each of several other channels, where its name is known."""
NAMED = "?"
"""In the place of an office's code: one that the roster does not have, whose name somebody writes."""
DISMISSED = "dismissed"
"""In the place of a sentence: all unassigned numbers were decided at once, and the panel is to be drawn anew."""


def office_and_year(
    name: str,
    code: str | None,
    year: int | None,
    otherwise: Mapping[str, str] = MappingProxyType({"": wording.QUEUED_OPTION}),
    chosen_before: Decision = NOTHING,
) -> tuple[str | None, int | None]:
    """The office and the year as confirmed; `otherwise` is what can be chosen beside the offices, "" for none of
    them."""
    offices = actions.offices()
    years = list(range(datetime.now(UTC).year, 2007, -1))
    before = NAMED if chosen_before.office_name else chosen_before.office_code or code
    shown_year = chosen_before.year or year
    if shown_year is not None and shown_year not in years:
        years.append(shown_year)
    # Beginnings are put into the session: a widget whose own beginning changes is another widget to Streamlit.
    held.setdefault(f"decide-office-{name}", before if before in offices or before in otherwise else "")
    if shown_year is not None:
        held.setdefault(f"decide-year-{name}", shown_year)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        chosen = st.selectbox(
            wording.CONFIRM_OFFICE,
            [*otherwise, *offices],
            format_func=lambda c: otherwise.get(c) or offices.get(c, c),
            key=f"decide-office-{name}",
            width=340,
        )
        shown = st.selectbox(
            wording.CONFIRM_YEAR,
            years,
            index=None,
            format_func=wording.year,
            placeholder=wording.NO_YEAR,
            key=f"decide-year-{name}",
            width=160,
        )
    return chosen or None, shown


def named(draft: drafts.Draft, before: str) -> tuple[Decision, list[str]]:
    """The office that somebody writes for a draft, taken for the one of the roster that answers to the name; and what
    cannot be used. `before` is the name that he wrote earlier."""
    key = f"decide-named-{draft.sha256}"
    held.setdefault(key, before)
    typed = st.text_input(wording.NAME_TYPED, key=key, placeholder=wording.NAME_HINT, width=340)
    try:
        return actions.named(draft, typed), []
    except ReportError as error:
        st.error(wording.plain(str(error)))
        return NOTHING, [str(error)]


def is_other_office_sure(name: str, stated: str, code: str | None, confirmed: str = "") -> bool:
    """Asks back where a report is put to the office `code` that it does not name; True where nothing is to be asked or
    somebody is sure."""
    if code is None or not stated:
        return True
    tables.put(tables.line(wording.other_office(stated, actions.offices().get(code, code)), "gk-doubt"))
    held.setdefault(f"decide-sure-{name}-{code}", confirmed == code)
    return bool(st.checkbox(wording.OTHER_OFFICE_SURE, key=f"decide-sure-{name}-{code}"))


def doubt_of(year: int | None) -> str:
    """What speaks against the year of a report, which is likely a slip: "to_come", "unfinished", or '' for nothing."""
    return "" if year is None else outlook(year, today())


def today() -> date:
    """The day by which a year is judged."""
    return datetime.now().date()


def is_region_sure(name: str, elsewhere: Elsewhere | None, district: str, confirmed: str) -> bool:
    """Says where a report tells the region `elsewhere` while another one was named for all files, and asks back where
    only its text does; True where nothing is to be asked or somebody is sure."""
    if elsewhere is None:
        return True
    tables.put(tables.line(wording.other_region(elsewhere.region, district, elsewhere.is_of_office), "gk-doubt"))
    if elsewhere.is_of_office:
        return True
    key = f"decide-region-sure-{name}-{elsewhere.region}"
    held.setdefault(key, confirmed == elsewhere.region)
    return bool(st.checkbox(wording.other_region_sure(district), key=key))


def is_year_sure(name: str, year: int | None, confirmed: int | None = None) -> bool:
    """Asks back where the year is yet to come or has not ended; True where nothing is to be asked or somebody is
    sure."""
    if not (doubt := doubt_of(year)):
        return True
    tables.put(tables.line(wording.year_doubted(doubt, year or 0), "gk-doubt"))
    held.setdefault(f"decide-year-sure-{name}-{year}", confirmed == year)
    return bool(st.checkbox(wording.YEAR_SURE, key=f"decide-year-sure-{name}-{year}"))


def correction_of(
    name: str, doubt: dict[str, Any], who: str, before: correct.Correction | None = None
) -> correct.Correction | str | None:
    """What is to be done with one doubtful number, or with one that is read by another year's confirmation: a
    correction, None for nothing yet, or the sentence why the entry cannot be used. `before` is what was decided
    earlier."""
    indicators = actions.indicators()
    kind = doubt["doubt"]
    earlier, typed_before, column_before = "", "", doubt["noun"]
    if before is not None:
        earlier = before.new_indicator or ("not_a_number" if before.corrected_value is None else "confirm")
        column_before = before.new_breakdown or column_before
        if before.corrected_value not in (None, before.stated_value):
            typed_before = wording.number(before.corrected_value)
    likely = [indicator for indicator, _breakdown in doubt["may_be"] if indicator in indicators]
    options = ["", "not_a_number"]
    options += ["confirm"] if kind != "unassigned" or earlier == "confirm" else []
    options += list(dict.fromkeys([*likely, *indicators])) if kind in ("unassigned", "learnt", "read") else []
    labels = {
        "": {"learnt": wording.AS_LEARNT, "read": wording.AS_READ}.get(kind, wording.KEEP_AS_READ),
        "not_a_number": wording.NOT_A_NUMBER,
        "confirm": wording.NOT_AS_LEARNT if kind in ("unassigned", "learnt") else wording.CONFIRM_VALUE,
        **{indicator: wording.likely(indicators[indicator]) for indicator in likely},
    }
    words = wording.doubt_line(kind, doubt["name_zh"], doubt["value"], doubt["unit"], doubt["learning"])
    start, end = doubt["place"]
    mark = original.Mark("", "", kind, wording.DOUBTS[kind])
    quote = original.marked_text(doubt["quote"], [(mark, start, end)] if end > start else [])
    tables.put(tables.line(Markup("<b>{}</b><br>{}").format(words, quote), "gk-doubt gk-report"))
    number = "/".join(_number_of(doubt))
    held.setdefault(f"decide-action-{name}-{number}", earlier if earlier in options else "")
    held.setdefault(f"decide-value-{name}-{number}", typed_before)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        action = st.selectbox(
            wording.FACT_ACTION,
            options,
            format_func=lambda o: labels.get(o) or indicators.get(o, o),
            key=f"decide-action-{name}-{number}",
            width=320,
        )
        column = ""
        if action == _COLUMN:
            held.setdefault(f"decide-column-{name}-{number}", column_before)
            column = st.text_input(wording.COLUMN_NAME, key=f"decide-column-{name}-{number}", width=200).strip()
        typed = st.text_input(
            wording.CORRECT_VALUE,
            key=f"decide-value-{name}-{number}",
            placeholder=wording.CORRECT_HINT,
            disabled=action in {"", "not_a_number"},
            width=240,
        ).strip()
    account = actions.account(action, doubt["quote"], end)
    if account:
        held.setdefault(f"decide-account-{name}-{number}", before is None or before.name == account)
        is_account = st.checkbox(wording.is_account(account, indicators[action]), key=f"decide-account-{name}-{number}")
        account = account if is_account else ""
    if not action:
        return None
    value = wording.figure(typed.replace(",", "").replace("，", "")) if typed else doubt["value"]
    if typed and value is None:
        return wording.BAD_NUMBER
    if action == "confirm" and value is None:
        return wording.BAD_NUMBER
    if action == _COLUMN and not column:
        return wording.NO_COLUMN_NAME
    return _correction(doubt, action, value, who, before, column, account)


def _correction(
    doubt: dict[str, Any],
    action: str,
    value: float | None,
    who: str,
    before: correct.Correction | None,
    column: str = "",
    account: str = "",
) -> correct.Correction:
    """What was decided about a doubtful number; who and when stay those of the first time."""
    indicators = actions.indicators()
    return correct.Correction(
        doubt["indicator"],
        doubt["breakdown"],
        doubt["value"],
        None if action == "not_a_number" else value,
        wording.CORRECTION_REASON,
        who or (before.by if before else ""),
        before.on if before else datetime.now(UTC).date().isoformat(),
        doubt["locator"] or None,
        action if action in indicators else None,
        (account if action == _OTHER_CHANNELS else column) if action in indicators else None,
        name=account,
    )


def dismissed(
    doubts: list[dict[str, Any]], who: str, before: Sequence[correct.Correction]
) -> tuple[correct.Correction, ...]:
    """What was decided before, and every unassigned number about which nothing was is none of an indicator."""
    earlier = {correction.locator: correction for correction in before}
    return (
        *before,
        *(
            _correction(doubt, "not_a_number", None, who, None)
            for doubt in doubts
            if doubt["doubt"] == "unassigned" and doubt["locator"] and doubt["locator"] not in earlier
        ),
    )


def _number_of(doubt: dict[str, Any]) -> tuple[str, str, str]:
    """What tells a number from all others of its report: one place may tell two."""
    return doubt["locator"], doubt["indicator"], doubt["breakdown"]


def corrections(
    name: str,
    doubts: list[dict[str, Any]],
    others: list[dict[str, Any]],
    who: str,
    before: Sequence[correct.Correction] = (),
) -> tuple[list[correct.Correction], list[str]]:
    """The corrections made to the doubtful numbers and to those of the `others` that somebody picks, and sentences on
    what cannot be used; `before` are those that were made earlier."""
    earlier = {(made.locator or "", made.indicator, made.breakdown): made for made in before}
    found: list[correct.Correction] = []
    bad: list[str] = []
    made_of: list[correct.Correction | str | None] = []
    learnt = [doubt for doubt in doubts if doubt["doubt"] == "learnt"]
    doubts = [doubt for doubt in doubts if doubt["doubt"] != "learnt"]
    shown = ((wording.DOUBTS_TITLE, doubts, wording.NO_DOUBTS), (wording.LEARNT_TITLE, learnt, ""))
    for title, numbers, none in shown:
        place, before_these = st.container(), len(made_of)
        groups = unread.together(numbers[:MOST_FACTS], lambda doubt: (name, doubt["doubt"], doubt["indicator"]))
        for group in groups:
            # The cells of one table are one matter, opened by whoever can read them in the original.
            words = wording.cells_unread(len(group), unread.table_of(group[0]["indicator"]))
            with st.expander(wording.unread_as(words)) if len(group) > 1 else st.container():
                made_of += [correction_of(name, doubt, who, earlier.get(_number_of(doubt))) for doubt in group]
        kept = [earlier[number] for number in map(_number_of, numbers[MOST_FACTS:]) if number in earlier]
        found += kept
        if len(numbers) > MOST_FACTS:
            tables.put(tables.line(wording.MORE_DOUBTS))
        if numbers or none:
            # Once it is known how many of them are decided.
            decided = len(kept) + sum(isinstance(each, correct.Correction) for each in made_of[before_these:])
            with place:
                charts.heading(title, unit=wording.doubts_left(len(numbers), decided, MOST_FACTS))
                if remark := none if not numbers else "" if none else wording.LEARNT_NOTE:
                    tables.put(tables.line(remark))
    place = st.container()
    picked = _picked(name, others, earlier)
    with place:
        made_of += [correction_of(name, doubt, who, earlier.get(_number_of(doubt))) for doubt in picked]
    for made in made_of:
        if isinstance(made, str):
            bad.append(made)
            st.error(wording.plain(made))
        elif made is not None:
            found.append(made)
    return found, bad


def _picked(
    name: str, others: list[dict[str, Any]], earlier: dict[tuple[str, str, str], correct.Correction]
) -> list[dict[str, Any]]:
    """Those numbers that are read without a doubt which somebody says are read wrongly."""
    numbers = {"/".join(_number_of(doubt)): doubt for doubt in others}
    if not numbers:
        return []
    held.setdefault(f"decide-others-{name}", [key for key in numbers if tuple(key.split("/", 2)) in earlier])
    chosen = st.multiselect(
        wording.READ_WRONGLY,
        list(numbers),
        format_func=lambda key: wording.number_read(
            numbers[key]["name_zh"], numbers[key]["value"], numbers[key]["unit"], numbers[key]["words"]
        ),
        placeholder=wording.READ_WRONGLY_HINT,
        key=f"decide-others-{name}",
    )
    return [numbers[key] for key in chosen]


def numbers_of(draft: drafts.Draft, *, is_read: bool = False) -> list[dict[str, Any]]:
    """The doubtful numbers of a draft and those that are read by another year's confirmation, or all others of its
    prose that are read, each with its sentence and its place there."""
    names = actions.indicators()
    found = []
    for place, kind, fact in draft.numbers_read() if is_read else (*draft.doubts(), *draft.learnt_numbers()):
        sentence, start, end = draft.sentence_with(fact)
        learnt, explanation = draft.learnt.get(place), draft.explanation(place)
        read_as = (
            (fact.indicator or "", fact.breakdown)
            if kind != "learnt" or not learnt
            else (learnt.indicator, learnt.breakdown)
        )
        found.append(
            {
                "doubt": kind,
                "indicator": fact.indicator or "",
                "name_zh": wording.named_in_print(wording.difference_name(names[read_as[0]], read_as[1]), fact.quote)
                if read_as[0] in names
                else "",
                "breakdown": fact.breakdown,
                "value": fact.value,
                "unit": fact.unit,
                "quote": sentence,
                "place": (start, end),
                "locator": str(fact.locator) if fact.locator else "",
                "learning": actions.learning(learnt) if learnt else "",
                "words": fact.quote,
                "noun": explanation.noun if explanation else "",
                "may_be": explanation.may_be if explanation else (),
            }
        )
    return found


def decide_on(draft: drafts.Draft, decided: Waiting, who: str, district: str) -> tuple[Waiting, list[str]]:
    """The panel of one file: office, region, year, doubtful numbers; what was decided, and what cannot be used.
    `district` are the words that name the region of all files."""
    otherwise = {
        "": wording.NEW_OPTION if draft.office else wording.QUEUED_OPTION,
        NAMED: wording.NAMED_OPTION,
    }
    before = draft.fitting(decided.decision)
    code, year = office_and_year(draft.sha256, draft.office_code, draft.year, otherwise, before)
    office, bad_name = named(draft, before.office_name) if code == NAMED else (Decision(code), [])
    given = office.office_code if office.office_code != draft.office_code else None
    sure = is_other_office_sure(draft.sha256, draft.office, given, decided.confirmed_office)
    chosen = replace(before, office_code=given, office_name=office.office_name)
    elsewhere = actions.elsewhere([draft], {draft.sha256: chosen}, district).get(draft.sha256)
    is_sure_of_region = is_region_sure(draft.sha256, elsewhere, district, decided.confirmed_region)
    is_sure_of_year = is_year_sure(draft.sha256, year, decided.confirmed_year)
    doubts = numbers_of(draft)
    if (count := sum(doubt["doubt"] == "unassigned" for doubt in doubts)) > 1 and st.button(
        wording.dismiss_all(count), key=f"dismiss-{draft.sha256}"
    ):
        made = dismissed(doubts, who, before.corrections)
        return replace(decided, decision=replace(before, corrections=made)), [DISMISSED]
    corrected, bad = corrections(draft.sha256, doubts, numbers_of(draft, is_read=True), who, before.corrections)
    decision = Decision(given, year if year != draft.year else None, tuple(corrected), office.office_name)
    return replace(
        decided,
        decision=decision,
        confirmed_office=given or "" if sure else "",
        confirmed_year=year if doubt_of(year) and is_sure_of_year else None,
        confirmed_region=elsewhere.region if elsewhere is not None and is_sure_of_region else "",
    ), [*bad_name, *bad]
