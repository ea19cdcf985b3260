"""The reference tables as rows of a generation."""

from __future__ import annotations

import hashlib
from typing import Any

from reports import reference, steps
from reports.check.rules import rule_files
from reports.database import Connection, insert, or_none
from reports.store.schema import SCHEMA


def insert_reference(connection: Connection) -> None:
    """Fills indicators, topics, rules, matters and watched columns from data/reference."""
    indicators = reference.table("indicators")
    insert(
        connection,
        "indicator",
        {
            "ordinal": list(range(len(indicators))),
            "indicator_group": [row["group"] for row in indicators],
            **{
                name: [row[name] for row in indicators]
                for name in (
                    "indicator",
                    "name_zh",
                    "name_en",
                    "unit",
                    "polarity",
                    "definition",
                    "formula",
                    "source",
                    "caveat",
                )
            },
            "is_rolled_up": [row["is_rolled_up"] == "true" for row in indicators],
        },
    )
    topics = reference.table("topics")
    insert(
        connection,
        "topic",
        {
            "ordinal": list(range(len(topics))),
            **{name: [row[name] for row in topics] for name in ("topic", "name_zh", "definition")},
        },
    )
    if (reference.REFERENCE / "rules.csv").exists():
        rules = reference.table("rules")
        insert(
            connection,
            "rule",
            {
                "ordinal": list(range(len(rules))),
                "threshold": [float(row["threshold"]) if row["threshold"] else None for row in rules],
                "is_enabled": [row["is_enabled"] == "true" for row in rules],
                "is_equation": [row["is_equation"] == "true" for row in rules],
                **{
                    name: [row[name] for row in rules]
                    for name in (
                        "rule",
                        "kind",
                        "name_zh",
                        "fault_zh",
                        "definition",
                        "severity",
                        "threshold_unit",
                        "legal_basis",
                        "advice",
                    )
                },
            },
        )
    for table, columns_of in (
        ("matter", ("matter", "name_zh", "indicator", "plan_words")),
        ("rule_matter", ("rule", "subject", "matter", "question")),
        ("excerpt_word", ("words", "scope")),
        ("time_mark", ("year", "indicator_group", "name_zh", "note", "basis")),
        ("recheck_need", ("rule", "need")),
    ):
        insert(connection, table, _columns(f"{table}s", columns_of))
    deadlines = reference.table("deadlines")
    numbers = ("first_year", "last_year", "due_month", "due_day", "inner_month", "inner_day")
    insert(
        connection,
        "deadline",
        {
            **{name: [int(row[name]) if row[name] else None for row in deadlines] for name in numbers},
            **{name: [row[name] for row in deadlines] for name in ("kind", "basis")},
        },
    )
    told = [(row, word) for row in reference.table("told_words") for word in reference.aliases(row["words"])]
    insert(
        connection,
        "told_word",
        {
            "ordinal": list(range(len(told))),
            "word": [word for _row, word in told],
            **{name: [row[name] for row, _word in told] for name in ("rule", "part", "part_name")},
        },
    )
    insert(connection, "watched_column", watched_columns())
    ratios = reference.table("ratios")
    insert(
        connection,
        "ratio",
        {
            "ordinal": list(range(len(ratios))),
            **{name: [list(reference.aliases(row[name])) for row in ratios] for name in ("numerators", "denominators")},
            **{
                name: [row[name] for row in ratios]
                for name in ("ratio", "name_zh", "rate", "base", "definition", "caveat")
            },
        },
    )
    for table in ("duty", "pause"):
        rows = reference.table({"duty": "duties", "pause": "pauses"}[table])
        insert(connection, table, {column: [row[column] for row in rows] for column in (rows[0] if rows else ())})
    days = reference.working_days()
    insert(connection, "working_day", {"day": [day for day, _ in days], "working_days": [count for _, count in days]})


def watched_columns() -> dict[str, list[Any]]:
    """The columns of the table watched_column: data/reference/columns.csv, where a column has no cycle of its own
    with that of the rule default_cycle."""
    rows = reference.table("columns")
    default = next((row for row in reference.table("rules") if row["rule"] == "default_cycle"), None)
    if default and default["is_enabled"] == "true":
        told = (f"{default['threshold']} months", "地方", default["legal_basis"])
        for row in rows:
            if not row["cycle"]:
                row["cycle"], row["cycle_level"], row["cycle_basis"] = told
    texts = "column_name limit_unit limit_from limit_level limit_basis cycle cycle_level cycle_basis custom custom_basis basis"
    return {
        "ordinal": list(range(len(rows))),
        "aliases": [list(reference.aliases(row["aliases"])) for row in rows],
        "topic": [or_none(row["topic"]) for row in rows],
        **{name: [int(row[name]) if row[name] else None for row in rows] for name in ("limit_days", "yearly_minimum")},
        **{name: [row[name] for row in rows] for name in texts.split()},
        **{
            f"{name}_{unit}": [reference.months_and_days(row[name])[place] for row in rows]
            for name in ("cycle", "custom")
            for place, unit in enumerate(("months", "days"))
        },
    }


def _columns(name: str, columns: tuple[str, ...]) -> dict[str, list[Any]]:
    """Some columns of a reference table, with the order of its rows where rows have a key of their own."""
    rows = reference.table(name)
    found: dict[str, list[Any]] = {column: [row[column] for row in rows] for column in columns}
    if name == "matters":
        found["ordinal"] = list(range(len(rows)))
        found["indicator"] = [or_none(value) for value in found["indicator"]]
        found["plan_words"] = [list(reference.aliases(value)) for value in found["plan_words"]]
    return found


def reference_fingerprint() -> str:
    """Of all that decides ids and findings beside the reports: a generation stands upon a base only of the same."""
    digest = hashlib.sha256()
    tables = [
        reference.REFERENCE / f"{name}.csv"
        for name in (
            "regions_of_china",
            "indicators",
            "topics",
            "rules",
            "columns",
            "matters",
            "rule_matters",
            "excerpt_words",
            "time_marks",
            "recheck_needs",
            "deadlines",
            "told_words",
            "duties",
            "pauses",
            "ratios",
        )
    ]
    tables += [reference.own_path(name) for name in reference.KEYS]
    for path in (SCHEMA, *(path for path in tables if path.exists())):
        digest.update(path.read_bytes())
    for statement in steps.statements():
        digest.update(statement.encode())
    for rule, (_kind, query) in rule_files().items():
        digest.update(f"{rule}\n{query}\n".encode())
    return digest.hexdigest()
