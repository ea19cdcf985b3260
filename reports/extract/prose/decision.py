"""Part of step 4, extract: the report as a whole decides what its numbers are.

In go the Candidates of all sections in reading order and the facts of the statutory tables; out come the same
Candidates with the reading that no other number of the report contradicts, and the reason where it differs from what
their clause alone says. What numbers of one report owe each other stands in data/reference/relations.csv. A number
whose place stays open gets no indicator, and `may_be` lists what it may be.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from reports.extract.prose.candidates import Candidate
from reports.model import Fact
from reports.reference import table

COLUMN = "disclosure.column"
TOTAL = "disclosure.total"
_LONGEST_NAME = 45
_MARGIN = 2
"""By how much the evidence for one number must outweigh that for another before it leads over it."""


def decide(candidates: Sequence[Candidate], cells: Iterable[Fact]) -> list[Candidate]:
    """The candidates as the whole report reads them, in the same order."""
    decided = list(candidates)
    printed = {(fact.indicator, fact.breakdown): fact.value for fact in cells if fact.status == "stated"}
    for row in table("relations"):
        for place, candidate in RELATIONS[row["relation"]](decided, row, printed).items():
            decided[place] = candidate
    return decided


_Changes = dict[int, Candidate]
_Printed = Mapping[tuple[str | None, str], float | None]


def _leads(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """The count of information in general is the channel's; counts of particular things are its columns.

    Counts of one channel under two names are two things: each keeps its name."""
    places = _places(told, row["greater"])
    if items := [place for place in places if any(_is_beside(part, told[place], row) for part in told[:place])]:
        return {place: _open(told[place], row, (row["greater"], "")) for place in items}
    if len({told[place].fact.value for place in places}) < 2:
        return {}
    parts = [place for place in places if told[place].words.name or "page" in told[place].words.said]
    whole = [place for place in places if place not in parts]
    changes: _Changes = {}
    most = max((told[place].fact.value or 0 for place in whole), default=None)
    for place in parts if whole or len({told[place].fact.value for place in parts}) > 1 else ():
        same = any(told[place].fact.value == told[other].fact.value for other in whole)
        if not same:
            changes[place] = _as_column(told[place], row, most)
    values = {told[place].fact.value for place in whole}
    if len(values) > 1:
        changes |= _apart(told, whole, row)
    return changes


def _is_beside(part: Candidate, whole: Candidate, row: dict[str, str]) -> bool:
    """Whether a column and a later item of its list, each with the account's name, count what it told: 通过“湖心微讯”发布政策41条，
    通过“湖心微讯”发布工作动态139条; neither is all of it."""
    one, other = part.words, whole.words
    column = (part.fact.indicator, one.through) == (row["lesser"], row["greater"])
    listed = "list_part" in one.said and "list_part" in other.said and "sum" not in other.said
    named = bool(one.channel) and one.channel in part.fact.quote and other.channel in whole.fact.quote
    return column and listed and named and (one.sentence, one.channel) == (other.sentence, other.channel)


def _particular(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """The count of a particular thing is a column and never the channel's count."""
    places = _places(told, row["greater"])
    alone = len(places) == 1 and _is_divided(told, places[0]) and not told[places[0]].words.name
    if alone and row["greater"] == "disclosure.website":
        # 通过门户网站信息公开目录公开信息204条，其中…: all that the report tells of the website, with its parts.
        return {}
    changes = {place: _as_column(told[place], row, None) for place in places if "particular" in told[place].words.said}
    sites = {told[p].words.sentence for p in places if p not in changes and "list_part" in told[p].words.said}
    for place in changes:
        page = not told[place].words.name and "list_part" in told[place].words.said
        if page and told[place].words.sentence in sites:
            # 其中门户网站91条，省政府信息公开目录87条: a second site beside the first, and no column of it.
            changes[place] = _open(told[place], row, (row["greater"], ""))
    return changes


def _as_column(candidate: Candidate, row: dict[str, str], most: float | None) -> Candidate:
    fact, words = candidate.fact, candidate.words
    name = words.name or words.channel
    fits = name and len(name) <= _LONGEST_NAME and (most is None or (fact.value or 0) <= most)
    read = replace(fact, indicator=row["lesser"], breakdown=name) if fits else replace(fact, indicator=None)
    return replace(candidate, fact=read, reason=row["meaning"], may_be=((row["greater"], ""),))


def _apart(told: list[Candidate], places: list[int], row: dict[str, str]) -> _Changes:
    """Several general counts of one channel: the one that is surely the whole leads; those of different names are
    kept apart by their names; else they stay, in conflict with each other."""
    largest = max(places, key=lambda place: told[place].fact.value or 0)
    parts = [place for place in places if place != largest]
    if len(parts) > 1 and sum(told[place].fact.value or 0 for place in parts) == told[largest].fact.value:
        # 媒体刊发206篇：省级38篇、市级63篇、本地105篇
        return {place: _open(told[place], row, (row["greater"], "")) for place in parts}
    surest = max(places, key=lambda place: (told[place].words.weight, told[place].fact.value or 0))
    others = [place for place in places if told[place].fact.value != told[surest].fact.value]
    names = defaultdict(set)
    for place in places:
        names[told[place].words.channel].add(told[place].fact.value)
    sentences = {(told[place].fact.section, told[place].words.sentence) for place in places}
    # 局门户网站公开1821条，市政府信息公开网公开401条: of two names told side by side neither is the other.
    beside = (
        len(sentences) == 1 and len(names) == len(places) and not any("list_part" in told[p].words.said for p in places)
    )
    clear = not beside and all(told[surest].words.weight - told[place].words.weight >= _MARGIN for place in others)
    if clear and all((told[surest].fact.value or 0) > (told[place].fact.value or 0) for place in others):
        return {place: _open(told[place], row, (row["greater"], "")) for place in others}
    if "" in names or len(names) < 2 or any(len(values) > 1 for values in names.values()):
        return {}
    reason = "几个名称不同的渠道分别写了条数，没有写合计"
    return {
        place: replace(told[place], fact=replace(told[place].fact, breakdown=told[place].words.channel), reason=reason)
        for place in places
    }


def _named_apart(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """Cases of different names are different cases (人大建议, 政协提案): each keeps its name, unless one is their sum."""
    places = _places(told, row["greater"])
    names: dict[str, set[float | None]] = defaultdict(set)
    for place in places:
        names[told[place].words.subject].add(told[place].fact.value)
    values = [told[place].fact.value or 0 for place in places]
    sums = [place for place, value in zip(places, values, strict=True) if 2 * value == sum(values)]
    if len(sums) == 1 and len(values) == len(set(values)) > 2:
        # 收到来信150件，市长信箱90件，局长信箱60件: the parts of what was told first.
        return {place: _open(told[place], row, (row["greater"], "")) for place in places if place not in sums}
    if len(set(values)) < 2 or "" in names or len(names) < 2 or any(len(v) > 1 for v in names.values()):
        return {}
    return {
        place: replace(
            told[place],
            fact=replace(told[place].fact, breakdown=told[place].words.subject),
            reason=row["meaning"],
        )
        for place in places
    }


def _forms(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """Forms that one sentence counts one by one (解读类短视频8条、图文稿25份) are two things and no contradiction: each
    keeps its name. 政策解读 without a form is their sum."""
    changes: _Changes = {}
    by_sentence: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place in _places(told, row["greater"]):
        by_sentence[told[place].fact.section, told[place].words.sentence].append(place)
    for places in by_sentence.values():
        names = {place: _OF_READING.sub("", told[place].words.name) for place in places}
        values = [told[place].fact.value or 0 for place in places]
        if len(places) < 2 or len(set(values)) < 2 or len(set(names.values())) < len(places):
            continue
        if all(names.values()):
            changes |= {
                place: replace(
                    told[place], fact=replace(told[place].fact, breakdown=names[place]), reason=row["meaning"]
                )
                for place in places
            }
    return changes


_OF_READING = re.compile("^(?:(?:制作|发布|推出)|(?:政策|文件)?解读(?:类|性|的|材料|信息)?)+")


def _one(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """The surest of several totals; 累计公开12986条。本年度公开460条: the running count before a smaller one is the
    cumulative one."""
    places = _places(told, row["greater"])
    if len({told[place].fact.value for place in places}) < 2:
        return {}
    changes: _Changes = {}
    first, second = told[places[0]], told[places[1]]
    larger = (first.fact.value or 0) > (second.fact.value or 0)
    if larger and first.words.is_running and not second.words.is_running and "actively" in second.words.said:
        fact = replace(first.fact, indicator="disclosure.cumulative")
        changes[places[0]] = replace(first, fact=fact, reason="先写累计数，后写本年数", may_be=((TOTAL, ""),))
        places = places[1:]
    added = second.words.is_running and not larger and not first.words.is_running and "新增" in first.fact.quote
    if added and first.fact.unit == second.fact.unit and first.words.sentence == second.words.sentence:
        fact = replace(second.fact, indicator="disclosure.cumulative")
        changes[places[1]] = replace(second, fact=fact, reason="先写本年新增数，后写累计数", may_be=((TOTAL, ""),))
        places = [places[0], *places[2:]]
    # 公开1192条，其中甲类2条、乙类1190条；截至年底已公开8400条: what its parts add up to is surely the year's.
    divided = [place for place in places if _is_divided(told, place)]
    sure = divided if len({told[place].fact.value for place in divided}) == 1 else places
    best = max(sure, key=lambda place: (told[place].words.weight, told[place].fact.value or 0))
    for place in places:
        if told[place].fact.value != told[best].fact.value:
            changes[place] = _open(told[place], row, (row["greater"], ""))
    return changes


def _is_divided(told: list[Candidate], place: int) -> bool:
    """Whether the columns told right after a count add up to it."""
    rest, parts = told[place].fact.value or 0, 0
    for candidate in told[place + 1 :]:
        if candidate.fact.indicator != COLUMN or rest <= 0:
            break
        rest -= candidate.fact.value or 0
        parts += 1
    return parts > 1 and rest == 0


def _at_least(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """A total that only says 信息 and is below what one channel tells is none."""
    lesser = [told[place].fact.value or 0 for place in _places(told, row["lesser"])]
    if not lesser:
        return {}
    return {
        place: _open(told[place], row, (row["greater"], ""))
        for place in _places(told, row["greater"])
        if told[place].words.weight < _MARGIN and (told[place].fact.value or 0) < max(lesser)
    }


def _within(told: list[Candidate], row: dict[str, str], printed: _Printed) -> _Changes:
    """What ended in one way is no more than all that there was to deal with: more is told of other things."""
    most = 0.0
    for name in row["greater"].split("|"):
        values = [told[place].fact.value or 0 for place in _places(told, name)]
        cell = printed.get((name, "total"), printed.get((name, "")))
        if not values and cell is None and not most:
            return {}
        most += max([*values, cell or 0])
    return {
        place: _open(told[place], row, (row["lesser"], ""))
        for place in _places(told, row["lesser"])
        if (told[place].fact.value or 0) > most
    }


def _levels(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """What one level of government counts (市本级, 下辖单位) is no column, and one of two levels told side by side is not
    the total: each is a part of what all of them made public."""
    changes: _Changes = {}
    below = {c.words.sentence for c in told if c.fact.indicator == row["lesser"] and _is_level(c.fact.breakdown)}
    for place, candidate in enumerate(told):
        fact = candidate.fact
        if fact.indicator == row["lesser"] and _is_level(fact.breakdown):
            changes[place] = replace(_open(candidate, row, (row["greater"], "")), may_be=candidate.may_be)
        elif fact.indicator == row["greater"] and candidate.words.sentence in below and _OWN_LEVEL.search(fact.quote):
            changes[place] = _open(candidate, row, (row["greater"], ""))
    return changes


_OWN_LEVEL = re.compile("本级")


def _is_level(name: str) -> bool:
    """Whether a column's name is a level of government and what it did, and no kind of information."""
    stripped = _TOLD_OF.sub("", name)
    return any(re.fullmatch(each["pattern"], stripped) for each in table("lexicon/levels"))


_TOLD_OF = re.compile("(?:主动|累计|共|公开|发布|转报|上报|报送|政府|政务|信息)+$")


def _bounds(_told: list[Candidate], _row: dict[str, str], _: _Printed) -> _Changes:
    """What a report seldom breaks: it changes no reading, and only keeps lessons of other years away."""
    return {}


def _far_above(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """A number far above everything that the report tells of disclosure is no part of it."""
    counts = [
        candidate.fact.value or 0
        for candidate in told
        if candidate.fact.indicator and candidate.fact.indicator.startswith("disclosure.")
        if candidate.fact.indicator != row["lesser"]
    ]
    if not any(counts):
        return {}
    most = float(row["factor"]) * max(counts)
    return {
        place: _open(told[place], row, (row["lesser"], told[place].fact.breakdown))
        for place, candidate in enumerate(told)
        if candidate.fact.indicator == row["lesser"] and (candidate.fact.value or 0) > most
    }


def _agrees(told: list[Candidate], row: dict[str, str], printed: _Printed) -> _Changes:
    """Of several numbers told for one indicator, that which the statutory table prints too is the year's."""
    indicator, _, breakdown = row["lesser"].partition("/")
    cell = printed.get((indicator, breakdown))
    places = _places(told, row["greater"])
    values = {told[place].fact.value for place in places}
    if len(values) < 2 or cell not in values:
        return {}
    return {place: _open(told[place], row, (row["greater"], "")) for place in places if told[place].fact.value != cell}


def _stands_for(told: list[Candidate], row: dict[str, str], _: _Printed) -> _Changes:
    """A narrower number stands for the wider one where the report tells neither that nor, for what is closed, how
    much was due."""
    wider = {row["greater"]} | ({"hotline12345.due"} if row["greater"].startswith("hotline12345.close") else set())
    if any(candidate.fact.indicator in wider for candidate in told) or _is_another_rate(told, row):
        return {}
    return {
        place: replace(
            candidate,
            fact=replace(candidate.fact, indicator=row["greater"]),
            reason=row["meaning"],
            may_be=((row["lesser"], ""),),
        )
        for place, candidate in enumerate(told)
        if candidate.fact.indicator == row["lesser"]
    }


def contradiction(facts: Sequence[Fact], place: int) -> str:
    """What of the report's other numbers speaks against the fact at `place`, as the end of a Chinese sentence; "" when
    nothing does. It is another number told of the same, the statutory table, or a bound of relations.csv."""
    fact = facts[place]
    stated = [other for at, other in enumerate(facts) if at != place and other.status == "stated" and other.indicator]
    told = [other for other in stated if other.source == "text"]
    value = fact.value or 0
    for other in told:
        same = (other.indicator, other.breakdown) == (fact.indicator, fact.breakdown)
        if same and other.qualifier == fact.qualifier == "=" and other.value != fact.value:
            return f"本报告另一处写的是{other.value:g}"
    cells = {(other.indicator, other.breakdown): other.value for other in stated if other.source == "table"}
    named = [(fact.indicator, fact.breakdown), (fact.indicator, fact.breakdown or "total")]
    for row in table("relations"):
        if row["relation"] == "agrees" and (row["greater"], "") == named[0]:
            indicator, _, breakdown = row["lesser"].partition("/")
            named.append((indicator, breakdown))
        elif row["relation"] in _BOUNDS and fact.indicator in (row["greater"], row["lesser"]) and not fact.breakdown:
            greater = [o.value or 0 for o in told if o.indicator == row["greater"] and not o.breakdown]
            lesser = [o.value or 0 for o in told if o.indicator == row["lesser"] and not o.breakdown]
            (greater if fact.indicator == row["greater"] else lesser).append(value)
            if greater and lesser and min(greater) < max(lesser):
                return _BOUNDS[row["relation"]].format(max(lesser), min(greater))
    for name in named:
        if fact.qualifier == "=" and cells.get(name, fact.value) != fact.value:
            return f"统计表填的是{cells[name]:g}"
    return ""


_BOUNDS = {
    "at_least": "与本报告其他数字不符，部分（{:g}）多于总数（{:g}）",
    "bounds": "与本报告其他数字不符，部分（{:g}）多于总数（{:g}）",
}


def _is_another_rate(told: list[Candidate], row: dict[str, str]) -> bool:
    """Whether cases received and closed give another rate than the narrower one that is told: 受理90件，办结80件，
    按时办结率100%: what was closed was closed in time, and not all was closed."""
    subject = row["greater"].removesuffix(".close_rate")
    if subject == row["greater"]:
        return False
    count = {name: _places(told, f"{subject}.{name}") for name in ("received", "closed")}
    rates = [told[place].fact.value or 0 for place in _places(told, row["lesser"])]
    if not rates or len(count["received"]) != 1 or len(count["closed"]) != 1:
        return False
    received, closed = (told[count[name][0]].fact for name in ("received", "closed"))
    if received.qualifier != "=" or closed.qualifier != "=":
        return False
    told_rate = 100 * (closed.value or 0) / (received.value or 1)
    return all(abs(rate - told_rate) >= _RATE_MARGIN for rate in rates)


_RATE_MARGIN = 0.5
"""Percentage points by which a rate may differ from its quotient and still be it, rounded."""


def _places(told: list[Candidate], indicator: str) -> list[int]:
    """Where numbers of an indicator stand that are told of it as a whole."""
    return [
        place
        for place, candidate in enumerate(told)
        if candidate.fact.indicator == indicator and not candidate.fact.breakdown and candidate.fact.value
    ]


def _open(candidate: Candidate, row: dict[str, str], may_be: tuple[str, str]) -> Candidate:
    """The candidate without an indicator, with the reason and what it may be."""
    fact = replace(candidate.fact, indicator=None, breakdown="")
    return replace(candidate, fact=fact, reason=row["meaning"], may_be=(may_be, *candidate.may_be))


RELATIONS: dict[str, Callable[[list[Candidate], dict[str, str], _Printed], _Changes]] = {
    "particular": _particular,
    "leads": _leads,
    "one": _one,
    "at_least": _at_least,
    "within": _within,
    "bounds": _bounds,
    "levels": _levels,
    "far_above": _far_above,
    "agrees": _agrees,
    "apart": _named_apart,
    "forms": _forms,
    "stands_for": _stands_for,
}
