"""The frame that the browser gets: Chinese, compressed, and nothing outside Streamlit's own folder."""

from __future__ import annotations

import asyncio
import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import brotli
import pytest
from starlette.responses import PlainTextResponse

from dashboard.served import frame
from dashboard.served.frame import ChineseFrame, index_page
from dashboard.served.static import STATIC, CompressedStatic, scripts_at_once


@dataclass
class Answer:
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def content(self) -> bytes:
        decompress = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
            self.headers.get("content-encoding", ""), bytes
        )
        return bytes(decompress(self.body))

    @property
    def text(self) -> str:
        return self.content.decode()


def get(address: str, *, accept: str = "gzip", method: str = "GET") -> Answer:
    """Asks a site whose every address that the middleware lets through answers "behind"."""
    path, _, query = address.partition("?")
    site = ChineseFrame(CompressedStatic(PlainTextResponse("behind")))
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"accept-encoding", accept.encode())],
    }
    # In a thread of its own: the browser that other tests of the session hold open has a loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, site(scope, receive, send)).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))


@pytest.mark.parametrize("path", ["/overview", "/weak-spots", "/compare?year=2024"])
def test_every_page_address_gets_the_chinese_frame(path: str) -> None:
    answer = get(path)
    assert answer.status == 200
    assert '<html lang="zh-CN">' in answer.text
    assert "<title>公开</title>" in answer.text
    assert "gongkai.js" in answer.text
    assert not re.search(r"You need to enable JavaScript|SourceSans[^\"]*\" *\n *as=\"font\"", answer.text)


def test_the_root_leads_to_the_overview_and_keeps_the_filters() -> None:
    answer = get("/?year=2023")
    assert answer.status == 307
    assert answer.headers["location"] == "/overview?year=2023"


@pytest.mark.parametrize(
    ("path", "told"),
    [("/NoSuch", "NoSuch"), ("/总览", "%E6%80%BB%E8%A7%88"), ("/a/b.php", "a/b.php"), ("/overview/", "overview"),
     ("/" + "x/" * 500, "x/" * 30)],
)  # fmt: skip
def test_what_cannot_be_a_page_is_led_to_where_that_is_said(path: str, told: str) -> None:
    answer = get(path)
    assert (answer.status, answer.headers["location"]) == (307, f"/no-such-page?address={told}")


@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/overview/_stcore/health", "/media/x.png", "/component/a/b.js", "/static/js/x.js"]
)
def test_what_streamlit_answers_goes_on_to_it(path: str) -> None:
    assert get(path).text == "behind"


def test_below_a_path_the_same_is_answered_there_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_BASE_PATH", "/office/gk/")
    for path in ("/office/gk/overview", "/office/gk/gongkai.js", "/office/gk/plotly.js", f"/office/gk/{ENTRY}"):
        plain = get(path)
        assert plain.status == 200 and plain.text != "behind", path
    for path in (
        "/office/gk/_stcore/health",
        "/overview",
        "/gongkai.js",
        f"/{ENTRY}",
        "/office/gkx/overview",
        "/office",
    ):
        assert get(path).text == "behind", path
    for path in ("/", "/office/gk", "/office/gk/"):
        assert get(f"{path}?year=2023").headers["location"] == "/office/gk/overview?year=2023"
    assert 'src="/' not in get("/office/gk/overview").text, "all that the frame fetches lies beside it"


def test_pages_with_charts_run_plotly_at_once_and_others_fetch_it_later() -> None:
    assert b'<script async src="./plotly.js?v=' in index_page(True)
    assert b'<script async src="./plotly.js' not in index_page(False)
    assert b'data-plotly="./plotly.js?v=' in index_page(False)


def test_every_page_fetches_its_boxes_and_buttons_at_once() -> None:
    """Without what index.html names itself, and with all that the chunks import in turn."""
    wanted = scripts_at_once()
    assert any("/Selectbox." in name for name in wanted)
    assert len(wanted) == len(set(wanted)) > 20
    for with_charts in (True, False):
        page = index_page(with_charts).decode()
        assert all(page.count(f'"./{name}"') == 1 for name in wanted)
    for name in wanted:
        imported = re.findall(r'from"\./([^"]+\.js)"', (STATIC / name).read_text("utf-8"))
        assert all(f'"./static/js/{other}"' in page for other in imported), name


ENTRY = next(f"static/js/{path.name}" for path in sorted((STATIC / "static/js").glob("index*.js")))


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip;q=0.8", "gzip"), ("br", "br"), ("br;q=0, gzip", "gzip")],
)
def test_scripts_come_compressed_and_whole(accept: str, encoding: str) -> None:
    plotly = (resources.files("plotly") / "package_data" / "plotly.min.js").read_bytes()
    for name, original in ((f"/{ENTRY}", (STATIC / ENTRY).read_bytes()), ("/plotly.js?v=1", plotly)):
        answer = get(name, accept=accept)
        assert answer.headers["content-encoding"] == encoding
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["cache-control"]
        assert answer.content == original
        assert len(answer.body) < 0.36 * len(original)


def test_browsers_that_take_nothing_compressed_get_the_files_as_they_are() -> None:
    assert get(f"/{ENTRY}", accept="identity").text == "behind"
    plain = get("/gongkai.js", accept="identity")
    assert "content-encoding" not in plain.headers and "window.gongkai" in plain.text


@pytest.mark.parametrize(
    "name", ["static/../index.html", "static/js/../../../version.py", "static/%2e%2e/index.html", "static/js/no.js"]
)
def test_no_name_leads_out_of_the_static_folder(name: str) -> None:
    assert get(f"/{name}").text == "behind"


def test_a_changed_frame_of_streamlit_ends_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html><head></head></html>")
    index_page.cache_clear()
    monkeypatch.setattr(frame, "STATIC", tmp_path)
    with pytest.raises(RuntimeError, match=r"index\.html 已改变"):
        index_page(True)
    index_page.cache_clear()


def test_what_is_not_ours_goes_on_to_streamlit() -> None:
    assert get("/_stcore/health").text == "behind"
    assert get("/overview", method="POST").text == "behind"


def test_own_script_carries_the_dictionary() -> None:
    script = get("/gongkai.js").text
    assert '"Choose an option": "请选择"' in script
    assert "/*words*/" not in script
