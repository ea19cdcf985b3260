"""A number that a report tells of several platforms only is said to wait for the staff (待核对), never to be 未写明."""

from __future__ import annotations

import pytest

from dashboard import wording
from tests.small_store import SmallStore

A, B, C = "甲街道办事处", "乙街道办事处", "丙街道办事处"
TOLD = {"disclosure.website/政府网站": 754, "disclosure.website/门户网站": 1014, "disclosure.weibo": 20}


@pytest.fixture(scope="module")
def store() -> SmallStore:
    small = SmallStore()
    for year in (2022, 2023):
        small.report(A, year, text=TOLD if year == 2023 else {"disclosure.website": 700})
        small.report(B, year, text={"disclosure.website": 60, "disclosure.website/政府网站": 40})
        small.report(C, year, text={"disclosure.weibo": 5})
    return small


def test_each_question_on_an_indicator_says_that_its_number_waits(store: SmallStore) -> None:
    expected = {A: ("pending", None), B: ("stated", 60), C: ("missing", None)}
    of_the_year = store.ask("indicator_by_office_and_year", indicator="disclosure.website", from_year=2023)
    assert {row["office_name"]: (row["status"], row["value"]) for row in of_the_year} == expected
    items = {row["office_name"]: row for row in store.ask("website_items", from_year=2023, to_year=2023)}
    assert {name: (row["status"], row["items_count"]) for name, row in items.items()} == expected
    assert items[A]["change_count"] is None and items[A]["fact_no"] is not None
    rug = {
        row["office_name"]: row["status"]
        for row in store.ask("rug", year=2023)
        if row["indicator"] == "disclosure.website"
    }
    assert rug.get(A) == "pending" and rug.get(B) == "stated"
    profile = store.ask("office_profile", office_code=A)
    whole = [
        row for row in profile if (row["indicator"], row["breakdown"], row["year"]) == ("disclosure.website", "", 2023)
    ]
    assert [(row["status"], row["value"], row["change"]) for row in whole] == [("pending", None, None)]
    others = store.ask("office_profile", office_code=B)
    assert [row["value"] for row in others if (row["breakdown"], row["year"]) == ("", 2023)] == [60]


def test_the_word_on_screen_is_that_it_waits() -> None:
    assert wording.told(None, "条", "=", "pending") == "待核对" != wording.STATUSES["missing"]
    assert wording.STATUS_EXPLANATIONS["pending"]
