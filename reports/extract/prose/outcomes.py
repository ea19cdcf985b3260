"""Part of step 4, extract: how requests and disputes ended, told in prose (予以公开12件, 其中3件部分公开, 结果维持2件).

In goes the text around a number; out comes the indicator of the statutory table, None when the words beside the number
are no outcome and nothing else. Whose outcome it is, the sentence must say: requests for information, or one kind of
dispute. Sums of several outcomes (不予公开, 无法提供, 不予处理 in all) have no row in the table and stay open. Words are
those of data/reference/lexicon/outcomes.csv.
"""

from __future__ import annotations

import re
from functools import cache

from reports.extract.prose.evidence import Evidence
from reports.extract.prose.telling import Telling
from reports.extract.prose.tokens import Token
from reports.extract.prose.topics import ASPECTS
from reports.reference import table

_UNITS = ("件", "份", "宗", "例", "起", "个", "项", "件次", "条")
_LEAD = (
    r"(?:其中|包括|包含|分别为|有|共有?|共计|另有|另外|此外|作出|决定|属于|因|由于|答复(?:为|结果为)?|依法|已|均|对|按照?规定"
    r"|(?:办理|答复|处理)?(?:结果|情况)(?:为|是|如下|来看|看)?|从(?:办理|答复|处理)?结果(?:来看|看)|[，、：:；;\s])*"
)
_TAIL = (
    r"(?:的|及|等|类|为|共|计|有|属于|而|且|，|、|：|政府信息公开|信息公开|(?:相关|该|所申请的?)?(?:政府)?信息|申请(?:信息)?|答复|决定|处理|情形"
    r"|案件|件数|数量|数|不予公开|无法提供|不予处理|不予提供|行政复议|复议)*"
)
_CLAUSE_END = re.compile("[，。；：、！\n（）]|$")
_OF_OTHERS = re.compile(
    "提案|议案|代表建议|人大建议|意见建议|页面|栏目|规范性文件|公文|政务信息|主动公开(?:政府)?信息[^，。；]{0,6}\\d"
)
_BY_APPLICANT = re.compile(
    r"(?:自然人|法人|商业企业|科研机构|公益组织|法律服务机构|当面|现场|网络|网上|在线|信函|邮寄|邮件|传真)[^，。；]{0,8}\d+[件份宗条][^，。；]{0,4}[，；（]其中"
)
_DISPUTE = re.compile(
    "(?P<litigation_after_review>(?:经)?复议后(?:起诉|诉讼|提起(?:的)?行政诉讼))"
    "|(?P<litigation_direct>未经复议(?:而)?直接(?:起诉|诉讼|提起(?:的)?行政诉讼))"
    "|(?P<litigation>(?:行政)?诉讼|应诉|起诉)|(?P<review>(?:行政)?复议(?!机关))"
)
_OF_OTHERS_WORK = re.compile("纠错率|应诉(?!通知)|[为作]被告|仲裁")
_REQUESTS_IN_ITEMS = re.compile(r"申请(?:公开)?[^，。；\d]{0,8}\d+条")
_SUITS = re.compile(
    r"(?:行政诉讼(?:案件|案)?(?:中|，|、|：)?)?"
    r"(?:(?P<litigation_after_review>(?:经)?复议后(?:起诉|诉讼))|(?P<litigation_direct>未经复议直接(?:起诉|诉讼)))"
)
_COUNTED = re.compile(r"[^。；]{0,12}?[1-9]\d*[件起宗例][^。；]{0,4}")
_HOW_ENDED = re.compile("维持|纠正|审结|其他结果")
_THE_REST = re.compile("其[他它余]$")
_OF_SUITS = re.compile(r"(?:的)?(?:行政诉讼)?(?:案件|案)?(?:数量|数)?(?:共|计|为|有)?")


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str], re.Pattern[str]], ...]:
    """Whose outcome, indicator, what fills a stretch before a number, what begins one after it."""
    return tuple(
        (
            row["of"],
            row["indicator"],
            re.compile(f"{_LEAD}(?:{row['pattern']}){_TAIL}"),
            re.compile(
                f"(?:政府信息公开)?(?:申请)?(?:的)?(?:答复)?(?:依法|已|均|为|被|属于|，)*(?:{row['pattern']}){_TAIL}"
            ),
        )
        for row in table("lexicon/outcomes")
    )


def outcome(text: str, sentence_start: int, start: int, number: Token, is_of_requests: bool) -> str | None:
    """The indicator of the outcome that the clause start..number tells, with what follows the number up to a mark.

    `is_of_requests` says whether the sentence or its heading tells of requests for information.

    >>> outcome("收到申请9件，予以公开5件。", 0, 7, Token("number", "", 11, 13, "5件", 5.0, unit="件", core=11), True)
    'applications.granted'
    """
    if number.unit not in _UNITS:
        return None
    before = text[start : number.core]
    after = text[number.end : _closing(text, number.end)]
    whose = _whose(text, sentence_start, number.core, is_of_requests)
    if suits := _SUITS.search(before):
        fits = re.fullmatch(_LEAD, before[: suits.start()]) and _OF_SUITS.fullmatch(before[suits.end() :])
        return f"{suits.lastgroup}.total" if fits and not after else None
    if _THE_REST.search(before) and not _HOW_ENDED.search(text, sentence_start, start):
        # 复议3件，其他6件: other cases, and no other outcome.
        return None
    for of, indicator, told_before, told_after in _patterns():
        if of != whose:
            continue
        if told_before.fullmatch(before) or (re.fullmatch(_LEAD, before) and after and told_after.fullmatch(after)):
            return indicator
    return None


def decides_disputes(text: str, sentence_start: int, office_field: str) -> bool:
    """Whether a sentence tells of disputes that are the office's daily work and not about openness: those that a
    department of justice decides, or in which others answer for the government. `office_field` is field_of an office.

    >>> decides_disputes("受理行政复议申请56件，维持12件。", 0, "司法"), decides_disputes("行政复议1件。", 0, "水务")
    (True, False)
    """
    stop = text.find("。", sentence_start)
    told = text[sentence_start : stop if stop >= 0 else len(text)]
    return "公开" not in told and (office_field == "司法" or _OF_OTHERS_WORK.search(told) is not None)


def _closing(text: str, start: int) -> int:
    mark = _CLAUSE_END.search(text, start)
    return mark.start() if mark else len(text)


def _whose(text: str, sentence_start: int, end: int, is_of_requests: bool) -> str:
    """Whose outcome a number at `end` tells: "application", a kind of dispute, or "" when the sentence names another
    thing, several disputes at once, or an applicant whose requests alone are told."""
    told = text[sentence_start:end]
    disputes = list(_DISPUTE.finditer(told))
    if disputes:
        *earlier, last = disputes
        if str(last.lastgroup).startswith("litigation_"):
            # 行政诉讼未经复议直接起诉20件: a kind and its genus are one.
            earlier = [dispute for dispute in earlier if dispute.lastgroup != "litigation"]
        between = told[earlier[-1].end() : last.start()] if earlier else "0"
        if not re.search(r"\d", between) or (_COUNTED.fullmatch(between) and not _HOW_ENDED.search(between)):
            # 行政复议3件、行政诉讼6件，结果维持5件: of which of them, the words do not say.
            return ""
        return last.lastgroup or ""
    if not is_of_requests or _OF_OTHERS.search(told) or _BY_APPLICANT.search(told):
        return ""
    return "application"


class Outcomes(Telling):
    """Reads how requests and disputes ended, and how many disputes there were."""

    def _outcome(self, number: Token, words: Evidence, start: int) -> bool:
        """How requests or disputes ended: 予以公开12件, 其中3件部分公开, 结果维持2件."""
        context = self.context
        requests = "application" in (context.topic, context.heading) or self.section.key == "applications"
        if words.channels or context.cumulative:
            return False
        indicator = outcome(self.text, context.sentence_start, start, number, requests)
        if indicator is None:
            return False
        ended = indicator.startswith(("review.", "litigation")) and self.section.key != "disputes"
        if ended and decides_disputes(self.text, context.sentence_start, self.field):
            self._unassigned(number, start)
            return True
        if number.unit == "条" and not _REQUESTS_IN_ITEMS.search(self.text, context.sentence_start, start):
            return False
        stop = next(
            (i for i in range(number.end, len(self.text)) if self.text[i] in "，。；：、\n（）"), len(self.text)
        )
        told_after = self.text[start : number.core].strip("，、；：") in ("", "其中", "有")
        self._tell(indicator, number, start, stop if told_after else number.end)
        return True

    def _dispute(self, number: Token, words: Evidence, start: int) -> bool:
        kinds = {token.value for token in words.objects}
        found = [kind for kind in ("review", "litigation") if kind in kinds or "dispute" in kinds]
        if words.channels or self.context.listing in ("columns", "channels"):
            return False
        deciding = (
            words.does("handle") and "公开" not in self.text[start : number.core] and self.section.key != "disputes"
        )
        work = self.section.key != "disputes" and decides_disputes(self.text, self.context.sentence_start, self.field)
        deciding = deciding or (work and number.number > 0)
        if (
            deciding
            or "subset" in words.modifiers
            or (words.does("other_action") and not words.does_text("备案"))
            or (len(found) > 1 and number.number)
        ):
            self._unassigned(number, start)
            return True
        for kind in found:
            self._tell(ASPECTS[kind, "received"], number, start, number.end)
        if number.number == 0 and words.has("application", "request") and "source" not in words.modifiers:
            # 申请量、复议量均为零: enumerated, so the zero is also one of requests.
            first = next(token for token in words.objects if token.value in ("application", "request"))
            dispute = next(token for token in words.objects if token.value in ("review", "litigation", "dispute"))
            if "、" in self.text[first.end : dispute.start]:
                self._tell("applications.received", number, start, number.end)
        self.context.parent, self.context.topic = found[0], ""
        return True
