"""简报: a Word document of one whole and one year, in the layout of official documents (GB/T 9704).

In comes a Choice; out come the bytes of a .docx: the pages' first lines, the rug as a table, three charts as
pictures and the ten weak spots that matter most, each with the sentence it rests on. It is built when somebody
asks for it and stored nowhere.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm

from dashboard import charts, heads, wording
from dashboard.ask import ask, generation
from dashboard.briefing import layout, pictures
from dashboard.briefing.matters import evidence_words, matter_words

if TYPE_CHECKING:
    from docx.document import Document as DocumentType

    from dashboard.filters import Choice


MOST_WEAK_SPOTS = 10
MOST_OFFICES = 60
RATE, RECEIVED = "hotline12345.close_rate", "applications.received"
COMPARED = (
    "disclosure.website",
    "disclosure.weibo",
    "disclosure.wechat",
    "hotline12345.received",
    RATE,
    "petition.received",
    "petition.close_rate",
    RECEIVED,
    "review.total",
)
"""What is put beside the year before."""


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
    layout.narrow_margins(table)
    first, other = Mm(36), Mm(120 / len(indicators))
    heads = [
        wording.below_each_other(wording.rug_column(r.indicator, r.name_zh, "%"), f"（{r.unit}）") for r in indicators
    ]
    for place, words in enumerate([wording.OFFICE, *heads]):
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
    text = wording.told(row.shown_value, row.unit, row.qualifier, row.status)
    if row.has_few_cases:
        return wording.below_each_other(text, f"（{wording.cases(row.cases_count)}）"), None
    standing = wording.figure(row.standing_pct)
    enough = standing is not None and int(row.ranked_count_of_kind) >= 4
    return text, standing / 100 if standing is not None and enough else None


def _compared(document: DocumentType, choice: Choice) -> None:
    """The main numbers of the whole beside the year before, each with the offices that it covers."""
    rows = [
        row
        for row in ask("overview_kpis", year=choice.year, indicators=list(COMPARED), **choice.parameters()).itertuples()
        if wording.figure(row.value) is not None
    ]
    if not rows:
        return
    widths = (46, 30, 34, 46)
    table = document.add_table(len(rows) + 1, len(widths))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    layout.narrow_margins(table)
    for place, words in enumerate(wording.BRIEFING_COMPARED):
        layout.fill_cell(table.cell(0, place), words, bold=True, left=place == 0, size=10.5)
    for line, row in enumerate(rows, 1):
        unit = "" if row.unit == "%" else row.unit
        stated = int(row.stated_office_count)
        is_median = row.aggregate == "median" and stated > 1
        # A single office shows its rate, however few its cases.
        counted = int(row.judged_office_count) if is_median else stated
        told = (
            wording.of_the_whole(row.name_zh, is_median),
            wording.told(row.value, row.unit) + unit,
            wording.change_words(row.change, row.change_pct, row.unit) or wording.NO_CHANGE,
            wording.compared_of(counted, int(row.compared_office_count), stated - counted),
        )
        for place, words in enumerate(told):
            layout.fill_cell(table.cell(line, place), words, left=place == 0, size=10.5)
    layout.set_widths(table, widths)
    layout.hold_rows(table, together=True)


def _courses(indicators: Sequence[str], choice: Choice) -> dict[str, tuple[list[float | None], int]]:
    """Of each indicator the sums of the years over the offices that tell it every year, and how many these are."""
    frame = ask(
        "sums_by_year", indicators=list(indicators), from_year=choice.since, to_year=choice.year, **choice.parameters()
    )
    found = {}
    for indicator in indicators:
        rows = {int(r.year): r for r in frame[frame["indicator"] == indicator].itertuples()}
        values = [wording.figure(rows[year].constant_sum) if year in rows else None for year in choice.years]
        found[indicator] = (values, max((int(r.constant_office_count) for r in rows.values()), default=0))
    return found


def _pictures(document: DocumentType, choice: Choice) -> None:
    rates = ask("rug", year=choice.year, indicators=[RATE], **choice.parameters())
    funnel = ask("rate_funnel", year=choice.year, subject="hotline12345", region_id=choice.region_id, kind=choice.kind)
    low = [r.office_name for r in funnel.itertuples() if r.verdict.startswith("below")]
    rows = [r for r in rates.itertuples() if wording.figure(r.value) is not None]
    rows.sort(key=lambda r: (-r.shown_value, r.office_code))
    rows = rows[:MOST_OFFICES]
    texts = [
        wording.told(r.shown_value, "%", r.qualifier)
        + (f"（{wording.cases(r.cases_count)}）" if r.has_few_cases else "")
        for r in rows
    ]
    channels = [f"disclosure.{name}" for name in ("website", "weibo", "wechat")]
    courses = _courses([*channels, RECEIVED], choice)
    drawn = (
        (
            wording.briefing_rates(choice.year),
            pictures.bars([r.office_name for r in rows], [wording.figure(r.value) for r in rows], texts, "%", low),
        ),
        (
            wording.briefing_channels([(wording.CHANNELS[name], courses[name][1]) for name in channels]),
            pictures.lines({wording.CHANNELS[name]: courses[name][0] for name in channels}, choice.years, "条"),
        ),
        (
            wording.briefing_applications(courses[RECEIVED][1]),
            pictures.columns([str(year) for year in choice.years], courses[RECEIVED][0], "件"),
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


def _weak_spots(document: DocumentType, choice: Choice) -> None:
    found = ask("weak_spot_cards", year=choice.year, **choice.parameters())
    if found.empty:
        layout.add_paragraph(document, wording.NO_WEAK_SPOTS)
        return
    listed = ask("report_list", region_id=choice.region_id)
    reports = {int(r.report_id): wording.report_title(r.office_name, int(r.year)) for r in listed.itertuples()}
    for number, card in enumerate(found.head(MOST_WEAK_SPOTS).itertuples(), 1):
        for text in matter_words(number, card):
            layout.add_paragraph(document, text)
        for text in evidence_words(card, reports):
            layout.add_paragraph(document, text, "楷体_GB2312", 14, spacing=24)
    if len(found) > MOST_WEAK_SPOTS:
        layout.add_paragraph(document, wording.briefing_rest(len(found), MOST_WEAK_SPOTS))


def title(choice: Choice) -> str:
    """The title of the document, which names whom it is about."""
    return wording.briefing_title(wording.whom(choice.region_name, choice.kind, choice.office_names), choice.year)


def build(choice: Choice, made_on: date | None = None) -> bytes:
    """The document, made today or on another day. StoreError when the store is lost meanwhile."""
    document = layout.begun(title(choice))
    heading = layout.add_paragraph(document, title(choice), layout.TITLE, 22, indent=0, spacing=34)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
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
    _compared(document, choice)
    layout.add_heading(document, wording.BRIEFING_PARTS[1])
    _rug(document, choice)
    layout.add_heading(document, wording.BRIEFING_PARTS[2])
    _pictures(document, choice)
    layout.add_heading(document, wording.BRIEFING_PARTS[3])
    _weak_spots(document, choice)
    for text in ("", wording.BRIEFING_SIGNED, wording.day(made_on or date.today())):
        signed = layout.add_paragraph(document, text, indent=0)
        signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
