"""Every kind of chart is a figure that Plotly takes, with gaps left open and words in Chinese."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import Any

import plotly.graph_objects
import pytest

from dashboard import charts, wording
from dashboard.charts import style
from tests.replacing import replace_everywhere

YEARS = [2022, 2023, 2024]
SERIES = {"甲街道办事处": [1.0, None, 3.0], "乙镇人民政府": [2.0, 2.5, None], "丙局": [None, None, None]}
TARGET = charts.Target(95.0, "95%提示线（本系统设定）")
BY_HEAD = charts.Row("街道", text="3个参加排名", is_head=True)
ROWS = [
    BY_HEAD,
    charts.Row("甲", 99.5, "99.5%  并列第1名", 1.0, link="./report?report=1"),
    charts.Row("乙", 99.5, "99.5%  并列第1名", 1.0),
    charts.Row("同类中位数", 99.5, "99.5%", is_middle=True),
    charts.Row("丙", 97.0, "97.0%  第3名", 0.0),
    charts.Row("丁", text="50.0%（2件，不足10件不判）"),
]
PAIRS = [
    charts.Pair("街道", note="上升1、下降1、持平1", is_head=True),
    charts.Pair("甲", 97.0, 99.0, ("97.0%", "99.0%"), "+2.0个百分点", "better", links=("./report?report=1", "")),
    charts.Pair("乙", 98.0, 98.0, ("98.0%", "98.0%"), "持平"),
    charts.Pair("丙", 98.0, 97.5, ("98.0%", "97.5%"), "-0.5个百分点"),
    charts.Pair("丁", note="100%→50.0%，不足10件不判"),
]
DRAWN = {
    "lines": lambda: charts.lines(
        SERIES,
        YEARS,
        "条",
        name="网站",
        shown=["甲街道办事处"],
        peers=[charts.Peers("同类中位数", [1.5, 2.5, None], [1.0, 2.0, None], [2.0, 3.0, None])],
    ),
    "bars": lambda: charts.bars(
        ["甲", "乙"], [3.0, None], "件", name="申请", texts=["3", "空白"], links=["./report?report=1", ""]
    ),
    "points": lambda: charts.bars(
        ["街道", "甲", "乙"], [None, 98.1, 66.7], "%", name="办结率", places=[None, 1.0, 0.5], heads=["街道"]
    ),
    "dumbbell": lambda: charts.dumbbell(PAIRS, (2023, 2024), "%", name="热线", target=TARGET),
    "ordered": lambda: charts.ordered(ROWS, "%", name="热线", target=TARGET),
    "ordered_counts": lambda: charts.ordered([charts.Row("甲", 3.0, "3  第1名", 1.0), BY_HEAD], "件", name="申请"),
    "heat_map": lambda: charts.heat_map(
        ["甲", "乙"],
        ["2023", "2024"],
        [[0.0, None], [0.5, 1.0]],
        [["1", ""], ["3", "9"]],
        name="栏目",
        marked=[(0, 1)],
        is_amount=True,
    ),
    "funnel": lambda: charts.funnel(
        ["甲", "乙"], [3.0, 500.0], [66.7, 98.0], 97.0, name="热线", verdicts=["within", "above_95"]
    ),
    "stacked": lambda: charts.stacked(["2023", "2024"], {"办结": [1.0, None], "未办结": [0.0, 2.0]}, "件", name="工单"),
    "stacked_across": lambda: charts.stacked(["甲", "乙"], {"办结": [1.0, None]}, "件", name="工单", horizontal=True),
    "flow": lambda: charts.flow(["新收", "应办", "公开"], [(0, 1, 5.0), (1, 2, 5.0)], "件", name="申请"),
}


@pytest.mark.parametrize("kind", sorted(DRAWN))
def test_figure_is_one_that_plotly_takes_and_says_in_words_what_it_shows(kind: str) -> None:
    chart = DRAWN[kind]()
    checked = plotly.graph_objects.Figure(**chart.figure)
    assert checked.data
    assert chart.height >= 120
    assert re.search(r"[一-鿿]{2}", chart.alt)
    assert not re.search(r"None|nan", chart.alt)


def test_what_is_not_told_is_a_gap() -> None:
    figure = DRAWN["lines"]().figure
    line = next(trace for trace in figure["data"] if trace.get("name") == "甲街道办事处")
    assert line["y"] == [1.0, None, 3.0]
    assert line["connectgaps"] is False
    assert "未写明" in line["text"][1]
    assert figure["layout"]["xaxis"]["type"] == "category"


def test_an_untold_bar_is_its_word() -> None:
    figure = DRAWN["bars"]().figure
    bar = next(trace for trace in figure["data"] if trace["type"] == "bar")
    words = next(trace for trace in figure["data"] if trace.get("mode") == "text")
    assert bar["x"] == [3.0, None]
    assert [text.strip() for text in words["text"]] == ["3", "空白"]
    assert bar["customdata"] == ["./report?report=1", ""]


def test_axis_of_counts_starts_at_zero_and_counts_in_wan() -> None:
    axis = charts.value_axis([12_000, 56_000], "条")
    assert axis["range"][0] == 0
    assert "4万" in axis["ticktext"]


def test_axis_of_few_cases_has_whole_steps() -> None:
    assert all(float(text).is_integer() for text in charts.value_axis([0, 1, 2], "件")["ticktext"])


def texts_of(figure: dict[str, Any]) -> list[str]:
    """Every word that stands in a figure beside its axes, in the order drawn."""
    return [text.strip() for trace in figure["data"] if trace.get("mode") == "text" for text in trace["text"]]


def test_two_years_have_a_dot_each_with_its_number_outside_and_one_dot_where_nothing_changed() -> None:
    figure = DRAWN["dumbbell"]().figure
    before, after = (trace for trace in figure["data"] if trace["mode"] == "markers")
    assert before["x"] == [97.0, 98.0], "who stayed has one dot, of few cases none"
    assert after["x"] == [99.0, 98.0, 97.5]
    left, right = ([t.strip() for t in trace["text"]] for trace in figure["data"] if trace["mode"] == "text")
    assert left == ["97.0%", "97.5%"], "the lower number stands left of its dot"
    assert right == ["99.0%", "98.0%", "98.0%"]
    beside = {note["y"]: note["text"] for note in figure["layout"]["annotations"] if note.get("yref") == "y"}
    assert beside == {
        "0": "上升1、下降1、持平1",
        "1": "+2.0个百分点",
        "2": "持平",
        "3": "-0.5个百分点",
        "4": "100%→50.0%，不足10件不判",
    }


def test_only_a_change_that_counts_has_a_colour_of_better_or_worse() -> None:
    figure = DRAWN["dumbbell"]().figure
    after = [trace for trace in figure["data"] if trace["mode"] == "markers"][1]
    assert after["marker"]["color"] == [charts.ACCENT, charts.GREY, charts.GREY]


def test_rows_of_few_cases_stretch_no_axis_and_have_no_mark() -> None:
    for kind in ("dumbbell", "ordered"):
        axis = DRAWN[kind]().figure["layout"]["xaxis"]
        assert min(axis["tickvals"]) >= 94, "50 percent of two cases are told in words"
    marks = next(trace for trace in DRAWN["ordered"]().figure["data"] if trace["mode"] == "markers")
    assert marks["x"] == [99.5, 99.5, 97.0]
    assert "50.0%（2件，不足10件不判）" in texts_of(DRAWN["ordered"]().figure)


def test_ties_have_one_colour_and_who_is_not_ranked_is_grey() -> None:
    marks = next(trace for trace in DRAWN["ordered"]().figure["data"] if trace["mode"] == "markers")
    first, second, last = marks["marker"]["color"]
    assert first == second != last
    unranked = charts.ordered([charts.Row("甲", 3.0, "3"), charts.Row("乙", 2.0, "2")], "件", name="收到").figure
    (bar,) = (trace for trace in unranked["data"] if trace["type"] == "bar")
    assert set(bar["marker"]["color"]) == {charts.GREY}


def test_the_line_to_be_reached_says_whose_it_is() -> None:
    lines = charts.lines({"甲": [97.0, 98.0]}, [2023, 2024], "%", name="热线", target=TARGET)
    for figure, axis in ((lines.figure, "y"), (DRAWN["dumbbell"]().figure, "x"), (DRAWN["ordered"]().figure, "x")):
        layout = figure["layout"]
        assert [shape[f"{axis}0"] for shape in layout["shapes"]] == [95.0]
        assert TARGET.words in [note["text"] for note in layout["annotations"]]
        low, high = layout[f"{axis}axis"]["range"]
        assert low <= 95.0 <= high
    assert TARGET.words in lines.alt


def test_names_at_the_ends_of_lines_never_cover_one_another() -> None:
    series = {f"单位{i}": [98.0 + i / 100, 98.9 + i / 1000] for i in range(8)}
    figure = charts.lines(series, [2023, 2024], "%", name="热线", shown=list(series), peers=[]).figure
    low, high = figure["layout"]["yaxis"]["range"]
    room = figure["layout"]["height"] - figure["layout"]["margin"]["t"] - figure["layout"]["margin"]["b"]
    places = sorted((high - note["y"]) / (high - low) * room + note["ay"] for note in figure["layout"]["annotations"])
    assert len(places) == 8
    assert min(b - a for a, b in pairwise(places)) >= 14.9
    assert places[0] >= 0 and places[-1] <= room


def test_compared_offices_never_have_the_colours_of_good_and_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    series = {f"单位{i}": [float(i), float(i + 1)] for i in range(8)}
    for is_dark in (False, True):
        replace_everywhere(monkeypatch, style, "_is_dark", lambda dark=is_dark: dark)
        figure = charts.lines(series, [2023, 2024], "条", name="网站", shown=list(series)).figure
        colours = [trace["line"]["color"] for trace in figure["data"]]
        assert len(set(colours)) == 8
        assert not set(colours) & {*charts.CATEGORIES[:2], "#6FA8E5", "#E8935A"}
        assert len({trace["marker"]["symbol"] for trace in figure["data"]}) == 8, "colour is not the only sign"


def test_a_point_of_few_cases_is_open_not_joined_and_at_the_edge_of_the_axis() -> None:
    chart = charts.lines(
        {"甲": [98.0, 99.0, 98.5], "乙": [100.0, 50.0, 99.0]},
        YEARS,
        "%",
        name="热线",
        shown=["甲", "乙"],
        hollow={"甲": [False] * 3, "乙": [False, True, False]},
        words={"甲": ["98.0%", "99.0%", "98.5%"], "乙": ["100%", "50.0%（2件，不足10件不判）", "99.0%"]},
    )
    low, _high = chart.figure["layout"]["yaxis"]["range"]
    assert low > 90
    (open_points,) = (trace for trace in chart.figure["data"] if trace["mode"] == "markers")
    assert open_points["y"] == [low] and open_points["marker"]["symbol"] == ["triangle-down-open"]
    assert open_points["text"] == ["乙\n2023年：50.0%（2件，不足10件不判）"]
    line = next(trace for trace in chart.figure["data"] if trace.get("name") == "乙")
    assert line["y"] == [100.0, None, 99.0]


def test_the_usual_is_drawn_whoever_is_chosen_and_on_a_phone_named_in_the_legend() -> None:
    chart = DRAWN["lines"]()
    names = [trace.get("name") for trace in chart.figure["data"]]
    assert wording.QUARTILES in names and "同类中位数" in names
    assert chart.narrow is not None and chart.narrow["showlegend"] and not chart.narrow["annotations"]
    years = charts.lines({"甲": [1.0] * 8}, list(range(2018, 2026)), "条", name="网站")
    assert years.narrow is not None and years.narrow["xaxis"]["tickvals"] == ["2019", "2021", "2023", "2025"]


def test_polarity_colours_keep_contrast() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for step, scale in product(range(101), (charts.DIVERGING, charts.DIVERGING_ON_DARK)):
        ground = charts.colour_of(step / 100, scale)
        low, high = sorted((light(ground), light(charts.text_on(ground))))
        assert (high + 0.05) / (low + 0.05) >= 4.5, ground


def test_a_year_that_nobody_told_says_so() -> None:
    figure = charts.stacked(["2018", "2019"], {"办结": [None, 3.0], "未办结": [None, 0.0]}, "件", name="工单").figure
    assert [(note["x"], note["text"]) for note in figure["layout"]["annotations"]] == [(0, "未写明")]
    assert figure["layout"]["xaxis"]["range"] == [-0.5, 1.5], "the word must not move the years"


def test_sums_of_the_same_offices_are_joined_and_others_are_points_with_their_gap() -> None:
    chart = charts.sums(
        [
            charts.Sums("网站", [9.0, None, 7.0], ["九", "", "七"], ["", "", ""], True),
            charts.Sums("微博", [3.0, 2.0, None], ["三", "二", ""], ["", "少1个单位", ""], False),
        ],
        YEARS,
        "条",
        name="各渠道",
    )
    assert plotly.graph_objects.Figure(**chart.figure).data
    joined, loose, marks = chart.figure["data"]
    assert joined["mode"] == "lines+markers" and joined["connectgaps"] is False and joined["y"] == [9.0, None, 7.0]
    assert loose["mode"] == "markers" and loose["text"] == ["三", "二", ""]
    assert marks["mode"] == "text" and marks["text"] == ["", "少1个单位", ""]
    assert chart.alt == "各渠道图。网站：2022年9条，2024年7条。微博：2022年3条，2023年2条（少1个单位）。"


def test_bars_of_years_say_each_year_in_words_and_mark_the_incomplete() -> None:
    chart = charts.stacked(
        ["2019", "2020", "2021"],
        {"办结": [3.0, 2.0, None], "未办结": [1.0, None, None]},
        "件",
        name="工单",
        marks={"2020": "少1个单位"},
        absent={"2021": "未收录"},
    )
    assert chart.alt == "工单堆积条形图。2019：办结3件、未办结1件；2020：办结2件（少1个单位）；2021：未收录。"
    notes = [(note["x"], note["y"], note["text"]) for note in chart.figure["layout"]["annotations"]]
    assert notes == [(2, 0, "未收录"), (1, 2.0, "少1个单位")]


def test_the_column_map_has_colours_of_its_own_on_the_dark_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    light = DRAWN["heat_map"]().figure["data"][0]["colorscale"]
    replace_everywhere(monkeypatch, style, "_is_dark", lambda: True)
    figure = DRAWN["heat_map"]().figure
    dark = figure["data"][0]["colorscale"]
    assert dark != light and [place for place, _ in dark] == [0, 1]
    assert figure["layout"]["shapes"][0]["line"]["color"] != charts.WORSE
    inks = figure["data"][1]["textfont"]["color"]
    assert inks[0] == charts.text_on(dark[0][1].lower()) and inks[3] == charts.text_on(dark[1][1].lower())


def test_a_lone_line_has_its_colour_and_name_and_no_median_of_nothing() -> None:
    chart = charts.lines(
        {"甲": [98.2, None], "乙": [None, None]},
        [2019, 2020],
        "%",
        name="办结率",
        peers=[charts.Peers("同类中位数", [None, None])],
    )
    assert [trace["name"] for trace in chart.figure["data"] if trace["showlegend"]] == ["甲"]


def test_colours_on_the_dark_ground_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, style, "_is_dark", lambda: True)
    ground = 0.0086
    for colour in [*charts.palette(), *(charts.on_ground(c) for c in charts.ON_DARK)]:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / (ground + 0.05) >= 4.5, colour
    drawn = str(DRAWN["stacked"]().figure) + str(DRAWN["dumbbell"]().figure) + str(DRAWN["ordered"]().figure)
    assert charts.ACCENT not in drawn


def test_sparkline_leaves_gaps_and_says_nothing_without_numbers() -> None:
    assert charts.sparkline([None, None]) == ""
    drawn = charts.sparkline([1.0, None, 2.0, 3.0], "2022年1，2025年3")
    assert drawn.count("M") == 2, "the line starts anew after the gap"
    assert 'alt="2022年1，2025年3"' in drawn


def test_every_status_has_a_word() -> None:
    for status in ("missing", "no_report", "blank", "unreadable", "conflict", "no_cases", "not_told"):
        assert wording.told(None, status=status) == wording.STATUSES[status]
        assert wording.told(None, status=status) != "0"
