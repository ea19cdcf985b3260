"""What the page 单位名录 may do to the store: list, change, merge, split, take a table in.

As actions.py of the reports: each function passes on to reports/ with the folder of the store, and what writes raises
ReportError where this visitor may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard import access, wording
from dashboard.ask import folder, generation, reach
from reports.errors import ReportError
from reports.identify.alike import SORTS, Proposal
from reports.identify.roster import KINDS, Office
from reports.publish import office_table, offices, proposals
from reports.publish.district import served_roster
from reports.publish.office_book import book
from reports.publish.office_table import Plan
from reports.publish.roster_log import Change, recent
from reports.store import Roster

__all__ = ["KINDS", "SORTS", "Change", "Office", "Plan", "Proposal"]


def roster() -> Roster:
    """Every office of the store that this visitor sees; none where there is no store. Shared: never changed."""
    known = _roster(str(folder()), generation())
    seen = reach()
    if seen is None:
        return known
    return replace(known, offices={code: row for code, row in known.offices.items() if code in seen.offices})


@st.cache_resource(max_entries=4, show_spinner=False)
def _roster(place: str, number: int) -> Roster:
    return offices.served_offices(folder()) if number else Roster()


def alike() -> list[Proposal]:
    """What may be one office, of those that this visitor sees."""
    seen = reach()
    return [each for each in _alike(str(folder()), generation()) if seen is None or seen.offices.issuperset(each.pair)]


@st.cache_resource(max_entries=4, show_spinner=False)
def _alike(place: str, _number: int) -> list[Proposal]:
    return proposals.proposed(folder())


def changes() -> list[Change]:
    """The latest changes of the roster, the newest first; none where this visitor does not see all offices."""
    return recent(folder()) if reach() is None else []


def district() -> str:
    """The full name of the region that the store is of; '' when nobody said."""
    known = served_roster(folder())
    return known.regions.full_name(known.district)


def reports_of(code: str) -> dict[int, tuple[int, str]]:
    """Year and office as printed of an office's reports, by number."""
    access.demand("roster", code)
    return {row[0]: (row[1], row[2]) for row in offices.reports_of(folder(), code)}


def years_of_several(codes: Sequence[str]) -> tuple[int, ...]:
    """The years on which several of these offices have a report."""
    access.demand("roster", *codes)
    return offices.years_of_several(folder(), codes)


def workbook(is_empty: bool = False) -> bytes:
    """The roster as a workbook, or the template."""
    return book(Roster() if is_empty else roster())


def planned(data: bytes, file_name: str) -> Plan:
    """What an uploaded table would change. Raises ReportError when it is none of ours, or names offices that this
    visitor does not see."""
    access.demand("roster")
    return _within(office_table.planned(folder(), office_table.rows_in(data, file_name)))


def _within(plan: Plan) -> Plan:
    """The plan, where this visitor sees all offices and regions that it concerns. Raises ReportError."""
    seen = reach()
    if seen is not None:
        access.demand("roster", *(before.code for before, _after in plan.edited))
        concerned = [*plan.added, *(after for _before, after in plan.edited)]
        if plan.made or plan.refused or any(office.region_id not in seen.regions for office in concerned):
            raise ReportError(wording.ROSTER_BEYOND)
    return plan


def fill_in(data: bytes, file_name: str, who: str) -> tuple[int, int | None]:
    """Brings a table in: how many offices it changed, and the generation."""
    access.demand("roster")
    rows = office_table.rows_in(data, file_name)
    _within(office_table.planned(folder(), rows))
    done, number = office_table.fill_in(folder(), rows, who=access.author(who))
    return len(done.added) + len(done.edited), number


def add(name: str, kind: str, region: str, who: str) -> tuple[int, int | None]:
    """Adds one office."""
    access.demand("roster")
    row = {"名称": name, "类别": kind, "地区": region, "新登记": office_table.NO}
    _within(office_table.planned(folder(), [(1, row)]))
    done, number = office_table.fill_in(folder(), [(1, row)], who=access.author(who))
    return len(done.added), number


def amend(codes: Sequence[str], who: str, **values: Any) -> tuple[int, int | None]:
    """Sets something of several offices: how many it changed, and the generation."""
    access.demand("roster", *codes)
    edited, number = offices.amend(folder(), codes, who=access.author(who), **values)
    return len(edited), number


def rename(code: str, name: str, year: int | None, who: str) -> tuple[int, int | None]:
    """Gives an office another name."""
    access.demand("roster", code)
    return 1, offices.rename(folder(), code, name, year=year, who=access.author(who))[1]


def merge(gone: Sequence[str], stays: str, who: str) -> tuple[int, int | None]:
    """Makes one office of several."""
    access.demand("roster", stays, *gone)
    return len(gone) + 1, offices.merge(folder(), gone, stays, who=access.author(who))[3]


def split(code: str, report_ids: Sequence[int], name: str, who: str) -> tuple[int, int | None]:
    """Makes two offices of one."""
    access.demand("roster", code)
    return 2, offices.split(folder(), code, report_ids, name, who=access.author(who))[3]


def close(codes: Sequence[str], year: int, into: str, who: str) -> tuple[int, int | None]:
    """Closes offices."""
    access.demand("roster", *codes, *([into] if into else []))
    closed, number = offices.close(folder(), codes, year, into=into, who=access.author(who))
    return len(closed), number


def reopen(codes: Sequence[str], who: str) -> tuple[int, int | None]:
    """Takes a closing back."""
    access.demand("roster", *codes)
    opened, number = offices.reopen(folder(), codes, who=access.author(who))
    return len(opened), number


def accept(pairs: Sequence[tuple[str, str]], who: str) -> tuple[int, int, int | None]:
    """Merges the offices of proposals: how many, how many proposals are left out, and the generation."""
    access.demand("roster", *(code for pair in pairs for code in pair))
    return proposals.accept(folder(), pairs, who=access.author(who))


def refuse(pairs: Sequence[tuple[str, str]], who: str) -> int | None:
    """Says of proposals that they are two offices; the generation."""
    access.demand("roster", *(code for pair in pairs for code in pair))
    return proposals.refuse(folder(), pairs, who=access.author(who))
