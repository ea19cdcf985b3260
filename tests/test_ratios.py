"""Ratios: only beside a base number, computed where both sides are told, as told where they are not."""

from __future__ import annotations

from typing import Any

from reports import reference
from tests.small_store import SmallStore


def of(text: dict[str, Any] | None = None, table: dict[str, Any] | None = None) -> dict[str, tuple[Any, ...]]:
    store = SmallStore(watch_list=False)
    store.report("甲街道", 2023, text=text, table=table)
    return {
        row["ratio"]: (row["numerator_count"], row["denominator_count"], row["value_pct"], row["status"])
        for row in store.ask("ratios")
    }


def test_closed_on_time_is_of_the_cases_due() -> None:
    # A city's bulletin of June 2019: 24,165 of 29,186 due, told as 82.8 %.
    told = of({"hotline12345.due": 29186, "hotline12345.closed_on_time": 24165, "hotline12345.on_time_rate": 82.8})
    above, below, value, status = told["hotline12345.on_time"]
    assert (above, below, status) == (24165, 29186, "computed")
    assert round(value, 1) == 82.8


def test_a_rate_that_is_only_told_stands_beside_what_came_in_and_never_alone() -> None:
    assert of({"hotline12345.received": 677, "hotline12345.on_time_rate": 98.2})["hotline12345.on_time"] == (
        None,
        677,
        98.2,
        "stated",
    )
    assert "hotline12345.on_time" not in of({"hotline12345.on_time_rate": 98.2})
    assert "applications.on_time" not in of({"applications.on_time_rate": 100})


def test_a_blank_or_a_rough_number_gives_no_ratio() -> None:
    assert "applications.disclosed_share" not in of(table={"applications.granted/total": "blank"})
    assert "hotline12345.on_time" not in of({"hotline12345.due": ("~", 300), "hotline12345.closed_on_time": 290})


def test_a_corrected_share_is_of_what_was_decided() -> None:
    table = {"review.upheld": 3, "review.corrected": 1, "review.pending": 2, "review.total": 6}
    assert of(table=table)["review.corrected_share"] == (1, 4, 25, "computed")


def test_every_indicator_of_a_ratio_is_written_as_the_tables_write_it() -> None:
    printed = {
        (row["indicator"], row["breakdown"]) for form in ("2019", "2021") for row in reference.table(f"forms/{form}")
    }
    for row in reference.table("ratios"):
        terms = [
            *reference.aliases(row["numerators"]),
            *reference.aliases(row["denominators"]),
            row["rate"],
            row["base"],
        ]
        for term in filter(None, terms):
            indicator, _, breakdown = term.removeprefix("-").partition("/")
            assert (indicator, breakdown) in printed or (
                indicator.startswith(("hotline12345.", "applications.on_time")) and not breakdown
            )
        assert row["definition"] and row["caveat"]
