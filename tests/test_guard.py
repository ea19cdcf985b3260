"""Requests under other names are refused, and every answer tells browsers what they may not do with it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from streamlit import config

from dashboard.served.guard import Guard, allowed_hosts


def ask(
    host: str | None,
    headers_behind: dict[str, str] | None = None,
    *,
    method: str = "GET",
    origin: str | None = None,
    site: str | None = None,
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body that a guarded site answers to a request under the name `host`."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    if origin is not None:
        headers.append((b"origin", origin.encode("latin-1")))
    if site is not None:
        headers.append((b"sec-fetch-site", site.encode()))
    scope = {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": headers}
    with ThreadPoolExecutor(1) as aside:
        aside.submit(
            asyncio.run, Guard(PlainTextResponse("behind", headers=headers_behind))(scope, receive, send)
        ).result()
    answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], answered, b"".join(part.get("body", b"") for part in sent[1:]).decode()


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501", "localhost."])
def test_our_own_names_are_answered(host: str) -> None:
    status, headers, body = ask(host)
    assert (status, body) == (200, "behind")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:8501", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "a/127.0.0.1"],
)
def test_other_names_are_refused_in_a_sentence(host: str | None) -> None:
    status, headers, body = ask(host)
    assert status == 400
    assert body.startswith("本服务不接受以“") and "behind" not in body
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_only_what_is_the_same_for_everybody_is_kept_by_browsers_and_proxies() -> None:
    assert ask("localhost")[1]["cache-control"] == "no-store"
    assert ask("localhost", {"Cache-Control": "public, immutable"})[1]["cache-control"] == "public, immutable"


def test_names_that_were_registered_are_ours_and_web_sockets_keep_to_the_same_list(monkeypatch: Any) -> None:
    monkeypatch.setenv("GONGKAI_HOSTS", "gongkai.example.gov.cn, 10.0.0.8")
    before = config.get_option("server.allowedHosts")
    try:
        assert ask("gongkai.example.gov.cn")[0] == 200
        assert ask("10.0.0.8:8443")[0] == 200
        assert ask("example.gov.cn")[0] == 400
        assert config.get_option("server.allowedHosts") == allowed_hosts()
        assert allowed_hosts()[-2:] == ["gongkai.example.gov.cn", "10.0.0.8"]
    finally:
        config.set_option("server.allowedHosts", before)


SITES = (None, "same-origin", "none", "same-site", "cross-site")
OWN_ORIGINS = (
    ("127.0.0.1:8501", "http://127.0.0.1:8501"),
    ("localhost", "https://localhost:8443"),
    ("localhost", "http://localhost"),
    ("localhost:443", "https://localhost"),
    ("[::1]:8501", "http://[::1]:8501"),
    ("127.0.0.1:8501", None),
)
FOREIGN_ORIGINS = (
    # Another program of this machine: a browser sends it our cookies, as these know no port.
    ("127.0.0.1:8501", "http://127.0.0.1:9999"),
    ("127.0.0.1:8501", "http://localhost:8501"),
    ("127.0.0.1:8501", "https://127.0.0.1"),
    ("127.0.0.1:8501", "https://evil.example"),
    ("127.0.0.1:8501", "http://127.0.0.1:8501.evil.example"),
    ("127.0.0.1:8501", ""),
)


@pytest.mark.parametrize(("host", "origin"), OWN_ORIGINS)
def test_our_own_pages_may_change_things(host: str, origin: str | None) -> None:
    assert ask(host, method="POST", origin=origin)[0] == 200
    assert connected(host, origin) == "accepted"


@pytest.mark.parametrize(("host", "origin"), FOREIGN_ORIGINS)
def test_pages_of_others_change_nothing_and_open_no_web_socket(host: str, origin: str) -> None:
    status, _headers, body = ask(host, method="PUT", origin=origin)
    assert (status, "behind" in body) == (403, False) and body.startswith("这次操作来自另一个网站")
    assert ask(host, method="GET", origin=origin)[0] == 200
    assert connected(host, origin) == "closed"


def test_a_form_that_names_no_origin_is_taken_as_its_browser_says() -> None:
    told = {site: ask("127.0.0.1:8501", method="POST", origin="null", site=site)[0] for site in SITES}
    assert told == {None: 200, "same-origin": 200, "none": 200, "same-site": 403, "cross-site": 403}
    assert connected("127.0.0.1:8501", "null") == "closed", "a web socket always names its page"


def test_a_registered_name_may_stand_before_a_proxy_that_asks_by_another(monkeypatch: Any) -> None:
    monkeypatch.setenv("GONGKAI_HOSTS", "gongkai.example.gov.cn")
    assert connected("127.0.0.1:8501", "https://gongkai.example.gov.cn") == "accepted"
    assert connected("127.0.0.1:8501", "https://other.example.gov.cn") == "closed"


def connected(host: str, origin: str | None) -> str:
    """What becomes of a web socket under the name `host` that a page of `origin` opens."""
    sent: list[str] = []

    async def behind(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "websocket.accept"})

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message["type"])

    headers = [(b"host", host.encode())] + ([] if origin is None else [(b"origin", origin.encode())])
    scope = {"type": "websocket", "path": "/_stcore/stream", "query_string": b"", "headers": headers}
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, Guard(behind)(scope, receive, send)).result()
    return {"websocket.accept": "accepted", "websocket.close": "closed"}[sent[0]]
