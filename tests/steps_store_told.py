"""More of the few rows of tests/steps_store.py: reports with prose, weak spots of one matter, sheets that assess."""

from __future__ import annotations

from datetime import date, datetime

from reports.store.assessments import fill_sheets
from tests.small_store import SECTIONS, SmallStore


def written(store: SmallStore) -> None:
    """Reports that tell some of their parts, with and without section one, and those that say that they are excerpts:
    in the title, before section one, in a section, twice, and where it says nothing of the kind."""
    told = {"overview": "主动公布12条。收到申请3件。", "other": "未收取信息处理费。"}
    store.report("午街道", 2021, bodies=told)
    store.report("午街道", 2022, title="午街道2022年年度报告（摘编）", bodies=told)
    before = {"preamble": "本文节选自年度报告。", "overview": "门户网站常态更新。"}
    store.report("午街道", 2023, sections=("preamble", *SECTIONS), bodies=before)
    tables = {"overview": "建立平臺，落實監督。", "disclosure": "统计表附后，表三见附件。", "applications": "从略"}
    store.report("未镇", 2021, bodies=tables)
    store.report("未镇", 2022, bodies={"overview": "全文另附。", "problems": "考核制度不细。"})
    store.report("未镇", 2023, sections=SECTIONS[1:], bodies={"disclosure": "主动公开、申请、目录、网站、培训"})
    store.report(
        "未镇", 2020, sections=("preamble", *SECTIONS), bodies={"preamble": "见附件", "overview": "节选了要点"}
    )
    store.report("未镇", 2019, version=1, is_current=False, title="节选", bodies={"other": "附件下载"})
    store.report(
        "未镇",
        2019,
        version=2,
        sections=("overview", "other", "other"),
        bodies={"overview": "公开", "other": "附件下载：年报"},
    )


def matters(store: SmallStore) -> None:
    """Weak spots of one matter by several rules, in years that follow and that do not, of topics told of one column
    and of more, of rules and subjects that the table of matters does not have, held false, and no more than noticed."""
    sentences = {
        2021: [("timeliness", "problem", "社会救助更新慢"), ("timeliness", "problem", "社会救助信息未及时报送")],
        2022: [
            ("timeliness", "problem", "社会救助更新慢"),
            ("timeliness", "problem", "更新不够及时"),
            ("budget", "problem", "不细"),
        ],
        2023: [
            ("timeliness", "problem", "社会救助、通知公告更新慢"),
            ("timeliness", "plan", "加快更新"),
            ("affordable_housing", "problem", "少"),
        ],
        2020: [("timeliness", "problem", "通知公告更新慢"), ("timeliness", "plan", "社会救助按月更新")],
    }
    reports = {year: store.report("申街道", year, problems=told) for year, told in sentences.items()}
    found = (
        (2020, "problem_repeated", "timeliness", "failed", None, None, 2),
        (2021, "problem_repeated", "timeliness", "failed", None, None, 3),
        (2022, "problem_repeated", "timeliness", "failed", None, None, 4),
        (2023, "promise_unkept", "timeliness", "failed", None, None, 1),
        (2022, "promise_unkept", "social_assistance", "failed", None, None, 1),
        (2022, "problem_repeated", "budget", "failed", None, None, 2),
        (2023, "promise_unkept", "affordable_housing", "failed", None, None, 1),
        (2023, "column_halved", "社会救助", "failed", 3, 12, 1),
        (2023, "column_zero", "保障性住房", "failed", 0, None, 1),
        (2021, "close_rate_low", "hotline12345", "failed", 90, 95, 1),
        (2022, "close_rate_low", "hotline12345", "failed", 80, 95, 2),
        (2022, "close_rate_falling", "hotline12345", "failed", 80, 99, 2),
        (2023, "close_rate_falling", "petition", "failed", 80, 99, 4),
        (2022, "channel_silent", "disclosure.weibo", "failed", 0, 9, 1),
        (2023, "channel_silent", "disclosure.press", "failed", 0, 9, 1),
        (2023, "of_yesterday", "", "failed", None, None, 1),
        (2023, "report_late", "", "failed", 9, 0, 1),
        (2023, "report_incomplete", "", "notice", None, None, 1),
        (2022, "published_late", "", "failed", 9, 0, 1),
        (2022, "published_late", "inner", "notice", 2, 0, 1),
        (2022, "section_missing", "disputes", "not_assessable", None, None, 1),
    )
    checks = ("published_late", "section_missing")
    for number, (year, rule, subject, status, left, right, lasted) in enumerate(found, 100):
        store.insert(
            "finding",
            finding_no=number,
            rule=rule,
            kind="check" if rule in checks else "weak_spot",
            status=status,
            severity="medium",
            office_id=store.office("申街道"),
            year=year,
            report_id=None if rule == "of_yesterday" else reports[year],
            subject=subject,
            message=f"{rule}{subject}{year}",
            left_value=left,
            right_value=right,
            years_lasted=lasted,
            self_told=year == 2021,
            topic=subject if rule in ("problem_repeated", "promise_unkept") else None,
            evidence=[{"report_id": reports[year], "fact_no": 3}, {"report_id": 1, "fact_no": 0}] if left else [],
        )
    store.insert(
        "finding_opinion",
        office_code="申街道",
        year=2023,
        rule="report_late",
        subject="",
        kind="verdict",
        message="",
        verdict="误报",
        text="按期公布",
        said_at=datetime(2026, 1, 1),
        said_by="",
    )


def assessed(store: SmallStore) -> None:
    """The sheets of data/reference, and one of the district's own with a clause for each thing that may answer one."""
    fill_sheets(store.connection)
    clauses = (
        ("check:stated_rate", "check:published_late", "check:section_missing"),
        ("hint:published_late", "hint:close_rate_low", "hint:report_late"),
        ("number:litigation.corrected", "number:review.corrected"),
        ("rate:hotline12345.close_rate",),
        ("rate:hotline12345.satisfaction_rate", "rate:petition.close_rate"),
        ("columns:overdue",),
        ("columns:overdue/社会救助", "columns:overdue/部门文件"),
        ("items:late",),
        (),
    )
    own = {"ordinal": 99, "place": "", "applies_to": "", "source": "", "url": "", "unseen": "", "is_own": True}
    store.insert("assessment_sheet", sheet="丙表", name="丙表", kinds=["街道", "部门", "镇", "其他"], **own)
    for ordinal, sources in enumerate(clauses):
        store.insert(
            "assessment_clause",
            sheet="丙表",
            ordinal=ordinal,
            item=f"第{ordinal // 2}项",
            clause=f"第{ordinal}款",
            per="",
            full_at=95 if sources and sources[0].startswith("rate:") else None,
            sources=list(sources),
            asks="",
        )
    rates = {"hotline12345.received": 6, "hotline12345.satisfaction_rate": 90, "petition.received": ("~", 40)}
    store.report("酉街道", 2022, text=rates | {"petition.close_rate": 92.5, "hotline12345.close_rate": 95})
    rates = {"hotline12345.received": 60, "hotline12345.satisfaction_rate": (">=", 94.96)}
    store.report("酉街道", 2023, text=rates | {"hotline12345.close_rate": 94.96}, table={"review.corrected": 2})
    store.report("戌街道", 2022, text={"petition.received": 50, "petition.close_rate": 90.25})
    store.report("戌街道", 2023, text={"litigation.corrected": (">=", 2), "hotline12345.close_rate": ("~", 80)})
    (contradicted,) = store.rows("select report_id from report where stated_office = '酉街道' and year = 2022")[0]
    store.insert(
        "finding",
        finding_no=200,
        rule="stated_rate",
        kind="check",
        status="failed",
        severity="medium",
        office_id=store.office("酉街道"),
        year=2022,
        report_id=contradicted,
        subject="petition",
        message="办结率不符。",
        left_value=92.5,
        right_value=99,
        years_lasted=1,
        self_told=False,
        evidence=[],
    )
    for column, formed, published, url in (
        ("户籍管理", "2023-05-08", "2023-06-05", "a"),
        ("户籍管理", "2023-05-08", "2023-06-06", "b"),
        ("没有这一栏", "2022-12-01", "2023-01-31", None),
        ("户籍管理", "2022-12-01", "2022-12-30", "c"),
        ("户籍管理", None, "2023-05-31", "d"),
        ("户籍管理", "1990-01-01", "2023-05-30", "e"),
        ("户籍管理", "2023-07-01", "2023-05-30", "f"),
    ):
        store.insert(
            "column_log",
            office_id=store.office("酉街道"),
            column_name=column,
            title="" if url == "b" else f"{column}{published}",
            published_on=date.fromisoformat(published),
            formed_on=formed and date.fromisoformat(formed),
            url=url,
            log_sha256="b",
            log_name="酉街道.csv",
            line=1,
        )
