"""The spine: an office's number as a dot on the range of its like-kind peers, one bar a row of a table.

In come the row's numbers as queries/office_spine.sql gives them; out come places between 0 and 1, and the bar as
HTML. It is drawn with plain elements and not by Plotly: it has to stay sharp on paper and to fit any width. Nothing
is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

LEAST_FOR_BOX = 4
"""Quartiles of fewer offices say nothing."""

_BAR = Markup('<span class="gk-spine" role="img" aria-label="%s">%s</span>')
_SPAN = Markup('<i class="%s" style="left:%s%%;width:%s%%"></i>')
_MARK = Markup('<i class="%s" style="left:%s%%"></i>')


@dataclass(frozen=True, slots=True)
class Spine:
    """Places between 0 (lowest) and 1 (highest) of one row: the peers' range, its middle half (None for fewer than
    four offices), its median, and the office's own number; None where there is none. `tone` is behind, ahead, plain
    or unjudged."""

    lowest: float | None
    highest: float | None
    q1: float | None
    q3: float | None
    median: float | None
    own: float | None
    tone: str


def spine(
    own: float | None,
    lowest: float | None,
    q1: float | None,
    median: float | None,
    q3: float | None,
    highest: float | None,
    count: int,
    *,
    standing: str = "",
    is_judged: bool = True,
) -> Spine:
    """The places of a row on a scale of its own, from the lowest to the highest number in it. Where all are equal
    everything stands in the middle; an own number that is not judged widens the scale and nothing else.

    >>> row = spine(304, 150, 200, 250, 300, 350, 6, standing="ahead")
    >>> row.lowest, row.q1, row.median, row.own, row.highest, row.tone
    (0.0, 0.25, 0.5, 0.77, 1.0, 'ahead')
    >>> spine(5, 5, 5, 5, 5, 5, 3).own, spine(None, 1, None, 2, None, 3, 3).own
    (0.5, None)
    """
    told = [number for number in (own, lowest, highest) if number is not None]
    start, end = (min(told), max(told)) if told else (0.0, 0.0)

    def place(number: float | None) -> float | None:
        if number is None:
            return None
        return round((number - start) / (end - start), 4) if end > start else 0.5

    has_box = count >= LEAST_FOR_BOX
    tone = "unjudged" if not is_judged else standing if standing in {"behind", "ahead"} else "plain"
    return Spine(
        place(lowest),
        place(highest),
        place(q1) if has_box else None,
        place(q3) if has_box else None,
        place(median) if count > 1 else None,
        place(own),
        tone,
    )


def spine_bar(row: Spine, words: str) -> Markup:
    """The bar as HTML; `words` say the same."""
    pieces = []
    if row.lowest is not None and row.highest is not None:
        pieces.append(_span("range", row.lowest, row.highest))
    if row.q1 is not None and row.q3 is not None:
        pieces.append(_span("box", row.q1, row.q3))
    if row.median is not None:
        pieces.append(_MARK % ("median", _percent(row.median)))
    if row.own is not None:
        pieces.append(_MARK % (f"own {row.tone}", _percent(row.own)))
    return _BAR % (words, Markup("").join(pieces))


def _span(css: str, start: float, end: float) -> Markup:
    return _SPAN % (css, _percent(start), _percent(end - start))


def _percent(place: float) -> str:
    return f"{100 * place:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class SpineRow:
    """A row of the table as read: each part is plain text or Markup."""

    group: str
    name: str
    value: str
    few: str
    change: str
    trend: str
    lowest: str
    bar: Markup
    highest: str
    median: str
    place: str
    standing: str


_ROW = Markup(
    '<tr role="row" class="%s"><th role="rowheader" scope="row">%s</th>'
    '<td role="cell" class="value">%s%s</td><td role="cell" class="change">%s</td><td role="cell" class="trend">%s</td>'
    '<td role="cell" class="place"><span class="ends"><small>%s</small>%s<small>%s</small></span></td>'
    '<td role="cell" class="middle" data-head="%s">%s</td><td role="cell" class="rank">%s</td></tr>'
)
_GROUP = Markup('<tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="7">%s</th></tr>')


def spine_table(rows: Sequence[SpineRow], heads: Sequence[str], caption: str) -> Markup:
    """The table of all rows, by group. On a narrow screen each row becomes a small block, so its parts say what they
    are by roles of their own."""
    body, group = [], ""
    for row in rows:
        if row.group != group:
            group = row.group
            body.append(_GROUP % (group,))
        few = Markup("<small>%s</small>") % (row.few,) if row.few else Markup("")
        has_range = bool(row.lowest)
        ends = (row.lowest, row.bar, row.highest) if has_range else ("", row.bar, "")
        body.append(
            _ROW
            % (row.standing, row.name, row.value, few, row.change, row.trend, *ends, heads[5], row.median, row.place)
        )
    head = Markup("").join(Markup('<th role="columnheader" scope="col">%s</th>') % (name,) for name in heads)
    return Markup(
        '<div class="gk"><table role="table" class="gk-spines"><caption>%s</caption>'
        '<thead role="rowgroup"><tr role="row">%s</tr></thead><tbody role="rowgroup">%s</tbody></table></div>'
    ) % (caption, head, Markup("").join(body))
