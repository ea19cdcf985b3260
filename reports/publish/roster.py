"""The roster of a store: what the lines of the journal make of it, and where reports belong in it.

In go lines in force and entries as readers left them; out come frozen offices, entries that are placed, and the lines
of offices and regions that nobody had told before. It reads no file and writes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reports.identify.regions import NOWHERE, Region, Regions, is_fictional, region_of
from reports.identify.roster import Office, chosen, key_of, registered
from reports.publish.lines import office_in, office_line, region_line
from reports.store import Entry, Roster, journal
from reports.store.line_kinds import OfficeLine, RegionLine

ROSTER_LINES = ("office", "region", "district", "merge")
"""The kinds of lines that make a roster."""


def folded(known: Roster, lines: Iterable[Mapping[str, Any]]) -> Roster:
    """What `lines` in force make of a roster: offices in the order in which they came, each as the last line has it."""
    offices, merged, own = dict(known.offices), dict(known.merged), dict(known.regions.own)
    district = known.district
    for line in lines:
        if line["what"] == "office":
            office = office_in(line["office"])
            offices[office.code] = office
            merged.pop(office.code, None)
        elif line["what"] == "region":
            own[line["region_id"]] = Region(line["region_id"], line["name"], line["level"], line["parent_id"])
        elif line["what"] == "district":
            district = line["region_id"]
        elif line["what"] == "merge":
            gone, stays = offices.pop(line["from"]), offices[line["into"]]
            offices[stays.code] = joined(gone, stays)
            merged[gone.code] = stays.code
    return Roster(offices, merged, Regions(own), district)


def joined(gone: Office, stays: Office) -> Office:
    """The office that two are together: it answers to the names of both."""
    aliases = (*stays.aliases, gone.name, *gone.aliases)
    others = (*stays.distinct_from, *gone.distinct_from)
    return replace(
        stays,
        aliases=tuple(name for name in dict.fromkeys(aliases) if name != stays.name),
        filed_as=tuple(dict.fromkeys((*stays.filed_as, *gone.names()))),
        is_new=False,
        events=tuple(dict.fromkeys((*stays.events, *gone.events))),
        distinct_from=tuple(code for code in dict.fromkeys(others) if code not in (stays.code, gone.code)),
    )


def changed(before: Office, after: Office) -> Office:
    """An office after a change of its row: reports that name it as it was called before are still its own."""
    moved = [pair for pair in before.names() if pair not in after.names()]
    return replace(after, filed_as=tuple(dict.fromkeys((*after.filed_as, *moved))))


def codes_told(lines: Iterable[journal.Line]) -> list[str]:
    """The codes of all offices that lines tell of."""
    found: dict[str, None] = {}
    for line in lines:
        if line["what"] == "office":
            found[line["office"]["code"]] = None
        elif line["what"] == "merge":
            found |= {line["from"]: None, line["into"]: None}
    return list(found)


class Registrar:
    """Files entries under the offices of a roster, and registers those that it does not have; `lines` tell the journal
    what was `registered`, in order."""

    def __init__(
        self, roster: Roster, stored: Callable[[Collection[str]], Iterable[Office]] = lambda _keys: ()
    ) -> None:
        """`stored` gives the offices that keys find beside those in `roster`."""
        self.lines: list[OfficeLine | RegionLine] = []
        self.registered: list[Office] = []
        self._before = roster
        self._stored = stored
        self._own = dict(roster.regions.own)
        # They are told when an office is registered in them.
        self._made: dict[str, Region] = {}
        self._regions = Regions(self._own)
        self._offices = dict(roster.offices)
        self._codes = {*roster.offices, *roster.merged}
        self._found_by: dict[str, list[Office]] = defaultdict(list)
        for office in self._offices.values():
            self._know(office)

    @property
    def roster(self) -> Roster:
        """The roster with what was registered."""
        return replace(self._before, offices=dict(self._offices), regions=Regions(dict(self._own)))

    def place(self, entries: Sequence[Entry]) -> list[Entry]:
        """The entries, each with the code of its office; one that a person assigned or that names no office as it
        was."""
        wanted = {at: self._wanted(entry) for at, entry in enumerate(entries) if not entry.office_code}
        only_said = {
            at: key_of(NOWHERE.region_id, entries[at].office, self._regions)
            for at, (region_id, _key) in wanted.items()
            if self._is_only_said(entries[at], region_id)
        }
        for office in self._stored({key for _region_id, key in wanted.values()} | set(only_said.values())):
            if office.code not in self._codes:
                self._codes.add(office.code)
                self._know(office)
        placed = list(entries)
        for at, (region_id, key) in wanted.items():
            known = chosen(entries[at].office, region_id, self._found_by[key])
            if at in only_said and (known is None or not known.is_called(entries[at].office)):
                # No real office lies in the example: only its own, whose names are invented, are filed there.
                region_id = NOWHERE.region_id
                known = chosen(entries[at].office, region_id, self._found_by[only_said[at]])
            code = known.code if known else self._register(entries[at].office, region_id)
            placed[at] = replace(entries[at], office_code=code)
        return placed

    def _wanted(self, entry: Entry) -> tuple[str, str]:
        """The region that an entry's office lies in, and the key that finds it."""
        region_id, made = region_of(entry.stated_office, entry.district, self._regions)
        self._made |= {region.region_id: region for region in made}
        self._own |= self._made
        return region_id, key_of(region_id, entry.office, self._regions)

    def _is_only_said(self, entry: Entry, region_id: str) -> bool:
        """Whether an entry is of a fictional region because its file was said to be, and not by its own words."""
        return (
            is_fictional(region_id, self._regions)
            and region_of(entry.stated_office, "", self._regions)[0] == NOWHERE.region_id
        )

    def _know(self, office: Office) -> None:
        for key in office.keys(self._regions):
            self._found_by[key].append(office)

    def _register(self, name: str, region_id: str) -> str:
        self.lines += [
            region_line(self._made.pop(code)) for code in self._regions.path(region_id) if code in self._made
        ]
        office = registered(name, region_id, self._regions)
        number, code = 1, office.code
        while code in self._codes:
            number += 1
            code = f"{office.code}-{number}"
        office = replace(office, code=code)
        self._codes.add(code)
        self._offices[code] = office
        self._know(office)
        self.registered.append(office)
        self.lines.append(office_line(office))
        return code
