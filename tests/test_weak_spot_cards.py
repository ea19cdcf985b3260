"""Weak spots by office and matter: what belongs together is one card, however many rules found it."""

from __future__ import annotations

from datetime import date

from reports import reference
from tests.small_store import SmallStore

A, B = "甲街道办事处", "乙街道办事处"


def judged(*, until: int = 2023) -> SmallStore:
    """甲: a falling hotline, a dying column that it told itself; 乙: a silent Weibo, a late report, an old problem."""
    store = SmallStore()
    for year, received, closed, items in (
        (2020, 500, 495, 20),
        (2021, 500, 480, 9),
        (2022, 500, 460, 4),
        (2023, 500, 430, 0),
    ):
        if year > until:
            continue
        late = [("social_assistance", "problem", "救助信息更新慢"), ("timeliness", "problem", "救助信息更新慢")]
        store.report(
            A,
            year,
            text={"hotline12345.received": received, "hotline12345.closed": closed},
            columns={"社会救助": items},
            problems=[
                *(late if year >= 2022 else []),
                ("social_assistance", "plan", f"{year + 1}年按月核对救助信息"),
                ("outreach", "plan", f"{year + 1}年把热线工单逐件回访"),
            ],
            table={},
            published_on=date(year + 1, 1, 20),
        )
        store.report(
            B,
            year,
            text={"disclosure.weibo": 40 if year < 2023 else 0},
            problems=[("format", "problem", f"{year}年格式不统一"), ("timeliness", "problem", "动态发布慢")],
            table={},
            published_on=date(year + 1, 2, 3),
        )
    store.judge()
    return store


def cards(store: SmallStore, year: int = 2023) -> dict[tuple[str, str], dict[str, object]]:
    return {(row["office_code"], row["matter_name"]): row for row in store.ask("weak_spot_cards", year=year)}


def test_one_card_an_office_and_matter_however_many_rules_found_it() -> None:
    store = judged()
    found = cards(store)
    assert list(found) == [
        (A, "12345热线"),
        (A, "“社会救助”栏目"),
        (B, "政务微博"),
        (B, "自查问题整改"),
        (B, "年报编制公布"),
    ], "severe, lasting, worsening first; 更新不及时 of 甲 is told in no sentence but that on 社会救助"
    of_all = store.rows("select count(*) from finding where kind = 'weak_spot' and status = 'failed' and year = 2023")
    assert sum(int(str(row["finding_count"])) for row in found.values()) == of_all[0][0]
    numbers = [number for row in found.values() for number in row["finding_nos"]]  # type: ignore[attr-defined]
    assert len(numbers) == len(set(numbers))


def test_a_card_tells_the_years_of_the_matter_its_course_and_last_years_promise() -> None:
    found = cards(judged())
    column = found[A, "“社会救助”栏目"]
    # 20 → 9 (2021), 9 → 4 (2022), 0 (2023): three years, though no rule ran for three.
    assert (column["years_lasted"], column["severity"], column["self_told"]) == (3, "high", True)
    assert (column["series_years"], column["series_values"]) == ([2020, 2021, 2022, 2023], [20, 9, 4, 0])
    assert (column["value"], column["previous_value"], column["unit"]) == (0, 4, "条")
    assert (column["plan_quote"], column["plan_year"]) == ("2023年按月核对救助信息", 2022)
    hotline = found[A, "12345热线"]
    assert (hotline["years_lasted"], hotline["value"], hotline["previous_value"]) == (3, 86, 92)
    assert hotline["plan_quote"] == "2023年把热线工单逐件回访", "known by its words, not by its topic"
    assert str(hotline["question"]).startswith("12345热线办结率连续3年下降的原因")
    weibo = found[B, "政务微博"]
    assert (weibo["series_values"], weibo["plan_quote"], weibo["years_lasted"]) == ([40, 40, 40, 0], None, 1)
    assert found[B, "自查问题整改"]["unit"] is None and found[B, "自查问题整改"]["series_years"] == []


def test_a_matter_that_only_lasts_a_year_longer_is_not_called_worse() -> None:
    found = cards(judged())
    assert found[B, "自查问题整改"]["years_lasted"] == 4 and not found[B, "自查问题整改"]["is_worsening"]
    assert found[A, "12345热线"]["is_worsening"], "92 % to 86 %"
    assert not found[B, "年报编制公布"]["is_worsening"], "as many parts lacking as the year before"


def test_an_office_that_stayed_where_it_was_is_not_called_worse_for_its_peers_progress() -> None:
    """甲 stays at 80 %, then loses five points; its peers rise by five points each year."""
    store = SmallStore()
    for number in range(5):
        for year, rate in ((2021, 85), (2022, 90), (2023, 95), (2024, 95)):
            own = rate if number else 75 if year == 2024 else 80
            told = {"hotline12345.received": 1000, "hotline12345.closed": 10 * own, "hotline12345.close_rate": own}
            store.report(f"甲{number}街道", year, text=told, table={}, published_on=date(year + 1, 1, 20))
    store.judge()
    worse = {
        year: [
            row["is_worsening"]
            for row in store.ask("weak_spots_list", rule="close_rate_below_peers")
            if row["year"] == year
        ]
        for year in (2022, 2023, 2024)
    }
    assert worse == {2022: [False], 2023: [False], 2024: [True]}


def test_the_run_ends_with_a_year_without_the_matter_and_the_future_is_not_known() -> None:
    before = cards(judged(), 2021)
    assert before[A, "“社会救助”栏目"]["years_lasted"] == 1
    told = [{**row, "finding_nos": None} for row in before.values()]
    assert told == [{**row, "finding_nos": None} for row in cards(judged(until=2021), 2021).values()]
    store = judged()
    store.connection.execute("delete from finding where year = 2022")
    found = cards(store)
    assert found[B, "年报编制公布"]["years_lasted"] == 4, "the rule of this year tells four"
    store.connection.execute("update finding set years_lasted = 1")
    assert {row["years_lasted"] for row in cards(store).values()} == {1}


def test_every_row_of_the_tables_of_matters_is_used_and_every_rule_has_one() -> None:
    matters = {row["matter"] for row in reference.table("matters")}
    rows = reference.table("rule_matters")
    assert {row["matter"] for row in rows} == matters
    weak = {row["rule"] for row in reference.table("rules") if row["kind"] == "weak_spot"}
    assert {row["rule"] for row in rows} == weak
    assert len({(row["rule"], row["subject"]) for row in rows}) == len(rows), "one row a rule and subject"
    store = SmallStore()
    store.report(A, 2023)
    for number, row in enumerate(rows):
        subject = row["subject"] or (
            "社会救助" if row["matter"] == "column" else "format" if row["matter"] == "self_told" else ""
        )
        store.insert(
            "finding",
            finding_no=number,
            rule=row["rule"],
            kind="weak_spot",
            status="failed",
            severity="low",
            office_id=1,
            year=2023,
            report_id=1,
            subject=subject,
            message=f"{A}2023年。",
            years_lasted=7,
            self_told=False,
            topic=None,
            evidence=[],
        )
    found = {row["finding_no"]: row for row in map(dict, _matters(store))}
    for number, row in enumerate(rows):
        assert found[number]["matter"] == row["matter"]
        expected = row["question"].replace("{years}", "7").replace("{subject}", str(found[number]["matter_subject"]))
        assert found[number]["question"] == expected
        assert "{" not in expected and (expected or row["matter"] == "missing")


def _matters(store: SmallStore) -> list[dict[str, object]]:
    columns = ("finding_no", "matter", "matter_subject", "question")
    rows = store.rows(f"select {', '.join(columns)} from weak_matters(2023, null, null, null)")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_every_word_of_an_excerpt_is_known_by_the_step() -> None:
    for row in reference.table("excerpt_words"):
        store = SmallStore()
        if row["scope"] == "section":
            report = store.report(A, 2023, bodies={"disputes": f"统计表{row['words']}。"})
            expected = {("disputes",)}
        else:
            report = store.report(A, 2023, title=f"{A}2023年年报（{row['words']}）")
            expected = {("overview",), ("disclosure",), ("applications",), ("disputes",), ("problems",), ("other",)}
        found = store.rows("select section from excerpts() where report_id = $report", report=report)
        assert set(found) == expected, row["words"]
    store = SmallStore()
    store.report(A, 2023, bodies={"disputes": "全年没有行政复议。"})
    assert store.rows("select * from excerpts()") == []


def test_a_card_tells_its_number_as_loosely_as_the_report() -> None:
    store = SmallStore()
    for year, posts in ((2021, 5200), (2022, ("~", 5500)), (2023, 0)):
        store.report(A, year, text={"disclosure.weibo": posts}, table={}, published_on=date(year + 1, 1, 20))
    store.judge()
    card = cards(store)[A, "政务微博"]
    assert (card["value"], card["qualifier"]) == (0, "=")
    assert (card["previous_value"], card["previous_qualifier"]) == (5500, "~")
