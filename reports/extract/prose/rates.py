"""Rates of cases: closed, answered, satisfied."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.telling import Received
from reports.extract.prose.tokens import Token, tokenise
from reports.extract.prose.topics import ASPECTS, CLOSE_RATES, RATES, CaseTopics
from reports.model import Fact

FORMER_RATE = re.compile(r"[由从][^，。；\d]{0,10}$")
RISEN_TO = re.compile(r"(?:提高|提升|上升|下降|降低|升|降|增长|增加|回落)[到至为]$")

_HANDED_OUT = re.compile(r"(?:分发|分送|转交|转送|转办|交办|分办|移交|批转|交由)[^，。；]{0,12}(?:办理|处理)$")
_BY_RULE = re.compile(r"[按依][^，。；]{0,24}(?:流程|程序|规定|要求|条例|办法|《[^》]*》)[^，。；]{0,6}(?:处理|办理)$")

_ALL_GRANTED = re.compile("(?:全部|均|都|全|已)[^，。；]{0,8}(?:予以|同意|准予|给予)(?:了)?(?:全部)?公开$")
"""收到4件，均及时予以公开"""


_TOLD_APART = re.compile(
    r"(?<!已)(?:办结|答复)(?:了)?(?P<told>[1-9]\d*)[件份]"
    r"|[1-9]\d*[件份][^，。；\d]{0,4}(?:结转|转结|转入|转至|转到?)(?:下|次|翌|来|20\d\d)"
    r"|(?:结转|转结|转入|转至|转到?)(?:下|次|翌|来|20\d\d)[^，。；\d]{0,8}[1-9]\d*[件份]"
)


class CaseRates(CaseTopics):
    """Reads rates of cases, and answers that are told without a number."""

    def _rate_follows(self, number: Token) -> bool:
        """Whether a close rate of these cases comes next: 办理来信12件，办结率100%."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), None)
        if at is None or at + 1 >= len(self.items):
            return False
        following, words, _ = self.items[at + 1]
        shared = False
        for later, before, _ in self.items[at + 1 :]:
            # 办理来信12件、信访5件，办结率均为100%
            if later.unit_kind != "case":
                shared = later.unit_kind == "percent" and any(t.value == "all" for t in before)
                shared = shared and any(t.value in CLOSE_RATES for t in before)
                break
        return shared or (following.unit_kind == "percent" and any(t.value in CLOSE_RATES for t in words))

    def _rate(self, number: Token, words: Evidence, start: int) -> None:
        context = self.context
        kinds = [token.value for token in words.rates] or list(context.rates)
        topics = self._topics(words)
        topic = topics.pop() if len(topics) == 1 else "" if topics else context.topic
        if topic and topic != context.topic:
            context.topic, context.topic_age, context.taken = topic, 0, set()
        if "previous" in words.modifiers or FORMER_RATE.search(self.text[start : number.core]):
            # 由去年的98.2%提高到99.6%
            context.rates = tuple(kinds)
            self._unassigned(number, start)
            return
        if "compare" in words.modifiers and not RISEN_TO.search(self.text[start : number.core]):
            kinds = []
        shared = "all" in words.modifiers or "each" in words.modifiers
        if not shared:
            kinds = kinds[-1:]
        told = False
        of = [topic]
        if "all" in words.modifiers and len(set(kinds)) == 1 and not topics and words.rates:
            # 信访58件、热线1962件，办结率均为100%
            cases = [case for case in context.received if case.sentence == context.sentence]
            of += [case.topic for case in cases if case.segment == context.segment]
        known = {fact.indicator for fact in self.facts[context.first_fact :]}
        for kind, topic in itertools.product(dict.fromkeys(kinds), dict.fromkeys(of)):
            indicator = RATES.get((topic, kind))
            if indicator and (indicator not in known or len(of) == 1):
                self._tell(indicator, number, start, number.end)
                told = True
        if not told:
            self._unassigned(number, start)

    def _implied_answer(self, words: Evidence, start: int, end: int) -> bool:
        """…3件，均已办结: the answers are as many as the cases received before."""
        context = self.context
        if words.negated or words.does("pending") or words.rates:
            return False
        finished = words.does("close", "answer") or (words.does("handle") and words.modifiers & {"all", "done", "sum"})
        noted = {token.text for token in words.actions if token.value in ("close", "answer")} == {"反馈"}
        if noted and "all" not in words.modifiers:
            # 收到诉求1条，及时核查反馈 tells of the way, not of the end.
            finished = False
        passed_on = _HANDED_OUT.search(self.text, start, end)
        if not words.does("close", "answer") and (passed_on or _BY_RULE.search(self.text, start, end)):
            # 全部分发到科室办理, 已按照流程进行处理: that an answer was given, the words do not say.
            finished = False
        here = self.facts[context.first_fact :]
        last = here[-1].indicator if here else None
        if last == "applications.carried_in" and "all" not in words.modifiers:
            # 收到6件，去年未办结的1件已办结: tells of the one, not of those received.
            return False
        if last in ("review.cases", "litigation.cases") and here[-1].value and not words.does("answer"):
            # 收到申请1件，行政复议1件，已审结: the dispute was ended.
            return False
        # 均已予以公开 answers a request for information, and nothing else.
        granted = (
            not finished
            and "subset" in words.modifiers
            and bool(words.modifiers & {"all", "done"})
            and "公开" in self.text[start:end]
        )
        if not (finished or granted) or not (words.modifiers & {"all", "done", "sum", "means"}):
            return False
        if words.channels or (words.has("info") and words.does("disclose")):
            return False
        if "rest" in words.modifiers or context.excepted is not None:
            return False
        told = False
        named = self._topics(words)
        # 收到建议3件、提案2件，均已答复: both were; 来信8件、书记信箱5件 too.
        several = {"proposal", "messages"} - {key.partition(".")[0] for key in context.taken if key.endswith(".closed")}
        cases = self._answered_cases()
        nouns = {case: self._noun_before(case) for case in cases}
        for case in cases:
            if (granted and case.topic != "application") or (named and case.topic not in named):
                continue
            indicator = ASPECTS.get((case.topic, "closed"))
            taken = f"{case.topic}.closed" in context.taken and case.topic not in several
            if indicator is None or taken or not case.number.number:
                continue
            if case.topic == "application" and self._some_told_apart(case, end):
                continue
            if case.topic == "application" and self._others_too(case, here):
                context.taken.add("application.closed")
                continue
            alike = [nouns[other] for other in cases if other.topic == case.topic]
            is_one_of_several = case.topic in several and len(alike) > 1
            if is_one_of_several and not all(alike):
                # 11条信箱来信和48条热线来电，均已办结: which number is whose, the words before them do not say.
                continue
            name = nouns[case] if is_one_of_several else ""
            self._tell(indicator, case.number, case.start, end, name)
            if case.topic == "application" and _ALL_GRANTED.search(self.text, start, end):
                self._tell("applications.granted", case.number, case.start, end)
            context.taken.add(f"{case.topic}.closed")
            told = True
        return told

    def _noun_before(self, case: Received) -> str:
        """The name of the cases as it stands before their number; "" behind it or without one."""
        nouns = evidence_of(tokenise(self.text, case.start, case.number.core)).objects
        return nouns[-1].text if nouns else ""

    def _some_told_apart(self, case: Received, end: int) -> bool:
        """Whether the same breath tells that fewer were answered, or that some go on: 收到58件，均已做好答复，其中办结41件，转
        2025年办理17件."""
        stop = self.text.find("。", max(case.number.end, end))
        stop = stop if stop >= 0 else len(self.text)
        told = [int(m["told"] or 0) for m in _TOLD_APART.finditer(self.text, case.number.end, stop)]
        return any(count < case.number.number for count in told)

    @staticmethod
    def _others_too(case: Received, here: Sequence[Fact]) -> bool:
        """Whether requests of the last year stand beside the new ones: 新收12件，上年结转2件，均已办结 tells of fourteen,
        which nobody printed."""
        told = {fact.indicator: fact.value for fact in here if fact.value}
        return "applications.carried_in" in told and told.get("applications.received") == case.number.number

    def _answered_cases(self) -> list[Received]:
        """The cases that "均已办结" speaks of: those of the stretch, else of the sentence, else of the one before."""
        context = self.context
        here = [case for case in context.received if case.sentence == context.sentence]
        near = [case for case in here if case.segment == context.segment]
        if here:
            return near or here
        if any(fact.value is not None for fact in self.facts[context.first_fact :]):
            return []
        return [case for case in context.received if case.sentence == context.sentence - 1]
