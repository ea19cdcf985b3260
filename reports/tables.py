"""Step 4, extract: the cells of the statutory tables.

In go a Document and its Report; out comes one Fact for each cell of the report's form (198 of form 2019, 200
of form 2021), source "table", whatever the state of the table: stated, blank, missing or unreadable. Rows that
a report prints from the other form are told besides. The tables are looked for in the whole document by what
they say, since headings may be lost or misplaced. A row is known by the meaning of its label and by its place
in the fixed order together; where they disagree its cells are unreadable. It adds nothing up into a value and
reads no prose; sums only decide between two ways of reading the same row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from reports.model import Block, Document, Fact, Locator, Report, Status
from reports.normalise import normalise
from reports.reference import table

_FORMS = ("2019", "2021")
_PARTS_OF_OTHER = ("applications.other.no_correction", "applications.other.unpaid_fee")
_NUMBERING = re.compile(
    r"(?:（?[一二三四五六七八九十]{1,2}[）、.．，]|（[一二三四五六七八九十\d]{1,2}|[①-⑳]|\d{1,2}(?:[.．、，）]|(?=[^\d.]{2})))"
)
_BRACKETS = re.compile(r"（[^（）]*(?:）|$)")
_SIGNS = re.compile(r"[^\w]|_")
_GLUED = re.compile(r"(.*[^\d.\s])\s*(\d[\d\s.]*(?:万元|元|[件条项个份次宗])?)", re.DOTALL)
_NUMBER = re.compile(r"([+\-−])?(\d{1,3}(?:[,，]\d{3})+|\d+)(\.\d+)?(万元|亿元|元|件|条|项|个|份|次|宗|%)?")
_CHANGE = re.compile(r"(增加|增|减少|减|↑|↓)(\d+)(?:项|个|件)?")
_CELL = r"[+\-]?\d[\d.,，]*[^\d\s]{0,2}"
_SPACED = re.compile(rf"\s*(?:(\S.*?[^\d\s.．,，])\s+(?=\S)|(?=\S+\s+\S))((?:{_CELL}\s+)*{_CELL})\s*", re.DOTALL)
_PAGE = re.compile(r"\s*(?:[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页[，,/\s]*(?:共\s*\d{1,4}\s*页)?)\s*")
_NIL = {"零": 0.0, "〇": 0.0}
_SERIAL = ("序号", "编号")
_MARKS = frozenset("-—–―－─/\\／*·.。、无○×")
_LONGEST_LABEL = 150
_LONGEST_HEAD = 12
_LONGEST_REMARK = 4
_BARE = "规章"
"""The one short label that offices print with its explanation behind it."""
_MOST_LINES = 20_000
_MOST_CANDIDATES = 240
"""Far more than any report prints: what goes on so is no report."""
_FEWEST_ROWS = 5
"""So many rows with numbers make a table of their own."""
_LONGEST_CAPTION = 40
_LONGEST_HEADER = 200
"""Labels of columns kept above a row; the longest header has fifteen."""
_NEAR = 14
"""Lines between two rows of one table at most (a page break, a repeated header)."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """One printed cell, or one line of running text."""

    text: str
    locator: Locator
    column: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class _Line:
    """The slots of one printed row; `shape` grid (columns can be trusted), ragged (cut by tabs or pipes), spaced
    (cut by blanks: empty cells leave no trace), or stream (one slot)."""

    slots: tuple[_Slot, ...]
    shape: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a form: its table, its key, its labels made uniform, its columns in each form."""

    table: str
    key: str
    labels: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]


@dataclass(slots=True)
class _Candidate:
    """A line that may be a row of a table: its label, what stands after it, how well each row fits."""

    line: int
    label: str
    values: list[_Slot]
    shape: str
    scores: dict[int, float]
    header: list[tuple[str, _Slot]] = field(default_factory=list)
    anchored: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found for one cell."""

    status: Status
    value: float | None = None
    unit: str = ""
    quote: str = ""
    locator: Locator | None = None


# --- the forms and their labels -----------------------------------------------------------------------------


def core(text: str) -> str:
    """The words of a label alone: no numbering, brackets, signs or blanks.

    >>> core("（二） 部分公开（区分处理的，只计这一情形）"), core("3.危及“三安全一稳定”")
    ('部分公开', '危及三安全一稳定')
    """
    uniform = normalise(text).text
    while match := _NUMBERING.match(uniform):
        if match.end() == len(uniform):
            break
        uniform = uniform[match.end() :].lstrip("）)、.． ")
    bare = _BRACKETS.sub("", uniform)
    return _SIGNS.sub("", bare) or _SIGNS.sub("", uniform)


@lru_cache(maxsize=1)
def _forms() -> dict[str, list[dict[str, str]]]:
    return {form: table(f"forms/{form}") for form in _FORMS}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    """kind -> key -> labels made uniform, of data/reference/forms/labels.csv."""
    kinds: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in table("forms/labels"):
        keys = kinds.setdefault(row["kind"], {})
        keys[row["key"]] = (*keys.get(row["key"], ()), core(row["label"]))
    return kinds


def _key(row: dict[str, str]) -> tuple[str, str]:
    """The row and the column of a form's cell."""
    if row["table"] == "disclosure":
        name, _, column = row["indicator"].partition(".")
        return name, column
    return row["indicator"], row["breakdown"]


@lru_cache(maxsize=2)
def _rows(name: str) -> tuple[_Row, ...]:
    """The rows of both forms of table `name`, in the fixed order."""
    order: list[str] = []
    labels: dict[str, list[str]] = {}
    columns: dict[str, dict[str, tuple[str, ...]]] = {}
    for form, cells in _forms().items():
        place = 0
        for cell in cells:
            if cell["table"] != name:
                continue
            key, column = _key(cell)
            if key not in order:
                order.insert(place, key)
            place = order.index(key) + 1
            printed = core(cell["row_label"])
            if printed not in labels.setdefault(key, []):
                labels[key].append(printed)
            of_row = columns.setdefault(key, {})
            of_row[form] = (*of_row.get(form, ()), column)
    for key in order:
        labels[key].extend(x for x in _words()["row"].get(key, ()) if x not in labels[key])
    return tuple(_Row(name, key, tuple(labels[key]), columns[key]) for key in order)


def _kinds() -> list[str]:
    """The seven breakdowns of section 三, from left to right."""
    return list(_rows("applications")[0].columns["2021"])


def _similarity(printed: str, label: str) -> float:
    """How well printed words fit a label, 0 to 1: 1 the same, 0.9 the label and more, else shared letters."""
    if printed == label:
        return 1.0
    if len(label) >= 4 and (printed.startswith(label) or (len(label) >= 6 and label in printed)):
        return 0.9
    if label == _BARE and printed.startswith(label) and len(printed) > 5:
        return 0.6
    if len(label) < 4 or abs(len(printed) - len(label)) > max(3, len(label) // 2):
        return 0.0
    return min(0.89, SequenceMatcher(None, printed, label, autojunk=False).ratio())


@lru_cache(maxsize=4096)
def _row_scores(name: str, printed: str) -> dict[int, float]:
    """Rows of a table that a label may mean, with how well it fits; only those near the best."""
    words = core(printed) if len(printed) <= 2 * _LONGEST_LABEL else ""
    if not words or len(words) > _LONGEST_LABEL:
        return {}
    variants = [words]
    for groups in _words()["group"].values():
        variants.extend(words[len(g) :] for g in groups if words.startswith(g) and len(words) > len(g) + 1)
    variants = [core(v) for v in variants]
    # Most labels are printed as the form has them: then nothing has to be likened.
    exact = [i for i, row in enumerate(_rows(name)) if not set(variants).isdisjoint(row.labels)]
    if exact:
        return dict.fromkeys(exact, 1.0)
    found: dict[int, float] = {}
    for index, row in enumerate(_rows(name)):
        best = max(_similarity(variant, label) for variant in variants for label in row.labels)
        if best >= 0.5:
            found[index] = best
    top = max(found.values(), default=0.0)
    return {i: score for i, score in found.items() if score >= top - 0.08}


@lru_cache(maxsize=4096)
def _named(kind: str, printed: str, least: float = 0.8) -> str | None:
    """The key of the column, applicant, result ... that words name; None if none or two."""
    words = core(printed) if len(printed) <= 2 * _LONGEST_LABEL else ""
    if not words or len(words) > _LONGEST_LABEL // 3:
        return None
    exact = [key for key, labels in _words().get(kind, {}).items() if words in labels]
    if exact:
        return exact[0] if len(exact) == 1 else None
    scores = {key: max(_similarity(words, label) for label in labels) for key, labels in _words().get(kind, {}).items()}
    best = max(scores.values(), default=0.0)
    keys = [key for key, score in scores.items() if score == best]
    return keys[0] if best >= least and len(keys) == 1 else None


# --- what is printed ---------------------------------------------------------------------------------------


def _lines(document: Document) -> list[_Line]:
    lines: list[_Line] = []
    for index, block in enumerate(document.blocks):
        if len(lines) > _MOST_LINES:
            break
        if block.kind == "table":
            lines.extend(_table_lines(index, block, has_columns=document.format != "text"))
        else:
            lines.extend(line for line in _text_lines(index, block) if not _is_page_number(line))
    lines = lines[:_MOST_LINES]
    if any(_is_serial_head(slot) for line in lines for slot in line.slots[:1]):
        lines = [_without_serial(line) for line in lines]
    return lines


def _is_serial_head(slot: _Slot) -> bool:
    return _one_line(slot.text) in _SERIAL


def _without_serial(line: _Line) -> _Line:
    """A row without the running number that some offices print before its label."""
    if len(line.slots) < 2 or line.shape == "stream":
        return line
    first, second = line.slots[:2]
    is_serial = re.fullmatch(r"\d{1,3}", normalise(first.text).text.strip()) and _is_text(second)
    return _Line(line.slots[1:], line.shape) if is_serial or _is_serial_head(first) else line


def _is_page_number(line: _Line) -> bool:
    """Whether a line is the foot of a page (- 7 -, 第7页 共12页), which may stand within a row."""
    return bool(_PAGE.fullmatch("".join(slot.text for slot in line.slots)))


def _table_lines(index: int, block: Block, *, has_columns: bool) -> Iterator[_Line]:
    rows: dict[int, list[_Slot]] = {}
    covered: dict[int, set[int]] = {}
    for cell in block.cells:
        page = cell.page if cell.page is not None else block.page
        locator = Locator(index, page=page, row=cell.row, column=cell.column)
        rows.setdefault(cell.row, []).append(_Slot(cell.text, locator, cell.column, cell.column_span))
        for row in range(cell.row, cell.row + cell.row_span):
            covered.setdefault(row, set()).update(range(cell.column, cell.column + cell.column_span))
    width = max((max(columns) + 1 for columns in covered.values()), default=0)
    is_grid = has_columns and width > 1 and all(len(covered[row]) == width for row in rows)
    for row in sorted(rows):
        slots = sorted(rows[row], key=lambda slot: slot.column)
        if not is_grid:
            slots = _filled(slots, covered[row], index, row)
        shape = "stream" if width <= 1 else "grid" if is_grid else "ragged"
        yield _Line(tuple(slots), shape)


def _filled(slots: list[_Slot], covered: set[int], block: int, row: int) -> list[_Slot]:
    """The slots of a ragged row with empty ones where the reader left a place out."""
    end = max(covered) + 1
    gaps = [_Slot("", Locator(block, row=row, column=c), c) for c in range(end) if c not in covered]
    return sorted([*slots, *gaps], key=lambda slot: slot.column)


def _text_lines(index: int, block: Block) -> Iterator[_Line]:
    start = 0
    for text in block.text.split("\n"):
        pieces: list[_Slot] = []
        closed = text.rstrip()
        cut = "\t" if "\t" in closed.strip("\t ") else "|" if "|" in closed else None
        inner, offset = text, start
        if cut == "|":
            offset += len(text) - len(text.lstrip())
            inner = text.strip()
            if inner.startswith("|"):
                inner, offset = inner[1:], offset + 1
            inner = inner.removesuffix("|")
        for piece in inner.split(cut) if cut else [inner]:
            pieces.append(
                _Slot(piece, Locator(index, page=block.page, start=offset, end=offset + len(piece)), len(pieces))
            )
            offset += len(piece) + 1
        shape = "stream" if len(pieces) == 1 else "ragged"
        if shape == "stream" and (cut_up := _cut_by_blanks(pieces[0])):
            pieces, shape = cut_up, "spaced"
        yield _Line(tuple(pieces), shape)
        start += len(text) + 1


def _cut_by_blanks(slot: _Slot) -> list[_Slot]:
    """The cells of a line that is cut by blanks: a label and numbers, numbers, or words of a header; else []."""
    match = _SPACED.fullmatch(slot.text) if len(slot.text) <= _LONGEST_LABEL else None
    if match:
        pieces = [(match.start(1), match.end(1))] if match[1] else []
        pieces += [(m.start() + match.start(2), m.end() + match.start(2)) for m in re.finditer(r"\S+", match[2])]
    else:
        pieces = [(m.start(), m.end()) for m in re.finditer(r"\S+", slot.text)]
        if len(pieces) < 3 or any(b - a > _LONGEST_HEAD for a, b in pieces):
            return []
    place, begin = slot.locator, slot.locator.start or 0
    return [
        _Slot(slot.text[a:b], Locator(place.block, page=place.page, start=begin + a, end=begin + b), number)
        for number, (a, b) in enumerate(pieces)
    ]


@lru_cache(maxsize=8192)
def number(text: str, *, is_change: bool = False) -> tuple[float, str] | None:
    """The number in a cell and its unit as printed; None when the cell holds no single number.

    `is_change` allows a sign and 增 or 减 before it.

    >>> number("１，０53"), number("152790元"), number("—"), number("减少3", is_change=True)
    ((1053.0, ''), (152790.0, '元'), None, (-3.0, ''))
    """
    uniform = normalise(text).text.strip()
    if uniform in _NIL:
        return _NIL[uniform], ""
    change = _CHANGE.fullmatch(uniform)
    if change and is_change:
        return float(change[2]) * (-1 if change[1][0] in "减↓" else 1), ""
    match = _NUMBER.fullmatch(uniform)
    if not match or (match[1] and not is_change):
        return None
    digits = re.sub("[,，]", "", match[2])
    if len(digits) > 1 and digits[0] == "0":
        return None
    value = float(digits + (match[3] or ""))
    return (-value if match[1] and match[1] != "+" else value) + 0.0, match[4] or ""


@lru_cache(maxsize=8192)
def _make(text: str) -> str:
    """What a slot holds: nothing ("empty"), a "number", "words", or a "mark" that stands in a number's place."""
    uniform = normalise(text).text.strip()
    if not uniform:
        return "empty"
    if number(text, is_change=True) is not None:
        return "number"
    return "mark" if set(uniform) <= _MARKS or re.fullmatch(r"[\d.,+\-/ ]+", uniform) else "words"


def _is_empty(slot: _Slot) -> bool:
    return _make(slot.text) == "empty"


def _is_number(slot: _Slot) -> bool:
    return _make(slot.text) == "number"


def _is_text(slot: _Slot) -> bool:
    return _make(slot.text) == "words"


# --- rows of a table ---------------------------------------------------------------------------------------


def _label_place(line: _Line, name: str = "") -> int | None:
    """Which slot of a line is its label: the last words before the first number; None if there are none.

    With the `name` of a table, short words in the place of a number (不适用) are not taken for the label.
    """
    first = next((i for i, slot in enumerate(line.slots) if _is_number(slot)), len(line.slots))
    texts = [i for i in range(first) if _is_text(line.slots[i])]
    while name and len(texts) > 1 and len(core(line.slots[texts[-1]].text)) <= _LONGEST_REMARK:
        if any(score >= 0.9 for score in _row_scores(name, line.slots[texts[-1]].text).values()):
            break
        if not any(score >= 0.9 for i in texts[:-1] for score in _row_scores(name, line.slots[i].text).values()):
            break
        texts.pop()
    return texts[-1] if texts else None


def _candidates(lines: list[_Line], name: str) -> list[_Candidate]:
    """Every line whose label may be a row of table `name`, in order, with the slots that stand after it."""
    found: list[_Candidate] = []
    for index, line in enumerate(lines):
        place = _label_place(line, name) if len(found) < _MOST_CANDIDATES else None
        if place is None:
            continue
        slot = line.slots[place]
        scores = _row_scores(name, slot.text)
        values = list(line.slots[place + 1 :])
        label = slot.text
        if max(scores.values(), default=0.0) < 1.0:
            joined = _joined(lines, index, place)
            # A whole label of another row above an unknown one is no first half of it.
            first = joined.removesuffix(slot.text) if joined else ""
            if first and max(_row_scores(name, first).values(), default=0.0) < 0.9:
                better = _row_scores(name, joined)
                if max(better.values(), default=0.0) > max(0.85, max(scores.values(), default=0.0)):
                    scores, label = better, joined
        glued = _GLUED.fullmatch(slot.text.rstrip()) if len(slot.text) <= _LONGEST_LABEL else None
        is_glued = False
        if glued and not any(_is_number(v) for v in values):
            bare = {i: s for i, s in _row_scores(name, glued[1]).items() if s >= 0.9}
            if bare:
                scores, label, is_glued = bare, glued[1], True
                values = [_Slot(glued[2], slot.locator, slot.column), *values]
        if not scores:
            continue
        if line.shape != "grid":
            values += _following(lines, index, values)
        # With more cells below, the label only ran into the first of them.
        is_glued = is_glued and len(values) == 1
        found.append(_Candidate(index, label, values, line.shape, scores, glued=is_glued))
    return found


def _joined(lines: list[_Line], index: int, place: int) -> str:
    """The label of a line with the words of the line before it, when that holds nothing but words."""
    before = next(
        (lines[i] for i in range(index - 1, max(-1, index - 3), -1) if any(map(_is_text, lines[i].slots))), None
    )
    if before is None:
        return ""
    texts = [slot.text for slot in before.slots if not _is_empty(slot)]
    return texts[-1] + lines[index].slots[place].text if len(texts) == 1 and _is_text(before.slots[-1]) else ""


def _following(lines: list[_Line], index: int, values: list[_Slot]) -> list[_Slot]:
    """The slots of the lines without words below a label: a row that goes on, one cell a line."""
    more: list[_Slot] = []
    for following in lines[index + 1 :]:
        if following.shape == "grid" or any(_is_text(slot) for slot in following.slots):
            break
        if "ragged" in (lines[index].shape, following.shape):
            # What ended the line in print stood in the place of one cell.
            more.append(_Slot("", following.slots[0].locator))
        more.extend(following.slots)
    return more if any(map(_is_number, more)) or not values else []


def _anchor(lines: list[_Line], candidates: list[_Candidate], name: str) -> None:
    """Give each candidate the column labels above it, and say whether words of the form stand above it."""
    kind = "column" if name == "disclosure" else "applicant"
    by_line = {candidate.line: candidate for candidate in candidates}
    header: list[tuple[str, _Slot]] = []
    since = _NEAR + 1
    is_open = False
    for index, line in enumerate(lines):
        texts = [slot for slot in line.slots if _is_text(slot)]
        if not texts:
            continue
        candidate = by_line.get(index)
        columns = [(key, slot) for slot in texts if (key := _named(kind, slot.text))]
        if candidate and len(columns) < 2 and since <= _NEAR and (candidate.values or line.shape == "grid"):
            candidate.anchored, candidate.header = True, list(header)
            is_open, since = True, 0
            continue
        since += 1
        if not columns and len(texts) == 1:
            joined = _joined(lines, index, line.slots.index(texts[0]))
            key = _named(kind, joined) if joined else None
            columns = [(key, texts[0])] if key else []
        heads = [slot for slot in texts if _named("head", slot.text) == name]
        if any("第二十条" in core(slot.text) for slot in heads) or (is_open and (columns or heads)):
            header, is_open = [], False
        if heads or any(len(core(slot.text)) > len("总计") for _, slot in columns):
            header.extend(columns)
            since = 0
        elif columns and since <= _NEAR:
            header.extend(columns)
        elif any(len(slot.text) > _LONGEST_LABEL for slot in texts):
            header, since = [], _NEAR + 1
        del header[:-_LONGEST_HEADER]


def _chain(candidates: list[_Candidate]) -> list[tuple[_Candidate, int]]:
    """Which candidate is which row: the choice that keeps the fixed order and fits the labels best."""
    best: list[dict[int, tuple[float, int, int]]] = []
    for position, candidate in enumerate(candidates):
        states: dict[int, tuple[float, int, int]] = {}
        for row, score in candidate.scores.items():
            gain = score + (0.5 if candidate.anchored else 0.0) + (0.2 if candidate.values else 0.0)
            choice = (gain, -1, -1)
            for earlier in range(position):
                distance = candidate.line - candidates[earlier].line
                for before, (total, _, _) in best[earlier].items():
                    # A far jump between two rows costs a little, so that rows of one table stay together.
                    sum_ = total + gain - (0.0 if distance <= 40 else 0.3)
                    if before < row and sum_ > choice[0]:
                        choice = (sum_, earlier, before)
            states[row] = choice
        best.append(states)
    ends = [(state[0], -position, row) for position, states in enumerate(best) for row, state in states.items()]
    if not ends:
        return []
    _, position, row = max(ends)
    position = -position
    chain: list[tuple[_Candidate, int]] = []
    while position >= 0:
        chain.append((candidates[position], row))
        _, position, row = best[position][row]
    return chain[::-1]


def _clusters(chain: list[tuple[_Candidate, int]], lines: list[_Line]) -> list[list[tuple[_Candidate, int]]]:
    """The chain cut where too many other lines with words stand between two rows."""
    clusters: list[list[tuple[_Candidate, int]]] = []
    for item in chain:
        if clusters:
            last = clusters[-1][-1][0]
            between = sum(any(map(_is_text, line.slots)) for line in lines[last.line + 1 : item[0].line])
            if between <= _NEAR:
                clusters[-1].append(item)
                continue
        clusters.append([item])
    return clusters


def _is_stray(candidate: _Candidate) -> bool:
    """A short word below the last row, of the header of the next table, which has 总计 and 其他 too."""
    is_short = len(core(candidate.label)) <= 4
    return is_short and candidate.shape != "grid" and not 0 < len(_numbers(candidate.values)) <= len(_kinds()) + 1


_Placed = tuple[list[tuple[_Candidate, int]], set[int]]
"""Candidates with their rows, in order; rows whose label and place disagree."""


def _of_year(lines: list[_Line], candidates: list[_Candidate], year: int | None) -> list[_Candidate] | None:
    """The candidates of the report year's table where a year's table is printed besides; None if nothing tells."""
    starts = [i for i, c in enumerate(candidates) if c.scores.get(0, 0.0) >= 0.9 and any(map(_is_number, c.values))]
    tables = [candidates[a:b] for a, b in pairwise([*starts, len(candidates)])]
    tables = [t for t in tables if sum(any(map(_is_number, c.values)) for c in t) >= _FEWEST_ROWS]
    if len(tables) < 2:
        return candidates
    printed = [[[_amount(c.values[i]) for i in _numbers(c.values)] for c in t if _numbers(c.values)] for t in tables]
    if all(rows[:_FEWEST_ROWS] == printed[0][:_FEWEST_ROWS] for rows in printed):
        return tables[0]
    captions = [_caption_year(lines, t[0].line, year) for t in tables]
    for told in (True, None):
        if captions.count(told) == 1:
            return tables[captions.index(told)]
        if captions.count(told):
            break
    return None


def _caption_year(lines: list[_Line], start: int, year: int | None) -> bool | None:
    """Whether the words above the row at `start` say the report's year (True), another (False), or nothing."""
    for line in reversed(lines[max(0, start - 2 * _NEAR) : start]):
        if any(map(_is_number, line.slots)):
            return None
        text = "".join(normalise(slot.text).text for slot in line.slots)
        years = set(re.findall(r"20\d\d(?=年)", text)) if len(text) <= _LONGEST_CAPTION else set()
        if years:
            return {str(year)} == years if len(years) == 1 else None
        if len(text) <= _LONGEST_CAPTION and re.search(r"上年度?|上一年度?|去年|对比", text):
            return False
    return None


def _placed(lines: list[_Line], name: str, year: int | None) -> _Placed:
    """The rows of a table that were found, and those that are printed but not understood."""
    candidates = _candidates(lines, name)
    _anchor(lines, candidates, name)
    if name == "applications":
        of_year = _of_year(lines, candidates, year)
        if of_year is None:
            return [], set(range(len(_rows(name))))
        candidates = of_year
    kept: list[tuple[_Candidate, int]] = []
    doubtful: set[int] = set()
    for cluster in _clusters(_chain(candidates), lines):
        while cluster and _is_stray(cluster[-1][0]):
            cluster.pop()
        telling = [c for c, row in cluster if len(core(c.label)) > len("总计") and c.scores[row] >= 0.75]
        if name == "applications" and not telling:
            continue
        is_table = len(cluster) >= 3 and sum(any(map(_is_number, c.values)) for c, _ in cluster) * 2 >= len(cluster)
        if not is_table and not any(c.anchored for c, _ in cluster):
            continue
        for position, (candidate, row) in enumerate(cluster):
            score = candidate.scores[row]
            before = cluster[position - 1][1] if position else None
            after = cluster[position + 1][1] if position + 1 < len(cluster) else None
            fits = (before is None or before == row - 1) and (after is None or after == row + 1)
            touches = before == row - 1 or after == row + 1
            is_long = len(core(candidate.label)) > 4
            is_printed = any(map(_is_number, candidate.values)) or candidate.shape == "grid"
            if score >= 0.9 or (is_printed and touches and (score >= 0.75 or (fits and is_long and score >= 0.6))):
                kept.append((candidate, row))
            elif is_printed:
                doubtful.add(row)
    chosen = {candidate.line for candidate, _ in kept}
    rivals = [c for c in candidates if c.line not in chosen and any(map(_is_number, c.values))]
    for candidate, row in list(kept):
        near = [c for c in rivals if c.scores.get(row, 0.0) >= 0.75 and abs(c.line - candidate.line) <= 2 * _NEAR]
        # One label printed on two rows, of which this one fits no better: whose numbers they are is open.
        if (near and candidate.scores[row] < 1.0) or any(c.scores[row] < 1.0 for c in near):
            kept.remove((candidate, row))
            doubtful.add(row)
    placed = {row for _, row in kept}
    used = {candidate.line for candidate, _ in kept}
    if kept:
        first, last = kept[0][0].line, kept[-1][0].line
        for candidate in candidates:
            is_row = any(map(_is_number, candidate.values)) and candidate.line not in used
            if is_row and first <= candidate.line <= last:
                doubtful.update(row for row, score in candidate.scores.items() if score >= 0.9 and row not in placed)
        doubtful |= _unknown_rows(lines, kept)
    return kept, doubtful - placed


def _unknown_rows(lines: list[_Line], kept: list[tuple[_Candidate, int]]) -> set[int]:
    """Rows that are printed under words nobody knows: as many lines with numbers as rows lack in between."""
    unknown: set[int] = set()
    for (one, row), (two, next_row) in pairwise(kept):
        lacking = range(row + 1, next_row)
        others = 0
        for index in range(one.line + 1, two.line):
            place = _label_place(lines[index])
            if place is None:
                continue
            below = next((line for line in lines[index + 1 : two.line] if not all(map(_is_empty, line.slots))), None)
            after = lines[index].slots[place + 1 :] or (below.slots if below else ())
            others += bool(after) and not any(map(_is_text, after)) and any(map(_is_number, after))
        if lacking and others:
            unknown.update(lacking)
    return unknown


# --- which slot is which cell ------------------------------------------------------------------------------


def _numbers(values: Sequence[_Slot]) -> list[int]:
    return [i for i, slot in enumerate(values) if _is_number(slot)]


def _amount(slot: _Slot) -> float:
    found = number(slot.text, is_change=True)
    return found[0] if found else 0.0


def _cut_glued(candidate: _Candidate, count: int) -> list[_Slot] | None:
    """The slots of a row; digits printed without a gap (规章000) are cut only where one cut is possible."""
    if not candidate.glued or count == 1:
        return candidate.values
    digits = candidate.values[0].text.strip()
    # A digit before a zero may belong to one number with it (50), and a number may take two digits (12) where
    # a cell is empty; only zeros before the last digit leave one way.
    if len(candidate.values) > 1 or len(digits) != count or set(digits[:-1]) != {"0"} or not digits.isdigit():
        return None
    return [_Slot(d, candidate.values[0].locator, n) for n, d in enumerate(digits)]


def _is_clear(values: Sequence[_Slot]) -> bool:
    """Nothing but numbers and empty places."""
    return all(_is_number(slot) or _is_empty(slot) for slot in values)


def _schemes(rows: Sequence[Sequence[_Slot]], count: int) -> set[tuple[int, int]]:
    """(offset, step) at which every row keeps its numbers and has its last number in the last cell."""
    fitting = set()
    for offset in range(4):
        for step in (1, 2):
            places = [offset + step * n for n in range(count)]
            numbers = [found for row in rows if (found := _numbers(row))]
            if all(set(found) <= set(places) and found[-1] == places[-1] for found in numbers):
                fitting.add((offset, step))
    return fitting


def _at(values: Sequence[_Slot], places: Sequence[int]) -> list[_Slot | None]:
    empty = _Slot("", values[0].locator) if values else None
    return [values[p] if p < len(values) else empty for p in places]


@dataclass(frozen=True, slots=True)
class _Full:
    """A row of the report in which every cell holds a number: it shows where this layout puts its cells."""

    shape: str
    places: tuple[int, ...]


def _full(candidate: _Candidate, count: int) -> _Full | None:
    numbers = _numbers(candidate.values)
    if len(numbers) != count or count < 2 or candidate.glued or not _is_clear(candidate.values):
        return None
    return _Full(candidate.shape, tuple(numbers))


def _steps(full: Sequence[_Full], shape: str) -> set[tuple[int, int]]:
    """(offset, step) of the cells behind a label, as the full rows of this shape have them."""
    return {(f.places[0], f.places[1] - f.places[0]) for f in full if f.shape == shape}


def _disclosure_slots(candidate: _Candidate, count: int, full: Sequence[_Full]) -> Sequence[_Slot | None] | None:
    """The slots of a row of section 二 in the order of its columns; None where they cannot be told apart."""
    values = _cut_glued(candidate, count)
    if values is None:
        return None
    numbers = _numbers(values)
    if len(values) == count and candidate.shape == "grid":
        return values
    if len(numbers) == count and _is_clear(values):
        return [values[i] for i in numbers]
    filled = [i for i, slot in enumerate(values) if not _is_empty(slot)]
    if not filled:
        return _at(values, range(count)) if values else None
    if len(filled) > count:
        return None
    if candidate.shape == "grid":
        header = [slot for _, slot in candidate.header]
        return _by_columns(values, header) if len(header) == count else None
    if count == 1 and len(filled) == 1:
        return [values[filled[0]]]
    if candidate.shape == "spaced":
        return values if len(values) == count else None
    steps = _steps(full, candidate.shape)
    if len(values) == count and steps <= {(0, 1)} and (steps or candidate.shape == "ragged"):
        return values
    if len(steps) != 1:
        return None
    offset, step = steps.pop()
    places = [offset + step * n for n in range(count)]
    # Where places were lost in print, the row is too short to say which cell is empty.
    if not set(filled) <= set(places) or len(values) <= places[-1]:
        return None
    return _at(values, places)


def _by_columns(values: Sequence[_Slot], header: Sequence[_Slot]) -> list[_Slot | None] | None:
    """The slots that stand under the header's slots; None if some number stands under none or two."""
    chosen: list[_Slot | None] = []
    for head in header:
        under = [s for s in values if s.column < head.column + head.span and head.column < s.column + s.span]
        filled = [s for s in under if not _is_empty(s)]
        if not under or len(filled) > 1:
            return None
        chosen.append(filled[0] if filled else under[0])
    used = [s for s in chosen if s and not _is_empty(s)]
    if len(used) != len(set(used)) or len(used) != sum(not _is_empty(s) for s in values):
        return None
    return chosen


def _applicant_slots(
    candidate: _Candidate, peers: list[_Candidate], header: list[tuple[str, _Slot]], full: Sequence[_Full]
) -> dict[str, _Slot | None] | None:
    """The slots of a row of section 三 by applicant; a kind of applicant that is lacking is not printed."""
    kinds = _kinds()
    values = _cut_glued(candidate, len(kinds))
    if values is None:
        return None
    numbers = _numbers(values)
    if len(values) == len(kinds) and candidate.shape == "grid":
        return _in_order(values, _orders(kinds, header, peers))
    if candidate.shape == "grid" and 1 < len(header) == len(values) and _is_clear(values):
        return {key: slot for (key, _), slot in zip(header, values, strict=True)}
    orders = _orders(kinds, header, peers)
    if len(numbers) == len(kinds) and _is_clear(values):
        return _in_order([values[i] for i in numbers], orders)
    if candidate.shape == "grid" and len(header) == len(kinds):
        chosen = _by_columns(values, [slot for _, slot in header])
        under = {key: slot for (key, _), slot in zip(header, chosen or (), strict=False)}
        amounts = [_amount(slot) for slot in under.values() if slot]
        # A row with more or fewer cells than columns may be shifted: its sum has to speak for it.
        if chosen is not None and _amount(under["total"] or values[0]) * 2 == sum(amounts):
            return under
    filled = [i for i, slot in enumerate(values) if not _is_empty(slot)]
    if not filled:
        return dict.fromkeys(kinds, values[0]) if values else None
    if len(numbers) > len(kinds) or not numbers or orders != [kinds]:
        return None
    found: dict[str, _Slot | None] | None
    is_bare = any(f.shape == "ragged" and f.places[0] == 0 and len(f.places) == len(kinds) for f in full)
    if candidate.shape == "ragged" and is_bare and len(values) == len(kinds):
        found = dict(zip(kinds, values, strict=True))
    elif candidate.shape == "ragged":
        found = _ragged_applicants(values, filled, kinds, peers)
    else:
        found = _stream_applicants(values, filled, kinds, peers, _steps(full, candidate.shape))
    if found is None or _is_as_long_as_others(candidate, peers):
        return found
    # A row longer or shorter than the others may be shifted: its sum has to speak for it.
    said = {kind: _amount(slot) for kind, slot in found.items() if slot}
    adds_up = said.get("total", 0.0) > 0 and said["total"] * 2 == sum(said.values())
    return found if adds_up or len(numbers) == 1 or None in found.values() else None


def _is_as_long_as_others(candidate: _Candidate, peers: list[_Candidate]) -> bool:
    """Whether at least one row in three of the same shape has as many places."""
    lengths = Counter(len(c.values) for c in peers if c.shape == candidate.shape and _numbers(c.values))
    return lengths[len(candidate.values)] * 3 >= sum(lengths.values())


def _orders(kinds: list[str], header: list[tuple[str, _Slot]], peers: list[_Candidate]) -> list[list[str]]:
    """The orders in which the seven columns may stand: the form's, the header's, or both where sums do not tell.

    A header printed as running text names 总计 before the kinds of organisation that stand below their common
    head; only the sums tell whether the numbers do so too.
    """
    printed = [key for key, _ in header]
    rows = [[_amount(c.values[i]) for i in _numbers(c.values)] for c in peers if not c.glued]
    rows = [row for row in rows if len(row) > 1 and any(row)]
    ends_in_total = sum(row[-1] == sum(row[:-1]) for row in rows)
    begins_with_total = sum(row[0] == sum(row[1:]) for row in rows)
    for values in (c.values for c in peers if len(_numbers(c.values)) == 1):
        # A row that holds one number alone holds its total.
        place = _numbers(values)[0]
        ends_in_total += place >= len(kinds) - 1
        begins_with_total += place == 0 and len(values) >= len(kinds)
    six = [key for key in printed if key != "total"]
    if sorted(printed) != sorted(kinds) or (six == kinds[:-1] and printed[0] != "total"):
        # Numbers that add up only the other way round stand in an order that nothing printed names.
        is_shifted = begins_with_total > max(1, 3 * ends_in_total)
        return [kinds, ["total", *kinds[:-1]]] if is_shifted else [kinds]
    orders = [kinds, printed]
    if (moved := [*six, "total"]) not in orders:
        orders.append(moved)
    if begins_with_total > 2 * ends_in_total:
        orders = [order for order in orders if order[0] == "total"] or orders
    elif ends_in_total > 2 * begins_with_total:
        orders = [order for order in orders if order[-1] == "total"]
    return orders


def _in_order(values: Sequence[_Slot], orders: list[list[str]]) -> dict[str, _Slot | None]:
    """The slots by applicant; None where two orders that are both possible say different things."""
    chosen: dict[str, _Slot | None] = {}
    for kind in orders[0]:
        slots = [values[order.index(kind)] for order in orders]
        chosen[kind] = slots[0] if len({slot.text.strip() for slot in slots}) == 1 else None
    return chosen


def _stream_applicants(
    values: list[_Slot],
    filled: list[int],
    kinds: list[str],
    peers: list[_Candidate],
    steps: set[tuple[int, int]],
) -> dict[str, _Slot | None] | None:
    rows = [c.values for c in peers if not c.glued]
    choices = set()
    for offset, step in steps or _schemes(rows, len(kinds)):
        places = [offset + step * n for n in range(len(kinds))]
        if set(filled) <= set(places) and len(values) > places[-1]:
            choices.add(tuple(places))
    if len(choices) == 1:
        return dict(zip(kinds, _at(values, choices.pop()), strict=True))
    if choices or not _is_clear(values) or not all(_ends_in_total(row) for row in rows):
        return None
    # The empty places were lost: the last number is the total, and which applicants the others are is open.
    found: dict[str, _Slot | None] = dict.fromkeys(kinds)
    found["total"] = values[filled[-1]]
    if len(filled) == 1:
        empty = _Slot("", values[filled[-1]].locator)
        found |= {kind: empty for kind in kinds if kind != "total"}
    return found


def _ends_in_total(values: Sequence[_Slot]) -> bool:
    """Whether the last number of a row is what the others add up to, or stands alone."""
    amounts = [_amount(values[i]) for i in _numbers(values)]
    return len(amounts) < 2 or amounts[-1] == sum(amounts[:-1])


def _ragged_applicants(
    values: list[_Slot], filled: list[int], kinds: list[str], peers: list[_Candidate]
) -> dict[str, _Slot | None] | None:
    last = filled[-1]
    first = last - len(kinds) + 1
    trailing = len(values) - 1 - last
    if first < 0 or any(i < first for i in filled):
        return None
    usual = Counter(
        len(c.values) - 1 - _numbers(c.values)[-1]
        for c in peers
        if _numbers(c.values) and (len(_numbers(c.values)) == len(kinds) or _ends_in_total(c.values))
    )
    is_usual = bool(usual) and trailing <= max(usual, key=lambda t: usual[t]) + 1
    if not is_usual or (not _ends_in_total(values) and trailing != max(usual, key=lambda t: usual[t])):
        return None
    return dict(zip(kinds, values[first : last + 1], strict=True))


# --- the three tables --------------------------------------------------------------------------------------


def _read_slot(slot: _Slot | None, label: str, column: str, *, is_change: bool, unit: str = "") -> _Reading:
    heading = " ".join(x for x in (_one_line(label), _one_line(column)) if x)
    if slot is None:
        return _Reading("unreadable", quote=heading)
    quote = f"{heading} {_one_line(slot.text)}".strip()
    if _is_empty(slot):
        return _Reading("blank", quote=quote, locator=slot.locator)
    found = number(slot.text, is_change=is_change)
    if found is None:
        return _Reading("unreadable", quote=quote, locator=slot.locator)
    return _Reading("stated", found[0], found[1] or unit, quote, slot.locator)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", "", text)


_Readings = dict[tuple[str, str], _Reading]
"""(row key, column key) to what was found."""


def _disclosure(found: _Placed, form: str, full: Sequence[_Full]) -> _Readings:
    rows = _rows("disclosure")
    kept, doubtful = found
    readings: _Readings = {}
    printed_form = _printed_form(kept, form)
    for place in doubtful:
        columns = rows[place].columns.get(form, ())
        readings |= {(rows[place].key, column): _Reading("unreadable") for column in columns}
    for candidate, index in kept:
        row = rows[index]
        columns = _columns_of(row, candidate, printed_form)
        slots = _disclosure_slots(candidate, len(columns), full)
        heads = {key: slot.text for key, slot in candidate.header}
        unit = _unit_of(candidate.header)
        for number_, column in enumerate(columns):
            readings[row.key, column] = _read_slot(
                slots[number_] if slots else None,
                candidate.label,
                heads.get(column, _column_label(row.key, column)),
                is_change=column == "items_change",
                unit=unit if column == "amount" else "",
            )
    return readings


def _printed_form(kept: list[tuple[_Candidate, int]], form: str) -> str:
    """The form whose columns section 二 prints: by its column labels, else the report's own."""
    counts: Counter[str] = Counter()
    for candidate, index in kept:
        keys = {key for key, _ in candidate.header}
        for name, columns in _rows("disclosure")[index].columns.items():
            counts[name] += len(keys & set(columns)) - len(keys - set(columns))
    other = max(counts, key=lambda name: (counts[name], name == form), default=form)
    return other if counts[other] > counts[form] else form


def _columns_of(row: _Row, candidate: _Candidate, form: str) -> tuple[str, ...]:
    """The columns of a row in the order of print: the header's where it names them all, else the form's."""
    keys = tuple(key for key, _ in candidate.header)
    known = row.columns.get(form) or next(iter(row.columns.values()))
    for columns in (known, *row.columns.values()):
        if len(set(keys)) == len(keys) and set(keys) == set(columns):
            return keys
    return known


def _unit_of(header: list[tuple[str, _Slot]]) -> str:
    text = "".join(normalise(slot.text).text for key, slot in header if key == "amount")
    found = re.search(r"万元|亿元|元", text)
    return found[0] if found else ""


@lru_cache(maxsize=256)
def _column_label(key: str, column: str) -> str:
    return next(
        (cell["column_label"] for cells in _forms().values() for cell in cells if _key(cell) == (key, column)), ""
    )


def _full_rows(disclosure: _Placed, applications: _Placed, form: str) -> list[_Full]:
    """The rows of both tables in which every cell holds a number: a report keeps to one layout."""
    printed_form = _printed_form(disclosure[0], form)
    rows = _rows("disclosure")
    counts = [(c, len(_columns_of(rows[i], c, printed_form))) for c, i in disclosure[0]]
    counts += [(candidate, len(_kinds())) for candidate, _ in applications[0]]
    return [found for candidate, count in counts if (found := _full(candidate, count))]


def _applications(found: _Placed, form: str, full: Sequence[_Full]) -> _Readings:
    rows = _rows("applications")
    kept, doubtful = found
    kinds = _kinds()
    of_form = [rows[row].key for row in doubtful if form in rows[row].columns]
    readings: _Readings = {(key, kind): _Reading("unreadable") for key in of_form for kind in kinds}
    peers = [candidate for candidate, _ in kept]
    header: list[tuple[str, _Slot]] = []
    for candidate, index in kept:
        header = _applicant_header(candidate) or header
        slots = _applicant_slots(candidate, peers, header, full)
        for kind in kinds:
            if slots is not None and kind not in slots:
                continue
            readings[rows[index].key, kind] = _read_slot(
                slots[kind] if slots else None, candidate.label, _column_label(rows[index].key, kind), is_change=False
            )
    return readings


def _applicant_header(candidate: _Candidate) -> list[tuple[str, _Slot]]:
    """The applicants that the header names, from left to right; [] if it names one twice."""
    header = candidate.header
    keys = [key for key, _ in header]
    if candidate.shape != "grid":
        return header if len(set(keys)) == len(keys) == len(_kinds()) else []
    header = sorted(header, key=lambda item: item[1].column)
    keys = [key for key, _ in header]
    blocks = {slot.locator.block for _, slot in header}
    return header if len(set(keys)) == len(keys) and len(blocks) == 1 and "total" in keys else []


def _dispute_order() -> list[tuple[str, str]]:
    """(kind of case, result) of the fifteen cells of section 四, from left to right."""
    order = []
    for cell in _forms()["2021"]:
        if cell["table"] == "disputes":
            group, _, result = cell["indicator"].partition(".")
            order.append((group, result))
    return order


def _disputes(lines: list[_Line]) -> _Readings:
    order = _dispute_order()
    readings: _Readings = {}
    header: list[tuple[str, _Slot]] = []
    heads: list[tuple[str, _Slot]] = []
    group: str | None = None
    since = _NEAR + 1
    for index, line in enumerate(lines):
        texts = [slot for slot in line.slots if _is_text(slot)]
        results = [(key, slot) for slot in texts if (key := _named("result", slot.text, 0.75))]
        named = [(key, slot) for slot in texts if (key := _named("dispute", slot.text))]
        groups = [key for key, _ in named]
        is_header = {"upheld", "corrected"} <= {key for key, _ in header}
        values = [slot for slot in line.slots if not _is_text(slot)]
        if is_header and since <= 4 and any(map(_is_number, values)) and not results:
            place = _label_place(line)
            if groups and sum(key == "upheld" for key, _ in header) == 1:
                readings |= _dispute_group(line, groups[0], header)
                since = 0
                continue
            values = list(line.slots[place + 1 :]) if place is not None else list(line.slots)
            if place is None and line.shape != "grid" and len(_numbers(values)) < len(order):
                values = _stream_before(lines, index) + values + _stream_after(lines, index)
            readings |= _dispute_row(values, line.shape, header, _printed_groups(heads, line.shape))
            header, since = [], _NEAR + 1
        elif is_header and not texts and len(line.slots) == len(order) and since <= 4:
            readings |= _dispute_row(list(line.slots), "grid", header, _printed_groups(heads, line.shape))
            header, since = [], _NEAR + 1
        elif len(results) == 1 and len(_numbers(line.slots)) == 1 and (groups or group):
            group = groups[0] if groups else group
            slot = line.slots[_numbers(line.slots)[0]]
            reading = _read_slot(slot, results[0][1].text, "", is_change=False)
            readings.setdefault((group or "", results[0][0]), reading)
        elif texts:
            group = groups[-1] if groups else group if results else None
            if since > 4:
                heads = []
            of_line = [(key, s) for s in texts if (key := _named("dispute", s.text) or _named("head", s.text))]
            heads = heads + [(key, slot) for key, slot in of_line if key == "disputes" or (key, slot) in named]
            heads = heads[-_LONGEST_HEADER:]
            since = 0 if results or groups or any(key == "disputes" for key, _ in of_line) else since + 1
            header = (header + results if since <= 4 else results)[-_LONGEST_HEADER:]
    return {key: reading for key, reading in readings.items() if key in order}


def _stream_before(lines: list[_Line], index: int) -> list[_Slot]:
    """The empty slots between the header and the first number, in a table printed one cell a line."""
    before: list[_Slot] = []
    for line in reversed(lines[:index]):
        if line.shape == "grid" or any(not _is_empty(slot) for slot in line.slots):
            break
        before = [*line.slots, *before]
    return before


def _stream_after(lines: list[_Line], index: int) -> list[_Slot]:
    after: list[_Slot] = []
    for line in lines[index + 1 :]:
        if line.shape == "grid" or any(map(_is_text, line.slots)):
            break
        after.extend(line.slots)
    return after


def _dispute_group(line: _Line, group: str, header: list[tuple[str, _Slot]]) -> _Readings:
    """A table of one row a kind of case: the five results of `group`."""
    results = [result for kind, result in _dispute_order() if kind == group]
    place = _label_place(line)
    values = list(line.slots[(place or 0) + 1 :])
    label = line.slots[place or 0].text
    numbers = _numbers(values)
    slots: Sequence[_Slot | None] = [None] * len(results)
    # The last row of section 三 is a 总计 too.
    if [key for key, _ in header][-len(results) :] == results:
        if len(values) == len(results) and line.shape == "grid":
            slots = values
        elif len(numbers) == len(results) and _is_clear(values):
            slots = [values[i] for i in numbers]
    return {
        (group, result): _read_slot(slot, label, _column_label_of(group, result), is_change=False)
        for result, slot in zip(results, slots, strict=True)
    }


def _column_label_of(group: str, result: str) -> str:
    cells = [cell for cell in _forms()["2021"] if cell["indicator"] == f"{group}.{result}"]
    return f"{cells[0]['item']} {cells[0]['column_label']}" if cells else ""


def _printed_groups(heads: list[tuple[str, _Slot]], shape: str) -> list[str]:
    """The three kinds of case in the order of print; 行政诉讼 (key "disputes") stands before both of its own."""
    groups = list(dict.fromkeys(group for group, _ in _dispute_order()))
    if shape == "grid":
        heads = sorted(heads, key=lambda head: head[1].column)
    keys = list(dict.fromkeys(key for key, _ in heads))
    named = [key for key in keys if key in groups]
    if sorted(named) != sorted(groups):
        return groups
    if shape != "grid" and "disputes" in keys and keys.index("disputes") < keys.index(groups[0]):
        return [*(key for key in named if key != groups[0]), groups[0]]
    return named


def _dispute_row(values: list[_Slot], shape: str, header: list[tuple[str, _Slot]], groups: list[str]) -> _Readings:
    """The one row of fifteen, its three groups in the order `groups`."""
    order = _dispute_order()
    slots = _dispute_slots(values, shape, header) or [None] * len(order)
    results = [result for _, result in order]
    printed = [result for result, _ in header][-len(order) :]
    places = list(range(len(order)))
    if printed != results and [sorted(printed[i : i + 5]) for i in (0, 5, 10)] == [sorted(results[:5])] * 3:
        places = [i - i % 5 + printed[i - i % 5 : i - i % 5 + 5].index(results[i]) for i in places]
        amounts = [0.0 if slot is None else _amount(slot) for slot in slots]
        as_form, as_printed = (
            all(amounts[p[i + 4]] == sum(amounts[p[i + n]] for n in range(4)) for i in (0, 5, 10))
            for p in (list(range(len(order))), places)
        )
        if as_form == as_printed:
            # Nothing tells which of the two orders the numbers keep.
            slots = [slot if slots[place] == slot else None for slot, place in zip(slots, places, strict=True)]
        if as_form or not as_printed:
            places = list(range(len(order)))
    begins = {group: 5 * number_ for number_, group in enumerate(groups)}
    places = [places[begins[group] + i % 5] for i, (group, _) in enumerate(order)]
    return {
        (group, result): _read_slot(slots[place], "", _column_label_of(group, result), is_change=False)
        for (group, result), place in zip(order, places, strict=True)
    }


def _dispute_slots(values: list[_Slot], shape: str, header: list[tuple[str, _Slot]]) -> Sequence[_Slot | None] | None:
    order = _dispute_order()
    numbers = _numbers(values)
    if shape == "grid" and len(values) == len(order):
        return values
    if len(numbers) == len(order) and _is_clear(values):
        return [values[i] for i in numbers]
    if shape == "grid":
        heads = sorted((slot for _, slot in header[-len(order) :]), key=lambda slot: slot.column)
        return _by_columns(values, heads) if len(heads) == len(order) else None
    if len(numbers) > len(order) or not _is_clear(values):
        return None
    choices = {
        tuple(places)
        for offset in range(2)
        for step in (1, 2)
        if set(numbers) <= set(places := [offset + step * n for n in range(len(order))])
        and 0 < len(values) - places[-1] <= 2 + (step - 1)
        and (shape == "stream" or offset + step == 1)
    }
    return _at(values, choices.pop()) if len(choices) == 1 else None


# --- the step ----------------------------------------------------------------------------------------------


def extract_cells(document: Document, report: Report) -> tuple[Fact, ...]:
    """One Fact for each cell of the report's form, in the form's order, then rows printed from the other form.

    Values as printed, unit as printed in the cell or its column label; `value` None unless stated. Form
    "none" has no cells: ().
    """
    if report.form == "none":
        return ()
    lines = _lines(document)
    disclosure, applications = (_placed(lines, name, report.year) for name in ("disclosure", "applications"))
    full = _full_rows(disclosure, applications, report.form)
    readings = {
        "disclosure": _disclosure(disclosure, report.form, full),
        "applications": _applications(applications, report.form, full),
        "disputes": _disputes(lines),
    }
    facts = [_fact(cell, readings) for cell in _forms()[report.form]]
    known = {(fact.indicator, fact.breakdown) for fact in facts}
    for form in _FORMS:
        for cell in _forms()[form]:
            if (cell["indicator"], cell["breakdown"]) in known:
                continue
            fact = _fact(cell, readings)
            if fact.status != "missing":
                known.add((cell["indicator"], cell["breakdown"]))
                facts.append(fact)
    if any(fact.indicator in _PARTS_OF_OTHER and fact.status != "missing" for fact in facts):
        # Beside two of its parts a row （六）其他处理 is not their sum but the third, whose label is lost.
        facts = [
            replace(fact, status="unreadable", value=None)
            if fact.indicator == "applications.other" and fact.status == "stated"
            else fact
            for fact in facts
        ]
    return tuple(facts)


def _fact(cell: dict[str, str], readings: dict[str, _Readings]) -> Fact:
    key = tuple(cell["indicator"].split(".", 1)) if cell["table"] == "disputes" else _key(cell)
    reading = readings[cell["table"]].get((key[0], key[1]), _Reading("missing"))
    return Fact(
        indicator=cell["indicator"],
        breakdown=cell["breakdown"],
        value=reading.value,
        unit=reading.unit,
        qualifier="=",
        status=reading.status,
        source="table",
        section=cell["table"],
        quote=reading.quote,
        locator=reading.locator,
    )
