"""A flow from applications received to their outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import wording
from dashboard.charts.axes import layout
from dashboard.charts.style import CATEGORIES, FONT, HOVER_OF_LABEL, Chart, ink_on_ground, on_ground


def flow(
    nodes: Sequence[str],
    links: Sequence[tuple[int, int, float]],
    unit: str,
    *,
    name: str,
    colours: Sequence[str] | None = None,
) -> Chart:
    """Flows between named nodes: (from, to, amount), amounts above 0 only. A node's number is what comes to it, or, at
    the beginning, what leaves it."""
    ink = ink_on_ground()
    kept = [link for link in links if link[2] > 0]
    shades = [on_ground(colour) for colour in colours or [CATEGORIES[i % len(CATEGORIES)] for i in range(len(nodes))]]
    sums = [sum(a for _, t, a in kept if t == i) or sum(a for f, _, a in kept if f == i) for i in range(len(nodes))]
    between = {t for _, t, _ in kept} & {f for f, _, _ in kept}
    figure = {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "node": {
                    # In two lines between the sides: on a phone one line would lie over those at the right.
                    "label": [
                        f"{node}{'<br>' if i in between else ' '}{wording.number(total)}{unit}" if total else ""
                        for i, (node, total) in enumerate(zip(nodes, sums, strict=True))
                    ],
                    "color": shades,
                    "pad": 14,
                    "thickness": 14,
                    "line": {"width": 0},
                    "hovertemplate": HOVER_OF_LABEL,
                },
                "link": {
                    "source": [f for f, _, _ in kept],
                    "target": [t for _, t, _ in kept],
                    "value": [a for _, _, a in kept],
                    "color": ["rgba(140,150,162,0.28)"] * len(kept),
                    "label": [f"{nodes[f]} → {nodes[t]}：{wording.number(a)}{unit}" for f, t, a in kept],
                    "hovertemplate": HOVER_OF_LABEL,
                },
                "textfont": {"size": 12, "color": ink["text"], "family": FONT},
            }
        ],
        "layout": layout(340, margin={"l": 4, "r": 4, "t": 10, "b": 10}),
    }
    alt = (
        f"{name.removesuffix('流向')}流向图："
        + "；".join(f"{nodes[f]}到{nodes[t]}{wording.number(a)}{unit}" for f, t, a in kept)
        + "。"
    )
    return Chart(figure, 340, alt)
