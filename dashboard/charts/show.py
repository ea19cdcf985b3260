"""A chart on the page: title, drawing, source note and downloads; words where there is nothing to show."""

from __future__ import annotations

import hashlib
import json
from html import escape

import streamlit as st
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.PlotlyChart_pb2 import PlotlyChart as PlotlyChartMessage

from dashboard import downloads, wording
from dashboard.charts.style import Chart
from dashboard.served.static import keeps_charts

CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
}


def heading(title: str, note: str = "", unit: str = "") -> None:
    """A chart's or table's title with its unit, and a line below it."""
    unit_words = f'<span class="gk-unit">（{escape(unit)}）</span>' if unit else ""
    below = f'<p class="gk-note">{escape(note)}</p>' if note else ""
    st.html(f'<div class="gk gk-heading"><h2>{escape(title)}{unit_words}</h2>{below}</div>')


def _draw(chart: Chart, key: str) -> None:
    """Puts a figure on the page by Streamlit's own message for a Plotly chart.

    st.plotly_chart gives a chart another identity with each change of its figure: the browser then throws the
    drawing away and makes a new one, twice. Here the identity stays with the key (middleware.keeps_charts), and
    the theme, which may be any word, tells the browser that there is something new to draw; `datarevision` tells
    Plotly when there is not.
    """
    spec = json.dumps(chart.figure, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    revision = hashlib.blake2b(spec.encode(), digest_size=8).hexdigest()
    message = PlotlyChartMessage()
    message.id = f"chart-{key}" if keeps_charts() else f"chart-{key}-{revision}"
    message.theme = f"gongkai-{revision}"
    message.spec = f'{spec[:-2]},"datarevision":"{revision}"}}}}'
    message.config = json.dumps(CONFIG)
    message.alt = chart.alt
    st.container(key=f"chart-{key}")._enqueue(
        "plotly_chart", message, layout_config=LayoutConfig(width="stretch", height=chart.height)
    )


def show(
    chart: Chart | None,
    *,
    key: str,
    title: str,
    unit: str = "",
    note: str = "",
    source: str = "",
    data: downloads.Sheet | None = None,
) -> None:
    """Draws a chart with title, source note and downloads; words instead of a chart that has nothing to show."""
    with st.container(key=f"panel-{key}"):
        heading(title, note, unit)
        if chart is None:
            st.html(f'<p class="gk gk-empty">{wording.NO_DATA}<br>{wording.NO_DATA_NEXT}</p>')
            return
        _draw(chart, key)
        foot(source, data, key)


def foot(source: str, data: downloads.Sheet | None, key: str) -> None:
    """The line below a chart or table: source note and the two downloads."""
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small", key=f"foot-{key}"
    ):
        st.html(f'<p class="gk gk-source">{escape(source)}</p>' if source else "<span></span>", width="content")
        if data is not None:
            downloads.buttons(data, key)
