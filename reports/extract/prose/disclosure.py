"""Part of step 4, extract: how much was disclosed, in all or through a channel.

In goes a number that no case, event or list takes; out comes a Fact of a channel, of the total, of a cumulative
count, of a first column, or one without indicator when the words leave it open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reports.extract.prose.column_names import TITLED
from reports.extract.prose.columns import (
    AND_MORE,
    CASE_VERBS,
    COUNT_UNITS,
    PAGES,
    REPOSTED_BY,
    REPOSTED_TOO,
)
from reports.extract.prose.evidence import Evidence
from reports.extract.prose.objects import counts_documents, counts_posts, is_of_documents, is_of_one_origin
from reports.extract.prose.places import is_unknown_platform
from reports.extract.prose.sums import CHANNELS
from reports.extract.prose.telling import CASE_TOPICS, NOUNS, SOCIAL
from reports.extract.prose.tokens import Token
from reports.extract.prose.wholes import Wholes

_NO_POSTS = ("起", "宗", "案", "票", "部", "幅", "场", "场次", "轮", "回", "班次")
_ACCOUNT = re.compile(
    r"“[^”]*(?:发布|在线)”|”[^，。；：“”]{0,4}(?:账号|号)?(?:全年|本年度|一年来|累计|共|总共){0,3}"
    r"(?:发布|推送|推出|发文|发稿|出稿|编发|刊发|推文|推荐|上线|上新|上架|更新|发声|播出)"
)
_NAMED_ACCOUNT = re.compile(r"号“[^”]{2,12}”，")
"""An account that its own clause names: 官方号“湖心在线”，全年推送87条."""

_TOLD_BEFORE = re.compile("(?:公开|公布|发布|推送|公示|转发)[^，。；]{2,}，")
_UNTIL_A_YEAR = re.compile(
    r"截[至止]到?20\d\d年?[底末]，?(?:(?!本年|全年|今年|当年|年度)[^，。；\d])*累计(?:(?!年)[^，。；\d])*$"
)
_OF_WHICH = re.compile("[，（：](?:其中|含|包括)")
_ONE_ACCOUNT = {f"disclosure.{channel}" for channel in SOCIAL}
_MORE_PLATFORMS = re.compile(r"(?:和|及|与|、)[^，。；：]{2,40}?(?:平台|渠道|途径|方式|载体|形式)")
_AND_OTHERS = re.compile(
    "[”’）》]*(?:、[^，。；：、]{2,14}){0,2}等(?:多种|多元化?|多个|各种|各类|线上|线下|不同|公开){0,3}(?:渠道|途径|方式|形式|载体)"
)
_AND_PLATFORMS = re.compile("[”’）》]*等(?:多个|各类|公开){0,2}平台")
_BY_ADDRESS = re.compile(
    r"(?:通过|在|依托)(?:[^，。；]{2,20}（(?:https?：?:?//|www)|“?中国[·•.．・‧][\u4e00-\u9fff]{2,8}”?(?:门户)?(?:网站?)?[上中]?(?:主动|累计|共|及时)*(?:公开|发布|公布))"
)
"""通过县人民政府（http://…）公开, 在“中国·青禾”公开: a government's site by its address or its name."""
_NOUN_NEXT = re.compile(
    "(?!(?:政府|政务|各类|相关|公开|主动|工作|的){0,3}(?:信息|内容|消息|动态|推文|文章|资讯|稿件|图文|帖|作品))[\u4e00-\u9fff]{2,6}(?=[，。；：、]|$)"
)
_OF_ITS_OWN = re.compile("“[^”]*(?<!公开)(?<!政务)(?:信息|动态|公告|通知|消息|要闻|新闻|工作)”")
"""The title of a column that names a kind of information; “青禾镇” and “信息公开” name all of it."""
_ON_ITS_SUBJECT = re.compile(
    "[^，。；“”]{0,6}(?:公开|发布|推送|转发|编发)(?P<noun>“[^“”]{2,12}”(?:相关|专题|主题|系列|宣传|活动)(?:的)?(?:图文|推文|信息|文章|稿件|消息|动态|短视频|视频|资讯|内容|报道))(?:共计|共|合计|累计)*$"
)
_NAMED_PAGE = re.compile(
    "(?:^|[，；：、]|[^存所地现处自不]在|^在)(?P<name>(?!各|多|相关|有关|信息公开|政务公开)(?:(?!在)[\u4e00-\u9fff]){2,12}(?:栏目|专栏|板块|版块|频道|专题|专区))[上中内里]?(?:全年|共|累计|及时|主动)*"
    "(?:公开|发布|更新|推送|刊登|刊发|公布)"
)
_A_PAGE = re.compile("^(?!各|相关|有关|上述|新的|该)[^，。；]{2,}(?:栏目|专栏|板块|版块|频道|专题|专区)$")
_PAGE_OF_ALL = re.compile(
    "(?:[镇乡县区市局办委]|街道|镇街|部门|单位|公开|信息|政务|本级|子站)(?:栏目|专栏|板块|版块|频道|专题|专区)$"
)
"""县政府网站青禾镇专栏: all that the town publishes."""
_PAGE_OPENED = re.compile(
    "(?:开设|设置|设立|开辟|新增|新设|打造|建立|推出|开通)了?[^，。；]{0,16}(?:专栏|栏目|专题|专区|板块|版块)[^，。；、和]{0,4}，(?:累计|总计|共计|共|全年|及时|已|并|集中|先后)*$"
)
_PAGE_NAME = re.compile("[\u4e00-\u9fff]{3,12}")
_HAN = re.compile("[\u4e00-\u9fff]")
_MATTERS = re.compile("服务事项(?:（[^（）]*）)?$")
_FILMS = ("视频", "作品")
_TAKEN = re.compile("采用|录用|采纳|刊用|选用|采编|报送|上报")
_HANDED = re.compile("(?:报送|上报|投稿|投送|供稿)[至到给]?[^，。；：、]{0,6}$")
_HANDED_IN = re.compile(r"(?:报送|上报|移送|移交|报备)[^，。；、并和]{0,20}主动公开(?:的)?(?:文件|信息|公文)$")
_ADOPTED = re.compile(
    r"被[^，。；]{0,12}(?:采用|录用|采纳|转载|转发|选用|刊用)|(?:上报|报送)[至到给]?[^，。；：]{0,8}(?:网站|网|平台)"
)


class Disclosure(Wholes):
    """Reads counts of disclosed information."""

    def _disclosed(
        self,
        number: Token,
        pre: list[Token],
        post: list[Token],
        words: Evidence,
        after: Evidence,
        start: int,
        end: int,
    ) -> None:
        context = self.context
        countable = number.unit_kind in COUNT_UNITS or number.unit == "项"
        countable = countable or (number.unit == "个" and self._named_item_follows(number))
        filmed = bool(words.channels) and words.channels[-1].value == "new_media" and bool(words.objects)
        # 视频号发布短视频66个, 视频号发布66个视频
        films = bool(words.channels) and words.channels[-1].value == "new_media" and number.unit == "个"
        countable = countable or (films and self.text.startswith(("短视频", *_FILMS), number.end))
        reported = (
            bool(words.channels) and words.channels[-1].value == "press" and "报道" in self.text[start : number.core]
        )
        countable = countable or (reported and number.unit_kind == "session")
        countable = countable or (filmed and number.unit == "个" and words.objects[-1].text.endswith(_FILMS))
        last = words.actions[-1].value if words.actions else ""
        for earlier, later in zip(words.actions, words.actions[1:], strict=False):
            audited = earlier.start > start and self.text[earlier.start - 1] == "经"
            if audited:
                # 经审核主动公开信息568条
                continue
            if earlier.value == "other_action" and earlier.end == later.start and later.value == "disclose":
                last = "other_action"
        if _HANDED_IN.search(self.text, start, number.core):
            # 报送本厅制发主动公开文件107件: how they may be had, not that they were published.
            last = "other_action"
        blocked = self._is_foreign(number, words, after) or number.unit in _NO_POSTS
        # 已录入政务服务事项816条: what may be applied for, and no information.
        blocked = blocked or _MATTERS.search(self.text, start, number.core) is not None
        spoken = not reported and bool(words.channels) and words.channels[-1].value in ("press", "group")
        blocked = blocked or (spoken and number.unit_kind == "session" and number.unit != "期")
        cases = bool(after.objects) and after.objects[0].value in CASE_TOPICS and after.objects[0].start == number.end
        # 把167件代表建议的办理情况向社会公布
        blocked = blocked or (cases and number.unit_kind == "case" and bool(words.channels or context.channels))
        # 网站跟着登一份
        blocked = blocked or (number.text == "一份" and not words.objects and not after.objects)
        # 市长信箱7件、局长信箱28件；通过报刊公开61条
        anew = self.text[start - 1 : start] == "；" and words.does("disclose")
        apart = words.channels and (number.unit != context.parent_unit or anew)
        belongs = any(token.value == "subset" and token.text.endswith("属于") for token in pre)
        if belongs or (context.listing == "subset" and not apart and not words.does_text("主动公开")):
            self._unassigned(number, start)
            return
        if last in ("other_action", "issue") and words.actions[0].value == "disclose":
            # 公布资金发放情况31期: the second verb is part of what was told.
            last = "disclose" if words.actions[0].end != words.actions[-1].start else last
        done = [token.text for token in words.actions] == ["完成"]
        if done and any(t.value == "info" and t.text.endswith("公开") for t in words.objects):
            # 完成政府信息公开301条
            last = "disclose"
        if [token.text for token in words.actions] == ["发文"] and number.unit_kind != "item" and not words.channels:
            # 我镇共发文96件: documents that were made, public or not.
            last = "issue"
        if last == "other_action":
            # 向融媒体中心投稿75篇，刊发31篇: what follows is of another channel.
            context.recent, context.passed_on = "", True
        handled = last in CASE_VERBS and not words.does("disclose", "disclose_weak")
        if not countable or last in ("other_action", "issue") or handled or blocked:
            self._unassigned(number, start, words)
            return
        channelled = bool(words.channels or context.channels)
        disclosing = (
            words.does("disclose", "repost", "original")
            or (channelled and words.does("disclose_weak"))
            or any(token.value == "info" and token.text.endswith("公开") for token in words.objects)
        )
        social = bool(context.channels) and set(context.channels) <= SOCIAL
        of_those = self.text[start : start + 2].lstrip("+").startswith("的")
        if social and not of_those and not words.actions and words.has("info") and number.unit_kind == "item":
            # 公众号粉丝2万，推文423篇
            disclosing = True
        said = {token.value for token in pre}
        bare_sum = said == {"sum"} and not self._unknown(start, number.core, pre)
        last_told = self.facts[-1] if self.facts and context.parent.startswith("disclosure.") else None
        if bare_sum and context.channels_told > 1 and number.unit_kind == "item":
            # 网站56条，微信78条，共计134条
            self._tell("disclosure.total", number, start, number.end)
            return
        issues = last_told is not None and last_told.indicator == context.parent and last_told.unit == "期"
        about = {token.value for token in (*words.actions, *words.objects)} <= {"disclose", "info"}
        bare = about and not words.channels and not self._unknown(start, number.core, pre)
        if issues and bare and number.unit_kind == "item":
            self._told_channel(context.parent, number, words, start)
            return
        taken = context.passed_on and not words.channels and _TAKEN.search(self.text, start, number.core)
        handed = words.channels and _HANDED.search(self.text, start, words.channels[0].start)
        if taken or handed:
            # 报送信息73条，采用71条；报送县新闻网34条: published by others.
            context.passed_on = True
            self._unassigned(number, start)
            return
        verb = next((t.start for t in pre if t.value == "disclose" and t.start >= start), start)
        opened = _PAGE_OPENED.search(self.text, context.sentence_start, verb)
        if opened and not words.channels and not words.does_text("主动公开"):
            # 在网站开设乡村振兴专栏，发布信息45条: of that page.
            self._unassigned(number, start)
            return
        channels = [token.value for token in words.channels]
        if len(channels) == 2 and channels[0] == "new_media" and words.channels[1].end == number.core:
            # 新媒体发布微信87条
            channels = channels[1:]
        if not channels and after.channels and (words.actions or context.parent):
            channels = [token.value for token in after.channels]
            disclosing = disclosing or context.parent.startswith("disclosure.")
        channelled = bool(words.channels or context.channels)
        if channelled and words.does("disclose") and self._begins_columns(pre, number):
            begin = words.channels[-1].end if words.channels else start
            begin += self.text[begin : begin + 1] in ("上", "中", "里", "内")
            # 官方网站街道专栏公开政务动态12条: what stands between channel and verb names the place.
            verbs = (t.start for t in pre if t.value == "disclose" and t.start >= begin and t.text not in NOUNS)
            begin = next(verbs, begin)
            name = self._column_name([t for t in pre if t.start >= begin], begin, number)
            if name:
                unit = self._next_unit(number) if number.unit == "期" else number.unit
                told = [token.value for token in words.channels] or list(context.channels)
                context.announced = told[0] if len(told) == 1 else ""
                context.channels, context.parent_unit, context.listing = (), unit, "implicit"
                self._column(name, number, start)
                return
        published = channels or (list(context.channels) if disclosing else [])
        if published and published[-1] == "website" and number.unit == "期" and not words.has("info"):
            # 在网上公布调查结果5期: a website has no issues.
            self._unassigned(number, start)
            return
        if channels:
            if not disclosing and number.unit in ("项", "个") and _HAN.match(self.text, number.end):
                self._unassigned(number, start, words)
                return
            named = disclosing or reported or self._names_channel(pre, number) or bool(after.channels)
            if not named and not counts_posts(number, words):
                self._unassigned(number, start, words)
                return
            titled = TITLED.search(self.text, start, number.core)
            if titled and _OF_ITS_OWN.match(titled[0]) and words.does("disclose"):
                # 在门户网站的“工作动态”栏目刊登87条: a column of the website, not all of it.
                self._column(titled.span(), number, start)
                return
            on_subject = (
                _ON_ITS_SUBJECT.match(self.text, words.channels[-1].end, number.core) if words.channels else None
            )
            named_page = self._page_before_verb(pre, number) if words.channels and channels[-1] == "website" else None
            if named_page and self._named_item_follows(number):
                # 网站部门动态发布信息32条，校园风采21条
                context.channels, context.parent_unit, context.listing = (), number.unit, "implicit"
                context.announced = "website"
            if named_page or on_subject:
                # 公众号推送“青山杯”相关图文87条
                self._column(named_page or (on_subject.span("noun") if on_subject else (0, 0)), number, start)
                return
            beside = TITLED.search(self.text, context.sentence_start, start)
            page = words.channels and words.channels[-1].text.endswith(PAGES)
            if page and beside and _OF_ITS_OWN.match(beside[0]):
                # “工作动态”栏目刊登87条，信息公开专栏刊登231条
                self._column((words.channels[-1].start, words.channels[-1].end), number, start)
                return
            indicator = self._channel_indicator(channels)
            if indicator and not context.listing and context.parent != "disclosure.total":
                # 通过街道公开栏等渠道发布信息100条: of that channel among others.
                begin = words.channels[-1].end if words.channels else start
                page = len(words.channels) > 1 or (words.channels and words.channels[-1].text.endswith(PAGES))
                others = _AND_OTHERS.match(self.text, begin, number.core)
                if others or (page and _AND_PLATFORMS.match(self.text, begin, number.core)):
                    # The second such count of a sentence is not all that was made public.
                    indicator = "disclosure.total" if self.items[0][0].start == number.start else ""
            shown = max((t.end for t in words.actions if t.value == "disclose"), default=-1)
            if (
                indicator == "disclosure.total"
                and len(channels) > 1
                and shown >= 0
                and not (words.has("info") or after.has("info"))
                and self._is_particular(shown, number.core, pre)
            ):
                # 通过短信、微博、微信等方式发布天气预报195期: a particular thing is no total.
                self._unassigned(number, start, words)
                return
            last_channel = words.channels[-1].end if words.channels else start
            if indicator == "disclosure.website" and _MORE_PLATFORMS.match(self.text, last_channel, number.core):
                indicator = "disclosure.total"
            if indicator in _ONE_ACCOUNT and AND_MORE.match(self.text, last_channel, number.core):
                # 通过微信及其他网络途径: of that channel among others.
                indicator = ""
            given = {"disclosure.website": _ADOPTED, "disclosure.press": REPOSTED_BY}.get(indicator)
            adopted = given is not None and given.search(self.text, start, number.core)
            if indicator and not adopted:
                self._told_channel(indicator, number, words, start)
            else:
                self._unassigned(number, start, words)
            return
        quoted_account = not context.channels_apart and (
            _ACCOUNT.search(self.text, start, number.core)
            or (not context.channels and _NAMED_ACCOUNT.search(self.text, context.sentence_start, number.core))
        )
        if disclosing and words.does("original", "repost") and context.parent.startswith("disclosure.weibo"):
            kind = "original" if words.does("original") else "repost"
            self._tell(f"disclosure.weibo_{kind}", number, start, number.end)
            return
        if self._is_cumulative(words):
            self._tell("disclosure.cumulative" if disclosing or words.has("info") else None, number, start, number.end)
            context.parent, context.parent_unit = "disclosure.cumulative", number.unit
            return
        if disclosing and _BY_ADDRESS.search(self.text, start, number.core):
            # 通过县人民政府（http://…）公开信息57条
            self._told_channel("disclosure.website", number, words, start)
            return
        until = _UNTIL_A_YEAR.search(self.text[context.sentence_start : number.core])
        if until and words.does("disclose") and not _OF_WHICH.match(self.text, number.end):
            # 截至2013年底，累计公开1760条: since when, the words do not say.
            self._unassigned(number, start)
            return
        generic = self._is_general(pre, post, number, words, after, start, end)
        matters = number.unit == "项" and self.text[: number.core].endswith("事项") and not words.has("info")
        if matters and not context.listing:
            self._unassigned(number, start)
            return
        through = context.channels_as_means or not words.does_text("主动公开")
        if disclosing and context.channels and through and not quoted_account:
            channel = self._channel_indicator(context.channels)
            if not channel or (context.passed_on and channel == "disclosure.total"):
                self._unassigned(number, start)
                return
            last_channel = context.channel_tokens[-1].end if context.channel_tokens else start
            summed = bool(words.modifiers & {"sum", "time"}) and words.does_text("主动公开") and generic
            told_before = _TOLD_BEFORE.search(self.text, last_channel, start)
            if social and summed and told_before and not context.listing:
                # 在公众号上，公布审计结果等内容，全年共主动公开信息86条: the channel's sentence is over; where the channel
                # and its verb share a clause, the words leave it open.
                apart = "，" in self.text[last_channel : told_before.start()]
                self._tell("disclosure.total" if apart else None, number, start, number.end)
                context.parent, context.parent_unit = "disclosure.total", number.unit
                return
            others = _AND_OTHERS.match(self.text, last_channel) or _MORE_PLATFORMS.match(self.text, last_channel)
            if others and channel == "disclosure.website" and not context.listing:
                # 通过政府网站、政务子站等途径，对外发布信息99条
                channel = "disclosure.total"
            if number.unit == "项" and not generic and not words.has("info"):
                # 在网站公开的内容：财务公开2项
                self._unassigned(number, start)
                return
            if number.unit_kind == "item" and not words.objects and _NOUN_NEXT.match(self.text, number.end):
                # 在门户网站公开所有政策，目前已公开300多条政策
                self._unassigned(number, start)
                return
            self._told_channel(channel, number, words, min(start, context.channels_start))
            return
        if not disclosing or quoted_account:
            self._unassigned(number, start)
            return
        if context.channels and not through and not context.channels_apart and not words.modifiers & {"sum", "time"}:
            # 网站发布专栏7个，主动公开政府信息90条: of the website or in all, the words do not say.
            self._unassigned(number, start)
            return
        last_verb = max((t.start for t in pre if t.value == "disclose"), default=verb)
        if self._answers_request(number, words) or is_unknown_platform(self.text, start, last_verb):
            self._unassigned(number, start)
            if is_unknown_platform(self.text, start, last_verb) and words.does_text("主动公开") and words.has("info"):
                # 通过青禾在线平台主动公开政府信息112条，其中概况4条: the parts are parts of it.
                context.parent, context.parent_unit, context.listing = "disclosure.total", number.unit, ""
            return
        if context.passed_on and not words.objects:
            self._unassigned(number, start)
            return
        titled = TITLED.search(self.text, start, number.core)
        titled_page = titled.span() if titled else None
        if titled_page is None and (told_page := _NAMED_PAGE.search(self.text, start, number.core)):
            # 在热点回应栏目发布信息12条
            titled_page = told_page.span("name")
        if titled_page and generic:
            self._column(titled_page, number, start)
            return
        elsewhere = len(self._unknown(start, verb, [t for t in pre if t.start < verb])) > 2
        if generic and context.recent and elsewhere and number.unit != context.parent_unit:
            # 网站公开信息91条，文件查询系统公开文件31份: not told of the website.
            self._unassigned(number, start)
            return
        if generic and context.recent and not words.does_text("主动公开") and not words.modifiers & {"sum", "time"}:
            continued = f"disclosure.{context.recent}" if number.unit != context.parent_unit else None
            if continued:
                self._prefer_items(continued, number)
            self._tell(continued, number, start, number.end)
            return
        if generic and not (
            words.objects
            and self._named_item_follows(number)
            and not any(t.value == "info" and t.text.endswith("信息") for t in pre)
        ):
            if words.negated or number.unit == "期":
                # 应公开未公开的补公开23件; 设置宣传栏12块、更新内容36期
                self._unassigned(number, start)
                return
            if words.kept_up:
                # 在平台建设中公开60条: of which channel is not told, and the year's total it is not.
                self._unassigned(number, start)
                context.parent, context.parent_unit, context.listing = "disclosure.total", number.unit, ""
                return
            if counts_documents(words, number):
                # 公开文件38件: documents, and no count of information.
                self._unassigned(number, start)
                return
            if context.heading_channel and not context.listing:
                # （一）网站公开情况。全年公开信息87条。
                self._told_channel(context.heading_channel, number, words, start)
                context.heading_channel = ""
                return
            self._tell("disclosure.total", number, start, number.end)
            context.parent, context.parent_unit = "disclosure.total", number.unit
            context.topic, context.listing = "", "implicit" if self._named_item_follows(number) else ""
            return
        if self.section.key == "other" or not words.does("disclose") or words.does("original"):
            self._unassigned(number, start)
            return
        if number.unit_kind in ("item", "case", "copy") or (number.unit == "个" and self._named_item_follows(number)):
            name = self._column_name(pre, start, number)
            if name and not context.listing and is_of_documents(self.text[slice(*name)], number):
                # 公开政策文件6件: documents of the year, told of no channel and within no list.
                name = None
            if number.unit_kind == "copy" and number.unit not in ("份", "本"):
                name = None
            if name and not any(t.value == "answer" and t.start == name[0] for t in pre):
                self._column(name, number, start)
                if not context.listing:
                    context.listing, context.parent_unit = "implicit", number.unit
                return
        self._unassigned(number, start)

    def _page_before_verb(self, pre: list[Token], number: Token) -> tuple[int, int] | None:
        """Where the page of a website is named that stands before its verb beside another: 网站部门动态发布信息32条，校园风采21条."""
        begin = max(token.end for token in pre if token.kind == "channel")
        verb = next((token.start for token in pre if token.value == "disclose" and token.start >= begin), begin)
        between = [token for token in pre if begin <= token.start and token.end <= verb]
        name = self.text[begin:verb].strip("的上中内里“”")
        at = begin + self.text[begin:verb].find(name)
        plain = not any(token.kind in ("modifier", "action", "channel") for token in between)
        named = plain and _PAGE_NAME.fullmatch(name) and self._is_particular(begin, verb, between)
        page = _A_PAGE.search(name) and not _PAGE_OF_ALL.search(name)
        return (at, at + len(name)) if named and (page or self._named_item_follows(number)) else None

    def _answers_request(self, number: Token, words: Evidence) -> bool:
        """Whether the number tells how requests of the same sentence were answered: 受理依申请公开2件，公开信息2条."""
        received = [c.number.number for c in self.context.received if c.topic == "application"]
        here = [c for c in self.context.received if c.topic == "application" and c.sentence == self.context.sentence]
        plain = not words.channels and not words.does_text("主动公开") and not words.modifiers & {"sum", "time"}
        return bool(here) and plain and number.number <= max(received)

    def _told_channel(self, indicator: str, number: Token, words: Evidence, start: int) -> None:
        context = self.context
        both = REPOSTED_TOO.search(self.text, start, number.core)
        if indicator != "disclosure.weibo" and not both and is_of_one_origin(self.text, context.sentence_start, number):
            self._unassigned(number, start)
            context.recent = ""
            return
        if indicator == "disclosure.weibo" and words.does("original") != words.does("repost") and not both:
            indicator = "disclosure.weibo_original" if words.does("original") else "disclosure.weibo_repost"
        if self._is_cumulative(words):
            indicator = "disclosure.cumulative"
        self._prefer_items(indicator, number)
        self._tell(indicator, number, start, number.end)
        context.channels_told += 1
        context.parent, context.parent_unit = indicator, number.unit
        # 网站公开政府信息88条、财政信息2条、人事信息13条
        listed = self._row_follows(number) or self._is_divided(number)
        context.topic, context.listing = "", "implicit" if listed else ""
        context.channels, context.channel_tokens = (), ()
        context.recent = indicator.removeprefix("disclosure.") if indicator in CHANNELS else ""

    def _prefer_items(self, indicator: str, number: Token) -> None:
        """推送186期、712条: the items are the count, the issues none."""
        if number.unit_kind == "item" and self.facts and self.facts[-1].indicator == indicator:
            last = self.facts[-1]
            if last.unit == "期" and self.context.parent == indicator:
                self.facts[-1] = replace(last, indicator=None)
