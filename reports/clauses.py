"""Part of step 4, extract: prose cut into sentences, clauses and tokens.

In goes the normalised text of a section; out come Sentences of Clauses of Tokens: words of the lexicon
(data/reference/lexicon), numbers with unit and qualifier, and what is no count (dates, decrees, addresses). Words
that the lexicon does not know are simply not covered by a token. It gives no number a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from reports.numerals import NUMBER, read_match
from reports.reference import table

_LEXICON = (
    ("channels", "channel"),
    ("objects", "object"),
    ("actions", "action"),
    ("modifiers", "modifier"),
    ("negations", "negation"),
    ("rates", "rate"),
    ("distractors", "kind"),
)
_NO_COUNT = re.compile(
    r"https?[:：]//[\w./?=&%#-]+|www\.[\w./-]+"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{3,4}-\d{7,8}|\d{7,24}(?!\.?\d{0,9}[万余多]?[条件次起])"
    r"|[12]\d{3}年?\d{0,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{1,2}月(?:底|末|初|份|至)?|\d{1,2}日"
    r"|[12]\d{5}日"
    r"|〔\d{4}〕\d*号?|第[0-9零一二三四五六七八九十百]+[号条款项次期届批个章季]?(?:（[一二三四五六七八九十]+）项?)?"
    r"|\d{1,2}:\d{2}|[A-Za-z]+\d+[A-Za-z0-9]*|\d+[xX×*]\d+|\d+号|7×24"
)
_YEAR = re.compile(r"([12]\d{3})年(?:度|底|末|初)?")
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
_BY_KIND = re.compile(r"[按从][^，。；：、\d]{1,8}?(?:分类统计|分类|划分|统计|来看|来分|分|看)(?=[，：]|$)")
_ANSWERED = re.compile(
    r"(?:[均都皆已]|已经|全部|按[时期]|及时|依法|依规){1,4}(?:办结|答复|回复|办理完毕|处理完毕|予以答复)"
)
_OF_WORK = re.compile(r"动态|简报|进展|总结")
_LETTERS = re.compile(r"[A-Za-z0-9][\w.,]*", re.ASCII)
_NUMERALS = "0123456789零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾"
_BEFORE_VERBS = ("sum", "time", "done", "adverb", "all", "pair", "means")
_DEEPEST = 4
_SENTENCE_END = "。！？\n"
_CLAUSE_END = "，；：;\n•●○◆■▪"
_OPEN_QUOTES, _CLOSE_QUOTES = "“《‘「【", "”》’」】"
_VAGUE = "上数几成"
_SINGLE_GUARD = "第每统唯任同逐某这那止凡哪专万再初如"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon (`kind` of word and its `value`, its class), a number, a mark or an inset.

    Kinds: channel, object, action, modifier, negation, rate, idiom, neutral, number, year,
    skip (a date, with its year as value; a decree's number, letters), comma (、), inset.
    `unit` and `unit_kind` (units.csv) belong to numbers; `inset` holds the clauses of a bracket with numbers."""

    kind: str
    value: str
    start: int
    end: int
    text: str
    number: float = 0.0
    qualifier: str = "="
    unit: str = ""
    unit_kind: str = ""
    core: int = 0
    quoted: bool = False
    inset: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch between two punctuation marks, characters start..end; `mark` is the one that ends it."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Clauses up to a full stop. `enumerator` is "", "heading" （一）, "arabic" 1. or "inline" 一是."""

    start: int
    end: int
    enumerator: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: dict[str, dict[str, tuple[str, str]]]
    lengths: dict[str, tuple[int, ...]]
    units: dict[str, str]
    unit_lengths: tuple[int, ...]
    approximations: dict[str, str] = field(default_factory=dict)
    names: tuple[tuple[re.Pattern[str], str], ...] = ()


@cache
def lexicon() -> _Lexicon:
    """The words of data/reference/lexicon, by first character."""
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for name, column in _LEXICON:
        for row in table(f"lexicon/{name}"):
            word, value = row["word"], row[column]
            kind = value if name == "distractors" else column
            words.setdefault(word[0], {}).setdefault(word, (kind, value))
    lengths = {c: tuple(sorted({len(w) for w in group}, reverse=True)) for c, group in words.items()}
    units = {row["word"]: row["unit"] for row in table("lexicon/units")}
    return _Lexicon(
        words,
        lengths,
        units,
        tuple(sorted({len(u) for u in units}, reverse=True)),
        {row["word"]: row["qualifier"] for row in table("lexicon/approximations")},
        tuple((re.compile(row["pattern"]), row["object"]) for row in table("lexicon/service_names")),
    )


def _service_name(text: str, position: int, end: int) -> tuple[str, tuple[str, str]] | None:
    """The longest name of a service (市长公开电话, 12389举报电话) that begins at `position`."""
    longest: tuple[str, tuple[str, str]] | None = None
    for pattern, value in lexicon().names:
        match = pattern.match(text, position, end)
        if match and (longest is None or len(match[0]) > len(longest[0])):
            longest = match[0], ("object", value)
    return longest


def _approximation_before(text: str, position: int) -> tuple[str, int]:
    for length in (3, 2, 1):
        word = text[max(0, position - length) : position]
        found = lexicon().approximations.get(word, "") if len(word) == length else ""
        if found.startswith("before"):
            return found.removeprefix("before"), position - length
    return "", position


def _approximation_after(text: str, position: int) -> tuple[str, int]:
    for length in (2, 1):
        found = lexicon().approximations.get(text[position : position + length], "")
        if found.startswith("after"):
            return found.removeprefix("after"), position + length
    return "", position


def _unit(text: str, position: int) -> tuple[str, str]:
    words = lexicon()
    for length in words.unit_lengths:
        kind = words.units.get(text[position : position + length])
        if kind and len(text) - position >= length:
            return text[position : position + length], kind
    return "", ""


def _number(text: str, position: int) -> Token | None:
    """The number token that begins at `position`, None when there is none that may be a count."""
    if position and text[position - 1] in _NUMERALS:
        # The rest of a numeral too long to be one.
        return None
    match = NUMBER.match(text, position)
    numeral = read_match(match) if match else None
    if numeral is None or (numeral.percent and text[numeral.end : numeral.end + 1] == "之"):
        return None
    qualifier, end = numeral.qualifier, numeral.end
    after, past = _approximation_after(text, end)
    if after:
        qualifier, end = after, past
    unit, unit_kind = ("%", "percent") if numeral.percent else _unit(text, end)
    if numeral.in_characters:
        before = text[position - 1 : position]
        alone = numeral.value == 0 and before in ("为", "是", "均")
        if not (unit or alone) or (before and before in _SINGLE_GUARD):
            return None
        if before and before in _VAGUE and numeral.value in (10, 100, 1000, 10**4, 10**8):
            return None
    elif not unit and (text[end : end + 1].isascii() and text[end : end + 1].isalnum()):
        return None
    if not numeral.percent:
        end += len(unit)
    after, past = _approximation_after(text, end) if unit else ("", end)
    if after and text[end:past] not in ("余", "多"):
        qualifier, end = after, past
    before_word, core = _approximation_before(text, position)
    if before_word:
        qualifier = before_word
    return Token("number", "", position, end, text[position:end], numeral.value, qualifier, unit, unit_kind, core)


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end], left to right, the longest word first."""
    words = lexicon()
    tokens: list[Token] = []
    position = start
    depth = 0
    while position < end:
        character = text[position]
        quoted_name = _service_name(text, position, end) if character in _OPEN_QUOTES else None
        if quoted_name:
            word, (kind, value) = quoted_name
            tokens.append(Token(kind, value, position, position + len(word), word))
            position += len(word)
            continue
        if character in _OPEN_QUOTES:
            depth += 1
            position += 1
            continue
        if character == '"':
            # Straight quotes do not say which side they are of: they open and close in turn.
            depth = 0 if depth else 1
            position += 1
            continue
        if character in _CLOSE_QUOTES:
            depth = max(0, depth - 1)
            position += 1
            continue
        if character == "、":
            tokens.append(Token("comma", "、", position, position + 1, character, quoted=depth > 0))
            position += 1
            continue
        token = _word(text, position, end, words)
        if token is None:
            position += 1
            continue
        if depth and token.kind == "negation" and text[token.end : token.end + 1] not in (*_CLOSE_QUOTES, '"', ""):
            denied = _word(text, token.end, end, words)
            if denied is None or denied.kind not in ("object", "action"):
                # “滨河零距离” is the name of an account, “零申请” a zero.
                position = token.end
                continue
        zero = token.text in ("0", "零") and text[position - 2 : position - 1] in ("为", "是")
        if depth and token.kind == "number" and not zero:
            token = Token("skip", "", token.start, token.end, token.text)
        elif depth:
            token = replace(token, quoted=True)
        tokens.append(token)
        position = token.end
    return _without_stray_verbs(tokens)


def _word(text: str, position: int, end: int, words: _Lexicon) -> Token | None:
    character = text[position]
    group = words.words.get(character)
    longest: tuple[str, tuple[str, str]] | None = None
    if group:
        for length in words.lengths[character]:
            candidate = text[position : position + length]
            if candidate in group and position + length <= end:
                longest = candidate, group[candidate]
                break
    if longest and longest[0] == "公开工作" and _OF_WORK.match(text, position + len(longest[0])):
        # 公开工作动态95条: what was made public is news of work.
        longest = "公开", group["公开"] if group else longest[1]
    named = _service_name(text, position, end)
    if named and (longest is None or len(named[0]) > len(longest[0])):
        longest = named
    if longest and longest[0].isdigit() and text[position + len(longest[0]) :][:1].isdigit():
        longest = None
    if character in "按从":
        way = _BY_KIND.match(text, position, end)
        if way:
            return Token("modifier", "parts", position, way.end(), way[0])
    if longest is None and (character.isascii() or character in "第〔"):
        no_count = _NO_COUNT.match(text, position, end)
        year = _YEAR.match(text, position, end)
        if year and (no_count is None or year.end() >= no_count.end()):
            return Token("year", year[1], position, year.end(), year[0])
        if no_count:
            dated = year[1] if year else ""
            return Token("skip", dated, position, no_count.end(), no_count[0])
    if character in _NUMERALS and not (longest and character.isdigit()):
        number = _number(text, position)
        longer = longest is None or longest[0] == "零" or (number and number.end - position > len(longest[0]))
        if number is not None and number.end <= end and longer:
            if number.unit_kind in ("time", "ordinal"):
                return Token("skip", "", position, number.end, number.text)
            return number
    if longest is None:
        letters = _LETTERS.match(text, position, end)
        return Token("skip", "", position, letters.end(), letters[0]) if letters else None
    word, (kind, value) = longest
    return Token(kind, value, position, position + len(word), word)


def _without_stray_verbs(tokens: list[Token]) -> list[Token]:
    """Drop one-character verbs that no known word follows: 办 of 办公室 is none."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind == "action" and len(token.text) == 1:
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            before = tokens[index - 1] if index else None
            if following is None or following.start != token.end:
                continue
            if following.kind in ("comma", "modifier") and following.value != "sum":
                continue
            # 县政府办文件: a verb stands after a modifier or at the beginning, not within a noun.
            inside = before is not None and before.end == token.start and before.kind != "number"
            if inside and before is not None and before.value not in _BEFORE_VERBS:
                continue
        kept.append(token)
    return kept


def _enumerated(tokens: list[Token]) -> list[Token]:
    """The tokens without the count of the things just enumerated: 微博、微信两个平台共推送60条 tells two of nothing."""
    kept: list[Token] = []
    nouns = 1
    last = max((index for index, token in enumerate(tokens) if token.kind != "comma"), default=-1)
    denial: int | None = None
    for index, token in enumerate(tokens):
        if token.kind == "comma" or token.value == "pair":
            nouns += 1
        own = token.kind == "number" and token.unit_kind == "thing" and token.number == nouns > 1
        if denial is None and token.kind == "negation":
            denial = index
        if own and index < last:
            token = Token("skip", "", token.start, token.end, token.text)
        elif token.kind == "number":
            nouns = 1
            if token.number == 1 and token.unit and denial is not None and _denied(tokens, denial, index):
                token = Token("skip", "", token.start, token.end, token.text)
        kept.append(token)
    return kept


def _denied(tokens: list[Token], denial: int, one: int) -> bool:
    """Whether the "one" at `one` stands for none: 未接到一件申请, 没有发生一起. The first negation is at `denial`."""
    if tokens[one].start - tokens[denial].end > 4:
        return False
    return all(token.kind in ("negation", "action") for token in tokens[denial:one])


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
                tokens += [t for c in inner for t in c.tokens if t.kind == "channel"]
            piece = position = past
            continue
        colon = text[position : position + 1] == "：" and not _ITEM.match(text, position + 1, end)
        if colon and _COUNT_AFTER_COLON.match(text, position + 1, end):
            # 政府网站：85条 is one clause; 其中：1.政策5条 is none.
            position += 1
            continue
        if position == end or text[position] in _CLAUSE_END:
            tokens += tokenise(text, piece, position)
            if position < end and text[position] == "，" and _noun_before_its_count(text, tokens, position, end):
                piece = position = position + 1
                continue
            if tokens or position > begin:
                mark = text[position] if position < end else ""
                found.append(Clause(begin, position, tuple(_enumerated(tokens)), mark))
            tokens = []
            begin = piece = position + 1
        position += 1
    return tuple(found)
