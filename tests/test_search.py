"""全文检索: every sentence that says so is found, none other, each leads to its place, and text stays text."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboard import wording
from reports import ask, store
from reports.command import root
from reports.publish import Source
from tests.dashboard_stores import fill_full
from tests.stored import load
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

HOSTILE = """青禾区荷墟镇人民政府2017年政府信息公开工作年度报告

一、总体情况
本镇<img src=x onerror=alert(1)>公开了稀有词&amp;内容。另有一句。

五、存在的主要问题及改进情况
稀有词更新较慢；其余正常。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("search") / "store"
    fill_full(place)
    outcome = load(place, [Source("荷墟镇2017.txt", data=HOSTILE.encode())], processes=1)
    assert not outcome.refused
    return place


@pytest.fixture(scope="module")
def cursor(folder: Path) -> Any:
    return store.open_current(folder).cursor()


def by_hand(cursor: Any, words: list[str]) -> set[tuple[int, str]]:
    """The sentences that hold all words, found by going through every section with a cutting of its own."""
    rows = cursor.execute(
        "select s.report_id, s.body from section s join report r using (report_id) where r.is_current"
    ).fetchall()
    found = set()
    for report_id, body in rows:
        for sentence in re.findall(r"[^。；！？\n]*[。；！？]|[^。；！？\n]+", body):
            if all(word in sentence for word in words):
                found.add((report_id, sentence.strip(" \u3000\t\r\xa0")))
    return found


@pytest.mark.parametrize(
    "words", [["社会救助"], ["社会救助", "更新"], ["公开", "微博"], ["稀有词"], ["%"], ["没有的词"]]
)
def test_every_sentence_that_holds_the_words_is_found_and_no_other(cursor: Any, words: list[str]) -> None:
    answer = ask.ask(cursor, "sentence_search", {"words": words, "most": 100_000})
    expected = by_hand(cursor, words)
    assert {(row.report_id, row.sentence) for row in answer.itertuples()} == expected
    assert bool(expected) == (words != ["没有的词"])
    if expected:
        assert set(answer["report_count"]) == {len({report for report, _ in expected})}
        cut = ask.ask(cursor, "sentence_search", {"words": words, "most": 1})
        assert len(cut) == 1 and cut["sentence_count"][0] == answer["sentence_count"][0] == len(answer)


def test_each_sentence_found_is_known_again_by_its_name(cursor: Any) -> None:
    answer = ask.ask(cursor, "sentence_search", {"words": ["公"], "most": 100_000})
    assert len(answer) > 1000
    known: dict[int, set[tuple[str, str]]] = {}
    for report_id in set(answer["report_id"]):
        sections = ask.ask(cursor, "report_sections", {"report_id": report_id})
        told = [sentence for body in sections["body"] for sentence in ask.sentences(body)]
        known[report_id] = {(ask.sentence_id(sentence), sentence) for sentence in told}
    assert all((row.sentence_id, row.sentence) in known[row.report_id] for row in answer.itertuples())


def test_what_nobody_printed_as_typed_is_cut_into_words(cursor: Any) -> None:
    def asked(question: str, **given: Any) -> Any:
        return ask.ask(cursor, question, given)

    attempt, found = ask.searched(asked, "社会救助栏目更新不及时")
    assert attempt and attempt.way == "cut" and "社会救助" in attempt.words and len(attempt.words) > 2
    assert {(row.report_id, row.sentence) for row in found.itertuples()} == by_hand(cursor, list(attempt.words))
    attempt, found = ask.searched(asked, "解读形式单一 图解稀罕")
    assert attempt and attempt.way == "most"
    held = found["sentence"].map(lambda sentence: sum(word in sentence for word in attempt.words))
    assert list(held) == list(found["held_count"]) == sorted(held, reverse=True)
    assert held.min() >= attempt.at_least
    assert ask.searched(asked, " 　") == (None, None) == ask.searched(asked, "“”")
    plain, bare = ask.searched(asked, "更新 图解")
    for typed in ('"更新" "图解"', "“更新”“图解”"):
        attempt, found = ask.searched(asked, typed)
        assert attempt == plain and found is not None and bare is not None and found.equals(bare)


def test_the_page_sets_the_words_off_and_leads_to_the_sentence(
    folder: Path, cursor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("search", folder, monkeypatch, words="稀有词")
    text = "".join(markup(app))
    assert head(app) == "写到“稀有词”的共2句，见于1个单位的1份年报。"
    assert "<mark>稀有词</mark>更新较慢；" in text
    assert (
        "本镇&lt;img src=x onerror=alert(1)&gt;公开了<mark>稀有词</mark>&amp;amp;内容。" in text and "<img" not in text
    )
    report, sentence = re.findall(r"report=(\d+)&amp;sentence=(\w+)", text)[0]
    page = "".join(markup(run("report", folder, monkeypatch, report=report, sentence=sentence)))
    (marked,) = re.findall(r'<mark id="s" class="searched"[^>]* data-here tabindex="-1">(.*?)</mark>', page)
    assert marked in ("稀有词更新较慢；", "本镇&lt;img src=x onerror=alert(1)&gt;公开了稀有词&amp;amp;内容。")
    assert page.count("data-here") == 1
    lost = "".join(markup(run("report", folder, monkeypatch, report=report, sentence="0" * 12)))
    assert wording.REPORT_NO_SUCH_PLACE in lost and "data-here" not in lost


def test_the_filters_and_the_years_narrow_what_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = head(run("search", folder, monkeypatch, words="公开"))
    year = head(run("search", folder, monkeypatch, words="公开", within=wording.SEARCH_ONE_YEAR))
    office = head(run("search", folder, monkeypatch, words="公开", office="荷墟镇人民政府", within="仅所选年度"))
    counts = [int(re.findall(r"共([\d,]+)句", line)[0].replace(",", "")) for line in (every, year, office)]
    assert counts[0] > counts[1] > counts[2] > 0
    assert "见于1个单位的1份年报" in office
    nothing = head(run("search", folder, monkeypatch, words="<i>烝民</i>的"))
    assert nothing == "所选范围的年报正文没有写到“<i>烝民</i>的”。".replace("<", "&lt;").replace(">", "&gt;")
    assert head(run("search", folder, monkeypatch)).startswith(wording.SEARCH_ASK)


def test_the_command_finds_the_same(folder: Path) -> None:
    done = CliRunner().invoke(root.gongkai, ["search", "稀有词", "--store", str(folder), "--format", "json"])
    assert done.exit_code == 0 and "共 2 句，见于 1 个单位的 1 份年报" in done.stderr
    assert {row["sentence"] for row in json.loads(done.stdout)} == {
        "稀有词更新较慢；",
        "本镇<img src=x onerror=alert(1)>公开了稀有词&amp;内容。",
    }
    assert (
        CliRunner().invoke(root.gongkai, ["search", "稀有词", "--store", str(folder), "--year", "2025"]).exit_code == 0
    )
