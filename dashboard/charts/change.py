"""Two years side by side: a row an office with a dot a year, sorted by what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard import wording
from dashboard.charts import traces
from dashboard.charts.axes import ROW_HEIGHT, layout, rows_axis, text_width, value_axis
from dashboard.charts.style import GREY, Chart, ink_on_ground
from dashboard.charts.target import Target

WIDE, NARROW = 400.0, 165.0
"""Pixels that dots and their numbers have between names and changes, on a desk and on a phone."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row: an office with its numbers of two years in words, the change in words, its `tone` ("better", "worse" or
    "" for neither), and the addresses of both. Without numbers it is the head of a group (`is_head`) or an office of
    which only the `note` is said."""

    label: str
    before: float | None = None
    after: float | None = None
    texts: tuple[str, str] = ("", "")
    change: str = ""
    tone: str = ""
    note: str = ""
    links: tuple[str, str] = ("", "")
    is_head: bool = False


def dumbbell(
    pairs: Sequence[Pair],
    years: tuple[int, int],
    unit: str,
    *,
    name: str,
    target: Target | None = None,
    longest: int = 13,
) -> Chart:
    """A row an office, in the order given: an open dot for the first year and a full one for the second, each with its
    number, and the change at the right. Only what clearly got better or worse has a colour."""
    ink = ink_on_ground()
    tones = {"better": ink["accent"], "worse": ink["worse"], "": GREY}
    keys = [str(place) for place in range(len(pairs))]
    drawn = [(key, pair) for key, pair in zip(keys, pairs, strict=True) if pair.after is not None]
    axis = value_axis(
        [*(v for _, pair in drawn for v in (pair.before, pair.after)), target.value if target else None], unit, False
    )
    label_room = max((text_width(text) for _, pair in drawn for text in pair.texts), default=0.0) + 12
    change_room = max((text_width(pair.change) for _, pair in drawn), default=0.0)
    ranges = {room: _padded(axis["range"], label_room, room) for room in (WIDE, NARROW)}
    moved = [(key, pair) for key, pair in drawn if pair.before != pair.after]
    data = [
        *_bars_between(moved, tones),
        _dots(moved, 0, years[0], tones, ink["paper"]),
        _dots(drawn, 1, years[1], tones, ink["paper"]),
        _words([(key, *_ends(pair)[0]) for key, pair in moved], "middle left", ink["text"]),
        _words([(key, *_ends(pair)[1]) for key, pair in drawn], "middle right", ink["text"]),
    ]
    annotations = [
        *(_beside(key, pair.change, 1, _change_colour(pair, ink)) for key, pair in drawn),
        *(_beside(key, pair.note, 0, ink["soft"]) for key, pair in zip(keys, pairs, strict=True) if pair.note),
    ]
    height = max(120, ROW_HEIGHT * len(pairs) + 36)
    shapes = []
    if target:
        shapes.append(target.line(ink, "x"))
        annotations.append(target.label(ink, "x"))

    def arranged(room: float, most: int) -> dict[str, Any]:
        ticks = axis["tickvals"] if room == WIDE else axis["tickvals"][:: max(len(axis["tickvals"]) - 1, 1)]
        return layout(
            height,
            margin={"l": 8, "r": change_room + 12, "t": 20 if target else 8, "b": 8},
            xaxis={
                **axis,
                "range": ranges[room],
                "tickvals": ticks,
                "ticktext": [axis["ticktext"][axis["tickvals"].index(tick)] for tick in ticks],
            },
            yaxis=rows_axis([p.label for p in pairs], [p.is_head for p in pairs], most),
            annotations=annotations,
            shapes=shapes,
        )

    told = [pair for pair in pairs if pair.after is not None]
    alt = f"{name}，{years[0]}年与{years[1]}年对比：" + "；".join(
        f"{p.label}{p.texts[0]}→{p.texts[1]}，{p.change}" for p in told[:12]
    )
    return Chart({"data": data, "layout": arranged(WIDE, longest)}, height, f"{alt}。", arranged(NARROW, 9))


def _change_colour(pair: Pair, ink: dict[str, str]) -> str:
    """The colour of a change in words."""
    return {"better": ink["accent"], "worse": ink["worse"], "": ink["soft"]}[pair.tone]


def _padded(span: Sequence[float], label: float, room: float) -> list[float]:
    """The axis with room (pixels) for a number left of the first dot and right of the last."""
    low, high = span
    more = (high - low) * label / max(room - 2 * label, 40.0)
    return [low - more, high + more]


def _bars_between(moved: Sequence[tuple[str, Pair]], tones: dict[str, str]) -> list[dict[str, Any]]:
    return [
        traces.line(
            [v for _, pair in group for v in (pair.before, pair.after, None)],
            [v for key, _ in group for v in (key, key, None)],
            colour,
            3,
        )
        for tone, colour in tones.items()
        if (group := [(key, pair) for key, pair in moved if pair.tone == tone])
    ]


def _dots(rows: Sequence[tuple[str, Pair]], which: int, year: int, tones: dict[str, str], paper: str) -> dict[str, Any]:
    colours = [tones[pair.tone] for _, pair in rows]
    return traces.points(
        [(pair.before, pair.after)[which] for _, pair in rows],
        [key for key, _ in rows],
        {"size": 11, "color": colours if which else paper, "line": {"width": 2, "color": colours}},
        texts=[f"{pair.label}\n{year}年：{pair.texts[which]}\n{wording.CHANGED}：{pair.change}" for _, pair in rows],
        links=[pair.links[which] for _, pair in rows],
        name=f"{year}年",
        cliponaxis=False,
    )


def _ends(pair: Pair) -> list[tuple[float, str]]:
    """The lower and the higher of a row's numbers, each with its words."""
    return sorted(
        ((value or 0.0, text) for value, text in zip((pair.before, pair.after), pair.texts, strict=True)),
        key=lambda end: end[0],
    )


def _beside(key: str, text: str, side: int, colour: str) -> dict[str, Any]:
    """Words of a row at the left (0) or right (1) edge of the plot."""
    return {
        "y": key,
        "yref": "y",
        "x": side,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 4,
        "text": text,
        "showarrow": False,
        "font": {"size": 12, "color": colour},
    }


def _words(places: Sequence[tuple[str, float, str]], position: str, colour: str) -> dict[str, Any]:
    gap = "\u00a0" * 3
    return traces.words(
        [x for _, x, _ in places],
        [key for key, _, _ in places],
        [f"{text}{gap}" if position == "middle left" else f"{gap}{text}" for _, _, text in places],
        colour,
        position=position,
    )
