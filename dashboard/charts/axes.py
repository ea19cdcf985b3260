"""Axes and margins: years as categories, values with Chinese units, room for labels measured beforehand."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from dashboard import wording
from dashboard.charts.style import BOLD, FONT, ink_on_ground, palette, short_name

PHONE_WIDTH = 340.0
"""Pixels of a chart on the narrowest screen that pages are made for."""
ROW_HEIGHT = 24
"""Pixels of a row where each office has one."""
LEGEND_ROW = 38.0
"""Pixels that a legend of one row takes below the plot."""


def layout(height: int, **more: Any) -> dict[str, Any]:
    """The layout that all our figures share; `more` is merged over it, key by key at the first level."""
    ink = ink_on_ground()
    shared: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 13, "color": ink["text"]},
        "colorway": list(palette()),
        "showlegend": False,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.16,
            "yanchor": "top",
            "font": {"size": 12},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "hovermode": "closest",
        "hoverlabel": {
            "font": {"family": FONT, "size": 13, "color": "#FFFFFF"},
            "bgcolor": "#27323E",
            "bordercolor": "#27323E",
            "align": "left",
        },
        "dragmode": False,
        "xaxis": {},
        "yaxis": {},
    }
    shared.update(more)
    for name, axis in shared.items():
        if name.startswith(("xaxis", "yaxis")):
            shared[name] = {
                "gridcolor": ink["line"],
                "linecolor": ink["line"],
                "zerolinecolor": ink["line"],
                "tickfont": {"size": 12, "color": ink["soft"]},
                "title": {"font": {"size": 12, "color": ink["soft"]}},
                "automargin": True,
                "ticks": "",
                "fixedrange": True,
                **axis,
            }
    shared["margin"] = _make_room(shared)
    return shared


def _make_room(figure: dict[str, Any]) -> dict[str, float]:
    """The margins (pixels) with room for the labels of the axes and the legend, where it can be told beforehand. Plotly would
    draw such a figure once to measure them and once more; axes whose room is not told are left to it."""
    margin = {**figure["margin"]}
    across, along = figure["xaxis"], figure["yaxis"]
    labels = along.get("ticktext")
    if labels and not along["title"].get("text"):
        along["automargin"] = False
        margin["l"] += math.ceil(max(map(text_width, labels))) + 5
    labels = across.get("ticktext") or [value for value in across.get("tickvals", ()) if isinstance(value, str)]
    # On a phone the labels may have to lean: how deep they then reach is for Plotly to measure.
    broad = PHONE_WIDTH - margin["l"] - margin["r"]
    if labels and not across["title"].get("text") and sum(text_width(label) + 8 for label in labels) < broad:
        across["automargin"] = False
        margin["t" if across.get("side") == "top" else "b"] += 20
    if figure["showlegend"]:
        below = -figure["legend"]["y"]
        needed = (LEGEND_ROW + below * (figure["height"] - margin["t"])) / (1 + below)
        margin["b"] = max(margin["b"], math.ceil(needed))
    return margin


def text_width(text: str) -> float:
    """Pixels of a label of 12 px, rather more than less.

    >>> text_width("<b>街道</b>"), round(text_width("100%"))
    (24.0, 33)
    """
    plain = re.sub(r"<[^>]*>", "", text)
    return sum(
        12.0 if ord(sign) > 0x2E7F else 4.0 if sign in ",. " else 11.0 if sign in "%MW" else 7.4 for sign in plain
    )


def year_axis(years: Sequence[int], narrow: bool = False, **more: Any) -> dict[str, Any]:
    """A category axis that keeps each year, told or not: Plotly would otherwise make numbers of them. A `narrow` one
    names every second year of more than five, the last one always, so that none has to lean."""
    labels = [str(year) for year in years]
    shown = labels if len(labels) <= 10 else labels[:: (len(labels) + 9) // 10]
    if narrow and len(labels) > 5:
        shown = labels[::-1][:: (len(labels) + 4) // 5][::-1]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.35, len(labels) - 0.65],
        "tickmode": "array",
        "tickvals": shown,
        "showgrid": False,
        **more,
    }


def rows_axis(labels: Sequence[str], heads: Sequence[bool], longest: int) -> dict[str, Any]:
    """The axis of a chart with a row a label, the first on top; heads of groups are bold. It is keyed by place: two
    offices may have one name."""
    keys = [str(place) for place in range(len(labels))]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": keys,
        "tickmode": "array",
        "tickvals": keys,
        "ticktext": [
            BOLD.format(label) if is_head else short_name(label, longest)
            for label, is_head in zip(labels, heads, strict=True)
        ],
        "range": [len(keys) - 0.4, -0.6],
        "showgrid": False,
        "tickfont": {"size": 12, "color": ink_on_ground()["text"]},
    }


def value_axis(numbers: Sequence[object], unit: str, from_zero: bool = True, **more: Any) -> dict[str, Any]:
    """A number axis with Chinese tick labels (万); rates keep to what is there, counts start at 0."""
    told = [amount for amount in (wording.figure(value) for value in numbers) if amount is not None]
    low, high = (min(told), max(told)) if told else (0.0, 1.0)
    if unit == "%":
        low, high = max(0.0, low - 1), min(100.0, high + 0.6)
        from_zero = False
    whole = unit != "%" and all(amount.is_integer() for amount in told)
    ticks = _ticks(min(0.0, low) if from_zero else low, high, 1.0 if whole else 0.0)
    span = (ticks[-1] - ticks[0]) or 1.0
    bottom = ticks[0] - (0 if from_zero and ticks[0] == 0 else span * 0.04)
    return {
        "tickmode": "array",
        "tickvals": ticks,
        "ticktext": [_tick_text(tick, unit) for tick in ticks],
        "range": [bottom, max(high, ticks[-1]) + span * 0.05],
        "zeroline": False,
        **more,
    }


def _tick_text(tick: float, unit: str) -> str:
    if unit == "%":
        return f"{tick:g}%"
    return wording.short(tick)


def _ticks(low: float, high: float, least: float = 0.0, about: int = 4) -> list[float]:
    """Round numbers from `low` to `high`, no closer than `least`."""
    span = high - low or abs(high) or 1.0
    raw = span / about
    power = 10.0 ** math.floor(math.log10(raw))
    factors = (1, 2, 2.5, 5, 10) if power >= 10 else (1, 2, 5, 10)
    step = max(next(power * factor for factor in factors if power * factor >= raw), least)
    start = math.floor(low / step + 1e-9) * step
    ticks = [start]
    while ticks[-1] < high - step * 0.05:
        ticks.append(round(start + step * len(ticks), 10))
    return ticks
