"""Step 3, identify: the office of a report without a title line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from reports.identify.names import (
    core,
    full_name,
    kind_of,
    known_unit,
    shortened,
    split_region,
    suffixes,
    titles_of,
    units,
    without_desk,
)
from reports.identify.title import CITED, DOMAIN, Title, name_of
from reports.identify.year import DATE
from reports.model import Document
from reports.text.dates import YEAR


def find_office(
    titles: list[Title],
    document: Document,
    texts: list[str],
    front: int,
    metadata: Mapping[str, list[str]],
    file_name: str,
) -> tuple[str, str]:
    """The office's name in its fullest form and its region ('' where no source tells it);
    two empty texts when nothing names the office."""
    votes: Counter[str] = Counter()
    shown: dict[str, tuple[int, str, str]] = {}

    def vote(name: str, weight: int) -> None:
        name = _DEPARTMENT_ALONE.sub("", without_desk(re.sub(r"^本(?!溪)", "", name)))
        # 将乐县, 全南县 and 从江县 begin like words of a sentence.
        if _NO_OFFICE.search(name.removeprefix(known_unit(name))):
            return
        suffix = next((suffix for suffix, _, _ in suffixes() if name.endswith(suffix)), "")
        if not suffix or not re.search(r"[^乡镇街道区县市省办各年本级直属]", name.removesuffix(suffix)):
            return
        region, own = split_region(name)
        own = full_name(own, texts)
        key = core(own)
        if not region and _NAMELESS.match(own) and not units(own):
            # 市市场监管局: what the office calls itself, without its name.
            weight = 1
        votes[key] += weight
        old_weight, old_region, old_own = shown.get(key, (0, "", ""))
        # The region as the best source tells it; the name in its fullest form.
        region = region if region and (weight > old_weight or not old_region) else old_region
        shown[key] = (max(weight, old_weight), region, max(own, old_own, key=len))

    for title in titles:
        # 河北省2019年政府信息公开工作年度报告 is the government's.
        is_region = bool(_REGION.fullmatch(title.name)) and kind_of(title.name) is None
        vote(title.name + "人民政府" if is_region else title.name, max(title.score, _SURE if is_region else 1))
    for name in metadata["publisher"]:
        vote(name_of(name), 8)
    for index, text in enumerate(texts):
        if index >= len(texts) - 8 and len(text) <= 40:
            vote(name_of(DATE.sub("", text)), 8)
        for name in _names_in(text) if index < front + 30 else ():
            vote(name, 3 if index < front else 1)
    for name, weight in anchored("\n".join(texts[: front + 30])):
        vote(name, weight)
    for text in texts[:front]:
        if ">" in text or "»" in text:
            for piece in re.split(r"[>»›]", text):
                vote(name_of(piece), 2)
    if not votes:
        names = (title.name for title in titles if title.name and title.score >= _SURE)
        named = next((name for name in names if not _NO_OFFICE.search(name)), "")
        return (split_region(named)[1], split_region(named)[0]) if named else ("", "")
    best = max(votes, key=lambda key: votes[key])
    best = _as_titled(best, titles, shown)
    weight, region, office = shown[best]
    if region and kind_of(office.removeprefix(region)):
        office = office.removeprefix(region)
    if not region:
        # The title calls it 民政局 or 区民政局, its first sentence 青禾区民政局.
        stem = office[1:] if _NAMELESS.match(office) and kind_of(office[1:]) else office
        fuller = (name for _, above, name in shown.values() if not above and name.endswith(stem))
        office = next((name for name in fuller if _REGION.fullmatch(name.removesuffix(stem))), office)
    # 青禾经开区管委会, of which it says once that it is the 青禾经济技术开发区管委会.
    office = next((name for _, _, name in shown.values() if name != office and shortened(name) == office), office)
    if weight < _SURE and kind_of(office) == "政府" and _BELOW.search("\n".join(texts)):
        # 我镇…: the district that is named is the one above this office.
        return "", ""
    return office, region


def _as_titled(best: str, titles: list[Title], shown: dict[str, tuple[int, str, str]]) -> str:
    """The key of the office that is meant where the one with most votes is a government or its own office (政府办公室):
    each stands in the other's report, as who compiled it or whom it serves, and the title's subject decides. `shown`
    gets the office where only its government was named in full."""
    named = without_desk(next((title.name for title in titles if title.score >= _SURE and title.name), ""))
    place = core(_GOVERNMENT_OFFICE.sub("人民政府", shown[best][2]))
    office = next((key for key, each in shown.items() if _is_office_of(each[2], place)), place + "政府办")
    if best not in (place, office):
        return best
    if _GOVERNMENT_OFFICE.search(named) and core(_GOVERNMENT_OFFICE.sub("人民政府", named)) in (place, place[-1:], ""):
        if office not in shown:
            weight, region, government = shown[place]
            shown[office] = (weight, region, government + "办公室")
        return office
    is_of_region = kind_of(named) == "政府" or (_REGION.fullmatch(named) and kind_of(named) is None)
    return place if is_of_region and core(named) == place and place in shown else best


def _is_office_of(name: str, place: str) -> bool:
    """Whether a name is that of the office of the government of `place`."""
    return _GOVERNMENT_OFFICE.search(name) is not None and core(_GOVERNMENT_OFFICE.sub("人民政府", name)) == place


def anchored(text: str) -> list[tuple[str, int]]:
    """Names of the office that a report's own sentences say it is of, each with how surely: 现公布…年度报告, 由…编制,
    请与…联系, a signature of its first sentence. Verbs and addresses before a name are not part of it.

    >>> anchored("根据条例，现公布青禾市柳溪区水务局2023年政府信息公开工作年度报告。")
    [('青禾市柳溪区水务局', 9)]
    """
    found: list[tuple[str, int]] = []
    text = DOMAIN.sub("", text)
    for pattern, weight in _ANCHORS:
        for match in pattern.finditer(text):
            name = _BRACKET.sub("", match[1])
            if _ZONE.fullmatch(name):
                continue
            if _REGION.fullmatch(name) and kind_of(name) is None:
                name += "人民政府"
            elif name.endswith("人民"):
                name += "政府"
            if kind_of(name) or name.endswith("人民政府"):
                found.append((name, weight))
    return found


_SURE = 8
_CHARACTERS = r"((?:(?!编制|公布|发布|通过|根据|按照|我们|上级|有关|各级|全文|以及)[㐀-鿿]|（[㐀-鿿]{2,14}）){2,32}?)"
_WRITE = "编制|编写|编撰|撰写|写成|写出"
_REPORT = r"(?:本级)?(?:关于)?(?:在)?(?:二〇..|20\d\d)年度?(?:的)?(?:政府|政务)?(?:本级)?(?:信息公开|政务公开|信息与政务公开|政府信息)[^，。；]{0,16}?(?:报告|年报)"
_ANCHORS = (
    (re.compile(rf"(?:公布|发布|公开|现将|形成|制作|{_WRITE})(?:了|的)?《?{_CHARACTERS}{_REPORT}"), 9),
    (re.compile(rf"(?:^|[，。；\n]){_CHARACTERS}{_REPORT}(?:现|予以|按照|依照|根据)"), 9),
    # 现公开青禾经济开发区信息公开2018年度报告
    (
        re.compile(
            rf"(?:公布|发布|公开|现将|{_WRITE})(?:了)?《?{_CHARACTERS}(?:政府|政务)?信息公开(?:工作)?(?:二〇..|20\d\d)年度?(?:工作)?(?:报告|年报)"
        ),
        9,
    ),
    # 电子版可从青禾市公安局网站下载: a department's own site.
    (
        re.compile(
            rf"(?:电子版|全文)[^，。；]{{0,8}}(?:从|在|登录|登陆|通过){_CHARACTERS}(?<=[局厅])(?:政务|门户|官方)*网站?"
        ),
        3,
    ),
    # 印发了《青禾市城市管理局2023年政务公开工作要点》: what the office made itself.
    (
        re.compile(
            rf"(?:制定|印发|修订|出台|制发)了?《{_CHARACTERS}20\d\d年度?(?:政府信息|政务)公开(?:工作)?(?:实施)?(?:方案|要点|计划|制度)》(?!的?(?:要求|精神|通知|部署))"
        ),
        4,
    ),
    (
        re.compile(
            rf"(?:{_WRITE}|公布|发布|现将)(?:二〇..|20\d\d)年度?{_CHARACTERS}(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:报告|年报)"
        ),
        9,
    ),
    # 《2020年度青禾县水务局信息公开工作年度报告》已经研究同意，现予公布
    (
        re.compile(
            rf"《(?:20\d\d年度?)?{_CHARACTERS}(?:20\d\d年度?)?(?:政府|政务)?信息公开(?:工作)?(?:年度)?(?:报告|年报)》(?=已|业|现)"
        ),
        9,
    ),
    (
        re.compile(
            rf"(?:包括|为|是|讲|介绍)《?{_CHARACTERS}(?:本年度)?(?:政府信息|信息|政务)?公开(?:工作)?(?:的)?(?:总体情况|基本情况|概述)"
        ),
        7,
    ),
    (
        re.compile(
            rf"由{_CHARACTERS}"
            rf"(?:(?<=府)(?:党政)?(?:综合)?办公室|(?:政府)?(?:信息公开|政务公开)[^，。]{{0,10}})?"
            rf"(?:(?:按|依|根据|参照|照|综合|汇总)[^，。；]{{0,60}})?(?:负责)?(?:{_WRITE})"
        ),
        8,
    ),
    (
        re.compile(
            rf"(?:根据|结合|依据|对照)(?:20\d\d年度?)?{_CHARACTERS}(?:20\d\d年度?)?(?:政府|政务)?信息公开(?:工作)?(?:的)?(?:实际|开展)"
        ),
        7,
    ),
    (re.compile(rf"(?:^|[，。；\n]){_CHARACTERS}(?:{_WRITE})(?:完成|形成|了)?(?:本|此|这|20\d\d)"), 7),
    (
        re.compile(
            rf"(?:请与|请联系：?|可与|与|请向|可向|请咨询|请直接与){_CHARACTERS}"
            r"(?:(?<=[镇乡]人民政府)(?:党政)?(?:综合)?办公室|(?<=[处局委厅院会区园])(?:党政|综合|行政)*办公室|(?<=[处局委厅院会办])[^，。；（）]{2,10}[科股]|(?:政府)?(?:信息公开|政务公开)[^，。]{0,12})?"
            r"(?:联系|咨询|反映|[，；](?:联系)?(?:地址|电话)|（(?:联系)?地址|（通讯|（联系|（电话)"
        ),
        6,
    ),
    (
        re.compile(
            rf"(?:^|\n|。|情况)(?:20\d\d年(?:度)?(?:以来)?，?|一年来，?|今年以来，?|\s?){_CHARACTERS}"
            r"(?=把|照|按|牢记|没有|未|接到|受理|聚焦|围绕|坚持|认真|严格|深入|全面|始终|高度|紧紧|紧扣|持续|不断|积极|扎实|根据|共|在|收到"
            r"|全力|以)"
        ),
        4,
    ),
)
_BRACKET = re.compile(r"（[^）]*）")
_OFFICE_ACTS = re.compile("办公室(?=认真|深入|严格|坚持|积极|高度|围绕|贯彻|落实|共|以)")
"""青禾市人民政府办公室认真落实…; whom to ask and who compiled the report of a government is its office too."""
_GOVERNMENT_OFFICE = re.compile("(?:人民)?政府办(?:公室|公厅)?$")
_NAMELESS = re.compile(r"[省市县区](?![南北中东西])")
_DEPARTMENT_ALONE = re.compile(r"(?<=[局委厅院会])政府$")
_ZONE = re.compile(
    r"(?:经济|技术|高新|产业|工业|旅游)*(?:开发|高新|经开|新|园)区(?:(?:人民)?政府|党?工委|管委会|管理委员会)?"
)
"""A zone that is called by its kind alone: which one, the words do not say."""
_REGION = re.compile(r"[㐀-鿿]{2,9}(?:省|市|县|区|旗|自治州|自治区)")
_NO_OFFICE = re.compile(
    r"我(?:镇|乡|街道|局|委|办|区|县|市)|^(?:我|该|各|全|度|年度|在|从|通过|组织|编制|调整|结合|其中|现公布|可|以|将|并|对|为)|网站|网$|平台|门户|下载|电子版|报告|公众号|情况|公开信息|由[局镇乡街委办]|.(?<!自)由"
    r"|^(?:[省市县区旗本]?[局厅院处委]|[镇乡]|(?:街道)?(?:办事处)?)(?:党政|综合|行政|政务)*办(?:公室)?$"
)
_BELOW = re.compile(r"我(?:镇|乡|街道|办事处|苏木)|本(?:镇|乡|街道|办事处)(?!级)")


@cache
def _actor() -> re.Pattern[str]:
    """A name between the words that may stand before and after an office that acts."""
    before, after = ("|".join(map(re.escape, titles_of(kind))) for kind in ("before_actor", "after_actor"))
    return re.compile(rf"(?:{before}|，|^)([㐀-鿿]{{2,24}}?)(?=(?:{after}|[（(]|{YEAR}年|2))")


@cache
def _any_office() -> re.Pattern[str]:
    """Words that make a name one of any office, not of this one."""
    words = "|".join(map(re.escape, titles_of("any_office")))
    return re.compile(rf"{words}|全[区县市镇乡]|[^㐀-鿿]|^[区县市镇乡街]")


def _asked(text: str, match: re.Match[str]) -> bool:
    """Whether what is named is the source of a wish: …的要求, …文件精神."""
    return re.match(r"[^，。；]{0,24}(?:要求|精神|部署|安排|通知|规定|意见)", text[match.end() :]) is not None


def _names_in(text: str) -> list[str]:
    """Names of offices that act or are asked in a text of prose."""
    names = []
    text = CITED.sub("", text)
    for match in _actor().finditer(text):
        name = match[1]
        if name.startswith(titles_of("mention")) or (match[0].startswith(titles_of("mention")) and _asked(text, match)):
            # 依照青禾市政府办公室的要求，我局…: who asks is not who reports.
            continue
        while lead := next((word for word in titles_of("before_actor") if name.startswith(word)), ""):
            if known_unit(name):
                break
            name = name.removeprefix(lead)
        if kind_of(name) == "政府" and _OFFICE_ACTS.match(text, match.end()):
            name += "办公室"
        if kind_of(name) in ("街道", "镇", "乡", "部门", "政府") and not (
            _any_office().search(name) or _ZONE.fullmatch(name)
        ):
            names.append(name)
    return names
