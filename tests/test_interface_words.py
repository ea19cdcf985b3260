"""Streamlit's own words: every one that its bundle may show is in our dictionary, with Chinese or as not shown."""

from __future__ import annotations

import csv
import re

from dashboard.served.frame import WORDS, interface_words
from dashboard.served.static import STATIC

THIRD_PARTY = re.compile(
    r"^(chunk-|elk|mermaid|Plotly|Deck|ECharts|StreamlitSyn|embed|cytoscape|katex|rehype|remark|numbro|moment|swimlanes"
    r"|axios|expression|opacities|GraphViz|flow|dagre|cose|mindmap|kanban|shim|lib\.|dist\.|wavesurfer|react|Balloons|Snow"
    r"|Audio|Video|Camera|ChatInput|Map|protobuf|arrowF|recordb|serializ|iframe|emotion|styled|DateField|ColorPicker|prism"
    r"|architecture|sequence|treemap|gitGraph|pie|info|packet|radar|timeline|er-|blockD|src\.|Feedback|Mermaid"
    r"|node-emoji|Json|util\.|record\.|webgl|data-grid|number-overlay|bubbles|drilldown)|[dD]iagram"
)
"""Chunks of other libraries and of elements that no page of ours uses."""
SHOWN_AS = re.compile(
    r"(?:children|label|placeholder|title|\"aria-label\"|`aria-label`|content|tooltip|message|body|alt|text)"
    r"\s*:\s*(?:[\w.$?!&|()=> ]{0,40}[?:|]\s*)?`([^`$\\]{2,160})`"
)


def words_of_the_bundle() -> set[str]:
    """English words in Streamlit's scripts that stand where something is shown: labels, texts, titles."""
    found: set[str] = set()
    for path in sorted((STATIC / "static" / "js").glob("*.js")):
        if not THIRD_PARTY.search(path.name):
            for text in SHOWN_AS.findall(path.read_text("utf-8")):
                if re.search(r"[A-Za-z]{2}", text) and (" " in text.strip() or text[0].isupper()):
                    found.add(text.strip())
    return {
        text
        for text in found
        if not re.search(r"[{}<>=;#]|\dpx|^\W|\bskills\b", text, re.IGNORECASE) and text.count(" ") < 40
    }


def test_an_upgrade_of_streamlit_brings_no_new_english_words() -> None:
    with WORDS.open(encoding="utf-8", newline="") as file:
        known = {row["english"] for row in csv.DictReader(file)}
    new = sorted(words_of_the_bundle() - known)
    assert not new, f"add these to {WORDS.name}, with Chinese or (not shown in our pages) without: {new}"


def test_the_scan_still_finds_words_that_are_known_to_be_there() -> None:
    assert {"Select all", "Close", "Download as CSV", "Running...", "Skip to main content"} <= words_of_the_bundle()


def test_translations_are_chinese() -> None:
    assert len(interface_words()) > 150
    for english, chinese in interface_words().items():
        assert re.search(r"[一-鿿]", chinese), english
        assert not re.search(r"[A-Za-z]{4,}", chinese.replace("Ctrl", "")), f"{english}: {chinese}"
