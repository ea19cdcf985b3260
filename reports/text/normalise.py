"""Printed text made uniform for matching, with the way back to what was printed.

Used by every extractor; imports nothing of ours. It changes characters, never words: full-width digits and
letters become half-width, punctuation becomes the Chinese kind, traditional characters become simplified,
invisible characters and the white space around Chinese characters go. It does not repair misprints.
"""

from __future__ import annotations

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
    for index, character in enumerate(printed):
        if character in _KEEP:
            folded = character
        elif character.isspace() or character in "\u00a0\u3000":
            folded = " "
        elif unicodedata.category(character) in _INVISIBLE:
            continue
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
