"""Part of step 4, extract: numbers given to an enumeration with 分别 (甲、乙分别为N和M).

In goes a clause; out goes each number with its own noun, read like a number that stands beside it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from reports.extract.prose.telling import CASE_TOPICS, EVENTS, Telling
from reports.extract.prose.tokens import Clause, Token
from reports.extract.prose.topics import RATES


class Enumerations(Telling):
    """Gives the numbers of an enumeration to its nouns; a reader of single numbers completes it."""

    @abstractmethod
    def _number(self, number: Token, pre: list[Token], post: list[Token], start: int, end: int) -> None:
        """Read one number with the words `pre` before and `post` after it, in the text start..end."""

    def _distributed(self, clause: Clause) -> bool:
        """甲、乙分别为 N 和 M: one number for each noun; False when the clause is no such list."""
        tokens = clause.tokens
        at = next((i for i, t in enumerate(tokens) if t.value == "each"), None)
        if at is None:
            at = self._each_of_channels(tokens)
        if at is None:
            return False
        numbers = [t for t in tokens[at:] if t.kind == "number"]
        if not numbers:
            return False
        first = next(i for i, t in enumerate(tokens) if t.kind == "number" and i > at)
        between = list(tokens[at + 1 : first])
        if self._unknown(tokens[at].end, numbers[0].core, tokens) and not any(
            t.kind in ("object", "action") for t in between
        ):
            return False
        if tokens[at].text == "各" and len(numbers) > 1:
            return False
        rates = [t for t in tokens[:first] if t.kind == "rate"]
        if len(rates) == 1 and len(numbers) > 1:
            self._rates_of_topics(rates[0].value, numbers, clause.start)
            return True
        groups = self._groups(tokens[:at])
        if tokens[at].text == "各":
            topical = (*EVENTS, *CASE_TOPICS, "review", "litigation", "normative", "interpretation")
            if not all(any(t.kind in ("channel", "rate") or t.value in topical for t in g) for g in groups):
                return False
        if len(groups) < 2:
            groups = [[t] for t in between if t.kind == "action" and t.value != "disclose"] if len(numbers) > 1 else []
            shared = [*tokens[:at], *[t for t in between if t.kind != "action"]]
            if len(groups) != len(numbers):
                if len(numbers) == len(self.context.channels) > 1:
                    for channel, number in zip(self.context.channels, numbers, strict=True):
                        self._tell(f"disclosure.{channel}", number, clause.start, number.end)
                    self.context.channels = ()
                    return True
                return False
            groups = [[*shared, *group] for group in groups]
        else:
            groups = [[*group, *between] for group in groups]
        if len(numbers) == 1:
            numbers = numbers * len(groups)
        if len(groups) != len(numbers):
            for number in numbers:
                self._unassigned(number, clause.start)
            return True
        for group, number in zip(groups, numbers, strict=True):
            if not number.unit and numbers[-1].unit:
                number = replace(number, unit=numbers[-1].unit, unit_kind=numbers[-1].unit_kind)
            # The noun stands away from its number: for its name the number begins where the noun ends.
            begin = min((t.start for t in group), default=clause.start)
            own = max((t.end for t in group if t.start < tokens[at].start), default=number.core)
            self._number(replace(number, core=own), group, [], begin, number.end)
        return True

    @staticmethod
    def _each_of_channels(tokens: Sequence[Token]) -> int | None:
        """Where 分别是 stands between several channels and as many numbers without names; it mostly opens a list."""
        at = next((i for i, t in enumerate(tokens) if t.text in ("分别是", "分别有")), None)
        if at is None:
            return None
        channels = [t for t in tokens[:at] if t.kind == "channel"]
        numbers = [t for t in tokens[at:] if t.kind == "number"]
        bare = all(t.kind in ("number", "comma") or t.value == "pair" for t in tokens[at + 1 :])
        return at if bare and len(channels) == len(numbers) > 1 else None

    def _rates_of_topics(self, kind: str, numbers: list[Token], start: int) -> None:
        """办结率分别为 N 和 M: one for each kind of case told before, in their order."""
        topics = list(dict.fromkeys(case.topic for case in self.context.received))
        for index, number in enumerate(numbers):
            topic = topics[index] if len(topics) == len(numbers) else ""
            self._tell(RATES.get((topic, kind)), number, start, number.end)

    @staticmethod
    def _groups(tokens: Sequence[Token]) -> list[list[Token]]:
        """The nouns of an enumeration (、和 与), what stands before the first noun going with each."""
        groups: list[list[Token]] = [[]]
        for token in tokens:
            if token.kind == "comma" or token.value == "pair":
                groups.append([])
            else:
                groups[-1].append(token)
        kinds = ("channel", "object", "rate")
        groups = [g for g in groups if any(t.kind in kinds or t.kind == "action" for t in g)]
        if not groups:
            return []
        head = [t for t in groups[0] if t.kind not in ("channel", "rate")]
        if any(t.kind == "object" and t.value in CASE_TOPICS for t in head):
            shared = [t for t in head if t.value in CASE_TOPICS]
            return [
                groups[0],
                *[[*shared, *g] if not any(t.value in CASE_TOPICS for t in g) else g for g in groups[1:]],
            ]
        shared = [t for t in head if t.kind in ("modifier", "action")]
        return [groups[0], *[[*shared, *g] for g in groups[1:]]]
