"""The prose grammar: sentences of golden/sentences.csv, quotes that are the print, numbers left without indicator."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.extract.prose import extract_narrative
from reports.extract.prose.clauses import sentences
from reports.extract.prose.lexicon import lexicon
from reports.extract.prose.scope import scope
from reports.extract.prose.stream import stream
from reports.extract.prose.tokens import tokenise
from reports.identify import identify
from reports.identify.outline import outline
from reports.model import Block, Document, Fact, Part, Report, Section
from reports.read import read_document
from reports.reference import REFERENCE, table

GOLDEN = Path(__file__).parent / "golden" / "sentences.csv"
_FACT = re.compile(r"(?P<name>[a-z0-9_.]+)(?:\[(?P<column>[^\]]*)\])?(?P<qualifier>>=|~|=)(?P<value>[\d.]+)")


def _rows(held_out: str) -> list[tuple[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], row["facts"]) for row in csv.DictReader(file) if row["held_out"] == held_out]


def _read(text: str, key: str = "overview", year: int | None = None) -> tuple[Fact, ...]:
    years = [int(y) for y in re.findall(r"(20\d\d)年", text)]
    document = Document("text", (Block("paragraph", text),))
    section = Section(key, "一、总体情况", (Part(0, 0, len(text)),))
    return extract_narrative(document, Report("某镇", "", year or max(years, default=2022), "", "2021", (section,)))


def _said(facts: tuple[Fact, ...]) -> Counter[tuple[str, str, str, float]]:
    return Counter((f.indicator, f.breakdown, f.qualifier, f.value or 0.0) for f in facts if f.indicator)


def _expected(written: str) -> Counter[tuple[str, str, str, float]]:
    return Counter((m["name"], m["column"] or "", m["qualifier"], float(m["value"])) for m in _FACT.finditer(written))


@pytest.mark.parametrize(("sentence", "facts"), _rows("no"))
def test_a_sentence_gives_its_facts_and_no_others(sentence: str, facts: str) -> None:
    assert _said(_read(sentence)) == _expected(facts)


@pytest.mark.parametrize(
    ("office", "read"),
    [
        ("湖心市水利局", ("disclosure.total", "")),
        ("湖心市财政局", ("disclosure.column", "水利行政信息")),
        ("", ("disclosure.column", "水利行政信息")),
    ],
)
def test_all_of_the_field_that_an_office_is_named_after_is_its_total(office: str, read: tuple[str, str]) -> None:
    text = "2023年，主动公开水利行政信息75条。"
    section = Section("overview", "一、总体情况", (Part(0, 0, len(text)),))
    report = Report(office, "", 2023, "", "2021", (section,))
    [fact] = extract_narrative(Document("text", (Block("paragraph", text),)), report)
    assert (fact.indicator, fact.breakdown, fact.value) == (*read, 75)


def test_sentences_never_tuned_on_are_read_nearly_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    told = right = expected = exact = 0
    rows = _rows("yes")
    for sentence, facts in rows:
        have, want = _said(_read(sentence)), _expected(facts)
        right += sum((have & want).values())
        told += sum(have.values())
        expected += sum(want.values())
        exact += have == want
    with capsys.disabled():
        print(
            f"\nheld out: {exact}/{len(rows)} sentences exact, precision {right / told:.3f}, recall {right / expected:.3f}"
        )
    assert len(rows) >= 60
    assert right / told >= 0.9
    assert right / expected >= 0.9


def test_the_first_report_of_the_project_is_read_exactly(shared: Path) -> None:
    path = next((shared / "seed").glob("*.txt"))
    document = read_document(path.read_bytes(), path.name)
    facts = extract_narrative(document, identify(document, outline(document), path.name))
    assert {f.indicator: f.value for f in facts if f.indicator} == {
        "disclosure.website": 60,
        "disclosure.weibo": 87,
        "weibo.resolved": 58,
        "open_day.events": 1,
        "applications.received": 0,
        "review.cases": 0,
        "litigation.cases": 0,
        "petition.received": 11,
        "petition.closed": 11,
        "petition.close_rate": 100,
        "hotline12345.received": 677,
        "hotline12345.closed": 665,
        "hotline12345.close_rate": 98.23,
    }


def test_quotes_are_the_printed_words_at_their_locator() -> None:
    printed = "全年在 区政府 網站公開信息 ８ ７ 條 （ 其中財政類１２條 ），收到信訪件一 件 ，已辦結。"
    facts = _read(printed)
    assert {(f.indicator, f.value) for f in facts} >= {("disclosure.website", 87), ("petition.closed", 1)}
    for fact in facts:
        assert fact.locator is not None
        assert fact.quote == printed[fact.locator.start : fact.locator.end]
        assert fact.source == "text"


def test_numbers_without_an_indicator_are_kept_with_their_quote() -> None:
    facts = _read("街道配备专职人员3名，建成公开查阅点6处，发放宣传资料1200余份。")
    assert [(f.indicator, f.value, f.qualifier) for f in facts] == [
        (None, 3, "="),
        (None, 6, "="),
        (None, 1200, ">="),
    ]
    assert all(str(int(f.value or 0)) in f.quote for f in facts)


def test_dates_decrees_and_addresses_are_no_numbers() -> None:
    assert (
        _read("依照国务院令第711号和〔2021〕30号文件，2021年1月1日起执行，电话：0951-5555555，地址：S305南200米。")
        == ()
    )


def test_a_clause_named_earlier_serves_the_next_sentence() -> None:
    facts = _read("12345热线由专人值守。今年共接到工单90件，办结88件。")
    assert [(f.indicator, f.value) for f in facts] == [("hotline12345.received", 90), ("hotline12345.closed", 88)]


def test_a_heading_says_what_its_paragraph_counts() -> None:
    facts = _read("（二）依申请公开情况。全年新收3件，答复2件，1件结转下年度。（三）平台建设。收到3件。")
    assert [(f.indicator, f.value) for f in facts] == [
        ("applications.received", 3),
        ("applications.answered", 2),
        ("applications.carried_forward", 1),
        (None, 3),
    ]


@pytest.mark.parametrize("key", ["preamble", "problems"])
def test_preamble_and_problems_tell_no_facts(key: str) -> None:
    assert _read("全年通过政府网站公开信息60条。", key) == ()


def test_sentences_before_the_first_section_are_the_overview_of_a_report_that_prints_none() -> None:
    lines = (
        "浏览次数 812次",
        "2022年，我镇在区政府网站公开信息120条。",
        "三、收到和处理政府信息公开申请情况",
        "一、总体情况",
    )
    blocks = tuple(Block("paragraph", line) for line in lines)
    preamble = Section("preamble", "", tuple(Part(place, 0, len(lines[place])) for place in (0, 1)))
    applications, overview = Section("applications", lines[2], ()), Section("overview", lines[3], ())

    def told(*sections: Section) -> list[tuple[str | None, float | None]]:
        report = Report("某镇", "", 2022, "", "2021", sections)
        return [(f.indicator, f.value) for f in extract_narrative(Document("text", blocks), report)]

    assert told(preamble, applications) == [("disclosure.website", 120)]
    assert told(preamble, overview, applications) == []


def test_sections_of_tables_are_read_for_sentences_only() -> None:
    assert _read("1.没有现成信息需要另行制作", "applications") == ()
    assert [(f.indicator, f.value) for f in _read("全年收到政府信息公开申请4件。", "applications")] == [
        ("applications.received", 4)
    ]


def test_a_total_told_twice_counts_once_and_another_general_count_has_no_indicator() -> None:
    facts = _read("全年共主动公开政府信息210条。其间公开信息45条。本年度主动公开政府信息210条。")
    assert [(f.indicator, f.value) for f in facts] == [("disclosure.total", 210), (None, 45)]


def test_another_years_number_is_not_this_years() -> None:
    facts = _read("2021年公开信息80条，2022年公开信息95条。", year=2022)
    assert [(f.indicator, f.value) for f in facts] == [(None, 80), ("disclosure.total", 95)]


def test_every_word_of_the_lexicon_is_recognised() -> None:
    columns = {
        "channels": "channel",
        "objects": "object",
        "actions": "action",
        "modifiers": "modifier",
        "negations": "negation",
        "rates": "rate",
        "distractors": "kind",
    }
    for name, column in columns.items():
        for row in table(f"lexicon/{name}"):
            word = row["word"]
            text = word + ("、60条" if word[-1].isdigit() else "60条")
            found = tokenise(text, 0, len(text))
            wanted = row[column] if name == "distractors" else name.rstrip("s")
            assert (found[0].text, found[0].kind) == (word, wanted), (name, word)


def test_every_unit_and_approximation_is_recognised() -> None:
    kept = set()
    for row in table("lexicon/units"):
        (token,) = tokenise(f"60{row['word']}", 0, 2 + len(row["word"]))
        assert token.kind in ("number", "skip"), row
        kept.add(token.kind)
    assert kept == {"number", "skip"}
    for row in table("lexicon/approximations"):
        side, word = row["qualifier"], row["word"]
        text = f"{word}60条" if side.startswith("before") else f"60条{word}" if len(word) > 1 else f"60{word}条"
        number = next(t for t in tokenise(text, 0, len(text)) if t.kind == "number")
        assert number.qualifier in ("~", ">="), row


def test_no_indicator_is_told_that_the_dictionary_lacks() -> None:
    known = {row["indicator"] for row in table("indicators")}
    for sentence, written in [*_rows("no"), *_rows("yes")]:
        assert {f.indicator for f in _read(sentence) if f.indicator} <= known
        assert {name for name, *_ in _expected(written)} <= known


def test_a_word_stands_in_the_lexicon_once() -> None:
    words = [
        row["word"] for name in ("channels", "objects", "actions", "modifiers") for row in table(f"lexicon/{name}")
    ]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert lexicon().words
    assert (REFERENCE / "lexicon").is_dir()


_PIECES = st.sampled_from(
    [*[s for s, _ in _rows("no")], "（", "）", "“", "”", "、", "其中", "分别为", "12345", "％", "\n", "0"]
)


@given(st.lists(_PIECES, min_size=1, max_size=4), st.data())
@settings(deadline=None, max_examples=120)
def test_damaged_text_never_fails(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    for _ in range(data.draw(st.integers(0, 5))):
        at = data.draw(st.integers(0, max(0, len(text) - 1)))
        text = (
            text[:at] + data.draw(st.sampled_from(["", "，", "。", "（", "1", "万", " ", "各", "和"])) + text[at + 1 :]
        )
    for fact in _read(text, year=2022):
        assert fact.locator is not None
        assert fact.quote == text[fact.locator.start : fact.locator.end]
        assert fact.value is not None
    assert sum(1 for _ in sentences(text)) <= len(text) + 1


def test_labelled_reports_are_read(shared: Path) -> None:
    right = told = expected = 0
    for line in (shared / "corpus" / "dev" / "labels.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if not label["file"].endswith((".txt", ".html")):
            continue
        data = (shared / "corpus" / "dev" / label["file"]).read_bytes()
        document = read_document(data, label["file"])
        facts = extract_narrative(document, identify(document, outline(document), label["file"]))
        want = Counter(
            (f["indicator"], float(f["value"])) for f in label["facts"] if not f["indicator"].startswith("other.")
        )
        have = Counter((f.indicator, f.value) for f in facts if f.indicator and f.indicator != "disclosure.column")
        right += sum((have & want).values())
        told += sum(have.values())
        expected += sum(want.values())
    assert right / told >= 0.95
    assert right / expected >= 0.95


@pytest.mark.parametrize(
    "text",
    [
        "（" * 2000 + "公开信息1条" + "）" * 2000,
        "公开" + "1" * 20000 + "条",
        "公开" + "一" * 20000 + "条",
        "1 " * 20000,
        "“公开2条" * 3000,
    ],
    ids=["brackets", "digits", "characters", "spaces", "quotes"],
)
def test_hostile_text_gives_no_number_that_is_not_printed(text: str) -> None:
    assert {fact.value for fact in _read(text, year=2022)} <= {1.0, 2.0}


def test_every_pattern_of_a_service_names_its_example() -> None:
    for row in table("lexicon/service_names"):
        text = row["example"]
        found = [(t.text, t.value) for t in tokenise(text, 0, len(text)) if t.kind == "object"]
        assert found == [(text, row["object"])], row
        assert re.match(row["pattern"], text), row


def test_spam_in_the_heading_is_read_as_the_subject_that_it_replaced() -> None:
    lines = ("三、收到和处理幸运棋牌申请情况", "全年收到幸运棋牌申请0宗。", "一、总体情况")
    blocks = tuple(Block("paragraph", line) for line in lines)
    sections = (
        Section("overview", lines[2], (Part(1, 0, len(lines[1])),)),
        Section("applications", lines[0], ()),
    )
    (fact,) = extract_narrative(Document("text", blocks), Report("某镇", "", 2022, "", "2021", sections))
    assert (fact.indicator, fact.value, fact.quote) == ("applications.received", 0, "全年收到幸运棋牌申请0宗")


def test_a_section_on_disputes_that_says_none_tells_two_zeros() -> None:
    assert [(f.indicator, f.value, f.quote) for f in _read("无。", "disputes")] == [
        ("review.cases", 0, "无"),
        ("litigation.cases", 0, "无"),
    ]
    assert _read("无。", "applications") == ()


def test_a_channel_parted_by_a_line_break_is_one_word_and_a_list_of_channels_stays_apart() -> None:
    def told(*lines: str) -> str:
        document = Document("text", tuple(Block("paragraph", line) for line in lines))
        parts = tuple(Part(i, 0, len(line)) for i, line in enumerate(lines))
        return stream(document, Section("overview", "一、总体情况", parts))[0]

    assert told("微信公众", "号“梅坞之窗”发布信息31条") == "微信公众号“梅坞之窗”发布信息31条"
    assert told("微博", "微信公众号") == "微博\n微信公众号"
    assert told("（一）微信公众", "号外") == "（一）微信公众\n号外"


def test_every_scope_names_its_example_and_is_heard() -> None:
    for row in table("lexicon/scopes"):
        assert re.fullmatch(row["pattern"], row["example"]), row
        text = f"{row['example']}公开信息60条"
        told_of = scope(text, 0, text.index("60条"), 2024, True)
        assert told_of == ("" if row["kind"] in ("year", "own") else row["kind"]), row


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # What a number rose or fell from is not the year's; what it came to is.
        ("12345热线按时办结率从上年的91.4%升至96.2%。", [("hotline12345.close_rate", 96.2)]),
        ("门户网站发布信息由33条增至52条。", [("disclosure.website", 52)]),
        ("微博发布由2022年的71条减少到64条。", [("disclosure.weibo", 64)]),
        # Parts of the year are not the year.
        ("上半年门户网站发布信息31条，下半年发布44条。", []),
        ("一季度收到热线工单22件，二季度收到35件。", []),
        ("3至8月接到12345热线工单90件。", []),
        ("全年微信发布稿件88条，其中11月份发布9条。", [("disclosure.wechat", 88)]),
        ("上半年完成目录调整，全年门户网站发布信息75条。", [("disclosure.website", 75)]),
        ("4月组织信息公开培训2次。", [("training.sessions", 2)]),
        # Other years and several together are not the year.
        ("2021年，门户网站发布信息48条。", []),
        ("近两年门户网站共发布信息148条。", []),
        ("2021—2023年收到信息公开申请9件。", []),
        ("2023年，门户网站发布信息48条。", [("disclosure.website", 48)]),
        ("截至2023年12月底，微博发布信息37条。", [("disclosure.weibo", 37)]),
        ("门户网站发布信息20条，其中2022年度决算公开2条、部门文件18条。", [("disclosure.website", 20)]),
        # Nor are others' numbers the office's.
        ("全市12345热线受理工单3.2万件，本街道承办工单210件。", []),
        ("全街道接到12345热线工单210件。", [("hotline12345.received", 210)]),
        # A plan is none, to the end of its sentence.
        ("计划2024年门户网站发布信息90条，开展培训3次。", []),
        # Wide commas part the thousands of one number.
        ("政务微博发布2，316条。", [("disclosure.weibo", 2316)]),
    ],
)
def test_a_number_of_another_time_or_another_office_is_no_number_of_the_report(
    sentence: str, told: list[tuple[str, float]]
) -> None:
    blocks = (Block("paragraph", sentence),)
    report = Report("云溪街道办事处", "", 2023, "", "2021", (Section("overview", "", (Part(0, 0, len(sentence)),)),))
    facts = extract_narrative(Document("text", blocks), report)
    found = [(f.indicator, f.value) for f in facts if f.indicator and f.indicator != "disclosure.column"]
    assert found == told


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        # A noun that nobody counts makes the numeral a figure of speech; a count beside it stays one.
        ("新媒体是公开信息的一条好路子，微信公众号发布信息86条。", [("disclosure.wechat", 86)]),
        ("门户网站、微博一起发力，受理申请、保密审查等规定一条条落实。", []),
        ("每发布一个文件就配发一个解读。", []),
        ("收到一份某企业提出的信息公开申请。", [("applications.received", 1)]),
        # What was sent out is not what the cases beside it are.
        ("通过门户网站把可以公开的43件人大代表建议的办理情况向社会公布。", []),
        ("全年共发布街道动态、政策解读及其他各类信息91条。", []),
        ("《条例》施行至今，累计公开政府信息7300条。", [("disclosure.cumulative", 7300)]),
        ("全年没有新增规范性文件。", [("disclosure.normative_documents", 0)]),
        ("信息发布、依申请办件样样都没落下。", []),
        # A column with a name of its own is not its website.
        ("在门户网站的“街道动态”栏目刊登57条动态信息，信息公开专栏刊登231条信息。", []),
        ("在门户网站“信息公开”专栏刊登信息57条。", [("disclosure.website", 57)]),
    ],
)
def test_figures_of_speech_are_no_counts(sentence: str, told: list[tuple[str, float]]) -> None:
    found = [(f.indicator, f.value) for f in _read(sentence) if f.indicator and f.indicator != "disclosure.column"]
    assert found == told
