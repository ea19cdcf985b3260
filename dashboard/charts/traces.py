"""The five traces that all charts are drawn of: lines, points, curves of both, bars and words.

What is under the pointer is `texts`; a trace without them says nothing there. Links open what a mark rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard.charts.style import HOVER

Trace = dict[str, Any]
Places = Sequence[Any]


def line(
    x: Places, y: Places, colour: str, width: float, *, dash: str = "", texts: Sequence[str] | None = None, **more: Any
) -> Trace:
    """A line of so many pixels through places; None parts it."""
    stroke = {"color": colour, "width": width, **({"dash": dash} if dash else {})}
    return {"type": "scatter", "mode": "lines", "x": list(x), "y": list(y), "line": stroke, **_hover(texts), **more}


def points(
    x: Places,
    y: Places,
    marker: Trace,
    *,
    texts: Sequence[str] | None = None,
    links: Sequence[str] | None = None,
    **more: Any,
) -> Trace:
    """Points, drawn as `marker` says (size, color, symbol, line)."""
    drawn = {"type": "scatter", "mode": "markers", "x": list(x), "y": list(y), "marker": marker}
    return drawn | _hover(texts) | _links(links) | more


def curve(
    x: Places,
    y: Places,
    colour: str,
    width: float,
    marker: Trace,
    *,
    texts: Sequence[str],
    links: Sequence[str] | None = None,
    **more: Any,
) -> Trace:
    """Points in the colour of the line through them; a gap stays open."""
    return {
        **points(x, y, {"color": colour, **marker}, texts=texts, links=links),
        "mode": "lines+markers",
        "line": {"color": colour, "width": width},
        "connectgaps": False,
        **more,
    }


def bar(
    keys: Places,
    values: Places,
    marker: Trace,
    *,
    texts: Sequence[str],
    links: Sequence[str] | None = None,
    is_upright: bool = False,
    **more: Any,
) -> Trace:
    """A bar a key, lying on its side unless `is_upright`; `texts` are under the pointer alone."""
    x, y = (keys, values) if is_upright else (values, keys)
    return {
        "type": "bar",
        "orientation": "v" if is_upright else "h",
        "x": list(x),
        "y": list(y),
        "marker": marker,
        "textposition": "none",
        **_hover(texts),
        **_links(links),
        **more,
    }


def words(
    x: Places, y: Places, texts: Sequence[str], colour: str | Sequence[str], *, position: str, size: int = 12
) -> Trace:
    """Words at places, which say nothing more under the pointer."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(x),
        "y": list(y),
        "text": list(texts),
        "textposition": position,
        "textfont": {"size": size, "color": colour},
        "hoverinfo": "skip",
        "cliponaxis": False,
        "showlegend": False,
    }


def _hover(texts: Sequence[str] | None) -> Trace:
    return {"hoverinfo": "skip"} if texts is None else {"text": list(texts), "hovertemplate": HOVER}


def _links(links: Sequence[str] | None) -> Trace:
    return {} if links is None else {"customdata": list(links)}
