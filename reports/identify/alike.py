"""Step 3, identify: which offices of a store may be one under several names, and why.

In go the offices, their regions and the years on which each has a report; out come proposals with their evidence. It
decides nothing: two offices are made one by a person alone. Offices of two districts are never proposed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

from rapidfuzz.distance import Levenshtein

from reports.identify.names import core
from reports.identify.regions import NOWHERE, Regions
from reports.identify.roster import Office
from reports.reference import table

SORTS = {"place": "地区写法不同", "changed": "乡镇街道改制", "short": "全称与简称", "misread": "一字之差"}
"""Why two offices may be one, the surest first."""
_TOWNS = ("街道", "镇", "乡")
_SHORTEST = {True: 2, False: 5}
"""So many characters a name has at least, without what its kind adds, for one of them to be a slip: of a town, of a
bureau. 审计局 and 统计局 are two."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two offices that may be one: `gone` would be merged into `stays`; the sort, what speaks for it in a sentence, and
    the years of both."""

    sort: str
    gone: Office
    stays: Office
    why: str
    gone_years: tuple[int, ...]
    stays_years: tuple[int, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """The codes, the one that would go first."""
        return self.gone.code, self.stays.code


def proposals(offices: Iterable[Office], regions: Regions, years: Mapping[str, Collection[int]]) -> list[Proposal]:
    """The proposals for offices, the surest sort first; `years` by code. What somebody refused is not proposed again,
    nor what the years speak against: two offices that report on one year are two, but for the same name."""
    listed = list(offices)
    place = {office.code: number for number, office in enumerate(listed)}
    found: dict[frozenset[str], Proposal] = {}

    def rank(office: Office, sort: str) -> tuple[bool, int, int, int, int]:
        reported = years.get(office.code, ())
        # What was renamed is called by its latest name.
        latest = -max(reported, default=0) if sort == "changed" else 0
        return office.is_new, latest, -len(reported), -len(office.name), place[office.code]

    for sort, one, other, why in (*_by_place(listed, regions), *_within(listed, regions)):
        pair = frozenset((one.code, other.code))
        shared = set(years.get(one.code, ())) & set(years.get(other.code, ()))
        is_refused = one.code in other.distinct_from or other.code in one.distinct_from
        if pair in found or is_refused or one.is_fictional != other.is_fictional or (shared and sort != "place"):
            continue
        # Who does not say where he is goes to the one that does.
        gone, stays = (
            (one, other) if sort == "place" else sorted((one, other), key=partial(rank, sort=sort), reverse=True)
        )
        told = tuple(tuple(sorted(years.get(each.code, ()))) for each in (gone, stays))
        found[pair] = Proposal(sort, gone, stays, why, *told)
    return sorted(found.values(), key=lambda each: (list(SORTS).index(each.sort), place[each.stays.code]))


def bare(office: Office, regions: Regions) -> str:
    """An office's name without its region and the words that all of its kind add: 柳溪街 of 兴庆区柳溪街道办事处."""
    name = core(office.name)
    return name.removeprefix(regions.name(office.region_id)) or name


def _by_place(offices: list[Office], regions: Regions) -> Iterator[tuple[str, Office, Office, str]]:
    """The same name twice, once without the district: only where one district alone has it."""
    called: dict[str, list[Office]] = defaultdict(list)
    for office in offices:
        called[bare(office, regions)].append(office)
    for same in called.values():
        for vague in same if len(same) > 1 else ():
            is_nowhere = vague.region_id == NOWHERE.region_id
            if not is_nowhere and vague.kind not in _TOWNS:
                # The bureau of a city is not the one of its district.
                continue
            exact = [
                office
                for office in same
                if office.region_id not in (vague.region_id, NOWHERE.region_id)
                and (is_nowhere or regions.is_within(office.region_id, vague.region_id))
            ]
            if len(exact) == 1:
                where = "没有写明地区" if is_nowhere else f"只写到{regions.name(vague.region_id)}"
                yield (
                    "place",
                    vague,
                    exact[0],
                    f"名称相同，其中一个{where}，叫这个名称的单位只有{regions.name(exact[0].region_id)}有",
                )


def _within(offices: list[Office], regions: Regions) -> Iterator[tuple[str, Office, Office, str]]:
    """Names of one region that are alike."""
    of_region: dict[str, list[tuple[Office, str]]] = defaultdict(list)
    for office in offices:
        of_region[office.region_id].append((office, bare(office, regions)))
    for named in of_region.values():
        shorts: dict[str, list[tuple[Office, Office, str]]] = defaultdict(list)
        for at, (one, name) in enumerate(named):
            for other, other_name in named[at + 1 :]:
                towns = one.kind in _TOWNS, other.kind in _TOWNS
                if towns[0] != towns[1]:
                    continue
                if all(towns) and name[:-1] == other_name[:-1] and name != other_name:
                    yield "changed", one, other, f"名称只差“{_ending(name)}”和“{_ending(other_name)}”"
                elif why := _slip(name, other_name, towns[0]):
                    yield "misread", one, other, why
                elif not towns[0]:
                    short, long = sorted(((one, name), (other, other_name)), key=lambda each: len(each[1]))
                    if _is_short(short[1], long[1]):
                        why = f"“{short[1]}”的每个字依次都在“{long[1]}”里"
                        shorts[short[0].code].append((short[0], long[0], why))
        for several in shorts.values():
            # 市监局 may be short for one of them only.
            if len(several) == 1:
                yield "short", *several[0]


def _ending(name: str) -> str:
    return "街道" if name.endswith("街") else name[-1]


def _slip(name: str, other: str, is_town: bool) -> str:
    """What of two names differs, when it is one character that may have been misread, or left out; '' otherwise."""
    if name[-1] != other[-1] or min(len(name), len(other)) - 1 < _SHORTEST[is_town]:
        return ""
    if Levenshtein.distance(name, other, score_cutoff=1) != 1:
        return ""
    [edit] = Levenshtein.editops(name, other)
    first = name[edit.src_pos] if edit.tag != "insert" else ""
    second = other[edit.dest_pos] if edit.tag != "delete" else ""
    if any(set(first + second) <= group for group in _telling_apart()):
        return ""
    return f"只差一个字：“{first}”和“{second}”" if first and second else f"只多一个“{first or second}”字"


def _is_short(short: str, long: str) -> bool:
    """Whether the characters of one name stand in the other in their order, as 市监局 in 市场监督管理局."""
    rest = iter(long)
    return (
        3 <= len(short) < len(long)
        and short[0] == long[0]
        and short[-1] in long[-3:]
        and all(character in rest for character in short)
    )


@cache
def _telling_apart() -> tuple[frozenset[str], ...]:
    """Characters that tell names of places apart, such as 东 and 西: one for the other is no slip."""
    return tuple(frozenset(row["characters"]) for row in table("lexicon/telling_apart"))
