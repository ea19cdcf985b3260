"""No real report is filed into the fictional district, whatever way it comes, and the notice stays while one is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard import wording
from dashboard.ask import ask
from reports import store as stores
from reports.command import gongkai
from reports.identify.regions import NOWHERE
from reports.publish import Source
from reports.publish.district import home_regions
from tests.dashboard_stores import fill_full
from tests.stored import load
from tests.test_pages import markup, run

REAL = """松岭路街道办事处2024年政府信息公开工作年度报告

一、总体情况
本街道全年通过政府网站公开信息36条，未收到政府信息公开申请。

六、其他需要报告的事项
无其他需要报告的事项。
"""


def test_a_report_that_tells_no_region_is_not_filed_into_the_example(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    fill_full(folder)
    names = ["松岭路街道办事处", "竹荫路街道办事处", "青禾区教育局", "乙市甲区民政局"]
    for words in ("", "青禾区"):
        real, *own, other = home_regions(folder, names, words).values()
        assert real == "", "导入 says so before"
        assert own == ["禾原省云澄市青禾区"] * 2
        assert other == "乙市甲区"
    file = tmp_path / "松岭路.txt"
    file.write_text(REAL, "utf-8")
    said = CliRunner().invoke(gongkai, ["load", str(file), "--store", str(folder)]).output
    assert "不归入虚构的地区，暂不属于任何地区；请加 --region 写明地区" in said
    generation = stores.open_current(folder)
    rows = (
        generation.cursor()
        .execute("select region_id from report join office using (office_id) where name like '松岭路%' and is_current")
        .fetchall()
    )
    generation.close()
    assert rows == [(NOWHERE.region_id,)]


def test_the_notice_stays_while_any_fictional_office_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "store"
    fill_full(folder)
    # As an earlier version filed it.
    load(
        folder, [Source("松岭路.txt", data=f"青禾区{REAL}".encode(), district="demo-000101")], cause="load", processes=1
    )
    app = run("overview", folder, monkeypatch)
    assert not app.exception and ask("office_list", region_id="demo-000101")["is_fictional"].nunique() == 2
    assert wording.FICTIONAL_NOTE in "".join(markup(app))


def test_the_notice_stands_over_a_region_of_more_offices_than_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The province above the fictional district, whose offices no list holds, and the real district beside it."""
    folder = tmp_path / "store"
    fill_full(folder)
    monkeypatch.setattr("dashboard.filters.lists.MOST_OFFICES", 3)
    app = run("overview", folder, monkeypatch)
    fictional = ask("office_list")
    parents = {row.region_id: (row.parent_id, bool(row.holds_fictional)) for row in ask("region_list").itertuples()}
    for region_id, some in fictional.groupby("region_id"):
        assert not app.exception and parents[region_id][1] == bool(some["is_fictional"].any())
        above = parents[region_id][0]
        while isinstance(above, str):
            assert parents[above][1] or not some["is_fictional"].any()
            above = parents[above][0]
    assert wording.FICTIONAL_NOTE in "".join(markup(app)), "the list of the district's fifteen is not drawn"
