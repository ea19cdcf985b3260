"""缺报 and 未收录: what the roster says of who must report, held against every place that tells coverage.

Worked out once more in plain Python from what was written down: the offices, their duty, the reports and the day.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from reports import ask, publish, store
from reports.publish import office_table, offices
from tests.test_offices import report
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
YEARS = (2017, 2022, 2023, 2024)
REPORTS = {
    "甲街道办事处": {2017, 2022, 2023, 2024},
    "乙街道办事处": {2022, 2024},
    "丙镇人民政府": {2022},
    "丁镇人民政府": {2022},
    "戊乡人民政府": {2023},
    "己乡人民政府": set(),
    "庚乡人民政府": set(),
}
DUTY: dict[str, tuple[bool | None, int | None, int | None]] = {
    "甲街道办事处": (True, None, None),
    "乙街道办事处": (True, None, None),
    "丙镇人民政府": (None, None, None),
    "丁镇人民政府": (False, None, None),
    "戊乡人民政府": (True, 2022, 2023),
    "己乡人民政府": (True, None, None),
    "庚乡人民政府": (None, None, None),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("due")
    publish.load(
        made, [report(name, year) for name, years in REPORTS.items() for year in sorted(years)], district="兴庆区"
    )
    said = {True: "是", False: "否", None: ""}
    rows = [
        {"名称": name, "应当公布年报": said[must], "起始年度": str(first or ""), "终止年度": str(last or "")}
        for name, (must, first, last) in DUTY.items()
    ]
    office_table.fill_in(made, list(enumerate(rows, 2)))
    return made


def expected(name: str, year: int, today: date) -> str | None:
    """The word for an office and a year without a report; None when it has one."""
    must, first, last = DUTY[name]
    if year in REPORTS[name]:
        return None
    if must is False or (last and year > last):
        return "not_expected"
    newest = max(year for years in REPORTS.values() for year in years)
    start = first or min(REPORTS[name], default=newest if must else 9999)
    if year < start:
        return "not_expected"
    allowed = date(year + 1, 3, 31) if year <= 2018 else date(year + 1, 1, 31)
    return "unfiled" if must and today > allowed else "missing"


@pytest.mark.parametrize("today", [date(2025, 1, 31), date(2025, 2, 1), date(2024, 1, 15), date(2030, 1, 1)])
def test_coverage_says_who_did_not_file_after_the_day_allowed(folder: Path, today: date) -> None:
    generation = store.open_current(folder)
    try:
        told = ask.ask(generation.cursor(), "coverage", {"as_of": today})
        due = {
            year: int(ask.ask(generation.cursor(), "page_head_quality", {"year": year})["office_count"][0])
            for year in YEARS
        }
        years = ask.ask(generation.cursor(), "years_available", {})
    finally:
        generation.close()
    found = {(row.office_name, int(row.year)): row.status for row in told.itertuples()}
    for name in DUTY:
        for year in YEARS:
            word = expected(name, year, today)
            if word is None:
                assert found[name, year] in ("reported", "partial", "excerpt")
            else:
                # Outside its years of duty an office may have no row at all.
                assert found.get((name, year), "not_expected") == word, (name, year)
    for year in YEARS:
        count = sum(expected(name, year, today) in (None, "unfiled", "missing") for name in DUTY)
        assert due[year] == count == int(years.loc[years["year"] == year, "office_count"].iloc[0]), year


def test_the_pages_say_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = date.today()
    lacking = {word: [name for name in DUTY if expected(name, 2024, today) == word] for word in ("unfiled", "missing")}
    assert lacking == {"unfiled": ["己乡人民政府"], "missing": ["丙镇人民政府"]}
    overview = run("overview", folder, monkeypatch)
    assert head(overview).startswith("2024年已收录年报2/4份（缺报己乡人民政府，未收录丙镇人民政府）")
    told = "".join(markup(overview))
    assert "缺报2024年年报：己乡人民政府（名录写明应当公布，期限已过，本系统没有收到）" in told
    assert "未收录2024年年报：丙镇人民政府" in told
    quality = run("quality", folder, monkeypatch)
    assert head(quality).startswith("2024年已收录年报2/4份，缺报1份")
    board = "".join(markup(quality))
    cells = re.findall(r'<td class="[^"]*unfiled[^"]*"[^>]*>(.*?)</td>', board)
    every = [expected(name, year, today) for name in DUTY for year in range(min(YEARS), max(YEARS) + 1)]
    assert cells == ["缺报"] * every.count("unfiled") and len(cells) == 7


def test_every_count_of_offices_is_of_those_that_the_year_concerns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office that needs no report, and one closed before, are neither counted nor 未收录."""
    compare = "".join(markup(run("compare", folder, monkeypatch)))
    assert "2024年应报送年报4个单位，已收录2个" in compare
    assert "另有2个单位没有2024年可用数字（未收录2个）" in compare
    assert "丁镇人民政府：未收录" not in compare and "戊乡人民政府：未收录" not in compare
    lacking = re.search(r"另有(\d+)个单位缺", compare)
    assert lacking and int(lacking[1]) <= 4
    applications = "".join(markup(run("applications", folder, monkeypatch)))
    for count in re.findall(r"应报送年报的(\d+)个单位中", applications):
        assert count == "4"


def test_without_a_word_on_duty_nobody_is_accused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offices.amend(folder, list(DUTY), must_report=None)
    try:
        told = "".join(markup(run("overview", folder, monkeypatch))) + "".join(
            markup(run("quality", folder, monkeypatch))
        )
        assert "缺报" not in told
    finally:
        publish.rollback(folder)
