"""Part of step 4, extract: the parts of a list under a count of disclosed information.

In goes a number inside a list that 其中, 包括, 如下： or a bracket opens; out comes a Fact of a column with its printed
name, of a channel, or none when the number is no part. It does not open lists (reports/extract/prose/ does).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reports.extract.prose.candidates import Words
from reports.extract.prose.column_names import LONGEST_NAME, TITLED, WHITE, ColumnNames
from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.objects import are_forms, kinds_of_one_thing
from reports.extract.prose.places import listed_name
from reports.extract.prose.telling import CASE_TOPICS, EVENTS, NOUNS, OF_A_KIND, SOCIAL, is_catalogue
from reports.extract.prose.tokens import Sentence, Token, tokenise

_CASES = ("hotline", "petition", "messages", "application", "interaction", "case")
COUNT_UNITS = ("item", "case", "session", "copy", "")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|[“”《》]")
AND_MORE = re.compile(
    r"[”’）》]*(?:平台|客户端|账号|号)?(?:以及|和|及|与|、)其[他它余][^，。；：]{0,8}?(?:平台|渠道|途径|方式|载体|形式)"
)
"""微信平台及其他网络途径: what is told is of several channels."""
LONGEST_QUOTED = 24
_PRINTS = ("刊登", "刊发", "登载", "刊载", "编发")
_UNTIL = re.compile(r"截[至止]到?20\d\d年")
_KINDS_BY_LINE = re.compile(
    r"^(?:（\d{1,2}）|\d{1,2}[.．、])[\u4e00-\u9fff、]{2,16}(?:类|类信息|类动态|类文件)[共计：]?\d+[条篇](?=[。；\n]|$)",
    re.MULTILINE,
)
_THIS_YEAR = re.compile(r"^(?!.*截[至止]).*年")
REPOSTED_TOO = re.compile(
    r"(?:转发|转载)[、和及与或]?(?:发布|推送|发表|刊发|公开)|(?:发布|推送|发表|刊发|公开)[、和及与或]?(?:转发|转载)"
)
_ALSO_REPOSTED = re.compile("[和及与、](?:转发|转载)")
"""公开和转发各类信息101条: what is counted begins after the second verb."""
REPOSTED_BY = re.compile(r"被[^，。；]{0,12}(?:转载|转发)")
_GENERAL_TAIL = re.compile(
    r"、[^，。；：]*等(?:各?方面|领域|各类)*的?(?:政府|政务)?(?:信息|内容|事情|事项)(?:共计|合计|共|计|累计)*$"
)
_TIMES = re.compile(r"^(?:全年|本年度?|今年|当年|20\d\d年度?|我|本|一年来)+")
PAGES = ("目录", "专栏", "栏目", "指南", "专题", "板块")
_INFORMATION = ("信息", "动态", "公告", "文件", "公文", "通知", "消息")
_NEWS_OF_WORK = re.compile("(?:工作|政务|部门|街道|乡镇|镇街)动态(?:类?信息)?")
_OF_SUBJECT = re.compile("[、和及与]|相关|有关|方面|领域|类|信息|动态|内容")
_NEWS = re.compile(
    r"(?:政务|政府|工作|动态|民生|宣传|部门|新闻|要闻|时政|原创|短视频|视频|图文|推文|作品|博文|微|最新|其他|本级|本地|权威|重要|热点"
    r"|类|等|与|和|的|、|信息|消息|内容|文章|稿件|资讯|报道|文件|政策|转发|转载|发布|公开|相关|条数|数量|基本|及)+"
)
OF_GOVERNMENT = re.compile(r"^(?:及时|[^、，和及与])*政府信息(?:共计|共|合计|累计|达|总数|数)*$")
OF_ITS_FIELD = tuple(
    f"{kind}{of}信息" for kind in ("", "工作", "行政", "领域", "系统", "管理") for of in ("", "的", "政府", "政务")
)
OF_OFFICES = re.compile("(?:[^、，及和与]{1,10}(?:政府|办公[厅室])[、及和与]?){2,}政府信息")
"""县政府及县政府办公室政府信息"""
IN_BRACKETS = re.compile("（[^（）]*）")
"""区政府（含办公室）信息 is information of the government."""
ALL_KINDS = re.compile(
    r"(?:^|[和及与、等])(?:其[他它余])?(?:各类|各种|各项|各方面)[^、]{0,12}(?:信息|消息|动态|内容|文章|推文|稿件|资讯|图文|报道)(?:共计|共|合计|累计|达|总数)*$"
)
_OF_SOME = re.compile(r"[一-鿿]、[^，。；：]*等(?:重点)?(?:领域|方面)(?:的|相关|各类)*(?:政府|政务)?信息$")
_OF_THE_FIELD = re.compile(r"^[^、和及与]{2,10}领域(?:的|各类|相关|政府|政务|工作)*信息$")
_OF_NEWS = re.compile(r"[\u4e00-\u9fff]{2}动态")
_CHANNEL_NAME = re.compile(
    r"(?:.*(?:通过|利用|运用|依托|借助|其中|[，。；：、\d\s（）在从由是中上于共均和及与或向]))?(.*)$", re.DOTALL
)
_QUOTED_NAME = re.compile(r"[，；、]?“([\u4e00-\u9fff]{3,20})”(?:专栏|栏目|板块)?")
_OFFICES = tuple("镇乡局上县区市办处委院校所站心部门村组司位者员")
_DIVIDED = re.compile("[，。；：（]?(?:其中|包括|分别)")
_BLANK = "，、：；了 \n"
_OTHERS = re.compile("[，、；：及和以]*其[他它][^，。；：、\\d]{0,10}$")
_NOUN_AFTER = re.compile(
    r"(?:[^，。；：、（）\d\s]{2,16}?(?:信息|文件|公告|公示|通知|动态|内容|稿件|消息|新闻))(?=[，。；：、（）\s]|$)"
)
_GENERAL = re.compile(r"方面|领域|报道|视频|政府|工作|新|的|在|于|上|和|与|并|其|有效|原创|以上")
CASE_VERBS = ("receive", "handle", "close", "answer", "pending", "due")


class Columns(ColumnNames):
    """Reads the parts of a list."""

    def _words_of(self, number: Token, start: int) -> Words:
        """What the words beside a number say of it: its noun, its channel and the evidence for a whole count."""
        tokens = [token for token in self.phrase if token.start >= start and token.end <= number.core]
        words = evidence_of(tokens)
        meant = self._channels_meant()
        named = {token.value for token in meant}
        begin = self._noun_begins(tokens, start)
        name = self._noun(tokens, begin, number)
        said = {
            "actively": words.does_text("主动公开"),
            "channels_named": len(named) > 1 or "all_channels" in named,
            "sum": "sum" in words.modifiers,
            "year": "time" in words.modifiers or (self.year is not None and self.year in words.years),
            "information": not name and words.has("info"),
            "particular": (bool(meant) and meant[-1].text.endswith(("目录", "指南")))
            or (bool(name) and self._is_special(tokens, begin, number, name)),
            "page": bool(meant) and meant[-1].text.endswith(PAGES),
            "list_part": bool(self.context.listing),
        }
        dated = "time" in words.modifiers or bool(words.years)
        channel = self._printed_channel(meant) if meant else ""
        return Words(
            name,
            channel,
            tuple(word for word, holds in said.items() if holds),
            self._subject_of(evidence_of(self._noun_behind(number))) or self._subject_of(words),
            self.context.sentence,
            self._channel_indicator([token.value for token in meant]),
            "累计" in self.text[start : number.core] and not dated,
        )

    @staticmethod
    def _subject_of(words: Evidence) -> str:
        """The cases that a number is told of; of 《市长信箱》信件 the letterbox's name."""
        named = [token.text for token in words.objects if token.value in CASE_TOPICS]
        boxes = [name for name in named if name.endswith(("信箱", "邮箱", "留言板"))]
        return (boxes or named or [""])[-1]

    def _noun_behind(self, number: Token) -> list[Token]:
        """The word that touches the number from behind: 10件人大建议."""
        return [
            t
            for t in tokenise(self.text, number.end, min(number.end + LONGEST_NAME, len(self.text)))
            if t.start == number.end
        ][:1]

    def _printed_channel(self, channels: tuple[Token, ...]) -> str:
        """The name of a channel as printed, with what stands before it in its clause: 区政府门户网站."""
        named = _CHANNEL_NAME.match(self.text, max(0, channels[-1].start - LONGEST_NAME), channels[-1].start)
        begin = named.start(1) if named else channels[-1].start
        within = self.text[begin : channels[-1].start]
        if within.find("”") >= 0 and not 0 <= within.find("“") < within.find("”"):
            # “湖心市城市管理局”官方微信公众号: a quoted name is told whole.
            opened = self.text.rfind("“", max(0, begin - LONGEST_QUOTED), begin)
            begin = opened if opened >= 0 else begin + within.find("”") + 1
            return self.text[begin : channels[-1].end]
        printed = self.text[begin : channels[-1].end]
        name = _TIMES.sub("", printed.rpartition("等")[2]).strip("“”《》.．：·")
        return "“" + name if "”" in name and "“" not in name else name

    def _noun_begins(self, tokens: list[Token], start: int) -> int:
        """Where what is counted begins: after the channel and its verb."""
        last = max((token.end for token in tokens if token.kind == "channel"), default=start)
        verbs = [t.end for t in tokens if t.value == "disclose" and t.start >= last and t.text not in NOUNS]
        begin = verbs[-1] if verbs else last
        also = _ALSO_REPOSTED.match(self.text, begin) if verbs else None
        return also.end() if also else begin

    def _noun(self, tokens: list[Token], begin: int, number: Token) -> str:
        """The printed noun of a particular kind of information that is counted, "" for information in general."""
        tokens = [token for token in tokens if token.start >= begin]
        stretch = self.text[begin : number.core].strip(_BLANK)
        if (
            self._is_divided_whole(stretch, number)
            or ALL_KINDS.search(stretch)
            or OF_OFFICES.fullmatch(stretch)
            or (OF_GOVERNMENT.search(IN_BRACKETS.sub("", stretch)) and not self.context.listing)
        ):
            return ""
        if kinds := kinds_of_one_thing(stretch):
            return kinds
        if stretch:
            tail = self.text[begin : number.core].rpartition("等")
            offset = begin + len(tail[0]) + 1 if "、" in tail[0] or "等" in tail[0] else begin
            later = [token for token in tokens if token.start >= offset]
            if not (self._is_particular(offset, number.core, later) or _OF_SOME.search(stretch)):
                return ""
            name = self._column_name(tokens, begin, number)
            return WHITE.sub("", self.text[slice(*name)]) if name else ""
        channels = [token.end for token in self.phrase if token.kind == "channel" and token.end <= begin]
        verbs = [t.start for t in self.phrase if t.value == "disclose" and t.end == begin]
        if channels and verbs:
            # 网站的部门动态信息发布49篇
            between = self.text[channels[-1] : verbs[-1]].lstrip("的上中内里")
            at = verbs[-1] - len(between)
            inside = [t for t in self.phrase if at <= t.start and t.end <= verbs[-1]]
            if between and between.endswith(_INFORMATION) and self._is_particular(at, verbs[-1], inside):
                return self.text[at : verbs[-1]]
        after = _NOUN_AFTER.match(self.text, number.end)
        if after is None or not self._is_particular(
            after.start(), after.end(), tokenise(self.text, after.start(), after.end())
        ):
            return ""
        return WHITE.sub("", after[0])

    def _is_divided_whole(self, stretch: str, number: Token) -> bool:
        """Whether all kinds of things are counted together and divided behind: 各类通知、动态72条，其中涉及招聘12条."""
        return stretch.startswith(("各类", "各种", "各项")) and bool(_DIVIDED.match(self.text, number.end))

    def _is_special(self, tokens: list[Token], begin: int, number: Token, name: str) -> bool:
        """Whether a noun is surely a kind of thing of its own: known by the lexicon, or all that a known verb tells."""
        if _OF_THE_FIELD.search(name) or (self.field and name in [self.field + end for end in OF_ITS_FIELD]):
            # 官网发布生态环境领域相关信息5341条, a 民政局: 公众号发布民政信息212条: all that the office tells of its field.
            return False
        if f"的{name}" in self.text[self.context.sentence_start : begin] and name.endswith("信息"):
            # 信息公开网的部门动态信息发布49篇
            return True
        if kinds_of_one_thing(self.text[begin : number.core]):
            return True
        subject = _OF_SUBJECT.split(name)[0]
        if len(subject) > 1 and f"{subject}”" in self.text[self.context.sentence_start : begin]:
            # “湖心普法”公众号发布普法信息41条: all that the account tells is on its own subject.
            return False
        if _NEWS_OF_WORK.fullmatch(name):
            return any(token.value == "disclose" and token.end == begin for token in tokens)
        if _NEWS.fullmatch(re.sub(r"[（）()]", "", name)) or any(mark in name for mark in "“”《》：，"):
            return False
        verb = any(token.value == "disclose" and token.end == begin for token in tokens)
        later = [token for token in tokens if token.start >= begin]
        nouns = any((t.kind == "object" and t.value not in ("info", "format")) or t.kind == "neutral" for t in later)
        on_a_site = len(name) > 3 and [token.value for token in self._channels_meant()] == ["website"]
        return verb and "等" not in name and (nouns or name.endswith(_INFORMATION) or on_a_site)

    def _is_particular(self, start: int, end: int, tokens: list[Token]) -> bool:
        """Whether the text start..end names something besides information in general."""
        if are_forms(self.text[start:end]):
            return False
        nouns = any(
            (t.kind == "object" and t.value != "info") or t.kind == "neutral" or t.text in NOUNS for t in tokens
        )
        kind = OF_A_KIND.search(self.text, start, end) or _OF_NEWS.search(self.text, start, end)
        return nouns or kind is not None or bool(_GENERAL.sub("", self._unknown(start, end, tokens)))

    def _part(self, number: Token, pre: list[Token], words: Evidence, after: Evidence, start: int) -> bool:
        """A part of a list under a disclosure count: a channel, a column, or not a part at all (False)."""
        context = self.context
        if words.has("visits") and number.unit_kind == "person":
            # 政策解读81条，总访问量9.6万人次
            return False
        if "cumulative" in words.modifiers and (words.does("disclose") or words.has("info")):
            # 305条，历年累计公开2719条: a count of its own, no part of the one before.
            context.listing = ""
            return False
        enumerated = any(token.kind == "comma" for token in pre)
        cases = [token.start for token in words.objects if token.value in _CASES]
        dealt_with = words.does("receive", "answer", "close", "handle") and bool(cases)
        if dealt_with and (words.does("receive") or (not enumerated and words.actions[0].start < cases[-1])):
            # 公告57条，答复留言33条，财政信息8条: the list goes on behind what was answered.
            goes_on = context.listing == "columns" and number.unit == context.parent_unit
            context.listing = "columns" if goes_on and self._named_item_follows(number) else ""
            return False
        other_unit = number.unit_kind == "session" and number.unit != context.parent_unit
        # 监督抽检信息10期 are information.
        if other_unit and words.has(*EVENTS, "visits") and words.objects[-1].value != "info":
            return False
        if other_unit and (words.does("hold", "answer", "receive") or words.has("interpretation")):
            return False
        if words.does("issue") and after.has("normative") and after.objects[0].value == "normative":
            # 公告38份，其中包括新制定的6件规范性文件
            return False
        between = (
            context.listing == "columns"
            and self.text[start - 1 : start + 1].startswith("、")
            and self.text[number.end] == "、"
        )
        if words.does("issue") and words.has("normative") and not between:
            return False
        if other_unit and context.parent_unit and not words.channels:
            self._unassigned(number, start)
            return True
        leading = words.actions[0] if words.actions else None
        other = leading and leading.value in ("other_action", "hold") and not self._unknown(start, leading.start, pre)
        sent = leading and leading.text in ("报送", "上报")
        handed = leading and sent and (context.passed_on or "向" in self.text[start : leading.start])
        if handed or (number.unit != context.parent_unit and (other or self._is_foreign(number, words, after))):
            self._unassigned(number, start)
            return True
        things = (
            number.unit == "个" and context.parent_unit in ("条", "篇") and context.parent.startswith("disclosure.")
        )
        if things or (number.unit_kind not in COUNT_UNITS and number.unit not in ("项", "个")):
            self._unassigned(number, start)
            return True
        both = REPOSTED_TOO.search(self.text, start, number.core)
        if words.does("original", "repost") and not both and not any(c.value != "weibo" for c in words.channels):
            kind = "original" if words.does("original") else "repost"
            weibo = context.parent.startswith("disclosure.weibo") or any(c.value == "weibo" for c in words.channels)
            self._tell(f"disclosure.weibo_{kind}" if weibo else None, number, start, number.end)
            return True
        elsewhere = context.parent_unit not in ("", number.unit)
        if elsewhere and leading and leading.text in _PRINTS and not words.channels:
            # 公报出版10期，刊登文件64份: told of the gazette, no part of the items.
            self._unassigned(number, start)
            return True
        last = self.facts[-1] if self.facts else None
        if last is not None and last.indicator == "disclosure.other_channels" and last.breakdown and not words.channels:
            # 抖音发布作品189条，其中共创作品12条: a part of what one platform published.
            self._unassigned(number, start)
            return True
        outlet = context.parent == "disclosure.press" and words.does("disclose") and not words.channels
        if outlet or (leading and leading.value == "disclose_weak" and not words.channels):
            # 媒体刊发206篇，其中央视播发8篇: an outlet is no column.
            self._unassigned(number, start)
            return True
        if "level" in words.modifiers and not words.channels and not self._unknown(start, number.core, pre):
            self._unassigned(number, start)
            return True
        if self._told_year_within(number, words, start):
            return True
        if words.actions and words.actions[-1].value in CASE_VERBS and words.channels:
            self._unassigned(number, start)
            return True
        kinds = [token for token in pre if token.value == "subset"]
        of_a_kind = kinds and all(token.text.endswith("类") for token in kinds) and number.unit == context.parent_unit
        verb = max((token.end for token in pre if token.value == "disclose"), default=start)
        weekly = any(token.value == "rhythm" and token.start != verb for token in pre)
        if weekly or (kinds and not of_a_kind and not words.channels):
            self._unassigned(number, start)
            return True
        if (
            not self._is_item_of_a_list(number, pre, start)
            and self._names_channel(pre, number)
            and not (context.listing == "columns" and TITLED.search(self.text, start, number.core))
            and not REPOSTED_BY.search(self.text, start, number.core)
        ):
            if number.unit in ("个", "项") and number.unit != context.parent_unit:
                self._unassigned(number, start)
                return True
            if context.listing == "implicit":
                return False
            indicator = self._channel_indicator([c.value for c in words.channels])
            social = words.channels[-1].value in SOCIAL
            if not indicator or (social and AND_MORE.match(self.text, words.channels[-1].end, number.core)):
                self._unassigned(number, start)
                return True
            if indicator == context.parent == "disclosure.press":
                # 媒体报道2224篇，其中省级媒体227篇: a part of them.
                self._unassigned(number, start)
                return True
            self._tell(indicator, number, start, number.end)
            context.parent, context.parent_unit, context.listing = indicator, number.unit, "channels"
            return True
        forms = bool(words.objects) and all(token.value == "format" for token in words.objects)
        apart = number.unit != context.parent_unit and not {number.unit, context.parent_unit} <= {"条", "篇", "则"}
        elsewhere = any(not is_catalogue(token) for token in words.channels)
        # 政策文件及解读12件，其他政府信息7条
        apart = apart and not (_OTHERS.match(self.text, start, number.core) and not words.actions)
        if context.listing == "implicit" and (elsewhere or (apart and not forms)):
            # 发布短视频8条、图文稿25份: forms are counted each in its own unit.
            return False
        if context.listing == "channels" and words.has("interpretation", "normative"):
            return False
        if words.has("application") and not enumerated and words.objects[0].value == "application":
            self._unassigned(number, start)
            return True
        if context.parent == "disclosure.cumulative" or (context.cumulative and "time" not in words.modifiers):
            # 历年公开信息的类别：机构职能类91条: parts of what was made public over the years.
            self._unassigned(number, start)
            return True
        if self._is_normative(number, words, start) or self._is_interpretation(number, words, start):
            return False
        if not context.parent and _GENERAL_TAIL.search(self.text, start, number.core):
            return False
        if context.listing == "implicit" and context.announced and ALL_KINDS.search(self.text[start : number.core]):
            # 网站公布文件25件、规范性文件2件，各类政府信息200余条
            self._tell(f"disclosure.{context.announced}", number, start, number.end)
            return True
        name = self._column_name(pre, start, number)
        if not name and after.objects:
            name = self._name_after(number, after)
        if context.listing == "implicit" and words.does("disclose") and words.has("normative", "interpretation"):
            return False
        if name and (self._only_verbs(name, pre) or ("each" in words.modifiers and "、" in self.text[slice(*name)])):
            # 更新公开指南、目录各0条: of which one, the name does not say.
            name = None
        if not name:
            self._unassigned(number, start)
            return True
        self._column(name, number, start)
        return True

    def _is_item_of_a_list(self, number: Token, pre: list[Token], start: int) -> bool:
        """Whether a catalogue stands beside other named items: 概况类信息22条，信息公开目录350条."""
        if not any(is_catalogue(token) for token in pre) or any(token.value == "means" for token in pre):
            return False
        last = self.facts[-1] if self.facts[self.context.first_fact :] else None
        after_one = last is not None and last.indicator == "disclosure.column" and last.unit == number.unit
        # 门户网站87条（乡镇动态82条）；省政府信息公开目录108条: what the bracket holds is no item beside it.
        inside = self.text[max(0, start - 2) : start].rstrip("，；、").endswith("）")
        return (after_one and not inside) or self._named_item_follows(number)

    def _begin_line(self, sentence: Sentence, continues: bool) -> None:
        """1.政策法规类24条。2.业务工作类279条。 A kind of information on each line, and its count, are columns; what the line
        tells behind it (主要包括市级82条) is a level below."""
        context = self.context
        context.is_below, context.by_line = continues and context.by_line, continues and context.by_line
        if sentence.enumerator != "arabic" or len(_KINDS_BY_LINE.findall(self.text)) < 2:
            return
        line = _KINDS_BY_LINE.match(self.text, self.text.rfind("\n", 0, sentence.start) + 1)
        if line and line.end() == sentence.end and self.items and self._is_named_item(*self.items[0]):
            context.listing, context.parent_unit, context.by_line = "columns", self.items[0][0].unit, True

    def _subject(self, pre: list[Token], start: int, verb: Token) -> str:
        """The printed noun that touches its verb and is no office: 财务 of 财务公开2项."""
        before = [token for token in pre if token.end <= verb.start]
        begin = max((t.end for t in before if t.kind == "channel" or t.value == "parts"), default=start)
        noun = self._unknown(begin, verb.start, [token for token in before if token.start >= begin])
        touching = bool(noun) and self.text[verb.start - 1] == noun[-1]
        return noun if touching and len(noun) > 1 and not noun.endswith(_OFFICES) else ""

    def _page_column(self, number: Token, start: int) -> bool:
        """Whether the number is that of one of several pages of a website: 政策法规栏发布5条，安全生产栏发布73条."""
        if listed := listed_name(self.text, number.start):
            self._column(listed, number, start)
            return True
        name = self.pages.get(number.start, "")
        if not name or number.unit_kind not in ("item", "case", "copy"):
            return False
        at = self.text.rindex(name, start, number.core)
        quoted = int(self.text[at - 1] == "“" and "”" in name)
        self._column((at - quoted, at + len(name)), number, start)
        return True

    def _quoted_column(self, number: Token, pre: list[Token], start: int) -> bool:
        """Whether the number is that of a column told by nothing but its quoted name: …，“财政信息”21条，…"""
        quoted = _QUOTED_NAME.fullmatch(self.text, start, number.core)
        told = self.context.parent.startswith("disclosure.") and number.unit_kind in ("item", "case", "copy")
        if quoted is None or not told or any(t.kind in ("channel", "number") or t.value == "hotline" for t in pre):
            return False
        self._column(quoted.span(1), number, start)
        return True

    def _channel_indicator(self, channels: Sequence[str]) -> str:
        kinds = list(dict.fromkeys(channels))
        if not kinds:
            return ""
        if "all_channels" in kinds:
            return "disclosure.total"
        if len(kinds) == 1:
            # A chat group or a meeting alone is no channel of the dictionary.
            return "" if kinds[0] == "group" else f"disclosure.{kinds[0]}"
        if set(kinds) <= {*SOCIAL, "group"}:
            # 政务新媒体（公众号、微信群）
            return "disclosure.new_media"
        if channels[-1] == "press" and (
            channels[0] == "press" or set(kinds) <= {"press", "new_media", "other_channels"}
        ):
            # 日报、晚报、新媒体等纸媒
            return "disclosure.press"
        if kinds[-1] == "other_channels" and "website" not in kinds:
            # 公众号、微博和其他平台: neither all channels nor the others alone.
            return "" if set(kinds) & SOCIAL else "disclosure.other_channels"
        return "disclosure.total"

    def _names_channel(self, pre: list[Token], number: Token) -> bool:
        """Whether a part of a list is a channel: nothing but verbs and general nouns between it and the number."""
        channels = [token for token in pre if token.kind == "channel"]
        if not channels:
            return False
        last = channels[-1]
        if OF_A_KIND.search(self.text, last.end, number.core) and self._named_item_follows(number):
            # 其中网站发布新闻类165条，通知类39条
            return False
        if any(t.value == "means" and t.start < last.start for t in pre):
            return True
        if any(
            t.value in ("disclose", "disclose_weak", "repost") and t.start >= last.end and len(t.text) > 1 for t in pre
        ):
            return number.unit_kind in COUNT_UNITS
        added = IN_BRACKETS.match(self.text, last.end, number.core)
        # 微信（含转发）86条
        return not _QUOTED.sub("", self._unknown(added.end() if added else last.end, number.core, pre))

    def _told_year_within(self, number: Token, words: Evidence, start: int) -> bool:
        """累计公开…条，其中本年新增…条: the first is cumulative, the second the year's."""
        context = self.context
        this_year = self.year in words.years or "time" in words.modifiers
        plain = not self._unknown(start, number.core, self.phrase).replace("新增", "")
        added = (words.does_text("新增") and plain) or (
            context.parent == "disclosure.cumulative" and words.does("disclose")
        )
        if not this_year:
            return False
        at = next((i for i in reversed(range(len(self.facts))) if self.facts[i].indicator == context.parent), None)
        through = self._channel_indicator([channel.value for channel in words.channels])
        until = _UNTIL.search(self.text, context.sentence_start, start)
        if at is not None and words.does("disclose") and (not through or through == context.parent or until):
            # 累计公开186条，其中2016年公开64条
            told_of = self.facts[at]
            before, running, _ = told_of.quote.partition("累计")
            added = added or (bool(running) and not _THIS_YEAR.search(before))
            added = added and number.number < (told_of.value or 0)
        if not added:
            return False
        if at is None or context.parent == "disclosure.column":
            return False
        if context.parent == "disclosure.cumulative":
            self._tell(through or "disclosure.total", number, start, number.end)
            return True
        self.facts[at] = replace(self.facts[at], indicator="disclosure.cumulative")
        self._tell(through or context.parent, number, start, number.end)
        return True
