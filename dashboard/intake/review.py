"""Reports in the store that wait for a decision, and the doubtful numbers of a draft."""

from __future__ import annotations

from typing import Any

import streamlit as st
from markupsafe import Markup

from dashboard import filters, routes, tables, wording
from dashboard.ask import ask, document, generation
from dashboard.intake import actions, withdrawal
from dashboard.intake.decisions import corrections, is_other_office_sure, is_year_sure, office_and_year
from dashboard.intake.upload import clear, held, message, sign
from reports import errors
from reports.model import Locator
from reports.publish import drafts


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
    asked = filters.whole_number("report")
    if asked is not None and asked < 2**31 and asked not in labels:
        for row in ask("report_list", report_ids=[asked], only_current=True).itertuples():
            labels[asked] = wording.waiting_label(row.office_name, row.year, 0, False)
    head = wording.review_head(len(waiting), len(counts), len(doubted))
    if not labels:
        return head, 0
    ids = list(labels)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        report_id = st.selectbox(
            wording.REVIEW_PICK,
            ids,
            index=ids.index(asked) if asked in labels else 0,
            format_func=labels.__getitem__,
            key=f"review-pick-{asked}",
            width=420,
        )
        who = sign()
    report = next(ask("report_list", report_ids=[int(report_id)], only_current=True).itertuples())
    name = f"stored-{report_id}-{generation()}"
    original = routes.sentence_link(report_id, None, wording.SEE_REPORT, "")
    tables.put(tables.line(Markup("<span>{}</span>{}").format(report.file_name, original), "gk-steps"))
    code = None if report_id in set(waiting["report_id"]) else report.office_code
    office, year = office_and_year(name, code, int(report.year))
    given = office if office != code else None
    sure = is_other_office_sure(name, report.stated_office or "", given) and is_year_sure(
        name, year if year != int(report.year) else None
    )
    followed, others = numbers_read(report)
    made, bad = corrections(name, [*doubtful(doubted, report), *followed], others, who)
    decision = drafts.Decision(given, year if year != int(report.year) else None, tuple(made))
    if st.button(wording.SAVE, type="primary", disabled=bool(bad) or not sure, key="save-review"):
        if decision == drafts.Decision():
            message(wording.NOTHING_TO_SAVE)
        else:
            try:
                held["outcome-review"] = wording.saved_head(*actions.decide(int(report_id), decision, who))
            except errors.ReportError as error:
                st.error(wording.plain(str(error)))
            else:
                clear("review")
                st.rerun()
    withdrawal.offer(int(report_id), who)
    return head, (report_id, repr(decision))


def doubtful(frame: Any, report: Any) -> list[dict[str, Any]]:
    """The doubtful numbers of a stored report, each with its sentence and its place there."""
    found = []
    for row in frame[frame["report_id"] == report.report_id].itertuples():
        sentence, start, end = _sentence(report, row.locator, row.quote)
        found.append(
            {
                "doubt": row.doubt,
                "indicator": row.indicator,
                "name_zh": row.name_zh,
                "breakdown": row.breakdown,
                "value": wording.figure(row.value),
                "unit": row.unit,
                "quote": sentence,
                "place": (start, end),
                "locator": row.locator,
                "learning": row.learning if isinstance(row.learning, str) else "",
                "words": row.quote,
                "noun": "",
                "may_be": (),
            }
        )
    return found


def numbers_read(report: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The same of those numbers of a stored report's prose that are read by another year's confirmation, and of all
    others that nothing speaks against and nobody decided."""
    facts = ask("report_facts", report_id=int(report.report_id))
    told = facts[(facts["source"] == "text") & (facts["status"] == "stated") & facts["correction"].isna()]
    followed: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for row in told.itertuples():
        is_learnt = wording.figure(row.learnt_from) is not None
        if not is_learnt and row.role not in ("leading", "repeat"):
            continue
        sentence, start, end = _sentence(report, row.locator, row.quote)
        number = {
            "doubt": "learnt" if is_learnt else "read",
            "indicator": row.indicator,
            "name_zh": wording.difference_name(row.name_zh, row.breakdown) if row.indicator else "",
            "breakdown": row.breakdown,
            "value": wording.figure(row.value),
            "unit": row.unit,
            "quote": sentence,
            "place": (start, end),
            "locator": row.locator,
            "learning": row.learning if is_learnt else "",
            "words": row.quote,
            "noun": "",
            "may_be": (),
        }
        (followed if is_learnt else others).append(number)
    return followed, others


def _sentence(report: Any, locator: str, quote: str) -> tuple[str, int, int]:
    """The sentence of a stored number and its place there; its words as they were kept where the original is lost."""
    if not locator:
        return quote, 0, 0
    try:
        read = document(report.sha256, report.file_name)
        return read.sentence_at(Locator.parse(locator)) or (quote, 0, 0)
    except (errors.ReportError, ValueError, IndexError):
        return quote, 0, 0
