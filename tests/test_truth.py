"""The questions told again: what they answer about drawn districts is what pandas makes of the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas
import pytest

from reports import ask, store
from tests.truth import answers, plans, sentences, tables, weak_spots, words
from tests.truth.figures import CLOSE_RATES, Stated, half_up
from tests.truth.scopes import Scope

SEEDS = range(130)
NINETY = 600
INDICATORS = (
    "hotline12345.close_rate", "petition.close_rate", "hotline12345.satisfaction_rate", "hotline12345.received",
    "disclosure.website", "disclosure.weibo", "disclosure.weibo_repost", "applications.received", "review.corrected",
)  # fmt: skip


class Asked:
    """Drawn districts in a store, whose kinds of offices are their own: one question answers about all of them."""

    def __init__(self, folder: Path) -> None:
        drawn = [plans.drawn(seed, own_kinds=True) for seed in SEEDS]
        self.districts = [*drawn, plans.drawn(NINETY, offices=90, own_kinds=True)]
        self.stated = Stated(self.districts)
        tables.fill(folder, self.districts)
        self.generation = store.open_current(folder)
        self.findings = tables.findings(self.generation)
        self.held: dict[str, weak_spots.Found] = {}

    def __call__(self, question: str, **given: Any) -> pandas.DataFrame:
        return ask.ask(self.generation.cursor(), question, given)

    def may(self, rule: str) -> weak_spots.Found:
        """What a rule may find, computed once."""
        if rule not in self.held:
            self.held[rule] = weak_spots.RULES[rule].may(self.stated)
        return self.held[rule]

    def told(self, found: list[str]) -> str:
        """The first faults, with the smallest district that shows one."""
        shown = [d for d in self.districts if any(o.name in line for o in d.offices for line in found)]
        smallest = min(shown, key=lambda d: len(d.facts)).told() if shown else ""
        return f"{len(found)} faults\n" + "\n".join([*found[:12], smallest])


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    made = Asked(tmp_path_factory.mktemp("truth") / "store")
    yield made
    made.generation.close()


@pytest.mark.parametrize("indicator", INDICATORS)
def test_values_changes_places_and_medians_are_those_of_the_stated_numbers(asked: Asked, indicator: str) -> None:
    answer = asked("indicator_by_office_and_year", indicator=indicator)
    found = answers.of_one_indicator(answer, asked.stated, indicator)
    assert not found, asked.told(found)


@pytest.mark.parametrize("year", [2018, 2024])
def test_the_rug_says_the_same(asked: Asked, year: int) -> None:
    found = answers.of_rug(asked("rug", year=year), asked.stated, year)
    assert not found, asked.told(found)


@pytest.mark.parametrize("subject", CLOSE_RATES.values())
@pytest.mark.parametrize("year", [2020, 2024])
def test_the_funnel_judges_as_its_definition(asked: Asked, subject: str, year: int) -> None:
    found = answers.of_funnel(asked("rate_funnel", year=year, subject=subject), asked.stated, subject, year)
    assert not found, asked.told(found)


@pytest.mark.parametrize("subject", CLOSE_RATES.values())
def test_rates_fall_as_many_years_as_they_fell(asked: Asked, subject: str) -> None:
    found = answers.of_close_rate_change(asked("close_rate_change", subject=subject), asked.stated, subject)
    assert not found, asked.told(found)


def test_halves_are_rounded_as_a_reader_does() -> None:
    assert [half_up(value) for value in (98.55, 98.65, 98.25, -0.05, 98.649, 100.0)] == [
        98.6,
        98.7,
        98.3,
        -0.1,
        98.6,
        100.0,
    ]


def test_the_cards_of_the_overview_say_the_same(asked: Asked) -> None:
    found = []
    for district in asked.districts[:12]:
        year = max(district.years)
        scope = Scope(asked.stated, district.region, year, asked.findings)
        answer = asked("overview_kpis", year=year, region_id=district.region)
        found += [f"{district.name} {line}" for line in answers.of_kpis(answer, scope)]
    assert not found, asked.told(found)


@pytest.mark.parametrize("rule", weak_spots.RULES)
def test_weak_spots_are_found_and_told_as_their_rules_say(asked: Asked, rule: str) -> None:
    found = weak_spots.of_rule(asked.findings, rule, asked.may(rule))
    assert not found, asked.told(found)


def test_what_is_falsified_is_noticed(asked: Asked) -> None:
    indicator = "hotline12345.close_rate"
    answer = asked("indicator_by_office_and_year", indicator=indicator)
    ranked = answer.index[answer.rank_of_kind.notna() & answer.direction.notna()][0]
    for column, wrong in (
        ("shown_value", 12.3), ("change", 0.7), ("direction", "sideways"), ("rank_of_kind", 99), ("tied_count_of_kind", 7),
        ("ranked_count_of_kind", 77), ("median_of_kind", 50.0), ("q1_of_kind", 1.0), ("status", "blank"),
    ):  # fmt: skip
        other = answer.astype({column: object})
        other.loc[ranked, column] = wrong
        other = other.astype({column: answer[column].dtype}) if column not in ("direction", "status") else other
        assert answers.of_one_indicator(other, asked.stated, indicator), f"nobody noticed another {column}"
    assert answers.of_one_indicator(answer.drop(index=ranked), asked.stated, indicator), "a row that is gone"
    funnel = asked("rate_funnel", year=2024, subject="hotline12345")
    other = funnel.assign(verdict=funnel.verdict.replace({"within": "below_95"}))
    assert answers.of_funnel(other, asked.stated, "hotline12345", 2024)


@pytest.mark.parametrize("rule", ["close_rate_low", "column_halved", "column_zero", "report_late", "report_missing"])
def test_a_falsified_weak_spot_is_noticed(asked: Asked, rule: str) -> None:
    of_rule = asked.findings[(asked.findings.rule == rule) & (asked.findings.status == weak_spots.RULES[rule].status)]
    one, may = of_rule.iloc[0], asked.may(rule)
    before = set(weak_spots.of_rule(of_rule, rule, may))
    for message in words.falsified(one.message.removeprefix(one.office)):
        other = of_rule.astype(object)
        other.loc[one.name, "message"] = one.office + message
        assert set(weak_spots.of_rule(other, rule, may)) - before, f"nobody noticed {message}"
    assert weak_spots.of_rule(of_rule[:0], rule, may), "nobody noticed that nothing is found any more"
    moved = weak_spots.of_rule(of_rule.assign(year=of_rule.year + 40), rule, may)
    assert any(fault.startswith("not so") for fault in moved)


def test_a_sentence_that_nobody_taught_is_a_fault() -> None:
    taught = [sentences.claim(r"{n#}个单位", lambda scope: {"n": scope})]
    assert sentences.faults("3个单位。", taught, 3) == []
    assert sentences.faults("3个单位。", taught, 4) == ["3个单位: n is said to be 3, is 4"]
    assert sentences.faults("3个单位，都很好。", taught, 3) == ["unknown claim: 都很好"]
