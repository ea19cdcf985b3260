"""栏目更新月报、季报: by the publication logs, what was overdue at the end of a month or quarter, what falls due, what came
too late, how much was published.

In comes a Choice and a period; out comes a Paper. Without a log nothing is said of any column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard import freshness, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.papers import sources
from dashboard.papers.paper import Heading, Paper, Part, Source, Table, Text


@dataclass(frozen=True, slots=True)
class Period:
    """A month (`months` 1) or a quarter (3) that begins with the month `first` of a year."""

    year: int
    first: int
    months: int

    @property
    def begin(self) -> date:
        """Its first day."""
        return date(self.year, self.first, 1)

    @property
    def end(self) -> date:
        """Its last day.

        >>> Period(2025, 10, 3).end, Period(2025, 2, 1).end
        (datetime.date(2025, 12, 31), datetime.date(2025, 2, 28))
        """
        after = self.first + self.months
        return date(self.year + after // 13, (after - 1) % 12 + 1, 1) - timedelta(days=1)

    def words(self) -> str:
        """What it is called."""
        return wording.period(self.year, self.first, self.months)


def periods(newest: date, months: int, count: int = 12) -> list[Period]:
    """The last periods up to the one that holds `newest`, the newest first.

    >>> [p.begin.isoformat() for p in periods(date(2026, 2, 3), 3, 3)]
    ['2026-01-01', '2025-10-01', '2025-07-01']
    """
    place = newest.year * 12 + newest.month - 1
    place -= place % months
    return [Period((place - n * months) // 12, (place - n * months) % 12 + 1, months) for n in range(count)]


def last_logged(choice: Choice) -> date | None:
    """The day up to which the newest log tells; None without a log."""
    loaded = ask("freshness", as_of=date.today(), **choice.parameters())["log_loaded_on"].dropna()
    return wording.date_told(max(loaded)) if len(loaded) else None


def compose(choice: Choice, period: Period, made_on: date) -> Paper:
    """The report on a period; what it judges, it judges as of its last day or, while it lasts, of `made_on`."""
    as_of = min(period.end, made_on)
    fresh = ask("freshness", as_of=as_of, **choice.parameters())
    logged = fresh[fresh["log_loaded_on"].notna()]
    notes = [wording.columns_note(choice.region_name, as_of, generation())]
    if choice.is_fictional:
        notes.append(wording.FICTIONAL_NOTE)
    whom = wording.whom(choice.region_name, choice.kind, choice.office_names)
    words = period.words() if as_of == period.end else wording.period_until(period.words(), as_of)
    title = wording.columns_title(whom, words, period.months)
    parts: tuple[Part, ...] = (
        _parts(choice, period, words, as_of, logged) if len(logged) else (Text(wording.COLUMNS_NO_LOG, (_page(),)),)
    )
    return Paper(title, title, tuple(notes), "", parts, (wording.PAPER_SIGNED, wording.day(made_on)))


def _page() -> Source:
    return sources.of_page("disclosure", wording.COLUMNS_FROM_LOG)


def _parts(choice: Choice, period: Period, words: str, as_of: date, logged: Any) -> tuple[Part, ...]:
    due = freshness.ranked(ask("due_list", as_of=as_of, **choice.parameters()))
    items = ask("items_by_month", from_year=period.year, to_year=period.year, **choice.parameters())
    items = items[items["month"].between(period.first, period.first + period.months - 1)]
    late = [
        row
        for row in ask("late_items", from_year=period.year, to_year=period.year, **choice.parameters()).itertuples()
        if period.begin <= _day(row.published_on) <= period.end
    ]
    states = logged["status"].value_counts()
    stale = logged[logged["status"] == "stale"]
    head = wording.freshness_title(
        len(stale),
        stale["office_code"].nunique(),
        int(states.get("beyond_custom", 0)),
        int(states.get("fresh", 0)),
        int(states.get("no_cycle", 0) + states.get("log_old", 0)),
    )
    loaded = max(_day(day) for day in logged["log_loaded_on"])
    log = sources.of_page("disclosure", wording.columns_loaded(loaded, logged["office_code"].nunique()))
    parts: list[Part] = [
        Heading(wording.COLUMNS_PARTS[0]),
        Text(wording.columns_state(as_of, head), (log,)),
        Text(
            wording.columns_items(
                words,
                int(items["items_count"].sum()),
                items["office_code"].nunique(),
                items["column_name"].nunique(),
            ),
            (log,),
        ),
    ]
    for number, (urgencies, empty) in enumerate(
        ((("overdue",), wording.COLUMNS_NONE_OVERDUE), (("beyond_custom", "due_soon"), wording.COLUMNS_NONE_DUE)), 1
    ):
        rows = [row for row in due if row.urgency in urgencies]
        parts.append(Heading(wording.COLUMNS_PARTS[number]))
        parts.append(_due(rows, wording.COLUMNS_CAPTIONS[number - 1], log) if rows else Text(empty, (log,)))
    parts.append(Heading(wording.COLUMNS_PARTS[3]))
    parts.append(_late(late, log) if late else Text(wording.COLUMNS_NONE_LATE, (log,)))
    if len(items):
        parts += [Heading(wording.COLUMNS_PARTS[4]), _items(items, log)]
    return tuple(parts)


def _day(day: Any) -> date:
    return day.date() if hasattr(day, "date") else day


def _due(rows: Sequence[Any], caption: str, log: Source) -> Table:
    cells = tuple(
        (
            row.office_name,
            row.column_name,
            wording.URGENCIES[wording.due_state(row.urgency, by_custom=bool(row.by_custom))],
            wording.paper_day(row.last_published_on),
            wording.paper_day(row.due_on),
            wording.left_words(int(row.days_left)),
            f"{wording.cycle_words(row.cycle)}（{row.level}）",
        )
        for row in rows
    )
    return Table(caption, wording.COLUMNS_DUE, cells, (28, 19, 21, 20, 20, 20, 28), (), (), (log,))


def _late(rows: Sequence[Any], log: Source) -> Table:
    cells = tuple(
        (
            row.office_name,
            row.column_name,
            row.title,
            wording.paper_day(row.formed_on),
            wording.paper_day(row.published_on),
            wording.limit_words(row.limit_days, row.limit_unit),
            wording.limit_words(row.days_taken, row.limit_unit),
        )
        for row in rows
    )
    return Table(wording.COLUMNS_CAPTIONS[2], wording.COLUMNS_LATE, cells, (31, 20, 27, 20, 20, 19, 19), (), (), (log,))


def _items(items: Any, log: Source) -> Table:
    counted = items.groupby(["column_name"])["items_count"].sum().sort_values(ascending=False, kind="stable")
    offices = items.groupby("column_name")["office_code"].nunique()
    cells = tuple((str(name), f"{int(count):,}", str(int(offices[name]))) for name, count in counted.items())
    return Table(wording.COLUMNS_CAPTIONS[3], wording.COLUMNS_ITEMS, cells, (80, 34, 34), (1, 2), (), (log,))
