"""What first lines may say, page by page, and what it must be: one line a claim."""

from __future__ import annotations

from typing import Any

import pandas

from reports import reference
from tests.truth.figures import DICTIONARY, RULES, half_up, is_rate
from tests.truth.rates import FALLS, HOTLINE, fall, lasting, movements, pooled
from tests.truth.scopes import CHANNELS, Scope
from tests.truth.sentences import Claim, claim

RECEIVED = "applications.received"
SUBJECTS = {"12345热线工单": "hotline12345", "信访事项": "petition", "12345热线": "hotline12345", "信访": "petition"}


def _one(s: Scope) -> str:
    """The only office of a scope."""
    return next(iter(s.names)) if len(s.names) == 1 else "?"


def _single(s: Scope, indicator: str, column: str) -> float:
    rows = s.rows(indicator)
    return float(rows[column].iloc[0]) if len(s.names) == 1 and len(rows) else float("nan")


def alone(rate: str) -> list[Claim]:
    """How the rate of a single office moved."""
    return [
        claim(FALLS, lambda s: _is_alone(s) and fall(s, rate)),
        claim(r"比上年(上升|\+){v#}个百分点", lambda s: _moved_by(s, rate, 1)),
        claim(r"比上年(下降|-){v#}个百分点", lambda s: _moved_by(s, rate, -1)),
        claim(r"与上年持平", lambda s: _single(s, rate, "change") == 0),
    ]


def _coverage(s: Scope) -> dict[str, Any]:
    """How many reports are here, of how many, who lacks, how many came late or in time or tell no date."""
    return {
        "year": s.year, "all": len(s.expected), "n": len(s.reported), "missing": s.missing, "names": s.names,
        "late": len(s.late), "in_time": len(s.in_time), "undated": len(s.undated),
    }  # fmt: skip


def _rates(s: Scope) -> dict[str, Any]:
    return {"n": len(s.judged(HOTLINE)), "m": s.median(HOTLINE), "few": len(s.few(HOTLINE))}


def _is_alone(s: Scope) -> bool:
    return len(s.names) == 1


OVERVIEW = [
    claim(r"{year#}年已收录年报{n#}/{all#}份(（未收录{missing@}）)?", _coverage),
    claim(r"其中{late#}份逾期公布", _coverage),
    claim(r"{names@}{year#}年年报已收录(?!（)", lambda s: _is_alone(s) and bool(s.reported) and not s.late and _coverage(s)),
    claim(r"{names@}{year#}年年报已收录（逾期公布）", lambda s: _is_alone(s) and bool(s.late) and _coverage(s)),
    claim(r"未收录{names@}{year#}年年报", lambda s: _is_alone(s) and not s.reported and _coverage(s)),
    claim(r"12345热线办结率中位数{m%}（{n#}个单位(，另{few#}个案件太少不计)?）", _rates, is_whole=True),
    claim(r"{n#}个单位12345热线办结率均为{m%}(（另{few#}个案件太少不计）)?", lambda s: s.all_equal(HOTLINE) and _rates(s), is_whole=True),
    claim(r"{n#}个单位可算12345热线办结率", _rates),
    claim(r"为{m%}(（另{few#}个案件太少不计）)?", _rates, is_whole=True),
    claim(r"12345热线案件都?太少", lambda s: s.judged(HOTLINE).empty and bool(s.few(HOTLINE))),
    claim(r"办结率不作判断", lambda s: s.judged(HOTLINE).empty and bool(s.few(HOTLINE))),
    claim(r"(年报)?没有写明12345热线办结率", lambda s: s.told(HOTLINE).empty),
    claim(r"12345热线办结率{r%}", lambda s: {"r": _single(s, HOTLINE, "shown")}),
    *alone(HOTLINE),
    claim(r"{n#}个单位写明没有收到12345热线案件", lambda s: s.told(HOTLINE).empty and {"n": len(s.without_cases(HOTLINE))}),
    claim(r"没有收到12345热线案件", lambda s: s.told(HOTLINE).empty and s.without_cases(HOTLINE) == s.names),
    *lasting(HOTLINE),
    claim(r"严重薄弱环节{n#}个", lambda s: {"n": int((s.matters.severity == "high").sum())}),
    claim(r"薄弱环节{n#}个", lambda s: {"n": len(s.matters)}),
    claim(r"没有严重的", lambda s: not (s.matters.severity == "high").any()),
]  # fmt: skip


def hotline(subject: str) -> list[Claim]:
    """The claims of 热线与信访 for one of its subjects."""
    rate = f"{subject}.close_rate"
    name = {"hotline12345": "12345热线工单", "petition": "信访事项"}[subject]
    short = {"hotline12345": "12345热线", "petition": "信访"}[subject]
    low, slight = ("below_998",), ("below_95",)
    below = "排除案件数量影响后，"
    whole = r"总体办结率{r%}（({n#}个单位合计|只有{one#}个单位写明确数)"
    return [
        *sums("{year#}年{n#}个单位共收到" + name, f"{subject}.received", "件"),
        *sums("{names@}{year#}年收到" + name, f"{subject}.received", "件"),
        claim(rf"({{names@}})?{{year#}}年{short}", lambda s: {"year": s.year, "names": s.names}),
        claim(rf"(所选单位|{{names@}}){{year#}}年年报没有写明{short}收办数量", lambda s: s.told(f"{subject}.received").empty and s.told(rate).empty and {"year": s.year, "names": s.names}),
        claim(r"总体办结率{r%}", lambda s: not s.unpooled(subject) and {"r": s.pooled(subject)}),
        claim(whole + r"；{left@}，未计入）", lambda s: pooled(s, subject)),
        claim(whole + r"；另{out#}个单位{why@}，未计入）", lambda s: pooled(s, subject)),
        claim(whole + r"；{left@}，{right@}，未计入）", lambda s: pooled(s, subject)),
        claim(r"{n#}个单位均为{r%}", lambda s: {"n": len(s.judged(rate)) if s.all_equal(rate) else float("nan"), "r": s.median(rate)}),
        claim(r"{n#}个单位办结率的中位数{r%}", lambda s: {"n": len(s.judged(rate)), "r": s.median(rate)}),
        claim(r"办结率{r%}", lambda s: {"r": _single(s, rate, "shown")}),
        *alone(rate),
        claim(r"案件太少，办结率不作判断", lambda s: s.few(rate) == s.names),
        *movements(rate),
        *lasting(rate),
        claim(below + r"明显偏低的是{names@}", lambda s: {"names": s.called(*low, subject=subject)}),
        claim(below + r"偏低的是{names@}", lambda s: not s.called(*low, subject=subject) and {"names": s.called(*slight, subject=subject)}),
        claim(below + r"明显偏低", lambda s: s.called(*low, subject=subject) == s.names),
        claim(below + r"偏低", lambda s: s.called(*slight, subject=subject) == s.names),
        claim(r"没有单位低于同类的差异范围", lambda s: not s.called(*low, *slight, subject=subject)),
        claim(r"在同类单位的差异范围之内", lambda s: s.called("within", subject=subject) == s.names),
        claim(below + r"高于同类", lambda s: s.called("above_95", "above_998", subject=subject) == s.names),
    ]  # fmt: skip


def compare(indicator: str) -> list[Claim]:
    """The claims of 单位对比 for an indicator."""
    name, unit = DICTIONARY[indicator]["name_zh"], DICTIONARY[indicator]["unit"]
    number = r"{v%}" if is_rate(indicator) else rf"{{v#}}{unit}"

    def told(s: Scope) -> int:
        return len(s.told(indicator))

    def end(s: Scope, is_high: bool) -> dict[str, Any]:
        offices, value = s.at_end(indicator, is_high)
        equal = s.all_equal(indicator) or len(s.judged(indicator)) < 2
        alone = len(offices) < 2 and not equal
        return {
            "v": float("nan") if equal else value, "name": offices if alone else set(),
            "names": set() if alone else offices, "n": 0 if alone else len(offices),
        }  # fmt: skip

    def equal(s: Scope) -> dict[str, Any]:
        judged = len(s.judged(indicator))
        is_so = s.all_equal(indicator)
        return {"n": judged if is_so else float("nan"), "v": s.median(indicator) if is_so else float("nan")}

    ends = [
        claim(
            rf"({{names@}}并列|{{n#}}个单位并列|{{name@}})最[{words}]（{number}）", lambda s, high=is_high: end(s, high)
        )
        for words, is_high in (("高多", True), ("低少", False))
    ]
    return [
        claim(rf"{{year#}}年已收录年报的{{n#}}个单位均写明{name}", lambda s: {"year": s.year, "n": told(s) if told(s) == len(s.reported) else float("nan")}),
        claim(rf"{{year#}}年已收录的1份年报写明{name}", lambda s: told(s) == len(s.reported) == 1 and {"year": s.year}),
        claim(rf"为约?{number}余?", lambda s: {"v": s.told(indicator).shown.iloc[0] if told(s) == len(s.judged(indicator)) == 1 else float("nan")}),
        claim(r"({year#}年)?{n#}个(单位)?没有收到案件", lambda s: {"year": s.year, "n": len(s.without_cases(indicator))}),
        claim(r"{names@}{year#}年没有收到案件", lambda s: s.without_cases(indicator) == s.names and {"names": s.names, "year": s.year}),
        claim(rf"不计算{name}", lambda s: not told(s) and bool(s.without_cases(indicator))),
        claim(r"{n#}个未写明", lambda s: not told(s) and {"n": len(s.reported) - len(s.without_cases(indicator))}),
        claim(rf"{{year#}}年已收录年报的{{all#}}个单位中{{n#}}个写明{name}", lambda s: {"year": s.year, "all": len(s.reported), "n": told(s)}),
        claim(rf"{{year#}}年(所选)?{{all#}}个单位的年报(都没有|均未)写明{name}", lambda s: not told(s) and {"year": s.year, "all": len(s.reported)}),
        claim(rf"{{names@}}{{year#}}年年报未写明{name}", lambda s: not told(s) and {"year": s.year, "names": s.names}),
        claim(r"未收录所选单位的{year#}年年报", lambda s: not s.reported and {"year": s.year}),
        claim(rf"{{names@}}{{year#}}年{name}约?{number}?余?", lambda s: {"year": s.year, "names": s.names, "v": _single(s, indicator, "shown")}),
        claim(rf"{{names@}}{{year#}}年{name}{number}（{{cases#}}件，不足10件不判）", lambda s: s.few(indicator) == s.names and {"year": s.year, "names": s.names, "v": _single(s, indicator, "shown"), "cases": _single(s, indicator, "cases")}),
        claim(r"与上年持平", lambda s: _single(s, indicator, "change") == 0),
        claim(r"比上年(上升|增加)({v#}个百分点|{p%}|{c#}(条|件|次))", lambda s: _moved_by(s, indicator, 1)),
        claim(r"比上年(下降|减少)({v#}个百分点|{p%}|{c#}(条|件|次))", lambda s: _moved_by(s, indicator, -1)),
        claim(r"(无上年数可比|无上年数)", lambda s: len(s.names) == 1 and pandas.isna(_single(s, indicator, "change"))),
        claim(r"(上年|本年)?案件不足10件，不作比较", lambda s: pandas.isna(_one_direction(s, indicator)) and not pandas.isna(_single(s, indicator, "change"))),
        claim(r"(其中)?({n#}个(单位)?)?均为" + number, equal),
        claim(rf"中位数{number}", lambda s: {"v": s.median(indicator)}),
        *ends,
        claim(r"{n#}个单位案件不足10件(、不评高低|，不作判断)", lambda s: {"n": len(s.few(indicator))}),
        claim(r"{n#}个无上年数", lambda s: {"n": [told(s) - s.comparable(indicator), int(s.judged(indicator).change.isna().sum())]}),
        *movements(indicator),
    ]  # fmt: skip


def _one_direction(s: Scope, indicator: str) -> Any:
    rows = s.rows(indicator)
    return rows.direction.iloc[0] if len(s.names) == 1 and len(rows) else None


def _moved_by(s: Scope, indicator: str, sign: int) -> dict[str, Any]:
    change, share = sign * _single(s, indicator, "change"), sign * _single(s, indicator, "change_pct")
    if not change > 0:
        return {"v": float("nan"), "p": float("nan"), "c": float("nan")}
    shown = half_up(share)
    return {
        "v": change,
        "p": shown if shown else float("nan"),
        "c": change if not shown or pandas.isna(shown) else float("nan"),
    }


def _told_sum(s: Scope, indicator: str, qualifier: str) -> Any:
    """A sum of what offices tell, told as exact (=), 约 (~) or 余 (>=): false where no report tells it so."""
    told = s.told(indicator)
    loose = set(told.qualifier) - {"="}
    is_so = qualifier in loose if loose else qualifier == "="
    return is_so and {"v": s.total(indicator), "n": len(told), "all": len(s.reported), "year": s.year, "names": s.names}


def sums(before: str, indicator: str, behind: str, ends: str = "，；。") -> list[Claim]:
    """The claims of a sum between two pieces of a pattern, in each way of telling it."""
    ways = (("=", "{v#}"), ("~", "约{v#}"), (">=", "{v#}余"))
    return [
        claim(before + words + behind, lambda s, way=way: _told_sum(s, indicator, way), ends=ends)
        for way, words in ways
    ]


def _channel(name: str) -> list[Claim]:
    opening, of = "(({names@})?{year#}年年报写明的公开信息：)?", CHANNELS[name]
    return [
        *sums(opening + name, of, "条(（{n#}个单位）)?", "，；。、"),
        claim(rf"({{office@}})?{name}全年未发布", lambda s: {"office": [{o} for o in _silent_in(s, of)]} if len(s.names) > 1 else bool(_silent_in(s, of))),
    ]  # fmt: skip


def _silent_in(s: Scope, indicator: str) -> set[str]:
    told = s.told(indicator)
    return set(told[told.value == 0].index)


def _fell_silent(s: Scope, indicator: str) -> set[str]:
    """Who tells 0 this year and told more in an earlier one."""
    before = (s.rows(indicator, year) for year in range(2000, s.year))
    return _silent_in(s, indicator) & set().union(*(set(rows[rows.value > 0].index) for rows in before))


COLUMN_RULES = {
    "column_zero": "全年未更新",
    "column_below_minimum": "条数不足",
    "column_halved": "条数锐减",
    "column_self_told": "自查有问题",
}


def _columns(s: Scope) -> Any:
    """The columns found weak, each by the first of the rules that found it."""
    found = s.weak_spots()
    found = found[found.rule.isin(list(COLUMN_RULES))]
    order = found.rule.map(list(COLUMN_RULES).index)
    return found.assign(order=order).sort_values("order").drop_duplicates(["office", "subject"])


def _column_counts(s: Scope) -> dict[str, Any]:
    found = _columns(s)
    counts = {rule: int((found.rule == rule).sum()) for rule in COLUMN_RULES}
    return {"offices": found.office.nunique(), "n": len(found), **counts}


def _column_of(s: Scope, rule: str) -> dict[str, Any]:
    found = _columns(s)
    found = found[found.rule == rule]
    return {"office": [{office} for office in found.office], "column": list(found.subject)}


DISCLOSURE = [
    *(one for name in CHANNELS for one in _channel(name)),
    claim(r"{n#}个单位的渠道停更（以前有发布，本年为0条）", lambda s: {"n": len(set().union(*(_fell_silent(s, of) for of in CHANNELS.values())))}),
    claim(r"{offices#}个单位的{n#}个栏目断更、明显偏少或自述有问题", lambda s: {"offices": _columns(s).office.nunique(), "n": len(_columns(s))}),
    claim(
        r"({offices#}个单位的)?{n#}个栏目更新有问题（" + "".join(rf"({words}(?P<{rule}>\d+)个、?)?" for rule, words in COLUMN_RULES.items()) + "）",
        _column_counts,
    ),
    *(claim(rf"({{office@}})?“{{column@}}”栏目{words}", lambda s, rule=rule: _column_of(s, rule)) for rule, words in COLUMN_RULES.items()),
    claim(r"没有查出(更新)?有问题的栏目", lambda s: _columns(s).empty),
    claim(r"{year#}年{n#}个单位的年报没有写明各渠道公开数量", lambda s: all(s.told(i).empty for i in CHANNELS.values()) and {"year": s.year, "n": len(s.reported)}),
    claim(r"{names@}{year#}年年报没有写明各渠道公开数量", lambda s: all(s.told(i).empty for i in CHANNELS.values()) and {"year": s.year, "names": s.names}),
]  # fmt: skip


SUITS = ("litigation_direct", "litigation_after_review")


def _suits(s: Scope, part: str, *, reviews: bool = False) -> float:
    disputes = ("review", *SUITS) if reviews else SUITS
    return pandas.Series([s.total(f"{dispute}.{part}") for dispute in disputes]).sum(min_count=1)


def _granted(s: Scope) -> dict[str, Any]:
    """Outcomes and those granted in whole or in part, over the offices that state all three."""
    names = ("applications.total", "applications.granted", "applications.partly_granted")
    rows = pandas.DataFrame({name: s.rows(name).value for name in names}).dropna()
    whole, part = rows[names[0]].sum(), rows[list(names[1:])].sum().sum()
    return {"all": whole, "n": part, "r": half_up(100 * part / whole) if whole else float("nan")}


def _by_prose(s: Scope) -> tuple[int, float]:
    """How many offices tell applications in the prose alone, and how many they tell."""
    told, cells = s.told(RECEIVED), s.facts[(s.facts.indicator == RECEIVED) & (s.facts.breakdown == "total")]
    prose = told[~told.index.isin(cells[cells.status == "stated"].office)]
    return len(prose), prose.value.sum()


APPLICATIONS = [
    *sums(r"({year#}年{n#}个单位)?共收到政府信息公开申请", RECEIVED, "件"),
    *sums(r"{names@}{year#}年收到政府信息公开申请", RECEIVED, "件"),
    claim(r"{year#}年(已收录年报的)?{all#}个单位中{n#}个写明(申请数量)?", lambda s: {"year": s.year, "all": len(s.reported), "n": len(s.told(RECEIVED))}),
    claim(r"({year#}年{all#}个单位的年报|{names@}{year_of#}年年报)没有写明申请数量", lambda s: s.told(RECEIVED).empty and {"year": s.year, "all": len(s.reported), "names": s.names, "year_of": s.year}),
    claim(r"为年报正文所写", lambda s: _by_prose(s)[0] == len(s.told(RECEIVED)) > 0),
    claim(r"统计表没有写明", lambda s: _by_prose(s)[0] == len(s.told(RECEIVED)) > 0),
    claim(r"其中{n#}个单位的{v#}件为年报正文所写", lambda s: dict(zip("nv", _by_prose(s), strict=True))),
    claim(r"办理结果中予以公开和部分公开占{r%}", _granted),
    claim(r"办理结果{all#}件中予以公开和部分公开{n#}件（占{r%}）", _granted),
    claim(r"结转下年{v#}件", lambda s: {"v": s.total("applications.carried_forward")}),
    claim(r"行政复议{v#}件", lambda s: {"v": s.total("review.total")}, ends="，；。、"),
    claim(r"行政诉讼{v#}件", lambda s: {"v": _suits(s, "total")}, ends="，；。、"),
    claim(r"被纠正{v#}件", lambda s: {"v": _suits(s, "corrected", reviews=True)}),
    claim(r"没有行政复议和行政诉讼", lambda s: s.total("review.total") == 0 and _suits(s, "total") == 0),
]  # fmt: skip


def _topic(s: Scope) -> dict[str, Any]:
    found = s.weak_spots()
    counts = found[found.topic.notna()].groupby("topic").office.nunique()
    names = {row["topic"]: row["name_zh"] for row in reference.table("topics")}
    most = counts.max() if len(counts) else 0
    return {"topic": [names[topic] for topic in counts[counts == most].index], "n": most}


def _weak(s: Scope) -> dict[str, Any]:
    """Weak spots by office and matter, and how many findings stand behind them."""
    found, matters = s.weak_spots(), s.matters
    return {
        "year": s.year, "names": s.names, "offices": matters.office.nunique(), "n": len(matters),
        "findings": int((found.rule != "report_missing").sum()), "high": int((matters.severity == "high").sum()),
        "lasting": int((matters.lasted > 1).sum()), "longest": matters.lasted.max() if len(matters) else 0,
        "told": int(matters.self_told.sum()),
    }  # fmt: skip


WEAK_SPOTS = [
    claim(r"({names@})?{year#}年(所选范围内)?没有查出薄弱环节", lambda s: s.matters.empty and _weak(s)),
    claim(r"{year#}年{offices#}个单位有薄弱环节{n#}个（判定{findings#}条）", _weak),
    claim(r"{names@}{year#}年有薄弱环节{n#}个（判定{findings#}条）", lambda s: _is_alone(s) and _weak(s)),
    claim(r"均为严重", lambda s: bool((s.matters.severity == "high").all())),
    claim(r"属严重", lambda s: len(s.matters) == 1 and bool((s.matters.severity == "high").all())),
    claim(r"其中严重{high#}个", _weak),
    claim(r"均已持续两年以上", lambda s: bool((s.matters.lasted > 1).all()), ends="，；。、"),
    claim(r"{lasting#}个已持续两年以上", _weak, ends="，；。、"),
    claim(r"最长{longest#}年", _weak),
    claim(r"已持续{longest#}年", lambda s: len(s.matters) == 1 and _weak(s)),
    claim(r"“{topic@}”涉及单位最多（{n#}个）", _topic),
    claim(r"{told#}个为单位自查提出", _weak),
    claim(r"单位自查时也已提出", lambda s: len(s.matters) == 1 and bool(s.matters.self_told.all())),
]  # fmt: skip

QUALITY = [
    claim(r"{year#}年已收录年报{n#}/{all#}份", _coverage),
    claim(r"均按时公布", lambda s: s.in_time == s.reported),
    claim(r"按时公布", lambda s: s.in_time == s.reported),
    claim(r"{in_time#}份按时公布", _coverage, ends="，；。、"),
    claim(r"{late#}份逾期公布", _coverage, ends="，；。、"),
    claim(r"{undated#}份未注明公布日期", _coverage, ends="，；。、"),
    claim(r"{names@}{year#}年年报已收录", lambda s: _is_alone(s) and bool(s.reported) and _coverage(s)),
    claim(r"未收录{names@}{year#}年年报", lambda s: _is_alone(s) and not s.reported and _coverage(s)),
    claim(r"逾期公布", lambda s: s.late == s.reported),
    claim(r"未注明公布日期", lambda s: s.undated == s.reported),
    claim(r"({offices#}个单位)?核查不通过{n#}处", lambda s: {"n": len(s.checks("failed")), "offices": s.checks("failed").office.nunique()}),
    claim(r"核查没有发现不通过的项目", lambda s: s.checks("failed").empty),
    claim(r"{n#}处无法核对", lambda s: {"n": len(s.checks("not_assessable"))}),
    claim(r"{n#}个数字待人工核对", lambda s: {"n": s.doubts}),
]  # fmt: skip

OFFICE = [
    claim(r"未收录{names@}的年报", lambda s: s.stated.reports[s.stated.reports.office.isin(s.names)].empty and {"names": s.names}),
    claim(r"未收录{names@}{year#}年年报", lambda s: not s.reported and {"names": s.names, "year": s.year}),
    claim(r"已收录({first#}—)?{last#}年{n#}份", lambda s: _span(s)),
    claim(r"{names@}（[^）]*）(({first#}—)?{last#}年)?有{n#}份年报", lambda s: {"names": s.names, **_span(s)}),
    claim(r"缺{gaps#}年", lambda s: _span(s)),
    claim(r"{year#}年没有年报", lambda s: not s.reported and {"year": s.year}),
    claim(r"({year#}年)?查出薄弱环节{n#}项(（严重{high#}项）)?", lambda s: {"year": s.year, "n": len(s.matters), "high": len(s.weak_spots("high"))}),
    claim(r"({year#}年)?没有查出薄弱环节", lambda s: s.matters.empty and {"year": s.year}),
    claim(r"{n#}项核查不通过", lambda s: {"n": len(s.checks("failed"))}),
    claim(r"(自述|自查存在){n#}(方面|类)问题", lambda s: {"n": len(s.topics(s.year))}),
    claim(r"其中{n#}(方面|类)上年已经写过", lambda s: {"n": len(s.topics(s.year) & s.topics(s.year - 1))}),
    claim(r"{names@}{year#}年没有可排名次的指标", lambda s: not s.places() and {"names": s.names, "year": s.year}),
    claim(r"{names@}{year#}年有名次的{n#}项指标中", lambda s: {"names": s.names, "year": s.year, "n": len(s.places())}),
    claim(r"{names@}{year#}年有名次的{n#}项指标都不在同类后四分之一", lambda s: not s.behind() and {"names": s.names, "year": s.year, "n": len(s.places())}),
    claim(r"{what@}居同类后四分之一", lambda s: {"what": s.behind()}),
]  # fmt: skip


def _span(s: Scope) -> dict[str, Any]:
    years = sorted(s.stated.reports[s.stated.reports.office.isin(s.names)].year)
    return {"first": years[0], "last": years[-1], "n": len(years), "gaps": years[-1] - years[0] + 1 - len(years)}


REPORT = [
    claim(r"{names@}{year#}年年报", lambda s: {"names": s.names, "year": s.year}),
    claim(r"正文读出{n#}个数字", lambda s: {"n": s.cells("text", "stated")}, ends="，；。、"),
    claim(r"统计表(填了|已填){n#}(格|项)", lambda s: {"n": s.cells("table", "stated")}, ends="，；。、"),
    claim(r"{n#}(格|项)空白", lambda s: {"n": s.cells("table", "blank")}, ends="，；。、"),
    claim(r"没有读出数字", lambda s: s.cells("text", "stated") + s.cells("table", "stated") == 0),
    claim(r"{n#}项核查不通过", lambda s: {"n": len(s.checks("failed"))}),
    claim(r"核查没有发现不通过的项目", lambda s: s.checks("failed").empty),
    claim(r"核查项通过\d+项", lambda s: True, ends="，；。、"),
    claim(r"不通过{n#}项(（共{places#}处）)?", lambda s: {"n": s.rules("failed"), "places": len(s.checks("failed"))}, ends="，；。、"),
    claim(r"无法核对{n#}项", lambda s: {"n": s.rules("not_assessable")}, ends="，；。、"),
    claim(r"共{n#}项核查(（其余不适用或仅提示）)?", lambda s: {"n": sum(row["kind"] == "check" and row["is_enabled"] == "true" for row in RULES.values())}),
]  # fmt: skip

DICTIONARY_PAGE = [
    claim(r"口径表共{groups#}组{n#}项指标", lambda s: {"groups": len({row["group"] for row in DICTIONARY.values()}), "n": len(DICTIONARY)}),
    claim(r"所选单位的{reports#}份年报写明过其中{n#}项", lambda s: s.dictionary()),
]  # fmt: skip

CLAIMS: dict[str, list[Claim]] = {
    "overview": OVERVIEW,
    "disclosure": DISCLOSURE,
    "applications": APPLICATIONS,
    "weak_spots": WEAK_SPOTS,
    "quality": QUALITY,
    "office": OFFICE,
    "report": REPORT,
    "indicators": DICTIONARY_PAGE,
    "import_reports": [
        claim(r"选择年报文件", lambda s: True),
        claim(r"核对读出的单位、年度和存疑数字", lambda s: True),
        claim(r"确认后发布", lambda s: True),
    ],
    **{f"hotline {subject}": hotline(subject) for subject in ("hotline12345", "petition")},
}
