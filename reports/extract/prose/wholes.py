"""Part of step 4, extract: whether what is counted is information in general, or the first of several named things.

In goes a number with the words beside it; it gives no number a meaning.
"""

from __future__ import annotations

import re

from reports.extract.prose.columns import IN_BRACKETS, OF_GOVERNMENT, OF_ITS_FIELD, OF_OFFICES, Columns
from reports.extract.prose.evidence import Evidence
from reports.extract.prose.telling import NOUNS, OF_A_KIND
from reports.extract.prose.tokens import Token

_KEY_AREAS = re.compile("(?:了|涉及|有关)?重点领域(?:的|类|相关|政府|政务|公开)*信息")
_OF_A_FIELD = re.compile("(?:[\u4e00-\u9fff”]{2}(?<!各)(?<!多个)(?<!多)领域)$")
_FIELDS = re.compile("^各?(?:方面|领域)")
_GROWN = re.compile(
    r"(?P<whole>\d+)[余多]?[条件篇]（(?:其中)?(?P<year>20\d\d)年(?:新增|增加|新公开)(?P<added>\d+)[余多]?[条件篇]）"
)
"""累计公开信息7820条（2022年新增410条）"""
_FROM_BEFORE = re.compile("[由从][^，；]*\\d")
"""信息发布量由2013年的87条增加到99条"""


class Wholes(Columns):
    """Tells information in general from named things."""

    def _grown(self, number: Token, words: Evidence, start: int) -> bool:
        """累计公开信息7820条（2022年新增410条），动态类4900条（2022年新增210条）: the first two are the cumulative count and the
        year's; those of the kinds run over years and are no columns of this one."""
        begin = self.context.sentence_start
        stop = self.text.find("。", begin)
        pairs = list(_GROWN.finditer(self.text, begin, stop if stop >= 0 else len(self.text)))
        if len(pairs) < 2:
            return False
        told = next((p for p in pairs if number.start in (p.start("whole"), p.start("added"))), None)
        if told is None:
            return False
        whole = number.start == told.start("whole")
        first = told is pairs[0] and not self.facts[self.context.first_fact + (not whole) :]
        indicator = "disclosure.cumulative" if whole else "disclosure.total"
        meant = first and (words.does("disclose") if whole else int(told["year"]) == self.year)
        meant = meant and (whole or self.facts[-1].indicator == "disclosure.cumulative")
        self._tell(indicator if meant else None, number, start, number.end)
        self.context.parent, self.context.parent_unit, self.context.listing = "disclosure.cumulative", number.unit, ""
        return True

    def _is_general(
        self,
        pre: list[Token],
        post: list[Token],
        number: Token,
        words: Evidence,
        after: Evidence,
        start: int,
        end: int,
    ) -> bool:
        """Whether what is counted is information in general."""
        if number.unit_kind == "session" and not words.has("info"):
            return False
        shown = max((t.end for t in pre if t.value == "disclose" and t.text not in NOUNS), default=start)
        if _KEY_AREAS.match(self.text, shown, number.core):
            # 公开重点领域政府信息531条: a part of what was made public.
            return False
        if OF_GOVERNMENT.search(IN_BRACKETS.sub("", self.text[shown : number.core])) and not self._named_item_follows(
            number
        ):
            # 公开青禾乡人民政府信息57条
            return True
        whole = self.text[shown : number.core]
        own = {f"各类{self.field}信息", *(self.field + end for end in OF_ITS_FIELD)}
        of_field = self.field and not self.context.listing and whole in own
        if of_field and words.does_text("主动公开") and not self._named_item_follows(number):
            # A 司法局: 主动公开司法行政信息63条
            return True
        verbs = [token for token in pre if token.kind == "action" and token.value == "disclose"]
        told = [token for token in verbs if token.text not in NOUNS] or verbs
        done = next((token.end for token in pre if token.text == "完成"), start)
        begin = told[-1].end if told else done
        joined = self.text[told[-1].start - 1] in "及和与、" if told else False
        twice = len(verbs) > 1 and verbs[0].text in NOUNS and verbs[0].end == verbs[1].start == number.core - 2
        listed = twice and not words.has("info") and (bool(self.context.listing) or self._named_item_follows(number))
        if listed or (joined and told[-1].text in NOUNS):
            # 通知公告及公示45条; 公示公开76条，人事信息2条
            return False
        if told and told[-1].text == "公开" and told[-1].end == number.core and self._subject(pre, start, told[-1]):
            # 财务公开2项: what stands before the verb is what was made public.
            return False
        if told and _OF_A_FIELD.search(self.text, start, told[-1].start) and not words.channels:
            # 基层治理领域公开信息81条: of that field.
            return False
        if words.has("info") or not post:
            stretch = self._unknown(begin, number.core, pre)
            tail = self.text[begin : number.core].rpartition("等")
            if tail[1] and not self._named_item_follows(number):
                offset = begin + len(tail[0]) + 1
                stretch = _FIELDS.sub("", self._unknown(offset, number.core, pre))
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

    def _begins_columns(self, pre: list[Token], number: Token) -> bool:
        """Whether the number is the first of several named things: 网站公开预决算4条、项目6条、救助24条."""
        verbs = [token for token in pre if token.value == "disclose"]
        if len(verbs) > 1 and verbs[-1].end == number.core:
            # 公布处罚信息公示38条: the second one is part of what was told.
            verbs.pop()
        if not verbs:
            return False
        nouns = [t for t in pre if t.kind in ("object", "neutral") and t.start >= verbs[-1].end]
        named = any(not noun.text.endswith("信息") for noun in nouns)
        told = self.text[verbs[-1].end : number.core]
        if _FROM_BEFORE.search(told) or OF_OFFICES.fullmatch(told) or self._is_divided_whole(told, number):
            return False
        if any(token.value == "press" for token in pre) and told.endswith(("报道", "稿件", "新闻")):
            # 在各类媒体上刊发报道700余篇
            return False
        kind = bool(OF_A_KIND.search(self.text, verbs[-1].end, number.core))
        particular = named or kind or bool(self._unknown(verbs[-1].end, number.core, pre))
        countable = number.unit_kind in ("item", "case", "copy") or number.unit in ("个", "期")
        follows = (
            self._named_item_follows(number) or self._list_follows(number) or self._alike_follows(number, verbs[-1])
        )
        return particular and countable and (follows or self._form_follows(number, nouns))
