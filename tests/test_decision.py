"""The decision over a whole report: what its numbers owe each other, one case a relation and more."""

from __future__ import annotations

import re

import pytest

from reports.extract.prose import read_prose
from reports.extract.prose.candidates import Candidate, weights
from reports.extract.prose.decision import RELATIONS, decide
from reports.model import Block, Document, Fact, Part, Report, Section
from reports.reference import table


def told(*paragraphs: str, cells: tuple[Fact, ...] = ()) -> list[Candidate]:
    """The numbers of a report whose overview has these paragraphs."""
    blocks = tuple(Block("paragraph", text) for text in paragraphs)
    parts = tuple(Part(place, 0, len(text)) for place, text in enumerate(paragraphs))
    report = Report("云溪镇人民政府", "", 2023, "", "none", (Section("overview", "一、总体情况", parts),))
    return read_prose(Document("text", blocks), report, cells)


def said(candidates: list[Candidate]) -> list[tuple[str | None, str, float | None]]:
    return [(c.fact.indicator, c.fact.breakdown, c.fact.value) for c in candidates]


def cell(indicator: str, breakdown: str, value: float) -> Fact:
    return Fact(indicator, breakdown, value, "件", "=", "stated", "table", "applications", "", None)


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        # A particular thing is a column, however it is told.
        (["通过政府网站公开养老服务信息31条。"], [("disclosure.column", "养老服务信息", 31)]),
        (
            ["通过官网公开社会服务信息19条，通过官网公开财政信息11条。", "通过政府网站主动公开信息170条。"],
            [
                ("disclosure.column", "社会服务信息", 19),
                ("disclosure.column", "财政信息", 11),
                ("disclosure.website", "", 170),
            ],
        ),
        # A page of the website is a part of it.
        (
            ["政府信息公开目录发布信息17条。", "区政府门户网站共发布信息290条。"],
            [("disclosure.column", "政府信息公开目录", 17), ("disclosure.website", "", 290)],
        ),
        # All that is told of the website, with its parts.
        (
            ["通过县政府门户网站政府信息公开目录公开政府信息共96条，其中工作动态55条、公示公告41条。"],
            [
                ("disclosure.website", "", 96),
                ("disclosure.column", "工作动态", 55),
                ("disclosure.column", "公示公告", 41),
            ],
        ),
        # What a running count holds of the year is the year's.
        (
            [
                "截至2023年12月31日，在县政府网站累计公开政府信息731条，其中本年度在县政府网站及本单位门户网站公开168条。"
            ],
            [("disclosure.cumulative", "", 731), ("disclosure.website", "", 168)],
        ),
        (
            ["截至2023年12月31日，累计公开政府信息731条，其中本年度在县政府网站公开168条。"],
            [("disclosure.cumulative", "", 731), ("disclosure.website", "", 168)],
        ),
        (
            ["全年累计公开政府信息731条，其中本年度微信公众号发布168条。"],
            [("disclosure.total", "", 731), ("disclosure.wechat", "", 168)],
        ),
        # A heading on a channel says through which the first count below it was published; one on its upkeep does not.
        (
            [
                "（一）政府网站公开情况",
                "2023年，主动公开政府信息218条。",
                "（二）政务新媒体发布情况",
                "全年发布信息960条。",
            ],
            [("disclosure.website", "", 218), ("disclosure.new_media", "", 960)],
        ),
        (["（四）政府信息公开平台建设情况", "全年发布信息218条。"], [("disclosure.total", "", 218)]),
        (
            ["门户网站主动公开政府信息情况。共发布公开信息512条。", "2.政务微信公众号信息公开", "全年公开信息64条。"],
            [("disclosure.website", "", 512), ("disclosure.wechat", "", 64)],
        ),
        (
            ["（五）信访工作情况", "全年共受理61件，办结60件。"],
            [("petition.received", "", 61), ("petition.closed", "", 60)],
        ),
        # Kinds of information and their counts, a line each; what a line holds is a level below.
        (
            [
                "通过网站发布各类政府信息1310条。",
                "1.政府法规及相关文件类17条。主要包括新出台的政策法规。",
                "2.业务工作类信息1280条。主要包括市级类310条，区县类970条。",
                "3.党务类信息13条。",
            ],
            [
                ("disclosure.website", "", 1310),
                ("disclosure.column", "政府法规及相关文件类", 17),
                ("disclosure.column", "业务工作类信息", 1280),
                (None, "", 310),
                (None, "", 970),
                ("disclosure.column", "党务类信息", 13),
            ],
        ),
        # Two sites under two names are two things; the same site told in two ways contradicts itself.
        (
            ["区政府门户网站发布信息640条。", "在区信息公开平台发布信息210条。"],
            [("disclosure.website", "区政府门户网站", 640), ("disclosure.website", "区信息公开平台", 210)],
        ),
        (
            ["门户网站发布信息640条。", "门户网站发布信息655条。"],
            [("disclosure.website", "", 640), ("disclosure.website", "", 655)],
        ),
        # A total that names its channels outranks a bare one.
        (
            ["动态发布信息300余条。", "全年通过网站、微信主动公开信息5120条，网站4410条。"],
            [(None, "", 300), ("disclosure.total", "", 5120), ("disclosure.website", "", 4410)],
        ),
        # A bare count below the website's is no total.
        (["发布信息30条。", "门户网站共公开信息410条。"], [(None, "", 30), ("disclosure.website", "", 410)]),
        # What is far above everything told is no part of it.
        (
            ["门户网站公开信息410条，其中政策文件12条，公益片96万条。"],
            [("disclosure.website", "", 410), ("disclosure.column", "政策文件", 12), (None, "", 960000)],
        ),
        # A platform has its own count beside that of all new media.
        (
            ["抖音号发布作品35条，视频号发布作品22条。", "政务新媒体共发布信息530条。"],
            [
                ("disclosure.other_channels", "抖音", 35),
                ("disclosure.other_channels", "视频号", 22),
                ("disclosure.new_media", "", 530),
            ],
        ),
        # Cases of two names are two things; the sum of others leads over them.
        (
            ["办理人大建议4件、政协提案6件，均已答复。"],
            [("proposals.answered", "人大建议", 4), ("proposals.answered", "政协提案", 6)],
        ),
        # What is closed in time is what is closed, where the report says no more; else they are two.
        (
            ["12345热线受理工单90件，按时办结88件，按时办结率97.8%，回访满意率96%。"],
            [
                ("hotline12345.received", "", 90),
                ("hotline12345.closed", "", 88),
                ("hotline12345.close_rate", "", 97.8),
                ("hotline12345.satisfaction_rate", "", 96),
            ],
        ),
        (
            ["12345热线应办结工单90件，办结89件，按时办结88件，办结率98.9%，按时办结率97.8%。"],
            [
                ("hotline12345.due", "", 90),
                ("hotline12345.closed", "", 89),
                ("hotline12345.closed_on_time", "", 88),
                ("hotline12345.close_rate", "", 98.9),
                ("hotline12345.on_time_rate", "", 97.8),
            ],
        ),
        # What was closed in time is another rate where the cases received and closed give their own.
        (
            ["12345热线受理工单90件，办结80件，按期办结率100%。"],
            [
                ("hotline12345.received", "", 90),
                ("hotline12345.closed", "", 80),
                ("hotline12345.on_time_rate", "", 100),
            ],
        ),
        # Two forms of interpretation, and two forms of posts, are two things each.
        (
            ["发布政策解读类短视频8条、图文稿25份。"],
            [
                ("disclosure.policy_interpretation", "短视频", 8),
                ("disclosure.policy_interpretation", "图文稿", 25),
            ],
        ),
        (["发布政策解读33篇，其中文字解读20篇。"], [("disclosure.policy_interpretation", "", 33), (None, "", 20)]),
        (
            ["微信公众号发布短视频8条、图文稿25份。"],
            [("disclosure.column", "短视频", 8), ("disclosure.column", "图文稿", 25)],
        ),
        (
            ["政务新媒体发布短视频18条、图文信息125条。"],
            [("disclosure.column", "短视频", 18), ("disclosure.column", "图文信息", 125)],
        ),
        # 政策解读 within a list is one of its columns, at its end or alone the indicator.
        (
            ["网站公开政策文件20条、政策解读12条、工作动态88条。"],
            [
                ("disclosure.column", "政策文件", 20),
                ("disclosure.column", "政策解读", 12),
                ("disclosure.column", "工作动态", 88),
            ],
        ),
        (
            ["网站共发布信息500条，政策解读材料22篇。"],
            [("disclosure.website", "", 500), ("disclosure.policy_interpretation", "", 22)],
        ),
        # A level of government is no column, and one of two is not the total.
        (
            ["通过政府网站公开信息320条，其中本级120条、下辖单位200条。"],
            [("disclosure.website", "", 320), (None, "", 120), (None, "", 200)],
        ),
        (["镇本级公开信息120条，下属单位公开信息300条。"], [(None, "", 120), (None, "", 300)]),
        # A quoted name without a known channel is an account of some kind, and its count not the total.
        (["“湖心零距离”上线图文231则。"], [(None, "", 231)]),
        (["镇上开通官方号“湖心在线”，全年共推送986条。"], [(None, "", 986)]),
        (["镇上开通微信公众号“湖心在线”，全年共推送986条。"], [("disclosure.wechat", "", 986)]),
        (["政务新媒体微信公众号公开信息73条。"], [("disclosure.wechat", "", 73)]),
        # What is handed to a superior's website is not disclosed by the office.
        (["全年上报区政府门户网站新闻205条。"], [(None, "", 205)]),
        # Documents that may be had on request are no requests.
        (
            ["共制作政府信息90条，其中主动公开信息60条，依申请公开信息21条，不予公开信息9条。"],
            [(None, "", 90), ("disclosure.total", "", 60), (None, "", 21), (None, "", 9)],
        ),
        # The answer to a request is no disclosure.
        (["受理依申请公开2件，公开信息2条。"], [("applications.received", "", 2), (None, "", 2)]),
        # Prints of a gazette, published minutes, press conferences.
        (["公报刊登规范性文件14件。"], [(None, "", 14)]),
        (["公开政府常务会议6期。"], [(None, "", 6)]),
        (["召开新闻通气会、座谈会15场。"], [(None, "", 15)]),
        # An announced list over the years is not the year's.
        (
            ["历年公开信息的主要类别：机构职能类信息71条，规划计划类信息8条。"],
            [(None, "", 71), (None, "", 8)],
        ),
    ],
)
def test_a_report_is_read_as_a_whole(paragraphs: list[str], expected: list[tuple[str | None, str, float]]) -> None:
    assert said(told(*paragraphs)) == expected


@pytest.mark.parametrize(
    ("sentence", "indicator", "cells"),
    [
        (
            "收到信息公开申请7件。上半年办结依申请公开。共收到信息公开申请9件。",
            "applications.received",
            ("applications.received", "total"),
        ),
        ("上年结转申请2件。上一年度结转申请3件。", "applications.carried_in", ("applications.carried_in", "total")),
        (
            "结转下年度的依申请公开2件。依申请公开结转下年办理3件。",
            "applications.carried_forward",
            ("applications.carried_forward", "total"),
        ),
        ("发生行政复议2件。因信息公开行政复议3件。", "review.cases", ("review.total", "")),
    ],
)
def test_of_two_numbers_that_of_the_statutory_table_is_the_years(
    sentence: str, indicator: str, cells: tuple[str, str]
) -> None:
    values = [c.fact.value for c in told(sentence) if c.fact.indicator == indicator]
    assert len(values) == 2, values
    for value in values:
        decided = told(sentence, cells=(cell(*cells, value or 0),))
        assert [c.fact.value for c in decided if c.fact.indicator == indicator] == [value]
        (other,) = [c for c in decided if c.reason]
        assert other.may_be == ((indicator, ""),)


def test_each_relation_of_the_table_is_known_and_each_weight_is_given_to_some_number() -> None:
    assert {row["relation"] for row in table("relations")} == set(RELATIONS)
    known = {row["indicator"] for row in table("indicators")}
    for row in table("relations"):
        assert set(row["greater"].split("|")) <= known, row
        assert not row["lesser"] or row["lesser"].partition("/")[0] in known, row
    heard = {
        word
        for text in (
            "2023年全年通过网站、微信共主动公开信息90条，其中政策文件12条。",
            "政府信息公开目录发布规章3件。",
            "门户网站公开养老信息3条。",
        )
        for candidate in told(text)
        for word in candidate.words.said
    }
    assert heard == set(weights())


def test_a_decision_keeps_order_and_every_number() -> None:
    candidates = told("全年公开信息60条。", "网站公开规章2件。", "网站公开信息80条。")
    again = decide(candidates, ())
    assert [c.fact.value for c in again] == [c.fact.value for c in candidates] == [60, 2, 80]
    assert [c.fact for c in again] == [c.fact for c in candidates]


def test_every_pattern_of_levels_names_its_example_and_no_kind_of_information() -> None:
    for row in table("lexicon/levels"):
        assert re.fullmatch(row["pattern"], row["example"]), row
        for column in (
            "镇村动态",
            "区县经济",
            "村务公开",
            "社区服务",
            "本级预决算",
            "各类动态",
            "乡镇建设",
            "街道动态",
        ):
            assert not re.fullmatch(row["pattern"], column), (row, column)


def test_a_leaders_hotline_is_12345_where_the_report_says_so() -> None:
    assert said(told("县长热线交办17件，办结16件。")) == [("messages.received", "", 17), ("messages.answered", "", 16)]
    named = told("开通县长热线（12345）。县长热线交办17件，办结16件。")
    assert said(named) == [("hotline12345.received", "", 17), ("hotline12345.closed", "", 16)]
