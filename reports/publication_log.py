"""Steps 1 to 4 for the publication log of a website: which office published what in which column, and when.

In goes a table that staff exported (.csv in any charset, .xlsx) or a list page that they saved (.html); out comes what
was understood of it: which heading means what, the items, the offices and the rows that cannot be used. Headings are
told by data/reference/publication_log_columns.csv. It reads no report; publish.py journals a log and brings it into a
generation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from reports.errors import UnreadableFile
from reports.read.list_page import is_page, sheets_of_page
from reports.read.sheets import sheets_in, words_of
from reports.reference import table
from reports.text.dates import DIGITS, up_to_31
from reports.text.normalise import normalise

FIELDS = {
    "office": "单位",
    "column": "栏目",
    "title": "标题",
    "published_on": "发布日期",
    "url": "网址",
    "formed_on": "形成日期",
}
"""What a column of a log can be, with its Chinese name."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
_HEADING_ROWS = 20
"""A heading stands within so many rows; above it is at most a title."""

_NUMERIC_DAY = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?!\d)日?")
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?(?!\d)")
_WRITTEN_DAY = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日?"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One published item: the line it stands in (1-based, of its sheet), the office as printed and its code in the
    roster (None: not in the roster), column, title, day and address as printed, and the day on which what it tells was
    made, where a column tells it."""

    line: int
    office: str
    office_code: str | None
    column: str
    title: str
    published_on: date
    url: str | None
    formed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What was understood of a log: `headings` maps field (FIELDS) to the heading as printed, `unused` are the
    other headings, `refused` are (line, why) of rows that cannot be used; both counts of rows."""

    file_name: str
    headings: dict[str, str]
    unused: tuple[str, ...]
    items: tuple[Item, ...]
    refused: tuple[tuple[int, str], ...]
    offices: dict[str, int] = field(default_factory=dict)
    """Offices of the roster, as printed, with their number of items."""
    unknown_offices: dict[str, int] = field(default_factory=dict)
    """Offices that the roster does not have, as printed, with their number of items, which are not loaded."""
    columns: dict[str, int] = field(default_factory=dict)
    """Columns as printed, with their number of items."""

    @property
    def usable(self) -> tuple[Item, ...]:
        """The items of offices in the roster."""
        return tuple(item for item in self.items if item.office_code is not None)

    def sentences(self) -> tuple[str, ...]:
        """What was understood and what was not, for people."""
        told = [f"“{heading}”列读作{FIELDS[name]}" for name, heading in self.headings.items()]
        said = ["，".join(told) + "。"]
        if self.unused:
            said.append(f"未使用的列：{'、'.join(self.unused)}。")
        if usable := self.usable:
            days = sorted(item.published_on for item in usable)
            said.append(
                f"可载入 {len(usable)} 条，{len({item.office_code for item in usable})} 个单位，"
                f"{len({item.column for item in usable})} 个栏目，"
                f"发布日期 {days[0]} 至 {days[-1]}。"
            )
        if self.unknown_offices:
            named = "、".join(f"“{name}”（{count} 条）" for name, count in self.unknown_offices.items())
            said.append(
                f"名录中没有这些单位，其条目不载入：{named}；请先载入它们的年报，或在单位名录中添加单位或别名，再载入一次。"
            )
        if self.refused:
            shown = "；".join(f"第 {line} 行{why}" for line, why in self.refused[:5])
            more = "等" if len(self.refused) > 5 else ""
            said.append(f"{len(self.refused)} 行无法使用：{shown}{more}。")
        return tuple(said)


def preview(data: bytes, file_name: str, office: str | None = None, *, code_of: Callable[[str], str | None]) -> Preview:
    """What a log says, before anything is stored. `office` is the office of all rows, for a log without a column
    for it; `code_of` gives the code of the office that a name or code means, None for one that is not known.
    UnreadableFile when it is no table, or no heading for column or day can be told."""
    sheets = _of_page(data, file_name, office) if is_page(data) else sheets_in(data, file_name)
    headings: dict[str, str] = {}
    unused: dict[str, None] = {}
    items: list[Item] = []
    refused: list[tuple[int, str]] = []
    lacking = ""
    code_of = cache(code_of)
    for rows in sheets:
        found, lack = _find_heading(rows[:_HEADING_ROWS], office)
        if found is None:
            lacking = lacking or lack
            continue
        start, places = found
        printed = [words_of(cell) for cell in rows[start]]
        headings |= {name: printed[place] for name, place in places.items() if name not in headings}
        used = set(places.values())
        unused |= dict.fromkeys(text for place, text in enumerate(printed) if text and place not in used)
        for line, row in enumerate(rows[start + 1 :], start + 2):
            if any(words_of(cell) for cell in row):
                item = _item(line, row, places, office, code_of)
                if isinstance(item, Item):
                    items.append(item)
                else:
                    refused.append((line, item))
    if not headings:
        raise UnreadableFile(
            f"{file_name}：{lacking or '没有读到表头'}；"
            "表头应写明单位、栏目、标题、发布日期（网址可不写），其他写法可加入 data/reference/publication_log_columns.csv。"
        )
    known = Counter(item.office for item in items if item.office_code is not None)
    unknown = Counter(item.office for item in items if item.office_code is None)
    columns = Counter(item.column for item in items)
    return Preview(
        file_name,
        {name: headings[name] for name in FIELDS if name in headings},
        tuple(unused),
        tuple(items),
        tuple(refused),
        dict(known.most_common()),
        dict(unknown.most_common()),
        dict(columns.most_common()),
    )


def _of_page(data: bytes, file_name: str, office: str | None) -> list[list[list[Any]]]:
    """The tables of a saved page that have a heading, else the items that it lists."""
    sheets = sheets_of_page(data)
    with_heading = [rows for rows in sheets if _find_heading(rows[:_HEADING_ROWS], office)[0] is not None]
    if not sheets:
        raise UnreadableFile(
            f"{file_name}：网页里没有读到信息列表（每条应有标题链接和发布日期）；"
            "请打开栏目的列表页再保存，或导出表格（.csv、.xlsx）后载入。"
        )
    if not with_heading and office is None:
        raise UnreadableFile(
            f"{file_name}：列表页没有写明单位；请用 --office 写明是哪个单位的栏目（看板上在“单位”处选择）。"
        )
    return with_heading[:1] or sheets


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", normalise(text).text).lower()


@cache
def _names() -> tuple[tuple[str, str], ...]:
    return tuple((row["field"], _bare(row["name"])) for row in table("publication_log_columns"))


def _find_heading(rows: Sequence[Sequence[Any]], office: str | None) -> tuple[tuple[int, dict[str, int]] | None, str]:
    """The row of the heading and the place of each field in it, or None and what is lacking."""
    best: dict[str, int] = {}
    for number, row in enumerate(rows):
        places = _places([_bare(words_of(cell)) for cell in row])
        if {"column", "published_on"} <= places.keys() and (office or "office" in places):
            return (number, places), ""
        if len(places) > len(best):
            best = places
    if not best:
        return None, "没有读到表头"
    needed = ("column", "published_on") if office else ("office", "column", "published_on")
    lacking = "、".join(FIELDS[name] for name in needed if name not in best)
    return None, f"表头中没有{lacking or '齐全的列'}"


def _places(headings: Sequence[str]) -> dict[str, int]:
    """Which column each field stands in: a heading that is a known name goes before one that only contains it,
    an earlier name of the table before a later one."""
    places: dict[str, int] = {}
    for is_whole in (True, False):
        for name, words in _names():
            if name in places:
                continue
            for place, heading in enumerate(headings):
                if place in places.values() or not heading or len(heading) > 20:
                    continue
                if heading == words or (not is_whole and words in heading and _is_name(words)):
                    places[name] = place
                    break
    return places


def _is_name(words: str) -> bool:
    """Whether a heading may merely contain `words`: 名称 or 时间 alone say too little, and English words hide in
    others."""
    return len(words) >= 2 and not words.isascii() and words not in ("名称", "时间", "来源", "地址", "单位", "部门")


def _item(
    line: int, row: Sequence[Any], places: dict[str, int], office: str | None, code_of: Callable[[str], str | None]
) -> Item | str:
    """The item in a row, or why there is none."""

    def cell(name: str) -> Any:
        place = places.get(name)
        return row[place] if place is not None and place < len(row) else None

    day = day_of(cell("published_on"))
    column = words_of(cell("column"))
    name = words_of(cell("office")) or (office or "")
    if day is None:
        printed = words_of(cell("published_on"))
        return f"的日期“{printed}”无法辨认" if printed else "没有日期"
    if not column:
        return "没有栏目"
    if not name:
        return "没有单位"
    return Item(
        line,
        name,
        code_of(name),
        column,
        words_of(cell("title")),
        day,
        words_of(cell("url")) or None,
        day_of(cell("formed_on")),
    )


def day_of(cell: Any) -> date | None:
    """The day in a cell: a date of Excel, or text such as 2024-01-05, 2024/1/5 10:30, 20240105, 2024年1月5日 or
    二〇二四年一月五日; None for anything else, also where day and month could be taken for one another.

    >>> day_of("二〇二四年一月十五日"), day_of("2024.1.5 10:30"), day_of("1/5/2024")
    (datetime.date(2024, 1, 15), datetime.date(2024, 1, 5), None)
    """
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        text = re.sub(r"\s*([年月日/.-])\s*", r"\1", normalise(words_of(cell)).text)
        match = _NUMERIC_DAY.match(text) or _SHORT_DAY.match(text)
        written = _WRITTEN_DAY.match(text)
        if match:
            parts = [int(part) for part in match.groups()]
        elif written:
            year = int("".join(str(DIGITS[character]) for character in written[1]))
            parts = [year, up_to_31(written[2]), up_to_31(written[3])]
        else:
            return None
        try:
            found = date(*parts)
        except ValueError:
            return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def without_repeats(logs: Iterable[Sequence[Item]]) -> Iterator[tuple[int, Item]]:
    """The usable items of several logs with the place of the log each is taken from. What several logs tell alike
    (logs overlap: each export begins in January) counts as often as in the log that tells it most often."""
    counted: Counter[tuple[Any, ...]] = Counter()
    for place, items in enumerate(logs):
        own: Counter[tuple[Any, ...]] = Counter()
        for item in items:
            if item.office_code is None:
                continue
            key = (item.office_code, item.column, item.title, item.published_on, item.url, item.formed_on)
            own[key] += 1
            if own[key] > counted[key]:
                counted[key] += 1
                yield place, item
