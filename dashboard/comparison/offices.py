"""What 单位对比 makes of its answers: offices with their years, groups by kind in order, who is listed and who is counted.

In come rows of indicator_by_office_and_year and change_between_years; out come lists in the order in which charts, tables
and downloads show them. It asks nothing and draws nothing; the numbers are the answers' own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording

MOST_OFFICES = 25
"""Up to so many offices are all listed; of more, the first and the last of each kind."""
ENDS = 10
"""So many at each end where one kind is looked at; fewer of each where there are several."""
LEAST_OF_A_MEDIAN, LEAST_OF_A_BAND = 2, 4
"""Fewer offices than these have no median to speak of, and no quartiles."""
KINDS = ("政府", "街道", "镇", "乡", "部门", "其他")
"""The order of kinds; others come behind."""


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its code, name and kind, and its row of each year."""

    code: str
    name: str
    kind: str
    rows: Mapping[int, Any]

    def values(self, years: Sequence[int], column: str = "shown_value") -> list[float | None]:
        """One number a year, None where there is none."""
        return [wording.figure(getattr(self.rows[y], column)) if y in self.rows else None for y in years]

    def is_few(self, year: int) -> bool:
        """Whether its number of a year rests on too few cases to judge it by."""
        return year in self.rows and bool(self.rows[year].has_few_cases)

    def is_told(self, year: int) -> bool:
        """Whether it tells the number of a year."""
        return year in self.rows and wording.figure(self.rows[year].value) is not None


@dataclass(frozen=True, slots=True)
class Group:
    """The offices of a kind that are looked at, in order: those with a mark, of few cases, without a number."""

    kind: str
    judged: tuple[Office, ...]
    few: tuple[Office, ...]
    untold: tuple[Office, ...]

    @property
    def offices(self) -> tuple[Office, ...]:
        """All of them."""
        return (*self.judged, *self.few, *self.untold)


def offices_of(rows: Iterable[Any]) -> dict[str, Office]:
    """The offices by code, of rows a year each; where two have one name, their regions stand before it."""
    by_code: dict[str, dict[int, Any]] = {}
    for row in rows:
        by_code.setdefault(row.office_code, {})[row.year] = row
    any_row = {code: next(iter(years.values())) for code, years in by_code.items()}
    counted = Counter(row.office_name for row in any_row.values())
    return {
        code: Office(
            code,
            row.office_name if counted[row.office_name] == 1 else f"{row.region_name}{row.office_name}",
            row.kind,
            by_code[code],
        )
        for code, row in any_row.items()
    }


def place_of(row: Any) -> float | None:
    """Where a ranked row stands between the last (0) and the first (1) of its kind; None without a place."""
    rank, count = wording.figure(row.rank_of_kind), wording.figure(row.ranked_count_of_kind)
    return None if rank is None or count is None or count < 2 else 1 - (rank - 1) / (count - 1)


def order_of_kinds(kinds: Iterable[str]) -> list[str]:
    """Each kind once, in the order of a roster."""
    return sorted(set(kinds), key=lambda kind: (KINDS.index(kind) if kind in KINDS else len(KINDS), kind))


def groups(offices: Iterable[Office], year: int, lower_is_better: bool = False) -> list[Group]:
    """The offices by kind: ranked ones by their place, others by their number, the best or the most first."""
    listed = list(offices)
    found = []
    for kind in order_of_kinds(office.kind for office in listed):
        of_kind = [office for office in listed if office.kind == kind and year in office.rows]
        if not of_kind:
            continue
        told = [office for office in of_kind if office.is_told(year)]
        sign = 1 if lower_is_better else -1
        told.sort(key=lambda office: (sign * (wording.figure(office.rows[year].shown_value) or 0.0), office.name))
        found.append(
            Group(
                kind,
                tuple(office for office in told if not office.is_few(year)),
                tuple(office for office in told if office.is_few(year)),
                tuple(office for office in of_kind if not office.is_told(year)),
            )
        )
    return found


def ends_of(count: int, kinds: int, total: int) -> tuple[int, int]:
    """How many of a kind's `count` offices are listed from the front and from the back, where `total` of `kinds` kinds are
    looked at.

    >>> ends_of(15, 3, 15), ends_of(86, 1, 86), ends_of(40, 3, 86), ends_of(6, 3, 86)
    ((15, 0), (10, 10), (3, 3), (6, 0))
    """
    each = max(2, ENDS // max(kinds, 1))
    if total <= MOST_OFFICES or count <= 2 * each + 1:
        return count, 0
    return each, each


def peers(offices: Iterable[Office], kind: str, years: Sequence[int]) -> dict[str, list[float | None]]:
    """Median and quartiles a year of the offices of a kind that may be compared, where there are enough of them."""
    of_kind = [office for office in offices if office.kind == kind]
    found: dict[str, list[float | None]] = {"median": [], "lower": [], "upper": []}
    for year in years:
        judged = [office for office in of_kind if office.is_told(year) and not office.is_few(year)]
        row = judged[0].rows[year] if judged else None
        for name, column, least in (
            ("median", "median_of_kind", LEAST_OF_A_MEDIAN),
            ("lower", "q1_of_kind", LEAST_OF_A_BAND),
            ("upper", "q3_of_kind", LEAST_OF_A_BAND),
        ):
            found[name].append(wording.figure(getattr(row, column)) if len(judged) >= least else None)
    return found


def median(offices: Iterable[Office], kind: str, year: int) -> float | None:
    """The median of a kind in one year; None where it has too few offices that may be compared."""
    return peers(offices, kind, [year])["median"][0]


def alone_at_the_ends(offices: Iterable[Office], year: int) -> list[Office]:
    """The office with the highest and that with the lowest number of a year, where nobody shares it."""
    judged = [office for office in offices if office.is_told(year) and not office.is_few(year)]
    if len(judged) < 3:
        return []
    found = []
    for end in (max, min):
        value = end(office.rows[year].shown_value for office in judged)
        there = [office for office in judged if office.rows[year].shown_value == value]
        found += there if len(there) == 1 else []
    return found


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of a kind in two years, in order: compared ones from the largest rise to the largest fall (from the best, if
    better), those of few cases, those that lack a year; and how many rose, fell and stayed."""

    kind: str
    compared: tuple[Any, ...]
    few: tuple[Any, ...]
    lacking: tuple[Any, ...]

    def counted(self, direction: str) -> int:
        """How many went one way."""
        return sum(row.direction == direction for row in self.compared)


def changes(rows: Iterable[Any], codes: Iterable[str], lower_is_better: bool = False) -> list[Changes]:
    """The rows of change_between_years of the offices `codes`, by kind."""
    wanted = set(codes)
    listed = [row for row in rows if row.office_code in wanted]
    sign = 1 if lower_is_better else -1
    found = []
    for kind in order_of_kinds(row.kind for row in listed):
        of_kind = [row for row in listed if row.kind == kind]
        compared = [row for row in of_kind if isinstance(row.direction, str)]
        compared.sort(key=lambda row: (sign * row.change, row.office_name))
        undirected = [row for row in of_kind if not isinstance(row.direction, str)]
        found.append(
            Changes(
                kind,
                tuple(compared),
                tuple(row for row in undirected if wording.figure(row.change) is not None),
                tuple(row for row in undirected if wording.figure(row.change) is None),
            )
        )
    return found
