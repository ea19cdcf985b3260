"""The dashboard's launcher: `streamlit run dashboard/app.py`, or `gongkai serve`.

It holds the ASGI application with our middleware and warms up what the first visitor needs. Each run of a
session executes frame/shell.py, which draws the navigation, the filter bar and then one file of pages/.

How a page is written
    pages/<name>.py is run from top to bottom at each change. It has a docstring with the question it answers
    and imports ask, filters, routes, every_page, charts, tables, wording (and downloads, evidence; 导入 also intake), nothing else of
    ours.
    1.  choice = filters.current()          what is looked at: region, year, since, kind, offices
    2.  frame = ask("question", year=choice.year, **choice.parameters())      shared: copy before a change
    3.  every_page.head(wording.<page>_head(...))      the first line: a sentence composed from the answer
    4.  charts.show(charts.lines(...), key="trend", title=..., unit=..., source=..., data=downloads.Sheet(...))
        or tables.put(tables.table(...)) with routes.sentence_link(report_id, fact_no, text) in its cells:
        every number is a link to its sentence. routes.anchor("office", name, office=code) links within the
        site without a reload; the filters go along by themselves.
    5.  every_page.fingerprint("<path>", choice, <whatever else changes the page>)       always the last line
    Words stand in wording/, never in a page. A page's own control is bound to the address: filters.one_of(...), or
    filters.known(...) and then st.selectbox(..., key="indicator", bind="query-params"). None and NaN mean "not told": use
    wording.told(value, unit, qualifier, status) and never fillna(0). The page appears in the navigation as
    soon as its file exists (frame/shell.py lists the paths).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from dashboard import access, every_page
from dashboard.served import provider
from dashboard.served.base_path import base_path
from dashboard.served.browser_key import BrowserKey
from dashboard.served.frame import ChineseFrame, compress_ahead, index_page
from dashboard.served.gate import Gate
from dashboard.served.guard import Guard
from dashboard.served.health import Health
from dashboard.served.parent import follow
from dashboard.served.patience import Patience
from dashboard.served.static import CompressedStatic
from dashboard.served.uploads import UploadQuota
from reports.errors import ReportError
from reports.store import journal

USED_BY_PAGES = ("charts", "downloads", "evidence", "every_page", "filters", "heads", "region_board", "tables")


def _warm_up() -> None:
    """Imports and opens ahead of the first visitor what would keep him waiting for two seconds."""
    for name in ("pandas", "pyarrow", *(f"dashboard.{name}" for name in USED_BY_PAGES)):
        importlib.import_module(name)
    from dashboard import ask

    with contextlib.suppress(ReportError):
        ask.served_now()
    # Streamlit collects garbage after every run while the answer waits to be sent: 75 of a rerun's 100 ms went into
    # looking at modules that stay anyway. What lives now is set aside from that, and the rest is left to Python's own
    # collector, which has little to look at then.
    config.set_option("runner.postScriptGC", False)
    gc.collect()
    gc.freeze()


@asynccontextmanager
async def _lifespan(_app: Any) -> AsyncIterator[None]:
    index_page(True)  # An upgrade of Streamlit that changed the frame ends the start with a sentence.
    threads = [threading.Thread(target=work, daemon=True) for work in (compress_ahead, _warm_up)]
    for thread in threads:
        thread.start()
    follow()
    yield


def _told(error: Exception) -> bool:
    """What no page caught, as a widget's value that no page offered does, becomes a sentence too; True: that is all."""
    logging.getLogger("gongkai.dashboard").error("a callback failed", exc_info=error)
    every_page.failed()
    return st.get_option("client.showErrorDetails") != "full"


app = st.App(
    Path(__file__).parent / "frame" / "shell.py",
    secrets=provider.secrets_of() if access.with_people() else None,
    lifespan=_lifespan,
    on_script_error=_told,
    middleware=[
        Middleware(step)
        for step in (Guard, Patience, Gate, BrowserKey, Health, UploadQuota, ChineseFrame, CompressedStatic)
    ],
)
# Once the application knows its folder of settings, and before it makes its routes of them.
config.set_option("server.baseUrlPath", base_path())
config.set_option("server.trustedUserHeaders", access.trusted_headers())
if access.with_people():
    journal.guarded_by(access.demand_lines)
