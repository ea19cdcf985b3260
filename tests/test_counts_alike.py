"""One count, one definition: what a first line, a list and a cell say of the same thing is the same set, named in words."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dashboard import wording
from reports import publish, store
from reports.publish import Source, activity, ledger
from reports.publish.ledger import FindingKey
from tests.test_disclosure_pages import chart, heading
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


def answer(folder: Path, query: str, *given: Any) -> list[tuple[Any, ...]]:
    """What a query gives on the generation served."""
    generation = store.open_current(folder)
    try:
        return generation.cursor().execute(query, list(given)).fetchall()
    finally:
        generation.close()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two districts of a city, of which one begins to report two years after the other."""
    folder = tmp_path_factory.mktemp("two") / "store"

    def report(office: str, year: int, items: int) -> Source:
        text = (
            f"{office}{year}年政府信息公开工作年度报告\n一、总体情况\n"
            f"通过政府网站公开信息{items}条，其中社会救助{items - 1}条。"
        )
        return Source(f"{office}{year}.txt", data=text.encode())

    made = [report("丙川市甲山区柳溪街道办事处", year, 9) for year in (2022, 2023, 2024)]
    made += [report("丙川市甲山区荷花街道办事处", 2022, 7)]
    made += [report(f"丙川市乙水区{name}街道办事处", 2024, 5) for name in ("石桥", "金山")]
    publish.load(folder, made, processes=1)
    return folder


def test_a_report_that_is_not_here_is_called_alike_by_the_map_and_the_bars(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("disclosure", two, monkeypatch, region="丙川市", year="2024年", since="2022年")
    figure = chart(app, "columns")
    said = Counter(re.findall("未收录|未列入|未写明", str(figure["data"][0]["text"])))
    # 荷花 reported once and has no report since; of 石桥 and 金山 nobody knows that they had to before 2024.
    assert said == {"未收录": 2, "未列入": 4}
    assert "应报送年报的4个单位中3个写明；未收录：荷花街道办事处。" in heading(app, "：2024年各单位")
    assert "“未列入”为该年度无须报送" in heading(app, "栏目更新")
    earlier = run("disclosure", two, monkeypatch, region="丙川市", year="2023年", since="2022年")
    assert "应报送年报的2个单位中1个写明；未收录：荷花街道办事处。" in heading(earlier, "：2023年各单位")


FAILED = """
    select f.year, f.rule, f.subject from finding as f join office as o using (office_id)
    join rule as r using (rule) where r.kind = 'check' and f.status = 'failed' and o.office_code = ? order by f.year desc
"""


def test_the_first_line_of_an_office_counts_what_its_list_shows(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(two, tmp_path / "store"))
    ((code,),) = answer(folder, "select office_code from office where name = '柳溪街道办事处'")

    def told() -> tuple[str, str, list[int]]:
        app = run("office", folder, monkeypatch, office=code, year="2024年", since="2022年", region="甲山区")
        years = [row[0] for row in answer(folder, FAILED, code)]
        return head(app), heading(app, f"{wording.CHECKS_OF_OFFICE}<"), years

    line, title, years = told()
    now = years.count(2024)
    assert now > 1 and len(years) > now, "one year is not all of them"
    assert f"{now}项核查不通过" in line
    assert f"2024年{now}项，2022—2024年共{len(years)}项" in title
    # What was held to be false goes out of both.
    rule, subject = next(row[1:] for row in answer(folder, FAILED, code) if row[0] == 2024)
    ledger.judge_finding(folder, FindingKey(code, 2024, rule, subject), "误报", "口径不同")
    line, title, _years = told()
    assert f"{now - 1}项核查不通过" in line
    assert f"2024年{now - 1}项，2022—2024年共{len(years) - 1}项" in title


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"fact": "99999"}, "链接所指的数字（编号99999）不在这份年报中"),
        ({"fact": "-1"}, "链接所指的数字（编号-1）不在这份年报中"),
        ({"fact": "99999999999999"}, "链接所指的数字（编号999999999999…）不在这份年报中"),
        ({"problem": "777"}, "链接所指的问题（编号777）不在这份年报中"),
        ({"fact": "<b>1"}, "链接所指的数字（编号&lt;b&gt;1）不在这份年报中"),
        ({}, ""),
    ],
)
def test_an_address_that_asks_for_a_number_that_is_not_there_is_told_so(
    asked: dict[str, str], words: str, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("report", two, monkeypatch, report="1", **asked)
    text = "".join(markup(app))
    assert (words in text) if words else ("不在这份年报中" not in text)
    assert "gk-report" in text and "年报，正文读出" in head(app), "the report is shown all the same"


def test_the_records_say_that_a_region_narrows_them(two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = len(activity.records(two))
    whole = head(run("activity", two, monkeypatch, region="丙川市"))
    assert whole.startswith(f"共{lines}笔操作记录")
    app = run("activity", two, monkeypatch, region="乙水区")
    # Of the other district are its two offices, its region and four reports.
    listed = int(re.findall(r"所选范围内有(\d+)笔操作记录", head(app))[0])
    assert f"（日志共{lines}笔）" in head(app) and listed < lines
    assert f"{listed}笔" in head(app).partition("：")[2] or listed == 0
    assert sum("<tr" in row for row in re.findall(r"<tr.*?</tr>", "".join(markup(app)), re.S)) == listed + 1
