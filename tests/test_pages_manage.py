"""What staff do on the pages 薄弱环节, 数据质量, 单位画像, 导入 and 指标口径, without a browser."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import downloads, wording
from reports import publish
from reports.store import current_number
from tests.dashboard_stores import fill_empty, fill_full
from tests.stored import load, one, source
from tests.test_pages import head, markup, run

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
DRAFT = """青禾区荷墟镇人民政府2023年政府信息公开工作年度报告

一、总体情况
全年通过政府网站公开信息120条。另有17件。

五、存在的主要问题及改进情况
信息更新不够及时。
"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example store."""
    folder = tmp_path_factory.mktemp("full")
    fill_full(folder)
    return folder


def text(app: AppTest) -> str:
    return "".join(markup(app))


def items(app: AppTest) -> list[str]:
    """The entries of the page's first list."""
    found = next((part for part in markup(app) if "gk-list" in part), "")
    return re.findall(r"<li.*?>(.*?)</li>", found)


def test_one_problem_is_one_entry_and_filters_narrow_list_and_first_line(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("weak_spots", full, monkeypatch)
    first = items(app)
    assert [re.findall(r'class="who">.*?>(.*?)</a> <span class="matter">(.*?)<', item)[0] for item in first] == [
        ("竹荫路街道办事处", "12345热线"),
        ("岚溪街道办事处", "“社会救助”栏目"),
        ("溪鼓桥街道办事处", "政务微博"),
    ]
    assert [item.count('class="why"') for item in first] == [3, 6, 1], "each finding of a problem stands below it"
    assert head(app) == (
        "2025年3个单位有薄弱环节3个（判定10条），均为严重，均已持续两年以上、最长4年，1个为单位自查提出。"
    )
    assert all("./report?" in item for item in first), "each leads to its place"
    app.selectbox(key="topic").set_value("社会救助").run()
    assert [item.count('class="why"') for item in items(app)] == [4]
    assert head(app) == (
        "2025年按所选条件（社会救助），1个单位有薄弱环节1个（判定4条），属严重，已持续3年，单位自查时也已提出。"
    )
    app.selectbox(key="severity").set_value(wording.SEVERITIES["low"]).run()
    assert ">严重<" not in items(app)[0] and "按所选条件（社会救助、轻微）" in head(app)
    app.selectbox(key="severity").set_value("").run()
    app.selectbox(key="topic").set_value("").run()
    app.segmented_control(key="shown").set_value(wording.WEAK_SHOWN_OPTIONS["every"]).run()
    assert wording.NOTHING_TO_VERIFY in text(app), "a choice that changes nothing says so"


def test_a_scope_without_a_weak_spot_does_not_hide_what_fell_behind(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("weak_spots", full, monkeypatch)
    app.selectbox(key="year").set_value(2021).run()
    app.selectbox(key="kind").set_value("街道").run()
    assert items(app) == []
    assert head(app) == "2021年没有判定为薄弱环节的，但有1项指标靠后且下滑（溪鼓桥街道办事处）。"
    red = next(part for part in markup(app) if wording.WORSENING_YEARS in part)
    assert "溪鼓桥街道办事处" in red and "-12.3%" in red, "138 posts, then 121"


def test_the_worklist_has_columns_to_fill_in_and_runs_no_formula() -> None:
    sheet = downloads.Sheet(
        wording.WORKLIST, wording.WORKLIST_COLUMNS, lambda: [(1, "=cmd()", *[""] * 20)], [(wording.WEAK_SHOWN, "")]
    )
    book = openpyxl.load_workbook(io.BytesIO(downloads.xlsx_bytes(sheet)))
    heads = [cell.value for cell in book.worksheets[0][1]]
    assert heads[-3:] == ["责任人", "整改期限", "完成情况"]
    assert book.worksheets[0]["B2"].data_type == "s"
    assert downloads.csv_bytes(sheet).startswith(b"\xef\xbb\xbf")


def test_quality_shows_both_sides_and_what_is_missing(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("quality", full, monkeypatch)
    app.selectbox(key="year").set_value(2022).run()
    app.selectbox(key="check").set_value("办理结果合计").run()
    table = next(part for part in markup(app) if wording.LEFT_SIDE in part)
    assert re.search(r">5</td>.*>6</td>.*>1</td>", table), "5 against 6, a difference of 1"
    board = next(part for part in markup(app) if "gk-board" in part)
    assert ">未收录<" in board and "按时" in board
    assert head(app) == "2022年已收录年报15/15份，均按时公布，2个单位核查不通过3处，3处无法核对。"
    # Four towns tell nothing of accountability or public review.
    assert "33条规则核对15份年报，共495项次：未发现问题或不适用485，不通过3，提示4，无法核对3。" in text(app)
    app.selectbox(key="year").set_value(2021).run()
    app.selectbox(key="check").set_value("现行有效件数衔接").run()
    (table,) = [part for part in markup(app) if wording.LEFT_SIDE in part]
    (row,) = re.findall(r'<tr role="row"><th role="rowheader".*?</tr>', table)
    assert row.count("<a data-go") == 13, "what is alike is one row with the names of its offices"


def test_an_office_page_names_gaps_and_repeats(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("office", full, monkeypatch)
    app.selectbox(key="pick-office").set_value("qinghe-wangyuntai").run()
    assert "望云台街道办事处" in head(app)
    app.selectbox(key="pick-office").set_value("qinghe-lanxi").run()
    assert app.query_params["profile"] == "岚溪街道办事处" and "office" not in app.query_params
    assert not app.multiselect, "the page has one picker, and the filters of other pages stay as they are"
    assert "连续" in text(app)


def test_the_dictionary_finds_words_and_shows_thresholds(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("indicators", full, monkeypatch)
    app.text_input(key="find").set_value("办结率").run()
    assert "热线办结率" in text(app) and "政府网站公开信息" not in text(app)
    assert "计算方法：办结件数÷收到件数" in text(app)
    app.segmented_control(key="view").set_value(wording.DICTIONARY_VIEWS["rules"]).run()
    assert "95%" in text(app) and "办结率偏低" in text(app)


def test_files_are_read_published_and_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    app = run("import_reports", tmp_path, monkeypatch)
    files = [("年报.txt", DRAFT.encode(), "text/plain"), ("坏.zip", b"PK\x03\x04" + bytes(60), "application/zip")]
    app.file_uploader[0].set_value(files).run()
    assert not app.exception
    assert "请先解压" in text(app) and "1份不能用" in head(app)
    table = next(part for part in markup(app) if ">缺少的部分<" in part)
    assert re.search(r">地区</th>", table) and re.search(r"荷墟镇人民政府</td><td[^>]*>[^<]*青禾区[^<]*</td>", table)
    app.button(key="publish-drafts").click().run()
    assert not app.exception
    assert "已发布1份年报" in text(app)
    assert one(tmp_path, "select count(*) from report where is_current") == 2
    app.segmented_control(key="task").set_value(wording.TASKS["undo"]).run()
    assert "年报.txt" in head(app) and "恢复为第1版" in head(app)
    app.checkbox[0].check().run()
    app.button(key="undo").click().run()
    assert current_number(tmp_path) == 1 and wording.undone(2, 1) in text(app)
    # The first publication too: then the store is as new.
    assert head(app).endswith("回到还没有导入年报的状态。") and "1份年报" in head(app)
    app.checkbox[0].check().run()
    app.button(key="undo").click().run()
    assert current_number(tmp_path) == 0 and wording.undone(1, 0) in text(app)
    assert head(app) == wording.UNDO_NONE and not app.exception
    app = run("overview", tmp_path, monkeypatch)
    assert head(app) == wording.EMPTY_STORE and wording.GO_IMPORT in text(app)
    for page in ("import_reports", "activity", "roster", "follow_up", "assessment"):
        app = run(page, tmp_path, monkeypatch)
        assert not app.exception and wording.PAGE_ERROR not in text(app), page


def test_a_stored_number_is_corrected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, [publish.Source("年报.txt", data=DRAFT.encode())], processes=1)
    app = run("import_reports", tmp_path, monkeypatch, task=wording.TASKS["review"])
    assert "1份年报有1个存疑数字" in head(app)
    action = next(box for box in app.selectbox if box.label == wording.FACT_ACTION)
    action.set_value("messages.received").run()
    typed = next(box for box in app.text_input if box.label == wording.CORRECT_VALUE)
    typed.set_value("十八").run()
    assert app.error[0].value == wording.BAD_NUMBER and app.button(key="save-review").disabled
    next(box for box in app.text_input if box.label == wording.CORRECT_VALUE).set_value("18").run()
    app.button(key="save-review").click().run()
    assert not app.exception
    assert head(app) == wording.REVIEW_NONE
    assert one(tmp_path, "select value from fact where indicator = 'messages.received'") == 18


def test_a_log_is_previewed_then_shows_days_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, [source("qinghe-hexu", 2022)], processes=1)
    log = "发布单位,栏目名称,标题,发布时间\n荷墟镇人民政府,工作动态,整治环境,2024-01-05\n某某镇,工作动态,开会,2024-01-06\n"
    app = run("import_reports", tmp_path, monkeypatch, task=wording.TASKS["log"])
    app.file_uploader[0].set_value(("记录.csv", log.encode(), "text/csv")).run()
    assert "发布时间" in text(app) and wording.NOT_IN_ROSTER in text(app)
    app.button(key="load-log").click().run()
    assert wording.log_loaded(1, 2) in text(app)
    page = text(run("weak_spots", tmp_path, monkeypatch))
    assert wording.FRESHNESS_STATES["stale"] in page and "2024-01-05" in page


def test_before_any_report_each_task_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_empty(tmp_path)
    for task in wording.TASKS.values():
        app = run("import_reports", tmp_path, monkeypatch, task=task)
        assert not app.exception and head(app).endswith("。")
    app = run("import_reports", tmp_path, monkeypatch, task=wording.TASKS["check"])
    app.file_uploader[0].set_value([("草稿.txt", DRAFT.encode(), "text/plain")]).run()
    assert "体检1份草稿" in head(app) and not app.exception
    assert current_number(tmp_path) is None


GLYPHS = """<html><body><h1>青禾区荷墟镇人民政府2023年政府信息公开工作年度报告</h1><p>一、总体情况</p><p>公开信息120条。</p>
<p>二、主动公开政府信息情况</p><table>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
<tr><td>规章</td><td>囗</td><td>囗</td><td>囗</td></tr><tr><td>行政规范性文件</td><td>囗</td><td>囗</td><td>囗</td></tr>
</table><p>五、存在的主要问题及改进情况</p><p>更新不够及时。</p></body></html>"""


def test_unreadable_cells_of_one_table_are_one_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not load(tmp_path, [publish.Source("荷墟镇2023.html", data=GLYPHS.encode())], cause="load").refused
    listed = next(part for part in markup(run("quality", tmp_path, monkeypatch)) if "gk-wrap" in part and "囗" in part)
    assert listed.count("<tr") == 2, "its head and one row"
    assert wording.cells_unread(6, "disclosure") in listed
    assert "2023年共6个" in "".join(markup(run("quality", tmp_path, monkeypatch))), "numbers, not rows"
    panel = run("import_reports", tmp_path, monkeypatch, task=wording.TASKS["review"])
    assert [part.label for part in panel.expander if "6格" in part.label] == [
        wording.unread_as(wording.cells_unread(6, "disclosure"))
    ]


def test_what_has_no_topic_is_counted_under_the_name_of_its_card(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = next(part for part in markup(run("weak_spots", full, monkeypatch)) if wording.OFFICE_COUNT in part)
    assert "12345热线" in table and f">{wording.NO_TOPIC}<" not in table
