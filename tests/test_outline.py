"""The six sections, found by words, number and order together, whatever has happened to their headings."""

from __future__ import annotations

import pytest

from reports.identify.outline import outline
from reports.model import SECTION_KEYS, Block, Cell, Document, Part
from reports.reference import table

GRID = Block("table", cells=(Cell(0, 0, "信息内容"), Cell(0, 1, "本年制发件数"), Cell(1, 0, "规章"), Cell(1, 1, "0")))
TITLE = "柳坪镇2022年政府信息公开工作年度报告"
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
WHOLE = ["preamble", *SECTION_KEYS]


def document(*pieces: str | Block) -> Document:
    return Document("text", tuple(p if isinstance(p, Block) else Block("paragraph", p) for p in pieces))


def standard(headings: tuple[str, ...] = HEADINGS) -> list[str | Block]:
    one, two, three, four, five, six = headings
    overview = [TITLE, one, "全年公开12条。", "（一）主动公开情况", "公开了。", "（二）依申请公开情况", "无。"]
    return [*overview, two, GRID, three, GRID, four, GRID, five, "一是更新慢。", six, "无。"]


def keys(*pieces: str | Block) -> list[str]:
    return [section.key for section in outline(document(*pieces))]


def numbered(make: str) -> tuple[str, ...]:
    return tuple(make.format(chinese=h[0], arabic=n, words=h[2:]) for n, h in enumerate(HEADINGS, 1))


@pytest.mark.parametrize(
    "make",
    [
        "{chinese}、{words}",
        "{chinese}．{words}",
        "{chinese} 、 {words}",
        "{chinese}{words}",
        "{chinese}；{words}",
        "{chinese}、{words}：",
        "{chinese}、{words}。",
        "{words}",
        "{arabic}、{words}",
        "{arabic}.{words}",
        "（{chinese}）{words}",
        "第{chinese}部分 {words}",
        "  {chinese}、 {words}  ",
        "????{chinese}、{words}",
        "{chinese}、2022年{words}",
        "{chinese}、本机关{words}（单位：件）",
    ],
)
def test_headings_numbered_in_any_way(make: str) -> None:
    assert keys(*standard(numbered(make))) == WHOLE


@pytest.mark.parametrize(
    "headings",
    [
        (
            "一、總體情況",
            "二、主動公開政府信息情況",
            "三、收到和處理政府信息公開申請情況",
            "四、政府信息公開行政複議、行政訴訟情況",
            "五、存在的主要問題及改進情況",
            "六、其他需要報告的事項",
        ),
        (
            "一、总体情况",
            "二、主动公开麻将开户情况",
            "三、收到和处理麻将开户申请情况",
            "四、麻将开户行政复议、行政诉讼情况",
            "五、存在的主要问题及改进情况",
            "六、其他需要报告的事项",
        ),
        ("一、总体情况", "二、主动公开情况", "三、麻将开户平台", "四、麻将开户官网", "五、麻将开户网址", HEADINGS[5]),
        (
            "一、总体概况",
            "二、主动公开信息情况",
            "三、收到处理政府信息公开申请的情况",
            "四、政府信息公开复议、诉讼情况",
            "五、存在主要问题和改进情况",
            "六、其它需要报告事项",
        ),
        (
            "一、2022年政府信息公开工作总体情况",
            "二、行政机关主动公开政府信息情况",
            "三、本年度收到和处理政府信息公开申请情况",
            "四、因政府信息公开申请行政复议、提起行政诉讼情况",
            "五、工作中存在的主要问题及改进情况",
            HEADINGS[5],
        ),
        (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "二、收到和处理政府信息公开申请情况",
            "三、政府信息公开行政复议、行政诉讼情况",
            "四、存在的主要问题及改进情况",
            "五、其他需要报告的事项",
        ),
    ],
)
def test_headings_in_other_words(headings: tuple[str, ...]) -> None:
    assert keys(*standard(headings)) == WHOLE


def test_a_heading_keeps_its_words_as_printed() -> None:
    sections = outline(document(*standard(tuple(h.replace("、", " 、", 1) for h in HEADINGS))))
    assert sections[1].heading == "一 、总体情况"
    assert sections[0].heading == ""


@pytest.mark.parametrize(
    "contents",
    [
        ["目录", *HEADINGS],
        ["目  录", *(f"{heading}……{page}" for page, heading in enumerate(HEADINGS, 1))],
        ["本报告包括：" + "；".join(HEADINGS) + "。"],
        ["报告分六部分：" + "，".join(HEADINGS) + "。如有疑问，请与党政办联系。"],
        ["包括：" + "；".join(f"（{h[0]}）{h[2:]}" for h in HEADINGS) + "。"],
        ["包括：", *(f"（{h[0]}）{h[2:]}" for h in HEADINGS)],
    ],
)
def test_a_list_of_contents_is_no_section(contents: list[str]) -> None:
    body = standard()
    sections = outline(document(body[0], *contents, *body[1:]))
    assert [section.key for section in sections] == WHOLE
    assert next(part.block for part in sections[1].parts) > len(contents)


@pytest.mark.parametrize("blank", ["", " "])
def test_a_whole_report_in_one_paragraph(blank: str) -> None:
    told = ("2022年公开12条。", "制发0件。", "未收到申请。", "无。", "一是更新慢；二是人员少。下一步改进。", "无。")
    text = f"{TITLE}{blank}" + "".join(f"{h}{blank}{t}" for h, t in zip(HEADINGS, told, strict=True))
    sections = outline(document(text))
    assert [section.key for section in sections] == WHOLE
    assert [text[s.parts[0].start : s.parts[0].end].strip() for s in sections[1:]] == list(told)


def test_headings_with_nothing_between_them_in_one_paragraph() -> None:
    """The tables are pictures; 二 ends where 三 begins, though the words of 三 are the longer ones."""
    text = f"{HEADINGS[0]} 公开了12条。 {' '.join(HEADINGS[1:5])} 更新不够快。 {HEADINGS[5]} 无。"
    assert [section.key for section in outline(document(text))] == WHOLE[1:]


def test_headings_without_tables_are_no_list_because_the_last_section_names_them_again() -> None:
    told = (
        "（一）依申请公开政府信息的情况",
        "没有收到申请。",
        "（二）因政府信息公开申请行政复议、提起行政诉讼的情况",
        "没有。",
    )
    sections = outline(document(*HEADINGS[2:5], "一是更新慢。", HEADINGS[5], *told))
    assert [section.key for section in sections] == WHOLE[3:]


def test_headings_glued_to_the_text_around_them() -> None:
    sections = outline(
        document(
            TITLE,
            "一、总体情况全年公开12条。二、主动公开政府信息情况",
            GRID,
            "三、收到和处理政府信息公开申请情况全年未收到申请。",
            GRID,
            HEADINGS[3],
            GRID,
            "五、存在的主要问题及改进情况更新不够快。六、其他需要报告的事项无。",
        )
    )
    assert [section.key for section in sections] == WHOLE
    assert (sections[5].parts[0].start, sections[5].parts[0].end) == (14, 20)


@pytest.mark.parametrize("mark", ["", " "])
def test_headings_without_a_mark_behind_their_number_at_the_head_of_their_text(mark: str) -> None:
    told = "本单位依照条例办理，全年共答复4件，其中部分公开1件，没有一总体情况之外的内容。"
    heads = [h.replace("、", mark, 1) for h in HEADINGS]
    assert keys(TITLE, *(head + told for head in heads)) == WHOLE
    assert keys(TITLE + "。" + "".join(head + told for head in heads)) == WHOLE


def test_a_heading_cut_in_two_lines() -> None:
    pieces = standard()
    at = pieces.index(HEADINGS[2])
    pieces[at : at + 1] = ["三、收到和处理政府信息公开", "申请情况"]
    assert keys(*pieces) == WHOLE


def test_a_prose_report_heads_its_disputes_in_its_own_words() -> None:
    told = ["一、基本情况", "工作平稳。", "二、主动公开情况", "公开12条。", "三、依申请公开情况", "未收到申请。"]
    told += [
        "四、收费及减免情况",
        "无。",
        "五、复议、诉讼、申诉情况",
        "未发生。",
        "六、主要问题和改进措施",
        "一是更新慢。",
    ]
    assert keys(*told)[-2:] == ["disputes", "problems"]


@pytest.mark.parametrize("lost", range(6))
def test_a_missing_section_stays_missing(lost: int) -> None:
    pieces = [piece for piece in standard() if piece != HEADINGS[lost]]
    assert keys(*pieces) == ["preamble", *(key for key in SECTION_KEYS if key != SECTION_KEYS[lost])]


def test_a_section_printed_twice_is_there_twice() -> None:
    pieces = standard()
    pieces[-2:-2] = [HEADINGS[4], "二是人手少。"]
    assert keys(*pieces) == [*WHOLE[:6], "problems", "other"]


def test_sections_out_of_order_keep_the_order_printed() -> None:
    pieces = standard()
    at = pieces.index(HEADINGS[3])
    pieces = [*pieces[:at], HEADINGS[4], "一是更新慢。", HEADINGS[3], GRID, HEADINGS[5], "无。"]
    assert keys(*pieces) == [*WHOLE[:4], "problems", "disputes", "other"]


def test_numbers_within_section_five_open_no_section() -> None:
    inner = [
        "一、公开内容不全，群众不便。",
        "二、主动公开不够及时",
        "三、依申请公开答复慢",
        "四、人员少",
        "五、下一步改进措施",
    ]
    pieces = standard()
    assert keys(*pieces[:-3], *inner, *pieces[-2:]) == WHOLE


def test_numbers_within_section_one_open_no_section() -> None:
    inner = [
        "一、主动公开",
        "公开12条。",
        "二、依申请公开情况",
        "无。",
        "三、政府信息管理",
        "好。",
        "四、平台建设",
        "五、监督保障",
    ]
    pieces = standard()
    assert keys(*pieces[:2], *inner, *pieces[7:]) == WHOLE


def test_rows_of_the_tables_open_no_section() -> None:
    rows = ["一、本年新收政府信息公开申请数量", "0", "二、上年结转政府信息公开申请数量", "0", "三、本年度办理结果", "0"]
    rows += ["四、结转下年度继续办理", "0"]
    pieces = standard()
    at = pieces.index(HEADINGS[2])
    assert keys(*pieces[: at + 1], *rows, HEADINGS[4], "慢。", HEADINGS[5], "无。") == [*WHOLE[:4], "problems", "other"]


def test_a_heading_in_the_first_row_of_its_table() -> None:
    headed = Block("table", cells=(Cell(0, 0, HEADINGS[3], 1, 2), *(Cell(1, c, "0") for c in range(2))))
    pieces = standard()
    at = pieces.index(HEADINGS[3])
    pieces[at : at + 2] = [headed]
    sections = outline(document(*pieces))
    assert [section.key for section in sections] == WHOLE
    assert [part.block for part in sections[4].parts] == [at]


def test_a_section_that_is_only_cited_is_no_section() -> None:
    cited = "数据见本报告“三、收到和处理政府信息公开申请情况”一节。全年公开12条。"
    pieces = standard()
    assert keys(*pieces[:2], cited, *pieces[7:]) == WHOLE


def test_the_older_order_of_sections() -> None:
    found = keys(
        TITLE,
        *("一、概述", "好。", "二、主动公开政府信息情况", "12条。", "三、依申请公开政府信息情况", "0件。"),
        *("四、政府信息公开收费及减免情况", "无。", "五、因政府信息公开申请行政复议、提起行政诉讼情况", "0件。"),
        *("六、存在的主要问题及改进措施", "慢。", "七、附表", GRID),
    )
    assert found == ["preamble", "overview", "disclosure", "applications", "other", "disputes", "problems", "other"]


def test_free_headings_belong_to_the_section_before() -> None:
    found = keys(
        TITLE,
        "一、加强组织领导",
        "好。",
        "二、主动公开情况",
        "12条。",
        "三、依申请公开情况",
        "0件。",
        "四、存在的问题",
        "慢。",
    )
    assert found == ["preamble", "overview", "disclosure", "applications", "problems"]


def test_a_text_without_headings_is_one_overview() -> None:
    assert keys("本镇公开信息12条。", "群众满意。") == ["overview"]
    assert outline(Document("text", ())) == ()


def test_the_foot_of_the_page_belongs_to_no_section() -> None:
    sections = outline(
        document(*standard(), "扫一扫在手机打开当前页 浏览次数：85", "主办单位：云岭县人民政府", "备案号12345")
    )
    assert [part.block for part in sections[-1].parts] == [len(standard()) - 1]


def test_a_sentence_with_a_word_of_the_pages_foot_is_no_foot() -> None:
    lines = (
        TITLE,
        "一、总体情况",
        "公开信息12条。",
        "二是及时在媒体发布相关信息。全年收到信访件8起。",
        "三是收到申请2件。",
    )
    assert [part.block for part in outline(document(*lines))[-1].parts] == [2, 3, 4]


def test_each_phrase_of_the_table_opens_its_section() -> None:
    for row in table("lexicon/sections"):
        if row["strength"] == "pattern":
            continue
        number = "一二三四五六"[int(row["number"]) - 1]
        headings = list(HEADINGS)
        headings[int(row["number"]) - 1] = f"{number}、{row['phrase']}"
        assert keys(*standard(tuple(headings))) == WHOLE, row
        assert row["section"] == SECTION_KEYS[int(row["number"]) - 1]
        alone = [TITLE, "一、领导重视", "好。", f"二、{row['phrase']}", "有。"]
        assert keys(*alone)[-1] == row["section"], row


@pytest.mark.parametrize(
    "heading",
    [
        "工作中存在的困难",
        "存在的困难和不足",
        "问题与改进",
        "面临的困难及下步打算",
        "存在的薄弱环节及努力方向",
        "政府信息公开工作存在的问题、整改情况",
        "2022年工作中的不足与2023年工作思路",
        "短板不足及改进方向",
    ],
)
def test_other_names_of_section_five_need_no_number(heading: str) -> None:
    names = [*HEADINGS[:4], f"五、{heading}", *HEADINGS[5:]]
    assert keys(*standard(tuple(names))) == WHOLE
    bare = tuple(name.split("、", 1)[1] for name in names)
    assert keys(*standard(bare)) == WHOLE


def test_nine_sections_of_their_own_keep_what_they_tell() -> None:
    lines = ["一、基本情况", "好。", "二、加强组织领导", "有小组。", "三、主动公开政府信息的情况", "12条。"]
    lines += ["四、回应解读情况", "3件。", "五、依申请公开办理情况", "2件。", "六、人员和收支情况", "未收费。"]
    lines += [
        "七、行政复议和行政诉讼数量",
        "没有。",
        "八、工作存在的困难、问题及下一步打算",
        "慢。",
        "九、其他事项",
        "无。",
    ]
    told = [key for key in keys(TITLE, *lines) if key != "preamble"]
    assert told == ["overview", "disclosure", "applications", "other", "disputes", "problems", "other"]


def test_headings_within_one_table_of_several_sections() -> None:
    cells = (
        Cell(0, 0, HEADINGS[1], 1, 3),
        Cell(1, 0, "规章"),
        Cell(1, 1, "0"),
        Cell(2, 0, HEADINGS[2], 1, 3),
        Cell(3, 0, "四、结转下年度继续办理", 1, 3),
        Cell(4, 0, HEADINGS[3], 1, 3),
        Cell(5, 0, "0"),
    )
    blocks = (
        Block("paragraph", TITLE),
        Block("heading", HEADINGS[0]),
        Block("paragraph", "好。"),
        Block("table", cells=cells),
        Block("heading", HEADINGS[4]),
        Block("paragraph", "慢。"),
    )
    sections = outline(Document("html", blocks))
    assert [(s.key, [p.block for p in s.parts]) for s in sections[2:5]] == [
        ("disclosure", [3]),
        ("applications", [3]),
        ("disputes", [3]),
    ]
    assert [s.heading for s in sections[2:5]] == list(HEADINGS[1:4])


def test_each_word_of_page_chrome_ends_the_report() -> None:
    for row in table("lexicon/page_chrome"):
        sections = outline(document(*standard(), f"{row['words']}：18"))
        assert len(sections[-1].parts) == 1, row


def test_the_uniform_text_of_a_block_is_made_once_and_leads_back_to_each_part() -> None:
    block = Block("paragraph", "共 接 11起。发布 微博 ８７ 条")
    held = Document("txt", (block,))
    assert block.uniform is block.uniform is held.uniform(Part(0, 0, len(block.text)))
    assert block == Block("paragraph", block.text) and hash(block) == hash(Block("paragraph", block.text))
    part = Part(0, block.text.index("发"), len(block.text))
    told = held.uniform(part)
    assert (told.text, told.printed) == ("发布微博87条", block.text[part.start :])
