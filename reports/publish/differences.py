"""What would change when one report takes the place of another of the same office and year. In go the facts of both;
out come the numbers that differ. It asks nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


class Told(Protocol):
    """A fact as it stands in the store (schema.sql)."""

    @property
    def indicator(self) -> str: ...
    @property
    def breakdown(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def status(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Difference:
    """An indicator that two reports tell otherwise; None where one does not tell it at all."""

    indicator: str
    breakdown: str
    before: Told | None
    after: Told | None


def differences(before: Iterable[Told], after: Iterable[Told]) -> list[Difference]:
    """The indicators whose number, or whose lack of one, differs, in the order of `after`, then of what it no longer
    tells. A cell that is not printed is as good as an indicator that is not told."""
    old, new = _counting(before), _counting(after)
    return [
        Difference(*key, old.get(key), new.get(key))
        for key in dict.fromkeys([*new, *old])
        if _said(old.get(key)) != _said(new.get(key))
    ]


def _counting(facts: Iterable[Told]) -> Mapping[tuple[str, str], Told]:
    """The fact that counts for each indicator: the leading one, else the first of those in conflict."""
    found: dict[tuple[str, str], Told] = {}
    for fact in facts:
        key = fact.indicator, fact.breakdown
        is_told = fact.indicator and fact.status != "missing"
        if is_told and (fact.role == "leading" or (fact.role == "conflict" and key not in found)):
            found[key] = fact
    return found


def _said(fact: Told | None) -> tuple[str, float | None]:
    if fact is None:
        return "missing", None
    if fact.role == "conflict":
        return "conflict", fact.value
    return fact.status, fact.value if fact.status == "stated" else None
