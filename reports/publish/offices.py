"""What people do to the roster of a store: rename, move, merge, fill in a table.

In go offices as they shall be; out come lines of the journal and the next generation. What an office was called before,
and where, still finds its reports. Each function raises StoreError when an office is not known, StoreBusy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from reports import store
from reports.errors import BadTable, StoreError
from reports.identify.regions import NOWHERE, Region
from reports.identify.roster import KINDS, Office, code_of
from reports.publish.commit import advance
from reports.publish.district import region_meant
from reports.publish.lines import merge_line, office_line, region_line, signed
from reports.publish.roster import changed
from reports.store import Roster
from reports.store.line_kinds import JournalLine

COLUMNS = ("代码", "名称", "类别", "地区", "别名", "起始年度", "终止年度", "应当公布年报", "新登记")
"""The columns of the roster as a table: what `rows_of` gives and `fill_in` takes."""
_YES, _NO = "是", "否"


def served_offices(folder: Path) -> Roster:
    """Every office of the generation that is served. StoreError when there is none."""
    generation = store.open_current(folder)
    try:
        return store.stored_roster(generation.cursor(), None)
    finally:
        generation.close()


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


def rename(folder: Path, office: str, name: str, *, who: str = "") -> tuple[Office, int | None]:
    """Gives an office (its code or name) another name; the office and the generation."""
    if not name.strip():
        raise StoreError("请写明新的名称。")
    before = office_meant(served_offices(folder), office)
    after = changed(before, replace(before, name=name.strip(), is_new=False))
    return after, _publish(folder, [office_line(after)], who)


def merge(folder: Path, gone: str, stays: str, *, who: str = "") -> tuple[Office, Office, tuple[int, ...], int | None]:
    """Makes one office of two: reports and names of `gone` become those of `stays`. Both as they were, the years that
    both have a report on (of which the one captured later counts from now on), and the generation."""
    roster = served_offices(folder)
    one, other = office_meant(roster, gone), office_meant(roster, stays)
    if one.code == other.code:
        raise StoreError(f"“{gone}”和“{stays}”是同一个单位，不用合并。")
    generation = store.open_current(folder)
    try:
        years = generation.cursor().execute(
            "select year from report join office using (office_id) where is_current and office_code in (?, ?) "
            "group by year having count(*) > 1 order by year",
            [one.code, other.code],
        )
        both = tuple(row[0] for row in years.fetchall())
    finally:
        generation.close()
    return one, other, both, _publish(folder, [merge_line(one.code, other.code)], who)


def rows_of(roster: Roster) -> list[tuple[str, ...]]:
    """The roster as rows of COLUMNS, all text."""
    told = {True: _YES, False: _NO, None: ""}
    return [
        (
            office.code,
            office.name,
            office.kind,
            roster.regions.full_name(office.region_id),
            "|".join(office.aliases),
            str(office.from_year or ""),
            str(office.to_year or ""),
            told[office.must_report],
            told[office.is_new],
        )
        for office in roster.offices.values()
    ]


def fill_in(
    folder: Path, rows: Iterable[Mapping[str, str]], *, who: str = ""
) -> tuple[list[Office], list[Office], int | None]:
    """Brings rows of COLUMNS (those that are lacking stay as they are; a row without a code is a new office, or the one
    of that name and region) into the roster: the offices added, those changed, and the generation. Nothing is changed
    when a row cannot be used: BadTable with its number."""
    roster = served_offices(folder) if store.kept(folder) else Roster()
    offices = dict(roster.offices)
    made: dict[str, Region] = {}
    added: dict[str, Office] = {}
    edited: dict[str, Office] = {}
    for number, row in enumerate(rows, 2):
        told = {name: row[name].strip() for name in COLUMNS if row.get(name) is not None}
        if not any(told.values()):
            continue
        try:
            region_id = _region(told, roster, made)
            office, is_added = _office(told, region_id, roster, offices)
        except StoreError as error:
            raise BadTable(f"第 {number} 行：{error}没有改动名录。") from error
        if offices.get(office.code) != office:
            (added if is_added or office.code in added else edited)[office.code] = office
            offices[office.code] = office
    lines: list[JournalLine] = [*map(region_line, made.values())]
    lines += map(office_line, (*added.values(), *edited.values()))
    return [*added.values()], [*edited.values()], _publish(folder, lines, who) if added or edited else None


def _region(told: Mapping[str, str], roster: Roster, made: dict[str, Region]) -> str:
    words = told.get("地区", "")
    if not words:
        return roster.district or NOWHERE.region_id
    if words == NOWHERE.name:
        return NOWHERE.region_id
    for code in roster.regions.own:
        if words == roster.regions.full_name(code):
            return code
    try:
        region, new = region_meant(words, roster.regions)
    except Exception as error:
        raise StoreError(str(error)) from error
    made |= {each.region_id: each for each in new}
    return region.region_id


def _office(
    told: Mapping[str, str], region_id: str, roster: Roster, offices: Mapping[str, Office]
) -> tuple[Office, bool]:
    """The office as a row has it, and whether it is a new one."""
    from reports.identify.names import kind_of

    name, code = told.get("名称", ""), told.get("代码", "")
    before = offices.get(code)
    if code and before is None:
        raise StoreError(f"名录中没有代码“{code}”；新单位请把代码留空。")
    if before is None:
        if not name:
            raise StoreError("没有名称；每个单位都要写明名称。")
        before = offices.get(code_of(region_id, name, roster.regions))
    start = before or Office(code_of(region_id, name, roster.regions), name, kind_of(name) or "其他", region_id)
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
    )
    return (after if before is None else changed(before, after)), before is None


def _split(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("；", "|").replace("、", "|").split("|") if name.strip())


def _year(text: str) -> int | None:
    text = text.removesuffix("年").removesuffix(".0")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1949 <= int(text) <= 2100):
        raise StoreError(f"年度“{text}”不是年份；请写四位数字，例如 2019。")
    return int(text)


def _said(text: str) -> bool | None:
    if text not in ("", _YES, _NO):
        raise StoreError(f"“{text}”应为“是”、“否”或空白；请改正。")
    return None if not text else text == _YES


def _publish(folder: Path, lines: list[JournalLine], who: str) -> int | None:
    with store.locked(folder):
        return advance(folder, signed(lines, who), {}, "offices").generation
