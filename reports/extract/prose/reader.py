"""Step 4, extract: the numbers that a report tells in prose.

In goes a Document with its Report; out come Facts with source "text": each count or rate with the indicator of the
dictionary that its clause gives evidence for, columns of a list under "disclosure.column", told zeros, and, with
indicator None, every other number. It reads no statutory table, adds nothing up and corrects no printed number.

How a number gets its indicator: its clause is a row of lexicon words (reports/extract/prose/clauses.py). What is counted, through
which channel and by which verb is read from the words beside the number, else from the clauses before it
(reports/extract/prose/telling.py). The order of the readers is: disputes, parts of a list, cases, events, disclosure. Evidence that points to several indicators, or to none, leaves the number without one.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reports.extract.prose.candidates import Candidate
from reports.extract.prose.clauses import sentences
from reports.extract.prose.disclosure import Disclosure
from reports.extract.prose.enumerations import Enumerations
from reports.extract.prose.events import Events
from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.objects import as_verb, told_together
from reports.extract.prose.outcomes import Outcomes
from reports.extract.prose.places import is_level_below, is_taken_by_others, page_names, without_things
from reports.extract.prose.scope import rise, scope
from reports.extract.prose.telling import CASE_TOPICS
from reports.extract.prose.tokens import NUMERALS, Clause, Sentence, Token
from reports.extract.prose.topics import ASPECTS
from reports.extract.prose.zeros import Zeros

_DEALT_WITH = re.compile(r"(?:对|将|把)[^，。；：]{0,14}$")
_LOOKED_OVER = re.compile(
    r"[^，。；：]{0,10}?(?:进行|予以|开展|加以|作了?|逐条)(?:了)?[^，。；：公发推]{0,6}(?:查|审|核|理|评|整改|归档|归类|修|检|分析)"
)
_MAINLY = re.compile(r"以[^，。；]{1,14}为(?:主$|[^，。；]{0,8}主(?:要)?(?:平台|渠道|载体|阵地|途径|形式|方式)$)")
"""以网站为主要平台: what is told next is not told of the website alone."""
_INTO_DISPUTE = re.compile("(?:信息公开)?(?:申请)?(?:进入|转入)(?:了)?行政(复议|诉讼)(?:程序|阶段)(?=[，。；])")
_KEPT_BACK = re.compile(r"[^\d，。；]{0,8}(?:结转|转结|顺延)[^\d，。；]{0,4}(?:下|次|翌|来|20\d\d)年?[^，。；]{0,8}外")
_OFFERED = ("投稿", "供稿", "送稿", "报稿", "约稿")
_WORKS = re.compile(r"(?:公开|公布|发布|公示)了?《[^，。；]+》(?:等|共|等共)?$")
_ON_A_CHANNEL = re.compile(
    "(?<!建设)(?<!管理)(?:公开|发布|更新|推送)(?:政府|政务|各类)?(?:信息)?(?:的)?(?:情况|方面)?$"
)
"""（一）门户网站主动公开政府信息情况; not （一）网站建设情况."""
_KEEPS_RUNNING = re.compile("[^，。；]{0,4}(?:保持|持续|坚持)[^，。；]{0,8}$")
"""公众号保持常态化运营，全年发布信息87条: the channel itself is what the clause tells of."""
_MADE = re.compile("更新|修订|编制|制定|完善|调整")
_REVIEWED = re.compile(r"清理|梳理|现行有效")
_LONGEST_HEADING = 24
_MOST_NUMBERS = 400
"""Numbers of one sentence; the longest list known has eighty."""


def _first_unit(inset: Token) -> str:
    """The unit of the first number in a bracket, "" without one."""
    return next((t.unit for clause in inset.inset for t in clause.tokens if t.kind == "number"), "")


class Reader(Zeros, Outcomes, Events, Disclosure, Enumerations):
    """Reads one section's stream, sentence by sentence."""

    def read(self) -> list[Candidate]:
        for sentence in sentences(self.text):
            self._sentence(sentence)
        return self.candidates()

    def _sentence(self, sentence: Sentence) -> None:
        context = self.context
        tokens = [token for clause in sentence.clauses for token in clause.tokens]
        numbered = any(token.kind in ("number", "inset") for token in tokens)
        if sum(token.kind == "number" for token in tokens) > _MOST_NUMBERS:
            for token in tokens:
                if token.kind == "number":
                    self._unassigned(token, token.core)
            return
        first = evidence_of(sentence.clauses[0].tokens) if sentence.clauses else Evidence()
        continues = ("parts" in first.modifiers and not sentence.enumerator) or self.text[sentence.start] == "（"
        if sentence.enumerator in ("heading", "arabic"):
            short = len(sentence.clauses) == 1 and not numbered and sentence.end - sentence.start <= _LONGEST_HEADING
            if short or sentence.enumerator == "heading":
                head = sentence.clauses[0] if sentence.clauses else None
                context.heading = self._heading(head) if head else ""
                named = evidence_of(head.tokens) if head and short else Evidence()
                context.heading_disputes = tuple(k for k in ("review", "litigation") if named.has(k, "dispute"))
        alone = len(sentence.clauses) == 1 and not numbered and sentence.end - sentence.start <= _LONGEST_HEADING
        if sentence.enumerator in ("heading", "arabic") or (alone and self.text[: sentence.end].endswith("情况")):
            # 门户网站主动公开政府信息情况。 is a heading too.
            plain = alone and _ON_A_CHANNEL.search(self.text, sentence.start, sentence.end)
            kinds = {token.value for token in first.channels if not token.text.endswith("目录")}
            context.heading_channel = self._channel_indicator([*kinds]) if plain and len(kinds) == 1 else ""
        if sentence.enumerator:
            context.topic = ""
        if not continues:
            context.channels, context.listing, context.parent, context.recent = (), "", "", ""
            context.channel_tokens = ()
            context.taken = set() if context.topic_age else context.taken
            context.topic_age += 1
            if context.topic_age > 1:
                context.topic, context.received, context.taken = "", (), set()
        context.rates, context.cumulative, context.future = (), False, False
        context.channels_told = 0
        context.disputes = ()
        context.sentence += 1
        context.segment = 0
        context.sentence_start = sentence.start
        context.excepted, context.enumerated, context.part, context.passed_on = None, (), "", False
        context.below = 0.0
        if not self.text.startswith(("以上", "上述"), sentence.start):
            context.announced = ""
        context.first_fact = context.first_fact if continues else len(self.facts)
        self.items = self._items(sentence.clauses)
        pages = page_names(self.text[start : number.core] for number, _, start in self.items)
        self.pages = {number.start: name for (number, *_), name in zip(self.items, pages, strict=True) if name}
        self._begin_line(sentence, continues)
        if not context.listing and (whole := self._divided_before()):
            context.parent, context.parent_unit, context.listing = whole.indicator or "", whole.unit, "columns"
        for clause in sentence.clauses:
            self._clause(clause)
            context.segment += clause.mark == "；"
            context.below = 0.0 if clause.mark == "；" else context.below

    @staticmethod
    def _heading(clause: Clause) -> str:
        evidence = evidence_of(clause.tokens)
        topics = {t.value for t in evidence.objects if t.value in CASE_TOPICS} - {"weibo", "proposal"}
        if not topics and evidence.has("request") and len(evidence.objects) == 1:
            topics = {"application"}
        if not topics and any(token.text == "信访工作" for token in clause.tokens):
            topics = {"petition"}
        return topics.pop() if len(topics) == 1 else ""

    def _clause(self, clause: Clause) -> None:
        tokens = clause.tokens
        self.verbs_before = self.clause_verbs if clause.start > self.context.sentence_start else None
        self.clause_verbs = None
        if self._distributed(clause):
            return
        phrase: list[Token] = []
        last = max((index for index, token in enumerate(tokens) if token.kind == "number"), default=-1)
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
            if boundary and index <= last:
                self._phrase(phrase, start, token.start)
                phrase, start, counted = [], token.end if token.kind == "comma" else token.start, False
                if token.kind == "comma":
                    continue
            counted = counted or token.kind == "number"
            phrase.append(token)
        self._phrase(phrase, start, clause.end)
        if not counted and (clause.mark == "：" or self.text[start : clause.end].endswith("中")):
            self._announce(clause)
        elif counted and clause.mark == "：":
            self._parts_after_colon(clause)

    def _parts_after_colon(self, clause: Clause) -> None:
        """公开信息641条：政策205条，公告388条: two named items of its unit after a count and a colon are its parts."""
        context = self.context
        following = [item for item in self.items if item[0].start >= clause.end][:2]
        disclosed = context.parent.startswith("disclosure.") and context.parent != "disclosure.policy_interpretation"
        if disclosed and len(following) == 2:
            alike = all(item[0].unit == context.parent_unit and self._is_named_item(*item) for item in following)
            context.listing = "columns" if alike else context.listing

    def _announce(self, clause: Clause) -> None:
        """公开信息如下：… begins a list of columns when a named item without a verb comes next."""
        words = evidence_of(clause.tokens)
        following = next((item[0] for item in self.items if item[0].start >= clause.end), None)
        if (
            following is None
            or self._topics(words)
            or not (words.does("disclose") or words.has("info") or words.channels)
        ):
            return
        at = self.items.index(next(item for item in self.items if item[0] is following))
        alone = len(clause.tokens) == 1 and clause.tokens[0].kind == "channel"
        if alone:
            # 公众号：图文消息260条
            self.context.listing, self.context.parent = "", ""
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
        past = begin
        next_number = dict(zip(numbers, [*numbers[1:], len(tokens)], strict=True))
        for index, token in enumerate(tokens):
            if token.kind == "inset":
                self._inset(token)
                pre.append(token)
            elif token.kind != "number":
                pre += [token] if token.start >= past else []
            else:
                if rose := rise(self.text, begin, token.core, token.end):
                    # 由2022年的60条增至87条: what the clause says is told of the second number.
                    self._unassigned(token, begin, evidence_of(pre))
                    pre = [word for word in pre if word.end <= rose[0]]
                    pre.append(Token("skip", "", *rose, self.text[slice(*rose)]))
                    past = rose[1]
                    continue
                following = next_number[index]
                post = [later for later in tokens[index + 1 : following] if later.kind != "inset"]
                if following < len(tokens):
                    named = any(word.kind in ("object", "channel") for word in pre)
                    post = [] if named else self._until_action(post)
                self._number(token, pre, post, begin, end if following == len(tokens) else token.end)
                begin = token.end
                pre = []
        if pre and not any(token.value == "rest" for token in tokens):
            self._implied_answer(evidence_of(pre), begin, end)

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
            context.listing = "columns" if self._counts_kinds() else "subset"
        last = self.facts[-1] if self.facts and self.facts[-1].unit == _first_unit(token) else None
        if last is not None and last.indicator is None:
            # 组织宣传70次（媒体采访30次）: parts of what is no count are none.
            context.listing = "subset"
        # 行政执法12条（含行政许可4条）
        some = self.text[token.start + 1 : token.end].startswith(("含", "其中", "包括", "包含"))
        context.is_below = some and last is not None and last.indicator == "disclosure.column"
        for clause in token.inset:
            self._clause(clause)
        kept.taken = context.taken
        self.context = kept

    def _number(self, number: Token, pre: list[Token], post: list[Token], start: int, end: int) -> None:
        context = self.context
        pre = told_together(self.text, without_things(self.text, pre, number.core))
        if not context.listing and not self._named_item_follows(number):
            pre = as_verb(self.text, pre)
        words = evidence_of(pre)
        after = evidence_of(post)
        self.phrase = pre
        if "parts" in words.modifiers or self._opens_list(number, pre):
            self._begin_list()
            # 公开事项4条，包括机构简介4条 names the item once more.
            context.below = 0.0 if context.below == number.number else context.below
        if self._is_told_of_another(number):
            self._unassigned(number, start, words)
            return
        if number.unit_kind == "percent" or (words.rates and not number.unit):
            self._rate(number, words, start)
            return
        if self._grown(number, words, start):
            return
        dealt_with = _DEALT_WITH.search(self.text, start, number.core) and _LOOKED_OVER.match(self.text, number.end)
        if dealt_with or self._is_no_count(number, pre, post, words, after):
            # 对发布的89条信息进行复查 is no count either.
            self._unassigned(number, start, words)
            return
        if self._is_excepted(number):
            context.excepted = number.number
            if context.topic == "application" and _KEPT_BACK.match(self.text, number.end):
                # 收到85件，除2件结转下年办理外
                self._tell("applications.carried_forward", number, start, number.end)
            else:
                self._unassigned(number, start, words)
            return
        if self._outcome(number, words, start):
            return
        if self._sum_with_the_last(number, pre, words, start) or self._sum(number, pre, words, start):
            return
        if len(self.items) > 1 and is_taken_by_others(self.text, start, number.core):
            # 公开信息120条，纸媒采用35条: published by others.
            context.passed_on = True
            self._unassigned(number, start)
            return
        if context.below:
            context.below = context.below - number.number if number.number <= context.below else 0.0
            self._unassigned(number, start)
            return
        if context.is_below or (context.parent and is_level_below(self.text, context.sentence_start, number.core)):
            self._unassigned(number, start)
            return
        if self._quoted_column(number, pre, start) or self._page_column(number, start):
            return
        if disputed := _INTO_DISPUTE.match(self.text, number.end):
            # 其中2件申请进入行政复议程序
            kind = "review" if disputed[1] == "复议" else "litigation"
            self._tell(ASPECTS[kind, "received"], number, start, disputed.end())
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
        if _WORKS.search(self.text, start, number.core):
            # 公布《部门预算》《部门决算》等2项预决算信息: what was named, not all that was published.
            self._unassigned(number, start, words)
            return
        self._disclosed(number, pre, post, words, after, start, end)

    def _is_told_of_another(self, number: Token) -> bool:
        """Whether the number is told of a part of the year, of other years or of other offices; when in the year a
        training or an inspection was held takes nothing away from it."""
        told_of = scope(self.text, self.context.sentence_start, number.core, self.year, self.is_below)
        if told_of == "part":
            return number.unit_kind in ("item", "case", "copy", "percent")
        if told_of == "years":
            return not self.context.listing
        return told_of == "others"

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

    def _is_no_count(
        self, number: Token, pre: list[Token], post: list[Token], words: Evidence, after: Evidence
    ) -> bool:
        """Whether the words tell that the number is none of the dictionary: people, money, plans, comparisons."""
        if number.unit_kind == "money" or (words.negated and words.channels and not self._topics(words)):
            return True
        if number.unit_kind == "person" and not (words.has("visits") or after.has("visits")):
            topics = self._topics(words)
            if len(topics) == 1 and not self.context.topic:
                self.context.topic, self.context.topic_age = topics.pop(), 0
            return True
        if not number.unit and not (number.number == 0 or self._bare_number_stands(self.text, number, pre, post)):
            return True
        if number.unit_kind == "session" and self.text[number.core - 1 : number.core] == "分":
            # 对抽查结果分2次进行公示 tells how.
            return True
        flags = words.modifiers
        share = number.unit_kind in ("item", "case") and bool(pre) and pre[-1].text == "占"
        if "compare" in flags and not (self.context.listing and (share or not self._ends_with(pre, "compare"))):
            return True
        planned = bool(pre) and pre[0].value == "plan" and not self.text[self.context.sentence_start : pre[0].start]
        self.context.future = self.context.future or planned or "future" in flags
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
        earlier = earlier and not words.does("carry", "carry_in")
        return earlier and pre[0].kind == "year" and not words.channels and not self.context.listing

    def _is_brought_up_to_date(self, channel: Token, start: int) -> bool:
        """Whether a guide or a catalogue is what was made, not where: 更新了信息公开指南、目录，公开信息845条."""
        listed = channel.text.endswith(("目录", "指南"))
        return listed and _MADE.search(self.text, start, channel.start) is not None

    @staticmethod
    def _ends_with(pre: list[Token], modifier: str) -> bool:
        return bool(pre) and pre[-1].value == modifier

    @staticmethod
    def _bare_number_stands(text: str, number: Token, pre: list[Token], post: list[Token]) -> bool:
        """A number that lost its unit still counts where a known word touches it and nothing follows."""
        return (
            bool(pre)
            and (text[number.end : number.end + 1] or number.text[-1:]) not in (*"大位维", *NUMERALS)
            and (pre[-1].end == number.core or text[pre[-1].end : number.core].endswith("）"))
            and not post
            and pre[-1].kind not in ("neutral", "skip", "year", "comma")
        )

    def _note(self, tokens: list[Token], start: int, end: int) -> None:
        """Take from a phrase without a number what it says: a zero, an implied answer, or context."""
        context = self.context
        words = evidence_of(tokens)
        negations = [t for t in tokens if t.kind == "negation"]
        if len(negations) > 1:
            # 无上年结转、无结转下年: each negation has its own subject.
            cut = next(
                (t for t in tokens if t.kind == "comma" and negations[0].end <= t.start < negations[1].start), None
            )
            first = [t for t in tokens if cut is not None and t.end <= cut.start]
            whole = any(t.kind == "object" or t.value in ("carry", "carry_in") for t in first)
            glued = next((t for t in tokens if t.kind == "object" and t.end == negations[1].start), None)
            if glued is not None:
                self._note([t for t in tokens if t.end <= glued.end], start, glued.end)
                self._note([t for t in tokens if t.start >= glued.end], glued.end, end)
                return
            if cut is not None and cut.end == negations[1].start and whole:
                self._note([t for t in tokens if t.end <= cut.start], start, cut.start)
                self._note([t for t in tokens if t.start >= cut.end], cut.end, end)
                return
        if words.negated and self._zeros(tokens, words, start, end):
            last = tokens[-1]
            denied = last.value in ("review", "litigation", "dispute") and last.end == end
            context.denied_to = end if denied and self.text[end : end + 1] == "，" else -1
            return
        if tokens and start == context.denied_to + 1 == tokens[0].start and not (words.actions or words.negated):
            # 未发生行政复议案，行政诉讼案和申诉案
            for kind in ("review", "litigation"):
                if tokens[0].value in (kind, "dispute"):
                    self._tell_value(ASPECTS[kind, "received"], 0.0, start, tokens[0].end)
        disputes = tuple(k for k in ("review", "litigation") if words.has(k, "dispute"))
        if disputes:
            context.disputes, context.disputes_start = disputes, start
            enumerated = [ASPECTS[kind, "received"] for kind in disputes]
            if words.has("application", "request") and any(t.kind == "comma" for t in tokens):
                enumerated.insert(0, "applications.received")
            context.enumerated = tuple(enumerated)
        self._open_day(words, start, end)
        if not words.negated and self._implied_answer(words, start, end):
            return
        if "parts" in words.modifiers and tokens and tokens[-1].value == "parts":
            self._begin_list()
        context.future = context.future or "future" in words.modifiers
        # 向报社投稿，全年共发布27篇: published by them.
        context.passed_on = context.passed_on or any(token.text in _OFFERED for token in words.actions)
        reviewed = _REVIEWED.search(self.text, start, end) is not None
        context.cumulative = context.cumulative or (self._is_cumulative(words) and not reviewed)
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
        words.channels = [c for c in words.channels if not self._is_brought_up_to_date(c, start)]
        looked_after = tokens and tokens[-1].kind == "upkeep" and tokens[-1].end == end
        looked_after = looked_after and not (
            words.channels and _KEEPS_RUNNING.match(self.text, words.channels[-1].end, end)
        )
        if words.channels and not topics and not looked_after and not _MAINLY.search(self.text, start, end):
            context.channels = tuple(dict.fromkeys(token.value for token in words.channels))
            context.channel_tokens = tuple(words.channels)
            before = [t for t in tokens if t.start < words.channels[0].start]
            context.channels_as_means = any(t.value == "means" for t in before) and not words.does("other_action")
            context.channels_apart = self.text[words.channels[0].end : end] == "方面"
            if context.channels_apart and context.listing == "implicit":
                context.listing = ""
            context.channels_start = start
