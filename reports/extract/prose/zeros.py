"""Part of step 4, extract: zeros told by a negation (没有收到申请, 无行政复议、行政诉讼, 无结转).

In goes a phrase without a number; out come Facts of value 0. A zero written as a number is read like any number.
"""

from __future__ import annotations

import re

from reports.extract.prose.cases import Cases
from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.stream import NOTHING
from reports.extract.prose.tokens import Token
from reports.extract.prose.topics import ASPECTS

_DOES_ELSE = re.compile(r"(?:没|未)(?:有)?(?![没未有]|发生|出现|产生|涉及|接|收|受|办|提)[㐀-鿿]{2,}")
_CHARGES = re.compile("收取|收费|减免")
_COSTS = re.compile(
    "(?:诉讼|复议|申诉)(?:（[^（）]*）)?(?:案件|事项|活动|工作)?(?:等)?(?:有关|相关|所?[产发]生|引起)?的[^，。；、]{0,6}(?:费用|支出|经费|开支)"
)
"""未产生与诉讼（行政复议）有关的费用: no costs, and nothing of the disputes."""
_REQUESTS = re.compile("(?:依申请公开|公开申请)(?:政府)?(?:信息)?(?:的)?(?:申请)?(?:数量|件数|数|情况|总数)?：$")
"""依申请公开政府信息的数量：无"""


class Zeros(Cases):
    """Reads zeros told by a negation."""

    def _zeros(self, tokens: list[Token], words: Evidence, start: int, end: int) -> bool:
        """Zeros told by a negation: 没有收到…申请, 无行政复议、行政诉讼, …均未发生."""
        context = self.context
        if words.modifiers & {"harm", "plan", "future"} or words.does("pending"):
            return False
        at = next(token.start for token in tokens if token.kind == "negation")
        scope = [token for token in tokens if token.start > at]
        inside = evidence_of(scope)
        told: list[str] = []
        backwards = not inside.objects
        if backwards and not scope and _DOES_ELSE.match(self.text, at, end):
            # 申请办理、信息管理几头都没落下
            return False
        disputes = [k for k in ("review", "litigation") if inside.has(k, "dispute")]
        if not disputes and backwards:
            disputes = [k for k in ("review", "litigation") if words.has(k, "dispute")]
            if not disputes and not words.objects and context.disputes:
                disputes, start = list(context.disputes), context.disputes_start
        if not words.objects and not words.actions and self.text[start:end].strip("，、 ") in NOTHING:
            disputes = disputes or list(context.heading_disputes)
            asked = _REQUESTS.search(self.text, context.sentence_start, start)
            if not disputes and (context.heading == "application" or asked):
                told.append("applications.received")
        if _COSTS.search(self.text, at, end):
            return False
        told += [ASPECTS[kind, "received"] for kind in disputes]
        topic = context.topic if context.topic_age == 0 else ""
        if not disputes and not words.objects and words.actions and words.does("receive"):
            # 政府信息公开申请：全年未接到
            indicator = ASPECTS.get((topic or context.heading, "received"))
            plain = {token.kind for token in tokens} <= {"modifier", "negation", "action", "year"}
            covered = sum(token.end - token.start for token in tokens)
            if indicator and plain and covered == len(self.text[start:end].strip("，、 ")):
                told.append(indicator)
        caused = "source" in inside.modifiers or ("source" in words.modifiers and backwards)
        about = inside if not backwards else words
        if self._requests_none(about, inside, tokens, at if not backwards else -1, disputes, caused, start, end):
            told.append("applications.received")
            denials = [token for token in tokens if token.kind == "negation"]
            second = any(t.value in ("handle", "answer") and t.start > denials[-1].start for t in words.actions)
            if len(denials) > 1 and second:
                # 未收到、也未处理申请
                told.append("applications.answered")
        previous = "previous" in words.modifiers
        other = any(t.value not in ("application", "request", "case") for t in words.objects)
        if words.does("carry_in") or (words.does("carry") and previous):
            told = ["applications.carried_in"]
        elif words.does("carry") and not other and self._is_of_an_earlier_year(words):
            # 2021年未转结申请, told in the report on 2022: from that year or to the next, the words do not say.
            return True
        elif words.does("carry") and not other:
            told = ["applications.carried_forward"]
        if not disputes and not caused:
            if inside.has("petition") and not told:
                told.append("petition.received")
            if inside.has("hotline") and inside.does("receive"):
                told.append("hotline12345.received")
            if inside.has("messages") and inside.does("receive") and not inside.has("application", "request"):
                told.append("messages.received")
            if inside.has("normative") and (inside.does("issue", "disclose", "new") or not inside.actions):
                told.append("disclosure.normative_documents")
            if inside.has("proposal") and (inside.does("receive", "handle") or not inside.actions):
                told.append("proposals.answered")
        for indicator in told:
            self._tell_value(indicator, 0.0, start, end)
        if told and told[0].startswith("applications."):
            context.topic, context.topic_age = "application", 0
        return bool(told)

    def _is_of_an_earlier_year(self, words: Evidence) -> bool:
        return self.year is not None and bool(words.years) and max(words.years) < self.year

    def _requests_none(
        self,
        about: Evidence,
        inside: Evidence,
        scope_all: list[Token],
        after: int,
        disputes: list[str],
        caused: bool,
        start: int,
        end: int,
    ) -> bool:
        scope = [token for token in scope_all if token.start > after]
        touched = any(
            t.value == "request" and any(n.kind == "negation" and n.end == t.start for n in scope_all)
            for t in about.objects
        )
        noun = next((t.start for t in scope if t.value in ("application", "request")), after)
        if after >= 0 and _CHARGES.search(self.text, after, noun):
            # 未向申请人收取依申请公开的费用 tells of fees, not of requests.
            return False
        requested = about.has("application") or touched
        requested = requested or (about.has("request") and self._requests_information(about, start, end))
        if not requested:
            return False
        if disputes:
            if caused:
                return False
            first = next(t for t in scope if t.value in ("application", "request"))
            later = [t for t in scope if t.start >= first.end]
            joined = bool(later) and (later[0].kind == "comma" or later[0].value == "pair")
            return joined and not first.text.startswith("申请")
        return not (about.does("other_action", "close") or (about.does("answer") and not about.does("receive")))
