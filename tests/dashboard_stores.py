"""The three stores that the dashboard's tests show: full, empty and full of gaps."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from reports.publish import Source
from reports.specimen import demo
from tests.stored import load, source

BARE_REPORT = """青禾区荷墟镇人民政府2023年政府信息公开工作年度报告

一、总体情况
本镇按照要求开展政府信息公开工作，全年未收到政府信息公开申请。

五、存在的主要问题及改进情况
政策解读形式较为单一。

六、其他需要报告的事项
无其他需要报告的事项。
"""
"""A report that tells hardly a number and lacks two sections with their tables."""


def fill_full(folder: Path) -> None:
    """The example store: 15 offices over eight years, and the real district's few reports. Made once a test run,
    whichever of its processes needs it first, then copied."""
    made = _shared(os.environ.get("PYTEST_XDIST_TESTRUNUID"))
    made.mkdir(exist_ok=True)
    with FileLock(made / "lock"):
        if not (made / "full" / "CURRENT.json").exists():
            outcome = load(made / "full", demo.demo_sources(), cause="demo", processes=1)
            assert not outcome.refused, outcome.refused[:2]
    shutil.copytree(made / "full", folder, dirs_exist_ok=True)


def forget_made(run: str | None) -> None:
    """Removes what `fill_full` made in the processes of this run, or, without one, in this process."""
    shutil.rmtree(_shared(run), ignore_errors=True)


def _shared(run: str | None) -> Path:
    return Path(tempfile.gettempdir()) / f"gongkai-tests-{run or os.getpid()}"


def fill_gaps(folder: Path) -> None:
    """A few reports with years, sections and numbers lacking."""
    reports = [
        source("qinghe-zhuyinlu", 2021),
        source("qinghe-zhuyinlu", 2023),
        source("qinghe-chengguan", 2019),
        Source("荷墟镇2023.txt", data=BARE_REPORT.encode()),
    ]
    outcome = load(folder, reports, cause="load", processes=1)
    assert not outcome.refused, outcome.refused[:2]


def fill_empty(folder: Path) -> None:
    """A store into which nothing was loaded yet."""
    folder.mkdir(parents=True, exist_ok=True)
