"""Charts: small answers drawn as Plotly figures, each a plain dictionary in one style of ours.

In come names, years and numbers (None where nothing is told); out come Charts: the figure, its height and a
text alternative. `show` puts one on the page with its title, source note and downloads. A figure is never
built with plotly's own classes, which cost more time than all else on a page. None is a gap, never 0.
Sparklines are drawn as SVG text, for cards and tables.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart as PlotlyChartMessage

from dashboard import downloads, wording
from dashboard.middleware import keeps_charts

ACCENT = "#1F5EA8"
WORSE = "#C2570C"
GREY = "#8A94A0"
PALE = "#B9C1CA"
BAND = "rgba(31,94,168,0.14)"
CATEGORIES = ("#1F5EA8", "#C2570C", "#2F7F79", "#8A6D1D", "#6B5B95", "#9B4F6A", "#5B7F95", "#4E5966")
CATEGORIES_ON_DARK = ("#6FA8E5", "#E8935A", "#6FBDB6", "#CDB05F", "#A99BD0", "#D290A9", "#93B3C6", "#A8B3BF")
"""The same in the same order, light enough for lines and bars on the dark ground."""
ON_DARK = {**dict(zip(CATEGORIES, CATEGORIES_ON_DARK, strict=True)), "#8FB4DC": "#CFE1F6", "#E3A574": "#F6D8BF"}
"""Each colour of a part on the light ground with its lighter brother."""
DIVERGING = ("#C2570C", "#EDB68B", "#EEF1F4", "#A9C5E4", "#1F5EA8")
"""Worse to better, told apart by everyone who sees colours at all."""
DIVERGING_ON_DARK = ("#C2570C", "#84502B", "#343D47", "#2F557F", "#1F5EA8")
"""The same on a dark ground, where a pale middle would stand out most."""
FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
}
MOST_LINES = len(CATEGORIES)
FEW_LINES = 3
"""So few lines are drawn in colour with their names, though none is pointed out."""

Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure (a Plotly dictionary), its height in pixels and what it shows in words."""

    figure: dict[str, Any]
    height: int
    alt: str


def _is_dark() -> bool:
    return getattr(st.context.theme, "type", "light") == "dark"


def _ink() -> dict[str, str]:
    if _is_dark():
        return {
            "text": "#D5DBE2",
            "soft": "#A8B3BF",
            "line": "#36404B",
            "accent": CATEGORIES_ON_DARK[0],
            "worse": CATEGORIES_ON_DARK[1],
            "pale": "#55606D",
            "paper": "#12171D",
        }
    return {
        "text": "#1B2430",
        "soft": "#55606D",
        "line": "#E3E7EC",
        "accent": ACCENT,
        "worse": WORSE,
        "pale": PALE,
        "paper": "#FFFFFF",
    }


def palette() -> tuple[str, ...]:
    """The colours of kinds and parts on the ground that the reader has chosen."""
    return CATEGORIES_ON_DARK if _is_dark() else CATEGORIES


def on_ground(colour: str) -> str:
    """A colour of ours as the reader's ground needs it: on the dark one its lighter brother."""
    return ON_DARK.get(colour, colour) if _is_dark() else colour


PHONE_WIDTH = 340.0
"""Pixels of a chart on the narrowest screen that pages are made for."""
LEGEND_ROW = 38.0
"""Pixels that a legend of one row takes below the plot."""


def layout(height: int, **more: Any) -> dict[str, Any]:
    """The layout that all our figures share; `more` is merged over it, key by key at the first level."""
    ink = _ink()
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
        margin["l"] += math.ceil(max(map(_text_width, labels))) + 5
    labels = across.get("ticktext") or [value for value in across.get("tickvals", ()) if isinstance(value, str)]
    # On a phone the labels may have to lean: how deep they then reach is for Plotly to measure.
    broad = PHONE_WIDTH - margin["l"] - margin["r"]
    if labels and not across["title"].get("text") and sum(_text_width(label) + 8 for label in labels) < broad:
        across["automargin"] = False
        margin["t" if across.get("side") == "top" else "b"] += 20
    if figure["showlegend"]:
        below = -figure["legend"]["y"]
        needed = (LEGEND_ROW + below * (figure["height"] - margin["t"])) / (1 + below)
        margin["b"] = max(margin["b"], math.ceil(needed))
    return margin


def _text_width(text: str) -> float:
    """Pixels of a label of 12 px, rather more than less.

    >>> _text_width("<b>街道</b>"), round(_text_width("100%"))
    (24.0, 33)
    """
    plain = re.sub(r"<[^>]*>", "", text)
    return sum(
        12.0 if ord(sign) > 0x2E7F else 4.0 if sign in ",. " else 11.0 if sign in "%MW" else 7.4 for sign in plain
    )


def year_axis(years: Sequence[int], **more: Any) -> dict[str, Any]:
    """A category axis that keeps each year, told or not: Plotly would otherwise make numbers of them."""
    labels = [str(year) for year in years]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": labels,
        "range": [-0.35, len(labels) - 0.65],
        "tickmode": "array",
        "tickvals": labels if len(labels) <= 10 else labels[:: (len(labels) + 9) // 10],
        "showgrid": False,
        **more,
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


def colour_of(place: float | None, scale: Sequence[str] = DIVERGING) -> str:
    """The colour of a place between 0 (worst) and 1 (best) on the orange to blue scale; transparent for None.

    >>> colour_of(0.0), colour_of(1.0), colour_of(None)
    ('#c2570c', '#1f5ea8', 'transparent')
    """
    if place is None:
        return "transparent"
    position = min(1.0, max(0.0, place)) * (len(scale) - 1)
    lower = min(int(position), len(scale) - 2)
    share = position - lower
    parts = []
    for start in (1, 3, 5):
        a, b = int(scale[lower][start : start + 2], 16), int(scale[lower + 1][start : start + 2], 16)
        parts.append(round(a + (b - a) * share))
    return "#" + "".join(f"{part:02x}" for part in parts)


def sequential_colour(place: float) -> str:
    """The colour of a place between 0 (little) and 1 (much) on the pale to dark blue scale."""
    pairs = zip((234, 241, 249), (31, 94, 168), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * min(1.0, max(0.0, place))):02x}" for a, b in pairs)


def text_on(colour: str) -> str:
    """Black or white, whichever reads on `colour` (#rrggbb) with a contrast of 4.5 at least.

    >>> text_on("#1f5ea8"), text_on("#edb68b")
    ('#FFFFFF', '#000000')
    """
    if not colour.startswith("#"):
        return "inherit"
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return "#FFFFFF" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179 else "#000000"


# --- figures ----------------------------------------------------------------------------------------------


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
    ink = _ink()
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
    colour = _ink()["pale"]
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


def bars(
    labels: Sequence[str],
    values: Numbers,
    unit: str,
    *,
    name: str,
    marked: Sequence[str] = (),
    texts: Sequence[str] | None = None,
    places: Sequence[float | None] | None = None,
    links: Sequence[str] | None = None,
    reference: float | None = None,
    from_zero: bool = True,
    heads: Sequence[str] = (),
    longest: int = 11,
) -> Chart:
    """Horizontal bars, the first label on top; an untold value is its word instead of a bar. `places`
    (0 worst to 1 best) colours by polarity, `marked` sets bars off, `reference` draws the median. Rates that
    lie close together are drawn as points on a line, since a bar has to start at 0. Labels in `heads` are the
    names of groups, without a bar; a name longer than `longest` characters is cut."""
    ink = _ink()
    shown = list(texts) if texts is not None else [wording.told(v, unit) for v in values]
    rates = unit == "%"
    colours = [
        colour_of(place) if place is not None else (ink["accent"] if not marked or label in marked else ink["pale"])
        for label, place in zip(labels, places or [None] * len(labels), strict=True)
    ]
    colours = [GREY if colour == "#eef1f4" else colour for colour in colours]
    # The words on the axis are keyed by place: two offices may have one name.
    keys = [str(i) for i in range(len(labels))]
    axis = value_axis([*values, reference], unit, from_zero)
    base = axis["range"][0] if not from_zero or rates else 0
    trace: dict[str, Any] = {
        "y": keys,
        "x": list(values),
        "customdata": list(links) if links else None,
        "hovertemplate": [
            f"{label}：{text}{'' if rates or v is None else unit}<extra></extra>"
            for label, text, v in zip(labels, shown, values, strict=True)
        ],
        "cliponaxis": False,
    }
    height = max(120, 27 * len(labels) + 46)
    data: list[dict[str, Any]] = []
    if rates:
        told = [(key, v) for key, v in zip(keys, values, strict=True) if v is not None]
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [place for _, v in told for place in (base, v, None)],
                "y": [place for key, _ in told for place in (key, key, None)],
                "line": {"color": ink["line"], "width": 3},
                "hoverinfo": "skip",
            }
        )
        trace |= {"type": "scatter", "mode": "markers", "marker": {"size": 12, "color": colours}}
    else:
        trace |= {"type": "bar", "orientation": "h", "marker": {"color": colours}, "width": 0.66}
    data.append({key: value for key, value in trace.items() if value is not None})
    data.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": [base if v is None else max(v, base) for v in values],
            "y": keys,
            "text": [
                f"{' ' * (3 if rates and v is not None else 1)}{text}" for v, text in zip(values, shown, strict=True)
            ],
            "textposition": "middle right",
            "textfont": {"size": 12, "color": [ink["soft"] if v is None else ink["text"] for v in values]},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    shapes: list[dict[str, Any]] = []
    if reference is not None:
        shapes.append(
            {
                "type": "line",
                "x0": reference,
                "x1": reference,
                "y0": 0,
                "y1": 1,
                "yref": "paper",
                "line": {"color": ink["soft"], "width": 1.5, "dash": "dash"},
            }
        )
    low, high = axis["range"]
    figure = {
        "data": data,
        "layout": layout(
            height,
            xaxis={**axis, "range": [low, high + (high - low) * 0.16], "side": "bottom"},
            yaxis={
                "type": "category",
                "categoryorder": "array",
                "categoryarray": keys,
                "tickmode": "array",
                "tickvals": keys,
                "ticktext": [f"<b>{label}</b>" if label in heads else _short_name(label, longest) for label in labels],
                "range": [len(keys) - 0.4, -0.6],
                "showgrid": False,
                "tickfont": {"size": 12, "color": ink["text"]},
            },
            shapes=shapes,
        ),
    }
    alt = (
        f"{name}，按大小排列："
        + "；".join(f"{label}{text}" for label, text in list(zip(labels, shown, strict=True))[:12])
        + "。"
    )
    return Chart(figure, height, alt)


def _short_name(label: str, most: int = 11) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def slope(
    labels: Sequence[str],
    before: Numbers,
    after: Numbers,
    years: tuple[int, int],
    unit: str,
    *,
    name: str,
    marked: Sequence[str] = (),
    better_up: bool | None = None,
    unjudged: Sequence[str] = (),
    links: Sequence[tuple[str, str]] | None = None,
) -> Chart:
    """Two years side by side, a line an office; blue got better, orange got worse, grey has no better or is
    `unjudged`.
    Offices that lack one of the two are left out and counted in the text alternative."""
    ink = _ink()
    x = [str(years[0]), str(years[1])]
    rose = fell = 0
    ends: list[tuple[float, str]] = []
    groups: dict[tuple[str, bool], dict[str, list[Any]]] = {}
    for label, first, last, link in zip(labels, before, after, links or [("", "")] * len(labels), strict=True):
        if first is None or last is None:
            continue
        rose += last > first
        fell += last < first
        colour = ink["pale"]
        if better_up is not None and last != first and label not in unjudged:
            colour = ink["accent"] if (last > first) == better_up else ink["worse"]
        faded = bool(marked) and label not in marked
        change = last - first if unit == "%" else (100 * (last - first) / abs(first) if first else None)
        words = wording.signed(change, "pp" if unit == "%" else "%")
        text = f"{label}<br>{x[0]}年：{wording.told(first, unit)}<br>{x[1]}年：{wording.told(last, unit)}<br>{words}"
        group = groups.setdefault((colour, faded), {"x": [], "y": [], "text": [], "customdata": []})
        group["x"] += [*x, None]
        group["y"] += [first, last, None]
        group["text"] += [text, text, ""]
        group["customdata"] += [*link, ""]
        ends.append((last, label))
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            **group,
            "connectgaps": False,
            "line": {"color": colour, "width": 1.2 if faded else 2.2},
            "opacity": 0.45 if faded else 1,
            "marker": {"size": 6, "color": colour},
            "hovertemplate": "%{text}<extra></extra>",
        }
        for (colour, faded), group in groups.items()
    ]
    axis = value_axis([*before, *after], unit)
    height = 330
    notes = _end_labels([end for end in ends if not marked or end[1] in marked] or ends, axis["range"], height)
    figure = {
        "data": data or [{"type": "scatter", "x": x, "y": [None, None]}],
        "layout": layout(
            height,
            margin={"l": 8, "r": 132, "t": 8, "b": 8},
            xaxis=year_axis(years, range=[-0.12, 1.04], side="top"),
            yaxis=axis,
            annotations=[
                {
                    **note,
                    "x": 1,
                    "xref": "x",
                    "xanchor": "left",
                    "xshift": 8,
                    "showarrow": False,
                    "font": {"size": 11, "color": ink["soft"]},
                }
                for note in notes
            ],
        ),
    }
    left_out = sum(1 for first, last in zip(before, after, strict=True) if first is None or last is None)
    alt = f"{name}，{x[0]}年与{x[1]}年对比：{rose}个上升，{fell}个下降，{left_out}个缺一年的数未画出。"
    return Chart(figure, height, alt)


def _end_labels(ends: Sequence[tuple[float, str]], span: Sequence[float], height: int) -> list[dict[str, Any]]:
    """Labels at line ends, moved apart so that none covers another; those that find no room are dropped."""
    gap = (span[1] - span[0]) * 15 / max(height - 60, 1)
    notes: list[dict[str, Any]] = []
    last: float | None = None
    for value, label in sorted(ends):
        place = value if last is None else max(value, last + gap)
        if place - value > gap * 2.5:
            continue
        last = place
        notes.append({"y": place, "text": _short_name(label, 9)})
    return notes


def bump(
    ranks: Mapping[str, Numbers],
    years: Sequence[int],
    *,
    name: str,
    marked: Sequence[str] = (),
    links: Mapping[str, Sequence[str]] | None = None,
) -> Chart:
    """Ranks over years, first place on top, a line an office with gaps where it has no rank."""
    ink = _ink()
    x = [str(year) for year in years]
    most = int(max((v for values in ranks.values() for v in values if v is not None), default=1))
    data = []
    for order, (label, values) in enumerate(ranks.items()):
        on = label in marked
        colour = (
            palette()[list(marked).index(label) % len(CATEGORIES)]
            if on
            else (ink["pale"] if marked else palette()[order % len(CATEGORIES)])
        )
        data.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": x,
                "y": list(values),
                "name": label,
                "line": {"color": colour, "width": 2.6 if on else 1.4, "shape": "spline", "smoothing": 0.6},
                "marker": {"size": 9 if on else 6, "color": colour},
                "connectgaps": False,
                "customdata": list((links or {}).get(label, ())),
                "text": [
                    "" if v is None else f"{label}<br>{year}年：第{v:.0f}名" for year, v in zip(x, values, strict=True)
                ],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    height = max(220, 26 * most + 50)
    ends = [(-values[-1], label) for label, values in ranks.items() if values and values[-1] is not None]
    figure = {
        "data": data,
        "layout": layout(
            height,
            margin={"l": 8, "r": 118, "t": 8, "b": 8},
            xaxis=year_axis(years, range=[-0.3, len(x) - 0.9]),
            yaxis={
                "range": [most + 0.6, 0.4],
                "tickmode": "array",
                "tickvals": list(range(1, most + 1)),
                "ticktext": [f"第{i}名" for i in range(1, most + 1)],
                "showgrid": False,
                "zeroline": False,
            },
            annotations=[
                {
                    "x": len(x) - 1,
                    "y": -place,
                    "text": _short_name(label, 8),
                    "showarrow": False,
                    "xanchor": "left",
                    "xshift": 9,
                    "font": {"size": 11, "color": ink["soft"]},
                }
                for place, label in ends
            ],
        ),
    }
    first = [label for label, values in ranks.items() if values and values[-1] == 1]
    alt = f"{name}名次变化，{wording.years(min(years), max(years))}。" + (
        f"{years[-1]}年第1名：{'、'.join(first)}。" if first else ""
    )
    return Chart(figure, height, alt)


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    places: Sequence[Numbers],
    texts: Sequence[Sequence[str]],
    *,
    name: str,
    hovers: Sequence[Sequence[str]] | None = None,
    marked: Sequence[tuple[int, int]] = (),
    links: Sequence[Sequence[str]] | None = None,
    sequential: bool = False,
) -> Chart:
    """Cells coloured by place (0 worst to 1 best, or 0 little to 1 much when `sequential`) with their number
    or word in them; None is left without colour. `marked` cells (row, column) get a frame."""
    ink = _ink()
    height = max(140, 30 * len(rows) + 60)
    scale = (
        [[0, "#EAF1F9"], [1, ACCENT]]
        if sequential
        else [[i / (len(DIVERGING) - 1), c] for i, c in enumerate(DIVERGING)]
    )
    words: list[str] = []
    inks: list[str] = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            place = places[r][c]
            ground = "none" if place is None else (sequential_colour(place) if sequential else colour_of(place))
            words.append(text)
            inks.append(ink["soft"] if place is None else text_on(ground))
    figure = {
        "data": [
            {
                "type": "heatmap",
                "z": [list(row) for row in places],
                "zmin": 0,
                "zmax": 1,
                "x": list(range(len(columns))),
                "y": list(range(len(rows))),
                "colorscale": scale,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
                "hoverongaps": True,
                "text": [list(row) for row in (hovers or texts)],
                "customdata": [list(row) for row in (links or [[""] * len(columns)] * len(rows))],
                "hovertemplate": "%{text}<extra></extra>",
            },
            {
                "type": "scatter",
                "mode": "text",
                "x": list(range(len(columns))) * len(rows),
                "y": [r for r in range(len(rows)) for _ in columns],
                "text": words,
                "textfont": {"size": 11, "color": inks},
                "hoverinfo": "skip",
            },
        ],
        "layout": layout(
            height,
            xaxis={
                "tickmode": "array",
                "tickvals": list(range(len(columns))),
                "ticktext": list(columns),
                "side": "top",
                "showgrid": False,
                "zeroline": False,
                "range": [-0.5, len(columns) - 0.5],
            },
            yaxis={
                "tickmode": "array",
                "tickvals": list(range(len(rows))),
                "ticktext": [_short_name(row, 14) for row in rows],
                "showgrid": False,
                "zeroline": False,
                "range": [len(rows) - 0.5, -0.5],
            },
            shapes=[
                {
                    "type": "rect",
                    "x0": c - 0.46,
                    "x1": c + 0.46,
                    "y0": r - 0.44,
                    "y1": r + 0.44,
                    "line": {"color": WORSE, "width": 2.5},
                }
                for r, c in marked
            ],
        ),
    }
    return Chart(figure, height, f"{name}，{len(rows)}行{len(columns)}列的色块图，数字写在格内。")


def wilson(rate: float, cases: float, deviations: float) -> tuple[float, float]:
    """Lower and upper control limit (0 to 1) of a rate (0 to 1) for a number of cases: Wilson's interval, the
    same that queries/rate_funnel.sql judges by.

    >>> [round(limit, 3) for limit in wilson(0.958298, 375, 1.959964)]
    [0.933, 0.974]
    """
    square = deviations**2
    middle = rate + square / (2 * cases)
    spread = deviations * (rate * (1 - rate) / cases + square / (4 * cases**2)) ** 0.5
    return (middle - spread) / (1 + square / cases), (middle + spread) / (1 + square / cases)


def funnel(
    labels: Sequence[str],
    cases: Numbers,
    rates: Numbers,
    centre: float | None,
    *,
    dispersion: float = 1.0,
    name: str,
    verdicts: Sequence[str],
    marked: Sequence[str] = (),
    links: Sequence[str] | None = None,
) -> Chart:
    """Rates (percent) against cases, with the control limits around the centre (percent), widened by `dispersion`, a
    factor of the variance. A point within them is no worse than chance and the usual scatter of its kind make it."""
    ink = _ink()
    data: list[dict[str, Any]] = []
    most = max((n for n in cases if n is not None), default=0.0) * 1.08
    if centre is not None and most > 1:
        grid = [most * (step / 60) ** 2 for step in range(1, 61)]
        grid = [n for n in grid if n >= 1]
        for deviations, dash, words in ((1.959964, "dot", wording.LIMITS_95), (3.090232, "dash", wording.LIMITS_998)):
            curves = [wilson(centre / 100, n / dispersion, deviations) for n in grid]
            for side in (0, 1):
                data.append(
                    {
                        "type": "scatter",
                        "mode": "lines",
                        "x": grid,
                        "y": [100 * limits[side] for limits in curves],
                        "line": {"color": GREY, "width": 1.2, "dash": dash},
                        "name": words,
                        "hoverinfo": "skip",
                        "showlegend": side == 0,
                    }
                )
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [0, most],
                "y": [centre, centre],
                "line": {"color": ink["soft"], "width": 1.5},
                "name": wording.CENTRE_RATE,
                "hoverinfo": "skip",
                "showlegend": True,
            }
        )
    colours = [
        ink["worse"] if v.startswith("below") else (ink["accent"] if v.startswith("above") else GREY) for v in verdicts
    ]
    symbols = [
        "triangle-down" if v.startswith("below") else ("triangle-up" if v.startswith("above") else "circle")
        for v in verdicts
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(cases),
            "y": list(rates),
            "marker": {
                "size": [15 if label in marked else 11 for label in labels],
                "color": colours,
                "symbol": symbols,
                "opacity": 1,
                "line": {"width": 1, "color": ink["paper"]},
            },
            "text": [
                wording.funnel_words(label, n, r, v)
                for label, n, r, v in zip(labels, cases, rates, verdicts, strict=True)
            ],
            "customdata": list(links) if links else [""] * len(labels),
            "hovertemplate": "%{text}<extra></extra>",
            "showlegend": False,
        }
    )
    named = [
        (n, r, label)
        for label, n, r, v in zip(labels, cases, rates, verdicts, strict=True)
        if (v.startswith("below") or label in marked) and n is not None and r is not None
    ]
    every = [r for r in rates if r is not None] + ([centre] if centre is not None else [])
    figure = {
        "data": data,
        "layout": layout(
            360,
            xaxis={
                **value_axis([*cases, 0], "件"),
                "title": {"text": wording.CASES_AXIS, "font": {"size": 12, "color": ink["soft"]}, "standoff": 6},
            },
            yaxis=value_axis(every, "%"),
            showlegend=True,
            legend={
                "orientation": "h",
                "x": 0,
                "y": -0.22,
                "yanchor": "top",
                "font": {"size": 12},
                "itemclick": False,
                "itemdoubleclick": False,
            },
            annotations=[
                {
                    "x": n,
                    "y": r,
                    "text": _short_name(label, 9),
                    "showarrow": False,
                    "yshift": -15,
                    "font": {"size": 11, "color": ink["text"]},
                }
                for n, r, label in named
            ],
        ),
    }
    below = [label for label, v in zip(labels, verdicts, strict=True) if v.startswith("below")]
    alt = f"{name}漏斗图，{len(labels)}个单位。" + (
        f"低于控制限：{'、'.join(below)}。" if below else "没有单位低于控制限。"
    )
    return Chart(figure, 360, alt)


def stacked(
    labels: Sequence[str],
    parts: Mapping[str, Numbers],
    unit: str,
    *,
    name: str,
    horizontal: bool = False,
    colours: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> Chart:
    """Stacked bars: labels along the axis (years or offices), a colour a part; an untold part leaves no bar
    and is named in the hover."""
    ink = _ink()
    data = []
    keys = [str(label) for label in labels]
    for order, (part, values) in enumerate(parts.items()):
        colour = (colours or {}).get(part, palette()[order % len(CATEGORIES)])
        colour = on_ground(colour)
        texts = [
            f"{label}<br>{part}：{wording.told(v, unit)}{'' if v is None else unit}{(notes or {}).get(label, '')}"
            for label, v in zip(keys, values, strict=True)
        ]
        data.append(
            {
                "type": "bar",
                "orientation": "h" if horizontal else "v",
                ("y" if horizontal else "x"): keys,
                ("x" if horizontal else "y"): list(values),
                "name": part,
                "marker": {"color": colour, "line": {"width": 1, "color": ink["paper"]}},
                "text": texts,
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "showlegend": True,
            }
        )
    totals = [sum(v or 0 for v in column) for column in zip(*parts.values(), strict=True)] if parts else []
    height = max(200, 28 * len(keys) + 110) if horizontal else 330
    categories = {"type": "category", "categoryorder": "array", "categoryarray": keys, "showgrid": False}
    numbers = value_axis(totals, unit)
    if not horizontal:
        categories |= {"range": [-0.5, len(keys) - 0.5], "tickmode": "array", "tickvals": keys}
    else:
        categories |= {
            "range": [len(keys) - 0.5, -0.5],
            "tickmode": "array",
            "tickvals": keys,
            "ticktext": [_short_name(k, 12) for k in keys],
        }
    missing = [
        {
            "x": place,
            "y": 0,
            "yanchor": "bottom",
            "text": wording.STATUSES["missing"],
            "showarrow": False,
            "font": {"size": 11, "color": ink["soft"]},
        }
        for place, column in enumerate(zip(*parts.values(), strict=True))
        if not horizontal and all(v is None for v in column)
    ]
    figure = {
        "data": data,
        "layout": layout(
            height,
            barmode="stack",
            annotations=missing,
            bargap=0.34,
            showlegend=True,
            **({"xaxis": numbers, "yaxis": categories} if horizontal else {"xaxis": categories, "yaxis": numbers}),
        ),
    }
    alt = f"{name}堆积条形图：" + "；".join(
        f"{part}合计{wording.number(sum(v for v in values if v is not None))}{unit}"
        for part, values in parts.items()
        if any(v is not None for v in values)
    )
    return Chart(figure, height, alt + "。")


def flow(
    nodes: Sequence[str],
    links: Sequence[tuple[int, int, float]],
    unit: str,
    *,
    name: str,
    colours: Sequence[str] | None = None,
) -> Chart:
    """Flows between named nodes: (from, to, amount), amounts above 0 only."""
    ink = _ink()
    kept = [link for link in links if link[2] > 0]
    shades = [on_ground(colour) for colour in colours or [CATEGORIES[i % len(CATEGORIES)] for i in range(len(nodes))]]
    sums = [max(sum(a for _, t, a in kept if t == i), sum(a for f, _, a in kept if f == i)) for i in range(len(nodes))]
    figure = {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "node": {
                    "label": [
                        f"{node} {wording.number(total)}{unit}" if total else ""
                        for node, total in zip(nodes, sums, strict=True)
                    ],
                    "color": shades,
                    "pad": 14,
                    "thickness": 14,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [f for f, _, _ in kept],
                    "target": [t for _, t, _ in kept],
                    "value": [a for _, _, a in kept],
                    "color": ["rgba(140,150,162,0.28)"] * len(kept),
                    "customdata": [f"{nodes[f]} → {nodes[t]}：{wording.number(a)}{unit}" for f, t, a in kept],
                    "hovertemplate": "%{customdata}<extra></extra>",
                },
                "textfont": {"size": 12, "color": ink["text"], "family": FONT},
            }
        ],
        "layout": layout(340, margin={"l": 4, "r": 4, "t": 10, "b": 10}),
    }
    alt = f"{name}流向图：" + "；".join(f"{nodes[f]}到{nodes[t]}{wording.number(a)}{unit}" for f, t, a in kept) + "。"
    return Chart(figure, 340, alt)


# --- on the page ------------------------------------------------------------------------------------------


def sparkline(values: Numbers, words: str = "", width: int = 96, height: int = 26) -> str:
    """A small picture of the numbers over the years as HTML, gaps left open, the last told one dotted; ''
    without any number. `words` is its text alternative. An image, since Streamlit strips SVG from HTML."""
    told = [(place, v) for place, v in enumerate(values) if v is not None]
    if not told:
        return ""
    colour = _ink()["accent"]
    low, high = min(v for _, v in told), max(v for _, v in told)
    span = (high - low) or 1.0
    step = (width - 8) / max(len(values) - 1, 1)

    def point(place: int, value: float) -> tuple[float, float]:
        return 4 + place * step, height - 4 - (value - low) / span * (height - 8) if high > low else height / 2

    pieces: list[str] = []
    pen = False
    for place, value in enumerate(values):
        if value is None:
            pen = False
            continue
        x, y = point(place, value)
        lone = not pen and (place + 1 == len(values) or values[place + 1] is None)
        pieces.append(f"M{x - 1:.1f} {y:.1f}h2" if lone else f"{'L' if pen else 'M'}{x:.1f} {y:.1f}")
        pen = True
    x, y = point(*told[-1])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<path d="{"".join(pieces)}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{colour}"/></svg>'
    )
    return f'<img class="gk-spark" width="{width}" height="{height}" alt="{escape(words)}" src="data:image/svg+xml,{quote(svg)}">'


def heading(title: str, note: str = "", unit: str = "") -> None:
    """A chart's or table's title with its unit, and a line below it."""
    unit_words = f'<span class="gk-unit">（{escape(unit)}）</span>' if unit else ""
    below = f'<p class="gk-note">{escape(note)}</p>' if note else ""
    st.html(f'<div class="gk gk-heading"><h2>{escape(title)}{unit_words}</h2>{below}</div>')


def _draw(chart: Chart, key: str) -> None:
    """Puts a figure on the page by Streamlit's own message for a Plotly chart.

    st.plotly_chart gives a chart another identity with each change of its figure: the browser then throws the
    drawing away and makes a new one, twice. Here the identity stays with the key (middleware.keeps_charts), and
    the theme, which may be any word, tells the browser that there is something new to draw; `datarevision` tells
    Plotly when there is not.
    """
    spec = json.dumps(chart.figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    revision = hashlib.blake2b(spec.encode(), digest_size=8).hexdigest()
    message = PlotlyChartMessage()
    message.id = f"chart-{key}" if keeps_charts() else f"chart-{key}-{revision}"
    message.theme = f"gongkai-{revision}"
    message.spec = f'{spec[:-2]},"datarevision":"{revision}"}}}}'
    message.config = json.dumps(CONFIG)
    message.alt = chart.alt
    st.container(key=f"chart-{key}")._enqueue(
        "plotly_chart", message, layout_config=LayoutConfig(width="stretch", height=chart.height)
    )


def show(
    chart: Chart | None,
    *,
    key: str,
    title: str,
    unit: str = "",
    note: str = "",
    source: str = "",
    data: downloads.Sheet | None = None,
) -> None:
    """Draws a chart with title, source note and downloads; words instead of a chart that has nothing to show."""
    with st.container(key=f"panel-{key}"):
        heading(title, note, unit)
        if chart is None:
            st.html(f'<p class="gk gk-empty">{wording.NO_DATA}<br>{wording.NO_DATA_NEXT}</p>')
            return
        _draw(chart, key)
        foot(source, data, key)


def foot(source: str, data: downloads.Sheet | None, key: str) -> None:
    """The line below a chart or table: source note and the two downloads."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small", key=f"foot-{key}"
    ):
        st.html(f'<p class="gk gk-source">{escape(source)}</p>' if source else "<span></span>", width="content")
        if data is not None:
            downloads.buttons(data, key)
