"""Which cases a clause tells of, and what of them."""

from __future__ import annotations

import re

from reports.extract.prose.evidence import Evidence
from reports.extract.prose.telling import CASE_TOPICS, SOCIAL, Received, Telling
from reports.extract.prose.tokens import Token

ASPECTS = {
    ("hotline", "received"): "hotline12345.received",
    ("hotline", "closed"): "hotline12345.closed",
    ("hotline", "due"): "hotline12345.due",
    ("hotline", "carried_in"): "hotline12345.carried_in",
    ("hotline", "on_time"): "hotline12345.closed_on_time",
    ("petition", "received"): "petition.received",
    ("petition", "closed"): "petition.closed",
    ("messages", "received"): "messages.received",
    ("messages", "closed"): "messages.answered",
    ("weibo", "received"): "weibo.received",
    ("weibo", "closed"): "weibo.resolved",
    ("application", "received"): "applications.received",
    ("application", "closed"): "applications.answered",
    ("application", "carried_forward"): "applications.carried_forward",
    ("application", "carried_in"): "applications.carried_in",
    ("proposal", "closed"): "proposals.answered",
    ("review", "received"): "review.cases",
    ("litigation", "received"): "litigation.cases",
}
RATES = {
    ("hotline", "close_rate"): "hotline12345.close_rate",
    ("hotline", "satisfaction_rate"): "hotline12345.satisfaction_rate",
    ("hotline", "on_time_rate"): "hotline12345.on_time_rate",
    ("hotline", "signed_rate"): "hotline12345.signed_rate",
    ("hotline", "response_rate"): "hotline12345.response_rate",
    ("hotline", "resolved_rate"): "hotline12345.resolved_rate",
    ("hotline", "revisit_satisfaction_rate"): "hotline12345.revisit_satisfaction_rate",
    ("petition", "close_rate"): "petition.close_rate",
    ("petition", "on_time_rate"): "petition.close_rate",
    ("application", "on_time_rate"): "applications.on_time_rate",
    ("application", "answer_rate"): "applications.on_time_rate",
}

_LEADERS_LINE = re.compile(r"[市州盟区县旗]长(?:公开|民生)?(?:热线|专线|电话)")
_IS_12345 = re.compile(
    r"(?<!\d)12345[”）]?[市州盟区县旗]长(?:公开|民生)?(?:热线|专线|电话)"
    r"|[市州盟区县旗]长(?:公开|民生)?(?:热线|专线|电话)[（“]?(?:即|就是)?[“]?12345(?!\d)"
)
"""12345市长热线, told once: 市长热线 is that hotline; elsewhere it is one of the other lines, with the letterboxes."""

CLOSE_RATES = ("close_rate", "on_time_rate")
MOST_CASES = 100
"""Counts of cases that a later word may speak of."""


class CaseTopics(Telling):
    """Tells which cases a clause speaks of, and remembers those told."""

    def _topics(self, words: Evidence) -> set[str]:
        """The case topics that the words name; Weibo questions are told by Weibo with a question or its verb."""
        topics = {token.value for token in words.objects if token.value in CASE_TOPICS}
        if "messages" in topics and any(_LEADERS_LINE.search(token.text) for token in words.objects):
            topics = topics - {"messages"} | {"hotline"} if _IS_12345.search(self.text) else topics
        if "application" in topics:
            # 依申请公开信件 is a request that came as a letter.
            topics.discard("messages")
        channels = {token.value for token in words.channels}
        if not channels and topics <= {"messages"} and words.has("interaction", "messages") and self._asked(words):
            channels = set(self.context.channels) or {self.context.recent} - {""}
        if channels == {"weibo"} and not (topics - {"messages"}):
            asked = words.has("interaction", "case", "messages") or words.does("receive", "handle", "close", "answer")
            if asked and not (words.does("disclose") and words.has("info")):
                return {"weibo"}
        one = len(channels) == 1 and channels <= (SOCIAL | {"website"})
        if one and not topics and words.has("interaction") and words.does("receive", "handle", "close", "answer"):
            return {"messages"}
        return topics

    @staticmethod
    def _asked(words: Evidence) -> bool:
        """Whether the words are about questions of followers, which belong to the channel told just before."""
        return any(mark in token.text for token in words.objects for mark in ("网友", "网民", "提问", "粉丝"))

    def _remember(self, topic: str, number: Token, start: int) -> None:
        context = self.context
        case = Received(topic, number, start, context.sentence, context.segment)
        context.received = (*context.received[-MOST_CASES:], case)
