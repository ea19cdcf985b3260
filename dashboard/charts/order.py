"""One year in order: a row an office, the best or the most on top, the middle of the group among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.charts import traces
from dashboard.charts.axes import ROW_HEIGHT, layout, rows_axis, text_width, value_axis
from dashboard.charts.style import GREY, Chart, dot_colour, ink_on_ground
from dashboard.charts.target import Target

WIDE, NARROW = 400.0, 190.0
"""Pixels right of the names, on a desk and on a phone."""


GAP = "\u00a0" * 4
"""Between a mark and its number."""


@dataclass(frozen=True, slots=True)
class Row:
    """An office with its number and what is said of it; `place` 0 (last) to 1 (first) where it is ranked, `is_middle` for
    the median of the group, `is_head` for the name of one. Without a number it has words and no mark."""

    label: str
    value: float | None = None
    text: str = ""
    place: float | None = None
    is_middle: bool = False
    is_head: bool = False
    link: str = ""


def ordered(rows: Sequence[Row], unit: str, *, name: str, target: Target | None = None, longest: int = 13) -> Chart:
    """A row an office, in the order given, with its number in words. Who is ranked has a colour from worse to better;
    who is not is grey. Rates are points on a line, since a bar has to start at 0."""
    ink = ink_on_ground()
    rates = unit == "%"
    keys = [str(place) for place in range(len(rows))]
    axis = value_axis([*(row.value for row in rows), target.value if target else None], unit)
    base = axis["range"][0] if rates else 0.0
    marked = [(key, row) for key, row in zip(keys, rows, strict=True) if row.value is not None]
    offices = [(key, row) for key, row in marked if not row.is_middle]
    middles = [(key, row) for key, row in marked if row.is_middle]
    colours = [GREY if row.place is None else dot_colour(row.place) for _, row in offices]
    places, values = [key for key, _ in offices], [row.value for _, row in offices]
    links, hovers = [row.link for _, row in offices], [f"{row.label}：{row.text}" for _, row in offices]
    data: list[dict[str, Any]] = []
    if rates:
        data.append(
            traces.line(
                [place for value in values for place in (base, value, None)],
                [place for key in places for place in (key, key, None)],
                ink["line"],
                3,
            )
        )
        marker = {"size": 12, "color": colours}
        data.append(traces.points(values, places, marker, texts=hovers, links=links, cliponaxis=False))
    else:
        marker = {"color": colours}
        data.append(traces.bar(places, values, marker, texts=hovers, links=links, width=0.62, cliponaxis=False))
    if middles:
        data.append(
            traces.points(
                [row.value for _, row in middles],
                [key for key, _ in middles],
                {"size": 11, "symbol": "diamond-open", "color": ink["soft"], "line": {"width": 2}},
                cliponaxis=False,
            )
        )
    words = [(key, row) for key, row in zip(keys, rows, strict=True) if row.text]
    data.append(
        traces.words(
            [base if row.value is None else max(row.value, base) for _, row in words],
            [key for key, _ in words],
            [f"{GAP if row.value is not None else GAP[:1]}{row.text}" for _, row in words],
            [ink["soft"] if row.value is None or row.is_middle else ink["text"] for _, row in words],
            position="middle right",
        )
    )
    room_of_words = max((text_width(row.text) for _, row in words if row.value is not None), default=0.0) + 16
    height = max(120, ROW_HEIGHT * len(rows) + 36)

    def arranged(room: float, most: int) -> dict[str, Any]:
        low, high = axis["range"]
        ticks = axis["tickvals"] if room == WIDE else axis["tickvals"][:: max(len(axis["tickvals"]) - 1, 1)]
        return layout(
            height,
            margin={"l": 8, "r": 12, "t": 20 if target else 8, "b": 8},
            xaxis={
                **axis,
                "range": [low, high + (high - low) * room_of_words / max(room - room_of_words, 60.0)],
                "tickvals": ticks,
                "ticktext": [axis["ticktext"][axis["tickvals"].index(tick)] for tick in ticks],
            },
            yaxis=rows_axis([row.label for row in rows], [row.is_head for row in rows], most),
            shapes=[target.line(ink, "x")] if target else [],
            annotations=[target.label(ink, "x")] if target else [],
        )

    told = [row for row in rows if not row.is_middle and not row.is_head]
    alt = f"{name}，由前到后：" + "；".join(f"{row.label}{row.text}" for row in told[:12]) + "。"
    return Chart({"data": data, "layout": arranged(WIDE, longest)}, height, alt, arranged(NARROW, 9))
