"""Part of step 4, extract: prose cut into sentences, clauses and tokens.

In goes the normalised text of a section; out come Sentences of Clauses of Tokens: words of the lexicon
(data/reference/lexicon), numbers with unit and qualifier, and what is no count (dates, decrees, addresses). Words
that the lexicon does not know are simply not covered by a token. It gives no number a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reports.extract.prose.tokens import Clause, Sentence, Token, enumerated, tokenise

_ENUMERATOR = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)"
    r"|(?P<arabic>[（(]\d{1,2}[）)]|\d{1,2}[.．、](?!\d{1,3}(?:[^\d年]|$))|[①-⑳])"
    r"|(?P<inline>第[一二三四五六七八九十][，、]|[一二三四五六七八九十]是|[一二三四五六七八九十]要|首先[，]?|其次[，]?)"
)
_ITEM = re.compile(r"[-—–─•·●○◆■▪※*\n]+|\d{1,2}[.．、)](?!\d)|[①-⑳]|（\d{1,2}）|[一二三四五六七八九十][是、]")
_ITEM_LINE = re.compile(
    r"(?:(?P<bullet>[-—–─•·●○◆■▪※*]+|（\d{1,2}）|[①-⑳])|\d{1,2}[.．、])?[^，。；：\d\n]{1,24}"
    r"(?:[：:—-]{0,2}(?:共|约|计)?\d[\d,]*余?[条件篇则期个项份]|[：:][^，。；：\d\n]{1,20}\d[\d,]*[条件篇则期个项份])"
)
_COUNT_AFTER_COLON = re.compile(r"(?:共计|合计|总计|共|约|近)?[\d零一二两三四五六七八九十百千]")
_LONE_COUNT = re.compile(
    r"(?:共计|合计|总计|共|约|近|计)?(?:\d[\d,.]*[余多]?万?[余多]?|[一二三四五六七八九十百千]{1,9}余?)(?:条次|篇次|[条篇则期件次份宗起封])"
)

_ANSWERED = re.compile(
    r"(?:[均都皆已]|已经|全部|按[时期]|及时|依法|依规){1,4}(?:办结|答复|回复|办理完毕|处理完毕|予以答复)"
)

_AMONG_THOSE = re.compile(r"(?:公开|发布)的[^，。；：、\d]{0,8}(?:信息|内容)(?:当|之)?中$")
_DEEPEST = 4
_SENTENCE_END = "。！？\n"
_CLAUSE_END = "，；：;\n•●○◆■▪"


def _bracketed_count(text: str, start: int, end: int, before: list[Token]) -> Token | None:
    """The number of a bracket that holds nothing else, and is no second number of what stands before it."""
    inner = tokenise(text, start + 1, end - 1)
    alone = len(inner) == 1 and inner[0].kind == "number" and inner[0].start <= start + 1 and inner[0].end == end - 1
    touched = bool(before) and before[-1].kind == "number" and before[-1].end == start
    if not alone or touched or inner[0].unit_kind not in ("item", "case", "copy"):
        return None
    return replace(inner[0], start=start, core=start, end=end)


def _brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The outermost bracket pairs of a stretch, as (open, past close)."""
    pairs: list[tuple[int, int]] = []
    depth = opened = 0
    for position in range(start, end):
        character = text[position]
        if character == "（":
            if not depth:
                opened = position
            depth += 1
        elif character == "）" and depth:
            depth -= 1
            if not depth:
                pairs.append((opened, position + 1))
        elif character == "\n":
            depth = 0
    return pairs


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a section's normalised text, paragraphs being parted by line feeds."""
    inside = dict(_brackets(text, 0, len(text)))
    position = start = 0
    while position <= len(text):
        if position in inside and position != start:
            position = inside[position]
            continue
        if position < len(text) and text[position] == "\n" and _list_goes_on(text, position):
            position += 1
            continue
        if position == len(text) or text[position] in _SENTENCE_END:
            if start < position:
                yield from _numbered(text, start, position)
            start = position + 1
        position += 1


def _list_goes_on(text: str, position: int) -> bool:
    """Whether the line after the line feed at `position` is an item of the list that the line before opens or holds."""
    return (
        text[position - 1 : position] in ("：", "；", "，", "、") and _ITEM_LINE.match(text, position + 1) is not None
    )


def _numbered(text: str, start: int, end: int) -> Iterator[Sentence]:
    match = _ENUMERATOR.match(text, start, end)
    kind = ""
    if match:
        kind = "arabic" if match["arabic"] else "inline" if match["inline"] else "heading"
        start = match.end()
    if start < end:
        yield Sentence(start, end, kind, clauses(text, start, end))


def _noun_before_its_count(text: str, tokens: list[Token], comma: int, end: int) -> bool:
    """Whether a comma parts a noun from its own count: 区政府网站，88条；"""
    if not tokens or tokens[-1].end != comma or tokens[-1].kind not in ("channel", "object", "neutral"):
        return False
    count = _LONE_COUNT.match(text, comma + 1, end)
    if count is None or any(token.kind in ("number", "inset", "action") for token in tokens):
        return False
    return count.end() == end or text[count.end()] in _CLAUSE_END


def clauses(text: str, start: int, end: int, depth: int = 0) -> tuple[Clause, ...]:
    """The clauses of text[start:end]; a bracket with a number in it is one token of kind inset.

    Brackets `_DEEPEST` deep in one another are read as if they were not there."""
    pairs = dict(_brackets(text, start, end)) if depth < _DEEPEST else {}
    found: list[Clause] = []
    tokens: list[Token] = []
    begin = piece = position = start
    while position <= end:
        if position == begin and (item := _ITEM.match(text, position, end)):
            begin = piece = position = item.end()
            continue
        if position in pairs:
            past = pairs[position]
            tokens += tokenise(text, piece, position)
            inner = clauses(text, position + 1, past - 1, depth + 1)
            count = _bracketed_count(text, position, past, tokens)
            touched = bool(tokens) and tokens[-1].kind == "number" and tokens[-1].end == position
            if count:
                tokens.append(count)
            elif touched and _ANSWERED.fullmatch(text, position + 1, past - 1):
                # 收到1件（已办结）
                tokens += [t for c in inner for t in c.tokens]
            elif any(t.kind in ("number", "inset") for c in inner for t in c.tokens):
                tokens.append(Token("inset", "", position, past, text[position:past], inset=inner))
            else:
                told = [t for c in inner for t in c.tokens if t.kind == "channel"]
                whole = len(told) == 1 and (told[0].start, told[0].end) == (position + 1, past - 1)
                if whole and tokens and (tokens[-1].value, tokens[-1].end) == ("new_media", position):
                    # 政务新媒体（微信公众号）: which one it is.
                    tokens.pop()
                tokens += told
            piece = position = past
            continue
        colon = text[position : position + 1] == "：" and not _ITEM.match(text, position + 1, end)
        if colon and _COUNT_AFTER_COLON.match(text, position + 1, end):
            # 政府网站：85条 is one clause; 其中：1.政策5条 is none.
            position += 1
            continue
        if position < end and _AMONG_THOSE.search(text, begin, position) and text[position] not in "国央心，：、":
            # 主动公开的信息中政策文件9条: opens a list.
            found.append(Clause(begin, position, tuple(enumerated([*tokens, *tokenise(text, piece, position)])), "："))
            tokens = []
            begin = piece = position
        if position == end or text[position] in _CLAUSE_END:
            tokens += tokenise(text, piece, position)
            if position < end and text[position] == "，" and _noun_before_its_count(text, tokens, position, end):
                piece = position = position + 1
                continue
            if tokens or position > begin:
                mark = text[position] if position < end else ""
                found.append(Clause(begin, position, tuple(enumerated(tokens)), mark))
            tokens = []
            begin = piece = position + 1
        position += 1
    return tuple(found)
