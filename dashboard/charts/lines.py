"""Lines over years, one an office or a channel, with gaps where nothing was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.charts import traces
from dashboard.charts.axes import layout, value_axis, year_axis
from dashboard.charts.labels import apart
from dashboard.charts.style import (
    BAND_OF_PEERS,
    COMPARED,
    SYMBOLS,
    Chart,
    Numbers,
    compared_colours,
    ink_on_ground,
    short_name,
)
from dashboard.charts.target import Target

MOST_LINES = len(COMPARED)
FEW_LINES = 3
"""So few lines are drawn in colour with their names, though none is pointed out."""
DASHES = ("dash", "dot", "dashdot", "longdash", "longdashdot")
LABEL_HEIGHT = 16
"""Pixels from one label to the next below it."""


@dataclass(frozen=True, slots=True)
class Peers:
    """Those that are compared with: what their middle is called, their median a year, and their quartiles."""

    name: str
    median: Numbers
    lower: Numbers = ()
    upper: Numbers = ()


def lines(
    series: Mapping[str, Numbers],
    years: Sequence[int],
    unit: str,
    *,
    name: str,
    shown: Sequence[str] = (),
    named: Sequence[str] = (),
    peers: Sequence[Peers] = (),
    hollow: Mapping[str, Sequence[bool]] | None = None,
    target: Target | None = None,
    links: Mapping[str, Sequence[str]] | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    height: int = 330,
) -> Chart:
    """Lines over years with gaps where nothing is told: `shown` in colour with their names at the end, all others pale
    behind them, of which those `named` have their names too. The medians of `peers` lie dashed upon their quartiles;
    without `shown` they are the lines in colour. Points that are `hollow` rest on too few cases: they do not stretch
    the axis, and stand at its edge where it does not reach them. `links` are addresses of our pages, one a point: a
    click leads there; `words` say each point in the hover, in place of its number."""
    ink = ink_on_ground()
    x = [str(year) for year in years]
    told = [label for label, values in series.items() if any(v is not None for v in values)]
    if not shown and not named and len(told) <= FEW_LINES:
        shown = told
    chosen = [label for label in shown if label in series][:MOST_LINES]
    peers = [group for group in peers if any(v is not None for v in group.median)]
    holes = hollow or {}
    judged = [
        v
        for label, values in series.items()
        for v, few in zip(values, holes.get(label) or [False] * len(values), strict=False)
        if not few
    ]
    every = [*judged, *(v for group in peers for v in (*group.median, *group.lower, *group.upper))]
    if not any(v is not None for v in every):
        every = [v for values in series.values() for v in values]
    axis = value_axis([*every, target.value if target else None], unit)
    drawing = _Drawing(x, unit, axis["range"], holes, links or {}, words or {})
    data: list[dict[str, Any]] = [trace for group in peers for trace in _band(group, x)]
    looks = list(zip(compared_colours(), SYMBOLS, strict=True))
    pale = {label: values for label, values in series.items() if label not in chosen}
    if pale:
        data += [drawing.pale(pale, ink["pale"]), *drawing.points_of_few_cases(pale, ink["pale"], "circle", 6)]
    ends: list[tuple[str, Numbers, str]] = []
    for label in named:
        if label in pale:
            ends.append((label, series[label], ink["soft"]))
    for place, group in enumerate(peers):
        dash = DASHES[place % len(DASHES)]
        colour = ink["soft"] if chosen else looks[place % len(looks)][0]
        data.append(_median(group, x, unit, colour, dash if chosen else "solid"))
        ends.append((group.name, group.median, colour))
    for label, (colour, symbol) in zip(chosen, looks, strict=False):
        line = {label: series[label]}
        data += drawing.points_of_few_cases(line, colour, symbol, 9)
        data.append(drawing.line(label, series[label], colour, symbol))
        ends.append((label, series[label], colour))
    has_names = bool(ends)
    wide = layout(
        height, margin={"l": 8, "r": 124 if has_names else 12, "t": 8, "b": 8}, xaxis=year_axis(years), yaxis=axis
    )
    narrow = layout(height, xaxis=year_axis(years, narrow=True), yaxis=axis, showlegend=bool(chosen or peers))
    narrow["annotations"] = [target.label(ink, "y")] if target else []
    wide["annotations"] = [*_end_labels(ends, x, wide), *narrow["annotations"]]
    wide["shapes"] = narrow["shapes"] = [target.line(ink, "y")] if target else []
    alt = f"{name}，{wording.years(min(years), max(years))}折线图，{len(series)}个单位。" if years else name
    for label, values, _ in ends:
        points = [(y, v) for y, v in zip(years, values, strict=False) if v is not None]
        if points:
            (first, start), (last, end) = points[0], points[-1]
            alt += f"{label}：{first}年{wording.told(start, unit)}，{last}年{wording.told(end, unit)}。"
    if target:
        alt += f"{target.words}。"
    return Chart({"data": data, "layout": wide}, height, alt, narrow)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What all lines of a figure share: the years, the unit, the axis from and to, and what is known of each point."""

    x: list[str]
    unit: str
    span: Sequence[float]
    hollow: Mapping[str, Sequence[bool]]
    links: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]

    def texts(self, label: str, values: Numbers) -> list[str]:
        """The hover of each point."""
        plain = "" if self.unit == "%" else self.unit
        told = self.words.get(label) or [
            f"{wording.told(v, self.unit)}{plain if v is not None else ''}" for v in values
        ]
        return [f"{label}\n{year}年：{text}" for year, text in zip(self.x, told, strict=True)]

    def runs(self, series: Mapping[str, Numbers]) -> dict[str, list[Any]]:
        """The lines of `series` one behind the other, interrupted where a number rests on few cases."""
        trace: dict[str, list[Any]] = {"x": [], "y": [], "texts": [], "links": []}
        for label, values in series.items():
            few = self.hollow.get(label) or [False] * len(values)
            trace["x"] += [*self.x, None]
            trace["y"] += [*(None if flag else v for v, flag in zip(values, few, strict=True)), None]
            trace["texts"] += [*self.texts(label, values), ""]
            trace["links"] += [*(self.links.get(label) or [""] * len(self.x)), ""]
        return trace

    def line(self, label: str, values: Numbers, colour: str, symbol: str) -> dict[str, Any]:
        """One line in colour."""
        run = {name: part[:-1] for name, part in self.runs({label: values}).items()}
        marker = {"size": 8, "symbol": symbol}
        return traces.curve(
            **run, colour=colour, width=2.4, marker=marker, name=label, cliponaxis=False, showlegend=True
        )

    def pale(self, series: Mapping[str, Numbers], colour: str) -> dict[str, Any]:
        """All lines that are not pointed out as one trace: the browser draws it ten times faster than as many."""
        run, marker = self.runs(series), {"size": 4}
        return traces.curve(**run, colour=colour, width=1.2, marker=marker, name=wording.EVERY_OFFICE, showlegend=False)

    def points_of_few_cases(
        self, series: Mapping[str, Numbers], colour: str, symbol: str, size: int
    ) -> list[dict[str, Any]]:
        """Open points, without a line; an arrow at the edge of the axis where the number lies beyond it."""
        low, high = self.span
        trace: dict[str, list[Any]] = {"x": [], "y": [], "texts": [], "links": []}
        shapes = []
        for label, values in series.items():
            texts, links = self.texts(label, values), self.links.get(label) or [""] * len(self.x)
            for place, flag in enumerate(self.hollow.get(label, ())):
                value = values[place]
                if not flag or value is None:
                    continue
                trace["x"].append(self.x[place])
                trace["y"].append(min(max(value, low), high))
                trace["texts"].append(texts[place])
                trace["links"].append(links[place])
                shapes.append("triangle-down" if value < low else "triangle-up" if value > high else symbol)
        if not shapes:
            return []
        marker = {"size": size, "color": colour, "symbol": [f"{shape}-open" for shape in shapes]}
        return [traces.points(**trace, marker=marker, cliponaxis=False, showlegend=False)]


def _band(group: Peers, x: list[str]) -> Iterable[dict[str, Any]]:
    for start, end in _told_runs(group.lower, group.upper):
        yield traces.line(
            [*x[start:end], *reversed(x[start:end])],
            [*group.upper[start:end], *reversed(list(group.lower[start:end]))],
            "rgba(0,0,0,0)",
            0,
            fill="toself",
            fillcolor=BAND_OF_PEERS,
            name=wording.QUARTILES,
            showlegend=False,
        )


def _median(group: Peers, x: list[str], unit: str, colour: str, dash: str) -> dict[str, Any]:
    plain = "" if unit == "%" else unit
    texts = [
        f"{group.name}\n{year}年：{wording.told(v, unit)}{plain if v is not None else ''}"
        for year, v in zip(x, group.median, strict=True)
    ]
    return traces.line(
        x, group.median, colour, 2, dash=dash, texts=texts, name=group.name, connectgaps=False, showlegend=True
    )


def _end_labels(
    ends: Sequence[tuple[str, Numbers, str]], x: Sequence[str], figure: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The name of each line right of its end, with a fine line to it; a line that ends earlier says its last year."""
    low, high = figure["yaxis"]["range"]
    room = figure["height"] - figure["margin"]["t"] - figure["margin"]["b"]
    points = []
    for label, values, colour in ends:
        last = max((place for place, v in enumerate(values) if v is not None), default=None)
        if last is not None:
            text = short_name(label, 9) + ("" if last == len(x) - 1 else f"（至{x[last]}年）")
            points.append((text, min(max(values[last] or 0.0, low), high), colour))
    wanted = [(high - value) / ((high - low) or 1.0) * room for _, value, _ in points]
    return [
        {
            "x": len(x) - 1,
            "xref": "x",
            "y": value,
            "text": text,
            "font": {"size": 11.5, "color": colour},
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "showarrow": True,
            "arrowhead": 0,
            "arrowwidth": 1,
            "arrowcolor": colour,
            "standoff": 5,
            "ax": 18,
            "ay": place - want,
        }
        for (text, value, colour), want, place in zip(
            points, wanted, apart(wanted, LABEL_HEIGHT, 6.0, room - 6.0), strict=True
        )
    ]


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
