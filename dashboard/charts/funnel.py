"""The funnel: rates over numbers of cases, between limits that allow for few cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboard import wording
from dashboard.charts import traces
from dashboard.charts.axes import layout, value_axis
from dashboard.charts.style import GREY, Chart, Numbers, ink_on_ground, short_name

SYMBOLS = {"below": "triangle-down", "above": "triangle-up", "few": "circle-open"}
"""The mark of a verdict; all others are a dot."""


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
    ink = ink_on_ground()
    data: list[dict[str, Any]] = []
    most = max((n for n in cases if n is not None), default=0.0) * 1.08
    if centre is not None and most > 1:
        grid = [most * (step / 60) ** 2 for step in range(1, 61)]
        grid = [n for n in grid if n >= 1]
        for deviations, dash, words in ((1.959964, "dot", wording.LIMITS_95), (3.090232, "dash", wording.LIMITS_998)):
            curves = [wilson(centre / 100, n / dispersion, deviations) for n in grid]
            for side in (0, 1):
                data.append(
                    traces.line(
                        grid,
                        [100 * limits[side] for limits in curves],
                        GREY,
                        1.2,
                        dash=dash,
                        name=words,
                        showlegend=side == 0,
                    )
                )
        data.append(
            traces.line([0, most], [centre, centre], ink["soft"], 1.5, name=wording.CENTRE_RATE, showlegend=True)
        )
    colours = [
        ink["worse"] if v.startswith("below") else (ink["accent"] if v.startswith("above") else GREY) for v in verdicts
    ]
    symbols = [SYMBOLS.get(v.split("_")[0], "circle") for v in verdicts]
    data.append(
        traces.points(
            cases,
            rates,
            {
                "size": [15 if label in marked else 11 for label in labels],
                "color": colours,
                "symbol": symbols,
                "opacity": 1,
                "line": {"width": 1, "color": ink["paper"]},
            },
            texts=[
                wording.funnel_words(label, n, r, v)
                for label, n, r, v in zip(labels, cases, rates, verdicts, strict=True)
            ],
            links=links or [""] * len(labels),
            showlegend=False,
        )
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
                    "text": short_name(label, 9),
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
        f"低于同类差异范围：{'、'.join(below)}。" if below else "没有单位低于同类差异范围。"
    )
    return Chart(figure, 360, alt)
