"""Charts as plain Plotly figures: built from numbers, gaps left open, in Chinese, and shown with title, source and downloads."""

from dashboard.charts.axes import value_axis
from dashboard.charts.bars import bars, stacked
from dashboard.charts.change import Pair, dumbbell
from dashboard.charts.flow import flow
from dashboard.charts.funnel import funnel
from dashboard.charts.heat_map import heat_map
from dashboard.charts.lines import Peers, lines
from dashboard.charts.marks import marked
from dashboard.charts.order import Row, ordered
from dashboard.charts.show import foot, heading, show
from dashboard.charts.sparkline import sparkline
from dashboard.charts.spine import Spine, SpineRow, spine, spine_bar, spine_table
from dashboard.charts.style import (
    ACCENT,
    CATEGORIES,
    DIVERGING,
    DIVERGING_ON_DARK,
    GREY,
    ON_DARK,
    PALE_PARTS,
    PARTS,
    WORSE,
    Chart,
    Numbers,
    colour_of,
    on_ground,
    palette,
    text_on,
)
from dashboard.charts.sums import Sums, sums
from dashboard.charts.target import Target

__all__ = [
    "ACCENT",
    "CATEGORIES",
    "DIVERGING",
    "DIVERGING_ON_DARK",
    "GREY",
    "ON_DARK",
    "PALE_PARTS",
    "PARTS",
    "WORSE",
    "Chart",
    "Numbers",
    "Pair",
    "Peers",
    "Row",
    "Spine",
    "SpineRow",
    "Sums",
    "Target",
    "bars",
    "colour_of",
    "dumbbell",
    "flow",
    "foot",
    "funnel",
    "heading",
    "heat_map",
    "lines",
    "marked",
    "on_ground",
    "ordered",
    "palette",
    "show",
    "sparkline",
    "spine",
    "spine_bar",
    "spine_table",
    "stacked",
    "sums",
    "text_on",
    "value_axis",
]
