"""单位对比: its sentence, orders, lists and downloads, expected values counted by hand; then the page against its own table."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import charts, comparison, downloads, wording
from dashboard.comparison import Office
from dashboard.downloads import Sheet
from tests.dashboard_stores import fill_full
from tests.test_pages import head, markup, run

NAN = float("nan")


def row(value: float | None, **more: Any) -> Any:
    """A row of indicator_by_office_and_year of a close rate."""
    given = {
        "value": value,
        "shown_value": value,
        "qualifier": "=",
        "status": "stated" if value is not None else "missing",
        "has_few_cases": False,
        "cases_count": 100.0,
        "rank_of_kind": None,
        "tied_count_of_kind": None,
        "ranked_count_of_kind": 0,
        "median_of_kind": 98.0,
        "q1_of_kind": 97.0,
        "q3_of_kind": 99.0,
        "change": None,
        "change_pct": None,
        "direction": None,
        "index_value": None,
    }
    return SimpleNamespace(**{**given, **more})


def office(name: str, value: float | None, kind: str = "街道", **more: Any) -> Office:
    return Office(name, name, kind, {2024: row(value, **more)})


def said(**facts: Any) -> str:
    """The first line of 单位对比 on fifteen offices of which one has few cases."""
    given: dict[str, Any] = {
        "name": "热线办结率",
        "unit": "%",
        "year": 2025,
        "reported": 15,
        "stated": 15,
        "judged": 14,
        "median": 98.95,
        "highest": 99.5,
        "highest_names": ["甲镇"],
        "lowest": 87.0,
        "lowest_names": ["乙街道"],
        "rising": 6,
        "falling": 1,
        "level": 7,
        "few": 1,
    }
    return wording.compare_head(wording.Comparison(**{**given, **facts}))


def test_the_first_line_names_ends_and_counts_every_direction() -> None:
    assert said() == (
        "2025年已收录年报的15个单位均写明热线办结率，中位数99.0%，甲镇最高（99.5%），乙街道最低（87.0%），"
        "比上年6个上升、1个下降、7个持平（1个案件太少不计）。"
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"highest_names": ["甲镇", "丙局"]}, "甲镇、丙局并列最高（99.5%）"),
        ({"lowest_names": ["甲", "乙", "丙"], "lowest": 0.0}, "3个单位并列最低（0%）"),
        ({"unit": "件", "lowest": 0.0, "lowest_names": list("甲乙丙丁戊己庚")}, "7个单位并列最少（0件）"),
        ({"highest": 100.0, "lowest": 100.0}, "2025年已收录年报的15个单位均写明热线办结率，其中14个均为100%，比上年"),
        ({"highest": 100.0, "lowest": 100.0, "judged": 15, "few": 0}, "均写明热线办结率，均为100%，"),
        ({"stated": 12, "uncompared": 2}, "2025年已收录年报的15个单位中12个写明热线办结率"),
        ({"uncompared": 2}, "7个持平（1个案件太少不计），2个无上年数。"),
        ({"rising": 0, "falling": 0, "level": 0}, "1个单位案件不足10件，不作判断。"),
        ({"stated": 0, "judged": 0}, "2025年15个单位的年报均未写明热线办结率。"),
        ({"reported": 0, "stated": 0, "judged": 0}, "未收录所选单位的2025年年报。"),
        (
            {"only": ("甲局", "99.1%", wording.change_in_sentence("持平")), "stated": 1},
            "甲局2025年热线办结率99.1%，与上年持平。",
        ),
        (
            {"only": ("甲局", "99.1%", wording.change_in_sentence("-0.5个百分点")), "stated": 1},
            "甲局2025年热线办结率99.1%，比上年下降0.5个百分点。",
        ),
        ({"only": ("甲局", "", ""), "stated": 0}, "甲局2025年年报未写明热线办结率。"),
        ({"only": ("甲局", "", ""), "stated": 0, "reported": 0}, "未收录甲局2025年年报。"),
        ({"only": ("甲局", "", ""), "stated": 0, "without_cases": 1}, "甲局2025年没有收到案件，不计算热线办结率。"),
        ({"stated": 14, "without_cases": 1}, "15个单位中14个写明热线办结率，1个没有收到案件，中位数"),
        ({"stated": 0, "without_cases": 3}, "2025年3个单位没有收到案件，不计算热线办结率，12个未写明。"),
        ({"reported": 1, "stated": 1, "judged": 1}, "2025年已收录的1份年报写明热线办结率，为"),
    ],
)
def test_the_first_line_in_special_cases(facts: dict[str, Any], words: str) -> None:
    assert words in said(**facts)
    if facts.get("highest") == facts.get("lowest") == 100.0:
        assert "最高" not in said(**facts) and "最低" not in said(**facts)


def test_groups_stand_in_the_order_of_a_roster_best_first_few_cases_and_gaps_last() -> None:
    offices = [
        office("丙局", 99.0, "部门"),
        office("甲街", 97.0),
        office("乙街", 99.0),
        office("少街", 100.0, has_few_cases=True),
        office("空街", None),
    ]
    street, department = comparison.groups(offices, 2024)
    assert (street.kind, department.kind) == ("街道", "部门")
    assert [o.name for o in street.offices] == ["乙街", "甲街", "少街", "空街"]
    assert [o.name for o in comparison.groups(offices, 2024, lower_is_better=True)[0].judged] == ["甲街", "乙街"]


def test_of_86_offices_of_one_kind_the_first_and_last_ten_are_listed() -> None:
    assert comparison.ends_of(86, 1, 86) == (10, 10)
    assert comparison.ends_of(25, 1, 25) == (25, 0)
    listed = sum(sum(comparison.ends_of(n, 4, 86)) for n in (30, 30, 20, 6))
    assert listed <= 20


def test_median_and_quartiles_need_two_and_four_offices_that_may_be_compared() -> None:
    three = [office(name, 98.0) for name in "甲乙丙"] + [office("少", 50.0, has_few_cases=True)]
    assert comparison.peers(three, "街道", [2024]) == {"median": [98.0], "lower": [None], "upper": [None]}
    assert comparison.peers([*three, office("丁", 98.0)], "街道", [2024])["lower"] == [97.0]
    assert comparison.median(three[:1], "街道", 2024) is None


def test_nobody_is_alone_at_an_end_that_is_shared() -> None:
    offices = [office("甲", 100.0), office("乙", 100.0), office("丙", 97.0), office("少", 50.0, has_few_cases=True)]
    assert [o.name for o in comparison.alone_at_the_ends(offices, 2024)] == ["丙"]


def change(name: str, before: float | None, after: float | None, direction: str | None, **more: Any) -> Any:
    difference = None if before is None or after is None else round(after - before, 1)
    given = {
        "office_code": name,
        "office_name": name,
        "kind": "街道",
        "before_value": before,
        "before_qualifier": "=",
        "before_status": "stated" if before is not None else "no_report",
        "after_value": after,
        "after_qualifier": "=",
        "after_status": "stated",
        "change": difference,
        "change_pct": None,
        "direction": direction,
        "judgement": None,
    }
    return SimpleNamespace(**{**given, **more})


def test_changes_stand_from_the_largest_rise_to_the_largest_fall_and_are_counted() -> None:
    rows = [
        change("平", 98.0, 98.0, "same"),
        change("降", 98.2, 87.1, "down", judgement="worse"),
        change("升", 97.0, 97.4, "up"),
        change("少", 100.0, 66.7, None),
        change("缺", None, 99.0, None),
        change("外", 1.0, 2.0, "up"),
    ]
    (group,) = comparison.changes(rows, ["平", "降", "升", "少", "缺"])
    assert [r.office_name for r in group.compared] == ["升", "平", "降"]
    assert [r.office_name for r in (*group.few, *group.lacking)] == ["少", "缺"]
    assert [group.counted(way) for way in ("up", "down", "same")] == [1, 1, 1]
    told = comparison.change_rows([group], "%")
    assert [(r[0], r[4], r[7]) for r in told] == [
        ("升", 0.4, "上升"),
        ("平", 0.0, "持平"),
        ("降", -11.1, "明显变差"),
        ("少", -33.3, "不足10件不判"),
        ("缺", None, ""),
    ]
    assert told[-1][2] == "未收录"


def test_downloads_are_rounded_as_shown_and_keep_words_for_what_is_not_exact() -> None:
    offices = [
        office("甲", 98.2000000000001, median_of_kind=98.14999, change=-0.1299999999999955, direction="down"),
        office("约", 97.0, qualifier="~"),
        office("空", None, status="blank"),
    ]
    groups = comparison.groups(offices, 2024)
    ranking = comparison.ranking_rows(groups, 2024, "%")
    assert [r[2] for r in ranking] == [98.2, "约97.0%", "空白"]
    assert ranking[0][9] == 98.1
    table = comparison.table_rows(groups, [2024], "%", True)
    assert table[0][2:7] == (98.2, -0.1, "百分点", None, "-0.1个百分点")
    assert len(wording.table_sheet(["2024年"], True)) == len(table[0])
    assert len(wording.RANKING_SHEET) == len(ranking[0])


def test_ties_share_a_colour_and_the_last_is_at_the_end_of_the_scale() -> None:
    tied = row(99.0, rank_of_kind=1, tied_count_of_kind=2, ranked_count_of_kind=3)
    last = row(98.0, rank_of_kind=3, tied_count_of_kind=1, ranked_count_of_kind=3)
    assert (comparison.place_of(tied), comparison.place_of(last)) == (1.0, 0.0)
    assert comparison.place_of(row(99.0, rank_of_kind=NAN, ranked_count_of_kind=NAN)) is None
    assert wording.short_place(1, 2) == "并1" and wording.place_beside(3, 1) == "第3名"


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compared")
    fill_full(folder)
    return folder


def cells(app: AppTest) -> list[list[str]]:
    """The text of the cells of the page's table, heads of groups left out."""
    (table,) = (text for text in markup(app) if "gk-compared" in text)
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)]
        for line in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1])
    ]
    return [line for line in rows if any(line[1:])]


def test_the_first_line_counts_what_the_table_shows(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("compare", full, monkeypatch)
    changes = [line[-2] for line in cells(app)]
    counted = {
        "上升": sum(c.startswith("+") for c in changes),
        "下降": sum(c.startswith("-") for c in changes),
        "持平": changes.count("持平"),
        "案件太少": changes.count("不足10件不判"),
    }
    assert sum(counted.values()) == len(changes) == 15
    for word, number in counted.items():
        assert f"{number}个{word}" in head(app), (word, counted)
    rates = {line[0]: float(line[-3].rstrip("%")) for line in cells(app) if line[-2] != "不足10件不判"}
    best = [name for name, rate in rates.items() if rate == max(rates.values())]
    assert len(best) == 2 and "并列最高" in head(app) and all(name in head(app) for name in best)


def test_workload_has_neither_places_nor_colours(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("compare", full, monkeypatch, indicator="热线工单收到")
    text = "".join(markup(app))
    figures = "".join(json.loads(chart.proto.json)["figure"] for chart in app.get("bidi_component"))
    assert not re.search(r"第\d+名", text + figures)
    assert "同类名次" not in text and "gk-ranks" not in text
    drawn = re.sub(r'"colorway":\[[^]]*\]', "", figures).lower()
    assert charts.GREY.lower() in drawn
    assert not any(colour.lower() in drawn for colour in (charts.ACCENT, charts.WORSE))


def test_one_office_is_named_and_compared_with_its_own_last_year(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("compare", full, monkeypatch)
    app.multiselect(key="office").set_value(["qinghe-hexu"]).run()
    assert head(app) == "荷墟镇人民政府2025年热线办结率99.5%，与上年持平。"


def test_each_download_is_a_sheet_of_its_own_in_the_order_shown(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, Sheet] = {}
    monkeypatch.setattr(downloads, "buttons", lambda sheet, key: made.update({key: sheet}))
    app = run("compare", full, monkeypatch)
    assert not app.exception
    made = {key: sheet for key, sheet in made.items() if key != "rug"}
    assert set(made) == {"ranking", "change", "trend", "ranks", "table"}
    assert len({sheet.name for sheet in made.values()}) == len({tuple(sheet.columns) for sheet in made.values()}) == 5
    for sheet in made.values():
        rows = sheet.rows()
        assert rows and all(len(line) == len(sheet.columns) for line in rows)
        for number in (value for line in rows for value in line if isinstance(value, float) and value == value):
            assert round(number, 2) == number, (sheet.name, number)
    assert [line[0] for line in made["table"].rows()] == [line[0] for line in cells(app)]
    ranking = json.loads(app.get("bidi_component")[0].proto.json)["figure"]
    drawn = re.findall(r"[一-鿿]+(?=：[\d.]+%)", ranking)
    assert [line[0] for line in made["ranking"].rows() if line[10] == ""] == drawn
