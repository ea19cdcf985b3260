"""Web pages, saved pages, and the choice of the reader by content."""

from __future__ import annotations

import email.mime.multipart
import email.mime.text
import io
import zipfile

import pytest

from reports import read as read_module
from reports.errors import UnreadableFile
from reports.model import Block, Cell
from reports.read import choose, read_document
from reports.read.html import LARGEST, read
from tests.replacing import replace_everywhere

PAGE = (
    '<!DOCTYPE html><html><head><meta charset="{charset}"><title>柳坪镇2022年年报</title></head>'
    "<body><h1>柳坪镇2022年年报</h1><p>全年在县政府网站公开信息86条。</p></body></html>"
)


def blocks(markup: str) -> tuple[Block, ...]:
    return read(markup.encode(), "a.html").blocks


def texts(markup: str) -> list[str]:
    return [block.text for block in blocks(markup) if block.kind != "table"]


@pytest.mark.parametrize("charset", ["utf-8", "gbk", "gb18030", "utf-16", "big5"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "iso-8859-1", "nonsense"])
def test_any_charset_whatever_is_declared(charset: str, declared: str) -> None:
    page = PAGE.format(charset=declared)
    if charset == "big5":
        page = page.replace("柳坪镇2022年年报", "柳坪鎮2022年年報").replace(
            "县政府网站公开信息86条", "縣政府網站公開信息86條"
        )
    document = read(page.encode(charset), "a.html")
    assert [b.kind for b in document.blocks] == ["heading", "paragraph"]
    assert document.blocks[1].text in page and document.title in page and document.title.startswith("柳坪")


def test_paragraphs_by_every_means() -> None:
    markup = "<div>甲<br>乙<p>丙<p>丁</div><ul><li>戊<li>己</ul>庚<h2>辛</h2><section>壬</section>"
    assert texts(markup) == list("甲乙丙丁戊己庚辛壬")
    assert [b.level for b in blocks(markup) if b.kind == "heading"] == [2]


def test_digits_in_spans_of_their_own_stay_together() -> None:
    assert texts("<p><span>公开</span><span><font>1</font></span><span>2</span><o:p>3</o:p>条</p>") == ["公开123条"]


def test_what_is_not_shown_is_left_out() -> None:
    markup = (
        "<body><script>var a='<p>甲</p>'</script><style>p{}</style><!-- 乙 --><noscript>丙</noscript>"
        "<p style='display: none'>丁</p><select><option>戊</option></select><p>己&nbsp;庚</p></body>"
    )
    assert texts(markup) == ["己\xa0庚"]


def test_a_page_that_hides_everything_is_read_all_the_same() -> None:
    assert texts("<body><div style='display:none'><p>年报正文</p></div></body>") == ["年报正文"]


def test_spans_of_cells() -> None:
    markup = (
        "<table><tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr>"
        "<tr><td>丁</td><td>戊</td><td>己<br>庚</td></tr></table>"
    )
    (table,) = blocks(markup)
    assert table.cells == (
        Cell(0, 0, "甲", 2, 2),
        Cell(0, 2, "乙"),
        Cell(1, 2, "丙"),
        Cell(2, 0, "丁"),
        Cell(2, 1, "戊"),
        Cell(2, 2, "己\n庚"),
    )


@pytest.mark.parametrize("span", ["0", "-3", "999999", "x", "", "1.5"])
def test_spans_out_of_reason_stay_within_the_table(span: str) -> None:
    (table,) = blocks(f"<table><tr><td rowspan='{span}'>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert [cell.text for cell in table.cells] == list("甲乙丙丁")
    assert all(1 <= cell.row_span <= 2 for cell in table.cells)


@pytest.mark.parametrize(
    "torn", ["<td colspan=政强制</td>", '<td colspan="罚</td><td colspan="', "<td cols政强制</td>"]
)
def test_figures_of_a_row_with_a_torn_tag_are_unreadable(torn: str) -> None:
    (table,) = blocks(
        f"<table><tr><td>行政处罚</td>{torn}<td>7</td></tr><tr><td title='a<b'>行政许可</td><td>3</td></tr></table>"
    )
    told = [(cell.row, cell.text) for cell in table.cells if cell.text]
    assert (0, "行政处罚") in told and (0, "7") not in told and (1, "3") in told


def test_empty_cells_are_cells() -> None:
    (table,) = blocks(
        "<table><tr><td>甲</td><td>&nbsp;</td><td></td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>"
    )
    assert [cell.text for cell in table.cells] == ["甲", "", "", "1", "2", "3"]


def test_layout_tables_are_opened() -> None:
    inner = "<table><tr><td>规章</td><td>0</td></tr><tr><td>规范性文件</td><td>1</td></tr></table>"
    markup = f"<table><tr><td>首页</td><td><p>一、总体情况</p>{inner}<p>二、主动公开</p></td></tr></table>"
    found = blocks(markup)
    assert [b.kind for b in found] == ["paragraph", "paragraph", "table", "paragraph"]
    assert texts("<table><tr><td>甲</td></tr><tr><td><p>乙</p><p>丙</p></td></tr></table>") == list("甲乙丙")
    long = "公开工作有序推进，" * 60
    assert texts(f"<table><tr><td>栏目</td><td>{long}</td></tr></table>") == ["栏目", long]


def test_a_table_of_metadata_stays_a_table() -> None:
    markup = "<table><tr><td>索引号</td><td>12/2023</td></tr><tr><td>发布机构</td><td>柳坪镇</td></tr></table>"
    assert [b.kind for b in blocks(markup)] == ["table"]


def test_unclosed_tags() -> None:
    found = blocks("<div><p>甲<table><tr><td>规章<td>0<tr><td>规范性文件<td>2</table><p>乙")
    assert [[c.text for c in b.cells] for b in found if b.kind == "table"] == [["规章", "0", "规范性文件", "2"]]
    assert found[0].text == "甲"


def test_any_depth() -> None:
    assert texts("<div>" * 20_000 + "甲" + "</div>" * 20_000)[-1:] in (["甲"], [])
    assert texts("<b><i>" * 5_000 + "甲") == ["甲"]


def test_embedded_pictures_do_not_count() -> None:
    picture = "data:image/png;base64," + "A" * 15_000_000
    assert texts(f"<p>甲</p><img src='{picture}'><p>乙</p>") == ["甲", "乙"]


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body></body></html>",
        b"<html><body><script>1</script></body></html>",
        b"",
        b"<p>" + b"x" * LARGEST,
        b"<p>x</p>" * 2_000_000,
    ],
    ids=["empty body", "script", "nothing", "too many bytes", "too much markup"],
)
def test_pages_that_cannot_be_used(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        read(data, "某.html")
    assert str(error.value).startswith("某.html：") and str(error.value).endswith("。")


def saved_page(markup: str, charset: str, declared: str) -> bytes:
    page = email.mime.multipart.MIMEMultipart("related")
    part = email.mime.text.MIMEText("", "html", "utf-8")
    part.set_payload(markup.encode(charset))
    del part["Content-Transfer-Encoding"]
    email.encoders.encode_quopri(part)
    part.replace_header("Content-Type", f'text/html; charset="{declared}"')
    page.attach(part)
    page.attach(email.mime.text.MIMEText("body{}", "css", "utf-8"))
    page["MIME-Version"] = "1.0"
    page["Subject"] = "=?utf-8?Q?x?="
    return page.as_bytes()


@pytest.mark.parametrize(("charset", "declared"), [("utf-8", "utf-8"), ("gbk", "gb2312"), ("gbk", "utf-8")])
def test_saved_pages(charset: str, declared: str) -> None:
    document = read_document(saved_page(PAGE, charset, declared), "年报.mhtml")
    assert [b.text for b in document.blocks] == ["柳坪镇2022年年报", "全年在县政府网站公开信息86条。"]


def test_a_saved_page_without_a_page_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="另存为"):
        read_document(b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nxx", "a.mhtml")


def archive(*names: str, size: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, b"\0" * size)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("柳坪镇年报".encode(), "text"),
        ("柳坪镇年报<5条".encode("gbk"), "text"),
        ("<html><p>年报</p>".encode("utf-16"), "html"),
        ("﻿ <!DOCTYPE HTML><p>年报".encode(), "html"),
        ("<div class=x>年报</div>".encode("gbk"), "html"),
        ("年报<p>一</p><p>二</p>".encode(), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "mhtml"),
        (b"From: <saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\n", "mhtml"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image"),
        (b"\xff\xd8\xff\xe0...", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "office"),
        (b"{\\rtf1 x}", "office"),
        (archive("word/document.xml", "[Content_Types].xml"), "docx"),
        (archive("xl/workbook.xml"), "xlsx"),
        (archive("mimetype", "content.xml"), "office"),
    ],
)
def test_the_content_chooses_the_reader(data: bytes, kind: str) -> None:
    assert choose(data, "年报.wrong") == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"PK\x03\x04 torn",
        archive("readme.txt"),
        archive("word/document.xml", size=60_000_000),
        b"Rar!\x1a\x07\x00",
        b"MZ\x90\x00\x03",
        b"\x7fELF\x02\x01",
        b"SQLite format 3\0",
    ],
)
def test_what_no_reader_knows_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_document(data, "某.txt")
    assert str(error.value).startswith("某.txt：") and "请" in str(error.value)


def test_an_original_of_any_kind_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    replace_everywhere(monkeypatch, read_module, "LARGEST", 10)
    with pytest.raises(UnreadableFile, match="上限"):
        choose(b"x" * 11, "某.pdf")
