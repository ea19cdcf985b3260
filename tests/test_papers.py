"""文稿: what each paper says is so, every sentence rests on something, and its Word document holds the same words."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import io
import itertools
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn

from dashboard import briefing, coverage, filters, papers, wording
from dashboard.ask import ask, current
from dashboard.papers import sources
from dashboard.papers.paper import Source
from dashboard.papers.screen import link
from reports import store as stores
from reports.publish import ledger, log
from reports.store.follow_up_rows import FindingKey
from tests.dashboard_stores import fill_full
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
DAY = date(2026, 3, 1)
ASKING = ("现将", "请", "各单位要")
LOG = """发布单位,所属栏目,信息标题,发布时间,形成日期
荷墟镇人民政府,社会救助,一季度名单,2025-01-10,2025-01-02
荷墟镇人民政府,社会救助,<b>二季度</b>名单,2025-11-20,2025-09-01
荷墟镇人民政府,政务动态,工作会议,2025-11-28,
竹荫路街道办事处,社会救助,名单,2025-03-05,
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("papers") / "store"
    fill_full(place)
    log.publish_log(place, LOG.encode(), "发布记录.csv", None)
    return place


@pytest.fixture
def choice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> filters.Choice:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    region = next(row for row in ask("region_list").itertuples() if row.name.startswith("青禾区"))
    return filters.Choice(region.region_id, region.name, 2025, 2018, None, (), (), True)


@pytest.fixture
def cursor(folder: Path) -> Iterator[Any]:
    generation = stores.open_current(folder)
    yield generation.cursor()
    generation.close()


def letter(choice: filters.Choice, code: str) -> papers.Paper:
    return papers.letter.compose(choice, code, DAY, papers.letter.gathered(choice))


def words_of(paper: papers.Paper) -> str:
    return "\n".join(part.text for part in paper.parts if not isinstance(part, papers.Table))


def tables_of(paper: papers.Paper) -> list[papers.Table]:
    return [part for part in paper.parts if isinstance(part, papers.Table)]


def every(choice: filters.Choice) -> list[papers.Paper]:
    return [
        papers.notice.compose(choice, DAY),
        letter(choice, "qinghe-zhuyinlu"),
        letter(choice, "qinghe-jiaoyu"),
        papers.leader.compose(choice, DAY),
        papers.columns.compose(choice, papers.columns.Period(2025, 11, 1), DAY),
        papers.columns.compose(choice, papers.columns.Period(2025, 10, 3), DAY),
    ]


def test_whatever_a_paper_tells_rests_on_something_that_is_there(choice: filters.Choice, cursor: Any) -> None:
    for paper in every(choice):
        assert not papers.unsupported(paper, ASKING), paper.title
        assert wording.FICTIONAL_NOTE in paper.notes and wording.FICTIONAL in wording.FICTIONAL_NOTE
        found = [s for part in paper.parts for s in getattr(part, "sources", ()) if s is not None]
        for source in found:
            if source.fact_no is not None:
                row = cursor.execute(
                    "select quote from evidence where report_id = ? and fact_no = ?", [source.report_id, source.fact_no]
                ).fetchone()
                assert row is not None and row[0].strip().rstrip("。；，") in source.words
            if source.problem_no is not None:
                row = cursor.execute(
                    "select quote from problem where report_id = ? and problem_no = ?",
                    [source.report_id, source.problem_no],
                ).fetchone()
                assert row is not None and row[0].strip().rstrip("。；，") in source.words


def test_the_word_document_holds_the_same_words_in_official_layout(choice: filters.Choice) -> None:
    for paper in every(choice):
        document = docx.Document(io.BytesIO(papers.written(paper)))
        section = document.sections[0]
        assert [round(size / 36000) for size in (section.page_width, section.page_height)] == [210, 297]
        assert round(section.top_margin / 36000) == (22 if paper.is_one_sheet else 37)
        text = [paragraph.text for paragraph in document.paragraphs]
        told = [part.text for part in paper.parts if not isinstance(part, papers.Table)]
        assert [line for line in text if line in told] == told
        for paragraph, below in itertools.pairwise(document.paragraphs):
            if below.text.startswith(wording.PAPER_BASIS) and paragraph.text in told:
                assert paragraph.paragraph_format.keep_with_next, "what is told stays on the sheet of its basis"
        assert paper.title in text and all(note in text for note in paper.notes) and text[-1] == "2026年3月1日"
        assert "PAGE" in section.footer._element.xml
        for drawn, table in zip(document.tables, tables_of(paper), strict=True):
            assert [[cell.text for cell in row.cells] for row in drawn.rows] == [
                list(table.columns),
                *map(list, table.rows),
            ]
            assert drawn.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
            assert sum(table.widths) <= (170 if paper.is_one_sheet else 160)


def test_the_notice_names_who_is_in_time_and_who_is_late(
    choice: filters.Choice, cursor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported = cursor.execute(
        "select o.name, r.published_on from report r join office o using (office_id) join region g using (region_id) "
        "where r.is_current and r.year = 2025 and list_contains(g.path, ?)",
        [choice.region_id],
    ).fetchall()
    late = {name for name, day in reported if day is not None and day > date(2026, 1, 31)}
    in_time = sum(day is not None and day <= date(2026, 1, 31) for _name, day in reported)
    paper = papers.notice.compose(choice, DAY)
    text = words_of(paper)
    assert f"已收录{len(reported)}个单位的2025年年报：按期公布{in_time}个" in text
    assert ("逾期公布的单位" in text) == bool(late) and all(name in text for name in late)
    board, listed = tables_of(paper)
    assert {row[1]: row[3] for row in board.rows} == {name: f"{day}" for name, day in reported}
    found = cursor.execute(
        "select o.name, f.message from finding f join office o using (office_id) join region g using (region_id) "
        "where f.year = 2025 and f.status = 'failed' and list_contains(g.path, ?) and f.rule not in "
        "('report_missing', 'report_late', 'report_incomplete', 'failed_checks', 'published_late', 'section_missing')",
        [choice.region_id],
    ).fetchall()
    assert sorted((row[1], row[3]) for row in listed.rows) == sorted(found) and found
    for name in {name for name, _ in found}:
        assert name in text

    def changed(question: str, **given: Any) -> Any:
        frame = ask(question, **given)
        if question == "coverage":
            frame = frame.astype({"is_late": object, "report_id": object, "days_late": object})
            frame.loc[frame.index[:2], ["report_id", "status", "is_late"]] = [None, "missing", None]
            frame.loc[frame.index[2:3], ["is_late", "days_late"]] = [True, 11]
        return frame

    monkeypatch.setattr(coverage, "ask", changed)
    text = words_of(papers.notice.compose(choice, DAY))
    assert f"已收录{len(reported) - 2}个单位的2025年年报：按期公布{in_time - 3}个，逾期公布1个。" in text
    assert "未收录不等于没有公布" in text and re.search(r"逾期公布的单位：.+（2026年1月\d+日，逾期11天）。", text)


def test_a_letter_tells_an_office_its_own_findings_and_no_other_offices(choice: filters.Choice, cursor: Any) -> None:
    names = dict(cursor.execute("select office_code, name from office where is_fictional").fetchall())
    for code, name in names.items():
        paper = letter(choice, code)
        text = "\n".join([words_of(paper), *(cell for table in tables_of(paper) for row in table.rows for cell in row)])
        assert paper.addressed == f"{name}："
        assert not [other for other in names.values() if other != name and other in text]
        has_findings = cursor.execute(
            "select count(*) from finding join office using (office_id) where office_code = ? and year = 2025 "
            "and status = 'failed'",
            [code],
        ).fetchone()[0]
        assert (wording.LETTER_NOTHING in text) == (has_findings == 0)


def test_what_staff_held_to_be_false_is_in_no_paper_and_what_the_office_says_is(
    folder: Path, choice: filters.Choice, cursor: Any
) -> None:
    rules = cursor.execute(
        "select f.rule, f.subject, f.message from finding f join office using (office_id) "
        "where office_code = 'qinghe-zhuyinlu' and year = 2025 and status = 'failed'"
    ).fetchall()
    assert len(rules) > 1
    number = None
    for rule, subject, _message in rules:
        key = FindingKey("qinghe-zhuyinlu", 2025, rule, subject)
        if rule == "close_rate_low":
            number = ledger.explain_finding(folder, key, "含2024年<结转>工单。")
        else:
            number = ledger.judge_finding(folder, key, "误报", "系统口径不同")
    (about,) = (subject for rule, subject, _message in rules if rule == "close_rate_low")
    note, _ = ledger.write_note(
        folder, "finding", "qinghe-zhuyinlu", 2025, "close_rate_low", about, "内部批注<b>。", who="李明"
    )
    assert number
    current()
    try:
        text = words_of(letter(choice, "qinghe-zhuyinlu"))
        assert "连续4年" not in text and "低于95%的提示线" in text, "the next of the matter leads"
        assert "（单位说明：含2024年<结转>工单）" in text and "内部批注" not in text, "notes stay within"
        notice = papers.notice.compose(choice, DAY)
        own = [row for row in tables_of(notice)[1].rows if row[1] == "竹荫路街道办事处"]
        (board,) = [row for row in tables_of(notice)[0].rows if row[1] == "竹荫路街道办事处"]
        assert board[5] == "0", "what is held to be false is not counted either"
        assert len(ask("findings_list", office_codes=["qinghe-zhuyinlu"], from_year=2025, status="refuted")) == sum(
            cursor.execute("select kind from rule where rule = ?", [rule]).fetchone()[0] == "check"
            for rule, _subject, _message in rules
        )
        assert [row[2] for row in own] == ["办结率偏低"] and "（单位说明：含2024年<结转>工单）" in own[0][3]
        assert "单位说明：含2024年&lt;结转&gt;工单" in papers.drawn(notice)
        sheet = words_of(papers.leader.compose(choice, DAY))
        assert "连续4年降至87.0%" not in sheet and "（批注：内部批注<b>。李明，20" in sheet
        slides = papers.screens(choice)
        assert "（批注：内部批注&lt;b&gt;。李明，20" in slides and "连续4年降至" not in slides
    finally:
        ledger.remove_note(folder, note)
        for rule, subject, _message in rules:
            key = FindingKey("qinghe-zhuyinlu", 2025, rule, subject)
            if rule == "close_rate_low":
                ledger.explain_finding(folder, key, "")
            else:
                ledger.judge_finding(folder, key, "")
        current()


def test_what_the_notice_counts_it_lists_and_so_does_the_letter(choice: filters.Choice) -> None:
    # The example's reports on 2025 pass nearly all: the one real office does not.
    years = [dataclasses.replace(choice, year=year) for year in (2019, 2021, 2023, 2025)]
    counted = 0
    for one in years:
        notice = papers.notice.compose(one, DAY)
        board, *lists = tables_of(notice)
        checks = set(ask("findings_list", from_year=one.year, to_year=one.year)["rule_name"])
        listed = [row for each in lists for row in each.rows if row[2] in checks]
        assert len(listed) == sum(int(row[5] or 0) for row in board.rows)
        assert not lists or wording.NOTICE_NO_PROBLEMS not in words_of(notice)
        known = papers.letter.gathered(one)
        for code, failed in known.failed.items():
            text = words_of(papers.letter.compose(one, code, DAY, known))
            (rules, places) = len({row.rule for row in failed}), len(failed)
            assert f"不通过{rules}项" + (f"（共{places}处）" if places > rules else "、") in text
            assert all(matter.name != "核查不通过" for matter in known.weak.get(code, []))
            counted += places
    assert counted


def test_all_letters_come_in_one_zip_each_a_document(choice: filters.Choice) -> None:
    odd = dataclasses.replace(letter(choice, "qinghe-jiaoyu"), name="../青禾区:教育局\u202e")
    body = papers.zipped([letter(choice, "qinghe-zhuyinlu"), odd])
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        names = package.namelist()
        assert names[0] == "001_关于竹荫路街道办事处2025年政府信息公开工作年度报告核查情况的反馈函.docx"
        assert not re.search(r"[/\\:\u202e]", names[1]) and names[1].startswith("002_")
        for name in names:
            assert docx.Document(io.BytesIO(package.read(name))).paragraphs


def test_the_leaders_sheet_has_verdict_six_ratios_and_three_matters_on_one_sheet(
    choice: filters.Choice, cursor: Any
) -> None:
    paper = papers.leader.compose(choice, DAY)
    (ratios,) = tables_of(paper)
    assert len(ratios.rows) == 6
    above, below = cursor.execute(
        "select sum(value) filter (where indicator in ('applications.granted', 'applications.partly_granted')), "
        "sum(value) filter (where indicator = 'applications.total') from fact f join office o using (office_id) "
        "where f.year = 2025 and breakdown = 'total' and role = 'leading' and is_fictional"
    ).fetchone()
    assert ratios.rows[0][:3] == ("实质公开率", f"{100 * above / below:.1f}%", f"{above:.0f}/{below:.0f}件")
    matters = [part for part in paper.parts if isinstance(part, papers.Text) and part.text[1:2] == "．"]
    assert len(matters) == 3
    for matter in matters:
        assert (
            "请该单位说明：" in matter.text
            and matter.sources
            and re.search(r"20\d\d年[\d.]+%?.*，20\d\d年", matter.text)
        )
    told = [part for part in paper.parts if isinstance(part, papers.Text)]
    lines = sum(briefing.lines(part.text, 2) for part in told)
    lines += sum(briefing.lines(wording.paper_basis([s.words for s in part.sources]), 2) for part in told)
    assert lines * briefing.SHEET_SPACING + 190 <= briefing.SHEET_HEIGHT


def test_the_columns_report_judges_by_the_log_as_of_the_periods_end(choice: filters.Choice) -> None:
    paper = papers.columns.compose(choice, papers.columns.Period(2025, 11, 1), DAY)
    text = words_of(paper)
    assert "（青禾区（虚构示例）；截至2025年11月30日；" in paper.notes[0]
    assert "2025年11月发布记录共2条信息，涉及1个单位、2个栏目。" in text
    by_caption = {table.caption: table for table in tables_of(paper)}
    overdue = {(row[0], row[1]): row for row in by_caption["超期未更新的栏目"].rows}
    # Six months after 5 March 2025; the office that published on 20 November is in time.
    assert overdue["竹荫路街道办事处", "社会救助"][3:5] == ("2025-03-05", "2025-09-05")
    assert ("荷墟镇人民政府", "社会救助") not in overdue
    (late,) = by_caption["超过公开时限的信息"].rows
    assert late[:5] == ("荷墟镇人民政府", "社会救助", "<b>二季度</b>名单", "2025-09-01", "2025-11-20")
    assert "&lt;b&gt;二季度&lt;/b&gt;名单" in papers.drawn(paper) and "<b>二季度" not in papers.drawn(paper)
    quarter = words_of(papers.columns.compose(choice, papers.columns.Period(2025, 1, 3), DAY))
    assert "2025年第一季度发布记录共2条信息" in quarter and "截至2025年3月31日" in quarter
    running = papers.columns.compose(choice, papers.columns.Period(2026, 1, 3), DAY)
    assert "2026年第一季度（截至2026年3月1日）" in running.title
    assert "2026年第一季度（截至2026年3月1日）发布记录中没有信息" in words_of(running)
    real = filters.Choice("640104", "兴庆区", 2024, 2019, None, (), (), False)
    none = papers.columns.compose(real, papers.columns.Period(2025, 11, 1), DAY)
    assert words_of(none) == wording.COLUMNS_NO_LOG and wording.FICTIONAL_NOTE not in none.notes


@pytest.mark.parametrize(
    "name", ["年报发布情况通报", "体检反馈函", "栏目更新季报", "领导参阅", "单位画像", "单文件报告"]
)
def test_the_page_previews_each_paper(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    app = run("papers", folder, monkeypatch, paper=name)
    assert not app.exception
    text = "".join(markup(app))
    assert name in head(app) and wording.PAGE_ERROR not in text
    assert ("gk-paper" in text) == (name not in ("单位画像", "单文件报告"))
    if "gk-paper" in text:
        assert wording.FICTIONAL_NOTE in text and "依据：" in text


def test_a_source_is_escaped_and_leads_to_its_place() -> None:
    assert str(link(Source("<i>甲</i>"))) == "&lt;i&gt;甲&lt;/i&gt;"
    assert "report=3&amp;fact=4" in link(Source("“<b>”", 3, 4)) and "<b>" not in link(Source("“<b>”", 3, 4))
    assert "report=3&amp;problem=0" in link(Source("乙", 3, problem_no=0))


def test_the_one_file_holds_all_that_it_shows_and_lets_nothing_else_run(choice: filters.Choice) -> None:
    body = papers.one_file.built(choice, DAY)
    text = body.decode()
    policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', text)[0])
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "http" not in policy
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    markup_only = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
    assert not re.search(r"\b(src|href|style|on\w+)=", markup_only), (
        "nothing is fetched, nothing runs beside the script"
    )
    assert wording.FICTIONAL_NOTE in text and "数据第" in text and "2026年3月1日生成" in text
    assert abs(int(re.findall(r"本文件约([\d,]+) KB", text)[0].replace(",", "")) * 1024 - len(body)) < 1024
    data = json.loads(re.findall(r'id="data">(.*?)</script>', text, re.DOTALL)[0])
    rug = ask("rug", year=2025, **choice.parameters())
    for row in rug.itertuples():
        told = {year: value for year, value, *_ in data["courses"].get(row.indicator, {}).get(row.office_code, [])}
        assert told.get(2025) == wording.figure(row.value)
        drawn = [one for one in data["courses"].get(row.indicator, {}).get(row.office_code, []) if one[0] == 2025]
        assert all(bool(few) == row.has_few_cases == ("件数少不判" in words) for _, _, words, few in drawn)
    told = rug[rug["status"] == "stated"]
    shown = re.findall(r'<td><button type="button" data-source="(\d+)">([^<]+)</button></td>', text)
    assert len(shown) == len(told)
    for (place, _words), row in zip(shown, told.sort_index().itertuples(), strict=True):
        assert wording.report_title(row.office_name, 2025) in data["sources"][int(place)]


def test_no_text_of_the_one_file_becomes_markup(choice: filters.Choice, monkeypatch: pytest.MonkeyPatch) -> None:
    evil = "</script><img src=x onerror=alert(1)>\u2028'\""

    def renamed(question: str, **given: Any) -> Any:
        frame = ask(question, **given)
        for column in ("office_name", "message", "quote", "question"):
            if column in frame.columns:
                frame = frame.assign(**{column: evil})
        return frame

    monkeypatch.setattr(papers.one_file, "ask", renamed)
    monkeypatch.setattr(papers.one_file.sources, "ask", renamed)
    text = papers.one_file.built(choice, DAY).decode()
    assert "<img" not in text and text.count("</script>") == 2 and "&lt;img src=x" in text
    data = json.loads(re.findall(r'id="data">(.*?)</script>', text, re.DOTALL)[0])
    assert data["offices"]["qinghe-jiaoyu"]["name"] == evil


def test_what_an_office_says_of_a_check_stands_where_its_checks_are_counted() -> None:
    said = {
        ("a", "review_sum", ""): SimpleNamespace(explanation="漏填一格"),
        ("a", "carry_over", ""): SimpleNamespace(explanation=""),
        ("b", "review_sum", ""): SimpleNamespace(explanation="乙局的话"),
    }
    failed = [
        SimpleNamespace(office_code=office, rule=rule, subject="", rule_name=name)
        for office, rule, name in (
            ("a", "review_sum", "复议合计"),
            ("a", "carry_over", "结转"),
            ("b", "review_sum", "复议合计"),
        )
    ]
    row = SimpleNamespace(
        office_code="a", rule="failed_checks", message="甲局2023年年报有2项数据核查不通过：复议合计、结转。"
    )
    assert sources.explained_checks(row, failed, said) == "（单位对“复议合计”的说明：漏填一格）"
    row.rule = "report_late"
    assert sources.explained_checks(row, failed, said) == ""


def test_a_long_explanation_leaves_the_matter_on_the_leaders_sheet(folder: Path, choice: filters.Choice) -> None:
    before = words_of(papers.leader.compose(choice, DAY))
    matter = sources.matters(choice, sources.opinions(choice))[0].row
    key = FindingKey(matter.office_code, 2025, *next((k["rule_id"], k["subject"]) for k in matter.finding_keys))
    ledger.explain_finding(folder, key, "系统升级期间的工单由市级平台统一办理，" * 60)
    current()
    try:
        after = words_of(papers.leader.compose(choice, DAY))
        assert "1．" in after and "系统升级期间" in after and "……全文见系统）" in after
        assert after.count("．") >= before.count("．") - 1
    finally:
        ledger.explain_finding(folder, key, "")
        current()


def test_the_columns_of_a_papers_table_are_as_wide_in_its_grid_as_in_its_cells(choice: filters.Choice) -> None:
    """Word goes by the cells, LibreOffice and WPS by the grid; both keep to the sheet."""
    for paper in every(choice):
        section = docx.Document(io.BytesIO(papers.written(paper))).sections[0]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        for table in docx.Document(io.BytesIO(papers.written(paper))).tables:
            grid = [column.width for column in table.columns]
            assert all([cell.width for cell in row.cells] == grid for row in table.rows), paper.title
            assert sum(width or 0 for width in grid) <= room, paper.title


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_libreoffice_lays_the_papers_out_as_they_are_meant(choice: filters.Choice, tmp_path: Path) -> None:
    for number, paper in enumerate(every(choice)):
        (tmp_path / f"{number}.docx").write_bytes(papers.written(paper))
    names = sorted(path.name for path in tmp_path.glob("*.docx"))
    own = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(["soffice", own, "--headless", "--convert-to", "pdf", *names], cwd=tmp_path, check=True, timeout=300)
    for number, paper in enumerate(every(choice)):
        pages = pypdfium2.PdfDocument(tmp_path / f"{number}.pdf")
        text = "".join(page.get_textpage().get_text_bounded() for page in pages)
        assert len(pages) == 1 or not paper.is_one_sheet, paper.title
        assert all({round(size) for size in page.get_size()} == {595, 842} for page in pages), "A4"
        assert not re.search(r"\d\r?\n\d+%", text), "no number is broken over two lines"
