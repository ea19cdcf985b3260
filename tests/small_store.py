"""A small store in memory for tests of questions and rules: offices, reports and their facts, written by hand.

Rows go into the tables of reports/store/schema.sql as the store writes them; the reference tables come from data/reference.
"""

from __future__ import annotations

import atexit
import re
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from reports import reference, steps, store
from reports.model import Fact
from reports.publish import roles_of
from reports.store.fill import summarise_log

SECTIONS = ("overview", "disclosure", "applications", "disputes", "problems", "other")
STATUSES = ("blank", "missing", "unreadable")
APPLICANTS = ("natural_person", "business", "research", "public_interest", "legal_service", "other")

Told = float | int | str | tuple[str, float] | list[float]


@cache
def _begun(watch_list: bool) -> Path:
    """A file with the reference tables and three regions, from which every small store of this process starts."""
    folder = tempfile.TemporaryDirectory(prefix="gongkai-small-store-")
    atexit.register(folder.cleanup)
    path = Path(folder.name) / "begun.duckdb"
    connection = duckdb.connect(str(path))
    connection.execute((reference.ROOT / "reports" / "store" / "schema.sql").read_text("utf-8"))
    steps.make(connection)
    for ordinal, row in enumerate(reference.table("indicators")):
        _insert(connection, "indicator", ordinal=ordinal, indicator_group=row.pop("group"), **row)
    for ordinal, row in enumerate(reference.table("topics")):
        _insert(connection, "topic", ordinal=ordinal, **row)
    for ordinal, row in enumerate(reference.table("rules")):
        threshold = float(row["threshold"]) if row["threshold"] else None
        _insert(
            connection,
            "rule",
            **{
                **row,
                "ordinal": ordinal,
                "threshold": threshold,
                "is_enabled": row["is_enabled"] == "true",
                "is_equation": row["is_equation"] == "true",
            },
        )
    for ordinal, row in enumerate(reference.table("matters")):
        words = list(reference.aliases(row["plan_words"]))
        _insert(
            connection,
            "matter",
            **{**row, "ordinal": ordinal, "indicator": row["indicator"] or None, "plan_words": words},
        )
    for table in ("rule_matter", "excerpt_word", "time_mark", "recheck_need"):
        for row in reference.table(f"{table}s"):
            _insert(connection, table, **row)
    for row in reference.table("deadlines"):
        _insert(connection, "deadline", **{name: value or None for name, value in row.items()})
    for row in reference.table("told_words"):
        for word in reference.aliases(row.pop("words")):
            ordinal = connection.execute("select count(*) from told_word").fetchone()[0]  # type: ignore[index]
            _insert(connection, "told_word", ordinal=ordinal, word=word, **row)
    for row in reference.table("columns") if watch_list else ():
        ordinal = connection.execute("select count(*) from watched_column").fetchone()[0]  # type: ignore[index]
        cycle = row["cycle"] or "6 months"
        _insert(
            connection,
            "watched_column",
            **{
                **row,
                "ordinal": ordinal,
                "aliases": list(reference.aliases(row["aliases"])),
                "topic": row["topic"] or None,
                "limit_days": row["limit_days"] or None,
                "yearly_minimum": row["yearly_minimum"] or None,
                "cycle": cycle,
                **_counted("cycle", cycle),
                **_counted("custom", row["custom"]),
            },
        )
    for ordinal, row in enumerate(reference.table("ratios")):
        terms = {name: list(reference.aliases(row.pop(name))) for name in ("numerators", "denominators")}
        _insert(connection, "ratio", ordinal=ordinal, **row, **terms)
    connection.executemany("insert into working_day values (?, ?)", reference.working_days())
    _insert(connection, "region", region_id="p", name="甲省", level="province", parent_id=None, path=["p"])
    _insert(connection, "region", region_id="d1", name="东区", level="district", parent_id="p", path=["p", "d1"])
    _insert(connection, "region", region_id="d2", name="西区", level="district", parent_id="p", path=["p", "d2"])
    connection.close()
    return path


def _counted(name: str, cycle: str) -> dict[str, int | None]:
    """A cycle in months or in days."""
    count, _, unit = cycle.partition(" ")
    months = {"month": 1, "months": 1, "year": 12}.get(unit)
    days = {"day": 1, "days": 1, "week": 7, "weeks": 7}.get(unit)
    return {f"{name}_months": months and months * int(count), f"{name}_days": days and days * int(count)}


def _insert(connection: duckdb.DuckDBPyConnection, table: str, **row: Any) -> None:
    names, marks = ", ".join(row), ", ".join("?" for _ in row)
    connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))


class SmallStore:
    """Fill it with `office` and `report`, let `judge` write the findings, ask with `rows`."""

    def __init__(self, *, watch_list: bool = True) -> None:
        self.connection = duckdb.connect(":memory:")
        self.connection.execute(f"attach '{_begun(watch_list)}' as begun (read_only)")
        self.connection.execute("copy from database begun to memory")
        self.connection.execute("detach begun")
        self._offices: dict[str, int] = {}
        self._reports = 0

    def insert(self, table: str, **row: Any) -> None:
        """Appends one row, given by column name."""
        _insert(self.connection, table, **row)

    def office(
        self,
        name: str,
        kind: str = "街道",
        region: str | None = "d1",
        from_year: int | None = None,
        to_year: int | None = None,
        aliases: Sequence[str] = (),
        is_queued: bool = False,
    ) -> int:
        """The office_id of an office, made when it is new; its code is its name."""
        if name not in self._offices:
            self._offices[name] = len(self._offices) + 1
            self.insert(
                "office",
                office_id=self._offices[name],
                office_code=name,
                name=name,
                kind=kind,
                region_id=region,
                aliases=list(aliases),
                from_year=from_year,
                to_year=to_year,
                is_fictional=True,
                is_queued=is_queued,
            )
        return self._offices[name]

    def report(
        self,
        office: str,
        year: int,
        *,
        form: str | None = None,
        text: Mapping[str, Told] | None = None,
        columns: Mapping[str, Told] | None = None,
        table: Mapping[str, Told] | None = None,
        quotes: Mapping[str, str] | None = None,
        problems: Sequence[tuple[str, str, str]] = (),
        sections: Sequence[str] = SECTIONS,
        bodies: Mapping[str, str] | None = None,
        published_on: date | None = None,
        signed_on: date | None = None,
        version: int = 1,
        is_current: bool = True,
        sha256: str | None = None,
        title: str | None = None,
    ) -> int:
        """The report_id of a new report. `text` maps indicators, `columns` column names to a number, to ("~", number),
        or to a list of numbers told one after the other; `table` maps "indicator" or "indicator/applicant" to a number
        or a status, all other cells of the form being 0 (no cells at all without `table`); `problems` are (topic, kind, quote)."""
        office_id = self.office(office)
        report_id = self._reports = self._reports + 1
        if form is None:
            form = "none" if year < 2019 else "2019" if year < 2021 else "2021"
        sha256 = sha256 or f"{report_id:064d}"
        self.insert(
            "snapshot",
            report_id=report_id,
            sha256=sha256,
            file_name=f"{office}{year}.txt",
            byte_count=1000,
            captured_at=datetime(2026, 1, 1),
            source_url=None,
        )
        self.insert(
            "report",
            report_id=report_id,
            office_id=office_id,
            year=year,
            form=form,
            title=title or f"{office}{year}年政府信息公开工作年度报告",
            stated_office=office,
            published_on=published_on,
            signed_on=signed_on,
            version=version,
            is_current=is_current,
            sha256=sha256,
            format="text",
            marks=[],
        )
        for ordinal, section in enumerate(sections):
            body = (bodies or {}).get(section, "")
            self.insert(
                "section" if is_current else "former_section",
                report_id=report_id,
                ordinal=ordinal,
                section=section,
                heading=section,
                body=body,
            )
        for number, (topic, kind, quote) in enumerate(problems if is_current else ()):
            self.insert(
                "problem",
                report_id=report_id,
                office_id=office_id,
                year=year,
                problem_no=number,
                topic=topic,
                kind=kind,
                quote=quote,
                locator="b9",
            )
        facts = [*_text_facts(text or {}, columns or {}, quotes or {}), *_cells(form, table)]
        if not is_current:
            for number, (f, role) in enumerate(zip(facts, roles_of(facts), strict=True)):
                told = {name: getattr(f, name) for name in ("indicator", "breakdown", "value", "unit", "qualifier")}
                where = {"section": f.section, "quote": f.quote, "locator": "b1" if f.source == "text" else ""}
                told |= {"status": f.status, "source": f.source, "role": role, **where}
                self.insert("former_fact", report_id=report_id, fact_no=number, **told)
            return report_id
        rows = [
            (
                f.indicator,
                f.breakdown,
                year,
                office_id,
                report_id,
                number,
                f.value,
                f.unit,
                f.qualifier,
                f.status,
                f.source,
                role,
            )
            for number, (f, role) in enumerate(zip(facts, roles_of(facts), strict=True))
        ]
        if rows:
            marks = ", ".join(["(" + ", ".join("?" * 12) + ")"] * len(rows))
            values = [value for row in rows for value in row]
            self.connection.execute(f"insert into fact values {marks}", values)
            self.connection.execute(f"insert into fact_by_office values {marks}", values)
        for number, fact in enumerate(facts):
            if fact.source == "text":
                self.insert(
                    "evidence",
                    report_id=report_id,
                    fact_no=number,
                    section=fact.section,
                    quote=fact.quote,
                    locator="b1",
                )
        return report_id

    def total(self) -> None:
        """Adds up the regions, as a publish does before it judges."""
        self.connection.execute("delete from region_total")
        with store.Build(self.connection) as build:
            store.total_all(build)

    def run_rule(self, rule: str) -> None:
        """Runs one rule and writes its findings."""
        folder, query = _query(rule)
        self.connection.execute(
            "insert into finding by name select (select count(*) from finding) + row_number() over () as finding_no, "
            f"'{rule}' as rule, '{folder[:-1]}' as kind, columns(*) from (\n{query}\n) found"
        )

    def judge(self, rule: str | None = None) -> None:
        """Adds up the regions, then runs every rule that is switched on, checks before weak spots; with `rule` only
        that one, unless it reads what others found."""
        self.total()
        if rule is not None and not re.search(r"\b(from|join) finding\b", _query(rule)[1]):
            if self.rows("select is_enabled from rule where rule = $rule", rule=rule) == [(True,)]:
                self.run_rule(rule)
            return
        for (rule,) in self.connection.execute(
            "select rule from rule where is_enabled and kind <> 'threshold' order by case kind when 'check' then 0 else 1 end, ordinal"
        ).fetchall():
            self.run_rule(rule)

    def ask(self, question: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a question as dictionaries; parameters that are not given are null."""
        summarise_log(self.connection)
        query = (reference.QUERIES / f"{question}.sql").read_text("utf-8")
        names = self.connection.extract_statements(query)[0].named_parameters
        cursor = self.connection.execute(query, {name: parameters.pop(name, None) for name in names})
        assert not parameters, f"{question} has no parameter {parameters}"
        columns = [column[0] for column in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of any query."""
        return self.connection.execute(query, parameters).fetchall()


def _query(rule: str) -> tuple[str, str]:
    """The folder of a rule's file, and what stands in it."""
    folder = "checks" if (reference.QUERIES / "checks" / f"{rule}.sql").exists() else "weak_spots"
    return folder, (reference.QUERIES / folder / f"{rule}.sql").read_text("utf-8").strip()


def _fact(indicator: str, breakdown: str, told: Told, source: str, quote: str = "", section: str = "overview") -> Fact:
    qualifier = "="
    if isinstance(told, tuple):
        qualifier, told = told
    is_stated = not isinstance(told, str)
    return Fact(
        indicator=indicator,
        breakdown=breakdown,
        value=float(told) if is_stated else None,  # type: ignore[arg-type]
        unit="",
        qualifier=qualifier,  # type: ignore[arg-type]
        status="stated" if is_stated else told,  # type: ignore[arg-type]
        source=source,  # type: ignore[arg-type]
        section=section,
        quote=quote,
        locator=None,
    )


def _text_facts(text: Mapping[str, Told], columns: Mapping[str, Told], quotes: Mapping[str, str]) -> list[Fact]:
    facts = []
    for indicator, told in text.items():
        for one in told if isinstance(told, list) else [told]:
            # disclosure.website/政府网站: told of one platform.
            name, _, platform = indicator.partition("/")
            facts.append(_fact(name, platform, one, "text", quotes.get(indicator, "")))
    for column, told in columns.items():
        for one in told if isinstance(told, list) else [told]:
            facts.append(_fact("disclosure.column", column, one, "text"))
    return facts


def _cells(form: str, table: Mapping[str, Told] | None) -> list[Fact]:
    if table is None or form == "none":
        return []
    left = dict(table)
    facts = []
    for row in reference.table(f"forms/{form}"):
        key = row["indicator"] + (f"/{row['breakdown']}" if row["breakdown"] else "")
        told: Told = left.pop(key, left.get(row["indicator"] + "/*", left.get("*", 0)))
        facts.append(_fact(row["indicator"], row["breakdown"], told, "table", section=row["table"]))
    for key, told in left.items():
        indicator, _, breakdown = key.partition("/")
        if breakdown != "*" and indicator != "*":
            facts.append(_fact(indicator, breakdown, told, "table", section="applications"))
    return facts


def row_of(indicator: str, *numbers: Told) -> dict[str, Told]:
    """The cells of one row of section 三: six applicants, then the total."""
    return {
        f"{indicator}/{applicant}": number for applicant, number in zip((*APPLICANTS, "total"), numbers, strict=True)
    }
