"""What stands between the browser and Streamlit: the Chinese page frame and small static files.

In come requests; out go index.html in Chinese with our style sheet and script, Streamlit's scripts
compressed once and kept in memory, and our own assets. It knows nothing of reports or pages.
Streamlit has no locale and leaves its scripts uncompressed: both are mended here and nowhere else.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
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

ASSETS = Path(__file__).parent / "assets"
WORDS = Path(__file__).parent / "interface_words.csv"
STATIC = Path(streamlit.__file__).parent / "static"
COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".html"}
PAGES_WITHOUT_CHARTS = {"", "overview", "report", "import", "indicators", "quality", "weak-spots"}
"""Paths of pages that draw no Plotly chart: they are not made to wait for its script."""

ENGLISH_FRAME = '<html lang="en">'
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
def interface_words() -> dict[str, str]:
    """Streamlit's own English words mapped to ours, from interface_words.csv; rows without Chinese are words
    that no page of ours shows."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["english"]: row["chinese"] for row in csv.DictReader(file) if row["chinese"]}


@lru_cache(maxsize=1)
def own_assets() -> dict[str, tuple[bytes, str]]:
    """Our files by path ("/gongkai.css"): bytes and content type. The dictionary stands in the script."""
    words = json.dumps(interface_words(), ensure_ascii=False)
    script = (ASSETS / "gongkai.js").read_text("utf-8").replace("/*words*/{}", words)
    return {
        "/gongkai.css": ((ASSETS / "gongkai.css").read_bytes(), "text/css; charset=utf-8"),
        "/gongkai.js": (script.encode(), "text/javascript; charset=utf-8"),
        "/favicon.png": ((ASSETS / "favicon.png").read_bytes(), "image/png"),
    }


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


@lru_cache(maxsize=2)
def index_page(with_charts: bool) -> bytes:
    """Streamlit's index.html in Chinese: language, title, our style and script, no font it does not use.

    The browser fetches what every page needs at once; Plotly too with charts, otherwise once it is idle.
    RuntimeError when an upgrade of Streamlit changed the page frame.
    """
    page = (STATIC / "index.html").read_text("utf-8")
    if ENGLISH_FRAME not in page or "</head>" not in page:
        raise RuntimeError("Streamlit 的 index.html 已改变，请核对 dashboard/middleware.py 后再升级。")
    version = hashlib.sha256(b"".join(body for body, _ in own_assets().values())).hexdigest()[:12]
    page = page.replace(ENGLISH_FRAME, '<html lang="zh-CN">').replace("<title>Streamlit</title>", "<title>公开</title>")
    page = re.sub(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*/>', "", page)
    page = re.sub(
        r"<noscript>.*?</noscript>",
        "<noscript><p>本页面需要启用 JavaScript，请在浏览器设置中启用后刷新。</p></noscript>",
        page,
        flags=re.DOTALL,
    )
    head = [f'<link rel="stylesheet" href="./gongkai.css?v={version}">']
    for name in (*scripts_at_once(), *([plotly_script()] if with_charts else [])):
        head.append(f'<link rel="modulepreload" crossorigin href="./{name}">')
    head.append(f'<script src="./gongkai.js?v={version}" data-later="./{plotly_script()}"></script></head>')
    return page.replace("</head>", "\n".join(head)).encode()


class ChineseFrame:
    """Serves index.html in Chinese for every page address, and our own assets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers page addresses and assets of ours; all else goes on to Streamlit."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path in own_assets():
            body, kind = own_assets()[path]
            versioned = b"v=" in scope.get("query_string", b"")
            cache = "public, immutable, max-age=31536000" if versioned else "public, max-age=86400"
            response = Response(body, headers={"Content-Type": kind, "Cache-Control": cache})
        elif path == "/":
            query = scope.get("query_string", b"").decode("latin-1")
            response = Response(status_code=307, headers={"Location": "./overview" + (f"?{query}" if query else "")})
        elif re.fullmatch(r"/[a-z-]+", path) or path == "/index.html":
            body = index_page(path.strip("/") not in PAGES_WITHOUT_CHARTS)
            response = Response(body, headers={"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"})
        else:
            await self.app(scope, receive, send)
            return
        if len(response.body) > 500 and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            response.headers["Content-Encoding"] = "gzip"
            response.body = _gzip(bytes(response.body))
            response.headers["Content-Length"] = str(len(response.body))
        response.headers["Vary"] = "Accept-Encoding"
        await response(scope, receive, send)


@lru_cache(maxsize=32)
def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


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
