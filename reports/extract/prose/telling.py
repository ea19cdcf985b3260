"""Part of step 4, extract: the state in which a section's prose is told, and the way back to the print.

`Telling` holds the section's text, the facts told so far and the `Context` that earlier clauses leave for the next
number; the readers of cases, columns, events and disclosure build on it. It decides no indicator itself.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reports.extract.prose.candidates import Candidate, Words
from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.lexicon import platform_of
from reports.extract.prose.stream import Piece
from reports.extract.prose.tokens import Clause, Token
from reports.model import Fact, Locator, Qualifier, Section

CASE_TOPICS = ("hotline", "petition", "messages", "weibo", "application", "proposal")
EVENTS = {
    "open_day": "open_day.events",
    "training": "training.sessions",
    "meeting": "meetings.held",
    "inspection": "inspections.held",
    "consultation": "consultations.held",
}
SOCIAL = {"weibo", "wechat", "mini_program", "new_media"}
_MARKS = re.compile(r"[（）()、，：\s]")
_QUALIFIERS: dict[str, Qualifier] = {"=": "=", ">=": ">=", "~": "~"}


@dataclass(frozen=True, slots=True)
class Received:
    """A count of cases: its topic, its number, where its clause begins, its sentence and stretch."""

    topic: str
    number: Token
    start: int
    sentence: int
    segment: int


@dataclass(slots=True)
class Context:
    """What earlier clauses of the sentence (and the heading) leave for the next number."""

    heading: str = ""
    heading_disputes: tuple[str, ...] = ()
    by_line: bool = False
    """Whether a line of a list is told, a column and its count."""
    heading_channel: str = ""
    """The indicator of the channel that a short heading is on, until a number is told of it."""
    topic: str = ""
    topic_age: int = 0
    channels: tuple[str, ...] = ()
    channel_tokens: tuple[Token, ...] = ()
    """The channels that an earlier clause names, as printed."""
    channels_as_means: bool = False
    channels_apart: bool = False
    """Whether a clause of its own names the channel: 微信方面，…"""
    channels_start: int = 0
    recent: str = ""
    listing: str = ""
    """"" no list, "columns", "channels", "implicit" (columns without 其中), "subset" (parts of cases)."""
    parent: str = ""
    parent_unit: str = ""
    taken: set[str] = field(default_factory=set)
    received: tuple[Received, ...] = ()
    """The counts of cases told so far, which "均已办结" may refer to."""
    sentence: int = 0
    segment: int = 0
    """Numbers of the sentence and of its stretch between semicolons."""
    sentence_start: int = 0
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
    is_below: bool = False
    """Whether a bracket tells what an item of a list holds."""
    below: float = 0.0
    """What is left of an item whose own parts are being told: 其中政策文件20条，包括规章5条、通知15条，公告8条."""
    denied_to: int = -1
    """Where a clause ends that denies one kind of dispute: 未发生复议，诉讼 goes on after the comma."""


OF_A_KIND = re.compile(
    r"[^各多几两三四五六七八九十种，、\d]类(?:政府|政务|公开|的|动态)*(?:信息|文件|消息|内容|资讯)?(?=[^，。；：]{0,4}$|共|[^\u4e00-\u9fff])"
)
NOUNS = ("公示", "公告", "通报")
"""Verbs that also name what is told."""
_FORMS = ("图文", "文字", "视频", "短视频", "音频", "海报", "长图", "图片")
_POSTS = ("消息", "推文", "文章", "稿件", "图文", "帖子", "贴文", "作品", "条目", "资讯")


def is_catalogue(token: Token) -> bool:
    """Whether a channel's word names a part of a site that lists hold too: 概况类信息22条，信息公开目录350条."""
    return token.kind == "channel" and token.text.endswith("目录")


_NOUN_OF_IT = re.compile("(?!(?:共|总|合计|达|数))[\u4e00-\u9fff]{2,10}")
_BY_OFFICE = re.compile(r"(?:[省市州盟县区旗镇乡我本及和、]|人民|政府|办公[厅室]|行政|制发的?|部门|出台的?)*")


class Telling:
    """Facts of one section of prose as they are told, with their quotes."""

    def __init__(
        self,
        section: Section,
        text: str,
        pieces: Sequence[Piece],
        year: int | None,
        is_below: bool = False,
        field: str = "",
    ) -> None:
        self.section = section
        self.text = text
        self.pieces = pieces
        self.starts = [piece.start for piece in pieces]
        self.year = year
        self.is_below = is_below
        """Whether the office stands below a district, so that 全区 is not its own."""
        self.field = field
        """The field that the office is named after, "" for none: 司法 of a 司法局."""
        self.context = Context()
        self.facts: list[Fact] = []
        self.words: list[Words] = []
        """What the words beside each of the facts say."""
        self.implied: list[Fact] = []
        self.clause_verbs: Evidence | None = None
        self.verbs_before: Evidence | None = None
        """The verbs of the cases that the clause before tells."""
        self.phrase: list[Token] = []
        self.items: list[tuple[Token, list[Token], int]] = []
        self.pages: dict[int, str] = {}
        """Pages of a website that numbers of the sentence are told of, by where the numbers begin."""
        self.zeros: dict[str, int] = {}
        """Where an indicator asked for by a denial stands among the facts."""

    def _place(self, start: int, end: int) -> tuple[str, Locator | None]:
        """The printed words behind start..end and their locator; cut to the block in which `end` stands."""
        at = bisect_left(self.starts, end) - 1
        if at < 0:
            return "", None
        piece = self.pieces[at]
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
        words = self._words_of(number, start)
        if indicator == "disclosure.new_media" and (platform := self._platform()):
            # 抖音号发布33条: one platform's count is no part of what 政务新媒体 published in all.
            indicator, breakdown = "disclosure.other_channels", platform
        self.facts.append(self._fact(indicator, number, start, end, breakdown))
        self.words.append(words)

    def candidates(self) -> list[Candidate]:
        """The numbers told so far, as their clauses read them."""
        return [Candidate(fact, words) for fact, words in zip(self.facts, self.words, strict=True)]

    def _channels_meant(self) -> tuple[Token, ...]:
        """The channels of the number's own clause, else those of the clause before it."""
        return tuple(token for token in self.phrase if token.kind == "channel") or self.context.channel_tokens

    def _platform(self) -> str:
        """The platform (抖音) whose own count is told; "" for several and for new media in general."""
        told = evidence_of(self.phrase).channels or self._channels_meant()
        platforms = {platform_of(token.text) for token in told}
        return platforms.pop() if len(platforms) == 1 else ""

    def _words_of(self, number: Token, start: int) -> Words:
        """What the words beside a number say of it."""
        return Words(sentence=self.context.sentence)

    def _tell_value(self, indicator: str, value: float, start: int, end: int) -> None:
        last = self.zeros.get(indicator)
        if last is not None and self.facts[last].indicator == indicator:
            return
        at = next((i for i, fact in enumerate(self.facts) if fact.indicator == indicator), len(self.facts))
        if at == len(self.facts):
            self.facts.append(self._fact(indicator, None, start, end, value=value))
            self.words.append(Words(sentence=self.context.sentence))
        self.zeros[indicator] = at

    def _unassigned(self, number: Token, start: int, words: Evidence | None = None) -> None:
        if not self.context.listing and not self.context.parent:
            self.context.parent = "unassigned"
        if words is not None and words.channels and not words.does("other_action"):
            self.context.channels = tuple(dict.fromkeys(token.value for token in words.channels))
            self.context.channel_tokens = tuple(words.channels)
            self.context.channels_as_means, self.context.channels_start = False, start
            self.context.channels_apart = False
        if number.unit:
            self._tell(None, number, start, number.end)

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

    def _begin_list(self) -> None:
        context = self.context
        last = self.facts[-1] if self.facts[context.first_fact :] else None
        divided = last is not None and last.indicator == "disclosure.column"
        if divided and context.listing == "columns" and last is not None:
            context.below = last.value or 0.0
        elif context.parent == "disclosure.policy_interpretation":
            context.listing = "subset"
        elif context.parent.startswith("disclosure.") or divided or self._counts_kinds():
            context.listing = "columns"
        elif context.parent or context.topic:
            context.listing = "subset"
        else:
            context.listing = "columns"

    def _counts_kinds(self) -> bool:
        """Whether the number just told counts kinds of information: 主动公开政府信息共11类，其中机构设置70条."""
        last = self.facts[-1] if self.facts[self.context.first_fact :] else None
        return last is not None and last.unit in ("类", "大类") and "公开" in last.quote and "信息" in last.quote

    def _is_foreign(self, number: Token, words: Evidence, after: Evidence) -> bool:
        """Whether the noun beside the number is one that no indicator counts."""
        if words.objects:
            last = words.objects[-1]
            touching = not self._unknown(last.end, number.core, [*words.channels, *words.actions])
            return last.value == "foreign" and (touching or len(self.text[last.end : number.core]) < 2)
        return bool(after.objects) and after.objects[0].value == "foreign"

    def _is_cumulative(self, words: Evidence) -> bool:
        """Whether the count runs over years: 历年, 自2008年…以来; not 2022年以来 in the report on 2022."""
        if "cumulative" in words.modifiers or (
            "since" in words.modifiers and self.year not in (*words.years, *words.dates)
        ):
            return True
        return self.context.cumulative and "time" not in words.modifiers

    @staticmethod
    def _items(sentence: Iterable[Clause]) -> list[tuple[Token, list[Token], int]]:
        """Each number of the sentence with the words before it and where they begin."""
        items: list[tuple[Token, list[Token], int]] = []
        for clause in sentence:
            words: list[Token] = []
            start = clause.start
            for token in clause.tokens:
                if token.unit_kind == "percent" and words and words[-1].text.startswith("占"):
                    # 政策类9条，占12%；动态类70条: the share is no item of its own.
                    words, start = [], token.end
                elif token.kind == "number":
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
        following, words, start = self.items[at + 1]
        told = [token.value for token in words if token.kind != "comma"]
        if told == ["interpretation"] and at + 2 < len(self.items) and self._is_within(following, words, start):
            # 政策文件20条、政策解读12条、工作动态88条
            return self._is_named_item(*self.items[at + 2])
        return self._is_named_item(following, words, start)

    def _row_follows(self, number: Token) -> bool:
        """Whether two bare named items follow or more, each after a 、 or together no more than the number."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), len(self.items))
        row = [item[0] for item in self.items[at:]]
        pairs = list(itertools.takewhile(lambda pair: self._named_item_follows(pair[0]), itertools.pairwise(row)))
        joined = all(self.text[one.end : one.end + 1] == "、" for one, _ in pairs[:2])
        alike = [one for _, one in itertools.takewhile(lambda pair: pair[1].unit == number.unit, pairs)]
        within = len(alike) > 1 and sum(one.number for one in alike) <= number.number
        return len(pairs) > 1 and (joined or within)

    def _is_divided(self, number: Token) -> bool:
        """Whether the named items right behind add up to the number: 网站公开69条，其他文件27条，工作动态42条."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), len(self.items))
        rest = number.number
        for count, item in enumerate(self.items[at + 1 :], 1):
            rest -= item[0].number
            if item[0].unit != number.unit or rest < 0 or not self._is_named_item(*item):
                return False
            if rest == 0:
                return count > 1
        return False

    def _divided_before(self) -> Fact | None:
        """The count that the sentence before ends in when all numbers of this one, three or more, add up to it and no
        verb tells of them: 公开信息70条。概况2条，动态53条，其他15条。"""
        whole = self.facts[-1] if self.facts else None
        parts = [item for item in self.items if item[0].unit_kind != "percent"]
        if whole is None or not (whole.indicator or "").startswith("disclosure.") or len(parts) < 3:
            return None
        bare = all(
            t.kind not in ("action", "channel", "rate") or t.text in NOUNS for _, words, _ in parts for t in words
        )
        alike = all(number.unit in (whole.unit, "") for number, *_ in parts)
        return whole if bare and alike and sum(number.number for number, *_ in parts) == whole.value else None

    def _list_follows(self, number: Token) -> bool:
        """Whether two bare items follow, the second of them named: 工作动态87篇，政务信息62条，公告21条."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), len(self.items))
        after = self.items[at + 1 : at + 3]
        between = [t for _, tokens, _ in after for t in tokens]
        bare = all(t.kind in ("modifier", "object", "neutral", "comma") or t.text in NOUNS for t in between)
        news = OF_A_KIND.search(self.text, 0, number.core) or self.text[: number.core].endswith("动态")
        return len(after) == 2 and bare and bool(news) and self._is_named_item(*after[1])

    def _alike_follows(self, number: Token, verb: Token) -> bool:
        """Whether the next number is of another named thing told by the same verb: 公开预算4条；公开救助12条."""
        following = next((item for item in self.items if item[0].start > number.start), None)
        if following is None or not following[1] or following[1][0].text != verb.text or following[1][0].quoted:
            return False
        again = following[1][0]
        alike = self.text[number.end : again.start].strip("，；、") == "" and following[0].unit == number.unit
        return alike and self._is_named_item(following[0], following[1][1:], again.end)

    def _form_follows(self, number: Token, nouns: list[Token]) -> bool:
        """Whether two forms of posts are counted side by side: 短视频18条、图文信息125条."""
        following = next((item for item in self.items if item[0].start > number.start), None)
        if following is None or not nouns or nouns[-1].value != "format":
            return False
        words = [token for token in following[1] if token.kind != "comma"]
        is_form = bool(words) and all(token.kind == "object" and token.text.startswith(_FORMS) for token in words)
        return is_form and self.text[number.end : words[0].start].strip("，、") == ""

    def _is_within(self, number: Token, words: list[Token], start: int) -> bool:
        """Whether an item stands between two others of its unit with nothing but its own name."""
        at = next(i for i, item in enumerate(self.items) if item[0].start == number.start)
        beside = (self.items[at - 1][0], self.items[at + 1][0]) if 0 < at < len(self.items) - 1 else ()
        alike = bool(beside) and all(other.unit == number.unit for other in beside)
        return alike and not self._unknown(start, number.core, words).removeprefix(words[-1].text)

    def _next_unit(self, number: Token) -> str:
        return next((following.unit for following, *_ in self.items if following.start > number.start), "")

    def _is_named_item(self, following: Token, words: list[Token], start: int) -> bool:
        if following.unit_kind not in ("item", "case", "copy") and following.unit != "个":
            return False
        short = following.unit_kind == "item" and following.core - start <= 12
        plain = all(
            t.kind in ("modifier", "comma", "object", "neutral", "upkeep", "idiom")
            or (t.value == "disclose" and (t.start > start or t.text in NOUNS))
            or (t.value == "hold" and short)
            or is_catalogue(t)
            for t in words
        )
        # 行政处罚信息57条 counts information.
        of_information = {
            t.start
            for t, n in itertools.pairwise(words)
            if t.value == "foreign" and (n.value, n.start) == ("info", t.end)
        }
        # 部门名录7条 counts registers.
        of_information |= {t.start for t in words[-1:] if _NOUN_OF_IT.fullmatch(self.text, t.end, following.core)}
        if any(
            (
                t.start not in of_information
                and t.value
                in (
                    "parts",
                    "compare",
                    "cumulative",
                    "each",
                    "foreign",
                    *(() if short else ("plan",)),
                    *CASE_TOPICS,
                )
            )
            or (t.value == "interpretation" and not (joined.start > start and joined.value == "pair"))
            for joined, t in zip([words[0], *words] if words else [], words, strict=False)
        ):
            return False
        named = any(
            (t.kind in ("object", "neutral") and (not t.text.endswith(("信息", *_POSTS)) or "动态" in t.text))
            or is_catalogue(t)
            for t in words
        )
        named = named or OF_A_KIND.search(self.text, start, following.core) is not None
        named = named or any(t.text in NOUNS and t.start > start and t.end < following.core for t in words)
        return plain and (named or bool(self._unknown(start, following.core, words)))

    def _is_normative(self, number: Token, words: Evidence, start: int) -> bool:
        """Whether a part is the count of normative documents itself: 公开规章4件、规范性文件12件."""
        if not words.objects or words.objects[-1].value != "normative" or number.unit not in ("件", "份", "个", "部"):
            return False
        told = self._unknown(start, number.core, [*self.phrase])
        plain = bool(_BY_OFFICE.fullmatch(told.removesuffix(words.objects[-1].text)))
        apart = number.unit != self.context.parent_unit
        return plain and (self.context.listing == "implicit" or apart or words.does("disclose", "issue"))

    def _is_interpretation(self, number: Token, words: Evidence, start: int) -> bool:
        """Whether a part with a verb of its own is the count of interpretations: …，发布政策解读稿件5篇."""
        if len(words.objects) > 2 or not words.objects or words.objects[0].value != "interpretation" or words.channels:
            return False
        told = self._unknown(start, number.core, self.phrase).removeprefix(words.objects[0].text)
        kinds = {token.value for token in words.objects} <= {"interpretation", "info"}
        if self.context.listing == "implicit" and kinds and not words.actions and told in ("", "稿", "稿件", "文章"):
            return not self._is_within(number, [t for t in self.phrase if t.end <= number.core], start)
        return (
            words.does("disclose")
            and words.actions[0].end == words.objects[0].start
            and told in ("", "件", "稿", "稿件", "文章")
        )
