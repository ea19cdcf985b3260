"""简报: a Word document of one whole and one year, in the layout of official documents (GB/T 9704).

In comes a Choice; out come the bytes of a .docx: the pages' first lines, the rug as a table, three charts as
pictures and the ten weak spots that matter most, each with the sentence it rests on. It is built when somebody
asks for it and stored nowhere.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from dashboard import charts, evidence, heads, wording
from dashboard.ask import ask, generation
from dashboard.briefing import pictures

if TYPE_CHECKING:
    from docx.document import Document as DocumentType
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from dashboard.filters import Choice


TITLE, BODY, HEADING = "方正小标宋简体", "仿宋_GB2312", "黑体"
SUBSTITUTES = {TITLE: "宋体", BODY: "仿宋", HEADING: "SimHei"}
"""What Word and WPS take on a machine that lacks the prescribed font."""
LATIN = "Times New Roman"
MOST_WEAK_SPOTS = 10
MOST_OFFICES = 60
RATE = "hotline12345.close_rate"


def _face(run: Run, font: str, size: float, colour: str = "") -> Run:
    run.font.name = LATIN
    run.font.size = Pt(size)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    fonts.set(qn("w:hint"), "eastAsia")
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return run


def _paragraph(
    document: DocumentType, text: str, font: str = BODY, size: float = 16, *, indent: int = 2, spacing: float = 28
) -> Paragraph:
    paragraph = document.add_paragraph()
    _face(paragraph.add_run(text), font, size)
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    form.first_line_indent = Pt(size * indent)
    return paragraph


def _heading(document: DocumentType, text: str) -> None:
    paragraph = _paragraph(document, text, HEADING)
    paragraph.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().append(level)


def _substitutes(document: DocumentType) -> None:
    """Tells Word and WPS, in the table of fonts, what stands in for a font that is not installed."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in SUBSTITUTES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")


def _page(document: DocumentType) -> None:
    """A4 with the prescribed margins, and page numbers between dashes below."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _face(footer.add_run("— "), "宋体", 14)
    number = _face(footer.add_run(), "宋体", 14)
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = words
        number._element.append(element)
    _face(footer.add_run(" —"), "宋体", 14)


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._element.get_or_add_tcPr().append(shade)


def _cell(cell: Any, text: str, *, colour: str = "", bold: bool = False, left: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    run = _face(paragraph.add_run(text), HEADING if bold else "宋体", 8, colour.lstrip("#"))
    run.font.bold = False


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
        _paragraph(document, wording.NO_DATA)
        return
    shown = list(offices.values())[:MOST_OFFICES]
    table = document.add_table(len(shown) + 1, len(indicators) + 1)
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    first, other = Mm(36), Mm(120 / len(indicators))
    for place, words in enumerate(
        [wording.OFFICE, *(wording.rug_column(r.indicator, r.name_zh, r.unit) for r in indicators)]
    ):
        _cell(table.cell(0, place), words, bold=True)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for line, by_indicator in enumerate(shown, 1):
        whole = table.rows[line]
        whole._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _cell(whole.cells[0], next(iter(by_indicator.values())).office_name, left=True)
        for place, indicator in enumerate(indicators, 1):
            text, standing = _rug_cell(by_indicator, indicator.indicator)
            ground = charts.colour_of(standing)
            if standing is not None:
                _shade(whole.cells[place], ground)
            _cell(whole.cells[place], text, colour=charts.text_on(ground) if standing is not None else "")
    for place, column in enumerate(table.columns):
        column.width = first if place == 0 else other
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            cell.width = first if place == 0 else other
    note = wording.BRIEFING_RUG_NOTE
    if len(offices) > MOST_OFFICES:
        note += wording.only_first(MOST_OFFICES, len(offices))
    _paragraph(document, note, size=10.5, indent=0, spacing=18)


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
        caption = _paragraph(document, wording.briefing_figure(shown, title), HEADING, 12, indent=0)
        caption.alignment, caption.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
        place = document.add_paragraph()
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        held = place.add_run().add_picture(io.BytesIO(picture), width=Mm(156))
        held._inline.docPr.set("descr", title)
    if shown < len(drawn):
        _paragraph(document, wording.BRIEFING_NO_PICTURE)


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
        _paragraph(document, wording.NO_WEAK_SPOTS)
        return
    listed = ask("report_list", region_id=choice.region_id)
    reports = {int(r.report_id): wording.report_title(r.office_name, int(r.year)) for r in listed.itertuples()}
    for number, row in enumerate(found.head(MOST_WEAK_SPOTS).itertuples(), 1):
        marks = [wording.SEVERITIES[row.severity]]
        if row.is_worsening is True:
            marks.append(wording.WORSENING)
        if row.years_lasted > 1:
            marks.append(wording.lasted(int(row.years_lasted)))
        _paragraph(document, wording.briefing_weak_spot(number, row.message, marks))
        for sentence in _evidence(row, reports):
            _paragraph(document, sentence, "楷体_GB2312", 14, spacing=24)
    if len(found) > MOST_WEAK_SPOTS:
        _paragraph(document, wording.briefing_rest(len(found), MOST_WEAK_SPOTS))


def build(choice: Choice) -> bytes:
    """The document. StoreError when the store is lost meanwhile."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = LATIN
    properties = normal.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    for told in document.styles.element.iter(qn("w:lang")):
        told.set(qn("w:eastAsia"), "zh-CN")
    document.core_properties.title = wording.briefing_title(choice.region_name, choice.year)
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = "zh-CN"
    _page(document)
    _substitutes(document)
    title = _paragraph(
        document, wording.briefing_title(choice.region_name, choice.year), TITLE, 22, indent=0, spacing=34
    )
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    notes: Sequence[str] = (wording.briefing_source(choice.words(), generation()),)
    if choice.is_fictional:
        notes = (*notes, wording.FICTIONAL_NOTE)
    for note in notes:
        below = _paragraph(document, note, "楷体_GB2312", 14, indent=0)
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _heading(document, wording.BRIEFING_PARTS[0])
    for sentence in (
        heads.overview(choice),
        heads.hotline(choice, "hotline12345"),
        heads.disclosure(choice),
        heads.applications(choice),
    ):
        _paragraph(document, sentence)
    _heading(document, wording.BRIEFING_PARTS[1])
    _rug(document, choice)
    _heading(document, wording.BRIEFING_PARTS[2])
    _pictures(document, choice)
    _heading(document, wording.BRIEFING_PARTS[3])
    _weak_spots(document, choice)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
