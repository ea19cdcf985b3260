"""Part of step 3, identify: where the six statutory sections of a report stand.

In goes a Document; out come its Sections in the order in which they are printed, the preamble first. Headings
are recognised by their words, their number and their order together, since any one of them may be damaged. It
does not read what the sections say.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from functools import cache

from reports.model import SECTION_KEYS, Block, Document, Part, Section
from reports.reference import table
from reports.text.normalise import Normalised, normalise

_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_NUMBER = re.compile(
    r"(?:第(?P<part>[一二三四五六七八九十]{1,2})(?:部分|章)[：、.\s]?"
    r"|(?P<major>十[一二]?|[一二三四五六七八九])[、.．，。；:：\s·]"
    r"|[（](?P<bracket>十[一二]?|[一二三四五六七八九])[）]、?"
    r"|(?P<arabic>1[0-2]|[1-9])[、.．](?!\d))"
)
_SENTENCE = re.compile(r"[。；！？]")
_FILLING = re.compile(r"[\d.…·，；、。：\s和及?*#]+")
_LIST_MARK = re.compile(r"[；，、]")
_LONGEST_HEADING = 45
# No report has as many lines that look like headings; what goes on so is no report.
_MOST_CANDIDATES = 500
_LONGEST_FOOTER = 120
_LONGEST_UNWORDED = 30
_LONGEST_PREFIX = 22
_TEXT_HEADS = "。；！？：… \n"


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A place where a section may begin; offsets are those of the block's uniform text, or, for a heading that is
    `printed` in a later row of a table, the row."""

    block: int
    start: int
    end: int
    number: int | None
    style: str
    key: str | None
    strength: int
    whole: bool
    printed: str = ""

    @property
    def canonical(self) -> bool:
        return self.key is not None and self.number == SECTION_KEYS.index(self.key) + 1


@dataclass(frozen=True, slots=True)
class _Phrases:
    full: tuple[tuple[str, str], ...]
    cue: tuple[tuple[str, str], ...]
    anywhere: re.Pattern[str]
    unnumbered: tuple[tuple[re.Pattern[str], str], ...]


@cache
def _phrases() -> _Phrases:
    rows = sorted(table("lexicon/sections"), key=lambda row: -len(row["phrase"]))
    full = tuple((row["phrase"], row["section"]) for row in rows if row["strength"] == "full")
    cue = tuple((row["phrase"], row["section"]) for row in rows if row["strength"] == "cue")
    numbered = "|".join(re.escape(phrase) for phrase, _ in full)
    # Without a mark behind its number (五存在的问题) a heading begins a text or a sentence.
    anywhere = re.compile(
        rf"(?P<number>[一二三四五六七八九十]{{1,2}})[、.．，：；](?=[^。；！？，]{{0,12}}?(?:{numbered}))"
        rf"|(?<![^{_TEXT_HEADS}])(?P<bare>[一二三四五六七八九十]{{1,2}})\s?(?={numbered})"
    )
    unnumbered = tuple((re.compile(row["phrase"]), row["section"]) for row in rows if row["strength"] == "pattern")
    return _Phrases(full, cue, anywhere, unnumbered)


@cache
def _row_labels() -> tuple[str, ...]:
    """The words of the statutory tables' rows that are numbered as sections are: 四、结转下年度继续办理."""
    labels = {row["row_label"] for form in ("2019", "2021") for row in table(f"forms/{form}")}
    labels |= {row["label"] for row in table("forms/labels") if row["kind"] == "group"}
    numbered = [(text, _NUMBER.match(text)) for text in (normalise(label).text for label in labels)]
    return tuple(sorted(text[number.end() :] for text, number in numbered if number and number["major"]))


def outline(document: Document) -> tuple[Section, ...]:
    """The sections of the document in printed order; what stands before the first is the "preamble".

    A document in which no heading is recognised is one "overview". A number printed twice gives two Sections
    of one key; a section that is not printed is not there.
    """
    texts = [_uniform(block) for block in document.blocks]
    candidates = [c for index, text in enumerate(texts) for c in _candidates(index, text, document.blocks[index])]
    candidates = _without_lists(candidates[:_MOST_CANDIDATES], texts, document.blocks)
    chosen = _choose(candidates)
    return _sections(document, texts, chosen)


def _uniform(block: Block) -> Normalised:
    if block.kind != "table":
        return block.uniform
    first = [cell.text for cell in block.cells if cell.row == 0 and cell.text.strip()]
    # A section's heading may be printed as the first row of its table.
    return normalise(first[0] if len(first) == 1 else "")


def _meaning(text: str, whole: bool) -> tuple[str | None, int, int]:
    """The section that the words of a heading mean, how sure (2 full phrase, 1 cue, 0 none), and where they end."""
    phrases = _phrases()
    if whole:
        text = re.split(r"[（(][^）)]{6,}[）)]", text)[0]
    for strength, options in ((2, phrases.full), (1, phrases.cue)):
        found = [(text.find(p), -len(p), p, key) for p, key in options if p in text[: _LONGEST_HEADING + 10]]
        if strength == 1 and not whole:
            return None, 0, 0
        found = [f for f in found if f[0] <= _LONGEST_PREFIX and not _SENTENCE.search(text[: f[0]])]
        if found:
            # The last phrase names the section: 政府信息公开申请办理及行政复议 are rare, 主动公开…存在的问题 are not.
            start, _, phrase, key = min(found, key=lambda f: (f[1], f[0]))
            return key, strength, start + len(phrase)
    return None, 0, 0


def _candidates(index: int, text: Normalised, block: Block) -> list[_Candidate]:
    found: list[_Candidate] = []
    body = text.text.lstrip("?#*·　 ")
    skipped = len(text.text) - len(body)
    if not body:
        return _in_rows(index, block) if block.kind == "table" else found
    number = _NUMBER.match(body + " ")
    told = body[number.end() :] if number else body
    whole = len(body) <= _LONGEST_HEADING and not _SENTENCE.search(told.rstrip("。；："))
    if number:
        style = str(number.lastgroup)
        words = body[number.end() :] if number.end() <= len(body) else ""
        key, strength, end = _meaning(words, whole)
        if words.startswith(_row_labels()):
            return found
        unworded = whole and len(words) <= _LONGEST_UNWORDED and "，" not in words
        if strength or (unworded and words and style in ("major", "part")):
            ends = len(text.text) if whole else skipped + number.end() + end
            value = _DIGITS.get(number[style]) or int(number[style])
            found.append(_Candidate(index, skipped, ends, value, style, key, strength, whole))
    elif whole:
        key, strength, end = _meaning(body, True)
        bare = body.removesuffix("：").removesuffix("。")
        if strength == 2 and len(bare) - end <= 2 and len(bare) <= 24:
            found.append(_Candidate(index, skipped, len(text.text), None, "none", key, 2, True))
        else:
            for pattern, section in _phrases().unnumbered:
                if pattern.fullmatch(bare):
                    found.append(_Candidate(index, skipped, len(text.text), None, "none", section, 2, True))
                    break
    if block.kind == "table":
        found.extend(_in_rows(index, block))
    elif not (found and whole):
        found.extend(_within(index, text.text, found[0].end if found else skipped + 1))
    return found


def _in_rows(index: int, block: Block) -> list[_Candidate]:
    """Headings in rows of their own below the first of a table that holds several sections."""
    found: list[_Candidate] = []
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell.text)
    for row, printed in rows.items():
        if not row or len(printed) > 1 or len(printed[0]) > 2 * _LONGEST_HEADING:
            continue
        text = normalise(printed[0]).text
        number = _NUMBER.match(text)
        if number is None or number.lastgroup != "major" or len(text) > _LONGEST_HEADING:
            continue
        key, strength, _ = _meaning(text[number.end() :], True)
        heading = _Candidate(
            index, row, row, _DIGITS[number["major"]], "major", key, strength, True, printed[0].strip()
        )
        if strength == 2 and heading.canonical:
            found.append(heading)
    return found


def _within(index: int, text: str, start: int) -> list[_Candidate]:
    """Headings in the middle of a text: a whole report in one paragraph, a heading glued to the last sentence."""
    found: list[_Candidate] = []
    matches = list(_phrases().anywhere.finditer(text, max(0, start - 1)))
    for match, following in itertools.zip_longest(matches, matches[1:]):
        number = _DIGITS.get(match["number"] or match["bare"])
        before = text[match.start() - 1 : match.start()]
        # 二、… 三、… 四、…: what the next one says is not this one's.
        key, strength, end = _meaning(text[match.end() : following.start() if following else None], False)
        if number is None or strength < 2 or before in tuple("（(《“第") or key is None:
            continue
        candidate = _Candidate(index, match.start(), match.end() + end, number, "major", key, 2, False)
        if candidate.canonical:
            found.append(candidate)
    return found


def _without_lists(
    candidates: list[_Candidate], texts: list[Normalised], blocks: tuple[Block, ...]
) -> list[_Candidate]:
    """The candidates without those of a list of contents: several with nothing told between them, which are
    printed again further down or stand in one sentence."""
    dropped: set[tuple[int, int]] = set()
    run: list[_Candidate] = []
    listed = True
    for position, candidate in enumerate(candidates):
        gap = _told_between(run[-1], candidate, texts, blocks) if run else None
        if gap is None or _FILLING.sub("", gap):
            run, listed = [], True
        elif not _LIST_MARK.search(gap):
            listed = False
        run.append(candidate)
        following = candidates[position + 1] if position + 1 < len(candidates) else None
        if following is not None and not _FILLING.sub("", _told_between(candidate, following, texts, blocks)):
            continue
        # The last entry of a list of contents may touch the first real heading.
        first_again = next((i for i, c in enumerate(run[1:], 1) if c.key in {r.key for r in run[:i]}), len(run))
        entries = run[:first_again]
        # （一）依申请公开情况 within 六 is not 三 printed again.
        behind = (*run[first_again:], *candidates[position + 1 :])
        later = {c.key for c in behind if c.canonical or (c.strength == 2 and c.style in ("major", "part", "none"))}
        keys = {c.key for c in entries if c.key}
        in_one_sentence = listed and entries[0].block == entries[-1].block
        if len(entries) >= 3 and (len(keys & later) * 2 > len(keys) or in_one_sentence):
            dropped |= {_place(entry) for entry in entries}
    return [c for c in candidates if _place(c) not in dropped]


def _told_between(one: _Candidate, other: _Candidate, texts: list[Normalised], blocks: tuple[Block, ...]) -> str:
    """The words between two candidates; a table counts as a word."""
    if one.block == other.block and other.printed:
        return "表"
    if one.block == other.block:
        return texts[one.block].text[one.end : other.start]
    pieces = ["表" if blocks[one.block].kind == "table" else texts[one.block].text[one.end :]]
    if other.printed:
        return "表"
    for index in range(one.block + 1, other.block):
        pieces.append("表" if blocks[index].kind == "table" else texts[index].text)
        if _FILLING.sub("", pieces[-1]):
            break
    pieces.append(texts[other.block].text[: other.start])
    return "".join(pieces)


def _choose(candidates: list[_Candidate]) -> list[_Candidate]:
    """The candidates that are section headings, in order."""
    anchors = [c for c in candidates if c.strength == 2 and c.canonical and c.style in ("major", "part")]
    anchors = _ordered(anchors)
    six_sections = len({c.key for c in anchors}) >= 2
    named = {c.key for c in candidates if c.strength == 2 and c.whole and c.style in ("major", "part")}
    chosen: list[_Candidate] = []
    bounds = [None, *anchors, None]
    for before, after in itertools.pairwise(bounds):
        if before is not None:
            chosen.append(before)
        chosen.extend(_between(candidates, before, after, six_sections, named))
    return _with_bare(chosen, candidates)


def _ordered(anchors: list[_Candidate]) -> list[_Candidate]:
    """The anchors without those that only repeat a number within a later section, such as 一、总体情况 told in 五."""
    kept: list[_Candidate] = []
    for anchor in anchors:
        if any(a.number == anchor.number and not anchor.whole and a.whole for a in kept):
            continue
        kept.append(anchor)
    return kept


def _between(
    candidates: list[_Candidate],
    before: _Candidate | None,
    after: _Candidate | None,
    six_sections: bool,
    named: set[str | None],
) -> list[_Candidate]:
    """The weaker candidates between two anchors whose numbers lie between the anchors' numbers."""
    low = before.number if before and before.number else 0
    high = after.number if after and after.number else 13
    found: list[_Candidate] = []
    position = _place(before) if before else (-1, -1)
    last = _place(after) if after else (1 << 30, 0)
    for number in range(low + 1, high):
        options = [
            c
            for c in candidates
            if c.number == number
            and position < _place(c) < last
            and c.whole
            and (c.style in ("major", "part") or (c.strength == 2 and c.canonical))
            and (c.strength or six_sections or low == 0)
        ]
        if not options:
            if not six_sections and not any(c.number == number and c.whole and c.style == "major" for c in candidates):
                break
            continue
        best = max(options, key=lambda c: (c.style in ("major", "part"), c.canonical, c.strength, -c.block))
        # A heading spoiled by foreign words keeps its number, unless the section stands elsewhere by name.
        by_number = SECTION_KEYS[number - 1] if six_sections and number <= len(SECTION_KEYS) else None
        if best.key is None and by_number not in named:
            best = replace(best, key=by_number)
        found.append(best)
        position = _place(best)
    return found


def _with_bare(chosen: list[_Candidate], candidates: list[_Candidate]) -> list[_Candidate]:
    """The chosen headings and those without a number, or with a wrong one, whose section is not printed otherwise."""
    keys = {c.key for c in chosen}
    result = list(chosen)
    for candidate in candidates:
        if candidate.strength < 2 or not candidate.whole or candidate.key is None or candidate.key in keys:
            continue
        if candidate.style not in ("none", "major", "part"):
            continue
        rank = SECTION_KEYS.index(candidate.key)
        earlier = [c for c in result if _place(c) < _place(candidate) and c.key]
        later = [c for c in result if _place(c) > _place(candidate) and c.key]
        if all(SECTION_KEYS.index(str(c.key)) < rank for c in earlier[-1:]) and all(
            SECTION_KEYS.index(str(c.key)) > rank for c in later[:1]
        ):
            result.append(candidate)
            keys.add(candidate.key)
            result.sort(key=_place)
    return result


def _place(candidate: _Candidate) -> tuple[int, int]:
    return candidate.block, candidate.start


def _sections(document: Document, texts: list[Normalised], chosen: list[_Candidate]) -> tuple[Section, ...]:
    blocks = document.blocks
    sections: list[Section] = []
    first = (chosen[0].block, chosen[0].start) if chosen else (len(blocks), 0)
    preamble = _parts(blocks, texts, (0, 0), first)
    if not chosen:
        return (Section("overview", "", preamble),) if preamble else ()
    if preamble:
        sections.append(Section("preamble", "", preamble))
    key = "overview"
    for position, heading in enumerate(chosen):
        end = _place(chosen[position + 1]) if position + 1 < len(chosen) else (len(blocks), 0)
        key = heading.key or key
        is_table = blocks[heading.block].kind == "table"
        start = (heading.block, 0 if is_table else heading.end)
        text = heading.printed or texts[heading.block].quote(heading.start, heading.end).strip()
        parts = _parts(blocks, texts, start, end)
        sections.append(
            Section(key, text, parts if position + 1 < len(chosen) else _without_footer(parts, blocks, texts))
        )
    return tuple(sections)


def _without_footer(parts: tuple[Part, ...], blocks: tuple[Block, ...], texts: list[Normalised]) -> tuple[Part, ...]:
    """The parts of the last section without the foot of the web page that follows the report."""
    words = [row["words"] for row in table("lexicon/page_chrome")]
    for position, part in enumerate(parts):
        text = texts[part.block].text
        if position and len(text) <= _LONGEST_FOOTER and "。" not in text and any(word in text for word in words):
            if any(blocks[later.block].kind == "table" for later in parts[position:]):
                continue
            return parts[:position]
    return parts


def _parts(
    blocks: tuple[Block, ...], texts: list[Normalised], start: tuple[int, int], end: tuple[int, int]
) -> tuple[Part, ...]:
    """The parts from `start` to `end` (block, offset in its uniform text), without empty ones."""
    parts: list[Part] = []
    for index in range(start[0], min(end[0] + 1, len(blocks))):
        block, text = blocks[index], texts[index]
        if block.kind == "table":
            if index != end[0] or end[1] > 0:
                parts.append(Part(index))
            continue
        low = _printed(text, start[1]) if index == start[0] else 0
        high = _printed(text, end[1]) if index == end[0] else len(block.text)
        if block.text[low:high].strip():
            parts.append(Part(index, low, high))
    return tuple(parts)


def _printed(text: Normalised, offset: int) -> int:
    return text.printed_span(offset, offset + 1)[0] if offset < len(text.offsets) else len(text.printed)
