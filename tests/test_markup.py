"""Text never becomes HTML on the way to a page: only Markup is taken as it is."""

from __future__ import annotations

import ast
import importlib
import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup
from streamlit.testing.v1 import AppTest

from dashboard import charts, evidence, original, routes, tables
from reports.model import Block, Cell, Document

DASHBOARD = Path(__file__).resolve().parents[1] / "dashboard"
SLY = '<img src=x onerror="alert(1)">&\''
SAFE = "&lt;img src=x onerror=&#34;alert(1)&#34;&gt;&amp;&#39;"


@pytest.mark.parametrize(
    "drawn",
    [
        routes.anchor("office", SLY, SLY, SLY),
        routes.sentence_link(None, None, SLY, SLY),
        routes.sentence_link(1, 2, SLY, label=SLY),
        routes.problem_link(1, 2, SLY, label=SLY),
        tables.table([SLY], [[SLY], [tables.Cell(SLY, 0.5, SLY, SLY)]], caption=SLY, css=SLY),
        tables.cards([tables.Card(SLY, SLY, SLY, SLY, SLY, [1.0], True, SLY)], SLY),
        tables.stacked_bar([(SLY, 1, SLY)], 1),
        tables.legend([(SLY, SLY)]),
        tables.badge(SLY, SLY),
        tables.line(SLY, SLY),
        tables.entries([tables.entry(SLY, tables.badge(SLY))]),
        tables.print_button(SLY),
        charts.sparkline([1.0, 2.0], SLY),
        original.marked_text(SLY, [(original.Mark(SLY, "", SLY, SLY), 1, 9)]),
        original.drawn(
            Document(
                "txt",
                (
                    Block("heading", SLY),
                    Block("paragraph", SLY),
                    Block("table", cells=(Cell(0, 0, SLY), Cell(0, 1, SLY))),
                ),
            ),
            [original.Mark(SLY, place, SLY, SLY) for place in ("b0:1-9", "b1", "b2:r0c1")],
        ),
    ],
)
def test_text_is_escaped_wherever_it_goes(drawn: Markup) -> None:
    assert isinstance(drawn, Markup)
    assert "<img src=x" not in drawn and 'onerror="' not in drawn
    assert "&lt;img" in drawn or "&lt;i" in drawn


def test_markup_is_kept_and_text_beside_it_is_escaped() -> None:
    link = routes.anchor("office", "竹荫路")
    assert link in tables.table(["单位"], [[link]], caption="")
    assert tables.together([link, SLY]) == f"{link}{SAFE}"
    assert tables.entry("<b>", Markup("<b>")).count("<b>") == 1
    assert routes.anchor("office", Markup("<b>竹</b>")).endswith("><b>竹</b></a>")


def test_a_text_put_on_a_page_is_read_and_does_nothing() -> None:
    def page() -> None:
        from markupsafe import Markup

        from dashboard import charts, every_page, tables

        sly = '<img src=x onerror="alert(1)">&\''
        tables.put(sly, Markup("<b>粗</b>"))  # type: ignore[arg-type]
        every_page.head(sly, sly)
        charts.heading(sly, sly, sly)
        charts.foot(sly, None, "x")
        every_page.fingerprint("x")

    app = AppTest.from_function(page, default_timeout=60)
    app.run()
    assert not app.exception
    bodies = [element.proto.body for element in app.get("html")]
    assert bodies[0] == f"{SAFE}<b>粗</b>"
    assert sum(body.count(SAFE) for body in bodies) == 7
    assert not any("<img" in body for body in bodies)


def test_evidence_without_a_place_is_no_link() -> None:
    class Row:
        evidence = None
        report_id = None
        topic = None
        self_told = False

    assert evidence.links(Row()) == Markup("")


def test_no_page_is_given_html_made_of_text() -> None:
    """What is drawn as HTML is Markup with its blanks filled, never an f-string, which would take text unescaped."""
    found = []
    for path in sorted(DASHBOARD.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "html":
                found.append(f"{path.name}:{node.lineno} escapes by hand")
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"html", "put"}
            ):
                parts = [part for argument in node.args for part in ast.walk(argument)]
                literal = [part for part in parts if isinstance(part, (ast.JoinedStr, ast.Constant))]
                if any("<" in ast.unparse(part) for part in literal) and not any(
                    isinstance(part, ast.Name) and part.id == "Markup" for part in parts
                ):
                    found.append(f"{path.name}:{node.lineno} draws HTML that is no Markup")
    assert not found


UNDRAWN = {"customdata", "x", "y", "categoryarray", "tickvals"}


def strings(part: object) -> list[str]:
    """Every string in a figure but addresses and the keys of an axis, in whose place its ticktext is drawn."""
    if isinstance(part, dict):
        return [text for name, value in part.items() if name not in UNDRAWN for text in strings(value)]
    if isinstance(part, list):
        return [text for value in part for text in strings(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize(
    "chart",
    [
        charts.bars([SLY], [1.0], SLY, name=SLY, texts=[SLY], heads=[SLY], links=[SLY]),
        charts.stacked([SLY], {SLY: [1.0]}, SLY, name=SLY, horizontal=True, notes={SLY: SLY}),
        charts.stacked(["2025"], {SLY: [1.0]}, SLY, name=SLY, marks={"2025": SLY}),
        charts.stacked(["2025"], {SLY: [None]}, SLY, name=SLY, absent={"2025": SLY}),
        charts.lines(
            {SLY: [1.0, 2.0]},
            [2024, 2025],
            SLY,
            name=SLY,
            shown=[SLY],
            peers=[charts.Peers(SLY, [1.0, 2.0], [1.0, 2.0], [1.0, 2.0])],
        ),
        charts.flow([SLY, SLY], [(0, 1, 1.0)], SLY, name=SLY),
        charts.heat_map([SLY], [SLY], [[0.5]], [[SLY]], name=SLY, hovers=[[SLY]]),
        charts.funnel([SLY], [375], [80.0], 96.0, name=SLY, verdicts=["below_998"], marked=[SLY], links=[SLY]),
        charts.dumbbell(
            [charts.Pair(SLY, 1.0, 2.0, (SLY, SLY), SLY, links=(SLY, SLY)), charts.Pair(SLY, note=SLY)],
            (2024, 2025),
            SLY,
            name=SLY,
        ),
        charts.sums([charts.Sums(SLY, [1.0], [SLY], [SLY], True)], [2025], SLY, name=SLY),
        charts.ordered([charts.Row(SLY, 1.0, SLY, 0.5), charts.Row(SLY, text=SLY, is_head=True)], "件", name=SLY),
    ],
)
def test_text_of_a_chart_is_drawn_as_it_is(chart: charts.Chart, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plotly takes its texts for HTML: a link in an office's name would be one."""
    sent: list[dict[str, str]] = []
    # The package offers a function of the module's name.
    drawing = importlib.import_module("dashboard.charts.show")
    monkeypatch.setattr(drawing, "_component", lambda **given: sent.append(given["data"]))
    charts.show(chart, key="sly", title=SLY)
    drawn = strings(json.loads(sent[0]["figure"]))
    assert any(SAFE in text for text in drawn)
    assert not [text for text in drawn if re.search(r"<(?!/?b>|br>|extra></extra>|/extra>)", text)]
    assert not [text for text in drawn if "<b>" in text and text != f"<b>{SAFE}</b>"]
