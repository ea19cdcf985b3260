"""Measures the store and every question at the size of a district, a city, a province and the country.

Facts are generated in the tables of reports/store/schema.sql by SQL: 200 to a report, in the shares of zeros, blanks and
missing cells that reports have, in books that balance but for a few. Then: size and time, every question for the
region that pages ask it of, a plain scan and a pandas group-by on the same rows, one more report from `load` to
visible, and the rules. What is printed for a report is far shorter than a real one's text; facts are as many.

    python -m benchmarks scale district city province country
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.bench_dashboard import memory_of_a_server
from reports import ask, check, publish, reference, store
from reports.publish import Source
from reports.specimen import demo_offices, draw, write


@dataclass(frozen=True, slots=True)
class Size:
    """So many offices in regions of so many, each with a report a year."""

    offices: int
    offices_of_a_region: int
    years: int


SIZES = {
    "district": Size(15, 15, 8),
    "city": Size(3_000, 100, 8),
    "province": Size(30_000, 100, 10),
    "country": Size(300_000, 100, 10),
}
LAST_YEAR = 2024
FIRST_OFFICE = 1001
"""Generated offices come behind those of the roster."""
ANY_REGION = ("region_board", "region_list", "region_roll_up", "region_years")
"""What pages ask of a region however large; of one with more than 800 offices they ask nothing else
(dashboard/region_board.py), so that all other questions on regions are asked of a district."""
OFFICE_PAGE = ("office_profile", "office_problems", "page_head_office", "report_facts", "report_sections")
QUESTION_BUDGET_MS, OFFICE_BUDGET_MS, PUBLISH_BUDGET_S, DEMO_BUDGET_S = 150.0, 30.0, 5.0, 1.0
NOT_KEPT = "whole, of an indicator that region_total does not keep"
_OFFICES_AT_ONCE = 10_000
_SECONDS_A_QUESTION = 4.0
_COLUMNS = 10

_KINDS = "['街道', '镇', '乡', '部门', '部门', '部门', '其他', '部门', '镇', '街道']"


@dataclass(frozen=True, slots=True)
class Key:
    """What one of a report's facts is on: `value` is SQL over the table generated."""

    fact_no: int
    indicator: str
    breakdown: str
    source: str
    section: str
    label: str
    value: str


def _keys() -> list[Key]:
    """The 200 cells of form 2021, then what the prose tells."""
    applied = {f"applications.{row}" for row in ("received", "granted", "total")}
    values = {
        "normative_documents.in_force": "held",
        "licences.decisions": "h // 7 % 400",
        "penalties.decisions": "h // 11 % 60",
        "review.upheld": "disputed",
        "review.total": "disputed",
    }
    keys = []
    for number, row in enumerate(reference.table("forms/2021")):
        value = values.get(row["indicator"], "0")
        if row["indicator"] in applied and row["breakdown"] in ("natural_person", "total"):
            # One report in fifty has a total that is one too high.
            value = "applied" + (" + wrong" if row["breakdown"] == "total" else "")
        label = f"{row['row_label']}/{row['column_label']}"
        keys.append(Key(number, row["indicator"], row["breakdown"], "table", row["table"], label, value))
    told = {
        "disclosure.wechat": "h // 13 % 500",
        "disclosure.weibo": "h // 17 % 300",
        "disclosure.total": "items + h // 13 % 500 + h // 17 % 300",
        "disclosure.noticeboard": "h // 19 % 40",
        "hotline12345.received": "called",
        "hotline12345.closed": "called - unsettled",
        "hotline12345.close_rate": "round(100.0 * (called - unsettled) / called, 1)",
        "petition.received": "20 + h // 23 % 50",
        "petition.closed": "20 + h // 23 % 50",
        "petition.close_rate": "100",
        "training.sessions": "1 + h // 29 % 5",
        "open_day.events": "h // 31 % 4",
        "meetings.held": "1 + h // 37 % 6",
        "messages.received": "h // 41 % 90",
        "messages.answered": "h // 41 % 90",
        "weibo.received": "h // 43 % 90",
        "weibo.resolved": "h // 43 % 90",
        "disclosure.policy_interpretation": "h // 47 % 30",
        "disclosure.mini_program": "h // 53 % 30",
        "disclosure.website": "items",
    }
    prose = [(name, "", value) for name, value in told.items()]
    prose += [
        ("disclosure.column", row["column_name"], f"columns[{place}]")
        for place, row in enumerate(reference.table("columns")[:_COLUMNS], 1)
    ]
    for number, (indicator, breakdown, value) in enumerate(prose, len(keys)):
        keys.append(Key(number, indicator, breakdown, "text", "overview", f"通过{breakdown}发布有关情况共计", value))
    return keys


def _in_groups(keys: list[Key], pieces: str, order: str) -> str:
    """A SELECT of every fact of the reports that `pieces` is true for, in the order of `keys` within each report."""
    values = ", ".join(f"({key.value})::double" for key in keys)
    numbers = ", ".join(str(key.fact_no) for key in keys)
    return f"""
        select g.*, k.*, g.told as number
        from (
            select *, unnest([{values}]) as told, unnest([{numbers}]::smallint[]) as fact_no
            from (select * from generated where {pieces} order by {order})
        ) g join key k using (fact_no)
        where g.form <> 'none' or k.source = 'text'
    """


_FACT = """
    k.indicator, k.breakdown, year, office_id, report_id, fact_no - case when form = 'none' then 200 else 0 end as fact_no,
    case when status = 'stated' then number end as value, '' as unit, '=' as qualifier, status, k.source,
    'leading' as role
"""
_STATUS = """
    case when k.source = 'table' and gap < 3 and k.section = 'disputes' then 'missing'
         when k.source = 'table' and gap between 3 and 7 and number = 0 and hash(report_id, fact_no) % 3 = 0 then 'blank'
         else 'stated' end as status
"""


def generate(folder: Path, size: Size) -> None:
    """Makes a store of one whole generation in `folder`, without findings."""
    store.publish(
        folder,
        [],
        cause="demo",
        previous=None,
        journal_bytes=0,
        reread=lambda _sha256: (_ for _ in ()).throw(KeyError()),
        roster=store.Roster(),
    )
    path = folder / "g000001.duckdb"
    connection = duckdb.connect(str(path), config={"threads": "2", "memory_limit": "8GB"})
    connection.execute("set enable_progress_bar = false")
    regions = -(-size.offices // size.offices_of_a_region)
    connection.execute(f"""
        insert into region values ('CN', '全国', 'country', null, ['CN']);
        insert into region
        select 'P' || p, '第' || p || '省', 'province', 'CN', ['CN', 'P' || p] from range({-(-regions // 300)}) t(p);
        insert into region
        select 'D' || d, '第' || d || '区', 'district', 'P' || (d // 300), ['CN', 'P' || (d // 300), 'D' || d] from range({regions}) t(d);
        insert into office by name
        select {FIRST_OFFICE} + i as office_id, 'generated-' || i as office_code,
            '第' || (i // {size.offices_of_a_region}) || '区第' || i || '单位' as name, {_KINDS}[i % 10 + 1] as kind,
            'D' || (i // {size.offices_of_a_region}) as region_id, [] as aliases,
            ['D' || (i // {size.offices_of_a_region}) || ' ' || i] as found_by, true as is_fictional, false as is_queued
        from range({size.offices}) t(i);
    """)
    first = LAST_YEAR - size.years + 1
    connection.execute(f"""
        create temp table generated as
        with one as (
            select
                (y * {size.offices} + i + 1)::integer as report_id, ({FIRST_OFFICE} + i)::integer as office_id,
                ({first} + y)::smallint as year, (hash(i, y) % 1000000007)::bigint as h, (hash(i) % 1000000007)::bigint as o
            from range({size.years}) t(y), range({size.offices}) u(i)
        )
        select
            *, case when h % 20 < 3 then 'none' else '2021' end as form, h // 3 % 100 as gap,
            (h // 50 % 50 = 0)::integer as wrong, h // 5 % 40 as applied, o % 30 as held, h // 9 % 3 as disputed,
            20 + o % 300 + h % 50 as called, h % 7 as unsettled,
            list_transform(range({_COLUMNS}), lambda c: 5 + (h // (c + 2)) % 60) as columns, list_sum(columns) as items
        from one order by report_id
    """)
    connection.execute("""
        insert into snapshot select report_id, sha256(report_id::varchar), report_id || '.html', 60000, '2025-01-01', null from generated;
        insert into report select report_id, office_id, year, form, '政府信息公开工作年度报告', '单位',
            make_date(year + 1, 1, (1 + h % 31)::integer), 1, true, sha256(report_id::varchar), 'html', [], false from generated;
        insert into section
        select report_id, n, s, s, case s
            when 'overview' then '本年度通过网站发布信息' || items || '条。受理来电' || called || '件，办结' || (called - unsettled) || '件。'
            when 'problems' then '一是第' || h % 977 || '类栏目更新不够及时，二是第' || h % 877 || '批业务培训没有跟上。' else '' end
        from generated, (select unnest(['overview', 'disclosure', 'applications', 'disputes', 'problems', 'other']) as s,
            unnest(range(6)) as n);
        insert into problem
        select report_id, office_id, year, n, ['timeliness', 'training', 'social_assistance', 'budget', 'key_areas'][((h // (n + 3)) % 5 + 1)::integer],
            ['problem', 'problem', 'plan'][n + 1], '一是第' || h % 977 || '类栏目更新不够及时', 'b9'
        from generated, range(3) t(n);
    """)
    keys = _keys()
    connection.execute(
        "create temp table key (fact_no smallint, indicator varchar, breakdown varchar, source varchar, section varchar, label varchar)"
    )
    for key in keys:
        connection.execute(
            "insert into key values (?, ?, ?, ?, ?, ?)",
            [key.fact_no, key.indicator, key.breakdown, key.source, key.section, key.label],
        )
    in_order = sorted(keys, key=lambda key: (key.indicator, key.breakdown))
    for key in in_order:
        connection.execute(f"""
            insert into fact by name select {_FACT} from (
                select g.*, k, ({key.value})::double as number, {key.fact_no}::smallint as fact_no, {_STATUS}
                from generated g cross join (select * from key where fact_no = {key.fact_no}) k
                where g.form <> 'none' or k.source = 'text'
            )
        """)
    for low in range(FIRST_OFFICE, FIRST_OFFICE + size.offices, _OFFICES_AT_ONCE):
        offices = f"office_id between {low} and {low + _OFFICES_AT_ONCE - 1}"
        connection.execute(
            f"insert into fact_by_office by name select {_FACT.replace('k.', '')} from (select *, {_STATUS.replace('k.', '')} "
            f"from ({_in_groups(in_order, offices, 'office_id, year')}))"
        )
    reports = size.offices * size.years
    step = _OFFICES_AT_ONCE * 10
    for low in range(1, reports + 1, step):
        numbered = f"report_id between {low} and {low + step - 1}"
        connection.execute(
            "insert into evidence by name select report_id, "
            "(fact_no - case when form = 'none' then 200 else 0 end)::smallint as fact_no, "
            "section, label || number::bigint as quote, 'b' || fact_no as locator "
            f"from ({_in_groups(keys, numbered, 'report_id')})"
        )
    connection.execute(
        "update generation set report_count = (select count(*) from report), fact_count = (select count(*) from fact)"
    )
    connection.execute("checkpoint")
    connection.close()
    _name_size(folder)


def _name_size(folder: Path) -> None:
    path = folder / store.CURRENT_NAME
    current = json.loads(path.read_text("utf-8"))
    current["bytes"] = (folder / current["file"]).stat().st_size
    path.write_text(json.dumps(current), "utf-8")


def total(folder: Path) -> int:
    """Fills region_total of a generated store; returns how many rows."""

    def fill(connection: duckdb.DuckDBPyConnection) -> None:
        with store.Build(connection) as build:
            store.total_all(build)

    return _fill(folder, fill, "region_total")


def judge(folder: Path) -> int:
    """Fills the findings of a generated store; returns how many."""
    return _fill(folder, check.judge_all, "finding")


def _fill(folder: Path, fill: Callable[[duckdb.DuckDBPyConnection], None], table: str) -> int:
    connection = duckdb.connect(str(folder / "g000001.duckdb"), config={"threads": "2", "memory_limit": "8GB"})
    connection.execute("set enable_progress_bar = false")
    fill(connection)
    counted = connection.execute(f"select count(*) from {table}").fetchone()
    connection.execute("checkpoint")
    connection.close()
    _name_size(folder)
    return counted[0] if counted else 0


def _parameters(size: Size, number: int) -> dict[str, Any]:
    """Sensible values for every parameter that must be given, others for each `number`."""
    office = number * 37 % size.offices
    return {
        "indicator": ["hotline12345.close_rate", "applications.received", "disclosure.website"][number % 3],
        "year": LAST_YEAR - number % 3,
        "office_code": f"generated-{office}",
        "report_id": office + 1 + (number % size.years) * size.offices,
        "region_id": f"D{office // size.offices_of_a_region}",
        "parent_id": "P0",
    }


def ask_all(folder: Path, size: Size, path: Path) -> dict[str, Any]:
    """Milliseconds of each run of each question, as pages ask it (the whole, a province, a district), of a plain scan and of opening
    the store; bytes of memory at most. Runs in a process of its own."""
    start = time.perf_counter()
    generation = store.open_current(folder)
    opened = time.perf_counter() - start
    cursor = generation.cursor()
    times: dict[str, list[float]] = {}
    for question in ask.questions():
        needed = {parameter.name for parameter in question.parameters if not parameter.is_optional}
        takes_region = any(parameter.name == "region_id" for parameter in question.parameters)
        takes_parent = any(parameter.name == "parent_id" for parameter in question.parameters)
        where = {}
        if question.name in ANY_REGION or not takes_region:
            where["whole"] = needed
        if takes_region and "region_id" not in needed:
            where["one district"] = {*needed, "region_id"}
        if takes_parent:
            where["one province"] = {*needed, "parent_id"}
            where[NOT_KEPT] = needed
        for place, names in where.items():
            taken = times.setdefault(f"{question.name}, {place}", [])
            began = time.perf_counter()
            # The first run is warm-up, unless it takes so long that there is no second.
            for number in range(16):
                values = {name: value for name, value in _parameters(size, number).items() if name in names}
                if place == "whole" and "region_id" in values:
                    values["region_id"] = "CN"
                if place == NOT_KEPT:
                    values["indicator"] = "applications.denied.process_information"
                start = time.perf_counter()
                try:
                    ask.ask(cursor, question.name, values)
                except duckdb.OutOfMemoryException:
                    taken.append(float("inf"))
                    break
                taken.append((time.perf_counter() - start) * 1000)
                if time.perf_counter() - began > _SECONDS_A_QUESTION:
                    break
            if len(taken) > 1:
                taken.pop(0)
    scans = []
    for _number in range(3):
        start = time.perf_counter()
        cursor.execute("select count(*), sum(value) from fact").fetchall()
        scans.append((time.perf_counter() - start) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = {"times": times, "scan": statistics.median(scans), "opened": opened, "peak": peak}
    path.write_text(json.dumps(found), "utf-8")
    return found


def _apart(function: Any, *arguments: Any) -> Any:
    """What `function` returns, run in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def by_pandas(folder: Path) -> tuple[float, float, float]:
    """Milliseconds of a group-by over all facts in pandas, of the same in the store, and bytes of the frame."""
    cursor = store.open_current(folder).cursor()
    frame = cursor.execute("select indicator, year, value from fact where status = 'stated' and role = 'leading'").df()
    frame["indicator"] = frame["indicator"].astype("category")
    size = float(frame.memory_usage(deep=True).sum())
    start = time.perf_counter()
    frame.groupby(["indicator", "year"], observed=True)["value"].sum()
    theirs = time.perf_counter() - start
    start = time.perf_counter()
    cursor.execute(
        "select indicator, year, sum(value) from fact where status = 'stated' and role = 'leading' group by all"
    ).df()
    return theirs * 1000, (time.perf_counter() - start) * 1000, size


def _row(
    name: str, value: float, unit: str, baseline: float | None = None, budget: float | None = None
) -> dict[str, Any]:
    ratio = baseline / value if baseline is not None and value else None
    return {"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio, "budget": budget}


def publish_one(folder: Path, seeds: list[int]) -> list[float]:
    """Seconds from `load` of one report to the new generation being open, one after the other."""
    office = next(iter(demo_offices().values()))
    taken = []
    for seed in seeds:
        data = write(draw(office, 2024, seed), "html")
        start = time.perf_counter()
        publish.load(folder, [Source(f"{seed}.html", data=data)])
        store.open_current(folder).close()
        taken.append(time.perf_counter() - start)
    return taken


def _measure(folder: Path, name: str) -> list[dict[str, Any]]:
    size = SIZES[name]
    start = time.perf_counter()
    generate(folder, size)
    taken = time.perf_counter() - start
    path = folder / "g000001.duckdb"
    cursor = store.open_current(folder).cursor()
    counted = cursor.execute("select report_count, fact_count from generation").fetchone()
    cursor.close()
    assert counted is not None
    rows = [
        _row(f"{name}: reports", counted[0], "reports"),
        _row(f"{name}: facts", counted[1], "facts"),
        _row(f"{name}: generating and writing", taken, "s"),
        _row(f"{name}: file, both orders, evidence and text", path.stat().st_size / 1e6, "MB"),
    ]
    start = time.perf_counter()
    totals = _apart(total, folder)
    rows.append(_row(f"{name}: adding up all regions ({totals:,} totals)", time.perf_counter() - start, "s"))
    start = time.perf_counter()
    found = _apart(judge, folder)
    rows.append(_row(f"{name}: all rules on all reports ({found:,} findings)", time.perf_counter() - start, "s"))
    answers = _apart(ask_all, folder, size, folder / "asked.json")
    rows.append(_row(f"{name}: opening", answers["opened"] * 1000, "ms"))
    for question, times in answers["times"].items():
        budget = OFFICE_BUDGET_MS if question.split(",")[0] in OFFICE_PAGE else QUESTION_BUDGET_MS
        ordered = sorted(times)
        rows.append(_row(f"{name}: {question}, p50", statistics.median(ordered), "ms", answers["scan"]))
        high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        rows.append(_row(f"{name}: {question}, p95", high, "ms", answers["scan"], budget))
    rows.append(_row(f"{name}: plain scan of all facts", answers["scan"], "ms"))
    rows.append(_row(f"{name}: memory of a process that was asked every question", answers["peak"] / 1e6, "MB"))
    if name == "city":
        # The budget is for 40 indicators an office, here are 230 keys.
        held = memory_of_a_server(folder) / 1e6
        rows.append(_row(f"{name}: memory of the dashboard's server after its eleven pages", held, "MB", budget=300.0))
    if counted[1] <= 100_000_000:
        theirs, ours, memory = _apart(by_pandas, folder)
        rows.append(_row(f"{name}: sum by indicator and year, baseline pandas", ours, "ms", theirs))
        rows.append(_row(f"{name}: memory of the pandas frame", memory / 1e6, "MB"))
    budget = PUBLISH_BUDGET_S if counted[1] > 1_000_000 else DEMO_BUDGET_S
    for place, seconds in enumerate(_apart(publish_one, folder, [1, 2, 3]), 1):
        rows.append(_row(f"{name}: one more report, load to visible, {place}.", seconds, "s", budget=budget))
    added = sum(file.stat().st_size for file in folder.glob("g*.duckdb") if file != path)
    if path.exists():
        rows.append(_row(f"{name}: files of the three generations that they made", added / 1e6, "MB"))
    return rows


def measure(sizes: list[str] | None = None) -> list[dict[str, Any]]:
    """The figures at these sizes, district and city unless others are named. The store is made in the folder for
    temporary files (TMPDIR) and removed."""
    rows = []
    for name in sizes or ["district", "city"]:
        if name not in SIZES:
            raise SystemExit(f"no size {name}: {', '.join(SIZES)}")
        folder = Path(tempfile.mkdtemp(prefix=f"gongkai-{name}-"))
        try:
            rows += _measure(folder, name)
        finally:
            shutil.rmtree(folder)
        rows.append(_row(f"{name}: load average of the machine at the end", os.getloadavg()[0], "processes"))
    return rows
