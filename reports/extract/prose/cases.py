"""Part of step 4, extract: counts and rates of cases told in prose.

Cases are requests for information, hotline cases, petitions, messages, questions on Weibo, proposals, reviews and
litigation. In goes a number with the Evidence beside it; out come received, answered, carried in, carried forward and
rates, also where "均已办结" says them without a number. Verbs of clauses before serve only cases of the same kind.
It reads no zeros told by a negation (zeros.py).
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from reports.extract.prose.evidence import Evidence, evidence_of
from reports.extract.prose.rates import CaseRates
from reports.extract.prose.sums import CaseSums
from reports.extract.prose.telling import CASE_TOPICS, EVENTS
from reports.extract.prose.tokens import Token
from reports.extract.prose.topics import ASPECTS

_ANSWERS = {"close", "answer"}
_DEALT_WITH = ("receive", "handle", "close", "answer", "pending", "due", "carry", "carry_in")
_AMONG_OTHERS = re.compile(r"(?:热线|12345)[”’）》]*等[^，。；、\d]{0,8}?(?:渠道|途径|平台|载体|形式|方式)")

_BESIDE = re.compile(
    r"(?:通过|依托|利用|借助|发挥)[^，。；\d]{0,6}12345[^，。；、\d]{0,10}(?:和|及|与|、)[^，。；\d]{2,20}(?:群|平台|渠道|途径|信箱|邮箱|小程序|公众号|热线)[^，。；\d]{0,8}，[^，。；\d]*$"
)
"""通过12345热线平台和“街坊帮”微信群，受理诉求2300件: of both."""
_CLAUSE_MARK = re.compile(r"[，。；：]")
_EXCEPT = re.compile(r"[^，。；：]{0,24}(?:(?:以外|之外|外)(?=[，。；]|均|其余|都|全部)|(?=，其[余他]))")
_LATER_YEAR = re.compile(r"[转延顺接续移跨][^，。；]{0,6}?(?P<year>20\d\d)年")

_CARRIED_AFTER = re.compile(r"[^\d。；]{0,24}(?:结转|转入|转至|顺延|延至|移至)[^\d。；]{0,4}[下次翌来]")
_ONWARD = re.compile(r"结转(?:[到至入]|下|次|翌|来|20)|[下次翌来]年")

_YEAR_END = re.compile(r"年末|年底|期末|12月(?:31日|底)")
_UNTIL_THE_END = re.compile(
    r"截[至止]到?(?:(?:20\d\d年)?12月(?:31日|底)|年[末底])[^，。；]{0,4}(?:答复|回复|办结|办复)[^，。；]*，$"
)
_APPLICANTS = re.compile(
    r"(?:公民|群众|居民|村民|市民|自然人|个人|法人|企业|单位|组织|社会|公众|其他|或|和|、|的|书面|网上|网络|线上|线下|当面|在线|信函"
    r"|邮件|电子|各类|有效|新增?|了|到|过)*"
)
_ABOUT = re.compile("关于|涉及|有关|针对|要求|提出|提交")
_DOCUMENT = re.compile(r"(?:的)?(?:类|属性|政府)?(?:信息|文件|公文|内容|目录)")
_ATTRIBUTES = re.compile(
    r"(?:不予|免于|免予)公开(?:的)?(?:类|属性|政府)?(?:信息|文件|公文|目录|类)?\d|(?:制作|形成|产生|制发|起草|印发|拟制)[^，。；]{0,6}(?:信息|文件|公文)"
)
_SHARED_OUT = re.compile("(?:为|是|属)?(?:主办|协办|会办|独办|分办|牵头)")
_OF_RESULTS = re.compile(r"(?:办理)?(?:答复)?(?:信息|结果|情况|公开|复文)")
_ON_TIME = re.compile(r"(?:按时|按期|及时|限时|如期)(?:已)?(?:办结|结案|办理完毕|办复)")
_NEW_AFTER = re.compile(r"结转[^，。；：\d]{0,6}后[^，。；：\d]{0,4}(?:新收|收到|受理)")
"""结转上年后新收到47件"""
_ANSWERED_AFTER = re.compile(r"[^，。；：\d]{0,8}(?:答复|办结|回复|办理完毕)")
_TALKED = re.compile("访谈|做客|走进|上线|直播")
_GUIDED = re.compile(r"指导|督促|协助|协调")
_WITH_CARRIED = re.compile(
    r"（(?:其?中?含|包括|包含|其中)[^）]{0,8}(?:上年|结转|上一年)|[^。]{0,20}[，；](?:其中)?上一?年度?结转[^\d，。；]{0,6}[1-9]"
)
_BY_LEADERS = re.compile("(?:领导|负责人|负责同志|班子成员|局长|主任)[^，。；]{0,8}(?:接听|接访|接待|上线|值守)")
_KINDS_LISTED = re.compile(
    r"(?:各类)?[^，。；：、\d]{1,8}(?:、[^，。；：、\d]{1,8}){1,5}类(?:工单|诉求|投诉)(?:共计|合计|共|计)?"
)
_OF_ONE_KIND = re.compile(r"(?!各类)[^，。；：、\d各]{2,8}类(?:工单|诉求|投诉|案件)(?:共计|合计|共|计)?")
_NO_CASES = ("期", "场", "场次", "轮", "回")
_CHARGED = re.compile("[^，。；]{0,24}(?:收取|收缴|减免|缴纳)了?[^，。；]{0,16}费")
"""对25件申请收取了信息处理费"""
_OPINIONS = ("意见", "建议", "意见建议", "反馈意见")
_ASKED_FOR = re.compile("征集|征求|问卷|征询|调查")
_PEOPLE = ("网友", "网民", "粉丝")
_QUESTIONS = ("咨询", "电话", "来电")
_PASSED_ON = ("转办", "交办", "转来", "转交", "派发", "转送", "流转")


class Cases(CaseRates, CaseSums):
    """Reads counts and rates of cases."""

    def _case(self, number: Token, words: Evidence, after: Evidence, start: int, end: int) -> bool:
        context = self.context
        topics = self._topics(words)
        acts = words
        used_after = False
        if not topics and "subset" in words.modifiers and "申请" in self.text[start : number.core]:
            topics = {"application"}
        if words.has("request") and not topics and self._requests_information(words, start, end):
            topics = {"application"}
        if not topics and not words.does("disclose") and not words.channels:
            topics = self._topics(after) if not after.has("review", "litigation", "dispute") else set()
            if not topics and after.has("request") and words.does("receive"):
                topics = {"application"} if self._requests_information(words, start, end) else set()
            used_after = bool(topics)
            if after.has("foreign", "open_day", "meeting", "training", "inspection"):
                topics = set()
        local = bool(topics)
        begin = words.actions[-1].end if words.actions else number.core
        kinds = _KINDS_LISTED.fullmatch(self.text, begin, number.core)
        if kinds and "类" in self.text[number.end : number.end + 40]:
            # 12345热线接收噪声、油烟类工单83件，绿化类工单19件
            self._unassigned(number, start)
            return True
        if context.listing == "subset" and local and context.parent in ("mixed", "unassigned"):
            context.listing = ""
        if context.listing == "subset" and local and not words.actions and not after.actions:
            self._unassigned(number, start)
            return True
        if words.does("hold") and words.has(*EVENTS) and not words.does("receive"):
            return False
        if words.has("open_day") and number.unit_kind == "session" and not words.does("receive"):
            return False
        asked = any(t.value in ("interaction", "messages") and t.text not in _PEOPLE for t in words.objects)
        if _CHARGED.match(self.text, number.end) and not words.does("receive"):
            self._unassigned(number, start)
            return True
        opinions = words.does("receive") and bool(words.objects) and words.objects[-1].text in _OPINIONS
        if opinions and _ASKED_FOR.search(self.text, context.sentence_start, number.core):
            # 发布征集调查6条，收到意见150条: answers to what the office asked.
            self._unassigned(number, start)
            return True
        if words.has("comment") and not words.channels and not asked:
            # 回复网友评论、私信43条: remarks are no questions.
            self._unassigned(number, start)
            return True
        if not topics:
            verbs = ("receive", "handle", "close", "answer", "pending", "carry", "carry_in", "due")
            doing = words.does(*verbs) or (not words.actions and after.does(*verbs))
            doing = doing or (context.topic == "application" and self._goes_on(words, start, end))
            doing = doing or (context.topic == "application" and words.does("new") and not words.objects)
            noun = words.has("case") and not words.does("disclose")
            told = bool(words.actions) and words.actions[-1].value == "disclose"
            later = context.topic_age > 0 and bool(self.items) and self.items[0][0].start < number.start
            if (doing or noun) and not words.channels and not told:
                # 留言回复67条。政务服务事项86项，共办件20510件: of the services.
                topic = context.heading if later else context.topic or context.heading
                topics = {topic} if topic else set()
            elif context.heading == "application" and not context.received and self._bare_sum(number, start):
                # （二）依申请公开。全年共14件
                topics = {"application"}
            if topics and self._other_cases(number, words, start):
                context.topic, context.received = "", ()
                self._unassigned(number, start)
                return True
        if not topics:
            doing = words.does("receive", "handle", "close", "answer", "pending", "due")
            done = [token.text for token in words.actions] == ["完成"] and words.objects
            if done and words.objects[-1].value == "info" and words.objects[-1].text.endswith("公开"):
                # 完成政府信息公开33条
                return False
            if doing and not words.channels and not words.does("disclose"):
                self._unassigned(number, start)
                return True
            return False
        if topics == {"messages"} and any(token.text == "信访部门" for token in self.phrase):
            # 信访部门收到咨询投诉信件47起
            topics = {"petition"}
        if len(topics) > 1:
            self._mixed(number, start)
            return True
        if local and not words.actions and not after.actions and self.clause_verbs is not None:
            # 处理留言12条、来信5封: the verb serves both.
            acts = self.clause_verbs
        elif local and not words.actions and not after.actions and self._answers_too(topics):
            # 回复局长信箱2条，网友留言59条
            acts = self.verbs_before or words
        elif local and not words.actions and not after.actions and self._receives_too(topics, number, words, start):
            # 收到书记信箱16件，市长热线49件
            acts = self.verbs_before or words
        told_of_all = local and not used_after and bool(after.modifiers & {"all", "done"})
        if not acts.actions and not told_of_all:
            acts = after if after.actions else words
            used_after = used_after or bool(after.actions)
        topics_of = set(topics)
        topic = topics.pop()
        if topic == "application" and words.objects and words.objects[-1].text in _QUESTIONS:
            # 申请电话咨询15次 counts questions, not requests.
            self._unassigned(number, start)
            return True
        if topic == "application" and not words.does("receive") and self._is_attribute(number, words):
            self._unassigned(number, start)
            return True
        quote_end = end if used_after else number.end
        if acts.actions:
            self.clause_verbs = acts
        if local and topic != "application" and acts.does("disclose") and not acts.does(*_DEALT_WITH):
            # 公布局长信箱办件18件、热线办件6件 counts what was published.
            self._unassigned(number, start)
            return True
        beside = topics_of == {"hotline"} and _BESIDE.search(self.text, context.sentence_start, number.start)
        if beside or (local and _AMONG_OTHERS.search(self.text, start, number.start)):
            # 通过12345热线等渠道接到诉求380条: the hotline's are a part of these.
            self._mixed(number, start)
            return True
        self._case_fact(topic, number, words, acts, after, start, quote_end, local)
        return True

    def _answers_too(self, topics: set[str]) -> bool:
        """Whether the clause before tells answers only, so that messages without a verb are answered too."""
        before = self.verbs_before
        if before is None or topics != {"messages"} or "messages.received" in self.context.taken:
            return False
        return before.does(*_ANSWERS) and not before.does("receive")

    def _receives_too(self, topics: set[str], number: Token, words: Evidence, start: int) -> bool:
        """Whether the clause before tells what was received, and this one no more than another box and its number."""
        before = self.verbs_before
        if before is None or topics != {"messages"} or self.context.listing or len(words.objects) != 1:
            return False
        bare = self.text[start : number.core].strip("，；、“”") == words.objects[0].text
        return bare and before.does("receive") and not before.does(*_ANSWERS, "disclose", "pending")

    def _is_attribute(self, number: Token, words: Evidence) -> bool:
        """Whether 依申请公开 says how documents may be had, not that they were asked for: 主动公开文件8件，依申请公开文件2件."""
        noun = next((token for token in reversed(words.objects) if token.value == "application"), None)
        if noun is None or not noun.text.startswith("依申请"):
            return False
        document = noun.text.endswith(("信息", "文件", "内容")) or _DOCUMENT.match(self.text, noun.end)
        beside = _ATTRIBUTES.search(self.text, self.context.sentence_start, number.start + 40)
        plain = number.number > 0 and not words.does("handle", "close", "answer", "pending", "carry", "carry_in")
        return plain and (bool(document) or beside is not None)

    def _bare_sum(self, number: Token, start: int) -> bool:
        """Whether nothing but words for a sum and a time stands before the number."""
        words = {token.value if token.kind == "modifier" else token.kind for token in self.phrase}
        plain = words <= {"sum", "time", "year"} and "sum" in words
        return plain and number.unit_kind == "case" and not self._unknown(start, number.core, self.phrase)

    def _other_cases(self, number: Token, words: Evidence, start: int) -> bool:
        """Whether a noun that is not known stands between verb and number: no topic of an earlier clause reaches it."""
        if words.has("foreign"):
            return True
        if not words.actions:
            # …，环保类工单20件: a part of them.
            return _OF_ONE_KIND.fullmatch(self.text, start, number.core) is not None
        begin = words.actions[-1].end
        objects = [token for token in words.objects if token.start >= begin]
        stretch = self._unknown(begin, number.core, [*self.phrase, *objects])
        for noun in objects:
            stretch = stretch.replace(noun.text, "", 1)
        # 接收农机、畜牧、农业类工单146条: all kinds of them together.
        return len(stretch) > 1 and not _KINDS_LISTED.fullmatch(self.text, begin, number.core)

    def _mixed(self, number: Token, start: int) -> None:
        self.context.topic, self.context.received, self.context.parent = "", (), "mixed"
        self._unassigned(number, start)

    def _requests_information(self, words: Evidence, start: int, end: int) -> bool:
        """Whether 申请 in this clause means a request for information, not one for a benefit or a licence."""
        stretch = self.text[start:end]
        request = next((token for token in words.objects if token.value == "request"), None)
        named = "公开" in stretch or "信息" in stretch or self.context.heading == "application"
        if named or (self.context.topic == "application" and not self._is_for_else(request, words, start)):
            return True
        if request is None:
            return False
        verbs = [
            token for token in words.actions if token.value in ("receive", "carry_in") and token.end <= request.start
        ]
        return bool(verbs) and bool(_APPLICANTS.fullmatch(self.text, verbs[-1].end, request.start))

    def _is_for_else(self, request: Token | None, words: Evidence, start: int) -> bool:
        """Whether a noun of its own says what is applied for: 挖掘城市道路申请件."""
        if request is None:
            return False
        begin = max((token.end for token in words.actions if token.end <= request.start), default=start)
        wanted = _APPLICANTS.sub("", self._unknown(begin, request.start, self.phrase))
        return len(wanted) > 1 and not _ABOUT.search(wanted)

    def _case_fact(
        self,
        topic: str,
        number: Token,
        words: Evidence,
        acts: Evidence,
        after: Evidence,
        start: int,
        end: int,
        local: bool,
    ) -> None:
        context = self.context
        if local and topic != context.topic:
            context.taken = {key for key in context.taken if not key.startswith(f"{topic}.")}
        subset = context.listing == "subset"
        aspects = self._aspects(topic, number, words, acts, after, start, end)
        context.topic, context.topic_age = topic, 0
        context.parent, context.parent_unit = topic, number.unit
        if self._is_foreign(number, words, after) and not words.has(*CASE_TOPICS):
            aspects = []
        if topic == "messages" and number.unit_kind == "session" and _TALKED.search(self.text, start, number.core):
            # 走进《行风热线》在线访谈2次
            aspects = []
        if number.unit_kind in ("thing",) and number.unit not in ("个", "项"):
            aspects = []
        if number.unit in _NO_CASES or (local and not acts.actions and self._names_else(number, words)):
            aspects = []
        if subset and topic == "proposal":
            aspects = []
        if subset:
            plain = acts.does("close") or topic not in ("hotline", "petition")
            aspects = [a for a in aspects if a != "received" and plain]
        kinds = [token.start for token in self.phrase if token.value == "subset"]
        nouns = [token.start for token in self.phrase if token.value == topic]
        # 投诉类留言96件: the kind stands before its noun, so all of it is counted.
        parted = bool(kinds) and not (nouns and kinds[-1] < nouns[-1])
        if (
            "subset" in words.modifiers
            and (subset or parted)
            and (subset or not acts.does("receive") or self._subset_follows(number))
        ):
            context.part = ASPECTS.get((topic, "received"), "") if acts.does("receive") and not subset else ""
            aspects = []
        if subset and topic == "application" and (acts.does_text("新收") or acts.does("new")):
            self._new_of_all(number, start)
            return
        told = False
        if topic == "hotline" and _ON_TIME.search(self.text, start, number.core):
            aspects = ["on_time" if aspect == "closed" else aspect for aspect in aspects]
        for aspect in aspects:
            indicator = ASPECTS.get((topic, aspect))
            if indicator is None:
                continue
            key = f"{topic}.{aspect}"
            if key in context.taken and not (local and acts.actions) and topic != "proposal":
                continue
            context.taken.add(key)
            self._tell(indicator, number, start, end)
            told = True
            if aspect == "received":
                self._remember(topic, number, start)
        if topic == "proposal" and not told and "received" in aspects:
            self._remember(topic, number, start)
        if "due" in aspects and topic != "hotline":
            # 信访26件。应结案318件: of which cases, the words do not say.
            context.topic, context.received = "", ()
        if not told:
            self._unassigned(number, start)
        elif (
            not {"closed", "on_time"} & set(aspects)
            and after.actions
            and acts is words
            and "rest" not in words.modifiers
        ):
            self._implied_answer(after, number.end, end)

    def _names_else(self, number: Token, words: Evidence) -> bool:
        """Whether a noun that is not known stands between the cases and the number: 12345热线宣传活动3次."""
        if not words.objects:
            return False
        stretch = self._unknown(words.objects[-1].end, number.core, self.phrase)
        return len(stretch) > 1

    def _subset_follows(self, number: Token) -> bool:
        """Whether the next number counts applicants or ways of another kind: 收到自然人申请4件、法人申请1件."""
        following = next((words for token, words, _ in self.items if token.start > number.start), [])
        return any(token.value == "subset" for token in following)

    def _answer_follows(self, number: Token) -> bool:
        """Whether the next number of the sentence is the answers: 办理转办件33件，回复33件."""
        at = next((i for i, item in enumerate(self.items) if item[0].start == number.start), None)
        if at is None or at + 1 >= len(self.items):
            return False
        compared = ("compare" in evidence_of(tokens).modifiers for _, tokens, _ in self.items[at + 1 :])
        at += sum(1 for _ in itertools.takewhile(bool, compared))
        if at + 1 >= len(self.items):
            return False
        following, tokens, _ = self.items[at + 1]
        words = evidence_of(tokens)
        if not tokens and following.number <= number.number and _ANSWERED_AFTER.match(self.text, following.end):
            # 办理19件，18件按期办结
            return following.unit == number.unit
        plain = not words.objects and not words.rates and "parts" not in words.modifiers
        return plain and words.does(*_ANSWERS) and following.unit == number.unit

    def _aspects(
        self,
        topic: str,
        number: Token,
        words: Evidence,
        acts: Evidence,
        after: Evidence,
        start: int,
        end: int,
    ) -> list[str]:
        """Which of received, closed, carried_in, carried_forward the verbs say; [] when it is none of them."""
        before = "previous" in words.modifiers or any(self.year and year < self.year for year in words.years)
        if topic == "application" and self._goes_on(acts, start, end):
            return ["carried_forward"]
        if _BY_LEADERS.search(self.text, start, number.core) and number.unit_kind == "session":
            # 局领导接听热线3次: how often they sat there, not how many called.
            return []
        if _GUIDED.search(self.text, start, number.core) and not acts.does("receive"):
            # 指导下级办理申请300件
            return []
        if topic == "application" and _NEW_AFTER.search(self.text, start, number.core):
            for place in range(self.context.first_fact, len(self.facts)):
                if self.facts[place].indicator == "applications.received":
                    # 受理59件，结转上年后新收到47件: the first holds those carried in.
                    self.facts[place] = replace(self.facts[place], indicator=None)
            return ["received"]
        if acts.does("carry_in") or (acts.does("carry") and before):
            return ["carried_in"]
        if acts.does("carry") or after.does("carry"):
            plain = [token.text for token in acts.actions if token.value == "carry"] == ["结转"]
            if plain and self._answer_follows(number) and not _ONWARD.search(self.text, start, end):
                # 新收4件，结转1件，答复5件: from the last year or to the next, the words do not say.
                return []
            return ["carried_forward"]
        if acts.does("due"):
            return ["due"]
        if acts.does("pending") or after.does("pending"):
            return []
        if "rest" in words.modifiers:
            return ["closed"] if self._all_but_told(topic, number, acts, after) else []
        answered_next = self._answer_follows(number)
        noun = next((token.end for token in words.objects if token.value == "proposal"), start)
        if topic == "proposal" and _SHARED_OUT.match(self.text, number.end):
            # 代表建议106件，45件主办件已公开答复
            return []
        shown = bool(acts.actions) and acts.actions[0].value == "disclose" and acts.actions[0].start < noun
        if topic == "proposal" and shown and not any(t.value in _ANSWERS and t.end <= noun for t in acts.actions):
            # 公开建议提案办理答复36件 counts what was published.
            return []
        if topic == "proposal" and (
            number.unit == "条" or (acts.does("disclose") and _OF_RESULTS.match(self.text, noun))
        ):
            return []
        if topic == "proposal":
            waiting = any(case.topic == "proposal" for case in self.context.received)
            if acts.does(*_ANSWERS, "handle") or acts.does_text("承办"):
                return ["closed"]
            return ["received"] if acts.does("receive") or (waiting and not acts.actions) else ["closed"]
        if acts.does("other_action") and not acts.does("receive", "handle", "close", "answer"):
            return []
        kinds = [token.value for token in acts.actions if token.value in ("receive", "handle", "close", "answer")]
        answered = any(kind in _ANSWERS for kind in kinds)
        received = "receive" in kinds
        if received and kinds[0] != "receive" and topic == "weibo":
            # 处理微博转办投诉52件: 转办 tells where they came from.
            received = any(token.value == "receive" and token.text not in _PASSED_ON for token in acts.actions)
        if not kinds and topic == "application" and acts.does("new"):
            return ["received"]
        if kinds == ["handle"] and topic == "application" and _WITH_CARRIED.match(self.text, number.end):
            # 处理申请126件（含上年结转7件）; 办理申请80件，上年结转2件: neither those received nor those answered.
            return []
        if "handle" in kinds:
            closes = topic in ("messages", "weibo", "application") and not answered_next
            closes = closes and not (topic == "messages" and self._rate_follows(number))
            if f"{topic}.received" in self.context.taken and not received:
                closes = True
            answered = answered or closes
            received = received or not answered
        bare = topic == "application" and not number.number and "application.received" not in self.context.taken
        if bare and not any(kind in _ANSWERS for kind in kinds):
            # 收到和处理申请0件, 办理申请0件: none was asked for, and of answers nothing is told.
            answered, received = False, True
        if received and answered:
            return ["received", "closed"]
        return ["closed"] if answered else ["received"]

    def _goes_on(self, acts: Evidence, start: int, end: int) -> bool:
        """Whether the clause tells that a request goes on in a later year: 13件转入2024年办理, 年末在办1件."""
        stop = _CLAUSE_MARK.search(self.text, end)
        stretch = self.text[start : stop.start() if stop else end]
        later = _LATER_YEAR.search(stretch)
        if later and self.year is not None and int(later["year"]) > self.year:
            return True
        if acts.does("pending") and _CARRIED_AFTER.match(self.text, end):
            return True
        until = _UNTIL_THE_END.search(self.text, self.context.sentence_start, start)
        return acts.does("pending") and bool(_YEAR_END.search(stretch) or until)

    def _is_excepted(self, number: Token) -> bool:
        """Whether the number is of an exception: 除2件尚在办理外."""
        before = self.text[max(0, number.start - 8) : number.start]
        opened = max(before.rfind("除"), before.rfind("除了"))
        return opened >= 0 and not _CLAUSE_MARK.search(before[opened:]) and bool(_EXCEPT.match(self.text, number.end))

    def _all_but_told(self, topic: str, number: Token, acts: Evidence, after: Evidence) -> bool:
        """Whether 其余N件均已办结 are all that were closed: nothing else was told of the cases but an exception."""
        if not (acts.does(*_ANSWERS) or after.does(*_ANSWERS)):
            return False
        context = self.context
        received = [case.number.number for case in context.received if case.topic == topic]
        told = context.excepted
        kept = told is None and f"{topic}.closed" not in context.taken and bool(received)
        if kept and number.number < received[-1] and context.sentence == context.received[-1].sentence:
            # 收到7件，撤销2件，结转1件，其余4件已答复
            return True
        return told is not None and (not received or received[-1] == told + number.number)
