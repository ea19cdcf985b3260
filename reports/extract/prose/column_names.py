"""Part of step 4, extract: the names of columns.

In go the words before the number of a list's part; out comes where its printed name stands, or none where the words
name nothing. It does not decide whether a number is a column.
"""

from __future__ import annotations

import re

from reports.extract.prose.evidence import Evidence
from reports.extract.prose.telling import NOUNS, Telling
from reports.extract.prose.tokens import Token, tokenise
from reports.text.normalise import PINYIN, simplified

TITLED = re.compile(r"“[^“”]{1,20}”(?:专栏|栏目|板块|版块|专题|频道)")
WHITE = re.compile(r"(?<=[^\x00-\xff])\s+|\s+(?=[^\x00-\xff])|^\s+|\s+$")
_ATTRIBUTE = re.compile(
    r"公开(?:答复|回应|回复|解答)|(?:^|属于?|年度?)(?:主动|不予)公开(?:[类的]{0,2}(?:政府)?信息[^，。；]{0,12})?$"
)
_WITH_PARTS = re.compile(r"(?<=.)[（(](?:(?:含|包含|包括)[^（）()]*|[^（）()、]+(?:、[^（）()、]+)+)[）)]$")
"""其他类信息（含人事、采购等内容）6条, 栏目信息（公告、动态、文件）48条"""
_DATED_ITEM = re.compile("(?:^|[、及和]|公开|公布|发布)(?=20\\d\\d年)")
_SUM_BEHIND = re.compile("(?:达|共|计|合计|累计|总数|数)+$")
_UNIT_TWICE = re.compile("(?<=信息|资讯|动态|文件|公告|通知)[条件份篇]$")
"""规划计划类信息条5条: a unit printed twice."""
_FIELD = ("领域", "方面")
_ENDS_NO_NAME = re.compile(
    "(?:公开|发布)(?:渠道|途径|载体|方式)$|融媒(?:体)?(?:发布|公开|推送)(?:信息)?$|已(?:成功)?$|(?:机关|人民政府|各部门|街道|街道办事处|委办局|各单位|各镇|各区|各县|（市）政府|[区市县]政府|新制定|和|及|与|对)的?$|(?:公开|发布|推送|收到|接到|受理|承办|办理)的$"
)
_BEGINS_NO_NAME = re.compile(
    "解读《|(?:情况|信息|内容)[、及和]|[^、]{1,10}(?:分局|大队|派出所|[一二三四五六七八九十]所)(?:主动)?(?:公开|公布|发布|公示)|通过|利用|依托|借助|截[至止]|由(?!来)|从(?!业|众|优)|自(?=[^，。；]{0,12}以来)|将(?!军)|把|被|在(?![线编建校职岗册地])|向|经(?![济营费贸常典信])"
    "|量(?![化刑子贩])|为(?!民|农)"
)
"""A name begins with no preposition: 通过政府公报公开信息188条 says where."""
_DEALT_WITH = re.compile(
    "(?:办理|受理|收到|接到|接听|处理|答复|回复)[^、，]{0,6}(?:来[件信电访]|信件|诉求|工单|留言|咨询|投诉|件)$"
)
"""市长信箱办理群众来件: cases, and nothing published."""
_DONE = re.compile(
    r"完成|废止|修改|修订|失效|被|创建|开展|举办|召开|打造|新建|开设|建成|收到|受理|办结|答复|组织(?!职能|机构|结构|管理|架构|人事|领导|建设|工作|设置)"
)
_ADDRESS = re.compile(
    r"国家秘密|免予公开|已录入|https?|www|[./][a-z]{2,}|未公开|应公开|补公开|媒报道|媒体报道|轮播|播放量|阅读|点击|粉丝|订阅|关注数|用户数"
)
_ACCOUNT = "“[^“”]{2,24}”(?:门户)?(?:网站|网|平台|栏目|专栏)?上?(?:及时|主动|集中|共)*(?:公开|发布|公布|公示|刊登)"
_BY_ACCOUNT = re.compile(_ACCOUNT)
_THROUGH = re.compile(f"(?:通过|利用|借助|依托|在){_ACCOUNT}")
_HOW = re.compile(r"规范|及时|积极|[并和与及]")
LONGEST_NAME = 14
_NOWHERE = re.compile(
    "(?:线上|线下|网上)(?:信息)?(?:公开|发布)?(?:信息)?|(?:主动)?(?:公开|发布)(?:政府|政务)?信息|(?:政府|各类|不予公开)?信息|不予公开|发行|出版"
)
"""What names no kind of thing: 线上信息公开15条."""


class ColumnNames(Telling):
    """Names the columns of a list."""

    def _column(self, name: tuple[int, int], number: Token, start: int) -> None:
        a, b = name
        printed = simplified(PINYIN.sub("", WHITE.sub("", self._place(a, b)[0])))
        printed = _UNIT_TWICE.sub("", _WITH_PARTS.sub("", printed))
        if not self._is_name(a, b, WHITE.sub("", self.text[a:b])):
            self._unassigned(number, start)
            return
        self._tell("disclosure.column", number, max(a, start), number.end, printed)

    def _is_name(self, start: int, end: int, printed: str) -> bool:
        """Whether words name a column: a noun is among them, no address, and no verb of work begins them."""
        tokens = tokenise(self.text, start, end)
        done = _DONE.match(printed) is not None and not printed.endswith(("活动信息", "会议信息", "培训信息"))
        said = [token for token in tokens if token.kind == "action" or token.text in ("的", "了", "共")]
        verbs = said == tokens and any(t.kind == "action" for t in said)
        verbs = verbs and sum(len(t.text) for t in said) >= len(printed.strip("的了"))
        noun = not (tokens and verbs) or printed in NOUNS
        return (
            noun
            and not printed.startswith("的")
            and not done
            and not _ADDRESS.search(printed)
            and not _ATTRIBUTE.search(printed)
            and not _ENDS_NO_NAME.search(printed)
            and not _BEGINS_NO_NAME.match(printed)
            and not _DEALT_WITH.search(printed)
            and not _NOWHERE.fullmatch(printed)
        )

    def _column_name(self, pre: list[Token], start: int, number: Token) -> tuple[int, int] | None:
        """Where the column's name stands: the words before the number without list words and verbs at its ends."""
        titled = TITLED.search(self.text, start, number.core)
        if titled and not self._unknown(start, titled.start(), pre):
            return titled.span()
        end = number.core
        tokens = [token for token in pre if token.start >= start]
        verbs = (*NOUNS, "新增", "推广", "公开数", "公开量")
        cut = max((t.end for t in tokens if t.value in ("parts", "each") and len(t.text) > 1), default=start)
        tokens = [token for token in tokens if token.start >= cut]
        for index, token in enumerate(tokens):
            opening = token.value == "lead" and all(t.kind == "modifier" or t.value == "info" for t in tokens[:index])
            if (opening or token.value == "new") and end - token.end > 1:
                # 内容主要涉及财政4条, 栏目新增机构信息1条
                cut = token.end
        for token in tokens:
            of_field = token.value == "disclose" and self.text[cut : token.start].endswith(_FIELD)
            if of_field and len(_SUM_BEHIND.sub("", self.text[token.end : end])) > 2:
                # 扶贫领域公开资金分配、项目安排等信息134条
                cut = token.end
        tokens = [token for token in tokens if token.start >= cut]
        leading = {"parts", "pair", "time", "adverb", "sum", "done", "means", "filler", "lead"}
        for index, token in enumerate(tokens):
            gap = self.text[cut : token.start].strip("，、：；\n“”了 ")
            if gap:
                break
            doubled = index + 1 < len(tokens) and tokens[index + 1].value == "disclose"
            doubled = doubled or (token.text in NOUNS and self.text[token.end] == "类")
            titled_so = token.text == "主动公开" and self.text.startswith(("基本目录", "目录", "清单"), token.end)
            if titled_so:
                break
            if token.text in ("公示", "公告") and self.text[token.end] == "（":
                # 公示（公告）13条: a noun with its other name.
                break
            if token.value == "disclose" and (token.text not in verbs or (end - token.end > 2 and not doubled)):
                rest = self._unknown(token.end, end, tokens[index + 1 :]) or any(
                    t.kind in ("object", "action", "neutral") for t in tokens[index + 1 :]
                )
                if rest:
                    cut = token.end
                break
            if token.kind == "modifier" and token.value in leading:
                whole = (
                    len(token.text) > 1
                    or self.text[token.end] in "“"
                    or (index + 1 < len(tokens) and tokens[index + 1].start == token.end)
                )
                if token.value == "parts" or (token.value in ("pair", "sum", "done", "time", "lead") and whole):
                    cut = token.end
                    continue
                if any(t.value == "disclose" and t.text not in verbs for t in tokens[index + 1 :]):
                    following = tokens[index + 1]
                    if following.value in ("disclose", *leading) and following.start == token.end:
                        cut = token.end
                        continue
            break
        for token in reversed(tokens):
            if token.end <= cut or self.text[token.end : end].strip("，、：；了\n "):
                break
            if token.text == "信息" and self.text[cut : token.start].endswith("台发布"):
                # 曝光台发布信息17条
                end = token.start - len("发布")
                break
            trailing = token.kind == "modifier" and token.value in ("sum", "all", "time", "each")
            verb = token.kind == "action" and token.value == "disclose" and token.text not in verbs
            verb = verb and self.text[token.start - 2 : token.start] != "社会"
            if trailing or (verb and token.text != "公开" and token.start > cut):
                end = token.start
                continue
            break
        for index, token in enumerate(tokens):
            # 规范公开财政预决算60条, 公开与更新文件24条: what stands before a verb says how.
            if token.value != "disclose" or token.start <= cut or token.text in NOUNS or end - token.end < 3:
                continue
            before = [t for t in tokens[:index] if t.start >= cut]
            placed = self.text[cut : token.start].endswith(("板块", "版块", "栏目", "专栏", "专区"))
            if placed or token.text in ("发布", "推送", "更新", "刊登", "刊发"):
                # 信息公开目录发布规章3件: what stands before the verb is where.
                cut = token.end
            elif not _HOW.sub("", self._unknown(cut, token.start, before)) and all(
                t.kind in ("modifier", "action", "year") for t in before
            ):
                cut = token.end
        named = any(token.kind == "channel" and token.end == cut for token in self.phrase)
        through = (_BY_ACCOUNT if named else _THROUGH).match(self.text, cut, end)
        if through and end - through.end() > 1:
            # 通过“湖心普法网”主动公开制度文件12件, 公众号“湖心微讯”公开政策41条
            cut = through.end()
        if self.text[cut] == "（" and "）" in self.text[cut : end - 1]:
            # 公开（含更新）文件24件: the bracket tells of the verb.
            cut = self.text.index("）", cut) + 1
        if self.text.startswith(("有关", "相关"), cut) and "的" not in self.text[cut:end] and end - cut > 4:
            # 发布有关产业发展、项目建设等信息24条
            cut += 2
        if len(dated := [*_DATED_ITEM.finditer(self.text, cut, end)]) > 1:
            # 公开2024年度决算情况、2025年度预算、2024年度部门决算18件
            cut = dated[-1].end()
        while cut < end and self.text[cut] in "，、：；了 \n.．·和与及并" and self.text[cut : cut + 2] != "与民":
            cut += 1
        while end > cut and self.text[end - 1] in "，、：；了 \n":
            end -= 1
        inside = [t for t in tokens if cut <= t.start < end]
        if all(t.kind in ("year", "skip") for t in inside) and not self._unknown(cut, end, inside):
            return None
        # 重点公开71条 tells how, not what; 部门预算公开 tells what.
        how = bool(inside) and inside[-1].text in ("公开", "主动公开") and inside[-1].end == end
        what = self._unknown(cut, end, inside) or any(t.kind in ("object", "neutral") for t in inside)
        if how and not what:
            return None
        return (cut, end) if end > cut else None

    def _only_verbs(self, name: tuple[int, int], pre: list[Token]) -> bool:
        """Whether a would-be name says what was done (新制定5件，废止4件), not what was told."""
        inside = [token for token in pre if name[0] <= token.start < name[1]]
        covered = sum(token.end - token.start for token in inside)
        verbs = all(t.kind == "action" and t.value in ("issue", "other_action", "new", "handle") for t in inside)
        return bool(inside) and verbs and covered == name[1] - name[0]

    def _name_after(self, number: Token, after: Evidence) -> tuple[int, int] | None:
        last = after.objects[-1]
        plain = number.end < last.end <= number.end + LONGEST_NAME and "的" not in self.text[number.end : last.end]
        return (number.end, last.end) if plain else None
