"""A paper as it is previewed on the page: the same words as in Word, each source a link.

In comes a Paper; out comes Markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from dashboard import routes, tables, wording
from dashboard.papers.paper import Heading, Paper, Part, Source, Table, Text

_ARTICLE = Markup('<article class="gk gk-paper{}" aria-label="{}">{}</article>')
_LINE = Markup('<p class="{}">{}</p>')


def drawn(paper: Paper) -> Markup:
    """The preview."""
    pieces = [_LINE.format("number", wording.PAPER_NUMBER)] if paper.is_numbered else []
    pieces.append(Markup("<h2>{}</h2>").format(paper.title))
    pieces += [_LINE.format("note", note) for note in paper.notes]
    if paper.addressed:
        pieces.append(_LINE.format("to", paper.addressed))
    pieces += [_part(part) for part in paper.parts]
    pieces += [_LINE.format("signed", line) for line in paper.signed]
    return _ARTICLE.format(" one-sheet" if paper.is_one_sheet else "", paper.title, tables.together(pieces))


def _part(part: Part) -> Markup:
    if isinstance(part, Heading):
        return Markup("<h3>{}</h3>").format(part.text)
    if isinstance(part, Text):
        return _LINE.format("text", part.text) + _basis(part.sources)
    return Markup('<p class="caption">{}</p>').format(part.caption) + _table(part) + _basis(part.basis)


def _basis(sources: Sequence[Source]) -> Markup:
    if not sources:
        return Markup("")
    links = Markup("；").join(link(source) for source in sources)
    in_all = sources[-1].in_all
    more = wording.places_in_all(in_all) if in_all else ""
    return Markup('<p class="basis">{}{}{}</p>').format(wording.PAPER_BASIS, links, more)


def link(source: Source, text: str = "") -> Markup:
    """A source as a link to where it is seen."""
    words = text or source.words
    if source.report_id is not None and source.problem_no is not None:
        return routes.problem_link(source.report_id, source.problem_no, words, label=source.words)
    if source.report_id is not None:
        return routes.sentence_link(source.report_id, source.fact_no, words, "", source.words)
    return routes.anchor(source.page, words) if source.page else escape(words)


def _table(part: Table) -> Markup:
    own = part.sources or (None,) * len(part.rows)
    with_links = any(own)
    columns = [*part.columns, wording.PAPER_SOURCE_COLUMN] if with_links else list(part.columns)
    rows: list[list[str | tables.Cell]] = []
    for cells, source in zip(part.rows, own, strict=True):
        row: list[str | tables.Cell] = [*cells]
        if with_links:
            row.append(tables.Cell(link(source, wording.EVIDENCE) if source is not None else ""))
        rows.append(row)
    return tables.table(columns, rows, caption=part.caption, numeric=part.numeric, css="gk-wrap")
