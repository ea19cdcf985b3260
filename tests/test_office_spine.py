"""An office on the range of its like: what the question answers, what the rows say, where the dots stand."""

from __future__ import annotations

import io
import statistics
from datetime import date
from typing import Any

import docx
import pandas
import pytest
from PIL import Image

from dashboard import briefing, charts, portrait, wording
from dashboard.briefing import office as sheet
from dashboard.briefing import pictures
from tests.small_store import SmallStore

RATE = "hotline12345.close_rate"
STREETS = {"甲": 304, "乙": 150, "丙": 200, "丁": 350, "戊": 350, "己": 275}


@pytest.fixture(scope="module")
def small() -> SmallStore:
    """Six streets of a district with a count each; one of few cases, one that does not tell; a town, another district."""
    store = SmallStore()
    cases = {"甲": (100, 99), "乙": (200, 190), "丙": (9, 3), "丁": (400, 396), "戊": (0, 0)}
    for name, items in STREETS.items():
        told: dict[str, Any] = {"disclosure.website": items}
        if name in cases:
            received, closed = cases[name]
            told |= {"hotline12345.received": received, "hotline12345.closed": closed}
        store.report(f"{name}街道", 2023, text=told, table={"review.total": 0, "litigation_direct.total": 0})
        store.report(f"{name}街道", 2022, text={"disclosure.website": 300, "hotline12345.received": 50})
    store.office("庚镇", "镇", "d1")
    store.report("庚镇", 2023, text={"disclosure.website": 9999}, bodies={"disclosure": "见门户网站。"})
    store.office("辛街道", "街道", "d2")
    store.report("辛街道", 2023, text={"disclosure.website": 1})
    store.judge()
    return store


def asked(small: SmallStore, office: str, **more: Any) -> dict[str, dict[str, Any]]:
    rows = small.ask("office_spine", office_code=office, year=2023, region_id="d1", **more)
    return {row["indicator"]: row for row in rows}


def shown(small: SmallStore, office: str) -> dict[str, portrait.Row]:
    frame = pandas.DataFrame(small.ask("office_spine", office_code=office, year=2023, from_year=2022, region_id="d1"))
    return {row.told.indicator: row for row in portrait.rows(frame, office, [2022, 2023])}


def test_the_range_is_that_of_the_kind_in_the_region_and_nobody_elses(small: SmallStore) -> None:
    row = asked(small, "甲街道")["disclosure.website"]
    numbers = list(STREETS.values())
    low, middle, high = statistics.quantiles(numbers, n=4, method="inclusive")
    assert (row["lowest_of_kind"], row["highest_of_kind"]) == (min(numbers), max(numbers))
    assert (row["q1_of_kind"], row["median_of_kind"], row["q3_of_kind"]) == (low, middle, high)
    assert (row["judged_count_of_kind"], row["reported_count_of_kind"]) == (6, 6)
    assert (row["rank_of_kind"], row["tied_count_of_kind"], row["ranked_count_of_kind"]) == (3, 1, 6)
    assert (row["change"], row["direction"]) == (4, "up")
    assert asked(small, "丁街道")["disclosure.website"]["tied_count_of_kind"] == 2
    assert asked(small, "辛街道")["disclosure.website"]["highest_of_kind"] == 1, (
        "an office elsewhere has its own district"
    )


def test_the_quarters_are_told_of_ranked_numbers_alone(small: SmallStore) -> None:
    standings = {name: asked(small, f"{name}街道")["disclosure.website"]["standing"] for name in STREETS}
    low, _, high = statistics.quantiles(STREETS.values(), n=4, method="inclusive")
    assert standings == {
        name: "behind" if items <= low else "ahead" if items >= high else "middle" for name, items in STREETS.items()
    }
    assert asked(small, "甲街道")["hotline12345.received"]["standing"] is None, "workload is no merit"
    assert asked(small, "甲街道")[RATE]["standing"] is None, "three rates have no quarters"


def test_few_cases_are_shown_and_judge_nobody(small: SmallStore) -> None:
    row = asked(small, "丙街道")[RATE]
    assert (row["shown_value"], row["has_few_cases"], row["rank_of_kind"]) == (33.3, True, None)
    assert (row["lowest_of_kind"], row["highest_of_kind"], row["judged_count_of_kind"]) == (95, 99, 3)
    read = shown(small, "丙街道")[RATE]
    assert (read.value, read.few, read.place) == ("33.3%", "收到9件，不足10件不判", "不排名")
    assert (read.bar.tone, read.bar.own) == ("unjudged", 0.0)
    assert read.bar.lowest == pytest.approx((95 - 100 / 3) / (99 - 100 / 3), abs=1e-4), (
        "the own number widens the scale"
    )


def test_what_is_not_told_is_said_and_never_0(small: SmallStore) -> None:
    rows = asked(small, "己街道")
    assert (rows[RATE]["value"], rows[RATE]["status"]) == (None, "missing")
    assert (rows["petition.received"]["status"], rows["petition.received"]["judged_count_of_kind"]) == ("missing", 0)
    read = shown(small, "己街道")
    assert (read[RATE].value, read[RATE].change, read[RATE].place, read[RATE].bar.own) == ("未写明", "", "", None)
    assert "petition.received" not in read, "what nobody tells has no row"
    frame = pandas.DataFrame(small.ask("office_spine", office_code="己街道", year=2023, region_id="d1"))
    assert {"热线办结率", "信访收到"} <= set(portrait.untold(frame))
    assert asked(small, "戊街道")[RATE]["status"] == "no_cases"
    assert shown(small, "戊街道")[RATE].value == "无案件"


def test_equals_are_called_equals(small: SmallStore) -> None:
    read = shown(small, "甲街道")["review.total"]
    assert (read.place, read.bar.own, read.bar.median) == ("6个单位均为0件", 0.5, 0.5)
    assert shown(small, "丁街道")["disclosure.website"].place == "并列第1名（2个并列，共6个）"


def test_the_bar_says_in_words_what_it_shows(small: SmallStore) -> None:
    read = shown(small, "甲街道")["disclosure.website"]
    assert read.words == "政府网站公开信息：甲街道304条；写明的6个同类单位最低150条，中位数289.5条，最高350条"
    html = str(charts.spine_bar(read.bar, read.words))
    assert f'aria-label="{read.words}"' in html and 'role="img"' in html
    assert f'class="own plain" style="left:{100 * (304 - 150) / 200:g}%"' in html
    assert html.count('class="box"') == 1 and html.count('class="median"') == 1
    three = charts.spine(2, 1, 1.5, 2, 2.5, 3, 3)
    assert (three.q1, three.q3, three.median) == (None, None, 0.5), "quartiles of three say nothing"
    alone = charts.spine(2, 2, 2, 2, 2, 2, 1)
    assert (alone.median, alone.own) == (None, 0.5)


def test_the_download_holds_what_the_row_shows(small: SmallStore) -> None:
    read = shown(small, "甲街道")
    row = dict(zip(wording.SPINE_SHEET, portrait.sheet_row(read["disclosure.website"]), strict=True))
    assert (row["数值"], row["上年数"], row["比上年增减"], row["比上年增减（%）"]) == (304, 300, 4, 1.3)
    assert (row["升降"], row["名次"], row["排名单位数"]) == ("上升", 3, 6)
    few = dict(zip(wording.SPINE_SHEET, portrait.sheet_row(shown(small, "丙街道")[RATE]), strict=True))
    assert (few["数值"], few["状态"], few["同类下四分位数"]) == (
        33.3,
        "收到9件，不足10件不判",
        statistics.quantiles([99, 95, 99], method="inclusive")[0],
    )


def test_the_word_sheet_holds_the_rows_and_leaves_out_what_finds_no_room(small: SmallStore) -> None:
    read = list(shown(small, "甲街道").values())
    (card,) = small.ask("weak_spot_cards", year=2023)[:1]
    card |= {"message": "乙街道2023年热线办结率偏低，" + "说明很长" * 20 + "。", "question": "原因"}
    spot = next(pandas.DataFrame([card]).itertuples())
    body = briefing.office_sheet("甲街道", 2023, "第一句。", ["来源"], read, [spot] * 30, ["图例"], date(2026, 1, 5))
    document = docx.Document(io.BytesIO(body))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[0] == "甲街道2023年政府信息公开画像"
    assert words[-1] == "2026年1月5日"
    (table,) = document.tables
    assert [row.cells[0].text for row in table.rows[1:]] == [row.name for row in read]
    assert [row.cells[1].text for row in table.rows[1:]] == [row.value for row in read]
    assert len(document.inline_shapes) == len(read)
    asked_for = [text for text in words if text == "请该单位说明：原因。"]
    assert 1 <= len(asked_for) < 30
    assert f"共30项，此处列出前{len(asked_for)}项，其余见“单位画像”页。" in words
    # What is on it is no higher than the sheet is, each paragraph counted in whole lines.
    height = sum(
        sheet.lines(paragraph.text, 2) * paragraph.paragraph_format.line_spacing.pt for paragraph in document.paragraphs
    )
    height += sum(row.height.pt for row in table.rows)
    assert height <= (document.sections[0].page_height.pt - 42 / 25.4 * 72) + sheet.SPACING


def test_the_picture_of_a_bar_has_the_colour_of_its_tone() -> None:
    for standing, colour in (("ahead", (31, 94, 168)), ("behind", (194, 87, 12)), ("", (27, 36, 48))):
        drawn = Image.open(io.BytesIO(pictures.spine(charts.spine(3, 1, 1.5, 2, 2.5, 4, 6, standing=standing))))
        at = round(34 + (drawn.width - 68) * (3 - 1) / 3)
        assert drawn.convert("RGBA").getpixel((at, drawn.height // 2))[:3] == pytest.approx(colour, abs=6)


def test_a_report_passes_only_checks_of_what_it_holds() -> None:
    store = SmallStore()
    store.report("甲街道", 2023, text={"hotline12345.received": 10, "hotline12345.closed": 12}, table={})
    store.report("乙街道", 2018, form="none", text={"disclosure.website": 5})
    store.judge()
    checks = {row["rule"]: row["status"] for row in store.ask("report_checks", report_id=1)}
    assert checks["closed_over_received"] == "notice"
    assert checks["applications_balance"] == "passed"
    assert checks["published_late"] == "not_assessable", "no date is printed"
    assert checks["stated_rate"] == "not_applicable", "no rate is stated"
    assert "close_rate_low" not in checks, "a weak spot is no check"
    old = {row["rule"]: row["status"] for row in store.ask("report_checks", report_id=2)}
    assert {old[rule] for rule in ("applications_balance", "section_missing", "closed_over_received")} == {
        "not_applicable"
    }
    found = store.rows("select count(*) from finding where kind = 'check' and report_id = 1")[0][0]
    assert sum(row["finding_count"] for row in store.ask("report_checks", report_id=1)) == found
