"""Times the readers, the PDF reader beside pdfplumber on the same files.

In come fictional reports drawn by reports/specimen/ and, where ../shared is present, its PDF files; out go
rows of figures, printed when run by itself. It checks no answer; the tests do.
"""

from __future__ import annotations

import importlib
import io
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from reports import specimen
from reports.read import read_document
from reports.specimen import write

_SHARED = Path(__file__).resolve().parents[2] / "shared"
_BUDGETS = {"docx": 60.0, "xlsx": 120.0}
_PDF_BUDGET = 120.0
"""Milliseconds for five pages."""


def _milliseconds(action: Callable[[], Any], repeat: int = 7) -> float:
    """The fastest of `repeat` runs: what the work takes when nothing else runs beside it."""
    taken = []
    for _ in range(repeat):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    return min(taken)


def _plumbed(data: bytes) -> list[Any]:
    pdfplumber = importlib.import_module("pdfplumber")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [(page.extract_tables(), page.extract_text()) for page in pdf.pages]


def _row(name: str, value: float, unit: str, baseline: float | None, budget: float | None) -> dict[str, Any]:
    ratio = round(baseline / value, 2) if baseline else None
    return {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "baseline": None if baseline is None else round(baseline, 2),
        "ratio": ratio,
        "budget": budget,
    }


def measure() -> list[dict[str, Any]]:
    """Rows of name, value, unit, baseline (pdfplumber's figure or None), ratio (baseline / value) and budget."""
    rows = []
    _, _, drawn = next(item for item in specimen.demo_specimens() if item[2].form == "2021")
    for form, budget in _BUDGETS.items():
        data = write(drawn, form)
        rows.append(
            _row(f"read {form}, one report", _milliseconds(partial(read_document, data, "x")), "ms", None, budget)
        )
    files = {"fictional report": write(drawn, "pdf")}
    if _SHARED.is_dir():
        for path in sorted([*_SHARED.glob("real/*.pdf"), *_SHARED.glob("corpus/dev/*.pdf")]):
            files[path.name] = path.read_bytes()
    ours = theirs = pages = 0.0
    for name, data in files.items():
        mine = _milliseconds(partial(read_document, data, "x"))
        other = _milliseconds(partial(_plumbed, data), repeat=2)
        count = max(block.page or 1 for block in read_document(data, name).blocks)
        ours, theirs, pages = ours + mine, theirs + other, pages + count
        rows.append(_row(f"read pdf, {name}, {count} pages", mine, "ms", other, None))
    rows.append(_row("read pdf, five pages of all files", ours / pages * 5, "ms", theirs / pages * 5, _PDF_BUDGET))
    return rows


if __name__ == "__main__":
    for row in measure():
        print(row)
