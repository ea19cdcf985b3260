"""Bytes become characters, whatever charset they are in and whatever they declare.

Used by the text and HTML readers; imports nothing of ours. It does not interpret the characters.
"""

from __future__ import annotations

import codecs
import re

_SAMPLE = 200_000
# The commonest characters of official Chinese, in both scripts: a wrong charset turns them into rare ones.
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定"
    "政府信息公开度报告情况理申请行复议诉讼条例规章件数总计本机关单位街道镇乡县区市局办事处及其部门月日第项二三四五六七八九十零"
    "這為個國時來們發動過說產種後開報況請復議訴訟條規總計機關單鎮鄉縣區辦處門項"
    '0123456789，。、：；（）《》“”\n\r\t |.-<>/="abcdefghijklmnopqrstuvwxyz'
)
_UNEXPECTED = re.compile(
    "[^\\s\\x00-\\x7e\\xa0-\\xff\\u02c9-\\u02d9\\u0391-\\u0451\\u2000-\\u27bf\\u2e80-\\u9fff\\ue000-\\uf8ff"
    "\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uffef\\U00020000-\\U0003ffff]"
)
_BAD = re.compile("[\ufffd\x00-\x08\x0e-\x19\x1b-\x1f]")
"""What decoding left, and controls that no text has."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")


def detect(data: bytes) -> str:
    """The name of the codec in which `data` reads best as Chinese text; a byte order mark decides alone."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:_SAMPLE]
    # A few flipped bytes leave a UTF-8 text UTF-8; other charsets fail at every second character.
    if sample.count(b"\0") * 20 <= len(sample) and _damage(sample, "utf-8") <= 0.02:
        return "utf-8"
    best, name = max((_commonness(sample, name), name) for name in _CANDIDATES)
    return name if best >= _commonness(sample, "utf-8") else "utf-8"


def decode(data: bytes) -> tuple[str, float]:
    """The text of `data` and the share of its characters (0 to 1) that could not be decoded or are controls."""
    name = detect(data)
    text = data.decode(name, errors="replace")
    if not text:
        return "", 0.0
    sample = text[:_SAMPLE]
    bad = len(_BAD.findall(sample))
    if name in _CANDIDATES:
        # Any bytes are characters of a two-byte charset, though of no one language.
        bad += len(_UNEXPECTED.findall(sample))
    return text, min(1.0, bad / len(sample))


def _damage(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    return text.count("\ufffd") / max(1, len(text))


def _commonness(sample: bytes, name: str) -> float:
    text = sample.decode(name, errors="replace")
    score = sum(1 if character in _COMMON else -3 if character == "\ufffd" else 0 for character in text)
    # Text in a one-byte reading is longer than in a two-byte one; the share makes them comparable.
    return score / max(1, len(text))
