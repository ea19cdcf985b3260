"""What all tests share: where the shared folder with the labelled reports is, if it is there at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# One browser and one server a session, whichever modules ask for them.
from tests.browsing import browser, page, site, store, visits
from tests.dashboard_stores import forget_made
from tests.stored import copy_of_two, two_generations

__all__ = ["browser", "copy_of_two", "page", "site", "store", "two_generations", "visits"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED


@pytest.fixture(autouse=True)
def _no_generation_of_an_earlier_test() -> Iterator[None]:
    """What a test asked without a page it asked of its own store: the next one begins anew."""
    yield
    if asked := sys.modules.get("dashboard.ask"):
        asked.forget()


SLOWEST_FIRST = (
    "test_browser",
    "test_spark",
    "test_browser_filters",
    "test_browser_tables",
    "test_addresses",
    "test_faults",
    "test_browser_manage",
    "test_specimen",
    "test_formats_agree",
    "test_generations_upon_a_base",
    "test_cluster",
    "test_truth_pages",
    "test_publishing",
    "test_bulk_loading",
    "test_crash_safety",
    "test_reader_image",
)
"""Files in the order in which they begin, so that two processes end about together (--dist loadfile)."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the slowest files first; the tests of a file stay together, as they share what is costly to make."""
    place = {name: number for number, name in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda item: place.get(Path(item.path).stem, len(place)))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Removes what the processes of this run shared."""
    if not hasattr(session.config, "workerinput"):
        forget_made(getattr(session.config.pluginmanager.getplugin("dsession"), "testrunuid", None))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says in the last lines which tests were left out: nobody should take them for passed."""
    if terminalreporter.config.option.markexpr == "not slow":
        terminalreporter.write_line("标为 slow 的测试没有运行；发布之前请运行 make test-all。")
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "test_browser" in report.nodeid]
    if skipped:
        terminalreporter.write_line(
            f"注意：{len(skipped)} 项浏览器测试已跳过（没有 Chromium），看板没有在浏览器中测试过。"
        )
