"""The roster of a store as a table, out and in again.

In go the bytes of a table of COLUMNS; out comes what its rows would change, and, when that is wanted, the next
generation. The workbook for it is office_book's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from reports import store
from reports.errors import BadTable, StoreError
from reports.identify.names import filed_kind_of
from reports.identify.regions import NOWHERE, Region, Regions
from reports.identify.roster import KINDS, Office, code_of
from reports.publish.district import home_district
from reports.publish.lines import office_line, region_line
from reports.publish.offices import changing, publish_lines, raise_clash, region_named, served_offices
from reports.publish.roster import changed
from reports.read.sheets import sheets_in, words_of
from reports.store import Roster
from reports.store.line_kinds import JournalLine

COLUMNS = ("代码", "名称", "类别", "地区", "别名", "曾用名", "起始年度", "终止年度", "应当公布年报", "新登记", "沿革")
"""The columns of the roster as a table."""
YES, NO = "是", "否"
Numbered = tuple[int, Mapping[str, str]]
"""A row by column, with its number as a reader of the table counts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What rows would do to the roster: offices `added`, (before, after) of those `edited`, how many rows say what is
    there already, (row number, why) of those that cannot be used, and regions to be made."""

    added: tuple[Office, ...] = ()
    edited: tuple[tuple[Office, Office], ...] = ()
    unchanged: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    made: tuple[Region, ...] = ()
    regions: Regions = field(default_factory=Regions)

    def differences(self) -> list[tuple[str, str, str, str]]:
        """Office, column, and what stands in it before and after, of everything that would change."""
        told = []
        for office in self.added:
            row = dict(zip(COLUMNS, row_of(office, self.regions), strict=True))
            told += [
                (office.name, name, "", value)
                for name, value in row.items()
                if value and name not in ("代码", "新登记")
            ]
        for before, after in self.edited:
            pair = row_of(before, self.regions), row_of(after, self.regions)
            told += [(before.name, name, old, new) for name, old, new in zip(COLUMNS, *pair, strict=True) if old != new]
        return told


def row_of(office: Office, regions: Regions) -> tuple[str, ...]:
    """An office as a row of COLUMNS, all text."""
    told = {True: YES, False: NO, None: ""}
    return (
        office.code,
        office.name,
        office.kind,
        regions.full_name(office.region_id),
        "|".join(office.aliases),
        "|".join(dict.fromkeys(name for _region, name in office.filed_as)),
        str(office.from_year or ""),
        str(office.to_year or ""),
        told[office.must_report],
        told[office.is_new],
        "|".join(office.events),
    )


def rows_of(roster: Roster) -> list[tuple[str, ...]]:
    """The roster as rows of COLUMNS."""
    return [row_of(office, roster.regions) for office in roster.offices.values()]


def rows_in(data: bytes, file_name: str) -> list[Numbered]:
    """The rows of an uploaded table (.xlsx or .csv), each with its number in its sheet and the columns that we know.
    BadTable when there is no heading of ours; UnreadableFile."""
    for sheet in sheets_in(data, file_name):
        heading: list[str] = []
        found: list[Numbered] = []
        for number, row in enumerate(sheet, 1):
            cells = [words_of(cell) for cell in row]
            if not heading:
                heading = cells if {"名称", "代码"} & set(cells) else []
            elif any(cells):
                told = zip(heading, cells, strict=False)
                # An apostrophe keeps Excel from taking a text for a formula.
                found.append((number, {name: cell.removeprefix("'") for name, cell in told if name in COLUMNS}))
        if heading:
            return found
    raise BadTable(f"{file_name}：表头中没有“代码”或“名称”；表头应为：{'、'.join(COLUMNS)}。")


def plan(roster: Roster, rows: Iterable[Numbered]) -> Plan:
    """What numbered rows would do to a roster. Columns that are lacking leave what is there; a row without a code is
    the office of that name and region, or a new one."""
    offices = dict(roster.offices)
    made: dict[str, Region] = {}
    added: dict[str, Office] = {}
    edited: dict[str, Office] = {}
    refused = []
    unchanged = 0
    for number, row in rows:
        told = {name: row[name].strip() for name in COLUMNS if row.get(name) is not None}
        if not any(told.values()):
            continue
        try:
            region_id, new = _region(told, roster)
            known = Regions({**roster.regions.own, **made, **{each.region_id: each for each in new}})
            office, is_added = _office(told, region_id, replace(roster, regions=known), offices)
            if offices.get(office.code) == office:
                unchanged += 1
                continue
            before = offices.get(office.code)
            if before is None or (before.name, before.region_id) != (office.name, office.region_id):
                raise_clash(replace(roster, regions=known), office, offices)
        except StoreError as error:
            refused.append((number, str(error)))
            continue
        made |= {each.region_id: each for each in new}
        (added if is_added or office.code in added else edited)[office.code] = office
        offices[office.code] = office
    return Plan(
        tuple(added.values()),
        tuple((roster.offices[code], office) for code, office in edited.items()),
        unchanged,
        tuple(refused),
        tuple(made.values()),
        Regions({**roster.regions.own, **made}),
    )


def planned(folder: Path, rows: Iterable[Numbered]) -> Plan:
    """What rows would do to the roster of a store; nothing is changed."""
    return plan(served_offices(folder) if store.kept(folder) else Roster(), rows)


def fill_in(folder: Path, rows: Iterable[Numbered], *, who: str = "") -> tuple[Plan, int | None]:
    """Brings rows into the roster: what was done, and the generation, None when nothing was to be done. Nothing is
    changed when a row cannot be used: BadTable with its number."""
    with changing(folder) as roster:
        done = plan(roster, rows)
        if done.refused:
            number, why = done.refused[0]
            raise BadTable(f"第 {number} 行：{why}没有改动名录。")
        lines: list[JournalLine] = [*map(region_line, done.made)]
        lines += map(office_line, (*done.added, *(after for _before, after in done.edited)))
        return done, publish_lines(folder, lines, who) if lines else None


def _region(told: Mapping[str, str], roster: Roster) -> tuple[str, tuple[Region, ...]]:
    words = told.get("地区", "")
    return region_named(roster, words) if words else (home_district(roster) or NOWHERE.region_id, ())


def _office(
    told: Mapping[str, str], region_id: str, roster: Roster, offices: Mapping[str, Office]
) -> tuple[Office, bool]:
    """The office as a row has it, and whether it is a new one."""
    name, code = told.get("名称", ""), told.get("代码", "")
    before = offices.get(code)
    if code and before is None:
        raise StoreError(f"名录中没有代码“{code}”；新单位请把代码留空。")
    if before is None:
        if not name:
            raise StoreError("没有名称；每个单位都要写明名称。")
        before = offices.get(code_of(region_id, name, roster.regions))
    start = before or Office(code_of(region_id, name, roster.regions), name, filed_kind_of(name), region_id)
    kind = told.get("类别") or start.kind
    if kind not in KINDS:
        raise StoreError(f"类别应为{'、'.join(KINDS)}之一，不能是“{kind}”；请改正。")
    after = replace(
        start,
        name=name or start.name,
        kind=kind,
        region_id=region_id if told.get("地区") else start.region_id,
        aliases=_split(told["别名"]) if "别名" in told else start.aliases,
        from_year=_year(told["起始年度"]) if "起始年度" in told else start.from_year,
        to_year=_year(told["终止年度"]) if "终止年度" in told else start.to_year,
        must_report=_said(told["应当公布年报"]) if "应当公布年报" in told else start.must_report,
        is_new=bool(_said(told["新登记"])) if "新登记" in told else False,
        events=_split(told["沿革"]) if "沿革" in told else start.events,
    )
    if after.from_year and after.to_year and after.from_year > after.to_year:
        raise StoreError(f"起始年度{after.from_year}晚于终止年度{after.to_year}；请改正。")
    return (after if before is None else changed(before, after)), before is None


def _split(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("；", "|").replace("、", "|").split("|") if name.strip())


def _year(text: str) -> int | None:
    digits = text.removesuffix("年").removesuffix(".0")
    if not text:
        return None
    if not (digits.isascii() and digits.isdigit() and 1949 <= int(digits[:5]) <= 2100):
        raise StoreError(f"年度“{text}”不是年份；请写四位数字，例如 2019。")
    return int(digits)


def _said(text: str) -> bool | None:
    if text not in ("", YES, NO):
        raise StoreError(f"“{text}”应为“是”、“否”或空白；请改正。")
    return None if not text else text == YES
