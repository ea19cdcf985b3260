"""A chart on the page: title, drawing, source note and downloads; words where there is nothing to show."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from dashboard import downloads, wording
from dashboard.charts.style import Chart

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
}


NOTHING = Markup("")
CHART_SCRIPT = Path(__file__).parents[1] / "assets" / "chart.js"


def heading(title: str, note: str = "", unit: str = "") -> None:
    """A chart's or table's title with its unit, and a line below it."""
    unit_words = Markup('<span class="gk-unit">（{}）</span>').format(unit) if unit else ""
    below = Markup('<p class="gk-note">{}</p>').format(note) if note else ""
    st.html(Markup('<div class="gk gk-heading"><h2>{}{}</h2>{}</div>').format(title, unit_words, below))


_component = st.components.v2.component("chart", js=CHART_SCRIPT.read_text("utf-8"), isolate_styles=False)
"""Our own drawing of a figure, through Streamlit's interface for components: it stays on the page with its key and
draws each next figure once (assets/chart.js)."""


def _draw(chart: Chart, key: str) -> None:
    """Puts a figure on the page. It travels as text: Plotly takes and changes it as it likes, and Streamlit has
    nothing to look through. A figure that stayed the same, by its revision, is not drawn again."""
    drawn = chart.figure if chart.narrow is None else {**chart.figure, "narrow": chart.narrow}
    figure = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    revision = hashlib.blake2b(figure.encode(), digest_size=8).hexdigest()
    sent = {"figure": figure, "revision": revision, "alt": chart.alt, "height": chart.height, "config": CONFIG}
    with st.container(key=f"chart-{key}"):
        _component(key=f"figure-{key}", data=sent, height=chart.height)


def show(
    chart: Chart | None,
    *,
    key: str,
    title: str,
    unit: str = "",
    note: str = "",
    source: str = "",
    data: downloads.Sheet | None = None,
    nothing: str = "",
    below: Markup = NOTHING,
) -> None:
    """Draws a chart with title, source note and downloads; words instead of a chart that has nothing to show:
    `nothing` where the page knows what is lacking. `below` stands between the chart and its source: what the chart
    leaves out."""
    with st.container(key=f"panel-{key}"):
        heading(title, note, unit)
        if chart is None:
            words = Markup('<p class="gk gk-empty">{}<br>{}</p>').format(wording.NO_DATA, wording.NO_DATA_NEXT)
            st.html(Markup('<p class="gk gk-empty">{}</p>').format(nothing) if nothing else words)
        else:
            _draw(chart, key)
        if below:
            st.html(below)
        if chart is None:
            return
        foot(source, data, key)


def foot(source: str, data: downloads.Sheet | None, key: str) -> None:
    """The line below a chart or table: source note and the two downloads."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small", key=f"foot-{key}"
    ):
        words = Markup('<p class="gk gk-source">{}</p>').format(source) if source else Markup("<span></span>")
        st.html(words, width="content")
        if data is not None:
            downloads.buttons(data, key)
