"""Given rows and the rows that each question must answer with, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

A1, A2, A3 = ("甲街道", 2021), ("甲街道", 2022), ("甲街道", 2023)
B1, B2, B3 = ("乙街道", 2021), ("乙街道", 2022), ("乙街道", 2023)
C1, C2, C3 = ("丙街道", 2021), ("丙街道", 2022), ("丙街道", 2023)
D2, D3 = ("丁镇", 2022), ("丁镇", 2023)
E1, E2, E3 = ("戊局", 2021), ("戊局", 2022), ("戊局", 2023)
DISTRICT = {"region_id": "d1"}

# question, parameters, columns looked at, expected rows in order
EXPECTED: list[tuple[str, dict[str, Any], str, list[tuple[Any, ...]]]] = [
    (
        "indicator_by_office_and_year",
        {"indicator": "disclosure.weibo", "office_codes": ["甲街道", "乙街道"], **DISTRICT},
        "office_code year value status change change_pct index_value rank_of_kind median_of_kind stated_count_of_kind",
        [
            (*B1, 40, "stated", None, None, 100, None, 70, 2),
            (*B2, None, "no_report", None, None, None, None, 80, 1),
            (*B3, 20, "stated", None, None, 50, None, 12.5, 2),
            (*A1, 100, "stated", None, None, 100, None, 70, 2),
            (*A2, 80, "stated", -20, -20, 80, None, 80, 1),
            (*A3, None, "conflict", None, None, None, None, 12.5, 2),
        ],
    ),
    (
        "indicator_by_office_and_year",
        {"indicator": "applications.received", "from_year": 2023, "kind": "街道"},
        "office_code year value status change unit rank_of_kind",
        [
            (*C3, 0, "stated", None, "件", None),
            (*B3, 10, "stated", None, "件", None),
            (*A3, 2, "stated", 2, "件", None),
        ],
    ),
    (
        "sums_by_year",
        {"indicators": ["hotline12345.received", "disclosure.wechat"], **DISTRICT},
        "indicator year reported_office_count told_office_count told_sum told_qualifier fewer_office_count"
        " constant_office_count constant_sum constant_qualifier",
        [
            # Each year's only teller of WeChat is another office in 2023: nobody tells it every year.
            ("disclosure.wechat", 2021, 2, 1, 50, "=", 0, 0, None, None),
            ("disclosure.wechat", 2022, 1, 1, 60, "~", 0, 0, None, None),
            ("disclosure.wechat", 2023, 4, 1, 10, "=", 0, 0, None, None),
            # 甲街道 alone tells its cases in all three years: 400, 400, 0.
            ("hotline12345.received", 2021, 2, 2, 600, "=", 1, 1, 400, "="),
            ("hotline12345.received", 2022, 1, 1, 400, "=", 2, 1, 400, "="),
            ("hotline12345.received", 2023, 4, 3, 303, "=", 0, 1, 0, "="),
        ],
    ),
    (
        "weibo_posts",
        {"kind": "街道", "from_year": 2022},
        "office_code year items_count status change_count change_pct",
        [
            (*C2, None, "no_report", None, None),
            (*C3, 5, "stated", None, None),
            (*B2, None, "no_report", None, None),
            (*B3, 20, "stated", None, None),
            (*A2, 80, "stated", -20, -20),
            (*A3, None, "conflict", None, None),
        ],
    ),
    (
        "wechat_posts",
        {"office_codes": ["甲街道", "丁镇"]},
        "office_code year items_count qualifier status change_count",
        [
            (*D2, None, None, "no_report", None),
            (*D3, 10, "=", "stated", None),
            (*A1, 50, "=", "stated", None),
            (*A2, 60, "~", "stated", 10),
            (*A3, None, None, "missing", None),
        ],
    ),
    (
        "website_items",
        {"office_codes": ["甲街道"]},
        "office_code year items_count status change_pct",
        [(*A1, 60, "stated", None), (*A2, 42, "stated", -30), (*A3, None, "missing", None)],
    ),
    (
        "hotline",
        {"office_codes": ["甲街道", "乙街道", "戊局"], "from_year": 2022},
        "office_code year received_count closed_count stated_rate_pct computed_rate_pct rate_pct change_pp status",
        [
            (*B2, None, None, None, None, None, None, "no_report"),
            (*B3, 300, 297, None, 99, 99, None, "stated"),
            (*E2, None, None, None, None, None, None, "no_report"),
            (*E3, None, None, 97, None, 97, None, "stated"),
            (*A2, 400, 388, None, 97, 97, -2, "stated"),
            (*A3, 0, None, None, None, None, None, "no_cases"),
        ],
    ),
    (
        "petitions",
        {"office_codes": ["甲街道"]},
        "office_code year received_count closed_count rate_pct status",
        [(*A1, 10, 10, 100, "stated"), (*A2, None, None, None, "missing"), (*A3, None, None, None, "missing")],
    ),
    (
        "close_rate_change",
        {},
        "office_code year previous_rate_pct rate_pct change_pp direction falling_years first_rate_pct",
        [(*A2, 99, 97, -2, "down", 1, 99)],
    ),
    (
        "column_counts",
        {"column_name": "社会救助"},
        "office_code year column_name printed_name items_count",
        [(*A1, "社会救助", "社会救助", 12), (*A2, "社会救助", "社会救助类", 4)],
    ),
    (
        "column_heat_map",
        {"office_codes": ["甲街道"]},
        "column_name year items_count status is_stale is_self_told is_watched printed_names typical_count",
        [
            ("社会救助", 2021, 12, "stated", False, False, True, None, 8),
            ("社会救助", 2022, 4, "stated", True, True, True, "社会救助类", 8),
            ("社会救助", 2023, None, "not_told", False, False, True, None, 8),
            ("机构职能", 2021, 48, "stated", False, False, True, None, 43),
            ("机构职能", 2022, 38, "stated", False, False, True, None, 43),
            ("机构职能", 2023, None, "not_told", False, False, True, None, 43),
        ],
    ),
    (
        "disputes",
        {"office_codes": ["甲街道", "乙街道"], "from_year": 2023},
        "office_code dispute total_count decided_count corrected_count corrected_share_pct status",
        [
            ("乙街道", "review", 4, 2, 1, 50, "stated"),
            ("乙街道", "litigation_direct", 0, 0, 0, None, "no_cases"),
            ("乙街道", "litigation_after_review", 0, 0, 0, None, "no_cases"),
            ("甲街道", "review", None, None, 0, None, "blank"),
            ("甲街道", "litigation_direct", 0, 0, 0, None, "no_cases"),
            ("甲街道", "litigation_after_review", 0, 0, 0, None, "no_cases"),
        ],
    ),
    (
        "coverage",
        DISTRICT,
        "office_code year status is_late days_late section_count blank_count version_count",
        [
            (*D2, "missing", None, None, None, None, 0),
            (*D3, "partial", None, None, 2, 0, 1),
            (*C1, "not_expected", None, None, None, None, 0),
            (*C2, "not_expected", None, None, None, None, 0),
            (*C3, "reported", False, -26, 6, 0, 2),
            (*B1, "reported", None, None, 6, 0, 1),
            (*B2, "missing", None, None, None, None, 0),
            (*B3, "reported", True, 10, 6, 0, 1),
            (*A1, "reported", False, -11, 6, 0, 1),
            (*A2, "reported", None, None, 6, 0, 1),
            (*A3, "reported", None, None, 6, 2, 1),
        ],
    ),
    (
        "problems_by_topic",
        {},
        "year topic_name office_count repeat_office_count solved_office_count reported_office_count share_pct office_names",
        [
            (2021, "更新不及时", 1, 0, 0, 2, 50, ["甲街道"]),
            (2022, "更新不及时", 1, 1, 0, 1, 100, ["甲街道"]),
            (2022, "格式不规范", 1, 0, 0, 1, 100, ["甲街道"]),
            (2022, "社会救助", 1, 0, 0, 1, 100, ["甲街道"]),
            (2023, "更新不及时", 1, 0, 1, 5, 20, ["乙街道"]),
        ],
    ),
    (
        "findings_list",
        {"office_codes": ["乙街道"], "from_year": 2023, "status": "failed"},
        "rule severity office_code year left_value",
        [("published_late", "medium", *B3, 10)],
    ),
    (
        "ratios",
        {"office_codes": ["乙街道"], "from_year": 2023},
        "year ratio numerator_count denominator_count value_pct status has_few_cases",
        [
            (2023, "applications.disclosed_share", 6, 9, pytest.approx(200 / 3), "computed", True),
            (2023, "applications.carried_share", 1, 10, 10, "computed", False),
            (2023, "applications.unable_share", 0, 9, 0, "computed", True),
            (2023, "review.corrected_share", 1, 2, 50, "computed", True),
            (2023, "litigation.corrected_share", 0, 0, None, "no_cases", True),
        ],
    ),
    (
        "weak_spots_list",
        {"topic": "social_assistance"},
        "rule severity office_code year subject self_told is_worsening",
        [
            ("column_self_told", "medium", *A2, "社会救助", True, False),
            ("column_halved", "medium", *A2, "社会救助", True, False),
        ],
    ),
    (
        "rate_funnel",
        {"year": 2023},
        "office_code received_count closed_count verdict peer_count",
        [("丙街道", 3, 2, "few_cases", 1), ("乙街道", 300, 297, "few_peers", 1)],
    ),
    (
        "office_problems",
        {"office_code": "甲街道"},
        "year kind topic told_before told_again promised_before years_lasted",
        [
            (2021, "problem", "timeliness", False, True, False, 1),
            (2021, "plan", "format", False, True, False, None),
            (2022, "problem", "timeliness", True, False, False, 2),
            (2022, "problem", "format", False, False, True, 1),
            (2022, "problem", "social_assistance", False, False, False, 1),
            (2023, "solved", "timeliness", True, None, False, None),
        ],
    ),
    (
        "office_spine",
        {
            "office_code": "乙街道",
            "year": 2023,
            "indicators": ["disclosure.weibo", "hotline12345.close_rate", "review.total"],
        },
        "indicator value status lowest_of_kind highest_of_kind median_of_kind judged_count_of_kind reported_count_of_kind rank_of_kind",
        [
            ("disclosure.weibo", 20, "stated", 5, 20, 12.5, 2, 3, None),
            ("hotline12345.close_rate", 99, "computed", 99, 99, 99, 1, 3, None),
            ("review.total", 4, "stated", 0, 4, 2, 2, 3, None),
        ],
    ),
    (
        "report_sections",
        {"report_id": 8},
        "ordinal section",
        [(0, "overview"), (1, "problems")],
    ),
    (
        "sentence_search",
        {"words": ["社会救助", "更新"]},
        "report_id year section sentence held_count sentence_count report_count office_count",
        [(8, 2023, "problems", "一是社会救助更新慢。", 2, 1, 1, 1)],
    ),
    (
        "sentence_search",
        {"words": ["社会救助", "更新", "解读"], "at_least": 1, "most": 2, "kind": "镇"},
        "section sentence sentence_id held_count sentence_count",
        [
            ("problems", "一是社会救助更新慢。", "7a9fcfbcf6fa", 2, 4),
            ("overview", "政策解读12条。", "9c308a7c66c3", 1, 4),
        ],
    ),
    (
        "report_facts",
        {"report_id": 8},
        "fact_no indicator name_zh value status source role",
        [(0, "disclosure.wechat", "微信公众号发布", 10, "stated", "text", "leading")],
    ),
    (
        "report_list",
        {"office_codes": ["甲街道", "丙街道"], "from_year": 2022},
        "report_id office_code year version is_current previous_report_id next_report_id",
        [
            (6, *C3, 1, False, None, None),
            (7, *C3, 2, True, None, None),
            (2, *A2, 1, True, 1, 3),
            (3, *A3, 1, True, 2, None),
        ],
    ),
    (
        "overview_kpis",
        {"year": 2022, "indicators": ["disclosure.weibo", "disclosure.wechat"]},
        "indicator aggregate value stated_office_count reported_office_count change change_pct compared_office_count series_years series_values",
        [
            ("disclosure.weibo", "sum", 80, 1, 1, -20, -20, 1, [2021, 2022], [100, 80]),
            ("disclosure.wechat", "sum", 60, 1, 1, 10, 20, 1, [2021, 2022], [50, 60]),
        ],
    ),
    (
        "rug",
        {"year": 2022, "indicators": ["disclosure.weibo", "review.total", "hotline12345.received"]},
        "office_code indicator value status change is_worse rank_of_kind standing_pct",
        [
            ("甲街道", "disclosure.weibo", 80, "stated", -20, True, None, None),
            ("甲街道", "hotline12345.received", 400, "stated", 0, None, None, None),
            ("甲街道", "review.total", 0, "stated", 0, None, None, None),
        ],
    ),
    (
        "region_roll_up",
        {"indicator": "disclosure.weibo", "level": "district", "from_year": 2023},
        "region_id year sum_value median_value stated_office_count reported_office_count office_count",
        [("d1", 2023, 25, 12.5, 2, 4, 4), ("d2", 2023, None, None, 0, 1, 1)],
    ),
    (
        "years_available",
        {},
        "year reported_office_count office_count is_default",
        [(2021, 2, 2, False), (2022, 1, 3, False), (2023, 5, 5, True)],
    ),
    (
        "office_list",
        {"region_id": "p", "kind": "街道"},
        "office_code region_name report_count first_year last_year",
        [("甲街道", "东区", 3, 2021, 2023), ("乙街道", "东区", 2, 2021, 2023), ("丙街道", "东区", 1, 2023, 2023)],
    ),
    (
        "region_board",
        {"region_id": "p", "year": 2023, "indicators": ["disclosure.weibo"]},
        "region_id is_below median_value previous_median_value change sum_value stated_office_count reported_office_count office_count",
        [
            ("p", False, 12.5, 80, -67.5, 25, 2, 5, 5),
            ("d1", True, 12.5, 80, -67.5, 25, 2, 4, 4),
            ("d2", True, None, None, None, None, 0, 1, 1),
        ],
    ),
    (
        "region_years",
        {"region_id": "d1"},
        "year kind reported_office_count is_default",
        [
            (2021, "", 2, False),
            (2021, "街道", 2, False),
            (2022, "", 1, False),
            (2022, "街道", 1, False),
            (2023, "", 4, True),
            (2023, "街道", 3, True),
            (2023, "镇", 1, True),
        ],
    ),
    (
        "region_list",
        {},
        "region_id level office_count reported_office_count holds_fictional",
        [("p", "province", 5, 5, True), ("d1", "district", 4, 4, True), ("d2", "district", 1, 1, True)],
    ),
    (
        "page_head_overview",
        {"year": 2022, **DISTRICT},
        "office_count reported_office_count missing_office_count median_rate_pct rated_office_count failed_check_count",
        [(3, 1, 2, 97, 1, 0)],
    ),
    (
        "page_head_hotline",
        {"year": 2022},
        "received_count received_office_count median_rate_pct compared_office_count falling_office_count largest_fall_pp most_fallen_office_name",
        [(400, 1, 97, 1, 1, -2, "甲街道")],
    ),
    (
        "page_head_hotline",
        # 甲街道 tells that no case came in: it lacks no rate, and nothing is left out for it.
        {"year": 2023, "office_codes": ["甲街道"]},
        "received_office_count pooled_rate_pct pooled_office_count unpooled_offices no_cases_office_count",
        [(1, None, 1, [], 1)],
    ),
    (
        "page_head_compare",
        {"year": 2023, "indicator": "disclosure.weibo"},
        "stated_office_count reported_office_count judged_office_count median_value highest_value highest_office_names lowest_office_names uncompared_office_count",
        [(2, 5, 2, 12.5, 20, ["乙街道"], ["丙街道"], 2)],
    ),
    (
        "page_head_compare",
        {"year": 2023, "indicator": "hotline12345.close_rate"},
        # 丙街道 tells 3 cases: stated, but neither judged nor said to rise or fall.
        "stated_office_count judged_office_count median_value highest_value highest_office_names lowest_value lowest_office_names rising_office_count few_office_count uncompared_office_count",
        [(3, 2, 98, 99, ["乙街道"], 97, ["戊局"], 0, 1, 2)],
    ),
    (
        "page_head_compare",
        {"year": 2022, "indicator": "hotline12345.close_rate"},
        "stated_office_count rising_office_count falling_office_count level_office_count few_office_count uncompared_office_count",
        [(1, 0, 1, 0, 0, 0)],
    ),
    (
        "change_between_years",
        {
            "base_year": 2021,
            "year": 2023,
            "indicator": "disclosure.weibo",
            "office_codes": ["甲街道", "乙街道", "丙街道"],
        },
        "office_code before_value after_value before_status after_status change change_pct direction judgement least_change least_change_pct",
        [
            ("丙街道", None, 5, "no_report", "stated", None, None, None, None, 5, 10),
            ("乙街道", 40, 20, "stated", "stated", -20, -50, "down", "worse", 5, 10),
            ("甲街道", 100, None, "stated", "conflict", None, None, None, None, 5, 10),
        ],
    ),
    (
        "change_between_years",
        {"base_year": 2021, "year": 2022, "indicator": "hotline12345.close_rate", "office_codes": ["甲街道"]},
        "before_value before_status after_value after_status change change_pct direction judgement least_change",
        [(99, "stated", 97, "computed", -2, None, "down", "worse", 1)],
    ),
    (
        "page_head_disclosure",
        {"year": 2022},
        "website_count website_office_count weibo_count wechat_count website_qualifier weibo_qualifier wechat_qualifier"
        " silent_channels stale_columns",
        [
            # 4 items after 12, and told as a problem: halved is the graver of the two.
            (
                *(42, 1, 80, 60, "=", "=", "~", []),
                [{"office_name": "甲街道", "column_name": "社会救助", "rule_id": "column_halved"}],
            )
        ],
    ),
    (
        "page_head_applications",
        {"year": 2023},
        "received_count received_office_count received_text_count received_text_office_count received_qualifier"
        " table_office_count outcomes_count granted_count carried_forward_count review_count corrected_count"
        " corrected_share_pct",
        # 甲街道's table leaves the total blank, its text tells 2.
        [(12, 4, 2, 1, "=", 4, 9, 6, 1, 4, 1, 50)],
    ),
    (
        "page_head_weak_spots",
        {"year": 2022, "office_codes": ["甲街道"]},
        "matter_count weak_spot_count office_count high_count lasting_count self_told_count top_topic_name longest_years",
        [(2, 4, 1, 0, 1, 2, None, 2)],
    ),
    (
        "page_head_quality",
        {"year": 2023, "kind": "街道"},
        "office_count reported_office_count in_time_office_count late_office_count undated_office_count failed_count failed_office_count",
        [(3, 3, 1, 1, 1, 1, 1)],
    ),
    (
        "page_head_office",
        {"office_code": "乙街道"},
        "report_count first_year last_year gap_count year has_report problem_topic_count repeated_topic_count",
        [(2, 2021, 2023, 1, 2023, True, 1, 0)],
    ),
    (
        "page_head_report",
        {"report_id": 3},
        "office_code year text_stated_count table_stated_count blank_count missing_count is_current",
        [("甲街道", 2023, 4, 198, 2, 0, True)],
    ),
    ("page_head_indicators", {}, "report_count", [(8,)]),
]
