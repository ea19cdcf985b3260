"""Requests under other names are refused, and every answer tells browsers what they may not do with it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from streamlit import config

from dashboard.served.guard import Guard, allowed_hosts


def ask(host: str | None, headers_behind: dict[str, str] | None = None) -> tuple[int, dict[str, str], str]:
    """Status, headers and body that a guarded site answers to a request under the name `host`."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    headers = [] if host is None else [(b"host", host.encode("latin-1"))]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": headers}
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
