"""The few rows that each step of queries/steps is asked about: each case of each step."""

from __future__ import annotations

import itertools
from datetime import date, datetime

from reports.store.fill import summarise_log
from tests.small_store import SmallStore, Told, row_of
from tests.steps_store_told import assessed, matters, written


def filled() -> SmallStore:
    """Offices with and without years of duty, one that waits; years left out; numbers told once, twice, roughly, not at
    all and against each other; tables with every lack; findings that grow, shrink and skip a year."""
    store = SmallStore()
    store.office("甲街道", "街道", "d1", from_year=2021)
    store.office("乙街道", "街道", "d1")
    store.office("丙镇", "镇", "d1", from_year=2018, to_year=2022)
    store.office("丁局", "部门", "d2")
    store.office("戊", "其他", None, is_queued=True)
    store.office("己所", "其他", "d2")
    store.office("庚镇", "镇", "d1", from_year=2021, to_year=2022)
    calls = {"hotline12345.received": 400.0, "hotline12345.closed": 396.0, "hotline12345.close_rate": 99.0}
    store.report(
        "甲街道",
        2021,
        text={
            **calls,
            "disclosure.weibo": 100,
            "disclosure.website": 60,
            "applications.received": 6,
            "petition.received": 10,
            "petition.closed": 12,
        },
        columns={"社会救助": 12, "低保救助": 3, "机构职能": 48, "没有这一栏": 1},
        table=row_of("applications.received", 1, 2, 0, 0, 0, 2, 5),
        problems=[("timeliness", "problem", "机构职能栏目更新不及时"), ("budget", "problem", "预算公开不细")],
        published_on=date(2022, 1, 31),
    )
    store.report("甲街道", 2022, text={"disclosure.weibo": 999}, version=1, is_current=False)
    store.report(
        "甲街道",
        2022,
        text={
            "hotline12345.received": 400,
            "hotline12345.closed": 380,
            "disclosure.weibo": 80,
            "disclosure.website": [10, 12],
            "applications.received": "unreadable",
            "petition.received": 20,
            "petition.closed": ("~", 19),
            "petition.close_rate": 96,
        },
        columns={"社会救助": [4, 5], "低保救助": 2, "机构职能": ("~", 38), "机构设置": 8, "义务教育": "blank"},
        table={
            **row_of("applications.received", 1, "blank", "missing", "unreadable", 0, 0, "blank"),
            "applications.other/*": 0,
        },
        problems=[("timeliness", "plan", "社会救助栏目"), ("social_assistance", "problem", "救助信息少")],
        published_on=date(2023, 2, 1),
        version=2,
    )
    store.report(
        "甲街道", 2023, text={"hotline12345.received": 0, "hotline12345.closed": 0, "disclosure.weibo": "unreadable"}
    )
    store.report(
        "乙街道", 2021, text={"hotline12345.received": [5, 6], "petition.close_rate": 98.0, "disclosure.weibo": 0}
    )
    store.report(
        "乙街道",
        2023,
        text={
            "hotline12345.received": ("~", 3000),
            "hotline12345.closed": 2990,
            "petition.received": 9,
            "petition.closed": 9,
            "disclosure.weibo": ("~", 40),
        },
        table={"*": "missing"},
        published_on=date(2024, 1, 10),
    )
    store.report(
        "丙镇", 2018, text={"hotline12345.received": 50, "hotline12345.closed": 40}, published_on=date(2019, 4, 1)
    )
    store.report("丙镇", 2020, text={"hotline12345.received": 60, "hotline12345.closed": 45}, table={})
    store.report("丙镇", 2021, text={"hotline12345.received": 70, "hotline12345.closed": 49, "disclosure.website": 7})
    store.report(
        "丙镇", 2022, text={"hotline12345.received": 80, "hotline12345.closed": 48, "disclosure.website": "blank"}
    )
    store.report(
        "丁局",
        2022,
        text={
            "hotline12345.closed": 7,
            "petition.received": 8,
            "disclosure.website/政府网站": 754,
            "disclosure.website/门户网站": 1014,
        },
        columns={"低保救助": 2},
        table={},
    )
    store.report("戊", 2022, text={"disclosure.weibo": 3, "hotline12345.close_rate": 100.0})
    others = ("no_correction", "unpaid_fee", "other")
    store.report(
        "丁局",
        2023,
        text={"petition.close_rate": 97, "applications.received": "blank"},
        table={
            **{f"applications.other.{row}/*": "missing" for row in others},
            "applications.other/total": 4,
            "applications.received/total": "unreadable",
        },
    )
    store.report("丙镇", 2019, form="none", text={"hotline12345.received": 9, "hotline12345.closed": 9})
    for year, rate in ((2020, 100), (2021, 100), (2023, 99)):
        store.report("戊", year, text={"hotline12345.close_rate": rate}, form="none" if year == 2020 else None)
    _compared(store)
    written(store)
    matters(store)
    assessed(store)
    _logged(store)
    _found(store)
    return store


def _found(store: SmallStore) -> None:
    """Findings that grow, shrink and skip a year, and what people said of them."""
    number = itertools.count(1)
    for office, year, rule, left, right, lasted, severity, status, topic in (
        ("甲街道", 2021, "close_rate_below_peers", 90, 99, 1, "high", "failed", None),
        ("甲街道", 2022, "close_rate_below_peers", 85, 99, 2, "high", "failed", None),
        ("甲街道", 2023, "close_rate_below_peers", 96, 99, 3, "high", "failed", "timeliness"),
        ("丙镇", 2020, "close_rate_below_peers", 75, 99, 1, "medium", "failed", "timeliness"),
        ("丙镇", 2022, "close_rate_below_peers", 60, 99, 2, "medium", "notice", "timeliness"),
        ("戊", 2022, "of_yesterday", None, None, 1, "low", "not_assessable", None),
    ):
        store.insert(
            "finding",
            finding_no=next(number),
            rule=rule,
            kind="weak_spot",
            status=status,
            severity=severity,
            office_id=store.office(office),
            year=year,
            subject="hotline12345",
            message=f"{office}{year}",
            left_value=left,
            right_value=right,
            years_lasted=lasted,
            self_told=False,
            topic=topic,
            evidence=[],
        )
    (rated,) = store.rows(
        "select report_id from fact where indicator = 'hotline12345.close_rate' and role = 'leading' limit 1"
    )[0]
    for office, year, subject in (("甲街道", 2021, ""), ("甲街道", 2022, "hotline12345"), ("丁局", 2022, "")):
        store.insert(
            "finding",
            finding_no=next(number),
            rule="stated_rate",
            kind="check",
            status="failed",
            severity="high",
            office_id=store.office(office),
            year=year,
            report_id=rated if subject else 1,
            subject=subject,
            message=f"{office}{year}",
            left_value=90,
            right_value=99,
            years_lasted=1,
            self_told=year == 2022,
            evidence=[{"report_id": 1, "fact_no": 0}],
        )
    for office, left, right in (("壬街道", 98.25, 98.5), ("辛街道", 96, 90)):
        (report,) = store.rows(
            "select report_id from report where stated_office = $office and year = 2022 and is_current", office=office
        )[0]
        store.insert(
            "finding",
            finding_no=next(number),
            rule="stated_rate",
            kind="check",
            status="failed",
            severity="high",
            office_id=store.office(office),
            year=2022,
            report_id=report,
            subject="petition" if office == "辛街道" else "hotline12345",
            message=f"{office}2022",
            left_value=left,
            right_value=right,
            years_lasted=1,
            self_told=False,
            evidence=[],
        )
    for office, subject in (("丁局", ""), ("辛街道", "petition")):
        store.insert(
            "finding_opinion",
            office_code=office,
            year=2022,
            rule="stated_rate",
            subject=subject,
            kind="verdict",
            message="",
            verdict="误报",
            text="口径不同",
            said_at=datetime(2026, 1, 1),
            said_by="",
        )


def _compared(store: SmallStore) -> None:
    """Numbers that can be compared and ranked: ties as shown and as told, few cases this year or the year before, all
    alike, fewer than three, less is better, a rate told roughly, one above 100, years that some leave out."""
    rates: dict[str, dict[int, dict[str, Told]]] = {
        "辛街道": {
            2020: {"received": 300, "closed": 297},
            2021: {"received": 500, "closed": 491},
            2022: {"received": 500, "closed": 480},
            2023: {"received": 510, "closed": 510},
        },
        "壬街道": {
            2020: {"close_rate": 99.95},
            2021: {"received": 800, "close_rate": 98.21},
            2022: {"received": 800, "closed": 786, "close_rate": 98.25},
            2023: {"close_rate": 100},
        },
        "癸街道": {
            2021: {"received": 5, "close_rate": 90},
            2022: {"received": 40, "closed": 38},
            2023: {"received": ("~", 8), "close_rate": ("~", 75)},
        },
        "子街道": {
            2021: {"close_rate": 97.0},
            2022: {"close_rate": 97.04},
            2023: {"received": 30, "close_rate": 100, "closed": ("~", 30)},
        },
        "丑街道": {2021: {"close_rate": 97.2}, 2022: {"close_rate": ("~", 94.96)}},
        "寅街道": {2022: {"received": (">=", 20)}},
        "卯镇": {2021: {"close_rate": 70.0}, 2022: {"close_rate": 60.0}},
    }
    petitions: dict[tuple[str, int], dict[str, Told]] = {
        ("癸街道", 2022): {"received": 50, "close_rate": 104},
        ("辛街道", 2022): {"received": 25, "close_rate": 96},
        ("壬街道", 2022): {"received": ("~", 30), "closed": 29},
        ("子街道", 2022): {"received": ("~", 7)},
        ("子街道", 2023): {"closed": 6},
        ("辛街道", 2023): {"received": 40, "closed": ("~", 39), "close_rate": ("~", 97)},
    }
    others: dict[tuple[str, int], dict[str, Told]] = {
        ("辛街道", 2021): {"disclosure.weibo": 100, "litigation.corrected": 3},
        ("壬街道", 2021): {"disclosure.weibo": 100, "litigation.corrected": 0},
        ("癸街道", 2021): {"disclosure.weibo": (">=", 50), "litigation.corrected": 0},
        ("子街道", 2021): {"disclosure.weibo": 7, "litigation.corrected": "unreadable"},
        ("辛街道", 2022): {"disclosure.weibo": 30, "litigation.corrected": 1},
        ("壬街道", 2022): {"disclosure.weibo": 20, "litigation.corrected": 1},
        ("癸街道", 2022): {"disclosure.weibo": [20, 21], "litigation.corrected": 1},
    }
    for name, years in rates.items():
        store.office(name, "镇" if name == "卯镇" else "街道", "d2" if name[0] in "子丑" else "d1")
        for year, told in years.items():
            text = {f"hotline12345.{indicator}": number for indicator, number in told.items()}
            text |= {f"petition.{indicator}": number for indicator, number in petitions.get((name, year), {}).items()}
            store.report(name, year, text=text | others.get((name, year), {}))


def _logged(store: SmallStore) -> None:
    """Logs of columns with every state that a clock can be in: items under several names and of one day, with and
    without an address, months of other lengths, habits, pauses that lie within each other or have not begun, duties by
    code and by name, a log loaded before a day came, no log, no report; and problems told of columns."""
    logs: dict[str, tuple[date | None, dict[str, list[str]]]] = {
        "甲街道": (
            date(2024, 6, 30),
            {
                "社会救助": ["2023-05-01", "2023-08-31", "2024-01-15", "2024-08-01"],
                "低保救助": ["2024-01-15 u"],
                "工作动态": ["2024-06-20"],
                "通知公告": ["2023-08-31"],
                "机构职能": ["2020-01-01"],
                "保障性住房": ["2024-04-10"],
                "人事信息": ["2024-02-29"],
                "部门文件": ["2023-12-30 u"],
                "没有这一栏": ["2024-01-01"],
            },
        ),
        "乙街道": (
            None,
            {
                "工作动态": ["2024-06-01"],
                "社会救助": ["2024-05-31 u", "2024-05-31"],
                "部门文件": ["2024-01-20"],
                "保障性住房": ["2024-01-31"],
                "领导信息": ["2024-03-01"],
                "部门预算": ["2023-07-16"],
            },
        ),
        "丁局": (date(2024, 7, 20), {"社会救助": ["2024-01-10"], "工作动态": ["2024-01-05", "2024-07-01"]}),
        "辰镇": (
            date(2024, 7, 15),
            {
                "社会救助": ["2023-12-20"],
                "通知公告": ["2024-01-10"],
                "部门文件": ["2023-06-30"],
                "工作动态": ["2024-07-15"],
                "重点工作": ["2023-07-14"],
            },
        ),
        "巳府": (date(2025, 1, 1), {"社会救助": ["2024-12-31"], "工作动态": ["2024-12-30"]}),
    }
    store.office("辰镇", "镇", "d2")
    store.office("巳府", "政府", "p")
    store.connection.execute("update office set office_code = 'chen' where name = '辰镇'")
    line = itertools.count(1)
    for office, (loaded_on, columns) in logs.items():
        for column, days in columns.items():
            for told in days:
                day, _, url = told.partition(" ")
                store.insert(
                    "column_log",
                    office_id=store.office(office),
                    column_name=column,
                    title=f"{column}{told}",
                    published_on=date.fromisoformat(day),
                    url=url or None,
                    log_sha256="a",
                    loaded_on=loaded_on,
                    log_name=f"{office}.csv",
                    line=next(line),
                )
    summarise_log(store.connection)
    for office, column, is_owed in (
        ("丁局", "社会救助", False),
        ("丁局", "保障性住房", True),
        ("丁局", "通知公告", True),
        ("辰镇", "部门文件", True),
        ("chen", "政策解读", True),
        ("chen", "机构职能", True),
        ("巳府", "通知公告", True),
        ("甲街道", "义务教育", False),
        ("丙镇", "社会救助", True),
    ):
        store.insert("duty", office=office, column_name=column, is_owed=is_owed)
    for office, column, first, last in (
        ("chen", "社会救助", "2024-01-01", "2024-12-31"),
        ("辰镇", "社会救助", "2024-03-01", "2024-04-01"),
        ("辰镇", "通知公告", "2024-01-20", "2024-03-31"),
        ("辰镇", "部门文件", "2025-01-01", "2025-02-01"),
        ("辰镇", "重点工作", "2023-01-01", "2023-02-01"),
        ("丁局", "", "2024-02-01", "2024-02-29"),
        ("乙街道", "保障性住房", "2024-07-01", "2024-07-15"),
        ("乙街道", "政策解读", "2024-02-01", "2024-03-01"),
    ):
        store.insert("pause", office=office, column_name=column, from_day=first, to_day=last, reason="机构改革")
    store.connection.execute(
        "update watched_column set custom = '2 weeks', custom_days = 14, custom_basis = '本区历年' "
        "where column_name in ('部门文件', '机构职能', '工作动态')"
    )
    store.report(
        "辰镇",
        2023,
        problems=[
            ("timeliness", "problem", "社会救助和通知公告更新慢"),
            ("timeliness", "problem", "公租房信息更新慢"),
            ("budget", "problem", "公开不细"),
            ("affordable_housing", "solved", "保障性住房已补发"),
            ("affordable_housing", "problem", "住房信息少"),
            ("completeness", "problem", "社会救助内容不全"),
            ("key_areas", "problem", "义务教育信息少"),
            ("none", "problem", "没有突出问题"),
        ],
    )
