"""How long the questions on the clocks of columns take at the size of a city: 3,000 offices, 2,000,000 logged items.

Offices and a log of ten years are generated in the tables of reports/store/schema.sql; every question is asked of one
district, as pages do, and of the whole city.

    python -m benchmarks freshness
"""

from __future__ import annotations

import statistics
import time
from datetime import date
from typing import Any

from reports import ask
from reports.database import Connection
from reports.store.fill import summarise_log
from reports.store.reference_rows import insert_reference
from reports.store.schema import new_database

OFFICES, ITEMS, OFFICES_OF_A_DISTRICT, BUDGET_MS = 3_000, 2_000_000, 100, 150.0
QUESTIONS = ("freshness", "due_list", "duty_matrix")
RUNS = 20


def city() -> Connection:
    """A generation in memory with the offices of a city and their log."""
    connection = new_database(":memory:")
    insert_reference(connection)
    connection.execute("insert into region values ('c', '某市', 'city', null, ['c'])")
    connection.execute(
        f"insert into region select 'd' || i, '某区' || i, 'district', 'c', ['c', 'd' || i] "
        f"from range({OFFICES // OFFICES_OF_A_DISTRICT}) t(i)"
    )
    connection.execute(
        "insert into office by name select i::integer as office_id, 'o' || i as office_code, '某局' || i as name, "
        f"'部门' as kind, 'd' || (i // {OFFICES_OF_A_DISTRICT}) as region_id, [] as aliases, true as is_fictional, "
        f"false as is_queued from range({OFFICES}) t(i)"
    )
    connection.execute(
        "insert into column_log by name select office_id, column_name, '一则信息' as title, published_on, null as url, "
        "'a' as log_sha256, date '2026-11-01' as loaded_on from ("
        f"select (i % {OFFICES})::integer as office_id, date '2016-11-01' + (hash(i) % 3650)::integer as published_on, "
        f"(i // {OFFICES} % 41)::smallint as ordinal from range({ITEMS}) t(i)) "
        "join watched_column using (ordinal) order by office_id, column_name, published_on"
    )
    return connection


def measure() -> list[dict[str, Any]]:
    """Rows of name, value, unit, baseline (null), ratio (null) and budget."""
    connection = city()
    start = time.perf_counter()
    summarise_log(connection)
    found = [(f"summary of {ITEMS:,} logged items at publication", time.perf_counter() - start, "s", None)]
    for region, name in (("d7", f"a district of {OFFICES_OF_A_DISTRICT} offices"), ("c", f"all {OFFICES:,} offices")):
        for question in QUESTIONS:
            taken = []
            for _ in range(RUNS + 1):
                start = time.perf_counter()
                answer = ask.ask(connection.cursor(), question, {"region_id": region, "as_of": date(2026, 11, 15)})
                taken.append(1000 * (time.perf_counter() - start))
            # The first one loads pandas.
            taken = taken[1:]
            told = f"{question}, {name}, {len(answer):,} rows"
            found.append((f"{told}, median", statistics.median(taken), "ms", None))
            found.append((f"{told}, p95", statistics.quantiles(taken, n=20)[-1], "ms", BUDGET_MS))
    return [
        {"name": name, "value": value, "unit": unit, "baseline": None, "ratio": None, "budget": budget}
        for name, value, unit, budget in found
    ]
