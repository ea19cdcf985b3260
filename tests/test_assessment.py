"""考评自评: points by a sheet worked out by hand; what people judge is kept, undone and rebuilt; sheets go out and in."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.ask import ask, current
from reports import publish, reference
from reports.errors import BadTable, StoreError
from reports.publish import activity, assess, drafts, log
from reports.publish.assess import Points
from reports.publish.offices import merge
from reports.publish.sheet_book import book
from reports.publish.sheet_table import COLUMNS, sheet_in, source_names
from reports.store import Sheet, upon_base
from reports.store.assessments import shipped_sheets
from tests.replacing import replace_everywhere
from tests.small_store import SmallStore
from tests.stored import CODES, load, one, rows, source
from tests.test_pages import markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

CLAUSES = [
    # item, points, clause, deduction, per, full_at, cap, sources
    ("年报", 10.0, "逾期", 5.0, "", None, None, ["check:published_late"]),
    ("年报", 10.0, "雷同", 5.0, "", None, None, ["hint:recycled_text"]),
    ("年报", 10.0, "未备案", 5.0, "", None, None, []),
    ("申请", 6.0, "纠正", 3.0, "件", None, None, ["number:review.corrected", "number:litigation_direct.corrected"]),
    ("栏目", 8.0, "超期", 1.0, "个", None, 4.0, ["columns:overdue"]),
    ("栏目", 8.0, "迟发", 2.0, "例", None, None, ["items:late"]),
    ("热线", 15.0, "按时办结率", 1.0, "百分点", 90.0, None, ["rate:hotline12345.on_time_rate"]),
    ("其他", None, "未见", None, "", None, None, []),
]
AS_OF = {"as_of": date(2024, 6, 20), "sheet": "考评", "year": 2023}


@pytest.fixture(scope="module")
def small() -> SmallStore:
    """甲 is late, corrected once, has a column past its cycle and one due within 30 days, an item 25 working days late
    and another whose making is not told; 乙 is in time and tells everything; 丙 has no report; 丁 is of no kind that is
    assessed."""
    store = SmallStore()
    for name, kind in (("甲局", "部门"), ("乙局", "部门"), ("丙局", "部门"), ("丁街道", "街道")):
        store.office(name, kind)
    store.insert(
        "assessment_sheet", sheet="考评", ordinal=9, name="考评", place="", year=None, applies_to="", kinds=["部门"],
        points=None, source="", url="", unseen="", is_own=True,
    )  # fmt: skip
    for place, (item, points, clause, deduction, per, full_at, cap, sources) in enumerate(CLAUSES):
        store.insert(
            "assessment_clause", sheet="考评", ordinal=place, item=item, item_points=points, clause=clause,
            deduction=deduction, per=per, full_at=full_at, cap=cap, sources=sources, asks="几分？",
        )  # fmt: skip
    store.report(
        "甲局", 2023, text={"hotline12345.on_time_rate": 82.8}, published_on=date(2024, 3, 1),
        table={"review.corrected": 1},
    )  # fmt: skip
    store.report(
        "乙局", 2023, text={"hotline12345.on_time_rate": 95.0}, published_on=date(2024, 1, 20), table={}
    )  # fmt: skip
    for column, title, published, formed in (
        ("社会救助", "名单", "2023-05-30", "2023-04-20"),
        ("工作动态", "走访", "2024-06-10", None),
        ("通知公告", "公告", "2023-12-01", "2023-12-01"),
    ):
        store.insert(
            "column_log", office_id=store.office("甲局"), column_name=column, title=title, published_on=published,
            formed_on=formed, url=f"https://example.gov.cn/{title}", log_sha256="a", loaded_on=date(2024, 6, 20),
        )  # fmt: skip
    store.run_rule("published_late")
    store.insert(
        "assessment_judgement", sheet="考评", item="年报", clause="未备案", office_code="乙局", year=2023, points=2.0,
        note="迟三天", judged_by="王芳", judged_at="2024-02-01",
    )  # fmt: skip
    return store


def clauses(small: SmallStore, office: str) -> dict[str, dict[str, Any]]:
    return {row["clause"]: row for row in small.ask("assessment", **AS_OF, office_codes=[office])}


def test_points_are_those_that_a_clerk_works_out_by_hand(small: SmallStore) -> None:
    found = clauses(small, "甲局")
    told = {name: (row["standing"], row["lost"], row["open"]) for name, row in found.items()}
    assert told == {
        "逾期": ("lost", 5, 0),
        "雷同": ("open", 0, 5),
        "未备案": ("open", 0, 5),
        # Both counts are in the table of section four: 1 and 0.
        "纠正": ("lost", 3, 0),
        # 社会救助 and 通知公告 may be updated every six months: 2023-11-30 and 2024-06-01 are past.
        "超期": ("open", 2, 2),
        # 20 April to 30 May 2023: 27 working days, 1 May and Dragon Boat counted out; one of the year's items each tells its making.
        "迟发": ("lost", 2, 0),
        "按时办结率": ("lost", pytest.approx(7.2), 0),
        "未见": ("unseen", 0, 0),
    }
    first = found["逾期"]
    assert (first["office_points"], first["office_lost"]) == (39, pytest.approx(5 + 3 + 4 + 7.2))
    # 年报 has 5 of 10 left to lose, 栏目 2 of what is left of 8.
    assert first["office_open"] == 5 + 2
    assert first["office_assessable_pct"] == pytest.approx(100 * 32 / 39)


def test_each_point_leads_to_its_sentence_or_its_line(small: SmallStore) -> None:
    found = clauses(small, "甲局")
    for clause, row in found.items():
        if row["sure_lost"]:
            assert any(case["standing"] == "sure" for case in row["cases"]), clause
    (late,) = found["逾期"]["cases"]
    assert late["report_id"] == 1 and "晚30天" in late["message"]
    (corrected,) = found["纠正"]["cases"]
    cell = small.rows(
        "select indicator, value from fact where report_id = $r and fact_no = $f",
        r=corrected["report_id"], f=corrected["fact_no"],
    )  # fmt: skip
    assert cell == [("review.corrected", 1.0)]
    assert [case["message"] for case in found["迟发"]["cases"]] == [
        "“社会救助”2023-05-30发布《名单》，2023-04-20形成，用了27个工作日。"
    ]
    assert [case["url"] for case in found["迟发"]["cases"]] == ["https://example.gov.cn/名单"]
    # What stands in a report leads there; the column that is overdue, to its latest item.
    assert [case["url"] for case in found["逾期"]["cases"]] == [None]
    for row in small.ask("due_list", as_of=date(2024, 6, 20), office_codes=["甲局"]):
        logged = small.rows("select title, url from column_log where published_on = $day", day=row["last_published_on"])
        assert (row["last_title"], row["last_url"]) in logged


def test_what_falls_due_within_thirty_days_is_at_risk_and_not_lost(small: SmallStore) -> None:
    row = clauses(small, "甲局")["超期"]
    risks = [case["message"] for case in row["cases"] if case["standing"] == "risk"]
    assert risks == ["“工作动态”上次更新2024-06-10，2024-06-24到期。"]
    assert (row["risk_count"], row["risk_most"]) == (1, 1)


def test_a_judgement_counts_and_what_nobody_can_tell_stays_open(small: SmallStore) -> None:
    found = clauses(small, "乙局")
    assert (found["未备案"]["standing"], found["未备案"]["lost"], found["未备案"]["judged_by"]) == ("judged", 2, "王芳")
    assert {found[name]["standing"] for name in ("逾期", "纠正", "按时办结率")} == {"clear"}
    # No log: neither in time nor late.
    assert {found[name]["standing"] for name in ("超期", "迟发", "雷同")} == {"open"}
    nobody = clauses(small, "丙局")
    assert {row["standing"] for row in nobody.values()} == {"open", "unseen"}
    assert not small.ask("assessment", **AS_OF, office_codes=["丁街道"])


def test_columns_that_are_blank_or_stale_are_counted_against_the_numbers_of_a_veto() -> None:
    store = SmallStore()
    store.office("甲局", "部门")
    store.insert(
        "column_log", office_id=1, column_name="工作动态", title="一则", published_on="2024-05-01", formed_on=None,
        url=None, log_sha256="a", loaded_on="2024-06-20",
    )  # fmt: skip
    for column in ("社会救助", "通知公告", "义务教育", "养老服务"):
        store.insert("duty", office="甲局", column_name=column, is_owed=True)
    (four,) = store.ask("veto_counts", as_of=date(2024, 6, 20))
    # 工作动态 may rest two weeks; the four that are owed have nothing at all.
    assert (four["blank_count"], four["stale_count"], four["is_vetoed"]) == (4, 1, False)
    store.insert("duty", office="甲局", column_name="安全生产", is_owed=True)
    (five,) = store.ask("veto_counts", as_of=date(2024, 6, 20))
    assert (five["blank_count"], five["is_vetoed"], five["blank_veto_count"]) == (5, True, 5)
    assert set(five["columns"]) == {"社会救助", "通知公告", "义务教育", "养老服务", "安全生产", "工作动态"}


def test_the_shipped_sheets_name_their_source_and_what_was_not_seen() -> None:
    sheets = {sheet.sheet: sheet for sheet in shipped_sheets()}
    assert set(sheets) == {
        "licheng-2020",
        "jindong-2021",
        "jiamusi-2018",
        "yuhuan-2018",
        "lianyungang-hotline",
        "laiyuan-2023",
    }
    used = {row["sheet"] for row in reference.table("assessment_clauses")}
    assert used == set(sheets)
    names = source_names()
    for sheet in sheets.values():
        assert sheet.source and sheet.url.startswith("http") and sheet.unseen
        assert all(source in names for clause in sheet.clauses for source in clause.sources)
        points = {clause.item: clause.item_points for clause in sheet.clauses}
        assert len({(clause.item, clause.item_points) for clause in sheet.clauses}) == len(points)
        assert sheet.points is None or sum(value or 0 for value in points.values()) <= sheet.points
    assert sum(value or 0 for value in {c.item: c.item_points for c in sheets["licheng-2020"].clauses}.values()) == 37


def test_a_shipped_sheet_takes_points_off_for_a_column_past_half_a_year_and_leaves_the_quick_ones_to_a_person() -> None:
    store = SmallStore()
    (sheet,) = (sheet for sheet in shipped_sheets() if sheet.sheet == "laiyuan-2023")
    store.insert(
        "assessment_sheet", sheet=sheet.sheet, ordinal=1, name=sheet.name, place="", year=None, applies_to="",
        kinds=list(sheet.kinds), points=None, source="", url="", unseen="", is_own=False,
    )  # fmt: skip
    for place, c in enumerate(sheet.clauses):
        store.insert(
            "assessment_clause", sheet=sheet.sheet, ordinal=place, item=c.item, item_points=c.item_points,
            clause=c.clause, deduction=c.deduction, per=c.per, full_at=c.full_at, cap=c.cap, sources=list(c.sources),
            asks=c.asks,
        )  # fmt: skip
    for office in ("甲局", "乙局"):
        store.office(office, "部门")
        store.report(office, 2023, text={}, published_on=date(2024, 1, 10))
    for office, column, day in (("甲局", "社会救助", "2023-05-30"), ("乙局", "工作动态", "2024-01-10")):
        store.insert(
            "column_log", office_id=store.office(office), column_name=column, title="名单", published_on=day,
            formed_on=None, url=None, log_sha256="a", loaded_on=date(2024, 6, 20),
        )  # fmt: skip
    told = {}
    for office in ("甲局", "乙局"):
        rows = store.ask("assessment", sheet="laiyuan-2023", year=2023, as_of=date(2024, 6, 20), office_codes=[office])
        (told[office],) = (row for row in rows if row["item"] == "栏目更新时间")
    assert (told["甲局"]["lost"], told["甲局"]["open"], told["甲局"]["standing"]) == (2, 0, "lost")
    assert told["甲局"]["cases"][0]["message"] == "“社会救助”上次更新2023-05-30，2023-11-30已到期。"
    # A fortnight is not quite the half month of the sheet: a person looks.
    assert (told["乙局"]["lost"], told["乙局"]["open"], told["乙局"]["standing"]) == (0, 2, "open")


def filled(change: dict[tuple[int, str], object] | None = None, name: str = "青禾区考评") -> bytes:
    """The workbook of the first shipped sheet under another name; `change` maps row and column to a value."""
    made = openpyxl.load_workbook(io.BytesIO(book(shipped_sheets()[0])))
    made["考评表"]["B1"] = name
    for (row, column), value in (change or {}).items():
        made["扣分情形"].cell(row, list(COLUMNS).index(column) + 1).value = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.mark.parametrize("sheet", shipped_sheets(), ids=lambda sheet: sheet.sheet)
def test_a_sheet_goes_out_and_comes_in_as_it_was(sheet: Sheet) -> None:
    found = sheet_in(book(sheet), "a.xlsx")
    assert found.refused == () and found.sheet is not None
    assert found.sheet.clauses == sheet.clauses and found.sheet.kinds == sheet.kinds and found.sheet.is_own


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({(2, "item"): None}, "第 2 行：没有填写“考评项”"),
        ({(3, "deduction"): "一分"}, "第 3 行：“每次扣分”的“一分”不是数字"),
        ({(3, "item_points"): 12}, "第 3 行：“政府信息主动公开”的分值与上面一行不同"),
        ({(3, "clause"): "公文提前或超期公开"}, "第 3 行：“政府信息主动公开”中的“公文提前或超期公开”与上面一行重复"),
        ({(2, "per"): "篇"}, "第 2 行：“按什么计”的“篇”应为"),
        ({(2, "deduction"): -5}, "第 2 行：“每次扣分”的“-5”是负数"),
        ({(2, "deduction"): 11}, "第 2 行：“每次扣分”11分超过了分值10分"),
        ({(2, "sources"): "核查：没有的"}, "第 2 行：“由什么回答”的“核查：没有的”不在“可选的回答”中"),
        ({(2, "sources"): "比率：热线按时办结率"}, "第 2 行：由比率回答的，应填写满分线"),
    ],
)  # fmt: skip
def test_each_bad_row_is_told_in_a_sentence(change: dict[tuple[int, str], object], said: str) -> None:
    found = sheet_in(filled(change), "a.xlsx")
    assert found.sheet is None
    assert any(f"{place}：{why}".removeprefix("扣分情形").startswith(said) for place, why in found.refused), found


def test_a_sheet_without_name_or_of_a_shipped_name_is_refused() -> None:
    assert "没有填写名称" in sheet_in(book(), "a.xlsx").refused[0][1]
    assert "是自带的考评表" in sheet_in(filled(name=shipped_sheets()[0].name), "a.xlsx").refused[0][1]
    for data in ("单位,栏目\n甲,乙\n".encode(), b"%PDF-1.7"):
        with pytest.raises(BadTable, match="不是 Excel 工作簿；请下载模板"):
            sheet_in(data, "a.xlsx")


def test_full_points_below_the_items_are_refused_and_points_that_lack_are_told() -> None:
    made = openpyxl.load_workbook(io.BytesIO(filled()))
    row = next(place for place, cell in enumerate(made["考评表"]["A"], 1) if cell.value == "满分")
    made["考评表"].cell(row, 2).value = 10
    out = io.BytesIO()
    made.save(out)
    found = sheet_in(out.getvalue(), "a.xlsx")
    assert found.sheet is None
    # The five items of the shipped sheet have 10, 10, 6, 6 and 5 points.
    assert found.refused == (("考评表“满分”", "满分10分，各项分值合计却有37分；请核对。"),)
    last = next(sheet for sheet in shipped_sheets() if sheet.sheet == "lianyungang-hotline")
    told = sheet_in(book(last), "a.xlsx")
    assert told.sheet is not None and [what for _place, what in told.remarks] == [
        "“及时签收率”没有填写分值，不计分，也不能评判；知道分值的，补上后重新上传。"
    ]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "store"
    load(folder, [source(code, 2022) for code in CODES])
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "store"))


JUDGED = ("政府信息公开年度报告", "未及时备案")
DEPARTMENT = "qinghe-chengguan"


@pytest.mark.parametrize("upon", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_judgements_and_sheets_outlive_publishes_and_a_rebuild_and_are_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, upon: bool
) -> None:
    if upon:
        replace_everywhere(monkeypatch, upon_base, "WHOLE_FACTS", 0)
        replace_everywhere(monkeypatch, upon_base, "_CHANGED_SHARE", 9.0)
    own = sheet_in(filled(), "a.xlsx").sheet
    assert own is not None and assess.keep_sheet(folder, own, who="王芳") == 2
    assert assess.keep_sheet(folder, own) is None
    said = [Points(*JUDGED, 5.0, "迟报两天")]
    assert assess.judge(folder, own.sheet, DEPARTMENT, 2022, said, who="李明") == (1, 3)
    assert assess.judge(folder, own.sheet, DEPARTMENT, 2022, said) == (0, None)
    told = "select judged_by || points || note from assessment_judgement"
    assert one(folder, told) == "李明5.0迟报两天"
    load(folder, [source(CODES[0], 2021)])
    kept = rows(folder)
    assert one(folder, told) == "李明5.0迟报两天"
    assert own in assess.served_sheets(folder)
    publish.rebuild(folder, processes=1)
    again = rows(folder)
    assert all(again[table] == kept[table] for table in kept if table.startswith("assessment"))
    assert assess.judge(folder, own.sheet, DEPARTMENT, 2022, [Points(*JUDGED, None)]) == (1, 6)
    assert one(folder, told) is None
    step = drafts.last_step(folder)
    assert step is not None and step.judged == 1
    publish.rollback(folder)
    assert one(folder, told) == "李明5.0迟报两天"
    assess.remove_sheet(folder, own.sheet)
    assert own not in assess.served_sheets(folder)


def test_what_cannot_be_judged_is_refused_in_a_sentence(folder: Path) -> None:
    for sheet, office, points, said in (
        ("没有的", DEPARTMENT, Points(*JUDGED, 1), "没有考评表"),
        ("licheng-2020", "没有的", Points(*JUDGED, 1), "名录中没有单位"),
        ("licheng-2020", DEPARTMENT, Points("没有", "没有", 1), "请刷新后再填"),
        ("licheng-2020", DEPARTMENT, Points(*JUDGED, 6), "应在0至5之间"),
        ("licheng-2020", DEPARTMENT, Points(*JUDGED, -1), "应在0至5之间"),
        ("licheng-2020", DEPARTMENT, Points(*JUDGED, 3), "只能扣5分或不扣，失分不能是3"),
        (
            "licheng-2020",
            DEPARTMENT,
            Points("政府信息主动公开", "公文提前或超期公开", 7),
            "每条扣5分，最多10分，失分不能是7",
        ),
        ("licheng-2020", DEPARTMENT, Points(*JUDGED, None, "迟报"), "写了理由，没有填失分"),
        ("lianyungang-hotline", DEPARTMENT, Points("及时签收率", "及时签收率偏低", 1), "分值未见"),
    ):
        with pytest.raises(StoreError, match=said):
            assess.judge(folder, sheet, office, 2022, [points])
    with pytest.raises(StoreError, match="不是本区上传的"):
        assess.remove_sheet(folder, "licheng-2020")
    assert one(folder, "select generation from generation") == 1


def test_judgements_of_an_office_that_is_merged_are_those_of_the_other(folder: Path) -> None:
    assess.judge(folder, "licheng-2020", "qinghe-zhuyinlu", 2022, [Points(*JUDGED, 5)], who="李明")
    merge(folder, ["qinghe-zhuyinlu"], "qinghe-chengguan", who="王芳")
    assert one(folder, "select office_code from assessment_judgement") == "qinghe-chengguan"
    kept = rows(folder)["assessment_judgement"]
    publish.rebuild(folder, processes=1)
    assert rows(folder)["assessment_judgement"] == kept


def test_a_cap_is_no_answer_and_few_cases_are_put_to_a_person() -> None:
    store = SmallStore()
    for name, received in (("甲局", 3), ("乙局", 12), ("丙局", None)):
        store.office(name, "部门")
        told = {"hotline12345.on_time_rate": 66.7} if received else {}
        counted = {"hotline12345.received": received} if received else {}
        store.report(name, 2023, text={**told, **counted}, published_on=date(2024, 1, 20))
    for place, (item, points, full_at, cap, sources) in enumerate((
        ("按时办结率", 15.0, 90.0, None, ["rate:hotline12345.on_time_rate"]),
        ("满意率", 25.0, 98.0, 12.5, []),
        ("年报制度", 4.0, None, None, ["hint:report_missing"]),
    )):  # fmt: skip
        store.insert(
            "assessment_clause", sheet="考评", ordinal=place, item=item, item_points=points, clause=item,
            deduction=1.0 if full_at else 4.0, per="百分点" if full_at else "", full_at=full_at, cap=cap,
            sources=sources, asks="几分？",
        )  # fmt: skip
    store.insert(
        "assessment_sheet", sheet="考评", ordinal=9, name="考评", place="", year=None, applies_to="", kinds=["部门"],
        points=None, source="", url="", unseen="", is_own=True,
    )  # fmt: skip
    few, many, untold = (clauses(store, name) for name in ("甲局", "乙局", "丙局"))
    assert (few["按时办结率"]["standing"], few["按时办结率"]["lost"], few["按时办结率"]["open"]) == ("open", 0, 15)
    (case,) = few["按时办结率"]["cases"]
    assert case["message"].endswith("低23.3个百分点；全年只收到3件，不足10件，是否扣分由人评判。")
    assert (many["按时办结率"]["standing"], many["按时办结率"]["lost"]) == ("lost", 15)
    # Of 15 + 12.5 + 4 points that can be lost at all.
    assert many["年报制度"]["office_assessable_pct"] == pytest.approx(100 * 19 / 31.5)
    assert {each["年报制度"]["standing"] for each in (few, many, untold)} == {"clear"}
    assert clauses(store, "甲局")["年报制度"]["office_assessable_pct"] == pytest.approx(100 * 4 / 31.5)


def judging(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, Any]:
    """The page on the department, and its field of 未及时备案."""
    app = run("assessment", folder, monkeypatch, assess=wording.ASSESS_VIEWS["office"], sheet=shipped_sheets()[0].name)
    app.selectbox(key="assessed").select(one(folder, f"select name from office where office_code = '{DEPARTMENT}'"))
    app.run()
    (field,) = [each for each in app.number_input if "未及时备案" in each.label]
    return app, field


def test_points_that_another_one_judged_meanwhile_are_told_and_not_overwritten(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, field = judging(folder, monkeypatch)
    field.set_value(5)
    assess.judge(folder, "licheng-2020", DEPARTMENT, 2022, [Points(*JUDGED, 0, "已补报")], who="李明")
    next(each for each in app.button if each.label == wording.JUDGE_SAVE).click().run()
    assert one(folder, "select points from assessment_judgement") == 0
    assert "李明，" in app.warning[0].value and "改为“失分0，已补报”" in app.warning[0].value.replace("\\", "")
    next(each for each in app.button if each.label == wording.SAVE_OVER).click().run()
    assert one(folder, "select points || note from assessment_judgement") == "5.0已补报"


def test_a_judgement_is_taken_back_by_emptying_its_field(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assess.judge(folder, "licheng-2020", DEPARTMENT, 2022, [Points(*JUDGED, 5, "迟报两天")], who="李明")
    app, field = judging(folder, monkeypatch)
    said = [each for each in activity.records(folder) if each.kind == "judgement"]
    assert [(each.about, each.after) for each in said] == [("2022年政府信息公开年度报告：未及时备案", "5，迟报两天")]
    assert field.value == 5 and field.proto.default == 0 and not field.proto.HasField("default")
    field.set_value(None)
    next(each for each in app.button if each.label == wording.JUDGE_SAVE).click().run()
    assert one(folder, "select points from assessment_judgement") is None


def test_the_page_tells_ranges_and_ranks_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    text = "".join(markup(run("assessment", folder, monkeypatch)))
    assert wording.ASSESS_NOT_RANKED in text and "0至37分" in text
    assert "只见到前半部分" in text
    table = text[text.index("能判断的分值占比") :]
    current()
    names = [name for name in ask("office_list")["office_name"] if f">{name}</a>" in table]
    assert len(names) > 1 and sorted(names, key=lambda name: table.index(f">{name}</a>")) == names, "as in the roster"


def test_the_page_counts_stale_columns_and_leads_to_the_line_of_the_log(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = one(folder, "select name from office where office_code = 'qinghe-hexu'")
    told = f"单位,栏目,标题,发布日期,网址\n{name},工作动态,走访,2020-01-06,https://example.gov.cn/1\n{name},通知公告,<b>,2020-01-06,javascript:1\n"
    log.publish_log(folder, told.encode(), "发布记录.csv", None)
    text = "".join(markup(run("assessment", folder, monkeypatch)))
    part = text.split(f"<h2>{wording.VETO}</h2>")[1]
    assert "有发布记录的1个单位都没有达到" in part
    assert re.search(rf"{name}</a></th><td[^>]*>0</td><td[^>]*>2</td><td[^>]*>未达到</td>", part)
    due = "".join(markup(run("disclosure", folder, monkeypatch)))
    assert 'href="https://example.gov.cn/1" target="_blank" rel="noopener noreferrer">2020-01-06</a>' in due
    assert "javascript:" not in due
