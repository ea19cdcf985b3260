"""Every page of the dashboard on a full, an empty and a gap-filled store, without a browser."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.filters import lists
from tests.dashboard_stores import fill_empty, fill_full, fill_gaps
from tests.replacing import replace_everywhere

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard"
PAGES = sorted(path.stem for path in (DASHBOARD / "pages").glob("*.py"))
pytestmark = [
    # Streamlit's own threads and pandas' conversions warn of things that no page can change.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The three stores, each built once."""
    folder = tmp_path_factory.mktemp("stores")
    for name, fill in (("full", fill_full), ("gaps", fill_gaps), ("empty", fill_empty)):
        fill(folder / name)
    return {name: folder / name for name in ("full", "gaps", "empty")}


def run(page: str, store: Path, monkeypatch: pytest.MonkeyPatch, **address: str) -> AppTest:
    """The page after its first run, with these parameters in the address."""
    monkeypatch.setenv("GONGKAI_STORE", str(store))
    shell = AppTest.from_file(str(DASHBOARD / "frame" / "shell.py"), default_timeout=60)
    shell.run()
    for name, value in address.items():
        shell.query_params[name] = value
    return shell.switch_page(f"../pages/{page}.py").run()


def markup(app: AppTest) -> list[str]:
    return [element.proto.body for element in app.get("html")]


def fingerprint(app: AppTest) -> str:
    found = re.search(r'data-testid="fp" data-fp="(\w+)"', markup(app)[-1])
    assert found, "the last line of a page is its fingerprint"
    return found[1]


def head(app: AppTest) -> str:
    found = [re.search(r"<h1>(.*?)</h1>", text) for text in markup(app)]
    heads = [match[1] for match in found if match]
    assert len(heads) == 1, "one first line a page"
    return heads[0]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["full", "gaps", "empty"])
def test_page_says_a_sentence_and_ends_in_its_fingerprint(
    page: str, name: str, stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(page, stores[name], monkeypatch)
    assert not app.exception
    text = "".join(markup(app))
    assert wording.PAGE_ERROR not in text
    assert head(app).endswith(("。", "？"))
    assert fingerprint(app)
    assert not re.search(r">(nan|NaN|None|NaT|<NA>)<", text), "what is not told is a word, never a program's null"


def test_a_damaged_store_says_so_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "g000001.duckdb").write_bytes(b"no database")
    (tmp_path / "CURRENT.json").write_text('{"generation": 1, "file": "g000001.duckdb", "bytes": 11}', "utf-8")
    app = run("overview", tmp_path, monkeypatch)
    assert not app.exception
    assert head(app) == wording.UNREADABLE_STORE
    assert "g000001.duckdb" in "".join(markup(app))


@pytest.mark.parametrize("page", ["overview", "compare", "hotline", "disclosure", "applications"])
def test_the_fingerprint_changes_with_the_year(
    page: str, stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(page, stores["full"], monkeypatch)
    before, first = fingerprint(app), head(app)
    app.selectbox(key="year").set_value(2021).run()
    assert not app.exception
    assert fingerprint(app) != before
    assert head(app) != first and "2021年" in head(app)


def test_filters_come_from_the_address(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(stores["full"]))
    app = AppTest.from_file(str(DASHBOARD / "frame" / "shell.py"), default_timeout=60)
    app.query_params["year"] = "2022年"
    app.query_params["kind"] = "街道"
    app.run()
    assert app.selectbox(key="year").value == 2022
    assert app.selectbox(key="kind").value == "街道"
    assert app.multiselect(key="office").value == []
    assert head(app).startswith("2022年已收录年报6/6份，")
    app.selectbox(key="year").set_value(2020).run()
    assert app.query_params["year"] == "2020" and app.query_params["kind"] == "街道"


def test_a_number_leads_to_its_sentence(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    rug = next(text for text in markup(run("overview", stores["full"], monkeypatch)) if "gk-rug" in text)
    report, fact = re.findall(r"\./report\?[^\"]*report=(\d+)&amp;fact=(\d+)", rug)[0]
    page = run("report", stores["full"], monkeypatch, report=report, fact=fact)
    original = next(text for text in markup(page) if "gk-report" in text)
    assert f'id="f{fact}"' in original
    assert original.count("data-here") == 1


def test_offices_without_a_number_are_named_as_such(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(markup(run("compare", stores["full"], monkeypatch, indicator="政府网站公开信息")))
    assert wording.STATUSES["no_report"] in text, "the office that skips a year has no report, not a 0"


def test_a_rate_of_a_few_cases_is_neither_ranked_nor_called_worst(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("compare", stores["full"], monkeypatch)
    drawn = "".join(json.loads(chart.proto.json)["figure"] for chart in app.get("bidi_component"))
    assert "最低" in head(app)
    few = re.search(r"([一-鿿]+)<br>2025年：[\d.]+%（3件，不足10件不判）", drawn)
    assert few and few[1] not in head(app)


def test_a_rate_of_a_few_cases_puts_no_office_first_among_the_worse(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("overview", stores["full"], monkeypatch, rug=wording.RUG_BY_CHANGE)
    rug = next(text for text in markup(app) if "gk-rug" in text)
    offices = re.findall(r'<th scope="row"[^>]*><a[^>]*>(.*?)</a>', rug)
    few = re.search(r'class="few" title="([一-鿿]+?)热线办结率', rug)
    assert few and few[1] in offices
    assert few[1] != offices[0], "three cases are no change to speak of"
    page = run("office", stores["full"], monkeypatch)
    picker = page.selectbox(key="pick-office")
    picker.select_index(picker.options.index(few[1])).run()
    row = re.search(r">热线办结率</th>.*?</tr>", "".join(markup(page)))
    assert row and "不足10件不判" in row[0] and 'class="own unjudged"' in row[0]
    assert wording.WITHOUT_PLACE in row[0] and "名（" not in row[0]


def test_what_rounds_to_no_change_is_neither_good_nor_bad(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = next(text for text in markup(run("overview", stores["full"], monkeypatch)) if "gk-cards" in text)
    assert not re.search(r'class="change (good|bad)">[^<]*持平', cards)
    red = next(
        text for text in markup(run("weak_spots", stores["full"], monkeypatch)) if wording.WORSENING_YEARS in text
    )
    assert "持平" not in red


def test_a_region_with_few_reports_says_what_it_lacks(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    app = run("overview", stores["full"], monkeypatch)
    app.selectbox(key="region").set_value("640104").run()
    assert app.selectbox(key="year").value == 2024, "the newest year opens, although only one office has reported"
    assert "2024年应报送年报5个单位，已收录1个" in "".join(markup(app))
    app.selectbox(key="year").set_value(2023).run()
    assert "2023年应报送年报4个单位，已收录2个" in "".join(markup(app))
    assert head(app).startswith("2023年已收录年报2/4份（未收录") and "没有写明12345热线办结率" in head(app)
    cards = next(text for text in markup(app) if "gk-cards" in text)
    assert "<b>0</b>" not in cards and f"<b>{wording.STATUSES['missing']}</b>" in cards
    assert "缺报" not in "".join(markup(app)), "a report that is not loaded may well have been handed in"


def test_a_share_of_disputes_that_nobody_told_is_not_none_at_all(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("applications", stores["full"], monkeypatch)
    app.selectbox(key="region").set_value("640104").run()
    text = "".join(markup(app))
    assert "年报第四部分统计表没有写明。" in text, "who tells nothing is named"
    assert wording.NOT_DECIDED not in text and "没有行政复议和行政诉讼案件" not in text


def test_lists_of_what_is_weak_rest_on_all_reports_of_the_year(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(markup(run("weak_spots", stores["full"], monkeypatch)))
    assert set(re.findall(r"来源：2025年共(\d+)份年报", text)) == {"15"}


def test_the_filters_are_printed_in_words(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(markup(run("hotline", stores["full"], monkeypatch)))
    assert re.search(r'gk-printed">筛选：青禾区[^<]*；全部类别；全部单位；2018—2025年<', text)


def test_pages_hold_no_words_of_their_own() -> None:
    """Words stand in wording.py, so that another language can be added: none in a page but in its docstrings."""
    for path in sorted((DASHBOARD / "pages").glob("*.py")):
        code = re.sub(r'"""(?:.|\n)*?"""|#.*', "", path.read_text("utf-8"))
        words = set(re.findall(r"[一-鿿]+", code)) - {"条", "件"}
        assert not words, f"{path.name}: {sorted(words)}"


def test_a_region_of_very_many_offices_shows_the_regions_below_it(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = lists.regions

    def with_the_country() -> lists.Regions:
        known = offered()
        return dataclasses.replace(
            known,
            labels={**known.labels, "CN": "全国"},
            spelled={**known.spelled, "全国": "CN"},
            wide=frozenset({"CN"}),
        )

    replace_everywhere(monkeypatch, lists, "regions", with_the_country)
    app = run("hotline", stores["full"], monkeypatch).selectbox(key="region").set_value("CN").run()
    assert not app.exception
    assert head(app).startswith("全国名录中5个单位，2024年1个有年报")
    assert head(app).endswith("单位较多，请选下级地区查看。")
    text = "".join(markup(app))
    assert 'href="./hotline?region=' in text, "the regions below lead to the same page"
    assert wording.STATUSES["missing"] in text, "a region where no office states a number has none"
    assert wording.PAGE_ERROR not in text and fingerprint(app)
    assert app.multiselect(key="office").disabled
    narrow = run("hotline", stores["full"], monkeypatch)
    assert "单位较多" not in head(narrow)


def test_a_number_whose_last_year_was_0_does_not_say_that_last_year_is_lacking(
    stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run("office", stores["full"], monkeypatch, profile="霜萝镇人民政府")
    row = re.search(r">新收申请（件）</th>.*?</tr>", "".join(markup(app)))
    assert row and ">持平<" in row[0]
    assert wording.NO_CHANGE not in row[0]
