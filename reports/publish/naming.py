"""Which office of a store a name means, where it stands in a publication log, in a draft or in a question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Protocol

from reports import store
from reports.capture import original
from reports.errors import ReportError, StoreError
from reports.identify.regions import region_of
from reports.identify.roster import chosen, key_of
from reports.model import Report
from reports.publish.entry import stated_office
from reports.store import LogItem, Roster, journal

MOST_CHARACTERS = 60
"""Of the name of an office that somebody registers."""


class CodeOf(Protocol):
    """Gives the code of the office that a name means, which somebody said to be of a region ('' for none)."""

    def __call__(self, name: str, district: str) -> str | None: ...


def naming(base: store.Generation | None, roster: Roster) -> CodeOf:
    """Asks the generation `base` and, before it, what `roster` has changed since."""

    @cache
    def code_of(name: str, district: str) -> str | None:
        region_id, _made = region_of(name, district, roster.regions)
        key = key_of(region_id, name, roster.regions)
        stored = store.stored_roster(base.cursor(), [name], [key]).offices.values() if base else ()
        known = [office for office in stored if office.code not in {*roster.offices, *roster.merged}]
        every = [*known, *roster.offices.values()]
        if any(office.code == name for office in every):
            return name
        found = chosen(name, region_id, [office for office in every if key in office.keys(roster.regions)])
        return found.code if found else None

    return code_of


@contextmanager
def served_names(folder: Path) -> Iterator[CodeOf]:
    """The same of the generation that is served, and with its district where none is said; nobody is known where there
    is no generation."""
    try:
        generation = store.open_current(folder)
    except StoreError:
        yield lambda name, district: None
        return
    try:
        roster = store.stored_roster(generation.cursor())
        code_of = naming(generation, roster)
        yield lambda name, district: code_of(name, district or roster.district)
    finally:
        generation.close()


def known_office(folder: Path, report: Report) -> str | None:
    """The code of the office that a report names, as the store `folder` knows it; None for one that it does not."""
    if not report.office:
        return None
    with served_names(folder) as code_of:
        return code_of(stated_office(report), "")


def checked_name(typed: str) -> str:
    """The name of an office as somebody typed it, without blanks around it. ReportError when it can be none."""
    name = typed.strip()
    if not name:
        raise ReportError("请写明新单位的名称。")
    if len(name) > MOST_CHARACTERS:
        raise ReportError(f"单位名称有{len(name)}个字，最多{MOST_CHARACTERS}个字；请写单位的全称，不要写其他内容。")
    if not name.isprintable():
        raise ReportError("单位名称中有看不见的控制字符；请重新填写，不要粘贴。")
    return name


def logged_items(folder: Path, lines: Iterable[journal.Line], code_of: CodeOf, district: str = "") -> list[LogItem]:
    """The items of all publication logs that `lines` tell of, read again from their originals, each once. A log of
    which nobody said whence it is, is of `district`."""
    logs = {line["sha256"]: line for line in lines if line["what"] == "log"}
    if not logs:
        return []
    from reports.publication_log import preview, without_repeats

    read = []
    for sha256, line in logs.items():
        in_district = partial(code_of, district=line.get("district") or district)
        data = original(folder, sha256)
        read.append(preview(data, line["file_name"], line["office"], code_of=in_district).items)
    shas = list(logs)
    # A later log that tells nothing new still says that nothing came in between.
    latest: dict[str | None, date] = {}
    for line, items in zip(logs.values(), read, strict=True):
        loaded_on = date.fromisoformat(line["at"][:10])
        for code in {item.office_code for item in items}:
            latest[code] = max(loaded_on, latest.get(code, loaded_on))
    return [
        LogItem(
            item.office_code or "",
            item.column,
            item.title,
            item.published_on,
            item.url,
            shas[place],
            latest[item.office_code],
            item.formed_on,
            logs[shas[place]]["file_name"],
            item.line,
        )
        for place, item in without_repeats(read)
    ]
