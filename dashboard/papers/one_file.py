"""单文件报告: a district and a year as one HTML file that opens without a server, from a stick or in a meeting.

In comes a Choice and the day; out come the bytes of the file. It holds its style, its script and its data and asks for
nothing: its content security policy lets nothing else run. Tables and matters stand in it as HTML, so that they are
read without the script too; the script filters them, draws the charts and shows the sentence behind a number.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from dashboard import coverage, heads, tables, wording
from dashboard.ask import ask, generation
from dashboard.filters import Choice
from dashboard.papers import sources

ASSETS = Path(__file__).parents[1] / "assets"
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
    '<meta http-equiv="Content-Security-Policy" content="{}">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
    "<title>{}</title><style>{}</style></head><body>{}"
    '<script type="application/json" id="data">{}</script><script>{}</script></body></html>\n'
)
_SECTION = Markup('<section id="{}"><h2>{}</h2>{}</section>')
_LINE = Markup('<p class="{}">{}</p>')
_OPTION = Markup('<option value="{}">{}</option>')


class _Quotes:
    """The sentences and cells behind numbers, each kept once: its place in the list stands for it."""

    def __init__(self, reports: dict[int, str]) -> None:
        self.words: list[str] = []
        self._places: dict[str, int] = {}
        self._reports = reports
        self._facts: dict[int, dict[int, Any]] = {}

    def of(self, words: str) -> int:
        """The place of words."""
        if words not in self._places:
            self._places[words] = len(self.words)
            self.words.append(words)
        return self._places[words]

    def of_number(self, report_id: object, fact_no: object) -> int | None:
        """The place of the sentence or cell of a number; None where it has none."""
        report, fact = wording.figure(report_id), wording.figure(fact_no)
        if report is None or fact is None:
            return None
        if int(report) not in self._facts:
            frame = ask("report_facts", report_id=int(report))
            self._facts[int(report)] = {int(row.fact_no): row for row in frame.itertuples()}
        row = self._facts[int(report)].get(int(fact))
        if row is None:
            return None
        section = wording.DOCUMENT_SECTIONS.get(row.section, "")
        return self.of(wording.paper_source(self._reports.get(int(report), ""), section, row.quote))


def name(choice: Choice) -> str:
    """What the file is called, without its ending."""
    whom = wording.whom(choice.region_name, choice.kind, choice.office_names)
    return wording.file_title(whom, choice.year)


def built(choice: Choice, made_on: date) -> bytes:
    """The file."""
    quotes = _Quotes(sources.titles(choice.region_id))
    rug = ask("rug", year=choice.year, **choice.parameters())
    told = rug[rug["status"] != "missing"]
    columns = [r for r in rug.drop_duplicates("indicator").itertuples() if (told["indicator"] == r.indicator).any()]
    matters = _matters(choice, quotes)
    numbers = _numbers(rug, columns, quotes)
    offices = list(rug.drop_duplicates("office_code").itertuples())
    body = tables.together(
        [
            _head(choice, made_on),
            _controls(offices, columns),
            _SECTION.format("matters", wording.WEAK_TITLE, matters),
            _SECTION.format("bars", wording.FILE_BARS, Markup('<div id="bar-chart"></div>')),
            _SECTION.format("course", wording.FILE_COURSE, Markup('<div id="line-chart"></div>')),
            _SECTION.format("numbers", wording.RUG_TITLE, numbers),
            _SECTION.format("published", wording.notice_board(choice.year).partition("  ")[2], _coverage(choice)),
            Markup('<aside id="source" role="status" hidden><p></p><button type="button">{}</button></aside>').format(
                wording.FILE_CLOSE
            ),
        ]
    )
    data = _data(choice, columns, offices, quotes)
    return _assembled(name(choice), body, data)


def _assembled(title: str, body: Markup, data: str) -> bytes:
    style = (ASSETS / "one_file.css").read_text("utf-8")
    script = (ASSETS / "one_file.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )

    def page(note: str) -> bytes:
        whole = body + Markup('<footer><p class="note">{}</p></footer>').format(note)
        # Style and script are ours; in the data every < is written so that no element can begin or end there.
        return _PAGE.format(policy, title, Markup(style), whole, Markup(data), Markup(script)).encode()  # noqa: S704

    return page(wording.file_size(len(page(""))))


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _head(choice: Choice, made_on: date) -> Markup:
    pieces = [
        Markup("<h1>{}</h1>").format(name(choice)),
        _LINE.format("verdict", heads.overview(choice)),
        _LINE.format("note", wording.file_note(choice.words(), generation(), made_on)),
    ]
    if choice.is_fictional:
        pieces.append(
            _LINE.format("fictional", Markup("<b>{}</b> {}").format(wording.FICTIONAL, wording.FICTIONAL_NOTE))
        )
    return Markup("<header>{}</header>").format(tables.together(pieces))


def _controls(offices: Sequence[Any], columns: Sequence[Any]) -> Markup:
    kinds = dict.fromkeys(row.kind for row in offices)

    def select(key: str, label: str, options: Sequence[tuple[str, str]]) -> Markup:
        listed = tables.together(_OPTION.format(value, words) for value, words in options)
        return Markup('<label>{}<select id="{}">{}</select></label>').format(label, key, listed)

    return Markup(
        '<form id="filters" class="only-script">{}{}{}<label>{}<input id="words" type="search"></label></form>'
    ).format(
        select("kind", wording.FILTER_KIND, [("", wording.ALL_KINDS), *((kind, kind) for kind in kinds)]),
        select(
            "office",
            wording.OFFICE,
            [("", wording.ALL_OFFICES), *((row.office_code, row.office_name) for row in offices)],
        ),
        select("indicator", wording.INDICATOR, [(row.indicator, row.name_zh) for row in columns]),
        wording.FILE_WORDS,
    )


def _matters(choice: Choice, quotes: _Quotes) -> Markup:
    reports = sources.titles(choice.region_id)
    kinds = dict(ask("office_list", region_id=choice.region_id)[["office_code", "kind"]].itertuples(index=False))
    items = []
    for matter in sources.matters(choice, sources.opinions(choice)):
        row, question = matter.row, matter.question
        found = sources.of_finding(row, reports)
        own = [quotes.of(source.words) for source in found]
        buttons = tables.together(
            _button(place, wording.EVIDENCE if number == 1 else wording.place(number))
            for number, place in enumerate(own, 1)
        )
        if found and found[-1].in_all:
            buttons += Markup("<span>{}</span>").format(wording.places_in_all(found[-1].in_all))
        asked = _LINE.format("ask", wording.asked(question)) if question else ""
        items.append(
            Markup('<li class="{}" data-office="{}" data-kind="{}"><b>{}</b> {} <p>{} {}</p>{}</li>').format(
                row.severity,
                row.office_code,
                kinds.get(row.office_code, ""),
                row.office_name,
                tables.badge(wording.SEVERITIES[row.severity], row.severity),
                row.message,
                buttons,
                asked,
            )
        )
    nothing = _LINE.format("nothing", wording.FILE_NOTHING)
    return Markup('<ul class="matters">{}</ul>{}').format(tables.together(items), nothing)


def _button(place: int | None, words: str) -> Markup:
    if place is None:
        return Markup("<span>{}</span>").format(words)
    return Markup('<button type="button" data-source="{}">{}</button>').format(place, words)


def _numbers(rug: Any, columns: Sequence[Any], quotes: _Quotes) -> Markup:
    head = tables.together(
        Markup('<th scope="col">{}</th>').format(wording.row_name(row.name_zh, row.unit)) for row in columns
    )
    by_office: dict[str, dict[str, Any]] = {}
    for row in rug.itertuples():
        by_office.setdefault(row.office_code, {})[row.indicator] = row
    lines = []
    for code, rows in by_office.items():
        first = next(iter(rows.values()))
        cells = tables.together(Markup("<td>{}</td>").format(_cell(rows.get(c.indicator), quotes)) for c in columns)
        lines.append(
            Markup('<tr data-office="{}" data-kind="{}"><th scope="row">{}</th>{}</tr>').format(
                code, first.kind, first.office_name, cells
            )
        )
    return Markup(
        '<div class="scroll"><table><thead><tr><th scope="col">{}</th>{}</tr></thead><tbody>{}</tbody></table></div>{}'
    ).format(wording.OFFICE, head, tables.together(lines), _LINE.format("note", wording.FILE_NUMBERS_NOTE))


def _cell(row: Any, quotes: _Quotes) -> Markup:
    if row is None or wording.figure(row.value) is None:
        status = row.status if row is not None else "missing"
        return Markup('<span class="none">{}</span>').format(wording.STATUSES.get(status, wording.STATUSES["missing"]))
    few = f"（{wording.FEW_CASES_SHORT}）" if row.has_few_cases else ""
    return _button(quotes.of_number(row.report_id, row.fact_no), wording.told(row.value, row.unit, row.qualifier) + few)


def _coverage(choice: Choice) -> Markup:
    lines = []
    for row in coverage.of_year(choice):
        lines.append(
            Markup('<tr data-office="{}" data-kind="{}"><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
                row.office_code,
                row.kind,
                row.office_name,
                row.day,
                row.words,
            )
        )
    head = tables.together(
        Markup('<th scope="col">{}</th>').format(words) for words in (wording.OFFICE, *wording.NOTICE_BOARD[3:5])
    )
    return Markup('<div class="scroll"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
        head, tables.together(lines)
    )


def _data(choice: Choice, columns: Sequence[Any], offices: Sequence[Any], quotes: _Quotes) -> str:
    """What the charts are drawn of, and the sentences behind the numbers, as JSON that no element can stand in."""
    courses: dict[str, dict[str, list[list[Any]]]] = {}
    for column in columns:
        frame = ask(
            "indicator_by_office_and_year",
            indicator=column.indicator,
            from_year=choice.since,
            to_year=choice.year,
            **choice.parameters(),
        )
        of_indicator = courses.setdefault(column.indicator, {})
        for row in frame.itertuples():
            value = wording.figure(row.value)
            if value is not None:
                unit = "" if column.unit == "%" else column.unit
                few = f"（{wording.FEW_CASES_SHORT}）" if row.has_few_cases else ""
                words = f"{wording.told(value, column.unit, row.qualifier)}{unit}{few}"
                one = [int(row.year), value, words, int(row.has_few_cases)]
                of_indicator.setdefault(row.office_code, []).append(one)
    whole = {
        "year": choice.year,
        "years": choice.years,
        "indicators": {c.indicator: {"name": c.name_zh, "unit": c.unit} for c in columns},
        "offices": {row.office_code: {"name": row.office_name, "kind": row.kind} for row in offices},
        "courses": courses,
        "sources": quotes.words,
        "words": {"untold": wording.NO_DATA, "choose": wording.FILE_CHOOSE, "basis": wording.PAPER_BASIS},
    }
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
