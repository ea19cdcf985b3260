"""Every paper of the example as a native reader reads it: no sentence ends twice, no clause begins with a mark."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from dashboard import assessment, briefing, coverage, evidence, filters, papers, wording
from dashboard.ask import ask, current
from dashboard.briefing.matters import evidence_words
from dashboard.papers import sources
from reports import reference
from reports.publish import log
from reports.text.sentences import strung
from tests.dashboard_stores import fill_full

DAY = date(2026, 3, 1)
LOG = """发布单位,所属栏目,信息标题,发布时间,形成日期
荷墟镇人民政府,社会救助,名单,2025-09-10,2025-09-02
荷墟镇人民政府,通知公告,会议,2026-01-28,
"""
WRONG = re.compile(r"[。；，、：？！][。；，、]|[；，、]”?$|^[。；，、]|“”|（）|《》|None|nan|NaT|<NA>")
QUOTED = re.compile(r"“[^“”]*”")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("read") / "store"
    fill_full(place)
    log.publish_log(place, LOG.encode(), "发布记录.csv", None)
    return place


@pytest.fixture(params=["demo-000101", "640104", None])
def choice(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> filters.Choice:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    return filters.Choice(request.param, "某区", 2025, 2018, None, (), (), False)


def papers_of(choice: filters.Choice) -> Iterator[papers.Paper]:
    years = sorted(set(ask("coverage", region_id=choice.region_id)["year"]))
    for year in years[::2] + years[-1:]:
        one = dataclasses.replace(choice, year=int(year))
        yield papers.notice.compose(one, DAY)
        yield papers.leader.compose(one, DAY)
        known = papers.letter.gathered(one)
        for code in list(known.offices())[:6]:
            yield papers.letter.compose(one, code, DAY, known)
    yield papers.columns.compose(choice, papers.columns.Period(2026, 2, 1), DAY)
    yield papers.columns.compose(choice, papers.columns.Period(2025, 10, 3), DAY)


def lines_of(paper: papers.Paper) -> Iterator[str]:
    yield from (paper.title, *paper.notes, *paper.signed)
    for part in paper.parts:
        if isinstance(part, papers.Table):
            yield from (cell for row in part.rows for cell in row)
        else:
            yield part.text


def test_no_sentence_of_a_paper_ends_twice(choice: filters.Choice) -> None:
    count = 0
    for paper in papers_of(choice):
        for line in lines_of(paper):
            count += 1
            assert not WRONG.search(QUOTED.sub("“原句”", line)), (paper.title, line)
    assert count > 50


def sheet_lines(choice: filters.Choice, sheet: str, office: str) -> list[str]:
    row = next(ask("assessment_sheets", sheet=sheet).itertuples())
    frame = ask("assessment", sheet=sheet, year=2025, as_of=DAY, office_codes=[office])
    (rows,) = assessment.of_offices(frame)
    document = docx.Document(io.BytesIO(briefing.assessment_sheet(row, rows, 2025, DAY, True)))
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_sheet_for_word_says_what_it_counts_and_knows(choice: filters.Choice) -> None:
    if choice.region_id != "demo-000101":
        return
    for sheet in set(ask("assessment_sheets")["sheet"]):
        frame = ask("assessment", sheet=sheet, year=2025, as_of=DAY, region_id=choice.region_id)
        for office in list(dict.fromkeys(frame["office_code"]))[:3]:
            for line in sheet_lines(choice, sheet, office):
                assert not WRONG.search(QUOTED.sub("“原句”", line)), line
    codes = {row.office_name: row.office_code for row in coverage.of_year(choice)}
    due = "\n".join(sheet_lines(choice, "laiyuan-2023", codes["荷墟镇人民政府"]))
    # Six months after 10 September: the habit of a month, long past, hides no rule.
    assert "“社会救助”上次更新2025-09-10（发布记录.csv第2行），2026-03-10到期" in due
    without = next(code for name, code in codes.items() if name.endswith("镇人民政府") and name != "荷墟镇人民政府")
    assert "栏目是否到期无法判断。" in "\n".join(sheet_lines(choice, "laiyuan-2023", without))
    assert "本表没有由栏目更新扣分的情形" in "\n".join(
        sheet_lines(choice, "lianyungang-hotline", codes["青禾区教育局"])
    )


def test_a_habit_hides_no_rule_in_the_reminder_and_the_monthly_report(choice: filters.Choice) -> None:
    if choice.region_id != "demo-000101":
        return
    paper = papers.columns.compose(choice, papers.columns.Period(2026, 2, 1), date(2026, 2, 28))
    (table,) = [part for part in paper.parts if isinstance(part, papers.Table) and "即将到期" in part.caption]
    own = [row for row in table.rows if row[:2] == ("荷墟镇人民政府", "社会救助")]
    assert [(row[2], row[4]) for row in own] == [("即将到期", "2026-03-10"), ("比本地惯例慢", "2025-10-10")]


def test_a_sheets_full_mark_is_told_where_it_was_seen() -> None:
    rows = {row["sheet"]: row for row in reference.table("assessment_sheets")}
    assert rows["laiyuan-2023"]["points"] == "108"
    for row in rows.values():
        assert not (row["points"] and "满分未见" in row["unseen"])


def test_sentences_that_are_put_together_end_once() -> None:
    told: list[Any] = ["甲局3项不符（见附件）。", "", "乙局未公布；", "是否漏填？", "丙局不全。"]
    assert strung(told) == "甲局3项不符（见附件）；乙局未公布；是否漏填？丙局不全。"


def test_pages_and_papers_show_the_same_places_of_a_finding_and_say_of_more_how_many(choice: filters.Choice) -> None:
    titles = sources.titles(choice.region_id)
    more = 0
    for question in ("weak_spots_list", "findings_list"):
        for row in ask(question, region_id=choice.region_id, status="failed").itertuples():
            places, page = evidence.rests_on(row), str(evidence.links(row))
            of_paper = sources.of_finding(row, titles)
            assert len(places) == len(set(places)) and page.count("<a ") == min(len(places), evidence.MOST)
            shown = [(source.report_id, source.fact_no, source.problem_no) for source in of_paper]
            assert [place for place in places[: evidence.MOST] if place in shown] == shown
            paper = papers.Paper("", "", (), "", (papers.Text(row.message, of_paper),), ())
            for words in (page, str(papers.drawn(paper)), "".join(evidence_words(row, titles))):
                assert (f"等{len(places)}处" in words) == (len(places) > evidence.MOST), (row.rule, words)
            more += len(places) > evidence.MOST
    assert more or choice.region_id == "640104"
    one = next(iter(sources.cut([papers.Source("甲"), papers.Source("乙")], 2, 1)))
    assert one.in_all == 2 and wording.paper_basis(["甲"], one.in_all) == "依据：甲等2处。"
