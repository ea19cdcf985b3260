"""What people do to the roster of a store: change, rename, merge, split, close and reopen offices.

In go offices as they shall be; out come lines of the journal and the next generation. What an office was called before,
and where, still finds its reports. Each function raises StoreError when an office is not known, StoreBusy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from reports import store
from reports.errors import StoreError, UnknownRegion
from reports.identify.names import filed_kind_of, kind_of
from reports.identify.regions import NOWHERE, Region, region_of
from reports.identify.roster import KINDS, Office, code_of, key_of
from reports.publish.commit import advance
from reports.publish.district import region_meant
from reports.publish.history import History
from reports.publish.lines import Decision, decided_lines, merge_line, office_line, region_line, signed
from reports.publish.roster import changed, codes_told
from reports.store import Roster, journal
from reports.store.line_kinds import JournalLine

CLOSED_AFTER = "{year}年后撤销"
"""What is told of an office that was closed; the rest of the sentence says which one took over."""


def served_offices(folder: Path) -> Roster:
    """Every office of the generation that is served. StoreError when there is none."""
    generation = store.open_current(folder)
    try:
        return store.stored_roster(generation.cursor(), None)
    finally:
        generation.close()


@contextmanager
def changing(folder: Path) -> Iterator[Roster]:
    """Every office, under the lock of the store: what two people change at once, neither loses."""
    with store.locked(folder):
        yield served_offices(folder) if store.kept(folder) else Roster()


def office_meant(roster: Roster, text: str) -> Office:
    """The office of a code, or the only one of a name. StoreError for none or several."""
    found = [office for office in roster.offices.values() if text == office.code]
    found = found or [office for office in roster.offices.values() if text == office.name]
    if len(found) == 1:
        return found[0]
    several = "；".join(f"{office.code}（{roster.regions.full_name(office.region_id)}）" for office in found[:6])
    raise StoreError(
        f"名录中有 {len(found)} 个单位叫“{text}”：{several}；请写代码。"
        if found
        else f"名录中没有单位“{text}”；可用 gongkai offices list 查看名称和代码。"
    )


def clash(roster: Roster, office: Office, offices: Mapping[str, Office] | None = None) -> Office | None:
    """Another office that answers to the same name in the same region; None when there is none. A report of that name
    could then mean either. `offices` are those of the roster as they would be."""
    key = key_of(office.region_id, office.name, roster.regions)
    for other in (roster.offices if offices is None else offices).values():
        if other.code != office.code and key in other.keys(roster.regions):
            return other
    return None


def raise_clash(roster: Roster, office: Office, offices: Mapping[str, Office] | None = None) -> None:
    """StoreError when another office answers to the name already."""
    other = clash(roster, office, offices)
    if other is not None:
        known = "" if other.name == office.name else f"（“{other.name}”的别名或原名）"
        raise StoreError(
            f"{roster.regions.full_name(office.region_id)}已有单位“{office.name}”{known}；是同一个单位就合并，不是就换一个名称。"
        )


def region_named(roster: Roster, words: str) -> tuple[str, tuple[Region, ...]]:
    """The code of the region that a person means, and the regions to be made for it; one of the store's own by its
    full name. StoreError for what is no region or several."""
    if words == NOWHERE.name:
        return NOWHERE.region_id, ()
    for code in roster.regions.own:
        if words == roster.regions.full_name(code):
            return code, ()
    try:
        region, made = region_meant(words, roster.regions)
    except UnknownRegion as error:
        raise StoreError(str(error)) from error
    return region.region_id, made


def rename(
    folder: Path, office: str, name: str, *, year: int | None = None, who: str = ""
) -> tuple[Office, int | None]:
    """Gives an office (its code or name) another name, since `year` where that is known; the office and the
    generation."""
    name = name.strip()
    if not name:
        raise StoreError("请写明新的名称。")
    with changing(folder) as roster:
        before = office_meant(roster, office)
        if name == before.name:
            raise StoreError(f"“{name}”就是现在的名称，没有改动。")
        events = (*before.events, f"{year}年由{before.name}更名") if year else before.events
        aliases = tuple(alias for alias in before.aliases if alias != name)
        after = changed(before, replace(before, name=name, aliases=aliases, is_new=False, events=events))
        raise_clash(roster, after)
        return after, publish_lines(folder, [office_line(after)], who)


def amend(
    folder: Path,
    offices: Iterable[str],
    *,
    kind: str | None = None,
    region: str | None = None,
    must_report: bool | str | None = "",
    from_year: int | None = None,
    is_seen: bool = False,
    who: str = "",
) -> tuple[list[Office], int | None]:
    """Sets for several offices (codes or names) at once what is given: the kind, the region in words, the first year
    of duty, whether they must report (None: nobody says; '' leaves it), that somebody looked at them. The offices that
    this changes and the generation, None when it changes none."""
    with changing(folder) as roster:
        meant = [office_meant(roster, text) for text in dict.fromkeys(offices)]
        if kind is not None and kind not in KINDS:
            raise StoreError(f"类别应为{'、'.join(KINDS)}之一，不能是“{kind}”；请改正。")
        region_id, made = region_named(roster, region) if region is not None else (None, ())
        edited: list[Office] = []
        after_all = dict(roster.offices)
        for before in meant:
            after = replace(
                before,
                kind=kind or before.kind,
                region_id=region_id or before.region_id,
                must_report=before.must_report if isinstance(must_report, str) else must_report,
                from_year=from_year or before.from_year,
                is_new=False,
            )
            if not is_seen and replace(after, is_new=before.is_new) == before:
                continue
            if after != before:
                edited.append(changed(before, after))
                after_all[after.code] = edited[-1]
        if region_id is not None:
            for office in edited:
                raise_clash(roster, office, after_all)
        lines: list[JournalLine] = [*map(region_line, made), *map(office_line, edited)]
        return edited, publish_lines(folder, lines, who) if edited else None


def close(
    folder: Path, offices: Iterable[str], year: int, *, into: str = "", who: str = ""
) -> tuple[list[Office], int | None]:
    """Says that offices had to report for `year` for the last time; `into` names the office that took over their work.
    The offices and the generation."""
    with changing(folder) as roster:
        successor = office_meant(roster, into) if into else None
        closed = []
        for before in (office_meant(roster, text) for text in dict.fromkeys(offices)):
            if successor and successor.code == before.code:
                raise StoreError(f"“{before.name}”不能并入自己；请另选承接的单位。")
            if before.from_year and year < before.from_year:
                raise StoreError(
                    f"“{before.name}”从{before.from_year}年起报送，最后一年不能是{year}年；请改正起始年度或这里的年度。"
                )
            event = CLOSED_AFTER.format(year=year) + (f"，职责并入{successor.name}" if successor else "")
            events = (*(each for each in before.events if not _is_closing(each, before)), event)
            closed.append(replace(before, to_year=year, events=events, is_new=False))
        return closed, publish_lines(folder, list(map(office_line, closed)), who)


def reopen(folder: Path, offices: Iterable[str], *, who: str = "") -> tuple[list[Office], int | None]:
    """Takes a closing back; those of the offices that were closed, and the generation."""
    with changing(folder) as roster:
        meant = [office_meant(roster, text) for text in dict.fromkeys(offices)]
        opened = [
            replace(
                office,
                to_year=None,
                is_new=False,
                events=tuple(each for each in office.events if not _is_closing(each, office)),
            )
            for office in meant
            if office.to_year is not None
        ]
        if not opened:
            raise StoreError("这些单位没有撤销，不用恢复。")
        return opened, publish_lines(folder, list(map(office_line, opened)), who)


def _is_closing(event: str, office: Office) -> bool:
    return office.to_year is not None and event.startswith(CLOSED_AFTER.format(year=office.to_year))


def merge(
    folder: Path, gone: str | Sequence[str], stays: str, *, who: str = ""
) -> tuple[tuple[Office, ...], Office, tuple[int, ...], int | None]:
    """Makes one office of several: reports and names of `gone` become those of `stays`. All as they were, the years that
    several have a report on (of which the one captured last counts from now on), and the generation. Offices of two
    regions are never merged: StoreError."""
    with changing(folder) as roster:
        texts = [gone] if isinstance(gone, str) else list(dict.fromkeys(gone))
        others = tuple(office_meant(roster, text) for text in texts)
        one = office_meant(roster, stays)
        for other in others:
            if other.code == one.code:
                raise StoreError(f"“{other.name}”和“{one.name}”是同一个单位，不用合并。")
            if not is_near(roster, one, other):
                raise StoreError(
                    f"“{other.name}”在{roster.regions.full_name(other.region_id)}，“{one.name}”在"
                    f"{roster.regions.full_name(one.region_id)}，不是同一个地区的单位，不能合并；地区登记错了就先改正。"
                )
        codes = [one.code, *(other.code for other in others)]
        both = years_of_several(folder, codes)
        lines: list[JournalLine] = [merge_line(other.code, one.code) for other in others]
        return others, one, both, publish_lines(folder, lines, who)


def is_near(roster: Roster, one: Office, other: Office) -> bool:
    """Whether two offices may be one by where they are: the same region, one within the other's, or not known."""
    first, second = one.region_id, other.region_id
    within = roster.regions.is_within
    return NOWHERE.region_id in (first, second) or within(first, second) or within(second, first)


def years_of_several(folder: Path, codes: Sequence[str]) -> tuple[int, ...]:
    """The years on which more than one of these offices has a report."""
    return tuple(
        row[0]
        for row in _asked(
            folder,
            "select year from report join office using (office_id) where is_current and office_code in "
            "(select unnest(?::varchar[])) group by year having count(*) > 1 order by year",
            [list(codes)],
        )
    )


def reports_of(folder: Path, code: str) -> list[tuple[int, int, str, str, str]]:
    """Number, year, office as printed, title and sha256 of every report of an office that counts, by year."""
    query = (
        "select report_id, year, stated_office, r.title, sha256 from report r join office using (office_id) "
        "where office_code = ? and not is_withdrawn order by year, report_id"
    )
    return [tuple(row) for row in _asked(folder, query, [code])]


def split(
    folder: Path, office: str, report_ids: Collection[int], name: str, *, who: str = ""
) -> tuple[Office, Office, int, int | None]:
    """Makes two offices of one: the reports of these numbers become those of a new office `name`, and with them the
    names that only they bear, so that later reports of these names are its own too. The office that stays, the new one,
    how many reports went, and the generation."""
    name = name.strip()
    if not name:
        raise StoreError("请写明分出的单位叫什么。")
    with changing(folder) as roster:
        before = office_meant(roster, office)
        reports = reports_of(folder, before.code)
        moving = [row for row in reports if row[0] in set(report_ids)]
        if not moving:
            raise StoreError(f"请选定“{before.name}”的哪些年报归分出的单位。")
        if len(moving) == len(reports):
            raise StoreError(f"全部年报都归“{name}”，就不是拆分，而是更名；请改用更名。")
        captures = History(folder).captures

        def key(row: tuple[int, int, str, str, str]) -> str:
            region_id, _made = region_of(row[2], captures[row[4]].get("district", ""), roster.regions)
            return key_of(region_id, row[2], roster.regions)

        staying = {key(row) for row in reports if row not in moving}
        own = key_of(before.region_id, before.name, roster.regions)
        gone = {key(row) for row in moving} - staying - {own}
        stays = replace(
            before,
            aliases=tuple(
                each for each in before.aliases if key_of(before.region_id, each, roster.regions) not in gone
            ),
            filed_as=tuple(pair for pair in before.filed_as if key_of(*pair, roster.regions) not in gone),
            is_new=False,
        )
        taken = tuple(pair for pair in before.names() if key_of(*pair, roster.regions) in gone)
        made = Office(
            _free_code(folder, before.region_id, name, roster),
            name,
            filed_kind_of(name) if kind_of(name) else before.kind,
            before.region_id,
            filed_as=taken,
            must_report=before.must_report,
            is_fictional=before.is_fictional,
            distinct_from=(before.code,),
        )
        stays = replace(stays, distinct_from=tuple(dict.fromkeys((*stays.distinct_from, made.code))))
        raise_clash(roster, made, {**roster.offices, stays.code: stays})
        lines: list[JournalLine] = [office_line(stays), office_line(made)]
        lines += decided_lines([row[4] for row in moving], [before.code], None, Decision(made.code))
        return stays, made, len(moving), publish_lines(folder, lines, who)


def _free_code(folder: Path, region_id: str, name: str, roster: Roster) -> str:
    """A code for a new office that no office ever had, also not one that was merged away."""
    taken = set(codes_told(journal.lines_in_force(folder))) | set(roster.offices)
    first = code_of(region_id, name, roster.regions)
    number, code = 1, first
    while code in taken:
        number += 1
        code = f"{first}-{number}"
    return code


def keep_apart(folder: Path, pairs: Iterable[tuple[str, str]], *, who: str = "") -> int | None:
    """Says of pairs of offices (codes) that they are two, however alike their names are: nobody is asked again. The
    generation."""
    with changing(folder) as roster:
        edited: dict[str, Office] = {}
        for pair in pairs:
            for code, other in (pair, pair[::-1]):
                office = edited.get(code) or office_meant(roster, code)
                others = tuple(dict.fromkeys((*office.distinct_from, other)))
                edited[code] = replace(office, distinct_from=others)
        return publish_lines(folder, list(map(office_line, edited.values())), who) if edited else None


def publish_lines(folder: Path, lines: Sequence[JournalLine], who: str) -> int | None:
    """Journals lines of the roster, signed by `who`, and serves the generation that they make; its number. The caller
    holds the lock."""
    return advance(folder, signed(lines, who), {}, "offices").generation


def _asked(folder: Path, query: str, values: list[Any]) -> list[tuple[Any, ...]]:
    generation = store.open_current(folder)
    try:
        return list(generation.cursor().execute(query, values).fetchall())
    finally:
        generation.close()
