"""Offices of files that are not published yet may be one under two names: proposed with what speaks for it, joined when
somebody says so, and never silently."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard import wording
from dashboard.intake import actions
from reports import publish, store
from reports.publish import batches, drafts
from reports.publish.drafts import Decision
from reports.publish.proposals import ToCome, proposed, proposed_with
from tests.stored import one
from tests.test_offices import report


def coming(*named: tuple[str, int | None]) -> list[ToCome]:
    """Reports of offices of one district."""
    return [ToCome(name, f"乙水区{name}", year) for name, year in named]


@pytest.mark.parametrize(
    ("named", "pairs"),
    [
        # One way to write a name is the same office already.
        ([("柳溪街道办事处", 2023), ("柳溪街道", 2024)], []),
        ([("柳溪街道办事处", 2023), ("柳西街道办事处", 2024)], [("柳西街道办事处", "柳溪街道办事处")]),
        ([("柳溪乡人民政府", 2022), ("柳溪街道办事处", 2024)], [("柳溪乡人民政府", "柳溪街道办事处")]),
        ([("市监局", 2024), ("市场监督管理局", 2023)], [("市监局", "市场监督管理局")]),
        # Who reports on the same year is another one.
        ([("柳溪街道办事处", 2024), ("柳西街道办事处", 2024)], []),
        ([("柳溪街道办事处", 2024), ("石桥街道办事处", 2023)], []),
        ([("柳溪街道办事处", 2024)], []),
    ],
)
def test_what_is_proposed_in_an_empty_store(
    named: list[tuple[str, int | None]], pairs: list[tuple[str, str]], tmp_path: Path
) -> None:
    found = proposed_with(tmp_path / "store", coming(*named), "")
    assert [tuple(sorted((each.gone.name, each.stays.name))) for each in found] == [tuple(sorted(p)) for p in pairs]
    assert all(each.why for each in found)
    assert not (tmp_path / "store").exists(), "nothing is written"


def test_only_what_is_new_is_proposed_beside_the_roster(tmp_path: Path) -> None:
    publish.load(tmp_path, [report("乙水区柳溪街道办事处", 2022), report("乙水区柳西街道办事处", 2023)], processes=1)
    assert len(proposed(tmp_path)) == 1
    assert proposed_with(tmp_path, coming(("石桥镇人民政府", 2024)), "") == [], "the roster's own wait on its page"
    (found,) = proposed_with(tmp_path, coming(("柳溪乡人民政府", 2021)), "")
    assert {found.gone.name, found.stays.name} == {"柳溪乡人民政府", "柳溪街道办事处"}
    assert proposed_with(tmp_path, [ToCome("柳溪乡人民政府", "丙谷区柳溪乡人民政府", 2021)], "") == [], (
        "offices of two districts are never proposed"
    )
    # What tells no region is of the one that is typed.
    (typed,) = proposed_with(tmp_path, [ToCome("柳溪乡人民政府", "柳溪乡人民政府", 2021)], "乙水区")
    assert typed.pair == found.pair


def test_what_is_ticked_is_joined_after_it_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path))
    one_name, other = (
        drafts.read_draft(each.read(), each.name, tmp_path)
        for each in (report("乙水区柳溪街道办事处", 2023), report("乙水区柳西街道办事处", 2024))
    )
    confirmed = [(one_name, Decision()), (other, Decision())]
    (found,) = actions.alike(confirmed, "")
    assert actions.join([found.pair], "李明") == (0, 0, None), "neither is there yet"
    drafts.publish_drafts(tmp_path, confirmed)
    assert one(tmp_path, "select count(*) from office") == 2, "without a word they stay two"
    assert actions.join([found.pair], "李明") == (1, 0, 2)
    assert one(tmp_path, "select count(*) from office") == 1
    years = "select list(year order by year) from report"
    assert one(tmp_path, years) == [2023, 2024]
    # Both names are known from now on, and a rebuild and an undo know of it.
    publish.load(tmp_path, [report("乙水区柳西街道办事处", 2025)])
    assert one(tmp_path, "select count(*) from office") == 1
    publish.rebuild(tmp_path)
    assert one(tmp_path, "select count(*) from office") == 1
    assert store.current_number(tmp_path) == 4


def test_what_is_ticked_is_kept_with_the_batch(tmp_path: Path) -> None:
    key = "ab" * 32
    batches.add(tmp_path, key, b"x", "x.txt")
    batches.change(tmp_path, key, lambda batch: replace(batch, joined=(("a", "b"),)))
    assert batches.read(tmp_path, key).joined == (("a", "b"),)
    assert wording.join_label("甲局", "乙局") == "甲局 并入 乙局"
