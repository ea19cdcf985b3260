"""/health says whether the store can be shown, below the base path and for GET alone."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from dashboard.served.health import Health
from tests.stored import load, source


def ask(path: str, method: str = "GET") -> tuple[int, str]:
    """Status and body of the answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, Health(PlainTextResponse("behind"))(scope, receive, send)).result()
    return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:]).decode()


def test_health_is_that_of_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_STORE", str(tmp_path))
    status, body = ask("/health")
    assert (status, json.loads(body)) == (200, {"status": "ok", "generation": None, "notice": ""}), "nothing loaded yet"
    load(tmp_path, [source("qinghe-zhuyinlu", 2023)], cause="load", processes=1)
    status, body = ask("/health")
    assert (status, json.loads(body)) == (200, {"status": "ok", "generation": 1, "notice": ""})
    (generation,) = (path for path in tmp_path.rglob("*.duckdb"))
    generation.write_bytes(b"no database")
    monkeypatch.setenv("GONGKAI_STORE", f"{tmp_path}/../{tmp_path.name}")
    status, body = ask("/health")
    told = json.loads(body)
    assert (status, told["status"], told["generation"]) == (503, "error", None) and "已损坏" in told["notice"]


def test_all_else_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ask("/healthy")[1] == ask("/health", "POST")[1] == ask("/overview")[1] == "behind"
    monkeypatch.setenv("GONGKAI_BASE_PATH", "/gk")
    assert ask("/health")[1] == "behind" and ask("/gk/health")[1] != "behind"
