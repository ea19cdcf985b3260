"""A small picture of a number over the years, for cards and tables."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from dashboard.charts.style import Numbers, ink_on_ground

_IMAGE = Markup('<img class="gk-spark" width="%s" height="%s" alt="%s" src="data:image/svg+xml,%s">')


def sparkline(values: Numbers, words: str = "", width: int = 96, height: int = 26) -> Markup:
    """A small picture of the numbers over the years as HTML, gaps left open, the last told one dotted; empty
    without any number. `words` is its text alternative. An image, since Streamlit strips SVG from HTML."""
    told = [(place, v) for place, v in enumerate(values) if v is not None]
    if not told:
        return Markup("")
    colour = ink_on_ground()["accent"]
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
    return _IMAGE % (width, height, words, quote(svg))
