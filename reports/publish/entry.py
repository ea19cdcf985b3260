"""A report as it enters the store: its facts with their roles, sections and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import isfinite

from reports.correct import Correction, correct, declared, matches
from reports.errors import UnreadableFile
from reports.extract.prose import learnt_by, lesson_of, with_lessons
from reports.identify.names import units
from reports.identify.regions import Regions
from reports.model import Fact, Learnt, Lesson, Reading, Report, Snapshot
from reports.store import Entry, EntryFact
from reports.store.line_kinds import WithdrawnRow

YEARS = (2004, 2100)
"""The years that a report can be on, as schema.sql has it."""
_MOST_FACTS = 32_000


def stated_office(report: Report) -> str:
    """The office as the report names it, with its region before it unless the name begins with that."""
    return report.office if report.office.startswith(report.region) else report.region + report.office


def stated_as(report: Report, name: str, regions: Regions) -> str:
    """The same of an office that somebody names in place of the one that was read: with the region that the report
    tells before it, as far as the name does not tell it itself."""
    above, own = units(stated_office(report)), units(name)
    if own and own[0] in above:
        above = above[: above.index(own[0])]
    elif own and regions.named([*above, *own]) is None:
        above = []
    return "".join(above) + name


def entry_of(
    snapshot: Snapshot,
    reading: Reading,
    *,
    office_code: str | None = None,
    corrections: Sequence[Correction] = (),
    source_url: str | None = None,
    as_printed: bool = False,
    year: int | None = None,
    district: str = "",
    lessons: Iterable[Lesson] = (),
) -> Entry:
    """What `reading` says, corrected and ready for the tables. `office_code` is the roster's code and `year` the
    year reported on when a person assigned them; `corrections` come after those of data/reference/corrections.csv, none is made when `as_printed`.
    `district` is the region that was named when the file came in; `lessons` are what staff decided of other reports of
    its office.

    Raises UnreadableFile when no year was found, CorrectionMismatch when a correction does not fit.
    """
    report = reading.report if year is None else replace(reading.report, year=year)
    if report.year is None or not YEARS[0] <= report.year <= YEARS[1]:
        found = "没有读出报告年度" if report.year is None else f"读出的报告年度是{report.year}年，不可信"
        raise UnreadableFile(f"{snapshot.file_name}：{found}，无法归档；请在文件名中写明年度（如“2024年”）后再试。")
    if len(reading.facts) > _MOST_FACTS:
        raise UnreadableFile(
            f"{snapshot.file_name}：读出{len(reading.facts)}个数字，不像一份年报；请检查是否把多份文件合在了一起。"
        )
    is_queued = office_code is None and not report.office
    # Reports without a name must not become versions of one another.
    code = f"未写明单位 {snapshot.sha256[:8]}" if is_queued else office_code or ""
    every = () if as_printed else (*declared(snapshot.sha256), *corrections)
    meant = matches(reading, every)
    corrected = correct(reading, every)
    learnt = {} if as_printed else learnt_by(reading, lessons, meant)
    corrected = replace(corrected, facts=with_lessons(corrected.facts, learnt))
    for fact in corrected.facts:
        if (fact.status == "stated") != (fact.value is not None) or not isfinite(fact.value or 0):
            # A defect in an extractor stops this report here, not the whole batch at the database.
            raise UnreadableFile(
                f"{snapshot.file_name}：{fact.locator} 处读出的不是有限的数（{fact.status} {fact.value} {fact.indicator}），"
                "没有载入；请将此文件交给维护人员。"
            )
    roles = roles_of(corrected.facts)
    facts = tuple(
        EntryFact(
            fact.indicator or "",
            fact.breakdown,
            fact.value,
            fact.unit,
            fact.qualifier,
            fact.status,
            fact.source,
            roles[place],
            fact.section,
            fact.quote,
            str(fact.locator) if fact.locator else "",
            fact.stated_value,
            meant[place].sentence() if place in meant else None,
            learnt[place].year if place in learnt and not learnt[place].reason else None,
            learning_told(learnt[place]) if place in learnt else None,
        )
        for place, fact in enumerate(corrected.facts)
    )
    return Entry(
        snapshot=snapshot,
        source_url=source_url,
        office_code=code,
        is_queued=is_queued,
        year=report.year,
        form=report.form,
        title=report.title,
        office=report.office,
        stated_office=stated_office(report),
        district=district,
        published_on=report.published_on,
        signed_on=report.signed_on,
        format=reading.document.format,
        marks=reading.marks,
        sections=sections_of(reading),
        facts=facts,
        problems=tuple((p.topic, p.kind, p.quote, str(p.locator) if p.locator else "") for p in reading.problems),
        disagreements=tuple((f.rule, f.status, f.message) for f in report.disagreements),
        lessons=taught_by(replace(reading, report=report), corrections),
    )


def withdrawn_entry(
    snapshot: Snapshot, row: WithdrawnRow, *, source_url: str | None = None, district: str = ""
) -> Entry:
    """A report that was taken back, of which its `row` alone is kept; its original is not read."""
    published_on, signed_on = (
        date.fromisoformat(day) if day else None for day in (row["published_on"], row["signed_on"])
    )
    return Entry(
        snapshot=snapshot,
        source_url=source_url,
        office_code=row["office"],
        is_queued=row["is_queued"],
        year=row["year"],
        form=row["form"],
        title=row["title"],
        office="",
        stated_office=row["stated_office"],
        district=district,
        published_on=published_on,
        signed_on=signed_on,
        format=row["format"],
        marks=tuple(row["marks"]),
        sections=(),
        facts=(),
        problems=(),
        disagreements=(),
        is_withdrawn=True,
    )


def taught_by(reading: Reading, corrections: Sequence[Correction]) -> tuple[Lesson, ...]:
    """What corrections that staff made of `reading` teach, in the order of its numbers. That a number is misprinted
    teaches nothing, nor that one without an indicator stays so. Raises CorrectionMismatch."""
    found = []
    for place, correction in sorted(matches(reading, corrections).items()):
        decided = _decided(reading.facts[place], correction)
        lesson = lesson_of(reading, place, *decided, correction.skeleton, correction.name) if decided else None
        found += [lesson] if lesson else []
    return tuple(found)


def _decided(fact: Fact, correction: Correction) -> tuple[str, str] | None:
    """The indicator ("" for none) and the breakdown that a number was decided to be of."""
    if correction.corrected_value is None:
        return "", ""
    indicator = fact.indicator or "" if correction.new_indicator is None else correction.new_indicator
    if not indicator or (correction.new_indicator is None and correction.corrected_value != fact.value):
        return None
    return indicator, fact.breakdown if correction.new_breakdown is None else correction.new_breakdown


def learning_told(learnt: Learnt) -> str:
    """What was made of a confirmation, for people: 依2024年的确认."""
    if learnt.reason:
        return f"{learnt.year}年确认过同样的一句，这次没有照用：{learnt.reason}"
    return f"依{learnt.year}年的确认" + ("" if learnt.indicator else "，不是指标数字")


def sections_of(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """Key, heading and prose of each section of a report."""
    blocks = reading.document.blocks
    return tuple(
        (
            section.key,
            section.heading,
            "\n".join(
                blocks[part.block].text[part.start : part.end]
                for part in section.parts
                if blocks[part.block].kind != "table"
            ),
        )
        for section in reading.report.sections
    )


def roles_of(facts: Sequence[Fact]) -> list[str]:
    """The role of each fact among the facts of its report: leading, repeat, conflict or unassigned (schema.sql).

    A cell leads over the prose. Among the rest a number leads when all others agree with it: 1043 leads over
    千余; two different exact numbers are in conflict, and none leads.
    """
    roles = ["unassigned"] * len(facts)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, fact in enumerate(facts):
        if fact.indicator:
            groups[fact.indicator, fact.breakdown].append(place)
    for places in groups.values():
        stated = [place for place in places if facts[place].status == "stated"]
        for place in places:
            roles[place] = "repeat"
        if not stated:
            roles[places[0]] = "leading"
            continue
        cells = [place for place in stated if facts[place].source == "table"]
        judged = cells or stated
        exact = [place for place in judged if facts[place].qualifier == "="] or judged
        leader = facts[exact[0]]
        agree = all(_agree(leader, facts[place]) for place in judged)
        for place in stated:
            if place not in judged:
                roles[place] = "repeat" if agree and _agree(leader, facts[place]) else "conflict"
            else:
                roles[place] = "repeat" if agree else "conflict"
        if agree:
            roles[exact[0]] = "leading"
    return roles


def _agree(exact: Fact, other: Fact) -> bool:
    """Whether two stated numbers can both be true; an approximation reaches up to one unit of its last digit."""
    a, b = exact.value, other.value
    if a is None or b is None:
        return False
    if a == b:
        return True
    if exact.qualifier != "=" or other.qualifier == "=" or b != int(b) or b == 0:
        return False
    unit = 1
    while b % (unit * 10) == 0:
        unit *= 10
    return b < a < b + unit if other.qualifier == ">=" else abs(a - b) < unit
