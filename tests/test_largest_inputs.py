"""Documents far larger than any annual report are refused in one sentence; no step's work grows with the square of
what it is given."""

from __future__ import annotations

import io
from copy import deepcopy

import pytest
from docx import Document as WordDocument

from reports.errors import UnreadableFile
from reports.extract.cells import disputes, rows
from reports.extract.cells.lines import Line, Slot
from reports.extract.prose import extract_narrative
from reports.model import MOST_CELLS, MOST_CHARACTERS, Block, Document, Locator, Part, Report, Section
from reports.reading import read_report
from tests.replacing import replace_everywhere

HEAD = "柳坪镇2022年政府信息公开工作年度报告\n一、总体情况\n"
TAIL = "\n五、存在的主要问题及改进情况\n一是更新慢。\n六、其他需要报告的事项\n无。"


def word_table(rows: int) -> bytes:
    """A Word document with a table of so many rows of eight cells, built without the cost of the library's own way."""
    document = WordDocument()
    first = document.add_table(1, 8).rows[0]._tr
    for _ in range(rows - 1):
        first.addnext(deepcopy(first))
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def page(body: str) -> bytes:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (("公开1条。\n" * 5_000_000).encode(), "长.txt", "MB"),
        (page("<p>公开1条。</p>" * 5_000_000), "长.html", "MB"),
        ((HEAD + "公开信息12条。" * 30_000 + TAIL).encode(), "长.txt", f"上限 {MOST_CHARACTERS} 个字"),
        (page(f"<p>{'公开信息12条。' * 30_000}</p>"), "长.html", f"上限 {MOST_CHARACTERS} 个字"),
        ((HEAD + "行政许可\t1\t2\t3\n" * 140_000).encode(), "宽.txt", f"上限 {MOST_CELLS} 个单元格"),
        ((HEAD + "行政许可" + "\t1" * 900_000).encode(), "宽.txt", f"上限 {MOST_CELLS} 个单元格"),
        ((HEAD + "行政许可 |\n0 |\n|\n" * 140_000).encode(), "宽.txt", f"上限 {MOST_CELLS} 个单元格"),
        (word_table(MOST_CELLS // 8 + 1), "宽.docx", f"上限 {MOST_CELLS} 个单元格"),
        (
            page("<p " + " ".join(f'a{n}=">"' for n in range(30_000)) + ">公开1条。</p>"),
            "多.html",
            "上限 2000 个标签属性",
        ),
        (page("<table>" + "<tr><td>规章<td>1" * 140_000 + "</table>"), "宽.html", f"上限 {MOST_CELLS} 个单元格"),
    ],
    ids=[
        "text",
        "page",
        "characters",
        "characters of a page",
        "tabs",
        "one row",
        "tails",
        "word",
        "attributes",
        "rows of a page",
    ],
)
def test_what_is_far_larger_than_a_report_is_refused_in_a_sentence(data: bytes, name: str, said: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_report(data, name)
    sentence = str(caught.value)
    assert sentence.startswith(f"{name}：") and sentence.endswith("。") and said in sentence


def read(text: str) -> list[tuple[str | None, float | None]]:
    document = Document("text", (Block("paragraph", text),))
    section = Section("overview", "一、总体情况", (Part(0, 0, len(text)),))
    facts = extract_narrative(document, Report("某镇", "", 2022, "", "2021", (section,)))
    return [(fact.indicator, fact.value) for fact in facts]


def test_a_sentence_with_more_numbers_than_any_list_has_gives_none_an_indicator() -> None:
    short = read("主动公开信息60条，其中" + "、".join(f"第{c}类{i}条" for i, c in enumerate("甲乙丙丁", 1)) + "。")
    assert [name for name, _ in short] == ["disclosure.total"] + ["disclosure.column"] * 4
    long = read("主动公开信息60条，其中" + "、".join(f"类别{i}条" for i in range(401)) + "。收到申请1件。")
    assert [fact for fact in long if fact[0]] == [("applications.received", 1)]


class Counted(str):
    """A key that counts how often it is looked up."""

    __slots__ = ()
    looked_up = 0

    def __hash__(self) -> int:
        Counted.looked_up += 1
        return super().__hash__()


def test_the_header_gone_through_at_each_line_does_not_grow_with_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [Line((Slot("总计", Locator(0)),), "stream")] * 3_000
    replace_everywhere(monkeypatch, rows, "named_in", lambda kind, *_: Counted("total") if kind == "result" else None)
    assert disputes.read_disputes(lines) == {}
    assert 0 < Counted.looked_up < len(lines) * (rows.LONGEST_HEADER + 10)
