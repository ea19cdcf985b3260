"""年报原文 and 单位画像 without a browser: whose report a link shows, what it marks, how the checks are told."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import evidence, original, report_names, wording
from dashboard.ask import ask
from reports.model import Block
from tests.dashboard_stores import fill_full
from tests.test_pages import head, markup, run

ROOT = Path(__file__).parents[1]

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "store"
    fill_full(folder)
    return folder


def listed(store: Path, monkeypatch: pytest.MonkeyPatch, office: str, year: int) -> Any:
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    (row,) = ask("report_list", office_codes=[office], from_year=year, to_year=year, only_current=True).itertuples()
    return row


def text_of(app: AppTest) -> str:
    assert not app.exception
    return "".join(markup(app))


@pytest.mark.parametrize("asked_for", ["99999", "<b>甲</b>", "长" * 3000, "9" * 5000, "²"])
def test_a_number_that_no_report_has_shows_nobody_elses(
    store: Path, monkeypatch: pytest.MonkeyPatch, asked_for: str
) -> None:
    app = run("report", store, monkeypatch, report=asked_for)
    text = text_of(app)
    assert "gk-report" not in text, "no report is drawn"
    assert head(app).startswith("未收录编号为“") and len(head(app)) < 120
    assert "<b>甲" not in text
    assert wording.UNKNOWN_NEXT in text, "the next step"


def test_a_link_whose_number_has_become_anothers_shows_its_own_report(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = listed(store, monkeypatch, "qinghe-hexu", 2023)
    other = listed(store, monkeypatch, "qinghe-jiaoyu", 2025)
    named = report_names.name("qinghe-hexu", 2023)
    moved = run("report", store, monkeypatch, report=str(other.report_id), of=named, fact="3")
    assert head(moved).startswith(f"{own.office_name}2023年年报")
    assert wording.REPORT_MOVED in text_of(moved) and "data-here" not in text_of(moved)
    assert moved.query_params["report"] == [str(own.report_id)] or moved.query_params["report"] == str(own.report_id)
    gone = run("report", store, monkeypatch, report=str(other.report_id), of="qinghe-hexu.1999")
    assert head(gone) == f"未收录{own.office_name}1999年年报。"
    assert other.office_name not in text_of(gone)
    right = run("report", store, monkeypatch, report=str(own.report_id), of=named)
    assert wording.REPORT_MOVED not in text_of(right) and head(right).startswith(own.office_name)


def test_links_to_a_report_say_whose_it_is(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = text_of(run("office", store, monkeypatch, profile="荷墟镇人民政府"))
    links = re.findall(r'href="\./report\?([^"]*)"', text)
    assert len(links) > 30
    for link in links:
        number = re.search(r"report=(\d+)", link)
        name = re.search(r"of=(qinghe-hexu\.\d{4})", link)
        assert number and name, link
        year = int(name[1].rpartition(".")[2])
        assert int(number[1]) == listed(store, monkeypatch, "qinghe-hexu", year).report_id


def test_the_first_line_counts_the_checks_and_what_is_weak_is_no_check(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = listed(store, monkeypatch, "qinghe-xiguqiao", 2025)
    app = run("report", store, monkeypatch, report=str(row.report_id))
    text = text_of(app)
    found = ask("findings_list", office_codes=["qinghe-xiguqiao"], from_year=2025, to_year=2025)
    failed = found.loc[found["status"] == "failed", "rule"].nunique()
    assert f"不通过{failed}项" in head(app)
    counted = re.search(r"核查项通过(\d+)项、不通过(\d+)项、无法核对(\d+)项(?:，共(\d+)项核查)?", head(app))
    rules = csv.DictReader((ROOT / "data" / "reference" / "rules.csv").read_text("utf-8").splitlines())
    made = [row for row in rules if row["kind"] == "check" and row["is_enabled"] == "true"]
    assert counted and int(counted[4] or sum(map(int, counted.groups()[:3]))) == len(made)
    checks = text.index(f"<h2>{wording.REPORT_FINDINGS}</h2>")
    weak = text.index(f"<h2>{wording.REPORT_WEAK}</h2>")
    silent = text.index("停更")
    assert checks < weak < silent, "a silent channel is a weak spot"
    assert wording.REPORT_NO_FAILURES in text[checks:weak]


def test_what_a_finding_quotes_is_where_its_link_leads(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    spots = ask("weak_spots_list", office_codes=["qinghe-lanxi"], from_year=2025, to_year=2025, status="failed")
    problems = ask("office_problems", office_code="qinghe-lanxi")
    seen = set()
    for row in spots.itertuples():
        first = re.search(r'href="[^"]*?report=(\d+)&amp;(fact|problem)=(\d+)', str(evidence.links(row)))
        assert first, row.rule
        seen.add(row.rule)
        if row.rule in {"column_self_told", "problem_repeated"}:
            assert first[2] == "problem"
            told = problems[(problems["report_id"] == int(first[1])) & (problems["problem_no"] == int(first[3]))]
            assert told["quote"].iloc[0] in row.message
        if row.rule == "column_zero":
            facts = ask("report_facts", report_id=int(first[1]))
            assert first[2] == "fact"
            assert facts.loc[facts["fact_no"] == int(first[3]), "value"].iloc[0] == 0
    assert {"column_self_told", "problem_repeated", "column_zero", "promise_unkept"} <= seen


def test_the_evidence_of_a_rate_is_the_sentence_of_the_rate(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    spots = ask("weak_spots_list", office_codes=["qinghe-zhuyinlu"], from_year=2025, to_year=2025, status="failed")
    falling = next(row for row in spots.itertuples() if row.rule == "close_rate_falling")
    told = []
    for report_id, fact_no in evidence.places(falling):
        facts = ask("report_facts", report_id=report_id)
        told.append(next(facts[facts["fact_no"] == fact_no].itertuples()))
    rates = [fact for fact in told if fact.indicator == "hotline12345.close_rate"]
    assert told[0] is rates[0]
    assert [f"{fact.value:.1f}" in falling.message for fact in rates] == [True, True], "of both years, first and last"


def test_a_tooltip_of_several_marks_has_lines_and_no_markup() -> None:
    block = Block("paragraph", "第一行60条\n第二行", None)
    marks = [
        original.Mark("f1", "b0:3-5", "stated", "网站：60条"),
        original.Mark("f2", "b0:3-6", "stated", "栏目：60条"),
    ]
    locators = [("b0:3-5", 3, 5), ("b0:3-6", 3, 6)]
    text = str(original.marked_text(block.text, [(m, s, e) for m, (_, s, e) in zip(marks, locators, strict=True)]))
    assert 'title="网站：60条\n栏目：60条"' in text
    assert "&lt;br" not in text and text.count("<br>") == 1


def test_an_office_that_nobody_knows_shows_nobody_else(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("office", store, monkeypatch, profile="荷虚镇<i>")
    text = text_of(app)
    assert "荷虚镇&lt;i&gt;" in head(app) and "<i>" not in head(app)
    assert "gk-spines" not in text and "荷墟镇" not in text.replace("荷虚镇", "")


def test_the_first_line_of_an_office_says_what_its_table_says(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    for office in ask("office_list", region_id="demo-000101").itertuples():
        app = run("office", store, monkeypatch, profile=office.office_name)
        text = text_of(app)
        table = next(part for part in markup(app) if "gk-spines" in part)
        behind = re.findall(r'<tr role="row" class="behind"><th[^>]*>(.*?)(?:（[条件]）)?</th>', table)
        ranked = len(re.findall(r'class="rank">(?:并列)?第\d+名', table))
        assert (f"有名次的{ranked}项指标" in head(app)) == bool(ranked), office.office_name
        for name in behind[:3]:
            assert name in head(app)
        assert ("居同类后四分之一" in head(app)) == bool(behind)
        assert "nan" not in text and "None" not in text


def test_a_cell_of_the_statutory_table_is_noted_as_a_number_of_a_sentence_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_full(tmp_path / "store")
    row = listed(tmp_path / "store", monkeypatch, "qinghe-hexu", 2023)
    facts = ask("report_facts", report_id=int(row.report_id))
    told = set(facts.loc[facts["source"] == "text", ["indicator", "breakdown"]].itertuples(index=False, name=None))
    cell = next(
        fact
        for fact in facts[(facts["source"] == "table") & (facts["status"] == "stated")].itertuples()
        if fact.breakdown == "business" and (fact.indicator, fact.breakdown) not in told
    )
    app = run("report", tmp_path / "store", monkeypatch, report=str(row.report_id), fact=str(cell.fact_no))
    (number,) = [box for box in app.selectbox if box.label == wording.NOTE_ON]
    name = wording.number_name(cell.name_zh, "business")
    assert number.value == (cell.indicator, "business"), "the cell that is looked at is offered first"
    assert name in number.options and name.endswith("（商业企业）")
    # Without an address that leads to it the cells are there to choose too, all of them, apart from the prose.
    cells = set(facts.loc[facts["source"] == "table", ["indicator", "breakdown"]].itertuples(index=False, name=None))
    plain = run("report", tmp_path / "store", monkeypatch, report=str(row.report_id))
    (place,) = [box for box in plain.radio if box.label == wording.NOTE_PLACE]
    assert place.options == list(wording.NOTE_PLACES.values()) and place.value == "text"
    place.set_value("table").run()
    (number,) = [box for box in plain.selectbox if box.label == wording.NOTE_ON]
    assert len(number.options) == len(cells) and number.options[0] in {
        wording.number_name(f.name_zh, f.breakdown) for f in facts[facts["source"] == "table"].itertuples()
    }
    (text,) = [box for box in app.text_input if box.label == wording.NOTE_TEXT]
    text.set_value("与台账<b>不符").run()
    next(button for button in app.button if button.label == wording.SAVE_NOTE).click().run()
    (note,) = ask("note_list", about="number").itertuples()
    assert (note.office_code, note.year, note.name, note.subject, note.text) == (
        "qinghe-hexu", 2023, cell.indicator, "business", "与台账<b>不符",
    )  # fmt: skip
    shown = text_of(app)
    assert "与台账&lt;b&gt;不符" in shown and f"fact={cell.fact_no}" in shown and name in shown
    office = text_of(run("office", tmp_path / "store", monkeypatch, profile="qinghe-hexu", year="2023"))
    assert name in office and "与台账&lt;b&gt;不符" in office
