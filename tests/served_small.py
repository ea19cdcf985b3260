"""A small store written by hand as a store on disk, which the dashboard serves: for pages on many or odd offices."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from reports.store.schema import layout
from tests.small_store import SmallStore


def write(small: SmallStore, folder: Path) -> None:
    """Writes `small`, judged, as generation 1 of the store `folder`. It has no originals: 年报原文 shows nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "g000001.duckdb"
    reports, facts = small.rows("select (select count(*) from report), (select count(*) from fact)")[0]
    small.insert(
        "generation",
        generation=1,
        built_at=datetime(2026, 1, 2),
        cause="load",
        report_count=reports,
        fact_count=facts,
        layout=layout(),
    )
    small.connection.execute(f"attach '{path}' as written")
    small.connection.execute("copy from database memory to written")
    small.connection.execute("detach written")
    current = {"bases": {"1": None}, "generation": 1, "file": path.name, "bytes": path.stat().st_size, "highest": 1}
    (folder / "CURRENT.json").write_text(json.dumps(current), "utf-8")
