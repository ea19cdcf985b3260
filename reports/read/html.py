"""Step 2, read: web pages, whole or fragments, clean or pasted from a word processor.

In go the bytes of a page in any charset, whatever it declares; out comes a Document with headings, paragraphs
and tables whose cells know their spans. Tables that only lay out the page are opened into paragraphs. It does
not decide which part of the page is the report: menus and footers stay, as short paragraphs.
"""

from __future__ import annotations

import itertools
import re

from lxml import etree

from reports.errors import UnreadableFile, too_much
from reports.model import MOST_CELLS, Block, Cell, Document
from reports.text.charset import decode
from reports.text.normalise import UNREADABLE

LARGEST = 40_000_000
"""Bytes of a page with its embedded pictures."""
LARGEST_MARKUP = 5_000_000
"""Characters of a page without them."""

_EMBEDDED = re.compile(r"data:[\w.+/-]*;base64,[A-Za-z0-9+/=\s]{200,}")
_DROPPED = re.compile(r"<\?xml[^>]{0,300}>|[\0\x01-\x08\x0e-\x1f]", re.I | re.S)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_INLINE = re.compile(r"</?(?:span|font|b|i|u|s|em|strong|a|small|big|sub|sup|ins|del|label|o:p|st1:\w+)\b[^>]*>", re.I)
_BOXES = re.compile(r"</?(?:div|section|article|main|center|blockquote|form|ul|ol|li|dl|dd|dt)\b[^>]*>", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)

_SKIPPED = frozenset(
    (
        "script",
        "style",
        "head",
        "noscript",
        "template",
        "select",
        "option",
        "button",
        "iframe",
        "object",
        "svg",
        "canvas",
        "textarea",
        "input",
        "map",
        "audio",
        "video",
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        "html",
        "body",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "blockquote",
        "pre",
        "center",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "address",
        "hr",
        "caption",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "legend",
        "summary",
        "details",
        *tuple(_HEADINGS),
    )
)
_TAG_WITH_ATTRIBUTES = re.compile(r"""<[a-z](?:[^"'>]+|"[^"]*"|'[^']*')*+""", re.I)
_LONGEST_TAG = 20_000
_MOST_ATTRIBUTES = 2_000
"""Of one tag; a page has a dozen. The parser compares each with all others."""
_CELLS = re.compile(r"<t[dh][\s>]", re.I)
_LONG_CELL = 400
_MOST_COLUMNS = 200
_MOST_TAGS = 100


def read(data: bytes, file_name: str) -> Document:
    """The Document of a web page. UnreadableFile when it is empty, too large, or holds no text."""
    if len(data) > LARGEST:
        raise UnreadableFile(
            f"{file_name}：网页有 {len(data) / 1e6:.0f} MB，超过 {LARGEST / 1e6:.0f} MB 的上限；"
            "请只保存年报所在的页面后重新导入。"
        )
    markup, damage = decode(data)
    markup = _DROPPED.sub("", _EMBEDDED.sub("", markup))
    if len(markup) > LARGEST_MARKUP:
        raise UnreadableFile(
            f"{file_name}：网页代码有 {len(markup) / 1e6:.0f} 百万字符，超过 {LARGEST_MARKUP / 1e6:.0f} 百万的上限；"
            "请只保存年报所在的页面后重新导入。"
        )
    cells = sum(1 for _ in _CELLS.finditer(markup))
    if cells > MOST_CELLS:
        raise too_much(file_name, cells, "个单元格", MOST_CELLS)
    attributes = max(map(_attributes, _TAG_WITH_ATTRIBUTES.findall(markup)), default=0)
    if attributes > _MOST_ATTRIBUTES:
        raise too_much(file_name, attributes, "个标签属性", _MOST_ATTRIBUTES)
    root = _parse(markup)
    blocks: list[Block] = []
    if root is not None:
        blocks = _Walk(hidden=False).blocks(root) or _Walk(hidden=True).blocks(root)
    if not blocks:
        raise UnreadableFile(f"{file_name}：网页里没有文字；请在浏览器中打开年报页面，确认能看到正文后另存再导入。")
    if damage > 0.1:
        raise UnreadableFile(
            f"{file_name}：内容不是文字（{damage:.0%} 的字符无法识别），无法当作网页读取；请重新保存年报页面后再导入。"
        )
    marks = (f"约有 {damage:.1%} 的字符无法识别。",) if damage > 0.0005 else ()
    return Document("html", tuple(blocks), title=_page_title(root), marks=marks, metadata=_metadata(root))


def _attributes(tag: str) -> int:
    """How many attributes a tag may have, counted only where it is long."""
    return len(tag.split()) if len(tag) > _LONGEST_TAG else 0


def _parse(markup: str) -> etree._Element | None:
    root = None
    # Tags left open a thousand times nest deeper than the parser goes; what it leaves out is read without them.
    for deep in (None, _INLINE, _BOXES):
        markup = deep.sub("<br>" if deep is _BOXES else "", markup) if deep else markup
        if not markup.strip():
            return None
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
        except etree.LxmlError:
            return None
        if not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            break
    return root


def _metadata(root: etree._Element | None) -> tuple[tuple[str, str], ...]:
    """What the page's head says of it: names and contents of its meta tags."""
    if root is None:
        return ()
    tags = list(itertools.islice(root.iter("meta"), _MOST_TAGS))
    named = ((tag.get("name") or tag.get("property") or "", tag.get("content") or "") for tag in tags)
    return tuple((name.strip(), content.strip()) for name, content in named if name and content)


def _page_title(root: etree._Element | None) -> str:
    found = next(root.iter("title"), None) if root is not None else None
    return _WHITE.sub(" ", str(found.text or "")).strip() if found is not None else ""


class _Walk:
    """Collects blocks in reading order, without recursion: pages may be nested to any depth."""

    def __init__(self, hidden: bool) -> None:
        self.hidden = hidden
        self.found: list[Block] = []
        self.pieces: list[str] = []
        self.level: int | None = None

    def blocks(self, root: etree._Element) -> list[Block]:
        stack: list[tuple[etree._Element | None, str | None]] = [(root, None)]
        while stack:
            element, closing = stack.pop()
            if element is None:
                self._close(closing or "")
                continue
            tag = _tag(element)
            if tag == "title" or tag in _SKIPPED or self._is_hidden(element):
                self._say(element.tail)
                continue
            if tag == "br":
                self._flush()
                self._say(element.tail)
                continue
            if tag == "table" and not _is_layout(element):
                self._flush()
                table = _table(element)
                if table:
                    self.found.append(table)
                self._say(element.tail)
                continue
            if tag in _BLOCKS:
                self._flush()
                self.level = _HEADINGS.get(tag, self.level)
            self._say(element.text)
            stack.append((None, f"{tag}\0{element.tail or ''}"))
            stack.extend((child, None) for child in reversed(element) if isinstance(child.tag, str))
        self._flush()
        return self.found

    def _is_hidden(self, element: etree._Element) -> bool:
        return not self.hidden and bool(_HIDDEN.search(element.get("style") or ""))

    def _close(self, closing: str) -> None:
        tag, _, tail = closing.partition("\0")
        if tag in _BLOCKS:
            self._flush()
            if tag in _HEADINGS:
                self.level = None
        self._say(tail)

    def _say(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)

    def _flush(self) -> None:
        text = _WHITE.sub(" ", "".join(self.pieces)).strip()
        self.pieces.clear()
        if text.strip("\u3000\xa0 "):
            self.found.append(Block("heading" if self.level else "paragraph", text, level=self.level))


def _tag(element: etree._Element) -> str:
    return element.tag.lower() if isinstance(element.tag, str) else ""


def _rows(table: etree._Element) -> list[list[etree._Element]]:
    """The cells of each row, those of tables within cells excluded."""
    rows: list[list[etree._Element]] = []
    for row in table.iter("tr"):
        if _owner(row) is table:
            rows.append([cell for cell in row if _tag(cell) in ("td", "th")])
    return rows


def _owner(row: etree._Element) -> etree._Element | None:
    parent = row.getparent()
    while parent is not None and _tag(parent) != "table":
        parent = parent.getparent()
    return parent


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places things on the page: it holds another one, one cell a row, or whole texts."""
    inner = next((t for t in table.iterdescendants("table") if len(t.findall(".//td")) > 1), None)
    if inner is not None:
        return True
    rows = [row for row in _rows(table) if row]
    if all(len(row) == 1 for row in rows):
        return True
    lengths = [sum(len(text.strip()) for text in cell.itertext()) for row in rows for cell in row]
    longest = max(lengths, default=0)
    return longest > _LONG_CELL and longest * 2 > sum(lengths)


def _span(cell: etree._Element, name: str, largest: int) -> int:
    found = re.match(r"\s*(\d{1,5})", cell.get(name) or "")
    if not found:
        return 1
    number = int(found[1])
    # rowspan="0" means down to the last row.
    return largest if number == 0 and name == "rowspan" else max(1, min(number, largest))


def _is_torn(element: etree._Element | None) -> bool:
    """Whether a tag lost its end and took the next ones into its attributes, with the text between them."""
    return element is not None and any(
        "<" in str(name) or "</t" in str(value) for name, value in element.attrib.items()
    )


def _table(table: etree._Element) -> Block | None:
    rows = _rows(table)
    # The row from which each column is free again.
    free_from = [0] * _MOST_COLUMNS
    cells: list[Cell] = []
    for number, row in enumerate(rows):
        column = 0
        # What a torn tag took away may have been the label of a figure behind it, or the cell between them.
        is_torn = any(_is_torn(element) for cell in row[:1] for element in (cell.getparent(), *row))
        for cell in row:
            while column < _MOST_COLUMNS and free_from[column] > number:
                column += 1
            if column == _MOST_COLUMNS:
                break
            height = _span(cell, "rowspan", len(rows) - number)
            width = _span(cell, "colspan", _MOST_COLUMNS - column)
            free_from[column : column + width] = [number + height] * width
            text = _cell_text(cell)
            if is_torn and any(map(str.isdigit, text)):
                text = UNREADABLE
            cells.append(Cell(number, column, text, height, width))
            column += width
    return Block("table", cells=tuple(cells)) if any(cell.text for cell in cells) else None


def _cell_text(cell: etree._Element) -> str:
    lines: list[str] = [""]
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        tag = _tag(element)
        if event == "start":
            if tag in _SKIPPED:
                continue
            if (tag in _BLOCKS or tag == "br") and element is not cell:
                lines.append("")
            lines[-1] += element.text or ""
        else:
            if tag in _BLOCKS and element is not cell:
                lines.append("")
            if element is not cell:
                lines[-1] += element.tail or ""
    return "\n".join(text for line in lines if (text := _WHITE.sub(" ", line).strip().strip("\xa0\u3000")))
