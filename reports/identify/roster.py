"""Step 3, identify: the offices of a store, and which of them a name on a report belongs to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from reports.identify.names import core, filed_kind_of
from reports.identify.regions import Regions

KINDS = ("街道", "镇", "乡", "部门", "政府", "其他")
"""The kinds of offices, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Office:
    """An office as a store knows it. `aliases` are other names it signs with; `filed_as` are (region, name) under which
    reports are filed to it beside its own: what it was called before, or what was merged into it. `must_report` is None
    where nobody said; `is_new` until somebody has looked at what was registered. `events` are short sentences of what
    happened to it (2021年由柳溪乡人民政府更名); `distinct_from` are codes of offices that somebody said are others, however
    alike their names are."""

    code: str
    name: str
    kind: str
    region_id: str
    aliases: tuple[str, ...] = ()
    filed_as: tuple[tuple[str, str], ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    must_report: bool | None = None
    is_fictional: bool = False
    is_new: bool = False
    events: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()

    def names(self) -> tuple[tuple[str, str], ...]:
        """Every (region, name) under which reports are filed to it."""
        return (*((self.region_id, name) for name in (self.name, *self.aliases)), *self.filed_as)

    def is_called(self, name: str) -> bool:
        """Whether `name` is one of the office's own, to the letter."""
        return any(name == own for _region, own in self.names())

    def keys(self, regions: Regions) -> tuple[str, ...]:
        """What it is found by, as `key_of` makes it, each once."""
        return tuple(dict.fromkeys(key_of(region_id, name, regions) for region_id, name in self.names()))


def key_of(region_id: str, name: str, regions: Regions) -> str:
    """What two ways to write an office's name have in common within its region: 柳溪街道 and 滨湖区柳溪街道办事处."""
    bare = core(name)
    # The government of a region is called as the region is.
    return f"{region_id} {bare.removeprefix(regions.name(region_id)) or bare}"


def chosen(name: str, region_id: str, candidates: Sequence[Office]) -> Office | None:
    """Of the offices that a name's key finds the one that it means: the only one, or the only one called so to the
    letter. None for none or several: a report is filed under no office that it may not mean."""
    if len(candidates) > 1:
        candidates = [office for office in candidates if (region_id, name) in office.names()]
    return candidates[0] if len(candidates) == 1 else None


def code_of(region_id: str, name: str, regions: Regions) -> str:
    """The code of an office that is registered: made of its region and name alone, and so the same whoever reads its
    reports and in which order."""
    return f"{region_id}-{hashlib.sha256(key_of(region_id, name, regions).encode()).hexdigest()[:8]}"


def registered(name: str, region_id: str, regions: Regions) -> Office:
    """A new office as its report names it, with the kind that its name's end tells."""
    return Office(code_of(region_id, name, regions), name, filed_kind_of(name), region_id, is_new=True)
