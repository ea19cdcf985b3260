"""Reads damaged documents and counts numbers that they do not print: `python -m benchmarks fuzz 600`.

In goes how many seconds to go on (a size, 600 without one); out come rows that count documents, cells and faults,
with the budget 0. Documents that were once read wrongly are kept in tests/golden/damaged.csv and tried first; those
found now are printed as lines for that file.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.damage import Outcome, examine, recipe
from benchmarks.printed import FORMATS, SHARED, bases

KEPT = Path(__file__).resolve().parents[1] / "tests" / "golden" / "damaged.csv"

_RARE = 0.4
"""A PDF takes several times as long to read: it comes up so much less often."""


def kept() -> list[tuple[str, str]]:
    """The damaged documents that were once read wrongly: name and recipe."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        rows = [(row["document"], row["recipe"]) for row in csv.DictReader(file)]
    return [row for row in rows if SHARED.is_dir() or not row[0].startswith("dev/")]


def drawn(seed: int, formats: Sequence[str] = FORMATS) -> Iterator[tuple[str, str]]:
    """Names of sound documents and recipes, without end; the same seed always gives the same."""
    rng = random.Random(seed)
    by_format = {format: bases([format]) for format in formats}
    weights = [_RARE if format == "pdf" else 1.0 for format in formats]
    while True:
        format = rng.choices(list(formats), weights)[0]
        yield rng.choice(by_format[format]), recipe(rng)


def tried(cases: Iterator[tuple[str, str]], seconds: float) -> Iterator[tuple[str, str, Outcome]]:
    """Each of `cases` with its outcome, until the time is over."""
    end = time.monotonic() + seconds
    for name, words in cases:
        if time.monotonic() > end:
            return
        yield name, words, examine(name, words)


def measure(sizes: Sequence[str] = ("600",)) -> list[dict[str, Any]]:
    """Rows that count; `sizes` is the number of seconds and, behind it, the seed."""
    seconds, seed = float(sizes[0]), int(sizes[1]) if len(sizes) > 1 else int(time.time())
    counts: Counter[str] = Counter()
    start = time.monotonic()
    found = [(name, words, examine(name, words)) for name, words in kept()]
    counts["kept"] = len(found)
    for name, words, outcome in found:
        _count(counts, name, words, outcome)
    left = seconds - (time.monotonic() - start)
    for name, words, outcome in tried(drawn(seed), left):
        _count(counts, name, words, outcome)
    names = {
        "documents": f"damaged documents read (seed {seed})",
        "refused": "of these refused with a sentence",
        "cells": "cells stated",
        "kept": "of the documents, those kept from earlier runs",
    }
    rows = [{"name": text, "value": counts[key], "unit": "count", "budget": None} for key, text in names.items()]
    wrong = {
        "wrong": "documents with a number that they do not print there",
        "crashed": "documents that ended in an error",
    }
    rows += [{"name": text, "value": counts[key], "unit": "count", "budget": 0} for key, text in wrong.items()]
    return [{**row, "baseline": None, "ratio": None} for row in rows]


def _count(counts: Counter[str], name: str, words: str, outcome: Outcome) -> None:
    counts["documents"] += 1
    counts["refused"] += bool(outcome.refused)
    counts["cells"] += outcome.stated
    counts["wrong"] += bool(outcome.faults)
    counts["crashed"] += bool(outcome.error)
    if outcome.error:
        print(f"{name},{words},{outcome.error}", flush=True)
    for (indicator, breakdown), value, texts in outcome.faults[:1]:
        cell = f"{indicator}/{breakdown}".rstrip("/")
        print(f"{name},{words},{cell},{value:g},{'|'.join(texts)}", flush=True)
