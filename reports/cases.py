"""Part of step 4, extract: counts and rates of cases told in prose.

Cases are requests for information, hotline cases, petitions, messages, questions on Weibo, proposals, reviews and
litigation. In goes a number with the Evidence beside it; out come received, answered, carried in, carried forward and
rates, also where "均已办结" says them without a number. Verbs of clauses before serve only cases of the same kind.
It reads no zeros told by a negation (reports/zeros.py).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from reports.clauses import Token
from reports.evidence import Evidence, evidence_of
from reports.model import Fact
from reports.telling import CASE_TOPICS, EVENTS, SOCIAL, Received, Telling

ASPECTS = {
    ("hotline", "received"): "hotline12345.received",
    ("hotline", "closed"): "hotline12345.closed",
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
    ("petition", "close_rate"): "petition.close_rate",
}
_ANSWERS = {"close", "answer"}
_CHANNELS = {f"disclosure.{name}" for name in ("website", "weibo", "wechat", "mini_program", "new_media", "press")}
_CHANNELS |= {"disclosure.noticeboard", "disclosure.other_channels"}
_CLAUSE_MARK = re.compile(r"[，。；：]")
_EXCEPT = re.compile(r"[^，。；：]{0,24}(?:(?:以外|之外|外)(?=[，。；]|均|其余|都|全部)|(?=，其[余他]))")
_LATER_YEAR = re.compile(r"[转延顺接续移跨][^，。；]{0,6}?(?P<year>20\d\d)年")
_FORMER_RATE = re.compile(r"[由从][^，。；\d]{0,10}$")
_RISEN_TO = re.compile(r"(?:提高|提升|上升|下降|降低|升|降|增长|增加|回落)[到至为]$")
_CARRIED_AFTER = re.compile(r"[^\d。；]{0,24}(?:结转|转入|转至|顺延|延至|移至)[^\d。；]{0,4}[下次翌来]")
_ONWARD = re.compile(r"结转(?:[到至入]|下|次|翌|来|20)|[下次翌来]年")
_MOST_CASES = 100
"""Counts of cases that a later word may speak of."""
_MOST_PARTS = 200
"""Counts that 以上合计 may sum up."""
_YEAR_END = re.compile(r"年末|年底|期末|12月31日")
_APPLICANTS = re.compile(
    r"(?:公民|群众|居民|村民|市民|自然人|个人|法人|企业|单位|组织|社会|公众|其他|或|和|、|的|书面|网上|网络|线上|线下|当面|在线|信函"
    r"|邮件|电子|各类|有效|新增?|了|到|过)*"
)
_NO_CASES = ("期", "场", "场次", "轮", "回")
_PEOPLE = ("网友", "网民", "粉丝")
_QUESTIONS = ("咨询", "电话", "来电")
_PASSED_ON = ("转办", "交办", "转来", "转交", "派发", "转送", "流转")


class Cases(Telling):
    """Reads counts and rates of cases."""

    def _topics(self, words: Evidence) -> set[str]:
        """The case topics that the words name; Weibo questions are told by Weibo with a question or its verb."""
        topics = {token.value for token in words.objects if token.value in CASE_TOPICS}
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

    def _case(self, number: Token, words: Evidence, after: Evidence, start: int, end: int) -> bool:
        context = self.context
        topics = self._topics(words)
        acts = words
        used_after = False
        if not topics and "subset" in words.modifiers and "申请" in self.text[start : number.core]:
            topics = {"application"}
        if words.has("request") and not topics and self._requests_information(words, start, end):
            topics = {"application"}
        if not topics and not words.does("disclose") and not words.channels:
            topics = self._topics(after) if not after.has("review", "litigation", "dispute") else set()
            if not topics and after.has("request") and words.does("receive"):
                topics = {"application"} if self._requests_information(words, start, end) else set()
            used_after = bool(topics)
            if after.has("foreign", "open_day", "meeting", "training", "inspection"):
                topics = set()
        local = bool(topics)
        if context.listing == "subset" and local and context.parent in ("mixed", "unassigned"):
            context.listing = ""
        if context.listing == "subset" and local and not words.actions and not after.actions:
            self._unassigned(number, start)
            return True
        if words.does("hold") and words.has(*EVENTS) and not words.does("receive"):
            return False
        if words.has("open_day") and number.unit_kind == "session" and not words.does("receive"):
            return False
        asked = any(t.value in ("interaction", "messages") and t.text not in _PEOPLE for t in words.objects)
        if words.has("comment") and not words.channels and not asked:
            # 回复网友评论、私信43条: remarks are no questions.
            self._unassigned(number, start)
            return True
        if not topics:
            verbs = ("receive", "handle", "close", "answer", "pending", "carry", "carry_in")
            doing = words.does(*verbs) or (not words.actions and after.does(*verbs))
            doing = doing or (context.topic == "application" and self._goes_on(words, start, end))
            doing = doing or (context.topic == "application" and words.does("new") and not words.objects)
            noun = words.has("case") and not words.does("disclose")
            told = bool(words.actions) and words.actions[-1].value == "disclose"
            if (doing or noun) and not words.channels and not told:
                topic = context.topic or context.heading
                topics = {topic} if topic else set()
            elif context.heading == "application" and not context.received and self._bare_sum(number, start):
                # （二）依申请公开。全年共14件
                topics = {"application"}
            if topics and self._other_cases(number, words):
                context.topic, context.received = "", ()
                self._unassigned(number, start)
                return True
        if not topics:
            doing = words.does("receive", "handle", "close", "answer", "pending")
            if doing and not words.channels and not words.does("disclose"):
                self._unassigned(number, start)
                return True
            return False
        if len(topics) > 1:
            self._mixed(number, start)
            return True
        if local and not words.actions and not after.actions and self.clause_verbs is not None:
            # 处理留言12条、来信5封: the verb serves both.
            acts = self.clause_verbs
        told_of_all = local and not used_after and bool(after.modifiers & {"all", "done"})
        if not acts.actions and not told_of_all:
            acts = after if after.actions else words
            used_after = used_after or bool(after.actions)
        topic = topics.pop()
        if topic == "application" and words.objects and words.objects[-1].text in _QUESTIONS:
            # 申请电话咨询15次 counts questions, not requests.
            self._unassigned(number, start)
            return True
        quote_end = end if used_after else number.end
        if acts.actions:
            self.clause_verbs = acts
        self._case_fact(topic, number, words, acts, after, start, quote_end, local)
        return True

    def _bare_sum(self, number: Token, start: int) -> bool:
        """Whether nothing but words for a sum and a time stands before the number."""
        words = {token.value if token.kind == "modifier" else token.kind for token in self.phrase}
        plain = words <= {"sum", "time", "year"} and "sum" in words
        return plain and number.unit_kind == "case" and not self._unknown(start, number.core, self.phrase)

    def _other_cases(self, number: Token, words: Evidence) -> bool:
        """Whether a noun that is not known stands between verb and number: no topic of an earlier clause reaches it."""
        if words.has("foreign"):
            return True
        if not words.actions:
            return False
        begin = words.actions[-1].end
        objects = [token for token in words.objects if token.start >= begin]
        stretch = self._unknown(begin, number.core, [*self.phrase, *objects])
        for noun in objects:
            stretch = stretch.replace(noun.text, "", 1)
        return len(stretch) > 1

    def _mixed(self, number: Token, start: int) -> None:
        self.context.topic, self.context.received, self.context.parent = "", (), "mixed"
        self._unassigned(number, start)

    def _requests_information(self, words: Evidence, start: int, end: int) -> bool:
        """Whether 申请 in this clause means a request for information, not one for a benefit or a licence."""
        stretch = self.text[start:end]
        if "公开" in stretch or "信息" in stretch or "application" in (self.context.heading, self.context.topic):
            return True
        request = next((token for token in words.objects if token.value == "request"), None)
        if request is None:
            return False
        verbs = [
            token for token in words.actions if token.value in ("receive", "carry_in") and token.end <= request.start
        ]
        return bool(verbs) and bool(_APPLICANTS.fullmatch(self.text, verbs[-1].end, request.start))

    def _case_fact(
        self,
        topic: str,
        number: Token,
        words: Evidence,
        acts: Evidence,
        after: Evidence,
        start: int,
        end: int,
        local: bool,
    ) -> None:
        context = self.context
        if local and topic != context.topic:
            context.taken = {key for key in context.taken if not key.startswith(f"{topic}.")}
        subset = context.listing == "subset"
        aspects = self._aspects(topic, number, words, acts, after, start, end)
        context.topic, context.topic_age = topic, 0
        context.parent, context.parent_unit = topic, number.unit
        if self._is_foreign(number, words, after) and not words.has(*CASE_TOPICS):
            aspects = []
        if number.unit_kind in ("thing",) and number.unit not in ("个", "项"):
            aspects = []
        if number.unit in _NO_CASES or (local and not acts.actions and self._names_else(number, words)):
            aspects = []
        if subset and topic == "proposal":
            aspects = []
        if subset:
            plain = acts.does("close") or topic not in ("hotline", "petition")
            aspects = [a for a in aspects if a != "received" and plain]
        kinds = [token.start for token in self.phrase if token.value == "subset"]
        nouns = [token.start for token in self.phrase if token.value == topic]
        # 投诉类留言96件: the kind stands before its noun, so all of it is counted.
        parted = bool(kinds) and not (nouns and kinds[-1] < nouns[-1])
        if (
            "subset" in words.modifiers
            and (subset or parted)
            and (subset or not acts.does("receive") or self._subset_follows(number))
        ):
            context.part = ASPECTS.get((topic, "received"), "") if acts.does("receive") and not subset else ""
            aspects = []
        if subset and topic == "application" and (acts.does_text("新收") or acts.does("new")):
            self._new_of_all(number, start)
            return
        told = False
        for aspect in aspects:
            indicator = ASPECTS.get((topic, aspect))
            if indicator is None:
                continue
            key = f"{topic}.{aspect}"
            if key in context.taken and not (local and acts.actions) and topic != "proposal":
                continue
            context.taken.add(key)
            self._tell(indicator, number, start, end)
            told = True
            if aspect == "received":
                self._remember(topic, number, start)
        if topic == "proposal" and not told and "received" in aspects:
            self._remember(topic, number, start)
        if not told:
            self._unassigned(number, start)
        elif "closed" not in aspects and after.actions and acts is words and "rest" not in words.modifiers:
            self._implied_answer(after, number.end, end)

    def _names_else(self, number: Token, words: Evidence) -> bool:
        """Whether a noun that is not known stands between the cases and the number: 12345热线宣传活动3次."""
        if not words.objects:
            return False
        stretch = self._unknown(words.objects[-1].end, number.core, self.phrase)
        return len(stretch) > 1

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

    def _remember(self, topic: str, number: Token, start: int) -> None:
        context = self.context
        case = Received(topic, number, start, context.sentence, context.segment)
        context.received = (*context.received[-_MOST_CASES:], case)

    def _subset_follows(self, number: Token) -> bool:
        """Whether the next number counts applicants or ways of another kind: 收到自然人申请4件、法人申请1件."""
        following = next((words for token, words, _ in self.items if token.start > number.start), [])
        return any(token.value == "subset" for token in following)

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
                shared = shared and any(t.value == "close_rate" for t in before)
                break
        return shared or (following.unit_kind == "percent" and any(t.value == "close_rate" for t in words))

    def _answer_follows(self, number: Token) -> bool:
        """Whether the next number of the sentence is the answers: 办理转办件33件，回复33件."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), None)
        if at is None or at + 1 >= len(self.items):
            return False
        following, tokens, _ = self.items[at + 1]
        words = evidence_of(tokens)
        plain = not words.objects and not words.rates and "parts" not in words.modifiers
        return plain and words.does(*_ANSWERS) and following.unit == number.unit

    def _aspects(
        self,
        topic: str,
        number: Token,
        words: Evidence,
        acts: Evidence,
        after: Evidence,
        start: int,
        end: int,
    ) -> list[str]:
        """Which of received, closed, carried_in, carried_forward the verbs say; [] when it is none of them."""
        before = "previous" in words.modifiers or any(self.year and year < self.year for year in words.years)
        if topic == "application" and self._goes_on(acts, start, end):
            return ["carried_forward"]
        if acts.does("carry_in") or (acts.does("carry") and before):
            return ["carried_in"]
        if acts.does("carry") or after.does("carry"):
            plain = [token.text for token in acts.actions if token.value == "carry"] == ["结转"]
            if plain and self._answer_follows(number) and not _ONWARD.search(self.text, start, end):
                # 新收4件，结转1件，答复5件: from the last year or to the next, the words do not say.
                return []
            return ["carried_forward"]
        if acts.does("pending") or after.does("pending"):
            return []
        if "rest" in words.modifiers:
            return ["closed"] if self._all_but_told(topic, number, acts, after) else []
        answered_next = self._answer_follows(number)
        if topic == "proposal":
            waiting = any(case.topic == "proposal" for case in self.context.received)
            if acts.does(*_ANSWERS, "handle") or acts.does_text("承办"):
                return ["closed"]
            return ["received"] if acts.does("receive") or (waiting and not acts.actions) else ["closed"]
        if acts.does("other_action") and not acts.does("receive", "handle", "close", "answer"):
            return []
        kinds = [token.value for token in acts.actions if token.value in ("receive", "handle", "close", "answer")]
        answered = any(kind in _ANSWERS for kind in kinds)
        received = "receive" in kinds
        if received and kinds[0] != "receive" and topic == "weibo":
            # 处理微博转办投诉52件: 转办 tells where they came from.
            received = any(token.value == "receive" and token.text not in _PASSED_ON for token in acts.actions)
        if not kinds and topic == "application" and acts.does("new"):
            return ["received"]
        if "handle" in kinds:
            closes = topic in ("messages", "weibo", "application") and not answered_next
            closes = closes and not (topic == "messages" and self._rate_follows(number))
            if f"{topic}.received" in self.context.taken and not received:
                closes = True
            answered = answered or closes
            received = received or not answered
        if received and answered:
            return ["received", "closed"]
        return ["closed"] if answered else ["received"]

    def _goes_on(self, acts: Evidence, start: int, end: int) -> bool:
        """Whether the clause tells that a request goes on in a later year: 13件转入2024年办理, 年末在办1件."""
        stop = _CLAUSE_MARK.search(self.text, end)
        stretch = self.text[start : stop.start() if stop else end]
        later = _LATER_YEAR.search(stretch)
        if later and self.year is not None and int(later["year"]) > self.year:
            return True
        if acts.does("pending") and _CARRIED_AFTER.match(self.text, end):
            return True
        return acts.does("pending") and bool(_YEAR_END.search(stretch))

    def _is_excepted(self, number: Token) -> bool:
        """Whether the number is of an exception: 除2件尚在办理外."""
        before = self.text[max(0, number.start - 8) : number.start]
        opened = max(before.rfind("除"), before.rfind("除了"))
        return opened >= 0 and not _CLAUSE_MARK.search(before[opened:]) and bool(_EXCEPT.match(self.text, number.end))

    def _all_but_told(self, topic: str, number: Token, acts: Evidence, after: Evidence) -> bool:
        """Whether 其余N件均已办结 are all that were closed: nothing else was told of the cases but an exception."""
        if not (acts.does(*_ANSWERS) or after.does(*_ANSWERS)):
            return False
        context = self.context
        received = [case.number.number for case in context.received if case.topic == topic]
        told = context.excepted
        return told is not None and (not received or received[-1] == told + number.number)

    def _sum(self, number: Token, pre: list[Token], words: Evidence, start: int) -> bool:
        """A bare sum (合计8件) of the counts told just before it: it takes the place of its parts."""
        context = self.context
        bare = bool(pre) and {token.value for token in pre} <= {"sum", "comma", "time", "adverb", "parts"}
        if not bare or "sum" not in words.modifiers or self._unknown(start, number.core, pre) or not number.number:
            return False
        above = any(token.text.startswith(("以上", "上述")) for token in pre) or self.items[:1][0][0] is number
        first = max(0, len(self.facts) - _MOST_PARTS) if above else context.first_fact
        told = [fact for fact in self.facts[first:] if fact.unit != "%"]
        parts: list[Fact] = []
        for fact in reversed(told):
            if fact.value is None or sum(part.value or 0 for part in parts) >= number.number:
                break
            parts.append(fact)
        if len(parts) < 2 or sum(part.value or 0 for part in parts) != number.number:
            return False
        kinds = {part.indicator for part in parts} - {None} or {context.part}
        if len(kinds) > 1 and kinds <= _CHANNELS and above:
            kinds = {"disclosure.column"}
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

    def _dispute(self, number: Token, words: Evidence, start: int) -> bool:
        kinds = {token.value for token in words.objects}
        found = [kind for kind in ("review", "litigation") if kind in kinds or "dispute" in kinds]
        if words.channels or self.context.listing in ("columns", "channels"):
            return False
        deciding = (
            words.does("handle") and "公开" not in self.text[start : number.core] and self.section.key != "disputes"
        )
        if deciding or "subset" in words.modifiers or words.does("other_action") or (len(found) > 1 and number.number):
            self._unassigned(number, start)
            return True
        for kind in found:
            self._tell(ASPECTS[kind, "received"], number, start, number.end)
        if number.number == 0 and words.has("application", "request") and "source" not in words.modifiers:
            # 申请量、复议量均为零: enumerated, so the zero is also one of requests.
            first = next(token for token in words.objects if token.value in ("application", "request"))
            dispute = next(token for token in words.objects if token.value in ("review", "litigation", "dispute"))
            if "、" in self.text[first.end : dispute.start]:
                self._tell("applications.received", number, start, number.end)
        self.context.parent, self.context.topic = found[0], ""
        return True

    def _rate(self, number: Token, words: Evidence, start: int) -> None:
        context = self.context
        kinds = [token.value for token in words.rates] or list(context.rates)
        topics = self._topics(words)
        topic = topics.pop() if len(topics) == 1 else "" if topics else context.topic
        if topic and topic != context.topic:
            context.topic, context.topic_age, context.taken = topic, 0, set()
        if "previous" in words.modifiers or _FORMER_RATE.search(self.text[start : number.core]):
            # 由去年的98.2%提高到99.6%
            context.rates = tuple(kinds)
            self._unassigned(number, start)
            return
        if "compare" in words.modifiers and not _RISEN_TO.search(self.text[start : number.core]):
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
        last = self.facts[-1].indicator if len(self.facts) > context.first_fact else None
        if last == "applications.carried_in" and "all" not in words.modifiers:
            # 收到6件，去年未办结的1件已办结: tells of the one, not of those received.
            return False
        # 均已予以公开 answers a request for information, and nothing else.
        granted = not finished and {"subset", "all"} <= words.modifiers and "公开" in self.text[start:end]
        if not (finished or granted) or not (words.modifiers & {"all", "done", "sum", "means"}):
            return False
        if words.channels or (words.has("info") and words.does("disclose")):
            return False
        if "rest" in words.modifiers or context.excepted is not None:
            return False
        told = False
        named = self._topics(words)
        for case in self._answered_cases():
            if (granted and case.topic != "application") or (named and case.topic not in named):
                continue
            indicator = ASPECTS.get((case.topic, "closed"))
            if indicator is None or f"{case.topic}.closed" in context.taken or not case.number.number:
                continue
            self._tell(indicator, case.number, case.start, end)
            context.taken.add(f"{case.topic}.closed")
            told = True
        return told

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
