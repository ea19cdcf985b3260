"""What a reader downloads is what stands on the screen: the same rows in the same order, numbers as numbers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from tests.browsing import SLOW, choose, drawn, tab

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
Rows = list[tuple[Any, ...]]


@pytest.fixture(params=[1440, 390], ids=["desk", "phone"])
def page(visits: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab on a desk or a phone."""
    yield from tab(visits, request.param)


def figure(page: Page, key: str) -> Any:
    """What the browser has drawn of a chart: its data and the names along its axis."""
    chart = f"document.querySelector('.st-key-chart-{key} .js-plotly-plot')"
    page.wait_for_function(f"() => {chart}?.data && {chart}?.layout", timeout=SLOW)
    return page.evaluate(
        f"() => ({{data: {chart}.data.map(t => JSON.parse(JSON.stringify(t))), y: {chart}.layout.yaxis.ticktext,"
        f" x: {chart}.layout.xaxis.ticktext}})"
    )


def download(page: Page, key: str, kind: str, folder: Path) -> Path:
    """The file that a click on a button below a chart or table gives."""
    with page.expect_download(timeout=SLOW) as waited:
        page.locator(f".st-key-downloads-{key}").get_by_role("button", name=kind).click()
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def workbook(page: Page, key: str, folder: Path) -> tuple[tuple[str, ...], Rows, dict[str, str]]:
    """Columns, rows and notes of the workbook of a chart or table, whose head stays and filters all rows."""
    data, notes = openpyxl.load_workbook(download(page, key, "Excel", folder)).worksheets
    columns, *rows = data.iter_rows(values_only=True)
    assert data.freeze_panes == "A2"
    assert data.auto_filter.ref == data.dimensions
    said = {str(name): str(value) for name, value in notes.iter_rows(values_only=True)}
    gaps = any(value is None for row in rows for value in row)
    assert gaps == ("空格" in said["缺数说明"])
    assert ("“状态”列" in said["缺数说明"]) <= ("状态" in columns)
    return columns, rows, said


def column(columns: tuple[str, ...], rows: Rows, name: str) -> list[Any]:
    return [row[columns.index(name)] for row in rows]


def test_disclosure_is_downloaded_as_shown(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/disclosure")
    first = drawn(page, "disclosure")
    choose(page, "渠道", "微信公众号")
    drawn(page, "disclosure", first)

    bars = figure(page, "offices")
    columns, rows, notes = workbook(page, "offices", tmp_path)
    values = next(trace for trace in bars["data"] if trace["type"] == "bar")["x"]
    assert column(columns, rows, "条数") == values == sorted(values, reverse=True)
    assert column(columns, rows, "单位") == bars["y"]
    assert set(column(columns, rows, "渠道")) == {"微信公众号"} and notes["计量单位"] == "条"

    lines = figure(page, "channels")["data"]
    columns, rows, _ = workbook(page, "channels", tmp_path)
    drawn_sums = [
        (line["name"], int(year), value) for line in lines for year, value in zip(line["x"], line["y"], strict=True)
    ]
    sums = column(columns, rows, "历年都写明的单位合计（条）")
    assert list(zip(column(columns, rows, "渠道"), column(columns, rows, "年度"), sums, strict=True)) == drawn_sums
    assert set(column(columns, rows, "历年都写明的单位数")) <= set(range(1, 15))

    cells = figure(page, "columns")
    columns, rows, _ = workbook(page, "columns", tmp_path)
    shown = [(cells["y"][r], text) for r in range(len(cells["y"])) for text in cell_texts(cells, r)]
    written = zip(
        column(columns, rows, "单位"), column(columns, rows, "条数"), column(columns, rows, "状态"), strict=True
    )
    assert [(name, f"{value:,}" if value is not None else status) for name, value, status in written] == shown

    table = page.locator(".gk-reasons tbody tr")
    columns, rows, _ = workbook(page, "stale", tmp_path)
    assert column(columns, rows, "理由") == [row.locator("td").nth(2).inner_text() for row in table.all()]


def cell_texts(cells: Any, row: int) -> list[str]:
    """The words in the cells of a row of a heat map."""
    words = cells["data"][1]["text"]
    wide = len(cells["x"])
    return words[row * wide : (row + 1) * wide]


def test_applications_are_downloaded_as_shown(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/applications")
    drawn(page, "applications")

    flow = figure(page, "flow")["data"][0]
    columns, rows, _ = workbook(page, "flow", tmp_path)
    told = dict(zip(column(columns, rows, "环节"), column(columns, rows, "件数"), strict=True))
    nodes = [label.rsplit(" ", 1) for label in flow["node"]["label"] if label]
    for name, amount in nodes:
        if name != "全年应办":
            assert told[name] == int(amount.removesuffix("件").replace(",", "")), name

    bars = figure(page, "years")["data"]
    columns, rows, _ = workbook(page, "years", tmp_path)
    written = {(row[columns.index("年度")], row[columns.index("办理结果")]): row[columns.index("件数")] for row in rows}
    for part in bars:
        for year, value in zip(part["x"], part["y"], strict=True):
            assert written.get((int(year), part["name"])) == value

    received = figure(page, "offices")
    columns, rows, _ = workbook(page, "offices", tmp_path)
    values = next(trace for trace in received["data"] if trace["type"] == "bar")["x"]
    assert column(columns, rows, "件数") == values
    assert column(columns, rows, "单位") == received["y"]

    columns, rows, _ = workbook(page, "grounds", tmp_path)
    heads = page.locator(".gk-grounds tbody th").all_inner_texts()
    assert list(dict.fromkeys(column(columns, rows, "理由"))) == heads
    sums = [sum(row[columns.index("件数")] for row in rows if row[columns.index("理由")] == ground) for ground in heads]
    assert sums == [int(text) for text in page.locator(".gk-grounds tbody td.n").all_inner_texts()]

    columns, rows, _ = workbook(page, "disputes", tmp_path)
    shares = page.locator("table:has(caption:text('行政复议')) tbody td:last-child").all_inner_texts()
    assert [
        f"{share:g}%" if share in (0, 100) else f"{share:.1f}%" for share in column(columns, rows, "被纠正比例（%）")
    ] == [text.partition("（")[0] for text in shares]

    text = download(page, "disputes", "CSV", tmp_path).read_text("utf-8-sig")
    as_csv = list(csv.reader(io.StringIO(text)))
    assert tuple(as_csv[0]) == columns
    assert [row[0] for row in as_csv[1:]] == column(columns, rows, "单位")
    assert not [cell for row in as_csv for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
