"""Plain text: any charset, tables by tabs and pipes, ragged and unevenly closed, and what is no text at all."""

from __future__ import annotations

import codecs

import pytest

from reports.errors import UnreadableFile
from reports.model import Block
from reports.read.text import LARGEST, read
from reports.text.charset import detect

PROSE = (
    "柳坪镇人民政府2022年政府信息公开工作年度报告\n\n一、总体情况\n"
    "2022年，柳坪镇在县政府网站公开信息86条，微信公众号推送213条，群众知晓度有所提高。\n"
)
TRADITIONAL = "柳坪鎮人民政府2022年政府信息公開工作年度報告\n一、總體情況\n全年主動公開信息86條，沒有收到申請。\n"


def rows(block: Block) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in block.cells:
        assert len(found.setdefault(cell.row, [])) == cell.column
        found[cell.row].append(cell.text)
    return list(found.values())


def tables(text: str) -> list[list[list[str]]]:
    return [rows(block) for block in read(text.encode(), "a.txt").blocks if block.kind == "table"]


def paragraphs(text: str) -> list[str]:
    return [block.text for block in read(text.encode(), "a.txt").blocks if block.kind != "table"]


@pytest.mark.parametrize(
    "charset", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_any_charset(charset: str) -> None:
    document = read(PROSE.encode(charset), "a.txt")
    assert [b.text for b in document.blocks if b.text] == [line for line in PROSE.split("\n") if line]
    assert document.marks == ()


@pytest.mark.parametrize("charset", ["big5", "big5hkscs", "utf-8", "gb18030", "utf-16-be"])
def test_traditional_text_in_any_charset(charset: str) -> None:
    assert read(TRADITIONAL.encode(charset), "a.txt").blocks[2].text == TRADITIONAL.split("\n")[2]


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_text_cut_within_a_character(cut: int) -> None:
    assert detect(PROSE.encode()[:-cut]) == "utf-8"
    assert detect(PROSE.encode("gbk")[:-cut]) == "gb18030"


def test_a_few_damaged_bytes_are_marked() -> None:
    data = bytearray(PROSE.encode() * 3)
    data[40] = 0xFF
    document = read(bytes(data), "a.txt")
    assert len(document.marks) == 1 and "%" in document.marks[0]
    assert document.blocks[-1].text.startswith("2022年")


def test_tabs_keep_cells_where_they_are_printed() -> None:
    table = "信息内容\t本年新制作数量\t本年新公开数量\n规章\t0\t\n\t1.属于国家秘密\t0\n2.其他\t0\n"
    assert tables("前言。\n" + table + "后记。") == [
        [
            ["信息内容", "本年新制作数量", "本年新公开数量"],
            ["规章", "0", ""],
            ["", "1.属于国家秘密", "0"],
            ["2.其他", "0"],
        ]
    ]


def test_a_tab_after_every_cell_opens_no_further_cell() -> None:
    assert tables("第二十条\t\t\t\n规章\t0\t1\t\n") == [[["第二十条", "", ""], ["规章", "0", "1"]]]


def test_an_indent_by_tab_is_no_table() -> None:
    text = "\t一年来，我镇加强公开。\n\t群众满意。"
    assert tables(text) == []
    assert paragraphs(text) == ["一年来，我镇加强公开。", "群众满意。"]


def test_pipes_open_and_closed() -> None:
    assert tables("| 规章 | 0 |  | 2 |\n| 规范性文件 | 1 | 0 | 7 |") == [
        [["规章", "0", "", "2"], ["规范性文件", "1", "0", "7"]]
    ]
    assert tables("规章 | 0 | 3 |\n规范性文件 | 1 | 0 | ||\n") == [[["规章", "0", "3"], ["规范性文件", "1", "0"]]]
    assert tables("｜规章｜0｜\n｜规范性文件｜1｜") == [[["规章", "0"], ["规范性文件", "1"]]]


def test_markdown() -> None:
    document = read("# 柳坪镇年报 #\n\n正文。\n\n| 甲 | 乙 |\n|:--|--:|\n| 1 | 2 |\n".encode(), "a.md")
    assert [(b.kind, b.text, b.level) for b in document.blocks[:2]] == [
        ("heading", "柳坪镇年报", 1),
        ("paragraph", "正文。", None),
    ]
    assert rows(document.blocks[-1]) == [["甲", "乙"], ["1", "2"]]


def test_one_cell_a_line_closed_by_a_pipe() -> None:
    assert tables("规章 |\n0 |\n0 |\n|\n规范性文件 |\n1 |\n2 |\n|\n") == [
        [["规章", "0", "0"], ["规范性文件", "1", "2"]]
    ]


def test_pipes_left_over_by_wide_cells_end_the_row() -> None:
    closed = "|\n行政许可 |\n7 |\n||\n|\n行政处罚 |\n3 |\n||\n|\n规章 |\n0 |\n2 |\n"
    assert tables(closed) == [[["行政许可", "7"], ["行政处罚", "3"], ["规章", "0", "2"]]]
    open_rows = "规章 |\n/ |\n0 |\n规范性文件 |\n1 |\n2 |\n信息内容 |\n|||\n行政许可 |\n7 |\n||\n"
    assert tables(open_rows) == [[["规章", "/", "0"], ["规范性文件", "1", "2"], ["信息内容"], ["行政许可", "7"]]]


@pytest.mark.parametrize("empty", [" |", "|"])
def test_empty_cells_among_one_cell_a_line(empty: str) -> None:
    text = "\n".join(["一、本年新收 |", *[empty] * 6, "0 |", "|", "二、上年结转 |", "1 |", *[empty] * 5, "1 |", "|"])
    assert tables(text) == [[["一、本年新收", *[""] * 6, "0"], ["二、上年结转", "1", *[""] * 5, "1"]]]


def test_a_cell_and_a_pipe_on_lines_of_their_own_are_paragraphs() -> None:
    assert paragraphs("规章\n|\n0\n|\n12\n|\n") == ["规章", "0", "12"]


def test_blank_lines_between_short_lines_stay() -> None:
    assert paragraphs("一、本年新收\n\n\n0\n二、上年结转") == ["一、本年新收", "", "", "0", "二、上年结转"]
    assert paragraphs("正文第一段。\n\n正文第二段。\n\n\n") == ["正文第一段。", "正文第二段。"]


def test_a_pipe_within_a_sentence_is_no_table() -> None:
    assert tables("来源：本站 | 时间：2023-01-11\n正文。") == []


def test_lines_broken_at_a_fixed_width_are_one_paragraph() -> None:
    told = (
        "柳坪镇把公开工作列入年度计划，由党政办牵头，各站所配合，每月检查一次，全年在县政府网站公开信息12345条" * 4
        + "。"
    )
    lines = [told[i : i + 36] for i in range(0, len(told), 36)]
    assert paragraphs("一、总体情况\n" + "\n".join(lines) + "\n二、主动公开政府信息情况") == [
        "一、总体情况",
        told,
        "二、主动公开政府信息情况",
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\n \n\t", codecs.BOM_UTF8, bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, b"a" * (LARGEST + 1)],
)
def test_what_is_no_text_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        read(data, "某.txt")
    assert str(error.value).startswith("某.txt：") and str(error.value).endswith("。")
