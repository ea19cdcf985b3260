"""The PDF reader sees cells where lines are ruled, rows that go on over pages, and paragraphs where lines wrap."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from reportlab.lib.colors import white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reports.errors import UnreadableFile
from reports.model import Block
from reports.read.pdf import read
from reports.reading import read_report

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 70.0, 525.0

Stroke = Callable[[Canvas, float, float, float, float], None]


def drawn(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF of A4 pages, each painted by one function; y grows upwards."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=True, **options)  # type: ignore[arg-type]
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def stroked(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.line(x0, y0, x1, y1)


def filled(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """A line as many office programs draw it: a filled rectangle half a point thick."""
    canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)


def doubled(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for shift in (-0.9, 0.9):
        canvas.line(x0 + (shift if x0 == x1 else 0), y0 + (shift if y0 == y1 else 0),
                    x1 + (shift if x0 == x1 else 0), y1 + (shift if y0 == y1 else 0))  # fmt: skip


def dotted(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    steps = int(max(x1 - x0, y1 - y0) / 1.5)
    for step in range(steps + 1):
        x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
        canvas.rect(x - 0.3, y - 0.3, 0.6, 0.6, stroke=0, fill=1)


def ruled(
    canvas: Canvas,
    rows: list[list[str]],
    top: float,
    *,
    stroke: Stroke = stroked,
    outer: bool = True,
    xs: tuple[float, ...] = (100, 250, 320, 390),
    high: float = 24,
) -> float:
    """A table of rows of texts; a text is written in the middle of its cell, None-like '<' joins it to the
    cell on its left and '^' to the cell above. Returns the y of its lower edge."""
    canvas.setFont(FONT, 10)
    count, columns = len(rows), len(xs) - 1
    for r in range(count + 1):
        for c in range(columns):
            y = top - r * high
            is_edge = r in (0, count)
            if (is_edge and not outer) or (not is_edge and rows[r][c] == "^"):
                continue
            stroke(canvas, xs[c], y, xs[c + 1], y)
    for c in range(columns + 1):
        for r in range(count):
            is_edge = c in (0, columns)
            if (is_edge and not outer) or (not is_edge and rows[r][c] == "<"):
                continue
            stroke(canvas, xs[c], top - (r + 1) * high, xs[c], top - r * high)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text and text not in "<^":
                canvas.drawString(xs[c] + 4, top - (r + 0.65) * high, text)
    return top - count * high


def blocks(data: bytes) -> list[Block]:
    return list(read(data, "样本.pdf").blocks)


def grid(block: Block) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): cell.text for cell in block.cells}


def spans(block: Block) -> dict[str, tuple[int, int]]:
    return {cell.text: (cell.row_span, cell.column_span) for cell in block.cells}


ROWS = [["事项", "本年制发", "现行有效"], ["规章", "0", "12"], ["规范性文件", "3", "7"]]
WANTED = {(r, c): text for r, row in enumerate(ROWS) for c, text in enumerate(row)}


@pytest.mark.parametrize("stroke", [stroked, filled, doubled, dotted], ids=lambda s: s.__name__)
@pytest.mark.parametrize("outer", [True, False], ids=["framed", "without outer borders"])
def test_cells_are_found_however_their_lines_are_drawn(stroke: Stroke, outer: bool) -> None:
    (block,) = blocks(drawn(lambda canvas: ruled(canvas, ROWS, 700, stroke=stroke, outer=outer) and None))
    assert grid(block) == WANTED


def test_cells_are_found_when_the_page_is_one_path_or_turned() -> None:
    def one_path(canvas: Canvas) -> None:
        path = canvas.beginPath()
        ruled(canvas, ROWS, 700, stroke=lambda c, x0, y0, x1, y1: (path.moveTo(x0, y0), path.lineTo(x1, y1))[0])
        canvas.drawPath(path)

    def landscape(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        ruled(canvas, ROWS, 500)

    for page in (one_path, landscape):
        (block,) = blocks(drawn(page))
        assert grid(block) == WANTED, page.__name__


def test_white_lines_and_shading_are_no_borders() -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, ROWS, 700)
        canvas.setFillColor(white)
        canvas.setStrokeColor(white)
        canvas.line(285, 628, 285, 700)
        canvas.setFillGray(0.9)
        canvas.rect(90, 500, 400, 30, stroke=0, fill=1)

    (block,) = blocks(drawn(page))
    assert grid(block) == WANTED


def test_cells_painted_on_a_ground_that_shows_between_them() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.7)
        canvas.rect(99, 628, 292, 73, stroke=0, fill=1)
        canvas.setFillColor(white)
        for r in range(3):
            for x0, x1 in ((100, 249), (250, 319), (320, 390)):
                canvas.rect(x0, 700 - 24 * (r + 1), x1 - x0, 23, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setFont(FONT, 10)
        for r, row in enumerate(ROWS):
            for x, text in zip((104, 254, 324), row, strict=True):
                canvas.drawString(x, 684 - 24 * r, text)

    (block,) = blocks(drawn(page))
    assert grid(block) == WANTED


def test_shaded_lines_of_prose_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for row in range(4):
            canvas.setFillColor(white)
            canvas.rect(LEFT, 690 - 20 * row, 450, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(LEFT, 695 - 20 * row, "全年公开信息若干条。")

    assert {block.kind for block in blocks(drawn(page))} == {"paragraph"}


def test_merged_cells_and_turned_and_broken_labels() -> None:
    rows = [
        ["申请情况", "<", "自然人"],
        ["", "予以公开", "4"],
        ["^", "部分公开", "5"],
        ["^", "不予公开", "6"],
    ]

    def page(canvas: Canvas) -> None:
        ruled(canvas, rows, 700, xs=(100, 130, 300, 390))
        canvas.saveState()
        canvas.translate(112, 665)
        canvas.rotate(-90)
        canvas.drawString(0, 0, "办理结果")
        canvas.restoreState()

    (block,) = blocks(drawn(page))
    assert spans(block) == {
        "申请情况": (1, 2), "自然人": (1, 1), "办理结果": (3, 1), "予以公开": (1, 1), "4": (1, 1),
        "部分公开": (1, 1), "5": (1, 1), "不予公开": (1, 1), "6": (1, 1),
    }  # fmt: skip


@pytest.mark.parametrize("degrees", [90, -90])
def test_turned_labels_read_in_their_own_direction(degrees: int) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [["", "1"]], 700, xs=(100, 130, 200), high=100)
        canvas.translate(118 if degrees > 0 else 110, 615 if degrees > 0 else 690)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "办理结果")

    (block,) = blocks(drawn(page))
    assert grid(block) == {(0, 0): "办理结果", (0, 1): "1"}


def test_a_cell_whose_text_its_width_broke_is_one_text_and_a_long_number_too() -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [["", ""]], 700, xs=(100, 164, 190), high=60)
        for line, text in enumerate(("行政机关确认", "或者重新出具", "信息")):
            canvas.drawString(102, 685 - 14 * line, text)
        canvas.drawString(166, 685, "1520")
        canvas.drawString(166, 671, "79")

    (block,) = blocks(drawn(page))
    assert grid(block) == {(0, 0): "行政机关确认或者重新出具信息", (0, 1): "152079"}


@pytest.mark.parametrize("wide", [20, 28, 40, 120])
def test_numbers_of_rows_without_a_dividing_line_are_not_run_together(wide: float) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [["数量", ""]], 700, xs=(100, 164, 164 + wide), high=60)
        for y, text in ((682, "12"), (664, "3")):
            canvas.drawCentredString(164 + wide / 2, y, text)

    (block,) = blocks(drawn(page))
    assert grid(block)[0, 1] == "12\n3"


def test_a_number_that_runs_over_a_border_is_unreadable() -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [["数量", "", ""]], 700, xs=(100, 164, 184, 204))
        canvas.drawString(166, 684, "152790")

    (block,) = blocks(drawn(page))
    assert not any(cell.text.isdigit() for cell in block.cells)


def test_text_drawn_twice_to_look_bold_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawString(100 + shift, 700, "公开11条")

    assert [block.text for block in blocks(drawn(page))] == ["公开11条"]


def test_a_table_over_two_pages_is_one_and_its_repeated_head_is_left_out() -> None:
    head = ["事项", "本年制发", "现行有效"]

    def first(canvas: Canvas) -> None:
        canvas.drawString(LEFT, 780, "二、主动公开情况")
        ruled(canvas, [head, ["规章", "1", "2"], ["规范性文件", "3", "4"]], 130)
        canvas.drawCentredString(WIDTH / 2, 30, "- 1 -")

    def second(canvas: Canvas) -> None:
        bottom = ruled(canvas, [head, ["行政许可", "5", "6"]], 780)
        canvas.drawString(LEFT, bottom - 30, "三、收到申请情况")
        canvas.drawCentredString(WIDTH / 2, 30, "- 2 -")

    heading, table, after = blocks(drawn(first, second))
    assert (heading.text, after.text) == ("二、主动公开情况", "三、收到申请情况")
    assert grid(table)[3, 0] == "行政许可" and grid(table)[3, 2] == "6"
    assert len({row for row, _ in grid(table)}) == 4
    assert {cell.page for cell in table.cells} == {1, 2} and table.page == 1


def open_table(canvas: Canvas, rows: list[list[str]], top: float, *, above: bool, below: bool) -> None:
    """Like `ruled`, with no line at the upper or lower edge of the page's piece."""
    high, xs = 24.0, (100.0, 250.0, 320.0, 390.0)
    count = len(rows)
    for r in range(count + 1):
        if not ((r == 0 and above) or (r == count and below)):
            canvas.line(xs[0], top - r * high, xs[-1], top - r * high)
    for x in xs:
        canvas.line(x, top - count * high, x, top)
    canvas.setFont(FONT, 10)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            canvas.drawString(xs[c] + 4, top - (r + 0.65) * high, text)


def test_a_row_that_the_page_cuts_is_made_whole() -> None:
    data = drawn(
        lambda canvas: open_table(
            canvas, [["1.属于甲类", "1", "2"], ["2.逾期未按通知", "3", "4"]], 100, above=False, below=True
        ),
        lambda canvas: open_table(canvas, [["要求缴费", "", ""], ["3.其他", "5", "6"]], 800, above=True, below=False),
    )
    (table,) = blocks(data)
    assert [grid(table)[row, 0] for row in range(3)] == ["1.属于甲类", "2.逾期未按通知要求缴费", "3.其他"]
    assert [grid(table)[row, 1] for row in range(3)] == ["1", "3", "5"]


def test_rows_with_figures_on_both_pages_stay_two_rows() -> None:
    data = drawn(
        lambda canvas: open_table(canvas, [["甲", "1", "2"], ["乙", "3", "4"]], 100, above=False, below=True),
        lambda canvas: open_table(canvas, [["丙", "5", "6"], ["丁", "7", "8"]], 800, above=True, below=False),
    )
    (table,) = blocks(data)
    assert [grid(table)[row, 1] for row in range(4)] == ["1", "3", "5", "7"]


def test_a_group_label_goes_on_over_the_page() -> None:
    xs = (100, 170, 290, 390)
    data = drawn(
        lambda canvas: ruled(canvas, [["无法提供", "1.不掌握", "1"], ["^", "2.需要制作", "2"]], 100, xs=xs) and None,
        lambda canvas: ruled(canvas, [["", "3.不明确", "3"], ["总计", "<", "6"]], 800, xs=xs) and None,
    )
    (table,) = blocks(data)
    assert spans(table)["无法提供"] == (3, 1)
    assert grid(table)[2, 1] == "3.不明确" and grid(table)[2, 2] == "3"


def test_different_tables_on_two_pages_stay_two() -> None:
    data = drawn(
        lambda canvas: ruled(canvas, ROWS, 120, xs=(100, 250, 320, 390)) and None,
        lambda canvas: ruled(canvas, [["甲", "1", "2"]], 800, xs=(60, 300, 420, 540)) and None,
    )
    assert [block.kind for block in blocks(data)] == ["table", "table"]


def wrapped(text: str, first: int, rest: int) -> list[str]:
    lines = [text[:first]]
    for start in range(first, len(text), rest):
        lines.append(text[start : start + rest])
    return lines


PROSE = "全年通过区政府网站公开信息一百余条，其中政策文件若干条，财政预决算信息若干条，并在公开栏张贴通知公告，方便群众就近查阅，群众反映良好。"


@pytest.mark.parametrize("indented", [True, False])
def test_wrapped_lines_become_paragraphs(indented: bool) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(FONT, 18)
        canvas.drawCentredString((LEFT + RIGHT) / 2, 780, "清源街道办事处")
        canvas.drawCentredString((LEFT + RIGHT) / 2, 754, "2023年政府信息公开工作年度报告")
        canvas.setFont(FONT, 12)
        y = 720.0
        for text in ("一、总体情况", PROSE, PROSE[:20] + "。", PROSE):
            lines = wrapped(text, 35 if indented else 37, 37)
            for index, line in enumerate(lines):
                canvas.drawString(LEFT + (24 if indented and not index else 0), y, line)
                y -= 20
            y -= 0 if indented else 14

    found = blocks(drawn(page))
    assert [block.text for block in found] == [
        "清源街道办事处\n2023年政府信息公开工作年度报告", "一、总体情况", PROSE, PROSE[:20] + "。", PROSE,
    ]  # fmt: skip
    assert found[0].kind == "heading"


def test_a_paragraph_goes_on_over_the_page_and_running_heads_are_left_out() -> None:
    lines = wrapped(PROSE * 2, 35, 37)

    def page(number: int, part: Iterable[str], start: float) -> Callable[[Canvas], None]:
        def paint(canvas: Canvas) -> None:
            canvas.setFont(FONT, 9)
            canvas.drawString(LEFT, 810, "清源街道办事处公文")
            canvas.drawCentredString(WIDTH / 2, 25, f"第 {number} 页 共 2 页")
            canvas.setFont(FONT, 12)
            for index, line in enumerate(part):
                canvas.drawString(LEFT + (24 if number == 1 and not index else 0), start - 20 * index, line)

        return paint

    data = drawn(page(1, lines[:2], 120), page(2, lines[2:], 770))
    assert [block.text for block in blocks(data)] == [PROSE * 2]


def test_figures_at_a_line_end_are_not_torn() -> None:
    first = "全年共公开各类政府信息" + "及" * 22 + "其中网站12"
    second = "35条，微信18条。"

    def page(canvas: Canvas) -> None:
        right = LEFT + 37 * 12
        canvas.drawString(LEFT, 700, first)
        canvas.drawString(LEFT, 680, second)
        canvas.drawString(LEFT, 660, "补" * 37)
        canvas.drawString(LEFT, 640, "补" * 37)
        assert pdfmetrics.stringWidth(first, FONT, 12) <= right

    (block,) = blocks(drawn(page))[:1]
    assert "123 5" not in block.text


def test_a_frame_around_everything_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, 50, 495, 742)
        canvas.drawString(LEFT, 760, "一、总体情况")
        ruled(canvas, ROWS, 700)

    heading, table = blocks(drawn(page))
    assert heading.text == "一、总体情况"
    assert grid(table) == WANTED


def test_bad_files_are_refused_with_a_sentence() -> None:
    data = drawn(lambda canvas: canvas.drawString(100, 700, "正文"))
    locked = drawn(lambda canvas: canvas.drawString(100, 700, "正文"), encrypt=StandardEncryption("user", "owner"))
    for content, said in (
        (locked, "加密"),
        (data[:60], "损坏"),
        (b"%PDF-1.7\n" + b"\0" * 500, "损坏"),
        (drawn(lambda canvas: None), "没有读到文字"),
    ):
        with pytest.raises(UnreadableFile, match=said) as caught:
            read(content, "坏.pdf")
        assert str(caught.value).startswith("坏.pdf：") and str(caught.value).endswith("。")


def test_a_book_of_5000_pages_is_refused() -> None:
    data = drawn(*[lambda canvas: None] * 5000)
    with pytest.raises(UnreadableFile, match="5000页"):
        read(data, "书.pdf")


def test_the_report_of_a_district_reads_without_a_wrong_cell(shared: Path) -> None:
    """Every figure below was compared with the printed page; its row （六）其他处理 is printed as one."""
    path = shared / "real" / "hongze-2023.pdf"
    reading = read_report(path.read_bytes(), path.name)
    cells = [fact for fact in reading.facts if fact.source == "table"]
    value = {(fact.indicator, fact.breakdown): fact.value for fact in cells if fact.status == "stated"}
    assert Counter(fact.status for fact in cells)["stated"] == 186
    assert all(fact.status in ("stated", "missing") for fact in cells)
    assert {key: number for key, number in value.items() if number} == {
        ("normative_documents.repealed", ""): 5, ("normative_documents.in_force", ""): 5,
        ("licences.decisions", ""): 550, ("penalties.decisions", ""): 4119, ("coercion.decisions", ""): 195,
        ("fees.amount", ""): 7730.28,
        **{(f"applications.{name}", who): number for who in ("natural_person", "total") for name, number in {
            "received": 21, "partly_granted": 4, "denied.state_secret": 1, "denied.process_information": 1,
            "denied.enforcement_files": 1, "unable.not_held": 10, "unable.needs_creation": 3,
            "not_processed.petition": 1, "total": 21}.items()},
        ("review.upheld", ""): 10, ("review.corrected", ""): 1, ("litigation_after_review.upheld", ""): 5,
    }  # fmt: skip
    assert sum(1 for indicator, _ in value if indicator == "applications.other") == 7
