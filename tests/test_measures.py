"""Section 五: which problem each measure answers, by its number or else by its words, and where its words are told."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from reports.extract.problems.measures import UNPLACED, fits, measure_cues
from reports.extract.problems.units import pattern_of
from reports.reference import table
from reports.specimen import OfficeRow, draw, problem_kinds
from tests.small_store import SmallStore
from tests.test_problems import told

GOLDEN = Path(__file__).parent / "golden" / "measures.csv"
A = "甲街道办事处"


def sentences(part: str) -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] == part]


def read(text: str) -> dict[str, set[str]]:
    """The topics of each measure, by its words."""
    found: dict[str, set[str]] = defaultdict(set)
    for problem in told(*text.split("/")):
        if problem.kind == "plan":
            found[problem.quote].add(problem.topic)
    return found


@pytest.mark.parametrize("part", ["words", "numbers"])
def test_a_measure_answers_the_topics_that_a_reader_gives_it(part: str) -> None:
    wrong = {}
    for row in sentences(part):
        found = read(row["text"])
        for labelled in row["measures"].split("；"):
            words, _, topics = labelled.partition("=")
            have = [answered for quote, answered in found.items() if words in quote]
            if have != [set(topics.split("+"))]:
                wrong[words] = (topics, have)
    assert wrong == {}


def test_each_row_of_the_cues_places_some_labelled_measure_and_names_known_topics() -> None:
    clauses = [
        clause
        for part in ("words", "numbers")
        for row in sentences(part)
        for sentence in row["text"].split("。")
        for clause in sentence.split("，")
    ]
    assert [cue.pattern.pattern for cue in measure_cues() if not any(fits(cue, clause) for clause in clauses)] == []
    known = {row["topic"] for row in table("topics")}
    assert {topic for cue in measure_cues() for topic in cue.topics} <= known - {"none", UNPLACED}


def test_words_that_only_announce_measures_are_none() -> None:
    for words in ("针对以上问题，我局将采取以下措施", "下一步，将从三个方面改进", "我局将继续做好政府信息公开工作"):
        assert read(f"一是渠道单一；二是更新慢。{words}。") == {}, words
        assert any(pattern_of("no_measure").search(clause) for clause in words.split("，"))


def test_a_card_shows_a_measure_of_its_own_topic_or_none() -> None:
    for planned, shown in (("timeliness", "安排值班"), ("staff", None), (UNPLACED, None)):
        store = SmallStore()
        for year in (2022, 2023):
            store.report(
                A,
                year,
                problems=[
                    ("timeliness", "problem", "动态发布慢"),
                    (planned, "plan", "安排值班"),
                    ("format", "plan", "统一模板"),
                ],
            )
        store.judge()
        cards = {row["matter_name"]: row for row in store.ask("weak_spot_cards", year=2023)}
        assert cards["自查问题整改"]["topic"] == "timeliness"
        assert cards["自查问题整改"]["plan_quote"] == shown
        rules = {row[0] for row in store.rows("select rule from finding where kind = 'weak_spot' and year = 2023")}
        assert ("promise_unkept" in rules) == (shown is not None)
        told_of = store.ask("office_problems", office_code=A)
        again = {row["topic"]: row["told_again"] for row in told_of if row["kind"] == "plan" and row["year"] == 2022}
        assert again[planned] is {"timeliness": True, "staff": False, UNPLACED: None}[planned]


def test_the_measures_of_drawn_reports_answer_the_problem_that_they_were_drawn_for() -> None:
    kinds, right, every = problem_kinds(), 0, 0
    for seed in range(60):
        topics = kinds[seed % len(kinds) :][: 1 + seed % 4]
        drawn = draw(OfficeRow("竹荫路街道办事处", "街道", "青禾区", "云澄市"), 2023, seed, topics=topics)
        texts = [block.text for block in drawn.blocks]
        first, last = (next(i for i, text in enumerate(texts) if text.startswith(mark)) for mark in ("五、", "六、"))
        meant: dict[str, set[str]] = defaultdict(set)
        for problem in drawn.problems:
            if problem.kind == "plan":
                meant[problem.quote].add(problem.topic)
        found = read("/".join(texts[first + 1 : last]))
        for quote, answered in meant.items():
            every += 1
            right += [have for words, have in found.items() if quote in words] == [answered]
    assert every > 140 and right >= 0.97 * every
