"""操作记录: the records of the journal as narrowed by person, kind, office and time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from dashboard import access, charts, downloads, every_page, filters, tables, wording
from dashboard.ask import ask, folder, generation
from dashboard.filters import Choice
from reports.publish import activity
from reports.publish.activity import Record

MOST_LISTED = 300


def every() -> list[Record]:
    """The records that this visitor may see; those of no office only whoever has all offices. ReportError for whoever
    may see none."""
    access.demand("log")
    found = _records(str(folder()), generation(), *activity.state(folder()))
    person = access.signed_in()
    if person is None:
        return found
    return [
        each for each in found if (all(map(person.reaches, each.offices)) if each.offices else person.reaches(None))
    ]


@st.cache_resource(max_entries=4, show_spinner=False)
def _records(place: str, generation_number: int, size: int, written_at: int) -> list[Record]:
    return activity.records(Path(place))


def of_the_choice(choice: Choice, found: Sequence[Record]) -> list[Record]:
    """The records of the region, kind and offices that the filter bar narrows to."""
    names = {row.office_code for row in ask("office_list").itertuples()}
    codes = _codes(choice)
    is_narrow = bool(choice.kind or choice.office_codes)
    return [each for each in found if _is_of(each, codes, names, is_narrow)]


def narrowed(found: Sequence[Record]) -> tuple[list[Record], tuple[str, ...]]:
    """The records that the page's own filters leave, and what the filters say."""
    people = list(dict.fromkeys(_who(each) for each in found))
    kinds = list(dict.fromkeys(_kind(each) for each in found))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="controls"):
        who = filters.one_or_every(wording.ACTIVITY_WHO, people, "who", wording.ACTIVITY_EVERYBODY, 180)
        what = filters.one_or_every(wording.ACTIVITY_KIND, kinds, "what", wording.ACTIVITY_EVERY_KIND, 180)
        when = filters.one_of(
            wording.ACTIVITY_WHEN,
            list(wording.ACTIVITY_PERIODS.values()),
            key="when",
            default=wording.ACTIVITY_PERIODS["all"],
        )
    days = next(key for key, words in wording.ACTIVITY_PERIODS.items() if words == when)
    since = datetime.now(UTC) - timedelta(days=int(days)) if days != "all" else None
    kept = [
        each
        for each in found
        if who in ("", _who(each)) and what in ("", _kind(each)) and (since is None or each.at >= since)
    ]
    return kept, (who, what, when)


def head(kept: Sequence[Record], total: int) -> str:
    """The first line, of the records that are listed of `total` that this visitor may see."""
    signed = [each.who for each in kept if not each.is_unsigned]
    return wording.activity_head(
        len(kept), len(set(signed)), len(kept) - len(signed), sum(e.is_undone for e in kept), total
    )


def show(choice: Choice, kept: Sequence[Record]) -> None:
    """The list."""
    names = {row.office_code: row.office_name for row in ask("office_list").itertuples()}
    shown = kept[:MOST_LISTED]
    charts.heading(
        wording.ACTIVITY_LIST, wording.ACTIVITY_NOTE, wording.list_count(len(shown), len(kept)) if kept else ""
    )
    if kept:
        rows = [_row(each, names) for each in shown]
        tables.put(tables.stacking(wording.ACTIVITY_COLUMNS, rows, caption=wording.ACTIVITY_LIST, css="gk-activity"))
    else:
        tables.put(tables.line(wording.ACTIVITY_NONE, "gk-empty"))
    sheet = downloads.Sheet(
        wording.ACTIVITY_LIST,
        wording.ACTIVITY_COLUMNS,
        lambda: [_row(each, names) for each in kept],
        every_page.notes(choice, wording.ACTIVITY_LIST, "", 0),
    )
    charts.foot(wording.data_version(generation()), sheet, "activity")


def _codes(choice: Choice) -> set[str]:
    """The offices of the region, kind and names that the filter bar narrows to."""
    if choice.office_codes:
        return set(choice.office_codes)
    return set(ask("office_list", **choice.parameters(offices=False))["office_code"])


def _is_of(record: Record, codes: set[str], names: set[str], is_narrow: bool) -> bool:
    """Whether a record is of one of these offices; what is of none that there is belongs to all, until it is narrowed
    to some."""
    known = [code for code in record.offices if code in names]
    return bool(codes & set(known)) if known else not is_narrow


def _who(record: Record) -> str:
    return access.signer(record.who)


def _kind(record: Record) -> str:
    return wording.ACTIVITY_KINDS.get(record.kind, wording.ACTIVITY_OTHER)


def _row(record: Record, names: dict[str, str]) -> list[str]:
    before, after = record.before, record.after
    if record.kind in ("assignment", "merge"):
        # An office that was merged into another is in no list of offices any more: the journal knows what it was called.
        called = {code: told for code, told in zip(record.offices, record.called, strict=True) if told}
        before, after = (names.get(code, called.get(code, code)) for code in (before, after))
    if record.fields:
        changed = [each for each in record.fields if each[0] != "is_removed"]
        before, after = wording.both_sides(changed)
        if len(changed) < len(record.fields):
            after = "；".join(part for part in (wording.REMOVE_TASK, after) if part)
    if record.kind == "rollback":
        before, after = wording.generation_words(before), wording.generation_words(after)
    if record.kind in ("note", "mark", "verdict", "explanation", "judgement") and not after:
        after = wording.NO_VERDICT if record.kind == "verdict" else wording.ACTIVITY_TAKEN_BACK
    if record.kind == "correction" and not after:
        after = wording.NOT_A_NUMBER
    about = record.about
    if record.number[0]:
        known = {**_names("indicator_dictionary", "indicator"), **_names("rule_list", "rule")}
        name = wording.number_name(known.get(record.number[0], record.number[0]), record.number[1])
        about = f"{wording.year(int(about))}{name}" if record.kind == "note" else f"{about}{name}"
    if record.kind == "district":
        about = next((row.name for row in ask("region_list").itertuples() if row.region_id == about), about)
    if record.kind == "mark":
        about = wording.year(int(about))
    return [
        f"{record.at:%Y-%m-%d}" if record.is_of_a_day else f"{record.at.astimezone():%Y-%m-%d %H:%M}",
        record.adopted or _who(record),
        _kind(record),
        "、".join(names.get(code, told or code) for code, told in zip(record.offices, record.called, strict=True)),
        about,
        before,
        after,
        "；".join(part for part in (record.reason, wording.ACTIVITY_UNDONE if record.is_undone else "") if part),
    ]


def _names(question: str, key: str) -> dict[str, str]:
    frame = ask(question)
    named = "name_zh" if "name_zh" in frame else "rule_name"
    return dict(zip(frame[key], frame[named], strict=True))
