"""Which district a store is of: told once, and kept in the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reports import store
from reports.errors import UnknownRegion
from reports.identify.names import units
from reports.identify.regions import (
    COUNTRY,
    NOWHERE,
    Region,
    Regions,
    chain_of,
    is_fictional,
    mentioned_elsewhere,
    region_of,
    region_of_folder,
)
from reports.identify.roster import Office, chosen, key_of
from reports.publish.commit import roster_before
from reports.publish.history import append
from reports.publish.lines import district_line, region_line, signed
from reports.publish.roster import ROSTER_LINES, folded
from reports.store import Roster, journal
from reports.store.line_kinds import DistrictLine, RegionLine

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Home:
    """Where files of a load are from: what the store knows of regions and its district, and whether somebody named the
    district for these very files."""

    roster: Roster
    is_told: bool = False

    def region_of(self, name: str) -> str:
        """The code of the region of a file of which nobody said it: the one that its folder names, else the district."""
        return region_of_folder(name, self.roster.district, self.roster.regions)

    def doubt(self, name: str, office: str, sections: Iterable[tuple[str, str, str]]) -> str:
        """What the report of a file, its folder or its text says against the district that was named for it; '' for
        nothing. A report is filed by the region of its own office's name first, then by the district; somebody should
        look."""
        regions, district = self.roster.regions, self.roster.district
        if not self.is_told:
            return ""
        named = regions.full_name(district)
        if told := region_elsewhere(office, district, regions):
            return f"年报写的地区是“{told}”，不是所选的“{named}”，已归入“{told}”，请核对"
        folder = region_of_folder(name, "", regions)
        if folder and not related(folder, district, regions):
            return f"所在文件夹写的地区是“{regions.full_name(folder)}”，不是所选的“{named}”，已归入“{named}”，请核对"
        found = elsewhere(office, text_of(sections), district, regions)
        if found is None:
            return ""
        return f"正文提到“{found.region}”的政府，没有提到所选地区“{named}”，请核对地区"


def served_roster(folder: Path) -> Roster:
    """What a store knows of its own regions and its district, with what was said since the last generation; none of
    its offices."""
    generation = store.open_current(folder) if store.kept(folder) else None
    try:
        waiting = journal.read(folder, generation.journal_bytes if generation else 0)
        for line in reversed(waiting):
            # A rollback that was killed before the switch: the next writer finishes it.
            if generation and line["what"] == "rollback" and line["from"] == generation.number:
                generation.close()
                generation = store.open_generation(folder, line["to"])
                waiting = journal.read(folder, generation.journal_bytes)
                break
        told = [line for line in journal.in_force(waiting) if line["what"] in ROSTER_LINES]
        return folded(roster_before(generation, told), told)
    finally:
        if generation:
            generation.close()


def district_of(folder: Path) -> str:
    """The code of the region that a store was said to be of; '' when nobody said."""
    return served_roster(folder).district


def home_district(roster: Roster) -> str:
    """The code of the region of offices of which nobody and nothing tells one: the store's district, but never that of
    the example, where no real office lies; '' then and where nobody said."""
    return "" if is_fictional(roster.district, roster.regions) else roster.district


def of_the_example(folder: Path) -> str:
    """The name of the fictional district that a store is of; '' where it is of none."""
    roster = served_roster(folder)
    return roster.regions.full_name(roster.district) if is_fictional(roster.district, roster.regions) else ""


def home_regions(folder: Path, offices: Iterable[str], words: str = "") -> dict[str, str]:
    """The full name of the region that each office lies or would be registered in, by its name as its report tells it;
    `words` are those by which somebody names the district of the files. '' where neither tells one, or the words name
    no region: as the reports will be filed, where the example has its own offices only."""
    roster = served_roster(folder)
    meant = district_meant(roster, words)
    if meant is None:
        return dict.fromkeys(offices, "")
    district, own = meant
    homes = {}
    names = list(dict.fromkeys(offices))
    of_example = (
        _of_the_example(folder, roster, names, district) if is_fictional(district, Regions(own)) else set(names)
    )
    for office in names:
        region_id, made = region_of(office, district if office in of_example else "", Regions(own))
        regions = Regions(own | {new.region_id: new for new in made})
        homes[office] = "" if region_id == NOWHERE.region_id else regions.full_name(region_id)
    return homes


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A region other than the one that was named for a file: by its full name, the one that the office's name tells,
    or the one whose government the text names, while the office's own name tells none."""

    region: str
    is_of_office: bool = True


def regions_elsewhere(folder: Path, told: Iterable[tuple[str, str]], words: str) -> list[Elsewhere | None]:
    """Of each report, by its office as it tells it and its text: which other region it tells than the one that somebody
    names by `words` for all files, neither above nor below it; None where nothing disagrees."""
    meant = district_meant(served_roster(folder), words) if words else None
    if meant is None:
        return [None for _ in told]
    district, own = meant
    return [elsewhere(office, text, district, Regions(own)) for office, text in told]


def elsewhere(office: str, text: str, district: str, regions: Regions) -> Elsewhere | None:
    """The same of one report and the code of a region."""
    if region := region_elsewhere(office, district, regions):
        return Elsewhere(region)
    if not district or is_fictional(district, regions) or units(office):
        return None
    region = mentioned_elsewhere(text, district, regions)
    return Elsewhere(region, is_of_office=False) if region else None


def text_of(sections: Iterable[tuple[str, str, str]]) -> str:
    """The prose of a report's sections (key, heading, text)."""
    return "\n".join(text for _key, _heading, text in sections)


def region_elsewhere(office: str, district: str, regions: Regions) -> str:
    """The full name of the region that an office's name as its report tells it begins with, where it is another one
    than `district` and neither lies in the other; '' where nothing disagrees. The example asks nobody."""
    if not district or is_fictional(district, regions):
        return ""
    region_id, made = region_of(office, district, regions)
    every = Regions({**regions.own, **{new.region_id: new for new in made}})
    return "" if region_id == NOWHERE.region_id or related(region_id, district, every) else every.full_name(region_id)


def related(one: str, other: str, regions: Regions) -> bool:
    """Whether one of two regions lies in the other, or both are the same."""
    return regions.is_within(one, other) or regions.is_within(other, one)


def district_meant(roster: Roster, words: str) -> tuple[str, dict[str, Region]] | None:
    """The code of the district that somebody names by `words`, or the store's own, with the regions of the store's own;
    None where the words name no region."""
    own = dict(roster.regions.own)
    if not words:
        return roster.district, own
    try:
        region, made = region_meant(words, roster.regions)
    except UnknownRegion:
        return None
    return region.region_id, own | {new.region_id: new for new in made}


def _of_the_example(folder: Path, roster: Roster, names: Sequence[str], region_id: str) -> set[str]:
    """Of these names those of the example's own offices, to the letter."""
    keys = {name: key_of(region_id, name, roster.regions) for name in names}
    stored: dict[str, Office] = {}
    if store.kept(folder):
        generation = store.open_current(folder)
        try:
            stored = dict(store.stored_roster(generation.cursor(), (), list(keys.values())).offices)
        finally:
            generation.close()
    known = (stored | dict(roster.offices)).values()
    return {
        name
        for name, key in keys.items()
        if (found := chosen(name, region_id, [office for office in known if key in office.keys(roster.regions)]))
        and found.is_called(name)
    }


def region_meant(words: str, regions: Regions) -> tuple[Region, tuple[Region, ...]]:
    """The region that a person means by `words`, a code or a name with or without those above it, and the regions that
    have to be made for it. UnknownRegion when several are called so, or it is no name of a region."""
    words = words.strip()
    if words in regions:
        return regions[words], ()
    chain = chain_of(words)
    found = regions.named(chain)
    if found is not None:
        return regions[found], ()
    several = regions.candidates(chain)
    if several:
        named = "、".join(regions.full_name(code) for code in several[:_MOST_NAMED])
        more = "等" if len(several) > _MOST_NAMED else ""
        raise UnknownRegion(
            f"叫“{words}”的地区不止一个：{named}{more}；请把上级地区也写上，例如“{regions.full_name(several[0])}”。"
        )
    if (known := _same_named(words, chain, regions)) is not None:
        return known, ()
    if not chain:
        raise UnknownRegion(f"“{words}”不像地区名称；请写全称，例如“兴庆区”或“银川市兴庆区”。")
    made = regions.made(chain)
    return made[-1], made


def _same_named(words: str, chain: Sequence[str], regions: Regions) -> Region | None:
    """The region of the store's own that a chain of units means too, though it names more or less of what stands above
    it; None where there is none. UnknownRegion where it may be another one: never are two registered unasked."""
    province = chain[0].endswith(("省", "自治区")) if chain else False
    found: list[str] = []
    for code in regions.own:
        names = [regions.name(each) for each in regions.path(code) if each != COUNTRY]
        if not chain or names[-1] != chain[-1]:
            continue
        shorter = min(len(names), len(chain))
        if names[-shorter:] != list(chain)[-shorter:]:
            continue
        if len(names) == 1 < len(chain):
            if province:
                continue
            raise UnknownRegion(
                f"已有地区“{names[0]}”，“{words}”可能就是它：是同一个地区请写“{names[0]}”；"
                f"确是另一个地区请从省写起，例如“某省{words}”。"
            )
        found.append(code)
    if len(found) > 1:
        named = "、".join(regions.full_name(code) for code in found[:_MOST_NAMED])
        raise UnknownRegion(
            f"叫“{words}”的地区不止一个：{named}；请把上级地区也写上，例如“{regions.full_name(found[0])}”。"
        )
    return regions[found[0]] if found else None


def name_district(folder: Path, words: str, *, who: str = "", on_wait: Callable[[str], None] | None = None) -> Region:
    """Says which district the store is of: offices whose reports do not tell their region are registered there from
    now on. Journalled; a region that is not in the table of China becomes one of the store's own. UnknownRegion,
    StoreError, StoreBusy."""
    with store.locked(folder, on_wait):
        roster = served_roster(folder)
        region, made = region_meant(words, roster.regions)
        if region.region_id == NOWHERE.region_id:
            raise UnknownRegion("请写明是哪个地区，例如“兴庆区”或“银川市兴庆区”。")
        if region.region_id != roster.district:
            lines: list[RegionLine | DistrictLine] = [region_line(new) for new in made]
            append(folder, signed([*lines, district_line(region.region_id)], who))
        return region
