"""What 单位对比 makes of its answers: offices by kind in order, who is listed and who is counted, and its downloads."""

from dashboard.comparison.offices import (
    MOST_OFFICES,
    Changes,
    Group,
    Office,
    alone_at_the_ends,
    changes,
    ends_of,
    groups,
    median,
    offices_of,
    order_of_kinds,
    peers,
    place_of,
)
from dashboard.comparison.sheets import change_rows, rank_rows, ranking_rows, table_rows, trend_rows

__all__ = [
    "MOST_OFFICES",
    "Changes",
    "Group",
    "Office",
    "alone_at_the_ends",
    "change_rows",
    "changes",
    "ends_of",
    "groups",
    "median",
    "offices_of",
    "order_of_kinds",
    "peers",
    "place_of",
    "rank_rows",
    "ranking_rows",
    "table_rows",
    "trend_rows",
]
