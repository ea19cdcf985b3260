"""Cases told in parts: when parts are added up."""

from __future__ import annotations

from dataclasses import replace

from reports.extract.prose.evidence import Evidence
from reports.extract.prose.tokens import Token
from reports.extract.prose.topics import ASPECTS, CaseTopics
from reports.model import Fact

CHANNELS = {f"disclosure.{name}" for name in ("website", "weibo", "wechat", "mini_program", "new_media", "press")}


CHANNELS |= {"disclosure.noticeboard", "disclosure.other_channels"}


MOST_PARTS = 200
"""Counts that 以上合计 may sum up."""


class CaseSums(CaseTopics):
    """Reads cases told in parts."""

    def _new_of_all(self, number: Token, start: int) -> None:
        """收到20件，其中上年结转2件、新收18件: of the parts of a sum the new ones are those received."""
        first = self.context.first_fact
        told = {fact.indicator: i for i, fact in enumerate(self.facts[first:], first)}
        everything, before = told.get("applications.received"), told.get("applications.carried_in")
        if everything is None or before is None:
            self._unassigned(number, start)
            return
        total, carried = self.facts[everything].value, self.facts[before].value
        if total is None or carried is None or total != carried + number.number:
            self._unassigned(number, start)
            return
        self.facts[everything] = replace(self.facts[everything], indicator=None)
        self._tell("applications.received", number, start, number.end)
        # 收到3件。其中结转1件、新收2件，均已办结: the sum is what was dealt with.
        at, segment = self.context.sentence, self.context.segment
        self.context.received = tuple(
            replace(case, sentence=at, segment=segment) if case.topic == "application" else case
            for case in self.context.received
        )

    def _sum_with_the_last(self, number: Token, pre: list[Token], words: Evidence, start: int) -> bool:
        """目录131条和我局专题专栏共203条: more than the part before it, to which it is joined, is the sum of both, told of the
        channel that the clause before names and of no part."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), 0)
        before = self.items[at - 1][0] if at else None
        joined = before is not None and bool(pre) and pre[0].value == "pair" and pre[0].start == before.end
        if before is None or not joined or "sum" not in words.modifiers:
            return False
        if before.unit != number.unit or number.number <= before.number:
            return False
        channels = self.context.channels or tuple(self.context.parent.split(".")[1:])
        indicator = f"disclosure.{channels[0]}" if len(channels) == 1 and at == 1 and not words.channels else ""
        told = [fact for fact in self.facts if fact.indicator == indicator]
        if indicator not in CHANNELS or told[:-1] or (told and told[0] is not self.facts[-1]):
            self._unassigned(number, start)
            return True
        self._tell(indicator, number, start, number.end)
        # Of the sum no words say what it is of: those beside it name its last part.
        self.words[-1] = replace(self.words[-1], name="", channel="")
        self.context.parent, self.context.parent_unit, self.context.listing = indicator, number.unit, ""
        return True

    def _sum(self, number: Token, pre: list[Token], words: Evidence, start: int) -> bool:
        """A bare sum (合计8件) of the counts told just before it: it takes the place of its parts."""
        context = self.context
        bare = bool(pre) and {token.value for token in pre} <= {"sum", "comma", "time", "adverb", "parts"}
        if not bare or "sum" not in words.modifiers or self._unknown(start, number.core, pre) or not number.number:
            return False
        above = any(token.text.startswith(("以上", "上述")) for token in pre) or self.items[:1][0][0] is number
        first = max(0, len(self.facts) - MOST_PARTS) if above else context.first_fact
        told = [fact for fact in self.facts[first:] if fact.unit != "%"]
        parts: list[Fact] = []
        for fact in reversed(told):
            if fact.value is None or sum(part.value or 0 for part in parts) >= number.number:
                break
            parts.append(fact)
        if len(parts) < 2 or sum(part.value or 0 for part in parts) != number.number:
            return False
        kinds = {part.indicator for part in parts} - {None} or {context.part}
        if len(kinds) > 1 and kinds <= CHANNELS and above:
            kinds = {"disclosure.column"}
        if kinds <= {*CHANNELS, "disclosure.total"} and "disclosure.total" in kinds and len(kinds) > 1:
            # 发布904条，省政府网站216条，总计1120条
            at = [index for index, fact in enumerate(self.facts) if any(fact is part for part in parts)]
            for index in at:
                told_of_all = self.facts[index].indicator == "disclosure.total"
                self.facts[index] = replace(self.facts[index], indicator=None) if told_of_all else self.facts[index]
            self._tell("disclosure.total", number, start, number.end)
            return True
        if kinds == {"applications.received", "applications.carried_in"}:
            # 上年结转1件，新收6件，共7件，全部办结: the sum is what was dealt with, but no indicator.
            context.received = tuple(case for case in context.received if case.topic != "application")
            self._remember("application", number, start)
            self._unassigned(number, start)
            return True
        if len(kinds) != 1 or not (kind := kinds.pop()):
            return False
        if kind == "disclosure.column":
            channel = context.announced
            if any(fact.indicator == f"disclosure.{channel or 'total'}" for fact in self.facts):
                self._unassigned(number, start)
            else:
                self._tell(f"disclosure.{channel or 'total'}", number, start, number.end)
            return True
        if kind not in ASPECTS.values() or kind == "proposals.answered":
            return False
        for index, fact in enumerate(self.facts):
            if any(fact is part for part in parts):
                self.facts[index] = replace(fact, indicator=None)
        topic = next((topic for (topic, _), name in ASPECTS.items() if name == kind), "")
        self._tell(kind, number, start, number.end)
        kept = [case for case in context.received if case.topic != topic or case.sentence != context.sentence]
        context.received = tuple(kept)
        if kind == ASPECTS.get((topic, "received")):
            self._remember(topic, number, start)
        return True
