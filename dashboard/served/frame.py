"""What stands between the browser and Streamlit: the Chinese page frame and small static files.

In come requests; out go index.html in Chinese with our style sheet and script, Streamlit's scripts
compressed once and kept in memory, and our own assets. It knows nothing of reports.
Streamlit has no locale and leaves its scripts uncompressed: both are mended here and nowhere else.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from functools import lru_cache
from importlib import resources
from pathlib import Path
from urllib.parse import quote

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import wording
from dashboard.routes import ASKED, MOST_TOLD, NO_PAGE
from dashboard.served.base_path import base_path, path_within
from dashboard.served.compressed import answered, compressed
from dashboard.served.static import STATIC, scripts_at_once, scripts_of_a_first_visit

ASSETS = Path(__file__).parents[1] / "assets"
SCRIPTS = ("moving.js", "gongkai.js", "sorting.js", "meeting.js")
"""What /gongkai.js is made of, in this order."""
STYLES = ("gongkai.css", "papers.css")
"""What /gongkai.css is made of, in this order."""
WORDS = Path(__file__).parents[1] / "interface_words.csv"

PAGES_WITHOUT_CHARTS = {
    "",
    "overview",
    "papers",
    "meeting",
    "report",
    "search",
    "import",
    "indicators",
    "quality",
    "weak-spots",
}
"""Paths of pages that draw no Plotly chart: they are not made to wait for its script."""

OF_STREAMLIT = re.compile(r"/(media|component|static|app|auth)/|/oauth2callback$|(/.*)?/_stcore/")
"""Addresses that Streamlit answers itself, also beside a page, where its script asks for the base path; to every other
one it would show its own frame, in English."""

ENGLISH_FRAME = '<html lang="en">'


@lru_cache(maxsize=1)
def interface_words() -> dict[str, str]:
    """Streamlit's own English words mapped to ours, from interface_words.csv; rows without Chinese are words
    that no page of ours shows."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return {row["english"]: row["chinese"] for row in csv.DictReader(file) if row["chinese"]}


def _upload_errors() -> dict[str, str]:
    """What Streamlit's uploader says of an answer that is an error, mapped to our sentence."""
    return {
        f"AxiosError: Request failed with status code {status}": sentence
        for status, sentence in wording.UPLOAD_REFUSALS.items()
    }


@lru_cache(maxsize=1)
def own_assets() -> dict[str, tuple[bytes, str]]:
    """Our files by path ("/gongkai.css"): bytes and content type. The dictionary stands in the script."""
    words = json.dumps(interface_words() | _upload_errors(), ensure_ascii=False)
    script = "\n".join((ASSETS / name).read_text("utf-8") for name in SCRIPTS).replace("/*words*/{}", words)
    return {
        "/gongkai.css": (b"".join((ASSETS / name).read_bytes() for name in STYLES), "text/css; charset=utf-8"),
        "/gongkai.js": (script.encode(), "text/javascript; charset=utf-8"),
        "/favicon.png": ((ASSETS / "favicon.png").read_bytes(), "image/png"),
        "/plotly.js": (_plotly(), "text/javascript; charset=utf-8"),
    }


def _plotly() -> bytes:
    """Plotly's script as the package plotly ships it."""
    return (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()


@lru_cache(maxsize=1)
def _version() -> str:
    """Changes with any of our files: a browser keeps each version for good."""
    return hashlib.sha256(b"".join(body for body, _ in own_assets().values())).hexdigest()[:12]


@lru_cache(maxsize=2)
def index_page(with_charts: bool) -> bytes:
    """Streamlit's index.html in Chinese: language, title, our style and script, no font it does not use.

    The browser fetches what every page needs at once; Plotly too with charts, otherwise once it is idle.
    RuntimeError when an upgrade of Streamlit changed the page frame.
    """
    page = (STATIC / "index.html").read_text("utf-8")
    if ENGLISH_FRAME not in page or "</head>" not in page:
        raise RuntimeError("Streamlit 的 index.html 已改变，请核对 dashboard/served/frame.py 后再升级。")
    page = page.replace(ENGLISH_FRAME, '<html lang="zh-CN">').replace("<title>Streamlit</title>", "<title>公开</title>")
    page = re.sub(r'<link\s+rel="preload"\s+href="[^"]*SourceSans[^>]*/>', "", page)
    page = re.sub(
        r"<noscript>.*?</noscript>",
        "<noscript><p>本页面需要启用 JavaScript，请在浏览器设置中启用后刷新。</p></noscript>",
        page,
        flags=re.DOTALL,
    )
    head = [f'<link rel="stylesheet" href="./gongkai.css?v={_version()}">']
    head += [f'<link rel="modulepreload" crossorigin href="./{name}">' for name in scripts_at_once()]
    plotly = f"./plotly.js?v={_version()}"
    # Run while the page waits for its first answer.
    head += [f'<script async src="{plotly}"></script>'] if with_charts else []
    head.append(f'<script src="./gongkai.js?v={_version()}" data-plotly="{plotly}"></script></head>')
    return page.replace("</head>", "\n".join(head)).encode()


def compress_ahead() -> None:
    """Compresses what a first visitor needs, so that nobody waits for it; RuntimeError when index.html changed."""
    index_page(True)
    for name in scripts_of_a_first_visit():
        compressed(name, (STATIC / name).read_bytes(), "br")
    for path, (body, _) in own_assets().items():
        compressed(f"{path} {_version()}", body, "br")


class ChineseFrame:
    """Serves index.html in Chinese for every page address, and our own assets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers page addresses and assets of ours; all else goes on to Streamlit."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        path = path_within(scope)
        if path in own_assets():
            body, kind = own_assets()[path]
            versioned = b"v=" in scope.get("query_string", b"")
            cache = "public, immutable, max-age=31536000" if versioned else "public, max-age=86400"
            body, headers = answered(f"{path} {_version()}", body, scope)
            response = Response(body, headers={"Content-Type": kind, "Cache-Control": cache, **headers})
        elif path == "/" or scope["path"] == "/":
            # Whoever leaves the base path out is led to it.
            query = scope.get("query_string", b"").decode("latin-1")
            start = f"{base_path()}/overview"
            response = Response(status_code=307, headers={"Location": f"{start}?{query}" if query else start})
        elif path is not None and (re.fullmatch(r"/[a-z-]+", path) or path == "/index.html"):
            with_charts = path.strip("/") not in PAGES_WITHOUT_CHARTS
            body, headers = answered(f"index {with_charts} {_version()}", index_page(with_charts), scope)
            headers |= {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
            response = Response(body, headers=headers)
        elif path is not None and not OF_STREAMLIT.match(path) and not (STATIC / path.strip("/")).is_file():
            # What the frame fetches lies beside it: it stands one step below the base path, and says what was asked.
            told = quote(path.strip("/")[:MOST_TOLD])
            response = Response(status_code=307, headers={"Location": f"{base_path()}{NO_PAGE}?{ASKED}={told}"})
        else:
            await self.app(scope, receive, send)
            return
        await response(scope, receive, send)
