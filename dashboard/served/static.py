"""Streamlit's scripts and styles, compressed once and kept in memory."""

from __future__ import annotations

import json
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.served.base_path import path_within
from dashboard.served.compressed import answered, encoding_for

STATIC = Path(streamlit.__file__).parent / "static"
COMPRESSIBLE = {".js", ".css", ".json", ".svg", ".html"}

AT_ONCE = ("Html", "Selectbox", "Multiselect", "Button", "ButtonGroup", "DownloadButton")
"""Streamlit's chunks that every page of ours needs: named in index.html, the browser fetches them beside the others
and not after the first answer."""


@lru_cache(maxsize=1)
def _manifest() -> dict[str, Any]:
    """What Streamlit's build says of its chunks: name, file and imports of each."""
    return dict(json.loads((STATIC / "manifest.json").read_text("utf-8")))


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


class CompressedStatic:
    """Serves Streamlit's scripts and styles compressed, each compressed once a server."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers /static/* for browsers that take a compressed answer; the rest goes on to Streamlit."""
        name = (path_within(scope) or "").removeprefix("/")
        if (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and name.startswith("static/")
            and Path(name).suffix in COMPRESSIBLE
            and name in _static_files()
            and encoding_for(scope)
        ):
            body, headers = answered(name, (STATIC / name).read_bytes(), scope)
            headers["Content-Type"] = mimetypes.guess_type(name)[0] or "application/octet-stream"
            headers["Cache-Control"] = "public, immutable, max-age=31536000"
            await Response(body, headers=headers)(scope, receive, send)
            return
        await self.app(scope, receive, send)


@lru_cache(maxsize=1)
def _static_files() -> frozenset[str]:
    """Files of Streamlit's static folder, e.g. "static/js/index.x.js": no name with dots leads out of it."""
    return frozenset(str(path.relative_to(STATIC).as_posix()) for path in STATIC.rglob("*") if path.is_file())


def scripts_of_a_first_visit() -> list[str]:
    """Names of the files below the static folder that index.html and every page of ours need."""
    index = (STATIC / "index.html").read_text("utf-8")
    return [*re.findall(r'(?:src|href)="\./(static/(?:js|css)/[^"]+)"', index), *scripts_at_once()]
