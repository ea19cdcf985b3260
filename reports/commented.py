"""A Word draft with comments at the places that somebody should look at; all else in the file stays as it is.

In go the bytes of a .docx and remarks with their places (model.Locator of the document as it was read); out come the
bytes of the same file with a comment for each remark. It judges nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reports.errors import UnreadableFile
from reports.model import Locator

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

AUTHOR, INITIALS = "年报体检", "检"


@dataclass(frozen=True, slots=True)
class Remark:
    """What to say, and where: a locator as str() writes it ('' for the document as a whole) and the words there."""

    text: str
    locator: str = ""
    quote: str = ""


def with_comments(data: bytes, file_name: str, remarks: Sequence[Remark]) -> bytes:
    """The Word file with the remarks as comments, in their order; those without a place, or whose place is put
    together of several, stand at its first line. Raises UnreadableFile for what is no Word file that can be opened."""
    import docx
    from docx.text.paragraph import Paragraph

    from reports.read.docx import places

    where = places(data, file_name)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:
        # What a reader of ours could read may still be too damaged for a program that writes it again.
        raise UnreadableFile(f"{file_name}：这份文件不能写入批注；请在Word中另存为.docx后再试。") from error
    root = document.element
    first = next(iter(root.iter("{*}p")), None)
    for remark in remarks:
        element = _element(root, where.paths, remark.locator)
        paragraph = first if element is None else _paragraph_in(element, remark.quote)
        if paragraph is None:
            continue
        runs = _runs(Paragraph(paragraph, document), remark.quote)
        document.add_comment(runs, remark.text, AUTHOR, INITIALS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _element(root: Any, paths: Sequence[str | dict[tuple[int, int], str]], locator: str) -> Any:
    """The paragraph or cell at a place; None where there is none."""
    if not locator:
        return None
    place = Locator.parse(locator)
    path = paths[place.block] if place.block < len(paths) else ""
    if isinstance(path, dict):
        path = (
            path.get((place.row or 0, place.column or 0), "")
            if place.row is not None
            else next(iter(path.values()), "")
        )
    if not path:
        return None
    element = root
    for step in path.split("/"):
        element = [child for child in element if isinstance(child.tag, str)][int(step)]
    return element


def _paragraph_in(element: Any, quote: str) -> Any:
    """The paragraph of a cell that holds the words, else its first one; a paragraph is its own."""
    if element.tag.endswith("}p"):
        return element
    paragraphs = list(element.iter("{*}p"))
    return next((p for p in paragraphs if quote and quote in _text(p)), paragraphs[0] if paragraphs else None)


def _text(paragraph: Any) -> str:
    return "".join(t.text or "" for t in paragraph.iter("{*}t"))


def _runs(paragraph: Paragraph, quote: str) -> list[Any]:
    """The runs of a paragraph that the words stand in, all of them where the words are not found as they are; an empty
    paragraph gets a run without text, as a comment needs one to hold on to."""
    from docx.text.run import Run

    every: Any = paragraph._p.iter("{*}r")
    runs = [Run(element, paragraph) for element in every if _is_own(element, paragraph._p)]
    if not runs:
        return [paragraph.add_run()]
    texts = ["".join(t.text or "" for t in run._r.iter("{*}t")) for run in runs]
    start = "".join(texts).find(quote) if quote else -1
    if start < 0:
        return runs
    end, at, held = start + len(quote), 0, []
    for run, text in zip(runs, texts, strict=True):
        if at < end and at + len(text) > start:
            held.append(run)
        at += len(text)
    return held or runs


def _is_own(run: Any, paragraph: Any) -> bool:
    """Whether a run is of this paragraph and not of a text box in it, and no comment's own mark."""
    above = run.getparent()
    while above is not paragraph:
        if above is None or above.tag.endswith(("}p", "}r")):
            return False
        above = above.getparent()
    return run.find("{*}commentReference") is None
