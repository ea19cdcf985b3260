"""Step 8, ask: the words of a search become attempts at question sentence_search, the strictest first.

In comes what somebody typed; out come the sentences of the first attempt that finds any. The words are looked for in
the reports as they are printed, which misses nothing that a word cutter would have cut otherwise; cut are only the
words that somebody typed, and only where nobody printed them as they were typed.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from reports.reference import words

if TYPE_CHECKING:
    import pandas
    from rjieba import Jieba

QUESTION = "sentence_search"
MOST_CHARACTERS = 100
"""Of what somebody types; the rest is not looked for."""
STOPS = "。；！？"
BLANKS = " \u3000\t\r\xa0"
SHARE = 0.6
"""Of the words that a sentence has to hold at the last attempt."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Words to look for and how many of them a sentence has to hold; `way` says how they came of what was typed:
    printed as typed, cut into words that a sentence all holds, or most of these."""

    words: tuple[str, ...]
    at_least: int
    way: Literal["printed", "cut", "most"]


def attempts(typed: str) -> Iterator[Attempt]:
    """What to look for one after the other until something is found; nothing where nothing was typed. What stands in
    quotation marks is looked for as it stands, and never cut.

    >>> next(attempts("社会救助 ０条"))
    Attempt(words=('社会救助', '0条'), at_least=2, way='printed')
    >>> list(attempts('“社会救助信息”"更新"'))
    [Attempt(words=('社会救助信息', '更新'), at_least=2, way='printed')]
    >>> for attempt in attempts("政策解读形式单一"):
    ...     print(attempt.words, attempt.at_least, attempt.way)
    ('政策解读形式单一',) 1 printed
    ('政策解读', '形式', '单一') 3 cut
    ('政策解读', '形式', '单一') 2 most
    """
    text = typed.translate(_NARROW)[:MOST_CHARACTERS]
    quoted = [words for found in _QUOTED.findall(text) if (words := found.translate(_QUOTES).strip())]
    loose = _QUOTED.sub(" ", text).translate(_QUOTES).split()
    chunks = tuple(dict.fromkeys([*quoted, *loose]))
    if not chunks:
        return
    yield Attempt(chunks, len(chunks), "printed")
    if quoted:
        return
    parts = tuple(dict.fromkeys(part for chunk in chunks for part in _cut(chunk)))
    if parts and parts != chunks:
        yield Attempt(parts, len(parts), "cut")
    if len(parts) > 2:
        yield Attempt(parts, max(2, math.ceil(SHARE * len(parts))), "most")


def searched(
    ask: Callable[..., pandas.DataFrame], typed: str, **parameters: Any
) -> tuple[Attempt | None, pandas.DataFrame | None]:
    """The first attempt that finds sentences, else the first of all, and its answer; (None, None) where nothing was
    typed. `ask` takes a question and its parameters."""
    first: tuple[Attempt | None, pandas.DataFrame | None] = (None, None)
    for attempt in attempts(typed):
        found = ask(QUESTION, words=list(attempt.words), at_least=attempt.at_least, **parameters)
        if len(found):
            return attempt, found
        if first[0] is None:
            first = attempt, found
    return first


def sentence_id(sentence: str) -> str:
    """What names a sentence within its report, as sentence_search gives it."""
    return hashlib.md5(sentence.encode(), usedforsecurity=False).hexdigest()[:12]


def sentences(body: str) -> list[str]:
    """The sentences of a section's prose, cut as sentence_search cuts them.

    >>> sentences("一是更新慢；二是解读少。\\n　三是无。")
    ['一是更新慢；', '二是解读少。', '三是无。']
    """
    for stop in STOPS:
        body = body.replace(stop, f"{stop}\n")
    return [sentence for piece in body.split("\n") if (sentence := piece.strip(BLANKS))]


def stretches(sentence: str, held: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a sentence, from and to (end exclusive), in order and without overlaps: words that overlap are one
    stretch.

    >>> stretches("社会救助信息未更新，社会关注", ["社会救助", "社会", "更新"])
    [(0, 4), (7, 9), (10, 12)]
    >>> stretches("政策解读形式单一", ["政策解读", "解读形式"])
    [(0, 6)]
    """
    found = sorted(
        (one.start(), one.start() + len(word))
        for word in filter(None, held)
        for one in re.finditer(f"(?={re.escape(word)})", sentence)
    )
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


_NARROW = {
    ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
}
_QUOTED = re.compile('[“‘「『"＂]([^“”‘’「」『』"＂]+)[”’」』"＂]')
_QUOTES = dict.fromkeys(map(ord, "\"'“”‘’「」『』＂＇"), " ")
"""Around words they say that these belong together, which they do anyway."""
_NO_WORD = re.compile(r"[\W_]+")


def _cut(chunk: str) -> list[str]:
    # Particles, conjunctions and prepositions stand in every other sentence.
    tagged = _cutter().tag(chunk)
    return [part for part, tag in tagged if not _NO_WORD.fullmatch(part) and (len(part) > 1 or tag[0] not in "ucpy")]


@lru_cache(maxsize=1)
def _cutter() -> Jieba:
    # Only a search needs it, and it takes a quarter of a second to come.
    from rjieba import Jieba

    cutter = Jieba()
    # What reports name as one thing is looked for as one: 政务新媒体, 部门文件.
    for named, key in (("lexicon/channels", "word"), ("columns", "column_name")):
        for word in words(named, key, key):
            cutter.add_word(word, None, None)
    return cutter
