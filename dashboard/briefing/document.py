"""简报: a Word document of one whole and one year, in the layout of official documents (GB/T 9704).

In comes a Choice; out come the bytes of a .docx: the pages' first lines, the rug as a table, three charts as
pictures and the ten weak spots that matter most, each with the sentence it rests on. It is built when somebody
asks for it and stored nowhere.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm

from dashboard import charts, evidence, heads, wording
from dashboard.ask import ask, generation
from dashboard.briefing import layout, pictures

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

    from dashboard.filters import Choice


MOST_WEAK_SPOTS = 10
MOST_OFFICES = 60
RATE = "hotline12345.close_rate"


def _rug(document: DocumentType, choice: Choice) -> None:
    frame = ask("rug", year=choice.year, **choice.parameters())
    told = frame[frame["status"] != "missing"]
    indicators = [
        r for r in frame.drop_duplicates("indicator").itertuples() if (told["indicator"] == r.indicator).any()
    ]
    offices: dict[str, dict[str, Any]] = {}
    for row in frame.itertuples():
        offices.setdefault(row.office_code, {})[row.indicator] = row
    if not offices or not indicators:
        layout.add_paragraph(document, wording.NO_DATA)
        return
    shown = list(offices.values())[:MOST_OFFICES]
    table = document.add_table(len(shown) + 1, len(indicators) + 1)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    first, other = Mm(36), Mm(120 / len(indicators))
    for place, words in enumerate(
        [wording.OFFICE, *(wording.rug_column(r.indicator, r.name_zh, r.unit) for r in indicators)]
    ):
        layout.fill_cell(table.cell(0, place), words, bold=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for line, by_indicator in enumerate(shown, 1):
        whole = table.rows[line]
        whole._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        layout.fill_cell(whole.cells[0], next(iter(by_indicator.values())).office_name, left=True)
        for place, indicator in enumerate(indicators, 1):
            text, standing = _rug_cell(by_indicator, indicator.indicator)
            ground = charts.colour_of(standing)
            if standing is not None:
                layout.shade_cell(whole.cells[place], ground)
            layout.fill_cell(whole.cells[place], text, colour=charts.text_on(ground) if standing is not None else "")
    for place, column in enumerate(table.columns):
        column.width = first if place == 0 else other
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            cell.width = first if place == 0 else other
    note = wording.BRIEFING_RUG_NOTE
    if len(offices) > MOST_OFFICES:
        note += wording.only_first(MOST_OFFICES, len(offices))
    layout.add_paragraph(document, note, size=10.5, indent=0, spacing=18)


def _rug_cell(by_indicator: dict[str, Any], indicator: str) -> tuple[str, float | None]:
    row = by_indicator.get(indicator)
    if row is None:
        return wording.STATUSES["missing"], None
    value = wording.figure(row.value)
    text = wording.told(row.value, row.unit, row.qualifier, row.status)
    received = by_indicator.get(indicator.replace(".close_rate", ".received"))
    cases = wording.figure(received.value) if received is not None else None
    if indicator.endswith(".close_rate") and value is not None and cases is not None and cases < wording.FEW_CASES:
        return f"{text}（{wording.cases(cases)}）", None
    standing = wording.figure(row.standing_pct)
    enough = standing is not None and int(row.stated_count_of_kind) >= 4
    return text, standing / 100 if standing is not None and enough else None


def _by_year(indicator: str, choice: Choice) -> list[float | None]:
    """The sum a year over the offices that told a number."""
    frame = ask(
        "indicator_by_office_and_year",
        indicator=indicator,
        from_year=choice.since,
        to_year=choice.year,
        region_id=choice.region_id,
        kind=choice.kind,
    )
    if choice.office_codes:
        frame = frame[frame["office_code"].isin(choice.office_codes)]
    sums = frame.dropna(subset=["value"]).groupby("year")["value"].sum()
    return [float(sums[year]) if year in sums.index else None for year in choice.years]


def _pictures(document: DocumentType, choice: Choice) -> None:
    rates = ask("rug", year=choice.year, indicators=[RATE, "hotline12345.received"], **choice.parameters())
    cases = {r.office_code: wording.figure(r.value) for r in rates.itertuples() if r.indicator != RATE}
    funnel = ask("rate_funnel", year=choice.year, subject="hotline12345", region_id=choice.region_id, kind=choice.kind)
    low = [r.office_name for r in funnel.itertuples() if r.verdict.startswith("below")]
    rows = [r for r in rates.itertuples() if r.indicator == RATE and wording.figure(r.value) is not None]
    rows.sort(key=lambda r: -r.value)
    texts = []
    for r in rows[:MOST_OFFICES]:
        count = cases.get(r.office_code)
        few = f"（{wording.cases(count)}）" if count is not None and count < wording.FEW_CASES else ""
        texts.append(wording.told(r.value, "%") + few)
    channels = {
        wording.CHANNELS[f"disclosure.{name}"]: _by_year(f"disclosure.{name}", choice)
        for name in ("website", "weibo", "wechat")
    }
    drawn = (
        (
            wording.briefing_rates(choice.year),
            pictures.bars(
                [r.office_name for r in rows[:MOST_OFFICES]],
                [wording.figure(r.value) for r in rows[:MOST_OFFICES]],
                texts,
                "%",
                low,
            ),
        ),
        (wording.BRIEFING_CHANNELS, pictures.lines(channels, choice.years, "条")),
        (
            wording.BRIEFING_APPLICATIONS,
            pictures.columns([str(year) for year in choice.years], _by_year("applications.received", choice), "件"),
        ),
    )
    shown = 0
    for title, picture in drawn:
        if picture is None:
            continue
        shown += 1
        caption = layout.add_paragraph(document, wording.briefing_figure(shown, title), layout.HEADING, 12, indent=0)
        caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        place = document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        held = place.add_run().add_picture(io.BytesIO(picture), width=Mm(156))
        held._inline.docPr.set("descr", title)
    if shown < len(drawn):
        layout.add_paragraph(document, wording.BRIEFING_NO_PICTURE)


def _evidence(row: Any, reports: dict[int, str]) -> list[str]:
    """What a weak spot rests on, as sentences: the report, its section, the words as printed."""
    told = evidence.problem_told(row)
    if told is not None:
        section = wording.DOCUMENT_SECTIONS["problems"]
        return [wording.briefing_evidence(reports.get(int(told.report_id), ""), section, [told.quote])]
    quotes: dict[tuple[int, str], list[str]] = {}
    for report_id, fact_no in evidence.places(row)[:4]:
        if fact_no is None:
            quotes[report_id, ""] = []
            continue
        facts = ask("report_facts", report_id=report_id)
        fact = next(facts[facts["fact_no"] == fact_no].itertuples(), None)
        if fact is not None:
            quotes.setdefault((report_id, wording.DOCUMENT_SECTIONS.get(fact.section, "")), []).append(fact.quote)
    return [
        wording.briefing_evidence(reports.get(report_id, ""), section, list(dict.fromkeys(words)))
        for (report_id, section), words in quotes.items()
    ]


def _weak_spots(document: DocumentType, choice: Choice) -> None:
    frame = ask("weak_spots_list", from_year=choice.year, to_year=choice.year, **choice.parameters())
    found = frame[frame["status"] == "failed"]
    if found.empty:
        layout.add_paragraph(document, wording.NO_WEAK_SPOTS)
        return
    listed = ask("report_list", region_id=choice.region_id)
    reports = {int(r.report_id): wording.report_title(r.office_name, int(r.year)) for r in listed.itertuples()}
    for number, row in enumerate(found.head(MOST_WEAK_SPOTS).itertuples(), 1):
        marks = [wording.SEVERITIES[row.severity]]
        if row.is_worsening is True:
            marks.append(wording.WORSENING)
        if row.years_lasted > 1:
            marks.append(wording.lasted(int(row.years_lasted)))
        layout.add_paragraph(document, wording.briefing_weak_spot(number, row.message, marks))
        for sentence in _evidence(row, reports):
            layout.add_paragraph(document, sentence, "楷体_GB2312", 14, spacing=24)
    if len(found) > MOST_WEAK_SPOTS:
        layout.add_paragraph(document, wording.briefing_rest(len(found), MOST_WEAK_SPOTS))


def build(choice: Choice) -> bytes:
    """The document. StoreError when the store is lost meanwhile."""
    document = layout.begun(wording.briefing_title(choice.region_name, choice.year))
    title = layout.add_paragraph(
        document, wording.briefing_title(choice.region_name, choice.year), layout.TITLE, 22, indent=0, spacing=34
    )
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    notes: Sequence[str] = (wording.briefing_source(choice.words(), generation()),)
    if choice.is_fictional:
        notes = (*notes, wording.FICTIONAL_NOTE)
    for note in notes:
        below = layout.add_paragraph(document, note, "楷体_GB2312", 14, indent=0)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout.add_heading(document, wording.BRIEFING_PARTS[0])
    for sentence in (
        heads.overview(choice),
        heads.hotline(choice, "hotline12345"),
        heads.disclosure(choice),
        heads.applications(choice),
    ):
        layout.add_paragraph(document, sentence)
    layout.add_heading(document, wording.BRIEFING_PARTS[1])
    _rug(document, choice)
    layout.add_heading(document, wording.BRIEFING_PARTS[2])
    _pictures(document, choice)
    layout.add_heading(document, wording.BRIEFING_PARTS[3])
    _weak_spots(document, choice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
