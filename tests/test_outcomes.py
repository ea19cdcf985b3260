"""How requests and disputes ended, told in prose: read where the sentence says whose outcome it is, else left open."""

from __future__ import annotations

import pytest

from reports.extract.prose.alone import read_alone
from reports.model import Report
from reports.reference import table
from tests.rule_cases import A
from tests.small_store import SmallStore

_REPORT = Report("湖心市水利局", "", 2023, "", "2021", ())
_WHOSE = {
    "application": "全年收到政府信息公开申请20件，其中{}3件。",
    "review": "因政府信息公开引起行政复议案件9件，其中{}3件。",
    "litigation": "因政府信息公开被提起行政诉讼9件，其中{}3件。",
    "litigation_direct": "未经复议直接起诉9件，其中{}3件。",
    "litigation_after_review": "复议后起诉9件，其中{}3件。",
}


def _told(sentence: str) -> list[tuple[str, float | None]]:
    return [(fact.indicator, fact.value) for fact in read_alone(sentence, _REPORT) if fact.indicator]


def test_every_outcome_of_the_table_is_read_by_its_example() -> None:
    for row in table("lexicon/outcomes"):
        told = _told(_WHOSE[row["of"]].format(row["example"]))
        assert (row["indicator"], 3.0) in told, row
        assert len(told) == 2, (row, told)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("办结12件，其中5件予以公开，3件部分公开。", []),
        ("办理建议提案12件，其中部分公开3件。", [("proposals.answered", 12)]),
        ("整改网页12个，部分公开3个。", []),
        ("收到信息公开申请2件，予以公开40件。", [("applications.received", 2)]),
        ("收到信息公开申请9件，其中不予公开2件，无法提供3件，不予处理1件。", [("applications.received", 9)]),
        ("收到信息公开申请9件，其中予以公开及部分公开4件。", [("applications.received", 9)]),
        ("收到信息公开申请12件，其中自然人申请8件，其中予以公开5件。", [("applications.received", 12)]),
        ("行政复议、行政诉讼共6件，结果维持5件。", []),
        (
            "行政诉讼32件，结果维持17件、纠正4件、其他6件、尚未审结5件。",
            [
                ("litigation.cases", 32),
                ("litigation.upheld", 17),
                ("litigation.corrected", 4),
                ("litigation.other", 6),
                ("litigation.pending", 5),
            ],
        ),
        (
            "行政诉讼未经复议直接起诉案件21件，结果维持17件、其他4件。",
            [("litigation_direct.total", 21), ("litigation_direct.upheld", 17), ("litigation_direct.other", 4)],
        ),
        (
            "行政诉讼30件，其中未经复议直接起诉21件，结果维持17件。",
            [("litigation.cases", 30), ("litigation_direct.total", 21), ("litigation_direct.upheld", 17)],
        ),
        (
            "行政复议12件，维持8件、其他3件；行政诉讼6件，维持5件。",
            [
                ("review.cases", 12),
                ("review.upheld", 8),
                ("review.other", 3),
                ("litigation.cases", 6),
                ("litigation.upheld", 5),
            ],
        ),
        # Of which of them, and whether of them at all, the words do not say.
        ("行政复议12件，行政诉讼6件，维持5件。", [("review.cases", 12), ("litigation.cases", 6)]),
        ("行政诉讼6件，其他3件。", [("litigation.cases", 6)]),
        (
            "收到信息公开申请9件，其中4件予以公开，2件因本机关不掌握相关信息无法提供。",
            [("applications.received", 9), ("applications.granted", 4), ("applications.unable.not_held", 2)],
        ),
        ("全年办理依申请公开9条，本机关不掌握政府信息答复4条。", [("applications.unable.not_held", 4)]),
        (
            "行政复议4件，1件被纠正；复议后起诉2件。",
            [("review.cases", 4), ("review.corrected", 1), ("litigation_after_review.total", 2)],
        ),
    ],
)
def test_an_outcome_is_read_only_where_its_object_is_plain(sentence: str, told: list[tuple[str, float]]) -> None:
    assert [pair for pair in _told(sentence) if pair[0] != "applications.answered"] == told


@pytest.mark.parametrize(
    ("indicator", "cell"),
    [
        ("applications.granted", "applications.granted/total"),
        ("applications.partly_granted", "applications.partly_granted/total"),
        ("applications.unable.not_held", "applications.unable.not_held/total"),
        ("review.upheld", "review.upheld"),
        ("review.corrected", "review.corrected"),
    ],
)
def test_an_outcome_of_the_prose_is_weighed_against_the_table(indicator: str, cell: str) -> None:
    for printed, status in ((3, []), (4, [("notice", indicator)])):
        store = SmallStore()
        store.report(A, 2023, text={indicator: 3}, table={cell: printed})
        store.judge("text_vs_table")
        assert store.rows("select status, subject from finding where rule = 'text_vs_table'") == status
