"""Change between years: slopes between two, and the places in a ranking over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import wording
from dashboard.charts.axes import layout, value_axis, year_axis
from dashboard.charts.style import CATEGORIES, Chart, Numbers, ink_on_ground, palette, short_name


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
    ink = ink_on_ground()
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
        notes.append({"y": place, "text": short_name(label, 9)})
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
    ink = ink_on_ground()
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
                    "text": short_name(label, 8),
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
