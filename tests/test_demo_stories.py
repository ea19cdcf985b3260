"""The demo district through the whole of the pipeline: every planted story is found, no sound sum is accused, and
nothing else is called severe."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from reports import store
from reports.publish import demo_sources, load
from reports.specimen import stories


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """The findings of a fresh demo store, each with its office's code."""
    folder: Path = tmp_path_factory.mktemp("demo")
    load(folder, demo_sources())
    generation = store.open_current(folder)
    try:
        cursor = generation.cursor().execute(
            "select f.rule, f.kind, f.status, f.severity, f.year, f.message, o.office_code, o.is_fictional"
            " from finding f join office o using (office_id)"
        )
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        generation.close()


def _planted() -> dict[tuple[str, int], set[str]]:
    planted: dict[tuple[str, int], set[str]] = defaultdict(set)
    for story in stories():
        for year in story["years"].split("|"):
            planted[story["office_code"], int(year)] |= set(filter(None, story["rules"].split("|")))
    return planted


@pytest.mark.parametrize("story", stories(), ids=[story["story"] for story in stories()])
def test_every_rule_of_a_story_is_found(story: dict[str, str], findings: list[dict[str, Any]]) -> None:
    years = {int(year) for year in story["years"].split("|")}
    found = {f["rule"] for f in findings if f["office_code"] == story["office_code"] and f["year"] in years}
    assert set(filter(None, story["rules"].split("|"))) <= found


def test_no_other_check_fails_and_nothing_else_is_severe(findings: list[dict[str, Any]]) -> None:
    planted = _planted()
    unplanted = [
        f["message"]
        for f in findings
        if f["is_fictional"]
        and f["status"] == "failed"
        and (f["kind"] == "check" or f["severity"] == "high")
        and f["rule"] not in planted.get((f["office_code"], f["year"]), set())
    ]
    assert unplanted == []


def test_an_office_with_few_cases_is_not_accused(findings: list[dict[str, Any]]) -> None:
    accused = {f["rule"] for f in findings if f["office_code"] == "qinghe-shuangluo" and f["status"] == "failed"}
    assert not {rule for rule in accused if rule.startswith("close_rate")}


def test_nothing_severe_is_said_of_the_real_district(findings: list[dict[str, Any]]) -> None:
    severe = [
        f["message"] for f in findings if not f["is_fictional"] and f["severity"] == "high" and f["status"] == "failed"
    ]
    assert severe == []
