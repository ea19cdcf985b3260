"""An original as it was read, with every fact marked in its sentence or cell.

In come a Document and marks (where, which fact, what to say of it); out comes HTML. Tables stay tables, the
words stay as printed. It does not read files and does not decide what a number means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from dashboard import wording
from dashboard.tables import together
from reports.model import Block, Document, Locator

_HERE = Markup(' data-here tabindex="-1"')
_BREAK = Markup("<br>")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place of the document: `name` is the id a link can point to ("f12"), `css` says of what kind it is,
    `words` is shown when the pointer rests on it."""

    name: str
    locator: str
    css: str
    words: str


def _parsed(marks: Sequence[Mark]) -> dict[tuple[int, int | None, int | None], list[tuple[Mark, Locator]]]:
    places: dict[tuple[int, int | None, int | None], list[tuple[Mark, Locator]]] = {}
    for mark in marks:
        if not mark.locator:
            continue
        try:
            locator = Locator.parse(mark.locator)
        except ValueError:
            continue
        places.setdefault((locator.block, locator.row, locator.column), []).append((mark, locator))
    return places


def place_of(document: Document, sentence: str) -> str:
    """Where the prose of the document first says so, as a mark's locator; '' where it does not."""
    for number, block in enumerate(document.blocks):
        start = block.text.find(sentence) if block.kind != "table" else -1
        if start >= 0:
            return str(Locator(number, block.page, start=start, end=start + len(sentence)))
    return ""


def marked_text(text: str, marks: Sequence[tuple[Mark, int, int]], here: str = "") -> Markup:
    """`text` escaped, each stretch start..end of a mark in a <mark>; where marks overlap, the stretch names
    them all. The mark called `here` can be scrolled to.

    >>> print(marked_text("公开60条", [(Mark("f1", "", "stated", "网站：60条"), 2, 4)]))
    公开<mark id="f1" class="stated" title="网站：60条">60</mark>条
    """
    cuts = sorted({0, len(text), *(min(max(place, 0), len(text)) for _, start, end in marks for place in (start, end))})
    pieces: list[str] = []
    named: set[str] = set()
    for start, end in pairwise(cuts):
        covering = [mark for mark, first, last in marks if first <= start and end <= last]
        if not covering:
            pieces.append(_lines(text[start:end]))
            continue
        first_seen = [mark.name for mark in covering if mark.name not in named]
        named |= set(first_seen)
        name = here if here in first_seen else (first_seen[0] if first_seen else "")
        css = " ".join(dict.fromkeys(mark.css for mark in covering))
        titles = "\n".join(dict.fromkeys(mark.words for mark in covering))
        target = Markup(' id="{}"').format(name) if name else ""
        focus = _HERE if here and name == here else ""
        mark = Markup('<mark{} class="{}" title="{}"{}>{}</mark>').format(
            target, css, titles, focus, _lines(text[start:end])
        )
        pieces.append(mark)
    return together(pieces)


def set_off(text: str, places: Sequence[tuple[int, int]]) -> Markup:
    """`text` escaped, each stretch start..end in a <mark>; stretches come in order and do not overlap.

    >>> print(set_off("<社会救助>0条", [(1, 5)]))
    &lt;<mark>社会救助</mark>&gt;0条
    """
    pieces: list[Markup] = []
    done = 0
    for start, end in places:
        pieces += [escape(text[done:start]), Markup("<mark>{}</mark>").format(text[start:end])]
        done = end
    return together([*pieces, escape(text[done:])])


def _table(block: Block, number: int, places: dict, here: str) -> Markup:
    rows: dict[int, list[Markup]] = {}
    for cell in sorted(block.cells, key=lambda c: (c.row, c.column)):
        marks = places.get((number, cell.row, cell.column), [])
        spans = together(
            Markup(' {}="{}"').format(name, size)
            for name, size in (("rowspan", cell.row_span), ("colspan", cell.column_span))
            if size > 1
        )
        if not marks:
            rows.setdefault(cell.row, []).append(Markup("<td%s>%s</td>") % (spans, _lines(cell.text.strip())))
            continue
        names = [mark.name for mark, _ in marks]
        name = here if here in names else names[0]
        css = " ".join(dict.fromkeys(mark.css for mark, _ in marks))
        titles = "\n".join(dict.fromkeys(mark.words for mark, _ in marks))
        focus = _HERE if here and name == here else ""
        rows.setdefault(cell.row, []).append(
            Markup('<td%s id="%s" class="%s" title="%s"%s>%s</td>')
            % (spans, name, css, titles, focus, _lines(cell.text.strip()))
        )
    body = together(Markup("<tr>{}</tr>").format(together(rows[row])) for row in sorted(rows))
    return Markup('<div class="gk-scroll" tabindex="0" role="region" aria-label="{}"><table>{}</table></div>').format(
        wording.table_name(number + 1), body
    )


def _lines(text: str) -> Markup:
    return escape(text).replace("\n", _BREAK)


def drawn(document: Document, marks: Sequence[Mark], here: str = "") -> Markup:
    """The document as HTML, with a line where a new page begins."""
    places = _parsed(marks)
    pieces: list[Markup] = []
    page: int | None = None
    for number, block in enumerate(document.blocks):
        if block.page is not None and block.page != page:
            if page is not None:
                pieces.append(Markup("<hr>"))
            page = block.page
        if block.kind == "table":
            pieces.append(_table(block, number, places, here))
            continue
        if not block.text.strip():
            continue
        spans = [
            (
                mark,
                locator.start if locator.start is not None else 0,
                locator.end if locator.end is not None else len(block.text),
            )
            for mark, locator in places.get((number, None, None), [])
        ]
        body = marked_text(block.text, spans, here)
        pieces.append((Markup("<h3>{}</h3>") if block.kind == "heading" else Markup("<p>{}</p>")).format(body))
    return together(pieces)
