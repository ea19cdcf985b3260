"""What staff decide of one report is learnt for the others of its office: what holds, what does not, and taking it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard import wording
from reports import publish
from reports.command import gongkai
from reports.correct import Correction
from reports.extract.prose import learnt_by, lesson_of
from reports.model import Learnt, Lesson, Reading
from reports.publish.sources import Source
from reports.reading import read_report
from reports.store import upon_base
from tests.stored import load, one, rows
from tests.test_batches import key_of_name, picked, visit
from tests.test_pages import head, markup

OFFICE = "宁川市青禾区财政局"


def told(year: int, overview: str, office: str = OFFICE) -> bytes:
    """A report of a few sentences."""
    return (
        f"{office}{year}年政府信息公开工作年度报告\n\n一、总体情况\n{overview}\n\n"
        "五、存在的主要问题及改进情况\n信息更新不够及时。\n"
    ).encode()


def account(posts: int, topics: int, guests: int) -> str:
    """Sentences of which no word says what the first number is."""
    return f"依托“青禾之声”推送各类稿件{posts}条，开设专题{topics}个。接待群众来访{guests}批次。"


def reading(overview: str, year: int = 2024) -> Reading:
    return read_report(told(year, overview), f"{year}.txt")


def place_of(found: Reading, value: float) -> int:
    return next(at for at, fact in enumerate(found.facts) if fact.source == "text" and fact.value == value)


def lesson(overview: str, value: float, indicator: str, breakdown: str = "", year: int = 2023) -> Lesson:
    """What is learnt from the decision that the number `value` is of an indicator."""
    found = reading(overview, year)
    made = lesson_of(found, place_of(found, value), indicator, breakdown)
    assert made is not None
    return made


def learnt(overview: str, *lessons: Lesson) -> dict[float | None, Learnt]:
    """What lessons make of the numbers of a report, by their values."""
    found = reading(overview)
    return {found.facts[at].value: what for at, what in learnt_by(found, lessons).items()}


WECHAT = lesson(account(100, 5, 12), 100, "disclosure.wechat")
NO_COUNT = lesson(account(100, 5, 12), 12, "")


def test_the_sentence_is_kept_without_numbers_years_and_own_names() -> None:
    assert WECHAT.skeleton == "依托“青禾之声”推送各类稿件@条，开设专题#个。"
    own = lesson(f"2023年，{OFFICE}共推送百余期、稿件1,208条，占98.5%。", 1208, "disclosure.wechat")
    assert own.skeleton == "△，◇共推送#期、稿件@条，占#%。"
    assert (own.year, own.indicator, own.locator) == (2023, "disclosure.wechat", "b3:22-30")


def test_the_same_sentence_with_other_numbers_is_read_by_it() -> None:
    found = learnt(account(88, 9, 3), WECHAT, NO_COUNT)
    assert found == {88: Learnt(2023, "disclosure.wechat", ""), 3: Learnt(2023, "", "")}


def test_a_clause_that_is_read_alike_is_enough_where_it_stands_once() -> None:
    changed = "本年度扎实推进公开工作，依托“青禾之声”推送各类稿件88条，答复留言4条。"
    assert learnt(changed, WECHAT)[88] == Learnt(2023, "disclosure.wechat", "")
    assert not learnt("依托“青禾快报”推送各类稿件88条。", WECHAT), "another account"
    twice = "依托“青禾之声”推送各类稿件88条，拍摄视频，依托“青禾之声”推送各类稿件20条。"
    assert not learnt(twice, WECHAT), "two numbers have the same clause"


def test_a_name_that_is_said_to_be_an_account_is_heard_in_other_sentences() -> None:
    found = reading(account(100, 5, 12), 2023)
    named = lesson_of(found, place_of(found, 100), "disclosure.wechat", "", name="青禾之声")
    assert named is not None
    later = "“青禾之声”全年共发布信息88条，粉丝2600人，开设专题4个。收到留言6条。“青禾快报”发布信息9条。"
    assert learnt(later, named) == {88: Learnt(2023, "disclosure.wechat", "")}
    assert not learnt(later, WECHAT), "the sentence is another one"


def test_what_is_read_so_already_or_decided_here_needs_no_lesson() -> None:
    plain = "通过微信公众号推送信息100条。"
    assert not learnt("通过微信公众号推送信息88条。", lesson(plain, 100, "disclosure.wechat"))
    found = reading(account(88, 9, 3))
    assert not learnt_by(found, [WECHAT], [place_of(found, 88)])


def test_years_that_were_confirmed_otherwise_leave_the_number_open() -> None:
    other = lesson(account(70, 5, 12), 70, "disclosure.weibo", year=2022)
    assert learnt(account(88, 9, 3), WECHAT, other)[88].reason == "往年对同样的一句确认得不一致"


@pytest.mark.parametrize(
    ("lesson_of_year", "overview", "value", "reason"),
    [
        (
            lesson(account(900, 5, 12), 900, "disclosure.total"),
            account(200, 9, 3) + "通过政府网站公开信息310条。",
            200,
            "与本报告其他数字不符，部分（310）多于总数（200）",
        ),
        (
            WECHAT,
            account(88, 9, 3) + "通过微信公众号公开信息95条。",
            88,
            "本报告另一处写的是95",
        ),
        (
            lesson("协助上级答卷12件。", 12, "applications.received"),
            "协助上级答卷15件。收到政府信息公开申请9件。",
            15,
            "本报告另一处写的是9",
        ),
    ],
)
def test_a_contradiction_is_never_overridden_and_told(
    lesson_of_year: Lesson, overview: str, value: float, reason: str
) -> None:
    assert learnt(overview, lesson_of_year)[value].reason == reason


def decided(folder: Path, report: str, value: float, indicator: str | None) -> None:
    """Decides of an unassigned number of a stored report."""
    locator = one(
        folder,
        f"select locator from evidence join fact using (report_id, fact_no) where value = {value} and report_id = {report}",
    )
    made = Correction(
        "",
        "",
        value,
        value if indicator else None,
        "人工核对",
        "李某",
        "2026-03-01",
        locator,
        indicator,
        indicator and "",
    )
    publish.correct_report(folder, report, made)


def read_as(folder: Path) -> list[tuple[Any, ...]]:
    """Year, value, indicator and what was learnt of every number of the prose that is decided or read by a lesson."""
    from reports import store

    generation = store.open_current(folder)
    query = (
        "select r.year, o.name, f.value, f.indicator, f.role, e.learnt_from, e.learning from evidence e "
        "join fact f using (report_id, fact_no) join report r using (report_id) join office o on o.office_id = r.office_id "
        "where e.learning is not null or f.indicator = 'disclosure.wechat' order by all"
    )
    try:
        return generation.cursor().execute(query).fetchall()
    finally:
        generation.close()


@pytest.mark.parametrize("whole_facts", [upon_base.WHOLE_FACTS, pytest.param(0, marks=pytest.mark.slow)])
def test_a_decision_teaches_every_report_of_its_office_and_goes_with_a_rollback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole_facts: int
) -> None:
    """Also where each publish stands upon a base."""
    monkeypatch.setattr(upon_base, "WHOLE_FACTS", whole_facts)
    monkeypatch.setattr(upon_base, "_CHANGED_SHARE", 100)
    other = "宁川市青禾区民政局"
    load(
        tmp_path,
        [Source(f"{year}.txt", data=told(year, account(posts, 5, 12))) for year, posts in ((2022, 70), (2023, 100))]
        + [Source("民政.txt", data=told(2023, account(55, 5, 12), other))],
        processes=1,
    )
    decided(tmp_path, "2", 100, "disclosure.wechat")
    assert [(row[0], *row[2:]) for row in read_as(tmp_path)] == [
        (2022, 70, "disclosure.wechat", "leading", 2023, "依2023年的确认"),
        (2023, 100, "disclosure.wechat", "leading", None, None),
    ], "the office that decided, no other"
    line = [json.loads(text) for text in (tmp_path / "journal.jsonl").read_text("utf-8").splitlines()][-1]
    assert line["correction"]["skeleton"] == WECHAT.skeleton

    load(tmp_path, [Source("2024.txt", data=told(2024, account(88, 9, 3)))], processes=1)
    decided(tmp_path, "2", 12, None)
    found = read_as(tmp_path)
    assert [(row[0], row[2], row[3], row[5]) for row in found if row[6]] == [
        (2022, 12, "", 2023),
        (2022, 70, "disclosure.wechat", 2023),
        (2024, 3, "", 2023),
        (2024, 88, "disclosure.wechat", 2023),
    ]
    stored = rows(tmp_path)
    publish.rebuild(tmp_path, processes=1)
    assert read_as(tmp_path) == found, "a rebuild learns the same"
    assert rows(tmp_path) == stored or not whole_facts

    publish.rollback(tmp_path)
    publish.rollback(tmp_path)
    assert [(row[0], row[3]) for row in read_as(tmp_path) if row[6]] == [
        (2022, "disclosure.wechat"),
        (2024, "disclosure.wechat"),
    ], "that 12 is no number was taken back"
    publish.withdraw(tmp_path, "2", "收到的是征求意见稿")
    assert not read_as(tmp_path), "what was withdrawn teaches nothing"
    assert one(tmp_path, "select count(*) from lesson") == 0
    publish.rebuild(tmp_path, processes=1)
    assert not read_as(tmp_path)
    load(tmp_path, [Source("2023.txt", data=told(2023, account(100, 5, 12)))], processes=1)
    back = read_as(tmp_path)
    assert [(row[0], row[3]) for row in back if row[0] < 2024] == [
        (2022, "disclosure.wechat"),
        (2023, "disclosure.wechat"),
    ], "what comes back brings what was decided of it"
    publish.rebuild(tmp_path, processes=1)
    assert read_as(tmp_path) == back


@pytest.mark.slow
def test_what_is_read_by_a_lesson_can_be_decided_otherwise(tmp_path: Path) -> None:
    texts = {2023: account(100, 5, 12), 2024: account(88, 9, 3)}
    load(tmp_path, [Source(f"{year}.txt", data=told(year, text)) for year, text in texts.items()], processes=1)
    decided(tmp_path, "1", 100, "disclosure.wechat")
    locator = one(
        tmp_path, "select locator from evidence join fact using (report_id, fact_no) where value = 88 and report_id = 2"
    )
    made = Correction(
        "disclosure.wechat", "", 88.0, 88.0, "人工核对", "李某", "2026-03-02", locator, "disclosure.weibo", ""
    )
    publish.correct_report(tmp_path, "2", made)
    query = "select indicator from fact where value = 88"
    assert one(tmp_path, query) == "disclosure.weibo"
    stored = rows(tmp_path)
    publish.rebuild(tmp_path, processes=1)
    assert rows(tmp_path) == stored
    publish.rollback(tmp_path)
    publish.rollback(tmp_path)
    assert one(tmp_path, query) == "disclosure.wechat"


def test_of_two_years_in_one_drop_the_decision_for_one_is_offered_to_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = visit("王芳", tmp_path, monkeypatch)
    texts = {2023: account(100, 5, 12), 2024: account(88, 9, 3)}
    files = [(f"{year}.txt", told(year, text), "text/plain") for year, text in texts.items()]
    app.file_uploader[0].set_value(files).run()
    assert head(app) == "选了2份文件：2份可以发布（其中2份有存疑）。"
    app.selectbox(key="drafts-pick").set_value(key_of_name(tmp_path, "2023.txt")).run()
    boxes = picked(app, wording.FACT_ACTION)
    assert len(boxes) == 3
    boxes[0].set_value("disclosure.wechat").run()
    (named,) = [box for box in app.checkbox if "青禾之声" in box.label]
    assert named.value
    picked(app, wording.FACT_ACTION)[2].set_value("not_a_number").run()
    assert "2个数字依其他年度的确认读出" in "".join(markup(app)), "the other file, at once"
    app.selectbox(key="drafts-pick").set_value(key_of_name(tmp_path, "2024.txt")).run()
    text = "".join(markup(app))
    assert "依2023年的确认：微信公众号发布，88条" in text
    learnt_box = picked(app, wording.FACT_ACTION)[-1]
    assert wording.LEARNT_NOTE in text and wording.AS_LEARNT in learnt_box.options
    learnt_box.set_value("confirm").run()
    assert "1个数字依其他年度的确认读出" in "".join(markup(app))
    assert not app.exception
    app.button(key="publish-drafts").click().run()
    assert not app.exception
    assert one(tmp_path, "select name from lesson where indicator <> ''") == "青禾之声"
    assert [(row[0], row[2], row[5]) for row in read_as(tmp_path)] == [(2023, 100, None), (2024, 88, 2023)]

    app = visit("王芳", tmp_path, monkeypatch)
    app.file_uploader[0].set_value([("2025.txt", told(2025, account(60, 2, 7)), "text/plain")]).run()
    assert "2个数字依其他年度的确认读出" in "".join(markup(app)), "of the store, years that agree"
    again = CliRunner().invoke(gongkai, ["read", "--why", "--json", "--store", str(tmp_path), _file(tmp_path)])
    told_facts = json.loads(again.stdout)
    assert ("disclosure.wechat", 60) in {(fact["indicator"], fact["value"]) for fact in told_facts["facts"]}
    assert "依2023年的确认" in {row["learning"] for row in told_facts["why"]}


def _file(folder: Path) -> str:
    path = folder / "2025年报.txt"
    path.write_bytes(told(2025, account(60, 2, 7)))
    return str(path)
