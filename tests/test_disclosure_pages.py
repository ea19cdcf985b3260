"""主动公开, 依申请公开 and 指标口径: what they say is what the reports tell, over the same offices, and by which source."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import rest, wording
from reports import store
from reports.reference import SAMPLE
from tests.dashboard_stores import fill_full
from tests.replacing import replace_everywhere
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
YEARS = range(2018, 2026)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full") / "store"
    fill_full(folder)
    return folder


def rows_of(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def chart(app: AppTest, key: str) -> dict[str, Any]:
    """The figure of a chart, with what it says in words."""
    for element in app.get("bidi_component"):
        sent = json.loads(element.proto.json)
        if element.proto.id.endswith(f"figure-{key}"):
            return {**json.loads(sent["figure"]), "alt": sent["alt"]}
    raise AssertionError(f"no chart {key}")


def heading(app: AppTest, title: str) -> str:
    """The note below a title."""
    (found,) = [text for text in markup(app) if "gk-heading" in text and title in text]
    return found


def of_offices(indicator: str) -> dict[str, dict[int, float]]:
    """What the demo's reports tell of a channel, by office and year: from its figures, where it has a report."""
    reported = {(row["office_code"], int(row["year"])) for row in rows_of("demo_reports")}
    return {
        row["office_code"]: {year: float(row[str(year)]) for year in YEARS if (row["office_code"], year) in reported}
        for row in rows_of("demo_figures")
        if row["indicator"] == indicator and row["breakdown"] == ""
    }


@pytest.mark.parametrize("channel", ["disclosure.weibo", "disclosure.wechat"])
def test_a_channel_is_drawn_over_the_offices_that_tell_it_every_year(
    channel: str, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = of_offices(channel)
    steady = {office: years for office, years in told.items() if len(years) == len(YEARS)}
    assert 0 < len(steady) < len(told), "one office lacks a year, so that there is a difference"
    app = run("disclosure", full, monkeypatch)
    figure = chart(app, "channels")
    (line,) = [trace for trace in figure["data"] if trace["name"] == wording.CHANNELS[channel]]
    assert line["y"] == [sum(years[year] for years in steady.values()) for year in YEARS]
    assert "lines" in line["mode"]
    whole = sum(years.get(2025, 0) for years in told.values())
    assert f"历年都写明的{len(steady)}个单位合计" in line["text"][-1]
    assert f"当年写明的{len(told)}个单位合计{whole:,.0f}条" in line["text"][-1]
    assert f"{wording.CHANNELS[channel]}{len(steady)}个（2025年写明的有{len(told)}个）" in heading(
        app, "各渠道公开信息"
    )
    assert f"{wording.CHANNELS[channel]}{whole:,.0f}条（{len(told)}个单位）" in head(app), "the first line counts all"
    assert "2025年" in figure["alt"] and "个单位。" not in figure["alt"]


def test_channels_have_no_colour_of_good_or_bad(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = chart(run("disclosure", full, monkeypatch), "channels")
    colours = {trace["line"]["color"].lower() for trace in figure["data"]}
    assert len(colours) == len(figure["data"])
    assert not colours & {"#1f5ea8", "#c2570c", "#6fa8e5", "#e8935a"}


def test_sums_of_changing_offices_are_points_with_the_gap_beside_them() -> None:
    loose = wording.SumOfYear(2021, 50.0, "~", 4, 2, None, "", 0)
    assert wording.fewer_mark(loose) == "少2个单位"
    assert "约50条（4个单位合计，比最多的一年少2个单位）" in wording.sum_words("微博", "条", loose)
    assert "微博没有历年都写明的单位" in wording.sums_note([("微博", loose, 8)])
    alone = wording.SumOfYear(2021, 50.0, "=", 1, 0, 50.0, "=", 1)
    assert wording.sums_note([("微博", alone, 8)]) == "", "one office is no sum"
    assert wording.sum_words("微博", "条", alone) == "微博\n2021年：50条"
    few = wording.SumOfYear(2021, 50.0, "=", 9, 0, 5.0, "=", 2)
    assert "趋势起始年度" in wording.sums_note([("微博", few, 8)])


def test_the_first_line_names_who_fell_silent_and_which_column(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("disclosure", full, monkeypatch)
    assert "溪鼓桥街道办事处政务微博全年未发布" in head(app)
    assert "岚溪街道办事处“社会救助”栏目全年未更新" in head(app)
    assert "断更" not in "".join(markup(app))
    alone = app.multiselect(key="office").set_value(["qinghe-lanxi"]).run()
    assert head(alone).startswith("岚溪街道办事处2025年年报写明的公开信息：政府网站")
    assert head(alone).count("岚溪街道办事处") == 1 and "1个单位" not in head(alone)


def test_many_silent_channels_and_stale_columns_are_counted() -> None:
    offices = ("甲局", "乙局", "丙局")
    said = wording.disclosure_head(
        2025,
        3,
        [("政府网站", 30.0, "~", 3)],
        [(office, "政务微博") for office in offices],
        [
            ("甲局", "社会救助", "column_zero"),
            ("甲局", "部门文件", "column_halved"),
            ("乙局", "部门文件", "column_halved"),
        ],
    )
    assert said == (
        "2025年年报写明的公开信息：政府网站约30条（3个单位），3个单位的渠道停更（以前有发布，本年为0条），"
        "2个单位的3个栏目更新有问题（全年未更新1个、条数锐减2个）。"
    )


def test_every_column_told_can_be_seen(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = store.open_current(full).cursor()
    printed = {
        row[0]
        for row in cursor.execute(
            "select distinct f.breakdown from fact f join office o using (office_id)"
            " where f.indicator = 'disclosure.column' and o.region_id = 'demo-000101'"
        ).fetchall()
    }
    app = run("disclosure", full, monkeypatch)
    offered = {option.removesuffix(f"（{wording.NOT_WATCHED}）") for option in app.selectbox(key="column").options}
    known = {
        row[0]: row[1] for row in cursor.execute("select unnest(aliases), column_name from watched_column").fetchall()
    }
    assert {known.get(name, name) for name in printed} <= offered
    assert {"双随机抽查", "行政执法"} <= offered
    unwatched = [option for option in app.selectbox(key="column").options if wording.NOT_WATCHED in option]
    assert f"另有{len(unwatched)}个栏目不在监测名单" in heading(app, "栏目更新")


def test_no_single_office_sets_the_scale_of_the_column_map(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("disclosure", full, monkeypatch)
    figure = chart(app, "columns")
    cells, labels = figure["data"][0], figure["layout"]["yaxis"]["ticktext"]
    assert labels[0] == "岚溪街道办事处", "who was found weak stands first"
    assert cells["z"][0][-1] == 0
    depths = dict(zip(labels, cells["z"], strict=True))
    assert depths["青禾区民政局"][-1] == 1.0, "three times as many as all others"
    others = [row[-1] for name, row in depths.items() if name not in ("青禾区民政局", "岚溪街道办事处")]
    assert min(others) > 0.35 and max(others) < 0.65
    app.selectbox(key="region").set_value("640104").run()
    app.selectbox(key="column").set_value("政府信息公开年报").run()
    told = [place for row in chart(app, "columns")["data"][0]["z"] for place in row if place is not None]
    assert told and max(told) == 0.5, "a lone 1 is what is usual of its column"


def test_first_line_and_charts_name_the_source_of_applications(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("applications", full, monkeypatch, region="640104", year="2023年")
    app.selectbox(key="region").set_value("640104").run()
    app.selectbox(key="year").set_value(2023).run()
    assert head(app) == (
        "2023年已收录年报的2个单位中1个写明申请数量，共收到政府信息公开申请1件，为年报正文所写，统计表没有写明。"
    )
    bars = chart(app, "offices")
    assert bars["layout"]["yaxis"]["ticktext"] == ["掌政镇人民政府"]
    assert any("1（正文）" in text for trace in bars["data"] for text in trace.get("text", []))
    text = "".join(markup(app))
    assert wording.NO_DATA not in text and wording.NO_CHART not in text
    assert "2023年没有单位的第三部分统计表写明办理结果。" in text


def test_a_year_of_fewer_offices_is_marked(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {year: sum(row["year"] == str(year) for row in rows_of("demo_reports")) for year in YEARS}
    assert counts[2021] == max(counts.values()) - 1
    app = run("applications", full, monkeypatch)
    figure = chart(app, "years")
    notes = {note["x"]: note["text"] for note in figure["layout"]["annotations"]}
    assert notes == {0: wording.STATUSES["missing"], 3: "少1个单位"}, "2018 has no table, 2021 an office fewer"
    assert "2021年少1个单位" in heading(app, "历年办理结果")
    assert f"{counts[2021]}个单位写明" in figure["data"][0]["text"][3]
    assert "合计" not in figure["alt"]
    granted = figure["data"][0]["y"]
    assert all(f"{year}：予以公开{n:.0f}件" in figure["alt"] for year, n in zip(YEARS, granted, strict=True) if n)
    assert figure["layout"]["legend"]["traceorder"] == "normal"


def test_grounds_lead_to_the_cells_of_the_offices_that_gave_them(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("applications", full, monkeypatch)
    (table,) = [text for text in markup(app) if "gk-grounds" in text]
    cursor = store.open_current(full).cursor()
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th><td class="n">(\d+)</td><td[^>]*>(.*?)</td>', table)
    assert rows
    for name, total, offices in rows:
        links = re.findall(r"report=(\d+)&amp;fact=(\d+)[^>]*>(\d+)<", offices)
        facts = [
            cursor.execute(
                "select i.name_zh, f.value, f.breakdown from fact f join indicator i using (indicator)"
                " where f.report_id = ? and f.fact_no = ?",
                [int(report), int(fact)],
            ).fetchone()
            for report, fact, _ in links
        ]
        assert {(fact[0], fact[2]) for fact in facts if fact} == {(name, "total")}
        assert [fact[1] for fact in facts if fact] == [float(shown) for _, _, shown in links]
        assert sum(int(shown) for _, _, shown in links) == int(total)
    assert [int(total) for _, total, _ in rows] == sorted((int(total) for _, total, _ in rows), reverse=True)
    assert "<details" in table and "其余" in table
    assert "不予公开、无法提供、不予处理的理由" in "".join(markup(app))


def test_the_alternative_of_the_flow_says_its_kind_once(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alt = chart(run("applications", full, monkeypatch), "flow")["alt"]
    assert alt.startswith("申请办理流向图：本年新收到全年应办58件")


def test_long_lists_hold_back_what_nobody_asked_for(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, rest, "MOST_AT_FIRST", 5)
    monkeypatch.setattr(rest.is_all_wanted, "__defaults__", (5,))
    app = run("disclosure", full, monkeypatch)
    assert len(chart(app, "offices")["layout"]["yaxis"]["ticktext"]) == 5
    switch = app.toggle(key="alloffices")
    assert switch.label == "显示全部15行"
    switch.set_value(True).run()
    assert len(chart(app, "offices")["layout"]["yaxis"]["ticktext"]) == 15


def test_the_dictionary_shows_without_a_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("indicators", tmp_path / "nothing", monkeypatch)
    assert not app.exception
    indicators = len((SAMPLE.parent / "reference" / "indicators.csv").read_text("utf-8").splitlines()) - 1
    assert head(app) == f"口径表共9组{indicators}项指标。"
    text = "".join(markup(app))
    assert "政府网站公开信息" in text and wording.NO_STORE_NEXT not in text
    assert "./compare?" not in text, "there is nothing to lead to"
    app.segmented_control(key="view").set_value(wording.DICTIONARY_VIEWS["rules"]).run()
    assert "办结率偏低" in "".join(markup(app))


def test_the_dictionary_opens_with_one_group_and_finds_in_all(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("indicators", full, monkeypatch)
    text = "".join(markup(app))
    assert "政府网站公开信息" in text and "热线办结率" not in text
    app.text_input(key="find").set_value("办结率").run()
    assert "热线办结率" in "".join(markup(app))
    app.text_input(key="find").set_value("").run()
    groups = app.get("button_group")[-1]
    dictionary = (SAMPLE.parent / "reference" / "indicators.csv").read_text("utf-8").splitlines()
    hotline = [row for row in csv.DictReader(dictionary) if row["group"] == "12345热线"]
    assert len(hotline) > 3 and f"12345热线 {len(hotline)}" in str(groups.proto)


def test_words_and_thresholds_are_told_as_the_rules_have_them(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = (SAMPLE.parent / "reference" / "rules.csv").read_text("utf-8").splitlines()
    thresholds = {row["rule"]: row["threshold"] for row in csv.DictReader(rules)}
    app = run("indicators", full, monkeypatch)
    app.segmented_control(key="view").set_value(wording.DICTIONARY_VIEWS["terms"]).run()
    text = "".join(markup(app))
    assert f"收到不足{thresholds['few_cases']}件的办结率" in text
    assert f"达到{thresholds['material_change']}%" in text and f"{thresholds['material_change_rate']}个百分点" in text
    for word in ("未收录", "未写明", "空白", "无案件", "历年合计", "被纠正比例"):
        assert f">{word}</th>" in text, word
