"""A sentence as tokens: words of the lexicon and numbers, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reports.extract.prose.lexicon import (
    Lexicon,
    approximation_after,
    approximation_before,
    lexicon,
    service_name,
    unit_of,
)
from reports.text.dates import VERSION
from reports.text.normalise import UNREADABLE
from reports.text.numerals import NUMBER, read_match

_NO_COUNT = re.compile(
    r"https?[:：]//[\w./?=&%#-]+|www\.[\w./-]+"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{3,4}-\d{7,8}|\d{7,24}(?!\.?\d{0,9}[万余多]?(?:[条件次起]|人次))"
    r"|[12]\d{3}年?\d{0,2}月(?:\d{1,2}日)?|\d{1,2}月\d{1,2}日|\d{1,2}月(?:底|末|初|份|至)?|\d{1,2}日"
    r"|[12]\d{5}日"
    r"|〔\d{4}〕\d*号?|第[0-9零一二三四五六七八九十百]+[号条款项次期届批个章季版]?(?:（[一二三四五六七八九十]+）项?)?"
    rf"|{VERSION.pattern}"
    r"|\d{1,2}:\d{2}|[A-Za-z]+\d+[A-Za-z0-9]*|\d+[xX×*]\d+|\d+号|7×24"
)
_YEAR = re.compile(r"([12]\d{3})(?:年(?:度|底|末|初)?|(?=全年|累计))")

_BY_KIND = re.compile(r"[按从][^，。；：、\d]{1,8}?(?:分类统计|分类|划分|统计|来看|来分|分|看)(?=[，：]|$)")

_OF_WORK = re.compile(r"动态|简报|进展|总结")
_LETTERS = re.compile(r"[A-Za-z0-9][\w.,]*", re.ASCII)
NUMERALS = "0123456789零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾"
_UNSEEN = re.compile(rf"[{NUMERALS}.,]*{UNREADABLE}[{NUMERALS}.,{UNREADABLE}]*")
_TELLING = ("disclose", "disclose_weak", "repost", "original", "handle", "answer")
_BEFORE_VERBS = ("sum", "time", "done", "adverb", "all", "pair", "means")

_OPEN_QUOTES, _CLOSE_QUOTES = "“《‘「【", "”》’」】"
_VAGUE = "上数几成"
_SINGLE_GUARD = "第每统唯任同逐某这那止凡哪专万再初如届"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon (`kind` of word and its `value`, its class), a number, a mark or an inset.

    Kinds: channel, object, action, modifier, negation, rate, idiom, neutral, number, year,
    skip (a date, with its year as value; a decree's number, letters, a number of which a figure was not seen), comma (、), inset.
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


def _number(text: str, position: int) -> Token | None:
    """The number token that begins at `position`, None when there is none that may be a count."""
    if position and text[position - 1] in NUMERALS:
        # The rest of a numeral too long to be one.
        return None
    match = NUMBER.match(text, position)
    numeral = read_match(match) if match else None
    if numeral is None or (numeral.percent and text[numeral.end : numeral.end + 1] == "之"):
        return None
    qualifier, end = numeral.qualifier, numeral.end
    after, past = approximation_after(text, end)
    if after:
        qualifier, end = after, past
    unit, unit_kind = ("%", "percent") if numeral.percent else unit_of(text, end)
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
    after, past = approximation_after(text, end) if unit else ("", end)
    if after and text[end:past] not in ("余", "多"):
        qualifier, end = after, past
    before_word, core = approximation_before(text, position)
    if before_word:
        qualifier = before_word
    return Token("number", "", position, end, text[position:end], numeral.value, qualifier, unit, unit_kind, core)


_SHOWN = "(?:主动|全年|累计|及时|共|对外)*(?:公开|公布|发布|刊登|更新|上传)"
_SITE = re.compile(f"网(?=[上中内及和与、，]|{_SHOWN})")
"""A website that its quoted name and 网 tell: “湖心区人民政府”网公开信息."""
_QUOTED = re.compile("“([^“”]{2,20})”")
_SHOWS = re.compile(f"[上中]?(?={_SHOWN})")


def _quoted_channel(text: str, position: int, words: Lexicon) -> Token | None:
    """The channel whose name begins with the quotes at `position`: “三务公开”平台, or “湖心政务公开” where the section says of
    it that it is the 湖心政务公开网站."""
    quoted = _QUOTED.match(text, position)
    if quoted is None:
        return None
    name, close = quoted[1], quoted.end()
    for end in range(min(close + 4, len(text)), close, -1):
        kind, value = words.words.get(name[0], {}).get(name + text[close:end], ("", ""))
        if kind == "channel":
            return Token(kind, value, position, end, name + text[close:end])
    if (
        text[position - 1 : position] in ("在", "过", "托", "用")
        and _SHOWS.match(text, close)
        and f"{name}网站" in text
    ):
        return Token("channel", "website", position, close, name)
    return None


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end], left to right, the longest word first."""
    words = lexicon()
    tokens: list[Token] = []
    position = start
    depth = 0
    while position < end:
        character = text[position]
        quoted_name = service_name(text, position, end) if character in _OPEN_QUOTES else None
        if quoted_name:
            word, (kind, value) = quoted_name
            tokens.append(Token(kind, value, position, position + len(word), word))
            position += len(word)
            continue
        if character == "“" and (token := _quoted_channel(text, position, words)) and token.end <= end:
            tokens.append(token)
            position = token.end
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
            site = _SITE.match(text, position, end)
            if site:
                # “湖心区人民政府”网
                tokens.append(Token("channel", "website", position, site.end(), site[0]))
                position = site.end()
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
    return _without_stray_verbs(_without_figures_of_speech(text, end, tokens))


def _without_figures_of_speech(text: str, end: int, tokens: list[Token]) -> list[Token]:
    """The tokens with 一条路子, 三件事, 一条条 as no counts: up to ten in characters, before a noun that is not known.

    What was received, held or issued may be a thing of any name (收到一份某公司的申请)."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        few = token.kind == "number" and token.text[0] in NUMERALS[10:] and token.number <= 10
        if few and token.unit_kind in ("item", "case", "copy", "thing"):
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            beside = text[token.end : min(token.end + 1, end)]
            known = following is not None and following.start == token.end and following.kind != "channel"
            if token.unit == "起" and following is not None and following.kind in ("action", "modifier"):
                # 一起发布, 一起拟写
                known = False
            repeated = beside == token.unit or any(t.value == "rhythm" for t in tokens[:index])
            told = any(t.kind == "action" and t.value not in _TELLING for t in tokens[:index])
            if repeated or ("㐀" <= beside <= "鿿" and not known and not told):
                token = Token("skip", "", token.start, token.end, token.text)
        kept.append(token)
    return kept


def _word(text: str, position: int, end: int, words: Lexicon) -> Token | None:
    character = text[position]
    if character in NUMERALS or character == UNREADABLE:
        unseen = _UNSEEN.match(text, position, end)
        if unseen:
            return Token("skip", "", position, unseen.end(), unseen[0])
    group = words.words.get(character)
    longest: tuple[str, tuple[str, str]] | None = None
    if group:
        for length in words.lengths[character]:
            candidate = text[position : position + length]
            if candidate in group and position + length <= end:
                longest = candidate, group[candidate]
                break
    if longest and longest[1][1] == "noticeboard" and text.startswith("目", position + len(longest[0])):
        # 党务公开栏目 is a page, no board on a wall.
        longest = longest[0] + "目", ("neutral", "neutral")
    if longest and longest[0] == "公开工作" and _OF_WORK.match(text, position + len(longest[0])):
        # 公开工作动态95条: what was made public is news of work.
        longest = "公开", group["公开"] if group else longest[1]
    named = service_name(text, position, end)
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
    if character in NUMERALS and not (longest and character.isdigit()):
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


def enumerated(tokens: list[Token]) -> list[Token]:
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
