"""A chart on the page: title, drawing, source note and downloads; words where there is nothing to show."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup, escape

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


_DRAWN_AS_TEXT = {"text", "ticktext", "name", "label", "hovertemplate"}
"""What Plotly draws of a figure as text, and takes for HTML: links, bold letters and the like. The names along an axis
are its ticktext."""
_BREAK = Markup("<br>")


def escaped(part: Any, is_text: bool = False) -> Any:
    """A part of a figure whose texts show as they are, whatever an office is called; Markup is left as it is.

    >>> escaped({"name": "<b>局</b>\\n2025年", "ticktext": [Markup("<b>镇</b>")], "customdata": ["./a?b&c"]})
    {'name': '&lt;b&gt;局&lt;/b&gt;<br>2025年', 'ticktext': ['<b>镇</b>'], 'customdata': ['./a?b&c']}
    """
    if isinstance(part, dict):
        return {name: escaped(value, name in _DRAWN_AS_TEXT) for name, value in part.items()}
    if isinstance(part, (list, tuple)):
        # The numbers of a line are many, and there is nothing in them to look for.
        return [escaped(value, is_text) for value in part] if is_text or (part and isinstance(part[0], dict)) else part
    return str(escape(part).replace("\n", _BREAK)) if is_text and isinstance(part, str) else part


_component = st.components.v2.component("chart", js=CHART_SCRIPT.read_text("utf-8"), isolate_styles=False)
"""Our own drawing of a figure, through Streamlit's interface for components: it stays on the page with its key and
draws each next figure once (assets/chart.js)."""


def _draw(chart: Chart, key: str) -> None:
    """Puts a figure on the page. It travels as text: Plotly takes and changes it as it likes, and Streamlit has
    nothing to look through. A figure that stayed the same, by its revision, is not drawn again."""
    drawn = chart.figure if chart.narrow is None else {**chart.figure, "narrow": chart.narrow}
    figure = json.dumps(escaped(drawn), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
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
            words = Markup('<p class="gk gk-empty">{}<br>{}</p>').format(wording.NO_CHART, wording.NO_DATA_NEXT)
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
