"""Proposals to make one office of two: listed with their evidence, accepted or refused, one or many at a time.

In go the store and pairs of codes; out come the next generation and what was done. What somebody refused is journalled
and not proposed again. identify/alike.py says why two may be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from reports import store
from reports.errors import StoreError
from reports.identify.alike import Proposal, bare, proposals
from reports.identify.regions import NOWHERE, Regions, region_of
from reports.identify.roster import Office, registered
from reports.publish.district import district_meant, served_roster
from reports.publish.lines import merge_line
from reports.publish.offices import changing, keep_apart, publish_lines
from reports.store import Roster
from reports.store.line_kinds import MergeLine


def proposed(folder: Path) -> list[Proposal]:
    """What may be one office in the store; nothing where there is no store."""
    if not store.kept(folder):
        return []
    generation = store.open_current(folder)
    try:
        roster = store.stored_roster(generation.cursor(), None)
        return _proposed(roster, generation)
    finally:
        generation.close()


@dataclass(frozen=True, slots=True)
class ToCome:
    """A report that is to be published: its office as it would be registered, that with the region before it as the
    report tells it, and its year."""

    office: str
    stated_office: str
    year: int | None


def proposed_with(folder: Path, coming: Iterable[ToCome], words: str) -> list[Proposal]:
    """What may be one office of those that `coming` would register and those that the store has, at least one of each
    pair among the former; `words` name the region of those whose reports tell none. It changes nothing."""
    generation = store.open_current(folder) if store.kept(folder) else None
    try:
        roster = served_roster(folder)
        stored = store.stored_roster(generation.cursor(), None).offices if generation else {}
        years = _years(generation) if generation else defaultdict(set)
    finally:
        if generation:
            generation.close()
    meant = district_meant(roster, words)
    district, own = meant if meant is not None else ("", dict(roster.regions.own))
    new: dict[str, Office] = {}
    for each in coming:
        region_id, made = region_of(each.stated_office, district, Regions(own))
        own |= {region.region_id: region for region in made}
        office = registered(each.office, region_id, Regions(own))
        if office.code not in stored:
            new.setdefault(office.code, office)
            years[office.code] |= {each.year} if each.year is not None else set()
    regions = Regions(own)
    near = {region for office in new.values() for region in regions.path(office.region_id)} | {NOWHERE.region_id}
    called = {bare(office, regions) for office in new.values()}
    beside = [each for each in stored.values() if each.region_id in near or bare(each, regions) in called]
    found = proposals([*beside, *new.values()], regions, years) if new else []
    return [each for each in found if new.keys() & set(each.pair)]


def accept(folder: Path, pairs: Iterable[tuple[str, str]], *, who: str = "") -> tuple[int, int, int | None]:
    """Merges the offices of proposals: how many went into others, how many proposals are left out as others of them
    speak against it, and the generation. StoreError when none is proposed any more."""
    wanted = list(dict.fromkeys(pairs))
    with changing(folder) as roster:
        generation = store.open_current(folder)
        try:
            standing = {each.pair: each for each in _proposed(roster, generation)}
        finally:
            generation.close()
        chosen = [standing[pair] for pair in wanted if pair in standing]
        lines, left_out = _lines(chosen)
        if not lines:
            raise StoreError("这些建议已经有人处理过，没有改动；请刷新页面再看。")
        return len(lines), left_out + len(wanted) - len(chosen), publish_lines(folder, lines, who)


def refuse(folder: Path, pairs: Iterable[tuple[str, str]], *, who: str = "") -> int | None:
    """Says of pairs that they are two offices: nobody is asked again. The generation."""
    return keep_apart(folder, pairs, who=who)


def _proposed(roster: Roster, generation: store.Generation) -> list[Proposal]:
    return proposals(roster.offices.values(), roster.regions, _years(generation))


def _years(generation: store.Generation) -> defaultdict[str, set[int]]:
    """The years on which each office has a report, by its code."""
    years: defaultdict[str, set[int]] = defaultdict(set)
    query = "select office_code, year from report join office using (office_id) where is_current"
    for code, year in generation.cursor().execute(query).fetchall():
        years[code].add(year)
    return years


def _lines(chosen: Collection[Proposal]) -> tuple[list[MergeLine], int]:
    """The lines of proposals accepted together: what has become one office may not report twice on a year because of a
    third name, which nobody proposed."""
    head: dict[str, str] = {}
    years: dict[str, set[int]] = {}
    apart: dict[str, set[str]] = {}

    def of(code: str) -> str:
        while code in head:
            code = head[code]
        return code

    lines = []
    left_out = 0
    for each in chosen:
        for office, told in ((each.gone, each.gone_years), (each.stays, each.stays_years)):
            years.setdefault(office.code, set(told))
            apart.setdefault(office.code, set(office.distinct_from))
        gone, stays = of(each.gone.code), of(each.stays.code)
        if gone == stays:
            continue
        others = {of(code) for code in apart[gone]} | {of(code) for code in apart[stays]}
        if (years[gone] & years[stays] and each.sort != "place") or {gone, stays} & others:
            left_out += 1
            continue
        head[gone] = stays
        years[stays] |= years[gone]
        apart[stays] |= apart[gone]
        lines.append(merge_line(gone, stays))
    return lines, left_out
