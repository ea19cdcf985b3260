"""Step 3, identify: the office of a report without a title line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from reports.identify.names import core, full_name, kind_of, split_region, suffixes, titles_of
from reports.identify.title import CITED, Title, name_of
from reports.identify.year import DATE
from reports.model import Document
from reports.text.dates import YEAR


def find_office(
    titles: list[Title],
    document: Document,
    texts: list[str],
    front: int,
    metadata: Mapping[str, list[str]],
    file_name: str,
) -> tuple[str, str]:
    """The office's name in its fullest form and its region ('' where no source tells it);
    two empty texts when nothing names the office."""
    votes: Counter[str] = Counter()
    shown: dict[str, tuple[int, str, str]] = {}

    def vote(name: str, weight: int) -> None:
        name = re.sub(r"^本", "", name)
        suffix = next((suffix for suffix, _, _ in suffixes() if name.endswith(suffix)), "")
        if not suffix or not re.search(r"[^乡镇街道区县市省办各年本级直属]", name.removesuffix(suffix)):
            return
        region, own = split_region(name)
        own = full_name(own, texts)
        key = core(own)
        votes[key] += weight
        old_weight, old_region, old_own = shown.get(key, (0, "", ""))
        # The region as the best source tells it; the name in its fullest form.
        region = region if region and (weight > old_weight or not old_region) else old_region
        shown[key] = (max(weight, old_weight), region, max(own, old_own, key=len))

    for title in titles:
        vote(title.name, max(title.score, 1))
    for name in metadata["publisher"]:
        vote(name_of(name), 8)
    for index, text in enumerate(texts):
        if index >= len(texts) - 8 and len(text) <= 40:
            vote(name_of(DATE.sub("", text)), 8)
        for name in _names_in(text) if index < front + 30 else ():
            vote(name, 3 if index < front else 1)
    for text in texts[:front]:
        if ">" in text or "»" in text:
            for piece in re.split(r"[>»›]", text):
                vote(name_of(piece), 2)
    if not votes:
        named = next((title.name for title in titles if title.name and title.score >= 8), "")
        return (split_region(named)[1], split_region(named)[0]) if named else ("", "")
    best = max(votes, key=lambda key: votes[key])
    _, region, office = shown[best]
    return office, region


@cache
def _actor() -> re.Pattern[str]:
    """A name between the words that may stand before and after an office that acts."""
    before, after = ("|".join(map(re.escape, titles_of(kind))) for kind in ("before_actor", "after_actor"))
    return re.compile(rf"(?:{before}|，|^)([㐀-鿿]{{2,24}}?)(?=(?:{after}|[（(]|{YEAR}年|2))")


@cache
def _any_office() -> re.Pattern[str]:
    """Words that make a name one of any office, not of this one."""
    words = "|".join(map(re.escape, titles_of("any_office")))
    return re.compile(rf"{words}|全[区县市镇乡]|[^㐀-鿿]|^[区县市镇乡街]")


def _names_in(text: str) -> list[str]:
    """Names of offices that act or are asked in a text of prose."""
    names = []
    for match in _actor().finditer(CITED.sub("", text)):
        name = match[1]
        while lead := next((word for word in titles_of("before_actor") if name.startswith(word)), ""):
            name = name.removeprefix(lead)
        if kind_of(name) in ("街道", "镇", "乡", "部门", "政府") and not _any_office().search(name):
            names.append(name)
    return names
