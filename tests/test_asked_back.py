"""What a report tells against what was said of it, or against the calendar, is asked back and never filed silently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard.intake import actions, decisions
from dashboard.intake.drafts import Row
from reports import publish, store
from reports.command import gongkai
from reports.publish import drafts
from reports.publish.batches import Waiting
from reports.publish.district import Elsewhere, regions_elsewhere
from reports.publish.drafts import Decision
from tests.test_offices import report

TODAY = date(2026, 11, 30)
OFFICES = "select office.name, region.name from office join region using (region_id) order by office.name"


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """What a query gives on the generation served."""
    generation = store.open_current(folder)
    try:
        return generation.cursor().execute(query).fetchall()
    finally:
        generation.close()


class Fixed(date):
    """A calendar that stands still."""

    @classmethod
    def today(cls) -> Fixed:
        """The day on which these tests are."""
        return cls(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture(autouse=True)
def _calendar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.publish.outcome.date", Fixed)
    monkeypatch.setattr("reports.publish.records.date", Fixed)
    monkeypatch.setattr(decisions, "today", lambda: TODAY)


def waiting(draft: drafts.Draft) -> Waiting:
    """A file of which nothing was decided."""
    return Waiting(draft.sha256, draft.name, len(draft.data), datetime.now(UTC))


@pytest.mark.parametrize(
    ("office", "typed", "told"),
    [
        ("丙川市甲山区柳溪街道办事处", "丙川市乙水区", "丙川市甲山区"),
        ("甲山区柳溪街道办事处", "乙水区", "甲山区"),
        # The typed one, one above it, one below it, and none at all.
        ("丙川市乙水区柳溪街道办事处", "丙川市乙水区", ""),
        ("乙水区柳溪街道办事处", "丙川市乙水区", ""),
        ("丙川市教育局", "丙川市乙水区", ""),
        ("丙川市乙水区柳溪街道办事处", "丙川市", ""),
        ("柳溪街道办事处", "丙川市乙水区", ""),
        # Regions of the table of China.
        ("金凤区柳溪街道办事处", "银川市兴庆区", "宁夏回族自治区银川市金凤区"),
        ("银川市教育局", "兴庆区", ""),
        # The words name no region: that is told when it is published.
        ("金凤区柳溪街道办事处", "不像地名", ""),
    ],
)
def test_which_region_disagrees_with_the_one_named_for_all(tmp_path: Path, office: str, typed: str, told: str) -> None:
    (found,) = regions_elsewhere(tmp_path, [(office, "")], typed)
    assert (found.region if found else "") == told


def test_a_report_whose_office_names_another_district_says_so_and_waits_for_nobody(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("reports.store.default_store", lambda: tmp_path)
    other = report("甲山区柳溪街道办事处", 2024).read()
    draft = drafts.read_draft(other, "甲山区柳溪街道2024年.txt", tmp_path)
    own = drafts.read_draft(report("柳溪街道办事处", 2024).read(), "柳溪街道2024年.txt", tmp_path)
    nothing = {each.sha256: Decision() for each in (draft, own)}
    found = actions.elsewhere([draft, own], nothing, "乙水区")
    assert found == {draft.sha256: Elsewhere("甲山区")}, "the one that tells no region is filed where it was said"
    row = Row(waiting(draft), draft, False, None, Elsewhere("甲山区"))
    assert row.waits_for() == [] and row.standing() == "ready" and row.states()[0] == "astray"
    # Where only the text speaks against the region that was named, somebody must say so; of one region, not of another.
    doubted = Elsewhere("甲山区", is_of_office=False)
    assert Row(waiting(draft), draft, False, None, doubted).waits_for() == ["elsewhere"]
    for confirmed, standing in (("甲山区", "ready"), ("丁谷区", "waiting")):
        told = replace(waiting(draft), confirmed_region=confirmed)
        assert Row(told, draft, False, None, doubted).standing() == standing
    named = {draft.sha256: Decision(office_name="乙水区柳溪街道办事处")}
    assert actions.elsewhere([draft], named, "乙水区") == {}, "who writes the office's name decides"
    drafts.publish_drafts(tmp_path, [(draft, Decision())], district="乙水区")
    assert rows(tmp_path, OFFICES) == [("柳溪街道办事处", "甲山区")]
    again = drafts.read_draft(report("甲山区柳溪街道办事处", 2025).read(), "甲山区柳溪街道2025年.txt", tmp_path)
    assert actions.elsewhere([again], {again.sha256: Decision()}, "乙水区") == {}, "its office is known there"


def test_the_command_files_by_the_reports_own_region_and_notes_that_another_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / "金凤区").mkdir(parents=True)
    (folder / "甲.txt").write_bytes(report("甲山区柳溪街道办事处", 2024).read())
    (folder / "乙.txt").write_bytes(report("石桥街道办事处", 2024).read())
    (folder / "金凤区" / "丙.txt").write_bytes(report("荷花街道办事处", 2024).read())
    made = tmp_path / "store"
    said = CliRunner().invoke(gongkai, ["load", str(folder), "--region", "银川市兴庆区", "--store", str(made)])
    assert "年报写的地区是“甲山区”，不是所选的“宁夏回族自治区银川市兴庆区”，已归入“甲山区”" in said.output
    assert "所在文件夹写的地区是“宁夏回族自治区银川市金凤区”" in said.output
    expected = {("柳溪街道办事处", "甲山区"), ("石桥街道办事处", "兴庆区"), ("荷花街道办事处", "兴庆区")}
    assert set(rows(made, OFFICES)) == expected
    publish.rebuild(made)
    assert set(rows(made, OFFICES)) == expected


@pytest.mark.parametrize(("year", "doubt"), [(2025, ""), (2026, "unfinished"), (2027, "to_come")])
def test_a_year_that_has_not_ended_is_asked_back(tmp_path: Path, year: int, doubt: str) -> None:
    draft = drafts.read_draft(report("柳溪街道办事处", year).read(), f"{year}.txt", tmp_path)
    assert draft.year == year
    asked = [doubt] if doubt else []
    assert Row(waiting(draft), draft, False, None).waits_for() == asked
    assert Row(replace(waiting(draft), confirmed_year=year), draft, False, None).waits_for() == []
    put_right = replace(waiting(draft), decision=Decision(year=2025))
    assert Row(put_right, draft, False, None).waits_for() == []


def test_the_command_notes_the_present_year_and_loads_it(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(report("柳溪街道办事处", 2025).read())
    (tmp_path / "乙.txt").write_bytes(report("柳溪街道办事处", 2026).read())
    outcome = publish.load(tmp_path / "store", publish.files_in([tmp_path / "甲.txt", tmp_path / "乙.txt"]), total=2)
    assert [(Path(name).name, year) for name, year in outcome.unfinished] == [("乙.txt", "2026年")]
    assert rows(tmp_path / "store", "select year from report order by year") == [(2025,), (2026,)]
    said = CliRunner().invoke(
        gongkai, ["load", str(tmp_path / "乙.txt"), "--store", str(tmp_path / "other"), "--region", "乙水区"]
    )
    assert "报告年度是2026年，今年尚未结束" in said.output and "载入 " in said.output


@pytest.mark.parametrize(
    ("text", "typed", "told"),
    [
        ("全年借助金凤区人民政府网站公开信息12条。", "银川市兴庆区", "金凤区"),
        ("在兴庆区政府网站公开；学习金凤区政府的做法。", "银川市兴庆区", ""),
        ("向银川市人民政府报送。", "银川市兴庆区", ""),
        ("通过区政府网站、依托县政府平台公开。", "银川市兴庆区", ""),
        ("借助金凤区政府网站公开。", "银川市", ""),
        ("全年公开12条。", "银川市兴庆区", ""),
    ],
)
def test_a_text_that_names_the_government_of_another_region_alone_is_asked_back(
    text: str, typed: str, told: str, tmp_path: Path
) -> None:
    (found,) = regions_elsewhere(tmp_path, [("柳溪街道办事处", text)], typed)
    assert found == (Elsewhere(told, is_of_office=False) if told else None)
    assert regions_elsewhere(tmp_path, [("兴庆区柳溪街道办事处", text)], "银川市兴庆区") == [None]


def test_the_command_notes_a_text_of_another_region(tmp_path: Path) -> None:
    given = report("柳溪街道办事处", 2024).read() + "在金凤区人民政府网站公开。".encode()
    (tmp_path / "甲.txt").write_bytes(given)
    said = CliRunner().invoke(
        gongkai, ["load", str(tmp_path / "甲.txt"), "--region", "银川市兴庆区", "--store", str(tmp_path / "store")]
    )
    assert "正文提到“金凤区”的政府，没有提到所选地区“宁夏回族自治区银川市兴庆区”，请核对地区" in said.output
    assert "载入 1 份" in said.output or "部分读出 1 份" in said.output
