"""The answers behind 总览: cards on the same offices in every year, what went well, what passed the checks."""

from __future__ import annotations

from datetime import date

import pytest

from tests.small_store import SmallStore

A, B, C, D, E = "甲街道", "乙街道", "丙街道", "丁街道", "戊街道"


def test_a_card_sums_the_same_offices_in_every_year_of_its_sparkline() -> None:
    store = SmallStore()
    for year, told in (
        (2020, {A: 10, B: 20}),
        (2021, {A: 11, B: 21, C: 30, D: 40, E: 50}),
        (2022, {A: 12, B: 22, C: 31, D: 41}),
        (2023, {A: 13, B: 23, C: 32, D: 42, E: 500}),
    ):
        for name, count in told.items():
            store.report(name, year, text={"disclosure.weibo": count})
    (card,) = store.ask("overview_kpis", year=2023, indicators=["disclosure.weibo"])
    assert (card["value"], card["stated_office_count"]) == (13 + 23 + 32 + 42 + 500, 5)
    # Four told 2022 and 2023, and 2021 as well; only two of them 2020.
    assert (card["series_years"], card["compared_office_count"]) == ([2021, 2022, 2023], 4)
    assert card["series_values"] == [11 + 21 + 30 + 40, 12 + 22 + 31 + 41, 13 + 23 + 32 + 42]
    assert (card["previous_value"], card["change"]) == (106, 4)
    assert card["change_pct"] == pytest.approx(400 / 106)
    assert card["is_material"] is False
    (before,) = store.ask("overview_kpis", year=2022, indicators=["disclosure.weibo"])
    assert before["series_values"] == [102, 106] and before["value"] == 106


def test_a_loose_number_makes_its_sum_loose() -> None:
    for loose, expected in (({}, "="), ({B: (">=", 5500)}, ">="), ({B: (">=", 5500), C: ("~", 300)}, "~")):
        store = SmallStore()
        for name in (A, B, C):
            store.report(name, 2023, text={"disclosure.weibo": loose.get(name, 40)})
        (card,) = store.ask("overview_kpis", year=2023, indicators=["disclosure.weibo"])
        assert card["qualifier"] == expected


def test_last_years_nought_is_a_number_and_a_year_without_one_is_no_change() -> None:
    store = SmallStore()
    for year, count in ((2021, 0), (2022, 0), (2023, 3)):
        store.report(A, year, text={"applications.received": count})
    (card,) = store.ask("overview_kpis", year=2022, indicators=["applications.received"])
    assert (card["previous_value"], card["change"], card["change_pct"], card["is_material"]) == (0, 0, None, False)
    (card,) = store.ask("overview_kpis", year=2023, indicators=["applications.received"])
    assert (card["previous_value"], card["change"], card["change_pct"], card["is_material"]) == (0, 3, None, False)
    store = SmallStore()
    store.report(A, 2021, text={"applications.received": 4})
    store.report(A, 2022)
    store.report(A, 2023, text={"applications.received": 4})
    (card,) = store.ask("overview_kpis", year=2023, indicators=["applications.received"])
    assert (card["previous_value"], card["change"]) == (None, None)
    (nothing,) = store.ask("overview_kpis", year=2022, indicators=["applications.received"])
    assert (nothing["value"], nothing["series_years"], nothing["stated_office_count"]) == (None, [], 0)


def test_a_median_leaves_few_cases_out_and_changes_as_shown() -> None:
    store = SmallStore()
    for name, before, now in ((A, 981, 980), (B, 970, 971), (C, 960, 975)):
        for year, closed in ((2022, before), (2023, now)):
            store.report(name, year, text={"hotline12345.received": 1000, "hotline12345.closed": closed})
    for year in (2022, 2023):
        store.report(D, year, text={"hotline12345.received": 3, "hotline12345.closed": 1})
    (card,) = store.ask("overview_kpis", year=2023, indicators=["hotline12345.close_rate"])
    assert (card["stated_office_count"], card["judged_office_count"], card["compared_office_count"]) == (4, 3, 3)
    assert card["value"] == pytest.approx(97.5) and card["change"] == pytest.approx(0.5)
    assert card["is_material"] is False


def test_what_went_well_is_true_by_its_definition() -> None:
    store = SmallStore()
    for year in range(2020, 2024):
        held = {"petition.received": 12, "petition.closed": 12}
        store.report(A, year, text={**held, "disclosure.weibo": 10 * (year - 2018)})
        # Nine cases are few: nothing is held. 40, 41, 42, 43: rising, if slowly.
        few = {"petition.received": 9, "petition.closed": 9}
        store.report(B, year, text={**few, "disclosure.weibo": 40 + year - 2020})
        jumps = {2020: 40, 2021: 39, 2022: 40, 2023: 46}
        small = {2020: 40, 2021: 39, 2022: 40, 2023: 43}
        store.report(C, year, text={"disclosure.weibo": jumps[year], "hotline12345.received": 20 * year})
        # Told without the number of cases: 100 % of nobody knows how many.
        store.report(D, year, text={"disclosure.weibo": small[year], "petition.close_rate": 100})
    rows = store.ask("went_well", year=2023)
    found = {(row["office_code"], row["indicator"]): row for row in rows}
    assert {key: row["way"] for key, row in found.items()} == {
        (A, "petition.close_rate"): "held",
        (A, "disclosure.weibo"): "rising",
        (B, "disclosure.weibo"): "rising",
        (C, "disclosure.weibo"): "better",
    }, "43 after 40 is no more than 10 % and less than five; workload is no merit"
    assert found[A, "petition.close_rate"]["years_lasted"] == 4
    rising = found[A, "disclosure.weibo"]
    assert (rising["years_lasted"], rising["first_value"], rising["value"]) == (3, 20, 50)
    assert found[C, "disclosure.weibo"]["change_pct"] == pytest.approx(15)
    assert [row["way"] for row in rows] == ["held", "rising", "rising", "better"]


def test_behind_and_worse_needs_a_material_change() -> None:
    store = SmallStore()
    for name, before, now in ((A, 117, 116), (B, 190, 195), (C, 180, 185), (D, 170, 175)):
        store.report(name, 2022, text={"disclosure.weibo": before})
        store.report(name, 2023, text={"disclosure.weibo": now})
    assert store.ask("red_and_worsening", year=2023) == [], "one post less is not worse"
    store.connection.execute("update fact set value = 100 where value = 116")
    store.connection.execute("update fact_by_office set value = 100 where value = 116")
    assert [row["office_code"] for row in store.ask("red_and_worsening", year=2023)] == [A]


def test_how_much_was_checked_and_how_much_passed() -> None:
    store = SmallStore()
    store.report(A, 2023, table={"review.total": 1}, published_on=date(2024, 1, 20))
    store.report(B, 2023, table={}, published_on=date(2024, 2, 20))
    store.report(C, 2023, table={})
    store.judge()
    (head,) = store.ask("page_head_quality", year=2023)
    rules = store.rows("select count(*) from rule where kind = 'check' and is_enabled")[0][0]
    assert (head["rule_count"], head["pair_count"]) == (rules, 3 * rules)
    assert (head["in_time_office_count"], head["late_office_count"], head["undated_office_count"]) == (1, 1, 1)
    worst = store.rows(
        "select min(case status when 'failed' then 1 when 'notice' then 2 else 3 end) from finding "
        "where kind = 'check' and year = 2023 group by report_id, rule"
    )
    counts = [sum(row == (place,) for row in worst) for place in (1, 2, 3)]
    assert [head["failed_pair_count"], head["notice_pair_count"], head["lacking_pair_count"]] == counts
    assert head["clean_pair_count"] == 3 * rules - sum(counts)
    assert counts[0] == 2, "the sum of the reviews, and the late report"


def test_a_place_is_only_where_something_is_printed() -> None:
    store = SmallStore()
    store.report(A, 2022, table={})
    store.report(A, 2023, table={"applications.carried_forward/*": "missing", "applications.granted/total": 4})
    store.judge()
    rows = {row["rule"]: row for row in store.ask("findings_list", from_year=2023, status="not_assessable")}
    lacking = rows["applications_balance"]
    assert len(lacking["evidence"]) == 7 and lacking["printed"] == []
    failed = next(
        r
        for r in store.ask("findings_list", from_year=2023)
        if r["rule"] == "applications_row_sum" and r["status"] == "failed"
    )
    assert len(failed["printed"]) == 7 and failed["is_equation"]


def test_an_excerpt_is_here_but_not_incomplete() -> None:
    store = SmallStore()
    left_out = dict.fromkeys(("disclosure", "applications", "disputes"), "统计表未转录，以原件为准。")
    store.report(A, 2023, form="none", bodies=left_out)
    store.report(B, 2023, form="none", bodies={"disclosure": "详见附件。"})
    store.report(C, 2023, form="none")
    store.report(D, 2023, table={})
    store.judge()
    found = {row["office_code"]: row["status"] for row in store.ask("coverage")}
    assert found == {A: "excerpt", B: "partial", C: "partial", D: "reported"}
