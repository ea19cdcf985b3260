"""Before a report that stands already is replaced: what would change, and a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import tables, versions, wording
from dashboard.ask import ask
from dashboard.intake import actions
from reports import errors
from reports.publish.batches import Waiting
from reports.publish.differences import Difference, Told, differences
from reports.publish.drafts import Draft, office_of

Place = tuple[str, int]
"""An office's code, or its name where it has none yet, and a year."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """What stands in a draft's place: a report of the store by its number, or the name of another file of the batch;
    and the numbers that both tell otherwise."""

    year: int
    report_id: int | None
    name: str
    differences: tuple[Difference, ...]

    def sentence(self) -> str:
        """What would be replaced."""
        if self.report_id is None:
            return wording.replaced_of_batch(self.name, self.year, len(self.differences))
        return wording.replaced(self.year, len(self.differences))


def place_of(draft: Draft, decided: Waiting) -> Place | None:
    """Where a draft would be filed; None for one without a year or an office."""
    year = decided.decision.year or draft.year
    office = office_of(draft, decided.decision)
    return (office, year) if office and year is not None else None


def standing(drafts: Sequence[Draft], files: Mapping[str, Waiting]) -> dict[str, Replaced]:
    """What each draft (by sha256) would replace: the report that counts in the store, else the draft that came before
    it in the batch and is of the same office and year."""
    places = {draft.sha256: place for draft in drafts if (place := place_of(draft, files[draft.sha256]))}
    codes = sorted({code for code, _year in places.values()} & actions.offices().keys())
    listed = ask("report_list", office_codes=codes, only_current=True) if codes else None
    stored = {} if listed is None else {(row.office_code, int(row.year)): row for row in listed.itertuples()}
    found: dict[str, Replaced] = {}
    before: dict[Place, Draft] = {}
    for draft in drafts:
        place = places.get(draft.sha256)
        if place is None:
            continue
        try:
            own = actions.told_by(draft, files[draft.sha256])
            if row := stored.get(place):
                old: Sequence[Told] = list(ask("report_facts", report_id=int(row.report_id)).itertuples())
                found[draft.sha256] = Replaced(place[1], int(row.report_id), "", tuple(differences(old, own)))
            elif other := before.get(place):
                old = actions.told_by(other, files[other.sha256])
                found[draft.sha256] = Replaced(place[1], None, other.name, tuple(differences(old, own)))
        except errors.ReportError:
            # Told when it is published: this is no matter of the old version.
            continue
        before[place] = draft
    return found


def offer(draft: Draft, decided: Waiting, what: Replaced) -> bool | None:
    """Shows what would be replaced, and asks: True to replace, False to keep the old one, None for no answer yet."""
    tables.put(tables.line(what.sentence(), "gk-doubt"))
    names = actions.indicators()
    rows = versions.rows(
        what.differences[: wording.MOST_DIFFERENCES],
        lambda item: names.get(item.indicator, item.indicator),
        wording.difference_value,
        wording.difference_value,
    )
    if rows:
        tables.put(
            tables.table(
                wording.REPLACE_COLUMNS,
                rows,
                caption=wording.REPLACE_CAPTION,
                numeric=[1, 2],
                css="gk-wrap gk-replaced",
            )
        )
    if len(what.differences) > len(rows):
        tables.put(tables.line(wording.more_differences(len(what.differences) - len(rows))))
    key = f"decide-replace-{draft.sha256}"
    st.session_state.setdefault(key, decided.replaces)
    return st.selectbox(
        wording.REPLACE_LABEL,
        list(wording.REPLACE_CHOICES),
        format_func=wording.REPLACE_CHOICES.__getitem__,
        key=key,
        width=320,
    )
