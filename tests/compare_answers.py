"""Compares what two checkouts answer: every question under many parameters, and every finding, row by row.

    python tests/compare_answers.py dump FOLDER      with the code of the checkout that is found first on sys.path
    python tests/compare_answers.py compare OLD NEW  two such folders; ends with 1 when an answer differs

For another checkout, PYTHONPATH names it. The stores that are asked are the example store and one whose reports have
gaps, built anew by the code that is asked. A column that only the new answers have is told and not compared.
"""

from __future__ import annotations

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SUBJECTS = ("hotline12345", "petition")
INDICATORS = (
    "hotline12345.close_rate", "petition.close_rate", "hotline12345.received", "applications.received", "review.total",
    "disclosure.website", "disclosure.weibo", "litigation_direct.corrected", "no.such_indicator",
)  # fmt: skip
LISTS = (
    ["hotline12345.close_rate", "petition.close_rate"],
    ["applications.received", "disclosure.total", "weibo.resolved"],
)


def values_of(cursor: Any) -> dict[str, list[Any]]:
    """What each parameter is given: all regions, kinds and years of the store, some offices and reports."""

    def column(query: str) -> list[Any]:
        return [row[0] for row in cursor.execute(query).fetchall()]

    regions = column("select region_id from region order by 1")
    kinds = column("select distinct kind from office order by 1")
    offices = column("select office_code from office order by office_id")
    years = column("select distinct year from report order by 1")
    return {
        "region_id": [*regions, "nowhere"],
        "parent_id": regions,
        "level": ["province", "city", "district"],
        "kind": [*kinds, "x"],
        "office_codes": [[code] for code in offices] + [offices[:2], offices[2:6], ["nobody"]],
        "office_code": offices,
        "year": [*years, 2003],
        "from_year": [*years, 2090],
        "to_year": years,
        "subject": list(SUBJECTS),
        "indicator": list(INDICATORS),
        "indicators": [*LISTS, []],
        "topic": column("select topic from topic order by ordinal"),
        "status": ["failed", "not_assessable", "notice"],
        "severity": ["high", "medium", "low"],
        "rule": column("select rule from rule where kind in ('check', 'weak_spot') order by ordinal"),
        "report_id": column("select report_id from report order by 1"),
        "report_ids": [[1, 2, 3], [40]],
        "only_current": [True, False],
        "is_queued": [True, False],
        "column_name": column("select column_name from watched_column order by ordinal limit 5"),
        "breakdown": ["", "total", "natural_person"],
        "applicant": ["natural_person", "business", "total"],
        "as_of": ["2022-07-01", "2025-01-31"],
    }  # fmt: skip


TIMES = ("built_at", "captured_at")
"""Columns that say when the store was filled."""

TOGETHER = (
    ("region_id", "kind"), ("region_id", "year"), ("kind", "year"), ("region_id", "from_year"), ("kind", "from_year"),
    ("from_year", "to_year"), ("subject", "year"), ("subject", "kind"), ("indicator", "year"), ("indicator", "kind"),
    ("indicator", "from_year"), ("indicators", "year"), ("office_codes", "year"), ("office_codes", "from_year"),
    ("office_code", "year"), ("office_code", "from_year"), ("applicant", "year"), ("indicator", "level"),
    ("indicator", "region_id"), ("rule", "from_year"),
)  # fmt: skip
"""What is varied at once, beside each parameter alone."""


def parameter_sets(parameters: list[tuple[str, bool]], values: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    """The sets that a question is asked with, each once: (name, is optional) of its parameters tell which it needs."""
    needed = [name for name, is_optional in parameters if not is_optional]
    bases = [dict(zip(needed, given, strict=True)) for given in itertools.product(*(values[name] for name in needed))]
    plain = [bases[0], bases[len(bases) // 2], *bases[-2:]] if bases[0] else bases
    known = {name for name, _is_optional in parameters}
    found: dict[str, dict[str, Any]] = {}
    for base in bases:
        found[json.dumps(base, sort_keys=True)] = base
    for names in [*((name,) for name in sorted(known)), *(pair for pair in TOGETHER if known.issuperset(pair))]:
        for base in plain:
            for given in itertools.product(*(values[name] for name in names)):
                one = {**base, **dict(zip(names, given, strict=True))}
                found[json.dumps(one, sort_keys=True)] = one
    yield from found.values()


def plain(value: Any) -> Any:
    """A value as JSON holds it, every digit kept."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value if value == value else "nan"
    if isinstance(value, dict):
        return {name: plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return str(value)


def dump(folder: Path) -> None:
    """Builds the two stores, asks everything and writes <store>.jsonl: a line an answer."""
    from datetime import date

    from reports import ask, database, store
    from reports.ask import answer as answer_module
    from tests import dashboard_stores

    folder.mkdir(parents=True, exist_ok=True)
    print(f"asking {Path(store.__file__).parents[1].name}")
    for name, fill in (("demo", dashboard_stores.fill_full), ("gaps", dashboard_stores.fill_gaps)):
        with tempfile.TemporaryDirectory() as temporary, (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            fill(Path(temporary))
            cursor = store.open_current(Path(temporary)).cursor()
            values = values_of(cursor)
            asked = 0
            begun = time.perf_counter()
            for question in ask.questions():
                for given in parameter_sets([(p.name, p.is_optional) for p in question.parameters], values):
                    kinds = {p.name: p.type for p in question.parameters}
                    named = {
                        key: date.fromisoformat(one) if kinds[key] == "date" else one for key, one in given.items()
                    }
                    bound = {
                        key: database.TypedValue(one, database.duckdb_type(kinds[key]))
                        for key, one in answer_module.checked(question, named).items()
                    }
                    # What the processor spends: other programs on the machine do not count.
                    start = time.process_time()
                    answer = cursor.execute(question.sql, bound)
                    rows = answer.fetchall()
                    spent = time.process_time() - start
                    line = {
                        "question": question.name,
                        "given": given,
                        "columns": [[column[0], str(column[1])] for column in answer.description],
                        "rows": [[plain(value) for value in row] for row in rows],
                        "seconds": spent,
                    }
                    for place in [
                        n for n, (name, _kind) in reversed(list(enumerate(line["columns"]))) if name in TIMES
                    ]:
                        line["rows"] = [row[:place] + row[place + 1 :] for row in line["rows"]]
                        del line["columns"][place]
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    asked += 1
            for table in ("finding", "region_total"):
                answer = cursor.execute(f"select * from {table} order by all")
                line = {
                    "question": f"table {table}",
                    "given": {},
                    "columns": [[column[0], str(column[1])] for column in answer.description],
                    "rows": [[plain(value) for value in row] for row in answer.fetchall()],
                    "seconds": 0,
                }
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
            print(f"{name}: {asked} answers in {time.perf_counter() - begun:.0f} s")


def compare(old: Path, new: Path) -> int:
    """Prints what differs and how much was compared; 1 when anything differs."""
    differing = 0
    answers = rows_compared = 0
    questions: set[str] = set()
    added: set[str] = set()
    spent: dict[str, list[float]] = {}
    for path in sorted(old.glob("*.jsonl")):
        theirs = (new / path.name).read_text("utf-8").splitlines()
        told = {key(line): line for line in map(json.loads, theirs)}
        for line in map(json.loads, path.read_text("utf-8").splitlines()):
            other = told.pop(key(line), None)
            answers += 1
            questions.add(line["question"])
            if other is None:
                problem = "is not answered any more"
            else:
                times = spent.setdefault(line["question"], [0.0, 0.0])
                times[0] += line["seconds"]
                times[1] += other["seconds"]
                rows_compared += len(line["rows"])
                problem, more = difference(line, other)
                added |= {f"{line['question']}.{name}" for name in more}
            if problem:
                differing += 1
                if differing <= 20:
                    print(f"{path.stem} {line['question']} {line['given']}: {problem}")
        for question in sorted({name for name, _given in told} - questions):
            print(f"{path.stem}: {question} is new")
    for name, (before, after) in sorted(spent.items(), key=lambda item: item[1][0] - item[1][1]):
        print(f"{name}: {before:.2f} s -> {after:.2f} s")
    total = [sum(times[side] for times in spent.values()) for side in (0, 1)]
    print(f"all answers: {total[0]:.1f} s -> {total[1]:.1f} s")
    print(f"new columns: {', '.join(sorted(added)) or 'none'}")
    print(f"{len(questions)} questions and tables, {answers} answers, {rows_compared} rows; {differing} answers differ")
    return 1 if differing else 0


def key(line: dict[str, Any]) -> tuple[str, str]:
    """What names an answer: the question and what was given."""
    return line["question"], json.dumps(line["given"], sort_keys=True)


def difference(line: dict[str, Any], other: dict[str, Any]) -> tuple[str, list[str]]:
    """The first difference of two answers ('' for none), and the columns that only the second has."""
    names = [name for name, _kind in line["columns"]]
    others = [name for name, _kind in other["columns"]]
    kept = [column for column in other["columns"] if column[0] in names]
    more = [name for name in others if name not in names]
    if kept != line["columns"]:
        return f"columns {line['columns']} -> {other['columns']}", more
    if len(line["rows"]) != len(other["rows"]):
        return f"{len(line['rows'])} rows -> {len(other['rows'])}", more
    places = [others.index(name) for name in names]
    for number, (row, now) in enumerate(zip(line["rows"], other["rows"], strict=True)):
        if row != [now[place] for place in places]:
            changed = [f"{n}: {a} -> {now[p]}" for n, a, p in zip(names, row, places, strict=True) if a != now[p]]
            return f"row {number}: {'; '.join(changed)[:300]}", more
    return "", more


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[1]))
    if sys.argv[1:2] == ["dump"]:
        dump(Path(sys.argv[2]))
    else:
        sys.exit(compare(Path(sys.argv[2]), Path(sys.argv[3])))
