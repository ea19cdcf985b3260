"""The look of charts: colours for light and dark ground, the font, and what a chart is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from markupsafe import Markup

ACCENT = "#1F5EA8"
WORSE = "#C2570C"
GREY = "#8A94A0"
PALE = "#B9C1CA"
BAND = "rgba(31,94,168,0.14)"
CATEGORIES = ("#1F5EA8", "#C2570C", "#2F7F79", "#8A6D1D", "#6B5B95", "#9B4F6A", "#5B7F95", "#4E5966")
CATEGORIES_ON_DARK = ("#6FA8E5", "#E8935A", "#6FBDB6", "#CDB05F", "#A99BD0", "#D290A9", "#93B3C6", "#A8B3BF")
"""The same in the same order, light enough for lines and bars on the dark ground."""
PARTS = ("#2F7F79", "#6B5B95", "#8A6D1D", "#9B4F6A", "#4E5966", "#5E7F2E", "#7A5C3E", "#8A94A0")
"""Colours of channels, outcomes and other parts: never the blue and the orange that say better and worse."""
PALE_PARTS = ("#8CC4BE", "#B9AED6", "#D0BC7E", "#D3A6B6", "#B9C1CA")
"""Paler brothers of the first of them, for parts that belong together."""
ON_DARK = {
    **dict(zip(CATEGORIES, CATEGORIES_ON_DARK, strict=True)),
    "#8FB4DC": "#CFE1F6",
    "#E3A574": "#F6D8BF",
    "#5E7F2E": "#A5C46B",
    "#7A5C3E": "#C9A27C",
    "#8A94A0": "#A8B3BF",
    "#8CC4BE": "#BFE3DF",
    "#B9AED6": "#D9D1EE",
    "#D0BC7E": "#EBDDB0",
    "#D3A6B6": "#EFCBD8",
    "#B9C1CA": "#D5DBE2",
}
"""Each colour of a part on the light ground with its lighter brother."""
DIVERGING = ("#C2570C", "#EDB68B", "#EEF1F4", "#A9C5E4", "#1F5EA8")
"""Worse to better, told apart by everyone who sees colours at all."""
DIVERGING_ON_DARK = ("#C2570C", "#84502B", "#343D47", "#2F557F", "#1F5EA8")
"""The same on a dark ground, where a pale middle would stand out most."""
DOTS = ("#C2570C", "#C98A5E", "#8A94A0", "#6B94C2", "#1F5EA8")
"""Worse to better for points and bars, whose middle has to be seen on the paper."""
DOTS_ON_DARK = ("#E8935A", "#C79C7C", "#97A2AE", "#83A5C6", "#6FA8E5")
COMPARED = ("#6B4FA0", "#2F7F79", "#8A6D1D", "#A8327F", "#4C7A2E", "#4E5966", "#6D4C41", "#8E2F45")
"""Colours of the offices compared: none is that of better or worse."""
COMPARED_ON_DARK = ("#B3A3E0", "#6FBDB6", "#CDB05F", "#E08BC2", "#9CC97B", "#A8B3BF", "#C7A79A", "#DE93A2")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "pentagon", "hexagon", "cross")
"""Shapes of their points, in the same order: colour is never the only sign."""
BAND_OF_PEERS = "rgba(110,122,136,0.18)"
FONT = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif"

HOVER = Markup("%{text}<extra></extra>")
"""Under the pointer stands the point's text, and not the name of its line beside it."""
HOVER_OF_LABEL = Markup("%{label}<extra></extra>")
BOLD = Markup("<b>{}</b>")

Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure (a Plotly dictionary), its height in pixels, what it shows in words, and the layout that it has instead
    where it is narrow, as on a phone. Its texts are plain, with line feeds; only Markup is drawn as markup."""

    figure: dict[str, Any]
    height: int
    alt: str
    narrow: dict[str, Any] | None = None


def _is_dark() -> bool:
    return getattr(st.context.theme, "type", "light") == "dark"


def ink_on_ground() -> dict[str, str]:
    """The colours of text and lines on the ground that the page has, light or dark."""
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


def compared_colours() -> tuple[str, ...]:
    """The colours of offices compared on the ground that the reader has chosen."""
    return COMPARED_ON_DARK if _is_dark() else COMPARED


def dot_colour(place: float) -> str:
    """The colour of a point or bar at a place between 0 (worst) and 1 (best), on the reader's ground."""
    return colour_of(place, DOTS_ON_DARK if _is_dark() else DOTS)


def on_ground(colour: str) -> str:
    """A colour of ours as the reader's ground needs it: on the dark one its lighter brother."""
    return ON_DARK.get(colour, colour) if _is_dark() else colour


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


def diverging() -> tuple[str, ...]:
    """The colours from worse to better on the ground that the reader has chosen."""
    return DIVERGING_ON_DARK if _is_dark() else DIVERGING


def sequential() -> tuple[str, str]:
    """The colours of little and of much: from what the ground nearly has to what stands out most on it."""
    return ("#1C2B3A", "#6FA8E5") if _is_dark() else ("#EAF1F9", ACCENT)


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


def short_name(label: str, most: int = 11) -> str:
    """A name cut to `most` characters in its middle: offices of one district begin alike.

    >>> short_name("青禾区住房和城乡建设局（12）", 9), short_name("青禾区住建局", 9)
    ('青禾区住…（12）', '青禾区住建局')
    """
    if len(label) <= most:
        return label
    end = (most - 1) // 2
    return f"{label[: most - 1 - end]}…{label[-end:]}"
