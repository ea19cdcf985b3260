"""Who published in time is one and the same in 通报, its annex, the one HTML file, 数据质量 and 总览, whatever is chosen."""

from __future__ import annotations

import ast
import html
import re
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from dashboard import coverage, filters, papers, wording
from dashboard.ask import ask, current
from reports.ask import questions
from tests.dashboard_stores import fill_full
from tests.small_store import SmallStore

DAY = date(2026, 3, 1)
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("told") / "store"
    fill_full(place)
    return place


@pytest.fixture(params=[None, "demo-000101", "640104"])
def region(request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str | None:
    monkeypatch.setenv("GONGKAI_STORE", str(folder))
    current()
    return str(request.param) if request.param else None


def choices(region: str | None) -> list[filters.Choice]:
    years = sorted(set(ask("coverage", region_id=region)["year"]))
    return [filters.Choice(region, "某区", int(year), int(year), None, (), (), False) for year in years]


def test_what_the_notice_counts_is_what_its_annex_the_file_and_the_pages_say(region: str | None) -> None:
    seen: Counter[str] = Counter()
    for choice in choices(region):
        paper = papers.notice.compose(choice, DAY)
        (board, *_) = [part for part in paper.parts if isinstance(part, papers.Table)]
        text = "".join(part.text for part in paper.parts if isinstance(part, papers.Text))
        told = {word: int(count) for word, count in re.findall(r"(按期公布|逾期公布|未注明公布日期)(\d+)个", text)}
        head = next(ask("page_head_quality", year=choice.year, region_id=region).itertuples())
        assert f"{head.office_count}个单位中，已收录{head.reported_office_count}个" in text
        for word, count in (
            ("按期公布", head.in_time_office_count),
            ("逾期公布", head.late_office_count),
            ("未注明公布日期", head.undated_office_count),
        ):
            assert told.get(word, 0) == count, (choice.year, word)
        cells = [row[4] for row in board.rows]
        assert sum("逾期" in cell for cell in cells) == told.get("逾期公布", 0)
        dated = [row for row in board.rows if re.fullmatch(r"\d{4}-\d\d-\d\d", row[3])]
        assert len(dated) == told.get("按期公布", 0) + sum("逾期" in row[4] for row in dated)
        assert not [row for row in dated if row[4] == wording.UNDATED], "a printed day is in time or late"
        late = {row[1] for row in board.rows if "逾期" in row[4]}
        assert all(re.search(f"逾期公布的单位：[^。]*{name}", text) for name in late)
        for word, sentence in (
            ("不完整", "缺少法定部分或统计表的单位"),
            ("节选", "节选或统计表另附"),
            ("缺报", "期限已过"),
        ):
            names = [row[1] for row in board.rows if word in row[4]]
            assert bool(names) == (sentence in text) and all(name in text for name in names)
        body = papers.one_file.built(choice, DAY).decode()
        table = re.findall(r'<section id="published">(.*?)</section>', body, re.DOTALL)[0]
        rows = [
            [html.unescape(cell) for cell in re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", line)]
            for line in re.findall(r"<tr data-.*?</tr>", table)
        ]
        assert sorted(rows) == sorted([row[1], row[3], row[4]] for row in board.rows)
        seen.update(told)
    assert region == "640104" or (seen["按期公布"] and seen["逾期公布"])


def test_the_letter_says_of_a_late_report_that_it_is_late(region: str | None) -> None:
    for choice in choices(region):
        known = papers.letter.gathered(choice)
        for code, row in known.covered.items():
            if row.report_id is not None:
                text = "".join(
                    part.text
                    for part in papers.letter.compose(choice, code, DAY, known).parts
                    if isinstance(part, papers.Text)
                )
                assert ("在期限之内" in text) == (row.is_late is False), (row.office_name, choice.year)
                assert (f"，逾期{row.days_late}天" in text) == (row.is_late is True)


def test_a_report_signed_after_the_day_is_late_and_its_signature_is_named() -> None:
    small = SmallStore()
    small.report("甲街道", 2025, published_on=date(2026, 1, 20))
    small.report("乙街道", 2025, published_on=None, signed_on=date(2026, 2, 11))
    small.report("丙街道", 2025, published_on=None, signed_on=date(2026, 1, 11))
    small.report("丁街道", 2025, published_on=None)
    rows = [coverage.covered(SimpleNamespace(**row)) for row in small.ask("coverage", as_of=DAY)]
    assert {row.office_name: (row.is_late, row.days_late, row.day) for row in rows} == {
        "甲街道": (False, -11, "2026-01-20"),
        "乙街道": (True, 11, "未注明（落款日期2026-02-11）"),
        "丙街道": (None, None, "未注明（落款日期2026-01-11）"),
        "丁街道": (None, None, "未注明"),
    }
    assert coverage.counts(rows) == coverage.Counts(4, 4, 1, 1, 2)


def test_no_boolean_of_an_answer_is_told_by_identity() -> None:
    """A column that lacks some values hands out numpy's booleans, which are not True: wording.truth tells them."""
    names = {column.name for question in questions() for column in question.columns if column.type == "boolean"}
    assert "is_late" in names
    for path in sorted((ROOT / "dashboard").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Compare) and any(isinstance(op, (ast.Is, ast.IsNot)) for op in node.ops):
                if any(isinstance(c, ast.Constant) and isinstance(c.value, bool) for c in node.comparators):
                    parts = [node.left]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance":
                parts = [node.args[0]]
            told = [part.attr for part in parts if isinstance(part, ast.Attribute) and part.attr in names]
            assert path.name == "coverage.py" or not told, f"{path}:{node.lineno} {told}"  # type: ignore[attr-defined]


def test_a_verdict_on_an_incomplete_report_takes_its_checks_back_and_the_board_follows() -> None:
    small = SmallStore()
    small.report("甲街道", 2025, sections=("overview", "disclosure", "problems"), published_on=date(2026, 1, 20))
    small.judge()

    def told() -> tuple[int, str, int]:
        (head,) = small.ask("page_head_quality", year=2025)
        (row,) = small.ask("coverage", from_year=2025, as_of=DAY)
        weak = small.ask("weak_spots_list", from_year=2025, status="failed", rule="report_incomplete")
        return head["failed_count"], row["status"], len(weak)

    failed, status, weak = told()
    assert failed >= 3 and (status, weak) == ("partial", 1)
    verdict = {"office_code": "甲街道", "year": 2025, "kind": "verdict", "verdict": "误报", "message": "", "text": ""}
    verdict |= {"said_at": datetime(2026, 3, 1), "said_by": "王芳"}
    small.insert("finding_opinion", rule="report_incomplete", subject="", **verdict)
    parts = [row["subject"] for row in small.ask("findings_list", rule="section_missing", status="refuted")]
    assert (failed - len(parts), "reported", 0) == told() and len(parts) >= 3
    small.connection.execute("delete from finding_opinion")
    for part in parts[1:]:
        small.insert("finding_opinion", rule="section_missing", subject=part, **verdict)
    assert told()[1:] == ("partial", 1), "one part is still held to be lacking"
    small.insert("finding_opinion", rule="section_missing", subject=parts[0], **verdict)
    assert told() == (failed - len(parts), "reported", 0)


@pytest.mark.parametrize(("must", "word", "count"), [(True, "unfiled", 2), (None, None, 1), (False, "not_expected", 1)])
def test_an_office_that_must_report_is_missed_when_its_only_report_is_withdrawn(
    must: bool | None, word: str | None, count: int
) -> None:
    small = SmallStore()
    for year in (2024, 2025):
        small.report("甲街道", year, published_on=date(year + 1, 1, 20))
    small.report("乙街道", 2024, published_on=date(2025, 1, 20))
    small.connection.execute("update office set must_report = ? where name = '乙街道'", [must])
    assert {row["office_count"] for row in small.ask("page_head_quality", year=2024)} == {2}
    small.connection.execute(
        "update report set is_current = false, is_withdrawn = true "
        "where office_id = (select office_id from office where name = '乙街道')"
    )
    rows = {row["office_name"]: row for row in small.ask("coverage", from_year=2024, to_year=2024, as_of=DAY)}
    assert rows["乙街道"]["status"] == (word or "not_expected") and rows["甲街道"]["status"] == "reported"
    (head,) = small.ask("page_head_quality", year=2024)
    assert (head["reported_office_count"], head["office_count"]) == (1, count)
    assert {row["year"]: row["office_count"] for row in small.ask("years_available")}[2024] == count
