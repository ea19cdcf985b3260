"""Sentences put together: whatever joins some of them joins them here.

In come sentences of whoever wrote them, with or without an end; out comes one text.
"""

from __future__ import annotations

from collections.abc import Iterable

_ENDS = "。；，、. "
_OWN = ("？", "！", "……")


def strung(sentences: Iterable[str]) -> str:
    """The sentences that say something, parted by ；, each without the mark at its end but the last; one that asks or
    calls keeps its own mark and needs no other.

    >>> strung(["甲局缺报（见附件）。", "", "乙局逾期，", "丙局不全。"]), strung(["甲局缺报。"]), strung([])
    ('甲局缺报（见附件）；乙局逾期；丙局不全。', '甲局缺报。', '')
    >>> strung(["扣2分", "是否制定？", "乙局没有。"])
    '扣2分；是否制定？乙局没有。'
    """
    told = [sentence.strip() for sentence in sentences if sentence.strip(_ENDS)]
    parts = [sentence.rstrip(_ENDS) for sentence in told[:-1]] + told[-1:]
    text = ""
    for part in parts:
        text += part if not text or text.endswith(_OWN) else f"；{part}"
    return text
