"""Tables, cards and lists as HTML: what a reader scans, sorts by eye and clicks on.

In come rows whose cells are plain text or Html; out comes markup that screen readers, the keyboard and the
printer understand. All text is escaped here. It asks nothing and computes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard import charts


class Html(str):
    """Markup made by our own modules, put in a cell as it is; every other text is escaped."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than text: `place` 0 (worst) to 1 (best) colours it, `css` are further classes."""

    body: str | Html
    place: float | None = None
    css: str = ""
    title: str = ""


def _markup(text: str) -> str:
    return text if isinstance(text, Html) else escape(text)


def _cell(value: str | Cell, tag: str, numeric: bool) -> str:
    cell = value if isinstance(value, Cell) else Cell(value)
    css = " ".join(part for part in ("n" if numeric else "", cell.css) if part)
    style = ""
    if cell.place is not None:
        light, dark = charts.colour_of(cell.place), charts.colour_of(cell.place, charts.DIVERGING_ON_DARK)
        ink = f"light-dark({charts.text_on(light)},{charts.text_on(dark)})"
        style = f' style="--ground:light-dark({light},{dark});--ink:{ink}"'
        css = f"{css} coloured".strip()
    title = f' title="{escape(cell.title)}"' if cell.title else ""
    scope = ' scope="row"' if tag == "th" else ""
    return f'<{tag}{scope} class="{css}"{style}{title}>{_markup(cell.body)}</{tag}>'


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Cell]],
    *,
    caption: str,
    numeric: Sequence[int] = (),
    css: str = "",
    row_heads: int = 1,
) -> Html:
    """A table that scrolls sideways where it is too wide, its first `row_heads` cells being the row's name.
    `caption` is read out, not shown: the heading above says the same."""
    head = "".join(
        f'<th scope="col" class="{"n" if i in numeric else ""}">{escape(c)}</th>' for i, c in enumerate(columns)
    )
    body = "".join(
        "<tr>"
        + "".join(_cell(cell, "th" if i < row_heads else "td", i in numeric) for i, cell in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return Html(
        f'<div class="gk gk-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="gk-table {css}"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


@dataclass(frozen=True, slots=True)
class Card:
    """One main number: name, number with unit, change in words, what it covers, sparkline values, and whether
    the change is good (True), bad (False) or neither (None)."""

    name: str
    number: str
    unit: str
    change: str
    note: str
    spark: Sequence[float | None]
    is_good: bool | None
    link: str


def cards(items: Sequence[Card], caption: str) -> Html:
    """A row of cards; each is a link. The change has an arrow and words, not only a colour."""
    pieces = []
    for card in items:
        tone = {True: "good", False: "bad", None: ""}[card.is_good]
        unit = f"<span class='gk-unit'>{escape(card.unit)}</span>" if card.unit else ""
        pieces.append(
            f'<li><a data-go class="gk-card" href="{escape(card.link)}">'
            f'<span class="name">{escape(card.name)}</span>'
            f'<span class="figure"><b>{escape(card.number)}</b>{unit}{charts.sparkline(card.spark)}</span>'
            f'<span class="change {tone}">{escape(card.change)}</span><span class="note">{escape(card.note)}</span></a></li>'
        )
    return Html(f'<ul class="gk gk-cards" aria-label="{escape(caption)}">{"".join(pieces)}</ul>')


def stacked_bar(parts: Sequence[tuple[str, int, str]], total: int) -> Html:
    """A slim bar of (name, count, class) parts out of `total`, with the counts in words beside it."""
    shown = [part for part in parts if part[1]]
    bar = "".join(f'<i class="{css}" style="flex:{count}"></i>' for _, count, css in shown)
    words = " · ".join(f"{name}{count}" for name, count, _ in shown)
    return (
        Html(f'<span class="gk-bar" aria-hidden="true">{bar}</span><span class="gk-barwords">{escape(words)}</span>')
        if total
        else Html("")
    )


def legend(items: Sequence[tuple[str, str]]) -> Html:
    """What the colours mean: (class, words) pairs."""
    return Html(
        '<p class="gk gk-legend">'
        + "".join(f'<span><i class="{css}"></i>{escape(words)}</span>' for css, words in items)
        + "</p>"
    )


def badge(text: str, css: str = "") -> Html:
    """A small label."""
    return Html(f'<span class="gk-badge {css}">{escape(text)}</span>')


def put(*pieces: str) -> None:
    """Puts markup on the page."""
    st.html("".join(pieces))
