"""Pages of the dashboard run on a drawn store, read as text: the first line, and all that stands below it."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

DASHBOARD = Path(__file__).resolve().parents[2] / "dashboard"
NAMED_OTHERWISE = {"weak_spots", "import_reports"}
"""Pages whose address is not the name of their file: AppTest knows them only after a first run."""


@dataclass(frozen=True)
class Page:
    """What a page says: its first line, its markup, and every piece of text, that of charts included."""

    head: str
    markup: list[str]
    texts: list[str]


# Each new visitor's runtime looks through every installed package for components: once is enough.
scan_once = cache(manifest_scanner.scan_component_manifests)


def read(page: str, **address: str) -> Page:
    """The page at this address, as a new visitor sees it."""
    app = AppTest.from_file(str(DASHBOARD / "frame" / "shell.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    if page in NAMED_OTHERWISE:
        app.run()
    app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception, f"{page} {address}: {app.exception}"
    markup = [element.proto.body for element in app.get("html")]
    heads = [match[1] for text in markup if (match := re.search(r"<h1[^>]*>(.*?)</h1>", text, re.S))]
    assert len(heads) == 1, f"{page}: {heads}"
    return Page(plain(heads[0])[0], markup, [piece for text in markup for piece in plain(text)] + drawn(app))


def plain(markup: str) -> list[str]:
    """The text of markup in pieces, one an element that stands alone; titles and labels count as text."""
    titles = re.findall(r'(?:title|aria-label|alt)="([^"]*)"', markup)
    inline = re.sub(r"</?(?:a|b|i|em|strong|small|span|br|wbr|mark)\b[^>]*>", "", markup)
    pieces = [*titles, *re.split(r"<[^>]+>", inline)]
    return [text for piece in pieces if (text := html.unescape(piece).strip())]


def drawn(app: AppTest) -> list[str]:
    """The words of charts: text alternatives, names and what rests under the pointer."""
    found: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            if re.search(r"[一-鿿]", value):
                found.extend(plain(value.replace("<br>", "，")))
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    for chart in app.get("bidi_component"):
        told = json.loads(chart.proto.json)
        for value in told.values() if isinstance(told, dict) else ():
            walk(json.loads(value) if isinstance(value, str) and value[:1] in "{[" else value)
    return found
