"""The demo district through the real readers and rules: every story planted in data/sample/stories.csv is found, and
nothing else is called severe."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reports import ask, reference, store
from tests.dashboard_stores import fill_full

STORIES = list(csv.DictReader((reference.SAMPLE / "stories.csv").read_text("utf-8").splitlines()))
Finding = tuple[str, int, str, str]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> list[Finding]:
    """(office code, year, rule, severity) of everything found but what lacked a number."""
    folder: Path = tmp_path_factory.mktemp("demo") / "store"
    fill_full(folder)
    generation = store.open_current(folder)
    try:
        return [
            (str(row["office_code"]), int(row["year"]), str(row["rule"]), str(row["severity"]))
            for row in ask.findings(generation.cursor())
            if row["status"] != "not_assessable"
        ]
    finally:
        generation.close()


@pytest.mark.parametrize("story", [s for s in STORIES if s["rules"]], ids=lambda story: story["story"])
def test_every_planted_story_is_found(story: dict[str, str], findings: list[Finding]) -> None:
    years = {int(year) for year in story["years"].split("|")}
    rules = set(story["rules"].split("|"))
    found = {(year, rule) for office, year, rule, _ in findings if office == story["office_code"] and rule in rules}
    assert years <= {year for year, _ in found}, f"{story['story']}: found {sorted(found)}"


def test_nothing_else_is_called_severe(findings: list[Finding]) -> None:
    planted = {
        (story["office_code"], int(year), rule)
        for story in STORIES
        for year in story["years"].split("|")
        for rule in story["rules"].split("|")
    }
    assert {(office, year, rule) for office, year, rule, severity in findings if severity == "high"} <= planted


def test_an_office_with_few_cases_is_not_accused(findings: list[Finding]) -> None:
    (few,) = [story for story in STORIES if story["story"] == "few_cases"]
    accused = {rule for office, _, rule, _ in findings if office == few["office_code"]}
    assert not accused & {"close_rate_low", "close_rate_falling", "close_rate_below_peers"}
