"""What a confirmed year is worth to the next: on 36 pairs of years it may become more, never less."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.score_pairs import Worth, worth
from benchmarks.score_prose import Score, together
from reports import reference

FOLDER = Path(__file__).parent / "golden" / "pairs"
LABELS = [json.loads(line) for line in (FOLDER / "labels.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def found() -> dict[str, Worth]:
    return worth(FOLDER)


def counts(worth_of_way: Worth) -> tuple[Score, str]:
    """The numbers of the prose together, and what was read otherwise."""
    return together(worth_of_way.scores), "\n".join(worth_of_way.scores.differences)


def test_what_staff_is_asked_and_answers_is_read_in_the_next_year(found: dict[str, Worth]) -> None:
    (before, _), (after, told) = counts(found["nothing"]), counts(found["asked"])
    assert after.right >= 129 and after.wrong <= before.wrong <= 2, told
    assert found["asked"].doubts <= 20 < found["nothing"].doubts, "numbers left to look at"


def test_what_staff_corrects_is_not_read_wrongly_again(found: dict[str, Worth]) -> None:
    score, told = counts(found["every"])
    assert score.right >= 135 and score.wrong <= 2 and score.unread <= 4, told


def test_what_contradicts_the_first_year_is_not_read_by_it(found: dict[str, Worth]) -> None:
    assert found["asked"].kept_away >= 1
    assert not [line for line in found["every"].scores.differences if line.startswith("p36") and "412" in line]


def test_pairs_are_two_years_of_one_office_and_nothing_in_them_is_real() -> None:
    counties = {row["name"] for row in reference.table("regions_of_china") if len(row["name"]) > 2}
    pairs = {label["pair"] for label in LABELS}
    assert len(pairs) >= 30 and len(LABELS) == 2 * len(pairs) == len(list(FOLDER.glob("*.txt")))
    for pair in pairs:
        first, second = (label for label in LABELS if label["pair"] == pair)
        assert first["office"] == second["office"] and first["year"] < second["year"]
    for label in LABELS:
        text = (FOLDER / label["file"]).read_text("utf-8")
        assert not [name for name in counties if name in text], label["file"]
        for told in (*label["facts"], *label["columns"], *label["traps"]):
            assert told["quote"] in text, (label["file"], told)
