"""Step 2, read: a Word document (.docx) becomes a Document.

In come the bytes of the file; out go its paragraphs, headings and tables in reading order, as printed: with
the automatic numbers that Word draws before a paragraph, insertions accepted, deletions, hidden text, notes,
headers, footers and the table of contents left out, text boxes after the paragraph that anchors them. Text in
pictures is not read (a mark says so). It does not know what a report is.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from reports.errors import UnreadableFile, too_much
from reports.model import MOST_CELLS, Block, Cell, Document
from reports.read.containers import Container
from reports.read.docx_numbers import Level, Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
}

_GONE = {
    _W + name
    for name in (
        "del", "moveFrom", "delText", "delInstrText", "instrText", "footnoteReference", "endnoteReference",
        "commentReference", "annotationRef", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "tblPr", "tblGrid", "object",
    )
}  # fmt: skip
_BREAKS = {_W + "tab": "\t", _W + "ptab": "\t", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_PICTURE_WIDTH, _PICTURE_HEIGHT = 2_500_000, 900_000
"""Size in EMU (914,400 an inch) from which a picture may hold a table rather than a seal or an ornament."""
_MOST_COLUMNS = 200


def read(data: bytes, file_name: str) -> Document:
    """The document in `data`; UnreadableFile when it is damaged, encrypted, too large or has no text."""
    container = Container(data, file_name)
    main = _main_part(container, file_name)
    try:
        reader = _Reader(container, main, file_name)
        blocks = tuple(reader.blocks())
    except RecursionError as error:
        raise UnreadableFile(f"{file_name}：文件的嵌套层次过深，无法读取；请另存后再试。") from error
    if not blocks:
        reason = "只有图片" if reader.pictures else "没有文字"
        raise UnreadableFile(f"{file_name}：文件里{reason}，读不到内容；请核对是否为年度报告的正文。")
    marks = []
    if reader.pictures:
        marks.append(f"文中有{reader.pictures}幅较大的图片，图片里的文字没有读取。")
    if reader.embedded:
        marks.append("文中嵌入了另一份文件，其内容没有读取。")
    return Document("docx", blocks, marks=tuple(marks))


@dataclass(frozen=True, slots=True)
class Places:
    """Where the blocks of a Document stand in the file: the name of its main part, and for each block the path to its
    paragraph, or for a table to each cell by (row, column); '' and {} where it is put together of several."""

    part: str
    paths: tuple[str | dict[tuple[int, int], str], ...]


def places(data: bytes, file_name: str) -> Places:
    """Where the blocks that `read` gives of `data` stand; paths count child elements from the root, "2/0/5" is the
    sixth child of the first child of the third. Raises what `read` raises."""
    container = Container(data, file_name)
    main = _main_part(container, file_name)
    reader = _Reader(container, main, file_name)
    paths: list[str | dict[tuple[int, int], str]] = []
    for block in reader.blocks():
        found = reader.elements.get(id(block))
        if isinstance(found, dict):
            paths.append({place: _path(cell) for place, cell in found.items()})
        else:
            paths.append("" if found is None else _path(found))
    return Places(main, tuple(paths))


def _path(element: etree._Element) -> str:
    steps: list[str] = []
    while (parent := element.getparent()) is not None:
        steps.append(str([child for child in parent if isinstance(child.tag, str)].index(element)))
        element = parent
    return "/".join(reversed(steps))


def _relationships(container: Container, part: str, file_name: str) -> dict[str, str]:
    """Kind of relationship (last word of its type) -> name of the part it leads to from `part`."""
    folder, base = posixpath.split(part)
    name = posixpath.join(folder, "_rels", base + ".rels")
    if name not in container:
        return {}
    found: dict[str, str] = {}
    for relation in container.parse(name, _STRICT):
        if not isinstance(relation.tag, str) or relation.get("TargetMode") == "External":
            continue
        target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", ""))).lstrip("/")
        found.setdefault(relation.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _main_part(container: Container, file_name: str) -> str:
    main = _relationships(container, "", file_name).get("officeDocument", "word/document.xml")
    if main not in container:
        main = "word/document.xml"
    if main not in container:
        raise UnreadableFile(f"{file_name}：不是完整的Word文档，缺少正文；请重新下载或另存后再试。")
    return main


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    outline: int | None = None
    number: str | None = None
    level: int | None = None
    hidden: bool = False


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default


def _value(parent: etree._Element | None, name: str) -> str | None:
    """The w:val of the child `name` of `parent`; None when there is no such child."""
    child = parent.find(_W + name) if parent is not None else None
    return None if child is None else child.get(_W + "val", "")


def _is_on(parent: etree._Element | None, name: str) -> bool:
    value = _value(parent, name)
    return value is not None and value not in ("0", "false", "off")


class _Reader:
    """Walks one document; holds its styles, its numbering and what it could not read."""

    def __init__(self, container: Container, main: str, file_name: str) -> None:
        self.elements: dict[int, etree._Element | dict[tuple[int, int], etree._Element]] = {}
        """Where each block stands, by its identity: a paragraph, or the cells of a table by row and column."""
        self.pictures = 0
        self.embedded = False
        self._carried = ""
        self._root = container.parse(main, _STRICT)
        cells = sum(1 for _ in self._root.iter(_W + "tc"))
        if cells > MOST_CELLS:
            raise too_much(file_name, cells, "个单元格", MOST_CELLS)
        related = _relationships(container, main, file_name)
        self._styles: dict[str, _Style] = {}
        self._default_style = ""
        if related.get("styles", "") in container:
            self._read_styles(container.parse(related["styles"], _STRICT))
        self._numbering = Numbering()
        if related.get("numbering", "") in container:
            self._read_numbering(container.parse(related["numbering"], _STRICT))

    def _read_styles(self, root: etree._Element) -> None:
        for style in root.iterfind(_W + "style"):
            if style.get(_W + "type") not in ("paragraph", "character", None):
                continue
            identifier = style.get(_W + "styleId", "")
            properties = style.find(_W + "pPr")
            numbers = properties.find(_W + "numPr") if properties is not None else None
            outline = _value(properties, "outlineLvl")
            level = _value(numbers, "ilvl")
            self._styles[identifier] = _Style(
                name=(_value(style, "name") or "").lower(),
                based_on=_value(style, "basedOn") or "",
                outline=None if outline is None else _integer(outline, 9),
                number=_value(numbers, "numId"),
                level=None if level is None else _integer(level, 0),
                hidden=_is_on(style.find(_W + "rPr"), "vanish"),
            )
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in ("1", "true", "on"):
                self._default_style = identifier

    def _read_level(self, level: etree._Element) -> Level:
        restart = _value(level, "lvlRestart")
        return Level(
            start=_integer(_value(level, "start"), 1),
            number_format=_value(level, "numFmt") or "decimal",
            text=_value(level, "lvlText") or "",
            suffix=_value(level, "suff") or "tab",
            restart=None if restart is None else _integer(restart, 1),
            legal=_is_on(level, "isLgl"),
        )

    def _read_numbering(self, root: etree._Element) -> None:
        numbering = self._numbering
        style_links: dict[str, str] = {}
        linked_by: dict[str, str] = {}
        for abstract in root.iterfind(_W + "abstractNum"):
            identifier = abstract.get(_W + "abstractNumId", "")
            levels = {}
            for level in abstract.iterfind(_W + "lvl"):
                index = _integer(level.get(_W + "ilvl"), 0)
                levels[index] = self._read_level(level)
                style = _value(level, "pStyle")
                if style:
                    numbering.style_levels[identifier, style] = index
            numbering.levels[identifier] = levels
            style_link, number_style_link = _value(abstract, "styleLink"), _value(abstract, "numStyleLink")
            if style_link:
                style_links[style_link] = identifier
            if number_style_link:
                linked_by[identifier] = number_style_link
        for number in root.iterfind(_W + "num"):
            identifier = number.get(_W + "numId", "")
            abstract_id = _value(number, "abstractNumId") or ""
            abstract_id = style_links.get(linked_by.get(abstract_id, ""), abstract_id)
            numbering.abstract_of[identifier] = abstract_id
            for override in number.iterfind(_W + "lvlOverride"):
                index = _integer(override.get(_W + "ilvl"), 0)
                start = _value(override, "startOverride")
                if start is not None:
                    numbering.starts.setdefault(identifier, {})[index] = _integer(start, 1)
                level_element = override.find(_W + "lvl")
                if level_element is not None:
                    numbering.overrides.setdefault(identifier, {})[index] = self._read_level(level_element)

    def _style_chain(self, identifier: str) -> list[tuple[str, _Style]]:
        chain: list[tuple[str, _Style]] = []
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            style = self._styles[identifier]
            chain.append((identifier, style))
            identifier = style.based_on
        return chain

    def blocks(self) -> list[Block]:
        """All blocks of the body, in reading order."""
        body = self._root.find(_W + "body")
        return [] if body is None else self._blocks_in(body)

    def _blocks_in(self, parent: etree._Element) -> list[Block]:
        found: list[Block] = []
        outside, self._carried = self._carried, ""
        for child in parent:
            tag = child.tag
            if tag == _W + "p":
                found.extend(self._paragraph(child))
            elif tag == _W + "tbl":
                found.extend(self._table(child))
            elif tag == _W + "altChunk":
                self.embedded = True
            elif tag == _COMPATIBILITY + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    found.extend(self._blocks_in(chosen))
            elif isinstance(tag, str) and tag not in _GONE and tag != _W + "sectPr":
                found.extend(self._blocks_in(child))
        if self._carried.strip():
            found.append(Block("paragraph", self._carried))
        self._carried = outside
        return found

    def _paragraph(self, paragraph: etree._Element) -> list[Block]:
        properties = paragraph.find(_W + "pPr")
        chain = self._style_chain(_value(properties, "pStyle") or self._default_style)
        boxes: list[etree._Element] = []
        text = self._carried + self._text(paragraph, boxes)
        self._carried = ""
        mark = properties.find(_W + "rPr") if properties is not None else None
        if mark is not None and mark.find(_W + "del") is not None:
            # A deleted paragraph mark: with the change accepted, the next paragraph follows on this line.
            self._carried = text
            text = ""
        # Counted even where it is not printed: an empty numbered paragraph takes its number in Word too.
        prefix = "" if self._carried else self._prefix(properties, chain)
        name = chain[0][1].name if chain else ""
        result: list[Block] = []
        is_contents = name.startswith(("toc ", "目录"))
        if (text.strip() or prefix) and not is_contents:
            level = self._heading_level(properties, chain)
            if not text.strip():
                result.append(Block("paragraph", prefix.strip()))
            elif level:
                result.append(Block("heading", prefix + text.strip("\n"), level=level))
            else:
                result.append(Block("paragraph", prefix + text.strip("\n")))
            self.elements[id(result[-1])] = paragraph
        for box in boxes:
            result.extend(self._blocks_in(box))
        return result

    def _heading_level(self, properties: etree._Element | None, chain: list[tuple[str, _Style]]) -> int | None:
        outline = _value(properties, "outlineLvl")
        depth = None if outline is None else _integer(outline, 9)
        for _, style in chain:
            if depth is None:
                depth = style.outline
            if style.name in ("title", "标题"):
                return 1
            if depth is None and style.name.startswith("heading "):
                depth = _integer(style.name.removeprefix("heading "), 10) - 1
        return depth + 1 if depth is not None and 0 <= depth <= 5 else None

    def _prefix(self, properties: etree._Element | None, chain: list[tuple[str, _Style]]) -> str:
        numbers = properties.find(_W + "numPr") if properties is not None else None
        number = _value(numbers, "numId")
        level_text = _value(numbers, "ilvl")
        level = None if level_text is None else _integer(level_text, 0)
        if number is None:
            for identifier, style in chain:
                if style.number is not None:
                    number = style.number
                    abstract = self._numbering.abstract_of.get(number, "")
                    linked = self._numbering.style_levels.get((abstract, identifier))
                    if level is None:
                        level = style.level if linked is None else linked
                    break
        if number is None or number == "0":
            return ""
        return self._numbering.next(number, level or 0)

    def _text(self, element: etree._Element, boxes: list[etree._Element]) -> str:
        """Printed text of a paragraph or of something in it; text boxes met on the way go into `boxes`."""
        pieces: list[str] = []
        for child in element:
            tag = child.tag
            if tag == _W + "r":
                properties = child.find(_W + "rPr")
                if properties is not None and self._is_hidden(properties):
                    continue
                pieces.append(self._text(child, boxes))
            elif tag in (_W + "t", _MATH + "t"):
                pieces.append(child.text or "")
            elif tag in _BREAKS:
                pieces.append(_BREAKS[tag])
            elif tag == _W + "br":
                pieces.append("\n" if child.get(_W + "type", "textWrapping") == "textWrapping" else "")
            elif tag == _W + "txbxContent":
                boxes.append(child)
            elif tag == _COMPATIBILITY + "AlternateContent":
                chosen = _chosen(child)
                if chosen is not None:
                    pieces.append(self._text(chosen, boxes))
            elif tag in (_DRAWING + "inline", _DRAWING + "anchor"):
                self._count_picture(child)
                pieces.append(self._text(child, boxes))
            elif isinstance(tag, str) and tag not in _GONE:
                pieces.append(self._text(child, boxes))
        return "".join(pieces)

    def _is_hidden(self, run_properties: etree._Element) -> bool:
        vanish = _value(run_properties, "vanish")
        if vanish is not None:
            return vanish not in ("0", "false", "off")
        style = self._styles.get(_value(run_properties, "rStyle") or "")
        return style is not None and style.hidden

    def _count_picture(self, drawing: etree._Element) -> None:
        extent = drawing.find(_DRAWING + "extent")
        if extent is None or drawing.find(".//{*}pic") is None:
            return
        wide = _integer(extent.get("cx"), 0) >= _PICTURE_WIDTH
        if wide and _integer(extent.get("cy"), 0) >= _PICTURE_HEIGHT:
            self.pictures += 1

    def _rows(self, parent: etree._Element) -> list[etree._Element]:
        rows: list[etree._Element] = []
        for child in parent:
            if child.tag == _W + "tr":
                properties = child.find(_W + "trPr")
                if properties is None or properties.find(_W + "del") is None:
                    rows.append(child)
            elif isinstance(child.tag, str) and child.tag not in _GONE:
                rows.extend(self._rows(child))
        return rows

    def _row_cells(self, parent: etree._Element) -> list[etree._Element]:
        found: list[etree._Element] = []
        for child in parent:
            if child.tag == _W + "tc":
                found.append(child)
            elif isinstance(child.tag, str) and child.tag not in _GONE and child.tag != _W + "trPr":
                found.extend(self._row_cells(child))
        return found

    def _table(self, table: etree._Element) -> list[Block]:
        """The table as one block, then the tables nested in its cells; a table that only frames other
        blocks (a single cell, or cells that hold tables) is left out and its content stands in its place."""
        rows = self._rows(table)
        contents: list[list[tuple[int, int, str, list[Block]]]] = []
        printed: dict[tuple[int, int], etree._Element] = {}
        for row in rows:
            properties = row.find(_W + "trPr")
            column = min(_integer(_value(properties, "gridBefore"), 0), _MOST_COLUMNS)
            line: list[tuple[int, int, str, list[Block]]] = []
            for element in self._row_cells(row):
                cell_properties = element.find(_W + "tcPr")
                span = min(max(_integer(_value(cell_properties, "gridSpan"), 1), 1), _MOST_COLUMNS)
                merge = ""
                for name in ("vMerge", "hMerge"):
                    value = _value(cell_properties, name)
                    if value is not None and value != "restart":
                        merge = name
                line.append((column, span, merge, [] if merge else self._blocks_in(element)))
                printed[len(contents), column] = element
                column += span
            contents.append(line)
        inner = [blocks for line in contents for _, _, _, blocks in line]
        holds_tables = any(block.kind == "table" for blocks in inner for block in blocks)
        if sum(1 for blocks in inner if blocks) == 1 and (len(inner) == 1 or holds_tables):
            return [block for blocks in inner for block in blocks]
        cells: list[Cell] = []
        nested: list[Block] = []
        above: dict[int, int] = {}
        for row_index, line in enumerate(contents):
            current: dict[int, int] = {}
            for column, span, merge, blocks in line:
                if merge == "hMerge" and cells and cells[-1].row == row_index:
                    cells[-1] = _stretched(cells[-1], column_span=column + span - cells[-1].column)
                    continue
                upper = above.get(column) if merge == "vMerge" else None
                if upper is not None and cells[upper].column_span == span:
                    cells[upper] = _stretched(cells[upper], row_span=row_index + 1 - cells[upper].row)
                    current[column] = upper
                    continue
                nested.extend(block for block in blocks if block.kind == "table")
                text = "\n".join(block.text for block in blocks if block.kind != "table")
                current[column] = len(cells)
                cells.append(Cell(row_index, column, text, column_span=span))
            above = current
        if not cells:
            return nested
        made = Block("table", cells=tuple(cells))
        self.elements[id(made)] = {
            place: printed[place] for cell in cells if (place := (cell.row, cell.column)) in printed
        }
        return [made, *nested]


def _stretched(cell: Cell, row_span: int | None = None, column_span: int | None = None) -> Cell:
    return Cell(cell.row, cell.column, cell.text, row_span or cell.row_span, column_span or cell.column_span)


def _chosen(alternate: etree._Element) -> etree._Element | None:
    """Of the alternatives of one drawing, the modern one; both hold the same text, which is printed once."""
    choice = alternate.find(_COMPATIBILITY + "Choice")
    return choice if choice is not None else alternate.find(_COMPATIBILITY + "Fallback")
