"""What an address says and what of it is on no list: read by pure functions, and shown by every page."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import wording
from dashboard.filters.address import Unknown, Wanted, fitted, newest, query, read, settled, written
from dashboard.filters.lists import Regions, Scope
from tests.dashboard_stores import fill_full
from tests.test_pages import DASHBOARD, PAGES, head, markup

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
REGIONS = Regions({"a": "甲区", "b": "乙区"}, {"甲区": "a", "乙区": "b", "a": "a", "b": "b"}, "a", frozenset())
SCOPES = {
    "a": Scope((2025, 2024, 2022), ("街道", "镇"), (("s1", "东街道", "街道"), ("t1", "南镇", "镇"))),
    "b": Scope((2023,), ("镇",), (("t2", "北镇", "镇"),)),
}
HOMES = {"北镇": "b"}


def reading(**given: list[str]) -> tuple[Wanted, list[Unknown]]:
    return read(given, REGIONS, SCOPES.__getitem__, HOMES.get)


@pytest.mark.parametrize(
    ("given", "wanted", "unknown"),
    [
        ({}, Wanted("a", 2025), []),
        ({"year": [""], "region": [""], "office": [""]}, Wanted("a", 2025), []),
        ({"region": ["乙区"]}, Wanted("b", 2023), []),
        ({"year": ["2024年"]}, Wanted("a", 2024), []),
        ({"year": ["2022", "2024"]}, Wanted("a", 2024), []),
        ({"since": ["2024"]}, Wanted("a", 2025, 2024), []),
        ({"since": ["2022"]}, Wanted("a", 2025), []),
        ({"since": ["2025"], "year": ["2024"]}, Wanted("a", 2024), []),
        ({"since": ["2030"]}, Wanted("a", 2025), [Unknown("since", "2030")]),
        ({"office": ["南镇", "s1", "南镇"]}, Wanted("a", 2025, offices=("t1", "s1")), []),
        ({"office": ["北镇"]}, Wanted("b", 2023, offices=("t2",)), []),
        ({"region": ["甲区"], "office": ["北镇"]}, Wanted("a", 2025), [Unknown("office", "北镇")]),
        ({"kind": ["镇"], "office": ["东街道"]}, Wanted("a", 2025, kind="镇"), [Unknown("office", "东街道")]),
        ({"kind": ["乡"]}, Wanted("a", 2025, kind=None), [Unknown("kind", "乡")]),
        ({"year": ["2023"]}, Wanted("a", None), [Unknown("year", "2023")]),
        ({"year": ["9" * 5000]}, Wanted("a", None), [Unknown("year", "9" * 5000)]),
        ({"year": ["²"], "since": ["٣"]}, Wanted("a", None), [Unknown("year", "²"), Unknown("since", "٣")]),
        ({"since": ["9" * 5000]}, Wanted("a", 2025), [Unknown("since", "9" * 5000)]),
        ({"kind": ["9" * 5000], "office": [""]}, Wanted("a", 2025, kind=None), [Unknown("kind", "9" * 5000)]),
        ({"region": ["丙区"], "year": ["2023"]}, Wanted(None, None), [Unknown("region", "丙区")]),
    ],
)
def test_an_address_is_read_against_what_there_is(
    given: dict[str, list[str]], wanted: Wanted, unknown: list[Unknown]
) -> None:
    assert reading(**given) == (wanted, unknown)


def test_an_address_names_region_and_year_and_reads_back_as_the_same() -> None:
    for wanted in (
        Wanted("a", 2025),
        Wanted("a", 2024, None, "镇", ("t1",)),
        Wanted("a", 2025, 2024),
        Wanted("b", 2023),
    ):
        told = written(wanted, REGIONS, SCOPES[wanted.region or ""])
        assert told["region"] and told["year"]
        assert parse_qs(query(told).removeprefix("?")) == told
        assert reading(**told) == (wanted, [])


def test_a_choice_takes_along_into_another_region_what_there_is_of_it() -> None:
    assert fitted(Wanted("b", 2025, 2024, "街道", ("s1",)), SCOPES["b"]) == Wanted("b", 2023)
    assert fitted(Wanted("b", 2023, None, "镇", ("t1", "t2")), SCOPES["b"]) == Wanted("b", 2023, None, "镇", ("t2",))
    assert settled(Wanted("a", 2024, 2025), SCOPES["a"]) == Wanted("a", 2024)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example store."""
    folder = tmp_path_factory.mktemp("full")
    fill_full(folder)
    return folder


def visit(page: str, address: dict[str, Any]) -> AppTest:
    """A page as the first visit to this address shows it."""
    shell = AppTest.from_file(str(DASHBOARD / "frame" / "shell.py"), default_timeout=60)
    if page != "overview":
        # AppTest knows the pages after a run; what that run remembers is forgotten again.
        shell.run()
        del shell.session_state["_filters"]
        shell.query_params.clear()
    for name, value in address.items():
        shell.query_params[name] = value
    if page == "overview":
        return shell.run()
    return shell.switch_page(f"../pages/{page}.py").run()


OWN = ("indicator", "scale", "base", "subject", "peer", "channel", "view", "column", "of", "applicant", "topic",
       "severity", "rule", "shown", "status", "check", "task", "roster", "rug", "sheet", "assess", "assessed", "report", "profile", "group", "find", "all",
       "alloffices", "alldisputes", "allratios", "allrows", "allstale", "within", "paper", "state", "recheck", "ledger", "who", "what", "when")  # fmt: skip
HARMLESS = {
    **dict.fromkeys(OWN, ""),
    "find": "\x00\u202e%{x}<b>²" * 500,
    "group": "9" * 5000,
    "all": "9" * 5000,
    "allrows": ["", "-1", "1e400"],
    "year": "",
    "region": ["", ""],
    "office": "",
    "__proto__": "1",
    "<b>": "<img src=x onerror=1>",
    "fact": "9" * 5000,
    "problem": "-1",
    "embed": "true",
}


@pytest.mark.parametrize("page", PAGES)
def test_no_parameter_breaks_a_page_and_what_is_unknown_shows_nobody_else(
    page: str, full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(full))
    plain = head(visit(page, {}))
    assert head(visit(page, HARMLESS)) == plain
    unknown = {
        "region": {"region": "没有这个区"},
        "year": {"year": "二〇二五"},
        "kind": {"kind": "没有这类"},
        "office": {"office": ["没有这个局", "也没有" * 4000]},
        "own": dict.fromkeys(OWN, "没有这一项"),
    }
    narrow: dict[str, set[str]] = {
        "report": {"region"},
        "indicators": {"region", "year"},
        "import_reports": set(),
        "roster": set(),
        "meeting": {"region", "year", "kind", "office"},
        "office": {"region", "year", "office"},
        "follow_up": {"region", "kind", "office"},
        "activity": {"region", "kind", "office"},
    }
    uses = narrow.get(page)
    for name, address in unknown.items():
        app = visit(page, address)
        text = "".join(markup(app))
        assert not app.exception
        assert wording.PAGE_ERROR not in text
        # A meeting has no parameter of its own.
        if (name == "own" and page != "meeting") or uses is None or name in uses:
            said = re.fullmatch(r"(地址中的.+?|未收录编号为)“(.+)”(?:不在名单中|的年报)。", head(app))
            assert said, (name, head(app))
            assert (
                len(said[2]) <= 41
                and said[2][:3] == next(iter(v if isinstance(v, str) else v[0] for v in address.values()))[:3]
            )
            assert wording.UNKNOWN_NEXT in text and "gk-card" not in text and "gk-table" not in text
            assert not app.get("bidi_component"), "no chart of anybody else"
        else:
            assert head(app) == plain


def test_every_control_that_an_address_sets_is_held_against_its_list() -> None:
    """What is on no list ends a page with a sentence, whatever it is; the rest are switches and words to look for."""
    free = {"find", "words", "group", "all", "alloffices", "alldisputes", "allrows", "allstale"}
    bound, held = set(), set()
    for path in sorted(DASHBOARD.rglob("*.py")):
        for call in (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)):
            named = {keyword.arg: keyword.value for keyword in call.keywords}
            if "bind" in named and isinstance(named["key"], ast.Constant):
                bound.add(named["key"].value)
            if isinstance(call.func, ast.Attribute) and call.func.attr == "known":
                held |= {part.value for part in ast.walk(call.args[1]) if isinstance(part, ast.Constant)}
            assert not (isinstance(call.func, ast.Attribute) and call.func.attr == "segmented_control") or (
                path.name == "own.py"
            ), f"{path.name}: filters.one_of draws it, and knows what to do with an empty value"
    assert len(bound) > 8
    assert bound - held <= free


def test_a_huge_number_of_a_report_to_look_through_is_none(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(full))
    task = wording.TASKS["review"]
    app = visit("import_reports", {"task": task, "report": "9" * 5000})
    assert wording.PAGE_ERROR not in "".join(markup(app))
    assert head(app) == wording.review_head(0, 0, 0)


def test_a_year_without_reports_is_said_to_be_so(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(full))
    app = visit("hotline", {"region": "兴庆区", "year": "2018"})
    assert head(app) == "未收录兴庆区2018年年报。"
    app.selectbox(key="year").set_value(2023).run()
    assert "2023年" in head(app) and app.query_params["year"] == "2023"


def test_an_old_address_of_an_office_opens_it_and_narrows_nothing_else(
    full: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(full))
    app = visit("office", {"office": "文化街街道办事处"})
    assert "文化街街道办事处" in head(app)
    assert app.query_params == {"profile": "文化街街道办事处", "region": "兴庆区", "year": "2024"}
    assert head(app.switch_page("../pages/quality.py").run()).startswith("2024年")
    assert "office" not in app.query_params and app.query_params["region"] == "兴庆区"
    narrowed = visit("overview", {"office": "青禾区教育局"})
    assert narrowed.multiselect(key="office").value == ["qinghe-jiaoyu"], "elsewhere it narrows as it did"
    assert "只看：青禾区教育局" in "".join(markup(narrowed))


def test_one_unknown_office_among_others_is_left_out_in_words(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(full))
    app = visit("compare", {"office": ["青禾区教育局", "没有这个局"], "since": "1066"})
    text = "".join(markup(app))
    assert "地址中的单位“没有这个局”不在名单中，本页未采用。" in text
    assert "地址中的趋势起始年度“1066”不在名单中，本页未采用。" in text
    assert app.multiselect(key="office").value == ["qinghe-jiaoyu"]


def test_a_page_does_not_open_with_a_year_yet_to_come() -> None:
    now = date.today().year
    assert newest(Scope((now + 2, now + 1, now - 1, now - 3), ())) == now - 1
    assert newest(Scope((now, now - 1), ())) == now
    assert newest(Scope((now + 2, now + 1), ())) == now + 1
