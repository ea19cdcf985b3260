"""The Word reader prints what Word prints: numbers it draws itself, accepted changes, merged cells, no furniture."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reports.errors import UnreadableFile
from reports.model import Block
from reports.read.docx import read

NUMBERING = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="nothing"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="91">
<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%1"/></w:lvl>
</w:abstractNum>
<w:num w:numId="70"><w:abstractNumId w:val="90"/></w:num>
<w:num w:numId="71"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="11"/></w:lvlOverride></w:num>
<w:num w:numId="72"><w:abstractNumId w:val="91"/></w:num>
</w:numbering>"""


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The zip container with some parts replaced, added or (None) taken out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def body(*xml: str) -> bytes:
    """A document whose body is the given XML."""
    document = docx.Document()
    for piece in xml:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(piece))
    return saved(document)


def paragraph(inner: str) -> str:
    return f"<w:p {nsdecls('w')}>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data, "样本.docx").blocks if block.kind != "table"]


def tables(data: bytes) -> list[Block]:
    return [block for block in read(data, "样本.docx").blocks if block.kind == "table"]


def numbered(number: int, level: int, text: str) -> str:
    marks = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return paragraph(marks + (run(text) if text else ""))


def test_automatic_numbers_are_printed_and_start_again_below_a_higher_level() -> None:
    data = body(
        numbered(70, 0, "总体情况"),
        numbered(70, 1, "主动公开"),
        numbered(70, 1, "平台建设"),
        numbered(70, 2, "网站"),
        numbered(70, 3, "无编号"),
        numbered(70, 0, "公开情况"),
        numbered(70, 1, "又从头数"),
        numbered(71, 0, "另起"),
        numbered(72, 0, "圈号"),
        numbered(0, 0, "取消编号"),
    )
    assert texts(replaced(data, {"word/numbering.xml": NUMBERING.encode()})) == [
        "一、总体情况", "（一）主动公开", "（二）平台建设", "1.网站", "无编号", "二、公开情况", "（一）又从头数",
        "十一、另起", "⑨ 圈号", "取消编号",
    ]  # fmt: skip


def test_numbers_come_from_styles_too_and_contents_lists_are_left_out() -> None:
    document = docx.Document()
    styles = document.styles.element
    styles.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Part"><w:name w:val="部分"/><w:pPr><w:numPr>'
            '<w:numId w:val="70"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        )
    )
    styles.append(
        parse_xml(f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>')
    )
    for piece in (
        paragraph('<w:pPr><w:pStyle w:val="T1"/></w:pPr>' + run("总体情况……1")),
        paragraph('<w:pPr><w:pStyle w:val="Part"/></w:pPr>' + run("总体情况")),
        paragraph(run("正文")),
    ):
        document.element.body.insert(len(document.element.body) - 1, parse_xml(piece))
    data = replaced(saved(document), {"word/numbering.xml": NUMBERING.encode()})
    blocks = read(data, "样本.docx").blocks
    assert [(b.kind, b.text, b.level) for b in blocks] == [("heading", "一、总体情况", 1), ("paragraph", "正文", None)]


def test_insertions_stay_deletions_and_hidden_text_go() -> None:
    data = body(
        paragraph(
            run("公开信息")
            + '<w:del w:id="1" w:author="x"><w:r><w:delText>99</w:delText></w:r></w:del>'
            + f'<w:ins w:id="2" w:author="x">{run("71")}</w:ins>'
            + run("条")
            + run("内部备注", "<w:vanish/>")
            + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        ),
        paragraph(f'<w:pPr><w:rPr><w:del w:id="3" w:author="x"/></w:rPr></w:pPr>{run("受理申请1")}'),
        paragraph(run("2件")),
        paragraph('<w:moveFrom w:id="4" w:author="x">' + run("旧处") + "</w:moveFrom>" + run("新处")),
    )
    assert texts(data) == ["公开信息71条", "受理申请12件", "新处"]


def test_breaks_tabs_links_and_text_boxes() -> None:
    box = (
        f'<w:r><mc:AlternateContent {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing><w:txbxContent>{paragraph(run('框内文字'))}</w:txbxContent></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><w:txbxContent>{paragraph(run('框内文字'))}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    data = body(
        paragraph(
            run("上行")
            + "<w:r><w:br/></w:r>"
            + run("下行")
            + "<w:r><w:tab/></w:r><w:hyperlink>"
            + run("网址")
            + "</w:hyperlink>"
        ),
        paragraph(run("框外") + box),
    )
    assert texts(data) == ["上行\n下行\t网址", "框外", "框内文字"]


def test_headers_and_footers_are_no_text_of_the_report() -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].header.paragraphs[0].text = "页眉2023"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    assert texts(saved(document)) == ["正文"]


def test_merged_cells_keep_their_place_and_span() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=4)
    table.cell(0, 0).merge(table.cell(2, 0)).text = "组"
    table.cell(0, 1).merge(table.cell(0, 3)).text = "头"
    table.cell(1, 1).text, table.cell(1, 2).text, table.cell(2, 3).text = "甲", "1", "2"
    (block,) = tables(saved(document))
    placed = {(c.row, c.column): (c.text, c.row_span, c.column_span) for c in block.cells}
    assert placed[0, 0] == ("组", 3, 1)
    assert placed[0, 1] == ("头", 1, 3)
    assert placed[1, 2] == ("1", 1, 1)
    assert placed[2, 3] == ("2", 1, 1)
    assert (1, 0) not in placed and (2, 0) not in placed
    assert placed[2, 1] == ("", 1, 1)


def test_rows_with_columns_left_out_before_them_and_deleted_rows() -> None:
    row = "<w:tr>{before}<w:tc><w:p>{text}</w:p></w:tc></w:tr>"
    data = body(
        f"<w:tbl {nsdecls('w')}><w:tblGrid/>"
        + "<w:tr><w:tc><w:p>" + run("甲") + "</w:p></w:tc><w:tc><w:p>" + run("乙") + "</w:p></w:tc></w:tr>"
        + row.format(before='<w:trPr><w:gridBefore w:val="1"/></w:trPr>', text=run("7"))
        + row.format(before='<w:trPr><w:del w:id="9" w:author="x"/></w:trPr>', text=run("删"))
        + "</w:tbl>"
    )  # fmt: skip
    (block,) = tables(data)
    assert [(c.row, c.column, c.text) for c in block.cells] == [(0, 0, "甲"), (0, 1, "乙"), (1, 1, "7")]


def test_a_table_that_only_frames_the_report_gives_way_to_its_content() -> None:
    document = docx.Document()
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "一、总体情况"
    inner = frame.cell(0, 0).add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "规章", "3"
    frame.cell(0, 0).add_paragraph("二、主动公开")
    blocks = read(saved(document), "样本.docx").blocks
    assert [b.kind for b in blocks] == ["paragraph", "table", "paragraph"]
    assert [c.text for c in blocks[1].cells] == ["规章", "3"]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><w:document/>'}, "实体"),
        ({"word/document.xml": b"<w:document><w:body>"}, "损坏"),
        ({"word/document.xml": None}, "缺少正文"),
        ({"word/document.xml": b" " * 30_000_000}, "过大"),
    ],
)
def test_unusable_parts_are_refused_with_a_sentence(parts: dict[str, bytes | None], said: str) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    with pytest.raises(UnreadableFile, match=said) as caught:
        read(replaced(saved(document), parts), "坏.docx")
    assert str(caught.value).startswith("坏.docx：") and str(caught.value).endswith("。")


def test_a_document_without_text_and_a_cut_one_are_refused() -> None:
    data = saved(docx.Document())
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(data, "空.docx")
    with pytest.raises(UnreadableFile, match="损坏"):
        read(data[: len(data) // 2], "断.docx")


def test_deep_nesting_is_refused_or_read() -> None:
    deep = f"<w:tbl {nsdecls('w')}><w:tr><w:tc>" + "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>"
    deep += "</w:tc></w:tr></w:tbl>" * 60 + "</w:tc></w:tr></w:tbl>"
    assert texts(body(deep, paragraph(run("其后")))) == ["其后"]
