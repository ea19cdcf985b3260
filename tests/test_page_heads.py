"""What the questions behind first lines count: numbers that wait for a person, and whom a rate of all leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_store import SmallStore


def test_a_number_that_staff_decided_about_is_no_longer_doubtful_on_its_report() -> None:
    """Of three numbers without an indicator and one cell that is not understood, one of each is decided."""
    small = SmallStore()
    report = small.report("甲街道", 2023, text={"": [12, 13, 14]}, table={"licences.decisions": "unreadable"})

    def waiting() -> tuple[int, int, int]:
        (head,) = small.ask("page_head_report", report_id=report)
        return head["unassigned_count"], head["unreadable_count"], len(small.ask("doubtful_numbers"))

    assert waiting() == (3, 1, 4)
    decided = "update evidence set {} where report_id = $report and fact_no in (select min(fact_no) from fact where {})"
    for told, which in (
        ("correction = '人工确认'", "role = 'unassigned'"),
        ("learnt_from = 2022", "role = 'unassigned' and value = 14"),
    ):
        small.connection.execute(decided.format(told, which), {"report": report})
    assert waiting() == (1, 1, 2)
    cell = small.rows("select fact_no from fact where status = 'unreadable'")[0][0]
    small.insert("evidence", report_id=report, fact_no=cell, section="", quote="", locator="", correction="人工确认")
    assert waiting() == (1, 0, 1)


def test_the_rate_of_all_says_who_is_left_out_of_it_and_why() -> None:
    """Of six that tell cases received: about, none closed told, more closed than received, no case, and two exact."""
    small = SmallStore()
    told: dict[str, tuple[Any, Any]] = {
        "甲街道": (100, 90),
        "乙街道": (("~", 200), 190),
        "丙街道": (50, None),
        "丁街道": (40, 41),
        "戊街道": (0, None),
        "己街道": (300, 297),
    }
    for office, (received, closed) in told.items():
        cases = {"hotline12345.received": received, "hotline12345.closed": closed}
        small.report(office, 2023, text={name: value for name, value in cases.items() if value is not None})
    (head,) = small.ask("page_head_hotline", year=2023)
    assert (head["received_office_count"], head["pooled_office_count"], head["no_cases_office_count"]) == (6, 3, 1)
    assert head["pooled_rate_pct"] == pytest.approx(100 * (90 + 297) / (100 + 300))
    left_out = {row["office_name"]: row["reason"] for row in head["unpooled_offices"]}
    assert left_out == {"乙街道": "about", "丙街道": "closed_untold", "丁街道": "closed_over"}
    (compared,) = small.ask("page_head_compare", year=2023, indicator="hotline12345.close_rate")
    assert compared["no_cases_office_count"] == 1
    statuses = {
        row["office_code"]: row["status"]
        for row in small.ask("rug", year=2023)
        if row["indicator"] == "hotline12345.close_rate"
    }
    assert (statuses["戊街道"], statuses["丙街道"]) == ("no_cases", "missing")
