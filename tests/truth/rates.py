"""What first lines may say of close rates and of how numbers moved: part of the table of claims."""

from __future__ import annotations

from typing import Any

from tests.truth.figures import CLOSE_RATES
from tests.truth.scopes import Scope
from tests.truth.sentences import Claim, claim

HOTLINE = "hotline12345.close_rate"


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


def fall(s: Scope, indicator: str = HOTLINE) -> dict[str, Any]:
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


def _same_years(s: Scope, rate: str) -> dict[str, Any]:
    """Those that fall two years and more: how many, and of them how many the longest, and who, if some are longer."""
    falls = s.long_falls(CLOSE_RATES[rate])
    most = max((fall.years for fall in falls.values()), default=0)
    longest = {office for office, fall in falls.items() if fall.years == most}
    alike = most if len(longest) == len(falls) else float("nan")
    return {"n": len(falls), "most": most, "longest": len(longest), "alike": alike, "names": longest}


def lasting(rate: str) -> list[Claim]:
    """Whose close rate has been falling for years: nobody is picked among several that are equal."""

    def alone(s: Scope) -> dict[str, Any] | bool:
        return len(_longest(s, rate)["names"]) == 1 and _longest(s, rate)

    return [
        claim(r"{names@}办结率" + FALLS, lambda s: fall(s, rate)),
        claim(r"{n#}个单位办结率连续{alike#}年下降(（{names@}）)?", lambda s: _same_years(s, rate)),
        claim(r"{n#}个单位办结率连续2年以上下降", lambda s: _same_years(s, rate)),
        claim(r"其中{longest#}个连续{most#}年(（{names@}）)?", lambda s: _same_years(s, rate)),
        claim(r"最久的是{names@}（连续{n#}年，{before%}→{now%}）", alone),
    ]


def pooled(s: Scope, subject: str) -> dict[str, Any]:
    """The rate of all together, of how many it is, and whom it leaves out for which reason."""
    out = s.unpooled(subject)
    of = len(s.told(f"{subject}.received")) - len(out)
    named: list[str] = [f"{office}{why}" for office, why in out.items()] if len(out) <= 2 else []
    return {
        "r": s.pooled(subject), "n": of if of > 1 else float("nan"), "one": 1 if of == 1 else float("nan"),
        "left": named, "right": named, "out": len(out) if len(out) > 2 else float("nan"),
        "why": next(iter(out.values()), "") if len(set(out.values())) == 1 else "件数不全或不是确数",
    }  # fmt: skip
