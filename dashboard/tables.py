"""Tables, cards and lists as HTML: what a reader scans, sorts by eye and clicks on.

In come rows whose cells are plain text or Markup; out comes Markup that screen readers, the keyboard and the
printer understand. Text is escaped where it is put into Markup; only Markup is taken as it is. It asks nothing and
computes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import streamlit as st
from markupsafe import Markup

from dashboard import charts


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with more than text: `place` 0 (worst) to 1 (best) colours it, `css` are further classes."""

    body: str | Markup
    place: float | None = None
    css: str = ""
    title: str = ""


# A page has a thousand cells: `%` fills them in less than half the time of `format`, and escapes as well.
_CELL = Markup('<td class="%s"%s>%s</td>')
_ROW_HEAD = Markup('<th scope="row" class="%s"%s>%s</th>')
_PLAIN = {
    (template, is_numeric): template % ("n" if is_numeric else "", "", Markup("%s"))
    for template in (_CELL, _ROW_HEAD)
    for is_numeric in (False, True)
}
"""The same for cells that have nothing but their text."""
_GROUND = Markup(' style="--ground:light-dark(%s,%s);--ink:light-dark(%s,%s)"')
_TITLE = Markup(' title="%s"')


def _cell(value: str | Cell, template: Markup, numeric: bool) -> Markup:
    if not isinstance(value, Cell):
        return _PLAIN[template, numeric] % (value,)
    css = " ".join(part for part in ("n" if numeric else "", value.css) if part)
    attributes = Markup("")
    if value.place is not None:
        light, dark = charts.colour_of(value.place), charts.colour_of(value.place, charts.DIVERGING_ON_DARK)
        attributes = _GROUND % (light, dark, charts.text_on(light), charts.text_on(dark))
        css = f"{css} coloured".strip()
    if value.title:
        attributes += _TITLE % (value.title,)
    return template % (css, attributes, value.body)


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | Cell]],
    *,
    caption: str,
    numeric: Sequence[int] = (),
    css: str = "",
    row_heads: int = 1,
) -> Markup:
    """A table that scrolls sideways where it is too wide, its first `row_heads` cells being the row's name.
    `caption` is read out, not shown: the heading above says the same."""
    head = together(
        Markup('<th scope="col" class="{}">{}</th>').format("n" if i in numeric else "", name)
        for i, name in enumerate(columns)
    )
    body = together(
        Markup("<tr>%s</tr>")
        % together(_cell(cell, _ROW_HEAD if i < row_heads else _CELL, i in numeric) for i, cell in enumerate(row))
        for row in rows
    )
    return Markup(
        '<div class="gk gk-scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="gk-table {css}"><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    ).format(caption=caption, css=css, head=head, body=body)


_STACKING_CELL = Markup('<td role="cell" class="{}" data-head="{}">{}</td>')
_STACKING_HEAD = Markup('<th role="rowheader" scope="row">{}</th>')


def stacking(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str,
    css: str = "",
    numeric: Sequence[int] = (),
) -> Markup:
    """A table of many words or columns, which on a phone stands as one block a row, each cell with the name of its
    column; an empty cell has no line there."""
    kinds = ["n" if place in numeric else "" for place in range(len(columns))]
    head = together(
        Markup('<th role="columnheader" scope="col" class="{}">{}</th>').format(kind, name)
        for kind, name in zip(kinds, columns, strict=True)
    )
    body = together(
        Markup('<tr role="row">{}{}</tr>').format(
            _STACKING_HEAD.format(row[0]),
            together(
                _STACKING_CELL.format(kind, name, cell)
                for kind, name, cell in zip(kinds[1:], columns[1:], row[1:], strict=True)
            ),
        )
        for row in rows
    )
    return Markup(
        '<div class="gk gk-scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table role="table" class="gk-table gk-wrap gk-stack {css}"><caption>{caption}</caption>'
        '<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    ).format(caption=caption, css=css, head=head, body=body)


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


def cards(items: Sequence[Card], caption: str) -> Markup:
    """A row of cards; each is a link. The change has an arrow and words, not only a colour."""
    pieces = []
    for card in items:
        tone = {True: "good", False: "bad", None: ""}[card.is_good]
        unit = Markup("<span class='gk-unit'>{}</span>").format(card.unit) if card.unit else ""
        pieces.append(
            Markup(
                '<li><a data-go class="gk-card" href="{}"><span class="name">{}</span>'
                '<span class="figure"><b>{}</b>{}{}</span>'
                '<span class="change {}">{}</span><span class="note">{}</span></a></li>'
            ).format(
                card.link, card.name, card.number, unit, charts.sparkline(card.spark), tone, card.change, card.note
            )
        )
    return Markup('<ul class="gk gk-cards" aria-label="{}">{}</ul>').format(caption, together(pieces))


def stacked_bar(parts: Sequence[tuple[str, int, str]], total: int) -> Markup:
    """A slim bar of (name, count, class) parts out of `total`, with the counts in words beside it."""
    if not total:
        return Markup("")
    shown = [part for part in parts if part[1]]
    bar = together(Markup('<i class="{}" style="flex:{}"></i>').format(css, count) for _, count, css in shown)
    words = " · ".join(f"{name}{count}" for name, count, _ in shown)
    return Markup('<span class="gk-bar" aria-hidden="true">{}</span><span class="gk-barwords">{}</span>').format(
        bar, words
    )


def legend(items: Sequence[tuple[str, str]]) -> Markup:
    """What the colours mean: (class, words) pairs."""
    pieces = (Markup('<span><i class="{}"></i>{}</span>').format(css, words) for css, words in items)
    return Markup('<p class="gk gk-legend">{}</p>').format(together(pieces))


def badge(text: str, css: str = "") -> Markup:
    """A small label."""
    return Markup('<span class="gk-badge {}">{}</span>').format(css, text)


def line(text: str, css: str = "gk-note") -> Markup:
    """A paragraph: a note, or with "gk-empty" what stands where there is nothing to show."""
    return Markup('<p class="gk {}">{}</p>').format(css, text)


def folded(text: str, more: str) -> Markup:
    """A sentence below a chart that opens on what else there is to it."""
    return Markup('<details class="gk gk-folded"><summary>{}</summary><p>{}</p></details>').format(text, more)


def entry(why: str, more: Markup) -> Markup:
    """An entry of a list: its sentence, and its labels and links."""
    return Markup('<li><span class="why">{}</span><span class="more">{}</span></li>').format(why, more)


def entries(items: Iterable[Markup], css: str = "") -> Markup:
    """A list of entries."""
    return Markup('<ul class="gk gk-list {}">{}</ul>').format(css, together(items))


def print_button(text: str) -> Markup:
    """The button that prints the page."""
    return Markup('<div class="gk gk-copy"><button type="button" data-print>{}</button></div>').format(text)


def together(pieces: Iterable[str]) -> Markup:
    """The pieces one after the other; what is not Markup is escaped."""
    return Markup("").join(pieces)


def put(*pieces: Markup) -> None:
    """Puts Markup on the page; a text that is none is escaped, so that it is read and does nothing. Nothing puts
    nothing."""
    if whole := together(pieces):
        st.html(whole)
