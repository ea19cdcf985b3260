"""Change, rank and extremes as pages tell them: equal is equal, few cases are judged nowhere, N years are N."""

from __future__ import annotations

from dashboard.wording import Rates, hotline_head
from tests.small_store import SmallStore

RATE = "hotline12345.close_rate"


def streets(*told: tuple[str, int, int], year: int = 2023, store: SmallStore | None = None) -> SmallStore:
    """A store whose offices tell received and closed of the hotline in `year`."""
    small = store or SmallStore()
    for name, received, closed in told:
        small.report(name, year, text={"hotline12345.received": received, "hotline12345.closed": closed})
    return small


def test_where_all_are_at_a_hundred_nobody_is_high_and_nobody_has_a_place() -> None:
    small = streets(*((f"{name}街道", 20 + 7 * place, 20 + 7 * place) for place, name in enumerate("甲乙丙丁戊己庚")))
    assert {row["verdict"] for row in small.ask("rate_funnel", year=2023)} == {"within"}
    rows = small.ask("rug", year=2023, indicators=[RATE])
    assert [(row["rank_of_kind"], row["standing_pct"], row["ranked_count_of_kind"]) for row in rows] == [
        (None, None, 0)
    ] * 7
    head = hotline_head("12345热线", 2023, 287, 7, 100, Rates(7, 0, 100, 100, 100), [], [], [], True)
    assert (
        head == "2023年7个单位共收到12345热线工单287件，总体办结率100%，7个单位均为100%，没有单位低于同类的差异范围。"
    )


def test_a_difference_that_the_page_does_not_show_is_none() -> None:
    # 98.62 % and 98.60 % are both shown as 98.6 %.
    small = streets(("甲街道", 5000, 4931), ("乙街道", 1000, 980), ("丙街道", 1000, 970), year=2022)
    streets(("甲街道", 5000, 4930), ("乙街道", 1000, 986), ("丙街道", 1000, 990), store=small)
    rows = {
        row["office_code"]: row for row in small.ask("indicator_by_office_and_year", indicator=RATE, from_year=2023)
    }
    assert (rows["甲街道"]["change"], rows["甲街道"]["direction"]) == (0, "same")
    assert (rows["乙街道"]["change"], rows["乙街道"]["direction"]) == (0.6, "up")
    places = {
        name: (row["rank_of_kind"], row["tied_count_of_kind"], row["ranked_count_of_kind"])
        for name, row in rows.items()
    }
    assert places == {"甲街道": (2, 2, 3), "乙街道": (2, 2, 3), "丙街道": (1, 1, 3)}
    (head,) = small.ask("page_head_hotline", year=2023)
    assert (head["rising_office_count"], head["falling_office_count"], head["level_office_count"]) == (2, 0, 1)


def test_few_cases_are_in_no_place_median_count_or_streak() -> None:
    small = SmallStore()
    for year, closed in ((2021, 9), (2022, 6), (2023, 3)):
        streets(
            ("甲街道", 9, closed), ("乙街道", 100, 90), ("丙街道", 100, 92), ("丁街道", 100, 94), year=year, store=small
        )
    rows = {
        row["office_code"]: row for row in small.ask("indicator_by_office_and_year", indicator=RATE, from_year=2023)
    }
    assert (rows["甲街道"]["rank_of_kind"], rows["甲街道"]["direction"], rows["甲街道"]["has_few_cases"]) == (
        None,
        None,
        True,
    )
    assert [rows[name]["rank_of_kind"] for name in ("丁街道", "丙街道", "乙街道")] == [1, 2, 3]
    assert {row["median_of_kind"] for row in rows.values()} == {92}
    assert {row["stated_count_of_kind"] for row in rows.values()} == {4}
    changes = {row["office_code"]: row for row in small.ask("close_rate_change", from_year=2023)}
    assert (changes["甲街道"]["falling_years"], changes["甲街道"]["direction"]) == (0, None)
    verdicts = {row["office_code"]: row["verdict"] for row in small.ask("rate_funnel", year=2023)}
    assert verdicts["甲街道"] == "few_cases"


def test_years_of_falling_are_counted_to_their_beginning_and_a_gap_ends_them() -> None:
    small = SmallStore()
    for year, closed in zip(range(2018, 2024), (990, 980, 970, 960, 950, 940), strict=True):
        told = [("甲街道", 1000, closed)] + ([("乙街道", 1000, closed)] if year != 2021 else [])
        streets(*told, year=year, store=small)
    rows = {row["office_code"]: row for row in small.ask("close_rate_change", from_year=2023)}
    assert (rows["甲街道"]["falling_years"], rows["甲街道"]["first_rate_pct"]) == (5, 99)
    assert (rows["乙街道"]["falling_years"], rows["乙街道"]["first_rate_pct"]) == (1, 95)


def test_workload_is_no_merit() -> None:
    small = SmallStore()
    for name, count in (("甲街道", 10), ("乙街道", 20), ("丙街道", 30), ("丁街道", 40)):
        small.report(
            name, 2023, text={"hotline12345.received": count, "hotline12345.closed": count, "weibo.resolved": count}
        )
    rows = small.ask("rug", year=2023, indicators=["hotline12345.received", "hotline12345.closed", "weibo.resolved"])
    assert {(row["rank_of_kind"], row["standing_pct"], row["is_worse"]) for row in rows} == {(None, None, None)}


def test_what_is_called_worse_is_materially_worse() -> None:
    small = SmallStore()
    told = (("甲街道", 117, 116), ("乙街道", 100, 89), ("丙街道", 20, 16), ("丁街道", 100, 120))
    for name, before, now in told:
        small.report(name, 2022, text={"disclosure.weibo": before})
        small.report(name, 2023, text={"disclosure.weibo": now})
    rows = {row["office_code"]: row for row in small.ask("rug", year=2023, indicators=["disclosure.weibo"])}
    assert {name: row["direction"] for name, row in rows.items()} == {
        "甲街道": "down", "乙街道": "down", "丙街道": "down", "丁街道": "up",
    }  # fmt: skip
    assert {name: row["is_worse"] for name, row in rows.items()} == {
        "甲街道": False, "乙街道": True, "丙街道": False, "丁街道": False,
    }, "one post of 117 and four of 20 are no decline"  # fmt: skip
