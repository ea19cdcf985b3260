"""Cells of one statutory table that cannot be read, put together: a glyph that a page uses for all its cells is one matter.

In come rows or dicts of doubtful numbers; out come groups. It judges nothing and drops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Row = TypeVar("Row")


def table_of(indicator: str) -> str:
    """The section in whose table the cell of an indicator stands.

    >>> table_of("applications.total"), table_of("review.upheld"), table_of("rules.issued")
    ('applications', 'disputes', 'disclosure')
    """
    subject = indicator.partition(".")[0]
    disputes = ("review", "litigation_direct", "litigation_after_review")
    return "applications" if subject == "applications" else "disputes" if subject in disputes else "disclosure"


def together(rows: Iterable[Row], told: Callable[[Row], tuple[Hashable, str, str]]) -> list[list[Row]]:
    """The rows in their order, those of a report's table that cannot be read as one group where its first stands;
    `told` gives report, doubt and indicator of a row.

    >>> together(["rules.issued", "rules.repealed", "review.other"], lambda name: (1, "unreadable", name))
    [['rules.issued', 'rules.repealed'], ['review.other']]
    """
    groups: list[list[Row]] = []
    tables: dict[Hashable, list[Row]] = {}
    for row in rows:
        report, doubt, indicator = told(row)
        if doubt != "unreadable":
            groups.append([row])
            continue
        key = (report, table_of(indicator))
        if key not in tables:
            groups.append(tables.setdefault(key, []))
        tables[key].append(row)
    return groups
