"""Bars in rank order, and bars stacked of parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.charts import traces
from dashboard.charts.axes import layout, value_axis
from dashboard.charts.style import (
    BOLD,
    CATEGORIES,
    GREY,
    Chart,
    Numbers,
    colour_of,
    ink_on_ground,
    on_ground,
    palette,
    short_name,
)


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
    ink = ink_on_ground()
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
    hovers = [
        f"{label}：{text}{'' if rates or v is None else unit}"
        for label, text, v in zip(labels, shown, values, strict=True)
    ]
    height = max(120, 27 * len(labels) + 46)
    data: list[dict[str, Any]] = []
    if rates:
        told = [(key, v) for key, v in zip(keys, values, strict=True) if v is not None]
        data.append(
            traces.line(
                [place for _, v in told for place in (base, v, None)],
                [place for key, _ in told for place in (key, key, None)],
                ink["line"],
                3,
            )
        )
        marker = {"size": 12, "color": colours}
        data.append(traces.points(values, keys, marker, texts=hovers, links=links or None, cliponaxis=False))
    else:
        marker = {"color": colours}
        data.append(traces.bar(keys, values, marker, texts=hovers, links=links or None, width=0.66, cliponaxis=False))
    data.append(
        traces.words(
            [base if v is None else max(v, base) for v in values],
            keys,
            [f"{' ' * (3 if rates and v is not None else 1)}{text}" for v, text in zip(values, shown, strict=True)],
            [ink["soft"] if v is None else ink["text"] for v in values],
            position="middle right",
        )
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
                "ticktext": [BOLD.format(label) if label in heads else short_name(label, longest) for label in labels],
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


def stacked(
    labels: Sequence[str],
    parts: Mapping[str, Numbers],
    unit: str,
    *,
    name: str,
    horizontal: bool = False,
    colours: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    marks: Mapping[str, str] | None = None,
    absent: Mapping[str, str] | None = None,
) -> Chart:
    """Stacked bars: labels along the axis (years or offices), a colour a part; an untold part leaves no bar
    and is named in the hover. `notes` are added to the hover of a label, `marks` stand above its bar,
    `absent` in place of one."""
    ink = ink_on_ground()
    data = []
    keys = [str(label) for label in labels]
    for order, (part, values) in enumerate(parts.items()):
        colour = (colours or {}).get(part, palette()[order % len(CATEGORIES)])
        colour = on_ground(colour)
        texts = [
            f"{label}\n{part}：{wording.told(v, unit)}{'' if v is None else unit}{(notes or {}).get(label, '')}"
            for label, v in zip(keys, values, strict=True)
        ]
        data.append(
            traces.bar(
                keys,
                values,
                {"color": colour, "line": {"width": 1, "color": ink["paper"]}},
                texts=texts,
                is_upright=not horizontal,
                name=part,
                showlegend=True,
            )
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
            "ticktext": [short_name(k, 12) for k in keys],
        }
    missing = [
        {
            "x": place,
            "y": 0,
            "yanchor": "bottom",
            "text": (absent or {}).get(keys[place], wording.STATUSES["missing"]),
            "showarrow": False,
            "font": {"size": 11, "color": ink["soft"]},
        }
        for place, column in enumerate(zip(*parts.values(), strict=True))
        if not horizontal and all(v is None for v in column)
    ]
    missing += [
        {
            "x": place,
            "y": totals[place],
            "yanchor": "bottom",
            "text": (marks or {})[key],
            "showarrow": False,
            "font": {"size": 11, "color": ink["soft"]},
        }
        for place, key in enumerate(keys)
        if not horizontal and (marks or {}).get(key)
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
    figure["layout"]["legend"]["traceorder"] = "normal"  # type: ignore[index]
    pieces = []
    for key, column in zip(keys, zip(*parts.values(), strict=True), strict=True) if parts else ():
        told = [f"{part}{wording.number(v)}{unit}" for part, v in zip(parts, column, strict=True) if v is not None]
        mark = f"（{marks[key]}）" if marks and marks.get(key) else ""
        pieces.append(f"{key}：{'、'.join(told) or (absent or {}).get(key, wording.STATUSES['missing'])}{mark}")
    return Chart(figure, height, f"{name}堆积条形图。{'；'.join(pieces)}。")
