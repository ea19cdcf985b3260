"""Marks on the time axis of a finished chart: a fine line before the first year of which something is true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard import wording
from dashboard.charts.style import Chart, ink_on_ground

MOST_SIGNS = 10
"""Of the words beside a line; all of them stand below the chart."""


def marked(chart: Chart, years: Sequence[int], marks: Mapping[int, Sequence[str]]) -> Chart:
    """The chart with a line before each year of `marks` and what changed then; years that it does not show, and its
    first one, before which there is nothing to compare, have none."""
    shown = {year: words for year, words in marks.items() if year in years[1:]}
    if not shown:
        return chart
    ink = ink_on_ground()
    shapes = [_line(years.index(year), ink["soft"]) for year in shown]
    labels = [_label(years.index(year), words, ink["soft"]) for year, words in shown.items()]
    figure = {**chart.figure, "layout": _with(chart.figure["layout"], shapes, labels)}
    narrow = None if chart.narrow is None else _with(chart.narrow, shapes, [])
    told = "".join(wording.mark_words(year, words) for year, words in shown.items())
    return replace(chart, figure=figure, narrow=narrow, alt=chart.alt + told)


def _with(layout: Mapping[str, Any], shapes: list[dict[str, Any]], labels: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **layout,
        "shapes": [*layout.get("shapes", ()), *shapes],
        "annotations": [*layout.get("annotations", ()), *labels],
    }


def _line(place: int, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1, "dash": "dash"}
    at = place - 0.5
    return {
        "type": "line",
        "xref": "x",
        "x0": at,
        "x1": at,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "layer": "below",
        "line": line,
    }


def _label(place: int, words: Sequence[str], colour: str) -> dict[str, Any]:
    text = "；".join(words)
    text = text if len(text) <= MOST_SIGNS else f"{text[: MOST_SIGNS - 1]}…"
    return {
        "xref": "x",
        "x": place - 0.5,
        "yref": "paper",
        "y": 1,
        "text": text,
        "xanchor": "left",
        "yanchor": "top",
        "xshift": 3,
        "showarrow": False,
        "font": {"size": 11, "color": colour},
    }
