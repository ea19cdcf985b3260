"""Sums over years, one line a part: joined only where the same offices make up every year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.charts import traces
from dashboard.charts.axes import layout, value_axis, year_axis
from dashboard.charts.style import PARTS, Chart, Numbers, ink_on_ground, on_ground

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "hexagon")
"""Told apart without colours too."""


@dataclass(frozen=True, slots=True)
class Sums:
    """One part over the years: its sums, what rests under the pointer at each, and a mark beside those that lack
    offices ('' where nothing is lacking). `is_trend`: the same offices in every year; else the points are not joined."""

    name: str
    values: Numbers
    hovers: Sequence[str]
    marks: Sequence[str]
    is_trend: bool


def sums(parts: Sequence[Sums], years: Sequence[int], unit: str, *, name: str) -> Chart:
    """Lines or points over years, in colours that say neither good nor bad, with gaps where nothing is told."""
    ink = ink_on_ground()
    data = []
    x = [str(year) for year in years]
    for order, part in enumerate(parts):
        colour = on_ground(PARTS[order % len(PARTS)])
        marker = {"size": 8, "color": colour, "symbol": SYMBOLS[order % len(SYMBOLS)]}
        told: dict[str, Any] = {"texts": part.hovers, "name": part.name, "cliponaxis": False, "showlegend": True}
        data.append(
            traces.curve(x, part.values, colour, 2.4, marker, **told)
            if part.is_trend
            else traces.points(x, part.values, marker, **told)
        )
        if any(part.marks):
            data.append(traces.words(x, part.values, part.marks, ink["soft"], position="top center", size=11))
    every = [value for part in parts for value in part.values]
    figure = {
        "data": data,
        "layout": layout(330, xaxis=year_axis(years), yaxis=value_axis(every, unit), showlegend=True),
    }
    alt = f"{name}图。"
    for part in parts:
        values = [
            f"{year}年{wording.number(value)}{unit}" + (f"（{mark}）" if mark else "")
            for year, value, mark in zip(years, part.values, part.marks, strict=True)
            if value is not None
        ]
        alt += f"{part.name}：{'，'.join(values)}。" if values else ""
    return Chart(figure, 330, alt)
