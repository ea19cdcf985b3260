"""Part of step 4, extract: what the words beside a number say.

In go tokens (reports/extract/prose/clauses.py); out comes Evidence: channels, nouns, verbs, rates, modifiers and years by kind.
It gives no number a meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.extract.prose.tokens import Token


@dataclass(slots=True)
class Evidence:
    """What the words of a phrase say, by kind."""

    channels: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    actions: list[Token] = field(default_factory=list)
    rates: list[Token] = field(default_factory=list)
    modifiers: set[str] = field(default_factory=set)
    years: list[int] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    negated: bool = False
    kept_up: bool = False

    def has(self, *kinds: str) -> bool:
        return any(token.value in kinds for token in self.objects)

    def does(self, *kinds: str) -> bool:
        return any(token.value in kinds for token in self.actions)

    def does_text(self, text: str) -> bool:
        return any(token.text == text for token in self.actions)


_SOCIAL = ("weibo", "wechat", "mini_program", "new_media")


def _names(one: Token, other: Token) -> bool:
    """Whether two channels in a row are one: its kind or its quoted name, then the channel itself."""
    return other.value in ("wechat", "weibo", "mini_program") and (
        one.quoted
        or ((one.value in ("new_media", "all_channels") or one.text.endswith("网络平台")) and other.start > one.end + 2)
        # 政务新媒体微信公众号
        or (one.value == "new_media" and other.start == one.end)
    )


def _is_within_its_name(account: Token, word: Token) -> bool:
    """Whether a channel's word stands in the quoted name of the account just named."""
    beside = 1 < word.start - account.end <= _LONGEST_ACCOUNT
    return account.kind == "channel" and account.value in _SOCIAL and word.quoted and not account.quoted and beside


_LONGEST_ACCOUNT = 10
_LONGEST_COUNT = 3
"""等四大"""


def evidence_of(tokens: Iterable[Token]) -> Evidence:
    """The Evidence of a row of tokens; a channel that is looked after (网站建设) is none."""
    found = Evidence()
    previous: Token | None = None
    since: list[Token] = []
    follows = False
    for token in tokens:
        if token.kind == "channel" and previous is not None and _is_within_its_name(previous, token):
            # 视频号“青禾教育微视”
            continue
        if token.kind == "channel":
            if previous is not None and previous.value == "group" and previous.end == token.start and found.channels:
                # 服务大厅公示栏: the place says where the channel is.
                found.channels.pop()
            hosted = previous is not None and previous.value == "press" and token.start - previous.end <= _LONGEST_COUNT
            if (
                hosted
                and token.value == "weibo"
                and found.channels
                and previous is not None
                and previous.text[-1] == "网"
            ):
                # 新浪、人民网两大微博: accounts on these sites.
                found.channels.pop()
            # 新媒体平台“青禾发布”微信公众号: one channel, named twice.
            while found.channels and all(t.quoted for t in since) and _names(found.channels[-1], token):
                found.channels.pop()
            beside = previous is not None and previous.end == token.start and token.text == "媒体"
            generic = beside and previous is not None and (previous.text == "等" or previous.kind == "channel")
            alone = bool(found.channels) and all(t.value in _SOCIAL for t in found.channels) and not follows
            if found.channels == [] and previous is not None and previous.kind == "comma":
                follows = True
            if not (generic and alone):
                # 微信、微博等媒体 are new media, 公众号媒体平台 is the account; 新华社、头条等媒体 are the press too.
                found.channels.append(token)
            since = []
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
                found.kept_up = True
        elif token.kind == "year":
            found.years.append(int(token.value))
        elif token.kind == "skip" and token.value:
            found.dates.append(int(token.value))
        elif token.kind == "negation":
            found.negated = True
        if token.kind != "channel":
            since.append(token)
        previous = token
    return found
