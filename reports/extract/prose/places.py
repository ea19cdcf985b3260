"""Part of step 4, extract: what the words say of the place where something is told.

In goes the text of an item of a sentence, from where its words begin to its number; out comes whether it is a page of
a website (政策法规栏发布5条), a platform that the lexicon does not know, another's print (报纸采用35条) or a level below an
item (内有民生类30条). It gives no number a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports.extract.prose.tokens import Token

_PAGE = re.compile(
    r"(?:其中|并|在|通过|于|利用|依托|[，、；：])*(?:[^，。；：、]{0,16}?(?:网站|网(?![上站]))[的上中“]*)?"
    r"(?P<name>[\u4e00-\u9fff、“”]{2,24}?(?:专栏|栏目|栏|专区|板块|版块|频道|专题))[”上中内里]*"
    r"(?:共计|共|累计|全年|及时|主动|分别)*(?:发布|公开|更新|刊登|上传|录入|公示|发表|登载)了?"
    r"(?:各类|各种|相关)*(?:政府|政务)?(?:信息|内容|消息|文章|稿件)?(?:共计|共|合计|累计)*"
)
_BOARDS = re.compile(
    "政府|政务|党务|村务|居务|财务|三务|信息|公开|公示|公告|宣传|电子|显示|便民|服务|大厅|中心|村级|镇级|社区|街道|[镇乡村居各]"
    "|专栏|栏目|栏|[和及与、“”]"
)
_BELOW = re.compile("(?:^|[，；：])(?:内有|内含|里面有)[^，；：]*$")
_LISTED = re.compile(
    r"[一二三四五六七八九十]是(?:突出|开展|强化|推进|加强|做好|抓好|深化|聚焦|落实|推动|加大|重点)+(?P<name>[^，。；：\d]{2,36}?信息)"
    r"(?:公开|发布)(?:解读)?(?:共计|共)?(?P<number>\d)"
)
_TAKEN = re.compile(
    "(?:采用|录用|采纳|刊用|选用|采编)(?!了?[^，。；]{0,8}(?:方式|形式|手段|办法))(?:我[局委办镇街区县]的?)?(?:各类|有关|相关|政务|政府|工作)*(?:信息|稿件|文章|消息|简报)?(?:共计|共|合计|累计|达)*$"
)
_PLATFORM = re.compile(
    "(?:通过|依托|利用|借助|运用|在|[，。；：](?=[^，。；：]{2,20}?(?:平台|系统)[上中内]))(?P<name>[^，。；：]{2,20}?)(?:平台|系统|客户端|APP|App)[上中内]?(?:累计|共计|共|对外|及时|主动){0,3}$"
)
_SEVERAL = re.compile("各|多|等|有关|相关|线上|线下|不同|公开|两[个微]|[三四五六七八九十]个|[和与及、]")
_THING = re.compile(
    "[^，。；：]*等(?:各类|各方面|各领域|方面|领域|相关|有关|的)*(?:政府|政务|工作)?(?:信息|内容|动态)(?:共计|共|合计|累计|计)*"
)
_OF_ITS_SITE = re.compile("(?:网站?|公开|发布|内容|后台|集约化|新媒体|门户|网络|统一)(?:信息)?$")
"""水库信息管理平台 is a platform of its own work, 网站管理平台 the website."""
_ITS_INFORMATION = re.compile("(?:的)?(?:各类|相关)?(?:政府|政务)?(?:信息|内容|动态)(?:共计|共|合计|累计|计)*")
"""公众号发布网站信息273条"""
_FROM_THERE = re.compile(
    "(?:的|上的)?(?:各类|相关|有关|重要|政务|政府|工作)*(?:信息|内容|动态|文件|消息)(?:共计|共|合计|累计|计)*"
)
"""转发省政府网站信息33条: where it was taken from."""
_ADDED = re.compile("（(?:含|包括|包含)[^（）\\d]*）")


def page_names(items: Iterable[str]) -> list[str]:
    """For each of the items of a sentence (its words before its number) the page of a website that it tells of, "" for
    none: two items or more tell of pages, one of them of its own subject; boards on a wall have none.

    >>> page_names(["区政府网站安全生产专栏公开信息", "通知公告专栏公开信息"]), page_names(["公示栏发布", "宣传栏发布"])
    (['安全生产专栏', '通知公告专栏'], ['', ''])
    """
    found = [match["name"].strip("“”") if (match := _PAGE.fullmatch(item)) else "" for item in items]
    told = [name for name in found if name]
    if len(told) < 2 or not any(_BOARDS.sub("", name) for name in told):
        return [""] * len(found)
    return found


def listed_name(text: str, at: int) -> tuple[int, int] | None:
    """Where the kind of information is named whose count begins at `at`, in a list of two or more of the form 一是突出…信息
    公开21条；二是强化…信息公开35条; None for a number outside one.

    >>> listed_name("一是突出乡村振兴信息公开21条；二是强化环境保护信息公开35条", 12)
    (4, 10)
    """
    names = {match.start("number"): match.span("name") for match in _LISTED.finditer(text)}
    return names.get(at) if len(names) > 1 else None


def is_level_below(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] ends in a clause that tells what an item of a list holds: 政务动态200条，内有民生类.

    >>> is_level_below("动态20条，内有民生类3条、党建类", 0, 17), is_level_below("动态20条，公告", 0, 8)
    (True, False)
    """
    return _BELOW.search(text, start, end) is not None


def is_taken_by_others(text: str, start: int, end: int) -> bool:
    """Whether others print what is counted: 日报采用信息, not 采用图文形式发布.

    >>> is_taken_by_others("日报采用信息", 0, 6), is_taken_by_others("采用图文形式发布信息", 0, 10)
    (True, False)
    """
    return _TAKEN.search(text, start, end) is not None


def is_unknown_platform(text: str, start: int, end: int) -> bool:
    """Whether text[start:end], which no channel of the lexicon is in, tells through a single platform by its name.

    >>> is_unknown_platform("通过信用青禾平台公开", 0, 8), is_unknown_platform("通过各类平台公开", 0, 6)
    (True, False)
    """
    match = _PLATFORM.search(text, max(0, start - 1), end)
    return match is not None and _SEVERAL.search(match["name"]) is None


def without_things(text: str, tokens: Sequence[Token], end: int) -> list[Token]:
    """The tokens before a number at `end` without channels that are what was told, not where (发布旅游资源、广播电视等各类
    信息252条), and without those that a bracket adds to the channel before it: 主流媒体（含新媒体）."""
    verb = next((token.end for token in tokens if token.value in ("disclose", "repost")), end)
    taken = any(token.value == "repost" and token.end == verb for token in tokens)
    begin = tokens[0].start if tokens else end
    first = min((token.start for token in tokens if token.kind == "channel"), default=end)
    added = [match.span() for match in _ADDED.finditer(text, begin, end)]
    ends = {token.end for token in tokens if token.kind == "channel"}
    return [
        replace(token, kind="modifier", value="filler") if _is_of_its_site(text, token, verb, first, end) else token
        for token in tokens
        if not (
            token.kind == "channel"
            and (
                (token.text == "管理平台" and not _OF_ITS_SITE.search(text, begin, token.start))
                or (token.start > verb and _THING.fullmatch(text, token.end, end))
                or (taken and token.start > verb and _FROM_THERE.fullmatch(text, token.end, end))
                or any(opened in ends and opened < token.start < last for opened, last in added)
            )
        )
    ]


def _is_of_its_site(text: str, token: Token, verb: int, first: int, end: int) -> bool:
    """Whether a channel after the verb says what the information is of that another channel told: 公众号发布网站信息273条."""
    second = token.kind == "channel" and verb <= token.start and first < token.start
    return second and _ITS_INFORMATION.fullmatch(text, token.end, end) is not None
