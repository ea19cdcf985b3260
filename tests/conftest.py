"""What all tests share: where the shared folder with the labelled reports is, if it is there at all."""

from __future__ import annotations

from pathlib import Path

import pytest

# One browser and one server a session, whichever modules ask for them.
from tests.browsing import browser, site, store

__all__ = ["browser", "site", "store"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in the last lines when browser tests were left out: nobody should take them for passed."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "test_browser" in report.nodeid]
    if skipped:
        terminalreporter.write_line(
            f"注意：{len(skipped)} 项浏览器测试已跳过（没有 Chromium），看板没有在浏览器中测试过。"
        )
