"""The second computation of weak spots: when each may be told, when it has to be, and what its sentence must say.

A rule's row is its pattern (as in `sentences`, behind office and year), `may`: what is true, by (office, year, subject), of
all that may be found, and `clear`: what has to be found whatever the level of a test for chance is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import pandas

from reports import reference
from tests.truth.figures import CLOSE_RATES, FEW, Stated, half_up, threshold
from tests.truth.funnel import chance_of_so_few
from tests.truth.plans import due
from tests.truth.sentences import Claim, claim, faults

Key = tuple[str, int, str]
Found = dict[Key, dict[str, Any]]
NAMES = {"hotline12345": "12345热线", "petition": "信访"}
CHANNELS = {"disclosure.weibo": "政务微博", "disclosure.wechat": "微信公众号", "disclosure.website": "政府网站"}
CHANCE = 0.1
"""What could be chance more often than this is told by no rule; what could be it less often than CLEAR by each."""
CLEAR = 1e-6


@dataclass(frozen=True)
class Rule:
    """How one rule's findings are held against what is stated."""

    claims: list[Claim]
    may: Callable[[Stated], Found]
    status: str = "failed"


def rates(stated: Stated, subject: str) -> pandas.DataFrame:
    """Judged close rates with the exact cases behind them, by office and year."""
    out = stated.figures(f"{subject}.close_rate")
    cases = stated.exact_cases(subject).reindex(out.index)
    out = out.assign(received=cases.received, closed=cases.closed)
    estimate = (out.value * out.received / 100).round()
    out["done"] = out.closed.fillna(estimate)
    return out[out.value.notna()]


def years_in_a_row(seen: set[tuple[str, int]], office: str, year: int) -> int:
    """In how many years up to `year` an office is among those seen."""
    return next(n for n in range(1, 99) if (office, year - n) not in seen)


def low(stated: Stated) -> Found:
    least = threshold("close_rate_low")
    out: Found = {}
    for subject in CLOSE_RATES.values():
        rows = rates(stated, subject)
        below = rows[(rows.shown < least) & (rows.received >= FEW)]
        for row in below.itertuples():
            chance = chance_of_so_few(int(row.done), int(row.received), least / 100)
            if chance < CHANCE:
                out[*row.Index, subject] = {
                    "subject": NAMES[subject], "n": row.received, "r": row.shown, "t": least, "clear": chance < CLEAR,
                    "run": years_in_a_row(set(below.index), *row.Index),
                }  # fmt: skip
    return out


def below_peers(stated: Stated) -> Found:
    out: Found = {}
    least = threshold("close_rate_below_peers")
    for subject in CLOSE_RATES.values():
        rows = rates(stated, subject)
        groups: dict[tuple[str, str, int], list[Any]] = {}
        seen: set[tuple[str, int]] = set()
        found: Found = {}
        for row in rows[~rows.few].reset_index().itertuples():
            groups.setdefault((row.district, row.kind, row.year), []).append(row)
        for peers in groups.values():
            values = [row.value for row in peers]
            for place, row in enumerate(peers):
                others = values[:place] + values[place + 1 :]
                middle = median(others) if others else 0.0
                gap = round(half_up(middle) - row.shown, 1)
                if gap <= least or not row.received >= FEW:
                    continue
                if len(others) > 2:
                    seen.add((row.office, row.year))
                chance = chance_of_so_few(int(row.done), int(row.received), middle / 100)
                # What is allowed is the median less the threshold: only below that is it beyond doubt.
                beyond = chance_of_so_few(int(row.done), int(row.received), (middle - least) / 100)
                if chance < CHANCE:
                    found[row.office, row.year, subject] = {
                        "subject": NAMES[subject], "n": row.received, "r": row.shown, "others": len(others),
                        "m": half_up(middle), "gap": gap,
                        "clear": beyond < CLEAR and len(others) > 2 and gap > 5,
                    }  # fmt: skip
        for (office, year, _), true in found.items():
            out[office, year, subject] = {**true, "run": years_in_a_row(seen | {(office, year)}, office, year)}
    return out


def falling(stated: Stated) -> Found:
    out: Found = {}
    for subject in CLOSE_RATES.values():
        rows, runs = rates(stated, subject), stated.falling_years(f"{subject}.close_rate")
        for row in rows.itertuples():
            office, year = row.Index
            run = int(runs[office, year])
            if run < threshold("close_rate_falling"):
                continue
            first = rows.loc[(office, year - run)]
            fall = first.shown - row.shown
            out[office, year, subject] = {
                "subject": NAMES[subject], "first": year - run, "a": first.shown, "run": run, "b": row.shown,
                "fall": round(fall, 1), "n": row.received, "clear": fall > 8 and row.received > 200 and first.received > 200,
            }  # fmt: skip
    return out


def _columns(stated: Stated) -> dict[Key, float]:
    """Items of watched columns by office, year and name."""
    watched = {row["column_name"] for row in reference.table("columns")}
    facts = stated.facts[(stated.facts.indicator == "disclosure.column") & stated.facts.breakdown.isin(watched)]
    assert not facts.duplicated(["office", "year", "breakdown"]).any()
    return {(fact.office, fact.year, fact.breakdown): fact.value for fact in facts.itertuples()}


def halved(stated: Stated) -> Found:
    columns = _columns(stated)
    out: Found = {}
    for (office, year, name), now in columns.items():
        before = columns.get((office, year - 1, name))
        share = 100 * (before - now) / before if before else 0.0
        if share >= threshold("column_halved"):
            assert before is not None
            out[office, year, name] = {
                "name": name, "now": now, "before": before, "share": half_up(share, 0), "clear": before >= 10,
            }  # fmt: skip
    return out


def zero(stated: Stated) -> Found:
    columns = _columns(stated)
    return {
        (office, year, name): {
            "name": name,
            "before": columns.get((office, year - 1, name), float("nan")),
            "clear": True,
        }
        for (office, year, name), now in columns.items()
        if now == 0
    }


def below_minimum(stated: Stated) -> Found:
    least = {r["column_name"]: float(r["yearly_minimum"]) for r in reference.table("columns") if r["yearly_minimum"]}
    return {
        key: {"name": key[2], "now": now, "least": least[key[2]], "clear": now > 0}
        for key, now in _columns(stated).items()
        if key[2] in least and now < least[key[2]]
    }


def silent(stated: Stated) -> Found:
    """Told as 0 now and as more in an earlier year; a number told twice differently is none."""
    out: Found = {}
    for indicator, name in CHANNELS.items():
        used: dict[str, tuple[int, float]] = {}
        for (office, year), now in sorted(stated.told(indicator).value.items()):
            if now == 0 and office in used:
                last, items = used[office]
                out[office, year, indicator] = {"channel": name, "last": last, "items": items, "clear": True}
            if now > 0:
                used[office] = (year, now)
    return out


def missing(stated: Stated) -> Found:
    """Clear are gaps between two reports of an office, and years on which most offices of the district reported."""
    out: Found = {}
    spans = stated.reports.groupby("office").year.agg(["min", "max"])
    begins = stated.offices.set_index("office").from_year.fillna(spans["min"])
    had = set(stated.keys)
    years_of = stated.reports.groupby("district").year.agg(["min", "max"])
    for district, offices in stated.offices.groupby("district"):
        names = [name for name in offices.office if pandas.notna(begins[name])]
        if district not in years_of.index:
            continue
        for year in range(years_of["min"][district], years_of["max"][district] + 1):
            due_then = [name for name in names if begins[name] <= year]
            most = sum((name, year) in had for name in due_then) > len(due_then) / 2
            for name in due_then:
                is_gap = name in spans.index and spans["min"][name] < year < spans["max"][name]
                if (name, year) not in had:
                    out[name, year, ""] = {"clear": is_gap or most}
    return out


def late(stated: Stated) -> Found:
    rows = stated.reports[stated.reports.published_on.notna()]
    over = {(r.office, r.year, ""): (r.published_on - due(r.year)).days for r in rows.itertuples()}
    return {key: {"days": days, "clear": True} for key, days in over.items() if days > 0}


def incomplete(stated: Stated) -> Found:
    rows = stated.reports[(stated.reports.form == "none") & (stated.reports.year >= 2019)]
    return {(r.office, r.year, ""): {"clear": True} for r in rows.itertuples()}


def repeated(stated: Stated) -> Found:
    told = {row[:3] for d in stated.districts.values() for row in d.problems if row[3] == "problem"}
    out: Found = {}
    for office, year, topic in told:
        run = 1
        while (office, year - run, topic) in told:
            run += 1
        if run >= threshold("problem_repeated"):
            out[office, year, topic] = {"run": run, "first": year - run + 1, "year": year, "clear": True}
    return out


def unkept(stated: Stated) -> Found:
    rows = [row for d in stated.districts.values() for row in d.problems]
    told = {row[:3] for row in rows if row[3] == "problem"}
    plans = {row[:3] for row in rows if row[3] == "plan"}
    return {(o, y, t): {"before": y - 1, "clear": True} for o, y, t in told if (o, y - 1, t) in plans}


def _said(text: str) -> Claim:
    return claim(text, lambda true: true)


RULES = {
    "close_rate_low": Rule(
        [
            _said(r"(?P<subject>12345热线|信访)收到{n#}件"),
            _said(r"办结率{r%}"),
            _said(r"低于{t%}的(要求|提示线（本系统设定）)"),
            _said(r"已连续{lasted#}年"),
        ],
        low,
    ),
    "close_rate_below_peers": Rule(
        [
            _said(r"(?P<subject>12345热线|信访)办结率{r%}（收到{n#}件）"),
            _said(r"比其他{others#}个同类单位的中位数{m%}低{gap#}个百分点"),
            _said(r"已连续{lasted#}年"),
        ],
        below_peers,
    ),
    "close_rate_falling": Rule(
        [
            _said(r"(?P<subject>12345热线|信访)办结率由{first#}年的{a%}连续{run#}年降至{b%}"),
            _said(r"共下降{fall#}个百分点（本年收到{n#}件）"),
        ],
        falling,
    ),
    "column_halved": Rule(
        [
            _said(r"“{name@}”栏目公开{now#}条"),
            _said(r"比上年的{before#}条减少{share%}"),
            _said(r"已连续{lasted#}年锐减"),
        ],
        halved,
    ),
    "column_zero": Rule(
        [_said(r"“{name@}”栏目全年公开0条"), _said(r"上年为{before#}条"), _said(r"已连续{lasted#}年(为零|没有更新)")],
        zero,
    ),
    "column_below_minimum": Rule(
        [_said(r"“{name@}”栏目公开{now#}条"), _said(r"全年至少应有{least#}条（.*?）"), _said(r"已连续{lasted#}年不足")],
        below_minimum,
    ),
    "channel_silent": Rule(
        [
            _said(r"{channel@}(发布|公开信息)0条"),
            _said(r"{last#}年为{items#}条"),
            _said("渠道停更"),
            _said(r"已连续{lasted#}年停更"),
        ],
        silent,
    ),
    "report_missing": Rule(
        [_said(r"(没有|未收录){year#}年的?年报"), _said(r"已连续{lasted#}年(未见|未收录)")], missing, "notice"
    ),
    "report_late": Rule([_said(r"年报逾期{days#}天公布"), _said(r"已连续{lasted#}年逾期")], late),
    "report_incomplete": Rule([_said(r"年报不完整：[^，]*"), _said(r"已连续{lasted#}年不完整")], incomplete),
    "problem_repeated": Rule([_said(r"连续{run#}年（{first#}至{year#}年）(自述|自查存在)“.*")], repeated),
    "promise_unkept": Rule(
        [_said(r"{before#}年(承诺|提出整改措施)“[^”]*”"), _said(r"{year#}年(又自述|自查仍有)“.*")], unkept
    ),
}
"""How the findings of a rule are held against what is stated: a line a sentence's part."""


def of_rule(findings: pandas.DataFrame, name: str, may: Found) -> list[str]:
    """What of a rule's findings is not so, and what it should have found; `may` is what its `may` says."""
    rule = RULES[name]
    rows = findings[(findings.rule == name) & (findings.status == rule.status)]
    keys = {(row.office, int(row.year), row.subject): row for row in rows.itertuples()}
    out: list[str] = []
    for (office, year, subject), row in keys.items():
        true = may.get((office, year, subject))
        if true is None:
            out.append(f"not so: {row.message}")
            continue
        found_before = next(n for n in range(1, 99) if (office, year - n, subject) not in keys)
        lasted = true.get("run", found_before)
        if lasted != row.years_lasted:
            out.append(f"{row.message} has lasted {row.years_lasted} years, not {lasted}")
        out += [f"{row.message} {fault}" for fault in of_message(rule, row, {"lasted": lasted, "year": year, **true})]
    return out + [f"not found: {key} {true}" for key, true in may.items() if true["clear"] and key not in keys]


def of_message(rule: Rule, row: Any, true: Mapping[str, Any]) -> list[str]:
    """What of a finding's sentence is not so."""
    if not row.message.startswith(row.office):
        return ["names another office"]
    text = row.message.removeprefix(row.office).removeprefix(f"{row.year}年").lstrip("，")
    return faults(text, rule.claims, true)
