"""The golden reports of tests/golden, labelled by hand, read by the whole of the pipeline."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from reports.model import Reading
from reports.reading import read_report
from reports.text.normalise import normalise

GOLDEN = Path(__file__).parent / "golden"
LABELS: list[dict[str, Any]] = [
    json.loads(line) for line in (GOLDEN / "labels.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module", params=LABELS, ids=[label["file"] for label in LABELS])
def case(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Reading]:
    """A label and what the pipeline reads in its report."""
    label: dict[str, Any] = request.param
    return label, read_report((GOLDEN / label["file"]).read_bytes(), label["file"])


def _bare(column: str) -> str:
    """A column's name without the words that offices put around it."""
    name = normalise(column).text
    for ending in ("信息", "类", "等"):
        name = name.removesuffix(ending)
    return name


def test_identity_is_read(case: tuple[dict[str, Any], Reading]) -> None:
    label, reading = case
    report = reading.report
    assert normalise(label["office"]).text.endswith(normalise(report.office).text)
    assert len(report.office) > 3
    assert (report.year, report.form) == (label["year"], label["form"])


def test_every_cell_is_as_printed(case: tuple[dict[str, Any], Reading]) -> None:
    label, reading = case
    read = {(f.indicator, f.breakdown): (f.status, f.value) for f in reading.facts if f.source == "table"}
    printed = {(c["indicator"], c["breakdown"]): (c["status"], c["value"]) for c in label["cells"]}
    assert read == printed


def test_prose_numbers_are_read_and_no_others(case: tuple[dict[str, Any], Reading]) -> None:
    label, reading = case
    told = Counter(
        (f["indicator"], f["value"], f["qualifier"]) for f in label["facts"] if not f["indicator"].startswith("other.")
    )
    read = Counter(
        (f.indicator, f.value, f.qualifier)
        for f in reading.facts
        if f.source == "text" and f.indicator is not None and f.indicator != "disclosure.column"
    )
    assert read == told


def test_columns_are_read_by_name(case: tuple[dict[str, Any], Reading]) -> None:
    label, reading = case
    told = Counter((_bare(c["column"]), c["value"]) for c in label["columns"])
    read = Counter((_bare(f.breakdown), f.value) for f in reading.facts if f.indicator == "disclosure.column")
    assert read == told


def test_problems_are_told_from_plans(case: tuple[dict[str, Any], Reading]) -> None:
    label, reading = case
    problems = [p for p in reading.problems if p.kind == "problem"]
    assert {p.topic for p in problems} == {p["topic"] for p in label["problems"]}
    for problem in problems:
        for plan in label["improvements_quote"]:
            assert normalise(plan).text not in normalise(problem.quote).text


def test_every_fact_of_the_prose_is_quoted_from_the_report(case: tuple[dict[str, Any], Reading]) -> None:
    _, reading = case
    for fact in reading.facts:
        if fact.source == "text" and fact.status == "stated":
            assert fact.locator is not None
            assert fact.quote and fact.quote in reading.document.blocks[fact.locator.block].text


def test_labels_quote_their_reports() -> None:
    from html import unescape
    from re import sub

    for label in LABELS:
        text = (GOLDEN / label["file"]).read_text(encoding="utf-8")
        if label["file"].endswith(".html"):
            text = unescape(sub(r"<[^>]+>", "", text))
        printed = normalise(text.replace("\n", "")).text
        told = [*label["facts"], *label["columns"], *label["problems"]]
        for quote in [entry["quote"] for entry in told] + label["improvements_quote"]:
            assert normalise(quote).text in printed, f"{label['file']}: {quote}"
