"""One office beside its like-kind peers in one year, row by row: what 单位画像 shows and its Word sheet prints.

In come an office, a Choice and the answer of office_spine; out come rows ready to be read: numbers as shown, changes
and places in words, the places of the bar. It judges nothing that the question has not judged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.ask import ask, is_whole
from dashboard.charts import Spine, spine
from dashboard.filters import Choice


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the office. `value` is the number or the word for its absence, `few` says when it is not
    judged; `lowest`, `median` and `highest` are those of the peers; `words` say the whole row; `series` is its
    number of each year of the trend; `told` is the answer's own row, for downloads."""

    group: str
    name: str
    value: str
    few: str
    change: str
    lowest: str
    median: str
    highest: str
    place: str
    bar: Spine
    words: str
    series: Sequence[float | None]
    standing: str
    is_told: bool
    told: Any


def rows(answer: Any, office: str, years: Sequence[int]) -> list[Row]:
    """A row an indicator that the office or one of its peers tells, in the dictionary's order."""
    return [
        _row(told, office, years)
        for told in answer.itertuples()
        if wording.figure(told.value) is not None or told.judged_count_of_kind
    ]


def untold(answer: Any) -> list[str]:
    """The names of indicators that the office's report does not tell."""
    return [told.name_zh for told in answer.itertuples() if wording.figure(told.value) is None]


def asked(choice: Choice, office_code: str, region_id: str | None) -> Any:
    """The answer of office_spine for the year and the years of the trend that are looked at; without peers where whoever
    asks does not see all of them, as a place among some would be a wrong one."""
    answer = ask("office_spine", office_code=office_code, year=choice.year, from_year=choice.since, region_id=region_id)
    return answer if is_whole(region_id) else _alone(answer)


def _alone(answer: Any) -> Any:
    numbers = [name for name in answer.columns if name.endswith("_of_kind") and not name.endswith("_count_of_kind")]
    counts = {name: int(name.startswith("reported")) for name in answer.columns if name.endswith("_count_of_kind")}
    return answer.assign(**dict.fromkeys(numbers, float("nan")), **counts, standing=None)


def sheet_row(row: Row) -> tuple[object, ...]:
    """A row for download: what the table and its bar show, as numbers rounded as shown."""
    told = row.told
    digits = 1 if told.unit == "%" else 2

    def shown(value: object) -> float | None:
        amount = wording.figure(value)
        return None if amount is None else round(amount, digits)

    share = wording.figure(told.change_pct)
    return (
        told.indicator_group,
        told.name_zh,
        told.unit,
        wording.figure(told.shown_value),
        row.few or wording.STATUSES.get(told.status, told.status),
        shown(told.previous_value),
        shown(told.change),
        None if share is None else round(share, 1),
        wording.DIRECTIONS.get(told.direction, "") if isinstance(told.direction, str) else "",
        *(
            shown(value)
            for value in (
                told.lowest_of_kind,
                told.q1_of_kind,
                told.median_of_kind,
                told.q3_of_kind,
                told.highest_of_kind,
            )
        ),
        int(told.judged_count_of_kind),
        told.rank_of_kind,
        told.tied_count_of_kind,
        told.ranked_count_of_kind,
    )


def _row(told: Any, office: str, years: Sequence[int]) -> Row:
    value = wording.told(told.shown_value, told.unit, told.qualifier, told.status)
    plain = "" if told.unit == "%" else told.unit
    is_told = wording.figure(told.value) is not None
    is_judged = not told.has_few_cases
    count = int(told.judged_count_of_kind)
    standing = told.standing if isinstance(told.standing, str) else ""
    by_year = dict(zip(told.series_years, told.series_values, strict=True))
    ends = (
        wording.number(told.lowest_of_kind, told.unit),
        wording.number(told.median_of_kind, told.unit),
        wording.number(told.highest_of_kind, told.unit),
    )
    is_few = not is_judged or _is_few_before(told)
    return Row(
        group=told.indicator_group,
        name=wording.row_name(told.name_zh, plain),
        value=value,
        few=wording.few_cases(told.cases_count) if is_told and not is_judged else "",
        change=_change(told, is_few) if is_told else "",
        lowest=ends[0],
        median=ends[1],
        highest=ends[2],
        place=""
        if is_told and is_judged and not count
        else wording.place_words(
            is_told,
            is_judged,
            told.polarity,
            count,
            wording.figure(told.rank_of_kind),
            wording.figure(told.tied_count_of_kind),
            ends[0] + plain if ends[0] == ends[2] else "",
        ),
        bar=spine(
            wording.figure(told.value),
            wording.figure(told.lowest_of_kind),
            wording.figure(told.q1_of_kind),
            wording.figure(told.median_of_kind),
            wording.figure(told.q3_of_kind),
            wording.figure(told.highest_of_kind),
            count,
            standing=standing,
            is_judged=is_judged,
        ),
        words=wording.spine_words(
            office, told.name_zh, value + (plain if is_told else ""), plain, ends, count, standing
        ),
        series=[wording.figure(by_year.get(year)) for year in years],
        standing=standing,
        is_told=is_told,
        told=told,
    )


def _change(told: Any, is_few: bool) -> str:
    if wording.figure(told.change) is not None and is_few:
        return wording.TOO_FEW_TO_COMPARE
    return wording.change_words(told.change, told.change_pct, told.unit) or wording.NO_CHANGE


def _is_few_before(told: Any) -> bool:
    """Whether a change is there that is none to speak of: one of the two years has few cases."""
    return wording.figure(told.change) is not None and not isinstance(told.direction, str)
