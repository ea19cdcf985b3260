"""Every kind of chart is a figure that Plotly takes, with gaps left open and words in Chinese."""

from __future__ import annotations

import re
from itertools import product

import plotly.graph_objects
import pytest

from dashboard import charts, wording
from dashboard.charts import style
from tests.replacing import replace_everywhere

YEARS = [2022, 2023, 2024]
SERIES = {"甲街道办事处": [1.0, None, 3.0], "乙镇人民政府": [2.0, 2.5, None], "丙局": [None, None, None]}
DRAWN = {
    "lines": lambda: charts.lines(
        SERIES,
        YEARS,
        "条",
        name="网站",
        shown=["甲街道办事处"],
        median=[1.5, 2.5, None],
        band=([1.0, 2.0, None], [2.0, 3.0, None]),
    ),
    "bars": lambda: charts.bars(
        ["甲", "乙"], [3.0, None], "件", name="申请", texts=["3", "空白"], links=["./report?report=1", ""]
    ),
    "points": lambda: charts.bars(
        ["街道", "甲", "乙"], [None, 98.1, 66.7], "%", name="办结率", places=[None, 1.0, 0.5], heads=["街道"]
    ),
    "slope": lambda: charts.slope(
        ["甲", "乙"], [1.0, None], [2.0, 3.0], (2023, 2024), "条", name="微博", better_up=True
    ),
    "bump": lambda: charts.bump({"甲": [1.0, 2.0, None], "乙": [2.0, 1.0, 1.0]}, YEARS, name="微信", marked=["甲"]),
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


def test_slope_leaves_out_who_lacks_a_year_and_says_how_many() -> None:
    chart = DRAWN["slope"]()
    assert "1个缺一年" in chart.alt
    assert sum(v is not None for trace in chart.figure["data"] for v in trace["y"]) == 2


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


def test_a_lone_line_has_its_colour_and_name_and_no_median_of_nothing() -> None:
    chart = charts.lines(
        {"甲": [98.2, None], "乙": [None, None]}, [2019, 2020], "%", name="办结率", median=[None, None]
    )
    assert [trace["name"] for trace in chart.figure["data"] if trace["showlegend"]] == ["甲"]


def test_colours_on_the_dark_ground_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, style, "_is_dark", lambda: True)
    ground = 0.0086
    for colour in [*charts.palette(), *(charts.on_ground(c) for c in charts.ON_DARK)]:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        assert (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / (ground + 0.05) >= 4.5, colour
    drawn = str(DRAWN["stacked"]().figure) + str(DRAWN["bump"]().figure) + str(DRAWN["slope"]().figure)
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
