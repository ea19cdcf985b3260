"""The rows of a statutory table: labels found, put in the form's order, and told apart from strays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from reports.extract.cells.forms import LONGEST_LABEL, core, kinds_of, named_in, row_scores, rows_of
from reports.extract.cells.lines import Line, Slot, amount, is_empty, is_number, is_text, numbers_of
from reports.text.normalise import normalise

_GLUED = re.compile(r"(.*[^\d.\s])\s*(\d[\d\s.]*(?:万元|元|[件条项个份次宗])?)", re.DOTALL)

_LONGEST_REMARK = 4
_DENIAL = re.compile("[未无不没]|暂缺")

_MOST_CANDIDATES = 240
"""Far more than any report prints: what goes on so is no report."""
_FEWEST_ROWS = 5
"""So many rows with numbers make a table of their own."""
_LONGEST_CAPTION = 40
LONGEST_HEADER = 200
"""Labels of columns kept above a row; the longest header has fifteen."""
NEAR = 14
"""Lines between two rows of one table at most (a page break, a repeated header)."""


@dataclass(slots=True)
class Candidate:
    """A line that may be a row of a table: its label, what stands after it, how well each row fits."""

    line: int
    label: str
    values: list[Slot]
    shape: str
    scores: dict[int, float]
    header: list[tuple[str, Slot]] = field(default_factory=list)
    anchored: bool = False
    glued: bool = False


def label_place(line: Line, name: str = "") -> int | None:
    """Which slot of a line is its label: the last words before the first number; None if there are none.

    With the `name` of a table, words in the place of a number (不适用, 本单位未制发) are not taken for the label.
    """
    first = next((i for i, slot in enumerate(line.slots) if is_number(slot)), len(line.slots))
    texts = [i for i in range(first) if is_text(line.slots[i])]
    while name and len(texts) > 1 and _is_remark(line.slots[texts[-1]].text, name):
        if any(score >= 0.9 for score in row_scores(name, line.slots[texts[-1]].text).values()):
            break
        if not any(score >= 0.9 for i in texts[:-1] for score in row_scores(name, line.slots[i].text).values()):
            break
        texts.pop()
    return texts[-1] if texts else None


def _is_remark(text: str, name: str) -> bool:
    """Whether words stand in the place of a number: 不适用, or a sentence (本单位未制发) where no row's label denies."""
    return len(core(text)) <= _LONGEST_REMARK or (name == "disclosure" and _DENIAL.search(text) is not None)


def _candidates(lines: list[Line], name: str) -> list[Candidate]:
    """Every line whose label may be a row of table `name`, in order, with the slots that stand after it."""
    found: list[Candidate] = []
    for index, line in enumerate(lines):
        place = label_place(line, name) if len(found) < _MOST_CANDIDATES else None
        if place is None:
            continue
        slot = line.slots[place]
        scores = row_scores(name, slot.text)
        values = list(line.slots[place + 1 :])
        label = slot.text
        if max(scores.values(), default=0.0) < 1.0:
            joined = _joined(lines, index, place)
            # A whole label of another row above an unknown one is no first half of it.
            first = joined.removesuffix(slot.text) if joined else ""
            if first and max(row_scores(name, first).values(), default=0.0) < 0.9:
                better = row_scores(name, joined)
                if max(better.values(), default=0.0) > max(0.85, max(scores.values(), default=0.0)):
                    scores, label = better, joined
        glued = _GLUED.fullmatch(slot.text.rstrip()) if len(slot.text) <= LONGEST_LABEL else None
        is_glued = False
        if glued and max(scores.values(), default=0.0) < 1.0:
            # A row whose label ran into its first number may have others behind it.
            bare = {i: s for i, s in row_scores(name, glued[1]).items() if s >= 0.9}
            if bare:
                scores, label, is_glued = bare, glued[1], True
                values = [Slot(glued[2], slot.locator, slot.column), *values]
        if not scores:
            continue
        if line.shape != "grid" and len(values) < _most_columns(name, scores):
            values += _following(lines, index, values)
        # With more cells below, the label only ran into the first of them.
        is_glued = is_glued and len(values) == 1
        found.append(Candidate(index, label, values, line.shape, scores, glued=is_glued))
    return found


def _most_columns(name: str, scores: dict[int, float]) -> int:
    """Cells of a row behind its label, by the form that prints most: a row that has them all does not go on below."""
    return max((len(columns) for row in scores for columns in rows_of(name)[row].columns.values()), default=0)


def _joined(lines: list[Line], index: int, place: int) -> str:
    """The label of a line with the words of the line before it, when that holds nothing but words."""
    before = next(
        (lines[i] for i in range(index - 1, max(-1, index - 3), -1) if any(map(is_text, lines[i].slots))), None
    )
    if before is None:
        return ""
    texts = [slot.text for slot in before.slots if not is_empty(slot)]
    return texts[-1] + lines[index].slots[place].text if len(texts) == 1 and is_text(before.slots[-1]) else ""


def _following(lines: list[Line], index: int, values: list[Slot]) -> list[Slot]:
    """The slots of the lines without words below a label: a row that goes on, one cell a line."""
    more: list[Slot] = []
    for following in lines[index + 1 :]:
        if following.shape == "grid" or any(is_text(slot) for slot in following.slots):
            break
        if "ragged" in (lines[index].shape, following.shape):
            # What ended the line in print stood in the place of one cell.
            more.append(Slot("", following.slots[0].locator))
        more.extend(following.slots)
    return more if any(map(is_number, more)) or not values else []


def _anchor(lines: list[Line], candidates: list[Candidate], name: str) -> None:
    """Give each candidate the column labels above it, and say whether words of the form stand above it."""
    kind = "column" if name == "disclosure" else "applicant"
    by_line = {candidate.line: candidate for candidate in candidates}
    header: list[tuple[str, Slot]] = []
    since = NEAR + 1
    is_open = False
    for index, line in enumerate(lines):
        texts = [slot for slot in line.slots if is_text(slot)]
        if not texts:
            continue
        candidate = by_line.get(index)
        columns = [(key, slot) for slot in texts if (key := named_in(kind, slot.text))]
        if candidate and len(columns) < 2 and since <= NEAR and (candidate.values or line.shape == "grid"):
            candidate.anchored, candidate.header = True, list(header)
            is_open, since = True, 0
            continue
        since += 1
        if not columns and len(texts) == 1:
            joined = _joined(lines, index, line.slots.index(texts[0]))
            key = named_in(kind, joined) if joined else None
            columns = [(key, texts[0])] if key else []
        heads = [slot for slot in texts if named_in("head", slot.text) == name]
        if any("第二十条" in core(slot.text) for slot in heads) or (is_open and (columns or heads)):
            header, is_open = [], False
        if heads or any(len(core(slot.text)) > len("总计") for _, slot in columns):
            header.extend(columns)
            since = 0
        elif columns and since <= NEAR:
            header.extend(columns)
        elif any(len(slot.text) > LONGEST_LABEL for slot in texts):
            header, since = [], NEAR + 1
        del header[:-LONGEST_HEADER]


def _chain(candidates: list[Candidate]) -> list[tuple[Candidate, int]]:
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
    chain: list[tuple[Candidate, int]] = []
    while position >= 0:
        chain.append((candidates[position], row))
        _, position, row = best[position][row]
    return chain[::-1]


def _clusters(chain: list[tuple[Candidate, int]], lines: list[Line]) -> list[list[tuple[Candidate, int]]]:
    """The chain cut where too many other lines with words stand between two rows."""
    clusters: list[list[tuple[Candidate, int]]] = []
    for item in chain:
        if clusters:
            last = clusters[-1][-1][0]
            between = sum(any(map(is_text, line.slots)) for line in lines[last.line + 1 : item[0].line])
            if between <= NEAR:
                clusters[-1].append(item)
                continue
        clusters.append([item])
    return clusters


def _is_stray(candidate: Candidate) -> bool:
    """A short word below the last row, of the header of the next table, which has 总计 and 其他 too."""
    is_short = len(core(candidate.label)) <= 4
    return is_short and candidate.shape != "grid" and not 0 < len(numbers_of(candidate.values)) <= len(kinds_of()) + 1


Placed = tuple[list[tuple[Candidate, int]], set[int]]
"""Candidates with their rows, in order; rows whose label and place disagree."""


def _of_year(lines: list[Line], candidates: list[Candidate], year: int | None) -> list[Candidate] | None:
    """The candidates of the report year's table where a year's table is printed besides; None if nothing tells."""
    starts = [i for i, c in enumerate(candidates) if c.scores.get(0, 0.0) >= 0.9 and any(map(is_number, c.values))]
    tables = [candidates[a:b] for a, b in pairwise([*starts, len(candidates)])]
    tables = [t for t in tables if sum(any(map(is_number, c.values)) for c in t) >= _FEWEST_ROWS]
    if len(tables) < 2:
        return candidates
    printed = [[[amount(c.values[i]) for i in numbers_of(c.values)] for c in t if numbers_of(c.values)] for t in tables]
    if all(rows[:_FEWEST_ROWS] == printed[0][:_FEWEST_ROWS] for rows in printed):
        return tables[0]
    captions = [_caption_year(lines, t[0].line, year) for t in tables]
    for told in (True, None):
        if captions.count(told) == 1:
            return tables[captions.index(told)]
        if captions.count(told):
            break
    return None


def _caption_year(lines: list[Line], start: int, year: int | None) -> bool | None:
    """Whether the words above the row at `start` say the report's year (True), another (False), or nothing."""
    for line in reversed(lines[max(0, start - 2 * NEAR) : start]):
        if any(map(is_number, line.slots)):
            return None
        text = "".join(normalise(slot.text).text for slot in line.slots)
        years = set(re.findall(r"20\d\d(?=年)", text)) if len(text) <= _LONGEST_CAPTION else set()
        if years:
            return {str(year)} == years if len(years) == 1 else None
        if len(text) <= _LONGEST_CAPTION and re.search(r"上年度?|上一年度?|去年|对比", text):
            return False
    return None


def placed_of(lines: list[Line], name: str, year: int | None) -> Placed:
    """The rows of a table that were found, and those that are printed but not understood."""
    candidates = _candidates(lines, name)
    _anchor(lines, candidates, name)
    if name == "applications":
        of_year = _of_year(lines, candidates, year)
        if of_year is None:
            return [], set(range(len(rows_of(name))))
        candidates = of_year
    kept: list[tuple[Candidate, int]] = []
    doubtful: set[int] = set()
    for cluster in _clusters(_chain(candidates), lines):
        while cluster and _is_stray(cluster[-1][0]):
            cluster.pop()
        telling = [c for c, row in cluster if len(core(c.label)) > len("总计") and c.scores[row] >= 0.75]
        if name == "applications" and not telling:
            continue
        is_table = len(cluster) >= 3 and sum(any(map(is_number, c.values)) for c, _ in cluster) * 2 >= len(cluster)
        if not is_table and not any(c.anchored for c, _ in cluster):
            continue
        for position, (candidate, row) in enumerate(cluster):
            score = candidate.scores[row]
            before = cluster[position - 1][1] if position else None
            after = cluster[position + 1][1] if position + 1 < len(cluster) else None
            fits = (before is None or before == row - 1) and (after is None or after == row + 1)
            touches = before == row - 1 or after == row + 1
            is_long = len(core(candidate.label)) > 4
            is_printed = any(map(is_number, candidate.values)) or candidate.shape == "grid"
            if score >= 0.9 or (is_printed and touches and (score >= 0.75 or (fits and is_long and score >= 0.6))):
                kept.append((candidate, row))
            elif is_printed:
                doubtful.add(row)
    chosen = {candidate.line for candidate, _ in kept}
    rivals = [c for c in candidates if c.line not in chosen and any(map(is_number, c.values))]
    for candidate, row in list(kept):
        near = [c for c in rivals if c.scores.get(row, 0.0) >= 0.75 and abs(c.line - candidate.line) <= 2 * NEAR]
        # One label printed on two rows, of which this one fits no better: whose numbers they are is open.
        if (near and candidate.scores[row] < 1.0) or any(c.scores[row] < 1.0 for c in near):
            kept.remove((candidate, row))
            doubtful.add(row)
    placed = {row for _, row in kept}
    used = {candidate.line for candidate, _ in kept}
    if kept:
        first, last = kept[0][0].line, kept[-1][0].line
        for candidate in candidates:
            is_row = any(map(is_number, candidate.values)) and candidate.line not in used
            if is_row and first <= candidate.line <= last:
                doubtful.update(row for row, score in candidate.scores.items() if score >= 0.9 and row not in placed)
        doubtful |= _unknown_rows(lines, kept)
    return kept, doubtful - placed


def _unknown_rows(lines: list[Line], kept: list[tuple[Candidate, int]]) -> set[int]:
    """Rows that are printed under words nobody knows: as many lines with numbers as rows lack in between."""
    unknown: set[int] = set()
    for (one, row), (two, next_row) in pairwise(kept):
        lacking = range(row + 1, next_row)
        others = 0
        for index in range(one.line + 1, two.line):
            place = label_place(lines[index])
            if place is None:
                continue
            below = next((line for line in lines[index + 1 : two.line] if not all(map(is_empty, line.slots))), None)
            after = lines[index].slots[place + 1 :] or (below.slots if below else ())
            others += bool(after) and not any(map(is_text, after)) and any(map(is_number, after))
        if lacking and others:
            unknown.update(lacking)
    return unknown
