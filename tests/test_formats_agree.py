"""The contract of the readers: one report says the same in whatever format it was published."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

from reports.model import Reading
from reports.reading import read_report
from reports.specimen import OfficeRow, Specimen, draw, extension, write

OFFICE = OfficeRow("柳塘街道办事处", "街道", "青禾区", "云澄市")
PLAIN = ["txt", "txt_pipes", "html", "html_word", "mhtml", "docx", "pdf", "xlsx"]
soffice = shutil.which("soffice") or shutil.which("libreoffice")


@lru_cache
def specimen(year: int) -> Specimen:
    return draw(OFFICE, year, 7, faults=("blank_zeros",) if year == 2023 else ())


def cells(reading: Reading) -> dict[tuple[str | None, str], tuple[str, float | None]]:
    return {(f.indicator, f.breakdown): (f.status, f.value) for f in reading.facts if f.source == "table"}


def told(reading: Reading) -> list[tuple[str, str, float | None, str, str]]:
    return sorted(
        (f.indicator or "", f.breakdown, f.value, f.qualifier, f.unit) for f in reading.facts if f.source == "text"
    )


def converted(data: bytes, ending: str, into: str, folder: Path) -> bytes:
    """The document as LibreOffice writes it in another format."""
    assert soffice is not None
    source = folder / f"report{ending}"
    source.write_bytes(data)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", into, "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"report.{into}").read_bytes()


def assert_says_the_same(data: bytes, file_name: str, drawn: Specimen) -> Reading:
    """Cells as printed; identity, prose and problems as in the page of the same report."""
    reading = read_report(data, file_name)
    page = read_report(write(drawn, "html"), "年报.html")
    assert cells(reading) == {
        (f.indicator, f.breakdown): (f.status, f.value) for f in drawn.truth if f.source == "table"
    }
    assert (reading.report.office, reading.report.year, reading.report.form) == (OFFICE.name, drawn.year, drawn.form)
    assert [s.key for s in reading.report.sections] == [s.key for s in page.report.sections]
    assert told(reading) == told(page)
    assert [(p.topic, p.kind) for p in reading.problems] == [(p.topic, p.kind) for p in page.problems]
    return reading


# A row of blanks leaves no trace between tabs or in cells without borders, so there blanks are left out.
@pytest.mark.parametrize(
    ("form", "year"),
    [(form, year) for form in PLAIN for year in (2019, 2022, 2023) if year != 2023 or form not in ("txt", "xlsx")],
)
def test_every_format_says_the_same(form: str, year: int) -> None:
    drawn = specimen(year)
    assert_says_the_same(write(drawn, form), f"年报{extension(form)}", drawn)


@pytest.mark.slow
@pytest.mark.skipif(soffice is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("into", ["doc", "pdf", "rtf"])
def test_formats_that_libreoffice_writes_say_the_same(into: str, tmp_path: Path) -> None:
    drawn = specimen(2022)
    data = converted(write(drawn, "docx"), ".docx", into, tmp_path)
    assert_says_the_same(data, f"年报.{into}", drawn)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra [ocr] is not installed")
def test_a_scan_says_the_same_or_says_that_it_is_unread() -> None:
    drawn = specimen(2022)
    reading = read_report(write(drawn, "png"), "年报.png")
    truth = {(f.indicator, f.breakdown): (f.status, f.value) for f in drawn.truth if f.source == "table"}
    seen = cells(reading)
    assert [key for key in truth if seen[key] != truth[key] and seen[key][0] == "stated"] == []
    assert sum(seen[key] == truth[key] for key in truth) >= 0.95 * len(truth)
    assert (reading.report.office, reading.report.year, reading.report.form) == (OFFICE.name, 2022, "2021")
