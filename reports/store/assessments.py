"""Assessment sheets and what people judged by them, as rows of a generation.

In go the sheets of data/reference and of staff and the judgements, or those of the generation before; out come the
three tables that begin with assessment_. It judges nothing: queries/assessment.sql does.

What answers a clause (`sources`) is written so:

- `check:<rule>`: the failed findings of a rule; a notice or what it cannot assess has to be looked at;
- `hint:<rule>`: its findings tell, a person decides: its threshold is ours, or it cannot know enough;
- `number:<indicator>`: a count that the report tells;
- `rate:<indicator>`: a rate in percent that the report tells, held against `full_at`;
- `columns:overdue`, `columns:overdue/<column>`: watched columns past their cycle by the publication log;
- `items:late`: logged items published more than 20 working days after they were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reports import reference
from reports.database import Connection, columns_of, insert
from reports.store.schema import ASSESSMENTS

OVERDUE, LATE = "columns:overdue", "items:late"
UNITS = ("件", "条", "次", "项", "个", "例", "百分点")
"""What a clause may count; 百分点 where it judges a rate."""
RATE = UNITS[-1]


@dataclass(frozen=True, slots=True)
class Clause:
    """What points are taken off for, as the table assessment_clause says."""

    item: str
    item_points: float | None
    clause: str
    deduction: float | None
    per: str
    full_at: float | None
    cap: float | None
    sources: tuple[str, ...]
    asks: str

    @property
    def most(self) -> float | None:
        """The points that it takes off at most; None where those of its item were not seen."""
        if self.item_points is None:
            return None
        once = self.deduction if self.deduction is not None and not self.per else None
        return min(limit for limit in (self.item_points, self.cap, once) if limit is not None)

    def allows(self, points: float) -> bool:
        """Whether it can take off just these points: nothing, all that it may, or so many times its deduction; any of
        them where it judges a rate or its deduction was not seen."""
        most = self.most
        if most is None or not 0 <= points <= most:
            return False
        if self.deduction is None or self.per == RATE or points in (0, most):
            return True
        times = points / self.deduction if self.per and self.deduction else 0.5
        return abs(times - round(times)) < 1e-9


@dataclass(frozen=True, slots=True)
class Sheet:
    """An assessment sheet, as the table assessment_sheet says, with its clauses in order."""

    sheet: str
    name: str
    place: str
    year: int | None
    applies_to: str
    kinds: tuple[str, ...]
    points: float | None
    source: str
    url: str
    unseen: str
    clauses: tuple[Clause, ...]
    is_own: bool = False

    def clause(self, item: str, clause: str) -> Clause | None:
        """The clause of these words; None where it has none."""
        return next((each for each in self.clauses if (each.item, each.clause) == (item, clause)), None)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Points that a person judged an office to lose by a clause in a year."""

    sheet: str
    item: str
    clause: str
    office_code: str
    year: int
    points: float
    note: str
    who: str
    at: datetime

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What it judges: there is one of each."""
        return self.sheet, self.item, self.clause, self.office_code, self.year


@dataclass(frozen=True, slots=True)
class Assessed:
    """Sheets that staff uploaded, by id, and judgements by what they judge."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    judgements: Mapping[tuple[str, str, str, str, int], Judgement] = field(default_factory=dict)


def shipped_sheets() -> list[Sheet]:
    """The sheets of data/reference."""
    clauses: dict[str, list[Clause]] = {}
    for row in reference.table("assessment_clauses"):
        item_points, deduction, full_at, cap = (
            float(row[name]) if row[name] else None for name in ("item_points", "deduction", "full_at", "cap")
        )
        clauses.setdefault(row["sheet"], []).append(
            Clause(
                row["item"], item_points, row["clause"], deduction, row["per"], full_at, cap,
                reference.aliases(row["sources"]), row["asks"],
            )
        )  # fmt: skip
    return [
        Sheet(
            row["sheet"],
            row["name"],
            row["place"],
            int(row["year"]) if row["year"] else None,
            row["applies_to"],
            reference.aliases(row["kinds"]),
            float(row["points"]) if row["points"] else None,
            row["source"],
            row["url"],
            row["unseen"],
            tuple(clauses.get(row["sheet"], ())),
        )
        for row in reference.table("assessment_sheets")
    ]


def stored_sheets(cursor: Connection, only_own: bool = False) -> list[Sheet]:
    """The sheets of a generation, in order."""
    clauses: dict[str, list[Clause]] = {}
    for row in _rows(cursor, "select * exclude (ordinal) from assessment_clause order by sheet, ordinal"):
        clauses.setdefault(row.pop("sheet"), []).append(Clause(**{**row, "sources": tuple(row["sources"])}))
    own = "where is_own " if only_own else ""
    return [
        Sheet(**{**row, "kinds": tuple(row["kinds"])}, clauses=tuple(clauses.get(row["sheet"], ())))
        for row in _rows(cursor, f"select * exclude (ordinal) from assessment_sheet {own}order by ordinal")
    ]


def _rows(cursor: Connection, query: str) -> list[dict[str, Any]]:
    answer = cursor.execute(query)
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def stored_assessed(cursor: Connection) -> Assessed:
    """What staff uploaded and judged, as a generation has it."""
    judged = [
        Judgement(**{**row, "at": row["at"].replace(tzinfo=UTC)})
        for row in _rows(
            cursor,
            "select * exclude (judged_by, judged_at), judged_by as who, judged_at as at from assessment_judgement "
            "order by sheet, item, clause, office_code, year",
        )
    ]
    return Assessed(
        {sheet.sheet: sheet for sheet in stored_sheets(cursor, only_own=True)}, {each.key: each for each in judged}
    )


def fill_sheets(connection: Connection) -> None:
    """Empties the tables and fills them with the sheets of data/reference."""
    for table in ASSESSMENTS:
        connection.execute(f"delete from {table}")
    _insert_sheets(connection, shipped_sheets(), 0)


def fill_assessed(connection: Connection, assessed: Assessed) -> None:
    """Adds what staff uploaded and judged; a sheet whose id the program has by now is the program's."""
    known = {sheet.sheet for sheet in shipped_sheets()}
    own = [sheet for sheet in assessed.sheets.values() if sheet.sheet not in known]
    _insert_sheets(connection, own, len(known))
    judged = [
        (each.sheet, each.item, each.clause, each.office_code, each.year, each.points, each.note, each.who,
         each.at.astimezone(UTC).replace(tzinfo=None))
        for each in assessed.judgements.values()
    ]  # fmt: skip
    names = ("sheet", "item", "clause", "office_code", "year", "points", "note", "judged_by", "judged_at")
    insert(connection, "assessment_judgement", columns_of(judged, *names))


def copy_assessed(connection: Connection) -> None:
    """Adds what the generation attached as `previous` has of it."""
    with connection.cursor() as cursor:
        cursor.execute("use previous")
        assessed = stored_assessed(cursor)
    fill_assessed(connection, assessed)


def _insert_sheets(connection: Connection, sheets: Sequence[Sheet], first: int) -> None:
    names = ("sheet", "name", "place", "year", "applies_to", "points", "source", "url", "unseen", "is_own")
    insert(
        connection,
        "assessment_sheet",
        {
            "ordinal": list(range(first, first + len(sheets))),
            **{name: [getattr(sheet, name) for sheet in sheets] for name in names},
            "kinds": [list(sheet.kinds) for sheet in sheets],
        },
    )
    clauses = [(sheet, place, clause) for sheet in sheets for place, clause in enumerate(sheet.clauses)]
    told = ("item", "item_points", "clause", "deduction", "per", "full_at", "cap", "asks")
    insert(
        connection,
        "assessment_clause",
        {
            "sheet": [sheet.sheet for sheet, _place, _clause in clauses],
            "ordinal": [place for _sheet, place, _clause in clauses],
            **{name: [getattr(clause, name) for _sheet, _place, clause in clauses] for name in told},
            "sources": [list(clause.sources) for _sheet, _place, clause in clauses],
        },
    )
