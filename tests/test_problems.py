"""Section 五: which topics are told as problems, what is a plan, what was put right, where it stands."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from reports.extract.problems import extract_problems
from reports.extract.problems import topics as topics_module
from reports.extract.problems.topics import _Cue, _cues, _fits, _pair, _Pairing, _pairings
from reports.identify import identify
from reports.identify.outline import outline
from reports.model import Block, Document, Part, Problem, ProblemKind, Report, Section
from reports.read import read_document
from reports.reference import table
from tests.replacing import replace_everywhere

GOLDEN = Path(__file__).parent / "golden" / "problems.csv"


def told(*paragraphs: str, year: int = 2022, key: str = "problems") -> tuple[Problem, ...]:
    blocks = (Block("heading", "五、存在的主要问题及改进情况"), *(Block("paragraph", p) for p in paragraphs))
    parts = tuple(Part(i, 0, len(p)) for i, p in enumerate(paragraphs, 1))
    sections = (Section(key, "五、存在的主要问题及改进情况", parts),)
    return extract_problems(Document("text", blocks), Report("青崖镇", "", year, "", "2021", sections))


def topics(*paragraphs: str, year: int = 2022) -> set[str]:
    return {p.topic for p in told(*paragraphs, year=year) if p.kind == "problem"}


def f1(pairs: list[tuple[set[str], set[str]]]) -> float:
    right = sum(len(have & want) for have, want in pairs)
    return 2 * right / max(1, sum(len(have) + len(want) for have, want in pairs))


@pytest.mark.parametrize("part", ["tuned", "held", "fresh", "cues", "last", "pairs"])
def test_sentences_of_many_offices_get_their_topics(part: str) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == part]
    pairs = [(topics(row["text"]), set(filter(None, row["topics"].split("|")))) for row in rows]
    assert len(pairs) > 10
    assert f1(pairs) >= 0.95


def test_sentences_that_no_rule_was_made_for_mostly_get_their_topics() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "unseen"]
    pairs = [(topics(row["text"]), set(filter(None, row["topics"].split("|")))) for row in rows]
    assert len(pairs) > 70
    assert f1(pairs) >= 0.85


def test_words_that_announce_a_list_are_no_problem() -> None:
    assert topics("评议中反映出的问题主要有：", "1.解读太少。", "2.人手不足。") == {"interpretation", "staff"}
    assert topics("总体上，公开工作还有薄弱之处，主要是：一是渠道不多；二是更新慢。") == {"channels", "timeliness"}
    found = told("公开工作还有欠缺，表现为：解读太少。")
    assert [p.quote for p in found] == ["解读太少"]


def test_a_turn_after_what_was_solved_tells_problems_again() -> None:
    text = "2022年，我局着力解决了公示慢的问题。但工作中仍有薄弱环节：留言没人回。2023年：安排人员轮值回复。"
    assert topics(text) == {"interaction"}


def test_ways_to_improve_are_plans_whatever_their_name() -> None:
    for opening in ("来年的路子：", "2023年补短板的办法：", "对策：", "2023年："):
        assert topics("解读偏少。" + opening + "改掉更新慢的毛病；配齐人手，不让栏目空着。") == {"interpretation"}


def test_plans_alone_tell_no_problem() -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        plans = [row["text"] for row in csv.DictReader(file) if row["part"] == "plans"]
    assert len(plans) > 10
    assert {text: topics(text) for text in plans if topics(text)} == {}


def test_plans_after_a_heading_stay_plans_whatever_their_numbers() -> None:
    found = told(
        "存在问题：", "1.更新不及时。", "2.解读偏少。", "改进措施：", "1.解决更新不及时的现象。", "2.增加解读数量。"
    )
    assert [(p.topic, p.kind) for p in found if p.kind == "problem"] == [
        ("timeliness", "problem"),
        ("interpretation", "problem"),
    ]
    assert any(p.kind == "plan" for p in found)


def test_a_list_that_goes_on_after_a_plan_tells_problems_again() -> None:
    assert topics("（一）宣传不够广。下一步，多下村组。", "（二）制度不健全。今后逐步完善。") == {
        "outreach",
        "mechanism",
    }


def test_a_new_list_after_a_plan_is_the_plan() -> None:
    text = "一是宣传不够广；二是制度不健全。下一步：一是扩大宣传，改变知晓度低的局面；二是健全制度。"
    assert topics(text) == {"outreach", "mechanism"}


def test_what_was_put_right_is_solved_and_what_follows_a_turn_is_not() -> None:
    found = told("上年度栏目空白的问题已整改到位，但答复留言仍不够快。")
    assert {(p.topic, p.kind) for p in found if p.kind == "problem"} == {
        ("interaction", "problem"),
        ("timeliness", "problem"),
    }
    found = told("去年年报提到的人员不足问题已得到解决。")
    assert {p.kind for p in found} == {"solved"}


def test_none_stands_alone() -> None:
    assert topics("全年未发现突出问题。") == {"none"}
    assert topics("总体没有突出问题，但少数信息更新不及时。") == {"timeliness"}
    assert topics("无") == {"none"}
    assert topics("2023年，我局将继续努力。") == set()


def test_the_quote_is_printed_and_its_locator_leads_there() -> None:
    text = "一是 部門間協調 不夠順暢；二是培訓偏少。"
    found = told(text)
    assert [p.topic for p in found] == ["mechanism", "staff"]
    for p in found:
        assert p.locator is not None
        assert p.quote == text[p.locator.start : p.locator.end]
    assert found[0].quote == "部門間協調 不夠順暢"


def test_a_report_without_section_five_is_searched_for_its_words() -> None:
    blocks = (
        Block("paragraph", "全年发布40条。"),
        Block("paragraph", "存在的主要问题"),
        Block("paragraph", "人手不足。"),
    )
    parts = tuple(Part(i, 0, len(b.text)) for i, b in enumerate(blocks))
    report = Report("青崖镇", "", 2022, "", "2021", (Section("overview", "", parts),))
    assert [p.topic for p in extract_problems(Document("text", blocks), report)] == ["staff"]


def test_every_topic_of_the_dictionary_has_cues_and_none_other() -> None:
    known = {row["topic"] for row in table("topics")}
    assert {cue.topic for cue in _cues()} | {"none", "unplaced"} == known


def test_every_cue_is_used_by_some_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[object] = set()
    fits = _fits

    def watched(cue: _Cue, clause: str, before: str, following: str, kind: ProblemKind, is_told: bool) -> bool:
        if fits(cue, clause, before, following, kind, is_told):
            used.add(cue)
            return True
        return False

    replace_everywhere(monkeypatch, topics_module, "_fits", watched)
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told(row["text"])
    assert [cue.pattern.pattern for cue in _cues() if cue not in used] == []


def test_every_pair_of_noun_and_fault_is_used_by_some_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    used: set[int] = set()
    classes: set[tuple[str, str]] = set()
    pair = _pair

    def watched(text: str, start: int, end: int, own: set[str], is_close: bool) -> _Pairing | None:
        found = pair(text, start, end, own, is_close)
        used.add(id(found))
        return found

    replace_everywhere(monkeypatch, topics_module, "_pair", watched)
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            told(row["text"])
    rows: dict[str, set[str]] = {}
    for (noun, fault), pairing in _pairings().items():
        classes |= {("noun", noun), ("fault", fault)}
        if id(pairing) in used:
            rows.setdefault(noun, set()).add("|".join(pairing.topics))
    told_by = {(row["noun"], row["topics"]) for row in table("lexicon/problem_pairs")}
    assert told_by - {(noun, topic) for noun, found in rows.items() for topic in found} == set()
    assert {("noun", row["noun"]) for row in table("lexicon/problem_nouns")} <= classes
    assert {("fault", row["defect"]) for row in table("lexicon/problem_defects")} <= classes


def test_labelled_reports(shared: Path) -> None:
    pairs = []
    for line in (shared / "corpus/dev/labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        document = read_document((shared / "corpus/dev" / label["file"]).read_bytes(), label["file"])
        report = identify(document, outline(document), label["file"])
        have = {p.topic for p in extract_problems(document, report) if p.kind == "problem"}
        pairs.append((have, {p["topic"] for p in label["problems"]}))
    assert f1(pairs) >= 0.97


def test_the_seed_tells_six_topics(shared: Path) -> None:
    file = next((shared / "seed").glob("*.txt"))
    document = read_document(file.read_bytes(), file.name)
    report = identify(document, outline(document), file.name)
    assert {p.topic for p in extract_problems(document, report) if p.kind == "problem"} == {
        "timeliness",
        "social_assistance",
        "affordable_housing",
        "format",
        "channels",
        "convenience",
    }


def test_problems_told_in_passing_are_read_where_there_is_no_section_of_them() -> None:
    praise = "2012年，我镇公开工作取得了进展，"
    faults = "但与群众的需要还存在一定的差距，更新不及时。查找的便利性还需要提高。"
    plans = "今后从以下方面改进：加强学习培训，拓宽公开渠道。"
    found = [p for p in told(praise + faults + plans, year=2012, key="overview") if p.kind == "problem"]
    assert {p.topic for p in found} == {"timeliness", "convenience"}
    assert all(p.quote in faults for p in found)
    assert not told(praise + "公众查找更加便利。", plans, year=2012, key="overview")
