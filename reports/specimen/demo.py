"""Fictional reports in the national form: single ones for tests and benchmarks, and the demo district.

In comes nothing but the tables of data/sample and data/reference; out come files as an office would publish
them. The demo district's figures and planted stories are data/sample/demo_figures.csv, demo_reports.csv and
stories.csv. Drawing is in specimen_drawing, the formats in specimen_formats; nothing here reads a report.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from reports import store
from reports.errors import StoreError
from reports.identify.regions import FICTIONAL_MARK
from reports.publish.district import served_roster
from reports.publish.lines import district_line
from reports.publish.sources import Source
from reports.publish.takeover import reference_roster, roster_lines
from reports.reference import SAMPLE, table
from reports.specimen.drawing import NARRATIVE, draw
from reports.specimen.figures import OfficeRow, Specimen
from reports.specimen.formats import extension, write
from reports.store import journal

DEMO_DISTRICT = "demo-000101"
SAMPLE_DISTRICT = "640104"


def demo_sources() -> list[Source]:
    """The reports of the example store: the fictional district, then the real district's few (data/sample)."""
    sources = [Source(name, data=data, district=DEMO_DISTRICT) for name, data in demo_files()]
    for path in sorted(SAMPLE.glob("*.txt")):
        data = path.read_bytes()
        # Each names the page that its figures come from.
        address = re.search(r"https?://[^）\s]+", data.decode("utf-8"))
        url = address[0] if address else None
        sources.append(Source(path.name, data=data, source_url=url, district=SAMPLE_DISTRICT))
    return sources


def is_example(folder: Path) -> bool:
    """Whether a store holds the example and nothing else: earlier versions put it where the district's own belongs."""
    captures = [line for line in journal.read(folder) if line["what"] == "capture"]
    return bool(captures) and all(line.get("district") in (DEMO_DISTRICT, SAMPLE_DISTRICT) for line in captures)


def set_apart(own: Path) -> Path:
    """The folder of the example; one that stands in the own store's place is moved there, where that is free. StoreError
    when it cannot be moved."""
    beside = store.example_folder(own)
    if not beside.exists() and is_example(own) and served_roster(own).district == DEMO_DISTRICT:
        try:
            own.rename(beside)
        except OSError as error:
            raise StoreError(
                f"示例数据无法从 {own} 移到 {beside}（{error.strerror}）；请关闭正在运行的看板后再试。"
            ) from error
    return beside


def refuse_mixing(folder: Path) -> None:
    """Raises StoreError when a store has data of its own: fictional and real reports never stand in one."""
    if journal.read(folder) and served_roster(folder).district != DEMO_DISTRICT:
        raise StoreError(
            f"数据仓 {folder} 里已有本地区的数据，示例不与它混放；请用 --store 另指定一个文件夹，例如 gongkai demo --store data/demo。"
        )


def begin(folder: Path) -> None:
    """Tells a store without reports the offices of the demo and of the sample, and that it is of the demo district."""
    if journal.read(folder):
        return
    with store.locked(folder):
        if not journal.read(folder):
            lines = [*roster_lines(reference_roster()), district_line(DEMO_DISTRICT)]
            journal.append(folder, lines)


DEMO_SEED = 2026
"""The seed of the demo district: its files are the same bytes each time."""

PRINTED = SAMPLE / "printed"
"""The demo district's PDFs."""


def _sample(name: str) -> list[dict[str, str]]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def stories() -> list[dict[str, str]]:
    """The stories planted in the demo district: story, office_code, years, rules (joined by |), where to look."""
    return _sample("stories")


@cache
def demo_offices() -> dict[str, OfficeRow]:
    """The fictional offices of data/reference/offices.csv by office_code, in the order of the roster."""
    regions = {row["region_id"]: row for row in table("regions")}
    found = {}
    for row in table("offices"):
        if row["is_fictional"] == "true":
            district = regions[row["region_id"]]
            city = regions[district["parent_id"]]
            found[row["office_code"]] = OfficeRow(
                row["name"],
                row["kind"],
                district["name"].removesuffix(FICTIONAL_MARK),
                city["name"].removesuffix(FICTIONAL_MARK),
            )
    return found


def demo_specimens() -> Iterator[tuple[str, str, Specimen]]:
    """The demo district's reports, year by year for each office, as (office_code, format, specimen)."""
    figures = _sample("demo_figures")
    offices = demo_offices()
    previous: dict[str, Specimen] = {}
    for report in _sample("demo_reports"):
        code, year = report["office_code"], report["year"]
        told: dict[str, float | None] = dict.fromkeys(NARRATIVE)
        columns: dict[str, float] = {}
        for row in figures:
            if row["office_code"] == code:
                if row["indicator"] == "disclosure.column":
                    columns[row["breakdown"]] = float(row[year])
                else:
                    told[row["indicator"]] = float(row[year])
        del told["disclosure.website"]
        last = previous.get(code)
        specimen = draw(
            offices[code],
            int(year),
            DEMO_SEED,
            figures=told,
            columns=columns,
            topics=report["topics"].split(";") if report["topics"] else None,
            previous=last if last and last.year == int(year) - 1 else None,
            faults=report["faults"].split("|") if report["faults"] else (),
        )
        previous[code] = specimen
        yield code, report["format"], specimen


def demo_files() -> Iterator[tuple[str, bytes]]:
    """The demo district's originals, as (file name, bytes): 15 offices, 2018 to 2025, all of them fictional."""
    for _, format, specimen in demo_specimens():
        name = specimen.office.name
        full = name if name.startswith(specimen.office.district) else specimen.office.district + name
        file_name = f"{full}{specimen.year}年政府信息公开工作年度报告{extension(format)}"
        # What draws PDFs is installed for tests alone, so these lie in data/sample as they were drawn.
        yield file_name, (PRINTED / file_name).read_bytes() if format == "pdf" else write(specimen, format)
