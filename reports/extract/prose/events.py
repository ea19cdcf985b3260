"""Part of step 4, extract: counts of events, documents and visits told in prose.

Events are meetings, trainings, inspections, consultations and open days; documents are normative documents and
interpretations of policy. It does not count announcements of events, nor their participants.
"""

from __future__ import annotations

import re

from reports.extract.prose.columns import ALL_KINDS
from reports.extract.prose.evidence import Evidence
from reports.extract.prose.objects import is_beside_another
from reports.extract.prose.sums import CHANNELS
from reports.extract.prose.telling import EVENTS, Telling
from reports.extract.prose.tokens import Token

_DATED = re.compile(r"\d{1,2}月")
_ON_DRAFTS = re.compile("就|对|围绕|针对|将|把|等$")
"""就…等2个文件公开征求意见; 20项民心工程意见征集活动 are not twenty."""
_IN_STOCK = re.compile(r"[行续]有效|清理出|梳理出|文件库")
_PRINTED = ("刊登", "刊发", "登载", "刊载", "编发", "刊出")
_EACH_TIME = re.compile(r"(?:季度|半年|月份?|旬|周)[^，。；]{0,4}各")

_REPOSTED = re.compile("(?:^|(?<![或和及与、]))(?:转载|转发)(?![或和及与、]|发布)")
_OF_OPENNESS = re.compile("公开|政务|信息|条例|网站|新媒体|公众号")
_ANY_TRAINING = re.compile(
    "业务|专题|专项|工作|人员|干部|职工|全体|全员|集中|内部|线上|线下|网上|各类|系列|日常|系统|相关|能力|机关|单位|我|本|镇|乡|街道|局|次|场|的"
)
_AMONG_WAYS = re.compile(
    "[^，。；：、\\d]{0,10}[”’）》]*(?:、[^，。；：]{2,40})?等(?:多种|多元化?|多个|各种|各类|线上|线下|不同|公开){0,3}(?:渠道|途径|方式|形式|载体|平台)"
)
"""通过网上新闻发布会、“政府开放日（周）”等渠道开展互动"""
_CLAUSES = re.compile("[，；]")
_SINCE_IT_OPENED = re.compile(
    r"截[止至][^，。；]{0,12}[底末日月]，[^。；\d]*累计(?:总)?(?:访问|点击|浏览)[^，。；\d]*$"
)
_SEVERAL_DAYS = re.compile("集中|系列|陆续|先后|分别|各(?:单位|部门|街道|镇|乡|大队|中心)")
"""11月集中开展“政府开放日”活动: on how many days, the words do not say."""
_FORM = re.compile("视频|图文|图解|音频|文字|海报|漫画")


class Events(Telling):
    """Reads counts of events, documents and visits."""

    def _event(self, number: Token, words: Evidence, after: Evidence, start: int, end: int) -> bool:
        everything = [*words.objects, *after.objects]
        if words.has("visits") or (after.has("visits") and not words.objects):
            seen = after.channels if number.unit_kind == "person" and not words.channels else []
            # 141203人次浏览门户网站
            channels = (
                {t.value for t in (*words.channels, *seen)}
                or set(self.context.channels)
                or {self.context.recent} - {""}
            )
            parent = self.context.parent.removeprefix("disclosure.")
            # 公众号发文612条，点击量49226次: those of the channel just told of.
            channels = channels or {parent} & {name.removeprefix("disclosure.") for name in CHANNELS}
            if _SINCE_IT_OPENED.search(self.text, self.context.sentence_start, number.core):
                # 截至2022年底，网站累计访问量4120万人次: since when, the words do not say.
                self._unassigned(number, start, words)
                return True
            if channels <= {"website"} and number.unit_kind in ("session", "person", "", "thing", "item"):
                self._tell("website.visits", number, start, number.end)
                self.context.channels = tuple(channels)
            else:
                self._unassigned(number, start, words)
            return True
        drafts = number.unit_kind in ("thing", "case", "copy") and number.unit in ("个", "项", "件", "份", "部")
        opened = _ON_DRAFTS.search(self.text, start, number.core) or any(
            token.value == "consultation" and token.start == number.end for token in after.objects
        )
        if (
            drafts
            and opened
            and after.has("consultation")
            and not words.has("consultation")
            and not after.has("interpretation")
        ):
            # 就…等2个文件公开征求意见
            self._tell("consultations.held", number, start, end)
            return True
        if drafts and not opened and after.has("consultation") and not words.has(*EVENTS):
            # 20项民心工程意见征集活动
            self._unassigned(number, start)
            return True
        if words.has("board"):
            # 党组会 meets on everything; only where it speaks of openness it is a meeting on it.
            openly = "公开" in self.text[self.context.sentence_start : end] and number.unit_kind == "session"
            told_of = openly and not words.does("other_action", "disclose")
            self._tell("meetings.held" if told_of else None, number, start, number.end)
            return True
        told = [t for t in words.actions if t.value == "disclose" and t.text not in ("公告", "公示")]
        shown = [t.end for t in (*words.channels, *told)]
        kinds = [t.value for t in words.objects if t.value in EVENTS and t.start >= max(shown, default=0)] or [
            t.value for t in after.objects if t.value in EVENTS
        ]
        if kinds and "each" in words.modifiers and _EACH_TIME.search(self.text[start : number.core]):
            # 一、二季度各组织一次自查: how many in all, the words leave to be added up.
            self._unassigned(number, start)
            return True
        if kinds and words.does("disclose") and not words.does("hold") and self._is_of_information(words, number):
            # 公开会议、领导活动等信息26条
            return False
        if (
            after.has("interpretation")
            and not after.has(*EVENTS)
            and not words.has("interpretation")
            and number.unit_kind == "session"
        ):
            # 对22次会议进行解读
            self._unassigned(number, start)
            return True
        if kinds and kinds[-1] == "training" and self._is_on_else(words, start):
            self._unassigned(number, start)
            return True
        named = [token for token in words.objects if token.value in EVENTS]
        if named and _AMONG_WAYS.match(self.text, named[-1].end, number.core):
            self._unassigned(number, start)
            return True
        if kinds and not words.has("interpretation"):
            kind = kinds[-1] if "open_day" not in kinds else "open_day"
            touching = bool(words.objects) and words.objects[-1].end == number.core
            # 公开会议25次 tells of what was made public, 对村级公开随机抽检4次 of checks.
            others = kind == "meeting" and words.has("foreign")
            if others or (kind == "meeting" and words.does("disclose") and not words.does("hold")):
                self._unassigned(number, start)
                return True
            first_clause = not _CLAUSES.search(self.text, self.context.sentence_start, start)
            if kind == "inspection" and not first_clause and not self._is_on_openness(end):
                # 对现场施工进行检查，共计检查140次
                self._unassigned(number, start)
                return True
            holds = words.does("hold", "handle") or not words.actions or (touching and not words.does("other_action"))
            # 参加区里组织的培训: held by another.
            attended = bool(words.actions) and words.actions[0].text == "参加"
            if number.unit_kind == "session" and not attended and (holds or not words.does("disclose", "other_action")):
                self._tell(EVENTS[kind], number, start, number.end)
                return True
            if (
                kind == "consultation"
                and (words.does("hold", "disclose") or (touching and words.objects[-1].text.endswith("数")))
                and number.unit_kind in ("item", "case", "thing", "session")
            ):
                self._tell(EVENTS[kind], number, start, number.end)
                return True
            self._unassigned(number, start)
            return True
        if words.does("other_action") or after.does("other_action") or self.context.listing == "subset":
            return False
        documents = [t for t in everything if t.value in ("normative", "interpretation")]
        if documents and number.unit_kind == "session" and words.has("meeting"):
            self._unassigned(number, start)
            return True
        if documents and _IN_STOCK.search(self.text, max(self.context.sentence_start, number.core - 40), number.core):
            self._unassigned(number, start)
            return True
        if documents and number.unit == "项" and documents[-1].end != number.core:
            # 政策解读等44项 counts what was made public of.
            return False
        if documents and self._is_one_of_many(documents[-1], words, number):
            return False
        printed = any(token.text in _PRINTED for token in words.actions)
        if documents and printed and not any(token.value != "press" for token in words.channels):
            # 公报刊登规范性文件12件: what a gazette prints is no count of what was made.
            self._unassigned(number, start)
            return True
        if documents and number.unit_kind in ("item", "case", "copy", "session", "thing"):
            kind = documents[-1].value
            if kind == "normative" and number.unit_kind != "session":
                self._tell("disclosure.normative_documents", number, start, number.end)
                return True
            if kind == "interpretation" and _REPOSTED.search(self.text, start, number.core):
                # 转载政策解读16条: made by others.
                self._unassigned(number, start)
                return True
            if kind == "interpretation":
                self._tell("disclosure.policy_interpretation", number, start, number.end)
                self.context.parent, self.context.parent_unit = "disclosure.policy_interpretation", number.unit
                return True
        if self._is_next_form(words, start) and number.unit_kind in ("item", "case", "copy"):
            self._tell("disclosure.policy_interpretation", number, start, number.end)
            return True
        return False

    def _is_on_openness(self, end: int) -> bool:
        return _OF_OPENNESS.search(self.text, self.context.sentence_start, end) is not None

    def _is_on_else(self, words: Evidence, start: int) -> bool:
        """Whether a training is on a subject of its own: 法律培训57场, 婚俗改革专题讲座80场."""
        training = next((token for token in words.objects if token.value == "training"), None)
        if training is None or _OF_OPENNESS.search(self.text, self.context.sentence_start, training.end):
            return False
        verbs = [token.end for token in words.actions if token.end <= training.start]
        begin = max(start, *verbs) if verbs else start
        return len(_ANY_TRAINING.sub("", self._unknown(begin, training.start, self.phrase))) > 1

    def _is_next_form(self, words: Evidence, start: int) -> bool:
        """Whether a form is counted beside another form of interpretation: 解读类短视频8条、图文稿25份."""
        last = self.facts[-1] if self.facts else None
        beside = self.text[start - 1 : start] in ("、", "，") and self.context.listing != "subset"
        is_form = bool(words.objects) and all(token.value == "format" for token in words.objects)
        if last is None or last.indicator != "disclosure.policy_interpretation" or not (beside and is_form):
            return False
        return _FORM.search(last.quote) is not None and not words.actions and not words.channels

    def _is_of_information(self, words: Evidence, number: Token) -> bool:
        """Whether an event is what the information is of that is counted: 公开会议信息12条."""
        info = [token for token in words.objects if token.value == "info"]
        return bool(info) and words.objects[-1] is info[-1] and number.unit_kind in ("item", "copy")

    def _is_one_of_many(self, document: Token, words: Evidence, number: Token) -> bool:
        """Whether the documents are one kind in an enumeration of information: 政策解读、公告等信息共计86条."""
        after = [token for token in words.objects if token.value == "info" and token.start >= document.end]
        if document.start > number.start:
            return False
        joined = self.text[document.start - 1 : document.start] in ("及", "和", "与", "、")
        if joined and (after[0].start == document.end if after else document.text.endswith("信息")):
            # 文件及解读信息8条
            return True
        verb = max((t.end for t in words.actions if t.end < document.start), default=self.phrase[0].start)
        if is_beside_another(
            self.text[verb : document.start].rpartition("，")[2], self.text[document.end : number.core]
        ):
            # 政策文件及解读23条
            return True
        before = [token for token in words.objects if token.value == "info" and token.end <= document.start]
        if not after and joined and before and self.text.startswith("等", document.end):
            # 各类宣传信息、政策解读等共计86条
            return True
        if not after:
            return False
        if ALL_KINDS.search(self.text[document.end : number.core]):
            # 动态、政策解读及其他各类信息203条
            return True
        return "、" in self.text[document.end : after[-1].start] or (
            "等" in self.text[document.end : after[-1].start]
            and "、" in self.text[self.phrase[0].start : document.start]
        )

    def _open_day(self, words: Evidence, start: int, end: int) -> None:
        if (
            words.has("open_day")
            and any("开放" in token.text for token in words.objects if token.value == "open_day")
            and _DATED.search(self.text, self.context.sentence_start, end)
            and words.does("hold")
            and not words.modifiers & {"habit", "rhythm", "plan", "future"}
            and not words.negated
            and not _SEVERAL_DAYS.search(self.text, start, end)
        ):
            self.implied.append(self._fact("open_day.events", None, start, end, value=1.0))
