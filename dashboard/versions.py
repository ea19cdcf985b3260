"""Two versions of one report side by side: each number that they tell otherwise, with the words of both.

In come facts of both (rows of report_facts, or what a draft tells); out goes a table. It judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dashboard import charts, routes, tables, wording
from dashboard.ask import ask
from reports.publish.differences import Difference, differences

Shown = Callable[[Any], str]
"""How one side's number is shown, given its fact or None."""
_UNCOUNTED = re.compile(r"[\W_]")
"""Signs and spaces, which make no other words (queries/checks/changed_after_publication.sql)."""


def rows(
    found: Sequence[Difference], name: Callable[[Difference], str], before: Shown, after: Shown
) -> list[list[str]]:
    """A row a difference: name, both numbers, both quotes."""
    return [
        [
            wording.difference_name(name(item), item.breakdown),
            before(item.before),
            after(item.after),
            quote(item.before),
            quote(item.after),
        ]
        for item in found
    ]


def quote(fact: Any) -> str:
    """The words that a number stands in; '' where there is none."""
    return "" if fact is None else str(fact.quote)


def show(row: Any, facts: Any) -> None:
    """Draws what a report (a row of report_list, with its facts) has otherwise than each version that it replaced; one
    that was replaced, than the current one. Nothing where it is the only version, or was taken back."""
    own = ask("report_list", office_codes=[row.office_code], from_year=int(row.year), to_year=int(row.year))
    others = [
        other
        for other in own.itertuples()
        if not other.is_withdrawn and not row.is_withdrawn and bool(other.is_current) is not bool(row.is_current)
    ]
    for other in others:
        theirs = ask("report_facts", report_id=int(other.report_id))
        former, current = (other, row) if row.is_current else (row, other)
        told = (theirs, facts) if row.is_current else (facts, theirs)
        _pair(former, current, *told)


def _pair(former: Any, current: Any, before: Any, after: Any) -> None:
    """One replaced version beside the current one."""
    charts.heading(wording.versions_heading(int(former.version)))
    found = [
        item
        for item in differences(list(before.itertuples()), list(after.itertuples()))
        if any(side is not None and wording.figure(side.value) is not None for side in (item.before, item.after))
    ]
    reworded = _reworded(int(former.report_id), int(current.report_id))
    tables.put(
        tables.line(
            wording.versions_sentence(
                int(former.version), int(current.version), former.captured_at, current.captured_at, len(found), reworded
            )
        )
    )
    if found:
        # Both tell the indicator by name: one of the two is there.
        drawn = rows(
            found,
            lambda item: (item.after or item.before).name_zh,  # type: ignore[union-attr]
            lambda fact: _number(former.report_id, fact),
            lambda fact: _number(current.report_id, fact),
        )
        columns = wording.version_columns(int(former.version), int(current.version))
        with st.expander(wording.VERSIONS_TABLE):
            tables.put(
                tables.stacking(
                    columns, drawn, caption=wording.versions_heading(int(former.version)), css="gk-replaced"
                )
            )
    links = [
        routes.anchor("report", wording.see_version(int(version.version)), "gk-place", report=int(version.report_id))
        for version in (former, current)
    ]
    tables.put(tables.line(tables.together(links)))


def _number(report_id: object, fact: Any) -> str:
    text = wording.difference_value(fact)
    return text if fact is None else routes.sentence_link(report_id, fact.fact_no, text)


def _reworded(one: int, other: int) -> list[str]:
    """The keys of the sections whose prose differs, in printed order."""
    texts: list[dict[str, str]] = []
    for report_id in (one, other):
        bodies: dict[str, str] = {}
        for section in ask("report_sections", report_id=report_id).itertuples():
            bodies[section.section] = bodies.get(section.section, "") + _UNCOUNTED.sub("", section.body)
        texts.append(bodies)
    former, current = texts
    return [
        key
        for key in dict.fromkeys([*current, *former])
        if key != "preamble" and former.get(key, "") != current.get(key, "")
    ]
