"""Step 4, extract: the numbers that a report tells in prose.

In goes a Document with its Report; out come Facts with source "text": each count or rate with the indicator of the
dictionary that its clause gives evidence for, columns of a list under "disclosure.column", told zeros, and, with
indicator None, every other number. It reads no statutory table, adds nothing up and corrects no printed number.

How a number gets its indicator: its clause is a row of lexicon words (reports/clauses.py). What is counted, through
which channel and by which verb is read from the words beside the number, else from the clauses before it
(`_Context`). Evidence that points to several indicators, or to none, leaves the number without one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reports.clauses import Clause, Sentence, Token, sentences
from reports.model import Document, Fact, Locator, Qualifier, Report, Section
from reports.normalise import Normalised, normalise

_PROSE_SECTIONS = ("overview", "disclosure", "applications", "disputes", "other")
_CASE_TOPICS = ("hotline", "petition", "messages", "weibo", "application", "proposal")
_EVENTS = {
    "open_day": "open_day.events",
    "training": "training.sessions",
    "meeting": "meetings.held",
    "inspection": "inspections.held",
    "consultation": "consultations.held",
}
_ASPECTS = {
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
_RATES = {
    ("hotline", "close_rate"): "hotline12345.close_rate",
    ("hotline", "satisfaction_rate"): "hotline12345.satisfaction_rate",
    ("petition", "close_rate"): "petition.close_rate",
}
_SOCIAL = {"weibo", "wechat", "mini_program", "new_media"}
_NO_POSTS = ("部", "幅", "场", "场次", "轮", "回", "班次")
_COUNT_UNITS = ("item", "case", "session", "copy", "")
_ANSWERS = {"close", "answer"}
_NO_DISPUTES = re.compile(r"复议[^\d，。\s]{0,4}(?:0|零|无|没有)[^\d]{0,3}诉讼[^\d]{0,4}(?:0|零|无|没有)")
_CLAUSE_MARK = re.compile(r"[，。；：]")
_EXCEPT = re.compile(r"[^，。；：]{0,24}(?:(?:以外|之外|外)(?=[，。；]|均|其余|都|全部)|(?=，其[余他]))")
_LATER_YEAR = re.compile(r"[转延顺接续移跨][^，。；]{0,6}?(?P<year>20\d\d)年")
_YEAR_END = re.compile(r"年末|年底|期末|12月31日")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|[“”《》]")
_MARKS = re.compile(r"[（）()、，：\s]")
_NOTHING = ("无", "没有", "未发生", "均无", "暂无", "本年度无", "全年无", "无此类情况", "无此情况", "无此类情形")
_PARTED_DIGITS = re.compile(r"(?<!\d)[12](?: ?\d){3}(?= ?年)|(?<![\d.])\d{1,3}(?: [\d.,]{1,4}){1,8} ?(?=[条件篇次期起宗份则封场%余])")
_TITLED = re.compile(r"“[^“”]{1,20}”(?:专栏|栏目|板块|版块|专题|频道)")
_ACCOUNT = re.compile(
    r"“[^”]*(?:发布|在线)”|”(?:账号|号)?(?:全年|本年度|一年来|累计|共|总共){0,3}(?:发布|推送|推出|发文)"
)
_QUALIFIERS: dict[str, Qualifier] = {"=": "=", ">=": ">=", "~": "~"}
_PEOPLE = ("网友", "网民", "粉丝")
_QUESTIONS = ("咨询", "电话", "来电")
_PINYIN = re.compile(r"(?<=[\u4e00-\u9fff])（[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüê]{1,6}）")
_WHITE = re.compile(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])|^\s+|\s+$")
_NO_COLUMNS = ("信息", "政府信息", "各类信息", "不予公开", "不予公开信息")
_PASSED_ON = ("转办", "交办", "转来", "转交", "派发", "转送", "流转")
_CASE_VERBS = ("receive", "handle", "close", "answer", "pending")
_PARAGRAPH_END = "。！？；：”"
_LABEL_START = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）)、.．]|第[一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of printed text in a section's stream: where it begins there, and its way back."""

    start: int
    block: int
    offset: int
    page: int | None
    normalised: Normalised


@dataclass(frozen=True, slots=True)
class _Received:
    """A count of cases: its topic, its number, where its clause begins, its sentence and stretch."""

    topic: str
    number: Token
    start: int
    sentence: int
    segment: int


@dataclass(slots=True)
class _Evidence:
    """What the words of a phrase say, by kind."""

    channels: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    actions: list[Token] = field(default_factory=list)
    rates: list[Token] = field(default_factory=list)
    modifiers: set[str] = field(default_factory=set)
    years: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    negated: bool = False

    def has(self, *kinds: str) -> bool:
        return any(token.value in kinds for token in self.objects)

    def does(self, *kinds: str) -> bool:
        return any(token.value in kinds for token in self.actions)

    def does_text(self, text: str) -> bool:
        return any(token.text == text for token in self.actions)


@dataclass(slots=True)
class _Context:
    """What earlier clauses of the sentence (and the heading) leave for the next number."""

    heading: str = ""
    heading_disputes: tuple[str, ...] = ()
    topic: str = ""
    topic_age: int = 0
    channels: tuple[str, ...] = ()
    channels_as_means: bool = False
    channels_start: int = 0
    recent: str = ""
    listing: str = ""
    """"" no list, "columns", "channels", "implicit" (columns without 其中), "subset" (parts of cases)."""
    parent: str = ""
    parent_unit: str = ""
    taken: set[str] = field(default_factory=set)
    received: tuple[_Received, ...] = ()
    """The counts of cases told so far, which "均已办结" may refer to."""
    sentence: int = 0
    segment: int = 0
    """Numbers of the sentence and of its stretch between semicolons."""
    excepted: float | None = None
    """The count of an exception (除2件在办外) in this sentence."""
    enumerated: tuple[str, ...] = ()
    """Applications and disputes that the clause before enumerates."""
    passed_on: bool = False
    """Whether the sentence counts what was sent to others (投稿75篇): what it says next is theirs."""
    part: str = ""
    """The indicator whose parts are being told, without their sum so far."""
    announced: str = ""
    """The one channel whose list of columns is being told."""
    first_fact: int = 0
    """Where the facts of this sentence begin."""
    rates: tuple[str, ...] = ()
    cumulative: bool = False
    future: bool = False
    channels_told: int = 0
    disputes: tuple[str, ...] = ()
    disputes_start: int = 0


def _evidence(tokens: Iterable[Token]) -> _Evidence:
    found = _Evidence()
    previous: Token | None = None
    for token in tokens:
        if token.kind == "channel":
            found.channels.append(token)
        elif token.kind == "object":
            touching = previous is not None and previous.end == token.start
            named = touching and previous is not None and {previous.value, token.value} == {"hotline", "messages"}
            # 12345市长热线 is the hotline, 12319热线投诉 another one: the number names it.
            if not (named and "热线" in token.text):
                found.objects.append(token)
        elif token.kind == "action":
            if not token.quoted:
                found.actions.append(token)
        elif token.kind == "rate":
            found.rates.append(token)
        elif token.kind == "modifier":
            found.modifiers.add(token.value)
        elif token.kind == "upkeep" and previous is not None and previous.kind == "channel":
            # 网站建设, 微博管理: the channel is looked after, nothing is told through it.
            if previous.end == token.start:
                found.channels.pop()
        elif token.kind == "year":
            found.years.append(int(token.value))
        elif token.kind == "skip" and token.value:
            found.dates.append(int(token.value))
        elif token.kind == "negation":
            found.negated = True
        previous = token
    return found


class _Reader:
    """Reads one section's stream, sentence by sentence."""

    def __init__(self, section: Section, text: str, pieces: Sequence[_Piece], year: int | None) -> None:
        self.section = section
        self.text = text
        self.pieces = pieces
        self.year = year
        self.context = _Context()
        self.facts: list[Fact] = []
        self.implied: list[Fact] = []
        self.clause_verbs: _Evidence | None = None
        self.phrase: list[Token] = []
        self.items: list[tuple[Token, list[Token], int]] = []
        self.strength: dict[int, int] = {}
        self.running: set[int] = set()

    # --- the way back to the print

    def _place(self, start: int, end: int) -> tuple[str, Locator | None]:
        """The printed words behind start..end and their locator; cut to the block in which `end` stands."""
        piece = next((p for p in reversed(self.pieces) if p.start < end), None)
        if piece is None:
            return "", None
        while start < end and self.text[start] in "，。；：、 \n":
            start += 1
        first = max(0, start - piece.start)
        last = min(end - piece.start, len(piece.normalised.text))
        a, b = piece.normalised.printed_span(first, last)
        locator = Locator(piece.block, page=piece.page, start=piece.offset + a, end=piece.offset + b)
        return piece.normalised.printed[a:b], locator

    def _fact(
        self, indicator: str | None, number: Token | None, start: int, end: int, breakdown: str = "", value: float = 0.0
    ) -> Fact:
        quote, locator = self._place(start, end)
        return Fact(
            indicator,
            breakdown,
            number.number if number else value,
            number.unit if number else "",
            _QUALIFIERS[number.qualifier] if number else "=",
            "stated",
            "text",
            self.section.key,
            quote,
            locator,
        )

    def _tell(self, indicator: str | None, number: Token, start: int, end: int, breakdown: str = "") -> None:
        self.facts.append(self._fact(indicator, number, start, end, breakdown))

    def _tell_value(self, indicator: str, value: float, start: int, end: int) -> None:
        if not any(fact.indicator == indicator for fact in self.facts):
            self.facts.append(self._fact(indicator, None, start, end, value=value))

    # --- sentences and clauses

    def read(self) -> list[Fact]:
        for sentence in sentences(self.text):
            self._sentence(sentence)
        return self.facts

    def _sentence(self, sentence: Sentence) -> None:
        context = self.context
        tokens = [token for clause in sentence.clauses for token in clause.tokens]
        numbered = any(token.kind in ("number", "inset") for token in tokens)
        first = _evidence(sentence.clauses[0].tokens) if sentence.clauses else _Evidence()
        continues = "parts" in first.modifiers and not sentence.enumerator
        if sentence.enumerator in ("heading", "arabic"):
            short = len(sentence.clauses) == 1 and not numbered and sentence.end - sentence.start <= 24
            if short or sentence.enumerator == "heading":
                head = sentence.clauses[0] if sentence.clauses else None
                context.heading = self._heading(head) if head else ""
                named = _evidence(head.tokens) if head and short else _Evidence()
                context.heading_disputes = tuple(k for k in ("review", "litigation") if named.has(k, "dispute"))
        if sentence.enumerator:
            context.topic = ""
        if not continues:
            context.channels, context.listing, context.parent, context.recent = (), "", "", ""
            context.taken = set() if context.topic_age else context.taken
            context.topic_age += 1
            if context.topic_age > 1:
                context.topic, context.received, context.taken = "", (), set()
        context.rates, context.cumulative, context.future = (), False, False
        context.channels_told = 0
        context.disputes = ()
        context.sentence += 1
        context.segment = 0
        context.excepted, context.enumerated, context.part, context.passed_on = None, (), "", False
        if not self.text.startswith(("以上", "上述"), sentence.start):
            context.announced = ""
        context.first_fact = len(self.facts)
        self.items = self._items(sentence.clauses)
        for clause in sentence.clauses:
            self._clause(clause)
            context.segment += clause.mark == "；"

    @staticmethod
    def _items(sentence: Iterable[Clause]) -> list[tuple[Token, list[Token], int]]:
        """Each number of the sentence with the words before it and where they begin."""
        items: list[tuple[Token, list[Token], int]] = []
        for clause in sentence:
            words: list[Token] = []
            start = clause.start
            for token in clause.tokens:
                if token.kind == "number":
                    items.append((token, words, start))
                    words, start = [], token.end
                else:
                    words.append(token)
        return items

    def _named_item_follows(self, number: Token) -> bool:
        """Whether the next number of the sentence is a bare item of a list: a particular name, no verb, no channel."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), None)
        if at is None or at + 1 >= len(self.items):
            return False
        return self._is_named_item(*self.items[at + 1])

    def _next_unit(self, number: Token) -> str:
        return next((following.unit for following, *_ in self.items if following.start > number.start), "")

    def _is_named_item(self, following: Token, words: list[Token], start: int) -> bool:
        if following.unit_kind not in ("item", "case", "copy") and following.unit != "个":
            return False
        short = following.unit_kind == "item" and following.core - start <= 12
        plain = all(
            t.kind in ("modifier", "comma", "object", "neutral", "upkeep", "idiom")
            or (t.value == "disclose" and t.start > start)
            or (t.value == "hold" and short)
            for t in words
        )
        if any(
            t.value in ("parts", "compare", "each", "foreign", *(() if short else ("plan",)), "interpretation", *_CASE_TOPICS) for t in words
        ):
            return False
        named = any(t.kind in ("object", "neutral") and not t.text.endswith("信息") for t in words)
        return plain and (named or bool(self._unknown(start, following.core, words)))

    @staticmethod
    def _heading(clause: Clause) -> str:
        evidence = _evidence(clause.tokens)
        topics = {t.value for t in evidence.objects if t.value in ("application", "hotline", "petition", "messages")}
        if not topics and evidence.has("request") and len(evidence.objects) == 1:
            topics = {"application"}
        return topics.pop() if len(topics) == 1 else ""

    def _clause(self, clause: Clause) -> None:
        tokens = clause.tokens
        self.clause_verbs = None
        if self._distributed(clause):
            return
        phrase: list[Token] = []
        start = clause.start
        counted = False
        for index, token in enumerate(tokens):
            after_number = counted and index and tokens[index - 1].kind in ("number", "inset")
            boundary = token.kind == "comma" and counted
            boundary = boundary or (
                token.value == "pair" and bool(after_number) and tokens[index - 1].end == token.start
            )
            glued = (
                counted and index > 0 and tokens[index - 1].kind == "number" and tokens[index - 1].end == token.start
            )
            boundary = boundary or (glued and token.value in ("parts", "means") and not tokens[index - 1].unit)
            if boundary and any(later.kind == "number" for later in tokens[index:]):
                self._phrase(phrase, start, token.start)
                phrase, start, counted = [], token.end if token.kind == "comma" else token.start, False
                if token.kind == "comma":
                    continue
            counted = counted or token.kind == "number"
            phrase.append(token)
        self._phrase(phrase, start, clause.end)
        if not counted and (clause.mark == "：" or self.text[start : clause.end].endswith("中")):
            self._announce(clause)

    def _announce(self, clause: Clause) -> None:
        """公开信息如下：… begins a list of columns when a named item without a verb comes next."""
        words = _evidence(clause.tokens)
        following = next((item[0] for item in self.items if item[0].start >= clause.end), None)
        if (
            following is None
            or self._topics(words)
            or not (words.does("disclose") or words.has("info") or words.channels)
        ):
            return
        at = self.items.index(next(item for item in self.items if item[0] is following))
        if self._is_named_item(*self.items[at]):
            self.context.listing, self.context.parent_unit = "columns", following.unit
            channels = {channel.value for channel in words.channels}
            self.context.announced = channels.pop() if len(channels) == 1 else ""

    def _phrase(self, tokens: list[Token], start: int, end: int) -> None:
        """Resolve the numbers of a phrase, one after the other; then what its other words say."""
        pre: list[Token] = []
        numbers = [index for index, token in enumerate(tokens) if token.kind == "number"]
        if not numbers:
            for token in tokens:
                if token.kind == "inset":
                    self._inset(token)
            self._note([token for token in tokens if token.kind != "inset"], start, end)
            return
        last = tokens[numbers[-1]]
        none = next((i for i, t in enumerate(tokens) if t.kind == "negation" and t.start == last.end), None)
        if none is not None and any(t.kind == "object" for t in tokens[none:]):
            # 公众号47条未收到申请: what stands after a lost full stop is told apart.
            self._phrase(tokens[:none], start, last.end)
            self._note(tokens[none:], last.end, end)
            return
        begin = start
        next_number = dict(zip(numbers, [*numbers[1:], len(tokens)], strict=True))
        for index, token in enumerate(tokens):
            if token.kind == "inset":
                self._inset(token)
                pre.append(token)
            elif token.kind != "number":
                pre.append(token)
            else:
                following = next_number[index]
                post = [later for later in tokens[index + 1 : following] if later.kind != "inset"]
                if following < len(tokens):
                    named = any(word.kind in ("object", "channel") for word in pre)
                    post = [] if named else self._until_action(post)
                self._number(token, pre, post, begin, end if following == len(tokens) else token.end)
                begin = token.end
                pre = []
        if pre:
            self._implied_answer(_evidence(pre), end)

    @staticmethod
    def _until_action(tokens: list[Token]) -> list[Token]:
        kept: list[Token] = []
        for token in tokens:
            if token.kind in ("action", "rate"):
                break
            kept.append(token)
        return kept

    def _inset(self, token: Token) -> None:
        """A bracket with numbers: parts of the count before it; the clauses after it do not see it."""
        context = self.context
        kept = replace(context)
        if context.parent == "disclosure.policy_interpretation":
            context.listing = "subset"
        elif context.parent.startswith("disclosure."):
            context.listing = "columns"
        elif context.parent:
            context.listing = "subset"
        for clause in token.inset:
            self._clause(clause)
        kept.taken = context.taken
        self.context = kept

    # --- one number

    def _number(self, number: Token, pre: list[Token], post: list[Token], start: int, end: int) -> None:
        context = self.context
        words = _evidence(pre)
        after = _evidence(post)
        self.phrase = pre
        if "parts" in words.modifiers or self._opens_list(number, pre):
            self._begin_list()
        if number.unit_kind == "percent" or (words.rates and not number.unit):
            self._rate(number, words, start)
            return
        if self._is_no_count(number, pre, post, words, after):
            self._unassigned(number, start, words)
            return
        if self._is_excepted(number):
            context.excepted = number.number
            self._unassigned(number, start, words)
            return
        if self._sum(number, pre, words, start):
            return
        if words.has("review", "litigation", "dispute") and self._dispute(number, words, start):
            return
        if number.number == 0 and not words.objects and context.enumerated and words.modifiers & {"all", "sum"}:
            for indicator in context.enumerated:
                self._tell(indicator, number, start, number.end)
            return
        if context.listing in ("columns", "channels", "implicit") and self._part(number, pre, words, after, start):
            return
        if self._case(number, words, after, start, end):
            return
        if self._event(number, words, after, start, end):
            return
        self._disclosed(number, pre, post, words, after, start, end)

    def _opens_list(self, number: Token, pre: list[Token]) -> bool:
        """Whether 涉及 or 分别为 opens a list of named items here."""
        opener = next((token for token in pre if token.value in ("lead", "each")), None)
        if opener is None or self.context.listing or number.unit_kind != "item":
            return False
        if opener.value == "each" and not self.context.parent.startswith("disclosure."):
            return False
        first = [token for token in pre if token.start < opener.start]
        later = [token for token in pre if token.start >= opener.end]
        named = self._is_named_item(number, later, opener.end)
        return not any(t.kind != "modifier" for t in first) and named and self._named_item_follows(number)

    def _is_excepted(self, number: Token) -> bool:
        """Whether the number is of an exception: 除2件尚在办理外."""
        before = self.text[max(0, number.start - 8) : number.start]
        opened = max(before.rfind("除"), before.rfind("除了"))
        return opened >= 0 and not _CLAUSE_MARK.search(before[opened:]) and bool(_EXCEPT.match(self.text, number.end))

    def _sum(self, number: Token, pre: list[Token], words: _Evidence, start: int) -> bool:
        """A bare sum (合计8件) of the counts told just before it: it takes the place of its parts."""
        context = self.context
        bare = bool(pre) and {token.value for token in pre} <= {"sum", "comma", "time", "adverb", "parts"}
        if not bare or "sum" not in words.modifiers or self._unknown(start, number.core, pre) or not number.number:
            return False
        above = any(token.text.startswith(("以上", "上述")) for token in pre)
        told = self.facts[0 if above else context.first_fact :]
        parts: list[Fact] = []
        for fact in reversed(told):
            if fact.value is None or sum(part.value or 0 for part in parts) >= number.number:
                break
            parts.append(fact)
        if len(parts) < 2 or sum(part.value or 0 for part in parts) != number.number:
            return False
        kinds = {part.indicator for part in parts} - {None} or {context.part}
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
        if kind not in _ASPECTS.values() or kind == "proposals.answered":
            return False
        at = len(self.facts) - len(parts)
        self.facts[at:] = [replace(fact, indicator=None) for fact in self.facts[at:]]
        topic = next((topic for (topic, _), name in _ASPECTS.items() if name == kind), "")
        self._tell(kind, number, start, number.end)
        kept = [case for case in context.received if case.topic != topic or case.sentence != context.sentence]
        context.received = tuple(kept)
        if kind == _ASPECTS.get((topic, "received")):
            self._remember(topic, number, start)
        return True

    def _is_foreign(self, number: Token, words: _Evidence, after: _Evidence) -> bool:
        """Whether the noun beside the number is one that no indicator counts."""
        if words.objects:
            last = words.objects[-1]
            touching = not self._unknown(last.end, number.core, [*words.channels, *words.actions])
            return last.value == "foreign" and (touching or len(self.text[last.end : number.core]) < 2)
        return bool(after.objects) and after.objects[0].value == "foreign"

    def _begin_list(self) -> None:
        context = self.context
        if context.parent == "disclosure.policy_interpretation":
            context.listing = "subset"
        elif context.parent.startswith("disclosure."):
            context.listing = "columns"
        elif context.parent or context.topic:
            context.listing = "subset"
        else:
            context.listing = "columns"

    def _unassigned(self, number: Token, start: int, words: _Evidence | None = None) -> None:
        if not self.context.listing and not self.context.parent:
            self.context.parent = "unassigned"
        if words is not None and words.channels and not words.does("other_action"):
            self.context.channels = tuple(dict.fromkeys(token.value for token in words.channels))
            self.context.channels_as_means, self.context.channels_start = False, start
        if number.unit:
            self._tell(None, number, start, number.end)

    def _is_no_count(
        self, number: Token, pre: list[Token], post: list[Token], words: _Evidence, after: _Evidence
    ) -> bool:
        """Whether the words tell that the number is none of the dictionary: people, money, plans, comparisons."""
        if number.unit_kind == "money" or (words.negated and words.channels and not self._topics(words)):
            return True
        if number.unit_kind == "person" and not words.has("visits"):
            topics = self._topics(words)
            if len(topics) == 1 and not self.context.topic:
                self.context.topic, self.context.topic_age = topics.pop(), 0
            return True
        if not number.unit and not (number.number == 0 or self._bare_number_stands(number, pre, post)):
            return True
        flags = words.modifiers
        share = number.unit_kind in ("item", "case") and bool(pre) and pre[-1].text == "占"
        if "compare" in flags and not (self.context.listing and (share or not self._ends_with(pre, "compare"))):
            return True
        self.context.future = self.context.future or "future" in flags
        if ("plan" in flags or self.context.future) and not self.context.listing:
            return True
        if "rhythm" in flags and not self.context.listing:
            rhythm = next(token for token in pre if token.value == "rhythm")
            if number.unit_kind != "item" or not (
                words.does("disclose", "disclose_weak") and any(c.start > rhythm.end for c in words.channels)
            ):
                return True
        if "previous" in flags and not words.does("carry", "carry_in"):
            return True
        earlier = bool(words.years) and self.year is not None and max(words.years) < self.year
        return earlier and pre[0].kind == "year" and not words.channels and not self.context.listing

    @staticmethod
    def _ends_with(pre: list[Token], modifier: str) -> bool:
        return bool(pre) and pre[-1].value == modifier

    @staticmethod
    def _bare_number_stands(number: Token, pre: list[Token], post: list[Token]) -> bool:
        """A number that lost its unit still counts where a known word touches it and nothing follows."""
        return (
            bool(pre)
            and pre[-1].end == number.core
            and not post
            and pre[-1].kind not in ("neutral", "skip", "year", "comma")
        )

    # --- rates

    def _rate(self, number: Token, words: _Evidence, start: int) -> None:
        context = self.context
        kinds = [token.value for token in words.rates] or list(context.rates)
        topics = self._topics(words)
        topic = topics.pop() if len(topics) == 1 else "" if topics else context.topic
        if "compare" in words.modifiers:
            kinds = []
        shared = "all" in words.modifiers or "each" in words.modifiers
        if not shared:
            kinds = kinds[-1:]
        told = False
        for kind in dict.fromkeys(kinds):
            indicator = _RATES.get((topic, kind))
            if indicator:
                self._tell(indicator, number, start, number.end)
                told = True
        if not told:
            self._unassigned(number, start)

    # --- cases: applications, hotline, petitions, messages, Weibo questions, proposals

    def _topics(self, words: _Evidence) -> set[str]:
        """The case topics that the words name; Weibo questions are told by Weibo with a question or its verb."""
        topics = {token.value for token in words.objects if token.value in _CASE_TOPICS}
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
        one = len(channels) == 1 and channels <= (_SOCIAL | {"website"})
        if one and not topics and words.has("interaction") and words.does("receive", "handle", "close", "answer"):
            return {"messages"}
        return topics

    @staticmethod
    def _asked(words: _Evidence) -> bool:
        """Whether the words are about questions of followers, which belong to the channel told just before."""
        return any(mark in token.text for token in words.objects for mark in ("网友", "网民", "提问", "粉丝"))

    def _case(self, number: Token, words: _Evidence, after: _Evidence, start: int, end: int) -> bool:
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
        if words.does("hold") and words.has(*_EVENTS) and not words.does("receive"):
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
                if topic and self._other_cases(number, words, start):
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

    def _other_cases(self, number: Token, words: _Evidence, start: int) -> bool:
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

    def _requests_information(self, words: _Evidence, start: int, end: int) -> bool:
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
        return bool(verbs) and verbs[-1].end == request.start

    def _case_fact(
        self,
        topic: str,
        number: Token,
        words: _Evidence,
        acts: _Evidence,
        after: _Evidence,
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
        if self._is_foreign(number, words, after) and not words.has(*_CASE_TOPICS):
            aspects = []
        if number.unit_kind in ("thing",) and number.unit not in ("个", "项"):
            aspects = []
        if subset:
            plain = acts.does("close") or topic not in ("hotline", "petition")
            aspects = [a for a in aspects if a != "received" and plain]
        if "subset" in words.modifiers and (subset or not acts.does("receive") or self._subset_follows(number)):
            context.part = _ASPECTS.get((topic, "received"), "") if acts.does("receive") and not subset else ""
            aspects = []
        told = False
        for aspect in aspects:
            indicator = _ASPECTS.get((topic, aspect))
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
            self._implied_answer(after, end)

    def _remember(self, topic: str, number: Token, start: int) -> None:
        context = self.context
        case = _Received(topic, number, start, context.sentence, context.segment)
        context.received = (*context.received, case)

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
        return following.unit_kind == "percent" and any(t.value == "close_rate" for t in words)

    def _answer_follows(self, number: Token) -> bool:
        """Whether the next number of the sentence is the answers: 办理转办件33件，回复33件."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), None)
        if at is None or at + 1 >= len(self.items):
            return False
        following, tokens, _ = self.items[at + 1]
        words = _evidence(tokens)
        plain = not words.objects and not words.rates and "parts" not in words.modifiers
        return plain and words.does(*_ANSWERS) and following.unit == number.unit

    def _aspects(
        self,
        topic: str,
        number: Token,
        words: _Evidence,
        acts: _Evidence,
        after: _Evidence,
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

    def _goes_on(self, acts: _Evidence, start: int, end: int) -> bool:
        """Whether the clause tells that a request goes on in a later year: 13件转入2024年办理, 年末在办1件."""
        stop = _CLAUSE_MARK.search(self.text, end)
        stretch = self.text[start : stop.start() if stop else end]
        later = _LATER_YEAR.search(stretch)
        if later and self.year is not None and int(later["year"]) > self.year:
            return True
        return acts.does("pending") and bool(_YEAR_END.search(stretch))

    def _all_but_told(self, topic: str, number: Token, acts: _Evidence, after: _Evidence) -> bool:
        """Whether 其余N件均已办结 are all that were closed: nothing else was told of the cases but an exception."""
        if not (acts.does(*_ANSWERS) or after.does(*_ANSWERS)):
            return False
        context = self.context
        received = [case.number.number for case in context.received if case.topic == topic]
        told = context.excepted
        return told is not None and (not received or received[-1] == told + number.number)

    def _dispute(self, number: Token, words: _Evidence, start: int) -> bool:
        kinds = {token.value for token in words.objects}
        found = [kind for kind in ("review", "litigation") if kind in kinds or "dispute" in kinds]
        if words.channels or self.context.listing in ("columns", "channels"):
            return False
        if "subset" in words.modifiers or words.does("other_action") or (len(found) > 1 and number.number):
            self._unassigned(number, start)
            return True
        for kind in found:
            self._tell(_ASPECTS[kind, "received"], number, start, number.end)
        if number.number == 0 and words.has("application", "request") and "source" not in words.modifiers:
            # 申请量、复议量均为零: enumerated, so the zero is also one of requests.
            first = next(token for token in words.objects if token.value in ("application", "request"))
            dispute = next(token for token in words.objects if token.value in ("review", "litigation", "dispute"))
            if "、" in self.text[first.end : dispute.start]:
                self._tell("applications.received", number, start, number.end)
        self.context.parent, self.context.topic = found[0], ""
        return True

    # --- events, documents, visits

    def _event(self, number: Token, words: _Evidence, after: _Evidence, start: int, end: int) -> bool:
        everything = [*words.objects, *after.objects]
        if words.has("visits") or (after.has("visits") and not words.objects):
            channels = {t.value for t in words.channels} or set(self.context.channels) or {self.context.recent} - {""}
            if channels <= {"website"} and number.unit_kind in ("session", "person", "", "thing", "item"):
                self._tell("website.visits", number, start, number.end)
                self.context.channels = tuple(channels)
            else:
                self._unassigned(number, start, words)
            return True
        documents = number.unit_kind in ("thing", "case", "copy") and number.unit in ("个", "项", "件", "份", "部")
        if documents and after.has("consultation") and not words.has("consultation") and not after.has("interpretation"):
            # 就…等2个文件公开征求意见
            self._tell("consultations.held", number, start, end)
            return True
        told = [t for t in words.actions if t.value == "disclose" and t.text not in ("公告", "公示")]
        shown = [t.end for t in (*words.channels, *told)]
        kinds = [t.value for t in words.objects if t.value in _EVENTS and t.start >= max(shown, default=0)] or [
            t.value for t in after.objects if t.value in _EVENTS
        ]
        if kinds and not words.has("interpretation"):
            kind = kinds[-1] if "open_day" not in kinds else "open_day"
            touching = bool(words.objects) and words.objects[-1].end == number.core
            holds = words.does("hold", "handle") or not words.actions or (touching and not words.does("other_action"))
            if number.unit_kind == "session" and (holds or not words.does("disclose", "other_action")):
                self._tell(_EVENTS[kind], number, start, number.end)
                return True
            if (
                kind == "consultation"
                and words.does("hold", "disclose")
                and number.unit_kind in ("item", "case", "thing", "session")
            ):
                self._tell(_EVENTS[kind], number, start, number.end)
                return True
            self._unassigned(number, start)
            return True
        if words.does("other_action") or self.context.listing == "subset":
            return False
        documents = [t for t in everything if t.value in ("normative", "interpretation")]
        if documents and number.unit_kind in ("item", "case", "copy", "session", "thing"):
            kind = documents[-1].value
            if kind == "normative" and number.unit_kind != "session":
                self._tell("disclosure.normative_documents", number, start, number.end)
                return True
            if kind == "interpretation":
                self._tell("disclosure.policy_interpretation", number, start, number.end)
                self.context.parent, self.context.parent_unit = "disclosure.policy_interpretation", number.unit
                return True
        return False

    # --- disclosure

    def _channel_indicator(self, channels: Sequence[str]) -> str:
        kinds = list(dict.fromkeys(channels))
        if "all_channels" in kinds:
            return "disclosure.total"
        if len(kinds) == 1:
            # A chat group or a meeting alone is no channel of the dictionary.
            return "" if kinds[0] == "group" else f"disclosure.{kinds[0]}"
        if set(kinds) <= _SOCIAL:
            return "disclosure.new_media"
        if kinds[-1] == "other_channels" and "website" not in kinds:
            return "disclosure.other_channels"
        return "disclosure.total"

    def _names_channel(self, pre: list[Token], number: Token) -> bool:
        """Whether a part of a list is a channel: nothing but verbs and general nouns between it and the number."""
        channels = [token for token in pre if token.kind == "channel"]
        if not channels:
            return False
        last = channels[-1]
        if any(t.value == "means" and t.start < last.start for t in pre):
            return True
        if any(t.value in ("disclose", "disclose_weak", "repost") and t.start >= last.end and len(t.text) > 1 for t in pre):
            return number.unit_kind in _COUNT_UNITS
        return not _QUOTED.sub("", self._unknown(last.end, number.core, pre))

    def _unknown(self, start: int, end: int, tokens: Iterable[Token]) -> str:
        """The characters of start..end that no general word covers: what makes a name particular."""
        general = {"info", "sum", "time", "filler", "adverb", "pair", "parts", "done", "all", "disclose", "means"}
        general |= {"level", "since", "rhythm"}
        covered: set[int] = set()
        for token in tokens:
            known = token.kind in ("channel", "year", "skip", "comma", "inset") or token.text == "占"
            if known or token.value in general:
                covered.update(range(token.start, token.end))
        stretch = "".join(self.text[i] for i in range(start, end) if i not in covered)
        return _MARKS.sub("", stretch)

    def _part(self, number: Token, pre: list[Token], words: _Evidence, after: _Evidence, start: int) -> bool:
        """A part of a list under a disclosure count: a channel, a column, or not a part at all (False)."""
        context = self.context
        enumerated = any(token.kind == "comma" for token in pre)
        if (
            words.does("receive", "answer", "close", "handle")
            and words.has("hotline", "petition", "messages", "application", "interaction", "case")
            and (words.does("receive") or (not enumerated and words.actions[0].start < words.objects[0].start))
        ):
            context.listing = ""
            return False
        if words.has(*_EVENTS, "visits") and number.unit_kind == "session" and number.unit != context.parent_unit:
            return False
        other_unit = number.unit_kind == "session" and number.unit != context.parent_unit
        if other_unit and (words.does("hold", "answer", "receive") or words.has("interpretation")):
            return False
        if words.does("issue") and words.has("normative"):
            return False
        if other_unit and context.parent_unit and not words.channels:
            self._unassigned(number, start)
            return True
        leading = words.actions[0] if words.actions else None
        other = leading and leading.value in ("other_action", "hold") and not self._unknown(start, leading.start, pre)
        if number.unit != context.parent_unit and (other or self._is_foreign(number, words, after)):
            self._unassigned(number, start)
            return True
        if number.unit_kind not in _COUNT_UNITS and number.unit not in ("项", "个"):
            self._unassigned(number, start)
            return True
        if words.does("original", "repost") and not any(c.value != "weibo" for c in words.channels):
            kind = "original" if words.does("original") else "repost"
            weibo = context.parent.startswith("disclosure.weibo") or any(c.value == "weibo" for c in words.channels)
            self._tell(f"disclosure.weibo_{kind}" if weibo else None, number, start, number.end)
            return True
        if leading and leading.value == "disclose_weak" and not words.channels:
            self._unassigned(number, start)
            return True
        if "level" in words.modifiers and not words.channels and not self._unknown(start, number.core, pre):
            self._unassigned(number, start)
            return True
        if self._told_year_within(number, words, start):
            return True
        if words.actions and words.actions[-1].value in _CASE_VERBS and words.channels:
            self._unassigned(number, start)
            return True
        if "rhythm" in words.modifiers or ("subset" in words.modifiers and not words.channels):
            self._unassigned(number, start)
            return True
        if self._names_channel(pre, number):
            if number.unit in ("个", "项") and number.unit != context.parent_unit:
                self._unassigned(number, start)
                return True
            if context.listing == "implicit":
                return False
            indicator = self._channel_indicator([c.value for c in words.channels])
            if not indicator:
                self._unassigned(number, start)
                return True
            self._tell(indicator, number, start, number.end)
            context.parent, context.parent_unit, context.listing = indicator, number.unit, "channels"
            return True
        if context.listing == "implicit" and (words.channels or number.unit != context.parent_unit):
            return False
        if context.listing == "channels" and words.has("interpretation", "normative"):
            return False
        if words.has("application") and not enumerated and words.objects[0].value == "application":
            self._unassigned(number, start)
            return True
        name = self._column_name(pre, start, number)
        if not name and after.objects:
            name = self._name_after(number, after)
        if context.listing == "implicit" and words.does("disclose") and words.has("normative", "interpretation"):
            return False
        if name and self._only_verbs(name, pre):
            name = None
        if not name or self.text[name[0] : name[1]] in _NO_COLUMNS:
            self._unassigned(number, start)
            return True
        self._column(name, number, start)
        return True

    def _told_year_within(self, number: Token, words: _Evidence, start: int) -> bool:
        """累计公开…条，其中本年新增…条: the first is cumulative, the second the year's."""
        context = self.context
        if not (words.does_text("新增") and (self.year in words.years or "time" in words.modifiers)):
            return False
        at = next((i for i in reversed(range(len(self.facts))) if self.facts[i].indicator == context.parent), None)
        if at is None or context.parent == "disclosure.column":
            return False
        if context.parent == "disclosure.cumulative":
            self._tell("disclosure.total", number, start, number.end)
            return True
        self.facts[at] = replace(self.facts[at], indicator="disclosure.cumulative")
        self._tell(context.parent, number, start, number.end)
        return True

    def _column(self, name: tuple[int, int], number: Token, start: int) -> None:
        a, b = name
        printed, _ = self._place(a, b)
        self._tell("disclosure.column", number, max(a, start), number.end, _WHITE.sub("", printed))

    def _only_verbs(self, name: tuple[int, int], pre: list[Token]) -> bool:
        """Whether a would-be name says what was done (新制定5件，废止4件), not what was told."""
        inside = [token for token in pre if name[0] <= token.start < name[1]]
        covered = sum(token.end - token.start for token in inside)
        verbs = all(t.kind == "action" and t.value in ("issue", "other_action", "new", "handle") for t in inside)
        return bool(inside) and verbs and covered == name[1] - name[0]

    def _name_after(self, number: Token, after: _Evidence) -> tuple[int, int] | None:
        last = after.objects[-1]
        return (number.end, last.end) if number.end < last.end else None

    def _column_name(self, pre: list[Token], start: int, number: Token) -> tuple[int, int] | None:
        """Where the column's name stands: the words before the number without list words and verbs at its ends."""
        titled = _TITLED.search(self.text, start, number.core)
        if titled and not self._unknown(start, titled.start(), pre):
            return titled.span()
        end = number.core
        tokens = [token for token in pre if token.start >= start]
        verbs = ("公示", "公告", "通报", "新增", "公开数", "公开量")
        cut = max((t.end for t in tokens if t.value in ("parts", "each") and len(t.text) > 1), default=start)
        tokens = [token for token in tokens if token.start >= cut]
        leading = {"parts", "pair", "time", "adverb", "sum", "done", "means", "filler", "lead"}
        for index, token in enumerate(tokens):
            gap = self.text[cut : token.start].strip("，、：；\n“”了 ")
            if gap:
                break
            doubled = index + 1 < len(tokens) and tokens[index + 1].value == "disclose"
            if token.value == "disclose" and (token.text not in verbs or (end - token.end > 2 and not doubled)):
                rest = self._unknown(token.end, end, tokens[index + 1 :]) or any(
                    t.kind in ("object", "action", "neutral") for t in tokens[index + 1 :]
                )
                if rest:
                    cut = token.end
                break
            if token.kind == "modifier" and token.value in leading:
                whole = (
                    len(token.text) > 1
                    or self.text[token.end] in "“"
                    or (index + 1 < len(tokens) and tokens[index + 1].start == token.end)
                )
                if token.value == "parts" or (token.value in ("pair", "sum", "done", "time", "lead") and whole):
                    cut = token.end
                    continue
                if any(t.value == "disclose" and t.text not in verbs for t in tokens[index + 1 :]):
                    following = tokens[index + 1]
                    if following.value in ("disclose", *leading) and following.start == token.end:
                        cut = token.end
                        continue
            break
        for token in reversed(tokens):
            if token.end <= cut or self.text[token.end : end].strip("，、：；了\n "):
                break
            trailing = token.kind == "modifier" and token.value in ("sum", "all", "time", "each")
            verb = token.kind == "action" and token.value == "disclose" and token.text not in verbs
            if trailing or (verb and token.text != "公开" and token.start > cut):
                end = token.start
                continue
            break
        while cut < end and self.text[cut] in "，、：；了 \n":
            cut += 1
        while end > cut and self.text[end - 1] in "，、：；了 \n":
            end -= 1
        inside = [t for t in tokens if cut <= t.start < end]
        if all(t.kind in ("year", "skip") for t in inside) and not self._unknown(cut, end, inside):
            return None
        # 重点公开71条 tells how, not what; 部门预算公开 tells what.
        how = bool(inside) and inside[-1].text in ("公开", "主动公开") and inside[-1].end == end
        what = self._unknown(cut, end, inside) or any(t.kind in ("object", "neutral") for t in inside)
        if how and not what:
            return None
        return (cut, end) if end > cut else None

    def _disclosed(
        self,
        number: Token,
        pre: list[Token],
        post: list[Token],
        words: _Evidence,
        after: _Evidence,
        start: int,
        end: int,
    ) -> None:
        context = self.context
        countable = number.unit_kind in _COUNT_UNITS or number.unit == "项"
        countable = countable or (number.unit == "个" and self._named_item_follows(number))
        last = words.actions[-1].value if words.actions else ""
        for earlier, later in zip(words.actions, words.actions[1:], strict=False):
            if earlier.value == "other_action" and earlier.end == later.start and later.value == "disclose":
                last = "other_action"
        blocked = self._is_foreign(number, words, after) or number.unit in _NO_POSTS
        spoken = bool(words.channels) and words.channels[-1].value in ("press", "group")
        blocked = blocked or (spoken and number.unit_kind == "session" and number.unit != "期")
        apart = words.channels and number.unit != context.parent_unit
        if context.listing == "subset" and not apart and not words.does_text("主动公开"):
            self._unassigned(number, start)
            return
        if last in ("other_action", "issue") and words.actions[0].value == "disclose":
            # 公布资金发放情况31期: the second verb is part of what was told.
            last = "disclose" if words.actions[0].end != words.actions[-1].start else last
        if last == "other_action":
            # 向融媒体中心投稿75篇，刊发31篇: what follows is of another channel.
            context.recent, context.passed_on = "", True
        handled = last in _CASE_VERBS and not words.does("disclose", "disclose_weak")
        if not countable or last in ("other_action", "issue") or handled or blocked:
            self._unassigned(number, start, words)
            return
        channelled = bool(words.channels or context.channels)
        disclosing = (
            words.does("disclose", "repost", "original")
            or (channelled and words.does("disclose_weak"))
            or any(token.value == "info" and token.text.endswith("公开") for token in words.objects)
        )
        social = bool(context.channels) and set(context.channels) <= _SOCIAL
        if social and not words.actions and words.has("info") and number.unit_kind == "item":
            # 公众号粉丝2万，推文423篇
            disclosing = True
        said = {token.value for token in pre}
        bare_sum = said == {"sum"} and not self._unknown(start, number.core, pre)
        last_told = self.facts[-1] if self.facts and context.parent.startswith("disclosure.") else None
        if bare_sum and context.channels_told > 1 and number.unit_kind == "item":
            # 网站56条，微信78条，共计134条
            self.strength[len(self.facts)] = 1
            self._tell("disclosure.total", number, start, number.end)
            return
        issues = last_told is not None and last_told.indicator == context.parent and last_told.unit == "期"
        about = {token.value for token in (*words.actions, *words.objects)} <= {"disclose", "info"}
        bare = about and not words.channels and not self._unknown(start, number.core, pre)
        if issues and bare and number.unit_kind == "item":
            self._told_channel(context.parent, number, words, start)
            return
        channels = [token.value for token in words.channels]
        if not channels and after.channels and (words.actions or context.parent):
            channels = [token.value for token in after.channels]
            disclosing = disclosing or context.parent.startswith("disclosure.")
        if words.channels and words.does("disclose") and self._begins_columns(pre, number):
            begin = words.channels[-1].end
            begin += self.text[begin : begin + 1] in ("上", "中", "里", "内")
            name = self._column_name([t for t in pre if t.start >= begin], begin, number)
            if name:
                unit = self._next_unit(number) if number.unit == "期" else number.unit
                context.announced = words.channels[-1].value if len(words.channels) == 1 else ""
                context.channels, context.parent_unit, context.listing = (), unit, "implicit"
                self._column(name, number, start)
                return
        if channels:
            named = disclosing or self._names_channel(pre, number) or bool(after.channels)
            if not named and not self._counts_items(number, words):
                self._unassigned(number, start, words)
                return
            indicator = self._channel_indicator(channels)
            if indicator:
                self._told_channel(indicator, number, words, start)
            else:
                self._unassigned(number, start, words)
            return
        quoted_account = _ACCOUNT.search(self.text, start, number.core)
        if disclosing and words.does("original", "repost") and context.parent == "disclosure.weibo":
            kind = "original" if words.does("original") else "repost"
            self._tell(f"disclosure.weibo_{kind}", number, start, number.end)
            return
        if self._is_cumulative(words):
            self._tell("disclosure.cumulative" if disclosing or words.has("info") else None, number, start, number.end)
            context.parent, context.parent_unit = "disclosure.cumulative", number.unit
            return
        generic = self._is_general(pre, post, number, words, after, start, end)
        matters = number.unit == "项" and self.text[: number.core].endswith("事项") and not words.has("info")
        if matters and not context.listing:
            self._unassigned(number, start)
            return
        through = context.channels_as_means or not words.does_text("主动公开")
        if disclosing and context.channels and through and not quoted_account:
            channel = self._channel_indicator(context.channels)
            if not channel:
                self._unassigned(number, start)
                return
            self._told_channel(channel, number, words, min(start, context.channels_start))
            return
        if not disclosing or quoted_account:
            self._unassigned(number, start)
            return
        if context.passed_on and not words.objects:
            self._unassigned(number, start)
            return
        titled = _TITLED.search(self.text, start, number.core)
        if titled and generic:
            self._column(titled.span(), number, start)
            return
        if generic and context.recent and not words.does_text("主动公开") and not words.modifiers & {"sum", "time"}:
            indicator = f"disclosure.{context.recent}" if number.unit != context.parent_unit else None
            if indicator:
                self._prefer_items(indicator, number)
            self._tell(indicator, number, start, number.end)
            return
        if generic and not (
            words.objects
            and self._named_item_follows(number)
            and not any(t.value == "info" and t.text.endswith("信息") for t in pre)
        ):
            self.strength[len(self.facts)] = self._strength(words)
            dated = "time" in words.modifiers or bool(words.years)
            if "累计" in self.text[start : number.core] and not dated:
                self.running.add(len(self.facts))
            self._tell("disclosure.total", number, start, number.end)
            context.parent, context.parent_unit = "disclosure.total", number.unit
            context.topic, context.listing = "", "implicit" if self._named_item_follows(number) else ""
            return
        if self.section.key == "other" or not words.does("disclose") or words.does("original"):
            self._unassigned(number, start)
            return
        if number.unit_kind in ("item", "case", "copy") or (number.unit == "个" and self._named_item_follows(number)):
            name = self._column_name(pre, start, number)
            if number.unit_kind == "copy" and number.unit not in ("份", "本"):
                name = None
            if name and not any(t.value == "answer" and t.start == name[0] for t in pre):
                self._column(name, number, start)
                if not context.listing:
                    context.listing, context.parent_unit = "implicit", number.unit
                return
        self._unassigned(number, start)

    @staticmethod
    def _counts_items(number: Token, words: _Evidence) -> bool:
        """Whether a channel's clause counts posts although its verb is unknown: 频道亮出信息412条."""
        contrary = words.does("other_action", "issue", "hold", *_CASE_VERBS) or any(
            token.value != "info" for token in words.objects
        )
        return number.unit_kind == "item" and bool(words.channels) and not contrary

    def _begins_columns(self, pre: list[Token], number: Token) -> bool:
        """Whether the number is the first of several named things: 网站公开预决算4条、项目6条、救助24条."""
        verbs = [token for token in pre if token.value == "disclose"]
        if not verbs:
            return False
        nouns = [t for t in pre if t.kind in ("object", "neutral") and t.start >= verbs[-1].end]
        named = any(not noun.text.endswith("信息") for noun in nouns)
        particular = named or bool(self._unknown(verbs[-1].end, number.core, pre))
        countable = number.unit_kind in ("item", "case", "copy") or number.unit in ("个", "期")
        return particular and countable and self._named_item_follows(number)

    def _told_channel(self, indicator: str, number: Token, words: _Evidence, start: int) -> None:
        context = self.context
        if indicator == "disclosure.weibo" and words.does("original") != words.does("repost"):
            indicator = "disclosure.weibo_original" if words.does("original") else "disclosure.weibo_repost"
        if self._is_cumulative(words):
            indicator = "disclosure.cumulative"
        if indicator == "disclosure.total":
            self.strength[len(self.facts)] = 0
        self._prefer_items(indicator, number)
        self._tell(indicator, number, start, number.end)
        context.channels_told += 1
        context.parent, context.parent_unit = indicator, number.unit
        context.topic, context.listing = "", ""
        context.channels, context.recent = (), indicator.removeprefix("disclosure.").partition("_")[0]

    def _prefer_items(self, indicator: str, number: Token) -> None:
        """推送186期、712条: the items are the count, the issues none."""
        if number.unit_kind == "item" and self.facts and self.facts[-1].indicator == indicator:
            last = self.facts[-1]
            if last.unit == "期" and self.context.parent == indicator:
                self.facts[-1] = replace(last, indicator=None)

    def _is_cumulative(self, words: _Evidence) -> bool:
        """Whether the count runs over years: 历年, 自2008年…以来; not 2022年以来 in the report on 2022."""
        if "cumulative" in words.modifiers or (
            "since" in words.modifiers and self.year not in (*words.years, *words.dates)
        ):
            return True
        return self.context.cumulative and "time" not in words.modifiers

    @staticmethod
    def _strength(words: _Evidence) -> int:
        """How surely a general count is the year's total."""
        return 1 + 2 * words.does_text("主动公开") + ("sum" in words.modifiers) + ("time" in words.modifiers)

    def _is_general(
        self,
        pre: list[Token],
        post: list[Token],
        number: Token,
        words: _Evidence,
        after: _Evidence,
        start: int,
        end: int,
    ) -> bool:
        """Whether what is counted is information in general."""
        if number.unit_kind == "session" and not words.has("info"):
            return False
        verbs = [token for token in pre if token.kind == "action" and token.value == "disclose"]
        begin = verbs[-1].end if verbs else start
        if words.has("info") or not post:
            stretch = self._unknown(begin, number.core, pre)
            tail = self.text[begin : number.core].rpartition("等")
            if tail[1] and not self._named_item_follows(number):
                offset = begin + len(tail[0]) + 1
                stretch = self._unknown(offset, number.core, pre)
            named = any(
                (t.kind == "object" and t.value != "info") or t.kind == "neutral" for t in pre if t.start >= begin
            )
            if not stretch and not named:
                if (
                    verbs
                    and verbs[-1].text != "主动公开"
                    and not (any(t.value == "info" and t.start >= begin for t in pre))
                ):
                    before = [t for t in pre if t.value == "info" and t.start < begin]
                    if before and self._unknown(start, before[-1].start, pre)[-2:-1]:
                        subject = self._unknown(start, before[-1].start, pre)
                        return subject.endswith(("镇", "乡", "街道", "局", "上", "县", "区", "市", "单位", "办"))
                return True
            return False
        if post and not words.objects:
            stretch = self._unknown(number.end, end, post)
            return not stretch and not any(t.kind == "object" and t.value != "info" for t in post)
        return False

    # --- lists told with 分别

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
            topical = (*_EVENTS, *_CASE_TOPICS, "review", "litigation", "normative", "interpretation")
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
            self._tell(_RATES.get((topic, kind)), number, start, number.end)

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
        if any(t.kind == "object" and t.value in _CASE_TOPICS for t in head):
            shared = [t for t in head if t.value in _CASE_TOPICS]
            return [
                groups[0],
                *[[*shared, *g] if not any(t.value in _CASE_TOPICS for t in g) else g for g in groups[1:]],
            ]
        shared = [t for t in head if t.kind in ("modifier", "action")]
        return [groups[0], *[[*shared, *g] for g in groups[1:]]]

    # --- clauses without a number

    def _note(self, tokens: list[Token], start: int, end: int) -> None:
        """Take from a phrase without a number what it says: a zero, an implied answer, or context."""
        context = self.context
        words = _evidence(tokens)
        negations = [t for t in tokens if t.kind == "negation"]
        if len(negations) > 1:
            # 无上年结转、无结转下年: each negation has its own subject.
            cut = next((t for t in tokens if t.kind == "comma" and negations[0].end <= t.start < negations[1].start), None)
            first = [t for t in tokens if cut is not None and t.end <= cut.start]
            whole = any(t.kind == "object" or t.value in ("carry", "carry_in") for t in first)
            if cut is not None and cut.end == negations[1].start and whole:
                self._note([t for t in tokens if t.end <= cut.start], start, cut.start)
                self._note([t for t in tokens if t.start >= cut.end], cut.end, end)
                return
        if words.negated and self._zeros(tokens, words, start, end):
            return
        disputes = tuple(k for k in ("review", "litigation") if words.has(k, "dispute"))
        if disputes:
            context.disputes, context.disputes_start = disputes, start
            enumerated = [_ASPECTS[kind, "received"] for kind in disputes]
            if words.has("application", "request") and any(t.kind == "comma" for t in tokens):
                enumerated.insert(0, "applications.received")
            context.enumerated = tuple(enumerated)
        self._open_day(words, start, end)
        if not words.negated and self._implied_answer(words, end):
            return
        if "parts" in words.modifiers and tokens and tokens[-1].value == "parts":
            self._begin_list()
        context.future = context.future or "future" in words.modifiers
        context.cumulative = context.cumulative or self._is_cumulative(words)
        if words.rates:
            context.rates = tuple(token.value for token in words.rates)
        topics = self._topics(words)
        if len(topics) == 1:
            topic = topics.pop()
            if topic != context.topic:
                context.topic = topic
            context.topic_age = 0
        elif topics:
            context.topic, context.received = "", ()
        if words.channels and not topics:
            context.channels = tuple(dict.fromkeys(token.value for token in words.channels))
            before = [t for t in tokens if t.start < words.channels[0].start]
            context.channels_as_means = any(t.value == "means" for t in before) and not words.does("other_action")
            context.channels_start = start

    def _open_day(self, words: _Evidence, start: int, end: int) -> None:
        if (
            words.has("open_day")
            and words.does("hold")
            and not words.modifiers & {"habit", "rhythm", "plan", "future"}
            and not words.negated
        ):
            self.implied.append(self._fact("open_day.events", None, start, end, value=1.0))

    def _implied_answer(self, words: _Evidence, end: int) -> bool:
        """…3件，均已办结: the answers are as many as the cases received before."""
        context = self.context
        if words.negated or words.does("pending") or words.rates:
            return False
        finished = words.does("close", "answer") or (words.does("handle") and words.modifiers & {"all", "done", "sum"})
        # 均已予以公开 answers a request for information, and nothing else.
        granted = not finished and {"subset", "all"} <= words.modifiers
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
            indicator = _ASPECTS.get((case.topic, "closed"))
            if indicator is None or f"{case.topic}.closed" in context.taken or not case.number.number:
                continue
            self._tell(indicator, case.number, case.start, end)
            context.taken.add(f"{case.topic}.closed")
            told = True
        return told

    def _answered_cases(self) -> list[_Received]:
        """The cases that "均已办结" speaks of: those of the stretch, else of the sentence, else of the one before."""
        context = self.context
        here = [case for case in context.received if case.sentence == context.sentence]
        near = [case for case in here if case.segment == context.segment]
        if here:
            return near or here
        if any(fact.value is not None for fact in self.facts[context.first_fact :]):
            return []
        return [case for case in context.received if case.sentence == context.sentence - 1]

    def _zeros(self, tokens: list[Token], words: _Evidence, start: int, end: int) -> bool:
        """Zeros told by a negation: 没有收到…申请, 无行政复议、行政诉讼, …均未发生."""
        context = self.context
        if words.modifiers & {"harm", "plan", "future"} or words.does("pending"):
            return False
        at = next(token.start for token in tokens if token.kind == "negation")
        scope = [token for token in tokens if token.start > at]
        inside = _evidence(scope)
        told: list[str] = []
        backwards = not inside.objects
        disputes = [k for k in ("review", "litigation") if inside.has(k, "dispute")]
        if not disputes and backwards:
            disputes = [k for k in ("review", "litigation") if words.has(k, "dispute")]
            if not disputes and not words.objects and context.disputes:
                disputes, start = list(context.disputes), context.disputes_start
        if not words.objects and not words.actions and self.text[start:end].strip("，、 ") in _NOTHING:
            disputes = disputes or list(context.heading_disputes)
            if not disputes and context.heading == "application":
                told.append("applications.received")
        told += [_ASPECTS[kind, "received"] for kind in disputes]
        if not disputes and not words.objects and words.actions and words.does("receive") and context.topic_age == 0:
            # 政府信息公开申请：全年未接到
            indicator = _ASPECTS.get((context.topic, "received"))
            plain = {token.kind for token in tokens} <= {"modifier", "negation", "action", "year"}
            covered = sum(token.end - token.start for token in tokens)
            if indicator and plain and covered == len(self.text[start:end].strip("，、 ")):
                told.append(indicator)
        caused = "source" in inside.modifiers or ("source" in words.modifiers and backwards)
        about = inside if not backwards else words
        if self._requests_none(about, inside, tokens, at if not backwards else -1, disputes, caused, start, end):
            told.append("applications.received")
            first = min((t.start for t in inside.objects if t.value in ("application", "request")), default=end)
            kinds = {t.value for t in inside.actions if t.start < first}
            if "receive" in kinds and kinds & {"handle", "answer"}:
                told.append("applications.answered")
        previous = "previous" in words.modifiers
        other = any(t.value not in ("application", "request", "case") for t in words.objects)
        if words.does("carry_in") or (words.does("carry") and previous):
            told = ["applications.carried_in"]
        elif words.does("carry") and not other:
            told = ["applications.carried_forward"]
        if not disputes and not caused:
            if inside.has("petition") and not told:
                told.append("petition.received")
            if inside.has("hotline") and inside.does("receive"):
                told.append("hotline12345.received")
            if inside.has("messages") and inside.does("receive") and not inside.has("application", "request"):
                told.append("messages.received")
            if inside.has("normative") and (inside.does("issue", "disclose") or not inside.actions):
                told.append("disclosure.normative_documents")
            if inside.has("proposal") and (inside.does("receive", "handle") or not inside.actions):
                told.append("proposals.answered")
        for indicator in told:
            self._tell_value(indicator, 0.0, start, end)
        if told and told[0].startswith("applications."):
            context.topic, context.topic_age = "application", 0
        return bool(told)

    def _requests_none(
        self,
        about: _Evidence,
        inside: _Evidence,
        scope_all: list[Token],
        after: int,
        disputes: list[str],
        caused: bool,
        start: int,
        end: int,
    ) -> bool:
        scope = [token for token in scope_all if token.start > after]
        touched = any(
            t.value == "request" and any(n.kind == "negation" and n.end == t.start for n in scope_all) for t in about.objects
        )
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


def _stream(document: Document, section: Section) -> tuple[str, list[_Piece]]:
    """The normalised text of a section with its way back; paragraphs parted by line feeds, wrapped lines joined."""
    found: list[tuple[int, int, int | None, Normalised]] = []
    tabular = section.key in ("disclosure", "applications", "disputes")
    for part in section.parts:
        block = document.blocks[part.block]
        if block.kind == "table" or part.end <= part.start:
            continue
        normalised = _closed_up(normalise(block.text[part.start : part.end]))
        if normalised.text and not (tabular and not _is_prose(normalised.text, section.key)):
            found.append((part.block, part.start, block.page, normalised))
    widest = max((len(item[3].text) for item in found), default=0)
    pieces: list[_Piece] = []
    text = ""
    before = 0
    for block_index, offset, page, normalised in found:
        if text:
            # A line as wide as the widest, without a full stop, was wrapped; a short one is a paragraph.
            wrapped = before >= 0.85 * widest and 20 <= widest <= 90
            wrapped = wrapped and text[-1] not in _PARAGRAPH_END and not _LABEL_START.match(normalised.text)
            text += "" if wrapped else "\n"
        pieces.append(_Piece(len(text), block_index, offset, page, normalised))
        text += normalised.text.replace("\n", " ")
        before = len(normalised.text)
    return text, pieces


def _nothing_told(document: Document, section: Section) -> tuple[str, list[_Piece]]:
    """A section on disputes that holds no table and one word for none: its heading is the subject."""
    blocks = [document.blocks[part.block] for part in section.parts if part.end > part.start]
    lines = [normalise(b.text[part.start : part.end]) for b, part in zip(blocks, section.parts, strict=False)]
    single = section.key == "disputes" and len(lines) == 1 and blocks[0].kind != "table"
    if not single or lines[0].text.strip("。 ") not in _NOTHING:
        return "", []
    part = next(part for part in section.parts if part.end > part.start)
    heading = "行政复议、行政诉讼"
    piece = _Piece(len(heading), part.block, part.start, blocks[0].page, lines[0])
    return heading + lines[0].text, [piece]


def _closed_up(normalised: Normalised) -> Normalised:
    """The text without what damage put into it: spaces between the digits of one number (发布信息 8 7 条) and
    pinyin in brackets (发（fā）布)."""
    gaps: set[int] = set()
    for match in _PARTED_DIGITS.finditer(normalised.text):
        gaps.update(i for i in range(match.start(), match.end()) if normalised.text[i] == " ")
    for match in _PINYIN.finditer(normalised.text):
        gaps.update(range(match.start(), match.end()))
    if not gaps:
        return normalised
    kept = [i for i in range(len(normalised.text)) if i not in gaps]
    return Normalised(
        "".join(normalised.text[i] for i in kept), tuple(normalised.offsets[i] for i in kept), normalised.printed
    )


def _is_prose(text: str, section: str) -> bool:
    """Whether a paragraph of a section of tables is a sentence, not the label or value of a cell."""
    if section == "disputes" and _NO_DISPUTES.search(text):
        return True
    return len(text) >= 10 and (
        "。" in text or bool(re.search(r"(?:收到|受理|接到|发生|公开|答复|办理).*\d+[件条起]", text))
    )


def extract_narrative(document: Document, report: Report) -> tuple[Fact, ...]:
    """The Facts of the prose of `report`, in reading order; units as printed, rates in percent.

    A number that no indicator can be given has indicator None. A fact told twice is given once.
    """
    facts: list[Fact] = []
    implied: list[Fact] = []
    for section in report.sections:
        if section.key not in _PROSE_SECTIONS:
            continue
        text, pieces = _stream(document, section)
        if not text:
            text, pieces = _nothing_told(document, section)
        if not text:
            continue
        reader = _Reader(section, text, pieces, report.year)
        found = reader.read()
        facts += _one_total(found, reader.strength, reader.running)
        implied += reader.implied
    if implied and not any(fact.indicator == "open_day.events" for fact in facts):
        facts.append(implied[0])
    return tuple(_once(facts))


def _one_total(facts: list[Fact], strength: dict[int, int], running: set[int]) -> list[Fact]:
    """Keep the surest total; a second general count of another value is no indicator.

    累计公开12986条。本年度公开460条: the `running` count before a smaller one is the cumulative one.
    """
    totals = [i for i, fact in enumerate(facts) if fact.indicator == "disclosure.total"]
    if len(totals) < 2:
        return facts
    first, second = totals[:2]
    larger = (facts[first].value or 0) > (facts[second].value or 0)
    if larger and first in running and second not in running and strength.get(second, 0) >= 3:
        facts[first] = replace(facts[first], indicator="disclosure.cumulative")
        totals = totals[1:]
    best = max(totals, key=lambda i: (strength.get(i, 0), -i))
    return [
        replace(fact, indicator=None) if i in totals and i != best and fact.value != facts[best].value else fact
        for i, fact in enumerate(facts)
    ]


def _once(facts: list[Fact]) -> list[Fact]:
    seen: set[tuple[str | None, str, float | None]] = set()
    positive = {fact.indicator for fact in facts if fact.indicator and fact.value}
    kept: list[Fact] = []
    for fact in facts:
        key = (fact.indicator, fact.breakdown, fact.value)
        untold_zero = fact.value == 0 and fact.unit == "" and fact.indicator in positive
        if fact.indicator and (key in seen or untold_zero):
            continue
        seen.add(key)
        kept.append(fact)
    return kept
