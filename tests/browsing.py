"""What the browser tests share: one server on the example store and one browser a session.

A page counts as drawn when its fingerprint is there and differs from the one before; nothing waits for a time.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reports.command.serve import server_command, server_settings
from tests import find_chromium
from tests.dashboard_stores import fill_full

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOW = 60_000
"""Milliseconds after which a page counts as broken, however busy the machine."""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def serve(store: Path, port: int = 0, **settings: Any) -> Iterator[str]:
    """The address of a dashboard on `store`, running until the iterator is closed; `settings` are those of
    `gongkai serve`."""
    port = port or free_port()
    server = subprocess.Popen(
        server_command(port, settings.get("host_names", ())),
        cwd=ROOT,
        env={**os.environ, **server_settings(store, **settings)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}{settings.get('base_path', '')}"
    try:
        for _ in range(240):
            assert server.poll() is None, "the dashboard's server ended"
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).read()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one the test is skipped, or fails where a browser is required."""
    path = find_chromium.find()
    if path is None:
        if find_chromium.is_required():
            pytest.fail("没有 Chromium，而 GONGKAI_BROWSER_REQUIRED 要求浏览器测试")
        pytest.skip("没有 Chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def visits(browser: Browser) -> Iterator[BrowserContext]:
    """What the tabs of one person share: scripts and fonts are fetched and compiled once for all tests."""
    # Playwright's own waiting runs text as code, which the pages' content security policy forbids.
    shared = browser.new_context(
        bypass_csp=True, locale="zh-CN", accept_downloads=True, permissions=["clipboard-read", "clipboard-write"]
    )
    yield shared
    shared.close()


def tab(visits: BrowserContext, width: int = 1440, height: int = 900) -> Iterator[Page]:
    """A new tab of so many pixels, closed with the iterator; the server takes it for a new visitor."""
    opened = visits.new_page()
    opened.set_viewport_size({"width": width, "height": height})
    opened.set_default_timeout(SLOW)
    yield opened
    opened.close()


@pytest.fixture
def page(visits: BrowserContext) -> Iterator[Page]:
    """A tab on a desk."""
    yield from tab(visits)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example store."""
    folder = tmp_path_factory.mktemp("served") / "store"
    fill_full(folder)
    return folder


@pytest.fixture(scope="session")
def site(store: Path) -> Iterator[str]:
    """The address of a dashboard on the example store."""
    yield from serve(store)


def fingerprint(page: Page) -> str:
    """The fingerprint of what is drawn, '' while there is none."""
    mark = page.locator("[data-testid=fp]")
    return mark.first.get_attribute("data-fp") or "" if mark.count() else ""


def drawn(page: Page, name: str, before: str = "") -> str:
    """Waits until the page `name` is drawn with another fingerprint than `before`; gives it."""
    page.wait_for_function(
        """([name, before]) => {
            const marks = [...document.querySelectorAll("[data-testid=fp]")];
            return marks.length === 1 && marks[0].dataset.page === name && marks[0].dataset.fp !== before
                && document.querySelector("[data-test-script-state=notRunning]") !== null;
        }""",
        arg=[name, before],
        timeout=SLOW,
    )
    return fingerprint(page)


def choose(page: Page, label: str, option: str) -> None:
    """Picks an option of a select box by what stands on the screen."""
    page.get_by_role("combobox", name=re.compile(rf"{re.escape(label)}$")).first.click()
    page.get_by_role("option", name=option, exact=True).first.click()
