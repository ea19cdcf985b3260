"""The small store that the given and expected rows of the questions are about."""

from __future__ import annotations

from datetime import date

from tests.small_store import SmallStore, row_of

RECEIVED_5 = {
    **row_of("applications.received", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.granted", 3, 2, 0, 0, 0, 0, 5),
    **row_of("applications.total", 3, 2, 0, 0, 0, 0, 5),
}


def district() -> SmallStore:
    """Three subdistricts and a township of 东区, a department of 西区, with gaps of every kind."""
    store = SmallStore()
    store.office("甲街道", "街道", "d1", from_year=2021)
    store.office("乙街道", "街道", "d1", from_year=2021)
    store.office("丙街道", "街道", "d1")
    store.office("丁镇", "镇", "d1", from_year=2022)
    store.office("戊局", "部门", "d2")
    store.report(
        "甲街道",
        2021,
        text={
            "disclosure.weibo": 100,
            "disclosure.wechat": 50,
            "disclosure.website": 60,
            "hotline12345.received": 400,
            "hotline12345.closed": 396,
            "hotline12345.close_rate": 99,
            "petition.received": 10,
            "petition.closed": 10,
            "petition.close_rate": 100,
        },
        columns={"社会救助": 12, "机构职能": 48},
        table=RECEIVED_5,
        problems=[("timeliness", "problem", "信息更新不及时"), ("format", "plan", "统一格式")],
        published_on=date(2022, 1, 20),
    )
    store.report(
        "甲街道",
        2022,
        text={
            "disclosure.weibo": 80,
            "disclosure.wechat": ("~", 60),
            "disclosure.website": 42,
            "hotline12345.received": 400,
            "hotline12345.closed": 388,
        },
        columns={"社会救助类": 4, "机构职能": 38},
        table={},
        problems=[
            ("timeliness", "problem", "更新仍不及时"),
            ("format", "problem", "格式不统一"),
            ("social_assistance", "problem", "社会救助栏目更新慢"),
        ],
    )
    store.report(
        "甲街道",
        2023,
        text={"disclosure.weibo": [70, 75], "hotline12345.received": 0, "applications.received": 2},
        table={"applications.received/total": "blank", "review.total": "blank"},
        problems=[("timeliness", "solved", "更新不及时已改进")],
    )
    store.report(
        "乙街道",
        2021,
        text={
            "disclosure.weibo": 40,
            "hotline12345.received": 200,
            "hotline12345.closed": 190,
            "hotline12345.close_rate": 95,
        },
        table={},
    )
    store.report(
        "乙街道",
        2023,
        text={
            "disclosure.weibo": 20,
            "disclosure.website": 30,
            "hotline12345.received": 300,
            "hotline12345.closed": 297,
        },
        table={
            **row_of("applications.received", 8, 2, 0, 0, 0, 0, 10),
            **row_of("applications.granted", 5, 1, 0, 0, 0, 0, 6),
            **row_of("applications.denied.process_information", 2, 1, 0, 0, 0, 0, 3),
            **row_of("applications.total", 7, 2, 0, 0, 0, 0, 9),
            **row_of("applications.carried_forward", 1, 0, 0, 0, 0, 0, 1),
            "review.upheld": 1,
            "review.corrected": 1,
            "review.pending": 2,
            "review.total": 4,
        },
        problems=[("timeliness", "problem", "信息更新不及时")],
        published_on=date(2024, 2, 10),
    )
    store.report("丙街道", 2023, version=1, is_current=False)
    store.report(
        "丙街道",
        2023,
        version=2,
        text={"disclosure.weibo": 5, "hotline12345.received": 3, "hotline12345.closed": 2},
        table={},
        published_on=date(2024, 1, 5),
    )
    store.report(
        "丁镇",
        2023,
        form="none",
        text={"disclosure.wechat": 10},
        sections=("overview", "problems"),
        bodies={
            "overview": "社会救助3条；政策解读12条。\n　解读形式有图解！",
            "problems": "一是社会救助更新慢。一是社会救助更新慢。",
        },
    )
    store.report("戊局", 2023, text={"disclosure.website": 5, "hotline12345.close_rate": 97}, table={})
    store.judge()
    return store
