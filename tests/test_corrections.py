"""Declared corrections: which facts they mean, what stays beside, and when they refuse."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reports.correct import Correction, correct, declared, matches
from reports.errors import CorrectionMismatch
from reports.model import Document, Fact, Locator, Reading, Report
from reports.reference import tables as step
from tests.replacing import replace_everywhere


def fact(indicator: str | None, value: float | None, block: int, breakdown: str = "") -> Fact:
    status = "stated" if value is not None else "unreadable"
    return Fact(indicator, breakdown, value, "件", ">=", status, "text", "overview", "原文", Locator(block))  # type: ignore[arg-type]


READING = Reading(
    Document("text", ()),
    Report("芦苇荡街道办事处", "", 2024, "芦苇荡街道办事处2024年政府信息公开工作年度报告", "none", ()),
    (
        fact("disclosure.weibo", 870, 0),
        fact("disclosure.weibo", 870, 3),
        fact("disclosure.website", 60, 1),
        fact(None, 12, 2),
        fact("applications.received", None, 4, "total"),
    ),
    (),
)


def correction(**changes: object) -> Correction:
    fields: dict[str, object] = {
        "indicator": "disclosure.weibo", "breakdown": "", "stated_value": 870.0, "corrected_value": 87.0,
        "reason": "多印一位", "by": "李明", "on": "2026-01-05",
    }  # fmt: skip
    return Correction(**{**fields, **changes})  # type: ignore[arg-type]


def test_every_place_where_the_value_is_told_is_corrected_and_keeps_it() -> None:
    facts = correct(READING, [correction()]).facts
    assert [(f.value, f.stated_value, f.corrected, f.qualifier) for f in facts[:2]] == [(87, 870, True, "=")] * 2
    assert facts[2:] == READING.facts[2:]
    assert all(f.quote == "原文" and f.locator for f in facts)


def test_a_locator_chooses_one_place() -> None:
    facts = correct(READING, [correction(locator="b3")]).facts
    assert [f.value for f in facts[:2]] == [870, 87]
    with pytest.raises(CorrectionMismatch):
        correct(READING, [correction(locator="b9")])


def test_an_unreadable_cell_is_given_its_number() -> None:
    given = correction(indicator="applications.received", breakdown="total", stated_value=None, corrected_value=3.0)
    corrected = correct(READING, [given]).facts[4]
    assert (corrected.value, corrected.status, corrected.stated_value) == (3, "stated", None)


def test_an_unassigned_number_is_assigned_and_keeps_its_value_and_qualifier() -> None:
    given = correction(
        indicator="",
        stated_value=12.0,
        corrected_value=12.0,
        new_indicator="disclosure.column",
        new_breakdown="社会救助",
    )
    assigned = correct(READING, [given]).facts[3]
    assert (assigned.indicator, assigned.breakdown, assigned.value, assigned.qualifier) == (
        "disclosure.column", "社会救助", 12, ">=",
    )  # fmt: skip


def test_a_number_that_is_none_is_no_longer_stated() -> None:
    taken = correct(
        READING, [correction(indicator="disclosure.website", stated_value=60.0, corrected_value=None)]
    ).facts[2]
    assert (taken.value, taken.status, taken.stated_value) == (None, "unreadable", 60)


def test_the_last_correction_of_a_fact_counts() -> None:
    both = [correction(), correction(corrected_value=88.0)]
    assert correct(READING, both).facts[0].value == 88
    assert matches(READING, both)[0] is both[1]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"stated_value": 871.0}, "针对原值 871，现读到的是 870、870"),
        ({"stated_value": None}, "针对原值 空，现读到的是 870、870"),
        ({"indicator": "disclosure.press"}, "现读到的是 无此项"),
        ({"breakdown": "社会救助"}, "disclosure.weibo/社会救助"),
    ],
)
def test_a_correction_of_what_was_not_read_fails_loudly(changes: dict[str, object], said: str) -> None:
    with pytest.raises(CorrectionMismatch, match=said):
        correct(READING, [correction(**changes)])


def test_declared_rows_go_by_the_original(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "sha256": "a" * 64, "indicator": "disclosure.weibo", "breakdown": "",
        "stated_value": "870", "corrected_value": "87", "reason": "多印一位", "by": "李明", "on": "2026-01-05",
    }  # fmt: skip
    replace_everywhere(
        monkeypatch, step, "table", lambda name: [row, {**row, "stated_value": "", "corrected_value": ""}]
    )
    assert declared("a" * 64) == (correction(), correction(stated_value=None, corrected_value=None))
    assert declared("b" * 64) == ()
    assert correction().sentence() == "多印一位（李明，2026-01-05）"


def test_a_reading_without_corrections_is_itself() -> None:
    assert correct(READING, []) == READING
    assert correct(replace(READING, facts=()), []).facts == ()
