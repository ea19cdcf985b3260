"""Streamlit's scripts and styles, compressed once and kept in memory."""

from __future__ import annotations

import gzip
import json
import mimetypes
import re
import threading
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

STATIC = Path(streamlit.__file__).parent / "static"
COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".html"}

MENDED = "X-Gongkai"
"""A header by which gongkai.js tells our scripts from those a browser kept of a plain Streamlit at this address."""
FIGURES = {
    b"return n?ve(n):Le(O,e.theme,c)}": b"return n?ve(n):{...Le(O,e.theme,c),of:O,by:c}}",
    b"F(t=>Le(t,e.theme,c))": b"F(t=>t.of===O&&t.by===c?t:{...Le(O,e.theme,c),of:O,by:c})",
}
"""Streamlit draws a chart's figure when the chart is made, once more at once, and never another one, so that each
change makes a new chart. With the second wordings it draws the figure that it was sent last, and each once: a figure
says what it was made of (the figure sent and the theme). charts.py lets the chart stay."""
AT_ONCE = ("Html", "Selectbox", "Multiselect", "Button", "ButtonGroup", "DownloadButton")
"""Streamlit's chunks that every page of ours needs: named in index.html, the browser fetches them beside the others
and not after the first answer."""


@lru_cache(maxsize=1)
def _manifest() -> dict[str, Any]:
    """What Streamlit's build says of its chunks: name, file and imports of each."""
    return dict(json.loads((STATIC / "manifest.json").read_text("utf-8")))


def plotly_script() -> str:
    """Path of Streamlit's chunk with Plotly below its static folder, e.g. static/js/PlotlyChart.x.js."""
    return _script("PlotlyChart")


@lru_cache
def _script(name: str) -> str:
    return str(next(entry["file"] for entry in _manifest().values() if entry.get("name") == name))


@lru_cache(maxsize=1)
def scripts_at_once() -> tuple[str, ...]:
    """Paths of the chunks of AT_ONCE and of what they import, below the static folder, without those that index.html
    names itself."""
    entries = {entry["file"]: entry for entry in _manifest().values()}
    page = (STATIC / "index.html").read_text("utf-8")
    found: dict[str, None] = {}
    waiting = [_script(name) for name in AT_ONCE]
    while waiting:
        file = waiting.pop(0)
        if file not in found and f'"./{file}"' not in page:
            found[file] = None
            waiting += [_manifest()[name]["file"] for name in entries[file].get("imports", ())]
    return tuple(found)


@lru_cache(maxsize=1)
def keeps_charts() -> bool:
    """Whether the browser gets a script that draws a new figure into the chart that is there. False after an
    upgrade of Streamlit that words it otherwise: charts are then made anew at each change, which is slower."""
    body = (STATIC / plotly_script()).read_bytes()
    return all(body.count(wording) == 1 for wording in FIGURES)


class CompressedStatic:
    """Serves Streamlit's scripts and styles compressed, each compressed once a server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers /static/* for browsers that take gzip, and the script of the charts for all; the rest goes on to
        Streamlit."""
        path = scope.get("path", "")
        name = path.lstrip("/")
        if scope["type"] == "http" and scope["method"] == "GET" and path.startswith("/static/"):
            takes_gzip = "gzip" in Headers(scope=scope).get("accept-encoding", "")
            body: bytes | None = None
            if takes_gzip and Path(path).suffix in COMPRESSIBLE:
                body = compressed(name)
            elif name == plotly_script():
                body = static_file(name)
            if body is not None:
                headers = {
                    "Content-Type": mimetypes.guess_type(path)[0] or "application/octet-stream",
                    "Cache-Control": "public, immutable, max-age=31536000",
                    "Vary": "Accept-Encoding",
                    MENDED: "1",
                }
                if takes_gzip:
                    headers["Content-Encoding"] = "gzip"
                await Response(body, headers=headers)(scope, receive, send)
                return
        await self.app(scope, receive, send)


_compressed: dict[str, bytes] = {}
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _static_files() -> frozenset[str]:
    return frozenset(str(path.relative_to(STATIC).as_posix()) for path in STATIC.rglob("*") if path.is_file())


def compressed(name: str) -> bytes | None:
    """The gzip bytes of a file of Streamlit's static folder, e.g. "static/js/index.x.js"; None for any other
    name, whatever dots it holds."""
    if name not in _static_files():
        return None
    with _lock:
        if name not in _compressed:
            _compressed[name] = gzip.compress(static_file(name), 9, mtime=0)
        return _compressed[name]


def static_file(name: str) -> bytes:
    """A file of Streamlit's static folder as we serve it; the script of the charts draws new figures."""
    body = (STATIC / name).read_bytes()
    if name == plotly_script() and keeps_charts():
        for once, again in FIGURES.items():
            body = body.replace(once, again)
    return body


def compress_ahead() -> None:
    """Compresses what a first visitor needs, so that nobody waits for it: the entry's scripts and Plotly."""
    index = (STATIC / "index.html").read_text("utf-8")
    named = re.findall(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"', index)
    for name in [*named, *scripts_at_once(), plotly_script()]:
        compressed(name)
