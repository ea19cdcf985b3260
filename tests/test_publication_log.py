"""Publication logs of websites: what is understood of a table, and that loading keeps it through every rebuild."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import capture, publication_log, publish
from reports.errors import StoreError, UnreadableFile
from reports.publication_log import FIELDS, day_of
from reports.publish import log
from reports.publish.naming import naming
from reports.publish.takeover import reference_roster
from reports.reference import table
from reports.specimen import demo
from reports.store import journal
from tests.stored import CODES, load, one, rows, source
from tests.test_follow_up import asked

ROOT = Path(__file__).resolve().parents[1]
CSV = """发布单位,所属栏目,信息标题,发布时间,链接地址,点击量
竹荫路街道办事处,社会救助,四季度救助名单,2024-01-05 09:30:00,http://qinghe.example/1,12
青禾区竹荫路街道办事处,保障性住房,公租房分配结果,2024/2/6,,3
竹荫路街道,政务动态,"春节慰问,走访",2024年2月8日,,
白石渡镇人民政府,政务动态,开学检查,20240301,,
竹荫路街道办事处,政务动态,无日期,尽快,,
竹荫路街道办事处,,无栏目,2024-03-01,,
"""


def preview(data: bytes, name: str, office: str | None = None) -> publication_log.Preview:
    """What a log says, with the offices of data/reference, in the demo's district."""
    known = partial(naming(None, reference_roster()), district=demo.DEMO_DISTRICT)
    return publication_log.preview(data, name, office, code_of=known)


def workbook(cells: list[list[object]], merged: str = "") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in cells:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_csv_is_understood_in_any_charset(charset: str) -> None:
    found = preview(CSV.encode(charset), "记录.csv")
    assert found.headings == {
        "office": "发布单位", "column": "所属栏目", "title": "信息标题", "published_on": "发布时间", "url": "链接地址",
    }  # fmt: skip
    assert found.unused == ("点击量",)
    assert [(item.line, item.published_on) for item in found.items] == [
        (2, date(2024, 1, 5)), (3, date(2024, 2, 6)), (4, date(2024, 2, 8)), (5, date(2024, 3, 1)),
    ]  # fmt: skip
    assert {item.office_code for item in found.usable} == {CODES[0]}
    assert found.unknown_offices == {"白石渡镇人民政府": 1}
    assert found.items[2].title == "春节慰问,走访"
    assert [line for line, _why in found.refused] == [6, 7]
    said = "".join(found.sentences())
    assert "可载入 3 条，1 个单位，3 个栏目" in said  # the office under three names is one office
    assert "名录中没有这些单位" in said and "白石渡镇人民政府" in said and "第 6 行的日期“尽快”无法辨认" in said


def test_a_workbook_with_a_title_real_dates_and_merged_offices() -> None:
    cells: list[list[object]] = [
        ["青禾区2024年网站发布情况"],
        ["序号", "单位", "栏目", "标题", "日期"],
        [1, "竹荫路街道", "社会救助", "名单", datetime(2024, 1, 5, 9, 30)],
        [2, None, "社会救助", "公示", date(2024, 1, 6)],
        [3, None, "政务动态", "慰问", 20240107],
        [4, None, "政务动态", "无日", None],
    ]
    found = preview(workbook(cells, "B3:B6"), "记录.xlsx")
    assert [item.published_on.day for item in found.usable] == [5, 6, 7]
    assert found.refused == ((6, "没有日期"),)
    assert found.unused == ("序号",)


def test_a_log_of_one_office_needs_no_column_for_it() -> None:
    text = "栏目;标题;发布日期\n政务动态;一;2024-05-01\n"
    with pytest.raises(UnreadableFile, match="表头中没有单位"):
        preview(text.encode(), "a.csv")
    assert preview(text.encode(), "a.csv", "竹荫路街道").usable[0].office_code == CODES[0]
    assert preview(text.encode(), "a.csv", CODES[0]).usable[0].office_code == CODES[0]


@pytest.mark.parametrize("row", table("publication_log_columns"), ids=lambda row: row["name"])
def test_every_name_of_a_heading_is_understood(row: dict[str, str]) -> None:
    others = {"office": "发布单位", "column": "所属栏目", "published_on": "发布日期"}
    headings = [row["name"], *(name for field, name in others.items() if field != row["field"])]
    line = [
        "2024-05-01" if h == "发布日期" or (row["field"] == "published_on" and h == row["name"]) else "甲"
        for h in headings
    ]
    found = preview(("\t".join(headings) + "\n" + "\t".join(line)).encode(), "a.csv")
    assert found.headings[row["field"]] == row["name"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是文字表格"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "旧版 Excel"),
        (b"PK\x03\x04" + b"x" * 600, "工作簿已损坏"),
        (bytes(range(256)) * 50, "不是文字表格"),
        ("甲,乙\n1,2\n".encode(), "没有读到表头"),
        ("单位,栏目\n甲,乙\n".encode(), "没有发布日期"),
        (('"' + "长" * 200_000 + '",b\n').encode(), "无法拆成列"),
    ],
)
def test_what_is_no_log_is_a_sentence_with_the_next_step(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        preview(data, "某.csv")


@settings(deadline=None, max_examples=150)
@given(day=st.dates(date(2000, 1, 1), date(2100, 12, 31)), time=st.sampled_from(["", " 08:05", " 23:59:59"]))
def test_a_day_is_the_same_in_every_writing(day: date, time: str) -> None:
    digits = "〇一二三四五六七八九"

    def small(number: int) -> str:
        tens, units = divmod(number, 10)
        return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[units] if units else "")

    year = "".join(digits[int(digit)] for digit in str(day.year))
    for text in (
        f"{day:%Y-%m-%d}", f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日", f"{year}年{small(day.month)}月{small(day.day)}日",
        f"{day:%Y-%m-%d}".translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    ):  # fmt: skip
        assert day_of(text + time) == day


@pytest.mark.parametrize(
    "text", ["", "5/6/2024", "2024-13-01", "2024-02-30", "24-1-5", "2024年3月", "45291", "1924-01-01"]
)
def test_a_day_that_is_not_sure_is_none(text: str) -> None:
    assert day_of(text) is None


def test_a_loaded_log_is_served_and_survives_rebuild_rollback_and_other_loads(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2023)])
    found, number = log.load(tmp_path, CSV.encode("gbk"), "记录.csv")
    assert (len(found.usable), number) == (3, 2)
    assert one(tmp_path, "select count(*) from column_log c join office using (office_id) where not is_queued") == 3
    assert log.load(tmp_path, CSV.encode("gbk"), "记录.csv")[1] is None
    load(tmp_path, [source(CODES[1], 2023)])
    whole = rows(tmp_path)
    assert len(whole["column_log"]) == 3
    publish.rebuild(tmp_path)
    assert rows(tmp_path) == whole
    publish.rollback(tmp_path)
    publish.rollback(tmp_path)
    assert rows(tmp_path)["column_log"] == whole["column_log"]
    assert [line["what"] for line in journal.in_force(journal.read(tmp_path)) if "sha256" in line] == ["capture", "log"]


@pytest.mark.slow
def test_overlapping_logs_count_an_item_once_and_equal_items_of_one_log_each(tmp_path: Path) -> None:
    head = "单位,栏目,标题,日期\n"
    january = head + "竹荫路街道,政务动态,简报,2024-01-05\n" * 2
    february = january + "竹荫路街道,政务动态,简报,2024-02-05\n"
    load(tmp_path, [source(CODES[0], 2023)])
    log.load(tmp_path, february.encode(), "二月.csv")
    log.load(tmp_path, january.encode(), "一月.csv")
    assert one(tmp_path, "select count(*) from column_log") == 3


def test_a_log_that_a_killed_writer_journaled_is_caught_up_with(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2023)])
    data = CSV.encode()
    snapshot = capture.capture(data, "记录.csv", tmp_path / capture.ORIGINALS_NAME)
    line = {"what": "log", "sha256": snapshot.sha256, "file_name": "记录.csv", "byte_count": len(data), "office": None}
    journal.append(tmp_path, [line])
    load(tmp_path, [source(CODES[1], 2023)])
    assert one(tmp_path, "select count(*) from column_log") == 3


def test_a_lost_log_is_told_by_rebuild(tmp_path: Path) -> None:
    load(tmp_path, [source(CODES[0], 2023)])
    log.load(tmp_path, CSV.encode(), "记录.csv")
    sha256 = journal.read(tmp_path)[-1]["sha256"]
    capture.original_path(tmp_path / capture.ORIGINALS_NAME, sha256).unlink()
    with pytest.raises(StoreError, match="从备份恢复"):
        publish.rebuild(tmp_path)


@pytest.mark.slow
def test_the_command_previews_and_loads(tmp_path: Path) -> None:
    (tmp_path / "记录.csv").write_bytes(CSV.encode("gbk"))

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        code = "from reports.command import main; main()"
        environment = {**os.environ, "GONGKAI_STORE": str(tmp_path / "store"), "PYTHONUTF8": "1"}
        command = [sys.executable, "-c", code, "load-log", str(tmp_path / "记录.csv"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)

    load(tmp_path / "store", [source(CODES[0], 2023)])
    length = (tmp_path / "store" / journal.FILE_NAME).stat().st_size
    shown = run("--preview")
    assert shown.returncode == 0 and "“所属栏目”列读作栏目" in shown.stdout and "白石渡镇人民政府" in shown.stdout
    assert (tmp_path / "store" / journal.FILE_NAME).stat().st_size == length
    done = run()
    assert done.returncode == 1 and "可载入 3 条" in done.stdout and "现为第 2 版数据" in done.stdout
    assert "数据不变" in run().stdout


def test_fields_have_chinese_names() -> None:
    assert {row["field"] for row in table("publication_log_columns")} == set(FIELDS)


LIST_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>社会救助_青禾区人民政府</title>{meta}</head><body>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 社会救助</div>
<ul class="nav"><li><a href="/a">新闻中心</a></li><li><a href="/b">政务公开</a></li></ul>
<ul class="list">
<li><a href="t1.html" title="2024年4月低保对象名单">2024年4月低保对象名…</a><span>2024-04-28</span></li>
<li><span>[2024-05-30]</span><a href="t2.html">2024年5月低保对象名单</a></li>
<li><a href="t3.html">本月无新增临时救助对象</a> 2024年6月3日</li>
</ul><div>共3条 第1页 <a href="?p=2">下一页</a></div><p>版权所有 2024-01-01</p></body></html>"""


@pytest.mark.parametrize("meta", ["", '<meta name="ColumnName" content="社会救助">'])
def test_a_saved_list_page_is_a_log(meta: str) -> None:
    data = LIST_PAGE.format(meta=meta).encode()
    found = publication_log.preview(data, "列表.html", "竹荫路街道办事处", code_of=lambda name: "zhuyin")
    assert [(item.column, item.title, item.published_on, item.url) for item in found.items] == [
        ("社会救助", "2024年4月低保对象名单", date(2024, 4, 28), "t1.html"),
        ("社会救助", "2024年5月低保对象名单", date(2024, 5, 30), "t2.html"),
        ("社会救助", "本月无新增临时救助对象", date(2024, 6, 3), "t3.html"),
    ]


def test_a_list_page_says_what_it_lacks() -> None:
    with pytest.raises(UnreadableFile, match="--office"):
        publication_log.preview(LIST_PAGE.format(meta="").encode(), "列表.html", code_of=lambda name: None)
    with pytest.raises(UnreadableFile, match="没有读到信息列表"):
        publication_log.preview(b"<html><body><p>nothing</p></body></html>", "a.html", "x", code_of=lambda name: None)


def test_a_table_in_a_saved_page_is_read_by_its_heading() -> None:
    page = (
        "<html><body><table><tr><th>单位</th><th>栏目</th><th>标题</th><th>发布日期</th><th>成文日期</th></tr>"
        "<tr><td>竹荫路街道办事处</td><td>社会救助</td><td><a href='x'>低保名单公示</a></td><td>2024-02-29</td>"
        "<td>2024-02-07</td></tr></table></body></html>"
    )
    (item,) = publication_log.preview(page.encode(), "a.html", code_of=lambda name: "zhuyin").items
    assert (item.office, item.column, item.published_on, item.formed_on) == (
        "竹荫路街道办事处", "社会救助", date(2024, 2, 29), date(2024, 2, 7),
    )  # fmt: skip


def test_an_item_without_an_address_leads_to_its_line_of_the_log(tmp_path: Path) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    told = (
        "发布单位,所属栏目,信息标题,发布时间,链接,形成日期\n"
        "荷墟镇人民政府,社会救助,一季度名单,2025-01-10,,2024-11-01\n"
        "荷墟镇人民政府,工作动态,走访,2025-01-12,https://example.gov.cn/1,\n"
        "荷墟镇人民政府,社会救助,二季度名单,2025-04-10,,\n"
    )
    log.publish_log(tmp_path, told.encode(), "上半年.csv", None)
    places = {
        (row["column_name"], row["last_log"], row["last_line"])
        for row in asked(tmp_path, "due_list", as_of=date(2026, 1, 5))
    }
    assert {("社会救助", "上半年.csv", 4), ("工作动态", "上半年.csv", 3)} <= places
    cases = asked(tmp_path, "assessment", sheet="laiyuan-2023", year=2025, as_of=date(2026, 1, 5))
    said = [case["message"] for row in cases for case in row["cases"]]
    assert "“社会救助”上次更新2025-04-10（上半年.csv第4行），2025-10-10已到期。" in said
    cases = asked(tmp_path, "assessment", sheet="jindong-2021", year=2025, as_of=date(2026, 1, 5))
    (late,) = [case["message"] for row in cases for case in row["cases"]]
    assert late.startswith("“社会救助”2025-01-10发布《一季度名单》（上半年.csv第2行），2024-11-01形成")
    before = rows(tmp_path)["column_log"]
    publish.rebuild(tmp_path)
    assert rows(tmp_path)["column_log"] == before
