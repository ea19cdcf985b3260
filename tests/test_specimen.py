"""Fictional reports: sums that hold, faults that break just their rules, the same bytes each time, and what is
drawn is what the readers find, in every format."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.extract.cells import extract_cells
from reports.identify import identify
from reports.identify.outline import outline
from reports.model import Fact
from reports.read import read_document
from reports.reading import read_report
from reports.reference import table
from reports.specimen import (
    APPLICANTS,
    DEMO_SEED,
    FAULTS,
    FORMATS,
    LAWSUITS,
    OfficeRow,
    Specimen,
    demo_files,
    demo_offices,
    demo_specimens,
    draw,
    extension,
    printed,
    problem_kinds,
    stories,
    write,
)
from reports.specimen.demo import PRINTED

OFFICE = OfficeRow("竹荫路街道办事处", "街道", "青禾区", "云澄市")
SCANS = ("png", "pdf_scan")
WRITTEN = [format for format in FORMATS if format not in SCANS]
RULES_OF_ONE_REPORT = {
    "applications_balance",
    "applications_total",
    "applications_row_sum",
    "review_sum",
    "text_vs_table",
    "stated_rate",
    "closed_over_received",
    "columns_sum",
    "section_missing",
    "section_order",
    "form_of_the_year",
    "year_disagrees",
    "published_late",
}


def _told(specimen: Specimen, indicator: str) -> float | None:
    values = [f.value for f in specimen.truth if f.source == "text" and f.indicator == indicator]
    return values[0] if values else None


def broken_rules(specimen: Specimen) -> set[str]:
    """The rules that a clerk would find broken in one report, worked out from what is printed in it."""
    broken: set[str] = set()
    cell = specimen.cell
    rows = list(dict.fromkeys(f.indicator for f in specimen.truth if (f.indicator or "").startswith("applications.")))
    rows = [row for row in rows if row and cell(row, "total") is not None]
    outcomes = [r for r in rows if r.rpartition(".")[2] not in ("received", "carried_in", "total", "carried_forward")]
    for applicant in (*APPLICANTS, "total") if rows else ():
        into = (cell("applications.received", applicant) or 0) + (cell("applications.carried_in", applicant) or 0)
        out = (cell("applications.total", applicant) or 0) + (cell("applications.carried_forward", applicant) or 0)
        if into != out:
            broken.add("applications_balance")
        if sum(cell(row, applicant) or 0 for row in outcomes) != cell("applications.total", applicant):
            broken.add("applications_total")
    for row in rows:
        if sum(cell(row, applicant) or 0 for applicant in APPLICANTS) != cell(row, "total"):
            broken.add("applications_row_sum")
    for group in ("review", *LAWSUITS):
        total = cell(f"{group}.total")
        if total is not None and total != sum(
            cell(f"{group}.{result}") or 0 for result in ("upheld", "corrected", "other", "pending")
        ):
            broken.add("review_sum")
    if rows and _told(specimen, "applications.received") != cell("applications.received", "total"):
        broken.add("text_vs_table")
    if cell("review.total") is not None:
        lawsuits = sum(cell(f"{suit}.total") or 0 for suit in LAWSUITS)
        if (_told(specimen, "review.cases"), _told(specimen, "litigation.cases")) != (cell("review.total"), lawsuits):
            broken.add("text_vs_table")
    for group in ("hotline12345", "petition"):
        received, closed = _told(specimen, f"{group}.received"), _told(specimen, f"{group}.closed")
        rate = _told(specimen, f"{group}.close_rate")
        if received is not None and closed is not None and closed > received:
            broken.add("closed_over_received")
        elif received and closed is not None and rate is not None:
            decimals = len(printed(rate).partition(".")[2])
            if abs(100 * closed / received - rate) > 0.5 * 10**-decimals + 1e-9:
                broken.add("stated_rate")
    columns = [f.value or 0 for f in specimen.truth if f.indicator == "disclosure.column"]
    if columns and sum(columns) != _told(specimen, "disclosure.website"):
        broken.add("columns_sum")
    numerals = [block.text[0] for block in specimen.blocks if block.level == 2]
    if len(numerals) < 6:
        broken.add("section_missing")
    if numerals != sorted(numerals, key="一二三四五六".index):
        broken.add("section_order")
    if specimen.form != ("2021" if specimen.year >= 2021 else "2019" if specimen.year >= 2019 else "none"):
        broken.add("form_of_the_year")
    if str(specimen.year) not in specimen.title:
        broken.add("year_disagrees")
    if specimen.published_on > date(specimen.year + 1, 3 if specimen.year < 2019 else 1, 31):
        broken.add("published_late")
    return broken


@given(year=st.integers(2018, 2026), seed=st.integers(0, 10**6), kind=st.sampled_from(["街道", "镇", "部门"]))
@settings(deadline=None, max_examples=60)
def test_arithmetic_holds_without_faults(year: int, seed: int, kind: str) -> None:
    specimen = draw(OfficeRow("松涛里街道办事处", kind, "青禾区", "云澄市"), year, seed)
    assert broken_rules(specimen) == set()
    assert (
        len([f for f in specimen.truth if f.source == "table"]) == {"2019": 198, "2021": 200, "none": 0}[specimen.form]
    )


@pytest.mark.parametrize("fault", [fault for fault, rules in FAULTS.items() if rules and rules <= RULES_OF_ONE_REPORT])
def test_a_fault_breaks_its_rules_and_no_other(fault: str) -> None:
    specimen = draw(
        OFFICE,
        2023,
        4,
        figures={"applications.received": 6, "hotline12345.received": 400, "hotline12345.closed": 391},
        columns={"社会救助": 12, "部门文件": 8},
        faults=[fault],
    )
    assert broken_rules(specimen) == FAULTS[fault]
    assert specimen.faults == (fault,)


def test_numbers_are_carried_over_from_the_previous_report() -> None:
    last = draw(OFFICE, 2022, 9, figures={"applications.received": 9, "applications.carried_forward": 3})
    this = draw(OFFICE, 2023, 9, figures={"normative_documents.issued": 2}, previous=last)
    for applicant in (*APPLICANTS, "total"):
        assert this.cell("applications.carried_in", applicant) == last.cell("applications.carried_forward", applicant)
    before = last.cell("normative_documents.in_force")
    assert before is not None
    assert this.cell("normative_documents.in_force") == before + 2

    broken = draw(OFFICE, 2023, 9, previous=last, faults=["carry_over_break", "in_force_break"])
    assert broken.cell("applications.carried_in", "total") == 4
    assert broken.cell("normative_documents.in_force") == before + 3
    assert broken_rules(broken) == set()


def test_section_five_can_be_copied() -> None:
    last = draw(OFFICE, 2022, 9)
    this = draw(OFFICE, 2023, 9, previous=last, faults=["copied_section_five"])
    assert this.problem_paragraphs == last.problem_paragraphs
    assert this.topics == last.topics
    assert draw(OFFICE, 2023, 9, previous=last).problem_paragraphs != last.problem_paragraphs


def test_blank_zeros_are_blank_and_not_zero() -> None:
    specimen = draw(OFFICE, 2023, 4, figures={"applications.received": 2}, faults=["blank_zeros"])
    statuses = {(f.status, f.value == 0) for f in specimen.truth if f.source == "table"}
    assert ("blank", False) in statuses
    assert ("stated", True) not in statuses


def test_what_is_wished_is_told_and_none_is_unsaid() -> None:
    specimen = draw(OFFICE, 2024, 1, figures={"disclosure.weibo": 88, "disclosure.wechat": None}, topics=["staff"])
    assert _told(specimen, "disclosure.weibo") == 88
    assert _told(specimen, "disclosure.wechat") is None
    assert specimen.topics == {"staff"}


def test_unknown_wishes_are_refused() -> None:
    with pytest.raises(ValueError, match="no such fault"):
        draw(OFFICE, 2024, 1, faults=["typo"])
    with pytest.raises(ValueError, match="no such topic"):
        draw(OFFICE, 2024, 1, topics=["weather"])
    with pytest.raises(ValueError, match="needs the previous report"):
        draw(OFFICE, 2024, 1, faults=["copied_section_five"])
    with pytest.raises(ValueError, match="no such format"):
        write(draw(OFFICE, 2024, 1), "rtf")


def test_wording_differs_between_years_and_offices() -> None:
    def sentences(office: OfficeRow, year: int) -> set[str]:
        blocks = draw(office, year, 5).blocks
        return {s for b in blocks if b.kind == "paragraph" for s in b.text.split("。") if len(s) > 8}

    other = OfficeRow("落雁坞镇人民政府", "镇", "青禾区", "云澄市")
    for left, right in (((OFFICE, 2023), (OFFICE, 2024)), ((OFFICE, 2023), (other, 2023))):
        a, b = sentences(*left), sentences(*right)
        assert len(a & b) < 0.4 * min(len(a), len(b))


def test_every_kind_of_sentence_has_six_wordings_and_every_topic_four() -> None:
    kinds: dict[str, int] = {}
    for row in table("specimen/sentences"):
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
    assert min(kinds.values()) >= 6
    topics: dict[str, int] = {}
    for row in table("specimen/problems"):
        topics[row["topics"]] = topics.get(row["topics"], 0) + 1
    assert min(topics.values()) >= 4
    known = {row["topic"] for row in table("topics")}
    assert {topic for kind in problem_kinds() for topic in kind.split("|")} <= known


def test_every_row_of_the_wordings_is_used() -> None:
    text = ""
    kinds = problem_kinds()
    busy = {"applications.received": 4, "applications.carried_forward": 1, "review.upheld": 1}
    for seed in range(40):
        office = OfficeRow(
            "青禾区民政局" if seed % 2 else "麦湾镇人民政府", "部门" if seed % 2 else "镇", "青禾区", "云澄市"
        )
        last: Specimen | None = None
        for year in range(2018, 2026):
            topics = kinds[seed % len(kinds) : seed % len(kinds) + 3]
            last = draw(office, year, seed, figures=busy if seed % 3 else {}, topics=topics, previous=last)
            text += "".join(block.text for block in last.blocks)
    rows = [
        (name, row[column])
        for name, column in (
            ("sentences", "text"),
            ("problems", "problem"),
            ("problems", "plan"),
            ("columns", "column"),
        )
        for row in table(f"specimen/{name}")
    ]
    pieces = [(name, max(re.split(r"\{[a-z0-9_.]+\}", words), key=len)) for name, words in rows]
    assert [piece for _, piece in pieces if piece not in text] == []


def test_specimens_are_the_same_bytes_each_time() -> None:
    for format in FORMATS:
        first, second = (write(draw(OFFICE, 2023, 3), format) for _ in range(2))
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest(), format


def _read_cells(specimen: Specimen, format: str) -> dict[tuple[str | None, str], Fact]:
    name = f"report{extension(format)}"
    document = read_document(write(specimen, format), name)
    report = identify(document, outline(document), name)
    assert (report.year, report.form, report.published_on) == (
        specimen.year,
        specimen.form,
        specimen.published_on,
    )
    assert specimen.office.name in report.office
    return {(fact.indicator, fact.breakdown): fact for fact in extract_cells(document, report)}


@pytest.mark.parametrize("year", [2019, 2020, 2023, 2025])
@pytest.mark.parametrize("format", WRITTEN)
def test_every_cell_reads_back_in_every_format(format: str, year: int) -> None:
    specimen = draw(OFFICE, year, 31, figures={"applications.received": 7, "review.upheld": 1})
    read = _read_cells(specimen, format)
    for fact in specimen.truth:
        if fact.source == "table":
            found = read[fact.indicator, fact.breakdown]
            assert (found.status, found.value) == (fact.status, fact.value), fact.indicator


@pytest.mark.parametrize("format", ["txt", "html", "html_word", "docx", "pdf", "xlsx"])
def test_blank_cells_read_back_as_blank(format: str) -> None:
    figures = {"applications.received": 3, "review.upheld": 1}
    specimen = draw(OFFICE, 2023, 31, figures=figures, faults=["blank_zeros"])
    read = _read_cells(specimen, format)
    for fact in specimen.truth:
        if fact.source == "table":
            found = read[fact.indicator, fact.breakdown]
            assert (found.status, found.value) == (fact.status, fact.value), fact.indicator


@pytest.mark.parametrize("format", WRITTEN)
def test_prose_reads_back_in_every_format(format: str) -> None:
    specimen = draw(OFFICE, 2023, 12, figures={"applications.received": 5}, columns={"社会救助": 14, "部门文件": 9})
    reading = read_report(write(specimen, format), f"report{extension(format)}")
    told = {(f.indicator, f.breakdown, f.value) for f in specimen.truth if f.source == "text"}
    read = {(f.indicator, f.breakdown, f.value) for f in reading.facts if f.source == "text" and f.indicator}
    assert read == told
    assert {p.topic for p in reading.problems if p.kind == "problem"} == specimen.topics


@pytest.mark.slow
@pytest.mark.skipif(find_spec("rapidocr") is None, reason="the extra [ocr] is not installed")
def test_a_scan_gives_no_wrong_cell_and_most_right_ones() -> None:
    specimen = draw(OFFICE, 2023, 31, figures={"applications.received": 7})
    read = _read_cells(specimen, "pdf_scan")
    right = 0
    for fact in specimen.truth:
        if fact.source == "table":
            found = read[fact.indicator, fact.breakdown]
            assert found.status != "stated" or found.value == fact.value, fact.indicator
            right += found.status == "stated"
    assert right > 150


def test_demo_district_is_fifteen_offices_over_eight_years() -> None:
    drawn = [(code, specimen) for code, _, specimen in demo_specimens()]
    offices = demo_offices()
    assert len(offices) == 15
    assert {office.kind for office in offices.values()} == {"街道", "镇", "部门"}
    expected = {(code, year) for code in offices for year in range(2018, 2026)} - {("qinghe-wangyuntai", 2021)}
    assert {(code, specimen.year) for code, specimen in drawn} == expected


def test_demo_district_breaks_only_the_rules_of_its_stories() -> None:
    planted = {
        (story["office_code"], int(year)): set(story["rules"].split("|")) & RULES_OF_ONE_REPORT
        for story in stories()
        for year in story["years"].split("|")
    }
    for code, _, specimen in demo_specimens():
        assert broken_rules(specimen) == planted.get((code, specimen.year), set()), (code, specimen.year)


def test_demo_years_follow_from_each_other() -> None:
    last: dict[str, Specimen] = {}
    for code, _, specimen in demo_specimens():
        before = last.get(code)
        if before and before.year == specimen.year - 1 and before.form != "none":
            for applicant in (*APPLICANTS, "total"):
                assert specimen.cell("applications.carried_in", applicant) == before.cell(
                    "applications.carried_forward", applicant
                )
            in_force = before.cell("normative_documents.in_force")
            if in_force is not None:
                issued = specimen.cell("normative_documents.issued") or 0
                repealed = specimen.cell("normative_documents.repealed") or 0
                assert specimen.cell("normative_documents.in_force") == in_force + issued - repealed
        last[code] = specimen


def test_demo_pdfs_are_those_that_are_drawn() -> None:
    """They lie in data/sample, since what draws them is installed for tests alone; where this fails, write them anew:
    (PRINTED / name).write_bytes(write(specimen, "pdf"))."""
    drawn = {
        name: write(specimen, "pdf")
        for (name, _), (_, format, specimen) in zip(demo_files(), demo_specimens(), strict=True)
        if format == "pdf"
    }
    assert len(drawn) >= 3
    assert {path.name: path.read_bytes() for path in PRINTED.iterdir()} == drawn


def test_demo_files_read_back_whole() -> None:
    files = dict(demo_files())
    assert DEMO_SEED == 2026
    drawn = list(demo_specimens())
    assert len(files) == len(drawn)
    for (name, data), (code, _, specimen) in zip(files.items(), drawn, strict=True):
        reading = read_report(data, name)
        assert reading.report.year == specimen.year, name
        assert reading.report.published_on == specimen.published_on, name
        told = {(f.source, f.indicator, f.breakdown, f.status, f.value) for f in specimen.truth}
        read = {(f.source, f.indicator, f.breakdown, f.status, f.value) for f in reading.facts if f.indicator}
        assert read <= told, (code, name)
        unassigned = {f.value for f in reading.facts if f.indicator is None}
        assert {value for *_, value in told - read} <= unassigned, (code, name)
        assert {p.topic for p in reading.problems if p.kind == "problem"} == specimen.topics, name
