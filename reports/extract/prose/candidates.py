"""Part of step 4, extract: a number of the prose with what its own words say, before the report as a whole decides.

In goes nothing but what the readers of a clause found; it decides nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reports.model import Explanation, Fact
from reports.reference import table


@dataclass(frozen=True, slots=True)
class Words:
    """What the words beside a number say, whatever it is read as.

    `name` is what is counted, as printed, "" for information in general; `channel` is the channel's printed name;
    `subject` are the cases
    that it is told of (政协提案), `said` are rows of data/reference/evidence.csv; `through` is the indicator of its
    channels, "" without one; `sentence` numbers the sentences of the section; `is_running`
    says whether the count may run over several years (累计)."""

    name: str = ""
    channel: str = ""
    said: tuple[str, ...] = ()
    subject: str = ""
    sentence: int = 0
    through: str = ""
    is_running: bool = False

    @property
    def weight(self) -> int:
        """How surely the number is the whole count of what it is read as."""
        return sum(weights()[word] for word in self.said)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number as its clause reads it; `reason` is why the report as a whole reads it otherwise, "" where it does
    not, and `may_be` what it may be then, the likeliest first: (indicator, breakdown)."""

    fact: Fact
    words: Words
    reason: str = ""
    may_be: tuple[tuple[str, str], ...] = ()


def explained(candidate: Candidate) -> Explanation:
    """The Explanation of a decided candidate; a number without an indicator may be what its words point to."""
    fact, words = candidate.fact, candidate.words
    may_be = list(candidate.may_be)
    if fact.indicator is None and fact.unit in _COUNTED:
        may_be += [(words.through, "")] if words.through else []
        may_be += [("disclosure.column", words.name)] if words.name else []
        may_be += [("disclosure.total", "")] if "actively" in words.said else []
    evidence = tuple(meanings()[word] for word in words.said)
    return Explanation(fact, words.name, words.channel, evidence, candidate.reason, tuple(dict.fromkeys(may_be)))


_COUNTED = ("条", "篇", "则", "件", "期", "份", "个", "项", "条次", "篇次")


@cache
def meanings() -> dict[str, str]:
    """What the rows of data/reference/evidence.csv mean, in Chinese."""
    return {row["evidence"]: row["meaning"] for row in table("evidence")}


@cache
def weights() -> dict[str, int]:
    """The weights of data/reference/evidence.csv."""
    return {row["evidence"]: int(row["weight"]) for row in table("evidence")}
