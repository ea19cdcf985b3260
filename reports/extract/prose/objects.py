"""Part of step 4, extract: what a number of disclosure counts, when its noun is not information in general.

In go the words of a clause or the noun before a number; out comes whether it counts documents (文件93件), forms of one
thing (月报、季报和年报等信息), posts of one origin (原创102条，转发205条) or posts that an unknown verb tells. It gives
no number a meaning.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from reports.extract.prose.evidence import Evidence
from reports.extract.prose.tokens import Token

_CASE_VERBS = ("receive", "handle", "close", "answer", "pending", "due")
_DOCUMENTS = ("文件", "公文")
_ONE_BY_ONE = ("件", "份", "个")
_MEMBERS = re.compile("[、及和与]")
_AND_SO_ON = re.compile("(?P<members>[^，。；：]*)等(?:各类|相关|有关|的)*信息(?:共计|合计|共|计|累计|数)*")
_FORM = "(?:文字|图片|图文|图表|图解|视频|短视频|音频|音视频|动画|动漫|漫画|海报|长图|H5)"
_ALL_FORMS = re.compile(
    f"(?:各类)?{_FORM}(?:[、和及与]{_FORM})+(?:等(?:多种|各种|各类)?(?:形式|类型)?的?)?(?:的)?(?:政府|政务|各类)*(?:信息|内容|稿件|作品|消息|动态)?"
)
_OF_THE_SAME = re.compile(
    f"^.*解读[^解]*$|{_FORM}|原创|转载|转发|各类|各种|多种|相关|有关|政策|形式|及时|主动|全年|累计|共|制定|起草|印发|出台|公开|发布|[的了、和及与“”]"
)
_ANOTHER = re.compile(
    f"[的、和及与](?!{_FORM}|信息|文章|稿|内容|材料|作品|图|解读|其[他它]|各类|数|总|共|累计|合计|发布|公开|转载|[^、]*解读)[\u4e00-\u9fff]{{2,10}}"
)
_TWO_ORIGINS = re.compile(
    r"(?:原创|转发|转载)[^，。；：、\d]{0,8}\d+[条篇则][，、；和及][^，。；\d]{0,6}(?:原创|转发|转载)[^，。；：、\d]{0,8}\d+[条篇则]"
)


def counts_documents(words: Evidence, number: Token) -> bool:
    """Whether documents are counted, public or not: 公开文件38件; information told beside them (信息、文件) is not."""
    told = max((token.end for token in words.actions if token.value == "disclose"), default=0)
    nouns = [token.text for token in words.objects if token.start >= told]
    return bool(nouns) and set(nouns) <= set(_DOCUMENTS) and number.unit in (*_ONE_BY_ONE, "")


def is_of_documents(noun: str, number: Token) -> bool:
    """Whether a noun is one of documents and the number counts them one by one: 政策性文件9件, not 政策文件9条.

    >>> number = Token("number", "", 6, 8, "9件", 9.0, "=", "件", "case", 6)
    >>> is_of_documents("政策性文件", number), is_of_documents("财政预决算", number)
    (True, False)
    """
    return noun.endswith(_DOCUMENTS) and number.unit in _ONE_BY_ONE


def are_forms(noun: str) -> bool:
    """Whether a noun lists nothing but forms of what is told: all of it, in several forms.

    >>> are_forms("文字、图片、视频信息"), are_forms("图文、公告信息"), are_forms("视频")
    (True, False, False)
    """
    return _ALL_FORMS.fullmatch(noun) is not None


def is_beside_another(before: str, behind: str) -> bool:
    """Whether a kind of document, by the words between it and its verb and those between it and its number, is counted
    together with another thing or only says what that is about.

    >>> is_beside_another("草案及", ""), is_beside_another("文件、", "、飘窗"), is_beside_another("有关", "的公告")
    (True, True, True)
    >>> is_beside_another("图文和", ""), is_beside_another("", "的信息"), is_beside_another("", "、图解")
    (False, False, False)
    """
    joined = not behind and before[-1:] in ("及", "和", "与", "、")
    other = _OF_THE_SAME.sub("", before[:-1]) if joined else ""
    return len(other) > 1 or _ANOTHER.fullmatch(behind) is not None


def kinds_of_one_thing(noun: str) -> str:
    """The things that a noun lists when all of them are of one kind by their last character, "" otherwise.

    >>> kinds_of_one_thing("水质月报、季报和年报等信息"), kinds_of_one_thing("公告、动态等信息")
    ('水质月报、季报和年报', '')
    """
    listed = _AND_SO_ON.fullmatch(noun)
    members = _MEMBERS.split(listed["members"]) if listed else []
    alike = len(members) > 1 and all(members) and len({member[-1] for member in members}) == 1
    return listed["members"] if listed and alike else ""


def is_of_one_origin(text: str, start: int, number: Token) -> bool:
    """Whether posts of one's own and those of others are counted apart, so that neither is all of them.

    >>> told = "发布原创信息102条，转发信息205条"
    >>> number = Token("number", "", 6, 10, "102条", 102.0, "=", "条", "item", 6)
    >>> is_of_one_origin(told, 0, number)
    True
    """
    return any(found.start() < number.core < found.end() for found in _TWO_ORIGINS.finditer(text, start))


def counts_posts(number: Token, words: Evidence) -> bool:
    """Whether a channel's clause counts posts although its verb is unknown: 频道亮出信息412条."""
    contrary = words.does("other_action", "issue", "hold", *_CASE_VERBS) or any(
        token.value != "info" for token in words.objects
    )
    return number.unit_kind == "item" and bool(words.channels) and not contrary


def as_verb(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with 法定主动公开内容 as what was done, 主动公开, and what was told; of a page (法定主动公开内容栏目) it
    is the name.

    >>> word = Token("neutral", "neutral", 4, 12, "法定主动公开内容")
    >>> [token.text for token in as_verb("网站发布法定主动公开内容87条", [word])]
    ['主动公开', '内容']
    """
    told: list[Token] = []
    for token in tokens:
        page = _PAGE.match(text, token.end) or text.endswith("更新", 0, token.start)
        if token.kind != "neutral" or not token.text.startswith(_BY_LAW) or page:
            told.append(token)
            continue
        verb, noun = token.start + len(_BY_LAW) - len(_ACTIVELY), token.start + len(_BY_LAW)
        told.append(replace(token, kind="action", value="disclose", start=verb, end=noun, text=_ACTIVELY))
        if noun < token.end:
            told.append(replace(token, kind="object", value="info", start=noun, text=token.text[len(_BY_LAW) :]))
    return told


def told_together(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens with every verb that 、 joins to one of disclosure as such a verb: 采集、发布、修订信息271条.

    >>> told = [Token("action", "disclose", 0, 2, "发布"), Token("action", "issue", 3, 5, "修订")]
    >>> [token.value for token in told_together("发布、修订信息9条", told)]
    ['disclose', 'disclose']
    """
    verbs = [token for token in tokens if token.kind == "action"]
    joined = len(verbs) > 1 and all(text[one.end : other.start] == "、" for one, other in itertools.pairwise(verbs))
    if not joined or not any(verb.value == "disclose" for verb in verbs):
        return [*tokens]
    made = [verb for verb in verbs if verb.value in ("issue", "other_action")]
    return [replace(token, value="disclose") if token in made else token for token in tokens]


_ACTIVELY = "主动公开"
_BY_LAW = "法定主动公开"
_PAGE = re.compile("[”》]?(?:类|栏|专栏|专区|板块|版块|目录|事项|清单|平台)")
