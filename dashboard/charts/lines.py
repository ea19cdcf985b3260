"""Lines over years, one an office or a channel, with gaps where nothing was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.charts.axes import layout, value_axis, year_axis
from dashboard.charts.style import BAND, CATEGORIES, Chart, Numbers, ink_on_ground, palette

MOST_LINES = len(CATEGORIES)
FEW_LINES = 3
"""So few lines are drawn in colour with their names, though none is pointed out."""


def lines(
    series: Mapping[str, Numbers],
    years: Sequence[int],
    unit: str,
    *,
    name: str,
    shown: Sequence[str] = (),
    median: Numbers = (),
    band: tuple[Numbers, Numbers] | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
    decimals_unit: str | None = None,
) -> Chart:
    """Lines over years with gaps where nothing is told: `shown` in colour with their names at the end, all
    others pale behind them, the peers' median dashed and their quartiles as a band. `links` are addresses of
    our pages, one a point: a click leads there."""
    ink = ink_on_ground()
    hover_unit = unit if decimals_unit is None else decimals_unit
    x = [str(year) for year in years]
    data: list[dict[str, Any]] = []
    if band is not None:
        lower, upper = band
        for start, end in _told_runs(lower, upper):
            data.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": [*x[start:end], *reversed(x[start:end])],
                    "y": [*upper[start:end], *reversed(list(lower[start:end]))],
                    "fill": "toself",
                    "fillcolor": BAND,
                    "line": {"width": 0, "color": "rgba(0,0,0,0)"},
                    "name": wording.QUARTILES,
                    "hoverinfo": "skip",
                    "showlegend": start == 0,
                }
            )
    told_series = [label for label, values in series.items() if any(v is not None for v in values)]
    if not shown and len(told_series) <= FEW_LINES:
        shown = told_series
    chosen = list(shown)[:MOST_LINES]
    pale = [label for label in series if label not in chosen]
    if pale:
        # One trace for all of them: the browser draws it ten times faster than as many lines.
        data.append(_pale_lines({label: series[label] for label in pale}, x, unit, hover_unit, links))
    median = median if any(v is not None for v in median) else ()
    if median:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": x,
                "y": list(median),
                "name": wording.MEDIAN,
                "line": {"color": ink["soft"], "width": 2, "dash": "dash"},
                "hovertemplate": "%{text}<extra></extra>",
                "text": [
                    f"{wording.MEDIAN}，{year}年：{wording.told(v, hover_unit)}"
                    for year, v in zip(x, median, strict=True)
                ],
                "connectgaps": False,
                "showlegend": True,
            }
        )
    for order, label in enumerate(chosen):
        colour = palette()[order]
        data.append(_line(label, series.get(label, ()), x, unit, hover_unit, colour, 2.4, links, legend=True))
    every = [v for values in series.values() for v in values] + list(median)
    figure = {
        "data": data,
        "layout": layout(
            330,
            xaxis=year_axis(years),
            yaxis=value_axis(every, unit),
            showlegend=bool(chosen or median),
        ),
    }
    told = [
        (label, [(y, v) for y, v in zip(years, values, strict=False) if v is not None])
        for label, values in series.items()
    ]
    alt = f"{name}，{wording.years(min(years), max(years))}折线图，{len(series)}个单位。" if years else name
    for label, points in told:
        if label in chosen and points:
            alt += f"{label}：{points[0][0]}年{wording.told(points[0][1], hover_unit)}，{points[-1][0]}年{wording.told(points[-1][1], hover_unit)}。"
    return Chart(figure, 330, alt)


def _line(
    label: str,
    values: Numbers,
    x: list[str],
    unit: str,
    hover_unit: str,
    colour: str,
    width: float,
    links: Mapping[str, Sequence[str]] | None,
    legend: bool = False,
) -> dict[str, Any]:
    plain = "" if unit == "%" else hover_unit
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": list(values),
        "name": label,
        "line": {"color": colour, "width": width},
        "marker": {"size": 7 if legend else 4, "color": colour},
        "connectgaps": False,
        "customdata": list((links or {}).get(label, ())),
        "text": [
            f"{label}<br>{year}年：{wording.told(v, unit)}{plain if v is not None else ''}"
            for year, v in zip(x, values, strict=False)
        ],
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": legend,
    }


def _pale_lines(
    series: Mapping[str, Numbers], x: list[str], unit: str, hover_unit: str, links: Mapping[str, Sequence[str]] | None
) -> dict[str, Any]:
    plain = "" if unit == "%" else hover_unit
    places: list[str | None] = []
    numbers: list[float | None] = []
    texts: list[str] = []
    leads: list[str] = []
    for label, values in series.items():
        places += [*x, None]
        numbers += [*values, None]
        texts += [
            f"{label}<br>{year}年：{wording.told(v, unit)}{plain if v is not None else ''}"
            for year, v in zip(x, values, strict=True)
        ] + [""]
        leads += [*((links or {}).get(label) or [""] * len(x)), ""]
    colour = ink_on_ground()["pale"]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": places,
        "y": numbers,
        "name": wording.EVERY_OFFICE,
        "line": {"color": colour, "width": 1.2},
        "marker": {"size": 4, "color": colour},
        "connectgaps": False,
        "customdata": leads,
        "text": texts,
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }


def _told_runs(lower: Numbers, upper: Numbers) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, (low, high) in enumerate([*zip(lower, upper, strict=True), (None, None)]):
        if low is not None and high is not None:
            start = place if start is None else start
        elif start is not None:
            runs.append((start, place))
            start = None
    return runs
