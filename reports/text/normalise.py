"""Printed text made uniform for matching, with the way back to what was printed.

Used by every extractor; imports nothing of ours. It changes characters, never words: full-width digits and
letters become half-width, punctuation becomes the Chinese kind, traditional characters become simplified,
invisible characters, pinyin in brackets and the white space around Chinese characters go. Figures that are not printed in the order in
which they are stored, or among which control characters stand, become 〓, as figures of a scan that were not seen. It does not repair misprints.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import opencc

_PUNCTUATION = {
    ",": "，",
    ":": "：",
    ";": "；",
    "(": "（",
    ")": "）",
    "?": "？",
    "!": "！",
    "﹐": "，",
    "﹕": "：",
    "｡": "。",
}
_KEEP = "，：；（）？！“”‘’…—·《》〈〉、。【】〔〕"
_INVISIBLE = {"Cf", "Cc", "Mn"}
UNREADABLE = "〓"
"""Stands for a figure that cannot be seen: what holds it is no number."""
_TURN = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_TURN_BACK = "\u202c\u2069"
_MARKS = re.compile(f"[{_TURN}{_TURN_BACK}\u200f\u061c]")
_CONTROL = "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"
_BROKEN = re.compile(rf"[\d.,]+ *[{_CONTROL}][ {_CONTROL}]*[\d.,]*|[{_CONTROL}][ {_CONTROL}]*[\d.,]*\d[\d.,]*")
"""A number in or beside which a control character stands: what was printed in its place is not known."""
_TURNED = re.compile(rf"[\d.,]*(?:[{_TURN}][^{_TURN_BACK}\n]*[{_TURN_BACK}]?|[{_TURN_BACK}\u200f\u061c])[\d.,]*")


PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])[（(]\s?[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹ]{1,6}\s?[）)]")
"""How a mirrored page notes the sound of a character: 发（fā）布."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """Uniform text and, for each of its characters, the index of the printed character it comes from."""

    text: str
    offsets: tuple[int, ...]
    printed: str

    def printed_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of printed characters behind uniform characters start..end (end exclusive).

        >>> n = normalise("发布 微博 ８７ 条")
        >>> n.text, n.printed_span(4, 6)
        ('发布微博87条', (6, 8))
        """
        if not self.offsets or start >= len(self.offsets):
            return len(self.printed), len(self.printed)
        return self.offsets[start], self.offsets[max(start, end - 1)] + 1

    def quote(self, start: int, end: int) -> str:
        """The printed words behind uniform characters start..end (end exclusive)."""
        a, b = self.printed_span(start, end)
        return self.printed[a:b]


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` in simplified characters, as long as before (one character for one).

    >>> simplified("發布微博67條")
    '发布微博67条'
    """
    converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(c) == 1 else old for old, c in ((x, _converter().convert(x)) for x in text))


def is_turned(printed: str) -> bool:
    """Whether characters in the text set another direction of writing, so that it may not be printed as it is stored.

    >>> is_turned("12\\u202e34"), is_turned("1234")
    (True, False)
    """
    return bool(_MARKS.search(printed))


def is_broken(printed: str) -> bool:
    """Whether a control character stands in or beside a number, in whose place something else may have been printed.

    >>> is_broken("7\\x0f1"), is_broken("71\\t8")
    (True, False)
    """
    return bool(_BROKEN.search(printed))


def _unseen(match: re.Match[str]) -> str:
    """The stretch with its figures and marks of direction unseen, as long as before."""
    return "".join(UNREADABLE if c.isnumeric() or _MARKS.match(c) else c for c in match[0])


def is_small_figure(character: str) -> bool:
    """Whether it is a raised, lowered or circled figure: beside a figure it is a note's number and none of its digits."""
    return (
        character.isnumeric()
        and not character.isdecimal()
        and unicodedata.normalize("NFKC", character)[0] in "(0123456789"
    )


def _is_wide(character: str) -> bool:
    return character > "⺀" or character in _KEEP


@lru_cache(maxsize=4096)
def normalise(printed: str) -> Normalised:
    """Uniform text of `printed` and the way back.

    >>> normalise("共 接 11起，办结率１００％(全部)").text
    '共接11起，办结率100%（全部）'
    >>> normalise("工单61,238件,办结61,190件").text
    '工单61,238件，办结61,190件'
    """
    characters: list[str] = []
    offsets: list[int] = []
    seen = _BROKEN.sub(_unseen, _TURNED.sub(_unseen, printed))
    aside = (
        {i for match in PINYIN.finditer(seen) for i in range(*match.span())} if "(" in seen or "（" in seen else set()
    )
    for index, character in enumerate(seen):
        if index in aside:
            continue
        if character in _KEEP:
            folded = character
        elif character.isspace() or character in "\u00a0\u3000":
            folded = " "
        elif unicodedata.category(character) in _INVISIBLE:
            continue
        elif is_small_figure(character) and (
            seen[index - 1 : index].isdecimal() or seen[index + 1 : index + 2].isdecimal()
        ):
            folded = character
        else:
            folded = unicodedata.normalize("NFKC", character)
        for piece in folded:
            characters.append(piece)
            offsets.append(index)
    kept: list[str] = []
    kept_offsets: list[int] = []
    length = len(characters)
    for position, character in enumerate(characters):
        if character == " ":
            before = kept[-1] if kept else ""
            following = position + 1
            while following < length and characters[following] == " ":
                following += 1
            after = characters[following] if following < length else ""
            if (
                not before
                or not after
                or before == " "
                or _is_wide(before)
                or _is_wide(after)
                or "%" in (before, after)
            ):
                continue
        elif character in _PUNCTUATION:
            between_digits = (
                bool(kept) and kept[-1].isdigit() and position + 1 < length and characters[position + 1].isdigit()
            )
            if not (character in ",:" and between_digits):
                character = _PUNCTUATION[character]
        kept.append(character)
        kept_offsets.append(offsets[position])
    return Normalised(simplified("".join(kept)), tuple(kept_offsets), printed)
