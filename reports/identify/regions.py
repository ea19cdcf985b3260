"""Step 3, identify: which region a report, a folder or a person means by its name.

In go the units before an office's name and the district that somebody named; out comes a region of the table of China
(data/reference/regions_of_china.csv) or of a store's own, or new ones for units that neither has.
A name that several regions have is decided by the units above it and by the district named, never by chance.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

from reports.identify.names import kind_of, units
from reports.reference import table

_ZONE = re.compile(r"(?:开发区|高新区|新区|园区|示范区|保税区|管理区|度假区|风景区|功能区|合作区)$")
_AUTONOMOUS = ("自治州", "自治县", "自治旗")
_OF_GOVERNMENT = re.compile(r"[㐀-鿿]{2,11}(?:区|县|旗|市|州|盟)(?=(?:人民)?政府)")
_ADDED = re.compile(r"（.*?）")


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its code (GB/T 2260, or one of our own), name, level (country, province, city or district) and the
    code of the region above, '' at the top."""

    region_id: str
    name: str
    level: str
    parent_id: str = ""


COUNTRY = "CN"
"""The code of China: a region of a store's own, of which nobody said what stands above it, lies in it too."""

NOWHERE = Region("nowhere", "地区未定", "district")
"""Where offices stand of which neither a report nor a person said where they are."""


@dataclass(frozen=True)
class Regions:
    """All regions that names can mean: those of China and a store's `own` ones."""

    own: Mapping[str, Region] = field(default_factory=dict)

    def __getitem__(self, region_id: str) -> Region:
        found = self.own.get(region_id) or _known().get(region_id)
        if found is None:
            raise KeyError(region_id)
        return found

    def __contains__(self, region_id: object) -> bool:
        return region_id in self.own or region_id in _known()

    def path(self, region_id: str) -> tuple[str, ...]:
        """The codes from the top down to a region, itself included; () for one that is not known."""
        found: list[str] = []
        while region_id and region_id in self and region_id not in found:
            found.append(region_id)
            region_id = self[region_id].parent_id
        return tuple(reversed(found))

    def name(self, region_id: str) -> str:
        """The name without what is added in brackets; '' for a region that is not known."""
        return _ADDED.sub("", self[region_id].name) if region_id in self else ""

    def full_name(self, region_id: str) -> str:
        """The names from the province down, one after the other."""
        return "".join(self.name(code) for code in self.path(region_id) if code != COUNTRY)

    def is_within(self, region_id: str, above: str) -> bool:
        """Whether a region is `above` or lies below it."""
        return above in self.path(region_id)

    def named(self, chain: Sequence[str], near: str = "") -> str | None:
        """The code of the one region that a chain of units means, e.g. ("银川市", "兴庆区"); where several have the
        name, the one that stands nearest to the region `near`, if one does; None for none or several."""
        if not chain:
            return None
        found = self.candidates(chain)
        # A region of a store's own is another one when other units stand above it, unless it is the one named.
        for code in self.own:
            names = [self.name(each) for each in self.path(code) if each != COUNTRY]
            if names == list(chain) or (near and self.is_within(code, near) and self._fits(code, chain)):
                found.append(code)
        found = list(dict.fromkeys(found))
        if near and (within := [code for code in found if self.is_within(code, near)]):
            found = within
        if len(found) > 1 and near:
            shared = {code: _shared(self.path(code), self.path(near)) for code in found}
            best = max(shared.values())
            if best > 1:
                found = [code for code in found if shared[code] == best]
        return found[0] if len(found) == 1 else None

    def candidates(self, chain: Sequence[str]) -> list[str]:
        """The codes of all regions of China that a chain of units may mean; what stands today before what stood."""
        found = [code for code in _named(chain[-1]) if self._fits(code, chain)] if chain else []
        return [code for code in found if _is_standing(code, chain[-1])] or found

    def _fits(self, code: str, chain: Sequence[str]) -> bool:
        """Whether `chain` names the region and some of those above it, in order; what stands above a region of a
        store's own may not be known."""
        *above, last = chain
        if not _is_called(self, code, last):
            return False
        path = [each for each in self.path(code)[:-1] if each != COUNTRY]
        if code in self.own and not path:
            return True
        for unit in above:
            while path and not _is_called(self, path[0], unit):
                path.pop(0)
            if not path:
                return False
        return True

    def made(self, chain: Sequence[str]) -> tuple[Region, ...]:
        """New regions for what of a chain of units is not known, those above first; the last is the one meant."""
        levels = ("province", "city", "district")[-len(chain) :] if len(chain) <= 3 else ("district",) * len(chain)
        new: list[Region] = []
        parent = COUNTRY
        for place in range(len(chain)):
            known = self.named(chain[: place + 1])
            if known is None:
                code = "own-" + hashlib.sha256("/".join(chain[: place + 1]).encode()).hexdigest()[:8]
                new.append(Region(code, chain[place], levels[place], parent))
                known = code
            parent = known
        return tuple(new)


def _is_called(regions: Regions, code: str, unit: str) -> bool:
    names = (regions.name(code), *_earlier_names().get(code, ()))
    return any(unit == name or _is_short(unit, name) for name in names)


def _is_short(unit: str, name: str) -> bool:
    """Whether a unit is the common short form of an autonomous one: 恩施州 of 恩施土家族苗族自治州."""
    return len(unit) > 2 and name.endswith(_AUTONOMOUS) and unit[-1] == name[-1] and name.startswith(unit[:-1])


def _shared(path: Sequence[str], other: Sequence[str]) -> int:
    return next((place for place, (a, b) in enumerate(zip(path, other, strict=False)) if a != b), len(path))


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(table("regions_of_china"))


@cache
def _known() -> dict[str, Region]:
    found: dict[str, Region] = {NOWHERE.region_id: NOWHERE}
    for row in _rows():
        # The first row of a code is what it is called today.
        found.setdefault(row["region_id"], Region(row["region_id"], row["name"], row["level"], row["parent_id"]))
    return found


@cache
def _earlier_names() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows():
        if row["name"] != _known()[row["region_id"]].name:
            found[row["region_id"]].append(row["name"])
    return {code: tuple(names) for code, names in found.items()}


@cache
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows():
        found[row["name"]].append(row["region_id"])
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _standing() -> frozenset[tuple[str, str]]:
    return frozenset((row["region_id"], row["name"]) for row in _rows() if not row["last_seen"])


@cache
def _named(unit: str) -> tuple[str, ...]:
    """The codes of all regions of the tables that are or were called so."""
    if found := _by_name().get(unit):
        return found
    return tuple(code for name, codes in _by_name().items() if _is_short(unit, name) for code in codes)


def _is_standing(code: str, unit: str) -> bool:
    """Whether a region still stands under this name, rather than having been renamed or merged away."""
    return any(key == code and (unit == name or _is_short(unit, name)) for key, name in _standing_of(code))


@cache
def _standing_of(code: str) -> tuple[tuple[str, str], ...]:
    return tuple(pair for pair in _standing() if pair[0] == code)


def chain_of(words: str) -> tuple[str, ...]:
    """The units in the words by which a person or a folder names a region; () where they name none.

    >>> chain_of("银川市兴庆区"), chain_of("2024年")
    (('银川市', '兴庆区'), ())
    """
    if _named(words):
        return (words,)
    chain = units(words + "人民政府")
    return tuple(chain) if "".join(chain) == words else ()


FICTIONAL_MARK = "（虚构示例）"
"""Stands in the name of every region of the example."""


def is_fictional(region_id: str, regions: Regions) -> bool:
    """Whether a region is one of the example's."""
    return region_id in regions and any(FICTIONAL_MARK in regions[code].name for code in regions.path(region_id))


def region_of(office: str, district: str, regions: Regions) -> tuple[str, tuple[Region, ...]]:
    """The code of the region of an office as its report names it, with what stands before its name, and the regions that
    have to be made for it. `district` is the region that its file was said to be of ('' where nobody said).

    What the report tells goes first; a town whose report tells a region above the district lies in the district.
    Without either it is NOWHERE.
    """
    # A title may tell a region twice: 青禾区青禾区教育局.
    chain = [unit for unit in dict.fromkeys(units(office)) if not _ZONE.search(unit) or _named(unit)]
    if not chain:
        return district or NOWHERE.region_id, ()
    found = regions.named(chain, district)
    if found is None:
        made = regions.made(chain)
        return made[-1].region_id, made
    is_above = district != found and regions.is_within(district, found)
    return (district if is_above and kind_of(office) in ("街道", "镇", "乡") else found), ()


def mentioned_elsewhere(text: str, district: str, regions: Regions) -> str:
    """The name of a region of China whose government a text names (金凤区人民政府网站) though it says nothing of
    `district`, and neither lies in the other; '' for none. Of a report that tells no region it is what speaks against
    the one that somebody named."""
    own = regions.name(district)
    if not own or own[:-1] in text:
        return ""
    for match in _OF_GOVERNMENT.finditer(text):
        tails = (match[0][-length:] for length in range(len(match[0]), 2, -1))
        name = next((tail for tail in tails if tail in _by_name()), "")
        codes = _by_name().get(name, ())
        if codes and not any(regions.is_within(code, district) or regions.is_within(district, code) for code in codes):
            return name
    return ""


def region_of_folder(name: str, district: str, regions: Regions) -> str:
    """The code of the region that the folders of a file are named after, the innermost first: one of `district`, where
    that is given; else `district`."""
    for folder in reversed(PurePath(name.replace("\\", "/")).parts[:-1]):
        found = regions.named(chain_of(folder), district)
        if found is not None and (not district or regions.is_within(found, district)):
            return found
    return district


def closed(region_ids: Iterable[str], regions: Regions) -> list[Region]:
    """The regions with all above them, in order of their codes."""
    every = {code for region_id in region_ids for code in regions.path(region_id)}
    return [regions[code] for code in sorted(every)]
