"""A heat map: rows by columns, coloured by number, an untold cell left empty."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts import traces
from dashboard.charts.axes import layout
from dashboard.charts.style import (
    HOVER,
    Chart,
    Numbers,
    colour_of,
    diverging,
    ink_on_ground,
    sequential,
    short_name,
    text_on,
)


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
    is_amount: bool = False,
) -> Chart:
    """Cells coloured by place (0 worst to 1 best, or 0 little to 1 much when `is_amount`) with their number
    or word in them; None is left without colour. `marked` cells (row, column) get a frame."""
    ink = ink_on_ground()
    height = max(140, 30 * len(rows) + 60)
    colours = sequential() if is_amount else diverging()
    scale = [[i / (len(colours) - 1), colour] for i, colour in enumerate(colours)]
    words: list[str] = []
    inks: list[str] = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            place = places[r][c]
            ground = colour_of(place, colours)
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
                "hovertemplate": HOVER,
            },
            traces.words(
                list(range(len(columns))) * len(rows),
                [r for r in range(len(rows)) for _ in columns],
                words,
                inks,
                position="middle center",
                size=11,
            ),
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
                "ticktext": [short_name(row, 14) for row in rows],
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
                    "line": {"color": ink["worse"], "width": 2.5},
                }
                for r, c in marked
            ],
        ),
    }
    return Chart(figure, height, f"{name}，{len(rows)}行{len(columns)}列的色块图，数字写在格内。")
