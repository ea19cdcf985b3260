"""The first publication of a store is undone: back to the empty store, and forth again by loading the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import publish, store
from reports.errors import StoreError
from reports.publish import commit
from reports.publish.drafts import last_step
from reports.store import journal
from tests.stored import CODES, load, one, rows, source


def test_rollback_goes_back_to_the_empty_store_and_has_an_end_there(tmp_path: Path) -> None:
    folder = tmp_path
    load(folder, [source(CODES[0], 2022)])
    load(folder, [source(CODES[1], 2022)])
    publish.rollback(folder)
    facts = "select list((indicator, breakdown, year, value) order by all) from fact"
    first = one(folder, facts)
    step = last_step(folder)
    assert step is not None and (step.generation, step.previous, len(step.loaded)) == (1, 0, 1)
    assert publish.rollback(folder, who="王芳") == (1, 0)
    assert one(folder, "select count(*) from report") == one(folder, "select count(*) from office") == 0
    assert last_step(folder) is None
    with pytest.raises(StoreError, match="没有可退回的版本"):
        publish.rollback(folder)
    assert journal.in_force(journal.read(folder)) == []
    # The same again: the number is not used twice, and the way back is there again.
    outcome = load(folder, [source(CODES[0], 2022)])
    assert outcome.generation == 3 and len(outcome.loaded) == 1
    assert one(folder, facts) == first
    again = rows(folder)
    step = last_step(folder)
    assert step is not None and (step.generation, step.previous, len(step.loaded)) == (3, 0, 1)
    publish.rebuild(folder)
    assert rows(folder)["fact"] == again["fact"]


def test_a_rollback_to_nothing_that_was_killed_is_finished_by_the_next_writer(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2022)])
    assert commit.publish_nothing(tmp_path) == 0 and store.current_number(tmp_path) == 1
    journal.append(tmp_path, [{"what": "rollback", "from": 1, "to": 0, "void_after": 0}])
    load(tmp_path, [source(CODES[1], 2022)])
    assert one(tmp_path, "select count(*) from report") == 1


def test_a_first_generation_that_was_rebuilt_is_no_first_publication(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2022)], cause="rebuild")
    assert last_step(tmp_path) is None
    with pytest.raises(StoreError, match="由原件和日志重建"):
        publish.rollback(tmp_path)
    assert one(tmp_path, "select count(*) from report") == 1
