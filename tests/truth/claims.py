"""What first lines may say, page by page, and what it must be: one line a claim."""

from __future__ import annotations

from typing import Any

import pandas

from reports import reference
from tests.truth.figures import CLOSE_RATES, DICTIONARY, half_up, is_rate
from tests.truth.scopes import CHANNELS, Scope
from tests.truth.sentences import Claim, claim

HOTLINE = "hotline12345.close_rate"
RECEIVED = "applications.received"
SUBJECTS = {"12345热线工单": "hotline12345", "信访事项": "petition", "12345热线": "hotline12345", "信访": "petition"}


def _moves(s: Scope, indicator: str) -> dict[str, Any]:
    few = [len(s.few_compared(indicator)), len(s.few(indicator))]
    counts = {name: len(s.moved(indicator, name)) for name in ("up", "down", "same")}
    return {**counts, "few": few}


def _all_moved(s: Scope, indicator: str, direction: str) -> dict[str, Any]:
    counts = _moves(s, indicator)
    is_alone = sum(counts[name] for name in ("up", "down", "same")) == counts[direction]
    return {"n": counts[direction] if is_alone else float("nan"), "few": counts["few"]}


def movements(indicator: Any) -> list[Claim]:
    """How many rose, fell and stayed; `indicator` is one or a function of the scope."""
    of = indicator if callable(indicator) else lambda s: indicator
    few = r"(（{few#}个案件太少不计）)?"
    return [
        claim(
            r"比上年(?=\d)({up#}个上升)?(、?{down#}个下降)?(、?{same#}个持平)?(（(?P<few>\d+)个案件太少不计）)?",
            lambda s: {**_moves(s, of(s)), "few": [0, *_moves(s, of(s))["few"]]},
            is_whole=True,
        ),
        claim(r"{n#}个(单位)?都?与上年持平" + few, lambda s: _all_moved(s, of(s), "same")),
        claim(r"{n#}个(单位)?都?比上年上升" + few, lambda s: _all_moved(s, of(s), "up")),
        claim(r"{n#}个(单位)?都?比上年下降" + few, lambda s: _all_moved(s, of(s), "down")),
    ]


def _fall(s: Scope, indicator: str = HOTLINE) -> dict[str, Any]:
    """Of the one office that falls two years and more: its name, years and rates."""
    falls = s.long_falls(CLOSE_RATES[indicator])
    if len(falls) != 1:
        return {"names": set(), "n": float("nan"), "before": float("nan"), "now": float("nan")}
    ((office, fall),) = falls.items()
    return {"names": {office}, "n": fall.years, "before": fall.before, "now": fall.now}


def _longest(s: Scope, indicator: str = HOTLINE) -> dict[str, Any]:
    falls = s.long_falls(CLOSE_RATES[indicator])
    if not falls:
        return {"all": 0, "names": set(), "n": 0, "before": 0, "now": 0}
    most = max(fall.years for fall in falls.values())
    ones = {office: fall for office, fall in falls.items() if fall.years == most}
    return {
        "all": len(falls), "names": [{office} for office in ones], "n": most,
        "before": [fall.before for fall in ones.values()], "now": [fall.now for fall in ones.values()],
    }  # fmt: skip


FALLS = r"连续{n#}年下降（{before%}→{now%}）"


def _one(s: Scope) -> str:
    """The only office of a scope."""
    return next(iter(s.names)) if len(s.names) == 1 else "?"


def _single(s: Scope, indicator: str, column: str) -> float:
    rows = s.rows(indicator)
    return float(rows[column].iloc[0]) if len(s.names) == 1 and len(rows) else float("nan")


OVERVIEW = [
    claim(r"{year#}年{all#}个单位中{n#}个有年报(（{late#}个迟报）)?", lambda s: {"year": s.year, "all": len(s.expected), "n": len(s.reported), "late": len(s.late)}, is_whole=True),
    claim(r"{year#}年{n#}个单位全部报送了年报(（{late#}个迟报）)?", lambda s: not s.missing and {"year": s.year, "n": len(s.reported), "late": len(s.late)}, is_whole=True),
    claim(r"12345热线办结率中位数{m%}（{n#}个单位有数据）", lambda s: {"m": s.median(HOTLINE), "n": len(s.judged(HOTLINE))}),
    claim(r"{names@}办结率" + FALLS, lambda s: _fall(s)),
    claim(r"{n#}个单位的办结率连续2年以上下降", lambda s: {"n": len(s.long_falls())}),
    claim(r"年报都?没有写明12345热线办结率", lambda s: s.told(HOTLINE).empty),
    claim(r"查出严重薄弱环节{n#}项", lambda s: {"n": len(s.weak_spots("high"))}),
]  # fmt: skip


def hotline(subject: str) -> list[Claim]:
    """The claims of 热线与信访 for one of its subjects."""
    rate = f"{subject}.close_rate"
    name = {"hotline12345": "12345热线工单", "petition": "信访事项"}[subject]
    short = {"hotline12345": "12345热线", "petition": "信访"}[subject]
    low, slight = ("below_998",), ("below_95",)
    below = "排除案件数量影响后，"
    return [
        claim(rf"{{year#}}年{{n#}}个单位共收到{name}{{all#}}件", lambda s: {"year": s.year, "n": len(s.told(f"{subject}.received")), "all": s.total(f"{subject}.received")}),
        claim(rf"{{names@}}{{year#}}年收到{name}{{all#}}件", lambda s: {"year": s.year, "names": s.names, "all": s.total(f"{subject}.received")}),
        claim(rf"({{names@}})?{{year#}}年{short}", lambda s: {"year": s.year, "names": s.names}),
        claim(rf"(所选单位|{{names@}}){{year#}}年年报没有写明{short}收办数量", lambda s: s.told(f"{subject}.received").empty and s.told(rate).empty and {"year": s.year, "names": s.names}),
        claim(r"总体办结率{r%}", lambda s: {"r": s.pooled(subject)}),
        claim(r"{n#}个单位均为{r%}", lambda s: {"n": len(s.judged(rate)) if s.all_equal(rate) else float("nan"), "r": s.median(rate)}),
        claim(r"{n#}个单位办结率的中位数{r%}", lambda s: {"n": len(s.judged(rate)), "r": s.median(rate)}),
        claim(r"办结率{r%}", lambda s: {"r": _single(s, rate, "shown")}),
        claim(r"连续{n#}年下降（{before%}→{now%}）", lambda s: len(s.names) == 1 and _fall(s, rate)),
        claim(r"比上年上升{v#}个百分点", lambda s: _moved_by(s, rate, 1)),
        claim(r"比上年下降{v#}个百分点", lambda s: _moved_by(s, rate, -1)),
        claim(r"与上年持平", lambda s: _single(s, rate, "change") == 0),
        claim(r"案件太少，办结率不作判断", lambda s: s.few(rate) == s.names),
        *movements(rate),
        claim(r"{names@}办结率" + FALLS, lambda s: _fall(s, rate)),
        claim(r"{all#}个单位连续2年以上下降，最久的是{names@}" + FALLS, lambda s: _longest(s, rate)),
        claim(below + r"明显偏低的是{names@}", lambda s: {"names": s.called(*low, subject=subject)}),
        claim(below + r"偏低的是{names@}", lambda s: not s.called(*low, subject=subject) and {"names": s.called(*slight, subject=subject)}),
        claim(below + r"明显偏低", lambda s: s.called(*low, subject=subject) == s.names),
        claim(below + r"偏低", lambda s: s.called(*slight, subject=subject) == s.names),
        claim(r"没有单位明显低于同类", lambda s: not s.called(*low, *slight, subject=subject)),
        claim(r"各单位差异均属正常波动", lambda s: not s.called(*low, *slight, "above_95", "above_998", subject=subject)),
        claim(r"与同类单位相比属正常波动", lambda s: s.called("within", subject=subject) == s.names),
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
        claim(rf"{{year#}}年{{n#}}个单位(都|均)写明了?{name}", lambda s: {"year": s.year, "n": told(s) if told(s) == len(s.reported) else float("nan")}),
        claim(rf"{{year#}}年{{all#}}个单位中{{n#}}个写明了?{name}", lambda s: {"year": s.year, "all": len(s.reported), "n": told(s)}),
        claim(rf"{{year#}}年(所选)?{{all#}}个单位的年报(都没有|均未)写明{name}", lambda s: not told(s) and {"year": s.year, "all": len(s.reported)}),
        claim(rf"{{names@}}{{year#}}年年报未写明{name}", lambda s: not told(s) and {"year": s.year, "names": s.names}),
        claim(r"未收录所选单位的{year#}年年报", lambda s: not s.reported and {"year": s.year}),
        claim(rf"{{names@}}{{year#}}年{name}约?{number}?余?", lambda s: {"year": s.year, "names": s.names, "v": _single(s, indicator, "shown")}),
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


def _channel(name: str) -> Claim:
    return claim(
        rf"({{year#}}年年报写明的公开信息：)?{name}{{v#}}条（{{n#}}个单位）",
        lambda s: {"year": s.year, "v": s.total(CHANNELS[name]), "n": len(s.told(CHANNELS[name]))},
        ends="，；。、",
    )


def _columns(s: Scope) -> Any:
    found = s.weak_spots()
    return found[found.rule.str.startswith("column_")].drop_duplicates(["office", "subject"])


DISCLOSURE = [
    *(_channel(name) for name in CHANNELS),
    claim(r"{n#}个单位有渠道停止发布", lambda s: {"n": s.weak_spots()[s.weak_spots().rule == "channel_silent"].office.nunique()}),
    claim(r"{offices#}个单位的{n#}个栏目断更、明显偏少或自述有问题", lambda s: {"offices": _columns(s).office.nunique(), "n": len(_columns(s))}),
    claim(r"没有查出有问题的栏目", lambda s: _columns(s).empty),
    claim(r"{year#}年{n#}个单位的年报没有写明各渠道公开数量", lambda s: all(s.told(i).empty for i in CHANNELS.values()) and {"year": s.year, "n": len(s.reported)}),
]  # fmt: skip


def _shares(s: Scope, of: str, *parts: str) -> float:
    """Some outcomes of applications over all of them in percent, over the offices that state every one."""
    rows = pandas.DataFrame({name: s.rows(name).value for name in (of, *parts)}).dropna()
    whole = rows[of].sum()
    return half_up(100 * rows[list(parts)].sum().sum() / whole) if whole else float("nan")


SUITS = ("litigation_direct", "litigation_after_review")


def _suits(s: Scope, part: str, *, reviews: bool = False) -> float:
    disputes = ("review", *SUITS) if reviews else SUITS
    return pandas.Series([s.total(f"{dispute}.{part}") for dispute in disputes]).sum(min_count=1)


APPLICATIONS = [
    claim(r"{year#}年({n#}个单位|{all#}个单位中{n_of#}个写明)", lambda s: {"year": s.year, "n": len(s.told(RECEIVED)), "all": len(s.reported), "n_of": len(s.told(RECEIVED))}),
    claim(r"{year#}年{n#}个单位共收到政府信息公开申请{v#}件", lambda s: {"year": s.year, "n": len(s.told(RECEIVED)) if len(s.told(RECEIVED)) == len(s.reported) else float("nan"), "v": s.total(RECEIVED)}),
    claim(r"共收到政府信息公开申请{v#}件", lambda s: {"v": s.total(RECEIVED)}),
    claim(r"{year#}年{n#}个单位的年报没有写明申请数量", lambda s: s.told(RECEIVED).empty and {"year": s.year, "n": len(s.reported)}),
    claim(r"办理结果中予以公开和部分公开占{r%}", lambda s: {"r": _shares(s, "applications.total", "applications.granted", "applications.partly_granted")}),
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


WEAK_SPOTS = [
    claim(r"{year#}年所选范围内没有查出薄弱环节", lambda s: s.weak_spots().empty and {"year": s.year}),
    claim(r"{year#}年在{offices#}个单位查出薄弱环节{n#}项", lambda s: {"year": s.year, "offices": s.weak_spots().office.nunique(), "n": len(s.weak_spots())}),
    claim(r"其中严重{n#}项", lambda s: {"n": len(s.weak_spots("high"))}),
    claim(r"{n#}项已持续两年以上", lambda s: {"n": int((s.weak_spots().years_lasted > 1).sum())}),
    claim(r"最长{n#}年", lambda s: {"n": s.weak_spots().years_lasted.max()}),
    claim(r"“{topic@}”涉及单位最多（{n#}个）", _topic),
    claim(r"{n#}项为单位在年报中自述", lambda s: {"n": int(s.weak_spots().self_told.sum())}),
]  # fmt: skip

QUALITY = [
    claim(r"{year#}年{all#}个单位(中({missing#}个(无年报|未收录))?、?({late#}个迟报)?)?", lambda s: {"year": s.year, "all": len(s.expected), "missing": len(s.missing), "late": len(s.late)}, is_whole=True),
    claim(r"{year#}年{all#}个单位全部按时报送", lambda s: s.in_time == s.expected and {"year": s.year, "all": len(s.expected)}),
    claim(r"{offices#}个单位的{n#}项核查不通过", lambda s: {"n": len(s.checks("failed")), "offices": s.checks("failed").office.nunique()}),
    claim(r"核查没有发现不通过的项目", lambda s: s.checks("failed").empty),
    claim(r"{n#}项因缺数无法核对", lambda s: {"n": len(s.checks("not_assessable"))}),
    claim(r"{n#}个数字待人工核对", lambda s: {"n": s.doubts}),
]  # fmt: skip

OFFICE = [
    claim(r"未收录{names@}的年报", lambda s: s.stated.reports[s.stated.reports.office.isin(s.names)].empty and {"names": s.names}),
    claim(r"未收录{names@}{year#}年年报", lambda s: not s.reported and {"names": s.names, "year": s.year}),
    claim(r"已收录({first#}—)?{last#}年{n#}份", lambda s: _span(s)),
    claim(r"{names@}（[^）]*）(({first#}—)?{last#}年)?有{n#}份年报", lambda s: {"names": s.names, **_span(s)}),
    claim(r"缺{gaps#}年", lambda s: _span(s)),
    claim(r"{year#}年没有年报", lambda s: not s.reported and {"year": s.year}),
    claim(r"({year#}年)?查出薄弱环节{n#}项(（严重{high#}项）)?", lambda s: {"year": s.year, "n": [len(s.weak_spots()), s.matters], "high": len(s.weak_spots("high"))}),
    claim(r"({year#}年)?没有查出薄弱环节", lambda s: s.weak_spots().empty and {"year": s.year}),
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
    claim(r"不通过{n#}项", lambda s: {"n": s.rules("failed")}, ends="，；。、"),
    claim(r"无法核对{n#}项", lambda s: {"n": s.rules("not_assessable")}, ends="，；。、"),
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
