"""The prose of 220 re-worded reports: what is read wrong or unread may become less, never more."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from benchmarks.score_prose import Score, Scores, score
from reports import reference

FOLDER = Path(__file__).parent / "golden" / "reworded"
LABELS = [json.loads(line) for line in (FOLDER / "labels.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def scores() -> Scores:
    return score(FOLDER, locked=False)


def prose(scores: Scores) -> Score:
    """The counts of all indicators together."""
    groups = [group for name, group in scores.groups.items() if name not in ("columns", "topics")]
    return Score(*(sum(getattr(group, part) for group in groups) for part in ("right", "wrong", "unread")))


def test_numbers_of_the_prose_are_read_as_well_as_they_were(scores: Scores) -> None:
    found = prose(scores)
    assert found.right >= 376 and found.wrong <= 2, "\n".join(scores.differences)


def test_columns_topics_and_offices_are_read_as_well_as_they_were(scores: Scores) -> None:
    columns, topics = scores.groups["columns"], scores.groups["topics"]
    assert columns.right >= 257 and columns.wrong <= 7, "\n".join(scores.differences)
    assert topics.right >= 20 and topics.wrong <= 7, "\n".join(scores.differences)
    assert scores.offices[True] >= 136, "\n".join(scores.differences)


def test_what_a_label_quotes_stands_in_its_report() -> None:
    for label in LABELS:
        text = (FOLDER / label["file"]).read_text("utf-8")
        for told in (*label["facts"], *label["columns"], *label["problems"]):
            assert told["quote"] in text, (label["file"], told)
    assert len({label["file"] for label in LABELS}) == len(LABELS) == len(list(FOLDER.glob("*.txt")))


def test_what_is_locked_has_not_been_changed() -> None:
    seal = hashlib.sha256()
    for label in sorted((label for label in LABELS if label["locked"]), key=lambda label: label["file"]):
        seal.update((FOLDER / label["file"]).read_bytes())
        seal.update(json.dumps(label, ensure_ascii=False, sort_keys=True).encode())
    assert seal.hexdigest() == (FOLDER / "locked.sha256").read_text("ascii").strip()


def test_no_place_and_no_address_is_real() -> None:
    assert not [label["file"] for label in LABELS if {"source", "pair", "province", "notes"} & set(label)]
    counties = {row["name"] for row in reference.table("regions_of_china") if len(row["name"]) > 2}
    for label in LABELS:
        text = (FOLDER / label["file"]).read_text("utf-8").rstrip()
        hosts = [host for host in re.finditer(r"https?://([\w.-]+)|www\.[\w.-]+", text) if host.end() < len(text)]
        assert all(re.search(r"\bexample\b", host[0]) for host in hosts), label["file"]
        assert not [name for name in counties if name in text], label["file"]
